#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One cell: what it says, or why nobody can tell. */

#define MOST_DIGITS 15

static gboolean
is_number_field (TiemField field)
{
  return field == TIEM_FIELD_PRICE || field == TIEM_FIELD_COST || field == TIEM_FIELD_ON_HAND
         || field == TIEM_FIELD_SECOND_PRICE || field == TIEM_FIELD_FACTOR;
}

/* Returns: (transfer full) (nullable): @text without spaces at its ends, no-break ones too */
static char *
dup_trimmed (const char *text)
{
  g_autofree char *copy = g_strdup (text);

  for (char *gap; (gap = strstr (copy, "\u00a0")) != NULL;)
    memcpy (gap, "  ", 2);
  g_strstrip (copy);
  return *copy != '\0' ? g_steal_pointer (&copy) : NULL;
}

/* Merged cells show one value in all of them; of a number only the first holds it. */
char *
tiem_import_dup_cell (TiemImportReader *self,
                      guint row,
                      TiemField field)
{
  guint column = self->file->columns[field];

  if (column == TIEM_SHEET_NO_COLUMN)
    return NULL;
  return dup_trimmed (is_number_field (field)
                          ? tiem_sheet_get_cell (self->file->sheet, row, column)
                          : tiem_sheet_get_spread (self->file->sheet, row, column));
}

static void
add_problem (
    GPtrArray **problems, TiemImportRow *item, TiemField field, const char *reason, const char *fix)
{
  TiemImportProblem *problem
      = tiem_import_problem_new (item->row, tiem_field_get_name (field), reason);

  problem->fix = g_strdup (fix);
  if (*problems == NULL)
    *problems = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_problem_free);
  g_ptr_array_add (*problems, problem);
}

void
tiem_import_add_wrong (TiemImportRow *item,
                       TiemField field,
                       const char *reason,
                       const char *fix)
{
  add_problem (&item->wrong, item, field, reason, fix);
}

void
tiem_import_add_note (TiemImportRow *item,
                      TiemField field,
                      const char *reason)
{
  add_problem (&item->notes, item, field, reason, NULL);
}

/* What makes any cell worthless. */
static gboolean
is_sound (TiemImportReader *self,
          guint row,
          guint column,
          TiemField field,
          TiemImportRow *item)
{
  TiemCellMarks marks = tiem_sheet_get_marks (self->file->sheet, row, column);
  const char *text = tiem_sheet_get_cell (self->file->sheet, row, column);
  g_autofree char *reason = NULL;

  if (marks & TIEM_CELL_MARK_NO_VALUE)
    {
      tiem_import_add_wrong (item,
                             field,
                             _ ("The formula in this cell was never calculated."),
                             _ ("Open the file in Excel, save it and read it again"));
      return FALSE;
    }
  if (marks & TIEM_CELL_MARK_ERROR)
    {
      /* Translators: %s is what a spreadsheet shows for a failed formula, "#N/A" */
      reason = g_strdup_printf (_ ("The formula in this cell fails: %s"), text);
      tiem_import_add_wrong (item, field, reason, _ ("Correct the formula, or type the value"));
      return FALSE;
    }
  return TRUE;
}

/* "8.93851E+12": a code that was a number in a spreadsheet and has lost its digits. */
static gboolean
is_damaged_code (const char *text)
{
  const char *p = text + strspn (text, "0123456789.,");

  return p > text && (*p == 'E' || *p == 'e') && p[1] == '+' && p[2] != '\0'
         && strspn (p + 2, "0123456789") == strlen (p + 2);
}

char *
tiem_import_read_code (TiemImportReader *self,
                       guint row,
                       TiemField field,
                       TiemImportRow *item)
{
  guint column = self->file->columns[field];
  g_autofree char *text = NULL;

  if (column == TIEM_SHEET_NO_COLUMN || !is_sound (self, row, column, field, item))
    return NULL;
  /* A code belongs to one row: merged cells do not give it to several. */
  text = dup_trimmed (tiem_sheet_get_cell (self->file->sheet, row, column));
  if (text == NULL
      || !(is_damaged_code (text)
           || tiem_sheet_get_marks (self->file->sheet, row, column) & TIEM_CELL_MARK_DAMAGED))
    return g_steal_pointer (&text);
  tiem_import_add_wrong (item,
                         field,
                         _ ("The spreadsheet has cut off digits of this code; set the column to "
                            "text and type the code again."),
                         _ ("Export again, do not save with Excel"));
  return NULL;
}

/* --- numbers --- */

