#include "tts-fixture.h"

#define SEARCH "/product/202502/products/search"
#define INVENTORY "/product/202309/inventory/search"
#define MINUTE_MS G_GINT64_CONSTANT (60000)

static void
assert_code (TtsFixture *fixture,
             gint64 code)
{
  if (tts_fixture_code (fixture) != code)
    g_test_message ("%s", tts_fixture_message (fixture));
  g_assert_cmpint (tts_fixture_code (fixture), ==, code);
}

static char *
make_path (const TiemSandboxItem *item,
           const char *rest)
{
  return g_strdup_printf (
      "/product/202309/products/%" G_GINT64_FORMAT "%s", item->parent->id, rest);
}

/* Sends `skus` (a JSON list with ') to the product of @item. */
static JsonObject *
update (TtsFixture *fixture,
        const TiemSandboxItem *item,
        const char *rest,
        const char *skus)
{
  g_autofree char *path = make_path (item, rest);
  g_autofree char *body = g_strdup_printf ("{'skus':%s}", skus);

  tts_fixture_call (fixture, "POST", path, NULL, body);
  return tts_fixture_code (fixture) == 0 ? tts_fixture_data (fixture) : NULL;
}

static char *
make_stock (gint64 id,
            const char *warehouse,
            int quantity)
{
  return g_strdup_printf ("{'id':'%" G_GINT64_FORMAT
                          "','inventory':[{'warehouse_id':'%s','quantity':%d}]}",
                          id,
                          warehouse,
                          quantity);
}

static void
test_search (TtsFixture *fixture,
             gconstpointer data)
{
  static const char *const versions[] = { "202309", "202312", "202502" };
  JsonObject *product;
  JsonObject *sku;
  JsonObject *price;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/product/%s/products/search", versions[i]);
      JsonObject *page = tts_fixture_ok (fixture, "POST", path, "page_size=100", NULL);

      g_assert_cmpuint (tts_length (page, "products"), ==, 12);
      g_assert_cmpint (json_object_get_int_member (page, "total_count"), ==, 12);
      g_assert_cmpstr (tts_text (page, "next_page_token"), ==, "");
    }
  product = tts_only (
      tts_fixture_ok (fixture, "POST", SEARCH, "page_size=10", "{'seller_skus':['NON-LA']}"),
      "products");
  g_assert_cmpstr (tts_text (product, "status"), ==, "ACTIVATE");
  g_assert_cmpuint (strlen (tts_text (product, "id")), ==, 19);
  g_assert_false (json_object_has_member (product, "main_images"));
  g_assert_false (json_object_has_member (product, "description"));
  sku = tts_only (product, "skus");
  g_assert_cmpstr (tts_text (sku, "seller_sku"), ==, "NON-LA");
  price = tiem_sandbox_json_get_object (sku, "price");
  g_assert_cmpstr (tts_text (price, "tax_exclusive_price"), ==, "120000");
  g_assert_cmpstr (tts_text (tts_only (sku, "inventory"), "warehouse_id"), ==, TTS_WAREHOUSE);

  tts_fixture_call (fixture, "POST", SEARCH, NULL, NULL);
  assert_code (fixture, 36009004);
  tts_fixture_call (fixture,
                    "POST",
                    SEARCH,
                    "page_size=10",
                    "{'sku_ids':['1','2','3','4','5','6','7','8','9','10','11']}");
  assert_code (fixture, 36009004);
}

static void
test_search_by_status (TtsFixture *fixture,
                       gconstpointer data)
{
  tts_fixture_configure (fixture, "{'product':{'sku':'NON-LA','status':'FREEZE'}}");
  g_assert_cmpuint (
      tts_length (tts_fixture_ok (fixture, "POST", SEARCH, "page_size=100", "{'status':'FREEZE'}"),
                  "products"),
      ==,
      1);
  g_assert_cmpuint (
      tts_length (
          tts_fixture_ok (fixture, "POST", SEARCH, "page_size=100", "{'status':'ACTIVATE'}"),
          "products"),
      ==,
      11);
  g_assert_cmpuint (
      tts_length (tts_fixture_ok (fixture, "POST", SEARCH, "page_size=100", "{'status':'ALL'}"),
                  "products"),
      ==,
      12);
}

