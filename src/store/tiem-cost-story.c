#define G_LOG_DOMAIN "tiem-cost"

#include "store/tiem-store-cost.h"
#include "store/tiem-store-private.h"

/* How a variant's cost came about. */

static void
cost_sum_free (gpointer data)
{
  TiemCostSum *sum = data;

  g_free (sum->reason);
  g_free (sum);
}

static void
cost_arrival_free (gpointer data)
{
  TiemCostArrival *arrival = data;

  g_free (arrival->reason);
  g_free (arrival->number);
  g_free (arrival);
}

void
tiem_cost_story_free (TiemCostStory *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->sums, g_ptr_array_unref);
  g_clear_pointer (&self->arrivals, g_ptr_array_unref);
  g_free (self);
}

static gboolean
read_sums (TiemDb *db,
           gint64 variant_id,
           TiemCostStory *story,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT m.reason, count (*), sum (m.delta), sum (w.value_vnd), sum (w.settled_vnd)"
      " FROM movement m JOIN movement_worth w ON w.id = m.id"
      " WHERE m.variant_id = ?1 AND m.reason <> 'transfer'"
      " GROUP BY m.reason ORDER BY min (m.id)",
      TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemCostSum *sum = g_new0 (TiemCostSum, 1);

      sum->reason = tiem_stmt_dup_text (rows, 0);
      sum->times = tiem_stmt_int (rows, 1);
      sum->units = tiem_stmt_int (rows, 2);
      sum->value_vnd = tiem_stmt_int (rows, 3);
      story->settled_vnd += tiem_stmt_int (rows, 4);
      g_ptr_array_add (story->sums, sum);
    }
  return step == 0;
}

static gboolean
read_arrivals (TiemDb *db,
               gint64 variant_id,
               TiemCostStory *story,
               GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT m.at, m.reason, x.number, l.units, l.value_vnd FROM cost_layer l"
      " JOIN movement m ON m.id = l.movement_id LEFT JOIN slip x ON x.id = m.slip_id"
      " WHERE l.variant_id = ?1 AND EXISTS (SELECT 1 FROM setting WHERE key = 'cost_method'"
      "  AND value = 'fifo') ORDER BY l.position",
      TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemCostArrival *arrival = g_new0 (TiemCostArrival, 1);

      arrival->at = tiem_stmt_int (rows, 0);
      arrival->reason = tiem_stmt_dup_text (rows, 1);
      arrival->number = tiem_stmt_dup_text (rows, 2);
      arrival->units = tiem_stmt_int (rows, 3);
      arrival->value_vnd = tiem_stmt_int (rows, 4);
      g_ptr_array_add (story->arrivals, arrival);
    }
  return step == 0;
}

TiemCostStory *
tiem_store_tell_cost (TiemStore *self,
                      gint64 variant_id,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemCostStory) story = g_new0 (TiemCostStory, 1);
  g_autoptr (TiemStmt) row = NULL;

  story->sums = g_ptr_array_new_with_free_func (cost_sum_free);
  story->arrivals = g_ptr_array_new_with_free_func (cost_arrival_free);
  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT cost_units, stock_value_vnd, cost_vnd FROM variant WHERE id = ?1",
                       TIEM_INT (variant_id));
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return NULL;
  story->units = tiem_stmt_int (row, 0);
  story->value_vnd = tiem_stmt_int (row, 1);
  story->has_cost = !tiem_stmt_is_null (row, 2);
  story->cost_vnd = tiem_stmt_int (row, 2);
  if (!read_sums (read->db, variant_id, story, error)
      || !read_arrivals (read->db, variant_id, story, error))
    return NULL;
  return g_steal_pointer (&story);
}
