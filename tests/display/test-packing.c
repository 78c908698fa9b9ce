#include "ui-fixture.h"

#include "app/orders/tiem-order-pack.h"
#include "app/orders/tiem-orders-page.h"
#include "app/orders/tiem-pack-page.h"
#include "app/orders/tiem-print-page.h"
#include "store/tiem-store-pack.h"

/* Packing through the real window: keys come from the X server, as a scanner's do, and as fast as
 * they can be sent. */

#define N_ORDERS 100
#define CANCELLED 90 /* this one's buyer thinks again */

static const ShopListing goods[] = {
  { "501",
    NULL,
    "BGN-750",
    "Bình giữ nhiệt inox 304 nắp bật 750 ml",
    "Xanh rêu",
    500,
    NULL,
    "8938505974194" },
  { "502",
    NULL,
    "AT-SG",
    "Áo thun cotton form rộng in chữ Sài Gòn",
    "Đen, L",
    500,
    NULL,
    "8934563138165" },
  { "503",
    NULL,
    "TOTE-MEO",
    "Túi tote vải canvas in hình mèo, có khoá kéo",
    "Mèo mun",
    500,
    NULL,
    "8936017360218" },
};

typedef struct
{
  UiFixture ui;
  GtkWidget *page;
  GArray *told; /* (element-type guint) */
} Fixture;

static gboolean
is_cancelled (guint i)
{
  return i == CANCELLED;
}

/* Every third order has two shirts beside its bottle, every seventh a bag too. */
static void
put_order (Fixture *fixture,
           guint i,
           TiemOrderStatus status)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  TiemRemoteOrder *order = tiem_remote_order_new ();
  TiemRemoteParcel *parcel = tiem_remote_parcel_new ();
  g_autoptr (GError) error = NULL;

  fixture->ui.shop.now += 1000;
  order->remote_id = g_strdup_printf ("26112%05u", i);
  order->status = status;
  order->platform_holds = TRUE;
  order->placed_at = order->updated_at = fixture->ui.shop.now;
  order->buyer_name = g_strdup ("P*****g");
  for (guint j = 0; j < G_N_ELEMENTS (goods); j++)
    {
      gint64 quantity = j == 0 ? 1 : j == 1 ? (i % 3 == 0 ? 2 : 0) : (i % 7 == 0 ? 1 : 0);
      TiemRemoteLine *line;

      if (quantity == 0)
        continue;
      line = tiem_remote_line_new ();
      line->remote_id = g_strdup_printf ("%u-%u", i, j);
      line->remote_product_id = g_strdup (goods[j].product);
      line->sku = g_strdup (goods[j].sku);
      line->title = g_strdup (goods[j].title);
      line->options = g_strdup (goods[j].options);
      line->quantity = quantity;
      line->unit_price_vnd = 100000;
      line->total_vnd = 100000 * quantity;
      order->total_vnd += line->total_vnd;
      g_ptr_array_add (order->lines, line);
    }
  parcel->carrier = g_strdup ("SPX Express");
  parcel->tracking = g_strdup_printf ("SPXVN048%07uC", i);
  g_ptr_array_add (order->parcels, parcel);
  g_ptr_array_add (page->orders, order);
  page->next_cursor = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->ui.shop.now);
  tiem_store_put_order_page (fixture->ui.shop.store, fixture->ui.channel_id, page, NULL, &error);
  g_assert_no_error (error);
}

static void
told_cb (TiemPackPage *page,
         guint outcome,
         Fixture *fixture)
{
  g_array_append_val (fixture->told, outcome);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TiemAdoptResult *adopted;

  fixture->told = g_array_new (FALSE, FALSE, sizeof (guint));
  ui_set_up (&fixture->ui, "empty");
  fixture->ui.channel_id = shop_add_channel (&fixture->ui.shop, "nhamay");
  shop_read_listings (&fixture->ui.shop, fixture->ui.channel_id, goods, G_N_ELEMENTS (goods));
  adopted = tiem_store_adopt (fixture->ui.shop.store, fixture->ui.channel_id, NULL, &error);
  g_assert_no_error (error);
  tiem_adopt_result_free (adopted);
  for (guint i = 1; i <= GPOINTER_TO_UINT (data); i++)
    put_order (fixture, i, TIEM_ORDER_TO_SHIP);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  ui_tear_down (&fixture->ui, NULL);
  g_array_unref (fixture->told);
}

/* Keys of the X server itself; @delay: ms between two of them. */
static void
type (Fixture *fixture,
      const char *keys,
      const char *delay)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) typist = g_subprocess_new (
      G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "type", "--delay", delay, "--", keys, NULL);

  g_assert_no_error (error);
  while (g_subprocess_get_identifier (typist) != NULL)
    g_main_context_iteration (NULL, FALSE);
}

