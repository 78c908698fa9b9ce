#include "config.h"

#include "ui-fixture.h"
#include "walk-shop.h"

#include "app/channels/tiem-channel-first-read.h"
#include "app/tiem-shortcuts.h"
#include "app/widgets/tiem-list-pane.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

/*
 * The window in Vietnamese over a shop with something of everything, for test-walk.py, which looks
 * at it as a screen reader does. It obeys lines on its standard input, and answers each with
 * "done":
 *
 *   do ACTION [PARAMETER]  an action of the main window, or when it is not "win.", of the list on
 *                          show or the page over it; the parameter as GVariant text
 *   size WIDTH HEIGHT      of the main window
 *   keys                   before "done", a line for each control that Tab and arrows don't reach
 *   popover NAME           opens the first menu button that has this tooltip or label
 *   press NAME             activates the row or button on show that says so
 *   fields                 before "done", a line for each field of text on show
 *   field N                moves the focus into the Nth of them and empties it
 *   says TEXT              before "done", a line when nothing in the window comes to say that
 *   typed                  before "done", the text of the field that has the focus
 *   tick                   all rows of the list on show
 *   fill TEXT              all fields of text on show
 *   import TEXT            a file of this text, "|" for the ends of its lines
 *   open SAMPLE            a file of tests/data/files
 *   reading                the page that adds a channel goes on to reading the first one
 *   close                  all windows but the main one, and popovers
 *   seen                   before "done", the type of every widget of ours that was on show
 */

static UiFixture fixture;
static GMainLoop *loop;
static GHashTable *seen; /* of interned names of types */

/* --- the window in front --- */

static gboolean
is_type (GtkWidget *widget,
         const char *name)
{
  GType type = g_type_from_name (name);

  return type != 0 && g_type_is_a (G_OBJECT_TYPE (widget), type);
}

/* Newer libadwaita asks inside of the window. Returns: (nullable) */
static GtkWidget *
find_dialog (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget) || is_type (widget, "AdwDialog"))
    return gtk_widget_get_mapped (widget) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_dialog (child);
  return found;
}

/* The youngest window is the one in front. */
static GtkWindow *
find_front_window (void)
{
  GtkWindow *front = NULL;
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) candidate = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (GTK_WIDGET (candidate))
          && (front == NULL || candidate != GTK_WINDOW (fixture.window)))
        front = candidate;
    }
  return front;
}

static GtkWidget *
find_front (void)
{
  GtkWindow *window = find_front_window ();
  GtkWidget *dialog = find_dialog (GTK_WIDGET (window));

  return dialog != NULL ? dialog : GTK_WIDGET (window);
}

/* --- keys --- */

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_TEXT (widget)
         || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_DROP_DOWN (widget);
}

/* Tab goes to the one of the group that is chosen, the arrows to the others. */
static gboolean
is_radio (GtkWidget *widget)
{
  GtkWidget *mark = gtk_widget_get_first_child (widget);

  return GTK_IS_CHECK_BUTTON (widget) && mark != NULL
         && g_str_equal (gtk_widget_get_css_name (mark), "radio")
         && !gtk_check_button_get_active (GTK_CHECK_BUTTON (widget));
}

/* Moved among with the arrows, once the list has the focus; a row's own buttons are told apart. */
static gboolean
is_reached_by_arrows (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BASE) != NULL
         || gtk_widget_get_ancestor (widget, GTK_TYPE_COLUMN_VIEW) != NULL
         || GTK_IS_TOGGLE_BUTTON (widget) || is_radio (widget)
         || gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) != NULL
         || gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER) != NULL
         || gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER_BAR) != NULL
         || gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL;
}

static void
collect_controls (GtkWidget *widget,
                  GHashTable *controls)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  if (is_control (widget) && !is_reached_by_arrows (widget))
    g_hash_table_add (controls, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_controls (child, controls);
}

