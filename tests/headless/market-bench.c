#include "market-bench.h"

#include "channel/tiem-practice-line.h"

static gint64
bench_now_cb (gpointer user_data)
{
  MarketBench *bench = user_data;

  return g_get_real_time () / 1000 + bench->ahead_ms;
}

static gint64
own_now_cb (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static gpointer
serve (gpointer data)
{
  MarketBench *bench = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TiemSandboxServer) server = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  bench->loop = g_main_loop_new (context, FALSE);
  server = tiem_sandbox_server_new (bench->sandbox, NULL, &error);
  g_assert_no_error (error);
  bench->home
      = g_strdup (tiem_sandbox_market_get_home (tiem_sandbox_get_market (bench->sandbox, 0)));
  g_atomic_int_set (&bench->ready, TRUE);
  g_main_loop_run (bench->loop);
  g_clear_pointer (&server, tiem_sandbox_server_free);
  g_main_context_pop_thread_default (context);
  return NULL;
}

/* The account, as the ready line gives it. */
static void
read_account (MarketBench *bench)
{
  g_autoptr (JsonNode) ready = tiem_sandbox_describe (bench->sandbox);
  g_autofree char *line = json_to_string (ready, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = tiem_practice_line_parse (line, &error);
  TiemPracticeChannel *channel;

  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, ==, 1);
  channel = channels->pdata[0];
  g_assert_cmpstr (channel->kind, ==, bench->info->kind);
  bench->account = tiem_account_copy (channel->account);
}

void
market_bench_connect (MarketBench *bench)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&bench->channel);
  bench->channel = bench->info->create (bench->account, &error);
  g_assert_no_error (error);
}

void
market_bench_renew (MarketBench *bench)
{
  g_autoptr (GError) error = NULL;
  TiemAccount *renewed = bench->info->refresh (bench->account, bench->transport, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (renewed);
  tiem_account_free (bench->account);
  bench->account = renewed;
  market_bench_connect (bench);
}

void
market_bench_open (MarketBench *bench,
                   const char *kind,
                   guint past_orders,
                   const char *settings)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autoptr (TiemTransport) soup = tiem_transport_new_soup ();

  options->only = g_strdup (kind);
  options->past_orders = past_orders;
  bench->info = tiem_channel_info_find (kind);
  g_assert_nonnull (bench->info);
  bench->sandbox = tiem_sandbox_new (options, bench_now_cb, bench);
  g_assert_cmpuint (tiem_sandbox_get_n_markets (bench->sandbox), ==, 1);
  bench->thread = g_thread_new ("sandbox", serve, bench);
  while (!g_atomic_int_get (&bench->ready))
    g_usleep (1000);
  bench->transport = tiem_transport_new_dated (soup, own_now_cb, NULL);
  bench->orders = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify)tiem_remote_order_free);
  bench->listings = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify)tiem_remote_listing_free);
  if (settings != NULL)
    market_bench_post (bench, "settings", settings);
  read_account (bench);
  market_bench_connect (bench);
}

void
market_bench_close (MarketBench *bench)
{
  g_main_loop_quit (bench->loop);
  g_thread_join (bench->thread);
  g_main_loop_unref (bench->loop);
  g_object_unref (bench->transport);
  g_clear_object (&bench->channel);
  tiem_account_free (bench->account);
  g_object_unref (bench->sandbox);
  g_hash_table_unref (bench->orders);
  g_hash_table_unref (bench->listings);
  g_free (bench->cursor);
  g_free (bench->home);
}

JsonNode *
market_bench_control (MarketBench *bench,
                      const char *method,
                      const char *path,
                      const char *body)
{
  g_autofree char *url = g_strconcat (bench->home, "/_sandbox/", path, NULL);
  g_autofree char *json = body != NULL ? fake_json (body) : NULL;
  g_autoptr (TiemRequest) request = tiem_request_new (method, url);
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (json != NULL)
    tiem_request_set_body (request, "application/json", json, -1);
  response = tiem_transport_send (transport, request, NULL, &error);
  g_assert_no_error (error);
  if (response->status / 100 != 2)
    g_error ("%s %s: %s",
             path,
             json != NULL ? json : "",
             (const char *)g_bytes_get_data (response->body, NULL));
  node = tiem_json_parse (response->body, &error);
  g_assert_no_error (error);
  return node;
}

void
market_bench_post (MarketBench *bench,
                   const char *path,
                   const char *body)
{
  g_autoptr (JsonNode) node = market_bench_control (bench, "POST", path, body);

  g_assert_nonnull (node);
}

char *
market_bench_place (MarketBench *bench,
                    const char *sku,
                    guint quantity)
{
  g_autofree char *body = g_strdup_printf ("{'sku':'%s','quantity':%u}", sku, quantity);
  g_autoptr (JsonNode) order = market_bench_control (bench, "POST", "orders", body);
  char *id = tiem_json_dup_id (tiem_json_object (order), "id");

  g_assert_nonnull (id);
  return id;
}

