#define G_LOG_DOMAIN "tiem-take"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-slip.h"
#include "store/tiem-take-private.h"

#include <glib/gi18n-lib.h>

/* Booking a stock take, all or nothing, and taking that back. */

/* What was not counted is gone, but for what is packed for open orders. */
static gboolean
zero_line (TiemWrite *write,
           const TiemTake *take,
           const TiemTakeLine *line,
           GError **error)
{
  if (line->has_counted || line->is_bundle || line->on_hand == line->packed)
    return TRUE;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE take_line SET is_zeroed = 1, counted = ?3, expected = ?4,"
                      " first_at = ?5, last_at = ?5,"
                      " first_movement = (SELECT coalesce (max (id), 0) FROM movement),"
                      " last_movement = (SELECT coalesce (max (id), 0) FROM movement)"
                      " WHERE slip_id = ?1 AND variant_id = ?2",
                      TIEM_INT (take->id),
                      TIEM_INT (line->variant_id),
                      TIEM_INT (line->packed),
                      TIEM_INT (line->on_hand),
                      TIEM_INT (write->now));
}

static gboolean
zero_uncounted (TiemWrite *write,
                const TiemTake *take,
                GError **error)
{
  g_autoptr (GPtrArray) lines
      = tiem_take_load_lines (write->db, take, TIEM_TAKE_UNCOUNTED, 0, error);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    if (!zero_line (write, take, g_ptr_array_index (lines, i), error))
      return FALSE;
  return lines != NULL;
}

/* A count that agrees says something too: of goods that were never counted, or whose number
 * was a channel's, or in question. */
static gboolean
is_news (TiemWrite *write,
         const TiemTakeLine *line,
         gboolean *news,
         GError **error)
{
  gint64 open = 0;

  *news = line->difference != 0;
  if (*news)
    return TRUE;
  if (!tiem_db_get_int (write->db,
                        &open,
                        error,
                        "SELECT counted_at = 0 OR adopted = 1 OR undecided = 1 FROM variant"
                        " WHERE id = ?1",
                        TIEM_INT (line->variant_id)))
    return FALSE;
  *news = open != 0;
  return TRUE;
}

static gboolean
book_line (TiemWrite *write,
           const TiemTake *take,
           const TiemTakeLine *line,
           GError **error)
{
  const TiemMovementCause cause = {
    .reason = "take", .note = line->note, .location_id = take->location_id, .slip_id = take->id
  };
  gboolean stands = !line->is_overtaken && !line->is_bundle;
  gint64 moved = line->sold + line->returned + line->bought + line->transferred + line->other;
  gboolean news = FALSE;

  if (stands
      && (!is_news (write, line, &news, error)
          || (news
              && !tiem_ledger_book_take (
                  write, line->variant_id, line->difference, &cause, line->last_at, error))))
    return FALSE;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE take_line SET booked = ?3, late = ?4, moved = ?5"
                      " WHERE slip_id = ?1 AND variant_id = ?2",
                      TIEM_INT (take->id),
                      TIEM_INT (line->variant_id),
                      TIEM_INT_OR_NULL (stands, line->difference),
                      TIEM_INT (line->late),
                      TIEM_INT (moved));
}

static gboolean
book_lines (TiemWrite *write,
            const TiemTake *take,
            GError **error)
{
  g_autoptr (GPtrArray) lines = tiem_take_load_lines (write->db, take, TIEM_TAKE_EVERY, 0, error);
  guint n = 0;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const TiemTakeLine *line = g_ptr_array_index (lines, i);

      if (!line->has_counted)
        continue;
      n++;
      if (!book_line (write, take, line, error))
        return FALSE;
    }
  if (lines != NULL && n == 0)
    g_set_error_literal (
        error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("Nothing is counted yet; count first."));
  return lines != NULL && n > 0;
}

gboolean
tiem_store_book_take (TiemStore *self,
                      gint64 take_id,
                      gboolean zero_uncounted_lines,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take
      = write != NULL ? tiem_take_load_draft (write->db, take_id, error) : NULL;

  return take != NULL && (!zero_uncounted_lines || zero_uncounted (write, take, error))
         && book_lines (write, take, error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE take SET uncounted = ?2 WHERE slip_id = ?1",
                         TIEM_INT (take_id),
                         TIEM_TEXT (zero_uncounted_lines ? "zero" : "leave"))
         && tiem_slip_set_state (write, take_id, "done", error) && tiem_write_commit (write, error);
}

gboolean
tiem_store_undo_take (TiemStore *self,
                      gint64 take_id,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take = write != NULL ? tiem_take_load (write->db, take_id, error) : NULL;

  if (take == NULL)
    return FALSE;
  if (!g_str_equal (take->state, "done"))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_CONFLICT,
                           _ ("Only a booked stock take can be undone; look at it again."));
      return FALSE;
    }
  return tiem_slip_move_back (write, take_id, error)
         && tiem_slip_set_state (write, take_id, "undone", error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_reopen_take (TiemStore *self,
                        gint64 take_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take = write != NULL ? tiem_take_load (write->db, take_id, error) : NULL;

  if (take == NULL)
    return FALSE;
  if (!g_str_equal (take->state, "undone"))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_CONFLICT,
                           _ ("Undo the stock take first; then it can be counted on."));
      return FALSE;
    }
  return tiem_db_run (write->db,
                      error,
                      "UPDATE take_line SET counted = iif (is_zeroed, NULL, counted),"
                      " is_zeroed = 0, booked = NULL, late = 0, moved = 0 WHERE slip_id = ?1",
                      TIEM_INT (take_id))
         && tiem_slip_set_state (write, take_id, "draft", error)
         && tiem_write_commit (write, error);
}
