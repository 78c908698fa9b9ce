#pragma once

#include "app/products/tiem-product-detail.h"

G_BEGIN_DECLS

/* "Why are 3 left?": what on hand is made of, and who holds it, the first to come first. */
void tiem_product_trail_add_why (const TiemVariantFacts *self,
                                 GtkWidget *column,
                                 gint64 now);
/* What is on the way, what was sold and what the stock is worth: each opens what is behind it. */
void tiem_product_trail_add_figures (const TiemVariantFacts *self,
                                     GtkWidget *column);
/* When the number changed last, where it came from, and when each channel had it. */
void tiem_product_trail_add_sent (const TiemVariantFacts *self,
                                  GtkWidget *column,
                                  gint64 now);

G_END_DECLS
