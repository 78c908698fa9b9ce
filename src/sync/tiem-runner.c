#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-crew-private.h"

#include <time.h>

/* A thread looks at the clock at least this often: while the machine slept, the timers did
 * not run. */
#define LONGEST_WAIT_MS 5000
#define LONG_TURN_MS 1000
#define TROUBLE_MS (60 * 1000)
/* When the database can't be read, so that there is not even a worker. */
#define STORE_RETRY_MS (30 * 1000)

gint64
tiem_crew_boot_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
runner_free (TiemRunner *self)
{
  g_object_unref (self->cancellable);
  g_free (self->activity);
  g_free (self->own_problem);
  g_thread_unref (self->thread);
  tiem_crew_unref (self->crew);
  g_free (self);
}

/* A long turn shows in the window */

typedef struct
{
  TiemCrew *crew;
  gint64 channel_id;
  guint turn_number;
} LongTurn;

static void
long_turn_free (LongTurn *self)
{
  tiem_crew_unref (self->crew);
  g_free (self);
}

static gboolean
turn_is_long_cb (gpointer user_data)
{
  LongTurn *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crew->mutex);
  TiemRunner *runner = g_hash_table_lookup (self->crew->runners, &self->channel_id);

  if (runner != NULL && runner->in_turn && runner->turn_number == self->turn_number)
    {
      runner->is_long = TRUE;
      tiem_crew_tell (self->crew, NULL, TRUE);
    }
  return G_SOURCE_REMOVE;
}

static GSource *
watch_long_turn (TiemRunner *runner)
{
  LongTurn *self = g_new0 (LongTurn, 1);
  GSource *source = g_timeout_source_new (LONG_TURN_MS);

  self->crew = tiem_crew_ref (runner->crew);
  self->channel_id = runner->channel_id;
  self->turn_number = runner->turn_number;
  g_source_set_callback (source, turn_is_long_cb, self, (GDestroyNotify)long_turn_free);
  g_source_attach (source, runner->crew->context);
  return source;
}

/* What the worker tells */

static void
worker_event_cb (TiemSyncEvent *event,
                 gpointer user_data)
{
  TiemRunner *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crew->mutex);

  tiem_crew_tell (self->crew, event, FALSE);
}

static void
worker_activity_cb (const char *text,
                    gpointer user_data)
{
  TiemRunner *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crew->mutex);

  g_free (self->activity);
  self->activity = g_strdup (text);
  if (self->is_long)
    tiem_crew_tell (self->crew, NULL, TRUE);
}

static const TiemWorkerHooks worker_hooks = { worker_event_cb, worker_activity_cb };

/* The loop */

/* With the mutex held. */
static gboolean
is_due (TiemRunner *self,
        gint64 now)
{
  if (self->crew->paused || self->crew->asleep)
    return FALSE;
  return now >= self->due_at || (self->asked && now >= self->forbidden_until)
         || (self->committed && !self->down);
}

/* With the mutex held: sleeps until something changes, it is due, or the clock is to be
 * looked at again. */
static void
wait_a_while (TiemRunner *self,
              gint64 now)
{
  gint64 wake_at = self->asked ? MIN (self->due_at, self->forbidden_until) : self->due_at;

  if (self->crew->paused || self->crew->asleep || wake_at == G_MAXINT64)
    g_cond_wait (&self->crew->cond, &self->crew->mutex);
  else
    g_cond_wait_until (&self->crew->cond,
                       &self->crew->mutex,
                       g_get_monotonic_time ()
                           + CLAMP (wake_at - now, 1, LONGEST_WAIT_MS) * G_TIME_SPAN_MILLISECOND);
}

typedef struct
{
  TiemTurnFlags flags;
  gint64 caused_at;
  gboolean renew;
  GCancellable *cancellable; /* (owned) */
} Order;

