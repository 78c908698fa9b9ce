#define G_LOG_DOMAIN "tiem-orders-page"

#include "config.h"

#include "app/orders/tiem-order-bulk.h"
#include "app/orders/tiem-order-ticked.h"
#include "app/orders/tiem-orders-page-private.h"
#include "base/tiem-money.h"
#include "sync/tiem-order-fit.h"

#include <glib/gi18n.h>

/* What the Orders tab does with all ticked orders at once. */

/* Ticks come by the dozen while a key is held down. */
#define REST_MS 60

static void
bulk_confirm (TiemBrowsePage *page,
              GArray *ids)
{
  tiem_order_bulk_queue (page, ids, TIEM_ORDER_GO);
}

static void
bulk_ship (TiemBrowsePage *page,
           GArray *ids)
{
  tiem_order_bulk_queue (page, ids, "order:ship");
}

/* The ticked orders as far as the day's run concerns them. */
typedef enum
{
  STEP_CONFIRM,
  STEP_PRINT,
  STEP_PACK,
  STEP_HAND_OVER,
  STEP_OTHER,
} Step;

/* In the order of the day's work. Another one is another line here. */
static const struct
{
  const char *action;
  const char *label;
  const char *icon; /* NULL: in the menu only */
  const char *kind; /* (nullable): of tiem_order_fits(); NULL: any that is still to go out */
  /* (nullable): the action is another file's */
  void (*func) (TiemBrowsePage *page, GArray *order_ids);
  Step step;
} steps[] = {
  { "orders.bulk-confirm",
    N_ ("Confirm"),
    "object-select-symbolic",
    TIEM_ORDER_GO,
    bulk_confirm,
    STEP_CONFIRM },
  { "orders.print", N_ ("Print labels"), "document-print-symbolic", NULL, NULL, STEP_PRINT },
  { "orders.pick", N_ ("Pick list"), "view-list-bullet-symbolic", NULL, NULL, STEP_OTHER },
  { "orders.pack", N_ ("Pack"), "tiem-barcode-symbolic", NULL, NULL, STEP_PACK },
  { "orders.bulk-hand-over",
    N_ ("Hand over"),
    "tiem-handover-symbolic",
    TIEM_HAND_OVER,
    tiem_order_hand_over,
    STEP_HAND_OVER },
  { "orders.bulk-handover-list",
    N_ ("Handover list…"),
    NULL,
    NULL,
    tiem_order_hand_over_list,
    STEP_OTHER },
  { "orders.bulk-ship", N_ ("Arrange shipment"), NULL, "order:ship", bulk_ship, STEP_OTHER },
  { "orders.bulk-cancel",
    N_ ("Cancel orders…"),
    NULL,
    "order:cancel",
    tiem_order_bulk_cancel,
    STEP_OTHER },
};

static const char *
get_name (gconstpointer value)
{
  return ((const TiemOrder *)value)->number;
}

/* --- the bar --- */

static char *
dup_ticked_words (guint n,
                  guint outside)
{
  g_autofree char *number = tiem_number_format (n);
  g_autofree char *far = tiem_number_format (outside);

  if (outside == 0)
    return g_strdup_printf (ngettext ("%s order ticked", "%s orders ticked", n), number);
  /* Translators: both are numbers: ticked orders, and how many of them the list does not show */
  return g_strdup_printf (
      ngettext ("%s order, %s outside of this list", "%s orders, %s outside of this list", n),
      number,
      far);
}

static void
update_words (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  TiemRowList *rows = tiem_browse_page_get_rows (TIEM_BROWSE_PAGE (self));
  guint n = tiem_ticks_get_count (self->ticks);
  guint outside = tiem_list_pane_get_ticked_outside (list);
  guint listed = rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;
  g_autofree char *words = dup_ticked_words (n, outside);
  g_autofree char *number = tiem_number_format (listed);
  g_autofree char *all = NULL;

  if (n - outside < listed)
    /* Translators: %s is the number of orders in the list */
    all = g_strdup_printf (_ ("Select all %s"), number);
  tiem_action_bar_set_words (tiem_list_pane_get_action_bar (list), words, all);
}

