#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-creation.h"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-logistics.h"
#include "sandbox/tiem-sandbox-random.h"

#include <libsoup/soup.h>
#include <string.h>

#define MOST_IMAGES 8
#define LARGEST_IMAGE (10 * 1024 * 1024)
#define MOST_MODELS 50
#define MOST_TIERS 2
#define LONGEST_SKU 100
#define LONGEST_NAME 120
#define LEAST_PRICE 1000
#define MOST_PRICE 120000000

/* --- pictures --- */

static gboolean
is_picture (const guint8 *data,
            gsize length)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G' };
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff };

  return length <= LARGEST_IMAGE
         && ((length > sizeof png && memcmp (data, png, sizeof png) == 0)
             || (length > sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0));
}

static JsonObject *
describe_upload (TiemSandboxShopee *shopee)
{
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (shopee));
  g_autofree char *tail
      = tiem_sandbox_random_text (shopee->ids, "0123456789abcdefghijklmnopqrstuvwxyz", 20);
  g_autofree char *id = g_strconcat ("vn-11134207-", tail, NULL);
  g_autofree char *url = g_strconcat (home, "/file/", id, NULL);
  JsonObject *info = json_object_new ();
  JsonObject *address = json_object_new ();
  JsonArray *addresses = json_array_new ();

  json_object_set_string_member (address, "image_url_region", "VN");
  json_object_set_string_member (address, "image_url", url);
  json_array_add_object_element (addresses, address);
  json_object_set_string_member (info, "image_id", id);
  json_object_set_array_member (info, "image_url_list", addresses);
  return info;
}

static JsonObject *
read_part (TiemSandboxShopee *shopee,
           GBytes *part,
           gint64 index)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (part, &length);
  gboolean is_good = is_picture (data, length);
  JsonObject *row = json_object_new ();

  json_object_set_int_member (row, "id", index);
  json_object_set_string_member (row, "error", is_good ? "" : "error_file_type");
  json_object_set_string_member (
      row, "message", is_good ? "" : "Only JPG, JPEG and PNG of at most 10 MB are supported.");
  if (is_good)
    json_object_set_object_member (row, "image_info", describe_upload (shopee));
  return row;
}

/* Returns: (transfer full): what became of each part called "image" */
static JsonArray *
read_parts (TiemSandboxShopeeCall *call)
{
  const TiemRequest *request = call->request;
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
  SoupMultipart *multipart = NULL;
  JsonArray *rows = json_array_new ();

  if (request->content_type != NULL && request->body != NULL)
    {
      soup_message_headers_append (headers, "Content-Type", request->content_type);
      multipart = soup_multipart_new_from_message (headers, request->body);
    }
  for (int i = 0; multipart != NULL && i < soup_multipart_get_length (multipart); i++)
    {
      SoupMessageHeaders *part_headers;
      GBytes *part;
      g_autoptr (GHashTable) params = NULL;
      g_autofree char *disposition = NULL;

      soup_multipart_get_part (multipart, i, &part_headers, &part);
      soup_message_headers_get_content_disposition (part_headers, &disposition, &params);
      if (params != NULL && g_strcmp0 (g_hash_table_lookup (params, "name"), "image") == 0)
        json_array_add_object_element (
            rows, read_part (call->shopee, part, json_array_get_length (rows)));
    }
  g_clear_pointer (&multipart, soup_multipart_free);
  soup_message_headers_unref (headers);
  return rows;
}

JsonNode *
tiem_sandbox_shopee_upload_image (TiemSandboxShopeeCall *call)
{
  g_autoptr (JsonArray) rows = read_parts (call);
  guint n = json_array_get_length (rows);
  JsonObject *response;
  JsonObject *first;

  if (n == 0)
    return tiem_sandbox_shopee_call_fail (call, "error_param", "no image file");
  if (n > MOST_IMAGES)
    return tiem_sandbox_shopee_call_fail (
        call, "error_param", "The number of images must be less than 9.");
  first = json_array_get_object_element (rows, 0);
  if (n == 1 && !json_object_has_member (first, "image_info"))
    return tiem_sandbox_shopee_call_fail (
        call, "error_file_type", json_object_get_string_member (first, "message"));
  json_object_set_string_member (call->fields, "warning", "");
  response = json_object_new ();
  if (n == 1)
    json_object_set_member (response, "image_info", json_object_dup_member (first, "image_info"));
  json_object_set_array_member (response, "image_info_list", g_steal_pointer (&rows));
  return tiem_sandbox_json_from_object (response);
}

