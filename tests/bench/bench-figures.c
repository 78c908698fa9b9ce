#include "bench-figures.h"

#include <math.h>

#define FEWEST_PAIRS 5

typedef struct
{
  char *metric;
  char *tiem;
  char *floor;
  char *ratio;
  char *goal;
  gboolean is_missed;
} Row;

struct _BenchTable
{
  GPtrArray *rows; /* (element-type Row) */
  gboolean has_gaps;
};

GArray *
bench_figures_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

void
bench_figures_add_ms (GArray *self,
                      double ms)
{
  g_array_append_val (self, ms);
}

void
bench_figures_add (GArray *self,
                   gint64 us)
{
  bench_figures_add_ms (self, us / 1000.0);
}

static int
compare_figures (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *)a;
  double second = *(const double *)b;

  return (first > second) - (first < second);
}

double
bench_figures_find (GArray *self,
                    double part)
{
  g_autoptr (GArray) sorted = g_array_copy (self);

  if (sorted->len == 0)
    return NAN;
  g_array_sort (sorted, compare_figures);
  return g_array_index (sorted, double, (guint)(part * (sorted->len - 1) + 0.5));
}

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->metric);
  g_free (row->tiem);
  g_free (row->floor);
  g_free (row->ratio);
  g_free (row->goal);
  g_free (row);
}

BenchTable *
bench_table_new (void)
{
  BenchTable *self = g_new0 (BenchTable, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  return self;
}

void
bench_table_free (BenchTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

guint
bench_table_get_size (BenchTable *self)
{
  return self->rows->len;
}

gboolean
bench_table_has_gaps (BenchTable *self)
{
  return self->has_gaps;
}

static Row *
add_row (BenchTable *self,
         const char *metric)
{
  Row *row = g_new0 (Row, 1);

  row->metric = g_strdup (metric);
  g_ptr_array_add (self->rows, row);
  return row;
}

/* "2.1 · 2.4 · 3.0" */
static char *
describe (GArray *figures,
          const char *unit)
{
  if (figures->len == 0)
    return g_strdup ("nothing measured");
  if (figures->len == 1)
    return g_strdup_printf ("%.4g%s", g_array_index (figures, double, 0), unit);
  return g_strdup_printf ("%.3g · %.3g · %.3g%s",
                          bench_figures_find (figures, 0),
                          bench_figures_find (figures, 0.5),
                          bench_figures_find (figures, 1),
                          unit);
}

/* Ratios of a few pairs say less: that is told beside them. */
static char *
describe_ratios (GArray *ratios)
{
  g_autofree char *text = describe (ratios, "");

  if (ratios->len >= FEWEST_PAIRS)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s (pairs: %u)", text, ratios->len);
}

/* What could not be measured has missed its goal. */
static void
set_goal (Row *row,
          double figure,
          double goal,
          const char *unit)
{
  if (goal <= 0)
    return;
  row->is_missed = !(figure <= goal);
  row->goal = g_strdup_printf ("≤ %g%s%s", goal, unit, row->is_missed ? " MISSED" : "");
}

void
bench_table_add_pair (
    BenchTable *self, const char *metric, GArray *tiem, GArray *floor, double goal)
{
  g_autoptr (GArray) ratios = bench_figures_new ();
  Row *row = add_row (self, metric);

  row->tiem = describe (tiem, " ms");
  self->has_gaps = self->has_gaps || tiem->len == 0;
  if (floor == NULL)
    return;
  self->has_gaps = self->has_gaps || floor->len != tiem->len;
  row->floor = describe (floor, " ms");
  for (guint i = 0; i < MIN (tiem->len, floor->len); i++)
    bench_figures_add_ms (ratios,
                          g_array_index (tiem, double, i) / g_array_index (floor, double, i));
  row->ratio = describe_ratios (ratios);
  set_goal (row, bench_figures_find (ratios, 0.5), goal, "");
}

void
bench_table_add (
    BenchTable *self, const char *metric, GArray *figures, const char *unit, double goal)
{
  Row *row = add_row (self, metric);

  self->has_gaps = self->has_gaps || figures->len == 0;
  row->tiem = describe (figures, unit);
  set_goal (row, bench_figures_find (figures, 0.5), goal, unit);
}

void
bench_table_add_quantiles (BenchTable *self,
                           const char *metric,
                           GArray *figures,
                           double goal)
{
  g_autofree char *name = g_strdup_printf ("%s (p50 · p95 · max of %u)", metric, figures->len);
  Row *row = add_row (self, name);

  self->has_gaps = self->has_gaps || figures->len == 0;
  row->tiem = g_strdup_printf ("%.1f · %.1f · %.1f ms",
                               bench_figures_find (figures, 0.5),
                               bench_figures_find (figures, 0.95),
                               bench_figures_find (figures, 1));
  set_goal (row, bench_figures_find (figures, 0.95), goal, " ms");
}

void
bench_table_add_share (BenchTable *self,
                       const char *metric,
                       guint part,
                       guint whole,
                       double goal)
{
  Row *row = add_row (self, metric);
  double share = whole > 0 ? part * 100.0 / whole : NAN;

  self->has_gaps = self->has_gaps || whole == 0;
  row->tiem = g_strdup_printf ("%u of %u", part, whole);
  row->ratio = g_strdup_printf ("%.2g %%", share);
  set_goal (row, share, goal, " %");
}

void
bench_table_add_text (BenchTable *self,
                      const char *metric,
                      const char *format,
                      ...)
{
  va_list values;

  va_start (values, format);
  add_row (self, metric)->tiem = g_strdup_vprintf (format, values);
  va_end (values);
}

void
bench_table_add_connections (BenchTable *self,
                             gint64 connections,
                             guint calls)
{
  g_autofree char *name = g_strdup_printf ("new TLS connections for 1,000 calls (of %u)", calls);
  Row *row = add_row (self, name);
  double rate = calls > 0 ? connections * 1000.0 / calls : NAN;

  row->tiem = g_strdup_printf ("%.1f", rate);
  set_goal (row, rate, 10, "");
}

gboolean
bench_table_print (BenchTable *self)
{
  gboolean all_met = self->rows->len > 0;

  g_print ("| metric | Tiệm (min · median · max) | floor | ratio | goal |\n");
  g_print ("| --- | --- | --- | --- | --- |\n");
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = self->rows->pdata[i];

      g_print ("| %s | %s | %s | %s | %s |\n",
               row->metric,
               row->tiem,
               row->floor != NULL ? row->floor : "",
               row->ratio != NULL ? row->ratio : "",
               row->goal != NULL ? row->goal : "");
      all_met = all_met && !row->is_missed;
    }
  return all_met;
}
