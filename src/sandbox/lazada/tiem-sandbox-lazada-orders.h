#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Reading orders (Lazada §5.3–§5.5). */

JsonObject *tiem_sandbox_lazada_get_orders (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_order (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_order_items (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_orders_items (TiemSandboxLazadaCall *call);

/* Returns: (transfer full): an order, without its units */
JsonObject *
tiem_sandbox_lazada_order_to_json (TiemSandboxLazada *lazada, const TiemSandboxOrder *order);
/* Returns: (transfer full) */
JsonObject *tiem_sandbox_lazada_unit_to_json (TiemSandboxLazada *lazada,
                                              const TiemSandboxOrder *order,
                                              const TiemSandboxLine *unit);

/* The order a parameter names. Returns: (nullable): NULL when the call is refused: code 16 */
TiemSandboxOrder *
tiem_sandbox_lazada_call_find_order (TiemSandboxLazadaCall *call, const char *name);

G_END_DECLS
