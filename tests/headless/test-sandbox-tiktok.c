#include "sandbox/tiktok/tiem-sandbox-tts-sign.h"
#include "tts-fixture.h"

#define SEARCH "/order/202309/orders/search"
#define SHOPS "/authorization/202309/shops"
#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define DAY_MS (24 * 60 * MINUTE_MS)

static void
assert_refused (TtsFixture *fixture,
                guint status,
                gint64 code,
                const char *word)
{
  if (tts_fixture_code (fixture) != code)
    g_test_message ("%s", tts_fixture_message (fixture));
  g_assert_cmpint (tts_fixture_code (fixture), ==, code);
  g_assert_cmpuint (fixture->base.status, ==, status);
  g_assert_nonnull (strstr (tts_fixture_message (fixture), word));
}

/* Signing */

static JsonArray *
load_vectors (JsonParser *parser)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "tiktok-sign.json", NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                       "vectors");
}

static GBytes *
get_body (JsonObject *vector)
{
  const char *body = json_object_get_null_member (vector, "body")
                         ? NULL
                         : json_object_get_string_member (vector, "body");

  return body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
}

/* The digests of the platform's own kit and of others. */
static void
test_vectors (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *vectors = load_vectors (parser);

  g_assert_cmpuint (json_array_get_length (vectors), ==, 18);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      g_autoptr (TiemForm) query
          = tiem_form_parse (json_object_get_string_member (vector, "url_query"));
      g_autoptr (GBytes) body = get_body (vector);
      g_autofree char *sign
          = tiem_sandbox_tts_sign (json_object_get_string_member (vector, "app_secret"),
                                   json_object_get_string_member (vector, "path"),
                                   query,
                                   json_object_get_string_member (vector, "content_type"),
                                   body);

      g_test_message ("%s", json_object_get_string_member (vector, "id"));
      g_assert_cmpstr (sign, ==, json_object_get_string_member (vector, "sign"));
    }
}

/* The same over the gateway: with the vector's keys, at its time. */
static void
test_vectors_sent (TtsFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *vectors = load_vectors (parser);

  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      JsonObject *query = json_object_get_object_member (vector, "query");
      g_autofree char *settings
          = g_strdup_printf ("{'key':'%s','secret':'%s'}",
                             json_object_get_string_member (vector, "app_key"),
                             json_object_get_string_member (vector, "app_secret"));
      g_autofree char *path = g_strdup_printf ("%s?%s",
                                               json_object_get_string_member (vector, "path"),
                                               json_object_get_string_member (vector, "url_query"));
      g_autoptr (TiemRequest) request = sandbox_fixture_make (
          &fixture->base, json_object_get_string_member (vector, "method"), path, NULL);
      g_autoptr (GBytes) body = get_body (vector);

      if (body != NULL)
        tiem_request_set_body (request,
                               json_object_get_string_member (vector, "content_type"),
                               g_bytes_get_data (body, NULL),
                               g_bytes_get_size (body));
      tts_fixture_configure (fixture, settings);
      fixture->base.now
          = g_ascii_strtoll (json_object_get_string_member (query, "timestamp"), NULL, 10) * 1000;
      sandbox_fixture_send (&fixture->base, request);
      g_test_message (
          "%s: %s", json_object_get_string_member (vector, "id"), tts_fixture_message (fixture));
      /* Either this market lacks the call, or what it misses is the token. */
      if (tts_fixture_code (fixture) != 36009009 && tts_fixture_code (fixture) != 36009010)
        assert_refused (fixture, 400, 36009004, "access_token");
    }
}

