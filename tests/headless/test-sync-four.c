#include "base/tiem-error.h"
#include "channel/tiem-json.h"
#include "channel/tiem-practice-line.h"
#include "sandbox/tiem-sandbox-server.h"
#include "store-fixture.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "sync/tiem-engine-private.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

/* Four marketplaces over real sockets, one of which does its worst while the others must not
 * notice. */

#define N_MARKETS 4
#define DEADLINE_S 60
/* Enough for every channel to show it all. */
#define PLENTY 500

/* What a bad market does with every call, in the order of the paths of the rude server. */
static const char *const evils[]
    = { NULL, "silent", "trickle", "drip", "flood", "deep", "html", "limited", "cut" };

typedef struct
{
  TiemSandbox *sandbox;
  GThread *thread;
  GMainLoop *loop;
  int ready;
  char *homes[N_MARKETS];
  GSocketService *rude;
  guint rude_port;

  char *dir;
  TiemStore *store;
  TiemKeyring *keyring;
  TiemClock *clock;
  TiemEngine *engine;
  gint64 channels[N_MARKETS]; /* as the markets */
  int evil[N_MARKETS];        /* atomic: an index of evils; 0 = all is well */
  int n_evil_calls;           /* atomic */
  char *sku;                  /* on all four */
  gint64 variant_id;
} Fixture;

static Fixture *the_fixture;

/* The rude server */

static gboolean
say (GOutputStream *out,
     const char *text)
{
  return g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL);
}

static void
say_for_ever (GOutputStream *out,
              const char *text,
              guint pause_ms)
{
  while (say (out, text))
    g_usleep (pause_ms * 1000);
}

static void
send_body (GOutputStream *out,
           const char *head,
           const char *piece,
           guint times)
{
  g_autofree char *lines = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: %s\r\n"
                                            "Content-Length: %zu\r\n\r\n",
                                            head,
                                            strlen (piece) * times);

  if (say (out, lines))
    while (times-- > 0 && say (out, piece))
      ;
}

static void
do_evil (GInputStream *in,
         GOutputStream *out,
         const char *evil)
{
  char buffer[1024];

  if (g_str_equal (evil, "silent"))
    while (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL) > 0)
      ;
  else if (g_str_equal (evil, "trickle") && say (out, "HTTP/1.1 200 OK\r\nX-Powered-By: "))
    say_for_ever (out, "x", 1000);
  else if (g_str_equal (evil, "drip") && say (out, "HTTP/1.1 200 OK\r\n\r\n["))
    say_for_ever (out, " ", 1000);
  else if (g_str_equal (evil, "flood"))
    {
      g_autofree char *piece = g_strnfill (1 << 20, ' ');

      send_body (out, "application/json", piece, 100);
    }
  else if (g_str_equal (evil, "deep"))
    send_body (out, "application/json", "[[[[[[[[{\"orders\":", 100000);
  else if (g_str_equal (evil, "html"))
    send_body (out, "text/html", "<html><body>Đăng nhập Wi-Fi của quán</body></html>", 1);
  else if (g_str_equal (evil, "limited"))
    say (out, "HTTP/1.1 429 X\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
  else if (g_str_equal (evil, "cut"))
    say (out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"orders\":[{\"id\":1");
}

static gboolean
rude_run_cb (GThreadedSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GString) request = g_string_new (NULL);
  char buffer[4096];
  gssize size;

  while (strstr (request->str, "\r\n\r\n") == NULL
         && (size = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (request, buffer, size);
  g_atomic_int_inc (&the_fixture->n_evil_calls);
  for (guint i = 1; i < G_N_ELEMENTS (evils); i++)
    {
      g_autofree char *path = g_strdup_printf (" /%s ", evils[i]);

      if (strstr (request->str, path) != NULL)
        do_evil (in, out, evils[i]);
    }
  return TRUE;
}

/* The way to a market, which leads elsewhere while it is evil */

#define TEST_TYPE_WAY (test_way_get_type ())
G_DECLARE_FINAL_TYPE (TestWay, test_way, TEST, WAY, GObject)

struct _TestWay
{
  GObject parent_instance;

  TiemTransport *soup;
  guint market;
};

static TiemResponse *
test_way_send (TiemTransport *transport,
               const TiemRequest *request,
               GCancellable *cancellable,
               GError **error)
{
  TestWay *self = TEST_WAY (transport);
  guint evil = g_atomic_int_get (&the_fixture->evil[self->market]);
  g_autoptr (TiemRequest) diverted = NULL;

  if (evil == 0)
    return tiem_transport_send (self->soup, request, cancellable, error);

  diverted = tiem_request_copy (request);
  g_free (diverted->url);
  diverted->url = g_strdup_printf ("http://127.0.0.1:%u/%s", the_fixture->rude_port, evils[evil]);
  return tiem_transport_send (self->soup, diverted, cancellable, error);
}

static void
test_way_iface_init (TiemTransportInterface *iface)
{
  iface->send = test_way_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestWay,
                               test_way,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT, test_way_iface_init))

