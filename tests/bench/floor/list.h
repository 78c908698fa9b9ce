#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The least list of orders there can be: a GtkColumnView with six columns of labels over a lazy model
 * that holds the ids of all orders and reads one row by its id when it is asked for it. */

/* Returns: (transfer full): a list of strings for each order in @path, newest first */
GListModel *floor_list_new_model (const char *path);
/* Returns: (transfer floating): a view of it */
GtkWidget *floor_list_new_view (GListModel *model);

G_END_DECLS
