#include "shop-fixture.h"

#include "store/tiem-store-pack.h"

#include <string.h>

/* Packing in the database: what a scan writes, what a crash leaves, what others change
 * meanwhile. */

static const ShopListing listings[] = {
  { "1", "11", "AT-SG-D-L", "Áo thun in chữ Sài Gòn", "Đen, L", 20, NULL, "8934563138165" },
  { "1", "12", "AT-SG-T-M", "Áo thun in chữ Sài Gòn", "Trắng, M", 20, NULL, "8936017360218" },
  { "2", NULL, "BGN-750", "Bình giữ nhiệt 750 ml", NULL, 20, NULL, "8938505974194" },
  { "3", NULL, "TOTE-MEO", "Túi tote in hình mèo", NULL, 20 },
};

typedef struct
{
  StoreFixture shop;
  gint64 channel;
  gint64 run;
} Fixture;

static void
put_order (Fixture *fixture,
           const char *number,
           TiemOrderStatus status,
           const char *tracking,
           const guint *goods, /* pairs: which listing, how many; ends with 0 units */
           gboolean cancel_asked)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  TiemRemoteOrder *order = tiem_remote_order_new ();
  g_autoptr (GError) error = NULL;

  fixture->shop.now += 1000;
  order->remote_id = g_strdup (number);
  order->status = status;
  order->platform_holds = TRUE;
  order->placed_at = order->updated_at = fixture->shop.now;
  order->left_at = tiem_order_status_has_left (status) ? fixture->shop.now : 0;
  order->cancel_asked = cancel_asked;
  for (guint i = 0; goods[i + 1] != 0; i += 2)
    {
      TiemRemoteLine *line = tiem_remote_line_new ();

      line->remote_id = g_strdup_printf ("%s-%u", number, goods[i]);
      line->remote_product_id = g_strdup (listings[goods[i]].product);
      line->remote_variant_id = g_strdup (listings[goods[i]].variation);
      line->sku = g_strdup (listings[goods[i]].sku);
      line->title = g_strdup (listings[goods[i]].title);
      line->quantity = goods[i + 1];
      line->total_vnd = 100000;
      line->unit_price_vnd = 100000 / line->quantity;
      order->total_vnd += line->total_vnd;
      g_ptr_array_add (order->lines, line);
    }
  if (tracking != NULL)
    {
      TiemRemoteParcel *parcel = tiem_remote_parcel_new ();

      parcel->remote_id = g_strdup_printf ("OFG%s", number);
      parcel->carrier = g_strdup ("SPX Express");
      parcel->tracking = g_strdup (tracking);
      g_ptr_array_add (order->parcels, parcel);
    }
  g_ptr_array_add (page->orders, order);
  page->next_cursor = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->shop.now);
  tiem_store_put_order_page (fixture->shop.store, fixture->channel, page, NULL, &error);
  g_assert_no_error (error);
}

static const guint two_goods[] = { 0, 2, 2, 1, 0, 0 }; /* AT-SG-D-L × 2, BGN-750 */
static const guint one_shirt[] = { 0, 1, 0, 0 };
static const guint one_bottle[] = { 2, 1, 0, 0 };

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TiemAdoptResult *adopted;

  store_fixture_set_up (&fixture->shop, NULL);
  fixture->channel = shop_add_channel (&fixture->shop, "nhamay");
  shop_read_listings (&fixture->shop, fixture->channel, listings, G_N_ELEMENTS (listings));
  adopted = tiem_store_adopt (fixture->shop.store, fixture->channel, NULL, &error);
  g_assert_no_error (error);
  tiem_adopt_result_free (adopted);
  put_order (fixture, "1001", TIEM_ORDER_TO_SHIP, "SPXVN04829117733C", two_goods, FALSE);
  put_order (fixture, "1002", TIEM_ORDER_AWAITING_PICKUP, "SPXVN04829117734C", one_shirt, FALSE);
  put_order (fixture, "1003", TIEM_ORDER_TO_SHIP, NULL, one_bottle, FALSE);
  put_order (fixture, "1004", TIEM_ORDER_TO_CONFIRM, NULL, one_bottle, FALSE);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  store_fixture_tear_down (&fixture->shop, NULL);
}

static gint64
find_order (Fixture *fixture,
            const char *number)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (fixture->shop.store, number, fixture->channel, &error);

  g_assert_no_error (error);
  return id;
}

static void
begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->run = tiem_store_begin_pack (fixture->shop.store, NULL, &error);
  g_assert_no_error (error);
}

