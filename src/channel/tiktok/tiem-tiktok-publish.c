#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>

/*
 * Putting goods up for sale (§8.7, 8.8): looked for by their SKUs first, so that a call whose
 * outcome was unclear makes no second product; then the pictures, each a file of its own; then the
 * product with all its variants, which goes to the audit.
 */

#define MOST_PICTURES 9
#define MOST_VARIANTS 100
#define MOST_STOCK 99999
#define KIND_OF_VARIANTS "Phân loại"

/* --- pictures --- */

/* Returns: (transfer full): the name that TikTok Shop gave it */
static char *
upload_picture (TiemChannelTiktok *self,
                TiemTransport *transport,
                const TiemOfferPicture *picture,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *type = NULL;
  g_autoptr (GBytes) file
      = tiem_parts_make_upload ("data", picture, "use_case", "MAIN_IMAGE", &type);
  g_auto (TtsAnswer) answer = { 0 };
  TtsCall call = { .method = "POST",
                   .path = "/product/202309/images/upload",
                   .endpoint = "images/upload",
                   .file = file,
                   .file_type = type };
  g_autoptr (JsonNode) data = tts_call (&self->shop, transport, &call, &answer, cancellable, error);
  const char *uri;

  if (data == NULL)
    return NULL;
  uri = tiem_json_get_string (tiem_json_object (data), "uri");
  if (uri == NULL)
    tiem_json_set_error (error, "uri");
  return g_strdup (uri);
}

/* Returns: (transfer full) (element-type utf8) */
static GPtrArray *
upload_pictures (TiemChannelTiktok *self,
                 TiemTransport *transport,
                 const TiemOffer *offer,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < offer->pictures->len && uris->len < MOST_PICTURES; i++)
    {
      const TiemOfferPicture *picture = offer->pictures->pdata[i];
      char *uri;

      if (picture->data == NULL)
        continue;
      uri = upload_picture (self, transport, picture, cancellable, error);
      if (uri == NULL)
        return NULL;
      g_ptr_array_add (uris, uri);
    }
  return g_steal_pointer (&uris);
}

