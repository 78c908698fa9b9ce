#include "sync-worker-fixture.h"

/* A worker's turn: orders in, stock out. */

static gint64
count_orders (SyncFixture *fixture)
{
  TiemOrderCounts counts;
  g_autoptr (GError) error = NULL;

  tiem_store_count_orders (fixture->store, 0, &counts, &error);
  g_assert_no_error (error);
  return counts.all;
}

/* Orders */

static void
test_first_turn (SyncFixture *fixture,
                 gconstpointer user_data)
{
  TiemTurnReport report;

  tiem_fake_shop_add_listing (fixture->shops[0], "AT-DEN-L", 10);
  tiem_fake_shop_add_listing (fixture->shops[0], "AT-TRANG-M", 10);
  tiem_fake_shop_add_listing (fixture->shops[0], "QJ-XANH-30", 10);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 2);

  report = sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  g_assert_cmpuint (report.pulled, ==, 1);
  g_assert_cmpuint (report.stored, ==, 1);
  g_assert_cmpuint (report.listings, ==, 3);
  g_assert_cmpint (report.next_at, ==, NOON);
  g_assert_cmpint (
      tiem_fake_shop_get_first_since (fixture->shops[0]), ==, NOON - 90 * 24 * 60 * (gint64)MINUTE);
  sync_assert_calls (fixture, 0, "orders listings listings");
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
  g_assert_cmpstr (fixture->events->str, ==, "order:R1");

  report = sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  g_assert_cmpuint (report.stored, ==, 0);
  g_assert_cmpuint (report.unchanged, ==, 1);
  g_assert_cmpint (report.next_at, ==, NOON + 5000);
  sync_assert_calls (fixture, 0, "orders");
}

static void
test_first_since (SyncFixture *fixture,
                  gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_setting (fixture->store, TIEM_SETTING_FIRST_IMPORT_DAYS, "7", &error);
  g_assert_no_error (error);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  g_assert_cmpint (
      tiem_fake_shop_get_first_since (fixture->shops[0]), ==, NOON - 7 * 24 * 60 * (gint64)MINUTE);

  tiem_store_set_setting (fixture->store, TIEM_SETTING_FIRST_IMPORT_DAYS, "0", &error);
  tiem_store_reset_cursor (fixture->store, fixture->channels[0], &error);
  g_assert_no_error (error);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  g_assert_cmpint (tiem_fake_shop_get_first_since (fixture->shops[0]), ==, 0);
}

/* A process dies while it reads the pages; what it stored and how far it read agree. */
static void
die_cb (gpointer user_data)
{
  int *calls = user_data;

  if (++*calls == 3)
    _exit (0);
}

static void
test_crash_between_pages (SyncFixture *fixture,
                          gconstpointer user_data)
{
  int calls = 0;
  int status;
  pid_t pid;

  sync_adopt (fixture, one_sku);
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *id = g_strdup_printf ("R%u", i);

      tiem_fake_shop_order (fixture->shops[0], id, "AT-DEN-L", 1);
    }
  /* The child opens the database itself: threads and files are not inherited. */
  g_clear_object (&fixture->workers[0]);
  g_clear_object (&fixture->store);
  pid = fork ();
  if (pid == 0)
    {
      tiem_fake_shop_set_hook (fixture->shops[0], "orders", die_cb, &calls);
      sync_fixture_restart (fixture);
      sync_turn (fixture, 0, TIEM_TURN_NORMAL);
      _exit (1); /* not reached */
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);

  sync_fixture_restart (fixture);
  g_assert_cmpint (count_orders (fixture), >, 0);
  g_assert_cmpint (count_orders (fixture), <, 9);
  sync_assert_invariants (fixture);
  sync_settle (fixture, 0);
  g_assert_cmpint (count_orders (fixture), ==, 9);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 1);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 1);
}

static void
test_unreadable_order (SyncFixture *fixture,
                       gconstpointer user_data)
{
  g_autoptr (GPtrArray) unreadable = NULL;

  sync_adopt (fixture, one_sku);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 1);
  tiem_fake_shop_order (fixture->shops[0], "R2", NULL, 1);
  tiem_fake_shop_order (fixture->shops[0], "R3", "AT-DEN-L", 1);
  sync_settle (fixture, 0);
  sync_settle (fixture, 0);

  g_assert_cmpint (count_orders (fixture), ==, 2);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 8);
  unreadable = tiem_store_list_unreadable (fixture->store, fixture->channels[0], NULL);
  g_assert_cmpuint (unreadable->len, ==, 1);
}

