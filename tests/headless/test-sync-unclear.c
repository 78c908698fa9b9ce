#include "market-bench.h"

#include "base/tiem-error.h"
#include "store-fixture.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "sync/tiem-worker-private.h"

#include <locale.h>
#include <string.h>

/*
 * A number is carried out, or not, and the connection closes without a word: at each market, over
 * real sockets. What is there is read before anything is written.
 */
typedef struct
{
  const char *kind;
  const char *call; /* that sets stock, as the market counts it */
} Case;

static const Case cases[] = {
  { "shopee", "product/update_stock" },
  { "lazada", "product/stock/sellable/update" },
  { "tiktok", "product/products/inventory" },
  { "woocommerce", "products" },
};

typedef struct
{
  MarketBench market;
  StoreFixture store;
  TiemKeyring *keyring;
  TiemClock *clock;
  TiemWorker *worker;
  gint64 channel_id;
  GString *calls; /* of the worker: "orders read stock …" by what they are for */
  char *sku;
} Fixture;

/* Questions that begin every turn say nothing here. */
static void
call_made_cb (const TiemRequest *request,
              const TiemResponse *response,
              const GError *error,
              gint64 duration_ms,
              gpointer user_data)
{
  static const struct
  {
    const char *part;
    const char *word;
  } words[] = {
    { "update_stock", "write " },     { "sellable/update", "write " },
    { "inventory/update", "write " }, { "batch", "write " },
    { "inventory/search", "read " },  { "get_item_base_info", "read " },
    { "get_model_list", "read " },    { "products/get", "read " },
    { "product/item/get", "read " },  { "products", "read " },
    { "order", "orders " },
  };
  Fixture *fixture = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (request->endpoint, words[i].part) != NULL)
      {
        if (!g_str_has_suffix (fixture->calls->str, words[i].word))
          g_string_append (fixture->calls, words[i].word);
        return;
      }
}

static void
assert_calls (Fixture *fixture,
              const char *expected)
{
  g_strchomp (fixture->calls->str);
  g_assert_cmpstr (fixture->calls->str, ==, expected);
  g_string_truncate (fixture->calls, 0);
}

static void
turn_ok (Fixture *fixture,
         TiemTurnFlags flags)
{
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  do
    {
      tiem_worker_turn (fixture->worker, flags, &report, NULL, &error);
      g_assert_no_error (error);
    }
  while (report.next_at <= tiem_clock_now (fixture->clock));
}

static gint64
find_variant (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->store.store, fixture->sku, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

static void
set_stock (Fixture *fixture,
           gint64 on_hand)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_stock (
      fixture->store.store, find_variant (fixture), on_hand, "count", NULL, &error);
  g_assert_no_error (error);
}

