#define G_LOG_DOMAIN "tiem-market-table"

#include "document/tiem-market-table.h"

#include <stdio.h>
#include <string.h>

#define VN_OFFSET_S (7 * 60 * 60)
/* Beyond this an amount is a mistake. */
#define MOST_VND G_GINT64_CONSTANT (1000000000000)

/* --- columns --- */

/* "Grand Total (VND)" → "grand total": the currency differs by country. Returns: (transfer full) */
static char *
strip_head (const char *head)
{
  g_autofree char *tidy = tiem_sheet_tidy_head (head);
  gsize length = strlen (tidy);

  while (length > 0 && strchr ("* ", tidy[length - 1]) != NULL)
    tidy[--length] = '\0';
  if (length > 5 && tidy[length - 1] == ')' && tidy[length - 5] == '('
      && g_ascii_isupper (tidy[length - 2]) && g_ascii_isupper (tidy[length - 3])
      && g_ascii_isupper (tidy[length - 4]))
    tidy[length - 5] = '\0';
  g_strchomp (tidy);
  return g_utf8_casefold (tidy, -1);
}

static gboolean
is_taken (const TiemMarketTable *self,
          guint column)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (self->columns[i] == column)
      return TRUE;
  return FALSE;
}

static guint
count_columns (const TiemMarketTable *self)
{
  const GPtrArray *row;

  if (self->head_row >= self->sheet->rows->len)
    return 0;
  row = g_ptr_array_index (self->sheet->rows, self->head_row);
  return row->len;
}

static guint
find_stripped (const TiemMarketTable *self,
               const char *name)
{
  g_autofree char *wanted = strip_head (name);

  for (guint i = 0; i < count_columns (self); i++)
    {
      g_autofree char *head = strip_head (tiem_sheet_get_cell (self->sheet, self->head_row, i));

      if (*head != '\0' && g_str_equal (head, wanted) && !is_taken (self, i))
        return i;
    }
  return TIEM_SHEET_NO_COLUMN;
}

void
tiem_market_table_init (TiemMarketTable *self,
                        const TiemSheet *sheet,
                        guint head_row,
                        const TiemMarketField *fields,
                        guint n_fields)
{
  g_autofree const char **heads = g_new0 (const char *, n_fields + 1);

  self->sheet = sheet;
  self->fields = fields;
  self->n_fields = n_fields;
  self->head_row = head_row;
  self->columns = g_new (guint, n_fields);
  for (guint i = 0; i < n_fields; i++)
    heads[i] = fields[i].names[0];
  tiem_sheet_match_heads (sheet, head_row, heads, self->columns);

  for (guint i = 0; i < n_fields; i++)
    for (guint j = 0; j < G_N_ELEMENTS (fields[i].names) && fields[i].names[j] != NULL
                      && self->columns[i] == TIEM_SHEET_NO_COLUMN;
         j++)
      self->columns[i] = find_stripped (self, fields[i].names[j]);
}

void
tiem_market_table_clear (TiemMarketTable *self)
{
  g_clear_pointer (&self->columns, g_free);
}

gboolean
tiem_market_table_has (const TiemMarketTable *self,
                       guint field)
{
  return self->columns[field] != TIEM_SHEET_NO_COLUMN;
}

char *
tiem_market_table_dup_head (const TiemMarketTable *self,
                            guint field)
{
  return tiem_market_table_has (self, field) ? tiem_sheet_tidy_head (
             tiem_sheet_get_cell (self->sheet, self->head_row, self->columns[field]))
                                             : g_strdup (self->fields[field].names[0]);
}

