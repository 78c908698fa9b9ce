#define G_LOG_DOMAIN "tiem-drift"

#include "store/tiem-drift-private.h"

/*
 * A number or a price at a channel that somebody changed there.
 *
 * What a listing may show follows from its base, the last number that was right (confirmed to
 * Tiệm, or read and explained), and the orders that were stored since: each may have taken its
 * units off, and did for sure when it was placed well after the base and well before the read.
 * A number outside of that is odd. The channel's sales may not have been read yet, so it is
 * judged only after the orders were pulled once more, to the last page. Everything is worked out
 * from rows, so a crash, a page read twice or orders read in another order change nothing.
 *
 * Set back: what should be shown is sent, as the listing is not in step. Taken over: the number
 * is read a second time first, for a platform may list an order some seconds after it took the
 * units off; then on hand changes by the difference that nothing explains.
 */

/* Two clocks that differ by less are taken to agree. */
#define SKEW_MS (2 * 60 * 1000)
#define KEPT_MS (90 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

void
tiem_shown_clear (TiemShown *self)
{
  g_clear_pointer (&self->owner, g_free);
}

gboolean
tiem_drift_load (TiemWrite *write,
                 gint64 listing_id,
                 TiemShown *shown,
                 GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT l.channel_id, l.variant_id, l.stock_owner_id, l.desired, l.stock, l.stock_read_at,"
      " l.campaign_locked, l.base_stock, l.base_at, l.base_locked, l.base_order, l.base_event,"
      " l.odd_at, l.odd_seen, l.price_vnd, l.wanted_price_vnd,"
      " c.drift_rule = 'take-over' AND " TIEM_DRIFT_CAN_TAKE_OVER
      " FROM listing l JOIN channel c ON c.id = l.channel_id WHERE l.id = ?1",
      TIEM_INT (listing_id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  shown->id = listing_id;
  shown->channel_id = tiem_stmt_int (row, 0);
  shown->variant_id = tiem_stmt_int (row, 1);
  shown->owner = tiem_stmt_dup_text (row, 2);
  shown->has_desired = !tiem_stmt_is_null (row, 3);
  shown->desired = tiem_stmt_int (row, 3);
  shown->has_stock = !tiem_stmt_is_null (row, 4);
  shown->stock = tiem_stmt_int (row, 4);
  shown->read_at = tiem_stmt_int (row, 5);
  shown->locked = tiem_stmt_int (row, 6);
  shown->has_base = !tiem_stmt_is_null (row, 7);
  shown->base = tiem_stmt_int (row, 7);
  shown->base_at = tiem_stmt_int (row, 8);
  shown->base_locked = tiem_stmt_int (row, 9);
  shown->base_order = tiem_stmt_int (row, 10);
  shown->base_event = tiem_stmt_int (row, 11);
  shown->odd_at = tiem_stmt_int (row, 12);
  shown->odd_seen = tiem_stmt_int (row, 13);
  shown->price = tiem_stmt_int (row, 14);
  shown->has_wanted_price = !tiem_stmt_is_null (row, 15);
  shown->wanted_price = tiem_stmt_int (row, 15);
  shown->takes_over = tiem_stmt_int (row, 16) != 0;
  return TRUE;
}

/* --- what orders explain --- */

/* The listing, and those that share its number. ?1 listing, ?2 owner, ?3 channel */
#define SHARING                                                                                    \
  " IN (SELECT ?1 UNION SELECT s.id FROM listing s WHERE s.channel_id = ?3"                        \
  " AND s.stock_owner_id = ?2)"

/* Orders stored since the base. */
static gboolean
count_new_orders (
    TiemWrite *write, const TiemShown *shown, gint64 *least, gint64 *most, GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT l.quantity, l.cancelled, o.placed_at, o.platform_holds AND o.status"
                       "  NOT IN ('cancelled', 'failed_delivery', 'returning', 'returned')"
                       " FROM order_line l JOIN customer_order o ON o.id = l.order_id"
                       " WHERE l.listing_id" SHARING " AND l.order_id > ?4",
                       TIEM_INT (shown->id),
                       TIEM_TEXT (shown->owner),
                       TIEM_INT (shown->channel_id),
                       TIEM_INT (shown->base_order));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 quantity = tiem_stmt_int (rows, 0);
      gint64 placed_at = tiem_stmt_int (rows, 2);
      gboolean is_sure = placed_at > shown->base_at + SKEW_MS
                         && placed_at < shown->read_at - SKEW_MS && tiem_stmt_int (rows, 3) != 0;

      *least -= quantity;
      *most -= is_sure ? quantity - tiem_stmt_int (rows, 1) : 0;
    }
  return step == 0;
}

/* Orders that were there already and changed since: units may have been given back, or taken
 * off only now that they are paid for. */
