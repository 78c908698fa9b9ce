#pragma once

#include "store/tiem-store-prices.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* Queues what the listings of the variant are to cost now that its price in the shop changed. */
gboolean tiem_prices_refresh_variant (TiemWrite *write,
                                      gint64 variant_id,
                                      GError **error);

G_END_DECLS
