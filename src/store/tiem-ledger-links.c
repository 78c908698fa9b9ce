#define G_LOG_DOMAIN "tiem-ledger"

#include "config.h"

#include "store/tiem-ledger.h"

#include "base/tiem-error.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-ledger-private.h"

#include <glib/gi18n-lib.h>

/* What links do to the lines of orders. */

/* Units sold by the lines of listing ?1 that are not at variant ?2 yet, by day in Việt Nam. */
#define UNITS_BY_DAY(sign)                                                                         \
  " (o.placed_at + 25200000) / 86400000, " sign "sum (max (l.quantity - l.cancelled, 0))"          \
  " FROM order_line l JOIN customer_order o ON o.id = l.order_id"                                  \
  " WHERE l.listing_id = ?1 AND l.variant_id IS NOT ?2 AND o.status <> 'cancelled'"
#define ADD_UNITS                                                                                  \
  " GROUP BY 1, 2 ON CONFLICT (variant_id, day) DO UPDATE SET units = units + excluded.units"

static gboolean
move_sales (TiemWrite *write,
            gint64 listing_id,
            gint64 variant_id,
            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO variant_daily (variant_id, day, units) SELECT "
                      "l.variant_id," UNITS_BY_DAY ("-") " AND l.variant_id IS NOT NULL" ADD_UNITS,
                      TIEM_INT (listing_id),
                      TIEM_ID (variant_id))
         && (variant_id == 0
             || tiem_db_run (
                 write->db,
                 error,
                 "INSERT INTO variant_daily (variant_id, day, units) SELECT ?2," UNITS_BY_DAY ("")
                     ADD_UNITS,
                 TIEM_INT (listing_id),
                 TIEM_INT (variant_id)));
}

/* Gives the lines of the listing the variant it is linked to now. Only those with something
 * to book go one by one: a listing that sold for years has a hundred thousand others. */
static gboolean
link_lines (TiemWrite *write,
            gint64 listing_id,
            gint64 variant_id,
            GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       TIEM_LEDGER_SELECT_LINE
                       " WHERE l.listing_id = ?1 AND l.variant_id IS NOT ?2"
                       " AND (l.reserved > 0 OR l.shipped > 0 OR l.restocked > 0 OR l.returned > 0"
                       "  OR (v.counted_at > 0 AND (o.left_at = 0 OR o.left_at >= v.counted_at)))"
                       " ORDER BY o.placed_at, o.id, l.position, l.id",
                       TIEM_INT (listing_id),
                       TIEM_ID (variant_id));

  return rows != NULL && tiem_ledger_apply_lines (write, rows, FALSE, error)
         && move_sales (write, listing_id, variant_id, error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE order_line SET variant_id = ?2"
                         " WHERE listing_id = ?1 AND variant_id IS NOT ?2",
                         TIEM_INT (listing_id),
                         TIEM_ID (variant_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer_order SET has_unlinked = NOT has_unlinked"
                         " WHERE id IN (SELECT order_id FROM order_line WHERE listing_id = ?1)"
                         " AND has_unlinked <> EXISTS (SELECT 1 FROM order_line l"
                         "   WHERE l.order_id = customer_order.id AND l.variant_id IS NULL)",
                         TIEM_INT (listing_id));
}

gboolean
tiem_ledger_link (TiemWrite *write,
                  gint64 listing_id,
                  gint64 variant_id,
                  GError **error)
{
  gint64 old_id = -1;

  if (!tiem_db_get_int (write->db,
                        &old_id,
                        error,
                        "SELECT coalesce (variant_id, 0) FROM listing WHERE id = ?1",
                        TIEM_INT (listing_id)))
    return FALSE;
  if (old_id == -1)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("This listing is no longer there; refresh the channel's listings."));
      return FALSE;
    }
  if (old_id == variant_id)
    return TRUE;

  write->what |= TIEM_CHANGED_LISTINGS | TIEM_CHANGED_ORDERS | TIEM_CHANGED_PRODUCTS;
  if (!tiem_db_run (
          write->db,
          error,
          "UPDATE listing SET variant_id = ?2, desired = NULL, version = 0,"
          " allotment = NULL, granted = NULL, ignored_at = iif (?2 IS NULL, ignored_at, 0),"
          " refused_value = NULL, refused_at = 0, problem = NULL WHERE id = ?1",
          TIEM_INT (listing_id),
          TIEM_ID (variant_id))
      || !tiem_drift_clear_odd (write, listing_id, error)
      || !tiem_drift_close (write, listing_id, NULL, "explained", error)
      || !link_lines (write, listing_id, variant_id, error))
    return FALSE;
  if (old_id != 0)
    tiem_ledger_mark_variant (write, old_id);
  if (variant_id != 0)
    tiem_ledger_mark_variant (write, variant_id);
  return TRUE;
}

/* By what it is at the channel; else by its SKU, when no other listing there has it. */
gboolean
tiem_ledger_attach_lines (TiemWrite *write,
                          gint64 listing_id,
                          GError **error)
{
  gint64 variant_id = 0;

  return tiem_db_run (write->db,
                      error,
                      "UPDATE order_line SET listing_id = ?1 WHERE id IN ("
                      " SELECT l.id FROM listing li"
                      " JOIN order_line l ON l.remote_product_id = li.remote_product_id"
                      "  AND l.remote_variant_id = li.remote_variant_id AND l.listing_id IS NULL"
                      " JOIN customer_order o ON o.id = l.order_id AND o.channel_id = li.channel_id"
                      " WHERE li.id = ?1)",
                      TIEM_INT (listing_id))
         && tiem_db_run (
             write->db,
             error,
             "UPDATE order_line SET listing_id = ?1 WHERE id IN ("
             " SELECT l.id FROM listing li"
             " JOIN order_line l ON l.sku_key = li.sku_key AND l.sku_key <> ''"
             "  AND l.listing_id IS NULL"
             " JOIN customer_order o ON o.id = l.order_id AND o.channel_id = li.channel_id"
             " WHERE li.id = ?1 AND NOT EXISTS (SELECT 1 FROM listing other"
             "  WHERE other.channel_id = li.channel_id AND other.sku_key = li.sku_key"
             "  AND other.id <> li.id))",
             TIEM_INT (listing_id))
         && tiem_db_get_int (write->db,
                             &variant_id,
                             error,
                             "SELECT variant_id FROM listing WHERE id = ?1",
                             TIEM_INT (listing_id))
         && (variant_id == 0 || link_lines (write, listing_id, variant_id, error));
}

gboolean
tiem_ledger_release_channel (TiemWrite *write,
                             gint64 channel_id,
                             GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;

  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE channel SET removed_at = ?2 WHERE id = ?1 AND removed_at = 0",
                    TIEM_INT (channel_id),
                    TIEM_INT (write->now)))
    return FALSE;
  rows = tiem_db_query (write->db,
                        error,
                        TIEM_LEDGER_SELECT_LINE " WHERE o.channel_id = ?1"
                                                " AND l.id IN (SELECT line_id FROM reservation)",
                        TIEM_INT (channel_id));
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS;
  return rows != NULL && tiem_ledger_apply_lines (write, rows, FALSE, error);
}
