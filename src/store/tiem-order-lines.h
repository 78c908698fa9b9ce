#pragma once

#include "model/tiem-remote.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* The lines of an order that is being stored. Their effect on stock is the ledger's. */

/* More units of a line, or of a parcel's, than any shop has are kept as so many. */
#define TIEM_MOST_UNITS G_GINT64_CONSTANT (10000000)

/* Returns: the units of @line that the buyer still wants, as they are kept */
gint64 tiem_order_line_count_wanted (const TiemRemoteLine *line);

/* What of the lines stands in the order's own row. */
typedef struct
{
  gint64 units;
  const char *title; /* of the first line (nullable), borrowed */
  gint64 quantity;   /* of the first line */
  gint64 more;       /* further lines */
  gint64 total_vnd;  /* of all lines */
} TiemGoods;
void tiem_order_lines_sum (const TiemRemoteOrder *order,
                           TiemGoods *goods);

/* Takes out, with their effects, the lines the channel has removed. To be called before the
 * order's own row changes. */
gboolean tiem_order_lines_drop_missing (TiemWrite *write,
                                        gint64 order_id,
                                        const TiemRemoteOrder *order,
                                        GError **error);
/* Writes the lines and finds their listings. @before: what was counted of the order, NULL
 * for a new one. */
gboolean tiem_order_lines_put (TiemWrite *write,
                               gint64 channel_id,
                               gint64 order_id,
                               const TiemRemoteOrder *order,
                               const TiemTallyOrder *before,
                               GError **error);

G_END_DECLS
