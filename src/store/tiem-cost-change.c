#define G_LOG_DOMAIN "tiem-cost"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-cost-private.h"
#include "store/tiem-store-cost.h"

#include <glib/gi18n-lib.h>

/*
 * Another method for the whole shop, while it goes on selling. Nobody waits for longer than a
 * moment, and whatever happens all figures are by the one method or all by the other:
 *
 * 1. Prepare: what each movement comes to by the other method is put beside what counts
 * (cost_next), in many short writes. What moves meanwhile is gone through once more. Ended at any
 * point, nothing has changed; what lies there is thrown away by the next one.
 * 2. Switch: one write goes through what moved last, gives the variants their new costs, and says
 *    that what lies in cost_next counts from now on.
 * 3. Settle: it is written over what was booked, in many short writes. Whoever reads sees the same
 *    before and after that (the views movement_worth and line_cost), and a variant that moves
 *    meanwhile is settled first. Ended at any point, it goes on the next time.
 *
 * Of two changes at once the later one wins: each of a change's writes looks whether the setting
 * cost_change is still its own.
 */

/* Rows of one short write, and how long others get to go in between. */
#define BATCH 2000
#define PAUSE_US 3000
/* Fewer variants than this may be gone through while others wait. */
#define FEW 50
#define MOST_ROUNDS 20

typedef struct
{
  TiemStore *store;
  const char *token;
  TiemCostReplay *replay;
  gint64 seen; /* the last movement that all variants are sure to be gone through to */
} Change;

static gboolean
has_setting (TiemDb *db,
             const char *key,
             gboolean *has,
             GError **error)
{
  gint64 n = 0;

  if (!tiem_db_get_int (
          db, &n, error, "SELECT count (*) FROM setting WHERE key = ?1", TIEM_TEXT (key)))
    return FALSE;
  *has = n > 0;
  return TRUE;
}

static gboolean
put_setting (TiemDb *db,
             const char *key,
             const char *value,
             GError **error)
{
  return tiem_db_run (db,
                      error,
                      "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                      TIEM_TEXT (key),
                      TIEM_TEXT (value));
}

/* Arrivals mean something by FIFO alone: before the switch to it, and after the one away from it,
 * nobody looks at them. */
static gboolean
throw_layers_away (TiemDb *db,
                   GError **error)
{
  TiemCostMethod method;

  return tiem_cost_get_method (db, &method, error)
         && (method == TIEM_COST_FIFO || tiem_db_run (db, error, "DELETE FROM cost_layer"));
}

static gboolean
throw_away (TiemDb *db,
            GError **error)
{
  return tiem_db_exec (db,
                       "DELETE FROM cost_next; DELETE FROM cost_next_variant;"
                       "DELETE FROM setting WHERE key = 'cost_change'",
                       error)
         && throw_layers_away (db, error);
}

/* --- settling --- */

/* The lines whose goods cost something else now. */
static gboolean
settle_lines (TiemWrite *write,
              GHashTable *lines,
              GError **error)
{
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, lines);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    if (!tiem_db_run (write->db,
                      error,
                      "UPDATE order_line SET cost_vnd = (SELECT iif (count (*) ="
                      " count (value_vnd), -sum (value_vnd + settled_vnd), NULL)"
                      " FROM movement_worth WHERE line_id = ?1) WHERE id = ?1",
                      TIEM_INT (*(gint64 *)line)))
      return FALSE;
  return TRUE;
}

/* @rows: variant, movement, value, settled, line */
static gboolean
settle_rows (TiemWrite *write,
             TiemStmt *rows,
             int *n,
             GError **error)
{
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (TiemCostNextMovement));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      const TiemCostNextMovement next
          = { tiem_stmt_int (rows, 0),
              tiem_stmt_int (rows, 1),
              { !tiem_stmt_is_null (rows, 2), tiem_stmt_int (rows, 2), tiem_stmt_int (rows, 3) } };
      gint64 line_id = tiem_stmt_int (rows, 4);

      g_array_append_val (found, next);
      if (line_id != 0)
        g_hash_table_add (lines, g_memdup2 (&line_id, sizeof line_id));
    }
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      const TiemCostNextMovement *next = &g_array_index (found, TiemCostNextMovement, i);

      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE movement SET value_vnd = ?2, settled_vnd = ?3 WHERE id = ?1",
                        TIEM_INT (next->movement_id),
                        TIEM_INT_OR_NULL (next->booking.is_known, next->booking.value_vnd),
                        TIEM_INT (next->booking.settled_vnd))
          || !tiem_db_run (write->db,
                           error,
                           "DELETE FROM cost_next WHERE variant_id = ?1 AND movement_id = ?2",
                           TIEM_INT (next->variant_id),
                           TIEM_INT (next->movement_id)))
        return FALSE;
    }
  *n = (int)found->len;
  return settle_lines (write, lines, error);
}

