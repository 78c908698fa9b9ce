#include "ledger-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-own.h"

/* Orders of one's own: money, stock, steps there and back, drafts. The invariants are checked
 * after each test, and after each step of a table. */

#define LAN "0905118274"

static TiemOwnOrder *
make_own (Ledger *ledger,
          gint64 quantity)
{
  TiemOwnOrder *order = tiem_own_order_new ();

  order->buyer_name = g_strdup ("Nguyễn Thị Lan");
  order->buyer_phone = g_strdup (LAN);
  g_ptr_array_add (order->lines, tiem_own_line_new (ledger->ao, quantity, 129000));
  return order;
}

static gint64
place (Ledger *ledger,
       const TiemOwnOrder *order)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_place_own_order (ledger->base.store, order, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  ledger->base.now += SHOP_MINUTE;
  return id;
}

static TiemOrder *
read_order (Ledger *ledger,
            gint64 id)
{
  g_autoptr (GError) error = NULL;
  TiemOrder *order = tiem_store_get_order (ledger->base.store, id, &error);

  g_assert_no_error (error);
  return order;
}

static gint64
mark (Ledger *ledger,
      gint64 id,
      TiemOrderStatus status)
{
  TiemOwnMark wanted = { .status = status };
  g_autoptr (GError) error = NULL;
  gint64 step = tiem_store_mark_own_order (ledger->base.store, id, &wanted, &error);

  g_assert_no_error (error);
  ledger->base.now += SHOP_MINUTE;
  return step;
}

static void
pay (Ledger *ledger,
     gint64 id,
     gint64 amount)
{
  g_autoptr (GError) error = NULL;

  tiem_store_pay_own_order (ledger->base.store, id, amount, TIEM_MONEY_CASH, NULL, &error);
  g_assert_no_error (error);
  ledger->base.now += SHOP_MINUTE;
}

static gint64
read_debt (Ledger *ledger,
           gint64 customer_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemCustomer) customer
      = tiem_store_get_customer (ledger->base.store, customer_id, &error);

  g_assert_no_error (error);
  return customer->debt_vnd;
}

/* What the chip of those in debt counts and lists. */
static void
assert_debtors (Ledger *ledger,
                guint n,
                gint64 owed)
{
  const TiemCustomerQuery query = { .group = TIEM_CUSTOMERS_DEBT };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  gint64 count, owed_vnd;

  g_assert_true (tiem_store_count_debtors (ledger->base.store, &count, &owed_vnd, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, n);
  g_assert_cmpint (owed_vnd, ==, owed);
  listed = tiem_store_list_customers (ledger->base.store, &query, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (listed->len, ==, n);
}

static guint
count_unsettled (Ledger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = tiem_store_list_unsettled_cod (ledger->base.store, &error);

  g_assert_no_error (error);
  return ids->len;
}

#define assert_order(ledger, id, wanted_status, wanted_total, wanted_paid, wanted_owed)            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (TiemOrder) order_ = read_order (ledger, id);                                        \
    g_assert_cmpstr (tiem_order_status_to_string (order_->status),                                 \
                     ==,                                                                           \
                     tiem_order_status_to_string (wanted_status));                                 \
    g_assert_cmpint (order_->total_vnd, ==, wanted_total);                                         \
    g_assert_cmpint (order_->paid_vnd, ==, wanted_paid);                                           \
    g_assert_cmpint (order_->owed_vnd, ==, wanted_owed);                                           \
    g_assert_cmpint (order_->difference_vnd, ==, 0);                                               \
    shop_check (&(ledger)->base);                                                                  \
  }                                                                                                \
  G_STMT_END

/* --- placing --- */

static void
test_place (Ledger *ledger,
            gconstpointer data)
{
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (TiemListing) listing = NULL;
  gint64 id = place (ledger, own);

  order = read_order (ledger, id);
  g_assert_true (order->is_own);
  g_assert_cmpstr (order->number, ==, "DH000001");
  g_assert_cmpstr (order->channel_kind, ==, "counter");
  g_assert_cmpstr (order->buyer_phone, ==, "+84905118274");
  g_assert_cmpint (order->customer_id, !=, 0);
  g_assert_false (order->has_unlinked);
  assert_order (ledger, id, TIEM_ORDER_TO_SHIP, 258000, 0, 258000);
  assert_ao (ledger, 10, 2);
  /* what is promised here is not offered elsewhere */
  listing = shop_get_listing (&ledger->base, ledger->channel, "AO");
  g_assert_cmpint (listing->desired, ==, 8);
  /* the next one has the next number, on the same channel */
  own->asks_first = TRUE;
  id = place (ledger, own);
  g_clear_pointer (&order, tiem_order_free);
  order = read_order (ledger, id);
  g_assert_cmpstr (order->number, ==, "DH000002");
  assert_order (ledger, id, TIEM_ORDER_TO_CONFIRM, 258000, 0, 258000);
}

/* More than there is: taken, and short; the same as of a channel's order. */
static void
test_short (Ledger *ledger,
            gconstpointer data)
{
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 11);
  g_autoptr (GError) error = NULL;
  gint64 id = place (ledger, own);
  g_autoptr (TiemOrder) order = read_order (ledger, id);
  TiemOrderCounts counts;

  g_assert_true (order->is_short);
  tiem_store_count_orders (ledger->base.store, 0, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts.short_of_goods, ==, 1);
  g_assert_cmpint (counts.todo, ==, 1);
}

