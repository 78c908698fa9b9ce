#include "base/tiem-time.h"
#include "channel/tiktok/tiem-tiktok-private.h"
#include "fake-transport.h"

#define SHOPS                                                                                      \
  "{'code':0,'message':'Success','request_id':'r1','data':{'shops':[{'id':'7495000000000000001',"  \
  "'name':'Tiệm Hoa Mai','region':'VN','cipher':'ROW_TiemAAAA','code':'VNLCTIEM01'}]}}"
#define TWO_SHOPS                                                                                  \
  "{'code':0,'data':{'shops':[{'id':'7495000000000000001','name':'Tiệm Hoa Mai',"                \
  "'cipher':'ROW_TiemAAAA','code':'VNLCTIEM01'},{'id':'7495000000000000002',"                      \
  "'name':'Gốm Nhà Mây','cipher':'ROW_TiemBBBB','code':'VNLCTIEM02'}]}}"
#define NO_ORDERS "{'code':0,'message':'Success','data':{'orders':[],'next_page_token':''}}"

typedef struct
{
  FakeTable table;
  FakeTransport *transport;
  TiemAccount *account;
  TiemChannel *channel;
} Market;

static TiemAccount *
make_account (void)
{
  TiemAccount *account = tiem_account_new ();

  account->base_url = g_strdup ("https://open-api.tiktokglobalshop.com");
  account->key = g_strdup ("6a7b8c9d0e1f2");
  account->secret = g_strdup ("bimat0123456789");
  account->access_token = g_strdup ("TTP_truyCap");
  account->refresh_token = g_strdup ("TTP_lamMoi");
  account->shop_cipher = g_strdup ("ROW_TiemAAAA");
  return account;
}

static void
market_open (Market *market,
             const FakeRow *rows,
             guint n_rows)
{
  market->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  market->table.n_rows = n_rows;
  market->transport = fake_transport_new (fake_table_handle, &market->table);
  market->account = make_account ();
}

static void
market_connect (Market *market)
{
  g_autoptr (GError) error = NULL;

  market->channel = tiem_channel_info_find ("tiktok")->create (market->account, &error);
  g_assert_no_error (error);
}

static void
market_close (Market *market)
{
  g_free (market->table.rows);
  g_clear_object (&market->transport);
  g_clear_object (&market->channel);
  tiem_account_free (market->account);
}

static const TiemRequest *
get_request (Market *market,
             guint index)
{
  g_assert_cmpuint (index, <, market->transport->requests->len);
  return market->transport->requests->pdata[index];
}

/* Since now: one window of one page. */
static TiemOrderPage *
pull (Market *market,
      GError **error)
{
  return tiem_channel_pull_orders (market->channel,
                                   TIEM_TRANSPORT (market->transport),
                                   NULL,
                                   g_get_real_time () / 1000 - 3600000,
                                   NULL,
                                   error);
}

static void
check_vector (JsonObject *vector)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  JsonObject *query = json_object_get_object_member (vector, "query");
  g_autoptr (GList) names = json_object_get_members (query);
  const char *body = json_object_get_string_member_with_default (vector, "body", NULL);
  g_autofree char *sign = NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *value = json_object_get_member (query, l->data);
      g_autoptr (GString) joined = g_string_new (NULL);

      if (JSON_NODE_HOLDS_ARRAY (value))
        for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
          g_string_append_printf (joined,
                                  "%s%s",
                                  i > 0 ? "," : "",
                                  json_array_get_string_element (json_node_get_array (value), i));
      else
        g_string_assign (joined, json_node_get_string (value));
      tiem_form_add (form, l->data, joined->str);
    }
  sign = tts_sign (json_object_get_string_member (vector, "app_secret"),
                   json_object_get_string_member (vector, "path"),
                   form,
                   json_object_get_string_member (vector, "content_type"),
                   body,
                   body != NULL ? (gssize)strlen (body) : 0);
  g_test_message ("%s", json_object_get_string_member (vector, "id"));
  g_assert_cmpstr (sign, ==, json_object_get_string_member (vector, "sign"));
}

