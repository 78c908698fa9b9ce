#include "base/tiem-error.h"
#include "market-bench.h"

#include <string.h>

/* The Lazada channel against its pretend market over real sockets. */

/* More than a page. */
#define PAST_ORDERS 130

#define HOUR_MS (3600 * G_GINT64_CONSTANT (1000))

typedef struct
{
  MarketBench bench;
  char *sku; /* goods that are plenty */
} Market;

static void
find_goods (Market *market)
{
  GHashTableIter iter;
  gpointer value;

  market_bench_read_listings (&market->bench);
  g_hash_table_iter_init (&iter, market->bench.listings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TiemRemoteListing *listing = value;

      if (listing->stock >= 12 && listing->state == TIEM_LISTING_ACTIVE)
        market->sku = g_strdup (listing->sku);
      if (market->sku != NULL)
        return;
    }
  g_assert_not_reached ();
}

static void
market_set_up (Market *market,
               gconstpointer data)
{
  market_bench_open (&market->bench, "lazada", 20, data);
  market_bench_pull_ok (&market->bench);
  find_goods (market);
}

static void
market_tear_down (Market *market,
                  gconstpointer data)
{
  market_bench_close (&market->bench);
  g_free (market->sku);
}

static TiemRemoteOrder *
find_order (Market *market,
            const char *id)
{
  TiemRemoteOrder *order;

  market_bench_pull_ok (&market->bench);
  order = g_hash_table_lookup (market->bench.orders, id);
  g_assert_nonnull (order);
  return order;
}

static void
move_order (Market *market,
            const char *id,
            const char *status)
{
  g_autofree char *path = g_strdup_printf ("orders/%s/status", id);
  g_autofree char *body = g_strdup_printf ("{'status':'%s'}", status);

  market_bench_post (&market->bench, path, body);
}

/* Returns: (transfer full): the order as it is then */
static TiemRemoteOrder *
act (Market *market,
     const char *id,
     TiemOrderAction action,
     const char *choice)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteOrder *order = tiem_channel_act_on_order (
      market->bench.channel, market->bench.transport, id, action, choice, NULL, &error);

  g_assert_no_error (error);
  return order;
}

static guint
count_calls (Market *market,
             const char *endpoint)
{
  g_autoptr (JsonNode) state = market_bench_control (&market->bench, "GET", "state", NULL);
  JsonObject *calls = tiem_json_get_object (tiem_json_object (state), "calls");
  gint64 count = 0;

  tiem_json_get_int (calls, endpoint, &count, NULL);
  return count;
}

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

/* --- what follows a sale --- */

