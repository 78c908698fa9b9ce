#define G_LOG_DOMAIN "tiem-cost"

#include "store/tiem-cost-private.h"
#include "store/tiem-store-cost.h"

/*
 * Values movements by another method than they were booked with: variant after variant, movement
 * after movement, by the same rules. What an arrival cost is kept in the sum of its two amounts.
 * Nothing is written; held in memory are the variants of one call.
 */

/* A call ends with the variant that has this movement. */
#define MOVEMENTS_A_CALL 20000
/* How many movements pass between two looks at the cancellable. */
#define STRIDE 256

typedef struct
{
  TiemCostReplay *all;
  TiemDb *db;
  TiemCostQueue queue;
  TiemCostPast *past; /* (owned) */
  int n_done;
  /* of the variant that is gone through: */
  gint64 variant_id; /* 0 = none yet */
  gint64 old_value_vnd;
  gboolean had_cost;
  gint64 old_cost_vnd;
} Walk;

void
tiem_cost_replay_init (TiemCostReplay *self,
                       TiemCostMethod method,
                       TiemCostProgress *progress,
                       GCancellable *cancellable)
{
  *self = (TiemCostReplay){ .method = method, .progress = progress, .cancellable = cancellable };
  self->movements = g_array_new (FALSE, FALSE, sizeof (TiemCostNextMovement));
  self->variants = g_array_new (FALSE, FALSE, sizeof (TiemCostNextVariant));
  self->layers = g_array_new (FALSE, FALSE, sizeof (TiemCostNextLayer));
}

void
tiem_cost_replay_clear (TiemCostReplay *self)
{
  g_clear_pointer (&self->movements, g_array_unref);
  g_clear_pointer (&self->variants, g_array_unref);
  g_clear_pointer (&self->layers, g_array_unref);
}

static void
end_variant (Walk *self)
{
  const TiemCostQueue *queue = &self->queue;
  const TiemCostNextVariant next
      = { self->variant_id, queue->value_vnd, queue->has_cost, queue->cost_vnd };
  gboolean is_other_cost = queue->has_cost != self->had_cost
                           || (queue->has_cost && queue->cost_vnd != self->old_cost_vnd);

  if (self->variant_id == 0)
    return;
  self->all->before_vnd += self->old_value_vnd;
  self->all->after_vnd += queue->value_vnd;
  self->all->n_changed += is_other_cost;
  if (is_other_cost || queue->value_vnd != self->old_value_vnd)
    g_array_append_val (self->all->variants, next);
  for (guint i = 0; i < queue->layers->len; i++)
    {
      const TiemCostNextLayer layer
          = { self->variant_id, i + 1, g_array_index (queue->layers, TiemCostLayer, i) };

      g_array_append_val (self->all->layers, layer);
    }
}

