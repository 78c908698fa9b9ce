#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"
#include "model/tiem-purchase.h"

G_BEGIN_DECLS

/* Who a supplier is. Signal: ::saved (gint64 supplier_id) */
#define TIEM_TYPE_SUPPLIER_EDIT_PAGE (tiem_supplier_edit_page_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemSupplierEditPage, tiem_supplier_edit_page, TIEM, SUPPLIER_EDIT_PAGE, TiemSubpage)

/* @supplier: (nullable), copied: %NULL = a new one */
GtkWidget *tiem_supplier_edit_page_new (TiemShop *shop,
                                        const TiemSupplier *supplier);

G_END_DECLS
