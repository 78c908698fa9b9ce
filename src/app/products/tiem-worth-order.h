#pragma once

#include "app/tiem-shop.h"
#include "app/widgets/tiem-list-pane.h"

G_BEGIN_DECLS

/* Writes draft purchase slips for what is suggested of @variant_ids (element-type gint64), one for
 * each supplier they were bought of last, and says so in a toast of @list. */
void tiem_worth_order (TiemListPane *list,
                       TiemShop *shop,
                       GArray *variant_ids);

G_END_DECLS
