#pragma once

#include "app/widgets/tiem-detail.h"
#include "store/tiem-store-bulk.h"

G_BEGIN_DECLS

/* How many of the goods to be picked the pane names. */
#define TIEM_TICKED_GOODS 12

/* The sum of the ticked orders in the place of one order: what stands in the way, and what to
 * pick. Its buttons are the actions "orders.view-obstacle" ("confirm", "short", "cancel") and
 * "orders.pick". */
void tiem_order_ticked_show (const TiemTicked *ticked,
                             TiemDetail *detail);

G_END_DECLS
