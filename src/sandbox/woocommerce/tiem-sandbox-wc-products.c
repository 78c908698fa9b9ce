#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"

#include "base/tiem-text.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-list.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <string.h>

const TiemSandboxWcField tiem_sandbox_wc_product_list_fields[] = {
  { "context", TIEM_SANDBOX_WC_STRING, "view edit", "view" },
  { "page", TIEM_SANDBOX_WC_INTEGER, NULL, "1", 1 },
  { "per_page", TIEM_SANDBOX_WC_INTEGER, NULL, "10", 1, 100 },
  { "search", TIEM_SANDBOX_WC_STRING },
  { "after", TIEM_SANDBOX_WC_DATE },
  { "before", TIEM_SANDBOX_WC_DATE },
  { "modified_after", TIEM_SANDBOX_WC_DATE },
  { "modified_before", TIEM_SANDBOX_WC_DATE },
  { "dates_are_gmt", TIEM_SANDBOX_WC_BOOLEAN, NULL, "false" },
  { "exclude", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "include", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "offset", TIEM_SANDBOX_WC_INTEGER },
  { "order", TIEM_SANDBOX_WC_STRING, "asc desc", "desc" },
  { "orderby",
    TIEM_SANDBOX_WC_STRING,
    "date id include title slug modified price popularity rating menu_order",
    "date" },
  { "parent", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "parent_exclude", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "slug", TIEM_SANDBOX_WC_STRING },
  { "status", TIEM_SANDBOX_WC_STRING, "any future trash draft pending private publish", "any" },
  { "type", TIEM_SANDBOX_WC_STRING, "simple grouped external variable" },
  { "sku", TIEM_SANDBOX_WC_STRING },
  { "search_sku", TIEM_SANDBOX_WC_STRING },
  { "search_name_or_sku", TIEM_SANDBOX_WC_STRING, .is_new = TRUE },
  { "category", TIEM_SANDBOX_WC_STRING },
  { "on_sale", TIEM_SANDBOX_WC_BOOLEAN },
  { "stock_status", TIEM_SANDBOX_WC_STRING, "instock outofstock onbackorder" },
  { "min_price", TIEM_SANDBOX_WC_STRING },
  { "max_price", TIEM_SANDBOX_WC_STRING },
  { NULL },
};

static const char *
get_text (const TiemSandboxItem *item,
          const char *name)
{
  return json_object_get_string_member (item->extra, name);
}

