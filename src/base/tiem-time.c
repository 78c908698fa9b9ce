#define G_LOG_DOMAIN "tiem-time"

#include "config.h"

#include "base/tiem-time.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MS_PER_DAY (G_GINT64_CONSTANT (86400000))
#define MS_PER_HOUR (G_GINT64_CONSTANT (3600000))
#define VIETNAM_OFFSET_MS (7 * MS_PER_HOUR)

/* g_date_get_julian() of 1970-01-01 */
#define EPOCH_JULIAN 719163

/* Unix seconds have 10 digits until the year 2286; milliseconds have had 12 since 1973. */
#define LONGEST_SECONDS 11

#define LONGEST_QUOTE 40

static const char *const month_names[] = {
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

typedef struct
{
  int year, month, day, hour, minute, second, ms;
} Fields;

/* Reads exactly @count digits at *@text and moves behind them. */
static gboolean
read_digits (const char **text,
             int count,
             int *value)
{
  *value = 0;
  for (; count > 0; count--, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (**text - '0');
    }
  return TRUE;
}

static gboolean
skip (const char **text,
      char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

static gboolean
fields_to_ms (const Fields *f,
              gint64 *ms)
{
  GDate date;

  if (f->month < 1 || f->month > 12 || f->day < 1 || f->day > 31 || f->year < 1
      || !g_date_valid_dmy (f->day, f->month, f->year) || f->hour > 23 || f->minute > 59
      || f->second > 60)
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, f->day, f->month, f->year);
  *ms = ((gint64)g_date_get_julian (&date) - EPOCH_JULIAN) * MS_PER_DAY + f->hour * MS_PER_HOUR
        + f->minute * 60000 + f->second * 1000 + f->ms;
  return TRUE;
}

/* ":05", ".120": seconds and their fraction, of which milliseconds are kept. */
static gboolean
read_seconds (const char **text,
              Fields *f)
{
  if (!skip (text, ':'))
    return TRUE;
  if (!read_digits (text, 2, &f->second))
    return FALSE;
  if (**text != '.' && **text != ',')
    return TRUE;

  (*text)++;
  if (!g_ascii_isdigit (**text))
    return FALSE;
  for (int weight = 100; g_ascii_isdigit (**text); weight /= 10, (*text)++)
    f->ms += (**text - '0') * weight;
  return TRUE;
}

/* "", "Z", "+07:00", "+0700", "-03". */
static gboolean
read_zone (const char **text,
           gint64 *offset_ms)
{
  gboolean is_west = **text == '-';
  int hours;
  int minutes = 0;

  *offset_ms = 0;
  if (skip (text, 'Z') || skip (text, 'z') || **text == '\0')
    return TRUE;
  if (**text != '+' && **text != '-')
    return FALSE;

  (*text)++;
  if (!read_digits (text, 2, &hours))
    return FALSE;
  if ((skip (text, ':') || **text != '\0') && !read_digits (text, 2, &minutes))
    return FALSE;
  if (hours > 14 || minutes > 59)
    return FALSE;
  *offset_ms = (hours * 60 + minutes) * G_GINT64_CONSTANT (60000) * (is_west ? -1 : 1);
  return TRUE;
}

static gboolean
read_iso (const char *text,
          gint64 *ms)
{
  Fields f = { 0 };
  gint64 offset_ms = 0;

  if (!read_digits (&text, 4, &f.year) || !skip (&text, '-') || !read_digits (&text, 2, &f.month)
      || !skip (&text, '-') || !read_digits (&text, 2, &f.day))
    return FALSE;
  if (*text != '\0')
    {
      if (!skip (&text, 'T') && !skip (&text, 't') && !skip (&text, ' '))
        return FALSE;
      if (!read_digits (&text, 2, &f.hour) || !skip (&text, ':')
          || !read_digits (&text, 2, &f.minute) || !read_seconds (&text, &f)
          || !read_zone (&text, &offset_ms))
        return FALSE;
    }
  if (*text != '\0' || !fields_to_ms (&f, ms))
    return FALSE;

  *ms -= offset_ms;
  return TRUE;
}

static gboolean
read_unix (const char *text,
           gint64 *ms)
{
  gsize length = strlen (text);

  if (length == 0 || length > 15 || strspn (text, "0123456789") != length)
    return FALSE;
  *ms = g_ascii_strtoll (text, NULL, 10) * (length <= LONGEST_SECONDS ? 1000 : 1);
  return TRUE;
}

/* Returns: (nullable): NULL for years that can't be shown */
static GDateTime *
to_local (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000 - (ms % 1000 < 0));

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

gboolean
tiem_time_parse (const char *text,
                 gint64 *ms,
                 GError **error)
{
  g_autofree char *valid = NULL;
  g_autofree char *quote = NULL;

  g_return_val_if_fail (ms != NULL, FALSE);

  if (text != NULL && (read_iso (text, ms) || read_unix (text, ms)))
    return TRUE;

  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  quote = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), LONGEST_QUOTE));
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_PROTOCOL,
               /* Translators: %s is the text that was read */
               _ ("“%s” is not a date and time; write it like 2026-11-21T20:05:00+07:00."),
               quote);
  return FALSE;
}