/* Goods that were never counted take nothing until they are. */
static void
test_uncounted (Ledger *ledger,
                gconstpointer data)
{
  gint64 len = add_variant (ledger, "LEN", -1);
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 1);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (own->lines, tiem_own_line_new (len, 3, 50000));
  assert_order (ledger, place (ledger, own), TIEM_ORDER_TO_SHIP, 279000, 0, 279000);
  tiem_store_set_stock (ledger->base.store, len, 5, "count", NULL, &error);
  g_assert_no_error (error);
  shop_assert_stock (&ledger->base, "LEN", 5, 3);
}

/* A bundle sells its parts. */
static void
test_bundle (Ledger *ledger,
             gconstpointer data)
{
  gint64 combo = add_variant (ledger, "COMBO", -1);
  TiemBundlePart part = { .variant_id = ledger->ao, .quantity = 2 };
  g_autoptr (TiemOwnOrder) own = tiem_own_order_new ();
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof part);
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_array_append_val (parts, part);
  tiem_store_set_bundle (ledger->base.store, combo, parts, &error);
  g_assert_no_error (error);
  g_ptr_array_add (own->lines, tiem_own_line_new (combo, 3, 240000));
  id = place (ledger, own);
  assert_ao (ledger, 10, 6);
  mark (ledger, id, TIEM_ORDER_SHIPPING);
  assert_ao (ledger, 4, 0);
  mark (ledger, id, TIEM_ORDER_TO_SHIP);
  assert_ao (ledger, 10, 6);
}

/* --- what is refused --- */

typedef enum
{
  NO_LINES,
  NO_UNITS,
  NEGATIVE_PRICE,
  NEGATIVE_FEE,
  BIG_DISCOUNT,
  PAID_TOO_MUCH,
  COD_TOO_MUCH,
  BAD_PHONE,
  NAMELESS_DEBT,
  UNKNOWN_GOODS,
  UNKNOWN_CUSTOMER,
  WRONG_CHANNEL,
  N_WRONGS
} Wrong;

static void
make_wrong (Ledger *ledger,
            TiemOwnOrder *own,
            Wrong wrong)
{
  TiemOwnLine *line = g_ptr_array_index (own->lines, 0);

  if (wrong == NO_LINES)
    g_ptr_array_set_size (own->lines, 0);
  else if (wrong == NO_UNITS)
    line->quantity = 0;
  else if (wrong == NEGATIVE_PRICE)
    line->unit_price_vnd = -1;
  else if (wrong == UNKNOWN_GOODS)
    line->variant_id = 4711;
  own->shipping_fee_vnd = wrong == NEGATIVE_FEE ? -1 : 0;
  own->discount_vnd = wrong == BIG_DISCOUNT ? 129001 : 0;
  own->paid_vnd = wrong == PAID_TOO_MUCH ? 129001 : 0;
  own->customer_id = wrong == UNKNOWN_CUSTOMER ? 4711 : 0;
  own->channel_id = wrong == WRONG_CHANNEL ? ledger->channel : 0;
  if (wrong == COD_TOO_MUCH)
    {
      own->payment = TIEM_OWN_COD;
      own->cod_vnd = 129001;
    }
  if (wrong == BAD_PHONE || wrong == NAMELESS_DEBT)
    {
      g_clear_pointer (&own->buyer_phone, g_free);
      g_clear_pointer (&own->buyer_name, g_free);
      own->buyer_phone = wrong == BAD_PHONE ? g_strdup ("090 123 45") : NULL;
      own->payment = TIEM_OWN_DEBT;
    }
}

