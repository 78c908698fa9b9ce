#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"
#include "model/tiem-purchase.h"

G_BEGIN_DECLS

/*
 * A slip that is being written: goods at the left, supplier and money at the right. It is
 * saved while it is written, so leaving it asks nothing.
 * Signals: ::booked (gint64 slip_id), ::numbered (gint64 slip_id): it was saved for the first time
 */
#define TIEM_TYPE_PURCHASE_PAGE (tiem_purchase_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemPurchasePage, tiem_purchase_page, TIEM, PURCHASE_PAGE, TiemSubpage)

/* @purchase: (transfer full): a draft, or one that is not saved yet */
GtkWidget *tiem_purchase_page_new (TiemShop *shop,
                                   TiemPurchase *purchase);

G_END_DECLS
