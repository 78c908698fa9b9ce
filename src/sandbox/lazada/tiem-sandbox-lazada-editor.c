#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-editor.h"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/lazada/tiem-sandbox-lazada-payload.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

#define MAX_IMAGES 8
#define MAX_NAME 255
#define MAX_ITEMS 10000
#define MAX_REMOVED 50

/* How long Lazada looks at a new product. */
#define CHECK_MS (10 * G_GINT64_CONSTANT (60000))

static const char *const sizes[]
    = { "package_weight", "package_length", "package_width", "package_height" };

static JsonObject *
refuse (TiemSandboxLazadaCall *call,
        const char *code,
        const char *message)
{
  return tiem_sandbox_lazada_call_fail (
      call, code, TIEM_SANDBOX_LAZADA_ISP, "E%s: %s", code, message);
}

/* In JSON, Image and Sku must be lists even of one. */
static gboolean
check_lists (TiemSandboxLazadaCall *call,
             JsonNode *document)
{
  const char *payload = tiem_sandbox_lazada_call_get (call, "payload");
  JsonObject *images = tiem_sandbox_lazada_document_object (document, "Product/Images");
  JsonObject *skus = tiem_sandbox_lazada_document_object (document, "Product/Skus");

  if (*payload == '<'
      || ((images == NULL || tiem_sandbox_json_get_array (images, "Image") != NULL)
          && (skus == NULL || tiem_sandbox_json_get_array (skus, "Sku") != NULL)))
    return TRUE;
  refuse (call, "1001", "Image and Sku must be arrays");
  return FALSE;
}

static gboolean
check_name (TiemSandboxLazadaCall *call,
            const char *name)
{
  if (name == NULL || *name == '\0')
    tiem_sandbox_lazada_call_add_detail (call, "name", "E0500", "Name is mandatory", NULL);
  else if (g_utf8_strlen (name, -1) > MAX_NAME || strpbrk (name, "\"^~<>|") != NULL)
    tiem_sandbox_lazada_call_add_detail (call, "name", "E0500", "Name is invalid", NULL);
  return call->detail == NULL;
}

static gboolean
check_images (TiemSandboxLazadaCall *call,
              JsonArray *images)
{
  if (json_array_get_length (images) == 0)
    refuse (call, "4139", "At least one image is needed");
  else if (json_array_get_length (images) > MAX_IMAGES)
    refuse (call, "4139", "At most eight images are allowed");
  for (guint i = 0; call->code == NULL && i < json_array_get_length (images); i++)
    {
      g_autofree char *url = tiem_sandbox_json_node_text (json_array_get_element (images, i));

      if (url == NULL || !tiem_sandbox_lazada_has_image (call->lazada, url))
        refuse (call, "4139", "The image is not on Lazada's servers");
    }
  return call->code == NULL;
}

/* A number with at most two decimals. */
static gboolean
is_decimal (const char *text)
{
  return text != NULL && g_regex_match_simple ("^\\d{1,9}(\\.\\d{1,2})?$", text, 0, 0);
}

static gboolean
check_sku (TiemSandboxLazadaCall *call,
           JsonObject *sku,
           GHashTable *seen)
{
  g_autofree char *seller_sku = tiem_sandbox_json_dup_text (sku, "SellerSku");
  g_autofree char *price = tiem_sandbox_json_dup_text (sku, "price");

  if (seller_sku == NULL || *seller_sku == '\0')
    tiem_sandbox_lazada_call_add_detail (
        call, "SellerSku", "E0500", "SellerSku is mandatory", NULL);
  else if (!g_hash_table_add (seen, g_strdup (seller_sku))
           || tiem_sandbox_shop_find_sku (
                  tiem_sandbox_lazada_get_shop (call->lazada), seller_sku, FALSE)
                  != NULL)
    refuse (call, "4105", "The seller SKU is repeated");
  if (!is_decimal (price) || g_ascii_strtod (price, NULL) <= 0)
    tiem_sandbox_lazada_call_add_detail (call, "price", "E0500", "Price is invalid", seller_sku);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *size = tiem_sandbox_json_dup_text (sku, sizes[i]);

      if (!is_decimal (size))
        tiem_sandbox_lazada_call_add_detail (
            call, sizes[i], "E0500", "The package is invalid", seller_sku);
    }
  return call->code == NULL && call->detail == NULL;
}

