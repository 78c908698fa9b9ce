#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-catalogue.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

gboolean
tiem_cli_fail_usage (GError **error,
                     const char *format,
                     ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, args);
  va_end (args);
  return FALSE;
}

guint
tiem_cli_count_arguments (TiemCli *cli)
{
  return g_strv_length (cli->argv) - 1;
}

const char *
tiem_cli_argument (TiemCli *cli,
                   guint n)
{
  return n < tiem_cli_count_arguments (cli) ? cli->argv[1 + n] : NULL;
}

static GOptionContext *
make_context (TiemCli *cli,
              const GOptionEntry *entries,
              gboolean *help)
{
  GOptionContext *context = g_option_context_new (cli->command->arguments);
  GOptionEntry common[] = {
    { "data",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &cli->data_dir,
      N_ ("The folder of the database"),
      "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print one JSON value"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, N_ ("Print this help"), NULL },
    { NULL },
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, _ (cli->command->summary));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  return context;
}

static void
print_help (TiemCli *cli,
            GOptionContext *context)
{
  g_autofree char *name = g_strconcat ("tiem-cli ", cli->command->name, NULL);
  g_autofree char *text = NULL;

  g_set_prgname (name);
  text = g_option_context_get_help (context, TRUE, NULL);
  fputs (text, stdout);
}

gboolean
tiem_cli_parse (TiemCli *cli,
                const GOptionEntry *entries,
                int least,
                int most,
                GError **error)
{
  gboolean help = FALSE;
  g_autoptr (GOptionContext) context = make_context (cli, entries, &help);
  int n;

  if (!g_option_context_parse_strv (context, &cli->argv, error))
    return FALSE;
  if (help)
    {
      print_help (cli, context);
      return FALSE;
    }
  n = (int)tiem_cli_count_arguments (cli);
  if (n < least)
    return tiem_cli_fail_usage (error, _ ("“%s” lacks an argument"), cli->command->name);
  if (most >= 0 && n > most)
    return tiem_cli_fail_usage (
        error, _ ("“%s” is one argument too many"), tiem_cli_argument (cli, most));
  return TRUE;
}

gboolean
tiem_cli_read_int (
    const char *text, const char *name, gint64 least, gint64 most, gint64 *value, GError **error)
{
  const char *digits = text != NULL && *text == '+' ? text + 1 : text;

  if (text == NULL || g_ascii_string_to_signed (digits, 10, least, most, value, NULL))
    return TRUE;
  return tiem_cli_fail_usage (error,
                              /* Translators: an option or argument, then what was typed */
                              _ ("%s must be a whole number, not “%s”"),
                              name,
                              text);
}

gboolean
tiem_cli_read_id (const char *text,
                  const char *name,
                  gint64 *id,
                  GError **error)
{
  if (text == NULL || g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL))
    return TRUE;
  return tiem_cli_fail_usage (error,
                              /* Translators: an option or argument, then what was typed */
                              _ ("%s must be the number of an entry, not “%s”"),
                              name,
                              text);
}

gboolean
tiem_cli_read_money (const char *text,
                     gint64 *vnd,
                     GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (text == NULL || tiem_money_parse_input (text, vnd, &reason))
    return TRUE;
  return tiem_cli_fail_usage (error, "%s", reason->message);
}

gboolean
tiem_cli_read_time (const char *text,
                    gint64 *ms,
                    GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (text == NULL || tiem_time_parse (text, ms, &reason))
    return TRUE;
  return tiem_cli_fail_usage (error, "%s", reason->message);
}

TiemStore *
tiem_cli_get_store (TiemCli *cli,
                    GError **error)
{
  if (cli->store == NULL)
    cli->store = tiem_store_open (cli->data_dir, error);
  return cli->store;
}

TiemKeyring *
tiem_cli_get_keyring (TiemCli *cli,
                      GError **error)
{
  TiemStore *store = tiem_cli_get_store (cli, error);

  if (store != NULL && cli->keyring == NULL)
    cli->keyring = tiem_keyring_new_system (tiem_store_get_uuid (store));
  return cli->keyring;
}

gint64
tiem_cli_find_sku (TiemCli *cli,
                   const char *sku,
                   GError **error)
{
  TiemStore *store = tiem_cli_get_store (cli, error);
  g_autoptr (GError) reason = NULL;
  gint64 id;

  if (store == NULL)
    return 0;
  id = tiem_store_find_sku (store, sku, &reason);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (id == 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_NOT_FOUND,
                 _ ("No product has the SKU “%s”; look it up with “tiem-cli products”."),
                 sku);
  return id;
}

gboolean
tiem_cli_print (TiemCli *cli,
                JsonNode *root,
                const TiemCliColumn *columns,
                const char *empty)
{
  g_autofree char *text
      = cli->json ? tiem_cli_format_json (root) : tiem_cli_format_text (root, columns, empty);

  fputs (text, stdout);
  json_node_unref (root);
  return TRUE;
}
