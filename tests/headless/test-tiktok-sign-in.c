#include "channel/tiktok/tiem-tiktok-private.h"
#include "fake-transport.h"

#define TOKENS                                                                                     \
  "{'code':0,'message':'success','request_id':'r','data':{'access_token':'TTP_moi',"               \
  "'access_token_expire_in':1764316800,'refresh_token':'TTP_moiRRRR',"                             \
  "'refresh_token_expire_in':4800000000,'open_id':'oid-7010','seller_name':'Tiệm Hoa Mai',"      \
  "'user_type':0}}"
#define SHOPS                                                                                      \
  "{'code':0,'data':{'shops':[{'id':'7495000000000000001','name':'Tiệm Hoa Mai',"                \
  "'cipher':'ROW_TiemAAAA','code':'VNLCTIEM01'}]}}"
#define STATE "6f1c0f"

static TiemAccount *
make_account (const char *service_id,
              const char *base_url)
{
  TiemAccount *account = tiem_account_new ();

  account->base_url = g_strdup (base_url);
  account->key = g_strdup ("6a7b8c9d0e1f2");
  account->secret = g_strdup ("bimat&0123");
  account->service_id = g_strdup (service_id);
  return account;
}

static void
test_url (void)
{
  static const struct
  {
    const char *service_id;
    const char *base_url;
    const char *url;
  } cases[] = {
    { "7012345678901234567",
      NULL,
      "https://services.tiktokshop.com/open/"
      "authorize?service_id=7012345678901234567&state=" STATE },
    { NULL,
      NULL,
      "https://auth.tiktok-shops.com/oauth/authorize?app_key=6a7b8c9d0e1f2&state=" STATE },
    { "70",
      "http://127.0.0.1:18105",
      "http://127.0.0.1:18105/open/authorize?service_id=70&state=" STATE
      "&redirect_uri=http%3A%2F%2F127.0.0.1%3A40000%2Fxong" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemAccount) account = make_account (cases[i].service_id, cases[i].base_url);
      g_autofree char *url = tiem_channel_info_find ("tiktok")->sign_in_url (
          account, "http://127.0.0.1:40000/xong", STATE, 0);

      g_assert_cmpstr (url, ==, cases[i].url);
    }
}

/* Where the browser ended, as far as the owner pasted it. */
static void
test_landed (void)
{
  static const struct
  {
    const char *landed;
    gboolean is_taken;
  } cases[] = {
    { "https://tiem.example/xong?app_key=6a&code=TTP_ma1&locale=vi-VN&state=" STATE, TRUE },
    { "http://127.0.0.1:40000/xong?code=TTP_ma1&state=" STATE, TRUE },
    { "?code=TTP_ma1&state=" STATE, TRUE },
    { "code=TTP_ma1", TRUE }, /* begun in Seller Center, pasted */
    { " https://tiem.example/xong?code=TTP_ma1 ", TRUE },
    { "https://tiem.example/xong?code=TTP_ma1#_=_", TRUE },
    { "TTP_ma1", TRUE },
    { "http://127.0.0.1:40000/xong?code=TTP_ma1", FALSE }, /* came by itself, no state */
    { "https://tiem.example/xong?code=TTP_ma1&state=khac", FALSE },
    { "https://tiem.example/xong?state=" STATE, FALSE },
    { "https://tiem.example/xong", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { "GET", "/api/v2/token/get?", 200, TOKENS },
        { "GET", "/authorization/202309/shops?", 200, SHOPS },
      };
      FakeTable table = { rows, G_N_ELEMENTS (rows) };
      g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
      g_autoptr (TiemAccount) account = make_account ("70", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemAccount) signed_in = tiem_channel_info_find ("tiktok")->sign_in (
          account, TIEM_TRANSPORT (transport), cases[i].landed, STATE, NULL, &error);
      const TiemRequest *request;

      g_test_message ("%s", cases[i].landed);
      if (!cases[i].is_taken)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
          g_assert_cmpuint (transport->requests->len, ==, 0);
          continue;
        }
      g_assert_no_error (error);
      request = transport->requests->pdata[0];
      g_assert_cmpstr (request->url,
                       ==,
                       "https://auth.tiktok-shops.com/api/v2/token/get?app_key=6a7b8c9d0e1f2"
                       "&app_secret=bimat%260123&auth_code=TTP_ma1&grant_type=authorized_code");
      g_assert_cmpstr (request->endpoint, ==, "token/get");
      g_assert_cmpstr (signed_in->access_token, ==, "TTP_moi");
      g_assert_cmpstr (signed_in->refresh_token, ==, "TTP_moiRRRR");
      g_assert_cmpint (signed_in->expires_at, ==, G_GINT64_CONSTANT (1764316800000));
      g_assert_cmpint (signed_in->refresh_expires_at, ==, G_GINT64_CONSTANT (4800000000000));
      g_assert_cmpint (signed_in->grant_ends_at, ==, signed_in->refresh_expires_at);
      g_assert_cmpstr (signed_in->shop, ==, "7495000000000000001");
      g_assert_cmpstr (signed_in->shop_cipher, ==, "ROW_TiemAAAA");
      request = transport->requests->pdata[1];
      g_assert_cmpstr (tiem_request_get_header (request, "x-tts-access-token"), ==, "TTP_moi");
    }
}

