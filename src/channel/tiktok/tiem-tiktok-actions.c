#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>

void
tts_set_wrong_status (GError **error,
                      const char *word)
{
  TiemOrderStatus status = tts_status_find (word);

  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_REJECTED,
               /* Translators: the order's state */
               _ ("The order is “%s” on TikTok Shop, which does not allow this; look at the order "
                  "in Seller Center."),
               status != TIEM_ORDER_UNKNOWN ? tiem_order_status_get_label (status)
               : word != NULL               ? word
                                            : "?");
}

TiemRemoteOrder *
tts_act_on_order (TiemChannel *channel,
                  TiemTransport *transport,
                  const char *remote_id,
                  TiemOrderAction action,
                  const char *choice,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  JsonObject *order;
  g_autoptr (JsonNode) data = tts_read_one (self, transport, remote_id, &order, cancellable, error);
  gboolean is_done = data != NULL;

  if (!is_done)
    return NULL;
  switch (action)
    {
    case TIEM_ORDER_ACTION_SHIP:
      is_done = tts_ship (self, transport, order, choice, cancellable, error);
      break;
    case TIEM_ORDER_ACTION_CANCEL:
      is_done = tts_cancel (self, transport, order, choice, cancellable, error);
      break;
    case TIEM_ORDER_ACTION_ACCEPT_CANCEL:
    case TIEM_ORDER_ACTION_REJECT_CANCEL:
      is_done = tts_answer_cancel (self,
                                   transport,
                                   order,
                                   action == TIEM_ORDER_ACTION_ACCEPT_CANCEL,
                                   choice,
                                   cancellable,
                                   error);
      break;
    case TIEM_ORDER_ACTION_SHIP_PART:
      is_done = tts_ship_part (self, transport, remote_id, order, choice, cancellable, error);
      break;
    case TIEM_ORDER_ACTION_CONFIRM:
      /* nothing to confirm there: the order as it is */
      break;
    }
  return is_done ? tts_reread_order (self, transport, remote_id, cancellable, error) : NULL;
}

static GPtrArray *
list_order_choices (TiemChannelTiktok *self,
                    TiemTransport *transport,
                    TiemChoiceKind kind,
                    const char *remote_id,
                    GCancellable *cancellable,
                    GError **error)
{
  GPtrArray *choices;
  JsonObject *order;
  g_autoptr (GPtrArray) packages = NULL;
  g_autoptr (JsonNode) data = tts_read_one (self, transport, remote_id, &order, cancellable, error);

  if (data == NULL)
    return NULL;
  packages = tts_list_waiting_packages (order);
  if (kind == TIEM_CHOICE_SHIP && packages->len > 0)
    return tts_list_handovers (self, transport, order, packages->pdata[0], cancellable, error);
  choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  if (kind == TIEM_CHOICE_CANCEL)
    tts_add_cancel_reasons (order, choices);
  return choices;
}

GPtrArray *
tts_list_choices (TiemChannel *channel,
                  TiemTransport *transport,
                  TiemChoiceKind kind,
                  const char *remote_id,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autofree char *cancel_id = NULL;
  g_autoptr (GError) call_error = NULL;

  if (kind == TIEM_CHOICE_REJECT_RETURN)
    return tts_list_reject_reasons (self, transport, remote_id, cancellable, error);
  if (kind != TIEM_CHOICE_REJECT_CANCEL)
    return list_order_choices (self, transport, kind, remote_id, cancellable, error);

  cancel_id = tts_find_cancel_id (self, transport, remote_id, cancellable, &call_error);
  if (cancel_id != NULL)
    return tts_list_reject_reasons (self, transport, cancel_id, cancellable, error);
  if (call_error == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  g_propagate_error (error, g_steal_pointer (&call_error));
  return NULL;
}
