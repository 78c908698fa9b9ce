#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): the sign of a call (Lazada §3): upper-case hex of the HMAC-SHA256
 * over @api_path and every name and value, sorted by name. "sign" itself and empty values are
 * left out. @params: (element-type utf8 utf8) as sent, decoded */
char *
tiem_sandbox_lazada_sign (const char *secret, const char *api_path, GHashTable *params);

G_END_DECLS
