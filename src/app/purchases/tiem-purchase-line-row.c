#define G_LOG_DOMAIN "tiem-purchase-line-row"

#include "config.h"

#include "app/purchases/tiem-purchase-lines.h"

#include "app/widgets/tiem-group.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_UNITS 1000000

/* --- the item --- */

struct _TiemPurchaseItem
{
  GObject parent_instance;

  TiemPurchaseLine *line; /* not owned */
};

enum
{
  ITEM_CHANGED,
  N_ITEM_SIGNALS
};

static guint item_signals[N_ITEM_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPurchaseItem, tiem_purchase_item, G_TYPE_OBJECT)

static void
tiem_purchase_item_class_init (TiemPurchaseItemClass *klass)
{
  item_signals[ITEM_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_PURCHASE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tiem_purchase_item_init (TiemPurchaseItem *self)
{
}

TiemPurchaseItem *
tiem_purchase_item_new (TiemPurchaseLine *line)
{
  TiemPurchaseItem *self = g_object_new (TIEM_TYPE_PURCHASE_ITEM, NULL);

  self->line = line;
  return self;
}

TiemPurchaseLine *
tiem_purchase_item_get_line (TiemPurchaseItem *self)
{
  return self->line;
}

void
tiem_purchase_item_changed (TiemPurchaseItem *self)
{
  g_signal_emit (self, item_signals[ITEM_CHANGED], 0);
}

/* --- the row --- */

struct _TiemPurchaseLineRow
{
  AdwBin parent_instance;

  TiemPurchaseItem *item; /* (owned) (nullable) */
  gboolean filling;       /* nobody typed it */
  gint64 before[3];       /* quantity, price, discount when a field got the focus */

  GtkBox *box;
  GtkBox *controls;
  GtkLabel *title;
  GtkLabel *sub;
  GtkEditable *quantity;
  GtkEditable *price;
  GtkEditable *discount;
  GtkLabel *total;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  SIGNAL_DONE,
  SIGNAL_PROBLEM,
  SIGNAL_STEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPurchaseLineRow, tiem_purchase_line_row, ADW_TYPE_BIN)

static TiemPurchaseLine *
get_line (TiemPurchaseLineRow *self)
{
  return self->item != NULL ? tiem_purchase_item_get_line (self->item) : NULL;
}

static void
set_good (GtkEditable *field,
          gboolean good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (field), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (field), "error");
}

static void
show_sub (TiemPurchaseLineRow *self,
          const TiemPurchaseLine *line)
{
  g_autoptr (GString) text = g_string_new (line->sku);
  g_autofree char *price
      = line->last_price_vnd >= 0 ? tiem_money_format (line->last_price_vnd) : NULL;

  if (line->options != NULL && *line->options != '\0')
    g_string_append_printf (text, " · %s", line->options);
  if (line->most >= 0)
    /* Translators: units of a purchase that may still go back to the supplier */
    g_string_append_printf (text, " · %s %d", _ ("can go back:"), (int)line->most);
  else
    /* Translators: units that are here now */
    g_string_append_printf (text, " · %s %d", _ ("on hand:"), (int)line->on_hand);
  if (price != NULL && line->last_price_vnd != line->price_vnd)
    /* Translators: what one cost when it was bought last */
    g_string_append_printf (text, " · %s %s", _ ("last time"), price);
  gtk_label_set_label (self->sub, text->str);
}

static void
show_total (TiemPurchaseLineRow *self)
{
  g_autofree char *total = tiem_money_format (tiem_purchase_line_get_total (get_line (self)));

  gtk_label_set_label (self->total, total);
  show_sub (self, get_line (self));
}

static void
fill_field (GtkEditable *field,
            gint64 value,
            gboolean blank_zero)
{
  g_autofree char *text = value == 0 && blank_zero ? g_strdup ("") : tiem_number_format (value);

  if (strcmp (text, gtk_editable_get_text (field)) != 0)
    gtk_editable_set_text (field, text);
  set_good (field, TRUE);
}

static void
fill (TiemPurchaseLineRow *self)
{
  const TiemPurchaseLine *line = get_line (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (line == NULL)
    return;
  self->filling = TRUE;
  gtk_label_set_label (self->title, line->title);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->quantity)))
    fill_field (self->quantity, line->quantity, FALSE);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->price)))
    fill_field (self->price, line->price_vnd, FALSE);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->discount)))
    fill_field (self->discount, line->discount_vnd, TRUE);
  self->filling = FALSE;
  show_total (self);
}

