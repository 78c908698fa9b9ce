#include "cost-fixture.h"

#include "store/tiem-store-profit.h"

/* What the ledger books is worth: sales, what comes back, slips there and back, the owner's word,
 * and a database of before. The invariants are checked after each scenario. */

/* Goods leave at what they cost, come back at that, and a damaged one costs what it cost. */
static void
test_sale (Ledger *ledger,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = NULL;
  gint64 line;

  assert_worth (ledger, 0, -1);
  give_cost (ledger, TRUE, 50000);
  assert_worth (ledger, 500000, 50000);
  g_assert_cmpint (
      get_int (ledger, "SELECT value_vnd FROM movement WHERE reason = 'cost'"), ==, 500000);

  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 3);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, -1);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 3);
  assert_worth (ledger, 350000, 50000);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, 150000);

  /* Dearer ones come in between: (350.000 + 7 × 60.000) / 14 = 55.000 each. */
  move (ledger, 7, "purchase", add_slip (ledger, "PN000001"), 60000);
  assert_worth (ledger, 770000, 55000);
  order = get_order (ledger, "1");
  line = get_int (ledger, "SELECT id FROM order_line");
  g_assert_true (tiem_store_receive_return (ledger->base.store, order->id, line, 1, FALSE, &error));
  g_assert_no_error (error);
  assert_worth (ledger, 820000, 54667);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, 100000);
  g_assert_true (tiem_store_receive_return (ledger->base.store, order->id, line, 1, TRUE, &error));
  g_assert_no_error (error);
  assert_worth (ledger, 820000, 54667);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, 100000);
}

/* A link that is taken away and given again leaves no trace in what is there. */
static void
test_unlink (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  give_cost (ledger, TRUE, 33333);
  if (data != NULL)
    set_method (ledger, TIEM_COST_FIFO);
  move (ledger, 3, "purchase", add_slip (ledger, "PN000001"), 40001);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 4);
  g_assert_true (tiem_store_unlink (ledger->base.store, ledger->listing, &error));
  g_assert_no_error (error);
  assert_worth (ledger, 333330 + 120003, 34872);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, 0);
  g_assert_true (tiem_store_link (ledger->base.store, ledger->listing, ledger->ao, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, data != NULL ? 4 * 33333 : 139487);
}

/* What a slip brought goes at that cost when it is undone, also when some of it was sold. */
static void
test_slips (Ledger *ledger,
            gconstpointer data)
{
  gint64 first, second, third;

  give_cost (ledger, TRUE, 10000);
  if (data != NULL)
    set_method (ledger, TIEM_COST_FIFO);
  first = add_slip (ledger, "PN000001");
  second = add_slip (ledger, "PN000002");
  move (ledger, 10, "purchase", first, 12000);
  move (ledger, 20, "purchase", second, 15000);
  assert_worth (ledger, 520000, 13000);
  move (ledger, -10, "correction", first, -1);
  assert_worth (ledger, 400000, 13333);
  /* Back to the supplier at its own cost, and not back after all. */
  third = add_slip (ledger, "TH000001");
  move (ledger, -4, "supplier-return", third, 15000);
  assert_worth (ledger, 340000, 13077);
  move (ledger, 4, "correction", third, -1);
  assert_worth (ledger, 400000, 13333);
  /* A transfer is worth nothing. */
  third = add_slip (ledger, "CK000001");
  move (ledger, -4, "transfer", third, -1);
  move (ledger, 4, "transfer", third, -1);
  assert_worth (ledger, 400000, 13333);
  /* A count finds 3 more, is undone. */
  third = add_slip (ledger, "KK000001");
  move (ledger, 3, "take", third, -1);
  assert_worth (ledger, 440000, 13333);
  move (ledger, -3, "take", third, -1);
  assert_worth (ledger, 400000, 13333);
}

