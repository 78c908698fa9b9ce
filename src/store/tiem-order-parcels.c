#define G_LOG_DOMAIN "tiem-order-parcels"

#include "store/tiem-order-lines.h"
#include "store/tiem-orders-private.h"

/* The parcels of an order, and what is in them. */

/* What is held of a parcel. */
typedef struct
{
  char *tracking;
  TiemOrderStatus status;
} HeldParcel;

static void
clear_held_parcel (gpointer data)
{
  g_free (((HeldParcel *)data)->tracking);
}

/* Returns: (element-type HeldParcel): by position */
static GArray *
load_held (TiemWrite *write,
           gint64 order_id,
           GError **error)
{
  g_autoptr (GArray) parcels = g_array_new (FALSE, TRUE, sizeof (HeldParcel));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT tracking, status FROM parcel WHERE order_id = ?1 ORDER BY position",
                       TIEM_INT (order_id));
  int step = -1;

  g_array_set_clear_func (parcels, clear_held_parcel);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      HeldParcel parcel = { tiem_stmt_dup_text (rows, 0),
                            tiem_order_status_from_string (tiem_stmt_text (rows, 1)) };

      g_array_append_val (parcels, parcel);
    }
  return step < 0 ? NULL : g_steal_pointer (&parcels);
}

/* What the story of an order in several parcels tells; of the first one's number the order does. */
static gboolean
note_parcel (TiemWrite *write,
             gint64 order_id,
             const TiemRemoteOrder *order,
             guint position,
             const HeldParcel *held,
             GError **error)
{
  const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, position);
  TiemOrderEventRow event = {
    .order_id = order_id, .at = order->updated_at, .source = "channel", .quantity = position + 1
  };

  if (parcel->status != TIEM_ORDER_UNKNOWN && held->status != TIEM_ORDER_UNKNOWN
      && parcel->status != held->status)
    {
      event.kind = TIEM_EVENT_PARCEL;
      event.old = tiem_order_status_to_string (held->status);
      event.new = tiem_order_status_to_string (parcel->status);
      event.subject = parcel->remote_status;
      if (!tiem_order_events_add (write, &event, error))
        return FALSE;
    }
  if (position == 0 || parcel->tracking == NULL
      || g_strcmp0 (parcel->tracking, held->tracking) == 0)
    return TRUE;
  event.kind = TIEM_EVENT_PARCEL_TRACKING;
  event.old = event.subject = NULL;
  event.new = parcel->tracking;
  return tiem_order_events_add (write, &event, error);
}

static gboolean
note_changes (TiemWrite *write,
              gint64 order_id,
              const TiemRemoteOrder *order,
              GError **error)
{
  g_autoptr (GArray) held = load_held (write, order_id, error);

  if (held == NULL)
    return FALSE;
  for (guint i = 0; i < order->parcels->len && i < held->len; i++)
    if (!note_parcel (write, order_id, order, i, &g_array_index (held, HeldParcel, i), error))
      return FALSE;
  return TRUE;
}

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
                      " remote_id, remote_status, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                      " ON CONFLICT (order_id, position) DO UPDATE SET"
                      " tracking = coalesce (excluded.tracking,"
                      "   CASE WHEN remote_id IS excluded.remote_id THEN tracking END),"
                      " carrier = excluded.carrier, remote_id = excluded.remote_id,"
                      " remote_status = excluded.remote_status, status = excluded.status",
                      TIEM_INT (order_id),
                      TIEM_INT (position),
                      TIEM_TEXT (parcel->carrier),
                      TIEM_TEXT (parcel->tracking),
                      TIEM_TEXT (parcel->remote_id),
                      TIEM_TEXT (parcel->remote_status),
                      TIEM_TEXT (parcel->status != TIEM_ORDER_UNKNOWN
                                     ? tiem_order_status_to_string (parcel->status)
                                     : NULL));
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
  if ((order->parcels->len > 1 && !note_changes (write, order_id, order, error))
      || !tiem_db_run (write->db,
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

/* --- what is in them --- */

/* As they are kept. */
static gint64
count_units (const TiemParcelLine *content)
{
  return CLAMP (content->quantity, 0, TIEM_MOST_UNITS);
}

/* Whether there is more to say than that all of it is in the one parcel. */
static gboolean
is_taken_apart (const TiemRemoteOrder *order)
{
  gint64 units = 0;
  gint64 packed = 0;

  if (order->parcels->len > 1)
    return TRUE;
  for (guint i = 0; i < order->lines->len; i++)
    units += tiem_order_line_count_wanted (g_ptr_array_index (order->lines, i));
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      for (guint j = 0; j < parcel->lines->len; j++)
        packed += count_units (&g_array_index (parcel->lines, TiemParcelLine, j));
    }
  return packed > 0 && packed < units;
}

static gboolean
put_content (TiemWrite *write,
             gint64 order_id,
             const TiemRemoteOrder *order,
             GError **error)
{
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      for (guint j = 0; j < parcel->lines->len; j++)
        {
          const TiemParcelLine *content = &g_array_index (parcel->lines, TiemParcelLine, j);

          if (count_units (content) > 0
              && !tiem_db_run (write->db,
                               error,
                               "INSERT OR REPLACE INTO parcel_line (order_id, position, line_id,"
                               " quantity) SELECT ?1, ?2, id, ?4 FROM order_line"
                               " WHERE order_id = ?1 AND position = ?3",
                               TIEM_INT (order_id),
                               TIEM_INT (i),
                               TIEM_INT (content->line),
                               TIEM_INT (count_units (content))))
            return FALSE;
        }
    }
  return TRUE;
}

