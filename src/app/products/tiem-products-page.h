#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* The Products tab, a row per variant: what has a SKU and stock. */
#define TIEM_TYPE_PRODUCTS_PAGE (tiem_products_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemProductsPage, tiem_products_page, TIEM, PRODUCTS_PAGE, TiemBrowsePage)

G_END_DECLS
