#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/* §7.1: buyers' requests to cancel. */

#define PAGE_SIZE 50

JsonNode *
tts_read_requests (TiemChannelTiktok *self,
                   TiemTransport *transport,
                   GPtrArray *ids,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  TiemForm *query = tiem_form_new ();
  JsonNode *data;

  tiem_form_add_int (query, "page_size", PAGE_SIZE);
  json_builder_begin_object (builder);
  tts_add_texts (builder, "order_ids", ids, 0, PAGE_SIZE);
  tts_add_text (builder, "locale", "vi-VN");
  data = tts_post (&self->shop,
                   transport,
                   "/return_refund/202309/cancellations/search",
                   "cancellations/search",
                   query,
                   tts_finish_body (builder),
                   &answer,
                   cancellable,
                   &call_error);
  if (data == NULL)
    {
      self->no_cancellations |= answer.code == TTS_SCOPE_MISSING;
      g_propagate_error (error, g_steal_pointer (&call_error));
    }
  return data;
}

static gboolean
is_waiting (JsonObject *cancellation)
{
  const char *type = tiem_json_get_string (cancellation, "cancel_type");
  const char *role = tiem_json_get_string (cancellation, "role");
  gboolean is_buyers
      = type != NULL ? strcmp (type, "BUYER_CANCEL") == 0 : g_strcmp0 (role, "BUYER") == 0;

  return is_buyers
         && g_strcmp0 (tiem_json_get_string (cancellation, "cancel_status"),
                       "CANCELLATION_REQUEST_PENDING")
                == 0;
}

GHashTable *
tts_index_requests (JsonNode *data)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = tiem_json_get_array (tiem_json_object (data), "cancellations");

  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *cancellation = tiem_json_array_get_object (array, i);
      char *id = is_waiting (cancellation) ? tiem_json_dup_id (cancellation, "order_id") : NULL;

      if (id != NULL)
        g_hash_table_replace (index, id, cancellation);
    }
  return index;
}

JsonObject *
tts_find_request (JsonNode *data,
                  const char *order_id)
{
  g_autoptr (GHashTable) index = tts_index_requests (data);

  return g_hash_table_lookup (index, order_id);
}

char *
tts_make_idempotency_key (const char *deed,
                          const char *id)
{
  return g_strdup_printf ("tiem-%s-%s", deed, id);
}
