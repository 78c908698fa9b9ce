#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-fields.h"

G_BEGIN_DECLS

/* Registered customers: /customers. */

extern const TiemSandboxWcField tiem_sandbox_wc_customer_list_fields[];
extern const TiemSandboxWcField tiem_sandbox_wc_customer_create_fields[];
extern const TiemSandboxWcField tiem_sandbox_wc_customer_fields[];

JsonNode *tiem_sandbox_wc_customers_list (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_customers_create (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_customers_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_customers_update (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_customers_delete (TiemSandboxWcCall *call);

G_END_DECLS
