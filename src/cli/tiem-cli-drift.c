#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "store/tiem-store-drift.h"

#include <glib/gi18n-lib.h>

/* What somebody changed at a channel: seen, and settled by hand. */

static const TiemCliColumn drift_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "title", N_ ("Product"), TIEM_SHOW_TEXT },
  { "kind", N_ ("Kind"), TIEM_SHOW_WORD },
  { "expected", N_ ("Was"), TIEM_SHOW_NUMBER },
  { "shown", N_ ("Shows"), TIEM_SHOW_NUMBER },
  { "wanted", N_ ("Should show"), TIEM_SHOW_NUMBER },
  { "since", N_ ("Since"), TIEM_SHOW_TIME },
  { "settled_at", N_ ("Settled"), TIEM_SHOW_TIME },
  { "outcome", N_ ("Result"), TIEM_SHOW_WORD },
  { NULL },
};

static void
add_drift (JsonBuilder *builder,
           const TiemDrift *drift)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", drift->id);
  tiem_json_add_id (builder, "channel", drift->channel_id);
  tiem_json_add_text (builder, "channel_name", drift->channel_name);
  tiem_json_add_id (builder, "listing", drift->listing_id);
  tiem_json_add_text (builder, "title", drift->title);
  tiem_json_add_text (builder, "sku", drift->sku);
  tiem_json_add_text (builder, "kind", drift->kind);
  tiem_json_add_int (builder, "expected", drift->expected);
  tiem_json_add_optional_int (builder, "shown", drift->has_shown, drift->shown);
  tiem_json_add_optional_int (builder, "wanted", drift->has_wanted, drift->wanted);
  tiem_json_add_time (builder, "since", drift->found_at);
  tiem_json_add_text (builder, "rule", drift->takes_over ? "take-over" : "set-back");
  tiem_json_add_time (builder, "settled_at", drift->settled_at);
  tiem_json_add_text (builder, "outcome", drift->outcome);
  json_builder_end_object (builder);
}

static gboolean
print_drifts (TiemCli *cli,
              const TiemDriftQuery *query,
              GError **error)
{
  g_autoptr (GPtrArray) drifts = tiem_store_list_drifts (cli->store, query, 0, error);
  JsonBuilder *builder;

  if (drifts == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < drifts->len; i++)
    add_drift (builder, g_ptr_array_index (drifts, i));
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), drift_columns, _ ("Nothing was changed at the channels."));
}

gboolean
tiem_cli_drift_list (TiemCli *cli,
                     GError **error)
{
  g_autofree char *channel = NULL;
  gboolean all = FALSE;
  TiemDriftQuery query = { 0 };
  const GOptionEntry entries[] = {
    { "channel", 0, 0, G_OPTION_ARG_FILENAME, &channel, N_ ("Only of this channel"), "ID" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("With those that are settled"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 0, 0, error)
      || !tiem_cli_read_id (channel, "--channel", &query.channel_id, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  query.only_open = !all;
  return print_drifts (cli, &query, error);
}

static gboolean
decide (TiemCli *cli,
        gboolean takes_over,
        GError **error)
{
  const TiemDriftQuery open = { .only_open = TRUE };

  if (!tiem_cli_parse (cli, NULL, 1, -1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      gint64 id = 0;

      if (!tiem_cli_read_id (tiem_cli_argument (cli, i), "ID", &id, error)
          || !tiem_store_decide_drift (cli->store, id, takes_over, error))
        return FALSE;
    }
  return print_drifts (cli, &open, error);
}

gboolean
tiem_cli_drift_set_back (TiemCli *cli,
                         GError **error)
{
  return decide (cli, FALSE, error);
}

gboolean
tiem_cli_drift_take_over (TiemCli *cli,
                          GError **error)
{
  return decide (cli, TRUE, error);
}
