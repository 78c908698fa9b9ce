#include "sim.h"

#include "base/tiem-error.h"
#include "sandbox/woocommerce/tiem-sandbox-wc.h"

#include <string.h>

#define TIMEOUT_MS (60 * SIM_SECOND)
/* A website's clock is this wrong at most; what it stamps is a little before or after the fact. */
#define MOST_AHEAD_MS (5 * SIM_MINUTE)
/* A marketplace's clock is right, more or less. */
#define MARKET_AHEAD_MS (2 * SIM_SECOND)

static const struct
{
  const char *kind;
  const char *home;
} places[SIM_N_SITES] = {
  { "woocommerce", "https://nhamay.example/cua-hang" },
  { "shopee", "https://shopee.example" },
  { "lazada", "https://lazada.example" },
  { "tiktok", "https://tiktok.example" },
};

/* The way to a market */

#define SIM_TYPE_TRANSPORT (sim_transport_get_type ())
G_DECLARE_FINAL_TYPE (SimTransport, sim_transport, SIM, TRANSPORT, GObject)

struct _SimTransport
{
  GObject parent_instance;

  SimSite *site;     /* borrowed */
  gboolean is_plain; /* nothing happens on the way */
};

static gboolean
end_here (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The program has ended.");
  return FALSE;
}

static gboolean
lose (GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "The connection broke.");
  return FALSE;
}

/* While a request travels the world goes on: a buyer, the owner, another market's turn. */
static void
travel (SimSite *self)
{
  Sim *sim = self->sim;

  if (sim->hooks.travel != NULL)
    {
      sim->hooks.travel (self);
      return;
    }
  sim_pass (sim, g_rand_int_range (sim->random, 5, 200));
  if (sim->is_calm || sim->depth > 0)
    return;

  sim->depth++;
  if (sim_hits (sim, 0.10))
    sim_act (sim);
  if (sim_hits (sim, 0.10))
    sim_turn (sim, &sim->sites[g_rand_int_range (sim->random, 0, SIM_N_SITES)]);
  sim->depth--;
}

static gboolean
go_there (SimSite *self,
          GError **error)
{
  Sim *sim = self->sim;
  guint sleeps = sim->sleeps;

  if (sim->has_crashed || sim_crash_point (sim, "before a call"))
    return end_here (error);
  sim->counts.calls++;
  travel (self);
  if (sim->has_crashed)
    return end_here (error);
  if (self->is_away)
    sim_count_fault (sim, SIM_NOBODY_ANSWERS);
  return (self->is_away || sim->sleeps != sleeps) ? lose (error) : TRUE;
}

static gboolean
come_back (SimSite *self,
           const TiemSandboxEffect *effect,
           GError **error)
{
  Sim *sim = self->sim;
  guint sleeps = sim->sleeps;

  sim_pass (sim, CLAMP (effect->delay_ms, 0, TIMEOUT_MS));
  travel (self);
  if (sim->has_crashed || sim_crash_point (sim, "after a call"))
    return end_here (error);
  if (effect->is_dropped || effect->is_cut || effect->delay_ms >= TIMEOUT_MS
      || sim->sleeps != sleeps)
    return lose (error);
  return TRUE;
}

/* Who watches some goods wants to know what exactly is written. */
static void
tell_bodies (Sim *sim,
             const TiemRequest *request,
             const TiemResponse *response)
{
  gsize length = 0;
  const char *text = request->body != NULL ? g_bytes_get_data (request->body, &length) : "";

  sim_tell (sim, "%.*s", (int)length, text);
  text = g_bytes_get_data (response->body, &length);
  sim_tell (sim, "  %.*s", (int)length, text);
}

