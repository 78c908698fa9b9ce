#include "sandbox-fixture.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define N_STOCK 100

static TiemSandboxItem *
find_sku (SandboxFixture *fixture,
          const char *sku)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_sku (tiem_sandbox_market_get_shop (fixture->market), sku, FALSE);

  g_assert_nonnull (item);
  return item;
}

static TiemSandboxOrder *
find_order (SandboxFixture *fixture,
            gint64 id)
{
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_market_get_shop (fixture->market), id);

  g_assert_nonnull (order);
  return order;
}

/* Orders @quantity units of NON-LA over the API. */
static TiemSandboxOrder *
create (SandboxFixture *fixture,
        const char *status,
        int quantity)
{
  g_autofree char *body = g_strdup_printf (
      "{\"status\":\"%s\",\"line_items\":[{\"sku\":\"NON-LA\",\"quantity\":%d}]}",
      status,
      quantity);

  sandbox_fixture_wc_ok (fixture, "POST", "orders", body, 201);
  return find_order (fixture, sandbox_fixture_int (fixture, "id"));
}

static void
put (SandboxFixture *fixture,
     TiemSandboxOrder *order,
     const char *body)
{
  g_autofree char *path = g_strdup_printf ("orders/%" G_GINT64_FORMAT, order->id);

  sandbox_fixture_wc_ok (fixture, "PUT", path, body, 200);
}

/* The sheet's table: stock after an order of one unit is made in a status and moved to
 * another, as the change against before the move. */
static void
test_stock_table (SandboxFixture *fixture,
                  gconstpointer storage)
{
  static const char *const to[] = { "pending",   "on-hold", "processing", "completed",
                                    "cancelled", "failed",  "refunded",   "trash" };
  static const struct
  {
    const char *from;
    int created;
    int posts[8];
    int tables[8];
  } rows[] = {
    { "pending", 0, { 0, -1, -1, -1, 0, 0, 0, 0 }, { 0, -1, -1, -1, 0, 0, 0, 0 } },
    { "on-hold", -1, { 1, 0, 0, 0, 1, 0, 0, 0 }, { 1, 0, 0, 0, 1, 1, 0, 0 } },
    { "processing", -1, { 1, 0, 0, 0, 1, 0, 0, 0 }, { 1, 0, 0, 0, 1, 1, 0, 0 } },
    { "completed", -1, { 1, 0, 0, 0, 1, 0, 0, 0 }, { 1, 0, 0, 0, 1, 1, 0, 0 } },
    { "cancelled", 0, { 0, -1, -1, -1, 0, 0, 0, 0 }, { 0, -1, -1, -1, 0, 0, 0, 0 } },
    { "failed", 0, { 0, -1, -1, -1, 0, 0, 0, 0 }, { 0, -1, -1, -1, 0, 0, 0, 0 } },
  };
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    for (guint column = 0; column < G_N_ELEMENTS (to); column++)
      {
        const int *expected
            = g_strcmp0 (storage, "tables") == 0 ? rows[row].tables : rows[row].posts;
        g_autofree char *path = NULL;
        g_autofree char *body = g_strdup_printf ("{\"status\":\"%s\"}", to[column]);
        TiemSandboxOrder *order;

        item->stock = N_STOCK;
        g_test_message ("%s → %s", rows[row].from, to[column]);
        order = create (fixture, rows[row].from, 1);
        g_assert_cmpint (item->stock, ==, N_STOCK + rows[row].created);
        path = g_strdup_printf ("orders/%" G_GINT64_FORMAT, order->id);
        if (g_str_equal (to[column], "trash"))
          sandbox_fixture_wc_ok (fixture, "DELETE", path, NULL, 200);
        else
          sandbox_fixture_wc_ok (fixture, "PUT", path, body, 200);
        g_assert_cmpint (item->stock, ==, N_STOCK + rows[row].created + expected[column]);
        sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
        sandbox_fixture_assert_text (fixture, "status", to[column]);
      }
}

/* Going back and forth takes and gives once each. */
static void
test_stock_round_trip (SandboxFixture *fixture,
                       gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;

  item->stock = N_STOCK;
  order = create (fixture, "pending", 3);
  for (int i = 0; i < 3; i++)
    {
      put (fixture, order, "{\"status\":\"processing\"}");
      put (fixture, order, "{\"status\":\"completed\"}");
      put (fixture, order, "{\"status\":\"completed\"}");
      g_assert_cmpint (item->stock, ==, N_STOCK - 3);
      put (fixture, order, "{\"status\":\"cancelled\"}");
      g_assert_cmpint (item->stock, ==, N_STOCK);
    }
  put (fixture, order, "{\"set_paid\":true}");
  sandbox_fixture_assert_text (fixture, "status", "processing");
  g_assert_cmpint (item->stock, ==, N_STOCK - 3);
}

