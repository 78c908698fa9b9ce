#define G_LOG_DOMAIN "tiem-supplier-debt"

#include "config.h"

#include "store/tiem-suppliers-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>

/* What the shop owes its suppliers, and the money that went to them. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* --- what is owed --- */

/* What is there for slips that nothing names: money on account and returns of anything, less
 * what was owed before the first slip. */
static gboolean
load_pool (TiemDb *db,
           gint64 supplier_id,
           gint64 *pool,
           GError **error)
{
  *pool = 0;
  return tiem_db_get_int (
      db,
      pool,
      error,
      "SELECT coalesce ((SELECT sum (y.amount_vnd) FROM supplier_payment y"
      "   LEFT JOIN slip x ON x.id = y.slip_id WHERE y.supplier_id = ?1 AND y.undone_at = 0"
      "   AND (y.slip_id IS NULL OR x.kind <> 'purchase' OR x.state <> 'done')), 0)"
      " + coalesce ((SELECT sum (p.total_vnd) FROM purchase p JOIN slip x ON x.id = p.slip_id"
      "   WHERE p.supplier_id = ?1 AND x.kind = 'supplier-return' AND x.state = 'done'"
      "   AND p.of_slip_id IS NULL), 0)"
      " - (SELECT opening_vnd FROM supplier WHERE id = ?1)",
      TIEM_INT (supplier_id));
}

GArray *
tiem_supplier_share_out (TiemDb *db,
                         gint64 supplier_id,
                         GError **error)
{
  g_autoptr (GArray) slips = g_array_new (FALSE, FALSE, sizeof (TiemSlipOwed));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT x.id, p.owed_vnd, p.total_vnd"
      " - coalesce ((SELECT sum (y.amount_vnd) FROM supplier_payment y"
      "     WHERE y.slip_id = x.id AND y.undone_at = 0), 0)"
      " - coalesce ((SELECT sum (r.total_vnd) FROM purchase r JOIN slip z ON z.id = r.slip_id"
      "     WHERE r.of_slip_id = x.id AND z.state = 'done'), 0)"
      " FROM purchase p JOIN slip x ON x.id = p.slip_id"
      " WHERE p.supplier_id = ?1 AND x.kind = 'purchase' AND x.state = 'done'"
      " ORDER BY x.done_at, x.id",
      TIEM_INT (supplier_id));
  gint64 pool = 0;
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemSlipOwed slip
          = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2) };

      g_array_append_val (slips, slip);
    }
  if (step < 0 || !load_pool (db, supplier_id, &pool, error))
    return NULL;
  /* What is too much for its own slip is there for the others. */
  for (guint i = 0; i < slips->len; i++)
    {
      TiemSlipOwed *slip = &g_array_index (slips, TiemSlipOwed, i);

      pool -= MIN (slip->owed_vnd, 0);
      slip->owed_vnd = MAX (slip->owed_vnd, 0);
    }
  for (guint i = 0; i < slips->len && pool > 0; i++)
    {
      TiemSlipOwed *slip = &g_array_index (slips, TiemSlipOwed, i);
      gint64 covered = MIN (slip->owed_vnd, pool);

      slip->owed_vnd -= covered;
      pool -= covered;
    }
  return g_steal_pointer (&slips);
}

gboolean
tiem_supplier_refresh_debt (TiemWrite *write,
                            gint64 supplier_id,
                            GError **error)
{
  g_autoptr (GArray) slips = NULL;

  if (supplier_id == 0)
    return TRUE;
  write->what |= TIEM_CHANGED_SLIPS;
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE supplier AS s SET debt_vnd = " TIEM_SUPPLIER_DEBT " WHERE id = ?1",
                    TIEM_INT (supplier_id))
      || (slips = tiem_supplier_share_out (write->db, supplier_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < slips->len; i++)
    {
      const TiemSlipOwed *slip = &g_array_index (slips, TiemSlipOwed, i);

      if (slip->owed_vnd != slip->recorded_vnd
          && !tiem_db_run (write->db,
                           error,
                           "UPDATE purchase SET owed_vnd = ?2 WHERE slip_id = ?1",
                           TIEM_INT (slip->slip_id),
                           TIEM_INT (slip->owed_vnd)))
        return FALSE;
    }
  /* A slip that was undone owes nothing. */
  return tiem_db_run (write->db,
                      error,
                      "UPDATE purchase SET owed_vnd = 0 WHERE supplier_id = ?1 AND owed_vnd <> 0"
                      " AND slip_id NOT IN (SELECT id FROM slip"
                      "   WHERE kind = 'purchase' AND state = 'done')",
                      TIEM_INT (supplier_id));
}

