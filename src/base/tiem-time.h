#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Time is gint64 milliseconds UTC everywhere; 0 means "not known". */

/* Reads ISO 8601 with or without zone ("…Z", "+07:00") and fraction, or Unix seconds or
 * milliseconds as digits. Text without a zone is UTC. Fails with %TIEM_ERROR_PROTOCOL. */
gboolean tiem_time_parse (const char *text,
                          gint64 *ms,
                          GError **error);
/* Reads an HTTP date ("Sat, 21 Nov 2026 13:05:09 GMT"). Returns: 0 when it is none */
gint64 tiem_time_parse_http (const char *text);
/* Returns: (transfer full): "2026-11-21T13:05:09.120Z" */
char *tiem_time_format_iso (gint64 ms);

/* Days are cut at midnight in Việt Nam (UTC+7, no daylight saving).
 * Returns: days since 1970-01-01 there */
gint64 tiem_time_day (gint64 ms);
/* Returns: ms UTC of that day's first instant */
gint64 tiem_time_day_start (gint64 day);

/* For the window, in local time. Returns: (transfer full): today "20:18", this year
 * "20/11 18:02", older "20/11/25" */
char *tiem_time_format_short (gint64 ms,
                              gint64 now);
/* Returns: (transfer full): "20:18:07 · 21/11/2026" */
char *tiem_time_format_full (gint64 ms);

G_END_DECLS
