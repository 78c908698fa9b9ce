#pragma once

#include "model/tiem-cost.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* How goods are valued (the setting "cost_method"), and what the stock is worth. */

gboolean tiem_store_get_cost_method (TiemStore *self,
                                     TiemCostMethod *method,
                                     GError **error);

/* How far a long work has come; written and read on any threads. */
typedef struct
{
  int done;  /* (atomic) */
  int total; /* (atomic) 0 = not known yet */
} TiemCostProgress;

/* Values all that ever moved by @method, from the ledger, and keeps the setting: all of it or, when
 * cancelled or failed, nothing. About 5 s for a million movements, and other writers wait meanwhile.
 * @progress: (nullable): in movements */
gboolean tiem_store_set_cost_method (TiemStore *self,
                                     TiemCostMethod method,
                                     TiemCostProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
