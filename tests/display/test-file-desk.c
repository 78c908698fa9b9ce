#include "ui-fixture.h"

#include "app/channels/tiem-channel-add-page.h"
#include "app/channels/tiem-file-choice-page.h"
#include "app/channels/tiem-file-import-page.h"
#include "app/products/tiem-import-page.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-file.h"

/* Channels by file in the window: a file finds its channel, and the desk is worked from end to end.
 */

static char *
sample (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "files", name, NULL);
}

static GtkWidget *
window_of (UiFixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static void
open_sample (UiFixture *fixture,
             const char *name)
{
  g_autofree char *path = sample (name);

  tiem_window_import_file (fixture->window, path);
}

static gint64
add_channel (UiFixture *fixture,
             const char *kind,
             const char *name)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_file_channel (fixture->shop.store, kind, name, &error);

  g_assert_no_error (error);
  return id;
}

/* On the page that asks: while it slides in, the channels below are on show, too. */
static GtkWidget *
find_choice (UiFixture *fixture,
             const char *title)
{
  GtkWidget *page = ui_find (window_of (fixture), TIEM_TYPE_FILE_CHOICE_PAGE, NULL);

  return page != NULL ? ui_find (page, ADW_TYPE_ACTION_ROW, title) : NULL;
}

static void
choose (UiFixture *fixture,
        const char *title)
{
  GtkWidget *row;

  ui_wait_for ((row = find_choice (fixture, title)) != NULL);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
}

/* @page: the type of the one it is on */
static void
press (UiFixture *fixture,
       GType page,
       const char *label)
{
  GtkWidget *on;
  GtkWidget *button = NULL;

  ui_wait_for ((on = ui_find (window_of (fixture), page, NULL)) != NULL
               && (button = ui_find (on, GTK_TYPE_BUTTON, label)) != NULL
               && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
shows_page (UiFixture *fixture,
            GType type)
{
  return ui_find (window_of (fixture), type, NULL) != NULL;
}

/* Its name is left out. */
static TiemFileDesk
read_desk (UiFixture *fixture,
           gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemFileDesk) desk
      = tiem_store_read_file_desk (fixture->shop.store, channel_id, &error);
  TiemFileDesk copy;

  g_assert_no_error (error);
  copy = *desk;
  copy.written_file = NULL;
  return copy;
}

/* --- a file finds its channel --- */

/* One channel by file of the platform: the file is read there at once. */
static void
test_one (UiFixture *fixture,
          gconstpointer data)
{
  add_channel (fixture, "shopee", "Shopee Nhà Mây");
  add_channel (fixture, "lazada", "Lazada Nhà Mây");
  open_sample (fixture, data);
  ui_wait_for (shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
  ui_wait_for (ui_label (fixture, "What changes") != NULL);
  g_assert_false (shows_page (fixture, TIEM_TYPE_IMPORT_PAGE));
  g_assert_nonnull (ui_label (fixture, data));
}

/* Several: the owner says which. */
static void
test_several (UiFixture *fixture,
              gconstpointer data)
{
  gint64 second;

  add_channel (fixture, "shopee", "Shopee Nhà Mây");
  second = add_channel (fixture, "shopee", "Shopee Nhà Mây 2");
  open_sample (fixture, "shopee-orders.xlsx");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_FILE_CHOICE_PAGE));
  g_assert_nonnull (find_choice (fixture, "Shopee Nhà Mây"));
  g_assert_null (find_choice (fixture, "Import its goods alone"));
  choose (fixture, "Shopee Nhà Mây 2");
  press (fixture, TIEM_TYPE_FILE_IMPORT_PAGE, "Import 15 orders");
  ui_wait_for (read_desk (fixture, second).orders_at > 0);
}

/* None: one is added on the way, and the file read into it. */
static void
test_none (UiFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) channels = NULL;
  const TiemChannelRecord *added;

  open_sample (fixture, "tiktok-orders.csv");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_FILE_CHOICE_PAGE));
  choose (fixture, "Add TikTok Shop by file");
  press (fixture, TIEM_TYPE_CHANNEL_ADD_PAGE, "Add channel");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Import 10 orders") != NULL);

  channels = tiem_store_list_channels (fixture->shop.store, NULL);
  added = g_ptr_array_index (channels, channels->len - 1);
  g_assert_cmpstr (added->kind, ==, "tiktok");
  g_assert_true (added->by_file);
}

/* A template can also be read for its goods; so can it be when the owner leaves the question. */
static void
test_goods_alone (UiFixture *fixture,
                  gconstpointer data)
{
  open_sample (fixture, "shopee-mass-update-sales-info.xlsx");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_FILE_CHOICE_PAGE));
  choose (fixture, "Import its goods alone");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_IMPORT_PAGE));
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Import 14 rows") != NULL);
}

/* What the owner left is not asked again when a channel changes. */
static void
test_left (UiFixture *fixture,
           gconstpointer data)
{
  open_sample (fixture, "shopee-orders.xlsx");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_FILE_CHOICE_PAGE));
  gtk_widget_activate_action (window_of (fixture), "win.back", NULL);
  ui_wait_for (!shows_page (fixture, TIEM_TYPE_FILE_CHOICE_PAGE));
  add_channel (fixture, "shopee", "Shopee Nhà Mây");
  ui_wait_for (ui_label (fixture, "Shopee Nhà Mây") != NULL);
  g_assert_false (shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
}

/* A report that Tiệm does not read says so where it was opened. */
static void
test_report (UiFixture *fixture,
             gconstpointer data)
{
  add_channel (fixture, "shopee", "Shopee Nhà Mây");
  open_sample (fixture, "shopee-income.xlsx");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_IMPORT_PAGE));
  ui_wait_for (ui_find (window_of (fixture), ADW_TYPE_STATUS_PAGE, NULL) != NULL);
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/file-desk/find/orders", "shopee-orders.xlsx", test_one);
  UI_ADD ("/file-desk/find/template", "lazada-pricestock.xlsx", test_one);
  UI_ADD ("/file-desk/find/several", NULL, test_several);
  UI_ADD ("/file-desk/find/none", NULL, test_none);
  UI_ADD ("/file-desk/find/goods-alone", NULL, test_goods_alone);
  UI_ADD ("/file-desk/find/left", NULL, test_left);
  UI_ADD ("/file-desk/find/report", NULL, test_report);
  return g_test_run ();
}
