#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Reading products, and writing their stock and prices (Lazada §7.1–§7.4). */

JsonObject *tiem_sandbox_lazada_get_products (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_product (TiemSandboxLazadaCall *call);

JsonObject *tiem_sandbox_lazada_update_price_quantity (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_update_sellable (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_adjust_sellable (TiemSandboxLazadaCall *call);

G_END_DECLS
