#pragma once

#include "app/tiem-shop.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The barcodes of a variant as a list: the first is the one that is shown and printed. One is added
 * by a scan or by typing, taken away, put first; the shop's own is made by a button. What is listed
 * is written into the entry it belongs to, with spaces between.
 * @taken: (nullable): codes of other rows that are not saved yet, to make another one */
GtkWidget *tiem_barcode_popover_new (TiemShop *shop,
                                     GtkEditable *target,
                                     const char *const *taken);

/* What the entry's text says. Returns: (transfer full): each code once */
GStrv tiem_barcode_split (const char *text);

G_END_DECLS
