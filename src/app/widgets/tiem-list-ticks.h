#pragma once

#include "app/widgets/tiem-ticks.h"
#include "store/tiem-row-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What a list pane does about ticks, for both of its views: the column, the keys, the clicks,
 * and how many ticked rows its list does not show.
 *
 * Space ticks the row that has the focus, Shift+Space and Shift+click all from the row ticked
 * before, Ctrl+click that row, Ctrl+A all of the filter, Esc none.
 *
 * Signals:
 *   ::changed ()            the ticks, how many of them are outside of the list, or, while there
 *                           are any, how many rows it has
 *   ::cleared (GArray *ids) the owner unticked all of these
 */
#define TIEM_TYPE_LIST_TICKS (tiem_list_ticks_get_type ())
G_DECLARE_FINAL_TYPE (TiemListTicks, tiem_list_ticks, TIEM, LIST_TICKS, GObject)

/* What a row is called: an order number. @value: as a TiemRow has it.
 * Returns: (nullable) (transfer none) */
typedef const char *(*TiemTickNameFunc) (gconstpointer value);

TiemListTicks *tiem_list_ticks_new (TiemTicks *ticks,
                                    TiemTickNameFunc name_func);
TiemTicks *tiem_list_ticks_get_ticks (TiemListTicks *self);
/* Another list has other rows: nothing is ticked then. @rows: (nullable) */
void tiem_list_ticks_set_rows (TiemListTicks *self,
                               TiemRowList *rows);
/* Keys and clicks of a column view or list view. */
void tiem_list_ticks_watch (TiemListTicks *self,
                            GtkWidget *view);
/* Returns: (transfer full) */
GtkColumnViewColumn *tiem_list_ticks_new_column (TiemListTicks *self);

/* The same for a row of another making: a cell, to be told its row and forgotten again. */
GtkWidget *tiem_list_ticks_new_cell (TiemListTicks *self);
void tiem_list_ticks_fill_cell (TiemListTicks *self,
                                GtkWidget *cell,
                                TiemRow *row);

/* While on, a click on a row ticks it: for a window too narrow for a column. */
void tiem_list_ticks_set_mode (TiemListTicks *self,
                               gboolean on);
gboolean tiem_list_ticks_get_mode (TiemListTicks *self);

/* Whether the button that is being pressed ticked a row: it then opens none. */
gboolean tiem_list_ticks_took_click (TiemListTicks *self);

void tiem_list_ticks_tick_all (TiemListTicks *self);
/* Unticks all, and tells ::cleared. Returns: FALSE when nothing was ticked */
gboolean tiem_list_ticks_clear (TiemListTicks *self);
/* How many ticked rows the list does not show. */
guint tiem_list_ticks_get_outside (TiemListTicks *self);

G_END_DECLS
