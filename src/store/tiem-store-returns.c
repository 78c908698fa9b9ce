#define G_LOG_DOMAIN "tiem-store-returns"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-own-private.h"

#include <glib/gi18n-lib.h>

/* Goods that the owner has in hand again. */

typedef struct
{
  gint64 id;
  gint64 out; /* units that left and did not come back */
  char *goods;
} OutLine;

static void
clear_out_line (gpointer data)
{
  g_free (((OutLine *)data)->goods);
}

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

static gboolean
check_left (TiemWrite *write,
            gint64 order_id,
            GError **error)
{
  gint64 left_at = -1;

  if (!tiem_db_get_int (write->db,
                        &left_at,
                        error,
                        "SELECT left_at FROM customer_order WHERE id = ?1",
                        TIEM_INT (order_id)))
    return FALSE;
  if (left_at > 0)
    return TRUE;
  if (left_at < 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."), error);
  return fail (TIEM_ERROR_CONFLICT,
               _ ("This order has not left the shop, so nothing of it can come back; cancel it "
                  "instead."),
               error);
}

/* Returns: (element-type OutLine): of the order, or of one line */
static GArray *
load_out (TiemWrite *write,
          gint64 order_id,
          gint64 line_id,
          GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, TRUE, sizeof (OutLine));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT id, max (max (quantity - cancelled, shipped) - returned - damaged, 0),"
      " coalesce (title, remote_sku, '?') FROM order_line"
      " WHERE order_id = ?1 AND (?2 = 0 OR id = ?2) ORDER BY position, id",
      TIEM_INT (order_id),
      TIEM_INT (line_id));
  int step = -1;

  g_array_set_clear_func (lines, clear_out_line);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      OutLine line
          = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), tiem_stmt_dup_text (rows, 2) };

      g_array_append_val (lines, line);
    }
  return step < 0 ? NULL : g_steal_pointer (&lines);
}

static gboolean
book_line (TiemWrite *write,
           gint64 order_id,
           const OutLine *line,
           gint64 quantity,
           gboolean damaged,
           GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = write->now,
                              .kind = damaged ? TIEM_EVENT_DAMAGED : TIEM_EVENT_RETURNED,
                              .source = "owner",
                              .quantity = quantity,
                              .subject = line->goods };

  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO return_case (order_id, line_id, at, quantity, damaged)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                      TIEM_INT (order_id),
                      TIEM_INT (line->id),
                      TIEM_INT (write->now),
                      TIEM_INT (quantity),
                      TIEM_INT (damaged != FALSE))
         && tiem_db_run (write->db,
                         error,
                         damaged ? "UPDATE order_line SET damaged = damaged + ?2 WHERE id = ?1"
                                 : "UPDATE order_line SET returned = returned + ?2 WHERE id = ?1",
                         TIEM_INT (line->id),
                         TIEM_INT (quantity))
         && (!damaged || tiem_ledger_write_off (write, line->id, quantity, error))
         && tiem_order_events_add (write, &event, error);
}

static gboolean
book_all (TiemWrite *write,
          gint64 order_id,
          GArray *lines,
          gint64 quantity, /* 0 = all that is out */
          gboolean damaged,
          GError **error)
{
  gint64 booked = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const OutLine *line = &g_array_index (lines, OutLine, i);
      gint64 units = quantity > 0 ? quantity : line->out;

      if (units > line->out)
        return fail (TIEM_ERROR_CONFLICT,
                     _ ("Fewer of these are still out than that; check what has already come "
                        "back."),
                     error);
      if (units > 0 && !book_line (write, order_id, line, units, damaged, error))
        return FALSE;
      booked += units;
    }
  if (booked == 0)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("Nothing of this order is still out; its return is already booked."),
                 error);
  return TRUE;
}

gboolean
tiem_store_receive_return (TiemStore *self,
                           gint64 order_id,
                           gint64 line_id,
                           gint64 quantity,
                           gboolean damaged,
                           GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (GArray) lines = NULL;

  if (line_id != 0 && quantity <= 0)
    return fail (
        TIEM_ERROR_INVALID, _ ("At least one unit must come back; check the number."), error);
  if ((write = tiem_store_begin_write (self, error)) == NULL || !check_left (write, order_id, error)
      || (lines = load_out (write, order_id, line_id, error)) == NULL)
    return FALSE;
  if (line_id != 0 && lines->len == 0)
    return fail (
        TIEM_ERROR_NOT_FOUND, _ ("The order has no such line; look at the order again."), error);

  write->what |= TIEM_CHANGED_ORDERS;
  return book_all (write, order_id, lines, line_id != 0 ? quantity : 0, damaged, error)
         && tiem_ledger_apply_order (write, order_id, error)
         && tiem_own_note_return (write, order_id, error) && tiem_write_commit (write, error);
}
