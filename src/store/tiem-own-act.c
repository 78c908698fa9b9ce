#define G_LOG_DOMAIN "tiem-own-act"

#include "config.h"

#include "store/tiem-own-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>

/* What becomes of an order of one's own: the owner says so, and it is so. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* Any step a mistake may have skipped or made too early is allowed, in both directions, as long
 * as it tells the truth about where the goods are. */
static gboolean
check_step (TiemDb *db,
            gint64 order_id,
            TiemOrderStatus from,
            TiemOrderStatus to,
            GError **error)
{
  gboolean had_left = tiem_order_status_has_left (from);
  gint64 booked = 0;

  if (to == TIEM_ORDER_UNKNOWN || to == TIEM_ORDER_UNPAID)
    return fail (TIEM_ERROR_INVALID,
                 _ ("An order can't be put into that state by hand; choose another one."),
                 error);
  if (to == TIEM_ORDER_RETURNED)
    return fail (TIEM_ERROR_INVALID,
                 _ ("An order is returned once its goods are back; book the return instead."),
                 error);
  if (to == TIEM_ORDER_CANCELLED && had_left)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The parcel has left the shop, so the order can't be cancelled; say that it "
                    "was not delivered, and book the goods when they are back."),
                 error);
  if ((to == TIEM_ORDER_FAILED_DELIVERY || to == TIEM_ORDER_RETURNING) && !had_left)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The parcel has not left the shop yet; cancel the order instead."),
                 error);
  if (from == TIEM_ORDER_CANCELLED && !tiem_order_status_is_open (to))
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The order was cancelled; take that back before it goes on."),
                 error);
  if (!tiem_db_get_int (db,
                        &booked,
                        error,
                        "SELECT count (*) FROM return_case WHERE order_id = ?1",
                        TIEM_INT (order_id)))
    return FALSE;
  if (booked > 0 && (from == TIEM_ORDER_RETURNED || !tiem_order_status_has_left (to)))
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("Goods of this order have come back already; it stays as it is."),
                 error);
  return TRUE;
}

static void
replace (char **text,
         const char *by)
{
  if (by == NULL)
    return;
  g_free (*text);
  *text = *by != '\0' ? g_strdup (by) : NULL;
}

static gint64
mark (TiemWrite *write,
      gint64 order_id,
      const TiemOwnMark *wanted,
      GError **error)
{
  gint64 channel_id = 0;
  gint64 event_id = 0;
  gboolean same;
  g_autoptr (TiemRemoteOrder) order = tiem_own_load_held (write->db, order_id, &channel_id, error);

  if (order == NULL)
    return 0;
  same = order->status == wanted->status;
  if (same && (wanted->carrier == NULL || g_strcmp0 (wanted->carrier, order->carrier) == 0)
      && (wanted->tracking == NULL || g_strcmp0 (wanted->tracking, order->tracking) == 0))
    return -1;
  if (!same && !check_step (write->db, order_id, order->status, wanted->status, error))
    return 0;

  order->status = wanted->status;
  replace (&order->carrier, wanted->carrier);
  replace (&order->tracking, wanted->tracking);
  replace (&order->cancel_reason, wanted->status == TIEM_ORDER_CANCELLED ? wanted->reason : "");
  if (!tiem_own_put (write, channel_id, order, &order_id, error)
      || !tiem_db_get_int (write->db,
                           &event_id,
                           error,
                           "SELECT max (id) FROM order_event WHERE order_id = ?1 AND kind = ?2",
                           TIEM_INT (order_id),
                           TIEM_TEXT (TIEM_EVENT_STATUS)))
    return 0;
  return same ? -1 : event_id;
}

gint64
tiem_store_mark_own_order (TiemStore *self,
                           gint64 order_id,
                           const TiemOwnMark *wanted,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 step;

  if (write == NULL || !tiem_own_require (write->db, order_id, error)
      || (step = mark (write, order_id, wanted, error)) == 0 || !tiem_write_commit (write, error))
    return 0;
  return step;
}

/* --- as actions of the outbox are called --- */

static const struct
{
  const char *kind;
  TiemOrderStatus status;
} actions[] = {
  { "order:confirm", TIEM_ORDER_TO_SHIP },
  { "order:ship", TIEM_ORDER_SHIPPING },
  { "order:cancel", TIEM_ORDER_CANCELLED },
};

