#define G_LOG_DOMAIN "tiem-orders-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-order-actions.h"
#include "app/orders/tiem-order-columns.h"
#include "app/orders/tiem-order-figures.h"
#include "app/orders/tiem-orders-page-private.h"
#include "app/orders/tiem-own-detail.h"
#include "app/tiem-list-export.h"
#include "base/tiem-money.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TiemOrdersPage, tiem_orders_page, TIEM_TYPE_BROWSE_PAGE)

static gint64
get_now (TiemOrdersPage *self)
{
  return tiem_browse_page_now (TIEM_BROWSE_PAGE (self));
}

static void
sum_read_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemOrdersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree TiemOrderTotal *sum = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *number = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (sum == NULL || tiem_page_get_shop (TIEM_PAGE (self)) == NULL)
    return;
  number = tiem_number_format (sum->n);
  amount = tiem_money_format (sum->total_vnd);
  left = g_strdup_printf (ngettext ("%s order", "%s orders", sum->n), number);
  /* Translators: %s is an amount of money */
  right = g_strdup_printf (_ ("Total %s"), amount);
  tiem_list_pane_set_foot (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)), left, right);
}

static void
add_up (TiemOrdersPage *self)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));
  TiemOrderQuery query;

  if (shop == NULL)
    return;
  if (self->summing != NULL)
    g_cancellable_cancel (self->summing);
  g_clear_object (&self->summing);
  self->summing = g_cancellable_new ();
  tiem_order_filters_make_query (&self->filters, get_now (self), &query);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        tiem_order_total_read,
                        tiem_order_query_copy (&query),
                        (GDestroyNotify)tiem_order_query_free,
                        g_free,
                        self->summing,
                        sum_read_cb,
                        g_object_ref (self));
}

static void
tiem_orders_page_explain_empty (TiemBrowsePage *page,
                                TiemListPane *list)
{
  tiem_order_filters_explain_empty (&TIEM_ORDERS_PAGE (page)->filters);
}

static TiemRowList *
tiem_orders_page_create_rows (TiemBrowsePage *page,
                              TiemStore *store)
{
  return tiem_row_list_new_orders (store);
}

static void
tiem_orders_page_update_query (TiemBrowsePage *page,
                               TiemRowList *rows)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (page);
  TiemOrderQuery query;

  tiem_order_filters_make_query (&self->filters, get_now (self), &query);
  tiem_row_list_set_order_query (rows, &query);
  add_up (self);
  if (self->figures != NULL)
    tiem_loader_set_subject (self->figures, query.channel_id + 1);
}

/* The work queue begins with what is most urgent, and so does the pane beside it, unless
 * another order was opened. */
static void
sort_by_deadline (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));

  self->has_deadlines = TRUE;
  tiem_list_pane_set_column_shown (list, self->ship_by, TRUE);
  tiem_list_pane_set_column_shown (list, self->placed, FALSE);
  if (!tiem_browse_page_was_opened (TIEM_BROWSE_PAGE (self)))
    tiem_list_pane_set_current_id (list, 0);
  tiem_list_pane_sort_by (list, self->ship_by, GTK_SORT_ASCENDING);
}

static gboolean
has_twins (GPtrArray *channels)
{
  for (guint i = 0; i < channels->len; i++)
    for (guint j = 0; j < i; j++)
      if (g_strcmp0 (((const TiemChannelRecord *)g_ptr_array_index (channels, i))->kind,
                     ((const TiemChannelRecord *)g_ptr_array_index (channels, j))->kind)
          == 0)
        return TRUE;
  return FALSE;
}

static void
figures_read_cb (GtkWidget *widget,
                 gpointer result,
                 const GError *error)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  const TiemOrderFigures *figures = result;

  if (figures == NULL)
    return;
  tiem_order_filters_show_counts (&self->filters, &figures->counts);
  tiem_order_filters_show_channels (&self->filters, figures->channels);
  tiem_order_filters_show_tags (
      &self->filters, (const char *const *)figures->tags, (const char *const *)figures->carriers);
  self->has_twins = has_twins (figures->channels);
  if (figures->has_deadlines && !self->has_deadlines)
    sort_by_deadline (self);
  add_up (self);
  tiem_orders_page_read_ticked (self);
}

/* --- the detail --- */

