#include "shopee-fixture.h"

#define STOCK(seller, available, reserved)                                                         \
  "'stock_info_v2':{'summary_info':{'total_reserved_stock':" reserved                              \
  ",'total_available_stock':" available "},'seller_stock':[" seller "],'shopee_stock':[]}"
#define AT(location, stock) "{'location_id':'" location "','stock':" stock ",'if_saleable':true}"

#define PLAIN_ITEM                                                                                 \
  "{'item_id':23620850002,'item_name':'Quạt giấy','item_sku':'QG','item_status':'NORMAL',"     \
  "'has_model':false,'gtin_code':'8934563138165',"                                                 \
  "'image':{'image_id_list':['a'],'image_url_list':['https://cf.shopee.vn/file/q']},"              \
  "'price_info':[{'currency':'VND','original_price':35000,'current_price':30000}]," STOCK (        \
      "{'location_id':'','stock':40}", "40", "0") "}"
#define MODEL_ITEM(status)                                                                         \
  "{'item_id':23620850001,'item_name':'Nón lá Huế','item_sku':'NL','item_status':'" status "',"    \
  "'has_model':true,'image':{'image_url_list':['https://cf.shopee.vn/file/n']}}"
#define MODELS                                                                                     \
  "{'tier_variation':[{'name':'Màu','option_list':[{'option':'Đỏ','image':{'image_id':'d',"    \
  "'image_url':'https://cf.shopee.vn/file/d'}},{'option':'Xanh'}]},"                               \
  "{'name':'Cỡ','option_list':[{'option':'L'}]}],"                                               \
  "'model':[{'model_id':221404180001,'model_sku':'NL-DO','tier_index':[0,0],"                      \
  "'model_status':'MODEL_NORMAL','price_info':[{'currency':'VND','original_price':90000,"          \
  "'current_price':78000}]," STOCK (                                                               \
      AT ("VN0005EIZ", "14"),                                                                      \
      "14",                                                                                        \
      "3") "},"                                                                                    \
           "{'model_id':221404180002,'model_sku':'NL-XANH','tier_index':[1,0],"                    \
           "'model_status':'MODEL_UNAVAILABLE','price_info':{'original_price':'90000.00'}"         \
           "," STOCK (AT ("VN0005EIZ", "2"), "2", "0") "}]}"

static JsonNode *
read_json (const char *text)
{
  g_autofree char *json = fake_json (text);
  JsonNode *node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return node;
}

static void
test_plain_item (void)
{
  g_autoptr (JsonNode) item = read_json (PLAIN_ITEM);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteListing) listing
      = shopee_parse_listing (tiem_json_object (item), NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (listing->remote_product_id, ==, "23620850002");
  g_assert_null (listing->remote_variant_id);
  g_assert_cmpstr (listing->sku, ==, "QG");
  g_assert_cmpstr (listing->barcode, ==, "8934563138165");
  g_assert_cmpstr (listing->title, ==, "Quạt giấy");
  g_assert_null (listing->options);
  g_assert_cmpstr (listing->image_url, ==, "https://cf.shopee.vn/file/q");
  g_assert_cmpint (listing->price_vnd, ==, 35000);
  g_assert_true (listing->has_stock);
  g_assert_cmpint (listing->stock, ==, 40);
  g_assert_cmpint (listing->state, ==, TIEM_LISTING_ACTIVE);
}

