#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Putting goods up for sale (§10.8): pictures first, then the item, then its models. An item of
 * several models gets an item_sku of Tiệm's own, so that a call whose outcome was unclear finds
 * what it made. A brand must be named, "No Brand" when there is none.
 */

#define MOST_PICTURES 9
#define TIER_NAME "Phân loại"
#define MOST_MODELS 50

/* --- categories and attributes --- */

GPtrArray *
shopee_list_categories (TiemChannel *channel,
                        TiemTransport *transport,
                        GCancellable *cancellable,
                        GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_category_free);
  TiemForm *query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *response;
  JsonArray *list;

  tiem_form_add (query, "language", "vi");
  response = shopee_get (
      &self->shop, transport, "product/get_category", query, &answer, cancellable, error);
  if (response == NULL)
    return NULL;
  list = tiem_json_get_array (response, "category_list");
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *object = tiem_json_array_get_object (list, i);
      g_autofree char *id = object != NULL ? tiem_json_dup_id (object, "category_id") : NULL;
      g_autofree char *parent
          = object != NULL ? tiem_json_dup_id (object, "parent_category_id") : NULL;

      if (id == NULL)
        continue;
      g_ptr_array_add (
          found,
          tiem_remote_category_new (id,
                                    g_strcmp0 (parent, "0") != 0 ? parent : NULL,
                                    tiem_json_get_string (object, "display_category_name"),
                                    !tiem_json_get_boolean (object, "has_children")));
    }
  tiem_remote_categories_find_paths (found);
  return g_steal_pointer (&found);
}

/* 1, 2: one of the list; 3 … 5: the list, or what is typed */
#define INPUT_TEXT 3

static TiemRemoteAttribute *
parse_attribute (JsonObject *object)
{
  g_autofree char *id = tiem_json_dup_id (object, "attribute_id");
  JsonObject *info = tiem_json_get_object (object, "attribute_info");
  JsonArray *values = tiem_json_get_array (object, "attribute_value_list");
  TiemRemoteAttribute *attribute;
  gint64 input = 0;

  if (id == NULL)
    return NULL;
  attribute = tiem_remote_attribute_new (
      id, tiem_json_get_string (object, "name"), tiem_json_get_boolean (object, "mandatory"));
  if (info != NULL)
    tiem_json_get_int (info, "input_type", &input, NULL);
  attribute->takes_text = input >= INPUT_TEXT;
  for (guint i = 0; i < tiem_json_array_get_size (values); i++)
    {
      JsonObject *value = tiem_json_array_get_object (values, i);
      g_autofree char *code = value != NULL ? tiem_json_dup_id (value, "value_id") : NULL;

      if (code != NULL)
        g_ptr_array_add (attribute->choices,
                         tiem_choice_new (code, tiem_json_get_string (value, "name")));
    }
  return attribute;
}

GPtrArray *
shopee_list_attributes (TiemChannel *channel,
                        TiemTransport *transport,
                        const char *category,
                        GCancellable *cancellable,
                        GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_attribute_free);
  TiemForm *query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *response;
  JsonObject *tree;
  JsonArray *list;

  tiem_form_add (query, "category_id_list", category);
  tiem_form_add (query, "language", "vn");
  response = shopee_get (
      &self->shop, transport, "product/get_attribute_tree", query, &answer, cancellable, error);
  if (response == NULL)
    return NULL;
  tree = tiem_json_array_get_object (tiem_json_get_array (response, "list"), 0);
  list = tree != NULL ? tiem_json_get_array (tree, "attribute_tree") : NULL;
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *object = tiem_json_array_get_object (list, i);
      TiemRemoteAttribute *attribute = object != NULL ? parse_attribute (object) : NULL;

      if (attribute != NULL)
        g_ptr_array_add (found, attribute);
    }
  return g_steal_pointer (&found);
}

/* --- pictures --- */