static void
facts_read_cb (GtkWidget *widget,
               gpointer result,
               const GError *error)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));
  TiemOrderFacts *facts = result;
  g_autofree char *before = g_steal_pointer (&self->fingerprint);

  /* A note that is being typed is saved first; it asks for what is new then. */
  if (facts != NULL && self->chosen != NULL && self->chosen->order->id == facts->order->id
      && tiem_order_notes_are_edited (GTK_WIDGET (detail)))
    {
      self->fingerprint = g_steal_pointer (&before);
      return;
    }
  g_clear_pointer (&self->chosen, tiem_order_facts_free);
  if (facts == NULL)
    {
      if (!self->shows_ticked)
        tiem_detail_show_nothing (detail);
      return;
    }
  /* Another order's sale makes it read again: what is the same is left alone, with the text
   * that may be selected in it. */
  self->fingerprint = tiem_order_facts_fingerprint (facts, get_now (self));
  if (!self->shows_ticked && g_strcmp0 (before, self->fingerprint) != 0)
    {
      tiem_order_actions_show (facts, detail);
      tiem_order_facts_show (facts, detail, get_now (self));
    }
  else if (!self->shows_ticked)
    {
      tiem_order_notes_update (GTK_WIDGET (detail), facts->order);
    }
  self->chosen = tiem_order_facts_steal (facts);
}

static void
tiem_orders_page_choose (TiemBrowsePage *page,
                         gint64 id)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (page);

  tiem_orders_page_close_popover (self);
  if (id == 0)
    g_clear_pointer (&self->fingerprint, g_free);
  if (self->facts != NULL)
    tiem_loader_set_subject (self->facts, id);
}

/* --- the page --- */

/* "1h12 left" is right for a minute. */
static gboolean
minute_cb (gpointer data)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (data);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;
  tiem_list_pane_refresh (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)));
  if (self->facts != NULL)
    tiem_loader_reload (self->facts);
  return G_SOURCE_CONTINUE;
}

static void
tiem_orders_page_shop_changed (TiemPage *page,
                               TiemShop *shop)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (page);

  tiem_orders_page_close_popover (self);
  tiem_orders_page_drop_ticked (self);
  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->chosen, tiem_order_facts_free);
  g_clear_pointer (&self->fingerprint, g_free);
  if (shop != NULL)
    {
      self->figures
          = tiem_loader_new (GTK_WIDGET (self),
                             tiem_shop_get_store (shop),
                             TIEM_CHANGED_ORDERS | TIEM_CHANGED_CHANNELS | TIEM_CHANGED_OUTBOX,
                             tiem_order_figures_read,
                             tiem_order_figures_free,
                             figures_read_cb);
      self->facts
          = tiem_loader_new (GTK_WIDGET (self),
                             tiem_shop_get_store (shop),
                             TIEM_CHANGED_ORDERS | TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS
                                 | TIEM_CHANGED_OUTBOX | TIEM_CHANGED_RETURNS,
                             tiem_order_facts_read,
                             (GDestroyNotify)tiem_order_facts_free,
                             facts_read_cb);
    }
  TIEM_PAGE_CLASS (tiem_orders_page_parent_class)->shop_changed (page, shop);
}

static gpointer
read_unsettled (TiemStore *store,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  return tiem_store_list_unsettled_cod (store, error);
}

static void
unsettled_read_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (TiemOrdersPage) self = user_data;
  g_autoptr (GArray) ids = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (ids != NULL && tiem_page_get_shop (TIEM_PAGE (self)) != NULL)
    tiem_orders_page_show_only (self, ids);
}

/* Two links lead to what no chip stands for: drafts are no orders yet, and COD is settled for a
 * few orders of many. */
static void
tiem_orders_page_show_entry (TiemPage *page,
                             const char *group,
                             gint64 id)
{
  TiemShop *shop = tiem_page_get_shop (page);

  if (g_strcmp0 (group, "drafts") == 0)
    tiem_own_detail_open_page (TIEM_ORDERS_PAGE (page), 0);
  else if (g_strcmp0 (group, "cod") == 0 && shop != NULL)
    tiem_store_run_async (tiem_shop_get_store (shop),
                          TIEM_STORE_READ,
                          read_unsettled,
                          NULL,
                          NULL,
                          (GDestroyNotify)g_array_unref,
                          NULL,
                          unsettled_read_cb,
                          g_object_ref (page));
  else
    TIEM_PAGE_CLASS (tiem_orders_page_parent_class)->show_entry (page, group, id);
}

