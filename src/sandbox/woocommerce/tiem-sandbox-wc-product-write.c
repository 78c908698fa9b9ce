#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <string.h>

#define STATUSES "draft pending private publish future auto-draft trash"

static const TiemSandboxWcField meta_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },
  { "key", TIEM_SANDBOX_WC_STRING },
  { NULL },
};

static const TiemSandboxWcField dimension_fields[] = {
  { "length", TIEM_SANDBOX_WC_STRING },
  { "width", TIEM_SANDBOX_WC_STRING },
  { "height", TIEM_SANDBOX_WC_STRING },
  { NULL },
};

static const TiemSandboxWcField image_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },
  { "src", TIEM_SANDBOX_WC_STRING },
  { "name", TIEM_SANDBOX_WC_STRING },
  { "alt", TIEM_SANDBOX_WC_STRING },
  { NULL },
};

static const TiemSandboxWcField attribute_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },        { "name", TIEM_SANDBOX_WC_STRING },
  { "position", TIEM_SANDBOX_WC_INTEGER },  { "visible", TIEM_SANDBOX_WC_BOOLEAN },
  { "variation", TIEM_SANDBOX_WC_BOOLEAN }, { "options", TIEM_SANDBOX_WC_STRING_LIST },
  { "option", TIEM_SANDBOX_WC_STRING },     { NULL },
};

static const TiemSandboxWcField category_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },
  { NULL },
};

#define COMMON_FIELDS                                                                              \
  { "description", TIEM_SANDBOX_WC_STRING }, { "sku", TIEM_SANDBOX_WC_STRING },                    \
      { "global_unique_id", TIEM_SANDBOX_WC_STRING, .is_new = TRUE },                              \
      { "regular_price", TIEM_SANDBOX_WC_STRING }, { "sale_price", TIEM_SANDBOX_WC_STRING },       \
      { "status", TIEM_SANDBOX_WC_STRING, STATUSES }, { "manage_stock", TIEM_SANDBOX_WC_BOOLEAN }, \
      { "stock_quantity", TIEM_SANDBOX_WC_INTEGER },                                               \
      { "stock_status", TIEM_SANDBOX_WC_STRING, "instock outofstock onbackorder" },                \
      { "backorders", TIEM_SANDBOX_WC_STRING, "no notify yes" },                                   \
      { "low_stock_amount", TIEM_SANDBOX_WC_INTEGER }, { "weight", TIEM_SANDBOX_WC_STRING },       \
      { "dimensions", TIEM_SANDBOX_WC_OBJECT, .members = dimension_fields },                       \
      { "tax_status", TIEM_SANDBOX_WC_STRING, "taxable shipping none" },                           \
      { "tax_class", TIEM_SANDBOX_WC_STRING },                                                     \
      { "attributes", TIEM_SANDBOX_WC_OBJECT_LIST, .members = attribute_fields },                  \
      { "menu_order", TIEM_SANDBOX_WC_INTEGER },                                                   \
  {                                                                                                \
    "meta_data", TIEM_SANDBOX_WC_OBJECT_LIST, .members = meta_fields                               \
  }

const TiemSandboxWcField tiem_sandbox_wc_product_fields[] = {
  COMMON_FIELDS,
  { "name", TIEM_SANDBOX_WC_STRING },
  { "slug", TIEM_SANDBOX_WC_STRING },
  { "type", TIEM_SANDBOX_WC_STRING, "simple grouped external variable" },
  { "featured", TIEM_SANDBOX_WC_BOOLEAN },
  { "catalog_visibility", TIEM_SANDBOX_WC_STRING, "visible catalog search hidden" },
  { "short_description", TIEM_SANDBOX_WC_STRING },
  { "parent_id", TIEM_SANDBOX_WC_INTEGER },
  { "categories", TIEM_SANDBOX_WC_OBJECT_LIST, .members = category_fields },
  { "images", TIEM_SANDBOX_WC_OBJECT_LIST, .members = image_fields },
  { "default_attributes", TIEM_SANDBOX_WC_OBJECT_LIST, .members = attribute_fields },
  { NULL },
};

