#include "disk-bench.h"

#include "store/tiem-backup.h"

#include <sqlite3.h>

/*
 * A disk that fails, or is full, at each single operation of what the shop does to its database:
 * an error that helps, all of it or nothing, and as if nothing had been once the disk is well.
 */

#define N(array) (array), G_N_ELEMENTS (array)

static const ShopListing goods[] = {
  { "1", NULL, "AT-DEN-L", "Áo thun đen", NULL, 10 },
  { "2", NULL, "QJ-XANH-30", "Quần jean xanh", NULL, 6 },
  { "3", NULL, "TUI-VAI", "Túi vải", NULL, 40 },
};

static const ShopOrder first_orders[] = {
  { "D1", TIEM_ORDER_TO_SHIP, "1", NULL, "AT-DEN-L", 2, "b1", "Nguyễn Thị Hoà", "0912345678" },
  { "D2", TIEM_ORDER_TO_SHIP, "2", NULL, "QJ-XANH-30", 1, "b2", "Đặng Văn Lâm", "0987654321" },
};

static const ShopOrder more_orders[] = {
  { "D1", TIEM_ORDER_SHIPPING, "1", NULL, "AT-DEN-L", 2, "b1", "Nguyễn Thị Hoà", "0912345678" },
  { "D3", TIEM_ORDER_TO_SHIP, "2", NULL, "QJ-XANH-30", 6, "b3", "Trần Thị Đào", "0909123456" },
  { "D4", TIEM_ORDER_UNPAID, "3", NULL, "TUI-VAI", 1, "b1", "Nguyễn Thị Hoà", "0912345678" },
  { "D5", TIEM_ORDER_CANCELLED, "3", NULL, "TUI-VAI", 3, "b4", "Lê Minh Tú", "0933222111" },
};

/* Two channels with the same goods, orders of both, a price and a shipment to be sent. */
static void
make_shop (const char *dir)
{
  StoreFixture shop = { .dir = (char *)dir, .now = G_GINT64_CONSTANT (1795262000000) };
  g_autoptr (TiemAdoptResult) adopted = NULL;
  g_autoptr (TiemLinkResult) linked = NULL;
  g_autoptr (GError) error = NULL;
  TiemNewVariant price = { .price_vnd = 139000 };

  store_fixture_open (&shop);
  g_assert_cmpint (shop_add_channel (&shop, "website"), ==, 1);
  g_assert_cmpint (shop_add_channel (&shop, "saigon"), ==, 2);
  shop_read_listings (&shop, 1, N (goods));
  adopted = tiem_store_adopt (shop.store, 1, NULL, &error);
  g_assert_no_error (error);
  shop_read_listings (&shop, 2, N (goods));
  linked = tiem_store_link_by_sku (shop.store, 2, &error);
  g_assert_no_error (error);
  shop_put_orders (&shop, 1, N (first_orders));
  tiem_store_edit_variant (shop.store, 1, TIEM_EDIT_PRICE, &price, &error);
  g_assert_no_error (error);
  tiem_store_queue_order_action (shop.store, 1, "order:ship", NULL, 0, &error);
  g_assert_no_error (error);
  g_clear_object (&shop.store);
}

/* The shop, and a backup that holds something else. */
static void
make_shop_with_backup (const char *dir)
{
  StoreFixture shop = { .dir = (char *)dir, .now = G_GINT64_CONSTANT (1795262200000) };
  g_autofree char *path = g_build_filename (dir, "sao-luu.db", NULL);
  g_autoptr (GError) error = NULL;

  make_shop (dir);
  store_fixture_open (&shop);
  tiem_store_backup (shop.store, path, NULL, &error);
  g_assert_no_error (error);
  shop_put_orders (&shop, 1, N (more_orders));
  g_clear_object (&shop.store);
}

