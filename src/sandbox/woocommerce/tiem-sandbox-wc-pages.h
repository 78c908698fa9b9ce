#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-call.h"

G_BEGIN_DECLS

/* What is no resource: the discovery documents and the website's pages. */

/* Returns: (transfer full): the answer to GET /wp-json/ */
JsonNode *tiem_sandbox_wc_make_index (TiemSandboxWcCall *call);
/* Returns: (transfer full): the answer to GET /wp-json/wc/v3 */
JsonNode *tiem_sandbox_wc_make_namespace_index (TiemSandboxWcCall *call);
/* An address that is none of the API: a page, a picture, a redirect. */
TiemResponse *tiem_sandbox_wc_make_page (TiemSandboxWcCall *call);

G_END_DECLS
