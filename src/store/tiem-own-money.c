#define G_LOG_DOMAIN "tiem-own-money"

#include "config.h"

#include "store/tiem-own-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>

/* Money that came in for orders of one's own, and what is still owed. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* --- what is owed --- */

gboolean
tiem_own_refresh_owed (TiemWrite *write,
                       gint64 order_id,
                       gint64 also,
                       GError **error)
{
  gint64 customer_id = 0;

  return tiem_db_run (write->db,
                      error,
                      "UPDATE own_order SET owed_vnd = (SELECT " TIEM_OWN_OWED
                      " FROM customer_order o, own_order w WHERE o.id = ?1 AND w.order_id = ?1)"
                      " WHERE order_id = ?1",
                      TIEM_INT (order_id))
         && tiem_db_get_int (write->db,
                             &customer_id,
                             error,
                             "SELECT customer_id FROM customer_order WHERE id = ?1",
                             TIEM_INT (order_id))
         && tiem_customers_book_debt (write, customer_id, error)
         && (also == customer_id || tiem_customers_book_debt (write, also, error));
}

/* --- payments --- */

gboolean
tiem_own_book_money (TiemWrite *write,
                     gint64 order_id,
                     gint64 amount_vnd,
                     TiemMoneyWay how,
                     const char *note,
                     GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = write->now,
                              .kind = TIEM_EVENT_MONEY,
                              .source = "owner",
                              .new = tiem_money_way_to_string (how),
                              .quantity = amount_vnd };

  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO order_payment (order_id, at, amount_vnd, how, note)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                      TIEM_INT (order_id),
                      TIEM_INT (write->now),
                      TIEM_INT (amount_vnd),
                      TIEM_TEXT (tiem_money_way_to_string (how)),
                      TIEM_TEXT (note))
         && tiem_order_events_add (write, &event, error);
}

static gboolean
check_amount (const TiemRemoteOrder *order,
              gint64 amount_vnd,
              GError **error)
{
  gint64 left = order->total_vnd - order->paid_vnd;
  g_autofree char *money = NULL;

  if (amount_vnd == 0)
    return fail (TIEM_ERROR_INVALID, _ ("No amount is given; write how much came in."), error);
  if (amount_vnd > 0 && order->status == TIEM_ORDER_CANCELLED)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The order was cancelled; nothing is paid for it any more."),
                 error);
  if (amount_vnd > MAX (left, 0))
    {
      money = tiem_money_format (MAX (left, 0));
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: an amount of money */
                   _ ("Only %s is left to pay; check the amount."),
                   money);
      return FALSE;
    }
  if (amount_vnd < -order->paid_vnd)
    {
      money = tiem_money_format (order->paid_vnd);
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("Only %s came in, so no more can be given back; check the amount."),
                   money);
      return FALSE;
    }
  return TRUE;
}

static gboolean
pay (TiemWrite *write,
     gint64 order_id,
     gint64 amount_vnd,
     TiemMoneyWay how,
     const char *note,
     gint64 *payment_id,
     GError **error)
{
  gint64 channel_id = 0;
  g_autoptr (TiemRemoteOrder) order = tiem_own_load_held (write->db, order_id, &channel_id, error);

  if (order == NULL || !check_amount (order, amount_vnd, error)
      || !tiem_own_book_money (write, order_id, amount_vnd, how, note, error)
      || !tiem_db_get_int (write->db,
                           payment_id,
                           error,
                           "SELECT max (id) FROM order_payment WHERE order_id = ?1",
                           TIEM_INT (order_id)))
    return FALSE;
  order->paid_vnd += amount_vnd;
  /* What came in is not collected once more. */
  return tiem_db_run (write->db,
                      error,
                      "UPDATE own_order SET cod_vnd = min (cod_vnd, max (?2, 0))"
                      " WHERE order_id = ?1 AND cod_settled_at = 0",
                      TIEM_INT (order_id),
                      TIEM_INT (order->total_vnd - order->paid_vnd))
         && tiem_own_put (write, channel_id, order, &order_id, error);
}

gint64
tiem_store_pay_own_order (TiemStore *self,
                          gint64 order_id,
                          gint64 amount_vnd,
                          TiemMoneyWay how,
                          const char *note,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 payment_id = 0;

  if (write == NULL || !tiem_own_require (write->db, order_id, error)
      || !pay (write, order_id, amount_vnd, how, note, &payment_id, error)
      || !tiem_write_commit (write, error))
    return 0;
  return payment_id;
}

/* --- what the carrier collected --- */