static JsonObject *
find_in_state (JsonNode *state,
               const char *sku)
{
  JsonArray *listings = tiem_json_get_array (tiem_json_object (state), "listings");

  for (guint i = 0; i < tiem_json_array_get_size (listings); i++)
    {
      JsonObject *listing = tiem_json_array_get_object (listings, i);

      if (g_strcmp0 (tiem_json_get_string (listing, "sku"), sku) == 0)
        return listing;
    }
  g_error ("The market has no %s.", sku);
  return NULL;
}

gint64
market_bench_get_stock (MarketBench *bench,
                        const char *sku)
{
  g_autoptr (JsonNode) state = market_bench_control (bench, "GET", "state", NULL);
  gint64 stock = 0;

  g_assert_true (tiem_json_need_int (find_in_state (state, sku), "stock", &stock, NULL));
  return stock;
}

gboolean
market_bench_pull (MarketBench *bench,
                   GError **error)
{
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (TiemOrderPage) page = tiem_channel_pull_orders (
          bench->channel, bench->transport, bench->cursor, 0, NULL, error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->unreadable->len; i++)
        g_error ("Unreadable: %s", ((TiemUnreadable *)page->unreadable->pdata[i])->reason);
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

void
market_bench_pull_ok (MarketBench *bench)
{
  g_autoptr (GError) error = NULL;

  market_bench_pull (bench, &error);
  g_assert_no_error (error);
}

void
market_bench_read_listings (MarketBench *bench)
{
  g_autofree char *cursor = NULL;

  g_hash_table_remove_all (bench->listings);
  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemListingPage) page
          = tiem_channel_pull_listings (bench->channel, bench->transport, cursor, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = 0; i < page->listings->len; i++)
        {
          TiemRemoteListing *listing = page->listings->pdata[i];
          char *key = g_strdup_printf (
              "%s/%s",
              listing->remote_product_id,
              listing->remote_variant_id != NULL ? listing->remote_variant_id : "");

          g_assert_true (g_hash_table_insert (bench->listings, key, listing));
        }
      g_ptr_array_set_free_func (page->listings, NULL);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  while (cursor != NULL);
}

TiemRemoteListing *
market_bench_find_listing (MarketBench *bench,
                           const char *sku)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, bench->listings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_strcmp0 (((TiemRemoteListing *)value)->sku, sku) == 0)
      return value;
  g_error ("No listing with %s was read.", sku);
  return NULL;
}

TiemPush *
market_bench_make_push (MarketBench *bench,
                        const char *sku,
                        gint64 value)
{
  const TiemRemoteListing *listing = market_bench_find_listing (bench, sku);
  TiemPush *push = tiem_push_new ();

  push->remote_product_id = g_strdup (listing->remote_product_id);
  push->remote_variant_id = g_strdup (listing->remote_variant_id);
  push->stock_owner_id = g_strdup (listing->stock_owner_id);
  push->sku = g_strdup (listing->sku);
  push->value = value;
  return push;
}

static TiemRemoteOrder *
find_order (MarketBench *bench,
            JsonObject *theirs)
{
  g_autofree char *id = tiem_json_dup_id (theirs, "id");
  TiemRemoteOrder *ours = g_hash_table_lookup (bench->orders, id);

  /* Some platforms know an order by its number alone. */
  return ours != NULL
             ? ours
             : g_hash_table_lookup (bench->orders, tiem_json_get_string (theirs, "number"));
}

static void
assert_order (TiemRemoteOrder *ours,
              JsonObject *theirs)
{
  JsonArray *lines = tiem_json_get_array (theirs, "lines");
  gint64 expected = 0;
  gint64 units = 0;
  gint64 total = 0;
  gint64 sum = ours->shipping_fee_vnd + ours->surcharge_vnd - ours->discount_vnd;

  for (guint i = 0; i < tiem_json_array_get_size (lines); i++)
    {
      gint64 quantity = 0;

      tiem_json_get_int (tiem_json_array_get_object (lines, i), "quantity", &quantity, NULL);
      expected += quantity;
    }
  for (guint i = 0; i < ours->lines->len; i++)
    {
      const TiemRemoteLine *line = ours->lines->pdata[i];

      units += line->quantity;
      sum += line->total_vnd;
    }
  tiem_json_get_money (theirs, "total", &total, NULL);
  g_assert_cmpint (units, ==, expected);
  g_assert_cmpint (ours->total_vnd, ==, total);
  g_assert_cmpint (sum, ==, total);
  g_assert_cmpint (ours->placed_at, >, 0);
}

void
market_bench_assert_orders (MarketBench *bench)
{
  g_autoptr (JsonNode) state = market_bench_control (bench, "GET", "state", NULL);
  JsonArray *orders = tiem_json_get_array (tiem_json_object (state), "orders");

  g_assert_cmpuint (g_hash_table_size (bench->orders), ==, tiem_json_array_get_size (orders));
  for (guint i = 0; i < tiem_json_array_get_size (orders); i++)
    {
      JsonObject *theirs = tiem_json_array_get_object (orders, i);
      TiemRemoteOrder *ours = find_order (bench, theirs);

      g_assert_nonnull (ours);
      assert_order (ours, theirs);
    }
}