/* What is certain once the market has answered, whatever becomes of the answer. */
static void
note_answer (SimSite *self,
             const TiemRequest *request,
             const TiemResponse *response,
             const TiemSandboxEffect *effect)
{
  Sim *sim = self->sim;
  gboolean is_lost = effect->is_dropped || effect->is_cut;

  sim_tell (sim,
            "%s: %s %s: %u%s%s",
            self->info->kind,
            request->method,
            request->endpoint,
            response != NULL ? response->status : 0,
            effect->is_dropped ? ", dropped" : "",
            effect->is_cut ? ", cut" : "");
  if (response == NULL)
    return;
  if (sim->watched != NULL && strcmp (request->method, "GET") != 0)
    tell_bodies (sim, request, response);
  /* A fault on demand is a page. */
  if (response->status == 429
      && g_strcmp0 (tiem_response_get_header (response, "Content-Type"), "text/html") != 0)
    sim_count_fault (sim, SIM_TOO_MANY_CALLS);
  if (strcmp (request->method, "GET") != 0 && is_lost && response->status / 100 == 2)
    sim_count_fault (sim, SIM_LOST_WRITE);
  sim_deeds_note (self, request, response);
}

static TiemResponse *
sim_transport_send (TiemTransport *transport,
                    const TiemRequest *request,
                    GCancellable *cancellable,
                    GError **error)
{
  SimSite *site = SIM_TRANSPORT (transport)->site;
  g_autoptr (TiemResponse) response = NULL;
  TiemSandboxEffect effect = { 0 };

  if (SIM_TRANSPORT (transport)->is_plain)
    return tiem_sandbox_handle (site->sandbox, request, &effect);
  if (!go_there (site, error))
    return NULL;
  response = tiem_sandbox_handle (site->sandbox, request, &effect);
  note_answer (site, request, response, &effect);
  if (!come_back (site, &effect, error))
    return NULL;
  response->received_at = tiem_clock_now (TIEM_CLOCK (site->sim->clock));
  return g_steal_pointer (&response);
}

static void
sim_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = sim_transport_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SimTransport,
                               sim_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      sim_transport_iface_init))

static void
sim_transport_class_init (SimTransportClass *klass)
{
}

static void
sim_transport_init (SimTransport *self)
{
}

/* The market */

static gint64
now_cb (gpointer user_data)
{
  SimSite *self = user_data;

  return sim_clock_get_true (self->sim->clock) + self->ahead;
}

gboolean
sim_site_is_website (const SimSite *self)
{
  return strcmp (self->info->kind, "woocommerce") == 0;
}

TiemSandboxShop *
sim_site_get_shop (SimSite *self)
{
  return tiem_sandbox_market_get_shop (self->market);
}

void
sim_site_make_worker (SimSite *self)
{
  Sim *sim = self->sim;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAccount) account
      = tiem_keyring_lookup (sim->keyring, self->channel_id, NULL, &error);
  g_autoptr (TiemChannel) channel = NULL;

  g_assert_no_error (error);
  channel = self->info->create (account, &error);
  g_assert_no_error (error);
  g_clear_object (&self->worker);
  self->worker = tiem_worker_new_for_channel (sim->store,
                                              self->info,
                                              channel,
                                              self->transport,
                                              TIEM_CLOCK (sim->clock),
                                              self->channel_id,
                                              g_rand_int (sim->random));
  tiem_worker_set_account (self->worker, sim->keyring, account);
}

gint64
sim_site_find_order (SimSite *self,
                     const TiemSandboxOrder *order)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, order->id);
  gint64 order_id = tiem_store_find_order (self->sim->store, order->number, self->channel_id, NULL);

  return order_id != 0 ? order_id
                       : tiem_store_find_order (self->sim->store, id, self->channel_id, NULL);
}

