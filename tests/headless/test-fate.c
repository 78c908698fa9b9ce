#include "check-fixture.h"

#include "base/tiem-error.h"

#include <string.h>

/* What becomes of an order's goods: in several parcels, on their way back, lost, not taken. */

#define SKU "AT-DEN-L"

static gint64
find_order (StoreFixture *fixture,
            const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (fixture->store, remote_id, 0, &error);

  g_assert_no_error (error);
  return id;
}

static TiemOrder *
get_order (StoreFixture *fixture,
           const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  TiemOrder *order = tiem_store_get_order (fixture->store, find_order (fixture, remote_id), &error);

  g_assert_no_error (error);
  return order;
}

/* A website that shows ten of one thing, taken over. Returns: the channel */
static gint64
open_shop (StoreFixture *fixture)
{
  gint64 web = shop_add_channel (fixture, "Website");
  const ShopListing listing = { "10", "11", SKU, "Áo thun", "Đen, L", 10 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAdoptResult) adopted = NULL;

  shop_read_listings (fixture, web, &listing, 1);
  adopted = tiem_store_adopt (fixture->store, web, NULL, &error);
  g_assert_no_error (error);
  shop_assert_stock (fixture, SKU, 10, 0);
  return web;
}

static ShopOrder
goods (const char *remote_id,
       TiemOrderStatus status,
       gint64 quantity)
{
  return (ShopOrder){ remote_id,
                      status,
                      "10",
                      "11",
                      SKU,
                      quantity,
                      .buyer_id = "88",
                      .name = "Nguyễn Thị Hoà",
                      .phone = "0901234567" };
}

static gint64
count_group (StoreFixture *fixture,
             TiemOrderGroup group)
{
  TiemOrderQuery query = { .group = group, .sort = TIEM_ORDER_SORT_SHIP_BY };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders
      = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);
  gint64 n = 0;
  gint64 total = 0;

  g_assert_no_error (error);
  tiem_store_sum_orders (fixture->store, &query, &n, &total, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, orders->len);
  return n;
}

static gboolean
has_event (const TiemOrder *order,
           const char *kind,
           const char *part)
{
  for (guint i = 0; i < order->events->len; i++)
    {
      const TiemOrderEvent *event = g_ptr_array_index (order->events, i);

      if (g_str_equal (event->kind, kind) && strstr (event->what, part) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* --- on the shelf, damaged, lost --- */

static void
test_returns (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = open_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (TiemBackLine));
  g_autoptr (GArray) bookings = NULL;
  g_autoptr (GError) error = NULL;
  TiemBackLine back = { 0 };

  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_SHIPPING, 4));
  shop_assert_stock (fixture, SKU, 6, 0);
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_RETURNING, 4));
  /* On its way back it can't be sold. */
  shop_assert_stock (fixture, SKU, 6, 0);
  order = get_order (fixture, "1");
  g_assert_cmpint (order->back_since, ==, fixture->now);
  g_assert_cmpint (((TiemOrderLine *)order->lines->pdata[0])->out, ==, 4);
  shop_check (fixture);

  back.line_id = ((TiemOrderLine *)order->lines->pdata[0])->id;
  for (int i = 0; i < 3; i++)
    {
      back.quantity = i == TIEM_BACK_SHELF ? 2 : 1;
      back.back = (TiemBack)i;
      g_array_append_val (lines, back);
    }
  fixture->now += SHOP_HOUR;
  bookings = tiem_store_receive_returns (fixture->store, order->id, lines, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bookings->len, ==, 3);
  shop_assert_stock (fixture, SKU, 8, 0);
  shop_check (fixture);
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (fixture, "1");
  g_assert_cmpint (order->back_since, ==, 0);
  g_assert_cmpint (((TiemOrderLine *)order->lines->pdata[0])->returned, ==, 2);
  g_assert_cmpint (((TiemOrderLine *)order->lines->pdata[0])->damaged, ==, 1);
  g_assert_cmpint (((TiemOrderLine *)order->lines->pdata[0])->lost, ==, 1);
  g_assert_cmpint (((TiemOrderLine *)order->lines->pdata[0])->out, ==, 0);
  g_assert_true (has_event (order, "lost", "1 ×"));

  /* The same units again: nothing happens. */
  g_assert_false (
      tiem_store_receive_return (fixture->store, order->id, 0, 0, TIEM_BACK_LOST, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  shop_assert_stock (fixture, SKU, 8, 0);

  /* Undone, it is on its way again; a second Undo finds nothing. */
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (tiem_store_undo_returns (fixture->store, bookings, &error));
      g_assert_no_error (error);
      shop_assert_stock (fixture, SKU, 6, 0);
      shop_check (fixture);
    }
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (fixture, "1");
  g_assert_cmpint (((TiemOrderLine *)order->lines->pdata[0])->out, ==, 4);
  g_assert_cmpint (order->back_since, >, 0);
  g_assert_true (has_event (order, "unbooked", "2 ×"));

  /* What never came is closed, and stays closed whatever the channel says again. */
  g_assert_true (
      tiem_store_receive_return (fixture->store, order->id, 0, 0, TIEM_BACK_LOST, &error));
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_RETURNED, 4));
  shop_assert_stock (fixture, SKU, 6, 0);
  shop_check (fixture);
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (fixture, "1");
  g_assert_cmpint (order->back_since, ==, 0);
}