/* Returns: FALSE when the thread is to end */
static gboolean
wait_for_turn (TiemRunner *self,
               Order *order)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crew->mutex);
  gint64 now = tiem_crew_boot_time ();

  while (!self->stop && !is_due (self, now))
    {
      wait_a_while (self, now);
      now = tiem_crew_boot_time ();
    }
  if (self->stop)
    return FALSE;

  order->flags = self->asked ? self->asked_flags : TIEM_TURN_NORMAL;
  if (!self->asked && now < self->due_at)
    order->flags |= TIEM_TURN_PUSH_ONLY;
  order->caused_at = self->committed_at;
  order->renew = self->renew;
  g_set_object (&order->cancellable, self->cancellable);
  self->asked = self->committed = self->renew = FALSE;
  self->asked_flags = TIEM_TURN_NORMAL;
  self->committed_at = 0;
  self->in_turn = TRUE;
  self->turn_number++;
  self->long_source = watch_long_turn (self);
  return TRUE;
}

static TiemRunnerTrouble
find_trouble (TiemRunner *self,
              const GError *error,
              gint64 now)
{
  if (error == NULL || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
    return TIEM_RUNNER_WELL;
  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT))
    return now - self->failing_since >= TROUBLE_MS ? TIEM_RUNNER_OFFLINE : TIEM_RUNNER_WELL;
  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL)
      || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    return now - self->failing_since >= TROUBLE_MS ? TIEM_RUNNER_NEEDY : TIEM_RUNNER_WELL;
  return TIEM_RUNNER_NEEDY;
}

/* What the store can't keep it can't say of its channel either.
 * Returns: (transfer full) (nullable): the sentence, when the database or its disk failed */
static char *
dup_own_problem (const GError *error)
{
  static const TiemError own[]
      = { TIEM_ERROR_STORE, TIEM_ERROR_FULL, TIEM_ERROR_READ_ONLY, TIEM_ERROR_DAMAGED };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_error_matches (error, TIEM_ERROR, (int)own[i]))
      return g_strdup (error->message);
  return NULL;
}

/* With the mutex held. A turn that only pushed leaves the time of the next poll as it was. */
static void
plan_next (TiemRunner *self,
           TiemTurnFlags flags,
           const TiemTurnReport *report,
           const GError *error,
           gint64 now)
{
  gint64 due_at = G_MAXINT64;

  if (report->next_at != G_MAXINT64)
    due_at = now + MAX (0, report->next_at - tiem_clock_now (self->crew->clock));
  self->down = error != NULL && (self->worker == NULL || tiem_worker_is_down (self->worker));
  if (self->down || (flags & TIEM_TURN_PUSH_ONLY) == 0 || due_at <= now)
    self->due_at = due_at;
  self->forbidden_until = 0;
  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
    self->forbidden_until = due_at;
}

/* With the mutex held. A turn that was called off, before a sleep or after it, is followed by
 * another one. */
static void
take_new_cancellable (TiemRunner *self)
{
  if (self->stop || !g_cancellable_is_cancelled (self->cancellable))
    return;

  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->asked = TRUE;
}

static void
end_turn (TiemRunner *self,
          TiemTurnFlags flags,
          const TiemTurnReport *report,
          const GError *error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crew->mutex);
  gint64 now = tiem_crew_boot_time ();
  g_autofree char *own_problem = dup_own_problem (error);
  TiemRunnerTrouble trouble;
  gboolean changed;

  g_source_destroy (self->long_source);
  g_clear_pointer (&self->long_source, g_source_unref);
  g_clear_pointer (&self->activity, g_free);
  changed = self->is_long || self->crew->asleep;
  self->in_turn = self->is_long = FALSE;
  take_new_cancellable (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (changed)
        tiem_crew_tell (self->crew, NULL, TRUE);
      return;
    }

  if (error == NULL)
    {
      self->failing_since = 0;
      self->read_at = tiem_clock_now (self->crew->clock);
    }
  else if (self->failing_since == 0)
    self->failing_since = now;
  trouble = find_trouble (self, error, now);
  changed |= trouble != self->trouble || self->waiting != report->waiting
             || g_strcmp0 (own_problem, self->own_problem) != 0;
  self->trouble = trouble;
  g_free (self->own_problem);
  self->own_problem = g_steal_pointer (&own_problem);
  self->waiting = report->waiting;
  plan_next (self, flags, report, error, now);
  if (changed)
    tiem_crew_tell (self->crew, NULL, TRUE);
}

