#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"

#include <string.h>

#define MOST_IDS 50
#define MOST_ROWS 100

/* Deeper than this the list must be walked by update_time (Shopee §10.1). */
#define DEEPEST_OFFSET 10000

static void
add_location (JsonArray *list,
              const char *location,
              gint64 stock)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "location_id", location);
  json_object_set_int_member (entry, "stock", stock);
  json_object_set_boolean_member (entry, "if_saleable", TRUE);
  json_array_add_object_element (list, entry);
}

static JsonObject *
describe_stock (TiemSandboxShopee *shopee,
                const TiemSandboxItem *item)
{
  JsonObject *info = json_object_new ();
  JsonObject *summary = json_object_new ();
  JsonArray *seller = json_array_new ();
  gint64 second = tiem_sandbox_shopee_item_get_second_stock (item);

  json_object_set_int_member (
      summary, "total_reserved_stock", tiem_sandbox_shopee_item_get_reserved (item));
  json_object_set_int_member (summary, "total_available_stock", item->stock);
  if (shopee->switches.has_warehouses)
    {
      add_location (seller, TIEM_SANDBOX_SHOPEE_FIRST_LOCATION, item->stock - second);
      add_location (seller, TIEM_SANDBOX_SHOPEE_SECOND_LOCATION, second);
    }
  else
    add_location (seller, "", item->stock);
  json_object_set_object_member (info, "summary_info", summary);
  json_object_set_array_member (info, "seller_stock", seller);
  json_object_set_array_member (info, "shopee_stock", json_array_new ());
  return info;
}

void
tiem_sandbox_shopee_item_describe_offer (TiemSandboxShopee *shopee,
                                         const TiemSandboxItem *item,
                                         JsonObject *into)
{
  JsonArray *prices = json_array_new ();
  JsonObject *price = json_object_new ();

  json_object_set_string_member (price, "currency", "VND");
  json_object_set_int_member (
      price, "original_price", tiem_sandbox_shopee_item_get_original_xu (item) / 100);
  json_object_set_int_member (price, "current_price", item->price_xu / 100);
  json_array_add_object_element (prices, price);
  json_object_set_array_member (into, "price_info", prices);
  json_object_set_object_member (into, "stock_info_v2", describe_stock (shopee, item));
}

static JsonObject *
describe_image (TiemSandboxShopee *shopee,
                const TiemSandboxItem *item)
{
  g_autofree char *url = tiem_sandbox_shopee_item_make_picture_url (shopee, item);
  g_autofree char *id = g_path_get_basename (url);
  JsonObject *image = json_object_new ();
  JsonArray *ids = json_array_new ();
  JsonArray *urls = json_array_new ();

  json_array_add_string_element (ids, id);
  json_array_add_string_element (urls, url);
  json_object_set_array_member (image, "image_id_list", ids);
  json_object_set_array_member (image, "image_url_list", urls);
  return image;
}

