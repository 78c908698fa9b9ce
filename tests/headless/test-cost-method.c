#include "cost-fixture.h"

/* Another cost method: what it makes of the past, called off, while the shop goes on, after a
 * kill. The invariants are checked after each scenario. */

static void
throw_random (Ledger *ledger,
              GRand *rand,
              guint n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = g_strdup_printf ("PN9%05u", n);
  g_autofree char *order = g_strdup_printf ("R%u", n);
  gint64 slip;

  switch (g_rand_int_range (rand, 0, 9))
    {
    case 0:
    case 1:
      slip = add_slip (ledger, number);
      move (ledger,
            g_rand_int_range (rand, 1, 9),
            "purchase",
            slip,
            g_rand_int_range (rand, 900, 1100));
      if (g_rand_int_range (rand, 0, 4) == 0)
        move (ledger, -1, "correction", slip, -1);
      break;
    case 2:
      move (ledger,
            -g_rand_int_range (rand, 1, 4),
            "supplier-return",
            add_slip (ledger, number),
            g_rand_int_range (rand, 900, 1100));
      break;
    case 3:
      tiem_store_set_stock (
          ledger->base.store, ledger->ao, g_rand_int_range (rand, 0, 30), "count", NULL, &error);
      break;
    case 4:
      give_cost (ledger, g_rand_int_range (rand, 0, 3) > 0, g_rand_int_range (rand, 900, 1100));
      break;
    case 5:
      if (n > 4 && g_rand_boolean (rand))
        {
          tiem_store_unlink (ledger->base.store, ledger->listing, &error);
          g_assert_no_error (error);
          tiem_store_link (ledger->base.store, ledger->listing, ledger->ao, &error);
        }
      break;
    default:
      put_ao (ledger, order, TIEM_ORDER_SHIPPING, g_rand_int_range (rand, 1, 6));
      if (g_rand_int_range (rand, 0, 3) == 0)
        {
          g_autoptr (TiemOrder) sold = get_order (ledger, order);

          tiem_store_receive_return (
              ledger->base.store, sold->id, 0, 0, g_rand_boolean (rand), &error);
        }
      break;
    }
  g_assert_no_error (error);
}

/* What is booked one by one is what the whole ledger gives when it is valued at once, and the way
 * there and back changes nothing. */
static void
test_methods (Ledger *ledger,
              gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *average = NULL;
  g_autofree char *fifo = NULL;

  for (guint i = 0; i < 60; i++)
    throw_random (ledger, rand, i);
  shop_check (&ledger->base);
  average = dump (ledger);
  set_method (ledger, TIEM_COST_FIFO);
  shop_check (&ledger->base);
  set_method (ledger, TIEM_COST_AVERAGE);
  {
    g_autofree char *again = dump (ledger);

    g_assert_cmpstr (again, ==, average);
  }

  set_method (ledger, TIEM_COST_FIFO);
  for (guint i = 60; i < 160; i++)
    throw_random (ledger, rand, i);
  shop_check (&ledger->base);
  fifo = dump (ledger);
  g_assert_cmpint (get_int (ledger, "SELECT count (*) FROM cost_layer"), >, 0);
  set_method (ledger, TIEM_COST_AVERAGE);
  shop_check (&ledger->base);
  set_method (ledger, TIEM_COST_FIFO);
  {
    g_autofree char *again = dump (ledger);

    g_assert_cmpstr (again, ==, fifo);
  }
}

