#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-returns.h"

#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"
#include "sandbox/tiem-sandbox-random.h"

#define ANSWER_S (2 * 86400)
#define SHIP_BACK_S (5 * 86400)
#define RETURN_FREIGHT 16500

gboolean
tiem_sandbox_shopee_return_is (JsonObject *object,
                               const char *status)
{
  return g_str_equal (json_object_get_string_member (object, "status"), status);
}

gboolean
tiem_sandbox_shopee_return_needs_goods (JsonObject *object)
{
  return json_object_get_boolean_member (object, "needs_logistics");
}

gboolean
tiem_sandbox_shopee_return_has_arrived (JsonObject *object)
{
  return g_str_equal (json_object_get_string_member (object, "reverse_logistics_status"),
                      "LOGISTICS_DELIVERY_DONE");
}

static TiemSandboxOrder *
get_order (TiemSandboxShopee *shopee,
           JsonObject *object)
{
  return tiem_sandbox_shopee_find_order (shopee,
                                         json_object_get_string_member (object, "order_sn"));
}

static TiemSandboxLine *
find_line (TiemSandboxShopee *shopee,
           JsonObject *object,
           JsonObject *item)
{
  const TiemSandboxOrder *order = get_order (shopee, object);
  gint64 id = json_object_get_int_member (item, "_line");

  for (guint i = 0; i < order->lines->len; i++)
    if (((TiemSandboxLine *)order->lines->pdata[i])->id == id)
      return order->lines->pdata[i];
  g_return_val_if_reached (NULL);
}

/* Moves how many pieces of each line are asked back, and how many are back. */
static void
count_items (TiemSandboxShopee *shopee,
             JsonObject *object,
             int requested,
             int returned)
{
  JsonArray *items = json_object_get_array_member (object, "item");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      TiemSandboxLine *line = find_line (shopee, object, item);
      gint64 amount = json_object_get_int_member (item, "amount");

      json_object_set_int_member (line->extra,
                                  "return_requested_qty",
                                  tiem_sandbox_json_get_int (line->extra, "return_requested_qty", 0)
                                      + requested * amount);
      json_object_set_int_member (line->extra,
                                  "returned_qty",
                                  tiem_sandbox_json_get_int (line->extra, "returned_qty", 0)
                                      + returned * amount);
    }
}

void
tiem_sandbox_shopee_return_set_status (TiemSandboxShopee *shopee,
                                       JsonObject *object,
                                       const char *status)
{
  json_object_set_string_member (object, "status", status);
  json_object_set_int_member (object, "update_time", tiem_sandbox_shopee_seconds (shopee));
}

/* Ends the return: the order is what it was before. */
static void
close_return (TiemSandboxShopee *shopee,
              JsonObject *object,
              const char *status)
{
  TiemSandboxOrder *order = get_order (shopee, object);
  const char *before = json_object_get_string_member (object, "_before");

  count_items (shopee, object, -1, 0);
  tiem_sandbox_shopee_return_set_status (shopee, object, status);
  if (tiem_sandbox_shopee_order_is (order, "TO_RETURN"))
    tiem_sandbox_shopee_order_set_status (shopee, order, before);
}

/* The listing's number stays, only the shop knows whether the goods are still good; but the
 * warehouse has them again. */
static void
put_back (TiemSandboxShopee *shopee,
          JsonObject *object)
{
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (shopee));
  JsonArray *items = json_object_get_array_member (object, "item");

  if (tiem_sandbox_json_get_bool (get_order (shopee, object)->extra, "_past", FALSE))
    return;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      const TiemSandboxLine *line = find_line (shopee, object, item);

      tiem_sandbox_world_take (world, line->sku, -json_object_get_int_member (item, "amount"));
    }
}

static void
arrive (TiemSandboxShopee *shopee,
        JsonObject *object)
{
  if (tiem_sandbox_shopee_return_has_arrived (object)
      || !tiem_sandbox_shopee_return_needs_goods (object))
    return;
  json_object_set_string_member (object, "reverse_logistics_status", "LOGISTICS_DELIVERY_DONE");
  json_object_set_int_member (object, "update_time", tiem_sandbox_shopee_seconds (shopee));
  put_back (shopee, object);
}

/* The buyer has his money; the order is over. */
static void
refund (TiemSandboxShopee *shopee,
        JsonObject *object)
{
  TiemSandboxOrder *order = get_order (shopee, object);
  gboolean has_goods = tiem_sandbox_shopee_return_has_arrived (object);
  gint64 so_far = tiem_sandbox_json_get_int (order->extra, "_refunded", 0);

  count_items (shopee, object, -1, has_goods ? 1 : 0);
  json_object_set_int_member (
      order->extra, "_refunded", so_far + json_object_get_int_member (object, "refund_amount"));
  if (has_goods)
    json_object_set_int_member (order->extra, "_return_freight", RETURN_FREIGHT);
  tiem_sandbox_shopee_return_set_status (shopee, object, "ACCEPTED");
  tiem_sandbox_shopee_order_set_status (shopee, order, "COMPLETED");
}

