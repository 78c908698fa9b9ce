#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Putting goods up for sale. A product of several variants gets a SKU of Tiệm's own, so that a
 * call whose outcome was unclear finds what it made; so do its variations, by theirs.
 *
 * Pictures: the site fetches them from an address. With a consumer key files can't be uploaded
 * (the media API is WordPress' own), so only those that a channel has already can be shown.
 */

/* The name of the one attribute that tells variations apart. */
#define OPTION_NAME "Phân loại"

static JsonNode *
send_product (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              const char *method,
              const char *path,
              const char *endpoint,
              JsonBuilder *builder,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (JsonNode) body = json_builder_get_root (builder);
  g_auto (WooAnswer) answer = { 0 };
  WooCall call = {
    .method = method,
    .path = path,
    .endpoint = endpoint,
    .body = body,
    .creates = g_str_equal (method, "POST"),
  };

  return woo_call (&self->site, transport, &call, &answer, cancellable, error);
}

/* --- categories --- */

GPtrArray *
woo_list_categories (TiemChannel *channel,
                     TiemTransport *transport,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (channel);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_category_free);
  gboolean more = TRUE;

  for (gint64 page = 1; more; page++)
    {
      g_autoptr (TiemForm) query = tiem_form_new ();
      g_auto (WooAnswer) answer = { 0 };
      g_autoptr (JsonNode) node = NULL;
      JsonArray *array;

      tiem_form_add_int (query, "per_page", WOO_PER_PAGE);
      tiem_form_add_int (query, "page", page);
      node = woo_get_list (self,
                           transport,
                           "products/categories",
                           "products/categories",
                           g_steal_pointer (&query),
                           &answer,
                           cancellable,
                           error);
      if (node == NULL)
        return NULL;
      array = tiem_json_array (node);
      for (guint i = 0; i < tiem_json_array_get_size (array); i++)
        {
          JsonObject *object = tiem_json_array_get_object (array, i);
          g_autofree char *id = object != NULL ? tiem_json_dup_id (object, "id") : NULL;
          g_autofree char *parent = object != NULL ? tiem_json_dup_id (object, "parent") : NULL;

          if (id == NULL)
            continue;
          /* Any category of a website may hold products. */
          g_ptr_array_add (found,
                           tiem_remote_category_new (id,
                                                     g_strcmp0 (parent, "0") != 0 ? parent : NULL,
                                                     tiem_json_get_string (object, "name"),
                                                     TRUE));
        }
      more = tiem_json_array_get_size (array) == WOO_PER_PAGE;
    }
  tiem_remote_categories_find_paths (found);
  return g_steal_pointer (&found);
}

/* --- what is there already --- */

/* Returns: FALSE with @error. @id: (out) (transfer full) (nullable): of the product, also when the
 * SKU is that of one of its variations */
static gboolean
find_by_sku (TiemChannelWoocommerce *self,
             TiemTransport *transport,
             const char *sku,
             char **id,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (WooAnswer) answer = { 0 };
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  tiem_form_add (query, "sku", sku);
  tiem_form_add (query, "status", "any");
  node = woo_get_list (self,
                       transport,
                       "products",
                       "products",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       error);
  if (node == NULL)
    return FALSE;
  array = tiem_json_array (node);
  *id = NULL;
  for (guint i = 0; i < tiem_json_array_get_size (array) && *id == NULL; i++)
    {
      JsonObject *object = tiem_json_array_get_object (array, i);
      g_autofree char *parent = object != NULL ? tiem_json_dup_id (object, "parent_id") : NULL;

      if (object == NULL || g_strcmp0 (tiem_json_get_string (object, "sku"), sku) != 0)
        continue;
      *id = parent != NULL && g_strcmp0 (parent, "0") != 0 ? g_steal_pointer (&parent)
                                                           : tiem_json_dup_id (object, "id");
    }
  return TRUE;
}

static char *
make_parent_sku (const TiemOffer *offer)
{
  return g_strdup_printf ("TIEM-%" G_GINT64_FORMAT, offer->product_id);
}