static void
test_ship (Market *market,
           gconstpointer data)
{
  g_autofree char *id = market_bench_place (&market->bench, market->sku, 2);
  g_autoptr (TiemRemoteOrder) packed = act (market, id, TIEM_ORDER_ACTION_CONFIRM, NULL);
  g_autoptr (TiemRemoteOrder) shipped = NULL;
  g_autoptr (TiemRemoteOrder) again = NULL;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);
  g_autoptr (GError) error = NULL;
  TiemLabel *label;

  g_assert_cmpint (packed->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpstr (packed->remote_status, ==, "packed");
  shipped = act (market, id, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (shipped->status, ==, TIEM_ORDER_AWAITING_PICKUP);
  g_assert_cmpuint (shipped->parcels->len, ==, 1);
  g_assert_nonnull (shipped->tracking);
  g_assert_nonnull (shipped->carrier);
  again = act (market, id, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (again->status, ==, TIEM_ORDER_AWAITING_PICKUP);

  g_ptr_array_add (labels, tiem_label_new (id));
  g_assert_true (tiem_channel_read_labels (
      market->bench.channel, market->bench.transport, labels, NULL, &error));
  g_assert_no_error (error);
  label = labels->pdata[0];
  if (label->error != NULL)
    g_error ("%s (%s)", label->error->message, tiem_error_get_detail (label->error));
  g_assert_cmpstr (label->content_type, ==, "application/pdf");
  g_assert_cmpint (memcmp (g_bytes_get_data (label->document, NULL), "%PDF", 4), ==, 0);

  move_order (market, id, "delivered");
  g_assert_cmpint (find_order (market, id)->status, ==, TIEM_ORDER_DELIVERED);
}

/* Both steps in one, and an order that can't be packed says why. */
static void
test_ship_at_once (Market *market,
                   gconstpointer data)
{
  g_autofree char *id = market_bench_place (&market->bench, market->sku, 1);
  g_autofree char *busy = market_bench_place (&market->bench, market->sku, 1);
  g_autoptr (TiemRemoteOrder) shipped = act (market, id, TIEM_ORDER_ACTION_SHIP, NULL);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);
  g_autofree char *settings = g_strdup_printf (
      "{'unit_errors':{'%s':{'code':'700024','msg':'lock','retry':true,'times':1}}}", market->sku);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) later = NULL;

  g_assert_cmpint (shipped->status, ==, TIEM_ORDER_AWAITING_PICKUP);
  market_bench_post (&market->bench, "settings", settings);
  g_assert_null (tiem_channel_act_on_order (market->bench.channel,
                                            market->bench.transport,
                                            busy,
                                            TIEM_ORDER_ACTION_SHIP,
                                            NULL,
                                            NULL,
                                            &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);

  /* no label before it is packed */
  g_ptr_array_add (labels, tiem_label_new (busy));
  g_assert_true (tiem_channel_read_labels (
      market->bench.channel, market->bench.transport, labels, NULL, NULL));
  g_assert_error (((TiemLabel *)labels->pdata[0])->error, TIEM_ERROR, TIEM_ERROR_REJECTED);

  later = act (market, busy, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (later->status, ==, TIEM_ORDER_AWAITING_PICKUP);
}

static void
test_cancel (Market *market,
             gconstpointer data)
{
  g_autofree char *id = market_bench_place (&market->bench, market->sku, 1);
  g_autofree char *out = market_bench_place (&market->bench, market->sku, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices = tiem_channel_list_choices (
      market->bench.channel, market->bench.transport, TIEM_CHOICE_CANCEL, id, NULL, &error);
  g_autoptr (TiemRemoteOrder) cancelled = NULL;
  g_autoptr (TiemRemoteOrder) again = NULL;
  g_autoptr (TiemRemoteOrder) zeroed = NULL;
  gboolean some_set_stock = FALSE;
  gint64 stock;

  g_assert_no_error (error);
  g_assert_cmpuint (choices->len, >, 1);
  for (guint i = 0; i < choices->len; i++)
    {
      const TiemChoice *choice = choices->pdata[i];

      some_set_stock |= choice->sets_stock;
      g_assert_false (choice->is_suggested && choice->sets_stock);
    }
  g_assert_true (some_set_stock);

  stock = market_bench_get_stock (&market->bench, market->sku);
  cancelled = act (market, id, TIEM_ORDER_ACTION_CANCEL, NULL);
  g_assert_cmpint (cancelled->status, ==, TIEM_ORDER_CANCELLED);
  g_assert_false (cancelled->platform_holds);
  g_assert_cmpint (market_bench_get_stock (&market->bench, market->sku), ==, stock + 1);
  again = act (market, id, TIEM_ORDER_ACTION_CANCEL, NULL);
  g_assert_cmpint (again->status, ==, TIEM_ORDER_CANCELLED);

  /* the owner's own words find the reason that sets the stock to 0 */
  zeroed = act (market, out, TIEM_ORDER_ACTION_CANCEL, "hết hàng");
  g_assert_cmpint (zeroed->status, ==, TIEM_ORDER_CANCELLED);
  g_assert_cmpint (market_bench_get_stock (&market->bench, market->sku), ==, 0);
}

/* A buyer wants to cancel; once it is refused, once agreed to. */
static void
test_cancel_asked (Market *market,
                   gconstpointer data)
{
  g_autofree char *kept = market_bench_place (&market->bench, market->sku, 1);
  g_autofree char *dropped = market_bench_place (&market->bench, market->sku, 1);
  g_autoptr (TiemRemoteOrder) after = NULL;
  g_autoptr (TiemRemoteOrder) gone = NULL;
  TiemRemoteOrder *order;

  move_order (market, kept, "ask_cancel");
  move_order (market, dropped, "ask_cancel");
  order = find_order (market, kept);
  g_assert_true (order->cancel_asked);
  g_assert_cmpint (order->cancel_answer_by, >, order->placed_at);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);

  after = act (market, kept, TIEM_ORDER_ACTION_REJECT_CANCEL, NULL);
  g_assert_false (after->cancel_asked);
  g_assert_cmpint (after->status, ==, TIEM_ORDER_TO_SHIP);
  gone = act (market, dropped, TIEM_ORDER_ACTION_ACCEPT_CANCEL, NULL);
  g_assert_false (gone->cancel_asked);
  g_assert_cmpint (find_order (market, dropped)->status, ==, TIEM_ORDER_CANCELLED);
}

/* --- returns --- */

static TiemRemoteReturn *
find_return (Market *market,
             char **cursor,
             const char *order_id)
{
  TiemRemoteReturn *found = NULL;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemReturnPage) page = tiem_channel_pull_returns (
          market->bench.channel, market->bench.transport, *cursor, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = 0; i < page->returns->len; i++)
        {
          TiemRemoteReturn *candidate = page->returns->pdata[i];

          if (strcmp (candidate->order_remote_id, order_id) == 0)
            {
              g_clear_pointer (&found, tiem_remote_return_free);
              found = g_ptr_array_steal_index (page->returns, i--);
            }
        }
      g_free (*cursor);
      *cursor = g_strdup (page->next_cursor);
      more = page->more;
    }
  return found;
}

