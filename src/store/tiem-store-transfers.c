#define G_LOG_DOMAIN "tiem-store-transfers"

#include "config.h"

#include "store/tiem-store-transfers.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-slip-scan-private.h"
#include "store/tiem-slip.h"

#include <glib/gi18n-lib.h>

/* More of one thing than any van holds. */
#define MOST_UNITS 1000000
/* Names in a sentence; the rest is counted. */
#define MOST_NAMED 3

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

void
tiem_transfer_free (TiemTransfer *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->state);
  g_free (self->from);
  g_free (self->to);
  g_free (self->note);
  g_free (self);
}

void
tiem_transfer_line_free (TiemTransferLine *self)
{
  if (self == NULL)
    return;
  g_free (self->sku);
  g_free (self->name);
  g_free (self->options);
  g_free (self);
}

/* --- reading --- */

#define SELECT_TRANSFER                                                                            \
  "SELECT s.id, s.number, s.state, f.id, f.name, t.id, t.name, s.note, s.created_at, s.done_at,"   \
  " s.undone_at, (SELECT count (*) FROM transfer_line WHERE slip_id = s.id),"                      \
  " (SELECT coalesce (sum (quantity), 0) FROM transfer_line WHERE slip_id = s.id)"                 \
  " FROM slip s JOIN transfer x ON x.slip_id = s.id JOIN location f ON f.id = s.location_id"       \
  " JOIN location t ON t.id = x.to_id"

static TiemTransfer *
read_transfer (TiemStmt *row)
{
  TiemTransfer *transfer = g_new0 (TiemTransfer, 1);

  transfer->id = tiem_stmt_int (row, 0);
  transfer->number = tiem_stmt_dup_text (row, 1);
  transfer->state = tiem_stmt_dup_text (row, 2);
  transfer->from_id = tiem_stmt_int (row, 3);
  transfer->from = tiem_stmt_dup_text (row, 4);
  transfer->to_id = tiem_stmt_int (row, 5);
  transfer->to = tiem_stmt_dup_text (row, 6);
  transfer->note = tiem_stmt_dup_text (row, 7);
  transfer->created_at = tiem_stmt_int (row, 8);
  transfer->done_at = tiem_stmt_int (row, 9);
  transfer->undone_at = tiem_stmt_int (row, 10);
  transfer->goods = tiem_stmt_int (row, 11);
  transfer->units = tiem_stmt_int (row, 12);
  return transfer;
}

GPtrArray *
tiem_store_list_transfers (TiemStore *self,
                           gint64 limit,
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) transfers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_transfer_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          SELECT_TRANSFER " ORDER BY s.id DESC LIMIT ?1",
                          TIEM_INT (limit > 0 ? limit : -1));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (transfers, read_transfer (rows));
  return step < 0 ? NULL : g_steal_pointer (&transfers);
}

static TiemTransfer *
load_transfer (TiemDb *db,
               gint64 transfer_id,
               GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db, error, SELECT_TRANSFER " WHERE s.id = ?1", TIEM_INT (transfer_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step > 0)
    return read_transfer (row);
  if (step == 0)
    fail (TIEM_ERROR_NOT_FOUND, _ ("This transfer is no longer there; refresh the list."), error);
  return NULL;
}

static GPtrArray *
load_lines (TiemDb *db,
            const TiemTransfer *transfer,
            GError **error)
{
  g_autoptr (GPtrArray) lines
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_transfer_line_free);
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT v.id, v.sku, p.name, v.options, l.quantity,"
                       " (SELECT on_hand FROM stock WHERE variant_id = v.id AND location_id = ?2),"
                       " (SELECT on_hand FROM stock WHERE variant_id = v.id AND location_id = ?3)"
                       " FROM transfer_line l JOIN variant v ON v.id = l.variant_id"
                       " JOIN product p ON p.id = v.product_id WHERE l.slip_id = ?1"
                       " ORDER BY l.position DESC, v.id",
                       TIEM_INT (transfer->id),
                       TIEM_INT (transfer->from_id),
                       TIEM_INT (transfer->to_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemTransferLine *line = g_new0 (TiemTransferLine, 1);

      line->variant_id = tiem_stmt_int (rows, 0);
      line->sku = tiem_stmt_dup_text (rows, 1);
      line->name = tiem_stmt_dup_text (rows, 2);
      line->options = tiem_stmt_dup_text (rows, 3);
      line->quantity = tiem_stmt_int (rows, 4);
      line->on_hand = tiem_stmt_int (rows, 5);
      line->there = tiem_stmt_int (rows, 6);
      g_ptr_array_add (lines, line);
    }
  return step < 0 ? NULL : g_steal_pointer (&lines);
}

