#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-routes.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-customers.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-site.h"

#include <string.h>

#define EDIT "PUT PATCH POST"

#define LIST_ITEMS TIEM_SANDBOX_WC_LIST_ITEMS
#define VIEW TIEM_SANDBOX_WC_VIEW
#define CREATE TIEM_SANDBOX_WC_CREATE
#define EDIT_ITEM TIEM_SANDBOX_WC_EDIT
#define DELETE_ITEM TIEM_SANDBOX_WC_DELETE
#define BATCH TIEM_SANDBOX_WC_BATCH

static const TiemSandboxWcField delete_fields[] = {
  { "force", TIEM_SANDBOX_WC_BOOLEAN, NULL, "false" },
  { NULL },
};

/* clang-format off */
static const TiemSandboxWcRoute routes[] = {
  { "orders", "GET", LIST_ITEMS, tiem_sandbox_wc_order_list_fields, tiem_sandbox_wc_orders_list },
  { "orders", "POST", CREATE, tiem_sandbox_wc_order_fields, tiem_sandbox_wc_orders_create },
  { "orders/batch", EDIT, BATCH, NULL, tiem_sandbox_wc_run_batch },
  { "orders/#", "GET", VIEW, NULL, tiem_sandbox_wc_orders_view },
  { "orders/#", EDIT, EDIT_ITEM, tiem_sandbox_wc_order_fields, tiem_sandbox_wc_orders_update },
  { "orders/#", "DELETE", DELETE_ITEM, delete_fields, tiem_sandbox_wc_orders_delete },
  { "orders/#/notes", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_notes_list },
  { "orders/#/notes", "POST", CREATE, tiem_sandbox_wc_note_fields, tiem_sandbox_wc_notes_create },
  { "orders/#/refunds", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_refunds_list },
  { "orders/#/refunds", "POST", CREATE, tiem_sandbox_wc_refund_fields, tiem_sandbox_wc_refunds_create },
  { "orders/#/refunds/#", "GET", VIEW, NULL, tiem_sandbox_wc_refunds_view },
  { "orders/#/refunds/#", "DELETE", DELETE_ITEM, delete_fields, tiem_sandbox_wc_refunds_delete },
  { "refunds", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_refunds_list_all },

  { "products", "GET", LIST_ITEMS, tiem_sandbox_wc_product_list_fields, tiem_sandbox_wc_products_list },
  { "products", "POST", CREATE, tiem_sandbox_wc_product_fields, tiem_sandbox_wc_products_create },
  { "products/batch", EDIT, BATCH, NULL, tiem_sandbox_wc_run_batch },
  { "products/categories", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_categories_list },
  { "products/#", "GET", VIEW, NULL, tiem_sandbox_wc_products_view },
  { "products/#", EDIT, EDIT_ITEM, tiem_sandbox_wc_product_fields, tiem_sandbox_wc_products_update },
  { "products/#", "DELETE", DELETE_ITEM, delete_fields, tiem_sandbox_wc_products_delete },
  { "products/#/variations", "GET", LIST_ITEMS, tiem_sandbox_wc_product_list_fields, tiem_sandbox_wc_variations_list },
  { "products/#/variations", "POST", CREATE, tiem_sandbox_wc_variation_fields, tiem_sandbox_wc_variations_create },
  { "products/#/variations/batch", EDIT, BATCH, NULL, tiem_sandbox_wc_run_batch },
  { "products/#/variations/#", "GET", VIEW, NULL, tiem_sandbox_wc_variations_view },
  { "products/#/variations/#", EDIT, EDIT_ITEM, tiem_sandbox_wc_variation_fields, tiem_sandbox_wc_variations_update },
  { "products/#/variations/#", "DELETE", DELETE_ITEM, delete_fields, tiem_sandbox_wc_variations_delete },

  { "customers", "GET", LIST_ITEMS, tiem_sandbox_wc_customer_list_fields, tiem_sandbox_wc_customers_list },
  { "customers", "POST", CREATE, tiem_sandbox_wc_customer_create_fields, tiem_sandbox_wc_customers_create },
  { "customers/batch", EDIT, BATCH, NULL, tiem_sandbox_wc_run_batch },
  { "customers/#", "GET", VIEW, NULL, tiem_sandbox_wc_customers_view },
  { "customers/#", EDIT, EDIT_ITEM, tiem_sandbox_wc_customer_fields, tiem_sandbox_wc_customers_update },
  { "customers/#", "DELETE", DELETE_ITEM, delete_fields, tiem_sandbox_wc_customers_delete },

  { "settings", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_settings_groups },
  { "settings/general", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_settings_list },
  { "settings/general/*", "GET", VIEW, NULL, tiem_sandbox_wc_settings_view },
  { "data/currencies/current", "GET", VIEW, NULL, tiem_sandbox_wc_currency_view },
  { "system_status", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_system_status_view },
  { "payment_gateways", "GET", LIST_ITEMS, NULL, tiem_sandbox_wc_gateways_list },
};
/* clang-format on */

