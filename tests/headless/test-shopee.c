#include "shopee-fixture.h"

#define INFO_OK                                                                                    \
  "{'error':'','message':'','request_id':'x','shop_name':'Tiệm Nón Huế','region':'VN',"       \
  "'status':'NORMAL','is_cb':false,'auth_time':1790000000,'expire_time':1821536000,"               \
  "'merchant_id':null}"
#define TOKENS(life)                                                                               \
  "{'error':'','message':'','request_id':'x','access_token':'7a11','refresh_token':'9c02',"        \
  "'expire_in':" life "}"

static const TiemChannelInfo *
get_info (void)
{
  return tiem_channel_info_find ("shopee");
}

/* --- signing --- */

static void
check_vector (JsonObject *vector)
{
  JsonObject *input = json_object_get_object_member (vector, "input");
  const char *kind = json_object_get_string_member (vector, "api_type");
  g_autofree char *partner = tiem_json_dup_id (input, "partner_id");
  g_autofree char *shop = tiem_json_dup_id (input, "shop_id");
  g_autofree char *sign = NULL;
  gint64 timestamp;

  if (g_str_equal (kind, "push") || g_str_equal (kind, "merchant"))
    return; /* not what a shop's own computer sends */
  g_test_message ("%s", json_object_get_string_member (vector, "id"));
  g_assert_true (tiem_json_need_int (input, "timestamp", &timestamp, NULL));
  sign = shopee_sign (partner,
                      tiem_json_get_string (input, "partner_key"),
                      tiem_json_get_string (input, "path"),
                      timestamp,
                      tiem_json_get_string (input, "access_token"),
                      shop);
  g_assert_cmpstr (sign, ==, json_object_get_string_member (vector, "sign"));
}

static void
test_vectors (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "shopee-sign.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *vectors;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                          "vectors");
  g_assert_cmpuint (json_array_get_length (vectors), ==, 14);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    check_vector (json_array_get_object_element (vectors, i));
}