/* --- categories --- */

static const struct
{
  gint64 id;
  gint64 parent;
  const char *name;
  const char *shown;
} categories[] = {
  { 100001, 0, "Fashion", "Thời trang" },
  { 100009, 100001, "Clothes", "Quần áo" },
  { 100002, 0, "Home & Living", "Nhà cửa & đời sống" },
  { 100645, 100002, "Kitchenware", "Dụng cụ nhà bếp" },
  { 100636, 100002, "Bedroom", "Phòng ngủ & trang trí" },
  { 100629, 0, "Food & Beverages", "Thực phẩm và đồ uống" },
  { 100630, 0, "Beauty", "Chăm sóc & em bé" },
};

static gboolean
has_children (gint64 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (categories[i].parent == id)
      return TRUE;
  return FALSE;
}

JsonNode *
tiem_sandbox_shopee_get_category (TiemSandboxShopeeCall *call)
{
  g_autofree char *language = tiem_sandbox_shopee_call_dup_text (call, "language");
  JsonObject *response = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      JsonObject *category = json_object_new ();

      json_object_set_int_member (category, "category_id", categories[i].id);
      json_object_set_int_member (category, "parent_category_id", categories[i].parent);
      json_object_set_string_member (category, "original_category_name", categories[i].name);
      json_object_set_string_member (category,
                                     "display_category_name",
                                     g_str_equal (language, "vi") ? categories[i].shown
                                                                  : categories[i].name);
      json_object_set_boolean_member (category, "has_children", has_children (categories[i].id));
      json_array_add_object_element (list, category);
    }
  json_object_set_array_member (response, "category_list", list);
  return tiem_sandbox_json_from_object (response);
}

/* --- what a category asks for --- */

/* Clothes must say what they are made of. */
#define CLOTHES 100009
#define MATERIAL 100134

static const struct
{
  gint64 id;
  const char *name;
} materials[] = { { 1, "Cotton" }, { 2, "Linen" }, { 3, "Polyester" }, { 4, "Lụa" } };

JsonNode *
tiem_sandbox_shopee_get_attribute_tree (TiemSandboxShopeeCall *call)
{
  g_autofree char *category = tiem_sandbox_shopee_call_dup_text (call, "category_id_list");
  gint64 id = g_ascii_strtoll (category, NULL, 10);
  JsonObject *response = json_object_new ();
  JsonArray *list = json_array_new ();
  JsonObject *row = json_object_new ();
  JsonArray *tree = json_array_new ();

  if (id == CLOTHES)
    {
      JsonObject *attribute = json_object_new ();
      JsonObject *info = json_object_new ();
      JsonArray *values = json_array_new ();

      for (guint i = 0; i < G_N_ELEMENTS (materials); i++)
        {
          JsonObject *value = json_object_new ();

          json_object_set_int_member (value, "value_id", materials[i].id);
          json_object_set_string_member (value, "name", materials[i].name);
          json_array_add_object_element (values, value);
        }
      json_object_set_int_member (attribute, "attribute_id", MATERIAL);
      json_object_set_boolean_member (attribute, "mandatory", TRUE);
      json_object_set_string_member (attribute, "name", "Chất liệu");
      json_object_set_array_member (attribute, "attribute_value_list", values);
      json_object_set_int_member (info, "input_type", 3);
      json_object_set_object_member (attribute, "attribute_info", info);
      json_array_add_object_element (tree, attribute);
    }
  json_object_set_int_member (row, "category_id", id);
  json_object_set_array_member (row, "attribute_tree", tree);
  json_array_add_object_element (list, row);
  json_object_set_array_member (response, "list", list);
  return tiem_sandbox_json_from_object (response);
}

