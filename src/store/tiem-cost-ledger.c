#define G_LOG_DOMAIN "tiem-cost"

#include "store/tiem-cost-private.h"

gboolean
tiem_cost_get_method (TiemDb *db,
                      TiemCostMethod *method,
                      GError **error)
{
  g_autofree char *value = NULL;

  *method = TIEM_COST_AVERAGE;
  if (!tiem_db_get_text (db, &value, error, "SELECT value FROM setting WHERE key = 'cost_method'"))
    return FALSE;
  tiem_cost_method_from_string (value, method);
  return TRUE;
}

/* --- which event a movement is --- */

static gboolean
load_net (
    TiemDb *db, TiemCostPast *past, const TiemCostMove *move, TiemCostNet *net, GError **error)
{
  g_autoptr (TiemStmt) row = NULL;

  if (past != NULL)
    {
      tiem_cost_past_get_net (past, move, net);
      return TRUE;
    }
  if (move->line_id != 0)
    row = tiem_db_query (db,
                         error,
                         "SELECT sum (delta), sum (value_vnd + settled_vnd),"
                         " count (*) - count (value_vnd) FROM movement"
                         " WHERE line_id = ?1 AND variant_id = ?2 AND id < ?3",
                         TIEM_INT (move->line_id),
                         TIEM_INT (move->variant_id),
                         TIEM_INT (move->id));
  else
    row = tiem_db_query (db,
                         error,
                         "SELECT sum (delta), sum (value_vnd + settled_vnd),"
                         " count (*) - count (value_vnd) FROM movement"
                         " WHERE slip_id = ?1 AND variant_id = ?2 AND id < ?3",
                         TIEM_INT (move->slip_id),
                         TIEM_INT (move->variant_id),
                         TIEM_INT (move->id));
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  net->units = tiem_stmt_int (row, 0);
  net->cost_vnd = tiem_stmt_int (row, 1);
  net->n_unknown = tiem_stmt_int (row, 2);
  return TRUE;
}

/* What the last units that came back for the line left with: they leave once more. */
static gboolean
load_last_back (
    TiemDb *db, TiemCostPast *past, const TiemCostMove *move, TiemCostNet *last, GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (past != NULL)
    {
      tiem_cost_past_get_last_back (past, move, last);
      return TRUE;
    }
  row = tiem_db_query (db,
                       error,
                       "SELECT delta, value_vnd + settled_vnd, value_vnd IS NULL FROM movement"
                       " WHERE line_id = ?1 AND variant_id = ?2 AND id < ?3 AND delta > 0"
                       " ORDER BY id DESC LIMIT 1",
                       TIEM_INT (move->line_id),
                       TIEM_INT (move->variant_id),
                       TIEM_INT (move->id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  *last = (TiemCostNet){ 0 };
  if (step > 0)
    *last = (TiemCostNet){ tiem_stmt_int (row, 0), tiem_stmt_int (row, 1), tiem_stmt_int (row, 2) };
  return TRUE;
}

/* @event: becomes what left (or came in) before, the other way round, as far as it goes. Without
 * its own cost, when nobody knew that. */
static void
take_share (TiemCostEvent *event,
            TiemCostKind kind,
            const TiemCostNet *net)
{
  gint64 units = ABS (net->units);
  gint64 cost = net->units < 0 ? -net->cost_vnd : net->cost_vnd;

  event->kind = kind;
  event->is_known = net->n_unknown == 0 && event->units <= units;
  event->total_vnd = event->is_known ? tiem_cost_share (MAX (cost, 0), event->units, units) : 0;
}

static gboolean
read_arrival (
    TiemDb *db, TiemCostPast *past, const TiemCostMove *move, TiemCostEvent *event, GError **error)
{
  TiemCostNet net = { 0 };

  if ((move->line_id != 0 || move->slip_id != 0) && !load_net (db, past, move, &net, error))
    return FALSE;
  event->kind = TIEM_COST_IN;
  event->is_known = move->has_cost;
  event->total_vnd = move->total_cost_vnd;
  if (net.units < 0)
    take_share (event, TIEM_COST_BACK, &net);
  return TRUE;
}

/* Goods that go back to the supplier are those of the purchase that the slip names. */
static gboolean
read_purchase (TiemDb *db,
               const TiemCostMove *move,
               TiemCostEvent *event,
               GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT l.slip_id, l.cost_vnd, l.quantity FROM purchase p"
                       " JOIN purchase_line l ON l.slip_id = p.of_slip_id AND l.variant_id = ?2"
                       " WHERE p.slip_id = ?1",
                       TIEM_INT (move->slip_id),
                       TIEM_INT (move->variant_id));
  gint64 bought;
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  bought = step > 0 ? tiem_stmt_int (row, 2) : 0;
  if (event->units > bought)
    return TRUE;
  event->kind = TIEM_COST_OUT_OF;
  event->is_known = TRUE;
  event->source = tiem_stmt_int (row, 0);
  event->total_vnd = tiem_cost_share (MAX (tiem_stmt_int (row, 1), 0), event->units, bought);
  return TRUE;
}

static gboolean
read_departure (
    TiemDb *db, TiemCostPast *past, const TiemCostMove *move, TiemCostEvent *event, GError **error)
{
  gboolean is_sale = g_str_equal (move->reason, "sale");
  TiemCostNet net = { 0 };

  event->kind = move->has_cost ? TIEM_COST_OUT_OF : TIEM_COST_OUT;
  event->is_known = move->has_cost;
  event->total_vnd = tiem_cost_times (event->units, MAX (move->unit_cost_vnd, 0));
  if (is_sale)
    return TRUE;
  if (move->line_id != 0 ? !load_last_back (db, past, move, &net, error)
                         : move->slip_id != 0 && !load_net (db, past, move, &net, error))
    return FALSE;
  if (net.units > 0)
    take_share (event, TIEM_COST_OUT_OF, &net);
  else if (!move->has_cost && g_str_equal (move->reason, "supplier-return"))
    return read_purchase (db, move, event, error);
  return TRUE;
}

gboolean
tiem_cost_book (TiemDb *db,
                TiemCostQueue *queue,
                TiemCostPast *past,
                const TiemCostMove *move,
                TiemCostBooking *booking,
                GError **error)
{
  TiemCostEvent event = { .units = ABS (move->delta), .source = move->slip_id };

  *booking = (TiemCostBooking){ .is_known = TRUE };
  if (g_str_equal (move->reason, TIEM_LEDGER_TRANSFER))
    return TRUE;
  if (move->delta == 0)
    {
      if (!g_str_equal (move->reason, TIEM_LEDGER_COST))
        return TRUE;
      event.kind = TIEM_COST_SET;
      event.is_known = move->has_cost;
      event.total_vnd = MAX (move->unit_cost_vnd, 0);
    }
  else if (!(move->delta > 0 ? read_arrival (db, past, move, &event, error)
                             : read_departure (db, past, move, &event, error)))
    return FALSE;
  tiem_cost_queue_apply (queue, &event, booking);
  return TRUE;
}

/* --- a variant's queue in the database --- */

static gboolean
load_layers (TiemWrite *write,
             gint64 variant_id,
             TiemCostQueue *queue,
             GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT l.movement_id, m.slip_id, l.units, l.value_vnd FROM cost_layer l"
                       " JOIN movement m ON m.id = l.movement_id"
                       " WHERE l.variant_id = ?1 ORDER BY l.position",
                       TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      const TiemCostLayer layer = { tiem_stmt_int (rows, 0),
                                    tiem_stmt_int (rows, 1),
                                    tiem_stmt_int (rows, 2),
                                    tiem_stmt_int (rows, 3) };

      g_array_append_val (queue->layers, layer);
    }
  return step == 0;
}

