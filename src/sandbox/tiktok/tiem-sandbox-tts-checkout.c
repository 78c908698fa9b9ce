#define G_LOG_DOMAIN "tiem-sandbox"

#include "base/tiem-error.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"

#include <string.h>

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS (60 * MINUTE_MS)

#define SHIPPING_VND 32000
#define FREE_FROM_VND 200000

/* Buyers' ids, and those of delivery, begin as the platform's do. */
#define FIRST_USER G_GINT64_CONSTANT (7021000000000000000)
#define DELIVERY_OPTION "7091146663229654785"
#define OWN_DELIVERY_OPTION "7091146663229654786"

/* Returns: (transfer container) (nullable): the goods of each wish */
static GPtrArray *
choose_items (TiemSandboxTts *tts,
              const TiemSandboxSale *sale,
              GError **error)
{
  TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (tts);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; i < sale->wishes->len; i++)
    {
      const TiemSandboxWish *wish = sale->wishes->pdata[i];
      TiemSandboxItem *item = tiem_sandbox_shop_find_sku (shop, wish->sku, FALSE);

      if (item == NULL)
        {
          g_set_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, "No goods with SKU %s.", wish->sku);
          return NULL;
        }
      if (!sale->is_forced
          && (!tiem_sandbox_tts_item_is_on_sale (item) || item->stock < wish->quantity))
        {
          shop->turned_away += wish->quantity;
          g_set_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED, "%s is sold out.", wish->sku);
          return NULL;
        }
      g_ptr_array_add (items, item);
    }
  return g_steal_pointer (&items);
}

static void
add_unit (TiemSandboxTts *tts,
          TiemSandboxOrder *order,
          TiemSandboxItem *item)
{
  TiemSandboxLine *line = tiem_sandbox_shop_add_line (tiem_sandbox_tts_get_shop (tts), order);
  gint64 price = tiem_sandbox_tts_item_get_list_price (item);
  g_autofree char *picture = tiem_sandbox_tts_item_make_picture_url (tts, item);

  g_free (line->name);
  g_free (line->sku);
  line->name = g_strdup (item->parent->name);
  line->sku = g_strdup (item->sku);
  line->product_id = item->parent->id;
  line->variation_id = item->id;
  line->quantity = 1;
  line->price_xu = item->price_xu;
  line->subtotal_xu = price * 100;
  line->total_xu = item->price_xu;
  tiem_sandbox_tts_set_id (line->extra, "sku_id", item->id);
  tiem_sandbox_tts_set_id (line->extra, "product_id", item->parent->id);
  json_object_set_string_member (line->extra, "product_name", line->name);
  json_object_set_string_member (line->extra, "sku_name", item->name);
  json_object_set_string_member (line->extra, "seller_sku", item->sku);
  json_object_set_string_member (line->extra, "sku_image", picture);
  json_object_set_string_member (line->extra, "sku_type", "NORMAL");
  json_object_set_boolean_member (line->extra, "is_gift", FALSE);
  json_object_set_string_member (line->extra, "currency", "VND");
  tiem_sandbox_tts_set_vnd (line->extra, "original_price", price);
  tiem_sandbox_tts_set_vnd (line->extra, "seller_discount", price - item->price_xu / 100);
  tiem_sandbox_tts_set_vnd (line->extra, "platform_discount", 0);
  tiem_sandbox_tts_set_vnd (line->extra, "sale_price", item->price_xu / 100);
}

/* The platform gives something to each unit; the shop is paid it all the same. */
static void
add_platform_voucher (TiemSandboxOrder *order)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];
      gint64 discount = line->total_xu / 100 / 20 / 500 * 500;

      line->total_xu -= discount * 100;
      tiem_sandbox_tts_set_vnd (line->extra, "platform_discount", discount);
      tiem_sandbox_tts_set_vnd (line->extra, "sale_price", line->total_xu / 100);
    }
}

