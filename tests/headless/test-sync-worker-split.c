#include "sync-worker-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-store-split.h"

/* A worker's turn while goods are scarce: their numbers are read, the orders pulled, and only then
 * stock is pushed; a number rises only into what the other channel was seen to have given up. */

#define SKU "AT-DEN-L"
#define SECOND 1000

static void
pass (SyncFixture *fixture,
      gint64 ms)
{
  tiem_sim_clock_advance (fixture->clock, ms);
}

static void
assert_stock (SyncFixture *fixture,
              gint64 first,
              gint64 second)
{
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], SKU), ==, first);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[1], SKU), ==, second);
}

static void
forget_calls (SyncFixture *fixture)
{
  for (guint i = 0; i < 2; i++)
    g_free (tiem_fake_shop_take_calls (fixture->shops[i]));
}

/* Two orders at each of two channels within seconds, and @left units. */
static void
make_scarce (SyncFixture *fixture,
             gint64 left)
{
  sync_fixture_add_second (fixture);
  sync_adopt (fixture, one_sku);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("V%u", i);

      tiem_fake_shop_order (fixture->shops[i % 2], id, SKU, 1);
    }
  sync_settle (fixture, 0);
  sync_settle (fixture, 1);
  sync_set_stock (fixture, SKU, 4 + left);
  forget_calls (fixture);
}

/* Both have given up what is not theirs, and were seen to. */
static void
settle_both (SyncFixture *fixture)
{
  for (guint i = 0; i < 4; i++)
    sync_turn (fixture, i % 2, TIEM_TURN_NORMAL);
  forget_calls (fixture);
}

static void
test_plenty (SyncFixture *fixture,
             gconstpointer user_data)
{
  make_scarce (fixture, 60);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders stock:" SKU "=60");
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders");
}

static void
test_order (SyncFixture *fixture,
            gconstpointer user_data)
{
  make_scarce (fixture, 4);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "read:" SKU " orders stock:" SKU "=2");
  sync_turn (fixture, 1, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 1, "read:" SKU " orders stock:" SKU "=2");
  assert_stock (fixture, 2, 2);
  settle_both (fixture);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "read:" SKU " orders");
}

/* Its own sale changes the platform's number by itself. */
static void
test_own_sale (SyncFixture *fixture,
               gconstpointer user_data)
{
  make_scarce (fixture, 4);
  settle_both (fixture);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 1);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "read:" SKU " orders");
  sync_turn (fixture, 1, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 1, "read:" SKU " orders");
  assert_stock (fixture, 1, 2);
}

/* One runs dry: the other is cut, seen to be cut in another turn at once, and only then it rises.
 */
static void
test_cut_before_raise (SyncFixture *fixture,
                       gconstpointer user_data)
{
  make_scarce (fixture, 6);
  settle_both (fixture);
  assert_stock (fixture, 3, 3);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 3);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  assert_stock (fixture, 0, 3);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  assert_stock (fixture, 0, 3);

  g_assert_cmpint (
      sync_turn (fixture, 1, TIEM_TURN_NORMAL).next_at, <=, tiem_clock_now (fixture->clock));
  assert_stock (fixture, 0, 1);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  assert_stock (fixture, 0, 1);
  sync_turn (fixture, 1, TIEM_TURN_NORMAL);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  assert_stock (fixture, 2, 1);
}

static void
sell_hook (gpointer user_data)
{
  SyncFixture *fixture = user_data;

  tiem_fake_shop_set_hook (fixture->shops[1], "stock", NULL, NULL);
  tiem_fake_shop_order (fixture->shops[1], "R2", SKU, 1);
}

/* Sold between the pull and the write, which gives the unit back: the next turn takes it away. */
static void
test_given_back (SyncFixture *fixture,
                 gconstpointer user_data)
{
  make_scarce (fixture, 6);
  settle_both (fixture);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 3);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  tiem_fake_shop_set_hook (fixture->shops[1], "stock", sell_hook, fixture);
  sync_turn (fixture, 1, TIEM_TURN_NORMAL);
  assert_stock (fixture, 0, 1);
  for (guint i = 0; i < 8; i++)
    {
      pass (fixture, SECOND);
      sync_turn (fixture, i % 2, TIEM_TURN_NORMAL);
      g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], SKU)
                           + tiem_fake_shop_get_stock (fixture->shops[1], SKU),
                       <=,
                       2);
    }
  g_assert_cmpint (sync_get_available (fixture, SKU), ==, 2);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], SKU)
                       + tiem_fake_shop_get_stock (fixture->shops[1], SKU),
                   ==,
                   2);
}

/* A number rises where nothing can be sold meanwhile, for a sale would be given back: with the last
 * unit there gone. */
static void
test_rises_when_dry (SyncFixture *fixture,
                     gconstpointer user_data)
{
  make_scarce (fixture, 4);
  settle_both (fixture);
  assert_stock (fixture, 2, 2);
  sync_set_stock (fixture, SKU, 4 + 6); /* a delivery */
  sync_settle (fixture, 0);
  sync_settle (fixture, 1);
  assert_stock (fixture, 2, 2);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 2);
  sync_settle (fixture, 0);
  assert_stock (fixture, 1, 2);
  tiem_fake_shop_order (fixture->shops[1], "R2", SKU, 2);
  sync_settle (fixture, 1);
  assert_stock (fixture, 1, 1);
  g_assert_cmpint (sync_get_available (fixture, SKU), ==, 2);
}