static void
test_refused (Ledger *ledger,
              gconstpointer data)
{
  for (Wrong wrong = 0; wrong < N_WRONGS; wrong++)
    {
      g_autoptr (TiemOwnOrder) own = make_own (ledger, 1);
      g_autoptr (GError) error = NULL;
      int code = wrong == UNKNOWN_GOODS || wrong == UNKNOWN_CUSTOMER ? TIEM_ERROR_NOT_FOUND
                                                                     : TIEM_ERROR_INVALID;

      make_wrong (ledger, own, wrong);
      g_assert_cmpint (tiem_store_place_own_order (ledger->base.store, own, &error), ==, 0);
      g_assert_error (error, TIEM_ERROR, code);
      assert_ao (ledger, 10, 0);
    }
  /* none of them took a number */
  {
    g_autoptr (TiemOwnOrder) own = make_own (ledger, 1);
    g_autoptr (TiemOrder) order = read_order (ledger, place (ledger, own));

    g_assert_cmpstr (order->number, ==, "DH000001");
  }
}

/* --- totals --- */

static void
test_totals (Ledger *ledger,
             gconstpointer data)
{
  static const struct
  {
    TiemOwnPayment payment;
    gint64 fee, discount, paid, cod;  /* given */
    gint64 total, got, owed, collect; /* wanted, of 3 × 129.000 */
  } cases[] = {
    { TIEM_OWN_PREPAID, 0, 0, -1, -1, 387000, 387000, 0, 0 },
    { TIEM_OWN_PREPAID, 30000, 17000, -1, -1, 400000, 400000, 0, 0 },
    { TIEM_OWN_PREPAID, 0, 0, 0, -1, 387000, 0, 387000, 0 },
    { TIEM_OWN_COD, 30000, 0, 0, -1, 417000, 0, 0, 417000 },
    { TIEM_OWN_COD, 30000, 0, 100000, -1, 417000, 100000, 0, 317000 },
    { TIEM_OWN_COD, 0, 0, 100000, 200000, 387000, 100000, 87000, 200000 },
    { TIEM_OWN_DEBT, 0, 387000, 0, -1, 0, 0, 0, 0 },
    { TIEM_OWN_DEBT, 25000, 0, 12000, -1, 412000, 12000, 400000, 0 },
  };
  gint64 owed = 0;
  gint64 customer_id = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemOwnOrder) own = make_own (ledger, 3);
      g_autoptr (TiemOrder) order = NULL;
      gint64 id;

      own->payment = cases[i].payment;
      own->shipping_fee_vnd = cases[i].fee;
      own->discount_vnd = cases[i].discount;
      own->paid_vnd = cases[i].paid;
      own->cod_vnd = cases[i].cod;
      id = place (ledger, own);
      assert_order (ledger, id, TIEM_ORDER_TO_SHIP, cases[i].total, cases[i].got, cases[i].owed);
      order = read_order (ledger, id);
      g_assert_cmpint (order->cod_vnd, ==, cases[i].collect);
      g_assert_cmpint (order->payments->len, ==, cases[i].got > 0 ? 1 : 0);
      customer_id = order->customer_id;
      owed += cases[i].owed;
    }
  g_assert_cmpint (read_debt (ledger, customer_id), ==, owed);
}

/* --- steps, there and back --- */

