#include "sync-worker-fixture.h"

#include "store/tiem-store-drift.h"

#include <string.h>

/* A worker's turn when the channel fails, its outbox, listings, and quiet. */

/* Failures of the channel */

static void
test_auth (SyncFixture *fixture,
           gconstpointer user_data)
{
  TiemTurnReport report;

  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 7);
  tiem_fake_shop_fail (fixture->shops[0], "orders", 1, TIEM_ERROR_AUTH, 401, FALSE);
  report = sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_AUTH);
  g_assert_cmpint (report.next_at, ==, G_MAXINT64);
  g_assert_cmpuint (report.waiting, ==, 1);
  sync_assert_calls (fixture, 0, "orders");
  sync_assert_state (fixture, 0, TIEM_CHANNEL_NEEDS_AUTH, "AUTH");

  /* The owner signed in again. */
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=7");
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
}

static void
test_rate_limited (SyncFixture *fixture,
                   gconstpointer user_data)
{
  TiemTurnReport report;

  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 7);
  tiem_fake_shop_set_retry_after (fixture->shops[0], 17000);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 1, TIEM_ERROR_RATE_LIMITED, 429, FALSE);
  report = sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_RATE_LIMITED);
  g_assert_cmpint (report.next_at, ==, NOON + 17000);
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, "RATE_LIMITED");

  /* The call was refused as a whole: nothing is unclear. */
  tiem_sim_clock_advance (fixture->clock, 17000);
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=7");
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
}

static void
test_transient (SyncFixture *fixture,
                gconstpointer user_data)
{
  gint64 ceiling = TIEM_BACKOFF_BASE_MS;
  gint64 since = NOON;

  tiem_fake_shop_fail (fixture->shops[0], "orders", 1000, TIEM_ERROR_TRANSIENT, 0, FALSE);
  for (guint i = 0; i < 20; i++)
    {
      gint64 now = tiem_clock_now (fixture->clock);
      TiemTurnReport report;

      report = sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
      g_assert_cmpint (report.next_at, >, now);
      g_assert_cmpint (report.next_at, <=, now + ceiling);
      sync_assert_state (fixture,
                         0,
                         now - since >= MINUTE ? TIEM_CHANNEL_FAILING : TIEM_CHANNEL_ACTIVE,
                         "TRANSIENT");
      ceiling = MIN (ceiling * 2, TIEM_BACKOFF_CAP_MS);
      tiem_sim_clock_advance (fixture->clock, report.next_at - now);
    }
  g_assert_cmpint (ceiling, ==, TIEM_BACKOFF_CAP_MS);

  tiem_fake_shop_fail (fixture->shops[0], "orders", 0, 0, 0, FALSE);
  sync_settle (fixture, 0);
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
}

/* Listings that can't be read slow nothing else. */
static void
test_listings_fail_alone (SyncFixture *fixture,
                          gconstpointer user_data)
{
  sync_adopt (fixture, one_sku);
  tiem_fake_shop_fail (fixture->shops[0], "listings", 1000, TIEM_ERROR_PROTOCOL, 200, FALSE);
  tiem_sim_clock_advance (fixture->clock, 61 * MINUTE);
  for (guint i = 0; i < 30; i++)
    {
      gint64 now = tiem_clock_now (fixture->clock);
      TiemTurnReport report;

      sync_set_stock (fixture, "AT-DEN-L", 100 + i);
      report = sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_PROTOCOL);
      g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 100 + i);
      g_assert_cmpint (report.next_at, <=, now + 5000);
      tiem_sim_clock_advance (fixture->clock, 5000);
    }
  sync_assert_state (fixture, 0, TIEM_CHANNEL_FAILING, "PROTOCOL");
  tiem_fake_shop_fail (fixture->shops[0], "listings", 0, 0, 0, FALSE);
  tiem_sim_clock_advance (fixture->clock, 6 * MINUTE);
  sync_settle (fixture, 0);
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
}

/* Outbox */

