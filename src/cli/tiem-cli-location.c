#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-transfers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The places where goods lie, and moving goods between them. */

static const TiemCliColumn location_columns[] = {
  { "id", N_ ("Id"), TIEM_SHOW_TEXT },
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "main", N_ ("Main place"), TIEM_SHOW_FLAG },
  { "sold", N_ ("Sold"), TIEM_SHOW_FLAG },
  { "goods", N_ ("Goods"), TIEM_SHOW_NUMBER },
  { "units", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "archived", N_ ("Archived"), TIEM_SHOW_FLAG },
  { NULL },
};

static const TiemCliColumn line_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "quantity", N_ ("Units"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn transfer_columns[] = {
  { "number", N_ ("Number"), TIEM_SHOW_TEXT },
  { "state", N_ ("State"), TIEM_SHOW_WORD },
  { "from_name", N_ ("From"), TIEM_SHOW_TEXT },
  { "to_name", N_ ("To"), TIEM_SHOW_TEXT },
  { "units", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "created_at", N_ ("At"), TIEM_SHOW_TIME },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },
  { "lines", N_ ("Goods"), TIEM_SHOW_LIST, line_columns },
  { NULL },
};

/* --- places --- */

static void
add_location (JsonBuilder *builder,
              const TiemLocation *location)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", location->id);
  tiem_json_add_text (builder, "name", location->name);
  tiem_json_add_bool (builder, "main", location->is_main);
  tiem_json_add_bool (builder, "sold", location->sells);
  tiem_json_add_bool (builder, "archived", location->archived);
  tiem_json_add_int (builder, "goods", location->variants);
  tiem_json_add_int (builder, "units", location->units);
  tiem_json_add_int (builder, "channels", location->channels);
  json_builder_end_object (builder);
}

/* @location_id: that one alone as an object; 0 = a list of all */
static gboolean
print_locations (TiemCli *cli,
                 gint64 location_id,
                 GError **error)
{
  g_autoptr (GPtrArray) locations = tiem_store_list_locations (cli->store, TRUE, error);
  JsonBuilder *builder;

  if (locations == NULL)
    return FALSE;
  builder = json_builder_new ();
  if (location_id == 0)
    json_builder_begin_array (builder);
  for (guint i = 0; i < locations->len; i++)
    {
      const TiemLocation *location = g_ptr_array_index (locations, i);

      if (location_id == 0 || location->id == location_id)
        add_location (builder, location);
    }
  if (location_id == 0)
    json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), location_columns, NULL);
}

gboolean
tiem_cli_location_list (TiemCli *cli,
                        GError **error)
{
  return tiem_cli_parse (cli, NULL, 0, 0, error) && tiem_cli_get_store (cli, error) != NULL
         && print_locations (cli, 0, error);
}

