#define G_LOG_DOMAIN "tiem-store-figures"

#include "store/tiem-store-orders.h"
#include "store/tiem-store-private.h"

/* Figures for the overview, from the summary tables. */

GArray *
tiem_store_list_days (TiemStore *self,
                      gint64 from_day,
                      gint64 to_day,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (TiemDayFigure));
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT day, channel_id, orders, revenue_vnd FROM daily"
                          " WHERE day BETWEEN ?1 AND ?2 AND orders <> 0"
                          " ORDER BY day, channel_id",
                          TIEM_INT (from_day),
                          TIEM_INT (to_day));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemDayFigure figure = { tiem_stmt_int (rows, 0),
                               tiem_stmt_int (rows, 1),
                               tiem_stmt_int (rows, 2),
                               tiem_stmt_int (rows, 3) };

      g_array_append_val (days, figure);
    }
  return step < 0 ? NULL : g_steal_pointer (&days);
}

gboolean
tiem_store_count_hours (TiemStore *self,
                        gint64 day,
                        gint64 hours[24],
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  for (guint i = 0; i < 24; i++)
    hours[i] = 0;
  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT hour - 24 * ?1, orders FROM hourly"
                          " WHERE hour BETWEEN 24 * ?1 AND 24 * ?1 + 23",
                          TIEM_INT (day));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    hours[tiem_stmt_int (rows, 0)] = tiem_stmt_int (rows, 1);
  return step == 0;
}
