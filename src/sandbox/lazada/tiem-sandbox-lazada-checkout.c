#define G_LOG_DOMAIN "tiem-sandbox"

#include "base/tiem-error.h"
#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/lazada/tiem-sandbox-lazada-reviews.h"
#include "sandbox/lazada/tiem-sandbox-lazada-reverse.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)

/* An order that is not paid gives its goods back (Lazada §5.2). */
#define HOLD_MS (HOUR_MS / 2)

#define SHIPPING_VND 30000
#define BUYER_PAYS_VND 16000
#define FREE_FROM_VND 500000

#define FIRST_BUYER G_GINT64_CONSTANT (200054169495)

static gboolean
can_buy (const TiemSandboxItem *item,
         gint64 quantity)
{
  return tiem_sandbox_lazada_item_is_live (item) && item->stock >= quantity;
}

/* Returns: (transfer container) (nullable): the goods of each wish */
static GPtrArray *
choose_items (TiemSandboxLazada *lazada,
              const TiemSandboxSale *sale,
              GError **error)
{
  TiemSandboxShop *shop = tiem_sandbox_lazada_get_shop (lazada);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; i < sale->wishes->len; i++)
    {
      const TiemSandboxWish *wish = sale->wishes->pdata[i];
      TiemSandboxItem *item = tiem_sandbox_shop_find_sku (shop, wish->sku, FALSE);

      if (item == NULL || item->parent == NULL)
        {
          g_set_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, "No goods with SKU %s.", wish->sku);
          return NULL;
        }
      if (!sale->is_forced && !can_buy (item, wish->quantity))
        {
          shop->turned_away += wish->quantity;
          g_set_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED, "%s is sold out.", wish->sku);
          return NULL;
        }
      tiem_sandbox_lazada_item_update_price (lazada, item);
      g_ptr_array_add (items, item);
    }
  return g_steal_pointer (&items);
}

static void
set_buyer (TiemSandboxOrder *order,
           const TiemSandboxSale *sale)
{
  static const char *const payments[][2] = {
    [TIEM_SANDBOX_PAY_ON_DELIVERY] = { "COD", "COD" },
    [TIEM_SANDBOX_PAY_BY_TRANSFER] = { "NAPAS_ONLINE", "PAYMENT_ACCOUNT" },
    [TIEM_SANDBOX_PAY_ONLINE] = { "MOMO_WALLET", "ZALOPAY_WALLET" },
  };
  const TiemSandboxBuyer *buyer = sale->buyer;
  g_autofree char *name = g_strdup_printf ("%s %s", buyer->last_name, buyer->first_name);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, FIRST_BUYER + buyer->index * 100);

  json_object_set_string_member (order->extra, "name", name);
  json_object_set_string_member (order->extra, "phone", buyer->phone);
  json_object_set_string_member (order->extra, "street", buyer->street);
  json_object_set_string_member (order->extra, "ward", buyer->ward);
  json_object_set_string_member (
      order->extra, "district", buyer->district != NULL ? buyer->district : "");
  json_object_set_string_member (order->extra, "province", buyer->province);
  json_object_set_string_member (order->extra, "buyer_id", id);
  json_object_set_string_member (
      order->extra, "payment_method", payments[sale->payment][buyer->index % 2]);
}

/* One line for every single piece. */
static void
add_units (TiemSandboxLazada *lazada,
           TiemSandboxOrder *order,
           const TiemSandboxItem *item,
           gint64 quantity)
{
  for (gint64 i = 0; i < quantity; i++)
    {
      TiemSandboxLine *unit
          = tiem_sandbox_shop_add_line (tiem_sandbox_lazada_get_shop (lazada), order);

      g_free (unit->name);
      g_free (unit->sku);
      unit->name = g_strdup (item->parent->name);
      unit->sku = g_strdup (item->sku);
      unit->product_id = item->parent->id;
      unit->variation_id = item->id;
      unit->quantity = 1;
      unit->price_xu = item->price_xu;
      unit->subtotal_xu = item->price_xu;
      unit->total_xu = item->price_xu;
      json_object_set_string_member (unit->extra, "status", "");
      json_object_set_int_member (unit->extra, "created_at", order->created_at);
      json_object_set_int_member (unit->extra, "updated_at", order->created_at);
      json_object_set_string_member (unit->extra, "package_id", "");
    }
}

/* Spreads @vnd over the units by @name; what does not divide goes to the first ones. */
static void
spread (TiemSandboxOrder *order,
        const char *name,
        gint64 vnd)
{
  guint n = order->lines->len;

  json_object_set_int_member (order->extra, name, vnd);
  for (guint i = 0; i < n; i++)
    {
      TiemSandboxLine *unit = order->lines->pdata[i];

      json_object_set_int_member (unit->extra, name, vnd / n + (i < vnd % n));
    }
}

