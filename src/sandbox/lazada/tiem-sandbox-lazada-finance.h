#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Money (Lazada §8). */

JsonObject *tiem_sandbox_lazada_get_transactions (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_payouts (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_query_account (TiemSandboxLazadaCall *call);

G_END_DECLS
