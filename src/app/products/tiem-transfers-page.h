#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* Transfers between places: the list of them, and one slip. Slides over the Products tab; Back
 * goes from a slip to the list first. */
#define TIEM_TYPE_TRANSFERS_PAGE (tiem_transfers_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemTransfersPage, tiem_transfers_page, TIEM, TRANSFERS_PAGE, TiemSubpage)

/* @transfer_id: 0 = the list */
GtkWidget *tiem_transfers_page_new (TiemShop *shop,
                                    gint64 transfer_id);
/* For the menu "Stock": slides the list over @page. */
void tiem_transfers_open (TiemPage *page);

G_END_DECLS