/* The rows of one table, as far as the older one has columns for them. */
static void
copy_table (sqlite3 *old,
            const char *name,
            gboolean is_virtual)
{
  g_autoptr (GString) columns = g_string_new (is_virtual ? "rowid" : NULL);
  g_autofree char *ask = g_strdup_printf ("SELECT name FROM pragma_table_info('%s')", name);
  g_autofree char *sql = NULL;
  sqlite3_stmt *rows = NULL;

  sqlite3_prepare_v2 (old, ask, -1, &rows, NULL);
  while (sqlite3_step (rows) == SQLITE_ROW)
    g_string_append_printf (
        columns, "%s%s", columns->len > 0 ? ", " : "", (const char *)sqlite3_column_text (rows, 0));
  sqlite3_finalize (rows);
  sql = g_strdup_printf ("INSERT OR REPLACE INTO main.%s (%s) SELECT %s FROM now.%s",
                         name,
                         columns->str,
                         columns->str,
                         name);
  if (sqlite3_exec (old, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (old));
}

static void
copy_tables (sqlite3 *old)
{
  sqlite3_stmt *tables = NULL;

  sqlite3_prepare_v2 (old,
                      "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM main.sqlite_schema"
                      " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                      " AND name NOT LIKE '%\\_text\\_%' ESCAPE '\\'",
                      -1,
                      &tables,
                      NULL);
  while (sqlite3_step (tables) == SQLITE_ROW)
    copy_table (
        old, (const char *)sqlite3_column_text (tables, 0), sqlite3_column_int (tables, 1) != 0);
  sqlite3_finalize (tables);
}

/* The same shop as the first version of Tiệm would have written it. */
static void
make_old_shop (const char *dir)
{
  g_autofree char *schema
      = g_test_build_filename (G_TEST_DIST, "..", "src", "store", "sql", "0001-initial.sql", NULL);
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);
  g_autofree char *newer = g_build_filename (dir, "newer.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS now", newer);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  make_shop (dir);
  g_assert_cmpint (g_rename (path, newer), ==, 0);
  g_file_get_contents (schema, &sql, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, attach, NULL, NULL, NULL), ==, SQLITE_OK);
  copy_tables (db);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 1", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_unlink (newer);
}

/* --- what is done --- */

static gboolean
open_store (StoreFixture *shop,
            GError **error)
{
  shop->store = tiem_store_open (shop->dir, error);
  if (shop->store == NULL)
    return FALSE;
  tiem_store_set_clock (shop->store, store_fixture_now_cb, shop);
  return TRUE;
}

static gboolean
take_orders (StoreFixture *shop,
             GError **error)
{
  g_autoptr (TiemOrderPage) page = shop_make_order_page (shop, N (more_orders));

  return tiem_store_put_order_page (shop->store, 1, page, NULL, error);
}

static gboolean
take_listings (StoreFixture *shop,
               GError **error)
{
  g_autoptr (TiemListingPage) page = shop_make_page (N (goods));

  ((TiemRemoteListing *)g_ptr_array_index (page->listings, 0))->stock = 3;
  return tiem_store_put_listing_page (shop->store, 2, page, shop->now, error);
}

static gboolean
set_stock (StoreFixture *shop,
           GError **error)
{
  return tiem_store_set_stock (shop->store, 1, 25, "count", NULL, error);
}

static gboolean
set_price (StoreFixture *shop,
           GError **error)
{
  TiemNewVariant values = { .price_vnd = 159000 };

  return tiem_store_edit_variant (shop->store, 2, TIEM_EDIT_PRICE, &values, error);
}

static gboolean
cancel_order (StoreFixture *shop,
              GError **error)
{
  return tiem_store_queue_order_action (shop->store, 2, "order:cancel", "Hết hàng", 0, error) != 0;
}

static gboolean
begin_pushes (StoreFixture *shop,
              GError **error)
{
  g_autoptr (GPtrArray) pushes = tiem_store_take_stock_pushes (shop->store, 2, 100, error);

  guint dropped;

  return pushes != NULL && tiem_store_begin_pushes (shop->store, pushes, &dropped, error);
}

static void
make_pushing_shop (const char *dir)
{
  StoreFixture shop = { .dir = (char *)dir, .now = G_GINT64_CONSTANT (1795262100000) };
  g_autoptr (GError) error = NULL;

  make_shop (dir);
  store_fixture_open (&shop);
  begin_pushes (&shop, &error);
  g_assert_no_error (error);
  g_clear_object (&shop.store);
}

static gboolean
finish_pushes (StoreFixture *shop,
               GError **error)
{
  g_autoptr (GPtrArray) pushes = tiem_store_list_unclear (shop->store, 2, 100, error);

  for (guint i = 0; pushes != NULL && i < pushes->len; i++)
    {
      TiemPush *push = g_ptr_array_index (pushes, i);

      push->done = TRUE;
      push->confirmed = push->value;
    }
  return pushes != NULL && tiem_store_finish_pushes (shop->store, 2, pushes, error);
}

