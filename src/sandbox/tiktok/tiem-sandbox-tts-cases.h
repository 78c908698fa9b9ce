#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* What goes backwards: cancellations (§7.1) and returns (§7.2), which have much in common. */

typedef struct
{
  gint64 id;
  gint64 order_id;
  char *type;   /* "CANCEL", "BUYER_CANCEL"; "REFUND", "RETURN_AND_REFUND", "REPLACEMENT" */
  char *status; /* cancel_status or return_status */
  char *role;   /* who began it: "BUYER", "SELLER" or "SYSTEM" */
  char *reason;
  gint64 created_at;
  gint64 modified_at;
  gint64 deadline;       /* ms, until when the seller may answer; 0 = he need not */
  GArray *line_ids;      /* (element-type gint64) the units it is about */
  gint64 refund_vnd;
  char *tracking_number; /* of a return; "" until the buyer shipped */
  JsonArray *records;    /* of a return: what happened */
} TiemSandboxTtsCase;

TiemSandboxTtsCase *tiem_sandbox_tts_case_new (TiemSandboxTts *tts,
                                               TiemSandboxOrder *order,
                                               guint n_units, /* 0 = all */
                                               const char *type,
                                               const char *status,
                                               const char *role,
                                               const char *reason);
void tiem_sandbox_tts_case_free (TiemSandboxTtsCase *self);
void tiem_sandbox_tts_case_set_status (TiemSandboxTts *tts,
                                       TiemSandboxTtsCase *self,
                                       const char *status);
/* @cases: tts->cancellations or tts->returns. Returns: (nullable) */
TiemSandboxTtsCase *tiem_sandbox_tts_cases_find (GPtrArray *cases, gint64 id);
/* Returns: (nullable): the newest of @order */
TiemSandboxTtsCase *
tiem_sandbox_tts_cases_find_last (GPtrArray *cases, const TiemSandboxOrder *order);
/* The case with the id in the path. Returns: (nullable): NULL when there is none, and the call
 * has failed */
TiemSandboxTtsCase *tiem_sandbox_tts_call_find_case (TiemSandboxTtsCall *call, GPtrArray *cases);
/* Members both kinds have. @lines, @line: names of the list of units and of their ids. */
void tiem_sandbox_tts_case_describe (TiemSandboxTts *tts,
                                     const TiemSandboxTtsCase *self,
                                     const char *lines,
                                     const char *line,
                                     JsonObject *object);
const char *tiem_sandbox_tts_case_get_reason_text (const TiemSandboxTtsCase *self);
/* What the owner may do now. @action: (nullable): nothing */
void tiem_sandbox_tts_case_set_action (const TiemSandboxTtsCase *self,
                                       const char *action,
                                       JsonObject *object);
/* Whether the filters both searches share admit it. */
gboolean tiem_sandbox_tts_case_fits (TiemSandboxTts *tts,
                                     const TiemSandboxTtsCase *self,
                                     const char *ids,
                                     JsonObject *body);
/* Whether this very call was carried out before: the same path and idempotency_key. */
gboolean tiem_sandbox_tts_call_is_repeated (TiemSandboxTtsCall *call);
/* Notes that it is. */
void tiem_sandbox_tts_call_note_done (TiemSandboxTtsCall *call);

/* Of an order that is being cancelled: what the buyer asked for is granted, or there is a new
 * cancellation. */
void tiem_sandbox_tts_cases_note_cancelled (TiemSandboxTts *tts,
                                            TiemSandboxOrder *order,
                                            const char *initiator,
                                            const char *reason);
/* The buyer asks to cancel: at once until the order is released, later if the seller agrees. */
void tiem_sandbox_tts_buyer_cancel (TiemSandboxTts *tts, TiemSandboxOrder *order);
/* The buyer takes that back. */
void tiem_sandbox_tts_buyer_withdraw (TiemSandboxTts *tts, TiemSandboxOrder *order);

/* The buyer asks for a return of that type, for an order that came and is not completed.
 * Returns: whether there is such a type */
gboolean
tiem_sandbox_tts_buyer_return (TiemSandboxTts *tts, TiemSandboxOrder *order, const char *type);
/* The newest return of @order goes on. Returns: whether there is such a word */
gboolean tiem_sandbox_tts_return_set_status (TiemSandboxTts *tts,
                                             TiemSandboxOrder *order,
                                             const char *status);

/* Calls. */
JsonObject *tiem_sandbox_tts_create_cancellation (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_search_cancellations (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_approve_cancellation (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_reject_cancellation (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_reject_reasons (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_search_returns (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_approve_return (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_reject_return (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_return_records (TiemSandboxTtsCall *call);

G_END_DECLS
