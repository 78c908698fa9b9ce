#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* Discounts, which lower prices and set stock aside, and vouchers (Shopee §14). */

JsonNode *tiem_sandbox_shopee_add_discount (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_add_discount_item (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_end_discount (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_discount_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_item_promotion (TiemSandboxShopeeCall *call);

JsonNode *tiem_sandbox_shopee_add_voucher (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_end_voucher (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_voucher_list (TiemSandboxShopeeCall *call);

G_END_DECLS
