#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/*
 * Packing and handing over (Lazada §6.1–§6.5). These calls take one JSON object in one
 * parameter, answer in `result`, and tell of every unit and parcel by itself what became of
 * it.
 */

JsonObject *tiem_sandbox_lazada_get_providers (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_pack (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_ready_to_ship (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_repack (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_sof_delivered (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_sof_failed (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_digital_delivered (TiemSandboxLazadaCall *call);

/* The JSON object of a request. Returns: (transfer full) (nullable): NULL when the call is
 * refused */
JsonNode *tiem_sandbox_lazada_call_get_request (TiemSandboxLazadaCall *call, const char *name);
/* A failure of the whole call, in `result` under the code of success. */
JsonObject *tiem_sandbox_lazada_refuse_result (const char *code, const char *message);

/* Marks a parcel's units as handed over; its carrier comes. */
void tiem_sandbox_lazada_hand_over (TiemSandboxLazada *lazada,
                                    TiemSandboxOrder *order,
                                    GPtrArray *units);

/* Documents. */
JsonObject *tiem_sandbox_lazada_get_labels (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_document (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_trace (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_set_invoice_number (TiemSandboxLazadaCall *call);
/* Returns: (transfer full): what a link of get_labels() leads to, while it lives */
TiemResponse *tiem_sandbox_lazada_answer_document (TiemSandboxLazada *lazada, const char *path);

G_END_DECLS
