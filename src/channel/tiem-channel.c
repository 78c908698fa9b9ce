#define G_LOG_DOMAIN "tiem-channel"

#include "channel/tiem-channel.h"

#include "channel/tiem-channel-list.h"

#include <string.h>

#define DECLARE_INFO(name) extern const TiemChannelInfo tiem_channel_##name##_info;
TIEM_CHANNELS (DECLARE_INFO)

#define INFO_ADDRESS(name) &tiem_channel_##name##_info,
static const TiemChannelInfo *const registry[] = { TIEM_CHANNELS (INFO_ADDRESS) NULL };

G_DEFINE_INTERFACE (TiemChannel, tiem_channel, G_TYPE_OBJECT)

static void
tiem_channel_default_init (TiemChannelInterface *iface)
{
}

const TiemChannelInfo *
tiem_channel_info_find (const char *kind)
{
  for (guint i = 0; registry[i] != NULL; i++)
    if (g_strcmp0 (registry[i]->kind, kind) == 0)
      return registry[i];
  return NULL;
}

const TiemChannelInfo *const *
tiem_channel_info_list (void)
{
  return registry;
}

TiemAccount *
tiem_account_new (void)
{
  return g_new0 (TiemAccount, 1);
}

TiemAccount *
tiem_account_copy (const TiemAccount *self)
{
  TiemAccount *copy = tiem_account_new ();

  copy->base_url = g_strdup (self->base_url);
  copy->auth_url = g_strdup (self->auth_url);
  copy->key = g_strdup (self->key);
  copy->secret = g_strdup (self->secret);
  copy->shop = g_strdup (self->shop);
  copy->access_token = g_strdup (self->access_token);
  copy->refresh_token = g_strdup (self->refresh_token);
  copy->expires_at = self->expires_at;
  copy->refresh_expires_at = self->refresh_expires_at;
  copy->shop_cipher = g_strdup (self->shop_cipher);
  copy->service_id = g_strdup (self->service_id);
  copy->grant_ends_at = self->grant_ends_at;
  return copy;
}

void
tiem_account_free (TiemAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->base_url);
  g_free (self->auth_url);
  g_free (self->key);
  g_free (self->secret);
  g_free (self->shop);
  g_free (self->access_token);
  g_free (self->refresh_token);
  g_free (self->shop_cipher);
  g_free (self->service_id);
  g_free (self);
}

void
tiem_channel_probe_free (TiemChannelProbe *self)
{
  if (self == NULL)
    return;
  g_free (self->shop);
  g_free (self->message);
  g_free (self);
}

TiemChannelProbe *
tiem_channel_test (TiemChannel *self,
                   TiemTransport *transport,
                   GCancellable *cancellable,
                   GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->test (self, transport, cancellable, error);
}

TiemOrderPage *
tiem_channel_pull_orders (TiemChannel *self,
                          TiemTransport *transport,
                          const char *cursor,
                          gint64 first_since,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->pull_orders != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->pull_orders (
      self, transport, cursor, first_since, cancellable, error);
}

void
tiem_channel_set_brief (TiemChannel *self,
                        gboolean is_brief)
{
  g_return_if_fail (TIEM_IS_CHANNEL (self));

  if (TIEM_CHANNEL_GET_IFACE (self)->set_brief != NULL)
    TIEM_CHANNEL_GET_IFACE (self)->set_brief (self, is_brief);
}

TiemListingPage *
tiem_channel_pull_listings (TiemChannel *self,
                            TiemTransport *transport,
                            const char *cursor,
                            GCancellable *cancellable,
                            GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->pull_listings != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->pull_listings (self, transport, cursor, cancellable, error);
}

TiemListingPage *
tiem_channel_read_listings (TiemChannel *self,
                            TiemTransport *transport,
                            GPtrArray *pushes,
                            GCancellable *cancellable,
                            GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->read_listings != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->read_listings (self, transport, pushes, cancellable, error);
}

gboolean
tiem_channel_push_stock (TiemChannel *self,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), FALSE);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->push_stock != NULL, FALSE);

  return TIEM_CHANNEL_GET_IFACE (self)->push_stock (self, transport, pushes, cancellable, error);
}

