#pragma once

#include "base/tiem-error.h"
#include "market-bench.h"

#include <string.h>

/* The Lazada channel and its pretend market over real sockets. */

typedef struct
{
  MarketBench bench;
  char *sku; /* goods that are plenty */
} Market;

static inline void
find_goods (Market *market)
{
  GHashTableIter iter;
  gpointer value;

  market_bench_read_listings (&market->bench);
  g_hash_table_iter_init (&iter, market->bench.listings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TiemRemoteListing *listing = value;

      if (listing->stock >= 12 && listing->state == TIEM_LISTING_ACTIVE)
        market->sku = g_strdup (listing->sku);
      if (market->sku != NULL)
        return;
    }
  g_assert_not_reached ();
}

static inline void
market_set_up (Market *market,
               gconstpointer data)
{
  market_bench_open (&market->bench, "lazada", 20, data);
  market_bench_pull_ok (&market->bench);
  find_goods (market);
}

static inline void
market_tear_down (Market *market,
                  gconstpointer data)
{
  market_bench_close (&market->bench);
  g_free (market->sku);
}

static inline TiemRemoteOrder *
find_order (Market *market,
            const char *id)
{
  TiemRemoteOrder *order;

  market_bench_pull_ok (&market->bench);
  order = g_hash_table_lookup (market->bench.orders, id);
  g_assert_nonnull (order);
  return order;
}

static inline void
move_order (Market *market,
            const char *id,
            const char *status)
{
  g_autofree char *path = g_strdup_printf ("orders/%s/status", id);
  g_autofree char *body = g_strdup_printf ("{'status':'%s'}", status);

  market_bench_post (&market->bench, path, body);
}

/* Returns: (transfer full): the order as it is then */
static inline TiemRemoteOrder *
act (Market *market,
     const char *id,
     TiemOrderAction action,
     const char *choice)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteOrder *order = tiem_channel_act_on_order (
      market->bench.channel, market->bench.transport, id, action, choice, NULL, &error);

  g_assert_no_error (error);
  return order;
}

static inline guint
count_calls (Market *market,
             const char *endpoint)
{
  g_autoptr (JsonNode) state = market_bench_control (&market->bench, "GET", "state", NULL);
  JsonObject *calls = tiem_json_get_object (tiem_json_object (state), "calls");
  gint64 count = 0;

  tiem_json_get_int (calls, endpoint, &count, NULL);
  return count;
}

#define ADD(path, data, func)                                                                      \
  g_test_add ("/channel-market/lazada/" path, Market, data, market_set_up, func, market_tear_down)
