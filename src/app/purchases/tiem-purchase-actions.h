#pragma once

#include "app/tiem-browse-page.h"
#include "app/widgets/tiem-detail.h"
#include "model/tiem-purchase.h"

G_BEGIN_DECLS

/* What can be done with the chosen slip, as the actions purchases.… of the pages of slips. */
void tiem_purchase_actions_install (GtkWidgetClass *widget_class);
/* @purchase: (nullable), copied */
void tiem_purchase_actions_set_chosen (TiemBrowsePage *page,
                                       const TiemPurchase *purchase);
/* The buttons and the menu of the pane. */
void tiem_purchase_actions_add (TiemDetail *detail,
                                const TiemPurchase *purchase);
/* Tells that the slip was booked, with Undo. */
void tiem_purchase_actions_say_booked (TiemBrowsePage *page,
                                       TiemPurchaseKind kind,
                                       gint64 slip_id);

G_END_DECLS
