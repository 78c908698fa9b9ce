#include "website-fixture.h"

#include "base/tiem-error.h"
#include "store-fixture.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"
#include "sync/tiem-engine.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

/* A shop with one website, all of it real but the website: sockets, database, threads. */
typedef struct
{
  WebsiteFixture *sandbox;
  char *dir;
  TiemStore *store;
  TiemKeyring *keyring;
  TiemClock *clock;
  gint64 channel_id;
  GPtrArray *skus; /* (element-type utf8): ten that have stock to spare */
} Fixture;

static void
open_store (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->store = tiem_store_open (self->dir, &error);
  g_assert_no_error (error);
}

static void
sync_once (Fixture *self,
           TiemTurnFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) turns = NULL;

  turns = tiem_sync_once (self->store, self->keyring, self->clock, 0, flags, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (turns->len, ==, 1);
  g_assert_no_error (((TiemChannelTurns *)g_ptr_array_index (turns, 0))->error);
}

static GPtrArray *
list_listings (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  TiemListingQuery query = { 0 };
  GPtrArray *listings = tiem_store_list_listings (self->store, &query, 0, 0, &error);

  g_assert_no_error (error);
  return listings;
}

static void
choose_skus (Fixture *self)
{
  g_autoptr (GPtrArray) listings = list_listings (self);

  self->skus = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < listings->len && self->skus->len < 10; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      if (listing->sku != NULL && listing->has_stock && listing->stock >= 15)
        g_ptr_array_add (self->skus, g_strdup (listing->sku));
    }
  g_assert_cmpuint (self->skus->len, ==, 10);
}

/* Connected, read, taken over. */
static void
set_up (Fixture *self,
        gconstpointer user_data)
{
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (TiemAdoptResult) adopted = NULL;
  g_autoptr (GError) error = NULL;

  self->sandbox = website_fixture_new (20, 30);
  self->dir = g_dir_make_tmp ("tiem-sandbox-XXXXXX", &error);
  g_assert_no_error (error);
  open_store (self);
  self->keyring = tiem_keyring_new_memory ();
  self->clock = tiem_clock_new_system ();
  account = website_fixture_dup_account (self->sandbox);
  self->channel_id = tiem_sync_add_channel (
      self->store, self->keyring, "woocommerce", "Website Nhà Mây", account, NULL, &error);
  g_assert_no_error (error);

  sync_once (self, TIEM_TURN_NORMAL);
  adopted = tiem_store_adopt (self->store, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (adopted->variants, >, 30);
  sync_once (self, TIEM_TURN_NORMAL);
  choose_skus (self);
}

static void
assert_invariants (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (self->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      if (invariant->violations->len > 0)
        g_error (
            "%s: %s", invariant->name, (const char *)g_ptr_array_index (invariant->violations, 0));
    }
}

static void
tear_down (Fixture *self,
           gconstpointer user_data)
{
  assert_invariants (self);
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->skus, g_ptr_array_unref);
  website_fixture_free (self->sandbox);
  store_fixture_remove_dir (self->dir);
  g_free (self->dir);
}

static TiemVariant *
get_variant (Fixture *self,
             const char *sku)
{
  g_autoptr (GError) error = NULL;
  TiemVariant *variant
      = tiem_store_get_variant (self->store, tiem_store_find_sku (self->store, sku, NULL), &error);

  g_assert_no_error (error);
  return variant;
}

static gint64
get_available (Fixture *self,
               const char *sku)
{
  g_autoptr (TiemVariant) variant = get_variant (self, sku);

  return variant->available;
}

static void
adjust (Fixture *self,
        const char *sku,
        gint64 delta)
{
  g_autoptr (GError) error = NULL;

  tiem_store_adjust_stock (
      self->store, tiem_store_find_sku (self->store, sku, NULL), delta, "adjust", NULL, &error);
  g_assert_no_error (error);
}

