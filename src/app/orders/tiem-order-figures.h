#pragma once

#include "store/tiem-store-orders.h"

G_BEGIN_DECLS

/* What the Orders tab shows around its list. The functions run on a store thread. */

typedef struct
{
  TiemOrderCounts counts;
  GPtrArray *channels; /* (element-type TiemChannelRecord) */
  GStrv tags;
  GStrv carriers;
  gboolean has_deadlines; /* of those to do: not every platform has them */
} TiemOrderFigures;

void tiem_order_figures_free (gpointer data);
/* A TiemStoreFunc. data: a pointer to a channel's id + 1 (1: all of them) */
gpointer tiem_order_figures_read (TiemStore *store,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

typedef struct
{
  gint64 n;
  gint64 total_vnd;
} TiemOrderTotal;

/* A TiemStoreFunc. data: a TiemOrderQuery. Returns: a g_new()ed TiemOrderTotal */
gpointer tiem_order_total_read (TiemStore *store,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
