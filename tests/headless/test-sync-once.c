#include "sync-fixture.h"

#include "sync/tiem-sync-once.h"

#include <locale.h>

static const char *const one_sku[] = { "AT-DEN-L", NULL };

static void
set_up (SyncFixture *fixture,
        gconstpointer user_data)
{
  sync_fixture_set_up (fixture);
  sync_fixture_add_second (fixture);
  sync_adopt (fixture, one_sku);
}

static void
tear_down (SyncFixture *fixture,
           gconstpointer user_data)
{
  sync_assert_invariants (fixture);
  sync_fixture_tear_down (fixture);
}

static TiemWorker *
new_worker_cb (gint64 channel_id,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  SyncFixture *fixture = user_data;

  return sync_fixture_new_worker (fixture, channel_id == fixture->channels[0] ? 0 : 1, 3);
}

static GPtrArray *
sync_once (SyncFixture *fixture,
           gint64 channel_id,
           TiemTurnFlags flags)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *turns = tiem_sync_once_with (
      fixture->store, fixture->clock, channel_id, flags, new_worker_cb, fixture, NULL, &error);

  g_assert_no_error (error);
  return turns;
}

static void
assert_turns (GPtrArray *turns,
              guint i,
              guint stored,
              guint pushed,
              guint waiting,
              int code)
{
  const TiemChannelTurns *one = g_ptr_array_index (turns, i);

  g_assert_cmpuint (one->report.stored, ==, stored);
  g_assert_cmpuint (one->report.pushed, ==, pushed);
  g_assert_cmpuint (one->report.waiting, ==, waiting);
  if (code < 0)
    g_assert_no_error (one->error);
  else
    g_assert_error (one->error, TIEM_ERROR, code);
}

/* A sale at the second channel comes to the first in the same run. */
static void
test_all_agree (SyncFixture *fixture,
                gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (GPtrArray) again = NULL;

  tiem_fake_shop_order (fixture->shops[1], "R1", "AT-DEN-L", 4);
  turns = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  g_assert_cmpuint (turns->len, ==, 2);
  assert_turns (turns, 0, 0, 1, 0, -1);
  assert_turns (turns, 1, 1, 1, 0, -1);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 6);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[1], "AT-DEN-L"), ==, 6);
  g_assert_cmpint (tiem_clock_now (fixture->clock), ==, NOON);

  again = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  assert_turns (again, 0, 0, 0, 0, -1);
  assert_turns (again, 1, 0, 0, 0, -1);
}

/* Without the hooks, which note events in one list. */
static TiemWorker *
new_silent_worker_cb (gint64 channel_id,
                      gpointer user_data,
                      GCancellable *cancellable,
                      GError **error)
{
  SyncFixture *fixture = user_data;
  guint i = channel_id == fixture->channels[0] ? 0 : 1;

  return tiem_worker_new_for_channel (fixture->store,
                                      &tiem_fake_channel_info,
                                      TIEM_CHANNEL (fixture->shops[i]),
                                      TIEM_TRANSPORT (fixture->shops[i]),
                                      fixture->clock,
                                      channel_id,
                                      3);
}

/* Each channel on a thread of its own: whoever ends first is woken by the other's sale, also when
 * the other ends before it comes to run. Many rounds, for that is seldom. */
static void
test_in_threads (SyncFixture *fixture,
                 gconstpointer user_data)
{
  sync_set_stock (fixture, "AT-DEN-L", 200); /* enough for both to show them all */
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("R%u", i);
      g_autoptr (GPtrArray) turns = NULL;
      g_autoptr (GError) error = NULL;

      tiem_fake_shop_order (fixture->shops[i % 2], id, "AT-DEN-L", 1);
      turns = tiem_sync_once_in_threads (fixture->store,
                                         fixture->clock,
                                         0,
                                         TIEM_TURN_NORMAL,
                                         new_silent_worker_cb,
                                         fixture,
                                         NULL,
                                         &error);
      g_assert_no_error (error);
      g_assert_cmpuint (turns->len, ==, 2);
      g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 199 - i);
      g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[1], "AT-DEN-L"), ==, 199 - i);
    }
}

static void
test_one_fails (SyncFixture *fixture,
                gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  tiem_fake_shop_fail (fixture->shops[0], "orders", 100, TIEM_ERROR_AUTH, 401, FALSE);
  sync_set_stock (fixture, "AT-DEN-L", 3);
  turns = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  assert_turns (turns, 0, 0, 0, 1, TIEM_ERROR_AUTH);
  assert_turns (turns, 1, 0, 1, 0, -1);
  sync_assert_calls (fixture, 0, "orders");
  sync_assert_state (fixture, 0, TIEM_CHANNEL_NEEDS_AUTH, "AUTH");
}