static void
set_amounts (TiemSandboxOrder *order)
{
  TiemSandboxTtsMoney money;
  gint64 subtotal = 0;

  order->discount_xu = 0;
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      subtotal += line->total_xu / 100;
      order->discount_xu += line->subtotal_xu - line->total_xu;
    }
  json_object_set_int_member (order->extra, "_shipping_original", SHIPPING_VND);
  json_object_set_int_member (order->extra,
                              "_shipping_discount",
                              subtotal >= FREE_FROM_VND ? SHIPPING_VND : SHIPPING_VND / 2);
  money = tiem_sandbox_tts_order_get_money (order);
  order->shipping_xu = money.shipping * 100;
  order->total_xu = money.total * 100;
}

static void
set_text (JsonObject *object,
          const char *name,
          const char *text)
{
  json_object_set_string_member (object, name, text != NULL ? text : "");
}

static void
set_buyer (TiemSandboxOrder *order,
           const TiemSandboxBuyer *buyer)
{
  g_autofree char *name = g_strdup_printf ("%s %s", buyer->last_name, buyer->first_name);
  g_autofree char *relay = g_strdup_printf ("v%08x@scs.tiktokw.example", g_str_hash (buyer->phone));

  set_text (order->extra, "_name", g_strstrip (name));
  set_text (order->extra, "_phone", buyer->phone);
  set_text (order->extra, "_street", buyer->street);
  set_text (order->extra, "_ward", buyer->ward);
  set_text (order->extra, "_district", buyer->district);
  set_text (order->extra, "_province", buyer->province);
  set_text (order->extra, "buyer_email", relay);
  tiem_sandbox_tts_set_id (order->extra, "user_id", FIRST_USER + g_str_hash (buyer->phone));
}

static void
set_payment (TiemSandboxOrder *order,
             TiemSandboxPayment payment)
{
  static const char *const names[] = {
    [TIEM_SANDBOX_PAY_ON_DELIVERY] = "Thanh toán khi nhận hàng",
    [TIEM_SANDBOX_PAY_BY_TRANSFER] = "Chuyển khoản ngân hàng",
    [TIEM_SANDBOX_PAY_ONLINE] = "MoMo",
  };

  set_text (order->extra, "payment_method_name", names[payment]);
  json_object_set_boolean_member (order->extra, "is_cod", payment == TIEM_SANDBOX_PAY_ON_DELIVERY);
}

static void
set_delivery (TiemSandboxTts *tts,
              TiemSandboxOrder *order)
{
  gboolean is_own = g_str_equal (tts->settings.shipping_type, "SELLER");

  set_text (order->extra, "fulfillment_type", "FULFILLMENT_BY_SELLER");
  set_text (order->extra, "shipping_type", tts->settings.shipping_type);
  set_text (order->extra, "delivery_type", "HOME_DELIVERY");
  set_text (order->extra, "delivery_option_id", is_own ? OWN_DELIVERY_OPTION : DELIVERY_OPTION);
  set_text (
      order->extra, "delivery_option_name", is_own ? "Shipped by seller" : "Standard Shipping");
  tiem_sandbox_tts_set_id (order->extra, "warehouse_id", tts->warehouse_ids[0]);
  set_text (order->extra, "seller_note", "");
  json_object_set_boolean_member (order->extra, "is_buyer_request_cancel", FALSE);
  json_object_set_boolean_member (order->extra, "is_sample_order", FALSE);
  json_object_set_boolean_member (order->extra, "is_replacement_order", FALSE);
  json_object_set_boolean_member (order->extra, "has_updated_recipient_address", FALSE);
}

static TiemSandboxOrder *
make_order (TiemSandboxTts *tts,
            const TiemSandboxSale *sale,
            GPtrArray *items)
{
  TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (tts);
  TiemSandboxOrder *order
      = tiem_sandbox_shop_add_order (shop, tiem_sandbox_tts_now (tts) / 1000 * 1000);
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (tts));

  set_buyer (order, sale->buyer);
  set_payment (order, sale->payment);
  set_delivery (tts, order);
  g_free (order->note);
  order->note = g_strdup (sale->note != NULL ? sale->note : "");
  for (guint i = 0; i < items->len; i++)
    {
      const TiemSandboxWish *wish = sale->wishes->pdata[i];

      for (gint64 unit = 0; unit < wish->quantity; unit++)
        add_unit (tts, order, items->pdata[i]);
    }
  if (sale->is_past && tiem_sandbox_random_hits (random, 0.1))
    add_platform_voucher (order);
  set_amounts (order);
  return order;
}

