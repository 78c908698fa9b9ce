#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-pack.h"

#include <glib/gi18n-lib.h>

/* Packing by scan without a window. */

static const TiemCliColumn scan_columns[] = {
  { "code", N_ ("Code"), TIEM_SHOW_TEXT },
  { "outcome", N_ ("Result"), TIEM_SHOW_WORD },
  { "title", N_ ("What happened"), TIEM_SHOW_TEXT },
  { "advice", N_ ("What to do"), TIEM_SHOW_TEXT },
  { NULL },
};

static void
add_result (TiemCli *cli,
            JsonBuilder *builder,
            const TiemPackResult *result)
{
  g_autofree char *title = tiem_pack_result_dup_title (result, tiem_store_now (cli->store));
  g_autofree char *advice = tiem_pack_result_dup_advice (result);

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "code", result->code);
  tiem_json_add_text (builder, "outcome", tiem_pack_outcome_to_string (result->outcome));
  tiem_json_add_bool (builder, "refused", tiem_pack_outcome_is_refusal (result->outcome));
  tiem_json_add_text (builder, "title", title);
  tiem_json_add_text (builder, "advice", advice);
  tiem_json_add_text (builder, "order", result->number);
  json_builder_end_object (builder);
}

/* *refused: (inout) (nullable): what the first refusal said */
static gboolean
scan (TiemCli *cli,
      gint64 run_id,
      const char *code,
      const TiemPackAsk *ask,
      JsonBuilder *builder,
      char **refused,
      GError **error)
{
  g_autoptr (GPtrArray) results = tiem_store_scan_pack (cli->store, run_id, code, ask, error);

  for (guint i = 0; results != NULL && i < results->len; i++)
    {
      const TiemPackResult *result = g_ptr_array_index (results, i);

      add_result (cli, builder, result);
      if (*refused == NULL && tiem_pack_outcome_is_refusal (result->outcome))
        *refused = tiem_pack_result_dup_title (result, tiem_store_now (cli->store));
    }
  return results != NULL;
}

/* The order as somebody at the packing table would open it: by its number. */
static gboolean
scan_all (TiemCli *cli,
          gint64 order_id,
          JsonBuilder *builder,
          char **refused,
          GError **error)
{
  const TiemPackAsk ask = { .chosen_id = order_id, .may_switch = TRUE };
  g_autoptr (GArray) only = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemOrder) order = tiem_store_get_order (cli->store, order_id, error);
  gint64 run_id;

  g_array_append_val (only, order_id);
  if (order == NULL)
    return FALSE;
  /* Where nothing waits at all, it is told why this one does not. */
  run_id = tiem_store_begin_pack (cli->store, NULL, NULL);
  if (run_id == 0)
    run_id = tiem_store_begin_pack (cli->store, only, error);
  if (run_id == 0 || !scan (cli, run_id, order->number, &ask, builder, refused, error))
    return FALSE;
  /* What follows is meant for this order, not for the one that is open instead. */
  for (guint i = 1; *refused == NULL && i < tiem_cli_count_arguments (cli); i++)
    if (!scan (cli, run_id, tiem_cli_argument (cli, i), NULL, builder, refused, error))
      return FALSE;
  return TRUE;
}

gboolean
tiem_cli_order_pack (TiemCli *cli,
                     GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *refused = NULL;
  gint64 order_id;

  if (!tiem_cli_parse (cli, NULL, 1, -1, error) || tiem_cli_get_store (cli, error) == NULL
      || (order_id = tiem_store_find_order (cli->store, tiem_cli_argument (cli, 0), 0, error)) == 0)
    return FALSE;
  json_builder_begin_array (builder);
  if (!scan_all (cli, order_id, builder, &refused, error))
    return FALSE;
  json_builder_end_array (builder);
  tiem_cli_print (cli, json_builder_get_root (builder), scan_columns, NULL);
  if (refused != NULL)
    g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_CONFLICT, refused);
  return refused == NULL;
}
