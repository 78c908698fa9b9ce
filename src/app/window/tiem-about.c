#include "config.h"

#include "app/window/tiem-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static GtkWidget *
make_row (const char *title,
          const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

static GtkWidget *
make_facts (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), make_row (_ ("Version"), VERSION));
  gtk_list_box_append (GTK_LIST_BOX (list), make_row (_ ("Made by"), _ ("The Tiệm developers")));
  gtk_list_box_append (GTK_LIST_BOX (list),
                       make_row (_ ("Licence"),
                                 _ ("GNU General Public License, version 3 or later. Free to use, "
                                    "to read and to change; comes without any warranty.")));
  return list;
}

void
tiem_about_present (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), APP_ID);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Tiệm"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page),
      _ ("One stock and one list of orders for every channel a shop sells on. "
         "The data stays on this computer."));
  adw_clamp_set_child (ADW_CLAMP (clamp), make_facts ());
  adw_status_page_set_child (ADW_STATUS_PAGE (page), clamp);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);

  gtk_window_set_title (GTK_WINDOW (window), _ ("About Tiệm"));
  gtk_window_set_default_size (GTK_WINDOW (window), 440, 600);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_present (GTK_WINDOW (window));
}
