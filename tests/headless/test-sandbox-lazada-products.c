#include "lazada-box.h"

#include "sandbox/lazada/tiem-sandbox-lazada-sign.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)

#define SELLABLE "/product/stock/sellable/update"
#define PRICES "/product/price_quantity/update"

static void
test_list_rules (LazadaBox *box,
                 gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *value;
    const char *code;
  } cases[] = {
    { "limit", "50", "0" },
    { "limit", "51", "19" },
    { "limit", "0", "19" },
    { "offset", "10000", "0" },
    { "offset", "10001", "14" },
    { "filter", "all", "0" },
    { "filter", "sold-out", "0" },
    { "filter", "active", "36" },
    { "create_after", "2026-01-01T00:00:00+0700", "0" },
    { "create_after", "2026-01-01", "17" },
    { "update_before", "x", "17" },
    { "sku_seller_list", "['CHAO-28']", "0" },
    { "sku_seller_list", "CHAO-28", "70" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      lazada_box_call (box, "GET", "/products/get", cases[i].name, cases[i].value, NULL);
      g_assert_cmpstr (lazada_box_get_code (box), ==, cases[i].code);
    }
}

static void
test_list (LazadaBox *box,
           gconstpointer data)
{
  JsonObject *page = lazada_box_get (box, "/products/get", "filter", "all", NULL);
  JsonObject *product;
  JsonObject *sku;

  g_assert_cmpint (json_object_get_int_member (page, "total_products"), ==, 60);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (page, "products")), ==, 20);
  page = lazada_box_get (box,
                         "/products/get",
                         "filter",
                         "live",
                         "options",
                         "1",
                         "sku_seller_list",
                         "['CHAO-28','CHAO-2']",
                         NULL);
  g_assert_cmpint (json_object_get_int_member (page, "total_products"), ==, 1);
  product = json_array_get_object_element (json_object_get_array_member (page, "products"), 0);
  g_assert_cmpstr (json_object_get_string_member (product, "status"), ==, "Active");
  sku = json_array_get_object_element (json_object_get_array_member (product, "skus"), 1);
  g_assert_cmpstr (json_object_get_string_member (sku, "SellerSku"), ==, "CHAO-28");
  g_assert_cmpfloat (json_object_get_double_member (sku, "price"), ==, 459000);
  g_assert_true (json_object_has_member (sku, "ReservedStock"));

  lazada_box_wait (box, MINUTE_MS);
  lazada_box_find (box, "CHAO-28")->stock = 0;
  lazada_box_place (box, "BGN-750-XR", 1);
  page = lazada_box_get (
      box, "/products/get", "filter", "all", "update_after", "2026-11-21T19:00:30+07:00", NULL);
  g_assert_cmpint (json_object_get_int_member (page, "total_products"), ==, 1);
}

