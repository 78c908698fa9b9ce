#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* What buyers write about goods, and the seller's replies (Shopee §15). */

/* The buyer of @order writes about its first line. @stars: 1 … 5 */
void tiem_sandbox_shopee_add_comment (TiemSandboxShopee *shopee,
                                      const TiemSandboxOrder *order,
                                      gint64 stars);
/* Some buyers write when an order is done; the market's chance decides. */
void tiem_sandbox_shopee_maybe_comment (TiemSandboxShopee *shopee, const TiemSandboxOrder *order);

JsonNode *tiem_sandbox_shopee_get_comment (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_reply_comment (TiemSandboxShopeeCall *call);

G_END_DECLS
