#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

static const char *
get_text (const TiemSandboxItem *item,
          const char *name)
{
  JsonNode *node = json_object_get_member (item->extra, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node) != NULL
             ? json_node_get_string (node)
             : "";
}

static void
copy_member (JsonObject *into,
             const TiemSandboxItem *item,
             const char *name)
{
  JsonNode *node = json_object_get_member (item->extra, name);

  json_object_set_member (
      into, name, node != NULL ? tiem_sandbox_json_copy (node) : json_node_new (JSON_NODE_NULL));
}

char *
tiem_sandbox_wc_product_make_name (const TiemSandboxItem *item)
{
  const TiemSandboxItem *parent = item->parent;

  if (parent == NULL)
    return g_strdup (item->name);
  if (item->options[0] == NULL)
    return g_strdup (parent->name);
  if (item->options[1] == NULL)
    return g_strdup_printf ("%s - %s", parent->name, item->options[0]);
  return g_strdup_printf ("%s - %s, %s", parent->name, item->options[0], item->options[1]);
}

static gboolean
is_variable (const TiemSandboxItem *item)
{
  return g_str_equal (get_text (item, "type"), "variable");
}

static gboolean
is_on_sale (const TiemSandboxItem *item)
{
  return *get_text (item, "sale_price") != '\0';
}

void
tiem_sandbox_wc_product_update_price (TiemSandboxItem *item)
{
  const char *text
      = is_on_sale (item) ? get_text (item, "sale_price") : get_text (item, "regular_price");

  item->price_xu = tiem_sandbox_wc_parse_xu (text);
}

gboolean
tiem_sandbox_wc_product_is_public (const TiemSandboxItem *item)
{
  if (item->parent != NULL && !tiem_sandbox_wc_product_is_public (item->parent))
    return FALSE;
  return !item->is_trashed && g_str_equal (get_text (item, "status"), "publish");
}

/* Returns: (nullable): the variation with the lowest price */
static const TiemSandboxItem *
find_cheapest (const TiemSandboxItem *item)
{
  const TiemSandboxItem *cheapest = NULL;

  for (guint i = 0; i < item->children->len; i++)
    {
      const TiemSandboxItem *child = item->children->pdata[i];

      if (!child->is_trashed && (cheapest == NULL || child->price_xu < cheapest->price_xu))
        cheapest = child;
    }
  return cheapest;
}

static const char *
get_stock_status (TiemSandboxItem *item)
{
  TiemSandboxItem *holder = tiem_sandbox_item_get_stock_holder (item);

  if (holder != NULL && holder->stock > 0)
    return "instock";
  if (holder != NULL)
    return g_str_equal (get_text (holder, "backorders"), "no") ? "outofstock" : "onbackorder";
  if (!is_variable (item))
    return *get_text (item, "stock_status") != '\0' ? get_text (item, "stock_status") : "instock";
  for (guint i = 0; i < item->children->len; i++)
    if (g_str_equal (get_stock_status (item->children->pdata[i]), "instock"))
      return "instock";
  return "outofstock";
}

static void
set_prices (JsonObject *object,
            const TiemSandboxItem *item)
{
  const TiemSandboxItem *shown = is_variable (item) ? find_cheapest (item) : item;
  const char *price = "";

  if (shown != NULL)
    price = is_on_sale (shown) ? get_text (shown, "sale_price") : get_text (shown, "regular_price");
  json_object_set_string_member (object, "price", price);
  json_object_set_string_member (
      object, "regular_price", is_variable (item) ? "" : get_text (item, "regular_price"));
  json_object_set_string_member (
      object, "sale_price", is_variable (item) ? "" : get_text (item, "sale_price"));
  tiem_sandbox_wc_set_stamp (object, "date_on_sale_from", 0);
  tiem_sandbox_wc_set_stamp (object, "date_on_sale_to", 0);
  json_object_set_boolean_member (object, "on_sale", shown != NULL && is_on_sale (shown));
  json_object_set_boolean_member (object, "purchasable", *price != '\0');
}

