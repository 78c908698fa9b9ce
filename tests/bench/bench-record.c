#include "bench-record.h"

#include <string.h>

struct _BenchRecord
{
  GMutex mutex;
  GPtrArray *calls; /* (element-type BenchCall), in the order of their answers */
  GPtrArray *freed; /* (element-type BenchCall): cleared, but perhaps still looked at */
  guint under_way;
  guint total;
  gint64 last_at;
};

#define BENCH_TYPE_TRANSPORT (bench_transport_get_type ())
G_DECLARE_FINAL_TYPE (BenchTransport, bench_transport, BENCH, TRANSPORT, GObject)

struct _BenchTransport
{
  GObject parent_instance;

  TiemTransport *inner;
  BenchRecord *record; /* borrowed */
  gint64 channel_id;
};

static void
call_free (gpointer data)
{
  BenchCall *call = data;

  g_free (call->endpoint);
  g_free (call->method);
  g_free (call->url);
  g_free (call->authorization);
  g_free (call->content_type);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->answer, g_bytes_unref);
  g_free (call);
}

static gboolean
is_push (const TiemRequest *request)
{
  static const char *const endpoints[] = {
    "product/update_stock", "product/stock/sellable/update", "inventory/update",
    "products/batch",       "products/variations/batch",
  };

  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    if (g_strcmp0 (request->endpoint, endpoints[i]) == 0)
      return strcmp (request->method, "GET") != 0;
  return FALSE;
}

static BenchCall *
call_new (gint64 channel_id,
          const TiemRequest *request)
{
  BenchCall *call = g_new0 (BenchCall, 1);

  call->channel_id = channel_id;
  call->endpoint = g_strdup (request->endpoint);
  call->method = g_strdup (request->method);
  call->url = g_strdup (request->url);
  call->authorization = g_strdup (tiem_request_get_header (request, "Authorization"));
  call->content_type = g_strdup (request->content_type);
  call->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  call->is_push = is_push (request);
  return call;
}

static TiemResponse *
bench_transport_send (TiemTransport *transport,
                      const TiemRequest *request,
                      GCancellable *cancellable,
                      GError **error)
{
  BenchTransport *self = BENCH_TRANSPORT (transport);
  BenchRecord *record = self->record;
  BenchCall *call = call_new (self->channel_id, request);
  TiemResponse *response;

  g_mutex_lock (&record->mutex);
  record->under_way++;
  g_mutex_unlock (&record->mutex);

  call->sent_at = g_get_monotonic_time ();
  response = tiem_transport_send (self->inner, request, cancellable, error);
  call->answered_at = g_get_monotonic_time ();
  if (response != NULL)
    {
      call->status = response->status;
      call->answer = g_bytes_ref (response->body);
    }

  g_mutex_lock (&record->mutex);
  record->under_way--;
  record->total++;
  record->last_at = call->answered_at;
  g_ptr_array_add (record->calls, call);
  g_mutex_unlock (&record->mutex);
  if (call->is_push)
    g_main_context_wakeup (NULL);
  return response;
}

static gint64
bench_transport_now (TiemTransport *transport)
{
  return tiem_transport_now (BENCH_TRANSPORT (transport)->inner);
}

static void
bench_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = bench_transport_send;
  iface->now = bench_transport_now;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchTransport,
                               bench_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      bench_transport_iface_init))

static void
bench_transport_dispose (GObject *object)
{
  g_clear_object (&BENCH_TRANSPORT (object)->inner);
  G_OBJECT_CLASS (bench_transport_parent_class)->dispose (object);
}

static void
bench_transport_class_init (BenchTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bench_transport_dispose;
}

static void
bench_transport_init (BenchTransport *self)
{
}

TiemTransport *
bench_record_new_transport (BenchRecord *self,
                            gint64 channel_id)
{
  BenchTransport *transport = g_object_new (BENCH_TYPE_TRANSPORT, NULL);

  transport->inner = tiem_transport_new_soup ();
  transport->record = self;
  transport->channel_id = channel_id;
  return TIEM_TRANSPORT (transport);
}

BenchRecord *
bench_record_new (void)
{
  BenchRecord *self = g_new0 (BenchRecord, 1);

  g_mutex_init (&self->mutex);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->freed = g_ptr_array_new_with_free_func (call_free);
  return self;
}

void
bench_record_free (BenchRecord *self)
{
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->freed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* What the round before found may still be in use; what the one before that found is not. */
void
bench_record_clear (BenchRecord *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *emptied = self->freed;

  g_ptr_array_set_size (emptied, 0);
  self->freed = self->calls;
  self->calls = emptied;
}

guint
bench_record_get_total (BenchRecord *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->total;
}

gint64
bench_record_get_last_at (BenchRecord *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->under_way > 0 ? g_get_monotonic_time () : self->last_at;
}

gboolean
bench_bytes_contain (GBytes *bytes,
                     const char *text)
{
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  return length > 0 && g_strstr_len (data, (gssize)length, text) != NULL;
}

const BenchCall *
bench_record_find_answer (BenchRecord *self,
                          gint64 channel_id,
                          const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->calls->len; i++)
    {
      const BenchCall *call = self->calls->pdata[i];

      if (call->channel_id == channel_id && bench_bytes_contain (call->answer, text))
        return call;
    }
  return NULL;
}

const BenchCall *
bench_record_find_push (BenchRecord *self,
                        gint64 channel_id,
                        gint64 since,
                        const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->calls->len; i++)
    {
      const BenchCall *call = self->calls->pdata[i];

      if (call->channel_id == channel_id && call->is_push && call->sent_at >= since
          && call->status == 200 && (text == NULL || bench_bytes_contain (call->body, text)))
        return call;
    }
  return NULL;
}

const BenchCall *
bench_record_find_last_push (BenchRecord *self,
                             gint64 channel_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = self->calls->len; i > 0; i--)
    {
      const BenchCall *call = self->calls->pdata[i - 1];

      if (call->channel_id == channel_id && call->is_push && call->status == 200)
        return call;
    }
  return NULL;
}

guint
bench_record_count (BenchRecord *self,
                    gint64 channel_id,
                    gint64 since,
                    gboolean only_pushes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint count = 0;

  for (guint i = 0; i < self->calls->len; i++)
    {
      const BenchCall *call = self->calls->pdata[i];

      count += (channel_id == 0 || call->channel_id == channel_id) && call->sent_at >= since
               && (!only_pushes || call->is_push);
    }
  return count;
}

void
bench_record_print (BenchRecord *self,
                    gint64 origin)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->calls->len; i++)
    {
      const BenchCall *call = self->calls->pdata[i];

      g_print ("  %8.2f … %8.2f ms  channel %d  %3u  %s\n",
               (call->sent_at - origin) / 1000.0,
               (call->answered_at - origin) / 1000.0,
               (int)call->channel_id,
               call->status,
               call->endpoint);
    }
  g_print ("\n");
}
