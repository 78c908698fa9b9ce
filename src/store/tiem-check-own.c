#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "store/tiem-check.h"
#include "store/tiem-own-private.h"

#include <glib/gi18n-lib.h>

/* Orders of one's own: their goods, their money, and who owes it. */

static const TiemCheckQuery money_queries[] = {
  /* Translators: an order's number, two amounts of money that ought to be the same */
  { N_ ("Order %s says %s đồng were paid, but its payments are %s."),
    "SELECT o.number, o.paid_vnd, coalesce (p.sum, 0) AS sum FROM own_order w"
    " JOIN customer_order o ON o.id = w.order_id LEFT JOIN (SELECT order_id,"
    "  sum (amount_vnd) AS sum FROM order_payment GROUP BY 1) p ON p.order_id = w.order_id"
    " WHERE o.paid_vnd <> coalesce (p.sum, 0)" },
  { N_ ("Order %s: its total does not follow from goods, discount and shipping: %s đồng too much."),
    "SELECT o.number, o.difference_vnd FROM own_order w JOIN customer_order o ON o.id = w.order_id"
    " WHERE o.difference_vnd <> 0 OR o.surcharge_vnd <> 0" },
  { N_ ("Order %s is said to owe %s đồng, but it is %s."),
    "SELECT o.number, w.owed_vnd, " TIEM_OWN_OWED " AS owed FROM own_order w"
    " JOIN customer_order o ON o.id = w.order_id WHERE w.owed_vnd <> " TIEM_OWN_OWED },
  { N_ ("Order %s has goods or payments of its own, but is no order of your own."),
    "SELECT number FROM customer_order WHERE id NOT IN (SELECT order_id FROM own_order)"
    " AND (id IN (SELECT order_id FROM order_line WHERE own_variant_id IS NOT NULL)"
    "  OR id IN (SELECT order_id FROM order_payment))" },
  { N_ ("Order %s is of your own, but a line does not say what it sells."),
    "SELECT o.number FROM own_order w JOIN customer_order o ON o.id = w.order_id"
    " JOIN order_line l ON l.order_id = o.id WHERE l.own_variant_id IS NULL" },
  { 0 },
};

static const TiemCheckQuery debt_queries[] = {
  /* Translators: a customer's number, two amounts of money that ought to be the same */
  { N_ ("Customer %s is said to owe %s đồng, but the orders add up to %s."),
    "SELECT c.id, c.own_debt_vnd, coalesce (s.owed, 0) AS owed FROM customer c"
    " LEFT JOIN (SELECT customer_id, sum (owed) AS owed FROM (SELECT o.customer_id,"
    "   w.owed_vnd AS owed FROM own_order w JOIN customer_order o ON o.id = w.order_id"
    "  UNION ALL SELECT customer_id, owed_vnd FROM customer_origin WHERE owed_vnd <> 0"
    "  UNION ALL SELECT customer_id, -amount_vnd FROM customer_payment WHERE undone_at = 0)"
    "  GROUP BY 1) s ON s.customer_id = c.id WHERE c.own_debt_vnd <> coalesce (s.owed, 0)" },
  { N_ ("Customer %s and those merged into it are said to owe %s đồng, but it is %s."),
    "SELECT c.id, c.debt_vnd, s.owed FROM customer c JOIN (SELECT root_id,"
    "  sum (own_debt_vnd) AS owed FROM customer GROUP BY 1) s ON s.root_id = c.id"
    " WHERE c.merged_into IS NULL AND c.debt_vnd <> s.owed" },
  { 0 },
};

const TiemCheck tiem_own_checks[] = {
  { "own_orders_money", money_queries, NULL },
  { "debts_equal_recount", debt_queries, NULL },
  { 0 },
};
