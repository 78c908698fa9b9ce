#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/*
 * A pass over all products. Offsets reach 10000 products only (Lazada §7.1): a shop with more
 * is walked through by the time of creation, in windows that are halved until they fit; such
 * windows never change while they are read.
 */
#define MOST_OFFSET 10000

/* Products with many variants run into ServiceTimeout: smaller pages come through. */
#define FEWEST_PRODUCTS 10

/* 2012-01-01: no product at Lazada is older. */
#define EARLIEST_MS G_GINT64_CONSTANT (1325376000000)

/* A window is not halved below this: more products than that are not made in a minute. */
#define SHORTEST_WINDOW_MS 60000

#define FORMAT "1"

/* Where a pass has come to. */
typedef struct
{
  gint64 after; /* ms UTC; 0 = no window, everything fits */
  gint64 before;
  gint64 end; /* of the last window */
  gint64 offset;
  gint64 total; /* of the window, by the page before; −1 = not known */
} Position;

static gint64
read_number (const TiemForm *form,
             const char *name)
{
  const char *text = tiem_form_get (form, name);
  gint64 number = 0;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, -1, G_MAXINT64 / 1000, &number, NULL);
  return number;
}

static Position
parse_position (const char *cursor)
{
  g_autoptr (TiemForm) form = tiem_form_parse (cursor != NULL ? cursor : "");
  Position position = { .total = -1 };

  if (g_strcmp0 (tiem_form_get (form, "v"), FORMAT) != 0)
    return position;
  position.after = read_number (form, "after");
  position.before = read_number (form, "before");
  position.end = read_number (form, "end");
  position.offset = read_number (form, "offset");
  position.total = read_number (form, "total");
  return position;
}

static char *
format_position (const Position *position)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", FORMAT);
  tiem_form_add_int (form, "after", position->after);
  tiem_form_add_int (form, "before", position->before);
  tiem_form_add_int (form, "end", position->end);
  tiem_form_add_int (form, "offset", position->offset);
  tiem_form_add_int (form, "total", position->total);
  return tiem_form_encode (form);
}

static TiemForm *
make_query (TiemChannelLazada *self,
            const Position *position)
{
  TiemForm *form = tiem_form_new ();

  tiem_form_add (form, "filter", "all");
  if (position->after > 0)
    {
      g_autofree char *after = laz_format_time (position->after);
      g_autofree char *before = laz_format_time (position->before);

      tiem_form_add (form, "create_after", after);
      tiem_form_add (form, "create_before", before);
    }
  tiem_form_add_int (form, "offset", position->offset);
  tiem_form_add_int (form, "limit", self->products_limit);
  return form;
}

/* Returns: (transfer full): the answer; NULL with @error */
static JsonNode *
ask_products (TiemChannelLazada *self,
              TiemTransport *transport,
              TiemForm *form,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TiemForm) owned = form;
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = { .method = "GET", .path = "/products/get", .parameters = owned };
  g_autoptr (JsonNode) node = laz_call (&self->shop, transport, &call, &answer, cancellable, error);

  if (node == NULL)
    {
      if (g_strcmp0 (answer.code, "ServiceTimeout") == 0)
        self->products_limit = MAX (self->products_limit / 2, FEWEST_PRODUCTS);
      return NULL;
    }
  /* A shop without products has no list. */
  if (tiem_json_get_array (laz_get_data (node), "products") == NULL)
    {
      gint64 total = -1;

      if (!tiem_json_has (laz_get_data (node), "total_products")
          || !tiem_json_get_int (laz_get_data (node), "total_products", &total, error)
          || total != 0)
        {
          if (error != NULL && *error == NULL)
            tiem_json_set_error (error, "data.products");
          return NULL;
        }
    }
  return g_steal_pointer (&node);
}

static void
halve_window (Position *position,
              gint64 now)
{
  if (position->after == 0)
    {
      position->after = EARLIEST_MS;
      position->end = now + SHORTEST_WINDOW_MS;
      position->before = position->end;
    }
  position->before = position->after + (position->before - position->after) / 2;
  position->before -= position->before % 1000;
  position->offset = 0;
  position->total = -1;
}

