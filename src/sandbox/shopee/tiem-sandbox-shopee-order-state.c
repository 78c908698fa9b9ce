#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)

/* How long a buyer may cancel freely, and how long a seller may think about it later. */
#define FREE_MS HOUR_MS
#define ANSWER_MS (48 * HOUR_MS)

static const char *const statuses[]
    = { "UNPAID",     "PENDING",   "READY_TO_SHIP",      "PROCESSED",
        "RETRY_SHIP", "SHIPPED",   "TO_CONFIRM_RECEIVE", "COMPLETED",
        "IN_CANCEL",  "CANCELLED", "TO_RETURN",          "INVOICE_PENDING",
        NULL };

gboolean
tiem_sandbox_shopee_is_status (const char *status)
{
  return status != NULL && g_strv_contains (statuses, status);
}

gboolean
tiem_sandbox_shopee_order_is (const TiemSandboxOrder *order,
                              const char *status)
{
  return g_str_equal (order->status, status);
}

void
tiem_sandbox_shopee_order_touch (TiemSandboxShopee *shopee,
                                 TiemSandboxOrder *order)
{
  order->modified_at = tiem_sandbox_shopee_now (shopee);
}

/* An order holds its goods from the moment it is placed; a cancelled one gives them back
 * unless they are on their way. */
static void
move_stock (TiemSandboxShopee *shopee,
            TiemSandboxOrder *order)
{
  gboolean holds = !tiem_sandbox_shopee_order_is (order, "CANCELLED")
                   || tiem_sandbox_shopee_order_has_left (order);

  if (order->has_taken_stock == holds)
    return;
  order->has_taken_stock = holds;
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      tiem_sandbox_shop_take_stock (tiem_sandbox_shopee_get_shop (shopee),
                                    line,
                                    holds ? line->quantity : -line->taken,
                                    order->modified_at);
    }
}

void
tiem_sandbox_shopee_order_set_status (TiemSandboxShopee *shopee,
                                      TiemSandboxOrder *order,
                                      const char *status)
{
  gboolean was_unpaid = tiem_sandbox_shopee_order_is (order, "UNPAID");
  gboolean is_open = g_str_equal (status, "UNPAID") || g_str_equal (status, "CANCELLED");

  tiem_sandbox_shopee_order_touch (shopee, order);
  g_free (order->status);
  order->status = g_strdup (status);
  if (was_unpaid && !is_open && order->paid_at == 0)
    order->paid_at = order->modified_at;
  if (g_str_equal (status, "COMPLETED") && order->completed_at == 0)
    order->completed_at = order->modified_at;
  if (g_str_equal (status, "COMPLETED") && order->paid_at == 0)
    order->paid_at = order->modified_at;
  tiem_sandbox_shopee_order_move_parcels (shopee, order);
  move_stock (shopee, order);
}

void
tiem_sandbox_shopee_order_cancel (TiemSandboxShopee *shopee,
                                  TiemSandboxOrder *order,
                                  const char *by,
                                  const char *reason)
{
  json_object_set_string_member (order->extra, "cancel_by", by);
  json_object_set_string_member (order->extra, "cancel_reason", reason);
  if (g_str_equal (by, "buyer"))
    json_object_set_string_member (order->extra, "buyer_cancel_reason", reason);
  tiem_sandbox_shopee_order_set_status (shopee, order, "CANCELLED");
}

static gint64
count_active (const TiemSandboxOrder *order)
{
  gint64 active = 0;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      active += line->quantity - tiem_sandbox_json_get_int (line->extra, "cancelled_qty", 0);
    }
  return active;
}

void
tiem_sandbox_shopee_order_cancel_units (TiemSandboxShopee *shopee,
                                        TiemSandboxOrder *order,
                                        TiemSandboxLine *line,
                                        gint64 units)
{
  gint64 before = tiem_sandbox_json_get_int (line->extra, "cancelled_qty", 0);

  json_object_set_int_member (line->extra, "cancelled_qty", before + units);
  if (count_active (order) == 0)
    {
      tiem_sandbox_shopee_order_cancel (shopee, order, "seller", "OUT_OF_STOCK");
      return;
    }
  tiem_sandbox_shopee_order_touch (shopee, order);
  line->total_xu -= units * line->price_xu;
  order->total_xu = MAX (0, order->total_xu - units * line->price_xu);
  tiem_sandbox_shop_take_stock (
      tiem_sandbox_shopee_get_shop (shopee), line, -units, order->modified_at);
}