static void
add_pictures (JsonBuilder *builder,
              GPtrArray *uris)
{
  json_builder_set_member_name (builder, "main_images");
  json_builder_begin_array (builder);
  for (guint i = 0; i < uris->len; i++)
    {
      json_builder_begin_object (builder);
      tts_add_text (builder, "uri", uris->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* --- the brand --- */

/* Brands go by number. @id: (out) (transfer full) (nullable): NULL for goods without one. FALSE
 * with @error, REJECTED for a brand that is not known there */
static gboolean
find_brand (TiemChannelTiktok *self,
            TiemTransport *transport,
            const TiemOffer *offer,
            char **id,
            GCancellable *cancellable,
            GError **error)
{
  TiemForm *query;
  g_autoptr (JsonNode) data = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  JsonArray *brands;

  *id = NULL;
  if (offer->brand == NULL || *offer->brand == '\0')
    return TRUE;
  query = tiem_form_new ();
  tiem_form_add_int (query, "page_size", 100);
  tiem_form_add (query, "category_id", offer->category);
  tiem_form_add (query, "brand_name", offer->brand);
  data = tts_get (&self->shop,
                  transport,
                  "/product/202309/brands",
                  "brands",
                  query,
                  &answer,
                  cancellable,
                  error);
  if (data == NULL)
    return FALSE;
  brands = tiem_json_get_array (tiem_json_object (data), "brands");
  for (guint i = 0; i < tiem_json_array_get_size (brands) && *id == NULL; i++)
    {
      JsonObject *brand = tiem_json_array_get_object (brands, i);
      const char *name = tiem_json_get_string (brand, "name");
      g_autofree char *folded = name != NULL ? g_utf8_casefold (name, -1) : NULL;
      g_autofree char *wanted = g_utf8_casefold (offer->brand, -1);

      if (g_strcmp0 (folded, wanted) == 0)
        *id = tiem_json_dup_id (brand, "id");
    }
  if (*id == NULL)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_REJECTED,
                 _ ("TikTok Shop does not know the brand “%s”; leave it empty for goods without "
                    "one, or register it in Seller Center."),
                 offer->brand);
  return *id != NULL;
}

/* --- the product --- */

static void
add_number (JsonBuilder *builder,
            const char *name,
            gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  tts_add_text (builder, name, text);
}

static void
add_package (JsonBuilder *builder,
             const TiemOffer *offer)
{
  g_autofree char *weight
      = g_strdup_printf ("%d.%03d", (int)(offer->weight_g / 1000), (int)(offer->weight_g % 1000));

  json_builder_set_member_name (builder, "package_weight");
  json_builder_begin_object (builder);
  tts_add_text (builder, "value", weight);
  tts_add_text (builder, "unit", "KILOGRAM");
  json_builder_end_object (builder);
  if (offer->length_cm <= 0)
    return;
  json_builder_set_member_name (builder, "package_dimensions");
  json_builder_begin_object (builder);
  add_number (builder, "length", offer->length_cm);
  add_number (builder, "width", offer->width_cm);
  add_number (builder, "height", offer->height_cm);
  tts_add_text (builder, "unit", "CENTIMETER");
  json_builder_end_object (builder);
}

/* A choice is sent by its number, what was typed by its words. */
static void
add_attributes (JsonBuilder *builder,
                const TiemOffer *offer)
{
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  if (g_hash_table_size (offer->attributes) == 0)
    return;
  json_builder_set_member_name (builder, "product_attributes");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, offer->attributes);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      gboolean is_choice = g_ascii_string_to_unsigned (value, 10, 1, G_MAXINT64, NULL, NULL);

      json_builder_begin_object (builder);
      tts_add_text (builder, "id", id);
      json_builder_set_member_name (builder, "values");
      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      tts_add_text (builder, is_choice ? "id" : "name", value);
      json_builder_end_object (builder);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_sku (JsonBuilder *builder,
         const TiemOfferVariant *variant,
         const char *warehouse_id,
         gboolean is_one_of_many)
{
  json_builder_begin_object (builder);
  tts_add_text (builder, "seller_sku", variant->sku);
  json_builder_set_member_name (builder, "price");
  json_builder_begin_object (builder);
  add_number (builder, "amount", variant->price_vnd);
  tts_add_text (builder, "currency", "VND");
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "inventory");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  tts_add_text (builder, "warehouse_id", warehouse_id);
  tts_add_int (builder, "quantity", CLAMP (variant->stock, 0, MOST_STOCK));
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  if (is_one_of_many)
    {
      json_builder_set_member_name (builder, "sales_attributes");
      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      tts_add_text (builder, "name", KIND_OF_VARIANTS);
      tts_add_text (builder, "value_name", variant->options);
      json_builder_end_object (builder);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static JsonNode *
make_product (const TiemOffer *offer,
              const char *warehouse_id,
              const char *brand_id,
              GPtrArray *uris)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *html = tiem_offer_make_html (offer->description);
  g_autofree char *key = g_strdup_printf ("tiem-%" G_GINT64_FORMAT "-%s",
                                          offer->id,
                                          ((TiemOfferVariant *)offer->variants->pdata[0])->sku);

  json_builder_begin_object (builder);
  tts_add_text (builder, "save_mode", "LISTING");
  tts_add_text (builder, "idempotency_key", key);
  tts_add_text (builder, "title", offer->title);
  tts_add_text (builder, "description", html);
  tts_add_text (builder, "category_id", offer->category);
  if (brand_id != NULL)
    tts_add_text (builder, "brand_id", brand_id);
  add_pictures (builder, uris);
  add_package (builder, offer);
  add_attributes (builder, offer);
  json_builder_set_member_name (builder, "skus");
  json_builder_begin_array (builder);
  for (guint i = 0; i < offer->variants->len; i++)
    add_sku (builder, offer->variants->pdata[i], warehouse_id, offer->variants->len > 1);
  json_builder_end_array (builder);
  return tts_finish_body (builder);
}

static gboolean
create_product (TiemChannelTiktok *self,
                TiemTransport *transport,
                const TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) uris = NULL;
  g_autoptr (JsonNode) data = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  g_autofree char *brand_id = NULL;
  const TtsWarehouse *warehouse;

  if (!tts_ensure_warehouses (self, transport, FALSE, cancellable, error))
    return FALSE;
  warehouse = tts_get_default_warehouse (self);
  if (warehouse == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_REJECTED,
                           _ ("The TikTok shop has no warehouse that Tiệm may see; give the app "
                              "the permission for logistics, or add one in Seller Center."));
      return FALSE;
    }
  if (!find_brand (self, transport, offer, &brand_id, cancellable, error)
      || (uris = upload_pictures (self, transport, offer, cancellable, error)) == NULL)
    return FALSE;
  data = tts_post (&self->shop,
                   transport,
                   "/product/202309/products",
                   "products",
                   NULL,
                   make_product (offer, warehouse->id, brand_id, uris),
                   &answer,
                   cancellable,
                   error);
  return data != NULL;
}

/* --- what is there --- */

