#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-editor.h"

#include "sandbox/lazada/tiem-sandbox-lazada-payload.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

/* Kinds of variants: the category's own two, and the seller's (Lazada §7.6). */

#define MAX_KINDS 2
#define MAX_NAME 15
#define MAX_OPTIONS 50
#define MAX_OPTION 20

static gboolean
object_to (TiemSandboxLazadaCall *call,
           const char *code,
           const char *sku)
{
  tiem_sandbox_lazada_call_add_detail (call, "variation", code, code, sku);
  return FALSE;
}

static gboolean
is_categorys_own (const char *name)
{
  return g_str_equal (name, "color_family") || g_str_equal (name, "size");
}

static gboolean
has_option (JsonArray *options,
            const char *wanted)
{
  for (guint i = 0; i < json_array_get_length (options); i++)
    {
      g_autofree char *option = tiem_sandbox_json_node_text (json_array_get_element (options, i));

      if (g_strcmp0 (option, wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_options (TiemSandboxLazadaCall *call,
               JsonArray *options)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (json_array_get_length (options) == 0)
    return object_to (call, "VARIATION_OPTIONS_EMPTY", NULL);
  if (json_array_get_length (options) > MAX_OPTIONS)
    return object_to (call, "OPTIONS_SIZE_LIMIT", NULL);
  for (guint i = 0; i < json_array_get_length (options); i++)
    {
      g_autofree char *option = tiem_sandbox_json_node_text (json_array_get_element (options, i));

      if (option == NULL || *option == '\0')
        return object_to (call, "VARIATION_OPTION_EMPTY", NULL);
      if (g_utf8_strlen (option, -1) > MAX_OPTION)
        return object_to (call, "VARIATION_OPTION_LENGTH_LIMIT", NULL);
      if (!g_hash_table_add (seen, g_steal_pointer (&option)))
        return object_to (call, "VARIATION_OPTION_DUPLICATE", NULL);
    }
  return TRUE;
}

/* Fills @kinds: name → its options. */
static gboolean
check_kinds (TiemSandboxLazadaCall *call,
             JsonNode *document,
             JsonObject *kinds)
{
  JsonObject *variation = tiem_sandbox_lazada_document_object (document, "Product/variation");
  g_autoptr (GList) members = variation != NULL ? json_object_get_members (variation) : NULL;

  if (g_list_length (members) > MAX_KINDS)
    return object_to (call, "VARIATION_SIZE_LIMIT", NULL);
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strdup_printf ("Product/variation/%s", (char *)l->data);
      g_autofree char *list = g_strconcat (path, "/options/option", NULL);
      JsonObject *kind = tiem_sandbox_lazada_document_object (document, path);
      g_autofree char *name = tiem_sandbox_json_dup_text (kind, "name");
      g_autoptr (JsonArray) options = tiem_sandbox_lazada_document_list (document, list);

      if (name == NULL || *name == '\0')
        return object_to (call, "VARIATION_NAME_EMPTY", NULL);
      if (g_utf8_strlen (name, -1) > MAX_NAME)
        return object_to (call, "VARIATION_NAME_LENGTH_LIMIT", NULL);
      if (!tiem_sandbox_json_get_bool (kind, "customize", FALSE) && !is_categorys_own (name))
        return object_to (call, "VARIATION_CATEGORY_ATTRIBUTE_INVALID", NULL);
      if (json_object_has_member (kinds, name))
        return object_to (call, "VARIATION_NAME_DUPLICATE", NULL);
      if (!check_options (call, options))
        return FALSE;
      json_object_set_array_member (kinds, name, json_array_ref (options));
    }
  return TRUE;
}

static gboolean
check_sku (TiemSandboxLazadaCall *call,
           JsonObject *kinds,
           JsonObject *sku,
           GHashTable *seen,
           gboolean is_one_of_many)
{
  JsonObject *chosen = tiem_sandbox_json_get_object (sku, "saleProp");
  g_autofree char *seller_sku = tiem_sandbox_json_dup_text (sku, "SellerSku");
  g_autoptr (GList) names = json_object_get_members (kinds);
  g_autoptr (GList) given = chosen != NULL ? json_object_get_members (chosen) : NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *option = tiem_sandbox_json_dup_text (chosen, l->data);

      if (option == NULL || *option == '\0')
        return object_to (call, "SKU_VARIATION_NAME_MISSING", seller_sku);
      if (!has_option (json_object_get_array_member (kinds, l->data), option))
        return object_to (call, "SKU_VARIATION_OPTION_NOT_EXIST", seller_sku);
    }
  for (GList *l = given; l != NULL; l = l->next)
    {
      g_autofree char *option = tiem_sandbox_json_dup_text (chosen, l->data);

      if (!json_object_has_member (kinds, l->data) && !is_categorys_own (l->data))
        return object_to (call, "VARIATION_CATEGORY_ATTRIBUTE_INVALID", seller_sku);
      g_string_append_printf (all, "%s=%s;", (char *)l->data, option);
    }
  if (is_one_of_many && all->len == 0)
    return object_to (call, "SKU_VARIATION_NAME_MISSING", seller_sku);
  if (!g_hash_table_add (seen, g_strdup (all->str)) && is_one_of_many)
    return object_to (call, "VARIATION_OPTION_DUPLICATE", seller_sku);
  return TRUE;
}

gboolean
tiem_sandbox_lazada_check_variation (TiemSandboxLazadaCall *call,
                                     JsonNode *document,
                                     JsonArray *skus)
{
  g_autoptr (JsonObject) kinds = json_object_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = json_array_get_length (skus);

  if (!check_kinds (call, document, kinds))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (skus, i))
        && !check_sku (call, kinds, json_array_get_object_element (skus, i), seen, n > 1))
      return FALSE;
  return TRUE;
}

