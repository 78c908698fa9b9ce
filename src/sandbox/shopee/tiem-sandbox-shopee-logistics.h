#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"

G_BEGIN_DECLS

/* From an order that is paid to a parcel with a label: Shopee §8.4 and §9. */

#define TIEM_SANDBOX_SHOPEE_CHANNEL_ID 50021
#define TIEM_SANDBOX_SHOPEE_CARRIER "SPX Express"

/* Returns: (nullable): the parcel with that number, and its order */
JsonObject *tiem_sandbox_shopee_find_parcel (TiemSandboxShopee *shopee,
                                             const char *package_number,
                                             TiemSandboxOrder **order);
/* Returns: (nullable): the parcel of @order that @package_number (nullable) means; with the
 * error's @code and @message when there is none */
JsonObject *tiem_sandbox_shopee_choose_parcel (const TiemSandboxOrder *order,
                                               const char *package_number,
                                               const char **code,
                                               const char **message);

/* --- what is there to be shipped: …-packages.c --- */
JsonNode *tiem_sandbox_shopee_search_package_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_shipment_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_package_detail (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_split_order (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_unsplit_order (TiemSandboxShopeeCall *call);

/* --- arranging: …-logistics.c --- */
JsonNode *tiem_sandbox_shopee_get_shipping_parameter (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_ship_order (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_update_shipping_order (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_mass_ship_order (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_tracking_number (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_tracking_info (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_channel_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_address_list (TiemSandboxShopeeCall *call);

/* --- labels: …-documents.c --- */
JsonNode *tiem_sandbox_shopee_get_shipping_document_parameter (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_create_shipping_document (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_shipping_document_result (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_download_shipping_document (TiemSandboxShopeeCall *call);

G_END_DECLS
