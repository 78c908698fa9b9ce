#include "shopee-box.h"

#define INFO "shop/get_shop_info"

/* A call as it is written, beneath the home address. */
static void
call_raw (ShopeeBox *box,
          const char *method,
          const char *path,
          const char *body)
{
  sandbox_fixture_call (&box->base, method, path, body);
}

static void
assert_refused (ShopeeBox *box,
                const char *code,
                const char *message)
{
  g_assert_cmpstr (shopee_box_error (box), ==, code);
  g_assert_cmpstr (shopee_box_message (box), ==, message);
}

/* Spoil one thing after the other: the earlier check speaks. */
static void
test_order_of_checks (ShopeeBox *box,
                      gconstpointer data)
{
  static const struct
  {
    const char *query; /* %T now, %O ten minutes ago, %A ten minutes ahead, %S the right sign,
                        * %K the right token */
    const char *code;
    const char *message;
  } cases[] = {
    { "", "error_param", "There is no partner_id in query." },
    { "partner_id=abc",
      "error_param",
      "Partner_id is invalid, should be an integer between 0 and 4294967295." },
    { "partner_id=4294967296",
      "error_param",
      "Partner_id is invalid, should be an integer between 0 and 4294967295." },
    { "partner_id=7", "invalid_partner_id", "Invalid partner_id, please have a check." },
    { "partner_id=2001887", "error_param", "no timestamp." },
    { "partner_id=2001887&timestamp=-1",
      "error_param",
      "Timestamp is invalid, should be an integer between 0 and 4294967295." },
    { "partner_id=2001887&timestamp=99999999999",
      "error_param",
      "Timestamp is invalid, should be an integer between 0 and 4294967295." },
    { "partner_id=2001887&timestamp=%O", "error_param", "Timestamp is expired." },
    { "partner_id=2001887&timestamp=%A", "error_param", "Timestamp is expired." },
    { "partner_id=2001887&timestamp=%T", "error_param", "There is no sign in query." },
    { "partner_id=2001887&timestamp=%T&sign=abc", "error_sign", "Wrong sign." },
    { "partner_id=2001887&timestamp=%T&sign=%P",
      "error_param",
      "There is no access_token in query." },
    { "partner_id=2001887&timestamp=%T&sign=%X&access_token=%K",
      "error_param",
      "There is no shop_id in query." },
    { "partner_id=2001887&timestamp=%T&sign=%W&access_token=wrong&shop_id=14701711",
      "invalid_acceess_token",
      "Invalid access_token, please have a check." },
    { "partner_id=2001887&timestamp=%T&sign=%S&access_token=%K&shop_id=14701711", "", "" },
  };
  gint64 now = box->base.now / 1000;
  g_autofree char *token_base = g_strdup_printf (
      SHOPEE_PARTNER "/api/v2/" INFO "%" G_GINT64_FORMAT "%s", now, box->access_token);
  g_autofree char *without_shop = g_compute_hmac_for_string (
      G_CHECKSUM_SHA256, (const guchar *)SHOPEE_KEY, strlen (SHOPEE_KEY), token_base, -1);
  g_autofree char *right = shopee_box_sign ("/api/v2/" INFO, now, box->access_token);
  g_autofree char *of_wrong = shopee_box_sign ("/api/v2/" INFO, now, "wrong");
  g_autofree char *public = shopee_box_sign ("/api/v2/" INFO, now, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) path = g_string_new ("/api/v2/" INFO "?");
      g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, now);
      g_autofree char *old = g_strdup_printf ("%" G_GINT64_FORMAT, now - 301);
      g_autofree char *ahead = g_strdup_printf ("%" G_GINT64_FORMAT, now + 301);

      g_string_append (path, cases[i].query);
      g_string_replace (path, "%T", time, 0);
      g_string_replace (path, "%O", old, 0);
      g_string_replace (path, "%A", ahead, 0);
      g_string_replace (path, "%S", right, 0);
      g_string_replace (path, "%P", public, 0);
      g_string_replace (path, "%X", without_shop, 0);
      g_string_replace (path, "%W", of_wrong, 0);
      g_string_replace (path, "%K", box->access_token, 0);
      call_raw (box, "GET", path->str, NULL);
      g_test_message ("%s", cases[i].query);
      assert_refused (box, cases[i].code, cases[i].message);
      g_assert_cmpuint (box->base.status, ==, 200);
      g_assert_cmpuint (strlen (json_object_get_string_member (sandbox_fixture_object (&box->base),
                                                               "request_id")),
                        ==,
                        32);
    }
}

