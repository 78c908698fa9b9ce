#pragma once

#include "channel/tiem-transport.h"
#include "sync/tiem-limiter.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a transport that waits for @limiter (borrowed, must outlive it)
 * before each call of @inner, so that channel code never thinks of limits */
TiemTransport *tiem_limited_transport_new (TiemTransport *inner,
                                           TiemLimiter *limiter);

G_END_DECLS
