#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-sync-once.h"

#include <glib/gi18n-lib.h>

/* A platform that asks to wait longer is left alone. */
#define LONGEST_WAIT_MS (30 * 1000)
/* What a channel in trouble may cost the ones after it. */
#define TROUBLE_MS (10 * 1000)
#define MOST_TRIES 4
/* Against two channels that wake each other for ever. */
#define MOST_TURNS 10000

typedef struct _Once Once;

typedef struct
{
  Once *once; /* borrowed */
  TiemChannelTurns *turns;
  TiemWorker *worker; /* (nullable) */
  GThread *in_turn;   /* (nullable) borrowed: carries out its turn now; guarded by the lock */
  TiemTurnFlags flags;
  gint64 due_at; /* G_MAXINT64: not any more */
  guint n_turns;
  guint tries;       /* failed turns in a row */
  gint64 trouble_ms; /* time spent on them */
} Visit;

struct _Once
{
  TiemStore *store;
  TiemClock *clock;
  TiemWorkerFactory factory;
  gpointer factory_data;
  GCancellable *cancellable;
  GPtrArray *visits; /* (element-type Visit) */
  GHashTable
      *woken;  /* (element-type gint64): channels with something new to push; guarded by lock */
  GMutex lock; /* commits come from any thread */
  /* With a thread for each channel: */
  GCond cond; /* something to push came, or all is done */
  guint busy; /* threads that are not waiting; one that is woken counts when it runs */
  gboolean is_over;
};

static void
visit_free (Visit *self)
{
  g_clear_pointer (&self->turns, tiem_channel_turns_free);
  g_clear_object (&self->worker);
  g_free (self);
}

/* Whether the commit that is told of was made by the channel's own turn, which goes on to push.
 * With the lock held. */
static gboolean
is_its_own (Once *self,
            gint64 channel_id)
{
  for (guint i = 0; i < self->visits->len; i++)
    {
      const Visit *visit = g_ptr_array_index (self->visits, i);

      if (visit->turns != NULL && visit->turns->channel_id == channel_id)
        return visit->in_turn == g_thread_self ();
    }
  return FALSE;
}

static void
committed_cb (TiemStore *store,
              const TiemCommit *commit,
              gpointer user_data)
{
  Once *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; commit->channel_ids != NULL && i < commit->channel_ids->len; i++)
    {
      gint64 channel_id = g_array_index (commit->channel_ids, gint64, i);

      if (!is_its_own (self, channel_id))
        g_hash_table_add (self->woken, g_memdup2 (&channel_id, sizeof channel_id));
    }
  g_cond_broadcast (&self->cond);
}

static gboolean
take_woken (Once *self,
            gint64 channel_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_remove (self->woken, &channel_id);
}

static gboolean
list_visits (Once *self,
             gint64 channel_id,
             TiemTurnFlags flags,
             GError **error)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (self->store, error);
  g_autofree char *text = NULL;

  if (channels == NULL)
    return FALSE;
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);
      const TiemChannelInfo *info = tiem_channel_info_find (record->kind);
      Visit *visit;

      if (record->by_file || (channel_id != 0 && record->id != channel_id)
          || (info != NULL && (info->flags & TIEM_CHANNEL_HAS_NETWORK) == 0))
        continue;
      if (record->state == TIEM_CHANNEL_PAUSED)
        {
          if (channel_id == 0)
            continue;
          g_set_error (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("“%s” is paused; resume it first."),
                       record->name);
          return FALSE;
        }
      visit = g_new0 (Visit, 1);
      visit->once = self;
      visit->turns = g_new0 (TiemChannelTurns, 1);
      visit->turns->channel_id = record->id;
      visit->turns->name = g_strdup (record->name);
      /* Who asks once wants to know it all. */
      visit->flags = flags | TIEM_TURN_AFTER_SALE;
      g_mutex_lock (&self->lock);
      g_ptr_array_add (self->visits, visit);
      g_mutex_unlock (&self->lock);
    }
  if (channel_id == 0 || self->visits->len > 0)
    return TRUE;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, channel_id);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_NOT_FOUND,
               _ ("There is no channel %s that can be synced; look at the list of channels."),
               text);
  return FALSE;
}

