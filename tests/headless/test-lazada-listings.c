#include "lazada-fixture.h"

/* A product as the platform's reference shows it. */
#define SKU(id, seller_sku, more)                                                                  \
  "{'SkuId':" id ",'SellerSku':'" seller_sku "','ShopSku':'2100000001_VNAMZ-" id "',"              \
  "'Status':'active','price':459000.0,'special_price':399000.0,'quantity':12,'Available':12,"      \
  "'saleProp':{'size':'L','color_family':'Đỏ'},'Images':[],'channelInventories':[],"            \
  "'multiWarehouseInventories':[{'warehouseCode':'dropshipping','sellableQuantity':12,"            \
  "'withholdQuantity':1,'occupyQuantity':2,'totalQuantity':15,'quantity':12}]" more "}"
#define PRODUCT(id, skus)                                                                          \
  "{'item_id':" id ",'status':'Active','images':['https://vn-live-02.slatic.net/p/ab12.jpg'],"     \
  "'suspendedSkus':[],'attributes':{'name':'Áo dài lụa đỏ'},'variation':{"                  \
  "'Variation1':{'name':'color_family','label':'Nhóm màu'},"                                     \
  "'Variation2':{'name':'size','label':'Size'}},'skus':[" skus "]}"

static TiemPush *
make_push (const char *product,
           const char *variant,
           const char *sku,
           gint64 value)
{
  TiemPush *push = tiem_push_new ();

  push->remote_product_id = g_strdup (product);
  push->remote_variant_id = g_strdup (variant);
  push->sku = g_strdup (sku);
  push->value = value;
  return push;
}

static GPtrArray *
make_pushes (guint n)
{
  GPtrArray *pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *product = g_strdup_printf ("21%u", i);
      g_autofree char *variant = g_strdup_printf ("91%u", i);
      g_autofree char *sku = g_strdup_printf ("AD-%u", i);

      g_ptr_array_add (pushes, make_push (product, variant, sku, 7 * i));
    }
  return pushes;
}

/* --- reading --- */

