#include "sync-worker-fixture.h"

/* Long hours in simulated time: a day without network, a platform that asks for an hour's peace. */

#define HOUR (60 * MINUTE)
#define N_LISTINGS 120
#define N_ORDERS 80

static char *
make_sku (guint i)
{
  return g_strdup_printf ("AO-%03u", i);
}

static char *
make_order_id (guint i)
{
  return g_strdup_printf ("DH-%03u", i);
}

/* Turn after turn, each when it is due, until @until. */
static void
go_on_until (SyncFixture *fixture,
             gint64 until,
             gint64 *longest_wait)
{
  while (tiem_clock_now (fixture->clock) < until)
    {
      g_autoptr (GError) error = NULL;
      gint64 now = tiem_clock_now (fixture->clock);
      TiemTurnReport report;

      tiem_worker_turn (fixture->workers[0], TIEM_TURN_NORMAL, &report, NULL, &error);
      *longest_wait = MAX (*longest_wait, report.next_at - now);
      tiem_sim_clock_advance (fixture->clock, MAX (0, report.next_at - now));
    }
}

/* A shop that has sold, and is asked to ship, while it can't be reached. */
static void
open_shop (SyncFixture *fixture)
{
  g_autoptr (GPtrArray) skus = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_LISTINGS; i++)
    g_ptr_array_add (skus, make_sku (i));
  g_ptr_array_add (skus, NULL);
  sync_adopt (fixture, (const char *const *)skus->pdata);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autofree char *id = make_order_id (i);
      g_autofree char *sku = make_sku (i % 4);

      tiem_fake_shop_order (fixture->shops[0], id, sku, 0);
    }
  sync_settle (fixture, 0);
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
}

static void
make_changes (SyncFixture *fixture)
{
  for (guint i = 0; i < N_LISTINGS; i++)
    {
      g_autofree char *sku = make_sku (i);

      sync_set_stock (fixture, sku, i % 3 == 0 ? 25 : i % 3 == 1 ? 4 : 0);
    }
  /* Not in the order of their numbers. */
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autofree char *id = make_order_id ((i * 37) % N_ORDERS);

      sync_queue_action (fixture, id, "order:ship");
    }
}

/* Sold out first, then what falls, then what rises; then what the owner did, in his order. */
static void
assert_in_order (const char *calls)
{
  g_auto (GStrv) words = g_strsplit_set (calls, " ,", -1);
  guint n_stock = 0, n_acts = 0, rank = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *value = strrchr (words[i], '=');

      if (g_str_has_prefix (words[i], "act:"))
        {
          g_autofree char *id = make_order_id ((n_acts * 37) % N_ORDERS);

          g_assert_cmpstr (words[i] + strlen ("act:"), ==, id);
          n_acts++;
        }
      else if (value != NULL)
        {
          guint its_rank = atoi (value + 1) == 0 ? 0 : atoi (value + 1) == 4 ? 1 : 2;

          g_assert_cmpuint (n_acts, ==, 0);
          g_assert_cmpuint (its_rank, >=, rank);
          rank = its_rank;
          n_stock++;
        }
    }
  g_assert_cmpuint (n_stock, ==, N_LISTINGS);
  g_assert_cmpuint (n_acts, ==, N_ORDERS);
}

static void
test_day_offline (SyncFixture *fixture,
                  gconstpointer user_data)
{
  gint64 longest = 0;
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *calls = NULL;
  gint64 back_at;

  open_shop (fixture);
  tiem_fake_shop_fail (fixture->shops[0], "orders", G_MAXUINT, TIEM_ERROR_TRANSIENT, 0, FALSE);
  go_on_until (fixture, NOON + HOUR, &longest);
  make_changes (fixture);
  go_on_until (fixture, NOON + 24 * HOUR, &longest);
  /* Nothing but the clock tells that the network is back. */
  g_assert_cmpint (longest, <=, TIEM_BACKOFF_ABSENT_CAP_MS);
  log = tiem_store_list_log (fixture->store, fixture->channels[0], NOON + MINUTE, 0, NULL);
  g_assert_cmpuint (log->len, <, 25 * 60);

  tiem_fake_shop_fail (fixture->shops[0], "orders", 0, 0, 0, FALSE);
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
  back_at = tiem_clock_now (fixture->clock);
  go_on_until (fixture, back_at + MINUTE, &longest);
  calls = tiem_fake_shop_take_calls (fixture->shops[0]);
  assert_in_order (calls);
}

