#include "check-fixture.h"

#include "store/tiem-orders-private.h"
#include "store/tiem-row-list-private.h"
#include "store/tiem-store-customers-private.h"
#include "store/tiem-variants-private.h"

#include <string.h>

/* Searching, sorting and windows over a shop that is not empty. */

#define TO_SHIP TIEM_ORDER_TO_SHIP
#define N(array) (array), G_N_ELEMENTS (array)

#define MANY 1500

static const char *const goods[] = {
  "Đường phèn hạt vàng", "Trà sen Tây Hồ", "Áo thun đen", "Bánh đậu xanh", "Nước mắm Phú Quốc",
};
static const TiemOrderStatus statuses[] = {
  TIEM_ORDER_UNPAID,    TIEM_ORDER_TO_CONFIRM, TIEM_ORDER_TO_SHIP,   TIEM_ORDER_SHIPPING,
  TIEM_ORDER_COMPLETED, TIEM_ORDER_CANCELLED,  TIEM_ORDER_RETURNING,
};

/* Orders of two channels, every fifth of them of "Đường phèn hạt vàng". */
static void
fill_orders (StoreFixture *fixture)
{
  gint64 channels[]
      = { shop_add_channel (fixture, "Website"), shop_add_channel (fixture, "Shopee") };

  for (guint c = 0; c < 2; c++)
    {
      g_autofree ShopOrder *orders = g_new0 (ShopOrder, MANY / 2);
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < MANY / 2; i++)
        {
          char *remote_id = g_strdup_printf ("%u", 1000 + i);
          char *phone = g_strdup_printf ("0901%06u", (2 * i + c) % 997);

          g_ptr_array_add (texts, remote_id);
          g_ptr_array_add (texts, phone);
          orders[i].remote_id = remote_id;
          orders[i].status = statuses[i % G_N_ELEMENTS (statuses)];
          orders[i].title = goods[i % G_N_ELEMENTS (goods)];
          orders[i].name = i % 2 ? "Nguyễn Thị Hoà" : "Đặng Văn Lâm";
          orders[i].phone = phone;
          orders[i].total = 50000 + (i * 7919) % 1000 * 1000;
          orders[i].placed_at = fixture->now - (gint64)((i * 31) % 701) * SHOP_MINUTE;
        }
      shop_put_orders (fixture, channels[c], orders, MANY / 2);
    }
}

/* Runs on a connection of its own, so that only what the callback does is counted. */
typedef GArray *(*SelectFunc) (TiemDb *db, gint64 now, gconstpointer query);

static void
assert_follows_index (StoreFixture *fixture,
                      SelectFunc select,
                      gconstpointer query,
                      const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemDb) db
      = tiem_db_open (tiem_store_get_path (fixture->store), TIEM_DB_READER, &error);
  g_autoptr (GArray) ids = NULL;
  sqlite3_stmt *stmt = NULL;
  int n_sorts = 0, n_steps = 0;

  g_assert_no_error (error);
  ids = select (db, fixture->now, query);
  while ((stmt = sqlite3_next_stmt (tiem_db_get_handle (db), stmt)) != NULL)
    {
      n_sorts += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_SORT, FALSE);
      n_steps += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_VM_STEP, FALSE);
    }
  g_test_message ("%s: %u rows, %d sorts, %d steps", what, ids->len, n_sorts, n_steps);
  g_assert_cmpint (n_sorts, ==, 0);
  /* 50 rows out of many cost about as much as 50 out of 50. */
  g_assert_cmpint (n_steps, <, 5000);
}

static GArray *
select_orders (TiemDb *db,
               gint64 now,
               gconstpointer query)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = tiem_orders_select (db, query, 50, 0, &error);

  g_assert_no_error (error);
  return ids;
}

static GArray *
select_variants (TiemDb *db,
                 gint64 now,
                 gconstpointer query)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = tiem_variants_select (db, now, query, 50, 0, &error);

  g_assert_no_error (error);
  return ids;
}

static GArray *
select_customers (TiemDb *db,
                  gint64 now,
                  gconstpointer query)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = tiem_customers_select (db, now, query, 50, 0, &error);

  g_assert_no_error (error);
  return ids;
}

