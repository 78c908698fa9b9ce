#define G_LOG_DOMAIN "tiem-limiter"

#include "sync/tiem-limited-transport.h"

#define TIEM_TYPE_LIMITED_TRANSPORT (tiem_limited_transport_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemLimitedTransport, tiem_limited_transport, TIEM, LIMITED_TRANSPORT, GObject)

struct _TiemLimitedTransport
{
  GObject parent_instance;

  TiemTransport *inner;
  TiemLimiter *limiter; /* borrowed */
};

static TiemResponse *
tiem_limited_transport_send (TiemTransport *transport,
                             const TiemRequest *request,
                             GCancellable *cancellable,
                             GError **error)
{
  TiemLimitedTransport *self = TIEM_LIMITED_TRANSPORT (transport);

  if (!tiem_limiter_wait (self->limiter, cancellable, error))
    return NULL;

  tiem_limiter_take (self->limiter);
  return tiem_transport_send (self->inner, request, cancellable, error);
}

static gint64
tiem_limited_transport_now (TiemTransport *transport)
{
  return tiem_transport_now (TIEM_LIMITED_TRANSPORT (transport)->inner);
}

static void
tiem_limited_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = tiem_limited_transport_send;
  iface->now = tiem_limited_transport_now;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemLimitedTransport,
                               tiem_limited_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      tiem_limited_transport_iface_init))

static void
tiem_limited_transport_dispose (GObject *object)
{
  TiemLimitedTransport *self = TIEM_LIMITED_TRANSPORT (object);

  g_clear_object (&self->inner);

  G_OBJECT_CLASS (tiem_limited_transport_parent_class)->dispose (object);
}

static void
tiem_limited_transport_class_init (TiemLimitedTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_limited_transport_dispose;
}

static void
tiem_limited_transport_init (TiemLimitedTransport *self)
{
}

TiemTransport *
tiem_limited_transport_new (TiemTransport *inner,
                            TiemLimiter *limiter)
{
  TiemLimitedTransport *self = g_object_new (TIEM_TYPE_LIMITED_TRANSPORT, NULL);

  self->inner = g_object_ref (inner);
  self->limiter = limiter;
  return TIEM_TRANSPORT (self);
}
