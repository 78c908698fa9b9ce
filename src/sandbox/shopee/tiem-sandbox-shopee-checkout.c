#define G_LOG_DOMAIN "tiem-sandbox"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"
#include "sandbox/tiem-sandbox-random.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define DAY_MS (24 * HOUR_MS)
#define VIETNAM_S (7 * 3600)

/* An order that nobody pays keeps its goods this long. */
#define PAYMENT_MS DAY_MS

#define SHIPPING_PAID_XU G_GINT64_CONSTANT (1500000)
#define FREE_SHIPPING_FROM_XU G_GINT64_CONSTANT (30000000)
#define LARGEST_VOUCHER_XU G_GINT64_CONSTANT (3000000)

static gboolean
can_buy (TiemSandboxItem *item,
         gint64 quantity)
{
  return tiem_sandbox_shopee_item_is_sold (item) && item->stock >= quantity;
}

/* Returns: (transfer container) (nullable): the goods of each wish */
static GPtrArray *
choose_items (TiemSandboxShopee *shopee,
              const TiemSandboxSale *sale,
              GError **error)
{
  TiemSandboxShop *shop = tiem_sandbox_shopee_get_shop (shopee);
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
      if (!sale->is_forced && (shopee->switches.is_on_holiday || !can_buy (item, wish->quantity)))
        {
          shop->turned_away += wish->quantity;
          g_set_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED, "%s is sold out.", wish->sku);
          return NULL;
        }
      g_ptr_array_add (items, item);
    }
  return g_steal_pointer (&items);
}

/* "2611218K2TQX9A": the day, and eight characters. */
static char *
make_order_sn (TiemSandboxShopee *shopee,
               gint64 at)
{
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (shopee));
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (at / 1000 + VIETNAM_S);
  g_autofree char *tail = tiem_sandbox_random_text (random, "0123456789ABCDEFGHJKMNPQRSTUVWXYZ", 8);

  return g_strdup_printf ("%02d%02d%02d%s",
                          g_date_time_get_year (day) % 100,
                          g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day),
                          tail);
}

/* "lan_nguyen88": what a buyer calls himself, always the same for one buyer. */
static char *
make_username (const TiemSandboxBuyer *buyer)
{
  g_autofree char *given = tiem_text_fold (buyer->first_name);
  g_autofree char *family = tiem_text_fold (buyer->last_name);
  g_auto (GStrv) words = g_strsplit (family, " ", 2);

  return g_strdup_printf ("%s_%s%u", given, words[0] != NULL ? words[0] : "", buyer->index + 11);
}

static void
set_buyer (TiemSandboxOrder *order,
           const TiemSandboxBuyer *buyer)
{
  JsonObject *address = json_object_new ();
  g_autofree char *username = make_username (buyer);
  g_autofree char *name = g_strdup_printf ("%s %s", buyer->last_name, buyer->first_name);
  g_autofree char *full = g_strdup_printf ("%s, %s, %s%s%s, VN",
                                           buyer->street,
                                           buyer->ward,
                                           buyer->district != NULL ? buyer->district : "",
                                           buyer->district != NULL ? ", " : "",
                                           buyer->province);

  json_object_set_int_member (order->extra, "buyer_user_id", 1170319000 + buyer->index);
  json_object_set_string_member (order->extra, "buyer_username", username);
  json_object_set_string_member (address, "name", g_strstrip (name));
  json_object_set_string_member (address, "phone", buyer->phone);
  json_object_set_string_member (address, "town", "");
  json_object_set_string_member (address, "district", buyer->ward);
  json_object_set_string_member (address, "city", buyer->district != NULL ? buyer->district : "");
  json_object_set_string_member (address, "state", buyer->province);
  json_object_set_string_member (address, "region", "VN");
  json_object_set_string_member (address, "zipcode", "");
  json_object_set_string_member (address, "full_address", full);
  json_object_set_object_member (order->extra, "recipient_address", address);
}

