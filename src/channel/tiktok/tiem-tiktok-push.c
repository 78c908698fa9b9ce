#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/* What pushing stock and pushing prices have in common: one call for each product, and an
 * answer that may say "success" with single items refused inside (§4). */

static void
group_free (gpointer data)
{
  TtsGroup *group = data;

  g_ptr_array_unref (group->pushes);
  g_free (group);
}

GPtrArray *
tts_group_pushes (GPtrArray *pushes)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr (GHashTable) by_product = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];
      TtsGroup *group = g_hash_table_lookup (by_product, push->remote_product_id);

      if (group == NULL)
        {
          group = g_new0 (TtsGroup, 1);
          group->product_id = push->remote_product_id;
          group->pushes = g_ptr_array_new ();
          g_ptr_array_add (groups, group);
          g_hash_table_insert (by_product, push->remote_product_id, group);
        }
      g_ptr_array_add (group->pushes, push);
    }
  return groups;
}

void
tts_refuse_push (TiemPush *push,
                 GError *error)
{
  g_clear_error (&push->error);
  push->error = error;
}

/* Returns: (transfer full) (nullable): why @sku_id was refused. An error that names no SKU is
 * about all of them. */
static GError *
find_refusal (JsonArray *errors,
              const TiemPush *push)
{
  for (guint i = 0; i < tiem_json_array_get_size (errors); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (errors, i);
      JsonObject *detail = tiem_json_get_object (entry, "detail");
      JsonObject *first
          = tiem_json_array_get_object (tiem_json_get_array (detail, "extra_errors"), 0);
      g_autofree char *sku_id = tiem_json_dup_id (detail, "sku_id");
      g_autofree char *message = NULL;
      gint64 code = 0;

      if (sku_id != NULL && g_strcmp0 (sku_id, push->remote_variant_id) != 0)
        continue;
      tiem_json_get_int (entry, "code", &code, NULL);
      message = tiem_json_dup_string (entry, "message");
      if (code == 0 && first != NULL)
        {
          tiem_json_get_int (first, "code", &code, NULL);
          g_free (message);
          message = tiem_json_dup_string (first, "message");
        }
      return tts_make_item_error (code, message, push->sku);
    }
  return NULL;
}

void
tts_settle_group (TtsGroup *group,
                  JsonNode *data)
{
  JsonArray *errors = tiem_json_get_array (tiem_json_object (data), "errors");

  for (guint i = 0; i < group->pushes->len; i++)
    {
      TiemPush *push = group->pushes->pdata[i];
      GError *refusal = find_refusal (errors, push);

      if (refusal != NULL)
        tts_refuse_push (push, refusal);
      else
        {
          push->done = TRUE;
          push->confirmed = push->value;
        }
    }
}

gboolean
tts_settle_failure (TtsGroup *group,
                    const TtsAnswer *answer,
                    GError *failure,
                    GError **error)
{
  g_autoptr (GError) owned = failure;

  for (guint i = 0; i < group->pushes->len; i++)
    {
      TiemPush *push = group->pushes->pdata[i];

      if (tts_is_refusal (answer, failure))
        tts_refuse_push (push, tts_make_item_error (answer->code, answer->message, push->sku));
      else
        push->unclear = answer->unclear;
    }
  if (tts_is_refusal (answer, failure))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&owned));
  return FALSE;
}
