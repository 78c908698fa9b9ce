#pragma once

#include "app/widgets/tiem-list-pane.h"

G_BEGIN_DECLS

/* Which goods the tab lists: its chips and filters, the query they make, and what is said when
 * that finds nothing. Widgets are not owned. */
typedef struct
{
  TiemListPane *list;
  TiemFilter *channel;
  TiemFilter *category;
  char *channels_shown;   /* (owned) (nullable): what the filter offers */
  char *categories_shown; /* (owned) (nullable): likewise */
} TiemProductFilters;

void tiem_product_filters_add (TiemProductFilters *self,
                               TiemListPane *list);
void tiem_product_filters_show_counts (const TiemProductFilters *self,
                                       const gint64 counts[TIEM_N_VARIANT_GROUPS]);
/* @channels: (element-type TiemChannelRecord) */
void tiem_product_filters_show_channels (TiemProductFilters *self,
                                         GPtrArray *channels);
/* @categories: (element-type TiemCategory) */
void tiem_product_filters_show_categories (TiemProductFilters *self,
                                           GPtrArray *categories);
/* @query: (out caller-allocates): its strings stay the widgets' */
void tiem_product_filters_make_query (const TiemProductFilters *self,
                                      TiemVariantQuery *query);
void tiem_product_filters_clear (TiemProductFilters *self);
/* From ::empty of the list. */
void tiem_product_filters_explain_empty (const TiemProductFilters *self);

G_END_DECLS
