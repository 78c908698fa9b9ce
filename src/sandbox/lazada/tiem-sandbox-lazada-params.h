#pragma once

#include "base/tiem-http.h"

G_BEGIN_DECLS

/* What Lazada's gateway takes for the parameters of a call: those of the query, of a form and
 * the text parts of a multipart body together; the body wins. Another body, JSON too, is
 * ignored. */
typedef struct
{
  GHashTable *texts; /* (element-type utf8 utf8) name → value */
  GHashTable *files; /* (element-type utf8 GBytes) name → content of a file part */
} TiemSandboxLazadaParams;

TiemSandboxLazadaParams *tiem_sandbox_lazada_params_new (const TiemRequest *request);
void tiem_sandbox_lazada_params_free (TiemSandboxLazadaParams *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxLazadaParams, tiem_sandbox_lazada_params_free)

G_END_DECLS
