#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-order-many.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "store/tiem-store-bulk.h"
#include "sync/tiem-order-fit.h"

#include <glib/gi18n-lib.h>

static const TiemCliColumn queued_columns[] = {
  { "number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "action", N_ ("Do"), TIEM_SHOW_WORD },
  { "message", N_ ("Result"), TIEM_SHOW_TEXT },
  { NULL },
};

/* Keeps the first of several failures, with the order it is about. */
static void
keep_first (GError **first,
            const char *text,
            const GError *failure)
{
  if (*first == NULL)
    *first = g_error_new (failure->domain, failure->code, "%s: %s", text, failure->message);
}

/* Whether the order's platform lets Tiệm do it. */
static gboolean
check_ability (const TiemOrder *order,
               TiemChannelFlags needed,
               GError **error)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);

  if (order->is_own && needed != TIEM_CHANNEL_CAN_ANSWER_CANCEL)
    return TRUE;
  if (info != NULL && (info->flags & needed) == needed)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: %s is the channel's name */
               _ ("%s does not let Tiệm do this; do it on the channel's own page."),
               order->channel_name);
  return FALSE;
}

/* The orders named that can be asked. @first: what the first of the others lacks */
static GPtrArray *
find_orders (TiemCli *cli,
             TiemChannelFlags needed,
             GError **first)
{
  GPtrArray *orders = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_free);

  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      const char *text = tiem_cli_argument (cli, i);
      g_autoptr (GError) why = NULL;
      gint64 id = tiem_store_find_order (cli->store, text, 0, &why);
      TiemOrder *order = id != 0 ? tiem_store_get_order (cli->store, id, &why) : NULL;

      if (order != NULL && check_ability (order, needed, &why))
        {
          g_ptr_array_add (orders, order);
          continue;
        }
      keep_first (first, text, why);
      tiem_order_free (order);
    }
  return orders;
}

static GArray *
collect_ids (GPtrArray *orders)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < orders->len; i++)
    g_array_append_val (ids, ((const TiemOrder *)g_ptr_array_index (orders, i))->id);
  return ids;
}

static gboolean
contains (const GArray *ids,
          gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* Prints what was done, and fails with what was not. */
static gboolean
tell_batch (TiemCli *cli,
            GPtrArray *orders,
            const TiemOrderBatch *batch,
            const char *action,
            GError *first,
            GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) failure = first;

  json_builder_begin_array (builder);
  for (guint i = 0; i < orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (orders, i);

      if (!contains (batch->order_ids, order->id))
        continue;
      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", order->id);
      tiem_json_add_text (builder, "remote_id", order->remote_id);
      tiem_json_add_text (builder, "number", order->number);
      tiem_json_add_text (builder, "action", action);
      tiem_json_add_bool (builder, "queued", !order->is_own);
      tiem_json_add_text (
          builder, "message", order->is_own ? _ ("Done.") : _ ("The next sync delivers it."));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tiem_cli_print (cli, json_builder_get_root (builder), queued_columns, NULL);

  if (batch->problems->len > 0)
    {
      const TiemOrderProblem *problem = g_ptr_array_index (batch->problems, 0);
      g_autoptr (GError) why
          = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_CONFLICT, problem->sentence);

      keep_first (&failure, problem->number, why);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Whoever names an order means it: only what can't be asked at all is left out. */
static gboolean
can_be_asked (const TiemOrderState *order,
              const char *kind,
              const char **why)
{
  if (why != NULL)
    *why
        = order->is_removed
              ? _ ("The channel of this order was removed; change the order at the channel itself.")
              : NULL;
  return !order->is_removed;
}

gboolean
tiem_cli_queue_actions (
    TiemCli *cli, const char *action, TiemChannelFlags needed, const char *reason, GError **error)
{
  g_autofree char *kind = g_strconcat ("order:", action, NULL);
  g_autoptr (GArray) reasons = g_array_new (FALSE, FALSE, sizeof (TiemChannelReason));
  TiemChannelReason any = { 0, (char *)reason };
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (GError) first = NULL;

  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  orders = find_orders (cli, needed, &first);
  ids = collect_ids (orders);
  g_array_append_val (reasons, any);
  batch = tiem_store_queue_order_actions (cli->store, ids, kind, can_be_asked, reasons, 0, error);
  return batch != NULL && tell_batch (cli, orders, batch, action, g_steal_pointer (&first), error);
}

gboolean
tiem_cli_order_hand_over (TiemCli *cli,
                          GError **error)
{
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (TiemOrderBatch) batch = NULL;
  g_autoptr (GError) first = NULL;

  if (!tiem_cli_parse (cli, NULL, 1, -1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  orders = find_orders (cli, 0, &first);
  ids = collect_ids (orders);
  batch = tiem_store_hand_over (cli->store, ids, tiem_order_fits, 0, error);
  return batch != NULL
         && tell_batch (cli, orders, batch, "hand-over", g_steal_pointer (&first), error);
}
