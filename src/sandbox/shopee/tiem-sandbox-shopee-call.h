#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee.h"
#include "sandbox/tiem-sandbox-json.h"

G_BEGIN_DECLS

/* One call on its way through the market: what was asked, and what is to be answered. */

typedef struct
{
  TiemSandboxShopee *shopee;
  const TiemRequest *request;

  /* What was asked. */
  char *path;         /* beneath the home address: "/api/v2/order/get_order_list" */
  const char *name;   /* (nullable) in it: "order/get_order_list"; NULL = not of the API */
  TiemForm *query;    /* as sent */
  JsonObject *params; /* of a GET the query, where a repeated name is an array; else the body */
  gboolean is_get;

  /* What is answered. */
  char *code; /* (nullable) of a refusal */
  char *message;
  JsonObject *fields; /* beside the response, at top level */
  TiemResponse *file; /* (nullable) instead of JSON */
} TiemSandboxShopeeCall;

TiemSandboxShopeeCall *tiem_sandbox_shopee_call_new (TiemSandboxShopee *shopee,
                                                     const TiemRequest *request);
void tiem_sandbox_shopee_call_free (TiemSandboxShopeeCall *self);

/* Refuses the call. Returns: %NULL, to be returned in turn */
JsonNode *
tiem_sandbox_shopee_call_fail (TiemSandboxShopeeCall *self, const char *code, const char *message);
/* Refuses for a parameter, in the words of the module the call belongs to (Shopee §5). @rule:
 * (nullable): "must be 100 or less"; %NULL: it is missing. Returns: %FALSE */
gboolean tiem_sandbox_shopee_call_fail_param (TiemSandboxShopeeCall *self,
                                              const char *name,
                                              const char *rule);

/* Parameters. Each refuses the call and returns %FALSE or %NULL when the parameter is missing
 * or not of its kind; those with a fallback only when it is not of its kind. */
gboolean
tiem_sandbox_shopee_call_need_int (TiemSandboxShopeeCall *self, const char *name, gint64 *value);
gboolean tiem_sandbox_shopee_call_get_int (TiemSandboxShopeeCall *self,
                                           const char *name,
                                           gint64 fallback,
                                           gint64 *value);
/* One of 1 … @most. */
gboolean tiem_sandbox_shopee_call_need_size (TiemSandboxShopeeCall *self,
                                             const char *name,
                                             gint64 most,
                                             gint64 *value);
/* Returns: (transfer full) (nullable) */
char *tiem_sandbox_shopee_call_need_text (TiemSandboxShopeeCall *self, const char *name);
/* Returns: (transfer full): "" when it is missing */
char *tiem_sandbox_shopee_call_dup_text (const TiemSandboxShopeeCall *self, const char *name);
/* Returns: (transfer none) (nullable): 1 … @most elements, all of them objects */
JsonArray *
tiem_sandbox_shopee_call_need_objects (TiemSandboxShopeeCall *self, const char *name, guint most);
/* Returns: (transfer full): the words of a list, however it was sent: joined by commas, in
 * brackets, with the name repeated, "name[]"; empty when it is missing */
GStrv tiem_sandbox_shopee_call_dup_words (const TiemSandboxShopeeCall *self, const char *name);
/* Returns: (transfer full) (nullable): 1 … @most of them */
GStrv
tiem_sandbox_shopee_call_need_words (TiemSandboxShopeeCall *self, const char *name, guint most);

/* Whether this list is to be empty though there is more (a switch); counts it. */
gboolean tiem_sandbox_shopee_call_is_empty_page (TiemSandboxShopeeCall *self);

/* Returns: (transfer full): the whole answer. Takes @response (nullable). */
TiemResponse *tiem_sandbox_shopee_call_answer (TiemSandboxShopeeCall *self, JsonNode *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxShopeeCall, tiem_sandbox_shopee_call_free)

G_END_DECLS
