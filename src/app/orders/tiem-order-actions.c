#define G_LOG_DOMAIN "tiem-order-actions"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "app/platform-compat.h"
#include "base/tiem-money.h"
#include "channel/tiem-channel.h"
#include "document/tiem-exchange.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n.h>

static GtkWindow *
get_window (TiemBrowsePage *page)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

static TiemStore *
get_store (TiemBrowsePage *page)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));

  return shop != NULL ? tiem_shop_get_store (shop) : NULL;
}

static void
say (TiemBrowsePage *page,
     const char *text)
{
  tiem_list_pane_add_toast (tiem_browse_page_get_list (page), adw_toast_new (text));
}

/* --- what is offered --- */

static void
add_menu (TiemDetail *detail,
          const TiemOrder *order,
          TiemChannelFlags flags)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean can_ship = (flags & TIEM_CHANNEL_CAN_SHIP) != 0;

  if (can_ship && order->status == TIEM_ORDER_UNPAID)
    g_menu_append (menu, _ ("Money received, confirm"), "orders.confirm");
  if (can_ship && order->status == TIEM_ORDER_TO_CONFIRM)
    g_menu_append (menu, _ ("Mark as shipped"), "orders.ship");
  g_menu_append (menu, _ ("Copy the order number"), "orders.copy");
  tiem_detail_set_menu (detail, G_MENU_MODEL (menu));
}

void
tiem_order_actions_show (const TiemOrderFacts *facts,
                         TiemDetail *detail)
{
  const TiemOrder *order = facts->order;
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);
  TiemChannelFlags flags = info != NULL ? info->flags : 0;
  gboolean can_ship = (flags & TIEM_CHANNEL_CAN_SHIP) != 0;

  tiem_detail_clear_actions (detail);
  add_menu (detail, order, facts->sending == NULL ? flags : 0);
  if (facts->sending != NULL)
    {
      tiem_detail_add_action (
          detail, _ ("Hold it back"), "edit-undo-symbolic", "orders.undo-chosen", FALSE);
      return;
    }
  if (can_ship && order->status == TIEM_ORDER_TO_CONFIRM)
    tiem_detail_add_action (
        detail, _ ("Confirm"), "object-select-symbolic", "orders.confirm", TRUE);
  else if (can_ship
           && (order->status == TIEM_ORDER_TO_SHIP || order->status == TIEM_ORDER_AWAITING_PICKUP))
    tiem_detail_add_action (detail, _ ("Shipped"), "tiem-truck-symbolic", "orders.ship", TRUE);
  if (!tiem_order_status_is_open (order->status) && order->status != TIEM_ORDER_SHIPPING
      && order->status != TIEM_ORDER_DELIVERED && order->status != TIEM_ORDER_COMPLETED
      && tiem_order_count_out (order) > 0)
    tiem_detail_add_action (
        detail, _ ("Receive return…"), "tiem-return-symbolic", "orders.receive-return", TRUE);
  if ((flags & TIEM_CHANNEL_CAN_CANCEL) != 0 && tiem_order_status_is_open (order->status)
      && order->status != TIEM_ORDER_UNKNOWN)
    tiem_detail_add_action (detail, _ ("Cancel order…"), NULL, "orders.cancel", FALSE);
}

/* --- queue and undo --- */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  gint64 order_id;
  gint64 channel_id;
  char *number;
  char *kind;
  char *reason;
  TiemQueuedFunc queued;
} Queue;

static void
queue_free (gpointer data)
{
  Queue *queue = data;

  g_object_unref (queue->page);
  g_free (queue->number);
  g_free (queue->kind);
  g_free (queue->reason);
  g_free (queue);
}