static void
test_price (SyncFixture *fixture,
            gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  TiemNewVariant values = { .price_vnd = 129000 };

  sync_adopt (fixture, three_skus);
  tiem_store_edit_variant (
      fixture->store, sync_find (fixture, "AT-DEN-L"), TIEM_EDIT_PRICE, &values, &error);
  values.price_vnd = 99000;
  tiem_store_edit_variant (
      fixture->store, sync_find (fixture, "QJ-XANH-30"), TIEM_EDIT_PRICE, &values, &error);
  g_assert_no_error (error);
  tiem_fake_shop_refuse (fixture->shops[0], "AT-DEN-L", FALSE);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders price:AT-DEN-L=129000,QJ-XANH-30=99000");
  g_assert_cmpint (tiem_fake_shop_get_price (fixture->shops[0], "QJ-XANH-30"), ==, 99000);
  g_assert_cmpstr (fixture->events->str, ==, "error:AT-DEN-L=0 price_pushed:QJ-XANH-30=99000");

  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders");
}

static TiemOrderStatus
get_status (SyncFixture *fixture,
            const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = NULL;

  order = tiem_store_get_order (
      fixture->store, tiem_store_find_order (fixture->store, remote_id, 0, &error), &error);
  g_assert_no_error (error);
  return order->status;
}

static void
test_order_actions (SyncFixture *fixture,
                    gconstpointer user_data)
{
  sync_adopt (fixture, one_sku);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 2);
  tiem_fake_shop_order (fixture->shops[0], "R2", "AT-DEN-L", 3);
  sync_settle (fixture, 0);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 5);

  sync_queue_action (fixture, "R1", "order:cancel");
  sync_queue_action (fixture, "R2", "order:ship");
  sync_settle (fixture, 0);
  g_assert_cmpint (get_status (fixture, "R1"), ==, TIEM_ORDER_CANCELLED);
  g_assert_cmpint (get_status (fixture, "R2"), ==, TIEM_ORDER_SHIPPING);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 7);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 7);
}

/* The order is cancelled there, and the answer gets lost. */
static void
test_action_unclear (SyncFixture *fixture,
                     gconstpointer user_data)
{
  sync_adopt (fixture, one_sku);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 2);
  sync_settle (fixture, 0);
  sync_queue_action (fixture, "R1", "order:cancel");
  tiem_fake_shop_fail (fixture->shops[0], "act", 1, TIEM_ERROR_TRANSIENT, 0, TRUE);
  sync_turn_fails (fixture, 0, TIEM_TURN_PUSH_ONLY, TIEM_ERROR_TRANSIENT);
  sync_fixture_restart (fixture);
  for (guint i = 0; i < 10; i++)
    {
      tiem_sim_clock_advance (fixture->clock, MINUTE);
      sync_settle (fixture, 0);
    }
  g_assert_cmpint (get_status (fixture, "R1"), ==, TIEM_ORDER_CANCELLED);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 10);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 10);
}

static void
test_action_refused (SyncFixture *fixture,
                     gconstpointer user_data)
{
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GError) error = NULL;

  sync_adopt (fixture, one_sku);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 2);
  tiem_fake_shop_order (fixture->shops[0], "R2", "AT-DEN-L", 2);
  sync_settle (fixture, 0);
  sync_queue_action (fixture, "R1", "order:cancel");
  sync_queue_action (fixture, "R2", "order:cancel");
  tiem_fake_shop_fail (fixture->shops[0], "act", 1, TIEM_ERROR_REJECTED, 400, FALSE);
  sync_settle (fixture, 0);
  g_assert_cmpint (get_status (fixture, "R1"), ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpint (get_status (fixture, "R2"), ==, TIEM_ORDER_CANCELLED);

  outbox = tiem_store_list_outbox (fixture->store, fixture->channels[0], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outbox->len, ==, 1);
  g_assert_cmpstr (((TiemOutboxItem *)g_ptr_array_index (outbox, 0))->state, ==, "rejected");
}

/* Listings */

