#include "sandbox-fixture.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)

static TiemSandboxItem *
find_sku (SandboxFixture *fixture,
          const char *sku)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_sku (tiem_sandbox_market_get_shop (fixture->market), sku, TRUE);

  g_assert_nonnull (item);
  return item;
}

/* "products/24/variations/25" */
static char *
make_path (const TiemSandboxItem *item)
{
  if (item->parent == NULL)
    return g_strdup_printf ("products/%" G_GINT64_FORMAT, item->id);
  return g_strdup_printf (
      "products/%" G_GINT64_FORMAT "/variations/%" G_GINT64_FORMAT, item->parent->id, item->id);
}

static void
check_header (SandboxFixture *fixture,
              const char *name,
              const char *value)
{
  g_assert_cmpstr (sandbox_fixture_header (fixture, name), ==, value);
}

static void
test_paging (SandboxFixture *fixture,
             gconstpointer storage)
{
  gboolean in_tables = g_strcmp0 (storage, "tables") == 0;

  sandbox_fixture_wc_ok (fixture, "GET", "products", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 10);
  check_header (fixture, "X-WP-Total", "60");
  check_header (fixture, "X-WP-TotalPages", "6");
  check_header (fixture, "Content-Type", "application/json; charset=UTF-8");

  sandbox_fixture_wc_ok (
      fixture, "GET", "products?per_page=25&page=2&status=publish&consumer_key=ck_x", NULL, 200);
  check_header (fixture,
                "Link",
                "<https://nhamay.example/wp-json/wc/v3/products?per_page=25&status%5B0%5D=publish"
                "&context=view&page=1>; rel=\"prev\", "
                "<https://nhamay.example/wp-json/wc/v3/products?per_page=25&status%5B0%5D=publish"
                "&context=view&page=3>; rel=\"next\"");

  /* Past the end only one of the two shops still knows how many there are. */
  sandbox_fixture_wc_ok (fixture, "GET", "products?per_page=25&page=9", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 0);
  check_header (fixture, "X-WP-Total", in_tables ? "0" : "60");
  check_header (fixture, "X-WP-TotalPages", in_tables ? "0" : "3");
  g_assert_nonnull (
      strstr (sandbox_fixture_header (fixture, "Link"), in_tables ? "page=0>" : "page=3>"));

  sandbox_fixture_wc_ok (fixture, "HEAD", "products?per_page=100", NULL, 200);
  check_header (fixture, "X-WP-Total", "60");
  sandbox_fixture_wc_ok (fixture, "GET", "products?offset=58", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 2);
}

/* Every page together is every product once, in order. */
static void
test_order (SandboxFixture *fixture,
            gconstpointer data)
{
  gint64 last = 0;
  guint n = 0;

  for (int page = 1;; page++)
    {
      g_autofree char *path
          = g_strdup_printf ("products?orderby=id&order=asc&per_page=7&page=%d", page);
      JsonArray *array;

      sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
      array = json_node_get_array (fixture->body);
      if (json_array_get_length (array) == 0)
        break;
      for (guint i = 0; i < json_array_get_length (array); i++, n++)
        {
          gint64 id = json_object_get_int_member (json_array_get_object_element (array, i), "id");

          g_assert_cmpint (id, >, last);
          last = id;
        }
    }
  g_assert_cmpuint (n, ==, 60);
}

