#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

/* §8.5: amounts are texts, the answer is empty, and a SKU in a running promotion fails the whole
 * call: then each goes alone. */

static JsonNode *
make_body (TtsGroup *group)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "skus");
  json_builder_begin_array (builder);
  for (guint i = 0; i < group->pushes->len; i++)
    {
      TiemPush *push = group->pushes->pdata[i];
      g_autofree char *amount = g_strdup_printf ("%" G_GINT64_FORMAT, push->value);

      json_builder_begin_object (builder);
      tts_add_text (builder, "id", push->remote_variant_id);
      json_builder_set_member_name (builder, "price");
      json_builder_begin_object (builder);
      tts_add_text (builder, "amount", amount);
      tts_add_text (builder, "currency", "VND");
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tts_finish_body (builder);
}

static gboolean
push_group (TiemChannelTiktok *self,
            TiemTransport *transport,
            TtsGroup *group,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path
      = g_strdup_printf ("/product/202309/products/%s/prices/update", group->product_id);
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = tts_post (&self->shop,
                                        transport,
                                        path,
                                        "prices/update",
                                        NULL,
                                        make_body (group),
                                        &answer,
                                        cancellable,
                                        &call_error);

  if (data != NULL)
    {
      tts_settle_group (group, data);
      return TRUE;
    }
  if (group->pushes->len == 1 || !tts_is_refusal (&answer, call_error))
    return tts_settle_failure (group, &answer, g_steal_pointer (&call_error), error);

  for (guint i = 0; i < group->pushes->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      TtsGroup alone = { .product_id = group->product_id, .pushes = one };

      g_ptr_array_add (one, group->pushes->pdata[i]);
      if (!push_group (self, transport, &alone, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tts_push_price (TiemChannel *channel,
                TiemTransport *transport,
                GPtrArray *pushes,
                GCancellable *cancellable,
                GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (GPtrArray) groups = tts_group_pushes (pushes);

  for (guint i = 0; i < groups->len; i++)
    if (!push_group (self, transport, groups->pdata[i], cancellable, error))
      return FALSE;
  return TRUE;
}