static TiemPackRun *
get_run (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TiemPackRun *run = tiem_store_get_pack (fixture->shop.store, fixture->run, &error);

  g_assert_no_error (error);
  return run;
}

static TiemPackResult *
scan_asked (Fixture *fixture,
            const char *code,
            TiemPackAsk ask)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;

  fixture->shop.now += 2000;
  results = tiem_store_scan_pack (fixture->shop.store, fixture->run, code, &ask, &error);
  g_assert_no_error (error);
  return g_ptr_array_steal_index (results, results->len - 1);
}

static void
expect_scan (Fixture *fixture,
             const char *code,
             TiemPackOutcome outcome)
{
  g_autoptr (TiemPackResult) result = scan_asked (fixture, code, (TiemPackAsk){ 0 });

  g_assert_cmpstr (
      tiem_pack_outcome_to_string (result->outcome), ==, tiem_pack_outcome_to_string (outcome));
}

static void
expect_open (Fixture *fixture,
             const char *number,
             gint64 done)
{
  g_autoptr (TiemPackRun) run = get_run (fixture);

  if (number == NULL)
    {
      g_assert_null (run->open);
      return;
    }
  g_assert_nonnull (run->open);
  g_assert_cmpstr (run->open->number, ==, number);
  g_assert_cmpint (tiem_pack_order_get_done (run->open), ==, done);
}

static gboolean
has_event (Fixture *fixture,
           const char *number,
           const char *words)
{
  g_autoptr (TiemOrder) order
      = tiem_store_get_order (fixture->shop.store, find_order (fixture, number), NULL);

  for (guint i = 0; i < order->events->len; i++)
    if (strcmp (((TiemOrderEvent *)g_ptr_array_index (order->events, i))->what, words) == 0)
      return TRUE;
  return FALSE;
}

/* --- --- */

static void
test_round (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (TiemPackRun) run = NULL;

  begin (fixture);
  expect_open (fixture, "1001", 0);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COUNTED);
  expect_scan (fixture, "at-sg-d-l", TIEM_PACK_COUNTED);
  expect_scan (fixture, "8934563138165", TIEM_PACK_SURPLUS);
  expect_scan (fixture, "TOTE-MEO", TIEM_PACK_WRONG);
  expect_open (fixture, "1001", 2);
  expect_scan (fixture, "]E08938505974194\x1d", TIEM_PACK_COMPLETE);
  g_assert_true (has_event (fixture, "1001", "Packed, 3 items."));
  /* The next one is open already, and its waybill says nothing new. */
  expect_open (fixture, "1002", 0);
  expect_scan (fixture, "SPXVN04829117734C", TIEM_PACK_IS_OPEN);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COMPLETE);
  expect_scan (fixture, "8938505974194", TIEM_PACK_COMPLETE);
  expect_open (fixture, NULL, 0);
  expect_scan (fixture, "8938505974194", TIEM_PACK_NO_ORDER);

  run = get_run (fixture);
  g_assert_cmpint (run->n_orders, ==, 3);
  g_assert_cmpint (run->n_packed, ==, 3);
  g_assert_cmpint (run->n_left, ==, 0);
  g_assert_cmpuint (run->to_hand->len, ==, 3);
  g_assert_cmpstr (((TiemPackDone *)g_ptr_array_index (run->done, 0))->number, ==, "1003");
  g_assert_cmpint (run->each_ms, >, 0);
  shop_check (&fixture->shop);
}

static void
test_codes (Fixture *fixture,
            gconstpointer data)
{
  const struct
  {
    const char *code;
    TiemPackOutcome outcome;
  } scans[] = {
    /* 1001 is open, nothing is scanned. */
    { "SPXVN04829117734C", TIEM_PACK_OPENED }, /* 1002 by its tracking number */
    { "spxvn04829117733c", TIEM_PACK_OPENED }, /* Caps Lock */
    { "OFG1002", TIEM_PACK_OPENED },           /* the parcel's own number */
    { "#1001", TIEM_PACK_OPENED },
    { "1001", TIEM_PACK_IS_OPEN },
    { "1004", TIEM_PACK_NOT_READY },
    { "893850597419", TIEM_PACK_GARBLED },  /* the last digit is missing */
    { "893505974194", TIEM_PACK_GARBLED },  /* a good UPC-A, but a barcode of the order less one */
    { "8938505974193", TIEM_PACK_GARBLED }, /* the check digit */
    { "8938505974194893601", TIEM_PACK_JOINED },
    { "MA-LA", TIEM_PACK_UNKNOWN },
    { "", TIEM_PACK_UNKNOWN },
    { "3*AT-SG-D-L", TIEM_PACK_SURPLUS },
    { "2*AT-SG-D-L", TIEM_PACK_COUNTED },
    { "1002", TIEM_PACK_OTHER_ORDER },
    { "0108938505974194", TIEM_PACK_COMPLETE }, /* GS1 */
    { "1001", TIEM_PACK_ALREADY },
  };

  begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (scans); i++)
    {
      g_test_message ("%s", scans[i].code);
      expect_scan (fixture, scans[i].code, scans[i].outcome);
    }
  shop_check (&fixture->shop);
}

