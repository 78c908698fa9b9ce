#include "run.h"

#include "base/tiem-error.h"
#include "store/tiem-store-private.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <time.h>

/* A million orders feel like a thousand: whether it is true. See tests/bench/README.md. */

#define ROUNDS 5

/* 2026-11-22 11:00 in Việt Nam */
#define UNTIL (G_GINT64_CONSTANT (1795320000) * 1000)

/* The shop of before, beside which the large one is to be as quick. */
#define FEW 1000

static int n_orders = 1000000;
static int n_variants = 100000;
static int n_rounds = ROUNDS;
static char *shops_dir;
static char *only;
static gboolean is_wall;
static gboolean builds_only;
static gboolean is_any;

static const GOptionEntry entries[] = {
  { "orders", 0, 0, G_OPTION_ARG_INT, &n_orders, "Orders of the shop; 1000000", "N" },
  { "variants", 0, 0, G_OPTION_ARG_INT, &n_variants, "What it sells; 100000", "N" },
  { "dir",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &shops_dir,
    "Where shops are kept; ~/.cache/tiem-bench",
    "DIR" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "Pairs that are taken in turn; 5", "N" },
  { "only",
    0,
    0,
    G_OPTION_ARG_STRING,
    &only,
    "ingest, lists, search, figures, sheets: some of them",
    "NAMES" },
  { "wall", 0, 0, G_OPTION_ARG_NONE, &is_wall, "By the clock instead of by processor time", NULL },
  { "as-is",
    0,
    0,
    G_OPTION_ARG_NONE,
    &is_any,
    "Take a shop that another state of the schema made, and say so",
    NULL },
  { "build", 0, 0, G_OPTION_ARG_NONE, &builds_only, "Build the shops and measure nothing", NULL },
  { NULL }
};

static const struct
{
  const char *name;
  gboolean (*func) (Run *run, GError **error);
} parts[] = {
  { "lists", run_lists },   { "search", run_search }, { "figures", run_figures },
  { "ingest", run_ingest }, { "sheets", run_sheets },
};

/* --- what the parts use --- */

