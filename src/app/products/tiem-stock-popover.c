#define G_LOG_DOMAIN "tiem-stock-popover"

#include "config.h"

#include "app/products/tiem-stock-popover.h"

#include "app/help/tiem-help.h"
#include "store/tiem-store-locations.h"

#include <glib/gi18n.h>

struct _TiemStockPopover
{
  GtkPopover parent_instance;

  gint64 on_hand;
  gint64 reserved;
  gboolean counted;
  GPtrArray *places; /* (owned) (nullable): several */

  GtkDropDown *place;
  GtkSpinButton *number;
  GtkDropDown *reason;
  GtkEditable *note;
  GtkLabel *preview;
  GtkWidget *apply;
};

enum
{
  SIGNAL_APPLY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemStockPopover, tiem_stock_popover, GTK_TYPE_POPOVER)

/* In the order of the list in the .ui file. */
static const char *const reasons[] = { "count", "purchase", "damaged", "lost", "other" };

static void
changed_cb (TiemStockPopover *self)
{
  gint64 wanted = gtk_spin_button_get_value_as_int (self->number);
  gboolean differs = wanted != self->on_hand || !self->counted;
  g_autofree char *text = NULL;

  if (self->reserved > 0)
    text = g_strdup_printf (_ ("On hand %d → %d; %d are held by orders, so %d can be sold"),
                            (int)self->on_hand,
                            (int)wanted,
                            (int)self->reserved,
                            (int)(wanted - self->reserved));
  else
    text = g_strdup_printf (_ ("On hand %d → %d"), (int)self->on_hand, (int)wanted);
  gtk_label_set_label (self->preview, text);
  gtk_widget_set_sensitive (self->apply, differs);
}

static void
place_cb (TiemStockPopover *self)
{
  guint i = gtk_drop_down_get_selected (self->place);
  const TiemStockPlace *place;

  if (self->places == NULL || i >= self->places->len)
    return;
  place = g_ptr_array_index (self->places, i);
  self->on_hand = place->on_hand;
  self->reserved = place->reserved;
  gtk_spin_button_set_value (self->number, (double)place->on_hand);
  changed_cb (self);
}

static void
apply_cb (TiemStockPopover *self)
{
  gint64 wanted;

  gtk_spin_button_update (self->number);
  wanted = gtk_spin_button_get_value_as_int (self->number);
  g_signal_emit (self,
                 signals[SIGNAL_APPLY],
                 0,
                 wanted,
                 wanted - self->on_hand,
                 reasons[gtk_drop_down_get_selected (self->reason)],
                 gtk_editable_get_text (self->note));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
tiem_stock_popover_finalize (GObject *object)
{
  g_clear_pointer (&TIEM_STOCK_POPOVER (object)->places, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_stock_popover_parent_class)->finalize (object);
}

static void
tiem_stock_popover_class_init (TiemStockPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tiem_stock_popover_finalize;
  signals[SIGNAL_APPLY] = g_signal_new ("apply",
                                        TIEM_TYPE_STOCK_POPOVER,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        4,
                                        G_TYPE_INT64,
                                        G_TYPE_INT64,
                                        G_TYPE_STRING,
                                        G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-stock-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemStockPopover, place);
  gtk_widget_class_bind_template_child (widget_class, TiemStockPopover, number);
  gtk_widget_class_bind_template_child (widget_class, TiemStockPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, TiemStockPopover, note);
  gtk_widget_class_bind_template_child (widget_class, TiemStockPopover, preview);
  gtk_widget_class_bind_template_child (widget_class, TiemStockPopover, apply);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
tiem_stock_popover_init (TiemStockPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "stock");
  gtk_popover_set_default_widget (GTK_POPOVER (self), self->apply);
  /* GtkSpinButton has a property for it only since 4.14; the text inside has it always. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->number)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_TEXT (child))
      gtk_text_set_activates_default (GTK_TEXT (child), TRUE);
}

static void
show_places (TiemStockPopover *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->places->len; i++)
    gtk_string_list_append (names, ((TiemStockPlace *)g_ptr_array_index (self->places, i))->name);
  gtk_drop_down_set_model (self->place, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->place), TRUE);
  place_cb (self);
}

gint64
tiem_stock_popover_get_place (TiemStockPopover *self)
{
  guint i = gtk_drop_down_get_selected (self->place);

  g_return_val_if_fail (TIEM_IS_STOCK_POPOVER (self), 0);

  if (self->places == NULL || i >= self->places->len)
    return 0;
  return ((TiemStockPlace *)g_ptr_array_index (self->places, i))->location_id;
}

GtkWidget *
tiem_stock_popover_new (const TiemVariant *variant,
                        GPtrArray *places)
{
  TiemStockPopover *self = g_object_new (TIEM_TYPE_STOCK_POPOVER, NULL);

  self->on_hand = variant->on_hand;
  self->reserved = variant->reserved;
  self->counted = variant->counted_at != 0;
  gtk_spin_button_set_value (self->number, variant->on_hand);
  changed_cb (self);
  if (places != NULL && places->len > 1)
    {
      self->places = g_ptr_array_ref (places);
      show_places (self);
    }
  return GTK_WIDGET (self);
}
