#include "channel/shopee/tiem-shopee-private.h"
#include "channel/tiem-part-wish.h"
#include "market-bench.h"

/* The Shopee channel against the pretend Shopee, over real sockets. */

#define PAST_ORDERS 120

typedef struct
{
  MarketBench market;
  char *sku;   /* of goods that are plenty */
  char *other; /* of others, without variations where there are some */
} Bench;

static void
bench_set_up (Bench *bench,
              gconstpointer settings)
{
  GHashTableIter iter;
  gpointer value;

  market_bench_open (&bench->market, "shopee", PAST_ORDERS, settings);
  market_bench_read_listings (&bench->market);
  g_hash_table_iter_init (&iter, bench->market.listings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TiemRemoteListing *listing = value;

      if (listing->stock < 12 || listing->state != TIEM_LISTING_ACTIVE)
        continue;
      if (listing->remote_variant_id != NULL && bench->sku == NULL)
        bench->sku = g_strdup (listing->sku);
      else if (listing->remote_variant_id == NULL && bench->other == NULL)
        bench->other = g_strdup (listing->sku);
    }
  g_assert_nonnull (bench->sku);
  g_assert_nonnull (bench->other);
}

static void
bench_tear_down (Bench *bench,
                 gconstpointer settings)
{
  market_bench_close (&bench->market);
  g_free (bench->sku);
  g_free (bench->other);
}

/* The market's own number of an order → Shopee's. */
static char *
find_sn (Bench *bench,
         const char *id)
{
  g_autoptr (JsonNode) state = market_bench_control (&bench->market, "GET", "state", NULL);
  JsonArray *orders = tiem_json_get_array (tiem_json_object (state), "orders");

  for (guint i = 0; i < tiem_json_array_get_size (orders); i++)
    {
      JsonObject *order = tiem_json_array_get_object (orders, i);
      g_autofree char *other = tiem_json_dup_id (order, "id");

      if (g_strcmp0 (other, id) == 0)
        return tiem_json_dup_string (order, "number");
    }
  g_error ("The market has no order %s.", id);
  return NULL;
}

static char *
place (Bench *bench,
       const char *sku,
       guint quantity)
{
  g_autofree char *id = market_bench_place (&bench->market, sku, quantity);

  return find_sn (bench, id);
}

static void
set_status (Bench *bench,
            const char *sn,
            const char *status)
{
  g_autofree char *path = g_strdup_printf ("orders/%s/status", sn);
  g_autofree char *body = g_strdup_printf ("{'status':'%s'}", status);

  market_bench_post (&bench->market, path, body);
}

static TiemRemoteOrder *
find_order (Bench *bench,
            const char *sn)
{
  TiemRemoteOrder *order = g_hash_table_lookup (bench->market.orders, sn);

  g_assert_nonnull (order);
  return order;
}

static TiemRemoteOrder *
act (Bench *bench,
     const char *sn,
     TiemOrderAction action,
     const char *choice)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteOrder *order = tiem_channel_act_on_order (
      bench->market.channel, bench->market.transport, sn, action, choice, NULL, &error);

  g_assert_no_error (error);
  return order;
}

/* --- orders --- */

static void
test_orders (Bench *bench,
             gconstpointer data)
{
  g_autofree char *sn = NULL;

  market_bench_pull_ok (&bench->market);
  market_bench_assert_orders (&bench->market);

  sn = place (bench, bench->sku, 2);
  market_bench_pull_ok (&bench->market);
  g_assert_cmpint (((TiemRemoteLine *)find_order (bench, sn)->lines->pdata[0])->quantity, ==, 2);
  g_assert_true (find_order (bench, sn)->platform_holds);

  set_status (bench, sn, "SHIPPED");
  market_bench_pull_ok (&bench->market);
  g_assert_cmpint (find_order (bench, sn)->status, ==, TIEM_ORDER_SHIPPING);
  market_bench_assert_orders (&bench->market);
}

/* --- numbers --- */

