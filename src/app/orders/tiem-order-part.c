#define G_LOG_DOMAIN "tiem-order-part"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "channel/tiem-channel.h"
#include "channel/tiem-part-wish.h"

#include <glib/gi18n.h>

/* Sending a part of an order's goods in a parcel of their own. */

typedef struct
{
  TiemBrowsePage *page; /* not owned: the popover is its child */
  TiemOrder order;      /* .id, .channel_id and .number alone */
  GPtrArray *rows;      /* (owned) (element-type Row) */
  GtkWidget *go;
} Part;

typedef struct
{
  char *line_id;
  gint64 waiting;
  GtkWidget *input; /* a spin button, or a check button for the whole line */
} Row;

static void
row_free (gpointer data)
{
  g_free (((Row *)data)->line_id);
  g_free (data);
}

static void
part_free (gpointer data)
{
  Part *self = data;

  g_ptr_array_unref (self->rows);
  g_free (self->order.number);
  g_free (self);
}

static gint64
get_chosen (const Row *row)
{
  if (GTK_IS_SPIN_BUTTON (row->input))
    return gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (row->input));
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (row->input)) ? row->waiting : 0;
}

/* Some, and not all: all of it is the usual way. */
static void
changed_cb (Part *self)
{
  gint64 chosen = 0;
  gint64 waiting = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);

      chosen += get_chosen (row);
      waiting += row->waiting;
    }
  label = g_strdup_printf (ngettext ("Send %d item", "Send %d items", (gulong)chosen), (int)chosen);
  gtk_button_set_label (GTK_BUTTON (self->go), label);
  gtk_widget_set_sensitive (self->go, chosen > 0 && chosen < waiting);
}

static void
go_cb (GtkButton *button,
       Part *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);
  g_autoptr (GString) choice = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);
      gint64 chosen = get_chosen (row);

      if (chosen > 0)
        tiem_part_wish_add (choice, row->line_id, chosen, row->waiting);
    }
  tiem_order_actions_queue (self->page, &self->order, "order:ship-part", choice->str);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
input_new (const TiemOrderLine *line,
           gint64 waiting,
           gboolean by_unit)
{
  GtkWidget *input = by_unit && waiting > 1 ? gtk_spin_button_new_with_range (0, waiting, 1)
                                            : gtk_check_button_new ();

  gtk_widget_set_valign (input, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, line->title, -1);
  return input;
}

static void
add_row (Part *self,
         GtkWidget *box,
         const TiemOrderLine *line,
         gint64 waiting,
         gboolean by_unit)
{
  GtkWidget *line_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *text
      = g_strdup_printf ("%d × %s", (int)waiting, line->title != NULL ? line->title : "?");
  GtkWidget *label = gtk_label_new (text);
  Row *row = g_new0 (Row, 1);

  row->line_id = g_strdup (line->remote_id);
  row->waiting = waiting;
  row->input = input_new (line, waiting, by_unit);
  g_object_set (label, "xalign", 0.0f, "hexpand", TRUE, "wrap", TRUE, "max-width-chars", 28, NULL);
  g_signal_connect_swapped (row->input,
                            GTK_IS_SPIN_BUTTON (row->input) ? "value-changed" : "toggled",
                            G_CALLBACK (changed_cb),
                            self);
  gtk_box_append (GTK_BOX (line_box), label);
  gtk_box_append (GTK_BOX (line_box), row->input);
  gtk_box_append (GTK_BOX (box), line_box);
  g_ptr_array_add (self->rows, row);
}

gboolean
tiem_order_can_ship_part (const TiemOrder *order,
                          TiemChannelFlags flags)
{
  gint64 waiting = 0;
  guint n_lines = 0;

  if ((flags & TIEM_CHANNEL_CAN_SHIP_PART) == 0 || order->status != TIEM_ORDER_TO_SHIP
      || order->lines == NULL)
    return FALSE;
  /* Where only whole lines go apart, an order is taken apart once. */
  if ((flags & TIEM_CHANNEL_CAN_SHIP_UNITS) == 0)
    return order->lines->len > 1 && (order->parcels == NULL || order->parcels->len < 2);
  for (guint i = 0; i < order->lines->len; i++)
    {
      gint64 units = tiem_order_count_waiting (order, i);

      waiting += units;
      n_lines += units > 0;
    }
  return n_lines > 0 && waiting > 1;
}

GtkWidget *
tiem_order_part_popover_new (TiemBrowsePage *page,
                             const TiemOrder *order)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);
  gboolean by_unit = info != NULL && (info->flags & TIEM_CHANNEL_CAN_SHIP_UNITS) != 0;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new (_ ("Which goods leave first?"));
  GtkWidget *rest = gtk_label_new (_ ("The others stay here, and stay kept for the order."));
  Part *self = g_new0 (Part, 1);

  self->page = page;
  self->order.id = order->id;
  self->order.channel_id = order->channel_id;
  self->order.number = g_strdup (order->number);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->go = gtk_button_new ();
  g_object_set_data_full (G_OBJECT (popover), "tiem-part", self, part_free);
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_box_append (GTK_BOX (box), title);
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);
      gint64 waiting = by_unit ? tiem_order_count_waiting (order, i)
                               : MAX (line->quantity - line->cancelled, 0);

      if (waiting > 0)
        add_row (self, box, line, waiting, by_unit);
    }
  g_object_set (rest, "xalign", 0.0f, "wrap", TRUE, "max-width-chars", 36, NULL);
  gtk_widget_add_css_class (rest, "tiem-sub");
  gtk_widget_add_css_class (rest, "caption");
  gtk_widget_add_css_class (self->go, "suggested-action");
  g_signal_connect (self->go, "clicked", G_CALLBACK (go_cb), self);
  gtk_box_append (GTK_BOX (box), rest);
  gtk_box_append (GTK_BOX (box), self->go);
  gtk_widget_add_css_class (box, "tiem-popover");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  changed_cb (self);
  return popover;
}