double
run_now (void)
{
  struct timespec now;

  clock_gettime (is_wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void
run_add_lie (Run *self,
             const char *format,
             ...)
{
  va_list values;

  va_start (values, format);
  g_ptr_array_add (self->lies, g_strdup_vprintf (format, values));
  va_end (values);
}

gint64
run_count (Run *self,
           const char *sql)
{
  sqlite3_stmt *stmt = NULL;
  gint64 n = -1;

  if (sqlite3_prepare_v2 (self->raw, sql, -1, &stmt, NULL) == SQLITE_OK
      && sqlite3_step (stmt) == SQLITE_ROW)
    n = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return n;
}

void
run_compare (Run *self,
             const char *what,
             gint64 told,
             const char *sql)
{
  gint64 counted = run_count (self, sql);

  if (told != counted)
    run_add_lie (self,
                 "%s: %" G_GINT64_FORMAT " is told, %" G_GINT64_FORMAT " are counted",
                 what,
                 told,
                 counted);
}

char *
run_copy_shop (const char *dir,
               GError **error)
{
  g_autofree char *template = g_strconcat (dir, "-copy-XXXXXX", NULL);
  g_autofree char *from = g_build_filename (dir, "tiem.db", NULL);
  g_autofree char *to = NULL;
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = NULL;

  if (g_mkdtemp (template) == NULL)
    {
      g_set_error (error, TIEM_ERROR, TIEM_ERROR_STORE, "%s can't be made.", template);
      return NULL;
    }
  to = g_build_filename (template, "tiem.db", NULL);
  target = g_file_new_for_path (to);
  if (g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
    return g_steal_pointer (&template);
  run_remove_copy (template);
  return NULL;
}

void
run_remove_copy (const char *dir)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

/* --- the run --- */

static char *
make_dir (const ShopPlan *plan)
{
  return g_strdup_printf ("%s/%u-orders-%u-variants", shops_dir, plan->orders, plan->variants);
}

static gint64
get_now (gpointer user_data)
{
  return ((const ShopPlan *)user_data)->until;
}

static gboolean
open_shop (Run *run,
           GError **error)
{
  g_autofree char *path = g_build_filename (run->dir, "tiem.db", NULL);

  run->store = tiem_store_open (run->dir, error);
  if (run->store == NULL)
    return FALSE;
  tiem_store_set_clock (run->store, get_now, (gpointer)run->plan);
  return sqlite3_open_v2 (path, &run->raw, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
         && sqlite3_exec (run->raw, "PRAGMA cache_size = -16384", NULL, NULL, NULL) == SQLITE_OK;
}

static gboolean
is_wanted (const char *name)
{
  g_auto (GStrv) names = only != NULL ? g_strsplit (only, ",", -1) : NULL;

  return names == NULL || g_strv_contains ((const char *const *)names, name);
}

/* A table of a shop that was not made by this very state says so. */
static void
tell_state (Run *run)
{
  g_autofree char *wanted = shop_state_describe ();
  g_autofree char *mark = shop_state_read (run->dir);

  if (mark == NULL || !g_str_has_suffix (mark, wanted))
    g_print ("The shop was made by another state of the schema or of the bench.\n\n");
}

/* Names that are none of the parts would measure nothing, and say nothing. */
static gboolean
check_names (void)
{
  g_auto (GStrv) names = only != NULL ? g_strsplit (only, ",", -1) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      gboolean is_known = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
        is_known = is_known || g_str_equal (names[i], parts[j].name);
      if (is_known)
        continue;
      g_printerr ("bench-run: there is no part “%s”\n", names[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
measure (Run *run,
         GError **error)
{
  if (!open_shop (run, error))
    return FALSE;
  g_print ("%u variants, %" G_GINT64_FORMAT " customers, %" G_GINT64_FORMAT
           " orders, %" G_GINT64_FORMAT " lines, %" G_GINT64_FORMAT " listings, %" G_GINT64_FORMAT
           " movements; SQLite %s\n\n",
           run->plan->variants,
           run_count (run, "SELECT count (*) FROM customer WHERE merged_into IS NULL"),
           run_count (run, "SELECT count (*) FROM customer_order"),
           run_count (run, "SELECT count (*) FROM order_line"),
           run_count (run, "SELECT count (*) FROM listing"),
           run_count (run, "SELECT count (*) FROM movement"),
           sqlite3_libversion ());
  tell_state (run);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (is_wanted (parts[i].name))
      {
        g_printerr ("%s …\n", parts[i].name);
        if (!parts[i].func (run, error))
          return FALSE;
      }
  return TRUE;
}

static void
close_run (Run *run)
{
  sqlite3_close (run->raw);
  if (run->store != NULL)
    tiem_store_close (run->store);
  g_clear_object (&run->store);
}

static gboolean
parse_options (int argc,
               char **argv)
{
  g_autoptr (GOptionContext) context
      = g_option_context_new ("- whether a million orders feel like a thousand");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("bench-run: %s\n", error->message);
      return FALSE;
    }
  if (n_orders < FEW || n_variants < 100 || n_rounds < 1)
    {
      g_printerr ("bench-run: at least %d orders, 100 variants and one round\n", FEW);
      return FALSE;
    }
  if (!check_names ())
    return FALSE;
  if (shops_dir == NULL)
    shops_dir = g_build_filename (g_get_user_cache_dir (), "tiem-bench", NULL);
  return g_mkdir_with_parents (shops_dir, 0700) == 0;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (BenchTable) table = bench_table_new ();
  g_autoptr (GPtrArray) lies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *small_dir = NULL;
  ShopPlan plan = { .seed = 7, .until = UNTIL };
  ShopPlan small;
  Run run = { .plan = &plan, .small_plan = &small, .table = table, .lies = lies };
  gboolean ok;

  setlocale (LC_ALL, "");
  if (!parse_options (argc, argv))
    return 2;
  plan.orders = (guint)n_orders;
  plan.variants = (guint)n_variants;
  /* A tenth is stored one by one; a little more, for what is still open has no past. */
  plan.drawn = plan.orders > FEW ? plan.orders / 10 + plan.orders / 500 : plan.orders;
  plan.drawn = MAX (plan.drawn, MIN (plan.orders, 20 * FEW));
  small = plan;
  small.orders = small.drawn = FEW;
  run.rounds = (guint)n_rounds;
  run.dir = dir = make_dir (&plan);
  run.small_dir = small_dir = make_dir (&small);

  ok = shop_build (&plan, dir, is_any, &error)
       && (!is_wanted ("ingest") || shop_build (&small, small_dir, is_any, &error));
  if (ok && builds_only)
    return 0;
  ok = ok && measure (&run, &error);
  bench_table_print (table);
  close_run (&run);
  g_free (shops_dir);
  for (guint i = 0; i < lies->len; i++)
    g_print ("WRONG: %s\n", (const char *)lies->pdata[i]);
  if (ok && lies->len == 0 && bench_table_get_size (table) > 0 && !bench_table_has_gaps (table))
    return 0;
  g_printerr ("bench-run: %s\n",
              error != NULL                      ? error->message
              : lies->len > 0                    ? "not everything is as it ought to be"
              : bench_table_get_size (table) > 0 ? "a row has nothing that was measured"
                                                 : "nothing was measured");
  return 1;
}
