#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/*
 * A product and its variants: the words above, below a grid that behaves like a sheet
 * (Tab to the right, Enter down). Stock typed here becomes a line of the ledger.
 *
 * Signal ::saved (gint64 variant_id): the first variant of the product
 */
#define TIEM_TYPE_PRODUCT_EDIT_PAGE (tiem_product_edit_page_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemProductEditPage, tiem_product_edit_page, TIEM, PRODUCT_EDIT_PAGE, TiemSubpage)

/* @product_id: 0 for a new product */
GtkWidget *tiem_product_edit_page_new (TiemShop *shop, gint64 product_id);

G_END_DECLS