gboolean
tiem_cli_location_add (TiemCli *cli,
                       GError **error)
{
  gboolean not_sold = FALSE;
  gint64 id;
  const GOptionEntry entries[] = {
    { "not-sold",
      0,
      0,
      G_OPTION_ARG_NONE,
      &not_sold,
      N_ ("What lies there is not sold on channels"),
      NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_add_location (cli->store, tiem_cli_argument (cli, 0), !not_sold, error);
  return id != 0 && print_locations (cli, id, error);
}

static gboolean
set_sold (TiemCli *cli,
          gint64 id,
          const char *sold,
          GError **error)
{
  if (sold == NULL)
    return TRUE;
  return tiem_store_set_location_sells (cli->store, id, g_str_equal (sold, "yes"), error);
}

gboolean
tiem_cli_location_edit (TiemCli *cli,
                        GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *sold = NULL;
  g_autofree char *channel = NULL;
  gint64 channel_id = 0;
  gint64 id;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, N_ ("Its new name"), "NAME" },
    { "sold",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &sold,
      N_ ("Whether what lies there is sold on channels"),
      "yes|no" },
    { "channel",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &channel,
      N_ ("The orders of this channel leave from there"),
      "ID" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (channel, "--channel", &channel_id, error))
    return FALSE;
  if (name == NULL && sold == NULL && channel == NULL)
    return tiem_cli_fail_usage (error, _ ("say what is to change: --name, --sold or --channel"));
  if (sold != NULL && !g_str_equal (sold, "yes") && !g_str_equal (sold, "no"))
    return tiem_cli_fail_usage (error, _ ("--sold takes yes or no"));
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_location (cli->store, tiem_cli_argument (cli, 0), error);
  return id != 0 && set_sold (cli, id, sold, error)
         && (name == NULL || tiem_store_rename_location (cli->store, id, name, error))
         && (channel == NULL || tiem_store_set_channel_location (cli->store, channel_id, id, error))
         && print_locations (cli, id, error);
}

gboolean
tiem_cli_location_archive (TiemCli *cli,
                           GError **error)
{
  gboolean undo = FALSE;
  gint64 id;
  const GOptionEntry entries[] = {
    { "undo", 0, 0, G_OPTION_ARG_NONE, &undo, N_ ("Use it again"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_location (cli->store, tiem_cli_argument (cli, 0), error);
  return id != 0 && tiem_store_archive_location (cli->store, id, !undo, error)
         && print_locations (cli, id, error);
}

/* --- transfers --- */

static void
add_transfer (JsonBuilder *builder,
              const TiemTransfer *transfer,
              GPtrArray *lines)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", transfer->id);
  tiem_json_add_text (builder, "number", transfer->number);
  tiem_json_add_text (builder, "state", transfer->state);
  tiem_json_add_id (builder, "from", transfer->from_id);
  tiem_json_add_text (builder, "from_name", transfer->from);
  tiem_json_add_id (builder, "to", transfer->to_id);
  tiem_json_add_text (builder, "to_name", transfer->to);
  tiem_json_add_int (builder, "units", transfer->units);
  tiem_json_add_text (builder, "note", transfer->note);
  tiem_json_add_time (builder, "created_at", transfer->created_at);
  tiem_json_add_time (builder, "done_at", transfer->done_at);
  tiem_json_add_time (builder, "undone_at", transfer->undone_at);
  if (lines != NULL)
    {
      tiem_json_begin_list (builder, "lines");
      for (guint i = lines->len; i > 0; i--)
        {
          const TiemTransferLine *line = g_ptr_array_index (lines, i - 1);

          json_builder_begin_object (builder);
          tiem_json_add_text (builder, "sku", line->sku);
          tiem_json_add_text (builder, "name", line->name);
          tiem_json_add_text (builder, "options", line->options);
          tiem_json_add_int (builder, "quantity", line->quantity);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static gboolean
print_transfer (TiemCli *cli,
                gint64 id,
                GError **error)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (TiemTransfer) transfer = tiem_store_get_transfer (cli->store, id, &lines, error);
  JsonBuilder *builder;

  if (transfer == NULL)
    return FALSE;
  builder = json_builder_new ();
  add_transfer (builder, transfer, lines);
  return tiem_cli_print (cli, tiem_json_finish (builder), transfer_columns, NULL);
}

gboolean
tiem_cli_transfer_list (TiemCli *cli,
                        GError **error)
{
  g_autoptr (GPtrArray) transfers = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL
      || (transfers = tiem_store_list_transfers (cli->store, 0, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < transfers->len; i++)
    add_transfer (builder, g_ptr_array_index (transfers, i), NULL);
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), transfer_columns, _ ("Nothing was moved yet."));
}

/* "AT-DEN-L=2": the last "=", for a SKU may hold one too. */
static gboolean
put_line (TiemCli *cli,
          gint64 transfer_id,
          const char *text,
          GError **error)
{
  const char *equals = strrchr (text, '=');
  g_autofree char *sku = equals != NULL ? g_strndup (text, equals - text) : NULL;
  gint64 quantity = 0;
  gint64 variant_id;

  if (sku == NULL || *sku == '\0')
    return tiem_cli_fail_usage (error, _ ("write goods as SKU=NUMBER, not “%s”"), text);
  if (!tiem_cli_read_int (equals + 1, "NUMBER", 1, G_MAXINT, &quantity, error))
    return FALSE;
  variant_id = tiem_cli_find_sku (cli, sku, error);
  return variant_id != 0
         && tiem_store_put_transfer_line (
             cli->store, transfer_id, variant_id, quantity, FALSE, error);
}

static gboolean
put_and_book (TiemCli *cli,
              gint64 id,
              gboolean anyway,
              GError **error)
{
  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    if (!put_line (cli, id, tiem_cli_argument (cli, i), error))
      return FALSE;
  return tiem_store_book_transfer (cli->store, id, anyway, error);
}

gboolean
tiem_cli_transfer (TiemCli *cli,
                   GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *note = NULL;
  gboolean anyway = FALSE;
  gint64 from_id, to_id, id;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_ ("Where the goods leave from"), "PLACE" },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_ ("Where they go to"), "PLACE" },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_ ("Kept with the slip"), "TEXT" },
    { "anyway", 0, 0, G_OPTION_ARG_NONE, &anyway, N_ ("Even if less than 0 is left"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, -1, error))
    return FALSE;
  if (from == NULL || to == NULL)
    return tiem_cli_fail_usage (error, _ ("--from and --to are needed"));
  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    if (strrchr (tiem_cli_argument (cli, i), '=') == NULL)
      return tiem_cli_fail_usage (
          error, _ ("write goods as SKU=NUMBER, not “%s”"), tiem_cli_argument (cli, i));
  if (tiem_cli_get_store (cli, error) == NULL
      || (from_id = tiem_store_find_location (cli->store, from, error)) == 0
      || (to_id = tiem_store_find_location (cli->store, to, error)) == 0
      || (id = tiem_store_add_transfer (cli->store, from_id, to_id, note, error)) == 0)
    return FALSE;
  if (put_and_book (cli, id, anyway, error))
    return print_transfer (cli, id, error);
  /* Nothing is left of what could not be done. */
  tiem_store_delete_transfer (cli->store, id, NULL);
  return FALSE;
}

gboolean
tiem_cli_transfer_undo (TiemCli *cli,
                        GError **error)
{
  gboolean anyway = FALSE;
  gint64 id;
  const GOptionEntry entries[] = {
    { "anyway", 0, 0, G_OPTION_ARG_NONE, &anyway, N_ ("Even if less than 0 is left"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_slip (cli->store, "transfer", tiem_cli_argument (cli, 0), error);
  return id != 0 && tiem_store_undo_transfer (cli->store, id, anyway, error)
         && print_transfer (cli, id, error);
}
