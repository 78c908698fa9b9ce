#include "ui-fixture.h"

#include "app/channels/tiem-channel-add-page.h"
#include "app/channels/tiem-file-choice-page.h"
#include "app/channels/tiem-file-desk-view.h"
#include "app/channels/tiem-file-import-page.h"
#include "app/products/tiem-import-page.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-file.h"
#include "store/tiem-store-listings.h"

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

/* --- the desk --- */

/* Beside a line of the page that reads a file. Returns: (nullable) */
static const char *
find_value (UiFixture *fixture,
            const char *title)
{
  GtkWidget *page = ui_find (window_of (fixture), TIEM_TYPE_FILE_IMPORT_PAGE, NULL);
  GtkWidget *row = page != NULL ? ui_find (page, ADW_TYPE_ACTION_ROW, title) : NULL;
  GtkWidget *found = NULL;

  /* The last label of the row: the title stands before it. */
  for (GtkWidget *at = row != NULL ? gtk_widget_get_first_child (row) : NULL; at != NULL;)
    {
      if (GTK_IS_LABEL (at) && gtk_widget_has_css_class (at, "numeric"))
        found = at;
      if (gtk_widget_get_first_child (at) != NULL)
        {
          at = gtk_widget_get_first_child (at);
          continue;
        }
      while (at != NULL && at != row && gtk_widget_get_next_sibling (at) == NULL)
        at = gtk_widget_get_parent (at);
      at = at != NULL && at != row ? gtk_widget_get_next_sibling (at) : NULL;
    }
  return found != NULL ? gtk_label_get_label (GTK_LABEL (found)) : NULL;
}

static void
assert_value (UiFixture *fixture,
              const char *title,
              const char *value)
{
  ui_wait_for (find_value (fixture, title) != NULL);
  g_assert_cmpstr (find_value (fixture, title), ==, value);
}

static void
assert_whole (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (fixture->shop.store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    g_assert_cmpuint (((TiemInvariant *)invariants->pdata[i])->violations->len, ==, 0);
}

/* Reads the sample in and agrees with @button. */
static void
read_in (UiFixture *fixture,
         const char *name,
         const char *button)
{
  open_sample (fixture, name);
  press (fixture, TIEM_TYPE_FILE_IMPORT_PAGE, button);
  ui_wait_for (!shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
}

static gint64
find_variant (UiFixture *fixture,
              const char *sku)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->shop.store, sku, &error);

  g_assert_no_error (error);
  return id;
}

static void
set_stock (UiFixture *fixture,
           const char *sku,
           gint64 units)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_stock (
      fixture->shop.store, find_variant (fixture, sku), units, "count", NULL, &error);
  g_assert_no_error (error);
}

static gint64
add_in_window (UiFixture *fixture)
{
  g_autoptr (GPtrArray) channels = NULL;
  GtkWidget *page;
  GtkWidget *row;

  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "channels", "add", (gint64)0);
  ui_wait_for ((page = ui_find (window_of (fixture), TIEM_TYPE_CHANNEL_ADD_PAGE, NULL)) != NULL
               && (row = ui_find (page, ADW_TYPE_ACTION_ROW, "Shopee by file")) != NULL);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  press (fixture, TIEM_TYPE_CHANNEL_ADD_PAGE, "Add channel");
  ui_wait_for (shows_page (fixture, TIEM_TYPE_FILE_DESK_VIEW));
  channels = tiem_store_list_channels (fixture->shop.store, NULL);
  return ((TiemChannelRecord *)channels->pdata[channels->len - 1])->id;
}

