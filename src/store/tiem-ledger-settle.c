#define G_LOG_DOMAIN "tiem-ledger"

#include "store/tiem-ledger.h"

#include "store/tiem-ledger-private.h"
#include "store/tiem-orders-private.h"

/* The travels that are kept for the Channels tab. */
#define TRAVELS_KEPT 1000

/*
 * What follows from a variant's stock: its projection, the bundles it is part of, which open
 * orders are short of it, and the trail of the change.
 */

typedef struct
{
  gint64 id;
  gint64 on_hand;
  gint64 reserved;
  gint64 available;
  gint64 version;
  gboolean is_bundle;
} Projection;

/* --- short of goods --- */

/* That it ended is worth telling while the order waits for its goods. */
static gboolean
note_short (TiemWrite *write,
            gint64 order_id,
            const TiemTallyOrder *order,
            GError **error)
{
  g_autofree char *goods = NULL;
  TiemOrderEventRow event
      = { .order_id = order_id, .at = write->now, .kind = TIEM_EVENT_SHORT, .source = "tiem" };

  if (!order->is_short && !tiem_order_status_is_open (order->status))
    return TRUE;
  if (!order->is_short)
    event.kind = TIEM_EVENT_SHORT_ENDED;
  else if (!tiem_db_get_text (write->db,
                              &goods,
                              error,
                              "SELECT coalesce (title, remote_sku, '?') FROM order_line"
                              " WHERE order_id = ?1 AND is_short = 1 ORDER BY position LIMIT 1",
                              TIEM_INT (order_id)))
    return FALSE;
  event.subject = goods;
  return tiem_order_events_add (write, &event, error);
}

static gboolean
refresh_order_short (TiemWrite *write,
                     gint64 order_id,
                     GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT channel_id, status, is_short, placed_at, total_vnd,"
                       " EXISTS (SELECT 1 FROM order_line WHERE order_id = ?1 AND is_short = 1),"
                       " cancel_asked, from_refuser FROM customer_order WHERE id = ?1",
                       TIEM_INT (order_id));
  TiemTallyOrder order = { 0 };
  gboolean is_short;

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  order.channel_id = tiem_stmt_int (row, 0);
  order.status = tiem_order_status_from_string (tiem_stmt_text (row, 1));
  order.is_short = tiem_stmt_int (row, 2) != 0;
  order.placed_at = tiem_stmt_int (row, 3);
  order.total_vnd = tiem_stmt_int (row, 4);
  is_short = tiem_stmt_int (row, 5) != 0;
  order.cancel_asked = tiem_stmt_int (row, 6) != 0;
  order.from_refuser = tiem_stmt_int (row, 7) != 0;
  if (is_short == order.is_short)
    return TRUE;

  tiem_tally_order (write->tally, &order, -1);
  order.is_short = is_short;
  tiem_tally_order (write->tally, &order, 1);
  write->what |= TIEM_CHANGED_ORDERS;
  return note_short (write, order_id, &order, error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer_order SET is_short = ?2 WHERE id = ?1",
                         TIEM_INT (order_id),
                         TIEM_INT (is_short));
}

gboolean
tiem_ledger_refresh_line_short (TiemWrite *write,
                                gint64 line_id,
                                GError **error)
{
  gint64 order_id = 0;

  if (!tiem_db_get_int (
          write->db,
          &order_id,
          error,
          "UPDATE order_line SET is_short = NOT is_short WHERE id = ?1 AND is_short <>"
          " EXISTS (SELECT 1 FROM reservation WHERE line_id = ?1 AND short > 0)"
          " RETURNING order_id",
          TIEM_INT (line_id)))
    return FALSE;
  return order_id == 0 || refresh_order_short (write, order_id, error);
}

/* Open orders take what is there in the order they were placed. @sellable: on hand at all the
 * places that sell: what lies at another one than the order leaves from can be brought over. */
