#define G_LOG_DOMAIN "tiem-drift"

#include "config.h"

#include "store/tiem-drift-private.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-drift.h"

#include <glib/gi18n-lib.h>

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
/* How long a number must stand to be taken over. */
#define STANDS_MS (10 * 1000)
#define KEPT_MS (90 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct
{
  gint64 id;
  gint64 channel_id;
  gint64 variant_id;
  char *owner; /* (nullable): whose number it shares */
  gboolean has_desired, has_stock, has_base, has_wanted_price;
  gint64 desired;
  gint64 stock;
  gint64 read_at;
  gint64 locked;
  gint64 base;
  gint64 base_at;
  gint64 base_locked;
  gint64 base_order;
  gint64 base_event;
  gint64 odd_at;
  gint64 odd_seen;
  gint64 price;
  gint64 wanted_price;
  gboolean takes_over; /* the channel's rule, and it can be done here */
} Shown;

static void
shown_clear (Shown *self)
{
  g_clear_pointer (&self->owner, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

/* Numbers that several variants share, of bundles and of what was never counted can't be booked
 * on any stock. */
#define CAN_TAKE_OVER                                                                              \
  "c.drift_rule = 'take-over' AND l.stock_owner_id IS NULL AND EXISTS (SELECT 1 FROM variant v"    \
  " WHERE v.id = l.variant_id AND v.is_bundle = 0 AND v.counted_at > 0 AND v.undecided = 0"        \
  " AND v.archived = 0)"

static gboolean
load_shown (TiemWrite *write,
            gint64 listing_id,
            Shown *shown,
            GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT l.channel_id, l.variant_id, l.stock_owner_id, l.desired, l.stock, l.stock_read_at,"
      " l.campaign_locked, l.base_stock, l.base_at, l.base_locked, l.base_order, l.base_event,"
      " l.odd_at, l.odd_seen, l.price_vnd, l.wanted_price_vnd, " CAN_TAKE_OVER
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
count_new_orders (TiemWrite *write,
                  const Shown *shown,
                  gint64 *least,
                  gint64 *most,
                  GError **error)
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
    TiemWrite *write, const Shown *shown, gint64 *least, gint64 *most, GError **error)
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

/* *@off: by how much the number lies outside of what is explained; 0 = it is */
static gboolean
find_difference (TiemWrite *write,
                 const Shown *shown,
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

static gboolean
is_as_wanted (const Shown *shown)
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

/* @kind: (nullable) NULL = both */
static gboolean
close_drift (
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

/* *@is_new: (nullable) whether it was not known yet that it differs */
static gboolean
open_drift (TiemWrite *write,
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

static gboolean
clear_odd (TiemWrite *write,
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
                 const Shown *shown,
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
           && close_drift (write, shown->id, "price", "explained", error);
  if (shown->price == shown->wanted_price)
    return close_drift (write, shown->id, "price", "explained", error);
  if (!has_price_queued (write, shown->id, &queued, error))
    return FALSE;
  if (queued)
    return TRUE;
  if (!open_drift (write,
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
          const Shown *shown,
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
  g_auto (Shown) shown = { 0 };
  gint64 off = 0;

  if (!load_shown (write, listing_id, &shown, error)
      || !note_price_read (write, &shown, changed, error))
    return FALSE;

  if (shown.has_desired && shown.has_base && !was_unclear && !is_as_wanted (&shown))
    {
      if (!shown.has_stock)
        off = 1;
      else if (!find_difference (write, &shown, &off, error))
        return FALSE;
    }
  if (off == 0)
    return set_base (write, listing_id, error)
           && close_drift (write, listing_id, "stock", "explained", error);
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
         && close_drift (write, listing_id, "stock", "set-back", error);
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
         && close_drift (write, listing_id, "price", "set-back", error);
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
         && close_drift (write, listing_id, NULL, "explained", error);
}

/* --- settling --- */

void
tiem_drift_free (TiemDrift *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->title);
  g_free (self->sku);
  g_free (self->kind);
  g_free (self->outcome);
  g_free (self);
}

#define SELECT_DRIFT                                                                               \
  "SELECT d.id, l.id, l.channel_id, c.kind, c.name,"                                               \
  " l.title || iif (coalesce (l.options, '') = '', '', ' (' || l.options || ')'), v.sku,"          \
  " l.variant_id, d.kind, d.found_at, d.expected, d.shown, d.settled_at, d.outcome,"               \
  " iif (d.kind = 'price', l.wanted_price_vnd, l.desired), c.drift_rule = 'take-over'"             \
  " FROM drift d JOIN listing l ON l.id = d.listing_id JOIN channel c ON c.id = l.channel_id"      \
  " LEFT JOIN variant v ON v.id = l.variant_id"

static TiemDrift *
read_drift (TiemStmt *row)
{
  TiemDrift *drift = g_new0 (TiemDrift, 1);

  drift->id = tiem_stmt_int (row, 0);
  drift->listing_id = tiem_stmt_int (row, 1);
  drift->channel_id = tiem_stmt_int (row, 2);
  drift->channel_kind = tiem_stmt_dup_text (row, 3);
  drift->channel_name = tiem_stmt_dup_text (row, 4);
  drift->title = tiem_stmt_dup_text (row, 5);
  drift->sku = tiem_stmt_dup_text (row, 6);
  drift->variant_id = tiem_stmt_int (row, 7);
  drift->kind = tiem_stmt_dup_text (row, 8);
  drift->found_at = tiem_stmt_int (row, 9);
  drift->expected = tiem_stmt_int (row, 10);
  drift->has_shown = !tiem_stmt_is_null (row, 11);
  drift->shown = tiem_stmt_int (row, 11);
  drift->settled_at = tiem_stmt_int (row, 12);
  drift->outcome = tiem_stmt_dup_text (row, 13);
  drift->has_wanted = !tiem_stmt_is_null (row, 14);
  drift->wanted = tiem_stmt_int (row, 14);
  drift->takes_over = tiem_stmt_int (row, 15) != 0;
  return drift;
}

/* Steps to the end. Adds to @drifts. */
static gboolean
collect_drifts (TiemStmt *rows,
                GPtrArray *drifts,
                GError **error)
{
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (drifts, read_drift (rows));
  return step == 0;
}

static gboolean
tell (TiemWrite *write,
      gint64 listing_id,
      const char *kind,
      GPtrArray *news,
      GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      SELECT_DRIFT " WHERE d.listing_id = ?1 AND d.kind = ?2 ORDER BY d.id DESC LIMIT 1",
      TIEM_INT (listing_id),
      TIEM_TEXT (kind));

  return collect_drifts (rows, news, error);
}

/* On hand changes by what nothing explains, and the base with it. */
static gboolean
take_stock_over (TiemWrite *write,
                 const Shown *shown,
                 gint64 off,
                 GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;
  gint64 on_hand = 0;

  if (!tiem_db_get_text (write->db,
                         &name,
                         error,
                         "SELECT name FROM channel WHERE id = ?1",
                         TIEM_INT (shown->channel_id))
      || !tiem_db_get_int (write->db,
                           &on_hand,
                           error,
                           "SELECT coalesce (sum (on_hand), 0) FROM stock WHERE variant_id = ?1",
                           TIEM_INT (shown->variant_id)))
    return FALSE;
  /* Translators: a channel's name, what it showed before and what somebody changed that to */
  note = g_strdup_printf (_ ("%s: %d → %d"), name, (int)(shown->stock - off), (int)shown->stock);
  return tiem_ledger_adjust_stock (write,
                                   shown->variant_id,
                                   MAX (off, -MAX (on_hand, 0)),
                                   TIEM_LEDGER_TAKE_OVER,
                                   note,
                                   error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE movement SET channel_id = ?2"
                         " WHERE id = (SELECT max (id) FROM movement WHERE variant_id = ?1)",
                         TIEM_INT (shown->variant_id),
                         TIEM_INT (shown->channel_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE listing SET base_stock = base_stock + ?2, odd_at = 0,"
                         " odd_judged = 0, odd_seen = 0 WHERE id = ?1",
                         TIEM_INT (shown->id),
                         TIEM_INT (off))
         && close_drift (write, shown->id, "stock", TIEM_DRIFT_TAKEN_OVER, error);
}

static gboolean
mark_judged (TiemWrite *write,
             const Shown *shown,
             GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "UPDATE listing SET odd_judged = 1, odd_seen = ?2 WHERE id = ?1",
      TIEM_INT (shown->id),
      TIEM_INT (shown->takes_over && shown->has_stock ? MAX (shown->odd_seen, 1) : 0));
}

/* The orders have been pulled since the number was read. @news: (nullable) */
static gboolean
judge_stock (TiemWrite *write,
             const Shown *shown,
             GPtrArray *news,
             GError **error)
{
  gboolean can_differ = shown->has_desired && shown->has_base && !is_as_wanted (shown);
  gboolean is_new = FALSE;
  gint64 off = 0;

  if (can_differ && shown->has_stock && !find_difference (write, shown, &off, error))
    return FALSE;
  if (!can_differ || (shown->has_stock && off == 0))
    return shown->odd_at == 0
           || (clear_odd (write, shown->id, error)
               && close_drift (write, shown->id, "stock", "explained", error));

  if (!open_drift (write,
                   shown->id,
                   "stock",
                   shown->odd_at > 0 ? shown->odd_at : write->now,
                   shown->has_stock ? shown->stock - off : shown->base,
                   shown->has_stock,
                   shown->stock,
                   &is_new,
                   error)
      || (is_new && news != NULL && !tell (write, shown->id, "stock", news, error)))
    return FALSE;
  if (shown->takes_over && shown->odd_seen == 2 && write->now - shown->odd_at >= STANDS_MS)
    return take_stock_over (write, shown, off, error)
           && (news == NULL || tell (write, shown->id, "stock", news, error));
  return mark_judged (write, shown, error);
}

static gboolean
settle_stock (TiemWrite *write,
              gint64 listing_id,
              GPtrArray *news,
              GError **error)
{
  g_auto (Shown) shown = { 0 };

  return load_shown (write, listing_id, &shown, error) && judge_stock (write, &shown, news, error);
}

gboolean
tiem_drift_judge_number (TiemWrite *write,
                         gint64 listing_id,
                         gint64 stock,
                         GError **error)
{
  g_auto (Shown) shown = { 0 };
  gboolean goes_on;

  if (!load_shown (write, listing_id, &shown, error))
    return FALSE;
  goes_on
      = shown.odd_at > 0 && shown.odd_at <= write->now && shown.has_stock && shown.stock == stock;
  shown.odd_seen = !goes_on ? 0 : shown.odd_seen == 1 ? 2 : shown.odd_seen;
  shown.odd_at = goes_on || shown.odd_at == 0 ? shown.odd_at : write->now;
  shown.has_stock = TRUE;
  shown.stock = stock;
  shown.read_at = write->now;
  return judge_stock (write, &shown, NULL, error);
}

static gboolean
settle_price (
    TiemWrite *write, gint64 listing_id, gboolean takes_over, GPtrArray *news, GError **error)
{
  if (!tell (write, listing_id, "price", news, error))
    return FALSE;
  if (takes_over)
    return tiem_db_run (write->db,
                        error,
                        "UPDATE listing SET wanted_price_vnd = price_vnd WHERE id = ?1",
                        TIEM_INT (listing_id))
           && close_drift (write, listing_id, "price", TIEM_DRIFT_TAKEN_OVER, error)
           && tell (write, listing_id, "price", news, error);
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO outbox (channel_id, listing_id, kind, value, idempotency_key,"
                      " created_at) SELECT channel_id, id, 'price', wanted_price_vnd,"
                      " lower (hex (randomblob (16))), ?2 FROM listing WHERE id = ?1",
                      TIEM_INT (listing_id),
                      TIEM_INT (write->now));
}

/* What is to be looked into: numbers that were read since, prices that nothing is queued for. */
#define STOCK_DUE                                                                                  \
  "SELECT id, 0, 0 FROM listing WHERE channel_id = ?1 AND odd_at > 0 AND odd_judged = 0"
#define PRICE_DUE                                                                                  \
  "SELECT l.id, 1, c.drift_rule = 'take-over' FROM drift d JOIN listing l ON l.id = d.listing_id"  \
  " JOIN channel c ON c.id = l.channel_id WHERE d.settled_at = 0 AND d.kind = 'price'"             \
  " AND l.channel_id = ?1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE listing_id = l.id"            \
  " AND kind = 'price')"

typedef struct
{
  gint64 listing_id;
  gboolean is_price;
  gboolean takes_over;
} Due;

static GArray *
list_due (TiemDb *db,
          gint64 channel_id,
          GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Due));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, STOCK_DUE " UNION ALL " PRICE_DUE " ORDER BY 2, 1", TIEM_INT (channel_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Due due
          = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1) != 0, tiem_stmt_int (rows, 2) != 0 };

      g_array_append_val (found, due);
    }
  return step < 0 ? NULL : g_steal_pointer (&found);
}

/* Asked every few seconds: only a find is worth a transaction. */
static gboolean
has_due (TiemStore *self,
         gint64 channel_id,
         gboolean *due,
         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) found = read != NULL ? list_due (read->db, channel_id, error) : NULL;

  if (found == NULL)
    return FALSE;
  *due = found->len > 0;
  return TRUE;
}

