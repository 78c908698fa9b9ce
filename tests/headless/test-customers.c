#include "shop-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-store-customers-private.h"

#include <string.h>

/* Who a buyer is: identities, merges, sums, search, erasure. */

#define TO_SHIP TIEM_ORDER_TO_SHIP
#define CANCELLED TIEM_ORDER_CANCELLED

static GPtrArray *
find (StoreFixture *fixture,
      const char *search)
{
  TiemCustomerQuery query = { .search = (char *)search, .sort = TIEM_CUSTOMER_SORT_NAME };
  g_autoptr (GError) error = NULL;
  GPtrArray *customers = tiem_store_list_customers (fixture->store, &query, 0, 0, &error);

  g_assert_no_error (error);
  return customers;
}

/* Returns: the only customer that the search finds */
static TiemCustomer *
find_one (StoreFixture *fixture,
          const char *search)
{
  g_autoptr (GPtrArray) customers = find (fixture, search);

  g_assert_cmpuint (customers->len, ==, 1);
  return g_ptr_array_steal_index (customers, 0);
}

static guint
count (StoreFixture *fixture,
       const char *search)
{
  g_autoptr (GPtrArray) customers = find (fixture, search);

  return customers->len;
}

static TiemCustomer *
get (StoreFixture *fixture,
     gint64 id)
{
  g_autoptr (GError) error = NULL;
  TiemCustomer *customer = tiem_store_get_customer (fixture->store, id, &error);

  g_assert_no_error (error);
  return customer;
}

static void
test_joins_by_identity (StoreFixture *fixture,
                        gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 other = shop_add_channel (fixture, "Shopee");
  g_autoptr (TiemCustomer) customer = NULL;
  const ShopOrder orders[] = {
    { "1", TO_SHIP, .buyer_id = "88", .name = "Nguyễn Thị Hoà", .phone = "0901 234 567" },
    /* the same account, the same phone as a guest, the same e-mail as a guest */
    { "2", TO_SHIP, .buyer_id = "88", .email = "Hoa@Example.com " },
    { "3", TO_SHIP, .name = "C. Hoà", .phone = "+84 90.123.4567" },
    { "4", TO_SHIP, .name = "Hoà", .email = "hoa@example.COM" },
    /* not the same person */
    { "5", TO_SHIP, .buyer_id = "89", .name = "Nguyễn Thị Hoà" },
  };
  const ShopOrder elsewhere[] = {
    { "1", TO_SHIP, .buyer_id = "88", .name = "Đặng Văn Lâm" },
    { "2", TO_SHIP, .buyer_id = "700", .name = "Hoà NT", .phone = "84901234567" },
  };

  shop_put_orders (fixture, web, orders, G_N_ELEMENTS (orders));
  shop_put_orders (fixture, other, elsewhere, G_N_ELEMENTS (elsewhere));
  customer = find_one (fixture, "0901234567");
  g_assert_cmpstr (customer->name, ==, "Nguyễn Thị Hoà"); /* the first that was known stays */
  g_assert_cmpstr (customer->phone, ==, "+84901234567");
  g_assert_cmpstr (customer->email, ==, "Hoa@Example.com");
  g_assert_cmpint (customer->orders, ==, 5);
  g_assert_cmpint (customer->spent_vnd, ==, 500000);
  g_assert_cmpint (customer->last_order_at, ==, fixture->now);
  g_assert_cmpuint (customer->identities->len, ==, 2);
  g_assert_cmpuint (count (fixture, NULL), ==, 3);
  shop_check (fixture);
}

