#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/* §8.1. What waits for the audit or was never published is no listing that buyers see. */
static const struct
{
  const char *word;
  TiemListingState state;
} states[] = {
  { "ACTIVATE", TIEM_LISTING_ACTIVE },
  { "DRAFT", TIEM_LISTING_INACTIVE },
  { "PENDING", TIEM_LISTING_INACTIVE },
  { "FAILED", TIEM_LISTING_INACTIVE },
  { "SELLER_DEACTIVATED", TIEM_LISTING_INACTIVE },
  { "PLATFORM_DEACTIVATED", TIEM_LISTING_BANNED },
  { "FREEZE", TIEM_LISTING_BANNED },
  { "DELETED", TIEM_LISTING_GONE },
};

TiemListingState
tts_parse_product_state (const char *word)
{
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (states); i++)
    if (g_ascii_strcasecmp (states[i].word, word) == 0)
      return states[i].state;
  return TIEM_LISTING_INACTIVE;
}

static TiemListingState
read_state (JsonObject *product,
            JsonObject *sku)
{
  const char *word = tiem_json_get_string (product, "status");
  const char *of_sku = tiem_json_get_string (tiem_json_get_object (sku, "status_info"), "status");
  TiemListingState state = tts_parse_product_state (
      word != NULL ? word : tiem_json_get_string (product, "product_status"));

  if (state == TIEM_LISTING_ACTIVE && g_strcmp0 (of_sku, "DEACTIVATED") == 0)
    return TIEM_LISTING_INACTIVE;
  return state;
}

/* Units that can still be ordered, over the warehouses that sell. FALSE with @error. */
static gboolean
add_stock (TiemChannelTiktok *self,
           JsonArray *warehouses,
           const char *quantity_name,
           TiemRemoteListing *listing,
           GError **error)
{
  for (guint i = 0; i < tiem_json_array_get_size (warehouses); i++)
    {
      JsonObject *warehouse = tiem_json_array_get_object (warehouses, i);
      g_autofree char *id = tiem_json_dup_id (warehouse, "warehouse_id");
      gint64 quantity;

      if (!tiem_json_get_int (warehouse, quantity_name, &quantity, error))
        return FALSE;
      if (tts_is_sales_warehouse (self, id))
        listing->stock += CLAMP (quantity, 0, G_MAXINT32);
      listing->has_stock = TRUE;
    }
  return TRUE;
}

/* Units that a campaign or a creator keeps for itself (§8.3). */
static gint64
sum_locked (JsonObject *inventory)
{
  static const char *const names[] = { "campaign_inventory", "creator_inventory" };
  JsonObject *distribution
      = tiem_json_get_object (inventory, "total_available_inventory_distribution");
  gint64 locked = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonArray *array = tiem_json_get_array (distribution, names[i]);

      for (guint j = 0; j < tiem_json_array_get_size (array); j++)
        {
          gint64 quantity;

          tiem_json_get_int (tiem_json_array_get_object (array, j), "quantity", &quantity, NULL);
          locked += CLAMP (quantity, 0, G_MAXINT32);
        }
    }
  return locked;
}

static gboolean
read_stock (TiemChannelTiktok *self,
            JsonObject *sku,
            JsonObject *inventory,
            TiemRemoteListing *listing,
            GError **error)
{
  JsonArray *exact = tiem_json_get_array (inventory, "warehouse_inventory");

  if (tiem_json_array_get_size (exact) > 0)
    {
      if (!add_stock (self, exact, "available_quantity", listing, error))
        return FALSE;
    }
  else if (tiem_json_has (inventory, "total_available_quantity"))
    {
      if (!tiem_json_get_int (inventory, "total_available_quantity", &listing->stock, error))
        return FALSE;
      listing->has_stock = TRUE;
    }
  else if (!add_stock (self, tiem_json_get_array (sku, "inventory"), "quantity", listing, error))
    return FALSE;
  listing->campaign_locked = MIN (sum_locked (inventory), listing->stock);
  return TRUE;
}

