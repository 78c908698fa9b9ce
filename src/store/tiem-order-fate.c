#define G_LOG_DOMAIN "tiem-order-fate"

#include "store/tiem-orders-private.h"

/* What became of an order's goods after they left: not taken, on their way back. */

/* The owner knows best, then the platform. Where it says nothing a failed delivery counts, and goes
 * on counting while the parcel comes back. */
gboolean
tiem_order_is_refused (const TiemRemoteOrder *order,
                       const TiemOrderFate *held)
{
  if (held->refusal_said != TIEM_REFUSAL_UNTOLD)
    return held->refusal_said == TIEM_REFUSAL_YES;
  if (order->refusal != TIEM_REFUSAL_UNTOLD)
    return order->refusal == TIEM_REFUSAL_YES;
  return order->status == TIEM_ORDER_FAILED_DELIVERY
         || (held->refused
             && (order->status == TIEM_ORDER_RETURNING || order->status == TIEM_ORDER_RETURNED
                 || order->status == TIEM_ORDER_CANCELLED));
}

static gboolean
may_come_back (TiemOrderStatus status)
{
  return status == TIEM_ORDER_FAILED_DELIVERY || status == TIEM_ORDER_RETURNING
         || status == TIEM_ORDER_RETURNED || status == TIEM_ORDER_CANCELLED;
}

gboolean
tiem_order_settle_back (
    TiemWrite *write, gint64 order_id, TiemOrderStatus status, gint64 held, GError **error)
{
  if (held == 0 && !may_come_back (status))
    return TRUE;
  return tiem_db_run (
      write->db,
      error,
      "UPDATE customer_order AS o SET back_since = iif (stage >= 8 AND EXISTS (SELECT 1"
      " FROM order_line l WHERE l.order_id = o.id AND " TIEM_LINE_OUT " > 0),"
      " iif (back_since > 0, back_since, max (updated_at, 1)), 0) WHERE id = ?1",
      TIEM_INT (order_id));
}