/* The API sells what is not there, and says nothing. */
static void
test_overselling (SandboxFixture *fixture,
                  gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");

  item->stock = 5;
  create (fixture, "processing", 50);
  g_assert_cmpint (item->stock, ==, -45);
}

static void
test_quantity_edit (SandboxFixture *fixture,
                    gconstpointer storage)
{
  gboolean in_tables = g_strcmp0 (storage, "tables") == 0;
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;
  const TiemSandboxLine *line;
  g_autofree char *more = NULL;
  g_autofree char *none = NULL;

  item->stock = N_STOCK;
  order = create (fixture, "processing", 2);
  line = order->lines->pdata[0];
  more = g_strdup_printf ("{\"line_items\":[{\"id\":%" G_GINT64_FORMAT ",\"quantity\":5}]}",
                          line->id);
  none = g_strdup_printf ("{\"line_items\":[{\"id\":%" G_GINT64_FORMAT ",\"quantity\":0}]}",
                          line->id);
  put (fixture, order, more);
  g_assert_cmpint (item->stock, ==, in_tables ? N_STOCK - 5 : N_STOCK - 2);
  put (fixture, order, none);
  g_assert_cmpuint (order->lines->len, ==, 0);
  g_assert_cmpint (item->stock, ==, in_tables ? N_STOCK : N_STOCK - 2);
}

/* Which change moves date_modified. */
static void
test_stamps (SandboxFixture *fixture,
             gconstpointer storage)
{
  static const struct
  {
    const char *what;
    const char *path; /* beneath the order */
    const char *body;
    gboolean in_posts;
    gboolean in_tables;
  } cases[] = {
    { "PUT", "", "{\"status\":\"on-hold\"}", TRUE, TRUE },
    { "PUT", "", "{\"line_items\":[{\"sku\":\"XP-BK\",\"quantity\":1}]}", FALSE, TRUE },
    { "PUT", "", "{\"meta_data\":[{\"key\":\"a\",\"value\":1}]}", FALSE, TRUE },
    { "PUT", "", "{\"customer_note\":\"Giao sáng\"}", FALSE, TRUE },
    { "PUT", "", "{}", FALSE, TRUE },
    { "POST", "/notes", "{\"note\":\"Đã gọi khách\"}", FALSE, FALSE },
    { "POST", "/refunds", "{\"amount\":\"1000\",\"api_refund\":false}", TRUE, TRUE },
  };
  gboolean in_tables = g_strcmp0 (storage, "tables") == 0;
  TiemSandboxOrder *order = create (fixture, "processing", 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("orders/%" G_GINT64_FORMAT "%s", order->id, cases[i].path);
      gint64 before = order->modified_at;

      g_test_message ("%s %s", path, cases[i].body);
      fixture->now += MINUTE_MS;
      sandbox_fixture_wc (fixture, cases[i].what, path, cases[i].body);
      g_assert_cmpuint (fixture->status, <, 300);
      g_assert_cmpint (
          order->modified_at != before, ==, in_tables ? cases[i].in_tables : cases[i].in_posts);
    }
}

