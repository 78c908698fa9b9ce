#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <string.h>

/* Beyond this a number is a mistake, not a stock. */
#define LARGEST_STOCK 1000000000

static const struct
{
  const char *word;
  TiemListingState state;
} states[] = {
  { "NORMAL", TIEM_LISTING_ACTIVE },      { "UNLIST", TIEM_LISTING_INACTIVE },
  { "REVIEWING", TIEM_LISTING_INACTIVE }, { "BANNED", TIEM_LISTING_BANNED },
  { "SELLER_DELETE", TIEM_LISTING_GONE }, { "SHOPEE_DELETE", TIEM_LISTING_GONE },
};

gboolean
shopee_has_models (JsonObject *item)
{
  return tiem_json_get_boolean (item, "has_model");
}

static TiemListingState
read_state (JsonObject *item,
            JsonObject *model)
{
  const char *word = tiem_json_get_string (item, "item_status");
  TiemListingState state = TIEM_LISTING_INACTIVE;

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].word, word) == 0)
      state = states[i].state;
  if (state == TIEM_LISTING_ACTIVE
      && g_strcmp0 (tiem_json_get_string (model, "model_status"), "MODEL_UNAVAILABLE") == 0)
    return TIEM_LISTING_INACTIVE;
  return state;
}

/* Documented as a list, with one element; a plain object does no harm. */
static JsonObject *
get_first (JsonObject *object,
           const char *name)
{
  JsonObject *one = tiem_json_get_object (object, name);

  return one != NULL ? one : tiem_json_array_get_object (tiem_json_get_array (object, name), 0);
}

static gboolean
read_price (JsonObject *object,
            TiemRemoteListing *listing,
            GError **error)
{
  JsonObject *price = get_first (object, "price_info");
  const char *name = tiem_json_has (price, "original_price") ? "original_price" : "current_price";

  /* The original price is the one that is pushed; the current one may be a promotion's. */
  if (tiem_json_get_money (price, name, &listing->price_vnd, error))
    return TRUE;
  tiem_json_add_path (error, "price_info");
  return FALSE;
}

/* --- stock --- */

GHashTable *
shopee_read_locations_of (JsonObject *object)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonArray *list
      = tiem_json_get_array (tiem_json_get_object (object, "stock_info_v2"), "seller_stock");

  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *place = tiem_json_array_get_object (list, i);
      const char *id = tiem_json_get_string (place, "location_id");
      gint64 units;

      if (tiem_json_get_int (place, "stock", &units, NULL))
        g_hash_table_replace (
            table, g_strdup (id != NULL ? id : ""), g_memdup2 (&units, sizeof units));
    }
  return table;
}

/* Adds up the "stock" of a list. @all: also what is not for sale at its place */
static gboolean
sum_stock (JsonObject *info,
           const char *name,
           gboolean all,
           gint64 *sum,
           GError **error)
{
  JsonArray *list = tiem_json_get_array (info, name);

  *sum = 0;
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *place = tiem_json_array_get_object (list, i);
      gint64 units;

      if (!tiem_json_get_int (place, "stock", &units, error))
        {
          tiem_json_add_path (error, "%s[%u]", name, i);
          return FALSE;
        }
      if (!all && tiem_json_has (place, "if_saleable")
          && !tiem_json_get_boolean (place, "if_saleable"))
        continue;
      *sum += CLAMP (units, -LARGEST_STOCK, LARGEST_STOCK);
    }
  return TRUE;
}

/*
 * The number that update_stock sets is the seller's own stock, of which a campaign may hold a
 * part. The summary counts Shopee's warehouse in; it may know of sales a little earlier.
 */
static gboolean
read_stock (JsonObject *object,
            TiemRemoteListing *listing,
            GError **error)
{
  JsonObject *info = tiem_json_get_object (object, "stock_info_v2");
  JsonObject *summary = tiem_json_get_object (info, "summary_info");
  gboolean has_list = tiem_json_get_array (info, "seller_stock") != NULL;
  gboolean has_sum = tiem_json_has (summary, "total_available_stock");
  gint64 seller;
  gint64 shopee;
  gint64 available;

  if (!has_list && !has_sum)
    return TRUE;
  if (!sum_stock (info, "seller_stock", FALSE, &seller, error)
      || !sum_stock (info, "shopee_stock", TRUE, &shopee, error)
      || !tiem_json_get_int (summary, "total_available_stock", &available, error)
      || !tiem_json_get_int (summary, "total_reserved_stock", &listing->campaign_locked, error))
    {
      tiem_json_add_path (error, "stock_info_v2");
      return FALSE;
    }

  listing->campaign_locked = CLAMP (listing->campaign_locked, 0, LARGEST_STOCK);
  available = CLAMP (available, -LARGEST_STOCK, LARGEST_STOCK) - shopee;
  listing->has_stock = TRUE;
  if (!has_list)
    listing->stock = MAX (available, 0);
  else if (!has_sum)
    listing->stock = seller;
  else
    listing->stock = CLAMP (available + listing->campaign_locked, 0, MAX (seller, 0));
  return TRUE;
}

