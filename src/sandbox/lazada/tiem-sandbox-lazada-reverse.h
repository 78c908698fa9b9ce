#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/*
 * Reverse orders: what buyers send back, want refunded, or no longer want (Lazada §6.7, §9).
 * Each is a JsonObject: reverse_order_id, trade_order_id, request_type RETURN, ONLY_REFUND or
 * CANCEL, and lines, one for each unit, by the names of the API.
 */

/* A buyer asks. @units: (element-type TiemSandboxLine): those that were delivered are meant, of
 * a CANCEL all that have not left. Returns: (transfer none) (nullable): NULL when that is none
 * of them */
JsonObject *tiem_sandbox_lazada_reverse_ask (TiemSandboxLazada *lazada,
                                             TiemSandboxOrder *order,
                                             GPtrArray *units,
                                             const char *request_type);
/* The goods of the returns the seller has agreed to arrive at the shop. */
void
tiem_sandbox_lazada_reverse_send_back (TiemSandboxLazada *lazada, TiemSandboxOrder *order);
/* All open returns of @order go their whole way. */
void tiem_sandbox_lazada_reverse_finish (TiemSandboxLazada *lazada, TiemSandboxOrder *order);
/* A return that was over before the sandbox started. */
void tiem_sandbox_lazada_reverse_settle (TiemSandboxLazada *lazada,
                                         TiemSandboxOrder *order,
                                         gint64 at);
/* Whether @unit is on its way back, or may be. */
gboolean
tiem_sandbox_lazada_reverse_is_open (TiemSandboxLazada *lazada, const TiemSandboxLine *unit);

/* Returns: (transfer none) (nullable) */
JsonObject *tiem_sandbox_lazada_reverse_find (TiemSandboxLazada *lazada, gint64 id);
/* Returns: (transfer none) (nullable): a line of any reverse order */
JsonObject *tiem_sandbox_lazada_reverse_find_line (TiemSandboxLazada *lazada, gint64 id);
/* Moves a line, and its unit with it. @ofc_status: (nullable): unchanged. @who: in its history */
void tiem_sandbox_lazada_reverse_line_move (TiemSandboxLazada *lazada,
                                            JsonObject *reverse,
                                            JsonObject *line,
                                            const char *status,
                                            const char *ofc_status,
                                            const char *who);

/* The calls. */
JsonObject *tiem_sandbox_lazada_list_reverses (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_reverse (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_reverse_history (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_reverse_reasons (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_update_return (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_decide_refund (TiemSandboxLazadaCall *call);

G_END_DECLS
