#include "engine-fixture.h"
#include "faulty-vfs.h"

#include "base/tiem-error.h"

/*
 * Two channels are synced while the disk fails at each single operation of a turn: nothing is lost,
 * nothing happens twice, and the workers go on by themselves once the disk is well.
 */

typedef struct
{
  const char *name;
  FaultyKind kind;
  guint times;
} Fault;

static const Fault faults[] = {
  { "error", FAULTY_ERROR, 1 }, { "dead", FAULTY_ERROR, 0 },  { "no-room", FAULTY_FULL, 1 },
  { "full", FAULTY_FULL, 0 },   { "short", FAULTY_SHORT, 1 },
};

/* Sales at both shops, a count and a price by the owner: all of it to be read, booked and sent. */
static void
make_work (SyncFixture *self)
{
  TiemNewVariant price = { .price_vnd = 159000 };
  g_autoptr (GError) error = NULL;

  sync_adopt (self, one_sku);
  tiem_fake_shop_order (self->shops[0], "R1", "AT-DEN-L", 1);
  tiem_fake_shop_order (self->shops[1], "R2", "AT-DEN-L", 2);
  tiem_fake_shop_order (self->shops[0], "R3", "AT-DEN-L", 1);
  sync_set_stock (self, "AT-DEN-L", 30);
  tiem_store_edit_variant (
      self->store, sync_find (self, "AT-DEN-L"), TIEM_EDIT_PRICE, &price, &error);
  g_assert_no_error (error);
}

/* What a turn says of a disk that fails is a sentence that helps. */
static void
turn (SyncFixture *self,
      guint i,
      FaultyKind kind)
{
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  if (tiem_worker_turn (self->workers[i], TIEM_TURN_NORMAL, &report, NULL, &error))
    return;
  g_assert_true (error->domain == TIEM_ERROR);
  g_assert_nonnull (strstr (error->message, "; "));
  if (kind != FAULTY_ERROR)
    g_assert_error (error, TIEM_ERROR, TIEM_ERROR_FULL);
}

static void
assert_done (SyncFixture *self)
{
  TiemOrderCounts counts;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) moves = NULL;

  tiem_store_count_orders (self->store, 0, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts.all, ==, 3);
  g_assert_cmpint (sync_get_available (self, "AT-DEN-L"), ==, 26);
  moves = tiem_store_list_movements (self->store, sync_find (self, "AT-DEN-L"), 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (moves->len, ==, 2); /* taken over, counted: the sold ones are not sent yet */
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (tiem_fake_shop_get_stock (self->shops[i], "AT-DEN-L"), ==, 26);
      g_assert_cmpint (tiem_fake_shop_get_price (self->shops[i], "AT-DEN-L"), ==, 159000);
      sync_assert_state (self, i, TIEM_CHANNEL_ACTIVE, NULL);
    }
  sync_assert_invariants (self);
}

/* Returns: whether the disk came to the operation that was to fail */
static gboolean
try_turn (const FaultyPlan *plan,
          gboolean restarts)
{
  SyncFixture fixture = { 0 };
  gboolean reached;

  g_test_message ("operation %u%s", plan->nth, restarts ? ", and the program begins anew" : "");
  sync_fixture_set_up (&fixture);
  sync_fixture_add_second (&fixture);
  make_work (&fixture);

  faulty_vfs_begin (plan);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 2; i++)
      turn (&fixture, i, plan->kind);
  reached = faulty_vfs_get_failed () > 0;
  faulty_vfs_end ();

  if (restarts)
    sync_fixture_restart (&fixture);
  for (guint round = 0; round < 3; round++)
    {
      tiem_sim_clock_advance (fixture.clock, 10 * MINUTE);
      sync_settle (&fixture, 0);
      sync_settle (&fixture, 1);
    }
  assert_done (&fixture);
  sync_fixture_tear_down (&fixture);
  return reached;
}

static void
test_turn (gconstpointer data)
{
  const Fault *fault = data;
  guint points = 0;

  for (guint i = 1;; i += g_test_slow () ? 1 : 29)
    {
      FaultyPlan plan = { fault->kind, FAULTY_ALL, i, fault->times, NULL };

      if (!try_turn (&plan, i % 2 == 0))
        break;
      points++;
    }
  g_print ("# %u points\n", points);
  g_assert_cmpuint (points, >, 0);
}

/* --- the engine --- */

static gboolean
has_problem (EngineFixture *self,
             gconstpointer data)
{
  g_autofree char *problem = tiem_engine_dup_problem (self->engine);

  return (problem != NULL) == GPOINTER_TO_INT (data);
}

/* The store can't say of the channel that it can't be written: the engine does. */
static void
test_problem (EngineFixture *self,
              gconstpointer user_data)
{
  FaultyPlan full = { FAULTY_FULL, FAULTY_ALL, 1, 0, NULL };
  g_autofree char *problem = NULL;

  engine_start (self);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
  g_assert_true (has_problem (self, GINT_TO_POINTER (FALSE)));
  faulty_vfs_begin (&full);
  tiem_fake_shop_order (self->sync.shops[0], "R1", "AT-DEN-L", 3);
  tiem_engine_wake (self->engine, self->sync.channels[0], TIEM_TURN_NORMAL);
  wait_for (self, has_problem, GINT_TO_POINTER (TRUE));
  problem = tiem_engine_dup_problem (self->engine);
  g_assert_nonnull (strstr (problem, "The disk is full"));
  g_assert_cmpint (tiem_engine_get_state (self->engine), ==, TIEM_SYNC_NEEDS_USER);

  faulty_vfs_end ();
  tiem_engine_wake (self->engine, 0, TIEM_TURN_NORMAL);
  wait_for_event (self, "2 stock_pushed AT-DEN-L 7");
  wait_for (self, has_problem, GINT_TO_POINTER (FALSE));
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  faulty_vfs_register ();
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/disk-sync/%s", faults[i].name);

      g_test_add_data_func (path, &faults[i], test_turn);
    }
  g_test_add (
      "/disk-sync/problem", EngineFixture, NULL, engine_set_up, test_problem, engine_tear_down);
  return g_test_run ();
}
