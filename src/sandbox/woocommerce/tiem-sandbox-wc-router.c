#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-router.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-php.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-auth.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-pages.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-routes.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <string.h>

/* What a route is for, as its permission check words it. */
static const struct
{
  const char *code;
  const char *message;
} refusals[] = {
  [TIEM_SANDBOX_WC_LIST_ITEMS]
  = { "woocommerce_rest_cannot_view", "Sorry, you cannot list resources." },
  [TIEM_SANDBOX_WC_VIEW]
  = { "woocommerce_rest_cannot_view", "Sorry, you cannot view this resource." },
  [TIEM_SANDBOX_WC_CREATE]
  = { "woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources." },
  [TIEM_SANDBOX_WC_EDIT]
  = { "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource." },
  [TIEM_SANDBOX_WC_DELETE]
  = { "woocommerce_rest_cannot_delete", "Sorry, you are not allowed to delete this resource." },
  [TIEM_SANDBOX_WC_BATCH] = { "woocommerce_rest_cannot_batch",
                              "Sorry, you are not allowed to batch manipulate this resource." },
};

/* "" for "/wp-json/"; NULL when the address is no route of the API. A rest_route in the
 * query wins over the path. */
static char *
find_route (TiemSandboxWcCall *call)
{
  g_autofree char *given = tiem_sandbox_json_dup_text (call->query, "rest_route");
  const char *path = call->path;
  g_autofree char *encoded = NULL;
  char *route;

  if (given != NULL && *given != '\0')
    {
      while (*given == '/')
        memmove (given, given + 1, strlen (given));
      route = g_steal_pointer (&given);
    }
  else
    {
      if (g_str_has_prefix (path, "/index.php/"))
        path += strlen ("/index.php");
      if (call->wc->has_plain_links || !g_str_has_prefix (path, "/wp-json")
          || (path[strlen ("/wp-json")] != '\0' && path[strlen ("/wp-json")] != '/'))
        return NULL;
      path += strlen ("/wp-json");
      while (*path == '/')
        path++;
      route = g_uri_unescape_string (path, NULL);
      if (route == NULL)
        return NULL;
    }
  while (*route != '\0' && route[strlen (route) - 1] == '/')
    route[strlen (route) - 1] = '\0';
  return route;
}

static gboolean
is_json_type (const char *type)
{
  return type != NULL
         && (g_str_has_prefix (type, "application/json") || strstr (type, "+json") != NULL);
}

