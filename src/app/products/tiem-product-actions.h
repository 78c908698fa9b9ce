#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* Changes to one variant that can be taken back: each ends with a toast and its Undo. */

/* @reason "count" sets @on_hand; any other moves by @delta. @location_id: at that place, whose
 * number @on_hand then is; 0 = of all places together */
void tiem_product_change_stock (GtkWidget *widget,
                                TiemShop *shop,
                                const TiemVariant *variant,
                                gint64 location_id,
                                gint64 on_hand,
                                gint64 delta,
                                const char *reason,
                                const char *note);
void tiem_product_archive (GtkWidget *widget,
                           TiemShop *shop,
                           const TiemVariant *variant,
                           gboolean archived);
/* Slides the slip over the Products tab, which has nothing over it. @kind: as in TiemMovement */
void tiem_product_open_slip (TiemPage *tab,
                             gint64 slip_id,
                             const char *kind);

G_END_DECLS
