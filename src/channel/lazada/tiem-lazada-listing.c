#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/* Words of a product or one of its SKUs; any other one is on sale. */
static const struct
{
  const char *word;
  TiemListingState state;
} states[] = {
  { "active", TIEM_LISTING_ACTIVE },    { "live", TIEM_LISTING_ACTIVE },
  { "sold-out", TIEM_LISTING_ACTIVE },  { "inactive", TIEM_LISTING_INACTIVE },
  { "pending", TIEM_LISTING_INACTIVE }, { "pending qc", TIEM_LISTING_INACTIVE },
  { "draft", TIEM_LISTING_INACTIVE },   { "suspended", TIEM_LISTING_BANNED },
  { "rejected", TIEM_LISTING_BANNED },  { "banned", TIEM_LISTING_BANNED },
  { "locked", TIEM_LISTING_BANNED },    { "deleted", TIEM_LISTING_GONE },
};

char *
laz_dup_product_id (JsonObject *product)
{
  char *id = tiem_json_dup_id (product, "item_id");

  return id != NULL ? id : tiem_json_dup_id (product, "itemId");
}

char *
laz_dup_sku_id (JsonObject *sku)
{
  char *id = tiem_json_dup_id (sku, "SkuId");

  return id != NULL ? id : tiem_json_dup_id (sku, "skuId");
}

static TiemListingState
find_state (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states) && word != NULL; i++)
    if (g_ascii_strcasecmp (states[i].word, word) == 0)
      return states[i].state;
  return TIEM_LISTING_ACTIVE;
}

/* Suspended SKUs are named apart, as ids or as objects with one. */
static gboolean
is_suspended (JsonObject *product,
              const char *sku_id)
{
  JsonArray *suspended = tiem_json_get_array (product, "suspendedSkus");

  for (guint i = 0; i < tiem_json_array_get_size (suspended); i++)
    {
      g_autofree char *text = tiem_json_to_text (json_array_get_element (suspended, i));

      if (laz_names_id (text, sku_id))
        return TRUE;
    }
  return FALSE;
}

static TiemListingState
read_state (JsonObject *product,
            JsonObject *sku,
            const char *sku_id)
{
  g_autofree char *whole = laz_dup_text (product, "status");
  g_autofree char *own = laz_dup_text2 (sku, "Status", "status");
  TiemListingState state = MAX (find_state (whole), find_state (own));

  if (state < TIEM_LISTING_BANNED && is_suspended (product, sku_id))
    return TIEM_LISTING_BANNED;
  return state;
}

/* "Đỏ, L", in the order of the product's variations. */
static char *
read_options (JsonObject *product,
              JsonObject *sku)
{
  JsonObject *chosen = tiem_json_get_object (sku, "saleProp");
  JsonObject *variation = tiem_json_get_object (product, "variation");
  g_autoptr (GString) options = g_string_new (NULL);
  g_autoptr (GList) names = chosen != NULL ? json_object_get_members (chosen) : NULL;
  g_autoptr (GPtrArray) ordered = g_ptr_array_new ();

  for (guint i = 1; i <= 4 && variation != NULL; i++)
    {
      g_autofree char *member = g_strdup_printf ("Variation%u", i);
      const char *name = tiem_json_get_string (tiem_json_get_object (variation, member), "name");

      if (name != NULL && chosen != NULL && json_object_has_member (chosen, name))
        g_ptr_array_add (ordered, (char *)name);
    }
  for (GList *l = names; l != NULL; l = l->next)
    if (!g_ptr_array_find_with_equal_func (ordered, l->data, g_str_equal, NULL))
      g_ptr_array_add (ordered, l->data);

  for (guint i = 0; i < ordered->len; i++)
    {
      g_autofree char *value = laz_dup_text (chosen, ordered->pdata[i]);

      if (value != NULL)
        g_string_append_printf (options, "%s%s", options->len > 0 ? ", " : "", value);
    }
  return options->len > 0 ? g_string_free (g_steal_pointer (&options), FALSE) : NULL;
}

static char *
dup_first_text (JsonArray *array)
{
  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
          && *json_node_get_string (node) != '\0')
        return json_node_dup_string (node);
    }
  return NULL;
}

static char *
read_image (JsonObject *product,
            JsonObject *sku)
{
  char *url = dup_first_text (tiem_json_get_array (sku, "Images"));

  return url != NULL ? url : dup_first_text (tiem_json_get_array (product, "images"));
}

static gboolean
add_units (JsonObject *place,
           gint64 *sum,
           GError **error)
{
  gint64 units;

  if (!tiem_json_get_int (place, "sellableQuantity", &units, error))
    return FALSE;
  if (!__builtin_add_overflow (*sum, units, sum))
    return TRUE;
  tiem_json_set_error (error, "sellableQuantity");
  return FALSE;
}

