#include "sandbox-fixture.h"

#include "sandbox/tiem-sandbox-server.h"

#include <libsoup/soup.h>
#include <signal.h>

/* The sandbox over real sockets, in this process and as a program of its own. */

typedef struct
{
  TiemSandbox *sandbox;
  TiemSandboxServer *server;
  SoupSession *session;
  char *home;
} Fixture;

typedef struct
{
  gboolean is_done;
  GBytes *body; /* (nullable) */
  GError *error;
} Waiting;

static gint64
get_now (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static void
set_up (Fixture *fixture,
        gconstpointer certificate_name)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) settings = tiem_sandbox_json_parse (
      "{\"key\":\"" SANDBOX_KEY "\",\"secret\":\"" SANDBOX_SECRET "\"}", -1, NULL);

  options->only = g_strdup ("woocommerce");
  if (certificate_name != NULL)
    {
      g_autofree char *path
          = g_test_build_filename (G_TEST_DIST, "data", "tls", certificate_name, NULL);

      certificate = g_tls_certificate_new_from_file (path, &error);
      g_assert_no_error (error);
    }
  options->products = 5;
  options->past_orders = 20;
  fixture->sandbox = tiem_sandbox_new (options, get_now, NULL);
  fixture->server = tiem_sandbox_server_new (fixture->sandbox, certificate, &error);
  g_assert_no_error (error);
  fixture->home
      = g_strdup (tiem_sandbox_market_get_home (tiem_sandbox_get_market (fixture->sandbox, 0)));
  g_assert_true (tiem_sandbox_market_configure (
      tiem_sandbox_get_market (fixture->sandbox, 0), json_node_get_object (settings), NULL));
  fixture->session = soup_session_new_with_options ("timeout", 10, NULL);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_clear_object (&fixture->session);
  tiem_sandbox_server_free (fixture->server);
  g_clear_object (&fixture->sandbox);
  g_free (fixture->home);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
sent_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->body
      = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &waiting->error);
  waiting->is_done = TRUE;
}

static gboolean
accept_any_cb (SoupMessage *message,
               GTlsCertificate *certificate,
               GTlsCertificateFlags flags,
               gpointer user_data)
{
  return TRUE;
}

/* Returns: (nullable): the body; NULL with @error */
static GBytes *
send_message (Fixture *fixture,
              SoupMessage *message,
              GError **error)
{
  Waiting waiting = { 0 };

  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_any_cb), NULL);
  soup_session_send_and_read_async (
      fixture->session, message, G_PRIORITY_DEFAULT, NULL, sent_cb, &waiting);
  while (!waiting.is_done)
    g_main_context_iteration (NULL, TRUE);
  if (waiting.error != NULL)
    g_propagate_error (error, waiting.error);
  return waiting.body;
}

static SoupMessage *
make_message (Fixture *fixture,
              const char *method,
              const char *path,
              const char *body)
{
  g_autofree char *url = g_strconcat (fixture->home, path, NULL);
  SoupMessage *message = soup_message_new (method, url);

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  return message;
}

/* A call that must be answered; returns the status. */
static guint
call (Fixture *fixture,
      const char *method,
      const char *path,
      const char *body,
      char **answer)
{
  g_autoptr (SoupMessage) message = make_message (fixture, method, path, body);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = send_message (fixture, message, &error);

  g_assert_no_error (error);
  if (answer != NULL)
    *answer = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return soup_message_get_status (message);
}

/* A signed path: what is sent over the wire reaches the check as it was sent. */
static char *
make_signed_path (Fixture *fixture,
                  const char *method,
                  const char *path,
                  const char *query)
{
  g_autoptr (TiemForm) form = tiem_form_parse (query);
  g_autofree char *url = g_strconcat (fixture->home, path, NULL);
  g_autofree char *nonce = tiem_sign_nonce ();
  g_autofree char *encoded = NULL;

  tiem_oauth1_sign (form, method, url, SANDBOX_KEY, SANDBOX_SECRET, get_now (NULL) / 1000, nonce);
  encoded = tiem_form_encode (form);
  return g_strdup_printf ("%s?%s", path, encoded);
}

