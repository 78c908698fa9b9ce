#define G_LOG_DOMAIN "tiem-orders-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-order-actions.h"
#include "app/orders/tiem-order-columns.h"
#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-orders-page.h"
#include "app/widgets/tiem-loader.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>

struct _TiemOrdersPage
{
  TiemBrowsePage parent_instance;

  TiemLoader *figures;    /* (owned) (nullable): counts, channels */
  TiemLoader *facts;      /* (owned) (nullable): the chosen order */
  TiemOrderFacts *chosen; /* (owned) (nullable): as last read */
  char *fingerprint;      /* (owned) (nullable): of what the detail shows */
  TiemFilter *channel_filter;
  TiemFilter *time_filter;
  GtkWidget *popover; /* (nullable): the ways to ship */
  GtkColumnViewColumn *ship_by;
  GtkColumnViewColumn *placed;
  GCancellable *summing; /* (owned) (nullable): the foot line is being added up */
  guint tick_id;
  gboolean has_deadlines;
  gboolean has_twins; /* two channels of one platform: their names tell them apart */
};

G_DEFINE_FINAL_TYPE (TiemOrdersPage, tiem_orders_page, TIEM_TYPE_BROWSE_PAGE)

static gint64
get_now (TiemOrdersPage *self)
{
  return tiem_browse_page_now (TIEM_BROWSE_PAGE (self));
}

/* --- chips and filters --- */

static const struct
{
  const char *id;
  const char *label; /* NULL: the status's own word */
  TiemOrderGroup group;
  TiemOrderStatus status;
  const char *icon;
  TiemTone tone;
  gboolean hide_at_zero;
} groups[] = {
  { "all", N_ ("All"), TIEM_ORDERS_ALL },
  { "todo", N_ ("To do"), TIEM_ORDERS_TODO },
  { "short",
    N_ ("Short of goods"),
    TIEM_ORDERS_SHORT,
    0,
    "dialog-error-symbolic",
    TIEM_TONE_ERROR,
    TRUE },
  { "to_confirm", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_TO_CONFIRM },
  { "to_ship", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_TO_SHIP },
  { "awaiting_pickup", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_AWAITING_PICKUP },
  { "shipping", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_SHIPPING },
  { "troubled", N_ ("Returns and failures"), TIEM_ORDERS_TROUBLED },
  { "delivered", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_DELIVERED },
  { "completed", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_COMPLETED },
  { "unpaid", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_UNPAID },
  { "cancelled", NULL, TIEM_ORDERS_STATUS, TIEM_ORDER_CANCELLED },
  { "unknown",
    NULL,
    TIEM_ORDERS_STATUS,
    TIEM_ORDER_UNKNOWN,
    "dialog-question-symbolic",
    TIEM_TONE_WARNING,
    TRUE },
};

static void
add_chips (TiemOrdersPage *self)
{
  TiemChips *chips = tiem_list_pane_get_chips (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)));

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    tiem_chips_add (chips,
                    groups[i].id,
                    groups[i].label != NULL ? _ (groups[i].label)
                                            : tiem_order_status_get_label (groups[i].status),
                    groups[i].icon,
                    groups[i].tone,
                    groups[i].hide_at_zero);
  /* The list is the work queue first of all. */
  tiem_chips_set_selected (chips, "todo");
}

static gint64
get_count (const TiemOrderCounts *counts,
           guint group)
{
  switch (groups[group].group)
    {
    case TIEM_ORDERS_TODO:
      return counts->todo;
    case TIEM_ORDERS_SHORT:
      return counts->short_of_goods;
    case TIEM_ORDERS_TROUBLED:
      return counts->troubled;
    case TIEM_ORDERS_STATUS:
      return counts->by_status[groups[group].status];
    case TIEM_ORDERS_ALL:
    default:
      return counts->all;
    }
}

static void
add_filters (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));

  self->channel_filter = TIEM_FILTER (tiem_filter_new (_ ("Channel")));
  tiem_filter_set_key (self->channel_filter, "channel");
  tiem_filter_add (self->channel_filter, "0", _ ("All channels"));
  tiem_list_pane_add_filter (list, self->channel_filter);
  self->time_filter = TIEM_FILTER (tiem_filter_new (_ ("Time")));
  tiem_filter_set_key (self->time_filter, "time");
  tiem_filter_add (self->time_filter, "any", _ ("Any time"));
  tiem_filter_add (self->time_filter, "0", _ ("Today"));
  tiem_filter_add (self->time_filter, "6", _ ("Last 7 days"));
  tiem_filter_add (self->time_filter, "29", _ ("Last 30 days"));
  tiem_list_pane_add_filter (list, self->time_filter);
}

