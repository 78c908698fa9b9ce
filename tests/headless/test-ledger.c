#include "ledger-fixture.h"

/* The ledger follows an order's status: what a line takes, and gives back. */

/* --- statuses --- */

static void
test_statuses (Ledger *ledger,
               gconstpointer data)
{
  static const struct
  {
    TiemOrderStatus first;
    TiemOrderStatus then;
    gint64 on_hand;
    gint64 reserved;
  } cases[] = {
    { TIEM_ORDER_UNPAID, TIEM_ORDER_UNPAID, 10, 3 },
    { TIEM_ORDER_TO_CONFIRM, TIEM_ORDER_TO_CONFIRM, 10, 3 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_TO_SHIP, 10, 3 },
    { TIEM_ORDER_AWAITING_PICKUP, TIEM_ORDER_AWAITING_PICKUP, 10, 3 },
    { TIEM_ORDER_UNKNOWN, TIEM_ORDER_UNKNOWN, 10, 3 },
    { TIEM_ORDER_CANCELLED, TIEM_ORDER_CANCELLED, 10, 0 },
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_SHIPPING, 7, 0 }, /* never seen open */
    { TIEM_ORDER_DELIVERED, TIEM_ORDER_DELIVERED, 7, 0 },
    { TIEM_ORDER_COMPLETED, TIEM_ORDER_COMPLETED, 7, 0 },
    { TIEM_ORDER_FAILED_DELIVERY, TIEM_ORDER_FAILED_DELIVERY, 7, 0 },
    { TIEM_ORDER_RETURNING, TIEM_ORDER_RETURNING, 7, 0 },
    { TIEM_ORDER_RETURNED, TIEM_ORDER_RETURNED, 7, 0 }, /* until the owner books it */
    { TIEM_ORDER_UNPAID, TIEM_ORDER_TO_SHIP, 10, 3 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_SHIPPING, 7, 0 },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_CANCELLED, 10, 0 },
    { TIEM_ORDER_UNPAID, TIEM_ORDER_CANCELLED, 10, 0 },
    { TIEM_ORDER_UNPAID, TIEM_ORDER_COMPLETED, 7, 0 },
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_CANCELLED, 7, 0 }, /* it is on its way back */
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_FAILED_DELIVERY, 7, 0 },
    { TIEM_ORDER_SHIPPING, TIEM_ORDER_RETURNING, 7, 0 },
    { TIEM_ORDER_COMPLETED, TIEM_ORDER_TO_SHIP, 7, 0 },  /* goods that left stay gone */
    { TIEM_ORDER_CANCELLED, TIEM_ORDER_TO_SHIP, 10, 3 }, /* taken up again */
    { TIEM_ORDER_UNKNOWN, TIEM_ORDER_SHIPPING, 7, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("order-%u", (guint)i);
      g_autoptr (GError) error = NULL;

      tiem_store_set_stock (ledger->base.store, ledger->ao, 10, "count", NULL, &error);
      put_ao (ledger, id, cases[i].first, 3);
      if (cases[i].then != cases[i].first)
        put_ao (ledger, id, cases[i].then, 3);
      g_test_message ("%s, then %s",
                      tiem_order_status_to_string (cases[i].first),
                      tiem_order_status_to_string (cases[i].then));
      assert_ao (ledger, cases[i].on_hand, cases[i].reserved);
      shop_check (&ledger->base);
      /* out of the way of the next one */
      if (cases[i].reserved > 0)
        put_ao (ledger, id, TIEM_ORDER_CANCELLED, 3);
    }
}

/* Each update may come again, late, or twice: nothing moves. */
static void
test_replay (Ledger *ledger,
             gconstpointer data)
{
  Goods goods = { "p1", 3, 0 };
  gint64 t = ledger->base.now;

  g_assert_true (put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1)));
  g_assert_false (put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1)));
  g_assert_true (
      put (ledger, make_order (ledger, "1", TIEM_ORDER_SHIPPING, t + 5, t + 4, &goods, 1)));
  /* older than what is held: told, and nothing else */
  for (int i = 0; i < 3; i++)
    g_assert_false (
        put (ledger, make_order (ledger, "1", TIEM_ORDER_AWAITING_PICKUP, t + 3, 0, &goods, 1)));
  assert_ao (ledger, 7, 0);
  {
    g_autoptr (TiemOrder) order = get_order (ledger, "1");

    g_assert_cmpint (order->status, ==, TIEM_ORDER_SHIPPING);
    /* placed, read, status, off the stock, one that came late */
    g_assert_cmpuint (order->events->len, ==, 5);
  }
}