static char *
make_id (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

static void
test_one (LazadaBox *box,
          gconstpointer data)
{
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  g_autofree char *id = make_id (item->parent->id);
  g_autofree char *sku_id = make_id (item->id);
  JsonObject *product = lazada_box_get (box, "/product/item/get", "item_id", id, NULL);
  JsonObject *warehouse;

  g_assert_cmpint (json_object_get_int_member (product, "item_id"), ==, item->parent->id);
  warehouse = json_array_get_object_element (
      json_object_get_array_member (
          json_array_get_object_element (json_object_get_array_member (product, "skus"), 1),
          "multiWarehouseInventories"),
      0);
  g_assert_cmpint (json_object_get_int_member (warehouse, "sellableQuantity"), ==, item->stock);
  lazada_box_refused (box, "208", "GET", "/product/item/get", "item_id", sku_id, NULL);
  lazada_box_refused (
      box, "MissingParameter", "GET", "/product/item/get", "seller_sku", "CHAO-28", NULL);

  lazada_box_set (box, "{'camel_case':true}");
  product = lazada_box_get (box, "/product/item/get", "item_id", id, NULL);
  g_assert_cmpint (json_object_get_int_member (product, "itemId"), ==, item->parent->id);
  g_assert_false (json_object_has_member (product, "item_id"));
}

/* An XML document that writes @fields to @sku. */
static char *
make_xml (LazadaBox *box,
          const char *sku,
          const char *fields)
{
  TiemSandboxItem *item = lazada_box_find (box, sku);

  return g_strdup_printf ("<Request><Product><Skus><Sku><ItemId>%" G_GINT64_FORMAT
                          "</ItemId><SkuId>%" G_GINT64_FORMAT
                          "</SkuId>%s</Sku></Skus></Product></Request>",
                          item->parent->id,
                          item->id,
                          fields);
}

static void
write_sku (LazadaBox *box,
           const char *path,
           const char *sku,
           const char *fields,
           const char *code)
{
  g_autofree char *payload = make_xml (box, sku, fields);

  lazada_box_call (box, "POST", path, "payload", payload, NULL);
  if (!g_str_equal (lazada_box_get_code (box), code))
    g_test_message ("%s", (const char *)g_bytes_get_data (box->fixture.response->body, NULL));
  g_assert_cmpstr (lazada_box_get_code (box), ==, code);
}

static void
test_stock (LazadaBox *box,
            gconstpointer data)
{
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");

  item->stock = 10;
  lazada_box_place (box, "CHAO-28", 2);
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>7</SellableQuantity>", "0");
  lazada_box_assert_stock (box, "CHAO-28", 7, 0, 2);
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>-1</SellableQuantity>", "4152");
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>x</SellableQuantity>", "5");
  write_sku (box,
             "/product/stock/sellable/adjust",
             "CHAO-28",
             "<SellableQuantity>-3</SellableQuantity>",
             "0");
  g_assert_cmpint (item->stock, ==, 4);
  write_sku (box,
             "/product/stock/sellable/adjust",
             "CHAO-28",
             "<SellableQuantity>-5</SellableQuantity>",
             "212");

  /* The total has what waits for its buyers in it. */
  write_sku (box, PRICES, "CHAO-28", "<Quantity>12</Quantity>", "0");
  lazada_box_assert_stock (box, "CHAO-28", 10, 0, 2);
  write_sku (box, PRICES, "CHAO-28", "<Quantity>1</Quantity>", "501");
  g_assert_cmpint (item->stock, ==, 10);
  write_sku (box,
             SELLABLE,
             "CHAO-28",
             "<MultiWarehouseInventories><MultiWarehouseInventory><WarehouseCode>dropshipping"
             "</WarehouseCode><SellableQuantity>1</SellableQuantity></MultiWarehouseInventory>"
             "</MultiWarehouseInventories>",
             "501");
}

static void
test_prices (LazadaBox *box,
             gconstpointer data)
{
  static const struct
  {
    const char *fields;
    const char *code;
  } cases[] = {
    { "<Price>489000</Price>", "0" },
    { "<Price>489000.00</Price>", "0" },
    { "<Price>489000.5</Price>", "4104" },
    { "<Price>0</Price>", "4118" },
    { "<Price>489000</Price><SalePrice>500000</SalePrice>", "4157" },
    { "<SalePrice>0</SalePrice>", "4119" },
    { "<SalePrice>399000</SalePrice><SaleStartDate>2026-11-20</SaleStartDate>"
      "<SaleEndDate>2026-11-19</SaleEndDate>",
      "4119" },
    { "<Quantity>-1</Quantity>", "4152" },
    { "<SalePrice>399000</SalePrice><SaleStartDate>2026-11-20</SaleStartDate>"
      "<SaleEndDate>2026-11-21 19:30</SaleEndDate>",
      "0" },
    { "<Price>390000</Price>", "4157" },
  };
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  g_autofree char *id = make_id (item->parent->id);
  JsonObject *product;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    write_sku (box, PRICES, "CHAO-28", cases[i].fields, cases[i].code);
  product = lazada_box_get (box, "/product/item/get", "item_id", id, NULL);
  product = json_array_get_object_element (json_object_get_array_member (product, "skus"), 1);
  g_assert_cmpfloat (json_object_get_double_member (product, "price"), ==, 489000);
  g_assert_cmpfloat (json_object_get_double_member (product, "special_price"), ==, 399000);
  g_assert_cmpstr (
      json_object_get_string_member (product, "special_to_time"), ==, "2026-11-21 19:30");
  g_assert_cmpint (lazada_box_place (box, "CHAO-28", 1)->lines->len, ==, 1);
  g_assert_cmpint (item->price_xu, ==, 39900000);
  lazada_box_wait (box, 31 * MINUTE_MS);
  lazada_box_place (box, "CHAO-28", 1);
  g_assert_cmpint (item->price_xu, ==, 48900000);
}

/* JSON does as well as XML; one SKU's refusal leaves the others alone. */
static void
test_batch (LazadaBox *box,
            gconstpointer data)
{
  TiemSandboxItem *first = lazada_box_find (box, "CHAO-28");
  TiemSandboxItem *second = lazada_box_find (box, "CHAO-24");
  g_autofree char *payload = g_strdup_printf (
      "{'Request':{'Product':{'Skus':{'Sku':[{'ItemId':'%" G_GINT64_FORMAT
      "','SkuId':'%" G_GINT64_FORMAT "','SellableQuantity':'21'},"
      "{'SellerSku':'CHAO-24','SellableQuantity':22},"
      "{'ItemId':%" G_GINT64_FORMAT ",'SkuId':%" G_GINT64_FORMAT ",'SellableQuantity':23}]}}}}",
      first->parent->id,
      first->id,
      second->parent->id,
      second->id);
  g_autoptr (GString) many = g_string_new ("{'Request':{'Product':{'Skus':{'Sku':[");
  JsonObject *answer;
  JsonArray *detail;

  lazada_box_refused (box, "501", "POST", SELLABLE, "payload", payload, NULL);
  g_assert_cmpint (first->stock, ==, 21);
  g_assert_cmpint (second->stock, ==, 23);
  detail = json_object_get_array_member (sandbox_fixture_object (&box->fixture), "detail");
  g_assert_cmpuint (json_array_get_length (detail), ==, 1);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (detail, 0), "message"),
      ==,
      "ITEM_NOT_FOUND");

  /* A SKU on demand: refused in silence, and named only where the market is set so. */
  lazada_box_set (box, "{'name_skus':true,'sku_errors':{'CHAO-24':{'code':'4225','silent':true}}}");
  answer = lazada_box_call (box, "POST", SELLABLE, "payload", payload, NULL);
  detail = json_object_get_array_member (answer, "detail");
  g_assert_cmpuint (json_array_get_length (detail), ==, 2);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (detail, 1), "seller_sku"),
      ==,
      "CHAO-24");
  second->stock = 5;
  write_sku (box, SELLABLE, "CHAO-24", "<SellableQuantity>9</SellableQuantity>", "0");
  g_assert_cmpint (second->stock, ==, 5);
  g_assert_true (json_object_has_member (sandbox_fixture_object (&box->fixture), "detail"));
  lazada_box_set (box, "{'sku_errors':{'CHAO-24':{'code':'4225'}}}");
  write_sku (box, SELLABLE, "CHAO-24", "<SellableQuantity>9</SellableQuantity>", "4225");

  for (guint i = 0; i < 51; i++)
    g_string_append_printf (many, "%s{'ItemId':1,'SkuId':%u}", i > 0 ? "," : "", i + 1);
  g_string_append (many, "]}}}}");
  lazada_box_refused (box, "204", "POST", SELLABLE, "payload", many->str, NULL);
  lazada_box_refused (box, "30", "POST", SELLABLE, "payload", " ", NULL);
  lazada_box_refused (box, "5", "POST", SELLABLE, "payload", "<Request><a>x&y</a></Request>", NULL);
  lazada_box_refused (box, "5", "POST", SELLABLE, "payload", "{'Product':{}}", NULL);
}

