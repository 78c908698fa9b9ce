#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The stock card of a variant: all that ever moved it, newest first, with the balance after each;
 * by reason, place and time, searched and exported. A line opens its order or slip by an action of
 * TiemWhyPage.
 *
 * Properties: "title", "subtitle" (strings, notified): for the header.
 */
#define TIEM_TYPE_CARD_VIEW (tiem_card_view_get_type ())
G_DECLARE_FINAL_TYPE (TiemCardView, tiem_card_view, TIEM, CARD_VIEW, AdwBin)

/* @location_id: 0 = all places; @reason: (nullable) = any: what is shown at first */
GtkWidget *tiem_card_view_new (TiemShop *shop,
                               gint64 variant_id,
                               gint64 location_id,
                               const char *reason);

G_END_DECLS