static void
test_create (SandboxFixture *fixture,
             gconstpointer data)
{
  TiemSandboxItem *variation = find_sku (fixture, "AT-SG-D-L");
  g_autofree char *body = g_strdup_printf (
      "{\"status\":\"processing\",\"payment_method\":\"cod\","
      "\"billing\":{\"first_name\":\"Lan\",\"last_name\":\"Nguyễn Thị\",\"phone\":\"0901000000\"},"
      "\"line_items\":[{\"product_id\":%" G_GINT64_FORMAT ",\"variation_id\":%" G_GINT64_FORMAT
      ",\"quantity\":2},{\"sku\":\"XP-BK\",\"quantity\":1,\"total\":\"40000\"},{\"product_id\":"
      "777777}],"
      "\"shipping_lines\":[{\"method_id\":\"flat_rate\",\"method_title\":\"Giao "
      "hàng\",\"total\":\"30000\"}],"
      "\"meta_data\":[{\"key\":\"_tiem_ref\",\"value\":\"shopee:2411ABC\"}]}",
      variation->parent->id,
      variation->id);
  TiemSandboxItem *soap = find_sku (fixture, "XP-BK");
  gint64 total;
  JsonArray *lines;
  JsonObject *line;
  g_autofree char *expected = NULL;

  sandbox_fixture_wc_ok (fixture, "POST", "orders", body, 201);
  total = (variation->price_xu * 2 + 4000000 + 3000000) / 100;
  expected = g_strdup_printf ("%" G_GINT64_FORMAT, total);
  sandbox_fixture_assert_text (fixture, "total", expected);
  sandbox_fixture_assert_text (fixture, "created_via", "rest-api");
  sandbox_fixture_assert_text (fixture, "date_paid", "null");
  lines = json_object_get_array_member (sandbox_fixture_object (fixture), "line_items");
  g_assert_cmpuint (json_array_get_length (lines), ==, 3);
  line = json_array_get_object_element (lines, 0);
  g_assert_cmpstr (json_object_get_string_member (line, "sku"), ==, "AT-SG-D-L");
  g_assert_cmpstr (
      json_object_get_string_member (line, "parent_name"), ==, variation->parent->name);
  g_assert_cmpint (json_object_get_int_member (line, "price"), ==, variation->price_xu / 100);
  line = json_array_get_object_element (lines, 1);
  g_assert_cmpstr (json_object_get_string_member (line, "total"), ==, "40000");
  g_assert_cmpint (tiem_sandbox_json_get_int (line, "price", 0), ==, 40000);
  /* Goods that do not exist are taken; the line has no product. */
  line = json_array_get_object_element (lines, 2);
  g_assert_cmpint (json_object_get_int_member (line, "product_id"), ==, 0);
  g_assert_true (json_object_get_null_member (line, "sku"));
  g_assert_cmpint (soap->stock, >=, -1);

  sandbox_fixture_wc_ok (fixture, "POST", "orders", "{\"line_items\":[{\"quantity\":1}]}", 400);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_required_product_reference");
  sandbox_fixture_wc_ok (fixture, "POST", "orders", "{\"customer_id\":99999}", 400);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_invalid_customer_id");
  sandbox_fixture_wc_ok (fixture, "POST", "orders", "{\"coupon_lines\":[{\"code\":\"TET\"}]}", 400);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_invalid_coupon");
}

/* Totals as text, with as many decimals as the shop has or the caller asks for. */
static void
test_decimals (SandboxFixture *fixture,
               gconstpointer data)
{
  TiemSandboxOrder *order;
  g_autofree char *path = NULL;

  find_sku (fixture, "NON-LA")->price_xu = 12000000;
  order = create (fixture, "processing", 2);
  sandbox_fixture_assert_text (fixture, "total", "240000");
  path = g_strdup_printf ("orders/%" G_GINT64_FORMAT "?dp=2", order->id);
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
  sandbox_fixture_assert_text (fixture, "total", "240000.00");

  sandbox_fixture_call (fixture, "POST", "/_sandbox/settings", "{\"decimals\":2}");
  find_sku (fixture, "NON-LA")->price_xu = 1250;
  create (fixture, "processing", 3);
  sandbox_fixture_assert_text (fixture, "total", "37.50");
}

static void
test_refunds (SandboxFixture *fixture,
              gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;
  const TiemSandboxLine *line;
  g_autofree char *path = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *keep = NULL;
  g_autofree char *one = NULL;
  JsonArray *refunds;

  item->stock = N_STOCK;
  item->price_xu = 10000000;
  order = create (fixture, "processing", 5);
  line = order->lines->pdata[0];
  path = g_strdup_printf ("orders/%" G_GINT64_FORMAT "/refunds", order->id);

  sandbox_fixture_wc_ok (fixture, "POST", path, "{\"amount\":\"1000\"}", 500);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_cannot_create_order_refund");
  g_assert_cmpint (sandbox_fixture_int (fixture, "data"), ==, 500);
  sandbox_fixture_wc_ok (
      fixture, "POST", path, "{\"amount\":\"900000\",\"api_refund\":false}", 500);

  lines = g_strdup_printf ("{\"api_refund\":false,\"line_items\":[{\"id\":%" G_GINT64_FORMAT
                           ",\"quantity\":2,\"refund_total\":200000}]}",
                           line->id);
  sandbox_fixture_wc_ok (fixture, "POST", path, lines, 201);
  sandbox_fixture_assert_text (fixture, "amount", "200000");
  g_assert_cmpint (item->stock, ==, N_STOCK - 3);
  keep = g_strdup_printf (
      "{\"api_refund\":false,\"api_restock\":false,\"line_items\":[{\"id\":%" G_GINT64_FORMAT
      ",\"quantity\":1,\"refund_total\":100000}]}",
      line->id);
  sandbox_fixture_wc_ok (fixture, "POST", path, keep, 201);
  g_assert_cmpint (item->stock, ==, N_STOCK - 3);
  one = g_strdup_printf ("%s/%" G_GINT64_FORMAT, path, sandbox_fixture_int (fixture, "id"));
  sandbox_fixture_wc_ok (fixture, "DELETE", one, NULL, 200);
  sandbox_fixture_wc_ok (fixture, "GET", one, NULL, 404);

  sandbox_fixture_wc_ok (
      fixture, "POST", path, "{\"amount\":\"300000\",\"api_refund\":false}", 201);
  g_assert_cmpstr (order->status, ==, "refunded");
  g_assert_cmpint (item->stock, ==, N_STOCK - 3);
  put (fixture, order, "{}");
  refunds = json_object_get_array_member (sandbox_fixture_object (fixture), "refunds");
  g_assert_cmpuint (json_array_get_length (refunds), ==, 2);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (refunds, 0), "total"),
      ==,
      "-200000");
}

