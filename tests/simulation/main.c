#include "sim.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Runs one seed after the other, each in a process of its own: one that aborts is a failed one,
 * and the others go on.
 */

#define FIRST_SEED 1
#define STEPS 60
/* Nothing takes so long, unless it goes on for ever. */
#define MOST_S 900

/* What once went wrong stays right. Whoever changes what happens in a run changes what these
 * mean; they are kept all the same. */
static const guint32 seeds_of_old[] = {
  104,  /* a listing that sold while it was linked to nothing */
  5005, /* an order thrown away between two turns in a hurry */
  5013, /* the clock was set back in the middle of a turn */
};

static gint seed = 0;
static gdouble hours = 0;
static gint seconds = 20;
static gint steps = STEPS;
static gboolean verbose = FALSE;
static char *watched = NULL;

static const GOptionEntry entries[] = {
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Run this one and tell what happens", "N" },
  { "steps", 0, 0, G_OPTION_ARG_INT, &steps, "How long a run is", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "Run one after the other for so long", "N" },
  { "hours", 0, 0, G_OPTION_ARG_DOUBLE, &hours, "The same, with seeds never used before", "N" },
  { "watch", 0, 0, G_OPTION_ARG_STRING, &watched, "Tell what these goods show where", "SKU" },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Tell what happens in each run", NULL },
  { NULL },
};

/* What a run hands back to the process that waits for it. */
typedef struct
{
  gboolean ok;
  guint64 digest; /* of all that happened */
  SimCounts counts;
} Outcome;

static guint n_tests;
static guint n_failed;
static GString *failed; /* the seeds */
static SimCounts totals;
static volatile sig_atomic_t is_interrupted;

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
interrupted_cb (int signal_number)
{
  is_interrupted = TRUE;
}

/* One run, in its own process */

static void
print_trail (Sim *sim)
{
  for (guint i = 0; i < sim->trail->len; i++)
    g_print ("# %s\n", (const char *)sim->trail->pdata[i]);
}

static Outcome
live (guint32 number)
{
  Outcome outcome = { 0 };
  Sim *sim = sim_new (number);

  sim->watched = watched;
  outcome.ok = sim_run (sim, steps);
  outcome.digest = sim->digest;
  outcome.counts = sim->counts;
  if (verbose)
    print_trail (sim);
  if (!outcome.ok)
    g_print ("# %s\n", sim->failure);
  sim_free (sim);
  return outcome;
}

static void G_GNUC_NORETURN
live_and_report (guint32 number,
                 int to)
{
  Outcome outcome;

  alarm (MOST_S);
  outcome = live (number);
  fflush (stdout);
  if (write (to, &outcome, sizeof outcome) != sizeof outcome)
    exit (2);
  exit (0);
}

static gboolean
read_outcome (int from,
              Outcome *outcome)
{
  gssize got;

  do
    got = read (from, outcome, sizeof *outcome);
  while (got < 0 && errno == EINTR);
  return got == sizeof *outcome;
}

/* The report */

static void
print_counts (const char *before,
              const SimCounts *counts)
{
  g_autofree char *text = sim_counts_to_text (counts);

  g_print ("# %s: %s\n", before, text);
}

static void
print_result (gboolean ok,
              const char *name)
{
  g_print ("%s %u - %s\n", ok ? "ok" : "not ok", ++n_tests, name);
  if (!ok)
    n_failed++;
  fflush (stdout);
}

static void
note_failure (guint32 number)
{
  g_string_append_printf (failed, " %u", number);
  g_print ("# again: tests/simulation/run --seed %u --steps %d\n", number, steps);
}

/* Returns: whether the run came to an end, in a process of its own */
static gboolean
run_apart (guint32 number,
           Outcome *outcome)
{
  gboolean has_ended;
  int ends[2];
  int status;
  pid_t child;

  fflush (stdout);
  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    live_and_report (number, ends[1]);
  close (ends[1]);
  has_ended = read_outcome (ends[0], outcome);
  close (ends[0]);
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;
  return has_ended && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

/* Whoever looks into it must be able to trust that it happens again. */
static void
repeat_failure (guint32 number,
                const Outcome *failure)
{
  Outcome again = { 0 };

  if (!run_apart (number, &again))
    return;
  g_print ("# and again: %s\n",
           again.digest == failure->digest ? "exactly the same"
                                           : "something else, which it ought not to be");
}

/* Returns: the digest of all that happened; 0 when that is not known */
static guint64
run_seed (guint32 number)
{
  Outcome outcome = { 0 };
  gboolean has_ended = run_apart (number, &outcome);
  g_autofree char *name = g_strdup_printf ("seed %u", number);

  /* Interrupted: this one is neither here nor there. */
  if (is_interrupted && !has_ended)
    return 0;
  sim_counts_add (&totals, &outcome.counts);
  if (!has_ended)
    g_print ("# the run came to no end\n");
  if (!has_ended || !outcome.ok)
    note_failure (number);
  if (has_ended && !outcome.ok && seed == 0)
    repeat_failure (number, &outcome);
  print_counts (name, &outcome.counts);
  print_result (has_ended && outcome.ok, name);
  return outcome.digest;
}

static void
run_twice (guint32 number)
{
  guint64 first = run_seed (number);
  guint64 second = run_seed (number);

  if (is_interrupted)
    return;
  g_print (
      "# seed %u: %016" G_GINT64_MODIFIER "x, %016" G_GINT64_MODIFIER "x\n", number, first, second);
  print_result (first == second, "a seed replays exactly");
}

static void
run_many (void)
{
  gint64 until = g_get_monotonic_time ()
                 + (gint64)((hours > 0 ? hours * 3600 : seconds) * G_TIME_SPAN_SECOND);
  guint32 number = hours > 0 ? g_random_int_range (1000, G_MAXINT32 / 2) : FIRST_SEED;

  run_twice (number);
  for (guint i = 0; i < G_N_ELEMENTS (seeds_of_old) && !is_interrupted; i++)
    run_seed (seeds_of_old[i]);
  while (g_get_monotonic_time () < until && !is_interrupted)
    {
      run_seed (++number);
      /* Whoever kills this knows how far it came. */
      if (hours > 0)
        print_counts ("so far", &totals);
    }
}

static void
print_report (void)
{
  g_autofree char *faults = sim_counts_list_faults (&totals);
  g_autofree char *oversold = sim_counts_list_oversold (&totals);

  if (is_interrupted)
    g_print ("# interrupted\n");
  print_counts ("in all", &totals);
  g_print ("# faults: %s\n", faults);
  g_print ("# oversold, units: %s\n", oversold);
  if (failed->len > 0)
    g_print ("# failed:%s\n", failed->str);
  g_print ("1..%u\n", n_tests);
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
  failed = g_string_new (NULL);

  if (seed != 0)
    {
      verbose = TRUE;
      run_seed (seed);
    }
  else
    {
      signal (SIGINT, interrupted_cb);
      signal (SIGTERM, interrupted_cb);
      run_many ();
    }
  print_report ();
  g_string_free (failed, TRUE);
  return n_failed > 0 ? 1 : 0;
}
