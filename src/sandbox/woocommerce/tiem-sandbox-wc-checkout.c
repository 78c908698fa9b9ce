#define G_LOG_DOMAIN "tiem-sandbox"

#include "base/tiem-error.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS (60 * MINUTE_MS)

/* "Hold stock": how long an unpaid order keeps its goods from other shoppers. */
#define HOLD_MS (60 * MINUTE_MS)

#define SHIPPING_XU G_GINT64_CONSTANT (3000000)
#define FREE_FROM_XU G_GINT64_CONSTANT (50000000)

/* Units promised to orders that wait for their payment; the API does not show them. */
static gint64
count_held (TiemSandboxWc *wc,
            const TiemSandboxItem *item)
{
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (wc);
  gint64 since = tiem_sandbox_wc_now (wc) - HOLD_MS;
  gint64 held = 0;

  for (guint i = shop->orders->len; i > 0; i--)
    {
      const TiemSandboxOrder *order = shop->orders->pdata[i - 1];

      if (order->created_at < since)
        break;
      if (order->is_trashed || !g_str_equal (order->status, "pending"))
        continue;
      for (guint j = 0; j < order->lines->len; j++)
        {
          const TiemSandboxLine *line = order->lines->pdata[j];

          if ((line->variation_id != 0 ? line->variation_id : line->product_id) == item->id)
            held += line->quantity;
        }
    }
  return held;
}

static gboolean
can_buy (TiemSandboxWc *wc,
         TiemSandboxItem *item,
         gint64 quantity)
{
  TiemSandboxItem *holder = tiem_sandbox_item_get_stock_holder (item);

  if (!tiem_sandbox_wc_product_is_public (item) || item->price_xu == 0)
    return FALSE;
  if (holder == NULL)
    return !g_str_equal (json_object_get_string_member (item->extra, "stock_status"), "outofstock");
  if (!g_str_equal (json_object_get_string_member (holder->extra, "backorders"), "no"))
    return TRUE;
  return holder->stock - count_held (wc, item) >= quantity;
}

/* Returns: (transfer container) (nullable): the goods of each wish */
static GPtrArray *
choose_items (TiemSandboxWc *wc,
              const TiemSandboxSale *sale,
              GError **error)
{
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (wc);
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
      if (!sale->is_forced && !can_buy (wc, item, wish->quantity))
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
set_text (JsonObject *object,
          const char *name,
          const char *text)
{
  json_object_set_string_member (object, name, text != NULL ? text : "");
}

static void
set_address (JsonObject *address,
             const TiemSandboxBuyer *buyer)
{
  set_text (address, "first_name", buyer->first_name);
  set_text (address, "last_name", buyer->last_name);
  set_text (address, "address_1", buyer->street);
  set_text (address, "address_2", buyer->ward);
  set_text (address, "city", buyer->district != NULL ? buyer->district : buyer->province);
  if (buyer->district != NULL)
    set_text (address, "state", buyer->province);
  set_text (address, "country", "VN");
  set_text (address, "phone", buyer->phone);
  if (json_object_has_member (address, "email"))
    set_text (address, "email", buyer->email);
}

/* Two in five of those who gave an e-mail address have an account; the others stay guests. */
static gint64
find_customer_id (TiemSandboxWc *wc,
                  const TiemSandboxSale *sale)
{
  const TiemSandboxBuyer *buyer = sale->buyer;
  TiemSandboxWcCustomer *customer;
  gpointer id;

  if (buyer->email == NULL || buyer->index % 5 > 1)
    return 0;
  id = g_hash_table_lookup (wc->regulars, GUINT_TO_POINTER (buyer->index + 1));
  if (id != NULL)
    return GPOINTER_TO_SIZE (id);

  customer = tiem_sandbox_wc_add_customer (wc, sale->at / 1000 * 1000);
  set_text (customer->fields, "email", buyer->email);
  set_text (customer->fields, "first_name", buyer->first_name);
  set_text (customer->fields, "last_name", buyer->last_name);
  set_text (customer->fields, "username", buyer->email);
  set_address (tiem_sandbox_json_get_object (customer->fields, "billing"), buyer);
  set_address (tiem_sandbox_json_get_object (customer->fields, "shipping"), buyer);
  g_hash_table_insert (
      wc->regulars, GUINT_TO_POINTER (buyer->index + 1), GSIZE_TO_POINTER (customer->id));
  return customer->id;
}

static void
set_payment (TiemSandboxOrder *order,
             TiemSandboxPayment payment)
{
  static const char *const names[][2] = {
    [TIEM_SANDBOX_PAY_ON_DELIVERY] = { "cod", "Trả tiền mặt khi nhận hàng" },
    [TIEM_SANDBOX_PAY_BY_TRANSFER] = { "bacs", "Chuyển khoản ngân hàng" },
    [TIEM_SANDBOX_PAY_ONLINE] = { "vnpay", "Thanh toán qua VNPAY-QR" },
  };

  set_text (order->extra, "payment_method", names[payment][0]);
  set_text (order->extra, "payment_method_title", names[payment][1]);
}

static void
add_lines (TiemSandboxWc *wc,
           TiemSandboxOrder *order,
           const TiemSandboxSale *sale,
           GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const TiemSandboxWish *wish = sale->wishes->pdata[i];
      const TiemSandboxItem *item = items->pdata[i];
      TiemSandboxLine *line = tiem_sandbox_shop_add_line (tiem_sandbox_wc_get_shop (wc), order);

      g_free (line->name);
      g_free (line->sku);
      line->name = tiem_sandbox_wc_product_make_name (item);
      line->sku = g_strdup (item->sku);
      line->product_id = item->parent != NULL ? item->parent->id : item->id;
      line->variation_id = item->parent != NULL ? item->id : 0;
      line->quantity = wish->quantity;
      line->price_xu = item->price_xu;
      line->subtotal_xu = item->price_xu * wish->quantity;
      line->total_xu = line->subtotal_xu;
    }
}

