#define G_LOG_DOMAIN "tiem-vietqr"

#include "config.h"

#include "document/tiem-vietqr.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define BANKS "/vn/tiem/document/banks.tsv"
#define LONGEST_PURPOSE 25
#define LONGEST_ACCOUNT 19
/* Thirteen digits are what the amount's field takes. */
#define MOST_AMOUNT G_GINT64_CONSTANT (9999999999999)

static gboolean
fail (const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

/* --- the layout: two digits of id, two of length, the value --- */

static void
add (GString *payload,
     const char *id,
     const char *value)
{
  g_string_append_printf (payload, "%s%02u%s", id, (guint)strlen (value), value);
}

/* CRC-16/CCITT-FALSE: 0x1021 from 0xffff, neither reflected nor inverted */
static guint16
get_crc (const char *text)
{
  guint16 crc = 0xffff;

  for (const guchar *p = (const guchar *)text; *p != '\0'; p++)
    {
      crc ^= (guint16)(*p << 8);
      for (int bit = 0; bit < 8; bit++)
        crc = (guint16)(crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1);
    }
  return crc;
}

static char *
make_account (const char *bin,
              const char *account)
{
  g_autoptr (GString) place = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  add (place, "00", bin);
  add (place, "01", account);
  add (all, "00", "A000000727");
  add (all, "01", place->str);
  add (all, "02", "QRIBFTTA");
  return g_string_free (g_steal_pointer (&all), FALSE);
}

char *
tiem_vietqr_fold_purpose (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL);
  GString *folded = g_string_new (NULL);

  for (const char *p = apart; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x111 || c == 0x110)
        g_string_append_c (folded, c == 0x111 ? 'd' : 'D');
      else if (c < 0x80 && (g_ascii_isalnum ((char)c) || strchr (" -.", (int)c) != NULL))
        g_string_append_c (folded, (char)c);
    }
  g_string_truncate (folded, MIN (folded->len, LONGEST_PURPOSE));
  return g_strstrip (g_string_free (folded, FALSE));
}

static gboolean
has_only (const char *text,
          gboolean letters,
          gsize least,
          gsize most)
{
  gsize length = text != NULL ? strlen (text) : 0;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && !(letters && g_ascii_isalpha (text[i])))
      return FALSE;
  return length >= least && length <= most;
}

char *
tiem_vietqr_make (
    const char *bin, const char *account, gint64 amount_vnd, const char *purpose, GError **error)
{
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autofree char *to = NULL;
  g_autofree char *text = tiem_vietqr_fold_purpose (purpose);

  if (!has_only (bin, FALSE, 6, 6))
    return fail (_ ("No bank is chosen; choose yours in the preferences."), error), NULL;
  if (!has_only (account, TRUE, 1, LONGEST_ACCOUNT))
    return fail (_ ("The account number is not right; it has digits and letters only."), error),
           NULL;
  if (amount_vnd < 0 || amount_vnd > MOST_AMOUNT)
    return fail (_ ("The amount can't be transferred; check it."), error), NULL;

  to = make_account (bin, account);
  add (payload, "00", "01");
  add (payload, "01", amount_vnd > 0 ? "12" : "11");
  add (payload, "38", to);
  add (payload, "53", "704");
  if (amount_vnd > 0)
    {
      g_autofree char *amount = g_strdup_printf ("%" G_GINT64_FORMAT, amount_vnd);

      add (payload, "54", amount);
    }
  add (payload, "58", "VN");
  if (*text != '\0')
    {
      g_autoptr (GString) more = g_string_new (NULL);

      add (more, "08", text);
      add (payload, "62", more->str);
    }
  g_string_append (payload, "6304");
  g_string_append_printf (payload, "%04X", get_crc (payload->str));
  return g_string_free (g_steal_pointer (&payload), FALSE);
}

/* --- banks --- */

/* Made by glib-compile-resources; naming it keeps it in the program. */
GResource *tiem_document_get_resource (void);

static void
free_bank (gpointer data)
{
  TiemBank *bank = data;

  g_free (bank->bin);
  g_free (bank->name);
  g_free (bank);
}

static void
put_bank (GPtrArray *banks,
          const char *bin,
          const char *name)
{
  TiemBank *bank = NULL;

  for (guint i = 0; i < banks->len && bank == NULL; i++)
    if (strcmp (((TiemBank *)g_ptr_array_index (banks, i))->bin, bin) == 0)
      bank = g_ptr_array_index (banks, i);
  if (bank == NULL)
    {
      bank = g_new0 (TiemBank, 1);
      bank->bin = g_strdup (bin);
      g_ptr_array_add (banks, bank);
    }
  g_free (bank->name);
  bank->name = g_strdup (name);
}

/* "2026-07-01" as a day; "" = always */
static gboolean
is_in_force (const char *from,
             gint64 day)
{
  g_autoptr (GDateTime) start = NULL;
  g_autofree char *text = NULL;

  if (*from == '\0')
    return TRUE;
  text = g_strconcat (from, "T00:00:00+07:00", NULL);
  start = g_date_time_new_from_iso8601 (text, NULL);
  return start != NULL && tiem_time_day (g_date_time_to_unix (start) * 1000) <= day;
}

GPtrArray *
tiem_vietqr_list_banks (gint64 day)
{
  GPtrArray *banks = g_ptr_array_new_with_free_func (free_bank);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      tiem_document_get_resource (), BANKS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;

  g_assert (bytes != NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) cells = *rows[i] != '#' ? g_strsplit (rows[i], "\t", 3) : NULL;

      if (cells != NULL && g_strv_length (cells) == 3 && is_in_force (cells[2], day))
        put_bank (banks, cells[0], cells[1]);
    }
  return banks;
}
