#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-output.h"

#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "model/tiem-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COLUMN_GAP 2
#define MOST_COLUMNS 24

/* Words of the contract as people read them. */
static const struct
{
  const char *word;
  const char *label;
} words[] = {
  /* states of a channel */
  { "active", NC_ ("tiem-cli", "Active") },
  { "paused", NC_ ("tiem-cli", "Paused") },
  { "needs_auth", NC_ ("tiem-cli", "Sign in again") },
  { "failing", NC_ ("tiem-cli", "In trouble") },
  /* states of a listing */
  { "inactive", NC_ ("tiem-cli", "Not on sale") },
  { "banned", NC_ ("tiem-cli", "Banned by the channel") },
  { "gone", NC_ ("tiem-cli", "Deleted at the channel") },
  /* why a listing shows what it shows */
  { "full", NC_ ("tiem-cli", "All that is available") },
  { "held_back", NC_ ("tiem-cli", "Some are held back") },
  { "shared", NC_ ("tiem-cli", "The channel’s share") },
  { "capped", NC_ ("tiem-cli", "No more than the channel’s limit") },
  { "sold_out", NC_ ("tiem-cli", "Sold out") },
  { "archived", NC_ ("tiem-cli", "Archived") },
  { "not_counted", NC_ ("tiem-cli", "Not counted yet: nothing is sent") },
  { "undecided", NC_ ("tiem-cli", "The channels show different numbers: set the stock") },
  { "not_on_sale", NC_ ("tiem-cli", "Not on sale at the channel") },
  { "channel_paused", NC_ ("tiem-cli", "The channel is paused") },
  { "channel_needs_auth", NC_ ("tiem-cli", "The channel asks to sign in again") },
  /* slips */
  { "draft", NC_ ("tiem-cli", "Draft") },
  { "done", NC_ ("tiem-cli", "Booked") },
  { "undone", NC_ ("tiem-cli", "Undone") },
  { "opening", NC_ ("tiem-cli", "Owed from before") },
  { "purchase", NC_ ("tiem-cli", "Purchase") },
  { "supplier-return", NC_ ("tiem-cli", "Back to the supplier") },
  { "payment", NC_ ("tiem-cli", "Payment") },
  /* how goods are valued */
  { "average", NC_ ("tiem-cli", "Moving average") },
  { "fifo", NC_ ("tiem-cli", "First in, first out") },
  /* what is done with an order */
  { "confirm", NC_ ("tiem-cli", "Confirm") },
  { "ship", NC_ ("tiem-cli", "Ship") },
  { "cancel", NC_ ("tiem-cli", "Cancel") },
  /* what happens while syncing */
  { "order", NC_ ("tiem-cli", "Order") },
  { "stock_pushed", NC_ ("tiem-cli", "Stock sent") },
  { "price_pushed", NC_ ("tiem-cli", "Price sent") },
  { "error", NC_ ("tiem-cli", "Error") },
  { "state", NC_ ("tiem-cli", "State") },
};

static const char *
translate_word (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, word) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "tiem-cli", words[i].label);
  return word;
}

/* "customer.name": a member of a member. Returns: (nullable) */
static JsonNode *
find_member (JsonNode *node,
             const char *path)
{
  g_auto (GStrv) names = NULL;

  if (*path == '\0')
    return node;
  names = g_strsplit (path, ".", -1);
  for (guint i = 0; names[i] != NULL && node != NULL; i++)
    node = JSON_NODE_HOLDS_OBJECT (node)
               ? json_object_get_member (json_node_get_object (node), names[i])
               : NULL;
  return node;
}

static char *
format_time (const char *iso)
{
  gint64 ms;

  return tiem_time_parse (iso, &ms, NULL) ? tiem_time_format_full (ms) : g_strdup (iso);
}

static char *
format_number (gint64 number,
               TiemShow show)
{
  return show == TIEM_SHOW_MONEY ? tiem_money_format (number) : tiem_number_format (number);
}

