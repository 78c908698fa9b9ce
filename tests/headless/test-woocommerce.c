#include "base/tiem-time.h"
#include "channel/tiem-channel.h"
#include "fake-transport.h"

#define KEY "ck_0123456789abcdef0123456789abcdef01234567"
#define SECRET "cs_89abcdef0123456789abcdef0123456789abcdef"

#define CANNOT_VIEW                                                                                \
  "{'code':'woocommerce_rest_cannot_view','message':'Xin lỗi','data':{'status':401}}"
#define AUTH_ERROR                                                                                 \
  "{'code':'woocommerce_rest_authentication_error','message':'Sai','data':{'status':401}}"
#define NO_ROUTE "{'code':'rest_no_route','message':'Không có','data':{'status':404}}"
#define DISCOVERY                                                                                  \
  "{'name':'Gốm &amp; Vải','home':'https://tenshop.vn','namespaces':['wp/v2','wc/v3']}"

typedef struct
{
  FakeTable table;
  FakeTransport *transport;
  TiemChannel *channel;
} Site;

static TiemChannel *
try_channel (const char *base_url,
             const char *key,
             const char *secret,
             GError **error)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();

  account->base_url = g_strdup (base_url);
  account->key = g_strdup (key);
  account->secret = g_strdup (secret);
  return tiem_channel_info_find ("woocommerce")->create (account, error);
}

static void
site_open (Site *site,
           const char *base_url,
           const FakeRow *rows,
           guint n_rows)
{
  g_autoptr (GError) error = NULL;

  site->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  site->table.n_rows = n_rows;
  site->transport = fake_transport_new (fake_table_handle, &site->table);
  site->channel = try_channel (base_url, KEY, SECRET, &error);
  g_assert_no_error (error);
}

static void
site_close (Site *site)
{
  g_free (site->table.rows);
  g_clear_object (&site->transport);
  g_clear_object (&site->channel);
}

static const TiemRequest *
get_request (Site *site,
             guint index)
{
  g_assert_cmpuint (index, <, site->transport->requests->len);
  return site->transport->requests->pdata[index];
}

static TiemOrderPage *
pull (Site *site,
      GError **error)
{
  return tiem_channel_pull_orders (
      site->channel, TIEM_TRANSPORT (site->transport), NULL, 0, NULL, error);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *typed;
    const char *asked; /* NULL = refused */
  } cases[] = {
    { "https://tenshop.vn", "https://tenshop.vn/wp-json/wc/v3/orders?" },
    { "https://tenshop.vn/", "https://tenshop.vn/wp-json/wc/v3/orders?" },
    { " https://TenShop.VN// ", "https://tenshop.vn/wp-json/wc/v3/orders?" },
    { "tenshop.vn", "https://tenshop.vn/wp-json/wc/v3/orders?" },
    { "HTTPS://tenshop.vn:443/shop/", "https://tenshop.vn/shop/wp-json/wc/v3/orders?" },
    { "https://tenshop.vn:8443", "https://tenshop.vn:8443/wp-json/wc/v3/orders?" },
    { "https://tenshop.vn/shop/wp-json/wc/v3", "https://tenshop.vn/shop/wp-json/wc/v3/orders?" },
    { "https://tenshop.vn/wp-json/", "https://tenshop.vn/wp-json/wc/v3/orders?" },
    { "https://tenshop.vn/wp-json", "https://tenshop.vn/wp-json/wc/v3/orders?" },
    { "https://tenshop.vn/wp-admin/admin.php?page=wc-settings", "https://tenshop.vn/wp-json/" },
    { "https://tenshop.vn/?utm=1#top", "https://tenshop.vn/wp-json/wc/v3/orders?" },
    { "http://127.0.0.1:18104", "http://127.0.0.1:18104/wp-json/wc/v3/orders?" },
    { "http://127.0.0.1:80/a", "http://127.0.0.1/a/wp-json/wc/v3/orders?" },
    { "127.0.0.1:18104", "http://127.0.0.1:18104/wp-json/wc/v3/orders?" },
    { "http://localhost/shop", "http://localhost/shop/wp-json/wc/v3/orders?" },
    { "http://[::1]:8080/", "http://[::1]:8080/wp-json/wc/v3/orders?" },
    { "http://tenshop.vn", NULL },
    { "http://10.0.0.5", NULL },
    { "ftp://tenshop.vn", NULL },
    { "https://chu:matkhau@tenshop.vn", NULL },
    { "tên shop", NULL },
    { "https://", NULL },
    { "", NULL },
    { NULL, NULL },
  };
  static const FakeRow rows[] = { { NULL, "/orders", 200, "[]" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemChannel) channel = try_channel (cases[i].typed, KEY, SECRET, &error);
      g_autoptr (TiemOrderPage) page = NULL;
      Site site = { 0 };

      g_test_message ("%s", cases[i].typed);
      if (cases[i].asked == NULL)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
          g_assert_null (strstr (error->message, "matkhau"));
          continue;
        }
      g_assert_no_error (error);
      site_open (&site, cases[i].typed, rows, G_N_ELEMENTS (rows));
      page = pull (&site, NULL);
      g_assert_nonnull (page);
      g_assert_true (g_str_has_prefix (get_request (&site, 0)->url, cases[i].asked));
      site_close (&site);
    }
}