/* manage_stock is the text "parent" where the parent keeps the stock. */
static void
set_stock (JsonObject *object,
           TiemSandboxItem *item)
{
  TiemSandboxItem *holder = tiem_sandbox_item_get_stock_holder (item);
  const char *backorders = get_text (holder != NULL ? holder : item, "backorders");

  if (holder != NULL && holder != item)
    json_object_set_string_member (object, "manage_stock", "parent");
  else
    json_object_set_boolean_member (object, "manage_stock", holder != NULL);
  if (holder != NULL)
    json_object_set_int_member (object, "stock_quantity", holder->stock);
  else
    json_object_set_null_member (object, "stock_quantity");
  json_object_set_string_member (object, "stock_status", get_stock_status (item));
  json_object_set_string_member (object, "backorders", backorders);
  json_object_set_boolean_member (object, "backorders_allowed", !g_str_equal (backorders, "no"));
  json_object_set_boolean_member (object, "backordered", FALSE);
  json_object_set_null_member (object, "low_stock_amount");
}

static void
set_shipping (JsonObject *object,
              const TiemSandboxItem *item)
{
  copy_member (object, item, "weight");
  copy_member (object, item, "dimensions");
  json_object_set_string_member (object, "shipping_class", "");
  json_object_set_int_member (object, "shipping_class_id", 0);
}

static void
set_sku (const TiemSandboxWcCall *call,
         JsonObject *object,
         const TiemSandboxItem *item)
{
  json_object_set_string_member (object, "sku", item->sku);
  if (call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    json_object_set_string_member (
        object, "global_unique_id", item->barcode != NULL ? item->barcode : "");
}

static void
set_stamps (JsonObject *object,
            const TiemSandboxItem *item)
{
  tiem_sandbox_wc_set_stamp (object, "date_created", item->created_at);
  tiem_sandbox_wc_set_stamp (object, "date_modified", item->modified_at);
}

static const char *
get_status (const TiemSandboxItem *item)
{
  return item->is_trashed ? "trash" : get_text (item, "status");
}

static char *
make_permalink (const TiemSandboxWcCall *call,
                const TiemSandboxItem *item)
{
  const TiemSandboxItem *product = item->parent != NULL ? item->parent : item;

  return g_strdup_printf ("%s/san-pham/%s/",
                          tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (call->wc)),
                          get_text (product, "slug"));
}

static void
set_empty_list (JsonObject *object,
                const char *name)
{
  json_object_set_array_member (object, name, json_array_new ());
}

static JsonNode *
make_variation_image (const TiemSandboxItem *item)
{
  JsonArray *images = tiem_sandbox_json_get_array (item->extra, "images");

  if (images == NULL || json_array_get_length (images) == 0)
    return json_node_new (JSON_NODE_NULL);
  return tiem_sandbox_json_copy (json_array_get_element (images, 0));
}

