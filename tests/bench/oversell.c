#include "oversell.h"

#include <locale.h>
#include <math.h>

/*
 * bench-oversell: how often the last units of a hot article are sold twice, how often not at all,
 * and how many shoppers are turned away while another channel still has some.
 */

#define MODEL_RUNS_PER_SALE 50
/* Half of the pushes that fail are not carried out, of the others the answer is lost. */
#define FAILURES 0.05
/* What the engine keeps to while orders come. */
#define POLL_S 5

static gint repetitions = 40;
static gint first_seed = 1;
static gdouble only_rate = 0;
static gchar *only_policy = NULL;
static gdouble failures = FAILURES;
static gboolean trail = FALSE;

static const GOptionEntry entries[] = {
  { "repetitions", 'n', 0, G_OPTION_ARG_INT, &repetitions, "Sell-outs of each kind", "N" },
  { "seed", 's', 0, G_OPTION_ARG_INT, &first_seed, "The seed of the first", "N" },
  { "rate", 'r', 0, G_OPTION_ARG_DOUBLE, &only_rate, "Orders a minute; default 10 and 60", "N" },
  { "policy",
    'p',
    0,
    G_OPTION_ARG_STRING,
    &only_policy,
    "slow, full, buffer or tiem; default all",
    "NAME" },
  { "failures", 'f', 0, G_OPTION_ARG_DOUBLE, &failures, "Chance that a push fails", "P" },
  { "trail",
    't',
    0,
    G_OPTION_ARG_NONE,
    &trail,
    "Tell all that happened where not just what there was was sold",
    NULL },
  { NULL },
};

static const struct
{
  const char *name;
  const char *title;
} policies[OVERSELL_N_POLICIES] = {
  [OVERSELL_SLOW] = { "slow", "15-minute sync" },
  [OVERSELL_FULL] = { "full", "full stock everywhere" },
  [OVERSELL_BUFFER] = { "buffer", "fixed buffer of 2" },
  [OVERSELL_SPLIT] = { "tiem", "Tiệm" },
};

/* Website, Shopee, Lazada, TikTok Shop. */
static const OversellMix mix = {
  .before = { 0.10, 0.45, 0.15, 0.30 },
  .then = { 0.15, 0.30, 0.10, 0.45 },
};

static const double rates[] = { 10, 60 };

void
oversell_counts_add (OversellCounts *sum,
                     const OversellCounts *counts)
{
  sum->orders += counts->orders;
  sum->oversold += counts->oversold;
  sum->unsold += counts->unsold;
  sum->turned_away += counts->turned_away;
  sum->sold_out += counts->sold_out;
  sum->calls += counts->calls;
  sum->pushes += counts->pushes;
  sum->raises += counts->raises;
  sum->failed += counts->failed;
  sum->waits += counts->waits;
  sum->waited_s += counts->waited_s;
  sum->known_s += counts->known_s;
  sum->told_s += counts->told_s;
  sum->n_measured += counts->n_measured;
}

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

/* Of 1,000 orders that were taken for the last units. */
static double
per_thousand (double n,
              const OversellCounts *sum)
{
  return sum->orders > 0 ? n * 1000 / sum->orders : 0;
}

/* The ends of the 95 % interval of a Poisson count (Wilson and Hilferty). */
static double
find_low (double n)
{
  return n > 0 ? n * pow (1 - 1 / (9 * n) - 1.96 / (3 * sqrt (n)), 3) : 0;
}

static double
find_high (double n)
{
  return (n + 1) * pow (1 - 1 / (9 * (n + 1)) + 1.96 / (3 * sqrt (n + 1)), 3);
}

/* From a sale until the other channels have the number that follows. */
static double
get_lag_s (const OversellCounts *sum)
{
  return sum->n_measured > 0 ? (sum->known_s + sum->told_s) / sum->n_measured : 0;
}