static void
test_detail (TtsFixture *fixture,
             gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "AT-SG-D-M");
  g_autofree char *path = make_path (item, "");
  JsonObject *product = tts_fixture_ok (fixture, "GET", path, "locale=vi-VN", NULL);
  JsonObject *sku = tts_entry (product, "skus", 0);
  JsonArray *urls;
  const char *url;

  g_assert_cmpstr (tts_text (product, "product_status"), ==, "ACTIVATE");
  g_assert_cmpuint (tts_length (product, "category_chains"), ==, 1);
  g_assert_cmpuint (tts_length (product, "skus"), ==, 4);
  g_assert_cmpuint (tts_length (sku, "sales_attributes"), ==, 2);
  g_assert_cmpstr (tts_text (tts_entry (sku, "sales_attributes", 0), "value_name"), ==, "Đen");
  urls = tiem_sandbox_json_get_array (tts_entry (product, "main_images", 0), "urls");
  url = json_array_get_string_element (urls, 0);
  g_assert_true (g_str_has_prefix (url, fixture->base.home));
  {
    g_autofree char *picture = g_strdup (url + strlen (fixture->base.home));

    sandbox_fixture_call (&fixture->base, "GET", picture, NULL);
    g_assert_cmpuint (fixture->base.status, ==, 200);
    g_assert_cmpstr (sandbox_fixture_header (&fixture->base, "Content-Type"), ==, "image/png");
  }
  tts_fixture_configure (fixture, "{'product':{'sku':'AT-SG-D-M','status':'DELETED'}}");
  tts_fixture_call (fixture, "GET", path, NULL, NULL);
  assert_code (fixture, 12052032);
}

static void
test_inventory_search (TtsFixture *fixture,
                       gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "AT-SG-D-M");
  g_autofree char *both
      = g_strdup_printf ("{'product_ids':['1'],'sku_ids':['%" G_GINT64_FORMAT "']}", item->id);
  g_autoptr (GString) many = g_string_new ("{'product_ids':['1'");
  JsonObject *product;
  JsonObject *sku;

  item->stock = 9;
  tts_fixture_place (fixture, "AT-SG-D-M", 2);
  /* SKUs win over products. */
  product = tts_only (tts_fixture_ok (fixture, "POST", INVENTORY, NULL, both), "inventory");
  sku = tts_only (product, "skus");
  g_assert_cmpint (json_object_get_int_member (sku, "total_available_quantity"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (sku, "total_committed_quantity"), ==, 2);
  g_assert_cmpint (
      json_object_get_int_member (tts_only (sku, "warehouse_inventory"), "available_quantity"),
      ==,
      7);

  tts_fixture_call (fixture, "POST", INVENTORY, NULL, NULL);
  assert_code (fixture, 36009004);
  for (int i = 0; i < 100; i++)
    g_string_append (many, ",'1'");
  g_string_append (many, "]}");
  tts_fixture_call (fixture, "POST", INVENTORY, NULL, many->str);
  assert_code (fixture, 36009004);
  g_string_assign (many, "{'sku_ids':['1'");
  for (int i = 0; i < 600; i++)
    g_string_append (many, ",'1'");
  g_string_append (many, "]}");
  tts_fixture_call (fixture, "POST", INVENTORY, NULL, many->str);
  assert_code (fixture, 36009004);
}