static void
test_invalid_params (SandboxFixture *fixture,
                     gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
    const char *param; /* NULL = it is fine */
  } cases[] = {
    { "GET", "products?per_page=0", NULL, "per_page" },
    { "GET", "products?per_page=101", NULL, "per_page" },
    { "GET", "products?per_page=x", NULL, "per_page" },
    { "GET", "products?page=0", NULL, "page" },
    { "GET", "products?order=up", NULL, "order" },
    { "GET", "products?orderby=mood", NULL, "orderby" },
    { "GET", "products?status=wc-sold", NULL, "status" },
    { "GET", "products?include=1,x", NULL, "include" },
    { "GET", "products?modified_after=hôm+nay", NULL, "modified_after" },
    { "GET", "products?modified_after=2026-11-21", NULL, "modified_after" },
    { "GET", "products?modified_after=2026-13-41T00:00:00", NULL, "modified_after" },
    { "GET", "products?khong_biet=1&per_page=5", NULL, NULL },
    { "GET", "orders?status=processing,da-ban", NULL, "status" },
    { "GET", "orders?status=processing,on-hold", NULL, NULL },
    { "GET", "orders?include%5B%5D=1&include%5B%5D=2", NULL, NULL },
    { "GET", "orders?dates_are_gmt=maybe", NULL, "dates_are_gmt" },
    { "POST", "products", "{\"regular_price\":129000}", "regular_price" },
    { "POST", "products", "{\"stock_quantity\":\"abc\"}", "stock_quantity" },
    { "POST", "products", "{\"stock_quantity\":1.5}", "stock_quantity" },
    { "POST", "products", "{\"manage_stock\":\"có\"}", "manage_stock" },
    { "POST", "products", "{\"type\":\"combo\"}", "type" },
    { "POST", "products", "{\"meta_data\":[{\"key\":5}]}", "meta_data" },
    { "POST", "products", "{\"attributes\":{\"name\":\"Màu\"}}", "attributes" },
    { "POST", "products", "{\"dimensions\":[]}", "dimensions" },
    { "POST", "products", "{\"stock_quantity\":null,\"ten_la\":1}", NULL },
    { "POST", "products", "{\"stock_quantity\":\"7\",\"manage_stock\":\"true\"}", NULL },
    { "POST", "orders", "{\"status\":\"da-ban\"}", "status" },
    { "POST", "orders", "{\"line_items\":[{\"quantity\":\"hai\"}]}", "line_items" },
    { "POST", "orders", "{\"line_items\":[{\"total\":5000}]}", "line_items" },
    { "POST", "orders", "{\"billing\":{\"phone\":901234567}}", "billing" },
    { "POST", "orders", "{\"billing\":{\"email\":\"không phải\"}}", "billing" },
    { "POST", "orders", "{\"set_paid\":\"yes\"}", "set_paid" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JsonObject *inner;

      g_test_message ("%s %s %s", cases[i].method, cases[i].path, cases[i].body);
      sandbox_fixture_wc (fixture, cases[i].method, cases[i].path, cases[i].body);
      if (cases[i].param == NULL)
        {
          g_assert_cmpuint (fixture->status, <, 300);
          continue;
        }
      g_assert_cmpuint (fixture->status, ==, 400);
      sandbox_fixture_assert_text (fixture, "code", "rest_invalid_param");
      inner = json_object_get_object_member (sandbox_fixture_object (fixture), "data");
      g_assert_cmpint (json_object_get_int_member (inner, "status"), ==, 400);
      g_assert_true (
          json_object_has_member (json_object_get_object_member (inner, "params"), cases[i].param));
      g_assert_true (json_object_has_member (json_object_get_object_member (inner, "details"),
                                             cases[i].param));
    }
}

static void
test_out_of_range_words (SandboxFixture *fixture,
                         gconstpointer data)
{
  sandbox_fixture_wc_ok (fixture, "GET", "products?per_page=500&order=up", NULL, 400);
  sandbox_fixture_assert_text (fixture, "message", "Invalid parameter(s): per_page, order");
  g_assert_nonnull (strstr (g_bytes_get_data (fixture->response->body, NULL),
                            "per_page must be between 1 (inclusive) and 100 (inclusive)"));
  g_assert_nonnull (strstr (g_bytes_get_data (fixture->response->body, NULL),
                            "order is not one of asc and desc."));
}