gint64
tiem_time_parse_http (const char *text)
{
  Fields f = { 0 };
  gint64 ms;

  if (text == NULL || (text = strchr (text, ' ')) == NULL)
    return 0;
  text++;
  if (!read_digits (&text, 2, &f.day) || !skip (&text, ' '))
    return 0;
  while (f.month < 12 && strncmp (text, month_names[f.month], 3) != 0)
    f.month++;
  f.month++;
  if (f.month > 12)
    return 0;
  text += 3;
  if (!skip (&text, ' ') || !read_digits (&text, 4, &f.year) || !skip (&text, ' ')
      || !read_digits (&text, 2, &f.hour) || !skip (&text, ':')
      || !read_digits (&text, 2, &f.minute) || !skip (&text, ':')
      || !read_digits (&text, 2, &f.second) || strcmp (text, " GMT") != 0)
    return 0;
  return fields_to_ms (&f, &ms) ? ms : 0;
}

char *
tiem_time_format_iso (gint64 ms)
{
  int fraction = (int)(((ms % 1000) + 1000) % 1000);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc ((ms - fraction) / 1000);

  g_return_val_if_fail (utc != NULL, g_strdup (""));

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                          g_date_time_get_year (utc),
                          g_date_time_get_month (utc),
                          g_date_time_get_day_of_month (utc),
                          g_date_time_get_hour (utc),
                          g_date_time_get_minute (utc),
                          g_date_time_get_second (utc),
                          fraction);
}

gint64
tiem_time_day (gint64 ms)
{
  gint64 local = ms + VIETNAM_OFFSET_MS;

  return local / MS_PER_DAY - (local % MS_PER_DAY < 0);
}

gint64
tiem_time_day_start (gint64 day)
{
  return day * MS_PER_DAY - VIETNAM_OFFSET_MS;
}

char *
tiem_time_format_short (gint64 ms,
                        gint64 now)
{
  g_autoptr (GDateTime) when = to_local (ms);
  g_autoptr (GDateTime) today = to_local (now);

  if (ms == 0 || when == NULL || today == NULL)
    return g_strdup ("—");
  if (g_date_time_get_year (when) != g_date_time_get_year (today))
    return g_date_time_format (when, "%d/%m/%y");
  if (g_date_time_get_day_of_year (when) != g_date_time_get_day_of_year (today))
    return g_date_time_format (when, "%d/%m %H:%M");
  return g_date_time_format (when, "%H:%M");
}

char *
tiem_time_format_full (gint64 ms)
{
  g_autoptr (GDateTime) when = to_local (ms);

  if (ms == 0 || when == NULL)
    return g_strdup ("—");
  return g_date_time_format (when, "%H:%M:%S · %d/%m/%Y");
}