void
tiem_market_table_list_unknown (const TiemMarketTable *self,
                                const char *const *known,
                                GPtrArray *heads)
{
  for (guint i = 0; i < count_columns (self); i++)
    {
      g_autofree char *head
          = tiem_sheet_tidy_head (tiem_sheet_get_cell (self->sheet, self->head_row, i));
      g_autofree char *stripped = strip_head (head);
      gboolean is_known = *head == '\0' || is_taken (self, i);

      for (guint j = 0; known[j] != NULL && !is_known; j++)
        {
          g_autofree char *name = strip_head (known[j]);

          is_known = g_str_equal (name, stripped);
        }
      for (guint j = 0; j < self->n_fields && !is_known; j++)
        for (guint n = 0; n < G_N_ELEMENTS (self->fields[j].names) && !is_known; n++)
          if (self->fields[j].names[n] != NULL)
            {
              g_autofree char *name = strip_head (self->fields[j].names[n]);

              is_known = g_str_equal (name, stripped);
            }
      if (!is_known && !g_ptr_array_find_with_equal_func (heads, head, g_str_equal, NULL))
        g_ptr_array_add (heads, g_steal_pointer (&head));
    }
}

/* --- cells --- */

static const char *
get_cell (const TiemMarketTable *self,
          guint row,
          guint field)
{
  return tiem_market_table_has (self, field)
             ? tiem_sheet_get_cell (self->sheet, row, self->columns[field])
             : "";
}

char *
tiem_market_table_dup_text (const TiemMarketTable *self,
                            guint row,
                            guint field)
{
  g_autofree char *text = tiem_sheet_tidy_head (get_cell (self, row, field));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* "5.82573E+17", or digits that a program has written as a number too large for it. */
static gboolean
is_damaged (const TiemMarketTable *self,
            guint row,
            guint field,
            const char *text)
{
  gsize digits = strspn (text, "0123456789");

  if ((tiem_sheet_get_marks (self->sheet, row, self->columns[field]) & TIEM_CELL_MARK_DAMAGED) != 0)
    return TRUE;
  if (digits == 0 || (text[digits] != '.' && g_ascii_tolower (text[digits]) != 'e'))
    return FALSE;
  if (text[digits] == '.')
    digits += 1 + strspn (text + digits + 1, "0123456789");
  return g_ascii_tolower (text[digits]) == 'e' && strchr ("+0123456789", text[digits + 1]) != NULL
         && text[digits + 1] != '\0'
         && text[digits + 1 + strspn (text + digits + 1, "+0123456789")] == '\0';
}

gboolean
tiem_market_table_read_id (const TiemMarketTable *self,
                           guint row,
                           guint field,
                           char **id)
{
  gsize length;

  *id = tiem_market_table_dup_text (self, row, field);
  if (*id == NULL)
    return TRUE;
  if (is_damaged (self, row, field, *id))
    return FALSE;
  /* "512340011223345.0": a whole number all the same */
  length = strlen (*id);
  if (length > 2 && strspn (*id, "0123456789") == length - 2 && g_str_has_suffix (*id, ".0"))
    (*id)[length - 2] = '\0';
  return TRUE;
}

/* --- money --- */

/* Digits with one kind of separator between groups of three. */
static gboolean
is_grouped (const char *text,
            char separator)
{
  gsize first = strspn (text, "0123456789");

  if (first == 0 || first > 3 || text[first] != separator)
    return FALSE;
  for (text += first; *text == separator; text += 4)
    if (strspn (text + 1, "0123456789") < 3
        || (text[4] != separator && text[4] != '\0' && text[4] != '.' && text[4] != ','))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full): only what tells the amount */
static char *
strip_money (const char *text)
{
  static const char *const signs[] = { "₫", "đ", "Đ", "VND", "vnd", "\u00a0", " " };
  GString *out = g_string_new (text);

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    g_string_replace (out, signs[i], "", 0);
  g_string_replace (out, "−", "-", 0);
  return g_string_free (out, FALSE);
}

gboolean
tiem_market_parse_money (const char *text,
                         gint64 *vnd)
{
  g_autofree char *stripped = strip_money (text);
  const char *p = stripped;
  gboolean is_negative = *p == '-';
  char group = '\0';
  guint64 value = 0;

  *vnd = 0;
  p += is_negative || *p == '+';
  if (*p == '\0')
    return TRUE; /* nothing, or "-" */
  if (is_grouped (p, '.'))
    group = '.';
  else if (is_grouped (p, ','))
    group = ',';

  for (; g_ascii_isdigit (*p) || (group != '\0' && *p == group); p++)
    {
      if (*p == group)
        continue;
      value = value * 10 + (guint64)(*p - '0');
      if (value > MOST_VND)
        return FALSE;
    }
  /* đồng have no decimals: noughts alone may follow */
  if (p > stripped + is_negative && (*p == '.' || *p == ',') && p[1] != '\0')
    p += 1 + strspn (p + 1, "0");
  if (*p != '\0' || p == stripped + is_negative)
    return FALSE;
  *vnd = is_negative ? -(gint64)value : (gint64)value;
  return TRUE;
}

gboolean
tiem_market_table_read_money (const TiemMarketTable *self,
                              guint row,
                              guint field,
                              gint64 *vnd)
{
  g_autofree char *text = tiem_sheet_tidy_head (get_cell (self, row, field));

  return tiem_market_parse_money (text, vnd);
}

gboolean
tiem_market_table_read_int (const TiemMarketTable *self,
                            guint row,
                            guint field,
                            gint64 *value)
{
  g_autofree char *text = tiem_sheet_tidy_head (get_cell (self, row, field));

  return tiem_market_parse_money (text, value) && *value >= -G_MAXINT32 && *value <= G_MAXINT32;
}

/* --- time --- */

static int
read_month (const char *text)
{
  static const char *const months[]
      = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };

  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_ascii_strncasecmp (text, months[i], 3) == 0)
      return (int)i + 1;
  return 0;
}

