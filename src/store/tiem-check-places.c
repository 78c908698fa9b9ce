#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "store/tiem-check.h"

#include "store/tiem-ledger.h"

#include <glib/gi18n-lib.h>

/* Where goods lie, and where orders leave from. */

static const TiemCheckQuery place_queries[] = {
  /* Translators: the name of a place */
  { N_ ("The place “%s” is archived, but something lies or is held there."),
    "SELECT p.name FROM location p WHERE p.archived_at > 0 AND EXISTS (SELECT 1 FROM stock"
    " WHERE location_id = p.id AND (on_hand <> 0 OR reserved <> 0))" },
  { N_ ("The place “%s” is the main one, but does not sell or is archived."),
    "SELECT name FROM location WHERE id = " TIEM_MAIN_LOCATION_SQL
    " AND (sells = 0 OR archived_at > 0)" },
  /* Translators: a channel, a place */
  { N_ ("The orders of %s leave from “%s”, which does not sell or is archived."),
    "SELECT c.name, p.name FROM channel c JOIN location p ON p.id = c.location_id"
    " WHERE c.removed_at = 0 AND (p.sells = 0 OR p.archived_at > 0)" },
  /* Translators: an order's number, two places */
  { N_ ("Order %s holds goods at “%s”, but leaves from “%s”."),
    "SELECT o.number, p.name, w.name FROM reservation r JOIN order_line l ON l.id = r.line_id"
    " JOIN customer_order o ON o.id = l.order_id JOIN channel c ON c.id = o.channel_id"
    " JOIN location p ON p.id = r.location_id"
    " JOIN location w ON w.id = coalesce (c.location_id, " TIEM_MAIN_LOCATION_SQL ")"
    " WHERE p.id <> w.id" },
  { 0 },
};

/* What a slip has moved there, in all; an undone one's movements cancel out. */
#define MOVED_AT(place)                                                                            \
  "(SELECT coalesce (sum (delta), 0) FROM movement m WHERE m.slip_id = s.id"                       \
  "  AND m.variant_id = l.variant_id AND m.location_id = " place ")"

static const TiemCheckQuery transfer_queries[] = {
  /* Translators: a slip's number, a SKU, and two numbers that ought to be the same */
  { N_ ("Transfer %1$s moved %3$s of %2$s to where it goes, but by its lines it is %4$s."),
    "SELECT s.number, v.sku, " MOVED_AT (
        "t.to_id") " AS moved,"
                   " iif (s.state = 'done', l.quantity, 0) AS wanted"
                   " FROM transfer_line l JOIN slip s ON s.id = l.slip_id JOIN transfer t ON "
                   "t.slip_id = s.id"
                   " JOIN variant v ON v.id = l.variant_id WHERE moved <> wanted" },
  { N_ ("Transfer %s has made more or less of %s: %s units."),
    "SELECT s.number, v.sku, sum (m.delta) FROM slip s JOIN movement m ON m.slip_id = s.id"
    " JOIN variant v ON v.id = m.variant_id WHERE s.kind = 'transfer'"
    " GROUP BY s.id, v.id HAVING sum (m.delta) <> 0" },
  { 0 },
};

static const TiemCheckQuery take_queries[] = {
  { N_ ("Stock take %s: %s is counted %s times by its line, %s by its scans."),
    "SELECT s.number, v.sku, l.counted, (SELECT sum (delta) FROM take_count c"
    "  WHERE c.slip_id = l.slip_id AND c.variant_id = l.variant_id AND c.pass = l.pass) AS scans"
    " FROM take_line l JOIN slip s ON s.id = l.slip_id JOIN variant v ON v.id = l.variant_id"
    " WHERE l.is_zeroed = 0 AND l.counted IS NOT scans" },
  { N_ ("Stock take %1$s: %3$s of %2$s is booked, but its movements add up to %4$s."),
    "SELECT s.number, v.sku, iif (s.state = 'done', coalesce (l.booked, 0), 0) AS wanted,"
    " " MOVED_AT ("s.location_id") " AS units FROM take_line l JOIN slip s ON s.id = l.slip_id"
                                   " JOIN variant v ON v.id = l.variant_id WHERE wanted <> units" },
  { N_ ("Stock take %1$s: the difference of %2$s is %3$s, but count and books make it %4$s."),
    "SELECT s.number, v.sku, l.booked, l.counted - l.expected - l.late AS difference"
    " FROM take_line l JOIN slip s ON s.id = l.slip_id JOIN variant v ON v.id = l.variant_id"
    " WHERE s.state = 'done' AND l.booked IS NOT NULL AND l.booked <> difference" },
  { 0 },
};

const TiemCheck tiem_place_checks[] = {
  { "goods_lie_at_open_places", place_queries, NULL },
  { "transfers_move_what_they_say", transfer_queries, NULL },
  { "takes_book_what_was_counted", take_queries, NULL },
  { 0 },
};
