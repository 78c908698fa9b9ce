#include "shop.h"

#include "base/tiem-time.h"
#include "sandbox/tiem-sandbox-people.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* A shop of a million orders has been open for three years. */
#define ORDERS_A_DAY 913

struct _ShopOrders
{
  const ShopPlan *plan; /* borrowed */
  TiemSandboxPeople *people;
};

ShopOrders *
shop_orders_new (const ShopPlan *plan)
{
  ShopOrders *self = g_new0 (ShopOrders, 1);

  self->plan = plan;
  self->people = tiem_sandbox_people_new (plan->seed);
  return self;
}

void
shop_orders_free (ShopOrders *self)
{
  tiem_sandbox_people_free (self->people);
  g_free (self);
}

/* --- when --- */

/* A day of a shop by the clock: few buy at night, most in the evening. Parts of the day's orders
 * to parts of the day, and back. */
static const double busy[][2] = { { 0, 0 }, { 0.04, 0.25 }, { 0.4, 0.55 }, { 1, 1 } };

static double
warp (double part,
      guint from,
      guint to)
{
  guint i = 1;

  while (i + 1 < G_N_ELEMENTS (busy) && part >= busy[i][from])
    i++;
  return busy[i - 1][to]
         + (part - busy[i - 1][from]) / (busy[i][from] - busy[i - 1][from])
               * (busy[i][to] - busy[i - 1][to]);
}

static gint64
warp_time (gint64 ms,
           guint from,
           guint to)
{
  gint64 start = tiem_time_day_start (tiem_time_day (ms));

  return start + (gint64)(warp ((double)(ms - start) / DAY_MS, from, to) * DAY_MS);
}

gint64
shop_get_placed_at (const ShopPlan *plan,
                    guint index)
{
  gint64 until = warp_time (plan->until, 1, 0);
  gint64 at = until - ((gint64)plan->drawn - 1 - index) * DAY_MS / ORDERS_A_DAY;
  ShopChance chance = shop_chance (plan->seed, "time", index);

  return warp_time (at - shop_below (&chance, DAY_MS / ORDERS_A_DAY), 0, 1) / 1000 * 1000;
}

/* --- who and where --- */

static guint
count_customers (guint orders)
{
  return (orders * 3 + 9) / 10;
}

static guint
get_customer (const ShopPlan *plan,
              guint index)
{
  ShopChance chance = shop_chance (plan->seed, "customer", index);
  guint known = count_customers (index);

  return count_customers (index + 1) > known
             ? known
             : shop_below (&chance, MIN (known, count_customers (plan->drawn)));
}

/* Everybody buys at one channel, so that nobody is two customers. */
guint
shop_get_channel (const ShopPlan *plan,
                  guint index)
{
  static const guint parts[SHOP_CHANNELS] = { 45, 15, 25, 10, 5 };
  ShopChance chance = shop_chance (plan->seed, "home", get_customer (plan, index));
  guint at = shop_below (&chance, 100);
  guint channel = 0;

  while (at >= parts[channel])
    at -= parts[channel++];
  return channel;
}

/* --- what became of it --- */

static TiemOrderStatus
choose_status (gint64 age,
               ShopChance *chance)
{
  guint at = shop_below (chance, 1000);

  if (at < 65)
    return TIEM_ORDER_CANCELLED;
  if (age < 0)
    return at < 150 ? TIEM_ORDER_UNPAID : TIEM_ORDER_TO_CONFIRM;
  if (age < 4 * HOUR_MS)
    return at < 150 ? TIEM_ORDER_UNPAID : at < 700 ? TIEM_ORDER_TO_CONFIRM : TIEM_ORDER_TO_SHIP;
  if (age < 20 * HOUR_MS)
    return at < 250 ? TIEM_ORDER_TO_CONFIRM : TIEM_ORDER_TO_SHIP;
  if (age < 30 * HOUR_MS)
    return at < 200   ? TIEM_ORDER_TO_SHIP
           : at < 700 ? TIEM_ORDER_AWAITING_PICKUP
                      : TIEM_ORDER_SHIPPING;
  if (age < 4 * DAY_MS)
    return TIEM_ORDER_SHIPPING;
  if (age < 9 * DAY_MS)
    return at < 85 ? TIEM_ORDER_FAILED_DELIVERY : TIEM_ORDER_DELIVERED;
  if (age < 15 * DAY_MS)
    return at < 90 ? TIEM_ORDER_RETURNING : TIEM_ORDER_COMPLETED;
  return at < 85 ? TIEM_ORDER_RETURNED : TIEM_ORDER_COMPLETED;
}

static void
set_status (TiemRemoteOrder *order,
            const ShopPlan *plan,
            ShopChance *chance)
{
  gint64 age = plan->until - order->placed_at;

  order->status = choose_status (age, chance);
  order->remote_status = g_ascii_strup (tiem_order_status_to_string (order->status), -1);
  order->platform_holds = order->status != TIEM_ORDER_CANCELLED;
  order->ship_by = order->placed_at + DAY_MS;
  order->updated_at = order->placed_at + MINUTE_MS;
  if (order->status != TIEM_ORDER_CANCELLED && order->status != TIEM_ORDER_UNPAID)
    order->paid_vnd = order->total_vnd;
  if (!tiem_order_status_has_left (order->status) && order->status != TIEM_ORDER_FAILED_DELIVERY
      && order->status != TIEM_ORDER_RETURNING && order->status != TIEM_ORDER_RETURNED)
    return;
  order->left_at = order->placed_at + 20 * HOUR_MS;
  order->updated_at = order->placed_at + MIN (age, 12 * DAY_MS);
}

/* --- whose --- */