/* "{}" is two bytes to sign; a switch takes the signature without them. */
static void
test_empty_body (TtsFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (TiemForm) unsigned_query = tts_fixture_make_query (fixture, SEARCH, "page_size=5");
  g_autofree char *sign = tts_fixture_sign (unsigned_query, SEARCH, NULL);
  g_autofree char *encoded = NULL;
  g_autofree char *path = NULL;
  g_autoptr (TiemRequest) request = NULL;

  tts_fixture_ok (fixture, "POST", SEARCH, "page_size=5", NULL);
  tts_fixture_ok (fixture, "POST", SEARCH, "page_size=5", "{}");
  tts_fixture_ok (fixture, "POST", SEARCH, "page_size=5", "[]");

  tiem_form_add (unsigned_query, "sign", sign);
  encoded = tiem_form_encode (unsigned_query);
  path = g_strdup_printf ("%s?%s", SEARCH, encoded);
  request = sandbox_fixture_make (&fixture->base, "POST", path, "{}");
  tiem_request_set_header (request, "x-tts-access-token", fixture->tts->access_token);
  sandbox_fixture_send (&fixture->base, request);
  assert_refused (fixture, 401, 106001, "signature is invalid");
  tts_fixture_configure (fixture, "{'lenient_empty_body':true}");
  sandbox_fixture_send (&fixture->base, request);
  g_assert_cmpint (tts_fixture_code (fixture), ==, 0);
}

/* Gateway */

/* Each row spoils one thing more, from the last check to the first: the earlier check wins. */
static void
test_order_of_checks (TtsFixture *fixture,
                      gconstpointer data)
{
  const char *path = SEARCH;
  g_autoptr (TiemForm) query = tts_fixture_make_query (fixture, path, "page_size=101");
  const char *method = "POST";
  static const struct
  {
    const char *what;
    guint status;
    gint64 code;
    const char *word;
  } rows[] = {
    { "parameter", 400, 36009004, "page_size" },
    { "cipher", 401, 101000, "shop_cipher" },
    { "no cipher", 400, 106013, "shop_cipher" },
    { "scope", 401, 105005, "Access denied" },
    { "expired", 401, 105002, "xpired" },
    { "token", 400, 36009004, "access_token" },
    { "sign", 401, 106001, "signature is invalid" },
    { "timestamp", 400, 36009004, "timestamp" },
    { "key", 400, 36009004, "Invalid app_key query parameter" },
    { "method", 405, 36009010, "Invalid method" },
    { "path", 404, 36009009, "Invalid path" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *what = rows[i].what;

      g_test_message ("%s", what);
      if (g_str_equal (what, "cipher"))
        tts_fixture_replace (query, "shop_cipher", "ROW_other");
      else if (g_str_equal (what, "no cipher"))
        tts_fixture_replace (query, "shop_cipher", NULL);
      else if (g_str_equal (what, "scope"))
        tts_fixture_configure (fixture, "{'scopes':'seller.product.basic'}");
      else if (g_str_equal (what, "expired"))
        tts_fixture_configure (fixture, "{'expire_token':true}");
      else if (g_str_equal (what, "token"))
        {
          g_free (fixture->tts->access_token);
          fixture->tts->access_token = g_strdup ("TTP_another");
        }
      else if (g_str_equal (what, "timestamp"))
        tts_fixture_replace (query, "timestamp", "1763712000");
      else if (g_str_equal (what, "key"))
        tts_fixture_replace (query, "app_key", "0");
      else if (g_str_equal (what, "method"))
        method = "GET";
      else if (g_str_equal (what, "path"))
        path = "/order/202309/orders/list";
      tts_fixture_replace (query, "sign", NULL);
      if (g_str_equal (what, "token"))
        {
          g_autofree char *encoded = NULL;
          g_autofree char *whole = NULL;
          g_autofree char *sign = tts_fixture_sign (query, path, NULL);
          g_autoptr (TiemRequest) request = NULL;

          tiem_form_add (query, "sign", sign);
          encoded = tiem_form_encode (query);
          whole = g_strdup_printf ("%s?%s", path, encoded);
          request = sandbox_fixture_make (&fixture->base, method, whole, NULL);
          sandbox_fixture_send (&fixture->base, request);
          assert_refused (fixture, rows[i].status, rows[i].code, rows[i].word);
          tiem_request_set_header (request, "x-tts-access-token", "TTP_unknown");
          sandbox_fixture_send (&fixture->base, request);
        }
      else if (g_str_equal (what, "sign"))
        {
          g_autofree char *encoded = tiem_form_encode (query);
          g_autofree char *whole = g_strdup_printf ("%s?%s&sign=00", path, encoded);

          sandbox_fixture_call (&fixture->base, method, whole, NULL);
        }
      else
        tts_fixture_send (fixture, method, path, query, NULL);
      assert_refused (fixture, rows[i].status, rows[i].code, rows[i].word);
    }
}

static void
test_timestamp_window (TtsFixture *fixture,
                       gconstpointer data)
{
  static const struct
  {
    gint64 offset_s;
    gboolean is_good;
  } rows[] = { { -300, TRUE }, { -301, FALSE }, { 30, TRUE }, { 31, FALSE }, { 0, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TiemForm) query = tts_fixture_make_query (fixture, SHOPS, NULL);
      g_autofree char *timestamp
          = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->base.now / 1000 + rows[i].offset_s);

      tts_fixture_replace (query, "timestamp", timestamp);
      tts_fixture_send (fixture, "GET", SHOPS, query, NULL);
      if (rows[i].is_good)
        g_assert_cmpint (tts_fixture_code (fixture), ==, 0);
      else
        assert_refused (fixture, 400, 36009004, "timestamp");
      /* The answer says what time it is. */
      g_assert_nonnull (sandbox_fixture_header (&fixture->base, "Date"));
    }
}

