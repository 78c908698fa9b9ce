#define G_LOG_DOMAIN "tiem-phone"

#include "base/tiem-text.h"

#include <string.h>

/* Vietnam's numbering plan since 2018: how a number may begin, without the trunk 0, and how
 * many digits it then has in all. Agrees with libphonenumber's metadata. */
static const struct
{
  const char *prefixes;
  gsize shortest;
  gsize longest;
} plan[] = {
  /* mobile */
  { "3 51 522 523 528 559 56 58 59 70 76 77 78 79 81 82 83 84 85 86 87 88 896 897 898 899"
    " 90 91 92 93 94 95 96 97 98 990 991 993 994 995 996 997 998 999",
    9,
    9 },
  /* landline */
  { "2", 10, 10 },
  /* free and shared-cost */
  { "1800 1900", 8, 10 },
};

/* Mobile numbers had 11 digits until November 2018; old address books still do. */
static const struct
{
  char before[4];
  char after[3];
} renumbered[] = {
  { "120", "70" }, { "121", "79" }, { "122", "77" }, { "126", "76" }, { "128", "78" },
  { "123", "83" }, { "124", "84" }, { "125", "85" }, { "127", "81" }, { "129", "82" },
  { "162", "32" }, { "163", "33" }, { "164", "34" }, { "165", "35" }, { "166", "36" },
  { "167", "37" }, { "168", "38" }, { "169", "39" }, { "186", "56" }, { "188", "58" },
  { "199", "59" },
};

static gboolean
has_prefix_of (const char *digits,
               const char *prefixes)
{
  gsize length;

  for (const char *p = prefixes; *p != '\0'; p += length + (p[length] == ' '))
    {
      length = strcspn (p, " ");
      if (strncmp (digits, p, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Returns: (transfer full) (nullable): E.164 of a national number without its 0 */
static char *
from_national (const char *digits)
{
  gsize length = strlen (digits);

  for (gsize i = 0; i < G_N_ELEMENTS (plan); i++)
    if (length >= plan[i].shortest && length <= plan[i].longest
        && has_prefix_of (digits, plan[i].prefixes))
      return g_strconcat ("+84", digits, NULL);

  if (length == 10)
    for (gsize i = 0; i < G_N_ELEMENTS (renumbered); i++)
      if (strncmp (digits, renumbered[i].before, 3) == 0)
        return g_strconcat ("+84", renumbered[i].after, digits + 3, NULL);
  return NULL;
}

/* Returns: (transfer full) (nullable): only the digits; NULL when @text has anything that
 * is no part of a phone number */
static char *
collect_digits (const char *text,
                gboolean *international)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) digits = g_string_new (NULL);

  *international = FALSE;
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 && g_ascii_isdigit ((char)c))
        g_string_append_c (digits, (char)c);
      else if (c == '+' && digits->len == 0 && !*international)
        *international = TRUE;
      else if (!g_unichar_isspace (c) && strchr (".-()/", c < 0x80 ? (int)c : 'x') == NULL)
        return NULL;
    }
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

char *
tiem_phone_normalise (const char *text)
{
  g_autofree char *collected = NULL;
  const char *digits;
  gboolean international;

  if (text == NULL || (collected = collect_digits (text, &international)) == NULL)
    return NULL;

  digits = collected;
  if (!international && g_str_has_prefix (digits, "00"))
    {
      international = TRUE;
      digits += 2;
    }
  if (g_str_has_prefix (digits, "84"))
    {
      const char *national = digits + 2;
      char *phone = from_national (*national == '0' ? national + 1 : national); /* +84 (0)90… */

      if (phone != NULL)
        return phone;
    }
  if (international)
    return NULL;

  /* Spreadsheets drop the leading 0. */
  return from_national (*digits == '0' ? digits + 1 : digits);
}

char *
tiem_phone_format (const char *text)
{
  const char *n;

  if (text == NULL)
    return g_strdup ("");
  if (!g_str_has_prefix (text, "+84"))
    return g_strdup (text);

  n = text + 3;
  if (g_str_has_prefix (n, "1800") || g_str_has_prefix (n, "1900"))
    return g_strdup_printf ("%.4s %s", n, n + 4);
  if (strlen (n) == 9)
    return g_strdup_printf ("0%.3s %.3s %s", n, n + 3, n + 6);
  if (strlen (n) == 10 && (g_str_has_prefix (n, "24") || g_str_has_prefix (n, "28")))
    return g_strdup_printf ("0%.2s %.4s %s", n, n + 2, n + 6);
  if (strlen (n) == 10)
    return g_strdup_printf ("0%.3s %.4s %s", n, n + 3, n + 7);
  return g_strdup (text);
}
