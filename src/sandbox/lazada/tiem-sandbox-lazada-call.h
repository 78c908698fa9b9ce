#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-params.h"
#include "sandbox/lazada/tiem-sandbox-lazada.h"

G_BEGIN_DECLS

/* One call on its way through the gateway: what was asked, and what is to be answered. A
 * handler returns the members of the answer beside `code` and `request_id`, or refuses. */

/* Who is to blame, by `type` (Lazada §4). */
#define TIEM_SANDBOX_LAZADA_SYSTEM "SYSTEM" /* the platform */
#define TIEM_SANDBOX_LAZADA_ISV "ISV"       /* the request */
#define TIEM_SANDBOX_LAZADA_ISP "ISP"       /* the business service */

typedef struct
{
  TiemSandboxLazada *lazada;
  const char *method; /* borrowed */
  char *path;         /* after /rest: "/orders/get" */
  TiemSandboxLazadaParams *params;

  /* The refusal: set when code is. */
  char *code;
  const char *type;
  char *message;
  JsonArray *detail; /* (nullable) also of an answer that is no refusal */
} TiemSandboxLazadaCall;

/* @path: beneath the API's base */
TiemSandboxLazadaCall *
tiem_sandbox_lazada_call_new (TiemSandboxLazada *lazada, const TiemRequest *request, const char *path);
void tiem_sandbox_lazada_call_free (TiemSandboxLazadaCall *self);

/* Refuses the call. Returns: %NULL, to be returned in turn */
JsonObject *tiem_sandbox_lazada_call_fail (TiemSandboxLazadaCall *self,
                                           const char *code,
                                           const char *type,
                                           const char *format,
                                           ...) G_GNUC_PRINTF (4, 5);
/* The parameter @name must be given and is not. Returns: %NULL */
JsonObject *
tiem_sandbox_lazada_call_fail_missing (TiemSandboxLazadaCall *self, const char *name);
/* Adds to `detail` what is wrong with one entry of a batch. @sku: (nullable): told only by
 * servers that tell it */
void tiem_sandbox_lazada_call_add_detail (TiemSandboxLazadaCall *self,
                                          const char *field,
                                          const char *code,
                                          const char *message,
                                          const char *sku);

/* {"data": @data}. Takes it. */
JsonObject *tiem_sandbox_lazada_call_answer (JsonNode *data);
/* {"data": @data} of an object. Takes it. */
JsonObject *tiem_sandbox_lazada_call_answer_object (JsonObject *data);
/* {"result":{"success":true,"data": @data,"error_code":"","error_msg":""}}. Takes it. */
JsonObject *tiem_sandbox_lazada_call_answer_result (JsonObject *data);
/* The whole answer: @members (nullable, when the call is refused) and the envelope. Takes
 * @members. */
TiemResponse *tiem_sandbox_lazada_call_finish (TiemSandboxLazadaCall *self, JsonObject *members);

/* Returns: (nullable): a parameter; NULL when it is not given or empty */
const char *tiem_sandbox_lazada_call_get (TiemSandboxLazadaCall *self, const char *name);
/* Whole numbers only. Returns: FALSE when @name is given and is none; @value is @fallback when
 * it is not given */
gboolean tiem_sandbox_lazada_call_get_int (TiemSandboxLazadaCall *self,
                                           const char *name,
                                           gint64 fallback,
                                           gint64 *value);
/* Returns: (transfer full) (nullable): a parameter that is JSON; NULL when it is not given or
 * is no JSON */
JsonNode *tiem_sandbox_lazada_call_get_json (TiemSandboxLazadaCall *self, const char *name);
/* Ids of a list like [1,"2"]. Returns: (transfer full) (element-type gint64) (nullable): NULL
 * when @node is no such list; 0 for what is no id */
GArray *tiem_sandbox_lazada_read_ids (JsonNode *node);

/* "2026-01-05T10:02:11+07:00": ISO 8601 with an offset, the colon of which may be missing.
 * Returns: whether @text is one; @ms UTC */
gboolean tiem_sandbox_lazada_parse_date (const char *text, gint64 *ms);
/* Returns: (transfer full): "2026-01-05 10:02:11 +0700" */
char *tiem_sandbox_lazada_format_date (gint64 ms);
/* Returns: (transfer full): @ms in Việt Nam by g_date_time_format() */
char *tiem_sandbox_lazada_format_local (gint64 ms, const char *format);

/* A member that is true or false; text where the market writes booleans as text. */
void tiem_sandbox_lazada_set_bool (TiemSandboxLazada *lazada,
                                   JsonObject *object,
                                   const char *name,
                                   gboolean value);
/* A decimal of two places in text: "25000.00", or with commas "1,707.00" */
void tiem_sandbox_lazada_set_price (JsonObject *object,
                                    const char *name,
                                    gint64 vnd,
                                    gboolean with_commas);
/* A member that is text; %NULL is "". */
void
tiem_sandbox_lazada_set_text (JsonObject *object, const char *name, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxLazadaCall, tiem_sandbox_lazada_call_free)

G_END_DECLS
