#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-php.h"

#include "base/tiem-http.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

/* As PHP's own limit on nested names. */
#define MAX_LEVELS 64

/* Returns: (transfer full): the key "[]" stands for: one more than the highest number */
static char *
make_next_key (JsonObject *object)
{
  g_autoptr (GList) keys = json_object_get_members (object);
  gint64 next = 0;

  for (GList *l = keys; l != NULL; l = l->next)
    {
      gint64 number;

      if (g_ascii_string_to_signed (l->data, 10, 0, G_MAXINT32, &number, NULL))
        next = MAX (next, number + 1);
    }
  return g_strdup_printf ("%" G_GINT64_FORMAT, next);
}

static JsonObject *
enter (JsonObject *object,
       const char *key)
{
  JsonObject *inner = tiem_sandbox_json_get_object (object, key);

  if (inner == NULL)
    {
      inner = json_object_new ();
      json_object_set_object_member (object, key, inner);
    }
  return inner;
}

/* @name is "a", "a[]", "a[0]", "a[b][c]" … */
static void
add_value (JsonObject *tree,
           const char *name,
           const char *value)
{
  const char *bracket = strchr (name, '[');
  g_autofree char *key = NULL;
  JsonObject *place = tree;

  if (bracket == name || bracket == NULL || strchr (bracket, ']') == NULL)
    {
      json_object_set_string_member (tree, name, value);
      return;
    }
  key = g_strndup (name, bracket - name);
  for (guint level = 0; *bracket == '[' && level < MAX_LEVELS; level++)
    {
      const char *close = strchr (bracket, ']');

      if (close == NULL)
        break;
      place = enter (place, key);
      g_free (key);
      key = close == bracket + 1 ? make_next_key (place)
                                 : g_strndup (bracket + 1, close - bracket - 1);
      bracket = close + 1;
    }
  json_object_set_string_member (place, key, value);
}

JsonObject *
tiem_sandbox_php_parse_query (const char *text)
{
  g_autoptr (TiemForm) form = tiem_form_parse (text);
  JsonObject *tree = json_object_new ();

  for (guint i = 0; i < tiem_form_get_size (form); i++)
    add_value (tree, form->names->pdata[i], form->values->pdata[i]);
  return tree;
}

static gboolean
is_list (GList *keys)
{
  gint64 expected = 0;

  for (GList *l = keys; l != NULL; l = l->next, expected++)
    {
      g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, expected);

      if (!g_str_equal (l->data, key))
        return FALSE;
    }
  return keys != NULL;
}

JsonNode *
tiem_sandbox_php_to_json (JsonNode *tree)
{
  g_autoptr (GList) keys = NULL;
  JsonObject *from;
  JsonObject *object;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_OBJECT (tree))
    return json_node_copy (tree);
  from = json_node_get_object (tree);
  keys = json_object_get_members (from);
  if (is_list (keys))
    {
      array = json_array_new ();
      for (GList *l = keys; l != NULL; l = l->next)
        json_array_add_element (array,
                                tiem_sandbox_php_to_json (json_object_get_member (from, l->data)));
      return tiem_sandbox_json_from_array (array);
    }
  object = json_object_new ();
  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_member (
        object, l->data, tiem_sandbox_php_to_json (json_object_get_member (from, l->data)));
  return tiem_sandbox_json_from_object (object);
}

void
tiem_sandbox_php_merge (JsonObject *into,
                        JsonObject *from)
{
  g_autoptr (GList) keys = json_object_get_members (from);

  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_member (into, l->data, json_node_copy (json_object_get_member (from, l->data)));
}