/* A seller who says nothing agrees. */
static void
wish_waited_cb (gpointer owner,
                gint64 id,
                int detail)
{
  TiemSandboxShopee *shopee = owner;
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_shopee_get_shop (shopee), id);

  if (order != NULL && tiem_sandbox_shopee_order_is (order, "IN_CANCEL"))
    tiem_sandbox_shopee_order_answer_wish (shopee, order, TRUE);
}

static void
enter_in_cancel (TiemSandboxShopee *shopee,
                 TiemSandboxOrder *order,
                 const char *reason)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (shopee);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  double pace = MAX (world->options->pace, 0.001);

  json_object_set_string_member (order->extra, "_before_cancel", order->status);
  json_object_set_string_member (order->extra, "buyer_cancel_reason", reason);
  tiem_sandbox_shopee_order_set_status (shopee, order, "IN_CANCEL");
  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                           tiem_sandbox_world_now (world) + (gint64)(ANSWER_MS / pace),
                           wish_waited_cb,
                           order->id,
                           0);
}

gboolean
tiem_sandbox_shopee_order_wish_to_cancel (TiemSandboxShopee *shopee,
                                          TiemSandboxOrder *order,
                                          const char *reason)
{
  gboolean is_ready = tiem_sandbox_shopee_order_is (order, "READY_TO_SHIP")
                      || tiem_sandbox_shopee_order_is (order, "PENDING");
  gboolean is_early = tiem_sandbox_shopee_now (shopee) - order->created_at < FREE_MS;

  if (tiem_sandbox_shopee_order_is (order, "UNPAID") || (is_ready && is_early))
    tiem_sandbox_shopee_order_cancel (shopee, order, "buyer", reason);
  else if (is_ready || tiem_sandbox_shopee_order_is (order, "PROCESSED")
           || tiem_sandbox_shopee_order_is (order, "RETRY_SHIP"))
    enter_in_cancel (shopee, order, reason);
  else
    return FALSE;
  return TRUE;
}

void
tiem_sandbox_shopee_order_answer_wish (TiemSandboxShopee *shopee,
                                       TiemSandboxOrder *order,
                                       gboolean accepts)
{
  g_autofree char *reason = tiem_sandbox_json_dup_text (order->extra, "buyer_cancel_reason");
  g_autofree char *before = tiem_sandbox_json_dup_text (order->extra, "_before_cancel");

  if (accepts)
    tiem_sandbox_shopee_order_cancel (shopee, order, "buyer", reason != NULL ? reason : "");
  else
    tiem_sandbox_shopee_order_set_status (shopee, order, before != NULL ? before : "READY_TO_SHIP");
}

static void
fail_delivery (TiemSandboxShopee *shopee,
               TiemSandboxOrder *order)
{
  if (!tiem_sandbox_shopee_order_has_left (order))
    tiem_sandbox_shopee_order_set_status (shopee, order, "SHIPPED");
  tiem_sandbox_shopee_order_cancel (shopee, order, "system", "Failed Delivery");
}

/* Steps as in the console of Shopee's own sandbox, and what buyers and carriers do. */
static const struct
{
  const char *event;
  const char *status; /* (nullable): what the order is then; NULL: see below */
} events[] = {
  { "pay", "READY_TO_SHIP" },
  { "pickup", "SHIPPED" },
  { "pickup_failed", "RETRY_SHIP" },
  { "deliver", "TO_CONFIRM_RECEIVE" },
  { "receive", "COMPLETED" },
  { "delivery_failed", NULL },
  { "expire", NULL },
  { "buyer_cancel", NULL },
  { "buyer_cancel_late", NULL },
};

gboolean
tiem_sandbox_shopee_order_happen (TiemSandboxShopee *shopee,
                                  TiemSandboxOrder *order,
                                  const char *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      if (!g_str_equal (event, events[i].event))
        continue;
      if (events[i].status != NULL)
        tiem_sandbox_shopee_order_set_status (shopee, order, events[i].status);
      else if (g_str_equal (event, "delivery_failed"))
        fail_delivery (shopee, order);
      else if (g_str_equal (event, "expire"))
        tiem_sandbox_shopee_order_cancel (shopee, order, "system", "Payment Expired");
      else if (g_str_equal (event, "buyer_cancel_late"))
        enter_in_cancel (shopee, order, "Muốn đổi địa chỉ giao hàng");
      else
        tiem_sandbox_shopee_order_wish_to_cancel (shopee, order, "Không còn nhu cầu mua");
      return TRUE;
    }
  return FALSE;
}
