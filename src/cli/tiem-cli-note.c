#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-store-notes.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n-lib.h>

/* The owner's own words on orders. */

static const TiemCliColumn tag_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "name", N_ ("Tag"), TIEM_SHOW_TEXT },
  { "orders", N_ ("Orders"), TIEM_SHOW_NUMBER },
  { NULL },
};

/* Returns: the order named by the first argument, 0 with @error */
static gint64
find_order (TiemCli *cli,
            GError **error)
{
  if (tiem_cli_get_store (cli, error) == NULL)
    return 0;
  return tiem_store_find_order (cli->store, tiem_cli_argument (cli, 0), 0, error);
}

gboolean
tiem_cli_order_note (TiemCli *cli,
                     GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 2, 2, error) && (id = find_order (cli, error)) != 0
         && tiem_store_set_order_note (cli->store, id, tiem_cli_argument (cli, 1), error)
         && tiem_cli_print_order (cli, id, error);
}

gboolean
tiem_cli_order_tag (TiemCli *cli,
                    GError **error)
{
  gboolean remove = FALSE;
  const GOptionEntry entries[] = {
    { "remove", 0, 0, G_OPTION_ARG_NONE, &remove, N_ ("Take them off"), NULL },
    { NULL },
  };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id;

  if (!tiem_cli_parse (cli, entries, 2, -1, error) || (id = find_order (cli, error)) == 0)
    return FALSE;
  g_array_append_val (ids, id);
  for (guint i = 1; i < tiem_cli_count_arguments (cli); i++)
    {
      const char *name = tiem_cli_argument (cli, i);
      g_autoptr (GArray) changed = remove
                                       ? tiem_store_remove_order_tag (cli->store, ids, name, error)
                                       : tiem_store_add_order_tag (cli->store, ids, name, error);

      if (changed == NULL)
        return FALSE;
    }
  return tiem_cli_print_order (cli, id, error);
}

/* --- the tags --- */

static gboolean
print_tags (TiemCli *cli,
            GError **error)
{
  g_autoptr (GPtrArray) tags = tiem_store_list_tags (cli->store, error);
  JsonBuilder *builder;

  if (tags == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < tags->len; i++)
    {
      const TiemTag *tag = g_ptr_array_index (tags, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", tag->id);
      tiem_json_add_text (builder, "name", tag->name);
      tiem_json_add_int (builder, "orders", tag->orders);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), tag_columns, _ ("There are no tags."));
}

/* By number or by name. Returns: 0 with @error */
static gint64
find_tag (TiemCli *cli,
          GError **error)
{
  const char *text = tiem_cli_argument (cli, 0);
  g_autoptr (GPtrArray) tags = NULL;
  g_autofree char *key = tiem_text_fold (text);
  gint64 id = 0;
  gint64 found = 0;

  if (tiem_cli_get_store (cli, error) == NULL
      || (tags = tiem_store_list_tags (cli->store, error)) == NULL)
    return 0;
  g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL);
  for (guint i = 0; i < tags->len; i++)
    {
      const TiemTag *tag = g_ptr_array_index (tags, i);
      g_autofree char *tag_key = tiem_text_fold (tag->name);

      if (g_str_equal (tag_key, key) || (found == 0 && tag->id == id))
        found = tag->id;
    }
  if (found == 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_NOT_FOUND,
                 _ ("There is no tag “%s”; see “tiem-cli tags”."),
                 text);
  return found;
}

gboolean
tiem_cli_tags (TiemCli *cli,
               GError **error)
{
  return tiem_cli_parse (cli, NULL, 0, 0, error) && tiem_cli_get_store (cli, error) != NULL
         && print_tags (cli, error);
}

gboolean
tiem_cli_tag_rename (TiemCli *cli,
                     GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 2, 2, error) && (id = find_tag (cli, error)) != 0
         && tiem_store_rename_tag (cli->store, id, tiem_cli_argument (cli, 1), error)
         && print_tags (cli, error);
}

gboolean
tiem_cli_tag_delete (TiemCli *cli,
                     GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 1, 1, error) && (id = find_tag (cli, error)) != 0
         && tiem_store_delete_tag (cli->store, id, error) && print_tags (cli, error);
}
