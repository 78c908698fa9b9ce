#include "channel/tiktok/tiem-tiktok-private.h"
#include "fake-transport.h"

#define WAREHOUSES                                                                                 \
  "{'code':0,'data':{'warehouses':["                                                               \
  "{'id':'701','type':'SALES_WAREHOUSE','effect_status':'ENABLED','is_default':false},"            \
  "{'id':'702','type':'SALES_WAREHOUSE','effect_status':'RESTRICTED','is_default':true},"          \
  "{'id':'703','type':'SALES_WAREHOUSE','effect_status':'DISABLED','is_default':false},"           \
  "{'id':'709','type':'RETURN_WAREHOUSE','effect_status':'ENABLED','is_default':true}]}}"
#define PRODUCTS                                                                                   \
  "{'code':0,'data':{'total_count':2,'next_page_token':'','products':["                            \
  "{'id':'31','title':'Cà phê rang xay','status':'ACTIVATE','update_time':1763600000,'skus':["   \
  "{'id':'311','seller_sku':'CF-500','price':{'currency':'VND','tax_exclusive_price':'120000'},"   \
  "'inventory':[{'warehouse_id':'701','quantity':38}],'status_info':{'status':'NORMAL'}},"         \
  "{'id':'312','seller_sku':'CF-250','price':{'sale_price':65000,'tax_exclusive_price':'70000'},"  \
  "'inventory':[{'warehouse_id':'701','quantity':'5'},{'warehouse_id':'702','quantity':4},"        \
  "{'warehouse_id':'709','quantity':9}],'status_info':{'status':'DEACTIVATED'}}]},"                \
  "{'id':'32','title':'Phin','status':'DELETED','skus':[{'id':'321'}]}]}}"
#define INVENTORY                                                                                  \
  "{'code':0,'data':{'inventory':[{'product_id':'31','skus':[{'id':'311',"                         \
  "'total_available_quantity':37,'total_available_inventory_distribution':{"                       \
  "'in_shop_inventory':{'quantity':30},'campaign_inventory':[{'quantity':5},{'quantity':'2'}]},"   \
  "'warehouse_inventory':[{'warehouse_id':'701','available_quantity':37,"                          \
  "'committed_quantity':2}]}]}]}}"
#define DETAIL                                                                                     \
  "{'code':0,'data':{'id':'31','title':'Cà phê rang xay','product_status':'ACTIVATE',"           \
  "'main_images':[{'uri':'a','urls':['https://img.example/chung.jpg']}],'skus':["                  \
  "{'id':'311','seller_sku':'CF-500','price':{'tax_exclusive_price':'120000'},"                    \
  "'inventory':[{'warehouse_id':'701','quantity':38}],'sales_attributes':["                        \
  "{'name':'Vị','value_name':'Đậm'},{'name':'Gói','value_name':'500g',"                      \
  "'sku_img':{'urls':['https://img.example/500.jpg']}}]},"                                         \
  "{'id':'312','seller_sku':'CF-250','price':{'sale_price':'65000'},'inventory':[]}]}}"

typedef struct
{
  FakeTable table;
  FakeTransport *transport;
  TiemChannel *channel;
} Market;

static void
market_open (Market *market,
             const FakeRow *rows,
             guint n_rows)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();
  g_autoptr (GError) error = NULL;

  *market = (Market){ 0 };
  market->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  market->table.n_rows = n_rows;
  market->transport = fake_transport_new (fake_table_handle, &market->table);
  account->key = g_strdup ("6a7b8c9d0e1f2");
  account->secret = g_strdup ("bimat0123456789");
  account->access_token = g_strdup ("TTP_truyCap");
  account->shop_cipher = g_strdup ("ROW_TiemAAAA");
  market->channel = tiem_channel_info_find ("tiktok")->create (account, &error);
  g_assert_no_error (error);
}

static void
market_close (Market *market)
{
  g_free (market->table.rows);
  g_clear_object (&market->transport);
  g_clear_object (&market->channel);
}

/* Returns: (transfer full): the body of the last request to an address with @match, ' for " */
static char *
dup_last_body (Market *market,
               const char *match)
{
  for (guint i = market->transport->requests->len; i > 0; i--)
    {
      TiemRequest *request = market->transport->requests->pdata[i - 1];
      gsize size;
      const char *body;

      if (strstr (request->url, match) == NULL || request->body == NULL)
        continue;
      body = g_bytes_get_data (request->body, &size);
      return g_strdelimit (g_strndup (body, size), "\"", '\'');
    }
  return NULL;
}

