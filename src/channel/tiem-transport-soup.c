#define G_LOG_DOMAIN "tiem-transport"

#include "config.h"

#include "channel/tiem-transport.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define DEFAULT_TIMEOUT_MS 60000

/* A body may take this many times the time-out, as long as it does not stand still. */
#define SLOW_BODY_FACTOR 5

#define LARGEST_BODY (32 * 1024 * 1024)
#define CHUNK (64 * 1024)
#define MAX_CONNECTIONS 4

#define TIEM_TYPE_SOUP_TRANSPORT (tiem_soup_transport_get_type ())
G_DECLARE_FINAL_TYPE (TiemSoupTransport, tiem_soup_transport, TIEM, SOUP_TRANSPORT, GObject)

/*
 * libsoup's blocking calls know no limit for a whole answer, only for a silent socket. So
 * its asynchronous ones run here, in a context of our own that send() turns until the
 * answer is there: to the caller it is one blocking call, with one deadline.
 */
struct _TiemSoupTransport
{
  GObject parent_instance;

  GMainContext *context; /* (owned) */
  GThread *thread;       /* the one the sessions belong to */
  SoupSession *session;  /* (owned) (nullable) */
  SoupSession *direct;   /* (owned) (nullable): loopback, past any proxy */
};

/* One round trip while it runs. */
typedef struct
{
  GMainContext *context;
  GCancellable *cancellable; /* ours: fired by the caller's and by the deadline */
  GInputStream *body;
  GByteArray *bytes;
  GError *error;
  GSource *timer;
  gint64 timeout_ms;
  gint64 deadline; /* monotonic, µs: of the whole answer */
  gboolean timed_out;
  gboolean done;
} Exchange;

static void read_chunk (Exchange *exchange);

static gboolean
timer_fired_cb (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->timed_out = TRUE;
  g_cancellable_cancel (exchange->cancellable);
  return G_SOURCE_REMOVE;
}

static void
stop_timer (Exchange *exchange)
{
  if (exchange->timer != NULL)
    g_source_destroy (exchange->timer);
  g_clear_pointer (&exchange->timer, g_source_unref);
}

static void
start_timer (Exchange *exchange)
{
  gint64 left_ms = (exchange->deadline - g_get_monotonic_time ()) / 1000;

  stop_timer (exchange);
  exchange->timer = g_timeout_source_new (CLAMP (left_ms, 0, exchange->timeout_ms));
  g_source_set_callback (exchange->timer, timer_fired_cb, exchange, NULL);
  g_source_attach (exchange->timer, exchange->context);
}

static void
caller_cancelled_cb (GCancellable *cancellable,
                     gpointer user_data)
{
  Exchange *exchange = user_data;

  g_cancellable_cancel (exchange->cancellable);
}

static void
chunk_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  Exchange *exchange = user_data;
  g_autoptr (GBytes) chunk = NULL;
  gsize size;
  const guint8 *data;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &exchange->error);
  data = chunk != NULL ? g_bytes_get_data (chunk, &size) : NULL;
  if (chunk == NULL || size == 0)
    {
      exchange->done = TRUE;
      return;
    }
  if (exchange->bytes->len + size > LARGEST_BODY)
    {
      g_set_error_literal (&exchange->error,
                           TIEM_ERROR,
                           TIEM_ERROR_PROTOCOL,
                           _ ("The answer is larger than Tiệm reads; check the address."));
      exchange->done = TRUE;
      return;
    }
  g_byte_array_append (exchange->bytes, data, size);
  read_chunk (exchange);
}

static void
read_chunk (Exchange *exchange)
{
  start_timer (exchange);
  g_input_stream_read_bytes_async (
      exchange->body, CHUNK, G_PRIORITY_DEFAULT, exchange->cancellable, chunk_read_cb, exchange);
}