static const char *
get_sku (Fixture *self,
         guint i)
{
  return g_ptr_array_index (self->skus, i % self->skus->len);
}

/* Every listing on the website shows what Tiệm wants, and every order is here once. */
static void
assert_agree (Fixture *self)
{
  g_autoptr (GPtrArray) listings = list_listings (self);
  g_autoptr (JsonObject) state = website_fixture_get_state (self->sandbox);
  JsonArray *orders = json_object_get_array_member (state, "orders");
  TiemOrderCounts counts;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      if (!listing->has_desired)
        continue;
      g_test_message ("%s", listing->sku);
      g_assert_false (listing->unclear);
      g_assert_cmpint (listing->desired, ==, MAX (0, listing->available));
      g_assert_cmpint (
          website_fixture_get_stock (self->sandbox, listing->remote_sku), ==, listing->desired);
    }
  for (guint i = 0; i < json_array_get_length (orders); i++)
    {
      g_autofree char *id = g_strdup_printf (
          "%" G_GINT64_FORMAT,
          json_object_get_int_member (json_array_get_object_element (orders, i), "id"));

      g_assert_cmpint (tiem_store_find_order (self->store, id, self->channel_id, &error), !=, 0);
      g_assert_no_error (error);
    }
  tiem_store_count_orders (self->store, self->channel_id, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts.all, ==, json_array_get_length (orders));
  assert_invariants (self);
}

static void
test_round_trip (Fixture *self,
                 gconstpointer user_data)
{
  const char *sku = get_sku (self, 0);
  gint64 before = get_available (self, sku);
  g_autofree char *order_id = NULL;

  assert_agree (self);
  g_assert_cmpint (website_fixture_get_stock (self->sandbox, sku), ==, before);

  /* A sale there lowers the stock here. */
  order_id = website_fixture_order (self->sandbox, sku, 2);
  sync_once (self, TIEM_TURN_NORMAL);
  g_assert_cmpint (get_available (self, sku), ==, before - 2);
  assert_agree (self);

  /* An edit here reaches the website. */
  adjust (self, sku, 30);
  sync_once (self, TIEM_TURN_NORMAL);
  g_assert_cmpint (website_fixture_get_stock (self->sandbox, sku), ==, before + 28);
  assert_agree (self);

  /* A sale that is not read yet is not given back. */
  g_free (order_id);
  order_id = website_fixture_order (self->sandbox, sku, 3);
  adjust (self, sku, -5);
  sync_once (self, TIEM_TURN_NORMAL);
  g_assert_cmpint (website_fixture_get_stock (self->sandbox, sku), ==, before + 20);
  assert_agree (self);
}

static void
test_price (Fixture *self,
            gconstpointer user_data)
{
  const char *sku = get_sku (self, 1);
  TiemNewVariant values = { .price_vnd = 259000 };
  g_autoptr (JsonObject) state = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *listings;
  guint found = 0;

  tiem_store_edit_variant (
      self->store, tiem_store_find_sku (self->store, sku, NULL), TIEM_EDIT_PRICE, &values, &error);
  g_assert_no_error (error);
  sync_once (self, TIEM_TURN_NORMAL);
  state = website_fixture_get_state (self->sandbox);
  listings = json_object_get_array_member (state, "listings");
  for (guint i = 0; i < json_array_get_length (listings); i++)
    {
      JsonObject *listing = json_array_get_object_element (listings, i);

      if (g_strcmp0 (json_object_get_string_member (listing, "sku"), sku) != 0)
        continue;
      g_assert_cmpint (json_object_get_int_member (listing, "price"), ==, 259000);
      found++;
    }
  g_assert_cmpuint (found, ==, 1);
}

