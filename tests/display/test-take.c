#include "ui-fixture.h"

#include "app/products/tiem-places-page.h"
#include "app/products/tiem-takes-page.h"
#include "app/products/tiem-transfers-page.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-takes.h"
#include "store/tiem-store-transfers.h"

/* Counting, transfers and places through the real window, by keys alone. With TIEM_PICTURES set
 * to a folder, pictures of what is seen are left there. */

static void
take_picture (UiFixture *fixture,
              const char *name)
{
  static gboolean is_styled;
  const char *folder = g_getenv ("TIEM_PICTURES");
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (path == NULL)
    return;
  if (!is_styled)
    {
      g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

      gtk_css_provider_load_from_resource (css, "/vn/tiem/Tiem/style.css");
      gtk_style_context_add_provider_for_display (
          gdk_display_get_default (), GTK_STYLE_PROVIDER (css), 700);
      is_styled = TRUE;
    }
  ui_settle (500);
  texture = tiem_window_take_picture (fixture->window);
  gdk_texture_save_to_png (texture, path);
}

static void
run_keys (const char *how,
          const char *keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) typist = NULL;

  typist = g_str_equal (how, "type") ? g_subprocess_new (
               G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "type", "--delay", "2", "--", keys, NULL)
                                     : g_subprocess_new (G_SUBPROCESS_FLAGS_NONE,
                                                         &error,
                                                         "xdotool",
                                                         "key",
                                                         keys,
                                                         NULL);
  g_assert_no_error (error);
  while (g_subprocess_get_identifier (typist) != NULL)
    g_main_context_iteration (NULL, FALSE);
  ui_settle (200);
}

static GtkWidget *
open_page (UiFixture *fixture,
           const char *action,
           GType type)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *page = NULL;

  ui_open_tab (fixture, "products");
  page = ui_find (window, TIEM_TYPE_PAGE, NULL);
  gtk_widget_activate_action (page, action, NULL);
  ui_wait_for (ui_find (window, type, NULL) != NULL);
  ui_settle (400); /* it slides in */
  return ui_find (window, type, NULL);
}

static gint64
find_variant (UiFixture *fixture,
              const char *sku)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->shop.store, sku, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

static void
test_count (UiFixture *fixture,
            gconstpointer data)
{
  GtkWidget *page = open_page (fixture, "stock.takes", TIEM_TYPE_TAKES_PAGE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemTake) take = NULL;
  g_autoptr (TiemTake) booked = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  take_picture (fixture, "takes-empty");
  gtk_widget_activate_action (page, "take.start", NULL);
  ui_wait_for (ui_find (page, GTK_TYPE_ENTRY, NULL) != NULL
               && g_strcmp0 (tiem_subpage_get_title (TIEM_SUBPAGE (page)), "KK000001") == 0);
  take_picture (fixture, "take-begins");

  run_keys ("type", "AT-SG-D-L\nAT-SG-D-L\nGM-TAY\n");
  run_keys ("type", "=11\n");
  run_keys ("type", "KHONG-CO-MA-NAY\n");
  ui_settle (300);
  take_picture (fixture, "take-unknown");
  run_keys ("type", "NCKD-65\n+6\n");
  ui_wait_for (ui_find (page, GTK_TYPE_LABEL, "7") != NULL);
  take_picture (fixture, "take-counting");
  take = tiem_store_get_take (fixture->shop.store, 1, TIEM_TAKE_DIFFERENT, 0, &lines, &error);
  g_assert_no_error (error);
  g_assert_cmpint (take->counted, ==, 3);
  g_assert_cmpint (take->units, ==, 20);

  gtk_widget_activate_action (page, "take.differences", NULL);
  ui_wait_for (ui_find (page, GTK_TYPE_BUTTON, NULL) != NULL);
  ui_settle (300);
  take_picture (fixture, "take-differences");
  gtk_widget_activate_action (page, "take.book", NULL);
  ui_settle (500);
  take_picture (fixture, "take-booked");
  booked = tiem_store_get_take (fixture->shop.store, 1, TIEM_TAKE_EVERY, 0, NULL, &error);
  g_assert_cmpstr (booked->state, ==, "done");
  shop_check (&fixture->shop);

  gtk_widget_activate_action (page, "take.print-result", NULL);
  ui_settle (800);
  take_picture (fixture, "take-print");
  /* back from the paper, then to the list */
  gtk_widget_activate_action (GTK_WIDGET (page), "page.back", NULL);
  ui_settle (300);
  gtk_widget_activate_action (page, "take.undo", NULL);
  ui_settle (400);
  g_clear_pointer (&booked, tiem_take_free);
  booked = tiem_store_get_take (fixture->shop.store, 1, TIEM_TAKE_EVERY, 0, NULL, &error);
  g_assert_cmpstr (booked->state, ==, "undone");
  gtk_widget_activate_action (GTK_WIDGET (page), "page.back", NULL);
  ui_settle (400);
  take_picture (fixture, "takes");
  shop_check (&fixture->shop);
}

