#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-order-fit.h"

#include "channel/tiem-channel.h"

#include <glib/gi18n-lib.h>

static gboolean
is_handled_by_platform (const TiemOrderState *order)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);

  /* A platform with labels sends a carrier itself, and hears from it. */
  return !order->is_own && info != NULL && (info->flags & TIEM_CHANNEL_HAS_LABELS) != 0;
}

static gboolean
can (const TiemOrderState *order,
     TiemChannelFlags flags)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);

  return order->is_own || (!order->by_file && info != NULL && (info->flags & flags) == flags);
}

/* Returns: (nullable): why nothing at all can be asked now */
static const char *
find_obstacle (const TiemOrderState *order)
{
  if (order->is_removed)
    return _ ("Its channel was removed; change the order at the channel itself.");
  if (order->is_sending)
    return _ ("Its channel is being told something else; wait until that is done.");
  if (order->status == TIEM_ORDER_UNKNOWN)
    return _ ("Its state is not known; look at it at the channel.");
  if (!tiem_order_status_is_open (order->status))
    return _ ("It has left the shop or is over.");
  return NULL;
}

/* What makes an order one to look at by itself. */
static const char *
find_doubt (const TiemOrderState *order)
{
  if (order->cancel_asked)
    return _ ("The buyer asks to cancel; answer that first.");
  if (order->is_short)
    return _ ("It is short of goods; look at it by itself.");
  return NULL;
}

static const char *
check_confirm (const TiemOrderState *order)
{
  if (order->status == TIEM_ORDER_UNPAID)
    return _ ("It is not paid yet.");
  if (order->status != TIEM_ORDER_TO_CONFIRM)
    return _ ("It is confirmed already.");
  if (is_handled_by_platform (order) || !can (order, TIEM_CHANNEL_CAN_SHIP))
    return _ ("The platform confirms it by itself; nothing is to be done.");
  return find_doubt (order);
}

static const char *
check_ship (const TiemOrderState *order)
{
  if (order->is_own)
    return _ ("It is the shop's own order; it goes out when it is handed over.");
  if (order->status == TIEM_ORDER_UNPAID)
    return _ ("It is not paid yet.");
  if (order->status == TIEM_ORDER_TO_CONFIRM)
    return _ ("It is not confirmed yet.");
  if (!can (order, TIEM_CHANNEL_CAN_SHIP))
    return _ ("Its platform can't be told from here; do it on its own page.");
  if (!is_handled_by_platform (order))
    return _ ("No carrier is to be arranged; it goes out when it is handed over.");
  if (order->status != TIEM_ORDER_TO_SHIP)
    return _ ("Its shipment is arranged already.");
  return find_doubt (order);
}

static const char *
check_cancel (const TiemOrderState *order)
{
  if (!can (order, TIEM_CHANNEL_CAN_CANCEL))
    return _ ("Its platform can't be told from here; do it on its own page.");
  if (order->cancel_asked)
    return _ ("The buyer asks to cancel; answer that first.");
  return NULL;
}

static const char *
check_hand_over (const TiemOrderState *order)
{
  if (order->is_handed)
    return _ ("It is handed over already.");
  if (order->status == TIEM_ORDER_UNPAID)
    return _ ("It is not paid yet.");
  if (order->status == TIEM_ORDER_TO_CONFIRM)
    return _ ("It is not confirmed yet.");
  if (is_handled_by_platform (order) && !order->by_file
      && order->status != TIEM_ORDER_AWAITING_PICKUP)
    return _ ("Its shipment is not arranged yet.");
  return find_doubt (order);
}

gboolean
tiem_order_fits (const TiemOrderState *order,
                 const char *kind,
                 const char **why)
{
  const char *obstacle = find_obstacle (order);

  if (g_str_equal (kind, TIEM_HAND_OVER_TELLS))
    return obstacle == NULL && !is_handled_by_platform (order)
           && can (order, TIEM_CHANNEL_CAN_SHIP);
  if (obstacle == NULL)
    {
      if (g_str_equal (kind, "order:confirm"))
        obstacle = check_confirm (order);
      else if (g_str_equal (kind, "order:ship"))
        obstacle = check_ship (order);
      else if (g_str_equal (kind, "order:cancel"))
        obstacle = check_cancel (order);
      else if (g_str_equal (kind, TIEM_HAND_OVER))
        obstacle = check_hand_over (order);
      else
        g_return_val_if_reached (FALSE);
    }
  if (why != NULL)
    *why = obstacle;
  return obstacle == NULL;
}

gint64
tiem_order_count_fitting (const GArray *states,
                          const char *kind,
                          const char **why)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) kinds = g_strsplit (kind, ",", -1);
  gint64 fitting = 0;
  guint most = 0;

  if (why != NULL)
    *why = NULL;
  for (guint i = 0; i < states->len; i++)
    {
      const TiemOrderState *state = &g_array_index (states, TiemOrderState, i);
      const char *obstacle = NULL;
      guint n;

      if (tiem_order_find_fitting (state, (const char *const *)kinds, tiem_order_fits, &obstacle)
          != NULL)
        {
          fitting += state->n;
          continue;
        }
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, obstacle)) + (guint)state->n;
      g_hash_table_insert (counts, (gpointer)obstacle, GUINT_TO_POINTER (n));
      if (n > most && why != NULL)
        *why = obstacle;
      most = MAX (n, most);
    }
  return fitting;
}
