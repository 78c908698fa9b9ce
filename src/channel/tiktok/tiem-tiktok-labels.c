#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* §6.1: the platform gives the address of a document, which is then fetched from there. */

static gboolean
begins_with (GBytes *bytes,
             const char *magic)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size >= strlen (magic) && memcmp (data, magic, strlen (magic)) == 0;
}

static void
refuse (TiemLabel *label,
        const char *message)
{
  g_clear_error (&label->error);
  label->error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, message);
}

/* Not signed: the address itself is the key, for 24 hours. FALSE with @error. */
static gboolean
download (TiemTransport *transport,
          const char *url,
          TiemLabel *label,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemRequest) request = tiem_request_new ("GET", url);
  g_autoptr (TiemResponse) response = NULL;

  request->endpoint = g_strdup ("document");
  request->idempotent = TRUE;
  response = tiem_transport_send (transport, request, cancellable, error);
  if (response == NULL)
    return FALSE;

  if (response->status == 200 && begins_with (response->body, "%PDF"))
    label->content_type = g_strdup ("application/pdf");
  else if (response->status == 200 && begins_with (response->body, "\x89PNG"))
    label->content_type = g_strdup ("image/png");
  else
    label->error = tiem_http_error_new_message (
        TIEM_ERROR_TRANSIENT,
        response,
        NULL,
        _ ("TikTok Shop has not finished the shipping label; Tiệm fetches it a little later."));
  if (label->content_type != NULL)
    label->document = g_bytes_ref (response->body);
  return TRUE;
}

static gboolean
read_document (TiemChannelTiktok *self,
               TiemTransport *transport,
               const char *package_id,
               TiemLabel *label,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *path
      = g_strdup_printf ("/fulfillment/202309/packages/%s/shipping_documents", package_id);
  TiemForm *query = tiem_form_new ();
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  const char *url;

  tiem_form_add (query, "document_type", "SHIPPING_LABEL");
  tiem_form_add (query, "document_size", "A6");
  data = tts_get (&self->shop,
                  transport,
                  path,
                  "packages/shipping_documents",
                  query,
                  &answer,
                  cancellable,
                  &call_error);
  if (data == NULL && tts_is_refusal (&answer, call_error))
    {
      refuse (label, call_error->message);
      return TRUE;
    }
  if (data == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }

  url = tiem_json_get_string (tiem_json_object (data), "doc_url");
  if (url != NULL)
    return download (transport, url, label, cancellable, error);
  label->error = g_error_new_literal (
      TIEM_ERROR,
      TIEM_ERROR_TRANSIENT,
      _ ("TikTok Shop has not finished the shipping label; Tiệm fetches it a little later."));
  return TRUE;
}

/* Returns: (nullable): why there is no label for @order */
static const char *
find_hindrance (JsonObject *order,
                const TiemRemoteOrder *parsed)
{
  if (parsed->status == TIEM_ORDER_UNPAID || parsed->status == TIEM_ORDER_TO_CONFIRM
      || parsed->status == TIEM_ORDER_TO_SHIP)
    return _ ("There is no shipping label yet; arrange the shipment first.");
  if (parsed->status == TIEM_ORDER_CANCELLED)
    return _ ("The order is cancelled; it needs no shipping label.");
  if (tts_is_platforms_own (order))
    return _ ("TikTok Shop ships this order from its own warehouse; there is nothing to do.");
  if (tts_is_own_carrier (order))
    return _ ("Your own carrier brings this order; print its label with the carrier.");
  if (parsed->parcels->len > 1)
    return _ ("The order goes in several parcels; print their labels in Seller Center.");
  if (parsed->parcels->len == 0)
    return _ ("TikTok Shop names no parcel of this order; look at it in Seller Center.");
  return NULL;
}

static gboolean
read_label (TiemChannelTiktok *self,
            TiemTransport *transport,
            JsonObject *order,
            TiemLabel *label,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (TiemRemoteOrder) parsed = tts_parse_order (order, NULL, TRUE, &parse_error);
  const char *hindrance = parsed != NULL ? find_hindrance (order, parsed) : parse_error->message;

  if (hindrance == NULL)
    return read_document (self,
                          transport,
                          ((TiemRemoteParcel *)parsed->parcels->pdata[0])->remote_id,
                          label,
                          cancellable,
                          error);
  refuse (label, hindrance);
  return TRUE;
}

gboolean
tts_read_labels (TiemChannel *channel,
                 TiemTransport *transport,
                 GPtrArray *labels,
                 GCancellable *cancellable,
                 GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (JsonNode) data = NULL;
  JsonArray *orders;

  for (guint i = 0; i < labels->len; i++)
    g_ptr_array_add (ids, ((TiemLabel *)labels->pdata[i])->remote_id);
  data = tts_read_details (self, transport, ids, cancellable, error);
  if (data == NULL)
    return FALSE;

  orders = tiem_json_get_array (tiem_json_object (data), "orders");
  for (guint i = 0; i < labels->len; i++)
    {
      TiemLabel *label = labels->pdata[i];
      JsonObject *order = NULL;

      for (guint j = 0; j < tiem_json_array_get_size (orders) && order == NULL; j++)
        {
          JsonObject *candidate = tiem_json_array_get_object (orders, j);
          g_autofree char *id = tiem_json_dup_id (candidate, "id");

          if (g_strcmp0 (id, label->remote_id) == 0)
            order = candidate;
        }
      if (order == NULL)
        refuse (label, _ ("TikTok Shop does not know this order; look at it in Seller Center."));
      else if (!read_label (self, transport, order, label, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
