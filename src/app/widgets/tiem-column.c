#include "app/widgets/tiem-cell.h"

#include "app/tiem-watchdog.h"
#include "app/widgets/tiem-item.h"
#include "store/tiem-row-list.h"

/* What a column knows beside GTK's own; hangs at the column as its data. */
typedef struct
{
  TiemColumnKind kind;
  TiemCellFunc func;
  gpointer user_data;
  GPtrArray *bound; /* (element-type GtkListItem) borrowed: those on show */
  char *id;         /* (nullable) */
  int sort;         /* −1 = its header doesn't sort */
  int last;         /* whether it ends the row; −1 = nobody has said */
} Column;

#define COLUMN_KEY "tiem-column"

static void
column_free (gpointer data)
{
  Column *column = data;

  g_ptr_array_unref (column->bound);
  g_free (column->id);
  g_free (column);
}

static void
fill (Column *column,
      GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  gpointer object = gtk_list_item_get_item (item);
  gconstpointer value;

  if (object == NULL || cell == NULL)
    return;
  value = TIEM_IS_ROW (object) ? tiem_row_get_value (object) : tiem_item_get_value (object);
  gtk_widget_set_opacity (cell, value != NULL ? 1 : 0);
  if (value != NULL)
    column->func (TIEM_CELL (cell), value, column->user_data);
}

static void
mark (Column *column,
      GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *cell = child != NULL ? gtk_widget_get_parent (child) : NULL;

  if (cell == NULL || column->last < 0)
    return;
  gtk_widget_add_css_class (cell, column->last ? "last" : "inner");
  gtk_widget_remove_css_class (cell, column->last ? "inner" : "last");
}

static void
row_value_cb (TiemRow *row,
              GParamSpec *pspec,
              GtkListItem *item)
{
  Column *column = g_object_get_data (G_OBJECT (item), COLUMN_KEY);

  fill (column, item);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          Column *column)
{
  tiem_watchdog_enter ();
  g_object_set_data (G_OBJECT (item), COLUMN_KEY, column);
  gtk_list_item_set_child (item, tiem_cell_new (column->kind));
  tiem_watchdog_leave ();
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         Column *column)
{
  gpointer object = gtk_list_item_get_item (item);

  tiem_watchdog_enter ();
  g_ptr_array_add (column->bound, item);
  if (TIEM_IS_ROW (object))
    g_signal_connect (object, "notify::value", G_CALLBACK (row_value_cb), item);
  mark (column, item);
  fill (column, item);
  tiem_watchdog_leave ();
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           Column *column)
{
  gpointer object = gtk_list_item_get_item (item);

  g_ptr_array_remove_fast (column->bound, item);
  if (object != NULL)
    g_signal_handlers_disconnect_by_func (object, row_value_cb, item);
}

GtkColumnViewColumn *
tiem_column_new (
    TiemColumnKind kind, const char *title, int width, TiemCellFunc func, gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *result;
  Column *column = g_new0 (Column, 1);

  column->kind = kind;
  column->func = func;
  column->user_data = user_data;
  column->bound = g_ptr_array_new ();
  column->sort = -1;
  column->last = -1;
  /* The factory outlives the column for as long as a view still takes its rows down. */
  g_object_set_data_full (G_OBJECT (factory), COLUMN_KEY, column, column_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);

  result = gtk_column_view_column_new (title, factory);
  g_object_set_data (G_OBJECT (result), COLUMN_KEY, column);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (result, width);
  else
    gtk_column_view_column_set_expand (result, TRUE);
  return result;
}

void
tiem_column_set_id (GtkColumnViewColumn *column,
                    const char *id)
{
  Column *own = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

  g_return_if_fail (own != NULL);
  g_free (own->id);
  own->id = g_strdup (id);
}

const char *
tiem_column_get_id (GtkColumnViewColumn *column)
{
  Column *own = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

  return own != NULL ? own->id : NULL;
}

gboolean
tiem_column_is_numeric (GtkColumnViewColumn *column)
{
  Column *own = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

  return own != NULL && own->kind == TIEM_COLUMN_NUMBER;
}

void
tiem_column_set_last (GtkColumnViewColumn *column,
                      gboolean last)
{
  Column *own = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

  if (own == NULL || own->last == last)
    return;
  own->last = last;
  for (guint i = 0; i < own->bound->len; i++)
    mark (own, g_ptr_array_index (own->bound, i));
}

void
tiem_column_refresh (GtkColumnViewColumn *column)
{
  Column *own = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

  for (guint i = 0; own != NULL && i < own->bound->len; i++)
    fill (own, g_ptr_array_index (own->bound, i));
}

/* --- sorting --- */

/*
 * The floor has no way to ask a column view which header is in force: its sorter can only
 * compare. So the columns' sorters compare nothing: each notes that it was asked and
 * answers "smaller". The view asks the header in force first and turns the answer round
 * when that header is descending.
 */
static int asked_sort = -1;

static int
note_asked (gconstpointer a,
            gconstpointer b,
            gpointer user_data)
{
  if (asked_sort < 0)
    asked_sort = GPOINTER_TO_INT (user_data);
  return -1;
}

void
tiem_column_set_sort (GtkColumnViewColumn *column,
                      int sort)
{
  g_autoptr (GtkSorter) sorter
      = GTK_SORTER (gtk_custom_sorter_new (note_asked, GINT_TO_POINTER (sort), NULL));
  Column *own = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

  g_return_if_fail (own != NULL);
  own->sort = sort;
  gtk_column_view_column_set_sorter (column, sorter);
}

int
tiem_column_get_sort (GtkColumnViewColumn *column)
{
  Column *own = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

  return own != NULL ? own->sort : -1;
}

gboolean
tiem_column_view_get_sort (GtkColumnView *view,
                           int *sort,
                           gboolean *descending)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  g_autoptr (GObject) first = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) second = g_object_new (G_TYPE_OBJECT, NULL);
  GtkOrdering ordering;

  asked_sort = -1;
  ordering = gtk_sorter_compare (sorter, first, second);
  if (asked_sort < 0)
    return FALSE;
  *sort = asked_sort;
  *descending = ordering == GTK_ORDERING_LARGER;
  return TRUE;
}

/* Returns: (nullable): the column whose header @title is: there is no other tie than the words */
static GtkColumnViewColumn *
find_column (GtkColumnView *view,
             GtkWidget *title)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  GtkWidget *label = title;

  while (label != NULL && !GTK_IS_LABEL (label))
    label = gtk_widget_get_first_child (label);
  for (guint i = 0; label != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column),
                     gtk_label_get_text (GTK_LABEL (label)))
          == 0)
        return column;
    }
  return NULL;
}

void
tiem_column_view_align_headers (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));

  for (GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;
       title != NULL;
       title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *box = gtk_widget_get_first_child (title);
      GtkColumnViewColumn *column = find_column (view, title);

      if (box != NULL && column != NULL && tiem_column_is_numeric (column))
        gtk_widget_set_halign (box, GTK_ALIGN_END);
    }
}
