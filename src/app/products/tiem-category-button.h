#pragma once

#include "app/tiem-shop.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* ▾ beside an entry: the categories there are, found by typing; the one chosen is written into
 * the entry. A new one is typed into the entry itself.
 * @target: (transfer none): outlives the button */
#define TIEM_TYPE_CATEGORY_BUTTON (tiem_category_button_get_type ())
G_DECLARE_FINAL_TYPE (TiemCategoryButton, tiem_category_button, TIEM, CATEGORY_BUTTON, GtkWidget)

GtkWidget *tiem_category_button_new (TiemShop *shop,
                                     GtkEditable *target);

G_END_DECLS
