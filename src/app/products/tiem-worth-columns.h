#pragma once

#include "app/widgets/tiem-list-pane.h"
#include "store/tiem-store-worth.h"

G_BEGIN_DECLS

/* The columns of a report on the stock. @store: not owned, as long as @list has rows of it. */
void tiem_worth_columns_add (TiemListPane *list,
                             TiemWorthReport report,
                             TiemStore *store);

G_END_DECLS
