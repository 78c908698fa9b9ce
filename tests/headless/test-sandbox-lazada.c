#include "lazada-box.h"

#include "sandbox/lazada/tiem-sandbox-lazada-sign.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define DAY_MS (24 * HOUR_MS)

/* Signs what the real SDKs have signed: the same numbers must come out. */
static void
test_vectors (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "lazada-sign.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonArray *vectors;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  root = tiem_sandbox_json_parse (text, length, NULL);
  vectors = json_object_get_array_member (json_node_get_object (root), "vectors");
  g_assert_cmpuint (json_array_get_length (vectors), >=, 18);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      JsonObject *given = json_object_get_object_member (vector, "params");
      g_autoptr (GList) names = json_object_get_members (given);
      g_autoptr (GHashTable) params
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autofree char *sign = NULL;

      for (GList *l = names; l != NULL; l = l->next)
        g_hash_table_insert (
            params, g_strdup (l->data), tiem_sandbox_json_dup_text (given, l->data));
      sign = tiem_sandbox_lazada_sign (json_object_get_string_member (vector, "app_secret"),
                                       json_object_get_string_member (vector, "api_path"),
                                       params);
      g_assert_cmpstr (sign, ==, json_object_get_string_member (vector, "sign"));
    }
}

/* One thing after the other is put right; each time the next check in the order of the sheet
 * answers. */
static void
test_checks (LazadaBox *box,
             gconstpointer data)
{
  g_autoptr (GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  static const char *const names[] = { "app_key", "timestamp", "sign_method", "sign" };
  const char *path = "/product/stock/sellable/update";
  gint64 now = box->fixture.now;

  lazada_box_send_raw (box, "GET", "/no/such/path", params);
  g_assert_cmpstr (lazada_box_get_code (box), ==, "InvalidApiPath");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      lazada_box_send_raw (box, "GET", path, params);
      g_assert_cmpstr (lazada_box_get_code (box), ==, "MissingParameter");
      g_assert_nonnull (
          strstr (json_object_get_string_member (sandbox_fixture_object (&box->fixture), "message"),
                  names[i]));
      g_hash_table_insert (params, g_strdup (names[i]), g_strdup ("0"));
    }
  lazada_box_send_raw (box, "GET", path, params);
  g_assert_cmpstr (lazada_box_get_code (box), ==, "InvalidAppKey");
  g_hash_table_insert (params, g_strdup ("app_key"), g_strdup (box->lazada->key));
  lazada_box_send_raw (box, "GET", path, params);
  g_assert_cmpstr (lazada_box_get_code (box), ==, "IllegalTimestamp");
  g_hash_table_insert (
      params, g_strdup ("timestamp"), g_strdup_printf ("%" G_GINT64_FORMAT, now - 7200 * 1000));
  lazada_box_send_raw (box, "GET", path, params);
  g_assert_cmpstr (lazada_box_get_code (box), ==, "IncompleteSignature");
  g_hash_table_insert (params, g_strdup ("sign_method"), g_strdup ("sha256"));
  g_hash_table_insert (
      params, g_strdup ("sign"), tiem_sandbox_lazada_sign (box->lazada->secret, path, params));
  lazada_box_send_raw (box, "GET", path, params);
  g_assert_cmpstr (lazada_box_get_code (box), ==, "IllegalAccessToken");
  lazada_box_refused (box, "UnsupportedHTTPMethod", "GET", path, NULL);
  lazada_box_refused (box, "30", "POST", path, NULL);
  g_assert_cmpstr (sandbox_fixture_header (&box->fixture, "Date"), !=, NULL);
}

static void
test_timestamps (LazadaBox *box,
                 gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *code;
  } cases[] = {
    { "2026-11-21T12:00:00Z", "0" },
    { "1795262400000", "0" },
    { "1795255200000", "0" },                /* 7200 s ago */
    { "1795255199999", "IllegalTimestamp" }, /* and a bit */
    { "1795269600000", "0" },
    { "1795269600001", "IllegalTimestamp" },
    { "1795262400", "IllegalTimestamp" }, /* seconds */
    { "2026-11-21 12:00:00", "IllegalTimestamp" },
    { "now", "IllegalTimestamp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      lazada_box_call (box, "GET", "/seller/get", "timestamp", cases[i].text, NULL);
      g_assert_cmpstr (lazada_box_get_code (box), ==, cases[i].code);
    }
  sandbox_fixture_call (
      &box->fixture, "POST", "/_sandbox/faults", "{\"kind\":\"clock_skew\",\"ms\":8000000}");
  lazada_box_refused (box, "IllegalTimestamp", "GET", "/seller/get", NULL);
  g_assert_cmpstr (
      sandbox_fixture_header (&box->fixture, "Date"), ==, "Sat, 21 Nov 2026 14:13:20 GMT");
}