static void
add_shipping (TiemSandboxWc *wc,
              TiemSandboxOrder *order)
{
  JsonArray *lines = tiem_sandbox_json_get_array (order->extra, "shipping_lines");
  JsonObject *line = json_object_new ();
  gboolean is_free;

  tiem_sandbox_wc_order_update_total (order);
  is_free = order->total_xu >= FREE_FROM_XU;
  json_object_set_int_member (
      line, "id", tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (wc)));
  set_text (line, "method_title", is_free ? "Miễn phí giao hàng" : "Giao hàng tiêu chuẩn");
  set_text (line, "method_id", is_free ? "free_shipping" : "flat_rate");
  set_text (line, "instance_id", is_free ? "2" : "1");
  tiem_sandbox_wc_set_amount (line, "total", is_free ? 0 : SHIPPING_XU, wc->decimals);
  tiem_sandbox_wc_set_amount (line, "total_tax", 0, wc->decimals);
  json_object_set_array_member (line, "taxes", json_array_new ());
  json_object_set_array_member (line, "meta_data", json_array_new ());
  json_array_add_object_element (lines, line);
  tiem_sandbox_wc_order_update_total (order);
}

/* Some use a voucher: a discount spread over the lines. */
static void
add_voucher (TiemSandboxWc *wc,
             TiemSandboxOrder *order)
{
  JsonArray *coupons = tiem_sandbox_json_get_array (order->extra, "coupon_lines");
  JsonObject *coupon = json_object_new ();

  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      line->total_xu = line->subtotal_xu - line->subtotal_xu / 10 / 100000 * 100000;
    }
  tiem_sandbox_wc_order_update_total (order);
  json_object_set_int_member (
      coupon, "id", tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (wc)));
  set_text (coupon, "code", "nhamay10");
  tiem_sandbox_wc_set_amount (coupon, "discount", order->discount_xu, wc->decimals);
  tiem_sandbox_wc_set_amount (coupon, "discount_tax", 0, wc->decimals);
  json_object_set_array_member (coupon, "meta_data", json_array_new ());
  json_array_add_object_element (coupons, coupon);
}

static const char *
get_first_status (TiemSandboxPayment payment)
{
  switch (payment)
    {
    case TIEM_SANDBOX_PAY_BY_TRANSFER:
      return "on-hold";
    case TIEM_SANDBOX_PAY_ONLINE:
      return "pending";
    default:
      return "processing";
    }
}

static const char *
get_past_status (TiemSandboxStage stage)
{
  switch (stage)
    {
    case TIEM_SANDBOX_UNPAID:
      return "pending";
    case TIEM_SANDBOX_TO_CONFIRM:
      return "on-hold";
    case TIEM_SANDBOX_DELIVERED:
    case TIEM_SANDBOX_COMPLETED:
      return "completed";
    case TIEM_SANDBOX_CANCELLED:
      return "cancelled";
    case TIEM_SANDBOX_FAILED_DELIVERY:
      return "failed";
    case TIEM_SANDBOX_RETURNED:
      return "refunded";
    default:
      return "processing";
    }
}

