#include "market-bench.h"

/*
 * The Lazada channel against its pretend market over real sockets.
 */

/* More than a page. */
#define PAST_ORDERS 130

static void
test_first_import (void)
{
  MarketBench bench = { 0 };

  market_bench_open (&bench, "lazada", PAST_ORDERS, NULL);
  market_bench_pull_ok (&bench);
  market_bench_assert_orders (&bench);
  market_bench_close (&bench);
}

/* Everything that shoppers, carriers and the clock do is met, and once. */
static void
test_changes (void)
{
  MarketBench bench = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  TiemRemoteOrder *order;

  market_bench_open (&bench, "lazada", 20, NULL);
  market_bench_pull_ok (&bench);
  market_bench_read_listings (&bench);
  id = market_bench_place (&bench, "AT-SG-D-M", 3);
  market_bench_pull_ok (&bench);
  order = g_hash_table_lookup (bench.orders, id);
  g_assert_nonnull (order);
  g_assert_cmpuint (order->lines->len, ==, 1);
  g_assert_cmpint (((TiemRemoteLine *)order->lines->pdata[0])->quantity, ==, 3);
  market_bench_assert_orders (&bench);
  market_bench_close (&bench);
}

static void
test_listings (void)
{
  MarketBench bench = { 0 };
  GHashTableIter iter;
  gpointer value;

  market_bench_open (&bench, "lazada", 20, NULL);
  market_bench_read_listings (&bench);
  g_assert_cmpuint (g_hash_table_size (bench.listings), >, 10);
  g_hash_table_iter_init (&iter, bench.listings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TiemRemoteListing *listing = value;

      g_test_message ("%s %s %s", listing->sku, listing->title, listing->options);
      g_assert_true (listing->has_stock);
      g_assert_cmpint (listing->stock, ==, market_bench_get_stock (&bench, listing->sku));
      g_assert_cmpint (listing->price_vnd, >, 0);
    }
  market_bench_close (&bench);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel-market/lazada/first-import", test_first_import);
  g_test_add_func ("/channel-market/lazada/changes", test_changes);
  g_test_add_func ("/channel-market/lazada/listings", test_listings);

  return g_test_run ();
}
