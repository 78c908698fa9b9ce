#pragma once

#include "app/tiem-page.h"
#include "store/tiem-store-worth.h"

G_BEGIN_DECLS

/*
 * What lies in the stock, over the Products tab: what it is worth (by variant, and in groups that
 * add up to the same), what sells slowly, and what is to be ordered.
 */
#define TIEM_TYPE_WORTH_PAGE (tiem_worth_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemWorthPage, tiem_worth_page, TIEM, WORTH_PAGE, TiemSubpage)

GtkWidget *tiem_worth_page_new (TiemShop *shop,
                                TiemWorthReport report);

/* For the Stock menu: slide one over the tab. */
void tiem_worth_open_value (TiemPage *products);
void tiem_worth_open_slow (TiemPage *products);
void tiem_worth_open_reorder (TiemPage *products);

G_END_DECLS
