#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Putting goods up for sale (Lazada §7.6, 7.7): looked for by their SKUs first, so that a call
 * whose outcome was unclear makes no second product; then the pictures, each a file of its own;
 * then the product with all its variants. Lazada looks at it before buyers see it.
 */

#define MOST_PICTURES 8
#define MOST_VARIANTS 50

/* --- pictures --- */

/* Returns: (transfer full): where Lazada has it now */
static char *
upload_picture (TiemChannelLazada *self,
                TiemTransport *transport,
                const TiemOfferPicture *picture,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *type = NULL;
  g_autoptr (GBytes) file = tiem_parts_make_upload ("image", picture, NULL, NULL, &type);
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = { .method = "POST",
                   .path = "/image/upload",
                   .file = file,
                   .file_type = type,
                   .is_write = TRUE,
                   .is_absolute = TRUE }; /* a picture twice is no harm */
  g_autoptr (JsonNode) body = laz_call (&self->shop, transport, &call, &answer, cancellable, error);
  const char *url;

  if (body == NULL)
    return NULL;
  url = tiem_json_get_string (tiem_json_get_object (laz_get_data (body), "image"), "url");
  if (url == NULL)
    tiem_json_set_error (error, "data.image.url");
  return g_strdup (url);
}

GPtrArray *
laz_upload_pictures (TiemChannelLazada *self,
                     TiemTransport *transport,
                     const TiemOffer *offer,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < offer->pictures->len && urls->len < MOST_PICTURES; i++)
    {
      const TiemOfferPicture *picture = offer->pictures->pdata[i];
      char *url;

      if (picture->data == NULL)
        continue;
      url = upload_picture (self, transport, picture, cancellable, error);
      if (url == NULL)
        return NULL;
      g_ptr_array_add (urls, url);
    }
  return g_steal_pointer (&urls);
}

/* --- the document --- */

/* Returns: (transfer full) (nullable): why Lazada refused it: its details say more than the code
 * above them, and may come with a "0" */
static GError *
read_details (JsonNode *body,
              const TiemOffer *offer)
{
  JsonArray *details = tiem_json_get_array (tiem_json_object (body), "detail");
  JsonObject *first;
  g_autofree char *code = NULL;
  g_autofree char *words = NULL;
  g_autofree char *field = NULL;
  g_autofree char *name = NULL;

  if (details == NULL)
    details = tiem_json_get_array (laz_get_data (body), "detail");
  first = tiem_json_array_get_object (details, 0);
  if (first == NULL)
    return NULL;
  code = laz_dup_text (first, "code");
  words = laz_dup_text2 (first, "message", "msg");
  field = laz_dup_text (first, "field");
  name = field != NULL ? g_strdup_printf ("%s (%s)", offer->title, field) : g_strdup (offer->title);
  return laz_make_item_error (name, code, words);
}

/* Takes @payload. Returns: whether it was carried out */
static gboolean
send_document (TiemChannelLazada *self,
               TiemTransport *transport,
               const char *path,
               char *payload,
               gboolean is_absolute,
               const TiemOffer *offer,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *owned = payload;
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) body = NULL;
  LazCall call = {
    .method = "POST", .path = path, .parameters = form, .is_write = TRUE, .is_absolute = is_absolute
  };
  GError *refusal;

  tiem_form_add (form, "payload", owned);
  body = laz_call (&self->shop, transport, &call, &answer, cancellable, &call_error);
  refusal = body != NULL || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
                ? read_details (body != NULL ? body : answer.refusal, offer)
                : NULL;
  if (refusal == NULL)
    refusal = g_steal_pointer (&call_error);
  if (refusal != NULL)
    g_propagate_error (error, refusal);
  return refusal == NULL;
}

/* --- what is there --- */

