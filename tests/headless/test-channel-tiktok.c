#include "channel/tiem-part-wish.h"
#include "channel/tiktok/tiem-tiktok-private.h"
#include "market-bench.h"

#include <string.h>

/* The TikTok Shop channel against the pretend market, over real sockets. */

#define SKU "AT-SG-T-M"
#define OTHER_SKU "AT-SG-D-L"
#define PAST_ORDERS 130

typedef struct
{
  MarketBench market;
} Bench;

static void
bench_set_up (Bench *bench,
              gconstpointer data)
{
  market_bench_open (&bench->market, "tiktok", GPOINTER_TO_UINT (data), "{'calls_per_second':0}");
}

static void
bench_tear_down (Bench *bench,
                 gconstpointer data)
{
  market_bench_close (&bench->market);
}

static void
set_status (Bench *bench,
            const char *id,
            const char *word)
{
  g_autofree char *path = g_strdup_printf ("orders/%s/status", id);
  g_autofree char *body = g_strdup_printf ("{'status':'%s'}", word);

  market_bench_post (&bench->market, path, body);
}

static TiemRemoteOrder *
get_order (Bench *bench,
           const char *id)
{
  TiemRemoteOrder *order;

  market_bench_pull_ok (&bench->market);
  order = g_hash_table_lookup (bench->market.orders, id);
  g_assert_nonnull (order);
  return order;
}

/* An order that is not paid yet. Returns: (transfer full): its id */
static char *
place_unpaid (Bench *bench,
              guint quantity)
{
  g_autofree char *body
      = g_strdup_printf ("{'sku':'" SKU "','quantity':%u,'payment':'online'}", quantity);
  g_autoptr (JsonNode) order = market_bench_control (&bench->market, "POST", "orders", body);

  return tiem_json_dup_id (tiem_json_object (order), "id");
}

/* An order that the shop must pack. */
static char *
place_paid (Bench *bench,
            guint quantity)
{
  char *id = market_bench_place (&bench->market, SKU, quantity);

  set_status (bench, id, "AWAITING_SHIPMENT");
  return id;
}

static TiemRemoteOrder *
act_ok (Bench *bench,
        const char *id,
        TiemOrderAction action,
        const char *choice)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteOrder *order = tiem_channel_act_on_order (
      bench->market.channel, bench->market.transport, id, action, choice, NULL, &error);

  g_assert_no_error (error);
  return order;
}

static void
test_probe (Bench *bench,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe
      = tiem_channel_test (bench->market.channel, bench->market.transport, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (probe->shop);
  g_assert_cmpint (probe->products, >, 0);
  g_assert_cmpint (probe->orders, ==, PAST_ORDERS);
}

/* The whole past, then what happens, status by status. */
static void
test_orders (Bench *bench,
             gconstpointer data)
{
  static const char *const words[]
      = { "UNPAID",     "ON_HOLD",   "AWAITING_SHIPMENT", "AWAITING_COLLECTION",
          "IN_TRANSIT", "DELIVERED", "COMPLETED",         "CANCELLED" };

  market_bench_pull_ok (&bench->market);
  g_assert_cmpuint (g_hash_table_size (bench->market.orders), ==, PAST_ORDERS);
  market_bench_assert_orders (&bench->market);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *id = place_unpaid (bench, 2);
      TiemRemoteOrder *order;

      g_test_message ("%s", words[i]);
      set_status (bench, id, words[i]);
      order = get_order (bench, id);
      g_assert_cmpstr (order->remote_status, ==, words[i]);
      g_assert_cmpint (order->status, ==, tts_status_find (words[i]));
      g_assert_cmpuint (order->lines->len, ==, 1);
      g_assert_cmpint (((TiemRemoteLine *)order->lines->pdata[0])->quantity, ==, 2);
      g_assert_cmpstr (((TiemRemoteLine *)order->lines->pdata[0])->sku, ==, SKU);
    }
  market_bench_assert_orders (&bench->market);
}

