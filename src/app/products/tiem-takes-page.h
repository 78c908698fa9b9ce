#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* Stock takes: the list of them, counting by scan, and the differences before they are booked.
 * Slides over the Products tab; Back goes from a take to the list first. */
#define TIEM_TYPE_TAKES_PAGE (tiem_takes_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemTakesPage, tiem_takes_page, TIEM, TAKES_PAGE, TiemSubpage)

/* @take_id: 0 = the list */
GtkWidget *tiem_takes_page_new (TiemShop *shop,
                                gint64 take_id);
/* For the menu "Stock": slides the list over @page. */
void tiem_takes_open (TiemPage *page);
/* The same, ready to begin one of these goods. @variant_ids: (element-type gint64): copied */
void tiem_takes_open_chosen (TiemPage *page,
                             GArray *variant_ids);

G_END_DECLS
