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

/* What a line or a slip has moved of a variant so far. */
typedef struct
{
  gint64 units;
  gint64 cost_vnd; /* of what came in and is not gone again; < 0: of what left */
  gint64 n_unknown;
} TiemCostNet;

/* All that a variant's movements so far mean to those to come, for whoever goes through them in
 * memory. */
typedef struct _TiemCostPast TiemCostPast;
TiemCostPast *tiem_cost_past_new (void);
void tiem_cost_past_free (TiemCostPast *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemCostPast, tiem_cost_past_free)
/* Forgets all: another variant begins. */
void tiem_cost_past_clear (TiemCostPast *self);
void tiem_cost_past_note (TiemCostPast *self,
                          const TiemCostMove *move,
                          const TiemCostBooking *booking);
/* Of the line of @move or, where it has none, of its slip. */
void tiem_cost_past_get_net (TiemCostPast *self,
                             const TiemCostMove *move,
                             TiemCostNet *net);
/* What came back last for the line of @move. */
void tiem_cost_past_get_last_back (TiemCostPast *self,
                                   const TiemCostMove *move,
                                   TiemCostNet *last);

/* Moves the queue of its variant by @move. @past: (nullable): NULL = what the ledger says */
gboolean tiem_cost_book (TiemDb *db,
                         TiemCostQueue *queue,
                         TiemCostPast *past,
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

/* --- another method (tiem-cost-replay.c, tiem-cost-change.c) --- */

typedef struct
{
  gint64 variant_id;
  gint64 movement_id;
  TiemCostBooking booking;
} TiemCostNextMovement;

typedef struct
{
  gint64 id;
  gint64 value_vnd;
  gboolean has_cost;
  gint64 cost_vnd;
} TiemCostNextVariant;

typedef struct
{
  gint64 variant_id;
  gint64 position;
  TiemCostLayer layer;
} TiemCostNextLayer;

/* What movements come to by @method, where that is not what they are booked with. */
typedef struct
{
  TiemCostMethod method;
  struct _TiemCostProgress *progress; /* (nullable) */
  GCancellable *cancellable;          /* (nullable) */
  /* of the variants that were gone through last: */
  GArray *movements; /* (owned) (element-type TiemCostNextMovement) */
  GArray *variants;  /* (owned) (element-type TiemCostNextVariant) */
  GArray *layers;    /* (owned) (element-type TiemCostNextLayer) */
  /* of all of them: */
  gint64 before_vnd; /* on hand */
  gint64 after_vnd;
  gint64 n_changed; /* variants of which a unit costs something else */
} TiemCostReplay;
void tiem_cost_replay_init (TiemCostReplay *self,
                            TiemCostMethod method,
                            struct _TiemCostProgress *progress,
                            GCancellable *cancellable);
void tiem_cost_replay_clear (TiemCostReplay *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemCostReplay, tiem_cost_replay_clear)
/* Goes through the next variants after *variant_id, which becomes the last of them; so many that
 * it is done in a moment. *variant_id = G_MAXINT64: there were no more. */
gboolean tiem_cost_replay_next (TiemCostReplay *self,
                                TiemDb *db,
                                gint64 *variant_id,
                                GError **error);
/* The same for one. */
gboolean tiem_cost_replay_one (TiemCostReplay *self,
                               TiemDb *db,
                               gint64 variant_id,
                               GError **error);
/* Writes what another method made of this variant's movements, where that is still to be done. */
gboolean tiem_cost_settle_variant (TiemWrite *write,
                                   gint64 variant_id,
                                   GError **error);

/* The setting, average where there is none. */
gboolean tiem_cost_get_method (TiemDb *db,
                               TiemCostMethod *method,
                               GError **error);

G_END_DECLS
