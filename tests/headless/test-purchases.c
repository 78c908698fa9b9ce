#include "check-fixture.h"
#include "purchases-fixture.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "document/tiem-purchase-sheet.h"
#include "model/tiem-purchase.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

#include <poppler.h>
#include <string.h>

/* Purchases and returns to suppliers. The invariants are checked after each test. */

/* --- spreading --- */

typedef struct
{
  const char *name;
  gint64 discount;
  gint64 freight;
  struct
  {
    gint64 quantity;
    gint64 price;
    gint64 discount;
    gint64 cost; /* wanted */
  } lines[4];
} Spread;

static const Spread spreads[] = {
  { "nothing to share", 0, 0, { { 10, 45000, 0, 450000 }, { 2, 120000, 0, 240000 } } },
  { "freight by value", 0, 69000, { { 10, 45000, 0, 495000 }, { 2, 120000, 0, 264000 } } },
  { "discount by value", 69000, 0, { { 10, 45000, 0, 405000 }, { 2, 120000, 0, 216000 } } },
  /* 100 = 33 + 33 + 33, and one đồng is left: the first has it */
  { "three equal", 0, 100, { { 1, 1000, 0, 1034 }, { 1, 1000, 0, 1033 }, { 1, 1000, 0, 1033 } } },
  /* 1 × 2/3, 1 × 1/3: the larger remainder has it, though it comes later */
  { "one đồng", 0, 1, { { 1, 1000, 0, 1000 }, { 1, 2000, 0, 2001 } } },
  { "after the lines' discounts",
    0,
    30000,
    { { 3, 50000, 50000, 115000 }, { 1, 100000, 0, 115000 } } },
  { "a gift has no part", 0, 30000, { { 5, 20000, 0, 130000 }, { 1, 0, 0, 0 } } },
  { "only gifts share by units", 0, 30001, { { 2, 0, 0, 20001 }, { 1, 0, 0, 10000 } } },
  { "all is given", 300000, 7, { { 2, 100000, 0, 5 }, { 1, 100000, 0, 2 } } },
  { "large",
    0,
    G_GINT64_CONSTANT (999999999999),
    { { 1000000, 900000, 0, G_GINT64_CONSTANT (1899999999999) } } },
};

static void
test_spread (gconstpointer data)
{
  const Spread *spread = data;
  g_autoptr (TiemPurchase) purchase = tiem_purchase_new (TIEM_PURCHASE);
  gint64 sum = 0;

  purchase->discount_vnd = spread->discount;
  purchase->freight_vnd = spread->freight;
  for (guint i = 0; i < G_N_ELEMENTS (spread->lines) && spread->lines[i].quantity > 0; i++)
    {
      TiemPurchaseLine *line
          = tiem_purchase_line_new (i + 1, spread->lines[i].quantity, spread->lines[i].price);

      line->discount_vnd = spread->lines[i].discount;
      g_ptr_array_add (purchase->lines, line);
    }
  tiem_purchase_spread (purchase);
  for (guint i = 0; i < purchase->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (purchase->lines, i);

      g_assert_cmpint (line->cost_vnd, ==, spread->lines[i].cost);
      sum += line->cost_vnd;
    }
  g_assert_cmpint (
      sum, ==, tiem_purchase_get_goods (purchase) - spread->discount + spread->freight);
}

/* --- booking --- */

