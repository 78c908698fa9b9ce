#pragma once

#include "model/tiem-records.h"
#include "store/tiem-store-shop.h"

#include <cairo.h>

G_BEGIN_DECLS

/* The label of an order that no platform makes one for: an order of one's own, a website's. Upright
 * in @width × @height points, the top left corner at the origin: sender, receiver, what to collect,
 * goods, and the tracking number (else the order's) as bars and as QR. @sender: (nullable) */
void tiem_own_label_draw (cairo_t *cr,
                          double width,
                          double height,
                          const TiemOrder *order,
                          const TiemShopIdentity *sender);
/* Whether there is enough to send a parcel by: who gets it, and where. Fails with INVALID and a
 * sentence that says what is missing. */
gboolean tiem_own_label_check (const TiemOrder *order,
                               GError **error);

G_END_DECLS
