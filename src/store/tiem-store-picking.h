#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * What is fetched from the shelves for many orders at once, in the order one walks past the
 * shelves; and which labels have been printed. Bundles are their parts here.
 */

/* Of a pick, what goes into one order. */
typedef struct
{
  gint64 order_id;
  char *number;
  gint64 quantity;
} TiemPickOrder;

typedef struct
{
  gint64 variant_id; /* 0 = the line is not linked: as the channel calls it */
  char *sku;         /* (nullable) */
  char *title;
  char *options; /* (nullable) */
  char *shelf;   /* (nullable) */
  char *barcode; /* (nullable) */
  gint64 quantity;
  GPtrArray *orders; /* (element-type TiemPickOrder), in the order asked for */
} TiemPick;

void tiem_pick_free (TiemPick *self);

/* Units of @order_ids (element-type gint64) that still lie here: without cancelled ones and those
 * that left, of whole orders and of lines. By shelf ("A2" before "A10", none at the end), then by SKU.
 * Returns: (transfer full) (element-type TiemPick) */
GPtrArray *tiem_store_list_picks (TiemStore *self,
                                  GArray *order_ids,
                                  GError **error);
/* Returns: how many orders @picks are for */
guint tiem_picks_count_orders (GPtrArray *picks);
/* The same orders as one packs them: by the first shelf each needs, then by SKU, so that those with
 * the same single goods follow one another. Orders that need nothing come last, as they were.
 * Returns: (transfer full) (element-type gint64) */
GArray *tiem_store_sort_for_picking (TiemStore *self,
                                     GArray *order_ids,
                                     GError **error);

/* How far orders are on their way to a label. */
typedef struct
{
  gint64 order_id;
  TiemOrderStatus status;
  gboolean has_label;
  gboolean arranging; /* the shipment waits to be arranged, or is being */
  char *problem;      /* (nullable) why it was refused: a sentence */
} TiemLabelState;

void tiem_label_state_free (TiemLabelState *self);

/* Returns: (transfer full) (element-type TiemLabelState), in the order of @order_ids */
GPtrArray *tiem_store_list_label_states (TiemStore *self,
                                         GArray *order_ids,
                                         GError **error);

/* Marks labels as printed now, or as not printed, and tells it in the orders' stories.
 * Returns: (transfer full) (element-type gint64): the orders that were the other way before,
 * which is what Undo takes back */
GArray *tiem_store_set_printed (TiemStore *self,
                                GArray *order_ids,
                                gboolean printed,
                                GError **error);

G_END_DECLS
