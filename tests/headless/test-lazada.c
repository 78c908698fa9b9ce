#include "lazada-fixture.h"

#include "base/tiem-time.h"
#include "channel/lazada/tiem-lazada-private.h"

#include <json-glib/json-glib.h>

#define SELLER                                                                                     \
  "{'data':{'seller_id':200549968600,'name':'Tiệm Lụa Hà Đông','short_code':'VN35ABCD',"    \
  "'status':'ACTIVE','verified':true},'code':'0','request_id':'2101'}"
#define TOKENS                                                                                     \
  "'access_token':'50000mới','refresh_token':'50001mới','expires_in':864000,"                  \
  "'refresh_expires_in':'4320000','account':'shop@example.vn','code':'0','request_id':'212a'"

/* --- signing --- */

static void
check_vector (JsonObject *vector)
{
  JsonObject *parameters = json_object_get_object_member (vector, "params");
  g_autoptr (GList) names = json_object_get_members (parameters);
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *sign = NULL;

  for (GList *l = names; l != NULL; l = l->next)
    tiem_form_add (form, l->data, json_object_get_string_member (parameters, l->data));
  tiem_form_add (form, "sign", "of the call before");
  sign = laz_sign (json_object_get_string_member (vector, "app_secret"),
                   json_object_get_string_member (vector, "api_path"),
                   form);
  g_test_message ("%s", json_object_get_string_member (vector, "id"));
  g_assert_cmpstr (sign, ==, json_object_get_string_member (vector, "sign"));
}

static void
test_vectors (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "lazada-sign.json", NULL);
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

/* What goes where, and that the platform would get the same signature from it. */
static void
test_requests (void)
{
  static const FakeRow rows[] = { { NULL, "", 200, "{'code':'0','data':{}}" } };
  LazadaShop shop = { 0 };
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = { .method = "GET", .path = "/orders/get", .parameters = form };

  /* decomposed letters, a plus, and something empty */
  tiem_form_add (form, "update_after", "2026-01-05T10:00:00+07:00");
  tiem_form_add (form, "note", "a\xcc\x81o ấm & \"đẹp\"");
  tiem_form_add (form, "status", "");

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (TiemForm) sent = NULL;
      g_autofree char *sign = NULL;
      const TiemRequest *request;

      call.method = i == 0 ? "GET" : "POST";
      node = laz_call (
          &((TiemChannelLazada *)shop.channel)->shop, shop.transport, &call, &answer, NULL, NULL);
      g_assert_nonnull (node);
      request = lazada_shop_get_request (&shop, i);
      sent = lazada_request_dup_form (request);
      g_assert_true (g_str_has_prefix (request->url, "https://api.lazada.vn/rest/orders/get?"));
      g_assert_cmpstr (request->endpoint, ==, "orders/get");
      g_assert_cmpstr (tiem_form_get (sent, "app_key"), ==, "104218");
      g_assert_cmpstr (tiem_form_get (sent, "timestamp"), ==, "1767600000000");
      g_assert_cmpstr (tiem_form_get (sent, "sign_method"), ==, "sha256");
      g_assert_cmpstr (tiem_form_get (sent, "access_token"), ==, "50000201c30Vn");
      g_assert_cmpstr (tiem_form_get (sent, "note"), ==, "áo ấm & \"đẹp\"");
      g_assert_null (tiem_form_get (sent, "status"));
      g_assert_null (tiem_form_get (sent, "partner_id"));
      sign = laz_sign ("Kd8mQv2xLr7TzPn4WbY6hJc1sFg9uAeE", "/orders/get", sent);
      g_assert_cmpstr (tiem_form_get (sent, "sign"), ==, sign);

      /* the business parameters of a POST, and these alone, are in its body */
      if (i == 0)
        {
          g_assert_null (request->body);
          g_assert_nonnull (strstr (request->url, "10%3A00%3A00%2B07%3A00"));
        }
      else
        {
          g_assert_true (
              g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded"));
          g_assert_null (strstr (request->url, "update_after"));
          g_assert_nonnull (strstr (request->url, "access_token"));
        }
    }
  lazada_shop_close (&shop);
}

