#pragma once

#include "model/tiem-purchase.h"
#include "store/tiem-store-shop.h"

G_BEGIN_DECLS

/* The slip on A4 as a shop keeps it: who bought what from whom, what it cost, what is paid, and
 * room to sign. @supplier: (nullable): while none is named. @now: ms UTC. Fails with INVALID when
 * the slip has no lines. Returns: (transfer full): a PDF */
GBytes *tiem_purchase_sheet_make (const TiemPurchase *purchase,
                                  const TiemSupplier *supplier,
                                  const TiemShopIdentity *shop,
                                  gint64 now,
                                  GError **error);

G_END_DECLS