static void
test_signed (Fixture *fixture,
             gconstpointer data)
{
  static const char *const queries[] = {
    "per_page=2",
    "search=%C3%81o+thun%20%F0%9F%91%95",
    "search=a%2Bb%26c%3D*~'()!,;:@%5B%5D%2520",
    "sku=",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *path
          = make_signed_path (fixture, "GET", "/wp-json/wc/v3/products", queries[i]);
      g_autofree char *answer = NULL;

      g_test_message ("%s", path);
      g_assert_cmpuint (call (fixture, "GET", path, NULL, &answer), ==, 200);
      g_assert_cmpint (*answer, ==, '[');
      /* The same nonce twice. */
      g_assert_cmpuint (call (fixture, "GET", path, NULL, NULL), ==, 401);
    }
}

static void
test_methods (Fixture *fixture,
              gconstpointer data)
{
  g_autofree char *head = make_signed_path (fixture, "HEAD", "/wp-json/wc/v3/orders", "");
  g_autofree char *create = make_signed_path (fixture, "POST", "/wp-json/wc/v3/orders", "");
  g_autofree char *batch = make_signed_path (fixture, "POST", "/wp-json/wc/v3/products/batch", "");
  g_autoptr (SoupMessage) message = make_message (fixture, "HEAD", head, NULL);
  g_autoptr (GBytes) bytes = send_message (fixture, message, NULL);
  g_autofree char *answer = NULL;

  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
  g_assert_cmpstr (
      soup_message_headers_get_one (soup_message_get_response_headers (message), "X-WP-Total"),
      ==,
      "20");
  g_assert_cmpuint (
      call (fixture, "POST", create, "{\"billing\":{\"last_name\":\"Đỗ\"}}", &answer), ==, 201);
  g_assert_nonnull (strstr (answer, "\"last_name\":\"\\u0110\\u1ed7\""));
  g_assert_cmpuint (call (fixture, "POST", batch, "{\"update\":[]}", NULL), ==, 200);
  g_assert_cmpuint (call (fixture, "GET", "/wp-json/wc/v3/orders", NULL, NULL), ==, 401);
}

/* Nothing, half of it, and late. */
static void
test_broken_connections (Fixture *fixture,
                         gconstpointer data)
{
  static const char *const faults[] = { "{\"kind\":\"drop\"}",
                                        "{\"kind\":\"lost_answer\"}",
                                        "{\"kind\":\"cut\"}",
                                        "[{\"kind\":\"delay\",\"ms\":60},{\"kind\":\"drop\"}]",
                                        "[{\"kind\":\"delay\",\"ms\":60},{\"kind\":\"cut\"}]" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      /* POST is not sent again by itself, as GET would be. */
      g_autoptr (SoupMessage) message
          = make_message (fixture, "POST", "/wp-json/wc/v3/orders", "{}");
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      g_test_message ("%s", faults[i]);
      g_assert_cmpuint (call (fixture, "POST", "/_sandbox/faults", faults[i], NULL), ==, 200);
      bytes = send_message (fixture, message, &error);
      /* libsoup 3.6 hands on the half that came, when it is asked asynchronously. */
      if (error == NULL)
        g_assert_cmpint (
            g_bytes_get_size (bytes),
            <,
            soup_message_headers_get_content_length (soup_message_get_response_headers (message)));
      g_assert_cmpuint (call (fixture, "GET", "/wp-json/", NULL, NULL), ==, 200);
    }
}

