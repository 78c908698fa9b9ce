#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* What the parameters of a call must be. Others are tolerated, as other people's clients send
 * them (§14.7). Ids are text, numbers are numbers: the platform's decoder takes nothing else. */

typedef enum
{
  TIEM_SANDBOX_TTS_INT,     /* minimum … maximum */
  TIEM_SANDBOX_TTS_TEXT,    /* at most maximum characters */
  TIEM_SANDBOX_TTS_BOOL,
  TIEM_SANDBOX_TTS_TEXTS,   /* in the body a list, in the query "a,b"; at most maximum */
  TIEM_SANDBOX_TTS_OBJECT,
  TIEM_SANDBOX_TTS_OBJECTS, /* at most maximum */
} TiemSandboxTtsType;

typedef struct
{
  const char *name; /* NULL ends a table */
  TiemSandboxTtsType type;
  gint64 minimum;
  gint64 maximum;      /* 0 = no limits */
  const char *choices; /* (nullable) words joined by spaces */
  gboolean is_required;
} TiemSandboxTtsField;

/* Returns: whether the query, or the body, of @call fits; if not, the call is refused in the
 * words of the gateway. @fields: (nullable): none to check */
gboolean tiem_sandbox_tts_fields_check_query (const TiemSandboxTtsField *fields,
                                              TiemSandboxTtsCall *call);
gboolean tiem_sandbox_tts_fields_check_body (const TiemSandboxTtsField *fields,
                                             TiemSandboxTtsCall *call,
                                             JsonObject *body);

G_END_DECLS
