#pragma once

#include "app/orders/tiem-orders-page.h"

G_BEGIN_DECLS

/* The columns of the Orders tab and its rows of three lines. Not every platform has
 * deadlines: @ship_by starts hidden and takes the place of @placed once there are any. */
void tiem_order_columns_add (TiemOrdersPage *self,
                             GtkColumnViewColumn **ship_by,
                             GtkColumnViewColumn **placed);

G_END_DECLS