/* The network goes in the middle of it all: what was under way is the first thing after it. */
static void
test_goes_in_the_middle (SyncFixture *fixture,
                         gconstpointer user_data)
{
  static const struct
  {
    const char *call;
    TiemError code;
    guint status;
  } cases[] = {
    { "act", TIEM_ERROR_TRANSIENT, 0 },
    { "act", TIEM_ERROR_RATE_LIMITED, 429 },
  };
  gint64 longest = 0;

  open_shop (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const char *const ids[] = { "DH-005", "DH-003", "DH-004" };
      g_autofree char *calls = NULL;
      guint n = 0;

      for (guint j = 0; j < G_N_ELEMENTS (ids); j++)
        sync_queue_action (fixture, ids[j], i == 0 ? "order:confirm" : "order:ship");
      tiem_fake_shop_set_retry_after (fixture->shops[0], i == 0 ? 0 : HOUR);
      tiem_fake_shop_fail (
          fixture->shops[0], cases[i].call, 1, cases[i].code, cases[i].status, FALSE);
      sync_turn_fails (fixture, 0, TIEM_TURN_PUSH_ONLY, cases[i].code);
      g_free (tiem_fake_shop_take_calls (fixture->shops[0]));

      go_on_until (fixture, tiem_clock_now (fixture->clock) + HOUR + MINUTE, &longest);
      calls = tiem_fake_shop_take_calls (fixture->shops[0]);
      for (const char *at = calls; (at = strstr (at, "act:")) != NULL; at++)
        g_assert_true (g_str_has_prefix (at + strlen ("act:"), ids[n++]));
      g_assert_cmpuint (n, ==, G_N_ELEMENTS (ids));
    }
}

/* What the owner did with one order is done in that order; the other orders do not wait for it. */
static void
test_one_after_another (SyncFixture *fixture,
                        gconstpointer user_data)
{
  g_autofree char *calls = NULL;
  gint64 longest = 0;

  open_shop (fixture);
  sync_queue_action (fixture, "DH-001", "order:confirm");
  sync_queue_action (fixture, "DH-001", "order:ship");
  sync_queue_action (fixture, "DH-002", "order:ship");
  tiem_fake_shop_fail (fixture->shops[0], "act", 1, TIEM_ERROR_TRANSIENT, 500, FALSE);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  calls = tiem_fake_shop_take_calls (fixture->shops[0]);
  g_assert_true (g_str_has_prefix (calls, "orders act:DH-001 act:DH-002"));
  g_assert_null (strstr (strchr (calls, '2'), "DH-001"));
  g_clear_pointer (&calls, g_free);

  go_on_until (fixture, tiem_clock_now (fixture->clock) + MINUTE, &longest);
  calls = tiem_fake_shop_take_calls (fixture->shops[0]);
  g_assert_nonnull (strstr (calls, "act:DH-001 act:DH-001"));
}

/* One platform asks for an hour's peace: it has it, and the other one never notices. */
static void
test_limited_for_an_hour (SyncFixture *fixture,
                          gconstpointer user_data)
{
  TiemTurnReport report;

  sync_fixture_add_second (fixture);
  sync_adopt (fixture, one_sku);
  tiem_fake_shop_set_retry_after (fixture->shops[0], HOUR);
  tiem_fake_shop_fail (fixture->shops[0], "orders", 1, TIEM_ERROR_RATE_LIMITED, 429, FALSE);
  report = sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_RATE_LIMITED);
  g_assert_cmpint (report.next_at, ==, NOON + HOUR);
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));

  for (guint i = 0; i < 60; i++)
    {
      sync_set_stock (fixture, "AT-DEN-L", 100 + i);
      report = sync_turn (fixture, 1, TIEM_TURN_NORMAL);
      g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[1], "AT-DEN-L"), ==, 100 + i);
      g_assert_cmpint (report.next_at, <=, tiem_clock_now (fixture->clock) + MINUTE);
      tiem_sim_clock_advance (fixture->clock, MINUTE);
    }
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, "RATE_LIMITED");
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  /* Sixty changes, one number. */
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 159);
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
    { "/sync/steady/day-offline", test_day_offline },
    { "/sync/steady/goes-in-the-middle", test_goes_in_the_middle },
    { "/sync/steady/one-after-another", test_one_after_another },
    { "/sync/steady/limited-for-an-hour", test_limited_for_an_hour },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SyncFixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
