#pragma once

#include "store/tiem-row-list.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

G_BEGIN_DECLS

/* Row lists of slips (TiemPurchase without lines) and of suppliers (TiemSupplier). */
TiemRowList *tiem_row_list_new_purchases (TiemStore *store);
TiemRowList *tiem_row_list_new_suppliers (TiemStore *store);
void tiem_row_list_set_purchase_query (TiemRowList *self,
                                       const TiemPurchaseQuery *query);
void tiem_row_list_set_supplier_query (TiemRowList *self,
                                       const TiemSupplierQuery *query);

G_END_DECLS