/* A status of refunded makes one refund of all, and gives no goods back. */
static void
test_refunded_status (SandboxFixture *fixture,
                      gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;
  JsonArray *refunds;

  item->stock = N_STOCK;
  order = create (fixture, "completed", 2);
  put (fixture, order, "{\"status\":\"refunded\"}");
  refunds = json_object_get_array_member (sandbox_fixture_object (fixture), "refunds");
  g_assert_cmpuint (json_array_get_length (refunds), ==, 1);
  g_assert_cmpint (item->stock, ==, N_STOCK - 2);
}

static void
test_all_refunds (SandboxFixture *fixture,
                  gconstpointer storage)
{
  sandbox_fixture_wc_ok (
      fixture, "GET", "refunds", NULL, g_strcmp0 (storage, "tables") == 0 ? 200 : 404);
}

static void
test_trash (SandboxFixture *fixture,
            gconstpointer data)
{
  TiemSandboxOrder *order = create (fixture, "processing", 1);
  g_autofree char *path = g_strdup_printf ("orders/%" G_GINT64_FORMAT, order->id);
  g_autofree char *include = g_strdup_printf ("orders?include=%" G_GINT64_FORMAT, order->id);
  g_autofree char *trash = g_strconcat (include, "&status=trash", NULL);
  g_autofree char *force = g_strconcat (path, "?force=true", NULL);

  sandbox_fixture_wc_ok (fixture, "DELETE", path, NULL, 200);
  sandbox_fixture_assert_text (fixture, "status", "processing");
  sandbox_fixture_wc_ok (fixture, "DELETE", path, NULL, 410);
  sandbox_fixture_wc_ok (fixture, "GET", include, NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 0);
  sandbox_fixture_wc_ok (fixture, "GET", trash, NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
  /* Out of the trash to what it was before is a change like any other. */
  order->modified_at = 0;
  put (fixture, order, "{\"status\":\"processing\"}");
  g_assert_cmpint (order->modified_at, >, 0);
  sandbox_fixture_wc_ok (fixture, "GET", include, NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
  sandbox_fixture_wc_ok (fixture, "DELETE", force, NULL, 200);
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 404);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_shop_order_invalid_id");
}

static void
test_search (SandboxFixture *fixture,
             gconstpointer storage)
{
  gboolean in_tables = g_strcmp0 (storage, "tables") == 0;
  const struct
  {
    const char *query;
    guint n;
  } cases[] = {
    { "search=Vi%E1%BB%87t+Ho%C3%A0ng+Qu%E1%BB%91c", 1 },
    { "search=0987000111", 1 },
    { "search=viet.q%40thu.example", 1 },
    { "search=tiem-77-ghi-chu", in_tables ? 0 : 1 },
    { "search=tiem-77-giao-dich", in_tables ? 1 : 0 },
    { "search=tiem-77-meta", 0 },
    { "search=wc_order_", 0 },
    { "created_via=rest-api", in_tables ? 1 : 10 },
    { "customer=0&created_via=rest-api&per_page=1", 1 },
    { "status=any,trash&per_page=1", 1 },
  };

  sandbox_fixture_wc_ok (
      fixture,
      "POST",
      "orders",
      "{\"billing\":{\"first_name\":\"Việt\",\"last_name\":\"Hoàng Quốc\",\"phone\":\"0987000111\","
      "\"email\":\"viet.q@thu.example\"},\"customer_note\":\"tiem-77-ghi-chu\","
      "\"transaction_id\":\"tiem-77-giao-dich\",\"meta_data\":[{\"key\":\"r\",\"value\":\"tiem-77-"
      "meta\"}]}",
      201);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("orders?", cases[i].query, NULL);

      g_test_message ("%s", path);
      sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
      g_assert_cmpuint (sandbox_fixture_length (fixture), ==, cases[i].n);
    }
}

