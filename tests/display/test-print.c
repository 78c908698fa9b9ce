#include "ui-fixture.h"

#include "app/orders/tiem-order-print.h"
#include "app/orders/tiem-print-page.h"
#include "store/tiem-store-picking.h"

/* From ticked orders to the page before the printer, on a machine without one. */

static GtkWidget *
window_of (UiFixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static TiemBrowsePage *
orders_page (UiFixture *fixture)
{
  GtkWidget *page;

  ui_open_tab (fixture, "orders");
  page = ui_find (window_of (fixture), TIEM_TYPE_BROWSE_PAGE, NULL);
  g_assert_nonnull (page);
  return TIEM_BROWSE_PAGE (page);
}

/* An order of the website that says where it goes. Returns: its id */
static gint64
put_order (UiFixture *fixture,
           const char *id,
           TiemOrderStatus status)
{
  ShopOrder values = { id,
                       status,
                       "2",
                       NULL,
                       "GM-TAY",
                       1,
                       "8",
                       "Nguyễn Thị Ánh Tuyết",
                       "0905118274",
                       .total = 649000,
                       .title = "Giỏ mây đan tay đựng đồ, có quai da bò" };
  TiemRemoteOrder *order = shop_make_order (&fixture->shop, &values);
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GError) error = NULL;
  gint64 found;

  order->address.ward = g_strdup ("Phường Bến Thành");
  g_ptr_array_add (page->orders, order);
  tiem_store_put_order_page (
      fixture->shop.store, fixture->channel_id, page, &(TiemStoredPage){ 0 }, &error);
  g_assert_no_error (error);
  found = tiem_store_find_order (fixture->shop.store, id, fixture->channel_id, &error);
  g_assert_no_error (error);
  return found;
}

static GArray *
find_orders (UiFixture *fixture,
             const char *first,
             const char *second)
{
  const char *const texts[] = { first, second };
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < 2 && texts[i] != NULL; i++)
    {
      gint64 id = tiem_store_find_order (fixture->shop.store, texts[i], fixture->channel_id, NULL);

      g_assert_cmpint (id, !=, 0);
      g_array_append_val (ids, id);
    }
  return ids;
}

static gint64
printed_at (UiFixture *fixture,
            const char *number)
{
  g_autoptr (GArray) ids = find_orders (fixture, number, NULL);
  g_autoptr (TiemOrder) order
      = tiem_store_get_order (fixture->shop.store, g_array_index (ids, gint64, 0), NULL);

  return order->printed_at;
}

#define find_page(fixture) ui_find (window_of (fixture), TIEM_TYPE_PRINT_PAGE, NULL)

static gboolean
has_picture (UiFixture *fixture)
{
  GtkWidget *picture = ui_find (window_of (fixture), GTK_TYPE_PICTURE, NULL);

  return picture != NULL && gtk_picture_get_paintable (GTK_PICTURE (picture)) != NULL;
}

static void
test_labels (UiFixture *fixture,
             gconstpointer data)
{
  TiemBrowsePage *page = orders_page (fixture);
  g_autoptr (GArray) ids = NULL;
  GtkWidget *shown;
  GtkWidget *paper;

  put_order (fixture, "20001", TIEM_ORDER_TO_SHIP);
  put_order (fixture, "20002", TIEM_ORDER_CANCELLED);
  ids = find_orders (fixture, "20002", "20001");
  tiem_order_print_labels (page, ids);
  ui_wait_for (find_page (fixture) != NULL);
  ui_wait_for (has_picture (fixture));
  shown = find_page (fixture);

  /* the one that can be printed is, the other one says why not */
  ui_wait_for (ui_label (fixture, "1 label on 1 sheet, in picking order") != NULL);
  g_assert_nonnull (ui_label (fixture, "1 order without a label"));
  g_assert_nonnull (ui_label (fixture, "The order is cancelled; its parcel must not be sent."));
  ui_wait_for (ui_label (fixture, "There is no printer yet") != NULL);
  g_assert_nonnull (ui_find (shown, GTK_TYPE_BUTTON, "Save PDF…"));

  /* other paper: laid out anew, and remembered */
  paper = ui_find (shown, ADW_TYPE_COMBO_ROW, NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (paper), TIEM_LABEL_PAPER_75X100);
  ui_settle (400);
  g_assert_true (has_picture (fixture));
  {
    g_autoptr (GSettings) settings = g_settings_new ("vn.tiem.Tiem");
    g_autofree char *kept = g_settings_get_string (settings, "label-paper");

    g_assert_cmpstr (kept, ==, "75x100");
    g_settings_reset (settings, "label-paper");
  }

  /* used: marked as printed, which can be taken back */
  g_assert_cmpint (printed_at (fixture, "20001"), ==, 0);
  g_signal_emit_by_name (shown, "used");
  ui_wait_for (printed_at (fixture, "20001") != 0);
  g_assert_cmpint (printed_at (fixture, "20002"), ==, 0);
  gtk_widget_activate_action (shown, "page.back", NULL);
  ui_wait_for (find_page (fixture) == NULL);
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Undo") != NULL);
  g_signal_emit_by_name (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Undo"), "clicked");
  ui_wait_for (printed_at (fixture, "20001") == 0);
}

static void
test_picking (UiFixture *fixture,
              gconstpointer data)
{
  TiemBrowsePage *page = orders_page (fixture);
  g_autoptr (GArray) ids = find_orders (fixture, "10481", "10482");

  tiem_order_print_picking (page, ids);
  ui_wait_for (find_page (fixture) != NULL);
  ui_wait_for (has_picture (fixture));
  ui_wait_for (ui_label (fixture, "Orders: 2, kinds of goods: 2, units: 3") != NULL);
}

/* What has left is on no shelf: a sentence, and no empty page. */
static void
test_nothing (UiFixture *fixture,
              gconstpointer data)
{
  TiemBrowsePage *page = orders_page (fixture);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = find_orders (fixture, "10483", NULL);

  tiem_order_print_picking (page, ids);
  ui_wait_for (ui_label (fixture,
                         "There is nothing to pick for these orders, they have left or are "
                         "cancelled; choose orders that are still to be packed.")
               != NULL);
  tiem_order_print_labels (page, none);
  ui_settle (100);
  g_assert_null (find_page (fixture));
}

/* The shop goes while labels are gathered: nothing is shown any more, and nothing is left. */
static void
test_shop_goes (UiFixture *fixture,
                gconstpointer data)
{
  TiemBrowsePage *page = orders_page (fixture);
  g_autoptr (GArray) ids = NULL;

  put_order (fixture, "20001", TIEM_ORDER_TO_SHIP);
  ids = find_orders (fixture, "20001", NULL);
  tiem_order_print_labels (page, ids);
  tiem_window_set_shop (fixture->window, NULL);
  ui_settle (400);
  g_assert_null (find_page (fixture));
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);

  UI_ADD ("/print/labels", NULL, test_labels);
  UI_ADD ("/print/labels/narrow", "narrow", test_labels);
  UI_ADD ("/print/picking", NULL, test_picking);
  UI_ADD ("/print/nothing", NULL, test_nothing);
  UI_ADD ("/print/shop-goes", NULL, test_shop_goes);
  return g_test_run ();
}
