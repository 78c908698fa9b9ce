#define G_LOG_DOMAIN "tiem-cost"

#include "store/tiem-cost-private.h"
#include "store/tiem-store-cost.h"

/*
 * Values the whole ledger anew, for another method. Variant after variant, movement after movement,
 * by the same rules as when they were booked; what each arrival cost is kept in the sum of its two
 * amounts. Held in memory is one variant's queue.
 */

/* How many movements pass between two looks at the cancellable. */
#define STRIDE 256

typedef struct
{
  TiemWrite *write;
  TiemCostProgress *progress; /* (nullable) */
  GCancellable *cancellable;  /* (nullable) */
  gint64 variant_id;          /* whose queue it is; 0 = none yet */
  TiemCostQueue queue;
  int n_done;
} Replay;

static gboolean
put_layers (Replay *self,
            GError **error)
{
  for (guint i = 0; i < self->queue.layers->len; i++)
    {
      const TiemCostLayer *layer = &g_array_index (self->queue.layers, TiemCostLayer, i);

      if (!tiem_db_run (self->write->db,
                        error,
                        "INSERT INTO cost_layer (variant_id, position, movement_id, units,"
                        " value_vnd) VALUES (?1, ?2, ?3, ?4, ?5)",
                        TIEM_INT (self->variant_id),
                        TIEM_INT (i + 1),
                        TIEM_INT (layer->movement_id),
                        TIEM_INT (layer->units),
                        TIEM_INT (layer->value_vnd)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
end_variant (Replay *self,
             GError **error)
{
  if (self->variant_id == 0)
    return TRUE;
  return put_layers (self, error)
         && tiem_db_run (self->write->db,
                         error,
                         "UPDATE variant SET cost_units = ?2, stock_value_vnd = ?3, cost_vnd = ?4"
                         " WHERE id = ?1 AND (cost_units <> ?2 OR stock_value_vnd <> ?3"
                         "  OR cost_vnd IS NOT ?4)",
                         TIEM_INT (self->variant_id),
                         TIEM_INT (self->queue.units),
                         TIEM_INT (self->queue.value_vnd),
                         TIEM_INT_OR_NULL (self->queue.has_cost, self->queue.cost_vnd));
}

static gboolean
begin_variant (Replay *self,
               gint64 variant_id,
               GError **error)
{
  TiemCostMethod method = self->queue.method;
  g_autoptr (TiemStmt) row = NULL;

  tiem_cost_queue_clear (&self->queue);
  tiem_cost_queue_init (&self->queue, method);
  self->variant_id = variant_id;
  row = tiem_db_query (self->write->db,
                       error,
                       "SELECT opening_cost_vnd FROM variant WHERE id = ?1",
                       TIEM_INT (variant_id));
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  self->queue.has_cost = !tiem_stmt_is_null (row, 0);
  self->queue.cost_vnd = tiem_stmt_int (row, 0);
  return TRUE;
}

/* A layer made by a movement bears its id. */
static void
name_layer (TiemCostQueue *queue,
            gint64 movement_id)
{
  for (guint i = 0; i < queue->layers->len; i++)
    {
      TiemCostLayer *layer = &g_array_index (queue->layers, TiemCostLayer, i);

      if (layer->movement_id == 0)
        layer->movement_id = movement_id;
    }
}

/* @was: what was booked before. A line's cost moves with it. */
static gboolean
write_worth (Replay *self,
             const TiemCostMove *move,
             const TiemCostBooking *was,
             const TiemCostBooking *is,
             GError **error)
{
  gint64 more = is->value_vnd + is->settled_vnd - was->value_vnd - was->settled_vnd;

  if (was->is_known == is->is_known && was->value_vnd == is->value_vnd
      && was->settled_vnd == is->settled_vnd)
    return TRUE;
  return tiem_db_run (self->write->db,
                      error,
                      "UPDATE movement SET value_vnd = ?2, settled_vnd = ?3 WHERE id = ?1",
                      TIEM_INT (move->id),
                      TIEM_INT_OR_NULL (is->is_known, is->value_vnd),
                      TIEM_INT (is->settled_vnd))
         && (move->line_id == 0 || more == 0
             || tiem_db_run (self->write->db,
                             error,
                             "UPDATE order_line SET cost_vnd = cost_vnd - ?2 WHERE id = ?1",
                             TIEM_INT (move->line_id),
                             TIEM_INT (more)));
}

static gboolean
note_done (Replay *self,
           GError **error)
{
  if (++self->n_done % STRIDE != 0)
    return TRUE;
  if (self->progress != NULL)
    g_atomic_int_set (&self->progress->done, self->n_done);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
replay_movement (Replay *self,
                 TiemStmt *row,
                 GError **error)
{
  const TiemCostBooking was = { .is_known = !tiem_stmt_is_null (row, 7),
                                .value_vnd = tiem_stmt_int (row, 7),
                                .settled_vnd = tiem_stmt_int (row, 8) };
  const TiemCostMove move = { .id = tiem_stmt_int (row, 0),
                              .variant_id = tiem_stmt_int (row, 1),
                              .delta = tiem_stmt_int (row, 2),
                              .reason = tiem_stmt_text (row, 3),
                              .line_id = tiem_stmt_int (row, 4),
                              .slip_id = tiem_stmt_int (row, 5),
                              .has_cost = !tiem_stmt_is_null (row, 6),
                              .unit_cost_vnd = tiem_stmt_int (row, 6),
                              .total_cost_vnd = MAX (was.value_vnd + was.settled_vnd, 0) };
  TiemCostBooking is = { 0 };

  if (move.variant_id != self->variant_id
      && (!end_variant (self, error) || !begin_variant (self, move.variant_id, error)))
    return FALSE;
  if (!tiem_cost_book (self->write->db, &self->queue, &move, &is, error))
    return FALSE;
  name_layer (&self->queue, move.id);
  return write_worth (self, &move, &was, &is, error) && note_done (self, error);
}

static gboolean
replay_all (Replay *self,
            GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (self->write->db,
                       error,
                       "SELECT id, variant_id, delta, reason, line_id, slip_id, unit_cost_vnd,"
                       " value_vnd, settled_vnd FROM movement ORDER BY variant_id, id");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    if (!replay_movement (self, rows, error))
      return FALSE;
  return step == 0 && end_variant (self, error);
}

static gboolean
count_work (Replay *self,
            GError **error)
{
  gint64 n = 0;

  if (self->progress == NULL)
    return TRUE;
  if (!tiem_db_get_int (self->write->db, &n, error, "SELECT count (*) FROM movement"))
    return FALSE;
  g_atomic_int_set (&self->progress->total, (int)MIN (n, G_MAXINT));
  return TRUE;
}

static gboolean
put_method (TiemWrite *write,
            TiemCostMethod method,
            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO setting (key, value) VALUES ('cost_method', ?1)"
                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                      TIEM_TEXT (tiem_cost_method_to_string (method)));
}

gboolean
tiem_store_set_cost_method (TiemStore *self,
                            TiemCostMethod method,
                            TiemCostProgress *progress,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  Replay replay = { .write = write, .progress = progress, .cancellable = cancellable };
  gboolean is_done;

  if (write == NULL)
    return FALSE;
  tiem_cost_queue_init (&replay.queue, method);
  is_done = count_work (&replay, error) && tiem_db_run (write->db, error, "DELETE FROM cost_layer")
            && replay_all (&replay, error) && put_method (write, method, error);
  tiem_cost_queue_clear (&replay.queue);
  if (!is_done)
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_ORDERS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_get_cost_method (TiemStore *self,
                            TiemCostMethod *method,
                            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL && tiem_cost_get_method (read->db, method, error);
}
