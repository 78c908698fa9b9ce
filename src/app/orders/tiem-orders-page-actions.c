#define G_LOG_DOMAIN "tiem-orders-page"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "app/orders/tiem-order-edit.h"
#include "app/orders/tiem-order-pack.h"
#include "app/orders/tiem-order-print.h"
#include "app/orders/tiem-orders-page-private.h"
#include "app/orders/tiem-own-detail.h"
#include "app/orders/tiem-receive-page.h"

#include <glib/gi18n.h>

/* What can be done with the chosen order. */

void
tiem_orders_page_close_popover (TiemOrdersPage *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->popover));
}

static void
queue_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  /* The actions are called like the rows of the outbox: "orders.confirm", "order:confirm". */
  g_autofree char *kind = g_strconcat ("order:", strchr (name, '.') + 1, NULL);

  if (self->chosen != NULL)
    tiem_order_actions_queue (TIEM_BROWSE_PAGE (self), self->chosen->order, kind, NULL);
}

static void
cancel_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_order_choose_cancel (TIEM_BROWSE_PAGE (self), self->chosen->order);
}

static void
reject_cancel_action (GtkWidget *widget,
                      const char *name,
                      GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_order_choose_refusal (TIEM_BROWSE_PAGE (self), self->chosen->order);
}

static gboolean
drop_popover_cb (gpointer user_data)
{
  tiem_orders_page_close_popover (user_data);
  return G_SOURCE_REMOVE;
}

static void
popover_closed_cb (GtkPopover *popover,
                   TiemOrdersPage *self)
{
  /* Not from inside its own signal. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_popover_cb, g_object_ref (self), g_object_unref);
}

/* Its parent is the page: the buttons are made anew with every change of the order. @button: what
 * it belongs to; @popover: (transfer full) */
static void
pop_up (TiemOrdersPage *self,
        GtkWidget *button,
        GtkWidget *popover)
{
  GtkWidget *page = GTK_WIDGET (self);
  graphene_rect_t bounds;

  if (button == NULL || !gtk_widget_compute_bounds (button, page, &bounds))
    graphene_rect_init (&bounds, 0, 0, gtk_widget_get_width (page), 1);
  tiem_orders_page_close_popover (self);
  self->popover = popover;
  gtk_widget_set_parent (self->popover, page);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int)bounds.origin.x,
                                                (int)bounds.origin.y,
                                                (int)bounds.size.width,
                                                (int)bounds.size.height });
  g_signal_connect (self->popover, "closed", G_CALLBACK (popover_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
choose_shipment_action (GtkWidget *widget,
                        const char *name,
                        GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (self);
  GtkWidget *button = tiem_detail_find_action (tiem_browse_page_get_detail (page), name);

  if (self->chosen != NULL && button != NULL)
    pop_up (self, button, tiem_order_choose_shipment (page, self->chosen->order));
}

/* From the menu of the head, or the button of a group: what has the focus is near. */
static GtkWidget *
find_focus (TiemOrdersPage *self)
{
  GtkWidget *detail = GTK_WIDGET (tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self)));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (detail));

  return focus != NULL && gtk_widget_is_ancestor (focus, detail) ? focus : NULL;
}

void
tiem_orders_page_pop_up (TiemOrdersPage *self,
                         GtkWidget *popover,
                         const char *action)
{
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));
  GtkWidget *button = tiem_detail_find_action (detail, action);

  pop_up (self, button != NULL ? button : find_focus (self), popover);
}

static void
tags_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    pop_up (self,
            find_focus (self),
            tiem_order_tags_popover_new (TIEM_BROWSE_PAGE (self), self->chosen->order));
}

static void
ship_part_action (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    pop_up (self,
            find_focus (self),
            tiem_order_part_popover_new (TIEM_BROWSE_PAGE (self), self->chosen->order));
}

static void
reload_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->facts != NULL)
    tiem_loader_reload (self->facts);
}

