#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Reviews (Lazada §10). */

JsonObject *tiem_sandbox_lazada_list_review_ids (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_reviews (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_reply_review (TiemSandboxLazadaCall *call);

/* Some buyers write one when they have confirmed @order at @at. */
void tiem_sandbox_lazada_review_perhaps (TiemSandboxLazada *lazada,
                                         const TiemSandboxOrder *order,
                                         gint64 at);

G_END_DECLS
