#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/*
 * §9: what a transaction says was kept back. Whether fees carry a minus is not known for
 * Vietnam, so the platform's own equation decides: settlement = revenue − costs, or revenue +
 * costs. What the single fees leave of the difference is shown as "other", so that payout and
 * fees always make the revenue.
 */

static const struct
{
  const char *member; /* of fee_tax_breakdown.fee or .tax; without "est_" */
  const char *kind;
} kinds[] = {
  { "platform_commission_amount", "commission" },
  { "dynamic_commission_amount", "commission" },
  { "tsp_commission_amount", "commission" },
  { "transaction_fee_amount", "payment" },
  { "credit_card_handling_fee_amount", "payment" },
  { "seller_paylater_handling_fee_amount", "payment" },
  { "affiliate_commission_amount", "affiliate" },
  { "affiliate_ads_commission_amount", "affiliate" },
  { "affiliate_partner_commission_amount", "affiliate" },
  { "voucher_xtra_service_fee_amount", "voucher" },
  { "sfp_service_fee_amount", "service" },
  { "flash_sales_service_fee_amount", "service" },
  { "live_specials_fee_amount", "service" },
  { "mall_service_fee_amount", "service" },
  { "pre_order_service_fee_amount", "service" },
  { "vn_fix_infrastructure_fee", "fixed" },
  { "vn_fix_infrastructure_fee_amount", "fixed" },
  { "vat_amount", "tax_vat" },
  { "local_vat_amount", "tax_vat" },
  { "import_vat_amount", "tax_vat" },
  { "pit_amount", "tax_pit" },
};

/* In the order in which they are shown. */
static const char *const shown_kinds[TTS_N_FEE_KINDS]
    = { "commission", "payment", "service", "affiliate", "fixed",
        "voucher",    "tax_vat", "tax_pit", "other" };

static guint
find_kind (const char *member)
{
  const char *kind = "other";
  guint i = 0;

  if (g_str_has_prefix (member, "est_"))
    member += strlen ("est_");
  for (gsize j = 0; j < G_N_ELEMENTS (kinds); j++)
    if (strcmp (kinds[j].member, member) == 0)
      kind = kinds[j].kind;
  while (strcmp (shown_kinds[i], kind) != 0)
    i++;
  return i;
}

static gboolean
add_breakdown (TtsStatement *self,
               JsonObject *breakdown,
               GError **error)
{
  g_autoptr (GList) members = breakdown != NULL ? json_object_get_members (breakdown) : NULL;

  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (breakdown, l->data);
      gint64 amount;

      if (!JSON_NODE_HOLDS_VALUE (node))
        continue;
      if (!tts_get_amount (breakdown, l->data, &amount, error))
        return FALSE;
      self->fees[find_kind (l->data)] += amount;
    }
  return TRUE;
}

/* The first of @names that is there, with or without "est_" in front. */
static gboolean
add_amount (
    JsonObject *object, const char *const *names, gint64 *sum, gboolean *is_there, GError **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *estimate = g_strconcat ("est_", names[i], NULL);
      const char *name = tiem_json_has (object, names[i]) ? names[i] : estimate;
      gint64 amount;

      if (!tiem_json_has (object, name))
        continue;
      if (!tts_get_amount (object, name, &amount, error))
        return FALSE;
      *sum += amount;
      *is_there = TRUE;
      return TRUE;
    }
  return TRUE;
}

gboolean
tts_statement_add_sums (TtsStatement *self,
                        JsonObject *object,
                        GError **error)
{
  static const char *const revenue[] = { "revenue_amount", NULL };
  static const char *const settlement[] = { "settlement_amount", NULL };
  static const char *const shipping[] = { "shipping_cost_amount", NULL };
  static const char *const fees[] = { "fee_and_tax_amount", "fee_tax_amount", "fee_amount", NULL };
  static const char *const adjustment[] = { "adjustment_amount", NULL };
  gboolean is_there = FALSE;

  return add_amount (object, revenue, &self->revenue, &self->has_revenue, error)
         && add_amount (object, settlement, &self->settlement, &self->has_settlement, error)
         && add_amount (object, shipping, &self->shipping, &is_there, error)
         && add_amount (object, fees, &self->fee_total, &is_there, error)
         && add_amount (object, adjustment, &self->adjustment, &is_there, error);
}

gboolean
tts_statement_add_fees (TtsStatement *self,
                        JsonObject *object,
                        GError **error)
{
  JsonObject *breakdown = tiem_json_get_object (object, "fee_tax_breakdown");

  if (breakdown == NULL)
    breakdown = tiem_json_get_object (object, "est_fee_tax_breakdown");
  return add_breakdown (self, tiem_json_get_object (breakdown, "fee"), error)
         && add_breakdown (self, tiem_json_get_object (breakdown, "tax"), error);
}

/* Returns: 1 when costs are given as what is kept back, −1 when they carry a minus */
static gint64
find_sign (const TtsStatement *self)
{
  gint64 costs = self->shipping + self->fee_total + self->adjustment;

  if (self->settlement == self->revenue - costs)
    return 1;
  if (self->settlement == self->revenue + costs)
    return -1;
  return self->fee_total < 0 ? -1 : 1;
}

static void
add_fee (TiemOrderFees *fees,
         const char *kind,
         gint64 amount)
{
  if (amount != 0)
    g_ptr_array_add (fees->fees, tiem_remote_fee_new (kind, amount));
}

void
tts_statement_fill (const TtsStatement *self,
                    TiemOrderFees *fees)
{
  gint64 sign = find_sign (self);
  gint64 rest = self->revenue - self->settlement - sign * (self->shipping + self->adjustment);

  g_ptr_array_set_size (fees->fees, 0);
  for (guint i = 0; i < TTS_N_FEE_KINDS; i++)
    rest -= sign * self->fees[i];
  for (guint i = 0; i < TTS_N_FEE_KINDS; i++)
    add_fee (fees,
             shown_kinds[i],
             sign * self->fees[i] + (i == TTS_N_FEE_KINDS - 1 && self->has_revenue ? rest : 0));
  add_fee (
      fees, self->shipping * sign > 0 ? "shipping" : "shipping_subsidy", sign * self->shipping);
  add_fee (fees, "adjustment", sign * self->adjustment);
  fees->payout_vnd = self->settlement;
  fees->done = TRUE;
}