const TiemSandboxWcField tiem_sandbox_wc_variation_fields[] = {
  COMMON_FIELDS,
  { "image", TIEM_SANDBOX_WC_OBJECT, .members = image_fields },
  { NULL },
};

static const char *const text_members[] = {
  "slug",         "description", "short_description", "catalog_visibility", "backorders",
  "stock_status", "weight",      "tax_status",        "tax_class",          NULL,
};

/* Members that are kept as they come. */
static const char *const plain_members[] = {
  "featured", "dimensions", "attributes", "default_attributes", "menu_order", NULL,
};

void
tiem_sandbox_wc_product_init (TiemSandboxItem *item,
                              const char *type)
{
  JsonObject *extra = item->extra;
  JsonObject *dimensions = json_object_new ();

  json_object_set_string_member (dimensions, "length", "");
  json_object_set_string_member (dimensions, "width", "");
  json_object_set_string_member (dimensions, "height", "");
  json_object_set_string_member (extra, "type", type);
  json_object_set_string_member (extra, "status", "publish");
  json_object_set_string_member (extra, "slug", "");
  json_object_set_boolean_member (extra, "featured", FALSE);
  json_object_set_string_member (extra, "catalog_visibility", "visible");
  json_object_set_string_member (extra, "description", "");
  json_object_set_string_member (extra, "short_description", "");
  json_object_set_string_member (extra, "regular_price", "");
  json_object_set_string_member (extra, "sale_price", "");
  json_object_set_string_member (extra, "tax_status", "taxable");
  json_object_set_string_member (extra, "tax_class", "");
  json_object_set_string_member (extra, "backorders", "no");
  json_object_set_string_member (extra, "stock_status", "instock");
  json_object_set_string_member (extra, "weight", "");
  json_object_set_object_member (extra, "dimensions", dimensions);
  json_object_set_array_member (extra, "categories", json_array_new ());
  json_object_set_array_member (extra, "images", json_array_new ());
  json_object_set_array_member (extra, "attributes", json_array_new ());
  json_object_set_array_member (extra, "default_attributes", json_array_new ());
  json_object_set_int_member (extra, "menu_order", 0);
  json_object_set_array_member (extra, "meta_data", json_array_new ());
}

gboolean
tiem_sandbox_wc_product_check (TiemSandboxWcCall *call,
                               const TiemSandboxItem *item)
{
  g_autofree char *sku = tiem_sandbox_json_dup_text (call->params, "sku");
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (call->wc);
  gboolean trashed_too = call->wc->storage == TIEM_SANDBOX_WC_TABLES;
  g_autofree char *free_sku = NULL;
  TiemSandboxItem *owner;
  JsonObject *data;

  if (sku == NULL || *sku == '\0')
    return TRUE;
  owner = tiem_sandbox_shop_find_sku (shop, sku, trashed_too);
  if (owner == NULL || owner == item)
    return TRUE;

  for (int i = 1; free_sku == NULL; i++)
    {
      g_autofree char *candidate = g_strdup_printf ("%s-%d", sku, i);

      if (tiem_sandbox_shop_find_sku (shop, candidate, TRUE) == NULL)
        free_sku = g_steal_pointer (&candidate);
    }
  data = json_object_new ();
  json_object_set_int_member (data, "resource_id", owner->id);
  json_object_set_string_member (data, "unique_sku", free_sku);
  tiem_sandbox_wc_call_fail_with (
      call, 400, "product_invalid_sku", "Invalid or duplicated SKU.", data);
  return FALSE;
}