static void
test_cancel (Fixture *self,
             gconstpointer user_data)
{
  const char *sku = get_sku (self, 2);
  gint64 before = get_available (self, sku);
  g_autofree char *remote_id = website_fixture_order (self->sandbox, sku, 2);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  gint64 order_id;

  sync_once (self, TIEM_TURN_NORMAL);
  order_id = tiem_store_find_order (self->store, remote_id, self->channel_id, &error);
  tiem_store_queue_order_action (self->store, order_id, "order:cancel", "Hết hàng", 0, &error);
  g_assert_no_error (error);
  sync_once (self, TIEM_TURN_NORMAL);
  order = tiem_store_get_order (self->store, order_id, &error);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_CANCELLED);
  g_assert_cmpint (get_available (self, sku), ==, before);
  assert_agree (self);
}

/* The program is gone for a while, and its database is all it has. */
static void
test_restart (Fixture *self,
              gconstpointer user_data)
{
  g_autofree char *order_id = NULL;

  adjust (self, get_sku (self, 3), -4);
  order_id = website_fixture_order (self->sandbox, get_sku (self, 4), 1);
  g_clear_object (&self->store);
  open_store (self);
  sync_once (self, TIEM_TURN_NORMAL);
  assert_agree (self);
}

/* Engine */

static gboolean
time_out_cb (gpointer user_data)
{
  g_error ("the numbers do not agree in time");
  return G_SOURCE_REMOVE;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
run_for (gint64 ms)
{
  gint64 until = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static void
wait_for_stock (Fixture *self,
                const char *sku,
                gint64 stock)
{
  guint limit = g_timeout_add_seconds (60, time_out_cb, NULL);

  while (website_fixture_get_stock (self->sandbox, sku) != stock)
    run_for (50);
  g_source_remove (limit);
}

static void
count_order_cb (TiemEngine *engine,
                const TiemSyncEvent *event,
                gpointer user_data)
{
  guint *n = user_data;

  if (g_str_equal (event->event, "order") && event->is_new)
    (*n)++;
}

static void
stop_engine (TiemEngine *engine)
{
  gint64 started_at = g_get_monotonic_time ();

  tiem_engine_stop (engine);
  /* Two seconds are promised where nothing else is done; a call may take a minute. */
  g_assert_cmpint (g_get_monotonic_time () - started_at, <, 20 * G_TIME_SPAN_SECOND);
}

static void
test_engine (Fixture *self,
             gconstpointer user_data)
{
  g_autoptr (TiemEngine) engine = tiem_engine_new (self->store, self->keyring, self->clock);
  g_autoptr (GError) error = NULL;
  g_autofree char *order_id = NULL;
  const char *sku = get_sku (self, 5);
  gint64 before = get_available (self, sku);
  guint n_orders = 0;

  g_signal_connect (engine, "event", G_CALLBACK (count_order_cb), &n_orders);
  tiem_engine_start (engine, &error);
  g_assert_no_error (error);
  adjust (self, sku, -1);
  wait_for_stock (self, sku, before - 1);
  order_id = website_fixture_order (self->sandbox, sku, 2);
  while (n_orders == 0)
    run_for (50);
  g_assert_cmpuint (n_orders, ==, 1);
  g_assert_cmpint (get_available (self, sku), ==, before - 3);

  /* The site hangs: the engine ends all the same. */
  website_fixture_add_fault (self->sandbox, "{\"kind\": \"delay\", \"ms\": 4000, \"times\": -1}");
  tiem_engine_wake (engine, 0, TIEM_TURN_NORMAL);
  run_for (300);
  stop_engine (engine);
  website_fixture_clear_faults (self->sandbox);
  sync_once (self, TIEM_TURN_NORMAL);
  assert_agree (self);
}

/* Sales and edits while the network and the site behave badly; then they agree. */
static void
test_faults (Fixture *self,
             gconstpointer user_data)
{
  g_autoptr (TiemEngine) engine = tiem_engine_new (self->store, self->keyring, self->clock);
  g_autoptr (GError) error = NULL;

  website_fixture_add_fault (self->sandbox,
                             "[{\"kind\": \"drop\", \"probability\": 0.08},"
                             " {\"kind\": \"lost_answer\", \"probability\": 0.08},"
                             " {\"kind\": \"error\", \"status\": 502, \"probability\": 0.05},"
                             " {\"kind\": \"cut\", \"probability\": 0.04},"
                             " {\"kind\": \"truncated\", \"probability\": 0.04},"
                             " {\"kind\": \"malformed\", \"probability\": 0.04},"
                             " {\"kind\": \"duplicate\", \"probability\": 0.05},"
                             " {\"kind\": \"reorder\", \"probability\": 0.05},"
                             " {\"kind\": \"delay\", \"ms\": 40, \"probability\": 0.2}]");
  tiem_engine_start (engine, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *order_id = NULL;

      if (i % 3 != 0)
        order_id = website_fixture_order (self->sandbox, get_sku (self, i), 1);
      else
        adjust (self, get_sku (self, i), i % 2 == 0 ? 3 : -1);
      if (i % 5 == 0)
        tiem_engine_wake (engine, 0, TIEM_TURN_NORMAL);
      run_for (100);
    }
  website_fixture_clear_faults (self->sandbox);
  stop_engine (engine);
  sync_once (self, TIEM_TURN_NORMAL);
  assert_agree (self);
}

/* Quiet */

static gint64
get_database_stamp (Fixture *self)
{
  static const char *const names[] = { "tiem.db", "tiem.db-wal" };
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->dir, names[i], NULL);
      GStatBuf buffer = { 0 };

      g_stat (path, &buffer);
      sum += buffer.st_size + buffer.st_mtim.tv_sec * 1000 + buffer.st_mtim.tv_nsec / 1000000;
    }
  return sum;
}

