#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <string.h>

/* More than this in one address and the site may refuse its length. */
#define MOST_INCLUDED 100

/* Returns: (element-type utf8): the products that @pushes stand for, each once */
static GPtrArray *
collect_products (GPtrArray *pushes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (g_hash_table_add (seen, push->remote_product_id))
        g_ptr_array_add (ids, push->remote_product_id);
    }
  return ids;
}

/* Adds the products @ids[@start …] to @found, as far as the site lists them. */
static gboolean
read_products (TiemChannelWoocommerce *self,
               TiemTransport *transport,
               GPtrArray *ids,
               guint start,
               GHashTable *found,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autoptr (GString) include = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_auto (WooAnswer) answer = { 0 };
  JsonArray *array;

  for (guint i = start; i < MIN (ids->len, start + MOST_INCLUDED); i++)
    g_string_append_printf (include, "%s%s", include->len > 0 ? "," : "", (char *)ids->pdata[i]);
  tiem_form_add (query, "include", include->str);
  tiem_form_add (query, "status", "any");
  tiem_form_add_int (query, "per_page", WOO_PER_PAGE);
  tiem_form_add (query, "_fields", WOO_PRODUCT_FIELDS);
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
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *id = tiem_json_dup_id (tiem_json_array_get_object (array, i), "id");

      if (id != NULL)
        g_hash_table_replace (
            found, g_steal_pointer (&id), json_node_ref (json_array_get_element (array, i)));
    }
  return TRUE;
}

/* Missing in a list may be the list's fault; ask for the product itself before it counts
 * as gone. Returns: (transfer full) (nullable): NULL without @error when it is */
static JsonNode *
read_missing_product (TiemChannelWoocommerce *self,
                      TiemTransport *transport,
                      const char *id,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *path = g_strdup_printf ("products/%s", id);
  g_auto (WooAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonNode *node
      = woo_get (&self->site, transport, path, "products", NULL, &answer, cancellable, &call_error);

  if (call_error != NULL
      && !(answer.status == 404 && answer.code != NULL
           && strcmp (answer.code, "rest_no_route") != 0))
    g_propagate_error (error, g_steal_pointer (&call_error));
  return node;
}

static gboolean
is_listed (TiemListingPage *page,
           const TiemPush *push)
{
  for (guint i = 0; i < page->listings->len; i++)
    {
      TiemRemoteListing *listing = page->listings->pdata[i];

      if (g_strcmp0 (listing->remote_product_id, push->remote_product_id) == 0
          && g_strcmp0 (listing->remote_variant_id, push->remote_variant_id) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_unreadable (TiemListingPage *page,
               const TiemPush *push)
{
  const char *id
      = push->remote_variant_id != NULL ? push->remote_variant_id : push->remote_product_id;

  for (guint i = 0; i < page->unreadable->len; i++)
    if (g_strcmp0 (((TiemUnreadable *)page->unreadable->pdata[i])->remote_id, id) == 0)
      return TRUE;
  return FALSE;
}

/* The listings of one product that @pushes name. */
static gboolean
read_again (TiemChannelWoocommerce *self,
            TiemTransport *transport,
            JsonNode *product,
            GPtrArray *pushes,
            TiemListingPage *page,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *id = tiem_json_dup_id (tiem_json_object (product), "id");
  g_autoptr (GString) include = g_string_new (NULL);
  g_autoptr (GError) call_error = NULL;
  guint n_variations = 0;
  guint calls = 0;

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (g_strcmp0 (push->remote_product_id, id) != 0)
        continue;
      if (push->remote_variant_id == NULL && !is_listed (page, push))
        woo_add_listing (page, product, NULL);
      else if (push->remote_variant_id != NULL && n_variations++ < MOST_INCLUDED)
        g_string_append_printf (
            include, "%s%s", include->len > 0 ? "," : "", push->remote_variant_id);
    }
  if (include->len == 0
      || woo_read_variations (self,
                              transport,
                              tiem_json_object (product),
                              n_variations <= MOST_INCLUDED ? include->str : NULL,
                              page,
                              &calls,
                              cancellable,
                              &call_error)
      || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

TiemListingPage *
woo_read_listings (TiemChannel *channel,
                   TiemTransport *transport,
                   GPtrArray *pushes,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GPtrArray) ids = collect_products (pushes);
  g_autoptr (GHashTable) found
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_node_unref);

  for (guint i = 0; i < ids->len; i += MOST_INCLUDED)
    if (!read_products (self, transport, ids, i, found, cancellable, error))
      return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) call_error = NULL;
      g_autoptr (JsonNode) missing = NULL;
      JsonNode *product = g_hash_table_lookup (found, ids->pdata[i]);

      if (product == NULL)
        product = missing
            = read_missing_product (self, transport, ids->pdata[i], cancellable, &call_error);
      if (call_error != NULL
          || (product != NULL
              && !read_again (self, transport, product, pushes, page, cancellable, &call_error)))
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return NULL;
        }
    }

  for (guint i = 0; i < pushes->len; i++)
    if (!is_listed (page, pushes->pdata[i]) && !is_unreadable (page, pushes->pdata[i]))
      tiem_parts_add_gone (page, pushes->pdata[i]);
  return g_steal_pointer (&page);
}