/* What need not be safe by itself is so with the next order. */
static gboolean
push_and_sell (StoreFixture *shop,
               GError **error)
{
  return finish_pushes (shop, error) && take_orders (shop, error);
}

static gboolean
send_price (StoreFixture *shop,
            GError **error)
{
  g_autoptr (GPtrArray) items = tiem_store_take_outbox (shop->store, 1, "price", 100, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (items, i);

      if (!tiem_store_finish_outbox (shop->store, item->id, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
merge_customers (StoreFixture *shop,
                 GError **error)
{
  return tiem_store_merge_customers (shop->store, 1, 2, error);
}

static gboolean
erase_customer (StoreFixture *shop,
                GError **error)
{
  return tiem_store_erase_customer (shop->store, 1, error);
}

static gboolean
back_up (StoreFixture *shop,
         GError **error)
{
  g_autofree char *path = g_build_filename (shop->dir, "sao-luu.db", NULL);

  return tiem_store_backup (shop->store, path, NULL, error);
}

static gboolean
restore (StoreFixture *shop,
         GError **error)
{
  g_autofree char *path = g_build_filename (shop->dir, "sao-luu.db", NULL);
  g_autofree char *kept = tiem_store_restore (shop->store, path, NULL, error);

  return kept != NULL;
}

/* What was said to be backed up is there, all of it, and does not go with the power. */
static void
look_at_backup (StoreFixture *shop,
                const char *before)
{
  g_autofree char *path = g_build_filename (shop->dir, "sao-luu.db", NULL);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *content = disk_bench_digest (path);

  g_assert_cmpstr (content, ==, before);
  g_assert_true (faulty_vfs_is_safe (part));
}

static const DiskStep steps[] = {
  { "open-new", open_store, NULL, .opens = TRUE, .in_parts = TRUE },
  { "open", open_store, make_shop, .opens = TRUE },
  { "open-old", open_store, make_old_shop, .opens = TRUE, .in_parts = TRUE },
  { "orders", take_orders, make_shop },
  { "listings", take_listings, make_shop },
  { "stock", set_stock, make_shop },
  { "price", set_price, make_shop },
  { "cancel", cancel_order, make_shop },
  { "begin-push", begin_pushes, make_shop, .is_light = TRUE },
  { "finish-push", finish_pushes, make_pushing_shop, .is_light = TRUE },
  { "push-and-sale", push_and_sell, make_pushing_shop, .in_parts = TRUE },
  { "send-price", send_price, make_shop, .in_parts = TRUE },
  { "merge", merge_customers, make_shop },
  { "erase", erase_customer, make_shop },
  { "back-up", back_up, make_shop, .look = look_at_backup },
  { "restore", restore, make_shop_with_backup },
};

/* --- how the disk fails --- */

static const struct
{
  const char *name;
  FaultyKind kind;
  guint times;
} faults[] = {
  { "error", FAULTY_ERROR, 1 }, { "dead", FAULTY_ERROR, 0 },  { "no-room", FAULTY_FULL, 1 },
  { "full", FAULTY_FULL, 0 },   { "short", FAULTY_SHORT, 1 },
};

static void
test_step (gconstpointer data)
{
  guint which = GPOINTER_TO_UINT (data);
  const DiskStep *step = &steps[which % G_N_ELEMENTS (steps)];
  guint fault = which / G_N_ELEMENTS (steps);
  DiskCounts counts = { 0 };

  if (fault < G_N_ELEMENTS (faults))
    disk_bench_try (step, faults[fault].kind, faults[fault].times, &counts);
  else
    disk_bench_try_power (step, &counts);
  g_print ("# %u points, %u told, %u without harm\n", counts.points, counts.told, counts.swallowed);
  g_assert_cmpuint (counts.points, >, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  faulty_vfs_register ();
  for (guint i = 0; i <= G_N_ELEMENTS (faults); i++)
    for (guint j = 0; j < G_N_ELEMENTS (steps); j++)
      {
        g_autofree char *path = g_strdup_printf (
            "/disk/%s/%s", i < G_N_ELEMENTS (faults) ? faults[i].name : "power", steps[j].name);

        g_test_add_data_func (path, GUINT_TO_POINTER (i * G_N_ELEMENTS (steps) + j), test_step);
      }
  return g_test_run ();
}
