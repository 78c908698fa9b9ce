#include "app/widgets/tiem-late-menu.h"

#define MENU_KEY "tiem-late-menu"

/* Unless it is open again. */
static gboolean
drop_cb (gpointer button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover != NULL && !gtk_widget_get_visible (GTK_WIDGET (popover)))
    gtk_menu_button_set_menu_model (button, NULL);
  return G_SOURCE_REMOVE;
}

/* Not at once: what was chosen in it is still being carried out. */
static void
closed_cb (GtkMenuButton *button)
{
  g_idle_add_full (G_PRIORITY_LOW, drop_cb, g_object_ref (button), g_object_unref);
}

static void
make_cb (GtkMenuButton *button,
         gpointer user_data)
{
  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  gtk_menu_button_set_menu_model (button, tiem_menu_button_get_late_menu (button));
  g_signal_connect_object (gtk_menu_button_get_popover (button),
                           "closed",
                           G_CALLBACK (closed_cb),
                           button,
                           G_CONNECT_SWAPPED);
}

void
tiem_menu_button_set_late_menu (GtkMenuButton *button,
                                GMenuModel *menu)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  if (g_object_get_data (G_OBJECT (button), MENU_KEY) == menu)
    return;
  g_object_set_data_full (G_OBJECT (button),
                          MENU_KEY,
                          menu != NULL ? g_object_ref (menu) : NULL,
                          menu != NULL ? g_object_unref : NULL);
  gtk_menu_button_set_menu_model (button, NULL);
  gtk_menu_button_set_create_popup_func (button, menu != NULL ? make_cb : NULL, NULL, NULL);
}

GMenuModel *
tiem_menu_button_get_late_menu (GtkMenuButton *button)
{
  g_return_val_if_fail (GTK_IS_MENU_BUTTON (button), NULL);
  return g_object_get_data (G_OBJECT (button), MENU_KEY);
}