static TiemRemoteReturn *
answer (Market *market,
        const TiemRemoteReturn *back,
        TiemReturnAnswers given)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteReturn *after = tiem_channel_answer_return (market->bench.channel,
                                                        market->bench.transport,
                                                        back->remote_id,
                                                        given,
                                                        NULL,
                                                        NULL,
                                                        NULL,
                                                        &error);

  g_assert_no_error (error);
  return after;
}

static char *
place_delivered (Market *market,
                 guint quantity,
                 const char *ask)
{
  char *id = market_bench_place (&market->bench, market->sku, quantity);

  move_order (market, id, "delivered");
  move_order (market, id, ask);
  return id;
}

static void
test_return (Market *market,
             gconstpointer data)
{
  g_autofree char *id = place_delivered (market, 2, "ask_return");
  g_autofree char *cursor = NULL;
  g_autoptr (TiemRemoteReturn) asked = find_return (market, &cursor, id);
  g_autoptr (TiemRemoteReturn) agreed = NULL;
  g_autoptr (TiemRemoteReturn) repeated = NULL;
  g_autoptr (TiemRemoteReturn) arrived = NULL;
  g_autoptr (TiemRemoteReturn) received = NULL;
  g_autoptr (TiemRemoteReturn) paid = NULL;
  TiemRemoteLine *line;

  g_assert_nonnull (asked);
  g_assert_cmpint (asked->state, ==, TIEM_RETURN_OPEN);
  g_assert_true (asked->sends_goods);
  g_assert_cmpint (
      asked->answers, ==, TIEM_RETURN_ACCEPT | TIEM_RETURN_REFUND | TIEM_RETURN_REJECT);
  g_assert_cmpint (asked->refund_vnd, >, 0);
  g_assert_cmpint (asked->answer_by, >, asked->created_at);
  g_assert_nonnull (asked->reason);
  g_assert_cmpuint (asked->lines->len, ==, 1);
  line = asked->lines->pdata[0];
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpstr (line->sku, ==, market->sku);

  agreed = answer (market, asked, TIEM_RETURN_ACCEPT);
  g_assert_cmpint (agreed->state, ==, TIEM_RETURN_WAITING);
  repeated = answer (market, asked, TIEM_RETURN_ACCEPT);
  g_assert_cmpint (repeated->state, ==, TIEM_RETURN_WAITING);
  move_order (market, id, "send_back");
  arrived = find_return (market, &cursor, id);
  g_assert_nonnull (arrived);
  g_assert_cmpint (arrived->state, ==, TIEM_RETURN_OPEN);
  g_assert_cmpint (arrived->answers, ==, TIEM_RETURN_RECEIVED);
  received = answer (market, arrived, TIEM_RETURN_RECEIVED);
  g_assert_cmpint (received->answers, ==, TIEM_RETURN_REFUND);
  paid = answer (market, received, TIEM_RETURN_REFUND);
  g_assert_cmpint (paid->state, ==, TIEM_RETURN_ACCEPTED);
  g_assert_cmpint (find_order (market, id)->status, ==, TIEM_ORDER_RETURNED);
}