/* The channel takes back what has left, then the goods lose their link: nothing comes back that was
 * never shipped by the ledger. */
static void
test_unlinked (StoreFixture *fixture,
               gconstpointer data)
{
  gint64 web = open_shop (fixture);
  ShopOrder coming = goods ("1", TIEM_ORDER_RETURNING, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) page = NULL;
  g_autoptr (TiemListing) listing = shop_get_listing (fixture, web, SKU);
  g_autoptr (TiemOrder) before = NULL;
  g_autoptr (TiemOrder) after = NULL;
  const TiemRemoteOrder *order;

  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_SHIPPING, 2));
  page = shop_make_order_page (fixture, &coming, 1);
  order = g_ptr_array_index (page->orders, 0);
  ((TiemRemoteLine *)g_ptr_array_index (order->lines, 0))->cancelled = 2;
  tiem_store_put_order_page (fixture->store, web, page, NULL, &error);
  g_assert_no_error (error);
  shop_check (fixture);
  before = get_order (fixture, "1");
  g_assert_cmpint (before->back_since, >, 0);

  tiem_store_unlink (fixture->store, listing->id, &error);
  g_assert_no_error (error);
  shop_check (fixture);
  after = get_order (fixture, "1");
  g_assert_cmpint (after->back_since, ==, 0);
}

