#pragma once

#include "app/widgets/tiem-list-foot.h"
#include "app/widgets/tiem-list-pane.h"
#include "app/widgets/tiem-row-selection.h"

G_BEGIN_DECLS

/*
 * What the files of the pane share: its rows and its frame are in tiem-list-pane.c, what is asked
 * for (search and order) in -query.c, filters and the menu in -menu.c, what is ticked in -ticks.c, where
 * the list is scrolled to and the focus in -scroll.c, its keys in -keys.c.
 */

struct _TiemListPane
{
  AdwBin parent_instance;

  GtkBox *tools;
  GtkEditable *search;
  GtkToggleButton *tick_mode;
  GtkMenuButton *more;
  TiemChips *chips;
  TiemNotice *notice;
  AdwToastOverlay *toasts;
  TiemNewRows *new_rows;
  GtkStack *stack;
  GtkColumnView *table;
  GtkListView *rows;
  AdwStatusPage *empty;
  GtkBox *empty_buttons;
  TiemListFoot *foot;

  TiemRowList *list;           /* (owned) (nullable) */
  TiemRowSelection *selection; /* (owned) (nullable) */
  TiemColumns *columns;        /* (owned) */
  TiemListTicks *ticks;        /* (owned) (nullable) */
  TiemActionBar *bar;          /* (nullable) */
  GtkColumnViewColumn *sorted; /* (nullable) borrowed from the table: by the tab's own order */
  GPtrArray *filters;          /* (element-type TiemFilter) borrowed */
  GtkWidget *popover;          /* (nullable): open at ⋮ */
  GMenu *filters_menu;         /* (owned): filters there is no room for */
  char *hidden_filters;        /* (owned) (nullable): their keys */
  GMenu *views_menu;           /* (owned): what the saved views put into ⋮ */
  GMenu *page_menu;            /* (owned): what the tab puts there */
  TiemSizeClass size_class;
  char *last_search; /* what ::query-changed told last */
  gboolean autoselect;
  gboolean reselect; /* the query is new: the current row may have gone */
  GtkSortType sorted_as;
  guint room_id;
  gboolean own_sort; /* the user, not the tab, chose the header in force */
  guint quiet;       /* while several parts of the query change at once */
  gboolean changed;  /* meanwhile */
  guint scroll_tick; /* to be scrolled as soon as it has a size; 0 = no */
};

/* --- tiem-list-pane-query.c --- */

/* Something of the query changed: ::query-changed, at once or with the end of the changes. */
void tiem_list_pane_tell_query (TiemListPane *self);
/* What stands in the search entry is searched for now. */
void tiem_list_pane_take_search (TiemListPane *self);

/* --- tiem-list-pane-menu.c --- */

/* Once, after the template. */
void tiem_list_pane_build_menu (TiemListPane *self);
/* Those that are still open, when the pane goes. */
void tiem_list_pane_drop_popovers (TiemListPane *self);

/* --- tiem-list-pane-ticks.c --- */

/* On a narrow window the rows have no column: a click opens a row, or ticks it while in tick
 * mode. */
void tiem_list_pane_update_tick_mode (TiemListPane *self);
/* The button for it was pressed. */
void tiem_list_pane_change_tick_mode (TiemListPane *self);

/* --- tiem-list-pane-scroll.c --- */

/* The table, or the rows of a narrow window. */
GtkWidget *tiem_list_pane_get_view (TiemListPane *self);
/* As soon as the view has a size. */
void tiem_list_pane_scroll_to_current (TiemListPane *self);
void tiem_list_pane_scroll_to_top (TiemListPane *self);

/* --- tiem-list-pane-keys.c --- */

/* Once, after the template. */
void tiem_list_pane_watch_keys (TiemListPane *self);

G_END_DECLS