/* What stands for a control that leaves the focus to a part of it, or to its row. */
static void
strike_out (GHashTable *controls,
            GtkWidget *focus)
{
  for (GtkWidget *widget = focus; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      GHashTableIter iter;
      gpointer control;

      g_hash_table_remove (controls, widget);
      if (!ADW_IS_ACTION_ROW (widget))
        continue;
      g_hash_table_iter_init (&iter, controls);
      while (g_hash_table_iter_next (&iter, &control, NULL))
        if (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (widget)) == control)
          g_hash_table_iter_remove (&iter);
    }
}

static char *
describe (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  const char *text = ui_get_text (widget);

  return g_strdup_printf ("%s “%s” in %s",
                          G_OBJECT_TYPE_NAME (widget),
                          text != NULL      ? text
                          : tooltip != NULL ? tooltip
                                            : "",
                          G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
}

/* The rows of a list are one stop, moved among with the arrows; Tab then goes into the row. */
static void
walk_row (GHashTable *controls,
          GtkWidget *row)
{
  if (!gtk_widget_grab_focus (row))
    return;
  strike_out (controls, row);
  for (guint i = 0; i < 20 && gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD); i++)
    strike_out (controls, gtk_root_get_focus (gtk_widget_get_root (row)));
}

static void
walk_rows (GHashTable *controls)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer widget;

  g_hash_table_iter_init (&iter, controls);
  while (g_hash_table_iter_next (&iter, &widget, NULL))
    {
      GtkWidget *row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);

      if (row != NULL)
        g_hash_table_add (rows, row);
    }
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &widget, NULL))
    walk_row (controls, widget);
}

/* Returns: (nullable): the list whose selected row says what stands beside it */
static GtkListBox *
find_sidebar (GtkWidget *widget)
{
  GtkListBox *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LIST_BOX (widget) && gtk_widget_has_css_class (widget, "navigation-sidebar"))
    return GTK_LIST_BOX (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_sidebar (child);
  return found;
}

static void
walk_by_tab (GHashTable *controls,
             GtkWindow *window,
             guint steps)
{
  for (guint i = 0; i < steps && g_hash_table_size (controls) > 0; i++)
    {
      GtkWidget *focus;

      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (window);
      if (focus != NULL)
        strike_out (controls, focus);
    }
}

static void
check_keys (void)
{
  GtkListBox *sidebar;
  GtkListBoxRow *row = NULL;
  GtkWindow *window = find_front_window ();
  GtkWidget *front = find_front ();
  g_autoptr (GHashTable) controls = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer control;

  collect_controls (front, controls);
  sidebar = find_sidebar (front);
  if (sidebar != NULL)
    row = gtk_list_box_get_selected_row (sidebar);
  gtk_window_set_focus (window, NULL);
  walk_by_tab (controls, window, 200);
  if (row != NULL)
    {
      /* Tab goes from row to row there, and each shows something else: Enter leads out of it. */
      gtk_list_box_select_row (sidebar, row);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      gtk_widget_activate (GTK_WIDGET (row));
      ui_settle (100);
      walk_by_tab (controls, window, 60);
    }
  walk_rows (controls);
  g_hash_table_iter_init (&iter, controls);
  while (g_hash_table_iter_next (&iter, &control, NULL))
    {
      g_autofree char *text = describe (control);

      g_print ("%s\n", text);
    }
}

/* --- fields --- */

/* Not those of numbers, where no word of Vietnamese belongs. */
static void
collect_fields (GtkWidget *widget,
                gboolean secrets,
                GPtrArray *fields)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  if (GTK_IS_TEXT_VIEW (widget)
      || (GTK_IS_TEXT (widget) && gtk_editable_get_editable (GTK_EDITABLE (widget))
          && (secrets || gtk_text_get_visibility (GTK_TEXT (widget)))
          && (secrets
              || gtk_text_get_input_purpose (GTK_TEXT (widget)) == GTK_INPUT_PURPOSE_FREE_FORM)
          && gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) == NULL))
    g_ptr_array_add (fields, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_fields (child, secrets, fields);
}

