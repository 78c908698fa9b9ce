#include "shopee-box.h"

#include "base/tiem-error.h"
#include "sandbox/tiem-sandbox-shoppers.h"

/* Creating products, promotions, shoppers, and trouble on demand. */

static JsonObject *
get_object (JsonObject *object,
            const char *list,
            guint index)
{
  return json_array_get_object_element (json_object_get_array_member (object, list), index);
}

static guint
get_length (JsonObject *object,
            const char *list)
{
  return json_array_get_length (json_object_get_array_member (object, list));
}

#define NEW_ITEM                                                                                   \
  "'item_name':'Nón lá quai lụa','description':'Nón lá bài thơ','original_price':90000,"   \
  "'weight':0.3,'image':{'image_id_list':['vn-11134207-a']},"                                      \
  "'logistic_info':[{'logistic_id':50021,'enabled':true}],'item_sku':'NLQL',"                      \
  "'seller_stock':[{'stock':20}],'brand':{'brand_id':0,'original_brand_name':'No Brand'},"         \
  "'attribute_list':[{'attribute_id':100134,'attribute_value_list':[{'value_id':1}]}]"

static void
test_add_item (ShopeeBox *box,
               gconstpointer data)
{
  JsonObject *response;
  g_autofree char *tiers = NULL;
  g_autofree char *delete = NULL;
  gint64 item_id;

  response = shopee_box_get (box, "product/get_category?language=vi", NULL);
  g_assert_cmpstr (json_object_get_string_member (get_object (response, "category_list", 1),
                                                  "display_category_name"),
                   ==,
                   "Quần áo");
  shopee_box_refuse (box, "product/add_item", "{'item_name':'Nón'}", "product.error_param");
  shopee_box_refuse (
      box, "product/add_item", "{" NEW_ITEM ",'category_id':100001}", "product.error_param");
  response = shopee_box_get (
      box, "product/add_item", "{" NEW_ITEM ",'category_id':100009,'item_status':'UNLIST'}");
  g_assert_cmpstr (json_object_get_string_member (response, "item_status"), ==, "UNLIST");
  item_id = json_object_get_int_member (response, "item_id");
  g_assert_cmpint (shopee_box_get_stock (box, "NLQL"), ==, 20);

  tiers = g_strdup_printf (
      "{'item_id':%" G_GINT64_FORMAT
      ",'tier_variation':[{'name':'Màu','option_list':[{'option':'Đỏ'},{'option':'Xanh'}]}],"
      "'model':[{'tier_index':[0],'original_price':90000,'model_sku':'NLQL-D','seller_stock':"
      "[{'stock':3}]},{'tier_index':[1],'original_price':95000,'model_sku':'NLQL-X'}]}",
      item_id);
  response = shopee_box_get (box, "product/init_tier_variation", tiers);
  g_assert_cmpuint (get_length (response, "model"), ==, 2);
  g_assert_cmpint (shopee_box_get_stock (box, "NLQL-D"), ==, 3);
  /* A new structure has new model ids. */
  g_assert_cmpint (
      json_object_get_int_member (
          get_object (shopee_box_get (box, "product/init_tier_variation", tiers), "model", 0),
          "model_id"),
      >,
      item_id + 2);

  delete = g_strdup_printf ("{'item_id':%" G_GINT64_FORMAT "}", item_id);
  g_assert_null (shopee_box_get (box, "product/delete_item", delete));
  response = shopee_box_get (
      box, "product/get_item_list?offset=0&page_size=1&item_status=SELLER_DELETE", NULL);
  g_assert_cmpuint (get_length (response, "item"), ==, 1);
}

/* Sends parts called "image" with these first bytes. */
static void
upload (ShopeeBox *box,
        const char *start,
        guint n,
        gboolean with_token)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (TiemRequest) request = NULL;
  g_autofree char *path = NULL;
  gint64 now = box->base.now / 1000;
  g_autofree char *sign = shopee_box_sign (
      "/api/v2/media_space/upload_image", now, with_token ? box->access_token : NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (body,
                            "--tiem\r\nContent-Disposition: form-data; name=\"image\"; "
                            "filename=\"%u.png\"\r\nContent-Type: image/png\r\n\r\n%s and more\r\n",
                            i,
                            start);
  g_string_append (body, "--tiem--\r\n");
  path = g_strdup_printf ("/api/v2/media_space/upload_image?partner_id=" SHOPEE_PARTNER
                          "&timestamp=%" G_GINT64_FORMAT "&sign=%s%s%s",
                          now,
                          sign,
                          with_token ? "&shop_id=" SHOPEE_SHOP "&access_token=" : "",
                          with_token ? box->access_token : "");
  request = sandbox_fixture_make (&box->base, "POST", path, NULL);
  tiem_request_set_body (request, "multipart/form-data; boundary=tiem", body->str, body->len);
  sandbox_fixture_send (&box->base, request);
}

