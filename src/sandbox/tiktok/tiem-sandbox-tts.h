#pragma once

#include "sandbox/tiem-sandbox-market.h"

G_BEGIN_DECLS

/*
 * TikTok Shop as its Partner API of 202309 and later shows a Vietnamese shop: one address for
 * business calls, tokens and the page of consent. Calls are counted, and met by faults, as
 * "domain/path" without version and ids: "order/orders/search",
 * "product/products/inventory/update", "fulfillment/packages/ship"; tokens as "token/get" and
 * "token/refresh", the page of consent as "authorize".
 *
 * Order statuses for POST /_sandbox/orders/{id}/status, beside the platform's own words:
 *   BUYER_CANCEL                   the buyer asks to cancel; CANCELLATION_REQUEST_CANCEL:
 *                                  takes it back
 *   REFUND, RETURN_AND_REFUND,
 *   REPLACEMENT                    the buyer asks for that; the words of return_status move
 *                                  the newest return of the order
 */

#define TIEM_TYPE_SANDBOX_TTS (tiem_sandbox_tts_get_type ())
G_DECLARE_FINAL_TYPE (TiemSandboxTts, tiem_sandbox_tts, TIEM, SANDBOX_TTS, TiemSandboxMarket)

/*
 * What POST /_sandbox/settings switches, by these names. Beside them it takes what happens once:
 *   "expire_token": true           the access token has ended
 *   "revoke": true                 the owner has ended the grant
 *   "fail": {…}                    see TiemSandboxTtsFailure
 *   "campaign": {"sku","units"}    so many units are locked
 *   "promotion": {"sku","price"}   the buyer pays that; 0 ends it
 *   "product": {"sku","status"}    the product of that SKU is frozen, deactivated …
 */
typedef struct
{
  char *key;          /* app key */
  char *secret;       /* app secret */
  char *service_id;   /* of the page of consent */
  char *redirect_uri; /* where that page sends the browser; loopback alone. "" = it shows the code */
  char *scopes;       /* of the present tokens, joined by spaces */
  gboolean drop_state; /* as when the owner starts from Seller Center */
  gint64 access_token_s;
  gint64 refresh_token_s;
  gint64 calls_per_second; /* 0 = no limit */
  gint64 retry_after_s;    /* with 429; -1 = no such header */
  gint64 business_status;  /* HTTP status of business errors: the real one is not known */
  gboolean lenient_empty_body; /* a signature without the bytes of "{}" is right, too */
  gboolean extra_fields;       /* every object of an answer has members nobody knows */
  gboolean repeat_page_token;  /* the next page is the present one */
  gboolean ip_denied;          /* the caller is not in the app's allow list */
  char *shop_state;            /* "active", "shop_disabled" or "seller_disabled" */
  gint64 warehouses;           /* 1 or 2 hold every SKU */
  char *warehouse_status;      /* of the first: "ENABLED", "DISABLED" or "RESTRICTED" */
  gint64 packages_per_order;   /* 1 or 2, of orders to come */
  gboolean can_pickup;         /* the carrier comes to the shop */
  char *shipping_type;         /* "TIKTOK" or "SELLER", of orders to come */
  gboolean negative_fees;      /* finance 202501 writes fees below zero */
  gint64 return_units;         /* how many units buyers send back; 0 = all of an order */
} TiemSandboxTtsSettings;

/* An error the platform answers on demand: {"fail":{"code","status","message","times",
 * "endpoint","after_write"}}. */
typedef struct
{
  gint64 code;
  guint status;
  char *message;
  char *endpoint; /* (nullable) begins so; NULL = any */
  gint64 times;
  gboolean after_write; /* the call is carried out first */
} TiemSandboxTtsFailure;

struct _TiemSandboxTts
{
  TiemSandboxMarket parent_instance;

  TiemSandboxTtsSettings settings;
  GPtrArray *failures; /* (element-type TiemSandboxTtsFailure) */
  double calls_left;   /* in the bucket */
  gint64 filled_at;    /* ms */

  char *shop_id;
  char *cipher;
  char *shop_code;
  char *open_id;
  GHashTable *codes; /* authorisation code → when it ends, ms (gint64 *) */
  char *access_token;
  char *refresh_token;
  gint64 access_ends_at; /* ms */
  gint64 refresh_ends_at;

  gint64 warehouse_ids[2];
  gint64 return_warehouse_id;
  GPtrArray *packages;      /* (element-type TiemSandboxTtsPackage) */
  GHashTable *packages_by_id;
  GPtrArray *cancellations; /* (element-type TiemSandboxTtsCase) */
  GPtrArray *returns;       /* (element-type TiemSandboxTtsCase) */
  GHashTable *done;         /* idempotency keys of what was done */
  GHashTable *files;        /* path → TiemSandboxTtsFile: labels, uploaded pictures */
  gboolean is_past;         /* orders from before the sandbox are being made: stock knows them */
};

/* The market's own clock, ms UTC. */
gint64 tiem_sandbox_tts_now (TiemSandboxTts *self);
TiemSandboxShop *tiem_sandbox_tts_get_shop (TiemSandboxTts *self);
/* Puts @func on the agenda @life_ms from now, in the sandbox's pace. */
void tiem_sandbox_tts_schedule (TiemSandboxTts *self,
                                gint64 life_ms,
                                TiemSandboxAgendaFunc func,
                                gint64 id,
                                int detail);

/* Changes switches. Fails with INVALID. */
gboolean tiem_sandbox_tts_settings_apply (TiemSandboxTts *self, JsonObject *given, GError **error);
void tiem_sandbox_tts_settings_init (TiemSandboxTts *self);
void tiem_sandbox_tts_settings_clear (TiemSandboxTts *self);

G_END_DECLS
