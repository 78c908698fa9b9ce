#pragma once

#include "store/tiem-store-bulk.h"

G_BEGIN_DECLS

/*
 * What can be asked of an order now: by its state, what its platform can do, and what would be
 * unwise to do to many at once (an order short of goods, or one whose buyer asks to cancel, is
 * looked at by itself). A TiemOrderFitFunc. @kind: "order:confirm", "order:ship" (arrange the
 * shipment; a website is told that the parcel left), "order:cancel", TIEM_HAND_OVER,
 * TIEM_HAND_OVER_TELLS.
 */
gboolean tiem_order_fits (const TiemOrderState *order,
                          const char *kind,
                          const char **why);

/* How many of @states (element-type TiemOrderState) it fits.
 * @why: (out) (optional): what stands in the way of most of the others; NULL: nothing */
gint64 tiem_order_count_fitting (const GArray *states,
                                 const char *kind,
                                 const char **why);

G_END_DECLS
