#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-fields.h"

#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

/* "page_size" → "PageSize", as the platform's validator names what is missing. */
static char *
make_title (const char *name)
{
  GString *title = g_string_new (NULL);
  gboolean at_start = TRUE;

  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p != '_')
        g_string_append_c (title, at_start ? g_ascii_toupper (*p) : *p);
      at_start = *p == '_';
    }
  return g_string_free (title, FALSE);
}

static gboolean
refuse_missing (TiemSandboxTtsCall *call,
                const TiemSandboxTtsField *field)
{
  g_autofree char *title = make_title (field->name);

  tiem_sandbox_tts_call_refuse (
      call, "Invalid request: %s is a required field (%s).", title, field->name);
  return FALSE;
}

static gboolean
refuse_type (TiemSandboxTtsCall *call,
             const TiemSandboxTtsField *field)
{
  static const char *const words[] = {
    [TIEM_SANDBOX_TTS_INT] = "an integer",   [TIEM_SANDBOX_TTS_TEXT] = "a string",
    [TIEM_SANDBOX_TTS_BOOL] = "a boolean",   [TIEM_SANDBOX_TTS_TEXTS] = "a list of strings",
    [TIEM_SANDBOX_TTS_OBJECT] = "an object", [TIEM_SANDBOX_TTS_OBJECTS] = "a list of objects",
  };

  tiem_sandbox_tts_call_refuse (
      call, "Invalid request: %s must be %s.", field->name, words[field->type]);
  return FALSE;
}

static gboolean
refuse_limits (TiemSandboxTtsCall *call,
               const TiemSandboxTtsField *field,
               const char *what)
{
  tiem_sandbox_tts_call_refuse (call,
                                "Invalid request: %s of %s must be between %" G_GINT64_FORMAT
                                " and %" G_GINT64_FORMAT ".",
                                what,
                                field->name,
                                field->minimum,
                                field->maximum);
  return FALSE;
}

static gboolean
check_number (TiemSandboxTtsCall *call,
              const TiemSandboxTtsField *field,
              const char *what,
              gint64 number)
{
  if (field->maximum != 0 && (number < field->minimum || number > field->maximum))
    return refuse_limits (call, field, what);
  return TRUE;
}

static gboolean
check_text (TiemSandboxTtsCall *call,
            const TiemSandboxTtsField *field,
            const char *text)
{
  g_auto (GStrv) choices = NULL;

  if (field->choices == NULL)
    return field->type != TIEM_SANDBOX_TTS_TEXT
           || check_number (call, field, "the length", g_utf8_strlen (text, -1));
  choices = g_strsplit (field->choices, " ", -1);
  if (*text == '\0' || g_strv_contains ((const char *const *)choices, text))
    return TRUE;
  tiem_sandbox_tts_call_refuse (
      call, "Invalid request: %s, allowed values: %s.", field->name, field->choices);
  return FALSE;
}

static gboolean
check_query_value (TiemSandboxTtsCall *call,
                   const TiemSandboxTtsField *field,
                   const char *value)
{
  g_auto (GStrv) parts = NULL;
  gint64 number;

  switch (field->type)
    {
    case TIEM_SANDBOX_TTS_INT:
      if (!g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL))
        return refuse_type (call, field);
      return check_number (call, field, "the value", number);
    case TIEM_SANDBOX_TTS_BOOL:
      return g_str_equal (value, "true") || g_str_equal (value, "false")
             || refuse_type (call, field);
    case TIEM_SANDBOX_TTS_TEXTS:
      parts = g_strsplit (value, ",", -1);
      return check_number (call, field, "the number", g_strv_length (parts));
    default:
      return check_text (call, field, value);
    }
}

gboolean
tiem_sandbox_tts_fields_check_query (const TiemSandboxTtsField *fields,
                                     TiemSandboxTtsCall *call)
{
  for (const TiemSandboxTtsField *field = fields; field != NULL && field->name != NULL; field++)
    {
      const char *value = tiem_sandbox_tts_call_get (call, field->name);

      if (value == NULL && field->is_required)
        return refuse_missing (call, field);
      if (value != NULL && !check_query_value (call, field, value))
        return FALSE;
    }
  return TRUE;
}

static gboolean
holds (JsonNode *node,
       GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
check_list (TiemSandboxTtsCall *call,
            const TiemSandboxTtsField *field,
            JsonNode *node)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse_type (call, field);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (field->type == TIEM_SANDBOX_TTS_OBJECTS)
        {
          if (!JSON_NODE_HOLDS_OBJECT (element))
            return refuse_type (call, field);
        }
      else if (!holds (element, G_TYPE_STRING))
        return refuse_type (call, field);
      else if (!check_text (call, field, json_node_get_string (element)))
        return FALSE;
    }
  if (json_array_get_length (array) == 0 && field->is_required)
    return refuse_missing (call, field);
  return check_number (call, field, "the number", json_array_get_length (array));
}

static gboolean
check_body_value (TiemSandboxTtsCall *call,
                  const TiemSandboxTtsField *field,
                  JsonNode *node)
{
  switch (field->type)
    {
    case TIEM_SANDBOX_TTS_INT:
      if (!holds (node, G_TYPE_INT64))
        return refuse_type (call, field);
      return check_number (call, field, "the value", json_node_get_int (node));
    case TIEM_SANDBOX_TTS_BOOL:
      return holds (node, G_TYPE_BOOLEAN) || refuse_type (call, field);
    case TIEM_SANDBOX_TTS_OBJECT:
      return JSON_NODE_HOLDS_OBJECT (node) || refuse_type (call, field);
    case TIEM_SANDBOX_TTS_TEXT:
      if (!holds (node, G_TYPE_STRING))
        return refuse_type (call, field);
      if (field->is_required && *json_node_get_string (node) == '\0')
        return refuse_missing (call, field);
      return check_text (call, field, json_node_get_string (node));
    default:
      return check_list (call, field, node);
    }
}

gboolean
tiem_sandbox_tts_fields_check_body (const TiemSandboxTtsField *fields,
                                    TiemSandboxTtsCall *call,
                                    JsonObject *body)
{
  for (const TiemSandboxTtsField *field = fields; field != NULL && field->name != NULL; field++)
    {
      if (!tiem_sandbox_json_has (body, field->name))
        {
          if (field->is_required)
            return refuse_missing (call, field);
          continue;
        }
      if (!check_body_value (call, field, json_object_get_member (body, field->name)))
        return FALSE;
    }
  return TRUE;
}