static void
test_way_finalize (GObject *object)
{
  g_object_unref (TEST_WAY (object)->soup);
  G_OBJECT_CLASS (test_way_parent_class)->finalize (object);
}

static void
test_way_class_init (TestWayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_way_finalize;
}

static void
test_way_init (TestWay *self)
{
  self->soup = tiem_transport_new_soup ();
}

static TiemWorker *
new_worker_cb (gint64 channel_id,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  Fixture *self = user_data;
  g_autoptr (TestWay) way = g_object_new (TEST_TYPE_WAY, NULL);

  while (self->channels[way->market] != channel_id)
    way->market++;
  return tiem_worker_new (self->store,
                          self->keyring,
                          self->clock,
                          TIEM_TRANSPORT (way),
                          channel_id,
                          cancellable,
                          error);
}

/* The markets */

static gint64
now_cb (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static gpointer
serve (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  TiemSandboxServer *server;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  self->loop = g_main_loop_new (context, FALSE);
  server = tiem_sandbox_server_new (self->sandbox, NULL, &error);
  g_assert_no_error (error);
  self->rude = g_threaded_socket_service_new (40);
  self->rude_port
      = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->rude), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->rude, "run", G_CALLBACK (rude_run_cb), NULL);
  g_atomic_int_set (&self->ready, TRUE);
  g_main_loop_run (self->loop);
  g_socket_service_stop (self->rude);
  g_clear_object (&self->rude);
  tiem_sandbox_server_free (server);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static JsonNode *
control (Fixture *self,
         guint market,
         const char *method,
         const char *path,
         const char *body)
{
  g_autofree char *url = g_strconcat (self->homes[market], "/_sandbox/", path, NULL);
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (body != NULL)
    tiem_request_set_body (request, "application/json", body, -1);
  response = tiem_transport_send (transport, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status / 100, ==, 2);
  node = tiem_json_parse (response->body, &error);
  g_assert_no_error (error);
  return node;
}

/* Returns: −1 when the market does not have it */
static gint64
get_stock (Fixture *self,
           guint market)
{
  g_autoptr (JsonNode) state = control (self, market, "GET", "state", NULL);
  JsonArray *listings = tiem_json_get_array (tiem_json_object (state), "listings");
  gint64 stock = -1;

  for (guint i = 0; i < tiem_json_array_get_size (listings); i++)
    {
      JsonObject *listing = tiem_json_array_get_object (listings, i);

      if (g_strcmp0 (tiem_json_get_string (listing, "sku"), self->sku) == 0)
        g_assert_true (tiem_json_need_int (listing, "stock", &stock, NULL));
    }
  return stock;
}

/* The shop */

static void
connect_markets (Fixture *self)
{
  g_autoptr (JsonNode) ready = tiem_sandbox_describe (self->sandbox);
  g_autofree char *line = json_to_string (ready, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) offers = tiem_practice_line_parse (line, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (offers->len, ==, N_MARKETS);
  for (guint i = 0; i < N_MARKETS; i++)
    {
      const TiemPracticeChannel *offer = g_ptr_array_index (offers, i);

      self->homes[i]
          = g_strdup (tiem_sandbox_market_get_home (tiem_sandbox_get_market (self->sandbox, i)));
      self->channels[i] = tiem_sync_add_channel (
          self->store, self->keyring, offer->kind, offer->name, offer->account, NULL, &error);
      g_assert_no_error (error);
    }
}

/* The first that all four sell. */
static void
choose_sku (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  TiemListingQuery query = { 0 };
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < listings->len && self->sku == NULL; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);
      guint bit = 0;
      guint bits;

      if (listing->sku == NULL)
        continue;
      while (self->channels[bit] != listing->channel_id)
        bit++;
      bits = GPOINTER_TO_UINT (g_hash_table_lookup (seen, listing->sku)) | 1u << bit;
      g_hash_table_replace (seen, g_strdup (listing->sku), GUINT_TO_POINTER (bits));
      if (bits == (1u << N_MARKETS) - 1)
        self->sku = g_strdup (listing->sku);
    }
  g_assert_nonnull (self->sku);
  self->variant_id = tiem_store_find_sku (self->store, self->sku, &error);
  g_assert_no_error (error);
}

static gint64
get_available (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (self->store, self->variant_id, &error);

  g_assert_no_error (error);
  return variant->available;
}

/* So that this many are left to sell. */
static void
count (Fixture *self,
       gint64 available)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (self->store, self->variant_id, &error);

  tiem_store_set_stock (
      self->store, self->variant_id, variant->reserved + available, "count", NULL, &error);
  g_assert_no_error (error);
}