static void
hurry_cb (gpointer user_data)
{
  tiem_worker_hurry (*(TiemWorker **)user_data);
}

/* Many actions in a row let stock that changed go first, every few seconds; one that is refused
 * keeps none of the others. */
static void
act_slowly_cb (gpointer user_data)
{
  SyncFixture *fixture = user_data;

  tiem_sim_clock_advance (fixture->clock, 1000);
  tiem_worker_hurry (fixture->workers[0]);
}

static void
test_actions_give_way (SyncFixture *fixture,
                       gconstpointer user_data)
{
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GError) error = NULL;
  guint done = 0;

  sync_adopt (fixture, one_sku);
  tiem_fake_shop_set_stock (fixture->shops[0], "AT-DEN-L", 100);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("R%u", i);

      tiem_fake_shop_order (fixture->shops[0], id, "AT-DEN-L", 1);
    }
  sync_settle (fixture, 0);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("R%u", i);

      sync_queue_action (fixture, id, "order:ship");
    }
  tiem_fake_shop_fail (fixture->shops[0], "act", 1, TIEM_ERROR_REJECTED, 400, FALSE);
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
  tiem_fake_shop_set_hook (fixture->shops[0], "act", act_slowly_cb, fixture);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  tiem_fake_shop_set_hook (fixture->shops[0], "act", NULL, NULL);
  outbox = tiem_store_list_outbox (fixture->store, fixture->channels[0], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outbox->len, ==, 18);

  sync_settle (fixture, 0);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("R%u", i);

      done += get_status (fixture, id) == TIEM_ORDER_SHIPPING;
    }
  g_assert_cmpuint (done, ==, 19);
}

static void
test_listings_give_way (SyncFixture *fixture,
                        gconstpointer user_data)
{
  for (guint i = 0; six_skus[i] != NULL; i++)
    tiem_fake_shop_add_listing (fixture->shops[0], six_skus[i], 10);
  tiem_fake_shop_set_hook (fixture->shops[0], "listings", hurry_cb, &fixture->workers[0]);
  for (guint i = 0; i < 3; i++)
    {
      TiemTurnReport report = sync_turn (fixture, 0, TIEM_TURN_NORMAL);

      g_assert_cmpuint (report.listings, ==, 2);
      g_assert_cmpint (report.next_at, ==, NOON);
      sync_assert_calls (fixture, 0, "orders listings");
    }
  g_assert_cmpint (sync_turn (fixture, 0, TIEM_TURN_NORMAL).next_at, ==, NOON + 5000);
  sync_assert_calls (fixture, 0, "orders");

  /* They are read again after their interval. */
  tiem_sim_clock_advance (fixture->clock, 59 * MINUTE);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders");
  tiem_sim_clock_advance (fixture->clock, 2 * MINUTE);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders listings");
}

static void
test_drift (SyncFixture *fixture,
            gconstpointer user_data)
{
  sync_adopt (fixture, one_sku);
  tiem_fake_shop_set_stock (fixture->shops[0], "AT-DEN-L", 99);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders");
  sync_turn (fixture, 0, TIEM_TURN_FULL);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders listings orders stock:AT-DEN-L=10");
}

static void
set_rule (SyncFixture *fixture,
          gboolean takes_over)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_drift_rule (fixture->store, fixture->channels[0], takes_over, &error);
  g_assert_no_error (error);
}

static void
sell_one_cb (gpointer user_data)
{
  tiem_fake_shop_order (user_data, "R7", "AT-DEN-L", 1);
  tiem_fake_shop_set_hook (user_data, "listings", NULL, NULL);
}

