#include "sandbox-fixture.h"

#define KNOWN SANDBOX_KEY
#define OTHER "ck_ffffffffffffffffffffffffffffffffffffffff"
#define WRONG "cs_0000000000000000000000000000000000000000"

/* Over plain http, where keys go by OAuth alone. */
static void
set_up_http (SandboxFixture *fixture,
             gconstpointer data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();

  options->only = g_strdup ("woocommerce");
  options->products = 2;
  options->past_orders = 15;
  sandbox_fixture_open (fixture, options, "http://127.0.0.1:8180");
  sandbox_fixture_call (fixture,
                        "POST",
                        "/_sandbox/settings",
                        "{\"key\":\"" SANDBOX_KEY "\",\"secret\":\"" SANDBOX_SECRET "\"}");
}

/* Signs with the helper of the channels, which is written independently. */
static TiemForm *
sign (SandboxFixture *fixture,
      TiemForm *form,
      const char *method,
      const char *path,
      gint64 seconds,
      const char *nonce)
{
  g_autofree char *url = g_strconcat (fixture->home, path, NULL);

  tiem_oauth1_sign (form, method, url, SANDBOX_KEY, SANDBOX_SECRET, seconds, nonce);
  return form;
}

static void
send_form (SandboxFixture *fixture,
           const char *method,
           const char *path,
           const TiemForm *form)
{
  g_autofree char *query = tiem_form_encode (form);
  g_autofree char *whole = g_strdup_printf ("%s?%s", path, query);

  sandbox_fixture_call (fixture, method, whole, NULL);
}

static void
replace (TiemForm *form,
         const char *name,
         const char *value)
{
  for (guint i = 0; i < form->names->len; i++)
    if (g_str_equal (form->names->pdata[i], name))
      {
        if (value != NULL)
          {
            g_free (form->values->pdata[i]);
            form->values->pdata[i] = g_strdup (value);
          }
        else
          {
            g_ptr_array_remove_index (form->names, i);
            g_ptr_array_remove_index (form->values, i);
          }
        return;
      }
  g_assert_not_reached ();
}

static const char *
get_message (SandboxFixture *fixture)
{
  return json_object_get_string_member (sandbox_fixture_object (fixture), "message");
}

/* Whether the signature was looked at and found good: everything later may still fail. */
static gboolean
was_known (SandboxFixture *fixture)
{
  g_autofree char *code = NULL;

  if (fixture->status != 401)
    return TRUE;
  code = sandbox_fixture_text (fixture, "code");
  g_assert_true (g_str_has_prefix (code, "woocommerce_rest_"));
  return FALSE;
}

static JsonArray *
load_vectors (JsonParser *parser)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "woocommerce-oauth1.json", NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                       "vectors");
}

/* What @vector says goes over the wire; the signature may be spoilt. */
static TiemRequest *
make_vector_request (JsonObject *vector,
                     const char *signature)
{
  JsonObject *params = json_object_get_object_member (vector, "params");
  g_autoptr (GList) names = json_object_get_members (params);
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *query = NULL;
  g_autofree char *url = NULL;

  for (GList *l = names; l != NULL; l = l->next)
    tiem_form_add (form, l->data, json_object_get_string_member (params, l->data));
  tiem_form_add (
      form, "oauth_consumer_key", json_object_get_string_member (vector, "consumer_key"));
  tiem_form_add (form, "oauth_timestamp", json_object_get_string_member (vector, "timestamp"));
  tiem_form_add (form, "oauth_nonce", json_object_get_string_member (vector, "nonce"));
  tiem_form_add (form, "oauth_signature", signature);
  tiem_form_add (
      form, "oauth_signature_method", json_object_get_string_member (vector, "signature_method"));
  query = tiem_form_encode (form);
  url = g_strdup_printf ("%s?%s", json_object_get_string_member (vector, "url"), query);
  return tiem_request_new (json_object_get_string_member (vector, "method"), url);
}

