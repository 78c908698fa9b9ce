#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/*
 * "Stock ▾" beside the search of the Products tab: the pages about the stock as a whole
 * (purchases, transfers, stock takes, its value). Another one is a line in the table of
 * tiem-stock-menu.c: its action, its label, and a function that slides its page over the tab.
 */

/* Opens the page over @page, the Products tab: tiem_page_push (page, TIEM_SUBPAGE (…)). Called
 * with a shop open and no other subpage there. */
typedef void (*TiemStockOpenFunc) (TiemPage *page);

/* Installs "stock.purchases" … on the tab. */
void tiem_stock_menu_install_actions (GtkWidgetClass *widget_class);
/* Returns: (transfer full) */
GMenuModel *tiem_stock_menu_new (void);

G_END_DECLS