static gboolean
share_out (TiemWrite *write,
           gint64 variant_id,
           gint64 sellable,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (write->db,
                                             error,
                                             "SELECT r.line_id, r.quantity, r.short"
                                             " FROM reservation r"
                                             " JOIN order_line l ON l.id = r.line_id"
                                             " JOIN customer_order o ON o.id = l.order_id"
                                             " WHERE r.variant_id = ?1"
                                             " ORDER BY o.placed_at, o.id, l.position, l.id",
                                             TIEM_INT (variant_id));
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, 2 * sizeof (gint64));
  gint64 left = MAX (sellable, 0);
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 quantity = tiem_stmt_int (rows, 1);
      gint64 taken = MIN (left, quantity);
      gint64 pair[2] = { tiem_stmt_int (rows, 0), quantity - taken };

      left -= taken;
      if (pair[1] != tiem_stmt_int (rows, 2))
        g_array_append_val (changed, pair);
    }
  if (step < 0)
    return FALSE;

  for (guint i = 0; i < changed->len; i++)
    {
      const gint64 *pair = &((gint64 *)(gpointer)changed->data)[2 * i];

      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE reservation SET short = ?3 WHERE line_id = ?1 AND variant_id = ?2",
                        TIEM_INT (pair[0]),
                        TIEM_INT (variant_id),
                        TIEM_INT (pair[1]))
          || !tiem_ledger_refresh_line_short (write, pair[0], error))
        return FALSE;
    }
  return TRUE;
}

/* --- the trail --- */

/* @pending: (element-type gint64): where it has to go */
static gboolean
note_travel (TiemWrite *write,
             const Projection *before,
             const Projection *after,
             GArray *pending,
             GError **error)
{
  gint64 sold = write->source != 0 ? MAX (before->available - after->available, 0) : 0;
  gint64 travel_id;

  /* Kept only for a change that has somewhere to go. */
  if (pending->len == 0)
    return TRUE;
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO travel (at, variant_id, version, before, after, channel_id, sold)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    TIEM_INT (write->now),
                    TIEM_INT (after->id),
                    TIEM_INT (after->version),
                    TIEM_INT (before->available),
                    TIEM_INT (after->available),
                    TIEM_ID (write->source),
                    TIEM_INT (sold)))
    return FALSE;
  travel_id = tiem_db_last_id (write->db);
  for (guint i = 0; i < pending->len; i++)
    if (!tiem_db_run (write->db,
                      error,
                      "INSERT INTO travel_stop (travel_id, listing_id, version)"
                      " VALUES (?1, ?2, ?3)",
                      TIEM_INT (travel_id),
                      TIEM_INT (g_array_index (pending, gint64, i)),
                      TIEM_INT (after->version)))
      return FALSE;
  return TRUE;
}

/* The stops first, in one go: the cascade would look each travel's up. */
static gboolean
drop_old_travels (TiemWrite *write,
                  GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM travel_stop"
                      " WHERE travel_id <= (SELECT max (id) FROM travel) - ?1",
                      TIEM_INT (TRAVELS_KEPT))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM travel WHERE id <= (SELECT max (id) FROM travel) - ?1",
                         TIEM_INT (TRAVELS_KEPT));
}

/* --- settling --- */

