#include "shopee-box.h"

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

static void
test_list (ShopeeBox *box,
           gconstpointer data)
{
  gint64 offset = 0;
  guint n = 0;
  JsonObject *response;

  do
    {
      g_autofree char *name
          = g_strdup_printf ("product/get_item_list?offset=%" G_GINT64_FORMAT
                             "&page_size=25&item_status=NORMAL&item_status=UNLIST",
                             offset);

      response = shopee_box_get (box, name, NULL);
      n += get_length (response, "item");
      offset = json_object_get_int_member (response, "next_offset");
    }
  while (json_object_get_boolean_member (response, "has_next_page"));
  g_assert_cmpuint (n, ==, 60);
  g_assert_cmpint (json_object_get_int_member (response, "total_count"), ==, 60);

  /* An empty page ends nothing. */
  shopee_box_configure (box, "{'empty_pages':1}");
  response = shopee_box_get (
      box, "product/get_item_list?offset=0&page_size=100&item_status=NORMAL", NULL);
  g_assert_true (json_object_get_boolean_member (response, "has_next_page"));
  g_assert_cmpuint (get_length (response, "item"), ==, 0);

  response = shopee_box_get (
      box,
      "product/get_item_list?offset=0&page_size=100&item_status=UNLIST&item_status=BANNED",
      NULL);
  g_assert_cmpuint (get_length (response, "item"), ==, 0);
  response = shopee_box_get (
      box,
      "product/get_item_list?offset=0&page_size=100&item_status=NORMAL&update_time_from=1795262400",
      NULL);
  g_assert_cmpuint (get_length (response, "item"), ==, 0);
}

static void
test_limits (ShopeeBox *box,
             gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *body;
    const char *code;
  } cases[] = {
    { "product/get_item_list?page_size=10&item_status=NORMAL", NULL, "product.error_param" },
    { "product/get_item_list?offset=0&item_status=NORMAL", NULL, "product.error_param" },
    { "product/get_item_list?offset=0&page_size=101&item_status=NORMAL",
      NULL,
      "product.error_param" },
    { "product/get_item_list?offset=0&page_size=10", NULL, "product.error_param" },
    { "product/get_item_list?offset=0&page_size=10&item_status=SOLD", NULL, "product.error_param" },
    { "product/get_item_list?offset=10001&page_size=10&item_status=NORMAL",
      NULL,
      "product.error_param" },
    { "product/get_item_base_info", NULL, "product.error_param" },
    { "product/get_model_list", NULL, "product.error_param" },
    { "product/get_model_list?item_id=7", NULL, "product.error_item_not_found" },
    { "product/update_stock", "{'stock_list':[]}", "product.error_param" },
    { "product/update_stock", "{'item_id':'23620850001','stock_list':[]}", "product.error_param" },
    { "product/update_stock", "{'item_id':23620850001}", "product.error_param" },
    { "product/update_stock", "{'item_id':23620850001,'stock_list':[]}", "product.error_param" },
    { "product/update_price", "{'item_id':7,'price_list':[]}", "product.error_item_not_found" },
    { "product/unlist_item", "{}", "product.error_param" },
    { "product/unlist_item",
      "{'item_list':[{'item_id':7,'unlist':true}]}",
      "product.error_unlist_item_all_failed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    shopee_box_refuse (box, cases[i].name, cases[i].body, cases[i].code);
  shopee_box_refuse (box, "product/get_model_list", NULL, "product.error_param");
  g_assert_cmpstr (shopee_box_message (box), ==, "invalid field ItemId: value must  Not Null");
}

/* A list of ids comes in many forms. */
static void
test_base_info (ShopeeBox *box,
                gconstpointer data)
{
  static const char *const forms[] = { "item_id_list=%1,%2",
                                       "item_id_list=%1&item_id_list=%2",
                                       "item_id_list=[%1,%2]",
                                       "item_id_list[]=%1&item_id_list[]=%2" };
  gint64 shirt;
  gint64 hat;
  gint64 model;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GString) many = g_string_new ("product/get_item_base_info?item_id_list=1");

  shopee_box_find (box, "AT-SG-D-M", &shirt, &model);
  shopee_box_find (box, "NON-LA", &hat, &model);
  g_assert_cmpint (model, ==, 0);
  first = g_strdup_printf ("%" G_GINT64_FORMAT, shirt);
  second = g_strdup_printf ("%" G_GINT64_FORMAT, hat);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GString) name = g_string_new ("product/get_item_base_info?");
      JsonObject *response;
      JsonObject *item;

      g_string_append (name, forms[i]);
      g_string_replace (name, "%1", first, 0);
      g_string_replace (name, "%2", second, 0);
      response = shopee_box_get (box, name->str, NULL);
      g_assert_cmpuint (get_length (response, "item_list"), ==, 2);

      /* Of an item with models only get_model_list says price and stock. */
      item = get_object (response, "item_list", 0);
      g_assert_true (json_object_get_boolean_member (item, "has_model"));
      g_assert_cmpstr (json_object_get_string_member (item, "item_sku"), ==, "AT-SG");
      g_assert_false (json_object_has_member (item, "price_info"));
      g_assert_false (json_object_has_member (item, "stock_info_v2"));
      item = get_object (response, "item_list", 1);
      g_assert_false (json_object_get_boolean_member (item, "has_model"));
      g_assert_cmpint (
          json_object_get_int_member (get_object (item, "price_info", 0), "original_price"),
          ==,
          120000);
    }
  for (int i = 2; i <= 51; i++)
    g_string_append_printf (many, ",%d", i);
  shopee_box_refuse (box, many->str, NULL, "product.error_param");
}

