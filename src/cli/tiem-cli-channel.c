#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "document/tiem-market-file.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-drift.h"
#include "store/tiem-store-file.h"
#include "store/tiem-store-split.h"
#include "sync/tiem-engine.h"
#include "sync/tiem-sync-call.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Keys and tokens are short; anything longer is another file. */
#define LARGEST_KEY_FILE (64 * 1024)

static const TiemCliColumn id_columns[] = {
  { "id", N_ ("Channel"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn probe_columns[] = {
  { "shop", N_ ("Shop"), TIEM_SHOW_TEXT },
  { "message", N_ ("Result"), TIEM_SHOW_TEXT },
  { NULL },
};

/* Returns: (transfer full) (nullable) */
static char *
load_key_file (const char *path,
               GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *shown = g_filename_display_name (path);
  char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &reason))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_NOT_FOUND,
                   /* Translators: a file's name, then the system's own words */
                   _ ("The file of keys “%s” can't be read (%s); check its name."),
                   shown,
                   reason->message);
      return NULL;
    }
  if (length > LARGEST_KEY_FILE || strlen (text) != length || !g_utf8_validate (text, -1, NULL))
    {
      g_free (text);
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("“%s” is not a file of keys; name the file that holds the key."),
                   shown);
      return NULL;
    }
  return text;
}

static char *
load_secret (const char *path,
             GError **error)
{
  g_autofree char *text = load_key_file (path, error);

  if (text == NULL)
    return NULL;
  text[strcspn (text, "\r\n")] = '\0';
  g_strstrip (text);
  if (*text == '\0')
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("The first line of “%s” is empty; put the secret key there."),
                   shown);
      return NULL;
    }
  return g_steal_pointer (&text);
}

/* Returns: (transfer full) (nullable): a member that may be written as text or as a number */
static char *
dup_token_member (JsonObject *object,
                  const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return g_strdup (json_node_get_string (node));
}

static gboolean
read_token_time (JsonObject *object,
                 const char *name,
                 gint64 *ms,
                 GError **error)
{
  g_autofree char *text = dup_token_member (object, name);
  g_autoptr (GError) reason = NULL;

  *ms = 0;
  if (text == NULL || tiem_time_parse (text, ms, &reason))
    return TRUE;
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_INVALID, "%s: %s", name, reason->message);
  return FALSE;
}

static gboolean
load_tokens (TiemAccount *account,
             const char *path,
             GError **error)
{
  g_autofree char *text = load_key_file (path, error);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  JsonObject *object;

  if (text == NULL)
    return FALSE;
  root = json_parser_load_from_data (parser, text, -1, NULL) ? json_parser_get_root (parser) : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The file of tokens is not a JSON object; it needs access_token, "
                              "refresh_token, expires_at and refresh_expires_at."));
      return FALSE;
    }
  object = json_node_get_object (root);
  account->access_token = dup_token_member (object, "access_token");
  account->refresh_token = dup_token_member (object, "refresh_token");
  account->shop_cipher = dup_token_member (object, "shop_cipher");
  if (account->shop == NULL)
    account->shop = dup_token_member (object, "shop_id");
  return read_token_time (object, "expires_at", &account->expires_at, error)
         && read_token_time (object, "refresh_expires_at", &account->refresh_expires_at, error);
}

