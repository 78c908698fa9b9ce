#pragma once

#include "store/tiem-ledger.h"

G_BEGIN_DECLS

/* Shared by the files of the ledger alone. */

/* What a line ought to move: what an order of one's own names, or what its listing is linked to. */
#define TIEM_LEDGER_TARGET                                                                         \
  "coalesce (l.own_variant_id, iif (c.removed_at > 0, l.variant_id, li.variant_id))"

/* The columns tiem_ledger_apply_lines() reads; a WHERE clause on l (order_line), o
 * (customer_order), li (listing), v (variant: the one the line should have) follows. */
#define TIEM_LEDGER_SELECT_LINE                                                                    \
  "SELECT l.id, l.order_id, max (l.quantity - l.cancelled, 0), o.placed_at, o.left_at, o.status,"  \
  " c.removed_at, l.variant_id, l.reserved, l.shipped, l.restocked, l.returned, l.is_short,"       \
  " " TIEM_LEDGER_TARGET ", v.counted_at,"                                                         \
  " li.id, o.platform_holds, li.allotment IS NOT NULL OR li.stock_owner_id IS NOT NULL,"           \
  " l.gone, o.part_left_at, coalesce (c.location_id, " TIEM_MAIN_LOCATION_SQL ")"                  \
  " FROM order_line l"                                                                             \
  " JOIN customer_order o ON o.id = l.order_id"                                                    \
  " JOIN channel c ON c.id = o.channel_id"                                                         \
  " LEFT JOIN listing li ON li.id = l.listing_id"                                                  \
  " LEFT JOIN variant v ON v.id = " TIEM_LEDGER_TARGET

/* What tiem_ledger_read_rule() reads, of li (listing), v (variant) and c (channel); @elsewhere is
 * what campaigns have locked of the variant at its other listings. */
#define TIEM_LEDGER_RULE(elsewhere)                                                                \
  " v.available, v.counted_at > 0, v.undecided, v.archived,"                                       \
  " li.state NOT IN ('banned', 'gone') AND c.removed_at = 0, li.campaign_locked," elsewhere        \
  ", coalesce (li.buffer, c.buffer), coalesce (li.share_percent, c.share_percent),"                \
  " coalesce (li.cap, c.cap), li.granted"
#define TIEM_LEDGER_RULE_COLUMNS                                                                   \
  TIEM_LEDGER_RULE (                                                                               \
      " (SELECT coalesce (sum (campaign_locked), 0) FROM listing x"                                \
      "  WHERE x.variant_id = li.variant_id AND x.id <> li.id"                                     \
      "  AND x.state NOT IN ('banned', 'gone'))")
/* The same where all rows are of variant ?1: summed once, not once for each. */
#define TIEM_LEDGER_RULE_COLUMNS_OF_ONE                                                            \
  TIEM_LEDGER_RULE (                                                                               \
      " (SELECT coalesce (sum (campaign_locked), 0) FROM listing x"                                \
      "  WHERE x.variant_id = ?1 AND x.state NOT IN ('banned', 'gone'))"                           \
      " - iif (li.state NOT IN ('banned', 'gone'), li.campaign_locked, 0)")
/* The same where somebody who has all listings of the variant sums up: what campaigns have locked
 * at this one. */
#define TIEM_LEDGER_RULE_COLUMNS_OWN                                                               \
  TIEM_LEDGER_RULE (" iif (li.state NOT IN ('banned', 'gone'), li.campaign_locked, 0)")
void tiem_ledger_read_rule (TiemStmt *row,
                            int column,
                            TiemDesiredInput *input);

/* Compares what each line asks for with what is recorded, and books the difference. @anew:
 * also where the numbers agree, as the parts of a bundle have changed. */
gboolean tiem_ledger_apply_lines (TiemWrite *write, TiemStmt *rows, gboolean anew, GError **error);

/* Computes desired of all listings of a variant. @pending: (element-type gint64): gets those
 * that a channel is to be told of */
gboolean tiem_ledger_refresh_listings_of (TiemWrite *write,
                                          gint64 variant_id,
                                          GArray *pending,
                                          GError **error);

/* Computes desired of one listing, and of those that share its number. */
gboolean tiem_ledger_show_listing (TiemWrite *write,
                                   gint64 listing_id,
                                   GError **error);

/* --- scarce goods, tiem-ledger-split.c --- */

/* An order took @units more (or, < 0, gives back) of the listing: its pace. */
gboolean tiem_ledger_note_sale (TiemWrite *write,
                                gint64 listing_id,
                                gint64 units,
                                gint64 placed_at,
                                GError **error);
/* The same for what it holds of scarce goods, when the order is of the channel being stored.
 * @is_held: the platform took them off its own number. */
gboolean tiem_ledger_take_part (TiemWrite *write,
                                gint64 listing_id,
                                gint64 units,
                                gboolean is_held,
                                GError **error);
/* Plans each of @variants (element-type gint64; bundles: their parts) anew, and what hangs
 * together with it through bundles. */
gboolean tiem_ledger_refresh_splits (TiemWrite *write,
                                     GArray *variants,
                                     GError **error);

/* Whether the line is short follows from its reservations; so does whether its order is. */
gboolean tiem_ledger_refresh_line_short (TiemWrite *write, gint64 line_id, GError **error);

G_END_DECLS
