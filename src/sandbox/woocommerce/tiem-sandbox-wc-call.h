#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc.h"

G_BEGIN_DECLS

/* One call on its way through the website: what was asked, and what is to be answered. */

typedef struct
{
  TiemSandboxWc *wc;
  const TiemRequest *request;

  /* The address, taken apart. */
  gboolean is_secure;
  char *path;        /* beneath the home address, as sent: "/wp-json/wc/v3/orders" */
  char *query_text;  /* as sent; "" when there is none */
  JsonObject *query; /* as PHP reads it */
  char *method;      /* after _method and X-HTTP-Method-Override */
  char *route;       /* (nullable) of the REST API: "wc/v3/orders/98"; NULL = a page */

  /* What the handler gets. */
  JsonObject *params;    /* query, and over it the body */
  gint64 ids[2];         /* numbers in the route */
  char *name;            /* (nullable) a word in the route */
  gboolean is_unchecked; /* an entry of a batch, which WooCommerce does not validate */

  /* The answer. */
  guint status;
  gint64 total; /* −1 = not a list */
  gint64 pages;
  char *link; /* (nullable) */
  char *location;

  /* The refusal: set when code is. */
  char *code;
  char *message;
  JsonNode *data;
} TiemSandboxWcCall;

TiemSandboxWcCall *tiem_sandbox_wc_call_new (TiemSandboxWc *wc, const TiemRequest *request);
/* An entry of the batch @parent, with parameters of its own. */
TiemSandboxWcCall *tiem_sandbox_wc_call_new_entry (const TiemSandboxWcCall *parent,
                                                   const char *method,
                                                   JsonObject *params);
void tiem_sandbox_wc_call_free (TiemSandboxWcCall *self);

/* Refuses the call. Returns: %NULL, to be returned in turn */
JsonNode *tiem_sandbox_wc_call_fail (TiemSandboxWcCall *self,
                                     guint status,
                                     const char *code,
                                     const char *message);
/* The same with more in `data`; takes it. */
JsonNode *tiem_sandbox_wc_call_fail_with (
    TiemSandboxWcCall *self, guint status, const char *code, const char *message, JsonObject *data);
/* Returns: (transfer full): {"code","message","data"} */
JsonNode *tiem_sandbox_wc_call_describe_failure (const TiemSandboxWcCall *self);

/* Returns: (transfer full): an address of the REST API: "…/wp-json/wc/v3/orders/98" */
char *tiem_sandbox_wc_call_make_url (const TiemSandboxWcCall *self, const char *route);

/* Returns: (transfer full) (element-type gint64): a parameter that is a list of numbers;
 * empty when it is not given */
GArray *tiem_sandbox_wc_call_get_ids (const TiemSandboxWcCall *self, const char *name);
/* Returns: (transfer full): a parameter that is a list of words, "a,b" or ["a","b"] */
GStrv tiem_sandbox_wc_call_get_words (const TiemSandboxWcCall *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxWcCall, tiem_sandbox_wc_call_free)

G_END_DECLS
