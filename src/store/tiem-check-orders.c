#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "base/tiem-text.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-check.h"
#include "store/tiem-ledger-private.h"
#include "store/tiem-orders-private.h"

#include <glib/gi18n-lib.h>

/* Orders against what they did to stock, the counters, and what a search finds. */

/* Every line with what it ought to have done. */
#define LINES                                                                                      \
  "WITH line AS (SELECT l.*, o.number, o.left_at, o.part_left_at, c.removed_at, v.counted_at,"     \
  " v.is_bundle, " TIEM_LEDGER_TARGET " AS target,"                                                \
  " max (l.quantity - l.cancelled, 0) AS units,"                                                   \
  " o.left_at = 0 AND c.removed_at = 0 AND o.status IN ('unknown', 'unpaid', 'to_confirm',"        \
  "  'to_ship', 'awaiting_pickup') AS is_open"                                                     \
  " FROM order_line l JOIN customer_order o ON o.id = l.order_id"                                  \
  " JOIN channel c ON c.id = o.channel_id LEFT JOIN listing li ON li.id = l.listing_id"            \
  " LEFT JOIN variant v ON v.id = l.variant_id) "

static const TiemCheckQuery line_queries[] = {
  { N_ ("Order %s: “%s” is booked on another product than its listing is linked to."),
    LINES "SELECT number, title FROM line WHERE variant_id IS NOT target" },
  /* Translators: an order's number, goods, and two numbers that ought to be the same */
  { N_ ("Order %s: “%s” holds %s, but its status asks for %s."),
    LINES "SELECT number, title, reserved,"
          " iif (is_open AND counted_at > 0, max (units - max (shipped, gone), 0), 0) AS wanted"
          " FROM line WHERE reserved <> wanted" },
  { N_ ("Order %s: “%s” has taken %s off the shelf, which its status does not ask for."),
    LINES "SELECT number, title, shipped FROM line WHERE shipped > 0 AND (variant_id IS NULL"
          " OR (left_at = 0 AND shipped > max (gone, 0)) OR (left_at > 0 AND shipped < units))" },
  { N_ ("Order %s: “%s” left the shop, but is still on the shelf."),
    LINES "SELECT number, title FROM line WHERE left_at > 0 AND counted_at > 0"
          " AND left_at >= counted_at AND shipped < units" },
  { N_ ("Order %s: a parcel with “%s” left the shop, but is still on the shelf."),
    LINES "SELECT number, title FROM line WHERE left_at = 0 AND gone > shipped"
          " AND counted_at > 0 AND part_left_at >= counted_at AND removed_at = 0" },
  { N_ ("Order %s: “%s” holds %s, but the parts it holds are not as many."),
    LINES ", part AS (SELECT line.id, coalesce (b.part_id, line.variant_id) AS part_id,"
          "  line.reserved * coalesce (b.quantity, 1) AS wanted FROM line"
          "  LEFT JOIN bundle_item b ON b.bundle_id = line.variant_id WHERE line.reserved > 0),"
          " held AS (SELECT line_id, variant_id, quantity FROM reservation)"
          " SELECT l.number, l.title, l.reserved FROM line l WHERE"
          " EXISTS (SELECT id, part_id, wanted FROM part WHERE id = l.id"
          "  EXCEPT SELECT line_id, variant_id, quantity FROM held WHERE line_id = l.id)"
          " OR EXISTS (SELECT line_id, variant_id, quantity FROM held WHERE line_id = l.id"
          "  EXCEPT SELECT id, part_id, wanted FROM part WHERE id = l.id)" },
  { N_ ("Order %s: “%s” is out by %s, but its movements add up to %s."),
    LINES "SELECT l.number, l.title, l.restocked - l.shipped, coalesce (m.delta, 0)"
          " FROM line l LEFT JOIN (SELECT line_id, sum (delta) AS delta,"
          "  count (DISTINCT variant_id) AS n, min (variant_id) AS variant_id"
          "  FROM movement WHERE line_id IS NOT NULL GROUP BY 1) m ON m.line_id = l.id"
          " WHERE coalesce (l.is_bundle, 0) = 0 AND coalesce (m.n, 1) = 1"
          " AND coalesce (m.variant_id, l.variant_id) IS l.variant_id"
          " AND coalesce (m.delta, 0) <> l.restocked - l.shipped" },
  { N_ ("Order %1$s: %3$s of “%2$s” are noted as come back, but %4$s were booked."),
    LINES "SELECT l.number, l.title, l.returned + l.damaged + l.lost, coalesce (r.quantity, 0)"
          " FROM line l LEFT JOIN (SELECT line_id, sum (quantity) AS quantity,"
          "  sum (quantity * damaged) AS damaged, sum (quantity * lost) AS lost"
          "  FROM return_case GROUP BY 1) r ON r.line_id = l.id"
          " WHERE l.returned + l.damaged + l.lost <> coalesce (r.quantity, 0)"
          " OR l.damaged <> coalesce (r.damaged, 0) OR l.lost <> coalesce (r.lost, 0)"
          " OR l.restocked > l.returned" },
  /* Translators: an order's number */
  { N_ ("Order %s is marked as coming back, or not, against what is booked of it."),
    "SELECT o.number FROM customer_order o WHERE (o.back_since > 0) <> (o.stage >= 8"
    " AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND " TIEM_LINE_OUT " > 0))" },
  { N_ ("Order %s is marked as not linked, or not, against its lines."),
    "SELECT o.number FROM customer_order o WHERE o.has_unlinked"
    " <> EXISTS (SELECT 1 FROM order_line WHERE order_id = o.id AND variant_id IS NULL)" },
  { 0 },
};