static gboolean
count_changed_orders (
    TiemWrite *write, const TiemShown *shown, gint64 *least, gint64 *most, GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT sum (quantity * takes), sum (quantity * gives) FROM (SELECT l.quantity,"
      "  max (e.kind = 'status' AND e.old IN ('unknown', 'unpaid', 'to_confirm')"
      "   OR e.kind = 'line_quantity' OR e.kind = 'line_added') AS takes,"
      "  max (o.status IN ('cancelled', 'failed_delivery', 'returning', 'returned')"
      "   OR o.platform_holds = 0 OR l.cancelled > 0 OR e.kind LIKE 'line_%') AS gives"
      "  FROM order_event e JOIN customer_order o ON o.id = e.order_id"
      "  JOIN order_line l ON l.order_id = o.id"
      "  WHERE e.id > ?5 AND e.order_id <= ?4 AND l.listing_id" SHARING " GROUP BY l.id)",
      TIEM_INT (shown->id),
      TIEM_TEXT (shown->owner),
      TIEM_INT (shown->channel_id),
      TIEM_INT (shown->base_order),
      TIEM_INT (shown->base_event));

  if (rows == NULL || tiem_stmt_step (rows, error) < 0)
    return FALSE;
  *least -= tiem_stmt_int (rows, 0);
  *most += tiem_stmt_int (rows, 1);
  return TRUE;
}

gboolean
tiem_drift_find_difference (TiemWrite *write,
                            const TiemShown *shown,
                            gint64 *off,
                            GError **error)
{
  gint64 campaign = ABS (shown->locked - shown->base_locked);
  gint64 least = shown->base - campaign;
  gint64 most = shown->base + campaign;

  *off = 0;
  if (!count_new_orders (write, shown, &least, &most, error))
    return FALSE;
  if (shown->stock >= least && shown->stock <= most)
    return TRUE;
  if (!count_changed_orders (write, shown, &least, &most, error))
    return FALSE;
  *off = shown->stock - CLAMP (shown->stock, least, most);
  return TRUE;
}

gboolean
tiem_drift_is_as_wanted (const TiemShown *shown)
{
  return shown->has_desired && shown->has_stock && shown->stock == shown->desired;
}

/* --- the rows of what differs --- */

/* listing.drift_at follows from them. */
static gboolean
refresh_flag (TiemWrite *write,
              gint64 listing_id,
              GError **error)
{
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET drift_at = coalesce ((SELECT min (found_at) FROM drift"
                      " WHERE listing_id = ?1 AND settled_at = 0), 0) WHERE id = ?1",
                      TIEM_INT (listing_id));
}

gboolean
tiem_drift_close (
    TiemWrite *write, gint64 listing_id, const char *kind, const char *outcome, GError **error)
{
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE drift SET settled_at = ?3, outcome = ?4 WHERE listing_id = ?1"
                    " AND settled_at = 0 AND kind = coalesce (?2, kind)",
                    TIEM_INT (listing_id),
                    TIEM_TEXT (kind),
                    TIEM_INT (write->now),
                    TIEM_TEXT (outcome)))
    return FALSE;
  return tiem_db_changes (write->db) == 0 || refresh_flag (write, listing_id, error);
}

gboolean
tiem_drift_open (TiemWrite *write,
                 gint64 listing_id,
                 const char *kind,
                 gint64 found_at,
                 gint64 expected,
                 gboolean has_shown,
                 gint64 shown,
                 gboolean *is_new,
                 GError **error)
{
  gint64 known = 0;

  if (!tiem_db_get_int (write->db,
                        &known,
                        error,
                        "SELECT 1 FROM drift WHERE listing_id = ?1 AND kind = ?2"
                        " AND settled_at = 0",
                        TIEM_INT (listing_id),
                        TIEM_TEXT (kind)))
    return FALSE;
  *is_new = known == 0;
  if (known != 0)
    return tiem_db_run (write->db,
                        error,
                        "UPDATE drift SET shown = ?3, expected = ?4 WHERE listing_id = ?1"
                        " AND kind = ?2 AND settled_at = 0 AND (shown, expected) IS NOT (?3, ?4)",
                        TIEM_INT (listing_id),
                        TIEM_TEXT (kind),
                        TIEM_INT_OR_NULL (has_shown, shown),
                        TIEM_INT (expected));
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO drift (listing_id, kind, found_at, expected, shown)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                      TIEM_INT (listing_id),
                      TIEM_TEXT (kind),
                      TIEM_INT (found_at),
                      TIEM_INT (expected),
                      TIEM_INT_OR_NULL (has_shown, shown))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM drift WHERE found_at < ?1 AND settled_at > 0",
                         TIEM_INT (write->now - KEPT_MS))
         && refresh_flag (write, listing_id, error);
}

/* --- the base --- */

gboolean
tiem_drift_clear_odd (TiemWrite *write,
                      gint64 listing_id,
                      GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET odd_at = 0, odd_judged = 0, odd_seen = 0 WHERE id = ?1",
                      TIEM_INT (listing_id));
}

