#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/* Lazada §7.6: the tree, and what a leaf of it must have. */

#define LANGUAGE "vi_VN"

/* No tree is deeper. */
#define DEEPEST 10

static void
add_categories (JsonArray *list,
                const char *parent_id,
                guint level,
                GPtrArray *found)
{
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *object = tiem_json_array_get_object (list, i);
      g_autofree char *id = tiem_json_dup_id (object, "category_id");
      const char *name = tiem_json_get_string (object, "name");

      if (id == NULL || name == NULL)
        continue;
      g_ptr_array_add (
          found, tiem_remote_category_new (id, parent_id, name, laz_is_true (object, "leaf")));
      if (level < DEEPEST)
        add_categories (tiem_json_get_array (object, "children"), id, level + 1, found);
    }
}

GPtrArray *
laz_list_categories (TiemChannel *channel,
                     TiemTransport *transport,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_category_free);
  TiemForm *form = tiem_form_new ();
  g_autoptr (JsonNode) body = NULL;

  tiem_form_add (form, "language_code", LANGUAGE);
  body = laz_get (&self->shop, transport, "/category/tree/get", form, cancellable, error);
  if (body == NULL)
    return NULL;
  add_categories (laz_get_data_array (body), NULL, 0, found);
  tiem_remote_categories_find_paths (found);
  return g_steal_pointer (&found);
}

/* --- attributes --- */

/* Asked for apart, or made by Tiệm. */
static gboolean
is_known (const char *name)
{
  static const char *const known[]
      = { "name",  "brand",    "brand_id",  "description", "short_description", "SellerSku",
          "price", "quantity", "tax_class", "__images__",  "color_thumbnail",   "special_price",
          NULL };

  return g_strv_contains (known, name) || g_str_has_prefix (name, "package_")
         || g_str_has_prefix (name, "special_");
}

static gboolean
takes_text (const char *input)
{
  static const char *const texts[]
      = { "text", "richText", "numeric", "date", "enumInput", "multiEnumInput", NULL };

  return input == NULL || g_strv_contains (texts, input);
}

/* Returns: (transfer full) (nullable): NULL for what need not be said. What is said of each variant
 * begins with LAZ_OF_SKU. */
static TiemRemoteAttribute *
parse_attribute (JsonObject *object)
{
  const char *name = tiem_json_get_string (object, "name");
  const char *label = tiem_json_get_string (object, "label");
  JsonArray *options = tiem_json_get_array (object, "options");
  g_autofree char *id = NULL;
  TiemRemoteAttribute *attribute;

  if (name == NULL || is_known (name) || !laz_is_true (object, "is_mandatory"))
    return NULL;
  id = laz_is_true (object, "is_sale_prop") ? g_strconcat (LAZ_OF_SKU, name, NULL)
                                            : g_strdup (name);
  attribute = tiem_remote_attribute_new (id, label != NULL ? label : name, TRUE);
  attribute->takes_text = takes_text (tiem_json_get_string (object, "input_type"));
  for (guint i = 0; i < tiem_json_array_get_size (options); i++)
    {
      const char *option = tiem_json_get_string (tiem_json_array_get_object (options, i), "name");

      /* Lazada takes the words, not the number. */
      if (option != NULL)
        g_ptr_array_add (attribute->choices, tiem_choice_new (option, option));
    }
  return attribute;
}

GPtrArray *
laz_list_attributes (TiemChannel *channel,
                     TiemTransport *transport,
                     const char *category,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_attribute_free);
  TiemForm *form = tiem_form_new ();
  g_autoptr (JsonNode) body = NULL;
  JsonArray *list;

  tiem_form_add (form, "primary_category_id", category);
  tiem_form_add (form, "language_code", LANGUAGE);
  body = laz_get (&self->shop, transport, "/category/attributes/get", form, cancellable, error);
  if (body == NULL)
    return NULL;
  list = laz_get_data_array (body);
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *object = tiem_json_array_get_object (list, i);
      TiemRemoteAttribute *attribute = object != NULL ? parse_attribute (object) : NULL;

      if (attribute != NULL)
        g_ptr_array_add (found, attribute);
    }
  return g_steal_pointer (&found);
}
