#pragma once

#include "app/tiem-browse-page.h"
#include "store/tiem-store-bulk.h"

G_BEGIN_DECLS

/* Asks one step of many orders: queued in one go and held back for as long as the toast offers
 * Undo, then watched: progress below the list while the channels are told, and which ones were
 * refused. @kind: "order:confirm", "order:ship".
 * @order_ids: (element-type gint64): may be kept; nobody may change it */
void tiem_order_bulk_queue (TiemBrowsePage *page,
                            GArray *order_ids,
                            const char *kind);
/* Asks for the reason first, of each platform in its own words. */
void tiem_order_bulk_cancel (TiemBrowsePage *page,
                             GArray *order_ids);
/* Notes that these parcels have left the shop, and tells whoever hears of it from nobody else. */
void tiem_order_hand_over (TiemBrowsePage *page,
                           GArray *order_ids);

/* The list that goes with them, to be signed: as PDF, where the owner says. */
void tiem_order_hand_over_list (TiemBrowsePage *page,
                                GArray *order_ids);

/* --- between tiem-order-bulk.c and tiem-order-bulk-cancel.c --- */

/* @reasons: (element-type TiemChannelReason) (transfer full) (nullable) */
void tiem_order_bulk_queue_with (TiemBrowsePage *page,
                                 GArray *order_ids,
                                 const char *kind,
                                 GArray *reasons);

/* --- tiem-order-problems.c --- */

/* A page that lists orders with what stands in the way of each.
 * @title: "1 order could not be done". @problems: (element-type TiemOrderProblem): kept */
void tiem_order_problems_show (TiemBrowsePage *page,
                               const char *title,
                               GPtrArray *problems);

G_END_DECLS
