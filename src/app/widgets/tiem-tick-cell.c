#include "config.h"

#include "app/widgets/tiem-tick-cell.h"

#include <glib/gi18n.h>

struct _TiemTickCell
{
  GtkWidget parent_instance;

  GtkWidget *check;
  gint64 id;
  char *name; /* (owned) (nullable) */
};

enum
{
  CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemTickCell, tiem_tick_cell, GTK_TYPE_WIDGET)

/* Taken from the row, which would become the current one. */
static void
pressed_cb (GtkGestureClick *gesture,
            int n_press,
            double x,
            double y,
            TiemTickCell *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[CLICKED], 0, (state & GDK_SHIFT_MASK) != 0);
}

static void
tiem_tick_cell_dispose (GObject *object)
{
  g_clear_pointer (&TIEM_TICK_CELL (object)->check, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_tick_cell_parent_class)->dispose (object);
}

static void
tiem_tick_cell_finalize (GObject *object)
{
  g_free (TIEM_TICK_CELL (object)->name);
  G_OBJECT_CLASS (tiem_tick_cell_parent_class)->finalize (object);
}

static void
tiem_tick_cell_class_init (TiemTickCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tiem_tick_cell_dispose;
  object_class->finalize = tiem_tick_cell_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tiem-tick");
  signals[CLICKED] = g_signal_new ("clicked",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_BOOLEAN);
}

static void
tiem_tick_cell_init (TiemTickCell *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->check = gtk_check_button_new ();
  gtk_widget_add_css_class (self->check, "tiem-check");
  /* Not "focusable" alone: a check button on 4.8 would say that it took the focus all the same,
   * and Tab would end there. */
  gtk_widget_set_can_focus (self->check, FALSE);
  gtk_widget_set_can_target (self->check, FALSE);
  gtk_widget_set_halign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->check, GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
tiem_tick_cell_new (void)
{
  return g_object_new (TIEM_TYPE_TICK_CELL, NULL);
}

void
tiem_tick_cell_set_row (TiemTickCell *self,
                        gint64 id,
                        const char *name)
{
  g_autofree char *label = NULL;

  g_return_if_fail (TIEM_IS_TICK_CELL (self));

  self->id = id;
  if (g_strcmp0 (name, self->name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  /* Translators: accessible name of the tick of a row; %s is what the row is called */
  label = name != NULL ? g_strdup_printf (_ ("Tick %s"), name) : g_strdup (_ ("Tick this row"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

gint64
tiem_tick_cell_get_id (TiemTickCell *self)
{
  g_return_val_if_fail (TIEM_IS_TICK_CELL (self), 0);
  return self->id;
}

void
tiem_tick_cell_set_ticked (TiemTickCell *self,
                           gboolean ticked)
{
  g_return_if_fail (TIEM_IS_TICK_CELL (self));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), ticked);
}
