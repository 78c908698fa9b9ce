#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet-private.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Records looked at to find the separator. */
#define SAMPLED_RECORDS 20

/* How often a long file asks whether it shall stop. */
#define RECORDS_PER_CHECK 1024

#define BYTE_ORDER_MARK 0xfeff

/* Windows-1258 from 0x80 on; 0 = no character. Vietnamese tone marks are combining ones. */
static const gunichar2 windows_1258[128] = {
  0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, /* 80 */
  0x02c6, 0x2030, 0,      0x2039, 0x0152, 0,      0,      0,
  0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, /* 90 */
  0x02dc, 0x2122, 0,      0x203a, 0x0153, 0,      0,      0x0178,
  0x00a0, 0x00a1, 0x00a2, 0x00a3, 0x00a4, 0x00a5, 0x00a6, 0x00a7, /* a0 */
  0x00a8, 0x00a9, 0x00aa, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x00af,
  0x00b0, 0x00b1, 0x00b2, 0x00b3, 0x00b4, 0x00b5, 0x00b6, 0x00b7, /* b0 */
  0x00b8, 0x00b9, 0x00ba, 0x00bb, 0x00bc, 0x00bd, 0x00be, 0x00bf,
  0x00c0, 0x00c1, 0x00c2, 0x0102, 0x00c4, 0x00c5, 0x00c6, 0x00c7, /* c0 */
  0x00c8, 0x00c9, 0x00ca, 0x00cb, 0x0300, 0x00cd, 0x00ce, 0x00cf,
  0x0110, 0x00d1, 0x0309, 0x00d3, 0x00d4, 0x01a0, 0x00d6, 0x00d7, /* d0 */
  0x00d8, 0x00d9, 0x00da, 0x00db, 0x00dc, 0x01af, 0x0303, 0x00df,
  0x00e0, 0x00e1, 0x00e2, 0x0103, 0x00e4, 0x00e5, 0x00e6, 0x00e7, /* e0 */
  0x00e8, 0x00e9, 0x00ea, 0x00eb, 0x0301, 0x00ed, 0x00ee, 0x00ef,
  0x0111, 0x00f1, 0x0323, 0x00f3, 0x00f4, 0x01a1, 0x00f6, 0x00f7, /* f0 */
  0x00f8, 0x00f9, 0x00fa, 0x00fb, 0x00fc, 0x01b0, 0x20ab, 0x00ff,
};

static const char separators[] = { ',', ';', '\t' };

static gboolean
fail_not_text (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("This is neither an Excel workbook (.xlsx) nor a text table (.csv); "
                          "open it in Excel and save it as .xlsx."));
  return FALSE;
}

