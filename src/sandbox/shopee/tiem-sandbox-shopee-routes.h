#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* Answers a call: the edge, the pages, the gate, the handler, the envelope. */
TiemResponse *tiem_sandbox_shopee_route (TiemSandboxShopee *shopee, const TiemRequest *request);

/* Returns: (transfer full): "order/get_order_list"; "auth" and such for pages */
char *tiem_sandbox_shopee_make_endpoint (TiemSandboxShopee *shopee, const TiemRequest *request);

G_END_DECLS
