#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Answers whatever comes to the market's address: pages, pictures, documents and the API. */
TiemResponse *tiem_sandbox_lazada_answer (TiemSandboxLazada *lazada, const TiemRequest *request);
/* Returns: (transfer full): "/orders/get"; of pages and pictures the first part of the path */
char *tiem_sandbox_lazada_make_endpoint (TiemSandboxLazada *lazada, const TiemRequest *request);

G_END_DECLS