static gboolean
check_cod (TiemDb *db,
           gint64 order_id,
           gint64 *cod_vnd,
           GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT w.cod_vnd, w.cod_settled_at, o.status FROM own_order w"
                       " JOIN customer_order o ON o.id = w.order_id WHERE w.order_id = ?1",
                       TIEM_INT (order_id));
  TiemOrderStatus status;

  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  *cod_vnd = tiem_stmt_int (row, 0);
  status = tiem_order_status_from_string (tiem_stmt_text (row, 2));
  if (tiem_stmt_int (row, 1) > 0)
    return fail (
        TIEM_ERROR_CONFLICT,
        _ ("The carrier has paid for this order already; there is nothing left to settle."),
        error);
  if (*cod_vnd == 0)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("Nothing was to be collected for this order; book what came in as a payment."),
                 error);
  if (status != TIEM_ORDER_DELIVERED && status != TIEM_ORDER_COMPLETED
      && status != TIEM_ORDER_SHIPPING)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The parcel was not delivered, so the carrier has collected nothing; settle it "
                    "when it is."),
                 error);
  return TRUE;
}

gboolean
tiem_store_settle_cod (TiemStore *self,
                       gint64 order_id,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 cod_vnd = 0;
  gint64 payment_id = 0;

  return write != NULL && tiem_own_require (write->db, order_id, error)
         && check_cod (write->db, order_id, &cod_vnd, error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE own_order SET cod_settled_at = ?2 WHERE order_id = ?1",
                         TIEM_INT (order_id),
                         TIEM_INT (write->now))
         && pay (write, order_id, cod_vnd, TIEM_MONEY_CARRIER, NULL, &payment_id, error)
         && tiem_write_commit (write, error);
}

/* --- reading --- */

static gboolean
load_payments (TiemDb *db,
               TiemOrder *order,
               GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT id, at, amount_vnd, how, note FROM order_payment"
                       " WHERE order_id = ?1 ORDER BY id",
                       TIEM_INT (order->id));
  int step = -1;

  order->payments = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_payment_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOrderPayment *payment = g_new0 (TiemOrderPayment, 1);

      payment->id = tiem_stmt_int (rows, 0);
      payment->at = tiem_stmt_int (rows, 1);
      payment->amount_vnd = tiem_stmt_int (rows, 2);
      tiem_money_way_from_string (tiem_stmt_text (rows, 3), &payment->how);
      payment->note = tiem_stmt_dup_text (rows, 4);
      g_ptr_array_add (order->payments, payment);
    }
  return step == 0;
}

gboolean
tiem_own_load (TiemDb *db,
               TiemOrder *order,
               gboolean with_payments,
               GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT source, payment, cod_vnd, cod_settled_at, owed_vnd FROM own_order"
                       " WHERE order_id = ?1",
                       TIEM_INT (order->id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step <= 0)
    return step == 0;
  order->is_own = TRUE;
  tiem_own_source_from_string (tiem_stmt_text (row, 0), &order->own_source);
  tiem_own_payment_from_string (tiem_stmt_text (row, 1), &order->own_payment);
  order->cod_vnd = tiem_stmt_int (row, 2);
  order->cod_settled_at = tiem_stmt_int (row, 3);
  order->owed_vnd = tiem_stmt_int (row, 4);
  return !with_payments || load_payments (db, order, error);
}

GArray *
tiem_store_list_unsettled_cod (TiemStore *self,
                               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT o.id FROM own_order w JOIN customer_order o ON o.id = w.order_id"
                        " WHERE w.cod_vnd > 0 AND w.cod_settled_at = 0"
                        " AND o.status IN ('delivered', 'completed') ORDER BY o.placed_at, o.id");
  return rows != NULL ? tiem_ids_collect (rows, error) : NULL;
}

gboolean
tiem_store_read_own_figures (TiemStore *self,
                             TiemOwnFigures *figures,
                             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;

  *figures = (TiemOwnFigures){ 0 };
  if (read == NULL)
    return FALSE;
  row = tiem_db_query (
      read->db,
      error,
      "SELECT (SELECT count (*) FROM draft),"
      " count (DISTINCT coalesce (c.root_id, -o.id)), coalesce (sum (w.owed_vnd), 0),"
      " (SELECT count (*) FROM own_order x JOIN customer_order y ON y.id = x.order_id"
      "   WHERE x.cod_vnd > 0 AND x.cod_settled_at = 0 AND y.status IN ('delivered', 'completed')),"
      " (SELECT coalesce (sum (x.cod_vnd), 0) FROM own_order x"
      "   JOIN customer_order y ON y.id = x.order_id"
      "   WHERE x.cod_vnd > 0 AND x.cod_settled_at = 0 AND y.status IN ('delivered', 'completed'))"
      " FROM own_order w JOIN customer_order o ON o.id = w.order_id"
      " LEFT JOIN customer c ON c.id = o.customer_id WHERE w.owed_vnd > 0");
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  figures->drafts = tiem_stmt_int (row, 0);
  figures->debtors = tiem_stmt_int (row, 1);
  figures->owed_vnd = tiem_stmt_int (row, 2);
  figures->cod_orders = tiem_stmt_int (row, 3);
  figures->cod_vnd = tiem_stmt_int (row, 4);
  return TRUE;
}