/* The sign of a call to path with order_id 1 in @body. */
static char *
make_url (LazadaBox *box,
          const char *path,
          GHashTable *params)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *sign = tiem_sandbox_lazada_sign (box->lazada->secret, path, params);
  g_autofree char *query = NULL;
  static const char *const names[] = { "app_key", "timestamp", "sign_method", "access_token" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    tiem_form_add (form, names[i], g_hash_table_lookup (params, names[i]));
  tiem_form_add (form, "sign", sign);
  query = tiem_form_encode (form);
  return g_strconcat (LAZADA_HOME, "/rest", path, "?", query, NULL);
}

static void
send_body (LazadaBox *box,
           const char *url,
           const char *type,
           const char *body)
{
  g_autoptr (TiemRequest) request = tiem_request_new ("POST", url);

  tiem_request_set_body (request, type, body, -1);
  sandbox_fixture_send (&box->fixture, request);
}

/* Parameters travel in the query, a form or the text parts of a multipart body; a JSON body and
 * file parts are not signed. */
static void
test_transport (LazadaBox *box,
                gconstpointer data)
{
  const char *path = "/reverse/getreverseordersforseller";
  g_autoptr (GHashTable) params = lazada_box_make_params (box);
  g_autofree char *bare = make_url (box, path, params);
  g_autofree char *url = NULL;

  /* Nothing but the common parameters is signed: the body does not count. */
  send_body (box, bare, "application/json", "{\"page_no\":1,\"page_size\":10}");
  g_assert_cmpstr (lazada_box_get_code (box), ==, "MissingParameter");
  send_body (box,
             bare,
             "multipart/form-data; boundary=x",
             "--x\r\nContent-Disposition: form-data; name=\"page_no\"; filename=\"a\"\r\n\r\n"
             "1\r\n--x--\r\n");
  g_assert_cmpstr (lazada_box_get_code (box), ==, "MissingParameter");

  g_hash_table_insert (params, g_strdup ("page_no"), g_strdup ("1"));
  g_hash_table_insert (params, g_strdup ("page_size"), g_strdup ("10"));
  g_hash_table_insert (params, g_strdup ("empty"), g_strdup (""));
  g_hash_table_insert (params, g_strdup ("note"), g_strdup ("Áo dài + áo bà ba"));
  url = make_url (box, path, params);
  send_body (box,
             url,
             "application/x-www-form-urlencoded",
             "page_no=1&page_size=10&empty=&note=%C3%81o+d%C3%A0i+%2B+%C3%A1o%20b%C3%A0+ba");
  g_assert_cmpstr (lazada_box_get_code (box), ==, "0");
  send_body (box,
             url,
             "multipart/form-data; boundary=x",
             "--x\r\nContent-Disposition: form-data; name=\"page_no\"\r\n\r\n1\r\n"
             "--x\r\nContent-Disposition: form-data; name=\"page_size\"\r\n\r\n10\r\n"
             "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n"
             "Áo dài + áo bà ba\r\n"
             "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.jpg\"\r\n\r\n"
             "xyz\r\n--x--\r\n");
  g_assert_cmpstr (lazada_box_get_code (box), ==, "0");
  send_body (box, url, "application/x-www-form-urlencoded", "page_no=1&page_size=11");
  g_assert_cmpstr (lazada_box_get_code (box), ==, "IncompleteSignature");
}

static void
test_limits (LazadaBox *box,
             gconstpointer data)
{
  lazada_box_set (box, "{'api_call_limit_ms':1000}");
  lazada_box_refused (box, "ApiCallLimit", "GET", "/seller/get", NULL);
  lazada_box_wait (box, 1000);
  lazada_box_get (box, "/seller/get", NULL);

  lazada_box_set (box, "{'calls_per_second':2}");
  lazada_box_wait (box, 1000);
  lazada_box_get (box, "/seller/get", NULL);
  lazada_box_get (box, "/seller/get", NULL);
  lazada_box_refused (box, "SellerCallLimit", "GET", "/seller/get", NULL);
  lazada_box_wait (box, 1000);
  lazada_box_get (box, "/seller/get", NULL);
}