static JsonNode *
make_variation (const TiemSandboxWcCall *call,
                TiemSandboxItem *item)
{
  JsonObject *object = json_object_new ();
  g_autofree char *permalink = make_permalink (call, item);
  g_autofree char *collection
      = g_strdup_printf ("wc/v3/products/%" G_GINT64_FORMAT "/variations", item->parent->id);

  json_object_set_int_member (object, "id", item->id);
  if (call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    json_object_set_string_member (object, "type", "variation");
  set_stamps (object, item);
  copy_member (object, item, "description");
  json_object_set_string_member (object, "permalink", permalink);
  set_sku (call, object, item);
  set_prices (object, item);
  json_object_set_string_member (object, "status", get_status (item));
  json_object_set_boolean_member (object, "virtual", FALSE);
  json_object_set_boolean_member (object, "downloadable", FALSE);
  copy_member (object, item, "tax_status");
  copy_member (object, item, "tax_class");
  set_stock (object, item);
  set_shipping (object, item);
  json_object_set_member (object, "image", make_variation_image (item));
  copy_member (object, item, "attributes");
  copy_member (object, item, "menu_order");
  copy_member (object, item, "meta_data");
  if (call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    {
      g_autofree char *name = item->options[1] != NULL
                                  ? g_strdup_printf ("%s, %s", item->options[0], item->options[1])
                                  : g_strdup (item->options[0] != NULL ? item->options[0] : "");

      json_object_set_string_member (object, "name", name);
      json_object_set_int_member (object, "parent_id", item->parent->id);
    }
  tiem_sandbox_wc_set_links (call, object, collection, item->id);
  return tiem_sandbox_json_from_object (object);
}

static JsonArray *
make_variation_ids (const TiemSandboxItem *item)
{
  JsonArray *ids = json_array_new ();

  for (guint i = 0; i < item->children->len; i++)
    {
      const TiemSandboxItem *child = item->children->pdata[i];

      if (!child->is_trashed)
        json_array_add_int_element (ids, child->id);
    }
  return ids;
}

/* A variation too, when a list by SKU finds one: then with the fields of a product. */
static JsonNode *
make_product (const TiemSandboxWcCall *call,
              TiemSandboxItem *item)
{
  static const char *const plain[]
      = { "upsell_ids", "cross_sell_ids", "tags", "grouped_products", "related_ids", "downloads" };
  JsonObject *object = json_object_new ();
  g_autofree char *permalink = make_permalink (call, item);
  g_autofree char *name = tiem_sandbox_wc_product_make_name (item);

  json_object_set_int_member (object, "id", item->id);
  json_object_set_string_member (object, "name", name);
  copy_member (object, item, "slug");
  json_object_set_string_member (object, "permalink", permalink);
  set_stamps (object, item);
  copy_member (object, item, "type");
  json_object_set_string_member (object, "status", get_status (item));
  copy_member (object, item, "featured");
  copy_member (object, item, "catalog_visibility");
  copy_member (object, item, "description");
  copy_member (object, item, "short_description");
  set_sku (call, object, item);
  set_prices (object, item);
  json_object_set_int_member (object, "total_sales", 0);
  json_object_set_boolean_member (object, "virtual", FALSE);
  json_object_set_boolean_member (object, "downloadable", FALSE);
  copy_member (object, item, "tax_status");
  copy_member (object, item, "tax_class");
  set_stock (object, item);
  json_object_set_boolean_member (object, "sold_individually", FALSE);
  set_shipping (object, item);
  json_object_set_boolean_member (object, "reviews_allowed", TRUE);
  json_object_set_string_member (object, "average_rating", "0.00");
  json_object_set_int_member (object, "rating_count", 0);
  json_object_set_int_member (object, "parent_id", item->parent != NULL ? item->parent->id : 0);
  copy_member (object, item, "categories");
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    set_empty_list (object, plain[i]);
  if (call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    set_empty_list (object, "brands");
  copy_member (object, item, "images");
  copy_member (object, item, "attributes");
  copy_member (object, item, "default_attributes");
  json_object_set_array_member (object, "variations", make_variation_ids (item));
  copy_member (object, item, "menu_order");
  copy_member (object, item, "meta_data");
  json_object_set_boolean_member (object, "has_options", is_variable (item));
  tiem_sandbox_wc_set_links (call, object, "wc/v3/products", item->id);
  return tiem_sandbox_json_from_object (object);
}

JsonNode *
tiem_sandbox_wc_product_to_json (const TiemSandboxWcCall *call,
                                 TiemSandboxItem *item)
{
  /* The second number in the route, or its being about variations, tells which form. */
  return item->parent != NULL && call->ids[0] == item->parent->id ? make_variation (call, item)
                                                                  : make_product (call, item);
}