/* What is wrong with a signature that is nearly right. */
static void
test_spoilt_signatures (TtsFixture *fixture,
                        gconstpointer data)
{
  g_autoptr (TiemForm) query
      = tts_fixture_make_query (fixture, SEARCH, "page_size=5&sort_field=update_time");
  g_autofree char *sign = tts_fixture_sign (query, SEARCH, "{\"update_time_ge\":1}");
  g_autofree char *upper = g_ascii_strup (sign, -1);
  g_autofree char *encoded = tiem_form_encode (query);
  const struct
  {
    const char *more;
    const char *sign;
    const char *body;
    gboolean is_good;
  } rows[] = {
    { "", sign, "{\"update_time_ge\":1}", TRUE },
    { "", upper, "{\"update_time_ge\":1}", FALSE },
    { "", sign, "{\"update_time_ge\": 1}", FALSE },
    { "", sign, NULL, FALSE },
    { "&version=202309", sign, "{\"update_time_ge\":1}", FALSE },
    { "&access_token=TTP_1", sign, "{\"update_time_ge\":1}", TRUE },
    { "", "", "{\"update_time_ge\":1}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path
          = g_strdup_printf (SEARCH "?%s%s&sign=%s", encoded, rows[i].more, rows[i].sign);
      g_autoptr (TiemRequest) request
          = sandbox_fixture_make (&fixture->base, "POST", path, rows[i].body);

      tiem_request_set_header (request, "x-tts-access-token", fixture->tts->access_token);
      sandbox_fixture_send (&fixture->base, request);
      g_test_message ("%u", i);
      if (rows[i].is_good)
        g_assert_cmpint (tts_fixture_code (fixture), ==, 0);
      else
        assert_refused (fixture, 401, 106001, "signature is invalid");
    }
}

/* Other people's clients send more than is asked for. */
static void
test_extra_parameters (TtsFixture *fixture,
                       gconstpointer data)
{
  tts_fixture_ok (
      fixture, "POST", SEARCH, "page_size=5&version=202309&shop_id=", "{'unheard_of':{'a':[1]}}");
}

static void
test_shopless (TtsFixture *fixture,
               gconstpointer data)
{
  g_autoptr (TiemForm) query = tts_fixture_make_query (fixture, SHOPS, NULL);
  JsonObject *shop = tts_only (tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL), "shops");

  g_assert_cmpstr (tts_text (shop, "cipher"), ==, fixture->tts->cipher);
  g_assert_cmpstr (tts_text (shop, "id"), ==, fixture->tts->shop_id);
  g_assert_cmpstr (tts_text (shop, "region"), ==, "VN");
  g_assert_cmpstr (tts_text (shop, "seller_type"), ==, "LOCAL");
  g_assert_cmpstr (tts_text (shop, "name"), ==, "Nhà Mây");

  shop = tts_only (tts_fixture_ok (fixture, "GET", "/seller/202309/shops", NULL, NULL), "shops");
  g_assert_false (json_object_has_member (shop, "cipher"));

  tiem_form_add (query, "shop_cipher", fixture->tts->cipher);
  tts_fixture_send (fixture, "GET", SHOPS, query, NULL);
  assert_refused (fixture, 400, 36009004, "shop_cipher");
}

