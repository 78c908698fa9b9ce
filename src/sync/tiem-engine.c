#define G_LOG_DOMAIN "tiem-engine"

#include "config.h"

#include "sync/tiem-crew.h"
#include "sync/tiem-engine-private.h"
#include "sync/tiem-sleep.h"

#include "store/tiem-store-asking.h"
#include "store/tiem-store-channels.h"

/* A window closes within two seconds. */
#define STOP_MS 1800
/* How often a process that came second looks whether the first one has gone. */
#define LOCK_RETRY_S 5
/* … and how many looks make a minute. */
#define ASK_EVERY 12
/* Before a sleep a call may still come to its end; the system waits for five seconds at most. */
#define LAST_CALL_MS 1000

struct _TiemEngine
{
  GObject parent_instance;

  TiemStore *store;
  TiemKeyring *keyring;
  TiemClock *clock;
  TiemWorkerFactory factory; /* (nullable) NULL: real channels */
  gpointer factory_data;

  TiemCrew *crew; /* (nullable) NULL: not started, or ELSEWHERE */
  GCancellable *cancellable;
  guint commit_id;
  gulong changed_id;
  gulong network_id;
  guint lock_retry_id;
  guint lock_retries;
  TiemSleep *sleep; /* (nullable): while there is a crew */
  guint last_call_id;
  gboolean is_asleep;
  gboolean is_elsewhere;
  gboolean is_paused;
  int network; /* how far it reaches, as the system says: a GNetworkConnectivity; 0 = none */
  gboolean is_listing; /* the channels are being read */
  gboolean list_again; /* they changed meanwhile */
  gboolean was_listed;
};

enum
{
  STATE_CHANGED,
  EVENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemEngine, tiem_engine, G_TYPE_OBJECT)

static void list_channels (TiemEngine *self);

static void
emit_state_changed (TiemEngine *self)
{
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/* The channels */

static gpointer
list_channels_func (TiemStore *store,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  return tiem_store_list_channels (store, error);
}

/* Paused channels need no thread, nor does a counter, nor one that is used by file. */
static void
keep_active (GPtrArray *channels)
{
  for (guint i = channels->len; i-- > 0;)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);
      const TiemChannelInfo *info = tiem_channel_info_find (record->kind);

      if (record->state == TIEM_CHANNEL_PAUSED || record->by_file
          || (info != NULL && (info->flags & TIEM_CHANNEL_HAS_NETWORK) == 0))
        g_ptr_array_remove_index (channels, i);
    }
}

static void
channels_listed_cb (GObject *source,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (TiemEngine) self = user_data;
  g_autoptr (GPtrArray) channels = NULL;
  g_autoptr (GError) error = NULL;

  channels = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  self->is_listing = FALSE;
  if (self->crew == NULL)
    return;

  if (channels == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("The channels can't be read: %s", error->message);
      /* It was called off by a stop, and the engine has been started again since. */
      if (self->list_again)
        list_channels (self);
      return;
    }
  keep_active (channels);
  tiem_crew_man (self->crew, channels);
  self->was_listed = TRUE;
  if (self->list_again)
    list_channels (self);
  emit_state_changed (self);
}

static void
list_channels (TiemEngine *self)
{
  self->list_again = self->is_listing;
  if (self->is_listing)
    return;

  self->is_listing = TRUE;
  tiem_store_run_async (self->store,
                        TIEM_STORE_READ,
                        list_channels_func,
                        NULL,
                        NULL,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->cancellable,
                        channels_listed_cb,
                        g_object_ref (self));
}

/* What wakes the engine */

static void
store_committed_cb (TiemStore *store,
                    const TiemCommit *commit,
                    gpointer user_data)
{
  tiem_crew_commit (user_data, commit);
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  gpointer user_data)
{
  TiemEngine *self = user_data;

  if ((what & TIEM_CHANGED_CHANNELS) != 0)
    list_channels (self);
}

/* The network */

/* Returns: 0 without a network, else a #GNetworkConnectivity: one that leads to a page where one
 * must sign in first is less than one that leads everywhere */
static int
find_network (GNetworkMonitor *monitor)
{
  return g_network_monitor_get_network_available (monitor)
             ? (int)g_network_monitor_get_connectivity (monitor)
             : 0;
}