/* As marketplaces tell of them: "N***h", "******67". */
static char *
mask_name (const char *name)
{
  const char *end = name + strlen (name);

  end = g_utf8_find_prev_char (name, end);
  return g_strdup_printf ("%.*s***%s", (int)(g_utf8_next_char (name) - name), name, end);
}

static char *
mask_phone (const char *phone)
{
  return g_strdup_printf ("******%s", phone + strlen (phone) - 2);
}

static void
set_buyer (TiemRemoteOrder *order,
           const TiemSandboxBuyer *buyer,
           gboolean is_masked)
{
  g_autofree char *name = g_strdup_printf ("%s %s", buyer->last_name, buyer->first_name);
  TiemAddress *address = &order->address;

  order->buyer_remote_id = g_strdup_printf ("%u", 5000000 + buyer->index);
  order->buyer_name = is_masked ? mask_name (name) : g_strdup (name);
  order->buyer_phone = is_masked ? mask_phone (buyer->phone) : g_strdup (buyer->phone);
  order->buyer_email = is_masked ? NULL : g_strdup (buyer->email);
  address->name = g_strdup (order->buyer_name);
  address->phone = g_strdup (order->buyer_phone);
  address->line = is_masked ? g_strdup ("****") : g_strdup (buyer->street);
  address->ward = g_strdup (buyer->ward);
  address->province = g_strdup (buyer->province);
}

/* --- what --- */

static TiemRemoteLine *
make_line (const ShopPlan *plan,
           guint channel,
           ShopChance *chance)
{
  guint variant = shop_choose_goods (plan, channel, chance);
  TiemRemoteLine *line = tiem_remote_line_new ();
  g_auto (ShopGoods) goods = { 0 };

  shop_goods_init (&goods, plan, variant);
  line->remote_product_id = shop_make_product_id (channel, variant);
  line->remote_variant_id = shop_make_variant_id (channel, variant);
  line->sku = g_steal_pointer (&goods.sku);
  line->title = g_steal_pointer (&goods.product);
  line->options = g_steal_pointer (&goods.options);
  line->quantity = shop_below (chance, 5) < 4 ? 1 : 2 + shop_below (chance, 3);
  line->unit_price_vnd = goods.price_vnd;
  line->total_vnd = line->quantity * line->unit_price_vnd;
  return line;
}

/* Two and a half on average. */
static guint
choose_lines (ShopChance *chance)
{
  static const guint parts[] = { 30, 27, 20, 12, 6, 5 };
  guint at = shop_below (chance, 100);
  guint n = 0;

  while (at >= parts[n])
    at -= parts[n++];
  return n + 1;
}

static gboolean
has_line (const TiemRemoteOrder *order,
          const TiemRemoteLine *line)
{
  for (guint i = 0; i < order->lines->len; i++)
    if (g_str_equal (((TiemRemoteLine *)order->lines->pdata[i])->sku, line->sku))
      return TRUE;
  return FALSE;
}

static void
add_lines (TiemRemoteOrder *order,
           const ShopPlan *plan,
           guint channel,
           ShopChance *chance)
{
  for (guint n = choose_lines (chance); n > 0; n--)
    {
      TiemRemoteLine *line = make_line (plan, channel, chance);

      if (has_line (order, line))
        {
          tiem_remote_line_free (line);
          continue;
        }
      line->remote_id = g_strdup_printf ("%s%u", order->remote_id, order->lines->len + 1);
      order->total_vnd += line->total_vnd;
      g_ptr_array_add (order->lines, line);
    }
}

static char *
make_remote_id (const ShopPlan *plan,
                guint channel,
                guint index)
{
  static const char letters[] = "0123456789ABCDEFGHJKLMNPQRSTUVWX";
  ShopChance chance = shop_chance (plan->seed, "number", index);
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *date = NULL;
  char tail[9] = "";

  if (channel != 0)
    return g_strdup_printf ("%u%07u", channel * 10 + 40, index);
  /* Shopee's begin with the day. */
  day = g_date_time_new_from_unix_utc (shop_get_placed_at (plan, index) / 1000);
  date = g_date_time_format (day, "%Y%m%d");
  for (guint i = 0; i < 8; i++)
    tail[i] = i < 3 ? letters[shop_below (&chance, 32)] : letters[index >> (5 * (i - 3)) & 31];
  return g_strconcat (date, tail, NULL);
}

TiemRemoteOrder *
shop_orders_make (ShopOrders *self,
                  guint index,
                  guint channel)
{
  static const char *const carriers[SHOP_CHANNELS]
      = { "SPX Express", "Lazada Logistics", "J&T Express", "Giao Hàng Nhanh", "SPX Express" };
  const ShopPlan *plan = self->plan;
  ShopChance chance = shop_chance (plan->seed, "order", index);
  TiemRemoteOrder *order = tiem_remote_order_new ();

  order->remote_id = make_remote_id (plan, channel, index);
  order->placed_at = shop_get_placed_at (plan, index);
  order->currency = g_strdup ("VND");
  order->payment_method = g_strdup (shop_below (&chance, 2) ? "cod" : "wallet");
  order->shipping_fee_vnd = 15000 + 1000 * shop_below (&chance, 20);
  order->total_vnd = order->shipping_fee_vnd;
  add_lines (order, plan, channel, &chance);
  set_status (order, plan, &chance);
  set_buyer (order,
             tiem_sandbox_people_get (self->people, get_customer (plan, index)),
             channel == 0 || channel == 2 || channel == 4);
  order->carrier = g_strdup (carriers[channel]);
  if (order->left_at > 0 || order->status == TIEM_ORDER_AWAITING_PICKUP)
    order->tracking = g_strdup_printf ("VN%u%09u", channel + 1, index);
  return order;
}