void
sim_site_open (SimSite *self,
               Sim *sim,
               guint index)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  const char *const addresses[] = { places[index].home, NULL };
  int ahead;

  *self = (SimSite){ .sim = sim, .index = index, .home = g_strdup (places[index].home) };
  self->info = tiem_channel_info_find (places[index].kind);
  ahead = sim_site_is_website (self) ? MOST_AHEAD_MS : MARKET_AHEAD_MS;
  self->ahead = g_rand_int_range (sim->random, -ahead, ahead);
  if (ABS (self->ahead) > SIM_MINUTE)
    sim_count_fault (sim, SIM_CLOCK_SKEW);
  /* All list the same goods; other buyers come to each. */
  options->only = g_strdup (places[index].kind);
  options->seed = sim->seed;
  options->products = 10;
  options->past_orders = g_rand_int_range (sim->random, 5, 40);
  options->orders_per_minute = 0.2 + g_rand_double (sim->random) * 2;
  options->pace = 20;
  if (sim->hooks.set_up != NULL)
    sim->hooks.set_up (self, options);
  self->sandbox = tiem_sandbox_new (options, now_cb, self);
  tiem_sandbox_open (self->sandbox, addresses);
  self->market = tiem_sandbox_get_market (self->sandbox, 0);
  if (sim_site_is_website (self) && sim_hits (sim, 0.5))
    TIEM_SANDBOX_WC (self->market)->storage = TIEM_SANDBOX_WC_POSTS;
  self->transport = g_object_new (SIM_TYPE_TRANSPORT, NULL);
  SIM_TRANSPORT (self->transport)->site = self;
  self->way_in = g_object_new (SIM_TYPE_TRANSPORT, NULL);
  SIM_TRANSPORT (self->way_in)->site = self;
  SIM_TRANSPORT (self->way_in)->is_plain = TRUE;
  self->by_hand = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unlinked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->prices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
sim_site_close (SimSite *self)
{
  g_clear_object (&self->worker);
  g_clear_object (&self->transport);
  g_clear_object (&self->way_in);
  g_clear_object (&self->sandbox);
  g_clear_pointer (&self->by_hand, g_hash_table_unref);
  g_clear_pointer (&self->unlinked, g_hash_table_unref);
  g_clear_pointer (&self->prices, g_hash_table_unref);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_pointer (&self->done, g_hash_table_unref);
  g_clear_pointer (&self->home, g_free);
}

JsonNode *
sim_site_control (SimSite *self,
                  const char *method,
                  const char *path,
                  const char *body)
{
  g_autofree char *url = g_strconcat (self->home, "/_sandbox/", path, NULL);
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  TiemSandboxEffect effect;
  JsonNode *node;

  if (body != NULL)
    tiem_request_set_body (request, "application/json", body, -1);
  response = tiem_sandbox_handle (self->sandbox, request, &effect);
  g_assert_nonnull (response);
  text = g_strndup (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

void
sim_site_post (SimSite *self,
               const char *path,
               const char *body)
{
  g_autoptr (JsonNode) answer = sim_site_control (self, "POST", path, body);
}

void
sim_site_administer (SimSite *self,
                     const char *method,
                     const char *path,
                     const char *body)
{
  TiemSandboxWc *wc = TIEM_SANDBOX_WC (self->market);
  g_autofree char *url = g_strconcat (self->home, "/wp-json/wc/v3/", path, NULL);
  g_autofree char *pair = g_strconcat (wc->key, ":", wc->secret, NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *)pair, strlen (pair));
  g_autofree char *basic = g_strconcat ("Basic ", base64, NULL);
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  g_autoptr (TiemResponse) response = NULL;

  tiem_request_set_header (request, "Authorization", basic);
  if (body != NULL)
    tiem_request_set_body (request, "application/json", body, -1);
  tiem_sandbox_step (self->sandbox);
  response = TIEM_SANDBOX_MARKET_GET_CLASS (self->market)->handle (self->market, request);
  sim_tell (self->sim,
            "%s: its administrator: %s %s %s: %u",
            self->info->kind,
            method,
            path,
            body != NULL ? body : "",
            response->status);
}

void
sim_site_clear_faults (SimSite *self)
{
  g_autoptr (JsonNode) met = sim_site_control (self, "GET", "faults", NULL);
  g_autoptr (JsonNode) none = sim_site_control (self, "DELETE", "faults", NULL);
  JsonArray *faults = json_node_get_array (met);

  self->is_troubled = FALSE;
  for (guint i = 0; i < json_array_get_length (faults); i++)
    {
      JsonObject *fault = json_array_get_object_element (faults, i);

      sim_count_faults (self->sim,
                        json_object_get_string_member (fault, "kind"),
                        json_object_get_int_member (fault, "met"));
    }
}