static char *
decode_utf16 (const guint8 *bytes,
              gsize length,
              gboolean big_endian)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (gsize i = 0; i + 1 < length; i += 2)
    {
      gunichar c = big_endian ? bytes[i] << 8 | bytes[i + 1] : bytes[i + 1] << 8 | bytes[i];

      if (c >= 0xd800 && c < 0xdc00 && i + 3 < length)
        {
          gunichar low
              = big_endian ? bytes[i + 2] << 8 | bytes[i + 3] : bytes[i + 3] << 8 | bytes[i + 2];

          if (low >= 0xdc00 && low < 0xe000)
            {
              c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
              i += 2;
            }
        }
      if (c == BYTE_ORDER_MARK)
        continue;
      g_string_append_unichar (out, c == 0 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
decode_windows_1258 (const guint8 *bytes,
                     gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length + length / 4);

  for (gsize i = 0; i < length; i++)
    if (bytes[i] < 0x80)
      g_string_append_c (out, (char)bytes[i]);
    else
      g_string_append_unichar (
          out, windows_1258[bytes[i] - 0x80] != 0 ? windows_1258[bytes[i] - 0x80] : 0xfffd);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Zero bytes in every second place: Western text in 16 bits, without a mark. */
static gboolean
looks_like_utf16 (const guint8 *bytes,
                  gsize length,
                  gboolean *big_endian)
{
  gsize n = MIN (length, 512) / 2;
  gsize zeros[2] = { 0, 0 };

  for (gsize i = 0; i < 2 * n; i++)
    zeros[i % 2] += bytes[i] == 0;
  *big_endian = zeros[0] > zeros[1];
  return n > 1 && zeros[!*big_endian] > n / 2 && zeros[*big_endian] == 0;
}

/* Tables hold no control characters but tabs and line ends. */
static gboolean
is_plain_text (const guint8 *bytes,
               gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r')
      return FALSE;
  return TRUE;
}

char *
tiem_sheet_decode (const guint8 *bytes,
                   gsize length,
                   GError **error)
{
  gboolean big_endian = FALSE;
  gboolean is_wide = TRUE;
  g_autofree char *text = NULL;

  if (length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
    big_endian = FALSE;
  else if (length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
    big_endian = TRUE;
  else
    is_wide = looks_like_utf16 (bytes, length, &big_endian);

  if (is_wide)
    text = decode_utf16 (bytes, length, big_endian);
  else if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0
           && is_plain_text (bytes + 3, length - 3))
    text = g_strndup ((const char *)bytes + 3, length - 3);
  else if (g_utf8_validate_len ((const char *)bytes, length, NULL))
    text = g_strndup ((const char *)bytes, length);
  else if (is_plain_text (bytes, length))
    text = decode_windows_1258 (bytes, length);

  if (text == NULL || !is_plain_text ((const guint8 *)text, strlen (text)))
    {
      fail_not_text (error);
      return NULL;
    }
  return g_steal_pointer (&text);
}

/* Reads one record's separators, so that the one that makes a table can be found.
 * Returns: where the next record starts */
static const char *
count_separators (const char *text,
                  guint counts[G_N_ELEMENTS (separators)])
{
  gboolean quoted = FALSE;

  memset (counts, 0, sizeof (guint) * G_N_ELEMENTS (separators));
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        quoted = !quoted;
      if (quoted)
        continue;
      if (*text == '\n' || *text == '\r')
        return text + (text[0] == '\r' && text[1] == '\n' ? 2 : 1);
      for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
        counts[i] += *text == separators[i];
    }
  return text;
}

/* How many cells the separator makes in rows of its most usual length: prices with commas
 * appear in some rows only, the real separator equally often in all. */
static guint
score_separator (GArray *counts)
{
  guint best = 0;

  for (guint i = 0; i < counts->len; i++)
    {
      guint count = g_array_index (counts, guint, i);
      guint rows = 0;

      for (guint j = 0; j < counts->len; j++)
        rows += g_array_index (counts, guint, j) == count;
      best = MAX (best, rows * count);
    }
  return best;
}

static char
find_separator (const char **text)
{
  GArray *counts[G_N_ELEMENTS (separators)];
  const char *p = *text;
  char found = ',';
  guint best = 0;

  if (g_str_has_prefix (p, "sep=") && p[4] != '\0' && (p[5] == '\n' || p[5] == '\r'))
    {
      found = p[4];
      *text = p + (p[5] == '\r' && p[6] == '\n' ? 7 : 6);
      return found;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    counts[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (int n = 0; n < SAMPLED_RECORDS && *p != '\0'; n++)
    {
      guint record[G_N_ELEMENTS (separators)];

      p = count_separators (p, record);
      for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
        g_array_append_val (counts[i], record[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      guint score = score_separator (counts[i]);

      if (score > best)
        found = separators[i];
      best = MAX (best, score);
      g_array_unref (counts[i]);
    }
  return found;
}

/* Reads one cell to @cell: *@text then stands at a separator, a line end or the end.
 * Returns: FALSE when its quotation mark is never closed */
static gboolean
read_cell (const char **text,
           char separator,
           GString *cell)
{
  const char *p = *text;

  g_string_truncate (cell, 0);
  if (*p == '"')
    {
      for (p++; *p != '\0'; p++)
        {
          if (*p == '"' && p[1] != '"')
            break;
          p += *p == '"';
          g_string_append_c (cell, *p);
        }
      if (*p == '\0')
        return FALSE;
      p++;
    }
  for (; *p != '\0' && *p != separator && *p != '\n' && *p != '\r'; p++)
    g_string_append_c (cell, *p);
  *text = p;
  return TRUE;
}

/* Spreadsheets are told by an apostrophe that "=1+1" is text. */
static const char *
skip_apostrophe (const char *cell)
{
  return *cell == '\'' && strchr ("=+-@\t\r", cell[1 + strspn (cell + 1, "'")]) != NULL
                 && cell[1 + strspn (cell + 1, "'")] != '\0'
             ? cell + 1
             : cell;
}

gboolean
tiem_sheet_read_csv (TiemSheetBuilder *builder,
                     const guint8 *bytes,
                     gsize length,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *decoded = tiem_sheet_decode (bytes, length, error);
  g_autoptr (GString) cell = g_string_new (NULL);
  const char *text = decoded;
  char separator;
  guint column = 0;
  guint row = 0;

  if (decoded == NULL)
    return FALSE;
  separator = find_separator (&text);

  while (*text != '\0')
    {
      if (column == 0 && row % RECORDS_PER_CHECK == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!read_cell (&text, separator, cell))
        {
          g_set_error (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("A quotation mark in row %u is never closed; correct the file or save "
                          "it as .xlsx."),
                       row + 1);
          return FALSE;
        }
      if (!tiem_sheet_builder_set (builder, row, column, skip_apostrophe (cell->str), error))
        return FALSE;
      if (*text == separator)
        column++;
      else
        {
          column = 0;
          row++;
          text += text[0] == '\r' && text[1] == '\n';
        }
      text += *text != '\0';
    }
  return TRUE;
}