/* The whole request, as it goes out. */
static void
test_request (void)
{
  static const FakeRow rows[] = {
    { "GET", "/shop/get_shop_info", 200, INFO_OK },
    { "GET", "/product/get_item_list", 200, SHOPEE_OK ("{'item':[],'total_count':12}") },
  };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  probe = tiem_channel_test (shopee.channel, shopee.transport, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (probe->shop, ==, "Tiệm Nón Huế");
  g_assert_cmpint (probe->products, ==, 12);
  g_assert_cmpint (probe->orders, ==, -1);
  g_assert_cmpint (probe->grant_ends_at, ==, G_GINT64_CONSTANT (1821536000000));
  g_assert_nonnull (strstr (probe->message, "12"));
  shopee_assert_signed (shopee_request (&shopee, 0), "shop/get_shop_info", SHOPEE_START);
  g_assert_cmpstr (shopee_request (&shopee, 0)->method, ==, "GET");
  g_assert_true (shopee_request (&shopee, 0)->idempotent);
  shopee_close (&shopee);
}

/* --- the account --- */

static void
test_account (void)
{
  static const struct
  {
    const char *base_url;
    const char *key;
    const char *secret;
    const char *shop;
    const char *token;
    const char *root; /* NULL: refused */
  } cases[] = {
    { NULL, "2001887", "k", "14701711", "t", "https://partner.shopeemobile.com" },
    { "", " 2001887 ", " k\n", " 14701711 ", "t", "https://partner.shopeemobile.com" },
    { "https://partner.shopeemobile.com/api/v2/",
      "1",
      "k",
      "1",
      "t",
      "https://partner.shopeemobile.com" },
    { "Partner.Shopeemobile.com", "1", "k", "1", "t", "https://partner.shopeemobile.com" },
    { "http://127.0.0.1:18101/api/v2", "1", "k", "1", "t", "http://127.0.0.1:18101" },
    { "http://127.0.0.1:18101/", "1", "k", NULL, NULL, "http://127.0.0.1:18101" },
    { NULL, "4294967295", "k", "4294967295", "t", "https://partner.shopeemobile.com" },
    { "http://partner.shopeemobile.com", "1", "k", "1", "t", NULL },
    { "ftp://partner.shopeemobile.com", "1", "k", "1", "t", NULL },
    { "https://a:b@partner.shopeemobile.com", "1", "k", "1", "t", NULL },
    { "https://", "1", "k", "1", "t", NULL },
    { NULL, NULL, "k", "1", "t", NULL },
    { NULL, "ck_1", "k", "1", "t", NULL },
    { NULL, "4294967296", "k", "1", "t", NULL },
    { NULL, "1", " ", "1", "t", NULL },
    { NULL, "1", "k", NULL, "t", NULL },
    { NULL, "1", "k", "nonhue", "t", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemAccount) account = tiem_account_new ();
      g_auto (ShopeeShop) shop = { 0 };
      g_autoptr (GError) error = NULL;
      gboolean ok;

      account->base_url = g_strdup (cases[i].base_url);
      account->key = g_strdup (cases[i].key);
      account->secret = g_strdup (cases[i].secret);
      account->shop = g_strdup (cases[i].shop);
      account->access_token = g_strdup (cases[i].token);
      ok = shopee_shop_init (&shop, account, &error);
      g_test_message ("%u: %s", (guint)i, error != NULL ? error->message : "ok");
      g_assert_true (ok == (cases[i].root != NULL));
      if (ok)
        g_assert_cmpstr (shop.root, ==, cases[i].root);
      else
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
    }
}

/* Nothing is asked without a token; the owner is told to sign in. */
static void
test_no_token (void)
{
  g_autoptr (TiemAccount) account = shopee_make_account ();
  g_autoptr (TiemChannel) channel = NULL;
  g_autoptr (GError) error = NULL;
  Shopee shopee = { 0 };

  shopee_open (&shopee, NULL, 0, NULL, NULL);
  g_clear_pointer (&account->access_token, g_free);
  channel = get_info ()->create (account, &error);
  g_assert_no_error (error);
  g_assert_null (tiem_channel_pull_orders (channel, shopee.transport, NULL, 0, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_assert_cmpuint (shopee.fake->requests->len, ==, 0);
  shopee_close (&shopee);
}

/* --- signing in --- */

static void
test_link (void)
{
  g_autoptr (TiemAccount) account = shopee_make_account ();
  g_autofree char *url
      = get_info ()->sign_in_url (account, "http://127.0.0.1:40007/", "a b&c", SHOPEE_START * 1000);
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (url, '?') + 1);
  g_autofree char *sign
      = shopee_sign ("2001887", SHOPEE_KEY, "/api/v2/shop/auth_partner", SHOPEE_START, NULL, NULL);

  g_assert_true (
      g_str_has_prefix (url, "https://partner.shopeemobile.com/api/v2/shop/auth_partner?"));
  g_assert_cmpstr (tiem_form_get (form, "partner_id"), ==, "2001887");
  g_assert_cmpstr (tiem_form_get (form, "timestamp"), ==, "1795262400");
  g_assert_cmpstr (tiem_form_get (form, "sign"), ==, sign);
  g_assert_cmpstr (tiem_form_get (form, "redirect"), ==, "http://127.0.0.1:40007/?state=a%20b%26c");
}

/* What the owner comes back with, in all the forms it may have. */
static void
test_landed (void)
{
  static const FakeRow rows[] = {
    { "POST", "/auth/token/get", 200, TOKENS ("14344") },
    { "GET", "/shop/get_shop_info", 200, INFO_OK },
  };
  static const struct
  {
    const char *landed;
    const char *state;
    const char *shop;    /* of the channel */
    const char *problem; /* NULL: well */
  } cases[] = {
    { "http://127.0.0.1:40007/?state=s1&code=c0de&shop_id=14701711", "s1", NULL, NULL },
    { "http://127.0.0.1:40007/?state=s1?code=c0de&shop_id=14701711", "s1", NULL, NULL },
    { "  https://tiem.vn/xong?code=c0de&shop_id=14701711&state=s1#top \n", "s1", "14701711", NULL },
    { "/?code=c0de&shop_id=14701711&state=s1", "s1", NULL, NULL },
    { "code=c0de&shop_id=14701711", "s1", NULL, NULL },
    { "https://tiem.vn/?code=c0de&shop_id=14701711", NULL, NULL, NULL },
    { "https://tiem.vn/?code=c0de&state=s1", "s1", "14701711", NULL },
    { "https://tiem.vn/?code=c0de&shop_id=14701711&state=s2", "s1", NULL, "another sign-in" },
    { "https://tiem.vn/?code=c0de&shop_id=14701711", "s1", NULL, "another sign-in" },
    { "https://tiem.vn/?shop_id=14701711&state=s1", "s1", NULL, "no sign-in" },
    { "https://tiem.vn/?code=c0de&state=s1", "s1", NULL, "no sign-in" },
    { "https://tiem.vn/?code=c0de&shop_id=99&state=s1", "s1", "14701711", "is for 14701711" },
    { "", "s1", NULL, "no sign-in" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Shopee shopee = { 0 };
      g_autoptr (TiemAccount) before = shopee_make_account ();
      g_autoptr (TiemAccount) account = NULL;
      g_autoptr (GError) error = NULL;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
      g_clear_pointer (&before->access_token, g_free);
      g_free (before->shop);
      before->shop = g_strdup (cases[i].shop);
      account = get_info ()->sign_in (
          before, shopee.transport, cases[i].landed, cases[i].state, NULL, &error);
      g_test_message ("%s: %s", cases[i].landed, error != NULL ? error->message : "ok");
      if (cases[i].problem != NULL)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
          g_assert_nonnull (strstr (error->message, cases[i].problem));
        }
      else
        {
          g_assert_no_error (error);
          g_assert_cmpstr (account->shop, ==, "14701711");
          g_assert_cmpstr (account->access_token, ==, "7a11");
          g_assert_cmpstr (account->refresh_token, ==, "9c02");
          g_assert_cmpint (account->expires_at, ==, (SHOPEE_START + 14344) * 1000);
          g_assert_cmpint (account->grant_ends_at, ==, G_GINT64_CONSTANT (1821536000000));
        }
      shopee_close (&shopee);
    }
}

static void
test_exchange (void)
{
  static const FakeRow rows[] = {
    { "POST", "/auth/token/get", 200, TOKENS ("1767001812") },
    { "GET", "/shop/get_shop_info", 500, NULL },
  };
  Shopee shopee = { 0 };
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (TiemForm) form = NULL;
  g_autofree char *body = NULL;
  g_autofree char *sign
      = shopee_sign ("2001887", SHOPEE_KEY, "/api/v2/auth/token/get", SHOPEE_START, NULL, NULL);
  g_autoptr (GError) error = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  account = get_info ()->sign_in (shopee.account,
                                  shopee.transport,
                                  "http://127.0.0.1/?code=c0de&shop_id=14701711",
                                  NULL,
                                  NULL,
                                  &error);
  g_assert_no_error (error); /* without the shop's name it is good too */
  g_assert_cmpint (account->expires_at, ==, G_GINT64_CONSTANT (1767001812000)); /* a moment */
  body = shopee_body (&shopee, 0);
  g_assert_cmpstr (body, ==, "{'code':'c0de','partner_id':2001887,'shop_id':14701711}");
  form = shopee_query (shopee_request (&shopee, 0));
  g_assert_cmpstr (tiem_form_get (form, "sign"), ==, sign);
  g_assert_null (tiem_form_get (form, "access_token"));
  g_assert_null (tiem_form_get (form, "shop_id"));
  g_assert_false (shopee_request (&shopee, 0)->idempotent); /* a code works once */
  shopee_close (&shopee);
}

static void
test_main_account (void)
{
  static const struct
  {
    const char *list;
    const char *shop; /* of the channel */
    const char *found;
  } cases[] = {
    { "[14701711]", NULL, "14701711" },
    { "[54804,14701711]", "14701711", "14701711" },
    { "[54804,14701711]", NULL, NULL },
    { "[]", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = g_strdup_printf (
          "{'error':'','access_token':'7a11','refresh_token':'9c02','expire_in':14400,"
          "'shop_id_list':%s,'merchant_id_list':[]}",
          cases[i].list);
      const FakeRow rows[] = {
        { "POST", "/auth/token/get", 200, answer },
        { "GET", "/shop/get_shop_info", 200, INFO_OK },
      };
      Shopee shopee = { 0 };
      g_autoptr (TiemAccount) before = shopee_make_account ();
      g_autoptr (TiemAccount) account = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *body = NULL;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
      g_clear_pointer (&before->access_token, g_free);
      g_free (before->shop);
      before->shop = g_strdup (cases[i].shop);
      account = get_info ()->sign_in (before,
                                      shopee.transport,
                                      "https://tiem.vn/?code=c&main_account_id=77",
                                      NULL,
                                      NULL,
                                      &error);
      body = shopee_body (&shopee, 0);
      g_assert_cmpstr (body, ==, "{'code':'c','partner_id':2001887,'main_account_id':77}");
      if (cases[i].found == NULL)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
      else
        g_assert_cmpstr (account->shop, ==, cases[i].found);
      shopee_close (&shopee);
    }
}

static void
test_refresh (void)
{
  static const FakeRow rows[] = { { "POST", "/auth/access_token/get", 200, TOKENS ("14400") } };
  Shopee shopee = { 0 };
  g_autoptr (TiemAccount) account = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  account = get_info ()->refresh (shopee.account, shopee.transport, NULL, &error);
  g_assert_no_error (error);
  body = shopee_body (&shopee, 0);
  g_assert_cmpstr (
      body, ==, "{'refresh_token':'51d2e7aa','partner_id':2001887,'shop_id':14701711}");
  g_assert_cmpstr (account->access_token, ==, "7a11");
  g_assert_cmpstr (account->refresh_token, ==, "9c02");
  g_assert_cmpstr (account->shop, ==, "14701711");
  g_assert_cmpint (account->expires_at, ==, (SHOPEE_START + 14400) * 1000);
  g_assert_cmpint (account->refresh_expires_at, ==, (SHOPEE_START + 30 * 24 * 3600) * 1000);
  shopee_close (&shopee);
}

/* Whether the same refresh token may be used again. */
static void
test_refresh_refusals (void)
{
  static const struct
  {
    FakeRow row;
    TiemError code;
  } cases[] = {
    { { NULL, "", 0 }, TIEM_ERROR_TRANSIENT },
    { { NULL, "", 200, "{'error':'','access_to" }, TIEM_ERROR_TRANSIENT },
    { { NULL, "", 200, "{'error':'','access_token':'7a11'}" }, TIEM_ERROR_TRANSIENT },
    { { NULL, "", 502, NULL }, TIEM_ERROR_TRANSIENT },
    { { NULL, "", 200, SHOPEE_BAD ("error_server", "busy") }, TIEM_ERROR_TRANSIENT },
    { { NULL, "", 200, SHOPEE_BAD ("error_rate_limit", "x") }, TIEM_ERROR_RATE_LIMITED },
    { { NULL, "", 200, SHOPEE_BAD ("error_auth", "Invalid refresh_token.") }, TIEM_ERROR_AUTH },
    { { NULL, "", 403, SHOPEE_BAD ("refresh_token_expired", "x") }, TIEM_ERROR_AUTH },
    { { NULL, "", 200, SHOPEE_BAD ("error_shop_refresh_token", "x") }, TIEM_ERROR_AUTH },
    { { NULL, "", 200, SHOPEE_BAD ("shop_access_expired", "x") }, TIEM_ERROR_AUTH },
    { { NULL, "", 200, SHOPEE_BAD ("shop_no_linked", "x") }, TIEM_ERROR_AUTH },
    { { NULL, "", 200, SHOPEE_BAD ("shop_banned", "x") }, TIEM_ERROR_AUTH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;

      shopee_open (&shopee, &cases[i].row, 1, NULL, NULL);
      g_assert_null (get_info ()->refresh (shopee.account, shopee.transport, NULL, &error));
      g_test_message ("%u: %s", (guint)i, error->message);
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_null (strstr (error->message, "51d2e7aa"));
      shopee_close (&shopee);
    }
}

/* --- errors --- */

static TiemChannelProbe *
ask (Shopee *shopee,
     GError **error)
{
  return tiem_channel_test (shopee->channel, shopee->transport, NULL, error);
}

/* Every code of the sheet: its class, and a sentence that says what to do. */
static void
test_codes (void)
{
  static const struct
  {
    const char *code;
    const char *message;
    TiemError class;
    const char *words;
  } cases[] = {
    { "invalid_acceess_token",
      "Invalid access_token, please have a check.",
      TIEM_ERROR_TOKEN,
      "sign in" },
    { "invalid_access_token", "x", TIEM_ERROR_TOKEN, "sign in" },
    { "error_auth", "Invalid access_token.", TIEM_ERROR_TOKEN, "sign in" },
    { "common.error_auth", "Invalid access_token.", TIEM_ERROR_TOKEN, "sign in" },
    { "error_auth", "partner_id is invalid", TIEM_ERROR_AUTH, "partner_id is invalid" },
    { "error_auth", "No permission to current api.", TIEM_ERROR_AUTH, "console" },
    { "error_auth", "Invalid partner_id or shopid.", TIEM_ERROR_AUTH, "console" },
    { "error_auth", "System error, please try again later.", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "refresh_token_expired", "x", TIEM_ERROR_AUTH, "sign in" },
    { "error_shop_refresh_token", "x", TIEM_ERROR_AUTH, "sign in" },
    { "shop_access_expired", "x", TIEM_ERROR_AUTH, "has ended" },
    { "shop_no_linked", "Partner and shop has no linked.", TIEM_ERROR_AUTH, "no longer linked" },
    { "partner_shop_no_link", "x", TIEM_ERROR_AUTH, "not linked" },
    { "shop_banned", "x", TIEM_ERROR_AUTH, "banned" },
    { "error_kyc_auth", "x", TIEM_ERROR_AUTH, "papers" },
    { "error_seller_under_penalty", "Bị phạt", TIEM_ERROR_AUTH, "Bị phạt" },
    { "error_sign", "Wrong sign.", TIEM_ERROR_AUTH, "Partner Key" },
    { "error_param", "There is no partner_id in query.", TIEM_ERROR_AUTH, "Partner ID" },
    { "error_param", "Timestamp is expired.", TIEM_ERROR_AUTH, "clock" },
    { "error_param", "no timestamp.", TIEM_ERROR_AUTH, "clock" },
    { "error_param", "There is no shop_id in query.", TIEM_ERROR_AUTH, "number" },
    { "error_param", "There is no access_token in query.", TIEM_ERROR_AUTH, "sign in" },
    { "error_param",
      "Permission denied. This API is currently offline or the request path is incorrect.",
      TIEM_ERROR_REJECTED,
      "offline" },
    { "error_param",
      "Wrong parameters, detail: page_size must be 100 or less.",
      TIEM_ERROR_REJECTED,
      "page_size" },
    { "product.error_param", "invalid field ItemId", TIEM_ERROR_REJECTED, "ItemId" },
    { "error_not_found",
      "Wrong parameters, detail: the order is not found.",
      TIEM_ERROR_REJECTED,
      "does not have" },
    { "error_permission",
      "Sorry you do not have the permission, detail: x",
      TIEM_ERROR_REJECTED,
      "permission" },
    { "invalid_partner_id", "x", TIEM_ERROR_AUTH, "Partner ID" },
    { "error_partner_key_expired", "x", TIEM_ERROR_AUTH, "make a new one" },
    { "error_api_permission", "This app type has no permission", TIEM_ERROR_AUTH, "app type" },
    { "error_api_call_restricted", "x", TIEM_ERROR_AUTH, "console" },
    { "api_suspended", "x", TIEM_ERROR_AUTH, "console" },
    { "source_ip_undeclared",
      "Request Source IP (113.22.4.9) is undeclared. Please declare all your IP addresses",
      TIEM_ERROR_AUTH,
      "113.22.4.9" },
    { "source_ip_undeclared", "x", TIEM_ERROR_AUTH, "Whitelist" },
    { "error_rate_limit", "Too many requests.", TIEM_ERROR_RATE_LIMITED, "slow down" },
    { "error_limit", "daily API call limit", TIEM_ERROR_RATE_LIMITED, "23:00" },
    { "order.error_limit", "Can not cancel this order", TIEM_ERROR_REJECTED, "cancelled" },
    { "logistics.error_limit", "batch reach limit 50", TIEM_ERROR_REJECTED, "limit 50" },
    { "returns.error_limit", "Core server error.", TIEM_ERROR_REJECTED, "Core server" },
    { "error_server", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "error_network", "Inner http call failed", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "error_inner", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "error_system_busy", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "error_unknown", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "product.error_unknown", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "logistics.error_other", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "error_data", "parse data failed", TIEM_ERROR_REJECTED, "parse data failed" },
    { "error_update_price_fail", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "error_unlist_item_failed", "x", TIEM_ERROR_TRANSIENT, "keeps trying" },
    { "logistics.package_print_failed", "x", TIEM_ERROR_TRANSIENT, "label" },
    { "logistics.download_later", "Processing", TIEM_ERROR_TRANSIENT, "label" },
    { "common.batch_api_all_failed", "x", TIEM_ERROR_REJECTED, "Seller Centre" },
    { "product.error_busi_update_stock_failed", "x", TIEM_ERROR_REJECTED, "Seller Centre" },
    { "order.order_list_invalid_time",
      "Start time must be earlier",
      TIEM_ERROR_REJECTED,
      "Start time" },
    { "order.cancel_order_invalid_status", "x", TIEM_ERROR_REJECTED, "no longer waits" },
    { "error_brand_new_2027", "Lỗi mới", TIEM_ERROR_REJECTED, "Lỗi mới" },
    { "error_brand_new_2027", "", TIEM_ERROR_REJECTED, "error_brand_new_2027" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint status = 200; status <= 403; status += 203)
      {
        g_autofree char *body = g_strdup_printf (
            "{'error':'%s','message':'%s','request_id':'4e1f'}", cases[i].code, cases[i].message);
        const FakeRow row = { NULL, "", status, body };
        Shopee shopee = { 0 };
        g_autoptr (GError) error = NULL;

        shopee_open (&shopee, &row, 1, NULL, NULL);
        g_assert_null (ask (&shopee, &error));
        g_test_message ("%s: %s", cases[i].code, error->message);
        g_assert_error (error, TIEM_ERROR, (int)cases[i].class);
        g_assert_nonnull (strstr (error->message, cases[i].words));
        g_assert_nonnull (strstr (tiem_error_get_detail (error), cases[i].code));
        g_assert_cmpstr (tiem_error_get_request_id (error), ==, "4e1f");
        g_assert_null (strstr (error->message, "6c5a4b39"));
        shopee_close (&shopee);
      }
}

/* The daily quota comes back at midnight in UTC+8, by Shopee's own clock. */
static void
test_daily_quota (void)
{
  static const FakeRow row = { NULL,
                               "",
                               200,
                               SHOPEE_BAD ("error_limit", "daily API call limit"),
                               0,
                               "Date",
                               "Sat, 21 Nov 2026 13:00:00 GMT" };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;

  shopee_open (&shopee, &row, 1, NULL, NULL);
  g_assert_null (ask (&shopee, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED);
  g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, 3 * 3600 * 1000);
  shopee_close (&shopee);
}

/* Answers that are none: what they mean goes by the status. */
static void
test_no_envelope (void)
{
  static const struct
  {
    FakeRow row;
    TiemError class;
    const char *words;
  } cases[] = {
    { { NULL, "", 0 }, TIEM_ERROR_TRANSIENT, "broke" },
    { { NULL, "", 200, NULL }, TIEM_ERROR_TRANSIENT, "web page" },
    { { NULL, "", 200, "" }, TIEM_ERROR_TRANSIENT, "web page" },
    { { NULL, "", 403, NULL }, TIEM_ERROR_TRANSIENT, "Whitelist" },
    { { NULL, "", 404, NULL }, TIEM_ERROR_PROTOCOL, "address" },
    { { NULL, "", 302, NULL, 0, "Location", "/" }, TIEM_ERROR_PROTOCOL, "address" },
    { { NULL, "", 429, NULL, 0, "Retry-After", "7" }, TIEM_ERROR_RATE_LIMITED, "slow down" },
    { { NULL, "", 500, NULL }, TIEM_ERROR_TRANSIENT, "500" },
    { { NULL, "", 503, "{}" }, TIEM_ERROR_TRANSIENT, "503" },
    { { NULL, "", 200, "{'error':'','shop_na" }, TIEM_ERROR_PROTOCOL, "cut short" },
    { { NULL, "", 200, "[]" }, TIEM_ERROR_PROTOCOL, "lacks" },
    { { NULL, "", 200, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" },
      TIEM_ERROR_PROTOCOL,
      "larger" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;

      shopee_open (&shopee, &cases[i].row, 1, NULL, NULL);
      g_assert_null (ask (&shopee, &error));
      g_test_message ("%u: %s", (guint)i, error->message);
      g_assert_error (error, TIEM_ERROR, (int)cases[i].class);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      if (cases[i].row.status == 429)
        g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, 7000);
      shopee_close (&shopee);
    }
}

/* All the ways to say that all is well. */
static void
test_success_words (void)
{
  static const char *const answers[] = {
    INFO_OK,
    "{'error':'-','message':'-','shop_name':'Tiệm Nón Huế'}",
    "{'error':null,'message':null,'shop_name':'Tiệm Nón Huế'}",
    "{'shop_name':'Tiệm Nón Huế'}",
    "\xef\xbb\xbf {'error':'','shop_name':'Tiệm Nón Huế'}",
    SHOPEE_OK ("{'shop_name':'Tiệm Nón Huế'}"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const FakeRow rows[] = {
        { NULL, "/shop/get_shop_info", 200, answers[i] },
        { NULL, "/product/get_item_list", 200, SHOPEE_BAD ("error_api_permission", "x") },
      };
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemChannelProbe) probe = NULL;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
      probe = ask (&shopee, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (probe->shop, ==, "Tiệm Nón Huế");
      g_assert_cmpint (probe->products, ==, -1);
      shopee_close (&shopee);
    }
}

static void
test_restricted_shop (void)
{
  static const FakeRow row = { NULL, "", 200, "{'error':'','shop_name':'Tiệm','status':'FROZEN'}" };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;

  shopee_open (&shopee, &row, 1, NULL, NULL);
  g_assert_null (ask (&shopee, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "FROZEN"));
  shopee_close (&shopee);
}

/* --- the clock --- */

/* Takes stamps within five minutes of its own time, which its Date tells. */
static TiemResponse *
strict_clock_handle (const TiemRequest *request,
                     gpointer user_data)
{
  g_autoptr (TiemForm) form = shopee_query (request);
  const char *date = user_data;
  gint64 stamp = g_ascii_strtoll (tiem_form_get (form, "timestamp"), NULL, 10);
  TiemResponse *response
      = ABS (stamp - (SHOPEE_START + 86400)) > 300
            ? fake_answer (200, SHOPEE_BAD ("error_param", "Timestamp is expired."))
            : fake_answer (200, INFO_OK);

  if (date != NULL)
    tiem_response_set_header (response, "Date", date);
  return response;
}

/* A computer that is a day behind signs anew by Shopee's clock, once. */
static void
test_clock (void)
{
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe = NULL;

  shopee_open (&shopee, NULL, 0, strict_clock_handle, (char *)"Sun, 22 Nov 2026 12:00:00 GMT");
  probe = ask (&shopee, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (shopee.fake->requests->len, ==, 3);
  shopee_assert_signed (shopee_request (&shopee, 0), "shop/get_shop_info", SHOPEE_START);
  shopee_assert_signed (shopee_request (&shopee, 1), "shop/get_shop_info", SHOPEE_START + 86400);
  shopee_close (&shopee);
}

static void
test_clock_unknown (void)
{
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;

  shopee_open (&shopee, NULL, 0, strict_clock_handle, NULL);
  g_assert_null (ask (&shopee, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "clock"));
  g_assert_cmpuint (shopee.fake->requests->len, ==, 1);
  shopee_close (&shopee);
}

/* "error_data" is worth one more question, not two. */
static void
test_ask_once_more (void)
{
  static const FakeRow rows[] = {
    { NULL, "/shop/get_shop_info", 200, SHOPEE_BAD ("error_data", "parse data failed"), 1 },
    { NULL, "/shop/get_shop_info", 200, INFO_OK },
    { NULL, "/product/get_item_list", 200, SHOPEE_BAD ("error_data", "data not exist") },
  };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  probe = ask (&shopee, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (shopee.fake->requests->len, ==, 4);
  shopee_close (&shopee);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shopee/signing/vectors", test_vectors);
  g_test_add_func ("/shopee/signing/request", test_request);
  g_test_add_func ("/shopee/account/forms", test_account);
  g_test_add_func ("/shopee/account/no-token", test_no_token);
  g_test_add_func ("/shopee/sign-in/link", test_link);
  g_test_add_func ("/shopee/sign-in/landed", test_landed);
  g_test_add_func ("/shopee/sign-in/exchange", test_exchange);
  g_test_add_func ("/shopee/sign-in/main-account", test_main_account);
  g_test_add_func ("/shopee/refresh/pair", test_refresh);
  g_test_add_func ("/shopee/refresh/refusals", test_refresh_refusals);
  g_test_add_func ("/shopee/errors/codes", test_codes);
  g_test_add_func ("/shopee/errors/daily-quota", test_daily_quota);
  g_test_add_func ("/shopee/errors/no-envelope", test_no_envelope);
  g_test_add_func ("/shopee/errors/success-words", test_success_words);
  g_test_add_func ("/shopee/errors/restricted-shop", test_restricted_shop);
  g_test_add_func ("/shopee/errors/asks-once-more", test_ask_once_more);
  g_test_add_func ("/shopee/clock/signs-anew", test_clock);
  g_test_add_func ("/shopee/clock/unknown", test_clock_unknown);

  return g_test_run ();
}
