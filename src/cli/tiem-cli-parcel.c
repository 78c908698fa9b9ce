#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "channel/tiem-channel.h"
#include "channel/tiem-part-wish.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Parcels: a part of the goods in one of its own, and those that were not taken. */

/* Returns: the order named by the first argument, 0 with @error */
static gint64
find_order (TiemCli *cli,
            GError **error)
{
  if (tiem_cli_get_store (cli, error) == NULL)
    return 0;
  return tiem_store_find_order (cli->store, tiem_cli_argument (cli, 0), 0, error);
}

gboolean
tiem_cli_order_refused (TiemCli *cli,
                        GError **error)
{
  static const char *const words[] = { "auto", "yes", "no" }; /* as TiemRefusal */
  const char *word;
  guint said = 0;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 2, 2, error))
    return FALSE;
  word = tiem_cli_argument (cli, 1);
  while (said < G_N_ELEMENTS (words) && strcmp (words[said], word) != 0)
    said++;
  if (said == G_N_ELEMENTS (words))
    return tiem_cli_fail_usage (error, _ ("“%s” is none of yes, no, auto"), word);
  return (id = find_order (cli, error)) != 0
         && tiem_store_set_order_refused (cli->store, id, (TiemRefusal)said, error)
         && tiem_cli_print_order (cli, id, error);
}

/* --- sending a part --- */

static gint64
count_waiting (const TiemOrder *order,
               guint line)
{
  const TiemOrderLine *goods = g_ptr_array_index (order->lines, line);
  gint64 waiting = goods->quantity - goods->cancelled;

  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      for (guint j = 0; j < parcel->lines->len; j++)
        {
          const TiemParcelLine *content = &g_array_index (parcel->lines, TiemParcelLine, j);

          waiting -= content->line == line ? content->quantity : 0;
        }
    }
  return MAX (waiting, 0);
}

/* @text: "LINE=N", a line by its number from 1 */
static gboolean
add_part (
    const TiemOrder *order, gboolean by_unit, const char *text, GString *choice, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  const TiemOrderLine *goods;
  gint64 line = 0;
  gint64 quantity = 0;
  gint64 waiting;

  if (g_strv_length (parts) != 2 || !tiem_cli_read_int (parts[0], "LINE", 1, G_MAXINT, &line, error)
      || !tiem_cli_read_int (parts[1], "N", 1, G_MAXINT, &quantity, error))
    return error != NULL && *error != NULL
               ? FALSE
               : tiem_cli_fail_usage (error, _ ("“%s” is not like 1=2"), text);
  if (line > order->lines->len)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_NOT_FOUND,
                   _ ("The order has no line %d; see “tiem-cli order show”."),
                   (int)line);
      return FALSE;
    }
  goods = g_ptr_array_index (order->lines, line - 1);
  waiting = by_unit ? count_waiting (order, line - 1) : goods->quantity - goods->cancelled;
  if (quantity > waiting)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   _ ("Fewer units of line %d wait to be sent; look at the order again."),
                   (int)line);
      return FALSE;
    }
  tiem_part_wish_add (choice, goods->remote_id, quantity, waiting);
  return TRUE;
}

static const TiemCliColumn queued_columns[] = {
  { "number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "message", N_ ("Result"), TIEM_SHOW_TEXT },
  { NULL },
};

static gboolean
print_queued (TiemCli *cli,
              const TiemOrder *order)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", order->id);
  tiem_json_add_text (builder, "remote_id", order->remote_id);
  tiem_json_add_text (builder, "number", order->number);
  tiem_json_add_text (builder, "action", "ship-part");
  tiem_json_add_bool (builder, "queued", TRUE);
  tiem_json_add_text (builder, "message", _ ("The next sync delivers it."));
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  return tiem_cli_print (cli, json_builder_get_root (builder), queued_columns, NULL);
}

gboolean
tiem_cli_order_ship_part (TiemCli *cli,
                          GError **error)
{
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GString) choice = g_string_new (NULL);
  const TiemChannelInfo *info;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 2, -1, error) || (id = find_order (cli, error)) == 0
      || (order = tiem_store_get_order (cli->store, id, error)) == NULL)
    return FALSE;
  info = tiem_channel_info_find (order->channel_kind);
  if (info == NULL || (info->flags & TIEM_CHANNEL_CAN_SHIP_PART) == 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: %s is the channel's name */
                   _ ("%s does not let Tiệm do this; do it on the channel's own page."),
                   order->channel_name);
      return FALSE;
    }
  for (guint i = 1; i < tiem_cli_count_arguments (cli); i++)
    if (!add_part (order,
                   (info->flags & TIEM_CHANNEL_CAN_SHIP_UNITS) != 0,
                   tiem_cli_argument (cli, i),
                   choice,
                   error))
      return FALSE;
  return tiem_store_queue_order_action (cli->store, id, "order:ship-part", choice->str, 0, error)
             != 0
         && print_queued (cli, order);
}