static void
test_search (SandboxFixture *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *query;
    int n; /* −1 = some */
  } cases[] = {
    { "search=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm", 1 },
    { "search=nuoc%20mam", 1 },
    { "search=xe+may+dien", 0 },
    { "search=NM-PQ", 0 },
    { "search=%C3%A1o", -1 },
    { "sku=NM-PQ-500", 1 },
    { "sku=NM-PQ-500,NON-LA,khong", 2 },
    { "search_sku=nm-pq", 0 },
    { "type=variable", -1 },
    { "type=simple", -1 },
    { "status=trash", 0 },
    { "on_sale=true", -1 },
    { "min_price=800000&max_price=2000000", -1 },
    { "slug=non-la-hue-bai-tho-lam-thu-cong-quai-lua", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("products?", cases[i].query, NULL);

      g_test_message ("%s", path);
      sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
      if (cases[i].n >= 0)
        g_assert_cmpuint (sandbox_fixture_length (fixture), ==, cases[i].n);
      else
        g_assert_cmpuint (sandbox_fixture_length (fixture), >, 0);
    }
  /* A list by SKU finds variations, in the form of products. */
  sandbox_fixture_wc_ok (fixture, "GET", "products?sku=NM-PQ-500", NULL, 200);
  sandbox_fixture_assert_text (fixture, "type", "variation");
  g_assert_cmpint (
      sandbox_fixture_int (fixture, "parent_id"), ==, find_sku (fixture, "NM-PQ-500")->parent->id);
}

static void
test_shapes (SandboxFixture *fixture,
             gconstpointer storage)
{
  gboolean in_tables = g_strcmp0 (storage, "tables") == 0;
  TiemSandboxItem *variation = find_sku (fixture, "AT-SG-D-L");
  g_autofree char *parent_path = make_path (variation->parent);
  g_autofree char *path = make_path (variation);
  JsonObject *object;

  sandbox_fixture_wc_ok (fixture, "GET", parent_path, NULL, 200);
  object = sandbox_fixture_object (fixture);
  sandbox_fixture_assert_text (fixture, "type", "variable");
  sandbox_fixture_assert_text (fixture, "regular_price", "");
  sandbox_fixture_assert_text (fixture, "stock_quantity", "null");
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (object, "variations")), ==, 4);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (object, "attributes")), ==, 2);
  g_assert_cmpint (json_object_has_member (object, "global_unique_id"), ==, in_tables);
  g_assert_cmpint (json_object_has_member (object, "brands"), ==, in_tables);

  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
  object = sandbox_fixture_object (fixture);
  sandbox_fixture_assert_text (fixture, "sku", "AT-SG-D-L");
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_object_get_member (object, "image")));
  g_assert_cmpint (json_object_has_member (object, "parent_id"), ==, in_tables);
  g_assert_cmpint (sandbox_fixture_int (fixture, "stock_quantity"), ==, variation->stock);
  g_assert_cmpstr (
      json_object_get_string_member (
          json_array_get_object_element (json_object_get_array_member (object, "attributes"), 1),
          "option"),
      ==,
      "L");
  /* Whatever is beyond ASCII is escaped, as PHP does. */
  for (gsize i = 0; i < g_bytes_get_size (fixture->response->body); i++)
    g_assert_cmpint (
        ((const guint8 *)g_bytes_get_data (fixture->response->body, NULL))[i], <, 0x80);

  g_free (path);
  path = g_strdup_printf ("products/%" G_GINT64_FORMAT, variation->id);
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 404);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_invalid_product_id");
  sandbox_fixture_wc_ok (fixture, "GET", "products/1", NULL, 404);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_product_invalid_id");
}