static void
test_models (void)
{
  g_autoptr (JsonNode) item = read_json (MODEL_ITEM ("NORMAL"));
  g_autoptr (JsonNode) models = read_json (MODELS);
  JsonArray *list = tiem_json_get_array (tiem_json_object (models), "model");
  static const struct
  {
    const char *id;
    const char *sku;
    const char *options;
    const char *image;
    gint64 stock;
    gint64 locked;
    TiemListingState state;
  } cases[] = {
    { "221404180001", "NL-DO", "Đỏ, L", "https://cf.shopee.vn/file/d", 14, 3, TIEM_LISTING_ACTIVE },
    { "221404180002",
      "NL-XANH",
      "Xanh, L",
      "https://cf.shopee.vn/file/n",
      2,
      0,
      TIEM_LISTING_INACTIVE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteListing) listing
          = shopee_parse_listing (tiem_json_object (item),
                                  tiem_json_array_get_object (list, i),
                                  tiem_json_object (models),
                                  &error);

      g_assert_no_error (error);
      g_assert_cmpstr (listing->remote_product_id, ==, "23620850001");
      g_assert_cmpstr (listing->remote_variant_id, ==, cases[i].id);
      g_assert_cmpstr (listing->sku, ==, cases[i].sku);
      g_assert_cmpstr (listing->title, ==, "Nón lá Huế");
      g_assert_cmpstr (listing->options, ==, cases[i].options);
      g_assert_cmpstr (listing->image_url, ==, cases[i].image);
      g_assert_cmpint (listing->price_vnd, ==, 90000);
      g_assert_cmpint (listing->stock, ==, cases[i].stock);
      g_assert_cmpint (listing->campaign_locked, ==, cases[i].locked);
      g_assert_cmpint (listing->state, ==, cases[i].state);
    }
}

/* What is for sale, in all the ways the numbers may stand to each other. */
static void
test_stock (void)
{
  static const struct
  {
    const char *info;
    gboolean has_stock;
    gint64 stock;
    gint64 locked;
  } cases[] = {
    { STOCK ("{'stock':14}", "14", "0"), TRUE, 14, 0 },
    { STOCK ("{'stock':'14'}", "'14'", "null"), TRUE, 14, 0 },
    { STOCK ("{'stock':14}", "12", "0"), TRUE, 12, 0 }, /* the summary knew of a sale first */
    { STOCK ("{'stock':14}", "9", "5"), TRUE, 14, 5 },  /* a campaign's units are counted apart */
    { STOCK ("{'stock':14}", "14", "5"), TRUE, 14, 5 },
    { STOCK (AT ("A", "10") "," AT ("B", "5"), "15", "0"), TRUE, 15, 0 },
    { STOCK (AT ("A", "10") ",{'location_id':'B','stock':5,'if_saleable':false}", "10", "0"),
      TRUE,
      10,
      0 },
    { STOCK ("", "0", "0"), TRUE, 0, 0 },
    { "'stock_info_v2':{'summary_info':{'total_available_stock':14},'seller_stock':"
      "[{'stock':4}],'shopee_stock':[{'stock':10}]}",
      TRUE,
      4,
      0 },
    { "'stock_info_v2':{'seller_stock':[{'stock':4}]}", TRUE, 4, 0 },
    { "'stock_info_v2':{'summary_info':{'total_available_stock':4}}", TRUE, 4, 0 },
    { "'x':1", FALSE, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'item_id':1,%s}", cases[i].info);
      g_autoptr (JsonNode) item = read_json (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteListing) listing
          = shopee_parse_listing (tiem_json_object (item), NULL, NULL, &error);

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].info);
      g_assert_true (listing->has_stock == cases[i].has_stock);
      g_assert_cmpint (listing->stock, ==, cases[i].stock);
      g_assert_cmpint (listing->campaign_locked, ==, cases[i].locked);
    }
}

static void
test_states (void)
{
  static const struct
  {
    const char *word;
    TiemListingState state;
  } cases[] = {
    { "NORMAL", TIEM_LISTING_ACTIVE },      { "UNLIST", TIEM_LISTING_INACTIVE },
    { "REVIEWING", TIEM_LISTING_INACTIVE }, { "BANNED", TIEM_LISTING_BANNED },
    { "SELLER_DELETE", TIEM_LISTING_GONE }, { "SHOPEE_DELETE", TIEM_LISTING_GONE },
    { "CHUA_BIET", TIEM_LISTING_INACTIVE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'item_id':1,'item_status':'%s'}", cases[i].word);
      g_autoptr (JsonNode) item = read_json (text);
      g_autoptr (TiemRemoteListing) listing
          = shopee_parse_listing (tiem_json_object (item), NULL, NULL, NULL);

      g_assert_cmpint (listing->state, ==, cases[i].state);
    }
}

