#pragma once

#include "app/widgets/tiem-action-bar.h"
#include "app/widgets/tiem-cell.h"
#include "app/widgets/tiem-chips.h"
#include "app/widgets/tiem-columns.h"
#include "app/widgets/tiem-filter.h"
#include "app/widgets/tiem-list-ticks.h"
#include "app/widgets/tiem-narrow-row.h"
#include "app/widgets/tiem-new-rows.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-size-bin.h"
#include "store/tiem-row-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The list of a tab, top to bottom: search, filters and ⋮; chips; the table, or rows of
 * three lines on a narrow window, or what to do when it is empty; a line with count and
 * sum, or what to do with the ticked rows. It knows nothing of what is listed: the tab gives rows, columns and chips, and
 * turns ::query-changed into a query.
 *
 * Properties: "current-id" (gint64, notified), "size-class", "placeholder" and "label"
 * (strings, for .ui files: the search entry's hint and the table's accessible name).
 * Signals:
 *   ::group-changed ()  another chip, just before ::query-changed: what goes with it
 *                       can be changed along
 *   ::query-changed ()  search, chip, filter or sort order
 *   ::open (gint64 id)  the row was clicked or activated: bring its detail to the front
 *   ::enter ()          after ::open, when it was by Enter or a double click: the focus
 *                       goes into the detail
 *   ::empty ()          nothing to list: call tiem_list_pane_set_empty()
 *   ::ticks-changed ()  other rows are ticked, or the list shows other ones of them
 */
#define TIEM_TYPE_LIST_PANE (tiem_list_pane_get_type ())
G_DECLARE_FINAL_TYPE (TiemListPane, tiem_list_pane, TIEM, LIST_PANE, AdwBin)

/* --- building it, once --- */

/* Keeps a reference; before the first query is set at @rows. %NULL takes the rows off. */
void tiem_list_pane_set_rows (TiemListPane *self,
                              TiemRowList *rows);
/* @short_width: px on a window below 1200; 0 = expands there; −1 = not shown there */
void tiem_list_pane_add_column (TiemListPane *self,
                                GtkColumnViewColumn *column,
                                int short_width);
/* Whether a column is shown, where its widths say so, as long as the user has not chosen. */
void tiem_list_pane_set_column_shown (TiemListPane *self,
                                      GtkColumnViewColumn *column,
                                      gboolean shown);
TiemColumns *tiem_list_pane_get_columns (TiemListPane *self);
/* Which header is in force until the user chooses one. */
void tiem_list_pane_sort_by (TiemListPane *self,
                             GtkColumnViewColumn *column,
                             GtkSortType direction);
void tiem_list_pane_set_narrow_func (TiemListPane *self,
                                     TiemNarrowFunc func,
                                     gpointer user_data);
/* Takes its floating reference; a change of its choice is ::query-changed. */
void tiem_list_pane_add_filter (TiemListPane *self,
                                TiemFilter *filter);
/* Their options changed. One without any is hidden; those a narrow window has no room for are in
 * ⋮ unless they are in force. */
void tiem_list_pane_update_filters (TiemListPane *self);
/* Returns: (nullable): by its key */
TiemFilter *tiem_list_pane_get_filter (TiemListPane *self,
                                       const char *key);
/* Puts a button of the tab's behind the filters; takes its floating reference. */
void tiem_list_pane_add_tool (TiemListPane *self,
                              GtkWidget *tool);
/* What the tab has at the end of the ⋮ menu, below columns, row height and views. */
void tiem_list_pane_set_menu (TiemListPane *self,
                              GMenuModel *menu);
/* "12 new orders ↑", when rows come by themselves while the list is scrolled down. */
void tiem_list_pane_set_new_rows_words (TiemListPane *self,
                                        TiemNewRowsWords words);
/* Above the table: something is the matter with what is listed. */
TiemNotice *tiem_list_pane_get_notice (TiemListPane *self);
/* The part of ⋮ that saved views fill. */
GMenu *tiem_list_pane_get_views_menu (TiemListPane *self);
/* Opens @popover at ⋮ and drops it when it closes. */
void tiem_list_pane_popup (TiemListPane *self,
                           GtkWidget *popover);