static void
test_steps (Ledger *ledger,
            gconstpointer data)
{
  static const struct
  {
    TiemOrderStatus from; /* reached straight from to_ship */
    TiemOrderStatus to;
    gboolean is_allowed;
    gint64 on_hand, reserved;
  } cases[] = {
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_TO_CONFIRM, TRUE, 10, 2 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_AWAITING_PICKUP, TRUE, 10, 2 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_SHIPPING, TRUE, 8, 0 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_COMPLETED, TRUE, 8, 0 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_CANCELLED, TRUE, 10, 0 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_FAILED_DELIVERY, FALSE, 10, 2 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_RETURNED, FALSE, 10, 2 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_UNKNOWN, FALSE, 10, 2 },
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_TO_SHIP, TRUE, 10, 2 },
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_DELIVERED, TRUE, 8, 0 },
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_FAILED_DELIVERY, TRUE, 8, 0 },
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_CANCELLED, FALSE, 8, 0 },
    { TIEM_ORDER_DELIVERED, TIEM_ORDER_TO_SHIP, TRUE, 10, 2 },
    { TIEM_ORDER_DELIVERED, TIEM_ORDER_RETURNING, TRUE, 8, 0 },
    { TIEM_ORDER_FAILED_DELIVERY, TIEM_ORDER_SHIPPING, TRUE, 8, 0 },
    { TIEM_ORDER_CANCELLED, TIEM_ORDER_TO_SHIP, TRUE, 10, 2 },
    { TIEM_ORDER_CANCELLED, TIEM_ORDER_SHIPPING, FALSE, 10, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
      TiemOwnMark wanted = { .status = cases[i].to };
      g_autoptr (GError) error = NULL;
      gint64 id = place (ledger, own);
      gint64 step;

      if (cases[i].from == TIEM_ORDER_FAILED_DELIVERY)
        mark (ledger, id, TIEM_ORDER_SHIPPING);
      if (cases[i].from != TIEM_ORDER_TO_SHIP)
        mark (ledger, id, cases[i].from);
      step = tiem_store_mark_own_order (ledger->base.store, id, &wanted, &error);
      g_assert_true (cases[i].is_allowed ? step > 0 : step == 0);
      g_assert_true ((error == NULL) == cases[i].is_allowed);
      assert_ao (ledger, cases[i].on_hand, cases[i].reserved);
      shop_check (&ledger->base);

      /* taken back, it is as if it had not been */
      if (step > 0)
        {
          tiem_store_undo_own (ledger->base.store, step, &error);
          g_assert_no_error (error);
          assert_order (ledger,
                        id,
                        cases[i].from,
                        258000,
                        0,
                        tiem_order_status_is_open (cases[i].from)
                                || cases[i].from == TIEM_ORDER_SHIPPING
                                || cases[i].from == TIEM_ORDER_DELIVERED
                            ? 258000
                            : 0);
          g_assert_false (tiem_store_undo_own (ledger->base.store, step, &error));
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
        }
      /* out of the way of the next */
      if (cases[i].from == TIEM_ORDER_CANCELLED)
        continue;
      mark (ledger, id, TIEM_ORDER_TO_SHIP);
      mark (ledger, id, TIEM_ORDER_CANCELLED);
      assert_ao (ledger, 10, 0);
    }
}

