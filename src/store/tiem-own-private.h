#pragma once

#include "model/tiem-own.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-store-own.h"

G_BEGIN_DECLS

/* Orders of one's own inside a read or a write, for the files of the store. */

#define TIEM_OWN_CHANNEL_KIND "counter"

/* What the buyer still has to pay the shop, of o (customer_order) and w (own_order): not what the
 * carrier will bring, and nothing for goods that stay or come back. */
#define TIEM_OWN_OWED                                                                              \
  "iif (o.status IN ('cancelled', 'failed_delivery', 'returning', 'returned'), 0,"                 \
  " max (o.total_vnd - o.paid_vnd - iif (w.cod_settled_at > 0, 0, w.cod_vnd), 0))"

/* Whether the order is one. FALSE with @error: NOT_FOUND, or the store failed. */
gboolean tiem_own_is (TiemDb *db,
                      gint64 order_id,
                      gboolean *is_own,
                      GError **error);
/* Sets INVALID for an order of a channel. */
gboolean tiem_own_require (TiemDb *db,
                           gint64 order_id,
                           GError **error);

/* Returns: (transfer full): the order as it is held, to be changed and put back */
TiemRemoteOrder *tiem_own_load_held (TiemDb *db,
                                     gint64 order_id,
                                     gint64 *channel_id,
                                     GError **error);
/* Writes it, and what follows from it: what is owed, by whom. @order_id: 0 for a new one. (inout) */
gboolean tiem_own_put (TiemWrite *write,
                       gint64 channel_id,
                       TiemRemoteOrder *order,
                       gint64 *order_id,
                       GError **error);

/* Returns: (transfer full) (nullable): the next of the series, which never comes again */
char *tiem_own_take_number (TiemWrite *write,
                            GError **error);

/* --- money (tiem-own-money.c) --- */

/* Adds a line to the ledger of money, and its event. Does not write the order. */
gboolean tiem_own_book_money (TiemWrite *write,
                              gint64 order_id,
                              gint64 amount_vnd,
                              TiemMoneyWay how,
                              const char *note,
                              GError **error);
/* Recounts what the order's buyer owes, and what that customer and (0 = nobody) @also do. */
gboolean tiem_own_refresh_owed (TiemWrite *write,
                                gint64 order_id,
                                gint64 also,
                                GError **error);
/* Fills what of @order stands in own_order; @with_payments: its payments, too. */
gboolean tiem_own_load (TiemDb *db,
                        TiemOrder *order,
                        gboolean with_payments,
                        GError **error);

/* --- steps (tiem-own-act.c) --- */

/* Does what an action of the outbox asks for, "order:confirm" …, within @write.
 * Returns: the step, for tiem_own_undo(); 0 with @error; −1: nothing was to be done */
gint64 tiem_own_act (TiemWrite *write,
                     gint64 order_id,
                     const char *kind,
                     const char *reason,
                     GError **error);
gboolean tiem_own_undo (TiemWrite *write,
                        gint64 step,
                        GError **error);
/* To be called when goods of any order came back: one of the owner's own that has all of them
 * back is returned. */
gboolean tiem_own_note_return (TiemWrite *write,
                               gint64 order_id,
                               GError **error);

/* Events of its own: */
#define TIEM_EVENT_MONEY "money" /* quantity: đồng, < 0 given back; new: how */
#define TIEM_EVENT_TOTAL "total" /* old, new: đồng */
/* Returns: (transfer full) (nullable): the sentence; NULL: it is none of these */
char *tiem_own_tell (const TiemOrderEventRow *event);

G_END_DECLS
