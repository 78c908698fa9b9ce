#include "base/tiem-error.h"
#include "channel/tiem-transport.h"

#include <libsoup/soup.h>
#include <string.h>

/*
 * Two servers on loopback, in a thread of their own: libsoup's for what is well-formed
 * (plain and TLS), and one that speaks bytes for what is not.
 */
typedef struct
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server;
  SoupServer *secure;
  GSocketService *rude;
  guint port;
  guint secure_port;
  guint rude_port;
  guint refused_port; /* nobody listens there */
  int busy;           /* connections of the rude one */
  int lost;           /* requests of the polite one that got no answer */
} Servers;

static Servers servers;

/* What the rude server says, by path; then it closes. */
static const struct
{
  const char *path;
  const char *answer;
} rude_answers[] = {
  { "/cut",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[{\"id\":" },
  { "/chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n[{\"id\":" },
  { "/drop", "" },
  { "/babble", "SSH-2.0-OpenSSH_9.2\r\n" },
  { "/twice",
    "HTTP/1.1 200 OK\r\nLink: <a>; rel=\"x\"\r\nLink: <b>; rel=\"next\"\r\n"
    "Content-Length: 2\r\n\r\n[]" },
};

static const char endless_header[] = "HTTP/1.1 200 OK\r\nX-Powered-By: ";

static gboolean
rude_run_cb (GThreadedSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GString) request = g_string_new (NULL);
  char buffer[1024];
  gssize size;

  g_atomic_int_inc (&servers.busy);
  while (strstr (request->str, "\r\n\r\n") == NULL
         && (size = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      g_string_append_len (request, buffer, size);
      if (*request->str == 0x16) /* TLS says hello to a plain server */
        {
          g_output_stream_write_all (out, "HTTP/1.1 400 Bad\r\n\r\n", 20, NULL, NULL, NULL);
          break;
        }
    }

  for (gsize i = 0; i < G_N_ELEMENTS (rude_answers); i++)
    {
      g_autofree char *line = g_strdup_printf (" %s", rude_answers[i].path);

      if (strstr (request->str, line) != NULL)
        g_output_stream_write_all (
            out, rude_answers[i].answer, strlen (rude_answers[i].answer), NULL, NULL, NULL);
    }
  /* until the other side has had enough */
  if (strstr (request->str, "/silent") != NULL)
    while (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL) > 0)
      ;
  if (strstr (request->str, "/drip") != NULL
      && g_output_stream_write_all (out, "HTTP/1.1 200 OK\r\n\r\n", 19, NULL, NULL, NULL))
    while (g_output_stream_write_all (out, "x", 1, NULL, NULL, NULL))
      g_usleep (20000);
  if (strstr (request->str, "/trickle") != NULL
      && g_output_stream_write_all (out, endless_header, strlen (endless_header), NULL, NULL, NULL))
    while (g_output_stream_write_all (out, "x", 1, NULL, NULL, NULL))
      g_usleep (20000);
  g_atomic_int_add (&servers.busy, -1);
  return TRUE;
}

static void
big_chunk_cb (SoupServerMessage *message,
              gpointer user_data)
{
  static char megabyte[1 << 20];

  memset (megabyte, 'x', sizeof megabyte);
  soup_message_body_append (soup_server_message_get_response_body (message),
                            SOUP_MEMORY_STATIC,
                            megabyte,
                            sizeof megabyte);
}

/* Carried out, and then not a word. */
static void
hang_up (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_atomic_int_inc (&servers.lost);
  g_io_stream_close (stream, NULL, NULL);
}

static void
polite_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  SoupMessageHeaders *in = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *out = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (strcmp (path, "/redirect") == 0)
    {
      soup_server_message_set_redirect (message, 301, "/echo");
      return;
    }
  if (strcmp (path, "/lost") == 0)
    {
      hang_up (message);
      return;
    }
  if (strcmp (path, "/big") == 0)
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_message_headers_set_encoding (out, SOUP_ENCODING_CHUNKED);
      big_chunk_cb (message, NULL);
      g_signal_connect (message, "wrote-chunk", G_CALLBACK (big_chunk_cb), NULL);
      return;
    }

  soup_message_headers_replace (out, "X-Method", soup_server_message_get_method (message));
  soup_message_headers_replace (out,
                                "X-Query",
                                g_uri_get_query (soup_server_message_get_uri (message)) != NULL
                                    ? g_uri_get_query (soup_server_message_get_uri (message))
                                    : "");
  for (const char *const *name
       = (const char *const[]){ "Authorization", "User-Agent", "Content-Type", NULL };
       *name != NULL;
       name++)
    if (soup_message_headers_get_one (in, *name) != NULL)
      {
        g_autofree char *echo = g_strconcat ("X-", *name, NULL);

        soup_message_headers_replace (out, echo, soup_message_headers_get_one (in, *name));
      }
  soup_server_message_set_status (message, strcmp (path, "/503") == 0 ? 503 : 200, NULL);
  soup_server_message_set_response (message,
                                    "application/json",
                                    SOUP_MEMORY_COPY,
                                    body->length > 0 ? body->data : "{}",
                                    body->length > 0 ? body->length : 2);
}