static void
test_parse (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/products/get?",
      200,
      "{'code':'0','data':{'total_products':4,'products':[" PRODUCT (
          "2100000001",
          SKU (
              "9100000011",
              "AD-DO-L",
              "")) "," PRODUCT ("2",
                                SKU ("21", "AD-2", ",'Images':['https://x/own.jpg'],'Status':'inactive'") "," SKU (
                                    "22",
                                    "AD-3",
                                    ",'Status':'Suspended'") ",{'SellerSku':'AD-4'}") ","
                                                                                      "{'itemId':'"
                                                                                      "3','"
                                                                                      "attributes':"
                                                                                      "{'name':'"
                                                                                      "Kiểu "
                                                                                      "cũ'},'skus':"
                                                                                      "[{'skuId':"
                                                                                      "31,'"
                                                                                      "sellerSku':'"
                                                                                      "CU',"
                                                                                      "'price':'45,"
                                                                                      "000','"
                                                                                      "quantity':'"
                                                                                      "7','Status':"
                                                                                      "null}],'"
                                                                                      "status':'"
                                                                                      "Deleted'},"
                                                                                      "{'item_id':"
                                                                                      "4}]}}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPage) page = NULL;
  TiemRemoteListing *l;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  page = tiem_channel_pull_listings (shop.channel, shop.transport, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (page->next_cursor);
  g_assert_cmpuint (page->listings->len, ==, 4);
  g_assert_cmpuint (page->unreadable->len, ==, 2);
  lazada_assert_parameter (&shop, 0, "filter", "all");
  lazada_assert_parameter (&shop, 0, "offset", "0");
  lazada_assert_parameter (&shop, 0, "limit", "50");

  l = page->listings->pdata[0];
  g_assert_cmpstr (l->remote_product_id, ==, "2100000001");
  g_assert_cmpstr (l->remote_variant_id, ==, "9100000011");
  g_assert_cmpstr (l->sku, ==, "AD-DO-L");
  g_assert_cmpstr (l->title, ==, "Áo dài lụa đỏ");
  g_assert_cmpstr (l->options, ==, "Đỏ, L"); /* in the product's order */
  g_assert_cmpstr (l->image_url, ==, "https://vn-live-02.slatic.net/p/ab12.jpg");
  g_assert_cmpint (l->price_vnd, ==, 459000); /* not the promotion's */
  g_assert_true (l->has_stock);
  g_assert_cmpint (l->stock, ==, 12); /* what is held is not for sale */
  g_assert_cmpint (l->campaign_locked, ==, 0);
  g_assert_cmpint (l->state, ==, TIEM_LISTING_ACTIVE);

  l = page->listings->pdata[1];
  g_assert_cmpstr (l->image_url, ==, "https://x/own.jpg");
  g_assert_cmpint (l->state, ==, TIEM_LISTING_INACTIVE);
  l = page->listings->pdata[2];
  g_assert_cmpint (l->state, ==, TIEM_LISTING_BANNED);

  /* old answers in camel case, numbers as text */
  l = page->listings->pdata[3];
  g_assert_cmpstr (l->remote_product_id, ==, "3");
  g_assert_cmpstr (l->remote_variant_id, ==, "31");
  g_assert_cmpint (l->price_vnd, ==, 45000);
  g_assert_cmpint (l->stock, ==, 7);
  g_assert_cmpint (l->state, ==, TIEM_LISTING_GONE);
  lazada_shop_close (&shop);
}

/* Stock in its forms: several warehouses, campaigns, absurd test shops. */
static void
test_stock (void)
{
  static const struct
  {
    const char *sku;
    gint64 stock; /* −1: unreadable; −2: the platform keeps none */
    gint64 locked;
  } cases[] = {
    { "{'SkuId':1,'price':1,'multiWarehouseInventories':[{'sellableQuantity':5},"
      "{'sellableQuantity':'7'},{'warehouseCode':'x'}],'quantity':99}",
      12,
      0 },
    { "{'SkuId':1,'price':1,'multiWarehouseInventories':[],'Available':4,'quantity':9}", 4, 0 },
    { "{'SkuId':1,'price':1,'quantity':1000000000000}", 1000000000000, 0 },
    { "{'SkuId':1,'price':1}", -2, 0 },
    { "{'SkuId':1,'price':1,'quantity':9,'channelInventories':["
      "{'startTime':1767500000000,'endTime':1767700000000,'sellableQuantity':4},"
      "{'startTime':1767500000000,'endTime':1767599999000,'sellableQuantity':40},"
      "{'startTime':1767690000000,'endTime':1767700000000,'sellableQuantity':400},"
      "{'startTime':'','sellableQuantity':'2'}]}",
      9,
      6 },
    { "{'SkuId':1,'price':1,'quantity':2.5}", -1, 0 },
    { "{'SkuId':1,'price':1,'quantity':'nhiều'}", -1, 0 },
    { "{'SkuId':1,'price':'x','quantity':1}", -1, 0 },
    { "{'SkuId':1,'price':1,'multiWarehouseInventories':[{'sellableQuantity':{}}]}", -1, 0 },
    { "{'SkuId':1,'price':1,'multiWarehouseInventories':["
      "{'sellableQuantity':9223372036854775807},{'sellableQuantity':1}]}",
      -1,
      0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = fake_json (cases[i].sku);
      g_autoptr (JsonNode) sku = json_from_string (json, NULL);
      g_autoptr (JsonNode) product = json_from_string ("{\"item_id\":1}", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteListing) listing = laz_parse_listing (
          json_node_get_object (product), json_node_get_object (sku), LAZADA_NOW, &error);

      g_test_message ("%s", cases[i].sku);
      if (cases[i].stock == -1)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (listing->has_stock == (cases[i].stock != -2));
      g_assert_cmpint (listing->stock, ==, MAX (cases[i].stock, 0));
      g_assert_cmpint (listing->campaign_locked, ==, cases[i].locked);
    }
}

/* A shop of numbered products; offsets reach 10000, some are deleted in the middle. */
typedef struct
{
  guint n_products;
  gboolean gone[13000];
  guint n_calls;
  guint delete_at; /* before this call … */
  guint deleted;   /* … this many of the first ones go */
  gint64 most_offset;
} Stall;

#define FIRST_MADE G_GINT64_CONSTANT (1500000000000)

static gint64
read_time (const TiemForm *form,
           const char *name,
           gint64 otherwise)
{
  gint64 ms = otherwise;

  if (tiem_form_get (form, name) != NULL)
    {
      g_autofree char *json = g_strdup_printf ("{\"t\":\"%s\"}", tiem_form_get (form, name));
      g_autoptr (JsonNode) node = json_from_string (json, NULL);

      g_assert_true (laz_get_time (json_node_get_object (node), "t", &ms, NULL));
    }
  return ms;
}

static TiemResponse *
stall_handle (const TiemRequest *request,
              gpointer user_data)
{
  Stall *stall = user_data;
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (request->url, '?') + 1);
  gint64 after = read_time (form, "create_after", 0);
  gint64 before = read_time (form, "create_before", G_MAXINT64);
  gint64 offset = g_ascii_strtoll (tiem_form_get (form, "offset"), NULL, 10);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) rows = g_string_new (NULL);
  guint n = 0;

  if (++stall->n_calls == stall->delete_at)
    for (guint i = 0; i < stall->deleted; i++)
      stall->gone[i] = TRUE;
  stall->most_offset = MAX (stall->most_offset, offset);
  for (guint i = 0; i < stall->n_products; i++)
    {
      gint64 made = FIRST_MADE + i * G_GINT64_CONSTANT (3600000);

      if (stall->gone[i] || made < after || made > before)
        continue;
      if (n >= offset && n < offset + 50)
        g_string_append_printf (rows,
                                "%s{'item_id':%u,'skus':[{'SkuId':%u,'price':1,'quantity':1}]}",
                                rows->len > 0 ? "," : "",
                                i + 1,
                                i + 1);
      n++;
    }
  g_string_printf (body, "{'code':'0','data':{'total_products':%u,'products':[%s]}}", n, rows->str);
  return fake_answer (200, body->str);
}

