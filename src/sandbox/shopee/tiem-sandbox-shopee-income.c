#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-finance.h"
#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"

/* Per mille of what the buyer pays for the goods. */
#define COMMISSION 80
#define SERVICE 50
#define PAYMENT 49
#define VAT 10
#define INCOME_TAX 5
#define PROCESSING_VND 3000 /* of every order */

/* The sum of what the fields say, with the sign Shopee's formula gives each. */
typedef struct
{
  JsonObject *income;
  gint64 escrow;
} Sum;

static void
add (Sum *sum,
     const char *name,
     int sign,
     gint64 amount)
{
  json_object_set_int_member (sum->income, name, amount);
  sum->escrow += sign * amount;
}

static gint64
get_share (gint64 amount,
           int per_mille)
{
  return (amount * per_mille + 500) / 1000;
}

/* Đồng that went back to the buyer. */
static gint64
get_refunded (const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_get_int (order->extra, "_refunded", 0);
}

/* Before the seller's discount, without what was cancelled. */
static gint64
get_original (const TiemSandboxLine *line)
{
  gint64 units = line->quantity - tiem_sandbox_json_get_int (line->extra, "cancelled_qty", 0);

  return line->subtotal_xu / MAX (1, line->quantity) * units / 100;
}

static JsonArray *
describe_items (const TiemSandboxOrder *order)
{
  JsonArray *items = json_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];
      JsonObject *item = json_object_new ();
      gboolean is_model = line->variation_id != 0;

      json_object_set_int_member (item, "item_id", line->product_id);
      json_object_set_string_member (item, "item_name", line->name);
      json_object_set_string_member (
          item, "item_sku", json_object_get_string_member (line->extra, "item_sku"));
      json_object_set_int_member (item, "model_id", line->variation_id);
      json_object_set_string_member (item, "model_sku", is_model ? line->sku : "");
      json_object_set_int_member (item, "line_item_id", line->id);
      json_object_set_int_member (item, "quantity_purchased", line->quantity);
      json_object_set_int_member (item, "original_price", get_original (line));
      json_object_set_int_member (item, "selling_price", line->total_xu / 100);
      json_object_set_int_member (item, "discounted_price", line->total_xu / 100);
      json_object_set_int_member (
          item, "seller_discount", get_original (line) - line->total_xu / 100);
      json_object_set_int_member (item, "shopee_discount", 0);
      json_array_add_object_element (items, item);
    }
  return items;
}

static void
add_fees (Sum *sum,
          const TiemSandboxOrder *order,
          gint64 base)
{
  /* Which programmes the shop pays for is only settled with the payout. */
  gboolean is_final = tiem_sandbox_shopee_is_released (order);

  add (sum, "commission_fee", -1, get_share (base, COMMISSION));
  add (sum, "service_fee", -1, get_share (base, SERVICE));
  add (sum,
       "seller_transaction_fee",
       -1,
       get_share (base > 0 ? base + order->shipping_xu / 100 : 0, PAYMENT));
  add (sum, "seller_order_processing_fee", -1, is_final && base > 0 ? PROCESSING_VND : 0);
  add (sum, "order_ams_commission_fee", -1, 0);
  add (sum, "campaign_fee", -1, 0);
  add (sum, "shipping_seller_protection_fee_amount", -1, 0);
  add (sum, "delivery_seller_protection_fee_premium_amount", -1, 0);
  add (sum, "escrow_tax", -1, 0);
  add (sum, "withholding_tax", -1, 0);
  add (sum, "vat_on_imported_goods", -1, 0);
  add (sum, "withholding_vat_tax", -1, get_share (base, VAT));
  add (sum, "withholding_pit_tax", -1, get_share (base, INCOME_TAX));
  add (sum, "withholding_cit_tax", -1, 0);
  add (sum, "ads_escrow_top_up_fee_or_technical_support_fee", -1, 0);
  /* The same money as seller_transaction_fee, told twice (Shopee §18, 17). */
  json_object_set_int_member (sum->income,
                              "credit_card_transaction_fee",
                              json_object_get_int_member (sum->income, "seller_transaction_fee"));
}

