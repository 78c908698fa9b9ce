#include "purchases-fixture.h"

#include "store/tiem-store-locations.h"
#include "store/tiem-store-takes.h"
#include "store/tiem-store-transfers.h"

/* Purchases, returns, transfers, takes and payments in any order, beside a plain reckoning. The
 * invariants are checked after each step. */

#define STEPS 60

/* What a plain reckoning says there is. */
typedef struct
{
  gint64 places[2]; /* their ids */
  gint64 on_hand[2];
  gint64 debt_vnd;
} Plain;

static void
buy_by_chance (Ledger *ledger,
               GRand *chance,
               gint64 supplier,
               Plain *plain,
               GArray *slips)
{
  int at = g_rand_int_range (chance, 0, 2);
  gint64 units = g_rand_int_range (chance, 1, 9);
  g_autoptr (TiemPurchase) typed
      = make (TIEM_PURCHASE, supplier, ledger->ao, units, g_rand_int_range (chance, 1000, 90000));
  gint64 id;

  typed->location_id = plain->places[at];
  typed->freight_vnd = g_rand_int_range (chance, 0, 50000);
  typed->discount_vnd = g_rand_int_range (chance, 0, 1000);
  typed->paid_vnd = g_rand_int_range (chance, 0, 1000);
  id = book (ledger, typed);
  g_array_append_val (slips, id);
  plain->on_hand[at] += units;
  plain->debt_vnd += tiem_purchase_get_total (typed) - typed->paid_vnd;
}

static void
send_back_by_chance (Ledger *ledger,
                     GRand *chance,
                     Plain *plain,
                     GArray *slips)
{
  g_autoptr (TiemPurchase) all = NULL;
  g_autoptr (TiemPurchase) back = NULL;
  TiemPurchaseLine *line;
  gint64 id;

  if (slips->len == 0)
    return;
  id = g_array_index (slips, gint64, (guint)g_rand_int_range (chance, 0, (gint32)slips->len));
  if ((all = tiem_store_new_return_of (ledger->base.store, id, NULL)) == NULL)
    return;
  back = tiem_purchase_copy (all);
  line = g_ptr_array_index (back->lines, 0);
  line->quantity = g_rand_int_range (chance, 1, (gint32)line->most + 1);
  if (line->quantity < line->most)
    line->discount_vnd = 0;
  back->discount_vnd = tiem_purchase_share_discount (back, all);
  for (guint at = 0; at < G_N_ELEMENTS (plain->places); at++)
    if (plain->places[at] == back->location_id && plain->on_hand[at] >= line->quantity)
      {
        plain->on_hand[at] -= line->quantity;
        plain->debt_vnd -= tiem_purchase_get_total (back);
        book (ledger, back);
      }
}

static void
move_by_chance (Ledger *ledger,
                GRand *chance,
                Plain *plain)
{
  TiemStore *store = ledger->base.store;
  int from = g_rand_int_range (chance, 0, 2);
  gint64 units = g_rand_int_range (chance, 1, 6);
  g_autoptr (GError) error = NULL;
  gint64 id
      = tiem_store_add_transfer (store, plain->places[from], plain->places[1 - from], NULL, &error);

  g_assert_no_error (error);
  g_assert_true (tiem_store_put_transfer_line (store, id, ledger->ao, units, TRUE, &error));
  if (tiem_store_book_transfer (store, id, FALSE, &error))
    {
      g_assert_cmpint (plain->on_hand[from], >=, units);
      plain->on_hand[from] -= units;
      plain->on_hand[1 - from] += units;
    }
  else
    {
      /* one place short: nothing moved */
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
      g_assert_cmpint (plain->on_hand[from], <, units);
    }
}

static void
count_by_chance (Ledger *ledger,
                 GRand *chance,
                 Plain *plain)
{
  TiemStore *store = ledger->base.store;
  int at = g_rand_int_range (chance, 0, 2);
  gint64 found = plain->on_hand[at] + g_rand_int_range (chance, -2, 3);
  gint64 counted = MAX (found, 0);
  gint64 sold = g_rand_int_range (chance, 0, 3);
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_array_append_val (chosen, ledger->ao);
  id = tiem_store_start_take (
      store, plain->places[at], TIEM_TAKE_CHOSEN, NULL, chosen, NULL, &error);
  g_assert_no_error (error);
  tiem_store_count_take (store, id, ledger->ao, counted, TRUE, &error);
  g_assert_no_error (error);
  ledger->base.now += SHOP_MINUTE;
  /* what leaves after the count is no difference */
  sold = MIN (sold, MIN (counted, plain->on_hand[at]));
  if (sold > 0)
    g_assert_true (tiem_store_adjust_stock_at (
        store, ledger->ao, plain->places[at], -sold, "given", NULL, &error));
  ledger->base.now += SHOP_MINUTE;
  g_assert_true (tiem_store_book_take (store, id, FALSE, &error));
  g_assert_no_error (error);
  plain->on_hand[at] = counted - sold;
}

static void
assert_plain (Ledger *ledger,
              gint64 supplier,
              const Plain *plain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places
      = tiem_store_list_stock_places (ledger->base.store, ledger->ao, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < places->len; i++)
    {
      const TiemStockPlace *place = g_ptr_array_index (places, i);

      g_assert_cmpint (place->on_hand, ==, plain->on_hand[place->location_id != 1]);
    }
  g_assert_cmpint (read_on_hand (ledger, "AO"), ==, plain->on_hand[0] + plain->on_hand[1]);
  g_assert_cmpint (read_debt (ledger, supplier), ==, plain->debt_vnd);
  shop_check (&ledger->base);
}

/* Places, purchases, returns, transfers, takes and payments in any order. */
static void
test_chance (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  g_autoptr (GArray) slips = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 50000);
  g_autoptr (GError) error = NULL;
  Plain plain = { { 1, 0 }, { 10, 0 }, 50000 };

  plain.places[1] = tiem_store_add_location (ledger->base.store, "Kho Gò Vấp", TRUE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < STEPS; i++)
    {
      gint64 paid = g_rand_int_range (chance, 1, 40000);

      switch (g_rand_int_range (chance, 0, 5))
        {
        case 0:
          buy_by_chance (ledger, chance, supplier, &plain, slips);
          break;
        case 1:
          send_back_by_chance (ledger, chance, &plain, slips);
          break;
        case 2:
          move_by_chance (ledger, chance, &plain);
          break;
        case 3:
          count_by_chance (ledger, chance, &plain);
          break;
        default:
          pay (ledger, supplier, 0, paid);
          plain.debt_vnd -= paid;
        }
      ledger->base.now += SHOP_MINUTE;
      assert_plain (ledger, supplier, &plain);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint seed = 1; seed <= 3; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/purchases/chance/%u", seed);

      g_test_add (path, Ledger, GUINT_TO_POINTER (seed), set_up, test_chance, tear_down);
    }
  return g_test_run ();
}
