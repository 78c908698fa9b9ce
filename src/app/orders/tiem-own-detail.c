#define G_LOG_DOMAIN "tiem-own-detail"

#include "config.h"

#include "app/orders/tiem-own-detail.h"

#include "app/orders/tiem-order-words.h"
#include "app/orders/tiem-own-page.h"
#include "base/tiem-money.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- what is shown --- */

void
tiem_own_detail_add_state (const TiemOrder *order,
                           TiemDetail *detail)
{
  g_autofree char *money = tiem_money_format (order->owed_vnd);
  g_autofree char *text = NULL;

  if (!order->is_own || order->owed_vnd == 0)
    return;
  text = g_strdup_printf (_ ("Owes %s"), money);
  tiem_detail_add_state (detail, "tiem-debt-symbolic", text, TIEM_TONE_WARNING);
}

static void
add_payment (GtkWidget *facts,
             const TiemOrderPayment *payment,
             gint64 now)
{
  g_autofree char *at = tiem_order_dup_moment (payment->at, now);
  g_autofree char *money = tiem_money_format (payment->amount_vnd);
  /* Translators: how money came in, and when */
  g_autofree char *label
      = g_strdup_printf (_ ("%s, %s"), tiem_money_way_get_label (payment->how), at);

  tiem_facts_add (facts, label, money, FALSE);
}

static void
add_cod (GtkWidget *facts,
         const TiemOrder *order,
         gint64 now)
{
  g_autofree char *money = tiem_money_format (order->cod_vnd);
  g_autofree char *at = NULL;
  g_autofree char *text = NULL;

  if (order->cod_vnd == 0)
    return;
  if (order->cod_settled_at == 0)
    {
      tiem_facts_add (facts, _ ("COD, the carrier has not paid yet"), money, FALSE);
      return;
    }
  at = tiem_order_dup_moment (order->cod_settled_at, now);
  /* Translators: when the carrier paid what it had collected */
  text = g_strdup_printf (_ ("COD settled, %s"), at);
  tiem_facts_add (facts, text, money, FALSE);
}

void
tiem_own_detail_add_payments (const TiemOrder *order,
                              GtkWidget *column,
                              gint64 now)
{
  GtkWidget *group;
  GtkWidget *facts;
  g_autofree char *paid = NULL;
  g_autofree char *owed = NULL;

  if (!order->is_own)
    return;
  group = tiem_group_new (_ ("Payments"), tiem_own_source_get_label (order->own_source));
  facts = tiem_facts_new ();
  for (guint i = 0; order->payments != NULL && i < order->payments->len; i++)
    add_payment (facts, g_ptr_array_index (order->payments, i), now);
  add_cod (facts, order, now);
  paid = tiem_money_format (order->paid_vnd);
  tiem_facts_add (facts, _ ("Received so far"), paid, TRUE);
  if (order->owed_vnd > 0)
    {
      GtkWidget *value;

      owed = tiem_money_format (order->owed_vnd);
      value = tiem_facts_add (facts, _ ("Debt"), owed, TRUE);
      tiem_tone_apply (value, TIEM_TONE_WARNING);
    }
  else if (order->paid_vnd > 0 && order->status == TIEM_ORDER_CANCELLED)
    tiem_facts_add (facts, _ ("To be given back"), paid, TRUE);
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);
}

/* --- what is offered --- */

static void
add_mark (GMenu *menu,
          const char *label,
          TiemOrderStatus status)
{
  g_autofree char *action = g_strdup_printf ("own.mark::%s", tiem_order_status_to_string (status));

  g_menu_append (menu, label, action);
}

