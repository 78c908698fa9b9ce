#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "document/tiem-card-sheet.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-why.h"

#include <glib/gi18n-lib.h>

/* Every number with what it is made of, and all movements behind it. */

/* For people one line for each part, and one for what they give. */
static const TiemCliColumn line_columns[] = {
  { "number", N_ ("What number"), TIEM_SHOW_TEXT },
  { "way", N_ ("How"), TIEM_SHOW_TEXT },
  { "label", N_ ("Part"), TIEM_SHOW_TEXT },
  { "detail", N_ ("Detail"), TIEM_SHOW_TEXT },
  { "at", N_ ("At"), TIEM_SHOW_TIME },
  { "amount", N_ ("Figure"), TIEM_SHOW_NUMBER },
  { NULL },
};

static void
add_part (JsonBuilder *builder,
          const TiemWhyPart *part)
{
  gint64 target = part->target_id;

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "label", part->label);
  tiem_json_add_text (builder, "detail", part->detail);
  tiem_json_add_time (builder, "at", part->at);
  tiem_json_add_optional_int (builder, "amount", part->has_amount, part->amount);
  tiem_json_add_text (builder, "kind", part->channel_kind);
  tiem_json_add_id (builder, "order", part->target == TIEM_WHY_ORDER ? target : 0);
  tiem_json_add_id (builder, "slip", part->target == TIEM_WHY_SLIP ? target : 0);
  tiem_json_add_id (builder, "variant", part->target == TIEM_WHY_VARIANT ? target : 0);
  tiem_json_add_id (builder, "location", part->target == TIEM_WHY_MOVEMENTS ? target : 0);
  tiem_json_add_text (
      builder, "reason", part->target == TIEM_WHY_MOVEMENTS ? part->target_word : NULL);
  tiem_json_add_text (builder,
                      "figure",
                      part->target == TIEM_WHY_FIGURE ? tiem_figure_to_string ((TiemFigure)target)
                                                      : NULL);
  json_builder_end_object (builder);
}

static void
add_parts (JsonBuilder *builder,
           const char *name,
           GPtrArray *parts)
{
  tiem_json_begin_list (builder, name);
  for (guint i = 0; i < parts->len; i++)
    add_part (builder, g_ptr_array_index (parts, i));
  json_builder_end_array (builder);
}

static void
add_way (JsonBuilder *builder,
         const TiemWhyWay *way)
{
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "way", way->code);
  tiem_json_add_text (builder, "heading", way->heading);
  tiem_json_add_id (builder, "listing", way->listing_id);
  tiem_json_add_text (builder, "rule", way->is_least ? "least" : "sum");
  tiem_json_add_optional_int (builder, "number", way->has_number, way->number);
  tiem_json_add_optional_int (builder, "total", way->has_number, tiem_why_way_sum (way));
  tiem_json_add_text (builder, "note", way->note);
  add_parts (builder, "parts", way->parts);
  add_parts (builder, "events", way->events);
  json_builder_end_object (builder);
}

