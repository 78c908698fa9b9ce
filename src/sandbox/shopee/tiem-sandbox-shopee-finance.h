#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* What the seller gets (Shopee §11). The rates are the sandbox's own; only that the fields
 * add up as Shopee says is modelled. */

/* Whether the money of @order was paid out: its figures are final. */
gboolean tiem_sandbox_shopee_is_released (const TiemSandboxOrder *order);
/* Returns: (transfer full): order_income; an estimate until it is released */
JsonObject *tiem_sandbox_shopee_make_income (TiemSandboxShopee *shopee,
                                             const TiemSandboxOrder *order);
/* Đồng; escrow_amount of that. */
gint64 tiem_sandbox_shopee_get_escrow (TiemSandboxShopee *shopee, const TiemSandboxOrder *order);

JsonNode *tiem_sandbox_shopee_get_escrow_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_escrow_detail (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_escrow_detail_batch (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_wallet_transaction_list (TiemSandboxShopeeCall *call);

G_END_DECLS
