#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* What the shop is: shop/get_shop_info and its kin. */

JsonNode *tiem_sandbox_shopee_get_shop_info (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_profile (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_warehouse_detail (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_shop_holiday_mode (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_shops_by_partner (TiemSandboxShopeeCall *call);

G_END_DECLS