/* Goods go back to the supplier at what the purchase that is named cost, FIFO: out of its layer. */
static void
test_supplier_return (Ledger *ledger,
                      gconstpointer data)
{
  g_autofree char *lines = NULL;
  gint64 first, second, back;

  give_cost (ledger, TRUE, 10000);
  if (data != NULL)
    set_method (ledger, TIEM_COST_FIFO);
  first = add_slip (ledger, "PN000001");
  second = add_slip (ledger, "PN000002");
  back = add_slip (ledger, "TH000001");
  lines = g_strdup_printf (
      "INSERT INTO purchase (slip_id, of_slip_id, saved_at) VALUES (%1$d, NULL, 1), (%2$d, NULL, "
      "1),"
      " (%3$d, %1$d, 1);"
      "INSERT INTO purchase_line (slip_id, position, variant_id, quantity, price_vnd, cost_vnd)"
      " VALUES (%1$d, 0, %4$d, 6, 12000, 72000), (%2$d, 0, %4$d, 4, 15000, 60000)",
      (int)first,
      (int)second,
      (int)back,
      (int)ledger->ao);
  run (ledger, lines);
  move (ledger, 6, "purchase", first, 12000);
  move (ledger, 4, "purchase", second, 15000);
  assert_worth (ledger, 232000, 11600);
  move (ledger, -2, "supplier-return", back, -1);
  assert_worth (ledger, 208000, 11556);
  if (data != NULL)
    g_assert_cmpint (
        get_int (ledger, "SELECT units FROM cost_layer WHERE value_vnd = 48000"), ==, 4);
  move (ledger, 2, "supplier-return", back, -1);
  assert_worth (ledger, 232000, 11600);
  run (ledger, "DELETE FROM purchase_line; DELETE FROM purchase");
}

/* Sold before it came: settled with the arrival. */
static void
test_negative (Ledger *ledger,
               gconstpointer data)
{
  give_cost (ledger, TRUE, 10000);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 14);
  assert_ao (ledger, -4, 0);
  assert_worth (ledger, -40000, 10000);
  move (ledger, 10, "purchase", add_slip (ledger, "PN000001"), 12000);
  assert_worth (ledger, 72000, 12000);
  g_assert_cmpint (
      get_int (ledger, "SELECT settled_vnd FROM movement ORDER BY id DESC LIMIT 1"), ==, 8000);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, 140000);
}

/* Until a cost is known nothing is valued; goods that left without one stay without. */
static void
test_unknown (Ledger *ledger,
              gconstpointer data)
{
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 2);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, -1);
  move (ledger, 4, "purchase", add_slip (ledger, "PN000001"), 20000);
  assert_worth (ledger, 240000, 20000);
  put_ao (ledger, "2", TIEM_ORDER_SHIPPING, 2);
  g_assert_cmpint (get_int (ledger, LINE_COST), ==, 40000);
  put_ao (ledger, "1", TIEM_ORDER_RETURNED, 2);
  g_assert_cmpint (
      get_int (ledger, "SELECT count (*) FROM movement WHERE value_vnd IS NULL"), ==, 2);
  give_cost (ledger, FALSE, 0);
  assert_worth (ledger, 0, -1);
  give_cost (ledger, TRUE, 21000);
  assert_worth (ledger, 210000, 21000);
}

/* The whole cost of an arrival, where it can't be shared evenly. */
static void
test_total (Ledger *ledger,
            gconstpointer data)
{
  const TiemMovementCause cause = { .reason = "purchase",
                                    .slip_id = add_slip (ledger, "PN000001"),
                                    .has_cost = TRUE,
                                    .unit_cost_vnd = 33333,
                                    .total_cost_vnd = 100000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWrite) write = NULL;

  tiem_store_set_stock (ledger->base.store, ledger->ao, 0, "count", NULL, &error);
  g_assert_no_error (error);
  write = tiem_store_begin_write (ledger->base.store, &error);
  tiem_ledger_move (write, ledger->ao, 3, &cause, &error);
  g_assert_no_error (error);
  tiem_write_commit (write, &error);
  g_assert_no_error (error);
  g_clear_pointer (&write, tiem_write_end);
  assert_worth (ledger, 100000, 33333);
  set_method (ledger, TIEM_COST_FIFO);
  assert_worth (ledger, 100000, 33333);
}

/* --- a page of a bookkeeper's --- */

/* What the stock is worth after each entry, worked out by hand from VAS 02 §13 (bình quân, nhập
 * trước xuất trước): {value, cost of one} by average and by FIFO. */