static void
test_answer_kept (SyncFixture *fixture,
                  gconstpointer user_data)
{
  g_autoptr (GPtrArray) unreadable = NULL;
  const TiemUnreadableRecord *record;

  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 4);
  tiem_fake_shop_fail (fixture->shops[0], "orders", 3, TIEM_ERROR_PROTOCOL, 200, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_PROTOCOL);
      sync_assert_calls (fixture, 0, "orders"); /* and no push */
    }
  unreadable = tiem_store_list_unreadable (fixture->store, fixture->channels[0], NULL);
  g_assert_cmpuint (unreadable->len, ==, 1);
  record = g_ptr_array_index (unreadable, 0);
  g_assert_cmpstr (record->kind, ==, "page");
  g_assert_nonnull (strstr (record->raw, "<html>"));

  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=4");
}

/* Stock */

static void
test_push_after_pull (SyncFixture *fixture,
                      gconstpointer user_data)
{
  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 7);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=7");
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 7);
  g_assert_cmpstr (fixture->events->str, ==, "stock_pushed:AT-DEN-L=7");

  /* A sale there that Tiệm has not seen is read first, and not given back. */
  sync_set_stock (fixture, "AT-DEN-L", 20);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 2);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=18");
}

static void
test_sale_elsewhere (SyncFixture *fixture,
                     gconstpointer user_data)
{
  sync_fixture_add_second (fixture);
  sync_adopt (fixture, one_sku);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 3);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_turn (fixture, 1, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 1, "orders stock:AT-DEN-L=7");
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[1], "AT-DEN-L"), ==, 7);
}

static void
test_urgency (SyncFixture *fixture,
              gconstpointer user_data)
{
  sync_adopt (fixture, six_skus);
  sync_set_stock (fixture, "A1", 15);
  sync_set_stock (fixture, "A2", 14);
  sync_set_stock (fixture, "A3", 8);
  sync_set_stock (fixture, "A4", 0);
  sync_set_stock (fixture, "A5", 3);
  sync_set_stock (fixture, "A6", 0);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders stock:A4=0,A6=0,A5=3,A3=8 stock:A2=14,A1=15");
}

/* A clock on which the limiter's wait is the moment another commit comes. */
#define TYPE_HOOK_CLOCK (hook_clock_get_type ())
G_DECLARE_FINAL_TYPE (HookClock, hook_clock, TEST, HOOK_CLOCK, GObject)

struct _HookClock
{
  GObject parent_instance;
  gint64 now;
  SyncFixture *fixture;
};

static gint64
hook_clock_now (TiemClock *clock)
{
  return TEST_HOOK_CLOCK (clock)->now;
}

static gboolean
hook_clock_sleep_until (TiemClock *clock,
                        gint64 when,
                        GCancellable *cancellable,
                        GError **error)
{
  HookClock *self = TEST_HOOK_CLOCK (clock);

  self->now = MAX (self->now, when);
  if (self->fixture != NULL)
    sync_set_stock (g_steal_pointer (&self->fixture), "AT-DEN-L", 2);
  return TRUE;
}

static void
hook_clock_iface_init (TiemClockInterface *iface)
{
  iface->now = hook_clock_now;
  iface->sleep_until = hook_clock_sleep_until;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HookClock,
                               hook_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CLOCK, hook_clock_iface_init))

static void
hook_clock_class_init (HookClockClass *klass)
{
}

static void
hook_clock_init (HookClock *self)
{
}

