#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n-lib.h>

static const TiemCliColumn invariant_columns[] = {
  { "name", N_ ("Rule"), TIEM_SHOW_TEXT },
  { "ok", N_ ("Holds"), TIEM_SHOW_FLAG },
  { NULL },
};

static const TiemCliColumn violation_columns[] = {
  { "", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn check_columns[] = {
  { "invariants", N_ ("Rules"), TIEM_SHOW_LIST, invariant_columns },
  { "problems", N_ ("Problems"), TIEM_SHOW_LIST, violation_columns },
  { NULL },
};

static const TiemCliColumn log_columns[] = {
  { "at", N_ ("At"), TIEM_SHOW_TIME },           { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "endpoint", N_ ("Call"), TIEM_SHOW_TEXT },   { "outcome", N_ ("Outcome"), TIEM_SHOW_TEXT },
  { "status", N_ ("HTTP"), TIEM_SHOW_NUMBER },   { "ms", N_ ("ms"), TIEM_SHOW_NUMBER },
  { "message", N_ ("Message"), TIEM_SHOW_TEXT }, { NULL },
};

/* Adds the sentences of one rule, or of all of them, as a list. */
static guint
add_violations (JsonBuilder *builder,
                const TiemInvariant *invariant)
{
  for (guint i = 0; i < invariant->violations->len; i++)
    {
      g_autofree char *text = g_utf8_make_valid (g_ptr_array_index (invariant->violations, i), -1);

      json_builder_add_string_value (builder, text);
    }
  return invariant->violations->len;
}

static JsonNode *
build_check (GPtrArray *invariants,
             guint *n_broken)
{
  JsonBuilder *builder = json_builder_new ();

  *n_broken = 0;
  for (guint i = 0; i < invariants->len; i++)
    *n_broken += ((TiemInvariant *)g_ptr_array_index (invariants, i))->violations->len > 0;

  json_builder_begin_object (builder);
  tiem_json_add_bool (builder, "ok", *n_broken == 0);
  tiem_json_begin_list (builder, "invariants");
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "name", invariant->name);
      tiem_json_add_bool (builder, "ok", invariant->violations->len == 0);
      tiem_json_begin_list (builder, "violations");
      add_violations (builder, invariant);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tiem_json_begin_list (builder, "problems");
  for (guint i = 0; i < invariants->len; i++)
    add_violations (builder, g_ptr_array_index (invariants, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_json_finish (builder);
}

gboolean
tiem_cli_check (TiemCli *cli,
                GError **error)
{
  g_autoptr (GPtrArray) invariants = NULL;
  guint n_broken;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  invariants = tiem_store_check (cli->store, error);
  if (invariants == NULL)
    return FALSE;

  tiem_cli_print (cli, build_check (invariants, &n_broken), check_columns, NULL);
  if (n_broken > 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_DAMAGED,
                 g_dngettext (GETTEXT_PACKAGE,
                              "%u rule does not hold; keep a backup of the data and report it.",
                              "%u rules do not hold; keep a backup of the data and report it.",
                              n_broken),
                 n_broken);
  return n_broken == 0;
}

gboolean
tiem_cli_log (TiemCli *cli,
              GError **error)
{
  g_autofree char *channel = NULL;
  g_autofree char *since = NULL;
  g_autofree char *limit_text = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gint64 channel_id = 0;
  gint64 since_ms = 0;
  gint64 limit = 0;
  const GOptionEntry options[] = {
    { "channel", 0, 0, G_OPTION_ARG_FILENAME, &channel, N_ ("Only of this channel"), "ID" },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &since, N_ ("At or after this time"), "TIME" },
    { "limit", 0, 0, G_OPTION_ARG_FILENAME, &limit_text, N_ ("No more than this many"), "N" },
    { NULL },
  };
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, options, 0, 0, error)
      || !tiem_cli_read_id (channel, "--channel", &channel_id, error)
      || !tiem_cli_read_time (since, &since_ms, error)
      || !tiem_cli_read_int (limit_text, "--limit", 1, G_MAXINT, &limit, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  tiem_store_ask_others (cli->store, TIEM_CLI_ASK_MS);
  entries = tiem_store_list_log (cli->store, channel_id, since_ms, limit, error);
  if (entries == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      const TiemLogEntry *entry = g_ptr_array_index (entries, i);

      json_builder_begin_object (builder);
      tiem_json_add_time (builder, "at", entry->at);
      tiem_json_add_id (builder, "channel", entry->channel_id);
      tiem_json_add_text (builder, "channel_name", entry->channel_name);
      tiem_json_add_text (builder, "endpoint", entry->endpoint);
      tiem_json_add_text (builder, "outcome", entry->outcome);
      tiem_json_add_optional_int (builder, "status", entry->status != 0, entry->status);
      tiem_json_add_int (builder, "ms", entry->duration_ms);
      tiem_json_add_text (builder, "request_id", entry->request_id);
      tiem_json_add_text (builder, "message", entry->message);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), log_columns, _ ("Nothing in the log."));
}
