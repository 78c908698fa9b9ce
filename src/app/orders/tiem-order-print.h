#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* Labels of @order_ids (element-type gint64): arranges shipments that are not arranged, fetches what
 * is missing, tells how far it is in the foot of the list, then slides a page over the tab with what
 * it will look like, what could not be had, and the printer. */
void tiem_order_print_labels (TiemBrowsePage *page,
                              GArray *order_ids);
/* What to fetch from the shelves for them, on such a page. */
void tiem_order_print_picking (TiemBrowsePage *page,
                               GArray *order_ids);

G_END_DECLS
