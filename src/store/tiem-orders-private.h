#pragma once

#include "store/tiem-store-orders.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* Orders inside a read or a write, for list models and the other files of the store. */

/* Returns: (element-type gint64): ids of what the query finds, in its order; @limit 0 = all */
GArray *tiem_orders_select (TiemDb *db,
                                const TiemOrderQuery *query,
                                gint64 limit,
                                gint64 offset,
                                GError **error);
/* Returns: (element-type TiemOrder): in the order of @ids; those that are gone are left out */
GPtrArray *tiem_orders_read (TiemDb *db,
                             gint64 now,
                             GArray *ids,
                             gboolean with_lines,
                             GError **error);
/* The same for a list, which shows that an order is short, but not why: looking into that costs ten
 * times the row. */
GPtrArray *tiem_orders_read_rows (TiemDb *db,
                                  GArray *ids,
                                  GError **error);
/* Fills .short_reason: of the first goods that are short. */
gboolean tiem_order_load_short_reason (TiemDb *db,
                                       gint64 now,
                                       TiemOrder *order,
                                       GError **error);

/* Returns: where the status stands in an order's life, for sorting: what needs a look first,
 * trouble (8 to 10) and cancelled ones last */
int tiem_order_get_stage (TiemOrderStatus status);

/* Writes an order of the owner's own (.is_own) as one that a channel sent is written: lines, stock,
 * counters, customer, search. @order_id: (out) */
gboolean tiem_orders_put_own (TiemWrite *write,
                              gint64 channel_id,
                              const TiemRemoteOrder *order,
                              gint64 *order_id,
                              GError **error);

/* Gives the order the ward that was chosen before for this address of this customer's. */
gboolean tiem_order_recall_ward (TiemWrite *write,
                                 gint64 order_id,
                                 gint64 customer_id,
                                 const TiemAddress *address,
                                 GError **error);

/* Keeps items that could not be understood; @kind "order", "listing", "page". */
gboolean tiem_unreadable_add (TiemWrite *write,
                              gint64 channel_id,
                              const char *kind,
                              GPtrArray *items,
                              GError **error);
/* Forgets those of them that are understood at last. @orders: (element-type TiemRemoteOrder) */
gboolean tiem_unreadable_clear (TiemWrite *write,
                                gint64 channel_id,
                                GPtrArray *orders,
                                GError **error);

/* --- what became of its goods (tiem-order-fate.c) --- */

/* Of l (order_line) and o (customer_order): units that left and of which nothing is booked. */
#define TIEM_LINE_OUT                                                                              \
  "max (iif (o.left_at > 0, max (l.quantity - l.cancelled, l.shipped), max (l.gone, 0))"           \
  " - l.returned - l.damaged - l.lost, 0)"

typedef struct
{
  gboolean refused;         /* the buyer did not take it */
  TiemRefusal refusal_said; /* by the owner */
  gint64 back_since;        /* ms UTC; 0 = nothing is on its way back */
  gint64 part_left_at;      /* the first of several parcels; ms UTC; 0 = none */
} TiemOrderFate;

/* @held: what is known of it. Returns: whether the buyer did not take the parcel */
gboolean tiem_order_is_refused (const TiemRemoteOrder *order,
                                const TiemOrderFate *held);
/* Sees since when goods are on their way back, and whether any still are. To be called when the
 * order's row and lines are as they shall be. @held: as it is recorded */
gboolean tiem_order_settle_back (TiemWrite *write,
                                 gint64 order_id,
                                 TiemOrderStatus status,
                                 gint64 held,
                                 GError **error);

/* --- events (tiem-order-events.c) --- */