static void
tell (TiemPurchaseLineRow *self,
      GtkEditable *field,
      const char *problem)
{
  set_good (field, problem == NULL);
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, problem);
  if (problem == NULL)
    {
      show_total (self);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
}

static void
quantity_changed_cb (TiemPurchaseLineRow *self)
{
  TiemPurchaseLine *line = get_line (self);
  const char *text = gtk_editable_get_text (self->quantity);
  gint64 quantity = 0;
  gboolean good;

  if (self->filling || line == NULL)
    return;
  good = strpbrk (text, "kKmMtT") == NULL && tiem_money_parse_input (text, &quantity, NULL)
         && quantity >= 1 && quantity <= MOST_UNITS;
  if (good)
    line->quantity = quantity;
  tell (self, self->quantity, good ? NULL : _ ("The quantity is a whole number from 1 up."));
}

/* Returns: whether @text is an amount; an empty one is @empty */
static gboolean
read_amount (const char *text,
             gint64 empty,
             gint64 *vnd)
{
  *vnd = empty;
  return (*text == '\0' && empty >= 0) || (tiem_money_parse_input (text, vnd, NULL) && *vnd >= 0);
}

static void
price_changed_cb (TiemPurchaseLineRow *self)
{
  TiemPurchaseLine *line = get_line (self);
  gint64 vnd;
  gboolean good;

  if (self->filling || line == NULL)
    return;
  good = read_amount (gtk_editable_get_text (self->price), -1, &vnd);
  if (good)
    line->price_vnd = vnd;
  tell (self, self->price, good ? NULL : _ ("The price is no amount. Write 45000, 45k or 1tr2."));
}

static void
discount_changed_cb (TiemPurchaseLineRow *self)
{
  TiemPurchaseLine *line = get_line (self);
  const char *problem = NULL;
  gint64 vnd;

  if (self->filling || line == NULL)
    return;
  if (!read_amount (gtk_editable_get_text (self->discount), 0, &vnd))
    problem = _ ("The discount is no amount. Write 45000, 45k or 1tr2.");
  else if (vnd > line->quantity * line->price_vnd)
    problem = _ ("The discount is more than the goods cost.");
  else
    line->discount_vnd = vnd;
  tell (self, self->discount, problem);
}

static void
entered_cb (TiemPurchaseLineRow *self)
{
  const TiemPurchaseLine *line = get_line (self);

  if (line == NULL)
    return;
  self->before[0] = line->quantity;
  self->before[1] = line->price_vnd;
  self->before[2] = line->discount_vnd;
}

/* "45k" becomes 45.000; what is no number becomes the one it was. */
static void
left_cb (TiemPurchaseLineRow *self)
{
  if (get_line (self) == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, NULL);
  fill (self);
}

static void
quantity_done_cb (TiemPurchaseLineRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->price));
}

