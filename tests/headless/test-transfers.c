#include "ledger-fixture.h"

#include "check-fixture.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-transfers.h"

/* Goods that go from one place to another. */

typedef struct
{
  Ledger ledger;
  gint64 shop; /* the second place */
} Places;

static void
set_up_places (Places *places,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (&places->ledger, NULL);
  places->shop
      = tiem_store_add_location (places->ledger.base.store, "Cửa hàng Quận 1", TRUE, &error);
  g_assert_no_error (error);
}

static void
tear_down_places (Places *places,
                  gconstpointer data)
{
  tear_down (&places->ledger, NULL);
}

static gint64
add (Places *places,
     gint64 from,
     gint64 to)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_transfer (places->ledger.base.store, from, to, NULL, &error);

  g_assert_no_error (error);
  return id;
}

static void
put_line (Places *places,
          gint64 transfer,
          gint64 variant_id,
          gint64 quantity)
{
  g_autoptr (GError) error = NULL;

  tiem_store_put_transfer_line (
      places->ledger.base.store, transfer, variant_id, quantity, TRUE, &error);
  g_assert_no_error (error);
}

static void
assert_places (Places *places,
               gint64 variant_id,
               gint64 main_place,
               gint64 shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all
      = tiem_store_list_stock_places (places->ledger.base.store, variant_id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (((TiemStockPlace *)g_ptr_array_index (all, 0))->on_hand, ==, main_place);
  g_assert_cmpint (((TiemStockPlace *)g_ptr_array_index (all, 1))->on_hand, ==, shop);
}

static void
test_book (Places *places,
           gconstpointer data)
{
  TiemStore *store = places->ledger.base.store;
  gint64 transfer = add (places, TIEM_MAIN_LOCATION, places->shop);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemTransfer) head = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  g_assert_false (tiem_store_book_transfer (store, transfer, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  put_line (places, transfer, places->ledger.ao, 4);
  assert_places (places, places->ledger.ao, 10, 0);
  put_ao (&places->ledger, "1", TIEM_ORDER_TO_SHIP, 2);

  g_assert_true (tiem_store_book_transfer (store, transfer, FALSE, &error));
  g_assert_no_error (error);
  assert_places (places, places->ledger.ao, 6, 4);
  assert_ao (&places->ledger, 10, 2);
  head = tiem_store_get_transfer (store, transfer, &lines, &error);
  g_assert_cmpstr (head->number, ==, "CK000001");
  g_assert_cmpstr (head->state, ==, "done");
  g_assert_cmpint (head->units, ==, 4);
  g_assert_cmpuint (lines->len, ==, 1);
  shop_check (&places->ledger.base);

  g_assert_false (tiem_store_book_transfer (store, transfer, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (tiem_store_undo_transfer (store, transfer, FALSE, &error));
  assert_places (places, places->ledger.ao, 10, 0);
}

/* Less than 0 is left only when somebody says so. */
static void
test_below (Places *places,
            gconstpointer data)
{
  TiemStore *store = places->ledger.base.store;
  gint64 transfer = add (places, TIEM_MAIN_LOCATION, places->shop);
  g_autoptr (GError) error = NULL;

  put_line (places, transfer, places->ledger.ao, 12);
  g_assert_false (tiem_store_book_transfer (store, transfer, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "AO (10)"));
  g_clear_error (&error);
  assert_places (places, places->ledger.ao, 10, 0);
  g_assert_true (tiem_store_book_transfer (store, transfer, TRUE, &error));
  assert_places (places, places->ledger.ao, -2, 12);

  tiem_store_set_stock_at (store, places->ledger.ao, places->shop, 3, "count", NULL, &error);
  g_assert_false (tiem_store_undo_transfer (store, transfer, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (tiem_store_undo_transfer (store, transfer, TRUE, &error));
  assert_places (places, places->ledger.ao, 10, -9);
}

static void
test_scan (Places *places,
           gconstpointer data)
{
  TiemStore *store = places->ledger.base.store;
  Ledger *ledger = &places->ledger;
  gint64 quan = add_variant (ledger, "QUAN", 5);
  gint64 combo = add_variant (ledger, "COMBO", -1);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  const TiemBundlePart both[] = { { ledger->ao, 2 }, { quan, 1 } };
  gint64 transfer = add (places, TIEM_MAIN_LOCATION, places->shop);
  static const char *const codes[] = { "AO", "2*combo", "QUAN" };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSlipScan) unknown = NULL;

  g_array_append_vals (parts, both, 2);
  tiem_store_set_bundle (store, combo, parts, &error);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (TiemSlipScan) found
          = tiem_store_scan_transfer (store, transfer, codes[i], 0, &error);

      g_assert_no_error (error);
      g_assert_cmpint (found->outcome, ==, TIEM_SLIP_SCAN_FOUND);
    }
  unknown = tiem_store_scan_transfer (store, transfer, "KHONG-CO", 0, &error);
  g_assert_cmpint (unknown->outcome, ==, TIEM_SLIP_SCAN_UNKNOWN);
  g_assert_true (tiem_store_book_transfer (store, transfer, FALSE, &error));
  assert_places (places, ledger->ao, 5, 5);
  assert_places (places, quan, 2, 3);
}

static void
test_refused (Places *places,
              gconstpointer data)
{
  TiemStore *store = places->ledger.base.store;
  gint64 never = add_variant (&places->ledger, "MOI", -1);
  g_autoptr (GError) error = NULL;
  gint64 transfer;

  g_assert_cmpint (tiem_store_add_transfer (store, 1, 1, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (tiem_store_add_transfer (store, 1, 99, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  transfer = add (places, TIEM_MAIN_LOCATION, places->shop);
  put_line (places, transfer, never, 1);
  g_assert_false (tiem_store_book_transfer (store, transfer, TRUE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  put_line (places, transfer, never, 0);
  g_assert_false (tiem_store_put_transfer_line (store, transfer, never, -1, TRUE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (tiem_store_delete_transfer (store, transfer, &error));
  g_assert_null (tiem_store_get_transfer (store, transfer, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

static void
test_check (Places *places,
            gconstpointer data)
{
  gint64 transfer = add (places, TIEM_MAIN_LOCATION, places->shop);
  g_autoptr (GError) error = NULL;

  put_line (places, transfer, places->ledger.ao, 4);
  g_assert_true (tiem_store_book_transfer (places->ledger.base.store, transfer, FALSE, &error));
#define CHECK(broken, mended)                                                                      \
  check_notices (&places->ledger.base, "transfers_move_what_they_say", broken, mended)
  CHECK ("UPDATE transfer_line SET quantity = 5", "UPDATE transfer_line SET quantity = 4");
  CHECK ("UPDATE movement SET slip_id = NULL WHERE slip_id = 1 AND delta < 0",
         "UPDATE movement SET slip_id = 1 WHERE reason = 'transfer'");
#undef CHECK
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Places, NULL, set_up_places, func, tear_down_places)
  ADD ("/transfers/book", test_book);
  ADD ("/transfers/below", test_below);
  ADD ("/transfers/scan", test_scan);
  ADD ("/transfers/refused", test_refused);
  ADD ("/transfers/check", test_check);
  return g_test_run ();
}