static gboolean
load_queue (TiemWrite *write,
            gint64 variant_id,
            TiemCostQueue *queue,
            GError **error)
{
  g_autoptr (TiemStmt) row = NULL;

  if (write->cost_method < 0)
    {
      TiemCostMethod method;

      if (!tiem_cost_get_method (write->db, &method, error)
          || !tiem_db_get_int (write->db,
                               &write->is_cost_settling,
                               error,
                               "SELECT 1 FROM setting WHERE key = 'cost_settling'"))
        return FALSE;
      write->cost_method = method;
    }
  if (write->is_cost_settling && !tiem_cost_settle_variant (write, variant_id, error))
    return FALSE;
  queue->method = write->cost_method;
  row = tiem_db_query (write->db,
                       error,
                       "SELECT cost_units, stock_value_vnd, cost_vnd FROM variant WHERE id = ?1",
                       TIEM_INT (variant_id));
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  queue->units = tiem_stmt_int (row, 0);
  queue->value_vnd = tiem_stmt_int (row, 1);
  queue->has_cost = !tiem_stmt_is_null (row, 2);
  queue->cost_vnd = tiem_stmt_int (row, 2);
  return queue->method != TIEM_COST_FIFO || load_layers (write, variant_id, queue, error);
}

gboolean
tiem_cost_begin (TiemWrite *write,
                 const TiemCostMove *move,
                 TiemCostQueue *queue,
                 TiemCostBooking *booking,
                 GError **error)
{
  tiem_cost_queue_init (queue, TIEM_COST_AVERAGE);
  return load_queue (write, move->variant_id, queue, error)
         && tiem_cost_book (write->db, queue, NULL, move, booking, error);
}

