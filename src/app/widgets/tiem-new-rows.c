#include "app/widgets/tiem-new-rows.h"

/* Scrolled by less, the top is as good as in sight. px */
#define NEAR_TOP 20

struct _TiemNewRows
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkAdjustment *down; /* (owned) (nullable) */
  TiemNewRowsWords words;
  guint count;
};

enum
{
  CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemNewRows, tiem_new_rows, GTK_TYPE_WIDGET)

static void
update (TiemNewRows *self)
{
  g_autofree char *text = self->count > 0 ? self->words (self->count) : NULL;

  if (text != NULL)
    gtk_button_set_label (GTK_BUTTON (self->button), text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static void
scrolled_cb (TiemNewRows *self)
{
  if (self->count > 0 && gtk_adjustment_get_value (self->down) < NEAR_TOP)
    tiem_new_rows_reset (self);
}

static void
clicked_cb (TiemNewRows *self)
{
  g_signal_emit (self, signals[CLICKED], 0);
  tiem_new_rows_reset (self);
}

static void
tiem_new_rows_dispose (GObject *object)
{
  TiemNewRows *self = TIEM_NEW_ROWS (object);

  tiem_new_rows_set_adjustment (self, NULL);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_new_rows_parent_class)->dispose (object);
}

static void
tiem_new_rows_class_init (TiemNewRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_new_rows_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CLICKED] = g_signal_new (
      "clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tiem_new_rows_init (TiemNewRows *self)
{
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_add_css_class (self->button, "tiem-new-rows");
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
tiem_new_rows_set_words (TiemNewRows *self,
                         TiemNewRowsWords words)
{
  g_return_if_fail (TIEM_IS_NEW_ROWS (self));
  self->words = words;
}

void
tiem_new_rows_set_adjustment (TiemNewRows *self,
                              GtkAdjustment *down)
{
  g_return_if_fail (TIEM_IS_NEW_ROWS (self));

  if (self->down == down)
    return;
  if (self->down != NULL)
    g_signal_handlers_disconnect_by_data (self->down, self);
  g_set_object (&self->down, down);
  if (down != NULL)
    g_signal_connect_swapped (down, "value-changed", G_CALLBACK (scrolled_cb), self);
}

void
tiem_new_rows_count (TiemNewRows *self,
                     guint position,
                     int more,
                     guint n)
{
  double value;
  double height;

  g_return_if_fail (TIEM_IS_NEW_ROWS (self));

  if (self->words == NULL || self->down == NULL || more <= 0 || n == 0)
    return;
  value = gtk_adjustment_get_value (self->down);
  height = gtk_adjustment_get_upper (self->down) / n;
  /* Rows below are come to by scrolling on. */
  if (value < NEAR_TOP || position * height > value)
    return;
  self->count += more;
  update (self);
}

void
tiem_new_rows_reset (TiemNewRows *self)
{
  g_return_if_fail (TIEM_IS_NEW_ROWS (self));

  if (self->count == 0)
    return;
  self->count = 0;
  update (self);
}