/* Returns: (transfer full): the id that Shopee gave it */
static char *
upload_picture (TiemChannelShopee *self,
                TiemTransport *transport,
                const TiemOfferPicture *picture,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *type = NULL;
  g_autoptr (GBytes) file = tiem_parts_make_upload ("image", picture, NULL, NULL, &type);
  g_auto (ShopeeAnswer) answer = { 0 };
  ShopeeCall call = { .path = "media_space/upload_image", .file = file, .file_type = type };
  JsonObject *response = shopee_call (&self->shop, transport, &call, &answer, cancellable, error);
  const char *id;

  if (response == NULL)
    return NULL;
  id = tiem_json_get_string (tiem_json_get_object (response, "image_info"), "image_id");
  if (id == NULL)
    shopee_set_shape_error (error, "image_id");
  return g_strdup (id);
}

/* Returns: (element-type utf8) */
static GPtrArray *
upload_pictures (TiemChannelShopee *self,
                 TiemTransport *transport,
                 const TiemOffer *offer,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < MIN (offer->pictures->len, MOST_PICTURES); i++)
    {
      const TiemOfferPicture *picture = offer->pictures->pdata[i];
      char *id = picture->data != NULL
                     ? upload_picture (self, transport, picture, cancellable, error)
                     : NULL;

      if (picture->data == NULL)
        continue;
      if (id == NULL)
        return NULL;
      g_ptr_array_add (ids, id);
    }
  return g_steal_pointer (&ids);
}

static void
add_pictures (JsonBuilder *builder,
              GPtrArray *ids)
{
  json_builder_set_member_name (builder, "image");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "image_id_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ids->len; i++)
    json_builder_add_string_value (builder, ids->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* --- the item --- */

/* Ways of shipping that are switched on. Those above others stand for them. */
static gboolean
add_logistics (TiemChannelShopee *self,
               TiemTransport *transport,
               JsonBuilder *builder,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *response = shopee_get (
      &self->shop, transport, "logistics/get_channel_list", NULL, &answer, cancellable, error);
  JsonArray *list
      = response != NULL ? tiem_json_get_array (response, "logistics_channel_list") : NULL;

  if (response == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "logistic_info");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *way = tiem_json_array_get_object (list, i);
      g_autofree char *id = way != NULL ? tiem_json_dup_id (way, "logistics_channel_id") : NULL;

      if (id == NULL || !tiem_json_get_boolean (way, "enabled"))
        continue;
      json_builder_begin_object (builder);
      shopee_builder_add_id (builder, "logistic_id", id);
      json_builder_set_member_name (builder, "enabled");
      json_builder_add_boolean_value (builder, TRUE);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return TRUE;
}

static void
add_attributes (JsonBuilder *builder,
                const TiemOffer *offer)
{
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  json_builder_set_member_name (builder, "attribute_list");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, offer->attributes);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      guint64 number;
      gboolean is_choice = g_ascii_string_to_unsigned (value, 10, 1, G_MAXINT64, &number, NULL);

      json_builder_begin_object (builder);
      shopee_builder_add_id (builder, "attribute_id", id);
      json_builder_set_member_name (builder, "attribute_value_list");
      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "value_id");
      json_builder_add_int_value (builder, is_choice ? (gint64)number : 0);
      if (!is_choice)
        shopee_builder_add_text (builder, "original_value_name", value);
      json_builder_end_object (builder);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_stock (JsonBuilder *builder,
           gint64 stock)
{
  json_builder_set_member_name (builder, "seller_stock");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "stock");
  json_builder_add_int_value (builder, stock);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static char *
make_item_sku (const TiemOffer *offer)
{
  const TiemOfferVariant *first = offer->variants->pdata[0];

  return offer->variants->len == 1 ? g_strdup (first->sku)
                                   : g_strdup_printf ("TIEM-%" G_GINT64_FORMAT, offer->product_id);
}

static JsonBuilder *
make_item (TiemChannelShopee *self,
           TiemTransport *transport,
           const TiemOffer *offer,
           GPtrArray *pictures,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const TiemOfferVariant *first = offer->variants->pdata[0];
  g_autofree char *sku = make_item_sku (offer);

  json_builder_begin_object (builder);
  shopee_builder_add_text (builder, "item_name", offer->title);
  shopee_builder_add_text (builder, "description", offer->description);
  shopee_builder_add_text (builder, "item_sku", sku);
  shopee_builder_add_text (builder, "condition", "NEW");
  shopee_builder_add_text (builder, "item_status", "NORMAL");
  shopee_builder_add_id (builder, "category_id", offer->category);
  json_builder_set_member_name (builder, "original_price");
  json_builder_add_int_value (builder, first->price_vnd);
  json_builder_set_member_name (builder, "weight");
  json_builder_add_double_value (builder, (double)offer->weight_g / 1000);
  json_builder_set_member_name (builder, "brand");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "brand_id");
  json_builder_add_int_value (builder, 0);
  shopee_builder_add_text (builder,
                           "original_brand_name",
                           offer->brand != NULL && *offer->brand != '\0' ? offer->brand
                                                                         : "No Brand");
  json_builder_end_object (builder);
  add_stock (builder, first->stock);
  add_pictures (builder, pictures);
  add_attributes (builder, offer);
  if (!add_logistics (self, transport, builder, cancellable, error))
    return NULL;
  json_builder_end_object (builder);
  return g_steal_pointer (&builder);
}