static gboolean
has_sku (JsonObject *product,
         const TiemOffer *offer)
{
  JsonArray *skus = tiem_json_get_array (product, "skus");

  for (guint i = 0; i < tiem_json_array_get_size (skus); i++)
    for (guint j = 0; j < offer->variants->len; j++)
      if (g_strcmp0 (tiem_json_get_string (tiem_json_array_get_object (skus, i), "seller_sku"),
                     ((TiemOfferVariant *)offer->variants->pdata[j])->sku)
          == 0)
        return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (nullable): the product as the search shows it; NULL without @error when
 * there is none */
static JsonNode *
find_product (TiemChannelTiktok *self,
              TiemTransport *transport,
              const TiemOffer *offer,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) skus = g_ptr_array_new ();
  g_autoptr (JsonNode) data = NULL;
  JsonArray *products;

  for (guint i = 0; i < offer->variants->len; i++)
    g_ptr_array_add (skus, ((TiemOfferVariant *)offer->variants->pdata[i])->sku);
  data = tts_search_products (self, transport, "seller_skus", skus, cancellable, error);
  products = tiem_json_get_array (tiem_json_object (data), "products");
  for (guint i = 0; i < tiem_json_array_get_size (products); i++)
    {
      JsonObject *product = tiem_json_array_get_object (products, i);

      if (tts_parse_product_state (tiem_json_get_string (product, "status")) != TIEM_LISTING_GONE
          && has_sku (product, offer))
        return json_node_copy (json_array_get_element (products, i));
    }
  return NULL;
}

/* @product: as the search shows it: what waits for the audit is not on sale */
static TiemListingPage *
read_found (TiemChannelTiktok *self,
            TiemTransport *transport,
            JsonNode *product,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autofree char *id = tiem_json_dup_id (tiem_json_object (product), "id");
  g_autoptr (GHashTable) no_inventory = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) detail
      = id != NULL ? tts_read_detail (self, transport, id, cancellable, &call_error) : NULL;

  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  tts_add_product (self, product, no_inventory, detail, page);
  return g_steal_pointer (&page);
}

/* --- other words and pictures --- */

static TiemListingPage *
read_changed (TiemChannelTiktok *self,
              TiemTransport *transport,
              const char *product_id,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GHashTable) no_inventory = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) detail
      = tts_read_detail (self, transport, product_id, cancellable, &call_error);

  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  if (detail != NULL)
    tts_add_product (self, detail, no_inventory, detail, page);
  return g_steal_pointer (&page);
}

static TiemListingPage *
update_product (TiemChannelTiktok *self,
                TiemTransport *transport,
                const TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *path
      = g_strdup_printf ("/product/202309/products/%s/partial_edit", offer->remote_product_id);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) uris = NULL;
  g_autoptr (JsonNode) data = NULL;
  g_auto (TtsAnswer) answer = { 0 };

  json_builder_begin_object (builder);
  if (offer->fields & TIEM_OFFER_TITLE)
    tts_add_text (builder, "title", offer->title);
  if (offer->fields & TIEM_OFFER_DESCRIPTION)
    {
      g_autofree char *html = tiem_offer_make_html (offer->description);

      tts_add_text (builder, "description", html);
    }
  if (offer->fields & TIEM_OFFER_PICTURES)
    {
      if ((uris = upload_pictures (self, transport, offer, cancellable, error)) == NULL)
        return NULL;
      if (uris->len > 0)
        add_pictures (builder, uris);
    }
  data = tts_post (&self->shop,
                   transport,
                   path,
                   "products/partial_edit",
                   NULL,
                   tts_finish_body (builder),
                   &answer,
                   cancellable,
                   error);
  return data != NULL ? read_changed (self, transport, offer->remote_product_id, cancellable, error)
                      : NULL;
}

/* --- all of it --- */

TiemListingPage *
tts_publish (TiemChannel *channel,
             TiemTransport *transport,
             TiemOffer *offer,
             GCancellable *cancellable,
             GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) product = NULL;

  if (offer->remote_product_id != NULL)
    return update_product (self, transport, offer, cancellable, error);
  g_return_val_if_fail (offer->variants->len > 0, NULL);

  product = find_product (self, transport, offer, cancellable, &local_error);
  if (product == NULL && local_error == NULL
      && create_product (self, transport, offer, cancellable, &local_error))
    product = find_product (self, transport, offer, cancellable, &local_error);
  if (local_error == NULL && product == NULL)
    g_set_error_literal (&local_error,
                         TIEM_ERROR,
                         TIEM_ERROR_TRANSIENT,
                         _ ("TikTok Shop took the product but does not list it yet; Tiệm looks for "
                            "it again in a moment."));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return read_found (self, transport, product, cancellable, error);
}

/* §8.8 */
const TiemOfferLimits tts_offer_limits = {
  .title_least = 25,
  .title_most = 255,
  .description_least = 1,
  .description_most = 9000, /* 10.000 with the marks of its paragraphs */
  .pictures_least = 1,
  .pictures_most = MOST_PICTURES,
  .option_most = 50,
  .variants_most = MOST_VARIANTS,
  .stock_least = 1,
  .price_least_vnd = 1,
  .needs_weight = TRUE,
  .takes_size = TRUE,
  .needs_category = TRUE,
};
