#define G_LOG_DOMAIN "tiem-order-story"

#include "config.h"

#include "base/tiem-money.h"
#include "store/tiem-orders-private.h"

#include <glib/gi18n-lib.h>

/*
 * What happened to an order, when, and who said so: its events, and what other tables tell of it
 * (when it was first read, what left the shelf), which need not be written twice.
 */

static TiemOrderEvent *
new_event (gint64 at,
           const char *kind,
           char *what,
           const char *by,
           const char *word)
{
  TiemOrderEvent *event = g_new0 (TiemOrderEvent, 1);

  event->at = at;
  event->kind = g_strdup (kind);
  event->what = what;
  event->by = g_strdup (by);
  event->word = g_strdup (word);
  return event;
}

static const char *
get_teller (const char *source,
            const TiemOrder *order)
{
  if (g_str_equal (source, "channel"))
    return order->channel_name;
  return g_str_equal (source, "owner") ? _ ("You") : "Tiệm";
}

static gboolean
has_word (const char *kind)
{
  return g_str_equal (kind, TIEM_EVENT_STATUS) || g_str_equal (kind, TIEM_EVENT_STALE)
         || g_str_equal (kind, TIEM_EVENT_PARCEL);
}

static gboolean
add_told (TiemDb *db,
          TiemOrder *order,
          GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT at, kind, source, old, new, quantity, subject FROM order_event"
                       " WHERE order_id = ?1 ORDER BY at DESC, id DESC",
                       TIEM_INT (order->id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOrderEventRow row = { 0 };
      const char *subject = tiem_stmt_text (rows, 6);

      row.at = tiem_stmt_int (rows, 0);
      row.kind = tiem_stmt_text (rows, 1);
      row.source = tiem_stmt_text (rows, 2);
      row.old = tiem_stmt_text (rows, 3);
      row.new = tiem_stmt_text (rows, 4);
      row.quantity = tiem_stmt_int (rows, 5);
      row.subject = subject != NULL ? subject : "";
      g_ptr_array_add (order->events,
                       new_event (row.at,
                                  row.kind,
                                  tiem_order_event_tell (&row),
                                  get_teller (row.source, order),
                                  has_word (row.kind) ? subject : NULL));
    }
  return step == 0;
}

/* What came back is an event of the owner's. */
static gboolean
add_movements (TiemDb *db,
               TiemOrder *order,
               GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT at, reason, -sum (delta) FROM movement WHERE order_id = ?1"
                       " AND reason IN ('sale', 'correction') GROUP BY at, reason ORDER BY at DESC",
                       TIEM_INT (order->id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 units = tiem_stmt_int (rows, 2);
      g_autofree char *number = tiem_number_format (ABS (units));
      const char *format = units > 0 ? ngettext ("%s unit taken off the stock.",
                                                 "%s units taken off the stock.",
                                                 (gulong)units)
                                     : ngettext ("%s unit put back into the stock.",
                                                 "%s units put back into the stock.",
                                                 (gulong)-units);

      if (units != 0)
        g_ptr_array_add (
            order->events,
            new_event (
                tiem_stmt_int (rows, 0), "stock", g_strdup_printf (format, number), "Tiệm", NULL));
    }
  return step == 0;
}

/* What it holds now it has held since it was read, unless part of it left. */
static gboolean
add_read (TiemDb *db,
          TiemOrder *order,
          GError **error)
{
  g_autofree char *number = NULL;
  gint64 read_at = 0;
  gint64 units = 0;
  char *what;

  if (!tiem_db_get_int (db,
                        &read_at,
                        error,
                        "SELECT first_stored_at FROM customer_order WHERE id = ?1",
                        TIEM_INT (order->id)))
    return FALSE;
  for (guint i = 0; i < order->lines->len; i++)
    units += ((const TiemOrderLine *)g_ptr_array_index (order->lines, i))->reserved;
  number = tiem_number_format (units);
  if (units > 0)
    /* Translators: how many units */
    what = g_strdup_printf (ngettext ("Read by Tiệm, which keeps %s unit for it.",
                                      "Read by Tiệm, which keeps %s units for it.",
                                      (gulong)units),
                            number);
  else
    what = g_strdup (_ ("Read by Tiệm."));
  g_ptr_array_add (order->events, new_event (read_at, "read", what, "Tiệm", NULL));
  return TRUE;
}

/* Newest first; of one moment as they are. */
static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const TiemOrderEvent *one = *(const TiemOrderEvent *const *)a;
  const TiemOrderEvent *other = *(const TiemOrderEvent *const *)b;

  return (one->at < other->at) - (one->at > other->at);
}

gboolean
tiem_order_events_load (TiemDb *db,
                        TiemOrder *order,
                        GError **error)
{
  order->events = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_event_free);
  if (!add_told (db, order, error) || !add_movements (db, order, error)
      || !add_read (db, order, error))
    return FALSE;
  /* Every order begins so; a million rows need not say it. */
  g_ptr_array_add (order->events,
                   new_event (order->placed_at,
                              "placed",
                              g_strdup (_ ("The order was placed.")),
                              order->channel_name,
                              NULL));
  g_ptr_array_sort (order->events, compare_events);
  return TRUE;
}
