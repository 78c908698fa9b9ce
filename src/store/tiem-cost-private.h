#pragma once

#include "model/tiem-cost.h"
#include "store/tiem-ledger.h"

G_BEGIN_DECLS

/*
 * What a movement is worth: movement.value_vnd and .settled_vnd, variant.cost_vnd, .cost_units and
 * .stock_value_vnd, cost_layer, order_line.cost_vnd. The rules are in model/tiem-cost.h; here is
 * which of its events a movement is. Goods keep their cost from place to place: a transfer is worth
 * nothing, and a variant has one cost at all locations.
 */

/* The reason of a movement of 0 units by which the owner says what one costs. */
#define TIEM_LEDGER_COST "cost"
#define TIEM_LEDGER_TRANSFER "transfer"

/* The facts of a movement that its worth follows from. */
typedef struct
{
  gint64 id; /* G_MAXINT64: it is not written down yet */
  gint64 variant_id;
  gint64 delta;
  const char *reason;
  gint64 line_id; /* 0 = none */
  gint64 slip_id; /* 0 = none */
  gboolean has_cost;
  gint64 unit_cost_vnd;
  gint64 total_cost_vnd; /* of all that comes in; of what leaves: not used */
} TiemCostMove;

/* Moves the queue of its variant by @move. */
gboolean tiem_cost_book (TiemDb *db,
                         TiemCostQueue *queue,
                         const TiemCostMove *move,
                         TiemCostBooking *booking,
                         GError **error);

/* Around the INSERT of a movement: what it is worth, and what follows once it has an id. @queue
 * is to be cleared. */
gboolean tiem_cost_begin (TiemWrite *write,
                          const TiemCostMove *move,
                          TiemCostQueue *queue,
                          TiemCostBooking *booking,
                          GError **error);
gboolean tiem_cost_end (TiemWrite *write,
                        const TiemCostMove *move,
                        const TiemCostQueue *queue,
                        gint64 movement_id,
                        GError **error);

/* The owner says what a unit of the variant costs (or, !@has_cost, that nobody knows): what is on
 * hand is worth that from now on, and a movement of 0 units says so. */
gboolean tiem_cost_give (TiemWrite *write,
                         gint64 variant_id,
                         gboolean has_cost,
                         gint64 cost_vnd,
                         GError **error);

/* The setting, average where there is none. */
gboolean tiem_cost_get_method (TiemDb *db,
                               TiemCostMethod *method,
                               GError **error);

G_END_DECLS