#define SELECT_NEXT                                                                                \
  "SELECT n.variant_id, n.movement_id, n.value_vnd, n.settled_vnd, m.line_id FROM cost_next n"     \
  " LEFT JOIN movement m ON m.id = n.movement_id"

gboolean
tiem_cost_settle_variant (TiemWrite *write,
                          gint64 variant_id,
                          GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, SELECT_NEXT " WHERE n.variant_id = ?1", TIEM_INT (variant_id));
  int n;

  return settle_rows (write, rows, &n, error);
}

/* *n: how many movements were settled; 0: that was all */
static gboolean
settle_some (TiemStore *store,
             int *n,
             GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_light_write (store, error);
  g_autoptr (TiemStmt) rows = NULL;

  *n = 0;
  if (write == NULL)
    return FALSE;
  /* The change is made: calling it off would not undo it. */
  tiem_db_set_cancellable (write->db, NULL);
  rows = tiem_db_query (write->db, error, SELECT_NEXT " LIMIT ?1", TIEM_INT (BATCH));
  if (!settle_rows (write, rows, n, error))
    return FALSE;
  g_clear_pointer (&rows, tiem_stmt_release);
  if (*n == 0
      && (!tiem_db_run (write->db, error, "DELETE FROM setting WHERE key = 'cost_settling'")
          || !throw_layers_away (write->db, error)))
    return FALSE;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_settle_costs (TiemStore *self,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gboolean is_settling = FALSE;
  int n = 1;

  if (read == NULL || !has_setting (read->db, "cost_settling", &is_settling, error))
    return FALSE;
  g_clear_pointer (&read, tiem_read_end);
  while (is_settling && n > 0)
    {
      if (!settle_some (self, &n, error))
        return FALSE;
      g_usleep (PAUSE_US);
    }
  return TRUE;
}

/* --- preparing --- */

static gboolean
is_ours (Change *self,
         TiemDb *db,
         GError **error)
{
  g_autofree char *token = NULL;

  if (!tiem_db_get_text (db, &token, error, "SELECT value FROM setting WHERE key = 'cost_change'"))
    return FALSE;
  if (g_strcmp0 (token, self->token) == 0)
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_CONFLICT,
                       _ ("Another window has begun to change how goods are costed; wait until it "
                          "is done, then look at the setting again."));
  return FALSE;
}

static gboolean
begin (Change *self,
       GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  gboolean is_settling = TRUE;

  for (int i = 0; i < MOST_ROUNDS && is_settling; i++)
    {
      g_clear_pointer (&write, tiem_write_end);
      if (!tiem_store_settle_costs (self->store, error)
          || (write = tiem_store_begin_write (self->store, error)) == NULL
          || !has_setting (write->db, "cost_settling", &is_settling, error))
        return FALSE;
    }
  return throw_away (write->db, error) && put_setting (write->db, "cost_change", self->token, error)
         && tiem_db_get_int (
             write->db, &self->seen, error, "SELECT coalesce (max (id), 0) FROM movement")
         && tiem_write_commit (write, error);
}

static gboolean
put_row (TiemDb *db,
         const TiemCostReplay *replay,
         guint i,
         GError **error)
{
  if (i < replay->movements->len)
    {
      const TiemCostNextMovement *next
          = &g_array_index (replay->movements, TiemCostNextMovement, i);

      return tiem_db_run (db,
                          error,
                          "INSERT INTO cost_next (variant_id, movement_id, value_vnd, settled_vnd)"
                          " VALUES (?1, ?2, ?3, ?4)",
                          TIEM_INT (next->variant_id),
                          TIEM_INT (next->movement_id),
                          TIEM_INT_OR_NULL (next->booking.is_known, next->booking.value_vnd),
                          TIEM_INT (next->booking.settled_vnd));
    }
  i -= replay->movements->len;
  if (i < replay->variants->len)
    {
      const TiemCostNextVariant *next = &g_array_index (replay->variants, TiemCostNextVariant, i);

      return tiem_db_run (db,
                          error,
                          "INSERT INTO cost_next_variant (variant_id, stock_value_vnd, cost_vnd)"
                          " VALUES (?1, ?2, ?3)",
                          TIEM_INT (next->id),
                          TIEM_INT (next->value_vnd),
                          TIEM_INT_OR_NULL (next->has_cost, next->cost_vnd));
    }
  i -= replay->variants->len;
  {
    const TiemCostNextLayer *next = &g_array_index (replay->layers, TiemCostNextLayer, i);

    return tiem_db_run (db,
                        error,
                        "INSERT INTO cost_layer (variant_id, position, movement_id, units,"
                        " value_vnd) VALUES (?1, ?2, ?3, ?4, ?5)",
                        TIEM_INT (next->variant_id),
                        TIEM_INT (next->position),
                        TIEM_INT (next->layer.movement_id),
                        TIEM_INT (next->layer.units),
                        TIEM_INT (next->layer.value_vnd));
  }
}