static void
test_transfer (UiFixture *fixture,
               gconstpointer data)
{
  TiemStore *store = fixture->shop.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemTransfer) transfer = NULL;
  GtkWidget *page;

  tiem_store_add_location (store, "Cửa hàng Nguyễn Trãi", TRUE, &error);
  tiem_store_add_location (store, "Hàng lỗi chờ trả", FALSE, &error);
  g_assert_no_error (error);
  page = open_page (fixture, "stock.transfers", TIEM_TYPE_TRANSFERS_PAGE);
  ui_settle (300);
  take_picture (fixture, "transfers-empty");
  gtk_widget_activate_action (page, "transfer.start", NULL);
  ui_wait_for (g_strcmp0 (tiem_subpage_get_title (TIEM_SUBPAGE (page)), "CK000001") == 0);
  ui_settle (300);
  run_keys ("type", "AT-SG-D-L\nGM-TAY\n9*AT-SG-D-L\n");
  ui_settle (300);
  take_picture (fixture, "transfer");
  gtk_widget_activate_action (page, "transfer.book", NULL);
  ui_settle (400);
  take_picture (fixture, "transfer-refused");
  transfer = tiem_store_get_transfer (store, 1, NULL, &error);
  g_assert_cmpstr (transfer->state, ==, "draft");
  tiem_store_put_transfer_line (store, 1, find_variant (fixture, "AT-SG-D-L"), 3, TRUE, &error);
  g_assert_no_error (error);
  gtk_widget_activate_action (page, "transfer.book", NULL);
  ui_settle (400);
  take_picture (fixture, "transfer-moved");
  g_clear_pointer (&transfer, tiem_transfer_free);
  transfer = tiem_store_get_transfer (store, 1, NULL, &error);
  g_assert_cmpstr (transfer->state, ==, "done");
  shop_check (&fixture->shop);
  gtk_widget_activate_action (page, "page.back", NULL);
  ui_settle (400);
  take_picture (fixture, "transfers");
}

static void
test_places (UiFixture *fixture,
             gconstpointer data)
{
  GtkWidget *page = open_page (fixture, "stock.locations", TIEM_TYPE_PLACES_PAGE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = NULL;
  GtkWidget *add;

  ui_settle (300);
  add = ui_find (page, GTK_TYPE_ENTRY, NULL);
  g_assert_nonnull (add);
  tiem_store_add_location (fixture->shop.store, "Cửa hàng Nguyễn Trãi", TRUE, &error);
  tiem_store_add_location (fixture->shop.store, "Hàng lỗi chờ trả", FALSE, &error);
  gtk_widget_activate_action (page, "page.back", NULL);
  ui_settle (500);
  page = open_page (fixture, "stock.locations", TIEM_TYPE_PLACES_PAGE);
  ui_settle (400);
  take_picture (fixture, "places");
  places = tiem_store_list_locations (fixture->shop.store, FALSE, &error);
  g_assert_cmpuint (places->len, ==, 3);
}

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);
  UI_ADD ("/take/count", NULL, test_count);
  UI_ADD ("/take/count-narrow", "narrow", test_count);
  UI_ADD ("/take/transfer", NULL, test_transfer);
  UI_ADD ("/take/transfer-narrow", "narrow", test_transfer);
  UI_ADD ("/take/places", NULL, test_places);
  UI_ADD ("/take/places-narrow", "narrow", test_places);
  return g_test_run ();
}
