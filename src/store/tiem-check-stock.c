#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "store/tiem-check.h"

#include <glib/gi18n-lib.h>

/* Stock recounted from the ledger, and everything that follows from stock. */

static const TiemCheckQuery stock_queries[] = {
  /* Translators: a SKU, and two numbers that ought to be the same */
  { N_ ("%s: on hand is %s, but its movements add up to %s."),
    "SELECT v.sku, coalesce (s.on_hand, 0), coalesce (m.delta, 0) FROM variant v"
    " CROSS JOIN location p"
    " LEFT JOIN stock s ON s.variant_id = v.id AND s.location_id = p.id"
    " LEFT JOIN (SELECT variant_id, location_id, sum (delta) AS delta FROM movement GROUP BY 1, 2)"
    "  m ON m.variant_id = v.id AND m.location_id = p.id"
    " WHERE coalesce (s.on_hand, 0) <> coalesce (m.delta, 0)" },
  { N_ ("%s: %s are reserved, but open orders hold %s."),
    "SELECT v.sku, coalesce (s.reserved, 0), coalesce (r.quantity, 0) FROM variant v"
    " CROSS JOIN location p"
    " LEFT JOIN stock s ON s.variant_id = v.id AND s.location_id = p.id"
    " LEFT JOIN (SELECT variant_id, location_id, sum (quantity) AS quantity FROM reservation"
    "  GROUP BY 1, 2) r ON r.variant_id = v.id AND r.location_id = p.id"
    " WHERE coalesce (s.reserved, 0) <> coalesce (r.quantity, 0)" },
  { N_ ("%s: a movement says that %s were on hand after it, counted from the start it is %s."),
    "SELECT v.sku, m.on_hand, m.counted FROM (SELECT variant_id, on_hand, sum (delta) OVER"
    " (PARTITION BY variant_id, location_id ORDER BY id ROWS UNBOUNDED PRECEDING) AS counted"
    " FROM movement) m JOIN variant v ON v.id = m.variant_id WHERE m.on_hand <> m.counted" },
  { N_ ("%s: the product's own numbers (%s on hand, %s reserved, %s left) differ from its stock."),
    "SELECT v.sku, v.on_hand, v.reserved, v.available FROM variant v"
    " LEFT JOIN (SELECT variant_id, sum (on_hand) AS on_hand, sum (reserved) AS reserved,"
    "  sum (on_hand) FILTER (WHERE location_id IN (SELECT id FROM location WHERE sells = 1))"
    "   AS sellable FROM stock GROUP BY 1) s ON s.variant_id = v.id WHERE v.is_bundle = 0"
    " AND (v.on_hand <> coalesce (s.on_hand, 0) OR v.reserved <> coalesce (s.reserved, 0)"
    "  OR v.available <> coalesce (s.sellable, 0) - coalesce (s.reserved, 0))" },
  { N_ ("%s: the bundle's own numbers (%s on hand, %s reserved, %s left) differ from its parts'."),
    "SELECT v.sku, v.on_hand, v.reserved, v.available FROM variant v"
    " JOIN (SELECT b.bundle_id,"
    "  min ((p.available + p.reserved - ((p.available + p.reserved) % b.quantity + b.quantity)"
    "   % b.quantity) / b.quantity) AS on_hand,"
    "  min ((p.available - ((p.available % b.quantity) + b.quantity) % b.quantity) / b.quantity)"
    "   AS available"
    "  FROM bundle_item b JOIN variant p ON p.id = b.part_id GROUP BY 1) b ON b.bundle_id = v.id"
    " WHERE v.is_bundle = 0 OR v.on_hand <> b.on_hand OR v.available <> b.available"
    " OR v.reserved <> v.on_hand - v.available" },
  { 0 },
};

static const TiemCheckQuery short_queries[] = {
  /* Translators: an order's number, a SKU, and two numbers that ought to be the same */
  { N_ ("Order %1$s lacks %3$s of %2$s by what is noted, but %4$s by the orders before it."),
    "SELECT number, sku, short, wanted FROM (SELECT o.number, v.sku, r.short,"
    " max (0, min (r.quantity, sum (r.quantity) OVER (PARTITION BY r.variant_id"
    "  ORDER BY o.placed_at, o.id, l.position, l.id ROWS UNBOUNDED PRECEDING)"
    "  - max (v.available + v.reserved, 0))) AS wanted FROM reservation r"
    " JOIN order_line l ON l.id = r.line_id JOIN customer_order o ON o.id = l.order_id"
    " JOIN variant v ON v.id = r.variant_id) WHERE short <> wanted" },
  { N_ ("Order %s: a line is marked short, or not, against what is noted for it."),
    "SELECT o.number FROM order_line l JOIN customer_order o ON o.id = l.order_id WHERE l.is_short"
    " <> EXISTS (SELECT 1 FROM reservation WHERE line_id = l.id AND short > 0)" },
  { N_ ("Order %s is marked short, or not, against its lines."),
    "SELECT o.number FROM customer_order o WHERE o.is_short"
    " <> EXISTS (SELECT 1 FROM order_line WHERE order_id = o.id AND is_short = 1)" },
  { 0 },
};

