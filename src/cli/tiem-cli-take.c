#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "document/tiem-take-sheet.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-shop.h"
#include "store/tiem-store-takes.h"
#include "store/tiem-store-transfers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Stock takes without a window. */

static const TiemCliColumn line_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "expected", N_ ("Books"), TIEM_SHOW_NUMBER },
  { "counted", N_ ("Counted"), TIEM_SHOW_NUMBER },
  { "difference", N_ ("Difference"), TIEM_SHOW_NUMBER },
  { "why", N_ ("Why"), TIEM_SHOW_TEXT },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn take_columns[] = {
  { "number", N_ ("Number"), TIEM_SHOW_TEXT },
  { "state", N_ ("State"), TIEM_SHOW_WORD },
  { "location_name", N_ ("Place"), TIEM_SHOW_TEXT },
  { "goods", N_ ("Goods"), TIEM_SHOW_NUMBER },
  { "counted", N_ ("Counted"), TIEM_SHOW_NUMBER },
  { "missing", N_ ("Missing"), TIEM_SHOW_NUMBER },
  { "surplus", N_ ("Too many"), TIEM_SHOW_NUMBER },
  { "value", N_ ("Value of the differences"), TIEM_SHOW_MONEY },
  { "created_at", N_ ("At"), TIEM_SHOW_TIME },
  { "lines", N_ ("Goods"), TIEM_SHOW_LIST, line_columns },
  { NULL },
};

