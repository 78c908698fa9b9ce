#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

#define API "/api/v2/"

/* Returns: where the path of @url begins */
static const char *
find_path (const char *url)
{
  const char *authority = strstr (url, "://");

  return authority != NULL ? authority + 3 + strcspn (authority + 3, "/?#") : url;
}

/* A name that comes twice is a list; so is "name[]". */
static JsonObject *
collect_query (const TiemForm *query)
{
  JsonObject *params = json_object_new ();

  for (guint i = 0; i < tiem_form_get_size (query); i++)
    {
      g_autofree char *name = g_strdup (query->names->pdata[i]);
      const char *value = query->values->pdata[i];
      JsonNode *old;
      JsonArray *list;

      if (g_str_has_suffix (name, "[]"))
        name[strlen (name) - 2] = '\0';
      old = json_object_get_member (params, name);
      if (old == NULL)
        {
          json_object_set_string_member (params, name, value);
          continue;
        }
      if (JSON_NODE_HOLDS_VALUE (old))
        {
          list = json_array_new ();
          json_array_add_string_element (list, json_node_get_string (old));
          json_object_set_array_member (params, name, list);
        }
      json_array_add_string_element (json_object_get_array_member (params, name), value);
    }
  return params;
}

/* Returns: (nullable): the body, when it is a JSON object */
static JsonObject *
parse_body (const TiemRequest *request)
{
  gsize length = 0;
  const char *text = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;
  g_autoptr (JsonNode) node = NULL;

  if (length == 0 || request->content_type == NULL
      || !g_str_has_prefix (request->content_type, "application/json"))
    return NULL;
  node = tiem_sandbox_json_parse (text, length, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_object_ref (json_node_get_object (node))
             : NULL;
}

TiemSandboxShopeeCall *
tiem_sandbox_shopee_call_new (TiemSandboxShopee *shopee,
                              const TiemRequest *request)
{
  TiemSandboxShopeeCall *self = g_new0 (TiemSandboxShopeeCall, 1);
  const char *path = find_path (request->url);
  const char *base = find_path (tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (shopee)));
  const char *query;

  self->shopee = shopee;
  self->request = request;
  if (g_str_has_prefix (path, base))
    path += strlen (base);
  self->path = g_strndup (path, strcspn (path, "?#"));
  if (g_str_has_prefix (self->path, API))
    self->name = self->path + strlen (API);
  query = strchr (path, '?');
  self->query = tiem_form_parse (query != NULL ? query + 1 : "");
  self->is_get = g_str_equal (request->method, "GET") || g_str_equal (request->method, "HEAD");
  self->params = self->is_get ? collect_query (self->query) : parse_body (request);
  if (self->params == NULL)
    self->params = json_object_new ();
  self->fields = json_object_new ();
  return self;
}

void
tiem_sandbox_shopee_call_free (TiemSandboxShopeeCall *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  tiem_form_free (self->query);
  json_object_unref (self->params);
  g_free (self->code);
  g_free (self->message);
  json_object_unref (self->fields);
  g_clear_pointer (&self->file, tiem_response_free);
  g_free (self);
}

JsonNode *
tiem_sandbox_shopee_call_fail (TiemSandboxShopeeCall *self,
                               const char *code,
                               const char *message)
{
  g_return_val_if_fail (self->code == NULL, NULL);

  self->code = g_strdup (code);
  self->message = g_strdup (message);
  return NULL;
}

/* "page_size" → "PageSize" */
static char *
make_camel (const char *name)
{
  GString *camel = g_string_new (NULL);
  gboolean is_start = TRUE;

  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p != '_')
        g_string_append_c (camel, is_start ? g_ascii_toupper (*p) : *p);
      is_start = *p == '_';
    }
  return g_string_free (camel, FALSE);
}

gboolean
tiem_sandbox_shopee_call_fail_param (TiemSandboxShopeeCall *self,
                                     const char *name,
                                     const char *rule)
{
  g_autofree char *message = NULL;
  const char *code = "error_param";

  if (g_str_has_prefix (self->name, "product/") && !g_str_has_suffix (self->name, "_comment"))
    {
      g_autofree char *camel = make_camel (name);

      code = "product.error_param";
      message = g_strdup_printf (
          "invalid field %s: value %s", camel, rule != NULL ? rule : "must  Not Null");
    }
  else if (g_str_has_prefix (self->name, "payment/"))
    message = g_strdup_printf ("%s %s", name, rule != NULL ? rule : "is required");
  else
    message = g_strdup_printf (
        "Wrong parameters, detail: %s %s.", name, rule != NULL ? rule : "is a required field");
  tiem_sandbox_shopee_call_fail (self, code, message);
  return FALSE;
}

/* A number in a query is text; in a body it must be a number. */
static gboolean
read_int (const TiemSandboxShopeeCall *self,
          JsonNode *node,
          gint64 *value)
{
  const char *text;
  char *end;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (!self->is_get)
    {
      if (json_node_get_value_type (node) != G_TYPE_INT64)
        return FALSE;
      *value = json_node_get_int (node);
      return TRUE;
    }
  text = json_node_get_string (node);
  *value = g_ascii_strtoll (text, &end, 10);
  return *text != '\0' && *end == '\0';
}

gboolean
tiem_sandbox_shopee_call_get_int (TiemSandboxShopeeCall *self,
                                  const char *name,
                                  gint64 fallback,
                                  gint64 *value)
{
  *value = fallback;
  if (!tiem_sandbox_json_has (self->params, name))
    return TRUE;
  return read_int (self, json_object_get_member (self->params, name), value)
         || tiem_sandbox_shopee_call_fail_param (self, name, "must be an integer");
}