static gboolean
add_figure (
    TiemCli *cli, JsonBuilder *builder, gint64 variant_id, TiemFigure figure, GError **error)
{
  g_autoptr (TiemWhy) why = tiem_store_tell_why (cli->store, variant_id, figure, error);

  if (why == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "figure", tiem_figure_to_string (figure));
  tiem_json_add_optional_int (builder, "number", why->has_number, why->number);
  tiem_json_add_bool (builder, "money", why->is_money);
  tiem_json_add_bool (builder, "adds_up", tiem_why_adds_up (why));
  tiem_json_begin_list (builder, "notes");
  for (guint i = 0; i < why->notes->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (why->notes, i));
  json_builder_end_array (builder);
  tiem_json_begin_list (builder, "ways");
  for (guint i = 0; i < why->ways->len; i++)
    add_way (builder, g_ptr_array_index (why->ways, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return TRUE;
}

static void
tell_line (JsonBuilder *builder,
           const TiemWhy *why,
           const TiemWhyWay *way,
           const char *label,
           const TiemWhyPart *part)
{
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "number", tiem_figure_to_string (why->figure));
  tiem_json_add_text (builder, "way", way->heading);
  tiem_json_add_text (builder, "label", label);
  tiem_json_add_text (builder, "detail", part != NULL ? part->detail : NULL);
  tiem_json_add_time (builder, "at", part != NULL ? part->at : 0);
  tiem_json_add_optional_int (builder,
                              "amount",
                              part != NULL || way->has_number,
                              part != NULL ? part->amount : tiem_why_way_sum (way));
  json_builder_end_object (builder);
}

static gboolean
tell_figure (
    TiemCli *cli, JsonBuilder *builder, gint64 variant_id, TiemFigure figure, GError **error)
{
  g_autoptr (TiemWhy) why = tiem_store_tell_why (cli->store, variant_id, figure, error);

  for (guint i = 0; why != NULL && i < why->ways->len; i++)
    {
      const TiemWhyWay *way = g_ptr_array_index (why->ways, i);

      for (guint j = 0; j < way->parts->len; j++)
        {
          const TiemWhyPart *part = g_ptr_array_index (way->parts, j);

          tell_line (builder, why, way, part->label, part);
        }
      tell_line (builder, why, way, way->is_least ? _ ("The least of them") : _ ("Together"), NULL);
      for (guint j = 0; j < way->events->len; j++)
        {
          const TiemWhyPart *event = g_ptr_array_index (way->events, j);

          tell_line (builder, why, way, event->label, event);
        }
    }
  return why != NULL;
}

/* All figures, or @only one of them. */
static gboolean
print_lines (TiemCli *cli,
             gint64 variant_id,
             TiemFigure only,
             GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (TiemFigure figure = 0; figure < TIEM_N_FIGURES; figure++)
    if ((only == TIEM_N_FIGURES || only == figure)
        && !tell_figure (cli, builder, variant_id, figure, error))
      return FALSE;
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (g_steal_pointer (&builder)), line_columns, NULL);
}

gboolean
tiem_cli_why (TiemCli *cli,
              GError **error)
{
  g_autofree char *word = NULL;
  const GOptionEntry entries[] = {
    { "figure",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &word,
      N_ ("Only this one: available, on_hand, reserved, channels, incoming, sold, value"),
      "FIGURE" },
    { NULL },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  TiemFigure only = TIEM_N_FIGURES;
  gint64 id;

  if (!tiem_cli_parse (cli, entries, 1, 1, error))
    return FALSE;
  if (word != NULL && !tiem_figure_from_string (word, &only))
    return tiem_cli_fail_usage (error, _ ("“%s” is no figure"), word);
  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  if (id == 0)
    return FALSE;
  if (!cli->json)
    return print_lines (cli, id, only, error);
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", tiem_cli_argument (cli, 0));
  tiem_json_begin_list (builder, "figures");
  for (TiemFigure figure = 0; figure < TIEM_N_FIGURES; figure++)
    if ((only == TIEM_N_FIGURES || only == figure) && !add_figure (cli, builder, id, figure, error))
      return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (g_steal_pointer (&builder)), NULL, NULL);
}

/* --- movements --- */

