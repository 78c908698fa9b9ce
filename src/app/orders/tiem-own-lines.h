#pragma once

#include "app/tiem-shop.h"
#include "model/tiem-own.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The goods of an order that is being written: a place to scan or search, and the lines with
 * their price and quantity.
 *
 * Signals: ::changed (): the order's lines are other ones now
 */
#define TIEM_TYPE_OWN_LINES (tiem_own_lines_get_type ())
G_DECLARE_FINAL_TYPE (TiemOwnLines, tiem_own_lines, TIEM, OWN_LINES, AdwBin)

/* @shop: (nullable): none: nothing is looked up any more */
void tiem_own_lines_set_shop (TiemOwnLines *self,
                              TiemShop *shop);
/* What stands between the search and the lines. */
void tiem_own_lines_set_top (TiemOwnLines *self,
                             GtkWidget *widget);
/* @order: (transfer none) (nullable): written into as lines change; stays the caller's */
void tiem_own_lines_set_order (TiemOwnLines *self,
                               TiemOwnOrder *order);
/* The rows of lines with their controls below the words. */
void tiem_own_lines_set_narrow (TiemOwnLines *self,
                                gboolean narrow);
/* Where the next scan goes. */
void tiem_own_lines_focus_search (TiemOwnLines *self);
/* A key that nothing else had a use for is typed there. Returns: whether it was */
gboolean tiem_own_lines_forward_key (TiemOwnLines *self,
                                     GtkEventControllerKey *keys);
/* What a scanner read, or somebody typed and ended with Enter: adds it, or says why not. */
void tiem_own_lines_take_code (TiemOwnLines *self,
                               const char *code);

/* --- a row; tiem-own-line-row.c --- */

/* Signals: ::changed () after it wrote into the line, ::removed () */
#define TIEM_TYPE_OWN_LINE_ROW (tiem_own_line_row_get_type ())
G_DECLARE_FINAL_TYPE (TiemOwnLineRow, tiem_own_line_row, TIEM, OWN_LINE_ROW, GtkListBoxRow)

/* @line: (transfer none): outlives the row */
GtkWidget *tiem_own_line_row_new (TiemOwnLine *line,
                                  gboolean narrow);
TiemOwnLine *tiem_own_line_row_get_line (TiemOwnLineRow *self);
/* Shows the line as it is now. */
void tiem_own_line_row_refresh (TiemOwnLineRow *self);
void tiem_own_line_row_set_narrow (TiemOwnLineRow *self,
                                   gboolean narrow);

G_END_DECLS