/* Units, unit costs to the đồng, the listing's number, the debt; and all of it back. */
static void
test_book (Ledger *ledger,
           gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  gint64 gom = add_variant (ledger, "GOM", -1); /* not counted yet */
  g_autoptr (TiemPurchase) typed = make (TIEM_PURCHASE, supplier, ledger->ao, 7, 45000);
  g_autoptr (TiemPurchase) slip = NULL;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GPtrArray) movements = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_ptr_array_add (typed->lines, tiem_purchase_line_new (gom, 3, 80000));
  typed->freight_vnd = 50000;
  typed->discount_vnd = 15000;
  typed->paid_vnd = 200000;
  id = book (ledger, typed);
  slip = read_slip (ledger, id);
  g_assert_cmpstr (slip->number, ==, "PN000001");
  g_assert_cmpint (slip->state, ==, TIEM_SLIP_DONE);
  g_assert_cmpint (slip->units, ==, 10);
  /* 315.000 + 240.000 − 15.000 + 50.000 */
  g_assert_cmpint (slip->total_vnd, ==, 590000);
  g_assert_cmpint (slip->settled_vnd, ==, 200000);
  g_assert_cmpint (slip->owed_vnd, ==, 390000);
  g_assert_cmpint (read_debt (ledger, supplier), ==, 390000);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 17);
  g_assert_cmpint (read_on_hand (ledger, "GOM"), ==, 3);
  listing = shop_get_listing (&ledger->base, ledger->channel, "AO");
  g_assert_cmpint (listing->desired, ==, 17);
  shop_check (&ledger->base);

  undo (ledger, id);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 10);
  g_assert_cmpint (read_on_hand (ledger, "GOM"), ==, 0);
  g_assert_cmpint (read_debt (ledger, supplier), ==, 0);
  shop_check (&ledger->base);
  /* once only */
  g_assert_false (tiem_store_undo_purchase (ledger->base.store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

/* What the units of a slip cost is the slip, to the đồng; undoing takes out what came in. */
static void
test_unit_costs (Ledger *ledger,
                 gconstpointer data)
{
  static const gint64 freights[] = { 0, 1, 49999, 50000, 50001, 123456 };
  gint64 supplier = add_supplier (ledger, "Gốm Bát Tràng Minh Long", 0);

  for (guint i = 0; i < G_N_ELEMENTS (freights); i++)
    {
      g_autoptr (TiemPurchase) typed = make (TIEM_PURCHASE, supplier, ledger->ao, 7, 33333);
      g_autofree char *path = g_build_filename (ledger->base.dir, "tiem.db", NULL);
      g_autofree char *sql = NULL;
      sqlite3 *db = NULL;
      sqlite3_stmt *row = NULL;
      gint64 id;

      typed->freight_vnd = freights[i];
      id = book (ledger, typed);
      sql = g_strdup_printf (
          "SELECT sum (value_vnd + settled_vnd), sum (delta), count (*) FROM movement"
          " WHERE slip_id = %" G_GINT64_FORMAT,
          id);
      g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &row, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
      g_assert_cmpint (sqlite3_column_int64 (row, 0), ==, 7 * 33333 + freights[i]);
      g_assert_cmpint (sqlite3_column_int64 (row, 1), ==, 7);
      /* a line is one movement, whatever its units cost */
      g_assert_cmpint (sqlite3_column_int64 (row, 2), ==, 1);
      sqlite3_finalize (row);
      sqlite3_close (db);
      undo (ledger, id);
      shop_check (&ledger->base);
    }
}

/* Freight that somebody else is paid for makes goods dearer, not the debt. */
static void
test_freight_apart (Ledger *ledger,
                    gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_autoptr (TiemPurchase) typed = make (TIEM_PURCHASE, supplier, ledger->ao, 10, 45000);
  g_autoptr (TiemPurchase) slip = NULL;

  typed->freight_vnd = 30000;
  typed->freight_apart = TRUE;
  typed->paid_vnd = -1;
  slip = read_slip (ledger, book (ledger, typed));
  g_assert_cmpint (slip->total_vnd, ==, 450000);
  g_assert_cmpint (slip->settled_vnd, ==, 450000);
  g_assert_cmpint (((TiemPurchaseLine *)slip->lines->pdata[0])->cost_vnd, ==, 480000);
  g_assert_cmpint (read_debt (ledger, supplier), ==, 0);
}

typedef struct
{
  const char *name;
  gint64 quantity;
  gint64 price;
  gint64 line_discount;
  gint64 discount;
  gint64 freight;
  gint64 paid;
  gboolean no_supplier;
} Wrong;

static const Wrong wrongs[] = {
  { "no supplier", 1, 1000, 0, 0, 0, 0, TRUE },
  { "no units", 0, 1000, 0, 0, 0, 0, FALSE },
  { "fewer than none", -3, 1000, 0, 0, 0, 0, FALSE },
  { "more units than can be", 1000001, 1000, 0, 0, 0, 0, FALSE },
  { "a price below 0", 1, -1, 0, 0, 0, 0, FALSE },
  { "a line's discount too large", 1, 1000, 1001, 0, 0, 0, FALSE },
  { "a discount too large", 1, 1000, 0, 1001, 0, 0, FALSE },
  { "freight below 0", 1, 1000, 0, 0, -1, 0, FALSE },
  { "more paid than it costs", 1, 1000, 0, 0, 0, 1001, FALSE },
  { "more than can be counted", 1000000, G_GINT64_CONSTANT (1000000000), 0, 0, 0, 0, FALSE },
};

static void
test_wrong (Ledger *ledger,
            gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);

  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      const Wrong *wrong = &wrongs[i];
      g_autoptr (TiemPurchase) typed = make (TIEM_PURCHASE,
                                             wrong->no_supplier ? 0 : supplier,
                                             ledger->ao,
                                             wrong->quantity,
                                             wrong->price);
      g_autoptr (GError) error = NULL;

      ((TiemPurchaseLine *)typed->lines->pdata[0])->discount_vnd = wrong->line_discount;
      typed->discount_vnd = wrong->discount;
      typed->freight_vnd = wrong->freight;
      typed->paid_vnd = wrong->paid;
      g_test_message ("%s", wrong->name);
      g_assert_cmpint (tiem_store_book_purchase (ledger->base.store, typed, FALSE, &error), ==, 0);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
      /* nothing of it is there */
      g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 10);
      g_assert_cmpint (read_debt (ledger, supplier), ==, 0);
    }
}