static void
test_masked (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Shopee");
  g_autoptr (TiemCustomer) customer = NULL;
  g_autoptr (TiemCustomer) masked = NULL;
  const ShopOrder first[] = {
    { "1", TO_SHIP, .buyer_id = "7", .name = "Trần Thị Đào", .phone = "0912345678" },
    { "2", TO_SHIP, .buyer_id = "8", .name = "L***h", .phone = "******45", .email = "l**@x.vn" },
    { "3", TO_SHIP, .buyer_id = "9", .name = "L***h", .phone = "******45", .email = "l**@x.vn" },
    { "4", TO_SHIP, .name = "L***h", .phone = "******45" }, /* nobody in particular */
  };
  const ShopOrder later[] = {
    { "5", TO_SHIP, .buyer_id = "7", .name = "T***o", .phone = "******78" },
    { "6", TO_SHIP, .buyer_id = "8", .name = "Lê Thị Linh", .phone = "0987654345" },
  };

  shop_put_orders (fixture, web, first, G_N_ELEMENTS (first));
  g_assert_cmpuint (count (fixture, NULL), ==, 3);
  shop_put_orders (fixture, web, later, G_N_ELEMENTS (later));
  g_assert_cmpuint (count (fixture, NULL), ==, 3);

  customer = find_one (fixture, "dao");
  g_assert_cmpstr (customer->name, ==, "Trần Thị Đào");
  g_assert_cmpstr (customer->phone, ==, "+84912345678");
  g_assert_cmpint (customer->orders, ==, 2);
  masked = find_one (fixture, "linh"); /* what was masked is known now */
  g_assert_cmpstr (masked->name, ==, "Lê Thị Linh");
  g_assert_cmpstr (masked->phone, ==, "+84987654345");
  shop_check (fixture);
}

