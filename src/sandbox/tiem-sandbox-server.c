#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-server.h"

#include "sandbox/tiem-sandbox-control.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_BODY (8 * 1024 * 1024)

/* A cut answer is written at once, so it must fit into the socket's buffer. */
#define MAX_CUT (16 * 1024)

#define LONGEST_PAUSE_MS 1000

#define COUNTED "tiem-counted"

struct _TiemSandboxServer
{
  TiemSandbox *sandbox;
  GPtrArray *servers; /* (element-type SoupServer) as the markets */
  GSource *step;      /* (nullable) */
};

/* An answer on its way out, perhaps later. */
typedef struct
{
  SoupServerMessage *message;
  TiemResponse *response; /* (nullable) */
  TiemSandboxEffect effect;
  GSource *timeout; /* (nullable) */
  gulong finished_id;
  gulong disconnected_id;
} Delivery;

/* On the context of this thread, which need not be the program's main one. */
static GSource *
add_timeout (gint64 ms,
             GSourceFunc func,
             gpointer user_data)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, func, user_data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
clear_timeout (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static TiemRequest *
make_request (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *url = g_uri_to_string (soup_server_message_get_uri (message));
  TiemRequest *request = tiem_request_new (soup_server_message_get_method (message), url);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    tiem_request_set_header (request, name, value);
  if (g_bytes_get_size (bytes) > 0)
    tiem_request_set_body (request,
                           soup_message_headers_get_one (headers, "Content-Type"),
                           g_bytes_get_data (bytes, NULL),
                           g_bytes_get_size (bytes));
  return request;
}

static void
send_whole (SoupServerMessage *message,
            const TiemResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_server_message_set_status (message, response->status, NULL);
  for (guint i = 0; i + 1 < response->headers->len; i += 2)
    soup_message_headers_replace (
        headers, response->headers->pdata[i], response->headers->pdata[i + 1]);
  if (g_bytes_get_size (response->body) > 0)
    soup_message_body_append_bytes (body, response->body);
  soup_message_body_complete (body);
}

/* Writes the head that promises the whole body, and half of it. */
static void
send_half (GIOStream *stream,
           const TiemResponse *response)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;
  const char *body = g_bytes_get_data (response->body, &length);

  g_string_append_printf (
      text, "HTTP/1.1 %u X\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", response->status, length);
  for (guint i = 0; i + 1 < response->headers->len; i += 2)
    g_string_append_printf (text,
                            "%s: %s\r\n",
                            (const char *)response->headers->pdata[i],
                            (const char *)response->headers->pdata[i + 1]);
  g_string_append (text, "\r\n");
  g_string_append_len (text, body, MIN (length / 2, MAX_CUT));
  g_output_stream_write_all (
      g_io_stream_get_output_stream (stream), text->str, text->len, NULL, NULL, NULL);
}

static void
deliver (Delivery *delivery)
{
  g_autoptr (GIOStream) stream = NULL;

  if (!delivery->effect.is_dropped && !delivery->effect.is_cut)
    {
      send_whole (delivery->message, delivery->response);
      return;
    }
  stream = soup_server_message_steal_connection (delivery->message);
  if (stream == NULL)
    return;
  if (delivery->effect.is_cut)
    send_half (stream, delivery->response);
  g_io_stream_close (stream, NULL, NULL);
}

static void
delivery_free (Delivery *self)
{
  clear_timeout (&self->timeout);
  g_clear_signal_handler (&self->finished_id, self->message);
  g_clear_signal_handler (&self->disconnected_id, self->message);
  g_clear_pointer (&self->response, tiem_response_free);
  g_object_unref (self->message);
  g_free (self);
}

static gboolean
delay_over_cb (gpointer user_data)
{
  Delivery *delivery = user_data;
  g_autoptr (SoupServerMessage) message = g_object_ref (delivery->message);
  gboolean is_whole = !delivery->effect.is_dropped && !delivery->effect.is_cut;

  clear_timeout (&delivery->timeout);
  g_clear_signal_handler (&delivery->finished_id, message);
  g_clear_signal_handler (&delivery->disconnected_id, message);
  deliver (delivery);
  if (is_whole)
    soup_server_message_unpause (message);
  delivery_free (delivery);
  return G_SOURCE_REMOVE;
}

/* The client did not wait. */
static void
message_finished_cb (SoupServerMessage *message,
                     gpointer user_data)
{
  delivery_free (user_data);
}

static TiemSandboxMarket *
find_market (TiemSandboxServer *self,
             SoupServer *server)
{
  guint index;

  if (!g_ptr_array_find (self->servers, server, &index))
    return NULL;
  return tiem_sandbox_get_market (self->sandbox, index);
}