/* A mandatory one with a value of its list, or a word. */
static gboolean
check_attributes (TiemSandboxShopeeCall *call)
{
  JsonArray *list = tiem_sandbox_json_get_array (call->params, "attribute_list");

  if (tiem_sandbox_json_get_int (call->params, "category_id", 0) != CLOTHES)
    return TRUE;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = json_array_get_object_element (list, i);
      JsonArray *values = tiem_sandbox_json_get_array (object, "attribute_value_list");

      if (tiem_sandbox_json_get_int (object, "attribute_id", 0) == MATERIAL && values != NULL
          && json_array_get_length (values) > 0)
        return TRUE;
    }
  return tiem_sandbox_shopee_call_fail_param (
      call, "attribute_list", "lacks the mandatory attribute Chất liệu");
}

/* Named even where there is none: "No Brand". */
static gboolean
check_brand (TiemSandboxShopeeCall *call)
{
  JsonObject *brand = tiem_sandbox_json_get_object (call->params, "brand");

  return (brand != NULL && tiem_sandbox_json_has (brand, "original_brand_name"))
         || tiem_sandbox_shopee_call_fail_param (call, "brand", "is mandatory");
}

static gboolean
check_name_and_price (TiemSandboxShopeeCall *call)
{
  g_autofree char *name = tiem_sandbox_shopee_call_dup_text (call, "item_name");
  gint64 price = tiem_sandbox_json_get_int (call->params, "original_price", 0);

  if (g_utf8_strlen (name, -1) > LONGEST_NAME)
    return tiem_sandbox_shopee_call_fail_param (call, "item_name", "is longer than 120");
  if (price < LEAST_PRICE || price > MOST_PRICE)
    return tiem_sandbox_shopee_call_fail_param (call, "original_price", "is out of range");
  return TRUE;
}

/* --- items --- */

static gint64
read_stock (JsonObject *entry)
{
  JsonArray *list = tiem_sandbox_json_get_array (entry, "seller_stock");
  gint64 stock = 0;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, i)))
      stock += tiem_sandbox_json_get_int (json_array_get_object_element (list, i), "stock", 0);
  return stock;
}

static gboolean
check_category (TiemSandboxShopeeCall *call,
                gint64 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (categories[i].id == id && !has_children (id))
      return TRUE;
  return tiem_sandbox_shopee_call_fail_param (call, "category_id", "is not a leaf category");
}

static gboolean
check_new_item (TiemSandboxShopeeCall *call)
{
  static const char *const needed[] = { "item_name",   "description", "original_price", "weight",
                                        "category_id", "image",       "logistic_info" };
  JsonObject *image = tiem_sandbox_json_get_object (call->params, "image");
  JsonArray *channels = tiem_sandbox_json_get_array (call->params, "logistic_info");

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!tiem_sandbox_json_has (call->params, needed[i]))
      return tiem_sandbox_shopee_call_fail_param (call, needed[i], NULL);
  if (tiem_sandbox_json_get_array (image, "image_id_list") == NULL
      || json_array_get_length (tiem_sandbox_json_get_array (image, "image_id_list")) == 0)
    return tiem_sandbox_shopee_call_fail_param (call, "image_id_list", NULL);
  for (guint i = 0; channels != NULL && i < json_array_get_length (channels); i++)
    if (tiem_sandbox_json_get_int (json_array_get_object_element (channels, i), "logistic_id", 0)
        == TIEM_SANDBOX_SHOPEE_CHANNEL_ID)
      return check_category (call, tiem_sandbox_json_get_int (call->params, "category_id", 0));
  return tiem_sandbox_shopee_call_fail_param (call, "logistic_info", "has no enabled channel");
}

