#pragma once

#include "app/orders/tiem-orders-page-private.h"

G_BEGIN_DECLS

/* What the Orders tab does for an order of one's own: its steps, its money, and the page that
 * writes one. */

/* own.create, own.edit, own.mark, own.ship, own.cancel, own.pay, own.refund, own.settle-cod */
void tiem_own_detail_install_actions (GtkWidgetClass *widget_class);
/* Buttons and menu of the chosen order. FALSE: it is a channel's */
gboolean tiem_own_detail_show_actions (const TiemOrder *order,
                                       TiemDetail *detail);
/* What is owed, beside the order's state. */
void tiem_own_detail_add_state (const TiemOrder *order,
                                TiemDetail *detail);
/* Money received, COD, and what is still owed. Nothing for a channel's order. */
void tiem_own_detail_add_payments (const TiemOrder *order,
                                   GtkWidget *column,
                                   gint64 now);
/* Opens the page. @order_id: to be changed; 0 = a new one. FALSE: not now */
gboolean tiem_own_detail_open_page (TiemOrdersPage *self,
                                    gint64 order_id);

G_END_DECLS