/* Whether some parcels are gone while others are still here: the order as a whole is open then. */
static gboolean
is_partly_gone (const TiemRemoteOrder *order)
{
  guint n_gone = 0;

  if (order->left_at > 0 || !tiem_order_status_is_open (order->status))
    return FALSE;
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      if (parcel->lines->len == 0)
        return FALSE;
      if (tiem_order_status_has_left (parcel->status))
        n_gone++;
    }
  return n_gone > 0;
}

/* Units that left stay gone, whatever the platform says later. */
static gboolean
mark_gone (TiemWrite *write,
           gint64 order_id,
           const TiemRemoteOrder *order,
           GError **error)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      gint64 gone = 0;

      for (guint j = 0; j < order->parcels->len; j++)
        {
          const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, j);

          for (guint k = 0; tiem_order_status_has_left (parcel->status) && k < parcel->lines->len;
               k++)
            {
              const TiemParcelLine *content = &g_array_index (parcel->lines, TiemParcelLine, k);

              gone += content->line == i ? count_units (content) : 0;
            }
        }
      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE order_line SET gone = max (gone, min (?3, max (quantity -"
                        " cancelled, 0))) WHERE order_id = ?1 AND position = ?2",
                        TIEM_INT (order_id),
                        TIEM_INT (i),
                        TIEM_INT (gone)))
        return FALSE;
    }
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_order SET part_left_at = max (updated_at, 1)"
                      " WHERE id = ?1 AND part_left_at = 0",
                      TIEM_INT (order_id));
}

gboolean
tiem_order_parcels_put_content (TiemWrite *write,
                                gint64 order_id,
                                const TiemRemoteOrder *order,
                                gint64 part_left_at,
                                gboolean is_new,
                                GError **error)
{
  if (!is_new
      && !tiem_db_run (
          write->db, error, "DELETE FROM parcel_line WHERE order_id = ?1", TIEM_INT (order_id)))
    return FALSE;
  if (is_taken_apart (order) && !put_content (write, order_id, order, error))
    return FALSE;
  if (is_partly_gone (order))
    return mark_gone (write, order_id, order, error);
  /* All of it left: the lines go by their order again. */
  return part_left_at == 0
         || tiem_db_run (write->db,
                         error,
                         "UPDATE order_line SET gone = -1 WHERE order_id = ?1 AND gone >= 0"
                         " AND EXISTS (SELECT 1 FROM customer_order WHERE id = ?1 AND left_at > 0)",
                         TIEM_INT (order_id));
}

static gboolean
load_content (TiemDb *db,
              TiemOrder *order,
              GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT position, line_id, quantity FROM parcel_line WHERE order_id = ?1 ORDER BY 1, 2",
      TIEM_INT (order->id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 position = tiem_stmt_int (rows, 0);

      if (position >= order->parcels->len)
        continue;
      for (guint i = 0; i < order->lines->len; i++)
        if (((TiemOrderLine *)g_ptr_array_index (order->lines, i))->id == tiem_stmt_int (rows, 1))
          tiem_remote_parcel_add (
              g_ptr_array_index (order->parcels, position), i, tiem_stmt_int (rows, 2));
    }
  return step == 0;
}

gboolean
tiem_order_parcels_load (TiemDb *db,
                         TiemOrder *order,
                         GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT remote_id, carrier, tracking, remote_status, status FROM parcel"
                       " WHERE order_id = ?1 ORDER BY position",
                       TIEM_INT (order->id));
  int step = -1;

  order->parcels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_parcel_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemRemoteParcel *parcel = tiem_remote_parcel_new ();

      parcel->remote_id = tiem_stmt_dup_text (rows, 0);
      parcel->carrier = tiem_stmt_dup_text (rows, 1);
      parcel->tracking = tiem_stmt_dup_text (rows, 2);
      parcel->remote_status = tiem_stmt_dup_text (rows, 3);
      parcel->status = tiem_order_status_from_string (tiem_stmt_text (rows, 4));
      g_ptr_array_add (order->parcels, parcel);
    }
  return step == 0 && (order->parcels->len == 0 || load_content (db, order, error));
}
