#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "store/tiem-check.h"

#include <glib/gi18n-lib.h>

/* What goods cost and what they are worth. */

static const TiemCheckQuery value_queries[] = {
  /* Translators: a SKU, and two amounts of money that ought to be the same */
  { N_ ("%s: the stock is said to be worth %s đồng, but its movements add up to %s."),
    "SELECT v.sku, v.stock_value_vnd, coalesce (m.sum, 0) FROM variant v"
    " LEFT JOIN (SELECT variant_id, sum (value_vnd) AS sum FROM movement_worth GROUP BY 1) m"
    "  ON m.variant_id = v.id WHERE v.stock_value_vnd <> coalesce (m.sum, 0)" },
  /* Translators: a SKU, and two numbers of units that ought to be the same */
  { N_ ("%s: %s units are valued, but %s were moved."),
    "SELECT v.sku, v.cost_units, coalesce (m.sum, 0) FROM variant v"
    " LEFT JOIN (SELECT variant_id, sum (delta) AS sum FROM movement WHERE reason <> 'transfer'"
    "  GROUP BY 1) m ON m.variant_id = v.id WHERE v.cost_units <> coalesce (m.sum, 0)" },
  /* Translators: a SKU, a number of units, their value and what one of them is said to cost */
  { N_ ("%s: %s units are worth %s đồng, but one is said to cost %s."),
    "SELECT sku, cost_units, stock_value_vnd, cost_vnd FROM variant"
    " WHERE (cost_units = 0 AND stock_value_vnd <> 0)"
    " OR (cost_vnd IS NULL AND stock_value_vnd <> 0)"
    " OR (cost_units > 0 AND cost_vnd IS NOT NULL AND cost_vnd <> stock_value_vnd / cost_units"
    "  + (stock_value_vnd % cost_units >= (cost_units + 1) / 2))"
    " OR (cost_units < 0 AND stock_value_vnd > 0)" },
  /* Translators: an order's number, and two amounts of money that ought to be the same */
  { N_ ("Order %s: the goods of a line are said to cost %s đồng, but by what was moved it is %s."),
    "SELECT o.number, c.cost_vnd, m.cost FROM order_line l"
    " JOIN line_cost c ON c.id = l.id JOIN customer_order o ON o.id = l.order_id LEFT JOIN (SELECT "
    "line_id, iif (count (*) ="
    "  count (value_vnd), -sum (value_vnd + settled_vnd), NULL) AS cost FROM movement_worth"
    "  WHERE line_id IS NOT NULL GROUP BY 1) m ON m.line_id = l.id WHERE c.cost_vnd IS NOT "
    "m.cost" },
  { 0 },
};

#define LAYERS                                                                                     \
  "WITH held AS (SELECT variant_id, sum (units) AS units, sum (value_vnd) AS value_vnd"            \
  " FROM cost_layer GROUP BY 1) "
#define IS_FIFO "coalesce ((SELECT value = 'fifo' FROM setting WHERE key = 'cost_method'), 0)"

static const TiemCheckQuery layer_queries[] = {
  /* Translators: a SKU, and two numbers of units that ought to be the same */
  { N_ ("%s: %s units are here, but what came in and is still here are %s."),
    LAYERS "SELECT v.sku, v.cost_units, coalesce (h.units, 0) FROM variant v"
           " LEFT JOIN held h ON h.variant_id = v.id WHERE " IS_FIFO
           " AND coalesce (h.units, 0) <> max (v.cost_units, 0)" },
  /* Translators: a SKU, and two amounts of money that ought to be the same */
  { N_ ("%s: the stock is said to be worth %s đồng, but what came in and is still here is worth "
        "%s."),
    LAYERS "SELECT v.sku, v.stock_value_vnd, h.value_vnd FROM held h"
           " JOIN variant v ON v.id = h.variant_id WHERE " IS_FIFO
           " AND h.value_vnd <> v.stock_value_vnd" },
  { N_ ("%s: %s arrivals are kept, but goods are valued by average."),
    "SELECT v.sku, count (*) FROM cost_layer l JOIN variant v ON v.id = l.variant_id"
    " WHERE NOT " IS_FIFO " AND NOT EXISTS (SELECT 1 FROM setting"
    "  WHERE key IN ('cost_change', 'cost_settling')) GROUP BY v.id" },
  { 0 },
};

const TiemCheck tiem_cost_checks[] = {
  { "value_equals_movements", value_queries, NULL },
  { "layers_equal_stock", layer_queries, NULL },
  { 0 },
};
