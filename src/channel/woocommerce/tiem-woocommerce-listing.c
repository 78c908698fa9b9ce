#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <string.h>

/* Beyond this a number is a mistake of the site, not a stock. */
#define LARGEST_STOCK 1000000000

gboolean
woo_has_variations (JsonObject *product)
{
  const char *type = tiem_json_get_string (product, "type");

  return type != NULL && strstr (type, "variable") != NULL;
}

gboolean
woo_is_sellable (JsonObject *product)
{
  const char *type = tiem_json_get_string (product, "type");

  return g_strcmp0 (type, "grouped") != 0 && g_strcmp0 (type, "external") != 0;
}

static TiemListingState
read_state (JsonObject *object,
            JsonObject *parent)
{
  const char *status = tiem_json_get_string (object, "status");

  if (parent != NULL && read_state (parent, NULL) != TIEM_LISTING_ACTIVE)
    return read_state (parent, NULL);
  if (g_strcmp0 (status, "trash") == 0)
    return TIEM_LISTING_GONE;
  return status == NULL || strcmp (status, "publish") == 0 ? TIEM_LISTING_ACTIVE
                                                           : TIEM_LISTING_INACTIVE;
}

static char *
read_image (JsonObject *object,
            JsonObject *parent)
{
  char *url = tiem_json_dup_string (tiem_json_get_object (object, "image"), "src");

  if (url == NULL)
    url = tiem_json_dup_string (
        tiem_json_array_get_object (tiem_json_get_array (object, "images"), 0), "src");
  if (url == NULL && parent != NULL)
    url = read_image (parent, NULL);
  return url;
}

/* "Đen, L"; a variation that fits any value of an attribute has no option there. */
static char *
read_options (JsonObject *variation)
{
  JsonArray *attributes = tiem_json_get_array (variation, "attributes");
  g_autoptr (GString) options = g_string_new (NULL);

  for (guint i = 0; i < tiem_json_array_get_size (attributes); i++)
    {
      g_autofree char *option = woo_tidy_words (
          tiem_json_get_string (tiem_json_array_get_object (attributes, i), "option"));

      if (option != NULL)
        g_string_append_printf (options, "%s%s", options->len > 0 ? ", " : "", option);
    }
  return options->len > 0 ? g_string_free (g_steal_pointer (&options), FALSE) : NULL;
}

/* manage_stock is true, false, or for a variation "parent": then the number shown is the
 * parent's, which all its variations share. */
static gboolean
read_stock (JsonObject *object,
            JsonObject *parent,
            TiemRemoteListing *listing,
            GError **error)
{
  g_autofree char *managed = tiem_json_dup_string (object, "manage_stock");

  if (g_strcmp0 (managed, "parent") == 0 && parent != NULL)
    listing->stock_owner_id = tiem_json_dup_id (parent, "id");
  else if (!tiem_json_get_boolean (object, "manage_stock"))
    return TRUE;

  listing->has_stock = TRUE;
  if (!tiem_json_get_int (object, "stock_quantity", &listing->stock, error))
    return FALSE;
  if (listing->stock >= -LARGEST_STOCK && listing->stock <= LARGEST_STOCK)
    return TRUE;

  tiem_json_set_error (error, "stock_quantity");
  return FALSE;
}

/* The regular price is the one that is pushed; "price" may be a sale's. */
static gboolean
read_price (JsonObject *object,
            TiemRemoteListing *listing,
            GError **error)
{
  return tiem_json_get_money (object,
                              tiem_json_has (object, "regular_price") ? "regular_price" : "price",
                              &listing->price_vnd,
                              error);
}

TiemRemoteListing *
woo_parse_listing (JsonObject *object,
                   JsonObject *parent,
                   GError **error)
{
  g_autoptr (TiemRemoteListing) listing = tiem_remote_listing_new ();
  g_autofree char *id = tiem_json_dup_id (object, "id");
  const char *parent_sku = tiem_json_get_string (parent, "sku");

  if (id == NULL)
    {
      tiem_json_set_error (error, "id");
      return NULL;
    }

  listing->remote_product_id = parent != NULL ? tiem_json_dup_id (parent, "id") : g_strdup (id);
  listing->remote_variant_id = parent != NULL ? g_steal_pointer (&id) : NULL;
  listing->sku = tiem_json_dup_string (object, "sku");
  /* WooCommerce shows the parent's SKU on a variation that has none. */
  if (parent_sku != NULL && g_strcmp0 (listing->sku, parent_sku) == 0)
    g_clear_pointer (&listing->sku, g_free);
  listing->barcode = tiem_json_dup_string (object, "global_unique_id");
  listing->title = woo_tidy_words (tiem_json_get_string (parent != NULL ? parent : object, "name"));
  listing->options = parent != NULL ? read_options (object) : NULL;
  listing->image_url = read_image (object, parent);
  listing->state = read_state (object, parent);
  if (!read_stock (object, parent, listing, error) || !read_price (object, listing, error))
    return NULL;
  return g_steal_pointer (&listing);
}
