#define G_LOG_DOMAIN "tiem-store-debts"

#include "config.h"

#include "store/tiem-store-debts.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>

void
tiem_debt_payment_free (TiemDebtPayment *self)
{
  if (self == NULL)
    return;
  g_free (self->note);
  g_free (self);
}

static gboolean
read_sums (TiemDb *db,
           gint64 root_id,
           gint64 *opening_vnd,
           gint64 *left_vnd,
           GError **error)
{
  *opening_vnd = *left_vnd = 0;
  return tiem_db_get_int (db,
                          opening_vnd,
                          error,
                          "SELECT coalesce (sum (g.owed_vnd), 0) FROM customer_origin g"
                          " JOIN customer c ON c.id = g.customer_id WHERE c.root_id = ?1",
                          TIEM_INT (root_id))
         && tiem_db_get_int (db,
                             left_vnd,
                             error,
                             "SELECT coalesce (sum (" TIEM_CUSTOMER_OPENING "), 0) FROM customer c"
                             " WHERE c.root_id = ?1",
                             TIEM_INT (root_id));
}

GPtrArray *
tiem_store_list_debt_payments (
    TiemStore *self, gint64 customer_id, gint64 *opening_vnd, gint64 *left_vnd, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) payments
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_debt_payment_free);
  g_autoptr (TiemStmt) rows = NULL;
  gint64 root_id;
  int step = -1;

  if (read == NULL || (root_id = tiem_customers_require_root (read->db, customer_id, error)) == 0
      || !read_sums (read->db, root_id, opening_vnd, left_vnd, error))
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT y.id, y.at, y.amount_vnd, y.how, y.note, y.undone_at"
                        " FROM customer_payment y JOIN customer c ON c.id = y.customer_id"
                        " WHERE c.root_id = ?1 ORDER BY y.id",
                        TIEM_INT (root_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemDebtPayment *payment = g_new0 (TiemDebtPayment, 1);

      payment->id = tiem_stmt_int (rows, 0);
      payment->at = tiem_stmt_int (rows, 1);
      payment->amount_vnd = tiem_stmt_int (rows, 2);
      tiem_money_way_from_string (tiem_stmt_text (rows, 3), &payment->how);
      payment->note = tiem_stmt_dup_text (rows, 4);
      payment->undone_at = tiem_stmt_int (rows, 5);
      g_ptr_array_add (payments, payment);
    }
  return step == 0 ? g_steal_pointer (&payments) : NULL;
}

GHashTable *
tiem_store_list_openings (TiemStore *self,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GHashTable) openings
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT c.root_id, sum (g.owed_vnd) FROM customer_origin g"
                        " JOIN customer c ON c.id = g.customer_id GROUP BY 1"
                        " HAVING sum (g.owed_vnd) <> 0");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);
      gint64 owed_vnd = tiem_stmt_int (rows, 1);

      g_hash_table_insert (
          openings, g_memdup2 (&id, sizeof id), g_memdup2 (&owed_vnd, sizeof owed_vnd));
    }
  return step == 0 ? g_steal_pointer (&openings) : NULL;
}

/* Nobody pays more than is left, nor gets back more than the shop owes. */
static gboolean
check_amount (gint64 amount_vnd,
              gint64 left_vnd,
              GError **error)
{
  g_autofree char *left = NULL;

  if (amount_vnd == 0)
    g_set_error_literal (
        error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("No amount is given; write how much was paid."));
  else if (left_vnd == 0)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_INVALID,
                         _ ("Nothing is owed from before; pay an order at the order itself."));
  else if ((amount_vnd > 0) != (left_vnd > 0) || ABS (amount_vnd) > ABS (left_vnd))
    {
      left = tiem_money_format (left_vnd);
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: an amount of money */
                   _ ("Only %s is left of the old debt; check the amount."),
                   left);
    }
  else
    return TRUE;
  return FALSE;
}

/* The customer's own row, or that of one merged into it, that still owes: each pays its part. */
static gboolean
book_payment (TiemWrite *write,
              gint64 root_id,
              gint64 amount_vnd,
              TiemMoneyWay how,
              const char *note,
              GError **error)
{
  gint64 customer_id = 0;

  if (!tiem_db_get_int (write->db,
                        &customer_id,
                        error,
                        "SELECT c.id FROM customer c WHERE c.root_id = ?1"
                        " ORDER BY abs (" TIEM_CUSTOMER_OPENING ") DESC, c.id LIMIT 1",
                        TIEM_INT (root_id)))
    return FALSE;
  write->what |= TIEM_CHANGED_CUSTOMERS;
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO customer_payment (customer_id, at, amount_vnd, how, note)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                      TIEM_INT (customer_id),
                      TIEM_INT (write->now),
                      TIEM_INT (amount_vnd),
                      TIEM_TEXT (tiem_money_way_to_string (how)),
                      TIEM_TEXT (note));
}

static gboolean
book_debts (TiemWrite *write,
            gint64 payment_id,
            GError **error)
{
  gint64 customer_id = 0;

  return tiem_db_get_int (write->db,
                          &customer_id,
                          error,
                          "SELECT customer_id FROM customer_payment WHERE id = ?1",
                          TIEM_INT (payment_id))
         && tiem_customers_book_debt (write, customer_id, error);
}

gint64
tiem_store_pay_debt (TiemStore *self,
                     gint64 customer_id,
                     gint64 amount_vnd,
                     TiemMoneyWay how,
                     const char *note,
                     GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 root_id;
  gint64 opening_vnd;
  gint64 left_vnd;
  gint64 id;

  if (write == NULL || (root_id = tiem_customers_require_root (write->db, customer_id, error)) == 0
      || !read_sums (write->db, root_id, &opening_vnd, &left_vnd, error)
      || !check_amount (amount_vnd, left_vnd, error)
      || !book_payment (write, root_id, amount_vnd, how, note, error))
    return 0;
  id = tiem_db_last_id (write->db);
  return book_debts (write, id, error) && tiem_write_commit (write, error) ? id : 0;
}

gboolean
tiem_store_undo_debt_payment (TiemStore *self,
                              gint64 payment_id,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 undone_at = -1;

  if (write == NULL
      || !tiem_db_get_int (write->db,
                           &undone_at,
                           error,
                           "SELECT undone_at FROM customer_payment WHERE id = ?1",
                           TIEM_INT (payment_id)))
    return FALSE;
  if (undone_at != 0)
    {
      if (undone_at < 0)
        g_set_error_literal (error,
                             TIEM_ERROR,
                             TIEM_ERROR_NOT_FOUND,
                             _ ("There is no such payment; look at the customer's payments."));
      else
        g_set_error_literal (error,
                             TIEM_ERROR,
                             TIEM_ERROR_CONFLICT,
                             _ ("The payment is undone already; nothing was changed."));
      return FALSE;
    }
  write->what |= TIEM_CHANGED_CUSTOMERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_payment SET undone_at = ?2 WHERE id = ?1",
                      TIEM_INT (payment_id),
                      TIEM_INT (write->now))
         && book_debts (write, payment_id, error) && tiem_write_commit (write, error);
}