/* What is paid for bringing the parcel. The platform pays what the buyer does not. */
static void
add_shipping (Sum *sum,
              const TiemSandboxOrder *order)
{
  gint64 paid = order->shipping_xu / 100;
  gint64 freight = tiem_sandbox_json_get_int (order->extra, "_freight", 0) / 100;

  add (sum, "buyer_paid_shipping_fee", 1, paid);
  add (sum, "actual_shipping_fee", -1, freight);
  add (sum, "shopee_shipping_rebate", 1, freight - paid);
  add (sum, "shipping_fee_discount_from_3pl", 1, 0);
  add (sum,
       "reverse_shipping_fee",
       -1,
       tiem_sandbox_json_get_int (order->extra, "_return_freight", 0));
  json_object_set_int_member (sum->income, "estimated_shipping_fee", freight);
}

gboolean
tiem_sandbox_shopee_is_released (const TiemSandboxOrder *order)
{
  return order->completed_at != 0 && tiem_sandbox_shopee_order_is (order, "COMPLETED");
}

JsonObject *
tiem_sandbox_shopee_make_income (TiemSandboxShopee *shopee,
                                 const TiemSandboxOrder *order)
{
  Sum sum = { json_object_new (), 0 };
  gboolean is_off = tiem_sandbox_shopee_order_is (order, "CANCELLED");
  gint64 voucher = tiem_sandbox_json_get_int (order->extra, "_voucher_from_seller", 0) / 100;
  gint64 refunded = get_refunded (order);
  gint64 goods = 0;
  gint64 original = 0;
  gint64 base;

  for (guint i = 0; !is_off && i < order->lines->len; i++)
    {
      goods += ((const TiemSandboxLine *)order->lines->pdata[i])->total_xu / 100;
      original += get_original (order->lines->pdata[i]);
    }
  if (is_off)
    voucher = 0;
  /* Nothing is taken of what the seller does not get. */
  base = MAX (0, goods - voucher - refunded);
  add (&sum, "original_cost_of_goods_sold", 1, goods);
  add (&sum, "original_shopee_discount", -1, 0);
  add (&sum, "seller_return_refund", 1, is_off ? 0 : -refunded);
  add (&sum, "shopee_discount", 1, 0);
  add (&sum, "voucher_from_seller", -1, voucher);
  add (&sum, "seller_coin_cash_back", -1, 0);
  if (!is_off)
    add_shipping (&sum, order);
  add_fees (&sum, order, base);

  json_object_set_int_member (sum.income, "cost_of_goods_sold", goods);
  json_object_set_int_member (sum.income, "order_original_price", original);
  json_object_set_int_member (sum.income, "order_selling_price", goods);
  json_object_set_int_member (sum.income, "order_discounted_price", goods);
  json_object_set_int_member (sum.income, "order_seller_discount", original - goods);
  json_object_set_int_member (sum.income, "seller_discount", original - goods);
  json_object_set_int_member (
      sum.income,
      "voucher_from_shopee",
      is_off ? 0 : tiem_sandbox_json_get_int (order->extra, "_voucher_from_shopee", 0) / 100);
  json_object_set_int_member (sum.income, "coins", 0);
  json_object_set_int_member (sum.income, "escrow_amount", sum.escrow);
  json_object_set_int_member (sum.income, "escrow_amount_after_adjustment", sum.escrow);
  json_object_set_int_member (sum.income, "total_adjustment_amount", 0);
  json_object_set_array_member (sum.income, "order_adjustment", json_array_new ());
  json_object_set_string_member (sum.income, "tax_registration_code", "0316123456");
  json_object_set_array_member (sum.income, "items", describe_items (order));
  return sum.income;
}

gint64
tiem_sandbox_shopee_get_escrow (TiemSandboxShopee *shopee,
                                const TiemSandboxOrder *order)
{
  g_autoptr (JsonObject) income = tiem_sandbox_shopee_make_income (shopee, order);

  return json_object_get_int_member (income, "escrow_amount");
}
