#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-pages.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-picture.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-routes.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-site.h"

#include <string.h>

/* An empty list where PHP would have an object; only over TLS there is something in it. */
static JsonNode *
make_authentication (TiemSandboxWcCall *call)
{
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (call->wc));
  g_autofree char *url = g_strconcat (home, "/wp-admin/authorize-application.php", NULL);
  JsonObject *endpoints;
  JsonObject *passwords;
  JsonObject *object;

  if (!call->is_secure)
    return tiem_sandbox_json_from_array (json_array_new ());
  endpoints = json_object_new ();
  passwords = json_object_new ();
  object = json_object_new ();
  json_object_set_string_member (endpoints, "authorization", url);
  json_object_set_object_member (passwords, "endpoints", endpoints);
  json_object_set_object_member (object, "application-passwords", passwords);
  return tiem_sandbox_json_from_object (object);
}

JsonNode *
tiem_sandbox_wc_make_index (TiemSandboxWcCall *call)
{
  static const char *const namespaces[]
      = { "oembed/1.0", "wc/v1", "wc/v2", "wc/v3", "wc/store/v1", "wp/v2" };
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (call->wc));
  g_autofree char *title = tiem_sandbox_wc_make_title (call->wc);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (namespaces); i++)
    json_array_add_string_element (array, namespaces[i]);
  json_object_set_string_member (object, "name", title);
  json_object_set_string_member (object, "description", "");
  json_object_set_string_member (object, "url", home);
  json_object_set_string_member (object, "home", home);
  json_object_set_int_member (object, "gmt_offset", 7);
  json_object_set_string_member (object, "timezone_string", TIEM_SANDBOX_WC_ZONE);
  json_object_set_array_member (object, "namespaces", array);
  json_object_set_member (object, "authentication", make_authentication (call));
  json_object_set_object_member (object, "routes", tiem_sandbox_wc_routes_describe_all (call->wc));
  return tiem_sandbox_json_from_object (object);
}

JsonNode *
tiem_sandbox_wc_make_namespace_index (TiemSandboxWcCall *call)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "namespace", "wc/v3");
  json_object_set_object_member (object, "routes", tiem_sandbox_wc_routes_describe_all (call->wc));
  return tiem_sandbox_json_from_object (object);
}

static TiemResponse *
make_html (TiemSandboxWcCall *call,
           guint status)
{
  g_autofree char *api = tiem_sandbox_wc_call_make_url (call, "");
  g_autofree char *link = g_strdup_printf ("<%s>; rel=\"https://api.w.org/\"", api);
  g_autofree char *title = tiem_sandbox_wc_make_title (call->wc);
  g_autofree char *html
      = g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"vi\">\n<head><meta charset=\"UTF-8\">"
                         "<title>%s</title></head>\n<body><h1>%s</h1></body>\n</html>\n",
                         title,
                         title);
  TiemResponse *response = tiem_response_new (status, "text/html; charset=UTF-8", html, -1);

  tiem_response_set_header (response, "Link", link);
  return response;
}

/* "/wp-content/uploads/2026/10/AT-SG.png". Returns: (nullable): NULL when there is none */
static TiemResponse *
make_picture (TiemSandboxWcCall *call)
{
  const TiemSandboxCatalogue *catalogue
      = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (call->wc))->catalogue;
  g_autofree char *base = g_path_get_basename (call->path);
  g_autofree char *sku = NULL;

  if (!g_str_has_prefix (call->path, "/wp-content/uploads/") || !g_str_has_suffix (base, ".png"))
    return NULL;
  sku = g_strndup (base, strlen (base) - strlen (".png"));
  for (guint i = 0; i < catalogue->products->len; i++)
    {
      const TiemSandboxProduct *product = catalogue->products->pdata[i];
      g_autoptr (GBytes) png = NULL;

      if (!g_str_has_prefix (sku, product->goods->sku))
        continue;
      png = tiem_sandbox_picture_make (product->goods->shape, sku);
      return tiem_response_new (
          200, "image/png", g_bytes_get_data (png, NULL), g_bytes_get_size (png));
    }
  return NULL;
}

TiemResponse *
tiem_sandbox_wc_make_page (TiemSandboxWcCall *call)
{
  const char *path = call->path;
  gboolean is_get = g_str_equal (call->method, "GET") || g_str_equal (call->method, "HEAD");
  gboolean has_slash = *path != '\0' && path[strlen (path) - 1] == '/';
  TiemResponse *picture = make_picture (call);

  if (picture != NULL)
    return picture;

  /* With plain links the API's pretty addresses lead to the front page, never to a 404. */
  if (g_str_has_prefix (path, "/wp-json") && is_get && !has_slash)
    {
      g_autofree char *location
          = g_strdup_printf ("%s%s/%s%s",
                             tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (call->wc)),
                             path,
                             *call->query_text != '\0' ? "?" : "",
                             call->query_text);
      TiemResponse *response = make_html (call, 301);

      tiem_response_set_header (response, "Location", location);
      return response;
    }
  if (g_str_has_prefix (path, "/wp-json") || *path == '\0' || g_str_equal (path, "/")
      || g_str_equal (path, "/index.php"))
    return make_html (call, 200);
  return make_html (call, 404);
}
