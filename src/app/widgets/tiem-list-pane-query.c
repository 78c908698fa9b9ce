#include "config.h"

#include "app/widgets/tiem-list-pane-private.h"

/* What is asked for: search and order. */

void
tiem_list_pane_tell_query (TiemListPane *self)
{
  self->changed = TRUE;
  if (self->quiet > 0 || self->list == NULL)
    return;
  self->reselect = TRUE;
  tiem_new_rows_reset (self->new_rows);
  g_signal_emit_by_name (self, "query-changed");
}

void
tiem_list_pane_begin_change (TiemListPane *self)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  if (self->quiet++ == 0)
    self->changed = FALSE;
}

void
tiem_list_pane_end_change (TiemListPane *self)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  g_return_if_fail (self->quiet > 0);

  if (--self->quiet == 0 && self->changed)
    tiem_list_pane_tell_query (self);
}

const char *
tiem_list_pane_get_search (TiemListPane *self)
{
  const char *text;

  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), NULL);
  text = gtk_editable_get_text (self->search);
  return *text != '\0' ? text : NULL;
}

void
tiem_list_pane_take_search (TiemListPane *self)
{
  const char *text = tiem_list_pane_get_search (self);

  if (g_strcmp0 (text, self->last_search) == 0)
    return;
  g_free (self->last_search);
  self->last_search = g_strdup (text);
  tiem_list_pane_tell_query (self);
}

void
tiem_list_pane_set_search (TiemListPane *self,
                           const char *text)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  gtk_editable_set_text (self->search, text != NULL ? text : "");
  tiem_list_pane_take_search (self);
}

/* By nothing first: GTK 4.8 takes the arrow off the old head only then. */
static void
sort_table (TiemListPane *self,
            GtkColumnViewColumn *column,
            GtkSortType direction,
            gboolean own_sort)
{
  tiem_list_pane_begin_change (self);
  gtk_column_view_sort_by_column (self->table, NULL, direction);
  gtk_column_view_sort_by_column (self->table, column, direction);
  self->own_sort = own_sort;
  tiem_list_pane_end_change (self);
}

void
tiem_list_pane_sort_by (TiemListPane *self,
                        GtkColumnViewColumn *column,
                        GtkSortType direction)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  self->sorted = column;
  self->sorted_as = direction;
  if (!self->own_sort)
    sort_table (self, column, direction, FALSE);
}

gboolean
tiem_list_pane_get_sort (TiemListPane *self,
                         int *sort,
                         gboolean *descending)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), FALSE);
  return tiem_column_view_get_sort (self->table, sort, descending);
}

void
tiem_list_pane_dup_sort_column (TiemListPane *self,
                                char **id,
                                gboolean *descending)
{
  g_autoptr (GPtrArray) columns = NULL;
  int sort;

  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  *id = NULL;
  *descending = FALSE;
  if (!self->own_sort || !tiem_column_view_get_sort (self->table, &sort, descending))
    return;
  columns = tiem_columns_list (self->columns);
  for (guint i = 0; i < columns->len && *id == NULL; i++)
    if (tiem_column_get_sort (g_ptr_array_index (columns, i)) == sort)
      *id = g_strdup (tiem_column_get_id (g_ptr_array_index (columns, i)));
}

void
tiem_list_pane_set_sort_column (TiemListPane *self,
                                const char *id,
                                gboolean descending)
{
  GtkColumnViewColumn *column;

  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  if (id == NULL)
    {
      self->own_sort = FALSE;
      if (self->sorted != NULL)
        tiem_list_pane_sort_by (self, self->sorted, self->sorted_as);
      return;
    }
  column = tiem_columns_find (self->columns, id);
  if (column == NULL || tiem_column_get_sort (column) < 0)
    return;
  sort_table (self, column, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING, TRUE);
}
