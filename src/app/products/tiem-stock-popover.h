#pragma once

#include "model/tiem-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * "Change stock…": a new number, why, and what comes of it ("5 → 6") before it is booked.
 *
 * Signal ::apply (gint64 on_hand, gint64 delta, const char *reason, const char *note):
 * a count sets @on_hand; every other reason moves by @delta, so that a sale that comes in
 * between is not lost.
 */
#define TIEM_TYPE_STOCK_POPOVER (tiem_stock_popover_get_type ())
G_DECLARE_FINAL_TYPE (TiemStockPopover, tiem_stock_popover, TIEM, STOCK_POPOVER, GtkPopover)

/* @places: (nullable) (element-type TiemStockPlace): with several, one is chosen, and the number
 * is that place's */
GtkWidget *tiem_stock_popover_new (const TiemVariant *variant,
                                   GPtrArray *places);
/* Returns: the place whose number it is; 0 = there is one alone */
gint64 tiem_stock_popover_get_place (TiemStockPopover *self);

G_END_DECLS
