#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/*
 * One listing: what it costs there (the channel's rule, a price of its own, a promotion) and how
 * much of the stock it shows, each with the words why the number is what it is, while it is typed.
 */
#define TIEM_TYPE_LISTING_EDIT_PAGE (tiem_listing_edit_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemListingEditPage, tiem_listing_edit_page, TIEM, LISTING_EDIT_PAGE, TiemSubpage)

GtkWidget *tiem_listing_edit_page_new (TiemShop *shop,
                                  gint64 listing_id);

G_END_DECLS
