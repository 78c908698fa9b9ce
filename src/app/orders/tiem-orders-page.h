#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* The Orders tab: the work queue at the left, the chosen order at the right. */
#define TIEM_TYPE_ORDERS_PAGE (tiem_orders_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemOrdersPage, tiem_orders_page, TIEM, ORDERS_PAGE, TiemBrowsePage)

/* Whether two channels are of one platform, so that only their names tell them apart. */
gboolean tiem_orders_page_has_twins (TiemOrdersPage *self);
/* Returns: (transfer full) (element-type gint64): the ticked orders, ascending; nobody may
 * change it */
GArray *tiem_orders_page_dup_ticked (TiemOrdersPage *self);
/* Lists these orders alone, until the owner puts the filter back.
 * @ids: (element-type gint64): kept; nobody may change it */
void tiem_orders_page_show_only (TiemOrdersPage *self,
                                 GArray *ids);

G_END_DECLS
