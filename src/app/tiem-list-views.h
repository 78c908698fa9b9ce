#pragma once

#include "app/tiem-shop.h"
#include "app/widgets/tiem-list-pane.h"

G_BEGIN_DECLS

/*
 * The saved views of a list: chips behind its groups, "Save this view…" in ⋮, and how the list
 * was left at the last end of the program. A view lies over the list: leaving it for a group
 * brings back the filters, order and columns that the list had by itself.
 */
#define TIEM_TYPE_LIST_VIEWS (tiem_list_views_get_type ())
G_DECLARE_FINAL_TYPE (TiemListViews, tiem_list_views, TIEM, LIST_VIEWS, GObject)

/* When @list has its columns, chips and filters. @tab: "orders", "products", "customers" */
TiemListViews *tiem_list_views_new (TiemListPane *list,
                                    const char *tab);
/* @shop: (nullable). Before the first query of its rows. */
void tiem_list_views_set_shop (TiemListViews *self,
                               TiemShop *shop);
/* Ctrl+Z. Returns: FALSE when no toast offers it */
gboolean tiem_list_views_undo (TiemListViews *self);

G_END_DECLS
