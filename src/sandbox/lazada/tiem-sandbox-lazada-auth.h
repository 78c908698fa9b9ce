#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Signing in: the page of consent, codes and tokens (Lazada §2). */

/* GET shows the page, POST with action=allow or refuse sends the browser back. */
TiemResponse *tiem_sandbox_lazada_authorize (TiemSandboxLazada *lazada, const TiemRequest *request);

JsonObject *tiem_sandbox_lazada_create_token (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_refresh_token (TiemSandboxLazadaCall *call);

/* Gives a new pair. @access, @refresh: (out) (transfer full) */
void tiem_sandbox_lazada_give_tokens (TiemSandboxLazada *lazada, char **access, char **refresh);
/* Returns: when @token ends, ms UTC; 0 when it is none or has ended */
gint64 tiem_sandbox_lazada_get_end (TiemSandboxLazada *lazada, GHashTable *tokens, const char *token);

G_END_DECLS