static const TiemCheckQuery total_queries[] = {
  { N_ ("Order %s says %s units, but its lines have %s."),
    "SELECT o.number, o.units, coalesce (l.units, 0) FROM customer_order o"
    " LEFT JOIN (SELECT order_id, sum (quantity - cancelled) AS units FROM order_line GROUP BY 1) l"
    "  ON l.order_id = o.id WHERE o.units <> coalesce (l.units, 0)" },
  /* Translators: an order's number, two amounts of money */
  { N_ ("Order %s shows %s đồng that its lines do not explain, but it is %s."),
    "SELECT number, difference_vnd, difference FROM (SELECT o.number, o.difference_vnd,"
    " o.total_vnd + o.discount_vnd - o.shipping_fee_vnd - o.surcharge_vnd - (SELECT"
    "  coalesce (sum (total_vnd), 0) FROM order_line WHERE order_id = o.id) AS difference"
    " FROM customer_order o) WHERE difference_vnd <> difference" },
  { N_ ("Order %s stands in the wrong place of its lists."),
    "SELECT number FROM customer_order WHERE number_length <> length (number)"
    " OR deadline <> min (iif (ship_by = 0, 0x7fffffffffff, ship_by),"
    "  iif (cancel_asked = 1 AND cancel_answer_by > 0 AND stage < 5, cancel_answer_by,"
    "   0x7fffffffffff)) OR stage <> CASE status"
    " WHEN 'unknown' THEN 0 WHEN 'unpaid' THEN 1 WHEN 'to_confirm' THEN 2 WHEN 'to_ship' THEN 3"
    " WHEN 'awaiting_pickup' THEN 4 WHEN 'shipping' THEN 5 WHEN 'delivered' THEN 6"
    " WHEN 'completed' THEN 7 WHEN 'failed_delivery' THEN 8 WHEN 'returning' THEN 9"
    " WHEN 'returned' THEN 10 ELSE 11 END" },
  { 0 },
};

/* @table's rows against those of @recount, both ways; zeros count as missing. */
#define COMPARE(columns, table, recount)                                                           \
  "WITH held AS (" table "), counted AS (" recount ")"                                             \
  " SELECT * FROM (SELECT " columns " FROM held EXCEPT SELECT " columns " FROM counted)"           \
  " UNION SELECT * FROM (SELECT " columns " FROM counted EXCEPT SELECT " columns " FROM held)"

#define DAY "(placed_at + 25200000) / 86400000"
#define HOUR "24 * (" DAY ") + (placed_at + 25200000) % 86400000 / 3600000"