static void
check_vector (JsonObject *vector)
{
  const char *url = json_object_get_string_member (vector, "url");
  const char *signature = json_object_get_string_member (vector, "signature");
  g_autofree char *home = g_strndup (url, strstr (url, "/wp-json") - url);
  g_autofree char *settings
      = g_strdup_printf ("{\"key\":\"%s\",\"secret\":\"%s\"}",
                         json_object_get_string_member (vector, "consumer_key"),
                         json_object_get_string_member (vector, "consumer_secret"));
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autoptr (TiemRequest) good = make_vector_request (vector, signature);
  g_autoptr (TiemRequest) bad
      = make_vector_request (vector, "58wjCHtOr5IqkEGYtlyIz1EBFusaArYUlWuO87D0gDp=");
  SandboxFixture fixture = { 0 };
  gint64 timestamp
      = g_ascii_strtoll (json_object_get_string_member (vector, "timestamp"), NULL, 10);

  options->only = g_strdup ("woocommerce");
  g_test_message ("%s", json_object_get_string_member (vector, "name"));
  options->products = 1;
  options->past_orders = 0;
  sandbox_fixture_open (&fixture, options, home);
  sandbox_fixture_call (&fixture, "POST", "/_sandbox/settings", settings);

  /* The check of the time comes after that of the signature. */
  fixture.now = (timestamp + 901) * 1000;
  sandbox_fixture_send (&fixture, good);
  g_assert_cmpstr (get_message (&fixture), ==, "Invalid timestamp.");
  fixture.now = (timestamp - 901) * 1000;
  sandbox_fixture_send (&fixture, good);
  g_assert_cmpstr (get_message (&fixture), ==, "Invalid timestamp.");

  fixture.now = timestamp * 1000;
  sandbox_fixture_send (&fixture, bad);
  g_assert_cmpstr (
      get_message (&fixture), ==, "Invalid signature - provided signature does not match.");
  sandbox_fixture_send (&fixture, good);
  g_assert_true (was_known (&fixture));
  sandbox_fixture_send (&fixture, good);
  g_assert_cmpstr (get_message (&fixture), ==, "Invalid nonce - nonce has already been used.");
  sandbox_fixture_close (&fixture);
}

static void
test_vectors (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *vectors = load_vectors (parser);

  g_assert_cmpuint (json_array_get_length (vectors), ==, 17);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    check_vector (json_array_get_object_element (vectors, i));
}

/* Spoil one thing after the other: the earlier check speaks. */
static void
test_order_of_checks (SandboxFixture *fixture,
                      gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *value; /* NULL = left out */
    const char *code;
    const char *message;
  } cases[] = {
    { "oauth_timestamp", "1795262400", NULL, NULL },
    { "oauth_nonce",
      NULL,
      "woocommerce_rest_authentication_missing_parameter",
      "Missing OAuth parameter oauth_nonce" },
    { "oauth_signature",
      "",
      "woocommerce_rest_authentication_missing_parameter",
      "Missing OAuth parameter oauth_signature" },
    { "oauth_consumer_key",
      OTHER,
      "woocommerce_rest_authentication_error",
      "Consumer key is invalid." },
    { "oauth_signature",
      "abc",
      "woocommerce_rest_authentication_error",
      "Invalid signature - provided signature does not match." },
    { "oauth_signature_method",
      "PLAINTEXT",
      "woocommerce_rest_authentication_error",
      "Invalid signature - signature method is invalid." },
    { "oauth_signature_method",
      "RSA-SHA1",
      "woocommerce_rest_authentication_error",
      "Invalid signature - signature method is invalid." },
    { "oauth_timestamp",
      "1795262399",
      "woocommerce_rest_authentication_error",
      "Invalid signature - provided signature does not match." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemForm) form = tiem_form_new ();
      g_autofree char *nonce = g_strdup_printf ("nonce%u", i);

      sign (fixture, form, "GET", "/wp-json/wc/v3/orders", fixture->now / 1000, nonce);
      replace (form, cases[i].name, cases[i].value);
      send_form (fixture, "GET", "/wp-json/wc/v3/orders", form);
      if (cases[i].code == NULL)
        {
          g_assert_cmpuint (fixture->status, ==, 200);
          continue;
        }
      g_assert_cmpuint (fixture->status, ==, 401);
      sandbox_fixture_assert_text (fixture, "code", cases[i].code);
      g_assert_cmpstr (get_message (fixture), ==, cases[i].message);
      g_assert_null (sandbox_fixture_header (fixture, "WWW-Authenticate"));
    }
}