/* Returns: (transfer full): "woocommerce, counter" */
static char *
list_kinds (void)
{
  const TiemChannelInfo *const *infos = tiem_channel_info_list ();
  g_autoptr (GString) out = g_string_new (NULL);

  for (; *infos != NULL; infos++)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", (*infos)->kind);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static const TiemChannelInfo *
find_kind (const char *kind,
           GError **error)
{
  const TiemChannelInfo *info = tiem_channel_info_find (kind);

  if (info == NULL)
    {
      g_autofree char *kinds = list_kinds ();

      /* Translators: what was typed, then the kinds there are */
      tiem_cli_fail_usage (
          error, _ ("there is no channel of the kind “%s”, only: %s"), kind, kinds);
    }
  return info;
}

/* What is typed to reach a shop at its platform. */
typedef struct
{
  TiemAccount *account;
  char *secret_file;
  char *token_file;
} TypedAccount;

static void
typed_account_clear (TypedAccount *self)
{
  g_clear_pointer (&self->account, tiem_account_free);
  g_free (self->secret_file);
  g_free (self->token_file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TypedAccount, typed_account_clear)

/* clang-format off */
#define ACCOUNT_ENTRIES(typed)                                                                     \
  { "base-url", 0, 0, G_OPTION_ARG_FILENAME, &(typed).account->base_url,                           \
    N_ ("Address of the website; a platform's own needs none"), "URL" },                           \
  { "auth-url", 0, 0, G_OPTION_ARG_FILENAME, &(typed).account->auth_url,                           \
    N_ ("Address for tokens"), "URL" },                                                            \
  { "key", 0, 0, G_OPTION_ARG_FILENAME, &(typed).account->key,                                     \
    N_ ("Consumer key, app key or partner id"), "KEY" },                                           \
  { "secret-file", 0, 0, G_OPTION_ARG_FILENAME, &(typed).secret_file,                              \
    N_ ("File whose first line is the secret key"), "FILE" },                                      \
  { "shop", 0, 0, G_OPTION_ARG_FILENAME, &(typed).account->shop,                                   \
    N_ ("The shop's id at the platform"), "ID" },                                                  \
  { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &(typed).token_file,                                \
    N_ ("JSON file with the tokens"), "FILE" },                                                    \
  { "service-id", 0, 0, G_OPTION_ARG_FILENAME, &(typed).account->service_id,                       \
    N_ ("TikTok Shop: the app's service id, to sign in"), "ID" }
/* clang-format on */

/* Looks whether all is there, and loads what is in files. */
static gboolean
complete_account (TypedAccount *typed,
                  const TiemChannelInfo *info,
                  GError **error)
{
  if (info->flags & TIEM_CHANNEL_HAS_NETWORK)
    {
      if (typed->account->base_url == NULL && info->base_url == NULL)
        return tiem_cli_fail_usage (error, _ ("--base-url is missing"));
      if (typed->account->key == NULL)
        return tiem_cli_fail_usage (error, _ ("--key is missing"));
      if (typed->secret_file == NULL)
        return tiem_cli_fail_usage (error, _ ("--secret-file is missing"));
    }
  return (typed->secret_file == NULL
          || (typed->account->secret = load_secret (typed->secret_file, error)) != NULL)
         && (typed->token_file == NULL || load_tokens (typed->account, typed->token_file, error));
}

static gboolean
print_id (TiemCli *cli,
          gint64 id)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", id);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), id_columns, NULL);
}

static gboolean
add_by_file (TiemCli *cli,
             const TiemChannelInfo *info,
             const char *name,
             GError **error)
{
  gint64 id;

  if (!tiem_market_file_has_platform (info->kind))
    return tiem_cli_fail_usage (
        error, _ ("--by-file is for shopee, lazada and tiktok, not for “%s”"), info->kind);
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_add_file_channel (cli->store, info->kind, name, error);
  return id != 0 && print_id (cli, id);
}

gboolean
tiem_cli_channel_add (TiemCli *cli,
                      GError **error)
{
  g_autofree char *name = NULL;
  gboolean by_file = FALSE;
  g_auto (TypedAccount) typed = { .account = tiem_account_new () };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, N_ ("What you call it"), "NAME" },
    { "by-file",
      0,
      0,
      G_OPTION_ARG_NONE,
      &by_file,
      N_ ("Without keys: orders, stock and prices by files of the seller centre"),
      NULL },
    ACCOUNT_ENTRIES (typed),
    { NULL },
  };
  const TiemChannelInfo *info;
  gint64 id;

  if (!tiem_cli_parse (cli, entries, 1, 1, error))
    return FALSE;
  info = find_kind (tiem_cli_argument (cli, 0), error);
  if (info == NULL)
    return FALSE;
  if (name == NULL)
    return tiem_cli_fail_usage (error, _ ("--name is missing"));
  if (by_file)
    return add_by_file (cli, info, name, error);
  if (!complete_account (&typed, info, error) || tiem_cli_get_keyring (cli, error) == NULL)
    return FALSE;
  id = tiem_sync_add_channel (
      cli->store, cli->keyring, info->kind, name, typed.account, NULL, error);
  return id != 0 && print_id (cli, id);
}

gboolean
tiem_cli_channel_list (TiemCli *cli,
                       GError **error)
{
  g_autoptr (GPtrArray) channels = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  /* When they answered last is known to the process that asks them. */
  tiem_store_ask_others (cli->store, TIEM_CLI_ASK_MS);
  channels = tiem_store_list_channels (cli->store, error);
  if (channels == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < channels->len; i++)
    tiem_cli_channel_json (builder, cli->store, g_ptr_array_index (channels, i));
  json_builder_end_array (builder);
  return tiem_cli_print (cli,
                         tiem_json_finish (builder),
                         tiem_cli_channel_columns,
                         _ ("No channel yet; add one with “tiem-cli channel add”."));
}

/* Reads the command's one argument. Returns: (transfer full) (nullable) */
static TiemChannelRecord *
get_named_channel (TiemCli *cli,
                   GError **error)
{
  gint64 id = 0;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return NULL;
  return tiem_store_get_channel (cli->store, id, error);
}

static gboolean
print_channel (TiemCli *cli,
               gint64 id,
               GError **error)
{
  g_autoptr (TiemChannelRecord) channel = tiem_store_get_channel (cli->store, id, error);
  JsonBuilder *builder;

  if (channel == NULL)
    return FALSE;
  builder = json_builder_new ();
  tiem_cli_channel_json (builder, cli->store, channel);
  return tiem_cli_print (cli, tiem_json_finish (builder), tiem_cli_channel_columns, NULL);
}