/* Puts the body's members over the query's. Returns: FALSE when the call has failed */
static gboolean
read_params (TiemSandboxWcCall *call)
{
  JsonNode *tree = tiem_sandbox_json_from_object (json_object_ref (call->query));
  g_autoptr (JsonNode) query = tiem_sandbox_php_to_json (tree);
  const TiemRequest *request = call->request;
  gsize length = 0;
  const char *text = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;
  JsonObject *data;

  json_node_unref (tree);
  if (JSON_NODE_HOLDS_OBJECT (query))
    tiem_sandbox_php_merge (call->params, json_node_get_object (query));
  if (length == 0)
    return TRUE;
  if (is_json_type (request->content_type))
    {
      g_autoptr (JsonNode) body = tiem_sandbox_json_parse (text, length, NULL);

      if (body == NULL)
        {
          data = json_object_new ();
          json_object_set_int_member (data, "json_error_code", 4);
          json_object_set_string_member (data, "json_error_message", "Syntax error");
          tiem_sandbox_wc_call_fail_with (
              call, 400, "rest_invalid_json", "Invalid JSON body passed.", data);
          return FALSE;
        }
      if (JSON_NODE_HOLDS_OBJECT (body))
        tiem_sandbox_php_merge (call->params, json_node_get_object (body));
    }
  else if (request->content_type != NULL
           && g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded"))
    {
      g_autofree char *form = g_strndup (text, length);
      JsonNode *form_tree = tiem_sandbox_json_from_object (tiem_sandbox_php_parse_query (form));
      g_autoptr (JsonNode) node = tiem_sandbox_php_to_json (form_tree);

      json_node_unref (form_tree);
      if (JSON_NODE_HOLDS_OBJECT (node))
        tiem_sandbox_php_merge (call->params, json_node_get_object (node));
    }
  return TRUE;
}

/* One entry of a batch. Failures become part of the answer. */
static JsonNode *
run_entry (const TiemSandboxWcCall *batch,
           const TiemSandboxWcRoute *route,
           const char *method,
           JsonObject *params,
           gint64 id)
{
  g_autoptr (TiemSandboxWcCall) call = tiem_sandbox_wc_call_new_entry (batch, method, params);
  JsonNode *node;
  JsonObject *failure;

  /* The last number in the route is the entry's own. */
  call->ids[0] = batch->ids[0];
  call->ids[g_str_has_prefix (route->pattern, "products/#/") ? 1 : 0] = id;
  node = route->handler (call);
  if (node != NULL)
    return node;
  failure = json_object_new ();
  json_object_set_int_member (failure, "id", id);
  json_object_set_member (failure, "error", tiem_sandbox_wc_call_describe_failure (call));
  return tiem_sandbox_json_from_object (failure);
}

static JsonArray *
run_entries (const TiemSandboxWcCall *batch,
             const char *pattern,
             const char *name)
{
  gboolean creates = g_str_equal (name, "create");
  gboolean deletes = g_str_equal (name, "delete");
  g_autofree char *item_pattern = creates ? g_strdup (pattern) : g_strconcat (pattern, "/#", NULL);
  const char *method = creates ? "POST" : deletes ? "DELETE" : "PUT";
  const TiemSandboxWcRoute *route = tiem_sandbox_wc_routes_find_pattern (item_pattern, method);
  JsonArray *given = tiem_sandbox_json_get_array (batch->params, name);
  JsonArray *answers = json_array_new ();

  for (guint i = 0; i < json_array_get_length (given); i++)
    {
      JsonNode *node = json_array_get_element (given, i);
      g_autoptr (JsonObject) params = JSON_NODE_HOLDS_OBJECT (node)
                                          ? json_object_ref (json_node_get_object (node))
                                          : json_object_new ();
      gint64 id = deletes ? tiem_sandbox_json_node_int (node, 0)
                          : tiem_sandbox_json_get_int (params, "id", 0);

      /* What a batch deletes does not go to the trash. */
      if (deletes)
        json_object_set_boolean_member (params, "force", TRUE);
      json_array_add_element (answers, run_entry (batch, route, method, params, creates ? 0 : id));
    }
  return answers;
}

JsonNode *
tiem_sandbox_wc_run_batch (TiemSandboxWcCall *call)
{
  static const char *const names[] = { "create", "update", "delete" };
  g_autofree char *pattern = tiem_sandbox_wc_routes_make_batch_pattern (call->route);
  JsonObject *answer;
  guint total = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonArray *given = tiem_sandbox_json_get_array (call->params, names[i]);

      total += given != NULL ? json_array_get_length (given) : 0;
    }
  if (total > 100)
    return tiem_sandbox_wc_call_fail (call,
                                      413,
                                      "woocommerce_rest_request_entity_too_large",
                                      "Unable to accept more than 100 items for this request.");
  answer = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (tiem_sandbox_json_get_array (call->params, names[i]) != NULL)
      json_object_set_array_member (answer, names[i], run_entries (call, pattern, names[i]));
  return tiem_sandbox_json_from_object (answer);
}

/* What OPTIONS answers, without a key. */
static JsonNode *
describe_route (TiemSandboxWcCall *call)
{
  JsonObject *object = tiem_sandbox_wc_routes_describe (call->wc, call->route);

  if (object == NULL)
    return tiem_sandbox_wc_call_fail (
        call, 404, "rest_no_route", "No route was found matching the URL and request method.");
  return tiem_sandbox_json_from_object (object);
}

/* The order of WordPress: keys that are wrong, the route, the parameters, and only then
 * whether anybody is known at all. */