static const struct
{
  const char *entry;
  gint64 by[2][2];
} page[] = {
  { "10 of 10.000, and 20 bought for 240.000 with 12.000 of freight",
    { { 352000, 11733 }, { 352000, 11733 } } },
  { "15 sold: 15/30 of it; 10 of 10.000 and 5 of 12.600",
    { { 176000, 11733 }, { 189000, 12600 } } },
  { "2 of them come back: 2/15 of what they left with", { { 199467, 11733 }, { 210733, 12396 } } },
  { "1 is damaged", { { 187734, 11733 }, { 199866, 12492 } } },
  { "a count finds 2 more", { { 211201, 11733 }, { 224849, 12492 } } },
  { "a count misses 3", { { 176001, 11733 }, { 188783, 12586 } } },
  { "20 are sold, 5 of which are not here yet", { { -58665, 11733 }, { -62460, 12492 } } },
  { "10 come at 13.000: 5 cover those", { { 65000, 13000 }, { 65000, 13000 } } },
};

static void
make_entry (Ledger *ledger,
            guint i)
{
  g_autoptr (GError) error = NULL;

  switch (i)
    {
    case 0:
      move (ledger, 20, "purchase", add_slip (ledger, "PN000001"), 12600);
      break;
    case 1:
      put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 15);
      break;
    case 2:
      tiem_store_receive_return (
          ledger->base.store, 1, get_int (ledger, "SELECT id FROM order_line"), 2, FALSE, &error);
      g_assert_no_error (error);
      break;
    case 3:
      move (ledger, -1, "damaged", 0, -1);
      break;
    case 4:
      move (ledger, 2, "count", 0, -1);
      break;
    case 5:
      move (ledger, -3, "count", 0, -1);
      break;
    case 6:
      put_ao (ledger, "2", TIEM_ORDER_SHIPPING, 20);
      break;
    default:
      move (ledger, 10, "purchase", add_slip (ledger, "PN000002"), 13000);
      break;
    }
}

/* @data: by FIFO; the other method is looked at after each entry, and left again. */
static void
test_page (Ledger *ledger,
           gconstpointer data)
{
  TiemCostMethod method = data != NULL ? TIEM_COST_FIFO : TIEM_COST_AVERAGE;
  TiemCostMethod other = data != NULL ? TIEM_COST_AVERAGE : TIEM_COST_FIFO;

  give_cost (ledger, TRUE, 10000);
  set_method (ledger, method);
  for (guint i = 0; i < G_N_ELEMENTS (page); i++)
    {
      g_test_message ("%s", page[i].entry);
      make_entry (ledger, i);
      assert_worth (ledger, page[i].by[method][0], page[i].by[method][1]);
      set_method (ledger, other);
      assert_worth (ledger, page[i].by[other][0], page[i].by[other][1]);
      set_method (ledger, method);
      assert_worth (ledger, page[i].by[method][0], page[i].by[method][1]);
      shop_check (&ledger->base);
    }
  /* What the goods of the first sale cost, without the two that are back; the second one's last
   * five cost 65.000, whatever was thought before. */
  g_assert_cmpint (get_int (ledger, "SELECT cost_vnd FROM order_line ORDER BY id LIMIT 1"),
                   ==,
                   method == TIEM_COST_AVERAGE ? 176000 - 23467 : 163000 - 21733);
  g_assert_cmpint (get_int (ledger, "SELECT sum (settled_vnd) FROM movement"),
                   ==,
                   method == TIEM_COST_AVERAGE ? 65000 - 58665 : 65000 - 62460);
}

/* --- profit --- */

