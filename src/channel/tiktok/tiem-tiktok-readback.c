#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#define PAGE_SIZE 100

static gboolean
is_listed (TiemListingPage *page,
           const TiemPush *push)
{
  for (guint i = 0; i < page->listings->len; i++)
    if (g_strcmp0 (((TiemRemoteListing *)page->listings->pdata[i])->remote_variant_id,
                   push->remote_variant_id)
        == 0)
      return TRUE;
  for (guint i = 0; i < page->unreadable->len; i++)
    if (g_strcmp0 (((TiemUnreadable *)page->unreadable->pdata[i])->remote_id,
                   push->remote_variant_id)
        == 0)
      return TRUE;
  return FALSE;
}

JsonNode *
tts_search_products (TiemChannelTiktok *self,
                     TiemTransport *transport,
                     const char *name,
                     GPtrArray *texts,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (TtsAnswer) answer = { 0 };
  TiemForm *query = tiem_form_new ();

  tiem_form_add_int (query, "page_size", PAGE_SIZE);
  json_builder_begin_object (builder);
  tts_add_texts (builder, name, texts, 0, PAGE_SIZE);
  return tts_post (&self->shop,
                   transport,
                   "/product/202502/products/search",
                   "products/search",
                   query,
                   tts_finish_body (builder),
                   &answer,
                   cancellable,
                   error);
}

/* A frozen product has no detail (§8.2); the search knows it still. */
static gboolean
read_frozen (TiemChannelTiktok *self,
             TiemTransport *transport,
             const TiemPush *push,
             GHashTable *inventory,
             TiemListingPage *page,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (JsonNode) data = NULL;
  JsonArray *products;

  g_ptr_array_add (ids, push->remote_variant_id);
  data = tts_search_products (self, transport, "sku_ids", ids, cancellable, error);
  if (data == NULL)
    return FALSE;
  products = tiem_json_get_array (tiem_json_object (data), "products");
  for (guint i = 0; i < tiem_json_array_get_size (products); i++)
    tts_add_product (self, json_array_get_element (products, i), inventory, NULL, page);
  return TRUE;
}

/* All that the product's detail says, for every SKU of it. */
static gboolean
reread_product (TiemChannelTiktok *self,
                TiemTransport *transport,
                const TiemPush *push,
                GHashTable *inventory,
                TiemListingPage *page,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) detail
      = tts_read_detail (self, transport, push->remote_product_id, cancellable, &call_error);

  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  if (detail == NULL || tiem_json_get_array (tiem_json_object (detail), "skus") == NULL)
    return read_frozen (self, transport, push, inventory, page, cancellable, error);
  tts_add_product (self, detail, inventory, detail, page);
  return TRUE;
}

/* Returns: (transfer full): what inventory/search says of the SKUs of @pushes */
static GHashTable *
reread_inventory (TiemChannelTiktok *self,
                  TiemTransport *transport,
                  GPtrArray *pushes,
                  GPtrArray *kept,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < pushes->len; i++)
    if (((TiemPush *)pushes->pdata[i])->remote_variant_id != NULL)
      g_ptr_array_add (ids, ((TiemPush *)pushes->pdata[i])->remote_variant_id);
  for (guint start = 0; start < ids->len; start += TTS_INVENTORY_SKUS)
    {
      g_auto (TtsAnswer) answer = { 0 };
      g_autoptr (GError) call_error = NULL;
      g_autoptr (GHashTable) part = NULL;
      GHashTableIter iter;
      gpointer id;
      gpointer sku;
      JsonNode *data = tts_read_inventory (
          self, transport, ids, start, TRUE, &answer, cancellable, &call_error);

      if (data == NULL && !tts_is_refusal (&answer, call_error))
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return NULL;
        }
      if (data == NULL)
        continue;
      g_ptr_array_add (kept, data);
      part = tts_index_inventory (data);
      g_hash_table_iter_init (&iter, part);
      while (g_hash_table_iter_next (&iter, &id, &sku))
        g_hash_table_replace (all, g_strdup (id), sku);
    }
  return g_steal_pointer (&all);
}

TiemListingPage *
tts_read_listings (TiemChannel *channel,
                   TiemTransport *transport,
                   GPtrArray *pushes,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify)json_node_unref);
  g_autoptr (GHashTable) inventory = NULL;

  if (!tts_ensure_warehouses (self, transport, FALSE, cancellable, error))
    return NULL;
  inventory = reread_inventory (self, transport, pushes, kept, cancellable, error);
  if (inventory == NULL)
    return NULL;

  for (guint i = 0; i < pushes->len; i++)
    if (!is_listed (page, pushes->pdata[i])
        && !reread_product (self, transport, pushes->pdata[i], inventory, page, cancellable, error))
      return NULL;
  for (guint i = 0; i < pushes->len; i++)
    if (!is_listed (page, pushes->pdata[i]))
      tiem_parts_add_gone (page, pushes->pdata[i]);
  return g_steal_pointer (&page);
}
