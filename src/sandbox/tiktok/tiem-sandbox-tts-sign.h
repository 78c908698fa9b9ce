#pragma once

#include "base/tiem-http.h"

G_BEGIN_DECLS

/* The platform's signature, made by its own side (§3): over path, decoded query without `sign`
 * and `access_token` in byte order, and the raw bytes of the body unless they are multipart.
 * @content_type, @body: (nullable). Returns: (transfer full): lower-case hex */
char *tiem_sandbox_tts_sign (const char *secret,
                             const char *path,
                             const TiemForm *query,
                             const char *content_type,
                             GBytes *body);

/* Whether a body of that type is left out of the signature. */
gboolean tiem_sandbox_tts_is_multipart (const char *content_type);

G_END_DECLS
