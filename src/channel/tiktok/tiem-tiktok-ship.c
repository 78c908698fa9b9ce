#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
tts_unit_waits (JsonObject *unit)
{
  const char *package = tiem_json_get_string (unit, "package_status");
  const char *display = tiem_json_get_string (unit, "display_status");

  if (package != NULL)
    return g_ascii_strcasecmp (package, "TO_FULFILL") == 0;
  return display == NULL || g_ascii_strcasecmp (display, "AWAITING_SHIPMENT") == 0;
}

static void
add_once (GPtrArray *ids,
          char *id)
{
  if (id == NULL || g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_free (id);
  else
    g_ptr_array_add (ids, id);
}

GPtrArray *
tts_list_waiting_packages (JsonObject *order)
{
  JsonArray *units = tiem_json_get_array (order, "line_items");
  JsonArray *packages = tiem_json_get_array (order, "packages");
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  gboolean is_named = FALSE;

  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);

      is_named |= tiem_json_has (unit, "package_id");
      if (tts_unit_waits (unit))
        add_once (ids, tiem_json_dup_id (unit, "package_id"));
    }
  for (guint i = 0; !is_named && i < tiem_json_array_get_size (packages); i++)
    add_once (ids, tiem_json_dup_id (tiem_json_array_get_object (packages, i), "id"));
  return ids;
}

gboolean
tts_ship_package (TiemChannelTiktok *self,
                  TiemTransport *transport,
                  JsonObject *order,
                  const char *package_id,
                  const char *choice,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *path = g_strdup_printf ("/fulfillment/202309/packages/%s/ship", package_id);
  g_auto (TtsHandover) handover = { 0 };
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) data = NULL;

  if (!tts_choose_handover (
          self, transport, order, package_id, choice, &handover, cancellable, error))
    return FALSE;
  data = tts_post (&self->shop,
                   transport,
                   path,
                   "packages/ship",
                   NULL,
                   tts_handover_make_body (&handover),
                   &answer,
                   cancellable,
                   &call_error);
  if (data != NULL || answer.code == TTS_ALREADY_SHIPPED)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

gboolean
tts_check_may_ship (JsonObject *order,
                    GPtrArray *packages,
                    GError **error)
{
  const char *word = tiem_json_get_string (order, "status");

  if (tts_is_platforms_own (order))
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_REJECTED,
                         _ ("TikTok Shop ships this order from its own warehouse; there is nothing "
                            "to do."));
  else if (tts_status_find (word) != TIEM_ORDER_TO_SHIP)
    tts_set_wrong_status (error, word);
  else if (packages->len == 0)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_TRANSIENT,
                         _ ("TikTok Shop still prepares the order's parcels; Tiệm tries again by "
                            "itself."));
  else
    return TRUE;
  return FALSE;
}

gboolean
tts_ship (TiemChannelTiktok *self,
          TiemTransport *transport,
          JsonObject *order,
          const char *choice,
          GCancellable *cancellable,
          GError **error)
{
  TiemOrderStatus status = tts_status_find (tiem_json_get_string (order, "status"));
  g_autoptr (GPtrArray) packages = tts_list_waiting_packages (order);

  if (status == TIEM_ORDER_AWAITING_PICKUP || tiem_order_status_has_left (status))
    return TRUE;
  if (!tts_check_may_ship (order, packages, error))
    return FALSE;
  for (guint i = 0; i < packages->len; i++)
    if (!tts_ship_package (self, transport, order, packages->pdata[i], choice, cancellable, error))
      return FALSE;
  return TRUE;
}