static void
headers_received_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->body = soup_session_send_finish (SOUP_SESSION (source), result, &exchange->error);
  if (exchange->body == NULL)
    exchange->done = TRUE;
  else
    read_chunk (exchange);
}

static char *
explain_certificate (SoupMessage *message,
                     const char *host)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);

  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_strdup_printf (
        _ ("The certificate of %s can't be trusted, it may be self-signed; ask whoever runs the "
           "website to install a proper one. Tiệm does not skip this check."),
        host);
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup_printf (
        _ ("The certificate shown by %s belongs to another address; check the address, or ask "
           "whoever runs the website to correct it."),
        host);
  return g_strdup_printf (_ ("The certificate of %s is not valid any more; ask whoever runs the "
                             "website to renew it. Tiệm does not skip this check."),
                          host);
}

/* Returns: (transfer full): what happened on the way, for people */
static char *
explain_failure (const GError *cause,
                 SoupMessage *message,
                 const char *host)
{
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return explain_certificate (message, host);
  if (cause->domain == G_TLS_ERROR)
    return g_strdup_printf (
        _ ("No secure connection to %s could be made; ask whoever runs the website to turn SSL "
           "on."),
        host);
  if (cause->domain == G_RESOLVER_ERROR)
    return g_strdup_printf (
        _ ("The address %s was not found; check the address and the network connection."), host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strdup_printf (
        _ ("%s does not take connections; check the address, or wait until it runs again."), host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return g_strdup_printf (_ ("%s can't be reached; check the network connection."), host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return g_strdup_printf (
        _ ("%s cut the connection before its answer was complete; Tiệm tries again by itself."),
        host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strdup_printf (_ ("%s did not answer in time; Tiệm tries again by itself. If it "
                               "lasts, check the network."),
                            host);
  return g_strdup_printf (
      _ ("The connection to %s failed; check the network. Tiệm tries again by itself."), host);
}

/* A word for the log; the text of the cause may hold the address with its keys. */
static char *
describe_cause (const GError *cause)
{
  return g_strdup_printf ("%s %d", g_quark_to_string (cause->domain), cause->code);
}

static GError *
make_error (const GError *cause,
            gboolean timed_out,
            SoupMessage *message,
            const char *host)
{
  g_autoptr (GError) late = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "late");
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;
  GError *error;

  if (cause->domain == TIEM_ERROR)
    return g_error_copy (cause);
  if (timed_out)
    cause = late;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);

  text = explain_failure (cause, message, host);
  detail = describe_cause (cause);
  error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_TRANSIENT, text);
  tiem_error_set_detail (error, detail, NULL);
  return error;
}

static SoupSession *
make_session (gboolean through_proxy)
{
  SoupSession *session
      = soup_session_new_with_options ("max-conns-per-host", MAX_CONNECTIONS, "timeout", 0, NULL);

  soup_session_set_user_agent (session, "Tiem/" VERSION);
  if (!through_proxy)
    soup_session_set_proxy_resolver (session, NULL);
  return session;
}

static void
drop_sessions (TiemSoupTransport *self)
{
  g_clear_object (&self->session);
  g_clear_object (&self->direct);
}

/* A session belongs to the thread that made it. */
static SoupSession *
ensure_session (TiemSoupTransport *self,
                gboolean is_loopback)
{
  SoupSession **session = is_loopback ? &self->direct : &self->session;

  if (self->thread != g_thread_self ())
    {
      drop_sessions (self);
      self->thread = g_thread_self ();
    }
  if (*session == NULL)
    *session = make_session (!is_loopback);
  return *session;
}

static SoupMessage *
make_message (const TiemRequest *request,
              GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (request->idempotent)
    soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    soup_message_headers_replace (
        headers, request->headers->pdata[i], request->headers->pdata[i + 1]);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return message;
}

static void
add_header_cb (const char *name,
               const char *value,
               gpointer user_data)
{
  GPtrArray *headers = user_data;

  g_ptr_array_add (headers, g_strdup (name));
  g_ptr_array_add (headers, g_utf8_make_valid (value, -1));
}

static TiemResponse *
make_response (SoupMessage *message,
               GByteArray *bytes)
{
  TiemResponse *response = tiem_response_new (soup_message_get_status (message),
                                              NULL,
                                              bytes->len > 0 ? (const char *)bytes->data : NULL,
                                              bytes->len);

  soup_message_headers_foreach (
      soup_message_get_response_headers (message), add_header_cb, response->headers);
  response->received_at = g_get_real_time () / 1000;
  return response;
}

/* Turns our context until the answer is there, has failed or is overdue. */
static void
run_exchange (Exchange *exchange,
              SoupSession *session,
              SoupMessage *message,
              GCancellable *cancellable)
{
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb), exchange, NULL);
  start_timer (exchange);
  soup_session_send_async (
      session, message, G_PRIORITY_DEFAULT, exchange->cancellable, headers_received_cb, exchange);
  while (!exchange->done)
    g_main_context_iteration (exchange->context, TRUE);
  stop_timer (exchange);
  g_cancellable_disconnect (cancellable, handler);
}

