#pragma once

#include "store/tiem-store-orders.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* Between tiem-order-query.c, tiem-order-plan.c and tiem-order-counts.c. */

/* Which index of customer_order a query without words walks. The counters say how many
 * orders its filters leave, which SQLite's planner can't know.
 * @is_sorted: whether the order matters; @is_first: whether only the first few are asked for
 * *index: static */
gboolean tiem_order_plan (TiemDb *db,
                          const TiemOrderQuery *query,
                          gboolean is_sorted,
                          gboolean is_first,
                          const char **index,
                          GError **error);

/* Where a query without words that asks for a tag or a carrier begins. */
typedef enum
{
  TIEM_ORDER_START_ORDERS,  /* with tiem_order_plan(), looking at each order's tag, carrier */
  TIEM_ORDER_START_TAG,     /* with the orders of the tag */
  TIEM_ORDER_START_CARRIER, /* with those of the carrier */
} TiemOrderStart;
/* With the fewest orders, as far as counting them is cheap. @tag_id: 0 = none is asked for */
gboolean tiem_order_plan_start (TiemDb *db,
                                const TiemOrderQuery *query,
                                gint64 tag_id,
                                gboolean is_first,
                                TiemOrderStart *start,
                                GError **error);

/* --- lists with words (tiem-order-found.c) --- */

typedef enum
{
  TIEM_ORDER_FOUND_NOT, /* the search is to be asked for all of it */
  TIEM_ORDER_FOUND_FEW, /* few orders hold it */
  TIEM_ORDER_FOUND_ALL, /* all that were asked for are found */
} TiemOrderFound;
/* The first @limit of @candidates, a statement that gives ids, whose orders hold @typed (folded),
 * to @found, when that is the way. */
gboolean tiem_order_found_select (TiemDb *db,
                                  const char *typed,
                                  TiemStmt *candidates,
                                  gint64 limit,
                                  GArray *found,
                                  TiemOrderFound *outcome,
                                  GError **error);
/* Where few orders hold it. *ids: (nullable) (transfer full)
 * (element-type gint64): all that hold it; NULL: the search is to be asked for them */
gboolean tiem_order_found_read_few (TiemDb *db,
                                    const char *typed,
                                    GArray **ids,
                                    GError **error);

/* By status, and then: */
enum
{
  TIEM_ORDER_TOTAL_TODO = TIEM_N_ORDER_STATUSES,
  TIEM_ORDER_TOTAL_SHORT,
  TIEM_ORDER_TOTAL_CANCEL_ASKED,
  TIEM_ORDER_TOTAL_REFUSERS,
  TIEM_N_ORDER_TOTALS
};

/* @totals: đồng, as the counts */
gboolean tiem_order_counts_load (TiemDb *db,
                                 gint64 channel_id,
                                 TiemOrderCounts *counts,
                                 gint64 totals[TIEM_N_ORDER_TOTALS],
                                 GError **error);
/* Whether a group is a few of what is to do. */
gboolean tiem_order_counts_is_small (TiemOrderGroup group);
/* Of a query by group and channel alone. */
gboolean tiem_order_counts_sum (TiemDb *db,
                                const TiemOrderQuery *query,
                                gint64 *n,
                                gint64 *total_vnd,
                                GError **error);

G_END_DECLS
