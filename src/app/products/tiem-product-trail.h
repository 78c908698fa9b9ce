#pragma once

#include "app/products/tiem-product-detail.h"

G_BEGIN_DECLS

/* "Why are 3 left?": what on hand is made of, and who holds it, the first to come first. */
void tiem_product_trail_add_why (const TiemVariantFacts *self,
                                 GtkWidget *column,
                                 gint64 now);
/* When the number changed last, where it came from, and when each channel had it. */
void tiem_product_trail_add_sent (const TiemVariantFacts *self,
                                  GtkWidget *column,
                                  gint64 now);

G_END_DECLS
