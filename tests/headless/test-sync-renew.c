#define _GNU_SOURCE /* unshare */

#include "base/tiem-error.h"
#include "small-disk.h"
#include "sync-fixture.h"
#include "tiem-market-fake.h"

/* Tokens that end while a worker works, and what it does after a sale, at a market that has it. */

#define HOUR (60 * MINUTE)
#define DAY (24 * (gint64)HOUR)

typedef struct
{
  SyncFixture base; /* its own channel is not used */
  TiemKeyring *keyring;
  TiemTransport *transport;
  gint64 channel_id;
  TiemWorker *worker;
} Fixture;

static void
make_worker (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAccount) account
      = tiem_keyring_lookup (self->keyring, self->channel_id, NULL, &error);
  g_autoptr (TiemChannel) channel = NULL;

  g_assert_no_error (error);
  channel = tiem_fake_market_info.create (account, &error);
  g_clear_object (&self->worker);
  self->worker = tiem_worker_new_for_channel (self->base.store,
                                              &tiem_fake_market_info,
                                              channel,
                                              self->transport,
                                              self->base.clock,
                                              self->channel_id,
                                              1);
  tiem_worker_set_account (self->worker, self->keyring, account);
}

static void
set_up (Fixture *self,
        gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAccount) account = NULL;

  sync_fixture_set_up (&self->base);
  tiem_fake_market_open ();
  self->keyring = tiem_keyring_new_memory ();
  self->transport = tiem_fake_market_new_transport ();
  self->channel_id = tiem_store_add_channel (
      self->base.store, "market", "Chợ", "https://market.test", NULL, "14701711", &error);
  g_assert_no_error (error);
  account = tiem_fake_market_new_account (NOON + 4 * HOUR);
  tiem_keyring_store (self->keyring, self->channel_id, "Chợ", account, NULL, &error);
  g_assert_no_error (error);
  make_worker (self);
}

static void
tear_down (Fixture *self,
           gconstpointer user_data)
{
  g_clear_object (&self->worker);
  g_clear_object (&self->transport);
  g_clear_object (&self->keyring);
  sync_fixture_tear_down (&self->base);
  tiem_fake_market_close ();
}

