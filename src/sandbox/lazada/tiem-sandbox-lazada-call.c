#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

#define ZONE_MS (7 * G_GINT64_CONSTANT (3600000))

TiemSandboxLazadaCall *
tiem_sandbox_lazada_call_new (TiemSandboxLazada *lazada,
                              const TiemRequest *request,
                              const char *path)
{
  TiemSandboxLazadaCall *self = g_new0 (TiemSandboxLazadaCall, 1);

  self->lazada = lazada;
  self->method = request->method;
  self->path = g_strdup (path);
  self->params = tiem_sandbox_lazada_params_new (request);
  return self;
}

void
tiem_sandbox_lazada_call_free (TiemSandboxLazadaCall *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  tiem_sandbox_lazada_params_free (self->params);
  g_free (self->code);
  g_free (self->message);
  g_clear_pointer (&self->detail, json_array_unref);
  g_free (self);
}

JsonObject *
tiem_sandbox_lazada_call_fail (
    TiemSandboxLazadaCall *self, const char *code, const char *type, const char *format, ...)
{
  va_list args;

  g_free (self->code);
  g_free (self->message);
  self->code = g_strdup (code);
  self->type = type;
  va_start (args, format);
  self->message = g_strdup_vprintf (format, args);
  va_end (args);
  return NULL;
}

JsonObject *
tiem_sandbox_lazada_call_fail_missing (TiemSandboxLazadaCall *self,
                                       const char *name)
{
  return tiem_sandbox_lazada_call_fail (
      self,
      "MissingParameter",
      TIEM_SANDBOX_LAZADA_ISV,
      "The input parameter \"%s\" that is mandatory for processing this request is not supplied",
      name);
}

void
tiem_sandbox_lazada_call_add_detail (TiemSandboxLazadaCall *self,
                                     const char *field,
                                     const char *code,
                                     const char *message,
                                     const char *sku)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "field", field);
  json_object_set_string_member (entry, "message", message);
  if (code != NULL)
    json_object_set_string_member (entry, "code", code);
  if (sku != NULL && self->lazada->names_skus)
    json_object_set_string_member (entry, "seller_sku", sku);
  if (self->detail == NULL)
    self->detail = json_array_new ();
  json_array_add_object_element (self->detail, entry);
}

JsonObject *
tiem_sandbox_lazada_call_answer (JsonNode *data)
{
  JsonObject *members = json_object_new ();

  json_object_set_member (members, "data", data);
  return members;
}

JsonObject *
tiem_sandbox_lazada_call_answer_object (JsonObject *data)
{
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_object (data));
}

JsonObject *
tiem_sandbox_lazada_call_answer_result (JsonObject *data)
{
  JsonObject *members = json_object_new ();
  JsonObject *result = json_object_new ();

  json_object_set_boolean_member (result, "success", TRUE);
  json_object_set_object_member (result, "data", data);
  json_object_set_string_member (result, "error_code", "");
  json_object_set_string_member (result, "error_msg", "");
  json_object_set_object_member (members, "result", result);
  return members;
}

TiemResponse *
tiem_sandbox_lazada_call_finish (TiemSandboxLazadaCall *self,
                                 JsonObject *members)
{
  /* Counted, not made up: asking oftener must not change what shoppers do. */
  g_autofree char *request_id
      = g_strdup_printf ("2101%013" G_GINT64_FORMAT "%08u",
                         tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (self->lazada)),
                         ++self->lazada->n_answers);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (self->code != NULL)
    {
      g_clear_pointer (&members, json_object_unref);
      members = json_object_new ();
      json_object_set_string_member (members, "type", self->type);
      json_object_set_string_member (members, "message", self->message);
    }
  if (self->detail != NULL)
    json_object_set_array_member (members, "detail", json_array_ref (self->detail));
  json_object_set_string_member (members, "code", self->code != NULL ? self->code : "0");
  json_object_set_string_member (members, "request_id", request_id);
  root = tiem_sandbox_json_from_object (members);
  text = json_to_string (root, FALSE);
  return tiem_response_new (200, "application/json;charset=UTF-8", text, -1);
}

const char *
tiem_sandbox_lazada_call_get (TiemSandboxLazadaCall *self,
                              const char *name)
{
  const char *value = g_hash_table_lookup (self->params->texts, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

gboolean
tiem_sandbox_lazada_call_get_int (TiemSandboxLazadaCall *self,
                                  const char *name,
                                  gint64 fallback,
                                  gint64 *value)
{
  const char *text = tiem_sandbox_lazada_call_get (self, name);

  *value = fallback;
  return text == NULL || g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL);
}

JsonNode *
tiem_sandbox_lazada_call_get_json (TiemSandboxLazadaCall *self,
                                   const char *name)
{
  const char *text = tiem_sandbox_lazada_call_get (self, name);

  return text != NULL ? tiem_sandbox_json_parse (text, -1, NULL) : NULL;
}

GArray *
tiem_sandbox_lazada_read_ids (JsonNode *node)
{
  GArray *ids;
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *text = tiem_sandbox_json_node_text (json_array_get_element (array, i));
      gint64 id = 0;

      if (text == NULL || !g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL))
        id = 0;
      g_array_append_val (ids, id);
    }
  return ids;
}

gboolean
tiem_sandbox_lazada_parse_date (const char *text,
                                gint64 *ms)
{
  static const char form[]
      = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)$";
  g_autoptr (GDateTime) date = NULL;

  if (!g_regex_match_simple (form, text, 0, 0))
    return FALSE;
  date = g_date_time_new_from_iso8601 (text, NULL);
  if (date == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (date) * 1000 + g_date_time_get_microsecond (date) / 1000;
  return TRUE;
}

char *
tiem_sandbox_lazada_format_local (gint64 ms,
                                  const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc ((ms + ZONE_MS) / 1000);

  return g_date_time_format (date, format);
}

char *
tiem_sandbox_lazada_format_date (gint64 ms)
{
  return tiem_sandbox_lazada_format_local (ms, "%Y-%m-%d %H:%M:%S +0700");
}

void
tiem_sandbox_lazada_set_bool (TiemSandboxLazada *lazada,
                              JsonObject *object,
                              const char *name,
                              gboolean value)
{
  if (lazada->has_text_booleans)
    json_object_set_string_member (object, name, value ? "true" : "false");
  else
    json_object_set_boolean_member (object, name, value);
}

void
tiem_sandbox_lazada_set_price (JsonObject *object,
                               const char *name,
                               gint64 vnd,
                               gboolean with_commas)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, ABS (vnd));
  g_autoptr (GString) text = g_string_new (vnd < 0 ? "-" : "");
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (with_commas && i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  g_string_append (text, ".00");
  json_object_set_string_member (object, name, text->str);
}

void
tiem_sandbox_lazada_set_text (JsonObject *object,
                              const char *name,
                              const char *text)
{
  json_object_set_string_member (object, name, text != NULL ? text : "");
}