/* Two codes that came as one: both count where both are known. */
static void
test_split (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (GPtrArray) results = NULL;

  begin (fixture);
  results = tiem_store_scan_pack (
      fixture->shop.store, fixture->run, "89345631381658938505974194", NULL, NULL);
  g_assert_cmpuint (results->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (
        ((TiemPackResult *)g_ptr_array_index (results, i))->outcome, ==, TIEM_PACK_COUNTED);
  expect_open (fixture, "1001", 2);
  /* A waybill and goods of the order it opens. */
  expect_scan (fixture, "1001", TIEM_PACK_IS_OPEN);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COMPLETE);
  expect_scan (fixture, "SPXVN04829117734C8934563138165", TIEM_PACK_COMPLETE);
  expect_open (fixture, "1003", 0);
}

static void
test_reopened_store (Fixture *fixture,
                     gconstpointer data)
{
  begin (fixture);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COUNTED);
  g_clear_object (&fixture->shop.store);
  store_fixture_open (&fixture->shop);
  expect_open (fixture, "1001", 1);
  begin (fixture);
  expect_open (fixture, "1001", 1);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COUNTED);
  expect_scan (fixture, "8938505974194", TIEM_PACK_COMPLETE);
  shop_check (&fixture->shop);
}

static void
test_runs (Fixture *fixture,
           gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemPackRun) run = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first;
  gint64 id = find_order (fixture, "1004");

  /* One that is not confirmed can't be packed, and there is nothing else. */
  g_array_append_val (ids, id);
  g_assert_cmpint (tiem_store_begin_pack (fixture->shop.store, ids, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_cmpstr (error->message, ==, "Order 1004 can't be packed yet: To confirm.");
  g_clear_error (&error);

  begin (fixture);
  first = fixture->run;
  expect_scan (fixture, "1003", TIEM_PACK_OPENED);
  expect_scan (fixture, "8938505974194", TIEM_PACK_COMPLETE);
  expect_open (fixture, "1001", 0);

  /* Other orders are ticked: the same run goes on with them. */
  id = find_order (fixture, "1002");
  g_array_append_val (ids, id);
  fixture->run = tiem_store_begin_pack (fixture->shop.store, ids, &error);
  g_assert_cmpint (fixture->run, ==, first);
  expect_open (fixture, "1002", 0);
  run = get_run (fixture);
  g_assert_cmpint (run->n_orders, ==, 2);
  g_assert_cmpint (run->n_packed, ==, 1);

  /* After lunch it is another one. */
  fixture->shop.now += TIEM_PACK_RUN_ENDS_MS + 1;
  begin (fixture);
  g_assert_cmpint (fixture->run, !=, first);
  g_clear_pointer (&run, tiem_pack_run_free);
  run = get_run (fixture);
  g_assert_cmpint (run->n_packed, ==, 0);
  g_assert_cmpint (run->n_left, ==, 2);
}

static void
test_cancelled (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (TiemPackRun) run = NULL;

  begin (fixture);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COUNTED);
  put_order (fixture, "1001", TIEM_ORDER_TO_SHIP, NULL, two_goods, TRUE);
  expect_scan (fixture, "8934563138165", TIEM_PACK_CANCEL_ASKED);
  put_order (fixture, "1001", TIEM_ORDER_CANCELLED, NULL, two_goods, FALSE);
  expect_scan (fixture, "8934563138165", TIEM_PACK_CANCELLED);
  expect_scan (fixture, "1001", TIEM_PACK_CANCELLED);
  expect_open (fixture, "1001", 1);
  run = get_run (fixture);
  g_assert_cmpint (run->n_orders, ==, 2);
  g_assert_cmpuint (run->done->len, ==, 1);
  g_assert_true (((TiemPackDone *)g_ptr_array_index (run->done, 0))->is_cancelled);
  /* The next waybill needs no agreement to leave it. */
  expect_scan (fixture, "1002", TIEM_PACK_OPENED);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COMPLETE);
  /* One that is cancelled after it was packed is not handed over. */
  put_order (fixture, "1002", TIEM_ORDER_CANCELLED, NULL, one_shirt, FALSE);
  g_clear_pointer (&run, tiem_pack_run_free);
  run = get_run (fixture);
  g_assert_cmpuint (run->to_hand->len, ==, 0);
  g_assert_cmpint (run->n_packed, ==, 0);
  g_assert_cmpuint (run->done->len, ==, 2);
  shop_check (&fixture->shop);
}