/* --- the form --- */

static void
test_account (void)
{
  static const struct
  {
    const char *base;
    const char *auth;
    const char *api_base; /* NULL: refused */
    const char *auth_base;
  } cases[] = {
    { NULL, NULL, LAZ_API_BASE, LAZ_AUTH_BASE },
    { "  ", "", LAZ_API_BASE, LAZ_AUTH_BASE },
    { "https://api.lazada.vn", NULL, LAZ_API_BASE, LAZ_AUTH_BASE },
    { "api.lazada.vn/rest/", NULL, LAZ_API_BASE, LAZ_AUTH_BASE },
    { "https://api.lazada.vn/rest/orders/get", NULL, LAZ_API_BASE, LAZ_AUTH_BASE },
    { "https://API.lazada.vn:443/", "https://auth.lazada.com/", LAZ_API_BASE, LAZ_AUTH_BASE },
    { "http://127.0.0.1:18102/rest",
      NULL,
      "http://127.0.0.1:18102/rest",
      "http://127.0.0.1:18102/rest" },
    { "localhost:18102", NULL, "http://localhost:18102/rest", "http://localhost:18102/rest" },
    { "http://localhost:18102/rest",
      LAZ_AUTH_BASE,
      "http://localhost:18102/rest",
      "http://localhost:18102/rest" },
    { "http://localhost:18102",
      "http://localhost:18200",
      "http://localhost:18102/rest",
      "http://localhost:18200/rest" },
    { "http://api.lazada.vn/rest" },
    { "ftp://api.lazada.vn" },
    { "https://a b.vn" },
    { "https://" },
    { NULL, "http://auth.lazada.com/rest" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemAccount) account = lazada_account_new ();
      g_autoptr (TiemChannel) channel = NULL;
      g_autoptr (GError) error = NULL;

      account->base_url = g_strdup (cases[i].base);
      account->auth_url = g_strdup (cases[i].auth);
      channel = tiem_channel_info_find ("lazada")->create (account, &error);
      g_test_message ("%s, %s", cases[i].base, cases[i].auth);
      if (cases[i].api_base == NULL)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (((TiemChannelLazada *)channel)->shop.api_base, ==, cases[i].api_base);
      g_assert_cmpstr (((TiemChannelLazada *)channel)->shop.auth_base, ==, cases[i].auth_base);
    }
}

static void
test_keys (void)
{
  static const struct
  {
    const char *key;
    const char *secret;
    gboolean fits;
  } cases[] = {
    { "123456", "helloworld", TRUE },  { " 123456 ", "hello\n", TRUE },
    { "", "helloworld", FALSE },       { "123456", NULL, FALSE },
    { "helloworld", "123456", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemAccount) account = tiem_account_new ();
      g_autoptr (TiemChannel) channel = NULL;
      g_autoptr (GError) error = NULL;

      account->key = g_strdup (cases[i].key);
      account->secret = g_strdup (cases[i].secret);
      channel = tiem_channel_info_find ("lazada")->create (account, &error);
      g_assert_true ((channel != NULL) == cases[i].fits);
      if (channel == NULL)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
    }
}

/* --- signing in --- */

static void
test_sign_in_url (void)
{
  const TiemChannelInfo *info = tiem_channel_info_find ("lazada");
  g_autoptr (TiemAccount) account = lazada_account_new ();
  g_autofree char *url
      = info->sign_in_url (account, "http://127.0.0.1:4711/xong?a=1", "bí mật", LAZADA_NOW);
  g_autofree char *local = NULL;

  g_assert_cmpstr (url,
                   ==,
                   "https://auth.lazada.com/oauth/authorize?response_type=code&force_auth=true"
                   "&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fxong%3Fa%3D1&client_id=104218"
                   "&state=b%C3%AD%20m%E1%BA%ADt");

  account->base_url = g_strdup ("http://127.0.0.1:18102/rest");
  local = info->sign_in_url (account, "x", NULL, LAZADA_NOW);
  g_assert_true (g_str_has_prefix (local, "http://127.0.0.1:18102/oauth/authorize?"));
}

