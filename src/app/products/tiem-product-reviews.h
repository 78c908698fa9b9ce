#pragma once

#include "app/tiem-browse-page.h"
#include "store/tiem-store-after.h"

G_BEGIN_DECLS

/* What buyers wrote about goods, at the channels that tell. */

/* Returns: (nullable) (element-type TiemReview): those that wait for a reply first. Store thread */
GPtrArray *tiem_product_reviews_read (TiemStore *store, gint64 variant_id, GError **error);
/* Appends a group with them; each that may be replied to has a button for
 * "products.reply" (x: the review's id). */
void tiem_product_reviews_show (GPtrArray *reviews, GtkWidget *column, gint64 now);

/* Returns: a popover to write a reply in; sending holds it for Undo */
GtkWidget *tiem_product_reply_popover_new (TiemBrowsePage *page, const TiemReview *review);

G_END_DECLS