static void
test_goods (Ledger *ledger,
            gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  gint64 combo = add_variant (ledger, "COMBO", -1);
  TiemBundlePart part = { ledger->ao, 2 };
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof part);
  g_autoptr (TiemPurchase) typed = make (TIEM_PURCHASE, supplier, combo, 1, 1000);
  g_autoptr (TiemPurchase) back = NULL;
  g_autoptr (TiemPurchaseLine) line = NULL;
  g_autoptr (GError) error = NULL;

  g_array_append_val (parts, part);
  tiem_store_set_bundle (ledger->base.store, combo, parts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tiem_store_book_purchase (ledger->base.store, typed, FALSE, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "COMBO"));
  g_clear_error (&error);

  /* what is no longer sold is not bought, but may go back */
  tiem_store_archive_variant (ledger->base.store, ledger->ao, TRUE, &error);
  g_assert_no_error (error);
  line = tiem_store_new_purchase_line (
      ledger->base.store, TIEM_PURCHASE, supplier, ledger->ao, &error);
  g_assert_null (line);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  back = make (TIEM_SUPPLIER_RETURN, supplier, ledger->ao, 4, 45000);
  book (ledger, back);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 6);
  g_assert_cmpint (read_debt (ledger, supplier), ==, -180000);
}

/* --- drafts --- */