static void
sell_first_hook (gpointer user_data)
{
  SyncFixture *fixture = user_data;

  tiem_fake_shop_set_hook (fixture->shops[0], "read", NULL, NULL);
  tiem_fake_shop_order (fixture->shops[0], "R2", SKU, 1);
}

/* It rises, but the answer is lost. The number that is read back after the pull lacks a unit whose
 * order was not in the pull: sending it again would give that unit back. */
static void
test_raise_unclear (SyncFixture *fixture,
                    gconstpointer user_data)
{
  make_scarce (fixture, 6);
  settle_both (fixture);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 3);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_settle (fixture, 1);
  assert_stock (fixture, 0, 1);
  tiem_fake_shop_fail (fixture->shops[0], "stock", 1, TIEM_ERROR_TRANSIENT, 0, TRUE);
  sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
  assert_stock (fixture, 2, 1);

  pass (fixture, MINUTE);
  forget_calls (fixture);
  tiem_fake_shop_set_hook (fixture->shops[0], "read", sell_first_hook, fixture);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_assert_calls (fixture, 0, "orders read:" SKU);
  assert_stock (fixture, 1, 1);
  sync_settle (fixture, 0);
  sync_settle (fixture, 1);
  assert_stock (fixture, 1, 1);
}

/* The number can't be read: orders come and cuts go all the same, nothing rises. */
static void
test_unreadable (SyncFixture *fixture,
                 gconstpointer user_data)
{
  make_scarce (fixture, 6);
  settle_both (fixture);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 3);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  forget_calls (fixture);

  tiem_fake_shop_fail (fixture->shops[1], "read", 1, TIEM_ERROR_TRANSIENT, 503, FALSE);
  sync_turn_fails (fixture, 1, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
  sync_assert_calls (fixture, 1, "read:" SKU " orders stock:" SKU "=1");
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  assert_stock (fixture, 0, 1);

  /* the same where it would rise */
  pass (fixture, MINUTE);
  sync_turn (fixture, 1, TIEM_TURN_NORMAL);
  forget_calls (fixture);
  tiem_fake_shop_fail (fixture->shops[0], "read", 1, TIEM_ERROR_TRANSIENT, 503, FALSE);
  sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
  sync_assert_calls (fixture, 0, "read:" SKU " orders");
  assert_stock (fixture, 0, 1);
  pass (fixture, MINUTE);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  assert_stock (fixture, 2, 1);
}

/* A cut that fails leaves the others with what they have. */
static void
test_cut_fails (SyncFixture *fixture,
                gconstpointer user_data)
{
  make_scarce (fixture, 6);
  settle_both (fixture);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 3);
  sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  tiem_fake_shop_fail (fixture->shops[1], "stock", 1, TIEM_ERROR_TRANSIENT, 503, FALSE);
  sync_turn_fails (fixture, 1, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
  for (guint i = 0; i < 3; i++)
    sync_turn (fixture, 0, TIEM_TURN_NORMAL);
  assert_stock (fixture, 0, 3);
  for (guint i = 0; i < 6; i++)
    {
      pass (fixture, 10 * SECOND);
      sync_turn (fixture, (i + 1) % 2, TIEM_TURN_NORMAL);
    }
  assert_stock (fixture, 2, 1);
}

/* Between any two steps the program may end; what it knew is in the store. */
static void
test_restart (SyncFixture *fixture,
              gconstpointer user_data)
{
  make_scarce (fixture, 6);
  settle_both (fixture);
  tiem_fake_shop_order (fixture->shops[0], "R1", SKU, 3);
  for (guint i = 0; i < 8; i++)
    {
      sync_fixture_restart (fixture);
      sync_turn (fixture, i % 2, TIEM_TURN_NORMAL);
      g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[0], SKU)
                           + tiem_fake_shop_get_stock (fixture->shops[1], SKU),
                       <=,
                       3);
    }
  assert_stock (fixture, 2, 1);
}

int
main (int argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, SyncFixture, NULL, set_up, func, tear_down)
  ADD ("/sync/worker/split/plenty", test_plenty);
  ADD ("/sync/worker/split/order", test_order);
  ADD ("/sync/worker/split/own-sale", test_own_sale);
  ADD ("/sync/worker/split/cut-before-raise", test_cut_before_raise);
  ADD ("/sync/worker/split/given-back", test_given_back);
  ADD ("/sync/worker/split/rises-when-dry", test_rises_when_dry);
  ADD ("/sync/worker/split/raise-unclear", test_raise_unclear);
  ADD ("/sync/worker/split/unreadable", test_unreadable);
  ADD ("/sync/worker/split/cut-fails", test_cut_fails);
  ADD ("/sync/worker/split/restart", test_restart);
#undef ADD
  return g_test_run ();
}