/* Everything an owner without API access does, from adding the channel to the day it gets keys. */
static void
test_whole (UiFixture *fixture,
            gconstpointer data)
{
  g_autofree char *template = sample ("shopee-mass-update-sales-info.xlsx");
  g_autofree char *out = g_build_filename (fixture->shop.dir, "tai-len.xlsx", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (TiemAdoptResult) adopted = NULL;
  gint64 id;
  gint64 orders;

  fixture->shop.now = g_get_real_time () / 1000; /* the sample's time is when it was unpacked */
  id = add_in_window (fixture);

  /* Products, and what they are linked to. */
  open_sample (fixture, "shopee-mass-update-sales-info.xlsx");
  assert_value (fixture, "New", "14");
  assert_value (fixture, "Products", "7");
  assert_value (fixture, "Stock", "253");
  press (fixture, TIEM_TYPE_FILE_IMPORT_PAGE, "Import 14 listings");
  ui_wait_for (read_desk (fixture, id).unlinked == 14);
  adopted = tiem_store_adopt (fixture->shop.store, id, NULL, &error);
  g_assert_no_error (error);
  ui_wait_for (read_desk (fixture, id).unlinked == 0);

  /* Orders: what the file says and what changes, then nothing more by the same file. */
  ui_wait_for (!shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
  open_sample (fixture, "shopee-orders.xlsx");
  assert_value (fixture, "New", "15");
  assert_value (fixture, "Changed", "0");
  assert_value (fixture, "Units", "44");
  assert_value (fixture, "Goods", "6.360.000 ₫");
  assert_value (fixture, "Total", "6.340.500 ₫");
  press (fixture, TIEM_TYPE_FILE_IMPORT_PAGE, "Import 15 orders");
  ui_wait_for (read_desk (fixture, id).orders_at > 0
               && !shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
  assert_whole (fixture);
  open_sample (fixture, "shopee-orders.xlsx");
  assert_value (fixture, "New", "0");
  assert_value (fixture, "Unchanged", "15");
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Nothing to import") != NULL);
  gtk_widget_activate_action (window_of (fixture), "win.back", NULL);
  ui_wait_for (!shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));

  /* Stock goes out: the owner is told, writes the file, uploads it, and says so. */
  set_stock (fixture, "VO-5", 60);
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Write stock and price file…")
               != NULL);
  tiem_file_desk_view_write (
      TIEM_FILE_DESK_VIEW (ui_find (window_of (fixture), TIEM_TYPE_FILE_DESK_VIEW, NULL)),
      template,
      out);
  ui_wait_for (read_desk (fixture, id).open_upload_id != 0);
  ui_wait_for (ui_label (fixture, "Have you uploaded it?") != NULL);
  g_assert_cmpint (read_desk (fixture, id).waiting_stock, >, 0);
  press (fixture, TIEM_TYPE_FILE_DESK_VIEW, "Uploaded");
  ui_wait_for (read_desk (fixture, id).waiting_stock == 0);
  ui_wait_for (ui_label (fixture, "Have you uploaded it?") == NULL);
  assert_whole (fixture);

  /* The platform's next file says what was uploaded. */
  fixture->shop.now += 60000;
  tiem_window_import_file (fixture->window, out);
  assert_value (fixture, "New", "0");
  press (fixture, TIEM_TYPE_FILE_IMPORT_PAGE, "Import 14 listings");
  ui_wait_for (!shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
  g_assert_cmpint (read_desk (fixture, id).waiting_stock, ==, 0);

  /* With keys one day, it keeps everything. */
  record = tiem_store_get_channel (fixture->shop.store, id, &error);
  g_assert_no_error (error);
  orders = record->orders;
  g_assert_cmpint (orders, ==, 15);
  tiem_store_set_channel_by_file (fixture->shop.store, id, FALSE, &error);
  g_assert_no_error (error);
  g_clear_pointer (&record, tiem_channel_record_free);
  record = tiem_store_get_channel (fixture->shop.store, id, &error);
  g_assert_cmpint (record->orders, ==, orders);
  g_assert_cmpint (record->listings, ==, 14);
  g_assert_cmpint (record->unlinked, ==, 0);
  ui_wait_for (!shows_page (fixture, TIEM_TYPE_FILE_DESK_VIEW));
  assert_whole (fixture);
}

/* The last units: what a channel by file may still sell counts, and is not sold elsewhere too. */
static void
test_scarce (UiFixture *fixture,
             gconstpointer data)
{
  gint64 id = add_channel (fixture, "shopee", "Shopee Nhà Mây");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAdoptResult) adopted = NULL;
  g_autoptr (GPtrArray) listings = NULL;
  const TiemListingQuery query = { .channel_id = id };

  fixture->shop.now = g_get_real_time () / 1000;
  read_in (fixture, "shopee-mass-update-sales-info.xlsx", "Import 14 listings");
  adopted = tiem_store_adopt (fixture->shop.store, id, NULL, &error);
  g_assert_no_error (error);
  set_stock (fixture, "VO-5", 3);
  listings = tiem_store_list_listings (fixture->shop.store, &query, 0, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      if (g_strcmp0 (listing->remote_sku, "VO-5") == 0)
        g_assert_cmpint (listing->desired, ==, 3 - TIEM_FILE_BUFFER);
    }
  assert_whole (fixture);
}

/* A row that can't be read says why, and leaves out its own order alone. */
static void
test_refused (UiFixture *fixture,
              gconstpointer data)
{
  g_autofree char *from = sample ("tiktok-orders.csv");
  g_autofree char *to = g_build_filename (fixture->shop.dir, "don & hàng.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) wrong = NULL;
  g_autoptr (GError) error = NULL;

  add_channel (fixture, "tiktok", "TikTok Nhà Mây");
  g_file_get_contents (from, &text, NULL, &error);
  g_assert_no_error (error);
  wrong = g_string_new (text);
  g_assert_cmpuint (
      g_string_replace (wrong, "Mặc định,2,0,65000", "Mặc định,hai,0,65000", 1), ==, 1);
  g_file_set_contents (to, wrong->str, -1, &error);
  g_assert_no_error (error);
  tiem_window_import_file (fixture->window, to);
  ui_wait_for (ui_label (fixture, "Rows that are left out") != NULL);
  g_assert_nonnull (ui_label (fixture, "Row 4, Quantity"));
  assert_value (fixture, "New", "9");
  press (fixture, TIEM_TYPE_FILE_IMPORT_PAGE, "Import 9 orders");
  ui_wait_for (!shows_page (fixture, TIEM_TYPE_FILE_IMPORT_PAGE));
  assert_whole (fixture);
}

/* What is due is told where the owner looks anyway. */
static void
test_due (UiFixture *fixture,
          gconstpointer data)
{
  add_channel (fixture, "shopee", "Shopee Nhà Mây");
  fixture->shop.now = g_get_real_time () / 1000;
  read_in (fixture, "shopee-mass-update-sales-info.xlsx", "Import 14 listings");
  ui_wait_for (ui_label (fixture, "No order file has been read in yet") != NULL);
  read_in (fixture, "shopee-orders.xlsx", "Import 15 orders");
  ui_wait_for (ui_label (fixture, "No order file has been read in yet") == NULL);
}

/* An order of such a channel offers nothing that only its platform can do. */
static void
test_order (UiFixture *fixture,
            gconstpointer data)
{
  gint64 id = add_channel (fixture, "shopee", "Shopee Nhà Mây");

  fixture->shop.now = g_get_real_time () / 1000;
  read_in (fixture, "shopee-mass-update-sales-info.xlsx", "Import 14 listings");
  read_in (fixture, "shopee-orders.xlsx", "Import 15 orders");
  ui_wait_for (read_desk (fixture, id).orders_at > 0);
  tiem_window_search (fixture->window, "orders", "261119N1Q6NMQW");
  ui_wait_for (ui_label (fixture, "Confirm it and print its label in Kênh Người Bán") != NULL);
  g_assert_null (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Arrange shipment"));
  g_assert_null (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Print label"));
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
  UI_ADD ("/file-desk/whole", NULL, test_whole);
  UI_ADD ("/file-desk/scarce", NULL, test_scarce);
  UI_ADD ("/file-desk/refused", NULL, test_refused);
  UI_ADD ("/file-desk/due", NULL, test_due);
  UI_ADD ("/file-desk/order", NULL, test_order);
  return g_test_run ();
}