/* What @vector says goes over the wire. Returns: whether the sign was taken */
static gboolean
send_vector (ShopeeBox *box,
             JsonObject *vector,
             const char *sign)
{
  JsonObject *input = json_object_get_object_member (vector, "input");
  const char *type = json_object_get_string_member (vector, "api_type");
  gboolean is_shop = strcmp (type, "shop") == 0;
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *query = NULL;
  g_autofree char *path = NULL;

  tiem_form_add_int (form, "partner_id", json_object_get_int_member (input, "partner_id"));
  tiem_form_add_int (form, "timestamp", json_object_get_int_member (input, "timestamp"));
  tiem_form_add (form, "sign", sign);
  if (is_shop)
    {
      tiem_form_add (form, "access_token", json_object_get_string_member (input, "access_token"));
      tiem_form_add_int (form, "shop_id", json_object_get_int_member (input, "shop_id"));
    }
  query = tiem_form_encode (form);
  path = g_strdup_printf ("%s?%s", json_object_get_string_member (input, "path"), query);
  call_raw (box, is_shop ? "GET" : "POST", path, is_shop ? NULL : "{}");
  if (box->base.body == NULL)
    return TRUE;
  return strcmp (shopee_box_error (box), "error_sign") != 0;
}

static void
check_vector (ShopeeBox *box,
              JsonObject *vector)
{
  JsonObject *input = json_object_get_object_member (vector, "input");
  const char *type = json_object_get_string_member (vector, "api_type");
  g_autofree char *settings = NULL;

  if (strcmp (type, "shop") != 0 && strcmp (type, "public") != 0)
    return;
  settings = g_strdup_printf ("{'partner_id':%" G_GINT64_FORMAT ",'partner_key':'%s'}",
                              json_object_get_int_member (input, "partner_id"),
                              json_object_get_string_member (input, "partner_key"));
  shopee_box_configure (box, settings);
  g_test_message ("%s", json_object_get_string_member (vector, "id"));
  box->base.now = json_object_get_int_member (input, "timestamp") * 1000;
  g_assert_true (send_vector (box, vector, json_object_get_string_member (vector, "sign")));
  g_assert_false (send_vector (
      box, vector, "0000000000000000000000000000000000000000000000000000000000000000"));
  box->base.now += 301 * 1000;
  g_assert_true (send_vector (box, vector, json_object_get_string_member (vector, "sign")));
  g_assert_cmpstr (shopee_box_message (box), ==, "Timestamp is expired.");
}

static void
test_vectors (ShopeeBox *box,
              gconstpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "shopee-sign.json", NULL);
  g_autoptr (GError) error = NULL;
  JsonArray *vectors;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                          "vectors");
  g_assert_cmpuint (json_array_get_length (vectors), ==, 14);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    check_vector (box, json_array_get_object_element (vectors, i));
}

/* Fetches a page and follows its button. Returns: (transfer full): where the seller is sent */
static char *
consent (ShopeeBox *box,
         const char *page,
         const char *account)
{
  g_autofree char *html = NULL;
  g_autofree char *follow = NULL;
  gsize length;
  const char *text;

  call_raw (box, "GET", page, NULL);
  g_assert_cmpuint (box->base.status, ==, 200);
  text = g_bytes_get_data (box->base.response->body, &length);
  html = g_strndup (text, length);
  g_assert_nonnull (strstr (html, "action=\"/seller/allow\""));
  g_assert_nonnull (strstr (html, "Xác nhận uỷ quyền"));
  follow = g_strdup_printf (
      "/seller/allow?redirect=http%%3A%%2F%%2F127.0.0.1%%3A5500%%2Fcb&account=%s%s",
      account,
      strstr (html, "value=\"st&amp;ate\"") != NULL ? "&state=st%26ate" : "");
  call_raw (box, "GET", follow, NULL);
  g_assert_cmpuint (box->base.status, ==, 302);
  return g_strdup (sandbox_fixture_header (&box->base, "Location"));
}

static char *
get_param (const char *url,
           const char *name)
{
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (url, '?') + 1);

  return g_strdup (tiem_form_get (form, name));
}

