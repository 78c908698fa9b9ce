#include "ledger-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-bulk.h"
#include "store/tiem-store-own.h"
#include "sync/tiem-order-fit.h"

/* Many orders at once. The invariants are checked after each step. */

#define HOLD_MS 6000
#define LEDGER_ADD(path, func) g_test_add (path, Ledger, NULL, set_up_many, func, tear_down)

/* There are enough shirts for all. */
static void
set_up_many (Ledger *ledger,
             gconstpointer data)
{
  set_up (ledger, data);
  ledger->ao = add_variant (ledger, "AT-SG-D-L", 20000);
  ledger->listing = add_listing (ledger, "p2", "AT-SG-D-L", ledger->ao);
}

static GArray *
new_ids (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* @n orders of a channel, one shirt each, as @status. Returns: their ids, ascending */
static GArray *
put_orders (Ledger *ledger,
            gint64 channel_id,
            const char *prefix,
            TiemOrderStatus status,
            guint n)
{
  GArray *ids = new_ids ();
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%s%05u", prefix, i);
      ShopOrder order
          = { number, status, "p2", NULL, "AT-SG-D-L", 1, "7", "Trần Quốc Bảo", "0938552016" };

      g_ptr_array_add (page->orders, shop_make_order (&ledger->base, &order));
    }
  page->next_cursor = g_strdup (prefix);
  tiem_store_put_order_page (ledger->base.store, channel_id, page, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%s%05u", prefix, i);
      gint64 id = tiem_store_find_order (ledger->base.store, number, channel_id, &error);

      g_assert_no_error (error);
      g_array_append_val (ids, id);
    }
  return ids;
}

static TiemOrderBatch *
queue (Ledger *ledger,
       GArray *ids,
       const char *kind)
{
  g_autoptr (GError) error = NULL;
  TiemOrderBatch *batch = tiem_store_queue_order_actions (
      ledger->base.store, ids, kind, tiem_order_fits, NULL, HOLD_MS, &error);

  g_assert_no_error (error);
  shop_check (&ledger->base);
  return batch;
}

static TiemBatchOutcome *
ask (Ledger *ledger,
     const TiemOrderBatch *batch)
{
  g_autoptr (GError) error = NULL;
  TiemBatchOutcome *outcome = tiem_store_read_batch (ledger->base.store, batch->undo_ids, &error);

  g_assert_no_error (error);
  return outcome;
}

static guint
count_outbox (Ledger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = tiem_store_list_outbox (ledger->base.store, 0, &error);

  g_assert_no_error (error);
  return items->len;
}

/* --- what fits --- */