static void
test_orders_follow_index (StoreFixture *fixture,
                          gconstpointer data)
{
  static const struct
  {
    const char *what;
    TiemOrderQuery query;
  } cases[] = {
    { "all by time", { .sort = TIEM_ORDER_SORT_PLACED, .descending = TRUE } },
    { "all by time, oldest first", { .sort = TIEM_ORDER_SORT_PLACED } },
    { "to do by deadline", { TIEM_ORDERS_TODO, .sort = TIEM_ORDER_SORT_SHIP_BY } },
    { "one status",
      { TIEM_ORDERS_STATUS,
        TIEM_ORDER_TO_SHIP,
        .sort = TIEM_ORDER_SORT_PLACED,
        .descending = TRUE } },
    { "one channel", { .channel_id = 1, .sort = TIEM_ORDER_SORT_PLACED, .descending = TRUE } },
    { "by deadline", { .sort = TIEM_ORDER_SORT_SHIP_BY } },
    { "by channel", { .sort = TIEM_ORDER_SORT_CHANNEL } },
    { "by number", { .sort = TIEM_ORDER_SORT_NUMBER, .descending = TRUE } },
    { "by buyer", { .sort = TIEM_ORDER_SORT_BUYER } },
    { "by total", { .sort = TIEM_ORDER_SORT_TOTAL, .descending = TRUE } },
    { "by status", { .sort = TIEM_ORDER_SORT_STATUS } },
  };

  fill_orders (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_follows_index (fixture, select_orders, &cases[i].query, cases[i].what);
}

static void
test_customers_follow_index (StoreFixture *fixture,
                             gconstpointer data)
{
  fill_orders (fixture);
  for (guint sort = TIEM_CUSTOMER_SORT_NAME; sort <= TIEM_CUSTOMER_SORT_LAST; sort++)
    for (guint descending = 0; descending < 2; descending++)
      {
        TiemCustomerQuery query = { .sort = sort, .descending = descending };
        g_autofree char *what = g_strdup_printf ("sort %u", sort);

        assert_follows_index (fixture, select_customers, &query, what);
      }
}

static void
fill_variants (StoreFixture *fixture,
               guint n)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree ShopListing *listings = g_new0 (ShopListing, n);
  g_autoptr (TiemAdoptResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 web = shop_add_channel (fixture, "Website");

  for (guint i = 0; i < n; i++)
    {
      char *id = g_strdup_printf ("%u", i);
      char *sku = g_strdup_printf ("MA-%05u", i);

      g_ptr_array_add (texts, id);
      g_ptr_array_add (texts, sku);
      listings[i].product = id;
      listings[i].sku = sku;
      listings[i].title = goods[i % G_N_ELEMENTS (goods)];
      listings[i].options = i % 2 ? "Loại 1" : "Loại 2";
      listings[i].stock = (i * 7) % 31;
    }
  shop_read_listings (fixture, web, listings, n);
  result = tiem_store_adopt (fixture->store, web, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->variants, ==, n);
}

static void
test_variants_follow_index (StoreFixture *fixture,
                            gconstpointer data)
{
  fill_variants (fixture, MANY);
  for (guint sort = TIEM_VARIANT_SORT_NAME; sort <= TIEM_VARIANT_SORT_AVAILABLE; sort++)
    for (guint descending = 0; descending < 2; descending++)
      {
        TiemVariantQuery query = { .sort = sort, .descending = descending };
        g_autofree char *what = g_strdup_printf ("sort %u", sort);

        assert_follows_index (fixture, select_variants, &query, what);
      }
}

/* --- searching --- */

static const struct
{
  const char *typed;
  gboolean finds;
} searches[] = {
  { "duong phen", TRUE },       { "đường phèn", TRUE },
  { "ĐƯỜNG PHÈN", TRUE },       { "phen duong", TRUE },
  { "phèn vàng", TRUE },        { "\u0111u\u031bo\u031b\u0300ng phe\u0300n", TRUE }, /* NFD */
  { "duong phe", TRUE },        { "duong ph", TRUE },
  { "  duong,  phen! ", TRUE }, { "\"duong\" -phen*", TRUE },
  { "duong trang", FALSE },     { "uong phen", FALSE },
};

static void
test_search_orders (StoreFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fill_orders (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      TiemOrderQuery query = { .search = (char *)searches[i].typed, .descending = TRUE };
      g_autoptr (GPtrArray) orders
          = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);
      gint64 n, total;

      g_test_message ("“%s”", searches[i].typed);
      g_assert_no_error (error);
      g_assert_cmpuint (orders->len, ==, searches[i].finds ? MANY / 5 : 0);
      for (guint j = 1; j < orders->len; j++)
        g_assert_cmpint (((TiemOrder *)g_ptr_array_index (orders, j - 1))->placed_at,
                         >=,
                         ((TiemOrder *)g_ptr_array_index (orders, j))->placed_at);
      g_assert_true (tiem_store_sum_orders (fixture->store, &query, &n, &total, &error));
      g_assert_cmpint (n, ==, orders->len);
    }
}