void
tiem_sandbox_shopee_finish_return (TiemSandboxShopee *shopee,
                                   JsonObject *object)
{
  arrive (shopee, object);
  if (!tiem_sandbox_shopee_return_is (object, "ACCEPTED"))
    refund (shopee, object);
}

static JsonObject *
describe_item (const TiemSandboxLine *line,
               gint64 amount)
{
  JsonObject *item = json_object_new ();

  json_object_set_int_member (item, "item_id", line->product_id);
  json_object_set_int_member (item, "model_id", line->variation_id);
  json_object_set_string_member (item, "name", line->name);
  json_object_set_int_member (item, "amount", amount);
  json_object_set_int_member (item, "item_price", line->price_xu / 100);
  json_object_set_string_member (
      item, "item_sku", json_object_get_string_member (line->extra, "item_sku"));
  json_object_set_string_member (item, "variation_sku", line->variation_id != 0 ? line->sku : "");
  json_object_set_array_member (item, "images", json_array_new ());
  json_object_set_int_member (item, "_line", line->id);
  return item;
}

/* Đồng the buyer paid for these; vouchers are not paid back. */
static gint64
add_items (const TiemSandboxOrder *order,
           gboolean is_whole,
           JsonArray *items)
{
  const TiemSandboxLine *first = order->lines->pdata[0];

  if (!is_whole)
    {
      json_array_add_object_element (items, describe_item (first, 1));
      return first->price_xu / 100;
    }
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      json_array_add_object_element (items, describe_item (line, line->quantity));
    }
  return (order->total_xu - order->shipping_xu) / 100;
}

static void
set_times (TiemSandboxShopee *shopee,
           JsonObject *object)
{
  gint64 now = tiem_sandbox_shopee_seconds (shopee);

  json_object_set_int_member (object, "create_time", now);
  json_object_set_int_member (object, "update_time", now);
  json_object_set_int_member (object, "due_date", now + ANSWER_S);
  json_object_set_int_member (object, "return_ship_due_date", now + SHIP_BACK_S);
  json_object_set_int_member (object, "return_seller_due_date", now + ANSWER_S);
}

/* "2611230VT13E3MQ": the day, and nine characters. */
static char *
make_return_sn (TiemSandboxShopee *shopee)
{
  g_autofree char *tail
      = tiem_sandbox_random_text (shopee->ids, "0123456789ABCDEFGHJKMNPQRSTUVWXYZ", 9);
  g_autoptr (GDateTime) day
      = g_date_time_new_from_unix_utc (tiem_sandbox_shopee_seconds (shopee) + 7 * 3600);
  g_autofree char *date = g_date_time_format (day, "%y%m%d");

  return g_strconcat (date, tail, NULL);
}

JsonObject *
tiem_sandbox_shopee_open_return (TiemSandboxShopee *shopee,
                                 TiemSandboxOrder *order,
                                 gboolean with_goods,
                                 gboolean is_whole)
{
  JsonObject *object = json_object_new ();
  JsonObject *user = json_object_new ();
  JsonArray *items = json_array_new ();
  g_autofree char *number = make_return_sn (shopee);
  gint64 amount = add_items (order, is_whole, items);

  json_object_set_string_member (object, "return_sn", number);
  json_object_set_string_member (object, "order_sn", order->number);
  json_object_set_string_member (object, "status", "REQUESTED");
  json_object_set_string_member (
      object, "reason", with_goods ? "ITEM_WRONGDAMAGED" : "ITEM_MISSING");
  json_object_set_string_member (
      object, "text_reason", with_goods ? "Shop giao sai màu" : "Thiếu một món trong hộp");
  json_object_set_int_member (object, "refund_amount", amount);
  json_object_set_int_member (object, "amount_before_discount", amount);
  json_object_set_string_member (object, "currency", "VND");
  json_object_set_boolean_member (object, "needs_logistics", with_goods);
  json_object_set_string_member (object, "tracking_number", "");
  json_object_set_int_member (object, "return_solution", with_goods ? 0 : 1);
  json_object_set_int_member (object, "return_refund_type", 0);
  json_object_set_int_member (object, "return_refund_request_type", 0);
  json_object_set_string_member (object, "validation_type", "seller_validation");
  json_object_set_string_member (
      object, "reverse_logistics_status", with_goods ? "LOGISTICS_PENDING_ARRANGE" : "");
  json_object_set_string_member (
      user, "username", json_object_get_string_member (order->extra, "buyer_username"));
  json_object_set_string_member (user, "email", "********an@thu.example");
  json_object_set_string_member (user, "portrait", "");
  json_object_set_object_member (object, "user", user);
  json_object_set_array_member (object, "item", items);
  json_object_set_array_member (object, "image", json_array_new ());
  json_object_set_string_member (object, "_before", order->status);
  json_object_set_string_member (object, "_negotiation", "");
  set_times (shopee, object);
  g_ptr_array_add (shopee->returns, object);
  count_items (shopee, object, 1, 0);
  tiem_sandbox_shopee_order_set_status (shopee, order, "TO_RETURN");
  return object;
}