/* Two customers turn out to be one by an order that has something of both. */
static void
test_joins_later (StoreFixture *fixture,
                  gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  g_autoptr (TiemCustomer) a = NULL;
  g_autoptr (TiemCustomer) b = NULL;
  g_autoptr (TiemCustomer) joined = NULL;
  g_autoptr (TiemCustomer) apart = NULL;
  g_autoptr (TiemCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  shop_put_order (fixture, web, (ShopOrder){ "1", TO_SHIP, .name = "Hoà", .phone = "0901234567" });
  shop_put_order (
      fixture, web, (ShopOrder){ "2", TO_SHIP, .name = "Nguyễn Hoà", .email = "hoa@example.com" });
  a = find_one (fixture, "0901234567");
  b = find_one (fixture, "hoa@example.com");
  g_assert_cmpint (a->id, !=, b->id);

  shop_put_order (
      fixture,
      web,
      (ShopOrder){
          "3", TO_SHIP, .name = "Hoà", .phone = "0901234567", .email = "hoa@example.com" });
  joined = find_one (fixture, NULL);
  g_assert_cmpint (joined->id, ==, a->id);
  g_assert_cmpint (joined->orders, ==, 3);
  g_assert_cmpstr (joined->email, ==, "hoa@example.com"); /* of the other one */
  shop_check (fixture);

  /* Whoever asks for the one that was merged gets the whole. */
  g_clear_pointer (&joined, tiem_customer_free);
  joined = get (fixture, b->id);
  g_assert_cmpint (joined->id, ==, a->id);

  /* Taken apart by the owner they stay apart, whatever comes in. */
  g_assert_true (tiem_store_unmerge_customer (fixture->store, b->id, &error));
  apart = get (fixture, b->id);
  g_assert_cmpint (apart->id, ==, b->id);
  g_assert_cmpint (apart->orders, ==, 1);
  shop_put_order (
      fixture,
      web,
      (ShopOrder){
          "4", TO_SHIP, .name = "Hoà", .phone = "0901234567", .email = "hoa@example.com" });
  g_assert_cmpuint (count (fixture, NULL), ==, 2);
  kept = get (fixture, a->id);
  g_assert_cmpint (kept->orders, ==, 3);
  shop_check (fixture);
}

static void
test_merge_and_undo (StoreFixture *fixture,
                     gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  const char *phones[] = { "0901234561", "0901234562", "0901234563" };
  gint64 ids[3];
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemCustomer) all = NULL;
  g_autoptr (TiemCustomer) rest = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (phones); i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("%d", (int)i);
      g_autoptr (TiemCustomer) customer = NULL;

      shop_put_order (
          fixture, web, (ShopOrder){ remote_id, TO_SHIP, .name = "Tú", .phone = phones[i] });
      customer = find_one (fixture, phones[i]);
      ids[i] = customer->id;
    }

  /* 2 → 1 → 0 */
  g_assert_true (tiem_store_merge_customers (fixture->store, ids[1], ids[2], &error));
  g_assert_true (tiem_store_merge_customers (fixture->store, ids[0], ids[1], &error));
  all = find_one (fixture, NULL);
  g_assert_cmpint (all->id, ==, ids[0]);
  g_assert_cmpint (all->orders, ==, 3);
  g_assert_cmpint (all->spent_vnd, ==, 300000);
  /* found by what only a merged one has */
  g_assert_cmpuint (count (fixture, "0901234563"), ==, 1);
  shop_check (fixture);

  /* No circles, not twice. */
  g_assert_false (tiem_store_merge_customers (fixture->store, ids[2], ids[0], &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (tiem_store_merge_customers (fixture->store, ids[0], 999, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A new order of a merged one counts for the whole. */
  shop_put_order (fixture, web, (ShopOrder){ "9", TO_SHIP, .name = "Tú", .phone = "0901234563" });
  g_clear_pointer (&all, tiem_customer_free);
  all = find_one (fixture, NULL);
  g_assert_cmpint (all->orders, ==, 4);

  /* Undone in the middle, what was merged before comes along. */
  g_assert_true (tiem_store_unmerge_customer (fixture->store, ids[1], &error));
  rest = get (fixture, ids[2]);
  g_assert_cmpint (rest->id, ==, ids[1]);
  g_assert_cmpint (rest->orders, ==, 3);
  g_assert_cmpuint (count (fixture, NULL), ==, 2);
  shop_check (fixture);

  /* Undone at the end: all that point at it. */
  g_assert_true (tiem_store_unmerge_customer (fixture->store, ids[1], &error));
  g_assert_cmpuint (count (fixture, NULL), ==, 3);
  g_assert_false (tiem_store_unmerge_customer (fixture->store, ids[1], &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  shop_check (fixture);
}

static void
test_sums (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 start = fixture->now;
  ShopOrder orders[] = {
    { "1", TO_SHIP, .name = "Mai", .phone = "0901234567", .total = 200000, .placed_at = start },
    { "2", TO_SHIP, .name = "Mai", .phone = "0901234567", .total = 50000, .placed_at = start + 5 },
    { "3", CANCELLED, .name = "Mai", .phone = "0901234567", .placed_at = start + 9 },
  };
  g_autoptr (TiemCustomer) customer = NULL;
  g_autoptr (TiemCustomer) none = NULL;

  shop_put_orders (fixture, web, orders, G_N_ELEMENTS (orders));
  customer = find_one (fixture, NULL);
  g_assert_cmpint (customer->orders, ==, 2);
  g_assert_cmpint (customer->spent_vnd, ==, 250000);
  g_assert_cmpint (customer->last_order_at, ==, start + 5);
  shop_check (fixture);

  /* The last one is cancelled, the first becomes dearer and changes hands. */
  orders[1].status = CANCELLED;
  orders[0].total = 210000;
  shop_put_orders (fixture, web, orders, 2);
  g_clear_pointer (&customer, tiem_customer_free);
  customer = find_one (fixture, NULL);
  g_assert_cmpint (customer->orders, ==, 1);
  g_assert_cmpint (customer->spent_vnd, ==, 210000);
  g_assert_cmpint (customer->last_order_at, ==, start);
  shop_check (fixture);

  orders[0].phone = "0907654321";
  orders[0].name = "Cúc";
  shop_put_orders (fixture, web, orders, 1);
  none = find_one (fixture, "0901234567");
  g_assert_cmpint (none->orders, ==, 0);
  g_assert_cmpint (none->spent_vnd, ==, 0);
  g_assert_cmpint (none->last_order_at, ==, 0);
  shop_check (fixture);
}

static void
test_search (StoreFixture *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *typed;
    guint n;
  } cases[] = {
    { "hoa", 2 }, /* Hoà and Hòa */
    { "Hoà", 2 },
    { "nguyen thi hoa", 2 },
    { "thi nguyễn", 2 },         /* any order */
    { "Nguye\u0302\u0303n", 2 }, /* NFD */
    { "dao", 1 },                /* Đào */
    { "đào", 1 },
    { "ĐÀO", 1 },
    { "da", 0 }, /* too short for the beginning of a word */
    { "ngu", 2 },
    { "0901234567", 1 },
    { "0901 234 567", 1 },
    { "+84 901 234 567", 1 },
    { "+8490123", 1 },
    { "0901.23", 1 },
    { "09012", 1 },
    { "4567", 1 },
    { "0999", 0 },
    { "dao@example.com", 1 },
    { "example", 1 },
    { "\"", 3 }, /* nothing to search for */
    { "hoa* OR dao", 0 },
    { "", 3 },
    { NULL, 3 },
  };
  g_autoptr (GError) error = NULL;

  tiem_store_add_customer (fixture->store, "Nguyễn Thị Hoà", "0901234567", NULL, &error);
  tiem_store_add_customer (fixture->store, "Nguyễn Thị Hòa", NULL, NULL, &error);
  tiem_store_add_customer (fixture->store, "Trần Thị Đào", NULL, "dao@example.com", &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”", cases[i].typed);
      g_assert_cmpuint (count (fixture, cases[i].typed), ==, cases[i].n);
    }
}

static void
assert_wrong (
    StoreFixture *fixture, const char *name, const char *phone, const char *email, TiemError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (tiem_store_add_customer (fixture->store, name, phone, email, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, (int)code);
  g_assert_nonnull (strchr (error->message, ';'));
}

static void
test_add_and_edit (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemCustomer) customer = NULL;
  gint64 id, other;

  id = tiem_store_add_customer (fixture->store, " Mai ", "0901 234 567", NULL, &error);
  other = tiem_store_add_customer (fixture->store, "Cúc", NULL, "cuc@example.com", &error);
  g_assert_no_error (error);
  assert_wrong (fixture, NULL, " ", NULL, TIEM_ERROR_INVALID);
  assert_wrong (fixture, "Lan", "12", NULL, TIEM_ERROR_INVALID);
  assert_wrong (fixture, "Lan", "090***4567", NULL, TIEM_ERROR_INVALID);
  assert_wrong (fixture, "Lan", NULL, "lan.example.com", TIEM_ERROR_INVALID);
  assert_wrong (fixture, "Lan", "+84901234567", NULL, TIEM_ERROR_CONFLICT);
  assert_wrong (fixture, "Lan", NULL, "CUC@example.com", TIEM_ERROR_CONFLICT);
  g_assert_cmpuint (count (fixture, NULL), ==, 2);

  /* A new phone is the identity from now on, the old one is free. */
  g_assert_true (
      tiem_store_edit_customer (fixture->store, id, "Mai", "0907 654 321", NULL, &error));
  g_assert_false (
      tiem_store_edit_customer (fixture->store, other, "Cúc", "0907654321", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "Mai"));
  g_clear_error (&error);
  g_assert_true (
      tiem_store_edit_customer (fixture->store, other, "Cúc", "0901234567", NULL, &error));
  g_assert_no_error (error);
  g_assert_false (tiem_store_edit_customer (fixture->store, 99, "Ai", NULL, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_assert_cmpuint (count (fixture, "0901234567"), ==, 1);
  customer = find_one (fixture, "0907654321");
  g_assert_cmpint (customer->id, ==, id);
  shop_check (fixture);
}

static void
test_masked_stays_on_edit (StoreFixture *fixture,
                           gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Shopee");
  g_autoptr (TiemCustomer) customer = NULL;
  g_autoptr (TiemCustomer) edited = NULL;
  g_autoptr (GError) error = NULL;

  shop_put_order (
      fixture,
      web,
      (ShopOrder){ "1", TO_SHIP, .buyer_id = "7", .name = "L***h", .phone = "******45" });
  customer = find_one (fixture, NULL);
  g_assert_true (tiem_store_edit_customer (
      fixture->store, customer->id, "Chị Linh", customer->phone, customer->email, &error));
  g_assert_no_error (error);
  edited = find_one (fixture, "linh");
  g_assert_cmpstr (edited->phone, ==, "******45");
  shop_check (fixture);
}

/* Looks for a text in every column of every table. */
static void
assert_nowhere (StoreFixture *fixture,
                const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRead) read = tiem_store_begin_read (fixture->store, &error);
  g_autoptr (TiemStmt) columns = NULL;

  columns
      = tiem_db_query (read->db,
                       &error,
                       "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info (t.name) c"
                       " WHERE t.type = 'table' AND t.name NOT LIKE '%_text_%'");
  while (tiem_stmt_step (columns, &error) > 0)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE instr (%s, ?1)",
                                              tiem_stmt_text (columns, 0),
                                              tiem_stmt_text (columns, 1));
      gint64 n = 0;

      tiem_db_get_int (read->db, &n, &error, sql, TIEM_TEXT (text));
      g_assert_no_error (error);
      if (n > 0)
        g_test_message (
            "%s in %s.%s", text, tiem_stmt_text (columns, 0), tiem_stmt_text (columns, 1));
      g_assert_cmpint (n, ==, 0);
    }
}

static void
test_erase (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  ShopOrder order = { "1",
                      TO_SHIP,
                      .buyer_id = "user-88",
                      .name = "Nguyễn Thị Hoà",
                      .phone = "0901234567",
                      .email = "hoa@example.com" };
  TiemOrderQuery query = { .descending = TRUE };
  g_autoptr (TiemCustomer) customer = NULL;
  g_autoptr (TiemCustomer) erased = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GError) error = NULL;

  shop_put_order (fixture, web, order);
  shop_put_order (
      fixture, web, (ShopOrder){ "2", TO_SHIP, .name = "Đặng Văn Lâm", .phone = "0907654321" });
  customer = find_one (fixture, "hoa");
  g_assert_true (tiem_store_erase_customer (fixture->store, customer->id, &error));
  g_assert_no_error (error);

  /* The channel tells the same again, and a change. */
  shop_put_order (fixture, web, order);
  order.status = TIEM_ORDER_SHIPPING;
  shop_put_order (fixture, web, order);
  assert_nowhere (fixture, "Hoà");
  assert_nowhere (fixture, "thi hoa");
  assert_nowhere (fixture, "90123456");
  assert_nowhere (fixture, "0901 234");
  assert_nowhere (fixture, "hoa@");
  assert_nowhere (fixture, "user-88");
  g_assert_cmpuint (count (fixture, NULL), ==, 1);

  /* The order and its sum stay. */
  erased = get (fixture, customer->id);
  g_assert_null (erased->name);
  g_assert_cmpint (erased->orders, ==, 1);
  g_assert_cmpint (erased->spent_vnd, ==, 100000);
  orders = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);
  g_assert_cmpuint (orders->len, ==, 2);
  query.search = (char *)"lam";
  g_clear_pointer (&orders, g_ptr_array_unref);
  orders = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);
  g_assert_cmpuint (orders->len, ==, 1);
  shop_check (fixture);

  /* Nobody is to be made of it again. */
  g_assert_false (
      tiem_store_edit_customer (fixture->store, customer->id, "Hoà", NULL, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (
      tiem_store_merge_customers (fixture->store, customer->id, customer->id + 1, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A new order makes a new customer. */
  order.remote_id = "3";
  shop_put_order (fixture, web, order);
  g_assert_cmpuint (count (fixture, "hoa"), ==, 1);
  shop_check (fixture);
}

static void
test_groups_and_sorts (StoreFixture *fixture,
                       gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 long_ago = fixture->now - 40 * SHOP_DAY;
  const ShopOrder orders[] = {
    { "1", TO_SHIP, .name = "Bình", .phone = "0901234561", .total = 10, .placed_at = long_ago },
    { "2", TO_SHIP, .name = "Bình", .phone = "0901234561", .total = 20 },
    { "3", TO_SHIP, .name = "An", .phone = "0901234562", .total = 90, .placed_at = long_ago },
    { "4", TO_SHIP, .name = "Châu", .phone = "0901234563", .total = 50 },
  };
  static const struct
  {
    TiemCustomerGroup group;
    TiemCustomerSort sort;
    gboolean descending;
    const char *names;
  } cases[] = {
    { TIEM_CUSTOMERS_ALL, TIEM_CUSTOMER_SORT_NAME, FALSE, "An Bình Châu" },
    { TIEM_CUSTOMERS_ALL, TIEM_CUSTOMER_SORT_NAME, TRUE, "Châu Bình An" },
    { TIEM_CUSTOMERS_ALL, TIEM_CUSTOMER_SORT_ORDERS, TRUE, "Bình Châu An" },
    { TIEM_CUSTOMERS_ALL, TIEM_CUSTOMER_SORT_SPENT, FALSE, "Bình Châu An" },
    { TIEM_CUSTOMERS_ALL, TIEM_CUSTOMER_SORT_LAST, TRUE, "Châu Bình An" },
    { TIEM_CUSTOMERS_REGULAR, TIEM_CUSTOMER_SORT_NAME, FALSE, "Bình" },
    { TIEM_CUSTOMERS_NEW, TIEM_CUSTOMER_SORT_NAME, FALSE, "Châu" },
  };
  gint64 all, regular, recent;
  g_autoptr (GError) error = NULL;

  shop_put_orders (fixture, web, orders, G_N_ELEMENTS (orders));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemCustomerQuery query
          = { cases[i].group, NULL, cases[i].sort, .descending = cases[i].descending };
      g_autoptr (GPtrArray) customers
          = tiem_store_list_customers (fixture->store, &query, 0, 0, &error);
      g_autoptr (GString) names = g_string_new (NULL);

      g_assert_no_error (error);
      for (guint j = 0; j < customers->len; j++)
        g_string_append_printf (names,
                                "%s%s",
                                j > 0 ? " " : "",
                                ((TiemCustomer *)g_ptr_array_index (customers, j))->name);
      g_assert_cmpstr (names->str, ==, cases[i].names);
    }
  tiem_store_count_customers (fixture->store, &all, &regular, &recent, &error);
  g_assert_cmpint (all, ==, 3);
  g_assert_cmpint (regular, ==, 1);
  g_assert_cmpint (recent, ==, 1);
}

/* Words that many hold: the list is walked then, and shows the same, those that were merged too. */
static void
test_search_many (StoreFixture *fixture,
                  gconstpointer data)
{
  g_autofree ShopOrder *orders = g_new0 (ShopOrder, 2700);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gint64 web = shop_add_channel (fixture, "Website");

  for (guint i = 0; i < 2700; i++)
    {
      g_ptr_array_add (texts, g_strdup_printf ("%u", i));
      orders[i] = (ShopOrder){ texts->pdata[i],
                               i % 5 ? TO_SHIP : CANCELLED,
                               .buyer_id = texts->pdata[i],
                               .name = i == 7 ? "Lê Hoà" : "Nguyễn Thị Hoà",
                               .total = 1000 + (i * 7919) % 1000,
                               .placed_at = fixture->now - (i * 31) % 701 };
    }
  shop_put_orders (fixture, web, orders, 2700);
  /* Whom only the words of another find, and one who is erased. */
  g_assert_true (tiem_store_merge_customers (fixture->store, 8, 9, &error));
  g_assert_no_error (error);
  g_assert_true (tiem_store_erase_customer (fixture->store, 20, &error));
  g_assert_no_error (error);
  for (guint sort = TIEM_CUSTOMER_SORT_NAME; sort <= TIEM_CUSTOMER_SORT_LAST; sort++)
    {
      TiemCustomerQuery query = { .search = (char *)"nguyen thi", .sort = sort };
      g_autoptr (GPtrArray) all = tiem_store_list_customers (fixture->store, &query, 0, 0, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (all->len, ==, 2698);
      for (guint limit = 1; limit <= 4000; limit = limit * 3 + 1)
        {
          g_autoptr (GPtrArray) first
              = tiem_store_list_customers (fixture->store, &query, limit, 0, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (first->len, ==, MIN (limit, all->len));
          for (guint i = 0; i < first->len; i++)
            g_assert_cmpint (
                ((TiemCustomer *)first->pdata[i])->id, ==, ((TiemCustomer *)all->pdata[i])->id);
        }
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("/customers/joins-by-identity", test_joins_by_identity);
  SHOP_ADD ("/customers/masked", test_masked);
  SHOP_ADD ("/customers/joins-later", test_joins_later);
  SHOP_ADD ("/customers/merge-and-undo", test_merge_and_undo);
  SHOP_ADD ("/customers/sums", test_sums);
  SHOP_ADD ("/customers/search", test_search);
  SHOP_ADD ("/customers/search-many", test_search_many);
  SHOP_ADD ("/customers/add-and-edit", test_add_and_edit);
  SHOP_ADD ("/customers/masked-stays-on-edit", test_masked_stays_on_edit);
  SHOP_ADD ("/customers/erase", test_erase);
  SHOP_ADD ("/customers/groups-and-sorts", test_groups_and_sorts);
  return g_test_run ();
}