GPtrArray *
tiem_store_settle_drift (TiemStore *self,
                         gint64 channel_id,
                         GError **error)
{
  g_autoptr (GPtrArray) news = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_drift_free);
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (GArray) due = NULL;
  gboolean any = FALSE;

  if (!has_due (self, channel_id, &any, error))
    return NULL;
  if (!any)
    return g_steal_pointer (&news);

  if ((write = tiem_store_begin_write (self, error)) == NULL
      || (due = list_due (write->db, channel_id, error)) == NULL)
    return NULL;
  for (guint i = 0; i < due->len; i++)
    {
      const Due *item = &g_array_index (due, Due, i);

      if (!(item->is_price ? settle_price (write, item->listing_id, item->takes_over, news, error)
                           : settle_stock (write, item->listing_id, news, error)))
        return NULL;
    }
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error) ? g_steal_pointer (&news) : NULL;
}

/* --- a second look --- */

GPtrArray *
tiem_store_list_odd (
    TiemStore *self, gint64 channel_id, guint limit, gint64 *due_at, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (TiemStmt) rows = NULL;
  gint64 now = tiem_store_now (self);
  int step = -1;

  *due_at = 0;
  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT id, remote_product_id, nullif (remote_variant_id, ''), odd_at"
                          " FROM listing WHERE channel_id = ?1 AND odd_at > 0 AND odd_judged = 1"
                          " AND odd_seen = 1 ORDER BY odd_at, id LIMIT ?2",
                          TIEM_INT (channel_id),
                          TIEM_INT (limit));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPush *push;
      gint64 stands_at = MIN (tiem_stmt_int (rows, 3), now) + STANDS_MS;

      if (stands_at > now)
        {
          *due_at = *due_at == 0 ? stands_at : MIN (*due_at, stands_at);
          continue;
        }
      push = tiem_push_new ();
      push->listing_id = tiem_stmt_int (rows, 0);
      push->remote_product_id = tiem_stmt_dup_text (rows, 1);
      push->remote_variant_id = tiem_stmt_dup_text (rows, 2);
      g_ptr_array_add (pushes, push);
    }
  return step < 0 ? NULL : g_steal_pointer (&pushes);
}

