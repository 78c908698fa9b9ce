#pragma once

#include "store/tiem-store-pack.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands in the lists of the packing page. */

/* A line of the open order; its "+" (goods without a barcode) activates pack.count. */
GtkWidget *tiem_pack_line_row_new (const TiemPackLine *line);
/* The same line with other numbers. */
void tiem_pack_line_row_update (GtkWidget *row,
                                const TiemPackLine *line);

/* An order the run is done with; a packed one has a button for pack.reopen. */
GtkWidget *tiem_pack_done_row_new (const TiemPackDone *done,
                                   gint64 now);
/* Words that came with the order. @icon: whose they are; @who: for assistive technology */
GtkWidget *tiem_pack_note_row_new (const char *icon,
                                   const char *who,
                                   const char *text);
/* What is not found, and what the stock becomes. */
GtkWidget *tiem_pack_lack_row_new (const TiemPackLack *lack);

G_END_DECLS
