#define G_LOG_DOMAIN "tiem-order-actions"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "app/orders/tiem-own-detail.h"
#include "channel/tiem-channel.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n.h>

/* --- what is offered --- */

/* The platform sends a carrier and prints the label: the owner arranges it and hands over. A
 * website is only told that the parcel is on its way. */
static gboolean
arranges_carrier (TiemChannelFlags flags)
{
  return (flags & TIEM_CHANNEL_HAS_LABELS) != 0;
}

/* A platform with labels of its own, of which none can be had and which can't be told anything. */
#define BY_FILE TIEM_CHANNEL_HAS_LABELS

static gboolean
asks_to_cancel (const TiemOrder *order,
                TiemChannelFlags flags)
{
  return order->cancel_asked && (flags & TIEM_CHANNEL_CAN_ANSWER_CANCEL) != 0;
}

/* The platform's that is there or can be had, or one of our own. */
static gboolean
has_label (const TiemOrder *order,
           TiemChannelFlags flags)
{
  if (flags == BY_FILE)
    return order->label_at != 0;
  if (arranges_carrier (flags))
    return order->label_at != 0 || order->status == TIEM_ORDER_AWAITING_PICKUP;
  return tiem_order_status_is_open (order->status);
}

static void
add_menu (TiemDetail *detail,
          const TiemOrder *order,
          TiemChannelFlags flags)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean can_ship = (flags & TIEM_CHANNEL_CAN_SHIP) != 0;

  if (can_ship && !arranges_carrier (flags) && order->status == TIEM_ORDER_UNPAID)
    g_menu_append (menu, _ ("Money received, confirm"), "orders.confirm");
  if (can_ship && !arranges_carrier (flags) && order->status == TIEM_ORDER_TO_CONFIRM)
    g_menu_append (menu, _ ("Mark as shipped"), "orders.ship");
  if (arranges_carrier (flags) && order->status == TIEM_ORDER_TO_SHIP)
    {
      if ((flags & TIEM_CHANNEL_CAN_CONFIRM) != 0)
        g_menu_append (menu, _ ("Packed, not yet handed over"), "orders.confirm");
      if (asks_to_cancel (order, flags))
        g_menu_append (menu, _ ("Arrange shipment all the same"), "orders.ship");
    }
  if (tiem_order_can_ship_part (order, flags))
    g_menu_append (menu, _ ("Send only a part now…"), "orders.ship-part");
  if (order->left_at > 0 && !order->refused)
    g_menu_append (menu, _ ("The buyer did not take it"), "orders.say-refused(uint32 1)");
  if (order->status == TIEM_ORDER_TO_SHIP || order->status == TIEM_ORDER_AWAITING_PICKUP)
    g_menu_append (menu, _ ("Pack by scan"), "orders.pack");
  if (has_label (order, flags) && !arranges_carrier (flags))
    g_menu_append (menu,
                   order->printed_at != 0 ? _ ("Print the label again") : _ ("Print the label"),
                   "orders.print-label");
  g_menu_append (menu, _ ("Copy the order number"), "orders.copy");
  tiem_detail_set_menu (detail, G_MENU_MODEL (menu));
}

/* The next step of the parcel, which is the blue button. */
static void
add_step (TiemDetail *detail,
          const TiemOrder *order,
          TiemChannelFlags flags)
{
  gboolean can_ship = (flags & TIEM_CHANNEL_CAN_SHIP) != 0;

  if (can_ship && !arranges_carrier (flags))
    {
      if (order->status == TIEM_ORDER_TO_CONFIRM)
        tiem_detail_add_action (
            detail, _ ("Confirm"), "object-select-symbolic", "orders.confirm", TRUE);
      else if (order->status == TIEM_ORDER_TO_SHIP || order->status == TIEM_ORDER_AWAITING_PICKUP)
        tiem_detail_add_action (detail, _ ("Shipped"), "tiem-truck-symbolic", "orders.ship", TRUE);
      return;
    }
  if (can_ship && order->status == TIEM_ORDER_TO_SHIP)
    {
      GtkWidget *choose;

      tiem_detail_add_action (
          detail, _ ("Arrange shipment"), "package-x-generic-symbolic", "orders.ship", TRUE);
      choose = tiem_detail_add_action (
          detail, _ ("Other way…"), NULL, "orders.choose-shipment", FALSE);
      gtk_widget_set_tooltip_text (choose, _ ("Choose place and time of pick-up, or drop it off"));
    }
  if (has_label (order, flags))
    tiem_detail_add_action (detail,
                            order->printed_at != 0 ? _ ("Print again") : _ ("Print label"),
                            "document-print-symbolic",
                            "orders.print-label",
                            order->status == TIEM_ORDER_AWAITING_PICKUP && order->printed_at == 0);
}

static gboolean
is_coming_back (const TiemOrder *order)
{
  return !tiem_order_status_is_open (order->status) && order->status != TIEM_ORDER_SHIPPING
         && order->status != TIEM_ORDER_DELIVERED && order->status != TIEM_ORDER_COMPLETED
         && tiem_order_count_out (order) > 0;
}

