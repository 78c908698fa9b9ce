#include "base/tiem-error.h"
#include "channel/tiem-practice-line.h"
#include "market-bench.h"

static void
test_tokens (void)
{
  g_autofree char *line = fake_json (
      "{'channels':[{'kind':'tiktok','name':'TikTok Nhà Mây','base_url':'http://127.0.0.1:18104',"
      "'auth_url':'http://127.0.0.1:18104','key':'29a39d','secret':'e59af819cc','shop':null,"
      "'service_id':'7172','token':{'access_token':'TTP_a','refresh_token':'TTP_r',"
      "'expires_at':1795262400000,'refresh_expires_at':1826798400000,'shop_cipher':'ROW_c'}},"
      "{'kind':'woocommerce','name':'Website','base_url':'http://127.0.0.1:18103','key':'ck',"
      "'secret':'cs','shop':null,'token':null},"
      "{'kind':'nowhere','name':'Không có địa chỉ'}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = tiem_practice_line_parse (line, &error);
  const TiemPracticeChannel *tiktok;
  const TiemPracticeChannel *website;

  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, ==, 2);
  tiktok = channels->pdata[0];
  g_assert_cmpstr (tiktok->account->access_token, ==, "TTP_a");
  g_assert_cmpstr (tiktok->account->refresh_token, ==, "TTP_r");
  g_assert_cmpstr (tiktok->account->shop_cipher, ==, "ROW_c");
  g_assert_cmpstr (tiktok->account->service_id, ==, "7172");
  g_assert_cmpint (tiktok->account->expires_at, ==, G_GINT64_CONSTANT (1795262400000));
  g_assert_cmpint (tiktok->account->refresh_expires_at, ==, G_GINT64_CONSTANT (1826798400000));
  website = channels->pdata[1];
  g_assert_null (website->account->access_token);
  g_assert_cmpint (website->account->expires_at, ==, 0);
}

static void
test_nonsense (void)
{
  static const char *const lines[] = { "", "[]", "{}", "{\"channels\":5}", "sẵn sàng" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tiem_practice_line_parse (lines[i], &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
    }
}

/* The bench itself, with the market that every channel can be compared with. */
static void
test_bench (void)
{
  MarketBench bench = { 0 };
  g_autofree char *id = NULL;

  market_bench_open (&bench, "woocommerce", 30, NULL);
  market_bench_read_listings (&bench);
  g_assert_cmpuint (g_hash_table_size (bench.listings), >, 100);
  id = market_bench_place (&bench, "NON-LA", 1);
  market_bench_pull_ok (&bench);
  g_assert_true (g_hash_table_contains (bench.orders, id));
  market_bench_assert_orders (&bench);
  market_bench_close (&bench);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-line/tokens", test_tokens);
  g_test_add_func ("/practice-line/nonsense", test_nonsense);
  g_test_add_func ("/practice-line/bench", test_bench);

  return g_test_run ();
}