/* @drift: (nullable) what was typed */
static gboolean
set_drift (TiemCli *cli,
           gint64 channel_id,
           const char *drift,
           GError **error)
{
  gboolean takes_over = g_strcmp0 (drift, "take-over") == 0;

  if (drift == NULL)
    return TRUE;
  if (!takes_over && strcmp (drift, "set-back") != 0)
    return tiem_cli_fail_usage (error, _ ("--drift is either set-back or take-over"));
  return tiem_store_set_drift_rule (cli->store, channel_id, takes_over, error);
}

/* @split: (nullable) what was typed */
static gboolean
set_split (TiemCli *cli,
           gint64 channel_id,
           const char *split,
           GError **error)
{
  gboolean is_on = g_strcmp0 (split, "on") == 0;

  if (split == NULL)
    return TRUE;
  if (!is_on && strcmp (split, "off") != 0)
    return tiem_cli_fail_usage (error, _ ("--split is either on or off"));
  return tiem_store_set_channel_split (cli->store, channel_id, is_on, error);
}

gboolean
tiem_cli_channel_set (TiemCli *cli,
                      GError **error)
{
  g_autofree char *drift = NULL;
  g_autofree char *split = NULL;
  gint64 id = 0;
  const GOptionEntry entries[] = {
    { "drift",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &drift,
      N_ ("What is done when a number or price is changed there: set-back or take-over"),
      "RULE" },
    { "split",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &split,
      N_ ("Whether the last units are shared out with the other channels: on or off"),
      "on|off" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error))
    return FALSE;
  if (drift == NULL && split == NULL)
    return tiem_cli_fail_usage (error, _ ("nothing is to be set; see --help"));
  return tiem_cli_get_store (cli, error) != NULL && set_drift (cli, id, drift, error)
         && set_split (cli, id, split, error) && print_channel (cli, id, error);
}

gboolean
tiem_cli_channel_connect (TiemCli *cli,
                          GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  g_auto (TypedAccount) typed = { .account = tiem_account_new () };
  const GOptionEntry entries[] = {
    ACCOUNT_ENTRIES (typed),
    { NULL },
  };
  const TiemChannelInfo *info;
  gint64 id = 0;

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
      || tiem_cli_get_store (cli, error) == NULL
      || !tiem_store_check_file_channel (cli->store, id, NULL, error)
      || (record = tiem_store_get_channel (cli->store, id, error)) == NULL
      || (info = find_kind (record->kind, error)) == NULL || !complete_account (&typed, info, error)
      || tiem_cli_get_keyring (cli, error) == NULL)
    return FALSE;
  return tiem_sync_set_account (cli->store, cli->keyring, id, typed.account, NULL, error)
         && tiem_store_set_channel_by_file (cli->store, id, FALSE, error)
         && print_channel (cli, id, error);
}

static gboolean
set_state (TiemCli *cli,
           TiemChannelState state,
           GError **error)
{
  g_autoptr (TiemChannelRecord) channel = get_named_channel (cli, error);

  return channel != NULL
         && tiem_store_set_channel_state (cli->store, channel->id, state, NULL, error)
         && print_channel (cli, channel->id, error);
}

gboolean
tiem_cli_channel_pause (TiemCli *cli,
                        GError **error)
{
  return set_state (cli, TIEM_CHANNEL_PAUSED, error);
}

gboolean
tiem_cli_channel_resume (TiemCli *cli,
                         GError **error)
{
  return set_state (cli, TIEM_CHANNEL_ACTIVE, error);
}

gboolean
tiem_cli_channel_remove (TiemCli *cli,
                         GError **error)
{
  g_autoptr (TiemChannelRecord) channel = get_named_channel (cli, error);
  JsonBuilder *builder;

  if (channel == NULL || tiem_cli_get_keyring (cli, error) == NULL
      || !tiem_sync_remove_channel (cli->store, cli->keyring, channel->id, NULL, error))
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", channel->id);
  tiem_json_add_bool (builder, "removed", TRUE);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), id_columns, NULL);
}

gboolean
tiem_cli_channel_test (TiemCli *cli,
                       GError **error)
{
  g_autoptr (TiemChannelRecord) channel = get_named_channel (cli, error);
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (TiemChannelProbe) probe = NULL;
  g_autoptr (GError) reason = NULL;
  JsonBuilder *builder;

  if (channel == NULL || tiem_cli_get_keyring (cli, error) == NULL)
    return FALSE;
  probe = tiem_sync_test_channel (cli->store, cli->keyring, clock, channel->id, NULL, &reason);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_bool (builder, "ok", probe != NULL);
  tiem_json_add_text (builder, "shop", probe != NULL ? probe->shop : channel->shop);
  tiem_json_add_text (builder, "message", probe != NULL ? probe->message : reason->message);
  json_builder_end_object (builder);
  if (cli->json || probe != NULL)
    tiem_cli_print (cli, tiem_json_finish (builder), probe_columns, NULL);
  else
    g_object_unref (builder);

  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return probe != NULL;
}