static gboolean
check_skus (TiemSandboxLazadaCall *call,
            JsonArray *skus)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (json_array_get_length (skus) == 0)
    tiem_sandbox_lazada_call_add_detail (call, "Skus", "E0500", "A SKU is mandatory", NULL);
  for (guint i = 0; i < json_array_get_length (skus); i++)
    {
      JsonNode *node = json_array_get_element (skus, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        check_sku (call, json_node_get_object (node), seen);
    }
  return call->code == NULL && call->detail == NULL;
}

/* Returns: whether a new product may be made of @document */
static gboolean
check_product (TiemSandboxLazadaCall *call,
               JsonNode *document,
               JsonArray *images,
               JsonArray *skus,
               gboolean is_new)
{
  JsonObject *product = tiem_sandbox_lazada_document_object (document, "Product");
  JsonObject *attributes = tiem_sandbox_lazada_document_object (document, "Product/Attributes");
  gint64 category = tiem_sandbox_json_get_int (product, "PrimaryCategory", 0);
  g_autofree char *name = tiem_sandbox_json_dup_text (attributes, "name");
  g_autofree char *brand = tiem_sandbox_json_dup_text (attributes, "brand");

  if (!check_lists (call, document))
    return FALSE;
  if (is_new)
    {
      if (!tiem_sandbox_lazada_is_leaf (category))
        refuse (call, "4134", "The category is not a leaf");
      else if (brand != NULL ? !tiem_sandbox_lazada_is_brand (brand)
                             : !tiem_sandbox_json_has (attributes, "brand_id"))
        refuse (call, "4142", "The brand is invalid");
      else if (check_images (call, images) && check_name (call, name))
        tiem_sandbox_lazada_check_attributes (call, category, attributes);
    }
  if (call->code == NULL && call->detail == NULL && check_skus (call, skus)
      && tiem_sandbox_lazada_check_variation (call, document, skus))
    return TRUE;
  if (call->code == NULL)
    refuse (call, "500", "Create product failed");
  return FALSE;
}

static JsonObject *
add_sku (TiemSandboxLazada *lazada,
         TiemSandboxItem *product,
         JsonObject *given)
{
  TiemSandboxShop *shop = tiem_sandbox_lazada_get_shop (lazada);
  TiemSandboxItem *item
      = tiem_sandbox_shop_add_item (shop, product, tiem_sandbox_lazada_now (lazada));
  g_autofree char *seller_sku = tiem_sandbox_json_dup_text (given, "SellerSku");
  g_autofree char *shop_sku
      = g_strdup_printf ("%" G_GINT64_FORMAT "_VNAMZ-%" G_GINT64_FORMAT, product->id, item->id);
  JsonObject *entry = json_object_new ();

  tiem_sandbox_lazada_sku_init (item, tiem_sandbox_json_get_int (given, "price", 0));
  tiem_sandbox_shop_set_sku (shop, item, seller_sku);
  tiem_sandbox_lazada_set_sale_prop (item, given);
  item->stock = tiem_sandbox_json_get_int (given, "quantity", 0);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *size = tiem_sandbox_json_dup_text (given, sizes[i]);

      json_object_set_string_member (item->extra, sizes[i], size);
    }
  json_object_set_string_member (entry, "seller_sku", seller_sku);
  json_object_set_string_member (entry, "shop_sku", shop_sku);
  json_object_set_int_member (entry, "sku_id", item->id);
  return entry;
}

/* What the document says of the product itself, over what it was. */
static void
set_words (TiemSandboxItem *product,
           JsonObject *given)
{
  JsonObject *attributes = json_object_get_object_member (product->extra, "attributes");
  g_autoptr (GList) names = given != NULL ? json_object_get_members (given) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *value = tiem_sandbox_json_dup_text (given, l->data);

      if (value != NULL)
        json_object_set_string_member (attributes, l->data, value);
    }
}

static void
checked_cb (gpointer owner,
            gint64 id,
            int detail)
{
  TiemSandboxItem *product = tiem_sandbox_shop_find_item (tiem_sandbox_lazada_get_shop (owner), id);

  if (product == NULL
      || !g_str_equal (json_object_get_string_member (product->extra, "status"), "Pending QC"))
    return;
  json_object_set_string_member (product->extra, "status", "Active");
  tiem_sandbox_item_touch (product, tiem_sandbox_lazada_now (owner));
}