gboolean
tiem_channel_push_price (TiemChannel *self,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), FALSE);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->push_price != NULL, FALSE);

  return TIEM_CHANNEL_GET_IFACE (self)->push_price (self, transport, pushes, cancellable, error);
}

TiemRemoteOrder *
tiem_channel_act_on_order (TiemChannel *self,
                           TiemTransport *transport,
                           const char *remote_id,
                           TiemOrderAction action,
                           const char *choice,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->act_on_order != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->act_on_order (
      self, transport, remote_id, action, choice, cancellable, error);
}

GPtrArray *
tiem_channel_list_choices (TiemChannel *self,
                           TiemTransport *transport,
                           TiemChoiceKind kind,
                           const char *remote_id,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);

  /* A shop's own website asks for no reason. */
  if (TIEM_CHANNEL_GET_IFACE (self)->list_choices == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  return TIEM_CHANNEL_GET_IFACE (self)->list_choices (
      self, transport, kind, remote_id, cancellable, error);
}

gboolean
tiem_channel_read_labels (TiemChannel *self,
                          TiemTransport *transport,
                          GPtrArray *labels,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), FALSE);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->read_labels != NULL, FALSE);

  return TIEM_CHANNEL_GET_IFACE (self)->read_labels (self, transport, labels, cancellable, error);
}

gboolean
tiem_channel_read_fees (TiemChannel *self,
                        TiemTransport *transport,
                        GPtrArray *fees,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), FALSE);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->read_fees != NULL, FALSE);

  return TIEM_CHANNEL_GET_IFACE (self)->read_fees (self, transport, fees, cancellable, error);
}

TiemReturnPage *
tiem_channel_pull_returns (TiemChannel *self,
                           TiemTransport *transport,
                           const char *cursor,
                           gint64 first_since,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->pull_returns != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->pull_returns (
      self, transport, cursor, first_since, cancellable, error);
}

TiemRemoteReturn *
tiem_channel_answer_return (TiemChannel *self,
                            TiemTransport *transport,
                            const char *remote_id,
                            TiemReturnAnswers answer,
                            const char *choice,
                            const char *comment,
                            GCancellable *cancellable,
                            GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->answer_return != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->answer_return (
      self, transport, remote_id, answer, choice, comment, cancellable, error);
}

TiemReviewPage *
tiem_channel_pull_reviews (TiemChannel *self,
                           TiemTransport *transport,
                           const char *cursor,
                           gint64 first_since,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->pull_reviews != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->pull_reviews (
      self, transport, cursor, first_since, cancellable, error);
}

gboolean
tiem_channel_reply_review (TiemChannel *self,
                           TiemTransport *transport,
                           const char *remote_id,
                           const char *text,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), FALSE);
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->reply_review != NULL, FALSE);

  return TIEM_CHANNEL_GET_IFACE (self)->reply_review (
      self, transport, remote_id, text, cancellable, error);
}

GPtrArray *
tiem_channel_list_categories (TiemChannel *self,
                              TiemTransport *transport,
                              GCancellable *cancellable,
                              GError **error)
{
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->list_categories != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->list_categories (self, transport, cancellable, error);
}

GPtrArray *
tiem_channel_list_attributes (TiemChannel *self,
                              TiemTransport *transport,
                              const char *category,
                              GCancellable *cancellable,
                              GError **error)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL (self), NULL);

  if (TIEM_CHANNEL_GET_IFACE (self)->list_attributes == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_attribute_free);
  return TIEM_CHANNEL_GET_IFACE (self)->list_attributes (
      self, transport, category, cancellable, error);
}

TiemListingPage *
tiem_channel_publish (TiemChannel *self,
                      TiemTransport *transport,
                      TiemOffer *offer,
                      GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (TIEM_CHANNEL_GET_IFACE (self)->publish != NULL, NULL);

  return TIEM_CHANNEL_GET_IFACE (self)->publish (self, transport, offer, cancellable, error);
}
