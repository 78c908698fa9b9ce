#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* The columns of the products list, and what a row is on a narrow window: once, in the page's
 * init. Rows are of TiemVariant. */
void tiem_product_columns_add (TiemBrowsePage *page);

G_END_DECLS
