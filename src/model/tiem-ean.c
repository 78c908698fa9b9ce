#include "model/tiem-ean.h"

#include <string.h>

#define OWN_PREFIX "20"
#define OWN_DIGITS 10

int
tiem_ean_check_digit (const char *digits)
{
  int sum = 0;

  for (guint i = 0; i < 12; i++)
    {
      if (!g_ascii_isdigit (digits[i]))
        return -1;
      sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    }
  return (10 - sum % 10) % 10;
}

gboolean
tiem_ean_is_valid (const char *code)
{
  return code != NULL && strlen (code) == 13 && tiem_ean_check_digit (code) == code[12] - '0';
}

char *
tiem_ean_make_own (guint64 number)
{
  g_autofree char *digits = g_strdup_printf (OWN_PREFIX "%010" G_GUINT64_FORMAT, number);

  return g_strdup_printf ("%.12s%d", digits, tiem_ean_check_digit (digits));
}

gboolean
tiem_ean_read_own (const char *code,
                   guint64 *number)
{
  g_autofree char *digits = NULL;

  if (!tiem_ean_is_valid (code) || !g_str_has_prefix (code, OWN_PREFIX))
    return FALSE;
  digits = g_strndup (code + strlen (OWN_PREFIX), OWN_DIGITS);
  *number = g_ascii_strtoull (digits, NULL, 10);
  return TRUE;
}
