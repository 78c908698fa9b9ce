#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-account.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

/* Parts of 10,000 of the revenue, and đồng. */
#define COMMISSION 1200
#define TRANSACTION 500
#define AFFILIATE 800
#define VAT 100
#define PIT 50
#define INFRASTRUCTURE_VND 3000

/* Every fifth order came through somebody's video. */
#define AFFILIATE_EVERY 5

/* Returns: (nullable): the return of @order that is through and brought goods or money back */
static const TiemSandboxTtsCase *
find_refund (TiemSandboxTts *tts,
             const TiemSandboxOrder *order)
{
  const TiemSandboxTtsCase *last = tiem_sandbox_tts_cases_find_last (tts->returns, order);

  return last != NULL && g_str_equal (last->status, "RETURN_OR_REFUND_REQUEST_COMPLETE") ? last
                                                                                         : NULL;
}

gint64
tiem_sandbox_tts_order_get_settled_at (TiemSandboxTts *tts,
                                       TiemSandboxOrder *order)
{
  const TiemSandboxTtsCase *refund = find_refund (tts, order);
  gint64 done_at = refund != NULL ? refund->modified_at : order->completed_at;
  gint64 midnight = (done_at / DAY_MS + 1) * DAY_MS;

  return done_at != 0 && midnight <= tiem_sandbox_tts_now (tts) ? midnight : 0;
}

static gboolean
was_refunded (const TiemSandboxTtsCase *refund,
              const TiemSandboxLine *line)
{
  for (guint i = 0; refund != NULL && i < refund->line_ids->len; i++)
    if (g_array_index (refund->line_ids, gint64, i) == line->id)
      return TRUE;
  return FALSE;
}

static void
add_fees (TiemSandboxTtsAccount *self,
          const TiemSandboxOrder *order,
          gint64 revenue,
          gboolean is_first)
{
  gint64 commission = revenue * COMMISSION / 10000;
  gint64 transaction = revenue * TRANSACTION / 10000;
  gint64 affiliate = order->id % AFFILIATE_EVERY == 0 ? revenue * AFFILIATE / 10000 : 0;
  gint64 infrastructure = is_first ? INFRASTRUCTURE_VND : 0;
  gint64 vat = revenue * VAT / 10000;
  gint64 pit = revenue * PIT / 10000;
  gint64 sum = commission + transaction + affiliate + infrastructure + vat + pit;

  self->revenue += revenue;
  self->commission += commission;
  self->transaction += transaction;
  self->affiliate += affiliate;
  self->infrastructure += infrastructure;
  self->vat += vat;
  self->pit += pit;
  self->fee_tax += sum;
  self->settlement += revenue - sum;
}

void
tiem_sandbox_tts_account_add_sku (TiemSandboxTtsAccount *self,
                                  TiemSandboxTts *tts,
                                  TiemSandboxOrder *order,
                                  gint64 sku_id)
{
  const TiemSandboxTtsCase *refund = find_refund (tts, order);
  const TiemSandboxLine *first = order->lines->pdata[0];
  gboolean is_first = first->variation_id == sku_id;
  gint64 revenue = 0;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];
      gint64 original = tiem_sandbox_json_get_int (line->extra, "original_price", 0);
      gint64 discount = tiem_sandbox_json_get_int (line->extra, "seller_discount", 0);

      if (line->variation_id != sku_id)
        continue;
      self->units++;
      self->original += original;
      self->discount += discount;
      revenue += original - discount;
      if (!was_refunded (refund, line))
        continue;
      self->refund += original;
      self->refund_discount += discount;
      revenue -= original - discount;
    }
  add_fees (self, order, revenue, is_first);
  if (is_first)
    {
      TiemSandboxTtsMoney money = tiem_sandbox_tts_order_get_money (order);

      self->shipping += money.shipping_original;
      self->shipping_paid += money.shipping;
      self->shipping_discount += money.shipping_platform_discount;
    }
}

void
tiem_sandbox_tts_account_add_order (TiemSandboxTtsAccount *self,
                                    TiemSandboxTts *tts,
                                    TiemSandboxOrder *order)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (g_hash_table_add (seen, &line->variation_id))
        tiem_sandbox_tts_account_add_sku (self, tts, order, line->variation_id);
    }
}

static JsonObject *
describe_revenue (const TiemSandboxTtsAccount *self)
{
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_vnd (object, "subtotal_before_discount_amount", self->original);
  tiem_sandbox_tts_set_vnd (object, "seller_discount_amount", -self->discount);
  tiem_sandbox_tts_set_vnd (object, "refund_subtotal_before_discount_amount", -self->refund);
  tiem_sandbox_tts_set_vnd (object, "seller_discount_refund_amount", self->refund_discount);
  return object;
}

static JsonObject *
describe_fees (const TiemSandboxTtsAccount *self,
               gint64 sign)
{
  JsonObject *object = json_object_new ();
  JsonObject *fee = json_object_new ();
  JsonObject *tax = json_object_new ();

  tiem_sandbox_tts_set_vnd (fee, "platform_commission_amount", sign * self->commission);
  tiem_sandbox_tts_set_vnd (fee, "transaction_fee_amount", sign * self->transaction);
  tiem_sandbox_tts_set_vnd (fee, "affiliate_commission_amount", sign * self->affiliate);
  /* Without "_amount" (§9). */
  tiem_sandbox_tts_set_vnd (fee, "vn_fix_infrastructure_fee", sign * self->infrastructure);
  tiem_sandbox_tts_set_vnd (tax, "vat_amount", sign * self->vat);
  tiem_sandbox_tts_set_vnd (tax, "pit_amount", sign * self->pit);
  json_object_set_object_member (object, "fee", fee);
  json_object_set_object_member (object, "tax", tax);
  return object;
}

static JsonObject *
describe_shipping (const TiemSandboxTtsAccount *self)
{
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_vnd (object, "actual_shipping_fee_amount", self->shipping);
  tiem_sandbox_tts_set_vnd (object, "customer_paid_shipping_fee_amount", -self->shipping_paid);
  tiem_sandbox_tts_set_vnd (object, "shipping_fee_discount_amount", -self->shipping_discount);
  return object;
}

static void
set_amount (JsonObject *object,
            const char *prefix,
            const char *name,
            gint64 vnd)
{
  g_autofree char *whole = g_strconcat (prefix, name, NULL);

  tiem_sandbox_tts_set_vnd (object, whole, vnd);
}

void
tiem_sandbox_tts_account_describe (const TiemSandboxTtsAccount *self,
                                   TiemSandboxTts *tts,
                                   const char *prefix,
                                   JsonObject *object)
{
  /* Which sign Vietnamese figures carry is not known for sure: both are tried. */
  gint64 sign = tts->settings.negative_fees ? -1 : 1;

  set_amount (object, prefix, "settlement_amount", self->settlement);
  set_amount (object, prefix, "revenue_amount", self->revenue);
  set_amount (object, prefix, "fee_tax_amount", sign * self->fee_tax);
  set_amount (object, prefix, "shipping_cost_amount", 0);
  set_amount (object, prefix, "adjustment_amount", 0);
  set_amount (object, prefix, "reserve_amount", 0);
  json_object_set_object_member (object, "revenue_breakdown", describe_revenue (self));
  json_object_set_object_member (object, "fee_tax_breakdown", describe_fees (self, sign));
  json_object_set_object_member (object, "shipping_cost_breakdown", describe_shipping (self));
}