static TiemSandboxItem *
add_product (TiemSandboxLazada *lazada,
             JsonNode *document,
             JsonArray *images)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (lazada);
  double pace = MAX (tiem_sandbox_market_get_world (market)->options->pace, 0.001);
  gint64 now = tiem_sandbox_lazada_now (lazada);
  TiemSandboxItem *product
      = tiem_sandbox_shop_add_item (tiem_sandbox_lazada_get_shop (lazada), NULL, now);
  JsonObject *attributes = tiem_sandbox_lazada_document_object (document, "Product/Attributes");
  g_autofree char *name = tiem_sandbox_json_dup_text (attributes, "name");

  tiem_sandbox_lazada_product_init (product, name);
  set_words (product, attributes);
  json_object_set_array_member (product->extra, "images", json_array_ref (images));
  json_object_set_int_member (
      product->extra,
      "primary_category",
      tiem_sandbox_json_get_int (
          tiem_sandbox_lazada_document_object (document, "Product"), "PrimaryCategory", 0));
  json_object_set_string_member (product->extra, "status", "Pending QC");
  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                           now + (gint64)(CHECK_MS / pace),
                           checked_cb,
                           product->id,
                           0);
  return product;
}

JsonObject *
tiem_sandbox_lazada_create_product (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  TiemSandboxShop *shop = tiem_sandbox_lazada_get_shop (lazada);
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "payload");
  g_autoptr (JsonArray) images = NULL;
  g_autoptr (JsonArray) skus = NULL;
  g_autofree char *associated = NULL;
  TiemSandboxItem *sibling = NULL;
  TiemSandboxItem *product;
  JsonObject *data;
  JsonArray *list;

  if (document == NULL)
    return NULL;
  images = tiem_sandbox_lazada_document_list (document, "Product/Images/Image");
  skus = tiem_sandbox_lazada_document_list (document, "Product/Skus/Sku");
  associated = tiem_sandbox_json_dup_text (
      tiem_sandbox_lazada_document_object (document, "Product"), "AssociatedSku");
  if (associated != NULL && *associated != '\0')
    {
      sibling = tiem_sandbox_shop_find_sku (shop, associated, FALSE);
      if (sibling == NULL || sibling->parent == NULL)
        return refuse (call, "4126", "The associated SKU does not exist");
    }
  if (!check_product (call, document, images, skus, sibling == NULL))
    return NULL;

  product = sibling != NULL ? sibling->parent : add_product (lazada, document, images);
  tiem_sandbox_lazada_set_variation (product, document);
  list = json_array_new ();
  for (guint i = 0; i < json_array_get_length (skus); i++)
    json_array_add_object_element (
        list, add_sku (lazada, product, json_array_get_object_element (skus, i)));
  tiem_sandbox_item_touch (product, tiem_sandbox_lazada_now (lazada));
  data = json_object_new ();
  json_object_set_int_member (data, "item_id", product->id);
  json_object_set_string_member (
      data, "item_status", json_object_get_string_member (product->extra, "status"));
  json_object_set_array_member (data, "sku_list", list);
  return tiem_sandbox_lazada_call_answer_object (data);
}

static void
update_sku (TiemSandboxLazadaCall *call,
            gint64 item_id,
            JsonObject *given)
{
  TiemSandboxLazada *lazada = call->lazada;
  gint64 sku_id = tiem_sandbox_json_get_int (given, "SkuId", 0);
  TiemSandboxItem *item = tiem_sandbox_lazada_find_sku (lazada, item_id, sku_id);
  g_autofree char *status = tiem_sandbox_json_dup_text (given, "Status");

  if (sku_id == 0)
    {
      refuse (call, "4216", "SkuId is mandatory");
      return;
    }
  if (item == NULL)
    {
      tiem_sandbox_lazada_call_add_detail (call, "SkuId", "E0208", "SKU does not exist", NULL);
      return;
    }
  if (tiem_sandbox_json_has (given, "quantity"))
    item->stock = tiem_sandbox_json_get_int (given, "quantity", item->stock);
  if (tiem_sandbox_json_has (given, "price"))
    json_object_set_int_member (
        item->extra, "price", tiem_sandbox_json_get_int (given, "price", 0));
  if (g_strcmp0 (status, "active") == 0 || g_strcmp0 (status, "inactive") == 0)
    json_object_set_string_member (item->extra, "status", status);
  tiem_sandbox_lazada_item_update_price (lazada, item);
  tiem_sandbox_item_touch (item, tiem_sandbox_lazada_now (lazada));
}