#define TIEM_EVENT_STATUS "status"               /* old, new: statuses; subject: the platform's word */
#define TIEM_EVENT_STALE "stale"                 /* new: the status it said; at: its time; subject: its word */
#define TIEM_EVENT_LINE_ADDED "line_added"       /* quantity, subject: goods */
#define TIEM_EVENT_LINE_REMOVED "line_removed"   /* quantity, subject: goods */
#define TIEM_EVENT_LINE_QUANTITY "line_quantity" /* old, new: units; subject: goods */
#define TIEM_EVENT_LINE_CANCELLED "line_cancelled" /* quantity, subject: goods */
#define TIEM_EVENT_ADDRESS "address" /* subject: the one before (nullable) */
#define TIEM_EVENT_TRACKING "tracking" /* new: the number */
#define TIEM_EVENT_PAID "paid"         /* quantity: đồng paid in all */
#define TIEM_EVENT_RETURNED "returned" /* quantity, subject: goods */
#define TIEM_EVENT_DAMAGED "damaged"   /* quantity, subject: goods */
#define TIEM_EVENT_LOST "lost"         /* quantity, subject: goods */
#define TIEM_EVENT_UNBOOKED "unbooked" /* quantity, subject: goods: a booking was taken back */
#define TIEM_EVENT_REFUSAL "refusal"   /* new: "yes" or "no": the owner on whether it was not taken */
#define TIEM_EVENT_PARCEL "parcel"     /* quantity: its number, from 1; old, new: statuses; subject: word */
#define TIEM_EVENT_PARCEL_TRACKING "parcel_tracking" /* quantity: its number; new: the tracking number */
#define TIEM_EVENT_SHORT "short"       /* subject: goods */
#define TIEM_EVENT_SHORT_ENDED "short_ended"
#define TIEM_EVENT_FEES "fees"         /* the payout is settled; quantity: đồng */
#define TIEM_EVENT_ACTED "acted"       /* old: the action, "order:ship" …: the channel took it */
/* Marks: nothing but the time. */
#define TIEM_EVENT_PRINTED "printed"   /* its label */
#define TIEM_EVENT_CANCEL_ASKED "cancel_asked" /* subject: the buyer's reason, or "" */
#define TIEM_EVENT_CANCEL_ENDED "cancel_ended" /* the wish to cancel is answered or taken back */
#define TIEM_EVENT_CANCEL_REASON "cancel_reason" /* subject: why it was cancelled */
#define TIEM_EVENT_RETURN_ASKED "return_asked" /* subject: the reason, or ""; quantity: đồng asked back */
#define TIEM_EVENT_RETURN_STATE "return_state" /* new: tiem_return_state_to_string() */
#define TIEM_EVENT_LABEL "label"               /* its label was saved */
#define TIEM_EVENT_PACKED "packed"     /* quantity: units */
#define TIEM_EVENT_REOPENED "reopened" /* packed by mistake: it is to be packed again */
#define TIEM_EVENT_HANDED "handed"     /* handed over to the carrier */
#define TIEM_EVENT_LACKING "lacking"   /* at packing; quantity, subject: goods */
#define TIEM_EVENT_REFUSED "refused" /* old: the action, "order:ship" …; subject: the channel's sentence */

typedef struct
{
  gint64 order_id;
  gint64 at;
  const char *kind;
  const char *source; /* "channel", "tiem", "owner" */
  const char *old;
  const char *new;
  gint64 quantity;
  const char *subject;
} TiemOrderEventRow;
gboolean tiem_order_events_add (TiemWrite *write,
                                const TiemOrderEventRow *event,
                                GError **error);
/* What the owner did now: %TIEM_EVENT_PRINTED. */
gboolean tiem_order_events_add_mark (TiemWrite *write,
                                     gint64 order_id,
                                     const char *kind,
                                     GError **error);
/* The Undo of the last mark of @kind. */
gboolean tiem_order_events_drop_mark (TiemWrite *write,
                                      gint64 order_id,
                                      const char *kind,
                                      GError **error);
/* Returns: (transfer full): the sentence for an event */
char *tiem_order_event_tell (const TiemOrderEventRow *event);
/* Fills order->events, newest first; the order's own columns must be there already
 * (tiem-order-story.c). */
gboolean tiem_order_events_load (TiemDb *db,
                                 TiemOrder *order,
                                 GError **error);

/* --- parcels (tiem-order-parcels.c) --- */

/* Writes the parcels the channel told of; an order that tells of none keeps those it has. */
gboolean tiem_order_parcels_put (TiemWrite *write,
                                 gint64 order_id,
                                 const TiemRemoteOrder *order,
                                 GError **error);
/* Writes what is in which parcel of an order that has several. To be called when the order's row
 * and lines are as they shall be, and before its stock effects are booked. @part_left_at: as held */
gboolean tiem_order_parcels_put_content (TiemWrite *write,
                                         gint64 order_id,
                                         const TiemRemoteOrder *order,
                                         gint64 part_left_at,
                                         gboolean is_new,
                                         GError **error);
/* Fills order->parcels; the order's lines must be there already. */
gboolean tiem_order_parcels_load (TiemDb *db,
                                  TiemOrder *order,
                                  GError **error);
/* Returns: (nullable): the tracking number of the first parcel that has one */
const char *tiem_order_parcels_get_tracking (const TiemRemoteOrder *order);

/* --- an order's text (tiem-order-text.c) --- */

/* Returns: (transfer full): folded, made from the order's rows */
char *tiem_order_text_make (TiemDb *db,
                            gint64 order_id,
                            GError **error);
G_END_DECLS