static void
test_stale (SyncFixture *fixture,
            gconstpointer user_data)
{
  g_autoptr (HookClock) clock = g_object_new (TYPE_HOOK_CLOCK, NULL);
  g_autoptr (TiemWorker) worker = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GError) error = NULL;
  TiemChannelInfo info = tiem_fake_channel_info;
  TiemTurnReport report;
  guint stale = 0;

  sync_adopt (fixture, one_sku);
  info.calls_per_second = 1;
  info.calls_burst = 1;
  clock->now = NOON + MINUTE;
  worker = tiem_worker_new_for_channel (fixture->store,
                                        &info,
                                        TIEM_CHANNEL (fixture->shops[0]),
                                        TIEM_TRANSPORT (fixture->shops[0]),
                                        TIEM_CLOCK (clock),
                                        fixture->channels[0],
                                        1);
  sync_set_stock (fixture, "AT-DEN-L", 6);
  clock->fixture = fixture; /* 6 waits for its turn; 2 is booked meanwhile */
  tiem_worker_turn (worker, TIEM_TURN_PUSH_ONLY, &report, NULL, &error);
  g_assert_no_error (error);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=2");
  g_assert_cmpuint (report.pushed, ==, 1);

  log = tiem_store_list_log (fixture->store, fixture->channels[0], 0, 0, &error);
  for (guint i = 0; i < log->len; i++)
    stale += g_str_equal (((TiemLogEntry *)g_ptr_array_index (log, i))->outcome, "stale");
  g_assert_cmpuint (stale, ==, 1);
}

static void
set_back_cb (gpointer user_data)
{
  ((HookClock *)user_data)->now = NOON;
}

/* Somebody puts a clock right that was a day ahead, in the middle of a turn: the next poll is due
 * in seconds, not in a day. */
static void
test_clock_set_back (SyncFixture *fixture,
                     gconstpointer user_data)
{
  g_autoptr (HookClock) clock = g_object_new (TYPE_HOOK_CLOCK, NULL);
  g_autoptr (TiemWorker) worker = NULL;
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  sync_adopt (fixture, one_sku);
  clock->now = NOON + 24 * 60 * (gint64)MINUTE;
  worker = tiem_worker_new_for_channel (fixture->store,
                                        &tiem_fake_channel_info,
                                        TIEM_CHANNEL (fixture->shops[0]),
                                        TIEM_TRANSPORT (fixture->shops[0]),
                                        TIEM_CLOCK (clock),
                                        fixture->channels[0],
                                        1);
  tiem_fake_shop_set_hook (fixture->shops[0], "orders", set_back_cb, clock);
  tiem_worker_turn (worker, TIEM_TURN_PUSH_ONLY, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report.next_at, <=, NOON + MINUTE);
}

static void
test_unclear_arrived (SyncFixture *fixture,
                      gconstpointer user_data)
{
  g_autoptr (TiemListing) listing = NULL;

  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 7);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 1, TIEM_ERROR_TRANSIENT, 0, TRUE);
  sync_turn_fails (fixture, 0, TIEM_TURN_PUSH_ONLY, TIEM_ERROR_TRANSIENT);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=7");
  listing = sync_get_listing (fixture, 0, "AT-DEN-L");
  g_assert_true (listing->unclear);

  /* Also after a restart the number is read before another is written. */
  sync_fixture_restart (fixture);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders read:AT-DEN-L");
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 7);
}

static void
test_unclear_lost (SyncFixture *fixture,
                   gconstpointer user_data)
{
  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 7);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 1, TIEM_ERROR_TRANSIENT, 502, FALSE);
  sync_turn_fails (fixture, 0, TIEM_TURN_PUSH_ONLY, TIEM_ERROR_TRANSIENT);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=7");
  tiem_sim_clock_advance (fixture->clock, MINUTE);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders read:AT-DEN-L stock:AT-DEN-L=7");
}

/* A channel that is busy for some seconds is nobody's fault: the number arrives as soon as it
 * can, and what failed before it did counts no more afterwards. */
static void
test_busy_channel (SyncFixture *fixture,
                   gconstpointer user_data)
{
  sync_adopt (fixture, one_sku);
  for (gint64 stock = 7; stock <= 9; stock++)
    {
      sync_set_stock (fixture, "AT-DEN-L", stock);
      tiem_fake_shop_fail (fixture->shops[0], "stock", 3, TIEM_ERROR_TRANSIENT, 502, FALSE);
      for (guint i = 0; i < 3; i++)
        {
          sync_turn_fails (fixture, 0, TIEM_TURN_PUSH_ONLY, TIEM_ERROR_TRANSIENT);
          tiem_sim_clock_advance (fixture->clock, MINUTE);
        }
      sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
      g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, stock);
    }
}