static void
test_campaigns (LazadaBox *box,
                gconstpointer data)
{
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  g_autofree char *id = make_id (item->parent->id);
  JsonObject *product;

  item->stock = 10;
  lazada_box_set (box, "{'campaigns':[{'sku':'CHAO-28','quantity':4,'name':'12.12','hours':1}]}");
  product = lazada_box_get (box, "/product/item/get", "item_id", id, NULL);
  product = json_array_get_object_element (json_object_get_array_member (product, "skus"), 1);
  product = json_array_get_object_element (
      json_object_get_array_member (product, "channelInventories"), 0);
  g_assert_cmpint (json_object_get_int_member (product, "sellableQuantity"), ==, 4);
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>3</SellableQuantity>", "501");
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>4</SellableQuantity>", "0");
  lazada_box_wait (box, 61 * MINUTE_MS);
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>3</SellableQuantity>", "0");

  lazada_box_set (box, "{'mega_campaign':true}");
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>2</SellableQuantity>", "4170");
  write_sku (box, SELLABLE, "CHAO-28", "<SellableQuantity>5</SellableQuantity>", "0");
  sandbox_fixture_call (
      &box->fixture, "POST", "/_sandbox/settings", "{\"campaigns\":[{\"sku\":\"KHONG-CO\"}]}");
  g_assert_cmpuint (box->fixture.status, ==, 400);
}

