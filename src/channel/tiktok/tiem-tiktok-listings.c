#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAGE_SIZE 100

/* Pictures and the names of variations stand in each product's detail alone, one call each:
 * cheap in a shop of so many products; in one of more, only where variations need their names;
 * in a large one not at all. */
#define FEW_PRODUCTS 30
#define SOME_PRODUCTS 100

/* What a product's detail said, as long as the product is unchanged. */
typedef struct
{
  gint64 update_time;
  JsonNode *data;
} TtsDetail;

static void
detail_free (gpointer data)
{
  TtsDetail *detail = data;

  json_node_unref (detail->data);
  g_free (detail);
}

JsonNode *
tts_read_inventory (TiemChannelTiktok *self,
                    TiemTransport *transport,
                    GPtrArray *ids,
                    guint start,
                    gboolean is_sku,
                    TtsAnswer *answer,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tts_add_texts (builder,
                 is_sku ? "sku_ids" : "product_ids",
                 ids,
                 start,
                 is_sku ? TTS_INVENTORY_SKUS : TTS_INVENTORY_PRODUCTS);
  return tts_post (&self->shop,
                   transport,
                   "/product/202309/inventory/search",
                   "inventory/search",
                   NULL,
                   tts_finish_body (builder),
                   answer,
                   cancellable,
                   error);
}

GHashTable *
tts_index_inventory (JsonNode *data)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *products = tiem_json_get_array (tiem_json_object (data), "inventory");

  for (guint i = 0; i < tiem_json_array_get_size (products); i++)
    {
      JsonArray *skus = tiem_json_get_array (tiem_json_array_get_object (products, i), "skus");

      for (guint j = 0; j < tiem_json_array_get_size (skus); j++)
        {
          JsonObject *sku = tiem_json_array_get_object (skus, j);
          char *id = tiem_json_dup_id (sku, "id");

          if (id != NULL)
            g_hash_table_replace (index, id, sku);
        }
    }
  return index;
}

JsonNode *
tts_read_detail (TiemChannelTiktok *self,
                 TiemTransport *transport,
                 const char *id,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *path = g_strconcat ("/product/202309/products/", id, NULL);
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  JsonNode *data = tts_get (
      &self->shop, transport, path, "products/detail", NULL, &answer, cancellable, &call_error);

  if (data == NULL && !tts_is_refusal (&answer, call_error))
    g_propagate_error (error, g_steal_pointer (&call_error));
  return data;
}

/* Returns: (transfer none) (nullable) */
static JsonNode *
ensure_detail (TiemChannelTiktok *self,
               TiemTransport *transport,
               JsonObject *product,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *id = tiem_json_dup_id (product, "id");
  TtsDetail *detail;
  gint64 update_time;
  JsonNode *data;

  if (id == NULL)
    return NULL;
  if (self->details == NULL)
    self->details = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, detail_free);
  tiem_json_get_time (product, "update_time", &update_time, NULL);
  detail = g_hash_table_lookup (self->details, id);
  if (detail != NULL && detail->update_time == update_time)
    return detail->data;

  data = tts_read_detail (self, transport, id, cancellable, error);
  if (data == NULL)
    return NULL;
  detail = g_new0 (TtsDetail, 1);
  detail->update_time = update_time;
  detail->data = data;
  g_hash_table_replace (self->details, g_steal_pointer (&id), detail);
  return data;
}

void
tts_add_product (TiemChannelTiktok *self,
                 JsonNode *element,
                 GHashTable *inventory,
                 JsonNode *detail,
                 TiemListingPage *page)
{
  JsonObject *product = tiem_json_object (element);
  JsonArray *skus = tiem_json_get_array (product, "skus");

  for (guint i = 0; i < tiem_json_array_get_size (skus); i++)
    {
      JsonObject *sku = tiem_json_array_get_object (skus, i);
      g_autofree char *id = tiem_json_dup_id (sku, "id");
      g_autoptr (GError) parse_error = NULL;
      TiemRemoteListing *listing
          = tts_parse_listing (self,
                               product,
                               sku,
                               id != NULL ? g_hash_table_lookup (inventory, id) : NULL,
                               tiem_json_object (detail),
                               &parse_error);

      if (listing != NULL)
        g_ptr_array_add (page->listings, listing);
      else
        tts_add_unreadable (page->unreadable, json_array_get_element (skus, i), "id", parse_error);
    }
}