/* Returns: (nullable): the picture an entry of `images` means; NULL when it can't be had */
static JsonObject *
make_image (TiemSandboxWcCall *call,
            JsonObject *given)
{
  g_autofree char *src = tiem_sandbox_json_dup_text (given, "src");
  g_autofree char *alt = tiem_sandbox_json_dup_text (given, "alt");
  gint64 id = tiem_sandbox_json_get_int (given, "id", 0);
  g_autoptr (GUri) uri = NULL;
  g_autofree char *name = NULL;
  JsonObject *image;

  if (id == 0)
    {
      /* The shop downloads it; .invalid never resolves (RFC 2606). */
      uri = src != NULL ? g_uri_parse (src, G_URI_FLAGS_NONE, NULL) : NULL;
      if (uri == NULL || g_uri_get_host (uri) == NULL
          || g_str_has_suffix (g_uri_get_host (uri), ".invalid"))
        return NULL;
      id = tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (call->wc));
    }
  name = src != NULL ? g_path_get_basename (src) : g_strdup ("anh");
  image = json_object_new ();
  json_object_set_int_member (image, "id", id);
  tiem_sandbox_wc_set_stamp (image, "date_created", tiem_sandbox_wc_now (call->wc));
  tiem_sandbox_wc_set_stamp (image, "date_modified", tiem_sandbox_wc_now (call->wc));
  json_object_set_string_member (image, "src", src != NULL ? src : "");
  json_object_set_string_member (image, "name", name);
  json_object_set_string_member (image, "alt", alt != NULL ? alt : "");
  return image;
}

/* A product has `images`, a variation `image`. Returns: FALSE when the call has failed */
static gboolean
write_images (TiemSandboxWcCall *call,
              TiemSandboxItem *item)
{
  JsonArray *given = tiem_sandbox_json_get_array (call->params, "images");
  JsonObject *single = tiem_sandbox_json_get_object (call->params, "image");
  g_autoptr (JsonArray) images = json_array_new ();

  if (given == NULL && single == NULL)
    return TRUE;
  for (guint i = 0; i < (given != NULL ? json_array_get_length (given) : 1); i++)
    {
      JsonNode *node = given != NULL ? json_array_get_element (given, i) : NULL;
      JsonObject *wanted = node == NULL                    ? single
                           : JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                           : NULL;
      JsonObject *image = wanted != NULL ? make_image (call, wanted) : NULL;

      if (image == NULL)
        {
          tiem_sandbox_wc_call_fail (call,
                                     400,
                                     "woocommerce_product_image_upload_error",
                                     "Error getting remote image: A valid URL was not provided.");
          return FALSE;
        }
      json_array_add_object_element (images, image);
    }
  json_object_set_array_member (item->extra, "images", g_steal_pointer (&images));
  return TRUE;
}

static void
write_categories (TiemSandboxWcCall *call,
                  TiemSandboxItem *item)
{
  JsonArray *given = tiem_sandbox_json_get_array (call->params, "categories");
  JsonArray *categories = json_array_new ();

  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    {
      JsonNode *node = json_array_get_element (given, i);
      gint64 id = JSON_NODE_HOLDS_OBJECT (node)
                      ? tiem_sandbox_json_get_int (json_node_get_object (node), "id", 0)
                      : 0;
      JsonObject *category;
      g_autofree char *slug = NULL;

      if (id < TIEM_SANDBOX_WC_FIRST_CATEGORY
          || id >= TIEM_SANDBOX_WC_FIRST_CATEGORY + call->wc->categories->len)
        continue;
      slug = tiem_sandbox_wc_make_slug (
          call->wc->categories->pdata[id - TIEM_SANDBOX_WC_FIRST_CATEGORY]);
      category = json_object_new ();
      json_object_set_int_member (category, "id", id);
      json_object_set_string_member (
          category, "name", call->wc->categories->pdata[id - TIEM_SANDBOX_WC_FIRST_CATEGORY]);
      json_object_set_string_member (category, "slug", slug);
      json_array_add_object_element (categories, category);
    }
  if (given != NULL)
    json_object_set_array_member (item->extra, "categories", categories);
  else
    json_array_unref (categories);
}

static void
write_prices (TiemSandboxWcCall *call,
              TiemSandboxItem *item)
{
  static const char *const names[] = { "regular_price", "sale_price" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *given = tiem_sandbox_json_dup_text (call->params, names[i]);
      g_autofree char *clean = given != NULL ? tiem_sandbox_wc_clean_decimal (given) : NULL;

      if (clean != NULL)
        json_object_set_string_member (item->extra, names[i], clean);
    }
  /* A sale that is none is dropped without a word. */
  if (tiem_sandbox_wc_parse_xu (json_object_get_string_member (item->extra, "sale_price"))
      >= tiem_sandbox_wc_parse_xu (json_object_get_string_member (item->extra, "regular_price")))
    json_object_set_string_member (item->extra, "sale_price", "");
  tiem_sandbox_wc_product_update_price (item);
}