/* Once for each connection, when the first call comes over it; who only looks at the state or
 * plays the shopper makes no call. */
static void
count_connection (TiemSandboxMarket *market,
                  SoupServerMessage *message,
                  const TiemRequest *request)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket == NULL || g_object_get_data (G_OBJECT (socket), COUNTED) != NULL
      || tiem_sandbox_control_wants (market, request))
    return;
  g_object_set_data (G_OBJECT (socket), COUNTED, socket);
  tiem_sandbox_market_get_shop (market)->connections++;
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TiemSandboxServer *self = user_data;
  TiemSandboxMarket *market = find_market (self, server);
  g_autoptr (TiemRequest) request = make_request (message);
  Delivery *delivery;

  if (request->body != NULL && g_bytes_get_size (request->body) > MAX_BODY)
    {
      soup_server_message_set_status (message, 413, NULL);
      return;
    }
  delivery = g_new0 (Delivery, 1);
  delivery->message = g_object_ref (message);
  count_connection (market, message, request);
  delivery->response = tiem_sandbox_handle_at (self->sandbox, market, request, &delivery->effect);
  if (delivery->effect.delay_ms <= 0)
    {
      deliver (delivery);
      delivery_free (delivery);
      return;
    }
  soup_server_message_pause (message);
  delivery->finished_id
      = g_signal_connect (message, "finished", G_CALLBACK (message_finished_cb), delivery);
  delivery->disconnected_id
      = g_signal_connect (message, "disconnected", G_CALLBACK (message_finished_cb), delivery);
  delivery->timeout = add_timeout (delivery->effect.delay_ms, delay_over_cb, delivery);
}

/* Refused before it is read. */
static void
early_request_cb (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_content_length (headers) > MAX_BODY)
    soup_server_message_set_status (message, 413, NULL);
}

static gboolean
step_cb (gpointer user_data)
{
  TiemSandboxServer *self = user_data;
  gint64 wait;

  tiem_sandbox_step (self->sandbox);
  wait = tiem_sandbox_get_next_step (self->sandbox)
         - tiem_sandbox_world_now (tiem_sandbox_get_world (self->sandbox));
  clear_timeout (&self->step);
  self->step = add_timeout (CLAMP (wait, 1, LONGEST_PAUSE_MS), step_cb, self);
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full) (nullable): the address of the new server */
static char *
add_server (TiemSandboxServer *self,
            guint port,
            GTlsCertificate *certificate,
            GError **error)
{
  SoupServer *server = soup_server_new ("server-header", "Apache", NULL);
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;
  g_autoslist (GUri) uris = NULL;

  g_ptr_array_add (self->servers, server);
  if (certificate != NULL)
    {
      soup_server_set_tls_certificate (server, certificate);
      options |= SOUP_SERVER_LISTEN_HTTPS;
    }
  soup_server_add_early_handler (server, NULL, early_request_cb, self, NULL);
  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  if (!soup_server_listen_local (server, port, options, error))
    return NULL;
  uris = soup_server_get_uris (server);
  return g_strdup_printf (
      "%s://127.0.0.1:%d", certificate != NULL ? "https" : "http", g_uri_get_port (uris->data));
}

TiemSandboxServer *
tiem_sandbox_server_new (TiemSandbox *sandbox,
                         GTlsCertificate *certificate,
                         GError **error)
{
  g_autoptr (TiemSandboxServer) self = g_new0 (TiemSandboxServer, 1);
  g_autoptr (GPtrArray) homes = g_ptr_array_new_with_free_func (g_free);
  guint base = tiem_sandbox_get_world (sandbox)->options->port_base;

  self->sandbox = g_object_ref (sandbox);
  self->servers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tiem_sandbox_get_n_markets (sandbox); i++)
    {
      guint port = base != 0 ? base + tiem_sandbox_get_port_offset (sandbox, i) : 0;
      char *home = add_server (self, port, certificate, error);

      if (home == NULL)
        return NULL;
      g_ptr_array_add (homes, home);
    }
  tiem_sandbox_open (sandbox, (const char *const *)homes->pdata);
  step_cb (self);
  return g_steal_pointer (&self);
}

void
tiem_sandbox_server_free (TiemSandboxServer *self)
{
  if (self == NULL)
    return;
  clear_timeout (&self->step);
  for (guint i = 0; i < self->servers->len; i++)
    soup_server_disconnect (self->servers->pdata[i]);
  g_ptr_array_unref (self->servers);
  g_object_unref (self->sandbox);
  g_free (self);
}
