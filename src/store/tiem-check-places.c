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

const TiemCheck tiem_place_checks[] = {
  { "goods_lie_at_open_places", place_queries, NULL },
  { 0 },
};