/* Whether an order still waits for @step. */
static gboolean
waits_for (const TiemOrderState *state,
           Step step)
{
  gboolean goes_out
      = state->status == TIEM_ORDER_TO_SHIP || state->status == TIEM_ORDER_AWAITING_PICKUP;

  /* What waits for an answer or for goods keeps none of the others from going on. */
  if (state->cancel_asked || state->is_short)
    return FALSE;
  switch (step)
    {
    case STEP_PRINT:
      /* One that is being arranged has its label soon; printing waits for it. */
      return goes_out && !state->is_handed && !state->is_printed
             && (state->has_label || state->is_own || state->is_sending);
    case STEP_PACK:
      return goes_out && !state->is_handed && !state->is_packed;
    case STEP_HAND_OVER:
      return state->is_packed && tiem_order_fits (state, TIEM_HAND_OVER, NULL);
    case STEP_CONFIRM:
      return tiem_order_fits (state, "order:confirm", NULL)
             || tiem_order_fits (state, "order:ship", NULL);
    case STEP_OTHER:
    default:
      return FALSE;
    }
}

/* The next step of the day is that of the orders that are least far. */
static gboolean
is_next (TiemOrdersPage *self,
         Step step)
{
  for (guint i = 0; self->ticked != NULL && i < self->ticked->states->len; i++)
    if (waits_for (&g_array_index (self->ticked->states, TiemOrderState, i), step))
      return TRUE;
  return FALSE;
}

static gint64
count_going_out (TiemOrdersPage *self)
{
  gint64 n = 0;

  for (guint i = 0; self->ticked != NULL && i < self->ticked->states->len; i++)
    {
      const TiemOrderState *state = &g_array_index (self->ticked->states, TiemOrderState, i);

      if (state->status == TIEM_ORDER_TO_SHIP || state->status == TIEM_ORDER_AWAITING_PICKUP)
        n += state->n;
    }
  return n;
}

static void
update_actions (TiemOrdersPage *self)
{
  TiemActionBar *bar
      = tiem_list_pane_get_action_bar (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)));
  const char *next = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const char *why = NULL;
      gint64 n;

      if (steps[i].kind == NULL)
        {
          n = count_going_out (self);
          why = n == 0 ? _ ("None of these orders is to go out now.") : NULL;
        }
      else
        {
          n = self->ticked != NULL
                  ? tiem_order_count_fitting (self->ticked->states, steps[i].kind, &why)
                  : 0;
        }
      /* Another file's action has a meaning without ticks, too. */
      if (steps[i].func != NULL)
        gtk_widget_action_set_enabled (GTK_WIDGET (self), steps[i].action, n > 0);
      tiem_action_bar_set (bar, steps[i].action, n, why);
      if (next == NULL && is_next (self, steps[i].step))
        next = steps[i].action;
    }
  tiem_action_bar_set_suggested (bar, next);
  self->next_step = next;
}

static void
bulk_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  g_autoptr (GArray) ids = tiem_ticks_dup_ids (self->ticks);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].func != NULL && g_str_equal (steps[i].action, name))
      steps[i].func (TIEM_BROWSE_PAGE (self), ids);
}

static void
view_obstacle_action (GtkWidget *widget,
                      const char *name,
                      GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  const char *obstacle = g_variant_get_string (parameter, NULL);

  if (self->ticked == NULL)
    return;
  tiem_orders_page_show_only (self,
                              g_str_equal (obstacle, "confirm") ? self->ticked->to_confirm
                              : g_str_equal (obstacle, "short") ? self->ticked->short_of_goods
                                                                : self->ticked->cancel_asked);
}

/* --- their sum --- */

static gpointer
read_ticked (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  return tiem_store_read_ticked (store, data, TIEM_TICKED_GOODS, error);
}

static void
ticked_read_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (TiemOrdersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemTicked) ticked = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (ticked == NULL || self->ticks == NULL || tiem_ticks_get_count (self->ticks) == 0)
    return;
  g_clear_pointer (&self->ticked, tiem_ticked_free);
  self->ticked = g_steal_pointer (&ticked);
  update_actions (self);
  if (self->shows_ticked)
    tiem_order_ticked_show (self->ticked, tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self)));
}

