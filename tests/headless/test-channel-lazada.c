#include "channel-lazada-fixture.h"

/* Reading and writing what a shop sells: orders, listings, stock, prices, the way in. */

/* More than a page. */
#define PAST_ORDERS 130

#define HOUR_MS (3600 * G_GINT64_CONSTANT (1000))

/* --- reading --- */

static void
test_first_import (void)
{
  static const char *const settings[] = {
    NULL,
    "{'thousands_commas':true,'text_booleans':true,'camel_case':true,'count_total':false,"
    "'masked':false}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      MarketBench bench = { 0 };

      market_bench_open (&bench, "lazada", PAST_ORDERS, settings[i]);
      market_bench_pull_ok (&bench);
      market_bench_assert_orders (&bench);
      market_bench_close (&bench);
    }
}

static void
test_changes (Market *market,
              gconstpointer data)
{
  g_autofree char *id = market_bench_place (&market->bench, market->sku, 3);
  TiemRemoteOrder *order = find_order (market, id);
  TiemRemoteLine *line;

  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpuint (order->lines->len, ==, 1);
  line = order->lines->pdata[0];
  g_assert_cmpint (line->quantity, ==, 3);
  g_assert_cmpstr (line->sku, ==, market->sku);
  g_assert_nonnull (order->buyer_remote_id);

  move_order (market, id, "raw:bay_len_mat_trang");
  order = find_order (market, id);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_UNKNOWN);
  g_assert_cmpstr (order->remote_status, ==, "bay_len_mat_trang");
  move_order (market, id, "shipped");
  g_assert_cmpint (find_order (market, id)->status, ==, TIEM_ORDER_SHIPPING);
  move_order (market, id, "delivered#2");
  g_assert_cmpint (find_order (market, id)->status, ==, TIEM_ORDER_SHIPPING);
  market_bench_assert_orders (&market->bench);
}

static void
test_listings (Market *market,
               gconstpointer data)
{
  GHashTableIter iter;
  gpointer value;

  g_assert_cmpuint (g_hash_table_size (market->bench.listings), >, 10);
  g_hash_table_iter_init (&iter, market->bench.listings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TiemRemoteListing *listing = value;

      g_assert_true (listing->has_stock);
      g_assert_cmpint (listing->stock, ==, market_bench_get_stock (&market->bench, listing->sku));
      g_assert_cmpint (listing->price_vnd, >, 0);
      g_assert_nonnull (listing->title);
    }
}

/* --- writing --- */

static GPtrArray *
make_pushes (Market *market,
             const char *sku,
             const char *other,
             gint64 value)
{
  GPtrArray *pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);

  g_ptr_array_add (pushes, market_bench_make_push (&market->bench, sku, value));
  if (other != NULL)
    g_ptr_array_add (pushes, market_bench_make_push (&market->bench, other, value));
  return pushes;
}

static const char *
find_other (Market *market)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, market->bench.listings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (strcmp (((TiemRemoteListing *)value)->sku, market->sku) != 0)
      return ((TiemRemoteListing *)value)->sku;
  return NULL;
}