static void
begin_variant (Walk *self,
               TiemStmt *row)
{
  tiem_cost_queue_clear (&self->queue);
  tiem_cost_queue_init (&self->queue, self->all->method);
  tiem_cost_past_clear (self->past);
  self->variant_id = tiem_stmt_int (row, 1);
  self->queue.has_cost = !tiem_stmt_is_null (row, 9);
  self->queue.cost_vnd = tiem_stmt_int (row, 9);
  self->old_value_vnd = tiem_stmt_int (row, 10);
  self->had_cost = !tiem_stmt_is_null (row, 11);
  self->old_cost_vnd = tiem_stmt_int (row, 11);
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

static gboolean
note_done (Walk *self,
           GError **error)
{
  TiemCostProgress *progress = self->all->progress;

  if (++self->n_done % STRIDE != 0)
    return TRUE;
  if (progress != NULL)
    g_atomic_int_add (&progress->done, STRIDE);
  return !g_cancellable_set_error_if_cancelled (self->all->cancellable, error);
}

static gboolean
walk_movement (Walk *self,
               TiemStmt *row,
               GError **error)
{
  const TiemCostBooking was = { .is_known = !tiem_stmt_is_null (row, 7),
                                .value_vnd = tiem_stmt_int (row, 7),
                                .settled_vnd = tiem_stmt_int (row, 8) };
  const TiemCostMove move = { .id = tiem_stmt_int (row, 0),
                              .variant_id = self->variant_id,
                              .delta = tiem_stmt_int (row, 2),
                              .reason = tiem_stmt_text (row, 3),
                              .line_id = tiem_stmt_int (row, 4),
                              .slip_id = tiem_stmt_int (row, 5),
                              .has_cost = !tiem_stmt_is_null (row, 6),
                              .unit_cost_vnd = tiem_stmt_int (row, 6),
                              .total_cost_vnd = MAX (was.value_vnd + was.settled_vnd, 0) };
  TiemCostNextMovement next = { move.variant_id, move.id, { 0 } };
  TiemCostBooking *is = &next.booking;

  if (!tiem_cost_book (self->db, &self->queue, self->past, &move, is, error))
    return FALSE;
  name_layer (&self->queue, move.id);
  tiem_cost_past_note (self->past, &move, is);
  if (was.is_known != is->is_known || was.value_vnd != is->value_vnd
      || was.settled_vnd != is->settled_vnd)
    g_array_append_val (self->all->movements, next);
  return note_done (self, error);
}

/* @variant_id: as tiem_cost_replay_next() has it; NULL: @rows are of one variant */
static gboolean
walk_rows (Walk *self,
           TiemStmt *rows,
           gint64 *variant_id,
           GError **error)
{
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      if (tiem_stmt_int (rows, 1) != self->variant_id)
        {
          end_variant (self);
          if (self->n_done >= MOVEMENTS_A_CALL && variant_id != NULL)
            {
              *variant_id = self->variant_id;
              return TRUE;
            }
          begin_variant (self, rows);
        }
      if (!walk_movement (self, rows, error))
        return FALSE;
    }
  if (step < 0)
    return FALSE;
  end_variant (self);
  if (variant_id != NULL)
    *variant_id = G_MAXINT64;
  return TRUE;
}

static gboolean
walk (TiemCostReplay *self,
      TiemDb *db,
      TiemStmt *rows,
      gint64 *variant_id,
      GError **error)
{
  g_autoptr (TiemCostPast) past = tiem_cost_past_new ();
  Walk walk = { .all = self, .db = db, .past = past };
  gboolean is_done;

  g_array_set_size (self->movements, 0);
  g_array_set_size (self->variants, 0);
  g_array_set_size (self->layers, 0);
  tiem_cost_queue_init (&walk.queue, self->method);
  is_done = walk_rows (&walk, rows, variant_id, error);
  tiem_cost_queue_clear (&walk.queue);
  if (self->progress != NULL)
    g_atomic_int_add (&self->progress->done, walk.n_done % STRIDE);
  return is_done;
}

#define SELECT                                                                                     \
  "SELECT m.id, v.id, m.delta, m.reason, m.line_id, m.slip_id, m.unit_cost_vnd, m.value_vnd,"      \
  " m.settled_vnd, v.opening_cost_vnd, v.stock_value_vnd, v.cost_vnd"                              \
  " FROM variant v CROSS JOIN movement m ON m.variant_id = v.id"

gboolean
tiem_cost_replay_next (TiemCostReplay *self,
                       TiemDb *db,
                       gint64 *variant_id,
                       GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, SELECT " WHERE v.id > ?1 ORDER BY v.id, m.id", TIEM_INT (*variant_id));

  return walk (self, db, rows, variant_id, error);
}

gboolean
tiem_cost_replay_one (TiemCostReplay *self,
                      TiemDb *db,
                      gint64 variant_id,
                      GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db, error, SELECT " WHERE v.id = ?1 ORDER BY m.id", TIEM_INT (variant_id));

  return walk (self, db, rows, NULL, error);
}
