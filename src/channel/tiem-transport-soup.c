#define G_LOG_DOMAIN "tiem-transport"

#include "config.h"

#include "channel/tiem-transport.h"

#include "base/tiem-error.h"
#include "channel/tiem-deadline.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

/* Without a byte; and until the head of the answer is whole. */
#define DEFAULT_TIMEOUT_MS 60000
/* Until the request can be sent: the name, the connection, the handshake. */
#define CONNECT_MS 20000
/* A whole answer may take this many times the time-out, as long as it does not stand still. */
#define SLOW_BODY_FACTOR 3

#define LARGEST_BODY (32 * 1024 * 1024)
#define CHUNK (64 * 1024)
#define MAX_CONNECTIONS 4

#define TIEM_TYPE_SOUP_TRANSPORT (tiem_soup_transport_get_type ())
G_DECLARE_FINAL_TYPE (TiemSoupTransport, tiem_soup_transport, TIEM, SOUP_TRANSPORT, GObject)

/*
 * The blocking calls of libsoup; its asynchronous ones crash in 3.2 when a server closes
 * early. A session's time-out is fixed when it connects, so there is one session for each
 * time-out in use (one, as a rule), and one more past any proxy for loopback.
 */
struct _TiemSoupTransport
{
  GObject parent_instance;

  GMainContext *context; /* (owned): what the sessions' own timers run on */
  GThread *thread;       /* the one the sessions belong to */
  GHashTable *sessions;  /* (owned): time-out in s, negative past a proxy → SoupSession */
};

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
            SoupMessage *message,
            const char *host)
{
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;
  GError *error;

  if (cause->domain == TIEM_ERROR || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);

  text = explain_failure (cause, message, host);
  detail = describe_cause (cause);
  error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_TRANSIENT, text);
  tiem_error_set_detail (error, detail, NULL);
  return error;
}

static void
drop_sessions (TiemSoupTransport *self)
{
  g_hash_table_remove_all (self->sessions);
}

static SoupSession *
ensure_session (TiemSoupTransport *self,
                guint timeout_ms,
                gboolean is_loopback)
{
  int seconds = (timeout_ms + 999) / 1000;
  gpointer key = GINT_TO_POINTER (is_loopback ? -seconds : seconds);
  SoupSession *session;

  if (self->thread != g_thread_self ())
    {
      drop_sessions (self);
      self->thread = g_thread_self ();
    }
  session = g_hash_table_lookup (self->sessions, key);
  if (session != NULL)
    return session;

  session = soup_session_new_with_options (
      "max-conns-per-host", MAX_CONNECTIONS, "timeout", seconds, NULL);
  soup_session_set_user_agent (session, "Tiem/" VERSION);
  if (is_loopback)
    soup_session_set_proxy_resolver (session, NULL);
  g_hash_table_insert (self->sessions, key, session);
  return session;
}

/*
 * libsoup sends a request over a kept connection only when it may be repeated, by its method or
 * because it says so; a new one costs 40 ms over TLS. But when a kept connection closes without an
 * answer it sends GET, PUT and DELETE again by itself, and what changes something may have come to
 * pass the first time: that is the channel's to find out. A POST it never sends again.
 */
static SoupMessageFlags
choose_connection (const TiemRequest *request)
{
  if (request->idempotent
      && (strcmp (request->method, "GET") == 0 || strcmp (request->method, "POST") == 0))
    return SOUP_MESSAGE_IDEMPOTENT;
  return SOUP_MESSAGE_NEW_CONNECTION;
}

static SoupMessage *
make_message (const TiemRequest *request,
              GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_add_flags (message, choose_connection (request));
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

/* Reads all of @body within the limits. Returns: FALSE with @error */
static gboolean
read_body (GInputStream *body,
           GByteArray *bytes,
           GCancellable *cancellable,
           GError **error)
{
  for (;;)
    {
      g_autoptr (GBytes) chunk = g_input_stream_read_bytes (body, CHUNK, cancellable, error);

      if (chunk == NULL)
        return FALSE;
      if (g_bytes_get_size (chunk) == 0)
        return TRUE;
      g_byte_array_append (bytes, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));

      if (bytes->len > LARGEST_BODY)
        {
          g_set_error_literal (error,
                               TIEM_ERROR,
                               TIEM_ERROR_PROTOCOL,
                               _ ("The answer is larger than Tiệm reads; check the address."));
          return FALSE;
        }
    }
}

/* Each stage of a call has a time of its own; libsoup's time-out sees only a line that is silent.
 */
typedef struct
{
  TiemDeadline *deadline;
  gint64 timeout_ms;
} Stages;

static void
starting_cb (SoupMessage *message,
             gpointer user_data)
{
  Stages *stages = user_data;

  tiem_deadline_restart (stages->deadline, stages->timeout_ms);
}

static void
got_headers_cb (SoupMessage *message,
                gpointer user_data)
{
  Stages *stages = user_data;

  tiem_deadline_restart (stages->deadline, stages->timeout_ms * SLOW_BODY_FACTOR);
}

static gboolean
run_exchange (TiemSoupTransport *self,
              const TiemRequest *request,
              SoupMessage *message,
              GByteArray *bytes,
              GCancellable *cancellable,
              GError **error)
{
  gint64 timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : DEFAULT_TIMEOUT_MS;
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  SoupSession *session = ensure_session (self, timeout_ms, tiem_transport_is_loopback (host));
  g_autoptr (TiemDeadline) deadline = tiem_deadline_new (MIN (timeout_ms, CONNECT_MS), cancellable);
  Stages stages = { deadline, timeout_ms };
  g_autoptr (GInputStream) body = NULL;
  g_autoptr (GError) local_error = NULL;
  gulong starting_id, headers_id;
  gboolean ok;

  /* Connections that have idled too long are closed by a timer of theirs. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  starting_id = g_signal_connect (message, "starting", G_CALLBACK (starting_cb), &stages);
  headers_id = g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), &stages);
  cancellable = tiem_deadline_get_cancellable (deadline);
  body = soup_session_send (session, message, cancellable, &local_error);
  ok = body != NULL && read_body (body, bytes, cancellable, &local_error);
  g_signal_handler_disconnect (message, starting_id);
  g_signal_handler_disconnect (message, headers_id);
  if (ok)
    return TRUE;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && tiem_deadline_is_over (deadline))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "took too long");
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
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
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) cause = NULL;
  gboolean ok;

  if (uri == NULL)
    return NULL;

  message = make_message (request, uri);
  g_main_context_push_thread_default (self->context);
  ok = run_exchange (self, request, message, bytes, cancellable, &cause);
  g_main_context_pop_thread_default (self->context);

  if (ok)
    return make_response (message, bytes);
  g_propagate_error (error, make_error (cause, message, g_uri_get_host (uri)));
  return NULL;
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

  g_clear_pointer (&self->sessions, g_hash_table_unref);
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
  self->sessions = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

TiemTransport *
tiem_transport_new_soup (void)
{
  return g_object_new (TIEM_TYPE_SOUP_TRANSPORT, NULL);
}