/* Some buyers of the past had a voucher, of the shop or of Lazada. */
static void
add_amounts (TiemSandboxLazada *lazada,
             TiemSandboxOrder *order,
             gboolean is_past)
{
  GRand *random = tiem_sandbox_lazada_get_random (lazada);
  gboolean has_voucher = is_past && tiem_sandbox_random_hits (random, 0.08);
  gboolean is_sellers = tiem_sandbox_random_hits (random, 0.6);
  gint64 goods = 0;
  gint64 voucher;
  gint64 shipping;

  for (guint i = 0; i < order->lines->len; i++)
    goods += ((TiemSandboxLine *)order->lines->pdata[i])->subtotal_xu / 100;
  voucher = has_voucher ? goods / 10 / 1000 * 1000 : 0;
  shipping = goods >= FREE_FROM_VND ? 0 : BUYER_PAYS_VND;
  spread (order, "voucher_seller", is_sellers ? voucher : 0);
  spread (order, "voucher_platform", is_sellers ? 0 : voucher);
  spread (order, "shipping_amount", shipping);
  spread (order, "shipping_fee_original", SHIPPING_VND);
  spread (order, "shipping_fee_discount_platform", SHIPPING_VND - shipping);
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *unit = order->lines->pdata[i];

      unit->total_xu -= 100
                        * (tiem_sandbox_json_get_int (unit->extra, "voucher_seller", 0)
                           + tiem_sandbox_json_get_int (unit->extra, "voucher_platform", 0));
    }
  order->discount_xu = voucher * 100;
  order->shipping_xu = shipping * 100;
  order->total_xu = (goods - voucher + shipping) * 100;
}

static const char *
get_past_status (const TiemSandboxSale *sale,
                 gint64 age_ms)
{
  switch (sale->stage)
    {
    case TIEM_SANDBOX_UNPAID:
      return age_ms < HOLD_MS ? "unpaid" : "pending";
    case TIEM_SANDBOX_SHIPPING:
      return "shipped";
    case TIEM_SANDBOX_DELIVERED:
      return "delivered";
    case TIEM_SANDBOX_COMPLETED:
      return "confirmed";
    case TIEM_SANDBOX_CANCELLED:
      return "canceled";
    case TIEM_SANDBOX_FAILED_DELIVERY:
      return "shipped_back_success";
    case TIEM_SANDBOX_RETURNED:
      return "returned";
    default:
      return "pending";
    }
}

static void
settle_past (TiemSandboxLazada *lazada,
             TiemSandboxOrder *order,
             const TiemSandboxSale *sale)
{
  gint64 now = tiem_sandbox_lazada_now (lazada);
  GRand *random = tiem_sandbox_lazada_get_random (lazada);
  gint64 hours = g_rand_int_range (random, 1, 80);
  const char *status = get_past_status (sale, now - order->created_at);
  gboolean is_new = g_str_equal (status, "unpaid") || g_str_equal (status, "pending");
  gint64 at = is_new ? order->created_at + 2000
                     : MIN (now - 1000, order->created_at + hours * HOUR_MS) / 1000 * 1000;

  if (!g_str_equal (status, "unpaid"))
    order->paid_at = order->created_at + 2000;
  order->modified_at = MIN (at, now);
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *unit = order->lines->pdata[i];

      tiem_sandbox_lazada_unit_settle (lazada, unit, status, order->modified_at);
      if (g_str_equal (status, "canceled"))
        {
          json_object_set_string_member (unit->extra, "reason", "Đổi ý không mua nữa");
          json_object_set_string_member (
              unit->extra, "cancel_return_initiator", "cancellation-customer");
        }
    }
  if (!is_new && !g_str_equal (status, "canceled"))
    tiem_sandbox_lazada_pack_past (lazada, order);
  if (g_str_equal (status, "returned"))
    tiem_sandbox_lazada_reverse_settle (lazada, order, order->modified_at);
  if (g_str_equal (status, "confirmed"))
    tiem_sandbox_lazada_review_perhaps (lazada, order, order->modified_at);
  tiem_sandbox_lazada_order_update_status (order);
}

static void
hold_expired_cb (gpointer owner,
                 gint64 id,
                 int detail)
{
  TiemSandboxLazada *lazada = owner;
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (lazada), id);

  for (guint i = 0; order != NULL && i < order->lines->len; i++)
    if (tiem_sandbox_lazada_unit_is (order->lines->pdata[i], "unpaid"))
      tiem_sandbox_lazada_unit_cancel (
          lazada, order, order->lines->pdata[i], "Quá hạn thanh toán", "internal");
}

static void
hold (TiemSandboxLazada *lazada,
      TiemSandboxOrder *order)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (lazada);
  double pace = MAX (tiem_sandbox_market_get_world (market)->options->pace, 0.001);

  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                           order->created_at + (gint64)(HOLD_MS / pace),
                           hold_expired_cb,
                           order->id,
                           0);
}

TiemSandboxOrder *
tiem_sandbox_lazada_checkout (TiemSandboxLazada *lazada,
                              const TiemSandboxSale *sale,
                              GError **error)
{
  g_autoptr (GPtrArray) items = choose_items (lazada, sale, error);
  gint64 at = sale->is_past ? sale->at / 1000 * 1000 : tiem_sandbox_lazada_now (lazada);
  TiemSandboxOrder *order;

  if (items == NULL)
    return NULL;
  order = tiem_sandbox_shop_add_order (tiem_sandbox_lazada_get_shop (lazada), at);
  set_buyer (order, sale);
  g_free (order->note);
  order->note = g_strdup (sale->note != NULL ? sale->note : "");
  for (guint i = 0; i < items->len; i++)
    add_units (
        lazada, order, items->pdata[i], ((TiemSandboxWish *)sale->wishes->pdata[i])->quantity);
  add_amounts (lazada, order, sale->is_past);
  if (sale->is_past)
    settle_past (lazada, order, sale);
  for (guint i = 0; !sale->is_past && i < order->lines->len; i++)
    tiem_sandbox_lazada_unit_set_status (lazada,
                                         order,
                                         order->lines->pdata[i],
                                         sale->payment == TIEM_SANDBOX_PAY_ON_DELIVERY ? "pending"
                                                                                       : "unpaid");
  if (g_str_equal (order->status, "unpaid"))
    hold (lazada, order);
  return order;
}
