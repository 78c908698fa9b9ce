#include "ledger-fixture.h"

#include "store/tiem-store-picking.h"

/* What is fetched from the shelves for many orders, and in which order they are packed. */

static void
set_shelf (Ledger *ledger,
           gint64 variant_id,
           const char *shelf)
{
  TiemNewVariant values = { .shelf = shelf };
  g_autoptr (GError) error = NULL;

  tiem_store_edit_variant (ledger->base.store, variant_id, TIEM_EDIT_SHELF, &values, &error);
  g_assert_no_error (error);
}

static gint64
add_goods (Ledger *ledger,
           const char *product,
           const char *sku,
           const char *shelf)
{
  gint64 id = add_variant (ledger, sku, 100);

  set_shelf (ledger, id, shelf);
  add_listing (ledger, product, sku, id);
  return id;
}

static void
put_goods (Ledger *ledger,
           const char *id,
           TiemOrderStatus status,
           const Goods *goods,
           gsize n)
{
  ledger->base.now += SHOP_MINUTE;
  put (ledger,
       make_order (ledger,
                   id,
                   status,
                   ledger->base.now,
                   tiem_order_status_has_left (status) ? ledger->base.now : 0,
                   goods,
                   n));
}

static GArray *
find_orders (Ledger *ledger,
             const char *const *ids)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (; *ids != NULL; ids++)
    {
      gint64 id = tiem_store_find_order (ledger->base.store, *ids, ledger->channel, NULL);

      g_assert_cmpint (id, !=, 0);
      g_array_append_val (found, id);
    }
  return found;
}

/* "A1 AO 3 (1:2 2:1); …" */
static char *
tell_picks (Ledger *ledger,
            const char *const *ids)
{
  g_autoptr (GArray) orders = find_orders (ledger, ids);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) picks = tiem_store_list_picks (ledger->base.store, orders, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < picks->len; i++)
    {
      const TiemPick *pick = g_ptr_array_index (picks, i);

      g_string_append_printf (text,
                              "%s%s %s %" G_GINT64_FORMAT " (",
                              i > 0 ? "; " : "",
                              pick->shelf != NULL ? pick->shelf : "-",
                              pick->sku != NULL ? pick->sku : pick->title,
                              pick->quantity);
      for (guint j = 0; j < pick->orders->len; j++)
        {
          const TiemPickOrder *part = g_ptr_array_index (pick->orders, j);

          g_string_append_printf (
              text, "%s%s:%" G_GINT64_FORMAT, j > 0 ? " " : "", part->number, part->quantity);
        }
      g_string_append_c (text, ')');
    }
  return g_string_free (text, FALSE);
}

static char *
tell_order (Ledger *ledger,
            const char *const *ids)
{
  g_autoptr (GArray) orders = find_orders (ledger, ids);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) sorted = tiem_store_sort_for_picking (ledger->base.store, orders, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (sorted->len, ==, orders->len);
  for (guint i = 0; i < sorted->len; i++)
    {
      g_autoptr (TiemOrder) order
          = tiem_store_get_order (ledger->base.store, g_array_index (sorted, gint64, i), &error);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", order->number);
    }
  return g_string_free (text, FALSE);
}

