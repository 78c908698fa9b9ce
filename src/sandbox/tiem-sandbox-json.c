#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"

#include "base/tiem-error.h"

#include <math.h>
#include <string.h>

#define MAX_SIZE (8 * 1024 * 1024)
#define MAX_DEPTH 64

/* json-glib reads nested values by recursion, so the depth is looked at first. */
static gboolean
is_too_deep (const char *text,
             gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string && c == '\\')
        i++;
      else if (c == '"')
        in_string = !in_string;
      else if (!in_string && (c == '{' || c == '['))
        depth++;
      else if (!in_string && (c == '}' || c == ']') && depth > 0)
        depth--;
      if (depth > MAX_DEPTH)
        return TRUE;
    }
  return FALSE;
}

JsonNode *
tiem_sandbox_json_parse (const char *text,
                         gssize length,
                         GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize size = length < 0 ? strlen (text) : (gsize)length;

  if (size > MAX_SIZE || is_too_deep (text, size))
    {
      g_set_error (error, TIEM_ERROR, TIEM_ERROR_INVALID, "JSON too large or too deep");
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, size, &local_error)
      || (root = json_parser_steal_root (parser)) == NULL)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   "Not JSON: %s",
                   local_error != NULL ? local_error->message : "empty");
      return NULL;
    }
  return g_steal_pointer (&root);
}

char *
tiem_sandbox_json_to_ascii (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);
  GString *out = g_string_sized_new (strlen (text));

  /* Outside strings JSON is ASCII without slashes, so no look at the context is needed. */
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '/')
        g_string_append (out, "\\/");
      else if (c < 0x80)
        g_string_append_c (out, (char)c);
      else if (c < 0x10000)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_printf (out,
                                "\\u%04x\\u%04x",
                                0xd800 + ((c - 0x10000) >> 10),
                                0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  return g_string_free (out, FALSE);
}

TiemResponse *
tiem_sandbox_json_response (guint status,
                            JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  json_node_unref (node);
  return tiem_response_new (status, "application/json", text, -1);
}

TiemResponse *
tiem_sandbox_json_error (guint status,
                         const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", message);
  return tiem_sandbox_json_response (status, tiem_sandbox_json_from_object (object));
}

JsonNode *
tiem_sandbox_json_string (const char *value)
{
  return json_node_init_string (json_node_alloc (), value);
}

JsonNode *
tiem_sandbox_json_number (gint64 value)
{
  return json_node_init_int (json_node_alloc (), value);
}

JsonNode *
tiem_sandbox_json_from_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

JsonNode *
tiem_sandbox_json_from_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}

JsonNode *
tiem_sandbox_json_copy (JsonNode *node)
{
  g_autoptr (GList) keys = NULL;
  JsonObject *object;
  JsonArray *array;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *from = json_node_get_array (node);

      array = json_array_sized_new (json_array_get_length (from));
      for (guint i = 0; i < json_array_get_length (from); i++)
        json_array_add_element (array, tiem_sandbox_json_copy (json_array_get_element (from, i)));
      return tiem_sandbox_json_from_array (array);
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return json_node_copy (node);
  object = json_object_new ();
  keys = json_object_get_members (json_node_get_object (node));
  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_member (
        object,
        l->data,
        tiem_sandbox_json_copy (json_object_get_member (json_node_get_object (node), l->data)));
  return tiem_sandbox_json_from_object (object);
}

static double
node_double (JsonNode *node,
             double fallback)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_ascii_strtod (json_node_get_string (node), NULL);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  return json_node_get_double (node);
}

gint64
tiem_sandbox_json_node_int (JsonNode *node,
                            gint64 fallback)
{
  double value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_ascii_strtoll (json_node_get_string (node), NULL, 10);
  value = node_double (node, 0);
  return isfinite (value) && fabs (value) < 9e18 ? (gint64)value : 0;
}

gboolean
tiem_sandbox_json_node_bool (JsonNode *node,
                             gboolean fallback)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      return *text != '\0' && !g_str_equal (text, "0") && g_ascii_strcasecmp (text, "false") != 0;
    }
  return node_double (node, 0) != 0;
}

char *
tiem_sandbox_json_node_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "1" : "");
  return json_to_string (node, FALSE);
}

static JsonNode *
get_member (JsonObject *object,
            const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

gint64
tiem_sandbox_json_get_int (JsonObject *object,
                           const char *name,
                           gint64 fallback)
{
  return tiem_sandbox_json_node_int (get_member (object, name), fallback);
}

double
tiem_sandbox_json_get_double (JsonObject *object,
                              const char *name,
                              double fallback)
{
  return node_double (get_member (object, name), fallback);
}

gboolean
tiem_sandbox_json_get_bool (JsonObject *object,
                            const char *name,
                            gboolean fallback)
{
  return tiem_sandbox_json_node_bool (get_member (object, name), fallback);
}

char *
tiem_sandbox_json_dup_text (JsonObject *object,
                            const char *name)
{
  return tiem_sandbox_json_node_text (get_member (object, name));
}

JsonObject *
tiem_sandbox_json_get_object (JsonObject *object,
                              const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
tiem_sandbox_json_get_array (JsonObject *object,
                             const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gboolean
tiem_sandbox_json_has (JsonObject *object,
                       const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}