static TiemTurnReport
turn (Fixture *self,
      TiemTurnFlags flags)
{
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  tiem_worker_turn (self->worker, flags, &report, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static void
turn_fails (Fixture *self,
            int code,
            const char *sentence)
{
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  g_assert_false (tiem_worker_turn (self->worker, TIEM_TURN_NORMAL, &report, NULL, &error));
  g_assert_error (error, TIEM_ERROR, code);
  if (sentence != NULL)
    g_assert_cmpstr (error->message, ==, sentence);
}

static void
wait_ms (Fixture *self,
         gint64 ms)
{
  g_assert_true (tiem_clock_sleep_until (
      self->base.clock, tiem_clock_now (self->base.clock) + ms, NULL, NULL));
}

#define assert_calls(expected)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *calls_ = tiem_fake_market_take_calls ();                                      \
    g_assert_cmpstr (calls_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
assert_kept (Fixture *self,
             const char *access_token)
{
  g_autoptr (TiemAccount) account
      = tiem_keyring_lookup (self->keyring, self->channel_id, NULL, NULL);

  g_assert_cmpstr (account->access_token, ==, access_token);
}

static TiemChannelRecord *
get_record (Fixture *self)
{
  return tiem_store_get_channel (self->base.store, self->channel_id, NULL);
}

static gint64
find_order (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (self->base.store, "M1", 0, &error);

  g_assert_no_error (error);
  return id;
}

static TiemOrder *
get_order (Fixture *self)
{
  return tiem_store_get_order (self->base.store, find_order (self), NULL);
}

/* --- tokens --- */

static void
test_early (Fixture *self,
            gconstpointer user_data)
{
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders listings returns reviews test");
  g_assert_cmpuint (tiem_fake_market.refreshes, ==, 0);

  wait_ms (self, 4 * HOUR - 9 * MINUTE);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("refresh orders");
  assert_kept (self, "access-2");
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders");
}

/* Tokens may live shorter than they are renewed early; every turn is too often all the same. */
static void
test_short_life (Fixture *self,
                 gconstpointer user_data)
{
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders listings returns reviews test");
  tiem_fake_market.token_life_ms = 4 * MINUTE;
  wait_ms (self, 4 * HOUR - 9 * MINUTE);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("refresh orders");
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders");
  wait_ms (self, 3 * MINUTE);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("refresh orders");
  assert_kept (self, "access-3");
}

static void
test_ended (Fixture *self,
            gconstpointer user_data)
{
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders listings returns reviews test");
  g_assert_cmpint (
      tiem_store_queue_order_action (
          self->base.store, find_order (self), "order:cancel", "OUT_OF_STOCK", 0, NULL),
      !=,
      0);

  /* Another computer of the owner's has renewed it, and keeps the pair to itself. */
  tiem_fake_market.token = 7;
  tiem_fake_market.previous = 1;
  tiem_fake_market.replays = TRUE;
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders refresh orders cancel");
  assert_kept (self, "access-7");
  g_assert_cmpstr (tiem_fake_market.choice, ==, "OUT_OF_STOCK");
}

static void
revoke_cb (gpointer user_data)
{
  tiem_fake_market.token++;
}

/* A token that is no good when it comes is not asked for again and again. */
static void
test_ended_twice (Fixture *self,
                  gconstpointer user_data)
{
  g_autoptr (TiemChannelRecord) record = NULL;

  tiem_fake_market.token = 2;
  tiem_fake_market.previous = 1;
  tiem_fake_market.replays = TRUE;
  tiem_fake_market.refreshed = revoke_cb;
  turn_fails (self, TIEM_ERROR_AUTH, "The permission has ended; sign in again.");
  assert_calls ("orders refresh orders");
  record = get_record (self);
  g_assert_cmpint (record->state, ==, TIEM_CHANNEL_NEEDS_AUTH);
}

static void
test_refused (Fixture *self,
              gconstpointer user_data)
{
  g_autoptr (TiemChannelRecord) record = NULL;

  tiem_fake_market.token = 2;
  tiem_fake_market.grant_ended = TRUE;
  turn_fails (self, TIEM_ERROR_AUTH, "The market wants you to sign in again; do so.");
  assert_calls ("orders refresh");
  record = get_record (self);
  g_assert_cmpint (record->state, ==, TIEM_CHANNEL_NEEDS_AUTH);
  g_assert_cmpstr (record->error_class, ==, "AUTH");
}

static void
test_unreachable (Fixture *self,
                  gconstpointer user_data)
{
  tiem_fake_market.is_unreachable = TRUE;
  wait_ms (self, 4 * HOUR - 5 * MINUTE);
  /* The old one is good for five minutes more; it is not asked for at every turn. */
  turn (self, TIEM_TURN_PUSH_ONLY);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("refresh orders orders");

  wait_ms (self, 6 * MINUTE);
  turn_fails (self, TIEM_ERROR_TRANSIENT, NULL);
  assert_calls ("refresh");
  assert_kept (self, "access-1");

  tiem_fake_market.is_unreachable = FALSE;
  wait_ms (self, MINUTE);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("refresh orders");
  assert_kept (self, "access-2");
}

/* The program dies when the platform has answered and the keyring has nothing yet. */
static void
test_crash (Fixture *self,
            gconstpointer user_data)
{
  tiem_fake_market.token = 2; /* as if "refresh-1" had been spent by the call that was lost */
  tiem_fake_market.previous = 1;
  tiem_fake_market.replays = TRUE;
  make_worker (self);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders refresh orders");
  assert_kept (self, "access-2");
}

/* No room for a new pair: the old one is not spent for it. */
static void
test_full_keyring_child (Fixture *self,
                         gconstpointer user_data)
{
  g_autofree char *folder = g_path_get_dirname (g_getenv ("SECRET_FILE_TEST_PATH"));
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autoptr (TiemAccount) account = tiem_fake_market_new_account (NOON + 4 * HOUR);
  g_autoptr (GError) error = NULL;

  g_object_unref (self->keyring);
  self->keyring = tiem_keyring_new_system ("7b0a6a3e");
  tiem_keyring_store (self->keyring, self->channel_id, "Chợ", account, NULL, &error);
  g_assert_no_error (error);
  make_worker (self);
  turn (self, TIEM_TURN_NORMAL);
  g_free (tiem_fake_market_take_calls ());

  wait_ms (self, 4 * HOUR - 9 * MINUTE);
  small_disk_fill (filler);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders");
  wait_ms (self, 10 * MINUTE);
  turn_fails (self, TIEM_ERROR_FULL, NULL);
  assert_kept (self, "access-1");
  g_assert_cmpuint (tiem_fake_market.refreshes, ==, 0);

  g_unlink (filler);
  wait_ms (self, MINUTE);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("refresh orders");
  assert_kept (self, "access-2");
}

static void
test_full_keyring (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (!small_disk_is_allowed ())
    {
      g_test_skip ("only root mounts a disk");
      return;
    }
  folder = g_dir_make_tmp ("tiem-keyring-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "x.keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  /* libsecret 0.20 loses the etag of its file with every store. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv (SMALL_DISK_VARIABLE, folder, TRUE);
  g_test_trap_subprocess ("/sync/renew/full-keyring/subprocess", 0, 0);
  g_unsetenv (SMALL_DISK_VARIABLE);
  g_test_trap_assert_passed ();
  g_rmdir (folder);
}

/* Whoever comes second finds the pair in the keyring and asks for none. */
static gpointer
renew_thread (gpointer data)
{
  Fixture *self = data;
  g_autoptr (TiemAccount) stale = tiem_fake_market_new_account (0);
  TiemAccount *renewed;
  g_autoptr (GError) error = NULL;

  g_free (stale->access_token);
  stale->access_token = g_strdup ("access-1");
  renewed = tiem_sync_renew_account (self->base.store,
                                     self->keyring,
                                     &tiem_fake_market_info,
                                     self->transport,
                                     self->channel_id,
                                     stale,
                                     NULL,
                                     &error);
  g_assert_no_error (error);
  return renewed;
}

static void
slow_cb (gpointer user_data)
{
  g_usleep (50 * 1000);
}

static void
test_two_at_once (Fixture *self,
                  gconstpointer user_data)
{
  GThread *threads[4];

  tiem_fake_market.refreshed = slow_cb;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("renew", renew_thread, self);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      TiemAccount *account = g_thread_join (threads[i]);

      g_assert_cmpstr (account->access_token, ==, "access-2");
      tiem_account_free (account);
    }
  g_assert_cmpuint (tiem_fake_market.refreshes, ==, 1);
}

static void
test_grant (Fixture *self,
            gconstpointer user_data)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autofree char *warning = NULL;

  tiem_fake_market.grant_ends_at = NOON + 30 * DAY;
  turn (self, TIEM_TURN_NORMAL);
  record = get_record (self);
  g_assert_cmpint (record->auth_expires_at, ==, NOON + 30 * DAY);
  g_assert_cmpstr (record->shop, ==, "14701711");

  g_assert_null (tiem_channel_record_dup_warning (record, NOON + 15 * DAY));
  warning = tiem_channel_record_dup_warning (record, NOON + 17 * DAY);
  g_assert_nonnull (strstr (warning, "21/12/2026"));
  g_free (warning);
  warning = tiem_channel_record_dup_warning (record, NOON + 31 * DAY);
  g_assert_nonnull (strstr (warning, "sign in again"));

  /* Asked for once a day. */
  g_free (tiem_fake_market_take_calls ());
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders");
}

/* --- after the sale --- */

static void
test_label (Fixture *self,
            gconstpointer user_data)
{
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GBytes) label = NULL;
  g_autofree char *type = NULL;

  turn (self, TIEM_TURN_NORMAL);
  g_free (tiem_fake_market_take_calls ());
  tiem_fake_market.labels_made_after = 1;
  tiem_store_queue_order_action (
      self->base.store, find_order (self), "order:ship", "slot-2", 0, NULL);

  /* Still being made, and no trouble for anybody: it is nothing to be sent. */
  g_assert_cmpuint (turn (self, TIEM_TURN_PUSH_ONLY).waiting, ==, 0);
  assert_calls ("orders ship labels");
  g_assert_cmpstr (tiem_fake_market.choice, ==, "slot-2");
  g_assert_null (tiem_store_get_label (self->base.store, find_order (self), NULL, NULL));

  wait_ms (self, 5000);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders labels");
  label = tiem_store_get_label (self->base.store, find_order (self), &type, NULL);
  g_assert_nonnull (label);
  g_assert_cmpstr (type, ==, "application/pdf");
  order = get_order (self);
  g_assert_cmpint (order->label_at, >, 0);
}

/* A label nobody asked for by hand is let go when the platform has none. */
static void
test_label_refused (Fixture *self,
                    gconstpointer user_data)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  TiemTurnReport report;

  turn (self, TIEM_TURN_NORMAL);
  tiem_fake_market.label_refused = TRUE;
  tiem_store_queue_order_action (self->base.store, find_order (self), "order:ship", NULL, 0, NULL);
  report = turn (self, TIEM_TURN_PUSH_ONLY);
  g_assert_cmpuint (report.failed, ==, 0);
  g_assert_cmpuint (report.waiting, ==, 0);
  record = get_record (self);
  g_assert_cmpint (record->failed, ==, 0);
}

static void
test_cancel_wish (Fixture *self,
                  gconstpointer user_data)
{
  g_autoptr (TiemOrder) order = NULL;
  TiemAfterCounts counts;

  tiem_fake_market.cancel_asked = TRUE;
  turn (self, TIEM_TURN_NORMAL);
  g_assert_true (tiem_store_count_after (self->base.store, 0, &counts, NULL));
  g_assert_cmpint (counts.cancel_wishes, ==, 1);
  g_free (tiem_fake_market_take_calls ());

  tiem_store_queue_order_action (
      self->base.store, find_order (self), "order:reject-cancel", "shipped", 0, NULL);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders reject");
  g_assert_cmpstr (tiem_fake_market.choice, ==, "shipped");
  order = get_order (self);
  g_assert_false (order->cancel_asked);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
  sync_assert_invariants (&self->base);
}

static void
test_fees (Fixture *self,
           gconstpointer user_data)
{
  g_autoptr (TiemOrder) order = NULL;

  /* Not before it is over. */
  turn (self, TIEM_TURN_NORMAL);
  g_free (tiem_fake_market_take_calls ());
  tiem_fake_market.status = TIEM_ORDER_DELIVERED;
  tiem_fake_market.updated_at += 1000;
  tiem_fake_market.payout_vnd = 227500;
  wait_ms (self, 11 * MINUTE);
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders fees");
  order = get_order (self);
  g_assert_cmpint (order->fees_state, ==, TIEM_FEES_ESTIMATE);
  g_assert_cmpint (order->payout_vnd, ==, 227500);
  g_assert_cmpuint (order->fees->len, ==, 2);

  /* An estimate is asked about once a day, or when the order moved on. */
  wait_ms (self, 11 * MINUTE);
  turn (self, TIEM_TURN_PUSH_ONLY);
  turn (self, TIEM_TURN_AFTER_SALE);
  assert_calls ("orders orders returns reviews");
  tiem_fake_market.status = TIEM_ORDER_COMPLETED;
  tiem_fake_market.updated_at += 1000;
  tiem_fake_market.fees_settled = TRUE;
  turn (self, TIEM_TURN_AFTER_SALE);
  assert_calls ("orders fees returns reviews");
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (self);
  g_assert_cmpint (order->fees_state, ==, TIEM_FEES_SETTLED);

  wait_ms (self, 2 * DAY);
  g_free (tiem_fake_market_take_calls ());
  turn (self, TIEM_TURN_FULL);
  {
    g_autofree char *calls = tiem_fake_market_take_calls ();

    g_assert_null (strstr (calls, "fees"));
  }
}

static void
test_returns (Fixture *self,
              gconstpointer user_data)
{
  g_autoptr (GPtrArray) returns = NULL;
  g_autoptr (GError) error = NULL;
  TiemReturnQuery query = { .only_open = TRUE };
  TiemReturn *item;

  tiem_fake_market.has_return = TRUE;
  turn (self, TIEM_TURN_NORMAL);
  g_free (tiem_fake_market_take_calls ());
  returns = tiem_store_list_returns (self->base.store, &query, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (returns->len, ==, 1);
  item = g_ptr_array_index (returns, 0);
  g_assert_cmpint (item->order_id, ==, find_order (self));
  g_assert_cmpstr (item->goods, ==, "Áo thun");

  g_assert_cmpint (tiem_store_queue_return_answer (
                       self->base.store, item->id, TIEM_RETURN_ACCEPT, NULL, NULL, 0, &error),
                   ==,
                   0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  tiem_store_queue_return_answer (
      self->base.store, item->id, TIEM_RETURN_REJECT, "worn", "Áo đã mặc", 0, &error);
  g_assert_no_error (error);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders answer");
  g_assert_cmpstr (tiem_fake_market.choice, ==, "worn/Áo đã mặc");

  g_clear_pointer (&returns, g_ptr_array_unref);
  returns = tiem_store_list_returns (self->base.store, &query, 0, 0, &error);
  g_assert_cmpuint (returns->len, ==, 0);
  sync_assert_invariants (&self->base);
}

static void
test_reviews (Fixture *self,
              gconstpointer user_data)
{
  g_autoptr (GPtrArray) reviews = NULL;
  TiemReviewQuery query = { .only_open = TRUE };
  g_autoptr (GError) error = NULL;
  gint64 id;

  turn (self, TIEM_TURN_NORMAL);
  g_free (tiem_fake_market_take_calls ());
  id = tiem_store_find_review (self->base.store, "V1", 0, &error);
  g_assert_no_error (error);
  tiem_store_queue_review_reply (self->base.store, id, " ", 0, &error);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  tiem_store_queue_review_reply (self->base.store, id, "Shop xin lỗi ạ", 0, &error);
  g_assert_no_error (error);
  turn (self, TIEM_TURN_PUSH_ONLY);
  assert_calls ("orders reply");
  g_assert_cmpstr (tiem_fake_market.reply, ==, "Shop xin lỗi ạ");
  reviews = tiem_store_list_reviews (self->base.store, &query, 0, 0, &error);
  g_assert_cmpuint (reviews->len, ==, 0);
}

static void
spend_second (gpointer user_data)
{
  Fixture *self = user_data;

  tiem_sim_clock_advance (self->base.clock, 1000);
}

/* A platform that is asked product by product takes long: orders are polled in between, and the
 * reviews go on where they were. */
static void
test_slow_reviews (Fixture *self,
                   gconstpointer user_data)
{
  tiem_fake_market.review_pages = 5;
  tiem_fake_market.paged = spend_second;
  tiem_fake_market.paged_data = self;
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders listings returns reviews reviews test");
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders reviews reviews");
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders reviews reviews");
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders");

  /* Whoever reads everything waits for everything. */
  tiem_fake_market.review_pages = 20;
  turn (self, TIEM_TURN_AFTER_SALE);
  g_assert_cmpuint (tiem_fake_market.review_pages, ==, 10);
  turn (self, TIEM_TURN_FULL);
  g_assert_cmpuint (tiem_fake_market.review_pages, ==, 0);
}

/* Reviews that may not be read stop neither orders nor returns, and are told of. */
static void
test_one_part_fails (Fixture *self,
                     gconstpointer user_data)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (TiemChannelRecord) record = NULL;
  const TiemLaneProblem *problem;

  tiem_fake_market.failing = "reviews";
  tiem_fake_market.failing_code = TIEM_ERROR_AUTH;
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders listings returns reviews test");
  record = get_record (self);
  g_assert_cmpint (record->state, ==, TIEM_CHANNEL_ACTIVE);
  problems = tiem_store_list_lane_problems (self->base.store, self->channel_id, NULL);
  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpstr (problem->lane, ==, TIEM_LANE_REVIEWS);

  /* It waits a while, and the problem goes with the failure. */
  turn (self, TIEM_TURN_NORMAL);
  assert_calls ("orders");
  tiem_fake_market.failing = NULL;
  wait_ms (self, HOUR);
  turn (self, TIEM_TURN_AFTER_SALE);
  g_clear_pointer (&problems, g_ptr_array_unref);
  problems = tiem_store_list_lane_problems (self->base.store, self->channel_id, NULL);
  g_assert_cmpuint (problems->len, ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  small_disk_mount_named ();
  g_test_init (&argc, &argv, NULL);

  ADD ("/sync/renew/early", test_early);
  ADD ("/sync/renew/short-life", test_short_life);
  ADD ("/sync/renew/ended", test_ended);
  ADD ("/sync/renew/ended-twice", test_ended_twice);
  ADD ("/sync/renew/refused", test_refused);
  ADD ("/sync/renew/unreachable", test_unreachable);
  ADD ("/sync/renew/crash", test_crash);
  ADD ("/sync/renew/full-keyring/subprocess", test_full_keyring_child);
  g_test_add_func ("/sync/renew/full-keyring", test_full_keyring);
  ADD ("/sync/renew/two-at-once", test_two_at_once);
  ADD ("/sync/renew/grant", test_grant);
  ADD ("/sync/after/label", test_label);
  ADD ("/sync/after/label-refused", test_label_refused);
  ADD ("/sync/after/cancel-wish", test_cancel_wish);
  ADD ("/sync/after/fees", test_fees);
  ADD ("/sync/after/returns", test_returns);
  ADD ("/sync/after/reviews", test_reviews);
  ADD ("/sync/after/slow-reviews", test_slow_reviews);
  ADD ("/sync/after/one-part-fails", test_one_part_fails);
  return g_test_run ();
}