static void
test_vectors (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "tiktok-sign.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *vectors;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                          "vectors");
  g_assert_cmpuint (json_array_get_length (vectors), ==, 18);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    check_vector (json_array_get_object_element (vectors, i));
}

static void
test_cipher_paths (void)
{
  static const struct
  {
    const char *path;
    gboolean takes;
  } cases[] = {
    { "/authorization/202309/shops", FALSE },
    { "/seller/202309/shops", FALSE },
    { "/product/202309/images/upload", FALSE },
    { "/product/202309/files/upload", FALSE },
    { "/product/202309/global_products", FALSE },
    { "/product/202309/global_products/1/publish", FALSE },
    { "/product/202309/compliance/manufacturers", FALSE },
    { "/product/202309/brands", FALSE },
    { "/product/202309/products/1/inventory/update", TRUE },
    { "/product/202502/products/search", TRUE },
    { "/order/202309/orders/search", TRUE },
    { "/logistics/202309/warehouses", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].path);
      g_assert_cmpint (tts_takes_cipher (cases[i].path), ==, cases[i].takes);
    }
}

static void
test_form (void)
{
  static const struct
  {
    const char *base_url;
    const char *auth_url;
    const char *base; /* NULL = refused */
    const char *auth;
  } cases[] = {
    { NULL, NULL, TTS_BASE_URL, TTS_AUTH_URL },
    { "", "", TTS_BASE_URL, TTS_AUTH_URL },
    { " https://Open-API.tiktokglobalshop.com/ ", NULL, TTS_BASE_URL, TTS_AUTH_URL },
    { "open-api.tiktokglobalshop.com", NULL, TTS_BASE_URL, TTS_AUTH_URL },
    { "http://127.0.0.1:18105", NULL, "http://127.0.0.1:18105", "http://127.0.0.1:18105" },
    { "127.0.0.1:18105/", TTS_AUTH_URL, "http://127.0.0.1:18105", "http://127.0.0.1:18105" },
    { "http://localhost:18105",
      "http://localhost:18115/api/v2/token/get",
      "http://localhost:18105",
      "http://localhost:18115" },
    { TTS_BASE_URL, TTS_AUTH_URL "/api/v2/", TTS_BASE_URL, TTS_AUTH_URL },
    { "http://open-api.tiktokglobalshop.com", NULL, NULL, NULL },
    { "ftp://127.0.0.1", NULL, NULL, NULL },
    { "https://chu:matkhau@tenshop.vn", NULL, NULL, NULL },
    { "tên shop", NULL, NULL, NULL },
    { NULL, "http://auth.tiktok-shops.com", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemAccount) account = make_account ();
      g_autoptr (GError) error = NULL;
      g_auto (TtsShop) shop = { 0 };

      g_test_message ("%s", cases[i].base_url);
      g_free (account->base_url);
      account->base_url = g_strdup (cases[i].base_url);
      account->auth_url = g_strdup (cases[i].auth_url);
      if (!tts_shop_init (&shop, account, &error))
        {
          g_assert_null (cases[i].base);
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
          continue;
        }
      g_assert_cmpstr (shop.base, ==, cases[i].base);
      g_assert_cmpstr (shop.auth, ==, cases[i].auth);
    }
}

