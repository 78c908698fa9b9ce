#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "sync/tiem-engine.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const TiemCliColumn channel_columns[] = {
  { "name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "pulled", N_ ("Orders read"), TIEM_SHOW_NUMBER },
  { "stored", N_ ("New or changed"), TIEM_SHOW_NUMBER },
  { "pushed", N_ ("Numbers sent"), TIEM_SHOW_NUMBER },
  { "waiting", N_ ("Waiting"), TIEM_SHOW_NUMBER },
  { "failed", N_ ("Refused"), TIEM_SHOW_NUMBER },
  { "error.message", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn sync_columns[] = {
  { "channels", N_ ("Channels"), TIEM_SHOW_LIST, channel_columns },
  { NULL },
};

/* Once */

static void
add_turns (JsonBuilder *builder,
           const TiemChannelTurns *turns)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", turns->channel_id);
  tiem_json_add_text (builder, "name", turns->name);
  tiem_json_add_bool (builder, "ok", turns->error == NULL);
  tiem_json_add_int (builder, "pulled", turns->report.pulled);
  tiem_json_add_int (builder, "stored", turns->report.stored);
  tiem_json_add_int (builder, "unchanged", turns->report.unchanged);
  tiem_json_add_int (builder, "pushed", turns->report.pushed);
  tiem_json_add_int (builder, "waiting", turns->report.waiting);
  tiem_json_add_int (builder, "failed", turns->report.failed);
  tiem_json_add_int (builder, "listings", turns->report.listings);
  tiem_json_add_error (builder,
                       tiem_error_class_name (turns->error),
                       turns->error != NULL ? turns->error->message : NULL);
  json_builder_end_object (builder);
}

/* Returns: FALSE with @error when a channel failed: the first one's name and sentence */
static gboolean
print_turns (TiemCli *cli,
             GPtrArray *channels,
             GError **error)
{
  JsonBuilder *builder = json_builder_new ();
  const TiemChannelTurns *failed = NULL;

  json_builder_begin_object (builder);
  tiem_json_begin_list (builder, "channels");
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelTurns *turns = g_ptr_array_index (channels, i);

      add_turns (builder, turns);
      if (turns->error != NULL && failed == NULL)
        failed = turns;
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (!cli->json && channels->len == 0)
    {
      puts (_ ("No channel to sync; add one with “tiem-cli channel add”."));
      json_node_unref (tiem_json_finish (builder));
    }
  else
    tiem_cli_print (cli, tiem_json_finish (builder), sync_columns, NULL);

  if (failed != NULL)
    g_set_error (
        error, TIEM_ERROR, failed->error->code, "%s: %s", failed->name, failed->error->message);
  return failed == NULL;
}

static gboolean
sync_once (TiemCli *cli,
           gint64 channel_id,
           gboolean full,
           GError **error)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (GPtrArray) channels = NULL;

  if (tiem_cli_get_keyring (cli, error) == NULL)
    return FALSE;
  channels = tiem_sync_once (cli->store,
                             cli->keyring,
                             clock,
                             channel_id,
                             full ? TIEM_TURN_FULL : TIEM_TURN_NORMAL,
                             NULL,
                             error);
  return channels != NULL && print_turns (cli, channels, error);
}

/* For as long as it runs */

typedef struct
{
  TiemCli *cli;
  GMainLoop *loop;
} Watch;

