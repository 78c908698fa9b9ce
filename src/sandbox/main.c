#define G_LOG_DOMAIN "tiem-sandbox"

#include "base/tiem-error.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-server.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#define PARENT_CHECK_S 1

static struct
{
  int port_base;
  int seed;
  int products;
  int past_orders;
  double orders_per_minute;
  double pace;
  char *only;
  char *settings;
  char *tls_cert;
  char *tls_key;
  gboolean follow_stdin;
} args = { .port_base = 18100,
           .seed = 7,
           .products = 60,
           .past_orders = 400,
           .orders_per_minute = 6,
           .pace = 60 };

static const GOptionEntry entries[] = {
  { "port-base", 0, 0, G_OPTION_ARG_INT, &args.port_base, "First port; 0 = any free ports", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &args.seed, "Makes goods, buyers and chance", "N" },
  { "orders-per-minute",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &args.orders_per_minute,
    "How many orders shoppers place in each market, on average; 0 = none",
    "X" },
  { "pace",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &args.pace,
    "How many times faster than life orders are paid, packed and delivered",
    "X" },
  { "products", 0, 0, G_OPTION_ARG_INT, &args.products, "How many products there are", "N" },
  { "past-orders",
    0,
    0,
    G_OPTION_ARG_INT,
    &args.past_orders,
    "How many orders each market has from the last 90 days",
    "N" },
  { "only", 0, 0, G_OPTION_ARG_STRING, &args.only, "Open the one market of this kind", "KIND" },
  { "settings",
    0,
    0,
    G_OPTION_ARG_STRING,
    &args.settings,
    "Switches by market, {\"woocommerce\": …}, as POST /_sandbox/settings takes them",
    "JSON" },
  { "tls-cert",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &args.tls_cert,
    "Serve TLS with this certificate",
    "FILE" },
  { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &args.tls_key, "The certificate's key", "FILE" },
  { "follow-stdin",
    0,
    0,
    G_OPTION_ARG_NONE,
    &args.follow_stdin,
    "End when standard input ends",
    NULL },
  { NULL },
};

static gint64
get_now (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
stdin_cb (int fd,
          GIOCondition condition,
          gpointer user_data)
{
  char buffer[256];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Asked rather than told: PR_SET_PDEATHSIG fires when the thread that started us ends, not
 * the process. */
static gboolean
check_parent_cb (gpointer user_data)
{
  static pid_t parent = 0;

  if (parent == 0)
    parent = getppid ();
  if (getppid () != parent)
    g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
load_certificate (GTlsCertificate **certificate,
                  GError **error)
{
  if (args.tls_cert == NULL)
    return TRUE;
  *certificate = args.tls_key != NULL
                     ? g_tls_certificate_new_from_files (args.tls_cert, args.tls_key, error)
                     : g_tls_certificate_new_from_file (args.tls_cert, error);
  return *certificate != NULL;
}

static gboolean
apply_settings (TiemSandbox *sandbox,
                GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (args.settings == NULL)
    return TRUE;
  node = tiem_sandbox_json_parse (args.settings, -1, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, TIEM_ERROR, TIEM_ERROR_INVALID, "--settings takes a JSON object.");
      return FALSE;
    }
  for (guint i = 0; i < tiem_sandbox_get_n_markets (sandbox); i++)
    {
      TiemSandboxMarket *market = tiem_sandbox_get_market (sandbox, i);
      const char *kind = tiem_sandbox_market_get_kind (market);
      JsonNode *own = json_object_get_member (json_node_get_object (node), kind);

      if (own != NULL && JSON_NODE_HOLDS_OBJECT (own)
          && !tiem_sandbox_market_configure (market, json_node_get_object (own), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run (GError **error)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (TiemSandbox) sandbox = NULL;
  g_autoptr (TiemSandboxServer) server = NULL;
  g_autoptr (JsonNode) ready = NULL;
  g_autofree char *line = NULL;

  options->port_base = CLAMP (args.port_base, 0, 65000);
  options->seed = args.seed;
  options->products = CLAMP (args.products, 0, 1000000);
  options->past_orders = CLAMP (args.past_orders, 0, 10000000);
  options->orders_per_minute = args.orders_per_minute;
  options->pace = args.pace;
  options->only = g_strdup (args.only);
  if (!load_certificate (&certificate, error))
    return FALSE;
  sandbox = tiem_sandbox_new (options, get_now, NULL);
  if (tiem_sandbox_get_n_markets (sandbox) == 0)
    {
      g_set_error (
          error, TIEM_ERROR, TIEM_ERROR_INVALID, "No market is of the kind “%s”.", args.only);
      return FALSE;
    }
  server = tiem_sandbox_server_new (sandbox, certificate, error);
  if (server == NULL || !apply_settings (sandbox, error))
    return FALSE;

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  check_parent_cb (loop);
  g_timeout_add_seconds (PARENT_CHECK_S, check_parent_cb, loop);
  if (args.follow_stdin)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, stdin_cb, loop);

  ready = tiem_sandbox_describe (sandbox);
  line = json_to_string (ready, FALSE);
  g_print ("%s\n", line);
  g_main_loop_run (loop);
  return TRUE;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- pretend marketplaces on loopback");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("tiem-sandbox: %s\n", error->message);
      return 2;
    }
  if (!run (&error))
    {
      g_printerr ("tiem-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