/* Every word must stand in @text, marks and case aside; what is only signs, as it is. */
static gboolean
has_words (const char *text,
           const char *words)
{
  g_autofree char *folded = tiem_text_fold (text);
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = tiem_text_fold (parts[i]);

      if (strstr (*part != '\0' ? folded : text, *part != '\0' ? part : parts[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_in_category (const TiemSandboxItem *item,
                const char *wanted)
{
  JsonArray *categories = tiem_sandbox_json_get_array (item->extra, "categories");

  for (guint i = 0; categories != NULL && i < json_array_get_length (categories); i++)
    {
      g_autofree char *id
          = tiem_sandbox_json_dup_text (json_array_get_object_element (categories, i), "id");

      if (g_strcmp0 (id, wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "sku" is an exact list, "search_sku" a part. */
static gboolean
passes_sku (const TiemSandboxWcCall *call,
            const TiemSandboxItem *item)
{
  g_autofree char *exact = tiem_sandbox_json_dup_text (call->params, "sku");
  g_autofree char *part = tiem_sandbox_json_dup_text (call->params, "search_sku");

  if (exact != NULL && *exact != '\0')
    {
      g_auto (GStrv) skus = g_strsplit (exact, ",", -1);

      if (!g_strv_contains ((const char *const *)skus, item->sku))
        return FALSE;
    }
  if (part != NULL && *part != '\0')
    {
      g_autofree char *wanted = tiem_sku_key (part);
      g_autofree char *key = tiem_sku_key (item->sku);

      return strstr (key, wanted) != NULL;
    }
  return TRUE;
}

static gboolean
passes_rest (const TiemSandboxWcCall *call,
             const TiemSandboxWcFilter *filter,
             const TiemSandboxItem *item)
{
  g_autofree char *category = tiem_sandbox_json_dup_text (call->params, "category");
  g_autofree char *type = tiem_sandbox_json_dup_text (call->params, "type");
  g_autofree char *slug = tiem_sandbox_json_dup_text (call->params, "slug");
  g_autofree char *both = tiem_sandbox_json_dup_text (call->params, "search_name_or_sku");

  /* The SKU is not looked at. */
  if (*filter->search != '\0' && !has_words (item->name, filter->search))
    return FALSE;
  if (category != NULL && !is_in_category (item, category))
    return FALSE;
  if (type != NULL && !g_str_equal (type, get_text (item, "type")))
    return FALSE;
  if (slug != NULL && !g_str_equal (slug, get_text (item, "slug")))
    return FALSE;
  if (both != NULL && call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    return has_words (item->name, both) || has_words (item->sku, both);
  return passes_sku (call, item);
}

/* Those filters are looked at in what is shown, because the values are worked out there. */
static gboolean
passes_shown (const TiemSandboxWcCall *call,
              TiemSandboxItem *item)
{
  static const char *const names[] = { "on_sale", "stock_status", "min_price", "max_price" };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *shown;
  gint64 price;
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    any = any || tiem_sandbox_json_has (call->params, names[i]);
  if (!any)
    return TRUE;

  node = tiem_sandbox_wc_product_to_json (call, item);
  shown = json_node_get_object (node);
  price = tiem_sandbox_wc_parse_xu (json_object_get_string_member (shown, "price"));
  if (tiem_sandbox_json_has (call->params, "on_sale")
      && tiem_sandbox_json_get_bool (call->params, "on_sale", FALSE)
             != json_object_get_boolean_member (shown, "on_sale"))
    return FALSE;
  if (tiem_sandbox_json_has (call->params, "stock_status"))
    {
      g_autofree char *wanted = tiem_sandbox_json_dup_text (call->params, "stock_status");

      if (!g_str_equal (wanted, json_object_get_string_member (shown, "stock_status")))
        return FALSE;
    }
  return price >= tiem_sandbox_json_get_int (call->params, "min_price", 0) * 100
         && price <= tiem_sandbox_json_get_int (call->params, "max_price", G_MAXINT32) * 100;
}

/* @parent: whose variations are listed; NULL for products */
static JsonNode *
list_items (TiemSandboxWcCall *call,
            const TiemSandboxItem *parent,
            const char *route)
{
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (call->wc);
  g_autoptr (TiemSandboxWcFilter) filter = tiem_sandbox_wc_filter_new (call);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TiemSandboxWcEntry));
  g_autoptr (GPtrArray) sorted = NULL;
  g_autoptr (GPtrArray) page = NULL;
  JsonArray *array = json_array_new ();
  GPtrArray *candidates = parent != NULL ? parent->children : shop->items;
  g_autofree char *sku = tiem_sandbox_json_dup_text (call->params, "sku");

  for (guint i = 0; i < candidates->len; i++)
    {
      TiemSandboxItem *item = candidates->pdata[i];
      TiemSandboxWcEntry entry
          = { item->id, item->created_at, item->modified_at, item->name, item };

      /* A list of products holds variations only where it asks for SKUs. */
      if (parent == NULL && item->parent != NULL && (sku == NULL || *sku == '\0'))
        continue;
      if (tiem_sandbox_wc_filter_passes (filter,
                                         item->id,
                                         item->parent != NULL ? item->parent->id : 0,
                                         item->created_at,
                                         item->modified_at)
          && tiem_sandbox_wc_filter_passes_status (
              filter, item->is_trashed ? "trash" : get_text (item, "status"))
          && passes_rest (call, filter, item) && passes_shown (call, item))
        g_array_append_val (entries, entry);
    }
  sorted = tiem_sandbox_wc_sort (call, entries);
  page = tiem_sandbox_wc_take_page (call, sorted, route);
  for (guint i = 0; i < page->len; i++)
    json_array_add_element (array, tiem_sandbox_wc_product_to_json (call, page->pdata[i]));
  return tiem_sandbox_json_from_array (array);
}

JsonNode *
tiem_sandbox_wc_products_list (TiemSandboxWcCall *call)
{
  return list_items (call, NULL, "wc/v3/products");
}

/* Returns: (nullable): the product the route names; NULL when the call has failed */
static TiemSandboxItem *
find_product (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_item (tiem_sandbox_wc_get_shop (call->wc), call->ids[0]);

  if (item == NULL)
    tiem_sandbox_wc_call_fail (call, 404, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  else if (item->parent != NULL)
    {
      tiem_sandbox_wc_call_fail (call,
                                 404,
                                 "woocommerce_rest_invalid_product_id",
                                 "To manipulate product variations you should use the "
                                 "/products/<product_id>/variations/<id> endpoint.");
      item = NULL;
    }
  return item;
}

static TiemSandboxItem *
find_variation (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_item (tiem_sandbox_wc_get_shop (call->wc), call->ids[1]);

  if (item == NULL || item->parent == NULL)
    {
      tiem_sandbox_wc_call_fail (
          call, 404, "woocommerce_rest_product_variation_invalid_id", "Invalid ID.");
      return NULL;
    }
  if (item->parent->id != call->ids[0])
    {
      tiem_sandbox_wc_call_fail (call,
                                 404,
                                 "woocommerce_rest_product_variation_invalid_parent",
                                 "Parent product does not match current variation.");
      return NULL;
    }
  return item;
}

static JsonNode *
create_item (TiemSandboxWcCall *call,
             TiemSandboxItem *parent,
             const char *type)
{
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (call->wc);
  TiemSandboxItem *item;
  g_autofree char *route = NULL;

  if (!tiem_sandbox_wc_product_check (call, NULL))
    return NULL;
  item = tiem_sandbox_shop_add_item (shop, parent, tiem_sandbox_wc_now (call->wc));
  tiem_sandbox_wc_product_init (item, type);
  if (!tiem_sandbox_wc_product_write (call, item))
    {
      tiem_sandbox_shop_remove_item (shop, item);
      return NULL;
    }
  if (parent != NULL)
    route = g_strdup_printf (
        "wc/v3/products/%" G_GINT64_FORMAT "/variations/%" G_GINT64_FORMAT, parent->id, item->id);
  else
    route = g_strdup_printf ("wc/v3/products/%" G_GINT64_FORMAT, item->id);
  call->status = 201;
  call->location = tiem_sandbox_wc_call_make_url (call, route);
  return tiem_sandbox_wc_product_to_json (call, item);
}

static JsonNode *
update_item (TiemSandboxWcCall *call,
             TiemSandboxItem *item)
{
  if (!tiem_sandbox_wc_product_write (call, item))
    return NULL;
  return tiem_sandbox_wc_product_to_json (call, item);
}

/* Answers with the item as it was before. */
static JsonNode *
delete_item (TiemSandboxWcCall *call,
             TiemSandboxItem *item)
{
  JsonNode *before;

  if (item->is_trashed && !tiem_sandbox_json_get_bool (call->params, "force", FALSE))
    return tiem_sandbox_wc_call_fail (
        call, 410, "woocommerce_rest_already_trashed", "The product has already been deleted.");
  before = tiem_sandbox_wc_product_to_json (call, item);
  if (tiem_sandbox_json_get_bool (call->params, "force", FALSE))
    {
      tiem_sandbox_item_touch (item, tiem_sandbox_wc_now (call->wc));
      tiem_sandbox_shop_remove_item (tiem_sandbox_wc_get_shop (call->wc), item);
      return before;
    }
  item->is_trashed = TRUE;
  tiem_sandbox_item_touch (item, tiem_sandbox_wc_now (call->wc));
  return before;
}

JsonNode *
tiem_sandbox_wc_products_create (TiemSandboxWcCall *call)
{
  return create_item (call, NULL, "simple");
}

JsonNode *
tiem_sandbox_wc_products_view (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item = find_product (call);

  return item != NULL ? tiem_sandbox_wc_product_to_json (call, item) : NULL;
}

JsonNode *
tiem_sandbox_wc_products_update (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item = find_product (call);

  return item != NULL ? update_item (call, item) : NULL;
}

JsonNode *
tiem_sandbox_wc_products_delete (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item = find_product (call);

  return item != NULL ? delete_item (call, item) : NULL;
}

JsonNode *
tiem_sandbox_wc_variations_list (TiemSandboxWcCall *call)
{
  TiemSandboxItem *parent = find_product (call);
  g_autofree char *route = NULL;

  if (parent == NULL)
    return NULL;
  route = g_strdup_printf ("wc/v3/products/%" G_GINT64_FORMAT "/variations", parent->id);
  return list_items (call, parent, route);
}

JsonNode *
tiem_sandbox_wc_variations_create (TiemSandboxWcCall *call)
{
  TiemSandboxItem *parent = find_product (call);

  return parent != NULL ? create_item (call, parent, "variation") : NULL;
}

JsonNode *
tiem_sandbox_wc_variations_view (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item = find_variation (call);

  return item != NULL ? tiem_sandbox_wc_product_to_json (call, item) : NULL;
}

JsonNode *
tiem_sandbox_wc_variations_update (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item = find_variation (call);

  return item != NULL ? update_item (call, item) : NULL;
}

JsonNode *
tiem_sandbox_wc_variations_delete (TiemSandboxWcCall *call)
{
  TiemSandboxItem *item = find_variation (call);

  return item != NULL ? delete_item (call, item) : NULL;
}

JsonNode *
tiem_sandbox_wc_categories_list (TiemSandboxWcCall *call)
{
  GPtrArray *names = call->wc->categories;
  g_autoptr (GPtrArray) page = tiem_sandbox_wc_take_page (call, names, "wc/v3/products/categories");
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < page->len; i++)
    {
      JsonObject *object = json_object_new ();
      g_autofree char *slug = tiem_sandbox_wc_make_slug (page->pdata[i]);
      guint index;

      g_ptr_array_find (names, page->pdata[i], &index);
      json_object_set_int_member (object, "id", TIEM_SANDBOX_WC_FIRST_CATEGORY + index);
      json_object_set_string_member (object, "name", page->pdata[i]);
      json_object_set_string_member (object, "slug", slug);
      json_object_set_int_member (object, "parent", 0);
      json_array_add_object_element (array, object);
    }
  return tiem_sandbox_json_from_array (array);
}
