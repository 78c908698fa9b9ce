#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "store/tiem-store-channels.h"
#include "sync/tiem-engine.h"
#include "sync/tiem-sign-in.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  TiemSignIn *sign_in;
  GMainLoop *loop;
  GCancellable *cancellable;
  TiemAccount *account;
  GError *error;
} Flow;

static void
signed_in_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  Flow *self = user_data;

  self->account = tiem_sign_in_run_finish (TIEM_SIGN_IN (source), result, &self->error);
  g_main_loop_quit (self->loop);
}

/* Whoever has no browser here pastes the address another one landed on. */
static void
line_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autofree char *line
      = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  Flow *self = user_data;

  /* After the end of the flow there is nobody to tell. */
  if (line != NULL)
    tiem_sign_in_paste (self->sign_in, line);
}

static TiemAccount *
run_flow (TiemSignIn *sign_in,
          GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autofree char *url = tiem_sign_in_dup_url (sign_in);
  Flow flow = { .sign_in = sign_in, .loop = loop };

  /* On the second stream: the first is for the one value of the command. */
  fprintf (stderr,
           "%s\n\n  %s\n\n%s\n",
           _ ("Open this page in a browser and sign in:"),
           url,
           tiem_sign_in_is_listening (sign_in)
               ? _ ("Tiệm goes on by itself; or paste the address the browser landed on:")
               : _ ("Then paste the address the browser landed on:"));
  tiem_sign_in_run_async (sign_in, NULL, signed_in_cb, &flow);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, cancellable, line_cb, &flow);
  g_main_loop_run (loop);

  /* The line that was waited for still refers to the flow. */
  g_cancellable_cancel (cancellable);
  while (g_input_stream_has_pending (G_INPUT_STREAM (lines)))
    g_main_context_iteration (NULL, TRUE);
  if (flow.error != NULL)
    g_propagate_error (error, flow.error);
  return flow.account;
}

gboolean
tiem_cli_channel_sign_in (TiemCli *cli,
                          GError **error)
{
  g_autoptr (TiemChannelRecord) channel = NULL;
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (TiemAccount) signed_in = NULL;
  g_autoptr (TiemSignIn) sign_in = NULL;
  JsonBuilder *builder;
  gint64 id = 0;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
      || tiem_cli_get_keyring (cli, error) == NULL)
    return FALSE;
  channel = tiem_store_get_channel (cli->store, id, error);
  if (channel == NULL)
    return FALSE;
  account = tiem_sync_lookup_account (cli->store, cli->keyring, id, NULL, error);
  if (account == NULL || (sign_in = tiem_sign_in_new (channel->kind, account, error)) == NULL
      || (signed_in = run_flow (sign_in, error)) == NULL
      || !tiem_sync_set_account (cli->store, cli->keyring, id, signed_in, NULL, error))
    return FALSE;

  g_clear_pointer (&channel, tiem_channel_record_free);
  channel = tiem_store_get_channel (cli->store, id, error);
  if (channel == NULL)
    return FALSE;
  builder = json_builder_new ();
  tiem_cli_channel_json (builder, cli->store, channel);
  return tiem_cli_print (cli, tiem_json_finish (builder), tiem_cli_channel_columns, NULL);
}
