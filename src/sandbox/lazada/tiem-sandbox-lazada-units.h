#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada.h"

G_BEGIN_DECLS

/*
 * Lazada has no status of an order and no quantities: every single unit is a line of its own
 * with its own status (Lazada §5.2). What only Lazada has of a unit is in line->extra, by the
 * names of its API; stamps there are ms UTC.
 */

/* Returns: whether @status is one a unit can have */
gboolean tiem_sandbox_lazada_is_status (const char *status);
/* Borrowed: it ends with the next change. */
const char *tiem_sandbox_lazada_unit_get_status (const TiemSandboxLine *unit);
gboolean tiem_sandbox_lazada_unit_is (const TiemSandboxLine *unit, const char *status);
const char *tiem_sandbox_lazada_unit_get (const TiemSandboxLine *unit, const char *name);

/* Moves a unit, its stock (Lazada §7.3) and the stamps of both; a word nobody knows moves no
 * stock. Returns: whether anything changed */
gboolean tiem_sandbox_lazada_unit_set_status (TiemSandboxLazada *lazada,
                                              TiemSandboxOrder *order,
                                              TiemSandboxLine *unit,
                                              const char *status);
/* A unit of an order from before the sandbox: the numbers know of it already. */
void tiem_sandbox_lazada_unit_settle (TiemSandboxLazada *lazada,
                                      TiemSandboxLine *unit,
                                      const char *status,
                                      gint64 at);
/* @initiator: "seller", "customer" or "internal" */
void tiem_sandbox_lazada_unit_cancel (TiemSandboxLazada *lazada,
                                      TiemSandboxOrder *order,
                                      TiemSandboxLine *unit,
                                      const char *reason,
                                      const char *initiator);
/* Marks the unit and its order changed. */
void tiem_sandbox_lazada_unit_touch (TiemSandboxLazada *lazada,
                                     TiemSandboxOrder *order,
                                     TiemSandboxLine *unit);

/* Puts @units (element-type TiemSandboxLine) of @order into one new parcel. */
void tiem_sandbox_lazada_pack_units (TiemSandboxLazada *lazada,
                                     TiemSandboxOrder *order,
                                     GPtrArray *units);
/* Gives an order from before the sandbox the parcel it left in. */
void tiem_sandbox_lazada_pack_past (TiemSandboxLazada *lazada, TiemSandboxOrder *order);
/* Takes a unit out of its parcel again. */
void tiem_sandbox_lazada_unpack_unit (TiemSandboxLazada *lazada,
                                      TiemSandboxOrder *order,
                                      TiemSandboxLine *unit);
/* Returns: (transfer container) (element-type TiemSandboxLine): what is in a parcel; empty when
 * there is none of that id. @order: (out) whose it is */
GPtrArray *tiem_sandbox_lazada_find_package (TiemSandboxLazada *lazada,
                                             const char *package_id,
                                             TiemSandboxOrder **order);
/* Returns: (nullable): a unit of any order. @order: (out) (nullable): its order */
TiemSandboxLine *tiem_sandbox_lazada_find_unit (TiemSandboxLazada *lazada,
                                                gint64 id,
                                                TiemSandboxOrder **order);
/* Returns: (nullable): a unit of @order */
TiemSandboxLine *tiem_sandbox_lazada_order_find_unit (TiemSandboxOrder *order, gint64 id);

/* Brings all units that are not cancelled to a stage, step by step. */
void tiem_sandbox_lazada_order_set_stage (TiemSandboxLazada *lazada,
                                          TiemSandboxOrder *order,
                                          TiemSandboxStage stage);
/* That of the least advanced unit that is not cancelled. */
TiemSandboxStage tiem_sandbox_lazada_order_get_stage (TiemSandboxLazada *lazada,
                                                      TiemSandboxOrder *order);
/* A status of Lazada's, or one of the words in tiem-sandbox-lazada.h. Returns: whether it is
 * one */
gboolean tiem_sandbox_lazada_order_set_status (TiemSandboxLazada *lazada,
                                               TiemSandboxOrder *order,
                                               const char *word);
/* Writes order->status anew: the distinct ones of its units, "packed,pending". */
void tiem_sandbox_lazada_order_update_status (TiemSandboxOrder *order);

/* A shopper buys. As TiemSandboxMarketClass.place (). */
TiemSandboxOrder *tiem_sandbox_lazada_checkout (TiemSandboxLazada *lazada,
                                                const TiemSandboxSale *sale,
                                                GError **error);

G_END_DECLS
