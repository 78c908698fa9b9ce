#define G_LOG_DOMAIN "tiem-own-lines"

#include "config.h"

#include "app/orders/tiem-own-lines.h"

#include "app/widgets/tiem-goods-search.h"
#include "store/tiem-store-own.h"

struct _TiemOwnLines
{
  AdwBin parent_instance;

  TiemOwnOrder *order; /* (nullable), the page's */
  gboolean narrow;

  TiemGoodsSearch *search;
  GtkListBox *list;
  GtkWidget *empty;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemOwnLines, tiem_own_lines, ADW_TYPE_BIN)

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

/* --- the lines --- */

static void
show_empty (TiemOwnLines *self)
{
  gboolean any = self->order != NULL && self->order->lines->len > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
  gtk_widget_set_visible (self->empty, !any);
}

static void
row_changed_cb (TiemOwnLines *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
row_removed_cb (TiemOwnLines *self,
                TiemOwnLineRow *row)
{
  TiemOwnLine *line = tiem_own_line_row_get_line (row);

  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_ptr_array_remove (self->order->lines, line);
  show_empty (self);
  tiem_own_lines_focus_search (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
append_row (TiemOwnLines *self,
            TiemOwnLine *line)
{
  GtkWidget *row = tiem_own_line_row_new (line, self->narrow);

  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (row_removed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
}

/* The same goods once more are one more of them. @line: (transfer full) */
static void
add_line (TiemOwnLines *self,
          TiemOwnLine *line)
{
  for (guint i = 0; i < self->order->lines->len; i++)
    {
      TiemOwnLine *held = g_ptr_array_index (self->order->lines, i);

      if (held->variant_id != line->variant_id)
        continue;
      held->quantity++;
      tiem_own_line_free (line);
      tiem_own_line_row_refresh (
          TIEM_OWN_LINE_ROW (gtk_list_box_get_row_at_index (self->list, (int)i)));
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return;
    }
  g_ptr_array_add (self->order->lines, line);
  append_row (self, line);
  show_empty (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- what is added --- */

/* Which one it is meant for: another may be written by the time the goods are found. */
static gpointer
ask (gpointer owner)
{
  return TIEM_OWN_LINES (owner)->order;
}

static gpointer
make (TiemStore *store,
      gconstpointer asked,
      gint64 variant_id,
      GError **error)
{
  return tiem_store_new_own_line (store, variant_id, error);
}

static gboolean
is_meant (gpointer owner,
          gconstpointer asked)
{
  return TIEM_OWN_LINES (owner)->order == asked;
}

static void
add (gpointer owner,
     gpointer line)
{
  add_line (owner, line);
}

static const TiemGoodsSource source = {
  .sells = TRUE,
  .ask = ask,
  .make = make,
  .made_free = (GDestroyNotify)tiem_own_line_free,
  .is_meant = is_meant,
  .add = add,
};

void
tiem_own_lines_take_code (TiemOwnLines *self,
                          const char *code)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));
  tiem_goods_search_take_code (self->search, code);
}

/* --- the object --- */

static void
tiem_own_lines_dispose (GObject *object)
{
  TiemOwnLines *self = TIEM_OWN_LINES (object);

  self->order = NULL;
  G_OBJECT_CLASS (tiem_own_lines_parent_class)->dispose (object);
}

static void
tiem_own_lines_class_init (TiemOwnLinesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_own_lines_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_OWN_LINES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TIEM_TYPE_GOODS_SEARCH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-own-lines.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, search);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, list);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, empty);
}

static void
tiem_own_lines_init (TiemOwnLines *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_goods_search_set_source (self->search, &source, self);
}

void
tiem_own_lines_set_shop (TiemOwnLines *self,
                         TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  tiem_goods_search_set_shop (self->search, shop);
}

void
tiem_own_lines_set_top (TiemOwnLines *self,
                        GtkWidget *widget)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  tiem_goods_search_set_between (self->search, widget);
}

void
tiem_own_lines_set_order (TiemOwnLines *self,
                          TiemOwnOrder *order)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  clear_list (self->list);
  self->order = order;
  tiem_goods_search_complain (self->search, NULL);
  for (guint i = 0; order != NULL && i < order->lines->len; i++)
    append_row (self, g_ptr_array_index (order->lines, i));
  show_empty (self);
}

void
tiem_own_lines_set_narrow (TiemOwnLines *self,
                           gboolean narrow)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  self->narrow = narrow;
  /* Its words are seen without scrolling there. */
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty),
                                 narrow ? NULL : "tiem-barcode-symbolic");
  for (int i = 0; gtk_list_box_get_row_at_index (self->list, i) != NULL; i++)
    tiem_own_line_row_set_narrow (TIEM_OWN_LINE_ROW (gtk_list_box_get_row_at_index (self->list, i)),
                                  narrow);
}

void
tiem_own_lines_focus_search (TiemOwnLines *self)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));
  tiem_goods_search_focus (self->search);
}

gboolean
tiem_own_lines_forward_key (TiemOwnLines *self,
                            GtkEventControllerKey *keys)
{
  g_return_val_if_fail (TIEM_IS_OWN_LINES (self), FALSE);
  return tiem_goods_search_forward_key (self->search, keys);
}
