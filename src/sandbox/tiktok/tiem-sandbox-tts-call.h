#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts.h"

G_BEGIN_DECLS

/* One call on its way through the gateway: what was asked, and what is to be answered. */

/* Codes that several places answer with; the sheet's §4. */
#define TIEM_SANDBOX_TTS_RATE_LIMIT 36009002
#define TIEM_SANDBOX_TTS_INTERNAL 36009003
#define TIEM_SANDBOX_TTS_BAD_REQUEST 36009004

typedef struct
{
  TiemSandboxTts *tts;
  const TiemRequest *request;
  char *path;       /* as sent: "/order/202309/orders/search" */
  TiemForm *query;  /* decoded */
  JsonObject *body; /* what was sent; empty when there was none */
  char *version;    /* (nullable) "202309" */
  char *ids[2];     /* (nullable) ids in the path, as sent */

  /* The answer. */
  guint status;
  gint64 code; /* 0 = success */
  char *message;
} TiemSandboxTtsCall;

TiemSandboxTtsCall *tiem_sandbox_tts_call_new (TiemSandboxTts *tts, const TiemRequest *request);
void tiem_sandbox_tts_call_free (TiemSandboxTtsCall *self);

/* Refuses the call. Returns: %NULL, to be returned in turn */
JsonObject *tiem_sandbox_tts_call_fail (TiemSandboxTtsCall *self,
                                        guint status,
                                        gint64 code,
                                        const char *format,
                                        ...) G_GNUC_PRINTF (4, 5);
/* The same for a parameter: 400, 36009004. */
JsonObject *tiem_sandbox_tts_call_refuse (TiemSandboxTtsCall *self,
                                          const char *format,
                                          ...) G_GNUC_PRINTF (2, 3);
/* The same for a business rule. */
JsonObject *tiem_sandbox_tts_call_object_to (TiemSandboxTtsCall *self,
                                             gint64 code,
                                             const char *format,
                                             ...) G_GNUC_PRINTF (3, 4);

/* Returns: (transfer full): the envelope around @data (takes it; nullable), or around the
 * failure of @self */
TiemResponse *tiem_sandbox_tts_call_answer (TiemSandboxTtsCall *self, JsonObject *data);

/* Returns: (nullable): a parameter of the query; NULL when it is missing or empty */
const char *tiem_sandbox_tts_call_get (const TiemSandboxTtsCall *self, const char *name);
gint64
tiem_sandbox_tts_call_get_int (const TiemSandboxTtsCall *self, const char *name, gint64 fallback);

/* Ids are decimal text on the wire. Returns: 0 when @text (nullable) is none */
gint64 tiem_sandbox_tts_parse_id (const char *text);
/* A member of the body. */
gint64 tiem_sandbox_tts_get_id (JsonObject *object, const char *name);

/* Members as the platform writes them: ids and amounts as text, times in seconds. */
void tiem_sandbox_tts_set_id (JsonObject *object, const char *name, gint64 id);
void tiem_sandbox_tts_set_vnd (JsonObject *object, const char *name, gint64 vnd);
void tiem_sandbox_tts_set_time (JsonObject *object, const char *name, gint64 ms);

/* Whether @list, a member of the body, is missing, empty, or holds @text. */
gboolean tiem_sandbox_tts_list_admits (JsonObject *body, const char *list, const char *text);
gboolean tiem_sandbox_tts_list_admits_id (JsonObject *body, const char *list, gint64 id);
/* Whether the window @stem_ge … @stem_lt of the body (seconds) holds @ms. */
gboolean tiem_sandbox_tts_window_admits (JsonObject *body, const char *stem, gint64 ms);
/* Whether the text member @name of the body is missing, empty, or @text. */
gboolean tiem_sandbox_tts_word_admits (JsonObject *body, const char *name, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxTtsCall, tiem_sandbox_tts_call_free)

G_END_DECLS