/* Returns: (nullable): the youngest return of @order that is not over */
static JsonObject *
find_open (TiemSandboxShopee *shopee,
           const TiemSandboxOrder *order)
{
  for (guint i = shopee->returns->len; i > 0; i--)
    {
      JsonObject *object = shopee->returns->pdata[i - 1];

      if (get_order (shopee, object) == order && !tiem_sandbox_shopee_return_is (object, "ACCEPTED")
          && !tiem_sandbox_shopee_return_is (object, "CANCELLED")
          && !tiem_sandbox_shopee_return_is (object, "CLOSED"))
        return object;
    }
  return NULL;
}

static void
ship_back (TiemSandboxShopee *shopee,
           JsonObject *object)
{
  g_autofree char *digits = tiem_sandbox_random_text (shopee->ids, "0123456789", 12);
  g_autofree char *number = g_strconcat ("SPXVN9", digits, NULL);

  json_object_set_string_member (object, "tracking_number", number);
  json_object_set_string_member (object, "reverse_logistics_status", "LOGISTICS_PICKUP_DONE");
  tiem_sandbox_shopee_return_set_status (shopee, object, "PROCESSING");
}

typedef enum
{
  OPEN_WITH_GOODS,
  OPEN_ONE_PIECE,
  OPEN_MONEY_ONLY,
  SHIP_BACK,
  ARRIVE,
  FINISH,
  WITHDRAW,
  JUDGE,
  OFFER,
  REFUSE,
} Step;

static const struct
{
  const char *event;
  Step step;
} steps[] = {
  { "buyer_return", OPEN_WITH_GOODS },
  { "buyer_return_one", OPEN_ONE_PIECE },
  { "buyer_refund", OPEN_MONEY_ONLY },
  { "return_pickup", SHIP_BACK },  /* the buyer gave them to the carrier */
  { "return_deliver", ARRIVE },    /* the shop has them */
  { "return_accept", FINISH },     /* the money is paid back */
  { "return_withdraw", WITHDRAW }, /* the buyer thought again */
  { "return_judge", JUDGE },       /* Shopee looks into a dispute */
  { "return_refuse", REFUSE },     /* and finds for the seller */
  { "return_buyer_offer", OFFER }, /* the buyer would take less */
};

static void
take_step (TiemSandboxShopee *shopee,
           JsonObject *object,
           Step step)
{
  switch (step)
    {
    case SHIP_BACK:
      ship_back (shopee, object);
      break;
    case ARRIVE:
      arrive (shopee, object);
      break;
    case FINISH:
      tiem_sandbox_shopee_finish_return (shopee, object);
      break;
    case WITHDRAW:
      close_return (shopee, object, "CANCELLED");
      break;
    case JUDGE:
      tiem_sandbox_shopee_return_set_status (shopee, object, "JUDGING");
      break;
    case REFUSE:
      close_return (shopee, object, "CLOSED");
      break;
    case OFFER:
      json_object_set_string_member (object, "_negotiation", "PENDING_RESPOND");
      json_object_set_int_member (
          object, "refund_amount", json_object_get_int_member (object, "refund_amount") / 2);
      break;
    default:
      break;
    }
}

gboolean
tiem_sandbox_shopee_return_happen (TiemSandboxShopee *shopee,
                                   TiemSandboxOrder *order,
                                   const char *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      JsonObject *object = find_open (shopee, order);
      Step step = steps[i].step;

      if (!g_str_equal (event, steps[i].event))
        continue;
      if (step <= OPEN_MONEY_ONLY)
        tiem_sandbox_shopee_open_return (
            shopee, order, step != OPEN_MONEY_ONLY, step == OPEN_WITH_GOODS);
      else if (object != NULL)
        take_step (shopee, object, step);
      return TRUE;
    }
  return FALSE;
}

JsonArray *
tiem_sandbox_shopee_list_returns_of (TiemSandboxShopee *shopee,
                                     const TiemSandboxOrder *order)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < shopee->returns->len; i++)
    {
      JsonObject *object = shopee->returns->pdata[i];

      if (get_order (shopee, object) == order)
        json_array_add_string_element (list, json_object_get_string_member (object, "return_sn"));
    }
  return list;
}

gboolean
tiem_sandbox_shopee_has_come_back (const TiemSandboxOrder *order)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      if (tiem_sandbox_json_get_int (line->extra, "returned_qty", 0) < line->quantity)
        return FALSE;
    }
  return TRUE;
}
