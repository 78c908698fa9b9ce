#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * A pass over all listings goes by pages of products, and within a page by single
 * products, whose variations cost a call each. One page for the caller ends after
 * ENOUGH_LISTINGS or ENOUGH_CALLS; the cursor says which page and which product is next.
 */
#define ENOUGH_LISTINGS 100
#define ENOUGH_CALLS 20

/* A site that ignores "page" would be read for ever. */
#define MOST_VARIATION_PAGES 50

typedef struct
{
  gint64 page;  /* of products, from 1 */
  gint64 at;    /* next product of that page */
  gint64 total; /* of products, when the page was read; −1 = not known */
  gint64 first; /* id of the first product of the page before */
} Position;

static gint64
read_number (const TiemForm *form,
             const char *name,
             gint64 fallback)
{
  const char *text = tiem_form_get (form, name);
  gint64 number = fallback;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, -1, G_MAXINT64, &number, NULL);
  return number;
}

static Position
parse_position (const char *cursor)
{
  g_autoptr (TiemForm) form = tiem_form_parse (cursor);

  return (Position){
    .page = MAX (read_number (form, "page", 1), 1),
    .at = MAX (read_number (form, "at", 0), 0),
    .total = read_number (form, "total", -1),
    .first = read_number (form, "first", 0),
  };
}

static char *
format_position (const Position *position)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add_int (form, "page", position->page);
  tiem_form_add_int (form, "at", position->at);
  tiem_form_add_int (form, "total", position->total);
  tiem_form_add_int (form, "first", position->first);
  return tiem_form_encode (form);
}

static void
set_list_error (TiemChannelWoocommerce *self,
                const char *endpoint,
                GError **error)
{
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_PROTOCOL,
               g_str_equal (endpoint, "orders")
                   ? _ ("%s did not answer with a list of orders; Tiệm tries again by itself.")
                   : _ ("%s did not answer with a list of products; Tiệm tries again by itself."),
               self->site.host);
}

JsonNode *
woo_get_list (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              const char *path,
              const char *endpoint,
              TiemForm *query,
              WooAnswer *answer,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (JsonNode) node
      = woo_get (&self->site, transport, path, endpoint, query, answer, cancellable, error);

  if (node == NULL)
    return NULL;
  if (tiem_json_array (node) != NULL)
    return g_steal_pointer (&node);
  set_list_error (self, endpoint, error);
  return NULL;
}

void
woo_add_listing (TiemListingPage *page,
                 JsonNode *element,
                 JsonObject *parent)
{
  JsonObject *object = tiem_json_object (element);
  g_autoptr (GError) error = NULL;
  TiemRemoteListing *listing = woo_parse_listing (object, parent, &error);
  g_autofree char *id = NULL;
  g_autofree char *raw = NULL;

  if (listing != NULL)
    {
      g_ptr_array_add (page->listings, listing);
      return;
    }
  id = tiem_json_dup_id (object, "id");
  raw = tiem_json_to_text (element);
  tiem_parts_add_unreadable (page->unreadable, id, raw, error);
}

static gint64
get_first_id (JsonArray *array)
{
  gint64 id = 0;

  tiem_json_get_int (tiem_json_array_get_object (array, 0), "id", &id, NULL);
  return id;
}

static gboolean
has_more (JsonArray *array,
          const WooAnswer *answer,
          gint64 page)
{
  guint size = tiem_json_array_get_size (array);

  return size >= WOO_PER_PAGE || (size > 0 && (answer->pages > page || answer->has_next));
}

gboolean
woo_read_variations (TiemChannelWoocommerce *self,
                     TiemTransport *transport,
                     JsonObject *product,
                     const char *include,
                     TiemListingPage *page,
                     guint *calls,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *id = tiem_json_dup_id (product, "id");
  g_autofree char *path = g_strdup_printf ("products/%s/variations", id);
  gint64 first = 0;

  for (gint64 number = 1; number <= MOST_VARIATION_PAGES; number++)
    {
      g_autoptr (TiemForm) query = tiem_form_new ();
      g_autoptr (JsonNode) node = NULL;
      g_auto (WooAnswer) answer = { 0 };
      JsonArray *array;

      if (include != NULL)
        tiem_form_add (query, "include", include);
      tiem_form_add (query, "orderby", "id");
      tiem_form_add (query, "order", "asc");
      tiem_form_add_int (query, "per_page", WOO_PER_PAGE);
      tiem_form_add_int (query, "page", number);
      tiem_form_add (query, "_fields", WOO_PRODUCT_FIELDS);
      node = woo_get_list (self,
                           transport,
                           path,
                           "products/variations",
                           g_steal_pointer (&query),
                           &answer,
                           cancellable,
                           error);
      (*calls)++;
      if (node == NULL)
        return FALSE;

      array = tiem_json_array (node);
      if (number > 1 && get_first_id (array) == first)
        return TRUE;
      first = get_first_id (array);
      for (guint i = 0; i < json_array_get_length (array); i++)
        woo_add_listing (page, json_array_get_element (array, i), product);
      if (!has_more (array, &answer, number))
        return TRUE;
    }
  return TRUE;
}