JsonObject *
tiem_sandbox_lazada_update_product (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "payload");
  JsonObject *given;
  g_autofree char *name = NULL;
  g_autofree char *status = NULL;
  g_autoptr (JsonArray) skus = NULL;
  g_autoptr (JsonArray) images = NULL;
  JsonObject *attributes;
  TiemSandboxItem *product;

  if (document == NULL)
    return NULL;
  given = tiem_sandbox_lazada_document_object (document, "Product");
  attributes = tiem_sandbox_lazada_document_object (document, "Product/Attributes");
  images = tiem_sandbox_lazada_document_list (document, "Product/Images/Image");
  if (!check_lists (call, document))
    return NULL;
  product = tiem_sandbox_shop_find_item (tiem_sandbox_lazada_get_shop (lazada),
                                         tiem_sandbox_json_get_int (given, "ItemId", 0));
  if (product == NULL || product->parent != NULL || product->is_trashed)
    return refuse (call, "208", "Item not found");
  name = tiem_sandbox_json_dup_text (attributes, "name");
  if (name != NULL && !check_name (call, name))
    return refuse (call, "501", "Update product failed");
  if (json_array_get_length (images) > 0 && !check_images (call, images))
    return NULL;
  skus = tiem_sandbox_lazada_document_list (document, "Product/Skus/Sku");
  for (guint i = 0; i < json_array_get_length (skus); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (skus, i)))
      update_sku (call, product->id, json_array_get_object_element (skus, i));
  if (call->code == NULL && call->detail != NULL)
    refuse (call, "501", "Update product failed");
  if (call->code != NULL)
    return NULL;

  status = tiem_sandbox_json_dup_text (given, "Status");
  if (status != NULL && g_ascii_strcasecmp (status, "active") == 0)
    json_object_set_string_member (product->extra, "status", "Active");
  if (name != NULL)
    {
      g_free (product->name);
      product->name = g_strdup (name);
    }
  set_words (product, attributes);
  if (json_array_get_length (images) > 0)
    json_object_set_array_member (product->extra, "images", json_array_ref (images));
  tiem_sandbox_item_touch (product, tiem_sandbox_lazada_now (lazada));
  return tiem_sandbox_lazada_call_answer_object (json_object_new ());
}

static JsonObject *
deactivate_all (TiemSandboxLazadaCall *call,
                TiemSandboxItem *product)
{
  if (!g_str_equal (json_object_get_string_member (product->extra, "status"), "Active"))
    return tiem_sandbox_lazada_call_fail (
        call, "E0004", TIEM_SANDBOX_LAZADA_ISP, "The product is offline already");
  json_object_set_string_member (product->extra, "status", "InActive");
  tiem_sandbox_item_touch (product, tiem_sandbox_lazada_now (call->lazada));
  return tiem_sandbox_lazada_call_answer_object (json_object_new ());
}

JsonObject *
tiem_sandbox_lazada_deactivate_product (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "apiRequestBody");
  g_autoptr (JsonArray) skus = NULL;
  TiemSandboxItem *product;
  gint64 id;

  if (document == NULL)
    return NULL;
  id = tiem_sandbox_json_get_int (
      tiem_sandbox_lazada_document_object (document, "Product"), "ItemId", 0);
  if (id == 0)
    return refuse (call, "4193", "ItemId is mandatory");
  product = tiem_sandbox_shop_find_item (tiem_sandbox_lazada_get_shop (lazada), id);
  if (product == NULL || product->parent != NULL || product->is_trashed)
    return tiem_sandbox_lazada_call_fail (
        call, "E0001", TIEM_SANDBOX_LAZADA_ISP, "The product does not exist");
  skus = tiem_sandbox_lazada_document_list (document, "Product/Skus/SkuId");
  if (json_array_get_length (skus) == 0)
    return deactivate_all (call, product);
  for (guint i = 0; i < json_array_get_length (skus); i++)
    {
      gint64 sku_id = tiem_sandbox_json_node_int (json_array_get_element (skus, i), 0);
      TiemSandboxItem *item = tiem_sandbox_lazada_find_sku (lazada, id, sku_id);

      if (item == NULL)
        return tiem_sandbox_lazada_call_fail (
            call, "E0002", TIEM_SANDBOX_LAZADA_ISP, "The SKU does not exist");
      json_object_set_string_member (item->extra, "status", "inactive");
      tiem_sandbox_item_touch (item, tiem_sandbox_lazada_now (lazada));
    }
  return tiem_sandbox_lazada_call_answer_object (json_object_new ());
}