static void
test_thinning (SandboxFixture *fixture,
               gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  g_autofree char *path = make_path (item);
  g_autofree char *thin = g_strconcat (path, "?_fields=id,dimensions.width,sku", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  JsonObject *object;

  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
  before = json_to_string (fixture->body, FALSE);
  sandbox_fixture_wc_ok (fixture, "GET", thin, NULL, 200);
  object = sandbox_fixture_object (fixture);
  g_assert_cmpuint (json_object_get_size (object), ==, 3);
  g_assert_cmpuint (
      json_object_get_size (json_object_get_object_member (object, "dimensions")), ==, 1);
  /* What is cut away is cut from the answer alone. */
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
  after = json_to_string (fixture->body, FALSE);
  g_assert_cmpstr (before, ==, after);
}

/* One field in, one field out. */
static void
test_prices (SandboxFixture *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *body;
    const char *regular;
    const char *sale;
    const char *price;
  } cases[] = {
    { "{\"regular_price\":\"150000\",\"sale_price\":\"\"}", "150000", "", "150000" },
    { "{\"sale_price\":\"120000\"}", "150000", "120000", "120000" },
    { "{\"sale_price\":\"150000\"}", "150000", "", "150000" },
    { "{\"sale_price\":\"200000\"}", "150000", "", "150000" },
    { "{\"regular_price\":\"12.500\"}", "12.500", "", "12.500" },
    { "{\"regular_price\":\"12.500đ\"}", "12.500", "", "12.500" },
    { "{\"regular_price\":\"1.250.000\"}", "1250.000", "", "1250.000" },
    { "{\"regular_price\":\"150000\"}", "150000", "", "150000" },
  };
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  g_autofree char *path = make_path (item);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].body);
      sandbox_fixture_wc_ok (fixture, "PUT", path, cases[i].body, 200);
      sandbox_fixture_assert_text (fixture, "regular_price", cases[i].regular);
      sandbox_fixture_assert_text (fixture, "sale_price", cases[i].sale);
      sandbox_fixture_assert_text (fixture, "price", cases[i].price);
    }
  g_assert_cmpint (item->price_xu, ==, 15000000);
  /* 12.500 is twelve and a half. */
  sandbox_fixture_wc_ok (fixture, "PATCH", path, "{\"regular_price\":\"12.500\"}", 200);
  g_assert_cmpint (item->price_xu, ==, 1250);
}

static void
test_stock_writes (SandboxFixture *fixture,
                   gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "AT-SG-D-L");
  TiemSandboxItem *parent = item->parent;
  g_autofree char *path = make_path (item);
  g_autofree char *parent_path = make_path (parent);

  sandbox_fixture_wc_ok (fixture, "PUT", path, "{\"stock_quantity\":7}", 200);
  g_assert_cmpint (sandbox_fixture_int (fixture, "stock_quantity"), ==, 7);
  sandbox_fixture_assert_text (fixture, "stock_status", "instock");
  sandbox_fixture_wc_ok (fixture, "PUT", path, "{\"inventory_delta\":-3}", 200);
  g_assert_cmpint (sandbox_fixture_int (fixture, "stock_quantity"), ==, 4);
  sandbox_fixture_wc_ok (
      fixture, "PUT", path, "{\"inventory_delta\":-3,\"stock_quantity\":9}", 200);
  g_assert_cmpint (sandbox_fixture_int (fixture, "stock_quantity"), ==, 9);
  sandbox_fixture_wc_ok (fixture, "PUT", path, "{\"stock_quantity\":0}", 200);
  sandbox_fixture_assert_text (fixture, "stock_status", "outofstock");

  /* The parent keeps the stock of all: a number for one of them is ignored. */
  sandbox_fixture_wc_ok (
      fixture, "PUT", parent_path, "{\"manage_stock\":true,\"stock_quantity\":40}", 200);
  sandbox_fixture_wc_ok (fixture, "PUT", path, "{\"manage_stock\":false}", 200);
  sandbox_fixture_assert_text (fixture, "manage_stock", "parent");
  g_assert_cmpint (sandbox_fixture_int (fixture, "stock_quantity"), ==, 40);
  sandbox_fixture_wc_ok (fixture, "PUT", path, "{\"stock_quantity\":3}", 200);
  g_assert_cmpint (sandbox_fixture_int (fixture, "stock_quantity"), ==, 40);

  /* Goods that are not counted have no number, and take none. */
  sandbox_fixture_wc_ok (fixture, "PUT", parent_path, "{\"manage_stock\":false}", 200);
  sandbox_fixture_wc_ok (fixture, "PUT", path, "{\"stock_quantity\":3}", 200);
  sandbox_fixture_assert_text (fixture, "manage_stock", "");
  sandbox_fixture_assert_text (fixture, "stock_quantity", "null");
}

