#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * "12 new orders ↑" above a list that is scrolled down: new rows don't move what is looked at,
 * and this says that they are there. A press goes up to them.
 *
 * Signals: GtkButton's ::clicked
 */
#define TIEM_TYPE_NEW_ROWS (tiem_new_rows_get_type ())
G_DECLARE_FINAL_TYPE (TiemNewRows, tiem_new_rows, TIEM, NEW_ROWS, GtkWidget)

/* Returns: (transfer full): the words for @n new rows */
typedef char *(*TiemNewRowsWords) (guint n);

/* Without words it never shows. */
void tiem_new_rows_set_words (TiemNewRows *self,
                              TiemNewRowsWords words);
/* Where the list on show is scrolled to; (nullable). */
void tiem_new_rows_set_adjustment (TiemNewRows *self,
                                   GtkAdjustment *down);
/* Rows came at @position of a list that has @n of them now, by themselves. */
void tiem_new_rows_count (TiemNewRows *self,
                          guint position,
                          int more,
                          guint n);
/* The list is another one now. */
void tiem_new_rows_reset (TiemNewRows *self);

G_END_DECLS