static const TiemCheckQuery counter_queries[] = {
  /* Translators: a channel's number, which counter, orders, money */
  { N_ ("The counter of channel %s, %s, is wrong: %s orders, %s đồng by one of the two counts."),
    COMPARE ("channel_id, kind, orders, total_vnd",
             "SELECT * FROM order_counter WHERE orders <> 0 OR total_vnd <> 0",
             "SELECT channel_id, status AS kind, count (*) AS orders, sum (total_vnd) AS total_vnd"
             " FROM customer_order GROUP BY 1, 2 UNION ALL"
             " SELECT channel_id, 'todo', count (*), sum (total_vnd) FROM customer_order"
             "  WHERE todo = 1 GROUP BY 1 UNION ALL"
             " SELECT channel_id, 'short', count (*), sum (total_vnd) FROM customer_order"
             "  WHERE is_short = 1 GROUP BY 1 UNION ALL"
             " SELECT channel_id, 'cancel-asked', count (*), sum (total_vnd) FROM customer_order"
             "  WHERE cancel_asked = 1 AND stage < 5 GROUP BY 1 UNION ALL"
             " SELECT o.channel_id, 'refuser', count (*), sum (o.total_vnd) FROM customer_order o"
             "  JOIN customer c ON c.id = o.customer_id JOIN customer r ON r.id = c.root_id"
             "  WHERE o.todo = 1 AND r.refused > 0 GROUP BY 1") },
  /* Translators: a day's number, a channel's number, orders, money */
  { N_ ("Day %s of channel %s is wrong: %s orders, %s đồng by one of the two counts."),
    COMPARE ("day, channel_id, orders, revenue_vnd",
             "SELECT * FROM daily WHERE orders <> 0 OR revenue_vnd <> 0",
             "SELECT " DAY " AS day, channel_id, count (*) AS orders,"
             " sum (total_vnd) AS revenue_vnd FROM customer_order WHERE status <> 'cancelled'"
             " GROUP BY 1, 2") },
  /* Translators: an hour's number, orders */
  { N_ ("Hour %s is wrong: %s orders by one of the two counts."),
    COMPARE ("hour, orders",
             "SELECT * FROM hourly WHERE orders <> 0",
             "SELECT " HOUR " AS hour, count (*) AS orders FROM customer_order"
             " WHERE status <> 'cancelled' GROUP BY 1") },
  /* Translators: a product's number, a day's number, units */
  { N_ ("The sales of product %s on day %s are wrong: %s units by one of the two counts."),
    COMPARE ("variant_id, day, units",
             "SELECT * FROM variant_daily WHERE units <> 0",
             "SELECT l.variant_id, " DAY " AS day, sum (max (l.quantity - l.cancelled, 0)) AS units"
             " FROM order_line l JOIN customer_order o ON o.id = l.order_id"
             " WHERE l.variant_id IS NOT NULL AND o.status <> 'cancelled' GROUP BY 1, 2"
             " HAVING sum (max (l.quantity - l.cancelled, 0)) <> 0") },
  /* Translators: a customer's number, orders, money */
  { N_ ("The sums of customer %s are wrong: %s orders, %s đồng by one of the two counts."),
    COMPARE ("id, orders, spent_vnd, last_at",
             "SELECT id, own_orders AS orders, own_spent_vnd AS spent_vnd,"
             " own_last_at AS last_at FROM customer WHERE own_orders <> 0 OR own_spent_vnd <> 0",
             "SELECT customer_id AS id, count (*) AS orders, sum (total_vnd) AS spent_vnd,"
             " max (placed_at) AS last_at FROM customer_order"
             " WHERE customer_id IS NOT NULL AND status <> 'cancelled' GROUP BY 1") },
  { N_ ("The sums of customer %s and those merged into it differ: %s orders, %s đồng."),
    "SELECT c.id, c.orders, c.spent_vnd FROM customer c JOIN (SELECT root_id,"
    " sum (own_orders) AS orders, sum (own_spent_vnd) AS spent_vnd FROM customer GROUP BY 1) s"
    " ON s.root_id = c.id WHERE c.merged_into IS NULL"
    " AND (c.orders <> s.orders OR c.spent_vnd <> s.spent_vnd)" },
  { 0 },
};

static const TiemCheckQuery chip_queries[] = {
  /* Translators: 'customer' or 'variant', the number of a group of them, how many there are */
  { N_ ("The counter of each %s in group %s is wrong: %s by one of the two counts."),
    COMPARE ("subject, bit, n",
             "SELECT * FROM counter WHERE n <> 0",
             "SELECT * FROM (SELECT subject, bit, iif (subject = 'customer',"
             " (SELECT count (*) FROM customer WHERE chips & bit),"
             " (SELECT count (*) FROM variant WHERE chips & bit)) AS n FROM counter)"
             " WHERE n <> 0") },
  /* Translators: a product, listings */
  { N_ ("%s is said to be on %s channels, against its listings."),
    "SELECT sku, listings FROM variant WHERE listings"
    " <> (SELECT count (*) FROM listing WHERE variant_id = variant.id)" },
  { 0 },
};