JsonNode *
tiem_sandbox_shopee_add_new_item (TiemSandboxShopeeCall *call)
{
  TiemSandboxShopee *shopee = call->shopee;
  g_autofree char *sku = tiem_sandbox_shopee_call_dup_text (call, "item_sku");
  g_autofree char *status = tiem_sandbox_shopee_call_dup_text (call, "item_status");
  gint64 price = tiem_sandbox_json_get_int (call->params, "original_price", 0);
  gint64 at = tiem_sandbox_shopee_now (shopee);
  TiemSandboxItem *item;
  JsonObject *response;

  if (!check_new_item (call) || !check_brand (call) || !check_attributes (call)
      || !check_name_and_price (call))
    return NULL;
  item = tiem_sandbox_shopee_add_item (shopee, NULL, sku, price, read_stock (call->params), at);
  g_free (item->name);
  item->name = tiem_sandbox_shopee_call_dup_text (call, "item_name");
  json_object_set_string_member (
      item->extra, "item_status", g_str_equal (status, "UNLIST") ? "UNLIST" : "NORMAL");
  json_object_set_int_member (
      item->extra, "category_id", tiem_sandbox_json_get_int (call->params, "category_id", 0));
  json_object_set_int_member (
      item->extra,
      "_weight_g",
      (gint64)(tiem_sandbox_json_get_double (call->params, "weight", 0) * 1000 + 0.5));
  response = json_object_new ();
  json_object_set_int_member (response, "item_id", item->id);
  json_object_set_string_member (
      response, "item_status", tiem_sandbox_shopee_item_get_status (item));
  tiem_sandbox_shopee_item_describe_offer (shopee, item, response);
  json_object_set_string_member (call->fields, "warning", "");
  return tiem_sandbox_json_from_object (response);
}

/* What is given is set anew; numbers have calls of their own. */
JsonNode *
tiem_sandbox_shopee_update_item (TiemSandboxShopeeCall *call)
{
  TiemSandboxItem *item = tiem_sandbox_shopee_call_need_item (call);
  JsonObject *response;

  if (item == NULL)
    return NULL;
  if (tiem_sandbox_json_has (call->params, "item_name"))
    {
      g_autofree char *name = tiem_sandbox_shopee_call_dup_text (call, "item_name");

      if (*name == '\0' || g_utf8_strlen (name, -1) > LONGEST_NAME)
        {
          tiem_sandbox_shopee_call_fail_param (call, "item_name", "is longer than 120");
          return NULL;
        }
      g_free (item->name);
      item->name = g_steal_pointer (&name);
    }
  tiem_sandbox_item_touch (item, tiem_sandbox_shopee_now (call->shopee));
  response = json_object_new ();
  json_object_set_int_member (response, "item_id", item->id);
  json_object_set_string_member (call->fields, "warning", "");
  return tiem_sandbox_json_from_object (response);
}

/* --- models --- */

/* Returns: (transfer full) (nullable): the word at @index of tier @level */
static char *
dup_option (JsonArray *tiers,
            guint level,
            gint64 index)
{
  JsonObject *tier = json_array_get_object_element (tiers, level);
  JsonArray *options = tiem_sandbox_json_get_array (tier, "option_list");

  if (options == NULL)
    options = tiem_sandbox_json_get_array (tier, "variation_option_list");
  if (options == NULL || index < 0 || index >= json_array_get_length (options))
    return NULL;
  tier = json_array_get_object_element (options, index);
  return json_object_has_member (tier, "option")
             ? tiem_sandbox_json_dup_text (tier, "option")
             : tiem_sandbox_json_dup_text (tier, "variation_option_name");
}

/* Whether @entry names one option of each tier. */
static gboolean
check_model (JsonArray *tiers,
             JsonObject *entry)
{
  JsonArray *index = tiem_sandbox_json_get_array (entry, "tier_index");
  g_autofree char *sku = tiem_sandbox_json_dup_text (entry, "model_sku");

  if (index == NULL || json_array_get_length (index) != json_array_get_length (tiers)
      || tiem_sandbox_json_get_int (entry, "original_price", 0) <= 0
      || (sku != NULL && g_utf8_strlen (sku, -1) > LONGEST_SKU))
    return FALSE;
  for (guint level = 0; level < json_array_get_length (tiers); level++)
    {
      g_autofree char *option
          = dup_option (tiers, level, json_array_get_int_element (index, level));

      if (option == NULL)
        return FALSE;
    }
  return TRUE;
}

