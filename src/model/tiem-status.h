#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The canonical statuses; every channel maps its own words to these in one table. */
typedef enum
{
  TIEM_ORDER_UNKNOWN, /* a word no table knows: kept, shown as "needs a look" */
  TIEM_ORDER_UNPAID,
  TIEM_ORDER_TO_CONFIRM,
  TIEM_ORDER_TO_SHIP,
  TIEM_ORDER_AWAITING_PICKUP,
  TIEM_ORDER_SHIPPING,
  TIEM_ORDER_DELIVERED,
  TIEM_ORDER_COMPLETED,
  TIEM_ORDER_CANCELLED,
  TIEM_ORDER_FAILED_DELIVERY,
  TIEM_ORDER_RETURNING,
  TIEM_ORDER_RETURNED,
  TIEM_N_ORDER_STATUSES
} TiemOrderStatus;

/* What an order asks of the stock of each of its lines. */
typedef enum
{
  TIEM_EFFECT_NONE,
  TIEM_EFFECT_RESERVED, /* promised: available falls */
  TIEM_EFFECT_SHIPPED,  /* gone: on hand falls */
} TiemStockEffect;

/* Returns: the name used in the database and by tiem-cli ("to_ship") */
const char *tiem_order_status_to_string (TiemOrderStatus status);
/* Returns: TIEM_ORDER_UNKNOWN for any other text */
TiemOrderStatus tiem_order_status_from_string (const char *text);
/* Returns: the word for people, translated ("Chờ đóng gói") */
const char *tiem_order_status_get_label (TiemOrderStatus status);

/*
 * @has_left: whether the parcel is known to have left the shop.
 *
 * Cancelled before leaving asks for nothing; cancelled after leaving is still shipped
 * (the parcel is on its way back), and so is a return until the owner books it. An unknown
 * status holds what it may hold: nothing is sold twice because a word is new.
 */
TiemStockEffect tiem_order_status_get_effect (TiemOrderStatus status,
                                              gboolean has_left);

/* Whether being in @status means that the parcel has left the shop. */
gboolean tiem_order_status_has_left (TiemOrderStatus status);
/* Whether the order still holds goods or waits for the owner (unpaid … awaiting_pickup, unknown). */
gboolean tiem_order_status_is_open (TiemOrderStatus status);

G_END_DECLS