#define NEW_PRODUCT                                                                                \
  "{'Request':{'Product':{'PrimaryCategory':'%s','Images':{'Image':[%s]},"                         \
  "'Attributes':{'name':'%s'%s},'Skus':{'Sku':[{'SellerSku':'%s','quantity':'12',"                 \
  "'price':'459000','package_weight':'0.6','package_length':'30','package_width':'25',"            \
  "'package_height':'5'}]}}}}"
#define PICTURE "'https://vn-live-02.slatic.net/p/ab12.jpg'"
#define BRAND ",'brand':'No Brand'"

static void
test_create (LazadaBox *box,
             gconstpointer data)
{
  static const struct
  {
    const char *category;
    const char *images;
    const char *name;
    const char *brand;
    const char *sku;
    const char *code;
  } cases[] = {
    { "6588", PICTURE, "Áo dài", BRAND, "AD-1", "4134" },
    { "10002019", PICTURE, "Áo dài", "", "AD-1", "4142" },
    { "10002019", "", "Áo dài", BRAND, "AD-1", "4139" },
    { "10002019", "'https://tiem.example/a.jpg'", "Áo dài", BRAND, "AD-1", "4139" },
    { "10002019", PICTURE, "Áo <dài>", BRAND, "AD-1", "500" },
    { "10002019", PICTURE, "Áo dài", BRAND, "CHAO-28", "4105" },
    { "10002019", PICTURE, "Áo dài", BRAND, "AD-1", "0" },
    { "10002019", PICTURE, "Áo dài", BRAND, "AD-1", "4105" },
  };
  TiemSandboxItem *item;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *payload = g_strdup_printf (NEW_PRODUCT,
                                                  cases[i].category,
                                                  cases[i].images,
                                                  cases[i].name,
                                                  cases[i].brand,
                                                  cases[i].sku);

      lazada_box_call (box, "POST", "/product/create", "payload", payload, NULL);
      g_assert_cmpstr (lazada_box_get_code (box), ==, cases[i].code);
    }
  item = lazada_box_find (box, "AD-1");
  g_assert_cmpint (item->stock, ==, 12);
  g_assert_cmpstr (json_object_get_string_member (item->parent->extra, "status"), ==, "Pending QC");
  lazada_box_wait (box, 10 * MINUTE_MS);
  g_assert_cmpstr (json_object_get_string_member (item->parent->extra, "status"), ==, "Active");
  lazada_box_post (
      box,
      "/product/create",
      "payload",
      "{'Request':{'Product':{'AssociatedSku':'AD-1','Skus':{'Sku':[{'SellerSku':'AD-2',"
      "'price':'469000','package_weight':'0.6','package_length':'30',"
      "'package_width':'25','package_height':'5'}]}}}}",
      NULL);
  g_assert_true (lazada_box_find (box, "AD-2")->parent == item->parent);
  lazada_box_refused (box,
                      "1001",
                      "POST",
                      "/product/create",
                      "payload",
                      "{'Request':{'Product':{'Images':{'Image':'x'},'Skus':{'Sku':[]}}}}",
                      NULL);
}

#define TWO_SKUS(category, brand, more, variation, first, second)                                  \
  "{'Request':{'Product':{'PrimaryCategory':'" category "','Images':{'Image':[" PICTURE            \
  "]}," variation "'Attributes':{'name':'Áo dài','brand':'" brand "'" more "},'Skus':{'Sku':["     \
  "{'SellerSku':'AD-D','quantity':'2','price':'459000'," first PACKAGE "},"                        \
  "{'SellerSku':'AD-T','quantity':'2','price':'459000'," second PACKAGE "}]}}}}"
#define DRESS(variation, first, second)                                                            \
  TWO_SKUS ("10002019", "No Brand", "", variation, first, second)
#define POT(brand, more)                                                                           \
  TWO_SKUS (                                                                                       \
      "10002020", brand, more, KIND ("Màu", "'Đen','Tím'"), OF ("Màu", "Đen"), OF ("Màu", "Tím"))
#define PACKAGE                                                                                    \
  "'package_weight':'0.6','package_length':'30','package_width':'25','package_height':'5'"
