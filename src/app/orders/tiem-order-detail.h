#pragma once

#include "app/widgets/tiem-detail.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-profit.h"

G_BEGIN_DECLS

/* All that the detail of an order shows, read in one go. */
typedef struct
{
  TiemOrder *order;
  GPtrArray *returns; /* (element-type TiemReturn): that the buyer asks for */
  GPtrArray *holders; /* (element-type TiemReservation) (nullable): of the first goods that are short */
  GPtrArray *refusals; /* (element-type TiemOrder) (nullable): parcels this buyer did not take */
  char *sending; /* (nullable) kind of the action that waits to be sent */
  gint64 outbox_id; /* of it, or of the refused one; 0 = none */
  char *problem; /* (nullable) why the channel refused an action */
  TiemProfit profit;
  gboolean by_file; /* its channel can't be told anything from here */
} TiemOrderFacts;

void tiem_order_facts_free (TiemOrderFacts *self);
/* Returns: (transfer full): what @self held; @self is empty then, but still to be freed */
TiemOrderFacts *tiem_order_facts_steal (TiemOrderFacts *self);
/* A TiemStoreFunc; data: a pointer to the order's id. Store thread. */
gpointer tiem_order_facts_read (TiemStore *store,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error);
/* Returns: (transfer full): a text that differs when what is shown would differ */
char *tiem_order_facts_fingerprint (const TiemOrderFacts *self,
                                    gint64 now);
void tiem_order_facts_show (const TiemOrderFacts *self,
                            TiemDetail *detail,
                            gint64 now);

/* --- what stands in the way; tiem-order-notices.c --- */

void tiem_order_add_notices (const TiemOrderFacts *self,
                             GtkWidget *column,
                             gint64 now);

/* --- the owner's note and tags; tiem-order-notes.c --- */

void tiem_order_add_notes (const TiemOrder *order,
                           GtkWidget *detail,
                           GtkWidget *column);
/* Puts a note that changed into its place: the rest of the pane, and the focus in it, stay. */
void tiem_order_notes_update (GtkWidget *detail,
                              const TiemOrder *order);
/* Whether somebody types a note in @detail: it is saved first, and shown anew afterwards. */
gboolean tiem_order_notes_are_edited (GtkWidget *detail);

/* --- parcels; tiem-order-parcels.c --- */

void tiem_order_add_shipping (const TiemOrder *order,
                              GtkWidget *column,
                              gint64 now);

/* Returns: units of the order's line number @line that are in no parcel yet */
gint64 tiem_order_count_waiting (const TiemOrder *order,
                                 guint line);

/* --- what happened; tiem-order-timeline.c --- */

void tiem_order_add_timeline (const TiemOrder *order,
                              GtkWidget *column,
                              gint64 now);

/* --- what follows the sale; tiem-order-after.c --- */

/* The buyer's returns, with the answers the platform takes. */
void tiem_order_add_returns (const TiemOrderFacts *self,
                             GtkWidget *column,
                             gint64 now);
/* What the platform keeps back, and what the shop gets. */
void tiem_order_add_fees (const TiemOrder *order,
                          GtkWidget *group);

/* Units that left the shop and are on their way back or arrived, not yet booked. */
gint64 tiem_order_count_out (const TiemOrder *order);

G_END_DECLS
