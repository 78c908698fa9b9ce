#define G_LOG_DOMAIN "tiem-fees"

#include "store/tiem-after-private.h"

/* What the platforms keep back of orders. */

#define DAY_MS G_GINT64_CONSTANT (86400000)
#define ASKED_FOR_MS (183 * DAY_MS)
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)

GPtrArray *
tiem_store_list_fees_due (
    TiemStore *self, gint64 channel_id, gint64 read_before, guint limit, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
  g_autoptr (TiemStmt) rows = NULL;
  gint64 now = tiem_store_now (self);
  int step = -1;

  /* Those put off longest come first. */
  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT remote_id FROM customer_order INDEXED BY order_fees_open"
                          " WHERE channel_id = ?1 AND fees_state <> 'settled' AND left_at > 0"
                          " AND fees_read_at < ?2 AND placed_at >= ?3 AND status IN"
                          " ('delivered', 'completed', 'cancelled', 'failed_delivery',"
                          "  'returned') ORDER BY fees_read_at, placed_at DESC LIMIT ?4",
                          TIEM_INT (channel_id),
                          TIEM_INT (read_before),
                          TIEM_INT (now - ASKED_FOR_MS),
                          TIEM_INT (limit > 0 ? (gint64)limit : -1));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (due, tiem_order_fees_new (tiem_stmt_text (rows, 0)));
  return step < 0 ? NULL : g_steal_pointer (&due);
}

static gboolean
replace_fees (TiemWrite *write,
              gint64 order_id,
              const TiemOrderFees *fees,
              GError **error)
{
  if (!tiem_db_run (
          write->db, error, "DELETE FROM order_fee WHERE order_id = ?1", TIEM_INT (order_id)))
    return FALSE;
  for (guint i = 0; i < fees->fees->len; i++)
    {
      const TiemRemoteFee *fee = g_ptr_array_index (fees->fees, i);

      if (!tiem_db_run (write->db,
                        error,
                        "INSERT INTO order_fee (order_id, position, kind, amount_vnd)"
                        " VALUES (?1, ?2, ?3, ?4)",
                        TIEM_INT (order_id),
                        TIEM_INT (i),
                        TIEM_TEXT (fee->kind != NULL ? fee->kind : "other"),
                        TIEM_INT (CLAMP (fee->amount_vnd, -MOST_MONEY, MOST_MONEY))))
        return FALSE;
    }
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_order SET fees_state = ?2, payout_vnd = ?3 WHERE id = ?1",
                      TIEM_INT (order_id),
                      TIEM_TEXT (tiem_fees_state_to_string (fees->is_settled ? TIEM_FEES_SETTLED
                                                                             : TIEM_FEES_ESTIMATE)),
                      TIEM_INT (CLAMP (fees->payout_vnd, -MOST_MONEY, MOST_MONEY)));
}

/* Told once, when an estimate becomes what is paid out. */
static gboolean
note_settled (TiemWrite *write,
              gint64 order_id,
              const TiemOrderFees *fees,
              GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = write->now,
                              .kind = TIEM_EVENT_FEES,
                              .source = "channel",
                              .quantity = CLAMP (fees->payout_vnd, -MOST_MONEY, MOST_MONEY) };
  gint64 is_settled = 0;

  if (!fees->is_settled)
    return TRUE;
  return tiem_db_get_int (write->db,
                          &is_settled,
                          error,
                          "SELECT fees_state = 'settled' FROM customer_order WHERE id = ?1",
                          TIEM_INT (order_id))
         && (is_settled || tiem_order_events_add (write, &event, error));
}

static gboolean
put_fees (TiemWrite *write,
          gint64 channel_id,
          const TiemOrderFees *fees,
          GError **error)
{
  gint64 order_id = 0;

  if (!tiem_db_get_int (write->db,
                        &order_id,
                        error,
                        "UPDATE customer_order SET fees_read_at = ?3"
                        " WHERE channel_id = ?1 AND remote_id = ?2 RETURNING id",
                        TIEM_INT (channel_id),
                        TIEM_TEXT (fees->remote_id),
                        TIEM_INT (write->now)))
    return FALSE;
  if (order_id == 0 || !fees->done || fees->error != NULL)
    return TRUE;
  write->what |= TIEM_CHANGED_ORDERS;
  return note_settled (write, order_id, fees, error) && replace_fees (write, order_id, fees, error);
}

gboolean
tiem_store_put_fees (TiemStore *self,
                     gint64 channel_id,
                     GPtrArray *fees,
                     GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < fees->len; i++)
    if (!put_fees (write, channel_id, g_ptr_array_index (fees, i), error))
      return FALSE;
  return tiem_write_commit (write, error);
}