/* The shop sells while its listings are read: the number is lower, and nobody did it by hand. */
static void
test_sale_is_no_drift (SyncFixture *fixture,
                       gconstpointer user_data)
{
  g_autoptr (GPtrArray) drifts = NULL;
  TiemDriftQuery all = { 0 };

  sync_adopt (fixture, one_sku);
  set_rule (fixture, TRUE);
  tiem_fake_shop_set_hook (fixture->shops[0], "listings", sell_one_cb, fixture->shops[0]);
  sync_turn (fixture, 0, TIEM_TURN_FULL);
  sync_settle (fixture, 0);
  drifts = tiem_store_list_drifts (fixture->store, &all, 0, NULL);
  g_assert_cmpuint (drifts->len, ==, 0);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 9);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 9);
  sync_assert_invariants (fixture);
}

/* Taken over: the number is read twice, with a pull after each, and the program may end between. */
static void
test_take_over (SyncFixture *fixture,
                gconstpointer user_data)
{
  TiemTurnReport report;

  sync_adopt (fixture, one_sku);
  set_rule (fixture, TRUE);
  tiem_fake_shop_set_stock (fixture->shops[0], "AT-DEN-L", 14);
  sync_turn (fixture, 0, TIEM_TURN_FULL);
  report = sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  g_assert_cmpint (report.come_back_at, >, tiem_clock_now (fixture->clock));
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 10);

  sync_fixture_restart (fixture);
  tiem_sim_clock_advance (fixture->clock, report.come_back_at - tiem_clock_now (fixture->clock));
  report = sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders read:AT-DEN-L");
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 10);
  sync_fixture_restart (fixture);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders");
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 14);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 14);
  sync_assert_invariants (fixture);
}

/* The log keeps what was found. */
static void
test_drift_is_logged (SyncFixture *fixture,
                      gconstpointer user_data)
{
  g_autoptr (GPtrArray) log = NULL;
  guint found = 0;

  sync_adopt (fixture, one_sku);
  tiem_fake_shop_set_stock (fixture->shops[0], "AT-DEN-L", 99);
  sync_turn (fixture, 0, TIEM_TURN_FULL);
  sync_settle (fixture, 0);
  tiem_worker_flush_log (fixture->workers[0]);
  log = tiem_store_list_log (fixture->store, fixture->channels[0], 0, 0, NULL);
  for (guint i = 0; i < log->len; i++)
    {
      const TiemLogEntry *entry = g_ptr_array_index (log, i);

      if (g_strcmp0 (entry->outcome, "drift") == 0)
        {
          g_assert_nonnull (strstr (entry->message, "99"));
          found++;
        }
    }
  g_assert_cmpuint (found, ==, 1);
}

/* Quiet */

static gint64
get_change_counter (SyncFixture *fixture)
{
  g_autofree char *wal = g_build_filename (fixture->dir, "tiem.db-wal", NULL);
  g_autofree char *db = g_build_filename (fixture->dir, "tiem.db", NULL);
  GStatBuf wal_stat = { 0 };
  GStatBuf db_stat = { 0 };

  g_stat (wal, &wal_stat);
  g_stat (db, &db_stat);
  return wal_stat.st_size + db_stat.st_size
         + (wal_stat.st_mtim.tv_sec + db_stat.st_mtim.tv_sec) * 1000
         + (wal_stat.st_mtim.tv_nsec + db_stat.st_mtim.tv_nsec) / 1000000;
}

static guint
count_log (SyncFixture *fixture)
{
  g_autoptr (GPtrArray) log
      = tiem_store_list_log (fixture->store, fixture->channels[0], 0, 0, NULL);

  return log->len;
}

static void
test_quiet (SyncFixture *fixture,
            gconstpointer user_data)
{
  gint64 before;
  guint lines;

  sync_adopt (fixture, one_sku);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 2);
  sync_settle (fixture, 0);
  tiem_sim_clock_advance (fixture->clock, MINUTE);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  tiem_worker_flush_log (fixture->workers[0]);
  before = get_change_counter (fixture);
  lines = count_log (fixture);

  for (guint i = 0; i < 11; i++)
    {
      tiem_sim_clock_advance (fixture->clock, 5000);
      sync_turn (fixture, 0, TIEM_TURN_NORMAL);
    }
  g_assert_cmpint (get_change_counter (fixture), ==, before);
  for (guint i = 0; i < 2; i++)
    {
      tiem_sim_clock_advance (fixture->clock, 5000);
      sync_turn (fixture, 0, TIEM_TURN_NORMAL);
    }
  g_assert_cmpuint (count_log (fixture), ==, lines + 1);
}

