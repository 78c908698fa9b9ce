#define G_LOG_DOMAIN "tiem-transport"

#include "channel/tiem-transport.h"

#include <libsoup/soup.h>

/* A Date has whole seconds and an answer takes its time: less than this is no error. */
#define TOLERANCE_MS 3000

#define TIEM_TYPE_DATED_TRANSPORT (tiem_dated_transport_get_type ())
G_DECLARE_FINAL_TYPE (TiemDatedTransport, tiem_dated_transport, TIEM, DATED_TRANSPORT, GObject)

struct _TiemDatedTransport
{
  GObject parent_instance;

  TiemTransport *inner; /* (owned) */
  TiemTransportNowFunc now;
  gpointer user_data;
  gint64 offset_ms; /* the other side's clock minus ours */
};

static void
learn (TiemDatedTransport *self,
       const TiemResponse *response)
{
  const char *text = tiem_response_get_header (response, "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  gint64 offset;

  if (date == NULL)
    return;
  offset = g_date_time_to_unix (date) * 1000 + 500 - self->now (self->user_data);
  self->offset_ms = ABS (offset) < TOLERANCE_MS ? 0 : offset;
}

static TiemResponse *
tiem_dated_transport_send (TiemTransport *transport,
                           const TiemRequest *request,
                           GCancellable *cancellable,
                           GError **error)
{
  TiemDatedTransport *self = TIEM_DATED_TRANSPORT (transport);
  TiemResponse *response = tiem_transport_send (self->inner, request, cancellable, error);

  if (response != NULL)
    learn (self, response);
  return response;
}

static gint64
tiem_dated_transport_now (TiemTransport *transport)
{
  TiemDatedTransport *self = TIEM_DATED_TRANSPORT (transport);

  return self->now (self->user_data) + self->offset_ms;
}

static void
tiem_dated_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = tiem_dated_transport_send;
  iface->now = tiem_dated_transport_now;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemDatedTransport,
                               tiem_dated_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      tiem_dated_transport_iface_init))

static void
tiem_dated_transport_dispose (GObject *object)
{
  TiemDatedTransport *self = TIEM_DATED_TRANSPORT (object);

  g_clear_object (&self->inner);

  G_OBJECT_CLASS (tiem_dated_transport_parent_class)->dispose (object);
}

static void
tiem_dated_transport_class_init (TiemDatedTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_dated_transport_dispose;
}

static void
tiem_dated_transport_init (TiemDatedTransport *self)
{
}

TiemTransport *
tiem_transport_new_dated (TiemTransport *inner,
                          TiemTransportNowFunc now,
                          gpointer user_data)
{
  TiemDatedTransport *self;

  g_return_val_if_fail (TIEM_IS_TRANSPORT (inner), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  self = g_object_new (TIEM_TYPE_DATED_TRANSPORT, NULL);
  self->inner = g_object_ref (inner);
  self->now = now;
  self->user_data = user_data;
  return TIEM_TRANSPORT (self);
}
