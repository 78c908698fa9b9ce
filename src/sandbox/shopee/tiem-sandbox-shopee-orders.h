#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* --- placing: tiem-sandbox-shopee-checkout.c --- */

TiemSandboxOrder *tiem_sandbox_shopee_checkout (TiemSandboxShopee *shopee,
                                                const TiemSandboxSale *sale,
                                                GError **error);

/* --- the life of an order: tiem-sandbox-shopee-order-state.c (Shopee §8.1) --- */

/* Whether @status is one of Shopee's words. */
gboolean tiem_sandbox_shopee_is_status (const char *status);
gboolean tiem_sandbox_shopee_order_is (const TiemSandboxOrder *order, const char *status);
/* Brings the order to @status, with what that means for stock and parcels. */
void tiem_sandbox_shopee_order_set_status (TiemSandboxShopee *shopee,
                                           TiemSandboxOrder *order,
                                           const char *status);
/* @by: "buyer", "seller" or "system" */
void tiem_sandbox_shopee_order_cancel (TiemSandboxShopee *shopee,
                                       TiemSandboxOrder *order,
                                       const char *by,
                                       const char *reason);
/* Takes @units of @line out of the order; the last of all cancels it. */
void tiem_sandbox_shopee_order_cancel_units (TiemSandboxShopee *shopee,
                                             TiemSandboxOrder *order,
                                             TiemSandboxLine *line,
                                             gint64 units);
/* The buyer wants to cancel: at once while he may, later the seller decides. Returns: FALSE
 * when it is too late */
gboolean tiem_sandbox_shopee_order_wish_to_cancel (TiemSandboxShopee *shopee,
                                                   TiemSandboxOrder *order,
                                                   const char *reason);
/* Ends IN_CANCEL. */
void tiem_sandbox_shopee_order_answer_wish (TiemSandboxShopee *shopee,
                                            TiemSandboxOrder *order,
                                            gboolean accepts);
void tiem_sandbox_shopee_order_touch (TiemSandboxShopee *shopee, TiemSandboxOrder *order);
/* Whether parcels were picked up. */
gboolean tiem_sandbox_shopee_order_has_left (const TiemSandboxOrder *order);
/* What other people than the seller do, in words of the sandbox: "pay", "pickup" … (see the
 * table there). Returns: whether there is such a word */
gboolean tiem_sandbox_shopee_order_happen (TiemSandboxShopee *shopee,
                                           TiemSandboxOrder *order,
                                           const char *event);

/* --- parcels: tiem-sandbox-shopee-parcels.c --- */

/* Returns: (transfer none): the parcels, each an object with package_number, logistics_status … */
JsonArray *tiem_sandbox_shopee_order_get_parcels (const TiemSandboxOrder *order);
JsonObject *tiem_sandbox_shopee_order_get_parcel (const TiemSandboxOrder *order, guint index);
/* A new order has one; lines belong to the first unless their "_parcel" says another. */
void tiem_sandbox_shopee_order_add_parcel (TiemSandboxShopee *shopee,
                                           TiemSandboxOrder *order,
                                           const char *logistics_status);
/* Brings the parcels to where an order of that status has them. */
void tiem_sandbox_shopee_order_move_parcels (TiemSandboxShopee *shopee, TiemSandboxOrder *order);
/* The shipment of @parcel is arranged; its number comes a little later. */
void tiem_sandbox_shopee_parcel_arrange (TiemSandboxShopee *shopee, JsonObject *parcel);
gboolean tiem_sandbox_shopee_parcel_is_arranged (JsonObject *parcel);
/* Returns: (transfer full): "" while there is none */
char *tiem_sandbox_shopee_parcel_dup_tracking (TiemSandboxShopee *shopee, JsonObject *parcel);

/* --- what the API says of it: tiem-sandbox-shopee-order-json.c --- */

/* @fields: (nullable): the optional fields that were asked for */
JsonObject *tiem_sandbox_shopee_order_describe (TiemSandboxShopee *shopee,
                                                const TiemSandboxOrder *order,
                                                const char *const *fields,
                                                gboolean shows_pending);
/* PENDING is shown only to those who ask for it. */
const char *tiem_sandbox_shopee_order_get_shown_status (const TiemSandboxOrder *order,
                                                        gboolean shows_pending);

/* --- calls: tiem-sandbox-shopee-order-list.c, …-order-acts.c --- */

/* Returns: (nullable): the order a call names; else the call is refused */
TiemSandboxOrder *tiem_sandbox_shopee_find_order (TiemSandboxShopee *shopee, const char *order_sn);
TiemSandboxOrder *tiem_sandbox_shopee_call_need_order (TiemSandboxShopeeCall *call);

JsonNode *tiem_sandbox_shopee_get_order_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_order_detail (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_cancel_order (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_handle_buyer_cancellation (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_set_note (TiemSandboxShopeeCall *call);

G_END_DECLS
