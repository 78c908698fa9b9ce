#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * What is left of orders for the shop: what it receives, less what the goods cost. Received is
 * what the platform pays out, once it has told; before that, what the buyer pays, less the fees
 * told so far and the shipping, which goes to the carrier. Goods that left cost what the ledger
 * booked (returned ones nothing, damaged ones all); those still to leave, and those that left before
 * their stock was counted, what one costs now. Đồng throughout; each sum is that of its parts:
 *
 *   received = sold - kept        goods = booked + expected        profit = received - goods
 */
typedef struct
{
  gint64 orders;
  gint64 sold_vnd;     /* what buyers pay; 0 of an order that came back, or never arrived */
  gint64 kept_vnd;     /* by platforms and carriers */
  gint64 received_vnd;
  gint64 booked_vnd;   /* goods that left, at what they cost */
  gint64 expected_vnd; /* goods still to leave, at what they cost now */
  gint64 goods_vnd;
  gint64 profit_vnd;
  gint64 n_unknown;    /* lines whose cost nobody knows: it counts as 0 */
  gboolean is_estimate; /* a payout is not settled, goods are still to leave, or a cost is not known */
} TiemProfit;

/* Of one order, or !@order_id: of those placed on @day (tiem_time_day()) and not cancelled. */
gboolean tiem_store_get_profit (TiemStore *self,
                                gint64 order_id,
                                gint64 day,
                                TiemProfit *profit,
                                GError **error);

G_END_DECLS