static void
test_sign_in (void)
{
  static const struct
  {
    const char *landed;
    const char *shop;   /* (nullable) of the channel */
    const char *answer; /* (nullable) the platform's */
    const char *id;     /* NULL: refused with AUTH */
  } cases[] = {
    { "http://127.0.0.1:4711/xong?code=0_104218_Cl3&state=s1",
      NULL,
      "{" TOKENS ",'country':'vn','country_user_info':[{'country':'sg','seller_id':'1'},"
      "{'country':'vn','seller_id':'200549968600','short_code':'VN35ABCD'}]}",
      "200549968600" },
    { " https://shop.example/xong?state=s1&code=0_104218_Cl3#x ",
      "VN35ABCD",
      "{" TOKENS ",'country':'vn','country_user_info_list':[{'country':'vn',"
      "'seller_id':200549968600,'short_code':'VN35ABCD'}]}",
      "VN35ABCD" },
    { "0_104218_Cl3", NULL, "{" TOKENS ",'country':'vn','account_id':null}", "200549968600" },
    { "code=0_104218_Cl3&state=s1", NULL, "{'code':'0','data':{" TOKENS "}}", "200549968600" },
    /* another sign-in's, none, refused */
    { "http://127.0.0.1:4711/xong?code=0_104218_Cl3&state=s2" },
    { "http://127.0.0.1:4711/xong?code=0_104218_Cl3" },
    { "http://127.0.0.1:4711/xong?state=s1" },
    { "http://127.0.0.1:4711/xong" },
    { "" },
    { "http://127.0.0.1:4711/xong?error=access_denied&state=s1" },
    { "http://127.0.0.1:4711/xong?error=unauthorized_client" },
    /* too old, another country, another shop */
    { "0_104218_Cl3", NULL, "{'code':'InvalidCode','type':'ISV','message':'Invalid code'}" },
    { "0_104218_Cl3",
      NULL,
      "{" TOKENS ",'country':'sg','country_user_info':[{'country':'sg','seller_id':'1'}]}" },
    { "0_104218_Cl3",
      "999",
      "{" TOKENS ",'country':'vn','country_user_info':[{'country':'vn','seller_id':'1'}]}" },
  };
  const TiemChannelInfo *info = tiem_channel_info_find ("lazada");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = { { "POST", "/auth/token/create?", 200, cases[i].answer },
                         { "GET", "/seller/get?", 200, SELLER } };
      LazadaShop shop = { 0 };
      g_autoptr (TiemAccount) account = lazada_account_new ();
      g_autoptr (TiemAccount) signed_in = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].landed);
      account->shop = g_strdup (cases[i].shop);
      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      signed_in = info->sign_in (account, shop.transport, cases[i].landed, "s1", NULL, &error);
      if (cases[i].id == NULL)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
          g_assert_cmpuint (shop.fake->requests->len, ==, cases[i].answer != NULL);
          lazada_shop_close (&shop);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (signed_in->shop, ==, cases[i].id);
      g_assert_cmpstr (signed_in->access_token, ==, "50000mới");
      g_assert_cmpstr (signed_in->refresh_token, ==, "50001mới");
      g_assert_cmpint (signed_in->expires_at, ==, LAZADA_NOW + 864000 * 1000LL);
      g_assert_cmpint (signed_in->refresh_expires_at, ==, LAZADA_NOW + 4320000 * 1000LL);
      g_assert_cmpint (signed_in->grant_ends_at, ==, LAZADA_NOW + 4320000 * 1000LL);
      g_assert_cmpstr (signed_in->secret, ==, account->secret);
      g_assert_true (g_str_has_prefix (lazada_shop_get_request (&shop, 0)->url,
                                       "https://auth.lazada.com/rest/auth/token/create?"));
      lazada_assert_parameter (&shop, 0, "code", "0_104218_Cl3");
      lazada_assert_parameter (&shop, 0, "access_token", NULL);
      lazada_shop_close (&shop);
    }
}