static void
ship_by_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  const char *code = g_variant_get_string (parameter, NULL);

  if (self->chosen != NULL)
    tiem_order_actions_queue (
        TIEM_BROWSE_PAGE (self), self->chosen->order, "order:ship", *code != '\0' ? code : NULL);
}

static void
undo_chosen_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_browse_page_drop (
        TIEM_BROWSE_PAGE (self), self->chosen->outbox_id, _ ("Held back, nothing was sent"));
}

static void
drop_refused_action (GtkWidget *widget,
                     const char *name,
                     GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_browse_page_drop (TIEM_BROWSE_PAGE (self), self->chosen->outbox_id, NULL);
}

/* --- goods that came back --- */

static gpointer
undo_return (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  tiem_store_undo_returns (store, data, error);
  return NULL;
}

/* The booking is done: only its Undo is left. */
static gpointer
pass_on (TiemStore *store,
         gpointer data,
         GCancellable *cancellable,
         GError **error)
{
  return g_array_ref (data);
}

static void
booked_cb (TiemOrdersPage *self,
           const char *words,
           GArray *bookings)
{
  tiem_order_edit (TIEM_BROWSE_PAGE (self),
                   pass_on,
                   g_array_ref (bookings),
                   (GDestroyNotify)g_array_unref,
                   words,
                   undo_return,
                   (GDestroyNotify)g_array_unref);
}

static void
open_return_page (TiemOrdersPage *self,
                  gint64 order_id)
{
  TiemPage *page = TIEM_PAGE (self);
  GtkWidget *subpage;

  if (tiem_page_get_shop (page) == NULL || tiem_page_get_subpage (page) != NULL)
    return;
  subpage = tiem_receive_page_new (tiem_page_get_shop (page), order_id);
  g_signal_connect_object (subpage, "booked", G_CALLBACK (booked_cb), self, G_CONNECT_SWAPPED);
  tiem_page_push (page, TIEM_SUBPAGE (subpage));
}

static void
receive_return_action (GtkWidget *widget,
                       const char *name,
                       GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    open_return_page (self, self->chosen->order->id);
}

static void
receive_returns_action (GtkWidget *widget,
                        const char *name,
                        GVariant *parameter)
{
  open_return_page (TIEM_ORDERS_PAGE (widget), 0);
}

/* --- a parcel that was not taken --- */

typedef struct
{
  gint64 order_id;
  TiemRefusal said;
} Refusal;

static gpointer
say_refused (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const Refusal *wanted = data;
  g_autoptr (TiemOrder) before = tiem_store_get_order (store, wanted->order_id, error);
  Refusal *back;

  if (before == NULL
      || !tiem_store_set_order_refused (store, wanted->order_id, wanted->said, error))
    return NULL;
  back = g_new0 (Refusal, 1);
  back->order_id = wanted->order_id;
  back->said = before->refusal_said;
  return back;
}

static gpointer
say_refused_back (TiemStore *store,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  const Refusal *wanted = data;

  tiem_store_set_order_refused (store, wanted->order_id, wanted->said, error);
  return NULL;
}

static void
say_refused_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  Refusal *wanted;

  if (self->chosen == NULL)
    return;
  wanted = g_new0 (Refusal, 1);
  wanted->order_id = self->chosen->order->id;
  wanted->said = (TiemRefusal)g_variant_get_uint32 (parameter);
  tiem_order_edit (TIEM_BROWSE_PAGE (self),
                   say_refused,
                   wanted,
                   g_free,
                   wanted->said == TIEM_REFUSAL_YES ? _ ("Marked as not taken")
                                                    : _ ("No longer counted for this buyer"),
                   say_refused_back,
                   g_free);
}

static void
answer_return_action (GtkWidget *widget,
                      const char *name,
                      GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (self);
  gint64 id;
  guint answer;

  g_variant_get (parameter, "(xu)", &id, &answer);
  for (guint i = 0; self->chosen != NULL && i < self->chosen->returns->len; i++)
    {
      const TiemReturn *asked = g_ptr_array_index (self->chosen->returns, i);

      if (asked->id != id)
        continue;
      if (answer == TIEM_RETURN_REJECT)
        tiem_order_choose_return_refusal (page, asked);
      else
        tiem_order_actions_answer_return (page, asked, answer, NULL, NULL);
      return;
    }
}