static void
print_head (void)
{
  g_print ("| orders a minute | policy | L | orders | oversold | unsold | turned away | pushes"
           " | raises | calls |\n"
           "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
}

static void
print_row (double rate,
           const char *title,
           const OversellCounts *sum,
           guint sales)
{
  g_print ("| %.0f | %s | ", rate, title);
  if (sum->n_measured > 0)
    g_print ("%.1f s ", get_lag_s (sum));
  g_print ("| %u | %.2f (%.2f–%.2f) | %.1f | %.0f ",
           sum->orders,
           per_thousand (sum->oversold, sum),
           per_thousand (find_low (sum->oversold), sum),
           per_thousand (find_high (sum->oversold), sum),
           per_thousand (sum->unsold, sum),
           per_thousand (sum->turned_away, sum));
  if (sum->calls > 0)
    g_print ("| %.1f | %.1f | %.0f |\n",
             (double)sum->pushes / sales,
             (double)sum->raises / sales,
             (double)sum->calls / sales);
  else
    g_print ("| | | |\n");
}

static void
run_sales (double rate,
           OversellPolicy policy,
           OversellCounts *sum)
{
  for (gint i = 0; i < repetitions; i++)
    {
      OversellCounts counts;

      oversell_sale_run (first_seed + i, policy, rate, &mix, failures, trail, &counts);
      oversell_counts_add (sum, &counts);
    }
}

/* @measured: gives the model its delay. */
static void
run_model (double rate,
           OversellPolicy policy,
           const OversellCounts *measured,
           OversellCounts *sum)
{
  const OversellModel model = {
    .rate = rate,
    .poll_s = POLL_S,
    .write_s = measured->told_s / measured->n_measured,
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (first_seed);

  for (gint i = 0; i < repetitions * MODEL_RUNS_PER_SALE; i++)
    {
      OversellCounts counts;

      oversell_model_run (random, policy, &model, &mix, &counts);
      oversell_counts_add (sum, &counts);
    }
}

static gboolean
check_measured (const OversellCounts *sum,
                const char *name)
{
  if (sum->orders > 0 && sum->sold_out > 0)
    return TRUE;
  g_printerr ("%s: nothing was measured: %u orders, %u of %d sell-outs came to their end.\n",
              name,
              sum->orders,
              sum->sold_out,
              repetitions);
  return FALSE;
}

static double
divide (double a,
        double b)
{
  return b > 0 ? a / b : 0;
}

/* What Tiệm is measured by, when both were run. */
static void
print_goals (double rate,
             const OversellCounts *sum,
             const OversellCounts *model)
{
  g_print ("\n%.0f orders a minute, Tiệm: oversold %.2f per 1,000 (goal %s), unsold %.2f (goal 0),"
           " turned away %.2f × the model's (goal ≤ 1.3 ×); %u of %u pushes failed;"
           " a raise waited %.1f times a sell-out, for %.1f s.\n\n",
           rate,
           per_thousand (sum->oversold, sum),
           rate <= 10 ? "0" : "≤ 0.5",
           per_thousand (sum->unsold, sum),
           divide (per_thousand (sum->turned_away, sum), per_thousand (model->turned_away, model)),
           sum->failed,
           sum->pushes,
           (double)sum->waits / repetitions,
           divide (sum->waited_s, sum->waits));
}

/* Returns: FALSE when nothing was measured */
static gboolean
run_policy (double rate,
            OversellPolicy policy)
{
  OversellCounts sum = { 0 };
  OversellCounts model = { 0 };
  g_autofree char *title = g_strdup_printf ("– a model of it");

  run_sales (rate, policy, &sum);
  print_row (rate, policies[policy].title, &sum, repetitions);
  if (!check_measured (&sum, policies[policy].name))
    return FALSE;
  if (sum.n_measured == 0)
    return TRUE;
  run_model (rate, policy, &sum, &model);
  print_row (rate, title, &model, repetitions * MODEL_RUNS_PER_SALE);
  if (policy == OVERSELL_SPLIT)
    print_goals (rate, &sum, &model);
  return TRUE;
}

static gboolean
find_policy (const char *name,
             guint *first,
             guint *last)
{
  *first = 0;
  *last = OVERSELL_N_POLICIES - 1;
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < OVERSELL_N_POLICIES; i++)
    if (g_str_equal (name, policies[i].name))
      {
        *first = *last = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
run_all (void)
{
  guint first, last;

  if (repetitions < 1 || !find_policy (only_policy, &first, &last))
    {
      g_printerr ("There is nothing to run.\n");
      return FALSE;
    }
  print_head ();
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    for (guint j = first; j <= last; j++)
      if ((only_rate == 0 || i == 0) && !run_policy (only_rate > 0 ? only_rate : rates[i], j))
        return FALSE;
  return TRUE;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- the last units of a hot article");
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

  return run_all () ? 0 : 1;
}