gboolean
tiem_sandbox_shopee_call_need_int (TiemSandboxShopeeCall *self,
                                   const char *name,
                                   gint64 *value)
{
  if (!tiem_sandbox_json_has (self->params, name))
    return tiem_sandbox_shopee_call_fail_param (self, name, NULL);
  return tiem_sandbox_shopee_call_get_int (self, name, 0, value);
}

gboolean
tiem_sandbox_shopee_call_need_size (TiemSandboxShopeeCall *self,
                                    const char *name,
                                    gint64 most,
                                    gint64 *value)
{
  g_autofree char *rule = g_strdup_printf ("must be %" G_GINT64_FORMAT " or less", most);

  if (!tiem_sandbox_shopee_call_need_int (self, name, value))
    return FALSE;
  if (*value < 1)
    return tiem_sandbox_shopee_call_fail_param (self, name, "must be 1 or greater");
  return *value <= most || tiem_sandbox_shopee_call_fail_param (self, name, rule);
}

char *
tiem_sandbox_shopee_call_dup_text (const TiemSandboxShopeeCall *self,
                                   const char *name)
{
  char *text = tiem_sandbox_json_dup_text (self->params, name);

  return text != NULL ? text : g_strdup ("");
}

char *
tiem_sandbox_shopee_call_need_text (TiemSandboxShopeeCall *self,
                                    const char *name)
{
  JsonNode *node = json_object_get_member (self->params, name);
  g_autofree char *text = tiem_sandbox_shopee_call_dup_text (self, name);

  if (*text == '\0')
    {
      tiem_sandbox_shopee_call_fail_param (self, name, NULL);
      return NULL;
    }
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      tiem_sandbox_shopee_call_fail_param (self, name, "must be a string");
      return NULL;
    }
  return g_steal_pointer (&text);
}

JsonArray *
tiem_sandbox_shopee_call_need_objects (TiemSandboxShopeeCall *self,
                                       const char *name,
                                       guint most)
{
  g_autofree char *rule = g_strdup_printf ("must contain at most %u items", most);
  JsonArray *list = tiem_sandbox_json_get_array (self->params, name);

  if (list == NULL || json_array_get_length (list) == 0)
    {
      tiem_sandbox_shopee_call_fail_param (self, name, NULL);
      return NULL;
    }
  if (json_array_get_length (list) > most)
    {
      tiem_sandbox_shopee_call_fail_param (self, name, rule);
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, i)))
      {
        tiem_sandbox_shopee_call_fail_param (self, name, "must contain objects");
        return NULL;
      }
  return list;
}

static void
add_words (GStrvBuilder *builder,
           JsonNode *node)
{
  g_autofree char *text = tiem_sandbox_json_node_text (node);
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", ",[] ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);
}

GStrv
tiem_sandbox_shopee_call_dup_words (const TiemSandboxShopeeCall *self,
                                    const char *name)
{
  JsonArray *list = tiem_sandbox_json_get_array (self->params, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (list == NULL && tiem_sandbox_json_has (self->params, name))
    add_words (builder, json_object_get_member (self->params, name));
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    add_words (builder, json_array_get_element (list, i));
  return g_strv_builder_end (builder);
}

GStrv
tiem_sandbox_shopee_call_need_words (TiemSandboxShopeeCall *self,
                                     const char *name,
                                     guint most)
{
  g_auto (GStrv) words = tiem_sandbox_shopee_call_dup_words (self, name);
  g_autofree char *rule = g_strdup_printf ("must contain at most %u items", most);

  if (*words == NULL)
    {
      tiem_sandbox_shopee_call_fail_param (self, name, NULL);
      return NULL;
    }
  if (g_strv_length (words) > most)
    {
      tiem_sandbox_shopee_call_fail_param (self, name, rule);
      return NULL;
    }
  return g_steal_pointer (&words);
}

gboolean
tiem_sandbox_shopee_call_is_empty_page (TiemSandboxShopeeCall *self)
{
  if (self->shopee->switches.empty_pages <= 0)
    return FALSE;
  self->shopee->switches.empty_pages--;
  return TRUE;
}

TiemResponse *
tiem_sandbox_shopee_call_answer (TiemSandboxShopeeCall *self,
                                 JsonNode *response)
{
  const TiemSandboxShopeeSwitches *switches = &self->shopee->switches;
  const char *empty = switches->has_dashes ? "-" : "";
  g_autofree char *id = NULL;
  JsonObject *answer;
  g_autoptr (GList) names = NULL;

  if (self->code == NULL && self->file != NULL)
    {
      g_clear_pointer (&response, json_node_unref);
      return g_steal_pointer (&self->file);
    }
  id = tiem_sandbox_random_text (self->shopee->ids, "0123456789abcdef", 32);
  answer = json_object_new ();
  json_object_set_string_member (answer, "error", self->code != NULL ? self->code : empty);
  json_object_set_string_member (answer, "message", self->message != NULL ? self->message : empty);
  json_object_set_string_member (answer, "request_id", id);
  names = json_object_get_members (self->fields);
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (answer, l->data, json_object_dup_member (self->fields, l->data));
  if (response != NULL)
    json_object_set_member (answer, "response", response);
  return tiem_sandbox_json_response (self->code != NULL ? switches->error_status : 200,
                                     tiem_sandbox_json_from_object (answer));
}
