#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What GTK's views of lists do not do by themselves. @view: a GtkListView or GtkColumnView. */

/* Returns: (nullable): @view, or the list view inside a column view, which has no other name */
GtkWidget *tiem_list_view_find (GtkWidget *view);

/* Before GTK 4.12 rows that came have no height until the list is laid out. A list that is scrolled
 * before that, while orders come in, takes another place for the one it is scrolled to, keeps its
 * rows far from what is in sight, and stays blank, all of it or at one end, until it is scrolled
 * again. From now on such a list is told once more where it is scrolled to, as long as it lives. */
void tiem_list_view_mend_blank (GtkWidget *view);

G_END_DECLS
