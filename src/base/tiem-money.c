#define G_LOG_DOMAIN "tiem-money"

#include "config.h"

#include "base/tiem-money.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NO_BREAK_SPACE "\u00a0"
#define DONG_SIGN "\u20ab"
#define MINUS_SIGN "\u2212"

/* Enough of a wrong text to recognise it by, in an error message. */
#define LONGEST_QUOTE 40

/* What people write after a number, already lower case. */
static const struct
{
  const char *word;
  int zeros;
} units[] = {
  { "k", 3 }, { "nghìn", 3 }, { "ngàn", 3 }, { "tr", 6 }, { "triệu", 6 }, { "tỷ", 9 }, { "tỉ", 9 },
};

static const char *const currencies[] = { DONG_SIGN, "đồng", "vnđ", "vnd", "đ" };

static char *
quote_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  return g_utf8_strlen (valid, -1) > LONGEST_QUOTE ? g_utf8_substring (valid, 0, LONGEST_QUOTE)
                                                   : g_steal_pointer (&valid);
}

/* Adds a digit to a number that is kept below zero, where int64 reaches one further.
 * Returns: FALSE on overflow */
static gboolean
append_digit (gint64 *negative,
              int digit)
{
  return !__builtin_mul_overflow (*negative, 10, negative)
         && !__builtin_sub_overflow (*negative, digit, negative);
}

static gboolean
append_zeros (gint64 *negative,
              int zeros)
{
  while (zeros-- > 0)
    if (!append_digit (negative, 0))
      return FALSE;
  return TRUE;
}

static gboolean
read_decimal (const char *text,
              gint64 *vnd)
{
  gboolean is_negative = *text == '-';
  gint64 value = 0;

  text += is_negative;
  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; g_ascii_isdigit (*text); text++)
    if (!append_digit (&value, *text - '0'))
      return FALSE;
  if (*text == '.')
    {
      text++;
      if (*text == '\0')
        return FALSE;
      text += strspn (text, "0");
    }
  if (*text != '\0' || (!is_negative && value == G_MININT64))
    return FALSE;

  *vnd = is_negative ? value : -value;
  return TRUE;
}

gboolean
tiem_money_parse_decimal (const char *text,
                          gint64 *vnd,
                          GError **error)
{
  g_autofree char *quote = NULL;

  g_return_val_if_fail (vnd != NULL, FALSE);

  if (text != NULL && read_decimal (text, vnd))
    return TRUE;

  quote = quote_text (text);
  g_set_error (
      error,
      TIEM_ERROR,
      TIEM_ERROR_PROTOCOL,
      /* Translators: %s is what a channel sent where an amount was due */
      _ ("The channel sent “%s” as an amount of money, which is not a whole number of đồng; "
         "check the price at the channel."),
      quote);
  return FALSE;
}

/* Lower case, one way of writing accents, without spaces. */
static char *
tidy_input (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  g_autofree char *composed = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
cut_currency (char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (currencies); i++)
    if (g_str_has_suffix (text, currencies[i]))
      {
        text[strlen (text) - strlen (currencies[i])] = '\0';
        return;
      }
}

/* Returns: the zeros that the unit at *@text stands for, 0 = there is none; moves behind it */
static int
read_unit (const char **text)
{
  gsize longest = 0;
  int zeros = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (*text, units[i].word) && strlen (units[i].word) > longest)
      {
        longest = strlen (units[i].word);
        zeros = units[i].zeros;
      }
  *text += longest;
  return zeros;
}

/* Digits in groups of three, "1.250.000": *@text stands behind the first group, at a separator. */
static gboolean
read_groups (const char **text,
             gint64 *value)
{
  const char *p = *text;
  char separator = *p;

  while (*p == separator)
    {
      for (int i = 1; i <= 3; i++)
        if (!g_ascii_isdigit (p[i]) || !append_digit (value, p[i] - '0'))
          return FALSE;
      p += 4;
    }
  *text = p;
  return TRUE;
}

/* Up to @zeros digits of a fraction: the 25 of "1tr25" and "1,25tr". */
static gboolean
read_fraction (const char **text,
               int zeros,
               gint64 *value)
{
  for (; g_ascii_isdigit (**text); (*text)++)
    if (zeros-- <= 0 || !append_digit (value, **text - '0'))
      return FALSE;
  return append_zeros (value, zeros);
}

/* A separator may group thousands or start a fraction. Three digits behind it mean a group
 * ("1.250k" is over a million), but nobody groups millions by thousands ("1,250tr"):
 * what could be read in two ways is refused. */
static gboolean
read_amount (const char *text,
             gint64 *vnd)
{
  gint64 value = 0;
  gsize lead = strspn (text, "0123456789");
  const char *rest = text + lead;
  gsize behind = (*rest == '.' || *rest == ',') ? strspn (rest + 1, "0123456789") : 0;
  const char *after = rest + 1 + behind;
  gboolean is_grouped = behind == 3;
  int zeros;

  if (lead == 0 || (is_grouped && (lead > 3 || *text == '0')))
    return FALSE;
  for (const char *p = text; p < rest; p++)
    if (!append_digit (&value, *p - '0'))
      return FALSE;

  if (is_grouped)
    {
      if (!read_groups (&rest, &value))
        return FALSE;
      if (g_str_has_prefix (rest, ",00") || g_str_has_prefix (rest, ".00"))
        rest += strlen (",00"); /* as spreadsheets give it */
      zeros = read_unit (&rest);
      if (zeros > 3 || !append_zeros (&value, zeros))
        return FALSE;
    }
  else if (behind > 0)
    {
      zeros = read_unit (&after);
      rest++;
      if (!read_fraction (&rest, zeros, &value))
        return FALSE;
      rest = after;
    }
  else if ((zeros = read_unit (&rest)) > 0)
    {
      if (!read_fraction (&rest, zeros, &value))
        return FALSE;
    }

  *vnd = value;
  return *rest == '\0';
}

gboolean
tiem_money_parse_input (const char *text,
                        gint64 *vnd,
                        GError **error)
{
  g_autofree char *tidy = NULL;
  g_autofree char *quote = NULL;
  const char *start;
  gboolean is_negative;
  gint64 value;

  g_return_val_if_fail (vnd != NULL, FALSE);

  tidy = tidy_input (text != NULL ? text : "");
  cut_currency (tidy);
  is_negative = *tidy == '-' || g_str_has_prefix (tidy, MINUS_SIGN);
  start = is_negative ? g_utf8_next_char (tidy) : tidy;
  if (read_amount (start, &value) && (is_negative || value != G_MININT64))
    {
      *vnd = is_negative ? value : -value;
      return TRUE;
    }

  quote = quote_text (text);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: %s is what the user typed */
               _ ("“%s” is not an amount of money; write it like 385.000, 385k or 1tr2."),
               quote);
  return FALSE;
}

char *
tiem_number_format (gint64 number)
{
  guint64 magnitude = number < 0 ? -(guint64)number : (guint64)number;
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, magnitude);
  gsize length = strlen (digits);
  g_autoptr (GString) out = g_string_new (number < 0 ? MINUS_SIGN : "");

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (out, '.');
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
tiem_money_format (gint64 vnd)
{
  g_autofree char *number = tiem_number_format (vnd);

  return g_strconcat (number, NO_BREAK_SPACE DONG_SIGN, NULL);
}
