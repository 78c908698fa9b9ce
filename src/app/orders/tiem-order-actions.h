#pragma once

#include "app/orders/tiem-order-detail.h"
#include "app/tiem-browse-page.h"
#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/* The buttons and the menu of @facts: only what the channel can do in this state. */
void tiem_order_actions_show (const TiemOrderFacts *facts, TiemDetail *detail);

/* Queues @kind ("order:confirm" …) for the channel and offers Undo for as long as it is held
 * back. @choice: (nullable): a TiemChoice's code; %NULL: what the platform suggests */
void tiem_order_actions_queue (TiemBrowsePage *page,
                               const TiemOrder *order,
                               const char *kind,
                               const char *choice);
/* The owner's answer to a return. @choice, @comment: (nullable) */
void tiem_order_actions_answer_return (TiemBrowsePage *page,
                                       const TiemReturn *asked,
                                       TiemReturnAnswers answer,
                                       const char *choice,
                                       const char *comment);

/* --- what is asked first; tiem-order-choose.c --- */

/* For the reason, as the platform has them. */
void tiem_order_choose_cancel (TiemBrowsePage *page, const TiemOrder *order);
void tiem_order_choose_refusal (TiemBrowsePage *page, const TiemOrder *order);
void tiem_order_choose_return_refusal (TiemBrowsePage *page, const TiemReturn *asked);
/* Who fetches the parcel, where and when; ends with "orders.ship-by". Returns: a popover */
GtkWidget *tiem_order_choose_shipment (TiemBrowsePage *page, const TiemOrder *order);
/* Returns: a popover with the tags there are, those of the order ticked; tiem-order-tags.c */
GtkWidget *tiem_order_tags_popover_new (TiemBrowsePage *page, const TiemOrder *order);

/* --- a part of the goods in a parcel of its own; tiem-order-part.c --- */

gboolean tiem_order_can_ship_part (const TiemOrder *order, TiemChannelFlags flags);
/* Returns: a popover that asks for the goods and queues it */
GtkWidget *tiem_order_part_popover_new (TiemBrowsePage *page, const TiemOrder *order);

/* --- tiem-order-export.c --- */

/* Exactly what the list shows, to a file. @query: copied */
void tiem_order_actions_export (TiemBrowsePage *page,
                                const TiemOrderQuery *query,
                                gboolean all_columns);

G_END_DECLS