/* Returns: (transfer full) (element-type gint64): the ticked orders, else the chosen one */
static GArray *
dup_meant (TiemOrdersPage *self)
{
  GArray *ids = tiem_orders_page_dup_ticked (self);

  if (ids->len > 0 || self->chosen == NULL)
    return ids;
  /* That one is the ticks' own: what is added to it would be ticked without anybody's knowing. */
  g_array_unref (ids);
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, self->chosen->order->id);
  return ids;
}

static void
print_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  g_autoptr (GArray) ids = dup_meant (TIEM_ORDERS_PAGE (widget));

  if (g_str_equal (name, "orders.pick"))
    tiem_order_print_picking (TIEM_BROWSE_PAGE (widget), ids);
  else
    tiem_order_print_labels (TIEM_BROWSE_PAGE (widget), ids);
}

static void
print_label_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->chosen == NULL)
    return;
  g_array_append_val (ids, self->chosen->order->id);
  tiem_order_print_labels (TIEM_BROWSE_PAGE (self), ids);
}

/* The ticked orders, or all that wait. */
static void
pack_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  g_autoptr (GArray) ids = tiem_orders_page_dup_ticked (TIEM_ORDERS_PAGE (widget));

  tiem_order_pack_open (TIEM_BROWSE_PAGE (widget), ids->len > 0 ? ids : NULL);
}

static void
copy_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  tiem_page_command (TIEM_PAGE (widget), TIEM_PAGE_COPY);
}

static void
export_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  TiemOrderQuery query;

  tiem_order_filters_make_query (
      &self->filters, tiem_browse_page_now (TIEM_BROWSE_PAGE (self)), &query);
  tiem_order_actions_export (TIEM_BROWSE_PAGE (widget), &query, g_variant_get_boolean (parameter));
}

void
tiem_orders_page_install_actions (GtkWidgetClass *widget_class)
{
  tiem_own_detail_install_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "orders.confirm", NULL, queue_action);
  gtk_widget_class_install_action (widget_class, "orders.ship", NULL, queue_action);
  gtk_widget_class_install_action (widget_class, "orders.accept-cancel", NULL, queue_action);
  gtk_widget_class_install_action (
      widget_class, "orders.reject-cancel", NULL, reject_cancel_action);
  gtk_widget_class_install_action (widget_class, "orders.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (
      widget_class, "orders.choose-shipment", NULL, choose_shipment_action);
  gtk_widget_class_install_action (widget_class, "orders.ship-by", "s", ship_by_action);
  gtk_widget_class_install_action (widget_class, "orders.undo-chosen", NULL, undo_chosen_action);
  gtk_widget_class_install_action (widget_class, "orders.drop-refused", NULL, drop_refused_action);
  gtk_widget_class_install_action (
      widget_class, "orders.receive-return", NULL, receive_return_action);
  gtk_widget_class_install_action (
      widget_class, "orders.receive-returns", NULL, receive_returns_action);
  gtk_widget_class_install_action (widget_class, "orders.say-refused", "u", say_refused_action);
  gtk_widget_class_install_action (widget_class, "orders.tags", NULL, tags_action);
  gtk_widget_class_install_action (widget_class, "orders.ship-part", NULL, ship_part_action);
  gtk_widget_class_install_action (widget_class, "orders.reload", NULL, reload_action);
  gtk_widget_class_install_action (
      widget_class, "orders.answer-return", "(xu)", answer_return_action);
  gtk_widget_class_install_action (widget_class, "orders.pack", NULL, pack_action);
  gtk_widget_class_install_action (widget_class, "orders.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "orders.pick", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "orders.print-label", NULL, print_label_action);
  gtk_widget_class_install_action (widget_class, "orders.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "orders.export", "b", export_action);
}
