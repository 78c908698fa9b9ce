#include "run.h"

#include "base/tiem-error.h"
#include "store/tiem-orders-private.h"

/* Row 3: fifty rows of a list of orders from anywhere, by every filter and every column. The list
 * model keeps the ids of all its rows and reads rows by their ids; so does the floor. */

#define ROWS 50
#define JUMPS 40 /* of each list in each round */

static const char floor_sql[]
    = "SELECT id, channel_id, number, status, placed_at, ship_by, is_short, buyer_name, "
      "goods_title,"
      " goods_quantity, goods_more, total_vnd FROM customer_order WHERE id = ?1";

typedef struct
{
  char *name;
  TiemOrderQuery query;
  GArray *ids; /* (element-type gint64): what is read of it: fifty here and there, first and last */
} List;

static void
clear_list (gpointer data)
{
  g_free (((List *)data)->name);
  g_array_unref (((List *)data)->ids);
}

static const char *const sort_names[]
    = { "placed", "deadline", "channel", "number", "buyer", "total", "status" };

static void
add_sorts (GArray *lists,
           const char *name,
           TiemOrderQuery query)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (sort_names); i++)
    {
      List list = { 0 };

      query.sort = (TiemOrderSort)(i / 2);
      query.descending = i % 2;
      list.name = g_strdup_printf ("%s by %s%s", name, sort_names[i / 2], i % 2 ? " ↓" : "");
      list.query = query;
      list.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (lists, list);
    }
}

/* Returns: (element-type List): what chips and filters of the Orders tab ask for, each in every
 * order */
static GArray *
make_lists (const ShopPlan *plan)
{
  GArray *lists = g_array_new (FALSE, FALSE, sizeof (List));
  gint64 month = plan->until - G_GINT64_CONSTANT (30 * 24 * 3600) * 1000;

  g_array_set_clear_func (lists, clear_list);
  add_sorts (lists, "all", (TiemOrderQuery){ 0 });
  add_sorts (lists, "to do", (TiemOrderQuery){ .group = TIEM_ORDERS_TODO });
  add_sorts (lists, "short", (TiemOrderQuery){ .group = TIEM_ORDERS_SHORT });
  add_sorts (lists, "troubled", (TiemOrderQuery){ .group = TIEM_ORDERS_TROUBLED });
  add_sorts (lists,
             "to ship",
             (TiemOrderQuery){ .group = TIEM_ORDERS_STATUS, .status = TIEM_ORDER_TO_SHIP });
  add_sorts (lists,
             "completed",
             (TiemOrderQuery){ .group = TIEM_ORDERS_STATUS, .status = TIEM_ORDER_COMPLETED });
  add_sorts (lists, "one channel", (TiemOrderQuery){ .channel_id = 3 });
  add_sorts (lists,
             "cancelled, one channel",
             (TiemOrderQuery){
                 .group = TIEM_ORDERS_STATUS, .status = TIEM_ORDER_CANCELLED, .channel_id = 1 });
  add_sorts (lists, "30 days", (TiemOrderQuery){ .since = month });
  return lists;
}

typedef struct
{
  GArray *tiem;
  GArray *floor;
  GArray *top;
  GArray *end;
  GArray *first; /* the first ids of a list that is opened: its first screen */
  GArray *all;   /* all its ids, off the main thread */
} Samples;

static gboolean
read_tiem (TiemDb *db,
           GArray *ids,
           guint at,
           GArray *figures,
           GError **error)
{
  g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) orders = NULL;
  double since;

  g_array_append_vals (some, &g_array_index (ids, gint64, at * ROWS), ROWS);
  since = run_now ();
  orders = tiem_orders_read_rows (db, some, error);
  if (orders == NULL)
    return FALSE;
  bench_figures_add_ms (figures, run_now () - since);
  if (orders->len == ROWS)
    return TRUE;
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_STORE, "%u of %u rows were read.", orders->len, ROWS);
  return FALSE;
}

static void
read_floor (sqlite3_stmt *stmt,
            GArray *ids,
            guint at,
            GArray *figures)
{
  double since = run_now ();

  for (guint i = 0; i < ROWS; i++)
    {
      sqlite3_bind_int64 (stmt, 1, g_array_index (ids, gint64, at * ROWS + i));
      g_assert (sqlite3_step (stmt) == SQLITE_ROW);
      for (int column = 0; column < sqlite3_column_count (stmt); column++)
        g_assert (sqlite3_column_text (stmt, column) != NULL || column == 7);
      sqlite3_reset (stmt);
    }
  bench_figures_add_ms (figures, run_now () - since);
}