static void
test_refusals (LazadaBox *box,
               gconstpointer data)
{
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  g_autofree char *payload = g_strdup_printf (
      "<Request><Product><Skus><Sku><ItemId>%" G_GINT64_FORMAT "</ItemId><SkuId>%" G_GINT64_FORMAT
      "</SkuId><SellableQuantity>33</SellableQuantity></Sku></Skus></Product></Request>",
      item->parent->id,
      item->id);
  const char *path = "/product/stock/sellable/update";

  item->stock = 5;
  lazada_box_set (
      box, "{'refusals':[{'code':'ServiceTimeout','endpoint':'/product/stock/sellable/update'}]}");
  lazada_box_get (box, "/seller/get", NULL);
  lazada_box_refused (box, "ServiceTimeout", "POST", path, "payload", payload, NULL);
  g_assert_cmpint (item->stock, ==, 5);
  lazada_box_post (box, path, "payload", payload, NULL);
  g_assert_cmpint (item->stock, ==, 33);

  /* The answer is lost after the deed. */
  item->stock = 5;
  lazada_box_set (box, "{'refusals':[{'code':'ServiceTimeout','applied':true}]}");
  lazada_box_refused (box, "ServiceTimeout", "POST", path, "payload", payload, NULL);
  g_assert_cmpint (item->stock, ==, 33);

  lazada_box_set (box, "{'refusals':[{'code':'901','times':2},{'code':'998','times':-1}]}");
  lazada_box_refused (box, "901", "GET", "/seller/get", NULL);
  g_assert_cmpstr (
      json_object_get_string_member (sandbox_fixture_object (&box->fixture), "type"), ==, "ISP");
  lazada_box_refused (box, "901", "GET", "/seller/get", NULL);
  for (guint i = 0; i < 5; i++)
    lazada_box_refused (box, "998", "GET", "/seller/get", NULL);
  lazada_box_set (box, "{'refusals':[]}");
  lazada_box_get (box, "/seller/get", NULL);
  sandbox_fixture_call (
      &box->fixture, "POST", "/_sandbox/settings", "{\"refusals\":[{\"times\":1}]}");
  g_assert_cmpuint (box->fixture.status, ==, 400);
}

/* Faults of the shared code: what no platform answers. */
static void
test_faults (LazadaBox *box,
             gconstpointer data)
{
  g_autoptr (GHashTable) params = lazada_box_make_params (box);
  g_autofree char *url = make_url (box, "/seller/get", params);
  static const struct
  {
    const char *fault;
    guint status;
  } cases[] = {
    { "{\"kind\":\"rate_limit\",\"retry_after\":1}", 429 },
    { "{\"kind\":\"error\",\"status\":502}", 502 },
    { "{\"kind\":\"truncated\",\"endpoint\":\"seller/get\"}", 200 },
    { "{\"kind\":\"html\"}", 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemRequest) request = tiem_request_new ("GET", url);

      sandbox_fixture_call (&box->fixture, "POST", "/_sandbox/faults", cases[i].fault);
      sandbox_fixture_send (&box->fixture, request);
      g_assert_cmpuint (box->fixture.status, ==, cases[i].status);
      g_assert_null (box->fixture.body);
    }
  sandbox_fixture_call (
      &box->fixture, "POST", "/_sandbox/faults", "{\"kind\":\"delay\",\"ms\":1500}");
  lazada_box_get (box, "/seller/get", NULL);
  g_assert_cmpint (box->fixture.effect.delay_ms, ==, 1500);
}

/* Where the page sends the browser, or what it shows. Returns: (transfer full) */
static char *
authorize (LazadaBox *box,
           const char *method,
           const char *client_id,
           const char *redirect_uri,
           const char *action)
{
  g_autofree char *encoded = tiem_percent_encode (redirect_uri);
  g_autofree char *url = g_strdup_printf (
      "%s/oauth/authorize?response_type=code&force_auth=true&state=a%%2Fb&client_id=%s"
      "&redirect_uri=%s",
      LAZADA_HOME,
      client_id,
      encoded);
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  gsize length;
  const char *text;

  if (action != NULL)
    tiem_request_set_body (request, "application/x-www-form-urlencoded", action, -1);
  sandbox_fixture_send (&box->fixture, request);
  if (box->fixture.status == 302)
    return g_strdup (sandbox_fixture_header (&box->fixture, "Location"));
  text = g_bytes_get_data (box->fixture.response->body, &length);
  return g_strndup (text, length);
}