static void
test_paths (TtsFixture *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *path;
    guint status;
    gint64 code;
  } rows[] = {
    { "GET", "/", 404, 36009009 },
    { "GET", "/order", 404, 36009009 },
    { "GET", "/order/202309/orders/list", 404, 36009009 },
    { "GET", "/order/202309/orders/576461413038785752", 404, 36009009 },
    { "POST", "/order/202309/orders/576461413038785752/confirm", 404, 36009009 },
    { "POST", "/order/v2/orders/search", 404, 36009009 },
    { "POST", "/order/202212/orders/search", 400, 36009014 },
    { "GET", SEARCH, 405, 36009010 },
    { "GET", "/product/202502/products/search", 405, 36009010 },
    { "POST", "/order/202309/orders", 405, 36009010 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s %s", rows[i].method, rows[i].path);
      tts_fixture_call (fixture, rows[i].method, rows[i].path, "page_size=5", NULL);
      assert_refused (fixture, rows[i].status, rows[i].code, "Invalid");
    }
}

static void
test_bodies (TtsFixture *fixture,
             gconstpointer data)
{
  g_autoptr (TiemForm) query = tts_fixture_make_query (fixture, SEARCH, "page_size=5");
  g_autofree char *sign = tts_fixture_sign (query, SEARCH, "a=1");
  g_autofree char *encoded = tiem_form_encode (query);
  g_autofree char *path = g_strdup_printf (SEARCH "?%s&sign=%s", encoded, sign);
  g_autoptr (TiemRequest) request = sandbox_fixture_make (&fixture->base, "POST", path, NULL);

  tts_fixture_call (fixture, "POST", SEARCH, "page_size=5", "{'update_time_ge':");
  assert_refused (fixture, 400, 36009022, "format");
  tts_fixture_call (fixture, "POST", SEARCH, "page_size=5", "[1]");
  assert_refused (fixture, 400, 36009022, "format");
  tiem_request_set_body (request, "application/x-www-form-urlencoded", "a=1", -1);
  tiem_request_set_header (request, "x-tts-access-token", fixture->tts->access_token);
  sandbox_fixture_send (&fixture->base, request);
  assert_refused (fixture, 400, 36009023, "content type");
}

/* YYYYMMDDhhmmss and 20 hex digits, in every answer. */
static void
test_request_id (TtsFixture *fixture,
                 gconstpointer data)
{
  static const char *const paths[] = { SHOPS, "/nowhere", "/api/v2/token/get" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const char *id;

      tts_fixture_call (fixture, "GET", paths[i], NULL, NULL);
      id = tts_text (sandbox_fixture_object (&fixture->base), "request_id");
      g_assert_true (g_regex_match_simple ("^20261121120000[0-9A-F]{20}$", id, 0, 0));
    }
}