static void
open_page (Fixture *fixture)
{
  GtkWidget *window = GTK_WIDGET (fixture->ui.window);

  ui_open_tab (&fixture->ui, "orders");
  gtk_widget_activate_action (window, "win.pack", NULL);
  ui_wait_for (ui_find (window, TIEM_TYPE_PACK_PAGE, NULL) != NULL);
  fixture->page = ui_find (window, TIEM_TYPE_PACK_PAGE, NULL);
  ui_wait_for (ui_find (fixture->page, GTK_TYPE_LIST_BOX_ROW, NULL) != NULL);
  ui_settle (400); /* it slides in */
  /* Once it is known that codes end with Enter, a busy machine may tear one apart. */
  g_signal_connect (fixture->page, "told", G_CALLBACK (told_cb), fixture);
  type (fixture, "KHONG-CO-1\nKHONG-CO-1\n", "0");
  ui_wait_for (fixture->told->len >= 2);
  ui_settle (400); /* the first may have come in parts */
  g_array_set_size (fixture->told, 0);
}

static void
wait_told (Fixture *fixture,
           guint n)
{
  gint64 until = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;

  while (fixture->told->len < n && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (fixture->told->len, ==, n);
}

static guint
get_told (Fixture *fixture,
          guint i)
{
  return g_array_index (fixture->told, guint, i);
}

static gboolean
shows (Fixture *fixture,
       const char *text)
{
  return ui_find (fixture->page, GTK_TYPE_LABEL, text) != NULL;
}

/* --- --- */

static void
append_order (GString *keys,
              guint i,
              guint *n)
{
  g_string_append_printf (keys, "SPXVN048%07uC\n", i);
  *n += 1;
  if (is_cancelled (i))
    return;
  g_string_append (keys, "8938505974194\n");
  *n += 1;
  for (guint j = 0; i % 3 == 0 && j < 2; j++, *n += 1)
    g_string_append (keys, "8934563138165\n");
  if (i % 7 != 0)
    return;
  g_string_append (keys, "8936017360218\n");
  *n += 1;
}

static void
test_hundred (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autoptr (TiemPackRun) run = NULL;
  guint n = 0;

  open_page (fixture);
  put_order (fixture, CANCELLED, TIEM_ORDER_CANCELLED);
  for (guint i = 1; i <= N_ORDERS; i++)
    {
      append_order (keys, i, &n);
      /* A Wayland compositor drops a client that has too much unread; the X server waits. */
      if (i == N_ORDERS || g_getenv ("WAYLAND_DISPLAY") != NULL)
        {
          type (fixture, keys->str, "0");
          wait_told (fixture, n);
          g_string_truncate (keys, 0);
        }
    }

  run = tiem_store_get_pack (fixture->ui.shop.store, 1, NULL);
  g_assert_cmpint (run->n_packed, ==, N_ORDERS - 1);
  g_assert_cmpint (run->n_left, ==, 0);
  g_assert_null (run->open);
  ui_wait_for (shows (fixture, "All packed"));
  g_assert_true (shows (fixture, "99"));
  g_assert_true (shows (fixture, "cancelled by the buyer"));
  shop_check (&fixture->ui.shop);
}

/* The scenes of the mockup: wrong goods, one too many, the right one. */
static void
test_refusals (Fixture *fixture,
               gconstpointer data)
{
  GtkWidget *button;

  open_page (fixture);
  type (fixture, "SPXVN0480000003C\n8938505974194\n8934563138165\n", "2");
  wait_told (fixture, 3);
  g_assert_true (shows (fixture, "2/3"));
  type (fixture, "8936017360218\n", "2");
  wait_told (fixture, 4);
  g_assert_cmpuint (get_told (fixture, 3), ==, TIEM_PACK_WRONG);
  g_assert_true (shows (fixture, "Wrong goods: TOTE-MEO Mèo mun is not in this order"));
  /* The focus on a button takes no digit away, and is not pressed by the scanner's Enter. */
  button = ui_find (fixture->page, GTK_TYPE_BUTTON, "Skip this order");
  gtk_widget_grab_focus (button);
  type (fixture, "893456313816\n", "2");
  wait_told (fixture, 5);
  g_assert_cmpuint (get_told (fixture, 4), ==, TIEM_PACK_GARBLED);
  gtk_widget_grab_focus (button);
  type (fixture, "8938505974194\n", "2");
  wait_told (fixture, 6);
  g_assert_cmpuint (get_told (fixture, 5), ==, TIEM_PACK_SURPLUS);
  g_assert_true (shows (fixture, "2/3"));
  /* The right one takes the words away, here without an Enter. */
  gtk_widget_grab_focus (button);
  type (fixture, "8934563138165", "2");
  wait_told (fixture, 7);
  g_assert_cmpuint (get_told (fixture, 6), ==, TIEM_PACK_COMPLETE);
  g_assert_true (shows (fixture, "Packed: order 2611200003, 3 items"));
  g_assert_false (shows (fixture, "Wrong goods: TOTE-MEO Mèo mun is not in this order"));
}

static void
test_by_hand (Fixture *fixture,
              gconstpointer data)
{
  open_page (fixture);
  type (fixture, "2611200003\n", "60");
  wait_told (fixture, 1);
  type (fixture, "2*at-sg\n", "60");
  wait_told (fixture, 2);
  g_assert_cmpuint (get_told (fixture, 1), ==, TIEM_PACK_COUNTED);
  /* Another waybill asks; the same once more goes there, and nothing is lost. */
  type (fixture, "SPXVN0480000006C\n", "2");
  wait_told (fixture, 3);
  g_assert_cmpuint (get_told (fixture, 2), ==, TIEM_PACK_OTHER_ORDER);
  type (fixture, "SPXVN0480000006C\n", "2");
  wait_told (fixture, 4);
  g_assert_cmpuint (get_told (fixture, 3), ==, TIEM_PACK_OPENED);
  g_assert_true (shows (fixture, "2611200006"));
  type (fixture, "SPXVN0480000003C\n8938505974194\n", "2");
  wait_told (fixture, 6);
  g_assert_cmpuint (get_told (fixture, 5), ==, TIEM_PACK_COMPLETE);
}

/* The buyer cancels the order that is open. */
static void
test_cancelled (Fixture *fixture,
                gconstpointer data)
{
  open_page (fixture);
  type (fixture, "SPXVN0480000003C\n8938505974194\n", "2");
  wait_told (fixture, 2);
  put_order (fixture, 3, TIEM_ORDER_CANCELLED);
  ui_wait_for (shows (fixture, "The buyer has cancelled order 2611200003: take it out"));
  type (fixture, "8934563138165\n", "2");
  wait_told (fixture, 3);
  g_assert_cmpuint (get_told (fixture, 2), ==, TIEM_PACK_CANCELLED);
  type (fixture, "SPXVN0480000001C\n", "2");
  wait_told (fixture, 4);
  g_assert_cmpuint (get_told (fixture, 3), ==, TIEM_PACK_OPENED);
  ui_wait_for (!shows (fixture, "The buyer has cancelled order 2611200003: take it out"));
}

static void
test_hand_over (Fixture *fixture,
                gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->ui.window);
  g_autoptr (TiemPackRun) run = NULL;

  open_page (fixture);
  type (fixture, "SPXVN0480000001C\n8938505974194\nSPXVN0480000002C\n8938505974194\n", "0");
  wait_told (fixture, 4);
  ui_wait_for (shows (fixture, "Hand over 2 orders…"));
  gtk_widget_activate_action (fixture->page, "pack.hand-over", NULL);
  ui_wait_for (ui_find (window, TIEM_TYPE_PACK_PAGE, NULL) == NULL);
  do
    {
      ui_settle (100);
      g_clear_pointer (&run, tiem_pack_run_free);
      run = tiem_store_get_pack (fixture->ui.shop.store, 1, NULL);
    }
  while (run->to_hand->len > 0);
  g_assert_cmpint (run->n_packed, ==, 2);
}