/* What is left of the layers that were there: they keep their places. */
static gboolean
save_old_layers (TiemWrite *write,
                 gint64 variant_id,
                 const TiemCostQueue *queue,
                 GError **error)
{
  g_auto (TiemCostQueue) before = { 0 };
  guint at = 0;

  tiem_cost_queue_init (&before, TIEM_COST_FIFO);
  if (!load_layers (write, variant_id, &before, error))
    return FALSE;
  for (guint i = 0; i < before.layers->len; i++)
    {
      const TiemCostLayer *old = &g_array_index (before.layers, TiemCostLayer, i);
      const TiemCostLayer *now = NULL;

      while (at < queue->layers->len
             && g_array_index (queue->layers, TiemCostLayer, at).movement_id == 0)
        at++;
      if (at < queue->layers->len)
        now = &g_array_index (queue->layers, TiemCostLayer, at);
      if (now == NULL || now->movement_id != old->movement_id)
        {
          if (!tiem_db_run (write->db,
                            error,
                            "DELETE FROM cost_layer WHERE variant_id = ?1 AND movement_id = ?2",
                            TIEM_INT (variant_id),
                            TIEM_INT (old->movement_id)))
            return FALSE;
          continue;
        }
      at++;
      if ((now->units != old->units || now->value_vnd != old->value_vnd)
          && !tiem_db_run (write->db,
                           error,
                           "UPDATE cost_layer SET units = ?3, value_vnd = ?4"
                           " WHERE variant_id = ?1 AND movement_id = ?2",
                           TIEM_INT (variant_id),
                           TIEM_INT (now->movement_id),
                           TIEM_INT (now->units),
                           TIEM_INT (now->value_vnd)))
        return FALSE;
    }
  return TRUE;
}

/* The layer that the movement made, if it did: before or behind the others. */
static gboolean
save_new_layer (TiemWrite *write,
                gint64 variant_id,
                const TiemCostQueue *queue,
                gint64 movement_id,
                GError **error)
{
  for (guint i = 0; i < queue->layers->len; i++)
    {
      const TiemCostLayer *layer = &g_array_index (queue->layers, TiemCostLayer, i);

      if (layer->movement_id == 0)
        return tiem_db_run (write->db,
                            error,
                            "INSERT INTO cost_layer (variant_id, position, movement_id, units,"
                            " value_vnd) SELECT ?1, iif (?5, coalesce (min (position), 0) - 1,"
                            " coalesce (max (position), 0) + 1), ?2, ?3, ?4"
                            " FROM cost_layer WHERE variant_id = ?1",
                            TIEM_INT (variant_id),
                            TIEM_INT (movement_id),
                            TIEM_INT (layer->units),
                            TIEM_INT (layer->value_vnd),
                            TIEM_INT (i == 0 && queue->layers->len > 1));
    }
  return TRUE;
}

gboolean
tiem_cost_end (TiemWrite *write,
               const TiemCostMove *move,
               const TiemCostQueue *queue,
               gint64 movement_id,
               GError **error)
{
  if (queue->method == TIEM_COST_FIFO
      && (!save_old_layers (write, move->variant_id, queue, error)
          || !save_new_layer (write, move->variant_id, queue, movement_id, error)))
    return FALSE;
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE variant SET cost_units = ?2, stock_value_vnd = ?3, cost_vnd = ?4"
                    " WHERE id = ?1",
                    TIEM_INT (move->variant_id),
                    TIEM_INT (queue->units),
                    TIEM_INT (queue->value_vnd),
                    TIEM_INT_OR_NULL (queue->has_cost, queue->cost_vnd)))
    return FALSE;
  return move->line_id == 0
         || tiem_db_run (write->db,
                         error,
                         "UPDATE order_line SET cost_vnd = (SELECT iif (count (*) ="
                         " count (value_vnd), -sum (value_vnd + settled_vnd), NULL)"
                         " FROM movement WHERE line_id = ?1) WHERE id = ?1",
                         TIEM_INT (move->line_id));
}

/* --- the owner's word --- */

gboolean
tiem_cost_give (
    TiemWrite *write, gint64 variant_id, gboolean has_cost, gint64 cost_vnd, GError **error)
{
  const TiemMovementCause cause
      = { .reason = TIEM_LEDGER_COST, .has_cost = has_cost, .unit_cost_vnd = cost_vnd };
  gint64 is_same = 0;
  gint64 has_moved = 0;

  if (!tiem_db_get_int (write->db,
                        &is_same,
                        error,
                        "SELECT cost_vnd IS ?2 FROM variant WHERE id = ?1",
                        TIEM_INT (variant_id),
                        TIEM_INT_OR_NULL (has_cost, cost_vnd))
      || !tiem_db_get_int (write->db,
                           &has_moved,
                           error,
                           "SELECT EXISTS (SELECT 1 FROM movement WHERE variant_id = ?1)",
                           TIEM_INT (variant_id)))
    return FALSE;
  if (is_same)
    return TRUE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  if (has_moved)
    return tiem_ledger_move (write, variant_id, 0, &cause, error);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE variant SET cost_vnd = ?2, opening_cost_vnd = ?2 WHERE id = ?1",
                      TIEM_INT (variant_id),
                      TIEM_INT_OR_NULL (has_cost, cost_vnd));
}
