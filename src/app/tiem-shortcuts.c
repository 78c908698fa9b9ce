#include "config.h"

#include "app/tiem-shortcuts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static const TiemShortcut everywhere[] = {
  { "<Alt>1", "win.open(('overview','',int64 0))", N_ ("Overview") },
  { "<Alt>2", "win.open(('orders','',int64 0))", N_ ("Orders") },
  { "<Alt>3", "win.open(('products','',int64 0))", N_ ("Products") },
  { "<Alt>4", "win.open(('customers','',int64 0))", N_ ("Customers") },
  { "<Alt>5", "win.open(('channels','',int64 0))", N_ ("Channels") },
  { "F5", "win.sync", N_ ("Sync now") },
  { "<Control>n", "win.create", N_ ("Create: order, product or customer") },
  { "<Control>comma", "win.preferences", N_ ("Preferences") },
  { "F1", "win.help", N_ ("Help about what is in front") },
  { "<Control>question", "win.shortcuts", N_ ("Keyboard shortcuts") },
  { "F10", "win.menu", N_ ("Main menu") },
  { "<Control>w", "window.close", N_ ("Close the window") },
  { "<Control>q", "app.quit", N_ ("Quit") },
};

static const TiemShortcut lists[] = {
  { "<Control>f", "win.search", N_ ("Search") },
  { "Up Down Page_Up Page_Down Home End", NULL, N_ ("Move in the list; the detail follows") },
  { "Return", NULL, N_ ("Into the detail") },
  { "space", NULL, N_ ("Tick the row, or take its tick off") },
  { "<Shift>space", NULL, N_ ("Tick all from the row ticked before") },
  { "<Control>a", NULL, N_ ("Tick all of the list") },
  { "Escape <Alt>Left", "win.back", N_ ("Back: to the list, out of a page") },
  { "<Control>p", "win.print", N_ ("Orders: print labels") },
  { "<Control>l", "win.pick", N_ ("Orders: picking list") },
  { "F9", "win.pack", N_ ("Orders: pack by scan") },
  { "<Control>bracketleft", "win.previous-group", N_ ("Previous group") },
  { "<Control>bracketright", "win.next-group", N_ ("Next group") },
  { "<Shift><Alt>Left <Shift><Alt>Right", NULL, N_ ("A wider or narrower detail") },
};

static const TiemShortcut chosen[] = {
  { "<Control>Return", "win.primary", N_ ("The blue button of the pane") },
  { "<Control>e", "win.edit", N_ ("Edit what is chosen") },
  { "<Control>s", "win.save", N_ ("Save on an edit page") },
  { "<Control>c", "win.copy", N_ ("Copy the code of the row") },
  { "<Control>z", "win.undo", N_ ("Undo, while the message offers it") },
};

static const TiemShortcutGroup groups[] = {
  { N_ ("Everywhere"), everywhere, G_N_ELEMENTS (everywhere) },
  { N_ ("Lists"), lists, G_N_ELEMENTS (lists) },
  { N_ ("What is chosen"), chosen, G_N_ELEMENTS (chosen) },
};

/* Keys that text fields and lists use themselves: the window asks for them only after
 * whoever has the focus let them pass. */
static gboolean
is_shared (const TiemShortcut *shortcut)
{
  const char *const shared[] = { "win.copy", "win.undo", "win.back" };

  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    if (g_strcmp0 (shortcut->action, shared[i]) == 0)
      return TRUE;
  return FALSE;
}

const TiemShortcutGroup *
tiem_shortcuts_list (guint *n)
{
  *n = G_N_ELEMENTS (groups);
  return groups;
}

void
tiem_shortcuts_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (guint j = 0; j < groups[i].n_shortcuts; j++)
      {
        const TiemShortcut *shortcut = &groups[i].shortcuts[j];
        g_auto (GStrv) accelerators = g_strsplit (shortcut->accelerators, " ", -1);

        if (shortcut->action != NULL && !is_shared (shortcut))
          gtk_application_set_accels_for_action (
              application, shortcut->action, (const char *const *)accelerators);
      }
}

static GtkWidget *
make_row (const TiemShortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *keys = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_auto (GStrv) accelerators = g_strsplit (shortcut->accelerators, " ", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->label));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
  for (guint i = 0; accelerators[i] != NULL && i < 2; i++)
    gtk_box_append (GTK_BOX (keys), gtk_shortcut_label_new (accelerators[i]));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  return row;
}

void
tiem_shortcuts_present (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (groups[i].title));
      for (guint j = 0; j < groups[i].n_shortcuts; j++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                   make_row (&groups[i].shortcuts[j]));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    }
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);

  gtk_window_set_title (GTK_WINDOW (window), _ ("Keyboard shortcuts"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 640);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_present (GTK_WINDOW (window));
}
