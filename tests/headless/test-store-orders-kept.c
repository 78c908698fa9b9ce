#include "store-orders-fixture.h"

#include "store/tiem-store-private.h"

/* Orders in: what is kept of them, page by page. */

static TiemOrder *
get_order (StoreFixture *fixture,
           const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (fixture->store, text, 0, &error);
  TiemOrder *order;

  g_assert_no_error (error);
  order = tiem_store_get_order (fixture->store, id, &error);
  g_assert_no_error (error);
  return order;
}

/* --- what is kept of an order --- */

/* Takes @order. */
static void
put (StoreFixture *fixture,
     gint64 channel,
     TiemRemoteOrder *order,
     TiemStoredPage *stored)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (page->orders, order);
  page->next_cursor = g_strdup ("next");
  tiem_store_put_order_page (fixture->store, channel, page, stored, &error);
  g_assert_no_error (error);
}

static void
test_whole (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (TiemOrder) order = NULL;
  const TiemOrderLine *line;

  put (fixture, channel, make_whole_order (fixture), NULL);
  order = get_order (fixture, "DH-501");
  g_assert_cmpstr (order->remote_id, ==, "501");
  g_assert_cmpstr (order->channel_name, ==, "nhamay");
  g_assert_cmpstr (order->channel_kind, ==, "woocommerce");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_CONFIRM);
  g_assert_cmpstr (order->remote_status, ==, "on-hold");
  g_assert_cmpint (order->units, ==, 3);
  g_assert_cmpstr (order->goods, ==, "2 × Áo thun +1 more");
  g_assert_cmpint (order->total_vnd, ==, 290000);
  g_assert_cmpint (order->shipping_fee_vnd, ==, 30000);
  g_assert_cmpint (order->discount_vnd, ==, 10000);
  g_assert_cmpint (order->surcharge_vnd, ==, 12000);
  g_assert_cmpint (order->paid_vnd, ==, 100000);
  g_assert_cmpstr (order->payment_method, ==, "cod");
  g_assert_cmpstr (order->note, ==, "Giao giờ hành chính");
  g_assert_cmpstr (order->carrier, ==, "GHTK");
  g_assert_cmpstr (order->tracking, ==, "S1.A2");
  g_assert_cmpstr (order->address.ward, ==, "Phường Bến Thành");
  g_assert_cmpint (order->customer_id, >, 0);
  g_assert_true (order->has_unlinked);
  g_assert_cmpuint (order->lines->len, ==, 2);
  line = g_ptr_array_index (order->lines, 0);
  g_assert_cmpstr (line->remote_sku, ==, "AO-D-L");
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpint (line->unit_price_vnd, ==, 129000);
  g_assert_cmpuint (order->fees->len, ==, 1);
  g_assert_cmpint (((TiemRemoteFee *)g_ptr_array_index (order->fees, 0))->amount_vnd, ==, 5500);
  g_assert_cmpuint (order->events->len, ==, 2); /* placed, read */
}

static gboolean
has_event (const TiemOrder *order,
           const char *part)
{
  for (guint i = 0; i < order->events->len; i++)
    if (strstr (((TiemOrderEvent *)g_ptr_array_index (order->events, i))->what, part) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_events (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (TiemOrder) held = NULL;
  TiemRemoteOrder *order;
  TiemRemoteLine *line;

  put (fixture, channel, make_whole_order (fixture), NULL);
  order = make_whole_order (fixture);
  order->status = TIEM_ORDER_TO_SHIP;
  order->paid_vnd = 290000;
  g_free (order->tracking);
  order->tracking = g_strdup ("S9");
  g_free (order->address.line);
  order->address.line = g_strdup ("14 Lê Lợi");
  line = g_ptr_array_index (order->lines, 0);
  line->quantity = 4;
  line->cancelled = 1;
  g_ptr_array_remove_index (order->lines, 1);
  line = tiem_remote_line_new ();
  line->remote_id = g_strdup ("3");
  line->title = g_strdup ("Mũ rơm");
  line->quantity = 1;
  g_ptr_array_add (order->lines, line);
  put (fixture, channel, order, NULL);

  held = get_order (fixture, "501");
  g_assert_cmpuint (held->events->len, ==, 10);
  g_assert_true (has_event (held, "“To confirm” became “To pack”."));
  g_assert_true (has_event (held, "The delivery address was changed; before: "));
  g_assert_true (has_event (held, "S9"));
  g_assert_true (has_event (held, "Paid so far: 290.000"));
  g_assert_true (has_event (held, "Quantity of Áo thun: 2 became 4."));
  g_assert_true (has_event (held, "Cancelled: 1 × Áo thun."));
  g_assert_true (has_event (held, "Taken out of the order: 1 × Tất."));
  g_assert_true (has_event (held, "Added to the order: 1 × Mũ rơm."));
  g_assert_cmpstr (((TiemOrderEvent *)g_ptr_array_index (held->events, 0))->by, ==, "nhamay");
  shop_check (fixture);
}

/* What the platform masks later stays known. */
static void
test_masked (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (TiemOrder) held = NULL;
  TiemRemoteOrder *order;

  put (fixture, channel, make_whole_order (fixture), NULL);
  order = make_whole_order (fixture);
  order->status = TIEM_ORDER_COMPLETED;
  g_free (order->buyer_name);
  order->buyer_name = g_strdup ("P*****n");
  g_free (order->buyer_phone);
  order->buyer_phone = g_strdup ("******21");
  g_clear_pointer (&order->buyer_email, g_free);
  g_free (order->address.line);
  order->address.line = g_strdup ("*****");
  put (fixture, channel, order, NULL);

  held = get_order (fixture, "501");
  g_assert_cmpint (held->status, ==, TIEM_ORDER_COMPLETED);
  g_assert_cmpstr (held->buyer_name, ==, "Phạm Thị Lan");
  g_assert_cmpstr (held->buyer_phone, ==, "0987654321");
  g_assert_cmpstr (held->buyer_email, ==, "lan@example.vn");
  g_assert_cmpstr (held->address.line, ==, "12 Lê Lợi");
  g_assert_false (has_event (held, "address"));
}

static void
add_absurd_parcel (TiemRemoteOrder *order)
{
  TiemRemoteParcel *parcel = tiem_remote_parcel_new ();
  TiemParcelLine content = { .line = 0, .quantity = G_MAXINT64 };

  g_array_append_val (parcel->lines, content);
  g_array_append_val (parcel->lines, content);
  g_ptr_array_add (order->parcels, parcel);
}

/* Numbers no shop has: kept as far as they make sense, and nothing overflows. */
static void
test_absurd (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "nhamay");

  for (guint i = 0; i < 3; i++)
    {
      TiemRemoteOrder *order = make_whole_order (fixture);
      TiemRemoteLine *line = g_ptr_array_index (order->lines, 0);

      g_free (order->remote_id);
      order->remote_id = g_strdup_printf ("absurd-%u", i);
      order->total_vnd = G_MAXINT64;
      order->paid_vnd = G_MININT64;
      line->quantity = i == 0 ? G_MAXINT64 : -5;
      line->cancelled = G_MAXINT64;
      line->total_vnd = G_MAXINT64;
      add_absurd_parcel (order);
      put (fixture, channel, order, NULL);
    }
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ 0 }), ==, 3);
  shop_check (fixture);
}

