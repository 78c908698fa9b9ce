#include "channel/woocommerce/tiem-woocommerce-private.h"
#include "fake-transport.h"
#include "sandbox/tiem-sandbox-server.h"

/* More than a page. */
#define PAST_ORDERS 130

/*
 * The WooCommerce channel against the pretend website: joined directly and over real
 * sockets, with both ways in which WooCommerce keeps its orders.
 */
typedef struct
{
  const char *name;
  const char *storage; /* "posts", "tables" */
  const char *home;    /* NULL: over sockets */
} Way;

static const Way ways[] = {
  { "tables", "tables", "https://nhamay.example" },
  { "posts", "posts", "https://nhamay.example/cua-hang" },
  { "signed", "tables", "http://localhost:8080" },
  { "sockets", "tables", NULL },
  { "sockets-posts", "posts", NULL },
};

typedef struct
{
  const Way *way;
  TiemSandbox *sandbox;
  gint64 ahead_ms; /* of the sandbox's clock before the real one */
  char *home;
  TiemTransport *transport;
  TiemChannel *channel;
  GHashTable *orders; /* id → TiemRemoteOrder, newest known */
  char *cursor;
  /* sockets */
  GThread *thread;
  GMainLoop *loop;
  int ready;
} Bench;

static gint64
bench_now_cb (gpointer user_data)
{
  Bench *bench = user_data;

  return g_get_real_time () / 1000 + bench->ahead_ms;
}

/* The sandbox's answer as a client meets it. */
static TiemResponse *
bench_handle (const TiemRequest *request,
              gpointer user_data)
{
  Bench *bench = user_data;
  TiemSandboxEffect effect;
  g_autoptr (TiemResponse) response = tiem_sandbox_handle (bench->sandbox, request, &effect);

  if (response == NULL || effect.is_cut || effect.is_dropped)
    return NULL;
  return g_steal_pointer (&response);
}

static gpointer
serve (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSandboxServer) server = tiem_sandbox_server_new (bench->sandbox, NULL, &error);

  g_assert_no_error (error);
  bench->home
      = g_strdup (tiem_sandbox_market_get_home (tiem_sandbox_get_market (bench->sandbox, 0)));
  g_atomic_int_set (&bench->ready, TRUE);
  g_main_loop_run (bench->loop);
  return NULL;
}

/* Asks the sandbox itself. Returns: (transfer full) */
static JsonNode *
control (Bench *bench,
         const char *method,
         const char *path,
         const char *body)
{
  g_autofree char *url = g_strconcat (bench->home, "/_sandbox/", path, NULL);
  g_autofree char *json = body != NULL ? fake_json (body) : NULL;
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  if (json != NULL)
    tiem_request_set_body (request, "application/json", json, -1);
  if (bench->way->home != NULL)
    {
      /* the sandbox's own addresses lie at the root */
      g_free (request->url);
      request->url = g_strconcat ("https://any.example/_sandbox/", path, NULL);
    }
  response = tiem_transport_send (bench->transport, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status / 100, ==, 2);
  return tiem_json_parse (response->body, NULL);
}

static void
control_only (Bench *bench,
              const char *path,
              const char *body)
{
  g_autoptr (JsonNode) node = control (bench, "POST", path, body);

  g_assert_nonnull (node);
}

static void
bench_connect (Bench *bench,
               const char *key,
               const char *secret)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();
  g_autoptr (GError) error = NULL;

  g_clear_object (&bench->channel);
  account->base_url = g_strdup (bench->home);
  account->key = g_strdup (key);
  account->secret = g_strdup (secret);
  bench->channel = tiem_channel_info_find ("woocommerce")->create (account, &error);
  g_assert_no_error (error);
}