static void
test_fits (void)
{
  static const struct
  {
    const char *kind;
    const char *channel;
    TiemOrderStatus status;
    gboolean fits;
    TiemOrderState state;
  } cases[] = {
    { "order:confirm", "woocommerce", TIEM_ORDER_TO_CONFIRM, TRUE, { 0 } },
    { "order:confirm", "woocommerce", TIEM_ORDER_TO_SHIP, FALSE, { 0 } },
    { "order:confirm", "woocommerce", TIEM_ORDER_UNPAID, FALSE, { 0 } },
    { "order:confirm", "woocommerce", TIEM_ORDER_TO_CONFIRM, FALSE, { .is_short = TRUE } },
    { "order:confirm", "woocommerce", TIEM_ORDER_TO_CONFIRM, FALSE, { .cancel_asked = TRUE } },
    { "order:confirm", "woocommerce", TIEM_ORDER_TO_CONFIRM, FALSE, { .is_sending = TRUE } },
    { "order:confirm", "woocommerce", TIEM_ORDER_TO_CONFIRM, FALSE, { .is_removed = TRUE } },
    { "order:confirm", "tiktok", TIEM_ORDER_TO_CONFIRM, FALSE, { 0 } },
    { "order:confirm", "counter", TIEM_ORDER_TO_CONFIRM, TRUE, { .is_own = TRUE } },
    { "order:ship", "shopee", TIEM_ORDER_TO_SHIP, TRUE, { 0 } },
    { "order:ship", "lazada", TIEM_ORDER_TO_SHIP, TRUE, { 0 } },
    { "order:ship", "tiktok", TIEM_ORDER_AWAITING_PICKUP, FALSE, { 0 } },
    { "order:ship", "shopee", TIEM_ORDER_TO_SHIP, FALSE, { .is_short = TRUE } },
    { "order:ship", "woocommerce", TIEM_ORDER_TO_SHIP, FALSE, { 0 } },
    { "order:ship", "counter", TIEM_ORDER_TO_SHIP, FALSE, { .is_own = TRUE } },
    { "order:ship", "shopee", TIEM_ORDER_TO_SHIP, FALSE, { .by_file = TRUE } },
    { "order:cancel", "shopee", TIEM_ORDER_TO_SHIP, FALSE, { .by_file = TRUE } },
    { "order:cancel", "shopee", TIEM_ORDER_TO_SHIP, TRUE, { .is_short = TRUE } },
    { "order:cancel", "shopee", TIEM_ORDER_SHIPPING, FALSE, { 0 } },
    { "order:cancel", "shopee", TIEM_ORDER_TO_SHIP, FALSE, { .cancel_asked = TRUE } },
    { TIEM_HAND_OVER, "shopee", TIEM_ORDER_AWAITING_PICKUP, TRUE, { 0 } },
    { TIEM_HAND_OVER, "shopee", TIEM_ORDER_TO_SHIP, FALSE, { 0 } },
    { TIEM_HAND_OVER, "shopee", TIEM_ORDER_TO_SHIP, TRUE, { .by_file = TRUE } },
    { TIEM_HAND_OVER, "shopee", TIEM_ORDER_AWAITING_PICKUP, FALSE, { .is_handed = TRUE } },
    { TIEM_HAND_OVER, "woocommerce", TIEM_ORDER_TO_SHIP, TRUE, { 0 } },
    { TIEM_HAND_OVER, "counter", TIEM_ORDER_TO_SHIP, TRUE, { .is_own = TRUE } },
    { TIEM_HAND_OVER, "counter", TIEM_ORDER_DELIVERED, FALSE, { .is_own = TRUE } },
    { TIEM_HAND_OVER_TELLS, "shopee", TIEM_ORDER_AWAITING_PICKUP, FALSE, { 0 } },
    { TIEM_HAND_OVER_TELLS, "woocommerce", TIEM_ORDER_TO_SHIP, TRUE, { 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemOrderState state = cases[i].state;
      const char *why = NULL;

      state.channel_kind = cases[i].channel;
      state.status = cases[i].status;
      g_test_message ("%u: %s, %s", i, cases[i].kind, cases[i].channel);
      g_assert_cmpint (tiem_order_fits (&state, cases[i].kind, &why), ==, cases[i].fits);
      if (cases[i].fits || g_str_equal (cases[i].kind, TIEM_HAND_OVER_TELLS))
        g_assert_null (why);
      else
        g_assert_nonnull (why);
    }
}

/* --- confirming --- */

/* 100 orders are ticked: what fits is queued in one go, the rest is said. The website takes 99. */
static void
test_confirm (Ledger *ledger,
              gconstpointer data)
{
  g_autoptr (GArray) ids = put_orders (ledger, ledger->channel, "W", TIEM_ORDER_TO_CONFIRM, 100);
  g_autoptr (GArray) done = put_orders (ledger, ledger->channel, "X", TIEM_ORDER_TO_SHIP, 7);
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (TiemOrderBatch) again = NULL;
  g_autoptr (TiemBatchOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal
      = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, "Đơn này đã bị khoá.");

  g_array_append_vals (ids, done->data, done->len);
  batch = queue (ledger, ids, "order:confirm");
  g_assert_cmpuint (batch->order_ids->len, ==, 100);
  g_assert_cmpuint (batch->undo_ids->len, ==, 100);
  g_assert_cmpuint (batch->channel_ids->len, ==, 1);
  g_assert_cmpint (batch->left_out, ==, 7);
  g_assert_cmpuint (batch->problems->len, ==, 7);
  g_assert_cmpstr (((TiemOrderProblem *)batch->problems->pdata[0])->number, ==, "X00000");
  g_assert_nonnull (((TiemOrderProblem *)batch->problems->pdata[0])->sentence);
  g_assert_cmpuint (count_outbox (ledger), ==, 100);

  /* Held: nothing is due before the toast is gone. */
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GPtrArray) items = NULL;

      if (i == 0)
        {
          items = tiem_store_take_outbox (ledger->base.store, ledger->channel, "order:", 1, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (items->len, ==, 0);
          g_clear_pointer (&items, g_ptr_array_unref);
          ledger->base.now += HOLD_MS + 1;
        }
      items = tiem_store_take_outbox (ledger->base.store, ledger->channel, "order:", 1, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (items->len, ==, 1);
      tiem_store_finish_outbox (ledger->base.store,
                                ((TiemOutboxItem *)items->pdata[0])->id,
                                i == 41 ? refusal : NULL,
                                &error);
      g_assert_no_error (error);
    }
  outcome = ask (ledger, batch);
  g_assert_cmpint (outcome->waiting, ==, 0);
  g_assert_cmpint (outcome->done, ==, 99);
  g_assert_cmpuint (outcome->problems->len, ==, 1);
  g_assert_cmpstr (((TiemOrderProblem *)outcome->problems->pdata[0])->number, ==, "W00041");
  g_assert_cmpstr (
      ((TiemOrderProblem *)outcome->problems->pdata[0])->sentence, ==, "Đơn này đã bị khoá.");

  /* The refused one may be tried again: it is not "on its way". */
  again = queue (ledger, ids, "order:confirm");
  g_assert_cmpuint (again->order_ids->len, ==, 100);
}

static void
test_undo (Ledger *ledger,
           gconstpointer data)
{
  g_autoptr (GArray) ids = put_orders (ledger, ledger->channel, "W", TIEM_ORDER_TO_CONFIRM, 12);
  g_autoptr (TiemOrderBatch) batch = queue (ledger, ids, "order:confirm");
  g_autoptr (TiemOrderBatch) twice = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  /* While they wait nothing else is asked of them. */
  twice = queue (ledger, ids, "order:cancel");
  g_assert_cmpuint (twice->order_ids->len, ==, 0);
  g_assert_cmpint (twice->left_out, ==, 12);

  g_assert_cmpint (
      tiem_store_drop_order_actions (ledger->base.store, batch->undo_ids, &error), ==, 12);
  g_assert_no_error (error);
  g_assert_cmpuint (count_outbox (ledger), ==, 0);
  shop_check (&ledger->base);

  /* What is being sent stays. */
  g_clear_pointer (&batch, tiem_order_batch_free);
  batch = queue (ledger, ids, "order:confirm");
  ledger->base.now += HOLD_MS + 1;
  items = tiem_store_take_outbox (ledger->base.store, ledger->channel, "order:", 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      tiem_store_drop_order_actions (ledger->base.store, batch->undo_ids, &error), ==, 10);
  g_assert_no_error (error);
  shop_check (&ledger->base);
}

/* Each channel has its own reasons. */
static void
test_reasons (Ledger *ledger,
              gconstpointer data)
{
  gint64 other = shop_add_channel (&ledger->base, "nhamay-si");
  g_autoptr (GArray) ids = put_orders (ledger, ledger->channel, "W", TIEM_ORDER_TO_SHIP, 3);
  g_autoptr (GArray) more = put_orders (ledger, other, "V", TIEM_ORDER_TO_SHIP, 2);
  g_autoptr (GArray) reasons = g_array_new (FALSE, FALSE, sizeof (TiemChannelReason));
  TiemChannelReason values[] = { { ledger->channel, "OUT_OF_STOCK" }, { other, "Hết hàng" } };
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  g_array_append_vals (ids, more->data, more->len);
  g_array_append_vals (reasons, values, G_N_ELEMENTS (values));
  batch = tiem_store_queue_order_actions (
      ledger->base.store, ids, "order:cancel", tiem_order_fits, reasons, HOLD_MS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (batch->order_ids->len, ==, 5);
  g_assert_cmpuint (batch->channel_ids->len, ==, 2);
  items = tiem_store_list_outbox (ledger->base.store, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (items, i);

      g_assert_cmpstr (item->reason, ==, item->channel_id == other ? "Hết hàng" : "OUT_OF_STOCK");
    }
  shop_check (&ledger->base);
}

static gint64
place_own (Ledger *ledger)
{
  g_autoptr (TiemOwnOrder) order = tiem_own_order_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  order->buyer_name = g_strdup ("Nguyễn Thị Lan");
  order->buyer_phone = g_strdup ("0905118274");
  order->asks_first = TRUE;
  g_ptr_array_add (order->lines, tiem_own_line_new (ledger->ao, 1, 129000));
  id = tiem_store_place_own_order (ledger->base.store, order, &error);
  g_assert_no_error (error);
  return id;
}

static TiemOrderStatus
get_status (Ledger *ledger,
            gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = tiem_store_get_order (ledger->base.store, id, &error);

  g_assert_no_error (error);
  return order->status;
}

/* Orders of one's own take the step at once, and back. */
static void
test_own (Ledger *ledger,
          gconstpointer data)
{
  g_autoptr (GArray) ids = put_orders (ledger, ledger->channel, "W", TIEM_ORDER_TO_CONFIRM, 2);
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (TiemBatchOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  gint64 own = place_own (ledger);

  g_assert_cmpint (get_status (ledger, own), ==, TIEM_ORDER_TO_CONFIRM);
  g_array_append_val (ids, own);
  batch = queue (ledger, ids, "order:confirm");
  g_assert_cmpuint (batch->order_ids->len, ==, 3);
  g_assert_cmpint (get_status (ledger, own), ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpuint (count_outbox (ledger), ==, 2);
  outcome = ask (ledger, batch);
  g_assert_cmpint (outcome->waiting, ==, 2);
  g_assert_cmpint (outcome->done, ==, 1);
  g_assert_cmpint (
      tiem_store_drop_order_actions (ledger->base.store, batch->undo_ids, &error), ==, 3);
  g_assert_no_error (error);
  g_assert_cmpint (get_status (ledger, own), ==, TIEM_ORDER_TO_CONFIRM);
  shop_check (&ledger->base);
}

/* --- handing over --- */

static gboolean
has_handed_event (const TiemOrder *order)
{
  for (guint i = 0; i < order->events->len; i++)
    if (g_str_equal (((TiemOrderEvent *)order->events->pdata[i])->what,
                     "Handed over to the carrier."))
      return TRUE;
  return FALSE;
}

static void
check_handed (Ledger *ledger,
              gint64 id,
              gboolean handed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = tiem_store_get_order (ledger->base.store, id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (order->handed_at != 0, ==, handed);
  g_assert_cmpint (has_handed_event (order), ==, handed);
}

static void
test_hand_over (Ledger *ledger,
                gconstpointer data)
{
  g_autoptr (GArray) ids = put_orders (ledger, ledger->channel, "W", TIEM_ORDER_TO_SHIP, 3);
  g_autoptr (GArray) early = put_orders (ledger, ledger->channel, "X", TIEM_ORDER_TO_CONFIRM, 1);
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (TiemOrderBatch) twice = NULL;
  g_autoptr (TiemOrderBatch) confirmed = NULL;
  g_autoptr (GArray) own = new_ids ();
  g_autoptr (GError) error = NULL;
  gint64 own_id = place_own (ledger);
  gint64 back;

  g_array_append_val (own, own_id);
  confirmed = queue (ledger, own, "order:confirm");
  g_array_append_val (ids, own_id);
  g_array_append_vals (ids, early->data, 1);
  batch = tiem_store_hand_over (ledger->base.store, ids, tiem_order_fits, HOLD_MS, &error);
  g_assert_no_error (error);
  shop_check (&ledger->base);
  g_assert_cmpuint (batch->order_ids->len, ==, 4);
  g_assert_cmpint (batch->left_out, ==, 1);
  check_handed (ledger, g_array_index (ids, gint64, 0), TRUE);
  check_handed (ledger, g_array_index (early, gint64, 0), FALSE);
  g_assert_cmpint (get_status (ledger, own_id), ==, TIEM_ORDER_SHIPPING);
  g_assert_cmpuint (count_outbox (ledger), ==, 3); /* the website is told */

  twice = tiem_store_hand_over (ledger->base.store, ids, tiem_order_fits, HOLD_MS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (twice->order_ids->len, ==, 0);

  back = tiem_store_take_back (ledger->base.store, batch, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back, ==, 4);
  shop_check (&ledger->base);
  check_handed (ledger, g_array_index (ids, gint64, 0), FALSE);
  g_assert_cmpint (get_status (ledger, own_id), ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpuint (count_outbox (ledger), ==, 0);
}

/* --- the sum --- */

static void
test_ticked (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (GArray) ids = put_orders (ledger, ledger->channel, "W", TIEM_ORDER_TO_CONFIRM, 4);
  g_autoptr (GArray) more = put_orders (ledger, ledger->channel, "X", TIEM_ORDER_TO_SHIP, 3);
  g_autoptr (GArray) gone = put_orders (ledger, ledger->channel, "Y", TIEM_ORDER_SHIPPING, 2);
  g_autoptr (TiemTicked) ticked = NULL;
  g_autoptr (GError) error = NULL;
  const TiemTickedGoods *goods;
  const char *why = NULL;

  g_array_append_vals (ids, more->data, more->len);
  ticked = tiem_store_read_ticked (ledger->base.store, ids, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ticked->orders, ==, 7);
  g_assert_cmpint (ticked->units, ==, 7);
  g_assert_cmpint (ticked->variants, ==, 1);
  g_assert_cmpint (ticked->channels, ==, 1);
  g_assert_cmpint (ticked->total_vnd, ==, 700000);
  g_assert_cmpuint (ticked->goods->len, ==, 1);
  goods = ticked->goods->pdata[0];
  g_assert_cmpint (goods->units, ==, 7);
  g_assert_cmpint (goods->variant_id, ==, ledger->ao);
  g_assert_cmpint (tiem_order_count_fitting (ticked->states, "order:confirm", &why), ==, 4);
  g_assert_cmpstr (why, ==, "It is confirmed already.");

  /* What has left is counted, but not picked. */
  g_array_append_vals (ids, gone->data, gone->len);
  g_clear_pointer (&ticked, tiem_ticked_free);
  ticked = tiem_store_read_ticked (ledger->base.store, ids, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ticked->orders, ==, 9);
  g_assert_cmpint (ticked->units, ==, 9);
  g_assert_cmpuint (ticked->goods->len, ==, 1);
  g_assert_cmpint (((const TiemTickedGoods *)ticked->goods->pdata[0])->units, ==, 7);

  g_array_set_size (ids, 0);
  g_clear_pointer (&ticked, tiem_ticked_free);
  ticked = tiem_store_read_ticked (ledger->base.store, ids, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ticked->orders, ==, 0);
}

static void
collected_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GArray **)user_data = tiem_row_list_collect_finish (TIEM_ROW_LIST (source), result, &error);
  g_assert_no_error (error);
}

static GArray *
collect (TiemRowList *list,
         guint first,
         guint last)
{
  GArray *ids = NULL;

  tiem_row_list_collect_async (list, first, last, NULL, collected_cb, &ids);
  while (ids == NULL)
    g_main_context_iteration (NULL, TRUE);
  return ids;
}

/* Ten thousand are ticked, confirmed and taken back in one go each. */
static void
test_many (Ledger *ledger,
           gconstpointer data)
{
  g_autoptr (GArray) put = put_orders (ledger, ledger->channel, "W", TIEM_ORDER_TO_CONFIRM, 1200);
  g_autoptr (TiemRowList) list = tiem_row_list_new_orders (ledger->base.store);
  TiemOrderQuery query = { .group = TIEM_ORDERS_TODO, .sort = TIEM_ORDER_SORT_SHIP_BY };
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) some = NULL;
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  tiem_row_list_set_order_query (list, &query);
  all = collect (list, 1, 0);
  g_assert_cmpuint (all->len, ==, put->len);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (g_array_index (all, gint64, i), ==, g_array_index (put, gint64, i));
  while (tiem_row_list_is_loading (list))
    g_main_context_iteration (NULL, TRUE);
  some = collect (list, 10, 19);
  g_assert_cmpuint (some->len, ==, 10);

  batch = queue (ledger, all, "order:confirm");
  g_assert_cmpuint (batch->order_ids->len + batch->left_out, ==, all->len);
  g_assert_cmpuint (count_outbox (ledger), ==, batch->order_ids->len);
  g_assert_cmpint (tiem_store_drop_order_actions (ledger->base.store, batch->undo_ids, &error),
                   ==,
                   batch->order_ids->len);
  g_assert_no_error (error);
  g_assert_cmpuint (count_outbox (ledger), ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bulk/fits", test_fits);
  LEDGER_ADD ("/bulk/confirm", test_confirm);
  LEDGER_ADD ("/bulk/undo", test_undo);
  LEDGER_ADD ("/bulk/reasons", test_reasons);
  LEDGER_ADD ("/bulk/own", test_own);
  LEDGER_ADD ("/bulk/hand-over", test_hand_over);
  LEDGER_ADD ("/bulk/ticked", test_ticked);
  LEDGER_ADD ("/bulk/many", test_many);
  return g_test_run ();
}