static void
add_lines (TiemSandboxShopee *shopee,
           TiemSandboxOrder *order,
           const TiemSandboxSale *sale,
           GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const TiemSandboxWish *wish = sale->wishes->pdata[i];
      TiemSandboxItem *item = items->pdata[i];
      TiemSandboxLine *line
          = tiem_sandbox_shop_add_line (tiem_sandbox_shopee_get_shop (shopee), order);
      g_autofree char *model_name = tiem_sandbox_shopee_item_make_model_name (item);
      g_autofree char *item_sku = tiem_sandbox_shopee_item_dup_parent_sku (item);

      g_free (line->name);
      g_free (line->sku);
      line->name = g_strdup (item->parent != NULL ? item->parent->name : item->name);
      line->sku = g_strdup (item->sku);
      line->product_id = item->parent != NULL ? item->parent->id : item->id;
      line->variation_id = item->parent != NULL ? item->id : 0;
      line->quantity = wish->quantity;
      line->price_xu = item->price_xu;
      line->subtotal_xu = tiem_sandbox_shopee_item_get_original_xu (item) * wish->quantity;
      line->total_xu = item->price_xu * wish->quantity;
      json_object_set_string_member (line->extra, "item_sku", item_sku);
      json_object_set_string_member (line->extra, "model_name", model_name);
      json_object_set_int_member (
          line->extra, "_weight_g", tiem_sandbox_shopee_item_get_weight_g (item) * wish->quantity);
    }
}

static gint64
sum_lines (const TiemSandboxOrder *order)
{
  gint64 sum = 0;

  for (guint i = 0; i < order->lines->len; i++)
    sum += ((const TiemSandboxLine *)order->lines->pdata[i])->total_xu;
  return sum;
}

/* The carrier's price: by weight, as all Vietnamese carriers have it. */
static gint64
get_freight_xu (const TiemSandboxOrder *order)
{
  gint64 weight_g = 0;

  for (guint i = 0; i < order->lines->len; i++)
    weight_g += tiem_sandbox_json_get_int (
        ((const TiemSandboxLine *)order->lines->pdata[i])->extra, "_weight_g", 0);
  return 1650000 + (weight_g + 499) / 500 * 350000;
}

/* Vouchers are of the whole order: the lines never add up to what the buyer pays (Shopee §17). */
static void
set_amounts (TiemSandboxShopee *shopee,
             TiemSandboxOrder *order,
             const TiemSandboxSale *sale)
{
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (shopee));
  gint64 goods = sum_lines (order);
  gint64 from_shopee = shopee->switches.platform_voucher * 100;
  gint64 from_seller = shopee->switches.seller_voucher * 100;
  gint64 freight = get_freight_xu (order);

  order->shipping_xu = goods >= FREE_SHIPPING_FROM_XU ? 0 : MIN (SHIPPING_PAID_XU, freight);
  if (sale->is_past && tiem_sandbox_random_hits (random, 0.6))
    from_shopee = MIN (goods / 8 / 100000 * 100000, LARGEST_VOUCHER_XU);
  if (sale->is_past && tiem_sandbox_random_hits (random, 0.1))
    from_seller = 500000;
  from_seller = MIN (from_seller, goods);
  from_shopee = MIN (from_shopee, goods - from_seller);
  order->discount_xu = from_shopee + from_seller;
  order->total_xu = goods + order->shipping_xu - order->discount_xu;
  json_object_set_int_member (order->extra, "_voucher_from_shopee", from_shopee);
  json_object_set_int_member (order->extra, "_voucher_from_seller", from_seller);
  json_object_set_int_member (order->extra, "_freight", freight);
}

static void
set_payment (TiemSandboxOrder *order,
             TiemSandboxPayment payment)
{
  static const char *const names[] = {
    [TIEM_SANDBOX_PAY_ON_DELIVERY] = "Cash on Delivery",
    [TIEM_SANDBOX_PAY_BY_TRANSFER] = "Bank Transfer",
    [TIEM_SANDBOX_PAY_ONLINE] = "ShopeePay Balance",
  };

  json_object_set_boolean_member (order->extra, "cod", payment == TIEM_SANDBOX_PAY_ON_DELIVERY);
  json_object_set_string_member (order->extra, "payment_method", names[payment]);
}

