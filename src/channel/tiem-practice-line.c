#define G_LOG_DOMAIN "tiem-practice"

#include "config.h"

#include "channel/tiem-practice-line.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

void
tiem_practice_channel_free (TiemPracticeChannel *self)
{
  g_free (self->kind);
  g_free (self->name);
  g_clear_pointer (&self->account, tiem_account_free);
  g_free (self);
}

static char *
dup_member (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_node_get_value_type (node) == G_TYPE_INT64
             ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node))
             : NULL;
}

/* The tokens, where the platform has any. */
static void
read_token (JsonObject *channel,
            TiemAccount *account)
{
  JsonNode *node = json_object_get_member (channel, "token");
  JsonObject *token;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  token = json_node_get_object (node);
  account->access_token = dup_member (token, "access_token");
  account->refresh_token = dup_member (token, "refresh_token");
  account->shop_cipher = dup_member (token, "shop_cipher");
  account->expires_at = json_object_get_int_member_with_default (token, "expires_at", 0);
  account->refresh_expires_at
      = json_object_get_int_member_with_default (token, "refresh_expires_at", 0);
}

static TiemPracticeChannel *
read_channel (JsonObject *object)
{
  TiemPracticeChannel *channel = g_new0 (TiemPracticeChannel, 1);

  channel->kind = dup_member (object, "kind");
  channel->name = dup_member (object, "name");
  channel->account = tiem_account_new ();
  channel->account->base_url = dup_member (object, "base_url");
  channel->account->auth_url = dup_member (object, "auth_url");
  channel->account->key = dup_member (object, "key");
  channel->account->secret = dup_member (object, "secret");
  channel->account->shop = dup_member (object, "shop");
  channel->account->service_id = dup_member (object, "service_id");
  read_token (object, channel->account);
  return channel;
}

GPtrArray *
tiem_practice_line_parse (const char *line,
                          GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) channels
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_practice_channel_free);
  JsonNode *root = NULL;
  JsonNode *member = NULL;
  JsonArray *array;

  if (json_parser_load_from_data (parser, line, -1, NULL))
    root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    member = json_object_get_member (json_node_get_object (root), "channels");
  if (member == NULL || !JSON_NODE_HOLDS_ARRAY (member))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_PROTOCOL,
                           _ ("The pretend marketplaces did not start as expected; try again."));
      return NULL;
    }
  array = json_node_get_array (member);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      TiemPracticeChannel *channel;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      channel = read_channel (json_node_get_object (node));
      if (channel->kind != NULL && channel->account->base_url != NULL)
        g_ptr_array_add (channels, channel);
      else
        tiem_practice_channel_free (channel);
    }
  return g_steal_pointer (&channels);
}