/* The rule of tiem_listing_desired(), once more; those that share a number show the least. */
static const TiemCheckQuery desired_queries[] = {
  /* Translators: a listing's title, and two numbers that ought to be the same */
  { N_ ("The listing “%s” is to show %s, but by the rules it is %s."),
    "WITH own AS (SELECT li.id, li.title, li.desired, li.channel_id, li.stock_owner_id,"
    " CASE WHEN li.state IN ('banned', 'gone') OR c.removed_at > 0 THEN NULL"
    "  WHEN v.archived = 1 THEN 0"
    "  WHEN v.counted_at = 0 OR v.undecided = 1 THEN NULL"
    "  ELSE max (li.campaign_locked,"
    "   min (max (v.available - coalesce (li.buffer, c.buffer) - (SELECT"
    "     coalesce (sum (campaign_locked), 0) FROM listing x WHERE x.variant_id = li.variant_id"
    "     AND x.id <> li.id AND x.state NOT IN ('banned', 'gone')), 0)"
    "    * coalesce (li.share_percent, c.share_percent) / 100,"
    "   iif (coalesce (li.cap, c.cap) < 0, 0x7fffffffffffffff, coalesce (li.cap, c.cap)),"
    "   coalesce (li.granted, 0x7fffffffffffffff))) END AS wanted"
    " FROM listing li JOIN variant v ON v.id = li.variant_id"
    " JOIN channel c ON c.id = li.channel_id),"
    " shared AS (SELECT channel_id, stock_owner_id,"
    "  iif (count (wanted) = count (*), min (wanted), NULL) AS wanted"
    "  FROM own WHERE stock_owner_id IS NOT NULL GROUP BY 1, 2)"
    " SELECT o.title, o.desired, iif (o.stock_owner_id IS NULL, o.wanted, s.wanted) AS rule"
    " FROM own o LEFT JOIN shared s"
    "  ON s.channel_id = o.channel_id AND s.stock_owner_id = o.stock_owner_id"
    " WHERE o.desired IS NOT rule" },
  { N_ ("The listing “%s” is linked to nothing, and yet is to show %s."),
    "SELECT title, desired FROM listing WHERE variant_id IS NULL AND desired IS NOT NULL" },
  { 0 },
};

/* Whatever is linked is in step, or will be sent, or says why not: tiem_listing_explain(). */
static const TiemCheckQuery standing_queries[] = {
  /* Translators: a listing's title */
  { N_ ("The listing “%s” has no number to be sent, and nothing says why."),
    "SELECT l.title FROM listing l JOIN variant v ON v.id = l.variant_id"
    " JOIN channel c ON c.id = l.channel_id WHERE l.desired IS NULL AND c.removed_at = 0"
    " AND l.state NOT IN ('banned', 'gone') AND (v.archived = 1 OR (v.counted_at > 0"
    "  AND v.undecided = 0)) AND NOT EXISTS (SELECT 1 FROM listing s JOIN variant o"
    "  ON o.id = s.variant_id WHERE s.channel_id = l.channel_id"
    "  AND s.stock_owner_id = l.stock_owner_id AND (s.state IN ('banned', 'gone')"
    "   OR (o.archived = 0 AND (o.counted_at = 0 OR o.undecided = 1))))" },
  { N_ ("The listing “%s” was refused, and nothing says why."),
    "SELECT title FROM listing WHERE refused_value IS NOT NULL AND problem IS NULL" },
  { N_ ("The listing “%s” shares its number with one that stands in its way, and does not say so."),
    "SELECT l.title FROM listing l JOIN listing s ON s.channel_id = l.channel_id"
    " AND s.stock_owner_id = l.stock_owner_id WHERE l.pending = 1 AND s.id = (SELECT min (id)"
    "  FROM listing WHERE channel_id = l.channel_id AND stock_owner_id = l.stock_owner_id"
    "  AND pending = 1) AND (s.unclear <> l.unclear OR s.desired <> l.desired"
    "  OR (s.refused_value IS s.desired) <> (l.refused_value IS l.desired))" },
  { N_ ("The number of “%s” is about to be taken over, and is not listed as changed."),
    "SELECT title FROM listing WHERE odd_seen > 0 AND drift_at = 0" },
  { N_ ("The listing “%s” is marked as changed at the channel since %s, by what is noted since "
        "%s."),
    "SELECT l.title, l.drift_at, coalesce (d.at, 0) FROM listing l LEFT JOIN"
    " (SELECT listing_id, min (found_at) AS at FROM drift WHERE settled_at = 0 GROUP BY 1) d"
    " ON d.listing_id = l.id WHERE l.drift_at <> coalesce (d.at, 0)" },
  { N_ ("Something for channel %s was refused, and nothing says why."),
    "SELECT channel_id FROM outbox WHERE state = 'rejected' AND problem IS NULL" },
  { 0 },
};

