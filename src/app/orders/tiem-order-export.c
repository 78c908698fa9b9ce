#define G_LOG_DOMAIN "tiem-order-export"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "app/tiem-list-export.h"

#include <glib/gi18n.h>

void
tiem_order_actions_export (TiemBrowsePage *page,
                           const TiemOrderQuery *query,
                           gboolean all_columns)
{
  tiem_list_export (page,
                    TIEM_EXPORT_ORDERS,
                    tiem_order_query_copy (query),
                    (GDestroyNotify)tiem_order_query_free,
                    all_columns,
                    _ ("orders.xlsx"));
}