/* --- pages --- */

static void
test_page (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 id = shop_add_channel (fixture, "nhamay");
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (TiemChannelRecord) channel = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GError) error = NULL;
  TiemStoredPage stored;

  g_ptr_array_add (page->orders, make_whole_order (fixture));
  g_ptr_array_add (page->unreadable, tiem_unreadable_new ("502", "No date.", "{\"id\":502}"));
  g_ptr_array_add (page->unreadable, tiem_unreadable_new (NULL, "No id.", "{}"));
  page->next_cursor = g_strdup ("c1");
  g_assert_true (tiem_store_put_order_page (fixture->store, id, page, &stored, &error));
  g_assert_cmpuint (stored.stored, ==, 1);
  g_assert_cmpuint (stored.unchanged, ==, 0);
  channel = tiem_store_get_channel (fixture->store, id, &error);
  g_assert_cmpstr (channel->cursor, ==, "c1");
  g_assert_cmpint (channel->orders, ==, 1);

  /* the same page again: nothing new, and nothing twice */
  g_assert_true (tiem_store_put_order_page (fixture->store, id, page, &stored, &error));
  g_assert_cmpuint (stored.stored, ==, 0);
  g_assert_cmpuint (stored.unchanged, ==, 1);
  kept = tiem_store_list_unreadable (fixture->store, id, &error);
  g_assert_cmpuint (kept->len, ==, 2);

  /* understood at last */
  {
    TiemRemoteOrder *order = make_whole_order (fixture);

    g_free (order->remote_id);
    order->remote_id = g_strdup ("502");
    put (fixture, id, order, NULL);
  }
  g_clear_pointer (&kept, g_ptr_array_unref);
  kept = tiem_store_list_unreadable (fixture->store, id, &error);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpstr (((TiemUnreadableRecord *)g_ptr_array_index (kept, 0))->reason, ==, "No id.");
}

/* A page that can't be stored leaves nothing behind, the cursor least of all. */
static void
test_page_fails (StoreFixture *fixture,
                 gconstpointer data)
{
  gint64 id = shop_add_channel (fixture, "nhamay");
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (TiemChannelRecord) channel = NULL;
  g_autoptr (GError) error = NULL;
  TiemRemoteOrder *big = make_whole_order (fixture);

  g_free (big->note);
  big->note = g_strnfill (4000000, 'x');
  g_ptr_array_add (page->orders, make_whole_order (fixture));
  g_free (((TiemRemoteOrder *)g_ptr_array_index (page->orders, 0))->remote_id);
  ((TiemRemoteOrder *)g_ptr_array_index (page->orders, 0))->remote_id = g_strdup ("500");
  g_ptr_array_add (page->orders, big);
  page->next_cursor = g_strdup ("c1");
  {
    g_autoptr (TiemWrite) write = tiem_store_begin_write (fixture->store, &error);

    tiem_db_exec (write->db, "PRAGMA max_page_count = 300", &error);
    g_assert_no_error (error);
  }
  g_assert_false (tiem_store_put_order_page (fixture->store, id, page, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_FULL);
  g_clear_error (&error);
  channel = tiem_store_get_channel (fixture->store, id, &error);
  g_assert_null (channel->cursor);
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ 0 }), ==, 0);

  /* no such channel */
  g_ptr_array_set_size (page->orders, 0);
  g_assert_false (tiem_store_put_order_page (fixture->store, 99, page, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SHOP_ADD ("/orders/whole", test_whole);
  SHOP_ADD ("/orders/events", test_events);
  SHOP_ADD ("/orders/masked", test_masked);
  SHOP_ADD ("/orders/absurd", test_absurd);
  SHOP_ADD ("/orders/page", test_page);
  SHOP_ADD ("/orders/page/fails", test_page_fails);
  return g_test_run ();
}