static void
test_draft (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (TiemPurchase) typed = tiem_purchase_new (TIEM_PURCHASE);
  g_autoptr (TiemPurchase) read = NULL;
  g_autoptr (TiemPurchase) copy = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  /* nothing is wanted of it but to be kept */
  g_ptr_array_add (typed->lines, tiem_purchase_line_new (ledger->ao, 3, 45000));
  g_ptr_array_add (typed->lines, tiem_purchase_line_new (ledger->ao, 2, 46000));
  typed->note = g_strdup ("Hàng về thứ Sáu");
  id = tiem_store_save_purchase (store, typed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 10);

  /* the program is killed here */
  g_clear_object (&ledger->base.store);
  store_fixture_open (&ledger->base);
  store = ledger->base.store;
  read = read_slip (ledger, id);
  g_assert_cmpint (read->state, ==, TIEM_SLIP_DRAFT);
  g_assert_cmpstr (read->note, ==, "Hàng về thứ Sáu");
  /* the same goods twice are one line at the later price */
  g_assert_cmpint (read->lines->len, ==, 1);
  g_assert_cmpint (((TiemPurchaseLine *)read->lines->pdata[0])->quantity, ==, 5);
  g_assert_cmpint (read->total_vnd, ==, 230000);

  read->supplier_id = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_assert_cmpint (book (ledger, read), ==, id);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 15);
  /* booked, it can't be edited or thrown away, only noted upon */
  g_assert_cmpint (tiem_store_save_purchase (store, read, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (tiem_store_delete_purchase (store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  tiem_store_set_purchase_note (store, id, "Thiếu 1 cái, xưởng bù sau", &error);
  g_assert_no_error (error);

  /* a copy is a new draft under a new number, and a number never comes again */
  copy = tiem_store_copy_purchase (store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (copy->number, ==, "PN000002");
  g_assert_true (tiem_store_delete_purchase (store, copy->slip_id, &error));
  g_assert_no_error (error);
  g_clear_pointer (&copy, tiem_purchase_free);
  copy = tiem_store_copy_purchase (store, id, &error);
  g_assert_cmpstr (copy->number, ==, "PN000003");
}

/* --- going back --- */

static void
test_return (Ledger *ledger,
             gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 supplier = add_supplier (ledger, "Gốm Bát Tràng Minh Long", 0);
  gint64 bought = buy (ledger, supplier, ledger->ao, 5, 40000);
  g_autoptr (TiemPurchase) back = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  back = tiem_store_new_return_of (store, bought, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->lines->len, ==, 1);
  ((TiemPurchaseLine *)back->lines->pdata[0])->quantity = 2;
  id = book (ledger, back);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 13);
  g_assert_cmpint (read_debt (ledger, supplier), ==, 120000);
  g_assert_cmpint (read_owed (ledger, bought), ==, 120000);
  /* the purchase stands as long as the return does */
  g_assert_false (tiem_store_undo_purchase (store, bought, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "TH000001"));
  g_clear_error (&error);

  /* three are left of it, four are too many */
  g_clear_pointer (&back, tiem_purchase_free);
  back = tiem_store_new_return_of (store, bought, &error);
  g_assert_cmpint (((TiemPurchaseLine *)back->lines->pdata[0])->quantity, ==, 3);
  ((TiemPurchaseLine *)back->lines->pdata[0])->quantity = 4;
  g_assert_cmpint (tiem_store_book_purchase (store, back, FALSE, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);

  undo (ledger, id);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 15);
  g_assert_cmpint (read_debt (ledger, supplier), ==, 200000);
  undo (ledger, bought);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 10);
}

/* In how many parts it goes back, all of it is what was owed for it, to the đồng. */
static void
test_return_exact (Ledger *ledger,
                   gconstpointer data)
{
  static const gint64 steps[] = { 1, 3, 2, 1 };
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_autoptr (TiemPurchase) typed = make (TIEM_PURCHASE, supplier, ledger->ao, 7, 33333);
  TiemPurchaseLine *line = g_ptr_array_index (typed->lines, 0);
  g_autoptr (TiemPurchase) too_much = NULL;
  g_autoptr (GError) error = NULL;
  gint64 back_vnd = 0;
  gint64 bought;

  line->discount_vnd = 10001;
  typed->discount_vnd = 7000;
  bought = book (ledger, typed);
  /* 233.331 − 10.001 − 7.000 */
  g_assert_cmpint (read_debt (ledger, supplier), ==, 216330);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (TiemPurchase) all = tiem_store_new_return_of (ledger->base.store, bought, &error);
      g_autoptr (TiemPurchase) back = tiem_purchase_copy (all);
      TiemPurchaseLine *part = g_ptr_array_index (back->lines, 0);

      g_assert_no_error (error);
      if (part->quantity > steps[i])
        part->discount_vnd = 0;
      part->quantity = steps[i];
      back->discount_vnd = tiem_purchase_share_discount (back, all);
      back_vnd += tiem_purchase_get_total (back);
      book (ledger, back);
      g_assert_cmpint (read_debt (ledger, supplier), ==, 216330 - back_vnd);
      shop_check (&ledger->base);
    }
  g_assert_cmpint (back_vnd, ==, 216330);
  g_assert_cmpint (read_owed (ledger, bought), ==, 0);
  too_much = tiem_store_new_return_of (ledger->base.store, bought, &error);
  g_assert_null (too_much);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

/* Goods come in where the slip says, and leave from there when they go back. */
static void
test_place (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_autoptr (GError) error = NULL;
  gint64 barn = tiem_store_add_location (store, "Kho Gò Vấp", TRUE, &error);
  g_autoptr (TiemPurchase) typed = make (TIEM_PURCHASE, supplier, ledger->ao, 7, 33333);
  g_autoptr (TiemPurchase) slip = NULL;
  g_autoptr (TiemPurchase) back = NULL;
  g_autoptr (TiemPurchase) again = NULL;
  g_autoptr (GPtrArray) places = NULL;

  typed->location_id = barn;
  slip = read_slip (ledger, book (ledger, typed));
  g_assert_cmpint (slip->location_id, ==, barn);
  g_assert_cmpstr (slip->location_name, ==, "Kho Gò Vấp");
  places = tiem_store_list_stock_places (store, ledger->ao, &error);
  g_assert_cmpint (((TiemStockPlace *)places->pdata[0])->on_hand, ==, 10);
  g_assert_cmpint (((TiemStockPlace *)places->pdata[1])->on_hand, ==, 7);
  back = tiem_store_new_return_of (store, slip->slip_id, &error);
  g_assert_cmpint (back->location_id, ==, barn);
  book (ledger, back);
  shop_check (&ledger->base);
  g_clear_pointer (&places, g_ptr_array_unref);
  places = tiem_store_list_stock_places (store, ledger->ao, &error);
  g_assert_cmpint (((TiemStockPlace *)places->pdata[0])->on_hand, ==, 10);
  g_assert_cmpint (((TiemStockPlace *)places->pdata[1])->on_hand, ==, 0);

  /* a place that is given up takes no slip, and a copy goes to the main one */
  tiem_store_archive_location (store, barn, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tiem_store_book_purchase (store, typed, FALSE, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  again = tiem_store_copy_purchase (store, slip->slip_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->location_id, ==, 1);
}

/* More than is there goes back only when the owner insists. */
static void
test_return_short (Ledger *ledger,
                   gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Gốm Bát Tràng Minh Long", 0);
  g_autoptr (TiemPurchase) back = make (TIEM_SUPPLIER_RETURN, supplier, ledger->ao, 12, 40000);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (tiem_store_book_purchase (ledger->base.store, back, FALSE, &error), ==, 0);
  g_assert_true (tiem_purchase_error_is_short (error));
  g_clear_error (&error);
  g_assert_cmpint (tiem_store_book_purchase (ledger->base.store, back, TRUE, &error), !=, 0);
  g_assert_no_error (error);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, -2);
}

/* What was sold since can't be taken out of the ledger again. */
static void
test_undo_sold (Ledger *ledger,
                gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  gint64 id = buy (ledger, supplier, ledger->ao, 5, 40000);
  g_autoptr (GError) error = NULL;

  tiem_store_adjust_stock (ledger->base.store, ledger->ao, -12, "Hỏng", NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tiem_store_undo_purchase (ledger->base.store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, 3);
}

/* --- rows --- */

static void
add_row (GPtrArray *rows,
         const char *text)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = g_strsplit (text, "\t", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (cells, g_strdup (parts[i]));
  g_ptr_array_add (rows, cells);
}

static void
test_rows (Ledger *ledger,
           gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (TiemPurchaseRows) read = NULL;
  g_autoptr (GError) error = NULL;
  const TiemPurchaseLine *line;

  buy (ledger, supplier, ledger->ao, 1, 41000);
  add_row (rows, "Phiếu giao hàng");
  add_row (rows, "Mã hàng\tTên\tSố lượng\tĐơn giá");
  add_row (rows, "ao\tÁo thun\t3\t1tr2");
  add_row (rows, "");
  add_row (rows, "AO\tÁo thun\t2\t");
  add_row (rows, "AO\tÁo thun\t0\t1000");
  add_row (rows, "AO\tÁo thun\t-2\t1000");
  add_row (rows, "AO\tÁo thun\t1,5\t1000");
  add_row (rows, "AO\tÁo thun\tmột\t1000");
  add_row (rows, "AO\tÁo thun\t1\tmười nghìn");
  add_row (rows, "KHONG-CO\tÁo\t1\t1000");
  add_row (rows, "\tÁo\t1\t1000");
  read = tiem_store_read_purchase_rows (
      ledger->base.store, TIEM_PURCHASE, supplier, rows, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->lines->len, ==, 1);
  g_assert_cmpint (read->joined, ==, 1);
  line = g_ptr_array_index (read->lines, 0);
  g_assert_cmpint (line->quantity, ==, 5);
  /* the price that is left out is that of last time */
  g_assert_cmpint (line->price_vnd, ==, 41000);
  g_assert_cmpint (read->problems->len, ==, 7);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (read->problems, 0), "Row 6: "));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (read->problems, 6), "Row 12: "));
}

