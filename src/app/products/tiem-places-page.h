#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* The places where goods lie: their names, which of them sell, and where each channel's orders
 * leave from. Slides over the Products tab. */
#define TIEM_TYPE_PLACES_PAGE (tiem_places_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemPlacesPage, tiem_places_page, TIEM, PLACES_PAGE, TiemSubpage)

GtkWidget *tiem_places_page_new (TiemShop *shop);
/* For the menu "Stock": slides it over @page. */
void tiem_places_open (TiemPage *page);

G_END_DECLS
