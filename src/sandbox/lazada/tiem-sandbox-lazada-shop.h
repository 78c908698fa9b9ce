#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* The shop itself (Lazada §7.5, §13). */

JsonObject *tiem_sandbox_lazada_get_seller (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_warehouses (TiemSandboxLazadaCall *call);

G_END_DECLS