static void
update_channel_filter (TiemOrdersPage *self,
                       GPtrArray *channels)
{
  tiem_filter_clear (self->channel_filter);
  tiem_filter_add (self->channel_filter, "0", _ ("All channels"));
  self->has_twins = FALSE;
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *channel = g_ptr_array_index (channels, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, channel->id);

      tiem_filter_add (self->channel_filter, id, channel->name);
      for (guint j = 0; j < i; j++)
        if (g_strcmp0 (((const TiemChannelRecord *)g_ptr_array_index (channels, j))->kind,
                       channel->kind)
            == 0)
          self->has_twins = TRUE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->channel_filter), channels->len > 1);
}

/* --- the query --- */

static gint64
get_channel_id (TiemOrdersPage *self)
{
  const char *id = tiem_filter_get_selected (self->channel_filter);

  return id != NULL ? g_ascii_strtoll (id, NULL, 10) : 0;
}

/* The strings stay the widgets'. */
static void
make_query (TiemOrdersPage *self,
            TiemOrderQuery *query)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (list));
  const char *time = tiem_filter_get_selected (self->time_filter);
  int sort = TIEM_ORDER_SORT_PLACED;

  *query = (TiemOrderQuery){ .descending = TRUE };
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (groups[i].id, chip) == 0)
      {
        query->group = groups[i].group;
        query->status = groups[i].status;
      }
  query->channel_id = get_channel_id (self);
  query->search = (char *)tiem_list_pane_get_search (list);
  if (g_strcmp0 (time, "any") != 0)
    query->since = tiem_time_day_start (tiem_time_day (get_now (self)) - atoi (time));
  tiem_list_pane_get_sort (list, &sort, &query->descending);
  query->sort = sort;
}

typedef struct
{
  gint64 n;
  gint64 total_vnd;
} Sum;

static gpointer
read_sum (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  Sum *sum = g_new0 (Sum, 1);

  if (!tiem_store_sum_orders (store, data, &sum->n, &sum->total_vnd, error))
    g_clear_pointer (&sum, g_free);
  return sum;
}

static void
sum_read_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemOrdersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree Sum *sum = tiem_store_run_finish (TIEM_STORE (source), result, &error);
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
  make_query (self, &query);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        read_sum,
                        tiem_order_query_copy (&query),
                        (GDestroyNotify)tiem_order_query_free,
                        g_free,
                        self->summing,
                        sum_read_cb,
                        g_object_ref (self));
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

  make_query (self, &query);
  tiem_row_list_set_order_query (rows, &query);
  add_up (self);
  if (self->figures != NULL)
    tiem_loader_set_subject (self->figures, query.channel_id + 1);
}

static void
tiem_orders_page_explain_empty (TiemBrowsePage *page,
                                TiemListPane *list)
{
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (list));
  const char *search = tiem_list_pane_get_search (list);
  const char *label = tiem_chips_get_selected_label (tiem_list_pane_get_chips (list));
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (search != NULL)
    {
      title = g_strdup_printf (_ ("“%s” not found"), search);
      text = g_strdup_printf (_ ("No order fits in “%s”. Try fewer letters, or search in all "
                                 "orders."),
                              label);
      tiem_list_pane_set_empty (list, "edit-find-symbolic", title, text);
      if (g_strcmp0 (chip, "all") != 0)
        tiem_list_pane_add_empty_button (list, _ ("Search in all orders"), "pane.select-chip::all");
      tiem_list_pane_add_empty_button (list, _ ("Clear filters"), "pane.clear-filters");
    }
  else if (tiem_list_pane_is_filtered (list))
    {
      tiem_list_pane_set_empty (list,
                                "edit-find-symbolic",
                                _ ("Nothing here"),
                                _ ("No order fits the filters that are set."));
      tiem_list_pane_add_empty_button (list, _ ("Clear filters"), "pane.clear-filters");
    }
  else if (g_strcmp0 (chip, "all") == 0)
    {
      tiem_list_pane_set_empty (list,
                                "package-x-generic-symbolic",
                                _ ("No orders yet"),
                                _ ("Connect a channel, and its orders come here by themselves."));
      tiem_list_pane_add_empty_button (
          list, _ ("Connect a channel"), "win.open(('channels','add',int64 0))");
    }
  else if (g_strcmp0 (chip, "todo") == 0)
    {
      tiem_list_pane_set_empty (list,
                                "tiem-done-symbolic",
                                _ ("All done"),
                                _ ("No order waits for you. New ones show up here."));
      tiem_list_pane_add_empty_button (list, _ ("View all orders"), "pane.select-chip::all");
    }
  else
    {
      text = g_strdup_printf (_ ("No order is in “%s” now."), label);
      tiem_list_pane_set_empty (list, "tiem-done-symbolic", _ ("Nothing here"), text);
      tiem_list_pane_add_empty_button (list, _ ("View all orders"), "pane.select-chip::all");
    }
}