static void
test_waits_as_told (SyncFixture *fixture,
                    gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  tiem_fake_shop_set_retry_after (fixture->shops[0], 20 * 1000);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 1, TIEM_ERROR_RATE_LIMITED, 429, FALSE);
  sync_set_stock (fixture, "AT-DEN-L", 3);
  turns = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  assert_turns (turns, 0, 0, 1, 0, -1);
  g_assert_cmpint (tiem_clock_now (fixture->clock), ==, NOON + 20 * 1000);
}

static void
test_does_not_wait_long (SyncFixture *fixture,
                         gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  tiem_fake_shop_set_retry_after (fixture->shops[0], 40 * 1000);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 1, TIEM_ERROR_RATE_LIMITED, 429, FALSE);
  sync_set_stock (fixture, "AT-DEN-L", 3);
  turns = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  assert_turns (turns, 0, 0, 0, 1, TIEM_ERROR_RATE_LIMITED);
  assert_turns (turns, 1, 0, 1, 0, -1);
  g_assert_cmpint (tiem_clock_now (fixture->clock), ==, NOON);
}

static void
test_short_trouble (SyncFixture *fixture,
                    gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  tiem_fake_shop_fail (fixture->shops[0], "orders", 2, TIEM_ERROR_TRANSIENT, 503, FALSE);
  sync_set_stock (fixture, "AT-DEN-L", 3);
  turns = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  assert_turns (turns, 0, 0, 1, 0, -1);
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
}

/* An answer that was cut short on its way is no reason to leave a channel for this time. */
static void
test_cut_short (SyncFixture *fixture,
                gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  sync_set_stock (fixture, "AT-DEN-L", 6);
  tiem_fake_shop_fail (fixture->shops[0], "orders", 1, TIEM_ERROR_PROTOCOL, 200, FALSE);
  turns = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  assert_turns (turns, 0, 0, 1, 0, -1);
}

static void
test_long_trouble (SyncFixture *fixture,
                   gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  tiem_fake_shop_fail (fixture->shops[0], "orders", 1000, TIEM_ERROR_TRANSIENT, 503, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      g_clear_pointer (&turns, g_ptr_array_unref);
      turns = sync_once (fixture, fixture->channels[0], TIEM_TURN_NORMAL);
      assert_turns (turns, 0, 0, 0, 0, TIEM_ERROR_TRANSIENT);
      tiem_sim_clock_advance (fixture->clock, 5 * MINUTE);
    }
  /* It has been failing since the first of them. */
  sync_assert_state (fixture, 0, TIEM_CHANNEL_FAILING, "TRANSIENT");
}

static void
test_full (SyncFixture *fixture,
           gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;

  tiem_fake_shop_set_stock (fixture->shops[0], "AT-DEN-L", 55);
  turns = sync_once (fixture, fixture->channels[0], TIEM_TURN_FULL);
  g_assert_cmpuint (turns->len, ==, 1);
  assert_turns (turns, 0, 0, 1, 0, -1);
  sync_assert_calls (fixture, 0, "orders listings orders stock:AT-DEN-L=10");
  sync_assert_calls (fixture, 1, "");
}

static void
test_refusals (SyncFixture *fixture,
               gconstpointer user_data)
{
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (GError) error = NULL;
  TiemSyncLock *lock;

  tiem_store_set_channel_state (
      fixture->store, fixture->channels[0], TIEM_CHANNEL_PAUSED, NULL, &error);
  turns = sync_once (fixture, 0, TIEM_TURN_NORMAL);
  g_assert_cmpuint (turns->len, ==, 1);
  g_assert_null (tiem_sync_once_with (fixture->store,
                                      fixture->clock,
                                      fixture->channels[0],
                                      TIEM_TURN_NORMAL,
                                      new_worker_cb,
                                      fixture,
                                      NULL,
                                      &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (tiem_sync_once_with (
      fixture->store, fixture->clock, 77, TIEM_TURN_NORMAL, new_worker_cb, fixture, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  lock = tiem_sync_lock_take (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_null (tiem_sync_once_with (
      fixture->store, fixture->clock, 0, TIEM_TURN_NORMAL, new_worker_cb, fixture, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_BUSY);
  tiem_sync_lock_release (lock);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (SyncFixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/sync/once/all-agree", test_all_agree },
    { "/sync/once/in-threads", test_in_threads },
    { "/sync/once/one-fails", test_one_fails },
    { "/sync/once/waits-as-told", test_waits_as_told },
    { "/sync/once/does-not-wait-long", test_does_not_wait_long },
    { "/sync/once/short-trouble", test_short_trouble },
    { "/sync/once/cut-short", test_cut_short },
    { "/sync/once/long-trouble", test_long_trouble },
    { "/sync/once/full", test_full },
    { "/sync/once/refusals", test_refusals },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SyncFixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