/* Whether @route, beneath wc/v3, fits @pattern; then what # and * stood for. */
static gboolean
fits (const char *pattern,
      const char *route,
      gint64 ids[2],
      char **name)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  g_auto (GStrv) parts = g_strsplit (route, "/", -1);
  guint n_ids = 0;

  if (g_strv_length (wanted) != g_strv_length (parts))
    return FALSE;
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      if (g_str_equal (wanted[i], "#"))
        {
          if (!g_ascii_string_to_signed (parts[i], 10, 0, G_MAXINT64, &ids[n_ids++], NULL))
            return FALSE;
        }
      else if (g_str_equal (wanted[i], "*"))
        {
          g_free (*name);
          *name = g_strdup (parts[i]);
        }
      else if (!g_str_equal (wanted[i], parts[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_method (const TiemSandboxWcRoute *route,
            const char *method)
{
  g_auto (GStrv) methods = g_strsplit (route->methods, " ", -1);

  return g_strv_contains ((const char *const *)methods, method);
}

static const char *
strip_namespace (const char *route)
{
  return g_str_has_prefix (route, "wc/v3/") ? route + strlen ("wc/v3/") : NULL;
}

const TiemSandboxWcRoute *
tiem_sandbox_wc_routes_find (TiemSandboxWcCall *call)
{
  const char *beneath = strip_namespace (call->route);

  for (guint i = 0; beneath != NULL && i < G_N_ELEMENTS (routes); i++)
    if (has_method (&routes[i], call->method)
        && fits (routes[i].pattern, beneath, call->ids, &call->name))
      return &routes[i];
  return NULL;
}

const TiemSandboxWcRoute *
tiem_sandbox_wc_routes_find_pattern (const char *pattern,
                                     const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (routes[i].pattern, pattern) && has_method (&routes[i], method))
      return &routes[i];
  return NULL;
}

char *
tiem_sandbox_wc_routes_make_batch_pattern (const char *route)
{
  const char *beneath = strip_namespace (route);

  if (g_str_has_prefix (beneath, "products/") && strstr (beneath, "/variations/") != NULL)
    return g_strdup ("products/#/variations");
  return g_strndup (beneath, strcspn (beneath, "/"));
}

static JsonArray *
make_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    json_array_add_string_element (array, words[i]);
  return array;
}

static JsonObject *
describe_pattern (TiemSandboxWc *wc,
                  const char *pattern)
{
  g_autoptr (GString) methods = g_string_new (NULL);
  JsonObject *object = json_object_new ();
  JsonArray *endpoints = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      JsonObject *endpoint;

      if (!g_str_equal (routes[i].pattern, pattern))
        continue;
      endpoint = json_object_new ();
      json_object_set_array_member (endpoint, "methods", make_words (routes[i].methods));
      json_object_set_object_member (
          endpoint, "args", tiem_sandbox_wc_fields_describe (routes[i].fields, wc));
      json_array_add_object_element (endpoints, endpoint);
      g_string_append_printf (methods, "%s%s", methods->len > 0 ? " " : "", routes[i].methods);
    }
  json_object_set_string_member (object, "namespace", "wc/v3");
  json_object_set_array_member (object, "methods", make_words (methods->str));
  json_object_set_array_member (object, "endpoints", endpoints);
  return object;
}

JsonObject *
tiem_sandbox_wc_routes_describe (TiemSandboxWc *wc,
                                 const char *route)
{
  const char *beneath = strip_namespace (route);
  gint64 ids[2];
  g_autofree char *name = NULL;

  for (guint i = 0; beneath != NULL && i < G_N_ELEMENTS (routes); i++)
    if (fits (routes[i].pattern, beneath, ids, &name))
      return describe_pattern (wc, routes[i].pattern);
  return NULL;
}

/* "orders/#" → "/wc/v3/orders/(?P<id>[\d]+)" */
static char *
make_public_pattern (const char *pattern)
{
  g_auto (GStrv) numbers = g_strsplit (pattern, "#", -1);
  g_autofree char *joined = g_strjoinv ("(?P<id>[\\d]+)", numbers);
  g_auto (GStrv) words = g_strsplit (joined, "*", -1);
  g_autofree char *whole = g_strjoinv ("(?P<id>[\\w-]+)", words);

  return g_strconcat ("/wc/v3/", whole, NULL);
}

JsonObject *
tiem_sandbox_wc_routes_describe_all (TiemSandboxWc *wc)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *name = make_public_pattern (routes[i].pattern);

      if (!json_object_has_member (object, name))
        json_object_set_object_member (object, name, describe_pattern (wc, routes[i].pattern));
    }
  return object;
}