/* Each SKU has a fate of its own inside an answer that says all is well. */
static void
test_inventory_errors (TtsFixture *fixture,
                       gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "AT-SG-D-M");
  TiemSandboxItem *sibling = tts_fixture_find_sku (fixture, "AT-SG-D-L");
  TiemSandboxItem *stranger = tts_fixture_find_sku (fixture, "NON-LA");
  const struct
  {
    char *sku;
    gint64 code;
  } rows[] = {
    { make_stock (sibling->id, TTS_WAREHOUSE, 100000), 12052055 },
    { make_stock (sibling->id, TTS_WAREHOUSE, -1), 12052055 },
    { make_stock (sibling->id, "1", 5), 12052097 },
    { make_stock (stranger->id, TTS_WAREHOUSE, 5), 12052557 },
    { make_stock (item->id, TTS_WAREHOUSE, 6), 12052553 },
    { g_strdup_printf ("{'id':'%" G_GINT64_FORMAT "','inventory':[{'warehouse_id':'" TTS_WAREHOUSE
                       "','quantity':1},{'warehouse_id':'" TTS_WAREHOUSE "','quantity':2}]}",
                       sibling->id),
      12052555 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *good = make_stock (item->id, TTS_WAREHOUSE, 31 + i);
      g_autofree char *skus = g_strdup_printf ("[%s,%s]", good, rows[i].sku);
      JsonObject *result;
      JsonObject *error;

      sibling->stock = 8;
      stranger->stock = 8;
      result = update (fixture, item, "/inventory/update", skus);
      g_test_message ("%s", skus);
      assert_code (fixture, 0);
      error = tts_only (result, "errors");
      g_assert_cmpint (json_object_get_int_member (error, "code"), ==, rows[i].code);
      g_assert_cmpstr (tts_text (tiem_sandbox_json_get_object (error, "detail"), "sku_id"), !=, "");
      g_assert_cmpint (item->stock, ==, 31 + i);
      g_assert_cmpint (sibling->stock, ==, 8);
      g_assert_cmpint (stranger->stock, ==, 8);
      g_free (rows[i].sku);
    }
}

static void
test_inventory_whole (TtsFixture *fixture,
                      gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  g_autofree char *sku = make_stock (item->id, TTS_WAREHOUSE, 99999);
  g_autofree char *skus = g_strdup_printf ("[%s]", sku);

  update (fixture, item, "/inventory/update", skus);
  g_assert_cmpint (item->stock, ==, 99999);
  update (fixture, item, "/inventory/update", "[]");
  assert_code (fixture, 36009004);
  update (fixture, item, "/inventory/update", "[{'id':1,'inventory':[]}]");
  assert_code (fixture, 36009004);
  tts_fixture_call (fixture,
                    "POST",
                    "/product/202309/products/7/inventory/update",
                    NULL,
                    "{'skus':[{'id':'1'}]}");
  assert_code (fixture, 36009004);
  tts_fixture_call (fixture,
                    "POST",
                    "/product/202309/products/7/inventory/update",
                    NULL,
                    "{'skus':[{'id':'1','inventory':[{'quantity':1}]}]}");
  assert_code (fixture, 12052032);
  tts_fixture_configure (fixture, "{'product':{'sku':'NON-LA','status':'PENDING'}}");
  update (fixture, item, "/inventory/update", skus);
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
}

/* Every warehouse of the SKU, no more, no fewer. */
static void
test_two_warehouses (TtsFixture *fixture,
                     gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  g_autofree char *one = make_stock (item->id, TTS_WAREHOUSE, 5);
  g_autofree char *skus = g_strdup_printf ("[%s]", one);
  g_autofree char *both = g_strdup_printf (
      "[{'id':'%" G_GINT64_FORMAT "','inventory':[{'warehouse_id':'" TTS_WAREHOUSE
      "','quantity':5},{'warehouse_id':'7068517275539719943','quantity':3}]}]",
      item->id);
  JsonObject *product;

  tts_fixture_configure (fixture, "{'warehouses':2}");
  g_assert_cmpuint (
      tts_length (update (fixture, item, "/inventory/update", skus), "errors"), ==, 1);
  g_assert_cmpuint (
      tts_length (update (fixture, item, "/inventory/update", both), "errors"), ==, 0);
  g_assert_cmpint (item->stock, ==, 8);
  product = tts_only (
      tts_fixture_ok (fixture, "POST", SEARCH, "page_size=10", "{'seller_skus':['NON-LA']}"),
      "products");
  g_assert_cmpint (json_object_get_int_member (
                       tts_entry (tts_only (product, "skus"), "inventory", 1), "quantity"),
                   ==,
                   3);
  tts_fixture_configure (fixture, "{'warehouses':1,'warehouse_status':'DISABLED'}");
  product = tts_only (update (fixture, item, "/inventory/update", skus), "errors");
  g_assert_cmpint (json_object_get_int_member (product, "code"), ==, 12052531);
}

