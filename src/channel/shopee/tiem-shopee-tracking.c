#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <string.h>

/* An order's details leave out its tracking numbers: they cost a call for each parcel, and stay
 * as they are once given (§9). */
#define MOST_KEPT 2000

gboolean
shopee_has_tracking (const TiemRemoteOrder *order)
{
  switch (order->status)
    {
    case TIEM_ORDER_AWAITING_PICKUP:
    case TIEM_ORDER_SHIPPING:
    case TIEM_ORDER_DELIVERED:
    case TIEM_ORDER_COMPLETED:
    case TIEM_ORDER_RETURNING:
      return TRUE;
    default:
      return FALSE;
    }
}

static GHashTable *
ensure_table (TiemChannelShopee *self)
{
  if (self->tracking == NULL)
    self->tracking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (g_hash_table_size (self->tracking) >= MOST_KEPT)
    g_hash_table_remove_all (self->tracking);
  return self->tracking;
}

/* @package: (nullable): NULL for an order that is not split. Returns: (transfer full) (nullable):
 * NULL without @error when there is none yet */
static char *
ask_tracking (TiemChannelShopee *self,
              TiemTransport *transport,
              const char *sn,
              const char *package,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonObject *object;

  tiem_form_add (query, "order_sn", sn);
  if (package != NULL)
    tiem_form_add (query, "package_number", package);
  object = shopee_get (&self->shop,
                       transport,
                       "logistics/get_tracking_number",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       &call_error);
  if (object != NULL)
    return tiem_json_dup_id (object, "tracking_number");

  /* refused: this parcel has no number to give */
  if (!g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    g_propagate_error (error, g_steal_pointer (&call_error));
  return NULL;
}

/* Returns: (transfer full) (nullable): as ask_tracking(), from memory where it was given before */
static char *
find_tracking (TiemChannelShopee *self,
               TiemTransport *transport,
               const char *sn,
               const char *package,
               GCancellable *cancellable,
               GError **error)
{
  GHashTable *table = ensure_table (self);
  g_autofree char *key = g_strconcat (sn, "/", package, NULL);
  char *tracking = g_strdup (g_hash_table_lookup (table, key));

  if (tracking != NULL)
    return tracking;
  tracking = ask_tracking (self, transport, sn, package, cancellable, error);
  if (tracking != NULL)
    g_hash_table_replace (table, g_steal_pointer (&key), g_strdup (tracking));
  return tracking;
}

gboolean
shopee_read_tracking (TiemChannelShopee *self,
                      TiemTransport *transport,
                      TiemRemoteOrder *order,
                      gboolean *complete,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GError) call_error = NULL;
  gboolean is_split = order->parcels->len > 1;
  gboolean all = TRUE;

  for (guint i = 0; i < MAX (order->parcels->len, 1); i++)
    {
      TiemRemoteParcel *parcel = order->parcels->len > 0 ? order->parcels->pdata[i] : NULL;
      g_autofree char *tracking = parcel != NULL ? g_strdup (parcel->tracking) : NULL;

      if (tracking == NULL)
        tracking = find_tracking (self,
                                  transport,
                                  order->remote_id,
                                  is_split ? parcel->remote_id : NULL,
                                  cancellable,
                                  &call_error);
      if (call_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return FALSE;
        }
      all = all && tracking != NULL;
      if (order->tracking == NULL)
        order->tracking = g_strdup (tracking);
      if (parcel != NULL && parcel->tracking == NULL)
        parcel->tracking = g_steal_pointer (&tracking);
    }
  if (complete != NULL)
    *complete = all;
  return TRUE;
}
