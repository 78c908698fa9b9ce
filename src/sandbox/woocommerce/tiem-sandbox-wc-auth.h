#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-call.h"

G_BEGIN_DECLS

/* Looks at the keys of a call as WooCommerce does: over TLS the query's, then the Basic
 * ones; then OAuth 1.0a. @is_known: (out) whether they are good; a call without keys is
 * merely not known. Returns: FALSE when the keys are refused (the call has failed) */
gboolean tiem_sandbox_wc_authenticate (TiemSandboxWcCall *call, gboolean *is_known);

G_END_DECLS
