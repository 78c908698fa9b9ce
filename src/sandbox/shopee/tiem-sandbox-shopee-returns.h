#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* Goods that come back, or only the money (Shopee §12). A return is an object of its fields
 * by Shopee's names. */

/* The buyer asks for his money back. @with_goods: he sends them back; @is_whole: all lines,
 * else one piece of the first. Returns: (transfer none) */
JsonObject *tiem_sandbox_shopee_open_return (TiemSandboxShopee *shopee,
                                             TiemSandboxOrder *order,
                                             gboolean with_goods,
                                             gboolean is_whole);
/* The goods are back at the shop, the buyer has his money. */
void tiem_sandbox_shopee_finish_return (TiemSandboxShopee *shopee, JsonObject *object);
/* What buyers, carriers and judges do, in words of the sandbox: "buyer_return" … (see the
 * table there). Returns: whether there is such a word */
gboolean tiem_sandbox_shopee_return_happen (TiemSandboxShopee *shopee,
                                            TiemSandboxOrder *order,
                                            const char *event);
/* Returns: (transfer full): the return_sn of each return of @order */
JsonArray *tiem_sandbox_shopee_list_returns_of (TiemSandboxShopee *shopee,
                                                const TiemSandboxOrder *order);
/* Whether all of @order came back. */
gboolean tiem_sandbox_shopee_has_come_back (const TiemSandboxOrder *order);

/* --- what calls need of them --- */

gboolean tiem_sandbox_shopee_return_is (JsonObject *object, const char *status);
gboolean tiem_sandbox_shopee_return_needs_goods (JsonObject *object);
/* Whether the goods are back at the shop. */
gboolean tiem_sandbox_shopee_return_has_arrived (JsonObject *object);
void tiem_sandbox_shopee_return_set_status (TiemSandboxShopee *shopee,
                                            JsonObject *object,
                                            const char *status);

/* --- calls --- */

JsonNode *tiem_sandbox_shopee_get_return_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_return_detail (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_confirm_return (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_return_dispute_reason (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_dispute_return (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_offer_return (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_accept_offer (TiemSandboxShopeeCall *call);

G_END_DECLS