static guint
get_port (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  guint port = g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return port;
}

static gboolean
started_cb (gpointer user_data)
{
  g_atomic_int_set ((int *)user_data, TRUE);
  return G_SOURCE_REMOVE;
}

static gpointer
serve (gpointer data)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "tls", "self-signed.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GSocketListener) probe = g_socket_listener_new ();
  g_autoptr (GSource) source = g_idle_source_new ();
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (servers.context);
  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);

  servers.server = soup_server_new (NULL, NULL);
  soup_server_add_handler (servers.server, NULL, polite_cb, NULL, NULL);
  soup_server_listen_local (servers.server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  servers.port = get_port (servers.server);

  servers.secure = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (servers.secure, NULL, polite_cb, NULL, NULL);
  soup_server_listen_local (
      servers.secure, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, &error);
  g_assert_no_error (error);
  servers.secure_port = get_port (servers.secure);

  servers.rude = g_threaded_socket_service_new (10);
  servers.rude_port
      = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (servers.rude), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (servers.rude, "run", G_CALLBACK (rude_run_cb), NULL);

  servers.refused_port = g_socket_listener_add_any_inet_port (probe, NULL, &error);
  g_assert_no_error (error);
  g_socket_listener_close (probe);

  g_source_set_callback (source, started_cb, data, NULL);
  g_source_attach (source, servers.context);
  g_main_loop_run (servers.loop);

  g_clear_object (&servers.server);
  g_clear_object (&servers.secure);
  g_socket_service_stop (servers.rude);
  g_clear_object (&servers.rude);
  g_main_context_pop_thread_default (servers.context);
  return NULL;
}

static void
start_servers (void)
{
  int started = FALSE;

  servers.context = g_main_context_new ();
  servers.loop = g_main_loop_new (servers.context, FALSE);
  servers.thread = g_thread_new ("servers", serve, &started);
  while (!g_atomic_int_get (&started))
    g_usleep (1000);
}

static void
stop_servers (void)
{
  while (g_atomic_int_get (&servers.busy) > 0)
    g_usleep (1000);
  g_main_loop_quit (servers.loop);
  g_thread_join (servers.thread);
  g_main_loop_unref (servers.loop);
  g_main_context_unref (servers.context);
}

static TiemRequest *
make_request (const char *scheme,
              guint port,
              const char *path)
{
  g_autofree char *url = g_strdup_printf ("%s://127.0.0.1:%u%s", scheme, port, path);

  return tiem_request_new ("GET", url);
}

static void
test_round_trip (void)
{
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
  g_autoptr (TiemRequest) request
      = make_request ("http", servers.port, "/echo?search=%C3%A1o%20thun&a=%2B");
  g_autoptr (GError) error = NULL;

  g_free (request->method);
  request->method = g_strdup ("POST");
  tiem_request_set_header (request, "Authorization", "Basic bí mật");
  tiem_request_set_body (request, "application/json; charset=utf-8", "{\"tên\":\"Áo\"}", -1);
  request->idempotent = TRUE;
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (TiemResponse) response = tiem_transport_send (transport, request, NULL, &error);
      gsize size;
      const char *body;

      g_assert_no_error (error);
      body = g_bytes_get_data (response->body, &size);
      g_assert_cmpuint (response->status, ==, 200);
      g_assert_cmpmem (body, size, "{\"tên\":\"Áo\"}", strlen ("{\"tên\":\"Áo\"}"));
      g_assert_cmpstr (tiem_response_get_header (response, "x-method"), ==, "POST");
      /* byte for byte what was signed */
      g_assert_cmpstr (
          tiem_response_get_header (response, "X-Query"), ==, "search=%C3%A1o%20thun&a=%2B");
      g_assert_cmpstr (tiem_response_get_header (response, "X-Content-Type"),
                       ==,
                       "application/json; charset=utf-8");
      g_assert_true (
          g_str_has_prefix (tiem_response_get_header (response, "X-User-Agent"), "Tiem/"));
      g_assert_nonnull (tiem_response_get_header (response, "Date"));
      g_assert_cmpint (ABS (response->received_at - g_get_real_time () / 1000), <, 10000);
    }
}

