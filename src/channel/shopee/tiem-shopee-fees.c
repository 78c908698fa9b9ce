#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * What is left of an order (§11.1). The fields that are summed up here stand between what the
 * buyer pays and what the shop gets:
 *
 *   payout = total − Σ fees
 *
 * so vouchers of the shop are none (the buyer paid less), while those of Shopee are money that
 * comes on top. credit_card_transaction_fee repeats seller_transaction_fee (§18 row 17).
 */
static const struct
{
  const char *field;
  const char *kind;
  int sign; /* −1: given on top */
} fields[] = {
  { "commission_fee", "commission", 1 },
  { "service_fee", "service", 1 },
  { "campaign_fee", "service", 1 },
  { "shipping_seller_protection_fee_amount", "service", 1 },
  { "delivery_seller_protection_fee_premium_amount", "service", 1 },
  { "fbs_fee", "service", 1 },
  { "seller_transaction_fee", "payment", 1 },
  { "seller_order_processing_fee", "fixed", 1 },
  { "order_ams_commission_fee", "affiliate", 1 },
  { "seller_coin_cash_back", "voucher", 1 },
  { "voucher_from_shopee", "voucher", -1 },
  { "coins", "voucher", -1 },
  { "actual_shipping_fee", "shipping", 1 },
  { "reverse_shipping_fee", "shipping", 1 },
  { "final_return_to_seller_shipping_fee", "shipping", 1 },
  { "rsf_seller_protection_fee_claim_amount", "shipping", -1 },
  { "shopee_shipping_rebate", "shipping_subsidy", -1 },
  { "shipping_fee_discount_from_3pl", "shipping_subsidy", -1 },
  { "withholding_vat_tax", "tax_vat", 1 },
  { "vat_on_imported_goods", "tax_vat", 1 },
  { "withholding_pit_tax", "tax_pit", 1 },
  { "withholding_cit_tax", "other", 1 },
  { "withholding_tax", "other", 1 },
  { "escrow_tax", "other", 1 },
  { "trade_in_bonus_by_seller", "other", 1 },
  { "ads_escrow_top_up_fee_or_technical_support_fee", "other", 1 },
  { "original_shopee_discount", "adjustment", 1 },
  { "shopee_discount", "adjustment", -1 },
  { "seller_return_refund", "adjustment", -1 },
  { "total_adjustment_amount", "adjustment", -1 },
};

/* The order in which people read them. */
static const char *const kinds[] = {
  "commission", "service",          "payment", "fixed",   "affiliate",  "voucher",
  "shipping",   "shipping_subsidy", "tax_vat", "tax_pit", "adjustment", "other",
};

/* A number may have a fraction: whole đồng are made of it. */
static gboolean
read_amount (JsonObject *income,
             const char *name,
             gint64 *vnd,
             GError **error)
{
  gint64 micro = 0;

  if (!tiem_json_add_decimal (income, name, &micro, error))
    return FALSE;
  *vnd = tiem_json_round_money (micro);
  return TRUE;
}

static gboolean
read_sums (JsonObject *income,
           gint64 *sums,
           GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gint64 vnd;

      if (!read_amount (income, fields[i].field, &vnd, error))
        return FALSE;
      for (gsize j = 0; j < G_N_ELEMENTS (kinds); j++)
        if (strcmp (kinds[j], fields[i].kind) == 0)
          sums[j] += fields[i].sign * vnd;
    }
  return TRUE;
}

/* What the buyer paid, as the escrow itself has it; −1 = it does not say. */
static gboolean
read_total (JsonObject *income,
            gint64 *total,
            GError **error)
{
  gint64 goods;
  gint64 shipping;
  gint64 packaging;
  gint64 seller;
  gint64 shopee;
  gint64 coins;

  *total = -1;
  if (!read_amount (income, "original_cost_of_goods_sold", &goods, error)
      || !read_amount (income, "buyer_paid_shipping_fee", &shipping, error)
      || !read_amount (income, "buyer_paid_packaging_fee", &packaging, error)
      || !read_amount (income, "voucher_from_seller", &seller, error)
      || !read_amount (income, "voucher_from_shopee", &shopee, error)
      || !read_amount (income, "coins", &coins, error))
    return FALSE;
  if (goods > 0)
    *total = goods + shipping + packaging - seller - shopee - coins;
  return TRUE;
}

