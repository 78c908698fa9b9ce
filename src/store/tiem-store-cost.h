#pragma once

#include "model/tiem-cost.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* How goods are valued (the setting "cost_method"), and what the stock is worth. */

gboolean tiem_store_get_cost_method (TiemStore *self,
                                     TiemCostMethod *method,
                                     GError **error);

/* How far a long work has come; written and read on any threads. */
typedef struct _TiemCostProgress
{
  int done;    /* (atomic) */
  int total;   /* (atomic) 0 = not known yet */
  int is_made; /* (atomic) the change is made: it can't be called off any more */
} TiemCostProgress;

/* What another method changes. */
typedef struct
{
  gint64 before_vnd; /* what all that is on hand is worth now */
  gint64 after_vnd;
  gint64 variants; /* of which a unit costs something else then */
} TiemCostChange;
/* Nothing is written; the figures are those of the moment each variant is looked at.
 * @progress: (nullable): in movements */
gboolean tiem_store_preview_cost_method (TiemStore *self,
                                         TiemCostMethod method,
                                         TiemCostProgress *progress,
                                         GCancellable *cancellable,
                                         TiemCostChange *change,
                                         GError **error);

/* Values all that ever moved by @method, from the ledger, and keeps the setting: all of it or, when
 * cancelled, failed or killed, nothing. Others write meanwhile. CONFLICT when another call, maybe of
 * another process, began after this one.
 * @progress: (nullable): in movements */
gboolean tiem_store_set_cost_method (TiemStore *self,
                                     TiemCostMethod method,
                                     TiemCostProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);
/* Ends a change that was made by a program which did not live to write all of it down. Until then
 * all figures are right, and somewhat slower to read. */
gboolean tiem_store_settle_costs (TiemStore *self,
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