static gboolean
read_product (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              JsonNode *element,
              TiemListingPage *page,
              guint *calls,
              GCancellable *cancellable,
              GError **error)
{
  JsonObject *object = tiem_json_object (element);
  g_autoptr (GError) call_error = NULL;

  if (!woo_is_sellable (object))
    return TRUE;
  if (!woo_has_variations (object) || !tiem_json_has (object, "id"))
    {
      woo_add_listing (page, element, NULL);
      return TRUE;
    }
  if (woo_read_variations (self, transport, object, NULL, page, calls, cancellable, &call_error)
      || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    return TRUE; /* refused: deleted since the page was read */

  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

/* Whether a product was deleted since the page before was read: then one has moved over to
 * it unseen. Takes the new total. An empty page's total means nothing: newer sites say 0. */
static gboolean
has_shrunk (Position *position,
            JsonArray *products,
            const WooAnswer *answer)
{
  gint64 before = position->total;

  if (tiem_json_array_get_size (products) == 0)
    position->total = MIN (before, (position->page - 1) * WOO_PER_PAGE);
  else
    position->total = answer->total;
  return position->page > 1 && position->total >= 0 && position->total < before;
}

/* The page of products at @position, asked for once and kept while it is worked through.
 * Returns: (nullable): NULL with @error */
static JsonArray *
ensure_products (TiemChannelWoocommerce *self,
                 TiemTransport *transport,
                 Position *position,
                 gboolean *is_last,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TiemForm) query = NULL;
  g_auto (WooAnswer) answer = { 0 };

  if (self->products != NULL && self->products_page == position->page && position->at > 0)
    {
      *is_last = self->products_are_last;
      return tiem_json_array (self->products);
    }

  query = tiem_form_new ();
  tiem_form_add (query, "status", "any");
  tiem_form_add (query, "orderby", "id");
  tiem_form_add (query, "order", "asc");
  tiem_form_add_int (query, "per_page", WOO_PER_PAGE);
  tiem_form_add_int (query, "page", position->page);
  tiem_form_add (query, "_fields", WOO_PRODUCT_FIELDS);
  g_clear_pointer (&self->products, json_node_unref);
  self->products = woo_get_list (self,
                                 transport,
                                 "products",
                                 "products",
                                 g_steal_pointer (&query),
                                 &answer,
                                 cancellable,
                                 error);
  if (self->products == NULL)
    return NULL;

  self->products_page = position->page;
  *is_last = !has_more (tiem_json_array (self->products), &answer, position->page);
  self->products_are_last = *is_last;

  if (has_shrunk (position, tiem_json_array (self->products), &answer))
    {
      position->page--;
      position->at = 0;
      position->first = 0;
      return ensure_products (self, transport, position, is_last, cancellable, error);
    }
  return tiem_json_array (self->products);
}

TiemListingPage *
woo_pull_listings (TiemChannel *channel,
                   TiemTransport *transport,
                   const char *cursor,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  Position position = parse_position (cursor);
  gboolean is_last = FALSE;
  guint calls = 0;
  JsonArray *products;
  guint n_products;

  products = ensure_products (self, transport, &position, &is_last, cancellable, error);
  if (products == NULL)
    return NULL;

  n_products = json_array_get_length (products);
  if (position.page > 1 && get_first_id (products) == position.first)
    return g_steal_pointer (&page); /* the site ignores "page" and repeats itself */

  while (position.at < n_products && page->listings->len < ENOUGH_LISTINGS && calls < ENOUGH_CALLS)
    {
      if (!read_product (self,
                         transport,
                         json_array_get_element (products, position.at),
                         page,
                         &calls,
                         cancellable,
                         error))
        return NULL;
      position.at++;
    }

  if (position.at < n_products)
    {
      page->next_cursor = format_position (&position);
      return g_steal_pointer (&page);
    }
  if (!is_last)
    {
      position.page++;
      position.at = 0;
      position.first = get_first_id (products);
      page->next_cursor = format_position (&position);
    }
  g_clear_pointer (&self->products, json_node_unref);
  return g_steal_pointer (&page);
}