/* --- payments --- */

gboolean
tiem_supplier_book_payment (TiemWrite *write,
                            gint64 supplier_id,
                            gint64 slip_id,
                            gint64 amount_vnd,
                            TiemMoneyWay how,
                            const char *note,
                            GError **error)
{
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO supplier_payment (supplier_id, slip_id, at, amount_vnd, how,"
                      " note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                      TIEM_INT (supplier_id),
                      TIEM_ID (slip_id),
                      TIEM_INT (write->now),
                      TIEM_INT (amount_vnd),
                      TIEM_TEXT (tiem_money_way_to_string (how)),
                      TIEM_TEXT (note));
}

static gboolean
check_slip (TiemWrite *write,
            gint64 supplier_id,
            gint64 slip_id,
            gint64 amount_vnd,
            GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT p.supplier_id, x.state, x.kind, p.owed_vnd FROM purchase p"
                       " JOIN slip x ON x.id = p.slip_id WHERE p.slip_id = ?1",
                       TIEM_INT (slip_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;
  g_autofree char *money = NULL;

  if (step < 0)
    return FALSE;
  if (step == 0 || tiem_stmt_int (row, 0) != supplier_id)
    return fail (TIEM_ERROR_NOT_FOUND,
                 _ ("There is no such slip of this supplier; look in the list of slips."),
                 error);
  if (g_strcmp0 (tiem_stmt_text (row, 1), "done") != 0)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The slip is not booked, so nothing can be paid for it; book it first."),
                 error);
  if (g_strcmp0 (tiem_stmt_text (row, 2), "purchase") != 0 || amount_vnd <= tiem_stmt_int (row, 3))
    return TRUE;
  money = tiem_money_format (tiem_stmt_int (row, 3));
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: an amount of money */
               _ ("Only %s is left to pay for this slip; check the amount."),
               money);
  return FALSE;
}

static gboolean
check_supplier (TiemWrite *write,
                gint64 supplier_id,
                GError **error)
{
  gint64 found = 0;

  if (!tiem_db_get_int (
          write->db, &found, error, "SELECT 1 FROM supplier WHERE id = ?1", TIEM_INT (supplier_id)))
    return FALSE;
  return found
         || fail (TIEM_ERROR_NOT_FOUND,
                  _ ("There is no such supplier; look in the list of suppliers."),
                  error);
}

gint64
tiem_store_pay_supplier (TiemStore *self,
                         gint64 supplier_id,
                         gint64 slip_id,
                         gint64 amount_vnd,
                         TiemMoneyWay how,
                         const char *note,
                         GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  gint64 id;

  if (amount_vnd == 0)
    {
      fail (TIEM_ERROR_INVALID, _ ("No amount is given; write how much was paid."), error);
      return 0;
    }
  if (ABS (amount_vnd) > TIEM_SUPPLIER_MOST_MONEY)
    {
      fail (TIEM_ERROR_INVALID,
            _ ("That is more money than Tiệm can count; check the amount."),
            error);
      return 0;
    }
  if ((write = tiem_store_begin_write (self, error)) == NULL
      || !check_supplier (write, supplier_id, error)
      || (slip_id != 0 && !check_slip (write, supplier_id, slip_id, amount_vnd, error))
      || !tiem_supplier_book_payment (write, supplier_id, slip_id, amount_vnd, how, note, error))
    return 0;
  id = tiem_db_last_id (write->db);
  if (!tiem_supplier_refresh_debt (write, supplier_id, error) || !tiem_write_commit (write, error))
    return 0;
  return id;
}

gboolean
tiem_store_undo_supplier_payment (TiemStore *self,
                                  gint64 payment_id,
                                  GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 supplier_id = 0;
  gint64 undone_at = 0;

  if (write == NULL
      || !tiem_db_get_int (write->db,
                           &supplier_id,
                           error,
                           "SELECT supplier_id FROM supplier_payment WHERE id = ?1",
                           TIEM_INT (payment_id))
      || !tiem_db_get_int (write->db,
                           &undone_at,
                           error,
                           "SELECT undone_at FROM supplier_payment WHERE id = ?1",
                           TIEM_INT (payment_id)))
    return FALSE;
  if (supplier_id == 0)
    return fail (TIEM_ERROR_NOT_FOUND,
                 _ ("There is no such payment; look at the supplier's account."),
                 error);
  if (undone_at != 0)
    return fail (
        TIEM_ERROR_CONFLICT, _ ("The payment is undone already; nothing was changed."), error);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE supplier_payment SET undone_at = ?2 WHERE id = ?1",
                      TIEM_INT (payment_id),
                      TIEM_INT (write->now))
         && tiem_supplier_refresh_debt (write, supplier_id, error)
         && tiem_write_commit (write, error);
}