static void
add_report (TiemTurnReport *sum,
            const TiemTurnReport *report)
{
  sum->pulled += report->pulled;
  sum->stored += report->stored;
  sum->unchanged += report->unchanged;
  sum->pushed += report->pushed;
  sum->failed += report->failed;
  sum->listings += report->listings;
  sum->waiting = report->waiting;
  sum->next_at = report->next_at;
}

/* A channel can't even be tried: its state says so, as after a failed turn. */
static void
book_no_worker (Once *self,
                Visit *visit,
                const GError *error)
{
  gboolean no_keys = g_error_matches (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND)
                     || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_INVALID);

  tiem_store_book_channel_state (self->store,
                                 visit->turns->channel_id,
                                 no_keys ? TIEM_CHANNEL_NEEDS_AUTH : TIEM_CHANNEL_FAILING,
                                 error,
                                 NULL);
}

static gboolean
ensure_worker (Once *self,
               Visit *visit,
               GCancellable *cancellable)
{
  g_autoptr (TiemChannelRecord) record = NULL;

  if (visit->worker != NULL)
    return TRUE;

  visit->worker = self->factory (
      visit->turns->channel_id, self->factory_data, cancellable, &visit->turns->error);
  if (visit->worker == NULL)
    {
      book_no_worker (self, visit, visit->turns->error);
      visit->due_at = G_MAXINT64;
      return FALSE;
    }
  /* This program lives for a few turns: that the channel has been failing for long is known
   * from those before. */
  record = tiem_store_get_channel (self->store, visit->turns->channel_id, NULL);
  if (record != NULL && record->error_message != NULL)
    tiem_worker_set_failing_since (visit->worker, record->error_since);
  return TRUE;
}

/* Whether to come back: at once for more work, after what the platform asked for, and a few
 * times after trouble that may be over in a moment. */
static void
plan_next (Once *self,
           Visit *visit,
           const TiemTurnReport *report,
           const GError *error,
           gint64 took)
{
  gint64 now = tiem_clock_now (self->clock);
  gint64 wait = report->next_at - now;

  visit->due_at = G_MAXINT64;
  if (error == NULL)
    {
      visit->tries = 0;
      if (wait <= 0)
        visit->due_at = now;
      else if (report->come_back_at != 0 && report->come_back_at - now <= LONGEST_WAIT_MS)
        visit->due_at = report->come_back_at;
      return;
    }

  visit->tries++;
  visit->trouble_ms += took;
  if (visit->tries >= MOST_TRIES || wait > LONGEST_WAIT_MS)
    return;
  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
    visit->due_at = report->next_at;
  else if ((g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
            /* An answer that was cut short on its way is whole the next time. */
            || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL))
           && visit->trouble_ms + wait <= TROUBLE_MS)
    {
      visit->trouble_ms += wait;
      visit->due_at = report->next_at;
    }
}

static void
set_in_turn (Visit *visit,
             GThread *thread)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&visit->once->lock);

  visit->in_turn = thread;
}

static void
take_turn (Once *self,
           Visit *visit,
           GCancellable *cancellable)
{
  TiemTurnReport report = { 0 };
  gint64 started_at = tiem_clock_now (self->clock);

  if (!ensure_worker (self, visit, cancellable))
    return;

  /* What wakes it from here on may come too late for this turn; what its own commits bring
   * is told by the report. */
  take_woken (self, visit->turns->channel_id);
  g_clear_error (&visit->turns->error);
  set_in_turn (visit, g_thread_self ());
  tiem_worker_turn (visit->worker, visit->flags, &report, cancellable, &visit->turns->error);
  set_in_turn (visit, NULL);

  if (visit->turns->error == NULL)
    visit->flags &= ~(TIEM_TURN_FULL | TIEM_TURN_AFTER_SALE); /* read, or under way */
  visit->n_turns++;
  add_report (&visit->turns->report, &report);
  plan_next (self, visit, &report, visit->turns->error, tiem_clock_now (self->clock) - started_at);
}