static void
list_fields (void)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  collect_fields (GTK_WIDGET (fixture.window), FALSE, fields);
  for (guint i = 0; i < fields->len; i++)
    {
      g_autofree char *text = describe (g_ptr_array_index (fields, i));

      g_print ("%s\n", text);
    }
}

static void
set_text (GtkWidget *field,
          const char *text)
{
  if (GTK_IS_TEXT_VIEW (field))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (field)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (field), text);
}

static void
fill_fields (const char *text)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  collect_fields (find_front (), TRUE, fields);
  for (guint i = 0; i < fields->len; i++)
    set_text (g_ptr_array_index (fields, i), text);
}

static void
enter_field (guint number)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  GtkWidget *field;

  collect_fields (GTK_WIDGET (fixture.window), FALSE, fields);
  if (number >= fields->len)
    return;
  field = g_ptr_array_index (fields, number);
  gtk_widget_grab_focus (field);
  set_text (field, "");
}

static void
print_typed (void)
{
  GtkWidget *field = gtk_window_get_focus (GTK_WINDOW (fixture.window));

  if (GTK_IS_TEXT_VIEW (field))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (field));
      g_autofree char *text = NULL;

      g_object_get (buffer, "text", &text, NULL);
      g_print ("%s\n", text);
    }
  else if (GTK_IS_EDITABLE (field))
    g_print ("%s\n", gtk_editable_get_text (GTK_EDITABLE (field)));
}

/* --- what was on show --- */

static void
note_seen (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Tiem"))
    g_hash_table_add (seen, (gpointer)G_OBJECT_TYPE_NAME (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    note_seen (child);
}

static void
note_windows (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      note_seen (window);
    }
}

static void
print_seen (void)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_print ("%s\n", (const char *)name);
}

/* --- lines --- */

static void
close_others (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *dialog = find_dialog (GTK_WIDGET (fixture.window));

  if (dialog != NULL)
    gtk_widget_activate_action (dialog, "window.close", NULL);

  for (guint i = g_list_model_get_n_items (windows); i > 0; i--)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);

      if (window == GTK_WINDOW (fixture.window))
        continue;
      /* A question is answered by that; what asks once more goes all the same. */
      gtk_window_close (window);
      gtk_window_destroy (window);
    }
}

/* Returns: (nullable): a label on show with @text somewhere in it */
static GtkWidget *
find_saying (GtkWidget *widget,
             const char *text)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_saying (child, text);
  return found;
}

static GtkWidget *
find_said (const char *text)
{
  return find_saying (find_front (), text);
}