/* Locked units are available, but can't be taken away. */
static void
test_campaign (TtsFixture *fixture,
               gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  g_autofree char *few = make_stock (item->id, TTS_WAREHOUSE, 3);
  g_autofree char *skus = g_strdup_printf ("[%s]", few);
  g_autofree char *body = g_strdup_printf ("{'sku_ids':['%" G_GINT64_FORMAT "']}", item->id);
  JsonObject *sku;
  JsonObject *parts;

  item->stock = 20;
  tts_fixture_configure (fixture, "{'campaign':{'sku':'NON-LA','units':4}}");
  sku = tts_only (tts_only (tts_fixture_ok (fixture, "POST", INVENTORY, NULL, body), "inventory"),
                  "skus");
  parts = tiem_sandbox_json_get_object (sku, "total_available_inventory_distribution");
  g_assert_cmpint (json_object_get_int_member (sku, "total_available_quantity"), ==, 20);
  g_assert_cmpint (
      json_object_get_int_member (tts_only (parts, "campaign_inventory"), "quantity"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (
                       tiem_sandbox_json_get_object (parts, "in_shop_inventory"), "quantity"),
                   ==,
                   16);
  g_assert_cmpuint (
      tts_length (update (fixture, item, "/inventory/update", skus), "errors"), ==, 1);
  g_assert_cmpint (item->stock, ==, 20);
}

static void
test_prices (TtsFixture *fixture,
             gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  static const struct
  {
    const char *amount;
    const char *currency;
    gint64 code;
  } rows[] = {
    { "'115000'", "VND", 0 },           { "'0'", "VND", 12052073 },
    { "'115000.50'", "VND", 12052073 }, { "'115,000'", "VND", 12052073 },
    { "'-5'", "VND", 12052073 },        { "'99999999999'", "VND", 12052570 },
    { "'5'", "USD", 12052084 },         { "115000", "VND", 36009004 },
  };
  g_autofree char *stranger
      = g_strdup_printf ("[{'id':'%" G_GINT64_FORMAT "','price':{'amount':'5','currency':'VND'}}]",
                         tts_fixture_find_sku (fixture, "AT-SG-D-M")->id);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *skus = g_strdup_printf ("[{'id':'%" G_GINT64_FORMAT
                                               "','price':{'amount':%s,'currency':'%s'}}]",
                                               item->id,
                                               rows[i].amount,
                                               rows[i].currency);

      g_test_message ("%s", skus);
      update (fixture, item, "/prices/update", skus);
      assert_code (fixture, rows[i].code);
      g_assert_cmpint (item->price_xu, ==, 11500000);
    }
  update (fixture, item, "/prices/update", stranger);
  assert_code (fixture, 12052557);
  /* While a promotion runs the buyer pays its price, and the seller's is locked. */
  tts_fixture_configure (fixture, "{'promotion':{'sku':'NON-LA','price':99000}}");
  {
    g_autofree char *skus = g_strdup_printf (
        "[{'id':'%" G_GINT64_FORMAT "','price':{'amount':'118000','currency':'VND'}}]", item->id);

    g_assert_cmpint (item->price_xu, ==, 9900000);
    update (fixture, item, "/prices/update", skus);
    assert_code (fixture, 12052038);
    tts_fixture_configure (fixture, "{'promotion':{'sku':'NON-LA','price':0}}");
    update (fixture, item, "/prices/update", skus);
    assert_code (fixture, 0);
    g_assert_cmpint (item->price_xu, ==, 11800000);
  }
}