static void
test_lists (SandboxFixture *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *query; /* as the client signs it */
    gboolean is_known;
  } cases[] = {
    { "include=98,99,100", TRUE },
    { "include[]=98&include[]=99", FALSE },
    { "include[]=98", FALSE },
    { "include[0]=98&include[1]=99", TRUE },
    { "include[0]=1&include[1]=2&include[2]=3&include[3]=4&include[4]=5&include[5]=6&include[6]=7"
      "&include[7]=8&include[8]=9&include[9]=10",
      TRUE },
    { "include[0]=1&include[1]=2&include[2]=3&include[3]=4&include[4]=5&include[5]=6&include[6]=7"
      "&include[7]=8&include[8]=9&include[9]=10&include[10]=11",
      FALSE },
    { "search=a+b%26c%3Dd*~'()!", TRUE },
    { "search=", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemForm) form = tiem_form_parse (cases[i].query);
      g_autofree char *nonce = g_strdup_printf ("nonce%u", i);

      g_test_message ("%s", cases[i].query);
      sign (fixture, form, "GET", "/wp-json/wc/v3/products", fixture->now / 1000, nonce);
      send_form (fixture, "GET", "/wp-json/wc/v3/products", form);
      g_assert_cmpint (was_known (fixture), ==, cases[i].is_known);
    }
}

/* oauth_ parameters in the header, a JSON body that is not signed, another method on top. */
static void
test_oauth_forms (SandboxFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autoptr (TiemForm) put = tiem_form_new ();
  g_autoptr (GString) header = g_string_new ("OAuth realm=\"x\"");
  g_autoptr (TiemRequest) request = NULL;
  g_autofree char *query = NULL;
  g_autofree char *path = NULL;

  sign (fixture, form, "POST", "/wp-json/wc/v3/products/batch", fixture->now / 1000, "n1");
  for (guint i = 0; i < tiem_form_get_size (form); i++)
    {
      g_autofree char *value = tiem_percent_encode (form->values->pdata[i]);

      g_string_append_printf (header, ", %s=\"%s\"", (const char *)form->names->pdata[i], value);
    }
  request
      = sandbox_fixture_make (fixture, "POST", "/wp-json/wc/v3/products/batch", "{\"update\":[]}");
  tiem_request_set_header (request, "Authorization", header->str);
  sandbox_fixture_send (fixture, request);
  g_assert_cmpuint (fixture->status, ==, 200);

  /* The signed method is the one on the wire. */
  tiem_form_add (put, "_method", "DELETE");
  sign (fixture, put, "POST", "/wp-json/wc/v3/orders/999999", fixture->now / 1000, "n2");
  query = tiem_form_encode (put);
  path = g_strconcat ("/wp-json/wc/v3/orders/999999?", query, NULL);
  sandbox_fixture_call (fixture, "POST", path, NULL);
  g_assert_cmpuint (fixture->status, ==, 404);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_shop_order_invalid_id");
}

static void
test_other_name (SandboxFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *query = NULL;
  g_autofree char *url = NULL;
  g_autoptr (TiemRequest) request = NULL;

  /* Called by another name than its own, the shop finds the signature wrong. */
  tiem_oauth1_sign (form,
                    "GET",
                    "http://localhost:8180/wp-json/wc/v3/orders",
                    SANDBOX_KEY,
                    SANDBOX_SECRET,
                    fixture->now / 1000,
                    "n");
  query = tiem_form_encode (form);
  url = g_strconcat ("http://localhost:8180/wp-json/wc/v3/orders?", query, NULL);
  request = tiem_request_new ("GET", url);
  sandbox_fixture_send (fixture, request);
  g_assert_cmpstr (
      get_message (fixture), ==, "Invalid signature - provided signature does not match.");
}

