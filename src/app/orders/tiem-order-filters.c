#define G_LOG_DOMAIN "tiem-order-filters"

#include "config.h"

#include "app/orders/tiem-order-filters.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-views.h"

#include <glib/gi18n.h>

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
  { "cancel_asked",
    N_ ("Buyer asks to cancel"),
    TIEM_ORDERS_CANCEL_ASKED,
    0,
    "dialog-question-symbolic",
    TIEM_TONE_WARNING,
    TRUE },
  { "refusers",
    N_ ("Refused parcels"),
    TIEM_ORDERS_REFUSERS,
    0,
    "dialog-warning-symbolic",
    TIEM_TONE_WARNING,
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
add_chips (TiemListPane *list)
{
  TiemChips *chips = tiem_list_pane_get_chips (list);

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
    case TIEM_ORDERS_CANCEL_ASKED:
      return counts->cancel_asked;
    case TIEM_ORDERS_REFUSERS:
      return counts->refusers;
    case TIEM_ORDERS_STATUS:
      return counts->by_status[groups[group].status];
    case TIEM_ORDERS_ALL:
    default:
      return counts->all;
    }
}

/* One that has nothing to choose from yet. */
static TiemFilter *
add_names (TiemListPane *list,
           const char *key,
           const char *name)
{
  TiemFilter *filter = TIEM_FILTER (tiem_filter_new (name));

  tiem_filter_set_key (filter, key);
  tiem_list_pane_add_filter (list, filter);
  return filter;
}

void
tiem_order_filters_add (TiemOrderFilters *self,
                        TiemListPane *list)
{
  static const char *const none[] = { NULL };

  self->list = list;
  add_chips (list);
  self->channel = TIEM_FILTER (tiem_filter_new (_ ("Channel")));
  tiem_filter_set_key (self->channel, "channel");
  tiem_filter_add (self->channel, "0", _ ("All channels"));
  tiem_list_pane_add_filter (list, self->channel);
  self->time = TIEM_FILTER (tiem_filter_new (C_ ("filter", "Time")));
  tiem_filter_set_key (self->time, "time");
  tiem_filter_add (self->time, "any", _ ("Any time"));
  tiem_filter_add (self->time, "0", _ ("Today"));
  tiem_filter_add (self->time, "6", _ ("Last 7 days"));
  tiem_filter_add (self->time, "29", _ ("Last 30 days"));
  tiem_list_pane_add_filter (list, self->time);
  self->tag = add_names (list, "tag", _ ("Tag"));
  self->carrier = add_names (list, "carrier", _ ("Carrier"));
  tiem_order_filters_show_tags (self, none, none);
  self->only = TIEM_FILTER (tiem_filter_new (_ ("Orders")));
  tiem_filter_add (self->only, "all", _ ("All orders"));
  gtk_widget_set_visible (GTK_WIDGET (self->only), FALSE);
  tiem_list_pane_add_filter (list, self->only);
}

void
tiem_order_filters_show_counts (const TiemOrderFilters *self,
                                const TiemOrderCounts *counts)
{
  TiemChips *chips = tiem_list_pane_get_chips (self->list);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    tiem_chips_set_count (chips, groups[i].id, get_count (counts, i));
}

void
tiem_order_filters_show_channels (const TiemOrderFilters *self,
                                  GPtrArray *channels)
{
  tiem_filter_clear (self->channel);
  tiem_filter_add (self->channel, "0", _ ("All channels"));
  /* A single one is no choice. */
  for (guint i = 0; channels->len > 1 && i < channels->len; i++)
    {
      const TiemChannelRecord *channel = g_ptr_array_index (channels, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, channel->id);

      tiem_filter_add (self->channel, id, channel->name);
    }
  tiem_list_pane_update_filters (self->list);
}

void
tiem_order_filters_show_tags (const TiemOrderFilters *self,
                              const char *const *tags,
                              const char *const *carriers)
{
  tiem_filter_set_names (self->tag, _ ("Any tag"), tags);
  tiem_filter_set_names (self->carrier, _ ("Any carrier"), carriers);
  tiem_list_pane_update_filters (self->list);
}

/* Returns: (nullable) */
static char *
get_name (TiemFilter *filter)
{
  const char *name = tiem_filter_get_selected (filter);

  return name != NULL && *name != '\0' ? (char *)name : NULL;
}

gint64
tiem_order_filters_get_channel (const TiemOrderFilters *self)
{
  const char *id = tiem_filter_get_selected (self->channel);

  return id != NULL ? g_ascii_strtoll (id, NULL, 10) : 0;
}

void
tiem_order_filters_make_query (const TiemOrderFilters *self,
                               gint64 now,
                               TiemOrderQuery *query)
{
  TiemListPane *list = self->list;
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (list));
  const char *time = tiem_filter_get_selected (self->time);
  int sort = TIEM_ORDER_SORT_PLACED;

  *query = (TiemOrderQuery){ .descending = TRUE };
  tiem_order_query_set_chip (query, chip);
  query->tag = get_name (self->tag);
  query->carrier = get_name (self->carrier);
  gtk_widget_set_visible (GTK_WIDGET (self->only), tiem_filter_is_active (self->only));
  if (tiem_filter_is_active (self->only))
    query->ids = self->ids;
  query->channel_id = tiem_order_filters_get_channel (self);
  query->search = (char *)tiem_list_pane_get_search (list);
  if (g_strcmp0 (time, "any") != 0)
    query->since = tiem_time_day_start (tiem_time_day (now) - atoi (time));
  tiem_list_pane_get_sort (list, &sort, &query->descending);
  query->sort = sort;
}

void
tiem_order_filters_explain_empty (const TiemOrderFilters *self)
{
  TiemListPane *list = self->list;
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

void
tiem_order_filters_show_only (TiemOrderFilters *self,
                              GArray *ids)
{
  g_autofree char *number = tiem_number_format (ids->len);
  /* Translators: %s is how many orders are listed, and no others */
  g_autofree char *label
      = g_strdup_printf (ngettext ("Only this %s", "Only these %s", ids->len), number);

  tiem_list_pane_begin_change (self->list);
  tiem_list_pane_clear_filters (self->list);
  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = g_array_ref (ids);
  tiem_filter_clear (self->only);
  tiem_filter_add (self->only, "all", _ ("All orders"));
  tiem_filter_add (self->only, "only", label);
  tiem_filter_set_selected (self->only, "only");
  tiem_chips_set_selected (tiem_list_pane_get_chips (self->list), "all");
  tiem_list_pane_end_change (self->list);
}

void
tiem_order_filters_clear (TiemOrderFilters *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
}
