#pragma once

#include "store/tiem-store-after.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-own.h"
#include "store/tiem-store-profit.h"
#include "store/tiem-row-list.h"

G_BEGIN_DECLS

#define TIEM_OVERVIEW_DAYS 14

/* All figures of the overview, read in one go from the summaries. */
typedef struct
{
  gint64 today; /* tiem_time_day() */
  guint hour;   /* of now, 0 … 23 */
  TiemOrderCounts orders;
  gint64 due_today; /* orders to be sent before midnight */
  TiemAfterCounts after;
  TiemOwnFigures own;
  gint64 wish_id;        /* an order whose buyer wants to cancel; 0 = none */
  gint64 return_order_id; /* the order of the most urgent return; 0 = none */
  gint64 review_variant_id; /* goods with a review that waits for a reply; 0 = none */
  gint64 variants[TIEM_N_VARIANT_GROUPS];
  GPtrArray *channels; /* (element-type TiemChannelRecord) */
  GArray *days;        /* (element-type TiemDayFigure): 14 days and today's weekday a week ago */
  gint64 hours_today[24];
  gint64 hours_before[24]; /* of the same weekday a week ago */
  gint64 last_backup_at;
  TiemProfit profit; /* of today's orders */
} TiemOverviewData;

void tiem_overview_data_free (TiemOverviewData *self);
/* A TiemStoreFunc. Store thread. */
gpointer tiem_overview_data_read (TiemStore *store,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);
/* Sums of one day; @channel_id 0 = all. */
void tiem_overview_data_sum_day (const TiemOverviewData *self,
                                 gint64 day,
                                 gint64 channel_id,
                                 gint64 *orders,
                                 gint64 *revenue_vnd);

G_END_DECLS