void
tiem_order_actions_show (const TiemOrderFacts *facts,
                         TiemDetail *detail)
{
  const TiemOrder *order = facts->order;
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);
  TiemChannelFlags flags = info != NULL ? info->flags : 0;

  if (tiem_own_detail_show_actions (order, detail))
    return;
  tiem_detail_clear_actions (detail);
  if (facts->by_file)
    flags = BY_FILE;
  add_menu (detail, order, facts->sending == NULL ? flags : 0);
  if (facts->sending != NULL)
    {
      tiem_detail_add_action (
          detail, _ ("Hold it back"), "edit-undo-symbolic", "orders.undo-chosen", FALSE);
      return;
    }
  if (asks_to_cancel (order, flags))
    {
      tiem_detail_add_action (
          detail, _ ("Agree to cancel"), "object-select-symbolic", "orders.accept-cancel", TRUE);
      tiem_detail_add_action (detail, _ ("Refuse…"), NULL, "orders.reject-cancel", FALSE);
      return;
    }
  add_step (detail, order, flags);
  if (is_coming_back (order))
    tiem_detail_add_action (
        detail, _ ("Receive return…"), "tiem-return-symbolic", "orders.receive-return", TRUE);
  if ((flags & TIEM_CHANNEL_CAN_CANCEL) != 0 && tiem_order_status_is_open (order->status)
      && order->status != TIEM_ORDER_UNKNOWN)
    tiem_detail_add_action (detail, _ ("Cancel order…"), NULL, "orders.cancel", FALSE);
}

/* --- queueing --- */

typedef struct
{
  gint64 order_id;
  char *kind;
  char *choice;
} Queue;

static void
queue_free (gpointer data)
{
  Queue *queue = data;

  g_free (queue->kind);
  g_free (queue->choice);
  g_free (queue);
}

static gpointer
run_queue (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Queue *queue = data;
  gint64 id = tiem_store_queue_order_action (
      store, queue->order_id, queue->kind, queue->choice, TIEM_HOLD_MS, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static char *
describe_queued (const TiemOrder *order,
                 const char *kind)
{
  const TiemChannelInfo *info
      = order->channel_kind != NULL ? tiem_channel_info_find (order->channel_kind) : NULL;
  const char *number = order->number;

  /* Translators: %s is an order number */
  if (g_strcmp0 (kind, "order:confirm") == 0)
    return g_strdup_printf (_ ("Order %s confirmed"), number);
  if (g_strcmp0 (kind, "order:ship") == 0)
    return g_strdup_printf (info != NULL && arranges_carrier (info->flags)
                                ? _ ("Shipment of order %s arranged")
                                : _ ("Order %s shipped"),
                            number);
  if (g_strcmp0 (kind, "order:ship-part") == 0)
    return g_strdup_printf (_ ("A part of order %s is sent apart"), number);
  if (g_strcmp0 (kind, "order:accept-cancel") == 0)
    return g_strdup_printf (_ ("Agreed to cancel order %s"), number);
  if (g_strcmp0 (kind, "order:reject-cancel") == 0)
    return g_strdup_printf (_ ("Refused to cancel order %s"), number);
  return g_strdup_printf (_ ("Order %s cancelled"), number);
}

void
tiem_order_actions_queue (TiemBrowsePage *page,
                          const TiemOrder *order,
                          const char *kind,
                          const char *choice)
{
  g_autofree char *said = describe_queued (order, kind);
  Queue *queue = g_new0 (Queue, 1);

  queue->order_id = order->id;
  queue->kind = g_strdup (kind);
  queue->choice = g_strdup (choice);
  tiem_browse_page_hold (page, order->channel_id, run_queue, queue, queue_free, said);
}

/* --- the answer to a return --- */

typedef struct
{
  gint64 return_id;
  TiemReturnAnswers answer;
  char *choice;
  char *comment;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->choice);
  g_free (answer->comment);
  g_free (answer);
}

static gpointer
run_answer (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Answer *answer = data;
  gint64 id = tiem_store_queue_return_answer (store,
                                              answer->return_id,
                                              answer->answer,
                                              answer->choice,
                                              answer->comment,
                                              TIEM_HOLD_MS,
                                              error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static const char *
describe_answer (TiemReturnAnswers answer)
{
  switch (answer)
    {
    case TIEM_RETURN_ACCEPT:
      return _ ("Agreed to the return");
    case TIEM_RETURN_REFUND:
      return _ ("The money goes back to the buyer");
    case TIEM_RETURN_RECEIVED:
      return _ ("The goods are reported as received");
    case TIEM_RETURN_REJECT:
      return _ ("The return is refused");
    case TIEM_RETURN_ANSWER_NONE:
    default:
      return _ ("Answered");
    }
}

void
tiem_order_actions_answer_return (TiemBrowsePage *page,
                                  const TiemReturn *asked,
                                  TiemReturnAnswers answer,
                                  const char *choice,
                                  const char *comment)
{
  Answer *queued = g_new0 (Answer, 1);

  queued->return_id = asked->id;
  queued->answer = answer;
  queued->choice = g_strdup (choice);
  queued->comment = g_strdup (comment);
  tiem_browse_page_hold (
      page, asked->channel_id, run_answer, queued, answer_free, describe_answer (answer));
}
