#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* What becomes of the money of an order, đồng: what Vietnamese shops are charged in 2026, and
 * the taxes the platform withholds (Decree 117/2025). Fees are above zero. */
typedef struct
{
  gint64 units;
  gint64 original;
  gint64 discount;        /* the seller's */
  gint64 refund;          /* of units that came back, before discount */
  gint64 refund_discount; /* the seller's, of those */
  gint64 revenue;
  gint64 commission;
  gint64 transaction;
  gint64 affiliate;
  gint64 infrastructure; /* once per order, not refunded */
  gint64 vat;
  gint64 pit;
  gint64 fee_tax; /* all of those */
  gint64 settlement;
  gint64 shipping;          /* what the carrier takes … */
  gint64 shipping_paid;     /* … is paid by the buyer … */
  gint64 shipping_discount; /* … and by the platform */
} TiemSandboxTtsAccount;

/* Adds what the units of one SKU in @order bring, or all of them. */
void tiem_sandbox_tts_account_add_sku (TiemSandboxTtsAccount *self,
                                       TiemSandboxTts *tts,
                                       TiemSandboxOrder *order,
                                       gint64 sku_id);
void tiem_sandbox_tts_account_add_order (TiemSandboxTtsAccount *self,
                                         TiemSandboxTts *tts,
                                         TiemSandboxOrder *order);
/* Sets the amounts and what they are made of; @prefix "" or "est_". */
void tiem_sandbox_tts_account_describe (const TiemSandboxTtsAccount *self,
                                        TiemSandboxTts *tts,
                                        const char *prefix,
                                        JsonObject *object);

/* Returns: when the statement with @order was made, ms; 0 = not yet */
gint64 tiem_sandbox_tts_order_get_settled_at (TiemSandboxTts *tts, TiemSandboxOrder *order);

G_END_DECLS
