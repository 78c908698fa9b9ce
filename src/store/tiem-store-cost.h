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
 * cancelled or failed, nothing. Other writers wait meanwhile.
 * @progress: (nullable): in movements */
gboolean tiem_store_set_cost_method (TiemStore *self,
                                     TiemCostMethod method,
                                     TiemCostProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);

/* All movements for one reason: how many units, and what they changed the value on hand by. */
typedef struct
{
  char *reason;
  gint64 times;
  gint64 units;
  gint64 value_vnd;
} TiemCostSum;

/* What came in together and is still here; by FIFO alone. */
typedef struct
{
  gint64 at;
  char *reason;
  char *number; /* (nullable): of the slip */
  gint64 units;
  gint64 value_vnd;
} TiemCostArrival;

/* How a variant's cost came about: the sums make the units and the value, and so do the arrivals. */
typedef struct
{
  gint64 units;
  gint64 value_vnd;
  gboolean has_cost;
  gint64 cost_vnd;
  gint64 settled_vnd;  /* what arrivals cost beyond their value: of goods sold before they came */
  GPtrArray *sums;     /* (element-type TiemCostSum): in the order they began */
  GPtrArray *arrivals; /* (element-type TiemCostArrival): the first leaves first */
} TiemCostStory;
void tiem_cost_story_free (TiemCostStory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemCostStory, tiem_cost_story_free)

TiemCostStory *tiem_store_tell_cost (TiemStore *self,
                                     gint64 variant_id,
                                     GError **error);

G_END_DECLS