/* However many hold the words, and whatever way that is found by: the first are those that the
 * whole list begins with. */
static void
test_search_first (StoreFixture *fixture,
                   gconstpointer data)
{
  static const char *const typed[]
      = { "duong phen", "nguyen th", "nguyen thi ho", "dang", "0901", "0901 ng", "dang van x" };
  static const gint64 limits[] = { 1, 20, 120, 400, 2 * MANY };
  g_autoptr (TiemRead) read = NULL;

  fill_orders (fixture);
  read = tiem_store_begin_read (fixture->store, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    for (guint sort = TIEM_ORDER_SORT_PLACED; sort <= TIEM_ORDER_SORT_STATUS; sort++)
      {
        TiemOrderQuery query = { .search = (char *)typed[i], .sort = sort, .descending = i % 2 };
        g_autoptr (GArray) all = tiem_orders_select (read->db, &query, 0, 0, NULL);

        g_assert_cmpuint (all->len > 0, ==, i < 6);
        for (guint j = 0; j < G_N_ELEMENTS (limits); j++)
          {
            g_autoptr (GArray) first = tiem_orders_select (read->db, &query, limits[j], 0, NULL);
            gsize n = MIN ((gsize)limits[j], all->len);

            g_assert_cmpmem (
                first->data, first->len * sizeof (gint64), all->data, n * sizeof (gint64));
          }
      }
}

/* Inside what is chosen, not instead of it. */
static void
test_search_with_filters (StoreFixture *fixture,
                          gconstpointer data)
{
  TiemOrderQuery query = { TIEM_ORDERS_STATUS, TIEM_ORDER_TO_SHIP, .search = (char *)"duong phen" };
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GError) error = NULL;

  fill_orders (fixture);
  query.channel_id = 2;
  orders = tiem_store_list_orders (fixture->store, &query, TRUE, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (orders->len, >, 0);
  for (guint i = 0; i < orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (orders, i);
      const TiemOrderLine *line = g_ptr_array_index (order->lines, 0);

      g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
      g_assert_cmpint (order->channel_id, ==, 2);
      g_assert_cmpstr (line->title, ==, goods[0]);
    }
}

static void
test_search_variants (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fill_variants (fixture, 500);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    for (guint sort = TIEM_VARIANT_SORT_NAME; sort <= TIEM_VARIANT_SORT_SOLD; sort++)
      {
        TiemVariantQuery query = { .search = (char *)searches[i].typed, .sort = sort };
        g_autoptr (GPtrArray) variants
            = tiem_store_list_variants (fixture->store, &query, 0, 0, &error);

        g_test_message ("“%s”", searches[i].typed);
        g_assert_no_error (error);
        g_assert_cmpuint (variants->len, ==, searches[i].finds ? 100 : 0);
      }
}

/* --- groups of variants --- */

static gint64
count_variants (StoreFixture *fixture,
                TiemVariantQuery query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) variants = tiem_store_list_variants (fixture->store, &query, 0, 0, &error);
  gint64 n, products, value;

  g_assert_no_error (error);
  g_assert_true (tiem_store_sum_variants (fixture->store, &query, &n, &products, &value, &error));
  g_assert_cmpint (n, ==, variants->len);
  return n;
}