static void
test_finds_parcel (StoreFixture *fixture,
                   gconstpointer data)
{
  gint64 web = open_shop (fixture);
  ShopOrder values = goods ("1", TIEM_ORDER_SHIPPING, 1);
  g_autoptr (TiemOrderPage) page = shop_make_order_page (fixture, &values, 1);
  g_autoptr (GError) error = NULL;
  static const char *const codes[] = { "SPXVN012345", " spxvn012345\n" };

  ((TiemRemoteOrder *)page->orders->pdata[0])->tracking = g_strdup ("SPXVN012345");
  tiem_store_put_order_page (fixture->store, web, page, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_cmpint (
          tiem_store_find_parcel (fixture->store, codes[i], &error), ==, find_order (fixture, "1"));
      g_assert_no_error (error);
    }
  g_assert_cmpint (tiem_store_find_parcel (fixture->store, "SPXVN01234", &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

/* --- several parcels --- */

/* Order "1" of @quantity, of which parcels have parts, each at its own state. */
static void
put_parcels (StoreFixture *fixture,
             gint64 channel,
             TiemOrderStatus status,
             gint64 quantity,
             const TiemOrderStatus *states,
             const gint64 *units,
             guint n)
{
  ShopOrder values = goods ("1", status, quantity);
  g_autoptr (TiemOrderPage) page = shop_make_order_page (fixture, &values, 1);
  TiemRemoteOrder *order = page->orders->pdata[0];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      TiemRemoteParcel *parcel = tiem_remote_parcel_new ();

      parcel->remote_id = g_strdup_printf ("P%u", i + 1);
      parcel->tracking = g_strdup_printf ("VN%u", i + 1);
      parcel->status = states[i];
      parcel->remote_status = g_strdup (tiem_order_status_to_string (states[i]));
      tiem_remote_parcel_add (parcel, 0, units[i]);
      g_ptr_array_add (order->parcels, parcel);
    }
  tiem_store_put_order_page (fixture->store, channel, page, NULL, &error);
  g_assert_no_error (error);
  shop_check (fixture);
}

#define TO_SHIP TIEM_ORDER_TO_SHIP
#define PICKUP TIEM_ORDER_AWAITING_PICKUP
#define SHIPPING TIEM_ORDER_SHIPPING
#define DELIVERED TIEM_ORDER_DELIVERED

static void
test_parcels (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = open_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  const TiemRemoteParcel *parcel;
  static const struct
  {
    TiemOrderStatus status;
    TiemOrderStatus states[2];
    gint64 on_hand;
    gint64 reserved;
  } steps[] = {
    { TO_SHIP, { TO_SHIP, TO_SHIP }, 10, 5 },    { TO_SHIP, { PICKUP, TO_SHIP }, 10, 5 },
    { TO_SHIP, { SHIPPING, TO_SHIP }, 8, 3 }, /* the other parcel's units stay promised */
    { TO_SHIP, { DELIVERED, TO_SHIP }, 8, 3 },   { PICKUP, { DELIVERED, PICKUP }, 8, 3 },
    { SHIPPING, { DELIVERED, SHIPPING }, 5, 0 }, { DELIVERED, { DELIVERED, DELIVERED }, 5, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("step %u", i);
      put_parcels (fixture, web, steps[i].status, 5, steps[i].states, (const gint64[]){ 2, 3 }, 2);
      shop_assert_stock (fixture, SKU, steps[i].on_hand, steps[i].reserved);
      /* Told again, or by somebody who counts anew: nothing changes. */
      put_parcels (fixture, web, steps[i].status, 5, steps[i].states, (const gint64[]){ 2, 3 }, 2);
      shop_assert_stock (fixture, SKU, steps[i].on_hand, steps[i].reserved);
    }
  order = get_order (fixture, "1");
  g_assert_cmpuint (order->parcels->len, ==, 2);
  parcel = order->parcels->pdata[1];
  g_assert_cmpint (parcel->status, ==, DELIVERED);
  g_assert_cmpuint (parcel->lines->len, ==, 1);
  g_assert_cmpint (g_array_index (parcel->lines, TiemParcelLine, 0).quantity, ==, 3);
  g_assert_true (has_event (order, "parcel", "1"));
}

/* Units that are in no parcel yet wait as well. */
static void
test_rest (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 web = open_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  put_parcels (
      fixture, web, TO_SHIP, 5, (const TiemOrderStatus[]){ PICKUP }, (const gint64[]){ 2 }, 1);
  shop_assert_stock (fixture, SKU, 10, 5);
  put_parcels (
      fixture, web, TO_SHIP, 5, (const TiemOrderStatus[]){ SHIPPING }, (const gint64[]){ 2 }, 1);
  shop_assert_stock (fixture, SKU, 8, 3);

  /* The rest is cancelled: what left may come back, no more than that. */
  put_parcels (fixture,
               web,
               TIEM_ORDER_CANCELLED,
               5,
               (const TiemOrderStatus[]){ SHIPPING },
               (const gint64[]){ 2 },
               1);
  shop_assert_stock (fixture, SKU, 8, 0);
  order = get_order (fixture, "1");
  g_assert_cmpint (((TiemOrderLine *)order->lines->pdata[0])->out, ==, 2);
  g_assert_true (
      tiem_store_receive_return (fixture->store, order->id, 0, 0, TIEM_BACK_SHELF, &error));
  g_assert_no_error (error);
  shop_assert_stock (fixture, SKU, 10, 0);
  shop_check (fixture);
}

/* --- parcels that were not taken --- */

static void
assert_refused (StoreFixture *fixture,
                const char *remote_id,
                gint64 refused,
                gint64 sent)
{
  g_autoptr (TiemOrder) order = get_order (fixture, remote_id);
  g_autoptr (TiemCustomer) customer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (order->buyer_refused, ==, refused);
  g_assert_cmpint (order->buyer_sent, ==, sent);
  customer = tiem_store_get_customer (fixture->store, order->customer_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (customer->refused, ==, refused);
  g_assert_cmpint (customer->sent, ==, sent);
  shop_check (fixture);
}

static void
test_refused (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = open_shop (fixture);
  gint64 other = shop_add_channel (fixture, "Shopee");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) refusals = NULL;
  g_autoptr (TiemOrder) next = NULL;
  gint64 n = 0;
  ShopOrder again = goods ("9", TO_SHIP, 1);

  shop_put_order (fixture, web, goods ("1", SHIPPING, 1));
  shop_put_order (fixture, web, goods ("2", DELIVERED, 1));
  assert_refused (fixture, "1", 0, 2);
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_FAILED_DELIVERY, 1));
  assert_refused (fixture, "1", 1, 2);
  /* It goes on counting while the parcel comes back, and is shown at the next order. */
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_RETURNING, 1));
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_RETURNED, 1));
  g_assert_cmpint (count_group (fixture, TIEM_ORDERS_REFUSERS), ==, 0);
  again.buyer_id = "700";
  shop_put_order (fixture, other, again); /* the same phone */
  assert_refused (fixture, "9", 1, 2);
  g_assert_cmpint (count_group (fixture, TIEM_ORDERS_REFUSERS), ==, 1);
  tiem_store_count_refusers (fixture->store, &n, &error);
  g_assert_cmpint (n, ==, 1);
  next = get_order (fixture, "9");
  refusals = tiem_store_list_refusals (fixture->store, next->customer_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (refusals->len, ==, 1);

  /* The owner has the last word, whatever comes from the channel afterwards. */
  tiem_store_set_order_refused (fixture->store, find_order (fixture, "1"), TIEM_REFUSAL_NO, &error);
  g_assert_no_error (error);
  assert_refused (fixture, "9", 0, 2);
  g_assert_cmpint (count_group (fixture, TIEM_ORDERS_REFUSERS), ==, 0);
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_FAILED_DELIVERY, 1));
  assert_refused (fixture, "9", 0, 2);
  tiem_store_set_order_refused (
      fixture->store, find_order (fixture, "1"), TIEM_REFUSAL_UNTOLD, &error);
  assert_refused (fixture, "9", 1, 2);
  tiem_store_set_order_refused (
      fixture->store, find_order (fixture, "2"), TIEM_REFUSAL_YES, &error);
  assert_refused (fixture, "9", 2, 2);
  g_assert_false (tiem_store_set_order_refused (
      fixture->store, find_order (fixture, "9"), TIEM_REFUSAL_YES, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

static void
test_refused_merges (StoreFixture *fixture,
                     gconstpointer data)
{
  gint64 web = open_shop (fixture);
  ShopOrder second = goods ("2", TIEM_ORDER_FAILED_DELIVERY, 1);
  g_autoptr (TiemOrder) one = NULL;
  g_autoptr (TiemOrder) two = NULL;
  g_autoptr (GError) error = NULL;

  second.buyer_id = "99";
  second.phone = "0912345678";
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_FAILED_DELIVERY, 1));
  shop_put_order (fixture, web, second);
  one = get_order (fixture, "1");
  two = get_order (fixture, "2");
  tiem_store_merge_customers (fixture->store, one->customer_id, two->customer_id, &error);
  g_assert_no_error (error);
  assert_refused (fixture, "1", 2, 2);
  assert_refused (fixture, "2", 2, 2);
  tiem_store_unmerge_customer (fixture->store, two->customer_id, &error);
  g_assert_no_error (error);
  assert_refused (fixture, "1", 1, 1);
  assert_refused (fixture, "2", 1, 1);
}