static const TiemCliColumn movement_columns[] = {
  { "at", N_ ("At"), TIEM_SHOW_TIME },
  { "delta", N_ ("Change"), TIEM_SHOW_NUMBER },
  { "total", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "location_name", N_ ("Place"), TIEM_SHOW_TEXT },
  { "reason", N_ ("Why"), TIEM_SHOW_REASON },
  { "order_number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "slip", N_ ("Slip"), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },
  { NULL },
};

static void
add_line (JsonBuilder *builder,
          const TiemCardLine *line)
{
  const TiemMovement *movement = line->movement;

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", line->id);
  tiem_json_add_time (builder, "at", movement->at);
  tiem_json_add_int (builder, "delta", movement->delta);
  tiem_json_add_int (builder, "on_hand", movement->on_hand);
  tiem_json_add_int (builder, "total", line->total);
  tiem_json_add_id (builder, "location", line->location_id);
  tiem_json_add_text (builder, "location_name", line->location_name);
  tiem_json_add_text (builder, "reason", movement->reason);
  tiem_json_add_id (builder, "order", movement->order_id);
  tiem_json_add_text (builder, "order_number", movement->order_number);
  tiem_json_add_text (builder, "slip", movement->slip_number);
  tiem_json_add_id (builder, "channel", movement->channel_id);
  tiem_json_add_text (builder, "channel_name", movement->channel_name);
  tiem_json_add_text (builder, "note", movement->note);
  tiem_json_add_optional_int (
      builder, "unit_cost", movement->has_unit_cost, movement->unit_cost_vnd);
  tiem_json_add_optional_int (builder, "value", movement->has_value, movement->value_vnd);
  json_builder_end_object (builder);
}

static gboolean
print_movements (
    TiemCli *cli, const TiemMovementQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (GPtrArray) lines = tiem_store_list_card (cli->store, query, limit, offset, error);
  JsonBuilder *builder;

  if (lines == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++)
    add_line (builder, g_ptr_array_index (lines, i));
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), movement_columns, _ ("Its stock has never moved."));
}

static const TiemCliColumn export_columns[] = {
  { "rows", N_ ("Rows"), TIEM_SHOW_NUMBER },
  { NULL },
};

static gboolean
write_movements (TiemCli *cli,
                 const TiemMovementQuery *query,
                 const char *file,
                 GError **error)
{
  gint64 rows = tiem_card_sheet_write (cli->store, query, file, NULL, NULL, NULL, error);
  JsonBuilder *builder;

  if (rows < 0)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "rows", rows);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), export_columns, NULL);
}

gboolean
tiem_cli_movements (TiemCli *cli,
                    GError **error)
{
  g_autoptr (TiemMovementQuery) query = g_new0 (TiemMovementQuery, 1);
  g_autofree char *place = NULL;
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;
  g_autofree char *limit_text = NULL;
  g_autofree char *offset_text = NULL;
  g_autofree char *file = NULL;
  gint64 limit = 0;
  gint64 offset = 0;
  const GOptionEntry entries[] = {
    { "reason",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &query->reason,
      N_ ("Only for this reason: sale, purchase, count …"),
      "REASON" },
    { "location", 0, 0, G_OPTION_ARG_FILENAME, &place, N_ ("At this place alone"), "PLACE" },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &since, N_ ("From then on"), "TIME" },
    { "until", 0, 0, G_OPTION_ARG_FILENAME, &until, N_ ("Before then"), "TIME" },
    { "limit", 0, 0, G_OPTION_ARG_FILENAME, &limit_text, N_ ("At most so many"), "N" },
    { "offset", 0, 0, G_OPTION_ARG_FILENAME, &offset_text, N_ ("Without the first so many"), "N" },
    { "out",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &file,
      N_ ("Write them into a file, .xlsx or .csv"),
      "FILE" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_time (since, &query->since, error)
      || !tiem_cli_read_time (until, &query->until, error)
      || !tiem_cli_read_int (limit_text, "--limit", 0, G_MAXINT, &limit, error)
      || !tiem_cli_read_int (offset_text, "--offset", 0, G_MAXINT, &offset, error))
    return FALSE;
  query->variant_id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  if (query->variant_id == 0)
    return FALSE;
  if (place != NULL
      && (query->location_id = tiem_store_find_location (cli->store, place, error)) == 0)
    return FALSE;
  return file != NULL ? write_movements (cli, query, file, error)
                      : print_movements (cli, query, limit, offset, error);
}