/* Adjustments came later; the amount after them is the truth where it is told. */
static gboolean
read_payout (JsonObject *income,
             gint64 *payout,
             GError **error)
{
  gint64 adjustment;

  if (!tiem_json_has (income, "escrow_amount"))
    {
      tiem_json_set_error (error, "escrow_amount");
      return FALSE;
    }
  if (!read_amount (income, "escrow_amount", payout, error)
      || !read_amount (income, "total_adjustment_amount", &adjustment, error))
    return FALSE;
  if (tiem_json_has (income, "escrow_amount_after_adjustment"))
    return read_amount (income, "escrow_amount_after_adjustment", payout, error);
  *payout += adjustment;
  return TRUE;
}

gboolean
shopee_parse_fees (JsonObject *detail,
                   TiemOrderFees *fees,
                   GError **error)
{
  JsonObject *income = tiem_json_get_object (detail, "order_income");
  gint64 sums[G_N_ELEMENTS (kinds)] = { 0 };
  gint64 kept = 0;
  gint64 total;

  if (income == NULL)
    {
      tiem_json_set_error (error, "order_income");
      return FALSE;
    }
  if (!read_payout (income, &fees->payout_vnd, error) || !read_sums (income, sums, error)
      || !read_total (income, &total, error))
    {
      tiem_json_add_path (error, "order_income");
      return FALSE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    kept += sums[i];
  /* what the sheet of fees does not name yet */
  if (total >= 0)
    sums[G_N_ELEMENTS (kinds) - 1] += total - kept - fees->payout_vnd;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (sums[i] != 0)
      g_ptr_array_add (fees->fees, tiem_remote_fee_new (kinds[i], sums[i]));
  fees->done = TRUE;
  return TRUE;
}

/* --- asking --- */

static void
take_detail (TiemOrderFees *fees,
             JsonObject *detail)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (fees->fees, 0);
  if (!shopee_parse_fees (detail, fees, &error))
    fees->error = g_steal_pointer (&error);
}

/* One order. FALSE with @error for what stops the channel. */
static gboolean
read_one (TiemChannelShopee *self,
          TiemTransport *transport,
          TiemOrderFees *fees,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonObject *object;

  tiem_form_add (query, "order_sn", fees->remote_id);
  object = shopee_get (&self->shop,
                       transport,
                       "payment/get_escrow_detail",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       &call_error);
  if (object != NULL)
    take_detail (fees, object);
  else if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    fees->error = g_steal_pointer (&call_error);
  else
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  return TRUE;
}

static void
take_batch (GPtrArray *list,
            JsonArray *rows)
{
  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    {
      JsonObject *row = tiem_json_array_get_object (rows, i);
      JsonObject *detail = tiem_json_get_object (row, "escrow_detail");
      const char *sn;

      detail = detail != NULL ? detail : row;
      sn = tiem_json_get_string (detail, "order_sn");
      for (guint j = 0; j < list->len; j++)
        {
          TiemOrderFees *fees = list->pdata[j];

          if (!fees->done && fees->error == NULL && g_strcmp0 (fees->remote_id, sn) == 0)
            take_detail (fees, detail);
        }
    }
}

/* All in one call. Where that does not work (the reference has it as GET, others send POST, §7),
 * each is asked for alone afterwards. */
static gboolean
read_batch (TiemChannelShopee *self,
            TiemTransport *transport,
            GPtrArray *list,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autoptr (GString) sns = g_string_new (NULL);
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (
        sns, "%s%s", i > 0 ? "," : "", ((TiemOrderFees *)list->pdata[i])->remote_id);
  tiem_form_add (query, "order_sn_list", sns->str);
  shopee_get (&self->shop,
              transport,
              "payment/get_escrow_detail_batch",
              g_steal_pointer (&query),
              &answer,
              cancellable,
              &call_error);
  if (call_error == NULL)
    take_batch (list, tiem_json_get_array (tiem_json_object (answer.root), "response"));
  else if (!g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
           && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_PROTOCOL)
           && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_TRANSIENT))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
shopee_read_fees (TiemChannel *channel,
                  TiemTransport *transport,
                  GPtrArray *list,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);

  if (list->len > 1 && !read_batch (self, transport, list, cancellable, error))
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      TiemOrderFees *fees = list->pdata[i];

      if (!fees->done && fees->error == NULL
          && !read_one (self, transport, fees, cancellable, error))
        return FALSE;
    }
  return shopee_mark_settled (self, transport, list, cancellable, error);
}
