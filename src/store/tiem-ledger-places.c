#define G_LOG_DOMAIN "tiem-ledger"

#include "config.h"

#include "store/tiem-ledger.h"

#include "store/tiem-ledger-private.h"

/* What follows when the owner changes where goods lie, and where orders leave from. */

gboolean
tiem_ledger_move_channel (TiemWrite *write,
                          gint64 channel_id,
                          GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       TIEM_LEDGER_SELECT_LINE " WHERE o.channel_id = ?1"
                                               " AND l.id IN (SELECT line_id FROM reservation)",
                       TIEM_INT (channel_id));

  return rows != NULL && tiem_ledger_apply_lines (write, rows, TRUE, error);
}

gboolean
tiem_ledger_refresh_place (TiemWrite *write,
                           gint64 location_id,
                           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT variant_id FROM stock WHERE location_id = ?1 AND (on_hand <> 0 OR reserved <> 0)",
      TIEM_INT (location_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    tiem_ledger_mark_variant (write, tiem_stmt_int (rows, 0));
  return step == 0;
}