static void
test_numbers (Bench *bench,
              gconstpointer data)
{
  const char *skus[] = { bench->sku, bench->other };

  for (gsize i = 0; i < G_N_ELEMENTS (skus); i++)
    {
      g_autoptr (GPtrArray) pushes
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
      g_autoptr (TiemListingPage) page = NULL;
      g_autoptr (GError) error = NULL;
      TiemPush *push = market_bench_make_push (&bench->market, skus[i], 7);
      TiemPush *price = market_bench_make_push (&bench->market, skus[i], 0);

      price->value = market_bench_find_listing (&bench->market, skus[i])->price_vnd + 1000;
      g_ptr_array_add (pushes, push);
      g_assert_true (tiem_channel_push_stock (
          bench->market.channel, bench->market.transport, pushes, NULL, &error));
      g_assert_no_error (error);
      g_assert_no_error (push->error);
      g_assert_true (push->done);
      g_assert_cmpint (market_bench_get_stock (&bench->market, skus[i]), ==, 7);

      pushes->pdata[0] = price;
      g_assert_true (tiem_channel_push_price (
          bench->market.channel, bench->market.transport, pushes, NULL, &error));
      g_assert_no_error (error);
      g_assert_no_error (price->error);
      g_assert_true (price->done);

      page = tiem_channel_read_listings (
          bench->market.channel, bench->market.transport, pushes, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->listings->len, ==, 1);
      g_assert_cmpint (((TiemRemoteListing *)page->listings->pdata[0])->stock, ==, 7);
      g_assert_cmpint (
          ((TiemRemoteListing *)page->listings->pdata[0])->price_vnd, ==, price->value);
      tiem_push_free (push);
    }
}