/* An order in each of its states: what is received, less what the goods cost, part by part. */
static void
test_profit (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 total;
  TiemProfit profit;

  give_cost (ledger, TRUE, 10000);
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 3);
  total = get_int (ledger, "SELECT total_vnd FROM customer_order");
  g_assert_true (tiem_store_get_profit (ledger->base.store, 1, 0, &profit, &error));
  g_assert_cmpint (profit.sold_vnd, ==, total);
  g_assert_cmpint (profit.booked_vnd, ==, 0);
  g_assert_cmpint (profit.expected_vnd, ==, 30000);
  g_assert_cmpint (profit.profit_vnd, ==, total - 30000);
  g_assert_true (profit.is_estimate);

  /* It left at 10.000; what one costs later changes nothing. */
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 3);
  give_cost (ledger, TRUE, 12000);
  run (ledger,
       "INSERT INTO order_fee (order_id, position, kind, amount_vnd) VALUES (1, 0, 'other', 700)");
  g_assert_true (tiem_store_get_profit (ledger->base.store, 1, 0, &profit, &error));
  g_assert_cmpint (profit.booked_vnd, ==, 30000);
  g_assert_cmpint (profit.expected_vnd, ==, 0);
  g_assert_cmpint (profit.kept_vnd, ==, 700);
  g_assert_cmpint (profit.profit_vnd, ==, total - 700 - 30000);
  g_assert_true (profit.is_estimate);

  /* The payout is what counts once the platform has told it. */
  run (ledger, "UPDATE customer_order SET fees_state = 'settled', payout_vnd = total_vnd - 900");
  g_assert_true (tiem_store_get_profit (ledger->base.store, 1, 0, &profit, &error));
  g_assert_cmpint (profit.kept_vnd, ==, 900);
  g_assert_cmpint (profit.profit_vnd, ==, total - 900 - 30000);
  g_assert_false (profit.is_estimate);

  /* Back on the shelf: nothing is paid, and the goods cost nothing. */
  run (ledger, "UPDATE customer_order SET fees_state = 'none', payout_vnd = 0");
  put_ao (ledger, "1", TIEM_ORDER_RETURNED, 3);
  tiem_store_receive_return (ledger->base.store, 1, 0, 0, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (tiem_store_get_profit (ledger->base.store, 1, 0, &profit, &error));
  g_assert_cmpint (profit.sold_vnd, ==, 0);
  g_assert_cmpint (profit.goods_vnd, ==, 0);
  g_assert_cmpint (profit.profit_vnd, ==, -700);
}

/* --- what the check finds --- */

static void
test_check (Ledger *ledger,
            gconstpointer data)
{
  static const struct
  {
    const char *breaks;
    const char *mends;
    const char *name;
  } cases[] = {
    { "UPDATE variant SET stock_value_vnd = stock_value_vnd + 1 WHERE sku = 'AO'",
      "UPDATE variant SET stock_value_vnd = stock_value_vnd - 1 WHERE sku = 'AO'",
      "value_equals_movements" },
    { "UPDATE movement SET value_vnd = value_vnd + 1 WHERE id = (SELECT max (id) FROM movement)",
      "UPDATE movement SET value_vnd = value_vnd - 1 WHERE id = (SELECT max (id) FROM movement)",
      "value_equals_movements" },
    { "UPDATE variant SET cost_units = cost_units + 1 WHERE sku = 'AO'",
      "UPDATE variant SET cost_units = cost_units - 1 WHERE sku = 'AO'",
      "value_equals_movements" },
    { "UPDATE variant SET cost_vnd = cost_vnd + 1 WHERE sku = 'AO'",
      "UPDATE variant SET cost_vnd = cost_vnd - 1 WHERE sku = 'AO'",
      "value_equals_movements" },
    { "UPDATE order_line SET cost_vnd = cost_vnd + 1",
      "UPDATE order_line SET cost_vnd = cost_vnd - 1",
      "value_equals_movements" },
    { "UPDATE cost_layer SET units = units + 1",
      "UPDATE cost_layer SET units = units - 1",
      "layers_equal_stock" },
    { "UPDATE cost_layer SET value_vnd = value_vnd + 1",
      "UPDATE cost_layer SET value_vnd = value_vnd - 1",
      "layers_equal_stock" },
    { "UPDATE setting SET value = 'average' WHERE key = 'cost_method'",
      "UPDATE setting SET value = 'fifo' WHERE key = 'cost_method'",
      "layers_equal_stock" },
  };

  give_cost (ledger, TRUE, 10000);
  set_method (ledger, TIEM_COST_FIFO);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 2);
  shop_check (&ledger->base);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].breaks);
      run (ledger, cases[i].breaks);
      g_assert_false (holds (&ledger->base, cases[i].name));
      run (ledger, cases[i].mends);
    }
}

/* --- a database of before --- */