static const TiemCheckQuery refusal_queries[] = {
  /* Translators: a customer's number, parcels sent, parcels not taken */
  { N_ ("The parcels of customer %s are wrong: %s sent, %s not taken by one of the two counts."),
    COMPARE ("id, sent, refused",
             "SELECT id, own_sent AS sent, own_refused AS refused FROM customer"
             " WHERE own_sent <> 0 OR own_refused <> 0",
             "SELECT customer_id AS id, sum (left_at > 0) AS sent, sum (refused) AS refused"
             " FROM customer_order WHERE customer_id IS NOT NULL GROUP BY 1"
             " HAVING sum (left_at > 0) <> 0 OR sum (refused) <> 0") },
  { N_ ("The parcels of customer %s and those merged into it differ: %s sent, %s not taken."),
    "SELECT c.id, c.sent, c.refused FROM customer c JOIN (SELECT root_id,"
    " sum (own_sent) AS sent, sum (own_refused) AS refused FROM customer GROUP BY 1) s"
    " ON s.root_id = c.id WHERE c.merged_into IS NULL"
    " AND (c.sent <> s.sent OR c.refused <> s.refused)" },
  { N_ ("Order %s is marked as one of somebody who refused a parcel, or not, against the truth."),
    "SELECT o.number FROM customer_order o LEFT JOIN customer c ON c.id = o.customer_id"
    " LEFT JOIN customer r ON r.id = c.root_id"
    " WHERE o.from_refuser <> (coalesce (r.refused, 0) > 0)" },
  { N_ ("Order %s is marked as not taken, against what the owner said of it."),
    "SELECT number FROM customer_order WHERE (refusal_said = 1 AND refused = 0)"
    " OR (refusal_said = 2 AND refused = 1)" },
  { 0 },
};

static const TiemCheckQuery search_queries[] = {
  { N_ ("A search can't find order %s."),
    "SELECT number FROM customer_order WHERE id NOT IN (SELECT rowid FROM order_text)" },
  { N_ ("A search can't find %s."),
    "SELECT sku FROM variant WHERE id NOT IN (SELECT rowid FROM variant_text)" },
  { N_ ("A search finds %s orders and products that are not there."),
    "SELECT n FROM (SELECT"
    " (SELECT count (*) FROM order_text WHERE rowid NOT IN (SELECT id FROM customer_order))"
    " + (SELECT count (*) FROM variant_text WHERE rowid NOT IN (SELECT id FROM variant)) AS n)"
    " WHERE n > 0" },
  { 0 },
};

/* The words a search knows for a row against those made anew. */
static gboolean
check_orders_text (TiemDb *db,
                   TiemInvariant *invariant,
                   GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, "SELECT rowid, t FROM order_text");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_autofree char *text = tiem_order_text_make (db, tiem_stmt_int (rows, 0), error);

      if (text == NULL)
        return FALSE;
      if (g_strcmp0 (text, tiem_stmt_text (rows, 1)) != 0)
        tiem_check_report (invariant,
                           /* Translators: an order's number in the database */
                           g_strdup_printf (_ ("A search knows old words of order %d."),
                                            (int)tiem_stmt_int (rows, 0)));
    }
  return step == 0;
}

static gboolean
check_variants_text (TiemDb *db,
                     TiemInvariant *invariant,
                     GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT v.id, f.t, v.sort_name, v.sku FROM variant v JOIN variant_text f ON f.rowid = v.id");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_autofree char *sort_name = NULL;
      g_autofree char *text
          = tiem_catalogue_make_text (db, tiem_stmt_int (rows, 0), &sort_name, error);

      if (text == NULL)
        return FALSE;
      if (g_strcmp0 (text, tiem_stmt_text (rows, 1)) != 0
          || g_strcmp0 (sort_name, tiem_stmt_text (rows, 2)) != 0)
        tiem_check_report (
            invariant,
            g_strdup_printf (_ ("A search knows old words of %s."), tiem_stmt_text (rows, 3)));
    }
  return step == 0;
}

static gboolean
check_text (TiemDb *db,
            TiemInvariant *invariant,
            GError **error)
{
  return check_orders_text (db, invariant, error) && check_variants_text (db, invariant, error);
}

const TiemCheck tiem_order_checks[] = {
  { "lines_match_status", line_queries, NULL },
  { "order_totals", total_queries, NULL },
  { "counters_equal_recount", counter_queries, NULL },
  { "refusals_equal_recount", refusal_queries, NULL },
  { "chips_equal_recount", chip_queries, NULL },
  { "search_equals_rows", search_queries, check_text },
  { 0 },
};