/* A hint only: with the system offline a shop on this computer still answers, and with it
 * online nobody may. So the workers keep trying, and what a better network brings is that
 * connections and waits of before are given up. */
static void
network_changed_cb (GNetworkMonitor *monitor,
                    gboolean available,
                    gpointer user_data)
{
  TiemEngine *self = user_data;
  int before = self->network;

  self->network = find_network (monitor);
  if (self->network > before)
    tiem_engine_begin_anew (self);
  else if (self->network > 0)
    tiem_crew_wake (self->crew, 0, TIEM_TURN_NORMAL);
  if (self->network != before)
    emit_state_changed (self);
}

/* Sleep */

static void
end_last_call (TiemEngine *self)
{
  g_clear_handle_id (&self->last_call_id, g_source_remove);
  self->is_asleep = FALSE;
}

static gboolean
last_call_cb (gpointer user_data)
{
  TiemEngine *self = user_data;

  self->last_call_id = 0;
  tiem_crew_call_off (self->crew);
  return G_SOURCE_REMOVE;
}

/* The computer may sleep as soon as no turn is under way. */
static void
let_sleep (TiemEngine *self)
{
  if (self->is_asleep && tiem_crew_is_quiet (self->crew))
    {
      g_clear_handle_id (&self->last_call_id, g_source_remove);
      tiem_sleep_let_go (self->sleep);
    }
}

void
tiem_engine_fall_asleep (TiemEngine *self)
{
  if (self->crew == NULL)
    return;
  self->is_asleep = TRUE;
  tiem_crew_fall_asleep (self->crew);
  if (self->last_call_id == 0)
    self->last_call_id = g_timeout_add (LAST_CALL_MS, last_call_cb, self);
  let_sleep (self);
}

void
tiem_engine_begin_anew (TiemEngine *self)
{
  if (self->crew == NULL)
    return;
  end_last_call (self);
  tiem_crew_begin_anew (self->crew);
}

static void
prepare_sleep_cb (gpointer user_data)
{
  tiem_engine_fall_asleep (user_data);
}

static void
woke_cb (gpointer user_data)
{
  tiem_engine_begin_anew (user_data);
}

static const TiemSleepHooks sleep_hooks = { prepare_sleep_cb, woke_cb };

/* What the crew tells */

static void
crew_notify_cb (GObject *owner,
                GPtrArray *events,
                gboolean state_changed)
{
  TiemEngine *self = TIEM_ENGINE (owner);

  for (guint i = 0; i < events->len; i++)
    g_signal_emit (self, signals[EVENT], 0, g_ptr_array_index (events, i));
  if (state_changed && self->crew != NULL)
    {
      let_sleep (self);
      emit_state_changed (self);
    }
}

/* A thread that ended leaves room for a channel that was resumed meanwhile. */
static void
threads_changed_cb (GObject *owner)
{
  TiemEngine *self = TIEM_ENGINE (owner);

  if (self->crew != NULL)
    list_channels (self);
}

static const TiemCrewHooks crew_hooks = { crew_notify_cb, threads_changed_cb };

/* Real channels */

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

static void
system_factory_free (gpointer data)
{
  SystemFactory *factory = data;

  g_object_unref (factory->store);
  g_object_unref (factory->keyring);
  g_object_unref (factory->clock);
  g_free (factory);
}

static SystemFactory *
system_factory_new (TiemEngine *self)
{
  SystemFactory *factory = g_new0 (SystemFactory, 1);

  factory->store = g_object_ref (self->store);
  factory->keyring = g_object_ref (self->keyring);
  factory->clock = g_object_ref (self->clock);
  return factory;
}

/* Start and stop */