static void
test_version_4 (StoreFixture *fixture,
                gconstpointer data)
{
  static const char *const schemas[]
      = { "0001-initial.sql", "0002-after-sale.sql", "0003-trust.sql", "0004-day.sql" };
  g_autofree char *path = g_build_filename (fixture->dir, "tiem.db", NULL);
  g_autoptr (TiemDb) db = NULL;
  g_autoptr (GError) error = NULL;
  Ledger ledger = { 0 };

  g_clear_object (&fixture->store);
  store_fixture_remove_dir (fixture->dir);
  g_mkdir (fixture->dir, 0700);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  db = tiem_db_open (path, TIEM_DB_WRITER, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autofree char *name = g_strconcat ("/vn/tiem/Tiem/schema/", schemas[i], NULL);
      g_autoptr (GBytes) schema
          = g_resources_lookup_data (name, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      g_autofree char *sql = g_strndup (g_bytes_get_data (schema, NULL), g_bytes_get_size (schema));

      tiem_db_exec (db, sql, &error);
      g_assert_no_error (error);
    }
  tiem_db_exec (db,
                "INSERT INTO product (id, name, sort_name, created_at)"
                " VALUES (1, 'Áo thun', 'ao thun', 1);"
                "INSERT INTO variant (id, product_id, sku, sku_key, sort_name, cost_vnd,"
                " counted_at, on_hand, available, created_at) VALUES"
                " (1, 1, 'AO', 'AO', 'ao thun', 45000, 1, 7, 7, 1),"
                " (2, 1, 'QUAN', 'QUAN', 'ao thun', NULL, 1, 4, 4, 1);"
                "INSERT INTO stock (variant_id, location_id, on_hand) VALUES (1, 1, 7), (2, 1, 4);"
                "INSERT INTO movement (at, variant_id, location_id, delta, on_hand, reason) VALUES"
                " (1, 1, 1, 10, 10, 'count'), (2, 1, 1, -3, 7, 'damaged'),"
                " (3, 2, 1, 4, 4, 'count');"
                "PRAGMA user_version = 4",
                &error);
  g_assert_no_error (error);
  g_clear_pointer (&db, tiem_db_close);

  store_fixture_open (fixture);
  ledger.base = *fixture;
  assert_worth (&ledger, 315000, 45000);
  g_assert_cmpint (
      get_int (&ledger, "SELECT count (*) FROM movement WHERE value_vnd IS NULL"), ==, 1);
  g_assert_true (holds (fixture, "value_equals_movements"));
  g_assert_true (holds (fixture, "layers_equal_stock"));
  {
    g_autofree char *before = dump (&ledger);
    g_autofree char *after = NULL;

    set_method (&ledger, TIEM_COST_AVERAGE);
    after = dump (&ledger);
    g_assert_cmpstr (before, ==, after);
  }
  set_method (&ledger, TIEM_COST_FIFO);
  assert_worth (&ledger, 315000, 45000);
  g_assert_true (holds (fixture, "value_equals_movements"));
  g_assert_true (holds (fixture, "layers_equal_stock"));
}

#define ADD(path, data, func) g_test_add (path, Ledger, data, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/cost-store/sale", NULL, test_sale);
  ADD ("/cost-store/unlink/average", NULL, test_unlink);
  ADD ("/cost-store/unlink/fifo", "fifo", test_unlink);
  ADD ("/cost-store/slips/average", NULL, test_slips);
  ADD ("/cost-store/slips/fifo", "fifo", test_slips);
  ADD ("/cost-store/supplier-return/average", NULL, test_supplier_return);
  ADD ("/cost-store/supplier-return/fifo", "fifo", test_supplier_return);
  ADD ("/cost-store/negative", NULL, test_negative);
  ADD ("/cost-store/unknown", NULL, test_unknown);
  ADD ("/cost-store/total", NULL, test_total);
  ADD ("/cost-store/page/average", NULL, test_page);
  ADD ("/cost-store/page/fifo", "fifo", test_page);
  ADD ("/cost-store/profit", NULL, test_profit);
  ADD ("/cost-store/check", NULL, test_check);
  g_test_add ("/cost-store/version-4",
              StoreFixture,
              NULL,
              store_fixture_set_up,
              test_version_4,
              store_fixture_tear_down);
  return g_test_run ();
}