static void
price_done_cb (TiemPurchaseLineRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static gboolean
key_cb (TiemPurchaseLineRow *self,
        guint key)
{
  int by = key == GDK_KEY_Up || key == GDK_KEY_KP_Up       ? -1
           : key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1
                                                           : 0;

  if (by != 0)
    g_signal_emit (self, signals[SIGNAL_STEP], 0, by);
  return by != 0 ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
remove_cb (TiemPurchaseLineRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
tiem_purchase_line_row_dispose (GObject *object)
{
  tiem_purchase_line_row_set_item (TIEM_PURCHASE_LINE_ROW (object), NULL);
  G_OBJECT_CLASS (tiem_purchase_line_row_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (
      name, TIEM_TYPE_PURCHASE_LINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tiem_purchase_line_row_class_init (TiemPurchaseLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_purchase_line_row_dispose;
  signals[SIGNAL_CHANGED] = add_signal ("changed");
  signals[SIGNAL_REMOVED] = add_signal ("removed");
  signals[SIGNAL_DONE] = add_signal ("done");
  signals[SIGNAL_PROBLEM] = g_signal_new ("problem",
                                          TIEM_TYPE_PURCHASE_LINE_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
  signals[SIGNAL_STEP] = g_signal_new ("step",
                                       TIEM_TYPE_PURCHASE_LINE_ROW,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/purchases/tiem-purchase-line-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, box);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, controls);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, title);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, sub);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, quantity);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, price);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, discount);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLineRow, total);
  gtk_widget_class_bind_template_callback (widget_class, quantity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, price_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, discount_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, quantity_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, price_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
tiem_purchase_line_row_init (TiemPurchaseLineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tiem_purchase_line_row_new (void)
{
  return g_object_new (TIEM_TYPE_PURCHASE_LINE_ROW, NULL);
}

void
tiem_purchase_line_row_set_item (TiemPurchaseLineRow *self,
                                 TiemPurchaseItem *item)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINE_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, fill, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}

TiemPurchaseItem *
tiem_purchase_line_row_get_item (TiemPurchaseLineRow *self)
{
  g_return_val_if_fail (TIEM_IS_PURCHASE_LINE_ROW (self), NULL);
  return self->item;
}

TiemPurchaseField
tiem_purchase_line_row_get_field (TiemPurchaseLineRow *self)
{
  GtkEditable *const fields[] = { self->quantity, self->price, self->discount };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < G_N_ELEMENTS (fields); i++)
    if (gtk_widget_is_ancestor (focus, GTK_WIDGET (fields[i])))
      return (TiemPurchaseField)i;
  return TIEM_PURCHASE_FIELD_QUANTITY;
}

void
tiem_purchase_line_row_focus (TiemPurchaseLineRow *self,
                              TiemPurchaseField field)
{
  GtkEditable *const fields[] = { self->quantity, self->price, self->discount };

  g_return_if_fail (TIEM_IS_PURCHASE_LINE_ROW (self));

  /* All of it is selected: what is typed takes its place. */
  gtk_widget_grab_focus (GTK_WIDGET (fields[field]));
}

void
tiem_purchase_line_row_take_back (TiemPurchaseLineRow *self)
{
  TiemPurchaseLine *line;

  g_return_if_fail (TIEM_IS_PURCHASE_LINE_ROW (self));

  if ((line = get_line (self)) == NULL)
    return;
  line->quantity = self->before[0];
  line->price_vnd = self->before[1];
  line->discount_vnd = self->before[2];
  self->filling = TRUE;
  fill_field (self->quantity, line->quantity, FALSE);
  fill_field (self->price, line->price_vnd, FALSE);
  fill_field (self->discount, line->discount_vnd, TRUE);
  self->filling = FALSE;
  show_total (self);
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, NULL);
}

void
tiem_purchase_line_row_set_narrow (TiemPurchaseLineRow *self,
                                   gboolean narrow)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINE_ROW (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->controls, narrow ? 2 : 6);
  gtk_editable_set_width_chars (self->quantity, narrow ? 2 : 5);
  gtk_editable_set_width_chars (self->price, narrow ? 6 : 9);
  gtk_editable_set_width_chars (self->discount, narrow ? 4 : 8);
  gtk_label_set_width_chars (self->total, narrow ? -1 : 12);
  gtk_widget_set_hexpand (GTK_WIDGET (self->total), narrow);
}
