#pragma once

#include "app/tiem-shop.h"
#include "model/tiem-purchase.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A line of a slip in a list model; the line is the slip's. */
#define TIEM_TYPE_PURCHASE_ITEM (tiem_purchase_item_get_type ())
G_DECLARE_FINAL_TYPE (TiemPurchaseItem, tiem_purchase_item, TIEM, PURCHASE_ITEM, GObject)

/* Signal: ::changed (): its numbers are others */
TiemPurchaseItem *tiem_purchase_item_new (TiemPurchaseLine *line);
TiemPurchaseLine *tiem_purchase_item_get_line (TiemPurchaseItem *self);
void tiem_purchase_item_changed (TiemPurchaseItem *self);

/* One line as a row that is used again: quantity, price and discount are typed in place.
 * Signals: ::changed (), ::removed (), ::done (): Enter in the last field,
 * ::step (int by): Up (−1) or Down (1) in a field: the same one of the next row,
 * ::problem (const char *sentence): what was typed is none; NULL: it is */
#define TIEM_TYPE_PURCHASE_LINE_ROW (tiem_purchase_line_row_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemPurchaseLineRow, tiem_purchase_line_row, TIEM, PURCHASE_LINE_ROW, AdwBin)

GtkWidget *tiem_purchase_line_row_new (void);
/* @item: (nullable) */
void tiem_purchase_line_row_set_item (TiemPurchaseLineRow *self,
                                      TiemPurchaseItem *item);
TiemPurchaseItem *tiem_purchase_line_row_get_item (TiemPurchaseLineRow *self);
typedef enum
{
  TIEM_PURCHASE_FIELD_QUANTITY,
  TIEM_PURCHASE_FIELD_PRICE,
  TIEM_PURCHASE_FIELD_DISCOUNT,
} TiemPurchaseField;
/* The one that has the focus; the quantity when none has. */
TiemPurchaseField tiem_purchase_line_row_get_field (TiemPurchaseLineRow *self);
void tiem_purchase_line_row_focus (TiemPurchaseLineRow *self,
                                   TiemPurchaseField field);
/* What was typed into its fields since one got the focus was a scan. */
void tiem_purchase_line_row_take_back (TiemPurchaseLineRow *self);
void tiem_purchase_line_row_set_narrow (TiemPurchaseLineRow *self,
                                        gboolean narrow);

/*
 * The goods of a slip: a field to scan or type into, and the lines. Goods that are there
 * already become more; rows pasted into the field (SKU, quantity, price from a sheet) become
 * lines, each wrong one with a sentence.
 * Signal: ::changed ()
 */
#define TIEM_TYPE_PURCHASE_LINES (tiem_purchase_lines_get_type ())
G_DECLARE_FINAL_TYPE (TiemPurchaseLines, tiem_purchase_lines, TIEM, PURCHASE_LINES, AdwBin)

void tiem_purchase_lines_set_shop (TiemPurchaseLines *self,
                                   TiemShop *shop);
/* @purchase: (nullable): the page's; stays its */
void tiem_purchase_lines_set_purchase (TiemPurchaseLines *self,
                                       TiemPurchase *purchase);
/* What is on hand at another place. @lines: (element-type TiemPurchaseLine): as the store has them */
void tiem_purchase_lines_take_on_hand (TiemPurchaseLines *self,
                                       GPtrArray *lines);
void tiem_purchase_lines_set_narrow (TiemPurchaseLines *self,
                                     gboolean narrow);
void tiem_purchase_lines_focus_search (TiemPurchaseLines *self);
GtkEditable *tiem_purchase_lines_get_search (TiemPurchaseLines *self);
/* As if @code was scanned. */
void tiem_purchase_lines_take_code (TiemPurchaseLines *self,
                                    const char *code);
/* Rows of a sheet: cells by tabs, or semicolons where there are none. */
void tiem_purchase_lines_take_text (TiemPurchaseLines *self,
                                    const char *text);
/* An .xlsx or .csv. */
void tiem_purchase_lines_take_file (TiemPurchaseLines *self,
                                    const char *path);

G_END_DECLS