static void
remove_sku (TiemSandboxLazada *lazada,
            TiemSandboxItem *item)
{
  TiemSandboxItem *product = item->parent;
  gboolean is_empty = TRUE;

  item->is_trashed = TRUE;
  for (guint i = 0; i < product->children->len; i++)
    is_empty = is_empty && ((TiemSandboxItem *)product->children->pdata[i])->is_trashed;
  product->is_trashed = is_empty;
  tiem_sandbox_item_touch (item, tiem_sandbox_lazada_now (lazada));
}

/* "SkuId_2100000001_9100000011" */
static TiemSandboxItem *
parse_sku (TiemSandboxLazada *lazada,
           const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "_", 4);

  if (g_strv_length (parts) != 3 || !g_str_equal (parts[0], "SkuId"))
    return NULL;
  return tiem_sandbox_lazada_find_sku (
      lazada, g_ascii_strtoll (parts[1], NULL, 10), g_ascii_strtoll (parts[2], NULL, 10));
}

JsonObject *
tiem_sandbox_lazada_remove_product (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "sku_id_list");
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  JsonArray *list
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (list == NULL || json_array_get_length (list) == 0
      || json_array_get_length (list) > MAX_REMOVED)
    return refuse (call, "5", "Invalid Request Format");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *text = tiem_sandbox_json_node_text (json_array_get_element (list, i));
      TiemSandboxItem *item = parse_sku (call->lazada, text);

      if (item == NULL)
        return refuse (call, "208", "Item not found");
      g_ptr_array_add (items, item);
    }
  for (guint i = 0; i < items->len; i++)
    remove_sku (call->lazada, items->pdata[i]);
  return tiem_sandbox_lazada_call_answer_object (json_object_new ());
}

JsonObject *
tiem_sandbox_lazada_remove_sku (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "payload");
  g_autoptr (JsonArray) skus = NULL;
  gint64 id;

  if (document == NULL)
    return NULL;
  id = tiem_sandbox_json_get_int (
      tiem_sandbox_lazada_document_object (document, "Product"), "ItemId", 0);
  skus = tiem_sandbox_lazada_document_list (document, "Product/Skus/Sku");
  for (guint i = 0; i < json_array_get_length (skus); i++)
    {
      JsonNode *node = json_array_get_element (skus, i);
      gint64 sku_id = JSON_NODE_HOLDS_OBJECT (node)
                          ? tiem_sandbox_json_get_int (json_node_get_object (node), "SkuId", 0)
                          : 0;
      TiemSandboxItem *item = tiem_sandbox_lazada_find_sku (call->lazada, id, sku_id);

      if (item == NULL)
        return refuse (call, "208", "Item not found");
      remove_sku (call->lazada, item);
    }
  return tiem_sandbox_lazada_call_answer_object (json_object_new ());
}

JsonObject *
tiem_sandbox_lazada_get_item_limit (TiemSandboxLazadaCall *call)
{
  GPtrArray *items = tiem_sandbox_lazada_get_shop (call->lazada)->items;
  JsonObject *data = json_object_new ();
  gint64 used = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const TiemSandboxItem *item = items->pdata[i];

      used += item->parent == NULL && !item->is_trashed;
    }
  json_object_set_int_member (data, "item_limit", MAX_ITEMS);
  json_object_set_int_member (data, "item_count", used);
  return tiem_sandbox_lazada_call_answer_object (data);
}
