#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* The pages where a seller allows an app into his shop, or shuts it out again (Shopee §2.1). */

/* Returns: (transfer full) (nullable): %NULL when the call is of no such page, or the link is
 * refused (then call->code says why) */
TiemResponse *tiem_sandbox_shopee_consent_make_page (TiemSandboxShopeeCall *call);

G_END_DECLS