/* There is no worker, for want of keys most likely: the owner is told, and asks again. */
static void
book_no_worker (TiemRunner *self,
                TiemTurnReport *report,
                const GError *error)
{
  gboolean no_keys = g_error_matches (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND)
                     || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  TiemSyncEvent *event;

  report->next_at = G_MAXINT64;
  if (!no_keys && !g_error_matches (error, TIEM_ERROR, TIEM_ERROR_KEYRING))
    report->next_at = tiem_clock_now (self->crew->clock) + STORE_RETRY_MS;

  tiem_store_book_channel_state (self->crew->store,
                                 self->channel_id,
                                 no_keys ? TIEM_CHANNEL_NEEDS_AUTH : TIEM_CHANNEL_FAILING,
                                 error,
                                 NULL);
  event = g_new0 (TiemSyncEvent, 1);
  event->at = tiem_clock_now (self->crew->clock);
  event->event = "state";
  event->channel_id = self->channel_id;
  event->message = g_strdup (error->message);
  worker_event_cb (event, self);
}

static void
set_worker (TiemRunner *self,
            TiemWorker *worker)
{
  g_autoptr (TiemWorker) old = NULL;

  g_mutex_lock (&self->crew->mutex);
  old = self->worker;
  self->worker = worker;
  g_mutex_unlock (&self->crew->mutex);
  if (old != NULL)
    tiem_worker_flush_log (old);
}

static gboolean
ensure_worker (TiemRunner *self,
               const Order *order,
               TiemTurnReport *report,
               GError **error)
{
  TiemCrew *crew = self->crew;
  g_autoptr (GError) local_error = NULL;
  TiemWorker *worker;

  if (order->renew)
    set_worker (self, NULL);
  if (self->worker != NULL)
    return TRUE;

  worker = crew->factory (self->channel_id, crew->factory_data, order->cancellable, &local_error);
  if (worker == NULL)
    {
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        book_no_worker (self, report, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  tiem_worker_set_hooks (worker, &worker_hooks, self);
  set_worker (self, worker);
  return TRUE;
}

static void
end_thread (TiemRunner *self)
{
  TiemCrew *crew = self->crew;

  g_mutex_lock (&crew->mutex);
  g_hash_table_remove (crew->runners, &self->channel_id);
  if (crew->stopped && g_hash_table_size (crew->runners) == 0)
    g_clear_pointer (&crew->lock, tiem_sync_lock_release);
  /* The channel may be wanted again by now. */
  crew->thread_ended = TRUE;
  tiem_crew_tell (crew, NULL, TRUE);
  g_cond_broadcast (&crew->cond);
  g_mutex_unlock (&crew->mutex);
  runner_free (self);
}

static gpointer
run_channel (gpointer data)
{
  TiemRunner *self = data;
  Order order = { 0 };

  while (wait_for_turn (self, &order))
    {
      TiemTurnReport report = { 0 };
      g_autoptr (GError) error = NULL;

      if (ensure_worker (self, &order, &report, &error))
        {
          tiem_worker_set_cause (self->worker, order.caused_at);
          tiem_worker_turn (self->worker, order.flags, &report, order.cancellable, &error);
        }
      end_turn (self, order.flags, &report, error);
    }
  g_clear_object (&order.cancellable);
  set_worker (self, NULL);
  end_thread (self);
  return NULL;
}

void
tiem_runner_start (TiemCrew *crew,
                   const TiemChannelRecord *record)
{
  TiemRunner *self = g_new0 (TiemRunner, 1);
  g_autofree char *name = g_strdup_printf ("sync-%" G_GINT64_FORMAT, record->id);

  self->crew = tiem_crew_ref (crew);
  self->channel_id = record->id;
  self->cancellable = g_cancellable_new ();
  self->waiting = record->pending;
  if (record->state == TIEM_CHANNEL_NEEDS_AUTH)
    {
      self->due_at = G_MAXINT64;
      self->down = TRUE;
      self->trouble = TIEM_RUNNER_NEEDY;
    }
  g_hash_table_insert (crew->runners, &self->channel_id, self);
  /* The thread waits for the mutex, which our caller holds, before it looks at .thread. */
  self->thread = g_thread_new (name, run_channel, self);
}