#define KIND(name, options)                                                                        \
  "'variation':{'variation1':{'name':'" name "','hasImage':false,'customize':true,"                \
  "'options':{'option':[" options "]}}},"
#define OF(name, option) "'saleProp':{'" name "':'" option "'},"

/* Several SKUs are told apart by kinds of variants, which have limits of their own. */
static void
test_variation (LazadaBox *box,
                gconstpointer data)
{
  static const struct
  {
    const char *payload;
    const char *code;
    const char *detail; /* (nullable) */
  } cases[] = {
    { DRESS ("", "", ""), "500", "SKU_VARIATION_NAME_MISSING" },
    { DRESS (KIND ("Màu", "'Đen'"), OF ("Màu", "Đen"), OF ("Màu", "Tím")),
      "500",
      "SKU_VARIATION_OPTION_NOT_EXIST" },
    { DRESS (KIND ("Màu", "'Đen'"), OF ("Màu", "Đen"), OF ("Màu", "Đen")),
      "500",
      "VARIATION_OPTION_DUPLICATE" },
    { DRESS (KIND ("Màu sắc của chiếc áo", "'Đen','Tím'"), "", ""),
      "500",
      "VARIATION_NAME_LENGTH_LIMIT" },
    { DRESS (KIND ("Màu", "'Đen','Tím hoa cà rất là nhạt'"), "", ""),
      "500",
      "VARIATION_OPTION_LENGTH_LIMIT" },
    { DRESS ("", OF ("Kiểu", "Đen"), OF ("Kiểu", "Tím")),
      "500",
      "VARIATION_CATEGORY_ATTRIBUTE_INVALID" },
    { POT ("Hiệu Lạ", ",'material':'Gang'"), "4142", NULL },
    { POT ("Sunhouse", ""), "500", "E0500" },
    { POT ("Sunhouse", ",'material':'Giấy'"), "500", "E0500" },
    { POT ("Sunhouse", ",'material':'Gang'"), "0", NULL },
  };
  JsonObject *kind;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JsonObject *answer
          = lazada_box_call (box, "POST", "/product/create", "payload", cases[i].payload, NULL);

      g_assert_cmpstr (lazada_box_get_code (box), ==, cases[i].code);
      if (cases[i].detail != NULL)
        g_assert_cmpstr (
            json_object_get_string_member (
                json_array_get_object_element (json_object_get_array_member (answer, "detail"), 0),
                "code"),
            ==,
            cases[i].detail);
    }
  g_assert_cmpstr (lazada_box_find (box, "AD-T")->options[0], ==, "Tím");
  kind = json_object_get_object_member (
      json_object_get_object_member (lazada_box_find (box, "AD-D")->parent->extra, "variation"),
      "Variation1");
  g_assert_cmpstr (json_object_get_string_member (kind, "name"), ==, "Màu");
}

static void
test_update (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxItem *product = lazada_box_find (box, "CHAO-28")->parent;
  g_autofree char *words = g_strdup_printf (
      "{'Request':{'Product':{'ItemId':'%" G_GINT64_FORMAT "','Attributes':{'name':'Chảo mới',"
      "'description':'<p>Mới</p>'},'Images':{'Image':[" PICTURE "]},'Skus':{'Sku':[]}}}}",
      product->id);
  g_autofree char *foreign
      = g_strdup_printf ("{'Request':{'Product':{'ItemId':'%" G_GINT64_FORMAT "',"
                         "'Images':{'Image':['https://tiem.example/a.jpg']},'Skus':{'Sku':[]}}}}",
                         product->id);
  JsonObject *attributes = json_object_get_object_member (product->extra, "attributes");

  lazada_box_post (box, "/product/update", "payload", words, NULL);
  g_assert_cmpstr (product->name, ==, "Chảo mới");
  g_assert_cmpstr (json_object_get_string_member (attributes, "description"), ==, "<p>Mới</p>");
  g_assert_cmpstr (
      json_array_get_string_element (json_object_get_array_member (product->extra, "images"), 0),
      ==,
      "https://vn-live-02.slatic.net/p/ab12.jpg");
  lazada_box_refused (box, "4139", "POST", "/product/update", "payload", foreign, NULL);
}