static void
read_and_adopt (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (TiemAdoptResult) adopted = NULL;

  turns
      = tiem_sync_once (self->store, self->keyring, self->clock, 0, TIEM_TURN_NORMAL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < turns->len; i++)
    g_assert_no_error (((TiemChannelTurns *)g_ptr_array_index (turns, i))->error);
  adopted = tiem_store_adopt (self->store, 0, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self,
        gconstpointer user_data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autoptr (GError) error = NULL;

  the_fixture = self;
  options->past_orders = 10;
  self->sandbox = tiem_sandbox_new (options, now_cb, NULL);
  g_assert_cmpuint (tiem_sandbox_get_n_markets (self->sandbox), ==, N_MARKETS);
  self->thread = g_thread_new ("sandbox", serve, self);
  while (!g_atomic_int_get (&self->ready))
    g_usleep (1000);

  self->dir = g_dir_make_tmp ("tiem-four-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = tiem_store_open (self->dir, &error);
  g_assert_no_error (error);
  self->keyring = tiem_keyring_new_memory ();
  self->clock = tiem_clock_new_system ();
  connect_markets (self);
  read_and_adopt (self);
  choose_sku (self);
  count (self, PLENTY);
}

static void
assert_invariants (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (self->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      if (invariant->violations->len > 0)
        g_error (
            "%s: %s", invariant->name, (const char *)g_ptr_array_index (invariant->violations, 0));
    }
}

static void
tear_down (Fixture *self,
           gconstpointer user_data)
{
  assert_invariants (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_object_unref (self->sandbox);
  for (guint i = 0; i < N_MARKETS; i++)
    g_free (self->homes[i]);
  g_free (self->sku);
  store_fixture_remove_dir (self->dir);
  g_free (self->dir);
}

/* The engine */

static void
start (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->engine = tiem_engine_new (self->store, self->keyring, self->clock);
  tiem_engine_set_factory (self->engine, new_worker_cb, self);
  g_assert_true (tiem_engine_start (self->engine, &error));
  g_assert_no_error (error);
}

/* Whatever is under way. */
static void
stop (Fixture *self)
{
  gint64 started_at = g_get_monotonic_time ();

  tiem_engine_stop (self->engine);
  /* Two seconds are promised where nothing else is done; a call may take a minute. */
  g_assert_cmpint (g_get_monotonic_time () - started_at, <, 20 * G_TIME_SPAN_SECOND);
  g_clear_object (&self->engine);
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* @but: a market that need not show it; N_MARKETS = none */
static void
wait_for_stock (Fixture *self,
                gint64 stock,
                guint but)
{
  gint64 until = g_get_monotonic_time () + DEADLINE_S * G_TIME_SPAN_SECOND;
  guint tick = g_timeout_add (30, wake_cb, NULL);

  for (guint i = 0; i < N_MARKETS; i++)
    while (i != but && get_stock (self, i) != stock)
      {
        if (g_get_monotonic_time () > until)
          g_error ("Market %u has %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT,
                   i,
                   get_stock (self, i),
                   stock);
        g_main_context_iteration (NULL, TRUE);
      }
  g_source_remove (tick);
}

static void
wait_for_evil (Fixture *self)
{
  gint64 until = g_get_monotonic_time () + DEADLINE_S * G_TIME_SPAN_SECOND;
  guint tick = g_timeout_add (30, wake_cb, NULL);

  while (g_atomic_int_get (&self->n_evil_calls) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

/* A count by the owner and a sale at another market reach the other three while the bad one is at
 * it. */
static void
assert_others_go_on (Fixture *self,
                     guint bad)
{
  guint seller = (bad + 1) % N_MARKETS;
  gint64 available = get_available (self) - 7;
  g_autofree char *order = g_strdup_printf ("{\"sku\":\"%s\",\"quantity\":2}", self->sku);
  g_autoptr (JsonNode) placed = NULL;

  count (self, available);
  wait_for_stock (self, available, bad);
  placed = control (self, seller, "POST", "orders", order);
  tiem_engine_wake (self->engine, self->channels[seller], TIEM_TURN_NORMAL);
  wait_for_stock (self, available - 2, bad);
  g_assert_cmpint (get_available (self), ==, available - 2);
}

static void
test_one_is_bad (Fixture *self,
                 gconstpointer user_data)
{
  guint bad = GPOINTER_TO_UINT (user_data);

  start (self);
  wait_for_stock (self, PLENTY, N_MARKETS);
  for (guint evil = 1; evil < G_N_ELEMENTS (evils); evil++)
    {
      g_test_message ("%s", evils[evil]);
      g_atomic_int_set (&self->n_evil_calls, 0);
      g_atomic_int_set (&self->evil[bad], evil);
      tiem_engine_wake (self->engine, self->channels[bad], TIEM_TURN_NORMAL);
      wait_for_evil (self);
      assert_others_go_on (self, bad);

      /* It is in the middle of a call, or waits for an hour; the next program begins anew, and
       * what was left undone is done. */
      stop (self);
      g_atomic_int_set (&self->evil[bad], 0);
      start (self);
      wait_for_stock (self, get_available (self), N_MARKETS);
    }
  stop (self);
}

int
main (int argc,
      char **argv)
{
  static const char *const names[N_MARKETS] = { "first", "second", "third", "fourth" };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < N_MARKETS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/sync/four/%s-is-bad", names[i]);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_one_is_bad, tear_down);
    }

  return g_test_run ();
}
