#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "store/tiem-check.h"
#include "store/tiem-suppliers-private.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>

/* Slips of purchases and returns: their sums, their units, and what is owed for them. */

#define GOODS_OF                                                                                   \
  "(SELECT coalesce (sum (l.quantity * l.price_vnd - l.discount_vnd), 0)"                          \
  "  FROM purchase_line l WHERE l.slip_id = p.slip_id)"

static const TiemCheckQuery sum_queries[] = {
  /* Translators: a slip's number, two amounts of money that ought to be the same */
  { N_ ("Slip %s says its goods cost %s đồng, but its lines add up to %s."),
    "SELECT x.number, p.goods_vnd, " GOODS_OF " FROM purchase p JOIN slip x ON x.id = p.slip_id"
    " WHERE p.goods_vnd <> " GOODS_OF },
  { N_ ("Slip %s says its total is %s đồng, but goods, discount and freight make %s."),
    "SELECT x.number, p.total_vnd,"
    " p.goods_vnd - p.discount_vnd + iif (p.freight_apart, 0, p.freight_vnd) AS total"
    " FROM purchase p JOIN slip x ON x.id = p.slip_id"
    " WHERE p.total_vnd <> p.goods_vnd - p.discount_vnd + iif (p.freight_apart, 0, "
    "p.freight_vnd)" },
  { N_ ("Slip %s costs %s đồng with its freight, but its lines cost %s together."),
    "SELECT x.number, p.goods_vnd - p.discount_vnd + p.freight_vnd AS cost,"
    " (SELECT sum (cost_vnd) FROM purchase_line l WHERE l.slip_id = p.slip_id) AS shared"
    " FROM purchase p JOIN slip x ON x.id = p.slip_id WHERE x.state = 'done'"
    " AND shared IS NOT p.goods_vnd - p.discount_vnd + p.freight_vnd" },
  { N_ ("Slip %s says it has %s units, but its lines have %s."),
    "SELECT x.number, p.units, (SELECT coalesce (sum (quantity), 0) FROM purchase_line l"
    "  WHERE l.slip_id = p.slip_id) AS units FROM purchase p JOIN slip x ON x.id = p.slip_id"
    " WHERE p.units <> (SELECT coalesce (sum (quantity), 0) FROM purchase_line l"
    "  WHERE l.slip_id = p.slip_id)" },
  { 0 },
};

/* What each slip has moved: all of its lines when it is done, else nothing. */
#define WANTED_OF                                                                                  \
  "iif (x.state = 'done', iif (x.kind = 'purchase', 1, -1) * coalesce (l.quantity, 0), 0)"
#define MOVED_OF                                                                                   \
  "(SELECT coalesce (sum (m.delta), 0) FROM movement m"                                            \
  "  WHERE m.slip_id = x.id AND m.variant_id = v.id)"

static const TiemCheckQuery move_queries[] = {
  /* Translators: a slip's number, a SKU, two numbers of units that ought to be the same */
  { N_ ("Slip %1$s moved %3$s of %2$s, but ought to have moved %4$s."),
    "SELECT x.number, v.sku, " MOVED_OF " AS moved, " WANTED_OF " AS wanted FROM slip x"
    " JOIN purchase_line l ON l.slip_id = x.id JOIN variant v ON v.id = l.variant_id"
    " WHERE " MOVED_OF " <> " WANTED_OF },
  { N_ ("Slip %s moved %s, which is not on it."),
    "SELECT x.number, v.sku FROM slip x JOIN movement m ON m.slip_id = x.id"
    " JOIN variant v ON v.id = m.variant_id WHERE x.kind IN ('purchase', 'supplier-return')"
    " AND NOT EXISTS (SELECT 1 FROM purchase_line l"
    "  WHERE l.slip_id = x.id AND l.variant_id = m.variant_id)" },
  { N_ ("More of %2$s went back than was bought by slip %1$s."),
    "SELECT x.number, v.sku FROM purchase p JOIN slip z ON z.id = p.slip_id AND z.state = 'done'"
    " JOIN purchase_line c ON c.slip_id = p.slip_id JOIN variant v ON v.id = c.variant_id"
    " JOIN slip x ON x.id = p.of_slip_id GROUP BY x.id, v.id"
    " HAVING sum (c.quantity) > coalesce ((SELECT b.quantity FROM purchase_line b"
    "  WHERE b.slip_id = x.id AND b.variant_id = v.id), 0)" },
  { 0 },
};

static const TiemCheckQuery debt_queries[] = {
  /* Translators: a supplier's code, two amounts of money that ought to be the same */
  { N_ ("The shop is said to owe %2$s đồng to supplier %1$s, but the slips and payments make "
        "%3$s."),
    "SELECT s.code, s.debt_vnd, " TIEM_SUPPLIER_DEBT " AS debt FROM supplier s"
    " WHERE s.debt_vnd <> " TIEM_SUPPLIER_DEBT },
  { N_ ("Payment %s is for a slip of another supplier."),
    "SELECT y.id FROM supplier_payment y JOIN purchase p ON p.slip_id = y.slip_id"
    " WHERE p.supplier_id IS NOT y.supplier_id" },
  { N_ ("Slip %s is not booked, but is said to owe %s đồng."),
    "SELECT x.number, p.owed_vnd FROM purchase p JOIN slip x ON x.id = p.slip_id"
    " WHERE p.owed_vnd <> 0 AND (x.kind <> 'purchase' OR x.state <> 'done')" },
  { 0 },
};

/* Which slips are still to be paid depends on their order. */
static gboolean
check_shares (TiemDb *db,
              TiemInvariant *invariant,
              GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, "SELECT id, code FROM supplier");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_autoptr (GArray) slips = tiem_supplier_share_out (db, tiem_stmt_int (rows, 0), error);

      if (slips == NULL)
        return FALSE;
      for (guint i = 0; i < slips->len; i++)
        {
          const TiemSlipOwed *slip = &g_array_index (slips, TiemSlipOwed, i);
          g_autofree char *number = NULL;
          g_autofree char *recorded = NULL;
          g_autofree char *owed = NULL;

          if (slip->owed_vnd == slip->recorded_vnd)
            continue;
          if (!tiem_db_get_text (db,
                                 &number,
                                 error,
                                 "SELECT number FROM slip WHERE id = ?1",
                                 TIEM_INT (slip->slip_id)))
            return FALSE;
          recorded = tiem_money_format (slip->recorded_vnd);
          owed = tiem_money_format (slip->owed_vnd);
          /* Translators: a slip's number, two amounts of money */
          tiem_check_report (
              invariant,
              g_strdup_printf (
                  _ ("Slip %s is said to owe %s, but it is %s."), number, recorded, owed));
        }
    }
  return step == 0;
}

const TiemCheck tiem_purchase_checks[] = {
  { "slip_totals_equal_lines", sum_queries, NULL },
  { "movements_equal_done_slips", move_queries, NULL },
  { "supplier_debts_equal_recount", debt_queries, check_shares },
  { 0 },
};