/* All or nothing. */
static void
test_cancel (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  TiemCostMethod method;

  give_cost (ledger, TRUE, 10000);
  for (guint i = 0; i < 300; i++)
    move (ledger, i % 2 == 0 ? 3 : -2, "adjust", 0, i % 2 == 0 ? 9000 + (gint64)i : -1);
  before = dump (ledger);
  g_cancellable_cancel (cancellable);
  g_assert_false (
      tiem_store_set_cost_method (ledger->base.store, TIEM_COST_FIFO, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = dump (ledger);
  g_assert_cmpstr (before, ==, after);
  g_clear_error (&error);
  g_assert_true (tiem_store_get_cost_method (ledger->base.store, &method, &error));
  g_assert_cmpint (method, ==, TIEM_COST_AVERAGE);
}

/* --- while the shop goes on, and after a kill --- */

static gpointer
sell_meanwhile (gpointer data)
{
  Ledger *ledger = data;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *number = g_strdup_printf ("M%u", i);

      put_ao (ledger, number, TIEM_ORDER_SHIPPING, 1 + i % 3);
      move (ledger, 2, "adjust", 0, 9000 + (gint64)i * 10);
    }
  return NULL;
}

/* What moves during the change is valued by it as well, and nobody who sells is refused. */
static void
test_meanwhile (Ledger *ledger,
                gconstpointer data)
{
  g_autofree char *after = NULL;
  GThread *seller;

  give_cost (ledger, TRUE, 10000);
  for (guint i = 0; i < 400; i++)
    move (ledger, i % 2 == 0 ? 3 : -2, "adjust", 0, i % 2 == 0 ? 9000 + (gint64)i : -1);
  seller = g_thread_new ("seller", sell_meanwhile, ledger);
  set_method_uncounted (ledger, TIEM_COST_FIFO);
  set_method_uncounted (ledger, TIEM_COST_AVERAGE);
  set_method_uncounted (ledger, TIEM_COST_FIFO);
  g_thread_join (seller);
  shop_check (&ledger->base);
  after = dump (ledger);
  set_method (ledger, TIEM_COST_AVERAGE);
  set_method (ledger, TIEM_COST_FIFO);
  {
    g_autofree char *again = dump (ledger);

    g_assert_cmpstr (again, ==, after);
  }
}

/* As it is left by a program that was killed right after the switch: nothing of it is written over
 * what was booked. */
static void
unsettle (Ledger *ledger)
{
  run (ledger, "CREATE TABLE was AS SELECT id, value_vnd, settled_vnd FROM movement");
  run (ledger, "CREATE TABLE line_was AS SELECT id, cost_vnd FROM order_line");
  set_method (ledger, TIEM_COST_FIFO);
  run (ledger,
       "INSERT INTO cost_next SELECT m.variant_id, m.id, m.value_vnd, m.settled_vnd FROM movement m"
       " JOIN was w ON w.id = m.id WHERE w.value_vnd IS NOT m.value_vnd"
       " OR w.settled_vnd <> m.settled_vnd;"
       "UPDATE movement SET value_vnd = w.value_vnd, settled_vnd = w.settled_vnd FROM was w"
       " WHERE w.id = movement.id;"
       "UPDATE order_line SET cost_vnd = w.cost_vnd FROM line_was w WHERE w.id = order_line.id;"
       "DROP TABLE was; DROP TABLE line_was;"
       "INSERT INTO setting (key, value) VALUES ('cost_settling', '1')");
}

static char *
dump_story (Ledger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemCostStory) story = tiem_store_tell_cost (ledger->base.store, ledger->ao, &error);
  g_autoptr (GPtrArray) moved
      = tiem_store_list_movements (ledger->base.store, ledger->ao, 0, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < story->sums->len; i++)
    {
      const TiemCostSum *sum = g_ptr_array_index (story->sums, i);

      g_string_append_printf (text, "%s %d ", sum->reason, (int)sum->value_vnd);
    }
  for (guint i = 0; i < moved->len; i++)
    {
      const TiemMovement *movement = g_ptr_array_index (moved, i);

      g_string_append_printf (text, "%d+%d ", (int)movement->value_vnd, (int)movement->settled_vnd);
    }
  g_string_append_printf (
      text,
      "%d",
      (int)get_int (ledger, "SELECT sum (cost_vnd * id) FROM line_cost WHERE cost_vnd > 0"));
  return g_string_free (text, FALSE);
}