TiemTransfer *
tiem_store_get_transfer (TiemStore *self,
                         gint64 transfer_id,
                         GPtrArray **lines,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemTransfer) transfer
      = read != NULL ? load_transfer (read->db, transfer_id, error) : NULL;

  if (transfer == NULL
      || (lines != NULL && (*lines = load_lines (read->db, transfer, error)) == NULL))
    return NULL;
  return g_steal_pointer (&transfer);
}

gint64
tiem_store_find_slip (TiemStore *self,
                      const char *kind,
                      const char *number,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 id = 0;

  if (read == NULL
      || !tiem_db_get_int (read->db,
                           &id,
                           error,
                           "SELECT id FROM slip WHERE kind = ?1 AND number = upper (?2)",
                           TIEM_TEXT (kind),
                           TIEM_TEXT (number)))
    return 0;
  if (id == 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_NOT_FOUND,
                 /* Translators: a slip's number */
                 _ ("There is no slip %s; look at the list for its number."),
                 number);
  return id;
}

/* --- the draft --- */

static TiemTransfer *
load_draft (TiemWrite *write,
            gint64 transfer_id,
            GError **error)
{
  g_autoptr (TiemTransfer) transfer = load_transfer (write->db, transfer_id, error);

  if (transfer == NULL || g_str_equal (transfer->state, "draft"))
    return g_steal_pointer (&transfer);
  fail (TIEM_ERROR_CONFLICT,
        _ ("This transfer is booked and can't be changed; undo it, and write a new one."),
        error);
  return NULL;
}

static gboolean
check_places (TiemWrite *write,
              gint64 from_id,
              gint64 to_id,
              GError **error)
{
  gint64 n = 0;

  if (from_id == to_id)
    return fail (
        TIEM_ERROR_INVALID, _ ("Goods can't go where they are; choose two places."), error);
  return tiem_db_get_int (write->db,
                          &n,
                          error,
                          "SELECT count (*) FROM location WHERE id IN (?1, ?2)"
                          " AND archived_at = 0",
                          TIEM_INT (from_id),
                          TIEM_INT (to_id))
         && (n == 2
             || fail (TIEM_ERROR_NOT_FOUND,
                      _ ("There is no such place any more; choose another one."),
                      error));
}

gint64
tiem_store_add_transfer (
    TiemStore *self, gint64 from_id, gint64 to_id, const char *note, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 id;

  if (write == NULL || !check_places (write, from_id, to_id, error)
      || (id = tiem_slip_create (write, TIEM_SLIP_TRANSFER, from_id, note, error)) == 0
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO transfer (slip_id, to_id) VALUES (?1, ?2)",
                       TIEM_INT (id),
                       TIEM_INT (to_id)))
    return 0;
  return tiem_write_commit (write, error) ? id : 0;
}

gboolean
tiem_store_edit_transfer (TiemStore *self,
                          gint64 transfer_id,
                          gint64 from_id,
                          gint64 to_id,
                          const char *note,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTransfer) transfer = NULL;

  if (write == NULL || (transfer = load_draft (write, transfer_id, error)) == NULL)
    return FALSE;
  write->what |= TIEM_CHANGED_SLIPS;
  return check_places (write, from_id, to_id, error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE slip SET location_id = ?2, note = ?3 WHERE id = ?1",
                         TIEM_INT (transfer_id),
                         TIEM_INT (from_id),
                         TIEM_TEXT (note))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE transfer SET to_id = ?2 WHERE slip_id = ?1",
                         TIEM_INT (transfer_id),
                         TIEM_INT (to_id))
         && tiem_write_commit (write, error);
}

