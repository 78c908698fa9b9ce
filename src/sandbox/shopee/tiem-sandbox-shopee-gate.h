#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* What stands before every call: who asks, when, signed how, how often. */

typedef enum
{
  TIEM_SANDBOX_SHOPEE_PUBLIC, /* signed without token */
  TIEM_SANDBOX_SHOPEE_SHOP,   /* signed with token and shop_id */
  TIEM_SANDBOX_SHOPEE_MEDIA,  /* either, by the presence of a token */
} TiemSandboxShopeeKind;

/* Returns: whether the call may go on; else it is refused */
gboolean tiem_sandbox_shopee_gate_pass (TiemSandboxShopeeCall *call, TiemSandboxShopeeKind kind);

/* Returns: (transfer full) (nullable): the edge's own answer to an address it does not let in */
TiemResponse *tiem_sandbox_shopee_gate_meet_edge (TiemSandboxShopeeCall *call);

G_END_DECLS