/* --- goods that come back --- */

static void
test_returns (Ledger *ledger,
              gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = NULL;
  gint64 line;

  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 4);
  order = get_order (ledger, "1");
  line = ((TiemOrderLine *)g_ptr_array_index (order->lines, 0))->id;

  /* it has not left */
  g_assert_false (tiem_store_receive_return (store, order->id, 0, 0, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);

  put_ao (ledger, "1", TIEM_ORDER_RETURNING, 4);
  assert_ao (ledger, 6, 0);
  g_assert_true (tiem_store_receive_return (store, order->id, line, 1, FALSE, &error));
  assert_ao (ledger, 7, 0);
  g_assert_true (tiem_store_receive_return (store, order->id, line, 1, TRUE, &error));
  assert_ao (ledger, 7, 0);
  g_assert_false (tiem_store_receive_return (store, order->id, line, 3, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  assert_ao (ledger, 7, 0);

  g_assert_true (tiem_store_receive_return (store, order->id, 0, 0, FALSE, &error));
  assert_ao (ledger, 9, 0);
  /* a second time fails and changes nothing */
  g_assert_false (tiem_store_receive_return (store, order->id, 0, 0, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (tiem_store_receive_return (store, order->id, line, 1, TRUE, &error));
  g_clear_error (&error);
  assert_ao (ledger, 9, 0);

  /* and the channel's later word takes nothing back */
  put_ao (ledger, "1", TIEM_ORDER_RETURNED, 4);
  assert_ao (ledger, 9, 0);

  {
    g_autoptr (GPtrArray) movements = tiem_store_list_movements (store, ledger->ao, 0, &error);
    static const char *const reasons[]
        = { "return", "damaged", "return", "return", "sale", "count" };

    g_assert_cmpuint (movements->len, ==, G_N_ELEMENTS (reasons));
    for (guint i = 0; i < movements->len; i++)
      g_assert_cmpstr (((TiemMovement *)g_ptr_array_index (movements, i))->reason, ==, reasons[i]);
    g_assert_cmpint (((TiemMovement *)g_ptr_array_index (movements, 0))->on_hand, ==, 9);
  }
}

/* What left before the count was not on the shelf; when it comes back, it is. */
static void
test_count_start (Ledger *ledger,
                  gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) gone = NULL;
  gint64 quan = add_variant (ledger, "QUAN", -1);
  gint64 t = ledger->base.now;
  Goods goods = { "p2", 2, 0 };

  add_listing (ledger, "p2", "QUAN", quan);
  put (ledger, make_order (ledger, "gone", TIEM_ORDER_SHIPPING, t + 1, t + 1, &goods, 1));
  put (ledger, make_order (ledger, "open", TIEM_ORDER_TO_SHIP, t + 2, 0, &goods, 1));
  shop_assert_stock (&ledger->base, "QUAN", 0, 0);

  ledger->base.now += SHOP_HOUR;
  g_assert_true (tiem_store_set_stock (store, quan, 8, "count", NULL, &error));
  shop_assert_stock (&ledger->base, "QUAN", 8, 2);

  /* a later word on the parcel that was gone already */
  ledger->base.now += SHOP_HOUR;
  put (ledger,
       make_order (ledger, "gone", TIEM_ORDER_DELIVERED, ledger->base.now, t + 1, &goods, 1));
  shop_assert_stock (&ledger->base, "QUAN", 8, 2);
  /* also when the channel never says when it left */
  put (ledger,
       make_order (ledger, "gone", TIEM_ORDER_COMPLETED, ledger->base.now + 1, 0, &goods, 1));
  shop_assert_stock (&ledger->base, "QUAN", 8, 2);

  gone = get_order (ledger, "gone");
  g_assert_true (tiem_store_receive_return (store, gone->id, 0, 0, FALSE, &error));
  shop_assert_stock (&ledger->base, "QUAN", 10, 2);

  put (ledger,
       make_order (
           ledger, "open", TIEM_ORDER_SHIPPING, ledger->base.now + 2, ledger->base.now, &goods, 1));
  shop_assert_stock (&ledger->base, "QUAN", 8, 0);
}

/* Held at the count, it was on the shelf, whatever time the channel gives for its leaving. */
static void
test_left_before_count_but_held (Ledger *ledger,
                                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 quan = add_variant (ledger, "QUAN", -1);
  gint64 t = ledger->base.now;
  Goods goods = { "p2", 2, 0 };

  add_listing (ledger, "p2", "QUAN", quan);
  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1));
  ledger->base.now += SHOP_HOUR;
  tiem_store_set_stock (ledger->base.store, quan, 8, "count", NULL, &error);
  shop_assert_stock (&ledger->base, "QUAN", 8, 2);
  put (ledger,
       make_order (ledger, "1", TIEM_ORDER_SHIPPING, ledger->base.now + 1, t + 2, &goods, 1));
  shop_assert_stock (&ledger->base, "QUAN", 6, 0);
}

/* --- lines that change --- */

static void
test_lines (Ledger *ledger,
            gconstpointer data)
{
  gint64 quan = add_variant (ledger, "QUAN", 5);
  gint64 t = ledger->base.now;
  Goods both[] = { { "p1", 2, 0 }, { "p2", 1, 0 } };
  Goods more[] = { { "p1", 4, 1 }, { "p2", 1, 0 } };
  Goods one[] = { { "p2", 1, 0 } };

  add_listing (ledger, "p2", "QUAN", quan);
  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 1, 0, both, 2));
  assert_ao (ledger, 10, 2);
  shop_assert_stock (&ledger->base, "QUAN", 5, 1);

  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 2, 0, more, 2));
  assert_ao (ledger, 10, 3);

  /* the channel takes a line out */
  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 3, 0, one, 1));
  assert_ao (ledger, 10, 0);
  shop_assert_stock (&ledger->base, "QUAN", 5, 1);
  shop_check (&ledger->base);

  /* no lines at all: kept all the same */
  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 4, 0, NULL, 0));
  shop_assert_stock (&ledger->base, "QUAN", 5, 0);
  {
    g_autoptr (TiemOrder) order = get_order (ledger, "1");

    g_assert_cmpuint (order->lines->len, ==, 0);
    g_assert_null (order->goods);
  }
}