/* Whether the window at @position holds more than can be paged through. */
static gboolean
is_too_wide (const Position *position,
             gint64 total)
{
  return position->offset == 0 && total > MOST_OFFSET
         && (position->after == 0 || position->before - position->after > SHORTEST_WINDOW_MS);
}

/* Moves on behind @count products. Returns: FALSE at the end of the pass */
static gboolean
advance (Position *position,
         guint count,
         guint limit,
         gint64 total)
{
  gint64 read = position->offset + count;
  gboolean has_more = count > 0 && (total >= 0 ? read < total : count >= limit);

  /* A product was deleted meanwhile: one has moved to the page before, unseen. */
  if (position->total >= 0 && total >= 0 && total < position->total && position->offset > 0)
    {
      position->offset = MAX (position->offset - (position->total - total), 0);
      position->total = total;
      return TRUE;
    }

  position->total = total;
  position->offset = read;
  if (has_more && read <= MOST_OFFSET)
    return TRUE;
  if (position->after == 0 || position->before >= position->end)
    return FALSE;

  position->after = position->before;
  position->before = position->end;
  position->offset = 0;
  position->total = -1;
  return TRUE;
}

TiemListingPage *
laz_pull_listings (TiemChannel *channel,
                   TiemTransport *transport,
                   const char *cursor,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  Position position = parse_position (cursor);
  guint limit = self->products_limit;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *products;
  gint64 total = -1;
  guint count;

  node = ask_products (self, transport, make_query (self, &position), cancellable, error);
  if (node == NULL)
    return NULL;
  if (tiem_json_has (laz_get_data (node), "total_products")
      && !tiem_json_get_int (laz_get_data (node), "total_products", &total, error))
    return NULL;

  if (is_too_wide (&position, total))
    {
      halve_window (&position, tiem_transport_now (transport));
      page->next_cursor = format_position (&position);
      return g_steal_pointer (&page);
    }

  products = tiem_json_get_array (laz_get_data (node), "products");
  count = tiem_json_array_get_size (products);
  for (guint i = 0; i < count; i++)
    laz_add_product (page, json_array_get_element (products, i), tiem_transport_now (transport));
  if (advance (&position, count, limit, total))
    page->next_cursor = format_position (&position);
  return g_steal_pointer (&page);
}

/* --- reading again --- */

GHashTable *
laz_new_products (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_node_unref);
}

static void
take_product (GHashTable *products,
              JsonNode *node)
{
  char *id = laz_dup_product_id (tiem_json_object (node));

  if (id != NULL)
    g_hash_table_replace (products, id, json_node_ref (node));
}

JsonObject *
laz_find_sku (GHashTable *products,
              const TiemPush *push)
{
  JsonNode *node = g_hash_table_lookup (products, push->remote_product_id);
  JsonArray *skus = tiem_json_get_array (tiem_json_object (node), "skus");

  for (guint i = 0; i < tiem_json_array_get_size (skus); i++)
    {
      JsonObject *sku = tiem_json_array_get_object (skus, i);
      g_autofree char *id = laz_dup_sku_id (sku);

      if (push->remote_variant_id == NULL || g_strcmp0 (id, push->remote_variant_id) == 0)
        return sku;
    }
  return NULL;
}

/* One call for all that have a SKU, from @start on. */
static gboolean
read_by_sku (TiemChannelLazada *self,
             TiemTransport *transport,
             GPtrArray *pushes,
             guint start,
             GHashTable *products,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) skus = g_ptr_array_new ();
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *list = NULL;
  JsonArray *array;

  for (guint i = start; i < MIN (pushes->len, start + LAZ_MOST_PRODUCTS); i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (push->sku != NULL && laz_find_sku (products, push) == NULL)
        g_ptr_array_add (skus, push->sku);
    }
  if (skus->len < 2)
    return TRUE; /* as many calls one by one */

  list = laz_format_ids (skus, TRUE);
  tiem_form_add (form, "filter", "all");
  tiem_form_add (form, "sku_seller_list", list);
  tiem_form_add_int (form, "offset", 0);
  tiem_form_add_int (form, "limit", LAZ_MOST_PRODUCTS);
  node = ask_products (self, transport, g_steal_pointer (&form), cancellable, error);
  if (node == NULL)
    return FALSE;
  array = tiem_json_get_array (laz_get_data (node), "products");
  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    take_product (products, json_array_get_element (array, i));
  return TRUE;
}

