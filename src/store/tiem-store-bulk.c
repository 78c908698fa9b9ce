#define G_LOG_DOMAIN "tiem-store-bulk"

#include "config.h"

#include "store/tiem-after-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-order-state.h"
#include "store/tiem-own-private.h"

#include <glib/gi18n-lib.h>

/* One step for many orders, in one transaction. */

/* Nobody reads on; the number is told all the same. */
#define MOST_PROBLEMS 1000

void
tiem_order_problem_free (TiemOrderProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->channel_kind);
  g_free (self->sentence);
  g_free (self);
}

void
tiem_order_batch_free (TiemOrderBatch *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_clear_pointer (&self->order_ids, g_array_unref);
  g_clear_pointer (&self->undo_ids, g_array_unref);
  g_clear_pointer (&self->channel_ids, g_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

void
tiem_batch_outcome_free (TiemBatchOutcome *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

TiemOrderBatch *
tiem_order_batch_new (const char *kind)
{
  TiemOrderBatch *batch = g_new0 (TiemOrderBatch, 1);

  batch->kind = g_strdup (kind);
  batch->order_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  batch->undo_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  batch->channel_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  batch->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_problem_free);
  return batch;
}

/* --- queueing --- */

GArray *
tiem_order_states_list (TiemDb *db,
                        GArray *order_ids,
                        GError **error)
{
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (TiemOrderState));
  g_autofree char *ids = tiem_ids_to_json (order_ids);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, "SELECT" TIEM_ORDER_STATE_COLUMNS TIEM_ORDER_STATE_FROM, TIEM_TEXT (ids));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOrderState state;

      tiem_order_state_read (&state, rows);
      g_array_append_val (states, state);
    }
  return step == 0 ? g_steal_pointer (&states) : NULL;
}

gboolean
tiem_order_batch_leave_out (TiemOrderBatch *batch,
                            TiemDb *db,
                            const TiemOrderState *state,
                            const char *sentence,
                            GError **error)
{
  TiemOrderProblem *problem;

  if (batch->left_out++ >= MOST_PROBLEMS)
    return TRUE;
  problem = g_new0 (TiemOrderProblem, 1);
  problem->order_id = state->order_id;
  problem->channel_kind = g_strdup (state->channel_kind);
  problem->sentence = g_strdup (sentence);
  g_ptr_array_add (batch->problems, problem);
  return tiem_db_get_text (db,
                           &problem->number,
                           error,
                           "SELECT number FROM customer_order WHERE id = ?1",
                           TIEM_INT (state->order_id));
}

static void
add_channel (TiemOrderBatch *batch,
             gint64 channel_id)
{
  for (guint i = 0; i < batch->channel_ids->len; i++)
    if (g_array_index (batch->channel_ids, gint64, i) == channel_id)
      return;
  g_array_append_val (batch->channel_ids, channel_id);
}

static const char *
find_reason (const GArray *reasons,
             gint64 channel_id)
{
  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    {
      const TiemChannelReason *reason = &g_array_index (reasons, TiemChannelReason, i);

      if (reason->channel_id == channel_id || reason->channel_id == 0)
        return reason->code;
    }
  return NULL;
}

/* An order of one's own that refuses the step is left out; whatever else fails ends it all.
 * Returns: the id to undo it by; 0 without @error: it is left out, in these @words */