static void
test_activation (TtsFixture *fixture,
                 gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  TiemSandboxItem *product = item->parent;
  g_autofree char *ids
      = g_strdup_printf ("{'product_ids':['%" G_GINT64_FORMAT "','9']}", product->id);
  g_autoptr (GString) many = g_string_new ("{'product_ids':['1'");
  const char *status;
  JsonObject *error;

  error = tts_only (
      tts_fixture_ok (fixture, "POST", "/product/202309/products/deactivate", NULL, ids), "errors");
  g_assert_cmpint (json_object_get_int_member (error, "code"), ==, 12052032);
  g_assert_cmpstr (
      tts_text (tiem_sandbox_json_get_object (error, "detail"), "product_id"), ==, "9");
  status = json_object_get_string_member (product->extra, "status");
  g_assert_cmpstr (status, ==, "SELLER_DEACTIVATED");
  tts_fixture_ok (fixture, "POST", "/product/202309/products/activate", NULL, ids);
  status = json_object_get_string_member (product->extra, "status");
  g_assert_cmpstr (status, ==, "PENDING");
  tts_fixture_pass (fixture, 15 * MINUTE_MS);
  status = json_object_get_string_member (product->extra, "status");
  g_assert_cmpstr (status, ==, "ACTIVATE");
  tts_fixture_ok (fixture, "DELETE", "/product/202309/products", NULL, ids);
  status = json_object_get_string_member (product->extra, "status");
  g_assert_cmpstr (status, ==, "DELETED");
  tts_fixture_ok (fixture, "POST", "/product/202309/products/recover", NULL, ids);
  status = json_object_get_string_member (product->extra, "status");
  g_assert_cmpstr (status, ==, "SELLER_DEACTIVATED");

  for (int i = 0; i < 20; i++)
    g_string_append (many, ",'1'");
  g_string_append (many, "]}");
  tts_fixture_call (fixture, "POST", "/product/202309/products/activate", NULL, many->str);
  assert_code (fixture, 12019120);
}

static const char png_head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\x20\0\0\x03\x20";

/* @side: high byte of width and height */
static void
upload (TtsFixture *fixture,
        const char *use_case,
        char side,
        gsize length)
{
  static const char path[] = "/product/202309/images/upload";
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree char *head
      = g_strdup_printf ("--tiem\r\nContent-Disposition: form-data; name=\"use_case\"\r\n\r\n%s\r\n"
                         "--tiem\r\nContent-Disposition: form-data; name=\"data\"; "
                         "filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n",
                         use_case);
  g_autoptr (TiemForm) query = tts_fixture_make_query (fixture, path, NULL);
  g_autofree char *sign = tts_fixture_sign (query, path, NULL);
  g_autofree char *encoded = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (TiemRequest) request = NULL;
  guint8 bytes[sizeof png_head];

  memcpy (bytes, png_head, sizeof png_head);
  bytes[18] = bytes[22] = side;
  g_byte_array_append (body, (const guint8 *)head, strlen (head));
  g_byte_array_append (body, bytes, length);
  g_byte_array_append (body, (const guint8 *)"\r\n--tiem--\r\n", 12);
  tiem_form_add (query, "sign", sign);
  encoded = tiem_form_encode (query);
  whole = g_strdup_printf ("%s?%s", path, encoded);
  request = sandbox_fixture_make (&fixture->base, "POST", whole, NULL);
  tiem_request_set_body (
      request, "multipart/form-data; boundary=tiem", (const char *)body->data, body->len);
  tiem_request_set_header (request, "x-tts-access-token", fixture->tts->access_token);
  sandbox_fixture_send (&fixture->base, request);
}