/* Orders packed without a label: the page with theirs takes this one's place. */
static void
test_print_labels (Fixture *fixture,
                   gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->ui.window);
  GtkWidget *button;

  open_page (fixture);
  type (fixture, "SPXVN0480000001C\n8938505974194\nSPXVN0480000002C\n8938505974194\n", "0");
  wait_told (fixture, 4);
  button = ui_find (fixture->page, GTK_TYPE_BUTTON, "Print 2 labels…");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  ui_wait_for (ui_find (window, TIEM_TYPE_PRINT_PAGE, NULL) != NULL);
}

/* The window is closed in the middle of an order. */
static void
test_left (Fixture *fixture,
           gconstpointer data)
{
  open_page (fixture);
  type (fixture, "SPXVN0480000003C\n8938505974194\n", "0");
  wait_told (fixture, 2);
  tiem_subpage_leave (TIEM_SUBPAGE (fixture->page));
  ui_wait_for (ui_find (GTK_WIDGET (fixture->ui.window), TIEM_TYPE_PACK_PAGE, NULL) == NULL);
  ui_settle (300);
  open_page (fixture);
  ui_wait_for (shows (fixture, "1/3"));
  g_assert_true (shows (fixture, "2611200003"));
}

#define ADD(path, n, func)                                                                         \
  g_test_add ("/packing/" path, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ADD ("refusals", 7, test_refusals);
  ADD ("by-hand", 7, test_by_hand);
  ADD ("cancelled", 7, test_cancelled);
  ADD ("left", 7, test_left);
  ADD ("hand-over", 7, test_hand_over);
  ADD ("print-labels", 7, test_print_labels);
  ADD ("hundred", N_ORDERS, test_hundred);

  return g_test_run ();
}
