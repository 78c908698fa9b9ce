#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-crew-private.h"

#include <glib/gi18n-lib.h>

TiemCrew *
tiem_crew_new (TiemStore *store,
               TiemClock *clock,
               TiemSyncLock *lock,
               GObject *owner,
               const TiemCrewHooks *hooks,
               TiemWorkerFactory factory,
               gpointer factory_data,
               GDestroyNotify factory_free)
{
  TiemCrew *self = g_new0 (TiemCrew, 1);

  self->ref_count = 1;
  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->lock = lock;
  self->hooks = *hooks;
  self->factory = factory;
  self->factory_data = factory_data;
  self->factory_free = factory_free;
  self->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->owner, owner);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->runners = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sync_event_free);
  return self;
}

TiemCrew *
tiem_crew_ref (TiemCrew *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
tiem_crew_unref (TiemCrew *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  if (self->factory_free != NULL)
    self->factory_free (self->factory_data);
  g_clear_pointer (&self->lock, tiem_sync_lock_release);
  g_hash_table_unref (self->runners);
  g_ptr_array_unref (self->events);
  g_weak_ref_clear (&self->owner);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_object_unref (self->clock);
  g_object_unref (self->store);
  g_free (self);
}

static gboolean
tell_cb (gpointer user_data)
{
  TiemCrew *self = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autoptr (GPtrArray) events = NULL;
  gboolean state_changed, thread_ended;

  g_mutex_lock (&self->mutex);
  events = self->events;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sync_event_free);
  state_changed = self->state_changed;
  thread_ended = self->thread_ended;
  self->state_changed = self->thread_ended = FALSE;
  self->is_scheduled = FALSE;
  g_mutex_unlock (&self->mutex);

  if (owner != NULL)
    self->hooks.notify (owner, events, state_changed);
  if (owner != NULL && thread_ended)
    self->hooks.thread_ended (owner);
  return G_SOURCE_REMOVE;
}

void
tiem_crew_tell (TiemCrew *self,
                TiemSyncEvent *event,
                gboolean state_changed)
{
  GSource *source;

  if (event != NULL)
    g_ptr_array_add (self->events, event);
  self->state_changed |= state_changed;
  if (self->is_scheduled)
    return;

  self->is_scheduled = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, tiem_crew_ref (self), (GDestroyNotify)tiem_crew_unref);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static void
stop_runner (TiemRunner *runner)
{
  runner->stop = TRUE;
  g_cancellable_cancel (runner->cancellable);
}

/* Keys were entered, or another process set the channel to work again. */
static void
revive_runner (TiemRunner *runner,
               const TiemChannelRecord *record)
{
  if (record->state != TIEM_CHANNEL_ACTIVE || runner->trouble != TIEM_RUNNER_NEEDY
      || runner->due_at != G_MAXINT64)
    return;

  runner->renew = TRUE;
  runner->due_at = 0;
}

void
tiem_crew_man (TiemCrew *self,
               GPtrArray *channels)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;

  if (self->stopped)
    return;
  for (guint i = 0; i < channels->len; i++)
    {
      TiemChannelRecord *record = g_ptr_array_index (channels, i);

      g_hash_table_add (wanted, &record->id);
      runner = g_hash_table_lookup (self->runners, &record->id);
      /* One that is ending tells so when it has, and the channels are looked at again. */
      if (runner == NULL)
        tiem_runner_start (self, record);
      else if (!runner->stop)
        revive_runner (runner, record);
    }
  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    if (!g_hash_table_contains (wanted, &runner->channel_id))
      stop_runner (runner);
  g_cond_broadcast (&self->cond);
}

static void
ask_runner (TiemRunner *runner,
            TiemTurnFlags flags)
{
  runner->asked = TRUE;
  runner->asked_flags |= flags;
  if (runner->worker != NULL)
    tiem_worker_hurry (runner->worker);
}

void
tiem_crew_wake (TiemCrew *self,
                gint64 channel_id,
                TiemTurnFlags flags)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    if (channel_id == 0 || channel_id == runner->channel_id)
      ask_runner (runner, flags);
  g_cond_broadcast (&self->cond);
}

