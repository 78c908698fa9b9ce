#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <string.h>

/* Goods go out from these; the others take returns in (§10.5). */
#define PICKUP_WAREHOUSE 1

void
shopee_forget_locations (TiemChannelShopee *self)
{
  g_clear_pointer (&self->locations, g_ptr_array_unref);
}

/* Returns: (transfer full) (element-type utf8) */
static GPtrArray *
collect_locations (JsonArray *list)
{
  GPtrArray *locations = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *place = tiem_json_array_get_object (list, i);
      g_autofree char *id = tiem_json_dup_string (place, "location_id");

      if (id != NULL && !g_ptr_array_find_with_equal_func (locations, id, g_str_equal, NULL))
        g_ptr_array_add (locations, g_steal_pointer (&id));
    }
  return locations;
}

/* A shop with one place is told that it has no list of them: that is no trouble, and its place
 * has no name. Apps that may not ask push to such shops all the same. */
static gboolean
means_one_place (const GError *error)
{
  return g_error_matches (error, TIEM_ERROR, TIEM_ERROR_REJECTED)
         || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_AUTH);
}

gboolean
shopee_ensure_locations (TiemChannelShopee *self,
                         TiemTransport *transport,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonArray *list;

  if (self->locations != NULL)
    return TRUE;
  if (!shopee_check_token (&self->shop, error))
    return FALSE;

  tiem_form_add_int (query, "warehouse_type", PICKUP_WAREHOUSE);
  shopee_get (&self->shop,
              transport,
              "shop/get_warehouse_detail",
              g_steal_pointer (&query),
              &answer,
              cancellable,
              &call_error);
  if (call_error != NULL && !means_one_place (call_error))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  list = call_error == NULL ? tiem_json_get_array (tiem_json_object (answer.root), "response")
                            : NULL;
  self->locations = collect_locations (list);
  return TRUE;
}

gint64 *
shopee_divide_stock (TiemChannelShopee *self,
                     GHashTable *held,
                     gint64 value)
{
  gint64 *parts = g_new0 (gint64, MAX (self->locations->len, 1));
  gint64 rest = value;

  for (guint i = 0; i < self->locations->len; i++)
    {
      const gint64 *now = g_hash_table_lookup (held, self->locations->pdata[i]);

      parts[i] = CLAMP (now != NULL ? *now : 0, 0, rest);
      rest -= parts[i];
    }
  parts[0] += rest;
  return parts;
}
