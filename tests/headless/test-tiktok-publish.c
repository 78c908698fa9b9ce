#include "channel/tiktok/tiem-tiktok-private.h"
#include "fake-transport.h"
#include "offer-fixture.h"

/* Putting goods up at TikTok Shop, over answers as the reference shows them. */

#define SEARCH "/products/search?"
#define NOTHING "{'code':0,'data':{'total_count':0,'next_page_token':'','products':[]}}"
#define SKUS                                                                                       \
  "'skus':[{'id':'311','seller_sku':'BB-DEN','price':{'tax_exclusive_price':'420000'},"            \
  "'inventory':[{'warehouse_id':'701','quantity':6}]},{'id':'312','seller_sku':'BB-TIM',"          \
  "'price':{'tax_exclusive_price':'420000'},'inventory':[{'warehouse_id':'701','quantity':3}]}]"
#define FOUND                                                                                      \
  "{'code':0,'data':{'total_count':1,'products':[{'id':'31','title':'Áo bà ba',"                 \
  "'status':'PENDING'," SKUS "}]}}"
#define DETAIL                                                                                     \
  "{'code':0,'data':{'id':'31','title':'Áo bà ba','product_status':'ACTIVATE'," SKUS "}}"
#define WAREHOUSES                                                                                 \
  "{'code':0,'data':{'warehouses':[{'id':'701','type':'SALES_WAREHOUSE',"                          \
  "'effect_status':'ENABLED','is_default':true}]}}"
#define UPLOADED "{'code':0,'data':{'uri':'tos-alisg-i-demo/9f2a','url':'https://img.example/9f'}}"

typedef struct
{
  FakeTable table;
  FakeTransport *fake;
  TiemTransport *transport;
  TiemChannel *channel;
} Market;

static void
market_open (Market *market,
             const FakeRow *rows,
             guint n_rows)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();

  *market = (Market){ 0 };
  market->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  market->table.n_rows = n_rows;
  market->fake = fake_transport_new (fake_table_handle, &market->table);
  market->transport = TIEM_TRANSPORT (market->fake);
  account->key = g_strdup ("6a7b8c9d0e1f2");
  account->secret = g_strdup ("bimat0123456789");
  account->access_token = g_strdup ("TTP_truyCap");
  account->shop_cipher = g_strdup ("ROW_TiemAAAA");
  market->channel = tiem_channel_info_find ("tiktok")->create (account, NULL);
}

static void
market_close (Market *market)
{
  g_free (market->table.rows);
  g_object_unref (market->fake);
  g_object_unref (market->channel);
}

static TiemListingPage *
publish (Market *market,
         TiemOffer *offer,
         GError **error)
{
  return tiem_channel_publish (market->channel, market->transport, offer, NULL, error);
}

/* Returns: (transfer none): the first request for @path */
static const TiemRequest *
find_request (Market *market,
              const char *path)
{
  for (guint i = 0; i < market->fake->requests->len; i++)
    {
      const TiemRequest *request = market->fake->requests->pdata[i];

      if (strstr (request->url, path) != NULL)
        return request;
    }
  return NULL;
}

static void
test_tree (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/attributes?",
      200,
      "{'code':0,'data':{'attributes':[{'id':'100198','name':'Chất liệu','type':"
      "'PRODUCT_PROPERTY','is_requried':true,'values':[{'id':'1000039','name':'Lụa'}]},"
      "{'id':'100000','name':'Màu','type':'SALES_PROPERTY','is_requried':true},"
      "{'id':'100200','name':'Mùa','type':'PRODUCT_PROPERTY','is_requried':false}]}}" },
    { "GET",
      "/categories?",
      200,
      "{'code':0,'data':{'categories':[{'id':'600001','parent_id':'0','local_name':'Thời trang',"
      "'is_leaf':false},{'id':'600002','parent_id':'600001','local_name':'Áo','is_leaf':true}]}}" },
  };
  Market market;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tree = NULL;
  g_autoptr (GPtrArray) asked = NULL;
  const TiemRemoteAttribute *material;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  tree = tiem_channel_list_categories (market.channel, market.transport, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tree->len, ==, 2);
  g_assert_cmpstr (((TiemRemoteCategory *)tree->pdata[1])->path, ==, "Thời trang > Áo");
  asked = tiem_channel_list_attributes (market.channel, market.transport, "600002", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (asked->len, ==, 1);
  material = asked->pdata[0];
  g_assert_true (material->is_required);
  g_assert_false (material->takes_text);
  g_assert_cmpstr (((TiemChoice *)material->choices->pdata[0])->code, ==, "1000039");
  market_close (&market);
}