/* A local seller's price has no sale price beside it (§8.1). */
static gboolean
read_price (JsonObject *sku,
            TiemRemoteListing *listing,
            GError **error)
{
  static const char *const names[] = { "sale_price", "tax_exclusive_price", "amount" };
  JsonObject *price = tiem_json_get_object (sku, "price");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (tiem_json_has (price, names[i]))
      return tts_get_amount (price, names[i], &listing->price_vnd, error);
  return TRUE;
}

/* Returns: (nullable): the same SKU in the product's detail */
static JsonObject *
find_sku (JsonObject *detail,
          const char *id)
{
  JsonArray *skus = tiem_json_get_array (detail, "skus");

  for (guint i = 0; i < tiem_json_array_get_size (skus); i++)
    {
      JsonObject *sku = tiem_json_array_get_object (skus, i);
      g_autofree char *sku_id = tiem_json_dup_id (sku, "id");

      if (g_strcmp0 (sku_id, id) == 0)
        return sku;
    }
  return NULL;
}

/* Returns: (transfer full) (nullable): "Đen, L" */
static char *
read_options (JsonObject *sku)
{
  JsonArray *attributes = tiem_json_get_array (sku, "sales_attributes");
  g_autoptr (GString) options = g_string_new (NULL);

  for (guint i = 0; i < tiem_json_array_get_size (attributes); i++)
    {
      const char *value
          = tiem_json_get_string (tiem_json_array_get_object (attributes, i), "value_name");

      if (value != NULL)
        g_string_append_printf (options, "%s%s", options->len > 0 ? ", " : "", value);
    }
  return options->len > 0 ? g_string_free (g_steal_pointer (&options), FALSE) : NULL;
}

/* Returns: (transfer full) (nullable): the first address of an image */
static char *
read_image (JsonObject *image)
{
  static const char *const names[] = { "thumb_urls", "urls" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonArray *urls = tiem_json_get_array (image, names[i]);
      JsonNode *node
          = tiem_json_array_get_size (urls) > 0 ? json_array_get_element (urls, 0) : NULL;

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
          && json_node_get_value_type (node) == G_TYPE_STRING)
        return json_node_dup_string (node);
    }
  return NULL;
}

/* The variation's own picture, else the product's. */
static char *
find_image (JsonObject *detail,
            JsonObject *sku)
{
  JsonArray *attributes = tiem_json_get_array (sku, "sales_attributes");

  for (guint i = 0; i < tiem_json_array_get_size (attributes); i++)
    {
      char *own = read_image (
          tiem_json_get_object (tiem_json_array_get_object (attributes, i), "sku_img"));

      if (own != NULL)
        return own;
    }
  return read_image (tiem_json_array_get_object (tiem_json_get_array (detail, "main_images"), 0));
}

TiemRemoteListing *
tts_parse_listing (TiemChannelTiktok *self,
                   JsonObject *product,
                   JsonObject *sku,
                   JsonObject *inventory,
                   JsonObject *detail,
                   GError **error)
{
  g_autoptr (TiemRemoteListing) listing = tiem_remote_listing_new ();
  JsonObject *sku_detail;

  listing->remote_product_id = tiem_json_dup_id (product, "id");
  if (listing->remote_product_id == NULL)
    listing->remote_product_id = tiem_json_dup_id (product, "product_id");
  listing->remote_variant_id = tiem_json_dup_id (sku, "id");
  if (listing->remote_product_id == NULL || listing->remote_variant_id == NULL)
    {
      tiem_json_set_error (error, "id");
      return NULL;
    }
  if (!read_stock (self, sku, inventory, listing, error) || !read_price (sku, listing, error))
    return NULL;

  sku_detail = find_sku (detail, listing->remote_variant_id);
  listing->sku = tiem_json_dup_string (sku, "seller_sku");
  listing->barcode
      = tiem_json_dup_string (tiem_json_get_object (sku_detail, "identifier_code"), "code");
  listing->title = tiem_json_dup_string (product, "title");
  listing->options = read_options (sku_detail);
  listing->image_url = find_image (detail, sku_detail);
  listing->state = read_state (product, sku);
  return g_steal_pointer (&listing);
}
