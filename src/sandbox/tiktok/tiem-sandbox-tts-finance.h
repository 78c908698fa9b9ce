#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/*
 * What the shop is paid (§9). A statement is made every day at 00:00 UTC of the orders that were
 * completed, or came back, the day before; until then, from payment on, an order is among the
 * unsettled ones. settlement = revenue − shipping − fees and taxes − adjustment, at every level.
 */

JsonObject *tiem_sandbox_tts_list_statements (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_transactions (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_order_transactions (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_unsettled (TiemSandboxTtsCall *call);

G_END_DECLS