static void
test_authorize (LazadaBox *box,
                gconstpointer data)
{
  const char *key = box->lazada->key;
  g_autofree char *page = authorize (box, "GET", key, "http://127.0.0.1:40123/xong", NULL);
  g_autofree char *wrong = authorize (box, "GET", key, "http://tiem.example/xong", NULL);
  g_autofree char *other = authorize (box, "GET", "999999", "http://127.0.0.1:40123/", NULL);
  g_autofree char *allowed
      = authorize (box, "POST", key, "http://localhost:40123/xong?a=1", "action=allow");
  g_autofree char *refused
      = authorize (box, "POST", key, "http://127.0.0.1:40123/", "action=refuse");
  g_autofree char *registered = NULL;
  g_autofree char *loopback = NULL;

  g_assert_nonnull (strstr (page, "value=\"allow\""));
  g_assert_nonnull (strstr (page, "value=\"refuse\""));
  g_assert_nonnull (strstr (page, "Nhà Mây"));
  g_assert_nonnull (strstr (wrong, "Redirect uri does not match the callback URL of the app"));
  g_assert_nonnull (strstr (other, "App Key is invalid"));
  g_assert_true (g_str_has_prefix (allowed, "http://localhost:40123/xong?a=1&code=0_"));
  g_assert_true (g_str_has_suffix (allowed, "&state=a%2Fb"));
  g_assert_true (g_str_has_prefix (refused, "http://127.0.0.1:40123/?error=access_denied&"));
  g_assert_true (g_str_has_suffix (refused, "&state=a%2Fb"));

  lazada_box_set (box, "{'callback':'https://tiem.example/lazada'}");
  registered = authorize (box, "POST", key, "https://tiem.example/lazada", "action=allow");
  loopback = authorize (box, "POST", key, "http://127.0.0.1:40123/", "action=allow");
  g_assert_true (g_str_has_prefix (registered, "https://tiem.example/lazada?code="));
  g_assert_nonnull (strstr (loopback, "does not match"));
}

/* Returns: (transfer full): a new code */
static char *
make_code (LazadaBox *box)
{
  g_autofree char *location
      = authorize (box, "POST", box->lazada->key, "http://127.0.0.1:1/", "action=allow");
  const char *start = strstr (location, "code=") + 5;

  return g_strndup (start, strcspn (start, "&"));
}

static void
test_codes (LazadaBox *box,
            gconstpointer data)
{
  g_autofree char *code = make_code (box);
  g_autofree char *late = make_code (box);
  JsonObject *token;
  JsonObject *user;

  token = lazada_box_post (box, "/auth/token/create", "code", code, NULL);
  g_assert_cmpint (json_object_get_int_member (token, "expires_in"), ==, 864000);
  g_assert_cmpint (json_object_get_int_member (token, "refresh_expires_in"), ==, 4320000);
  g_assert_cmpstr (json_object_get_string_member (token, "country"), ==, "vn");
  user = json_array_get_object_element (json_object_get_array_member (token, "country_user_info"),
                                        0);
  g_assert_cmpstr (json_object_get_string_member (user, "seller_id"), ==, "200549968600");
  g_free (box->token);
  box->token = g_strdup (json_object_get_string_member (token, "access_token"));
  lazada_box_get (box, "/seller/get", NULL);

  lazada_box_refused (box, "InvalidCode", "POST", "/auth/token/create", "code", code, NULL);
  lazada_box_wait (box, 30 * 60000);
  lazada_box_refused (box, "InvalidCode", "GET", "/auth/token/create", "code", late, NULL);
  lazada_box_refused (box, "MissingParameter", "GET", "/auth/token/create", NULL);
}