/* A line break or an escape sequence in a title must not disturb the table or the terminal. */
static char *
tidy (const char *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, g_unichar_iscntrl (c) ? ' ' : c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
format_phone (const char *text)
{
  g_autofree char *number = tiem_phone_normalise (text);
  g_autofree char *shown = tiem_phone_format (number != NULL ? number : text);

  return tidy (shown);
}

static char *
format_string (const char *text,
               TiemShow show)
{
  if (show == TIEM_SHOW_TIME)
    return format_time (text);
  if (show == TIEM_SHOW_PHONE)
    return format_phone (text);
  if (show == TIEM_SHOW_STATUS)
    return g_strdup (tiem_order_status_get_label (tiem_order_status_from_string (text)));
  if (show == TIEM_SHOW_REASON)
    return tidy (tiem_movement_reason_label (text));
  return tidy (show == TIEM_SHOW_WORD ? translate_word (text) : text);
}

/* Returns: (transfer full): one value as people read it, "" for none */
static char *
format_value (JsonNode *node,
              const TiemCliColumn *column)
{
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");

  type = json_node_get_value_type (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (!json_node_get_boolean (node)    ? ""
                     : column->show == TIEM_SHOW_FLAG ? _ ("yes")
                                                      : "true");
  if (type == G_TYPE_INT64)
    return format_number (json_node_get_int (node), column->show);
  if (type == G_TYPE_STRING)
    return format_string (json_node_get_string (node), column->show);
  return g_strdup ("");
}

guint
tiem_cli_text_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (c) && !g_unichar_ismark (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static void
append_padded (GString *out,
               const char *text,
               guint width,
               gboolean to_the_right)
{
  guint gap = width - MIN (width, tiem_cli_text_width (text));

  if (to_the_right)
    g_string_append_printf (out, "%*s", (int)gap, "");
  g_string_append (out, text);
  if (!to_the_right)
    g_string_append_printf (out, "%*s", (int)gap, "");
}

static void
trim_line_end (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

static gboolean
is_numeric (const TiemCliColumn *column)
{
  return column->show == TIEM_SHOW_NUMBER || column->show == TIEM_SHOW_MONEY;
}

static void
append_row (GString *out,
            const TiemCliColumn *columns,
            const guint *widths,
            guint n_columns,
            char **cells,
            const char *indent)
{
  g_string_append (out, indent);
  for (guint i = 0; i < n_columns; i++)
    {
      append_padded (out, cells[i], widths[i], is_numeric (&columns[i]));
      g_string_append_printf (out, "%*s", i + 1 < n_columns ? COLUMN_GAP : 0, "");
    }
  trim_line_end (out);
  g_string_append_c (out, '\n');
}

static GStrv
make_heads (const TiemCliColumn *columns,
            guint n_columns)
{
  GStrv heads = g_new0 (char *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    heads[i] = g_strdup (columns[i].title != NULL ? _ (columns[i].title) : "");
  return heads;
}

static GStrv
make_cells (JsonNode *node,
            const TiemCliColumn *columns,
            guint n_columns)
{
  GStrv cells = g_new0 (char *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    cells[i] = format_value (find_member (node, columns[i].member), &columns[i]);
  return cells;
}

/* A heading and a line for each element, as wide as the widest of each column. */
static void
append_table (GString *out,
              JsonArray *array,
              const TiemCliColumn *columns,
              const char *indent)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  guint widths[MOST_COLUMNS] = { 0 };
  guint n_columns = 0;

  while (columns[n_columns].member != NULL && columns[n_columns].show != TIEM_SHOW_LIST)
    n_columns++;
  g_assert (n_columns <= MOST_COLUMNS);

  g_ptr_array_add (rows, make_heads (columns, n_columns));
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (rows, make_cells (json_array_get_element (array, i), columns, n_columns));
  for (guint row = 0; row < rows->len; row++)
    for (guint i = 0; i < n_columns; i++)
      widths[i]
          = MAX (widths[i], tiem_cli_text_width (((char **)g_ptr_array_index (rows, row))[i]));
  for (guint row = 0; row < rows->len; row++)
    append_row (out, columns, widths, n_columns, g_ptr_array_index (rows, row), indent);
}

/* "Name: value" lines for what has a value, then its lists. */
static void
append_object (GString *out,
               JsonNode *node,
               const TiemCliColumn *columns)
{
  guint width = 0;

  for (const TiemCliColumn *column = columns; column->member != NULL; column++)
    if (column->show != TIEM_SHOW_LIST)
      width = MAX (width, tiem_cli_text_width (_ (column->title)));

  for (const TiemCliColumn *column = columns; column->member != NULL; column++)
    {
      JsonNode *member = find_member (node, column->member);
      g_autofree char *value = NULL;

      if (column->show == TIEM_SHOW_LIST)
        {
          JsonArray *array = member != NULL && JSON_NODE_HOLDS_ARRAY (member)
                                 ? json_node_get_array (member)
                                 : NULL;

          if (array == NULL || json_array_get_length (array) == 0)
            continue;
          g_string_append_printf (out, "\n%s\n", _ (column->title));
          append_table (out, array, column->columns, "  ");
          continue;
        }
      value = format_value (member, column);
      if (*value == '\0')
        continue;
      append_padded (out, _ (column->title), width + COLUMN_GAP, FALSE);
      g_string_append_printf (out, "%s\n", value);
    }
}

char *
tiem_cli_format_text (JsonNode *root,
                      const TiemCliColumn *columns,
                      const char *empty)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!JSON_NODE_HOLDS_ARRAY (root))
    append_object (out, root, columns);
  else if (json_array_get_length (json_node_get_array (root)) > 0)
    append_table (out, json_node_get_array (root), columns, "");
  else if (empty != NULL)
    g_string_append_printf (out, "%s\n", empty);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
tiem_cli_format_line (JsonNode *node,
                      const TiemCliColumn *columns)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const TiemCliColumn *column = columns; column->member != NULL; column++)
    {
      g_autofree char *value = format_value (find_member (node, column->member), column);

      if (*value != '\0')
        g_string_append_printf (out, "%s%s", out->len > 0 ? "  " : "", value);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
tiem_cli_format_json (JsonNode *root)
{
  g_autofree char *text = json_to_string (root, FALSE);

  return g_strconcat (text, "\n", NULL);
}

void
tiem_json_add_id (JsonBuilder *builder,
                  const char *name,
                  gint64 id)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, id);
  tiem_json_add_text (builder, name, id != 0 ? text : NULL);
}

void
tiem_json_add_text (JsonBuilder *builder,
                    const char *name,
                    const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text == NULL)
    json_builder_add_null_value (builder);
  else
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      json_builder_add_string_value (builder, valid);
    }
}

