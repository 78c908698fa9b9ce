#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A small chart: bars of days, or two running lines. Drawn only when its numbers or its
 * size change; few grid lines on round numbers, one accent colour. What it shows is told in
 * words too, as its accessible description.
 */
#define TIEM_TYPE_CHART (tiem_chart_get_type ())
G_DECLARE_FINAL_TYPE (TiemChart, tiem_chart, TIEM, CHART, GtkWidget)

GtkWidget *tiem_chart_new (const char *name);

/* @values: @n numbers ≥ 0, the last one is today's and drawn full
 * @labels: @n texts below the bars
 * @unit: what one step of the axis' words is worth (1000000 for millions)
 * @top: (nullable): words above the last bar */
void tiem_chart_set_bars (TiemChart *self,
                          const double *values,
                          const char *const *labels,
                          guint n,
                          double unit,
                          const char *top,
                          const char *description);
/* @today: running totals at the end of each of @n_today hours; @before: of 24 hours, or
 * %NULL; dashed, to compare with */
void tiem_chart_set_lines (TiemChart *self,
                           const double *today,
                           guint n_today,
                           const double *before,
                           const char *description);

/* Returns: the smallest of 1, 2, 4, 5, 10, 20 … that three or four steps of reach @most */
double tiem_chart_pick_step (double most);

G_END_DECLS