static gboolean
is_gone (const LazAnswer *answer,
         const GError *cause)
{
  static const char *const codes[]
      = { "207", "208", "E0207", "E0208", "EDIT_ITEM_NOT_BELONG_SELLER", "ITEM_NOT_FOUND" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (answer->code, codes[i]) == 0)
      return TRUE;
  return g_error_matches (cause, TIEM_ERROR, TIEM_ERROR_REJECTED)
         && tiem_error_get_detail (cause) != NULL
         && strstr (tiem_error_get_detail (cause), "ITEM_NOT_FOUND") != NULL;
}

/* The product itself: some answers have it under "item". */
static JsonNode *
get_product_node (JsonNode *body)
{
  JsonObject *object = tiem_json_object (body);
  JsonNode *data = object != NULL ? json_object_get_member (object, "data") : NULL;
  JsonObject *inner = tiem_json_object (data);

  return inner != NULL && tiem_json_get_object (inner, "item") != NULL
             ? json_object_get_member (inner, "item")
             : data;
}

JsonNode *
laz_read_product (TiemChannelLazada *self,
                  TiemTransport *transport,
                  const char *product_id,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  LazCall call = { .method = "GET", .path = "/product/item/get", .parameters = form };

  tiem_form_add (form, "item_id", product_id);
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, &call_error);
  if (node == NULL)
    {
      if (!is_gone (&answer, call_error))
        g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  if (tiem_json_object (get_product_node (node)) == NULL)
    {
      tiem_json_set_error (error, "data");
      return NULL;
    }
  return json_node_ref (get_product_node (node));
}

static gboolean
read_one (TiemChannelLazada *self,
          TiemTransport *transport,
          const TiemPush *push,
          GHashTable *products,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) read_error = NULL;
  JsonNode *product
      = laz_read_product (self, transport, push->remote_product_id, cancellable, &read_error);

  if (product != NULL)
    g_hash_table_replace (products, g_strdup (push->remote_product_id), product);
  if (read_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&read_error));
  return FALSE;
}

gboolean
laz_read_products (TiemChannelLazada *self,
                   TiemTransport *transport,
                   GPtrArray *pushes,
                   GHashTable *products,
                   GCancellable *cancellable,
                   GError **error)
{
  for (guint i = 0; i < pushes->len; i += LAZ_MOST_PRODUCTS)
    if (!read_by_sku (self, transport, pushes, i, products, cancellable, error))
      return FALSE;

  /* Missing in a list may be another SKU's fault: ask for the product before it is gone. */
  for (guint i = 0; i < pushes->len; i++)
    if (laz_find_sku (products, pushes->pdata[i]) == NULL
        && !read_one (self, transport, pushes->pdata[i], products, cancellable, error))
      return FALSE;
  return TRUE;
}

static void
add_read (TiemListingPage *page,
          GHashTable *products,
          const TiemPush *push,
          gint64 now)
{
  JsonNode *node = g_hash_table_lookup (products, push->remote_product_id);
  JsonObject *sku = laz_find_sku (products, push);
  g_autoptr (GError) error = NULL;
  TiemRemoteListing *listing;

  if (sku == NULL)
    {
      tiem_parts_add_gone (page, push);
      return;
    }
  listing = laz_parse_listing (tiem_json_object (node), sku, now, &error);
  if (listing != NULL)
    g_ptr_array_add (page->listings, listing);
  else
    {
      g_autofree char *raw = tiem_json_to_text (node);

      tiem_parts_add_unreadable (page->unreadable, push->remote_variant_id, raw, error);
    }
}

TiemListingPage *
laz_read_listings (TiemChannel *channel,
                   TiemTransport *transport,
                   GPtrArray *pushes,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GHashTable) products = laz_new_products ();

  if (!laz_read_products (self, transport, pushes, products, cancellable, error))
    return NULL;
  for (guint i = 0; i < pushes->len; i++)
    add_read (page, products, pushes->pdata[i], tiem_transport_now (transport));
  return g_steal_pointer (&page);
}