static void
add_menu (const TiemOrder *order,
          TiemDetail *detail)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean is_open = tiem_order_status_is_open (order->status);

  if (is_open)
    g_menu_append (menu, _ ("Edit order"), "own.edit");
  if (order->status == TIEM_ORDER_TO_SHIP)
    add_mark (menu, _ ("Packed, waits for the carrier"), TIEM_ORDER_AWAITING_PICKUP);
  if (is_open)
    add_mark (menu, _ ("The buyer has the goods"), TIEM_ORDER_COMPLETED);
  if (order->status == TIEM_ORDER_SHIPPING || order->status == TIEM_ORDER_DELIVERED
      || order->status == TIEM_ORDER_COMPLETED)
    add_mark (menu, _ ("Has not left after all"), TIEM_ORDER_TO_SHIP);
  if (order->status == TIEM_ORDER_DELIVERED || order->status == TIEM_ORDER_COMPLETED)
    add_mark (menu, _ ("The buyer sends it back"), TIEM_ORDER_RETURNING);
  if (order->status == TIEM_ORDER_FAILED_DELIVERY)
    add_mark (menu, _ ("It is delivered once more"), TIEM_ORDER_SHIPPING);
  if (order->status == TIEM_ORDER_CANCELLED)
    add_mark (menu, _ ("Open it again"), TIEM_ORDER_TO_SHIP);
  if (order->paid_vnd > 0)
    g_menu_append (menu, _ ("Give money back…"), "own.refund");
  if (is_open)
    g_menu_append (menu, _ ("Cancel order…"), "own.cancel");
  g_menu_append (menu, _ ("Copy the order number"), "orders.copy");
  tiem_detail_set_menu (detail, G_MENU_MODEL (menu));
}

static void
add_step (const TiemOrder *order,
          TiemDetail *detail)
{
  switch (order->status)
    {
    case TIEM_ORDER_TO_CONFIRM:
      tiem_detail_add_action (
          detail, _ ("Confirm"), "object-select-symbolic", "orders.confirm", TRUE);
      break;
    case TIEM_ORDER_TO_SHIP:
    case TIEM_ORDER_AWAITING_PICKUP:
      if (order->own_source == TIEM_OWN_COUNTER && order->address.text == NULL)
        tiem_detail_add_action (detail,
                                _ ("The buyer has the goods"),
                                "object-select-symbolic",
                                "own.mark::completed",
                                TRUE);
      else
        tiem_detail_add_action (
            detail, _ ("Hand to carrier…"), "tiem-truck-symbolic", "own.ship", TRUE);
      break;
    case TIEM_ORDER_SHIPPING:
      tiem_detail_add_action (
          detail, _ ("Delivered"), "object-select-symbolic", "own.mark::delivered", TRUE);
      tiem_detail_add_action (detail, _ ("Not accepted"), NULL, "own.mark::failed_delivery", FALSE);
      break;
    case TIEM_ORDER_DELIVERED:
      tiem_detail_add_action (
          detail, _ ("Completed"), "tiem-done-symbolic", "own.mark::completed", TRUE);
      break;
    case TIEM_ORDER_FAILED_DELIVERY:
      tiem_detail_add_action (detail,
                              _ ("It is on its way back"),
                              "tiem-return-symbolic",
                              "own.mark::returning",
                              FALSE);
      break;
    default:
      break;
    }
}

gboolean
tiem_own_detail_show_actions (const TiemOrder *order,
                              TiemDetail *detail)
{
  gboolean comes_back
      = order->status == TIEM_ORDER_FAILED_DELIVERY || order->status == TIEM_ORDER_RETURNING;

  if (!order->is_own)
    return FALSE;
  tiem_detail_clear_actions (detail);
  add_menu (order, detail);
  add_step (order, detail);
  if (comes_back && tiem_order_count_out (order) > 0)
    tiem_detail_add_action (
        detail, _ ("Receive return…"), "tiem-return-symbolic", "orders.receive-return", TRUE);
  if (order->owed_vnd > 0)
    tiem_detail_add_action (detail, _ ("Take money…"), "tiem-cash-symbolic", "own.pay", FALSE);
  if (order->cod_vnd > 0 && order->cod_settled_at == 0
      && (order->status == TIEM_ORDER_DELIVERED || order->status == TIEM_ORDER_COMPLETED))
    tiem_detail_add_action (
        detail, _ ("COD settled"), "tiem-cash-symbolic", "own.settle-cod", FALSE);
  return TRUE;
}

