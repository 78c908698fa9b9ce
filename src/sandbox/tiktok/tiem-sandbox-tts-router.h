#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* Answers a call: the gateway's checks in their order (§14.1), then what the call is for. */
TiemResponse *tiem_sandbox_tts_route (TiemSandboxTts *tts, const TiemRequest *request);
/* Returns: (transfer full): the name a call is counted by */
char *tiem_sandbox_tts_make_endpoint (TiemSandboxTts *tts, const TiemRequest *request);

G_END_DECLS