/* The window asks every channel why an order is cancelled; a website has no list of its own. */
static void
test_no_choices (void)
{
  g_autoptr (GError) error = NULL;
  Site site = { 0 };

  site_open (&site, "https://tenshop.vn", NULL, 0);
  for (TiemChoiceKind kind = TIEM_CHOICE_SHIP; kind <= TIEM_CHOICE_REJECT_RETURN; kind++)
    {
      g_autoptr (GPtrArray) choices = tiem_channel_list_choices (
          site.channel, TIEM_TRANSPORT (site.transport), kind, "1245", NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (choices);
      g_assert_cmpuint (choices->len, ==, 0);
    }
  g_assert_cmpuint (site.transport->requests->len, ==, 0);
  site_close (&site);
}

static void
test_keys (void)
{
  static const struct
  {
    const char *key;
    const char *secret;
    const char *words; /* NULL = taken */
  } cases[] = {
    { KEY, SECRET, NULL },     { " " KEY "\n", SECRET " ", NULL }, { "", SECRET, "missing" },
    { KEY, NULL, "missing" },  { "  ", SECRET, "missing" },        { SECRET, KEY, "swapped" },
    { "khoa", "bimat", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemChannel) channel
          = try_channel ("https://tenshop.vn", cases[i].key, cases[i].secret, &error);

      if (cases[i].words == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
          g_assert_nonnull (strstr (error->message, cases[i].words));
        }
    }
}

static void
test_basic (void)
{
  static const FakeRow rows[] = { { NULL, "/orders", 200, "[]" } };
  Site site = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;
  const char *header;
  g_autofree char *pair = NULL;
  gsize size;

  site_open (&site, "https://tenshop.vn", rows, G_N_ELEMENTS (rows));
  page = pull (&site, NULL);
  header = tiem_request_get_header (get_request (&site, 0), "authorization");
  g_assert_true (g_str_has_prefix (header, "Basic "));
  pair = (char *)g_base64_decode (header + 6, &size);
  g_assert_cmpmem (pair, size, KEY ":" SECRET, strlen (KEY ":" SECRET));
  g_assert_null (strstr (get_request (&site, 0)->url, "ck_"));
  g_assert_cmpstr (get_request (&site, 0)->endpoint, ==, "orders");
  site_close (&site);
}

static void
test_oauth (void)
{
  static const FakeRow rows[] = { { NULL, "/orders", 200, "[]" } };
  Site site = { 0 };
  const char *nonces[2];
  TiemForm *forms[2];

  site_open (&site, "http://127.0.0.1:18104", rows, G_N_ELEMENTS (rows));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TiemOrderPage) page = pull (&site, NULL);
      const TiemRequest *request = get_request (&site, i);

      g_assert_null (tiem_request_get_header (request, "Authorization"));
      g_assert_null (strstr (request->url, SECRET));
      forms[i] = tiem_form_parse (strchr (request->url, '?') + 1);
      g_assert_cmpstr (tiem_form_get (forms[i], "oauth_consumer_key"), ==, KEY);
      g_assert_cmpstr (tiem_form_get (forms[i], "oauth_signature_method"), ==, "HMAC-SHA256");
      g_assert_nonnull (tiem_form_get (forms[i], "oauth_signature"));
      g_assert_null (tiem_form_get (forms[i], "oauth_version"));
      nonces[i] = tiem_form_get (forms[i], "oauth_nonce");
    }
  g_assert_cmpstr (nonces[0], !=, nonces[1]);
  tiem_form_free (forms[0]);
  tiem_form_free (forms[1]);
  site_close (&site);
}