static void
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* The program ends while a number is under way. */
static void
test_cancelled_push (SyncFixture *fixture,
                     gconstpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 7);
  tiem_fake_shop_set_hook (fixture->shops[0], "stock", cancel_cb, cancellable);
  g_assert_false (
      tiem_worker_turn (fixture->workers[0], TIEM_TURN_NORMAL, &report, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);

  sync_fixture_restart (fixture);
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders read:AT-DEN-L stock:AT-DEN-L=7");
}

static void
test_refused_item (SyncFixture *fixture,
                   gconstpointer user_data)
{
  g_autoptr (TiemListing) listing = NULL;
  TiemTurnReport report;

  sync_adopt (fixture, three_skus);
  tiem_fake_shop_refuse (fixture->shops[0], "AT-TRANG-M", FALSE);
  sync_set_stock (fixture, "AT-DEN-L", 5);
  sync_set_stock (fixture, "AT-TRANG-M", 5);
  sync_set_stock (fixture, "QJ-XANH-30", 5);
  report = sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  g_assert_cmpuint (report.pushed, ==, 2);
  g_assert_cmpuint (report.failed, ==, 1);
  listing = sync_get_listing (fixture, 0, "AT-TRANG-M");
  g_assert_nonnull (listing->problem);
  sync_assert_calls (fixture, 0, "orders stock:AT-DEN-L=5,AT-TRANG-M=5,QJ-XANH-30=5");
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);

  /* It rests for an hour, unless its number changes. */
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders");
  sync_set_stock (fixture, "AT-TRANG-M", 6);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders stock:AT-TRANG-M=6");
  tiem_fake_shop_refuse (fixture->shops[0], "AT-TRANG-M", TRUE);
  tiem_fake_shop_refuse (fixture->shops[0], "AT-TRANG-M", FALSE);
  tiem_sim_clock_advance (fixture->clock, 61 * MINUTE);
  sync_turn (fixture, 0, TIEM_TURN_PUSH_ONLY);
  sync_assert_calls (fixture, 0, "orders stock:AT-TRANG-M=6");
}

/* An item that takes every call with it down. */
static void
test_breaking_item (SyncFixture *fixture,
                    gconstpointer user_data)
{
  g_autoptr (TiemListing) listing = NULL;
  guint turns = 0;

  sync_adopt (fixture, six_skus);
  tiem_fake_shop_refuse (fixture->shops[0], "A3", TRUE);
  for (guint i = 0; six_skus[i] != NULL; i++)
    sync_set_stock (fixture, six_skus[i], 3);

  do
    {
      g_autoptr (GError) error = NULL;
      TiemTurnReport report;

      g_clear_pointer (&listing, tiem_listing_free);
      tiem_worker_turn (fixture->workers[0], TIEM_TURN_NORMAL, &report, NULL, &error);
      /* Orders are polled all the same. */
      g_assert_cmpint (report.next_at, <=, tiem_clock_now (fixture->clock) + 5000);
      tiem_sim_clock_advance (fixture->clock,
                              MAX (0, report.next_at - tiem_clock_now (fixture->clock)));
      listing = sync_get_listing (fixture, 0, "A3");
      g_assert_cmpuint (turns++, <, 60);
    }
  while (listing->standing != TIEM_STANDING_FAILED);

  sync_settle (fixture, 0);
  for (guint i = 0; six_skus[i] != NULL; i++)
    g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], six_skus[i]),
                     ==,
                     g_str_equal (six_skus[i], "A3") ? 10 : 3);
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
}

/* A platform that takes no stock for some seconds costs the one listing that has news no hour. */
static void
test_short_trouble (SyncFixture *fixture,
                    gconstpointer user_data)
{
  gint64 until;

  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", 3);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 6, TIEM_ERROR_TRANSIENT, 503, FALSE);
  until = tiem_clock_now (fixture->clock) + 2 * MINUTE;
  while (tiem_clock_now (fixture->clock) < until)
    {
      TiemTurnReport report;

      tiem_worker_turn (fixture->workers[0], TIEM_TURN_NORMAL, &report, NULL, NULL);
      tiem_sim_clock_advance (fixture->clock,
                              MAX (0, report.next_at - tiem_clock_now (fixture->clock)));
    }
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], "AT-DEN-L"), ==, 3);
}

