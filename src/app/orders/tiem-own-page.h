#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/*
 * Writing down orders of one's own: goods at the left, buyer and money at the right. Several at
 * once, each kept as a draft while it is written. Or changing one that was placed.
 *
 * Signals: ::placed (gint64 order_id): it is an order now, or its changes are saved
 */
#define TIEM_TYPE_OWN_PAGE (tiem_own_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemOwnPage, tiem_own_page, TIEM, OWN_PAGE, TiemSubpage)

/* @order_id: one to be changed; 0 = a new one, beside the drafts there are */
GtkWidget *tiem_own_page_new (TiemShop *shop,
                              gint64 order_id);

G_END_DECLS
