#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Calls from before 2022, which older SDKs know alone (Lazada §6.8). */

JsonObject *tiem_sandbox_lazada_legacy_providers (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_legacy_pack (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_legacy_rts (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_legacy_repack (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_legacy_cancel (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_legacy_reasons (TiemSandboxLazadaCall *call);

G_END_DECLS
