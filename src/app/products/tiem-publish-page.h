#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/*
 * Puts a product up for sale at a channel: category, what the category asks for, pictures, title
 * and description within the channel's limits, the variants with their prices there. Where the
 * channel has the product already, it compares what both say and sets it anew.
 */
#define TIEM_TYPE_PUBLISH_PAGE (tiem_publish_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemPublishPage, tiem_publish_page, TIEM, PUBLISH_PAGE, TiemSubpage)

GtkWidget *tiem_publish_page_new (TiemShop *shop,
                                  gint64 product_id);

G_END_DECLS