/* The table of the ways to send keys, over TLS and without. */
static void
test_ways (void)
{
  static const struct
  {
    const char *home;
    const char *key; /* NULL = nothing sent */
    const char *secret;
    gboolean in_query;
    gboolean header_dropped;
    guint status;
    const char *code;
  } cases[] = {
    { "https://a.example", KNOWN, SANDBOX_SECRET, FALSE, FALSE, 200, NULL },
    { "https://a.example", KNOWN, SANDBOX_SECRET, TRUE, FALSE, 200, NULL },
    { "https://a.example", KNOWN, SANDBOX_SECRET, TRUE, TRUE, 200, NULL },
    { "https://a.example",
      KNOWN,
      SANDBOX_SECRET,
      FALSE,
      TRUE,
      401,
      "woocommerce_rest_cannot_view" },
    { "https://a.example",
      KNOWN,
      WRONG,
      FALSE,
      FALSE,
      401,
      "woocommerce_rest_authentication_error" },
    { "https://a.example",
      KNOWN,
      WRONG,
      TRUE,
      FALSE,
      401,
      "woocommerce_rest_authentication_error" },
    { "https://a.example", OTHER, WRONG, FALSE, FALSE, 401, "woocommerce_rest_cannot_view" },
    { "https://a.example", NULL, NULL, FALSE, FALSE, 401, "woocommerce_rest_cannot_view" },
    { "http://a.example",
      KNOWN,
      SANDBOX_SECRET,
      FALSE,
      FALSE,
      401,
      "woocommerce_rest_cannot_view" },
    { "http://a.example", KNOWN, SANDBOX_SECRET, TRUE, FALSE, 401, "woocommerce_rest_cannot_view" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
      g_autoptr (TiemRequest) request = NULL;
      g_autofree char *path = NULL;
      SandboxFixture fixture = { 0 };

      options->only = g_strdup ("woocommerce");
      options->products = 1;
      options->past_orders = 1;
      sandbox_fixture_open (&fixture, options, cases[i].home);
      sandbox_fixture_call (&fixture,
                            "POST",
                            "/_sandbox/settings",
                            "{\"key\":\"" SANDBOX_KEY "\",\"secret\":\"" SANDBOX_SECRET "\"}");
      if (cases[i].header_dropped)
        sandbox_fixture_call (
            &fixture, "POST", "/_sandbox/settings", "{\"drop_authorization\":true}");
      path = cases[i].in_query
                 ? g_strdup_printf ("/wp-json/wc/v3/orders?consumer_key=%s&consumer_secret=%s",
                                    cases[i].key,
                                    cases[i].secret)
                 : g_strdup ("/wp-json/wc/v3/orders");
      request = sandbox_fixture_make (&fixture, "GET", path, NULL);
      if (cases[i].key != NULL && !cases[i].in_query)
        sandbox_fixture_set_basic (request, cases[i].key, cases[i].secret);
      sandbox_fixture_send (&fixture, request);
      g_assert_cmpuint (fixture.status, ==, cases[i].status);
      if (cases[i].code != NULL)
        sandbox_fixture_assert_text (&fixture, "code", cases[i].code);
      sandbox_fixture_close (&fixture);
    }
}

static void
test_permissions (SandboxFixture *fixture,
                  gconstpointer data)
{
  sandbox_fixture_call (fixture, "POST", "/_sandbox/settings", "{\"permissions\":\"read\"}");
  sandbox_fixture_wc_ok (fixture, "GET", "orders", NULL, 200);
  sandbox_fixture_wc_ok (fixture, "POST", "orders", "{}", 401);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_authentication_error");
  g_assert_cmpstr (
      get_message (fixture), ==, "The API key provided does not have write permissions.");
  sandbox_fixture_call (fixture, "POST", "/_sandbox/settings", "{\"permissions\":\"write\"}");
  sandbox_fixture_wc_ok (fixture, "GET", "orders", NULL, 401);
  g_assert_cmpstr (
      get_message (fixture), ==, "The API key provided does not have read permissions.");
}

/* Who is not known learns first that the route or the parameters are wrong. */
static void
test_unknown_caller (SandboxFixture *fixture,
                     gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { "GET", "/wp-json/", NULL, 200, NULL },
    { "GET", "/wp-json/wc/v3", NULL, 200, NULL },
    { "OPTIONS", "/wp-json/wc/v3/orders", NULL, 200, NULL },
    { "GET", "/wp-json/wc/v3/don-hang", NULL, 404, "rest_no_route" },
    { "PATCH", "/wp-json/wc/v3/orders", "{}", 404, "rest_no_route" },
    { "GET", "/wp-json/wc/v3/orders?per_page=0", NULL, 400, "rest_invalid_param" },
    { "POST", "/wp-json/wc/v3/orders", "{", 400, "rest_invalid_json" },
    { "GET", "/wp-json/wc/v3/orders/1", NULL, 401, "woocommerce_rest_cannot_view" },
    { "POST", "/wp-json/wc/v3/orders", "{}", 401, "woocommerce_rest_cannot_create" },
    { "PUT", "/wp-json/wc/v3/orders/1", "{}", 401, "woocommerce_rest_cannot_edit" },
    { "DELETE", "/wp-json/wc/v3/orders/1", NULL, 401, "woocommerce_rest_cannot_delete" },
    { "POST", "/wp-json/wc/v3/orders/batch", "{}", 401, "woocommerce_rest_cannot_batch" },
    { "POST", "/wp-json/wp/v2/media", NULL, 401, "rest_cannot_create" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].method, cases[i].path);
      sandbox_fixture_call (fixture, cases[i].method, cases[i].path, cases[i].body);
      g_assert_cmpuint (fixture->status, ==, cases[i].status);
      if (cases[i].code != NULL)
        sandbox_fixture_assert_text (fixture, "code", cases[i].code);
    }
}