static void
test_variant_groups (StoreFixture *fixture,
                     gconstpointer data)
{
  TiemNewVariant values = { .name = "Chỉ ở quầy",
                            .sku = "QUAY",
                            .price_vnd = 1000,
                            .cost_vnd = 700,
                            .has_cost = TRUE,
                            .on_hand = 3,
                            .has_on_hand = TRUE };
  gint64 counts[TIEM_N_VARIANT_GROUPS];
  gint64 n, products, value, id;
  g_autoptr (TiemVariant) archived = NULL;
  g_autoptr (GError) error = NULL;

  fill_variants (fixture, 310); /* ten each of 0 … 30 */
  id = tiem_store_add_variant (fixture->store, &values, &error);
  g_assert_no_error (error);
  archived = shop_get_variant (fixture, "MA-00001");
  g_assert_true (tiem_store_archive_variant (fixture->store, archived->id, TRUE, &error));

  g_assert_true (tiem_store_count_variants (fixture->store, counts, &error));
  g_assert_cmpint (counts[TIEM_VARIANTS_ON_SALE], ==, 310);
  g_assert_cmpint (counts[TIEM_VARIANTS_SOLD_OUT], ==, 10);
  g_assert_cmpint (counts[TIEM_VARIANTS_LOW], ==, 51);
  g_assert_cmpint (counts[TIEM_VARIANTS_UNLINKED], ==, 1);
  g_assert_cmpint (counts[TIEM_VARIANTS_UNDECIDED], ==, 0);
  g_assert_cmpint (counts[TIEM_VARIANTS_ARCHIVED], ==, 1);
  g_assert_cmpint (counts[TIEM_VARIANTS_ALL], ==, 311);
  for (guint i = 0; i < TIEM_N_VARIANT_GROUPS; i++)
    g_assert_cmpint (count_variants (fixture, (TiemVariantQuery){ .group = i }), ==, counts[i]);
  g_assert_cmpint (count_variants (fixture, (TiemVariantQuery){ .channel_id = 1 }), ==, 309);
  g_assert_cmpint (count_variants (fixture, (TiemVariantQuery){ .channel_id = 2 }), ==, 0);

  g_assert_true (tiem_store_sum_variants (fixture->store,
                                          &(TiemVariantQuery){ TIEM_VARIANTS_UNLINKED },
                                          &n,
                                          &products,
                                          &value,
                                          &error));
  g_assert_cmpint (products, ==, 1);
  g_assert_cmpint (value, ==, 2100);
  g_assert_cmpint (id, >, 0);

  /* What the chips say follows, and is recounted. */
  g_assert_true (tiem_store_remove_channel (fixture->store, 1, &error));
  g_assert_true (tiem_store_set_stock (fixture->store, id, 0, "count", NULL, &error));
  g_assert_true (tiem_store_count_variants (fixture->store, counts, &error));
  g_assert_cmpint (counts[TIEM_VARIANTS_UNLINKED], ==, 310);
  g_assert_cmpint (counts[TIEM_VARIANTS_SOLD_OUT], ==, 11);
  g_assert_cmpint (counts[TIEM_VARIANTS_LOW], ==, 50);
  shop_check (fixture);
  check_notices (fixture,
                 "chips_equal_recount",
                 "UPDATE counter SET n = n + 1 WHERE subject = 'variant' AND bit = 2",
                 "UPDATE counter SET n = n - 1 WHERE subject = 'variant' AND bit = 2");
  check_notices (fixture,
                 "chips_equal_recount",
                 "UPDATE counter SET n = 0 WHERE subject = 'variant' AND bit = 1",
                 "UPDATE counter SET n = 310 WHERE subject = 'variant' AND bit = 1");
  check_notices (fixture,
                 "chips_equal_recount",
                 "UPDATE variant SET listings = 1 WHERE sku = 'QUAY'",
                 "UPDATE variant SET listings = 0 WHERE sku = 'QUAY'");
}

/* --- windows --- */