/* The body is left out of the signature. */
static void
test_image (TtsFixture *fixture,
            gconstpointer data)
{
  JsonObject *image;

  upload (fixture, "MAIN_IMAGE", 3, sizeof png_head - 1);
  assert_code (fixture, 0);
  image = tts_fixture_data (fixture);
  g_assert_cmpint (json_object_get_int_member (image, "width"), ==, 800);
  g_assert_cmpstr (tts_text (image, "use_case"), ==, "MAIN_IMAGE");
  g_assert_true (g_str_has_prefix (tts_text (image, "url"), fixture->base.home));
  upload (fixture, "MAIN_IMAGE", 0, sizeof png_head - 1);
  assert_code (fixture, 12038014);
  upload (fixture, "DESCRIPTION_IMAGE", 0, sizeof png_head - 1);
  assert_code (fixture, 0);
  upload (fixture, "POSTER", 3, sizeof png_head - 1);
  assert_code (fixture, 36009004);
  upload (fixture, "MAIN_IMAGE", 3, 0);
  assert_code (fixture, 36009004);
  upload (fixture, "MAIN_IMAGE", 3, 2);
  assert_code (fixture, 12038004);
}

#define PRODUCTS "/product/202309/products"

/* Sends a product of two SKUs; what the table gives replaces what is good. */
static void
create (TtsFixture *fixture,
        const char *title,
        const char *category,
        const char *uri,
        const char *more,
        const char *skus)
{
  g_autofree char *body
      = g_strdup_printf ("{'title':'%s','description':'<p>Tay "
                         "làm</p>','category_id':'%s','main_images':[{'uri':'%s'}],"
                         "'package_weight':{'value':'0.55','unit':'KILOGRAM'}%s,'skus':[%s]}",
                         title,
                         category,
                         uri,
                         more,
                         skus);

  tts_fixture_call (fixture, "POST", PRODUCTS, NULL, body);
}

#define SKU(sku, amount, units, kinds)                                                             \
  "{'seller_sku':'" sku "','price':{'amount':'" amount "','currency':'VND'},'inventory':["         \
  "{'warehouse_id':'" TTS_WAREHOUSE "','quantity':" units "}]" kinds "}"
#define OF(name, value) ",'sales_attributes':[{'name':'" name "','value_name':'" value "'}]"
#define TWO                                                                                        \
  SKU ("BB-DEN", "420000", "6", OF ("Màu", "Đen"))                                                 \
  "," SKU ("BB-TIM", "440000", "3", OF ("Màu", "Tím"))
#define TITLE "Áo bà ba lụa Tân Châu may tay"
#define GANG ",'product_attributes':[{'id':'100198','values':[{'id':'1000040'}]}]"

