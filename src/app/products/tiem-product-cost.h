#pragma once

#include "app/products/tiem-product-detail.h"

G_BEGIN_DECLS

/* What one costs, what all are worth and how that came about, and when to order more. */
void tiem_product_cost_show (const TiemVariantFacts *facts,
                             GtkWidget *column,
                             gint64 now);

G_END_DECLS
