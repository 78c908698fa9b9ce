#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* How a product comes to Shopee (Shopee §10.8): pictures, category, item, models. */

JsonNode *tiem_sandbox_shopee_upload_image (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_category (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_attribute_tree (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_add_new_item (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_update_item (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_init_tier_variation (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_delete_item (TiemSandboxShopeeCall *call);

G_END_DECLS
