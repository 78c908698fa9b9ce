#pragma once

#include "store/tiem-slip.h"
#include "store/tiem-store-purchases.h"

G_BEGIN_DECLS

/* Purchases inside a read or a write, for the files of the store. */

/* Returns: (element-type gint64) */
GArray *tiem_purchases_select (TiemDb *db,
                               const TiemPurchaseQuery *query,
                               gint64 limit,
                               gint64 offset,
                               GError **error);
/* Without lines. Returns: (element-type TiemPurchase): in the order of @ids */
GPtrArray *tiem_purchases_read (TiemDb *db,
                                GArray *ids,
                                GError **error);
/* With lines. Returns: (transfer full); NULL with NOT_FOUND or another error */
TiemPurchase *tiem_purchase_load (TiemDb *db,
                                  gint64 slip_id,
                                  GError **error);
/* Writes the draft, its lines joined. Returns: its id, 0 with @error: CONFLICT, INVALID */
gint64 tiem_purchase_put (TiemWrite *write,
                          const TiemPurchase *purchase,
                          GError **error);
/* Fills what the store tells of a line. *cost_vnd: what the goods cost now, 0 = not known. INVALID
 * for a bundle, and for archived goods in a purchase; NOT_FOUND. */
gboolean tiem_purchase_fill_line (TiemDb *db,
                                  TiemPurchaseKind kind,
                                  gint64 supplier_id,
                                  TiemPurchaseLine *line,
                                  gint64 *cost_vnd,
                                  GError **error);

G_END_DECLS
