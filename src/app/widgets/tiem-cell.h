#pragma once

#include "app/widgets/tiem-tone.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * One cell of a table. Built once for its kind and given new text as rows scroll by: no
 * boxes of labels, no bindings. A cell whose row has not been read yet is empty.
 */
#define TIEM_TYPE_CELL (tiem_cell_get_type ())
G_DECLARE_FINAL_TYPE (TiemCell, tiem_cell, TIEM, CELL, GtkWidget)

typedef enum
{
  TIEM_COLUMN_TEXT,    /* one line */
  TIEM_COLUMN_NUMBER,  /* right-aligned, tabular figures; may have an icon before it */
  TIEM_COLUMN_STATE,   /* icon and word */
  TIEM_COLUMN_CHANNEL, /* tile and word */
  TIEM_COLUMN_TILES,   /* tiles alone */
  TIEM_COLUMN_ITEM,    /* picture and two lines */
} TiemColumnKind;

GtkWidget *tiem_cell_new (TiemColumnKind kind);

/* @text: (nullable): %NULL shows "—" in secondary colour */
void tiem_cell_set_text (TiemCell *self,
                         const char *text,
                         TiemTone tone);
/* @text: (transfer full) (nullable) */
void tiem_cell_take_text (TiemCell *self,
                          char *text,
                          TiemTone tone);
/* The second line of TIEM_COLUMN_ITEM. */
void tiem_cell_set_sub (TiemCell *self,
                        const char *text);
/* @icon: (nullable); for NUMBER, STATE and, as placeholder of the picture, ITEM */
void tiem_cell_set_icon (TiemCell *self,
                         const char *icon,
                         TiemTone tone);
/* For CHANNEL and TILES. */
void tiem_cell_set_kinds (TiemCell *self,
                          const char *kinds);
/* For ITEM: shows a picture of goods (tiem-thumbs.h), or the icon until it is read. @store, @file:
 * (nullable) */
void tiem_cell_set_thumb (TiemCell *self,
                          TiemStore *store,
                          const char *file,
                          const char *icon);
/* For ITEM. @picture: (nullable) */
void tiem_cell_set_picture (TiemCell *self,
                            GdkPaintable *picture);
void tiem_cell_set_bold (TiemCell *self,
                         gboolean bold);

/* Fills @cell from the row's value: a TiemOrder … of a TiemRow or what a TiemItem holds;
 * never %NULL. Called again when the value changes. */
typedef void (*TiemCellFunc) (TiemCell *cell,
                              gconstpointer value,
                              gpointer user_data);

/*
 * A column of a GtkColumnView over TiemRow or TiemItem.
 * @width: px; 0 = the one column that expands
 */
GtkColumnViewColumn *tiem_column_new (TiemColumnKind kind,
                                      const char *title,
                                      int width,
                                      TiemCellFunc func,
                                      gpointer user_data);
/* What settings and saved views call it: "ship-by". A column without one is always there. */
void tiem_column_set_id (GtkColumnViewColumn *column,
                         const char *id);
/* Returns: (nullable) */
const char *tiem_column_get_id (GtkColumnViewColumn *column);
/* Whether the figures stand right, and so the header. */
gboolean tiem_column_is_numeric (GtkColumnViewColumn *column);
/* Its cells get the class "last", or "inner" when others follow on show. */
void tiem_column_set_last (GtkColumnViewColumn *column,
                           gboolean last);
/* Fills the cells on show again: for text that depends on the time. */
void tiem_column_refresh (GtkColumnViewColumn *column);

/*
 * Makes the header sort. @sort: the query's own number for it. The rows are sorted by the
 * store: tiem_column_view_get_sort() tells which header is in force.
 */
void tiem_column_set_sort (GtkColumnViewColumn *column,
                           int sort);
/* Returns: what was set, −1 = the header does not sort */
int tiem_column_get_sort (GtkColumnViewColumn *column);
/* Returns: FALSE when no header is in force */
gboolean tiem_column_view_get_sort (GtkColumnView *view,
                                    int *sort,
                                    gboolean *descending);
/* Puts the header of numeric columns above their numbers: there is no API for it. */
void tiem_column_view_align_headers (GtkColumnView *view);

G_END_DECLS