/* Returns: the model that sells @sku, from get_model_list; borrowed */
static JsonObject *
get_model (ShopeeBox *box,
           const char *sku)
{
  gint64 item_id;
  gint64 model_id;
  g_autofree char *name = NULL;
  JsonObject *response;

  shopee_box_find (box, sku, &item_id, &model_id);
  name = g_strdup_printf ("product/get_model_list?item_id=%" G_GINT64_FORMAT, item_id);
  response = shopee_box_get (box, name, NULL);
  for (guint i = 0; i < get_length (response, "model"); i++)
    if (json_object_get_int_member (get_object (response, "model", i), "model_id") == model_id)
      return get_object (response, "model", i);
  g_assert_not_reached ();
}

static gint64
get_available (JsonObject *model)
{
  JsonObject *info = json_object_get_object_member (model, "stock_info_v2");

  return json_object_get_int_member (json_object_get_object_member (info, "summary_info"),
                                     "total_available_stock");
}

static void
test_models (ShopeeBox *box,
             gconstpointer data)
{
  gint64 item_id;
  gint64 model_id;
  g_autofree char *name = NULL;
  JsonObject *response;
  JsonObject *model;

  shopee_box_find (box, "AT-SG-D-M", &item_id, &model_id);
  name = g_strdup_printf ("product/get_model_list?item_id=%" G_GINT64_FORMAT, item_id);
  response = shopee_box_get (box, name, NULL);
  g_assert_cmpuint (get_length (response, "model"), ==, 4);
  g_assert_cmpuint (get_length (response, "tier_variation"), ==, 2);
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "tier_variation", 0), "name"),
      ==,
      "Màu");
  model = get_object (response, "model", 3);
  g_assert_cmpstr (json_object_get_string_member (model, "model_sku"), ==, "AT-SG-T-L");
  g_assert_cmpint (
      json_array_get_int_element (json_object_get_array_member (model, "tier_index"), 1), ==, 1);
  g_assert_cmpint (
      get_available (get_model (box, "AT-SG-D-M")), ==, shopee_box_get_stock (box, "AT-SG-D-M"));
}

/* Returns: the response, which may come with an error; borrowed */
static JsonObject *
update (ShopeeBox *box,
        const char *call,
        const char *sku,
        const char *entries,
        const char *code)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *model = NULL;
  gint64 item_id;
  gint64 model_id;

  shopee_box_find (box, sku, &item_id, &model_id);
  model = g_strdup_printf ("%" G_GINT64_FORMAT, model_id);
  g_string_printf (body,
                   "{'item_id':%" G_GINT64_FORMAT ",'%s_list':[%s]}",
                   item_id,
                   strstr (call, "stock") != NULL ? "stock" : "price",
                   entries);
  g_string_replace (body, "%m", model, 0);
  shopee_box_call (box, call, body->str);
  if (strcmp (shopee_box_error (box), code) != 0)
    g_test_message ("%s: %s", body->str, shopee_box_message (box));
  g_assert_cmpstr (shopee_box_error (box), ==, code);
  return tiem_sandbox_json_get_object (sandbox_fixture_object (&box->base), "response");
}