/* What the window and the command line do with any order. */
static void
test_actions (Ledger *ledger,
              gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;
  gint64 confirmed;
  gint64 shipped;

  own->asks_first = TRUE;
  id = place (ledger, own);
  confirmed = tiem_store_queue_order_action (store, id, "order:confirm", NULL, 6000, &error);
  g_assert_no_error (error);
  g_assert_cmpint (confirmed, <, 0);
  assert_order (ledger, id, TIEM_ORDER_TO_SHIP, 258000, 0, 258000);
  /* asked twice it is done once */
  g_assert_cmpint (
      tiem_store_queue_order_action (store, id, "order:confirm", NULL, 6000, &error), !=, 0);
  g_assert_no_error (error);
  shipped = tiem_store_queue_order_action (store, id, "order:ship", NULL, 6000, &error);
  g_assert_cmpint (shipped, <, 0);
  assert_ao (ledger, 8, 0);
  /* the older step can't be taken back from under the younger */
  g_assert_false (tiem_store_drop_outbox (store, confirmed, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (
      tiem_store_queue_order_action (store, id, "order:cancel", "Khách đổi ý", 0, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (tiem_store_drop_outbox (store, shipped, &error));
  assert_ao (ledger, 10, 2);
  tiem_store_queue_order_action (store, id, "order:cancel", "Khách đổi ý", 0, &error);
  g_assert_no_error (error);
  assert_order (ledger, id, TIEM_ORDER_CANCELLED, 258000, 0, 0);
  {
    g_autoptr (TiemOrder) order = read_order (ledger, id);

    g_assert_cmpstr (order->cancel_reason, ==, "Khách đổi ý");
  }
  outbox = tiem_store_list_outbox (store, 0, &error);
  g_assert_cmpuint (outbox->len, ==, 0);
}

static void
test_returned (Ledger *ledger,
               gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 3);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  TiemOwnMark back = { .status = TIEM_ORDER_TO_SHIP };
  gint64 id = place (ledger, own);

  mark (ledger, id, TIEM_ORDER_SHIPPING);
  mark (ledger, id, TIEM_ORDER_FAILED_DELIVERY);
  mark (ledger, id, TIEM_ORDER_RETURNING);
  assert_order (ledger, id, TIEM_ORDER_RETURNING, 387000, 0, 0);
  order = read_order (ledger, id);
  tiem_store_receive_return (
      store, id, ((TiemOrderLine *)g_ptr_array_index (order->lines, 0))->id, 2, FALSE, &error);
  g_assert_no_error (error);
  assert_ao (ledger, 9, 0);
  assert_order (ledger, id, TIEM_ORDER_RETURNING, 387000, 0, 0);
  /* goods that are back can't be un-sent */
  g_assert_cmpint (tiem_store_mark_own_order (store, id, &back, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  tiem_store_receive_return (store, id, 0, 0, TRUE, &error);
  g_assert_no_error (error);
  assert_ao (ledger, 9, 0);
  assert_order (ledger, id, TIEM_ORDER_RETURNED, 387000, 0, 0);
}

/* --- money --- */

static void
test_pay (Ledger *ledger,
          gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer_id;
  gint64 id;

  own->payment = TIEM_OWN_DEBT;
  id = place (ledger, own);
  order = read_order (ledger, id);
  customer_id = order->customer_id;
  g_assert_cmpint (read_debt (ledger, customer_id), ==, 258000);
  pay (ledger, id, 100000);
  g_assert_cmpint (read_debt (ledger, customer_id), ==, 158000);
  assert_debtors (ledger, 1, 158000);
  mark (ledger, id, TIEM_ORDER_COMPLETED);
  assert_order (ledger, id, TIEM_ORDER_COMPLETED, 258000, 100000, 158000);
  /* no more than is left, and not nothing */
  g_assert_cmpint (
      tiem_store_pay_own_order (store, id, 158001, TIEM_MONEY_CASH, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (tiem_store_pay_own_order (store, id, 0, TIEM_MONEY_CASH, NULL, &error), ==, 0);
  g_clear_error (&error);
  pay (ledger, id, 158000);
  assert_order (ledger, id, TIEM_ORDER_COMPLETED, 258000, 258000, 0);
  g_assert_cmpint (read_debt (ledger, customer_id), ==, 0);
  assert_debtors (ledger, 0, 0);
  /* back goes what came in, and no more */
  pay (ledger, id, -58000);
  assert_order (ledger, id, TIEM_ORDER_COMPLETED, 258000, 200000, 58000);
  g_assert_cmpint (
      tiem_store_pay_own_order (store, id, -200001, TIEM_MONEY_CASH, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

static void
test_cod (Ledger *ledger,
          gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  TiemOwnFigures figures;
  gint64 id;

  own->payment = TIEM_OWN_COD;
  own->shipping_fee_vnd = 30000;
  id = place (ledger, own);
  g_assert_false (tiem_store_settle_cod (store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  /* a deposit is not collected once more */
  pay (ledger, id, 88000);
  mark (ledger, id, TIEM_ORDER_SHIPPING);
  g_assert_cmpuint (count_unsettled (ledger), ==, 0);
  mark (ledger, id, TIEM_ORDER_DELIVERED);
  g_assert_cmpuint (count_unsettled (ledger), ==, 1);
  tiem_store_read_own_figures (store, &figures, &error);
  g_assert_no_error (error);
  g_assert_cmpint (figures.cod_orders, ==, 1);
  g_assert_cmpint (figures.cod_vnd, ==, 200000);
  g_assert_cmpint (figures.owed_vnd, ==, 0);
  g_assert_true (tiem_store_settle_cod (store, id, &error));
  g_assert_cmpuint (count_unsettled (ledger), ==, 0);
  assert_order (ledger, id, TIEM_ORDER_DELIVERED, 288000, 288000, 0);
  order = read_order (ledger, id);
  g_assert_cmpint (order->cod_settled_at, >, 0);
  g_assert_cmpuint (order->payments->len, ==, 2);
  g_assert_false (tiem_store_settle_cod (store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  tiem_store_read_own_figures (store, &figures, NULL);
  g_assert_cmpint (figures.cod_orders, ==, 0);
}

/* --- editing --- */

static void
test_edit (Ledger *ledger,
           gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 quan = add_variant (ledger, "QUAN", 5);
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
  g_autoptr (TiemOwnOrder) held = NULL;
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  TiemOwnLine *line;
  gint64 lan;
  gint64 id;

  own->payment = TIEM_OWN_DEBT;
  id = place (ledger, own);
  order = read_order (ledger, id);
  lan = order->customer_id;
  held = tiem_store_load_own_order (store, id, &error);
  g_assert_no_error (error);
  line = g_ptr_array_index (held->lines, 0);
  /* what the order holds itself is not missing to it */
  g_assert_cmpint (line->available, ==, 10);
  line->quantity = 5;
  line->unit_price_vnd = 120000;
  g_ptr_array_add (held->lines, tiem_own_line_new (quan, 1, 99000));
  held->discount_vnd = 9000;
  tiem_store_edit_own_order (store, id, held, &error);
  g_assert_no_error (error);
  assert_ao (ledger, 10, 5);
  shop_assert_stock (&ledger->base, "QUAN", 5, 1);
  assert_order (ledger, id, TIEM_ORDER_TO_SHIP, 690000, 0, 690000);
  g_assert_cmpint (read_debt (ledger, lan), ==, 690000);

  /* one line goes, the buyer was another: so is who owes */
  g_clear_pointer (&held, tiem_own_order_free);
  held = tiem_store_load_own_order (store, id, &error);
  g_ptr_array_remove_index (held->lines, 0);
  held->discount_vnd = 0;
  held->customer_id = 0;
  g_free (held->buyer_phone);
  held->buyer_phone = g_strdup ("0912 774 305");
  g_free (held->buyer_name);
  held->buyer_name = g_strdup ("Phạm Gia Hân");
  ledger->base.now += SHOP_MINUTE;
  tiem_store_edit_own_order (store, id, held, &error);
  g_assert_no_error (error);
  assert_ao (ledger, 10, 0);
  assert_order (ledger, id, TIEM_ORDER_TO_SHIP, 99000, 0, 99000);
  g_assert_cmpint (read_debt (ledger, lan), ==, 0);
  g_clear_pointer (&order, tiem_order_free);
  order = read_order (ledger, id);
  g_assert_cmpint (order->customer_id, !=, lan);
  g_assert_cmpint (read_debt (ledger, order->customer_id), ==, 99000);

  mark (ledger, id, TIEM_ORDER_SHIPPING);
  g_assert_false (tiem_store_edit_own_order (store, id, held, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

/* Merged customers owe together. */
static void
test_merge (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (TiemOwnOrder) one = make_own (ledger, 1);
  g_autoptr (TiemOwnOrder) other = make_own (ledger, 2);
  g_autoptr (TiemOrder) first = NULL;
  g_autoptr (TiemOrder) second = NULL;
  g_autoptr (GError) error = NULL;

  one->payment = other->payment = TIEM_OWN_DEBT;
  /* a name alone is somebody who owes */
  g_clear_pointer (&other->buyer_phone, g_free);
  first = read_order (ledger, place (ledger, one));
  second = read_order (ledger, place (ledger, other));
  g_assert_cmpint (second->customer_id, !=, 0);
  g_assert_cmpint (second->customer_id, !=, first->customer_id);
  tiem_store_merge_customers (store, first->customer_id, second->customer_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_debt (ledger, first->customer_id), ==, 387000);
  shop_check (&ledger->base);
  pay (ledger, second->id, 258000);
  g_assert_cmpint (read_debt (ledger, first->customer_id), ==, 129000);
}

/* --- drafts --- */

static void
test_drafts (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GError) error = NULL;
  const TiemOwnOrder *draft;
  const TiemOwnLine *line;

  own->payment = TIEM_OWN_COD;
  own->shipping_fee_vnd = 30000;
  own->note = g_strdup ("Giao giờ hành chính");
  own->address.line = g_strdup ("12 Lê Văn Sỹ");
  own->draft_id = tiem_store_save_draft (ledger->base.store, own, &error);
  g_assert_no_error (error);
  assert_ao (ledger, 10, 0);
  /* the same one again; and one with nothing in it is kept just so */
  g_assert_cmpint (tiem_store_save_draft (ledger->base.store, own, &error), ==, own->draft_id);

  /* the program dies */
  g_clear_object (&ledger->base.store);
  store_fixture_open (&ledger->base);
  drafts = tiem_store_list_drafts (ledger->base.store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (drafts->len, ==, 1);
  draft = g_ptr_array_index (drafts, 0);
  g_assert_cmpstr (draft->number, ==, "DH000001");
  g_assert_cmpstr (draft->buyer_name, ==, "Nguyễn Thị Lan");
  g_assert_cmpstr (draft->address.line, ==, "12 Lê Văn Sỹ");
  g_assert_cmpint (draft->payment, ==, TIEM_OWN_COD);
  g_assert_cmpint (tiem_own_order_get_total (draft), ==, 288000);
  line = g_ptr_array_index (draft->lines, 0);
  g_assert_cmpstr (line->sku, ==, "AO");
  g_assert_cmpint (line->available, ==, 10);

  {
    /* the number was promised */
    g_autoptr (TiemOrder) order = read_order (ledger, place (ledger, draft));

    g_assert_cmpstr (order->number, ==, "DH000001");
  }
  assert_ao (ledger, 10, 2);
  g_clear_pointer (&drafts, g_ptr_array_unref);
  drafts = tiem_store_list_drafts (ledger->base.store, &error);
  g_assert_cmpuint (drafts->len, ==, 0);
}

/* Erasing a buyer's data takes it out of drafts as well. */
static void
test_erase (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 1);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = place (ledger, own);

  g_free (own->buyer_phone);
  own->buyer_phone = g_strdup ("0905 118 274");
  tiem_store_save_draft (store, own, &error);
  order = read_order (ledger, id);
  tiem_store_erase_customer (store, order->customer_id, &error);
  g_assert_no_error (error);
  drafts = tiem_store_list_drafts (store, &error);
  g_assert_cmpuint (drafts->len, ==, 0);
  /* the order goes on without a name */
  mark (ledger, id, TIEM_ORDER_SHIPPING);
  g_clear_pointer (&order, tiem_order_free);
  order = read_order (ledger, id);
  g_assert_null (order->buyer_phone);
  g_assert_null (order->buyer_name);
}

/* A counter that is removed lets go of its goods; the next order makes another, and no number
 * comes twice. */
static void
test_removed_counter (Ledger *ledger,
                      gconstpointer data)
{
  g_autoptr (TiemOwnOrder) own = make_own (ledger, 2);
  g_autoptr (TiemOrder) order = read_order (ledger, place (ledger, own));
  g_autoptr (GError) error = NULL;

  tiem_store_remove_channel (ledger->base.store, order->channel_id, &error);
  g_assert_no_error (error);
  assert_ao (ledger, 10, 0);
  g_clear_pointer (&order, tiem_order_free);
  order = read_order (ledger, place (ledger, own));
  g_assert_cmpstr (order->number, ==, "DH000002");
  assert_ao (ledger, 10, 2);
}

#define ADD(path, func) g_test_add (path, Ledger, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/own/place/is-an-order-like-any-other", test_place);
  ADD ("/own/place/more-than-there-is", test_short);
  ADD ("/own/place/never-counted", test_uncounted);
  ADD ("/own/place/bundle", test_bundle);
  ADD ("/own/place/refused", test_refused);
  ADD ("/own/money/totals", test_totals);
  ADD ("/own/money/paid-in-parts", test_pay);
  ADD ("/own/money/cod", test_cod);
  ADD ("/own/money/merged-debtors", test_merge);
  ADD ("/own/steps/there-and-back", test_steps);
  ADD ("/own/steps/actions", test_actions);
  ADD ("/own/steps/returned", test_returned);
  ADD ("/own/edit", test_edit);
  ADD ("/own/drafts", test_drafts);
  ADD ("/own/erase", test_erase);
  ADD ("/own/removed-counter", test_removed_counter);
  return g_test_run ();
}
