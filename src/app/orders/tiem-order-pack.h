#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* Opens the packing page over the Orders tab. @order_ids: (element-type gint64) (nullable): those
 * of them that wait to be packed; %NULL: all that do.
 * A toast says so when there is none. */
void tiem_order_pack_open (TiemBrowsePage *page,
                           GArray *order_ids);

G_END_DECLS
