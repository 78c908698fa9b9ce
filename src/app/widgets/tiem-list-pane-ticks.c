#include "config.h"

#include "app/widgets/tiem-list-pane-private.h"

#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* What is ticked. */

void
tiem_list_pane_update_tick_mode (TiemListPane *self)
{
  gboolean narrow = self->size_class == TIEM_SIZE_NARROW;

  if (self->ticks == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->tick_mode), narrow);
  if (narrow && tiem_ticks_get_count (tiem_list_ticks_get_ticks (self->ticks)) > 0)
    gtk_toggle_button_set_active (self->tick_mode, TRUE);
  tiem_list_ticks_set_mode (self->ticks, narrow && gtk_toggle_button_get_active (self->tick_mode));
}

void
tiem_list_pane_change_tick_mode (TiemListPane *self)
{
  if (self->ticks == NULL)
    return;
  if (!gtk_toggle_button_get_active (self->tick_mode))
    tiem_list_ticks_clear (self->ticks);
  tiem_list_pane_update_tick_mode (self);
  tiem_list_pane_refresh (self);
}

static void
ticks_changed_cb (TiemListPane *self)
{
  gboolean any = tiem_ticks_get_count (tiem_list_ticks_get_ticks (self->ticks)) > 0;

  if (any && self->size_class == TIEM_SIZE_NARROW)
    gtk_toggle_button_set_active (self->tick_mode, TRUE);
  tiem_list_foot_show_bar (self->foot, any);
  g_signal_emit_by_name (self, "ticks-changed");
}

/* Fewer are ticked again sooner than the way to Undo takes. */
#define MANY 10

static void
restore_cb (AdwToast *toast,
            TiemTicks *ticks)
{
  tiem_ticks_restore (ticks, g_object_get_data (G_OBJECT (toast), "tiem-ids"));
}

static void
ticks_cleared_cb (TiemListPane *self,
                  GArray *ids)
{
  g_autofree char *words = NULL;
  g_autofree char *number = tiem_number_format (ids->len);
  AdwToast *toast;

  gtk_toggle_button_set_active (self->tick_mode, FALSE);
  if (ids->len <= MANY)
    return;
  words = g_strdup_printf (ngettext ("%s row unticked", "%s rows unticked", ids->len), number);
  toast = adw_toast_new (words);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_object_set_data_full (
      G_OBJECT (toast), "tiem-ids", g_array_ref (ids), (GDestroyNotify)g_array_unref);
  g_signal_connect_object (
      toast, "button-clicked", G_CALLBACK (restore_cb), tiem_list_ticks_get_ticks (self->ticks), 0);
  tiem_list_pane_add_toast (self, toast);
}

/* What nothing inside of the pane had a use for. */
static gboolean
pane_key_cb (GtkEventControllerKey *controller,
             guint keyval,
             guint keycode,
             GdkModifierType state,
             TiemListPane *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (keyval == GDK_KEY_Escape && modifiers == 0)
    return tiem_list_ticks_clear (self->ticks);
  if (keyval != GDK_KEY_a || modifiers != GDK_CONTROL_MASK)
    return GDK_EVENT_PROPAGATE;
  tiem_list_ticks_tick_all (self->ticks);
  return GDK_EVENT_STOP;
}

static void
add_tick_column (TiemListPane *self)
{
  g_autoptr (GtkColumnViewColumn) column = tiem_list_ticks_new_column (self->ticks);

  tiem_columns_add (self->columns, column, gtk_column_view_column_get_fixed_width (column));
  gtk_widget_remove_css_class (GTK_WIDGET (self->table), "notick");
}

void
tiem_list_pane_set_ticks (TiemListPane *self,
                          TiemTicks *ticks,
                          TiemTickNameFunc name_func)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkListItemFactory *factory;

  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  g_return_if_fail (self->ticks == NULL);

  self->ticks = tiem_list_ticks_new (ticks, name_func);
  tiem_list_ticks_watch (self->ticks, GTK_WIDGET (self->table));
  tiem_list_ticks_watch (self->ticks, GTK_WIDGET (self->rows));
  g_signal_connect_swapped (self->ticks, "changed", G_CALLBACK (ticks_changed_cb), self);
  g_signal_connect_swapped (self->ticks, "cleared", G_CALLBACK (ticks_cleared_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (pane_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  add_tick_column (self);
  factory = gtk_list_view_get_factory (self->rows);
  if (factory != NULL)
    tiem_narrow_factory_set_ticks (factory, self->ticks);

  self->bar = TIEM_ACTION_BAR (tiem_action_bar_new ());
  g_signal_connect_swapped (self->bar, "clear", G_CALLBACK (tiem_list_pane_clear_ticks), self);
  g_signal_connect_swapped (self->bar, "all", G_CALLBACK (tiem_list_pane_tick_all), self);
  tiem_list_foot_set_bar (self->foot, GTK_WIDGET (self->bar));
}

TiemActionBar *
tiem_list_pane_get_action_bar (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), NULL);
  return self->bar;
}

void
tiem_list_pane_tick_all (TiemListPane *self)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  if (self->ticks != NULL)
    tiem_list_ticks_tick_all (self->ticks);
}

gboolean
tiem_list_pane_clear_ticks (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), FALSE);
  return self->ticks != NULL && tiem_list_ticks_clear (self->ticks);
}

guint
tiem_list_pane_get_ticked_outside (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), 0);
  return self->ticks != NULL ? tiem_list_ticks_get_outside (self->ticks) : 0;
}