static void
popdown (GtkWidget *widget)
{
  if (GTK_IS_POPOVER (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    popdown (child);
}

/* Returns: (nullable) */
static GtkWidget *
find_menu_button (GtkWidget *widget,
                  const char *name)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_MENU_BUTTON (widget)
      && (g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0 || ui_shows (widget, name)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_menu_button (child, name);
  return found;
}

static GtkWidget *
find_popover (const char *name)
{
  return find_menu_button (GTK_WIDGET (fixture.window), name);
}

/* Whether @find comes to find what is called @name. */
static gboolean
wait_until (GtkWidget *(*find) (const char *name),
            const char *name)
{
  gint64 until = g_get_monotonic_time () + UI_DEADLINE_US / 2;

  while (find (name) == NULL && g_get_monotonic_time () < until)
    ui_settle (50);
  return find (name) != NULL;
}

static void
open_popover (const char *name)
{
  if (wait_until (find_popover, name))
    gtk_menu_button_popup (GTK_MENU_BUTTON (find_popover (name)));
  else
    g_print ("no menu button %s\n", name);
}

static GtkWidget *
find_to_press (const char *name)
{
  GtkWidget *widget = ui_find (find_front (), ADW_TYPE_ACTION_ROW, name);

  return widget != NULL ? widget : ui_find (find_front (), GTK_TYPE_BUTTON, name);
}

static void
press (const char *name)
{
  GtkWidget *widget;

  if (!wait_until (find_to_press, name))
    {
      g_print ("nothing to press is called %s\n", name);
      return;
    }
  widget = find_to_press (name);
  if (GTK_IS_LIST_BOX_ROW (widget))
    g_signal_emit_by_name (gtk_widget_get_parent (widget), "row-activated", widget);
  else
    g_signal_emit_by_name (widget, "clicked");
}

/* Returns: (nullable): who knows the action of itself or of what holds it */
static GtkWidget *
find_actor (GtkWidget *widget,
            const char *action,
            GVariant *parameter)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (gtk_widget_activate_action_variant (widget, action, parameter))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_actor (child, action, parameter);
  return found;
}

static void
do_action (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  g_autoptr (GVariant) parameter = NULL;
  GtkWidget *widget = GTK_WIDGET (fixture.window);

  if (words[1] != NULL)
    parameter = g_variant_ref_sink (g_variant_new_parsed (words[1]));
  if (!g_str_has_prefix (words[0], "win."))
    {
      GtkWidget *pane = ui_find (widget, TIEM_TYPE_LIST_PANE, NULL);

      if (pane == NULL)
        pane = ui_find (widget, TIEM_TYPE_SUBPAGE, NULL);
      /* In a narrow window the list lies behind what it shows. */
      widget = pane != NULL ? pane : ui_find (widget, TIEM_TYPE_PAGE, NULL);
    }
  if (!gtk_widget_activate_action_variant (widget, words[0], parameter)
      && find_actor (GTK_WIDGET (fixture.window), words[0], parameter) == NULL)
    g_print ("no action %s\n", words[0]);
}

/* While a page slides over another one both can be reached. */
static gboolean
is_sliding (GtkWidget *widget)
{
  if (GTK_IS_STACK (widget) && gtk_stack_get_transition_running (GTK_STACK (widget)))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_sliding (child))
      return TRUE;
  return FALSE;
}

static void
import_text (const char *text)
{
  g_autofree char *lines = g_strdelimit (g_strdup (text), "|", '\n');
  g_autofree char *path = g_build_filename (fixture.shop.dir, "hang.csv", NULL);

  g_assert_true (g_file_set_contents (path, lines, -1, NULL));
  tiem_window_import_file (fixture.window, path);
}

static void
open_sample (const char *name)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "data", "files", name, NULL);

  tiem_window_import_file (fixture.window, path);
}

/* Nothing answers here, so that it is shown what would come next. */
static GtkWidget *
find_first_read (GtkWidget *widget)
{
  GtkWidget *found = TIEM_IS_CHANNEL_FIRST_READ (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_first_read (child);
  return found;
}

static void
show_reading (void)
{
  GtkWidget *reading = find_first_read (GTK_WIDGET (fixture.window));
  GtkWidget *stack;

  if (reading == NULL)
    {
      g_print ("no channel is being added\n");
      return;
    }
  stack = gtk_widget_get_ancestor (reading, GTK_TYPE_STACK);
  while (gtk_widget_get_parent (reading) != stack)
    reading = gtk_widget_get_parent (reading);
  gtk_stack_set_visible_child (GTK_STACK (stack), reading);
  tiem_channel_first_read_start (
      TIEM_CHANNEL_FIRST_READ (find_first_read (GTK_WIDGET (fixture.window))),
      fixture.app_shop,
      fixture.channel_id,
      "nhamay");
}

/* --- when all is done --- */

static gpointer
read_nothing (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  return NULL;
}

static void
nothing_read_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  guint *left = user_data;

  tiem_store_run_finish (TIEM_STORE (source), result, NULL);
  (*left)--;
}