static void
bench_set_up (Bench *bench,
              gconstpointer data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autofree char *settings = NULL;
  const char *homes[] = { NULL, NULL };

  options->only = g_strdup ("woocommerce");
  bench->way = data;
  options->past_orders = PAST_ORDERS;
  bench->sandbox = tiem_sandbox_new (options, bench_now_cb, bench);
  if (bench->way->home != NULL)
    {
      bench->home = g_strdup (bench->way->home);
      homes[0] = bench->home;
      tiem_sandbox_open (bench->sandbox, homes);
      bench->transport = TIEM_TRANSPORT (fake_transport_new (bench_handle, bench));
    }
  else
    {
      bench->loop = g_main_loop_new (NULL, FALSE);
      bench->thread = g_thread_new ("sandbox", serve, bench);
      while (!g_atomic_int_get (&bench->ready))
        g_usleep (1000);
      bench->transport = tiem_transport_new_soup ();
    }
  settings
      = g_strdup_printf ("{'key':'ck_khoa','secret':'cs_mat','storage':'%s'}", bench->way->storage);
  control_only (bench, "settings", settings);
  bench_connect (bench, "ck_khoa", "cs_mat");
  bench->orders = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify)tiem_remote_order_free);
}

static void
bench_tear_down (Bench *bench,
                 gconstpointer data)
{
  if (bench->thread != NULL)
    {
      g_main_loop_quit (bench->loop);
      g_thread_join (bench->thread);
      g_main_loop_unref (bench->loop);
    }
  g_object_unref (bench->transport);
  g_clear_object (&bench->channel);
  g_object_unref (bench->sandbox);
  g_hash_table_unref (bench->orders);
  g_free (bench->cursor);
  g_free (bench->home);
}

/* One turn's reading. FALSE with @error as soon as a page fails; what came stays. */
static gboolean
pull (Bench *bench,
      GError **error)
{
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (TiemOrderPage) page = tiem_channel_pull_orders (
          bench->channel, bench->transport, bench->cursor, 0, NULL, error);

      if (page == NULL)
        return FALSE;
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = 0; i < page->orders->len; i++)
        {
          TiemRemoteOrder *order = page->orders->pdata[i];

          g_hash_table_replace (bench->orders, g_strdup (order->remote_id), order);
        }
      g_ptr_array_set_free_func (page->orders, NULL);
      g_free (bench->cursor);
      bench->cursor = g_strdup (page->next_cursor);
      more = page->more;
    }
  return TRUE;
}

static void
pull_ok (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  pull (bench, &error);
  g_assert_no_error (error);
}

static const char *
expect_status (const char *word)
{
  const WooStatus *status = woo_status_find (word);

  return tiem_order_status_to_string (status != NULL ? status->status : TIEM_ORDER_UNKNOWN);
}

/* Every order of the website is here as it is there. Trash from before we came is not. */
static void
assert_orders_agree (Bench *bench,
                     gboolean expects_trash)
{
  g_autoptr (JsonNode) state = control (bench, "GET", "state", NULL);
  JsonArray *orders = tiem_json_get_array (tiem_json_object (state), "orders");

  for (guint i = 0; i < json_array_get_length (orders); i++)
    {
      JsonObject *theirs = json_array_get_object_element (orders, i);
      const char *word = tiem_json_get_string (theirs, "status");
      g_autofree char *id = tiem_json_dup_id (theirs, "id");
      TiemRemoteOrder *ours = g_hash_table_lookup (bench->orders, id);
      JsonArray *lines = tiem_json_get_array (theirs, "lines");
      gint64 sum;
      gint64 total = 0;

      if (ours == NULL && strcmp (word, "trash") == 0 && !expects_trash)
        continue;
      g_assert_nonnull (ours);
      g_assert_cmpstr (tiem_order_status_to_string (ours->status), ==, expect_status (word));
      tiem_json_get_money (theirs, "total", &total, NULL);
      g_assert_cmpint (ours->total_vnd, ==, total);
      g_assert_cmpuint (ours->lines->len, ==, json_array_get_length (lines));
      sum = ours->shipping_fee_vnd + ours->surcharge_vnd - ours->discount_vnd;
      for (guint j = 0; j < ours->lines->len; j++)
        {
          TiemRemoteLine *line = ours->lines->pdata[j];
          JsonObject *their_line = json_array_get_object_element (lines, j);
          gint64 quantity;

          sum += line->total_vnd;
          tiem_json_get_int (their_line, "quantity", &quantity, NULL);
          g_assert_cmpint (line->quantity, ==, quantity);
          g_assert_cmpstr (line->sku, ==, tiem_json_get_string (their_line, "sku"));
        }
      g_assert_cmpint (sum, ==, ours->total_vnd);
      g_assert_cmpint (ours->placed_at, >, 0);
    }
}

