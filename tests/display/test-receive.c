#include "ui-fixture.h"

#include "app/orders/tiem-receive-page.h"
#include "app/tiem-browse-page.h"
#include "app/widgets/tiem-list-pane.h"

/* Parcels that come back, booked one after the other on a page of their own. */

/* The shirts of order 10481 leave, are refused at the door, and come back. */
static void
send_back (UiFixture *fixture)
{
  static const TiemOrderStatus way[]
      = { TIEM_ORDER_SHIPPING, TIEM_ORDER_FAILED_DELIVERY, TIEM_ORDER_RETURNING };
  ShopOrder order = ui_orders[0];

  for (guint i = 0; i < G_N_ELEMENTS (way); i++)
    {
      fixture->shop.now += SHOP_MINUTE;
      order.status = way[i];
      shop_put_order (&fixture->shop, fixture->channel_id, order);
    }
}

static TiemPage *
open_page (UiFixture *fixture)
{
  TiemPage *page;

  ui_open_tab (fixture, "orders");
  page = TIEM_PAGE (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_BROWSE_PAGE, NULL));
  gtk_widget_activate_action (GTK_WIDGET (page), "orders.receive-returns", NULL);
  ui_wait_for (TIEM_IS_RECEIVE_PAGE (tiem_page_get_subpage (page)));
  return page;
}

/* Keys come from the X server, wherever the focus is. */
static void
look_for (const char *code)
{
  g_autofree char *keys = g_strconcat (code, "\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) typing = g_subprocess_new (
      G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "type", "--delay", "4", "--", keys, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (typing, NULL, &error);
  g_assert_no_error (error);
}

static gint64
get_on_hand (UiFixture *fixture)
{
  g_autoptr (TiemVariant) variant = shop_get_variant (&fixture->shop, "AT-SG-D-L");

  return variant->on_hand;
}

static void
test_book (UiFixture *fixture,
           gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  TiemPage *page;
  GtkWidget *subpage, *spin;
  gint64 before;

  send_back (fixture);
  before = get_on_hand (fixture);
  page = open_page (fixture);
  subpage = GTK_WIDGET (tiem_page_get_subpage (page));

  /* What is no parcel of ours gets its sentence, and nothing is booked. */
  look_for ("KHONG-CO");
  ui_wait_for (ui_find (subpage, TIEM_TYPE_NOTICE, NULL) != NULL);
  g_assert_null (ui_find (subpage, GTK_TYPE_SPIN_BUTTON, NULL));

  look_for ("10481");
  ui_wait_for (ui_find (subpage, GTK_TYPE_BUTTON, "Book 2 items") != NULL);
  /* All are for the shelf at first; one is not in the parcel. */
  spin = ui_find (subpage, GTK_TYPE_SPIN_BUTTON, NULL);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin)), ==, 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 1);
  ui_wait_for (ui_find (subpage, GTK_TYPE_BUTTON, "Book 1 item") != NULL);
  g_assert_true (tiem_page_command (page, TIEM_PAGE_PRIMARY));
  ui_wait_for (ui_find (subpage, GTK_TYPE_SPIN_BUTTON, NULL) == NULL);
  g_assert_cmpint (get_on_hand (fixture), ==, before + 1);
  /* The page says so itself: the toast is on the list, which it covers. */
  ui_wait_for (ui_find (window, GTK_TYPE_LABEL, "The return of order 10481 is booked") != NULL);

  /* The other one came later. */
  look_for ("10481");
  ui_wait_for (ui_find (subpage, GTK_TYPE_BUTTON, "Book 1 item") != NULL);
  g_assert_true (tiem_page_command (page, TIEM_PAGE_PRIMARY));
  ui_wait_for (ui_find (subpage, GTK_TYPE_SPIN_BUTTON, NULL) == NULL);
  g_assert_cmpint (get_on_hand (fixture), ==, before + 2);
  look_for ("10481");
  ui_wait_for (ui_find (window, GTK_TYPE_LABEL, "Everything of this order is booked already.")
               != NULL);
  shop_check (&fixture->shop);
  g_assert_true (tiem_page_go_back (page));
  ui_wait_for (tiem_page_get_subpage (page) == NULL);
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/receive/book", NULL, test_book);
  UI_ADD ("/receive/book-narrow", "narrow", test_book);
  return g_test_run ();
}
