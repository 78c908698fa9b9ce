#define G_LOG_DOMAIN "tiem-account"

#include "channel/tiem-account-json.h"

#include <json-glib/json-glib.h>

/* The members, so that writing and reading can't drift apart. */
static const struct
{
  const char *name;
  gsize offset;
} texts[] = {
  { "base_url", G_STRUCT_OFFSET (TiemAccount, base_url) },
  { "auth_url", G_STRUCT_OFFSET (TiemAccount, auth_url) },
  { "key", G_STRUCT_OFFSET (TiemAccount, key) },
  { "secret", G_STRUCT_OFFSET (TiemAccount, secret) },
  { "shop", G_STRUCT_OFFSET (TiemAccount, shop) },
  { "access_token", G_STRUCT_OFFSET (TiemAccount, access_token) },
  { "refresh_token", G_STRUCT_OFFSET (TiemAccount, refresh_token) },
  { "shop_cipher", G_STRUCT_OFFSET (TiemAccount, shop_cipher) },
  { "service_id", G_STRUCT_OFFSET (TiemAccount, service_id) },
}, times[] = {
  { "expires_at", G_STRUCT_OFFSET (TiemAccount, expires_at) },
  { "refresh_expires_at", G_STRUCT_OFFSET (TiemAccount, refresh_expires_at) },
  { "grant_ends_at", G_STRUCT_OFFSET (TiemAccount, grant_ends_at) },
};

char *
tiem_account_to_json (const TiemAccount *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = G_STRUCT_MEMBER (const char *, self, texts[i].offset);

      if (text == NULL)
        continue;
      json_builder_set_member_name (builder, texts[i].name);
      json_builder_add_string_value (builder, text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 ms = G_STRUCT_MEMBER (gint64, self, times[i].offset);

      if (ms == 0)
        continue;
      json_builder_set_member_name (builder, times[i].name);
      json_builder_add_int_value (builder, ms);
    }
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

TiemAccount *
tiem_account_from_json (const char *text)
{
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  TiemAccount *self;
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  object = json_node_get_object (root);
  self = tiem_account_new ();
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, self, texts[i].offset)
        = g_strdup (json_object_get_string_member_with_default (object, texts[i].name, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    G_STRUCT_MEMBER (gint64, self, times[i].offset)
        = json_object_get_int_member_with_default (object, times[i].name, 0);
  return self;
}