/* A list of products shows the parent, never the variation that changed. */
static void
test_parent_stamp (SandboxFixture *fixture,
                   gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "AT-SG-D-L");
  g_autofree char *path = make_path (item);
  g_autofree char *variations
      = g_strdup_printf ("products/%" G_GINT64_FORMAT
                         "/variations?dates_are_gmt=true&modified_after=2026-11-21T12:00:00",
                         item->parent->id);

  sandbox_fixture_wc_ok (
      fixture, "GET", "products?dates_are_gmt=true&modified_after=2026-11-21T12:00:00", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 0);
  fixture->now += MINUTE_MS + 345;
  sandbox_fixture_wc_ok (fixture, "PUT", path, "{\"stock_quantity\":5}", 200);
  sandbox_fixture_assert_text (fixture, "date_modified_gmt", "2026-11-21T12:01:00");
  sandbox_fixture_assert_text (fixture, "date_modified", "2026-11-21T19:01:00");
  sandbox_fixture_wc_ok (
      fixture, "GET", "products?dates_are_gmt=true&modified_after=2026-11-21T12:00:00", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
  g_assert_cmpint (sandbox_fixture_int (fixture, "id"), ==, item->parent->id);
  sandbox_fixture_wc_ok (fixture, "GET", variations, NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
  g_assert_cmpint (sandbox_fixture_int (fixture, "id"), ==, item->id);
}

/* What a value means with and without the flag, in a shop at UTC+7. */
static void
test_dates (SandboxFixture *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *value;
    gboolean are_gmt;
    const char *means; /* in UTC */
  } cases[] = {
    { "2026-11-21T13:05:09", TRUE, "2026-11-21T13:05:09" },
    { "2026-11-21T13:05:09Z", FALSE, "2026-11-21T13:05:09" },
    { "2026-11-21T13:05:09%2B00:00", FALSE, "2026-11-21T13:05:09" },
    { "2026-11-21T20:05:09%2B07:00", FALSE, "2026-11-21T13:05:09" },
    { "2026-11-21T13:05:09Z", TRUE, "2026-11-21T20:05:09" },
    { "2026-11-21T20:05:09%2B07:00", TRUE, "2026-11-21T20:05:09" },
    { "2026-11-21T13:05:09", FALSE, "2026-11-21T06:05:09" },
  };
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
      g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (cases[i].means, utc);
      gint64 ms = g_date_time_to_unix (date) * 1000;

      g_test_message ("%s %d", cases[i].value, cases[i].are_gmt);
      /* The same second is left out, the next is in. */
      for (int later = 0; later < 2; later++)
        {
          g_autofree char *path = g_strdup_printf ("products?sku=NON-LA&modified_after=%s%s",
                                                   cases[i].value,
                                                   cases[i].are_gmt ? "&dates_are_gmt=true" : "");

          item->modified_at = ms + later * 1000;
          sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
          g_assert_cmpuint (sandbox_fixture_length (fixture), ==, later);
        }
    }
}