/* Returns: (nullable): the next to be visited, in the order of the channels when several are due */
static Visit *
find_next (Once *self)
{
  Visit *next = NULL;

  for (guint i = 0; i < self->visits->len; i++)
    {
      Visit *visit = g_ptr_array_index (self->visits, i);

      if (visit->due_at == G_MAXINT64 && visit->turns->error == NULL && visit->worker != NULL
          && take_woken (self, visit->turns->channel_id))
        visit->due_at = 0;
      if (visit->due_at == G_MAXINT64 || visit->n_turns >= MOST_TURNS)
        continue;
      if (next == NULL || visit->due_at < next->due_at)
        next = visit;
    }
  return next;
}

static gboolean
run_visits (Once *self,
            GCancellable *cancellable,
            GError **error)
{
  Visit *visit;

  while ((visit = find_next (self)) != NULL)
    {
      if (visit->due_at > tiem_clock_now (self->clock)
          && !tiem_clock_sleep_until (self->clock, visit->due_at, cancellable, error))
        return FALSE;
      take_turn (self, visit, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* A thread for each channel, so that four slow platforms do not add up */

/* With the lock held: of a visit whose thread waits. */
static gboolean
is_woken (Once *self,
          const Visit *visit)
{
  return visit->turns->error == NULL && visit->worker != NULL
         && g_hash_table_contains (self->woken, &visit->turns->channel_id);
}

/* With the lock held, when all threads wait: one that was woken may not have come to run yet. */
static gboolean
is_any_woken (Once *self)
{
  for (guint i = 0; i < self->visits->len; i++)
    if (is_woken (self, g_ptr_array_index (self->visits, i)))
      return TRUE;
  return FALSE;
}

/* With the lock held: waits for something to push, or for the end of all. Returns: FALSE at the end
 */
static gboolean
wait_for_wake (Once *self,
               Visit *visit)
{
  if (--self->busy == 0 && !is_any_woken (self))
    self->is_over = TRUE;
  if (self->is_over)
    g_cond_broadcast (&self->cond);
  while (!self->is_over && !is_woken (self, visit))
    g_cond_wait (&self->cond, &self->lock);
  if (self->is_over)
    return FALSE;
  self->busy++;
  visit->due_at = 0;
  return TRUE;
}

/* Returns: FALSE when it is not due, or not any more */
static gboolean
wait_until_due (Once *self,
                Visit *visit)
{
  return visit->due_at != G_MAXINT64 && visit->n_turns < MOST_TURNS
         && !g_cancellable_is_cancelled (self->cancellable)
         && (visit->due_at <= tiem_clock_now (self->clock)
             || tiem_clock_sleep_until (self->clock, visit->due_at, self->cancellable, NULL));
}

static gpointer
visit_thread (gpointer data)
{
  Visit *visit = data;
  Once *self = visit->once;
  gboolean goes_on;

  do
    {
      while (wait_until_due (self, visit))
        take_turn (self, visit, self->cancellable);
      g_mutex_lock (&self->lock);
      if (visit->n_turns >= MOST_TURNS || g_cancellable_is_cancelled (self->cancellable))
        self->is_over = TRUE;
      goes_on = wait_for_wake (self, visit);
      g_mutex_unlock (&self->lock);
    }
  while (goes_on);
  return NULL;
}

static gboolean
run_threads (Once *self,
             GError **error)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  self->busy = self->visits->len;
  for (guint i = 0; i < self->visits->len; i++)
    g_ptr_array_add (threads,
                     g_thread_new ("sync-once", visit_thread, g_ptr_array_index (self->visits, i)));
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static GPtrArray *
steal_turns (Once *self)
{
  GPtrArray *result;

  result = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_channel_turns_free);
  for (guint i = 0; i < self->visits->len; i++)
    {
      Visit *visit = g_ptr_array_index (self->visits, i);
      g_autoptr (TiemChannelRecord) record = NULL;

      /* Another channel's sale may have added to what waits since its last turn. */
      record = tiem_store_get_channel (self->store, visit->turns->channel_id, NULL);
      if (record != NULL)
        {
          visit->turns->report.waiting = record->pending;
          visit->turns->report.failed = record->failed;
        }
      g_ptr_array_add (result, g_steal_pointer (&visit->turns));
    }
  return result;
}

static GPtrArray *
run_once (TiemStore *store,
          TiemClock *clock,
          gint64 channel_id,
          TiemTurnFlags flags,
          TiemWorkerFactory factory,
          gpointer factory_data,
          gboolean in_threads,
          GCancellable *cancellable,
          GError **error)
{
  Once self = {
    .store = store,
    .clock = clock,
    .factory = factory,
    .factory_data = factory_data,
    .cancellable = cancellable,
    .visits = g_ptr_array_new_with_free_func ((GDestroyNotify)visit_free),
    .woken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
  };
  TiemSyncLock *lock = NULL;
  GPtrArray *result = NULL;
  guint commit_id;

  g_mutex_init (&self.lock);
  g_cond_init (&self.cond);
  commit_id = tiem_store_add_commit_func (store, committed_cb, &self);
  if ((lock = tiem_sync_lock_take (tiem_store_get_dir (store), error)) != NULL
      && list_visits (&self, channel_id, flags, error)
      && (in_threads ? run_threads (&self, error) : run_visits (&self, cancellable, error)))
    result = steal_turns (&self);

  for (guint i = 0; i < self.visits->len; i++)
    {
      Visit *visit = g_ptr_array_index (self.visits, i);

      if (visit->worker != NULL)
        tiem_worker_flush_log (visit->worker);
    }
  tiem_store_remove_commit_func (store, commit_id);
  tiem_sync_lock_release (lock);
  g_ptr_array_unref (self.visits);
  g_hash_table_unref (self.woken);
  g_cond_clear (&self.cond);
  g_mutex_clear (&self.lock);
  return result;
}

GPtrArray *
tiem_sync_once_with (TiemStore *store,
                     TiemClock *clock,
                     gint64 channel_id,
                     TiemTurnFlags flags,
                     TiemWorkerFactory factory,
                     gpointer factory_data,
                     GCancellable *cancellable,
                     GError **error)
{
  return run_once (
      store, clock, channel_id, flags, factory, factory_data, FALSE, cancellable, error);
}

GPtrArray *
tiem_sync_once_in_threads (TiemStore *store,
                           TiemClock *clock,
                           gint64 channel_id,
                           TiemTurnFlags flags,
                           TiemWorkerFactory factory,
                           gpointer factory_data,
                           GCancellable *cancellable,
                           GError **error)
{
  return run_once (
      store, clock, channel_id, flags, factory, factory_data, TRUE, cancellable, error);
}

/* With real channels */

typedef struct
{
  TiemStore *store;
  TiemKeyring *keyring;
  TiemClock *clock;
} SystemFactory;

static TiemWorker *
new_system_worker (gint64 channel_id,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  SystemFactory *factory = user_data;

  return tiem_worker_new_system (
      factory->store, factory->keyring, factory->clock, channel_id, cancellable, error);
}

GPtrArray *
tiem_sync_once (TiemStore *store,
                TiemKeyring *keyring,
                TiemClock *clock,
                gint64 channel_id,
                TiemTurnFlags flags,
                GCancellable *cancellable,
                GError **error)
{
  SystemFactory factory = { store, keyring, clock };

  return tiem_sync_once_in_threads (
      store, clock, channel_id, flags, new_system_worker, &factory, cancellable, error);
}