static void
test_statuses (void)
{
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
  g_autoptr (TiemRequest) moved = make_request ("http", servers.port, "/redirect");
  g_autoptr (TiemRequest) broken = make_request ("http", servers.port, "/503");
  g_autoptr (TiemRequest) twice = make_request ("http", servers.rude_port, "/twice");
  g_autoptr (TiemResponse) first = tiem_transport_send (transport, moved, NULL, NULL);
  g_autoptr (TiemResponse) second = tiem_transport_send (transport, broken, NULL, NULL);
  g_autoptr (TiemResponse) third = tiem_transport_send (transport, twice, NULL, NULL);
  guint n_links = 0;

  g_assert_cmpuint (first->status, ==, 301);
  g_assert_nonnull (strstr (tiem_response_get_header (first, "Location"), "/echo"));
  g_assert_cmpuint (second->status, ==, 503);
  for (guint i = 0; i < third->headers->len; i += 2)
    n_links += strcmp (third->headers->pdata[i], "Link") == 0;
  g_assert_cmpuint (n_links, ==, 2);
}

static void
test_failures (void)
{
  const struct
  {
    const char *scheme;
    guint port;
    const char *path;
    TiemError code;
    const char *words; /* each kind has a sentence of its own */
  } cases[] = {
    { "http", servers.refused_port, "/", TIEM_ERROR_TRANSIENT, "does not take connections" },
    { "http", servers.rude_port, "/cut", TIEM_ERROR_TRANSIENT, "cut the connection" },
    { "http", servers.rude_port, "/chunk", TIEM_ERROR_TRANSIENT, "cut the connection" },
    { "http", servers.rude_port, "/drop", TIEM_ERROR_TRANSIENT, "connection" },
    { "http", servers.rude_port, "/babble", TIEM_ERROR_TRANSIENT, "connection" },
    { "http", servers.rude_port, "/silent", TIEM_ERROR_TRANSIENT, "did not answer in time" },
    { "http", servers.rude_port, "/drip", TIEM_ERROR_TRANSIENT, "did not answer in time" },
    { "http", servers.rude_port, "/trickle", TIEM_ERROR_TRANSIENT, "did not answer in time" },
    { "http", servers.port, "/big", TIEM_ERROR_PROTOCOL, "larger" },
    { "https", servers.secure_port, "/echo", TIEM_ERROR_TRANSIENT, "self-signed" },
    { "https", servers.rude_port, "/", TIEM_ERROR_TRANSIENT, "secure connection" },
  };
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat (cases[i].path, "?consumer_secret=cs_123", NULL);
      g_autoptr (TiemRequest) request = make_request (cases[i].scheme, cases[i].port, path);
      g_autoptr (GError) error = NULL;

      request->timeout_ms = cases[i].code == TIEM_ERROR_PROTOCOL ? 20000 : 200;
      if (strcmp (cases[i].scheme, "https") == 0)
        request->timeout_ms = 10000;
      g_test_message ("%s %s", cases[i].scheme, cases[i].path);
      g_assert_null (tiem_transport_send (transport, request, NULL, &error));
      g_test_message ("%s (%s)", error->message, tiem_error_get_detail (error));
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_null (strstr (error->message, "cs_123"));
      g_assert_null (g_strrstr (
          tiem_error_get_detail (error) != NULL ? tiem_error_get_detail (error) : "", "cs_123"));
    }
}

/* Whatever changes something reaches the other side once: what came of it is asked for before
 * anything is written again. Only a question may be asked twice. */
