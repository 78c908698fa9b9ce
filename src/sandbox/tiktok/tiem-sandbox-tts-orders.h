#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/*
 * Orders (§5). A line is one unit. What the API shows of an order or line and nothing else
 * keeps is in `extra` by the API's own names; members that begin with "_" stay inside.
 */

typedef enum
{
  TIEM_SANDBOX_TTS_UNPAID,
  TIEM_SANDBOX_TTS_ON_HOLD,
  TIEM_SANDBOX_TTS_AWAITING_SHIPMENT,
  TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING,
  TIEM_SANDBOX_TTS_AWAITING_COLLECTION,
  TIEM_SANDBOX_TTS_IN_TRANSIT,
  TIEM_SANDBOX_TTS_DELIVERED,
  TIEM_SANDBOX_TTS_COMPLETED,
  TIEM_SANDBOX_TTS_CANCELLED,
  TIEM_SANDBOX_TTS_N_STATUSES,
} TiemSandboxTtsStatus;

/* All of them, for tables of fields. */
#define TIEM_SANDBOX_TTS_STATUSES                                                                  \
  "UNPAID ON_HOLD AWAITING_SHIPMENT PARTIALLY_SHIPPING AWAITING_COLLECTION IN_TRANSIT DELIVERED"   \
  " COMPLETED CANCELLED"

const char *tiem_sandbox_tts_status_to_text (TiemSandboxTtsStatus status);
/* Returns: whether there is such a word */
gboolean tiem_sandbox_tts_status_from_text (const char *text, TiemSandboxTtsStatus *status);
TiemSandboxTtsStatus tiem_sandbox_tts_order_get_status (const TiemSandboxOrder *order);

/* A shopper buys. Fails with REJECTED or NOT_FOUND. */
TiemSandboxOrder *
tiem_sandbox_tts_checkout (TiemSandboxTts *tts, const TiemSandboxSale *sale, GError **error);

/* Brings an order forward, through all that lies between; never back, and never on once it is
 * cancelled. CANCELLED: the buyer, or the carrier who brings the parcel back. */
void tiem_sandbox_tts_order_advance (TiemSandboxTts *tts,
                                     TiemSandboxOrder *order,
                                     TiemSandboxTtsStatus target);
/* Cancels it for good: goods that have not left go back on sale. @initiator: SELLER, BUYER or
 * SYSTEM. */
void tiem_sandbox_tts_order_cancel (TiemSandboxTts *tts,
                                    TiemSandboxOrder *order,
                                    const char *initiator,
                                    const char *reason);
/* What its lines are makes what the order is: after some of them were shipped. */
void tiem_sandbox_tts_order_settle_shipping (TiemSandboxTts *tts, TiemSandboxOrder *order);
void tiem_sandbox_tts_order_touch (TiemSandboxTts *tts, TiemSandboxOrder *order);
/* Whether its parcel has been with the carrier. */
gboolean tiem_sandbox_tts_order_has_left (const TiemSandboxOrder *order);

/* Units of @item that orders hold and that have not been shipped. */
gint64 tiem_sandbox_tts_item_get_committed (const TiemSandboxItem *item);
/* A line's unit leaves the shop: it is no longer committed. */
void tiem_sandbox_tts_line_ship (TiemSandboxTts *tts, TiemSandboxLine *line);

/* The API's view of it. */
JsonObject *tiem_sandbox_tts_order_describe (TiemSandboxTts *tts, TiemSandboxOrder *order);
/* Amounts of the whole order, đồng. */
typedef struct
{
  gint64 original;
  gint64 seller_discount;
  gint64 platform_discount;
  gint64 subtotal;
  gint64 shipping_original;
  gint64 shipping_platform_discount;
  gint64 shipping;
  gint64 total;
} TiemSandboxTtsMoney;
TiemSandboxTtsMoney tiem_sandbox_tts_order_get_money (const TiemSandboxOrder *order);

/* Calls. */
JsonObject *tiem_sandbox_tts_search_orders (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_get_orders (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_get_price_detail (TiemSandboxTtsCall *call);

/* The order with the id in the path. Returns: (nullable): NULL when there is none, and the
 * call has failed */
TiemSandboxOrder *tiem_sandbox_tts_call_find_order (TiemSandboxTtsCall *call, const char *id);

G_END_DECLS