/* Form A. Returns: (transfer full): the code */
static char *
get_code (ShopeeBox *box)
{
  gint64 now = tiem_sandbox_market_now (box->base.market) / 1000;
  g_autofree char *sign = shopee_box_sign ("/api/v2/shop/auth_partner", now, NULL);
  g_autofree char *page = g_strdup_printf (
      "/api/v2/shop/auth_partner?partner_id=" SHOPEE_PARTNER "&timestamp=%" G_GINT64_FORMAT
      "&sign=%s&redirect=http%%3A%%2F%%2F127.0.0.1%%3A5500%%2Fcb",
      now,
      sign);
  g_autofree char *landed = consent (box, page, "shop");
  g_autofree char *shop = get_param (landed, "shop_id");

  g_assert_true (g_str_has_prefix (landed, "http://127.0.0.1:5500/cb?code="));
  g_assert_cmpstr (shop, ==, SHOPEE_SHOP);
  return get_param (landed, "code");
}

static void
exchange (ShopeeBox *box,
          const char *code)
{
  g_autofree char *body = g_strdup_printf (
      "{'code':'%s','partner_id':" SHOPEE_PARTNER ",'shop_id':" SHOPEE_SHOP "}", code);

  shopee_box_call_public (box, "auth/token/get", body);
}

static void
take_pair (ShopeeBox *box)
{
  JsonObject *answer = sandbox_fixture_object (&box->base);

  g_free (box->access_token);
  g_free (box->refresh_token);
  box->access_token = g_strdup (json_object_get_string_member (answer, "access_token"));
  box->refresh_token = g_strdup (json_object_get_string_member (answer, "refresh_token"));
}

static void
test_sign_in (ShopeeBox *box,
              gconstpointer data)
{
  g_autofree char *code = get_code (box);
  g_autofree char *old = g_strdup (box->access_token);

  exchange (box, code);
  g_assert_cmpstr (shopee_box_error (box), ==, "");
  g_assert_false (json_object_has_member (sandbox_fixture_object (&box->base), "response"));
  g_assert_cmpint (sandbox_fixture_int (&box->base, "expire_in"), ==, 14344);
  take_pair (box);
  shopee_box_get (box, INFO, NULL);
  sandbox_fixture_assert_text (&box->base, "shop_name", "Nhà Mây");
  sandbox_fixture_assert_text (&box->base, "region", "VN");

  /* Once only; and signing in again ends the tokens before at once. */
  exchange (box, code);
  assert_refused (box, "error_auth", "Invalid code");
  g_free (box->access_token);
  box->access_token = g_steal_pointer (&old);
  shopee_box_refuse (box, INFO, NULL, "invalid_acceess_token");
}

static void
test_codes (ShopeeBox *box,
            gconstpointer data)
{
  static const struct
  {
    const char *body;
    const char *code;
  } cases[] = {
    { "{'partner_id':2001887,'shop_id':14701711}", "error_param" },
    { "{'code':'x','shop_id':14701711}", "error_param" },
    { "{'code':'x','partner_id':7,'shop_id':14701711}", "invalid_partner_id" },
    { "{'code':'x','partner_id':2001887}", "error_param" },
    { "{'code':'x','partner_id':2001887,'shop_id':1,'main_account_id':2}", "error_param" },
    { "{'code':'x','partner_id':2001887,'shop_id':14701711}", "error_auth" },
    { "[1]", "error_data" },
  };
  g_autofree char *late = get_code (box);
  g_autofree char *foreign = NULL;
  g_autofree char *body = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      shopee_box_call_public (box, "auth/token/get", cases[i].body);
      g_assert_cmpstr (shopee_box_error (box), ==, cases[i].code);
    }
  foreign = get_code (box);
  body = g_strdup_printf ("{'code':'%s','partner_id':" SHOPEE_PARTNER ",'shop_id':999}", foreign);
  shopee_box_call_public (box, "auth/token/get", body);
  g_assert_cmpstr (shopee_box_error (box), ==, "invalid_shop_id");
  shopee_box_wait (box, 600);
  exchange (box, late);
  g_assert_cmpstr (shopee_box_error (box), ==, "invalid_code");
}