/* Reads a number of up to @digits digits and the sign behind it. */
static gboolean
read_part (const char **text,
           int digits,
           int *value)
{
  int n = 0;

  *value = 0;
  for (; n < digits && g_ascii_isdigit (**text); n++, (*text)++)
    *value = *value * 10 + (**text - '0');
  if (n > 0 && **text != '\0' && strchr ("-/ .", **text) != NULL)
    (*text)++;
  return n > 0;
}

/* "2026-11-21", "2026/11/21", "21/11/2026", "21-11-2026", "21 Nov 2026". Returns: what follows;
 * NULL: it is no date */
static const char *
read_date (const char *text,
           int *year,
           int *month,
           int *day)
{
  gboolean year_first = strspn (text, "0123456789") == 4;
  const char *p = text;

  if (!read_part (&p, 4, year_first ? year : day))
    return NULL;
  if ((*month = read_month (p)) > 0)
    {
      while (g_ascii_isalpha (*p))
        p++;
      p += *p == ' ' || *p == '-';
    }
  else if (!read_part (&p, 2, month))
    return NULL;
  if (!read_part (&p, year_first ? 2 : 4, year_first ? day : year))
    return NULL;
  return *year > 1900 ? p : NULL;
}

TiemMarketTime
tiem_market_parse_time (const char *text,
                        gint64 *ms)
{
  int year, month, day;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const char *rest;
  g_autoptr (GDateTime) time = NULL;

  *ms = 0;
  if (*text == '\0' || g_str_equal (text, "-") || g_str_equal (text, "/"))
    return TIEM_MARKET_TIME_OK;
  rest = read_date (text, &year, &month, &day);
  if (rest == NULL)
    return TIEM_MARKET_TIME_WRONG;
  if (month > 12 && month <= 31 && day <= 12)
    return TIEM_MARKET_TIME_SWAPPED;
  while (*rest == ' ' || *rest == 'T')
    rest++;
  if (*rest != '\0' && sscanf (rest, "%2d:%2d:%2d", &hour, &minute, &second) < 2)
    return TIEM_MARKET_TIME_WRONG;
  time = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (time == NULL)
    return TIEM_MARKET_TIME_WRONG;
  *ms = (g_date_time_to_unix (time) - VN_OFFSET_S) * 1000;
  return TIEM_MARKET_TIME_OK;
}

TiemMarketTime
tiem_market_table_read_time (const TiemMarketTable *self,
                             guint row,
                             guint field,
                             gint64 *ms)
{
  g_autofree char *text = tiem_sheet_tidy_head (get_cell (self, row, field));

  return tiem_market_parse_time (text, ms);
}
