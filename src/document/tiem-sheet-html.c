#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet-private.h"

#include <string.h>

/*
 * The table of a web page. Many shop programs save one under the name of an Excel file; Excel
 * opens it with a warning, so people think it is one. Tags are read as they come: such pages are
 * seldom well-formed. Of several tables all rows are taken, in their order.
 */

#define ROWS_PER_CHECK 256
#define MOST_SPAN 1000

typedef struct
{
  TiemSheetBuilder *builder;
  GString *text; /* of the cell */
  gboolean in_cell;
  gboolean any_row;
  guint row;
  guint column;
  guint row_span;
  guint column_span;
  guint covered[TIEM_SHEET_MAX_COLUMNS]; /* the row up to which a cell from above reaches */
} Page;

/* Whether @tag, the text behind "<", is this one. */
static gboolean
is_tag (const char *tag,
        const char *name)
{
  gsize n = strlen (name);

  return g_ascii_strncasecmp (tag, name, n) == 0 && !g_ascii_isalnum (tag[n]);
}

/* Returns: the number of an attribute between @tag and @end, at most @most; @fallback when there is
 * none */
static guint
read_attribute (const char *tag,
                const char *end,
                const char *name,
                guint fallback,
                guint most)
{
  for (const char *p = tag; p + strlen (name) < end; p++)
    if (g_ascii_strncasecmp (p, name, strlen (name)) == 0 && p > tag && g_ascii_isspace (p[-1]))
      {
        p += strlen (name);
        p += strspn (p, " =\"'");
        return p < end && g_ascii_isdigit (*p)
                   ? (guint)CLAMP (g_ascii_strtoull (p, NULL, 10), 1, most)
                   : fallback;
      }
  return fallback;
}