/* A campaign holds some: the number falls to that, and the owner hears why not further. */
static void
test_reserve (Bench *bench,
              gconstpointer data)
{
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autofree char *settings = g_strdup_printf ("{'reserve':{'%s':4}}", bench->sku);
  g_autoptr (GError) error = NULL;
  TiemPush *push;

  market_bench_post (&bench->market, "settings", settings);
  market_bench_read_listings (&bench->market);
  g_assert_cmpint (market_bench_find_listing (&bench->market, bench->sku)->campaign_locked, ==, 4);
  push = market_bench_make_push (&bench->market, bench->sku, 1);
  g_ptr_array_add (pushes, push);
  g_assert_true (tiem_channel_push_stock (
      bench->market.channel, bench->market.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_error (push->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_cmpint (push->confirmed, ==, 4);
  g_assert_cmpint (market_bench_get_stock (&bench->market, bench->sku), ==, 4);
}

/* A sale lowers what Shopee shows, and so what is read. */
static void
test_sale (Bench *bench,
           gconstpointer data)
{
  gint64 before = market_bench_find_listing (&bench->market, bench->sku)->stock;
  g_autofree char *sn = place (bench, bench->sku, 3);

  market_bench_read_listings (&bench->market);
  g_assert_cmpint (market_bench_find_listing (&bench->market, bench->sku)->stock, ==, before - 3);
}

/* --- tokens --- */

static void
test_tokens (Bench *bench,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe = NULL;

  market_bench_post (&bench->market, "settings", "{'expire':'access'}");
  g_assert_false (market_bench_pull (&bench->market, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TOKEN);
  g_clear_error (&error);
  market_bench_renew (&bench->market);
  market_bench_pull_ok (&bench->market);

  probe = tiem_channel_test (bench->market.channel, bench->market.transport, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (probe->shop);
  g_assert_cmpint (probe->grant_ends_at, >, 0);
  g_assert_cmpint (probe->products, >, 0);

  market_bench_post (&bench->market, "settings", "{'expire':'refresh'}");
  g_assert_null (
      bench->market.info->refresh (bench->market.account, bench->market.transport, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
}

/* --- cancelling --- */

static void
test_cancel (Bench *bench,
             gconstpointer data)
{
  g_autofree char *sn = place (bench, bench->sku, 1);
  gint64 before;
  g_autoptr (TiemRemoteOrder) order = NULL;
  g_autoptr (TiemRemoteOrder) again = NULL;

  set_status (bench, sn, "READY_TO_SHIP");
  before = market_bench_get_stock (&bench->market, bench->sku);
  order = act (bench, sn, TIEM_ORDER_ACTION_CANCEL, "hết hàng");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_CANCELLED);
  g_assert_false (order->platform_holds);
  g_assert_cmpint (market_bench_get_stock (&bench->market, bench->sku), ==, before + 1);
  again = act (bench, sn, TIEM_ORDER_ACTION_CANCEL, NULL); /* nothing is left to do */
  g_assert_cmpint (again->status, ==, TIEM_ORDER_CANCELLED);
}

static void
test_buyer_cancels (Bench *bench,
                    gconstpointer data)
{
  static const struct
  {
    TiemOrderAction action;
    TiemOrderStatus status;
  } cases[] = {
    { TIEM_ORDER_ACTION_REJECT_CANCEL, TIEM_ORDER_AWAITING_PICKUP },
    { TIEM_ORDER_ACTION_ACCEPT_CANCEL, TIEM_ORDER_CANCELLED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sn = place (bench, bench->sku, 1);
      g_autoptr (TiemRemoteOrder) order = NULL;

      set_status (bench, sn, "PROCESSED");
      set_status (bench, sn, "buyer_cancel_late");
      market_bench_pull_ok (&bench->market);
      g_assert_true (find_order (bench, sn)->cancel_asked);
      order = act (bench, sn, cases[i].action, NULL);
      g_assert_cmpint (order->status, ==, cases[i].status);
      g_assert_false (order->cancel_asked);
    }
}

/* --- shipping and labels --- */

static TiemLabel *
read_label (Bench *bench,
            const char *sn)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  TiemLabel *label = tiem_label_new (sn);

  g_ptr_array_add (labels, label);
  tiem_channel_read_labels (bench->market.channel, bench->market.transport, labels, NULL, &error);
  g_assert_no_error (error);
  return label;
}

/* Asks again until there is an outcome that lasts. */
static TiemLabel *
wait_for_label (Bench *bench,
                const char *sn)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (TiemLabel) label = read_label (bench, sn);

      if (!g_error_matches (label->error, TIEM_ERROR, TIEM_ERROR_TRANSIENT))
        return g_steal_pointer (&label);
      bench->market.ahead_ms += 1000;
    }
  g_error ("The label never came.");
  return NULL;
}

static void
test_ship (Bench *bench,
           gconstpointer data)
{
  g_autofree char *sn = place (bench, bench->sku, 1);
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (TiemRemoteOrder) order = NULL;
  g_autoptr (TiemRemoteOrder) again = NULL;
  g_autoptr (TiemLabel) early = NULL;
  g_autoptr (TiemLabel) label = NULL;
  g_autoptr (GError) error = NULL;
  const char *file;
  gsize size;

  set_status (bench, sn, "READY_TO_SHIP");
  early = read_label (bench, sn);
  g_assert_error (early->error, TIEM_ERROR, TIEM_ERROR_REJECTED);

  choices = tiem_channel_list_choices (
      bench->market.channel, bench->market.transport, TIEM_CHOICE_SHIP, sn, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (choices->len, >, 1);
  order = act (bench, sn, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_AWAITING_PICKUP);
  again = act (bench, sn, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (again->status, ==, TIEM_ORDER_AWAITING_PICKUP);

  label = wait_for_label (bench, sn);
  g_assert_no_error (label->error);
  g_assert_cmpstr (label->content_type, ==, "application/pdf");
  file = g_bytes_get_data (label->document, &size);
  g_assert_cmpuint (size, >, 100);
  g_assert_cmpint (memcmp (file, "%PDF", 4), ==, 0);

  /* the number was given meanwhile, and reading tells it */
  bench->market.ahead_ms += 400 * 1000;
  market_bench_pull_ok (&bench->market);
  g_assert_nonnull (find_order (bench, sn)->tracking);
}

/* Each of the ways that the market offers works. */
static void
test_ways (Bench *bench,
           gconstpointer data)
{
  static const char *const ways[] = { "pickup", "dropoff" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *sn = place (bench, bench->sku, 1);
      g_autoptr (TiemRemoteOrder) order = NULL;

      set_status (bench, sn, "READY_TO_SHIP");
      order = act (bench, sn, TIEM_ORDER_ACTION_SHIP, ways[i]);
      g_assert_cmpint (order->status, ==, TIEM_ORDER_AWAITING_PICKUP);
    }
}

/* The carrier did not come: arranged anew. */
static void
test_ship_again (Bench *bench,
                 gconstpointer data)
{
  g_autofree char *sn = place (bench, bench->sku, 1);
  g_autoptr (TiemRemoteOrder) order = NULL;
  g_autoptr (TiemRemoteOrder) again = NULL;

  set_status (bench, sn, "READY_TO_SHIP");
  order = act (bench, sn, TIEM_ORDER_ACTION_SHIP, NULL);
  set_status (bench, sn, "pickup_failed");
  market_bench_pull_ok (&bench->market);
  g_assert_cmpint (find_order (bench, sn)->status, ==, TIEM_ORDER_TO_SHIP);
  again = act (bench, sn, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (again->status, ==, TIEM_ORDER_AWAITING_PICKUP);
}

/* Of two products one goes first, in a parcel of its own; asked again it is done already. */
static void
test_ship_part (Bench *bench,
                gconstpointer data)
{
  g_autofree char *body = g_strdup_printf (
      "{'lines':[{'sku':'%s','quantity':2},{'sku':'%s','quantity':1}]}", bench->sku, bench->other);
  g_autoptr (JsonNode) node = market_bench_control (&bench->market, "POST", "orders", body);
  g_autofree char *id = tiem_json_dup_id (tiem_json_object (node), "id");
  g_autofree char *sn = find_sn (bench, id);
  g_autoptr (GString) choice = g_string_new (NULL);
  g_autoptr (TiemRemoteOrder) rest = NULL;
  const TiemRemoteOrder *placed;

  set_status (bench, sn, "READY_TO_SHIP");
  market_bench_pull_ok (&bench->market);
  placed = find_order (bench, sn);
  g_assert_cmpuint (placed->lines->len, ==, 2);
  tiem_part_wish_add (choice, ((TiemRemoteLine *)placed->lines->pdata[0])->remote_id, 2, 2);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (TiemRemoteOrder) part = act (bench, sn, TIEM_ORDER_ACTION_SHIP_PART, choice->str);
      const TiemRemoteParcel *first = part->parcels->pdata[0];
      const TiemRemoteParcel *second = part->parcels->pdata[1];

      g_assert_cmpint (part->status, ==, TIEM_ORDER_TO_SHIP);
      g_assert_cmpuint (part->parcels->len, ==, 2);
      g_assert_cmpint (first->status, ==, TIEM_ORDER_AWAITING_PICKUP);
      g_assert_cmpint (second->status, ==, TIEM_ORDER_TO_SHIP);
      g_assert_cmpuint (first->lines->len, ==, 1);
      g_assert_cmpint (g_array_index (first->lines, TiemParcelLine, 0).quantity, ==, 2);
      g_assert_cmpint (g_array_index (second->lines, TiemParcelLine, 0).quantity, ==, 1);
    }
  rest = act (bench, sn, TIEM_ORDER_ACTION_SHIP, NULL);
  g_assert_cmpint (rest->status, ==, TIEM_ORDER_AWAITING_PICKUP);
}

/* --- what follows --- */

static void
test_fees (Bench *bench,
           gconstpointer data)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *sn = place (bench, bench->sku, 2);
  GHashTableIter iter;
  gpointer value;
  guint n_settled = 0;

  set_status (bench, sn, "PROCESSED");
  market_bench_pull_ok (&bench->market);
  g_ptr_array_add (list, tiem_order_fees_new (sn));
  g_hash_table_iter_init (&iter, bench->market.orders);
  while (list->len < 20 && g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TiemRemoteOrder *order = value;

      if (order->status == TIEM_ORDER_COMPLETED)
        g_ptr_array_add (list, tiem_order_fees_new (order->remote_id));
    }
  g_assert_cmpuint (list->len, >, 5);
  tiem_channel_read_fees (bench->market.channel, bench->market.transport, list, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      const TiemOrderFees *fees = list->pdata[i];
      gint64 sum = fees->payout_vnd;

      g_assert_no_error (fees->error);
      g_assert_true (fees->done);
      g_assert_cmpuint (fees->fees->len, >, 0);
      for (guint j = 0; j < fees->fees->len; j++)
        sum += ((TiemRemoteFee *)fees->fees->pdata[j])->amount_vnd;
      g_assert_cmpint (sum, ==, find_order (bench, fees->remote_id)->total_vnd);
      n_settled += fees->is_settled;
    }
  g_assert_false (((TiemOrderFees *)list->pdata[0])->is_settled);
  g_assert_cmpuint (n_settled, >, 0);
}

static TiemRemoteReturn *
find_return (Bench *bench,
             const char *sn)
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
        if (strcmp (((TiemRemoteReturn *)page->returns->pdata[i - 1])->order_remote_id, sn) == 0)
          {
            g_clear_pointer (&found, tiem_remote_return_free);
            g_ptr_array_set_free_func (page->returns, NULL);
            found = page->returns->pdata[i - 1];
            page->returns->pdata[i - 1] = NULL;
            g_ptr_array_set_free_func (page->returns, (GDestroyNotify)tiem_remote_return_free);
          }
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      more = page->more;
    }
  g_assert_nonnull (found);
  return found;
}

static TiemRemoteReturn *
answer_return (Bench *bench,
               const TiemRemoteReturn *returned,
               TiemReturnAnswers answer,
               const char *comment)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteReturn *after = tiem_channel_answer_return (bench->market.channel,
                                                        bench->market.transport,
                                                        returned->remote_id,
                                                        answer,
                                                        NULL,
                                                        comment,
                                                        NULL,
                                                        &error);

  g_assert_no_error (error);
  return after;
}

static void
test_returns (Bench *bench,
              gconstpointer data)
{
  static const struct
  {
    const char *event;
    TiemReturnAnswers answer;
    const char *comment;
    TiemReturnState state;
  } cases[] = {
    { "buyer_refund", TIEM_RETURN_REFUND, NULL, TIEM_RETURN_ACCEPTED },
    { "buyer_return", TIEM_RETURN_REJECT, "Hàng đúng mẫu, shop@nhamay.vn", TIEM_RETURN_WAITING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sn = place (bench, bench->sku, 2);
      g_autoptr (TiemRemoteReturn) returned = NULL;
      g_autoptr (TiemRemoteReturn) after = NULL;
      g_autoptr (TiemRemoteReturn) again = NULL;

      set_status (bench, sn, "TO_CONFIRM_RECEIVE");
      set_status (bench, sn, cases[i].event);
      returned = find_return (bench, sn);
      g_assert_cmpint (returned->state, ==, TIEM_RETURN_OPEN);
      g_assert_true ((returned->answers & cases[i].answer) != 0);
      g_assert_cmpint (returned->refund_vnd, >, 0);
      g_assert_cmpint (returned->answer_by, >, returned->created_at);
      g_assert_cmpuint (returned->lines->len, >, 0);
      after = answer_return (bench, returned, cases[i].answer, cases[i].comment);
      g_assert_cmpint (after->state, ==, cases[i].state);
      again = answer_return (bench, returned, cases[i].answer, cases[i].comment);
      g_assert_cmpint (again->state, ==, cases[i].state);
    }
}

static void
test_reviews (Bench *bench,
              gconstpointer data)
{
  g_autofree char *cursor = NULL;
  g_autofree char *open = NULL;
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;
  guint n = 0;

  while (more)
    {
      g_autoptr (TiemReviewPage) page = tiem_channel_pull_reviews (
          bench->market.channel, bench->market.transport, cursor, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = 0; i < page->reviews->len; i++, n++)
        {
          const TiemRemoteReview *review = page->reviews->pdata[i];

          if (review->can_reply && open == NULL)
            open = g_strdup (review->remote_id);
        }
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      more = page->more;
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_nonnull (open);
  for (guint i = 0; i < 2; i++) /* the same words twice are no error */
    {
      g_assert_true (tiem_channel_reply_review (
          bench->market.channel, bench->market.transport, open, "Tiệm cảm ơn bạn", NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_false (tiem_channel_reply_review (
      bench->market.channel, bench->market.transport, open, "Lời khác", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
}

#define ADD(path, settings, func)                                                                  \
  g_test_add ("/channel-shopee/" path, Bench, settings, bench_set_up, func, bench_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("orders", NULL, test_orders);
  ADD ("orders-on-empty-pages", "{'empty_pages':2}", test_orders);
  ADD ("orders-with-dashes", "{'dash_errors':true,'masked':false}", test_orders);
  ADD ("orders-with-vouchers", "{'platform_voucher':7000,'seller_voucher':5000}", test_orders);
  ADD ("numbers", NULL, test_numbers);
  ADD ("numbers-in-warehouses", "{'multi_warehouse':true}", test_numbers);
  ADD ("reserve", NULL, test_reserve);
  ADD ("sale", NULL, test_sale);
  ADD ("tokens", NULL, test_tokens);
  ADD ("tokens-with-403", "{'error_status':403}", test_tokens);
  ADD ("cancel", NULL, test_cancel);
  ADD ("buyer-cancels", NULL, test_buyer_cancels);
  ADD ("ship", NULL, test_ship);
  ADD ("ways", NULL, test_ways);
  ADD ("ship-again", NULL, test_ship_again);
  ADD ("ship-part", NULL, test_ship_part);
  ADD ("fees", NULL, test_fees);
  ADD ("fees-with-vouchers", "{'platform_voucher':7000,'seller_voucher':5000}", test_fees);
  ADD ("returns", NULL, test_returns);
  ADD ("reviews", NULL, test_reviews);

  return g_test_run ();
}
