#pragma once

#include "app/widgets/tiem-columns.h"

G_BEGIN_DECLS

/* "Columns…": a popover with a tick for each column, in their order. Alt+↑ and Alt+↓ move the
 * column whose tick has the focus. */
#define TIEM_TYPE_COLUMNS_CHOOSER (tiem_columns_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TiemColumnsChooser, tiem_columns_chooser, TIEM, COLUMNS_CHOOSER, GtkPopover)

GtkWidget *tiem_columns_chooser_new (TiemColumns *columns);

G_END_DECLS