static void
test_rate_limit (TtsFixture *fixture,
                 gconstpointer data)
{
  tts_fixture_configure (fixture, "{'calls_per_second':3}");
  for (int i = 0; i < 3; i++)
    tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL);
  tts_fixture_call (fixture, "GET", SHOPS, NULL, NULL);
  assert_refused (fixture, 429, 36009002, "Too many requests");
  g_assert_cmpstr (sandbox_fixture_header (&fixture->base, "Retry-After"), ==, "1");

  tts_fixture_pass (fixture, 500);
  tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL);
  tts_fixture_configure (fixture, "{'retry_after_s':-1,'calls_per_second':1}");
  tts_fixture_call (fixture, "GET", SHOPS, NULL, NULL);
  tts_fixture_call (fixture, "GET", SHOPS, NULL, NULL);
  tts_fixture_call (fixture, "GET", SHOPS, NULL, NULL);
  assert_refused (fixture, 429, 36009002, "Too many requests");
  g_assert_null (sandbox_fixture_header (&fixture->base, "Retry-After"));
}

static void
test_closed_doors (TtsFixture *fixture,
                   gconstpointer data)
{
  static const struct
  {
    const char *settings;
    guint status;
    gint64 code;
  } rows[] = {
    { "{'ip_denied':true}", 403, 36009033 },
    { "{'ip_denied':false,'shop_state':'shop_disabled'}", 401, 36009043 },
    { "{'shop_state':'seller_disabled'}", 401, 36009044 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      tts_fixture_configure (fixture, rows[i].settings);
      tts_fixture_call (fixture, "GET", SHOPS, NULL, NULL);
      assert_refused (fixture, rows[i].status, rows[i].code, "");
    }
  tts_fixture_configure (fixture, "{'shop_state':'active'}");
  tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL);
}

/* Errors of the platform itself, and what the shared faults do to its answers. */
static void
test_faults (TtsFixture *fixture,
             gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  g_autofree char *path = g_strdup_printf (
      "/product/202309/products/%" G_GINT64_FORMAT "/inventory/update", item->parent->id);
  g_autofree char *body = g_strdup_printf (
      "{'skus':[{'id':'%" G_GINT64_FORMAT "','inventory':[{'quantity':77}]}]}", item->id);

  tts_fixture_configure (fixture, "{'fail':{'endpoint':'order','times':2}}");
  tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL);
  for (int i = 0; i < 2; i++)
    {
      tts_fixture_call (fixture, "POST", SEARCH, "page_size=5", NULL);
      assert_refused (fixture, 500, 36009003, "Internal error");
    }
  tts_fixture_ok (fixture, "POST", SEARCH, "page_size=5", NULL);

  tts_fixture_configure (fixture, "{'fail':{'after_write':true,'endpoint':'product'}}");
  tts_fixture_call (fixture, "POST", path, NULL, body);
  assert_refused (fixture, 500, 36009003, "Internal error");
  g_assert_cmpint (item->stock, ==, 77);

  item->stock = 5;
  sandbox_fixture_call (&fixture->base,
                        "POST",
                        "/_sandbox/faults",
                        "{\"kind\":\"lost_answer\",\"endpoint\":\"product/products/inventory\"}");
  tts_fixture_call (fixture, "POST", path, NULL, body);
  g_assert_null (fixture->base.response);
  g_assert_cmpint (item->stock, ==, 77);

  sandbox_fixture_call (&fixture->base, "POST", "/_sandbox/faults", "{\"kind\":\"error\"}");
  tts_fixture_call (fixture, "GET", SHOPS, NULL, NULL);
  g_assert_cmpuint (fixture->base.status, ==, 503);
  g_assert_null (fixture->base.body);
}

static void
test_unknown_fields (TtsFixture *fixture,
                     gconstpointer data)
{
  JsonObject *shop;

  tts_fixture_configure (fixture, "{'extra_fields':true}");
  shop = tts_only (tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL), "shops");
  g_assert_true (json_object_has_member (shop, "new_field_of_next_year"));
}