static void
test_upload (ShopeeBox *box,
             gconstpointer data)
{
  JsonObject *response;

  upload (box, "\x89PNG", 1, TRUE);
  g_assert_cmpstr (shopee_box_error (box), ==, "");
  response = json_object_get_object_member (sandbox_fixture_object (&box->base), "response");
  g_assert_true (
      g_str_has_prefix (json_object_get_string_member (
                            json_object_get_object_member (response, "image_info"), "image_id"),
                        "vn-11134207-"));
  upload (box, "\x89PNG", 2, FALSE);
  g_assert_cmpstr (shopee_box_error (box), ==, "");
  response = json_object_get_object_member (sandbox_fixture_object (&box->base), "response");
  g_assert_false (json_object_has_member (response, "image_info"));
  g_assert_cmpuint (get_length (response, "image_info_list"), ==, 2);
  upload (box, "GIF8", 1, TRUE);
  g_assert_cmpstr (shopee_box_error (box), ==, "error_file_type");
  upload (box, "\x89PNG", 9, TRUE);
  g_assert_cmpstr (shopee_box_error (box), ==, "error_param");
  upload (box, "", 0, TRUE);
  g_assert_cmpstr (shopee_box_error (box), ==, "error_param");
}

static void
test_discount (ShopeeBox *box,
               gconstpointer data)
{
  gint64 now = box->base.now / 1000;
  gint64 item_id;
  gint64 model_id;
  gint64 id;
  g_autofree char *early = g_strdup_printf ("{'discount_name':'Tết','start_time':%" G_GINT64_FORMAT
                                            ",'end_time':%" G_GINT64_FORMAT "}",
                                            now + 3599,
                                            now + 9000);
  g_autofree char *right = g_strdup_printf ("{'discount_name':'Tết','start_time':%" G_GINT64_FORMAT
                                            ",'end_time':%" G_GINT64_FORMAT "}",
                                            now + 3600,
                                            now + 7200);
  g_autofree char *items = NULL;
  g_autofree char *price = NULL;
  g_autofree char *end = NULL;
  g_autofree char *query = NULL;
  JsonObject *response;

  shopee_box_refuse (box, "discount/add_discount", "{}", "error_param");
  shopee_box_refuse (box, "discount/add_discount", early, "error_param");
  id = json_object_get_int_member (shopee_box_get (box, "discount/add_discount", right),
                                   "discount_id");
  g_assert_cmpint (id, >, G_MAXUINT32);
  shopee_box_find (box, "AT-SG-T-L", &item_id, &model_id);
  items = g_strdup_printf ("{'discount_id':%" G_GINT64_FORMAT ",'item_list':[{'item_id':"
                           "%" G_GINT64_FORMAT ",'purchase_limit':0,'model_list':["
                           "{'model_id':%" G_GINT64_FORMAT
                           ",'model_promotion_price':150000,'model_promotion_stock':10},"
                           "{'model_id':7,'model_promotion_price':150000}]},"
                           "{'item_id':7,'item_promotion_price':5}]}",
                           id,
                           item_id,
                           model_id);
  response = shopee_box_get (box, "discount/add_discount_item", items);
  g_assert_cmpint (json_object_get_int_member (response, "count"), ==, 1);
  g_assert_cmpuint (get_length (response, "error_list"), ==, 2);
  response
      = shopee_box_get (box, "discount/get_discount_list?discount_status=upcoming&page_no=1", NULL);
  g_assert_cmpuint (get_length (response, "discount_list"), ==, 1);

  /* Its stock is set aside before it starts; its price holds from then on. */
  price = g_strdup_printf ("{'item_id':%" G_GINT64_FORMAT
                           ",'stock_list':[{'model_id':%" G_GINT64_FORMAT
                           ",'seller_stock':[{'stock':9}]}]}",
                           item_id,
                           model_id);
  shopee_box_refuse (box, "product/update_stock", price, "product.error_busi_update_stock_failed");
  shopee_box_wait (box, 3600);
  query
      = g_strdup_printf ("product/get_item_promotion?item_id_list=%" G_GINT64_FORMAT ",7", item_id);
  response = shopee_box_get (box, query, NULL);
  g_assert_cmpuint (get_length (response, "failure_list"), ==, 1);
  response = get_object (get_object (response, "success_list", 0), "promotion", 0);
  g_assert_cmpstr (json_object_get_string_member (response, "promotion_staging"), ==, "ongoing");
  g_free (g_steal_pointer (&price));
  price = g_strdup_printf ("{'item_id':%" G_GINT64_FORMAT
                           ",'price_list':[{'model_id':%" G_GINT64_FORMAT
                           ",'original_price':200000}]}",
                           item_id,
                           model_id);
  shopee_box_refuse (box, "product/update_price", price, "product.error_update_price_fail");
  {
    g_autofree char *order_sn = shopee_box_buy (box, "AT-SG-T-L", 1, "cod");

    response = get_object (shopee_box_detail (box, order_sn), "item_list", 0);
    g_assert_cmpint (json_object_get_int_member (response, "model_discounted_price"), ==, 150000);
    g_assert_cmpint (json_object_get_int_member (response, "model_original_price"), ==, 189000);
  }
  end = g_strdup_printf ("{'discount_id':%" G_GINT64_FORMAT "}", id);
  shopee_box_get (box, "discount/end_discount", end);
  shopee_box_get (box, "product/update_price", price);
  shopee_box_refuse (box, "discount/add_discount_item", items, "discount.error_status");
  shopee_box_refuse (box, "discount/end_discount", "{'discount_id':7}", "error_not_found");
}