/* --- counts, channels --- */

typedef struct
{
  TiemOrderCounts counts;
  GPtrArray *channels;
  gboolean has_deadlines;
} Figures;

static void
figures_free (gpointer data)
{
  Figures *figures = data;

  g_clear_pointer (&figures->channels, g_ptr_array_unref);
  g_free (figures);
}

/* Not every platform has deadlines; without any the column would be one of dashes. */
static gboolean
look_for_deadlines (TiemStore *store,
                    gboolean *found,
                    GError **error)
{
  TiemOrderQuery query = { .group = TIEM_ORDERS_TODO, .sort = TIEM_ORDER_SORT_SHIP_BY };
  g_autoptr (GPtrArray) orders = tiem_store_list_orders (store, &query, FALSE, 100, 0, error);

  for (guint i = 0; orders != NULL && i < orders->len; i++)
    if (((const TiemOrder *)g_ptr_array_index (orders, i))->ship_by != 0)
      *found = TRUE;
  return orders != NULL;
}

static gpointer
read_figures (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  Figures *figures = g_new0 (Figures, 1);

  figures->channels = tiem_store_list_channels (store, error);
  if (figures->channels == NULL
      || !tiem_store_count_orders (store, *(gint64 *)data - 1, &figures->counts, error)
      || !look_for_deadlines (store, &figures->has_deadlines, error))
    g_clear_pointer (&figures, figures_free);
  return figures;
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

static void
figures_read_cb (GtkWidget *widget,
                 gpointer result,
                 const GError *error)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  TiemChips *chips = tiem_list_pane_get_chips (list);
  const Figures *figures = result;

  if (figures == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    tiem_chips_set_count (chips, groups[i].id, get_count (&figures->counts, i));
  update_channel_filter (self, figures->channels);
  if (figures->has_deadlines && !self->has_deadlines)
    sort_by_deadline (self);
  add_up (self);
}

/* --- the detail --- */

static void
close_popover (TiemOrdersPage *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->popover));
}

static void
facts_read_cb (GtkWidget *widget,
               gpointer result,
               const GError *error)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));
  TiemOrderFacts *facts = result;
  g_autofree char *before = g_steal_pointer (&self->fingerprint);

  g_clear_pointer (&self->chosen, tiem_order_facts_free);
  if (facts == NULL)
    {
      tiem_detail_show_nothing (detail);
      return;
    }
  /* Another order's sale makes it read again: what is the same is left alone, with the text
   * that may be selected in it. */
  self->fingerprint = tiem_order_facts_fingerprint (facts, get_now (self));
  if (g_strcmp0 (before, self->fingerprint) != 0)
    {
      tiem_order_actions_show (facts, detail);
      tiem_order_facts_show (facts, detail, get_now (self));
    }
  self->chosen = tiem_order_facts_steal (facts);
}

static void
tiem_orders_page_choose (TiemBrowsePage *page,
                         gint64 id)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (page);

  close_popover (self);
  if (id == 0)
    g_clear_pointer (&self->fingerprint, g_free);
  if (self->facts != NULL)
    tiem_loader_set_subject (self->facts, id);
}

/* --- actions --- */

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
  close_popover (user_data);
  return G_SOURCE_REMOVE;
}

