#include "sync-fixture.h"

#include <locale.h>

/*
 * No stale push: what goes out rests on orders of the same turn, and says what the listing is to
 * show at that moment.
 */

static const char *const three_skus[] = { "AT-DEN-L", "AT-TRANG-M", "QJ-XANH-30", NULL };

/* Every listing needs a request of its own, as products do at Shopee and TikTok Shop. */
static char *
group_alone (const TiemPush *push)
{
  return g_strdup (push->sku);
}

typedef struct
{
  SyncFixture fixture;
  TiemChannelInfo info;
  TiemWorker *worker; /* of channel 0, with .info */
  guint calls;        /* of the hook */
  const char *bought; /* what somebody buys meanwhile */
} Stale;

static void
set_up (Stale *stale,
        gconstpointer data)
{
  SyncFixture *fixture = &stale->fixture;

  sync_fixture_set_up (fixture);
  sync_adopt (fixture, three_skus);
  stale->info = tiem_fake_channel_info;
  stale->info.push_group = group_alone;
  stale->worker = tiem_worker_new_for_channel (fixture->store,
                                               &stale->info,
                                               TIEM_CHANNEL (fixture->shops[0]),
                                               TIEM_TRANSPORT (fixture->shops[0]),
                                               fixture->clock,
                                               fixture->channels[0],
                                               1);
}

static void
tear_down (Stale *stale,
           gconstpointer data)
{
  g_object_unref (stale->worker);
  sync_fixture_tear_down (&stale->fixture);
}

static TiemTurnReport
turn (Stale *stale)
{
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  tiem_worker_turn (stale->worker, TIEM_TURN_PUSH_ONLY, &report, NULL, &error);
  g_assert_no_error (error);
  return report;
}

/* Returns: how many lines of the log say @outcome */
static guint
count_log (Stale *stale,
           const char *outcome)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log
      = tiem_store_list_log (stale->fixture.store, stale->fixture.channels[0], 0, 0, &error);
  guint count = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < log->len; i++)
    count += g_str_equal (((TiemLogEntry *)g_ptr_array_index (log, i))->outcome, outcome);
  return count;
}

/* The first request takes three seconds, in which the owner counts and somebody buys. */
static void
slow_stock_cb (gpointer user_data)
{
  Stale *stale = user_data;

  if (stale->calls++ > 0)
    return;
  tiem_sim_clock_advance (stale->fixture.clock, 3000);
  sync_set_stock (&stale->fixture, "QJ-XANH-30", 4);
  tiem_fake_shop_order (stale->fixture.shops[0], "1001", stale->bought, 2);
}

/* A long queue of single requests: the last number is as new as the first, and the orders are read
 * again before it is set. */
static void
test_queue (Stale *stale,
            gconstpointer data)
{
  SyncFixture *fixture = &stale->fixture;
  TiemTurnReport report;

  sync_set_stock (fixture, "AT-DEN-L", 1);
  sync_set_stock (fixture, "AT-TRANG-M", 7);
  sync_set_stock (fixture, "QJ-XANH-30", 9);
  stale->bought = "AT-TRANG-M";
  tiem_fake_shop_set_hook (fixture->shops[0], "stock", slow_stock_cb, stale);
  report = turn (stale);

  sync_assert_calls (
      fixture, 0, "orders stock:AT-DEN-L=1 orders stock:QJ-XANH-30=4 stock:AT-TRANG-M=5");
  g_assert_cmpuint (report.pushed, ==, 3);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-TRANG-M"), ==, 5);
  g_assert_cmpint (sync_get_available (fixture, "AT-TRANG-M"), ==, 5);
  sync_assert_invariants (fixture);
}

/* The orders that are read again overtake the number that waited for them: it is not sent, and the
 * log says so. */
static void
test_overtaken_before (Stale *stale,
                       gconstpointer data)
{
  SyncFixture *fixture = &stale->fixture;

  sync_set_stock (fixture, "AT-DEN-L", 1);
  sync_set_stock (fixture, "AT-TRANG-M", 7);
  stale->bought = "QJ-XANH-30";
  tiem_fake_shop_set_hook (fixture->shops[0], "stock", slow_stock_cb, stale);
  turn (stale);
  sync_assert_calls (
      fixture, 0, "orders stock:AT-DEN-L=1 orders stock:QJ-XANH-30=2 stock:AT-TRANG-M=7");
  g_assert_cmpuint (count_log (stale, "stale"), ==, 1); /* 4, of QJ-XANH-30 */
}

/* Only while the shop has the request in its hands. */
static void
count_cb (gpointer user_data)
{
  Stale *stale = user_data;

  if (stale->calls++ == 0)
    sync_set_stock (&stale->fixture, "AT-DEN-L", 2);
}

/* Overtaken under way: what the channel confirms is the old number, which does not stand for the
 * new one; that follows in the same turn. */
static void
test_overtaken_under_way (Stale *stale,
                          gconstpointer data)
{
  SyncFixture *fixture = &stale->fixture;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GPtrArray) travels = NULL;
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  sync_set_stock (fixture, "AT-DEN-L", 6);
  tiem_fake_shop_set_hook (fixture->shops[0], "stock", count_cb, stale);
  report = turn (stale);

  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=6 stock:AT-DEN-L=2");
  g_assert_cmpuint (report.pushed, ==, 2);
  listing = sync_get_listing (fixture, 0, "AT-DEN-L");
  g_assert_cmpint (listing->acked, ==, 2);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 2);

  /* The trail says the same: each change was confirmed with its own number. */
  travels = tiem_store_list_travels (fixture->store, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (travels->len, ==, 2);
  for (guint i = 0; i < travels->len; i++)
    {
      const TiemTravel *travel = g_ptr_array_index (travels, i);
      const TiemTravelStop *stop = &g_array_index (travel->stops, TiemTravelStop, 0);

      g_assert_cmpuint (travel->stops->len, ==, 1);
      g_assert_cmpint (stop->took_ms, >=, 0);
      g_assert_cmpint (stop->sent_value, ==, travel->after);
    }
}

/* Overtaken under way, and the answer lost: the newer number waits until the old one was looked
 * for. */
static void
test_overtaken_unclear (Stale *stale,
                        gconstpointer data)
{
  SyncFixture *fixture = &stale->fixture;
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  sync_set_stock (fixture, "AT-DEN-L", 6);
  tiem_fake_shop_set_hook (fixture->shops[0], "stock", count_cb, stale);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 1, TIEM_ERROR_TRANSIENT, 0, TRUE);
  tiem_worker_turn (stale->worker, TIEM_TURN_PUSH_ONLY, &report, NULL, &error);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=6");

  tiem_sim_clock_advance (fixture->clock, MINUTE);
  turn (stale);
  sync_assert_calls (fixture, 0, "orders read:AT-DEN-L stock:AT-DEN-L=2");
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Stale *, gconstpointer);
  } tests[] = {
    { "/sync/stale/queue", test_queue },
    { "/sync/stale/overtaken-before", test_overtaken_before },
    { "/sync/stale/overtaken-under-way", test_overtaken_under_way },
    { "/sync/stale/overtaken-unclear", test_overtaken_unclear },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Stale, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