static void
test_remove (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  gint64 product_id = item->parent->id;
  g_autofree char *whole = g_strdup_printf (
      "<Request><Product><ItemId>%" G_GINT64_FORMAT "</ItemId></Product></Request>", product_id);
  g_autofree char *active = g_strdup_printf (
      "{'Request':{'Product':{'ItemId':%" G_GINT64_FORMAT ",'Status':'active'}}}", product_id);
  g_autofree char *list = g_strdup_printf (
      "['SkuId_%" G_GINT64_FORMAT "_%" G_GINT64_FORMAT "']", product_id, item->id);
  const char *deactivate = "/product/deactivate";
  g_autofree char *sku = NULL;
  JsonObject *page;

  lazada_box_post (box, deactivate, "apiRequestBody", whole, NULL);
  lazada_box_refused (box, "E0004", "POST", deactivate, "apiRequestBody", whole, NULL);
  lazada_box_refused (box,
                      "4193",
                      "POST",
                      deactivate,
                      "apiRequestBody",
                      "<Request><Product><SellerSku>CHAO-28</SellerSku></Product></Request>",
                      NULL);
  page = lazada_box_get (box, "/products/get", "filter", "inactive", NULL);
  g_assert_cmpint (json_object_get_int_member (page, "total_products"), ==, 1);
  lazada_box_post (box, "/product/update", "payload", active, NULL);
  page = lazada_box_get (box, "/products/get", "filter", "inactive", NULL);
  g_assert_cmpint (json_object_get_int_member (page, "total_products"), ==, 0);

  sku = g_strdup_printf ("{'Request':{'Product':{'ItemId':%" G_GINT64_FORMAT
                         ",'Skus':{'Sku':[{'SkuId':%" G_GINT64_FORMAT "}]}}}}",
                         product_id,
                         lazada_box_find (box, "CHAO-24")->id);
  lazada_box_post (box, "/product/sku/remove", "payload", sku, NULL);
  g_assert_null (tiem_sandbox_shop_find_sku (box->shop, "CHAO-24", FALSE));
  lazada_box_refused (box, "208", "POST", "/product/sku/remove", "payload", sku, NULL);
  lazada_box_post (box, "/product/remove", "sku_id_list", list, NULL);
  g_assert_null (tiem_sandbox_shop_find_sku (box->shop, "CHAO-28", FALSE));
  lazada_box_refused (box, "208", "POST", "/product/remove", "sku_id_list", list, NULL);
  page = lazada_box_get (box, "/product/seller/item/limit", NULL);
  g_assert_cmpint (json_object_get_int_member (page, "item_count"), ==, 59);
}

/* The picture a client sends as a file: of @side points. */
static void
upload (LazadaBox *box,
        guint side,
        gsize size,
        const char *code)
{
  g_autoptr (GHashTable) params = lazada_box_make_params (box);
  g_autoptr (GString) body = g_string_new (
      "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n"
      "Content-Type: image/png\r\n\r\n");
  guint8 head[24]
      = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *query = NULL;
  g_autofree char *url = NULL;
  g_autoptr (TiemRequest) request = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  head[18] = head[22] = side >> 8;
  head[19] = head[23] = side & 0xff;
  g_string_append_len (body, (const char *)head, sizeof head);
  while (body->len < size)
    g_string_append_c (body, 'x');
  g_string_append (body, "\r\n--x--\r\n");
  g_hash_table_insert (params,
                       g_strdup ("sign"),
                       tiem_sandbox_lazada_sign (box->lazada->secret, "/image/upload", params));
  g_hash_table_iter_init (&iter, params);
  while (g_hash_table_iter_next (&iter, &name, &value))
    tiem_form_add (form, name, value);
  query = tiem_form_encode (form);
  url = g_strconcat (LAZADA_HOME, "/rest/image/upload?", query, NULL);
  request = tiem_request_new ("POST", url);
  tiem_request_set_body (request, "multipart/form-data; boundary=x", body->str, body->len);
  sandbox_fixture_send (&box->fixture, request);
  g_assert_cmpstr (lazada_box_get_code (box), ==, code);
}

static void
test_upload (LazadaBox *box,
             gconstpointer data)
{
  JsonObject *image;

  upload (box, 330, 0, "0");
  image = json_object_get_object_member (
      json_object_get_object_member (sandbox_fixture_object (&box->fixture), "data"), "image");
  g_assert_cmpuint (strlen (json_object_get_string_member (image, "hash_code")), ==, 32);
  upload (box, 329, 0, "301");
  upload (box, 5001, 0, "301");
  upload (box, 5000, 3145728 + 500, "303");
}

