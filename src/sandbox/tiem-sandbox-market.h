#pragma once

#include "sandbox/tiem-sandbox-agenda.h"
#include "sandbox/tiem-sandbox-faults.h"
#include "sandbox/tiem-sandbox-sale.h"

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * One pretend marketplace: its rules, without sockets. A platform derives from this in a
 * folder of its own and adds a line to the table in tiem-sandbox.c.
 */

#define TIEM_TYPE_SANDBOX_MARKET (tiem_sandbox_market_get_type ())
G_DECLARE_DERIVABLE_TYPE (TiemSandboxMarket, tiem_sandbox_market, TIEM, SANDBOX_MARKET, GObject)

struct _TiemSandboxMarketClass
{
  GObjectClass parent_class;

  const char *kind; /* "woocommerce" */

  /* Lists the world's goods. */
  void (*open) (TiemSandboxMarket *self);

  /* Answers a call as the platform would. */
  TiemResponse *(*handle) (TiemSandboxMarket *self, const TiemRequest *request);

  /* The name this call is counted by and faults find it by: its path without ids. */
  char *(*get_endpoint) (TiemSandboxMarket *self, const TiemRequest *request);

  /* A shopper buys. Fails with REJECTED when the goods are not to be had. */
  TiemSandboxOrder *(*place) (TiemSandboxMarket *self, const TiemSandboxSale *sale, GError **error);

  /* Brings an order to a stage; what the platform has no word for changes nothing. */
  void (*set_stage) (TiemSandboxMarket *self, TiemSandboxOrder *order, TiemSandboxStage stage);
  TiemSandboxStage (*get_stage) (TiemSandboxMarket *self, TiemSandboxOrder *order);

  /* The platform's own word for a status. Returns: whether there is such a word */
  gboolean (*set_status) (TiemSandboxMarket *self, TiemSandboxOrder *order, const char *status);

  /* The price is changed by hand at the platform. */
  void (*set_price) (TiemSandboxMarket *self, TiemSandboxItem *item, gint64 price_vnd);

  /* Adds base_url, key, secret, shop, token … to what the ready line says. */
  void (*describe) (TiemSandboxMarket *self, JsonObject *channel);

  /* Changes switches of the market. Fails with INVALID. */
  gboolean (*configure) (TiemSandboxMarket *self, JsonObject *settings, GError **error);
};

/* Gives the market its world and opens it with past orders. @home is the address without a
 * slash at the end: "http://127.0.0.1:18103". To be called once, before anything else. */
void tiem_sandbox_market_open (TiemSandboxMarket *self, TiemSandboxWorld *world, const char *home);

const char *tiem_sandbox_market_get_kind (TiemSandboxMarket *self);
const char *tiem_sandbox_market_get_home (TiemSandboxMarket *self);
TiemSandboxWorld *tiem_sandbox_market_get_world (TiemSandboxMarket *self);
TiemSandboxShop *tiem_sandbox_market_get_shop (TiemSandboxMarket *self);
TiemSandboxAgenda *tiem_sandbox_market_get_agenda (TiemSandboxMarket *self);
TiemSandboxFaults *tiem_sandbox_market_get_faults (TiemSandboxMarket *self);
/* Returns: random numbers for what the market makes up */
GRand *tiem_sandbox_market_get_random (TiemSandboxMarket *self);
/* Returns: ms UTC by the market's own clock, which a fault may put wrong */
gint64 tiem_sandbox_market_now (TiemSandboxMarket *self);

/* Answers a call: meets the faults, counts it, lets the platform handle it. @effect is what
 * else happens. Returns: (transfer full) (nullable): NULL when @effect->is_dropped */
TiemResponse *tiem_sandbox_market_handle (TiemSandboxMarket *self,
                                          const TiemRequest *request,
                                          TiemSandboxEffect *effect);
/* Returns: (transfer full): "GET orders" → how often */
JsonObject *tiem_sandbox_market_list_calls (TiemSandboxMarket *self);
/* Returns: (transfer full): one entry of the ready line */
JsonObject *tiem_sandbox_market_describe (TiemSandboxMarket *self);
gboolean
tiem_sandbox_market_configure (TiemSandboxMarket *self, JsonObject *settings, GError **error);

TiemSandboxOrder *
tiem_sandbox_market_place (TiemSandboxMarket *self, const TiemSandboxSale *sale, GError **error);
TiemSandboxStage tiem_sandbox_market_get_stage (TiemSandboxMarket *self, TiemSandboxOrder *order);
void tiem_sandbox_market_set_stage (TiemSandboxMarket *self,
                                    TiemSandboxOrder *order,
                                    TiemSandboxStage stage);
void
tiem_sandbox_market_set_price (TiemSandboxMarket *self, TiemSandboxItem *item, gint64 price_vnd);
/* @status is a stage ("to_ship") or the platform's own word ("processing"). */
gboolean tiem_sandbox_market_set_status (TiemSandboxMarket *self,
                                         TiemSandboxOrder *order,
                                         const char *status);

G_END_DECLS