/* The channel changes what is in the order that is open. */
static void
test_changed (Fixture *fixture,
              gconstpointer data)
{
  const guint fewer[] = { 0, 2, 0, 0 };
  const guint more[] = { 0, 3, 0, 0 };
  g_autoptr (TiemPackResult) result = NULL;
  g_autoptr (GError) error = NULL;

  begin (fixture);
  expect_scan (fixture, "8938505974194", TIEM_PACK_COUNTED);
  expect_scan (fixture, "2*8934563138165", TIEM_PACK_COMPLETE);
  expect_open (fixture, "1002", 0);

  put_order (fixture, "1001", TIEM_ORDER_TO_SHIP, NULL, two_goods, FALSE);
  g_assert_true (tiem_store_reopen_pack (
      fixture->shop.store, fixture->run, find_order (fixture, "1001"), &error));
  g_assert_no_error (error);
  expect_open (fixture, "1001", 0);
  g_assert_true (has_event (fixture, "1001", "Opened again, to be packed once more."));
  expect_scan (fixture, "2*8934563138165", TIEM_PACK_COUNTED);
  g_assert_null (tiem_store_finish_pack (fixture->shop.store, fixture->run, &error));
  g_assert_no_error (error);
  /* The bottle is taken out of the order: what is scanned is all of it. */
  put_order (fixture, "1001", TIEM_ORDER_TO_SHIP, NULL, fewer, FALSE);
  result = tiem_store_finish_pack (fixture->shop.store, fixture->run, &error);
  g_assert_no_error (error);
  g_assert_nonnull (result);
  g_assert_cmpint (result->outcome, ==, TIEM_PACK_COMPLETE);
  g_assert_cmpint (result->units, ==, 2);
  put_order (fixture, "1002", TIEM_ORDER_AWAITING_PICKUP, NULL, more, FALSE);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COUNTED);
  expect_open (fixture, "1002", 1);
  shop_check (&fixture->shop);
}