static gpointer
run_queue (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  Queue *queue = data;
  gint64 id = tiem_store_queue_order_action (
      store, queue->order_id, queue->kind, queue->reason, TIEM_ORDER_HOLD_MS, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static gboolean
hold_over_cb (gpointer data)
{
  Queue *queue = data;
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (queue->page));

  if (shop != NULL)
    tiem_engine_wake (tiem_shop_get_engine (shop), queue->channel_id, TIEM_TURN_PUSH_ONLY);
  return G_SOURCE_REMOVE;
}

static char *
describe_queued (const Queue *queue)
{
  /* Translators: %s is an order number */
  if (g_strcmp0 (queue->kind, "order:confirm") == 0)
    return g_strdup_printf (_ ("Order %s confirmed"), queue->number);
  if (g_strcmp0 (queue->kind, "order:ship") == 0)
    return g_strdup_printf (_ ("Order %s shipped"), queue->number);
  return g_strdup_printf (_ ("Order %s cancelled"), queue->number);
}

static void
queued_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Queue *queue = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (id == NULL)
    {
      say (queue->page, error->message);
      queue_free (queue);
      return;
    }
  text = describe_queued (queue);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "orders.undo");
  adw_toast_set_action_target_value (toast, g_variant_new_int64 (*id));
  adw_toast_set_timeout (toast, TIEM_ORDER_HOLD_MS / 1000);
  tiem_list_pane_add_toast (tiem_browse_page_get_list (queue->page), toast);
  queue->queued (queue->page, *id);
  g_timeout_add_full (G_PRIORITY_DEFAULT, TIEM_ORDER_HOLD_MS + 50, hold_over_cb, queue, queue_free);
}

void
tiem_order_actions_queue (TiemBrowsePage *page,
                          const TiemOrder *order,
                          const char *kind,
                          const char *reason,
                          TiemQueuedFunc queued)
{
  TiemStore *store = get_store (page);
  Queue *queue;

  if (store == NULL)
    return;
  queue = g_new0 (Queue, 1);
  queue->page = g_object_ref (page);
  queue->order_id = order->id;
  queue->channel_id = order->channel_id;
  queue->number = g_strdup (order->number);
  queue->kind = g_strdup (kind);
  queue->reason = g_strdup (reason);
  queue->queued = queued;
  tiem_store_run_async (
      store, TIEM_STORE_WRITE, run_queue, queue, NULL, g_free, NULL, queued_cb, queue);
}

typedef struct
{
  gint64 outbox_id;
  char *said;
} Drop;

static void
drop_free (gpointer data)
{
  Drop *drop = data;

  g_free (drop->said);
  g_free (drop);
}

static gpointer
run_drop (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Drop *drop = data;

  if (!tiem_store_drop_outbox (store, drop->outbox_id, error))
    return NULL;
  return g_strdup (drop->said != NULL ? drop->said : "");
}

static void
said_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemBrowsePage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (error != NULL)
    say (page, error->message);
  else if (said != NULL && *said != '\0')
    say (page, said);
}

void
tiem_order_actions_drop (TiemBrowsePage *page,
                         gint64 outbox_id,
                         const char *said)
{
  TiemStore *store = get_store (page);
  Drop *drop;

  if (store == NULL || outbox_id == 0)
    return;
  drop = g_new0 (Drop, 1);
  drop->outbox_id = outbox_id;
  drop->said = g_strdup (said);
  tiem_store_run_async (store,
                        TIEM_STORE_WRITE,
                        run_drop,
                        drop,
                        drop_free,
                        g_free,
                        NULL,
                        said_cb,
                        g_object_ref (page));
}

/* --- cancelling --- */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  gint64 order_id;
  gint64 channel_id;
  char *number;
  GtkDropDown *reasons; /* (owned) */
  TiemQueuedFunc queued;
} Cancel;

static const char *const reasons[] = {
  N_ ("Out of stock"),
  N_ ("The buyer asked for it"),
  N_ ("The buyer can't be reached"),
  N_ ("The address can't be delivered to"),
  NULL,
};

static void
cancel_answered_cb (const char *response,
                    gpointer user_data)
{
  Cancel *cancel = user_data;

  if (g_strcmp0 (response, "cancel-order") == 0)
    {
      TiemOrder order
          = { .id = cancel->order_id, .channel_id = cancel->channel_id, .number = cancel->number };
      guint chosen = gtk_drop_down_get_selected (cancel->reasons);

      tiem_order_actions_queue (cancel->page,
                                &order,
                                "order:cancel",
                                _ (reasons[MIN (chosen, G_N_ELEMENTS (reasons) - 2)]),
                                cancel->queued);
    }
  g_object_unref (cancel->page);
  g_object_unref (cancel->reasons);
  g_free (cancel->number);
  g_free (cancel);
}