/* --- steps --- */

typedef struct
{
  gint64 order_id;
  TiemOrderStatus status;
  char *carrier;
  char *tracking;
  char *reason;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->carrier);
  g_free (step->tracking);
  g_free (step->reason);
  g_free (step);
}

static gpointer
run_step (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Step *step = data;
  TiemOwnMark mark = { step->status, step->carrier, step->tracking, step->reason };
  gint64 id = tiem_store_mark_own_order (store, step->order_id, &mark, error);

  /* As of the outbox: what is below 0 was done at once, and can be taken back. */
  if (id == 0)
    return NULL;
  id = id < 0 ? G_MININT64 : -id;
  return g_memdup2 (&id, sizeof id);
}

/* @step: (transfer full) */
static void
take_step (TiemOrdersPage *self,
           const TiemOrder *order,
           Step *step)
{
  /* Translators: an order's number, the state it is in now */
  g_autofree char *said = g_strdup_printf (
      _ ("Order %s: %s"), order->number, tiem_order_status_get_label (step->status));

  step->order_id = order->id;
  tiem_browse_page_hold (
      TIEM_BROWSE_PAGE (self), order->channel_id, run_step, step, step_free, said);
}

static void
mark_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  Step *step;

  if (self->chosen == NULL || !self->chosen->order->is_own)
    return;
  step = g_new0 (Step, 1);
  step->status = tiem_order_status_from_string (g_variant_get_string (parameter, NULL));
  take_step (self, self->chosen->order, step);
}

/* --- small forms that pop up at their button --- */

typedef struct
{
  TiemOrdersPage *page; /* not owned: the popover is its child */
  gint64 order_id;
  int sign; /* of money: −1 goes back */
  GtkEditable *first;
  GtkEditable *second;
  GtkToggleButton *other; /* the second way of two */
  GtkLabel *problem;
} Form;

static GtkEditable *
add_entry (GtkWidget *list,
           const char *title,
           const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return GTK_EDITABLE (row);
}

static GtkToggleButton *
add_two_ways (GtkWidget *box,
              const char *one,
              const char *other)
{
  GtkWidget *ways = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *first = gtk_toggle_button_new_with_label (one);
  GtkWidget *second = gtk_toggle_button_new_with_label (other);

  gtk_widget_add_css_class (ways, "linked");
  gtk_box_set_homogeneous (GTK_BOX (ways), TRUE);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (second), GTK_TOGGLE_BUTTON (first));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
  gtk_box_append (GTK_BOX (ways), first);
  gtk_box_append (GTK_BOX (ways), second);
  gtk_box_append (GTK_BOX (box), ways);
  return GTK_TOGGLE_BUTTON (second);
}

/* Returns: the popover, with @form's pointers to be filled in from *list and *box. */
static GtkWidget *
form_new (TiemOrdersPage *self,
          const char *title,
          Form **form,
          GtkWidget **box,
          GtkWidget **list)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *label = gtk_label_new (title);

  *form = g_new0 (Form, 1);
  (*form)->page = self;
  (*form)->order_id = self->chosen->order->id;
  *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  *list = gtk_list_box_new ();
  gtk_widget_set_size_request (*box, 300, -1);
  gtk_widget_add_css_class (*box, "tiem-card");
  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (*list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (*list), GTK_SELECTION_NONE);
  gtk_box_append (GTK_BOX (*box), label);
  gtk_box_append (GTK_BOX (*box), *list);
  gtk_popover_set_child (GTK_POPOVER (popover), *box);
  g_object_set_data_full (G_OBJECT (popover), "form", *form, g_free);
  return popover;
}