void
tiem_sandbox_lazada_set_variation (TiemSandboxItem *product,
                                   JsonNode *document)
{
  JsonObject *given = tiem_sandbox_lazada_document_object (document, "Product/variation");
  g_autoptr (GList) members = given != NULL ? json_object_get_members (given) : NULL;
  JsonObject *variation;
  guint n = 0;

  if (members == NULL)
    return;
  variation = json_object_new ();
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strdup_printf ("Product/variation/%s", (char *)l->data);
      g_autofree char *list = g_strconcat (path, "/options/option", NULL);
      g_autofree char *member = g_strdup_printf ("Variation%u", ++n);
      JsonObject *from = tiem_sandbox_lazada_document_object (document, path);
      g_autofree char *name = tiem_sandbox_json_dup_text (from, "name");
      JsonObject *kind = json_object_new ();

      json_object_set_string_member (kind, "name", name);
      json_object_set_string_member (kind, "label", name);
      json_object_set_boolean_member (
          kind, "hasImage", tiem_sandbox_json_get_bool (from, "hasImage", FALSE));
      json_object_set_boolean_member (
          kind, "customize", tiem_sandbox_json_get_bool (from, "customize", FALSE));
      json_object_set_array_member (
          kind, "options", tiem_sandbox_lazada_document_list (document, list));
      json_object_set_object_member (variation, member, kind);
    }
  json_object_set_object_member (product->extra, "variation", variation);
}

void
tiem_sandbox_lazada_set_sale_prop (TiemSandboxItem *item,
                                   JsonObject *given)
{
  JsonObject *chosen = tiem_sandbox_json_get_object (given, "saleProp");
  JsonObject *kept = json_object_get_object_member (item->extra, "sale_prop");
  g_autoptr (GList) names = chosen != NULL ? json_object_get_members (chosen) : NULL;
  guint n = 0;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *option = tiem_sandbox_json_dup_text (chosen, l->data);

      if (option == NULL)
        continue;
      json_object_set_string_member (kept, l->data, option);
      if (n < G_N_ELEMENTS (item->options))
        item->options[n++] = g_steal_pointer (&option);
    }
}