static gboolean
put_line (TiemWrite *write,
          gint64 transfer_id,
          gint64 variant_id,
          gint64 quantity,
          gboolean is_total,
          gint64 *total,
          GError **error)
{
  gint64 held = 0;

  if (!tiem_db_get_int (write->db,
                        &held,
                        error,
                        "SELECT quantity FROM transfer_line"
                        " WHERE slip_id = ?1 AND variant_id = ?2",
                        TIEM_INT (transfer_id),
                        TIEM_INT (variant_id)))
    return FALSE;
  *total = CLAMP (is_total ? quantity : held + quantity, -1, MOST_UNITS + 1);
  if (*total < 0 || *total > MOST_UNITS)
    return fail (TIEM_ERROR_INVALID, _ ("That many can't be moved; check the number."), error);
  write->what |= TIEM_CHANGED_SLIPS;
  if (*total == 0)
    return tiem_db_run (write->db,
                        error,
                        "DELETE FROM transfer_line WHERE slip_id = ?1 AND variant_id = ?2",
                        TIEM_INT (transfer_id),
                        TIEM_INT (variant_id));
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO transfer_line (slip_id, variant_id, quantity, position)"
                      " VALUES (?1, ?2, ?3, (SELECT coalesce (max (position), 0) + 1"
                      "  FROM transfer_line WHERE slip_id = ?1))"
                      " ON CONFLICT (slip_id, variant_id) DO UPDATE"
                      " SET quantity = excluded.quantity",
                      TIEM_INT (transfer_id),
                      TIEM_INT (variant_id),
                      TIEM_INT (*total));
}

/* A bundle goes by its parts. *total: of the first of them */
static gboolean
put_goods (TiemWrite *write,
           gint64 transfer_id,
           gint64 variant_id,
           gint64 quantity,
           gboolean is_total,
           gint64 *total,
           GError **error)
{
  g_autoptr (GArray) parts = tiem_slip_list_parts (write->db, variant_id, error);

  for (guint i = parts != NULL ? parts->len : 0; i > 0; i--)
    {
      const TiemSlipPart *part = &g_array_index (parts, TiemSlipPart, i - 1);

      if (!put_line (write,
                     transfer_id,
                     part->variant_id,
                     part->quantity * quantity,
                     is_total,
                     total,
                     error))
        return FALSE;
    }
  return parts != NULL;
}

gboolean
tiem_store_put_transfer_line (TiemStore *self,
                              gint64 transfer_id,
                              gint64 variant_id,
                              gint64 quantity,
                              gboolean is_total,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTransfer) transfer = NULL;
  gint64 total;

  return write != NULL && (transfer = load_draft (write, transfer_id, error)) != NULL
         && put_goods (write,
                       transfer_id,
                       variant_id,
                       CLAMP (quantity, -MOST_UNITS - 1, MOST_UNITS + 1),
                       is_total,
                       &total,
                       error)
         && tiem_write_commit (write, error);
}

TiemSlipScan *
tiem_store_scan_transfer (
    TiemStore *self, gint64 transfer_id, const char *code, gint64 chosen_id, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTransfer) transfer = NULL;
  g_autoptr (TiemSlipScan) scan = NULL;

  if (write == NULL || (transfer = load_draft (write, transfer_id, error)) == NULL
      || (scan = tiem_slip_scan_find (write->db, code, NULL, error)) == NULL)
    return NULL;
  if (scan->outcome == TIEM_SLIP_SCAN_AMBIGUOUS && chosen_id != 0)
    {
      scan->outcome = TIEM_SLIP_SCAN_FOUND;
      scan->variant_id = chosen_id;
    }
  if (scan->outcome != TIEM_SLIP_SCAN_FOUND)
    return g_steal_pointer (&scan);
  if (!put_goods (
          write, transfer_id, scan->variant_id, scan->quantity, FALSE, &scan->counted, error)
      || !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&scan);
}

gboolean
tiem_store_delete_transfer (TiemStore *self,
                            gint64 transfer_id,
                            GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM transfer_line WHERE slip_id = ?1",
    "DELETE FROM transfer WHERE slip_id = ?1",
    "DELETE FROM slip WHERE id = ?1",
  };
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTransfer) transfer = NULL;

  if (write == NULL || (transfer = load_draft (write, transfer_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!tiem_db_run (write->db, error, statements[i], TIEM_INT (transfer_id)))
      return FALSE;
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_write_commit (write, error);
}

/* --- moving --- */

/* @sentence: with %s for the place and %s for the goods */
static gboolean
fail_below (GPtrArray *below,
            const char *place,
            GError **error)
{
  g_autofree char *names = NULL;
  guint more = below->len > MOST_NAMED ? below->len - MOST_NAMED : 0;

  g_ptr_array_set_size (below, (int)MIN (below->len, MOST_NAMED));
  if (more > 0)
    g_ptr_array_add (below,
                     g_strdup_printf (ngettext ("%d other", "%d others", (gulong)more), (int)more));
  g_ptr_array_add (below, NULL);
  names = g_strjoinv (", ", (char **)below->pdata);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               /* Translators: a place; goods with how many there are: "AO-DEN-L (3)" */
               _ ("%s has fewer than are to be moved: %s; count again, or move them anyway: what "
                  "is there falls below 0."),
               place,
               names);
  return FALSE;
}