static void
test_batch (SandboxFixture *fixture,
            gconstpointer data)
{
  TiemSandboxOrder *order = create (fixture, "processing", 1);
  g_autofree char *body = g_strdup_printf (
      "{\"create\":[{\"status\":\"da-ban\"}],\"update\":[{\"id\":%" G_GINT64_FORMAT
      ",\"status\":\"completed\"},{\"id\":1,\"status\":\"completed\"}],\"delete\":[2]}",
      order->id);
  JsonObject *created;

  sandbox_fixture_wc_ok (fixture, "POST", "orders/batch", body, 200);
  created = json_array_get_object_element (
      json_object_get_array_member (sandbox_fixture_object (fixture), "create"), 0);
  g_assert_cmpstr (json_object_get_string_member (created, "status"), ==, "pending");
  g_assert_cmpstr (order->status, ==, "completed");
}

/* A plugin gives numbers of its own: the id is another. */
static void
test_number (SandboxFixture *fixture,
             gconstpointer data)
{
  g_autofree char *expected = NULL;
  g_autofree char *path = NULL;

  sandbox_fixture_call (fixture, "POST", "/_sandbox/settings", "{\"number_prefix\":\"DH\"}");
  expected = g_strdup_printf ("DH%" G_GINT64_FORMAT, create (fixture, "processing", 1)->id);
  sandbox_fixture_assert_text (fixture, "number", expected);
  path = g_strconcat ("orders?search=", expected, NULL);
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
}

/* An unpaid order holds its goods for an hour, invisibly; then the website cancels it. */
static void
test_hold_stock (SandboxFixture *fixture,
                 gconstpointer data)
{
  static const char body[] = "{\"sku\":\"NON-LA\",\"quantity\":3,\"payment\":\"online\"}";
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;

  item->stock = 5;
  sandbox_fixture_call (fixture, "POST", "/_sandbox/orders", body);
  g_assert_cmpuint (fixture->status, ==, 201);
  order = find_order (fixture, sandbox_fixture_int (fixture, "id"));
  g_assert_cmpint (item->stock, ==, 5);
  sandbox_fixture_call (fixture, "POST", "/_sandbox/orders", body);
  g_assert_cmpuint (fixture->status, ==, 409);
  fixture->now += 61 * MINUTE_MS;
  sandbox_fixture_call (fixture, "POST", "/_sandbox/orders", body);
  g_assert_cmpuint (fixture->status, ==, 201);
  g_assert_cmpstr (order->status, ==, "cancelled");
}

static void
test_notes (SandboxFixture *fixture,
            gconstpointer data)
{
  TiemSandboxOrder *order = create (fixture, "processing", 1);
  g_autofree char *path = g_strdup_printf ("orders/%" G_GINT64_FORMAT "/notes", order->id);
  JsonObject *inner;

  sandbox_fixture_wc_ok (fixture, "POST", path, "{}", 400);
  sandbox_fixture_assert_text (fixture, "code", "rest_missing_callback_param");
  inner = json_object_get_object_member (sandbox_fixture_object (fixture), "data");
  g_assert_cmpstr (
      json_array_get_string_element (json_object_get_array_member (inner, "params"), 0),
      ==,
      "note");
  sandbox_fixture_wc_ok (fixture, "POST", path, "{\"note\":\"Đã gọi khách\"}", 201);
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
  sandbox_fixture_assert_text (fixture, "note", "Đã gọi khách");
}