static void
form_finish (GtkWidget *popover,
             Form *form,
             GtkWidget *box,
             const char *label,
             GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  form->problem = GTK_LABEL (g_object_new (
      GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "visible", FALSE, "max-width-chars", 36, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (form->problem), "error");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->problem));
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_swapped (button, "clicked", callback, popover);
  if (form->first != NULL)
    g_signal_connect_swapped (form->first, "entry-activated", callback, popover);
  if (form->second != NULL)
    g_signal_connect_swapped (form->second, "entry-activated", callback, popover);
}

static void
form_fail (Form *form,
           const char *sentence)
{
  gtk_label_set_label (form->problem, sentence);
  gtk_widget_set_visible (GTK_WIDGET (form->problem), TRUE);
}

/* The order the form was opened for, if it is still the chosen one. */
static const TiemOrder *
form_get_order (Form *form)
{
  const TiemOrderFacts *chosen = form->page->chosen;

  return chosen != NULL && chosen->order->id == form->order_id ? chosen->order : NULL;
}

static void
ship_cb (GtkPopover *popover)
{
  Form *form = g_object_get_data (G_OBJECT (popover), "form");
  const TiemOrder *order = form_get_order (form);
  Step *step;

  if (order != NULL)
    {
      step = g_new0 (Step, 1);
      step->status = gtk_toggle_button_get_active (form->other) ? TIEM_ORDER_AWAITING_PICKUP
                                                                : TIEM_ORDER_SHIPPING;
      step->carrier = g_strstrip (g_strdup (gtk_editable_get_text (form->first)));
      step->tracking = g_strstrip (g_strdup (gtk_editable_get_text (form->second)));
      take_step (form->page, order, step);
    }
  gtk_popover_popdown (popover);
}

static void
ship_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  const TiemOrder *order = self->chosen != NULL ? self->chosen->order : NULL;
  GtkWidget *popover, *box, *list;
  Form *form;

  if (order == NULL || !order->is_own)
    return;
  popover = form_new (self, _ ("Hand to carrier"), &form, &box, &list);
  form->first = add_entry (list, _ ("Carrier"), order->carrier);
  form->second = add_entry (list, _ ("Tracking no."), order->tracking);
  form->other = add_two_ways (box, _ ("Handed over"), _ ("Waits for pick-up"));
  form_finish (popover, form, box, _ ("Save"), G_CALLBACK (ship_cb));
  tiem_orders_page_pop_up (self, popover, name);
}

static void
cancel_cb (GtkPopover *popover)
{
  Form *form = g_object_get_data (G_OBJECT (popover), "form");
  const TiemOrder *order = form_get_order (form);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (form->first)));
  Step *step;

  if (*reason == '\0')
    {
      form_fail (form, _ ("Write why it is cancelled: it is kept with the order."));
      return;
    }
  if (order != NULL)
    {
      step = g_new0 (Step, 1);
      step->status = TIEM_ORDER_CANCELLED;
      step->reason = g_steal_pointer (&reason);
      take_step (form->page, order, step);
    }
  gtk_popover_popdown (popover);
}

static void
cancel_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  GtkWidget *popover, *box, *list;
  Form *form;

  if (self->chosen == NULL || !self->chosen->order->is_own)
    return;
  popover = form_new (self, _ ("Cancel the order"), &form, &box, &list);
  form->first = add_entry (list, _ ("Why"), NULL);
  form_finish (popover, form, box, _ ("Cancel the order"), G_CALLBACK (cancel_cb));
  tiem_orders_page_pop_up (self, popover, name);
}

/* --- money --- */

typedef struct
{
  gint64 order_id;
  gint64 amount_vnd; /* 0 = the COD */
  TiemMoneyWay how;
} Money;

static gpointer
run_money (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Money *money = data;

  if (money->amount_vnd == 0)
    tiem_store_settle_cod (store, money->order_id, error);
  else
    tiem_store_pay_own_order (store, money->order_id, money->amount_vnd, money->how, NULL, error);
  return NULL;
}

static void
money_done_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemBrowsePage) page = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (tiem_page_get_shop (TIEM_PAGE (page)) != NULL)
    tiem_list_pane_add_toast (tiem_browse_page_get_list (page),
                              adw_toast_new (error != NULL ? error->message : _ ("Saved")));
}

