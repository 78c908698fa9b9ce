#pragma once

#include "model/tiem-status.h"
#include "store/tiem-db.h"

G_BEGIN_DECLS

/*
 * The counters (order_counter, daily, hourly, variant_daily) are changed by differences.
 * A write adds them up in memory and books each row once, when it commits: a page of 200
 * orders touches a handful of rows.
 */
typedef struct _TiemTally TiemTally;

/* What of an order is counted. */
typedef struct
{
  gint64 channel_id;
  TiemOrderStatus status;
  gboolean is_short;
  gboolean cancel_asked;
  gboolean from_refuser; /* customer_order.from_refuser */
  gint64 placed_at; /* ms UTC */
  gint64 total_vnd;
} TiemTallyOrder;

TiemTally *tiem_tally_new (void);
void tiem_tally_free (TiemTally *self);
/* Counts an order in (@sign 1) or out (−1): out as it was, in as it is now. */
void tiem_tally_order (TiemTally *self, const TiemTallyOrder *order, int sign);
/* @units of a linked line of an order that is not cancelled. */
void tiem_tally_variant (TiemTally *self, gint64 variant_id, gint64 placed_at, gint64 units);
gboolean tiem_tally_flush (TiemTally *self, TiemDb *db, GError **error);

/* Whether `daily` and the customers' sums count an order of this status. */
gboolean tiem_order_status_is_counted (TiemOrderStatus status);
/* Whether an order is on the owner's list of what has to be done. */
gboolean tiem_order_is_todo (TiemOrderStatus status, gboolean is_short);

G_END_DECLS