static void
assert_counted (StoreFixture *fixture,
                gint64 refusers,
                gint64 cancel_asked)
{
  g_autoptr (GError) error = NULL;
  TiemOrderCounts counts;

  tiem_store_count_orders (fixture->store, 0, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts.refusers, ==, refusers);
  g_assert_cmpint (counts.cancel_asked, ==, cancel_asked);
  g_assert_cmpint (count_group (fixture, TIEM_ORDERS_REFUSERS), ==, refusers);
  g_assert_cmpint (count_group (fixture, TIEM_ORDERS_CANCEL_ASKED), ==, cancel_asked);
  shop_check (fixture);
}

/* The order tells that its buyer is somebody who did not take a parcel: the two are merged while it
 * is stored. */
static void
test_counted_joined (StoreFixture *fixture,
                     gconstpointer data)
{
  gint64 web = open_shop (fixture);
  ShopOrder refused = goods ("1", SHIPPING, 1);
  ShopOrder order = goods ("2", TO_SHIP, 1);

  refused.buyer_id = order.buyer_id = NULL;
  order.phone = NULL;
  order.email = "hoa@example.com";
  shop_put_order (fixture, web, refused);
  shop_put_order (fixture, web, order);
  refused.status = TIEM_ORDER_FAILED_DELIVERY;
  shop_put_order (fixture, web, refused);
  assert_counted (fixture, 0, 0);
  order.phone = refused.phone;
  shop_put_order (fixture, web, order);
  assert_counted (fixture, 1, 0);
}

