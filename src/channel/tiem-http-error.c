#define G_LOG_DOMAIN "tiem-http-error"

#include "config.h"

#include "channel/tiem-http-error.h"

#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_WAIT_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

TiemError
tiem_http_error_class (guint status)
{
  if (status == 401 || status == 403)
    return TIEM_ERROR_AUTH;
  if (status == 429)
    return TIEM_ERROR_RATE_LIMITED;
  if (status == 408 || status == 425 || status >= 500)
    return TIEM_ERROR_TRANSIENT;
  return status >= 400 ? TIEM_ERROR_REJECTED : TIEM_ERROR_PROTOCOL;
}

gint64
tiem_http_retry_after_ms (const TiemResponse *response)
{
  const char *text = tiem_response_get_header (response, "Retry-After");
  gint64 now = tiem_time_parse_http (tiem_response_get_header (response, "Date"));
  gint64 ms;

  if (text == NULL)
    return 0;
  if (*text != '\0' && strspn (text, "0123456789") == strlen (text))
    ms = strlen (text) > 6 ? LONGEST_WAIT_MS : g_ascii_strtoll (text, NULL, 10) * 1000;
  else if ((ms = tiem_time_parse_http (text)) > 0)
    ms -= now > 0 ? now : g_get_real_time () / 1000;
  return CLAMP (ms, 0, LONGEST_WAIT_MS);
}

GError *
tiem_http_error_new_message (TiemError code,
                             const TiemResponse *response,
                             const char *detail,
                             const char *message)
{
  GError *error = g_error_new_literal (TIEM_ERROR, code, message);
  g_autofree char *words = detail != NULL
                               ? g_strdup_printf ("HTTP %u: %s", response->status, detail)
                               : g_strdup_printf ("HTTP %u", response->status);

  tiem_error_set_detail (error, words, tiem_response_get_header (response, "X-Request-Id"));
  tiem_error_set_retry_after_ms (error, tiem_http_retry_after_ms (response));
  return error;
}

/* Returns: (transfer full) */
static char *
make_message (TiemError code,
              guint status,
              const char *host)
{
  switch ((int)code)
    {
    case TIEM_ERROR_AUTH:
      /* Translators: %s is the other side, "tenshop.vn" or "Shopee", here and below */
      return g_strdup_printf (_ ("%s does not accept Tiệm's keys; check them or sign in again."),
                              host);
    case TIEM_ERROR_RATE_LIMITED:
      return g_strdup_printf (
          _ ("%s asks Tiệm to slow down; what is left is sent a little later by itself."), host);
    case TIEM_ERROR_TRANSIENT:
      return g_strdup_printf (
          _ ("%s is having trouble (HTTP %u); Tiệm keeps trying, nothing is lost."), host, status);
    case TIEM_ERROR_REJECTED:
      return g_strdup_printf (
          _ ("%s refused what Tiệm asked for (HTTP %u); look at it there."), host, status);
    default:
      return g_strdup_printf (
          _ ("%s gave an answer that Tiệm does not know (HTTP %u); check the address."),
          host,
          status);
    }
}

GError *
tiem_http_error_new (const TiemResponse *response,
                     const char *host)
{
  TiemError code = tiem_http_error_class (response->status);
  g_autofree char *message = make_message (code, response->status, host);

  return tiem_http_error_new_message (code, response, NULL, message);
}