static void
test_pass (void)
{
  static const struct
  {
    guint n_products;
    guint delete_at;
    guint deleted;
  } cases[] = {
    { 0, 0, 0 },    { 50, 0, 0 },  { 51, 0, 0 },    { 400, 2, 1 },
    { 400, 5, 60 }, { 400, 8, 1 }, { 12000, 0, 0 }, { 12000, 30, 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree Stall *stall = g_new0 (Stall, 1);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *cursor = NULL;
      LazadaShop shop = { 0 };

      g_test_message ("%u products, %u deleted", cases[i].n_products, cases[i].deleted);
      stall->n_products = cases[i].n_products;
      stall->delete_at = cases[i].delete_at;
      stall->deleted = cases[i].deleted;
      lazada_shop_open_with (&shop, stall_handle, stall);
      do
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemListingPage) page
              = tiem_channel_pull_listings (shop.channel, shop.transport, cursor, NULL, &error);

          g_assert_no_error (error);
          for (guint j = 0; j < page->listings->len; j++)
            g_hash_table_add (
                seen,
                g_strdup (((TiemRemoteListing *)page->listings->pdata[j])->remote_product_id));
          g_free (cursor);
          cursor = g_strdup (page->next_cursor);
          g_assert_cmpuint (stall->n_calls, <, 400);
        }
      while (cursor != NULL);
      g_assert_cmpint (stall->most_offset, <=, 10000);
      for (guint j = 0; j < stall->n_products; j++)
        {
          g_autofree char *id = g_strdup_printf ("%u", j + 1);

          g_assert_true (stall->gone[j] || g_hash_table_contains (seen, id));
        }
      lazada_shop_close (&shop);
    }
}

/* Products with many variants: smaller pages after a time-out. */
static void
test_smaller_pages (void)
{
  static const FakeRow rows[] = {
    { NULL, "/products/get?", 200, "{'code':'ServiceTimeout','type':'ISP'}", 3 },
    { NULL, "/products/get?", 200, "{'code':'0','data':{'total_products':0}}" },
  };
  static const char *const limits[] = { "50", "25", "12", "10" };
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemListingPage) page
          = tiem_channel_pull_listings (shop.channel, shop.transport, NULL, NULL, &error);

      if (i < 3)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
      else
        g_assert_no_error (error);
      lazada_assert_parameter (&shop, i, "limit", limits[i]);
    }
  lazada_shop_close (&shop);
}

/* One call for all SKUs; who is not in its answer is asked about before it counts as gone. */
static void
test_read_again (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/products/get?",
      200,
      "{'code':'0','data':{'total_products':1,'products':[" PRODUCT (
          "211", SKU ("911", "AD-1", "")) "]}}" },
    { "GET",
      "item_id=212&",
      200,
      "{'code':'0','data':{'item':" PRODUCT ("212", SKU ("912", "x", "")) "}}" },
    { "GET", "item_id=213&", 200, "{'code':'208','type':'ISP','message':'E208: not found'}" },
    { "GET", "item_id=214&", 200, "{'code':'0','data':" PRODUCT ("214", SKU ("999", "x", "")) "}" },
  };
  g_autoptr (GPtrArray) pushes = make_pushes (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPage) page = NULL;
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  page = tiem_channel_read_listings (shop.channel, shop.transport, pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      TiemRemoteListing *listing = page->listings->pdata[i];
      TiemPush *push = pushes->pdata[i];

      g_assert_cmpstr (listing->remote_variant_id, ==, push->remote_variant_id);
      g_assert_cmpint (listing->state, ==, i < 2 ? TIEM_LISTING_ACTIVE : TIEM_LISTING_GONE);
    }
  lazada_assert_parameter (&shop, 0, "sku_seller_list", "[\"AD-1\",\"AD-2\",\"AD-3\",\"AD-4\"]");
  lazada_shop_close (&shop);
}