static void
test_settings_are_checked (TtsFixture *fixture,
                           gconstpointer data)
{
  static const char *const wrong[] = {
    "{\"warehouses\":3}",   "{\"shop_state\":\"asleep\"}",          "{\"retry_after_s\":-2}",
    "{\"scopes\":[\"a\"]}", "{\"campaign\":{\"sku\":\"NO-SUCH\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      sandbox_fixture_call (&fixture->base, "POST", "/_sandbox/settings", wrong[i]);
      g_assert_cmpuint (fixture->base.status, ==, 400);
    }
}

/* Tokens */

static JsonObject *
ask_token (TtsFixture *fixture,
           const char *path,
           const char *query)
{
  g_autofree char *whole
      = g_strdup_printf ("%s?app_key=" TTS_KEY "&app_secret=" TTS_SECRET "&%s", path, query);

  sandbox_fixture_call (&fixture->base, "GET", whole, NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  return tts_fixture_code (fixture) == 0 ? tts_fixture_data (fixture) : NULL;
}

/* The owner presses the button of the page. Returns: (transfer full): where the browser goes */
static char *
agree (TtsFixture *fixture,
       const char *form)
{
  g_autoptr (TiemRequest) request
      = sandbox_fixture_make (&fixture->base, "POST", "/open/authorize", NULL);

  tiem_request_set_body (request, "application/x-www-form-urlencoded", form, -1);
  sandbox_fixture_send (&fixture->base, request);
  return g_strdup (sandbox_fixture_header (&fixture->base, "Location"));
}

static char *
get_code (TtsFixture *fixture)
{
  g_autofree char *location = agree (
      fixture,
      "service_id=" TTS_SERVICE "&state=s%20t&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Ftiktok");
  g_autoptr (TiemForm) query = NULL;

  g_assert_cmpuint (fixture->base.status, ==, 302);
  g_assert_true (g_str_has_prefix (location, "http://127.0.0.1:4711/tiktok?"));
  query = tiem_form_parse (strchr (location, '?') + 1);
  g_assert_cmpstr (tiem_form_get (query, "state"), ==, "s t");
  return g_strdup (tiem_form_get (query, "code"));
}

static void
test_consent_page (TtsFixture *fixture,
                   gconstpointer data)
{
  static const char *const strangers[] = { "https://evil.example/", "http://10.0.0.1/", "x" };
  g_autofree char *location = NULL;

  sandbox_fixture_call (
      &fixture->base, "GET", "/open/authorize?service_id=" TTS_SERVICE "&state=abc", NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_nonnull (strstr (g_bytes_get_data (fixture->base.response->body, NULL), "<button>"));
  g_assert_nonnull (strstr (g_bytes_get_data (fixture->base.response->body, NULL), "\"abc\""));

  /* The app key is no service id. */
  sandbox_fixture_call (&fixture->base, "GET", "/open/authorize?service_id=" TTS_KEY, NULL);
  g_assert_cmpuint (fixture->base.status, ==, 404);
  g_assert_nonnull (strstr (g_bytes_get_data (fixture->base.response->body, NULL),
                            "This service does not exist"));
  /* The page of the older address knows the app by its key. */
  sandbox_fixture_call (
      &fixture->base, "GET", "/oauth/authorize?app_key=" TTS_KEY "&state=abc", NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);

  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *form
          = g_strdup_printf ("service_id=" TTS_SERVICE "&redirect_uri=%s", strangers[i]);
      g_autofree char *nowhere = agree (fixture, form);

      g_assert_null (nowhere);
      g_assert_nonnull (strstr (g_bytes_get_data (fixture->base.response->body, NULL), "<code>"));
    }

  /* Begun at Seller Center: no state. */
  tts_fixture_configure (fixture,
                         "{'drop_state':true,'redirect_uri':'http://localhost:5000/back'}");
  location = agree (fixture, "service_id=" TTS_SERVICE "&state=abc");
  g_assert_true (g_str_has_prefix (location, "http://localhost:5000/back?"));
  g_assert_null (strstr (location, "state="));
}

static void
test_code (TtsFixture *fixture,
           gconstpointer data)
{
  g_autofree char *code = get_code (fixture);
  g_autofree char *query = g_strdup_printf ("auth_code=%s&grant_type=authorized_code", code);
  g_autofree char *late = NULL;
  g_autofree char *late_query = NULL;
  JsonObject *tokens = ask_token (fixture, "/api/v2/token/get", query);

  g_assert_nonnull (tokens);
  g_assert_cmpstr (tts_text (tokens, "access_token"), ==, fixture->tts->access_token);
  g_assert_cmpstr (tts_text (tokens, "seller_name"), ==, "Nhà Mây");
  g_assert_cmpstr (tts_text (tokens, "seller_base_region"), ==, "VN");
  g_assert_cmpint (json_object_get_int_member (tokens, "user_type"), ==, 0);
  /* Points in time, not spans. */
  g_assert_cmpint (json_object_get_int_member (tokens, "access_token_expire_in"),
                   ==,
                   (SANDBOX_START + 7 * DAY_MS) / 1000);
  g_assert_cmpint (json_object_get_int_member (tokens, "refresh_token_expire_in"),
                   ==,
                   (SANDBOX_START + 365 * DAY_MS) / 1000);
  g_assert_cmpuint (tts_length (tokens, "granted_scopes"), >, 5);
  g_assert_false (json_object_has_member (tokens, "shop_cipher"));

  g_assert_null (ask_token (fixture, "/api/v2/token/get", query));
  g_assert_cmpint (tts_fixture_code (fixture), ==, 36004004);
  late = get_code (fixture);
  late_query = g_strdup_printf ("auth_code=%s&grant_type=authorized_code", late);
  tts_fixture_pass (fixture, 30 * MINUTE_MS);
  g_assert_null (ask_token (fixture, "/api/v2/token/get", late_query));
  g_assert_cmpint (tts_fixture_code (fixture), ==, 36004004);
}

/* Both words are taken; each token works until the next pair is made. */
static void
test_refresh (TtsFixture *fixture,
              gconstpointer data)
{
  static const char *const words[] = { "refresh_token", "authorized_code" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *old_access = g_strdup (fixture->tts->access_token);
      g_autofree char *old_refresh = g_strdup (fixture->tts->refresh_token);
      g_autofree char *query
          = g_strdup_printf ("refresh_token=%s&grant_type=%s", old_refresh, words[i]);
      JsonObject *tokens = ask_token (fixture, "/api/v2/token/refresh", query);

      g_assert_nonnull (tokens);
      g_assert_cmpstr (tts_text (tokens, "access_token"), !=, old_access);
      g_assert_cmpstr (tts_text (tokens, "refresh_token"), !=, old_refresh);
      g_assert_null (ask_token (fixture, "/api/v2/token/refresh", query));
      g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
      tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL);
    }
}