/* An action that is behind the order already was meant for another one. */
static gboolean
check_order_of (TiemDb *db,
                gint64 order_id,
                TiemOrderStatus to,
                gboolean *is_done,
                GError **error)
{
  g_autofree char *text = NULL;
  TiemOrderStatus from;

  if (!tiem_db_get_text (
          db, &text, error, "SELECT status FROM customer_order WHERE id = ?1", TIEM_INT (order_id)))
    return FALSE;
  from = tiem_order_status_from_string (text);
  *is_done = from == to || (to == TIEM_ORDER_TO_SHIP && from == TIEM_ORDER_AWAITING_PICKUP);
  if (*is_done || to == TIEM_ORDER_CANCELLED || tiem_order_status_is_open (from))
    return TRUE;
  return fail (TIEM_ERROR_CONFLICT,
               from == TIEM_ORDER_CANCELLED
                   ? _ ("The order was cancelled; take that back before it goes on.")
                   : _ ("The order has left the shop already; look at what became of it."),
               error);
}

gint64
tiem_own_act (
    TiemWrite *write, gint64 order_id, const char *kind, const char *reason, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      TiemOwnMark wanted = { .status = actions[i].status, .reason = reason };
      gboolean is_done = FALSE;

      if (!g_str_equal (kind, actions[i].kind))
        continue;
      if (!check_order_of (write->db, order_id, wanted.status, &is_done, error))
        return 0;
      return is_done ? -1 : mark (write, order_id, &wanted, error);
    }
  fail (TIEM_ERROR_INVALID,
        _ ("There is nothing like this to do with an order of your own; see what it offers."),
        error);
  return 0;
}

gboolean
tiem_own_undo (TiemWrite *write,
               gint64 step,
               GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT e.order_id, e.old, e.new = o.status AND NOT EXISTS (SELECT 1 FROM order_event later"
      "  WHERE later.order_id = e.order_id AND later.kind = e.kind AND later.id > e.id)"
      " FROM order_event e JOIN customer_order o ON o.id = e.order_id"
      " JOIN own_order w ON w.order_id = e.order_id WHERE e.id = ?1 AND e.kind = ?2",
      TIEM_INT (step),
      TIEM_TEXT (TIEM_EVENT_STATUS));
  TiemOwnMark back = { 0 };
  gint64 order_id;
  int found = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (found < 0)
    return FALSE;
  if (found == 0 || tiem_stmt_int (row, 2) == 0)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The order has gone on since; it can't be undone any more."),
                 error);
  order_id = tiem_stmt_int (row, 0);
  back.status = tiem_order_status_from_string (tiem_stmt_text (row, 1));
  g_clear_pointer (&row, tiem_stmt_release);
  return mark (write, order_id, &back, error) != 0;
}

gboolean
tiem_store_undo_own (TiemStore *self,
                     gint64 step,
                     GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_own_undo (write, step, error) && tiem_write_commit (write, error);
}

/* --- goods that came back --- */

gboolean
tiem_own_note_return (TiemWrite *write,
                      gint64 order_id,
                      GError **error)
{
  g_autoptr (TiemRemoteOrder) order = NULL;
  gint64 channel_id = 0;
  gint64 out = 0;
  gboolean is_own;

  if (!tiem_own_is (write->db, order_id, &is_own, error))
    return FALSE;
  if (!is_own)
    return TRUE;
  if (!tiem_db_get_int (write->db,
                        &out,
                        error,
                        "SELECT sum (" TIEM_LINE_OUT ") FROM order_line l"
                        " JOIN customer_order o ON o.id = l.order_id WHERE l.order_id = ?1",
                        TIEM_INT (order_id)))
    return FALSE;
  if (out > 0)
    return TRUE;
  if ((order = tiem_own_load_held (write->db, order_id, &channel_id, error)) == NULL)
    return FALSE;
  order->status = TIEM_ORDER_RETURNED;
  return tiem_own_put (write, channel_id, order, &order_id, error);
}

/* --- told --- */

char *
tiem_own_tell (const TiemOrderEventRow *event)
{
  g_autofree char *money = tiem_money_format (ABS (event->quantity));
  TiemMoneyWay how;

  if (g_str_equal (event->kind, TIEM_EVENT_MONEY))
    {
      tiem_money_way_from_string (event->new, &how);
      if (event->quantity < 0)
        /* Translators: an amount of money, and how it was paid: cash, transfer */
        return g_strdup_printf (_ ("Gave back %s (%s)."), money, tiem_money_way_get_label (how));
      return g_strdup_printf (_ ("Received %s (%s)."), money, tiem_money_way_get_label (how));
    }
  if (g_str_equal (event->kind, TIEM_EVENT_TOTAL))
    {
      g_autofree char *old = tiem_money_format (g_ascii_strtoll (event->old, NULL, 10));
      g_autofree char *new = tiem_money_format (g_ascii_strtoll (event->new, NULL, 10));

      /* Translators: the order's total before and after */
      return g_strdup_printf (_ ("The total: %s became %s."), old, new);
    }
  return NULL;
}