static void
test_skip_and_lacking (Fixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lacks = NULL;
  const TiemPackLack *lack;
  g_autoptr (TiemPackRun) run = NULL;

  begin (fixture);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COUNTED);
  g_assert_true (tiem_store_skip_pack (fixture->shop.store, fixture->run, &error));
  expect_open (fixture, "1002", 0);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COMPLETE);
  g_assert_true (tiem_store_skip_pack (fixture->shop.store, fixture->run, &error));
  expect_open (fixture, "1001", 1);
  g_assert_no_error (error);

  /* One shirt and the bottle are missing; two shirts are here: one packed, one scanned. */
  lacks = tiem_store_list_lacking (fixture->shop.store, fixture->run, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lacks->len, ==, 2);
  lack = g_ptr_array_index (lacks, 0);
  g_assert_cmpint (lack->missing, ==, 1);
  g_assert_true (lack->is_counted);
  g_assert_cmpint (lack->in_hand, ==, 2);
  g_assert_cmpint (lack->on_hand, >, 2);

  g_assert_true (tiem_store_report_lacking (fixture->shop.store, fixture->run, TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (has_event (fixture, "1001", "Missing when it was packed: 1 × AT-SG-D-L Đen, L."));
  shop_assert_stock (&fixture->shop, "AT-SG-D-L", 2, 3);
  shop_assert_stock (&fixture->shop, "BGN-750", 0, 3);
  expect_open (fixture, "1003", 0);
  run = get_run (fixture);
  g_assert_cmpint (run->n_left, ==, 1);
  g_assert_cmpint (run->n_lacking, ==, 1);
  /* It turned up: its waybill opens it again, with what was scanned. */
  expect_scan (fixture, "SPXVN04829117733C", TIEM_PACK_OPENED_SHORT);
  expect_open (fixture, "1001", 1);
  shop_check (&fixture->shop);
}

static void
test_by_hand (Fixture *fixture,
              gconstpointer data)
{
  const guint bag[] = { 3, 1, 0, 0 };
  g_autoptr (TiemPackRun) run = NULL;
  g_autoptr (TiemPackResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const TiemPackLine *line;

  put_order (fixture, "1005", TIEM_ORDER_TO_SHIP, NULL, bag, FALSE);
  begin (fixture);
  expect_scan (fixture, "1005", TIEM_PACK_OPENED);
  run = get_run (fixture);
  line = g_ptr_array_index (run->open->lines, 0);
  g_assert_false (line->has_code);
  result = tiem_store_count_pack (fixture->shop.store, fixture->run, line->line_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result->outcome, ==, TIEM_PACK_COMPLETE);
}

/* Two products that carry the same barcode, as their channels show them. */
static void
test_two_with_one_code (Fixture *fixture,
                        gconstpointer data)
{
  const ShopListing twin[]
      = { { "9", NULL, "AT-SG-T-M", "Áo thun, in lại", NULL, 5, NULL, "8934563138165" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (TiemPackResult) result = NULL;
  g_autoptr (TiemPackResult) other = NULL;
  gint64 second = shop_add_channel (&fixture->shop, "si");
  gint64 right, wrong;

  shop_read_listings (&fixture->shop, second, twin, G_N_ELEMENTS (twin));
  /* By hand: SKU and barcode name two different goods. */
  listing = shop_get_listing (&fixture->shop, second, "AT-SG-T-M");
  g_assert_true (tiem_store_link (fixture->shop.store,
                                  listing->id,
                                  tiem_store_find_sku (fixture->shop.store, "AT-SG-T-M", NULL),
                                  &error));
  begin (fixture);
  result = scan_asked (fixture, "8934563138165", (TiemPackAsk){ 0 });
  g_assert_cmpint (result->outcome, ==, TIEM_PACK_AMBIGUOUS);
  g_assert_cmpuint (result->choices->len, ==, 2);
  right = ((TiemPackChoice *)g_ptr_array_index (result->choices, 0))->id;
  wrong = ((TiemPackChoice *)g_ptr_array_index (result->choices, 1))->id;
  g_assert_cmpint (right, ==, tiem_store_find_sku (fixture->shop.store, "AT-SG-D-L", NULL));
  other = scan_asked (fixture, "8934563138165", (TiemPackAsk){ .chosen_id = wrong });
  g_assert_cmpint (other->outcome, ==, TIEM_PACK_WRONG);
  g_assert_cmpstr (other->goods, ==, "AT-SG-T-M Trắng, M");
  tiem_pack_result_free (g_steal_pointer (&other));
  other = scan_asked (fixture, "8934563138165", (TiemPackAsk){ .chosen_id = right });
  g_assert_cmpint (other->outcome, ==, TIEM_PACK_COUNTED);
  shop_check (&fixture->shop);
}

/* A set of two shirts, scanned as its parts. */
static void
test_bundle (Fixture *fixture,
             gconstpointer data)
{
  const guint bag[] = { 3, 2, 0, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  TiemBundlePart black = { tiem_store_find_sku (fixture->shop.store, "AT-SG-D-L", NULL), 1 };
  TiemBundlePart white = { tiem_store_find_sku (fixture->shop.store, "AT-SG-T-M", NULL), 1 };

  g_array_append_val (parts, black);
  g_array_append_val (parts, white);
  g_assert_true (tiem_store_set_bundle (fixture->shop.store,
                                        tiem_store_find_sku (fixture->shop.store, "TOTE-MEO", NULL),
                                        parts,
                                        &error));
  g_assert_no_error (error);
  put_order (fixture, "1005", TIEM_ORDER_TO_SHIP, NULL, bag, FALSE);
  begin (fixture);
  expect_scan (fixture, "1005", TIEM_PACK_OPENED);
  expect_scan (fixture, "8934563138165", TIEM_PACK_COUNTED);
  expect_open (fixture, "1005", 0);
  expect_scan (fixture, "TOTE-MEO", TIEM_PACK_COUNTED);
  expect_scan (fixture, "8934563138165", TIEM_PACK_SURPLUS);
  g_clear_object (&fixture->shop.store);
  store_fixture_open (&fixture->shop);
  expect_scan (fixture, "8936017360218", TIEM_PACK_COMPLETE);
  shop_check (&fixture->shop);
}

#define ADD(path, func) g_test_add ("/pack-store/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round", test_round);
  ADD ("codes", test_codes);
  ADD ("split", test_split);
  ADD ("reopened-store", test_reopened_store);
  ADD ("runs", test_runs);
  ADD ("cancelled", test_cancelled);
  ADD ("changed", test_changed);
  ADD ("skip-and-lacking", test_skip_and_lacking);
  ADD ("by-hand", test_by_hand);
  ADD ("two-with-one-code", test_two_with_one_code);
  ADD ("bundle", test_bundle);

  return g_test_run ();
}
