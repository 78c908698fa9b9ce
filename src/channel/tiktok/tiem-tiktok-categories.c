#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

/* §8.8: the tree, and what a leaf of it must have. */

#define LOCALE "vi-VN"

GPtrArray *
tts_list_categories (TiemChannel *channel,
                     TiemTransport *transport,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_category_free);
  TiemForm *query = tiem_form_new ();
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = NULL;
  JsonArray *list;

  tiem_form_add (query, "locale", LOCALE);
  data = tts_get (&self->shop,
                  transport,
                  "/product/202309/categories",
                  "categories",
                  query,
                  &answer,
                  cancellable,
                  error);
  if (data == NULL)
    return NULL;
  list = tiem_json_get_array (tiem_json_object (data), "categories");
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *object = tiem_json_array_get_object (list, i);
      g_autofree char *id = tiem_json_dup_id (object, "id");
      g_autofree char *parent = tiem_json_dup_id (object, "parent_id");
      const char *name = tiem_json_get_string (object, "local_name");

      if (id != NULL && name != NULL)
        g_ptr_array_add (found,
                         tiem_remote_category_new (id,
                                                   g_strcmp0 (parent, "0") != 0 ? parent : NULL,
                                                   name,
                                                   tiem_json_get_boolean (object, "is_leaf")));
    }
  tiem_remote_categories_find_paths (found);
  return g_steal_pointer (&found);
}

/* The platform spells the member wrongly; both are taken. */
static gboolean
is_required (JsonObject *object)
{
  return tiem_json_get_boolean (object, "is_requried")
         || tiem_json_get_boolean (object, "is_required");
}

/* Returns: (transfer full) (nullable): NULL for what need not be said of the product */
static TiemRemoteAttribute *
parse_attribute (JsonObject *object)
{
  g_autofree char *id = tiem_json_dup_id (object, "id");
  const char *name = tiem_json_get_string (object, "name");
  JsonArray *values = tiem_json_get_array (object, "values");
  TiemRemoteAttribute *attribute;

  if (id == NULL || name == NULL || !is_required (object)
      || g_strcmp0 (tiem_json_get_string (object, "type"), "SALES_PROPERTY") == 0)
    return NULL;
  attribute = tiem_remote_attribute_new (id, name, TRUE);
  attribute->takes_text
      = tiem_json_get_boolean (object, "is_customizable") || tiem_json_array_get_size (values) == 0;
  for (guint i = 0; i < tiem_json_array_get_size (values); i++)
    {
      JsonObject *value = tiem_json_array_get_object (values, i);
      g_autofree char *code = tiem_json_dup_id (value, "id");
      const char *text = tiem_json_get_string (value, "name");

      if (code != NULL && text != NULL)
        g_ptr_array_add (attribute->choices, tiem_choice_new (code, text));
    }
  return attribute;
}

GPtrArray *
tts_list_attributes (TiemChannel *channel,
                     TiemTransport *transport,
                     const char *category,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autofree char *path = g_strdup_printf ("/product/202309/categories/%s/attributes", category);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_attribute_free);
  TiemForm *query = tiem_form_new ();
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = NULL;
  JsonArray *list;

  tiem_form_add (query, "locale", LOCALE);
  data = tts_get (
      &self->shop, transport, path, "categories/attributes", query, &answer, cancellable, error);
  if (data == NULL)
    return NULL;
  list = tiem_json_get_array (tiem_json_object (data), "attributes");
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *object = tiem_json_array_get_object (list, i);
      TiemRemoteAttribute *attribute = object != NULL ? parse_attribute (object) : NULL;

      if (attribute != NULL)
        g_ptr_array_add (found, attribute);
    }
  return g_steal_pointer (&found);
}