static void
test_discovery (SandboxFixture *fixture,
                gconstpointer data)
{
  JsonObject *routes;

  sandbox_fixture_call (fixture, "GET", "/wp-json/", NULL);
  sandbox_fixture_assert_text (fixture, "name", "Website Nhà Mây");
  sandbox_fixture_assert_text (fixture, "home", "https://nhamay.example");
  sandbox_fixture_assert_text (fixture, "timezone_string", "Asia/Ho_Chi_Minh");
  g_assert_cmpint (sandbox_fixture_int (fixture, "gmt_offset"), ==, 7);
  routes = json_object_get_object_member (sandbox_fixture_object (fixture), "routes");
  g_assert_true (json_object_has_member (routes, "/wc/v3/orders"));
  g_assert_true (
      json_object_has_member (routes, "/wc/v3/products/(?P<id>[\\d]+)/variations/(?P<id>[\\d]+)"));
  g_assert_cmpstr (sandbox_fixture_header (fixture, "Link"),
                   ==,
                   "<https://nhamay.example/wp-json/>; rel=\"https://api.w.org/\"");

  /* A parameter can be asked for before it is relied on. */
  sandbox_fixture_call (fixture, "OPTIONS", "/wp-json/wc/v3/orders", NULL);
  g_assert_nonnull (
      strstr (g_bytes_get_data (fixture->response->body, NULL), "\"modified_after\""));
}