static void
test_bad_items (void)
{
  static const struct
  {
    const char *item;
    const char *path;
  } cases[] = {
    { "{'item_name':'Nón'}", "item_id" },
    { "{'item_id':1,'price_info':[{'original_price':'90,000'}]}", "price_info.original_price" },
    { "{'item_id':1,'stock_info_v2':{'seller_stock':[{'stock':'nhiều'}]}}",
      "stock_info_v2.seller_stock[0].stock" },
    { "{'item_id':1,'stock_info_v2':{'summary_info':{'total_available_stock':1.5}}}",
      "stock_info_v2.total_available_stock" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) item = read_json (cases[i].item);
      g_autoptr (GError) error = NULL;

      g_assert_null (shopee_parse_listing (tiem_json_object (item), NULL, NULL, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      g_assert_cmpstr (tiem_error_get_detail (error), ==, cases[i].path);
    }
}

/* --- the pass --- */

static TiemListingPage *
pull (Shopee *shopee,
      const char *cursor,
      GError **error)
{
  return tiem_channel_pull_listings (shopee->channel, shopee->transport, cursor, NULL, error);
}

/* Items with and without models, a bad one among them; the states asked for one by one. */
static void
test_pass (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "offset=20",
      200,
      SHOPEE_OK ("{'item':[],'total_count':3,'has_next_page':false,'next_offset':0}") },
    { "GET",
      "/product/get_item_list",
      200,
      SHOPEE_OK ("{'item':[{'item_id':23620850001},{'item_id':23620850002},{'item_id':5}],"
                 "'total_count':3,'has_next_page':true,'next_offset':20}") },
    { "GET",
      "/product/get_item_base_info",
      200,
      SHOPEE_OK ("{'item_list':[" MODEL_ITEM (
          "NORMAL") "," PLAIN_ITEM ",{'item_id':5,'price_info':[{'original_price':'x'}]}]}") },
    { "GET", "/product/get_model_list", 200, SHOPEE_OK (MODELS) },
  };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (TiemListingPage) last = NULL;
  g_autoptr (TiemForm) form = NULL;
  g_autoptr (TiemForm) info = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  page = pull (&shopee, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 3);
  g_assert_cmpuint (page->unreadable->len, ==, 1);
  shopee_assert_signed (shopee_request (&shopee, 0), "product/get_item_list", SHOPEE_START);
  g_assert_nonnull (strstr (shopee_request (&shopee, 0)->url,
                            "item_status=NORMAL&item_status=BANNED&item_status=UNLIST&"
                            "item_status=REVIEWING"));
  form = shopee_query (shopee_request (&shopee, 0));
  g_assert_cmpstr (tiem_form_get (form, "offset"), ==, "0");
  info = shopee_query (shopee_request (&shopee, 1));
  g_assert_cmpstr (tiem_form_get (info, "item_id_list"), ==, "23620850001,23620850002,5");

  last = pull (&shopee, page->next_cursor, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (last->listings->len, ==, 0);
  g_assert_null (last->next_cursor);
  shopee_close (&shopee);
}

/* A shop of many items, in a market that refuses large offsets, as a list of stamps. */
typedef struct
{
  guint n_items;
  guint largest_offset;
  GHashTable *seen;
} Market;

static gint64
stamp_of (guint i)
{
  return SHOPEE_START - 86400 * 30 + (gint64)i * 3600;
}

static TiemResponse *
answer_list (Market *market,
             TiemForm *form)
{
  gint64 offset = g_ascii_strtoll (tiem_form_get (form, "offset"), NULL, 10);
  gint64 size = g_ascii_strtoll (tiem_form_get (form, "page_size"), NULL, 10);
  const char *from = tiem_form_get (form, "update_time_from");
  const char *to = tiem_form_get (form, "update_time_to");
  g_autoptr (GString) text = g_string_new ("{'error':'','response':{'item':[");
  gint64 n = 0;

  if (offset > market->largest_offset)
    return fake_answer (200,
                        SHOPEE_BAD ("product.error_param",
                                    "get items offset over limit, please use the next field"));
  for (guint i = 0; i < market->n_items; i++)
    {
      if (from != NULL
          && (stamp_of (i) < g_ascii_strtoll (from, NULL, 10)
              || stamp_of (i) > g_ascii_strtoll (to, NULL, 10)))
        continue;
      if (n >= offset && n < offset + size)
        g_string_append_printf (text, "%s{'item_id':%u}", n > offset ? "," : "", 1000 + i);
      n++;
    }
  g_string_append_printf (text,
                          "],'total_count':%" G_GINT64_FORMAT
                          ",'has_next_page':%s,'next_offset':%" G_GINT64_FORMAT "}}",
                          n,
                          offset + size < n ? "true" : "false",
                          offset + size < n ? offset + size : 0);
  return fake_answer (200, text->str);
}

static TiemResponse *
market_handle (const TiemRequest *request,
               gpointer user_data)
{
  Market *market = user_data;
  g_autoptr (TiemForm) form = shopee_query (request);
  g_autoptr (GString) text = g_string_new ("{'error':'','response':{'item_list':[");
  g_auto (GStrv) ids = NULL;

  if (strstr (request->url, "get_item_list") != NULL)
    return answer_list (market, form);
  ids = g_strsplit (tiem_form_get (form, "item_id_list"), ",", -1);
  g_assert_cmpuint (g_strv_length (ids), <=, 50);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_hash_table_add (market->seen, g_strdup (ids[i]));
      g_string_append_printf (text,
                              "%s{'item_id':%s,'item_status':'NORMAL','has_model':false}",
                              i > 0 ? "," : "",
                              ids[i]);
    }
  g_string_append (text, "]}}");
  return fake_answer (200, text->str);
}