static void
test_create_and_trash (SandboxFixture *fixture,
                       gconstpointer storage)
{
  gboolean in_tables = g_strcmp0 (storage, "tables") == 0;
  g_autofree char *path = NULL;
  g_autofree char *forced = NULL;
  JsonObject *inner;

  sandbox_fixture_wc_ok (
      fixture,
      "POST",
      "products",
      "{\"name\":\"Nồi đất kho cá Rí\",\"sku\":\"NOI-DAT\",\"regular_price\":\"95000\","
      "\"manage_stock\":true,\"stock_quantity\":12,\"categories\":[{\"id\":16}],"
      "\"images\":[{\"src\":\"https://anh.example/noi.jpg\"}],"
      "\"meta_data\":[{\"key\":\"_tiem\",\"value\":{\"a\":[1]}}]}",
      201);
  path = g_strdup_printf ("products/%" G_GINT64_FORMAT, sandbox_fixture_int (fixture, "id"));
  forced = g_strconcat (path, "?force=true", NULL);
  sandbox_fixture_assert_text (fixture, "type", "simple");
  sandbox_fixture_assert_text (fixture, "slug", "noi-dat-kho-ca-ri");
  g_assert_true (g_str_has_suffix (sandbox_fixture_header (fixture, "Location"), path));

  sandbox_fixture_wc_ok (fixture, "POST", "products", "{\"sku\":\"NOI-DAT\"}", 400);
  sandbox_fixture_assert_text (fixture, "code", "product_invalid_sku");
  inner = json_object_get_object_member (sandbox_fixture_object (fixture), "data");
  g_assert_cmpstr (json_object_get_string_member (inner, "unique_sku"), ==, "NOI-DAT-1");
  sandbox_fixture_wc_ok (
      fixture, "POST", "products", "{\"images\":[{\"src\":\"https://khong.invalid/a.jpg\"}]}", 400);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_product_image_upload_error");

  sandbox_fixture_wc_ok (fixture, "DELETE", path, NULL, 200);
  sandbox_fixture_assert_text (fixture, "status", "publish");
  sandbox_fixture_wc_ok (fixture, "DELETE", path, NULL, 410);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_already_trashed");
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 200);
  sandbox_fixture_assert_text (fixture, "status", "trash");
  sandbox_fixture_wc_ok (fixture, "GET", "products?search=noi+dat", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 0);
  sandbox_fixture_wc_ok (fixture, "GET", "products?status=trash", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
  /* Whether the name of what lies in the trash is free differs. */
  sandbox_fixture_wc_ok (
      fixture, "POST", "products", "{\"sku\":\"NOI-DAT\"}", in_tables ? 400 : 201);
  sandbox_fixture_wc_ok (fixture, "DELETE", forced, NULL, 200);
  sandbox_fixture_wc_ok (fixture, "GET", path, NULL, 404);
}

/* Batches check nothing, and fail one by one. */
static void
test_batch (SandboxFixture *fixture,
            gconstpointer data)
{
  TiemSandboxItem *simple = find_sku (fixture, "NON-LA");
  TiemSandboxItem *variation = find_sku (fixture, "AT-SG-D-L");
  g_autofree char *body = g_strdup_printf (
      "{\"create\":[{\"name\":\"Mới\",\"sku\":\"MOI-1\",\"regular_price\":129000},{\"sku\":\"NON-"
      "LA\"}],"
      "\"update\":[{\"id\":%" G_GINT64_FORMAT ",\"stock_quantity\":\"abc\"},"
      "{\"id\":%" G_GINT64_FORMAT ",\"stock_quantity\":3},{\"id\":99999,\"stock_quantity\":3}],"
      "\"delete\":[99998]}",
      simple->id,
      variation->id);
  g_autofree char *path
      = g_strdup_printf ("products/%" G_GINT64_FORMAT "/variations/batch", variation->parent->id);
  g_autofree char *variations
      = g_strdup_printf ("{\"update\":[{\"id\":%" G_GINT64_FORMAT
                         ",\"stock_quantity\":31},{\"id\":%" G_GINT64_FORMAT "}]}",
                         variation->id,
                         simple->id);
  g_autoptr (GString) large = g_string_new ("{\"update\":[");
  JsonArray *update;
  JsonArray *create;
  JsonArray *delete;

  sandbox_fixture_wc_ok (fixture, "POST", "products/batch", body, 200);
  create = json_object_get_array_member (sandbox_fixture_object (fixture), "create");
  update = json_object_get_array_member (sandbox_fixture_object (fixture), "update");
  delete = json_object_get_array_member (sandbox_fixture_object (fixture), "delete");
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (create, 0), "regular_price"),
      ==,
      "129000");
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (create, 1), "id"), ==, 0);
  g_assert_true (json_object_has_member (json_array_get_object_element (create, 1), "error"));
  g_assert_cmpint (simple->stock, ==, 0);
  g_assert_cmpstr (
      json_object_get_string_member (
          json_object_get_object_member (json_array_get_object_element (update, 1), "error"),
          "code"),
      ==,
      "woocommerce_rest_invalid_product_id");
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (update, 2), "id"), ==, 99999);
  g_assert_true (json_object_has_member (json_array_get_object_element (delete, 0), "error"));

  sandbox_fixture_wc_ok (fixture, "POST", path, variations, 200);
  update = json_object_get_array_member (sandbox_fixture_object (fixture), "update");
  g_assert_cmpint (variation->stock, ==, 31);
  g_assert_true (json_object_has_member (json_array_get_object_element (update, 1), "error"));

  for (int i = 0; i < 101; i++)
    g_string_append_printf (large, "%s{\"id\":%d}", i > 0 ? "," : "", i);
  g_string_append (large, "]}");
  sandbox_fixture_wc_ok (fixture, "POST", "products/batch", large->str, 413);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_request_entity_too_large");
}