/* Who sells the goods of a split variant, and how many of them each takes: the variant's own
 * listings and those of bundles that hold it. */
#define SPLIT_POOLS                                                                                \
  "WITH pool AS (SELECT v.id AS goods, v.sku, v.available, o.unit, li.id, li.title, li.granted,"   \
  " coalesce (li.desired, 0) AS desired, li.campaign_locked AS locked,"                            \
  " min (coalesce (li.acked, li.may_sell, 0), coalesce (li.may_sell, 0)) AS shown,"                \
  " iif (c.state = 'active' AND li.state = 'active' AND c.by_file = 0, coalesce (li.may_sell, 0)," \
  "  min (coalesce (li.may_sell, 0), li.allotment)) AS may_sell"                                   \
  " FROM variant v JOIN (SELECT id AS goods, id AS variant_id, 1 AS unit FROM variant UNION ALL"   \
  "  SELECT part_id, bundle_id, quantity FROM bundle_item) o ON o.goods = v.id"                    \
  " JOIN listing li ON li.variant_id = o.variant_id JOIN channel c ON c.id = li.channel_id"        \
  " WHERE v.is_split = 1 AND li.granted IS NOT NULL) "

/* A number may be above plan until its cut is confirmed, and a channel that is cut off shows what
 * it showed; but what is planned is never more than there is, and a number only rises into what
 * nobody else may still believe it can sell. */
static const TiemCheckQuery split_queries[] = {
  /* Translators: a SKU, and two numbers of units */
  { N_ ("%s: the channels are to show %s of it together, but only %s are left."),
    SPLIT_POOLS "SELECT sku, sum (desired * unit), max (available, 0) FROM pool GROUP BY goods"
                " HAVING sum (desired * unit) > max (available, sum (locked * unit), 0)" },
  /* Translators: a listing's title, a number it is to show, and the most it may */
  { N_ ("The listing “%s” is to rise to %s, but others may still sell all but %s."),
    SPLIT_POOLS "SELECT title, desired, room / unit FROM (SELECT *, available"
                " - (sum (may_sell * unit) OVER (PARTITION BY goods) - may_sell * unit) AS room"
                " FROM pool) WHERE desired > shown AND desired > locked"
                " AND desired * unit > room" },
  { N_ ("The listing “%s” holds %s of scarce goods, but may be told %s."),
    "SELECT title, allotment, granted FROM listing"
    " WHERE (allotment IS NULL) <> (granted IS NULL)"
    " OR granted > max (allotment, campaign_locked)" },
  { N_ ("The listing “%s” holds %s of goods that are not scarce."),
    "SELECT li.title, li.allotment FROM listing li WHERE li.allotment IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM variant v WHERE v.is_split = 1 AND (v.id = li.variant_id"
    "  OR v.id IN (SELECT part_id FROM bundle_item WHERE bundle_id = li.variant_id)))" },
  { 0 },
};

static const TiemCheckQuery unique_queries[] = {
  /* Translators: a channel's name, and an order's id there */
  { N_ ("%s: the order %s is there more than once."),
    "SELECT c.name, o.remote_id FROM customer_order o JOIN channel c ON c.id = o.channel_id"
    " GROUP BY o.channel_id, +o.remote_id HAVING count (*) > 1" },
  { N_ ("%s: the listing %s is there more than once."),
    "SELECT c.name, li.remote_product_id || ' ' || li.remote_variant_id FROM listing li"
    " JOIN channel c ON c.id = li.channel_id"
    " GROUP BY li.channel_id, +li.remote_product_id, li.remote_variant_id HAVING count (*) > 1" },
  { 0 },
};

static const TiemCheckQuery reference_queries[] = {
  /* Translators: the names of two tables */
  { N_ ("A row of %s refers to one of %s that is gone."),
    "SELECT \"table\", parent FROM pragma_foreign_key_check" },
  { N_ ("Order %s: goods came back for a line that is gone."),
    "SELECT o.number FROM movement m JOIN customer_order o ON o.id = m.order_id"
    " WHERE m.line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_line WHERE id = m.line_id)"
    " GROUP BY m.line_id HAVING sum (m.delta) <> 0" },
  { 0 },
};

const TiemCheck tiem_stock_checks[] = {
  { "stock_equals_movements", stock_queries, NULL },
  { "short_in_order_placed", short_queries, NULL },
  { "remote_ids_unique", unique_queries, NULL },
  { "nothing_missing", reference_queries, NULL },
  { "listings_show_what_may_be_sold", desired_queries, NULL },
  { "listings_sent_or_say_why", standing_queries, NULL },
  { "scarce_goods_sold_once", split_queries, NULL },
  { 0 },
};