/* Returns: (transfer full): all listings */
static GPtrArray *
read_listings (Bench *bench)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_listing_free);
  g_autofree char *cursor = NULL;

  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemListingPage) page
          = tiem_channel_pull_listings (bench->channel, bench->transport, cursor, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      g_ptr_array_set_free_func (page->listings, NULL);
      g_ptr_array_extend (all, page->listings, NULL, NULL);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  while (cursor != NULL);
  return all;
}

static JsonObject *
find_listing (JsonNode *state,
              const char *sku)
{
  JsonArray *listings = tiem_json_get_array (tiem_json_object (state), "listings");

  for (guint i = 0; i < json_array_get_length (listings); i++)
    if (g_strcmp0 (tiem_json_get_string (json_array_get_object_element (listings, i), "sku"), sku)
        == 0)
      return json_array_get_object_element (listings, i);
  return NULL;
}

static gint64
get_stock (Bench *bench,
           const char *sku)
{
  g_autoptr (JsonNode) state = control (bench, "GET", "state", NULL);
  gint64 stock;

  g_assert_true (tiem_json_get_int (find_listing (state, sku), "stock", &stock, NULL));
  return stock;
}

static TiemPush *
make_push (const TiemRemoteListing *listing,
           gint64 value)
{
  TiemPush *push = tiem_push_new ();

  push->remote_product_id = g_strdup (listing->remote_product_id);
  push->remote_variant_id = g_strdup (listing->remote_variant_id);
  push->stock_owner_id = g_strdup (listing->stock_owner_id);
  push->sku = g_strdup (listing->sku);
  push->value = value;
  return push;
}

