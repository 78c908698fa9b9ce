#include "engine-fixture.h"

/* A sale at one channel lowers the stock of the other, without waiting for its poll. */
static void
test_commit_wakes (EngineFixture *self,
                   gconstpointer user_data)
{
  gint64 started_at;

  engine_start (self);
  wait_for (self, was_called, "orders");
  tiem_fake_shop_order (self->sync.shops[0], "R1", "AT-DEN-L", 3);
  tiem_engine_wake (self->engine, self->sync.channels[0], TIEM_TURN_NORMAL);
  started_at = g_get_monotonic_time ();
  wait_for_event (self, "2 stock_pushed AT-DEN-L 7");
  /* Five seconds would be the poll. */
  g_assert_cmpint (g_get_monotonic_time () - started_at, <, 5 * G_TIME_SPAN_SECOND);
  /* The push may even be told before the order that caused it. */
  wait_for_event (self, "1 order R1 300000");
  wait_for_event (self, "1 stock_pushed AT-DEN-L 7");

  /* The owner's own change goes to both. */
  sync_set_stock (&self->sync, "AT-DEN-L", 23);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 20");
  wait_for_event (self, "2 stock_pushed AT-DEN-L 20");
  g_assert_cmpint (tiem_fake_shop_get_stock (self->sync.shops[1], "AT-DEN-L"), ==, 20);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
}

static void
test_stop_while_hanging (EngineFixture *self,
                         gconstpointer user_data)
{
  gint64 started_at;

  tiem_fake_shop_hang (self->sync.shops[0], "orders");
  engine_start (self);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_WORKING));

  /* It does not hold up the other one. */
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");

  started_at = g_get_monotonic_time ();
  tiem_engine_stop (self->engine);
  /* Two seconds are promised where nothing else is done; the call never ends. */
  g_assert_cmpint (g_get_monotonic_time () - started_at, <, 20 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (tiem_engine_get_state (self->engine), ==, TIEM_SYNC_PAUSED);

  /* All is resumable. */
  tiem_fake_shop_let_go (self->sync.shops[0]);
  engine_start (self);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
}

/* The look at the channels that the stop called off is made up for. */
static void
test_start_again (EngineFixture *self,
                  gconstpointer user_data)
{
  engine_start (self);
  tiem_engine_stop (self->engine);
  engine_start (self);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
}

static void
test_activity (EngineFixture *self,
               gconstpointer user_data)
{
  g_autofree char *activity = NULL;

  tiem_fake_shop_hang (self->sync.shops[0], "stock");
  engine_start (self);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_WORKING));
  activity = tiem_engine_dup_activity (self->engine, self->sync.channels[0]);
  g_assert_cmpstr (activity, ==, "Sending stock: 1");
  g_assert_null (tiem_engine_dup_activity (self->engine, self->sync.channels[1]));
  tiem_fake_shop_let_go (self->sync.shops[0]);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
  g_assert_null (tiem_engine_dup_activity (self->engine, self->sync.channels[0]));
}

static void
test_needs_auth (EngineFixture *self,
                 gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *calls = NULL;

  tiem_fake_shop_fail (self->sync.shops[0], "orders", 1, TIEM_ERROR_AUTH, 401, FALSE);
  engine_start (self);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_NEEDS_USER));
  g_assert_cmpuint (tiem_engine_get_count (self->engine), ==, 1);

  /* A commit is no reason to knock again. */
  g_free (tiem_fake_shop_take_calls (self->sync.shops[0]));
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");
  calls = tiem_fake_shop_take_calls (self->sync.shops[0]);
  g_assert_cmpstr (calls, ==, "");

  /* New keys: the state is set and the workers are made anew. */
  tiem_store_set_channel_state (
      self->sync.store, self->sync.channels[0], TIEM_CHANNEL_ACTIVE, NULL, &error);
  g_assert_no_error (error);
  tiem_engine_reload (self->engine);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
}

static void
test_keyring_locked (EngineFixture *self,
                     gconstpointer user_data)
{
  self->no_keys = TRUE;
  engine_start (self);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_NEEDS_USER));
  wait_for_event (self, "1 state  0");
  wait_for_event (self, "2 state  0");
  sync_assert_state (&self->sync, 0, TIEM_CHANNEL_FAILING, "KEYRING");

  self->no_keys = FALSE;
  tiem_engine_wake (self->engine, 0, TIEM_TURN_NORMAL);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
  sync_assert_state (&self->sync, 0, TIEM_CHANNEL_ACTIVE, NULL);
}

