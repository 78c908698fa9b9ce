#define G_LOG_DOMAIN "tiem-own-line-row"

#include "config.h"

#include "app/orders/tiem-own-lines.h"

#include "app/widgets/tiem-group.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

struct _TiemOwnLineRow
{
  GtkListBoxRow parent_instance;

  TiemOwnLine *line; /* not owned */
  gboolean filling;  /* nobody typed it */

  GtkBox *box;
  GtkBox *controls;
  GtkLabel *title;
  GtkLabel *sub;
  GtkLabel *stock;
  GtkEditable *price;
  GtkSpinButton *quantity;
  GtkLabel *total;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemOwnLineRow, tiem_own_line_row, GTK_TYPE_LIST_BOX_ROW)

/* Short goods are told, not refused: they may come in before the parcel goes. */
static void
show_stock (TiemOwnLineRow *self)
{
  const TiemOwnLine *line = self->line;
  gboolean is_short = line->has_stock && line->quantity > line->available;
  g_autofree char *text = NULL;

  if (!line->has_stock)
    text = g_strdup (_ ("not counted yet"));
  else if (is_short)
    /* Translators: of goods, units that can be sold now, fewer than the order wants */
    text = g_strdup_printf (_ ("short of goods: only %d left"), (int)MAX (line->available, 0));
  else
    text = g_strdup_printf (_ ("%d left"), (int)line->available);
  gtk_label_set_label (self->stock, text);
  tiem_tone_apply (GTK_WIDGET (self->stock), is_short ? TIEM_TONE_ERROR : TIEM_TONE_SUB);
}

static void
show_sums (TiemOwnLineRow *self)
{
  g_autofree char *total = tiem_money_format (self->line->quantity * self->line->unit_price_vnd);

  gtk_label_set_label (self->total, total);
  show_stock (self);
}

static void
set_price_good (TiemOwnLineRow *self,
                gboolean good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->price), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->price), "error");
}

static void
price_changed_cb (TiemOwnLineRow *self)
{
  gint64 vnd = 0;
  gboolean good;

  if (self->filling)
    return;
  good = tiem_money_parse_input (gtk_editable_get_text (self->price), &vnd, NULL) && vnd >= 0;
  set_price_good (self, good);
  if (!good || vnd == self->line->unit_price_vnd)
    return;
  self->line->unit_price_vnd = vnd;
  show_sums (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* "385k" becomes 385.000; what is no price becomes the one it was. */
static void
price_done_cb (TiemOwnLineRow *self)
{
  g_autofree char *text = tiem_number_format (self->line->unit_price_vnd);

  self->filling = TRUE;
  if (g_strcmp0 (text, gtk_editable_get_text (self->price)) != 0)
    gtk_editable_set_text (self->price, text);
  set_price_good (self, TRUE);
  self->filling = FALSE;
}

static void
quantity_changed_cb (TiemOwnLineRow *self)
{
  gint64 quantity = gtk_spin_button_get_value_as_int (self->quantity);

  if (self->filling || quantity == self->line->quantity)
    return;
  self->line->quantity = quantity;
  show_sums (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_cb (TiemOwnLineRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
tiem_own_line_row_class_init (TiemOwnLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_OWN_LINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVED] = g_signal_new (
      "removed", TIEM_TYPE_OWN_LINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-own-line-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, box);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, controls);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, title);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, sub);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, stock);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, price);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, quantity);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLineRow, total);
  gtk_widget_class_bind_template_callback (widget_class, price_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, price_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, quantity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
tiem_own_line_row_init (TiemOwnLineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TiemOwnLine *
tiem_own_line_row_get_line (TiemOwnLineRow *self)
{
  return self->line;
}

void
tiem_own_line_row_refresh (TiemOwnLineRow *self)
{
  const TiemOwnLine *line = self->line;
  gboolean has_options = line->options != NULL && *line->options != '\0';
  g_autofree char *sub
      = has_options ? g_strdup_printf ("%s · %s", line->sku, line->options) : g_strdup (line->sku);

  self->filling = TRUE;
  gtk_label_set_label (self->title, line->title);
  gtk_label_set_label (self->sub, sub != NULL ? sub : "");
  gtk_spin_button_set_value (self->quantity, (double)line->quantity);
  self->filling = FALSE;
  price_done_cb (self);
  show_sums (self);
}

void
tiem_own_line_row_set_narrow (TiemOwnLineRow *self,
                              gboolean narrow)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self->total), narrow);
  /* 360 px are not many for price, quantity and total side by side. */
  gtk_label_set_width_chars (self->total, narrow ? -1 : 11);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->quantity), narrow ? 2 : 3);
  gtk_editable_set_width_chars (self->price, narrow ? 7 : 9);
  gtk_box_set_spacing (self->controls, narrow ? 2 : 8);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

GtkWidget *
tiem_own_line_row_new (TiemOwnLine *line,
                       gboolean narrow)
{
  TiemOwnLineRow *self = g_object_new (TIEM_TYPE_OWN_LINE_ROW, NULL);

  self->line = line;
  tiem_own_line_row_set_narrow (self, narrow);
  tiem_own_line_row_refresh (self);
  return GTK_WIDGET (self);
}