/* --- lists --- */

static void
test_list (Ledger *ledger,
           gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_autoptr (TiemPurchase) draft = make (TIEM_PURCHASE, 0, ledger->ao, 1, 1000);
  static const struct
  {
    const char *search;
    TiemPurchaseGroup group;
    guint n;
  } cases[] = {
    { NULL, TIEM_PURCHASES_ALL, 3 },       { NULL, TIEM_PURCHASES_DRAFTS, 1 },
    { NULL, TIEM_PURCHASES_OWED, 1 },      { NULL, TIEM_PURCHASES_UNDONE, 1 },
    { "hoa phat", TIEM_PURCHASES_ALL, 2 }, { "pn000001", TIEM_PURCHASES_ALL, 1 },
    { "phat AO", TIEM_PURCHASES_DONE, 1 }, { "gốm", TIEM_PURCHASES_ALL, 0 },
    { "\"\\", TIEM_PURCHASES_ALL, 3 },
  };
  gint64 counts[TIEM_N_PURCHASE_GROUPS];
  gint64 owed = 0;
  g_autoptr (GError) error = NULL;

  buy (ledger, supplier, ledger->ao, 2, 50000);
  undo (ledger, buy (ledger, supplier, ledger->ao, 2, 50000));
  tiem_store_save_purchase (store, draft, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemPurchaseQuery query = { .group = cases[i].group, .search = (char *)cases[i].search };
      g_autoptr (GPtrArray) found = tiem_store_list_purchases (store, &query, 0, 0, &error);

      g_assert_no_error (error);
      g_assert_cmpint (found->len, ==, cases[i].n);
    }
  tiem_store_count_purchases (store, TIEM_PURCHASE, counts, &owed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts[TIEM_PURCHASES_ALL], ==, 3);
  g_assert_cmpint (counts[TIEM_PURCHASES_DONE], ==, 1);
  g_assert_cmpint (owed, ==, 100000);
}