GPtrArray *
tiem_store_list_supplier_payments (TiemStore *self,
                                   gint64 supplier_id,
                                   gint64 slip_id,
                                   GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) payments
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_supplier_payment_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT y.id, y.supplier_id, y.slip_id, x.number, y.at, y.amount_vnd,"
                        " y.how, y.note, y.undone_at FROM supplier_payment y"
                        " LEFT JOIN slip x ON x.id = y.slip_id WHERE y.supplier_id = ?1"
                        " AND (?2 = 0 OR y.slip_id = ?2) ORDER BY y.id",
                        TIEM_INT (supplier_id),
                        TIEM_INT (slip_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemSupplierPayment *payment = g_new0 (TiemSupplierPayment, 1);

      payment->id = tiem_stmt_int (rows, 0);
      payment->supplier_id = tiem_stmt_int (rows, 1);
      payment->slip_id = tiem_stmt_int (rows, 2);
      payment->number = tiem_stmt_dup_text (rows, 3);
      payment->at = tiem_stmt_int (rows, 4);
      payment->amount_vnd = tiem_stmt_int (rows, 5);
      tiem_money_way_from_string (tiem_stmt_text (rows, 6), &payment->how);
      payment->note = tiem_stmt_dup_text (rows, 7);
      payment->undone_at = tiem_stmt_int (rows, 8);
      g_ptr_array_add (payments, payment);
    }
  return step == 0 ? g_steal_pointer (&payments) : NULL;
}

/* --- the account --- */

void
tiem_supplier_entry_free (TiemSupplierEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->number);
  g_free (self->note);
  g_free (self);
}

static TiemSupplierEntry *
read_entry (TiemStmt *row)
{
  TiemSupplierEntry *entry = g_new0 (TiemSupplierEntry, 1);

  entry->kind = (TiemSupplierEntryKind)tiem_stmt_int (row, 0);
  entry->at = tiem_stmt_int (row, 1);
  entry->slip_id = tiem_stmt_int (row, 2);
  entry->number = tiem_stmt_dup_text (row, 3);
  entry->payment_id = tiem_stmt_int (row, 4);
  tiem_money_way_from_string (tiem_stmt_text (row, 5), &entry->how);
  entry->note = tiem_stmt_dup_text (row, 6);
  entry->amount_vnd = tiem_stmt_int (row, 7);
  return entry;
}

GPtrArray *
tiem_store_list_supplier_account (TiemStore *self,
                                  gint64 supplier_id,
                                  GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_supplier_entry_free);
  g_autoptr (TiemStmt) rows = NULL;
  gint64 debt = 0;
  int step = -1;

  if (read == NULL)
    return NULL;
  /* The first column is TiemSupplierEntryKind. */
  rows = tiem_db_query (
      read->db,
      error,
      "SELECT 0, created_at, NULL, NULL, 0, NULL, NULL, opening_vnd FROM supplier"
      "  WHERE id = ?1 AND opening_vnd <> 0"
      " UNION ALL SELECT iif (x.kind = 'purchase', 1, 2), x.done_at, x.id, x.number, 0, NULL,"
      "  x.note, iif (x.kind = 'purchase', p.total_vnd, -p.total_vnd) FROM purchase p"
      "  JOIN slip x ON x.id = p.slip_id WHERE p.supplier_id = ?1 AND x.state = 'done'"
      " UNION ALL SELECT 3, y.at, y.slip_id, z.number, y.id, y.how, y.note, -y.amount_vnd"
      "  FROM supplier_payment y LEFT JOIN slip z ON z.id = y.slip_id"
      "  WHERE y.supplier_id = ?1 AND y.undone_at = 0"
      " ORDER BY 2, 1, 5, 3",
      TIEM_INT (supplier_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemSupplierEntry *entry = read_entry (rows);

      debt += entry->amount_vnd;
      entry->debt_vnd = debt;
      g_ptr_array_add (entries, entry);
    }
  return step == 0 ? g_steal_pointer (&entries) : NULL;
}