static void
test_update_stock (ShopeeBox *box,
                   gconstpointer data)
{
  static const struct
  {
    const char *entries;
    const char *code;
  } refused[] = {
    { "{'model_id':%m}", "product.error_busi_update_stock_failed" },
    { "{'model_id':%m,'seller_stock':[]}", "product.error_busi_update_stock_failed" },
    { "{'model_id':%m,'seller_stock':[{'stock':-1}]}", "product.error_busi_update_stock_failed" },
    { "{'model_id':%m,'seller_stock':[{'stock':'5'}]}", "product.error_busi_update_stock_failed" },
    { "{'model_id':%m,'seller_stock':[{'location_id':'VNZ','stock':5}]}",
      "product.error_busi_update_stock_failed" },
    { "{'model_id':%m,'normal_stock':5}", "product.error_busi_update_stock_failed" },
    { "{'model_id':7,'seller_stock':[{'stock':5}]}", "product.error_param" },
    { "{'model_id':%m,'seller_stock':[{'stock':5}]},{'model_id':%m,'seller_stock':[{'stock':6}]}",
      "product.error_param" },
    { "{'model_id':0,'seller_stock':[{'stock':5}]}",
      "product.error_edit_item_stock_for_item_has_model" },
    { "{'seller_stock':[{'stock':5}]}", "product.error_edit_item_stock_for_item_has_model" },
  };
  gint64 before = shopee_box_get_stock (box, "AT-SG-D-M");
  JsonObject *response;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    update (box, "product/update_stock", "AT-SG-D-M", refused[i].entries, refused[i].code);
  g_assert_cmpint (shopee_box_get_stock (box, "AT-SG-D-M"), ==, before);

  response = update (box,
                     "product/update_stock",
                     "AT-SG-D-M",
                     "{'model_id':%m,'seller_stock':[{'stock':12}]}",
                     "");
  g_assert_cmpint (
      json_object_get_int_member (get_object (response, "success_list", 0), "stock"), ==, 12);
  g_assert_cmpuint (get_length (response, "failure_list"), ==, 0);
  g_assert_cmpint (get_available (get_model (box, "AT-SG-D-M")), ==, 12);

  /* Without models: 0, or nothing. */
  update (box, "product/update_stock", "NON-LA", "{'seller_stock':[{'stock':3}]}", "");
  update (box, "product/update_stock", "NON-LA", "{'model_id':0,'seller_stock':[{'stock':4}]}", "");
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, 4);
}

/* What a promotion has set aside must stay; the others of the call go through. */
static void
test_reserve (ShopeeBox *box,
              gconstpointer data)
{
  gint64 item_id;
  gint64 model_id;
  g_autofree char *entries = NULL;
  JsonObject *response;

  update (box,
          "product/update_stock",
          "AT-SG-D-M",
          "{'model_id':%m,'seller_stock':[{'stock':12}]}",
          "");
  shopee_box_configure (box, "{'reserve':{'AT-SG-D-M':5}}");
  response = update (box,
                     "product/update_stock",
                     "AT-SG-D-M",
                     "{'model_id':%m,'seller_stock':[{'stock':4}]}",
                     "product.error_busi_update_stock_failed");
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "failure_list", 0), "failed_reason"),
      ==,
      "Total stock must be more than reserved stock.");
  shopee_box_find (box, "AT-SG-D-L", &item_id, &model_id);
  entries = g_strdup_printf ("{'model_id':%%m,'seller_stock':[{'stock':4}]},"
                             "{'model_id':%" G_GINT64_FORMAT ",'seller_stock':[{'stock':9}]}",
                             model_id);
  response = update (box, "product/update_stock", "AT-SG-D-M", entries, "");
  g_assert_cmpuint (get_length (response, "success_list"), ==, 1);
  g_assert_cmpuint (get_length (response, "failure_list"), ==, 1);
  g_assert_cmpint (shopee_box_get_stock (box, "AT-SG-D-L"), ==, 9);
  update (
      box, "product/update_stock", "AT-SG-D-M", "{'model_id':%m,'seller_stock':[{'stock':5}]}", "");
  response = json_object_get_object_member (
      json_object_get_object_member (get_model (box, "AT-SG-D-M"), "stock_info_v2"),
      "summary_info");
  g_assert_cmpint (json_object_get_int_member (response, "total_reserved_stock"), ==, 5);
}

static void
test_warehouses (ShopeeBox *box,
                 gconstpointer data)
{
  JsonObject *info;

  shopee_box_configure (box, "{'multi_warehouse':true}");
  update (box,
          "product/update_stock",
          "NON-LA",
          "{'seller_stock':[{'stock':3}]}",
          "product.error_busi_update_stock_failed");
  update (box,
          "product/update_stock",
          "NON-LA",
          "{'seller_stock':[{'location_id':'VN0005EIZ','stock':3}]}",
          "product.error_busi_update_stock_failed");
  update (
      box,
      "product/update_stock",
      "NON-LA",
      "{'seller_stock':[{'location_id':'VN0005EIZ','stock':3},{'location_id':'VNX','stock':3}]}",
      "product.error_busi_update_stock_failed");
  update (box,
          "product/update_stock",
          "AT-SG-D-M",
          "{'model_id':%m,'seller_stock':[{'location_id':'VN0005EIZ','stock':3},"
          "{'location_id':'VN0005EJZ','stock':4}]}",
          "");
  info = json_object_get_object_member (get_model (box, "AT-SG-D-M"), "stock_info_v2");
  g_assert_cmpint (
      json_object_get_int_member (get_object (info, "seller_stock", 1), "stock"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (info, "summary_info"),
                                               "total_available_stock"),
                   ==,
                   7);
}