/* --- what the check finds --- */

static const struct
{
  const char *sql;
  const char *name; /* of the invariant that must notice */
} breaks[] = {
  { "UPDATE purchase SET goods_vnd = goods_vnd + 1", "slip_totals_equal_lines" },
  { "UPDATE purchase SET total_vnd = total_vnd - 1", "slip_totals_equal_lines" },
  { "UPDATE purchase SET units = 3", "slip_totals_equal_lines" },
  { "UPDATE purchase_line SET cost_vnd = cost_vnd + 1", "slip_totals_equal_lines" },
  { "UPDATE slip SET state = 'undone'", "movements_equal_done_slips" },
  { "UPDATE movement SET slip_id = NULL", "movements_equal_done_slips" },
  { "UPDATE movement SET slip_id = 1", "movements_equal_done_slips" },
  { "UPDATE supplier SET debt_vnd = 7", "supplier_debts_equal_recount" },
  { "UPDATE supplier_payment SET amount_vnd = 1", "supplier_debts_equal_recount" },
  { "UPDATE purchase SET owed_vnd = 7", "supplier_debts_equal_recount" },
};

static void
test_breaks (Ledger *ledger,
             gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_autoptr (TiemPurchase) typed
      = make (TIEM_PURCHASE, supplier, add_variant (ledger, "GOM", 1), 2, 50000);
  g_autoptr (GPtrArray) invariants = NULL;
  g_autoptr (GError) error = NULL;
  gboolean noticed = FALSE;

  typed->paid_vnd = 30000;
  book (ledger, typed);
  shop_check (&ledger->base);
  check_run_sql (&ledger->base, breaks[index].sql);
  invariants = tiem_store_check (ledger->base.store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      if (g_str_equal (invariant->name, breaks[index].name))
        noticed = invariant->violations->len > 0;
    }
  g_assert_true (noticed);
}

static void
tear_down_broken (Ledger *ledger,
                  gconstpointer data)
{
  store_fixture_tear_down (&ledger->base, NULL);
}

/* --- 500 lines --- */

