#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-router.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-auth.h"
#include "sandbox/tiktok/tiem-sandbox-tts-files.h"
#include "sandbox/tiktok/tiem-sandbox-tts-routes.h"
#include "sandbox/tiktok/tiem-sandbox-tts-sign.h"

#include <string.h>

/* How old and how early a timestamp may be (§3). */
#define OLDEST_S (5 * 60)
#define EARLIEST_S 30

#define INVALID_TIMESTAMP                                                                          \
  "Invalid timestamp. The value of the timestamp query parameter must not be "

static gboolean
check_app (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsSettings *settings = &call->tts->settings;

  if (g_strcmp0 (tiem_sandbox_tts_call_get (call, "app_key"), settings->key) != 0)
    {
      tiem_sandbox_tts_call_refuse (call, "Invalid app_key query parameter.");
      return FALSE;
    }
  if (!settings->ip_denied)
    return TRUE;
  tiem_sandbox_tts_call_fail (
      call, 403, 36009033, "Access denied. The IP address is not in the IP allow list of the app.");
  return FALSE;
}

static gboolean
check_timestamp (TiemSandboxTtsCall *call)
{
  const char *text = tiem_sandbox_tts_call_get (call, "timestamp");
  gint64 now = tiem_sandbox_tts_now (call->tts) / 1000;
  gint64 timestamp;

  if (text == NULL || strlen (text) != 10
      || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &timestamp, NULL))
    tiem_sandbox_tts_call_refuse (call, "Invalid timestamp query parameter.");
  else if (timestamp < now - OLDEST_S)
    tiem_sandbox_tts_call_refuse (
        call, INVALID_TIMESTAMP "earlier than 5 minutes before the current time.");
  else if (timestamp > now + EARLIEST_S)
    tiem_sandbox_tts_call_refuse (
        call, INVALID_TIMESTAMP "later than 30 seconds after the current time.");
  else
    return TRUE;
  return FALSE;
}

static gboolean
is_empty_filter (GBytes *body)
{
  return body != NULL && g_bytes_get_size (body) == 2
         && memcmp (g_bytes_get_data (body, NULL), "{}", 2) == 0;
}

static gboolean
check_sign (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsSettings *settings = &call->tts->settings;
  const TiemRequest *request = call->request;
  const char *sign = tiem_sandbox_tts_call_get (call, "sign");
  g_autofree char *right = tiem_sandbox_tts_sign (
      settings->secret, call->path, call->query, request->content_type, request->body);

  if (g_strcmp0 (sign, right) == 0)
    return TRUE;
  if (settings->lenient_empty_body && is_empty_filter (request->body))
    {
      g_autofree char *without
          = tiem_sandbox_tts_sign (settings->secret, call->path, call->query, NULL, NULL);

      if (g_strcmp0 (sign, without) == 0)
        return TRUE;
    }
  tiem_sandbox_tts_call_fail (call, 401, 106001, "Invalid credentials. The signature is invalid.");
  return FALSE;
}

static gboolean
check_shop_state (TiemSandboxTtsCall *call)
{
  const char *state = call->tts->settings.shop_state;

  if (g_str_equal (state, "shop_disabled"))
    tiem_sandbox_tts_call_fail (call, 401, 36009043, "The shop is disabled.");
  else if (g_str_equal (state, "seller_disabled"))
    tiem_sandbox_tts_call_fail (call, 401, 36009044, "The seller is disabled.");
  return call->code == 0;
}

static gboolean
check_cipher (TiemSandboxTtsCall *call,
              const TiemSandboxTtsRoute *route)
{
  const char *cipher = tiem_sandbox_tts_call_get (call, "shop_cipher");

  if (route->is_shopless && cipher != NULL)
    tiem_sandbox_tts_call_refuse (call, "Invalid request: shop_cipher is not allowed here.");
  else if (!route->is_shopless && cipher == NULL)
    tiem_sandbox_tts_call_fail (call,
                                400,
                                106013,
                                "Missing identifier. The 'shop_cipher' query parameter is required"
                                " to identify the target shop.");
  else if (cipher != NULL && g_strcmp0 (cipher, call->tts->cipher) != 0)
    tiem_sandbox_tts_call_fail (
        call, 401, 101000, "The shop of the 'shop_cipher' is not of this access token.");
  return call->code == 0;
}

