#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-call.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-php.h"

#include <string.h>

/* Returns: where the path of @url begins */
static const char *
find_path (const char *url)
{
  const char *authority = strstr (url, "://");

  return authority != NULL ? authority + 3 + strcspn (authority + 3, "/?#") : url;
}

static void
set_address (TiemSandboxWcCall *self)
{
  const char *url = self->request->url;
  const char *path = find_path (url);
  const char *base = find_path (tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (self->wc)));
  const char *query;

  self->is_secure = g_str_has_prefix (url, "https://");
  if (g_str_has_prefix (path, base))
    path += strlen (base);
  self->path = g_strndup (path, strcspn (path, "?#"));
  query = strchr (path, '?');
  self->query_text
      = query != NULL ? g_strndup (query + 1, strcspn (query + 1, "#")) : g_strdup ("");
  self->query = tiem_sandbox_php_parse_query (self->query_text);
}

static void
set_method (TiemSandboxWcCall *self)
{
  g_autofree char *given = tiem_sandbox_json_dup_text (self->query, "_method");
  const char *header = tiem_request_get_header (self->request, "X-HTTP-Method-Override");

  if (given != NULL && *given != '\0')
    self->method = g_ascii_strup (given, -1);
  else
    self->method = g_ascii_strup (header != NULL ? header : self->request->method, -1);
}

TiemSandboxWcCall *
tiem_sandbox_wc_call_new (TiemSandboxWc *wc,
                          const TiemRequest *request)
{
  TiemSandboxWcCall *self = g_new0 (TiemSandboxWcCall, 1);

  self->wc = wc;
  self->request = request;
  self->status = 200;
  self->total = -1;
  set_address (self);
  set_method (self);
  self->params = json_object_new ();
  return self;
}

TiemSandboxWcCall *
tiem_sandbox_wc_call_new_entry (const TiemSandboxWcCall *parent,
                                const char *method,
                                JsonObject *params)
{
  TiemSandboxWcCall *self = g_new0 (TiemSandboxWcCall, 1);

  self->wc = parent->wc;
  self->request = parent->request;
  self->is_secure = parent->is_secure;
  self->method = g_strdup (method);
  self->params = json_object_ref (params);
  self->is_unchecked = TRUE;
  self->status = 200;
  self->total = -1;
  return self;
}

void
tiem_sandbox_wc_call_free (TiemSandboxWcCall *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->query_text);
  g_clear_pointer (&self->query, json_object_unref);
  g_free (self->method);
  g_free (self->route);
  json_object_unref (self->params);
  g_free (self->name);
  g_free (self->link);
  g_free (self->location);
  g_free (self->code);
  g_free (self->message);
  g_clear_pointer (&self->data, json_node_unref);
  g_free (self);
}

JsonNode *
tiem_sandbox_wc_call_fail (TiemSandboxWcCall *self,
                           guint status,
                           const char *code,
                           const char *message)
{
  return tiem_sandbox_wc_call_fail_with (self, status, code, message, json_object_new ());
}

JsonNode *
tiem_sandbox_wc_call_fail_with (
    TiemSandboxWcCall *self, guint status, const char *code, const char *message, JsonObject *data)
{
  g_return_val_if_fail (self->code == NULL, NULL);

  self->status = status;
  self->code = g_strdup (code);
  self->message = g_strdup (message);
  json_object_set_int_member (data, "status", status);
  self->data = tiem_sandbox_json_from_object (data);
  return NULL;
}

JsonNode *
tiem_sandbox_wc_call_describe_failure (const TiemSandboxWcCall *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", self->code);
  json_object_set_string_member (object, "message", self->message);
  json_object_set_member (object, "data", json_node_copy (self->data));
  return tiem_sandbox_json_from_object (object);
}

char *
tiem_sandbox_wc_call_make_url (const TiemSandboxWcCall *self,
                               const char *route)
{
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (self->wc));

  return g_strdup_printf (
      self->wc->has_plain_links ? "%s/index.php?rest_route=/%s" : "%s/wp-json/%s", home, route);
}

GStrv
tiem_sandbox_wc_call_get_words (const TiemSandboxWcCall *self,
                                const char *name)
{
  JsonArray *array = tiem_sandbox_json_get_array (self->params, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL)
    {
      g_autofree char *text = tiem_sandbox_json_dup_text (self->params, name);
      g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", ", ", -1);

      for (guint i = 0; words[i] != NULL; i++)
        if (*words[i] != '\0')
          g_strv_builder_add (builder, words[i]);
    }
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *text = tiem_sandbox_json_node_text (json_array_get_element (array, i));

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

GArray *
tiem_sandbox_wc_call_get_ids (const TiemSandboxWcCall *self,
                              const char *name)
{
  g_auto (GStrv) words = tiem_sandbox_wc_call_get_words (self, name);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; words[i] != NULL; i++)
    {
      gint64 id = g_ascii_strtoll (words[i], NULL, 10);

      g_array_append_val (ids, id);
    }
  return ids;
}