/* --- what is sent --- */

static void
add_text (JsonBuilder *builder,
          const char *name,
          const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text != NULL ? text : "");
}

static void
add_numbers (JsonBuilder *builder,
             const TiemOfferVariant *variant)
{
  g_autofree char *price = g_strdup_printf ("%" G_GINT64_FORMAT, variant->price_vnd);

  add_text (builder, "sku", variant->sku);
  add_text (builder, "regular_price", price);
  json_builder_set_member_name (builder, "manage_stock");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "stock_quantity");
  json_builder_add_int_value (builder, variant->stock);
  if (variant->barcode != NULL)
    add_text (builder, "global_unique_id", variant->barcode);
}

static void
add_pictures (JsonBuilder *builder,
              const TiemOffer *offer)
{
  gboolean has_any = FALSE;

  for (guint i = 0; i < offer->pictures->len; i++)
    has_any = has_any || ((TiemOfferPicture *)offer->pictures->pdata[i])->url != NULL;
  if (!has_any)
    return;
  json_builder_set_member_name (builder, "images");
  json_builder_begin_array (builder);
  for (guint i = 0; i < offer->pictures->len; i++)
    {
      const TiemOfferPicture *picture = offer->pictures->pdata[i];

      if (picture->url == NULL)
        continue;
      json_builder_begin_object (builder);
      add_text (builder, "src", picture->url);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* The variants' names as the choices of one attribute. */
static void
add_options (JsonBuilder *builder,
             const TiemOffer *offer)
{
  json_builder_set_member_name (builder, "attributes");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_text (builder, "name", OPTION_NAME);
  json_builder_set_member_name (builder, "visible");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "variation");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "options");
  json_builder_begin_array (builder);
  for (guint i = 0; i < offer->variants->len; i++)
    json_builder_add_string_value (builder,
                                   ((TiemOfferVariant *)offer->variants->pdata[i])->options);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

/* Returns: (transfer full): the site's answer */
static JsonNode *
create_product (TiemChannelWoocommerce *self,
                TiemTransport *transport,
                const TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean is_simple = offer->variants->len == 1;
  g_autofree char *sku = make_parent_sku (offer);
  g_autofree char *weight = g_strdup_printf ("%.3f", (double)offer->weight_g / 1000);

  json_builder_begin_object (builder);
  add_text (builder, "name", offer->title);
  add_text (builder, "type", is_simple ? "simple" : "variable");
  add_text (builder, "status", "publish");
  add_text (builder, "description", offer->description);
  if (offer->weight_g > 0)
    add_text (builder, "weight", weight);
  if (offer->category != NULL && *offer->category != '\0')
    {
      json_builder_set_member_name (builder, "categories");
      json_builder_begin_array (builder);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_int_value (builder, g_ascii_strtoll (offer->category, NULL, 10));
      json_builder_end_object (builder);
      json_builder_end_array (builder);
    }
  add_pictures (builder, offer);
  if (is_simple)
    {
      add_numbers (builder, offer->variants->pdata[0]);
    }
  else
    {
      add_text (builder, "sku", sku);
      add_options (builder, offer);
    }
  json_builder_end_object (builder);
  return send_product (
      self, transport, "POST", "products", "products", builder, cancellable, error);
}

static gboolean
create_variation (TiemChannelWoocommerce *self,
                  TiemTransport *transport,
                  const char *path,
                  const TiemOfferVariant *variant,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  add_numbers (builder, variant);
  json_builder_set_member_name (builder, "attributes");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_text (builder, "name", OPTION_NAME);
  add_text (builder, "option", variant->options);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = send_product (
      self, transport, "POST", path, "products/variations", builder, cancellable, error);
  return node != NULL;
}

/* Returns: (transfer full): an array */
static JsonNode *
get_variations (TiemChannelWoocommerce *self,
                TiemTransport *transport,
                const char *path,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (WooAnswer) answer = { 0 };

  tiem_form_add_int (query, "per_page", WOO_PER_PAGE);
  return woo_get_list (self,
                       transport,
                       path,
                       "products/variations",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       error);
}

static gboolean
has_sku (JsonArray *array,
         const char *sku)
{
  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *object = tiem_json_array_get_object (array, i);

      if (object != NULL && g_strcmp0 (tiem_json_get_string (object, "sku"), sku) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
ensure_variations (TiemChannelWoocommerce *self,
                   TiemTransport *transport,
                   const TiemOffer *offer,
                   const char *path,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (JsonNode) there = get_variations (self, transport, path, cancellable, error);

  if (there == NULL)
    return FALSE;
  for (guint i = 0; i < offer->variants->len; i++)
    {
      const TiemOfferVariant *variant = offer->variants->pdata[i];

      if (!has_sku (tiem_json_array (there), variant->sku)
          && !create_variation (self, transport, path, variant, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* --- what it became --- */

static gboolean
add_listing (TiemListingPage *page,
             JsonObject *object,
             JsonObject *parent,
             GError **error)
{
  TiemRemoteListing *listing = woo_parse_listing (object, parent, error);

  if (listing == NULL)
    return FALSE;
  g_ptr_array_add (page->listings, listing);
  return TRUE;
}

/* Returns: (transfer full): the product's listings as the site shows them now */
static TiemListingPage *
read_product (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              const char *id,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autofree char *path = g_strconcat ("products/", id, NULL);
  g_autofree char *variations = g_strconcat (path, "/variations", NULL);
  g_auto (WooAnswer) answer = { 0 };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) children = NULL;
  JsonObject *product;
  JsonArray *array;

  node = woo_get (&self->site, transport, path, "products", NULL, &answer, cancellable, error);
  product = node != NULL ? tiem_json_object (node) : NULL;
  if (product == NULL)
    {
      if (node != NULL)
        tiem_json_set_error (error, "product");
      return NULL;
    }
  if (!woo_has_variations (product))
    return add_listing (page, product, NULL, error) ? g_steal_pointer (&page) : NULL;
  children = get_variations (self, transport, variations, cancellable, error);
  if (children == NULL)
    return NULL;
  array = tiem_json_array (children);
  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    if (!add_listing (page, tiem_json_array_get_object (array, i), product, error))
      return NULL;
  return g_steal_pointer (&page);
}

/* --- more variants of one that is there --- */

/* Returns: (nullable): the one attribute by which the product's variations differ, when it is
 * Tiệm's own */
static JsonObject *
find_options (JsonArray *attributes)
{
  JsonObject *found = NULL;

  for (guint i = 0; i < tiem_json_array_get_size (attributes); i++)
    {
      JsonObject *attribute = tiem_json_array_get_object (attributes, i);

      if (!tiem_json_get_boolean (attribute, "variation"))
        continue;
      if (found != NULL || g_strcmp0 (tiem_json_get_string (attribute, "name"), OPTION_NAME) != 0)
        return NULL;
      found = attribute;
    }
  return found;
}

static gboolean
has_option (JsonArray *options,
            const char *wanted)
{
  for (guint i = 0; i < tiem_json_array_get_size (options); i++)
    {
      JsonNode *node = json_array_get_element (options, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
          && g_strcmp0 (json_node_get_string (node), wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The site replaces all attributes by those that are sent: the others go along as they are. */
static gboolean
extend_options (TiemChannelWoocommerce *self,
                TiemTransport *transport,
                const TiemOffer *offer,
                const char *path,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_auto (WooAnswer) answer = { 0 };
  g_autoptr (JsonNode) product
      = woo_get (&self->site, transport, path, "products", NULL, &answer, cancellable, error);
  JsonArray *attributes = tiem_json_get_array (tiem_json_object (product), "attributes");
  JsonObject *own = find_options (attributes);
  JsonArray *options = tiem_json_get_array (own, "options");
  g_autoptr (JsonNode) node = NULL;

  if (product == NULL)
    return FALSE;
  if (options == NULL)
    {
      g_set_error_literal (
          error,
          TIEM_ERROR,
          TIEM_ERROR_REJECTED,
          _ ("The product on the website has other kinds of variants than here, so none can be "
             "added; add them in WooCommerce, Tiệm links them by their SKUs."));
      return FALSE;
    }
  for (guint i = 0; i < offer->variants->len; i++)
    {
      const TiemOfferVariant *variant = offer->variants->pdata[i];

      if (!has_option (options, variant->options))
        json_array_add_string_element (options, variant->options);
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "attributes");
  json_builder_add_value (
      builder, json_node_copy (json_object_get_member (tiem_json_object (product), "attributes")));
  json_builder_end_object (builder);
  node = send_product (self, transport, "PUT", path, "products", builder, cancellable, error);
  return node != NULL;
}

static gboolean
add_variants (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              const TiemOffer *offer,
              const char *path,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *variations = g_strconcat (path, "/variations", NULL);

  return offer->variants->len == 0
         || (extend_options (self, transport, offer, path, cancellable, error)
             && ensure_variations (self, transport, offer, variations, cancellable, error));
}

static gboolean
change_words (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              const TiemOffer *offer,
              const char *path,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  if (offer->fields & TIEM_OFFER_TITLE)
    add_text (builder, "name", offer->title);
  if (offer->fields & TIEM_OFFER_DESCRIPTION)
    add_text (builder, "description", offer->description);
  if (offer->fields & TIEM_OFFER_PICTURES)
    add_pictures (builder, offer);
  json_builder_end_object (builder);
  node = send_product (self, transport, "PUT", path, "products", builder, cancellable, error);
  return node != NULL;
}

static TiemListingPage *
update_product (TiemChannelWoocommerce *self,
                TiemTransport *transport,
                const TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *path = g_strconcat ("products/", offer->remote_product_id, NULL);
  gboolean has_words
      = (offer->fields & (TIEM_OFFER_TITLE | TIEM_OFFER_DESCRIPTION | TIEM_OFFER_PICTURES)) != 0;

  if ((has_words && !change_words (self, transport, offer, path, cancellable, error))
      || (offer->fields & TIEM_OFFER_VARIANTS
          && !add_variants (self, transport, offer, path, cancellable, error)))
    return NULL;
  return read_product (self, transport, offer->remote_product_id, cancellable, error);
}

TiemListingPage *
woo_publish (TiemChannel *channel,
             TiemTransport *transport,
             TiemOffer *offer,
             GCancellable *cancellable,
             GError **error)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (channel);
  const TiemOfferVariant *first = offer->variants->len > 0 ? offer->variants->pdata[0] : NULL;
  g_autofree char *sku = make_parent_sku (offer);
  g_autofree char *id = NULL;

  if (offer->remote_product_id != NULL)
    return update_product (self, transport, offer, cancellable, error);
  g_return_val_if_fail (first != NULL, NULL);

  /* Asked first: the call may be the second one after an unclear outcome. */
  if (!find_by_sku (
          self, transport, offer->variants->len > 1 ? sku : first->sku, &id, cancellable, error))
    return NULL;
  if (id == NULL)
    {
      g_autoptr (JsonNode) node = create_product (self, transport, offer, cancellable, error);
      JsonObject *object = node != NULL ? tiem_json_object (node) : NULL;

      if (node == NULL)
        return NULL;
      id = object != NULL ? tiem_json_dup_id (object, "id") : NULL;
      if (id == NULL)
        {
          tiem_json_set_error (error, "id");
          return NULL;
        }
    }
  if (offer->variants->len > 1)
    {
      g_autofree char *path = g_strdup_printf ("products/%s/variations", id);

      if (!ensure_variations (self, transport, offer, path, cancellable, error))
        return NULL;
    }
  return read_product (self, transport, id, cancellable, error);
}

/* WooCommerce itself takes anything; these are what a page can show. */
const TiemOfferLimits woo_offer_limits = {
  .title_least = 1,
  .title_most = 200,
  .description_most = 50000,
  .price_least_vnd = 1,
  .needs_public_pictures = TRUE,
  .adds_variants = TRUE,
};