static void
test_voucher (ShopeeBox *box,
              gconstpointer data)
{
  gint64 now = box->base.now / 1000;
  const char *format
      = "{'voucher_name':'Khách quen','voucher_code':'%s','start_time':%" G_GINT64_FORMAT
        ",'end_time':%" G_GINT64_FORMAT ",'voucher_type':1,'reward_type':1,"
        "'usage_quantity':100,'min_basket_price':150000,'discount_amount':10000}";
  g_autofree char *right = g_strdup_printf (format, "HUE10", now, now + 7200);
  g_autofree char *long_code = g_strdup_printf (format, "HUE100", now, now + 7200);
  g_autofree char *short_time = g_strdup_printf (format, "HUE10", now, now + 3599);
  g_autofree char *end = NULL;
  JsonObject *response;

  shopee_box_refuse (box, "voucher/add_voucher", long_code, "error_param");
  shopee_box_refuse (box, "voucher/add_voucher", short_time, "error_param");
  response = shopee_box_get (box, "voucher/add_voucher", right);
  end = g_strdup_printf ("{'voucher_id':%" G_GINT64_FORMAT "}",
                         json_object_get_int_member (response, "voucher_id"));
  response = shopee_box_get (box, "voucher/get_voucher_list?status=ongoing", NULL);
  g_assert_cmpuint (get_length (response, "voucher_list"), ==, 1);
  shopee_box_get (box, "voucher/end_voucher", end);
  response = shopee_box_get (box, "voucher/get_voucher_list?status=expired", NULL);
  g_assert_cmpuint (get_length (response, "voucher_list"), ==, 1);
  shopee_box_refuse (box, "voucher/get_voucher_list?status=old", NULL, "error_param");
}

static void
add_fault (ShopeeBox *box,
           const char *json)
{
  sandbox_fixture_call (&box->base, "POST", "/_sandbox/faults", json);
  g_assert_cmpuint (box->base.status, ==, 200);
}

#define LIST "product/get_item_list?offset=0&page_size=5&item_status=NORMAL"

static void
test_faults (ShopeeBox *box,
             gconstpointer data)
{
  JsonObject *response;
  gint64 first;

  add_fault (box, "{\"kind\":\"drop\",\"endpoint\":\"product/get_item_list\"}");
  shopee_box_call (box, LIST, NULL);
  g_assert_null (box->base.response);
  g_assert_true (box->base.effect.is_dropped);
  add_fault (box, "{\"kind\":\"rate_limit\",\"retry_after\":3,\"endpoint\":\"product/\"}");
  shopee_box_get (box, "shop/get_shop_info", NULL);
  shopee_box_call (box, LIST, NULL);
  g_assert_cmpuint (box->base.status, ==, 429);
  add_fault (box, "{\"kind\":\"error\",\"status\":502}");
  shopee_box_call (box, LIST, NULL);
  g_assert_cmpuint (box->base.status, ==, 502);
  add_fault (box, "{\"kind\":\"truncated\"}");
  shopee_box_call (box, LIST, NULL);
  g_assert_cmpuint (box->base.status, ==, 200);
  g_assert_null (box->base.body);
  add_fault (box, "{\"kind\":\"malformed\"}");
  shopee_box_call (box, LIST, NULL);
  g_assert_null (box->base.body);
  add_fault (box, "{\"kind\":\"delay\",\"ms\":700}");
  shopee_box_get (box, LIST, NULL);
  g_assert_cmpint (box->base.effect.delay_ms, ==, 700);
  add_fault (box, "{\"kind\":\"cut\"}");
  shopee_box_get (box, LIST, NULL);
  g_assert_true (box->base.effect.is_cut);

  response = shopee_box_get (box, LIST, NULL);
  first = json_object_get_int_member (get_object (response, "item", 0), "item_id");
  add_fault (box, "{\"kind\":\"duplicate\"}");
  response = shopee_box_get (box, LIST, NULL);
  g_assert_cmpuint (get_length (response, "item"), ==, 6);
  add_fault (box, "{\"kind\":\"reorder\"}");
  response = shopee_box_get (box, LIST, NULL);
  g_assert_cmpint (
      json_object_get_int_member (get_object (response, "item", 4), "item_id"), ==, first);

  /* What was done is done, though nobody is told. */
  {
    g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
    g_autofree char *body
        = g_strdup_printf ("{'order_sn':'%s','cancel_reason':'CUSTOMER_REQUEST'}", order_sn);

    add_fault (box, "{\"kind\":\"lost_answer\",\"endpoint\":\"order/cancel_order\"}");
    shopee_box_call (box, "order/cancel_order", body);
    g_assert_null (box->base.response);
    shopee_box_assert_status (box, order_sn, "CANCELLED");
  }
  /* The clock of the market, not of the client. */
  add_fault (box, "{\"kind\":\"clock_skew\",\"ms\":600000}");
  {
    g_autofree char *sign
        = shopee_box_sign ("/api/v2/shop/get_shop_info", box->base.now / 1000, box->access_token);
    g_autofree char *path = g_strdup_printf ("/api/v2/shop/get_shop_info?partner_id=" SHOPEE_PARTNER
                                             "&timestamp=%" G_GINT64_FORMAT
                                             "&sign=%s&access_token=%s&shop_id=" SHOPEE_SHOP,
                                             box->base.now / 1000,
                                             sign,
                                             box->access_token);

    sandbox_fixture_call (&box->base, "GET", path, NULL);
    g_assert_cmpstr (shopee_box_message (box), ==, "Timestamp is expired.");
  }
}