static void
read_anew_hook (gpointer user_data)
{
  SyncFixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  tiem_fake_shop_set_hook (fixture->shops[0], "orders", NULL, NULL);
  tiem_store_reset_cursor (fixture->store, fixture->channels[0], &error);
  g_assert_no_error (error);
}

/* Between the question and the answer the owner wants everything read again, or restores a backup:
 * the page must not move the cursor on to where the backup has never been. */
static void
test_cursor_moved (SyncFixture *fixture,
                   gconstpointer user_data)
{
  static const char *const skus[] = { "AT-DEN-L", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) record = NULL;

  sync_adopt (fixture, skus);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 1);
  tiem_fake_shop_set_hook (fixture->shops[0], "orders", read_anew_hook, fixture);
  sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_CONFLICT);
  record = tiem_store_get_channel_for_turn (fixture->store, fixture->channels[0], &error);
  g_assert_no_error (error);
  g_assert_null (record->cursor);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 10);

  tiem_sim_clock_advance (fixture->clock, MINUTE);
  sync_settle (fixture, 0);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 9);
}

static void
slow_push_hook (gpointer user_data)
{
  SyncFixture *fixture = user_data;

  tiem_fake_shop_set_hook (fixture->shops[0], "stock", NULL, NULL);
  tiem_sim_clock_advance (fixture->clock, 3000);
  tiem_fake_shop_order (fixture->shops[0], "R2", "AT-DEN-L", 1);
}

/* A push takes so long that the orders are read again before the next one: on from where this turn
 * has come to, not from where it began. */
static void
test_pulled_again (SyncFixture *fixture,
                   gconstpointer user_data)
{
  TiemChannelInfo info = tiem_fake_channel_info;
  g_autoptr (TiemWorker) worker = NULL;
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  info.push_batch = 1;
  sync_adopt (fixture, three_skus);
  sync_settle (fixture, 0);
  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
  worker = tiem_worker_new_for_channel (fixture->store,
                                        &info,
                                        TIEM_CHANNEL (fixture->shops[0]),
                                        TIEM_TRANSPORT (fixture->shops[0]),
                                        fixture->clock,
                                        fixture->channels[0],
                                        1);
  sync_set_stock (fixture, "AT-DEN-L", 60);
  sync_set_stock (fixture, "AT-TRANG-M", 70);
  tiem_fake_shop_order (fixture->shops[0], "R1", "AT-DEN-L", 1);
  tiem_fake_shop_set_hook (fixture->shops[0], "stock", slow_push_hook, fixture);
  tiem_worker_turn (worker, TIEM_TURN_NORMAL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.stored, ==, 2);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, 58);
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
    { "/sync/worker/first-turn", test_first_turn },
    { "/sync/worker/first-since", test_first_since },
    { "/sync/worker/crash-between-pages", test_crash_between_pages },
    { "/sync/worker/unreadable-order", test_unreadable_order },
    { "/sync/worker/answer-kept", test_answer_kept },
    { "/sync/worker/push-after-pull", test_push_after_pull },
    { "/sync/worker/sale-elsewhere", test_sale_elsewhere },
    { "/sync/worker/urgency", test_urgency },
    { "/sync/worker/stale", test_stale },
    { "/sync/worker/clock-set-back", test_clock_set_back },
    { "/sync/worker/cursor-moved", test_cursor_moved },
    { "/sync/worker/pulled-again", test_pulled_again },
    { "/sync/worker/unclear-arrived", test_unclear_arrived },
    { "/sync/worker/unclear-lost", test_unclear_lost },
    { "/sync/worker/busy-channel", test_busy_channel },
    { "/sync/worker/cancelled-push", test_cancelled_push },
    { "/sync/worker/refused-item", test_refused_item },
    { "/sync/worker/breaking-item", test_breaking_item },
    { "/sync/worker/short-trouble", test_short_trouble },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SyncFixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
