#define G_LOG_DOMAIN "tiem-transport"

#include "channel/tiem-transport.h"

#define TIEM_TYPE_LOGGED_TRANSPORT (tiem_logged_transport_get_type ())
G_DECLARE_FINAL_TYPE (TiemLoggedTransport, tiem_logged_transport, TIEM, LOGGED_TRANSPORT, GObject)

struct _TiemLoggedTransport
{
  GObject parent_instance;

  TiemTransport *inner; /* (owned) */
  TiemTransportLogFunc func;
  gpointer user_data;
};

static TiemResponse *
tiem_logged_transport_send (TiemTransport *transport,
                            const TiemRequest *request,
                            GCancellable *cancellable,
                            GError **error)
{
  TiemLoggedTransport *self = TIEM_LOGGED_TRANSPORT (transport);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) send_error = NULL;
  TiemResponse *response;

  response = tiem_transport_send (self->inner, request, cancellable, &send_error);
  self->func (
      request, response, send_error, (g_get_monotonic_time () - start) / 1000, self->user_data);
  if (send_error != NULL)
    g_propagate_error (error, g_steal_pointer (&send_error));
  return response;
}

static gint64
tiem_logged_transport_now (TiemTransport *transport)
{
  return tiem_transport_now (TIEM_LOGGED_TRANSPORT (transport)->inner);
}

static void
tiem_logged_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = tiem_logged_transport_send;
  iface->now = tiem_logged_transport_now;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemLoggedTransport,
                               tiem_logged_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      tiem_logged_transport_iface_init))

static void
tiem_logged_transport_dispose (GObject *object)
{
  TiemLoggedTransport *self = TIEM_LOGGED_TRANSPORT (object);

  g_clear_object (&self->inner);

  G_OBJECT_CLASS (tiem_logged_transport_parent_class)->dispose (object);
}

static void
tiem_logged_transport_class_init (TiemLoggedTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_logged_transport_dispose;
}

static void
tiem_logged_transport_init (TiemLoggedTransport *self)
{
}

TiemTransport *
tiem_transport_new_logged (TiemTransport *inner,
                           TiemTransportLogFunc func,
                           gpointer user_data)
{
  TiemLoggedTransport *self;

  g_return_val_if_fail (TIEM_IS_TRANSPORT (inner), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (TIEM_TYPE_LOGGED_TRANSPORT, NULL);
  self->inner = g_object_ref (inner);
  self->func = func;
  self->user_data = user_data;
  return TIEM_TRANSPORT (self);
}
