#include "website-fixture.h"

#include "sandbox/tiem-sandbox-server.h"

struct _WebsiteFixture
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  TiemSandboxOptions *options;
  GMutex mutex;
  GCond cond;
  TiemAccount *account;     /* once it is ready */
  TiemTransport *transport; /* the caller's, for the control endpoints */
};

static gint64
now_cb (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static void
announce (WebsiteFixture *self,
          TiemSandbox *sandbox)
{
  g_autoptr (JsonNode) ready = tiem_sandbox_describe (sandbox);
  JsonArray *channels = json_object_get_array_member (json_node_get_object (ready), "channels");
  JsonObject *website = NULL;

  for (guint i = 0; i < json_array_get_length (channels); i++)
    {
      JsonObject *channel = json_array_get_object_element (channels, i);

      if (g_str_equal (json_object_get_string_member (channel, "kind"), "woocommerce"))
        website = channel;
    }
  g_assert_nonnull (website);

  g_mutex_lock (&self->mutex);
  self->account = tiem_account_new ();
  self->account->base_url = g_strdup (json_object_get_string_member (website, "base_url"));
  self->account->key = g_strdup (json_object_get_string_member (website, "key"));
  self->account->secret = g_strdup (json_object_get_string_member (website, "secret"));
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run_sandbox (gpointer data)
{
  WebsiteFixture *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSandbox) sandbox = NULL;
  g_autoptr (TiemSandboxServer) server = NULL;

  g_main_context_push_thread_default (self->context);
  sandbox = tiem_sandbox_new (self->options, now_cb, NULL);
  server = tiem_sandbox_server_new (sandbox, NULL, &error);
  g_assert_no_error (error);
  announce (self, sandbox);
  g_main_loop_run (self->loop);
  g_clear_pointer (&server, tiem_sandbox_server_free);
  g_clear_object (&sandbox);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

WebsiteFixture *
website_fixture_new (guint products,
                     guint past_orders)
{
  WebsiteFixture *self = g_new0 (WebsiteFixture, 1);

  self->options = tiem_sandbox_options_new ();
  self->options->only = g_strdup ("woocommerce");
  self->options->seed = 7;
  self->options->products = products;
  self->options->past_orders = past_orders;
  self->options->orders_per_minute = 0;
  self->options->pace = 0.001; /* nobody pays, packs or delivers during a test */
  self->options->port_base = 0;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->transport = tiem_transport_new_soup ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("sandbox", run_sandbox, self);

  g_mutex_lock (&self->mutex);
  while (self->account == NULL)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return self;
}

void
website_fixture_free (WebsiteFixture *self)
{
  g_clear_object (&self->transport);
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  tiem_sandbox_options_free (self->options);
  tiem_account_free (self->account);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

TiemAccount *
website_fixture_dup_account (WebsiteFixture *self)
{
  return tiem_account_copy (self->account);
}

/* Returns: (transfer full): what the control endpoint answers */
static JsonObject *
control (WebsiteFixture *self,
         const char *method,
         const char *path,
         const char *body)
{
  g_autofree char *url = g_strconcat (self->account->base_url, "/_sandbox/", path, NULL);
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (body != NULL)
    tiem_request_set_body (request, "application/json", body, -1);
  response = tiem_transport_send (self->transport, request, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
  if (response->status >= 300)
    g_error ("%s %s: %u %s", method, path, response->status, text);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node)
                                                       : json_object_new ();
}

char *
website_fixture_order (WebsiteFixture *self,
                       const char *sku,
                       gint64 quantity)
{
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *body = NULL;

  body = g_strdup_printf ("{\"sku\": \"%s\", \"quantity\": %" G_GINT64_FORMAT
                          ", \"payment\": \"cod\", \"force\": true}",
                          sku,
                          quantity);
  answer = control (self, "POST", "orders", body);
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (answer, "id"));
}

void
website_fixture_add_fault (WebsiteFixture *self,
                           const char *fault)
{
  g_autoptr (JsonObject) answer = control (self, "POST", "faults", fault);
}

void
website_fixture_clear_faults (WebsiteFixture *self)
{
  g_autoptr (JsonObject) answer = control (self, "DELETE", "faults", NULL);
}

JsonObject *
website_fixture_get_state (WebsiteFixture *self)
{
  return control (self, "GET", "state", NULL);
}

gint64
website_fixture_get_stock (WebsiteFixture *self,
                           const char *sku)
{
  g_autoptr (JsonObject) state = website_fixture_get_state (self);
  JsonArray *listings = json_object_get_array_member (state, "listings");

  for (guint i = 0; i < json_array_get_length (listings); i++)
    {
      JsonObject *listing = json_array_get_object_element (listings, i);

      if (g_strcmp0 (json_object_get_string_member (listing, "sku"), sku) == 0)
        return json_object_get_null_member (listing, "stock")
                   ? -1
                   : json_object_get_int_member (listing, "stock");
    }
  g_assert_not_reached ();
}