/* An order from before the sandbox: the numbers on the shelves know of it already, so only
 * what it has taken is noted. */
static void
settle_past (TiemSandboxWc *wc,
             TiemSandboxOrder *order,
             const TiemSandboxSale *sale)
{
  static const char *const taking[] = { "on-hold", "processing", "completed", NULL };
  const char *status = get_past_status (sale->stage);
  gint64 now = tiem_sandbox_wc_now (wc);
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (wc));
  gint64 hours = g_rand_int_range (random, 1, 80);

  g_free (order->status);
  order->status = g_strdup (status);
  order->has_taken_stock = g_strv_contains (taking, status);
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      line->taken = order->has_taken_stock ? line->quantity : 0;
    }
  if (!g_str_equal (status, "pending"))
    order->modified_at = MIN (now - 1000, order->created_at + hours * HOUR_MS) / 1000 * 1000;
  if (g_str_equal (status, "completed"))
    order->completed_at = order->modified_at;
  if (g_str_equal (status, "completed") || sale->payment == TIEM_SANDBOX_PAY_ONLINE)
    order->paid_at = g_str_equal (status, "pending") ? 0 : order->modified_at;
  if (g_str_equal (status, "refunded"))
    {
      gint64 modified_at = order->modified_at;

      tiem_sandbox_wc_order_add_refund (wc, order, order->total_xu, "Khách trả hàng", NULL);
      order->modified_at = modified_at;
    }
}

/* Nobody paid in time: the website cancels by itself. */
static void
hold_expired_cb (gpointer owner,
                 gint64 id,
                 int detail)
{
  TiemSandboxWc *wc = owner;
  TiemSandboxOrder *order = tiem_sandbox_shop_find_order (tiem_sandbox_wc_get_shop (wc), id);

  if (order != NULL && !order->is_trashed && g_str_equal (order->status, "pending"))
    tiem_sandbox_wc_order_set_status (wc, order, "cancelled");
}

static TiemSandboxOrder *
make_order (TiemSandboxWc *wc,
            const TiemSandboxSale *sale,
            GPtrArray *items)
{
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (wc);
  gint64 at = sale->is_past ? sale->at / 1000 * 1000 : tiem_sandbox_wc_now (wc);
  TiemSandboxOrder *order = tiem_sandbox_shop_add_order (shop, at);
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (wc));

  tiem_sandbox_wc_order_init (
      wc, order, wc->storage == TIEM_SANDBOX_WC_TABLES ? "store-api" : "checkout");
  order->customer_id = find_customer_id (wc, sale);
  set_address (tiem_sandbox_json_get_object (order->extra, "billing"), sale->buyer);
  set_address (tiem_sandbox_json_get_object (order->extra, "shipping"), sale->buyer);
  set_text (order->extra, "customer_user_agent", "Mozilla/5.0 (Linux; Android 14)");
  set_payment (order, sale->payment);
  g_free (order->note);
  order->note = g_strdup (sale->note != NULL ? sale->note : "");
  add_lines (wc, order, sale, items);
  if (sale->is_past && tiem_sandbox_random_hits (random, 0.06))
    add_voucher (wc, order);
  add_shipping (wc, order);
  return order;
}

TiemSandboxOrder *
tiem_sandbox_wc_checkout (TiemSandboxWc *wc,
                          const TiemSandboxSale *sale,
                          GError **error)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (wc);
  g_autoptr (GPtrArray) items = choose_items (wc, sale, error);
  TiemSandboxOrder *order;
  double pace;

  if (items == NULL)
    return NULL;
  order = make_order (wc, sale, items);
  if (sale->is_past)
    settle_past (wc, order, sale);
  else
    tiem_sandbox_wc_order_set_status (wc, order, get_first_status (sale->payment));

  if (g_str_equal (order->status, "pending"))
    {
      pace = MAX (tiem_sandbox_market_get_world (market)->options->pace, 0.001);
      tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                               order->created_at + (gint64)(HOLD_MS / pace),
                               hold_expired_cb,
                               order->id,
                               0);
    }
  return order;
}
