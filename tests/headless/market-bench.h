#pragma once

#include "channel/tiem-channel.h"
#include "channel/tiem-json.h"
#include "fake-json.h"
#include "sandbox/tiem-sandbox-server.h"

/*
 * A channel against its pretend market over real sockets: the market serves on a thread of
 * its own, the test plays worker, owner and shoppers.
 */
typedef struct
{
  TiemSandbox *sandbox;
  gint64 ahead_ms; /* atomic enough: of the market's clock before the real one */
  char *home;      /* "http://127.0.0.1:40123" */
  const TiemChannelInfo *info;
  TiemAccount *account;
  TiemChannel *channel;
  TiemTransport *transport;
  GHashTable *orders;   /* remote id → TiemRemoteOrder, the newest that was read */
  GHashTable *listings; /* "product/variant" → TiemRemoteListing */
  char *cursor;
  /*< private >*/
  GThread *thread;
  GMainLoop *loop;
  int ready;
} MarketBench;

/* Opens the market of @kind with @past_orders and connects with what it says of itself.
 * @settings: (nullable): switches of the market, ' for " */
void market_bench_open (MarketBench *bench,
                        const char *kind,
                        guint past_orders,
                        const char *settings);
void market_bench_close (MarketBench *bench);

/* Asks the market's own address: "state", "orders", "orders/7/status", "faults", "settings".
 * @body: (nullable): JSON, ' for ". Returns: (transfer full) */
JsonNode *market_bench_control (MarketBench *bench,
                                const char *method,
                                const char *path,
                                const char *body);
void market_bench_post (MarketBench *bench,
                        const char *path,
                        const char *body);
/* A shopper buys. Returns: (transfer full): the order's id */
char *market_bench_place (MarketBench *bench,
                          const char *sku,
                          guint quantity);
/* The market's own stock of a SKU, as a shopper sees it */
gint64 market_bench_get_stock (MarketBench *bench,
                               const char *sku);

/* Makes the channel anew from bench->account, as a worker does after new tokens came. */
void market_bench_connect (MarketBench *bench);
/* A new pair of tokens; no error is expected. */
void market_bench_renew (MarketBench *bench);

/* One turn's reading into bench->orders. FALSE with @error as soon as a page fails; what came
 * stays. Nothing unreadable is expected. */
gboolean market_bench_pull (MarketBench *bench,
                            GError **error);
void market_bench_pull_ok (MarketBench *bench);
/* All listings into bench->listings. */
void market_bench_read_listings (MarketBench *bench);
/* Returns: the listing with that SKU */
TiemRemoteListing *market_bench_find_listing (MarketBench *bench,
                                              const char *sku);
/* Returns: (transfer full): a push of @value to the listing with that SKU */
TiemPush *market_bench_make_push (MarketBench *bench,
                                  const char *sku,
                                  gint64 value);

/* Every order of the market is here, once, with its number of units and its total. */
void market_bench_assert_orders (MarketBench *bench);