static gboolean
read_cb (gpointer data)
{
  TiemOrdersPage *self = data;
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));

  self->ticked_source = 0;
  if (self->reading_ticked != NULL)
    g_cancellable_cancel (self->reading_ticked);
  g_clear_object (&self->reading_ticked);
  if (shop == NULL || tiem_ticks_get_count (self->ticks) == 0)
    return G_SOURCE_REMOVE;
  self->reading_ticked = g_cancellable_new ();
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        read_ticked,
                        tiem_ticks_dup_ids (self->ticks),
                        (GDestroyNotify)g_array_unref,
                        (GDestroyNotify)tiem_ticked_free,
                        self->reading_ticked,
                        ticked_read_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
tiem_orders_page_read_ticked (TiemOrdersPage *self)
{
  if (self->ticked_source == 0 && tiem_ticks_get_count (self->ticks) > 0)
    self->ticked_source = g_timeout_add (REST_MS, read_cb, self);
}

/* The chosen order takes the pane back. */
static void
show_chosen (TiemOrdersPage *self)
{
  if (!self->shows_ticked)
    return;
  self->shows_ticked = FALSE;
  g_clear_pointer (&self->fingerprint, g_free);
  if (self->facts != NULL)
    tiem_loader_reload (self->facts);
}

static void
ticks_changed_cb (TiemListPane *list,
                  TiemOrdersPage *self)
{
  if (tiem_ticks_get_count (self->ticks) == 0)
    {
      g_clear_pointer (&self->ticked, tiem_ticked_free);
      show_chosen (self);
      return;
    }
  update_words (self);
  self->shows_ticked = TRUE;
  tiem_orders_page_read_ticked (self);
}

/* Looking at one order takes no tick off the others. */
static void
open_cb (TiemListPane *list,
         gint64 id,
         TiemOrdersPage *self)
{
  show_chosen (self);
}

static void
show_ticked_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  self->shows_ticked = TRUE;
  if (self->ticked != NULL)
    tiem_order_ticked_show (self->ticked, tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self)));
  tiem_browse_page_show_detail (TIEM_BROWSE_PAGE (self));
}

gboolean
tiem_orders_page_take_next_step (TiemOrdersPage *self)
{
  return self->shows_ticked && self->ticked != NULL && self->next_step != NULL
         && gtk_widget_activate_action (GTK_WIDGET (self), self->next_step, NULL);
}

void
tiem_orders_page_drop_ticked (TiemOrdersPage *self)
{
  g_clear_handle_id (&self->ticked_source, g_source_remove);
  if (self->reading_ticked != NULL)
    g_cancellable_cancel (self->reading_ticked);
  g_clear_object (&self->reading_ticked);
  g_clear_pointer (&self->ticked, tiem_ticked_free);
  self->shows_ticked = FALSE;
}

void
tiem_orders_page_install_bulk_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].func != NULL)
      gtk_widget_class_install_action (widget_class, steps[i].action, NULL, bulk_action);
  gtk_widget_class_install_action (widget_class, "orders.view-obstacle", "s", view_obstacle_action);
  gtk_widget_class_install_action (widget_class, "orders.show-ticked", NULL, show_ticked_action);
}

void
tiem_orders_page_add_ticks (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  TiemActionBar *bar;

  self->ticks = tiem_ticks_new ();
  tiem_list_pane_set_ticks (list, self->ticks, get_name);
  bar = tiem_list_pane_get_action_bar (list);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    tiem_action_bar_add (bar, steps[i].action, _ (steps[i].label), steps[i].icon);
  tiem_action_bar_add (bar, "orders.show-ticked", _ ("Sum of the ticked orders"), NULL);
  update_actions (self);
  g_signal_connect_object (list, "ticks-changed", G_CALLBACK (ticks_changed_cb), self, 0);
  g_signal_connect_object (list, "open", G_CALLBACK (open_cb), self, 0);
}

GArray *
tiem_orders_page_dup_ticked (TiemOrdersPage *self)
{
  g_return_val_if_fail (TIEM_IS_ORDERS_PAGE (self), NULL);
  return tiem_ticks_dup_ids (self->ticks);
}

void
tiem_orders_page_show_only (TiemOrdersPage *self,
                            GArray *ids)
{
  g_return_if_fail (TIEM_IS_ORDERS_PAGE (self));
  tiem_order_filters_show_only (&self->filters, ids);
}
