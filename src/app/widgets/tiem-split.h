#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A list beside a detail pane; on a narrow window one of them at a time.
 *
 * Properties, to be set in .ui files: "list" and "detail" (widgets); "detail-width" (px
 * wanted for the detail, 400; it gives way down to 330) or "list-width" (px of a list of
 * fixed width, the detail grows then; 0 = the list grows); "list-min" (px below which the
 * list is not squeezed: narrower means folded); "show-detail" (which of the two when
 * folded); "folded" (read-only, notified from an idle).
 */
#define TIEM_TYPE_SPLIT (tiem_split_get_type ())
G_DECLARE_FINAL_TYPE (TiemSplit, tiem_split, TIEM, SPLIT, GtkWidget)

gboolean tiem_split_get_folded (TiemSplit *self);
gboolean tiem_split_get_show_detail (TiemSplit *self);
/* When folded, moves the focus into the side that is now shown. */
void tiem_split_set_show_detail (TiemSplit *self,
                                 gboolean show_detail);

G_END_DECLS