static void
test_probe (Bench *bench,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe
      = tiem_channel_test (bench->channel, bench->transport, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (probe->products, ==, 60);
  g_assert_cmpint (probe->orders, ==, PAST_ORDERS);
  g_assert_nonnull (strstr (probe->shop, "Nhà Mây"));
}

static void
test_orders (Bench *bench,
             gconstpointer data)
{
  static const char *const words[]
      = { "pending", "on-hold", "processing", "completed", "cancelled", "failed", "refunded" };
  guint before;

  pull_ok (bench);
  before = g_hash_table_size (bench->orders);
  g_assert_cmpuint (before, >, 100);
  assert_orders_agree (bench, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (JsonNode) placed = NULL;
      g_autofree char *id = NULL;
      g_autofree char *path = NULL;
      g_autofree char *body = g_strdup_printf ("{'status':'%s'}", words[i]);

      placed = control (bench,
                        "POST",
                        "orders",
                        "{'lines':[{'sku':'AT-SG-T-M','quantity':2}],"
                        "'buyer':{'name':'Nguyễn Thị Lan','phone':'0901234567',"
                        "'province':'Hà Nội'},'force':true}");
      id = tiem_json_dup_id (tiem_json_object (placed), "id");
      path = g_strdup_printf ("orders/%s/status", id);
      control_only (bench, path, body);
      pull_ok (bench);
      assert_orders_agree (bench, FALSE);
      g_assert_cmpstr (((TiemRemoteOrder *)g_hash_table_lookup (bench->orders, id))->buyer_name,
                       ==,
                       "Nguyễn Thị Lan");
    }
  g_assert_cmpuint (g_hash_table_size (bench->orders), ==, before + G_N_ELEMENTS (words));
}

/* A call of the owner's own, with our keys. */
static JsonNode *
call_site (Bench *bench,
           const char *method,
           const char *path,
           const char *body)
{
  WooSite *site = &TIEM_CHANNEL_WOOCOMMERCE (bench->channel)->site;
  g_autofree char *json = body != NULL ? fake_json (body) : NULL;
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;
  g_auto (WooAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemForm) query = tiem_form_new ();
  WooCall call = {
    .method = method,
    .path = path,
    .endpoint = "test",
    .query = query,
    .body = node,
    .creates = TRUE,
  };
  JsonNode *result;

  if (g_str_has_prefix (path, "products/"))
    tiem_form_add (query, "force", "true");
  result = woo_call (site, bench->transport, &call, &answer, NULL, &error);
  g_assert_no_error (error);
  return result;
}

/* Trash, restored from it, refunds before and after the parcel left, actions. */
static void
test_life (Bench *bench,
           gconstpointer data)
{
  g_autoptr (JsonNode) placed
      = control (bench, "POST", "orders", "{'sku':'AT-SG-T-M','quantity':3,'force':true}");
  g_autofree char *id = tiem_json_dup_id (tiem_json_object (placed), "id");
  g_autofree char *path = g_strdup_printf ("orders/%s", id);
  g_autofree char *refunds = g_strdup_printf ("orders/%s/refunds", id);
  g_autoptr (JsonNode) whole = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autofree char *line_id = NULL;
  g_autofree char *refund = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) shipped = NULL;
  g_autoptr (TiemRemoteOrder) again = NULL;
  TiemRemoteOrder *order;

  pull_ok (bench); /* the first reading skips the trash */
  answer = call_site (bench, "DELETE", path, NULL);
  g_clear_pointer (&answer, json_node_unref);
  pull_ok (bench);
  order = g_hash_table_lookup (bench->orders, id);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_CANCELLED);
  g_assert_cmpstr (order->remote_status, ==, "trash");

  answer = call_site (bench, "PUT", path, "{'status':'processing'}");
  g_clear_pointer (&answer, json_node_unref);
  pull_ok (bench);
  order = g_hash_table_lookup (bench->orders, id);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);

  whole = call_site (bench, "GET", path, NULL);
  line_id = tiem_json_dup_id (
      tiem_json_array_get_object (tiem_json_get_array (tiem_json_object (whole), "line_items"), 0),
      "id");
  refund = g_strdup_printf (
      "{'api_refund':false,'line_items':[{'id':%s,'quantity':1,'refund_total':1000}]}", line_id);
  answer = call_site (bench, "POST", refunds, refund);
  g_clear_pointer (&answer, json_node_unref);
  pull_ok (bench);
  order = g_hash_table_lookup (bench->orders, id);
  g_assert_cmpint (((TiemRemoteLine *)order->lines->pdata[0])->cancelled, ==, 1);

  shipped = tiem_channel_act_on_order (
      bench->channel, bench->transport, id, TIEM_ORDER_ACTION_SHIP, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (shipped->status, ==, TIEM_ORDER_COMPLETED);
  g_assert_cmpint (shipped->left_at, >, 0);
  again = tiem_channel_act_on_order (
      bench->channel, bench->transport, id, TIEM_ORDER_ACTION_SHIP, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->left_at, ==, shipped->left_at);

  bench->ahead_ms += 60000;
  answer = call_site (bench, "POST", refunds, refund);
  pull_ok (bench);
  order = g_hash_table_lookup (bench->orders, id);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_COMPLETED);
  g_assert_cmpint (((TiemRemoteLine *)order->lines->pdata[0])->cancelled, ==, 1);
}