/* @place_id, @place: where the goods leave from this time */
static gboolean
check_left (
    TiemWrite *write, gint64 transfer_id, gint64 place_id, const char *place, GError **error)
{
  g_autoptr (GPtrArray) below = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT v.sku, coalesce (s.on_hand, 0) FROM transfer_line l JOIN variant v"
      " ON v.id = l.variant_id LEFT JOIN stock s ON s.variant_id = v.id AND s.location_id = ?2"
      " WHERE l.slip_id = ?1 AND coalesce (s.on_hand, 0) < l.quantity ORDER BY l.position",
      TIEM_INT (transfer_id),
      TIEM_INT (place_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (
        below, g_strdup_printf ("%s (%d)", tiem_stmt_text (rows, 0), (int)tiem_stmt_int (rows, 1)));
  return step == 0 && (below->len == 0 || fail_below (below, place, error));
}

/* What was never counted can't be anywhere; what became a bundle has no stock. */
static gboolean
check_counted (TiemWrite *write,
               gint64 transfer_id,
               GError **error)
{
  g_autofree char *sku = NULL;

  if (!tiem_db_get_text (write->db,
                         &sku,
                         error,
                         "SELECT v.sku FROM transfer_line l JOIN variant v ON v.id = l.variant_id"
                         " WHERE l.slip_id = ?1 AND (v.counted_at = 0 OR v.is_bundle = 1)"
                         " ORDER BY l.position LIMIT 1",
                         TIEM_INT (transfer_id)))
    return FALSE;
  if (sku == NULL)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: a SKU */
               _ ("%s has no stock that could be moved; count it first."),
               sku);
  return FALSE;
}

static gboolean
move_lines (TiemWrite *write,
            const TiemTransfer *transfer,
            GError **error)
{
  g_autoptr (GPtrArray) lines = load_lines (write->db, transfer, error);

  for (guint i = lines != NULL ? lines->len : 0; i > 0; i--)
    {
      const TiemTransferLine *line = g_ptr_array_index (lines, i - 1);
      TiemMovementCause cause = { .reason = "transfer",
                                  .note = transfer->note,
                                  .location_id = transfer->from_id,
                                  .slip_id = transfer->id };

      if (!tiem_ledger_move (write, line->variant_id, -line->quantity, &cause, error))
        return FALSE;
      cause.location_id = transfer->to_id;
      if (!tiem_ledger_move (write, line->variant_id, line->quantity, &cause, error))
        return FALSE;
    }
  return lines != NULL;
}

gboolean
tiem_store_book_transfer (TiemStore *self,
                          gint64 transfer_id,
                          gboolean anyway,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTransfer) transfer = NULL;

  if (write == NULL || (transfer = load_draft (write, transfer_id, error)) == NULL
      || !check_places (write, transfer->from_id, transfer->to_id, error)
      || !check_counted (write, transfer_id, error))
    return FALSE;
  if (transfer->goods == 0)
    return fail (TIEM_ERROR_INVALID, _ ("Nothing is on this transfer yet; add goods."), error);
  return (anyway || check_left (write, transfer_id, transfer->from_id, transfer->from, error))
         && move_lines (write, transfer, error)
         && tiem_slip_set_state (write, transfer_id, "done", error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_undo_transfer (TiemStore *self,
                          gint64 transfer_id,
                          gboolean anyway,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTransfer) transfer
      = write != NULL ? load_transfer (write->db, transfer_id, error) : NULL;

  if (transfer == NULL)
    return FALSE;
  if (!g_str_equal (transfer->state, "done"))
    return fail (
        TIEM_ERROR_CONFLICT, _ ("Only a booked transfer can be undone; look at it again."), error);
  return check_places (write, transfer->from_id, transfer->to_id, error)
         && (anyway || check_left (write, transfer_id, transfer->to_id, transfer->to, error))
         && tiem_slip_move_back (write, transfer_id, error)
         && tiem_slip_set_state (write, transfer_id, "undone", error)
         && tiem_write_commit (write, error);
}