static void
test_create (void)
{
  static const FakeRow rows[] = {
    { "POST", SEARCH, 200, NOTHING, .times = 1 },
    { "POST", SEARCH, 200, FOUND },
    { "GET", "/warehouses?", 200, WAREHOUSES },
    { "GET", "/brands?", 200, "{'code':0,'data':{'brands':[{'id':'55','name':'Tân châu'}]}}" },
    { "POST", "/images/upload?", 200, UPLOADED },
    { "GET", "/products/31?", 200, DETAIL },
    { "POST", "/202309/products?", 200, "{'code':0,'data':{'product_id':'31'}}" },
  };
  Market market;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOffer) offer = offer_new ();
  g_autoptr (TiemListingPage) page = NULL;
  const TiemRequest *upload;
  g_autoptr (JsonNode) sent = NULL;
  JsonObject *body;
  JsonObject *sku;
  JsonObject *kind;

  offer->brand = g_strdup ("Tân Châu");
  g_hash_table_insert (offer->attributes, g_strdup ("100198"), g_strdup ("1000039"));
  g_hash_table_insert (offer->attributes, g_strdup ("100200"), g_strdup ("Mùa hè"));
  market_open (&market, rows, G_N_ELEMENTS (rows));
  page = publish (&market, offer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 2);
  /* What waits for the audit is not on sale, whatever the detail says. */
  g_assert_cmpint (
      ((TiemRemoteListing *)page->listings->pdata[0])->state, ==, TIEM_LISTING_INACTIVE);

  upload = find_request (&market, "/images/upload");
  g_assert_null (strstr (upload->url, "shop_cipher"));
  g_assert_true (g_str_has_prefix (upload->content_type, "multipart/form-data; boundary="));
  sent = tiem_json_parse (find_request (&market, "/202309/products?")->body, NULL);
  body = tiem_json_object (sent);
  g_assert_cmpstr (tiem_json_get_string (body, "category_id"), ==, "10002019");
  g_assert_cmpstr (tiem_json_get_string (body, "brand_id"), ==, "55");
  g_assert_cmpstr (tiem_json_get_string (body, "idempotency_key"), ==, "tiem-7-BB-DEN");
  g_assert_cmpstr (
      tiem_json_get_string (tiem_json_get_object (body, "package_weight"), "value"), ==, "0.251");
  g_assert_cmpstr (
      tiem_json_get_string (tiem_json_get_object (body, "package_dimensions"), "height"), ==, "5");
  g_assert_cmpuint (
      tiem_json_array_get_size (tiem_json_get_array (body, "product_attributes")), ==, 2);
  sku = tiem_json_array_get_object (tiem_json_get_array (body, "skus"), 1);
  g_assert_cmpstr (tiem_json_get_string (sku, "seller_sku"), ==, "BB-TIM");
  kind = tiem_json_array_get_object (tiem_json_get_array (sku, "sales_attributes"), 0);
  g_assert_cmpstr (tiem_json_get_string (kind, "value_name"), ==, "Tím");
  g_assert_cmpstr (
      tiem_json_get_string (tiem_json_array_get_object (tiem_json_get_array (sku, "inventory"), 0),
                            "warehouse_id"),
      ==,
      "701");
  market_close (&market);
}

static void
test_again (void)
{
  static const FakeRow rows[] = {
    { "POST", SEARCH, 200, FOUND },
    { "GET", "/products/31?", 200, DETAIL },
  };
  Market market;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOffer) offer = offer_new ();
  g_autoptr (TiemListingPage) page = NULL;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  page = publish (&market, offer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 2);
  g_assert_cmpuint (market.fake->requests->len, ==, 2);
  market_close (&market);
}

static void
test_update (void)
{
  static const FakeRow rows[] = {
    { "POST", "/products/31/partial_edit?", 200, "{'code':0,'data':{'product_id':'31'}}" },
    { "GET", "/products/31?", 200, DETAIL },
  };
  Market market;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOffer) offer = offer_new ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (JsonNode) sent = NULL;

  offer->remote_product_id = g_strdup ("31");
  offer->fields = TIEM_OFFER_DESCRIPTION;
  market_open (&market, rows, G_N_ELEMENTS (rows));
  page = publish (&market, offer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 2);
  sent = tiem_json_parse (find_request (&market, "/partial_edit")->body, NULL);
  g_assert_cmpstr (tiem_json_get_string (tiem_json_object (sent), "description"),
                   ==,
                   "<p>Lụa &lt; 100 %</p><p>May đo</p>");
  g_assert_false (tiem_json_has (tiem_json_object (sent), "title"));
  g_assert_false (tiem_json_has (tiem_json_object (sent), "main_images"));
  market_close (&market);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *path;
    const char *answer;
    const char *words;
  } cases[] = {
    { "/202309/products?", "{'code':12052220,'message':'“Chất liệu” is missing'}", "Chất liệu" },
    { "/images/upload?", "{'code':12038014,'message':'size'}", "300" },
    { "/brands?", "{'code':0,'data':{'brands':[]}}", "Tân Châu" },
    { "/warehouses?", "{'code':0,'data':{'warehouses':[]}}", "warehouse" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = {
        { NULL, cases[i].path, 200, cases[i].answer },
        { "POST", SEARCH, 200, NOTHING },
        { "GET", "/warehouses?", 200, WAREHOUSES },
        { "GET", "/brands?", 200, "{'code':0,'data':{'brands':[{'id':'5','name':'Tân Châu'}]}}" },
        { "POST", "/images/upload?", 200, UPLOADED },
      };
      Market market;
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOffer) offer = offer_new ();

      offer->brand = g_strdup ("Tân Châu");
      market_open (&market, rows, G_N_ELEMENTS (rows));
      g_assert_null (publish (&market, offer, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      market_close (&market);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tiktok/publish/tree", test_tree);
  g_test_add_func ("/tiktok/publish/create", test_create);
  g_test_add_func ("/tiktok/publish/again", test_again);
  g_test_add_func ("/tiktok/publish/update", test_update);
  g_test_add_func ("/tiktok/publish/refusals", test_refusals);
  return g_test_run ();
}
