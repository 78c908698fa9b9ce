#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Figures of one kind, and the table they are told in. */

/* Returns: (transfer full) (element-type double) */
GArray *bench_figures_new (void);
/* @us: µs, kept as ms */
void bench_figures_add (GArray *self,
                        gint64 us);
void bench_figures_add_ms (GArray *self,
                           double ms);
/* Returns: the figure that @part of them do not exceed: 0.5 = the median; NAN for none */
double bench_figures_find (GArray *self,
                           double part);

typedef struct _BenchTable BenchTable;

BenchTable *bench_table_new (void);
void bench_table_free (BenchTable *self);
/* Returns: how many rows it has */
guint bench_table_get_size (BenchTable *self);
/* Whether a row has no figures, or a pair no floor: something was not measured. */
gboolean bench_table_has_gaps (BenchTable *self);
/* metric · Tiệm · floor · ratio: smallest, median and greatest of each; @goal: most the median of
 * the ratios may be, 0 = none; @floor: (nullable). Fewer than five pairs are told of. */
void bench_table_add_pair (BenchTable *self,
                           const char *metric,
                           GArray *tiem,
                           GArray *floor,
                           double goal);
/* @goal: most the median may be, 0 = none */
void bench_table_add (BenchTable *self,
                      const char *metric,
                      GArray *figures,
                      const char *unit,
                      double goal);
/* p50, p95 and the greatest; @goal: most p95 may be, ms */
void bench_table_add_quantiles (BenchTable *self,
                                const char *metric,
                                GArray *figures,
                                double goal);
/* @part of @whole in per cent; @goal: most it may be */
void bench_table_add_share (BenchTable *self,
                            const char *metric,
                            guint part,
                            guint whole,
                            double goal);
/* Figures that have no goal. */
void bench_table_add_text (BenchTable *self,
                           const char *metric,
                           const char *format,
                           ...) G_GNUC_PRINTF (3, 4);
/* New connections for each 1,000 calls; goal 10. */
void bench_table_add_connections (BenchTable *self,
                                  gint64 connections,
                                  guint calls);
/* Returns: whether every goal that was set was met */
gboolean bench_table_print (BenchTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchTable, bench_table_free)

G_END_DECLS