static gint64
act_on_own (TiemWrite *write,
            const TiemOrderState *state,
            const char *kind,
            const char *reason,
            char **words,
            GError **error)
{
  g_autoptr (GError) refused = NULL;
  gint64 step = tiem_own_act (write, state->order_id, kind, reason, &refused);

  if (step > 0)
    return -step;
  if (step < 0)
    return G_MININT64;
  if (!g_error_matches (refused, TIEM_ERROR, TIEM_ERROR_INVALID)
      && !g_error_matches (refused, TIEM_ERROR, TIEM_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return 0;
    }
  *words = g_strdup (refused->message);
  return 0;
}

gboolean
tiem_order_batch_queue (TiemOrderBatch *batch,
                        TiemWrite *write,
                        const TiemOrderState *state,
                        const char *kind,
                        const char *reason,
                        gint64 delay_ms,
                        gint64 *id,
                        GError **error)
{
  TiemQueued queued = { .kind = kind,
                        .channel_id = state->channel_id,
                        .order_id = state->order_id,
                        .reason = reason,
                        .delay_ms = delay_ms };
  g_autofree char *words = NULL;

  if (state->is_own)
    *id = act_on_own (write, state, kind, reason, &words, error);
  else
    *id = tiem_outbox_put (write, &queued, error);
  if (words != NULL)
    return tiem_order_batch_leave_out (batch, write->db, state, words, error);
  if (*id == 0)
    return FALSE;
  if (!state->is_own)
    add_channel (batch, state->channel_id);
  return TRUE;
}

static gboolean
queue_one (TiemWrite *write,
           TiemOrderBatch *batch,
           const TiemOrderState *state,
           const char *kind,
           const char *reason,
           gint64 delay_ms,
           GError **error)
{
  gint64 id = 0;

  if (!tiem_order_batch_queue (batch, write, state, kind, reason, delay_ms, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  g_array_append_val (batch->order_ids, state->order_id);
  g_array_append_val (batch->undo_ids, id);
  return TRUE;
}

const char *
tiem_order_find_fitting (const TiemOrderState *state,
                         const char *const *kinds,
                         TiemOrderFitFunc fits,
                         const char **why)
{
  /* What stands in the way of the last one is nearest to what is to be done. */
  for (guint i = 0; kinds[i] != NULL; i++)
    if (fits (state, kinds[i], why))
      return kinds[i];
  return NULL;
}

TiemOrderBatch *
tiem_store_queue_order_actions (TiemStore *self,
                                GArray *order_ids,
                                const char *kind,
                                TiemOrderFitFunc fits,
                                const GArray *reasons,
                                gint64 delay_ms,
                                GError **error)
{
  g_auto (GStrv) kinds = g_strsplit (kind, ",", -1);
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (GArray) states = NULL;

  g_return_val_if_fail (g_str_has_prefix (kind, "order:"), NULL);

  batch = tiem_order_batch_new (kind);
  if ((write = tiem_store_begin_write (self, error)) == NULL
      || (states = tiem_order_states_list (write->db, order_ids, error)) == NULL)
    return NULL;
  for (guint i = 0; i < states->len; i++)
    {
      const TiemOrderState *state = &g_array_index (states, TiemOrderState, i);
      const char *reason = find_reason (reasons, state->channel_id);
      const char *why = NULL;
      const char *fitting = tiem_order_find_fitting (state, (const char *const *)kinds, fits, &why);

      if (fitting != NULL ? !queue_one (write, batch, state, fitting, reason, delay_ms, error)
                          : !tiem_order_batch_leave_out (batch, write->db, state, why, error))
        return NULL;
    }
  return tiem_write_commit (write, error) ? g_steal_pointer (&batch) : NULL;
}

/* --- taking them out again --- */

/* Returns: how many rows of the outbox went, −1 with @error */
static gint64
drop_waiting (TiemWrite *write,
              GArray *undo_ids,
              GError **error)
{
  g_autofree char *ids = tiem_ids_to_json (undo_ids);

  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each (?1))"
                    " AND state <> 'sending'",
                    TIEM_TEXT (ids)))
    return -1;
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_db_changes (write->db);
}

gint64
tiem_store_drop_order_actions (TiemStore *self,
                               GArray *undo_ids,
                               GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 n = write != NULL ? drop_waiting (write, undo_ids, error) : -1;

  if (n < 0)
    return -1;
  for (guint i = 0; i < undo_ids->len; i++)
    {
      gint64 id = g_array_index (undo_ids, gint64, i);

      if (id >= 0 || id == G_MININT64)
        continue;
      if (!tiem_own_undo (write, -id, error))
        return -1;
      n++;
    }
  return tiem_write_commit (write, error) ? n : -1;
}

/* --- how it went --- */

TiemBatchOutcome *
tiem_store_read_batch (TiemStore *self,
                       GArray *undo_ids,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemBatchOutcome) outcome = g_new0 (TiemBatchOutcome, 1);
  g_autofree char *ids = tiem_ids_to_json (undo_ids);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  outcome->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_problem_free);
  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT x.state = 'rejected', o.id, o.number, c.kind, x.problem"
                        " FROM json_each (?1) j CROSS JOIN outbox x ON x.id = j.value"
                        " JOIN customer_order o ON o.id = x.order_id"
                        " JOIN channel c ON c.id = o.channel_id ORDER BY x.id",
                        TIEM_TEXT (ids));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOrderProblem *problem;

      if (tiem_stmt_int (rows, 0) == 0)
        {
          outcome->waiting++;
          continue;
        }
      problem = g_new0 (TiemOrderProblem, 1);
      problem->order_id = tiem_stmt_int (rows, 1);
      problem->number = tiem_stmt_dup_text (rows, 2);
      problem->channel_kind = tiem_stmt_dup_text (rows, 3);
      problem->sentence = tiem_stmt_dup_text (rows, 4);
      g_ptr_array_add (outcome->problems, problem);
    }
  if (step < 0)
    return NULL;
  outcome->done = undo_ids->len - outcome->waiting - outcome->problems->len;
  return g_steal_pointer (&outcome);
}