static void
note_commit (TiemRunner *runner,
             gint64 now)
{
  runner->committed = TRUE;
  if (runner->committed_at == 0)
    runner->committed_at = now;
  if (runner->worker != NULL)
    tiem_worker_hurry (runner->worker);
}

void
tiem_crew_commit (TiemCrew *self,
                  const TiemCommit *commit)
{
  gint64 now = tiem_clock_now (self->clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; commit->channel_ids != NULL && i < commit->channel_ids->len; i++)
    {
      gint64 channel_id = g_array_index (commit->channel_ids, gint64, i);
      TiemRunner *runner = g_hash_table_lookup (self->runners, &channel_id);

      /* A worker's own commit is in the middle of its turn, which goes on to push. */
      if (runner != NULL && runner->thread != g_thread_self ())
        note_commit (runner, now);
    }
  g_cond_broadcast (&self->cond);
}

void
tiem_crew_renew (TiemCrew *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    {
      runner->renew = TRUE;
      ask_runner (runner, TIEM_TURN_NORMAL);
    }
  g_cond_broadcast (&self->cond);
}

void
tiem_crew_set_paused (TiemCrew *self,
                      gboolean paused)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->paused = paused;
  g_cond_broadcast (&self->cond);
}

/* With the mutex held. Its own thread gives it another cancellable. */
static void
call_off_turn (TiemRunner *runner)
{
  if (runner->in_turn)
    g_cancellable_cancel (runner->cancellable);
}

void
tiem_crew_begin_anew (TiemCrew *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;

  self->asleep = FALSE;
  if (self->lock != NULL)
    tiem_sync_lock_renew (self->lock);
  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    {
      runner->renew = TRUE;
      call_off_turn (runner);
      ask_runner (runner, TIEM_TURN_NORMAL);
    }
  g_cond_broadcast (&self->cond);
}

void
tiem_crew_fall_asleep (TiemCrew *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->asleep = TRUE;
}

void
tiem_crew_call_off (TiemCrew *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    call_off_turn (runner);
}

gboolean
tiem_crew_is_quiet (TiemCrew *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    if (runner->in_turn)
      return FALSE;
  return TRUE;
}

gboolean
tiem_crew_stop (TiemCrew *self,
                gint64 timeout_ms)
{
  gint64 deadline = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;
  gboolean in_time = TRUE;

  self->stopped = TRUE;
  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    stop_runner (runner);
  g_cond_broadcast (&self->cond);
  while (in_time && g_hash_table_size (self->runners) > 0)
    in_time = g_cond_wait_until (&self->cond, &self->mutex, deadline);

  if (g_hash_table_size (self->runners) > 0)
    {
      g_message ("%u workers do not end in time", g_hash_table_size (self->runners));
      return FALSE;
    }
  g_clear_pointer (&self->lock, tiem_sync_lock_release);
  return TRUE;
}

void
tiem_crew_summarise (TiemCrew *self,
                     TiemCrewSummary *summary)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  TiemRunner *runner;

  *summary = (TiemCrewSummary){ 0 };
  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&runner))
    {
      summary->runners++;
      summary->working += runner->is_long;
      summary->waiting += runner->waiting;
      summary->needy += runner->trouble == TIEM_RUNNER_NEEDY;
      summary->offline += runner->trouble == TIEM_RUNNER_OFFLINE;
    }
}

gint64
tiem_crew_get_read_at (TiemCrew *self,
                       gint64 channel_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  TiemRunner *runner = g_hash_table_lookup (self->runners, &channel_id);

  return runner != NULL ? runner->read_at : 0;
}

char *
tiem_crew_dup_problem (TiemCrew *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, &runner))
    if (((TiemRunner *)runner)->own_problem != NULL)
      return g_strdup (((TiemRunner *)runner)->own_problem);
  return NULL;
}

char *
tiem_crew_dup_activity (TiemCrew *self,
                        gint64 channel_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  TiemRunner *runner = g_hash_table_lookup (self->runners, &channel_id);

  if (runner == NULL || !runner->is_long)
    return NULL;
  return g_strdup (runner->activity != NULL ? runner->activity : _ ("Syncing"));
}