static void
test_picture (SandboxFixture *fixture,
              gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "AT-SG-D-L");
  JsonArray *images = json_object_get_array_member (item->extra, "images");
  const char *src
      = json_object_get_string_member (json_array_get_object_element (images, 0), "src");

  sandbox_fixture_call (fixture, "GET", src + strlen (fixture->home), NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  check_header (fixture, "Content-Type", "image/png");
  g_assert_cmpmem (g_bytes_get_data (fixture->response->body, NULL), 8, "\x89PNG\r\n\x1a\n", 8);
  sandbox_fixture_call (fixture, "GET", "/wp-content/uploads/2026/10/khong-co.png", NULL);
  g_assert_cmpuint (fixture->status, ==, 404);
}

static void
test_site (SandboxFixture *fixture,
           gconstpointer data)
{
  sandbox_fixture_wc_ok (fixture, "GET", "data/currencies/current", NULL, 200);
  sandbox_fixture_assert_text (fixture, "code", "VND");
  sandbox_fixture_assert_text (fixture, "symbol", "&#8363;");
  sandbox_fixture_wc_ok (
      fixture, "GET", "settings/general/woocommerce_price_num_decimals", NULL, 200);
  sandbox_fixture_assert_text (fixture, "value", "0");
  sandbox_fixture_wc_ok (fixture, "GET", "settings/general/khong_co", NULL, 404);
  sandbox_fixture_wc_ok (fixture, "GET", "system_status", NULL, 200);
  g_assert_true (json_object_get_boolean_member (
      json_object_get_object_member (sandbox_fixture_object (fixture), "settings"),
      "HPOS_enabled"));
  sandbox_fixture_wc_ok (fixture, "GET", "products/categories", NULL, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 5);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, storage, test)                                                                   \
  g_test_add ("/sandbox/wc/" path,                                                                 \
              SandboxFixture,                                                                      \
              storage,                                                                             \
              sandbox_fixture_set_up_wc,                                                           \
              test,                                                                                \
              sandbox_fixture_tear_down)

  ADD ("paging/posts", "posts", test_paging);
  ADD ("paging/tables", "tables", test_paging);
  ADD ("paging/order", NULL, test_order);
  ADD ("params/invalid", NULL, test_invalid_params);
  ADD ("params/words", NULL, test_out_of_range_words);
  ADD ("dates", NULL, test_dates);
  ADD ("products/search", NULL, test_search);
  ADD ("products/shapes/posts", "posts", test_shapes);
  ADD ("products/shapes/tables", "tables", test_shapes);
  ADD ("products/thinning", NULL, test_thinning);
  ADD ("products/prices", NULL, test_prices);
  ADD ("products/stock", NULL, test_stock_writes);
  ADD ("products/parent-stamp", NULL, test_parent_stamp);
  ADD ("products/trash/posts", "posts", test_create_and_trash);
  ADD ("products/trash/tables", "tables", test_create_and_trash);
  ADD ("products/batch", NULL, test_batch);
  ADD ("picture", NULL, test_picture);
  ADD ("site", NULL, test_site);

  return g_test_run ();
}