static TiemSandboxOrder *
make_order (TiemSandboxShopee *shopee,
            const TiemSandboxSale *sale,
            GPtrArray *items)
{
  gint64 at = sale->is_past ? sale->at / 1000 * 1000 : tiem_sandbox_shopee_now (shopee);
  TiemSandboxOrder *order = tiem_sandbox_shop_add_order (tiem_sandbox_shopee_get_shop (shopee), at);

  g_free (order->number);
  order->number = make_order_sn (shopee, at);
  g_hash_table_insert (shopee->orders_by_sn, order->number, order);
  g_free (order->note);
  order->note = g_strdup (sale->note != NULL ? sale->note : "");
  set_buyer (order, sale->buyer);
  set_payment (order, sale->payment);
  add_lines (shopee, order, sale, items);
  set_amounts (shopee, order, sale);
  tiem_sandbox_shopee_order_add_parcel (shopee, order, "LOGISTICS_NOT_START");
  return order;
}

/* Nobody paid in time. */
static void
payment_due_cb (gpointer owner,
                gint64 id,
                int detail)
{
  TiemSandboxShopee *shopee = owner;
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_shopee_get_shop (shopee), id);

  if (order != NULL && tiem_sandbox_shopee_order_is (order, "UNPAID"))
    tiem_sandbox_shopee_order_happen (shopee, order, "expire");
}

static void
await_payment (TiemSandboxShopee *shopee,
               TiemSandboxOrder *order)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (shopee);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  double pace = MAX (world->options->pace, 0.001);

  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                           order->created_at + (gint64)(PAYMENT_MS / pace),
                           payment_due_cb,
                           order->id,
                           0);
}

/* An order from before the sandbox: the numbers on the shelves know of it already, so only
 * what it has taken is noted. */
static void
note_taken (TiemSandboxOrder *order,
            TiemSandboxStage stage)
{
  order->has_taken_stock = stage != TIEM_SANDBOX_CANCELLED;
  for (guint i = 0; order->has_taken_stock && i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      line->taken = line->quantity;
    }
}

/* Plays what happened to it, at the time it happened. */
static void
settle_past (TiemSandboxShopee *shopee,
             TiemSandboxOrder *order,
             const TiemSandboxSale *sale,
             const char *first_status)
{
  static const gint64 hours[TIEM_SANDBOX_N_STAGES] = {
    [TIEM_SANDBOX_CANCELLED] = 2,  [TIEM_SANDBOX_SHIPPING] = 30,
    [TIEM_SANDBOX_DELIVERED] = 60, [TIEM_SANDBOX_COMPLETED] = 90,
    [TIEM_SANDBOX_RETURNED] = 90,  [TIEM_SANDBOX_FAILED_DELIVERY] = 60,
  };
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (shopee);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  gint64 moment = world->moment;
  gint64 latest = tiem_sandbox_world_now (world) - 1000;

  note_taken (order, sale->stage);
  json_object_set_boolean_member (order->extra, "_past", TRUE);
  world->moment = order->created_at;
  /* The shelves knew of the cancelled one only while it lasted. */
  if (sale->stage != TIEM_SANDBOX_CANCELLED)
    tiem_sandbox_shopee_order_set_status (shopee, order, first_status);
  world->moment = MIN (latest, order->created_at + hours[sale->stage] * HOUR_MS);
  tiem_sandbox_market_set_stage (market, order, sale->stage);
  world->moment = moment;
}

TiemSandboxOrder *
tiem_sandbox_shopee_checkout (TiemSandboxShopee *shopee,
                              const TiemSandboxSale *sale,
                              GError **error)
{
  g_autoptr (GPtrArray) items = choose_items (shopee, sale, error);
  gboolean is_cod = sale->payment == TIEM_SANDBOX_PAY_ON_DELIVERY;
  const char *first_status = is_cod ? "READY_TO_SHIP" : "UNPAID";
  TiemSandboxOrder *order;

  if (items == NULL)
    return NULL;
  order = make_order (shopee, sale, items);
  if (sale->is_past)
    settle_past (shopee, order, sale, first_status);
  else
    tiem_sandbox_shopee_order_set_status (shopee, order, first_status);
  if (tiem_sandbox_shopee_order_is (order, "UNPAID"))
    await_payment (shopee, order);
  return order;
}
