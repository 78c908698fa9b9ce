#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-payload.h"

#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

#define MAX_DEPTH 32

/* An element that is being read. */
typedef struct
{
  JsonObject *members;
  GString *text;
} Element;

static void
element_free (Element *self)
{
  json_object_unref (self->members);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static Element *
push_element (GPtrArray *stack)
{
  Element *element = g_new0 (Element, 1);

  element->members = json_object_new ();
  element->text = g_string_new (NULL);
  g_ptr_array_add (stack, element);
  return element;
}

static void
element_started_cb (GMarkupParseContext *context,
                    const char *name,
                    const char **attribute_names,
                    const char **attribute_values,
                    gpointer user_data,
                    GError **error)
{
  GPtrArray *stack = user_data;

  if (stack->len > MAX_DEPTH)
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, "Too deep");
  else
    push_element (stack);
}

static void
text_read_cb (GMarkupParseContext *context,
              const char *text,
              gsize length,
              gpointer user_data,
              GError **error)
{
  GPtrArray *stack = user_data;

  g_string_append_len (((Element *)stack->pdata[stack->len - 1])->text, text, length);
}

/* Several elements of one name are a list. */
static void
add_member (JsonObject *object,
            const char *name,
            JsonNode *node)
{
  JsonNode *old = json_object_get_member (object, name);
  JsonArray *list;

  if (old == NULL)
    {
      json_object_set_member (object, name, node);
      return;
    }
  if (JSON_NODE_HOLDS_ARRAY (old))
    {
      json_array_add_element (json_node_get_array (old), node);
      return;
    }
  list = json_array_new ();
  json_array_add_element (list, json_node_copy (old));
  json_array_add_element (list, node);
  json_object_set_array_member (object, name, list);
}

static void
element_ended_cb (GMarkupParseContext *context,
                  const char *name,
                  gpointer user_data,
                  GError **error)
{
  GPtrArray *stack = user_data;
  Element *element = stack->pdata[stack->len - 1];
  Element *parent = stack->pdata[stack->len - 2];
  JsonNode *node;

  if (json_object_get_size (element->members) > 0)
    node = tiem_sandbox_json_from_object (json_object_ref (element->members));
  else
    node = tiem_sandbox_json_string (g_strstrip (element->text->str));
  add_member (parent->members, name, node);
  g_ptr_array_set_size (stack, stack->len - 1);
}

/* Returns: (transfer full) (nullable) */
static JsonNode *
parse_xml (const char *text)
{
  static const GMarkupParser parser
      = { element_started_cb, element_ended_cb, text_read_cb, NULL, NULL };
  g_autoptr (GPtrArray) stack = g_ptr_array_new_with_free_func ((GDestroyNotify)element_free);
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, stack, NULL);
  Element *root = push_element (stack);

  if (!g_markup_parse_context_parse (context, text, -1, NULL)
      || !g_markup_parse_context_end_parse (context, NULL))
    return NULL;
  return tiem_sandbox_json_from_object (json_object_ref (root->members));
}

JsonNode *
tiem_sandbox_lazada_call_get_document (TiemSandboxLazadaCall *call,
                                       const char *name)
{
  const char *text = tiem_sandbox_lazada_call_get (call, name);
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  g_autoptr (JsonNode) document = NULL;
  JsonNode *request = NULL;

  if (stripped == NULL || *stripped == '\0')
    {
      tiem_sandbox_lazada_call_fail (call, "30", TIEM_SANDBOX_LAZADA_ISP, "E030: Empty Request");
      return NULL;
    }
  document = *stripped == '<' ? parse_xml (stripped) : tiem_sandbox_json_parse (stripped, -1, NULL);
  if (document != NULL && JSON_NODE_HOLDS_OBJECT (document))
    request = json_object_get_member (json_node_get_object (document), "Request");
  if (request != NULL && JSON_NODE_HOLDS_OBJECT (request))
    return tiem_sandbox_json_copy (request);
  tiem_sandbox_lazada_call_fail (
      call, "5", TIEM_SANDBOX_LAZADA_ISP, "E005: Invalid Request Format");
  return NULL;
}

/* Returns: (nullable): borrowed */
static JsonNode *
follow (JsonNode *document,
        const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  JsonNode *node = document;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      node = json_object_get_member (json_node_get_object (node), names[i]);
    }
  return node;
}

JsonArray *
tiem_sandbox_lazada_document_list (JsonNode *document,
                                   const char *path)
{
  JsonNode *node = follow (document, path);
  JsonArray *list;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_array_ref (json_node_get_array (node));
  list = json_array_new ();
  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    json_array_add_element (list, json_node_copy (node));
  return list;
}

JsonObject *
tiem_sandbox_lazada_document_object (JsonNode *document,
                                     const char *path)
{
  JsonNode *node = follow (document, path);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}
