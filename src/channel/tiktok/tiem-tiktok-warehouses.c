#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/* §6.2: where goods lie. Only what lies in a sales warehouse is for sale; RESTRICTED is a
 * holiday, not an empty shelf. */

static void
warehouse_free (gpointer data)
{
  TtsWarehouse *warehouse = data;

  g_free (warehouse->id);
  g_free (warehouse);
}

static TtsWarehouse *
parse_warehouse (JsonObject *object)
{
  TtsWarehouse *warehouse = g_new0 (TtsWarehouse, 1);

  warehouse->id = tiem_json_dup_id (object, "id");
  warehouse->is_sales = g_strcmp0 (tiem_json_get_string (object, "type"), "RETURN_WAREHOUSE") != 0;
  warehouse->is_enabled
      = g_strcmp0 (tiem_json_get_string (object, "effect_status"), "DISABLED") != 0;
  warehouse->is_default = tiem_json_get_boolean (object, "is_default");
  return warehouse;
}

gboolean
tts_ensure_warehouses (TiemChannelTiktok *self,
                       TiemTransport *transport,
                       gboolean anew,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  JsonArray *array;

  if (self->warehouses != NULL && !anew)
    return TRUE;

  data = tts_get (&self->shop,
                  transport,
                  "/logistics/202309/warehouses",
                  "warehouses",
                  NULL,
                  &answer,
                  cancellable,
                  &call_error);
  if (data == NULL && answer.code != TTS_SCOPE_MISSING)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }

  g_clear_pointer (&self->warehouses, g_ptr_array_unref);
  self->warehouses = g_ptr_array_new_with_free_func (warehouse_free);
  array = tiem_json_get_array (tiem_json_object (data), "warehouses");
  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    g_ptr_array_add (self->warehouses, parse_warehouse (tiem_json_array_get_object (array, i)));
  return TRUE;
}

const TtsWarehouse *
tts_find_warehouse (TiemChannelTiktok *self,
                    const char *id)
{
  for (guint i = 0; self->warehouses != NULL && i < self->warehouses->len; i++)
    {
      TtsWarehouse *warehouse = self->warehouses->pdata[i];

      if (g_strcmp0 (warehouse->id, id) == 0)
        return warehouse;
    }
  return NULL;
}

const TtsWarehouse *
tts_get_default_warehouse (TiemChannelTiktok *self)
{
  const TtsWarehouse *best = NULL;

  for (guint i = 0; self->warehouses != NULL && i < self->warehouses->len; i++)
    {
      const TtsWarehouse *warehouse = self->warehouses->pdata[i];

      if (warehouse->id != NULL && warehouse->is_sales && warehouse->is_enabled
          && (best == NULL || (warehouse->is_default && !best->is_default)))
        best = warehouse;
    }
  return best;
}

gboolean
tts_is_sales_warehouse (TiemChannelTiktok *self,
                        const char *id)
{
  const TtsWarehouse *warehouse = tts_find_warehouse (self, id);

  return warehouse == NULL || warehouse->is_sales;
}
