#pragma once

#include "store/tiem-row-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The one current row of a TiemRowList, kept by id: it stays where it is through new rows,
 * other sort orders and searches, and comes back when the row does. GtkSingleSelection
 * keeps an object and would look for it through every row of a new result.
 *
 * As a list model it begins with the first rows of a long list, has a screen of them before the
 * next frame and grows to all of it within the frames that follow. When another query makes the
 * list short, the rows of its end that a view still has stay behind the others, blank, and go a
 * few at a time. Positions of the current row, the selection and what is ticked are those of the
 * list from the beginning.
 *
 * Properties: "current-id" (gint64, 0 = none; may be of a row that is not in the list).
 */
#define TIEM_TYPE_ROW_SELECTION (tiem_row_selection_get_type ())
G_DECLARE_FINAL_TYPE (TiemRowSelection, tiem_row_selection, TIEM, ROW_SELECTION, GObject)

TiemRowSelection *tiem_row_selection_new (TiemRowList *rows);
gint64 tiem_row_selection_get_current_id (TiemRowSelection *self);
void tiem_row_selection_set_current_id (TiemRowSelection *self,
                                        gint64 id);
/* Returns: GTK_INVALID_LIST_POSITION when the current row is not in the list */
guint tiem_row_selection_get_position (TiemRowSelection *self);

G_END_DECLS
