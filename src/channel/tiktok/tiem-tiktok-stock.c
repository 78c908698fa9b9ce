#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

/*
 * §8.4: stock is absolute, per warehouse, and every warehouse of a SKU must be named. Of a SKU
 * that lies in one place alone the place is remembered; for others the numbers are read first,
 * the other places keep theirs, and what is left goes to the default sales warehouse.
 */

#define MOST_UNITS 99999

/* One warehouse of a SKU. */
typedef struct
{
  char *warehouse_id;
  gint64 quantity;
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->warehouse_id);
  g_free (place);
}

static void
add_place (GPtrArray *places,
           const char *warehouse_id,
           gint64 quantity)
{
  Place *place = g_new0 (Place, 1);

  place->warehouse_id = g_strdup (warehouse_id);
  place->quantity = quantity;
  g_ptr_array_add (places, place);
}

/* Where the units of @sku lie. @skips_disabled: the platform refused one that is switched off. */
static GPtrArray *
read_places (TiemChannelTiktok *self,
             JsonObject *sku,
             gboolean skips_disabled)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (place_free);
  JsonArray *array = tiem_json_get_array (sku, "warehouse_inventory");
  const TtsWarehouse *fallback = tts_get_default_warehouse (self);

  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (array, i);
      g_autofree char *id = tiem_json_dup_id (entry, "warehouse_id");
      const TtsWarehouse *warehouse = tts_find_warehouse (self, id);
      gint64 quantity = 0;

      tiem_json_get_int (entry, "available_quantity", &quantity, NULL);
      if (id != NULL && tts_is_sales_warehouse (self, id)
          && (!skips_disabled || warehouse == NULL || warehouse->is_enabled))
        add_place (places, id, CLAMP (quantity, 0, MOST_UNITS));
    }
  if (places->len == 0 && fallback != NULL)
    add_place (places, fallback->id, 0);
  return places;
}

/* Returns: which place takes what the others leave */
static guint
find_main_place (TiemChannelTiktok *self,
                 GPtrArray *places)
{
  for (guint i = 0; i < places->len; i++)
    {
      const TtsWarehouse *warehouse
          = tts_find_warehouse (self, ((Place *)places->pdata[i])->warehouse_id);

      if (warehouse != NULL && warehouse->is_default)
        return i;
    }
  return 0;
}

/* Makes the sum of @places @value, and none negative: the main place gives and takes, the fullest
 * others give only when it is empty. */
static void
spread (TiemChannelTiktok *self,
        GPtrArray *places,
        gint64 value)
{
  Place *main_place = places->pdata[find_main_place (self, places)];
  gint64 others = 0;

  for (guint i = 0; i < places->len; i++)
    others += ((Place *)places->pdata[i])->quantity;
  others -= main_place->quantity;
  main_place->quantity = MAX (value - others, 0);

  while (others > value)
    {
      Place *fullest = NULL;
      gint64 taken;

      for (guint i = 0; i < places->len; i++)
        if (places->pdata[i] != main_place
            && (fullest == NULL || ((Place *)places->pdata[i])->quantity > fullest->quantity))
          fullest = places->pdata[i];
      taken = MIN (fullest->quantity, others - value);
      fullest->quantity -= taken;
      others -= taken;
    }
}

static void
add_sku (JsonBuilder *builder,
         const char *sku_id,
         GPtrArray *places)
{
  json_builder_begin_object (builder);
  tts_add_text (builder, "id", sku_id);
  json_builder_set_member_name (builder, "inventory");
  json_builder_begin_array (builder);
  for (guint i = 0; i < places->len; i++)
    {
      Place *place = places->pdata[i];

      json_builder_begin_object (builder);
      tts_add_text (builder, "warehouse_id", place->warehouse_id);
      tts_add_int (builder, "quantity", place->quantity);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static GPtrArray *
make_places (TiemChannelTiktok *self,
             const TiemPush *push,
             GHashTable *inventory,
             gboolean skips_disabled)
{
  const char *known = g_hash_table_lookup (self->only_warehouses, push->remote_variant_id);
  JsonObject *sku = g_hash_table_lookup (inventory, push->remote_variant_id);
  GPtrArray *places;

  if (known != NULL && sku == NULL)
    {
      places = g_ptr_array_new_with_free_func (place_free);
      add_place (places, known, 0);
    }
  else
    places = read_places (self, sku, skips_disabled);
  if (places->len == 0)
    return places;

  spread (self, places, push->value);
  if (places->len == 1)
    g_hash_table_replace (self->only_warehouses,
                          g_strdup (push->remote_variant_id),
                          g_strdup (((Place *)places->pdata[0])->warehouse_id));
  return places;
}

/* Returns: (transfer full) (nullable): NULL when nothing of @group can be sent */
static JsonNode *
make_body (TiemChannelTiktok *self,
           TtsGroup *group,
           GHashTable *inventory,
           gboolean skips_disabled)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint n_skus = 0;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "skus");
  json_builder_begin_array (builder);
  for (guint i = 0; i < group->pushes->len; i++)
    {
      TiemPush *push = group->pushes->pdata[i];
      g_autoptr (GPtrArray) places = make_places (self, push, inventory, skips_disabled);

      if (places->len == 0)
        continue;
      add_sku (builder, push->remote_variant_id, places);
      n_skus++;
    }
  json_builder_end_array (builder);
  return n_skus == group->pushes->len ? tts_finish_body (builder) : NULL;
}