static TiemSandboxTtsStatus
get_first_status (TiemSandboxPayment payment)
{
  switch (payment)
    {
    case TIEM_SANDBOX_PAY_BY_TRANSFER:
      return TIEM_SANDBOX_TTS_ON_HOLD;
    case TIEM_SANDBOX_PAY_ONLINE:
      return TIEM_SANDBOX_TTS_UNPAID;
    default:
      return TIEM_SANDBOX_TTS_AWAITING_SHIPMENT;
    }
}

/* Plays an order from before the sandbox: each step at its time, the last one before now. */
static void
settle_past (TiemSandboxTts *tts,
             TiemSandboxOrder *order,
             TiemSandboxStage stage)
{
  /* How far each stage is gone, and how long after the order that usually is. */
  static const struct
  {
    TiemSandboxStage stage;
    gint64 after_ms;
  } steps[] = {
    { TIEM_SANDBOX_UNPAID, 0 },
    { TIEM_SANDBOX_TO_CONFIRM, 5 * MINUTE_MS },
    { TIEM_SANDBOX_TO_SHIP, HOUR_MS },
    { TIEM_SANDBOX_CANCELLED, 3 * HOUR_MS },
    { TIEM_SANDBOX_AWAITING_PICKUP, 9 * HOUR_MS },
    { TIEM_SANDBOX_SHIPPING, 16 * HOUR_MS },
    { TIEM_SANDBOX_FAILED_DELIVERY, 40 * HOUR_MS },
    { TIEM_SANDBOX_DELIVERED, 44 * HOUR_MS },
    { TIEM_SANDBOX_RETURNING, 70 * HOUR_MS },
    { TIEM_SANDBOX_COMPLETED, 90 * HOUR_MS },
    { TIEM_SANDBOX_RETURNED, 94 * HOUR_MS },
  };
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (tts);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  gint64 before = world->moment;
  gint64 latest = tiem_sandbox_world_now (world) - 1000;
  gint64 created_at = order->created_at;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gboolean is_side_way = steps[i].stage == TIEM_SANDBOX_CANCELLED
                             || steps[i].stage == TIEM_SANDBOX_FAILED_DELIVERY
                             || steps[i].stage == TIEM_SANDBOX_RETURNING;
      gboolean is_return = stage == TIEM_SANDBOX_RETURNED || stage == TIEM_SANDBOX_RETURNING;

      if (is_side_way && steps[i].stage != stage
          && !(is_return && steps[i].stage == TIEM_SANDBOX_RETURNING))
        continue;
      if (is_return && steps[i].stage == TIEM_SANDBOX_COMPLETED)
        continue;
      world->moment = MIN (latest, created_at + steps[i].after_ms);
      tiem_sandbox_market_set_stage (market, order, steps[i].stage);
      if (steps[i].stage == stage)
        break;
    }
  world->moment = before;
}

TiemSandboxOrder *
tiem_sandbox_tts_checkout (TiemSandboxTts *tts,
                           const TiemSandboxSale *sale,
                           GError **error)
{
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (tts));
  g_autoptr (GPtrArray) items = choose_items (tts, sale, error);
  gint64 before = world->moment;
  TiemSandboxOrder *order;

  if (items == NULL)
    return NULL;
  tts->is_past = sale->is_past;
  if (sale->is_past)
    world->moment = sale->at;
  order = make_order (tts, sale, items);
  tiem_sandbox_tts_order_advance (
      tts, order, sale->is_past ? TIEM_SANDBOX_TTS_UNPAID : get_first_status (sale->payment));
  world->moment = before;
  if (sale->is_past)
    settle_past (tts, order, sale->stage);
  tts->is_past = FALSE;
  return order;
}
