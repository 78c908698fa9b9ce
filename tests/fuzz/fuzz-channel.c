#define _GNU_SOURCE /* memmem() */

#include "base/tiem-error.h"
#include "fuzz.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A libFuzzer target for one channel (FUZZ_KIND): whatever a platform answers, the channel
 * neither crashes nor runs for ever nor hands on what the store could not keep. */

/* An answer of many rows may need many calls; after so many the line is dead. A question that
 * even then asks more than once for each byte of the answers goes in circles. */
#define MOST_ANSWERS 400

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define FUZZ_TYPE_TRANSPORT (fuzz_transport_get_type ())
G_DECLARE_FINAL_TYPE (FuzzTransport, fuzz_transport, FUZZ, TRANSPORT, GObject)

struct _FuzzTransport
{
  GObject parent_instance;

  const char *next; /* of the bodies */
  gsize left;
  GBytes *last;
  guint status;
  const char *content_type;
  gsize calls;
  gsize most_calls;
};

static GBytes *
take_body (FuzzTransport *self)
{
  const char *end;
  gsize length;

  if (self->next == NULL)
    return g_bytes_ref (self->last);
  end = memmem (self->next, self->left, FUZZ_SEPARATOR, strlen (FUZZ_SEPARATOR));
  length = end != NULL ? (gsize)(end - self->next) : self->left;
  g_clear_pointer (&self->last, g_bytes_unref);
  self->last = g_bytes_new (self->next, length);
  if (end != NULL)
    {
      self->next = end + strlen (FUZZ_SEPARATOR);
      self->left -= length + strlen (FUZZ_SEPARATOR);
    }
  else
    {
      self->next = NULL;
    }
  return g_bytes_ref (self->last);
}

static TiemResponse *
fuzz_transport_send (TiemTransport *transport,
                     const TiemRequest *request,
                     GCancellable *cancellable,
                     GError **error)
{
  FuzzTransport *self = FUZZ_TRANSPORT (transport);
  g_autoptr (GBytes) body = NULL;
  TiemResponse *response;

  if (++self->calls > self->most_calls)
    g_error ("More than %" G_GSIZE_FORMAT " calls for one question.", self->most_calls);
  if (self->calls > MOST_ANSWERS)
    {
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "The line is dead.");
      return NULL;
    }
  body = take_body (self);
  response = tiem_response_new (
      self->status, self->content_type, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  tiem_response_set_header (response, "Date", "Sat, 21 Nov 2026 12:00:00 GMT");
  return response;
}

static gint64
fuzz_transport_now (TiemTransport *transport)
{
  return G_GINT64_CONSTANT (1795262400000);
}

static void
fuzz_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = fuzz_transport_send;
  iface->now = fuzz_transport_now;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FuzzTransport,
                               fuzz_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      fuzz_transport_iface_init))

static void
fuzz_transport_finalize (GObject *object)
{
  FuzzTransport *self = FUZZ_TRANSPORT (object);

  g_clear_pointer (&self->last, g_bytes_unref);

  G_OBJECT_CLASS (fuzz_transport_parent_class)->finalize (object);
}

static void
fuzz_transport_class_init (FuzzTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fuzz_transport_finalize;
}

static void
fuzz_transport_init (FuzzTransport *self)
{
}

static void
choose_answer (FuzzTransport *self,
               guint choice)
{
  static const guint statuses[] = { 200, 200, 200, 200, 200, 403, 429, 502 };
  static const char *const types[] = { "application/json",
                                       "application/json",
                                       "application/json;charset=UTF-8",
                                       "text/html",
                                       "application/pdf",
                                       "application/json",
                                       "",
                                       "text/plain" };

  self->status = statuses[choice % 8];
  self->content_type = types[choice / 8 % 8];
}

/* GLib ends a program at a fatal warning by SIGTRAP, of which libFuzzer knows nothing; only of
 * SIGABRT it keeps the input. */
static void
on_trap (int number)
{
  abort ();
}

int
LLVMFuzzerInitialize (int *argc,
                      char ***argv)
{
  signal (SIGTRAP, on_trap);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t size)
{
  const TiemChannelInfo *info = tiem_channel_info_find (FUZZ_KIND);
  g_autoptr (FuzzTransport) transport = NULL;
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (TiemChannel) channel = NULL;

  if (size < 2)
    return 0;
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  account = fuzz_make_account (info, "https://nhamay.example");
  channel = info->create (account, NULL);
  g_assert_nonnull (channel);
  transport = g_object_new (FUZZ_TYPE_TRANSPORT, NULL);
  transport->next = (const char *)data + 2;
  transport->left = size - 2;
  transport->last = g_bytes_new (NULL, 0);
  transport->most_calls = MOST_ANSWERS + size;
  choose_answer (transport, data[1]);
  fuzz_ask (channel, info, account, TIEM_TRANSPORT (transport), data[0]);
  return 0;
}
