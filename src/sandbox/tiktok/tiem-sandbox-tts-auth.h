#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* Tokens, the page of consent, and the shops a token is for (§2). */

/* What a grant covers by default; talking to buyers is granted on application alone. */
#define TIEM_SANDBOX_TTS_SCOPES                                                                   \
  "seller.authorization.info seller.shop.info seller.order.info seller.fulfillment.basic"         \
  " seller.logistics seller.product.basic seller.product.write seller.return_refund.basic"        \
  " seller.finance.info seller.promotion.basic"

/* Makes the first pair of tokens, as if the owner had agreed just now. */
void tiem_sandbox_tts_auth_open (TiemSandboxTts *tts);
/* Ends the access token, or the whole grant, before its time. */
void tiem_sandbox_tts_auth_expire (TiemSandboxTts *tts);
void tiem_sandbox_tts_auth_revoke (TiemSandboxTts *tts);

/* Answers what is neither signed nor JSON: tokens and the page of consent. Returns: (transfer
 * full) (nullable): NULL when @call is no such call */
TiemResponse *tiem_sandbox_tts_auth_handle (TiemSandboxTtsCall *call);

/* Whether the caller's token is good and holds @scope (nullable); if not, the call is
 * refused. */
gboolean tiem_sandbox_tts_check_token (TiemSandboxTtsCall *call, const char *scope);

JsonObject *tiem_sandbox_tts_list_shops (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_active_shops (TiemSandboxTtsCall *call);

G_END_DECLS