static const TiemCliColumn scan_columns[] = {
  { "code", N_ ("Code"), TIEM_SHOW_TEXT },
  { "label", N_ ("Goods"), TIEM_SHOW_TEXT },
  { "counted", N_ ("Counted"), TIEM_SHOW_NUMBER },
  { "problem", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

/* --- as JSON --- */

static void
add_line (JsonBuilder *builder,
          const TiemTakeLine *line)
{
  g_autofree char *why = tiem_take_line_dup_explanation (line);

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", line->sku);
  tiem_json_add_text (builder, "name", line->name);
  tiem_json_add_text (builder, "options", line->options);
  tiem_json_add_text (builder, "shelf", line->shelf);
  tiem_json_add_optional_int (builder, "expected", line->has_counted, line->expected);
  tiem_json_add_optional_int (builder, "counted", line->has_counted, line->counted);
  tiem_json_add_int (builder, "difference", line->difference);
  tiem_json_add_optional_int (builder, "value", line->has_cost, line->difference * line->cost_vnd);
  tiem_json_add_int (builder, "on_hand", line->on_hand);
  tiem_json_add_int (builder, "reserved", line->held);
  tiem_json_add_int (builder, "packed", line->packed);
  tiem_json_add_optional_int (builder, "previous", line->has_previous, line->previous);
  tiem_json_add_bool (builder, "extra", line->is_extra);
  tiem_json_add_bool (builder, "overtaken", line->is_overtaken);
  tiem_json_add_bool (builder, "zeroed", line->is_zeroed);
  tiem_json_add_time (builder, "first_at", line->first_at);
  tiem_json_add_time (builder, "last_at", line->last_at);
  tiem_json_add_text (builder, "note", line->note);
  tiem_json_add_text (builder, "why", why);
  json_builder_end_object (builder);
}

/* @lines: (nullable) */
static void
add_take (JsonBuilder *builder,
          const TiemTake *take,
          GPtrArray *lines)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", take->id);
  tiem_json_add_text (builder, "number", take->number);
  tiem_json_add_text (builder, "state", take->state);
  tiem_json_add_id (builder, "location", take->location_id);
  tiem_json_add_text (builder, "location_name", take->location);
  tiem_json_add_text (builder, "scope", tiem_take_scope_to_string (take->scope));
  tiem_json_add_text (builder, "scope_name", take->name);
  tiem_json_add_int (builder, "pass", take->pass);
  tiem_json_add_int (builder, "goods", take->goods);
  tiem_json_add_int (builder, "counted", take->counted);
  tiem_json_add_int (builder, "units", take->units);
  tiem_json_add_int (builder, "different", take->different);
  tiem_json_add_int (builder, "missing", take->missing);
  tiem_json_add_int (builder, "surplus", take->surplus);
  tiem_json_add_int (builder, "value", take->value_vnd);
  tiem_json_add_text (builder, "note", take->note);
  tiem_json_add_time (builder, "created_at", take->created_at);
  tiem_json_add_time (builder, "done_at", take->done_at);
  tiem_json_add_time (builder, "undone_at", take->undone_at);
  if (lines != NULL)
    {
      tiem_json_begin_list (builder, "lines");
      for (guint i = 0; i < lines->len; i++)
        add_line (builder, g_ptr_array_index (lines, i));
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static gboolean
is_shown (const TiemTakeLine *line,
          TiemTakeShow show)
{
  return show == TIEM_TAKE_EVERY
         || (show == TIEM_TAKE_UNCOUNTED
                 ? !line->has_counted || line->is_zeroed
                 : line->has_counted && (line->difference != 0 || line->is_overtaken));
}

/* Every line is read, as its sums are of all of them. */
static gboolean
print_take (TiemCli *cli,
            gint64 take_id,
            TiemTakeShow show,
            GError **error)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autoptr (TiemTake) take
      = tiem_store_get_take (cli->store, take_id, TIEM_TAKE_EVERY, 0, &lines, error);
  JsonBuilder *builder;

  if (take == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    if (is_shown (g_ptr_array_index (lines, i), show))
      g_ptr_array_add (shown, g_ptr_array_index (lines, i));
  builder = json_builder_new ();
  add_take (builder, take, shown);
  return tiem_cli_print (cli, tiem_json_finish (builder), take_columns, NULL);
}

/* Returns: the take whose number is the first argument; 0 with @error */
static gint64
find_take (TiemCli *cli,
           GError **error)
{
  return tiem_cli_get_store (cli, error) == NULL
             ? 0
             : tiem_store_find_slip (cli->store, "take", tiem_cli_argument (cli, 0), error);
}

/* --- commands --- */

gboolean
tiem_cli_take_list (TiemCli *cli,
                    GError **error)
{
  g_autoptr (GPtrArray) takes = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL
      || (takes = tiem_store_list_takes (cli->store, 0, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < takes->len; i++)
    add_take (builder, g_ptr_array_index (takes, i), NULL);
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), take_columns, _ ("No stock was taken yet."));
}

/* Returns: (element-type gint64): the arguments as goods; NULL with @error */
static GArray *
read_chosen (TiemCli *cli,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      gint64 id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, i), error);

      if (id == 0)
        return NULL;
      g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

gboolean
tiem_cli_take_start (TiemCli *cli,
                     GError **error)
{
  g_autofree char *place = NULL;
  g_autofree char *category = NULL;
  g_autofree char *shelf = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GArray) chosen = NULL;
  gint64 location_id = 1;
  gint64 id;
  TiemTakeScope scope;
  const GOptionEntry entries[] = {
    { "location", 0, 0, G_OPTION_ARG_FILENAME, &place, N_ ("Count at this place"), "PLACE" },
    { "category", 0, 0, G_OPTION_ARG_FILENAME, &category, N_ ("Goods of this category"), "NAME" },
    { "shelf", 0, 0, G_OPTION_ARG_FILENAME, &shelf, N_ ("Goods of this shelf"), "SHELF" },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_ ("Kept with the slip"), "TEXT" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 0, -1, error))
    return FALSE;
  if ((category != NULL) + (shelf != NULL) + (tiem_cli_count_arguments (cli) > 0) > 1)
    return tiem_cli_fail_usage (error, _ ("choose a category, a shelf or goods, one of them"));
  if (tiem_cli_get_store (cli, error) == NULL
      || (place != NULL && (location_id = tiem_store_find_location (cli->store, place, error)) == 0)
      || (chosen = read_chosen (cli, error)) == NULL)
    return FALSE;
  scope = category != NULL  ? TIEM_TAKE_CATEGORY
          : shelf != NULL   ? TIEM_TAKE_SHELF
          : chosen->len > 0 ? TIEM_TAKE_CHOSEN
                            : TIEM_TAKE_ALL;
  id = tiem_store_start_take (
      cli->store, location_id, scope, category != NULL ? category : shelf, chosen, note, error);
  return id != 0 && print_take (cli, id, TIEM_TAKE_EVERY, error);
}