static void
hire_crew (TiemEngine *self,
           TiemSyncLock *lock)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  self->is_elsewhere = FALSE;
  self->was_listed = FALSE;
  self->cancellable = g_cancellable_new ();
  if (self->factory != NULL)
    self->crew = tiem_crew_new (self->store,
                                self->clock,
                                lock,
                                G_OBJECT (self),
                                &crew_hooks,
                                self->factory,
                                self->factory_data,
                                NULL);
  else
    self->crew = tiem_crew_new (self->store,
                                self->clock,
                                lock,
                                G_OBJECT (self),
                                &crew_hooks,
                                new_system_worker,
                                system_factory_new (self),
                                system_factory_free);
  tiem_crew_set_paused (self->crew, self->is_paused);
  self->commit_id = tiem_store_add_commit_func (self->store, store_committed_cb, self->crew);
  self->changed_id = g_signal_connect (self->store, "changed", G_CALLBACK (store_changed_cb), self);
  self->network = find_network (monitor);
  self->network_id
      = g_signal_connect (monitor, "network-changed", G_CALLBACK (network_changed_cb), self);
  self->sleep = tiem_sleep_new (&sleep_hooks, self);
  list_channels (self);
}

static gboolean
lock_retry_cb (gpointer user_data)
{
  TiemEngine *self = user_data;
  TiemSyncLock *lock = tiem_sync_lock_take (tiem_store_get_dir (self->store), NULL);

  if (lock == NULL)
    {
      /* What is shown here of the channels is what that process has written. */
      if (++self->lock_retries % ASK_EVERY == 0)
        tiem_store_ask_others (self->store, 0);
      return G_SOURCE_CONTINUE;
    }

  self->lock_retry_id = 0;
  hire_crew (self, lock);
  emit_state_changed (self);
  return G_SOURCE_REMOVE;
}