static gboolean
put_rows (TiemDb *db,
          const TiemCostReplay *replay,
          guint *at,
          guint most,
          GError **error)
{
  guint n = replay->movements->len + replay->variants->len + replay->layers->len;

  for (guint until = MIN (n, *at + most); *at < until; (*at)++)
    if (!put_row (db, replay, *at, error))
      return FALSE;
  return TRUE;
}

/* What was put down of a variant before it moved once more. */
static gboolean
forget_variant (Change *self,
                TiemDb *db,
                gint64 variant_id,
                GError **error)
{
  return tiem_db_run (
             db, error, "DELETE FROM cost_next WHERE variant_id = ?1", TIEM_INT (variant_id))
         && tiem_db_run (db,
                         error,
                         "DELETE FROM cost_next_variant WHERE variant_id = ?1",
                         TIEM_INT (variant_id))
         && (self->replay->method != TIEM_COST_FIFO
             || tiem_db_run (
                 db, error, "DELETE FROM cost_layer WHERE variant_id = ?1", TIEM_INT (variant_id)));
}

/* @again: a variant that was put down already; 0: none of them was */
static gboolean
put_batches (Change *self,
             gint64 again,
             GError **error)
{
  const TiemCostReplay *replay = self->replay;
  guint n = replay->movements->len + replay->variants->len + replay->layers->len;
  guint at = 0;

  while (at < n || again != 0)
    {
      g_autoptr (TiemWrite) write = NULL;

      if (g_cancellable_set_error_if_cancelled (replay->cancellable, error)
          || (write = tiem_store_begin_light_write (self->store, error)) == NULL
          || !is_ours (self, write->db, error)
          || (again != 0 && !forget_variant (self, write->db, again, error))
          || !put_rows (write->db, replay, &at, BATCH, error) || !tiem_write_commit (write, error))
        return FALSE;
      again = 0;
      g_usleep (PAUSE_US);
    }
  return TRUE;
}

static gboolean
prepare_all (Change *self,
             GError **error)
{
  gint64 variant_id = 0;

  while (variant_id != G_MAXINT64)
    {
      g_autoptr (TiemRead) read = tiem_store_begin_read (self->store, error);

      if (read == NULL || !tiem_cost_replay_next (self->replay, read->db, &variant_id, error))
        return FALSE;
      g_clear_pointer (&read, tiem_read_end);
      if (!put_batches (self, 0, error))
        return FALSE;
    }
  return TRUE;
}

/* --- what moved meanwhile --- */

/* Returns: (nullable): the variants that moved after the movement self->seen, which becomes the
 * last one there is */
static GArray *
list_moved (Change *self,
            TiemDb *db,
            GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT variant_id, max (id) FROM movement WHERE id > ?1 GROUP BY 1",
                       TIEM_INT (self->seen));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);

      self->seen = MAX (self->seen, tiem_stmt_int (rows, 1));
      g_array_append_val (ids, id);
    }
  return step == 0 ? g_steal_pointer (&ids) : NULL;
}