static void
add_scan (JsonBuilder *builder,
          const TiemSlipScan *scan)
{
  g_autofree char *problem = tiem_slip_scan_dup_sentence (scan);
  gboolean found = scan->outcome == TIEM_SLIP_SCAN_FOUND;

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "code", scan->code);
  tiem_json_add_bool (builder, "ok", found);
  tiem_json_add_text (builder, "label", scan->label);
  tiem_json_add_optional_int (builder, "counted", found, scan->counted);
  tiem_json_add_bool (builder, "extra", scan->is_extra);
  tiem_json_add_text (builder, "problem", problem);
  json_builder_end_object (builder);
}

/* "SKU=12": so many there are; without "=": a scan. *refused: (inout) (nullable): the first
 * sentence that refused one */
static gboolean
count_argument (TiemCli *cli,
                gint64 take_id,
                const char *text,
                gboolean adds,
                JsonBuilder *builder,
                char **refused,
                GError **error)
{
  const char *equals = strrchr (text, '=');
  g_autofree char *sku = equals != NULL ? g_strndup (text, equals - text) : NULL;
  g_autoptr (GPtrArray) scans = NULL;
  g_autoptr (TiemTakeLine) line = NULL;
  gint64 units = 0;
  gint64 id;

  if (equals == NULL)
    {
      if ((scans = tiem_store_scan_take (cli->store, take_id, text, 0, error)) == NULL)
        return FALSE;
      for (guint i = 0; i < scans->len; i++)
        {
          const TiemSlipScan *scan = g_ptr_array_index (scans, i);

          add_scan (builder, scan);
          if (*refused == NULL)
            *refused = tiem_slip_scan_dup_sentence (scan);
        }
      return TRUE;
    }
  if (!tiem_cli_read_int (equals + 1, "NUMBER", -G_MAXINT, G_MAXINT, &units, error)
      || (id = tiem_cli_find_sku (cli, sku, error)) == 0
      || !tiem_store_count_take (cli->store, take_id, id, units, !adds, error))
    return FALSE;
  line = tiem_store_get_take_line (cli->store, take_id, id, NULL);
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "code", sku);
  tiem_json_add_bool (builder, "ok", TRUE);
  tiem_json_add_text (builder, "label", line != NULL ? line->name : NULL);
  tiem_json_add_optional_int (builder, "counted", line != NULL, line != NULL ? line->counted : 0);
  tiem_json_add_bool (builder, "extra", line != NULL && line->is_extra);
  tiem_json_add_text (builder, "problem", NULL);
  json_builder_end_object (builder);
  return TRUE;
}

gboolean
tiem_cli_take_count (TiemCli *cli,
                     GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *refused = NULL;
  gboolean adds = FALSE;
  gint64 id;
  const GOptionEntry entries[] = {
    { "add",
      0,
      0,
      G_OPTION_ARG_NONE,
      &adds,
      N_ ("Numbers are added to what was counted, not set"),
      NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 2, -1, error) || (id = find_take (cli, error)) == 0)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 1; i < tiem_cli_count_arguments (cli); i++)
    if (!count_argument (cli, id, tiem_cli_argument (cli, i), adds, builder, &refused, error))
      return FALSE;
  json_builder_end_array (builder);
  tiem_cli_print (cli, json_builder_get_root (builder), scan_columns, NULL);
  if (refused == NULL)
    return TRUE;
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, refused);
  return FALSE;
}