static gboolean
stop_cb (gpointer user_data)
{
  Watch *self = user_data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static JsonNode *
build_event (const TiemSyncEvent *event)
{
  JsonBuilder *builder = json_builder_new ();
  gboolean pushed
      = strcmp (event->event, "stock_pushed") == 0 || strcmp (event->event, "price_pushed") == 0;
  gboolean is_order = strcmp (event->event, "order") == 0;

  json_builder_begin_object (builder);
  tiem_json_add_time (builder, "at", event->at);
  tiem_json_add_text (builder, "event", event->event);
  tiem_json_add_id (builder, "channel", event->channel_id);
  tiem_json_add_text (builder, "remote_id", event->remote_id);
  tiem_json_add_text (builder, "sku", event->sku);
  tiem_json_add_optional_int (builder, "value", pushed || is_order, event->value);
  tiem_json_add_optional_int (
      builder, "since_ms", (pushed || is_order) && event->since_ms >= 0, event->since_ms);
  tiem_json_add_text (builder, "message", event->message);
  if (is_order)
    tiem_json_add_bool (builder, "new", event->is_new);
  else
    tiem_json_add_null (builder, "new");
  json_builder_end_object (builder);
  return tiem_json_finish (builder);
}

static void
print_event_line (const TiemSyncEvent *event)
{
  static const TiemCliColumn columns[] = {
    { "event", "", TIEM_SHOW_WORD },   { "remote_id", "", TIEM_SHOW_TEXT },
    { "sku", "", TIEM_SHOW_TEXT },     { "value", "", TIEM_SHOW_NUMBER },
    { "message", "", TIEM_SHOW_TEXT }, { NULL },
  };
  g_autofree char *at = tiem_time_format_full (event->at);
  g_autoptr (JsonNode) node = build_event (event);
  g_autofree char *text = tiem_cli_format_line (node, columns);

  printf ("%s  %s\n", at, text);
}

static void
event_cb (TiemEngine *engine,
          const TiemSyncEvent *event,
          gpointer user_data)
{
  Watch *self = user_data;

  if (self->cli->json)
    {
      g_autoptr (JsonNode) node = build_event (event);
      g_autofree char *text = tiem_cli_format_json (node);

      fputs (text, stdout);
    }
  else
    print_event_line (event);
  /* Whoever reads the lines waits for each of them; one who is gone is no reason to go on. */
  if (fflush (stdout) != 0)
    g_main_loop_quit (self->loop);
}

static gboolean
watch (TiemCli *cli,
       gint64 seconds,
       GError **error)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TiemEngine) engine = NULL;
  Watch self = { cli, loop };
  guint sources[3] = { 0 };
  gboolean started;

  sources[0] = g_unix_signal_add (SIGTERM, stop_cb, &self);
  sources[1] = g_unix_signal_add (SIGINT, stop_cb, &self);
  if (seconds > 0)
    sources[2] = g_timeout_add_seconds ((guint)seconds, stop_cb, &self);

  if (tiem_cli_get_keyring (cli, error) == NULL)
    return FALSE;
  engine = tiem_engine_new (cli->store, cli->keyring, clock);
  g_signal_connect (engine, "event", G_CALLBACK (event_cb), &self);
  started = tiem_engine_start (engine, error);
  if (started)
    g_main_loop_run (loop);

  tiem_engine_stop (engine);
  g_signal_handlers_disconnect_by_data (engine, &self);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != 0)
      g_source_remove (sources[i]);
  return started;
}

gboolean
tiem_cli_sync (TiemCli *cli,
               GError **error)
{
  g_autofree char *channel = NULL;
  g_autofree char *seconds_text = NULL;
  gboolean once = FALSE;
  gboolean watched = FALSE;
  gboolean full = FALSE;
  gint64 channel_id = 0;
  gint64 seconds = 0;
  const GOptionEntry entries[] = {
    { "once", 0, 0, G_OPTION_ARG_NONE, &once, N_ ("Work until nothing is due"), NULL },
    { "channel",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &channel,
      N_ ("With --once: only this channel"),
      "ID" },
    { "full",
      0,
      0,
      G_OPTION_ARG_NONE,
      &full,
      N_ ("With --once: read every listing and its stock again"),
      NULL },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &watched, N_ ("Work until SIGTERM or SIGINT"), NULL },
    { "seconds",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &seconds_text,
      N_ ("With --watch: end after this time"),
      "N" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 0, 0, error)
      || !tiem_cli_read_id (channel, "--channel", &channel_id, error)
      || !tiem_cli_read_int (seconds_text, "--seconds", 1, G_MAXINT, &seconds, error))
    return FALSE;
  if (once == watched)
    return tiem_cli_fail_usage (error, _ ("give either --once or --watch"));
  if (once && seconds_text != NULL)
    return tiem_cli_fail_usage (error, _ ("--seconds belongs to --watch"));
  if (watched && (channel != NULL || full))
    return tiem_cli_fail_usage (error, _ ("--channel and --full belong to --once"));
  return once ? sync_once (cli, channel_id, full, error) : watch (cli, seconds, error);
}