static void
test_fixed_page (ShopeeBox *box,
                 gconstpointer data)
{
  static const char page[]
      = "/auth?partner_id=2001887&auth_type=seller&redirect_uri=http%3A%2F%2F127.0.0.1%3A5500%2Fcb"
        "&response_type=code&state=st%26ate";
  g_autofree char *landed = consent (box, page, "main");
  g_autofree char *state = get_param (landed, "state");
  g_autofree char *account = get_param (landed, "main_account_id");
  g_autofree char *code = get_param (landed, "code");
  g_autofree char *body
      = g_strdup_printf ("{'code':'%s','partner_id':2001887,'main_account_id':%s}", code, account);

  g_assert_cmpstr (state, ==, "st&ate");
  shopee_box_call_public (box, "auth/token/get", body);
  g_assert_cmpstr (shopee_box_error (box), ==, "");
  g_assert_cmpint (
      json_array_get_int_element (
          json_object_get_array_member (sandbox_fixture_object (&box->base), "shop_id_list"), 0),
      ==,
      14701711);

  call_raw (box, "GET", "/auth?partner_id=7&auth_type=seller&redirect_uri=http%3A%2F%2Fa", NULL);
  g_assert_cmpuint (box->base.status, ==, 400);
  shopee_box_configure (box, "{'consent_at_once':true}");
  call_raw (box, "GET", page, NULL);
  g_assert_cmpuint (box->base.status, ==, 302);
}

/* A link is good for five minutes, and only signed. */
static void
test_link_age (ShopeeBox *box,
               gconstpointer data)
{
  gint64 then = box->base.now / 1000;
  g_autofree char *sign = shopee_box_sign ("/api/v2/shop/auth_partner", then, NULL);
  g_autofree char *page = g_strdup_printf ("/api/v2/shop/auth_partner?partner_id=" SHOPEE_PARTNER
                                           "&timestamp=%" G_GINT64_FORMAT
                                           "&sign=%s&redirect=https%%3A%%2F%%2Fshop.example%%2F",
                                           then,
                                           sign);

  shopee_box_wait (box, 300);
  call_raw (box, "GET", page, NULL);
  g_assert_cmpuint (box->base.status, ==, 200);
  g_assert_null (box->base.body);
  shopee_box_wait (box, 1);
  call_raw (box, "GET", page, NULL);
  assert_refused (box, "error_param", "Timestamp is expired.");
}

static void
refresh (ShopeeBox *box,
         const char *token)
{
  g_autofree char *body = g_strdup_printf (
      "{'refresh_token':'%s','partner_id':" SHOPEE_PARTNER ",'shop_id':" SHOPEE_SHOP "}", token);

  shopee_box_call_public (box, "auth/access_token/get", body);
}

static void
test_token_life (ShopeeBox *box,
                 gconstpointer data)
{
  g_autofree char *old = NULL;

  shopee_box_wait (box, 14344 - 1);
  shopee_box_get (box, INFO, NULL);
  shopee_box_wait (box, 1);
  shopee_box_refuse (box, INFO, NULL, "invalid_acceess_token");
  refresh (box, box->refresh_token);
  g_assert_cmpint (sandbox_fixture_int (&box->base, "expire_in"), ==, 14400);
  g_assert_cmpint (sandbox_fixture_int (&box->base, "shop_id"), ==, 14701711);
  take_pair (box);
  shopee_box_get (box, INFO, NULL);

  /* The one before is good for five minutes more. */
  old = g_strdup (box->access_token);
  refresh (box, box->refresh_token);
  take_pair (box);
  g_free (g_steal_pointer (&box->access_token));
  box->access_token = g_strdup (old);
  shopee_box_wait (box, 299);
  shopee_box_get (box, INFO, NULL);
  shopee_box_wait (box, 1);
  shopee_box_refuse (box, INFO, NULL, "invalid_acceess_token");
}

static void
test_refresh_replay (ShopeeBox *box,
                     gconstpointer data)
{
  g_autofree char *first = g_strdup (box->refresh_token);
  g_autofree char *second = NULL;
  g_autofree char *access = NULL;

  refresh (box, first);
  second = sandbox_fixture_text (&box->base, "refresh_token");
  access = sandbox_fixture_text (&box->base, "access_token");
  shopee_box_wait (box, 4 * 3600 - 1);
  refresh (box, first);
  sandbox_fixture_assert_text (&box->base, "refresh_token", second);
  sandbox_fixture_assert_text (&box->base, "access_token", access);
  shopee_box_wait (box, 1);
  refresh (box, first);
  assert_refused (box, "error_auth", "Invalid refresh_token.");

  shopee_box_configure (box, "{'refresh_replay_s':0}");
  refresh (box, second);
  g_assert_cmpstr (shopee_box_error (box), ==, "");
  refresh (box, second);
  assert_refused (box, "error_auth", "Invalid refresh_token.");
}

