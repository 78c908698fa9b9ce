#include "config.h"

#include "app/widgets/tiem-list-pane-private.h"

/* The keys of the pane that GTK's views do not have, or have otherwise. */

/* A table of GTK 4.8 takes Tab from row to row: whoever works by keys would meet a thousand orders
 * before the bar below them. For a moment the view is one that takes no focus, and the window looks
 * for the next widget that does. */
static gboolean
tab_key_cb (GtkEventControllerKey *controller,
            guint keyval,
            guint keycode,
            GdkModifierType state,
            TiemListPane *self)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean backward = keyval == GDK_KEY_ISO_Left_Tab || modifiers == GDK_SHIFT_MASK;
  gboolean moved;

  if ((keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab && keyval != GDK_KEY_KP_Tab)
      || (modifiers & ~GDK_SHIFT_MASK) != 0 || focus == NULL
      || (focus != view && g_strcmp0 (gtk_widget_get_css_name (focus), "row") != 0))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_set_can_focus (view, FALSE);
  moved = gtk_widget_child_focus (GTK_WIDGET (root),
                                  backward ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  gtk_widget_set_can_focus (view, TRUE);
  return moved;
}

/* Typing anywhere in the list searches. */
static gboolean
view_key_cb (GtkEventControllerKey *controller,
             guint keyval,
             guint keycode,
             GdkModifierType state,
             TiemListPane *self)
{
  gunichar typed = gdk_keyval_to_unicode (keyval);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0
      || !g_unichar_isgraph (typed))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_set_position (self->search, -1);
  return gtk_event_controller_key_forward (controller,
                                           GTK_WIDGET (gtk_editable_get_delegate (self->search)));
}

static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint keyval,
               guint keycode,
               GdkModifierType state,
               TiemListPane *self)
{
  /* Nothing is typed that could be marked: all rows are meant. */
  if (self->ticks != NULL && tiem_list_pane_get_search (self) == NULL
      && (state & gtk_accelerator_get_default_mod_mask ()) == GDK_CONTROL_MASK
      && keyval == GDK_KEY_a)
    {
      tiem_list_ticks_tick_all (self->ticks);
      return GDK_EVENT_STOP;
    }
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_Page_Down)
    return GDK_EVENT_PROPAGATE;
  tiem_list_pane_focus_list (self);
  return GDK_EVENT_STOP;
}

static void
add_keys (TiemListPane *self,
          GtkWidget *widget,
          GtkPropagationPhase phase,
          GCallback callback)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, phase);
  g_signal_connect (controller, "key-pressed", callback, self);
  gtk_widget_add_controller (widget, controller);
}

void
tiem_list_pane_watch_keys (TiemListPane *self)
{
  GtkWidget *const views[] = { GTK_WIDGET (self->table), GTK_WIDGET (self->rows) };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      add_keys (self, views[i], GTK_PHASE_BUBBLE, G_CALLBACK (view_key_cb));
      add_keys (self, views[i], GTK_PHASE_CAPTURE, G_CALLBACK (tab_key_cb));
    }
  add_keys (self, GTK_WIDGET (self->search), GTK_PHASE_CAPTURE, G_CALLBACK (search_key_cb));
}
