#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-fields.h"

G_BEGIN_DECLS

/* Orders: /orders, its notes and refunds, and what a change of status does to stock. */

#define TIEM_SANDBOX_WC_STATUSES                                                                   \
  "pending processing on-hold completed cancelled refunded failed checkout-draft"

extern const TiemSandboxWcField tiem_sandbox_wc_order_list_fields[];
extern const TiemSandboxWcField tiem_sandbox_wc_order_fields[];
extern const TiemSandboxWcField tiem_sandbox_wc_note_fields[];
extern const TiemSandboxWcField tiem_sandbox_wc_refund_fields[];

/* State (tiem-sandbox-wc-order-state.c) */

/* Gives a new order what every order has. */
void tiem_sandbox_wc_order_init (TiemSandboxWc *wc, TiemSandboxOrder *order, const char *via);
gboolean tiem_sandbox_wc_is_status (const char *status);
/* Changes the status with all it does: stock, dates, a full refund. Marks the order changed. */
void
tiem_sandbox_wc_order_set_status (TiemSandboxWc *wc, TiemSandboxOrder *order, const char *status);
/* Marks that something other than the status changed: shops that keep orders in posts do
 * not notice. */
void tiem_sandbox_wc_order_touch (TiemSandboxWc *wc, TiemSandboxOrder *order);
/* Gives back what @line has taken beyond @quantity, takes what is missing. */
void tiem_sandbox_wc_order_adjust_stock (TiemSandboxWc *wc, TiemSandboxLine *line, gint64 quantity);
/* Adds up lines, shipping, fees. */
void tiem_sandbox_wc_order_update_total (TiemSandboxOrder *order);
/* Returns: what of the total has been refunded, xu */
gint64 tiem_sandbox_wc_order_get_refunded (const TiemSandboxOrder *order);
/* Adds one refund of @amount_xu. @lines (nullable, takes it): the refund's line_items.
 * Returns: (transfer none) */
JsonObject *tiem_sandbox_wc_order_add_refund (TiemSandboxWc *wc,
                                              TiemSandboxOrder *order,
                                              gint64 amount_xu,
                                              const char *reason,
                                              JsonArray *lines);
/* Returns: (transfer none): lists kept with an order that are not part of its JSON */
JsonArray *tiem_sandbox_wc_order_get_notes (TiemSandboxOrder *order);
JsonArray *tiem_sandbox_wc_order_get_refunds (TiemSandboxOrder *order);
void tiem_sandbox_wc_order_add_note (TiemSandboxWc *wc,
                                     TiemSandboxOrder *order,
                                     const char *text,
                                     gboolean is_for_customer);

/* JSON (tiem-sandbox-wc-order-json.c) */

/* Returns: (transfer full) */
JsonNode *tiem_sandbox_wc_order_to_json (const TiemSandboxWcCall *call, TiemSandboxOrder *order);

/* Writing (tiem-sandbox-wc-order-write.c) */

/* Sets what the parameters of @call say. Returns: FALSE when the call has failed */
gboolean
tiem_sandbox_wc_order_write (TiemSandboxWcCall *call, TiemSandboxOrder *order, gboolean is_new);

/* The storefront (tiem-sandbox-wc-checkout.c) */

TiemSandboxOrder *
tiem_sandbox_wc_checkout (TiemSandboxWc *wc, const TiemSandboxSale *sale, GError **error);

/* Handlers. Numbers in the route: the order, then the note or refund. */
JsonNode *tiem_sandbox_wc_orders_list (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_orders_create (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_orders_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_orders_update (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_orders_delete (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_notes_list (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_notes_create (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_refunds_list (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_refunds_create (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_refunds_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_refunds_delete (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_refunds_list_all (TiemSandboxWcCall *call);
/* Returns: (nullable): the order the route names; NULL when the call has failed */
TiemSandboxOrder *tiem_sandbox_wc_find_order (TiemSandboxWcCall *call);

G_END_DECLS
