#pragma once

#include "base/tiem-error.h"
#include "base/tiem-http.h"

G_BEGIN_DECLS

/* What an HTTP status means where the platform's own code says nothing better. */

/* 401, 403: AUTH · 429: RATE_LIMITED · 408, 425, 5xx: TRANSIENT · other 4xx: REJECTED ·
 * everything else, which Tiệm did not ask for: PROTOCOL. */
TiemError tiem_http_error_class (guint status);

/* Returns: the wait that Retry-After asks for, in ms, at most a day; 0 = it does not say */
gint64 tiem_http_retry_after_ms (const TiemResponse *response);

/* Returns: (transfer full): the error of that class. @host is what people know the other
 * side by. Carries Retry-After, request id and "HTTP 503" as its detail. */
GError *tiem_http_error_new (const TiemResponse *response, const char *host);

/* Returns: (transfer full): an error with @message (a whole sentence), and @response's
 * Retry-After, status and request id with it. @detail: (nullable): the platform's words. */
GError *tiem_http_error_new_message (TiemError code,
                                     const TiemResponse *response,
                                     const char *detail,
                                     const char *message);

G_END_DECLS
