#pragma once

#include "base/tiem-http.h"

G_BEGIN_DECLS

/* Signing helpers for the channels. All take and give text; @key is UTF-8 and is not logged. */

/* Returns: (transfer full): lower-case hex of the HMAC of @data (@length −1: to its NUL) */
char *tiem_hmac_hex (GChecksumType type, const char *key, const char *data, gssize length);
/* Returns: (transfer full): the same in Base64 */
char *tiem_hmac_base64 (GChecksumType type, const char *key, const char *data, gssize length);

/* Returns: (transfer full): a random word of 32 hex digits, different in every call */
char *tiem_sign_nonce (void);

/* OAuth 1.0a (RFC 5849), one-legged: a consumer key and secret, no token. */

/* Returns: (transfer full): METHOD&url&parameters. @url without query; its default port,
 * and the case of scheme and host, are brought into the form that gets signed. */
char *tiem_oauth1_base_string (const char *method, const char *url, const TiemForm *parameters);
/* Adds the oauth_… parameters and the HMAC-SHA256 signature to @parameters, which must
 * hold every parameter of the query. @timestamp in seconds. */
void tiem_oauth1_sign (TiemForm *parameters,
                       const char *method,
                       const char *url,
                       const char *key,
                       const char *secret,
                       gint64 timestamp,
                       const char *nonce);

G_END_DECLS