/* Where offsets end, windows of update_time take over, and no item is missed. */
static void
test_large_shop (void)
{
  static const struct
  {
    guint n_items;
    guint largest_offset;
  } cases[] = { { 19, 1000 }, { 20, 1000 }, { 21, 1000 }, { 200, 1000 }, { 200, 40 }, { 200, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Market market = { .n_items = cases[i].n_items, .largest_offset = cases[i].largest_offset };
      Shopee shopee = { 0 };
      g_autofree char *cursor = NULL;

      market.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      shopee_open (&shopee, NULL, 0, market_handle, &market);
      do
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemListingPage) page = pull (&shopee, cursor, &error);

          g_assert_no_error (error);
          g_free (cursor);
          cursor = g_strdup (page->next_cursor);
          g_assert_cmpuint (shopee.fake->requests->len, <, 1000);
        }
      while (cursor != NULL);
      g_assert_cmpuint (g_hash_table_size (market.seen), ==, market.n_items);
      g_hash_table_unref (market.seen);
      shopee_close (&shopee);
    }
}

/* --- pushing --- */

static TiemPush *
add_push (GPtrArray *pushes,
          const char *product,
          const char *variant,
          gint64 value)
{
  TiemPush *push = tiem_push_new ();

  push->remote_product_id = g_strdup (product);
  push->remote_variant_id = g_strdup (variant);
  push->sku = g_strdup_printf ("SKU-%s", variant != NULL ? variant : product);
  push->value = value;
  g_ptr_array_add (pushes, push);
  return push;
}

static GPtrArray *
new_pushes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
}

#define ONE_PLACE                                                                                  \
  {                                                                                                \
    "GET", "/shop/get_warehouse_detail", 200,                                                      \
        "{'error':'warehouse.error_not_in_whitelist','message':'Your shop is not in "              \
        "multi-warehouse "                                                                         \
        "whitelist.','request_id':'x','response':null}"                                            \
  }

/* One call for each item; what goes out, and that a place is asked about once. */
static void
test_push_stock (void)
{
  static const FakeRow rows[] = {
    ONE_PLACE,
    { "POST",
      "/product/update_stock",
      200,
      SHOPEE_OK ("{'success_list':[{'model_id':11,'location_id':'','stock':12},"
                 "{'model_id':12,'location_id':'','stock':0}],'failure_list':[]}"),
      1 },
    { "POST",
      "/product/update_stock",
      200,
      SHOPEE_OK ("{'success_list':[{'model_id':0,'location_id':'','stock':3}],"
                 "'failure_list':[]}") },
  };
  g_autoptr (GPtrArray) pushes = new_pushes ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Shopee shopee = { 0 };

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  add_push (pushes, "1", "11", 12);
  add_push (pushes, "2", NULL, 3);
  add_push (pushes, "1", "12", 0);
  tiem_channel_push_stock (shopee.channel, shopee.transport, pushes, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      g_assert_true (push->done);
      g_assert_cmpint (push->confirmed, ==, push->value);
      g_assert_no_error (push->error);
    }
  g_assert_cmpuint (shopee.fake->requests->len, ==, 3);
  shopee_assert_signed (shopee_request (&shopee, 1), "product/update_stock", SHOPEE_START);
  first = shopee_body (&shopee, 1);
  second = shopee_body (&shopee, 2);
  g_assert_cmpstr (first,
                   ==,
                   "{'item_id':1,'stock_list':[{'model_id':11,'seller_stock':[{'stock':12}]},"
                   "{'model_id':12,'seller_stock':[{'stock':0}]}]}");
  g_assert_cmpstr (second, ==, "{'item_id':2,'stock_list':[{'seller_stock':[{'stock':3}]}]}");
  g_assert_cmpstr (shopee_request (&shopee, 1)->content_type, ==, "application/json");
  shopee_close (&shopee);
}

