#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/*
 * Goods that came back, booked parcel by parcel: on the shelf, damaged, or lost on the way. The
 * parcel is scanned, or its order typed; keys suffice.
 *
 * Signal ::booked (const char *words, GArray *bookings): something was booked; @bookings
 * (element-type gint64) are for tiem_store_undo_returns()
 */
#define TIEM_TYPE_RECEIVE_PAGE (tiem_receive_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemReceivePage, tiem_receive_page, TIEM, RECEIVE_PAGE, TiemSubpage)

/* @order_id: 0 = the parcel is scanned first; else the page is left when it is booked */
GtkWidget *tiem_receive_page_new (TiemShop *shop,
                                 gint64 order_id);

G_END_DECLS