static JsonNode *
send_group (TiemChannelTiktok *self,
            TiemTransport *transport,
            TtsGroup *group,
            JsonNode *body,
            TtsAnswer *answer,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path
      = g_strdup_printf ("/product/202309/products/%s/inventory/update", group->product_id);

  return tts_post (
      &self->shop, transport, path, "inventory/update", NULL, body, answer, cancellable, error);
}

static gboolean
is_warehouse_code (gint64 code)
{
  return code == TTS_WAREHOUSE_UNKNOWN || code == TTS_WAREHOUSE_DISABLED;
}

/* Whether a warehouse is the trouble: the whole call's, or an item's. */
static gboolean
blames_warehouse (JsonNode *data,
                  const TtsAnswer *answer)
{
  JsonArray *errors = tiem_json_get_array (tiem_json_object (data), "errors");

  if (is_warehouse_code (answer->code))
    return TRUE;
  for (guint i = 0; i < tiem_json_array_get_size (errors); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (errors, i);
      JsonArray *extra
          = tiem_json_get_array (tiem_json_get_object (entry, "detail"), "extra_errors");
      gint64 code;

      tiem_json_get_int (entry, "code", &code, NULL);
      if (is_warehouse_code (code))
        return TRUE;
      tiem_json_get_int (tiem_json_array_get_object (extra, 0), "code", &code, NULL);
      if (is_warehouse_code (code))
        return TRUE;
    }
  return FALSE;
}

/* Reads the numbers of those of @pushes whose places are not known. FALSE with @error. */
static gboolean
read_inventory (TiemChannelTiktok *self,
                TiemTransport *transport,
                GPtrArray *pushes,
                JsonNode **data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (!g_hash_table_contains (self->only_warehouses, push->remote_variant_id))
        g_ptr_array_add (ids, push->remote_variant_id);
    }
  if (ids->len == 0)
    return TRUE;
  if (!tts_ensure_warehouses (self, transport, FALSE, cancellable, error))
    return FALSE;
  *data = tts_read_inventory (self, transport, ids, 0, TRUE, &answer, cancellable, &call_error);
  if (*data != NULL || tts_is_refusal (&answer, call_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

/* The warehouses have changed since: reads them and the numbers again, and sends once more. */
static JsonNode *
send_again (TiemChannelTiktok *self,
            TiemTransport *transport,
            TtsGroup *group,
            TtsAnswer *answer,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (JsonNode) inventory_data = NULL;
  g_autoptr (GHashTable) inventory = NULL;
  JsonNode *body;

  for (guint i = 0; i < group->pushes->len; i++)
    g_hash_table_remove (self->only_warehouses,
                         ((TiemPush *)group->pushes->pdata[i])->remote_variant_id);
  if (!tts_ensure_warehouses (self, transport, TRUE, cancellable, error)
      || !read_inventory (self, transport, group->pushes, &inventory_data, cancellable, error))
    return NULL;

  inventory = tts_index_inventory (inventory_data);
  body = make_body (self, group, inventory, TRUE);
  if (body == NULL)
    {
      answer->code = TTS_WAREHOUSE_UNKNOWN;
      g_propagate_error (error, tts_make_item_error (TTS_WAREHOUSE_UNKNOWN, NULL, NULL));
      return NULL;
    }
  return send_group (self, transport, group, body, answer, cancellable, error);
}

static gboolean
push_group (TiemChannelTiktok *self,
            TiemTransport *transport,
            TtsGroup *group,
            GHashTable *inventory,
            GCancellable *cancellable,
            GError **error)
{
  JsonNode *body = make_body (self, group, inventory, FALSE);
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };

  if (body != NULL)
    data = send_group (self, transport, group, body, &answer, cancellable, &call_error);
  else
    answer.code = TTS_WAREHOUSE_UNKNOWN;
  if (blames_warehouse (data, &answer))
    {
      g_clear_pointer (&data, json_node_unref);
      g_clear_error (&call_error);
      data = send_again (self, transport, group, &answer, cancellable, &call_error);
    }
  if (data == NULL)
    return tts_settle_failure (group, &answer, g_steal_pointer (&call_error), error);
  tts_settle_group (group, data);
  return TRUE;
}

/* Returns: (transfer full): those of @pushes that can be sent; the others are refused */
static GPtrArray *
take_valid (GPtrArray *pushes)
{
  GPtrArray *valid = g_ptr_array_new ();

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (push->remote_variant_id == NULL || push->remote_product_id == NULL)
        tts_refuse_push (push, tts_make_item_error (12052557, NULL, push->sku));
      else if (push->value < 0 || push->value > MOST_UNITS)
        tts_refuse_push (push, tts_make_item_error (12052055, NULL, push->sku));
      else
        g_ptr_array_add (valid, push);
    }
  return valid;
}

char *
tts_get_push_group (const TiemPush *push)
{
  return g_strdup (push->remote_product_id);
}

gboolean
tts_push_stock (TiemChannel *channel,
                TiemTransport *transport,
                GPtrArray *pushes,
                GCancellable *cancellable,
                GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (GPtrArray) valid = take_valid (pushes);
  g_autoptr (GPtrArray) groups = tts_group_pushes (valid);
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GHashTable) inventory = NULL;

  if (!read_inventory (self, transport, valid, &data, cancellable, error))
    return FALSE;
  inventory = tts_index_inventory (data);
  for (guint i = 0; i < groups->len; i++)
    if (!push_group (self, transport, groups->pdata[i], inventory, cancellable, error))
      return FALSE;
  return TRUE;
}
