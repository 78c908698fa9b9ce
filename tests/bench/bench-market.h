#pragma once

#include "channel/tiem-practice-line.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * The four pretend markets as a process of their own, behind TLS with a certificate that is made
 * for this run and trusted by this process alone. Nothing in Tiệm is told not to verify.
 */
typedef struct _BenchMarkets BenchMarkets;

/* @dir: where the certificate is kept. @products: how many there are. */
BenchMarkets *bench_markets_open (const char *dir,
                                  guint products,
                                  GError **error);
void bench_markets_close (BenchMarkets *self);

/* Returns: (element-type TiemPracticeChannel): one for each market, with its account */
GPtrArray *bench_markets_get_channels (BenchMarkets *self);

/* The market's own address: "state", "orders", "faults". @body: (nullable): JSON.
 * Returns: (transfer full) */
JsonNode *bench_markets_control (BenchMarkets *self,
                                 guint index,
                                 const char *method,
                                 const char *path,
                                 const char *body,
                                 GError **error);
/* A shopper buys one. Returns: (transfer full): a text that stands in every answer that shows
 * the order */
char *bench_markets_place (BenchMarkets *self,
                           guint index,
                           const char *sku,
                           GError **error);
/* Every answer to a call comes so much later; 0: at once. */
gboolean bench_markets_delay (BenchMarkets *self,
                              gint64 ms,
                              GError **error);
/* How many connections calls came over so far, all markets together; −1 with @error */
gint64 bench_markets_count_connections (BenchMarkets *self,
                                        GError **error);

G_END_DECLS