/* --- writing --- */

#define ONE_PLACE                                                                                  \
  "{'code':'0','result':{'success':true,'module':[{'code':'dropshipping','status':'ACTIVE'}]}}"
#define XML_HEAD "<Request><Product><Skus>"
#define XML_TAIL "</Skus></Product></Request>"

static void
test_push (void)
{
  static const FakeRow rows[] = {
    { "GET", "/seller/warehouse/get?", 200, ONE_PLACE, 1 },
    { "POST", "/product/stock/sellable/update?", 200, "{'code':'0','data':{},'request_id':'x'}" },
    { "POST", "/product/price_quantity/update?", 200, "{'code':'0','data':{},'detail':[]}" },
  };
  g_autoptr (GPtrArray) pushes = make_pushes (2);
  g_autoptr (GPtrArray) prices = make_pushes (1);
  g_autoptr (GError) error = NULL;
  LazadaShop shop = { 0 };
  TiemPush *push;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (guint i = 0; i < 2; i++)
    g_assert_true (tiem_channel_push_stock (shop.channel, shop.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  lazada_assert_parameter (&shop, 0, "addressTypes", "[\"warehouse\"]");
  lazada_assert_parameter (
      &shop,
      1,
      "payload",
      XML_HEAD "<Sku><ItemId>211</ItemId><SkuId>911</SkuId><SellableQuantity>7</SellableQuantity>"
               "</Sku><Sku><ItemId>212</ItemId><SkuId>912</SkuId>"
               "<SellableQuantity>14</SellableQuantity></Sku>" XML_TAIL);
  push = pushes->pdata[1];
  g_assert_true (push->done);
  g_assert_cmpint (push->confirmed, ==, 14);

  g_assert_true (tiem_channel_push_price (shop.channel, shop.transport, prices, NULL, &error));
  lazada_assert_parameter (
      &shop,
      3,
      "payload",
      XML_HEAD "<Sku><ItemId>211</ItemId><SkuId>911</SkuId><Price>7</Price></Sku>" XML_TAIL);
  g_assert_true (((TiemPush *)prices->pdata[0])->done);
  lazada_shop_close (&shop);
}

/* "0" and a list of refusals: those SKUs alone failed, by whatever member they are named. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *detail;
    const char *words; /* in the error of the second push */
  } cases[] = {
    { "{'SellerSku':'AD-2','code':'E0501','message':'ITEM_NOT_FOUND'}", "no longer" },
    { "{'sku_id':912,'code':'4170','message':'x'}", "campaign" },
    { "{'message':'SKU 912: negative sellable on channel inventory'}", "campaign" },
    { "{'seller_sku':'AD-2','code':'999','message':'Không rõ'}", "Không rõ" },
    { "{'seller_sku':'AD-2','message':'SELLER_NOT_PERMITTED'}", "Seller" },
    { "{'seller_sku':'AD-2'}", "AD-2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint as_error = 0; as_error < 2; as_error++)
        {
          g_autofree char *body = g_strdup_printf (
              "{'code':'%s','type':'ISP','message':'E501: Update product failed','detail':[%s]}",
              as_error ? "501" : "0",
              cases[i].detail);
          FakeRow rows[] = {
            { NULL, "/seller/warehouse/get?", 200, ONE_PLACE },
            { NULL, "/product/stock/sellable/update?", 200, body, 1 },
            { NULL, "/product/stock/sellable/update?", 200, "{'code':'0','data':{}}" },
          };
          g_autoptr (GPtrArray) pushes = make_pushes (3);
          g_autoptr (GError) error = NULL;
          LazadaShop shop = { 0 };

          g_test_message ("%s", body);
          lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
          g_assert_true (
              tiem_channel_push_stock (shop.channel, shop.transport, pushes, NULL, &error));
          g_assert_no_error (error);
          for (guint j = 0; j < 3; j++)
            {
              TiemPush *push = pushes->pdata[j];

              g_assert_false (push->unclear);
              g_assert_true (push->done == (j != 1));
              if (j != 1)
                continue;
              g_assert_error (push->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
              g_assert_nonnull (strstr (push->error->message, cases[i].words));
            }
          /* refused as a whole: the others are sent once more, one by one */
          g_assert_cmpuint (shop.fake->requests->len, ==, as_error ? 4 : 2);
          lazada_shop_close (&shop);
        }
    }
}

/* A refusal that names nobody: each is sent by itself, and the one to blame shows. */
static void
test_unnamed (void)
{
  static const FakeRow rows[] = {
    { NULL, "/seller/warehouse/get?", 200, ONE_PLACE },
    { NULL,
      "/product/stock/sellable/update?",
      200,
      "{'code':'0','detail':[{'field':'ItemId','message':'ITEM_NOT_FOUND','code':'E0501'}]}",
      1 },
    { NULL, "/product/stock/sellable/update?", 200, "{'code':'0','data':{}}", 1 },
    { NULL,
      "/product/stock/sellable/update?",
      200,
      "{'code':'501','type':'ISP','message':'E501','detail':[{'field':'ItemId',"
      "'message':'ITEM_NOT_FOUND','code':'E0501'}]}",
      1 },
    { NULL, "/product/stock/sellable/update?", 200, "{'code':'0','data':{}}", 1 },
  };
  g_autoptr (GPtrArray) pushes = make_pushes (3);
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  g_assert_true (tiem_channel_push_stock (shop.channel, shop.transport, pushes, NULL, NULL));
  for (guint i = 0; i < 3; i++)
    {
      TiemPush *push = pushes->pdata[i];

      g_assert_true (push->done == (i != 1));
      g_assert_true ((push->error != NULL) == (i == 1));
    }
  g_assert_cmpuint (shop.fake->requests->len, ==, 5);
  lazada_shop_close (&shop);
}

/* What stops the channel, and whether something may have been written. */
static void
test_stops (void)
{
  static const struct
  {
    guint status;
    const char *body;
    int class;
    gboolean unclear;
  } cases[] = {
    { 0, NULL, TIEM_ERROR_TRANSIENT, TRUE },
    { 200, "{'code':'ServiceTimeout','type':'ISP'}", TIEM_ERROR_TRANSIENT, TRUE },
    { 200, "{'code':'0','da", TIEM_ERROR_PROTOCOL, TRUE },
    { 502, NULL, TIEM_ERROR_TRANSIENT, TRUE },
    { 200, "{'code':'IllegalAccessToken','type':'ISV'}", TIEM_ERROR_TOKEN, FALSE },
    { 200, "{'code':'SellerCallLimit','type':'SYSTEM'}", TIEM_ERROR_RATE_LIMITED, FALSE },
    { 200, "{'code':'901','type':'ISP'}", TIEM_ERROR_RATE_LIMITED, FALSE },
    { 429, "{}", TIEM_ERROR_RATE_LIMITED, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { NULL, "/seller/warehouse/get?", 200, ONE_PLACE },
        { NULL, "/product/stock/sellable/update?", cases[i].status, cases[i].body },
      };
      g_autoptr (GPtrArray) pushes = make_pushes (2);
      g_autoptr (GError) error = NULL;
      LazadaShop shop = { 0 };

      g_test_message ("%s", cases[i].body);
      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      g_assert_false (tiem_channel_push_stock (shop.channel, shop.transport, pushes, NULL, &error));
      g_assert_error (error, TIEM_ERROR, cases[i].class);
      for (guint j = 0; j < 2; j++)
        {
          TiemPush *push = pushes->pdata[j];

          g_assert_false (push->done);
          g_assert_null (push->error);
          g_assert_true (push->unclear == cases[i].unclear);
        }
      lazada_shop_close (&shop);
    }
}

/* A campaign switches one way off: the other sets the total, what is held included. */
static void
test_other_way (void)
{
  static const FakeRow rows[] = {
    { NULL, "/seller/warehouse/get?", 200, ONE_PLACE },
    { NULL, "/product/stock/sellable/update?", 200, "{'code':'AppCallLimit','type':'SYSTEM'}", 1 },
    { NULL, "/product/stock/sellable/update?", 200, "{'code':'998','type':'ISP'}" },
    { NULL,
      "/products/get?",
      200,
      "{'code':'0','data':{'total_products':2,'products':[" PRODUCT (
          "211", SKU ("911", "AD-1", "")) "," PRODUCT ("212", SKU ("912", "AD-2", "")) "]}}" },
    { NULL, "/product/price_quantity/update?", 200, "{'code':'0','data':{}}", 1 },
    { NULL,
      "/product/price_quantity/update?",
      200,
      "{'code':'SELLER_NOT_PERMITTED','type':'ISP'}" },
  };
  g_autoptr (GPtrArray) pushes = make_pushes (2);
  g_autoptr (GPtrArray) again = make_pushes (2);
  g_autoptr (GError) error = NULL;
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  g_assert_true (tiem_channel_push_stock (shop.channel, shop.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  lazada_assert_parameter (
      &shop,
      3,
      "payload",
      XML_HEAD "<Sku><ItemId>211</ItemId><SkuId>911</SkuId><Quantity>10</Quantity></Sku>"
               "<Sku><ItemId>212</ItemId><SkuId>912</SkuId><Quantity>17</Quantity></Sku>" XML_TAIL);
  g_assert_cmpint (((TiemPush *)pushes->pdata[0])->confirmed, ==, 7);

  /* and where that is not allowed, the first one's answer counts */
  g_assert_false (tiem_channel_push_stock (shop.channel, shop.transport, again, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED);
  g_assert_null (((TiemPush *)again->pdata[0])->error);
  g_assert_false (((TiemPush *)again->pdata[0])->done);
  lazada_shop_close (&shop);
}

/* Several warehouses: named one by one, and their sum is what should be sold. */
static void
test_warehouses (void)
{
  static const FakeRow rows[] = {
    { NULL,
      "/seller/warehouse/get?",
      200,
      "{'code':'0','result':{'success':true,'module':["
      "{'code':'VN-WH-2','defaultAddress':false,'status':'ACTIVE'},"
      "{'code':'dropshipping','defaultAddress':true,'status':'ACTIVE'},"
      "{'code':'VN-WH-3','status':'CLOSED'}],'error_code':{}}}" },
    { NULL,
      "item_id=211&",
      200,
      "{'code':'0','data':{'item_id':211,'skus':[{'SkuId':911,'price':1,'quantity':20,"
      "'multiWarehouseInventories':[{'warehouseCode':'dropshipping','sellableQuantity':15},"
      "{'warehouseCode':'VN-WH-2','sellableQuantity':5}]}]}}" },
    { NULL, "/product/stock/sellable/update?", 200, "{'code':'0','data':{}}" },
  };
  static const struct
  {
    gint64 value;
    const char *other;
    const char *main;
  } cases[] = { { 12, "5", "7" }, { 5, "5", "0" }, { 3, "3", "0" }, { 0, "0", "0" } };
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) pushes = make_pushes (1);
      g_autofree char *payload = g_strdup_printf (
          XML_HEAD "<Sku><ItemId>211</ItemId><SkuId>911</SkuId><MultiWarehouseInventories>"
                   "<MultiWarehouseInventory><WarehouseCode>VN-WH-2</WarehouseCode>"
                   "<SellableQuantity>%s</SellableQuantity></MultiWarehouseInventory>"
                   "<MultiWarehouseInventory><WarehouseCode>dropshipping</WarehouseCode>"
                   "<SellableQuantity>%s</SellableQuantity></MultiWarehouseInventory>"
                   "</MultiWarehouseInventories></Sku>" XML_TAIL,
          cases[i].other,
          cases[i].main);

      ((TiemPush *)pushes->pdata[0])->value = cases[i].value;
      g_assert_true (tiem_channel_push_stock (shop.channel, shop.transport, pushes, NULL, NULL));
      lazada_assert_parameter (&shop, shop.fake->requests->len - 1, "payload", payload);
    }
  lazada_shop_close (&shop);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel/lazada/listing/parse", test_parse);
  g_test_add_func ("/channel/lazada/listing/stock", test_stock);
  g_test_add_func ("/channel/lazada/listings/pass", test_pass);
  g_test_add_func ("/channel/lazada/listings/smaller-pages", test_smaller_pages);
  g_test_add_func ("/channel/lazada/listings/read-again", test_read_again);
  g_test_add_func ("/channel/lazada/push/numbers", test_push);
  g_test_add_func ("/channel/lazada/push/refusals", test_refusals);
  g_test_add_func ("/channel/lazada/push/unnamed", test_unnamed);
  g_test_add_func ("/channel/lazada/push/stops", test_stops);
  g_test_add_func ("/channel/lazada/push/other-way", test_other_way);
  g_test_add_func ("/channel/lazada/push/warehouses", test_warehouses);

  return g_test_run ();
}
