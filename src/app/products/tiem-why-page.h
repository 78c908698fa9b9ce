#pragma once

#include "app/tiem-page.h"
#include "store/tiem-store-why.h"

G_BEGIN_DECLS

/* What is behind a number of a variant: the sum, the stock card, and on from there. Back goes one
 * step back first. Slides over the Products tab. */
#define TIEM_TYPE_WHY_PAGE (tiem_why_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemWhyPage, tiem_why_page, TIEM, WHY_PAGE, TiemSubpage)

GtkWidget *tiem_why_page_new (TiemShop *shop,
                              gint64 variant_id,
                              TiemFigure figure);
/* The stock card at once. */
GtkWidget *tiem_why_page_new_card (TiemShop *shop,
                                   gint64 variant_id);

G_END_DECLS