/* Until so few are left that the rest can be done while others wait. */
static gboolean
catch_up (Change *self,
          GError **error)
{
  guint n = FEW;

  for (int round = 0; round < MOST_ROUNDS && n >= FEW; round++)
    {
      g_autoptr (TiemRead) read = tiem_store_begin_read (self->store, error);
      g_autoptr (GArray) ids = read != NULL ? list_moved (self, read->db, error) : NULL;

      if (ids == NULL)
        return FALSE;
      n = ids->len;
      g_clear_pointer (&read, tiem_read_end);
      for (guint i = 0; i < ids->len; i++)
        {
          gint64 id = g_array_index (ids, gint64, i);

          if ((read = tiem_store_begin_read (self->store, error)) == NULL
              || !tiem_cost_replay_one (self->replay, read->db, id, error))
            return FALSE;
          g_clear_pointer (&read, tiem_read_end);
          if (!put_batches (self, id, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
catch_up_rest (Change *self,
               TiemDb *db,
               GError **error)
{
  g_autoptr (GArray) ids = list_moved (self, db, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      guint at = 0;

      if (!tiem_cost_replay_one (self->replay, db, id, error)
          || !forget_variant (self, db, id, error)
          || !put_rows (db, self->replay, &at, G_MAXINT, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the switch --- */

static gboolean
switch_method (Change *self,
               GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self->store, error);

  if (write == NULL || !is_ours (self, write->db, error) || !catch_up_rest (self, write->db, error)
      || !tiem_db_exec (write->db,
                        "UPDATE variant SET stock_value_vnd = n.stock_value_vnd,"
                        " cost_vnd = n.cost_vnd FROM cost_next_variant n"
                        " WHERE n.variant_id = variant.id;"
                        "DELETE FROM cost_next_variant;"
                        "DELETE FROM setting WHERE key = 'cost_change'",
                        error)
      || !put_setting (
          write->db, "cost_method", tiem_cost_method_to_string (self->replay->method), error)
      || !put_setting (write->db, "cost_settling", "1", error))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_ORDERS;
  return tiem_write_commit (write, error);
}

/* What was prepared is of no use any more. */
static void
abandon (Change *self)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_light_write (self->store, NULL);

  if (write == NULL)
    return;
  tiem_db_set_cancellable (write->db, NULL);
  if (is_ours (self, write->db, NULL) && throw_away (write->db, NULL))
    tiem_write_commit (write, NULL);
}

static gboolean
count_work (TiemStore *store,
            TiemCostProgress *progress,
            GError **error)
{
  g_autoptr (TiemRead) read = NULL;
  gint64 n = 0;

  if (progress == NULL)
    return TRUE;
  read = tiem_store_begin_read (store, error);
  if (read == NULL || !tiem_db_get_int (read->db, &n, error, "SELECT count (*) FROM movement"))
    return FALSE;
  g_atomic_int_set (&progress->done, 0);
  g_atomic_int_set (&progress->total, (int)MIN (n, G_MAXINT));
  return TRUE;
}

gboolean
tiem_store_set_cost_method (TiemStore *self,
                            TiemCostMethod method,
                            TiemCostProgress *progress,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autofree char *token = g_uuid_string_random ();
  g_auto (TiemCostReplay) replay = { 0 };
  TiemCostMethod is;
  Change change = { .store = self, .token = token, .replay = &replay };
  gboolean is_done;

  tiem_cost_replay_init (&replay, method, progress, cancellable);
  if (!count_work (self, progress, error) || !tiem_store_get_cost_method (self, &is, error))
    return FALSE;
  if (is == method)
    return tiem_store_settle_costs (self, error);
  if (!begin (&change, error))
    return FALSE;
  is_done
      = prepare_all (&change, error) && catch_up (&change, error) && switch_method (&change, error);
  if (!is_done)
    {
      abandon (&change);
      return FALSE;
    }
  if (progress != NULL)
    g_atomic_int_set (&progress->is_made, TRUE);
  /* It is made: what is left to be written is written now or the next time. */
  tiem_store_settle_costs (self, NULL);
  return TRUE;
}

gboolean
tiem_store_preview_cost_method (TiemStore *self,
                                TiemCostMethod method,
                                TiemCostProgress *progress,
                                GCancellable *cancellable,
                                TiemCostChange *change,
                                GError **error)
{
  g_auto (TiemCostReplay) replay = { 0 };
  gint64 variant_id = 0;

  tiem_cost_replay_init (&replay, method, progress, cancellable);
  if (!tiem_store_settle_costs (self, error) || !count_work (self, progress, error))
    return FALSE;
  while (variant_id != G_MAXINT64)
    {
      g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

      if (read == NULL || !tiem_cost_replay_next (&replay, read->db, &variant_id, error))
        return FALSE;
    }
  *change = (TiemCostChange){ replay.before_vnd, replay.after_vnd, replay.n_changed };
  return TRUE;
}

gboolean
tiem_store_get_cost_method (TiemStore *self,
                            TiemCostMethod *method,
                            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL && tiem_cost_get_method (read->db, method, error);
}
