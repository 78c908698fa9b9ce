#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Cancelling: by the seller, and what buyers ask for (Lazada §6.6, §6.7). */

JsonObject *tiem_sandbox_lazada_validate_cancel (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_create_cancel (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_decide_cancel (TiemSandboxLazadaCall *call);

/* A buyer asks to cancel: the seller may refuse until the time is up. */
void tiem_sandbox_lazada_ask_cancel (TiemSandboxLazada *lazada,
                                     TiemSandboxOrder *order,
                                     GPtrArray *units);

/* Why sellers cancel, with Lazada's ids. Ends with id NULL. */
typedef struct
{
  const char *id;
  const char *name;
  gboolean empties_stock; /* sets what Lazada has of the goods to 0 */
} TiemSandboxLazadaReason;

extern const TiemSandboxLazadaReason tiem_sandbox_lazada_reasons[];

/* Cancels @units for @reason, and whatever else is in their parcels. */
void tiem_sandbox_lazada_cancel_units (TiemSandboxLazada *lazada,
                                       TiemSandboxOrder *order,
                                       GPtrArray *units,
                                       const TiemSandboxLazadaReason *reason);

G_END_DECLS