void
tiem_json_add_int (JsonBuilder *builder,
                   const char *name,
                   gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
tiem_json_add_optional_int (JsonBuilder *builder,
                            const char *name,
                            gboolean has,
                            gint64 value)
{
  if (has)
    tiem_json_add_int (builder, name, value);
  else
    tiem_json_add_null (builder, name);
}

void
tiem_json_add_time (JsonBuilder *builder,
                    const char *name,
                    gint64 ms)
{
  g_autofree char *text = ms != 0 ? tiem_time_format_iso (ms) : NULL;

  tiem_json_add_text (builder, name, text);
}

void
tiem_json_add_bool (JsonBuilder *builder,
                    const char *name,
                    gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
tiem_json_add_null (JsonBuilder *builder,
                    const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_null_value (builder);
}

void
tiem_json_begin_list (JsonBuilder *builder,
                      const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

void
tiem_json_add_error (JsonBuilder *builder,
                     const char *class_name,
                     const char *message)
{
  if (class_name == NULL)
    {
      tiem_json_add_null (builder, "error");
      return;
    }
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "class", class_name);
  tiem_json_add_text (builder, "message", message);
  json_builder_end_object (builder);
}

JsonNode *
tiem_json_finish (JsonBuilder *builder)
{
  JsonNode *root = json_builder_get_root (builder);

  g_object_unref (builder);
  return root;
}