/* The same line id sells something else from now on. */
static void
test_line_changes_goods (Ledger *ledger,
                         gconstpointer data)
{
  gint64 quan = add_variant (ledger, "QUAN", 5);
  gint64 t = ledger->base.now;
  Goods goods = { "p1", 2, 0 };
  TiemRemoteOrder *order;
  TiemRemoteLine *line;

  add_listing (ledger, "p2", "QUAN", quan);
  put (ledger, make_order (ledger, "1", TIEM_ORDER_SHIPPING, t + 1, t + 1, &goods, 1));
  assert_ao (ledger, 8, 0);

  order = make_order (ledger, "1", TIEM_ORDER_SHIPPING, t + 2, t + 1, &goods, 1);
  line = g_ptr_array_index (order->lines, 0);
  g_free (line->remote_product_id);
  line->remote_product_id = g_strdup ("p2");
  put (ledger, order);
  assert_ao (ledger, 10, 0);
  shop_assert_stock (&ledger->base, "QUAN", 3, 0);
}

static void
test_unknown_goods (Ledger *ledger,
                    gconstpointer data)
{
  gint64 t = ledger->base.now;
  Goods goods = { "nowhere", 2, 0 };
  TiemRemoteOrder *order = make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1);
  TiemRemoteLine *line = g_ptr_array_index (order->lines, 0);
  g_autoptr (TiemOrder) held = NULL;

  line->sku = g_strdup ("??");
  put (ledger, order);
  held = get_order (ledger, "1");
  g_assert_true (held->has_unlinked);
  g_assert_cmpuint (held->lines->len, ==, 1);
  assert_ao (ledger, 10, 0);

  /* a product the channel has deleted is told by its SKU */
  order = make_order (ledger, "2", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1);
  line = g_ptr_array_index (order->lines, 0);
  g_clear_pointer (&line->remote_product_id, g_free);
  line->sku = g_strdup (" ao ");
  put (ledger, order);
  assert_ao (ledger, 10, 2);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Ledger, NULL, set_up, func, tear_down)
  ADD ("/ledger/statuses", test_statuses);
  ADD ("/ledger/replay", test_replay);
  ADD ("/ledger/returns", test_returns);
  ADD ("/ledger/count/start", test_count_start);
  ADD ("/ledger/count/held", test_left_before_count_but_held);
  ADD ("/ledger/lines/change", test_lines);
  ADD ("/ledger/lines/other-goods", test_line_changes_goods);
  ADD ("/ledger/lines/unknown-goods", test_unknown_goods);
  return g_test_run ();
}