static void
test_cancel (Bench *bench,
             gconstpointer data)
{
  g_autoptr (JsonNode) placed
      = control (bench, "POST", "orders", "{'sku':'AT-SG-T-M','quantity':1,'force':true}");
  g_autofree char *id = tiem_json_dup_id (tiem_json_object (placed), "id");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = tiem_channel_act_on_order (
      bench->channel, bench->transport, id, TIEM_ORDER_ACTION_CANCEL, "Hết hàng", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_CANCELLED);
  g_assert_null (tiem_channel_act_on_order (
      bench->channel, bench->transport, "999999", TIEM_ORDER_ACTION_SHIP, NULL, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
}

static void
test_listings (Bench *bench,
               gconstpointer data)
{
  g_autoptr (GPtrArray) listings = read_listings (bench);
  g_autoptr (JsonNode) state = control (bench, "GET", "state", NULL);

  g_assert_cmpuint (
      listings->len,
      ==,
      json_array_get_length (tiem_json_get_array (tiem_json_object (state), "listings")));
  g_assert_cmpuint (listings->len, ==, 150);
  for (guint i = 0; i < listings->len; i++)
    {
      TiemRemoteListing *ours = listings->pdata[i];
      JsonObject *theirs = find_listing (state, ours->sku);
      gint64 stock;

      g_assert_nonnull (theirs);
      g_assert_true (tiem_json_get_int (theirs, "stock", &stock, NULL));
      g_assert_cmpint (ours->stock, ==, stock);
      g_assert_cmpstr (ours->title, ==, tiem_json_get_string (theirs, "name"));
      g_assert_cmpint (ours->price_vnd, >, 0);
    }
}

/* New numbers for everything, prices too, one thing deleted in between. */
static void
test_push (Bench *bench,
           gconstpointer data)
{
  g_autoptr (GPtrArray) listings = read_listings (bench);
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (GPtrArray) prices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (JsonNode) deleted = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  TiemRemoteListing *victim = NULL;
  guint n_gone = 0;

  for (guint i = 0; i < listings->len; i++)
    {
      TiemRemoteListing *listing = listings->pdata[i];

      if (victim == NULL && listing->remote_variant_id == NULL)
        victim = listing;
      g_ptr_array_add (pushes, make_push (listing, i));
      g_ptr_array_add (prices, make_push (listing, 10000 + i * 1000));
    }
  g_assert_nonnull (victim);
  path = g_strdup_printf ("products/%s", victim->remote_product_id);
  deleted = call_site (bench, "DELETE", path, NULL);

  g_assert_true (tiem_channel_push_stock (bench->channel, bench->transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (tiem_channel_push_price (bench->channel, bench->transport, prices, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *stock = pushes->pdata[i];
      TiemPush *price = prices->pdata[i];
      gboolean is_gone = g_strcmp0 (stock->sku, victim->sku) == 0;

      g_assert_cmpint (stock->done, ==, !is_gone);
      g_assert_cmpint (price->done, ==, !is_gone);
      g_assert_cmpint (stock->error != NULL, ==, is_gone);
    }

  page = tiem_channel_read_listings (bench->channel, bench->transport, pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, pushes->len);
  for (guint i = 0; i < page->listings->len; i++)
    {
      TiemRemoteListing *listing = page->listings->pdata[i];

      n_gone += listing->state == TIEM_LISTING_GONE;
      for (guint j = 0; listing->state != TIEM_LISTING_GONE && j < pushes->len; j++)
        if (g_strcmp0 (((TiemPush *)pushes->pdata[j])->sku, listing->sku) == 0)
          {
            g_assert_cmpint (listing->stock, ==, ((TiemPush *)pushes->pdata[j])->value);
            g_assert_cmpint (listing->price_vnd, ==, ((TiemPush *)prices->pdata[j])->value);
          }
    }
  g_assert_cmpuint (n_gone, ==, 1);
}

/* The number arrives, the answer does not: unclear, and reading back tells. */
static void
test_unclear (Bench *bench,
              gconstpointer data)
{
  static const char *const kinds[] = { "lost_answer", "cut", "truncated", "malformed" };
  g_autoptr (GPtrArray) listings = read_listings (bench);
  TiemRemoteListing *listing = listings->pdata[0];

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GPtrArray) pushes
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
      g_autofree char *fault
          = g_strdup_printf ("{'kind':'%s','method':'POST','times':-1}", kinds[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemListingPage) page = NULL;
      TiemPush *push;

      g_ptr_array_add (pushes, push = make_push (listing, 70 + i));
      control_only (bench, "faults", fault);
      g_assert_false (
          tiem_channel_push_stock (bench->channel, bench->transport, pushes, NULL, &error));
      g_test_message ("%s: %s", kinds[i], error->message);
      g_assert_true (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
                     || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL));
      g_assert_true (push->unclear);
      g_assert_false (push->done);

      control_only (bench, "faults", "{'clear':true}");
      g_clear_error (&error);
      page = tiem_channel_read_listings (bench->channel, bench->transport, pushes, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (((TiemRemoteListing *)page->listings->pdata[0])->stock, ==, 70 + i);
      g_assert_cmpint (get_stock (bench, listing->sku), ==, 70 + i);
    }
}

/* All kinds of trouble at random: each failure has a class, and in the end all agree. */
static void
test_trouble (Bench *bench,
              gconstpointer data)
{
  guint failed = 0;

  control_only (bench,
                "faults",
                "[{'kind':'drop','probability':0.06},{'kind':'lost_answer','probability':0.06},"
                "{'kind':'cut','probability':0.06},{'kind':'truncated','probability':0.06},"
                "{'kind':'malformed','probability':0.06},{'kind':'error','probability':0.06},"
                "{'kind':'rate_limit','probability':0.06,'retry_after':3},"
                "{'kind':'html','probability':0.06},{'kind':'reorder','probability':0.1},"
                "{'kind':'duplicate','probability':0.1}]");
  for (int i = 0; i < 60; i++)
    {
      g_autoptr (GError) error = NULL;

      if (i % 3 == 0)
        control_only (bench, "orders", "{'sku':'AT-SG-T-M','quantity':1,'force':true}");
      if (pull (bench, &error))
        continue;
      failed++;
      g_assert_true (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
                     || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED)
                     || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL));
      if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
        g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, 3000);
    }
  g_test_message ("%u of 60 turns failed", failed);
  g_assert_cmpuint (failed, >, 5);
  control_only (bench, "faults", "{'clear':true}");
  pull_ok (bench);
  assert_orders_agree (bench, FALSE);
}

/* Habits of hosts: plain permalinks, the header dropped, two decimals, a wrong clock. */
static void
test_habits (Bench *bench,
             gconstpointer data)
{
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (GError) error = NULL;

  control_only (bench, "settings", "{'permalinks':'plain','drop_authorization':true,'decimals':2}");
  control_only (bench, "faults", "{'kind':'clock_skew','ms':7200000}");
  test_probe (bench, data);
  bench_connect (bench, "ck_khoa", "cs_mat");
  pull_ok (bench);
  assert_orders_agree (bench, FALSE);
  listings = read_listings (bench);
  g_assert_cmpuint (listings->len, ==, 150);
  g_ptr_array_add (pushes, make_push (listings->pdata[3], 33));
  tiem_channel_push_stock (bench->channel, bench->transport, pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (((TiemPush *)pushes->pdata[0])->done);
}

static void
test_keys (Bench *bench,
           gconstpointer data)
{
  static const struct
  {
    const char *key;
    const char *secret;
    const char *permissions;
    const char *words;
  } cases[] = {
    { "ck_sai", "cs_mat", "read_write", "consumer key" },
    { "ck_khoa", "cs_sai", "read_write", "secret" },
    { "ck_khoa", "cs_mat", "read", "may only read" },
    { "ck_khoa", "cs_mat", "write", "Read/Write" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *settings = g_strdup_printf ("{'permissions':'%s'}", cases[i].permissions);
      g_autoptr (GError) error = NULL;

      control_only (bench, "settings", settings);
      bench_connect (bench, cases[i].key, cases[i].secret);
      g_assert_null (tiem_channel_test (bench->channel, bench->transport, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_AUTH);
      if (g_str_has_prefix (bench->home, "https") || i == 2)
        g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
add (const char *name,
     void (*test) (Bench *, gconstpointer))
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strdup_printf ("/channel/sandbox/%s/%s", ways[i].name, name);

      g_test_add (path, Bench, &ways[i], bench_set_up, test, bench_tear_down);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("probe", test_probe);
  add ("orders", test_orders);
  add ("life", test_life);
  add ("cancel", test_cancel);
  add ("listings", test_listings);
  add ("push", test_push);
  add ("unclear", test_unclear);
  add ("trouble", test_trouble);
  add ("habits", test_habits);
  add ("keys", test_keys);

  return g_test_run ();
}
