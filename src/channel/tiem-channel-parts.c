#define G_LOG_DOMAIN "tiem-channel"

#include "config.h"

#include "channel/tiem-channel-parts.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>

void
tiem_parts_add_unreadable (GPtrArray *unreadable,
                           const char *id,
                           const char *raw,
                           const GError *cause)
{
  const char *path = tiem_error_get_detail (cause);
  g_autofree char *reason = path != NULL ? g_strdup_printf ("%s (%s)", cause->message, path)
                                         : g_strdup (cause->message);

  g_ptr_array_add (unreadable, tiem_unreadable_new (id, reason, raw));
}

void
tiem_parts_add_gone (TiemListingPage *page,
                     const TiemPush *push)
{
  TiemRemoteListing *listing = tiem_remote_listing_new ();

  listing->remote_product_id = g_strdup (push->remote_product_id);
  listing->remote_variant_id = g_strdup (push->remote_variant_id);
  listing->stock_owner_id = g_strdup (push->stock_owner_id);
  listing->sku = g_strdup (push->sku);
  listing->state = TIEM_LISTING_GONE;
  g_ptr_array_add (page->listings, listing);
}

gboolean
tiem_parts_check_currency (TiemRemoteOrder *order,
                           GError **error)
{
  GError *refusal;

  if (order->currency == NULL)
    order->currency = g_strdup ("VND");
  if (g_ascii_strcasecmp (order->currency, "VND") == 0)
    return TRUE;

  refusal = g_error_new (TIEM_ERROR,
                         TIEM_ERROR_PROTOCOL,
                         /* Translators: %s is a currency, "USD" */
                         _ ("The order is in %s, but Tiệm counts in đồng; enter it by hand."),
                         order->currency);
  tiem_error_set_detail (refusal, "currency", NULL);
  g_propagate_error (error, refusal);
  return FALSE;
}

void
tiem_parts_balance (TiemRemoteOrder *order)
{
  gint64 rest = order->total_vnd - order->shipping_fee_vnd + order->discount_vnd;

  for (guint i = 0; i < order->lines->len; i++)
    rest -= ((TiemRemoteLine *)order->lines->pdata[i])->total_vnd;
  if (rest >= 0)
    order->surcharge_vnd = rest;
  else
    order->discount_vnd -= rest;
}

GBytes *
tiem_parts_make_upload (const char *name,
                        const TiemOfferPicture *picture,
                        const char *word,
                        const char *value,
                        char **content_type)
{
  g_autofree char *boundary = g_uuid_string_random ();
  GString *body = g_string_new (NULL);
  gsize size;
  const char *data = g_bytes_get_data (picture->data, &size);

  *content_type = g_strdup_printf ("multipart/form-data; boundary=%s", boundary);
  if (word != NULL)
    g_string_append_printf (body,
                            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                            boundary,
                            word,
                            value);
  g_string_append_printf (body,
                          "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\""
                          "\r\nContent-Type: %s\r\n\r\n",
                          boundary,
                          name,
                          picture->name,
                          picture->content_type);
  g_string_append_len (body, data, (gssize)size);
  g_string_append_printf (body, "\r\n--%s--\r\n", boundary);
  return g_string_free_to_bytes (body);
}
