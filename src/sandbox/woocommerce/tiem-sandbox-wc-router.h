#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-call.h"

G_BEGIN_DECLS

/* From the address to the handler and back: pages, links pretty and plain, routes, keys,
 * checks, batches, headers. */

TiemResponse *tiem_sandbox_wc_route (TiemSandboxWc *wc, const TiemRequest *request);

/* Returns: (transfer full): "orders", "products/variations", "index", "page" */
char *tiem_sandbox_wc_make_endpoint (TiemSandboxWc *wc, const TiemRequest *request);

G_END_DECLS
