#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet-xlsx-private.h"

#include <math.h>
#include <string.h>

/* Above this a double no longer holds every whole number. */
#define LARGEST_EXACT 9007199254740992.0

/* 31 December 9999, the last day a workbook knows. */
#define LAST_DAY 2958465.0

#define SECONDS_PER_DAY 86400

/* Days from 1 January 1970 to the day before "day 1" of a workbook; Excel believes that 1900
 * had a 29 February (day 60), so days before it lie one later. */
#define EPOCH_1900 (-25569)
#define EPOCH_1904 (-24107)
#define FALSE_LEAP_DAY 60

gboolean
tiem_sheet_is_date_format (const char *code)
{
  for (const char *p = code; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
        p = strchr (p + 1, '"');
        if (p == NULL)
          return FALSE;
        break;
      case '\\':
      case '_':
      case '*':
        if (p[1] == '\0')
          return FALSE;
        p++;
        break;
      case '[':
        /* "[h]:mm" counts hours; "[Red]" and "[$₫-42A]" are something else */
        if (strchr ("hms", g_ascii_tolower (p[1])) != NULL && p[1] != '\0'
            && (p[2] == ']' || g_ascii_tolower (p[2]) == g_ascii_tolower (p[1])))
          return TRUE;
        p = strchr (p, ']');
        if (p == NULL)
          return FALSE;
        break;
      case ';':
        return FALSE; /* the first section tells enough */
      default:
        if (g_ascii_strncasecmp (p, "general", strlen ("general")) == 0)
          return FALSE;
        if (strchr ("dmyhs", g_ascii_tolower (*p)) != NULL)
          return TRUE;
      }
  return FALSE;
}

char *
tiem_sheet_format_number (const char *raw)
{
  const char *digits = raw + (*raw == '-');
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const char *point;
  char *end;
  double value;

  if (*digits != '\0' && strspn (digits, "0123456789") == strlen (digits))
    return g_strdup (raw);
  value = g_ascii_strtod (raw, &end);
  if (end == raw || *end != '\0' || !isfinite (value))
    return g_strdup (raw);
  if (value == trunc (value))
    return fabs (value) <= LARGEST_EXACT
               ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64)value)
               : g_strdup (raw); /* digits are lost: leave the exponent for all to see */

  /* 15 digits are what a spreadsheet shows: 128999.99999999999 was 129000 */
  g_ascii_formatd (text, sizeof text, "%.15g", value);
  point = strchr (text, '.');
  return g_strconcat (text,
                      point != NULL && strlen (point + 1) == 3 && strchr (text, 'e') == NULL ? "0"
                                                                                             : "",
                      NULL);
}

