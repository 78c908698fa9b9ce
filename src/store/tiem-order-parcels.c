#define G_LOG_DOMAIN "tiem-order-parcels"

#include "store/tiem-orders-private.h"

/* A platform that gives the number by a call of its own may not give it again with the order:
 * the number of the same parcel stays. */
static gboolean
put_parcel (TiemWrite *write,
            gint64 order_id,
            gint64 position,
            const TiemRemoteParcel *parcel,
            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO parcel (order_id, position, carrier, tracking,"
                      " remote_id, remote_status) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                      " ON CONFLICT (order_id, position) DO UPDATE SET"
                      " tracking = coalesce (excluded.tracking,"
                      "   CASE WHEN remote_id IS excluded.remote_id THEN tracking END),"
                      " carrier = excluded.carrier, remote_id = excluded.remote_id,"
                      " remote_status = excluded.remote_status",
                      TIEM_INT (order_id),
                      TIEM_INT (position),
                      TIEM_TEXT (parcel->carrier),
                      TIEM_TEXT (parcel->tracking),
                      TIEM_TEXT (parcel->remote_id),
                      TIEM_TEXT (parcel->remote_status));
}

gboolean
tiem_order_parcels_put (TiemWrite *write,
                        gint64 order_id,
                        const TiemRemoteOrder *order,
                        GError **error)
{
  TiemRemoteParcel only = { .carrier = order->carrier, .tracking = order->tracking };

  if (order->parcels->len == 0)
    return (order->carrier == NULL && order->tracking == NULL)
           || put_parcel (write, order_id, 0, &only, error);
  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM parcel WHERE order_id = ?1 AND position >= ?2",
                    TIEM_INT (order_id),
                    TIEM_INT (order->parcels->len)))
    return FALSE;
  for (guint i = 0; i < order->parcels->len; i++)
    {
      TiemRemoteParcel parcel = *(const TiemRemoteParcel *)g_ptr_array_index (order->parcels, i);

      /* The order may say more of its first parcel than the parcel does. */
      if (i == 0 && parcel.carrier == NULL)
        parcel.carrier = order->carrier;
      if (i == 0 && parcel.tracking == NULL)
        parcel.tracking = order->tracking;
      if (!put_parcel (write, order_id, i, &parcel, error))
        return FALSE;
    }
  return TRUE;
}

const char *
tiem_order_parcels_get_tracking (const TiemRemoteOrder *order)
{
  if (order->tracking != NULL)
    return order->tracking;
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      if (parcel->tracking != NULL)
        return parcel->tracking;
    }
  return NULL;
}