static gboolean
load_projection (TiemWrite *write,
                 gint64 variant_id,
                 Projection *projection,
                 GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT on_hand, reserved, available, version, is_bundle FROM variant WHERE id = ?1",
      TIEM_INT (variant_id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  projection->id = variant_id;
  projection->on_hand = tiem_stmt_int (row, 0);
  projection->reserved = tiem_stmt_int (row, 1);
  projection->available = tiem_stmt_int (row, 2);
  projection->version = tiem_stmt_int (row, 3);
  projection->is_bundle = tiem_stmt_int (row, 4) != 0;
  return TRUE;
}

static gint64
floor_divide (gint64 a,
              gint64 b)
{
  return a / b - (a % b < 0 ? 1 : 0);
}

/* A bundle has what its scarcest part allows, of what may be sold of it; what its parts have
 * promised is reserved. */
static gboolean
compute_bundle (TiemWrite *write,
                Projection *projection,
                GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT v.available + v.reserved, v.available, b.quantity FROM bundle_item b"
                       " JOIN variant v ON v.id = b.part_id WHERE b.bundle_id = ?1",
                       TIEM_INT (projection->id));
  gint64 on_hand = G_MAXINT64;
  gint64 available = G_MAXINT64;
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      on_hand = MIN (on_hand, floor_divide (tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 2)));
      available = MIN (available, floor_divide (tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2)));
    }
  if (step < 0)
    return FALSE;
  projection->on_hand = on_hand == G_MAXINT64 ? 0 : on_hand;
  projection->available = available == G_MAXINT64 ? 0 : available;
  projection->reserved = projection->on_hand - projection->available;
  return TRUE;
}

/* What lies at a place that does not sell is on hand, and can't be promised. */
static gboolean
compute_variant (TiemWrite *write,
                 Projection *projection,
                 GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT sum (s.on_hand), sum (s.reserved), sum (iif (p.sells, s.on_hand, 0))"
                       " FROM stock s JOIN location p ON p.id = s.location_id"
                       " WHERE s.variant_id = ?1",
                       TIEM_INT (projection->id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  projection->on_hand = tiem_stmt_int (row, 0);
  projection->reserved = tiem_stmt_int (row, 1);
  projection->available = tiem_stmt_int (row, 2) - projection->reserved;
  return TRUE;
}

/* Each of the three numbers has an index of its own, which SQLite writes anew for a number that is
 * set to what it was: an order that is placed leaves what is on hand alone, one that is sent what
 * is available. */
static gboolean
store_projection (TiemWrite *write,
                  const Projection *before,
                  const Projection *after,
                  GError **error)
{
  if (after->on_hand == before->on_hand)
    return tiem_db_run (write->db,
                        error,
                        "UPDATE variant SET reserved = ?2, available = ?3, version = ?4"
                        " WHERE id = ?1",
                        TIEM_INT (after->id),
                        TIEM_INT (after->reserved),
                        TIEM_INT (after->available),
                        TIEM_INT (after->version));
  if (after->available == before->available)
    return tiem_db_run (write->db,
                        error,
                        "UPDATE variant SET on_hand = ?2, reserved = ?3, version = ?4"
                        " WHERE id = ?1",
                        TIEM_INT (after->id),
                        TIEM_INT (after->on_hand),
                        TIEM_INT (after->reserved),
                        TIEM_INT (after->version));
  if (after->reserved == before->reserved)
    return tiem_db_run (write->db,
                        error,
                        "UPDATE variant SET on_hand = ?2, available = ?3, version = ?4"
                        " WHERE id = ?1",
                        TIEM_INT (after->id),
                        TIEM_INT (after->on_hand),
                        TIEM_INT (after->available),
                        TIEM_INT (after->version));
  return tiem_db_run (write->db,
                      error,
                      "UPDATE variant SET on_hand = ?2, reserved = ?3, available = ?4,"
                      " version = ?5 WHERE id = ?1",
                      TIEM_INT (after->id),
                      TIEM_INT (after->on_hand),
                      TIEM_INT (after->reserved),
                      TIEM_INT (after->available),
                      TIEM_INT (after->version));
}

/* A variant before and after what was written. */
typedef struct
{
  Projection before;
  Projection after;
} Moved;

/* @moved: (element-type Moved): gets one for the variant */
static gboolean
settle_variant (TiemWrite *write,
                gint64 variant_id,
                GArray *moved,
                GError **error)
{
  Projection before = { 0 };
  Moved variant;
  Projection *after = &variant.after;

  if (!load_projection (write, variant_id, &before, error))
    return FALSE;
  variant.before = variant.after = before;
  if (!(before.is_bundle ? compute_bundle (write, after, error)
                         : compute_variant (write, after, error)))
    return FALSE;

  if (after->on_hand != before.on_hand || after->reserved != before.reserved
      || after->available != before.available)
    {
      after->version++;
      write->what |= TIEM_CHANGED_PRODUCTS;
      if (!store_projection (write, &before, after, error))
        return FALSE;
    }
  g_array_append_val (moved, variant);
  /* Somebody is short exactly when more is promised than there is. */
  return before.is_bundle || (before.available >= 0 && after->available >= 0)
         || share_out (write, variant_id, after->available + after->reserved, error);
}

/* What its listings are to show, and how the change travels there. */
static gboolean
tell_listings (TiemWrite *write,
               const Moved *variant,
               gboolean with_travel,
               GError **error)
{
  g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!tiem_ledger_refresh_listings_of (write, variant->after.id, pending, error))
    return FALSE;
  if (variant->after.available == variant->before.available)
    return TRUE;
  tiem_write_touch_variant (write, variant->after.id);
  return !with_travel || note_travel (write, &variant->before, &variant->after, pending, error);
}