static void
settle (TiemRowList *list)
{
  while (tiem_row_list_is_busy (list) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
items_changed_cb (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  guint numbers[4])
{
  numbers[0]++;
  numbers[1] = position;
  numbers[2] = removed;
  numbers[3] = added;
}

/* A sale arrives while the window shows orders and products. */
static void
test_sale_arrives (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (TiemRowList) orders = tiem_row_list_new_orders (fixture->store);
  g_autoptr (TiemRowList) variants = tiem_row_list_new_variants (fixture->store);
  TiemOrderQuery order_query = { .sort = TIEM_ORDER_SORT_PLACED, .descending = TRUE };
  TiemVariantQuery variant_query = { .sort = TIEM_VARIANT_SORT_NAME };
  g_autoptr (TiemVariant) sold = NULL;
  g_autoptr (TiemRow) order = NULL;
  g_autoptr (TiemRow) moved = NULL;
  g_autoptr (TiemRow) variant = NULL;
  const TiemVariant *value;
  guint changes[4] = { 0 };
  guint position;

  fill_variants (fixture, 200);
  shop_put_order (fixture, 1, (ShopOrder){ "1", TO_SHIP, "20", NULL, .quantity = 1 });
  tiem_row_list_set_order_query (orders, &order_query);
  tiem_row_list_set_variant_query (variants, &variant_query);
  settle (orders);
  settle (variants);

  order = g_list_model_get_item (G_LIST_MODEL (orders), 0);
  sold = shop_get_variant (fixture, "MA-00020");
  g_assert_true (tiem_row_list_find (variants, sold->id, &position));
  variant = g_list_model_get_item (G_LIST_MODEL (variants), position);
  settle (orders);
  settle (variants);
  value = tiem_row_get_value (variant);
  g_assert_cmpint (value->available, ==, sold->available);
  g_signal_connect (orders, "items-changed", G_CALLBACK (items_changed_cb), changes);

  fixture->now += SHOP_MINUTE;
  shop_put_order (fixture, 1, (ShopOrder){ "2", TO_SHIP, "20", NULL, .quantity = 3 });
  settle (orders);
  settle (variants);
  g_assert_cmpuint (changes[0], ==, 1);
  g_assert_cmpuint (changes[1], ==, 0);
  g_assert_cmpuint (changes[2], ==, 0);
  g_assert_cmpuint (changes[3], ==, 1);
  moved = g_list_model_get_item (G_LIST_MODEL (orders), 1);
  g_assert_true (moved == order);
  value = tiem_row_get_value (variant);
  g_assert_cmpint (value->available, ==, sold->available - 3);
}

static void
test_customers_and_listings (StoreFixture *fixture,
                             gconstpointer data)
{
  g_autoptr (TiemRowList) customers = tiem_row_list_new_customers (fixture->store);
  g_autoptr (TiemRowList) listings = tiem_row_list_new_listings (fixture->store);
  TiemCustomerQuery customer_query = { .search = (char *)"lam" };
  TiemListingQuery listing_query = { .search = (char *)"banh dau" };
  g_autoptr (TiemRow) customer = NULL;
  g_autoptr (TiemRow) listing = NULL;

  fill_variants (fixture, 50);
  shop_put_order (
      fixture, 1, (ShopOrder){ "1", TO_SHIP, "20", .name = "Đặng Văn Lâm", .phone = "0901234567" });
  tiem_row_list_set_customer_query (customers, &customer_query);
  tiem_row_list_set_listing_query (listings, &listing_query);
  settle (customers);
  settle (listings);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (customers)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (listings)), ==, 10);
  customer = g_list_model_get_item (G_LIST_MODEL (customers), 0);
  listing = g_list_model_get_item (G_LIST_MODEL (listings), 9);
  settle (customers);
  settle (listings);
  g_assert_cmpstr (((const TiemCustomer *)tiem_row_get_value (customer))->name, ==, "Đặng Văn Lâm");
  g_assert_cmpstr (((const TiemListing *)tiem_row_get_value (listing))->title, ==, "Bánh đậu xanh");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("/lists/index/orders", test_orders_follow_index);
  SHOP_ADD ("/lists/index/customers", test_customers_follow_index);
  SHOP_ADD ("/lists/index/variants", test_variants_follow_index);
  SHOP_ADD ("/lists/search/orders", test_search_orders);
  SHOP_ADD ("/lists/search/first", test_search_first);
  SHOP_ADD ("/lists/search/with-filters", test_search_with_filters);
  SHOP_ADD ("/lists/search/variants", test_search_variants);
  SHOP_ADD ("/lists/groups/variants", test_variant_groups);
  SHOP_ADD ("/lists/rows/sale-arrives", test_sale_arrives);
  SHOP_ADD ("/lists/rows/customers-and-listings", test_customers_and_listings);
  return g_test_run ();
}
