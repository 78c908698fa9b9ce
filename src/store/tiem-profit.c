#define G_LOG_DOMAIN "tiem-profit"

#include "base/tiem-time.h"
#include "model/tiem-records.h"
#include "model/tiem-status.h"
#include "store/tiem-store-private.h"
#include "store/tiem-store-profit.h"

/* What a unit of the line's goods costs now; of a bundle: its parts. NULL: nobody knows. */
#define COST_NOW                                                                                   \
  "iif (v.is_bundle, (SELECT iif (count (*) = count (t.cost_vnd), sum (t.cost_vnd * b.quantity),"  \
  " NULL) FROM bundle_item b JOIN variant t ON t.id = b.part_id WHERE b.bundle_id = v.id),"        \
  " v.cost_vnd)"

/* A row for each line; an order without any has one of NULLs. */
#define SELECT                                                                                     \
  "SELECT o.id, o.status, o.left_at > 0, o.total_vnd, o.shipping_fee_vnd, o.fees_state,"           \
  " o.payout_vnd, (SELECT coalesce (sum (amount_vnd), 0) FROM order_fee WHERE order_id = o.id),"   \
  " l.id, l.quantity - l.cancelled, l.shipped, c.cost_vnd, " COST_NOW                              \
  " FROM customer_order o LEFT JOIN order_line l ON l.order_id = o.id"                             \
  " LEFT JOIN line_cost c ON c.id = l.id LEFT JOIN variant v"                                      \
  "  ON v.id = coalesce (l.variant_id, l.own_variant_id)"

/* Nobody pays for what came back or was never sent. */
static gboolean
is_sold (TiemOrderStatus status)
{
  return status != TIEM_ORDER_CANCELLED && status != TIEM_ORDER_FAILED_DELIVERY
         && status != TIEM_ORDER_RETURNED;
}

static void
add_order (TiemProfit *profit,
           TiemStmt *row)
{
  TiemFeesState fees = tiem_fees_state_from_string (tiem_stmt_text (row, 5));
  gboolean sold = is_sold (tiem_order_status_from_string (tiem_stmt_text (row, 1)));
  gint64 total = sold ? tiem_stmt_int (row, 3) : 0;
  gint64 kept = tiem_stmt_int (row, 7) + (sold ? tiem_stmt_int (row, 4) : 0);

  if (fees != TIEM_FEES_NONE)
    kept = total - tiem_stmt_int (row, 6);
  profit->orders++;
  profit->sold_vnd += total;
  profit->kept_vnd += kept;
  profit->is_estimate |= sold && fees != TIEM_FEES_SETTLED;
}

static void
add_line (TiemProfit *profit,
          TiemStmt *row)
{
  TiemOrderStatus status = tiem_order_status_from_string (tiem_stmt_text (row, 1));
  gint64 shipped = tiem_stmt_int (row, 10);
  gint64 waiting = MAX (tiem_stmt_int (row, 9) - shipped, 0);

  if (shipped > 0)
    {
      profit->booked_vnd += tiem_stmt_int (row, 11);
      profit->n_unknown += tiem_stmt_is_null (row, 11);
    }
  if (waiting == 0 || !is_sold (status))
    return;
  if (tiem_stmt_is_null (row, 12))
    profit->n_unknown += shipped == 0;
  else
    profit->expected_vnd += waiting * tiem_stmt_int (row, 12);
  profit->is_estimate = TRUE;
}

gboolean
tiem_store_get_profit (
    TiemStore *self, gint64 order_id, gint64 day, TiemProfit *profit, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;
  gint64 last = 0;
  int step = -1;

  *profit = (TiemProfit){ 0 };
  if (read == NULL)
    return FALSE;
  if (order_id != 0)
    rows = tiem_db_query (
        read->db, error, SELECT " WHERE o.id = ?1 ORDER BY l.id", TIEM_INT (order_id));
  else
    rows = tiem_db_query (read->db,
                          error,
                          SELECT " WHERE o.placed_at >= ?1 AND o.placed_at < ?2"
                                 " AND o.status <> 'cancelled' ORDER BY o.placed_at, o.id",
                          TIEM_INT (tiem_time_day_start (day)),
                          TIEM_INT (tiem_time_day_start (day + 1)));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      if (tiem_stmt_int (rows, 0) != last)
        add_order (profit, rows);
      last = tiem_stmt_int (rows, 0);
      if (!tiem_stmt_is_null (rows, 8))
        add_line (profit, rows);
    }
  profit->received_vnd = profit->sold_vnd - profit->kept_vnd;
  profit->goods_vnd = profit->booked_vnd + profit->expected_vnd;
  profit->profit_vnd = profit->received_vnd - profit->goods_vnd;
  profit->is_estimate |= profit->n_unknown > 0;
  return step == 0;
}