static gboolean
list_dirty (TiemWrite *write,
            GArray *plain,
            GArray *bundles,
            GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, write->dirty);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 is_bundle = 0;
      gint64 id = *(gint64 *)key;

      if (!tiem_db_get_int (write->db,
                            &is_bundle,
                            error,
                            "SELECT is_bundle FROM variant WHERE id = ?1",
                            TIEM_INT (id)))
        return FALSE;
      g_array_append_val (is_bundle ? bundles : plain, id);
    }
  return TRUE;
}

static gboolean
mark_bundles_of (TiemWrite *write,
                 GArray *parts,
                 GError **error)
{
  for (guint i = 0; i < parts->len; i++)
    {
      g_autoptr (TiemStmt) rows
          = tiem_db_query (write->db,
                           error,
                           "SELECT bundle_id FROM bundle_item WHERE part_id = ?1",
                           TIEM_INT (g_array_index (parts, gint64, i)));
      int step = -1;

      while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
        tiem_ledger_mark_variant (write, tiem_stmt_int (rows, 0));
      if (step < 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
settle_all (TiemWrite *write,
            GArray *ids,
            GArray *moved,
            GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!settle_variant (write, g_array_index (ids, gint64, i), moved, error))
      return FALSE;
  return TRUE;
}

/* Parts before their bundles, all of them before what is scarce is shared out, and that before
 * the listings. */
static gboolean
settle_dirty (TiemWrite *write,
              GError **error)
{
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) bundles = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (Moved));

  if (!list_dirty (write, plain, bundles, error) || !settle_all (write, plain, moved, error)
      || !mark_bundles_of (write, plain, error))
    return FALSE;
  if (g_hash_table_size (write->dirty) > plain->len + bundles->len)
    {
      g_array_set_size (plain, 0);
      g_array_set_size (bundles, 0);
      if (!list_dirty (write, plain, bundles, error))
        return FALSE;
    }
  if (!settle_all (write, bundles, moved, error))
    return FALSE;
  g_array_append_vals (plain, bundles->data, bundles->len);
  if (!tiem_ledger_refresh_splits (write, plain, error))
    return FALSE;
  for (guint i = 0; i < moved->len; i++)
    {
      /* History comes by the thousand: only the last of it is kept. */
      gboolean is_kept = moved->len - i <= TRAVELS_KEPT;

      if (!tell_listings (write, &g_array_index (moved, Moved, i), is_kept, error))
        return FALSE;
    }
  return drop_old_travels (write, error);
}

gboolean
tiem_ledger_settle (TiemWrite *write,
                    GError **error)
{
  if (g_hash_table_size (write->dirty) == 0)
    return TRUE;
  if (!settle_dirty (write, error))
    return FALSE;
  g_hash_table_remove_all (write->dirty);
  return TRUE;
}
