#define G_LOG_DOMAIN "tiem-transport"

#include "channel/tiem-transport.h"

#include <string.h>

G_DEFINE_INTERFACE (TiemTransport, tiem_transport, G_TYPE_OBJECT)

static void
tiem_transport_default_init (TiemTransportInterface *iface)
{
}

TiemResponse *
tiem_transport_send (TiemTransport *self,
                     const TiemRequest *request,
                     GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (TIEM_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return TIEM_TRANSPORT_GET_IFACE (self)->send (self, request, cancellable, error);
}

gint64
tiem_transport_now (TiemTransport *self)
{
  g_return_val_if_fail (TIEM_IS_TRANSPORT (self), 0);

  if (TIEM_TRANSPORT_GET_IFACE (self)->now == NULL)
    return g_get_real_time () / 1000;
  return TIEM_TRANSPORT_GET_IFACE (self)->now (self);
}

gboolean
tiem_transport_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *lower = NULL;

  if (host == NULL)
    return FALSE;

  address = g_inet_address_new_from_string (host);
  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  lower = g_ascii_strdown (host, -1);
  return strcmp (lower, "localhost") == 0 || g_str_has_suffix (lower, ".localhost");
}
