#define G_LOG_DOMAIN "tiem-store-bulk"

#include "store/tiem-order-state.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-own-private.h"

/* Parcels that leave the shop. */

static gboolean
mark_handed (TiemWrite *write,
             gint64 order_id,
             GError **error)
{
  TiemOrderEventRow event
      = { .order_id = order_id, .at = write->now, .kind = TIEM_EVENT_HANDED, .source = "owner" };

  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_order SET handed_at = ?2 WHERE id = ?1",
                      TIEM_INT (order_id),
                      TIEM_INT (write->now))
         && tiem_order_events_add (write, &event, error);
}

static gboolean
hand_over_one (TiemWrite *write,
               TiemOrderBatch *batch,
               const TiemOrderState *state,
               gboolean tells,
               gint64 delay_ms,
               GError **error)
{
  gint64 id = 0;

  if (tells
      && !tiem_order_batch_queue (batch, write, state, "order:ship", NULL, delay_ms, &id, error))
    return FALSE;
  if (tells && id == 0) /* left out */
    return TRUE;
  g_array_append_val (batch->order_ids, state->order_id);
  g_array_append_val (batch->undo_ids, id);
  return mark_handed (write, state->order_id, error);
}

TiemOrderBatch *
tiem_store_hand_over (
    TiemStore *self, GArray *order_ids, TiemOrderFitFunc fits, gint64 delay_ms, GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemOrderBatch) batch = tiem_order_batch_new (TIEM_HAND_OVER);
  g_autoptr (GArray) states = NULL;

  if ((write = tiem_store_begin_write (self, error)) == NULL
      || (states = tiem_order_states_list (write->db, order_ids, error)) == NULL)
    return NULL;
  for (guint i = 0; i < states->len; i++)
    {
      const TiemOrderState *state = &g_array_index (states, TiemOrderState, i);
      const char *why = NULL;

      if (!fits (state, TIEM_HAND_OVER, &why)
              ? !tiem_order_batch_leave_out (batch, write->db, state, why, error)
              : !hand_over_one (
                  write, batch, state, fits (state, TIEM_HAND_OVER_TELLS, NULL), delay_ms, error))
        return NULL;
    }
  return tiem_write_commit (write, error) ? g_steal_pointer (&batch) : NULL;
}

/* --- and back --- */

/* Returns: 1 taken back, 0 it was told already, −1 with @error */
static int
untell (TiemWrite *write,
        gint64 id,
        GError **error)
{
  if (id == 0 || id == G_MININT64)
    return 1;
  if (id < 0)
    return tiem_own_undo (write, -id, error) ? 1 : -1;
  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM outbox WHERE id = ?1 AND state <> 'sending'",
                    TIEM_INT (id)))
    return -1;
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_db_changes (write->db) > 0;
}

/* The event goes, too: it was said by mistake. */
static gboolean
unmark (TiemWrite *write,
        gint64 order_id,
        GError **error)
{
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM order_event WHERE order_id = ?1 AND kind = ?2 AND at ="
                      " (SELECT handed_at FROM customer_order WHERE id = ?1)",
                      TIEM_INT (order_id),
                      TIEM_TEXT (TIEM_EVENT_HANDED))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer_order SET handed_at = 0 WHERE id = ?1",
                         TIEM_INT (order_id));
}

gint64
tiem_store_take_back (TiemStore *self,
                      const TiemOrderBatch *batch,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 n = 0;

  for (guint i = 0; write != NULL && i < batch->order_ids->len; i++)
    {
      int untold = untell (write, g_array_index (batch->undo_ids, gint64, i), error);

      if (untold < 0
          || (untold > 0 && !unmark (write, g_array_index (batch->order_ids, gint64, i), error)))
        return -1;
      n += untold;
    }
  return write != NULL && tiem_write_commit (write, error) ? n : -1;
}
