#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* The ways into slips and suppliers from the Products tab. */

/* From the menu "Stock"; TiemStockOpenFunc. */
void tiem_purchases_open (TiemPage *page);
void tiem_supplier_returns_open (TiemPage *page);
void tiem_suppliers_open (TiemPage *page);

/* What is to be bought. */
typedef struct
{
  gint64 variant_id;
  gint64 quantity;
} TiemPurchaseWish;

/* Opens a new slip filled in, in the place of whatever page lies over the tab. @inside: any widget
 * of the Products tab; @supplier_id: 0 = none; @wishes: (element-type TiemPurchaseWish): at the
 * prices of last time; what can't be bought (a combo, archived) is left out */
void tiem_purchase_open_with (GtkWidget *inside,
                              gint64 supplier_id,
                              GArray *wishes);
/* Shows a slip: a purchase or a return. */
void tiem_purchase_open_slip (GtkWidget *inside,
                              gint64 slip_id,
                              gboolean is_return);

G_END_DECLS
