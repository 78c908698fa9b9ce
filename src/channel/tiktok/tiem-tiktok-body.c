#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

void
tts_add_text (JsonBuilder *builder,
              const char *name,
              const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

void
tts_add_int (JsonBuilder *builder,
             const char *name,
             gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

void
tts_add_texts (JsonBuilder *builder,
               const char *name,
               GPtrArray *texts,
               guint start,
               guint most)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = start; i < texts->len && i - start < most; i++)
    json_builder_add_string_value (builder, texts->pdata[i]);
  json_builder_end_array (builder);
}

JsonNode *
tts_finish_body (JsonBuilder *builder)
{
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

gboolean
tts_get_amount (JsonObject *object,
                const char *name,
                gint64 *vnd,
                GError **error)
{
  gint64 micro_vnd = 0;

  *vnd = 0;
  if (!tiem_json_add_decimal (object, name, &micro_vnd, error))
    return FALSE;
  *vnd = tiem_json_round_money (micro_vnd);
  return TRUE;
}

void
tts_add_unreadable (GPtrArray *unreadable,
                    JsonNode *element,
                    const char *id_name,
                    const GError *cause)
{
  g_autofree char *id = tiem_json_dup_id (tiem_json_object (element), id_name);
  g_autofree char *raw = tiem_json_to_text (element);

  tiem_parts_add_unreadable (unreadable, id, raw, cause);
}