/* A bucket of a second's calls, filled evenly. */
static gboolean
check_rate (TiemSandboxTtsCall *call)
{
  TiemSandboxTts *tts = call->tts;
  double rate = tts->settings.calls_per_second;
  gint64 now = tiem_sandbox_tts_now (tts);

  if (rate <= 0)
    return TRUE;
  if (now > tts->filled_at)
    tts->calls_left = MIN (rate, tts->calls_left + (now - tts->filled_at) / 1000.0 * rate);
  tts->filled_at = now;
  if (tts->calls_left >= 1)
    {
      tts->calls_left -= 1;
      return TRUE;
    }
  tiem_sandbox_tts_call_fail (call, 429, TIEM_SANDBOX_TTS_RATE_LIMIT, "Too many requests.");
  return FALSE;
}

/* Reads the body; "[]" is what PHP makes of a filter without members. */
static gboolean
read_body (TiemSandboxTtsCall *call)
{
  const TiemRequest *request = call->request;
  gsize length = 0;
  const char *text = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;
  g_autoptr (JsonNode) node = NULL;

  if (length == 0 || tiem_sandbox_tts_is_multipart (request->content_type))
    return TRUE;
  if (request->content_type == NULL
      || !g_str_has_prefix (request->content_type, "application/json"))
    {
      tiem_sandbox_tts_call_fail (call, 400, 36009023, "Unsupported content type.");
      return FALSE;
    }
  node = tiem_sandbox_json_parse (text, length, NULL);
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node)
      && json_array_get_length (json_node_get_array (node)) == 0)
    return TRUE;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      tiem_sandbox_tts_call_fail (call, 400, 36009022, "Invalid format of the request body.");
      return FALSE;
    }
  json_object_unref (call->body);
  call->body = json_object_ref (json_node_get_object (node));
  return TRUE;
}

/* Returns: (nullable): the error that is due for this call */
static TiemSandboxTtsFailure *
find_failure (TiemSandboxTts *tts,
              const char *endpoint,
              gboolean after_write)
{
  for (guint i = 0; i < tts->failures->len; i++)
    {
      TiemSandboxTtsFailure *failure = tts->failures->pdata[i];

      if (failure->after_write == after_write && failure->times != 0
          && (failure->endpoint == NULL || g_str_has_prefix (endpoint, failure->endpoint)))
        return failure;
    }
  return NULL;
}

static gboolean
check_failure (TiemSandboxTtsCall *call,
               gboolean after_write)
{
  g_autofree char *endpoint = tiem_sandbox_tts_routes_make_endpoint (call->path);
  TiemSandboxTtsFailure *failure = find_failure (call->tts, endpoint, after_write);

  if (failure == NULL)
    return TRUE;
  if (failure->times > 0)
    failure->times--;
  tiem_sandbox_tts_call_fail (call, failure->status, failure->code, "%s", failure->message);
  return FALSE;
}

/* Returns: (nullable): the data; NULL when the call has failed */
static JsonObject *
dispatch (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsRoute *route = tiem_sandbox_tts_routes_find (call);
  JsonObject *data;

  if (route == NULL || !check_app (call) || !check_timestamp (call) || !check_sign (call)
      || !tiem_sandbox_tts_check_token (call, route->scope) || !check_shop_state (call)
      || !check_cipher (call, route) || !check_rate (call) || !check_failure (call, FALSE)
      || !read_body (call) || !tiem_sandbox_tts_fields_check_query (route->query, call)
      || !tiem_sandbox_tts_fields_check_body (route->body, call, call->body))
    return NULL;
  data = route->handler (call);
  if (data != NULL && !check_failure (call, TRUE))
    g_clear_pointer (&data, json_object_unref);
  return data;
}

TiemResponse *
tiem_sandbox_tts_route (TiemSandboxTts *tts,
                        const TiemRequest *request)
{
  g_autoptr (TiemSandboxTtsCall) call = tiem_sandbox_tts_call_new (tts, request);
  TiemResponse *response = tiem_sandbox_tts_auth_handle (call);

  if (response == NULL)
    response = tiem_sandbox_tts_files_handle (call);
  if (response != NULL)
    return response;
  return tiem_sandbox_tts_call_answer (call, dispatch (call));
}

char *
tiem_sandbox_tts_make_endpoint (TiemSandboxTts *tts,
                                const TiemRequest *request)
{
  g_autoptr (TiemSandboxTtsCall) call = tiem_sandbox_tts_call_new (tts, request);

  return tiem_sandbox_tts_routes_make_endpoint (call->path);
}
