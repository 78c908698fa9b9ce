#pragma once

#include "app/tiem-shop.h"
#include "store/tiem-store-why.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * One number of a variant with what is behind it: each way to make it is a card whose last line is
 * the sum. A line that has something behind it opens it by an action of TiemWhyPage.
 *
 * Properties: "title", "subtitle" (strings, notified): for the header.
 */
#define TIEM_TYPE_WHY_VIEW (tiem_why_view_get_type ())
G_DECLARE_FINAL_TYPE (TiemWhyView, tiem_why_view, TIEM, WHY_VIEW, AdwBin)

GtkWidget *tiem_why_view_new (TiemShop *shop,
                              gint64 variant_id,
                              TiemFigure figure);

/* What a figure is called: "On hand". */
const char *tiem_figure_get_label (TiemFigure figure);

G_END_DECLS