gboolean
tiem_store_drop_odd (TiemStore *self,
                     GPtrArray *pushes,
                     GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < pushes->len; i++)
    if (!tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET odd_seen = 0 WHERE id = ?1 AND odd_judged = 1",
                      TIEM_INT (((const TiemPush *)g_ptr_array_index (pushes, i))->listing_id)))
      return FALSE;
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error);
}

/* --- for people --- */

GPtrArray *
tiem_store_list_drifts (TiemStore *self,
                        const TiemDriftQuery *query,
                        gint64 limit,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) drifts = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_drift_free);
  g_autoptr (TiemStmt) rows = NULL;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        SELECT_DRIFT " WHERE (?1 = 0 OR l.channel_id = ?1)"
                                     " AND (?2 = 0 OR l.variant_id = ?2)"
                                     " AND (d.settled_at = 0 OR (?3 = 0"
                                     "  AND coalesce (d.outcome, '') <> 'explained'))"
                                     " ORDER BY d.settled_at > 0, d.found_at DESC, d.id DESC"
                                     " LIMIT ?4",
                        TIEM_INT (query->channel_id),
                        TIEM_INT (query->variant_id),
                        TIEM_INT (query->only_open),
                        TIEM_INT (limit > 0 ? limit : -1));
  return collect_drifts (rows, drifts, error) ? g_steal_pointer (&drifts) : NULL;
}

gboolean
tiem_store_set_drift_rule (TiemStore *self,
                           gint64 channel_id,
                           gboolean takes_over,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET drift_rule = ?2 WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (takes_over ? "take-over" : "set-back")))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("This channel is no longer there; refresh the list of channels."));
      return FALSE;
    }
  /* What is open is looked into once more, by the new rule. */
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE listing SET odd_judged = 0, odd_seen = 0"
                    " WHERE channel_id = ?1 AND odd_at > 0",
                    TIEM_INT (channel_id)))
    return FALSE;
  tiem_write_touch_channel (write, channel_id);
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error);
}