static void
test_refresh (void)
{
  static const FakeRow rows[] = {
    { "POST", "/auth/token/refresh?", 200, "{" TOKENS "}", 1 },
    { "POST",
      "/auth/token/refresh?",
      200,
      "{'access_token':'a','expires_in':'600','code':'0'}",
      1 },
    { "POST",
      "/auth/token/refresh?",
      200,
      "{'code':'IllegalRefreshToken','type':'ISV','message':'The specified refresh token is "
      "invalid or expired'}",
      1 },
    { "POST", "/auth/token/refresh?", 200, "{'code':'AUTH_TYPE_UNSUPPORTED','type':'ISV'}", 1 },
    { "POST", "/auth/token/refresh?", 200, "{'code':'IllegalAccessToken','type':'ISV'}", 1 },
    { "POST", "/auth/token/refresh?", 0, NULL, 1 },
    { "POST", "/auth/token/refresh?", 200, "{'code':'0'}", 1 },
  };
  static const int codes[] = {
    -1,
    -1,
    TIEM_ERROR_AUTH,
    TIEM_ERROR_AUTH,
    TIEM_ERROR_AUTH,
    TIEM_ERROR_TRANSIENT,
    TIEM_ERROR_PROTOCOL,
  };
  const TiemChannelInfo *info = tiem_channel_info_find ("lazada");
  g_autoptr (TiemAccount) account = lazada_account_new ();
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemAccount) renewed = info->refresh (account, shop.transport, NULL, &error);

      lazada_assert_parameter (&shop, i, "refresh_token", "50001201e12Rf");
      if (codes[i] >= 0)
        {
          g_assert_error (error, TIEM_ERROR, codes[i]);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (renewed->refresh_token, ==, i == 0 ? "50001mới" : "50001201e12Rf");
      g_assert_cmpint (renewed->expires_at, ==, LAZADA_NOW + (i == 0 ? 864000 : 600) * 1000LL);
    }

  {
    g_autoptr (GError) error = NULL;

    g_clear_pointer (&account->refresh_token, g_free);
    g_assert_null (info->refresh (account, shop.transport, NULL, &error));
    g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
    g_assert_cmpuint (shop.fake->requests->len, ==, G_N_ELEMENTS (codes));
  }
  lazada_shop_close (&shop);
}