/* The counters follow whatever changes who has refused a parcel, and orders that are to be sent. */
static void
test_counted (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = open_shop (fixture);
  gint64 other = shop_add_channel (fixture, "Shopee");
  ShopOrder second = goods ("3", TO_SHIP, 1);
  g_autoptr (TiemOrder) one = NULL;
  g_autoptr (TiemOrder) two = NULL;
  g_autoptr (GError) error = NULL;

  second.buyer_id = "99";
  second.phone = "0912345678";
  shop_put_order (fixture, web, goods ("1", SHIPPING, 1));
  shop_put_order (fixture, web, goods ("2", TO_SHIP, 1));
  shop_put_order (fixture, other, second);
  assert_counted (fixture, 0, 0);
  /* The order that comes back turns another one, held before. */
  shop_put_order (fixture, web, goods ("1", TIEM_ORDER_FAILED_DELIVERY, 1));
  assert_counted (fixture, 1, 0);
  shop_put_order (fixture, web, goods ("4", TIEM_ORDER_UNPAID, 1));
  assert_counted (fixture, 1, 0);
  shop_put_order (fixture, web, goods ("4", TO_SHIP, 2));
  assert_counted (fixture, 2, 0);
  shop_put_order (fixture, web, goods ("2", SHIPPING, 1));
  assert_counted (fixture, 1, 0);

  one = get_order (fixture, "1");
  two = get_order (fixture, "3");
  tiem_store_merge_customers (fixture->store, one->customer_id, two->customer_id, &error);
  g_assert_no_error (error);
  assert_counted (fixture, 2, 0);
  tiem_store_unmerge_customer (fixture->store, two->customer_id, &error);
  g_assert_no_error (error);
  assert_counted (fixture, 1, 0);
  tiem_store_merge_customers (fixture->store, two->customer_id, one->customer_id, &error);
  g_assert_no_error (error);
  assert_counted (fixture, 2, 0);
  tiem_store_set_order_refused (fixture->store, find_order (fixture, "1"), TIEM_REFUSAL_NO, &error);
  g_assert_no_error (error);
  assert_counted (fixture, 0, 0);
  tiem_store_set_order_refused (
      fixture->store, find_order (fixture, "1"), TIEM_REFUSAL_YES, &error);
  g_assert_no_error (error);
  assert_counted (fixture, 2, 0);
  /* Short of goods it is to do, whatever its status. */
  tiem_store_set_stock (
      fixture->store, tiem_store_find_sku (fixture->store, SKU, NULL), 0, "count", NULL, &error);
  g_assert_no_error (error);
  assert_counted (fixture, 2, 0);

  check_notices (fixture,
                 "counters_equal_recount",
                 "UPDATE order_counter SET orders = orders + 1 WHERE kind = 'refuser'",
                 "UPDATE order_counter SET orders = orders - 1 WHERE kind = 'refuser'");
  check_notices (fixture,
                 "counters_equal_recount",
                 "INSERT INTO order_counter VALUES (2, 'cancel-asked', 1, 0)",
                 "DELETE FROM order_counter WHERE kind = 'cancel-asked'");
  check_notices (fixture,
                 "refusals_equal_recount",
                 "UPDATE customer_order SET from_refuser = 0 WHERE remote_id = '3'",
                 "UPDATE customer_order SET from_refuser = 1 WHERE remote_id = '3'");
}

