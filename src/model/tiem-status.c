#define G_LOG_DOMAIN "tiem-status"

#include "config.h"

#include "model/tiem-status.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *label; /* msgid */
  gboolean has_left;
  gboolean is_open;
} statuses[TIEM_N_ORDER_STATUSES] = {
  [TIEM_ORDER_UNKNOWN] = { "unknown", N_ ("Needs a look"), FALSE, TRUE },
  [TIEM_ORDER_UNPAID] = { "unpaid", N_ ("Unpaid"), FALSE, TRUE },
  [TIEM_ORDER_TO_CONFIRM] = { "to_confirm", N_ ("To confirm"), FALSE, TRUE },
  [TIEM_ORDER_TO_SHIP] = { "to_ship", N_ ("To pack"), FALSE, TRUE },
  [TIEM_ORDER_AWAITING_PICKUP] = { "awaiting_pickup", N_ ("Awaiting pick-up"), FALSE, TRUE },
  [TIEM_ORDER_SHIPPING] = { "shipping", N_ ("Shipping"), TRUE, FALSE },
  [TIEM_ORDER_DELIVERED] = { "delivered", N_ ("Delivered"), TRUE, FALSE },
  [TIEM_ORDER_COMPLETED] = { "completed", N_ ("Completed"), TRUE, FALSE },
  [TIEM_ORDER_CANCELLED] = { "cancelled", N_ ("Cancelled"), FALSE, FALSE },
  [TIEM_ORDER_FAILED_DELIVERY] = { "failed_delivery", N_ ("Delivery failed"), TRUE, FALSE },
  [TIEM_ORDER_RETURNING] = { "returning", N_ ("Coming back"), TRUE, FALSE },
  [TIEM_ORDER_RETURNED] = { "returned", N_ ("Return received"), TRUE, FALSE },
};

static gboolean
is_status (TiemOrderStatus status)
{
  return (guint)status < TIEM_N_ORDER_STATUSES;
}

const char *
tiem_order_status_to_string (TiemOrderStatus status)
{
  g_return_val_if_fail (is_status (status), "unknown");

  return statuses[status].name;
}

TiemOrderStatus
tiem_order_status_from_string (const char *text)
{
  for (guint i = 0; i < TIEM_N_ORDER_STATUSES; i++)
    if (g_strcmp0 (text, statuses[i].name) == 0)
      return (TiemOrderStatus)i;
  return TIEM_ORDER_UNKNOWN;
}

const char *
tiem_order_status_get_label (TiemOrderStatus status)
{
  g_return_val_if_fail (is_status (status), "");

  return _ (statuses[status].label);
}

TiemStockEffect
tiem_order_status_get_effect (TiemOrderStatus status,
                              gboolean has_left)
{
  g_return_val_if_fail (is_status (status), TIEM_EFFECT_NONE);

  /* Goods that left stay gone whatever the order is called afterwards: they come back only
   * when the owner has them in hand. */
  if (has_left || statuses[status].has_left)
    return TIEM_EFFECT_SHIPPED;
  return statuses[status].is_open ? TIEM_EFFECT_RESERVED : TIEM_EFFECT_NONE;
}

gboolean
tiem_order_status_has_left (TiemOrderStatus status)
{
  g_return_val_if_fail (is_status (status), FALSE);

  return statuses[status].has_left;
}

gboolean
tiem_order_status_is_open (TiemOrderStatus status)
{
  g_return_val_if_fail (is_status (status), FALSE);

  return statuses[status].is_open;
}
