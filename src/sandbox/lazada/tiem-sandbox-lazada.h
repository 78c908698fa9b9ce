#pragma once

#include "sandbox/tiem-sandbox-market.h"

G_BEGIN_DECLS

/*
 * A shop at Lazada Việt Nam, as its open platform shows it to programs. API and sign-in are at
 * one address: the API beneath /rest, the page of consent at /oauth/authorize.
 *
 * Beside the stages, POST /_sandbox/orders/{id}/status takes Lazada's own words ("packed",
 * "shipped_back" …), "raw:WORD" for a word nobody knows yet, and what buyers do: "ask_cancel"
 * (the seller must agree), "ask_return" and "ask_refund" (a reverse order of what was
 * delivered), "send_back" (the goods of a return arrive at the shop), "say:TEXT" (in the chat).
 * "WORD#2" is about the second unit alone; "own_fleet#2" and "digital#2" say what it is.
 *
 * Switches of POST /_sandbox/settings:
 *
 *   key, secret, callback     of the app; callback "" = any loopback address
 *   access_seconds, refresh_seconds
 *                             how long tokens given from now on live
 *   expire_access, expire_refresh
 *                             true: those given until now are dead
 *   rotate                    true: renewing ends the refresh token that was used
 *   masked                    names, phones and streets have stars (default)
 *   thousands_commas, text_booleans, camel_case, count_total, name_skus
 *                             how answers are written: "1,707.00"; "false"; itemId; countTotal
 *                             (default); the SKU in `detail`
 *   api_call_limit_ms         all calls are refused so long, once
 *   calls_per_second          SellerCallLimit above; 0 = no limit
 *   mega_campaign             true: stock can't be lowered
 *   campaigns                 [{"sku","quantity","name","hours"}]: units locked by a campaign
 *   sku_errors                {"SKU":{"code","message","field","silent"}}: how writing to a SKU
 *                             fails; silent: with code "0" and only `detail`
 *   unit_errors               {"SKU":{"code","msg","retry","times"}}: how packing it fails
 *   refusals                  [{"code","type","message","endpoint","times","applied"}]: answers
 *                             of the gateway; applied: the call has been carried out all the
 *                             same
 */

#define TIEM_TYPE_SANDBOX_LAZADA (tiem_sandbox_lazada_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemSandboxLazada, tiem_sandbox_lazada, TIEM, SANDBOX_LAZADA, TiemSandboxMarket)

/* A refusal on demand. */
typedef struct
{
  char *code;
  const char *type; /* one of TIEM_SANDBOX_LAZADA_SYSTEM … */
  char *message;
  char *endpoint; /* (nullable) "/orders/get"; NULL = every call */
  gint64 times;   /* −1 = for ever */
  gboolean is_applied;
} TiemSandboxLazadaRefusal;

struct _TiemSandboxLazada
{
  TiemSandboxMarket parent_instance;

  /* The app and the shop */
  char *key;
  char *secret;
  char *callback; /* "" = any loopback address */
  char *seller_id;
  char *short_code;

  /* What was granted: token or code → when it ends, ms UTC */
  GHashTable *codes;
  GHashTable *access_tokens;
  GHashTable *refresh_tokens;
  gint64 access_ms;
  gint64 refresh_ms;
  char *ready_access; /* the pair of the ready line */
  char *ready_refresh;
  gboolean is_rotating;

  /* How answers are written */
  gboolean is_masked;
  gboolean has_commas;
  gboolean has_text_booleans;
  gboolean has_camel_case;
  gboolean counts_total;
  gboolean names_skus;

  /* Limits and refusals */
  gint64 banned_until;
  gint64 calls_per_second; /* 0 = no limit */
  gint64 second;           /* the one being counted */
  gint64 calls;            /* in it */
  guint n_answers;         /* ever */
  gboolean is_mega_campaign;
  JsonObject *sku_errors;
  JsonObject *unit_errors;
  GPtrArray *refusals; /* (element-type TiemSandboxLazadaRefusal) */

  /* Books beside items and orders */
  GPtrArray *images;     /* (element-type utf8) hashes of uploaded pictures */
  GHashTable *documents; /* (nullable) path → what was printed, and until when */
  JsonObject *batches;   /* by batch_id: pictures fetched from elsewhere */
  GPtrArray *reverses;   /* (element-type JsonObject) by age */
  GPtrArray *reviews;    /* (element-type JsonObject) by age */
  GPtrArray *sessions;   /* (element-type JsonObject) of the chat */
};

/* The market's clock cut to whole seconds, ms UTC: Lazada's stamps know no parts of one. */
gint64 tiem_sandbox_lazada_now (TiemSandboxLazada *self);
TiemSandboxShop *tiem_sandbox_lazada_get_shop (TiemSandboxLazada *self);
GRand *tiem_sandbox_lazada_get_random (TiemSandboxLazada *self);

G_END_DECLS