#define assert_picks(ledger, expected, ...)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    static const char *const ids[] = { __VA_ARGS__, NULL };                                        \
    g_autofree char *found = tell_picks (ledger, ids);                                             \
    g_assert_cmpstr (found, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END
#define assert_order(ledger, expected, ...)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    static const char *const ids[] = { __VA_ARGS__, NULL };                                        \
    g_autofree char *found = tell_order (ledger, ids);                                             \
    g_assert_cmpstr (found, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

static void
test_sums (Ledger *ledger,
           gconstpointer data)
{
  Goods both[] = { { "p2", 1, 0 }, { "p1", 2, 0 } };
  Goods partly[] = { { "p1", 3, 1 } };
  Goods gone[] = { { "p1", 2, 2 } };

  set_shelf (ledger, ledger->ao, " A1 ");
  add_goods (ledger, "p2", "MU", "A10");
  add_goods (ledger, "p3", "QUAN", "A2");
  put_goods (ledger, "1", TIEM_ORDER_TO_SHIP, both, 2);
  put_goods (ledger, "2", TIEM_ORDER_AWAITING_PICKUP, partly, 1);
  put_goods (ledger, "3", TIEM_ORDER_TO_SHIP, gone, 1);
  put_goods (ledger, "4", TIEM_ORDER_TO_SHIP, &(Goods){ "p3", 1, 0 }, 1);

  assert_picks (ledger, "A1 AO 4 (1:2 2:2); A2 QUAN 1 (4:1); A10 MU 1 (1:1)", "1", "2", "3", "4");
  assert_picks (ledger, "A1 AO 4 (2:2 1:2); A10 MU 1 (1:1)", "2", "1");
  assert_picks (ledger, "", "3");
}

/* An order that the buyer cancelled while it was ticked is not fetched, nor is one that left before
 * its goods were counted: both keep their lines as they were. */
static void
test_cancelled (Ledger *ledger,
                gconstpointer data)
{
  g_autoptr (GPtrArray) picks = NULL;
  g_autoptr (GArray) orders = NULL;
  g_autoptr (GError) error = NULL;

  set_shelf (ledger, ledger->ao, "A1");
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 1);
  put_ao (ledger, "2", TIEM_ORDER_TO_SHIP, 2);
  put_ao (ledger, "3", TIEM_ORDER_CANCELLED, 4);
  put_goods (ledger, "4", TIEM_ORDER_COMPLETED, &(Goods){ "p9", 8, 0 }, 1);
  assert_picks (ledger, "A1 AO 3 (1:1 2:2)", "1", "2", "3", "4");
  ledger->base.now += 1000;
  put_ao (ledger, "2", TIEM_ORDER_CANCELLED, 2);
  assert_picks (ledger, "A1 AO 1 (1:1)", "1", "2", "3", "4");

  orders = find_orders (ledger, (const char *const[]){ "1", "2", "3", "4", NULL });
  picks = tiem_store_list_picks (ledger->base.store, orders, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tiem_picks_count_orders (picks), ==, 1);
}

/* What has left is on no shelf; what is not linked is looked for by its own name, at the end. */
static void
test_left_and_unlinked (Ledger *ledger,
                        gconstpointer data)
{
  set_shelf (ledger, ledger->ao, "B1");
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 1);
  put_ao (ledger, "2", TIEM_ORDER_TO_SHIP, 2);
  put_goods (ledger, "3", TIEM_ORDER_TO_SHIP, &(Goods){ "p9", 1, 0 }, 1);
  put_goods (ledger, "4", TIEM_ORDER_TO_SHIP, &(Goods){ "p9", 2, 0 }, 1);

  assert_picks (ledger, "B1 AO 2 (2:2); - Áo thun đen 3 (3:1 4:2)", "1", "2", "3", "4");
}

static void
test_bundle (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  g_autoptr (GError) error = NULL;
  gint64 sock = add_goods (ledger, "p2", "TAT", "C1");
  gint64 set = add_goods (ledger, "p3", "BO", NULL);
  TiemBundlePart ao = { ledger->ao, 1 };
  TiemBundlePart socks = { sock, 3 };
  Goods goods[] = { { "p3", 2, 0 }, { "p2", 1, 0 } };

  set_shelf (ledger, ledger->ao, "A1");
  g_array_append_val (parts, ao);
  g_array_append_val (parts, socks);
  tiem_store_set_bundle (ledger->base.store, set, parts, &error);
  g_assert_no_error (error);
  put_goods (ledger, "1", TIEM_ORDER_TO_SHIP, goods, 2);

  assert_picks (ledger, "A1 AO 2 (1:2); C1 TAT 7 (1:7)", "1");
}