static void
test_test (void)
{
  static const FakeRow rows[] = {
    { "GET", "/rest/seller/get?", 200, SELLER, 1 },
    { "GET", "/rest/seller/get?", 200, "{'code':'0','data':{'name':'Lụa','status':'INACTIVE'}}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (TiemChannelProbe) probe = NULL;
  g_autoptr (TiemChannelProbe) closed = NULL;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  probe = tiem_channel_test (shop.channel, shop.transport, NULL, NULL);
  g_assert_cmpstr (probe->shop, ==, "Tiệm Lụa Hà Đông");
  g_assert_cmpstr (probe->message, ==, "Connected.");
  closed = tiem_channel_test (shop.channel, shop.transport, NULL, NULL);
  g_assert_cmpstr (closed->shop, ==, "Lụa");
  g_assert_nonnull (strstr (closed->message, "closed"));
  lazada_shop_close (&shop);
}

static void
test_signed_out (void)
{
  g_autoptr (TiemAccount) account = lazada_account_new ();
  g_autoptr (TiemChannel) channel = NULL;
  g_autoptr (FakeTransport) fake = fake_transport_new (fake_table_handle, NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&account->access_token, g_free);
  channel = tiem_channel_info_find ("lazada")->create (account, NULL);
  g_assert_null (tiem_channel_test (channel, TIEM_TRANSPORT (fake), NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_assert_cmpuint (fake->requests->len, ==, 0);
}

/* --- errors --- */

static void
test_errors (void)
{
  static const struct
  {
    const char *code;
    const char *type;
    const char *message;
    int class;
    gint64 wait_ms;
  } cases[] = {
    { "MissingParameter", "ISV", "sign", TIEM_ERROR_PROTOCOL },
    { "IncompleteSignature", "ISV", "does not conform", TIEM_ERROR_AUTH },
    { "InvalidAppKey", "ISV", "x", TIEM_ERROR_AUTH },
    { "IllegalAccessToken", "ISV", "invalid or expired", TIEM_ERROR_TOKEN },
    { "InvalidAccessToken", "ISV", "x", TIEM_ERROR_TOKEN },
    { "IllegalRefreshToken", "ISV", "x", TIEM_ERROR_AUTH },
    { "InvalidCode", "ISV", "x", TIEM_ERROR_AUTH },
    { "AppWhiteIpLimit", "ISV", "x", TIEM_ERROR_AUTH },
    { "AppNotSubscribed", "ISV", "x", TIEM_ERROR_AUTH },
    { "InvalidApi", "ISV", "x", TIEM_ERROR_AUTH },
    { "InvalidApiPath", "ISV", "x", TIEM_ERROR_AUTH },
    { "InsufficientPermission", "ISV", "x", TIEM_ERROR_AUTH },
    { "UnsupportedHTTPMethod", "ISV", "x", TIEM_ERROR_PROTOCOL },
    { "ApiCallLimit",
      "SYSTEM",
      "Api access frequency exceeds the limit. this ban will last 7 seconds",
      TIEM_ERROR_RATE_LIMITED,
      7000 },
    { "ApiCallLimit", "SYSTEM", "slow", TIEM_ERROR_RATE_LIMITED, 1000 },
    { "SellerCallLimit", "SYSTEM", "x", TIEM_ERROR_RATE_LIMITED, 1300 },
    { "AppCallLimit", "SYSTEM", "x", TIEM_ERROR_RATE_LIMITED, 60000 },
    { "901", "ISP", "Limit service request speed", TIEM_ERROR_RATE_LIMITED, 1500 },
    { "998", "ISP", "x", TIEM_ERROR_RATE_LIMITED, 300000 },
    { "1002", "ISP", "x", TIEM_ERROR_RATE_LIMITED, 2400 },
    { "506", "ISP", "Get product failed", TIEM_ERROR_RATE_LIMITED, 2400 },
    { "ServiceTimeout", "ISP", "x", TIEM_ERROR_TRANSIENT },
    { "SYSTEM_ERROR", "SYSTEM", "x", TIEM_ERROR_TRANSIENT },
    { "UnknownRuntimeException", "SYSTEM", "x", TIEM_ERROR_TRANSIENT },
    { "InternalError", "SYSTEM", "x", TIEM_ERROR_TRANSIENT },
    { "513", "ISP", "x", TIEM_ERROR_TRANSIENT },
    { "6", "ISP", "x", TIEM_ERROR_TRANSIENT },
    { "21", "ISP", "x", TIEM_ERROR_TRANSIENT },
    { "1000", "ISP", "x", TIEM_ERROR_TRANSIENT },
    { "106", "ISP", "x", TIEM_ERROR_REJECTED },
    { "1", "ISP", "x", TIEM_ERROR_REJECTED },
    { "5", "ISP", "x", TIEM_ERROR_REJECTED },
    { "30", "ISP", "x", TIEM_ERROR_REJECTED },
    { "SellerNotVerified", "ISP", "x", TIEM_ERROR_AUTH },
    { "SellerNotActive", "ISP", "x", TIEM_ERROR_AUTH },
    { "Mp3SellerApiLimit", "ISP", "x", TIEM_ERROR_REJECTED },
    { "16", "ISP", "E016: \\\"446\\\" Invalid Order ID", TIEM_ERROR_REJECTED },
    { "14", "ISP", "x", TIEM_ERROR_PROTOCOL },
    { "17", "ISP", "x", TIEM_ERROR_PROTOCOL },
    { "19", "ISP", "x", TIEM_ERROR_PROTOCOL },
    { "SomethingNew", "ISP", "Mới toanh", TIEM_ERROR_REJECTED },
    { "SomethingNew", "SYSTEM", "Mới toanh", TIEM_ERROR_TRANSIENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body
          = g_strdup_printf ("{'code':'%s','type':'%s','message':'%s','request_id':'2101z'}",
                             cases[i].code,
                             cases[i].type,
                             cases[i].message);
      FakeRow rows[] = { { "GET", "/seller/get?", 200, body } };
      LazadaShop shop = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].code);
      lazada_shop_open (&shop, rows, 1);
      g_assert_null (tiem_channel_test (shop.channel, shop.transport, NULL, &error));
      g_assert_error (error, TIEM_ERROR, cases[i].class);
      g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, cases[i].wait_ms);
      g_assert_cmpstr (tiem_error_get_request_id (error), ==, "2101z");
      g_assert_true (g_str_has_prefix (tiem_error_get_detail (error), cases[i].code));
      /* a sentence: what happened; what to do */
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_nonnull (strpbrk (error->message, ";."));
      g_assert_null (strstr (error->message, cases[i].code));
      lazada_shop_close (&shop);
    }
}

/* What no code of the platform's speaks for. */
static void
test_transport (void)
{
  static const struct
  {
    guint status;
    const char *body; /* NULL: a web page */
    int class;
    gint64 wait_ms;
  } cases[] = {
    { 429, "{}", TIEM_ERROR_RATE_LIMITED, 3000 },
    { 429, NULL, TIEM_ERROR_RATE_LIMITED, 3000 },
    { 502, NULL, TIEM_ERROR_TRANSIENT, 3000 },
    { 503, "{'code':'SYSTEM_ERROR','type':'SYSTEM'}", TIEM_ERROR_TRANSIENT, 0 },
    { 400, "{'code':'IllegalAccessToken','type':'ISV'}", TIEM_ERROR_TOKEN, 0 },
    { 500, "{'code':'Strange','type':'ISP'}", TIEM_ERROR_TRANSIENT, 0 },
    { 200, NULL, TIEM_ERROR_PROTOCOL, 0 },
    { 200, "", TIEM_ERROR_PROTOCOL, 0 },
    { 200, "{'code':'0','data':{'name':'Lụ", TIEM_ERROR_PROTOCOL, 0 },
    { 200, "{'data':{'name':'Lụa'}}", TIEM_ERROR_PROTOCOL, 0 },
    { 200, "[1,2]", TIEM_ERROR_PROTOCOL, 0 },
    { 200, "{'code':'0','data':null}", TIEM_ERROR_PROTOCOL, 0 },
    { 200,
      "{'code':'0','success':false,'error_code':'TRAFFIC_CONTROL'}",
      TIEM_ERROR_RATE_LIMITED,
      3000 },
    { 200,
      "{'code':'0','result':{'success':'false','errorCode':'16','errorMsg':'x'}}",
      TIEM_ERROR_REJECTED,
      0 },
    { 0, NULL, TIEM_ERROR_TRANSIENT, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { "GET", "/seller/get?", cases[i].status, cases[i].body, 0, "Retry-After", "3" },
      };
      LazadaShop shop = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%u %s", cases[i].status, cases[i].body);
      lazada_shop_open (&shop, rows, 1);
      g_assert_null (tiem_channel_test (shop.channel, shop.transport, NULL, &error));
      g_assert_error (error, TIEM_ERROR, cases[i].class);
      if (cases[i].class == TIEM_ERROR_RATE_LIMITED)
        g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, cases[i].wait_ms);
      lazada_shop_close (&shop);
    }
}

/* A code that is a number, a strange content type and a mark in front are no trouble. */
static void
test_tolerance (void)
{
  static const FakeRow rows[] = {
    { NULL,
      "/seller/get?",
      200,
      "\xef\xbb\xbf{'code':0,'data':{'name':'Lụa'}}",
      1,
      "Content-Type",
      "text/html" },
    { NULL, "/seller/get?", 200, "  {'code':'0','data':{'short_code':12}}", 1 },
  };
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemChannelProbe) probe
          = tiem_channel_test (shop.channel, shop.transport, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (probe->shop, ==, i == 0 ? "Lụa" : "12");
    }
  lazada_shop_close (&shop);
}