static void
test_push_price (void)
{
  static const FakeRow rows[] = {
    { "POST",
      "/product/update_price",
      200,
      SHOPEE_OK ("{'success_list':[{'model_id':11,'original_price':95000}],'failure_list':"
                 "[{'model_id':12,'failed_reason':'price in promotion cannot be edited'}]}") },
  };
  g_autoptr (GPtrArray) pushes = new_pushes ();
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  TiemPush *refused;
  Shopee shopee = { 0 };

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  add_push (pushes, "1", "11", 95000);
  refused = add_push (pushes, "1", "12", 99000);
  g_assert_true (tiem_channel_push_price (shopee.channel, shopee.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (((TiemPush *)pushes->pdata[0])->done);
  g_assert_false (refused->done);
  g_assert_error (refused->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_nonnull (strstr (refused->error->message, "promotion"));
  body = shopee_body (&shopee, 0);
  g_assert_cmpstr (body,
                   ==,
                   "{'item_id':1,'price_list':[{'model_id':11,'original_price':95000},"
                   "{'model_id':12,'original_price':99000}]}");
  shopee_close (&shopee);
}

/* More than 50 models of an item are two calls. */
static TiemResponse *
accept_all_handle (const TiemRequest *request,
                   gpointer user_data)
{
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GString) text = g_string_new ("{'error':'','response':{'success_list':[");
  JsonArray *list;

  if (request->body == NULL)
    return fake_answer (200, SHOPEE_BAD ("warehouse.error_not_in_whitelist", "x"));
  body = tiem_json_parse (request->body, NULL);
  list = tiem_json_get_array (tiem_json_object (body), "stock_list");
  g_assert_cmpuint (json_array_get_length (list), <=, 50);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *id = tiem_json_dup_id (tiem_json_array_get_object (list, i), "model_id");

      g_string_append_printf (text, "%s{'model_id':%s,'stock':1}", i > 0 ? "," : "", id);
    }
  g_string_append (text, "]}}");
  return fake_answer (200, text->str);
}

static void
test_many_models (void)
{
  g_autoptr (GPtrArray) pushes = new_pushes ();
  Shopee shopee = { 0 };

  shopee_open (&shopee, NULL, 0, accept_all_handle, NULL);
  for (guint i = 0; i < 51; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", 100 + i);

      add_push (pushes, "1", id, 1);
    }
  g_assert_true (tiem_channel_push_stock (shopee.channel, shopee.transport, pushes, NULL, NULL));
  for (guint i = 0; i < pushes->len; i++)
    g_assert_true (((TiemPush *)pushes->pdata[i])->done);
  g_assert_cmpuint (shopee.fake->requests->len, ==, 3);
  shopee_close (&shopee);
}

/* What each answer means for the two pushes of one call. */
static void
test_push_outcomes (void)
{
#define LISTS(success, failure) "{'success_list':[" success "],'failure_list':[" failure "]}"
#define GOOD "{'model_id':11,'stock':5}"
  static const struct
  {
    FakeRow row;
    gboolean ok;
    TiemError class; /* of the call */
    gboolean done[2];
    gboolean unclear[2];
    const char *words[2]; /* of each one's own refusal */
  } cases[] = {
    { { "POST",
        "",
        200,
        SHOPEE_OK (LISTS (GOOD, "{'model_id':12,'failed_reason':'Item banned'}")) },
      TRUE,
      0,
      { TRUE, FALSE },
      { FALSE, FALSE },
      { NULL, "banned" } },
    { { "POST", "", 200, SHOPEE_OK (LISTS (GOOD, "{'model_id':12,'failed_reason':'Lỗi lạ'}")) },
      TRUE,
      0,
      { TRUE, FALSE },
      { FALSE, FALSE },
      { NULL, "Lỗi lạ" } },
    { { "POST",
        "",
        200,
        "{'error':'product.error_busi_update_stock_failed','message':'Update stock failed',"
        "'request_id':'x','response':" LISTS (
            "",
            "{'model_id':11,'failed_reason':'item not exist'},"
            "{'model_id':12,'failed_reason':'holiday mode'}") "}" },
      TRUE,
      0,
      { FALSE, FALSE },
      { FALSE, FALSE },
      { "no longer", "holiday" } },
    { { "POST",
        "",
        200,
        "{'error':'error_busi_update_stock_failed','message':'xem chi tiết',"
        "'failure_list':[{'model_id':11,'failed_reason':'x y'}]}" },
      TRUE,
      0,
      { FALSE, FALSE },
      { FALSE, FALSE },
      { "x y", "chi tiết" } },
    { { "POST", "", 200, SHOPEE_BAD ("product.error_edit_item_stock_for_item_has_model", "x") },
      TRUE,
      0,
      { FALSE, FALSE },
      { FALSE, FALSE },
      { "variations", "variations" } },
    { { "POST", "", 200, SHOPEE_OK (LISTS (GOOD ",{'model_id':12,'stock':9}", "")) },
      TRUE,
      0,
      { TRUE, FALSE },
      { FALSE, FALSE },
      { NULL, "own number" } },
    { { "POST", "", 200, SHOPEE_OK (LISTS (GOOD, "")) },
      TRUE,
      0,
      { TRUE, FALSE },
      { FALSE, TRUE },
      { NULL, NULL } },
    { { "POST", "", 200, SHOPEE_OK (LISTS ("{'model_id':11},{'model_id':12}", "")) },
      TRUE,
      0,
      { TRUE, TRUE },
      { FALSE, FALSE },
      { NULL, NULL } },
    { { "POST", "", 200, SHOPEE_BAD ("error_rate_limit", "x") },
      FALSE,
      TIEM_ERROR_RATE_LIMITED,
      { FALSE, FALSE },
      { FALSE, FALSE },
      { NULL, NULL } },
    { { "POST", "", 200, SHOPEE_BAD ("invalid_acceess_token", "x") },
      FALSE,
      TIEM_ERROR_TOKEN,
      { FALSE, FALSE },
      { FALSE, FALSE },
      { NULL, NULL } },
    { { "POST", "", 200, SHOPEE_BAD ("error_sign", "Wrong sign.") },
      FALSE,
      TIEM_ERROR_AUTH,
      { FALSE, FALSE },
      { FALSE, FALSE },
      { NULL, NULL } },
    { { "POST", "", 200, SHOPEE_BAD ("error_server", "x") },
      FALSE,
      TIEM_ERROR_TRANSIENT,
      { FALSE, FALSE },
      { TRUE, TRUE },
      { NULL, NULL } },
    { { "POST", "", 0 },
      FALSE,
      TIEM_ERROR_TRANSIENT,
      { FALSE, FALSE },
      { TRUE, TRUE },
      { NULL, NULL } },
    { { "POST", "", 502, NULL },
      FALSE,
      TIEM_ERROR_TRANSIENT,
      { FALSE, FALSE },
      { TRUE, TRUE },
      { NULL, NULL } },
    { { "POST", "", 200, "{'error':'','resp" },
      FALSE,
      TIEM_ERROR_PROTOCOL,
      { FALSE, FALSE },
      { TRUE, TRUE },
      { NULL, NULL } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = { ONE_PLACE, cases[i].row };
      g_autoptr (GPtrArray) pushes = new_pushes ();
      g_autoptr (GError) error = NULL;
      Shopee shopee = { 0 };
      gboolean ok;

      shopee_open (&shopee, rows, 2, NULL, NULL);
      add_push (pushes, "1", "11", 5);
      add_push (pushes, "1", "12", 7);
      ok = tiem_channel_push_stock (shopee.channel, shopee.transport, pushes, NULL, &error);
      g_test_message ("%u: %s", (guint)i, error != NULL ? error->message : "ok");
      g_assert_true (ok == cases[i].ok);
      if (!ok)
        g_assert_error (error, TIEM_ERROR, (int)cases[i].class);
      for (guint j = 0; j < 2; j++)
        {
          TiemPush *push = pushes->pdata[j];

          g_assert_true (push->done == cases[i].done[j]);
          g_assert_true (push->unclear == cases[i].unclear[j]);
          if (cases[i].words[j] == NULL)
            g_assert_no_error (push->error);
          else
            {
              g_test_message ("   %s", push->error->message);
              g_assert_error (push->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
              g_assert_nonnull (strstr (push->error->message, cases[i].words[j]));
            }
        }
      shopee_close (&shopee);
    }
}

/* Below what a campaign holds: down to that, and the owner is told. */
static void
test_reserve (void)
{
  static const FakeRow rows[] = {
    ONE_PLACE,
    { "POST",
      "/product/update_stock",
      200,
      "{'error':'product.error_busi_update_stock_failed','message':'x','response':"
      "{'success_list':[],'failure_list':[{'model_id':221404180001,"
      "'failed_reason':'Total stock must be more than reserved stock.'}]}}",
      1 },
    { "GET",
      "/product/get_item_base_info",
      200,
      SHOPEE_OK ("{'item_list':[" MODEL_ITEM ("NORMAL") "]}") },
    { "GET", "/product/get_model_list", 200, SHOPEE_OK (MODELS) },
    { "POST",
      "/product/update_stock",
      200,
      SHOPEE_OK ("{'success_list':[{'model_id':221404180001,'stock':3}],'failure_list':[]}") },
  };
  g_autoptr (GPtrArray) pushes = new_pushes ();
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  TiemPush *push;
  Shopee shopee = { 0 };

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  push = add_push (pushes, "23620850001", "221404180001", 0);
  g_assert_true (tiem_channel_push_stock (shopee.channel, shopee.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (push->done);
  g_assert_cmpint (push->confirmed, ==, 3);
  g_assert_error (push->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_nonnull (strstr (push->error->message, "promotion"));
  body = shopee_body (&shopee, 4);
  g_assert_nonnull (strstr (body, "{'model_id':221404180001,'seller_stock':[{'stock':3}]}"));
  shopee_close (&shopee);
}

#define TWO_PLACES                                                                                 \
  {                                                                                                \
    "GET", "/shop/get_warehouse_detail", 200,                                                      \
        "{'error':'','message':'','response':[{'warehouse_id':1,'location_id':'VNA'},"             \
        "{'warehouse_id':2,'location_id':'VNB'}]}"                                                 \
  }

/* With several warehouses each place is named; the difference goes to the first. */
static void
test_warehouses (void)
{
  static const FakeRow rows[] = {
    TWO_PLACES,
    { "GET",
      "/product/get_model_list",
      200,
      SHOPEE_OK ("{'model':[{'model_id':11," STOCK (
          AT ("VNA", "10") "," AT ("VNB", "5"),
          "15",
          "0") "},"
               "{'model_id':12," STOCK (AT ("VNA", "2") "," AT ("VNB", "5"), "7", "0") "}]}") },
    { "POST",
      "/product/update_stock",
      200,
      SHOPEE_OK ("{'success_list':[{'model_id':11,'location_id':'VNA','stock':10},"
                 "{'model_id':11,'location_id':'VNB','stock':2},"
                 "{'model_id':12,'location_id':'VNA','stock':4},"
                 "{'model_id':12,'location_id':'VNB','stock':5}],'failure_list':[]}") },
  };
  g_autoptr (GPtrArray) pushes = new_pushes ();
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  Shopee shopee = { 0 };

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  add_push (pushes, "1", "11", 12);
  add_push (pushes, "1", "12", 9);
  g_assert_true (tiem_channel_push_stock (shopee.channel, shopee.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (((TiemPush *)pushes->pdata[0])->confirmed, ==, 12);
  g_assert_true (((TiemPush *)pushes->pdata[1])->done);
  body = shopee_body (&shopee, 2);
  g_assert_cmpstr (body,
                   ==,
                   "{'item_id':1,'stock_list':["
                   "{'model_id':11,'seller_stock':[{'location_id':'VNA','stock':10},"
                   "{'location_id':'VNB','stock':2}]},"
                   "{'model_id':12,'seller_stock':[{'location_id':'VNA','stock':4},"
                   "{'location_id':'VNB','stock':5}]}]}");
  shopee_close (&shopee);
}

/* The shop gets a second warehouse while Tiệm runs. */
static void
test_new_warehouse (void)
{
  static const FakeRow first = ONE_PLACE;
  FakeRow rows[] = {
    first,
    TWO_PLACES,
    { "POST", "/product/update_stock", 200, SHOPEE_BAD ("error_auth", "Lack of location_id"), 1 },
    { "GET", "/product/get_item_base_info", 200, SHOPEE_OK ("{'item_list':[" PLAIN_ITEM "]}") },
    { "POST",
      "/product/update_stock",
      200,
      SHOPEE_OK ("{'success_list':[{'model_id':0,'location_id':'VNA','stock':4},"
                 "{'model_id':0,'location_id':'VNB','stock':0}]}") },
  };
  g_autoptr (GPtrArray) pushes = new_pushes ();
  g_autoptr (GError) error = NULL;
  TiemPush *push;
  Shopee shopee = { 0 };

  rows[0].times = 1;
  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  push = add_push (pushes, "23620850002", NULL, 4);
  g_assert_true (tiem_channel_push_stock (shopee.channel, shopee.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (push->done);
  g_assert_cmpuint (shopee.fake->requests->len, ==, 5);
  shopee_close (&shopee);
}

/* Only what was asked about comes back, and what is not there is gone; a refusal is not. */
static void
test_read_back (void)
{
  static const FakeRow rows[] = {
    { "GET", "item_id_list=23620850001%2C7%2C8", 200, SHOPEE_BAD ("error_not_found", "x") },
    { "GET",
      "item_id_list=23620850001",
      200,
      SHOPEE_OK ("{'item_list':[" MODEL_ITEM ("NORMAL") "]}") },
    { "GET", "item_id_list=7%2C8", 200, SHOPEE_BAD ("error_not_found", "x") },
    { "GET", "item_id_list=7", 200, SHOPEE_BAD ("product.error_item_not_found", "x") },
    { "GET", "item_id_list=8", 200, SHOPEE_BAD ("error_permission", "x") },
    { "GET", "/product/get_model_list", 200, SHOPEE_OK (MODELS) },
  };
  g_autoptr (GPtrArray) pushes = new_pushes ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPage) page = NULL;
  Shopee shopee = { 0 };

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  add_push (pushes, "23620850001", "221404180001", 5);
  add_push (pushes, "23620850001", "9", 5);
  add_push (pushes, "7", NULL, 5);
  add_push (pushes, "8", NULL, 5);
  page = tiem_channel_read_listings (shopee.channel, shopee.transport, pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 3);
  g_assert_cmpint (((TiemRemoteListing *)page->listings->pdata[0])->stock, ==, 14);
  for (guint i = 1; i < 3; i++)
    g_assert_cmpint (((TiemRemoteListing *)page->listings->pdata[i])->state, ==, TIEM_LISTING_GONE);
  g_assert_cmpuint (page->unreadable->len, ==, 1);
  shopee_close (&shopee);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shopee/listing/plain", test_plain_item);
  g_test_add_func ("/shopee/listing/models", test_models);
  g_test_add_func ("/shopee/listing/stock", test_stock);
  g_test_add_func ("/shopee/listing/states", test_states);
  g_test_add_func ("/shopee/listing/bad", test_bad_items);
  g_test_add_func ("/shopee/listings/pass", test_pass);
  g_test_add_func ("/shopee/listings/large-shop", test_large_shop);
  g_test_add_func ("/shopee/listings/read-back", test_read_back);
  g_test_add_func ("/shopee/push/stock", test_push_stock);
  g_test_add_func ("/shopee/push/price", test_push_price);
  g_test_add_func ("/shopee/push/many-models", test_many_models);
  g_test_add_func ("/shopee/push/outcomes", test_push_outcomes);
  g_test_add_func ("/shopee/push/reserve", test_reserve);
  g_test_add_func ("/shopee/push/warehouses", test_warehouses);
  g_test_add_func ("/shopee/push/new-warehouse", test_new_warehouse);

  return g_test_run ();
}
