#pragma once

#include "app/widgets/tiem-cell.h"

G_BEGIN_DECLS

/*
 * The columns of a table: how wide each is on a wide and on a smaller window, and what the
 * user made of them (shown or not, in which order, how wide). One that has no id is not the
 * user's to change and stands first: the ticks.
 *
 * Signals: ::changed ()  the user changed something, or tiem_columns_set_layout() did
 */
#define TIEM_TYPE_COLUMNS (tiem_columns_get_type ())
G_DECLARE_FINAL_TYPE (TiemColumns, tiem_columns, TIEM, COLUMNS, GObject)

/* Lives with @table. */
TiemColumns *tiem_columns_new (GtkColumnView *table);
/* Appends it. @short_width: px on a window below 1200; 0 = expands there; −1 = not shown
 * there. Its own width is that on a wide window. */
void tiem_columns_add (TiemColumns *self,
                       GtkColumnViewColumn *column,
                       int short_width);
/* Whether it is shown as long as the user hasn't said. */
void tiem_columns_set_default (TiemColumns *self,
                               GtkColumnViewColumn *column,
                               gboolean shown);
/* @scale: of the text, 1 = the size all widths are meant for */
void tiem_columns_set_size (TiemColumns *self,
                            gboolean wide,
                            double scale);

/* @room: px the table has: a wide window whose detail takes much leaves it the widths of a
 * smaller one */
void tiem_columns_set_room (TiemColumns *self,
                            int room);

/* Returns: (transfer full) (element-type GtkColumnViewColumn): those with an id, in order */
GPtrArray *tiem_columns_list (TiemColumns *self);
/* Returns: (nullable) */
GtkColumnViewColumn *tiem_columns_find (TiemColumns *self,
                                        const char *id);
/* Whether the user or the default shows it; a small window may lack the room all the same. */
gboolean tiem_columns_get_shown (TiemColumns *self,
                                 GtkColumnViewColumn *column);
void tiem_columns_set_shown (TiemColumns *self,
                             GtkColumnViewColumn *column,
                             gboolean shown);
/* @by: −1 = one place to the left, hidden ones counted; 1 = to the right. */
void tiem_columns_move (TiemColumns *self,
                        GtkColumnViewColumn *column,
                        int by);
/* All as it was made. */
void tiem_columns_reset (TiemColumns *self);

/* Returns: (transfer full): the ids of those shown, in order, comma separated */
char *tiem_columns_get_layout (TiemColumns *self);
/* @layout: as got; %NULL or empty: as it was made. Widths are left alone. */
void tiem_columns_set_layout (TiemColumns *self,
                              const char *layout);

/* What the user made of them, for GSettings: (as shown, as hidden, as order, a{si} widths). */
#define TIEM_COLUMNS_TYPE "(asasasa{si})"
/* Returns: (transfer floating) */
GVariant *tiem_columns_save (TiemColumns *self);
void tiem_columns_load (TiemColumns *self,
                        GVariant *saved);

G_END_DECLS
