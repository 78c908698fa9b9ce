#pragma once

#include "app/orders/tiem-order-detail.h"
#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* How long an action that can't be taken back at the platform is held, and its toast stays. */
#define TIEM_ORDER_HOLD_MS 6000

/* The buttons and the menu of @facts: only what the channel can do in this state. */
void tiem_order_actions_show (const TiemOrderFacts *facts, TiemDetail *detail);

/* Queues @kind ("order:confirm" …) for the channel and offers Undo for as long as it is
 * held back. @queued: told the outbox id, so that Ctrl+Z can drop it too. */
typedef void (*TiemQueuedFunc) (TiemBrowsePage *page, gint64 outbox_id);
void tiem_order_actions_queue (TiemBrowsePage *page,
                               const TiemOrder *order,
                               const char *kind,
                               const char *reason,
                               TiemQueuedFunc queued);
/* Asks for the reason first. */
void tiem_order_actions_ask_cancel (TiemBrowsePage *page,
                                    const TiemOrder *order,
                                    TiemQueuedFunc queued);
void tiem_order_actions_drop (TiemBrowsePage *page, gint64 outbox_id, const char *said);
/* Goods that came back: on the shelf, or damaged. */
void tiem_order_actions_ask_return (TiemBrowsePage *page, const TiemOrder *order);
/* Exactly what the list shows, to a file. @query: copied */
void tiem_order_actions_export (TiemBrowsePage *page, const TiemOrderQuery *query);

G_END_DECLS
