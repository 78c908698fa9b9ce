#pragma once

#include "app/products/tiem-product-detail.h"

G_BEGIN_DECLS

/* Of a combo: what it is made of, for how many combos each part is enough, and which part is why
 * there are no more. Adds nothing where there are no parts. */
void tiem_product_parts_show (const TiemVariantFacts *facts,
                              GtkWidget *column);

G_END_DECLS