static void
test_listings (Bench *bench,
               gconstpointer data)
{
  g_autoptr (JsonNode) state = NULL;
  JsonArray *theirs;

  market_bench_read_listings (&bench->market);
  state = market_bench_control (&bench->market, "GET", "state", NULL);
  theirs = tiem_json_get_array (tiem_json_object (state), "listings");
  g_assert_cmpuint (
      g_hash_table_size (bench->market.listings), ==, tiem_json_array_get_size (theirs));
  for (guint i = 0; i < tiem_json_array_get_size (theirs); i++)
    {
      JsonObject *their = tiem_json_array_get_object (theirs, i);
      TiemRemoteListing *ours
          = market_bench_find_listing (&bench->market, tiem_json_get_string (their, "sku"));
      gint64 stock;

      g_assert_true (tiem_json_need_int (their, "stock", &stock, NULL));
      g_assert_cmpint (ours->stock, ==, stock);
      g_assert_cmpint (ours->price_vnd, >, 0);
      g_assert_cmpint (ours->state, ==, TIEM_LISTING_ACTIVE);
      g_assert_nonnull (ours->title);
    }
}

/* New numbers and prices for many, read back from the platform. */
static void
test_push (Bench *bench,
           gconstpointer data)
{
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (GPtrArray) prices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  market_bench_post (&bench->market, "settings", "{'warehouses':2}");
  market_bench_read_listings (&bench->market);
  g_hash_table_iter_init (&iter, bench->market.listings);
  while (g_hash_table_iter_next (&iter, NULL, &value) && n < 20)
    {
      const char *sku = ((TiemRemoteListing *)value)->sku;

      g_ptr_array_add (pushes, market_bench_make_push (&bench->market, sku, n));
      g_ptr_array_add (prices, market_bench_make_push (&bench->market, sku, 90000 + 1000 * n++));
    }
  g_assert_true (tiem_channel_push_stock (
      bench->market.channel, bench->market.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (tiem_channel_push_price (
      bench->market.channel, bench->market.transport, prices, NULL, &error));
  g_assert_no_error (error);
  page = tiem_channel_read_listings (
      bench->market.channel, bench->market.transport, pushes, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];
      TiemPush *price = prices->pdata[i];

      g_assert_no_error (push->error);
      g_assert_true (push->done);
      g_assert_true (price->done);
      g_assert_cmpint (market_bench_get_stock (&bench->market, push->sku), ==, push->value);
      for (guint j = 0; j < page->listings->len; j++)
        {
          TiemRemoteListing *listing = page->listings->pdata[j];

          if (g_strcmp0 (listing->remote_variant_id, push->remote_variant_id) != 0)
            continue;
          g_assert_cmpint (listing->stock, ==, push->value);
          g_assert_cmpint (listing->price_vnd, ==, price->value);
        }
    }
}

/* One item's trouble is its own. */
static void
test_refusals (Bench *bench,
               gconstpointer data)
{
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (GPtrArray) prices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) error = NULL;
  TiemPush *good;
  TiemPush *strange;
  TiemPush *bound;

  market_bench_read_listings (&bench->market);
  good = market_bench_make_push (&bench->market, SKU, 7);
  strange = market_bench_make_push (&bench->market, OTHER_SKU, 7);
  g_free (strange->remote_variant_id);
  strange->remote_variant_id = g_strdup ("1729592969799999999");
  bound = market_bench_make_push (&bench->market, SKU, 99000);
  g_ptr_array_add (pushes, strange);
  g_ptr_array_add (pushes, good);
  g_ptr_array_add (prices, bound);

  g_assert_true (tiem_channel_push_stock (
      bench->market.channel, bench->market.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (good->done);
  g_assert_error (strange->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  page = tiem_channel_read_listings (
      bench->market.channel, bench->market.transport, pushes, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < page->listings->len; i++)
    {
      TiemRemoteListing *listing = page->listings->pdata[i];

      g_assert_cmpint (listing->state == TIEM_LISTING_GONE,
                       ==,
                       g_strcmp0 (listing->remote_variant_id, strange->remote_variant_id) == 0);
    }

  market_bench_post (&bench->market, "settings", "{'promotion':{'sku':'" SKU "','price':80000}}");
  g_assert_true (tiem_channel_push_price (
      bench->market.channel, bench->market.transport, prices, NULL, &error));
  g_assert_no_error (error);
  g_assert_error (bound->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_test_message ("%s", bound->error->message);
}

static void
test_campaign (Bench *bench,
               gconstpointer data)
{
  market_bench_post (&bench->market, "settings", "{'campaign':{'sku':'" SKU "','units':3}}");
  market_bench_read_listings (&bench->market);
  g_assert_cmpint (market_bench_find_listing (&bench->market, SKU)->campaign_locked, ==, 3);
}

/* The access token ends, the pair is renewed, and all goes on. */
static void
test_renewal (Bench *bench,
              gconstpointer data)
{
  g_autofree char *old = g_strdup (bench->market.account->refresh_token);
  g_autoptr (GError) error = NULL;

  market_bench_pull_ok (&bench->market);
  market_bench_post (&bench->market, "settings", "{'expire_token':true}");
  g_assert_false (market_bench_pull (&bench->market, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TOKEN);

  market_bench_renew (&bench->market);
  g_assert_cmpstr (bench->market.account->refresh_token, !=, old);
  g_assert_cmpint (bench->market.account->expires_at, >, g_get_real_time () / 1000);
  market_bench_pull_ok (&bench->market);

  market_bench_post (&bench->market, "settings", "{'revoke':true}");
  g_clear_error (&error);
  g_assert_null (
      bench->market.info->refresh (bench->market.account, bench->market.transport, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
}

/* Through the page of consent, as a browser goes. */
static void
test_sign_in (Bench *bench,
              gconstpointer data)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();
  g_autofree char *url = NULL;
  g_autoptr (TiemRequest) request = NULL;
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (TiemAccount) signed_in = NULL;
  g_autoptr (GError) error = NULL;
  const char *landed;

  account->base_url = g_strdup (bench->market.account->base_url);
  account->key = g_strdup (bench->market.account->key);
  account->secret = g_strdup (bench->market.account->secret);
  market_bench_post (&bench->market, "settings", "{'service_id':'7012345678901234567'}");
  account->service_id = g_strdup ("7012345678901234567");
  url = bench->market.info->sign_in_url (
      account, "http://127.0.0.1:40000/xong", "trang-thai", g_get_real_time () / 1000);
  /* the owner presses the page's one button */
  request = tiem_request_new ("POST", url);
  tiem_request_set_body (request, "application/x-www-form-urlencoded", strchr (url, '?') + 1, -1);
  response = tiem_transport_send (bench->market.transport, request, NULL, &error);
  g_assert_no_error (error);
  landed = tiem_response_get_header (response, "Location");
  g_test_message ("%u %s", response->status, landed);
  g_assert_nonnull (landed);

  g_assert_null (
      bench->market.info->sign_in (account, bench->market.transport, landed, "khac", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_clear_error (&error);
  signed_in = bench->market.info->sign_in (
      account, bench->market.transport, landed, "trang-thai", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signed_in->shop_cipher, ==, bench->market.account->shop_cipher);
  g_assert_nonnull (signed_in->shop);

  /* the code works once */
  g_assert_null (bench->market.info->sign_in (
      account, bench->market.transport, landed, "trang-thai", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);

  tiem_account_free (bench->market.account);
  bench->market.account = g_steal_pointer (&signed_in);
  market_bench_connect (&bench->market);
  market_bench_pull_ok (&bench->market);
}

/* Arranged once however often it is asked; then the document. */
static void
test_ship (Bench *bench,
           gconstpointer data)
{
  static const char *const choices[] = { NULL, "drop_off" };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *id = place_paid (bench, 2);
      g_autoptr (TiemRemoteOrder) before = NULL;
      g_autoptr (TiemRemoteOrder) shipped = NULL;
      g_autoptr (TiemRemoteOrder) again = NULL;
      g_autoptr (GPtrArray) offered = NULL;
      g_autoptr (GPtrArray) labels
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);
      TiemLabel *label = tiem_label_new (id);
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (labels, label);
      g_assert_true (tiem_channel_read_labels (
          bench->market.channel, bench->market.transport, labels, NULL, &error));
      g_assert_error (label->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      g_clear_error (&label->error);

      offered = tiem_channel_list_choices (
          bench->market.channel, bench->market.transport, TIEM_CHOICE_SHIP, id, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (offered->len, >, 1);
      shipped = act_ok (bench, id, TIEM_ORDER_ACTION_SHIP, choices[i]);
      g_assert_cmpint (shipped->status, ==, TIEM_ORDER_AWAITING_PICKUP);
      g_assert_nonnull (shipped->tracking);
      again = act_ok (bench, id, TIEM_ORDER_ACTION_SHIP, choices[i]);
      g_assert_cmpstr (again->tracking, ==, shipped->tracking);

      g_assert_true (tiem_channel_read_labels (
          bench->market.channel, bench->market.transport, labels, NULL, &error));
      g_assert_no_error (error);
      g_assert_no_error (label->error);
      g_assert_cmpstr (label->content_type, ==, "application/pdf");
      g_assert_cmpmem (g_bytes_get_data (label->document, NULL), 4, "%PDF", 4);
    }
}

/* Two parcels: both are arranged. Own carrier: with its number. */
static void
test_ship_other_ways (Bench *bench,
                      gconstpointer data)
{
  g_autofree char *two = NULL;
  g_autofree char *own = NULL;
  g_autoptr (TiemRemoteOrder) both = NULL;
  g_autoptr (TiemRemoteOrder) sent = NULL;
  g_autoptr (GPtrArray) providers = NULL;
  g_autofree char *choice = NULL;
  g_autoptr (GError) error = NULL;

  market_bench_post (&bench->market, "settings", "{'packages_per_order':2,'can_pickup':false}");
  two = place_paid (bench, 2);
  both = act_ok (bench, two, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (both->status, ==, TIEM_ORDER_AWAITING_PICKUP);
  g_assert_cmpuint (both->parcels->len, ==, 2);

  market_bench_post (
      &bench->market, "settings", "{'packages_per_order':1,'shipping_type':'SELLER'}");
  own = place_paid (bench, 1);
  providers = tiem_channel_list_choices (
      bench->market.channel, bench->market.transport, TIEM_CHOICE_SHIP, own, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (providers->len, >, 0);
  choice = g_strconcat (((TiemChoice *)providers->pdata[0])->code, ":GHN123456", NULL);
  sent = act_ok (bench, own, TIEM_ORDER_ACTION_SHIP, choice);
  g_assert_cmpstr (sent->tracking, ==, "GHN123456");
}

/* The answer is lost after the parcel was arranged: the second time finds it done. */
static void
test_ship_unclear (Bench *bench,
                   gconstpointer data)
{
  g_autofree char *id = place_paid (bench, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = NULL;

  market_bench_post (&bench->market,
                     "settings",
                     "{'fail':{'code':36009003,'endpoint':'fulfillment/packages/ship',"
                     "'after_write':true}}");
  g_assert_null (tiem_channel_act_on_order (bench->market.channel,
                                            bench->market.transport,
                                            id,
                                            TIEM_ORDER_ACTION_SHIP,
                                            NULL,
                                            NULL,
                                            &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  order = act_ok (bench, id, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_AWAITING_PICKUP);
}

static gint64
count_pieces (const TiemRemoteOrder *order,
              TiemOrderStatus status)
{
  gint64 pieces = 0;

  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = order->parcels->pdata[i];

      for (guint j = 0; parcel->status == status && j < parcel->lines->len; j++)
        pieces += g_array_index (parcel->lines, TiemParcelLine, j).quantity;
    }
  return pieces;
}

/* One of three units goes first, in a parcel of its own; asked again it is done already, whichever
 * answer was lost. */
static void
test_ship_part (Bench *bench,
                gconstpointer data)
{
  static const char *const lost[]
      = { NULL, "fulfillment/orders/split", "fulfillment/packages/ship" };

  for (gsize i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autofree char *id = place_paid (bench, 3);
      g_autoptr (GString) choice = g_string_new (NULL);
      g_autoptr (TiemRemoteOrder) part = NULL;
      g_autoptr (TiemRemoteOrder) again = NULL;
      g_autoptr (TiemRemoteOrder) rest = NULL;
      const TiemRemoteOrder *placed = get_order (bench, id);

      g_assert_cmpuint (placed->lines->len, ==, 1);
      tiem_part_wish_add (choice, ((TiemRemoteLine *)placed->lines->pdata[0])->remote_id, 1, 3);
      if (lost[i] != NULL)
        {
          g_autofree char *fault = g_strdup_printf (
              "{'fail':{'code':36009003,'endpoint':'%s','after_write':true}}", lost[i]);
          g_autoptr (GError) error = NULL;

          market_bench_post (&bench->market, "settings", fault);
          g_assert_null (tiem_channel_act_on_order (bench->market.channel,
                                                    bench->market.transport,
                                                    id,
                                                    TIEM_ORDER_ACTION_SHIP_PART,
                                                    choice->str,
                                                    NULL,
                                                    &error));
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
        }
      part = act_ok (bench, id, TIEM_ORDER_ACTION_SHIP_PART, choice->str);
      g_assert_cmpint (part->status, ==, TIEM_ORDER_TO_SHIP);
      g_assert_cmpint (count_pieces (part, TIEM_ORDER_AWAITING_PICKUP), ==, 1);
      g_assert_cmpint (count_pieces (part, TIEM_ORDER_TO_SHIP), ==, 2);
      again = act_ok (bench, id, TIEM_ORDER_ACTION_SHIP_PART, choice->str);
      g_assert_cmpint (count_pieces (again, TIEM_ORDER_AWAITING_PICKUP), ==, 1);
      rest = act_ok (bench, id, TIEM_ORDER_ACTION_SHIP, NULL);
      g_assert_cmpint (rest->status, ==, TIEM_ORDER_AWAITING_PICKUP);
      g_assert_cmpint (count_pieces (rest, TIEM_ORDER_AWAITING_PICKUP), ==, 3);
    }
}

/* All the units that wait are the whole order; goods that are not in it are refused in words. */
static void
test_ship_part_whole (Bench *bench,
                      gconstpointer data)
{
  g_autofree char *id = place_paid (bench, 2);
  g_autoptr (GString) choice = g_string_new (NULL);
  g_autoptr (TiemRemoteOrder) whole = NULL;
  g_autoptr (GError) error = NULL;
  const TiemRemoteOrder *placed = get_order (bench, id);

  g_assert_null (tiem_channel_act_on_order (bench->market.channel,
                                            bench->market.transport,
                                            id,
                                            TIEM_ORDER_ACTION_SHIP_PART,
                                            "576461413038785999*1*2",
                                            NULL,
                                            &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  tiem_part_wish_add (choice, ((TiemRemoteLine *)placed->lines->pdata[0])->remote_id, 2, 2);
  whole = act_ok (bench, id, TIEM_ORDER_ACTION_SHIP_PART, choice->str);
  g_assert_cmpint (whole->status, ==, TIEM_ORDER_AWAITING_PICKUP);
  g_assert_cmpuint (whole->parcels->len, ==, 1);
}

static void
test_cancel (Bench *bench,
             gconstpointer data)
{
  static const char *const words[] = { "UNPAID", "ON_HOLD", "AWAITING_SHIPMENT" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *id = place_unpaid (bench, 1);
      g_autoptr (TiemRemoteOrder) cancelled = NULL;
      g_autoptr (TiemRemoteOrder) again = NULL;

      set_status (bench, id, words[i]);
      cancelled = act_ok (bench, id, TIEM_ORDER_ACTION_CANCEL, "hết hàng");
      g_assert_cmpint (cancelled->status, ==, TIEM_ORDER_CANCELLED);
      g_assert_false (cancelled->platform_holds);
      again = act_ok (bench, id, TIEM_ORDER_ACTION_CANCEL, NULL);
      g_assert_cmpint (again->status, ==, TIEM_ORDER_CANCELLED);
    }
}

/* The buyer asks: it is seen with the next poll, and answered. */
static void
test_buyer_cancels (Bench *bench,
                    gconstpointer data)
{
  g_autofree char *accepted = place_paid (bench, 1);
  g_autofree char *rejected = place_paid (bench, 1);
  g_autofree char *withdrawn = place_paid (bench, 1);
  g_autoptr (TiemRemoteOrder) gone = NULL;
  g_autoptr (TiemRemoteOrder) kept = NULL;
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (get_order (bench, accepted)->cancel_asked);
  set_status (bench, accepted, "BUYER_CANCEL");
  set_status (bench, rejected, "BUYER_CANCEL");
  set_status (bench, withdrawn, "BUYER_CANCEL");
  g_assert_true (get_order (bench, accepted)->cancel_asked);
  g_assert_cmpint (get_order (bench, accepted)->cancel_answer_by, >, 0);
  g_assert_nonnull (get_order (bench, accepted)->cancel_reason);
  g_assert_true (get_order (bench, withdrawn)->cancel_asked);

  gone = act_ok (bench, accepted, TIEM_ORDER_ACTION_ACCEPT_CANCEL, NULL);
  g_assert_cmpint (gone->status, ==, TIEM_ORDER_CANCELLED);
  reasons = tiem_channel_list_choices (bench->market.channel,
                                       bench->market.transport,
                                       TIEM_CHOICE_REJECT_CANCEL,
                                       rejected,
                                       NULL,
                                       &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reasons->len, >, 0);
  kept = act_ok (bench, rejected, TIEM_ORDER_ACTION_REJECT_CANCEL, NULL);
  g_assert_cmpint (kept->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_false (kept->cancel_asked);
  set_status (bench, withdrawn, "CANCELLATION_REQUEST_CANCEL");
  g_assert_false (get_order (bench, withdrawn)->cancel_asked);
}

/* Returns: (transfer full): the return of @order_id, as it is listed now */
static TiemRemoteReturn *
pull_return (Bench *bench,
             const char *order_id)
{
  g_autofree char *cursor = NULL;
  TiemRemoteReturn *found = NULL;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemReturnPage) page = tiem_channel_pull_returns (
          bench->market.channel, bench->market.transport, cursor, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = page->returns->len; i > 0; i--)
        if (g_strcmp0 (((TiemRemoteReturn *)page->returns->pdata[i - 1])->order_remote_id, order_id)
            == 0)
          {
            g_clear_pointer (&found, tiem_remote_return_free);
            found = g_ptr_array_steal_index (page->returns, i - 1);
          }
      more = page->more;
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  g_assert_nonnull (found);
  return found;
}

static TiemRemoteReturn *
answer_ok (Bench *bench,
           const char *id,
           TiemReturnAnswers answer)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteReturn *item = tiem_channel_answer_return (bench->market.channel,
                                                       bench->market.transport,
                                                       id,
                                                       answer,
                                                       NULL,
                                                       "Shop đã kiểm tra ạ",
                                                       NULL,
                                                       &error);

  g_assert_no_error (error);
  return item;
}

static void
test_returns (Bench *bench,
              gconstpointer data)
{
  g_autofree char *money = market_bench_place (&bench->market, SKU, 1);
  g_autofree char *goods = market_bench_place (&bench->market, SKU, 2);
  g_autoptr (TiemRemoteReturn) asked = NULL;
  g_autoptr (TiemRemoteReturn) refused = NULL;
  g_autoptr (TiemRemoteReturn) sent = NULL;
  g_autoptr (TiemRemoteReturn) accepted = NULL;
  g_autoptr (TiemRemoteReturn) arrived = NULL;
  g_autoptr (TiemRemoteReturn) received = NULL;

  set_status (bench, money, "DELIVERED");
  set_status (bench, money, "REFUND");
  asked = pull_return (bench, money);
  g_assert_cmpint (asked->state, ==, TIEM_RETURN_OPEN);
  g_assert_false (asked->sends_goods);
  g_assert_cmpint (asked->refund_vnd, >, 0);
  g_assert_cmpint (asked->answer_by, >, 0);
  refused = answer_ok (bench, asked->remote_id, TIEM_RETURN_REJECT);
  g_assert_cmpint (refused->state, ==, TIEM_RETURN_REFUSED);

  set_status (bench, goods, "DELIVERED");
  set_status (bench, goods, "RETURN_AND_REFUND");
  sent = pull_return (bench, goods);
  g_assert_true (sent->sends_goods);
  g_assert_cmpint (((TiemRemoteLine *)sent->lines->pdata[0])->quantity, ==, 2);
  accepted = answer_ok (bench, sent->remote_id, TIEM_RETURN_ACCEPT);
  g_assert_cmpint (accepted->state, ==, TIEM_RETURN_WAITING);
  set_status (bench, goods, "BUYER_SHIPPED_ITEM");
  arrived = pull_return (bench, goods);
  g_assert_cmpint (arrived->answers, ==, TIEM_RETURN_RECEIVED | TIEM_RETURN_REJECT);
  received = answer_ok (bench, sent->remote_id, TIEM_RETURN_RECEIVED);
  g_assert_cmpint (received->state, ==, TIEM_RETURN_ACCEPTED);
}

static gint64
sum_fees (const TiemOrderFees *fees)
{
  gint64 sum = 0;

  for (guint i = 0; i < fees->fees->len; i++)
    sum += ((TiemRemoteFee *)fees->fees->pdata[i])->amount_vnd;
  return sum;
}

/* Returns: (transfer full): what is known of @id's fees now */
static TiemOrderFees *
read_fees (Bench *bench,
           const char *id)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  TiemOrderFees *fees = tiem_order_fees_new (id);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (one, fees);
  market_bench_connect (&bench->market);
  g_assert_true (
      tiem_channel_read_fees (bench->market.channel, bench->market.transport, one, NULL, &error));
  g_assert_no_error (error);
  g_assert_no_error (fees->error);
  g_assert_true (fees->done);
  return fees;
}

/* An estimate first, a statement the day after, and the same money with either sign. */
static void
test_fees (Bench *bench,
           gconstpointer data)
{
  g_autofree char *open = place_unpaid (bench, 2);
  g_autofree char *id = market_bench_place (&bench->market, SKU, 2);
  g_autoptr (TiemOrderFees) waiting = NULL;
  g_autoptr (TiemOrderFees) estimate = NULL;
  gint64 kept = 0;

  set_status (bench, open, "AWAITING_SHIPMENT");
  set_status (bench, id, "COMPLETED");
  waiting = read_fees (bench, open);
  g_assert_false (waiting->is_settled);
  estimate = read_fees (bench, id);
  g_assert_false (estimate->is_settled);

  bench->market.ahead_ms = 2 * 86400 * G_GINT64_CONSTANT (1000);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (TiemOrderFees) settled = NULL;

      market_bench_post (&bench->market,
                         "settings",
                         i == 0 ? "{'negative_fees':false}" : "{'negative_fees':true}");
      settled = read_fees (bench, id);
      g_test_message ("payout %" G_GINT64_FORMAT ", kept %" G_GINT64_FORMAT,
                      settled->payout_vnd,
                      sum_fees (settled));
      g_assert_true (settled->is_settled);
      g_assert_cmpint (settled->payout_vnd, ==, estimate->payout_vnd);
      for (guint j = 0; j < settled->fees->len; j++)
        {
          TiemRemoteFee *fee = settled->fees->pdata[j];

          g_assert_cmpint (fee->amount_vnd, >, 0);
          g_assert_cmpstr (tiem_fee_kind_label (fee->kind), !=, fee->kind);
        }
      if (i > 0)
        g_assert_cmpint (sum_fees (settled), ==, kept);
      kept = sum_fees (settled);
    }
}

/* All kinds of trouble: each failure has a class, and in the end all agree. */
static void
test_trouble (Bench *bench,
              gconstpointer data)
{
  guint failed = 0;

  market_bench_pull_ok (&bench->market);
  market_bench_post (
      &bench->market,
      "faults",
      "[{'kind':'drop','probability':0.06},{'kind':'lost_answer','probability':0.06},"
      "{'kind':'cut','probability':0.06},{'kind':'truncated','probability':0.06},"
      "{'kind':'malformed','probability':0.06},{'kind':'error','probability':0.06},"
      "{'kind':'rate_limit','probability':0.06,'retry_after':3},"
      "{'kind':'html','probability':0.06}]");
  for (int i = 0; i < 40; i++)
    {
      g_autoptr (GError) error = NULL;

      if (i % 4 == 0)
        {
          g_autofree char *id = market_bench_place (&bench->market, SKU, 1);

          g_assert_nonnull (id);
        }
      if (market_bench_pull (&bench->market, &error))
        continue;
      failed++;
      g_assert_true (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
                     || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED)
                     || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL));
    }
  g_test_message ("%u of 40 turns failed", failed);
  g_assert_cmpuint (failed, >, 3);
  market_bench_post (&bench->market, "faults", "{'clear':true}");
  market_bench_pull_ok (&bench->market);
  market_bench_assert_orders (&bench->market);
}

/* What strangers there are: other fields, tokens that repeat, a clock far ahead. */
static void
test_habits (Bench *bench,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  market_bench_post (&bench->market, "settings", "{'extra_fields':true}");
  bench->market.ahead_ms = 2 * 3600000;
  market_bench_pull_ok (&bench->market);
  market_bench_assert_orders (&bench->market);
  market_bench_read_listings (&bench->market);

  market_bench_post (&bench->market, "settings", "{'ip_denied':true}");
  g_assert_false (market_bench_pull (&bench->market, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "allow list"));
  g_clear_error (&error);
  market_bench_post (
      &bench->market, "settings", "{'ip_denied':false,'shop_state':'shop_disabled'}");
  g_assert_false (market_bench_pull (&bench->market, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
}

static void
test_circle (Bench *bench,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  market_bench_post (&bench->market, "settings", "{'repeat_page_token':true}");
  g_assert_true (market_bench_pull (&bench->market, &error));
  market_bench_post (&bench->market, "settings", "{'repeat_page_token':false}");
  market_bench_pull_ok (&bench->market);
  market_bench_assert_orders (&bench->market);
}

static void
add (const char *path,
     guint past_orders,
     void (*test) (Bench *, gconstpointer))
{
  g_test_add (path, Bench, GUINT_TO_POINTER (past_orders), bench_set_up, test, bench_tear_down);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/channel/tiktok/probe", PAST_ORDERS, test_probe);
  add ("/channel/tiktok/orders", PAST_ORDERS, test_orders);
  add ("/channel/tiktok/listings", 20, test_listings);
  add ("/channel/tiktok/push", 20, test_push);
  add ("/channel/tiktok/refusals", 0, test_refusals);
  add ("/channel/tiktok/campaign", 0, test_campaign);
  add ("/channel/tiktok/renewal", 10, test_renewal);
  add ("/channel/tiktok/sign-in", 10, test_sign_in);
  add ("/channel/tiktok/ship", 0, test_ship);
  add ("/channel/tiktok/ship-other-ways", 0, test_ship_other_ways);
  add ("/channel/tiktok/ship-unclear", 0, test_ship_unclear);
  add ("/channel/tiktok/ship-part", 0, test_ship_part);
  add ("/channel/tiktok/ship-part-whole", 0, test_ship_part_whole);
  add ("/channel/tiktok/cancel", 0, test_cancel);
  add ("/channel/tiktok/buyer-cancels", 0, test_buyer_cancels);
  add ("/channel/tiktok/returns", 0, test_returns);
  add ("/channel/tiktok/fees", 0, test_fees);
  add ("/channel/tiktok/trouble", 60, test_trouble);
  add ("/channel/tiktok/habits", 60, test_habits);
  add ("/channel/tiktok/circle", PAST_ORDERS, test_circle);

  return g_test_run ();
}