static void
test_refused_return (Market *market,
                     gconstpointer data)
{
  g_autofree char *id = place_delivered (market, 2, "ask_return");
  g_autofree char *money = place_delivered (market, 1, "ask_refund");
  g_autofree char *cursor = NULL;
  g_autoptr (TiemRemoteReturn) asked = find_return (market, &cursor, id);
  g_autofree char *anew = NULL;
  g_autoptr (TiemRemoteReturn) refund = find_return (market, &anew, money);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices = tiem_channel_list_choices (market->bench.channel,
                                                             market->bench.transport,
                                                             TIEM_CHOICE_REJECT_RETURN,
                                                             asked->remote_id,
                                                             NULL,
                                                             &error);
  g_autoptr (TiemRemoteReturn) refused = NULL;
  g_autoptr (TiemRemoteReturn) paid = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (choices->len, >, 0);
  refused = answer (market, asked, TIEM_RETURN_REJECT);
  g_assert_cmpint (refused->state, ==, TIEM_RETURN_REFUSED);

  /* money alone; a refusal would need pictures */
  g_assert_false (refund->sends_goods);
  g_assert_cmpint (refund->answers, ==, TIEM_RETURN_REFUND);
  g_assert_null (tiem_channel_answer_return (market->bench.channel,
                                             market->bench.transport,
                                             refund->remote_id,
                                             TIEM_RETURN_REJECT,
                                             NULL,
                                             NULL,
                                             NULL,
                                             &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  paid = answer (market, refund, TIEM_RETURN_REFUND);
  g_assert_cmpint (paid->state, ==, TIEM_RETURN_ACCEPTED);
}

/* --- fees and reviews --- */

static void
test_fees (Market *market,
           gconstpointer data)
{
  GHashTableIter iter;
  gpointer value;
  guint n_done = 0;

  g_hash_table_iter_init (&iter, market->bench.orders);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TiemRemoteOrder *order = value;
      g_autoptr (GPtrArray) list
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
      g_autoptr (GError) error = NULL;
      TiemOrderFees *fees = tiem_order_fees_new (order->remote_id);
      gint64 kept = 0;

      g_ptr_array_add (list, fees);
      g_assert_true (tiem_channel_read_fees (
          market->bench.channel, market->bench.transport, list, NULL, &error));
      g_assert_no_error (error);
      g_assert_no_error (fees->error);
      if (!fees->done || order->status != TIEM_ORDER_COMPLETED)
        continue;
      n_done++;
      for (guint i = 0; i < fees->fees->len; i++)
        {
          const TiemRemoteFee *fee = fees->fees->pdata[i];

          g_test_message ("%s %" G_GINT64_FORMAT, fee->kind, fee->amount_vnd);
          g_assert_cmpstr (fee->kind, !=, "sale");
          g_assert_cmpstr (tiem_fee_kind_label (fee->kind), !=, fee->kind);
          kept += fee->amount_vnd;
        }
      g_assert_cmpint (kept, >, 0);
      g_assert_cmpint (fees->payout_vnd, >, 0);
      g_assert_cmpint (fees->payout_vnd, <, order->total_vnd);
    }
  g_assert_cmpuint (n_done, >, 0);
}

static void
pull_reviews (Market *market,
              GPtrArray *reviews)
{
  g_autofree char *cursor = NULL;
  guint rounds = 0;

  /* the newest week first, then an older one with each round */
  while (rounds < 30)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemReviewPage) page = tiem_channel_pull_reviews (
          market->bench.channel, market->bench.transport, cursor, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = page->reviews->len; i-- > 0;)
        g_ptr_array_add (reviews, g_ptr_array_steal_index (page->reviews, i));
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      rounds += !page->more;
    }
}

static void
test_reviews (Market *market,
              gconstpointer data)
{
  g_autoptr (GPtrArray) reviews
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_review_free);
  const TiemRemoteReview *open = NULL;
  g_autoptr (GError) error = NULL;
  guint n_calls;

  pull_reviews (market, reviews);
  g_assert_cmpuint (reviews->len, >, 0);
  for (guint i = 0; i < reviews->len; i++)
    {
      const TiemRemoteReview *review = reviews->pdata[i];

      g_assert_cmpint (review->stars, >=, 1);
      g_assert_cmpint (review->created_at, >, 0);
      if (review->can_reply)
        open = review;
    }
  g_assert_nonnull (open);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (tiem_channel_reply_review (market->bench.channel,
                                                market->bench.transport,
                                                open->remote_id,
                                                "Cảm ơn bạn nhiều ạ!",
                                                NULL,
                                                &error));
      g_assert_no_error (error);
    }
  n_calls = count_calls (market, "/review/seller/reply/add");
  g_assert_cmpuint (n_calls, <=, 1);
  g_assert_false (tiem_channel_reply_review (
      market->bench.channel, market->bench.transport, open->remote_id, "Lời khác", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
}

#define ADD(path, data, func)                                                                      \
  g_test_add ("/channel-market/lazada/" path, Market, data, market_set_up, func, market_tear_down)

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
  ADD ("ship", NULL, test_ship);
  ADD ("ship-at-once", NULL, test_ship_at_once);
  ADD ("cancel", NULL, test_cancel);
  ADD ("cancel-asked", NULL, test_cancel_asked);
  ADD ("return", NULL, test_return);
  ADD ("refused-return", NULL, test_refused_return);
  ADD ("fees", NULL, test_fees);
  ADD ("reviews", NULL, test_reviews);

  return g_test_run ();
}
