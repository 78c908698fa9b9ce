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

/* --- events (tiem-order-events.c) --- */

#define TIEM_EVENT_STATUS "status"               /* old, new: statuses */
#define TIEM_EVENT_STALE "stale"                 /* new: the status it said; at: its time */
#define TIEM_EVENT_LINE_ADDED "line_added"       /* quantity, subject: goods */
#define TIEM_EVENT_LINE_REMOVED "line_removed"   /* quantity, subject: goods */
#define TIEM_EVENT_LINE_QUANTITY "line_quantity" /* old, new: units; subject: goods */
#define TIEM_EVENT_LINE_CANCELLED "line_cancelled" /* quantity, subject: goods */
#define TIEM_EVENT_ADDRESS "address"
#define TIEM_EVENT_TRACKING "tracking" /* new: the number */
#define TIEM_EVENT_PAID "paid"         /* quantity: đồng paid in all */
#define TIEM_EVENT_RETURNED "returned" /* quantity, subject: goods */
#define TIEM_EVENT_DAMAGED "damaged"   /* quantity, subject: goods */
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
/* Fills order->events, newest first; the order's own columns must be there already. */
gboolean tiem_order_events_load (TiemDb *db,
                                 TiemOrder *order,
                                 GError **error);

/* --- parcels (tiem-order-parcels.c) --- */

/* Writes the parcels the channel told of; an order that tells of none keeps those it has. */
gboolean tiem_order_parcels_put (TiemWrite *write,
                                 gint64 order_id,
                                 const TiemRemoteOrder *order,
                                 GError **error);
/* Returns: (nullable): the tracking number of the first parcel that has one */
const char *tiem_order_parcels_get_tracking (const TiemRemoteOrder *order);

/* --- an order's text (tiem-order-text.c) --- */

/* Returns: (transfer full): folded, made from the order's rows */
char *tiem_order_text_make (TiemDb *db,
                            gint64 order_id,
                            GError **error);
G_END_DECLS