char *
tiem_sheet_format_date (const char *raw,
                        gboolean since_1904)
{
  char *end;
  double value = g_ascii_strtod (raw, &end);
  gint64 day, seconds;
  g_autoptr (GDateTime) date = NULL;

  if (end == raw || *end != '\0' || !(value >= 0.0 && value <= LAST_DAY))
    return tiem_sheet_format_number (raw);

  day = (gint64)value;
  seconds = (gint64)((value - (double)day) * SECONDS_PER_DAY + 0.5);
  day += seconds / SECONDS_PER_DAY;
  seconds %= SECONDS_PER_DAY;
  if (day == 0 && !since_1904)
    return g_strdup_printf (
        "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));

  if (since_1904)
    day += EPOCH_1904;
  else
    day += EPOCH_1900 + (day < FALSE_LEAP_DAY);
  date = g_date_time_new_from_unix_utc (day * SECONDS_PER_DAY + seconds);
  return g_date_time_format (date, seconds != 0 ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d");
}

char *
tiem_xlsx_unescape (const char *text)
{
  g_autoptr (GString) out = NULL;

  if (strstr (text, "_x") == NULL)
    return g_strdup (text);

  out = g_string_sized_new (strlen (text));
  while (*text != '\0')
    {
      int value = 0;
      int i = 0;

      if (text[0] == '_' && text[1] == 'x')
        for (; i < 4 && g_ascii_isxdigit (text[2 + i]); i++)
          value = value * 16 + g_ascii_xdigit_value (text[2 + i]);
      if (i == 4 && text[6] == '_' && value > 0 && (value < 0xd800 || value > 0xdfff))
        {
          g_string_append_unichar (out, value);
          text += 7;
        }
      else
        g_string_append_c (out, *text++);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* "C12" → row 11, column 2. The reference is trusted more than the order in the file. */
static gboolean
read_reference (const char *text,
                guint *row,
                guint *column)
{
  guint letters_value = 0;
  guint64 number;
  int letters = 0;

  for (; g_ascii_isalpha (*text) && letters < 3; text++, letters++)
    letters_value = letters_value * 26 + (g_ascii_toupper (*text) - 'A' + 1);
  if (letters == 0 || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &number, NULL))
    return FALSE;
  *column = letters_value - 1;
  *row = (guint)number - 1;
  return TRUE;
}

/* "B2:B5": four cells that show what the first of them holds. */
static void
read_merged_cells (TiemXlsx *self,
                   const char *text)
{
  g_auto (GStrv) ends = g_strsplit (text, ":", 2);
  guint row, column, last_row, last_column;

  if (g_strv_length (ends) == 2 && read_reference (ends[0], &row, &column)
      && read_reference (ends[1], &last_row, &last_column))
    tiem_sheet_builder_merge (self->builder, row, column, last_row, last_column);
}

static char
read_kind (const char *text)
{
  static const struct
  {
    const char *name;
    char kind;
  } kinds[] = {
    { "s", 's' }, { "str", 't' }, { "inlineStr", 't' }, { "b", 'b' }, { "d", 'd' }, { "e", 'e' },
  };

  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (text, kinds[i].name) == 0)
      return kinds[i].kind;
  return 'n';
}

void
tiem_xlsx_sheet_start_cb (void *data,
                          const char *element,
                          const char **attributes)
{
  TiemXlsx *self = data;
  const char *name = tiem_xlsx_local_name (element);

  if (strcmp (name, "row") == 0)
    {
      /* 0 is no row: counted on instead */
      guint row = tiem_xlsx_attribute_uint (attributes, "r", 0);

      self->row = row > 0 ? row - 1 : self->next_row;
      self->builder->sheet->hidden_rows += tiem_xlsx_attribute_is_true (attributes, "hidden");
      self->next_row = self->row + 1;
      self->next_column = 0;
    }
  else if (strcmp (name, "c") == 0)
    {
      const char *reference = tiem_xlsx_attribute (attributes, "r");

      self->column = self->next_column;
      if (reference != NULL)
        read_reference (reference, &self->row, &self->column);
      self->next_column = self->column + 1;
      self->style = tiem_xlsx_attribute_uint (attributes, "s", 0);
      self->kind = read_kind (tiem_xlsx_attribute (attributes, "t"));
      self->has_formula = FALSE;
      g_string_truncate (self->text, 0);
    }
  else if (strcmp (name, "f") == 0)
    self->has_formula = TRUE;
  else if (strcmp (name, "mergeCell") == 0)
    {
      const char *reference = tiem_xlsx_attribute (attributes, "ref");

      if (reference != NULL)
        read_merged_cells (self, reference);
    }
  else if (strcmp (name, "rPh") == 0)
    self->phonetic_depth++;
  else if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
    self->in_text = self->phonetic_depth == 0;
}

/* Returns: (transfer full): the cell as text */
static char *
dup_cell_text (TiemXlsx *self)
{
  const char *raw = self->text->str;
  guint64 i;

  switch (self->kind)
    {
    case 's':
      return g_ascii_string_to_unsigned (raw, 10, 0, G_MAXUINT32, &i, NULL)
                     && i < self->strings->len
                 ? g_strdup (g_ptr_array_index (self->strings, i))
                 : g_strdup ("");
    case 'b':
      return g_strdup (strcmp (raw, "1") == 0 ? "TRUE" : "FALSE");
    case 't':
      return tiem_xlsx_unescape (raw);
    case 'n':
      if (self->style < self->is_date->len && self->is_date->data[self->style])
        return tiem_sheet_format_date (raw, self->since_1904);
      return tiem_sheet_format_number (raw);
    default:
      return g_strdup (raw);
    }
}

/* A number of more digits than a spreadsheet holds: what it shows is no longer what was typed. */
static gboolean
has_lost_digits (const char *raw)
{
  char *end;
  double value = g_ascii_strtod (raw, &end);

  return end != raw && *end == '\0' && isfinite (value) && fabs (value) > LARGEST_EXACT;
}

static void
mark_cell (TiemXlsx *self)
{
  TiemCellMarks marks = self->has_formula ? TIEM_CELL_MARK_FORMULA : 0;

  if (self->kind == 'e')
    marks |= TIEM_CELL_MARK_ERROR;
  else if (self->kind == 'n' && has_lost_digits (self->text->str))
    marks |= TIEM_CELL_MARK_DAMAGED;
  else if (self->has_formula && self->kind == 'n' && self->text->len == 0)
    marks |= TIEM_CELL_MARK_NO_VALUE;
  if (marks != 0)
    tiem_sheet_builder_mark (self->builder, self->row, self->column, marks);
}

void
tiem_xlsx_sheet_end_cb (void *data,
                        const char *element)
{
  TiemXlsx *self = data;
  const char *name = tiem_xlsx_local_name (element);

  if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
    self->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0)
    self->phonetic_depth--;
  else if (strcmp (name, "c") == 0 && self->error == NULL)
    {
      g_autofree char *text = NULL;

      mark_cell (self);
      if (self->text->len == 0)
        return;
      text = dup_cell_text (self);
      if (!tiem_sheet_builder_set (self->builder, self->row, self->column, text, &self->error))
        XML_StopParser (self->parser, XML_FALSE);
    }
}