/* The host drops the Authorization header: the keys move into the query, for good. */
static void
test_header_dropped (void)
{
  static const FakeRow rows[] = {
    { NULL, "consumer_secret=" SECRET, 200, "[]" },
    { NULL, "/orders", 401, CANNOT_VIEW },
  };
  Site site = { 0 };

  site_open (&site, "https://tenshop.vn", rows, G_N_ELEMENTS (rows));
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = pull (&site, &error);

      g_assert_no_error (error);
    }
  g_assert_cmpuint (site.transport->requests->len, ==, 3);
  g_assert_null (tiem_request_get_header (get_request (&site, 2), "Authorization"));
  site_close (&site);
}

/* Plain permalinks, in the three ways a site shows them. */
static void
test_routes (void)
{
  static const FakeRow marked[] = {
    { NULL, "/wp-json/wc/?rest_route=%2Fwc%2Fv3%2Forders&", 200, "[]" },
    { NULL, "/wp-json/wc/v3/orders", 200, NULL },
  };
  static const FakeRow slash[] = {
    { NULL, "/wp-json/wc/?rest_route=%2Fwc%2Fv3%2Forders&", 200, "[]" },
    { NULL,
      "/wp-json/wc/v3/orders",
      301,
      NULL,
      0,
      "Location",
      "https://tenshop.vn/wp-json/wc/v3/orders/?status=any" },
  };
  static const FakeRow index[] = {
    { NULL, "/index.php?rest_route=%2Fwc%2Fv3%2Forders&", 200, "[]" },
    { NULL, "/wp-json/", 404, NULL },
  };
  static const struct
  {
    const FakeRow *rows;
    guint n_calls;
  } cases[] = { { marked, 2 }, { slash, 2 }, { index, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Site site = { 0 };

      site_open (&site, "https://tenshop.vn", cases[i].rows, 2);
      for (int j = 0; j < 3; j++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemOrderPage) page = pull (&site, &error);

          g_assert_no_error (error);
        }
      g_assert_cmpuint (site.transport->requests->len, ==, cases[i].n_calls + 2);
      site_close (&site);
    }
}

/* Over http the marked address is signed as it stands, rest_route among the parameters. */
static void
test_marked_signature (void)
{
  static const FakeRow rows[] = {
    { NULL, "/wp-json/wc/?rest_route=", 200, "[]" },
    { NULL, "/wp-json/wc/v3/orders", 200, NULL },
  };
  Site site = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;

  site_open (&site, "http://localhost:8080/shop", rows, G_N_ELEMENTS (rows));
  page = pull (&site, NULL);
  g_assert_nonnull (page);
  g_assert_true (g_str_has_prefix (get_request (&site, 1)->url,
                                   "http://localhost:8080/shop/wp-json/wc/?rest_route="));
  g_assert_nonnull (strstr (get_request (&site, 1)->url, "oauth_signature="));
  site_close (&site);
}