static void
test_keys (void)
{
  g_autoptr (TiemAccount) account = make_account ();
  g_autoptr (GError) error = NULL;

  g_free (account->secret);
  account->secret = g_strdup (" ");
  g_assert_null (tiem_channel_info_find ("tiktok")->create (account, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

/* What goes over the wire: the signature covers it byte by byte. */
static void
test_request (void)
{
  static const FakeRow rows[] = { { "POST", "/orders/search", 200, NO_ORDERS } };
  Market market = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;
  g_autoptr (TiemForm) form = NULL;
  g_autofree char *sign = NULL;
  const TiemRequest *request;
  const char *body;
  gsize size;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  market_connect (&market);
  page = pull (&market, NULL);
  g_assert_nonnull (page);
  request = get_request (&market, 0);
  g_assert_true (g_str_has_prefix (request->url, TTS_BASE_URL "/order/202309/orders/search?"));
  g_assert_cmpstr (request->endpoint, ==, "orders/search");
  g_assert_true (request->idempotent);
  g_assert_cmpstr (tiem_request_get_header (request, "x-tts-access-token"), ==, "TTP_truyCap");
  g_assert_cmpstr (tiem_request_get_header (request, "Content-Type"), ==, "application/json");
  g_assert_null (strstr (request->url, "TTP_"));
  g_assert_null (strstr (request->url, "bimat"));

  form = tiem_form_parse (strchr (request->url, '?') + 1);
  g_assert_cmpstr (tiem_form_get (form, "app_key"), ==, "6a7b8c9d0e1f2");
  g_assert_cmpstr (tiem_form_get (form, "shop_cipher"), ==, "ROW_TiemAAAA");
  g_assert_cmpstr (tiem_form_get (form, "page_size"), ==, "100");
  g_assert_cmpstr (tiem_form_get (form, "sort_order"), ==, "ASC");
  g_assert_cmpuint (strlen (tiem_form_get (form, "timestamp")), ==, 10);
  body = g_bytes_get_data (request->body, &size);
  sign = tts_sign (
      "bimat0123456789", "/order/202309/orders/search", form, "application/json", body, size);
  g_assert_cmpstr (tiem_form_get (form, "sign"), ==, sign);
  market_close (&market);
}

/* No filter = no body; a GET has its content type all the same. */
static void
test_no_body (void)
{
  static const FakeRow rows[] = {
    { "GET", "/authorization/202309/shops?", 200, SHOPS },
    { "POST", "/products/search?", 200, "{'code':0,'data':{'total_count':60,'products':[]}}" },
    { "POST", "/orders/search?", 200, "{'code':0,'data':{'total_count':'400','orders':[]}}" },
  };
  Market market = { 0 };
  g_autoptr (TiemChannelProbe) probe = NULL;
  g_autoptr (GError) error = NULL;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  market_connect (&market);
  probe = tiem_channel_test (market.channel, TIEM_TRANSPORT (market.transport), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (probe->shop, ==, "Tiệm Hoa Mai");
  g_assert_cmpint (probe->products, ==, 60);
  g_assert_cmpint (probe->orders, ==, 400);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_null (get_request (&market, i)->body);
      g_assert_cmpstr (tiem_request_get_header (get_request (&market, i), "content-type"),
                       ==,
                       "application/json");
    }
  g_assert_null (strstr (get_request (&market, 0)->url, "shop_cipher"));
  market_close (&market);
}

/* A missing cipher is found out with the first call and kept. */
static void
test_cipher_found (void)
{
  static const FakeRow rows[] = {
    { "GET", "/authorization/202309/shops?", 200, TWO_SHOPS },
    { "POST", "shop_cipher=ROW_TiemBBBB", 200, NO_ORDERS },
  };
  static const char *const names[] = { "7495000000000000002", "vnlctiem02" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Market market = { 0 };

      market_open (&market, rows, G_N_ELEMENTS (rows));
      g_clear_pointer (&market.account->shop_cipher, g_free);
      market.account->shop = g_strdup (names[i]);
      market_connect (&market);
      for (int j = 0; j < 2; j++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemOrderPage) page = pull (&market, &error);

          g_assert_no_error (error);
        }
      g_assert_cmpuint (market.transport->requests->len, ==, 3);
      market_close (&market);
    }
}

static void
test_cipher_unclear (void)
{
  static const struct
  {
    const char *shop;
    const char *answer;
    const char *words;
  } cases[] = {
    { NULL, TWO_SHOPS, "Gốm Nhà Mây (7495000000000000002)" },
    { "7495000000000000009", TWO_SHOPS, "7495000000000000009 is not among" },
    { NULL, "{'code':0,'data':{'shops':[]}}", "no shop" },
    { NULL, "{'code':0}", "no shop" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow row = { "GET", "/authorization/202309/shops?", 200, cases[i].answer };
      g_autoptr (GError) error = NULL;
      Market market = { 0 };

      market_open (&market, &row, 1);
      g_clear_pointer (&market.account->shop_cipher, g_free);
      market.account->shop = g_strdup (cases[i].shop);
      market_connect (&market);
      g_assert_null (pull (&market, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      market_close (&market);
    }
}

/* The cipher of before a new consent: asked for once more, and only once. */
static void
test_cipher_renewed (void)
{
  static const FakeRow renewed[] = {
    { "POST", "shop_cipher=ROW_cu", 401, "{'code':101000,'message':'not belong'}" },
    { "GET", "/authorization/202309/shops?", 200, SHOPS },
    { "POST", "shop_cipher=ROW_TiemAAAA", 200, NO_ORDERS },
  };
  static const FakeRow same[] = {
    { "POST", "shop_cipher=ROW_TiemAAAA", 401, "{'code':106013,'message':'Missing identifier'}" },
    { "GET", "/authorization/202309/shops?", 200, SHOPS },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) page = NULL;
  Market market = { 0 };

  market_open (&market, renewed, G_N_ELEMENTS (renewed));
  g_free (market.account->shop_cipher);
  market.account->shop_cipher = g_strdup ("ROW_cu");
  market_connect (&market);
  page = pull (&market, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (market.transport->requests->len, ==, 3);
  market_close (&market);

  market = (Market){ 0 };
  market_open (&market, same, G_N_ELEMENTS (same));
  market_connect (&market);
  g_assert_null (pull (&market, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_assert_cmpuint (market.transport->requests->len, ==, 2);
  market_close (&market);
}

/* §4, line by line: each code has its class and a sentence. */
static void
test_refusals (void)
{
#define CODE(code, message) "{'code':" code ",'message':'" message "','request_id':'20261121A1'}"
  static const struct
  {
    FakeRow row;
    TiemError code;
    const char *words;
    gint64 retry_after_ms;
  } cases[] = {
    { { NULL, "", 429, CODE ("36009002", "Too many requests."), 0, "Retry-After", "7" },
      TIEM_ERROR_RATE_LIMITED,
      "slow down",
      7000 },
    { { NULL, "", 429, CODE ("36009002", "Too many requests.") },
      TIEM_ERROR_RATE_LIMITED,
      "slow down",
      0 },
    { { NULL, "", 429, CODE ("36009037", ""), 0, "Retry-After", "60" },
      TIEM_ERROR_RATE_LIMITED,
      "development shop",
      60000 },
    { { NULL, "", 500, CODE ("36009003", "Internal error") }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { { NULL, "", 200, CODE ("36009003", "Internal error") }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { { NULL, "", 504, CODE ("36009007", "timeout") }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { { NULL, "", 400, CODE ("36009004", "Invalid app_key query parameter") },
      TIEM_ERROR_AUTH,
      "app key",
      0 },
    { { NULL, "", 401, CODE ("36009004", "Invalid access_token") },
      TIEM_ERROR_TOKEN,
      "run out",
      0 },
    { { NULL, "", 400, CODE ("36009004", "x-tts-access-token is a required field") },
      TIEM_ERROR_TOKEN,
      "run out",
      0 },
    { { NULL, "", 400, CODE ("36009004", "Invalid timestamp") }, TIEM_ERROR_TRANSIENT, "clock", 0 },
    { { NULL, "", 400, CODE ("36009004", "Invalid version") }, TIEM_ERROR_PROTOCOL, "update", 0 },
    { { NULL, "", 400, CODE ("36009004", "PageSize is a required field") },
      TIEM_ERROR_PROTOCOL,
      "PageSize is",
      0 },
    { { NULL, "", 404, CODE ("36009009", "Invalid path") }, TIEM_ERROR_PROTOCOL, "update", 0 },
    { { NULL, "", 405, CODE ("36009010", "Invalid method") }, TIEM_ERROR_PROTOCOL, "update", 0 },
    { { NULL, "", 400, CODE ("36009014", "") }, TIEM_ERROR_PROTOCOL, "update", 0 },
    { { NULL, "", 400, CODE ("36009022", "") }, TIEM_ERROR_PROTOCOL, "update", 0 },
    { { NULL, "", 400, CODE ("36009023", "") }, TIEM_ERROR_PROTOCOL, "update", 0 },
    { { NULL, "", 403, CODE ("36009033", "Access denied") }, TIEM_ERROR_AUTH, "allow list", 0 },
    { { NULL, "", 401, CODE ("36009043", "") }, TIEM_ERROR_AUTH, "disabled the shop", 0 },
    { { NULL, "", 401, CODE ("36009044", "") }, TIEM_ERROR_AUTH, "disabled the seller", 0 },
    { { NULL, "", 401, CODE ("105002", "Expired credentials.") }, TIEM_ERROR_TOKEN, "run out", 0 },
    { { NULL, "", 200, CODE ("'105002'", "expired") }, TIEM_ERROR_TOKEN, "run out", 0 },
    { { NULL, "", 401, CODE ("105005", "Access denied") }, TIEM_ERROR_AUTH, "permission", 0 },
    { { NULL, "", 401, CODE ("106001", "signature is invalid") }, TIEM_ERROR_AUTH, "secret", 0 },
    { { NULL, "", 401, CODE ("36004004", "") }, TIEM_ERROR_AUTH, "30 minutes", 0 },
    { { NULL, "", 200, CODE ("10002014", "") }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { { NULL, "", 200, CODE ("10037003", "") }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { { NULL, "", 200, CODE ("12052109", "") }, TIEM_ERROR_RATE_LIMITED, "slow down", 0 },
    { { NULL, "", 200, CODE ("21008111", "") }, TIEM_ERROR_REJECTED, "another TikTok shop", 0 },
    { { NULL, "", 401, CODE ("777", "access token is expired, please refresh it") },
      TIEM_ERROR_TOKEN,
      "run out",
      0 },
    { { NULL, "", 400, CODE ("777", "Something\\nnew") }, TIEM_ERROR_PROTOCOL, "Something new", 0 },
    { { NULL, "", 503, CODE ("777", "") }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { { NULL, "", 200, NULL }, TIEM_ERROR_PROTOCOL, "web page", 0 },
    { { NULL, "", 403, NULL }, TIEM_ERROR_TRANSIENT, "between", 0 },
    { { NULL, "", 502, NULL }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { { NULL, "", 429, NULL, 0, "Retry-After", "12" },
      TIEM_ERROR_RATE_LIMITED,
      "slow down",
      12000 },
    { { NULL, "", 200, "{'code':0,'data':{'orders':[" }, TIEM_ERROR_PROTOCOL, "cut short", 0 },
    { { NULL, "", 200, "{'data':{}}" }, TIEM_ERROR_PROTOCOL, "", 0 },
    { { NULL, "", 200, "{'code':'hỏng'}" }, TIEM_ERROR_PROTOCOL, "code", 0 },
    { { NULL, "", 200, "[]" }, TIEM_ERROR_PROTOCOL, "", 0 },
    { { NULL, "", 0 }, TIEM_ERROR_TRANSIENT, "broke", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Market market = { 0 };

      market_open (&market, &cases[i].row, 1);
      market_connect (&market);
      g_assert_null (pull (&market, &error));
      g_test_message ("%s: %s", cases[i].row.body, error->message);
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, cases[i].retry_after_ms);
      if (cases[i].row.body != NULL && strstr (cases[i].row.body, "20261121A1") != NULL)
        g_assert_cmpstr (tiem_error_get_request_id (error), ==, "20261121A1");
      market_close (&market);
    }
}

/* A hidden quota of the hour: until its end. */
static void
test_hour (void)
{
  FakeRow row = { NULL, "", 429, CODE ("36009037", "quota") };
  g_autoptr (GError) error = NULL;
  Market market = { 0 };

  market_open (&market, &row, 1);
  market_connect (&market);
  g_assert_null (pull (&market, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED);
  g_assert_cmpint (tiem_error_get_retry_after_ms (error), >, 0);
  g_assert_cmpint (tiem_error_get_retry_after_ms (error), <=, 3600000);
  market_close (&market);
}

static void
test_no_token (void)
{
  g_autoptr (GError) error = NULL;
  Market market = { 0 };

  market_open (&market, NULL, 0);
  g_clear_pointer (&market.account->access_token, g_free);
  market_connect (&market);
  g_assert_null (pull (&market, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_clear_error (&error);
  g_assert_null (
      tiem_channel_test (market.channel, TIEM_TRANSPORT (market.transport), NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  market_close (&market);
}

/* The platform's clock and ours: from five minutes in the past to 30 s in the future (§3). */
static TiemResponse *
strict_clock_handle (const TiemRequest *request,
                     gpointer user_data)
{
  gint64 market_now = g_get_real_time () / 1000000 + *(const gint64 *)user_data;
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (request->url, '?') + 1);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (market_now);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");
  gint64 stamp = g_ascii_strtoll (tiem_form_get (form, "timestamp"), NULL, 10);
  TiemResponse *response = stamp < market_now - 300 || stamp > market_now + 30
                               ? fake_answer (400, CODE ("36009004", "Invalid timestamp."))
                               : fake_answer (200, NO_ORDERS);

  tiem_response_set_header (response, "Date", date);
  return response;
}

static gint64
now_cb (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

/* A window whose end a wrong clock fixed would leave orders behind it unread. */
static void
assert_started_at (const char *cursor_text,
                   gint64 ahead_s)
{
  g_auto (TtsCursor) cursor = { 0 };
  gint64 market_now = g_get_real_time () / 1000000 + ahead_s;

  g_assert_true (tts_cursor_parse (&cursor, cursor_text));
  g_assert_cmpint (ABS (cursor.started - market_now), <, 10);
}

static void
test_clock (void)
{
  static const struct
  {
    gint64 ahead_s;
    guint n_calls;
  } cases[] = { { 0, 1 }, { 200, 2 }, { -20, 2 }, { -60, 3 }, { 3600, 3 }, { -40 * 86400, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 ahead_s = cases[i].ahead_s;
      g_autoptr (FakeTransport) fake = fake_transport_new (strict_clock_handle, &ahead_s);
      g_autoptr (TiemTransport) dated
          = tiem_transport_new_dated (TIEM_TRANSPORT (fake), now_cb, NULL);
      g_autoptr (TiemAccount) account = make_account ();
      g_autoptr (TiemChannel) channel = tiem_channel_info_find ("tiktok")->create (account, NULL);

      for (int j = 0; j < 2; j++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemOrderPage) page = tiem_channel_pull_orders (
              channel, dated, NULL, tiem_transport_now (dated), NULL, &error);

          g_assert_no_error (error);
          assert_started_at (page->next_cursor, ahead_s);
        }
      g_assert_cmpuint (fake->requests->len, ==, cases[i].n_calls + 1);
    }
}

/* Nobody corrects the clock: the sentence says by how much it is wrong. */
static void
test_clock_told (void)
{
  static const struct
  {
    gint64 ahead_s;
    const char *words;
  } cases[] = { { 600, "10 minutes slow" }, { -65, "1 minute fast" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 ahead_s = cases[i].ahead_s;
      g_autoptr (FakeTransport) fake = fake_transport_new (strict_clock_handle, &ahead_s);
      g_autoptr (TiemAccount) account = make_account ();
      g_autoptr (TiemChannel) channel = tiem_channel_info_find ("tiktok")->create (account, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (tiem_channel_pull_orders (
          channel, TIEM_TRANSPORT (fake), NULL, g_get_real_time () / 1000, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_cmpuint (fake->requests->len, ==, 1);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tiktok/sign/vectors", test_vectors);
  g_test_add_func ("/tiktok/sign/cipher-paths", test_cipher_paths);
  g_test_add_func ("/tiktok/account/form", test_form);
  g_test_add_func ("/tiktok/account/keys", test_keys);
  g_test_add_func ("/tiktok/call/request", test_request);
  g_test_add_func ("/tiktok/call/no-body", test_no_body);
  g_test_add_func ("/tiktok/call/cipher-found", test_cipher_found);
  g_test_add_func ("/tiktok/call/cipher-unclear", test_cipher_unclear);
  g_test_add_func ("/tiktok/call/cipher-renewed", test_cipher_renewed);
  g_test_add_func ("/tiktok/call/refusals", test_refusals);
  g_test_add_func ("/tiktok/call/hour", test_hour);
  g_test_add_func ("/tiktok/call/no-token", test_no_token);
  g_test_add_func ("/tiktok/call/clock", test_clock);
  g_test_add_func ("/tiktok/call/clock-told", test_clock_told);

  return g_test_run ();
}