gboolean
tiem_cli_take_show (TiemCli *cli,
                    GError **error)
{
  gboolean different = FALSE;
  gboolean uncounted = FALSE;
  gint64 id;
  const GOptionEntry entries[] = {
    { "different", 0, 0, G_OPTION_ARG_NONE, &different, N_ ("What differs alone"), NULL },
    { "uncounted", 0, 0, G_OPTION_ARG_NONE, &uncounted, N_ ("What is not counted alone"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error))
    return FALSE;
  if (different && uncounted)
    return tiem_cli_fail_usage (error, _ ("--different or --uncounted, not both"));
  return (id = find_take (cli, error)) != 0
         && print_take (cli,
                        id,
                        different   ? TIEM_TAKE_DIFFERENT
                        : uncounted ? TIEM_TAKE_UNCOUNTED
                                    : TIEM_TAKE_EVERY,
                        error);
}

gboolean
tiem_cli_take_pass (TiemCli *cli,
                    GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 1, 1, error) && (id = find_take (cli, error)) != 0
         && tiem_store_begin_take_pass (cli->store, id, error) != 0
         && print_take (cli, id, TIEM_TAKE_DIFFERENT, error);
}

gboolean
tiem_cli_take_book (TiemCli *cli,
                    GError **error)
{
  gboolean zero = FALSE;
  gint64 id;
  const GOptionEntry entries[] = {
    { "zero-uncounted",
      0,
      0,
      G_OPTION_ARG_NONE,
      &zero,
      N_ ("What was not counted is gone, but for what is packed"),
      NULL },
    { NULL },
  };

  return tiem_cli_parse (cli, entries, 1, 1, error) && (id = find_take (cli, error)) != 0
         && tiem_store_book_take (cli->store, id, zero, error)
         && print_take (cli, id, TIEM_TAKE_DIFFERENT, error);
}

gboolean
tiem_cli_take_undo (TiemCli *cli,
                    GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 1, 1, error) && (id = find_take (cli, error)) != 0
         && tiem_store_undo_take (cli->store, id, error)
         && print_take (cli, id, TIEM_TAKE_DIFFERENT, error);
}

gboolean
tiem_cli_take_reopen (TiemCli *cli,
                      GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 1, 1, error) && (id = find_take (cli, error)) != 0
         && tiem_store_reopen_take (cli->store, id, error)
         && print_take (cli, id, TIEM_TAKE_DIFFERENT, error);
}

gboolean
tiem_cli_take_delete (TiemCli *cli,
                      GError **error)
{
  JsonBuilder *builder;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error) || (id = find_take (cli, error)) == 0
      || !tiem_store_delete_take (cli->store, id, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "number", tiem_cli_argument (cli, 0));
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), take_columns, NULL);
}

gboolean
tiem_cli_take_sheet (TiemCli *cli,
                     GError **error)
{
  g_autofree char *out = NULL;
  gboolean blank = FALSE;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (TiemTake) take = NULL;
  g_autoptr (TiemShopIdentity) shop = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gint64 id;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("Write to this file"), "FILE.pdf" },
    { "blank", 0, 0, G_OPTION_ARG_NONE, &blank, N_ ("Without numbers, to count by hand"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error))
    return FALSE;
  if (out == NULL)
    return tiem_cli_fail_usage (error, _ ("--out is missing"));
  if ((id = find_take (cli, error)) == 0
      || (take = tiem_store_get_take (cli->store, id, TIEM_TAKE_EVERY, 0, &lines, error)) == NULL
      || (shop = tiem_store_get_shop_identity (cli->store, error)) == NULL
      || (pdf = tiem_take_sheet_make (
              take, lines, blank, shop->name, tiem_store_now (cli->store), error))
             == NULL)
    return FALSE;
  return tiem_cli_write_pdf (pdf, out, error) && print_take (cli, id, TIEM_TAKE_DIFFERENT, error);
}
