#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-order-many.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "channel/tiem-channel.h"
#include "store/tiem-store-views.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_LIMIT 100
#define LARGEST_LIMIT 10000

static gboolean
read_status (const char *text,
             TiemOrderQuery *query,
             GError **error)
{
  if (text == NULL)
    return TRUE;
  query->group = TIEM_ORDERS_STATUS;
  query->status = tiem_order_status_from_string (text);
  if (strcmp (tiem_order_status_to_string (query->status), text) == 0)
    return TRUE;
  return tiem_cli_fail_usage (error, _ ("there is no status “%s”"), text);
}

/* Short orders of one status: the store knows either group, the rest is looked at here. */
static void
keep_with_status (GPtrArray *orders,
                  TiemOrderStatus status)
{
  for (guint i = orders->len; i > 0; i--)
    if (((TiemOrder *)g_ptr_array_index (orders, i - 1))->status != status)
      g_ptr_array_remove_index (orders, i - 1);
}

static void
cut_page (GPtrArray *orders,
          gint64 limit,
          gint64 offset)
{
  if (offset > 0 && orders->len > 0)
    g_ptr_array_remove_range (orders, 0, (guint)MIN (offset, (gint64)orders->len));
  if (orders->len > limit)
    g_ptr_array_remove_range (orders, (guint)limit, orders->len - (guint)limit);
}

static GPtrArray *
list_orders (TiemStore *store,
             TiemOrderQuery *query,
             gboolean only_short,
             gboolean with_lines,
             gint64 limit,
             gint64 offset,
             GError **error)
{
  gboolean both = only_short && query->group == TIEM_ORDERS_STATUS;
  GPtrArray *orders;

  if (only_short)
    query->group = TIEM_ORDERS_SHORT;
  orders = tiem_store_list_orders (
      store, query, with_lines, both ? 0 : limit, both ? 0 : offset, error);
  if (orders != NULL && both)
    {
      keep_with_status (orders, query->status);
      cut_page (orders, limit, offset);
    }
  return orders;
}

/* What @query leaves open is as in the saved view. Returns: (transfer full) (nullable): holds the
 * strings it has from there */
static TiemOrderQuery *
apply_view (TiemStore *store,
            const char *name,
            TiemOrderQuery *query,
            GError **error)
{
  g_autoptr (TiemSavedView) view = tiem_store_find_view (store, "orders", name, error);
  TiemOrderQuery *viewed;

  if (view == NULL)
    return NULL;
  viewed = tiem_saved_view_to_order_query (view, tiem_store_now (store));
  if (query->group == TIEM_ORDERS_ALL)
    {
      query->group = viewed->group;
      query->status = viewed->status;
    }
  if (query->channel_id == 0)
    query->channel_id = viewed->channel_id;
  if (query->since == 0)
    query->since = viewed->since;
  if (query->search == NULL)
    query->search = viewed->search;
  if (query->tag == NULL)
    query->tag = viewed->tag;
  if (query->carrier == NULL)
    query->carrier = viewed->carrier;
  query->sort = viewed->sort;
  query->descending = viewed->descending;
  return viewed;
}

gboolean
tiem_cli_orders (TiemCli *cli,
                 GError **error)
{
  g_autofree char *status = NULL;
  g_autofree char *channel = NULL;
  g_autofree char *search = NULL;
  g_autofree char *since = NULL;
  g_autofree char *limit_text = NULL;
  g_autofree char *offset_text = NULL;
  gboolean only_short = FALSE;
  gboolean lines = FALSE;
  gint64 limit = DEFAULT_LIMIT;
  gint64 offset = 0;
  g_autofree char *view = NULL;
  g_autofree char *tag = NULL;
  g_autofree char *carrier = NULL;
  TiemOrderQuery query = { .sort = TIEM_ORDER_SORT_PLACED, .descending = TRUE };
  g_autoptr (TiemOrderQuery) viewed = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  const GOptionEntry entries[] = {
    { "status",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &status,
      N_ ("Only of this state: to_ship, shipping …"),
      "STATUS" },
    { "channel", 0, 0, G_OPTION_ARG_FILENAME, &channel, N_ ("Only of this channel"), "ID" },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_ ("Words to look for"), "TEXT" },
    { "short", 0, 0, G_OPTION_ARG_NONE, &only_short, N_ ("Only those short of goods"), NULL },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &since, N_ ("Placed at or after this time"), "TIME" },
    { "lines", 0, 0, G_OPTION_ARG_NONE, &lines, N_ ("With the goods of each order"), NULL },
    { "tag", 0, 0, G_OPTION_ARG_FILENAME, &tag, N_ ("Only those with this tag"), "NAME" },
    { "carrier", 0, 0, G_OPTION_ARG_FILENAME, &carrier, N_ ("Only of this carrier"), "NAME" },
    { "view",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &view,
      N_ ("As a view saved in the window; the other options narrow it"),
      "NAME" },
    { "limit",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &limit_text,
      N_ ("No more than this many (100; at most 10000)"),
      "N" },
    { "offset", 0, 0, G_OPTION_ARG_FILENAME, &offset_text, N_ ("Pass over this many first"), "N" },
    { NULL },
  };
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, entries, 0, 0, error) || !read_status (status, &query, error)
      || !tiem_cli_read_id (channel, "--channel", &query.channel_id, error)
      || !tiem_cli_read_time (since, &query.since, error)
      || !tiem_cli_read_int (limit_text, "--limit", 1, LARGEST_LIMIT, &limit, error)
      || !tiem_cli_read_int (offset_text, "--offset", 0, G_MAXINT, &offset, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  query.search = search;
  query.tag = tag;
  query.carrier = carrier;
  if (view != NULL && (viewed = apply_view (cli->store, view, &query, error)) == NULL)
    return FALSE;
  orders = list_orders (cli->store, &query, only_short, lines, limit, offset, error);
  if (orders == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < orders->len; i++)
    tiem_cli_order_json (
        builder, g_ptr_array_index (orders, i), lines ? TIEM_CLI_ORDER_LINES : TIEM_CLI_ORDER_ONLY);
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), tiem_cli_order_columns, _ ("No such order."));
}