static void
popover_closed_cb (GtkPopover *popover,
                   TiemOrdersPage *self)
{
  /* Not from inside its own signal. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_popover_cb, g_object_ref (self), g_object_unref);
}

/* Its parent is the page: the buttons are made anew with every change of the order. */
static void
choose_shipment_action (GtkWidget *widget,
                        const char *name,
                        GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));
  GtkWidget *button = tiem_detail_find_action (detail, name);
  graphene_rect_t bounds;

  if (self->chosen == NULL || button == NULL
      || !gtk_widget_compute_bounds (button, widget, &bounds))
    return;
  close_popover (self);
  self->popover = tiem_order_choose_shipment (TIEM_BROWSE_PAGE (self), self->chosen->order);
  gtk_widget_set_parent (self->popover, widget);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int)bounds.origin.x,
                                                (int)bounds.origin.y,
                                                (int)bounds.size.width,
                                                (int)bounds.size.height });
  g_signal_connect (self->popover, "closed", G_CALLBACK (popover_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
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

static void
receive_return_action (GtkWidget *widget,
                       const char *name,
                       GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_order_choose_shelf (TIEM_BROWSE_PAGE (self), self->chosen->order);
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

static void
label_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (widget);

  if (self->chosen == NULL)
    return;
  if (g_str_equal (name, "orders.save-label"))
    tiem_order_label_save (TIEM_BROWSE_PAGE (self), self->chosen->order);
  else
    tiem_order_label_open (TIEM_BROWSE_PAGE (self), self->chosen->order);
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
  TiemOrderQuery query;

  make_query (TIEM_ORDERS_PAGE (widget), &query);
  tiem_order_actions_export (TIEM_BROWSE_PAGE (widget), &query);
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

  close_popover (self);
  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->chosen, tiem_order_facts_free);
  g_clear_pointer (&self->fingerprint, g_free);
  if (shop != NULL)
    {
      self->figures = tiem_loader_new (GTK_WIDGET (self),
                                       tiem_shop_get_store (shop),
                                       TIEM_CHANGED_ORDERS | TIEM_CHANGED_CHANNELS,
                                       read_figures,
                                       figures_free,
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

static void
tiem_orders_page_dispose (GObject *object)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (object);

  close_popover (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->summing);
  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->chosen, tiem_order_facts_free);
  g_clear_pointer (&self->fingerprint, g_free);
  G_OBJECT_CLASS (tiem_orders_page_parent_class)->dispose (object);
}

static void
tiem_orders_page_class_init (TiemOrdersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemBrowsePageClass *browse_class = TIEM_BROWSE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_orders_page_dispose;
  TIEM_PAGE_CLASS (klass)->shop_changed = tiem_orders_page_shop_changed;
  browse_class->create_rows = tiem_orders_page_create_rows;
  browse_class->update_query = tiem_orders_page_update_query;
  browse_class->explain_empty = tiem_orders_page_explain_empty;
  browse_class->choose = tiem_orders_page_choose;

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
      widget_class, "orders.answer-return", "(xu)", answer_return_action);
  gtk_widget_class_install_action (widget_class, "orders.open-label", NULL, label_action);
  gtk_widget_class_install_action (widget_class, "orders.save-label", NULL, label_action);
  gtk_widget_class_install_action (widget_class, "orders.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "orders.export", NULL, export_action);
}

static void
tiem_orders_page_init (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  g_autoptr (GMenu) menu = g_menu_new ();

  tiem_help_set_topic (GTK_WIDGET (self), "orders");
  g_object_set (list,
                "placeholder",
                _ ("Search order, buyer, phone, tracking number, SKU…"),
                "label",
                _ ("Orders"),
                NULL);
  g_menu_append (menu, _ ("Export this list…"), "orders.export");
  tiem_list_pane_set_menu (list, G_MENU_MODEL (menu));
  add_chips (self);
  add_filters (self);
  tiem_order_columns_add (self, &self->ship_by, &self->placed);
  self->tick_id = g_timeout_add_seconds (60, minute_cb, self);
}

gboolean
tiem_orders_page_has_twins (TiemOrdersPage *self)
{
  g_return_val_if_fail (TIEM_IS_ORDERS_PAGE (self), FALSE);
  return self->has_twins;
}