static void
test_expiry (TtsFixture *fixture,
             gconstpointer data)
{
  g_autofree char *query
      = g_strdup_printf ("refresh_token=%s&grant_type=refresh_token", fixture->tts->refresh_token);
  g_autofree char *last = NULL;

  tts_fixture_pass (fixture, 7 * DAY_MS - 1000);
  tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL);
  tts_fixture_pass (fixture, 1000);
  tts_fixture_call (fixture, "GET", SHOPS, NULL, NULL);
  assert_refused (fixture, 401, 105002, "xpired");
  g_assert_nonnull (ask_token (fixture, "/api/v2/token/refresh", query));
  tts_fixture_ok (fixture, "GET", SHOPS, NULL, NULL);

  tts_fixture_pass (fixture, 365 * DAY_MS);
  last = g_strdup_printf ("refresh_token=%s&grant_type=refresh_token", fixture->tts->refresh_token);
  g_assert_null (ask_token (fixture, "/api/v2/token/refresh", last));
}

static void
test_wrong_client (TtsFixture *fixture,
                   gconstpointer data)
{
  static const char *const paths[] = {
    "/api/v2/token/get?app_key=x&app_secret=" TTS_SECRET "&grant_type=authorized_code",
    "/api/v2/token/get?app_key=" TTS_KEY "&app_secret=x&grant_type=authorized_code",
    "/api/v2/token/get?app_key=" TTS_KEY "&app_secret=" TTS_SECRET "&grant_type=code",
    "/api/v2/token/get?app_key=" TTS_KEY "&app_secret=" TTS_SECRET "&grant_type=authorized_code",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      sandbox_fixture_call (&fixture->base, "GET", paths[i], NULL);
      g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
      g_assert_false (json_object_has_member (sandbox_fixture_object (&fixture->base), "data"));
    }
}

