#pragma once

#include "bench-market.h"
#include "bench-record.h"

#include "store/tiem-store-listings.h"
#include "sync/tiem-engine.h"

G_BEGIN_DECLS

#define BENCH_CHANNELS 4

/* Tiệm as the window runs it: a store, an engine with a worker for each market, all four linked. */
typedef struct
{
  BenchMarkets *markets; /* borrowed */
  BenchRecord *record;
  TiemStore *store;
  TiemKeyring *keyring;
  TiemClock *clock;
  TiemEngine *engine;
  gint64 ids[BENCH_CHANNELS];              /* as the markets are numbered */
  const TiemPracticeChannel *channels[BENCH_CHANNELS]; /* borrowed */
} BenchShop;

/* Connects the channels, takes the goods over and gives every variant @units; returns when all
 * channels show them. @spare_sku stays unlinked: an order for it wakes nobody. */
gboolean bench_shop_open (BenchShop *self,
                          BenchMarkets *markets,
                          const char *dir,
                          const char *spare_sku,
                          gint64 units,
                          GError **error);
void bench_shop_close (BenchShop *self);

/* Returns: which market is of @kind */
guint bench_shop_find (BenchShop *self,
                       const char *kind);
/* Returns: (transfer full): what names the listing of @sku in a push to that channel */
char *bench_shop_find_listing (BenchShop *self,
                               guint index,
                               const char *sku,
                               GError **error);

/* Runs the main loop until @is_over says so. FALSE after @seconds. */
gboolean bench_wait (gboolean (*is_over) (gpointer user_data),
                     gpointer user_data,
                     guint seconds);
/* Until nothing was called for @ms and nothing is left to send. */
gboolean bench_shop_settle (BenchShop *self,
                            guint ms,
                            GError **error);

/* Whether every linked listing shows at its market what Tiệm wants it to; for the end. */
gboolean bench_shop_check (BenchShop *self,
                           guint *listings,
                           GError **error);

G_END_DECLS