static void
test_create (TtsFixture *fixture,
             gconstpointer data)
{
  g_autofree char *uri = NULL;
  g_autofree char *path = NULL;
  TiemSandboxItem *item;
  JsonObject *detail;
  JsonObject *picture;
  const char *status;

  upload (fixture, "MAIN_IMAGE", 3, sizeof png_head - 1);
  uri = g_strdup (tts_text (tts_fixture_data (fixture), "uri"));
  {
    const struct
    {
      const char *title;
      const char *category;
      const char *uri;
      const char *more;
      const char *skus;
      gint64 code;
    } rows[] = {
      { "Áo", "600001", uri, "", TWO, 36009004 },
      { TITLE, "600099", uri, "", TWO, 12052024 },
      { TITLE, "600002", uri, "", TWO, 12052220 },
      { TITLE, "600001", "https://tiem.example/a.jpg", "", TWO, 12052258 },
      { TITLE, "600001", uri, ",'brand_id':'1'", TWO, 12052035 },
      { TITLE, "600001", uri, ",'package_dimensions':{'length':'1.5'}", TWO, 12052218 },
      { TITLE, "600001", uri, "", SKU ("A B", "1", "1", ""), 12052223 },
      { TITLE, "600001", uri, "", SKU ("A", "0", "1", ""), 12052073 },
      { TITLE, "600001", uri, "", SKU ("A", "1", "0", ""), 12052055 },
      { TITLE, "600001", uri, "", SKU ("A", "1", "1", "") "," SKU ("B", "1", "1", ""), 12052222 },
      { TITLE,
        "600001",
        uri,
        "",
        SKU ("A", "1", "1", OF ("Màu", "Đen")) "," SKU ("B", "1", "1", OF ("Màu", "Đen")),
        12052224 },
      { TITLE, "600002", uri, ",'idempotency_key':'k'" GANG, TWO, 0 },
      { TITLE, "600002", uri, ",'idempotency_key':'k'" GANG, TWO, 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
      {
        g_test_message ("row %u", i);
        create (fixture, rows[i].title, rows[i].category, rows[i].uri, rows[i].more, rows[i].skus);
        assert_code (fixture, rows[i].code);
      }
  }
  item = tts_fixture_find_sku (fixture, "BB-TIM");
  g_assert_cmpint (item->stock, ==, 3);
  g_assert_cmpint (item->price_xu, ==, 44000000);
  /* The same key makes nothing twice. */
  g_assert_cmpint (
      json_object_get_int_member (tts_fixture_ok (fixture,
                                                  "POST",
                                                  SEARCH,
                                                  "page_size=10",
                                                  "{'seller_skus':['BB-TIM'],'status':'PENDING'}"),
                                  "total_count"),
      ==,
      1);
  tts_fixture_pass (fixture, 15 * MINUTE_MS);
  status = json_object_get_string_member (item->parent->extra, "status");
  g_assert_cmpstr (status, ==, "ACTIVATE");

  path = make_path (item, "/partial_edit");
  tts_fixture_call (fixture, "POST", path, NULL, "{'title':'ngắn'}");
  assert_code (fixture, 36009004);
  tts_fixture_ok (fixture,
                  "POST",
                  path,
                  NULL,
                  "{'title':'Áo bà ba lụa Tân Châu thêu sen','description':'<p>Sen</p>'}");
  g_free (path);
  path = make_path (item, "");
  detail = tts_fixture_ok (fixture, "GET", path, NULL, NULL);
  g_assert_cmpstr (tts_text (detail, "title"), ==, "Áo bà ba lụa Tân Châu thêu sen");
  g_assert_cmpstr (tts_text (detail, "description"), ==, "<p>Sen</p>");
  picture = tts_only (detail, "main_images");
  g_assert_cmpstr (tts_text (picture, "uri"), ==, uri);
  g_assert_cmpstr (
      tts_text (tts_entry (tts_entry (detail, "skus", 1), "sales_attributes", 0), "value_name"),
      ==,
      "Tím");
}

static void
test_attributes (TtsFixture *fixture,
                 gconstpointer data)
{
  JsonObject *found
      = tts_fixture_ok (fixture, "GET", "/product/202309/categories/600002/attributes", NULL, NULL);

  g_assert_true (json_object_get_boolean_member (tts_only (found, "attributes"), "is_requried"));
  found = tts_fixture_ok (
      fixture, "GET", "/product/202309/brands", "page_size=100&brand_name=sunhouse", NULL);
  g_assert_cmpstr (tts_text (tts_only (found, "brands"), "name"), ==, "Sunhouse");
}

static void
test_categories (TtsFixture *fixture,
                 gconstpointer data)
{
  JsonObject *found = tts_fixture_ok (fixture, "GET", "/product/202309/categories", NULL, NULL);

  g_assert_cmpuint (tts_length (found, "categories"), ==, 5);
  g_assert_true (json_object_get_boolean_member (tts_entry (found, "categories", 0), "is_leaf"));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/sandbox/tiktok/products/" path,                                                    \
              TtsFixture,                                                                          \
              NULL,                                                                                \
              tts_fixture_set_up,                                                                  \
              func,                                                                                \
              tts_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("search", test_search);
  ADD ("search-by-status", test_search_by_status);
  ADD ("detail", test_detail);
  ADD ("inventory-search", test_inventory_search);
  ADD ("inventory-errors", test_inventory_errors);
  ADD ("inventory-whole", test_inventory_whole);
  ADD ("two-warehouses", test_two_warehouses);
  ADD ("campaign", test_campaign);
  ADD ("prices", test_prices);
  ADD ("activation", test_activation);
  ADD ("image", test_image);
  ADD ("categories", test_categories);
  ADD ("create", test_create);
  ADD ("attributes", test_attributes);

  return g_test_run ();
}
