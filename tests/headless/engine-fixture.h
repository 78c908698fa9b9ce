#pragma once

#include "sync-fixture.h"

#include "sync/tiem-engine-private.h"

#include <locale.h>
#include <string.h>

/* An engine over two fake channels, in real time: what is waited for are its signals. */
typedef struct
{
  SyncFixture sync;
  TiemClock *clock; /* the system's */
  TiemKeyring *keyring;
  TiemEngine *engine;
  GHashTable *events; /* (element-type utf8): "2 stock_pushed AT-DEN-L 7" */
  guint n_states;
  gboolean no_keys; /* the keyring is locked */
  guint n_workers;  /* made so far; atomic */
} EngineFixture;

static const char *const one_sku[] = { "AT-DEN-L", NULL };

static inline TiemWorker *
new_worker_cb (gint64 channel_id,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  EngineFixture *self = user_data;
  guint i = channel_id == self->sync.channels[0] ? 0 : 1;

  if (self->no_keys)
    {
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_KEYRING, "Locked; unlock it.");
      return NULL;
    }
  g_atomic_int_inc (&self->n_workers);
  return tiem_worker_new_for_channel (self->sync.store,
                                      &tiem_fake_channel_info,
                                      TIEM_CHANNEL (self->sync.shops[i]),
                                      TIEM_TRANSPORT (self->sync.shops[i]),
                                      self->clock,
                                      channel_id,
                                      i + 1);
}

static inline void
event_cb (TiemEngine *engine,
          const TiemSyncEvent *event,
          gpointer user_data)
{
  EngineFixture *self = user_data;
  const char *subject = event->remote_id != NULL ? event->remote_id
                        : event->sku != NULL     ? event->sku
                                                 : "";

  g_assert_cmpint (event->since_ms, >=, 0);
  g_hash_table_add (self->events,
                    g_strdup_printf ("%" G_GINT64_FORMAT " %s %s %" G_GINT64_FORMAT,
                                     event->channel_id,
                                     event->event,
                                     subject,
                                     event->value));
}

static inline void
state_changed_cb (TiemEngine *engine,
                  gpointer user_data)
{
  ((EngineFixture *)user_data)->n_states++;
}

static inline void
engine_set_up (EngineFixture *self,
        gconstpointer user_data)
{
  sync_fixture_set_up (&self->sync);
  sync_fixture_add_second (&self->sync);
  sync_adopt (&self->sync, one_sku);
  g_clear_object (&self->sync.workers[0]);
  g_clear_object (&self->sync.workers[1]);
  self->clock = tiem_clock_new_system ();
  self->keyring = tiem_keyring_new_memory ();
  self->events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->engine = tiem_engine_new (self->sync.store, self->keyring, self->clock);
  tiem_engine_set_factory (self->engine, new_worker_cb, self);
  g_signal_connect (self->engine, "event", G_CALLBACK (event_cb), self);
  g_signal_connect (self->engine, "state-changed", G_CALLBACK (state_changed_cb), self);
}

static inline void
engine_tear_down (EngineFixture *self,
           gconstpointer user_data)
{
  TiemEngine *engine = self->engine;

  tiem_engine_stop (engine);
  g_object_add_weak_pointer (G_OBJECT (engine), (gpointer *)&self->engine);
  g_object_unref (engine);
  /* A look at the channels that was under way comes to its end first. */
  while (self->engine != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_hash_table_unref (self->events);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);
  sync_assert_invariants (&self->sync);
  sync_fixture_tear_down (&self->sync);
}

static inline void
engine_start (EngineFixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tiem_engine_start (self->engine, &error));
  g_assert_no_error (error);
}

static inline gboolean
time_out_cb (gpointer user_data)
{
  g_error ("waited too long for %s", (const char *)user_data);
  return G_SOURCE_REMOVE;
}

static inline gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

typedef gboolean (*Condition) (EngineFixture *self, gconstpointer data);

static inline void
wait_for (EngineFixture *self,
          Condition condition,
          gconstpointer data)
{
  guint limit = g_timeout_add_seconds (30, time_out_cb, (gpointer)data);
  guint tick = g_timeout_add (20, wake_cb, NULL);

  while (!condition (self, data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  g_source_remove (tick);
}

static inline gboolean
has_event (EngineFixture *self,
           gconstpointer data)
{
  return g_hash_table_contains (self->events, data);
}

static inline gboolean
is_in_state (EngineFixture *self,
             gconstpointer data)
{
  return tiem_engine_get_state (self->engine) == (TiemSyncState)GPOINTER_TO_INT (data);
}

#define wait_for_event(self, text) wait_for (self, has_event, text)

static inline gboolean
was_called (EngineFixture *self,
            gconstpointer data)
{
  g_autofree char *calls = tiem_fake_shop_take_calls (self->sync.shops[0]);

  return strstr (calls, data) != NULL;
}