static void
check_page (SandboxFixture *fixture,
            const char *method,
            const char *path,
            guint status)
{
  g_test_message ("%s %s", method, path);
  sandbox_fixture_call (fixture, method, path, NULL);
  g_assert_cmpuint (fixture->status, ==, status);
  g_assert_cmpstr (
      sandbox_fixture_header (fixture, "Content-Type"), ==, "text/html; charset=UTF-8");
}

static void
test_plain_links (SandboxFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (TiemRequest) request = NULL;
  g_autoptr (TiemRequest) without_marker = NULL;

  check_page (fixture, "GET", "/", 200);
  check_page (fixture, "GET", "/khong-co", 404);
  sandbox_fixture_wc_ok (fixture, "GET", "orders/", NULL, 200);
  request = sandbox_fixture_make (fixture, "GET", "/index.php/wp-json/wc/v3/orders", NULL);
  sandbox_fixture_set_basic (request, SANDBOX_KEY, SANDBOX_SECRET);
  sandbox_fixture_send (fixture, request);
  g_assert_cmpuint (fixture->status, ==, 200);

  sandbox_fixture_call (fixture, "POST", "/_sandbox/settings", "{\"permalinks\":\"plain\"}");
  check_page (fixture, "GET", "/wp-json/", 200);
  check_page (fixture, "GET", "/wp-json/wc/v3/orders", 301);
  g_assert_cmpstr (sandbox_fixture_header (fixture, "Location"),
                   ==,
                   "https://nhamay.example/wp-json/wc/v3/orders/");
  check_page (fixture, "GET", "/wp-json/wc/v3/orders/", 200);
  check_page (fixture, "POST", "/wp-json/wc/v3/orders", 200);
  check_page (fixture, "HEAD", "/", 200);
  g_assert_cmpstr (sandbox_fixture_header (fixture, "Link"),
                   ==,
                   "<https://nhamay.example/index.php?rest_route=/>; rel=\"https://api.w.org/\"");

  sandbox_fixture_call (fixture, "GET", "/?rest_route=/", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  /* Keys are looked at only where the marker stands in the address. */
  without_marker = sandbox_fixture_make (fixture, "GET", "/?rest_route=/wc/v3/orders", NULL);
  sandbox_fixture_set_basic (without_marker, SANDBOX_KEY, SANDBOX_SECRET);
  sandbox_fixture_send (fixture, without_marker);
  g_assert_cmpuint (fixture->status, ==, 401);
  sandbox_fixture_assert_text (fixture, "code", "woocommerce_rest_cannot_view");
  g_clear_pointer (&request, tiem_request_free);
  request = sandbox_fixture_make (
      fixture, "GET", "/wp-json/wc/?rest_route=/wc/v3/orders&per_page=1", NULL);
  sandbox_fixture_set_basic (request, SANDBOX_KEY, SANDBOX_SECRET);
  sandbox_fixture_send (fixture, request);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpuint (sandbox_fixture_length (fixture), ==, 1);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, set_up, test)                                                                    \
  g_test_add (path, SandboxFixture, NULL, set_up, test, sandbox_fixture_tear_down)

  g_test_add_func ("/sandbox/wc/auth/vectors", test_vectors);
  g_test_add_func ("/sandbox/wc/auth/ways", test_ways);
  ADD ("/sandbox/wc/auth/order-of-checks", set_up_http, test_order_of_checks);
  ADD ("/sandbox/wc/auth/lists", set_up_http, test_lists);
  ADD ("/sandbox/wc/auth/oauth-forms", set_up_http, test_oauth_forms);
  ADD ("/sandbox/wc/auth/other-name", set_up_http, test_other_name);
  ADD ("/sandbox/wc/auth/permissions", sandbox_fixture_set_up_wc, test_permissions);
  ADD ("/sandbox/wc/auth/unknown-caller", sandbox_fixture_set_up_wc, test_unknown_caller);
  ADD ("/sandbox/wc/discovery", sandbox_fixture_set_up_wc, test_discovery);
  ADD ("/sandbox/wc/plain-links", sandbox_fixture_set_up_wc, test_plain_links);

  return g_test_run ();
}
