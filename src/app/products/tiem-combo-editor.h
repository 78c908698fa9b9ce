#pragma once

#include "app/tiem-shop.h"
#include "store/tiem-store-goods.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a combo is made of: parts by scan or by typing, how many of each, what can be sold of it
 * now, and its price beside that of its parts. Without parts it is no combo.
 * Signals: ::changed () */
#define TIEM_TYPE_COMBO_EDITOR (tiem_combo_editor_get_type ())
G_DECLARE_FINAL_TYPE (TiemComboEditor, tiem_combo_editor, TIEM, COMBO_EDITOR, AdwBin)

GtkWidget *tiem_combo_editor_new (TiemShop *shop);
/* @variant_id: the combo itself, which can't be its own part; 0 = a new one
 * @parts: (element-type TiemComboPart) */
void tiem_combo_editor_set_parts (TiemComboEditor *self,
                                  gint64 variant_id,
                                  GPtrArray *parts);
/* For the comparison. @price_vnd: −1 = not typed yet */
void tiem_combo_editor_set_price (TiemComboEditor *self,
                                  gint64 price_vnd);
/* Returns: (transfer full) (element-type TiemBundlePart) */
GArray *tiem_combo_editor_dup_parts (TiemComboEditor *self);
/* Whether anything was changed since the parts were set. */
gboolean tiem_combo_editor_is_changed (TiemComboEditor *self);

G_END_DECLS