static void
test_tokens (LazadaBox *box,
             gconstpointer data)
{
  g_autofree char *old = g_strdup (box->lazada->ready_refresh);
  g_autofree char *next = NULL;
  JsonObject *token;

  lazada_box_set (box, "{'access_seconds':60}");
  token = lazada_box_post (box, "/auth/token/refresh", "refresh_token", old, NULL);
  g_assert_cmpint (json_object_get_int_member (token, "expires_in"), ==, 60);
  g_assert_true (json_object_has_member (token, "country_user_info_list"));
  next = g_strdup (json_object_get_string_member (token, "refresh_token"));
  g_assert_cmpstr (next, !=, old);
  g_free (box->token);
  box->token = g_strdup (json_object_get_string_member (token, "access_token"));
  lazada_box_get (box, "/seller/get", NULL);
  lazada_box_wait (box, 60000);
  lazada_box_refused (box, "IllegalAccessToken", "GET", "/seller/get", NULL);
  lazada_box_refused (box, "IllegalAccessToken", "GET", "/seller/get", "access_token", "", NULL);

  /* The refresh token's life is not made longer by using it. */
  lazada_box_wait (box, 49 * DAY_MS);
  token = lazada_box_post (box, "/auth/token/refresh", "refresh_token", next, NULL);
  g_assert_cmpint (
      json_object_get_int_member (token, "refresh_expires_in"), ==, DAY_MS / 1000 - 60);
  lazada_box_wait (box, DAY_MS);
  lazada_box_refused (
      box, "IllegalRefreshToken", "POST", "/auth/token/refresh", "refresh_token", next, NULL);
}

static void
test_expired (LazadaBox *box,
              gconstpointer data)
{
  g_autofree char *refresh = g_strdup (box->lazada->ready_refresh);

  lazada_box_set (box, "{'expire_access':true,'rotate':true}");
  lazada_box_refused (box, "IllegalAccessToken", "GET", "/seller/get", NULL);
  lazada_box_post (box, "/auth/token/refresh", "refresh_token", refresh, NULL);
  lazada_box_refused (
      box, "IllegalRefreshToken", "POST", "/auth/token/refresh", "refresh_token", refresh, NULL);
  lazada_box_set (box, "{'expire_refresh':true}");
  lazada_box_refused (
      box, "IllegalRefreshToken", "POST", "/auth/token/refresh", "refresh_token", "x", NULL);
  lazada_box_set (
      box, "{'refusals':[{'code':'AUTH_TYPE_UNSUPPORTED','endpoint':'/auth/token/refresh'}]}");
  lazada_box_refused (
      box, "AUTH_TYPE_UNSUPPORTED", "POST", "/auth/token/refresh", "refresh_token", "x", NULL);
}

static void
test_shop (LazadaBox *box,
           gconstpointer data)
{
  JsonObject *seller = lazada_box_get (box, "/seller/get", NULL);
  JsonObject *answer;

  g_assert_cmpint (
      json_object_get_int_member (seller, "seller_id"), ==, G_GINT64_CONSTANT (200549968600));
  g_assert_cmpstr (json_object_get_string_member (seller, "name"), ==, "Nhà Mây");
  g_assert_cmpstr (json_object_get_string_member (seller, "status"), ==, "ACTIVE");
  lazada_box_refused (box, "MissingParameter", "GET", "/seller/warehouse/get", NULL);
  answer = lazada_box_get (box, "/seller/warehouse/get", "addressTypes", "['warehouse']", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_object_get_object_member (answer, "result"), "module")),
                    ==,
                    1);
  lazada_box_set (box, "{'text_booleans':true}");
  seller = lazada_box_get (box, "/seller/get", NULL);
  g_assert_cmpstr (json_object_get_string_member (seller, "cb"), ==, "false");
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
    { "/sandbox/lazada/checks", test_checks },
    { "/sandbox/lazada/timestamps", test_timestamps },
    { "/sandbox/lazada/transport", test_transport },
    { "/sandbox/lazada/limits", test_limits },
    { "/sandbox/lazada/refusals", test_refusals },
    { "/sandbox/lazada/faults", test_faults },
    { "/sandbox/lazada/authorize", test_authorize },
    { "/sandbox/lazada/codes", test_codes },
    { "/sandbox/lazada/tokens", test_tokens },
    { "/sandbox/lazada/expired", test_expired },
    { "/sandbox/lazada/shop", test_shop },
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/lazada/vectors", test_vectors);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (
        tests[i].path, LazadaBox, NULL, lazada_box_set_up, tests[i].func, lazada_box_tear_down);

  return g_test_run ();
}
