#include "ui-fixture.h"

#include "app/help/tiem-help-text.h"
#include "app/help/tiem-help.h"

#include <string.h>

/* The guide: every page is whole, every link leads somewhere, and F1 opens the right one. */

static TiemHelpText *
load_page (const char *topic)
{
  g_autofree char *path = g_strdup_printf ("/vn/tiem/Tiem/help/vi/%s.xml", topic);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, &error);
  TiemHelpText *text;

  g_assert_no_error (error);
  text = tiem_help_text_parse (
      g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  return text;
}

static void
check_links (const char *markup)
{
  const char *at = markup;

  while ((at = strstr (at, "href=\"")) != NULL)
    {
      g_autofree char *uri = NULL;

      at += strlen ("href=\"");
      uri = g_strndup (at, strcspn (at, "\""));
      if (g_str_has_prefix (uri, "help:"))
        g_assert_true (g_strv_contains (tiem_help_list_topics (), uri + strlen ("help:")));
      else
        g_assert_true (g_str_has_prefix (uri, "https://"));
    }
}

static void
test_pages (void)
{
  const char *const *topics = tiem_help_list_topics ();

  for (guint i = 0; topics[i] != NULL; i++)
    {
      g_autoptr (TiemHelpText) text = load_page (topics[i]);

      g_assert_cmpuint (text->blocks->len, >=, 3);
      for (guint j = 0; j < text->blocks->len; j++)
        {
          const TiemHelpBlock *block = g_ptr_array_index (text->blocks, j);
          g_autoptr (GError) error = NULL;

          g_assert_cmpstr (block->markup, !=, "");
          g_assert_null (strstr (block->markup, "  "));
          g_assert_true ((block->kind == TIEM_HELP_CASE) == (block->title != NULL));
          check_links (block->markup);
        }
    }
}

static void
test_steps (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemHelpText) text = tiem_help_text_parse (
      "<page title='Giày &amp; dép' summary='Thử'><steps><step>Mở\n   <em>Kênh bán</em></step>"
      "<step>a &lt; b</step></steps><h>Nữa</h><steps><step>Lại từ đầu</step></steps></page>",
      -1,
      &error);
  const guint numbers[] = { 1, 2, 0, 1 };
  const char *const markups[] = { "Mở <b>Kênh bán</b>", "a &lt; b", "Nữa", "Lại từ đầu" };

  g_assert_no_error (error);
  g_assert_cmpstr (text->title, ==, "Giày & dép");
  g_assert_cmpuint (text->blocks->len, ==, G_N_ELEMENTS (numbers));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const TiemHelpBlock *block = g_ptr_array_index (text->blocks, i);

      g_assert_cmpuint (block->number, ==, numbers[i]);
      g_assert_cmpstr (block->markup, ==, markups[i]);
    }
}

static void
test_wrong_pages (void)
{
  const char *const wrong[] = {
    "<page title='Một'><p>Không có tóm tắt</p></page>",
    "<page title='Một' summary='Hai'><p>Chữ <i>nghiêng</i></p></page>",
    "<page title='Một' summary='Hai'><table/></page>",
    "<page title='Một' summary='Hai'><p>Thiếu đóng",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tiem_help_text_parse (wrong[i], -1, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_MARKUP_ERROR);
    }
}

static GtkWindow *
find_window (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return window;
    }
  return NULL;
}

static GtkWindow *
find_guide (UiFixture *fixture)
{
  return find_window ("Help");
}

/* Whether @topic is the page that is open: its summary stands under its title. */
static gboolean
is_open (UiFixture *fixture,
         const char *topic)
{
  GtkWindow *guide = find_guide (fixture);
  g_autoptr (TiemHelpText) text = load_page (topic);

  return guide != NULL && ui_find (GTK_WIDGET (guide), GTK_TYPE_LABEL, text->summary) != NULL;
}

static void
test_f1 (UiFixture *fixture,
         gconstpointer data)
{
  const struct
  {
    const char *tab;
    const char *topic;
  } cases[] = {
    { "orders", "orders" },
    { "products", "products" },
    { "customers", "customers" },
    { "channels", "channels" },
  };
  const struct
  {
    const char *row;
    const char *topic;
  } groups[] = {
    { "Buffer", "stock" },
    { "Backup folder", "backup" },
    { "Start when I log in", "background" },
  };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWindow *preferences;
  GtkWidget *row;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_widget_activate_action (window, "win.open", "(ssx)", cases[i].tab, "", (gint64)0);
      ui_settle (50);
      gtk_widget_activate_action (window, "win.help", NULL);
      ui_wait_for (is_open (fixture, cases[i].topic));
    }
  gtk_window_close (find_guide (fixture));
  ui_wait_for (find_guide (fixture) == NULL);

  /* In a window of its own each group leads to its page. */
  gtk_widget_activate_action (window, "win.preferences", NULL);
  ui_wait_for ((preferences = find_window ("Preferences")) != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      row = ui_find (GTK_WIDGET (preferences), ADW_TYPE_ACTION_ROW, groups[i].row);
      g_assert_nonnull (row);
      g_assert_cmpstr (tiem_help_find_topic (row), ==, groups[i].topic);
    }
  gtk_window_close (preferences);

  /* A page over the tab knows more than the tab. */
  gtk_widget_activate_action (window, "win.open", "(ssx)", "channels", "add", (gint64)0);
  ui_settle (50);
  ui_wait_for (ui_label (fixture, "Where do you sell?") != NULL);
  row = ui_find (window, ADW_TYPE_ACTION_ROW, "Lazada");
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  gtk_widget_activate_action (window, "win.help", NULL);
  ui_wait_for (is_open (fixture, "lazada"));
  gtk_window_close (find_guide (fixture));
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  g_test_add_func ("/help/pages", test_pages);
  g_test_add_func ("/help/steps", test_steps);
  g_test_add_func ("/help/wrong-pages", test_wrong_pages);
  UI_ADD ("/help/f1", NULL, test_f1);
  return g_test_run ();
}