/* Takes the signs of money and spaces away. Returns: (transfer full) */
static char *
strip_currency (const char *text)
{
  static const char *const signs[] = { "₫", "đồng", "đ", "VNĐ", "VND", "vnđ", "vnd" };
  g_autofree char *left = g_strdup (text);

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_strstrip (left);
      if (g_str_has_suffix (left, signs[i]))
        left[strlen (left) - strlen (signs[i])] = '\0';
      else if (g_str_has_prefix (left, signs[i]))
        memmove (left, left + strlen (signs[i]), strlen (left + strlen (signs[i])) + 1);
    }
  g_strstrip (left);
  return g_steal_pointer (&left);
}

/* Whether the digits between @sign stand in groups of three, the first shorter perhaps. */
static gboolean
has_groups (const char *whole,
            char sign)
{
  const char *p = whole;
  gsize n = strspn (p, "0123456789");

  if (n == 0 || n > 3)
    return FALSE;
  for (p += n; *p != '\0'; p += 4)
    if (*p != sign || strspn (p + 1, "0123456789") != 3)
      return FALSE;
  return TRUE;
}

/* Splits "1.234.567,50" into "1234567" and "50". FALSE: it is no number, or can be read in two
 * ways. */
static gboolean
split_number (const char *text,
              gboolean *negative,
              char whole[MOST_DIGITS + 1],
              const char **fraction)
{
  g_autofree char *plain = g_strdup (text);
  char *start = plain;
  char *dot, *comma, *mark = NULL;
  char sign = '\0';
  gsize n = 0;

  /* thousands set apart by spaces: "59 000" */
  if (strchr (plain, ' ') != NULL && has_groups (plain, ' '))
    for (char *from = plain, *to = plain;; from++)
      if (*from != ' ' && (*to++ = *from) == '\0')
        break;
  *negative = *start == '-';
  start += *negative;
  if (*start == '\0' || strspn (start, "0123456789.,") != strlen (start))
    return FALSE;

  dot = strrchr (start, '.');
  comma = strrchr (start, ',');
  if (dot != NULL && comma != NULL)
    mark = MAX (dot, comma);
  else if (dot != NULL || comma != NULL)
    {
      char *only = dot != NULL ? dot : comma;

      if (!has_groups (start, *only))
        mark = only; /* not thousands, so a fraction */
    }
  *fraction = "";
  if (mark != NULL)
    {
      *mark = '\0';
      *fraction = text + (mark + 1 - plain);
      sign = mark == dot ? ',' : '.';
    }
  else
    sign = dot != NULL ? '.' : ',';
  if (strspn (*fraction, "0123456789") != strlen (*fraction)
      || (strpbrk (start, ".,") != NULL && !has_groups (start, sign)))
    return FALSE;
  for (const char *p = start; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      {
        if (n == MOST_DIGITS)
          return FALSE;
        whole[n++] = *p;
      }
  whole[n] = '\0';
  return TRUE;
}

gboolean
tiem_import_parse_money (const char *text,
                         gboolean round,
                         gint64 *vnd)
{
  g_autofree char *plain = strip_currency (text);
  char whole[MOST_DIGITS + 1];
  const char *fraction;
  gboolean negative;

  if (!split_number (plain, &negative, whole, &fraction))
    return FALSE;
  *vnd = g_ascii_strtoll (whole, NULL, 10);
  if (strspn (fraction, "0") != strlen (fraction))
    {
      if (!round)
        return FALSE;
      *vnd += *fraction >= '5';
    }
  if (negative)
    *vnd = -*vnd;
  return TRUE;
}

gboolean
tiem_import_parse_thousandths (const char *text,
                               gint64 *thousandths)
{
  char whole[MOST_DIGITS + 1];
  const char *fraction;
  gboolean negative;
  gint64 scale = 100;

  if (!split_number (text, &negative, whole, &fraction) || strlen (whole) > MOST_DIGITS - 3)
    return FALSE;
  *thousandths = g_ascii_strtoll (whole, NULL, 10) * 1000;
  for (; *fraction != '\0' && scale > 0; fraction++, scale /= 10)
    *thousandths += (*fraction - '0') * scale;
  if (negative)
    *thousandths = -*thousandths;
  return TRUE;
}

/* "2026-11-21", "21/11/2026", "3/11": a day where a number should be. */
static gboolean
looks_like_date (const char *text)
{
  return g_regex_match_simple (
      "^(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}/\\d{1,2}(/\\d{2,4})?)([ T].*)?$", text, 0, 0);
}

/* Counts a cell that only a person would understand. Returns: whether it may be read so */
static gboolean
use_fix (TiemImportReader *self,
         TiemImportFixes fix,
         const char *text,
         const char *reading)
{
  guint i = fix == TIEM_FIX_SHORT_MONEY ? 0 : 1;

  self->file->n_fixes[i]++;
  if (self->file->fix_samples[i] == NULL)
    self->file->fix_samples[i] = g_strdup_printf ("%s → %s", text, reading);
  return (self->choices->fixes & fix) != 0;
}

static gboolean
read_short_money (
    TiemImportReader *self, TiemField field, const char *text, TiemImportRow *item, gint64 *vnd)
{
  g_autofree char *reading = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *fix = NULL;

  if (!tiem_money_parse_input (text, vnd, NULL))
    return FALSE;
  reading = tiem_number_format (*vnd);
  if (use_fix (self, TIEM_FIX_SHORT_MONEY, text, reading))
    {
      /* Translators: what a cell says ("1tr2"), and the number it is taken for */
      reason = g_strdup_printf (_ ("“%s” is read as %s"), text, reading);
      tiem_import_add_note (item, field, reason);
      return TRUE;
    }
  /* Translators: what a cell says, "1tr2" */
  reason = g_strdup_printf (_ ("“%s” is an amount in short"), text);
  /* Translators: the number that a cell is to be read as */
  fix = g_strdup_printf (_ ("Read it as %s"), reading);
  tiem_import_add_wrong (item, field, reason, fix);
  *vnd = -1;
  return TRUE;
}

gboolean
tiem_import_read_money (
    TiemImportReader *self, guint row, TiemField field, TiemImportRow *item, gint64 *vnd)
{
  g_autofree char *text = tiem_import_dup_cell (self, row, field);
  g_autofree char *reason = NULL;

  if (self->file->columns[field] == TIEM_SHEET_NO_COLUMN
      || !is_sound (self, row, self->file->columns[field], field, item) || text == NULL)
    return FALSE;
  if (tiem_import_parse_money (
          text, field == TIEM_FIELD_COST && !self->file->program->is_free, vnd))
    {
      if (*vnd >= 0)
        return TRUE;
      tiem_import_add_wrong (
          item, field, _ ("An amount below zero can't be right; correct it."), NULL);
      return FALSE;
    }
  if (read_short_money (self, field, text, item, vnd))
    return *vnd >= 0;

  if (looks_like_date (text))
    /* Translators: %s is what a cell holds */
    reason = g_strdup_printf (_ ("“%s” is a date, not an amount of money"), text);
  else if (tiem_import_parse_money (text, TRUE, vnd))
    reason = g_strdup_printf (_ ("“%s” is not whole đồng"), text);
  else
    reason = g_strdup_printf (_ ("“%s” is not an amount of money"), text);
  tiem_import_add_wrong (item, field, reason, _ ("Write 1250000 or 1.250.000"));
  return FALSE;
}

/* "hết", "14 cái": how people note what is left. */
static gboolean
read_stock_words (const char *text,
                  gint64 *units)
{
  static const char *const none[] = { "het", "het hang", "0 con", "khong con" };
  g_autofree char *folded = tiem_text_fold (text);
  const char *p = text;

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    if (strcmp (folded, none[i]) == 0)
      {
        *units = 0;
        return TRUE;
      }
  for (*units = 0; g_ascii_isdigit (*p) && p - text < 9; p++)
    *units = *units * 10 + (*p - '0');
  /* one word after the number, no other number */
  return p > text && *p == ' ' && strpbrk (p, "0123456789.,-/") == NULL
         && strchr (p + 1, ' ') == NULL;
}

gboolean
tiem_import_read_units (
    TiemImportReader *self, guint row, guint column, TiemImportRow *item, gint64 *thousandths)
{
  g_autofree char *text = dup_trimmed (tiem_sheet_get_cell (self->file->sheet, row, column));
  g_autofree char *reason = NULL;
  g_autofree char *fix = NULL;
  gboolean is_free = self->file->program->is_free;
  gint64 units;

  if (!is_sound (self, row, column, TIEM_FIELD_ON_HAND, item) || text == NULL)
    return FALSE;
  if (tiem_import_parse_thousandths (text, thousandths)
      && (!is_free || (*thousandths >= 0 && *thousandths % 1000 == 0)))
    return TRUE;
  if (read_stock_words (text, &units))
    {
      g_autofree char *reading = tiem_number_format (units);

      *thousandths = units * 1000;
      if (use_fix (self, TIEM_FIX_STOCK_WORDS, text, reading))
        {
          reason = g_strdup_printf (_ ("“%s” is read as %s"), text, reading);
          tiem_import_add_note (item, TIEM_FIELD_ON_HAND, reason);
          return TRUE;
        }
      fix = g_strdup_printf (_ ("Read it as %s"), reading);
    }
  if (looks_like_date (text))
    /* Translators: %s is what a cell holds */
    reason = g_strdup_printf (_ ("“%s” is a date, not a number of units"), text);
  else
    /* Translators: %s is what the file holds in the column of units on hand */
    reason = g_strdup_printf (_ ("“%s” is not a number of units; write a whole number, 0 or more."),
                              text);
  tiem_import_add_wrong (item, TIEM_FIELD_ON_HAND, reason, fix);
  return FALSE;
}

/* Programs that sell by weight or have sold what was not booked in write such numbers; Tiệm counts
 * whole units that are there. */
void
tiem_import_take_units (TiemImportRow *item,
                        gint64 thousandths)
{
  gint64 units = thousandths > 0 ? thousandths / 1000 : 0;
  g_autofree char *number = tiem_number_format (units);
  g_autofree char *reason = NULL;

  if (thousandths < 0)
    {
      g_autofree char *below = tiem_number_format (thousandths / 1000);

      /* Translators: a number of units below zero */
      reason = g_strdup_printf (_ ("Stock %s is below zero: 0 is taken, count these goods soon"),
                                below);
    }
  else if (thousandths % 1000 != 0)
    /* Translators: a number of units such as 14.5, then the whole number of it */
    reason
        = g_strdup_printf (_ ("Stock %g is no whole number: Tiệm counts whole units, %s is taken"),
                           (double)thousandths / 1000.0,
                           number);
  if (reason != NULL)
    tiem_import_add_note (item, TIEM_FIELD_ON_HAND, reason);
  item->values.on_hand = units;
  item->values.has_on_hand = TRUE;
}

/* --- texts --- */

char *
tiem_import_join_options (const char *const *values,
                          guint n_values)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < n_values; i++)
    {
      g_autofree char *value = values[i] != NULL ? g_strstrip (g_strdup (values[i])) : NULL;

      /* What programs write where there are no variants */
      if (value == NULL || *value == '\0' || g_ascii_strcasecmp (value, "Default Title") == 0
          || g_ascii_strcasecmp (value, "Default") == 0)
        continue;
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", value);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

gboolean
tiem_import_read_flag (TiemImportReader *self,
                       guint row,
                       TiemField field,
                       gboolean fallback)
{
  static const char *const no[] = { "0", "false", "no", "khong", "n" };
  g_autofree char *text = tiem_import_dup_cell (self, row, field);
  g_autofree char *folded = tiem_text_fold (text);

  if (*folded == '\0')
    return fallback;
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    if (strcmp (folded, no[i]) == 0)
      return FALSE;
  return TRUE;
}

/* "&amp;" and the like; what is not known stays as it is. */
static void
append_reference (GString *out,
                  const char **text)
{
  static const struct
  {
    const char *name;
    const char *letter;
  } references[] = {
    { "&amp;", "&" },   { "&lt;", "<" },  { "&gt;", ">" },
    { "&quot;", "\"" }, { "&#39;", "'" }, { "&nbsp;", " " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    if (g_str_has_prefix (*text, references[i].name))
      {
        g_string_append (out, references[i].letter);
        *text += strlen (references[i].name);
        return;
      }
  g_string_append_c (out, *(*text)++);
}

static gboolean
begins_line (const char *tag)
{
  static const char *const tags[] = { "<br", "</p", "</li", "</div", "</tr", "</h" };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_ascii_strncasecmp (tag, tags[i], strlen (tags[i])) == 0)
      return TRUE;
  return FALSE;
}

char *
tiem_import_strip_markup (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *end
          = *text == '<' && (g_ascii_isalpha (text[1]) || strchr ("/!", text[1]) != NULL)
                ? strchr (text, '>')
                : NULL;

      if (end != NULL)
        {
          if (begins_line (text) && out->len > 0)
            g_string_append_c (out, '\n');
          text = end + 1;
        }
      else if (*text == '&')
        append_reference (out, &text);
      else
        g_string_append_c (out, *text++);
    }
  return g_strstrip (g_string_free (g_steal_pointer (&out), FALSE));
}

gboolean
tiem_import_is_bare (const TiemImportRow *item)
{
  return item->values.sku == NULL && !(item->given & TIEM_EDIT_PRICE) && item->wrong == NULL;
}

guint
tiem_import_find_id_row (const TiemSheet *sheet,
                         guint head_row,
                         guint column)
{
  for (guint row = head_row + 1; row < sheet->rows->len; row++)
    {
      const char *text = tiem_sheet_get_cell (sheet, row, column);
      gsize n = strspn (text, "0123456789");

      if (n >= 6 && text[n] == '\0')
        return row;
    }
  return sheet->rows->len;
}
