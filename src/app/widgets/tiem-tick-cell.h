#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The tick of one row: the check, and all of its cell takes the click. The focus stays at the
 * row, where Space ticks.
 *
 * Signal ::clicked (gboolean range): with Shift, all rows from the one ticked before
 */
#define TIEM_TYPE_TICK_CELL (tiem_tick_cell_get_type ())
G_DECLARE_FINAL_TYPE (TiemTickCell, tiem_tick_cell, TIEM, TICK_CELL, GtkWidget)

GtkWidget *tiem_tick_cell_new (void);

/* @name: (nullable): what the row is called, for assistive technology; %NULL: not read yet */
void tiem_tick_cell_set_row (TiemTickCell *self,
                             gint64 id,
                             const char *name);
gint64 tiem_tick_cell_get_id (TiemTickCell *self);
void tiem_tick_cell_set_ticked (TiemTickCell *self,
                                gboolean ticked);

G_END_DECLS