/* A failed turn is in the log at once. */
static void
test_failure_logged (SyncFixture *fixture,
                     gconstpointer user_data)
{
  g_autoptr (GPtrArray) log = NULL;
  const TiemLogEntry *entry;

  tiem_fake_shop_fail (fixture->shops[0], "orders", 1, TIEM_ERROR_PROTOCOL, 200, FALSE);
  sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_PROTOCOL);
  log = tiem_store_list_log (fixture->store, fixture->channels[0], 0, 0, NULL);
  g_assert_cmpuint (log->len, ==, 1);
  entry = g_ptr_array_index (log, 0);
  g_assert_cmpstr (entry->endpoint, ==, "orders");
  g_assert_cmpstr (entry->outcome, ==, "PROTOCOL");
  g_assert_cmpint (entry->status, ==, 200);
}

/* One seed, one run */

static char *
run_story (guint32 seed)
{
  SyncFixture fixture = { 0 };
  GString *story = g_string_new (NULL);

  sync_fixture_set_up (&fixture);
  sync_adopt (&fixture, six_skus);
  g_object_unref (fixture.workers[0]);
  fixture.workers[0] = sync_fixture_new_worker (&fixture, 0, seed);
  tiem_fake_shop_fail (fixture.shops[0], "orders", 5, TIEM_ERROR_TRANSIENT, 503, FALSE);
  tiem_fake_shop_fail (fixture.shops[0], "stock", 3, TIEM_ERROR_TRANSIENT, 500, TRUE);
  for (guint i = 0; i < 30; i++)
    {
      TiemTurnReport report;
      g_autofree char *calls = NULL;
      g_autofree char *id = g_strdup_printf ("R%u", i);

      tiem_fake_shop_order (fixture.shops[0], id, six_skus[i % 6], 1);
      tiem_worker_turn (fixture.workers[0], TIEM_TURN_NORMAL, &report, NULL, NULL);
      calls = tiem_fake_shop_take_calls (fixture.shops[0]);
      g_string_append_printf (story, "%s %" G_GINT64_FORMAT "\n", calls, report.next_at);
      tiem_sim_clock_advance (fixture.clock,
                              MAX (0, report.next_at - tiem_clock_now (fixture.clock)));
    }
  sync_assert_invariants (&fixture);
  sync_fixture_tear_down (&fixture);
  return g_string_free (story, FALSE);
}

static void
test_deterministic (void)
{
  g_autofree char *one = run_story (7);
  g_autofree char *again = run_story (7);
  g_autofree char *other = run_story (8);

  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, other);
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
    { "/sync/worker/auth", test_auth },
    { "/sync/worker/rate-limited", test_rate_limited },
    { "/sync/worker/transient", test_transient },
    { "/sync/worker/listings-fail-alone", test_listings_fail_alone },
    { "/sync/worker/price", test_price },
    { "/sync/worker/order-actions", test_order_actions },
    { "/sync/worker/action-unclear", test_action_unclear },
    { "/sync/worker/action-refused", test_action_refused },
    { "/sync/worker/listings-give-way", test_listings_give_way },
    { "/sync/worker/actions-give-way", test_actions_give_way },
    { "/sync/worker/drift", test_drift },
    { "/sync/worker/sale-is-no-drift", test_sale_is_no_drift },
    { "/sync/worker/take-over", test_take_over },
    { "/sync/worker/drift-is-logged", test_drift_is_logged },
    { "/sync/worker/quiet", test_quiet },
    { "/sync/worker/failure-logged", test_failure_logged },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SyncFixture, NULL, set_up, tests[i].func, tear_down);
  g_test_add_func ("/sync/worker/deterministic", test_deterministic);

  return g_test_run ();
}