TiemChips *tiem_list_pane_get_chips (TiemListPane *self);
/* Rows high enough for two lines, whatever the setting says. */
void tiem_list_pane_set_tall (TiemListPane *self);
/* Whether a list that has just been filled makes its first row the current one: yes where
 * the detail stands beside it. */
void tiem_list_pane_set_autoselect (TiemListPane *self,
                                    gboolean autoselect);

/* --- the query --- */

/* Returns: (nullable): as typed, %NULL when there is nothing */
const char *tiem_list_pane_get_search (TiemListPane *self);
/* Tells ::query-changed at once. */
void tiem_list_pane_set_search (TiemListPane *self,
                                const char *text);
gboolean tiem_list_pane_get_sort (TiemListPane *self,
                                  int *sort,
                                  gboolean *descending);
/* The header the user chose. *id: (transfer full) (nullable): the column's */
void tiem_list_pane_dup_sort_column (TiemListPane *self,
                                     char **id,
                                     gboolean *descending);
/* @id: (nullable): %NULL = the tab's own order. One that is not there, or can't be sorted by,
 * changes nothing. */
void tiem_list_pane_set_sort_column (TiemListPane *self,
                                     const char *id,
                                     gboolean descending);
/* Several changes between these tell ::query-changed once. */
void tiem_list_pane_begin_change (TiemListPane *self);
void tiem_list_pane_end_change (TiemListPane *self);
gboolean tiem_list_pane_is_filtered (TiemListPane *self);
/* Empties the search and puts every filter back; the chip stays. */
void tiem_list_pane_clear_filters (TiemListPane *self);
void tiem_list_pane_focus_search (TiemListPane *self);
void tiem_list_pane_focus_list (TiemListPane *self);

/* --- the rows --- */

gint64 tiem_list_pane_get_current_id (TiemListPane *self);
void tiem_list_pane_set_current_id (TiemListPane *self,
                                    gint64 id);
/* Fills the rows on show again: for what depends on the time. */
void tiem_list_pane_refresh (TiemListPane *self);
void tiem_list_pane_set_foot (TiemListPane *self,
                              const char *left,
                              const char *right);
/* From ::empty. Drops the buttons of the last time. */
void tiem_list_pane_set_empty (TiemListPane *self,
                               const char *icon,
                               const char *title,
                               const char *text);
/* @action: a detailed action name */
void tiem_list_pane_add_empty_button (TiemListPane *self,
                                      const char *label,
                                      const char *action);
/* Shows how far long work is in place of the foot line; the list stays usable.
 * @words: (nullable): "Printing 62 / 100 labels"; %NULL: it is over
 * @fraction: 0 to 1; negative: nobody knows
 * @cancellable: (nullable): what the button beside it cancels; %NULL: there is none */
void tiem_list_pane_set_progress (TiemListPane *self,
                                  const char *words,
                                  double fraction,
                                  GCancellable *cancellable);
/* @toast: (transfer full): over the table, never over the foot line */
void tiem_list_pane_add_toast (TiemListPane *self,
                               AdwToast *toast);

/* --- ticks --- */

/* Lets the owner tick rows: a column first of all, keys, a tick mode on narrow windows, and the
 * action bar while any is ticked. Once, in the tab's init and before its columns. The ticks survive search, chips and a
 * refresh, and end with the rows. */
void tiem_list_pane_set_ticks (TiemListPane *self,
                               TiemTicks *ticks,
                               TiemTickNameFunc name_func);
/* Returns: (nullable): %NULL where nothing is ticked. Its words are the tab's to set, from
 * ::ticks-changed; ✕ and "all" are looked after. */
TiemActionBar *tiem_list_pane_get_action_bar (TiemListPane *self);
/* Ctrl+A */
void tiem_list_pane_tick_all (TiemListPane *self);
/* Returns: FALSE when nothing was ticked */
gboolean tiem_list_pane_clear_ticks (TiemListPane *self);
/* How many ticked rows are not in the list that is shown. */
guint tiem_list_pane_get_ticked_outside (TiemListPane *self);

G_END_DECLS
