#define G_LOG_DOMAIN "tiem-store-drift"

#include "config.h"

#include "store/tiem-drift-private.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>

/* What was changed at channels, for people: listed, and decided by the owner. */

void
tiem_drift_free (TiemDrift *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->title);
  g_free (self->sku);
  g_free (self->kind);
  g_free (self->outcome);
  g_free (self);
}

static TiemDrift *
read_drift (TiemStmt *row)
{
  TiemDrift *drift = g_new0 (TiemDrift, 1);

  drift->id = tiem_stmt_int (row, 0);
  drift->listing_id = tiem_stmt_int (row, 1);
  drift->channel_id = tiem_stmt_int (row, 2);
  drift->channel_kind = tiem_stmt_dup_text (row, 3);
  drift->channel_name = tiem_stmt_dup_text (row, 4);
  drift->title = tiem_stmt_dup_text (row, 5);
  drift->sku = tiem_stmt_dup_text (row, 6);
  drift->variant_id = tiem_stmt_int (row, 7);
  drift->kind = tiem_stmt_dup_text (row, 8);
  drift->found_at = tiem_stmt_int (row, 9);
  drift->expected = tiem_stmt_int (row, 10);
  drift->has_shown = !tiem_stmt_is_null (row, 11);
  drift->shown = tiem_stmt_int (row, 11);
  drift->settled_at = tiem_stmt_int (row, 12);
  drift->outcome = tiem_stmt_dup_text (row, 13);
  drift->has_wanted = !tiem_stmt_is_null (row, 14);
  drift->wanted = tiem_stmt_int (row, 14);
  drift->takes_over = tiem_stmt_int (row, 15) != 0;
  drift->can_be_taken = tiem_stmt_int (row, 16) != 0;
  return drift;
}

/* Steps to the end. Adds to @drifts. */
gboolean
tiem_drifts_collect (TiemStmt *rows,
                     GPtrArray *drifts,
                     GError **error)
{
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (drifts, read_drift (rows));
  return step == 0;
}

GPtrArray *
tiem_store_list_drifts (TiemStore *self,
                        const TiemDriftQuery *query,
                        gint64 limit,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) drifts = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_drift_free);
  g_autoptr (TiemStmt) rows = NULL;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        TIEM_SELECT_DRIFT " WHERE (?1 = 0 OR l.channel_id = ?1)"
                                          " AND (?2 = 0 OR l.variant_id = ?2)"
                                          " AND (d.settled_at = 0 OR (?3 = 0"
                                          "  AND coalesce (d.outcome, '') <> 'explained'))"
                                          " ORDER BY d.settled_at > 0, d.found_at DESC, d.id DESC"
                                          " LIMIT ?4",
                        TIEM_INT (query->channel_id),
                        TIEM_INT (query->variant_id),
                        TIEM_INT (query->only_open),
                        TIEM_INT (limit > 0 ? limit : -1));
  return tiem_drifts_collect (rows, drifts, error) ? g_steal_pointer (&drifts) : NULL;
}

/* The owner knows: no second look is needed. */
static gboolean
take_over_now (TiemWrite *write,
               const TiemDrift *drift,
               GError **error)
{
  g_auto (TiemShown) shown = { 0 };
  gint64 off = 0;

  if (!drift->can_be_taken)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("This number belongs to more than one product; count those "
                              "instead."));
      return FALSE;
    }
  if (g_str_equal (drift->kind, "price"))
    return tiem_drift_take_price_over (write, drift->listing_id, error);
  return tiem_drift_load (write, drift->listing_id, &shown, error)
         && tiem_drift_find_difference (write, &shown, &off, error)
         && tiem_drift_take_stock_over (write, &shown, off, error);
}

/* What is wanted is sent as it is: nothing keeps it back any more. */
static gboolean
set_back_now (TiemWrite *write,
              const TiemDrift *drift,
              GError **error)
{
  tiem_write_touch_channel (write, drift->channel_id);
  if (!g_str_equal (drift->kind, "price"))
    return tiem_db_run (write->db,
                        error,
                        "UPDATE listing SET odd_seen = 0, odd_judged = 1, refused_value = NULL,"
                        " refused_at = 0, problem = NULL WHERE id = ?1",
                        TIEM_INT (drift->listing_id));
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM outbox WHERE listing_id = ?1 AND kind = 'price'"
                      " AND state = 'rejected'",
                      TIEM_INT (drift->listing_id))
         && tiem_drift_queue_price (write, drift->listing_id, error);
}

gboolean
tiem_store_decide_drift (TiemStore *self,
                         gint64 drift_id,
                         gboolean takes_over,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_drift_free);
  g_autoptr (TiemStmt) rows = NULL;
  const TiemDrift *drift;

  if (write == NULL)
    return FALSE;
  rows = tiem_db_query (write->db,
                        error,
                        TIEM_SELECT_DRIFT " WHERE d.id = ?1 AND d.settled_at = 0",
                        TIEM_INT (drift_id));
  if (!tiem_drifts_collect (rows, found, error))
    return FALSE;
  if (found->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("This difference is settled already; refresh the list."));
      return FALSE;
    }
  drift = g_ptr_array_index (found, 0);
  write->what |= TIEM_CHANGED_LISTINGS | TIEM_CHANGED_OUTBOX;
  return (takes_over ? take_over_now (write, drift, error) : set_back_now (write, drift, error))
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_set_drift_rule (TiemStore *self,
                           gint64 channel_id,
                           gboolean takes_over,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET drift_rule = ?2 WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (takes_over ? "take-over" : "set-back")))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("This channel is no longer there; refresh the list of channels."));
      return FALSE;
    }
  /* What is open is looked into once more, by the new rule. */
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE listing SET odd_judged = 0, odd_seen = 0"
                    " WHERE channel_id = ?1 AND odd_at > 0",
                    TIEM_INT (channel_id)))
    return FALSE;
  tiem_write_touch_channel (write, channel_id);
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error);
}