static void
book_money (TiemOrdersPage *self,
            gint64 order_id,
            gint64 amount_vnd,
            TiemMoneyWay how)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));
  Money *money;

  if (shop == NULL)
    return;
  money = g_new0 (Money, 1);
  money->order_id = order_id;
  money->amount_vnd = amount_vnd;
  money->how = how;
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_money,
                        money,
                        g_free,
                        NULL,
                        NULL,
                        money_done_cb,
                        g_object_ref (self));
}

static void
pay_cb (GtkPopover *popover)
{
  Form *form = g_object_get_data (G_OBJECT (popover), "form");
  g_autoptr (GError) error = NULL;
  gint64 vnd = 0;

  if (!tiem_money_parse_input (gtk_editable_get_text (form->first), &vnd, &error))
    {
      form_fail (form, error->message);
      return;
    }
  if (vnd <= 0)
    {
      form_fail (form, _ ("Write an amount above 0."));
      return;
    }
  book_money (form->page,
              form->order_id,
              form->sign * vnd,
              gtk_toggle_button_get_active (form->other) ? TIEM_MONEY_TRANSFER : TIEM_MONEY_CASH);
  gtk_popover_popdown (popover);
}

static void
pay_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  const TiemOrder *order = self->chosen != NULL ? self->chosen->order : NULL;
  gboolean back = g_str_equal (name, "own.refund");
  g_autofree char *amount = NULL;
  GtkWidget *popover, *box, *list;
  Form *form;

  if (order == NULL || !order->is_own)
    return;
  amount = tiem_number_format (back ? order->paid_vnd : order->owed_vnd);
  popover = form_new (self, back ? _ ("Give money back") : _ ("Take money"), &form, &box, &list);
  form->sign = back ? -1 : 1;
  form->first = add_entry (list, _ ("Amount"), amount);
  form->other = add_two_ways (box, _ ("Cash"), _ ("Transfer"));
  form_finish (popover,
               form,
               box,
               back ? _ ("Money given back") : _ ("Money received"),
               G_CALLBACK (pay_cb));
  tiem_orders_page_pop_up (self, popover, name);
}

static void
settle_cod_action (GtkWidget *widget,
                   const char *name,
                   GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL && self->chosen->order->is_own)
    book_money (self, self->chosen->order->id, 0, TIEM_MONEY_CARRIER);
}

/* --- the page that writes one --- */

static void
placed_cb (TiemOwnPage *page,
           gint64 order_id,
           TiemOrdersPage *self)
{
  tiem_page_pop (TIEM_PAGE (self));
  tiem_browse_page_open (TIEM_BROWSE_PAGE (self), order_id);
}

gboolean
tiem_own_detail_open_page (TiemOrdersPage *self,
                           gint64 order_id)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));
  GtkWidget *page;

  if (shop == NULL || tiem_page_get_subpage (TIEM_PAGE (self)) != NULL)
    return FALSE;
  page = tiem_own_page_new (shop, order_id);
  g_signal_connect_object (page, "placed", G_CALLBACK (placed_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (page));
  return TRUE;
}

static void
create_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_own_detail_open_page (TIEM_ORDERS_PAGE (widget), 0);
}

static void
edit_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL && self->chosen->order->is_own)
    tiem_own_detail_open_page (self, self->chosen->order->id);
}

void
tiem_own_detail_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "own.create", NULL, create_action);
  gtk_widget_class_install_action (widget_class, "own.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "own.mark", "s", mark_action);
  gtk_widget_class_install_action (widget_class, "own.ship", NULL, ship_action);
  gtk_widget_class_install_action (widget_class, "own.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "own.pay", NULL, pay_action);
  gtk_widget_class_install_action (widget_class, "own.refund", NULL, pay_action);
  gtk_widget_class_install_action (widget_class, "own.settle-cod", NULL, settle_cod_action);
}
