#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Gives a menu button its menu without making it: GTK makes a menu's widgets as soon as the button
 * has it, and again with each change, whether it is ever opened or not. They are made when it opens,
 * and dropped when it has closed.
 *
 * @menu: (nullable): %NULL takes it away
 */
void tiem_menu_button_set_late_menu (GtkMenuButton *button,
                                     GMenuModel *menu);
/* Returns: (nullable): what was given to it */
GMenuModel *tiem_menu_button_get_late_menu (GtkMenuButton *button);

G_END_DECLS