/* Told again and again, a shop waits longer; once it is through, no longer. */
static void
test_patience (void)
{
  static const FakeRow rows[] = {
    { NULL, "/seller/get?", 200, "{'code':'SellerCallLimit','type':'SYSTEM'}", 3 },
    { NULL, "/seller/get?", 200, SELLER, 1 },
    { NULL, "/seller/get?", 200, "{'code':'SellerCallLimit','type':'SYSTEM'}", 1 },
  };
  static const gint64 waits[] = { 1300, 1650, 2000, 0, 1300 };
  LazadaShop shop = { 0 };

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemChannelProbe) probe
          = tiem_channel_test (shop.channel, shop.transport, NULL, &error);

      if (waits[i] == 0)
        g_assert_no_error (error);
      else
        g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, waits[i]);
    }
  lazada_shop_close (&shop);
}

static void
test_partner (void)
{
  static const FakeRow rows[] = {
    { NULL, "partner_id=", 200, SELLER },
    { NULL, "/seller/get?", 200, "{'code':'MissingPartner','type':'ISV'}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (TiemChannelProbe) probe = NULL;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  probe = tiem_channel_test (shop.channel, shop.transport, NULL, NULL);
  g_assert_nonnull (probe);
  g_assert_cmpuint (shop.fake->requests->len, ==, 2);
  lazada_shop_close (&shop);
}

/* A clock that is a day behind: the first answer puts it right, the call is sent once more. */
static void
test_clock (void)
{
  static const FakeRow rows[] = {
    { NULL,
      "timestamp=1767600",
      200,
      "{'code':'IllegalTimestamp','type':'ISV','message':'x'}",
      0,
      "Date",
      "Tue, 06 Jan 2026 08:00:00 GMT" },
    { NULL, "timestamp=17676864", 200, SELLER, 0, "Date", "Tue, 06 Jan 2026 08:00:00 GMT" },
  };
  static const FakeRow stubborn[] = {
    { NULL,
      "/seller/get?",
      200,
      "{'code':'IllegalTimestamp','type':'ISV','message':'x'}",
      0,
      "Date",
      "Mon, 05 Jan 2026 08:00:00 GMT" },
  };
  LazadaShop shop = { 0 };
  LazadaShop wrong = { 0 };
  g_autoptr (TiemChannelProbe) probe = NULL;
  g_autoptr (GError) error = NULL;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  probe = tiem_channel_test (shop.channel, shop.transport, NULL, NULL);
  g_assert_nonnull (probe);
  g_assert_cmpuint (shop.fake->requests->len, ==, 2);
  lazada_shop_close (&shop);

  lazada_shop_open (&wrong, stubborn, G_N_ELEMENTS (stubborn));
  g_assert_null (tiem_channel_test (wrong.channel, wrong.transport, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  g_assert_nonnull (strstr (error->message, "clock"));
  g_assert_cmpuint (wrong.fake->requests->len, ==, 1);
  lazada_shop_close (&wrong);
}

/* --- values --- */

static void
test_values (void)
{
  static const struct
  {
    const char *json;
    gint64 vnd; /* −1 = refused */
  } cases[] = {
    { "'25000.00'", 25000 },
    { "'1,707.00'", 1707 },
    { "'1,250,000'", 1250000 },
    { "16000.0", 16000 },
    { "489", 489 },
    { "''", 0 },
    { "null", 0 },
    { "'null'", 0 },
    { "'12,34'", -1 },
    { "'1,2345'", -1 },
    { "',123'", -1 },
    { "'1234,567'", -1 },
    { "'0.5'", -1 },
    { "true", -1 },
    { "'12đ'", -1 },
    { "'99999999999999999999'", -1 },
  };
  static const struct
  {
    const char *json;
    const char *iso; /* NULL: refused; "": not known */
  } times[] = {
    { "'2023-11-27 17:18:12 +0700'", "2023-11-27T10:18:12.000Z" },
    { "'2019-06-04T23:59:59+08:00'", "2019-06-04T15:59:59.000Z" },
    { "'2026-01-05T10:00:00Z'", "2026-01-05T10:00:00.000Z" },
    { "'2026-01-05 10:00:00'", "2026-01-05T03:00:00.000Z" },
    { "'2026-01-01 00:00'", "2025-12-31T17:00:00.000Z" },
    { "1767700000000", "2026-01-06T11:46:40.000Z" },
    { "'1767582133'", "2026-01-05T03:02:13.000Z" },
    { "''", "" },
    { "'null'", "" },
    { "0", "" },
    { "'hôm qua'", NULL },
  };
  g_autofree char *text = laz_format_time (1767582131000);

  g_assert_cmpstr (text, ==, "2026-01-05T10:02:11+07:00");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{'v':%s}", cases[i].json);
      g_autofree char *json = fake_json (body);
      g_autoptr (JsonNode) node = json_from_string (json, NULL);
      g_autoptr (GError) error = NULL;
      gint64 vnd = -2;

      g_test_message ("%s", cases[i].json);
      if (laz_get_money (json_node_get_object (node), "v", &vnd, &error))
        g_assert_cmpint (vnd, ==, cases[i].vnd);
      else
        g_assert_cmpint (cases[i].vnd, ==, -1);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *body = g_strdup_printf ("{'v':%s}", times[i].json);
      g_autofree char *json = fake_json (body);
      g_autoptr (JsonNode) node = json_from_string (json, NULL);
      g_autofree char *iso = NULL;
      gint64 ms = -1;
      gboolean read = laz_get_time (json_node_get_object (node), "v", &ms, NULL);

      g_test_message ("%s", times[i].json);
      g_assert_true (read == (times[i].iso != NULL));
      iso = ms > 0 ? tiem_time_format_iso (ms) : g_strdup ("");
      if (read)
        g_assert_cmpstr (iso, ==, times[i].iso);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel/lazada/sign/vectors", test_vectors);
  g_test_add_func ("/channel/lazada/sign/requests", test_requests);
  g_test_add_func ("/channel/lazada/account/addresses", test_account);
  g_test_add_func ("/channel/lazada/account/keys", test_keys);
  g_test_add_func ("/channel/lazada/auth/url", test_sign_in_url);
  g_test_add_func ("/channel/lazada/auth/sign-in", test_sign_in);
  g_test_add_func ("/channel/lazada/auth/refresh", test_refresh);
  g_test_add_func ("/channel/lazada/auth/test", test_test);
  g_test_add_func ("/channel/lazada/auth/signed-out", test_signed_out);
  g_test_add_func ("/channel/lazada/errors/codes", test_errors);
  g_test_add_func ("/channel/lazada/errors/transport", test_transport);
  g_test_add_func ("/channel/lazada/errors/tolerance", test_tolerance);
  g_test_add_func ("/channel/lazada/errors/patience", test_patience);
  g_test_add_func ("/channel/lazada/errors/partner", test_partner);
  g_test_add_func ("/channel/lazada/errors/clock", test_clock);
  g_test_add_func ("/channel/lazada/values", test_values);

  return g_test_run ();
}