static GUri *
parse_url (const char *url,
           GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_TRANSIENT,
                           _ ("The address of the channel is not a web address; correct it."));
      return NULL;
    }
  if (strcmp (g_uri_get_scheme (uri), "https") != 0
      && !tiem_transport_is_loopback (g_uri_get_host (uri)))
    {
      g_set_error (
          error,
          TIEM_ERROR,
          TIEM_ERROR_TRANSIENT,
          _ ("The address of %s must begin with https://, or the keys could be read on the "
             "way; correct the address."),
          g_uri_get_host (uri));
      return NULL;
    }
  return g_steal_pointer (&uri);
}

static TiemResponse *
tiem_soup_transport_send (TiemTransport *transport,
                          const TiemRequest *request,
                          GCancellable *cancellable,
                          GError **error)
{
  TiemSoupTransport *self = TIEM_SOUP_TRANSPORT (transport);
  g_autoptr (GUri) uri = parse_url (request->url, error);
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GCancellable) inner = g_cancellable_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Exchange exchange = { .context = self->context, .cancellable = inner, .bytes = bytes };
  SoupSession *session;
  TiemResponse *response = NULL;

  if (uri == NULL)
    return NULL;

  exchange.timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : DEFAULT_TIMEOUT_MS;
  exchange.deadline = g_get_monotonic_time () + exchange.timeout_ms * SLOW_BODY_FACTOR * 1000;

  g_main_context_push_thread_default (self->context);
  session = ensure_session (self, tiem_transport_is_loopback (g_uri_get_host (uri)));
  message = make_message (request, uri);
  run_exchange (&exchange, session, message, cancellable);
  g_clear_object (&exchange.body);
  g_main_context_pop_thread_default (self->context);

  if (exchange.error == NULL)
    response = make_response (message, bytes);
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_propagate_error (
        error, make_error (exchange.error, exchange.timed_out, message, g_uri_get_host (uri)));
  g_clear_error (&exchange.error);
  return response;
}

static void
tiem_soup_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = tiem_soup_transport_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemSoupTransport,
                               tiem_soup_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      tiem_soup_transport_iface_init))

static void
tiem_soup_transport_dispose (GObject *object)
{
  TiemSoupTransport *self = TIEM_SOUP_TRANSPORT (object);

  drop_sessions (self);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (tiem_soup_transport_parent_class)->dispose (object);
}

static void
tiem_soup_transport_class_init (TiemSoupTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_soup_transport_dispose;
}

static void
tiem_soup_transport_init (TiemSoupTransport *self)
{
  self->context = g_main_context_new ();
}

TiemTransport *
tiem_transport_new_soup (void)
{
  return g_object_new (TIEM_TYPE_SOUP_TRANSPORT, NULL);
}
