#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What goods cost, by moving average or by first in, first out (IAS 2 §25, VAS 02 §13; the
 * average is made anew with each arrival, §27 and §16 there). No database: a queue holds what is
 * known of one variant, events move it, and each says what it was worth.
 *
 * All amounts are whole đồng and add up: the value on hand is the sum of the movements' values,
 * always. A part of a value is rounded half up, and what is left keeps the remainder; the last unit
 * takes all that is there. So no đồng is lost or made, whatever the order.
 *
 * Goods may leave before they are written down as having come (units < 0). They leave at the last
 * known cost; the value on hand is below zero by that. The next arrival covers them: it puts back
 * what they left with, and what it cost more (or less) is booked with it as "settled".
 *
 * While no cost is known, units are moved and nothing is valued. The first cost that becomes known
 * is that of the units on hand as well.
 */

typedef enum
{
  TIEM_COST_AVERAGE,
  TIEM_COST_FIFO,
} TiemCostMethod;

/* Returns: (static): "average", "fifo" */
const char *tiem_cost_method_to_string (TiemCostMethod method);
/* Returns: FALSE when @text (nullable) is neither */
gboolean tiem_cost_method_from_string (const char *text,
                                       TiemCostMethod *method);

/* Goods that came in together and are still here; FIFO alone keeps them. */
typedef struct
{
  gint64 movement_id; /* that brought them; 0: the event that is being booked */
  gint64 source;      /* the slip they came by; 0 = none */
  gint64 units;       /* > 0 */
  gint64 value_vnd;
} TiemCostLayer;

typedef struct
{
  TiemCostMethod method;
  gint64 units;
  gint64 value_vnd; /* < 0 with units < 0 */
  gboolean has_cost;
  gint64 cost_vnd; /* of a unit: value / units; without goods the last known */
  GArray *layers;  /* (owned) (element-type TiemCostLayer): the first leaves first */
} TiemCostQueue;

void tiem_cost_queue_init (TiemCostQueue *self,
                           TiemCostMethod method);
void tiem_cost_queue_clear (TiemCostQueue *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemCostQueue, tiem_cost_queue_clear)

typedef enum
{
  /* Goods come in. Known: at total_vnd; else at what those on hand cost (counted, given). */
  TIEM_COST_IN,
  /* Goods that had left are here again, at the total_vnd they left with. They are the oldest. */
  TIEM_COST_BACK,
  TIEM_COST_OUT,
  /* Certain goods leave, at their own total_vnd: back to the supplier, an arrival that is undone, a
   * return that is written off. By average: unless more would leave than is there. FIFO: the layers
   * of the same source, then those of the same cost, the newest first; when neither is here any
   * more, whatever is first. */
  TIEM_COST_OUT_OF,
  /* The owner says what a unit costs: total_vnd is of one; not known: nobody knows any more. */
  TIEM_COST_SET,
} TiemCostKind;

typedef struct
{
  TiemCostKind kind;
  gint64 units;     /* > 0; SET: not used */
  gboolean is_known;
  gint64 total_vnd; /* ≥ 0, of all units */
  gint64 source;    /* the slip; 0 = none */
} TiemCostEvent;

typedef struct
{
  gboolean is_known;  /* FALSE: nobody knows what these units cost; value_vnd is 0 then */
  gint64 value_vnd;   /* by which the value on hand changed */
  /* Of arrivals: what they cost − value_vnd. > 0: goods that left before cost that much more than
   * was thought. < 0: less, or units that had no cost are valued with these. */
  gint64 settled_vnd;
} TiemCostBooking;

/* Beyond this an amount is counted as this: 90 trillion đồng of one variant. */
#define TIEM_COST_MOST G_GINT64_CONSTANT (90000000000000)

void tiem_cost_queue_apply (TiemCostQueue *self,
                            const TiemCostEvent *event,
                            TiemCostBooking *booking);

/* Returns: @value × @part ÷ @whole, rounded half up. @value ≥ 0, 0 ≤ @part ≤ @whole ≤ 2·10⁹ */
gint64 tiem_cost_share (gint64 value_vnd,
                        gint64 part,
                        gint64 whole);
/* Returns: @units × @cost_vnd, both ≥ 0, at most %TIEM_COST_MOST */
gint64 tiem_cost_times (gint64 units,
                        gint64 cost_vnd);

G_END_DECLS