static gboolean
has_promotion (const TiemSandboxItem *item)
{
  if (tiem_sandbox_json_has (item->extra, "promotion_id"))
    return TRUE;
  for (guint i = 0; i < item->children->len; i++)
    if (has_promotion (item->children->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
describe_goods (const TiemSandboxItem *item,
                JsonObject *object)
{
  JsonObject *brand = json_object_new ();
  JsonObject *pre_order = json_object_new ();
  gint64 grams = tiem_sandbox_shopee_item_get_weight_g (item);
  g_autofree char *weight = g_strdup_printf (
      "%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT, grams / 1000, grams % 1000 / 10);
  g_autofree char *description = tiem_sandbox_json_dup_text (item->extra, "description");

  json_object_set_int_member (brand, "brand_id", 0);
  json_object_set_string_member (brand, "original_brand_name", "NoBrand");
  json_object_set_boolean_member (pre_order, "is_pre_order", FALSE);
  json_object_set_int_member (pre_order, "days_to_ship", 2);
  json_object_set_int_member (
      object, "category_id", tiem_sandbox_json_get_int (item->extra, "category_id", 0));
  json_object_set_string_member (object, "description", description != NULL ? description : "");
  json_object_set_string_member (object, "condition", "NEW");
  json_object_set_string_member (object, "weight", weight);
  json_object_set_object_member (object, "brand", brand);
  json_object_set_object_member (object, "pre_order", pre_order);
}

static JsonObject *
describe_item (TiemSandboxShopee *shopee,
               const TiemSandboxItem *item)
{
  JsonObject *object = json_object_new ();
  g_autofree char *sku = tiem_sandbox_shopee_item_dup_parent_sku (item);

  json_object_set_int_member (object, "item_id", item->id);
  json_object_set_string_member (object, "item_name", item->name);
  json_object_set_string_member (object, "item_sku", sku);
  json_object_set_string_member (object, "item_status", tiem_sandbox_shopee_item_get_status (item));
  json_object_set_int_member (object, "create_time", item->created_at / 1000);
  json_object_set_int_member (object, "update_time", item->modified_at / 1000);
  json_object_set_boolean_member (object, "has_model", tiem_sandbox_shopee_item_has_models (item));
  json_object_set_boolean_member (object, "has_promotion", has_promotion (item));
  describe_goods (item, object);
  json_object_set_object_member (object, "image", describe_image (shopee, item));
  json_object_set_string_member (object, "deboost", "FALSE");
  /* Of items with models only get_model_list says these. */
  if (!tiem_sandbox_shopee_item_has_models (item))
    tiem_sandbox_shopee_item_describe_offer (shopee, item, object);
  return object;
}

/* Returns: (transfer container) (nullable): the items of item_id_list, without those that
 * are not there; else the call is refused */
static GPtrArray *
need_items (TiemSandboxShopeeCall *call)
{
  g_auto (GStrv) ids = tiem_sandbox_shopee_call_need_words (call, "item_id_list", MOST_IDS);
  GPtrArray *items;

  if (ids == NULL)
    return NULL;
  items = g_ptr_array_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    {
      TiemSandboxItem *item
          = tiem_sandbox_shopee_find_item (call->shopee, g_ascii_strtoll (ids[i], NULL, 10));

      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  return items;
}

JsonNode *
tiem_sandbox_shopee_get_item_base_info (TiemSandboxShopeeCall *call)
{
  g_autoptr (GPtrArray) items = need_items (call);
  JsonObject *response;
  JsonArray *list;

  if (items == NULL)
    return NULL;
  response = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < items->len; i++)
    json_array_add_object_element (list, describe_item (call->shopee, items->pdata[i]));
  json_object_set_string_member (call->fields, "warning", "");
  json_object_set_array_member (response, "item_list", list);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_get_item_extra_info (TiemSandboxShopeeCall *call)
{
  g_autoptr (GPtrArray) items = need_items (call);
  JsonObject *response;
  JsonArray *list;

  if (items == NULL)
    return NULL;
  response = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      const TiemSandboxItem *item = items->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "item_id", item->id);
      json_object_set_int_member (object, "sale", item->id % 97);
      json_object_set_int_member (object, "views", item->id % 97 * 23);
      json_object_set_int_member (object, "likes", item->id % 97 * 3);
      json_object_set_double_member (object, "rating_star", 4.8);
      json_object_set_int_member (object, "comment_count", item->id % 97 / 2);
      json_array_add_object_element (list, object);
    }
  json_object_set_array_member (response, "item_list", list);
  return tiem_sandbox_json_from_object (response);
}

static gboolean
is_item_status (const char *text)
{
  static const char *const words[]
      = { "NORMAL", "BANNED", "UNLIST", "REVIEWING", "SELLER_DELETE", "SHOPEE_DELETE", NULL };

  return g_strv_contains (words, text);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const TiemSandboxItem *left = *(const TiemSandboxItem *const *)a;
  const TiemSandboxItem *right = *(const TiemSandboxItem *const *)b;

  return left->id < right->id ? -1 : left->id > right->id;
}

/* Returns: (transfer container) (nullable): all items that fit; else the call is refused */
static GPtrArray *
choose_items (TiemSandboxShopeeCall *call)
{
  TiemSandboxShop *shop = tiem_sandbox_shopee_get_shop (call->shopee);
  g_auto (GStrv) statuses = tiem_sandbox_shopee_call_need_words (call, "item_status", 6);
  gint64 from;
  gint64 to;
  GPtrArray *items;

  if (statuses == NULL || !tiem_sandbox_shopee_call_get_int (call, "update_time_from", 0, &from)
      || !tiem_sandbox_shopee_call_get_int (call, "update_time_to", G_MAXINT64 / 1000, &to))
    return NULL;
  for (guint i = 0; statuses[i] != NULL; i++)
    if (!is_item_status (statuses[i]))
      {
        tiem_sandbox_shopee_call_fail_param (call, "item_status", "is invalid");
        return NULL;
      }
  items = g_ptr_array_new ();
  for (guint i = 0; i < shop->items->len; i++)
    {
      TiemSandboxItem *item = shop->items->pdata[i];

      if (item->parent == NULL && item->modified_at / 1000 >= from && item->modified_at / 1000 <= to
          && g_strv_contains ((const char *const *)statuses,
                              tiem_sandbox_shopee_item_get_status (item)))
        g_ptr_array_add (items, item);
    }
  g_ptr_array_sort (items, compare_items);
  return items;
}

static JsonObject *
describe_row (const TiemSandboxItem *item)
{
  JsonObject *row = json_object_new ();
  JsonObject *tag = json_object_new ();

  json_object_set_boolean_member (tag, "kit", FALSE);
  json_object_set_int_member (row, "item_id", item->id);
  json_object_set_string_member (row, "item_status", tiem_sandbox_shopee_item_get_status (item));
  json_object_set_int_member (row, "update_time", item->modified_at / 1000);
  json_object_set_object_member (row, "tag", tag);
  return row;
}

JsonNode *
tiem_sandbox_shopee_get_item_list (TiemSandboxShopeeCall *call)
{
  g_autoptr (GPtrArray) items = NULL;
  JsonObject *response;
  JsonArray *list;
  gint64 offset;
  gint64 size;
  gint64 end;

  if (!tiem_sandbox_shopee_call_need_int (call, "offset", &offset)
      || !tiem_sandbox_shopee_call_need_size (call, "page_size", MOST_ROWS, &size)
      || (items = choose_items (call)) == NULL)
    return NULL;
  if (offset < 0)
    tiem_sandbox_shopee_call_fail_param (call, "offset", "must be 0 or greater");
  else if (offset > DEEPEST_OFFSET)
    tiem_sandbox_shopee_call_fail (
        call, "product.error_param", "get items offset over limit, please use the next field");
  if (call->code != NULL)
    return NULL;

  end = tiem_sandbox_shopee_call_is_empty_page (call) ? offset : MIN (items->len, offset + size);
  response = json_object_new ();
  list = json_array_new ();
  for (gint64 i = offset; i < end; i++)
    json_array_add_object_element (list, describe_row (items->pdata[i]));
  json_object_set_string_member (call->fields, "warning", "");
  json_object_set_array_member (response, "item", list);
  json_object_set_int_member (response, "total_count", items->len);
  json_object_set_boolean_member (response, "has_next_page", end < items->len);
  json_object_set_int_member (response, "next_offset", end < items->len ? end : 0);
  return tiem_sandbox_json_from_object (response);
}

static gboolean
is_found (const TiemSandboxItem *item,
          const char *name,
          const char *sku,
          const char *status)
{
  g_autofree char *own = tiem_sandbox_shopee_item_dup_parent_sku (item);
  gboolean fits = *sku == '\0' || strstr (own, sku) != NULL;

  if (item->parent != NULL)
    return FALSE;
  for (guint i = 0; !fits && i < item->children->len; i++)
    fits = strstr (((TiemSandboxItem *)item->children->pdata[i])->sku, sku) != NULL;
  return fits && strstr (item->name, name) != NULL
         && (*status == '\0' || g_str_equal (status, tiem_sandbox_shopee_item_get_status (item)));
}

JsonNode *
tiem_sandbox_shopee_search_item (TiemSandboxShopeeCall *call)
{
  TiemSandboxShop *shop = tiem_sandbox_shopee_get_shop (call->shopee);
  g_autofree char *name = tiem_sandbox_shopee_call_dup_text (call, "item_name");
  g_autofree char *sku = tiem_sandbox_shopee_call_dup_text (call, "item_sku");
  g_autofree char *status = tiem_sandbox_shopee_call_dup_text (call, "item_status");
  g_autofree char *offset = tiem_sandbox_shopee_call_dup_text (call, "offset");
  g_autofree char *next = NULL;
  gint64 skipped = g_ascii_strtoll (offset, NULL, 10);
  gint64 found = 0;
  gint64 size;
  JsonObject *response;
  JsonArray *ids;

  if (!tiem_sandbox_shopee_call_need_size (call, "page_size", MOST_ROWS, &size))
    return NULL;
  ids = json_array_new ();
  for (guint i = 0; i < shop->items->len; i++)
    {
      const TiemSandboxItem *item = shop->items->pdata[i];

      if (is_found (item, name, sku, status) && ++found > skipped && found <= skipped + size)
        json_array_add_int_element (ids, item->id);
    }
  if (found > skipped + size)
    next = g_strdup_printf ("%" G_GINT64_FORMAT, skipped + size);
  response = json_object_new ();
  json_object_set_array_member (response, "item_id_list", ids);
  json_object_set_int_member (response, "total_count", found);
  json_object_set_string_member (response, "next_offset", next != NULL ? next : "");
  return tiem_sandbox_json_from_object (response);
}