static void
test_many_lines (Ledger *ledger,
                 gconstpointer data)
{
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 0);
  g_autoptr (TiemPurchase) typed = tiem_purchase_new (TIEM_PURCHASE);
  g_autoptr (TiemPurchase) slip = NULL;
  gint64 sum = 0;

  typed->supplier_id = supplier;
  typed->freight_vnd = 1234567;
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *sku = g_strdup_printf ("HANG-%03u", i);

      g_ptr_array_add (typed->lines,
                       tiem_purchase_line_new (add_variant (ledger, sku, -1), i % 9 + 1, 1000 + i));
    }
  slip = read_slip (ledger, book (ledger, typed));
  for (guint i = 0; i < slip->lines->len; i++)
    sum += ((TiemPurchaseLine *)slip->lines->pdata[i])->cost_vnd;
  g_assert_cmpint (sum, ==, slip->total_vnd);
  g_assert_cmpint (slip->n_lines, ==, 500);
}

/* --- paper --- */

static char *
read_page (PopplerDocument *document,
           int index)
{
  g_autoptr (GObject) page = G_OBJECT (poppler_document_get_page (document, index));

  return poppler_page_get_text (POPPLER_PAGE (page));
}

/* Everything of the slip is on it, and each line once. */
static void
test_paper (Ledger *ledger,
            gconstpointer data)
{
  gint64 id = add_supplier (ledger, "Gốm Bát Tràng Minh Long", 0);
  g_autoptr (TiemPurchase) typed = tiem_purchase_new (TIEM_PURCHASE);
  g_autoptr (TiemPurchase) slip = NULL;
  g_autoptr (TiemSupplier) supplier = NULL;
  TiemShopIdentity shop = { .name = (char *)"Nhà Mây", .address = (char *)"12 Hàng Bạc, Hà Nội" };
  g_autoptr (GObject) document = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  int pages;

  typed->supplier_id = id;
  typed->freight_vnd = 90000;
  typed->paid_vnd = 1000000;
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *sku = g_strdup_printf ("CHEN-%02u", i);

      g_ptr_array_add (typed->lines,
                       tiem_purchase_line_new (add_variant (ledger, sku, -1), 2, 30000 + i));
    }
  slip = read_slip (ledger, book (ledger, typed));
  supplier = tiem_store_get_supplier (ledger->base.store, id, &error);
  pdf = tiem_purchase_sheet_make (slip, supplier, &shop, ledger->base.now, &error);
  g_assert_no_error (error);
  document = G_OBJECT (poppler_document_new_from_bytes (pdf, NULL, &error));
  g_assert_no_error (error);
  pages = poppler_document_get_n_pages (POPPLER_DOCUMENT (document));
  g_assert_cmpint (pages, >, 1);
  for (int i = 0; i < pages; i++)
    {
      g_autofree char *page = read_page (POPPLER_DOCUMENT (document), i);

      g_string_append (text, page);
    }
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *sku = g_strdup_printf ("CHEN-%02u", i);
      const char *first = strstr (text->str, sku);

      g_assert_nonnull (first);
    }
  g_assert_nonnull (strstr (text->str, "PN000001"));
  g_assert_nonnull (strstr (text->str, "Nhà Mây"));
  g_assert_nonnull (strstr (text->str, "Gốm Bát Tràng Minh Long (NCC000001)"));
  /* 60 × 2 × 30.000 + 2 × (0 + … + 59) + 90.000, less what is paid */
  g_assert_nonnull (strstr (text->str, "3.693.540"));
  g_assert_nonnull (strstr (text->str, "2.693.540"));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (spreads); i++)
    {
      g_autofree char *path = g_strdup_printf ("/purchases/spread/%s", spreads[i].name);

      g_test_add_data_func (path, &spreads[i], test_spread);
    }
#define ADD(path, func) g_test_add ("/purchases/" path, Ledger, NULL, set_up, func, tear_down)
  ADD ("book", test_book);
  ADD ("unit-costs", test_unit_costs);
  ADD ("freight-apart", test_freight_apart);
  ADD ("wrong", test_wrong);
  ADD ("goods", test_goods);
  ADD ("draft", test_draft);
  ADD ("return", test_return);
  ADD ("return-exact", test_return_exact);
  ADD ("return-short", test_return_short);
  ADD ("place", test_place);
  ADD ("undo-sold", test_undo_sold);
  ADD ("rows", test_rows);
  ADD ("list", test_list);
  ADD ("many-lines", test_many_lines);
  ADD ("paper", test_paper);
#undef ADD
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/purchases/check/%u", i);

      g_test_add (path, Ledger, GUINT_TO_POINTER (i), set_up, test_breaks, tear_down_broken);
    }
  return g_test_run ();
}