static void
test_update_price (ShopeeBox *box,
                   gconstpointer data)
{
  JsonObject *price;

  update (box,
          "product/update_price",
          "AT-SG-D-M",
          "{'model_id':%m}",
          "product.error_update_price_fail");
  update (box,
          "product/update_price",
          "AT-SG-D-M",
          "{'model_id':%m,'original_price':199000.5}",
          "product.error_update_price_fail");
  update (box,
          "product/update_price",
          "AT-SG-D-M",
          "{'model_id':%m,'original_price':'199000'}",
          "product.error_update_price_fail");
  /* The dearest model costs at most five times the cheapest. */
  update (box,
          "product/update_price",
          "AT-SG-D-M",
          "{'model_id':%m,'original_price':945001}",
          "product.error_param");
  update (box, "product/update_price", "AT-SG-D-M", "{'model_id':%m,'original_price':199000}", "");
  price = get_object (get_model (box, "AT-SG-D-M"), "price_info", 0);
  g_assert_cmpint (json_object_get_int_member (price, "original_price"), ==, 199000);
  g_assert_cmpint (json_object_get_int_member (price, "current_price"), ==, 199000);
}

static void
test_unlist (ShopeeBox *box,
             gconstpointer data)
{
  gint64 item_id;
  gint64 model_id;
  g_autofree char *body = NULL;
  JsonObject *response;

  shopee_box_find (box, "NON-LA", &item_id, &model_id);
  body = g_strdup_printf ("{'item_list':[{'item_id':%" G_GINT64_FORMAT
                          ",'unlist':true},{'item_id':7,'unlist':true}]}",
                          item_id);
  response = shopee_box_get (box, "product/unlist_item", body);
  g_assert_cmpuint (get_length (response, "success_list"), ==, 1);
  g_assert_cmpuint (get_length (response, "failure_list"), ==, 1);
  response = shopee_box_get (
      box, "product/get_item_list?offset=0&page_size=10&item_status=UNLIST", NULL);
  g_assert_cmpint (
      json_object_get_int_member (get_object (response, "item", 0), "item_id"), ==, item_id);
  g_assert_null (shopee_box_buy (box, "NON-LA", 1, "cod"));
}

static void
test_search (ShopeeBox *box,
             gconstpointer data)
{
  JsonObject *response
      = shopee_box_get (box, "product/search_item?page_size=10&item_sku=AT-SG-D-M", NULL);

  g_assert_cmpuint (get_length (response, "item_id_list"), ==, 1);
  response = shopee_box_get (box, "product/search_item?page_size=1&item_name=Nồi", NULL);
  g_assert_cmpuint (get_length (response, "item_id_list"), ==, 1);
  response = shopee_box_get (box, "product/get_item_extra_info?item_id_list=23620850001", NULL);
  g_assert_cmpuint (get_length (response, "item_list"), ==, 1);
}

static void
test_picture (ShopeeBox *box,
              gconstpointer data)
{
  sandbox_fixture_call (&box->base, "GET", "/file/NON-LA.png", NULL);
  g_assert_cmpuint (box->base.status, ==, 200);
  g_assert_cmpstr (sandbox_fixture_header (&box->base, "Content-Type"), ==, "image/png");
}

/* A listing changed by hand, beside the API. */
static void
test_by_hand (ShopeeBox *box,
              gconstpointer data)
{
  g_autofree char *path = NULL;
  gint64 item_id;
  gint64 model_id;

  shopee_box_find (box, "AT-SG-D-M", &item_id, &model_id);
  path = g_strdup_printf ("/_sandbox/listings/%" G_GINT64_FORMAT, model_id);
  sandbox_fixture_call (&box->base, "POST", path, "{\"stock\":77,\"price\":210000}");
  g_assert_cmpuint (box->base.status, ==, 200);
  g_assert_cmpint (get_available (get_model (box, "AT-SG-D-M")), ==, 77);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add ("/sandbox/shopee/products/" path,                                                    \
              ShopeeBox,                                                                           \
              NULL,                                                                                \
              shopee_box_set_up,                                                                   \
              test,                                                                                \
              shopee_box_tear_down)

  ADD ("list", test_list);
  ADD ("limits", test_limits);
  ADD ("base-info", test_base_info);
  ADD ("models", test_models);
  ADD ("update-stock", test_update_stock);
  ADD ("reserve", test_reserve);
  ADD ("warehouses", test_warehouses);
  ADD ("update-price", test_update_price);
  ADD ("unlist", test_unlist);
  ADD ("search", test_search);
  ADD ("picture", test_picture);
  ADD ("by-hand", test_by_hand);

  return g_test_run ();
}
