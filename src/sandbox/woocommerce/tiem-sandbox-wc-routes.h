#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-fields.h"

G_BEGIN_DECLS

/* The table of routes. */

typedef enum
{
  TIEM_SANDBOX_WC_LIST_ITEMS,
  TIEM_SANDBOX_WC_VIEW,
  TIEM_SANDBOX_WC_CREATE,
  TIEM_SANDBOX_WC_EDIT,
  TIEM_SANDBOX_WC_DELETE,
  TIEM_SANDBOX_WC_BATCH,
} TiemSandboxWcAction;

typedef struct
{
  const char *pattern; /* beneath wc/v3: "orders/#"; # is a number, * a word */
  const char *methods; /* joined by spaces */
  TiemSandboxWcAction action;
  const TiemSandboxWcField *fields; /* (nullable) */
  JsonNode *(*handler) (TiemSandboxWcCall *call);
} TiemSandboxWcRoute;

/* Returns: (nullable): where @call leads; sets the ids and the name in it */
const TiemSandboxWcRoute *tiem_sandbox_wc_routes_find (TiemSandboxWcCall *call);
const TiemSandboxWcRoute *tiem_sandbox_wc_routes_find_pattern (const char *pattern,
                                                               const char *method);
/* Returns: (transfer full): the pattern a batch at @route works on: "products/#/variations" */
char *tiem_sandbox_wc_routes_make_batch_pattern (const char *route);

/* Returns: (transfer full) (nullable): methods and parameters of @route */
JsonObject *tiem_sandbox_wc_routes_describe (TiemSandboxWc *wc, const char *route);
/* Returns: (transfer full): all of them */
JsonObject *tiem_sandbox_wc_routes_describe_all (TiemSandboxWc *wc);

/* The handler of all batches (tiem-sandbox-wc-router.c). */
JsonNode *tiem_sandbox_wc_run_batch (TiemSandboxWcCall *call);

G_END_DECLS