static void
test_killed (Ledger *ledger,
             gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GError) error = NULL;
  g_autofree char *fifo = NULL;
  g_autofree char *story = NULL;
  g_autofree char *killed = NULL;
  g_autofree char *whole = NULL;

  for (guint i = 0; i < 60; i++)
    throw_random (ledger, rand, i);
  set_method (ledger, TIEM_COST_FIFO);
  fifo = dump (ledger);
  story = dump_story (ledger);
  set_method (ledger, TIEM_COST_AVERAGE);
  unsettle (ledger);
  g_assert_cmpint (get_int (ledger, "SELECT count (*) FROM cost_next"), >, 0);
  shop_check (&ledger->base);
  killed = dump_story (ledger);
  g_assert_cmpstr (killed, ==, story);

  if (data == NULL)
    {
      g_assert_true (tiem_store_settle_costs (ledger->base.store, &error));
      g_assert_no_error (error);
      whole = dump (ledger);
      g_assert_cmpstr (whole, ==, fifo);
    }
  else
    for (guint i = 60; i < 100; i++)
      throw_random (ledger, rand, i);
  shop_check (&ledger->base);
  g_clear_pointer (&whole, g_free);
  set_method (ledger, TIEM_COST_AVERAGE);
  g_assert_cmpint (
      get_int (ledger, "SELECT count (*) FROM setting WHERE key LIKE 'cost_settling'"), ==, 0);
  g_assert_cmpint (get_int (ledger, "SELECT count (*) FROM cost_next"), ==, 0);
  shop_check (&ledger->base);
}

/* Killed while it was prepared: the next one is not disturbed by what lies there. */
static void
test_killed_early (Ledger *ledger,
                   gconstpointer data)
{
  give_cost (ledger, TRUE, 10000);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 2);
  run (ledger,
       "INSERT INTO cost_next SELECT variant_id, id, 1, 1 FROM movement;"
       "INSERT INTO cost_next_variant SELECT id, 7, 7 FROM variant;"
       "INSERT INTO cost_layer SELECT variant_id, 9, id, 7, 7 FROM movement LIMIT 1;"
       "INSERT INTO setting (key, value) VALUES ('cost_change', 'gone')");
  shop_check (&ledger->base);
  put_ao (ledger, "2", TIEM_ORDER_SHIPPING, 1);
  assert_worth (ledger, 70000, 10000);
  set_method (ledger, TIEM_COST_FIFO);
  assert_worth (ledger, 70000, 10000);
  shop_check (&ledger->base);
}

/* The preview says what the change comes to, and changes nothing. */
static void
test_preview (Ledger *ledger,
              gconstpointer data)
{
  TiemCostChange change = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  give_cost (ledger, TRUE, 10000);
  move (ledger, 10, "purchase", add_slip (ledger, "PN000001"), 12000);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 5);
  before = dump (ledger);
  tiem_store_preview_cost_method (ledger->base.store, TIEM_COST_FIFO, NULL, NULL, &change, &error);
  g_assert_no_error (error);
  after = dump (ledger);
  g_assert_cmpstr (before, ==, after);
  /* 20 for 220.000: 15 are left of 11.000 each; or 5 of 10.000 and 10 of 12.000 */
  g_assert_cmpint (change.before_vnd, ==, 165000);
  g_assert_cmpint (change.after_vnd, ==, 170000);
  g_assert_cmpint (change.variants, ==, 1);
  set_method (ledger, TIEM_COST_FIFO);
  assert_worth (ledger, 170000, 11333);
}

#define ADD(path, data, func) g_test_add (path, Ledger, data, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/cost-method/methods", NULL, test_methods);
  ADD ("/cost-method/cancel", NULL, test_cancel);
  ADD ("/cost-method/meanwhile", NULL, test_meanwhile);
  ADD ("/cost-method/killed/settled", NULL, test_killed);
  ADD ("/cost-method/killed/moved", "moved", test_killed);
  ADD ("/cost-method/killed/early", NULL, test_killed_early);
  ADD ("/cost-method/preview", NULL, test_preview);
  return g_test_run ();
}
