#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada.h"

G_BEGIN_DECLS

/* The switches of tiem-sandbox-lazada.h. Fails with %TIEM_ERROR_INVALID. */
gboolean tiem_sandbox_lazada_set_switches (TiemSandboxLazada *lazada,
                                           JsonObject *settings,
                                           GError **error);

void tiem_sandbox_lazada_refusal_free (TiemSandboxLazadaRefusal *self);

G_END_DECLS