/* A day of shoppers: what they take and bring back is what the listings say. */
static void
test_shoppers (ShopeeBox *box,
               gconstpointer data)
{
  TiemSandboxShop *shop = tiem_sandbox_market_get_shop (box->base.market);
  TiemSandboxWorld *world = tiem_sandbox_get_world (box->base.sandbox);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  world->options->pace = 100;
  tiem_sandbox_shoppers_come (box->base.market, 3);
  for (int hour = 0; hour < 24; hour++)
    shopee_box_wait (box, 3600);
  g_assert_cmpuint (shop->orders->len, >, 1000);
  for (guint i = 0; i < shop->orders->len; i++)
    g_hash_table_add (seen, ((TiemSandboxOrder *)shop->orders->pdata[i])->status);
  g_assert_true (g_hash_table_contains (seen, "COMPLETED"));
  g_assert_true (g_hash_table_contains (seen, "CANCELLED"));
  g_assert_true (g_hash_table_contains (seen, "PROCESSED"));
  g_assert_cmpint (world->oversold, ==, 0);
  for (guint i = 0; i < shop->items->len; i++)
    {
      const TiemSandboxItem *item = shop->items->pdata[i];

      g_assert_cmpint (item->stock, >=, 0);
      if (item->variant != NULL)
        g_assert_cmpint (item->stock,
                         <=,
                         tiem_sandbox_world_get_bin (world, item->sku)->units
                             - tiem_sandbox_world_get_bin (world, item->sku)->taken);
    }
}

/* All markets of one sandbox show the same number for the same goods at first. */
static void
test_same_stock (void)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  SandboxFixture fixture = { .now = SANDBOX_START };
  g_autoptr (TiemSandbox) sandbox = NULL;
  TiemSandboxMarket *market;

  sandbox = tiem_sandbox_new (options, sandbox_fixture_now_cb, &fixture);
  tiem_sandbox_open (sandbox, NULL);
  market = tiem_sandbox_find_market (sandbox, "shopee");
  g_assert_cmpstr (tiem_sandbox_market_get_home (market), ==, "http://127.0.0.1:18101");
  for (guint i = 0; i < tiem_sandbox_get_world (sandbox)->catalogue->variants->len; i++)
    {
      const TiemSandboxVariant *variant
          = tiem_sandbox_get_world (sandbox)->catalogue->variants->pdata[i];
      const TiemSandboxItem *item
          = tiem_sandbox_shop_find_sku (tiem_sandbox_market_get_shop (market), variant->sku, FALSE);

      g_assert_nonnull (item);
      g_assert_cmpint (item->stock, ==, variant->stock);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add (                                                                                     \
      "/sandbox/shopee/" path, ShopeeBox, NULL, shopee_box_set_up, test, shopee_box_tear_down)

  ADD ("creation/item", test_add_item);
  ADD ("creation/upload", test_upload);
  ADD ("promotions/discount", test_discount);
  ADD ("promotions/voucher", test_voucher);
  ADD ("faults", test_faults);
  ADD ("shoppers", test_shoppers);
  g_test_add_func ("/sandbox/shopee/same-stock", test_same_stock);

  return g_test_run ();
}