/* Returns: (transfer full): the new item's id */
static char *
create_item (TiemChannelShopee *self,
             TiemTransport *transport,
             const TiemOffer *offer,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) pictures = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *response;
  char *id;

  if ((pictures = upload_pictures (self, transport, offer, cancellable, error)) == NULL
      || (builder = make_item (self, transport, offer, pictures, cancellable, error)) == NULL)
    return NULL;
  response = shopee_post (
      &self->shop, transport, "product/add_item", builder, TRUE, &answer, cancellable, error);
  if (response == NULL)
    return NULL;
  id = tiem_json_dup_id (response, "item_id");
  if (id == NULL)
    shopee_set_shape_error (error, "item_id");
  return id;
}

/* --- its models --- */

static void
add_model (JsonBuilder *builder,
           const TiemOfferVariant *variant,
           guint index)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "tier_index");
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, index);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "original_price");
  json_builder_add_int_value (builder, variant->price_vnd);
  shopee_builder_add_text (builder, "model_sku", variant->sku);
  add_stock (builder, variant->stock);
  json_builder_end_object (builder);
}

static gboolean
create_models (TiemChannelShopee *self,
               TiemTransport *transport,
               const TiemOffer *offer,
               const char *id,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  guint n = MIN (offer->variants->len, MOST_MODELS);

  json_builder_begin_object (builder);
  shopee_builder_add_id (builder, "item_id", id);
  json_builder_set_member_name (builder, "standardise_tier_variation");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "variation_id");
  json_builder_add_int_value (builder, 0);
  shopee_builder_add_text (builder, "variation_name", TIER_NAME);
  json_builder_set_member_name (builder, "variation_option_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "variation_option_id");
      json_builder_add_int_value (builder, 0);
      shopee_builder_add_text (builder,
                               "variation_option_name",
                               ((TiemOfferVariant *)offer->variants->pdata[i])->options);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_model (builder, offer->variants->pdata[i], i);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return shopee_post (&self->shop,
                      transport,
                      "product/init_tier_variation",
                      builder,
                      FALSE, /* it sets the whole structure anew */
                      &answer,
                      cancellable,
                      error)
         != NULL;
}

/* --- all of it --- */

static TiemListingPage *
read_item (TiemChannelShopee *self,
           TiemTransport *transport,
           char *id,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, id);
  return shopee_read_items (self, transport, ids, page, cancellable, error)
             ? g_steal_pointer (&page)
             : NULL;
}

static gboolean
is_ours (const TiemOffer *offer,
         const char *item_sku,
         const TiemRemoteListing *listing)
{
  if (listing->sku == NULL || listing->state == TIEM_LISTING_GONE)
    return FALSE;
  if (g_str_equal (listing->sku, item_sku))
    return TRUE;
  for (guint i = 0; i < offer->variants->len; i++)
    if (g_strcmp0 (((TiemOfferVariant *)offer->variants->pdata[i])->sku, listing->sku) == 0)
      return TRUE;
  return FALSE;
}