static gboolean
tiem_orders_page_command (TiemPage *page,
                          TiemPageCommand command)
{
  switch ((int)command)
    {
    case TIEM_PAGE_PACK:
      return gtk_widget_activate_action (GTK_WIDGET (page), "orders.pack", NULL);
    case TIEM_PAGE_PRINT:
      return gtk_widget_activate_action (GTK_WIDGET (page), "orders.print", NULL);
    case TIEM_PAGE_PICK:
      return gtk_widget_activate_action (GTK_WIDGET (page), "orders.pick", NULL);
    case TIEM_PAGE_PRIMARY:
      if (tiem_orders_page_take_next_step (TIEM_ORDERS_PAGE (page)))
        return TRUE;
      return TIEM_PAGE_CLASS (tiem_orders_page_parent_class)->command (page, command);
    default:
      return TIEM_PAGE_CLASS (tiem_orders_page_parent_class)->command (page, command);
    }
}

static void
tiem_orders_page_dispose (GObject *object)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (object);

  tiem_orders_page_close_popover (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->summing);
  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  tiem_orders_page_drop_ticked (self);
  tiem_order_filters_clear (&self->filters);
  g_clear_object (&self->ticks);
  g_clear_pointer (&self->chosen, tiem_order_facts_free);
  g_clear_pointer (&self->fingerprint, g_free);
  G_OBJECT_CLASS (tiem_orders_page_parent_class)->dispose (object);
}

static gboolean
tiem_orders_page_create (TiemBrowsePage *page)
{
  return tiem_own_detail_open_page (TIEM_ORDERS_PAGE (page), 0);
}

static gboolean
tiem_orders_page_edit (TiemBrowsePage *page)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (page);
  const TiemOrder *order = self->chosen != NULL ? self->chosen->order : NULL;

  return order != NULL && order->is_own && tiem_order_status_is_open (order->status)
         && tiem_own_detail_open_page (self, order->id);
}

static void
tiem_orders_page_class_init (TiemOrdersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemBrowsePageClass *browse_class = TIEM_BROWSE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_orders_page_dispose;
  TIEM_PAGE_CLASS (klass)->shop_changed = tiem_orders_page_shop_changed;
  TIEM_PAGE_CLASS (klass)->command = tiem_orders_page_command;
  TIEM_PAGE_CLASS (klass)->show_entry = tiem_orders_page_show_entry;
  browse_class->tab = "orders";
  browse_class->create_rows = tiem_orders_page_create_rows;
  browse_class->update_query = tiem_orders_page_update_query;
  browse_class->explain_empty = tiem_orders_page_explain_empty;
  browse_class->choose = tiem_orders_page_choose;
  browse_class->create = tiem_orders_page_create;
  browse_class->edit = tiem_orders_page_edit;
  tiem_orders_page_install_actions (widget_class);
  tiem_orders_page_install_bulk_actions (widget_class);
}

static void
tiem_orders_page_init (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  g_autoptr (GMenu) menu = g_menu_new ();

  g_object_set (self, "create-label", _ ("New order"), "create-icon", "list-add-symbolic", NULL);
  tiem_help_set_topic (GTK_WIDGET (self), "orders");
  g_object_set (list,
                "placeholder",
                _ ("Search order, buyer, phone, tracking number, SKU…"),
                "label",
                _ ("Orders"),
                NULL);
  g_menu_append (menu, _ ("Print labels"), "orders.print");
  g_menu_append (menu, _ ("Picking list"), "orders.pick");
  g_menu_append (menu, _ ("Pack by scan"), "orders.pack");
  g_menu_append (menu, _ ("Receive returns…"), "orders.receive-returns");
  tiem_list_export_append (menu, "orders.export");
  tiem_list_pane_set_menu (list, G_MENU_MODEL (menu));
  tiem_order_filters_add (&self->filters, list);
  tiem_orders_page_add_ticks (self);
  tiem_order_columns_add (self, &self->ship_by, &self->placed);
  self->tick_id = g_timeout_add_seconds (60, minute_cb, self);
}

gboolean
tiem_orders_page_has_twins (TiemOrdersPage *self)
{
  g_return_val_if_fail (TIEM_IS_ORDERS_PAGE (self), FALSE);
  return self->has_twins;
}
