#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-market.h"

#include "base/tiem-error.h"
#include "document/tiem-exchange.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

static const TiemCliColumn file_columns[] = {
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { "rows", N_ ("Rows"), TIEM_SHOW_NUMBER },
  { "bytes", N_ ("Bytes"), TIEM_SHOW_NUMBER },
  { "kept", N_ ("What was there is kept in"), TIEM_SHOW_TEXT },
  { NULL },
};

static gboolean
print_file (TiemCli *cli,
            const char *path,
            const char *member,
            gint64 number)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", path);
  tiem_json_add_int (builder, member, number);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), file_columns, NULL);
}

gboolean
tiem_cli_export (TiemCli *cli,
                 GError **error)
{
  static const struct
  {
    const char *name;
    TiemExportKind kind;
  } kinds[] = {
    { "products", TIEM_EXPORT_PRODUCTS },   { "orders", TIEM_EXPORT_ORDERS },
    { "customers", TIEM_EXPORT_CUSTOMERS }, { "movements", TIEM_EXPORT_MOVEMENTS },
    { "listings", TIEM_EXPORT_LISTINGS },   { "drift", TIEM_EXPORT_DRIFT },
    { "travels", TIEM_EXPORT_TRAVELS },     { "returns", TIEM_EXPORT_RETURNS },
    { "suppliers", TIEM_EXPORT_SUPPLIERS }, { "purchases", TIEM_EXPORT_PURCHASES },
  };
  g_autofree char *channel = NULL;
  g_autofree char *template_path = NULL;
  gboolean prices = FALSE;
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "channel",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &channel,
      N_ ("Stock: the channel by file that it is for"),
      "ID" },
    { "template",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &template_path,
      N_ ("Stock: the platform’s own file, as it was downloaded"),
      "FILE" },
    { "prices", 0, 0, G_OPTION_ARG_NONE, &prices, N_ ("Stock: write prices, too"), NULL },
    { "all",
      0,
      0,
      G_OPTION_ARG_NONE,
      &all,
      N_ ("Stock: write all numbers, not only those that differ"),
      NULL },
    { NULL },
  };
  const char *name;
  const char *path;
  gsize i = 0;
  gint64 rows;

  if (!tiem_cli_parse (cli, entries, 2, 2, error))
    return FALSE;
  name = tiem_cli_argument (cli, 0);
  path = tiem_cli_argument (cli, 1);
  if (strcmp (name, "stock") == 0)
    return tiem_cli_export_stock (cli, path, channel, template_path, prices, all, error);
  while (i < G_N_ELEMENTS (kinds) && strcmp (kinds[i].name, name) != 0)
    i++;
  if (i == G_N_ELEMENTS (kinds))
    return tiem_cli_fail_usage (error, _ ("there is no list “%s” to export"), name);
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  rows = tiem_export (cli->store, kinds[i].kind, NULL, path, NULL, NULL, NULL, error);
  return rows >= 0 && print_file (cli, path, "rows", rows);
}

gboolean
tiem_cli_backup (TiemCli *cli,
                 GError **error)
{
  const char *path;
  GStatBuf info;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  path = tiem_cli_argument (cli, 0);
  return tiem_store_backup (cli->store, path, NULL, error)
         && print_file (cli, path, "bytes", g_stat (path, &info) == 0 ? info.st_size : 0);
}

gboolean
tiem_cli_restore (TiemCli *cli,
                  GError **error)
{
  g_autofree char *kept = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  kept = tiem_store_restore (cli->store, tiem_cli_argument (cli, 0), NULL, error);
  if (kept == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", tiem_cli_argument (cli, 0));
  tiem_json_add_text (builder, "kept", kept);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), file_columns, NULL);
}