/* Every refusal has its class and a sentence of its own. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *base_url;
    FakeRow row;
    TiemError code;
    const char *words;
    gint64 retry_after_ms;
  } cases[] = {
    { "https://tenshop.vn", { NULL, "", 401, CANNOT_VIEW }, TIEM_ERROR_AUTH, "consumer key;", 0 },
    { "https://tenshop.vn", { NULL, "", 401, AUTH_ERROR }, TIEM_ERROR_AUTH, "consumer secret;", 0 },
    { "http://localhost", { NULL, "", 401, AUTH_ERROR }, TIEM_ERROR_AUTH, "key and secret", 0 },
    { "https://tenshop.vn", { NULL, "", 401, NULL }, TIEM_ERROR_AUTH, "password", 0 },
    { "https://tenshop.vn",
      { NULL, "", 403, "{'code':'woocommerce_rest_cannot_view'}" },
      TIEM_ERROR_AUTH,
      "administrator",
      0 },
    { "https://tenshop.vn", { NULL, "", 403, NULL }, TIEM_ERROR_TRANSIENT, "firewall", 0 },
    { "https://tenshop.vn", { NULL, "", 202, NULL }, TIEM_ERROR_TRANSIENT, "firewall", 0 },
    { "https://tenshop.vn", { NULL, "", 200, NULL }, TIEM_ERROR_PROTOCOL, "WooCommerce", 0 },
    { "https://tenshop.vn", { NULL, "", 404, NULL }, TIEM_ERROR_PROTOCOL, "WooCommerce", 0 },
    { "https://tenshop.vn", { NULL, "", 404, NO_ROUTE }, TIEM_ERROR_PROTOCOL, "WooCommerce", 0 },
    { "https://tenshop.vn", { NULL, "", 200, "[{'id':" }, TIEM_ERROR_PROTOCOL, "cut short", 0 },
    { "https://tenshop.vn", { NULL, "", 200, "{}" }, TIEM_ERROR_PROTOCOL, "list of orders", 0 },
    { "https://tenshop.vn",
      { NULL, "", 429, NULL, 0, "Retry-After", "12" },
      TIEM_ERROR_RATE_LIMITED,
      "slow down",
      12000 },
    { "https://tenshop.vn",
      { NULL, "", 503, NULL, 0, "Retry-After", "600" },
      TIEM_ERROR_TRANSIENT,
      "trouble",
      600000 },
    { "https://tenshop.vn", { NULL, "", 500, "{'code':'x'}" }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { "https://tenshop.vn", { NULL, "", 502, NULL }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { "https://tenshop.vn", { NULL, "", 504, NULL }, TIEM_ERROR_TRANSIENT, "trouble", 0 },
    { "https://tenshop.vn",
      { NULL, "", 400, "{'code':'rest_invalid_param','message':'Sai <b>x</b>'}" },
      TIEM_ERROR_PROTOCOL,
      "Sai x",
      0 },
    { "https://tenshop.vn",
      { NULL, "", 301, NULL, 0, "Location", "https://www.tenshop.vn/wp-json/wc/v3/orders?a=1" },
      TIEM_ERROR_PROTOCOL,
      "but https://www.tenshop.vn;",
      0 },
    { "http://localhost:8080",
      { NULL, "", 302, NULL, 0, "Location", "https://localhost/shop/wp-json/?oauth_x=1" },
      TIEM_ERROR_PROTOCOL,
      "but https://localhost/shop;",
      0 },
    { "https://tenshop.vn",
      { NULL, "", 302, NULL, 0, "Location", "/dang-nhap" },
      TIEM_ERROR_PROTOCOL,
      "another address",
      0 },
    { "https://tenshop.vn", { NULL, "", 0 }, TIEM_ERROR_TRANSIENT, "broke", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = NULL;
      Site site = { 0 };

      site_open (&site, cases[i].base_url, &cases[i].row, 1);
      page = pull (&site, &error);
      g_test_message ("%u: %s", cases[i].row.status, error->message);
      g_assert_null (page);
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, cases[i].retry_after_ms);
      g_assert_null (strstr (error->message, "cs_"));
      site_close (&site);
    }
}

/* A site that has worked and then shows a page is being maintained, not the wrong one. */
static void
test_maintenance (void)
{
  static const FakeRow rows[] = {
    { NULL, "/wp-json/wc/v3/orders", 200, "[]", 1 },
    { NULL, "/", 200, NULL, 3 },
    { NULL, "/wp-json/wc/v3/orders", 200, "[]" },
  };
  g_autoptr (GError) error = NULL;
  Site site = { 0 };
  TiemOrderPage *page;

  site_open (&site, "https://tenshop.vn", rows, G_N_ELEMENTS (rows));
  page = pull (&site, NULL);
  g_clear_pointer (&page, tiem_order_page_free);
  g_assert_null (pull (&site, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "maintained"));
  page = pull (&site, NULL);
  g_assert_nonnull (page);
  tiem_order_page_free (page);
  site_close (&site);

  /* nor is one that was read before this program started */
  g_clear_error (&error);
  site_open (&site, "https://tenshop.vn", &rows[1], 1);
  page = tiem_channel_pull_orders (
      site.channel, TIEM_TRANSPORT (site.transport), "v=1", 0, NULL, &error);
  g_assert_null (page);
  g_assert_nonnull (strstr (error->message, "maintained"));
  site_close (&site);
}

