#pragma once

#include "app/widgets/tiem-list-pane.h"
#include "store/tiem-store-orders.h"

G_BEGIN_DECLS

/* Which orders the tab lists: its chips and filters, the query they make, and what is said when
 * that finds nothing. Widgets are not owned. */
typedef struct
{
  TiemListPane *list;
  TiemFilter *channel;
  TiemFilter *time;
  TiemFilter *only; /* shown while some orders alone are listed */
  GArray *ids;      /* (owned) (nullable): these */
  TiemFilter *tag;
  TiemFilter *carrier;
} TiemOrderFilters;

void tiem_order_filters_add (TiemOrderFilters *self, TiemListPane *list);
void tiem_order_filters_show_counts (const TiemOrderFilters *self, const TiemOrderCounts *counts);
/* @channels: (element-type TiemChannelRecord) */
void tiem_order_filters_show_channels (const TiemOrderFilters *self, GPtrArray *channels);
/* Names of the owner's tags, of carriers. */
void tiem_order_filters_show_tags (const TiemOrderFilters *self,
                                   const char *const *tags,
                                   const char *const *carriers);
gint64 tiem_order_filters_get_channel (const TiemOrderFilters *self);
/* @query: (out caller-allocates): its strings stay the widgets'. @now: ms UTC */
void tiem_order_filters_make_query (const TiemOrderFilters *self,
                                    gint64 now,
                                    TiemOrderQuery *query);
/* Lists these orders alone, until the filter is put back. */
void tiem_order_filters_show_only (TiemOrderFilters *self, GArray *ids);
void tiem_order_filters_clear (TiemOrderFilters *self);
/* From ::empty of the list. */
void tiem_order_filters_explain_empty (const TiemOrderFilters *self);

G_END_DECLS
