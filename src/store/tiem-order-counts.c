#define G_LOG_DOMAIN "tiem-order-counts"

#include "store/tiem-order-plan.h"

/* How many orders there are, from the counters. */

gboolean
tiem_order_counts_load (TiemDb *db,
                        gint64 channel_id,
                        TiemOrderCounts *counts,
                        gint64 totals[TIEM_N_ORDER_TOTALS],
                        GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             "SELECT kind, orders, total_vnd FROM order_counter"
                                             " WHERE ?1 = 0 OR channel_id = ?1",
                                             TIEM_INT (channel_id));
  int step = -1;

  *counts = (TiemOrderCounts){ 0 };
  for (guint i = 0; i < TIEM_N_ORDER_TOTALS; i++)
    totals[i] = 0;
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      const char *kind = tiem_stmt_text (rows, 0);
      gint64 n = tiem_stmt_int (rows, 1);
      gint64 total = tiem_stmt_int (rows, 2);

      if (g_str_equal (kind, "todo"))
        {
          counts->todo += n;
          totals[TIEM_ORDER_TOTAL_TODO] += total;
        }
      else if (g_str_equal (kind, "short"))
        {
          counts->short_of_goods += n;
          totals[TIEM_ORDER_TOTAL_SHORT] += total;
        }
      else if (g_str_equal (kind, "cancel-asked"))
        {
          counts->cancel_asked += n;
          totals[TIEM_ORDER_TOTAL_CANCEL_ASKED] += total;
        }
      else if (g_str_equal (kind, "refuser"))
        {
          counts->refusers += n;
          totals[TIEM_ORDER_TOTAL_REFUSERS] += total;
        }
      else
        {
          TiemOrderStatus status = tiem_order_status_from_string (kind);

          counts->by_status[status] += n;
          counts->all += n;
          totals[status] += total;
        }
    }
  counts->troubled = counts->by_status[TIEM_ORDER_FAILED_DELIVERY]
                     + counts->by_status[TIEM_ORDER_RETURNING]
                     + counts->by_status[TIEM_ORDER_RETURNED];
  return step == 0;
}

gboolean
tiem_order_counts_is_small (TiemOrderGroup group)
{
  return group == TIEM_ORDERS_CANCEL_ASKED || group == TIEM_ORDERS_REFUSERS;
}

gboolean
tiem_store_count_orders (TiemStore *self,
                         gint64 channel_id,
                         TiemOrderCounts *counts,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 totals[TIEM_N_ORDER_TOTALS];

  return read != NULL && tiem_order_counts_load (read->db, channel_id, counts, totals, error);
}

gboolean
tiem_order_counts_sum (
    TiemDb *db, const TiemOrderQuery *query, gint64 *n, gint64 *total_vnd, GError **error)
{
  TiemOrderCounts counts;
  gint64 totals[TIEM_N_ORDER_TOTALS];

  if (!tiem_order_counts_load (db, query->channel_id, &counts, totals, error))
    return FALSE;
  switch (query->group)
    {
    case TIEM_ORDERS_TODO:
      *n = counts.todo;
      *total_vnd = totals[TIEM_ORDER_TOTAL_TODO];
      break;
    case TIEM_ORDERS_SHORT:
      *n = counts.short_of_goods;
      *total_vnd = totals[TIEM_ORDER_TOTAL_SHORT];
      break;
    case TIEM_ORDERS_CANCEL_ASKED:
      *n = counts.cancel_asked;
      *total_vnd = totals[TIEM_ORDER_TOTAL_CANCEL_ASKED];
      break;
    case TIEM_ORDERS_REFUSERS:
      *n = counts.refusers;
      *total_vnd = totals[TIEM_ORDER_TOTAL_REFUSERS];
      break;
    case TIEM_ORDERS_STATUS:
      *n = counts.by_status[query->status];
      *total_vnd = totals[query->status];
      break;
    case TIEM_ORDERS_TROUBLED:
      *n = counts.troubled;
      *total_vnd = totals[TIEM_ORDER_FAILED_DELIVERY] + totals[TIEM_ORDER_RETURNING]
                   + totals[TIEM_ORDER_RETURNED];
      break;
    case TIEM_ORDERS_ALL:
    default:
      *n = counts.all;
      *total_vnd = 0;
      for (guint i = 0; i < TIEM_N_ORDER_STATUSES; i++)
        *total_vnd += totals[i];
      break;
    }
  return TRUE;
}

/* All three walk the index of what is to do, which stays short however many orders there are. */
gboolean
tiem_store_read_due (TiemStore *self,
                     gint64 before,
                     TiemOrderDue *due,
                     GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 has_deadlines = 0;

  *due = (TiemOrderDue){ 0 };
  if (read == NULL
      || !tiem_db_get_int (read->db,
                           &due->due,
                           error,
                           "SELECT count (*) FROM customer_order INDEXED BY order_todo"
                           " WHERE todo = 1 AND deadline < ?1",
                           TIEM_INT (before))
      || !tiem_db_get_int (read->db,
                           &due->wish_id,
                           error,
                           "SELECT id FROM customer_order INDEXED BY order_cancel_asked"
                           " WHERE todo = 1 AND cancel_asked = 1"
                           " ORDER BY is_short DESC, deadline, placed_at, id LIMIT 1")
      || !tiem_db_get_int (read->db,
                           &has_deadlines,
                           error,
                           "SELECT EXISTS (SELECT 1 FROM customer_order INDEXED BY order_todo"
                           " WHERE todo = 1 AND deadline < 0x7fffffffffff)"))
    return FALSE;
  due->has_deadlines = has_deadlines != 0;
  return TRUE;
}