/* By shelf; those of one SKU together, single ones before those that need more. */
static void
test_packing_order (Ledger *ledger,
                    gconstpointer data)
{
  Goods mixed[] = { { "p1", 1, 0 }, { "p3", 1, 0 } };

  set_shelf (ledger, ledger->ao, "A2");
  add_goods (ledger, "p2", "MU", "A1");
  add_goods (ledger, "p3", "QUAN", "A2");
  add_goods (ledger, "p4", "VI", NULL);
  put_goods (ledger, "1", TIEM_ORDER_TO_SHIP, &(Goods){ "p4", 1, 0 }, 1);
  put_goods (ledger, "2", TIEM_ORDER_TO_SHIP, mixed, 2);
  put_goods (ledger, "3", TIEM_ORDER_TO_SHIP, &(Goods){ "p3", 1, 0 }, 1);
  put_goods (ledger, "4", TIEM_ORDER_TO_SHIP, &(Goods){ "p1", 1, 0 }, 1);
  put_goods (ledger, "5", TIEM_ORDER_TO_SHIP, &(Goods){ "p2", 1, 0 }, 1);
  put_goods (ledger, "6", TIEM_ORDER_TO_SHIP, &(Goods){ "p1", 2, 0 }, 1);
  put_goods (ledger, "7", TIEM_ORDER_TO_SHIP, &(Goods){ "p1", 1, 0 }, 1);

  assert_order (ledger, "5 4 7 6 2 3 1", "1", "2", "3", "4", "5", "6", "7");
  put_goods (ledger, "8", TIEM_ORDER_TO_SHIP, &(Goods){ "p2", 1, 1 }, 1);
  assert_order (ledger, "5 1 8", "8", "1", "5");
}

static guint
count_prints (const TiemOrder *order)
{
  guint n = 0;

  for (guint i = 0; i < order->events->len; i++)
    n += g_str_equal (((TiemOrderEvent *)g_ptr_array_index (order->events, i))->what,
                      "The label was printed.");
  return n;
}

static void
test_printed (Ledger *ledger,
              gconstpointer data)
{
  static const char *const all[] = { "1", "2", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) orders = NULL;
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;
  g_autoptr (GArray) undone = NULL;
  g_autoptr (TiemOrder) one = NULL;
  g_autoptr (TiemOrder) two = NULL;

  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 1);
  put_ao (ledger, "2", TIEM_ORDER_TO_SHIP, 1);
  orders = find_orders (ledger, all);
  g_array_set_size (orders, 1);
  first = tiem_store_set_printed (ledger->base.store, orders, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->len, ==, 1);

  ledger->base.now += SHOP_MINUTE;
  g_array_unref (orders);
  orders = find_orders (ledger, all);
  second = tiem_store_set_printed (ledger->base.store, orders, TRUE, &error);
  g_assert_cmpuint (second->len, ==, 1); /* the other one had been printed before */
  undone = tiem_store_set_printed (ledger->base.store, second, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone->len, ==, 1);
  one = get_order (ledger, "1");
  two = get_order (ledger, "2");
  g_assert_cmpint (one->printed_at, ==, ledger->base.now);
  g_assert_cmpint (two->printed_at, ==, 0);
  g_assert_cmpuint (count_prints (one), ==, 2);
  g_assert_cmpuint (count_prints (two), ==, 0);
}

static void
test_shelf (Ledger *ledger,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) read = NULL;
  g_autoptr (TiemVariant) cleared = NULL;

  set_shelf (ledger, ledger->ao, "  K2-05 ");
  read = tiem_store_get_variant (ledger->base.store, ledger->ao, &error);
  g_assert_cmpstr (read->shelf, ==, "K2-05");
  set_shelf (ledger, ledger->ao, "");
  cleared = tiem_store_get_variant (ledger->base.store, ledger->ao, &error);
  g_assert_null (cleared->shelf);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Ledger, NULL, set_up, func, tear_down)
  ADD ("/picking/sums", test_sums);
  ADD ("/picking/cancelled", test_cancelled);
  ADD ("/picking/left-and-unlinked", test_left_and_unlinked);
  ADD ("/picking/bundle", test_bundle);
  ADD ("/picking/packing-order", test_packing_order);
  ADD ("/picking/printed", test_printed);
  ADD ("/picking/shelf", test_shelf);
  return g_test_run ();
}
