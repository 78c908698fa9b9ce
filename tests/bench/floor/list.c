#include "floor/list.h"

#include <sqlite3.h>

#define COLUMNS 6

/* --- the model --- */

#define FLOOR_TYPE_LIST (floor_list_get_type ())
G_DECLARE_FINAL_TYPE (FloorList, floor_list, FLOOR, LIST, GObject)

struct _FloorList
{
  GObject parent_instance;

  sqlite3 *db;
  sqlite3_stmt *row;
  GArray *ids; /* (element-type gint64) */
};

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_LIST;
}

static guint
get_n_items (GListModel *model)
{
  return FLOOR_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model,
          guint position)
{
  FloorList *self = FLOOR_LIST (model);
  const char *texts[COLUMNS + 1] = { NULL };
  gpointer item;

  if (position >= self->ids->len)
    return NULL;
  sqlite3_bind_int64 (self->row, 1, g_array_index (self->ids, gint64, position));
  sqlite3_step (self->row);
  for (int i = 0; i < COLUMNS; i++)
    {
      texts[i] = (const char *)sqlite3_column_text (self->row, i);
      if (texts[i] == NULL)
        texts[i] = "";
    }
  item = gtk_string_list_new (texts);
  sqlite3_reset (self->row);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FloorList,
                               floor_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
floor_list_finalize (GObject *object)
{
  FloorList *self = FLOOR_LIST (object);

  g_array_unref (self->ids);
  sqlite3_finalize (self->row);
  sqlite3_close (self->db);
  G_OBJECT_CLASS (floor_list_parent_class)->finalize (object);
}

static void
floor_list_class_init (FloorListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = floor_list_finalize;
}

static void
floor_list_init (FloorList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

GListModel *
floor_list_new_model (const char *path)
{
  FloorList *self = g_object_new (FLOOR_TYPE_LIST, NULL);
  sqlite3_stmt *ids = NULL;

  if (sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    g_error ("%s: %s", path, sqlite3_errmsg (self->db));
  sqlite3_prepare_v2 (self->db,
                      "SELECT ship_by, channel_id, number, buyer_name, goods_title, total_vnd"
                      " FROM customer_order WHERE id = ?1",
                      -1,
                      &self->row,
                      NULL);
  sqlite3_prepare_v2 (
      self->db, "SELECT id FROM customer_order ORDER BY placed_at DESC, id DESC", -1, &ids, NULL);
  while (sqlite3_step (ids) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (ids, 0);

      g_array_append_val (self->ids, id);
    }
  sqlite3_finalize (ids);
  return G_LIST_MODEL (self);
}

/* --- the view --- */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         gpointer column)
{
  gtk_label_set_label (
      GTK_LABEL (gtk_list_item_get_child (item)),
      gtk_string_list_get_string (gtk_list_item_get_item (item), GPOINTER_TO_UINT (column)));
}

GtkWidget *
floor_list_new_view (GListModel *model)
{
  static const char *const titles[COLUMNS]
      = { "Hạn gửi", "Kênh", "Mã đơn", "Người mua", "Hàng", "Tổng tiền" };
  GtkSingleSelection *selection = gtk_single_selection_new (g_object_ref (model));
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (selection));

  for (guint i = 0; i < COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (titles[i], factory);
      if (i == 4)
        gtk_column_view_column_set_expand (column, TRUE);
      else
        gtk_column_view_column_set_fixed_width (column, 130);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      g_object_unref (column);
    }
  return view;
}