static guint
count_calls (Market *market,
             const char *match)
{
  guint n = 0;

  for (guint i = 0; i < market->transport->requests->len; i++)
    n += strstr (((TiemRequest *)market->transport->requests->pdata[i])->url, match) != NULL;
  return n;
}

static GPtrArray *
make_pushes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
}

static TiemPush *
add_push (GPtrArray *pushes,
          const char *product_id,
          const char *sku_id,
          gint64 value)
{
  TiemPush *push = tiem_push_new ();

  push->remote_product_id = g_strdup (product_id);
  push->remote_variant_id = g_strdup (sku_id);
  push->sku = g_strdup_printf ("SKU-%s", sku_id);
  push->value = value;
  g_ptr_array_add (pushes, push);
  return push;
}

static void
test_pull (void)
{
  static const FakeRow rows[] = {
    { "GET", "/logistics/202309/warehouses?", 200, WAREHOUSES },
    { "POST", "/product/202502/products/search?page_size=100&", 200, PRODUCTS },
    { "POST", "/product/202309/inventory/search?", 200, INVENTORY },
    { "GET", "/product/202309/products/31?", 200, DETAIL },
  };
  Market market;
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (TiemListingPage) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  TiemRemoteListing *coffee;
  TiemRemoteListing *small;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  page = tiem_channel_pull_listings (
      market.channel, TIEM_TRANSPORT (market.transport), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (page->next_cursor);
  g_assert_cmpuint (page->unreadable->len, ==, 0);
  g_assert_cmpuint (page->listings->len, ==, 2); /* the deleted one is none */
  coffee = page->listings->pdata[0];
  g_assert_cmpstr (coffee->remote_product_id, ==, "31");
  g_assert_cmpstr (coffee->remote_variant_id, ==, "311");
  g_assert_cmpstr (coffee->sku, ==, "CF-500");
  g_assert_cmpstr (coffee->options, ==, "Đậm, 500g");
  g_assert_cmpstr (coffee->image_url, ==, "https://img.example/500.jpg");
  g_assert_cmpint (coffee->price_vnd, ==, 120000);
  g_assert_cmpint (coffee->stock, ==, 37);
  g_assert_cmpint (coffee->campaign_locked, ==, 7);
  g_assert_cmpint (coffee->state, ==, TIEM_LISTING_ACTIVE);
  small = page->listings->pdata[1];
  g_assert_cmpint (small->stock, ==, 9); /* not what lies with the returns */
  g_assert_cmpint (small->price_vnd, ==, 65000);
  g_assert_cmpint (small->state, ==, TIEM_LISTING_INACTIVE);
  g_assert_cmpstr (small->image_url, ==, "https://img.example/chung.jpg");
  body = dup_last_body (&market, "/inventory/search");
  g_assert_cmpstr (body, ==, "{'product_ids':['31','32']}");
  g_assert_null (dup_last_body (&market, "/products/search"));

  again = tiem_channel_pull_listings (
      market.channel, TIEM_TRANSPORT (market.transport), NULL, NULL, &error);
  g_assert_cmpuint (count_calls (&market, "/products/31?"), ==, 1);
  market_close (&market);
}

static void
test_states (void)
{
  static const struct
  {
    const char *word;
    TiemListingState state;
  } cases[] = {
    { "ACTIVATE", TIEM_LISTING_ACTIVE },
    { "DRAFT", TIEM_LISTING_INACTIVE },
    { "PENDING", TIEM_LISTING_INACTIVE },
    { "FAILED", TIEM_LISTING_INACTIVE },
    { "SELLER_DEACTIVATED", TIEM_LISTING_INACTIVE },
    { "PLATFORM_DEACTIVATED", TIEM_LISTING_BANNED },
    { "FREEZE", TIEM_LISTING_BANNED },
    { "DELETED", TIEM_LISTING_GONE },
    { "MỚI", TIEM_LISTING_INACTIVE },
    { NULL, TIEM_LISTING_INACTIVE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tts_parse_product_state (cases[i].word), ==, cases[i].state);
}

/* A page token that comes twice must not make the rest count as gone. */
static void
test_circle (void)
{
  static const FakeRow rows[] = {
    { "GET", "/warehouses?", 401, "{'code':105005,'message':'Access denied'}" },
    { "POST", "/products/search", 200, "{'code':0,'data':{'next_page_token':'T1','products':[]}}" },
  };
  Market market;
  g_autoptr (TiemListingPage) first = NULL;
  g_autoptr (GError) error = NULL;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  first = tiem_channel_pull_listings (
      market.channel, TIEM_TRANSPORT (market.transport), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->next_cursor, ==, "T1");
  g_assert_null (tiem_channel_pull_listings (
      market.channel, TIEM_TRANSPORT (market.transport), "T1", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
  market_close (&market);
}

static void
test_readback (void)
{
  static const FakeRow rows[] = {
    { "GET", "/warehouses?", 200, WAREHOUSES },
    { "POST", "/inventory/search?", 200, INVENTORY },
    { "GET", "/product/202309/products/31?", 200, DETAIL },
    { "GET", "/product/202309/products/33?", 400, "{'code':12052032,'message':'not exist'}" },
    { "POST",
      "/products/search",
      200,
      "{'code':0,'data':{'products':[{'id':'33','title':'Cũ','status':'FREEZE','skus':["
      "{'id':'331','inventory':[{'warehouse_id':'701','quantity':2}]}]}]}}" },
  };
  Market market;
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) error = NULL;
  guint n_gone = 0;

  add_push (pushes, "31", "311", 1);
  add_push (pushes, "31", "319", 1);
  add_push (pushes, "33", "331", 1);
  market_open (&market, rows, G_N_ELEMENTS (rows));
  page = tiem_channel_read_listings (
      market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < page->listings->len; i++)
    {
      TiemRemoteListing *listing = page->listings->pdata[i];

      if (g_strcmp0 (listing->remote_variant_id, "311") == 0)
        {
          g_assert_cmpint (listing->stock, ==, 37);
          g_assert_cmpint (listing->price_vnd, ==, 120000);
          g_assert_cmpstr (listing->options, ==, "Đậm, 500g");
        }
      if (g_strcmp0 (listing->remote_variant_id, "331") == 0)
        g_assert_cmpint (listing->state, ==, TIEM_LISTING_BANNED);
      if (listing->state == TIEM_LISTING_GONE)
        {
          g_assert_cmpstr (listing->remote_variant_id, ==, "319");
          n_gone++;
        }
    }
  g_assert_cmpuint (n_gone, ==, 1);
  market_close (&market);
}

/* Every warehouse of the SKU is named; the others keep theirs. */
static void
test_spread (void)
{
#define STOCK_OF(numbers)                                                                          \
  "{'code':0,'data':{'inventory':[{'product_id':'31','skus':[{'id':'311',"                         \
  "'warehouse_inventory':[" numbers "]}]}]}}"
#define AT(id, n) "{'warehouse_id':'" id "','available_quantity':" n "}"
  static const struct
  {
    const char *inventory;
    gint64 value;
    const char *sent;
  } cases[] = {
    { STOCK_OF (AT ("701", "38")), 35, "{'warehouse_id':'701','quantity':35}" },
    { STOCK_OF (AT ("701", "10") "," AT ("702", "20")),
      35,
      "{'warehouse_id':'701','quantity':10},{'warehouse_id':'702','quantity':25}" },
    { STOCK_OF (AT ("701", "10") "," AT ("702", "20")),
      7,
      "{'warehouse_id':'701','quantity':7},{'warehouse_id':'702','quantity':0}" },
    { STOCK_OF (AT ("701", "10") "," AT ("702", "1") "," AT ("703", "30")),
      12,
      "{'warehouse_id':'701','quantity':10},{'warehouse_id':'702','quantity':0},"
      "{'warehouse_id':'703','quantity':2}" },
    { STOCK_OF (AT ("701", "10") "," AT ("709", "4")), 3, "{'warehouse_id':'701','quantity':3}" },
    { STOCK_OF (""), 3, "{'warehouse_id':'702','quantity':3}" },
    { STOCK_OF (AT ("701", "10") "," AT ("702", "20")),
      0,
      "{'warehouse_id':'701','quantity':0},{'warehouse_id':'702','quantity':0}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = {
        { "GET", "/warehouses?", 200, WAREHOUSES },
        { "POST", "/inventory/search?", 200, cases[i].inventory },
        { "POST",
          "/product/202309/products/31/inventory/update?",
          200,
          "{'code':0,'data':{'errors':[]}}" },
      };
      g_autofree char *expected
          = g_strdup_printf ("{'skus':[{'id':'311','inventory':[%s]}]}", cases[i].sent);
      g_autoptr (GPtrArray) pushes = make_pushes ();
      TiemPush *push = add_push (pushes, "31", "311", cases[i].value);
      g_autoptr (GError) error = NULL;
      g_autofree char *body = NULL;
      Market market;

      market_open (&market, rows, G_N_ELEMENTS (rows));
      tiem_channel_push_stock (
          market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (push->done);
      g_assert_cmpint (push->confirmed, ==, cases[i].value);
      body = dup_last_body (&market, "/inventory/update");
      g_assert_cmpstr (body, ==, expected);
      market_close (&market);
    }
}

/* One place is remembered: the second push is one call. */
static void
test_one_place (void)
{
  static const FakeRow rows[] = {
    { "GET", "/warehouses?", 200, WAREHOUSES },
    { "POST", "/inventory/search?", 200, STOCK_OF (AT ("701", "38")) },
    { "POST", "/inventory/update?", 200, "{'code':0,'message':'Success'}" },
  };
  Market market;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) pushes = make_pushes ();
      g_autoptr (GError) error = NULL;
      TiemPush *push = add_push (pushes, "31", "311", 30 + i);

      tiem_channel_push_stock (
          market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (push->done);
    }
  g_assert_cmpuint (market.transport->requests->len, ==, 4);
  market_close (&market);
}

/* "Success" with refused items inside (trap 8). */
static void
test_item_refusals (void)
{
  static const FakeRow rows[] = {
    { "GET", "/warehouses?", 200, WAREHOUSES },
    { "POST", "/inventory/search?", 200, "{'code':0,'data':{'inventory':[]}}" },
    { "POST",
      "/products/31/inventory/update?",
      200,
      "{'code':0,'data':{'errors':[{'code':12052557,'message':'SKU not of product',"
      "'detail':{'sku_id':'312'}}]}}" },
    { "POST",
      "/products/32/inventory/update?",
      200,
      "{'code':12052999,'message':'Product is under review'}" },
    { "POST", "/products/33/inventory/update?", 200, "{'code':0,'data':{'errors':null}}" },
  };
  Market market;
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autoptr (GError) error = NULL;
  TiemPush *good = add_push (pushes, "31", "311", 5);
  TiemPush *foreign = add_push (pushes, "31", "312", 5);
  TiemPush *reviewed = add_push (pushes, "32", "321", 5);
  TiemPush *other = add_push (pushes, "33", "331", 5);
  TiemPush *many = add_push (pushes, "33", "332", 100000);

  market_open (&market, rows, G_N_ELEMENTS (rows));
  g_assert_true (tiem_channel_push_stock (
      market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (good->done);
  g_assert_false (foreign->done);
  g_assert_error (foreign->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_nonnull (strstr (foreign->error->message, "variation"));
  g_assert_error (reviewed->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_nonnull (strstr (reviewed->error->message, "SKU-321"));
  g_assert_nonnull (strstr (reviewed->error->message, "under review"));
  g_assert_true (other->done);
  g_assert_error (many->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  market_close (&market);
}

/* The warehouse is not in use any more: read again, once. */
static void
test_warehouse_gone (void)
{
#define GONE                                                                                       \
  "{'code':0,'data':{'errors':[{'code':12052531,'message':'disabled','detail':{'sku_id':'311',"    \
  "'extra_errors':[{'warehouse_id':'703','code':12052531,'message':'disabled'}]}}]}}"
  static const FakeRow cured[] = {
    { "GET", "/warehouses?", 200, WAREHOUSES },
    { "POST", "/inventory/search?", 200, STOCK_OF (AT ("703", "3") "," AT ("702", "2")) },
    { "POST", "/inventory/update?", 200, GONE, 1 },
    { "POST", "/inventory/update?", 200, "{'code':0,'data':{}}" },
  };
  static const FakeRow lasting[] = {
    { "GET", "/warehouses?", 200, WAREHOUSES },
    { "POST", "/inventory/search?", 200, STOCK_OF (AT ("703", "3") "," AT ("702", "2")) },
    { "POST", "/inventory/update?", 200, GONE },
  };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) pushes = make_pushes ();
      TiemPush *push = add_push (pushes, "31", "311", 8);
      g_autoptr (GError) error = NULL;
      g_autofree char *body = NULL;
      Market market;

      market_open (&market, i == 0 ? cured : lasting, i == 0 ? 4 : 3);
      tiem_channel_push_stock (
          market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (push->done, ==, i == 0);
      g_assert_cmpuint (count_calls (&market, "/inventory/update"), ==, 2);
      body = dup_last_body (&market, "/inventory/update");
      g_assert_cmpstr (
          body, ==, "{'skus':[{'id':'311','inventory':[{'warehouse_id':'702','quantity':8}]}]}");
      if (i == 1)
        g_assert_nonnull (strstr (push->error->message, "warehouse"));
      market_close (&market);
    }
}

/* What stops the channel stops the batch; what may have arrived is unclear. */
static void
test_stops (void)
{
  static const struct
  {
    guint status;
    const char *answer;
    TiemError code;
    gboolean is_unclear;
  } cases[] = {
    { 429, "{'code':36009002,'message':'Too many requests'}", TIEM_ERROR_RATE_LIMITED, FALSE },
    { 401, "{'code':105002,'message':'Expired'}", TIEM_ERROR_TOKEN, FALSE },
    { 200, "{'code':36009003,'message':'Internal error'}", TIEM_ERROR_TRANSIENT, TRUE },
    { 502, NULL, TIEM_ERROR_TRANSIENT, TRUE },
    { 200, "{'code':0,'da", TIEM_ERROR_PROTOCOL, TRUE },
    { 0, NULL, TIEM_ERROR_TRANSIENT, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = {
        { "GET", "/warehouses?", 200, WAREHOUSES },
        { "POST", "/inventory/search?", 200, STOCK_OF ("") },
        { "POST", "/inventory/update?", cases[i].status, cases[i].answer },
        { "POST", "/prices/update?", cases[i].status, cases[i].answer },
      };
      g_autoptr (GPtrArray) pushes = make_pushes ();
      g_autoptr (GPtrArray) prices = make_pushes ();
      TiemPush *first = add_push (pushes, "31", "311", 8);
      TiemPush *second = add_push (pushes, "32", "321", 8);
      TiemPush *price = add_push (prices, "31", "311", 99000);
      g_autoptr (GError) error = NULL;
      Market market;

      market_open (&market, rows, G_N_ELEMENTS (rows));
      g_assert_false (tiem_channel_push_stock (
          market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error));
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_cmpint (first->unclear, ==, cases[i].is_unclear);
      g_assert_false (first->done);
      g_assert_false (second->unclear);
      g_clear_error (&error);
      g_assert_false (tiem_channel_push_price (
          market.channel, TIEM_TRANSPORT (market.transport), prices, NULL, &error));
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_cmpint (price->unclear, ==, cases[i].is_unclear);
      market_close (&market);
    }
}

static void
test_price (void)
{
  static const FakeRow rows[] = {
    { "POST", "/product/202309/products/31/prices/update?", 200, "{'code':0,'data':{}}" },
  };
  g_autoptr (GPtrArray) pushes = make_pushes ();
  TiemPush *push = add_push (pushes, "31", "311", 115000);
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  Market market;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  tiem_channel_push_price (market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (push->done);
  body = dup_last_body (&market, "/prices/update");
  g_assert_cmpstr (
      body, ==, "{'skus':[{'id':'311','price':{'amount':'115000','currency':'VND'}}]}");
  market_close (&market);
}

/* A SKU in a promotion fails the call: then each goes alone. */
static TiemResponse *
promotion_handle (const TiemRequest *request,
                  gpointer user_data)
{
  gsize size;
  const char *body = g_bytes_get_data (request->body, &size);

  return fake_answer (200,
                      g_strstr_len (body, size, "\"312\"") != NULL
                          ? "{'code':12052777,'message':'The SKU is in a running promotion'}"
                          : "{'code':0,'data':{}}");
}

static void
test_promotion (void)
{
  g_autoptr (GPtrArray) pushes = make_pushes ();
  TiemPush *free_one = add_push (pushes, "31", "311", 115000);
  TiemPush *bound = add_push (pushes, "31", "312", 65000);
  g_autoptr (GError) error = NULL;
  Market market;

  market_open (&market, NULL, 0);
  market.transport->handler = promotion_handle;
  tiem_channel_push_price (market.channel, TIEM_TRANSPORT (market.transport), pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (free_one->done);
  g_assert_error (bound->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_nonnull (strstr (bound->error->message, "promotion"));
  g_assert_cmpuint (market.transport->requests->len, ==, 3);
  market_close (&market);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tiktok/listings/pull", test_pull);
  g_test_add_func ("/tiktok/listings/states", test_states);
  g_test_add_func ("/tiktok/listings/circle", test_circle);
  g_test_add_func ("/tiktok/listings/readback", test_readback);
  g_test_add_func ("/tiktok/stock/spread", test_spread);
  g_test_add_func ("/tiktok/stock/one-place", test_one_place);
  g_test_add_func ("/tiktok/stock/item-refusals", test_item_refusals);
  g_test_add_func ("/tiktok/stock/warehouse-gone", test_warehouse_gone);
  g_test_add_func ("/tiktok/stock/stops", test_stops);
  g_test_add_func ("/tiktok/price/body", test_price);
  g_test_add_func ("/tiktok/price/promotion", test_promotion);

  return g_test_run ();
}
