#pragma once

#include "sandbox/tiem-sandbox-market.h"

G_BEGIN_DECLS

/*
 * A shop's own website that speaks the WooCommerce REST API v3. Modelled on two real
 * servers: one that keeps orders as posts (WooCommerce 7.9 on WordPress 6.1) and one that
 * keeps them in tables of their own (11.0 on 7.1); they differ in what moves an order's
 * stamp, in the stock of failed orders and in the totals of an empty page.
 */

#define TIEM_TYPE_SANDBOX_WC (tiem_sandbox_wc_get_type ())
G_DECLARE_FINAL_TYPE (TiemSandboxWc, tiem_sandbox_wc, TIEM, SANDBOX_WC, TiemSandboxMarket)

typedef enum
{
  TIEM_SANDBOX_WC_POSTS,
  TIEM_SANDBOX_WC_TABLES,
} TiemSandboxWcStorage;

/* A registered customer; guests exist only inside their orders. */
typedef struct
{
  gint64 id;
  gint64 created_at;
  gint64 modified_at;
  JsonObject
      *fields; /* email, first_name, last_name, username, role, billing, shipping, meta_data */
} TiemSandboxWcCustomer;

struct _TiemSandboxWc
{
  TiemSandboxMarket parent_instance;

  /* Switches, see tiem_sandbox_market_configure() */
  char *key;
  char *secret;
  char *permissions; /* "read", "write" or "read_write" */
  TiemSandboxWcStorage storage;
  gboolean has_plain_links;
  gboolean drops_authorization; /* as Apache with CGI does */
  char *number_prefix;          /* a plugin's, before the order's id */
  int decimals;                 /* of prices: 0, or 2 when the owner never changed it */

  GHashTable *nonces;    /* "timestamp nonce" → timestamp, those of the last 15 minutes */
  GPtrArray *customers;  /* (element-type TiemSandboxWcCustomer) */
  GHashTable *regulars;  /* buyer's number + 1 → customer id, of shoppers who registered */
  GPtrArray *categories; /* (element-type utf8) names, in the order of their ids */
};

/* The website's own clock cut to whole seconds, ms UTC. */
gint64 tiem_sandbox_wc_now (TiemSandboxWc *self);
TiemSandboxShop *tiem_sandbox_wc_get_shop (TiemSandboxWc *self);

/* Returns: (nullable) */
TiemSandboxWcCustomer *tiem_sandbox_wc_find_customer (TiemSandboxWc *self, gint64 id);
TiemSandboxWcCustomer *tiem_sandbox_wc_add_customer (TiemSandboxWc *self, gint64 now);

G_END_DECLS
