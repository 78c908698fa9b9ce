#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

/* Returns: where the path of @url begins */
static const char *
find_path (const char *url)
{
  const char *authority = strstr (url, "://");

  return authority != NULL ? authority + 3 + strcspn (authority + 3, "/?#") : url;
}

TiemSandboxTtsCall *
tiem_sandbox_tts_call_new (TiemSandboxTts *tts,
                           const TiemRequest *request)
{
  TiemSandboxTtsCall *self = g_new0 (TiemSandboxTtsCall, 1);
  const char *path = find_path (request->url);
  const char *base = find_path (tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (tts)));
  const char *query;
  g_autofree char *text = NULL;

  if (g_str_has_prefix (path, base))
    path += strlen (base);
  query = strchr (path, '?');
  text = query != NULL ? g_strndup (query + 1, strcspn (query + 1, "#")) : g_strdup ("");
  self->tts = tts;
  self->request = request;
  self->path = g_strndup (path, strcspn (path, "?#"));
  self->query = tiem_form_parse (text);
  self->body = json_object_new ();
  self->status = 200;
  self->message = g_strdup ("Success");
  return self;
}

void
tiem_sandbox_tts_call_free (TiemSandboxTtsCall *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  tiem_form_free (self->query);
  json_object_unref (self->body);
  g_free (self->version);
  g_free (self->ids[0]);
  g_free (self->ids[1]);
  g_free (self->message);
  g_free (self);
}

static void
set_failure (TiemSandboxTtsCall *self,
             guint status,
             gint64 code,
             char *message)
{
  g_free (self->message);
  self->status = status;
  self->code = code;
  self->message = message;
}

JsonObject *
tiem_sandbox_tts_call_fail (
    TiemSandboxTtsCall *self, guint status, gint64 code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  set_failure (self, status, code, g_strdup_vprintf (format, args));
  va_end (args);
  return NULL;
}

JsonObject *
tiem_sandbox_tts_call_refuse (TiemSandboxTtsCall *self,
                              const char *format,
                              ...)
{
  va_list args;

  va_start (args, format);
  set_failure (self, 400, TIEM_SANDBOX_TTS_BAD_REQUEST, g_strdup_vprintf (format, args));
  va_end (args);
  return NULL;
}

JsonObject *
tiem_sandbox_tts_call_object_to (TiemSandboxTtsCall *self,
                                 gint64 code,
                                 const char *format,
                                 ...)
{
  va_list args;

  va_start (args, format);
  set_failure (self, self->tts->settings.business_status, code, g_strdup_vprintf (format, args));
  va_end (args);
  return NULL;
}

/* YYYYMMDDhhmmss and 20 hex digits in capitals, §14.9. */
static char *
make_request_id (TiemSandboxTts *tts)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (tiem_sandbox_tts_now (tts) / 1000);
  g_autofree char *stamp = g_date_time_format (date, "%Y%m%d%H%M%S");
  g_autofree char *rest = tiem_sandbox_random_text (
      tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (tts)), "0123456789ABCDEF", 20);

  return g_strconcat (stamp, rest, NULL);
}

/* Fields appear without a change of version: a client must not mind. */
static void
add_unknown_fields (JsonNode *node)
{
  g_autoptr (GList) values = NULL;
  JsonObject *object;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        add_unknown_fields (json_array_get_element (array, i));
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  values = json_object_get_values (object);
  for (GList *l = values; l != NULL; l = l->next)
    add_unknown_fields (l->data);
  json_object_set_null_member (object, "new_field_of_next_year");
  json_object_set_double_member (object, "another_new_field", 0.5);
}

TiemResponse *
tiem_sandbox_tts_call_answer (TiemSandboxTtsCall *self,
                              JsonObject *data)
{
  g_autofree char *request_id = make_request_id (self->tts);
  JsonObject *envelope = json_object_new ();
  JsonNode *node = tiem_sandbox_json_from_object (envelope);
  TiemResponse *response;

  json_object_set_int_member (envelope, "code", self->code);
  json_object_set_string_member (envelope, "message", self->message);
  json_object_set_string_member (envelope, "request_id", request_id);
  if (data != NULL)
    json_object_set_object_member (envelope, "data", data);
  if (self->tts->settings.extra_fields)
    add_unknown_fields (node);
  response = tiem_sandbox_json_response (self->status, node);
  if (self->code == TIEM_SANDBOX_TTS_RATE_LIMIT && self->tts->settings.retry_after_s >= 0)
    {
      g_autofree char *seconds
          = g_strdup_printf ("%" G_GINT64_FORMAT, self->tts->settings.retry_after_s);

      tiem_response_set_header (response, "Retry-After", seconds);
    }
  return response;
}

const char *
tiem_sandbox_tts_call_get (const TiemSandboxTtsCall *self,
                           const char *name)
{
  const char *value = tiem_form_get (self->query, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

gint64
tiem_sandbox_tts_call_get_int (const TiemSandboxTtsCall *self,
                               const char *name,
                               gint64 fallback)
{
  const char *value = tiem_sandbox_tts_call_get (self, name);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : fallback;
}

gint64
tiem_sandbox_tts_parse_id (const char *text)
{
  guint64 id;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, (guint64)G_MAXINT64, &id, NULL)
             ? (gint64)id
             : 0;
}

gint64
tiem_sandbox_tts_get_id (JsonObject *object,
                         const char *name)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (object, name);

  return tiem_sandbox_tts_parse_id (text);
}

void
tiem_sandbox_tts_set_id (JsonObject *object,
                         const char *name,
                         gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_object_set_string_member (object, name, text);
}

void
tiem_sandbox_tts_set_vnd (JsonObject *object,
                          const char *name,
                          gint64 vnd)
{
  tiem_sandbox_tts_set_id (object, name, vnd);
}

void
tiem_sandbox_tts_set_time (JsonObject *object,
                           const char *name,
                           gint64 ms)
{
  json_object_set_int_member (object, name, ms / 1000);
}

gboolean
tiem_sandbox_tts_list_admits (JsonObject *body,
                              const char *list,
                              const char *text)
{
  JsonArray *array = tiem_sandbox_json_get_array (body, list);
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (json_array_get_string_element (array, i), text) == 0)
      return TRUE;
  return n == 0;
}

gboolean
tiem_sandbox_tts_list_admits_id (JsonObject *body,
                                 const char *list,
                                 gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  return tiem_sandbox_tts_list_admits (body, list, text);
}

gboolean
tiem_sandbox_tts_window_admits (JsonObject *body,
                                const char *stem,
                                gint64 ms)
{
  g_autofree char *from = g_strconcat (stem, "_ge", NULL);
  g_autofree char *until = g_strconcat (stem, "_lt", NULL);
  g_autofree char *upto = g_strconcat (stem, "_le", NULL);
  gint64 seconds = ms / 1000;

  return seconds >= tiem_sandbox_json_get_int (body, from, 0)
         && seconds < tiem_sandbox_json_get_int (body, until, G_MAXINT64)
         && seconds <= tiem_sandbox_json_get_int (body, upto, G_MAXINT64);
}

gboolean
tiem_sandbox_tts_word_admits (JsonObject *body,
                              const char *name,
                              const char *text)
{
  g_autofree char *wanted = tiem_sandbox_json_dup_text (body, name);

  return wanted == NULL || *wanted == '\0' || g_strcmp0 (wanted, text) == 0;
}