static void
test_refresh (void)
{
  FakeRow rows[] = { { "GET", "/api/v2/token/refresh?", 200, TOKENS } };
  FakeTable table = { rows, G_N_ELEMENTS (rows) };
  g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
  g_autoptr (TiemAccount) account = make_account (NULL, NULL);
  g_autoptr (TiemAccount) renewed = NULL;
  g_autoptr (GError) error = NULL;

  account->refresh_token = g_strdup ("TTP_cu");
  account->shop_cipher = g_strdup ("ROW_TiemAAAA");
  renewed = tiem_channel_info_find ("tiktok")->refresh (
      account, TIEM_TRANSPORT (transport), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((TiemRequest *)transport->requests->pdata[0])->url,
                   ==,
                   "https://auth.tiktok-shops.com/api/v2/token/refresh?app_key=6a7b8c9d0e1f2"
                   "&app_secret=bimat%260123&refresh_token=TTP_cu&grant_type=refresh_token");
  g_assert_cmpstr (renewed->access_token, ==, "TTP_moi");
  g_assert_cmpstr (renewed->refresh_token, ==, "TTP_moiRRRR");
  g_assert_cmpstr (renewed->shop_cipher, ==, "ROW_TiemAAAA");
  g_assert_cmpint (renewed->grant_ends_at, ==, G_GINT64_CONSTANT (4800000000000));
}

static void
test_token_refusals (void)
{
  static const struct
  {
    FakeRow row;
    TiemError refresh;
    TiemError sign_in;
    const char *words; /* of the refresh */
  } cases[] = {
    { { NULL, "", 200, "{'code':36004004,'message':'invalid'}" },
      TIEM_ERROR_AUTH,
      TIEM_ERROR_AUTH,
      "run out" },
    { { NULL, "", 401, "{'code':36004999,'message':'refresh token expired'}" },
      TIEM_ERROR_AUTH,
      TIEM_ERROR_AUTH,
      "run out" },
    { { NULL, "", 400, "{'code':36009004,'message':'Invalid app_key'}" },
      TIEM_ERROR_AUTH,
      TIEM_ERROR_AUTH,
      "app key" },
    { { NULL, "", 429, "{'code':36009002,'message':'Too many requests'}" },
      TIEM_ERROR_RATE_LIMITED,
      TIEM_ERROR_RATE_LIMITED,
      "slow down" },
    { { NULL, "", 500, "{'code':36009003,'message':'Internal error'}" },
      TIEM_ERROR_TRANSIENT,
      TIEM_ERROR_TRANSIENT,
      "trouble" },
    { { NULL, "", 502, NULL }, TIEM_ERROR_TRANSIENT, TIEM_ERROR_TRANSIENT, "trouble" },
    { { NULL, "", 0 }, TIEM_ERROR_TRANSIENT, TIEM_ERROR_TRANSIENT, "broke" },
    { { NULL, "", 200, "{'code':0,'data':{'access_token':'TTP_moi'}}" },
      TIEM_ERROR_PROTOCOL,
      TIEM_ERROR_PROTOCOL,
      "refresh_token" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow row = cases[i].row;
      FakeTable table = { &row, 1 };
      g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
      g_autoptr (TiemAccount) account = make_account (NULL, NULL);
      g_autoptr (GError) error = NULL;

      account->refresh_token = g_strdup ("TTP_cu");
      g_assert_null (tiem_channel_info_find ("tiktok")->refresh (
          account, TIEM_TRANSPORT (transport), NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, TIEM_ERROR, (int)cases[i].refresh);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_null (strstr (error->message, "TTP_"));
      g_clear_error (&error);
      g_assert_null (tiem_channel_info_find ("tiktok")->sign_in (
          account, TIEM_TRANSPORT (transport), "TTP_ma1", STATE, NULL, &error));
      g_assert_error (error, TIEM_ERROR, (int)cases[i].sign_in);
    }
}

/* Durations instead of times, texts instead of numbers. */
static void
test_times (void)
{
  FakeRow rows[] = { { "GET",
                       "/api/v2/token/refresh?",
                       200,
                       "{'code':'0','data':{'access_token':'a','access_token_expire_in':604800,"
                       "'refresh_token':'b','refresh_token_expire_in':'1796000000'}}" } };
  FakeTable table = { rows, G_N_ELEMENTS (rows) };
  g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
  g_autoptr (TiemAccount) account = make_account (NULL, NULL);
  g_autoptr (TiemAccount) renewed = NULL;
  gint64 now = g_get_real_time () / 1000;

  account->refresh_token = g_strdup ("TTP_cu");
  renewed = tiem_channel_info_find ("tiktok")->refresh (
      account, TIEM_TRANSPORT (transport), NULL, NULL);
  g_assert_nonnull (renewed);
  g_assert_cmpint (ABS (renewed->expires_at - now - 604800000), <, 60000);
  g_assert_cmpint (renewed->refresh_expires_at, ==, G_GINT64_CONSTANT (1796000000000));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tiktok/sign-in/url", test_url);
  g_test_add_func ("/tiktok/sign-in/landed", test_landed);
  g_test_add_func ("/tiktok/sign-in/refusals", test_token_refusals);
  g_test_add_func ("/tiktok/refresh/pair", test_refresh);
  g_test_add_func ("/tiktok/refresh/times", test_times);

  return g_test_run ();
}