gboolean
tiem_cli_print_order (TiemCli *cli,
                      gint64 order_id,
                      GError **error)
{
  g_autoptr (TiemOrder) order = tiem_store_get_order (cli->store, order_id, error);
  JsonBuilder *builder;

  if (order == NULL)
    return FALSE;
  builder = json_builder_new ();
  tiem_cli_order_json (builder, order, TIEM_CLI_ORDER_DETAILS);
  return tiem_cli_print (cli, tiem_json_finish (builder), tiem_cli_order_detail_columns, NULL);
}

gboolean
tiem_cli_order_show (TiemCli *cli,
                     GError **error)
{
  g_autofree char *channel = NULL;
  gint64 channel_id = 0;
  gint64 id;
  const GOptionEntry entries[] = {
    { "channel",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &channel,
      N_ ("The channel, when two have an order of this number"),
      "ID" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (channel, "--channel", &channel_id, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_order (cli->store, tiem_cli_argument (cli, 0), channel_id, error);
  return id != 0 && tiem_cli_print_order (cli, id, error);
}

gboolean
tiem_cli_order_confirm (TiemCli *cli,
                        GError **error)
{
  return tiem_cli_parse (cli, NULL, 1, -1, error)
         && tiem_cli_queue_actions (cli, "confirm", TIEM_CHANNEL_HAS_NETWORK, NULL, error);
}

gboolean
tiem_cli_order_ship (TiemCli *cli,
                     GError **error)
{
  return tiem_cli_parse (cli, NULL, 1, -1, error)
         && tiem_cli_queue_actions (cli, "ship", TIEM_CHANNEL_CAN_SHIP, NULL, error);
}

gboolean
tiem_cli_order_cancel (TiemCli *cli,
                       GError **error)
{
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "reason",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &reason,
      N_ ("Why, for the channel and the buyer"),
      "REASON" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error))
    return FALSE;
  if (reason == NULL || *reason == '\0')
    return tiem_cli_fail_usage (error, _ ("--reason is missing"));
  return tiem_cli_queue_actions (cli, "cancel", TIEM_CHANNEL_CAN_CANCEL, reason, error);
}

gboolean
tiem_cli_order_accept_cancel (TiemCli *cli,
                              GError **error)
{
  return tiem_cli_parse (cli, NULL, 1, -1, error)
         && tiem_cli_queue_actions (
             cli, "accept-cancel", TIEM_CHANNEL_CAN_ANSWER_CANCEL, NULL, error);
}

gboolean
tiem_cli_order_reject_cancel (TiemCli *cli,
                              GError **error)
{
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "reason",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &reason,
      N_ ("Why, for the channel and the buyer"),
      "REASON" },
    { NULL },
  };

  return tiem_cli_parse (cli, entries, 1, -1, error)
         && tiem_cli_queue_actions (
             cli, "reject-cancel", TIEM_CHANNEL_CAN_ANSWER_CANCEL, reason, error);
}

gboolean
tiem_cli_order_receive_return (TiemCli *cli,
                               GError **error)
{
  g_autofree char *line_text = NULL;
  g_autofree char *quantity_text = NULL;
  g_autoptr (TiemOrder) order = NULL;
  gboolean damaged = FALSE;
  gboolean lost = FALSE;
  gint64 line = 0;
  gint64 line_id = 0;
  gint64 quantity = 0;
  gint64 id;
  const GOptionEntry entries[] = {
    { "line",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &line_text,
      N_ ("Which line of the order, from 1"),
      "N" },
    { "quantity",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &quantity_text,
      N_ ("How many units of the line"),
      "N" },
    { "damaged", 0, 0, G_OPTION_ARG_NONE, &damaged, N_ ("They can't be sold again"), NULL },
    { "lost", 0, 0, G_OPTION_ARG_NONE, &lost, N_ ("They never came back"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_int (line_text, "--line", 1, G_MAXINT, &line, error)
      || !tiem_cli_read_int (quantity_text, "--quantity", 1, G_MAXINT, &quantity, error))
    return FALSE;
  if ((line == 0) != (quantity == 0))
    return tiem_cli_fail_usage (error, _ ("--line and --quantity belong together"));
  if (damaged && lost)
    return tiem_cli_fail_usage (error, _ ("--damaged and --lost exclude each other"));
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_order (cli->store, tiem_cli_argument (cli, 0), 0, error);
  order = id != 0 ? tiem_store_get_order (cli->store, id, error) : NULL;
  if (order == NULL)
    return FALSE;

  if (line > 0 && (order->lines == NULL || line > order->lines->len))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_NOT_FOUND,
                   _ ("The order has no line %d; see “tiem-cli order show”."),
                   (int)line);
      return FALSE;
    }
  if (line > 0)
    line_id = ((TiemOrderLine *)g_ptr_array_index (order->lines, line - 1))->id;
  return tiem_store_receive_return (cli->store,
                                    id,
                                    line_id,
                                    quantity,
                                    lost      ? TIEM_BACK_LOST
                                    : damaged ? TIEM_BACK_DAMAGED
                                              : TIEM_BACK_SHELF,
                                    error)
         && tiem_cli_print_order (cli, id, error);
}