/* @id: (out) (transfer full) (nullable): of the item that has the SKU already; @has_models: whether
 * they are there, too. Returns: FALSE with @error */
static gboolean
find_item (TiemChannelShopee *self,
           TiemTransport *transport,
           const TiemOffer *offer,
           const char *item_sku,
           char **id,
           gboolean *has_models,
           GCancellable *cancellable,
           GError **error)
{
  TiemForm *query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  JsonObject *response;
  JsonArray *list;

  tiem_form_add (query, "offset", "");
  tiem_form_add_int (query, "page_size", 50);
  tiem_form_add (query, "item_sku", item_sku);
  response = shopee_get (
      &self->shop, transport, "product/search_item", query, &answer, cancellable, error);
  if (response == NULL)
    return FALSE;
  list = tiem_json_get_array (response, "item_id_list");
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    g_ptr_array_add (ids,
                     g_strdup_printf ("%" G_GINT64_FORMAT, json_array_get_int_element (list, i)));
  if (ids->len > 0 && !shopee_read_items (self, transport, ids, page, cancellable, error))
    return FALSE;
  /* The search finds parts of words. */
  for (guint i = 0; i < page->listings->len && *id == NULL; i++)
    {
      const TiemRemoteListing *listing = page->listings->pdata[i];

      if (!is_ours (offer, item_sku, listing))
        continue;
      *id = g_strdup (listing->remote_product_id);
      *has_models = listing->remote_variant_id != NULL;
    }
  return TRUE;
}

static TiemListingPage *
update_item (TiemChannelShopee *self,
             TiemTransport *transport,
             TiemOffer *offer,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) pictures = NULL;
  g_auto (ShopeeAnswer) answer = { 0 };

  json_builder_begin_object (builder);
  shopee_builder_add_id (builder, "item_id", offer->remote_product_id);
  if (offer->fields & TIEM_OFFER_TITLE)
    shopee_builder_add_text (builder, "item_name", offer->title);
  if (offer->fields & TIEM_OFFER_DESCRIPTION)
    shopee_builder_add_text (builder, "description", offer->description);
  if (offer->fields & TIEM_OFFER_PICTURES)
    {
      if ((pictures = upload_pictures (self, transport, offer, cancellable, error)) == NULL)
        return NULL;
      if (pictures->len > 0)
        add_pictures (builder, pictures);
    }
  json_builder_end_object (builder);
  if (shopee_post (&self->shop,
                   transport,
                   "product/update_item",
                   builder,
                   FALSE,
                   &answer,
                   cancellable,
                   error)
      == NULL)
    return NULL;
  return read_item (self, transport, offer->remote_product_id, cancellable, error);
}

TiemListingPage *
shopee_publish (TiemChannel *channel,
                TiemTransport *transport,
                TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autofree char *item_sku = NULL;
  g_autofree char *id = NULL;
  gboolean has_models = FALSE;

  if (offer->remote_product_id != NULL)
    return update_item (self, transport, offer, cancellable, error);
  g_return_val_if_fail (offer->variants->len > 0, NULL);
  item_sku = make_item_sku (offer);
  if (!find_item (self, transport, offer, item_sku, &id, &has_models, cancellable, error)
      || (id == NULL && (id = create_item (self, transport, offer, cancellable, error)) == NULL)
      || (offer->variants->len > 1 && !has_models
          && !create_models (self, transport, offer, id, cancellable, error)))
    return NULL;
  return read_item (self, transport, id, cancellable, error);
}

/* §10.8; get_item_limit gives them by category, these hold for most. */
const TiemOfferLimits shopee_offer_limits = {
  .title_least = 10,
  .title_most = 120,
  .description_least = 20,
  .description_most = 3000,
  .pictures_least = 1,
  .pictures_most = MOST_PICTURES,
  .price_least_vnd = 1000,
  .price_most_vnd = 120000000,
  .needs_weight = TRUE,
  .needs_category = TRUE,
};
