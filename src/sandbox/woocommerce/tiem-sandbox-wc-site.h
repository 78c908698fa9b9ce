#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-fields.h"

G_BEGIN_DECLS

/* What the website tells about itself. */

#define TIEM_SANDBOX_WC_ZONE "Asia/Ho_Chi_Minh"

/* Returns: (transfer full): the title of the site: "Website Nhà Mây" */
char *tiem_sandbox_wc_make_title (TiemSandboxWc *wc);

JsonNode *tiem_sandbox_wc_settings_groups (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_settings_list (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_settings_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_currency_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_system_status_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_gateways_list (TiemSandboxWcCall *call);

G_END_DECLS