static void
test_grant_ends (ShopeeBox *box,
                 gconstpointer data)
{
  shopee_box_configure (box, "{'expire':'refresh'}");
  refresh (box, box->refresh_token);
  g_assert_cmpstr (shopee_box_error (box), ==, "refresh_token_expired");

  shopee_box_configure (box, "{'shop_status':'BANNED'}");
  shopee_box_refuse (box, INFO, NULL, "shop_banned");
  shopee_box_configure (box, "{'shop_status':'NORMAL','expire':'grant'}");
  shopee_box_refuse (box, INFO, NULL, "shop_no_linked");
  shopee_box_call_public (box, "public/get_shops_by_partner", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        sandbox_fixture_object (&box->base), "authed_shop_list")),
                    ==,
                    0);

  shopee_box_configure (box, "{'grant_days':7}");
  {
    g_autofree char *code = get_code (box);

    exchange (box, code);
    take_pair (box);
  }
  shopee_box_get (box, INFO, NULL);
  g_assert_cmpint (
      sandbox_fixture_int (&box->base, "expire_time"), ==, box->base.now / 1000 + 7 * 86400);
  shopee_box_wait (box, 7 * 86400);
  refresh (box, box->refresh_token);
  g_assert_cmpstr (shopee_box_error (box), ==, "shop_access_expired");
}

static void
test_shut_out (ShopeeBox *box,
               gconstpointer data)
{
  call_raw (box,
            "GET",
            "/cancel_auth?partner_id=2001887&auth_type=seller&redirect_uri=http%3A%2F%2Fa.example",
            NULL);
  g_assert_cmpuint (box->base.status, ==, 200);
  call_raw (box, "GET", "/seller/shut-out?redirect=http%3A%2F%2Fa.example", NULL);
  g_assert_cmpuint (box->base.status, ==, 302);
  shopee_box_refuse (box, INFO, NULL, "shop_no_linked");
}

static void
test_other_shop (ShopeeBox *box,
                 gconstpointer data)
{
  gint64 now = box->base.now / 1000;
  g_autofree char *base = g_strdup_printf (
      SHOPEE_PARTNER "/api/v2/" INFO "%" G_GINT64_FORMAT "%s555", now, box->access_token);
  g_autofree char *sign = g_compute_hmac_for_string (
      G_CHECKSUM_SHA256, (const guchar *)SHOPEE_KEY, strlen (SHOPEE_KEY), base, -1);
  g_autofree char *path
      = g_strdup_printf ("/api/v2/" INFO "?partner_id=" SHOPEE_PARTNER
                         "&timestamp=%" G_GINT64_FORMAT "&sign=%s&access_token=%s&shop_id=555",
                         now,
                         sign,
                         box->access_token);

  call_raw (box, "GET", path, NULL);
  g_assert_cmpstr (shopee_box_error (box), ==, "partner_shop_no_link");
}

static void
test_unknown_path (ShopeeBox *box,
                   gconstpointer data)
{
  shopee_box_refuse (box, "order/get_everything", NULL, "error_param");
  g_assert_true (g_str_has_prefix (shopee_box_message (box), "Permission denied."));
  shopee_box_refuse (box, "order/get_order_list", "{}", "error_param");
  g_assert_true (g_str_has_prefix (shopee_box_message (box), "Permission denied."));
  call_raw (box, "GET", "/index.html", NULL);
  g_assert_cmpuint (box->base.status, ==, 404);
}

static void
test_rates (ShopeeBox *box,
            gconstpointer data)
{
  shopee_box_configure (box, "{'calls_per_second':3}");
  for (int i = 0; i < 3; i++)
    shopee_box_get (box, INFO, NULL);
  shopee_box_refuse (box, INFO, NULL, "error_rate_limit");
  shopee_box_wait (box, 1);
  shopee_box_get (box, INFO, NULL);

  shopee_box_configure (box, "{'calls_per_second':0,'calls_per_day':6}");
  shopee_box_get (box, INFO, NULL);
  shopee_box_refuse (box, INFO, NULL, "error_limit");
  /* 19:00 in Việt Nam; the day ends at 23:00 there. */
  shopee_box_wait (box, 4 * 3600 - 2);
  shopee_box_refuse (box, INFO, NULL, "error_limit");
  shopee_box_wait (box, 1);
  shopee_box_configure (box, "{'expire':'access'}");
  refresh (box, box->refresh_token);
  take_pair (box);
  shopee_box_get (box, INFO, NULL);
}

