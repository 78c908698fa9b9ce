#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "store/tiem-store-views.h"

#include <glib/gi18n-lib.h>

/* The views the owner saved in the window. */

static const TiemCliColumn view_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "tab", N_ ("List"), TIEM_SHOW_TEXT },
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "group", N_ ("Group"), TIEM_SHOW_TEXT },
  { "search", N_ ("Search"), TIEM_SHOW_TEXT },
  { "tag", N_ ("Tag"), TIEM_SHOW_TEXT },
  { NULL },
};

/* null: any time */
static void
add_days (JsonBuilder *builder,
          const char *days)
{
  tiem_json_add_optional_int (
      builder, "days", days != NULL, days != NULL ? g_ascii_strtoll (days, NULL, 10) : 0);
}

static void
add_view (JsonBuilder *builder,
          const TiemSavedView *view)
{
  const char *channel = view->filters[TIEM_VIEW_CHANNEL];

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", view->id);
  tiem_json_add_text (builder, "tab", view->tab);
  tiem_json_add_text (builder, "name", view->name);
  tiem_json_add_text (builder, "group", view->chip);
  tiem_json_add_text (builder, "channel", channel);
  add_days (builder, view->filters[TIEM_VIEW_TIME]);
  tiem_json_add_text (builder, "tag", view->filters[TIEM_VIEW_TAG]);
  tiem_json_add_text (builder, "carrier", view->filters[TIEM_VIEW_CARRIER]);
  tiem_json_add_text (builder, "search", view->search);
  tiem_json_add_text (builder, "sort", view->sort);
  tiem_json_add_bool (builder, "descending", view->descending);
  tiem_json_add_text (builder, "columns", view->columns);
  json_builder_end_object (builder);
}

gboolean
tiem_cli_view_list (TiemCli *cli,
                    GError **error)
{
  g_autoptr (GPtrArray) views = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL
      || (views = tiem_store_list_views (cli->store, NULL, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < views->len; i++)
    add_view (builder, g_ptr_array_index (views, i));
  json_builder_end_array (builder);
  return tiem_cli_print (cli,
                         tiem_json_finish (builder),
                         view_columns,
                         _ ("No view is saved; the window saves one: ⋮ › Save this view…"));
}