/* Whatever the store was asked for is there, and has been shown. */
static void
settle (void)
{
  static const TiemStoreKind kinds[] = { TIEM_STORE_READ, TIEM_STORE_WRITE };

  for (guint round = 0; round < 2; round++)
    {
      guint left = G_N_ELEMENTS (kinds);

      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        tiem_store_run_async (fixture.shop.store,
                              kinds[i],
                              read_nothing,
                              NULL,
                              NULL,
                              NULL,
                              NULL,
                              nothing_read_cb,
                              &left);
      while (left > 0)
        g_main_context_iteration (NULL, TRUE);
      ui_settle (100);
    }
  ui_wait_for (!is_sliding (GTK_WIDGET (fixture.window)));
}

static void
obey (const char *line)
{
  int width, height;

  if (g_str_has_prefix (line, "do "))
    do_action (line + strlen ("do "));
  else if (sscanf (line, "size %d %d", &width, &height) == 2)
    gtk_window_set_default_size (GTK_WINDOW (fixture.window), width, height);
  else if (g_str_equal (line, "tick"))
    tiem_list_pane_tick_all (
        TIEM_LIST_PANE (ui_find (GTK_WIDGET (fixture.window), TIEM_TYPE_LIST_PANE, NULL)));
  else if (g_str_has_prefix (line, "import "))
    import_text (line + strlen ("import "));
  else if (g_str_has_prefix (line, "open "))
    open_sample (line + strlen ("open "));
  else if (g_str_has_prefix (line, "fill "))
    fill_fields (line + strlen ("fill "));
  else if (g_str_equal (line, "reading"))
    show_reading ();
  else if (g_str_equal (line, "keys"))
    check_keys ();
  else if (g_str_has_prefix (line, "popover "))
    open_popover (line + strlen ("popover "));
  else if (g_str_equal (line, "fields"))
    list_fields ();
  else if (g_str_has_prefix (line, "field "))
    enter_field (atoi (line + strlen ("field ")));
  else if (g_str_has_prefix (line, "says "))
    {
      if (!wait_until (find_said, line + 5))
        g_print ("nothing says %s\n", line + 5);
    }
  else if (g_str_equal (line, "typed"))
    print_typed ();
  else if (g_str_has_prefix (line, "press "))
    press (line + strlen ("press "));
  else if (g_str_equal (line, "close"))
    {
      popdown (GTK_WIDGET (fixture.window));
      close_others ();
    }
  else if (g_str_equal (line, "seen"))
    print_seen ();
  settle ();
  note_windows ();
  g_print ("done\n");
}

static gboolean
line_cb (GIOChannel *channel,
         GIOCondition condition,
         gpointer data)
{
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (loop);
      return G_SOURCE_REMOVE;
    }
  obey (g_strchomp (line));
  return G_SOURCE_CONTINUE;
}

/* As AdwApplication does. */
static void
load_style (const char *name)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  g_autofree char *path = g_strconcat ("/vn/tiem/Tiem/", name, NULL);

  gtk_css_provider_load_from_resource (style, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autofree char *catalogue = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "po", NULL);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, catalogue);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_set_prgname (APP_ID);
  gtk_init ();
  tiem_app_init_widgets ();
  adw_init ();
  load_style ("style.css");
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    load_style ("style-hc.css");

  store_fixture_set_up (&fixture.shop, NULL);
  if (argc >= 2 && g_str_equal (argv[1], "files"))
    walk_shop_add_file_channels (&fixture.shop);
  if (argc < 2 || !g_str_equal (argv[1], "empty"))
    {
      ui_fill_shop (&fixture);
      walk_shop_add_troubles (&fixture.shop, fixture.channel_id);
    }
  ui_open_window (&fixture, 1300, 850);
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  loop = g_main_loop_new (NULL, FALSE);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, line_cb, NULL);
  g_print ("done\n");
  g_main_loop_run (loop);
  close_others ();
  ui_tear_down (&fixture, NULL);
  g_main_loop_unref (loop);
  g_hash_table_unref (seen);
  return 0;
}