/* One that is linked, counted and in step, with enough to sell. */
static void
choose_sku (Fixture *fixture)
{
  TiemListingQuery query = { .channel_id = fixture->channel_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings
      = tiem_store_list_listings (fixture->store.store, &query, 0, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < listings->len && fixture->sku == NULL; i++)
    {
      const TiemListing *listing = listings->pdata[i];

      if (listing->sku != NULL && listing->has_desired && listing->desired >= 10
          && listing->stock_owner_id == NULL && listing->campaign_locked == 0)
        fixture->sku = g_strdup (listing->sku);
    }
  g_assert_nonnull (fixture->sku);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  const Case *c = data;
  g_autoptr (TiemTransport) soup = tiem_transport_new_soup ();
  g_autoptr (TiemTransport) told = NULL;
  g_autoptr (TiemAdoptResult) adopted = NULL;
  g_autoptr (GError) error = NULL;

  market_bench_open (&fixture->market, c->kind, 10, NULL);
  store_fixture_set_up (&fixture->store, NULL);
  tiem_store_set_clock (fixture->store.store, NULL, NULL);
  fixture->keyring = tiem_keyring_new_memory ();
  fixture->clock = tiem_clock_new_system ();
  fixture->calls = g_string_new (NULL);
  fixture->channel_id = tiem_sync_add_channel (fixture->store.store,
                                               fixture->keyring,
                                               c->kind,
                                               "Nhà Mây",
                                               fixture->market.account,
                                               NULL,
                                               &error);
  g_assert_no_error (error);
  told = tiem_transport_new_logged (soup, call_made_cb, fixture);
  fixture->worker = tiem_worker_new (fixture->store.store,
                                     fixture->keyring,
                                     fixture->clock,
                                     told,
                                     fixture->channel_id,
                                     NULL,
                                     &error);
  g_assert_no_error (error);
  turn_ok (fixture, TIEM_TURN_NORMAL);
  adopted = tiem_store_adopt (fixture->store.store, fixture->channel_id, NULL, &error);
  g_assert_no_error (error);
  turn_ok (fixture, TIEM_TURN_NORMAL);
  choose_sku (fixture);
  set_stock (fixture, 40);
  turn_ok (fixture, TIEM_TURN_PUSH_ONLY);
  g_string_truncate (fixture->calls, 0);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_object_unref (fixture->worker);
  g_object_unref (fixture->keyring);
  g_object_unref (fixture->clock);
  g_string_free (fixture->calls, TRUE);
  g_free (fixture->sku);
  store_fixture_tear_down (&fixture->store, NULL);
  market_bench_close (&fixture->market);
}

/* Returns: how many calls the market got whose name begins with @prefix */
static gint64
count_calls (Fixture *fixture,
             const char *prefix)
{
  g_autoptr (JsonNode) state = market_bench_control (&fixture->market, "GET", "state", NULL);
  JsonObject *calls = tiem_json_get_object (tiem_json_object (state), "calls");
  g_autoptr (GList) names = json_object_get_members (calls);
  gint64 sum = 0;

  for (GList *l = names; l != NULL; l = l->next)
    if (g_str_has_prefix (l->data, prefix))
      sum += json_object_get_int_member (calls, l->data);
  return sum;
}

static gint64
count_writes (Fixture *fixture,
              const Case *c)
{
  g_autofree char *prefix = g_strconcat ("POST ", c->call, NULL);

  return count_calls (fixture, prefix);
}

static TiemListing *
get_listing (Fixture *fixture)
{
  TiemListingQuery query = { .variant_id = find_variant (fixture) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings
      = tiem_store_list_listings (fixture->store.store, &query, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (listings->len, ==, 1);
  return g_ptr_array_steal_index (listings, 0);
}

static void
break_push (Fixture *fixture,
            const Case *c,
            const char *fault,
            gint64 on_hand)
{
  g_autofree char *json
      = g_strdup_printf ("{'kind':'%s','method':'POST','endpoint':'%s'}", fault, c->call);
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;
  gint64 writes = count_writes (fixture, c);

  market_bench_post (&fixture->market, "faults", json);
  set_stock (fixture, on_hand);
  tiem_worker_turn (fixture->worker, TIEM_TURN_PUSH_ONLY, &report, NULL, &error);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  assert_calls (fixture, "orders write");
  listing = get_listing (fixture);
  g_assert_true (listing->unclear);
  /* The library below may not send it again by itself. */
  g_assert_cmpint (count_writes (fixture, c), ==, writes + 1);
}

/* Carried out, and a shopper bought one of it since: nothing is written, for nothing is wrong. */
static void
look_processed (Fixture *fixture,
                const Case *c)
{
  g_autofree char *order = NULL;
  g_autoptr (TiemListing) listing = NULL;

  break_push (fixture, c, "lost_answer", 25);
  g_assert_cmpint (market_bench_get_stock (&fixture->market, fixture->sku), ==, 25);
  order = market_bench_place (&fixture->market, fixture->sku, 1);
  turn_ok (fixture, TIEM_TURN_PUSH_ONLY);
  assert_calls (fixture, "orders read");

  g_assert_cmpint (market_bench_get_stock (&fixture->market, fixture->sku), ==, 24);
  listing = get_listing (fixture);
  g_assert_false (listing->unclear);
  g_assert_cmpint (listing->desired, ==, 24);
  g_assert_cmpint (listing->acked, ==, 24);
}

/* Not carried out: read, then written. */
static void
look_dropped (Fixture *fixture,
              const Case *c)
{
  break_push (fixture, c, "drop", 17); /* one is in an open order */
  g_assert_cmpint (market_bench_get_stock (&fixture->market, fixture->sku), ==, 24);
  turn_ok (fixture, TIEM_TURN_PUSH_ONLY);
  assert_calls (fixture, "orders read write");
  g_assert_cmpint (market_bench_get_stock (&fixture->market, fixture->sku), ==, 16);
}

/* Between the wake and the push lies one question: what was sold here. */
static void
look_brief (Fixture *fixture)
{
  gint64 calls = count_calls (fixture, "");

  turn_ok (fixture, TIEM_TURN_PUSH_ONLY);
  g_assert_cmpint (count_calls (fixture, ""), ==, calls + 1);
  assert_calls (fixture, "orders");
}

static void
test_unclear (Fixture *fixture,
              gconstpointer data)
{
  look_brief (fixture);
  look_processed (fixture, data);
  look_dropped (fixture, data);
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/unclear/", cases[i].kind, NULL);

      g_test_add (path, Fixture, &cases[i], set_up, test_unclear, tear_down);
    }
  return g_test_run ();
}