/* The PC's clock is wrong: the site's Date header says by how much. */
static TiemResponse *
strict_clock_handle (const TiemRequest *request,
                     gpointer user_data)
{
  gint64 site_now = g_get_real_time () / 1000000 + *(const gint64 *)user_data;
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (request->url, '?') + 1);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (site_now);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");
  gint64 stamp = g_ascii_strtoll (tiem_form_get (form, "oauth_timestamp"), NULL, 10);
  TiemResponse *response
      = ABS (stamp - site_now) > 900 ? fake_answer (401, AUTH_ERROR) : fake_answer (200, "[]");

  tiem_response_set_header (response, "Date", date);
  return response;
}

static void
test_clock (void)
{
  static const struct
  {
    gint64 ahead_s;
    guint n_calls;
  } cases[] = { { 0, 1 }, { 600, 1 }, { 3600, 2 }, { -7 * 3600, 2 }, { 40 * 86400, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 ahead_s = cases[i].ahead_s;
      g_autoptr (FakeTransport) transport = fake_transport_new (strict_clock_handle, &ahead_s);
      g_autoptr (TiemChannel) channel = try_channel ("http://localhost", KEY, SECRET, NULL);
      g_autoptr (GError) error = NULL;

      for (int j = 0; j < 2; j++)
        {
          g_autoptr (TiemOrderPage) page = tiem_channel_pull_orders (
              channel, TIEM_TRANSPORT (transport), NULL, 0, NULL, &error);

          g_assert_no_error (error);
        }
      g_assert_cmpuint (transport->requests->len, ==, cases[i].n_calls + 1);
    }
}

static void
test_probe (void)
{
  static const FakeRow rows[] = {
    { "GET", "/wp-json/?_fields", 200, DISCOVERY },
    { "GET", "/products?", 200, "[{'id':1}]", 0, "X-WP-Total", "1060" },
    { "GET", "/orders?", 200, "[{'id':2}]", 0, "X-WP-Total", "400" },
    { "POST", "/products/batch", 200, "{'update':[]}" },
  };
  /* hides its document, and a firewall blocks the batch: still a shop */
  static const FakeRow shy[] = {
    { "GET", "rest_route=%2F&", 404, NO_ROUTE }, { "GET", "/wp-json/?_fields", 401, NO_ROUTE },
    { "GET", "/products?", 200, "[]" },          { "GET", "/orders?", 200, "[]" },
    { "POST", "/products/batch", 403, NULL },
  };
  g_autoptr (TiemChannelProbe) probe = NULL;
  g_autoptr (TiemChannelProbe) second = NULL;
  g_autoptr (GError) error = NULL;
  Site site = { 0 };
  const char *body;
  gsize size;

  site_open (&site, "https://tenshop.vn", rows, G_N_ELEMENTS (rows));
  probe = tiem_channel_test (site.channel, TIEM_TRANSPORT (site.transport), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (probe->shop, ==, "Gốm & Vải");
  g_assert_cmpint (probe->products, ==, 1060);
  g_assert_cmpint (probe->orders, ==, 400);
  g_assert_cmpstr (probe->message, ==, "Connected. The website has 1.060 products and 400 orders.");
  body = g_bytes_get_data (get_request (&site, 3)->body, &size);
  g_assert_cmpmem (body, size, "{\"update\":[]}", strlen ("{\"update\":[]}"));
  site_close (&site);

  site_open (&site, "https://tenshop.vn", shy, G_N_ELEMENTS (shy));
  second = tiem_channel_test (site.channel, TIEM_TRANSPORT (site.transport), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second->shop, ==, "tenshop.vn");
  g_assert_cmpint (second->products, ==, -1);
  site_close (&site);
}

static void
test_probe_refusals (void)
{
  static const struct
  {
    const char *base_url;
    FakeRow rows[5];
    TiemError code;
    const char *words;
  } cases[] = {
    { "https://tenshop.vn",
      { { NULL, "/wp-json/?", 200, "{'name':'Blog','namespaces':['wp/v2']}" } },
      TIEM_ERROR_PROTOCOL,
      "without WooCommerce" },
    { "https://tenshop.vn", { { NULL, "/", 200, NULL } }, TIEM_ERROR_PROTOCOL, "not there" },
    { "https://tenshop.vn",
      { { NULL, "/", 301, NULL, 0, "Location", "https://www.tenshop.vn/wp-json/?_fields=name" } },
      TIEM_ERROR_PROTOCOL,
      "but https://www.tenshop.vn;" },
    { "https://tenshop.vn",
      { { NULL, "/wp-json/?", 200, DISCOVERY },
        { "GET", "/wc/v3/", 200, "[]" },
        { "POST", "/products/batch", 401, AUTH_ERROR } },
      TIEM_ERROR_AUTH,
      "may only read" },
    { "https://tenshop.vn",
      { { NULL, "/wp-json/?", 200, DISCOVERY }, { NULL, "/wc/v3/", 401, AUTH_ERROR } },
      TIEM_ERROR_AUTH,
      "consumer secret;" },
    { "http://localhost:8080",
      { { NULL, "/wp-json/?", 200, DISCOVERY }, { NULL, "/wc/v3/", 401, AUTH_ERROR } },
      TIEM_ERROR_AUTH,
      "but https://tenshop.vn;" },
    { "https://tenshop.vn",
      { { NULL, "/wp-json/?", 404, NULL },
        { NULL, "rest_route=%2F&", 200, DISCOVERY },
        { NULL, "/wp-json/", 404, NULL },
        { NULL, "/index.php?", 401, CANNOT_VIEW } },
      TIEM_ERROR_AUTH,
      "Permalinks" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Site site = { 0 };
      guint n_rows = 0;

      while (n_rows < G_N_ELEMENTS (cases[i].rows) && cases[i].rows[n_rows].match != NULL)
        n_rows++;
      site_open (&site, cases[i].base_url, cases[i].rows, n_rows);
      g_assert_null (
          tiem_channel_test (site.channel, TIEM_TRANSPORT (site.transport), NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      site_close (&site);
    }
}

static void
test_registry (void)
{
  const TiemChannelInfo *const *list = tiem_channel_info_list ();
  g_autoptr (TiemChannel) counter = NULL;
  g_autoptr (TiemChannelProbe) probe = NULL;

  g_assert_nonnull (tiem_channel_info_find ("woocommerce"));
  for (guint i = 0; list[i] != NULL; i++)
    g_assert_true (tiem_channel_info_find (list[i]->kind) == list[i]);
  g_assert_null (tiem_channel_info_find ("etsy"));
  g_assert_null (tiem_channel_info_find (NULL));

  counter = tiem_channel_info_find ("counter")->create (NULL, NULL);
  probe = tiem_channel_test (counter, NULL, NULL, NULL);
  g_assert_nonnull (probe->message);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/woocommerce/no-choices", test_no_choices);
  g_test_add_func ("/channel/registry", test_registry);
  g_test_add_func ("/woocommerce/site/addresses", test_addresses);
  g_test_add_func ("/woocommerce/site/keys", test_keys);
  g_test_add_func ("/woocommerce/site/basic", test_basic);
  g_test_add_func ("/woocommerce/site/oauth", test_oauth);
  g_test_add_func ("/woocommerce/site/header-dropped", test_header_dropped);
  g_test_add_func ("/woocommerce/site/routes", test_routes);
  g_test_add_func ("/woocommerce/site/marked-signature", test_marked_signature);
  g_test_add_func ("/woocommerce/site/refusals", test_refusals);
  g_test_add_func ("/woocommerce/site/maintenance", test_maintenance);
  g_test_add_func ("/woocommerce/site/clock", test_clock);
  g_test_add_func ("/woocommerce/test/found", test_probe);
  g_test_add_func ("/woocommerce/test/refusals", test_probe_refusals);

  return g_test_run ();
}