static GPtrArray *
collect_ids (JsonArray *products)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (products); i++)
    {
      char *id = tiem_json_dup_id (tiem_json_array_get_object (products, i), "id");

      if (id != NULL)
        g_ptr_array_add (ids, id);
    }
  return ids;
}

/* Campaign locks and exact numbers; a refusal leaves the numbers of the search. */
static GHashTable *
ask_inventory (TiemChannelTiktok *self,
               TiemTransport *transport,
               JsonArray *products,
               JsonNode **data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) ids = collect_ids (products);
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };

  if (ids->len > 0)
    *data = tts_read_inventory (self, transport, ids, 0, FALSE, &answer, cancellable, &call_error);
  if (call_error != NULL && !tts_is_refusal (&answer, call_error))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  return tts_index_inventory (*data);
}

static JsonNode *
ask_products (TiemChannelTiktok *self,
              TiemTransport *transport,
              const char *token,
              TtsAnswer *answer,
              GCancellable *cancellable,
              GError **error)
{
  TiemForm *query = tiem_form_new ();

  tiem_form_add_int (query, "page_size", PAGE_SIZE);
  if (token != NULL)
    tiem_form_add (query, "page_token", token);
  return tts_post (&self->shop,
                   transport,
                   "/product/202502/products/search",
                   "products/search",
                   query,
                   NULL,
                   answer,
                   cancellable,
                   error);
}

static gboolean
is_deleted (JsonObject *product)
{
  return tts_parse_product_state (tiem_json_get_string (product, "status")) == TIEM_LISTING_GONE;
}

static gboolean
is_worth_a_call (JsonObject *product,
                 gint64 total)
{
  return total <= FEW_PRODUCTS
         || (total <= SOME_PRODUCTS
             && tiem_json_array_get_size (tiem_json_get_array (product, "skus")) > 1);
}

static gboolean
read_products (TiemChannelTiktok *self,
               TiemTransport *transport,
               JsonNode *data,
               TiemListingPage *page,
               GCancellable *cancellable,
               GError **error)
{
  JsonArray *products = tiem_json_get_array (tiem_json_object (data), "products");
  g_autoptr (JsonNode) inventory_data = NULL;
  g_autoptr (GHashTable) inventory
      = ask_inventory (self, transport, products, &inventory_data, cancellable, error);
  gint64 total = 0;

  if (inventory == NULL)
    return FALSE;
  tiem_json_get_int (tiem_json_object (data), "total_count", &total, NULL);
  total = MAX (total, tiem_json_array_get_size (products));
  for (guint i = 0; i < tiem_json_array_get_size (products); i++)
    {
      JsonObject *product = tiem_json_array_get_object (products, i);
      g_autoptr (GError) call_error = NULL;
      JsonNode *detail = NULL;

      /* What a full pass leaves out counts as gone. */
      if (is_deleted (product))
        continue;
      if (is_worth_a_call (product, total))
        detail = ensure_detail (self, transport, product, cancellable, &call_error);
      if (call_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return FALSE;
        }
      tts_add_product (self, json_array_get_element (products, i), inventory, detail, page);
    }
  return TRUE;
}

TiemListingPage *
tts_pull_listings (TiemChannel *channel,
                   TiemTransport *transport,
                   const char *cursor,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  const char *token;

  if (!tts_ensure_warehouses (self, transport, cursor == NULL, cancellable, error))
    return NULL;
  data = ask_products (self, transport, cursor, &answer, cancellable, &call_error);
  if (data == NULL && cursor != NULL && tts_is_refusal (&answer, call_error))
    {
      /* The token is refused: from the start, which meets some of them twice. */
      g_clear_error (&call_error);
      cursor = NULL;
      data = ask_products (self, transport, NULL, &answer, cancellable, &call_error);
    }
  if (data == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  if (!read_products (self, transport, data, page, cancellable, error))
    return NULL;

  if (cursor == NULL)
    tts_has_seen_token (self, NULL);
  token = tiem_json_get_string (tiem_json_object (data), "next_page_token");
  if (token != NULL && tts_has_seen_token (self, token))
    {
      /* Ending here would make all that did not come count as gone (trap 13). */
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_PROTOCOL,
                           _ ("TikTok Shop's list of products leads in a circle; Tiệm reads it "
                              "again later."));
      return NULL;
    }
  page->next_cursor = g_strdup (token);
  return g_steal_pointer (&page);
}