/* The end of a grant: neither token means anything. */
static void
test_revoked (TtsFixture *fixture,
              gconstpointer data)
{
  g_autofree char *access = g_strdup (fixture->tts->access_token);
  g_autofree char *query
      = g_strdup_printf ("refresh_token=%s&grant_type=refresh_token", fixture->tts->refresh_token);

  tts_fixture_configure (fixture, "{'revoke':true}");
  g_assert_cmpstr (fixture->tts->access_token, !=, access);
  g_assert_null (ask_token (fixture, "/api/v2/token/refresh", query));
}

/* Talking to buyers is granted on application alone. */
static void
test_ready_line (TtsFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (JsonObject) channel = tiem_sandbox_market_describe (fixture->base.market);
  JsonObject *token = tiem_sandbox_json_get_object (channel, "token");

  g_assert_cmpstr (tts_text (channel, "kind"), ==, "tiktok");
  g_assert_cmpstr (tts_text (channel, "base_url"), ==, fixture->base.home);
  g_assert_cmpstr (tts_text (channel, "auth_url"), ==, fixture->base.home);
  g_assert_cmpstr (tts_text (channel, "service_id"), ==, TTS_SERVICE);
  g_assert_cmpstr (tts_text (channel, "shop"), ==, fixture->tts->shop_id);
  g_assert_cmpstr (tts_text (token, "shop_cipher"), ==, fixture->tts->cipher);
  g_assert_cmpint (json_object_get_int_member (token, "expires_at"), >, SANDBOX_START);
}

#define ADD(path, func)                                                                            \
  g_test_add (                                                                                     \
      "/sandbox/tiktok/" path, TtsFixture, NULL, tts_fixture_set_up, func, tts_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/tiktok/sign/vectors", test_vectors);
  ADD ("sign/vectors-sent", test_vectors_sent);
  ADD ("sign/empty-body", test_empty_body);
  ADD ("sign/spoilt", test_spoilt_signatures);
  ADD ("gateway/order-of-checks", test_order_of_checks);
  ADD ("gateway/timestamp-window", test_timestamp_window);
  ADD ("gateway/extra-parameters", test_extra_parameters);
  ADD ("gateway/shopless", test_shopless);
  ADD ("gateway/paths", test_paths);
  ADD ("gateway/bodies", test_bodies);
  ADD ("gateway/request-id", test_request_id);
  ADD ("gateway/rate-limit", test_rate_limit);
  ADD ("gateway/closed-doors", test_closed_doors);
  ADD ("gateway/faults", test_faults);
  ADD ("gateway/unknown-fields", test_unknown_fields);
  ADD ("gateway/settings", test_settings_are_checked);
  ADD ("token/consent-page", test_consent_page);
  ADD ("token/code", test_code);
  ADD ("token/refresh", test_refresh);
  ADD ("token/expiry", test_expiry);
  ADD ("token/wrong-client", test_wrong_client);
  ADD ("token/revoked", test_revoked);
  ADD ("ready-line", test_ready_line);

  return g_test_run ();
}