/* --- what people see --- */

/* Returns: (nullable): the option that @model has in tier @i */
static JsonObject *
find_option (JsonObject *models,
             JsonObject *model,
             guint i)
{
  JsonArray *tiers = tiem_json_get_array (models, "tier_variation");
  JsonArray *chosen = tiem_json_get_array (model, "tier_index");
  const char *list = "option_list";

  if (tiem_json_array_get_size (tiers) == 0)
    {
      tiers = tiem_json_get_array (models, "standardise_tier_variation");
      list = "variation_option_list";
    }
  if (i >= tiem_json_array_get_size (chosen))
    return NULL;
  return tiem_json_array_get_object (
      tiem_json_get_array (tiem_json_array_get_object (tiers, i), list),
      (guint)json_array_get_int_element (chosen, i));
}

/* "Đỏ, L" */
static char *
read_options (JsonObject *models,
              JsonObject *model)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *option;

  for (guint i = 0; (option = find_option (models, model, i)) != NULL; i++)
    {
      const char *word = tiem_json_get_string (option, "option");

      if (word == NULL)
        word = tiem_json_get_string (option, "variation_option_name");
      if (word != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", word);
    }
  if (text->len == 0)
    return tiem_json_dup_string (model, "model_name");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_image (JsonObject *item,
            JsonObject *models,
            JsonObject *model)
{
  JsonObject *option = model != NULL ? find_option (models, model, 0) : NULL;
  JsonArray *urls;
  char *url = tiem_json_dup_string (tiem_json_get_object (option, "image"), "image_url");

  if (url == NULL)
    url = tiem_json_dup_string (option, "image_url");
  if (url != NULL)
    return url;

  urls = tiem_json_get_array (tiem_json_get_object (item, "image"), "image_url_list");
  if (tiem_json_array_get_size (urls) == 0
      || json_node_get_value_type (json_array_get_element (urls, 0)) != G_TYPE_STRING)
    return NULL;
  return g_strdup (json_array_get_string_element (urls, 0));
}

/* "00" is how sellers say that the goods have none. */
static char *
read_barcode (JsonObject *object)
{
  char *code = tiem_json_dup_id (object, "gtin_code");

  if (code != NULL && (strcmp (code, "00") == 0 || strcmp (code, "-") == 0))
    g_clear_pointer (&code, g_free);
  return code;
}

static TiemRemoteListing *
parse_listing (JsonObject *item,
               JsonObject *model,
               JsonObject *models,
               GError **error)
{
  g_autoptr (TiemRemoteListing) listing = tiem_remote_listing_new ();
  JsonObject *own = model != NULL ? model : item;

  listing->remote_product_id = tiem_json_dup_id (item, "item_id");
  listing->remote_variant_id = tiem_json_dup_id (model, "model_id");
  if (listing->remote_product_id == NULL || (model != NULL && listing->remote_variant_id == NULL))
    {
      tiem_json_set_error (error, listing->remote_product_id == NULL ? "item_id" : "model_id");
      return NULL;
    }

  listing->sku = tiem_json_dup_string (own, model != NULL ? "model_sku" : "item_sku");
  listing->barcode = read_barcode (own);
  listing->title = tiem_json_dup_string (item, "item_name");
  listing->options = model != NULL ? read_options (models, model) : NULL;
  listing->image_url = read_image (item, models, model);
  listing->state = read_state (item, model);
  if (!read_price (own, listing, error) || !read_stock (own, listing, error))
    return NULL;
  return g_steal_pointer (&listing);
}

TiemRemoteListing *
shopee_parse_listing (JsonObject *item,
                      JsonObject *model,
                      JsonObject *models,
                      GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteListing *listing = parse_listing (item, model, models, &parse_error);

  if (parse_error != NULL)
    g_propagate_error (error, g_steal_pointer (&parse_error));
  return listing;
}