/* What the row says is shown is right, and all orders known now are in it. */
static gboolean
set_base (TiemWrite *write,
          gint64 listing_id,
          GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "UPDATE listing SET base_stock = stock, base_at = ?2, base_locked = campaign_locked,"
      " base_order = (SELECT coalesce (max (id), 0) FROM customer_order),"
      " base_event = (SELECT coalesce (max (id), 0) FROM order_event),"
      " odd_at = 0, odd_judged = 0, odd_seen = 0 WHERE id = ?1",
      TIEM_INT (listing_id),
      TIEM_INT (write->now));
}

/* --- reading --- */

static gboolean
has_price_queued (TiemWrite *write,
                  gint64 listing_id,
                  gint64 *queued,
                  GError **error)
{
  *queued = 0;
  return tiem_db_get_int (write->db,
                          queued,
                          error,
                          "SELECT 1 FROM outbox WHERE listing_id = ?1 AND kind = 'price'",
                          TIEM_INT (listing_id));
}

/* Nothing but a hand changes a price: no order has to be read first. */
static gboolean
note_price_read (TiemWrite *write,
                 const TiemShown *shown,
                 gboolean *changed,
                 GError **error)
{
  gint64 queued;
  gboolean is_new = FALSE;

  if (shown->variant_id == 0 || !shown->has_desired || !shown->has_wanted_price)
    return tiem_db_run (write->db,
                        error,
                        "UPDATE listing SET wanted_price_vnd = price_vnd WHERE id = ?1"
                        " AND wanted_price_vnd IS NOT price_vnd",
                        TIEM_INT (shown->id))
           && tiem_drift_close (write, shown->id, "price", "explained", error);
  if (shown->price == shown->wanted_price)
    return tiem_drift_close (write, shown->id, "price", "explained", error);
  if (!has_price_queued (write, shown->id, &queued, error))
    return FALSE;
  if (queued)
    return TRUE;
  if (!tiem_drift_open (write,
                        shown->id,
                        "price",
                        write->now,
                        shown->wanted_price,
                        TRUE,
                        shown->price,
                        &is_new,
                        error))
    return FALSE;
  *changed = *changed || is_new;
  return TRUE;
}

static gboolean
note_odd (TiemWrite *write,
          const TiemShown *shown,
          gboolean is_same,
          GError **error)
{
  gboolean goes_on = shown->odd_at > 0 && shown->odd_at <= write->now && is_same;
  gint64 seen = !goes_on ? 0 : shown->odd_seen == 1 ? 2 : shown->odd_seen;

  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET odd_at = ?2, odd_judged = 0, odd_seen = ?3 WHERE id = ?1",
                      TIEM_INT (shown->id),
                      TIEM_INT (goes_on ? shown->odd_at : write->now),
                      TIEM_INT (seen));
}

gboolean
tiem_drift_note_read (TiemWrite *write,
                      gint64 listing_id,
                      const gint64 *before,
                      gboolean was_unclear,
                      gboolean *changed,
                      GError **error)
{
  g_auto (TiemShown) shown = { 0 };
  gint64 off = 0;

  if (!tiem_drift_load (write, listing_id, &shown, error)
      || !note_price_read (write, &shown, changed, error))
    return FALSE;

  if (shown.has_desired && shown.has_base && !was_unclear && !tiem_drift_is_as_wanted (&shown))
    {
      if (!shown.has_stock)
        off = 1;
      else if (!tiem_drift_find_difference (write, &shown, &off, error))
        return FALSE;
    }
  if (off == 0)
    return set_base (write, listing_id, error)
           && tiem_drift_close (write, listing_id, "stock", "explained", error);
  *changed = *changed || shown.odd_at == 0;
  return note_odd (write,
                   &shown,
                   before != NULL ? shown.has_stock && shown.stock == *before : !shown.has_stock,
                   error);
}

gboolean
tiem_drift_note_sent (TiemWrite *write,
                      gint64 listing_id,
                      GError **error)
{
  return set_base (write, listing_id, error)
         && tiem_drift_close (write, listing_id, "stock", "set-back", error);
}

gboolean
tiem_drift_note_price (TiemWrite *write,
                       gint64 listing_id,
                       gint64 price_vnd,
                       GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET wanted_price_vnd = ?2 WHERE id = ?1",
                      TIEM_INT (listing_id),
                      TIEM_INT (price_vnd))
         && tiem_drift_close (write, listing_id, "price", "set-back", error);
}

gboolean
tiem_drift_forget (TiemWrite *write,
                   gint64 listing_id,
                   GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET base_stock = NULL, odd_at = 0, odd_judged = 0,"
                      " odd_seen = 0, wanted_price_vnd = NULL WHERE id = ?1",
                      TIEM_INT (listing_id))
         && tiem_drift_close (write, listing_id, NULL, "explained", error);
}