gboolean
tiem_engine_start (TiemEngine *self,
                   GError **error)
{
  g_autoptr (GError) local_error = NULL;
  TiemSyncLock *lock;

  g_return_val_if_fail (TIEM_IS_ENGINE (self), FALSE);

  if (self->crew != NULL)
    return TRUE;
  lock = tiem_sync_lock_take (tiem_store_get_dir (self->store), &local_error);
  if (lock != NULL)
    {
      g_clear_handle_id (&self->lock_retry_id, g_source_remove);
      hire_crew (self, lock);
    }
  else if (g_error_matches (local_error, TIEM_ERROR, TIEM_ERROR_BUSY))
    {
      self->is_elsewhere = TRUE;
      if (self->lock_retry_id == 0)
        self->lock_retry_id = g_timeout_add_seconds (LOCK_RETRY_S, lock_retry_cb, self);
    }
  emit_state_changed (self);
  if (lock == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return lock != NULL;
}

void
tiem_engine_stop (TiemEngine *self)
{
  TiemCrew *crew;

  g_return_if_fail (TIEM_IS_ENGINE (self));

  g_clear_handle_id (&self->lock_retry_id, g_source_remove);
  self->is_elsewhere = FALSE;
  if (self->crew == NULL)
    return;

  crew = g_steal_pointer (&self->crew);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  tiem_store_remove_commit_func (self->store, self->commit_id);
  g_clear_signal_handler (&self->changed_id, self->store);
  g_clear_signal_handler (&self->network_id, g_network_monitor_get_default ());
  end_last_call (self);
  g_clear_pointer (&self->sleep, tiem_sleep_free);
  tiem_crew_stop (crew, STOP_MS);
  tiem_crew_unref (crew);
  emit_state_changed (self);
}

static void
tiem_engine_dispose (GObject *object)
{
  TiemEngine *self = TIEM_ENGINE (object);

  tiem_engine_stop (self);

  G_OBJECT_CLASS (tiem_engine_parent_class)->dispose (object);
}

static void
tiem_engine_finalize (GObject *object)
{
  TiemEngine *self = TIEM_ENGINE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (tiem_engine_parent_class)->finalize (object);
}

static void
tiem_engine_class_init (TiemEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tiem_engine_dispose;
  object_class->finalize = tiem_engine_finalize;

  /**
   * TiemEngine::state-changed:
   *
   * What tiem_engine_get_state(), get_count() or dup_activity() return may have changed.
   */
  signals[STATE_CHANGED] = g_signal_new (
      "state-changed", TIEM_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * TiemEngine::event:
   * @event: (type gpointer): a TiemSyncEvent, good during the call
   *
   * Something happened at a channel.
   */
  signals[EVENT] = g_signal_new ("event",
                                 TIEM_TYPE_ENGINE,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_POINTER);
}

static void
tiem_engine_init (TiemEngine *self)
{
}

TiemEngine *
tiem_engine_new (TiemStore *store,
                 TiemKeyring *keyring,
                 TiemClock *clock)
{
  TiemEngine *self = g_object_new (TIEM_TYPE_ENGINE, NULL);

  self->store = g_object_ref (store);
  self->keyring = g_object_ref (keyring);
  self->clock = g_object_ref (clock);
  return self;
}

void
tiem_engine_set_factory (TiemEngine *self,
                         TiemWorkerFactory factory,
                         gpointer user_data)
{
  self->factory = factory;
  self->factory_data = user_data;
}

void
tiem_engine_reload (TiemEngine *self)
{
  g_return_if_fail (TIEM_IS_ENGINE (self));

  if (self->crew == NULL)
    return;
  tiem_crew_renew (self->crew);
  list_channels (self);
}

void
tiem_engine_wake (TiemEngine *self,
                  gint64 channel_id,
                  TiemTurnFlags flags)
{
  g_return_if_fail (TIEM_IS_ENGINE (self));

  if (self->crew != NULL)
    tiem_crew_wake (self->crew, channel_id, flags);
}

void
tiem_engine_set_paused (TiemEngine *self,
                        gboolean paused)
{
  g_return_if_fail (TIEM_IS_ENGINE (self));

  if (self->is_paused == paused)
    return;
  self->is_paused = paused;
  if (self->crew != NULL)
    tiem_crew_set_paused (self->crew, paused);
  emit_state_changed (self);
}

gboolean
tiem_engine_get_paused (TiemEngine *self)
{
  g_return_val_if_fail (TIEM_IS_ENGINE (self), FALSE);

  return self->is_paused;
}

static TiemSyncState
find_state (TiemEngine *self,
            const TiemCrewSummary *summary)
{
  if (self->is_elsewhere)
    return TIEM_SYNC_ELSEWHERE;
  if (self->crew == NULL || self->is_paused || (self->was_listed && summary->runners == 0))
    return TIEM_SYNC_PAUSED;
  /* A network may lie: it is there and leads nowhere, or to a page of its own. */
  if (summary->offline > 0
      && (self->network == 0 || (summary->offline > 1 && summary->offline == summary->runners)))
    return TIEM_SYNC_OFFLINE;
  if (summary->needy + summary->offline > 0)
    return TIEM_SYNC_NEEDS_USER;
  return summary->working > 0 ? TIEM_SYNC_WORKING : TIEM_SYNC_IDLE;
}

static void
summarise (TiemEngine *self,
           TiemCrewSummary *summary)
{
  *summary = (TiemCrewSummary){ 0 };
  if (self->crew != NULL)
    tiem_crew_summarise (self->crew, summary);
}

TiemSyncState
tiem_engine_get_state (TiemEngine *self)
{
  TiemCrewSummary summary;

  g_return_val_if_fail (TIEM_IS_ENGINE (self), TIEM_SYNC_PAUSED);

  summarise (self, &summary);
  return find_state (self, &summary);
}

guint
tiem_engine_get_count (TiemEngine *self)
{
  TiemCrewSummary summary;

  g_return_val_if_fail (TIEM_IS_ENGINE (self), 0);

  summarise (self, &summary);
  if (find_state (self, &summary) == TIEM_SYNC_NEEDS_USER)
    return summary.needy + summary.offline;
  return summary.waiting;
}

gint64
tiem_engine_get_read_at (TiemEngine *self,
                         gint64 channel_id)
{
  g_return_val_if_fail (TIEM_IS_ENGINE (self), 0);

  return self->crew != NULL ? tiem_crew_get_read_at (self->crew, channel_id) : 0;
}

char *
tiem_engine_dup_problem (TiemEngine *self)
{
  g_return_val_if_fail (TIEM_IS_ENGINE (self), NULL);

  return self->crew != NULL ? tiem_crew_dup_problem (self->crew) : NULL;
}

char *
tiem_engine_dup_activity (TiemEngine *self,
                          gint64 channel_id)
{
  g_return_val_if_fail (TIEM_IS_ENGINE (self), NULL);

  return self->crew != NULL ? tiem_crew_dup_activity (self->crew, channel_id) : NULL;
}
