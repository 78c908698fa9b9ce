#pragma once

#include "sandbox/tiem-sandbox-market.h"

G_BEGIN_DECLS

/*
 * A pretend Shopee: Open Platform API v2 for one Vietnamese shop. A product is an item, its
 * variations are models; an item without variations sells as model 0. What only Shopee knows
 * of an order (address, parcels, who cancelled …) is in its `extra`, by Shopee's own names;
 * names that begin with "_" are the sandbox's own.
 */

#define TIEM_TYPE_SANDBOX_SHOPEE (tiem_sandbox_shopee_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemSandboxShopee, tiem_sandbox_shopee, TIEM, SANDBOX_SHOPEE, TiemSandboxMarket)

/* What POST /_sandbox/settings changes, by the names in tiem-sandbox-shopee-settings.c. */
typedef struct
{
  gint64 partner_id;
  char *partner_key;
  gint64 shop_id;
  char *shop_status;        /* NORMAL, FROZEN or BANNED */
  char *address;            /* the caller's IP is "declared", or refused with "json" or "html" */
  gint64 error_status;      /* HTTP status of a refusal: 200 or 403 */
  gint64 token_life_s;      /* of an access token */
  gint64 refresh_life_s;    /* of a refresh token */
  gint64 refresh_replay_s;  /* how long a used refresh token gives the same pair again */
  gint64 grant_days;        /* how long the seller allows the app */
  gint64 calls_per_second;  /* 0 = not limited */
  gint64 calls_per_day;     /* 0 = not limited */
  gint64 empty_pages;       /* so many of the next lists hold nothing and say more:true */
  gint64 tracking_delay_s;  /* from ship_order to the tracking number */
  gint64 document_polls;    /* how often a new label is still PROCESSING */
  gint64 platform_voucher;  /* đồng Shopee pays of every new order */
  gint64 seller_voucher;    /* đồng the seller pays of every new order */
  gint64 first_return_page; /* page_no of the first page of returns: 0 or 1 */
  gboolean has_warehouses;  /* two of them, each with stock of its own */
  gboolean is_masked;       /* names, phones, addresses, as for apps without a licence */
  gboolean has_dashes;      /* "-" for an empty error and message */
  gboolean is_on_holiday;
  gboolean has_no_slots;     /* the carrier comes on no day */
  gboolean documents_fail;
  gboolean consents_at_once; /* the page of consent redirects without a click */
} TiemSandboxShopeeSwitches;

typedef struct _TiemSandboxShopeeTokens TiemSandboxShopeeTokens;

struct _TiemSandboxShopee
{
  TiemSandboxMarket parent_instance;

  TiemSandboxShopeeSwitches switches;
  TiemSandboxShopeeTokens *tokens;

  GRand *ids; /* of answers and tokens, so that calls leave the shoppers' chance alone */

  /* Calls in the running second and the running day (UTC+8). */
  gint64 second;
  gint64 calls_in_second;
  gint64 day;
  gint64 calls_in_day;

  GHashTable *orders_by_sn; /* order_sn → TiemSandboxOrder, borrowed */
  GPtrArray *promotions; /* (element-type JsonObject) discounts and vouchers */
  GPtrArray *returns;    /* (element-type JsonObject) in order of making */
  GPtrArray *comments;   /* (element-type JsonObject) in order of writing */
};

/* The market's own clock cut to whole seconds, ms UTC; and in seconds. */
gint64 tiem_sandbox_shopee_now (TiemSandboxShopee *self);
gint64 tiem_sandbox_shopee_seconds (TiemSandboxShopee *self);
TiemSandboxShop *tiem_sandbox_shopee_get_shop (TiemSandboxShopee *self);
/* Returns: the name of the shop, as buyers see it. (transfer full) */
char *tiem_sandbox_shopee_make_shop_name (TiemSandboxShopee *self);

G_END_DECLS
