#define G_LOG_DOMAIN "tiem-tally"

#include "store/tiem-tally.h"

#include "base/tiem-time.h"

#define HOUR_MS (60 * 60 * G_GINT64_CONSTANT (1000))

/* Which row of which table a difference belongs to. */
typedef enum
{
  COUNTER,
  DAILY,
  HOURLY,
  VARIANT_DAILY,
} Table;

typedef struct
{
  Table table;
  gint64 id;        /* channel or variant; HOURLY: 0 */
  gint64 time;      /* day or hour; COUNTER: 0 */
  const char *kind; /* COUNTER only, static */
} Key;

typedef struct
{
  gint64 n;
  gint64 vnd;
} Difference;

struct _TiemTally
{
  GHashTable *rows; /* (element-type Key Difference) (owned) */
};

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_int64_hash (&key->id) * 31 + g_int64_hash (&key->time) * 7 + key->table
         + g_direct_hash (key->kind);
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const Key *one = a;
  const Key *other = b;

  return one->table == other->table && one->id == other->id && one->time == other->time
         && one->kind == other->kind;
}

static void
add (TiemTally *self,
     Key key,
     gint64 n,
     gint64 vnd)
{
  Difference *difference = g_hash_table_lookup (self->rows, &key);

  if (difference == NULL)
    {
      difference = g_new0 (Difference, 1);
      g_hash_table_insert (self->rows, g_memdup2 (&key, sizeof key), difference);
    }
  difference->n += n;
  difference->vnd += vnd;
}

TiemTally *
tiem_tally_new (void)
{
  TiemTally *self = g_new0 (TiemTally, 1);

  self->rows = g_hash_table_new_full (hash_key, equal_keys, g_free, g_free);
  return self;
}

void
tiem_tally_free (TiemTally *self)
{
  g_hash_table_unref (self->rows);
  g_free (self);
}

gboolean
tiem_order_status_is_counted (TiemOrderStatus status)
{
  return status != TIEM_ORDER_CANCELLED;
}

gboolean
tiem_order_is_todo (TiemOrderStatus status,
                    gboolean is_short)
{
  return is_short || status == TIEM_ORDER_UNKNOWN || status == TIEM_ORDER_TO_CONFIRM
         || status == TIEM_ORDER_TO_SHIP || status == TIEM_ORDER_AWAITING_PICKUP;
}

void
tiem_tally_order (TiemTally *self,
                  const TiemTallyOrder *order,
                  int sign)
{
  static const char *const todo = "todo";
  static const char *const is_short = "short";
  static const char *const cancel = "cancel-asked";
  static const char *const refuser = "refuser";
  gint64 channel = order->channel_id;
  gint64 vnd = sign * order->total_vnd;
  gint64 day = tiem_time_day (order->placed_at);
  gint64 hour = 24 * day + (order->placed_at - tiem_time_day_start (day)) / HOUR_MS;

  add (self, (Key){ COUNTER, channel, 0, tiem_order_status_to_string (order->status) }, sign, vnd);
  if (order->is_short)
    add (self, (Key){ COUNTER, channel, 0, is_short }, sign, vnd);
  if (tiem_order_is_todo (order->status, order->is_short))
    {
      add (self, (Key){ COUNTER, channel, 0, todo }, sign, vnd);
      if (order->from_refuser)
        add (self, (Key){ COUNTER, channel, 0, refuser }, sign, vnd);
    }
  if (order->cancel_asked && tiem_order_status_is_open (order->status))
    add (self, (Key){ COUNTER, channel, 0, cancel }, sign, vnd);
  if (tiem_order_status_is_counted (order->status))
    {
      add (self, (Key){ DAILY, channel, day, NULL }, sign, vnd);
      add (self, (Key){ HOURLY, 0, hour, NULL }, sign, 0);
    }
}

void
tiem_tally_variant (TiemTally *self,
                    gint64 variant_id,
                    gint64 placed_at,
                    gint64 units)
{
  if (units != 0)
    add (self, (Key){ VARIANT_DAILY, variant_id, tiem_time_day (placed_at), NULL }, units, 0);
}

static gboolean
book (TiemDb *db,
      const Key *key,
      const Difference *difference,
      GError **error)
{
  switch (key->table)
    {
    case COUNTER:
      return tiem_db_run (db,
                          error,
                          "INSERT INTO order_counter (channel_id, kind, orders, total_vnd)"
                          " VALUES (?1, ?2, ?3, ?4)"
                          " ON CONFLICT (channel_id, kind) DO UPDATE"
                          " SET orders = orders + excluded.orders,"
                          "     total_vnd = total_vnd + excluded.total_vnd",
                          TIEM_INT (key->id),
                          TIEM_TEXT (key->kind),
                          TIEM_INT (difference->n),
                          TIEM_INT (difference->vnd));
    case DAILY:
      return tiem_db_run (db,
                          error,
                          "INSERT INTO daily (day, channel_id, orders, revenue_vnd)"
                          " VALUES (?1, ?2, ?3, ?4)"
                          " ON CONFLICT (day, channel_id) DO UPDATE"
                          " SET orders = orders + excluded.orders,"
                          "     revenue_vnd = revenue_vnd + excluded.revenue_vnd",
                          TIEM_INT (key->time),
                          TIEM_INT (key->id),
                          TIEM_INT (difference->n),
                          TIEM_INT (difference->vnd));
    case HOURLY:
      return tiem_db_run (db,
                          error,
                          "INSERT INTO hourly (hour, orders) VALUES (?1, ?2)"
                          " ON CONFLICT (hour) DO UPDATE SET orders = orders + excluded.orders",
                          TIEM_INT (key->time),
                          TIEM_INT (difference->n));
    case VARIANT_DAILY:
      return tiem_db_run (db,
                          error,
                          "INSERT INTO variant_daily (variant_id, day, units) VALUES (?1, ?2, ?3)"
                          " ON CONFLICT (variant_id, day) DO UPDATE"
                          " SET units = units + excluded.units",
                          TIEM_INT (key->id),
                          TIEM_INT (key->time),
                          TIEM_INT (difference->n));
    default:
      g_assert_not_reached ();
    }
}

gboolean
tiem_tally_flush (TiemTally *self,
                  TiemDb *db,
                  GError **error)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Difference *difference = value;

      if ((difference->n != 0 || difference->vnd != 0) && !book (db, key, difference, error))
        return FALSE;
    }
  g_hash_table_remove_all (self->rows);
  return TRUE;
}
