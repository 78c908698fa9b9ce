#include "sim.h"

#include <locale.h>

#define FIRST_SEED 1
#define STEPS 60

static gint seed = 0;
static gdouble hours = 0;
static gint seconds = 20;
static gint steps = STEPS;
static gboolean verbose = FALSE;

static const GOptionEntry entries[] = {
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Run this one and tell what happens", "N" },
  { "steps", 0, 0, G_OPTION_ARG_INT, &steps, "How long a run is", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "Run one after the other for so long", "N" },
  { "hours", 0, 0, G_OPTION_ARG_DOUBLE, &hours, "The same, with seeds never used before", "N" },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Tell what happens in each run", NULL },
  { NULL },
};

static guint n_tests;
static guint n_failed;
static SimCounts totals;

/* What libraries say in passing would stand between the lines of the report. */
static GLogWriterOutput
write_log (GLogLevelFlags level,
           const GLogField *fields,
           gsize n_fields,
           gpointer user_data)
{
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) == 0)
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_standard_streams (level, fields, n_fields, user_data);
}

static void
add_counts (const SimCounts *counts)
{
  totals.ms += counts->ms;
  totals.turns += counts->turns;
  totals.calls += counts->calls;
  totals.orders += counts->orders;
  totals.faults += counts->faults;
  totals.crashes += counts->crashes;
  totals.edits += counts->edits;
}

static void
print_counts (const char *before,
              const SimCounts *counts)
{
  g_print ("%s: %.1f hours, %u orders, %u edits, %u turns, %u calls, %u faults, %u crashes\n",
           before,
           (double)counts->ms / SIM_HOUR,
           counts->orders,
           counts->edits,
           counts->turns,
           counts->calls,
           counts->faults,
           counts->crashes);
}

static void
print_result (gboolean ok,
              const char *name)
{
  g_print ("%s %u - %s\n", ok ? "ok" : "not ok", ++n_tests, name);
  if (!ok)
    n_failed++;
}

static void
print_trail (Sim *sim)
{
  for (guint i = 0; i < sim->trail->len; i++)
    g_print ("# %s\n", (const char *)sim->trail->pdata[i]);
}

/* Returns: the digest of all that happened */
static guint64
run_seed (guint32 number)
{
  g_autofree char *name = g_strdup_printf ("seed %u", number);
  g_autofree char *comment = g_strconcat ("# ", name, NULL);
  guint64 digest;
  Sim *sim;
  gboolean ok;

  /* Should the program abort, it is known where. */
  g_print ("# begins: tests/simulation/run --seed %u --steps %d\n", number, steps);
  sim = sim_new (number);
  ok = sim_run (sim, steps);
  digest = sim->digest;
  add_counts (&sim->counts);
  if (verbose)
    print_trail (sim);
  if (!ok)
    g_print (
        "# %s\n# again: tests/simulation/run --seed %u --steps %d\n", sim->failure, number, steps);
  print_counts (comment, &sim->counts);
  print_result (ok, name);
  sim_free (sim);
  return digest;
}

static void
run_many (void)
{
  gint64 until = g_get_monotonic_time ()
                 + (gint64)((hours > 0 ? hours * 3600 : seconds) * G_TIME_SPAN_SECOND);
  guint32 number = hours > 0 ? g_random_int_range (1000, G_MAXINT32 / 2) : FIRST_SEED;
  guint64 digest = run_seed (number);

  print_result (run_seed (number) == digest, "a seed replays exactly");
  while (g_get_monotonic_time () < until)
    run_seed (++number);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GOptionContext) context
      = g_option_context_new ("- a shop and four markets, simulated");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  g_log_set_writer_func (write_log, NULL, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);

  if (seed != 0)
    {
      verbose = TRUE;
      run_seed (seed);
    }
  else
    run_many ();
  print_counts ("# in all", &totals);
  g_print ("1..%u\n", n_tests);
  return n_failed > 0 ? 1 : 0;
}