static void
test_paused_channel (EngineFixture *self,
                     gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  engine_start (self);
  wait_for (self, was_called, "orders");
  tiem_store_set_channel_state (
      self->sync.store, self->sync.channels[0], TIEM_CHANNEL_PAUSED, NULL, &error);
  tiem_store_set_channel_state (
      self->sync.store, self->sync.channels[1], TIEM_CHANNEL_PAUSED, NULL, &error);
  g_assert_no_error (error);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_PAUSED));
  sync_assert_state (&self->sync, 0, TIEM_CHANNEL_PAUSED, NULL);

  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  tiem_store_set_channel_state (
      self->sync.store, self->sync.channels[0], TIEM_CHANNEL_ACTIVE, NULL, &error);
  g_assert_no_error (error);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  g_assert_false (has_event (self, "2 stock_pushed AT-DEN-L 4"));
}

static void
test_pause_all (EngineFixture *self,
                gconstpointer user_data)
{
  tiem_engine_set_paused (self->engine, TRUE);
  engine_start (self);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  for (guint i = 0; i < 20; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
  g_assert_cmpint (tiem_engine_get_state (self->engine), ==, TIEM_SYNC_PAUSED);
  g_assert_cmpuint (g_hash_table_size (self->events), ==, 0);

  tiem_engine_set_paused (self->engine, FALSE);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");
}

/* The second process only edits, and takes over when the first one has gone. */
static void
test_elsewhere (EngineFixture *self,
                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  TiemSyncLock *lock = tiem_sync_lock_take (self->sync.dir, &error);

  g_assert_no_error (error);
  g_assert_false (tiem_engine_start (self->engine, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_BUSY);
  g_assert_cmpint (tiem_engine_get_state (self->engine), ==, TIEM_SYNC_ELSEWHERE);

  tiem_sync_lock_release (lock);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
  wait_for (self, was_called, "orders");
}

static void
test_lock_kept (EngineFixture *self,
                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  TiemSyncLock *lock;

  engine_start (self);
  g_assert_null (tiem_sync_lock_take (self->sync.dir, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_BUSY);
  g_clear_error (&error);
  wait_for (self, was_called, "orders");
  tiem_engine_stop (self->engine);
  lock = tiem_sync_lock_take (self->sync.dir, &error);
  g_assert_no_error (error);
  tiem_sync_lock_release (lock);
}

/* Both shops sell at once, for a while; in the end all numbers agree. */
static void
test_busy (EngineFixture *self,
           gconstpointer user_data)
{
  sync_set_stock (&self->sync, "AT-DEN-L", 400);
  engine_start (self);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 400");
  wait_for_event (self, "2 stock_pushed AT-DEN-L 400");
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("R%u", i);

      tiem_fake_shop_order (self->sync.shops[i % 2], id, "AT-DEN-L", 1);
      tiem_engine_wake (self->engine, self->sync.channels[i % 2], TIEM_TURN_PUSH_ONLY);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (3000);
    }
  wait_for_event (self, "1 stock_pushed AT-DEN-L 340");
  wait_for_event (self, "2 stock_pushed AT-DEN-L 340");
  g_assert_cmpint (tiem_fake_shop_get_stock (self->sync.shops[0], "AT-DEN-L"), ==, 340);
  g_assert_cmpint (tiem_fake_shop_get_stock (self->sync.shops[1], "AT-DEN-L"), ==, 340);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (EngineFixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/sync/engine/commit-wakes", test_commit_wakes },
    { "/sync/engine/stop-while-hanging", test_stop_while_hanging },
    { "/sync/engine/start-again", test_start_again },
    { "/sync/engine/activity", test_activity },
    { "/sync/engine/needs-auth", test_needs_auth },
    { "/sync/engine/keyring-locked", test_keyring_locked },
    { "/sync/engine/paused-channel", test_paused_channel },
    { "/sync/engine/pause-all", test_pause_all },
    { "/sync/engine/elsewhere", test_elsewhere },
    { "/sync/engine/lock-kept", test_lock_kept },
    { "/sync/engine/busy", test_busy },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, EngineFixture, NULL, engine_set_up, tests[i].func, engine_tear_down);

  return g_test_run ();
}
