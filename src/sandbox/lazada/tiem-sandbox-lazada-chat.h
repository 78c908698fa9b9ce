#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* What buyers and the shop write to each other (Lazada §11). */

JsonObject *tiem_sandbox_lazada_list_sessions (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_session (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_read_session (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_list_messages (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_send_message (TiemSandboxLazadaCall *call);

/* The buyer of @order writes. */
void tiem_sandbox_lazada_hear (TiemSandboxLazada *lazada,
                               const TiemSandboxOrder *order,
                               const char *text);

G_END_DECLS