static void
test_images (LazadaBox *box,
             gconstpointer data)
{
  JsonObject *answer;
  g_autofree char *batch_id = NULL;
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  g_autofree char *set = g_strdup_printf (
      "<Request><Product><Skus><Sku><SkuId>%" G_GINT64_FORMAT
      "</SkuId><Images><Image>https://vn-live-02.slatic.net/p/a.jpg</Image></Images></Sku></Skus>"
      "</Product></Request>",
      item->id);

  lazada_box_post (box, "/images/set", "payload", set, NULL);
  g_assert_cmpstr (
      json_array_get_string_element (json_object_get_array_member (item->extra, "images"), 0),
      ==,
      "https://vn-live-02.slatic.net/p/a.jpg");
  lazada_box_refused (
      box, "501", "POST", "/images/set", "payload", "<Request><a>1</a></Request>", NULL);
  lazada_box_refused (box, "302", "POST", "/image/upload", "image", "abc", NULL);
  answer = lazada_box_post (
      box,
      "/image/migrate",
      "payload",
      "<Request><Image><Url>https://tiem.example/a.jpg?x=1&amp;y=2</Url></Image></Request>",
      NULL);
  answer = json_object_get_object_member (answer, "image");
  sandbox_fixture_call (&box->fixture,
                        "GET",
                        json_object_get_string_member (answer, "url") + strlen (LAZADA_HOME),
                        NULL);
  g_assert_cmpuint (box->fixture.status, ==, 200);

  answer = lazada_box_post (box,
                            "/images/migrate",
                            "payload",
                            "<Request><Images><Url>https://tiem.example/a.jpg</Url>"
                            "<Url>http://10.0.0.1/b.jpg</Url></Images></Request>",
                            NULL);
  batch_id = g_strdup (json_object_get_string_member (answer, "batch_id"));
  lazada_box_refused (box, "306", "GET", "/image/response/get", "batch_id", batch_id, NULL);
  lazada_box_wait (box, 500);
  answer = lazada_box_get (box, "/image/response/get", "batch_id", batch_id, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (answer, "images")), ==, 1);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (answer, "errors")), ==, 1);
}

static void
test_categories (LazadaBox *box,
                 gconstpointer data)
{
  JsonArray *tree = lazada_box_list (box, "/category/tree/get", "language_code", "vi_VN", NULL);
  JsonObject *brands;

  g_assert_false (json_object_get_boolean_member (json_array_get_object_element (tree, 0), "leaf"));
  g_assert_cmpuint (json_array_get_length (lazada_box_list (
                        box, "/category/attributes/get", "primary_category_id", "10002019", NULL)),
                    >,
                    0);
  lazada_box_refused (
      box, "57", "GET", "/category/attributes/get", "primary_category_id", "6588", NULL);
  brands = lazada_box_get (box, "/category/brands/query", "pageSize", "200", NULL);
  g_assert_cmpint (json_object_get_int_member (brands, "total_record"), ==, 4);
  lazada_box_refused (box, "5", "GET", "/category/brands/query", "pageSize", "201", NULL);
  lazada_box_get (box, "/product/category/suggestion/get", "product_name", "Áo dài", NULL);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (LazadaBox *box, gconstpointer data);
  } tests[] = {
    { "/sandbox/lazada/products/rules", test_list_rules },
    { "/sandbox/lazada/products/list", test_list },
    { "/sandbox/lazada/products/one", test_one },
    { "/sandbox/lazada/products/stock", test_stock },
    { "/sandbox/lazada/products/prices", test_prices },
    { "/sandbox/lazada/products/batch", test_batch },
    { "/sandbox/lazada/products/campaigns", test_campaigns },
    { "/sandbox/lazada/products/create", test_create },
    { "/sandbox/lazada/products/variation", test_variation },
    { "/sandbox/lazada/products/update", test_update },
    { "/sandbox/lazada/products/remove", test_remove },
    { "/sandbox/lazada/products/upload", test_upload },
    { "/sandbox/lazada/products/images", test_images },
    { "/sandbox/lazada/products/categories", test_categories },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (
        tests[i].path, LazadaBox, NULL, lazada_box_set_up, tests[i].func, lazada_box_tear_down);

  return g_test_run ();
}
