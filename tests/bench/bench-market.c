#include "bench-market.h"

#include "base/tiem-error.h"
#include "channel/tiem-json.h"

#include <string.h>

struct _BenchMarkets
{
  GSubprocess *process;
  GPtrArray *channels; /* (element-type TiemPracticeChannel) */
  GPtrArray *homes;    /* (element-type utf8): "https://127.0.0.1:40123" */
  TiemTransport *transport;
};

/* --- the certificate --- */

static gboolean
run_openssl (const char *dir,
             const char *const *arguments,
             GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_cwd (launcher, dir);
  process = g_subprocess_launcher_spawnv (launcher, arguments, error);
  return process != NULL && g_subprocess_wait_check (process, NULL, error);
}

/* ca.pem signs server.pem, for 127.0.0.1, two days. */
static gboolean
make_certificate (const char *dir,
                  GError **error)
{
  /* clang-format off */
  static const char *const ca[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Bench CA", NULL
  };
  static const char *const server[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    "-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", "server.key", "-out", "server.pem",
    "-days", "2", "-subj", "/CN=Bench market", "-addext", "subjectAltName=IP:127.0.0.1",
    "-addext", "basicConstraints=CA:FALSE", NULL
  };
  /* clang-format on */

  return run_openssl (dir, ca, error) && run_openssl (dir, server, error);
}

/* TLS is verified as always, against this certificate instead of the system's. */
static gboolean
trust_certificate (const char *dir,
                   GError **error)
{
  g_autofree char *path = g_build_filename (dir, "ca.pem", NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, error);

  if (database == NULL)
    return FALSE;
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  return TRUE;
}

/* --- the process --- */

static char *
find_home (const char *base_url)
{
  const char *authority = strstr (base_url, "://") + 3;

  return g_strndup (base_url, authority - base_url + strcspn (authority, "/"));
}

static gboolean
read_ready_line (BenchMarkets *self,
                 GError **error)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, error);

  if (line == NULL)
    {
      g_prefix_error (error, "The sandbox said nothing: ");
      return FALSE;
    }
  self->channels = tiem_practice_line_parse (line, error);
  if (self->channels == NULL)
    return FALSE;
  self->homes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->channels->len; i++)
    {
      const TiemPracticeChannel *channel = self->channels->pdata[i];

      g_ptr_array_add (self->homes, find_home (channel->account->base_url));
    }
  return TRUE;
}

BenchMarkets *
bench_markets_open (const char *dir,
                    guint products,
                    GError **error)
{
  g_autofree char *cert = g_build_filename (dir, "server.pem", NULL);
  g_autofree char *key = g_build_filename (dir, "server.key", NULL);
  g_autofree char *count = g_strdup_printf ("%u", products);
  BenchMarkets *self;

  if (!make_certificate (dir, error) || !trust_certificate (dir, error))
    return NULL;
  self = g_new0 (BenchMarkets, 1);
  self->transport = tiem_transport_new_soup ();
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    error,
                                    BENCH_SANDBOX,
                                    "--port-base=0",
                                    "--orders-per-minute=0",
                                    "--past-orders=20",
                                    "--pace=1",
                                    "--products",
                                    count,
                                    "--tls-cert",
                                    cert,
                                    "--tls-key",
                                    key,
                                    NULL);
  if (self->process == NULL || !read_ready_line (self, error))
    {
      bench_markets_close (self);
      return NULL;
    }
  return self;
}

void
bench_markets_close (BenchMarkets *self)
{
  if (self->process != NULL)
    {
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  g_clear_object (&self->process);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->homes, g_ptr_array_unref);
  g_clear_object (&self->transport);
  g_free (self);
}

GPtrArray *
bench_markets_get_channels (BenchMarkets *self)
{
  return self->channels;
}

JsonNode *
bench_markets_control (BenchMarkets *self,
                       guint index,
                       const char *method,
                       const char *path,
                       const char *body,
                       GError **error)
{
  g_autofree char *url = g_strconcat (self->homes->pdata[index], "/_sandbox/", path, NULL);
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  g_autoptr (TiemResponse) response = NULL;

  request->idempotent = TRUE; /* keeps the connection */
  if (body != NULL)
    tiem_request_set_body (request, "application/json", body, -1);
  response = tiem_transport_send (self->transport, request, NULL, error);
  if (response == NULL)
    return NULL;
  if (response->status / 100 != 2)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_PROTOCOL,
                   "The sandbox answers %u to %s %s",
                   response->status,
                   path,
                   body != NULL ? body : "");
      return NULL;
    }
  return tiem_json_parse (response->body, error);
}

char *
bench_markets_place (BenchMarkets *self,
                     guint index,
                     const char *sku,
                     GError **error)
{
  g_autofree char *body = g_strdup_printf ("{\"sku\":\"%s\",\"quantity\":1}", sku);
  g_autoptr (JsonNode) node = bench_markets_control (self, index, "POST", "orders", body, error);
  const char *number;

  if (node == NULL)
    return NULL;
  number = tiem_json_get_string (tiem_json_object (node), "number");
  /* A website counts from one: the number alone is in many an answer. */
  return strlen (number) >= 8 ? g_strdup (number) : g_strdup_printf ("\"number\":\"%s\"", number);
}

gboolean
bench_markets_delay (BenchMarkets *self,
                     gint64 ms,
                     GError **error)
{
  g_autofree char *body
      = ms > 0
            ? g_strdup_printf ("{\"kind\":\"delay\",\"ms\":%" G_GINT64_FORMAT ",\"times\":-1}", ms)
            : g_strdup ("{\"clear\":true}");

  for (guint i = 0; i < self->homes->len; i++)
    {
      g_autoptr (JsonNode) node = bench_markets_control (self, i, "POST", "faults", body, error);

      if (node == NULL)
        return FALSE;
    }
  return TRUE;
}

gint64
bench_markets_count_connections (BenchMarkets *self,
                                 GError **error)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->homes->len; i++)
    {
      g_autoptr (JsonNode) node = bench_markets_control (self, i, "GET", "state", NULL, error);
      gint64 count;

      if (node == NULL
          || !tiem_json_need_int (tiem_json_object (node), "connections", &count, error))
        return -1;
      sum += count;
    }
  return sum;
}