static JsonNode *
dispatch (TiemSandboxWcCall *call)
{
  const TiemSandboxWcRoute *route;
  gboolean is_known;

  if (!tiem_sandbox_wc_authenticate (call, &is_known))
    return NULL;
  if (g_str_equal (call->method, "OPTIONS"))
    return describe_route (call);
  if (*call->route == '\0')
    return tiem_sandbox_wc_make_index (call);
  if (g_str_equal (call->route, "wc/v3"))
    return tiem_sandbox_wc_make_namespace_index (call);
  if (g_str_equal (call->route, "wp/v2/media") && g_str_equal (call->method, "POST"))
    return tiem_sandbox_wc_call_fail (call,
                                      401,
                                      "rest_cannot_create",
                                      "Sorry, you are not allowed to create posts as this user.");

  route = tiem_sandbox_wc_routes_find (call);
  if (route == NULL)
    return tiem_sandbox_wc_call_fail (
        call, 404, "rest_no_route", "No route was found matching the URL and request method.");
  if (!read_params (call) || !tiem_sandbox_wc_fields_check (route->fields, call))
    return NULL;
  if (!is_known)
    return tiem_sandbox_wc_call_fail (
        call, 401, refusals[route->action].code, refusals[route->action].message);
  return route->handler (call);
}

static void
set_number_header (TiemResponse *response,
                   const char *name,
                   gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  tiem_response_set_header (response, name, text);
}

static TiemResponse *
make_response (TiemSandboxWcCall *call,
               JsonNode *node)
{
  g_autofree char *api = tiem_sandbox_wc_call_make_url (call, "");
  g_autofree char *link = g_strdup_printf ("<%s>; rel=\"https://api.w.org/\"", api);
  g_autofree char *body = tiem_sandbox_json_to_ascii (node);
  TiemResponse *response
      = tiem_response_new (call->status, "application/json; charset=UTF-8", body, -1);

  tiem_response_set_header (response, "X-Robots-Tag", "noindex");
  tiem_response_set_header (response, "X-Content-Type-Options", "nosniff");
  tiem_response_set_header (
      response, "Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link");
  /* The links of a list take the place of the one to the API. */
  tiem_response_set_header (response, "Link", call->link != NULL ? call->link : link);
  if (call->location != NULL)
    tiem_response_set_header (response, "Location", call->location);
  if (call->code == NULL && call->total >= 0)
    {
      set_number_header (response, "X-WP-Total", call->total);
      set_number_header (response, "X-WP-TotalPages", call->pages);
    }
  return response;
}

TiemResponse *
tiem_sandbox_wc_route (TiemSandboxWc *wc,
                       const TiemRequest *request)
{
  g_autoptr (TiemSandboxWcCall) call = tiem_sandbox_wc_call_new (wc, request);
  g_autoptr (JsonNode) node = NULL;

  call->route = find_route (call);
  if (call->route == NULL)
    return tiem_sandbox_wc_make_page (call);
  if (g_str_equal (call->method, "HEAD"))
    {
      g_free (call->method);
      call->method = g_strdup ("GET");
    }
  node = dispatch (call);
  if (node == NULL)
    node = tiem_sandbox_wc_call_describe_failure (call);
  else if (!g_str_has_suffix (call->route, "/batch"))
    tiem_sandbox_wc_apply_fields (call, node);
  return make_response (call, node);
}

char *
tiem_sandbox_wc_make_endpoint (TiemSandboxWc *wc,
                               const TiemRequest *request)
{
  g_autoptr (TiemSandboxWcCall) call = tiem_sandbox_wc_call_new (wc, request);
  g_autoptr (GString) endpoint = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;

  call->route = find_route (call);
  if (call->route == NULL)
    return g_strdup ("page");
  if (!g_str_has_prefix (call->route, "wc/v3/"))
    return g_strdup (g_str_has_prefix (call->route, "wp/") ? call->route : "index");
  parts = g_strsplit (call->route + strlen ("wc/v3/"), "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_ascii_isdigit (*parts[i]))
      g_string_append_printf (endpoint, "%s%s", endpoint->len > 0 ? "/" : "", parts[i]);
  return g_string_free (g_steal_pointer (&endpoint), FALSE);
}