/* What the carrier lost, the platform says, was not the buyer's doing. */
static void
test_told_by_platform (StoreFixture *fixture,
                       gconstpointer data)
{
  gint64 web = open_shop (fixture);
  static const struct
  {
    TiemOrderStatus status;
    TiemRefusal told;
    gint64 refused;
  } cases[] = {
    { TIEM_ORDER_FAILED_DELIVERY, TIEM_REFUSAL_UNTOLD, 1 },
    { TIEM_ORDER_FAILED_DELIVERY, TIEM_REFUSAL_NO, 0 },
    { TIEM_ORDER_RETURNED, TIEM_REFUSAL_UNTOLD, 0 },
    { TIEM_ORDER_RETURNED, TIEM_REFUSAL_YES, 1 },
    { DELIVERED, TIEM_REFUSAL_UNTOLD, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i + 1);
      g_autofree char *buyer = g_strdup_printf ("b%u", i + 1);
      ShopOrder values = { id, cases[i].status, "10", "11", SKU, 1, .buyer_id = buyer };
      g_autoptr (TiemOrderPage) page = shop_make_order_page (fixture, &values, 1);
      g_autoptr (GError) error = NULL;

      ((TiemRemoteOrder *)page->orders->pdata[0])->refusal = cases[i].told;
      tiem_store_put_order_page (fixture->store, web, page, NULL, &error);
      g_assert_no_error (error);
      assert_refused (fixture, id, cases[i].refused, 1);
    }
}

/* --- a buyer who waits for an answer --- */

static void
test_cancel_deadline (StoreFixture *fixture,
                      gconstpointer data)
{
  gint64 web = open_shop (fixture);
  const ShopOrder values[] = { goods ("1", TO_SHIP, 1), goods ("2", TO_SHIP, 1) };
  g_autoptr (TiemOrderPage) page = shop_make_order_page (fixture, values, 2);
  TiemRemoteOrder *first = page->orders->pdata[0];
  TiemRemoteOrder *second = page->orders->pdata[1];
  TiemOrderQuery query = { .group = TIEM_ORDERS_TODO, .sort = TIEM_ORDER_SORT_SHIP_BY };
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GError) error = NULL;
  TiemOrderCounts counts;

  first->ship_by = fixture->now + 5 * SHOP_HOUR;
  second->ship_by = fixture->now + 24 * SHOP_HOUR;
  second->cancel_asked = TRUE;
  second->cancel_answer_by = fixture->now + 2 * SHOP_HOUR;
  tiem_store_put_order_page (fixture->store, web, page, NULL, &error);
  g_assert_no_error (error);
  shop_check (fixture);
  orders = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);
  g_assert_cmpstr (((TiemOrder *)orders->pdata[0])->remote_id, ==, "2");
  g_assert_cmpint (count_group (fixture, TIEM_ORDERS_CANCEL_ASKED), ==, 1);
  tiem_store_count_orders (fixture->store, 0, &counts, &error);
  g_assert_cmpint (counts.cancel_asked, ==, 1);
  g_assert_cmpint (counts.refusers, ==, 0);
  assert_counted (fixture, 0, 1);

  /* Cancelled at last: it waits for nobody. */
  shop_put_order (fixture, web, goods ("2", TIEM_ORDER_CANCELLED, 1));
  g_assert_cmpint (count_group (fixture, TIEM_ORDERS_CANCEL_ASKED), ==, 0);
  shop_check (fixture);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("/store/fate/returns", test_returns);
  SHOP_ADD ("/store/fate/unlinked", test_unlinked);
  SHOP_ADD ("/store/fate/finds-parcel", test_finds_parcel);
  SHOP_ADD ("/store/fate/parcels", test_parcels);
  SHOP_ADD ("/store/fate/rest", test_rest);
  SHOP_ADD ("/store/fate/refused", test_refused);
  SHOP_ADD ("/store/fate/refused-merges", test_refused_merges);
  SHOP_ADD ("/store/fate/counted", test_counted);
  SHOP_ADD ("/store/fate/counted/joined", test_counted_joined);
  SHOP_ADD ("/store/fate/told-by-platform", test_told_by_platform);
  SHOP_ADD ("/store/fate/cancel-deadline", test_cancel_deadline);
  return g_test_run ();
}
