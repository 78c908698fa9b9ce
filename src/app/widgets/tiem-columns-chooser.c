#include "config.h"

#include "app/widgets/tiem-columns-chooser.h"

#include <glib/gi18n.h>

struct _TiemColumnsChooser
{
  GtkPopover parent_instance;

  TiemColumns *columns; /* (owned) */
  GtkBox *ticks;
};

G_DEFINE_FINAL_TYPE (TiemColumnsChooser, tiem_columns_chooser, GTK_TYPE_POPOVER)

#define COLUMN_KEY "tiem-column-id"

static void
toggled_cb (GtkCheckButton *tick,
            TiemColumnsChooser *self)
{
  GtkColumnViewColumn *column
      = tiem_columns_find (self->columns, g_object_get_data (G_OBJECT (tick), COLUMN_KEY));

  if (column != NULL)
    tiem_columns_set_shown (self->columns, column, gtk_check_button_get_active (tick));
}

/* The last one that is shown has to stay: a table without columns can't be clicked. */
static void
update_ticks (TiemColumnsChooser *self)
{
  guint shown = 0;

  for (GtkWidget *tick = gtk_widget_get_first_child (GTK_WIDGET (self->ticks)); tick != NULL;
       tick = gtk_widget_get_next_sibling (tick))
    {
      GtkColumnViewColumn *column
          = tiem_columns_find (self->columns, g_object_get_data (G_OBJECT (tick), COLUMN_KEY));
      gboolean active = column != NULL && tiem_columns_get_shown (self->columns, column);

      g_signal_handlers_block_by_func (tick, toggled_cb, self);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), active);
      g_signal_handlers_unblock_by_func (tick, toggled_cb, self);
      shown += active;
    }
  for (GtkWidget *tick = gtk_widget_get_first_child (GTK_WIDGET (self->ticks)); tick != NULL;
       tick = gtk_widget_get_next_sibling (tick))
    gtk_widget_set_sensitive (tick,
                              shown > 1 || !gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)));
}

/* The ticks into the order of the columns; they are kept, with the focus on one of them. */
static void
arrange_ticks (TiemColumnsChooser *self)
{
  g_autoptr (GPtrArray) columns = tiem_columns_list (self->columns);
  GtkWidget *before = NULL;

  for (guint i = 0; i < columns->len; i++)
    {
      const char *id = tiem_column_get_id (g_ptr_array_index (columns, i));
      GtkWidget *tick = gtk_widget_get_first_child (GTK_WIDGET (self->ticks));

      while (tick != NULL && g_strcmp0 (g_object_get_data (G_OBJECT (tick), COLUMN_KEY), id) != 0)
        tick = gtk_widget_get_next_sibling (tick);
      if (tick == NULL)
        continue;
      gtk_box_reorder_child_after (self->ticks, tick, before);
      before = tick;
    }
}

static gboolean
move_cb (GtkWidget *tick,
         GVariant *args,
         gpointer user_data)
{
  TiemColumnsChooser *self
      = TIEM_COLUMNS_CHOOSER (gtk_widget_get_ancestor (tick, TIEM_TYPE_COLUMNS_CHOOSER));
  GtkColumnViewColumn *column
      = tiem_columns_find (self->columns, g_object_get_data (G_OBJECT (tick), COLUMN_KEY));

  tiem_columns_move (self->columns, column, GPOINTER_TO_INT (user_data));
  arrange_ticks (self);
  return GDK_EVENT_STOP;
}

/* GTK 4.8 would tick a lone check button by an arrow. */
static gboolean
step_cb (GtkWidget *tick,
         GVariant *args,
         gpointer user_data)
{
  GtkWidget *next = GPOINTER_TO_INT (user_data) > 0 ? gtk_widget_get_next_sibling (tick)
                                                    : gtk_widget_get_prev_sibling (tick);

  if (next != NULL)
    gtk_widget_grab_focus (next);
  return GDK_EVENT_STOP;
}

static void
add_keys (GtkWidget *tick)
{
  static const struct
  {
    guint key;
    int by;
  } keys[] = {
    { GDK_KEY_Up, -1 },
    { GDK_KEY_KP_Up, -1 },
    { GDK_KEY_Down, 1 },
    { GDK_KEY_KP_Down, 1 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gpointer by = GINT_TO_POINTER (keys[i].by);

      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, GDK_ALT_MASK),
                            gtk_callback_action_new (move_cb, by, NULL)));
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, 0),
                            gtk_callback_action_new (step_cb, by, NULL)));
    }
  gtk_widget_add_controller (tick, controller);
}

static void
add_ticks (TiemColumnsChooser *self)
{
  g_autoptr (GPtrArray) columns = tiem_columns_list (self->columns);

  for (guint i = 0; i < columns->len; i++)
    {
      GtkColumnViewColumn *column = g_ptr_array_index (columns, i);
      GtkWidget *tick = gtk_check_button_new_with_label (gtk_column_view_column_get_title (column));

      g_object_set_data_full (
          G_OBJECT (tick), COLUMN_KEY, g_strdup (tiem_column_get_id (column)), g_free);
      g_signal_connect (tick, "toggled", G_CALLBACK (toggled_cb), self);
      add_keys (tick);
      gtk_box_append (self->ticks, tick);
    }
}

static void
columns_changed_cb (TiemColumnsChooser *self)
{
  update_ticks (self);
}

static void
reset_cb (TiemColumnsChooser *self)
{
  tiem_columns_reset (self->columns);
  arrange_ticks (self);
}

static void
tiem_columns_chooser_dispose (GObject *object)
{
  TiemColumnsChooser *self = TIEM_COLUMNS_CHOOSER (object);

  if (self->columns != NULL)
    g_signal_handlers_disconnect_by_data (self->columns, self);
  g_clear_object (&self->columns);
  G_OBJECT_CLASS (tiem_columns_chooser_parent_class)->dispose (object);
}

static void
tiem_columns_chooser_class_init (TiemColumnsChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tiem_columns_chooser_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/widgets/tiem-columns-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemColumnsChooser, ticks);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
tiem_columns_chooser_init (TiemColumnsChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tiem_columns_chooser_new (TiemColumns *columns)
{
  TiemColumnsChooser *self = g_object_new (TIEM_TYPE_COLUMNS_CHOOSER, NULL);

  self->columns = g_object_ref (columns);
  add_ticks (self);
  update_ticks (self);
  g_signal_connect_swapped (columns, "changed", G_CALLBACK (columns_changed_cb), self);
  return GTK_WIDGET (self);
}