static void
test_customers (SandboxFixture *fixture,
                gconstpointer storage)
{
  gboolean in_tables = g_strcmp0 (storage, "tables") == 0;
  g_autofree char *path = NULL;
  g_autofree char *force = NULL;
  g_autofree char *message = NULL;

  sandbox_fixture_wc_ok (fixture, "GET", "customers?per_page=100", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), >, 0);
  sandbox_fixture_wc_ok (fixture, "POST", "customers", "{\"first_name\":\"Hoa\"}", 400);
  sandbox_fixture_assert_text (fixture, "code", "rest_missing_callback_param");
  sandbox_fixture_wc_ok (fixture,
                         "POST",
                         "customers",
                         "{\"email\":\"hoa@thu.example\",\"first_name\":\"Hoa\","
                         "\"billing\":{\"phone\":\"0901112223\"}}",
                         201);
  path = g_strdup_printf ("customers/%" G_GINT64_FORMAT, sandbox_fixture_int (fixture, "id"));
  force = g_strconcat (path, "?force=true", NULL);
  sandbox_fixture_wc_ok (fixture, "POST", "customers", "{\"email\":\"HOA@thu.example\"}", 400);
  sandbox_fixture_assert_text (fixture, "code", "registration-error-email-exists");
  message = sandbox_fixture_text (fixture, "message");
  g_assert_cmpint (strchr (message, '<') != NULL, ==, !in_tables);
  sandbox_fixture_wc_ok (fixture, "GET", "customers?email=hoa@thu.example", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
  sandbox_fixture_wc_ok (fixture, "DELETE", path, NULL, 501);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_trash_not_supported");
  sandbox_fixture_wc_ok (fixture, "DELETE", force, NULL, 200);
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 404);
}

/* The three months before: sums agree, stamps lie in the past, stock is as it was. */
static void
test_history (SandboxFixture *fixture,
              gconstpointer data)
{
  TiemSandboxShop *shop = tiem_sandbox_market_get_shop (fixture->market);
  gint64 last = 0;
  guint n_completed = 0;

  g_assert_cmpuint (shop->orders->len, ==, 40);
  for (guint i = 0; i < shop->orders->len; i++)
    {
      const TiemSandboxOrder *order = shop->orders->pdata[i];
      gint64 sum = order->shipping_xu;

      for (guint j = 0; j < order->lines->len; j++)
        sum += ((const TiemSandboxLine *)order->lines->pdata[j])->total_xu;
      g_assert_cmpint (sum, ==, order->total_xu);
      g_assert_cmpint (order->created_at, >=, last);
      g_assert_cmpint (order->modified_at, >=, order->created_at);
      g_assert_cmpint (order->modified_at, <, fixture->now);
      g_assert_cmpint (order->created_at, >, fixture->now - 91 * G_GINT64_CONSTANT (86400000));
      last = order->created_at;
      n_completed += g_str_equal (order->status, "completed");
    }
  g_assert_cmpuint (n_completed, >, 20);
  for (guint i = 0; i < shop->items->len; i++)
    {
      const TiemSandboxItem *item = shop->items->pdata[i];

      if (item->variant != NULL)
        g_assert_cmpint (item->stock, ==, item->variant->stock);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, storage, test)                                                                   \
  g_test_add ("/sandbox/wc/orders/" path,                                                          \
              SandboxFixture,                                                                      \
              storage,                                                                             \
              sandbox_fixture_set_up_wc,                                                           \
              test,                                                                                \
              sandbox_fixture_tear_down)

  ADD ("stock-table/posts", "posts", test_stock_table);
  ADD ("stock-table/tables", "tables", test_stock_table);
  ADD ("stock-round-trip", NULL, test_stock_round_trip);
  ADD ("overselling", NULL, test_overselling);
  ADD ("quantity-edit/posts", "posts", test_quantity_edit);
  ADD ("quantity-edit/tables", "tables", test_quantity_edit);
  ADD ("stamps/posts", "posts", test_stamps);
  ADD ("stamps/tables", "tables", test_stamps);
  ADD ("create", NULL, test_create);
  ADD ("decimals", NULL, test_decimals);
  ADD ("refunds", NULL, test_refunds);
  ADD ("refunded-status", NULL, test_refunded_status);
  ADD ("all-refunds/posts", "posts", test_all_refunds);
  ADD ("all-refunds/tables", "tables", test_all_refunds);
  ADD ("trash", NULL, test_trash);
  ADD ("search/posts", "posts", test_search);
  ADD ("search/tables", "tables", test_search);
  ADD ("batch", NULL, test_batch);
  ADD ("number", NULL, test_number);
  ADD ("hold-stock", NULL, test_hold_stock);
  ADD ("notes", NULL, test_notes);
  ADD ("customers/posts", "posts", test_customers);
  ADD ("customers/tables", "tables", test_customers);
  ADD ("history", NULL, test_history);

  return g_test_run ();
}