static JsonObject *
add_model (TiemSandboxShopee *shopee,
           TiemSandboxItem *item,
           JsonArray *tiers,
           JsonObject *entry)
{
  JsonArray *index = tiem_sandbox_json_get_array (entry, "tier_index");
  g_autofree char *sku = tiem_sandbox_json_dup_text (entry, "model_sku");
  TiemSandboxItem *model
      = tiem_sandbox_shopee_add_item (shopee,
                                      item,
                                      sku != NULL ? sku : "",
                                      tiem_sandbox_json_get_int (entry, "original_price", 0),
                                      read_stock (entry),
                                      tiem_sandbox_shopee_now (shopee));
  JsonObject *row = json_object_new ();

  for (guint level = 0; level < json_array_get_length (tiers); level++)
    model->options[level] = dup_option (tiers, level, json_array_get_int_element (index, level));
  json_object_set_int_member (row, "model_id", model->id);
  json_object_set_string_member (row, "model_sku", model->sku);
  json_object_set_array_member (row, "tier_index", json_array_ref (index));
  return row;
}

static void
keep_names (TiemSandboxItem *item,
            JsonArray *tiers)
{
  static const char *const names[] = { "_tier_0", "_tier_1" };

  for (guint level = 0; level < json_array_get_length (tiers); level++)
    {
      JsonObject *tier = json_array_get_object_element (tiers, level);
      g_autofree char *name = tiem_sandbox_json_has (tier, "name")
                                  ? tiem_sandbox_json_dup_text (tier, "name")
                                  : tiem_sandbox_json_dup_text (tier, "variation_name");

      json_object_set_string_member (item->extra, names[level], name != NULL ? name : "");
    }
}

/* A new structure drops the models there were (Shopee §10.3). */
JsonNode *
tiem_sandbox_shopee_init_tier_variation (TiemSandboxShopeeCall *call)
{
  TiemSandboxItem *item = tiem_sandbox_shopee_call_need_item (call);
  gboolean is_new = tiem_sandbox_json_has (call->params, "standardise_tier_variation");
  TiemSandboxShop *shop = tiem_sandbox_shopee_get_shop (call->shopee);
  JsonObject *response;
  JsonArray *tiers;
  JsonArray *models;
  JsonArray *rows;

  if (item == NULL)
    return NULL;
  tiers = tiem_sandbox_shopee_call_need_objects (
      call, is_new ? "standardise_tier_variation" : "tier_variation", MOST_TIERS);
  models
      = tiers != NULL ? tiem_sandbox_shopee_call_need_objects (call, "model", MOST_MODELS) : NULL;
  if (models == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (models); i++)
    if (!check_model (tiers, json_array_get_object_element (models, i)))
      {
        tiem_sandbox_shopee_call_fail_param (call, "model", "is invalid");
        return NULL;
      }
  if (!tiem_sandbox_json_has (item->extra, "item_sku"))
    json_object_set_string_member (item->extra, "item_sku", item->sku);
  tiem_sandbox_shop_set_sku (shop, item, "");
  while (item->children->len > 0)
    tiem_sandbox_shop_remove_item (shop, item->children->pdata[0]);
  rows = json_array_new ();
  for (guint i = 0; i < json_array_get_length (models); i++)
    json_array_add_object_element (
        rows, add_model (call->shopee, item, tiers, json_array_get_object_element (models, i)));
  keep_names (item, tiers);
  tiem_sandbox_item_touch (item, tiem_sandbox_shopee_now (call->shopee));
  response = json_object_new ();
  json_object_set_int_member (response, "item_id", item->id);
  json_object_set_array_member (response, "model", rows);
  json_object_set_string_member (call->fields, "warning", "");
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_delete_item (TiemSandboxShopeeCall *call)
{
  TiemSandboxItem *item = tiem_sandbox_shopee_call_need_item (call);

  if (item == NULL)
    return NULL;
  json_object_set_string_member (item->extra, "item_status", "SELLER_DELETE");
  item->is_trashed = TRUE;
  for (guint i = 0; i < item->children->len; i++)
    ((TiemSandboxItem *)item->children->pdata[i])->is_trashed = TRUE;
  tiem_sandbox_item_touch (item, tiem_sandbox_shopee_now (call->shopee));
  return NULL;
}
