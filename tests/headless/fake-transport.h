#pragma once

#include "base/tiem-error.h"
#include "channel/tiem-transport.h"
#include "fake-json.h"

#include <string.h>

/* A transport whose answers a test makes up. */
typedef struct _FakeTransport FakeTransport;

/* Returns: (transfer full) (nullable): NULL = the connection breaks */
typedef TiemResponse *(*FakeHandler) (const TiemRequest *request, gpointer user_data);

#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

struct _FakeTransport
{
  GObject parent_instance;

  FakeHandler handler;
  gpointer user_data;
  GPtrArray *requests; /* (element-type TiemRequest): all that was sent */
};

static TiemResponse *
fake_transport_send (TiemTransport *transport,
                     const TiemRequest *request,
                     GCancellable *cancellable,
                     GError **error)
{
  FakeTransport *self = FAKE_TRANSPORT (transport);
  TiemResponse *response = self->handler (request, self->user_data);

  g_ptr_array_add (self->requests, tiem_request_copy (request));
  if (response == NULL)
    g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "The connection broke.");
  return response;
}

static void
fake_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = fake_transport_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTransport,
                               fake_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      fake_transport_iface_init))

static void
fake_transport_finalize (GObject *object)
{
  g_ptr_array_unref (FAKE_TRANSPORT (object)->requests);

  G_OBJECT_CLASS (fake_transport_parent_class)->finalize (object);
}

static void
fake_transport_class_init (FakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_transport_finalize;
}

static void
fake_transport_init (FakeTransport *self)
{
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_request_free);
}

static inline FakeTransport *
fake_transport_new (FakeHandler handler, gpointer user_data)
{
  FakeTransport *self = g_object_new (FAKE_TYPE_TRANSPORT, NULL);

  self->handler = handler;
  self->user_data = user_data;
  return self;
}

static inline TiemResponse *
fake_answer (guint status, const char *text)
{
  g_autofree char *body = fake_json (text);

  return tiem_response_new (status, "application/json; charset=UTF-8", body, -1);
}

static inline TiemResponse *
fake_page (guint status)
{
  return tiem_response_new (status, "text/html; charset=UTF-8", "<!DOCTYPE html><p>Cửa hàng", -1);
}

/* A table of answers: the first row that fits and is not used up. */
typedef struct
{
  const char *method; /* (nullable) any */
  const char *match;  /* in the address */
  guint status;       /* 0 = the connection breaks */
  const char *body;   /* (nullable) NULL = a web page */
  int times;          /* 0 = always */
  const char *header; /* (nullable) */
  const char *value;
} FakeRow;

typedef struct
{
  FakeRow *rows; /* a copy: times are counted down */
  guint n_rows;
} FakeTable;

static inline TiemResponse *
fake_table_handle (const TiemRequest *request, gpointer user_data)
{
  FakeTable *table = user_data;

  for (guint i = 0; i < table->n_rows; i++)
    {
      FakeRow *row = &table->rows[i];
      TiemResponse *response;

      if (row->times < 0 || strstr (request->url, row->match) == NULL
          || (row->method != NULL && strcmp (row->method, request->method) != 0))
        continue;
      if (row->times > 0 && --row->times == 0)
        row->times = -1;
      if (row->status == 0)
        return NULL;
      response = row->body != NULL ? fake_answer (row->status, row->body) : fake_page (row->status);
      if (row->header != NULL)
        tiem_response_set_header (response, row->header, row->value);
      return response;
    }
  g_test_message ("No answer for %s %s", request->method, request->url);
  g_test_fail ();
  return NULL;
}