static void
test_switches (ShopeeBox *box,
               gconstpointer data)
{
  shopee_box_configure (box, "{'address':'json'}");
  shopee_box_refuse (box, INFO, NULL, "source_ip_undeclared");
  shopee_box_configure (box, "{'error_status':403}");
  shopee_box_refuse (box, INFO, NULL, "source_ip_undeclared");
  g_assert_cmpuint (box->base.status, ==, 403);
  shopee_box_configure (box, "{'address':'html'}");
  shopee_box_call (box, INFO, NULL);
  g_assert_cmpuint (box->base.status, ==, 403);
  g_assert_null (box->base.body);

  shopee_box_configure (box, "{'address':'declared','dash_errors':true}");
  shopee_box_call (box, INFO, NULL);
  assert_refused (box, "-", "-");
  shopee_box_configure (box, "{'dash_errors':false,'clock_offset_s':900}");
  shopee_box_get (box, INFO, NULL);
  g_assert_cmpstr (
      sandbox_fixture_header (&box->base, "Date"), ==, "Sat, 21 Nov 2026 12:15:00 GMT");

  sandbox_fixture_call (&box->base, "POST", "/_sandbox/settings", "{\"address\":\"home\"}");
  g_assert_cmpuint (box->base.status, ==, 400);
  sandbox_fixture_call (&box->base, "POST", "/_sandbox/settings", "{\"grant_days\":366}");
  g_assert_cmpuint (box->base.status, ==, 400);
  sandbox_fixture_call (&box->base, "POST", "/_sandbox/settings", "{\"reserve\":{\"KHONG\":1}}");
  g_assert_cmpuint (box->base.status, ==, 400);
}

static void
test_shop_calls (ShopeeBox *box,
                 gconstpointer data)
{
  JsonObject *response = shopee_box_get (box, "shop/get_profile", NULL);

  g_assert_cmpstr (json_object_get_string_member (response, "shop_name"), ==, "Nhà Mây");
  response = shopee_box_get (box, "shop/get_shop_holiday_mode", NULL);
  g_assert_false (json_object_get_boolean_member (response, "holiday_mode_on"));
  shopee_box_refuse (box, "shop/get_warehouse_detail", NULL, "warehouse.error_not_in_whitelist");
  shopee_box_configure (box, "{'multi_warehouse':true}");
  shopee_box_call (box, "shop/get_warehouse_detail", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        sandbox_fixture_object (&box->base), "response")),
                    ==,
                    2);
  shopee_box_call_public (box, "public/get_shops_by_partner?page_size=100&page_no=1", NULL);
  g_assert_false (json_object_get_boolean_member (sandbox_fixture_object (&box->base), "more"));
  shopee_box_call_public (box, "public/get_shops_by_partner?page_size=101", NULL);
  g_assert_cmpstr (shopee_box_error (box), ==, "error_param");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add (                                                                                     \
      "/sandbox/shopee/" path, ShopeeBox, NULL, shopee_box_set_up, test, shopee_box_tear_down)

  ADD ("auth/vectors", test_vectors);
  ADD ("auth/order-of-checks", test_order_of_checks);
  ADD ("auth/sign-in", test_sign_in);
  ADD ("auth/codes", test_codes);
  ADD ("auth/fixed-page", test_fixed_page);
  ADD ("auth/link-age", test_link_age);
  ADD ("auth/token-life", test_token_life);
  ADD ("auth/refresh-replay", test_refresh_replay);
  ADD ("auth/grant-ends", test_grant_ends);
  ADD ("auth/shut-out", test_shut_out);
  ADD ("auth/other-shop", test_other_shop);
  ADD ("auth/unknown-path", test_unknown_path);
  ADD ("auth/rates", test_rates);
  ADD ("auth/switches", test_switches);
  ADD ("shop/calls", test_shop_calls);

  return g_test_run ();
}