/* Opens the list as the model does, and chooses what is to be read of it. */
static gboolean
open_list (Run *run,
           TiemDb *db,
           List *list,
           ShopChance *chance,
           Samples *samples,
           GError **error)
{
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) ids = NULL;
  double since = run_now ();

  if ((first = tiem_orders_select (db, &list->query, 512, 0, error)) == NULL)
    return FALSE;
  bench_figures_add_ms (samples->first, run_now () - since);
  since = run_now ();
  if ((ids = tiem_orders_select (db, &list->query, 0, 0, error)) == NULL)
    return FALSE;
  bench_figures_add_ms (samples->all, run_now () - since);
  if (g_getenv ("BENCH_VERBOSE") != NULL)
    g_printerr ("%s: %u, first %.1f ms, all %.1f\n",
                list->name,
                ids->len,
                g_array_index (samples->first, double, samples->first->len - 1),
                g_array_index (samples->all, double, samples->all->len - 1));
  if (memcmp (ids->data, first->data, first->len * sizeof (gint64)) != 0)
    run_add_lie (run, "“%s” begins otherwise when it is read whole", list->name);
  if (ids->len < ROWS)
    return TRUE;
  for (guint i = 0; i < 2 * JUMPS; i++)
    {
      guint at = shop_below (chance, ids->len - ROWS + 1);

      g_array_append_vals (list->ids, &g_array_index (ids, gint64, at), ROWS);
    }
  g_array_append_vals (list->ids, ids->data, ROWS);
  g_array_append_vals (list->ids, &g_array_index (ids, gint64, ids->len - ROWS), ROWS);
  return TRUE;
}

/* Tiệm and the floor in turn, each at other places. */
static gboolean
read_list (TiemDb *db,
           sqlite3_stmt *stmt,
           const List *list,
           Samples *samples,
           GError **error)
{
  if (list->ids->len == 0)
    return TRUE;
  for (guint i = 0; i < 2 * JUMPS; i += 2)
    {
      if (!read_tiem (db, list->ids, i, samples->tiem, error))
        return FALSE;
      read_floor (stmt, list->ids, i + 1, samples->floor);
    }
  return read_tiem (db, list->ids, 2 * JUMPS, samples->top, error)
         && read_tiem (db, list->ids, 2 * JUMPS + 1, samples->end, error);
}

static void
clear_samples (Samples *samples)
{
  GArray **arrays[] = { &samples->tiem, &samples->floor, &samples->top, &samples->end };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_clear_pointer (arrays[i], g_array_unref);
      *arrays[i] = bench_figures_new ();
    }
}

static gboolean
take_rounds (Run *run,
             GArray *lists,
             Samples *samples,
             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (run->store, error);
  g_autoptr (GArray) tiem = bench_figures_new ();
  g_autoptr (GArray) plain = bench_figures_new ();
  sqlite3_stmt *stmt = NULL;
  ShopChance chance = shop_chance (run->plan->seed, "jumps", 0);
  gboolean ok = read != NULL;

  sqlite3_prepare_v2 (run->raw, floor_sql, -1, &stmt, NULL);
  samples->first = bench_figures_new ();
  samples->all = bench_figures_new ();
  for (guint i = 0; ok && i < lists->len; i++)
    ok = open_list (run, read->db, &g_array_index (lists, List, i), &chance, samples, error);
  /* The first round is of no account: it reads the file. */
  for (guint round = 0; ok && round <= run->rounds; round++)
    {
      clear_samples (samples);
      for (guint i = 0; ok && i < lists->len; i++)
        ok = read_list (read->db, stmt, &g_array_index (lists, List, i), samples, error);
      if (!ok || round == 0)
        continue;
      bench_figures_add_ms (tiem, bench_figures_find (samples->tiem, 0.99));
      bench_figures_add_ms (plain, bench_figures_find (samples->floor, 0.99));
    }
  sqlite3_finalize (stmt);
  if (!ok)
    return FALSE;
  bench_table_add_pair (
      run->table, "3 fifty rows from anywhere, any filter, any column: p99", tiem, plain, 5);
  return TRUE;
}

static void
add_slowest (Run *run,
             GArray *lists,
             const char *metric,
             GArray *figures)
{
  guint slowest = 0;

  for (guint i = 1; i < figures->len; i++)
    if (g_array_index (figures, double, i) > g_array_index (figures, double, slowest))
      slowest = i;
  bench_table_add_text (run->table,
                        metric,
                        "%.2f · %.2f · %.1f ms (%s)",
                        bench_figures_find (figures, 0.5),
                        bench_figures_find (figures, 0.95),
                        bench_figures_find (figures, 1),
                        g_array_index (lists, List, slowest).name);
}

gboolean
run_lists (Run *run,
           GError **error)
{
  g_autoptr (GArray) lists = make_lists (run->plan);
  Samples samples = { 0 };
  GArray *arrays[6];
  gboolean ok;

  ok = take_rounds (run, lists, &samples, error);
  if (ok)
    {
      bench_table_add_text (run->table,
                            "3 the same, p50 · p95 · p99",
                            "%.3f · %.3f · %.3f ms",
                            bench_figures_find (samples.tiem, 0.5),
                            bench_figures_find (samples.tiem, 0.95),
                            bench_figures_find (samples.tiem, 0.99));
      bench_table_add_pair (
          run->table, "3 the last fifty rows beside the first", samples.end, samples.top, 2);
      add_slowest (run, lists, "3 a list opens: first 512 ids, p50 · p95 · max", samples.first);
      add_slowest (run, lists, "3 all ids of a list, p50 · p95 · max", samples.all);
    }
  memcpy (arrays, &samples, sizeof arrays);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_clear_pointer (&arrays[i], g_array_unref);
  return ok;
}