/* "&amp;", "&#7843;", "&#x1EA3;". Returns: how much of @text it takes, 0 when it is none */
static gsize
append_reference (GString *out,
                  const char *text)
{
  static const struct
  {
    const char *name;
    gunichar letter;
  } references[] = {
    { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&nbsp;", ' ' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    if (g_str_has_prefix (text, references[i].name))
      {
        g_string_append_unichar (out, references[i].letter);
        return strlen (references[i].name);
      }
  if (text[1] == '#')
    {
      gboolean hex = g_ascii_tolower (text[2]) == 'x';
      char *end;
      guint64 value = g_ascii_strtoull (text + 2 + hex, &end, hex ? 16 : 10);

      if (*end == ';' && value > 0 && value < 0x110000 && g_unichar_validate ((gunichar)value))
        {
          g_string_append_unichar (out, (gunichar)value);
          return end + 1 - text;
        }
    }
  return 0;
}

static gboolean
end_cell (Page *self,
          GError **error)
{
  g_autofree char *tidy = NULL;

  if (!self->in_cell)
    return TRUE;
  self->in_cell = FALSE;
  tidy = g_strstrip (g_strdup (self->text->str));
  if (!tiem_sheet_builder_set (self->builder, self->row, self->column, tidy, error))
    return FALSE;
  if (self->column_span > 1)
    tiem_sheet_builder_merge (
        self->builder, self->row, self->column, self->row, self->column + self->column_span - 1);
  for (guint i = 0; i < self->column_span; i++, self->column++)
    if (self->column < TIEM_SHEET_MAX_COLUMNS)
      self->covered[self->column] = self->row + self->row_span;
  return TRUE;
}

static void
begin_cell (Page *self,
            const char *tag,
            const char *end)
{
  self->in_cell = TRUE;
  g_string_truncate (self->text, 0);
  while (self->column < TIEM_SHEET_MAX_COLUMNS && self->covered[self->column] > self->row)
    self->column++;
  self->row_span = read_attribute (tag, end, "rowspan", 1, MOST_SPAN);
  self->column_span = read_attribute (tag, end, "colspan", 1, MOST_SPAN);
}

/* Excel's XML of 2003: what was left out is told by the number of what comes next. */
static gboolean
begin_xml_row (Page *self,
               const char *tag,
               const char *end,
               GError **error)
{
  guint number = read_attribute (tag, end, "ss:Index", 0, G_MAXINT);

  if (!end_cell (self, error))
    return FALSE;
  self->row += self->any_row;
  self->any_row = TRUE;
  if (number > self->row)
    self->row = number - 1;
  self->column = 0;
  return TRUE;
}

static void
begin_xml_cell (Page *self,
                const char *tag,
                const char *end)
{
  guint number = read_attribute (tag, end, "ss:Index", 0, G_MAXINT);

  self->in_cell = end[-1] != '/';
  g_string_truncate (self->text, 0);
  while (self->column < TIEM_SHEET_MAX_COLUMNS && self->covered[self->column] > self->row)
    self->column++;
  if (number > 0)
    self->column = number - 1;
  self->row_span = 1 + read_attribute (tag, end, "ss:MergeDown", 0, MOST_SPAN);
  self->column_span = 1 + read_attribute (tag, end, "ss:MergeAcross", 0, MOST_SPAN);
  if (!self->in_cell)
    self->column += self->column_span;
}

/* Returns: whether the tag was one of such a file's */
static gboolean
read_xml_tag (Page *self,
              const char *tag,
              const char *end,
              GError **error)
{
  if (is_tag (tag, "row"))
    return begin_xml_row (self, tag, end, error);
  if (is_tag (tag, "cell"))
    {
      if (!end_cell (self, error))
        return FALSE;
      begin_xml_cell (self, tag, end);
      return TRUE;
    }
  return !(is_tag (tag, "/cell") || is_tag (tag, "/row")) || end_cell (self, error);
}

/* Where the text behind a <script> or a comment goes on. */
static const char *
skip_hidden (const char *tag,
             const char *end)
{
  const char *close = NULL;

  if (g_str_has_prefix (tag, "!--"))
    close = strstr (tag, "-->");
  else if (is_tag (tag, "style"))
    close = strstr (tag, "</style");
  else if (is_tag (tag, "script"))
    close = strstr (tag, "</script");
  return close != NULL ? close : end;
}

static gboolean
read_tag (Page *self,
          const char *tag,
          const char *end,
          GError **error)
{
  if (is_tag (tag, "td") || is_tag (tag, "th"))
    {
      if (!end_cell (self, error))
        return FALSE;
      begin_cell (self, tag, end);
    }
  else if (is_tag (tag, "/td") || is_tag (tag, "/th") || is_tag (tag, "/tr")
           || is_tag (tag, "/table"))
    return end_cell (self, error);
  else if (is_tag (tag, "tr"))
    {
      if (!end_cell (self, error))
        return FALSE;
      self->row += self->any_row;
      self->any_row = TRUE;
      self->column = 0;
    }
  else if (is_tag (tag, "br") && self->in_cell)
    g_string_append_c (self->text, '\n');
  return read_xml_tag (self, tag, end, error);
}

gboolean
tiem_sheet_read_html (TiemSheetBuilder *builder,
                      const guint8 *bytes,
                      gsize length,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *decoded = tiem_sheet_decode (bytes, length, error);
  g_autoptr (GString) text = g_string_new (NULL);
  Page self = { .builder = builder, .text = text };
  guint seen = 0;

  for (const char *p = decoded; p != NULL && *p != '\0';)
    {
      const char *end = *p == '<' ? strchr (p, '>') : NULL;
      gsize n = 0;

      if (end != NULL)
        {
          if (!read_tag (&self, p + 1, end, error)
              || (seen++ % ROWS_PER_CHECK == 0
                  && g_cancellable_set_error_if_cancelled (cancellable, error)))
            return FALSE;
          /* Of a workbook of 2003 the first sheet that has rows. */
          if (is_tag (p + 1, "/worksheet") && self.any_row)
            break;
          p = skip_hidden (p + 1, end) + 1;
          continue;
        }
      if (self.in_cell)
        {
          n = *p == '&' ? append_reference (text, p) : 0;
          if (n == 0)
            g_string_append_c (text, *p == '\n' || *p == '\r' ? ' ' : *p);
        }
      p += MAX (n, 1);
    }
  return decoded != NULL && end_cell (&self, error);
}