static void
test_quiet_polls (Fixture *self,
                  gconstpointer user_data)
{
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
  g_autoptr (TiemWorker) worker = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *order_id = website_fixture_order (self->sandbox, get_sku (self, 0), 1);
  gint64 before = 0;

  worker = tiem_worker_new (
      self->store, self->keyring, self->clock, transport, self->channel_id, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 12; i++)
    {
      TiemTurnReport report;

      tiem_worker_turn (worker, TIEM_TURN_NORMAL, &report, NULL, &error);
      g_assert_no_error (error);
      if (i == 1)
        before = get_database_stamp (self);
    }
  g_assert_cmpint (get_database_stamp (self), ==, before);
}

/* Wrong keys */

static void
test_wrong_keys (Fixture *self,
                 gconstpointer user_data)
{
  g_autoptr (TiemAccount) account = website_fixture_dup_account (self->sandbox);
  g_autoptr (TiemChannelProbe) probe = NULL;
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (GError) error = NULL;

  probe = tiem_sync_test_account ("woocommerce", account, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (probe->orders, >=, 30);

  account->secret[10] ^= 1;
  g_assert_null (tiem_sync_test_account ("woocommerce", account, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_clear_error (&error);

  tiem_keyring_store (self->keyring, self->channel_id, "Website", account, NULL, NULL);
  turns
      = tiem_sync_once (self->store, self->keyring, self->clock, 0, TIEM_TURN_NORMAL, NULL, &error);
  g_assert_no_error (error);
  g_assert_error (
      ((TiemChannelTurns *)g_ptr_array_index (turns, 0))->error, TIEM_ERROR, TIEM_ERROR_AUTH);
  record = tiem_store_get_channel (self->store, self->channel_id, &error);
  g_assert_cmpint (record->state, ==, TIEM_CHANNEL_NEEDS_AUTH);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/sync/sandbox/round-trip", test_round_trip },
    { "/sync/sandbox/price", test_price },
    { "/sync/sandbox/cancel", test_cancel },
    { "/sync/sandbox/restart", test_restart },
    { "/sync/sandbox/engine", test_engine },
    { "/sync/sandbox/faults", test_faults },
    { "/sync/sandbox/quiet-polls", test_quiet_polls },
    { "/sync/sandbox/wrong-keys", test_wrong_keys },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