static void
test_lost_answers (void)
{
  static const struct
  {
    const char *method;
    gboolean idempotent;
    int most;
  } cases[] = {
    { "POST", TRUE, 1 }, { "POST", FALSE, 1 },
    { "PUT", TRUE, 1 },  { "GET", FALSE, 1 }, /* Lazada has GETs that act */
    { "GET", TRUE, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
      g_autoptr (TiemRequest) first = make_request ("http", servers.port, "/echo");
      g_autoptr (TiemRequest) request = make_request ("http", servers.port, "/lost");
      g_autoptr (TiemResponse) kept = NULL;
      g_autoptr (TiemResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      /* There is a connection to be used again. */
      first->idempotent = TRUE;
      kept = tiem_transport_send (transport, first, NULL, &error);
      g_assert_no_error (error);

      g_free (request->method);
      request->method = g_strdup (cases[i].method);
      request->idempotent = cases[i].idempotent;
      if (strcmp (request->method, "GET") != 0)
        tiem_request_set_body (request, "application/json", "{\"stock_quantity\":3}", -1);
      g_atomic_int_set (&servers.lost, 0);
      response = tiem_transport_send (transport, request, NULL, &error);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
      g_assert_null (response);
      g_assert_cmpint (g_atomic_int_get (&servers.lost), >=, 1);
      g_assert_cmpint (g_atomic_int_get (&servers.lost), <=, cases[i].most);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *url;
    const char *words;
  } refused[] = {
    { "http://tenshop.vn/wp-json", "https://" },
    { "ftp://tenshop.vn/", "https://" },
    { "tenshop", "not a web address" },
    { "https://không tồn tại.invalid/", "" },
    { "https://tiem-test.invalid/", "was not found" },
  };
  static const char *const local[]
      = { "localhost", "LOCALHOST", "shop.localhost", "127.0.0.1", "127.8.9.1", "::1" };
  static const char *const remote[]
      = { "localhost.vn", "127.0.0.1.nip.io", "10.0.0.1", "::2", "tenshop.vn", "", "0.0.0.0" };
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (TiemRequest) request = tiem_request_new ("GET", refused[i].url);
      g_autoptr (GError) error = NULL;

      request->timeout_ms = 10000;
      g_assert_null (tiem_transport_send (transport, request, NULL, &error));
      g_test_message ("%s: %s", refused[i].url, error->message);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
      g_assert_nonnull (strstr (error->message, refused[i].words));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (local); i++)
    g_assert_true (tiem_transport_is_loopback (local[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (remote); i++)
    g_assert_false (tiem_transport_is_loopback (remote[i]));
  g_assert_false (tiem_transport_is_loopback (NULL));
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
  g_autoptr (TiemRequest) silent = make_request ("http", servers.rude_port, "/silent");
  g_autoptr (TiemRequest) fine = make_request ("http", servers.port, "/echo");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autoptr (TiemResponse) response = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 start = g_get_monotonic_time ();

  g_assert_null (tiem_transport_send (transport, silent, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
  g_thread_join (thread);

  g_assert_null (tiem_transport_send (transport, fine, cancellable, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  response = tiem_transport_send (transport, fine, NULL, NULL);
  g_assert_cmpuint (response->status, ==, 200);
}

/* Where a call can hang before anything was answered */

/* A resolver that never comes to an end of its own. */
#define TEST_TYPE_SLOW_RESOLVER (test_slow_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestSlowResolver, test_slow_resolver, TEST, SLOW_RESOLVER, GResolver)

struct _TestSlowResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestSlowResolver, test_slow_resolver, G_TYPE_RESOLVER)

static GList *
hang_in_lookup (GResolver *resolver,
                const char *hostname,
                GCancellable *cancellable,
                GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_usleep (5000);
  return NULL;
}

static GList *
hang_in_lookup_with_flags (GResolver *resolver,
                           const char *hostname,
                           GResolverNameLookupFlags flags,
                           GCancellable *cancellable,
                           GError **error)
{
  return hang_in_lookup (resolver, hostname, cancellable, error);
}

static void
test_slow_resolver_class_init (TestSlowResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_by_name = hang_in_lookup;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags = hang_in_lookup_with_flags;
}

static void
test_slow_resolver_init (TestSlowResolver *self)
{
}

/* A port with a listener whose queue is full, so that a connection gets no answer at all, or
 * (@connections 0) that is taken by the system and never looked at by anybody. */
static GSocket *
listen_deaf (guint connections,
             GPtrArray *held)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (
      G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_set_listen_backlog (socket, 0);
  g_assert_true (g_socket_bind (socket, any, TRUE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  address = g_socket_get_local_address (socket, NULL);
  for (guint i = 0; i < connections; i++)
    {
      GSocket *client = g_socket_new (
          G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

      g_socket_set_blocking (client, FALSE);
      g_socket_connect (client, address, NULL, NULL);
      g_ptr_array_add (held, client);
    }
  return socket;
}

static guint
get_socket_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/* Name, connection, handshake, head: each ends in its time, and at once when it is called off. */
static void
test_hangs (void)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocket) full = listen_deaf (4, held);
  g_autoptr (GSocket) deaf = listen_deaf (0, held);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GResolver) slow = g_object_new (TEST_TYPE_SLOW_RESOLVER, NULL);
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (urls, g_strdup ("https://partner.tenshop.vn/"));
  g_ptr_array_add (urls, g_strdup_printf ("http://127.0.0.1:%u/connect", get_socket_port (full)));
  g_ptr_array_add (urls,
                   g_strdup_printf ("https://127.0.0.1:%u/handshake", get_socket_port (deaf)));
  g_ptr_array_add (urls, g_strdup_printf ("http://127.0.0.1:%u/answer", get_socket_port (deaf)));
  g_ptr_array_add (urls, g_strdup_printf ("http://127.0.0.1:%u/trickle", servers.rude_port));
  g_resolver_set_default (slow);
  for (gsize i = 0; i < 2 * urls->len; i++)
    {
      g_autoptr (TiemRequest) request = tiem_request_new ("GET", urls->pdata[i / 2]);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      gboolean is_called_off = i % 2 == 1;
      GThread *thread = NULL;
      gint64 start = g_get_monotonic_time ();

      g_test_message ("%s %s", request->url, is_called_off ? "called off" : "");
      /* Called off, it would last for minutes otherwise. */
      request->timeout_ms = is_called_off ? 300000 : 300;
      if (is_called_off)
        thread = g_thread_new ("cancel", cancel_soon, cancellable);
      g_assert_null (tiem_transport_send (transport, request, cancellable, &error));
      if (thread != NULL)
        g_thread_join (thread);
      if (is_called_off)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
    }
  g_resolver_set_default (resolver);
}

static gpointer
use_elsewhere (gpointer data)
{
  g_autoptr (TiemRequest) request = make_request ("http", servers.port, "/echo");
  g_autoptr (TiemResponse) response = tiem_transport_send (data, request, NULL, NULL);

  return GUINT_TO_POINTER (response != NULL ? response->status : 0);
}

/* Made on one thread, used on another, dropped on the first. */
static void
test_threads (void)
{
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();

  for (int i = 0; i < 3; i++)
    {
      GThread *thread = g_thread_new ("worker", use_elsewhere, transport);

      g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread)), ==, 200);
    }
  g_assert_cmpuint (GPOINTER_TO_UINT (use_elsewhere (transport)), ==, 200);
}

static void
logged_cb (const TiemRequest *request,
           const TiemResponse *response,
           const GError *error,
           gint64 duration_ms,
           gpointer user_data)
{
  GString *log = user_data;

  g_assert_cmpint (duration_ms, >=, 0);
  g_string_append_printf (log,
                          "%s %u %s\n",
                          request->endpoint,
                          response != NULL ? response->status : 0,
                          error != NULL ? tiem_error_class_name (error) : "ok");
}

static void
test_log (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (TiemTransport) inner = tiem_transport_new_soup ();
  g_autoptr (TiemTransport) transport = tiem_transport_new_logged (inner, logged_cb, log);
  g_autoptr (TiemRequest) fine = make_request ("http", servers.port, "/503");
  g_autoptr (TiemRequest) refused = make_request ("http", servers.refused_port, "/");
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  fine->endpoint = g_strdup ("orders");
  refused->endpoint = g_strdup ("products/batch");
  response = tiem_transport_send (transport, fine, NULL, NULL);
  g_assert_null (tiem_transport_send (transport, refused, NULL, &error));
  g_assert_cmpstr (log->str, ==, "orders 503 ok\nproducts/batch 0 TRANSIENT\n");
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
}

int
main (int argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  start_servers ();

  g_test_add_func ("/channel/transport/round-trip", test_round_trip);
  g_test_add_func ("/channel/transport/statuses", test_statuses);
  g_test_add_func ("/channel/transport/failures", test_failures);
  g_test_add_func ("/channel/transport/lost-answers", test_lost_answers);
  g_test_add_func ("/channel/transport/addresses", test_addresses);
  g_test_add_func ("/channel/transport/cancel", test_cancel);
  g_test_add_func ("/channel/transport/hangs", test_hangs);
  g_test_add_func ("/channel/transport/threads", test_threads);
  g_test_add_func ("/channel/transport/log", test_log);

  status = g_test_run ();
  stop_servers ();
  return status;
}