/* What buyers can buy (Lazada §7.3). Shops with several warehouses sell their sum. */
static gboolean
read_stock (JsonObject *sku,
            TiemRemoteListing *listing,
            GError **error)
{
  static const char *const names[] = { "Available", "quantity", "Quantity" };
  JsonArray *places = tiem_json_get_array (sku, "multiWarehouseInventories");

  for (guint i = 0; i < tiem_json_array_get_size (places); i++)
    {
      JsonObject *place = tiem_json_array_get_object (places, i);

      if (!tiem_json_has (place, "sellableQuantity"))
        continue;
      listing->has_stock = TRUE;
      if (!add_units (place, &listing->stock, error))
        {
          tiem_json_add_path (error, "multiWarehouseInventories[%u]", i);
          return FALSE;
        }
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names) && !listing->has_stock; i++)
    if (tiem_json_has (sku, names[i]))
      {
        listing->has_stock = TRUE;
        if (!tiem_json_get_int (sku, names[i], &listing->stock, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
is_on (JsonObject *campaign,
       gint64 now)
{
  gint64 start = 0;
  gint64 end = 0;

  laz_get_time (campaign, "startTime", &start, NULL);
  laz_get_time (campaign, "endTime", &end, NULL);
  return (start == 0 || start <= now) && (end == 0 || end > now);
}

/* The stock can't be set below what running campaigns hold. */
static gboolean
read_campaigns (JsonObject *sku,
                TiemRemoteListing *listing,
                gint64 now,
                GError **error)
{
  JsonArray *campaigns = tiem_json_get_array (sku, "channelInventories");

  for (guint i = 0; i < tiem_json_array_get_size (campaigns); i++)
    {
      JsonObject *campaign = tiem_json_array_get_object (campaigns, i);

      if (is_on (campaign, now) && !add_units (campaign, &listing->campaign_locked, error))
        {
          tiem_json_add_path (error, "channelInventories[%u]", i);
          return FALSE;
        }
    }
  return TRUE;
}

TiemRemoteListing *
laz_parse_listing (JsonObject *product,
                   JsonObject *sku,
                   gint64 now,
                   GError **error)
{
  g_autoptr (TiemRemoteListing) listing = tiem_remote_listing_new ();
  JsonObject *attributes = tiem_json_get_object (product, "attributes");

  listing->remote_product_id = laz_dup_product_id (product);
  listing->remote_variant_id = laz_dup_sku_id (sku);
  if (listing->remote_product_id == NULL || listing->remote_variant_id == NULL)
    {
      tiem_json_set_error (error, listing->remote_product_id == NULL ? "item_id" : "SkuId");
      return NULL;
    }

  listing->sku = laz_dup_text2 (sku, "SellerSku", "sellerSku");
  listing->title = laz_dup_text (attributes, "name");
  listing->options = read_options (product, sku);
  listing->image_url = read_image (product, sku);
  listing->state = read_state (product, sku, listing->remote_variant_id);
  /* The regular price is the one that is pushed; special_price is a promotion's. */
  if (!read_stock (sku, listing, error) || !read_campaigns (sku, listing, now, error)
      || !laz_get_money (sku, "price", &listing->price_vnd, error))
    return NULL;
  return g_steal_pointer (&listing);
}

static void
add_unreadable (TiemListingPage *page,
                const char *id,
                JsonNode *element,
                const GError *cause)
{
  g_autofree char *raw = tiem_json_to_text (element);

  tiem_parts_add_unreadable (page->unreadable, id, raw, cause);
}

void
laz_add_product (TiemListingPage *page,
                 JsonNode *element,
                 gint64 now)
{
  JsonObject *product = tiem_json_object (element);
  JsonArray *skus = tiem_json_get_array (product, "skus");
  g_autofree char *product_id = laz_dup_product_id (product);
  g_autoptr (GError) error = NULL;

  if (product_id == NULL || skus == NULL)
    {
      tiem_json_set_error (&error, product_id == NULL ? "item_id" : "skus");
      add_unreadable (page, product_id, element, error);
      return;
    }
  for (guint i = 0; i < json_array_get_length (skus); i++)
    {
      JsonObject *sku = tiem_json_array_get_object (skus, i);
      g_autofree char *sku_id = laz_dup_sku_id (sku);
      g_autoptr (GError) sku_error = NULL;
      TiemRemoteListing *listing = laz_parse_listing (product, sku, now, &sku_error);

      if (listing != NULL)
        g_ptr_array_add (page->listings, listing);
      else
        add_unreadable (page,
                        sku_id != NULL ? sku_id : product_id,
                        json_array_get_element (skus, i),
                        sku_error);
    }
}