void
tiem_order_actions_ask_cancel (TiemBrowsePage *page,
                               const TiemOrder *order,
                               TiemQueuedFunc queued)
{
  const TiemAnswer answers[] = {
    /* Translators: leaves the question without cancelling the order */
    { "cancel", _ ("Keep the order"), TIEM_ANSWER_PLAIN },
    { "cancel-order", _ ("Cancel order"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL },
  };
  g_autofree char *title = g_strdup_printf (_ ("Cancel order %s?"), order->number);
  g_autofree char *text
      = g_strdup_printf (_ ("Choose the reason that %s is told. A cancelled order can't be opened "
                            "again."),
                         order->channel_name);
  Cancel *cancel = g_new0 (Cancel, 1);
  const char *words[G_N_ELEMENTS (reasons)] = { NULL };

  for (guint i = 0; reasons[i] != NULL; i++)
    words[i] = _ (reasons[i]);
  cancel->page = g_object_ref (page);
  cancel->order_id = order->id;
  cancel->channel_id = order->channel_id;
  cancel->number = g_strdup (order->number);
  cancel->queued = queued;
  cancel->reasons = GTK_DROP_DOWN (g_object_ref_sink (gtk_drop_down_new_from_strings (words)));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (cancel->reasons), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  tiem_compat_ask (get_window (page),
                   title,
                   text,
                   GTK_WIDGET (cancel->reasons),
                   answers,
                   cancel_answered_cb,
                   cancel);
}

/* --- goods that came back --- */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  gint64 order_id;
  gint64 units;
  gboolean damaged;
} Return;

static gpointer
run_return (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Return *back = data;

  if (!tiem_store_receive_return (store, back->order_id, 0, back->units, back->damaged, error))
    return NULL;
  return g_strdup (back->damaged ? _ ("Booked as damaged") : _ ("Back on the shelf"));
}

static void
return_answered_cb (const char *response,
                    gpointer user_data)
{
  Return *back = user_data;
  TiemBrowsePage *page = back->page;
  TiemStore *store = get_store (page);

  back->damaged = g_strcmp0 (response, "damaged") == 0;
  if (store != NULL && (back->damaged || g_strcmp0 (response, "shelf") == 0))
    tiem_store_run_async (store,
                          TIEM_STORE_WRITE,
                          run_return,
                          back,
                          g_free,
                          g_free,
                          NULL,
                          said_cb,
                          g_object_ref (page));
  else
    g_free (back);
  g_object_unref (page);
}

void
tiem_order_actions_ask_return (TiemBrowsePage *page,
                               const TiemOrder *order)
{
  const TiemAnswer answers[] = {
    { "cancel", _ ("Not now"), TIEM_ANSWER_PLAIN },
    { "damaged", _ ("Damaged"), TIEM_ANSWER_PLAIN },
    { "shelf", _ ("Good, back on the shelf"), TIEM_ANSWER_SUGGESTED },
    { NULL },
  };
  gint64 units = tiem_order_count_out (order);
  g_autofree char *title
      = g_strdup_printf (ngettext ("%d item came back?", "%d items came back?", units), (int)units);
  Return *back = g_new0 (Return, 1);

  back->page = g_object_ref (page);
  back->order_id = order->id;
  back->units = units;
  tiem_compat_ask (get_window (page),
                   title,
                   _ ("Good items can be sold again at once; damaged ones are written off."),
                   NULL,
                   answers,
                   return_answered_cb,
                   back);
}

/* --- export --- */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  TiemOrderQuery *query;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->page);
  tiem_order_query_free (export->query);
  g_free (export->path);
  g_free (export);
}

static gpointer
run_export (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Export *export = data;
  g_autofree char *number = NULL;
  gint64 rows;

  rows = tiem_export (
      store, TIEM_EXPORT_ORDERS, export->query, export->path, NULL, NULL, cancellable, error);
  if (rows < 0)
    return NULL;
  number = tiem_number_format (rows);
  return g_strdup_printf (ngettext ("Exported %s row", "Exported %s rows", rows), number);
}

static void
export_chosen_cb (const char *path,
                  gpointer user_data)
{
  Export *export = user_data;
  TiemStore *store = get_store (export->page);

  if (path == NULL || store == NULL)
    {
      export_free (export);
      return;
    }
  export->path = g_strdup (path);
  tiem_store_run_async (store,
                        TIEM_STORE_READ,
                        run_export,
                        export,
                        export_free,
                        g_free,
                        NULL,
                        said_cb,
                        g_object_ref (export->page));
}

void
tiem_order_actions_export (TiemBrowsePage *page,
                           const TiemOrderQuery *query)
{
  Export *export = g_new0 (Export, 1);

  export->page = g_object_ref (page);
  export->query = tiem_order_query_copy (query);
  tiem_compat_save_file (get_window (page),
                         _ ("Export to Excel"),
                         _ ("orders.xlsx"),
                         TIEM_FILE_SHEET,
                         export_chosen_cb,
                         export);
}