static void
test_delay (Fixture *fixture,
            gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *answer = NULL;

  call (fixture, "POST", "/_sandbox/faults", "{\"kind\":\"delay\",\"ms\":150}", NULL);
  g_assert_cmpuint (call (fixture, "GET", "/wp-json/", NULL, &answer), ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 150000);
  g_assert_nonnull (strstr (answer, "wc\\/v3"));
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* The client leaves while the answer is held back. */
static void
test_client_leaves (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (SoupMessage) message = make_message (fixture, "GET", "/wp-json/", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting waiting = { 0 };

  call (fixture, "POST", "/_sandbox/faults", "{\"kind\":\"delay\",\"ms\":150}", NULL);
  soup_session_send_and_read_async (
      fixture->session, message, G_PRIORITY_DEFAULT, cancellable, sent_cb, &waiting);
  g_timeout_add (40, cancel_cb, cancellable);
  while (!waiting.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (waiting.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&waiting.error);
  for (gint64 end = g_get_monotonic_time () + 250000; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (call (fixture, "GET", "/wp-json/", NULL, NULL), ==, 200);
}

static void
test_large_body (Fixture *fixture,
                 gconstpointer data)
{
  g_autofree char *huge = g_strnfill (9 * 1024 * 1024, ' ');
  g_autoptr (SoupMessage) message = make_message (fixture, "POST", "/wp-json/wc/v3/orders", huge);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = send_message (fixture, message, &error);

  /* Refused, whether the client still listens or was cut off while it spoke. */
  if (error == NULL)
    g_assert_cmpuint (soup_message_get_status (message), ==, 413);
}

/* Basic keys work here, and only here. */
static void
test_tls (Fixture *fixture,
          gconstpointer data)
{
  g_autoptr (SoupMessage) message = make_message (fixture, "GET", "/wp-json/wc/v3/orders", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *base64 = g_base64_encode ((const guchar *)SANDBOX_KEY ":" SANDBOX_SECRET,
                                             strlen (SANDBOX_KEY ":" SANDBOX_SECRET));
  g_autofree char *header = g_strconcat ("Basic ", base64, NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_str_has_prefix (fixture->home, "https://127.0.0.1:"));
  soup_message_headers_replace (
      soup_message_get_request_headers (message), "Authorization", header);
  bytes = send_message (fixture, message, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
}

static GSubprocess *
spawn (const char *option,
       char **line)
{
  const char *program = g_getenv ("TIEM_SANDBOX");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  GSubprocess *process;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              &error,
                              program,
                              "--port-base=0",
                              "--seed=11",
                              "--only=woocommerce",
                              "--orders-per-minute=600",
                              "--products=5",
                              option,
                              NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  return process;
}

static void
test_program (void)
{
  g_autofree char *line = NULL;
  g_autoptr (GSubprocess) process = spawn (NULL, &line);
  g_autoptr (JsonNode) ready = tiem_sandbox_json_parse (line, strlen (line), NULL);
  JsonObject *channel = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (ready), "channels"), 0);

  g_assert_cmpstr (json_object_get_string_member (channel, "kind"), ==, "woocommerce");
  g_assert_cmpstr (json_object_get_string_member (channel, "name"), ==, "Website Nhà Mây");
  g_assert_true (
      g_str_has_prefix (json_object_get_string_member (channel, "base_url"), "http://127.0.0.1:"));
  g_assert_cmpuint (strlen (json_object_get_string_member (channel, "key")), ==, 43);
  g_assert_true (json_object_get_null_member (channel, "shop"));
  g_assert_true (json_object_get_null_member (channel, "token"));
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
}

static void
test_follow_stdin (void)
{
  g_autofree char *line = NULL;
  g_autoptr (GSubprocess) process = spawn ("--follow-stdin", &line);

  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
}

static void
test_wrong_usage (void)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *said = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              NULL,
                              g_getenv ("TIEM_SANDBOX"),
                              "--port-base=0",
                              "--settings={\"woocommerce\":{\"storage\":\"giấy\"}}",
                              NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_true (g_str_has_prefix (said, "tiem-sandbox: "));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/sandbox/server/" path, Fixture, NULL, set_up, test, tear_down)

  ADD ("signed", test_signed);
  ADD ("methods", test_methods);
  ADD ("broken-connections", test_broken_connections);
  ADD ("delay", test_delay);
  ADD ("client-leaves", test_client_leaves);
  ADD ("large-body", test_large_body);
  g_test_add ("/sandbox/server/tls", Fixture, "self-signed.pem", set_up, test_tls, tear_down);
  g_test_add_func ("/sandbox/program/ready-line", test_program);
  g_test_add_func ("/sandbox/program/follow-stdin", test_follow_stdin);
  g_test_add_func ("/sandbox/program/wrong-usage", test_wrong_usage);

  return g_test_run ();
}