static void
test_push (Market *market,
           gconstpointer data)
{
  const char *other = find_other (market);
  g_autoptr (GPtrArray) pushes = make_pushes (market, market->sku, other, 7);
  g_autoptr (GPtrArray) prices = make_pushes (market, market->sku, NULL, 459000);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPage) page = NULL;

  g_assert_true (tiem_channel_push_stock (
      market->bench.channel, market->bench.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (((TiemPush *)pushes->pdata[1])->done);
  g_assert_cmpint (market_bench_get_stock (&market->bench, market->sku), ==, 7);
  g_assert_cmpint (market_bench_get_stock (&market->bench, other), ==, 7);

  g_assert_true (tiem_channel_push_price (
      market->bench.channel, market->bench.transport, prices, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (((TiemPush *)prices->pdata[0])->error);

  page = tiem_channel_read_listings (
      market->bench.channel, market->bench.transport, pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (((TiemRemoteListing *)page->listings->pdata[i])->stock, ==, 7);
  g_assert_cmpint (((TiemRemoteListing *)page->listings->pdata[0])->price_vnd, ==, 459000);
}

/* The platform lowers its number by itself: what is pushed is what may be sold. */
static void
test_sellable (Market *market,
               gconstpointer data)
{
  g_autoptr (GPtrArray) pushes = make_pushes (market, market->sku, NULL, 9);
  g_autofree char *id = market_bench_place (&market->bench, market->sku, 2);

  g_assert_true (
      tiem_channel_push_stock (market->bench.channel, market->bench.transport, pushes, NULL, NULL));
  g_assert_cmpint (market_bench_get_stock (&market->bench, market->sku), ==, 9);
  g_free (market_bench_place (&market->bench, market->sku, 1));
  g_assert_cmpint (market_bench_get_stock (&market->bench, market->sku), ==, 8);
}

static void
test_refused (Market *market,
              gconstpointer data)
{
  const char *silent = data;
  const char *other = find_other (market);
  g_autofree char *settings = g_strdup_printf (
      "{'name_skus':%s,'sku_errors':{'%s':{'code':'E0501','message':'ITEM_NOT_FOUND',"
      "'field':'ItemId','silent':%s}}}",
      silent,
      market->sku,
      silent);
  g_autoptr (GPtrArray) pushes = make_pushes (market, market->sku, other, 6);
  g_autoptr (GError) error = NULL;

  market_bench_post (&market->bench, "settings", settings);
  g_assert_true (tiem_channel_push_stock (
      market->bench.channel, market->bench.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_error (((TiemPush *)pushes->pdata[0])->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_false (((TiemPush *)pushes->pdata[0])->done);
  g_assert_true (((TiemPush *)pushes->pdata[1])->done);
  g_assert_cmpint (market_bench_get_stock (&market->bench, other), ==, 6);
}

/* What a campaign has locked can't be taken away, and is shown. */
static void
test_campaign (Market *market,
               gconstpointer data)
{
  g_autofree char *settings = g_strdup_printf (
      "{'campaigns':[{'sku':'%s','quantity':5,'name':'12.12','hours':24}]}", market->sku);
  g_autoptr (GPtrArray) below = make_pushes (market, market->sku, NULL, 2);
  g_autoptr (GPtrArray) above = make_pushes (market, market->sku, NULL, 8);

  market_bench_post (&market->bench, "settings", settings);
  market_bench_read_listings (&market->bench);
  g_assert_cmpint (market_bench_find_listing (&market->bench, market->sku)->campaign_locked, ==, 5);
  g_assert_true (
      tiem_channel_push_stock (market->bench.channel, market->bench.transport, below, NULL, NULL));
  g_assert_error (((TiemPush *)below->pdata[0])->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_nonnull (strstr (((TiemPush *)below->pdata[0])->error->message, "campaign"));
  g_assert_true (
      tiem_channel_push_stock (market->bench.channel, market->bench.transport, above, NULL, NULL));
  g_assert_true (((TiemPush *)above->pdata[0])->done);
}

/* During a campaign one call is off: the other sets the same number. */
static void
test_other_way (Market *market,
                gconstpointer data)
{
  g_autoptr (GPtrArray) pushes = make_pushes (market, market->sku, NULL, 4);
  g_autofree char *id = market_bench_place (&market->bench, market->sku, 2);
  g_autoptr (GError) error = NULL;

  market_bench_post (&market->bench,
                     "settings",
                     "{'refusals':[{'code':'998','endpoint':'/product/stock/sellable/update'}]}");
  g_assert_true (tiem_channel_push_stock (
      market->bench.channel, market->bench.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (((TiemPush *)pushes->pdata[0])->done);
  g_assert_cmpint (market_bench_get_stock (&market->bench, market->sku), ==, 4);
}

/* How many warehouses there are is asked once: an answer that lists the one twice, or can't be
 * read, must not make the shop one that has several, or none, for as long as Tiệm runs. */
static void
check_warehouses (Market *market,
                  const char *kind)
{
  g_autofree char *fault
      = g_strdup_printf ("{'kind':'%s','endpoint':'seller/warehouse/get'}", kind);
  gint64 units[] = { 4, 5 };

  market_bench_post (&market->bench, "faults", fault);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GPtrArray) pushes = make_pushes (market, market->sku, NULL, units[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (tiem_channel_push_stock (
          market->bench.channel, market->bench.transport, pushes, NULL, &error));
      g_assert_no_error (error);
      g_assert_no_error (((TiemPush *)pushes->pdata[0])->error);
      g_assert_cmpint (market_bench_get_stock (&market->bench, market->sku), ==, units[i]);
    }
}

static void
test_warehouse_twice (Market *market,
                      gconstpointer data)
{
  check_warehouses (market, "duplicate");
}

static void
test_warehouse_unreadable (Market *market,
                           gconstpointer data)
{
  check_warehouses (market, "malformed");
}

/* A time-out after the write: it is not known, and reading back tells. */
static void
test_unclear (Market *market,
              gconstpointer data)
{
  g_autoptr (GPtrArray) pushes = make_pushes (market, market->sku, NULL, 3);
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) error = NULL;

  market_bench_post (&market->bench,
                     "settings",
                     "{'refusals':[{'code':'ServiceTimeout','applied':true,"
                     "'endpoint':'/product/stock/sellable/update'}]}");
  g_assert_false (tiem_channel_push_stock (
      market->bench.channel, market->bench.transport, pushes, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  g_assert_true (((TiemPush *)pushes->pdata[0])->unclear);
  page = tiem_channel_read_listings (
      market->bench.channel, market->bench.transport, pushes, NULL, NULL);
  g_assert_cmpint (((TiemRemoteListing *)page->listings->pdata[0])->stock, ==, 3);
}

/* --- tokens and clocks --- */

static void
test_tokens (Market *market,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) dead = NULL;
  g_autofree char *before = g_strdup (market->bench.account->access_token);

  market_bench_post (&market->bench, "settings", "{'expire_access':true}");
  g_assert_false (market_bench_pull (&market->bench, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TOKEN);
  market_bench_renew (&market->bench);
  g_assert_cmpstr (market->bench.account->access_token, !=, before);
  g_assert_cmpint (market->bench.account->grant_ends_at, >, g_get_real_time () / 1000);
  market_bench_pull_ok (&market->bench);

  market_bench_post (&market->bench, "settings", "{'expire_refresh':true}");
  g_assert_null (
      market->bench.info->refresh (market->bench.account, market->bench.transport, NULL, &dead));
  g_assert_error (dead, TIEM_ERROR, TIEM_ERROR_AUTH);
}

/* The owner presses a button on the page of consent.
 * Returns: (transfer full): where the browser is sent back to */
static char *
press (const char *url,
       const char *button)
{
  g_autoptr (TiemTransport) browser = tiem_transport_new_soup ();
  g_autoptr (TiemRequest) request = tiem_request_new ("POST", url);
  g_autoptr (TiemResponse) response = NULL;
  g_autofree char *body = g_strdup_printf ("action=%s", button);
  g_autoptr (GError) error = NULL;

  tiem_request_set_body (request, "application/x-www-form-urlencoded", body, -1);
  response = tiem_transport_send (browser, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status / 100, ==, 3);
  return g_strdup (tiem_response_get_header (response, "Location"));
}

static void
test_sign_in (Market *market,
              gconstpointer data)
{
  const TiemChannelInfo *info = market->bench.info;
  TiemTransport *transport = market->bench.transport;
  g_autoptr (TiemAccount) fresh = tiem_account_copy (market->bench.account);
  g_autoptr (TiemAccount) signed_in = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *landed = NULL;
  g_autofree char *refused = NULL;

  g_clear_pointer (&fresh->access_token, g_free);
  g_clear_pointer (&fresh->shop, g_free);
  url = info->sign_in_url (fresh, "http://127.0.0.1:4711/xong", "s1", 0);
  refused = press (url, "refuse");
  g_assert_null (info->sign_in (fresh, transport, refused, "s1", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_clear_error (&error);

  landed = press (url, "allow");
  g_assert_true (g_str_has_prefix (landed, "http://127.0.0.1:4711/xong?"));
  signed_in = info->sign_in (fresh, transport, landed, "s1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signed_in->shop, ==, market->bench.account->shop);
  g_assert_nonnull (signed_in->access_token);
  g_assert_cmpint (signed_in->grant_ends_at, >, signed_in->expires_at);

  /* the code works once */
  g_assert_null (info->sign_in (fresh, transport, landed, "s1", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
}

/* A clock that is a day off is put right by the platform's answer. */
static void
test_clock (Market *market,
            gconstpointer data)
{
  market->bench.ahead_ms = 26 * HOUR_MS;
  market_bench_pull_ok (&market->bench);
}

static void
refused_set_up (Market *market,
                gconstpointer data)
{
  market_set_up (market, NULL);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel-market/lazada/first-import", test_first_import);
  ADD ("changes", NULL, test_changes);
  ADD ("listings", NULL, test_listings);
  ADD ("push", NULL, test_push);
  ADD ("sellable", NULL, test_sellable);
  g_test_add ("/channel-market/lazada/refused",
              Market,
              "false",
              refused_set_up,
              test_refused,
              market_tear_down);
  g_test_add ("/channel-market/lazada/refused-silently",
              Market,
              "true",
              refused_set_up,
              test_refused,
              market_tear_down);
  ADD ("campaign", NULL, test_campaign);
  ADD ("other-way", NULL, test_other_way);
  ADD ("warehouse-twice", NULL, test_warehouse_twice);
  ADD ("warehouse-unreadable", NULL, test_warehouse_unreadable);
  ADD ("unclear", NULL, test_unclear);
  ADD ("tokens", NULL, test_tokens);
  ADD ("sign-in", NULL, test_sign_in);
  ADD ("clock", NULL, test_clock);

  return g_test_run ();
}