/* A number for goods that are not counted here is ignored without a word. */
static void
write_stock (TiemSandboxWcCall *call,
             TiemSandboxItem *item)
{
  JsonNode *manage = json_object_get_member (call->params, "manage_stock");

  if (manage != NULL && !JSON_NODE_HOLDS_NULL (manage))
    item->counts_stock = tiem_sandbox_json_node_bool (manage, FALSE);
  if (!item->counts_stock)
    {
      item->stock = 0;
      return;
    }
  if (tiem_sandbox_json_has (call->params, "stock_quantity"))
    item->stock = tiem_sandbox_json_get_int (call->params, "stock_quantity", 0);
  else
    item->stock += tiem_sandbox_json_get_int (call->params, "inventory_delta", 0);
}

/* A variation is named by the options it stands for. */
static void
write_options (TiemSandboxItem *item)
{
  JsonArray *attributes = tiem_sandbox_json_get_array (item->extra, "attributes");

  for (guint i = 0; i < G_N_ELEMENTS (item->options); i++)
    {
      JsonNode *node = attributes != NULL && i < json_array_get_length (attributes)
                           ? json_array_get_element (attributes, i)
                           : NULL;

      g_clear_pointer (&item->options[i], g_free);
      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        item->options[i] = tiem_sandbox_json_dup_text (json_node_get_object (node), "option");
    }
}

static void
write_members (TiemSandboxWcCall *call,
               TiemSandboxItem *item)
{
  for (guint i = 0; text_members[i] != NULL; i++)
    {
      g_autofree char *text = tiem_sandbox_json_dup_text (call->params, text_members[i]);

      if (text != NULL)
        json_object_set_string_member (item->extra, text_members[i], text);
    }
  for (guint i = 0; plain_members[i] != NULL; i++)
    if (tiem_sandbox_json_has (call->params, plain_members[i]))
      json_object_set_member (
          item->extra,
          plain_members[i],
          tiem_sandbox_json_copy (json_object_get_member (call->params, plain_members[i])));
}

static void
write_status (TiemSandboxWcCall *call,
              TiemSandboxItem *item)
{
  g_autofree char *status = tiem_sandbox_json_dup_text (call->params, "status");

  if (status == NULL)
    return;
  item->is_trashed = g_str_equal (status, "trash");
  if (!item->is_trashed)
    json_object_set_string_member (item->extra, "status", status);
}

gboolean
tiem_sandbox_wc_product_write (TiemSandboxWcCall *call,
                               TiemSandboxItem *item)
{
  g_autofree char *name = tiem_sandbox_json_dup_text (call->params, "name");
  g_autofree char *sku = tiem_sandbox_json_dup_text (call->params, "sku");
  g_autofree char *type = tiem_sandbox_json_dup_text (call->params, "type");
  g_autofree char *barcode = tiem_sandbox_json_dup_text (call->params, "global_unique_id");

  if (!tiem_sandbox_wc_product_check (call, item) || !write_images (call, item))
    return FALSE;

  if (name != NULL && item->parent == NULL)
    {
      g_free (item->name);
      item->name = g_steal_pointer (&name);
      if (*json_object_get_string_member (item->extra, "slug") == '\0')
        {
          g_autofree char *slug = tiem_sandbox_wc_make_slug (item->name);

          json_object_set_string_member (item->extra, "slug", slug);
        }
    }
  if (sku != NULL)
    tiem_sandbox_shop_set_sku (tiem_sandbox_wc_get_shop (call->wc), item, sku);
  if (type != NULL && item->parent == NULL)
    json_object_set_string_member (item->extra, "type", type);
  if (barcode != NULL && call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    {
      g_free (item->barcode);
      item->barcode = g_steal_pointer (&barcode);
    }
  write_members (call, item);
  write_categories (call, item);
  write_prices (call, item);
  write_stock (call, item);
  write_status (call, item);
  if (item->parent != NULL)
    write_options (item);
  tiem_sandbox_wc_merge_meta (call->wc, item->extra, call->params);
  tiem_sandbox_item_touch (item, tiem_sandbox_wc_now (call->wc));
  return TRUE;
}
