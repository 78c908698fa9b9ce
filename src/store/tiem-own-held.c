#define G_LOG_DOMAIN "tiem-own-held"

#include "config.h"

#include "store/tiem-own-private.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>

/* An order of one's own as it is held, and how it is written: the way a channel's order is. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* --- which one it is --- */

gboolean
tiem_own_is (TiemDb *db,
             gint64 order_id,
             gboolean *is_own,
             GError **error)
{
  gint64 found = -1;

  *is_own = FALSE;
  if (!tiem_db_get_int (db,
                        &found,
                        error,
                        "SELECT EXISTS (SELECT 1 FROM own_order WHERE order_id = o.id)"
                        " FROM customer_order o WHERE o.id = ?1",
                        TIEM_INT (order_id)))
    return FALSE;
  if (found < 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."), error);
  *is_own = found > 0;
  return TRUE;
}

gboolean
tiem_own_require (TiemDb *db,
                  gint64 order_id,
                  GError **error)
{
  gboolean is_own;

  if (!tiem_own_is (db, order_id, &is_own, error))
    return FALSE;
  return is_own
         || fail (TIEM_ERROR_INVALID,
                  _ ("This order came from a channel; only orders of your own are changed here."),
                  error);
}

/* --- as it is held --- */

static gboolean
load_head (TiemDb *db,
           gint64 order_id,
           TiemRemoteOrder *order,
           gint64 *channel_id,
           GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT o.channel_id, o.remote_id, o.number, o.status, o.placed_at, o.updated_at, o.left_at,"
      " o.ship_by, o.total_vnd, o.shipping_fee_vnd, o.discount_vnd, o.paid_vnd,"
      " o.payment_method, o.buyer_name, o.buyer_phone, o.buyer_email, o.note, o.customer_id,"
      " o.cancel_reason, a.name, a.phone, a.line, a.ward, a.district, a.province, a.text,"
      " p.carrier, p.tracking, o.surcharge_vnd"
      " FROM customer_order o LEFT JOIN order_address a ON a.order_id = o.id"
      " LEFT JOIN parcel p ON p.order_id = o.id AND p.position = 0 WHERE o.id = ?1",
      TIEM_INT (order_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step <= 0)
    return step == 0
           && fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."), error);
  *channel_id = tiem_stmt_int (row, 0);
  order->remote_id = tiem_stmt_dup_text (row, 1);
  order->number = tiem_stmt_dup_text (row, 2);
  order->status = tiem_order_status_from_string (tiem_stmt_text (row, 3));
  order->placed_at = tiem_stmt_int (row, 4);
  order->updated_at = tiem_stmt_int (row, 5);
  order->left_at = tiem_stmt_int (row, 6);
  order->ship_by = tiem_stmt_int (row, 7);
  order->total_vnd = tiem_stmt_int (row, 8);
  order->shipping_fee_vnd = tiem_stmt_int (row, 9);
  order->discount_vnd = tiem_stmt_int (row, 10);
  order->paid_vnd = tiem_stmt_int (row, 11);
  order->payment_method = tiem_stmt_dup_text (row, 12);
  order->buyer_name = tiem_stmt_dup_text (row, 13);
  order->buyer_phone = tiem_stmt_dup_text (row, 14);
  order->buyer_email = tiem_stmt_dup_text (row, 15);
  order->note = tiem_stmt_dup_text (row, 16);
  order->own_customer_id = tiem_stmt_int (row, 17);
  order->cancel_reason = tiem_stmt_dup_text (row, 18);
  order->address.name = tiem_stmt_dup_text (row, 19);
  order->address.phone = tiem_stmt_dup_text (row, 20);
  order->address.line = tiem_stmt_dup_text (row, 21);
  order->address.ward = tiem_stmt_dup_text (row, 22);
  order->address.district = tiem_stmt_dup_text (row, 23);
  order->address.province = tiem_stmt_dup_text (row, 24);
  order->address.text = tiem_stmt_dup_text (row, 25);
  order->carrier = tiem_stmt_dup_text (row, 26);
  order->tracking = tiem_stmt_dup_text (row, 27);
  order->surcharge_vnd = tiem_stmt_int (row, 28);
  return TRUE;
}

static gboolean
load_held_lines (TiemDb *db,
                 gint64 order_id,
                 TiemRemoteOrder *order,
                 GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT line_key, remote_sku, title, options, image_url, quantity, cancelled,"
      " unit_price_vnd, total_vnd, own_variant_id FROM order_line WHERE order_id = ?1"
      " ORDER BY position, id",
      TIEM_INT (order_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemRemoteLine *line = tiem_remote_line_new ();

      line->remote_id = tiem_stmt_dup_text (rows, 0);
      line->sku = tiem_stmt_dup_text (rows, 1);
      line->title = tiem_stmt_dup_text (rows, 2);
      line->options = tiem_stmt_dup_text (rows, 3);
      line->image_url = tiem_stmt_dup_text (rows, 4);
      line->quantity = tiem_stmt_int (rows, 5);
      line->cancelled = tiem_stmt_int (rows, 6);
      line->unit_price_vnd = tiem_stmt_int (rows, 7);
      line->total_vnd = tiem_stmt_int (rows, 8);
      line->own_variant_id = tiem_stmt_int (rows, 9);
      g_ptr_array_add (order->lines, line);
    }
  return step == 0;
}

TiemRemoteOrder *
tiem_own_load_held (TiemDb *db,
                    gint64 order_id,
                    gint64 *channel_id,
                    GError **error)
{
  g_autoptr (TiemRemoteOrder) order = tiem_remote_order_new ();

  order->is_own = TRUE;
  order->currency = g_strdup ("VND");
  if (!load_head (db, order_id, order, channel_id, error)
      || !load_held_lines (db, order_id, order, error))
    return NULL;
  return g_steal_pointer (&order);
}

/* --- writing it --- */

gboolean
tiem_own_put (
    TiemWrite *write, gint64 channel_id, TiemRemoteOrder *order, gint64 *order_id, GError **error)
{
  gint64 customer_before = 0;

  order->is_own = TRUE;
  order->updated_at = MAX (write->now, order->updated_at);
  if (*order_id != 0
      && !tiem_db_get_int (write->db,
                           &customer_before,
                           error,
                           "SELECT customer_id FROM customer_order WHERE id = ?1",
                           TIEM_INT (*order_id)))
    return FALSE;
  return tiem_orders_put_own (write, channel_id, order, order_id, error)
         && tiem_own_refresh_owed (write, *order_id, customer_before, error);
}