static gboolean
has_sku (JsonObject *product,
         const char *sku)
{
  JsonArray *skus = tiem_json_get_array (product, "skus");

  for (guint i = 0; i < tiem_json_array_get_size (skus); i++)
    {
      JsonObject *object = tiem_json_array_get_object (skus, i);
      g_autofree char *text = laz_dup_text2 (object, "SellerSku", "sellerSku");

      if (text != NULL && sku != NULL && strcmp (text, sku) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_deleted (JsonObject *product)
{
  g_autofree char *status = laz_dup_text (product, "status");

  return status != NULL && g_ascii_strcasecmp (status, "deleted") == 0;
}

JsonNode *
laz_find_product (TiemChannelLazada *self,
                  TiemTransport *transport,
                  GPtrArray *skus,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemForm *form = tiem_form_new ();
  g_autofree char *list = laz_format_ids (skus, TRUE);
  g_autoptr (JsonNode) body = NULL;
  JsonArray *products;

  tiem_form_add (form, "filter", "all");
  tiem_form_add (form, "sku_seller_list", list);
  tiem_form_add_int (form, "offset", 0);
  tiem_form_add_int (form, "limit", LAZ_MOST_PRODUCTS);
  body = laz_get (&self->shop, transport, "/products/get", form, cancellable, error);
  products = tiem_json_get_array (laz_get_data (body), "products");
  for (guint i = 0; i < tiem_json_array_get_size (products); i++)
    {
      JsonObject *product = tiem_json_array_get_object (products, i);

      if (product == NULL || is_deleted (product))
        continue;
      for (guint j = 0; j < skus->len; j++)
        if (has_sku (product, skus->pdata[j]))
          return json_node_ref (json_array_get_element (products, i));
    }
  return NULL;
}

static JsonNode *
find_offered (TiemChannelLazada *self,
              TiemTransport *transport,
              const TiemOffer *offer,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) skus = g_ptr_array_new ();

  for (guint i = 0; i < MIN (offer->variants->len, MOST_VARIANTS); i++)
    g_ptr_array_add (skus, ((TiemOfferVariant *)offer->variants->pdata[i])->sku);
  return laz_find_product (self, transport, skus, cancellable, error);
}

/* --- one that is there --- */

static gboolean
change_product (TiemChannelLazada *self,
                TiemTransport *transport,
                JsonObject *product,
                const TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) pictures = NULL;

  if (offer->fields & TIEM_OFFER_PICTURES
      && (pictures = laz_upload_pictures (self, transport, offer, cancellable, error)) == NULL)
    return FALSE;
  return send_document (self,
                        transport,
                        "/product/update",
                        laz_make_changes (product, offer, pictures),
                        TRUE,
                        offer,
                        cancellable,
                        error);
}

static gboolean
add_variants (TiemChannelLazada *self,
              TiemTransport *transport,
              JsonObject *product,
              const TiemOffer *offer,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  char *payload;

  for (guint i = 0; i < offer->variants->len; i++)
    if (!has_sku (product, ((TiemOfferVariant *)offer->variants->pdata[i])->sku))
      g_ptr_array_add (missing, offer->variants->pdata[i]);
  if (missing->len == 0)
    return TRUE;
  payload = laz_make_more_skus (product, missing, error);
  return payload != NULL
         && send_document (
             self, transport, "/product/create", payload, FALSE, offer, cancellable, error);
}

static gboolean
create_product (TiemChannelLazada *self,
                TiemTransport *transport,
                const TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) pictures = laz_upload_pictures (self, transport, offer, cancellable, error);

  return pictures != NULL
         && send_document (self,
                           transport,
                           "/product/create",
                           laz_make_new_product (offer, pictures),
                           FALSE,
                           offer,
                           cancellable,
                           error);
}

/* Returns: (transfer full) (nullable): what the channel makes of it; @product is how it was */
static TiemListingPage *
read_again (TiemChannelLazada *self,
            TiemTransport *transport,
            const char *id,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GError) read_error = NULL;
  g_autoptr (JsonNode) product = laz_read_product (self, transport, id, cancellable, &read_error);

  if (read_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&read_error));
      return NULL;
    }
  if (product != NULL)
    laz_add_product (page, product, tiem_transport_now (transport));
  return g_steal_pointer (&page);
}

static gboolean
has_words (const TiemOffer *offer)
{
  return (offer->fields & (TIEM_OFFER_TITLE | TIEM_OFFER_DESCRIPTION | TIEM_OFFER_PICTURES)) != 0;
}

static TiemListingPage *
update_product (TiemChannelLazada *self,
                TiemTransport *transport,
                const TiemOffer *offer,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) read_error = NULL;
  g_autoptr (JsonNode) product
      = laz_read_product (self, transport, offer->remote_product_id, cancellable, &read_error);

  if (product == NULL)
    {
      g_propagate_error (error,
                         read_error != NULL ? g_steal_pointer (&read_error)
                                            : laz_make_item_error (offer->title, "208", NULL));
      return NULL;
    }
  if ((has_words (offer)
       && !change_product (self, transport, tiem_json_object (product), offer, cancellable, error))
      || (offer->fields & TIEM_OFFER_VARIANTS
          && !add_variants (
              self, transport, tiem_json_object (product), offer, cancellable, error)))
    return NULL;
  return read_again (self, transport, offer->remote_product_id, cancellable, error);
}

TiemListingPage *
laz_publish (TiemChannel *channel,
             TiemTransport *transport,
             TiemOffer *offer,
             GCancellable *cancellable,
             GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) product = NULL;
  g_autofree char *id = NULL;

  if (offer->remote_product_id != NULL)
    return update_product (self, transport, offer, cancellable, error);
  g_return_val_if_fail (offer->variants->len > 0, NULL);

  product = find_offered (self, transport, offer, cancellable, &local_error);
  if (local_error == NULL && product != NULL)
    add_variants (self, transport, tiem_json_object (product), offer, cancellable, &local_error);
  else if (local_error == NULL
           && create_product (self, transport, offer, cancellable, &local_error))
    product = find_offered (self, transport, offer, cancellable, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  id = product != NULL ? laz_dup_product_id (tiem_json_object (product)) : NULL;
  if (id == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_TRANSIENT,
                           _ ("Lazada took the product but does not list it yet; Tiệm looks for it "
                              "again in a moment."));
      return NULL;
    }
  return read_again (self, transport, id, cancellable, error);
}

/* Lazada §7.6. */
const TiemOfferLimits laz_offer_limits = {
  .title_most = 255,
  .description_least = 10,
  .description_most = 20000,
  .pictures_least = 1,
  .pictures_most = MOST_PICTURES,
  .option_most = 20,
  .variants_most = MOST_VARIANTS,
  .price_least_vnd = 1,
  .needs_weight = TRUE,
  .needs_size = TRUE,
  .takes_size = TRUE,
  .needs_category = TRUE,
  .adds_variants = TRUE,
};
