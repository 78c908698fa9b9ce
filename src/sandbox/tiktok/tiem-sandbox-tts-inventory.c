#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-fields.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"

#define MAX_QUANTITY 99999
#define MAX_PRICE_VND G_GINT64_CONSTANT (1000000000)

static JsonArray *
list_warehouse_inventory (TiemSandboxTts *tts,
                          const TiemSandboxItem *item)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < tts->settings.warehouses; i++)
    {
      JsonObject *entry = json_object_new ();

      tiem_sandbox_tts_set_id (entry, "warehouse_id", tts->warehouse_ids[i]);
      json_object_set_int_member (
          entry, "available_quantity", tiem_sandbox_tts_item_get_quantity (item, i));
      json_object_set_int_member (
          entry, "committed_quantity", i == 0 ? tiem_sandbox_tts_item_get_committed (item) : 0);
      json_array_add_object_element (list, entry);
    }
  return list;
}

/* What is locked in a campaign is part of what is available. */
static JsonObject *
describe_distribution (const TiemSandboxItem *item)
{
  gint64 campaign = tiem_sandbox_tts_item_get_campaign (item);
  JsonObject *object = json_object_new ();
  JsonObject *shop = json_object_new ();
  JsonArray *campaigns = json_array_new ();

  json_object_set_int_member (shop, "quantity", MAX (0, item->stock - campaign));
  json_object_set_object_member (object, "in_shop_inventory", shop);
  if (campaign > 0)
    {
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "campaign_name", "Sale giữa tháng");
      json_object_set_int_member (entry, "quantity", campaign);
      json_array_add_object_element (campaigns, entry);
    }
  json_object_set_array_member (object, "campaign_inventory", campaigns);
  json_object_set_array_member (object, "creator_inventory", json_array_new ());
  return object;
}

static JsonObject *
describe_sku (TiemSandboxTts *tts,
              const TiemSandboxItem *item)
{
  JsonObject *sku = json_object_new ();

  tiem_sandbox_tts_set_id (sku, "id", item->id);
  json_object_set_string_member (sku, "seller_sku", item->sku);
  json_object_set_int_member (sku, "total_available_quantity", MAX (0, item->stock));
  json_object_set_int_member (
      sku, "total_committed_quantity", tiem_sandbox_tts_item_get_committed (item));
  json_object_set_object_member (
      sku, "total_available_inventory_distribution", describe_distribution (item));
  json_object_set_array_member (sku, "warehouse_inventory", list_warehouse_inventory (tts, item));
  return sku;
}

/* The SKUs that were asked for, of @product; none of them: no entry. */
static void
add_product (TiemSandboxTtsCall *call,
             JsonArray *inventory,
             const TiemSandboxItem *product)
{
  JsonArray *skus = json_array_new ();
  JsonObject *entry;

  for (guint i = 0; i < product->children->len; i++)
    {
      const TiemSandboxItem *item = product->children->pdata[i];

      if (tiem_sandbox_tts_list_admits_id (call->body, "sku_ids", item->id))
        json_array_add_object_element (skus, describe_sku (call->tts, item));
    }
  if (json_array_get_length (skus) == 0)
    {
      json_array_unref (skus);
      return;
    }
  entry = json_object_new ();
  tiem_sandbox_tts_set_id (entry, "product_id", product->id);
  json_object_set_array_member (entry, "skus", skus);
  json_array_add_object_element (inventory, entry);
}

static gboolean
is_empty (JsonObject *body,
          const char *list)
{
  JsonArray *array = tiem_sandbox_json_get_array (body, list);

  return array == NULL || json_array_get_length (array) == 0;
}

JsonObject *
tiem_sandbox_tts_search_inventory (TiemSandboxTtsCall *call)
{
  const TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (call->tts);
  gboolean by_product = is_empty (call->body, "sku_ids");
  JsonObject *data;
  JsonArray *inventory;

  if (by_product && is_empty (call->body, "product_ids"))
    return tiem_sandbox_tts_call_refuse (
        call, "Invalid request: ProductIds or SkuIds is a required field (product_ids, sku_ids).");
  data = json_object_new ();
  inventory = json_array_new ();
  for (guint i = 0; i < shop->items->len; i++)
    {
      const TiemSandboxItem *item = shop->items->pdata[i];

      if (item->parent == NULL
          && (!by_product || tiem_sandbox_tts_list_admits_id (call->body, "product_ids", item->id)))
        add_product (call, inventory, item);
    }
  json_object_set_array_member (data, "inventory", inventory);
  return data;
}

/* Why one SKU is refused. */
typedef struct
{
  gint64 code;
  const char *message;
  gint64 warehouse_id; /* 0 = not about one */
} Refusal;

static int
find_warehouse (TiemSandboxTts *tts,
                gint64 id)
{
  for (guint i = 0; i < tts->settings.warehouses; i++)
    if (tts->warehouse_ids[i] == id)
      return i;
  return -1;
}

/* Reads one entry of `inventory`. Returns: whether it is to be carried out */
static gboolean
read_entry (TiemSandboxTts *tts,
            JsonObject *entry,
            gint64 *quantities,
            Refusal *refusal)
{
  gint64 quantity = tiem_sandbox_json_get_int (entry, "quantity", -1);
  int index = 0;

  /* It may be left out when there is but one. */
  if (tiem_sandbox_json_has (entry, "warehouse_id") || tts->settings.warehouses > 1)
    index = find_warehouse (tts, tiem_sandbox_tts_get_id (entry, "warehouse_id"));
  refusal->warehouse_id = tiem_sandbox_tts_get_id (entry, "warehouse_id");
  if (index < 0)
    *refusal = (Refusal){ 12052097, "The warehouse does not exist", refusal->warehouse_id };
  else if (quantities[index] >= 0)
    *refusal = (Refusal){ 12052555, "The warehouse is listed twice", refusal->warehouse_id };
  else if (index == 0 && g_str_equal (tts->settings.warehouse_status, "DISABLED"))
    *refusal = (Refusal){ 12052531, "The warehouse is disabled", refusal->warehouse_id };
  else if (quantity < 0 || quantity > MAX_QUANTITY)
    *refusal = (Refusal){ 12052055,
                          "The stock of the SKU in the warehouse is outside the limits",
                          refusal->warehouse_id };
  else
    quantities[index] = quantity;
  return refusal->code == 0;
}

static gboolean
read_quantities (TiemSandboxTts *tts,
                 JsonObject *sku,
                 const TiemSandboxItem *item,
                 gint64 *quantities,
                 Refusal *refusal)
{
  JsonArray *entries = tiem_sandbox_json_get_array (sku, "inventory");
  gint64 total = 0;

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonNode *node = json_array_get_element (entries, i);

      if (!JSON_NODE_HOLDS_OBJECT (node)
          || !read_entry (tts, json_node_get_object (node), quantities, refusal))
        return FALSE;
    }
  refusal->warehouse_id = 0;
  for (guint i = 0; i < tts->settings.warehouses; i++)
    {
      if (quantities[i] < 0)
        *refusal = (Refusal){ 12052516, "List every warehouse of the SKU with its quantity", 0 };
      total += quantities[i];
    }
  if (refusal->code == 0 && total < tiem_sandbox_tts_item_get_campaign (item))
    *refusal = (Refusal){ 12052393, "The stock is locked by a campaign", 0 };
  return refusal->code == 0;
}

static void
add_error (JsonArray *errors,
           gint64 sku_id,
           const Refusal *refusal)
{
  JsonObject *error = json_object_new ();
  JsonObject *detail = json_object_new ();
  JsonArray *extra = json_array_new ();

  tiem_sandbox_tts_set_id (detail, "sku_id", sku_id);
  if (refusal->warehouse_id != 0)
    {
      JsonObject *entry = json_object_new ();

      tiem_sandbox_tts_set_id (entry, "warehouse_id", refusal->warehouse_id);
      json_object_set_int_member (entry, "code", refusal->code);
      json_object_set_string_member (entry, "message", refusal->message);
      json_array_add_object_element (extra, entry);
    }
  json_object_set_array_member (detail, "extra_errors", extra);
  json_object_set_int_member (error, "code", refusal->code);
  json_object_set_string_member (error, "message", refusal->message);
  json_object_set_object_member (error, "detail", detail);
  json_array_add_object_element (errors, error);
}

static void
update_sku (TiemSandboxTts *tts,
            TiemSandboxItem *product,
            JsonObject *sku,
            GHashTable *seen,
            JsonArray *errors)
{
  gint64 id = tiem_sandbox_tts_get_id (sku, "id");
  TiemSandboxItem *item = tiem_sandbox_shop_find_item (tiem_sandbox_tts_get_shop (tts), id);
  gint64 quantities[2] = { -1, -1 };
  Refusal refusal = { 0 };

  if (item == NULL || item->parent != product)
    refusal = (Refusal){ 12052557, "The SKU does not belong to the product", 0 };
  else if (!g_hash_table_add (seen, item))
    refusal = (Refusal){ 12052553, "The SKU is listed twice", 0 };
  else
    read_quantities (tts, sku, item, quantities, &refusal);
  if (refusal.code != 0)
    {
      add_error (errors, id, &refusal);
      return;
    }
  for (guint i = 0; i < tts->settings.warehouses; i++)
    tiem_sandbox_tts_item_set_quantity (item, i, quantities[i]);
  tiem_sandbox_item_touch (item, tiem_sandbox_tts_now (tts) / 1000 * 1000);
}

/* Stock and prices may be changed only of what is on sale. Returns: (nullable): the product
 * of the path; NULL when the call has failed */
static TiemSandboxItem *
find_editable (TiemSandboxTtsCall *call)
{
  TiemSandboxItem *product = tiem_sandbox_tts_find_product (call->tts, call->ids[0]);

  if (product == NULL)
    tiem_sandbox_tts_call_object_to (call, 12052032, "The product does not exist");
  else if (!g_str_equal (tiem_sandbox_tts_product_get_status (product), "ACTIVATE"))
    tiem_sandbox_tts_call_object_to (call, 12019113, "The status of the product is invalid");
  return call->code == 0 ? product : NULL;
}

JsonObject *
tiem_sandbox_tts_update_inventory (TiemSandboxTtsCall *call)
{
  static const TiemSandboxTtsField fields[] = {
    { "id", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { "inventory", TIEM_SANDBOX_TTS_OBJECTS, .is_required = TRUE },
    { NULL },
  };
  static const TiemSandboxTtsField entry_fields[] = {
    { "warehouse_id", TIEM_SANDBOX_TTS_TEXT },
    { "quantity", TIEM_SANDBOX_TTS_INT, .is_required = TRUE },
    { NULL },
  };
  JsonArray *skus = tiem_sandbox_json_get_array (call->body, "skus");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  TiemSandboxItem *product;
  JsonObject *data;
  JsonArray *errors;

  for (guint i = 0; i < json_array_get_length (skus); i++)
    {
      JsonObject *sku = json_array_get_object_element (skus, i);
      JsonArray *entries = tiem_sandbox_json_get_array (sku, "inventory");

      if (!tiem_sandbox_tts_fields_check_body (fields, call, sku))
        return NULL;
      for (guint j = 0; j < json_array_get_length (entries); j++)
        if (!tiem_sandbox_tts_fields_check_body (
                entry_fields, call, json_array_get_object_element (entries, j)))
          return NULL;
    }
  product = find_editable (call);
  if (product == NULL)
    return NULL;
  data = json_object_new ();
  errors = json_array_new ();
  for (guint i = 0; i < json_array_get_length (skus); i++)
    update_sku (call->tts, product, json_array_get_object_element (skus, i), seen, errors);
  json_object_set_array_member (data, "errors", errors);
  return data;
}

/* Returns: 0 when the amount is no whole number of đồng */
static gint64
read_amount (JsonObject *price)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (price, "amount");
  guint64 amount;

  return text != NULL
                 && g_ascii_string_to_unsigned (text, 10, 1, MAX_PRICE_VND * 100, &amount, NULL)
             ? (gint64)amount
             : 0;
}

static gboolean
check_price (TiemSandboxTtsCall *call,
             const TiemSandboxItem *product,
             JsonObject *sku)
{
  static const TiemSandboxTtsField fields[] = {
    { "amount", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { "currency", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { NULL },
  };
  JsonObject *price = tiem_sandbox_json_get_object (sku, "price");
  TiemSandboxItem *item = tiem_sandbox_shop_find_item (tiem_sandbox_tts_get_shop (call->tts),
                                                       tiem_sandbox_tts_get_id (sku, "id"));

  if (!tiem_sandbox_tts_fields_check_body (fields, call, price))
    return FALSE;
  if (item == NULL || item->parent != product)
    tiem_sandbox_tts_call_object_to (call, 12052557, "The SKU does not belong to the product");
  else if (g_strcmp0 (json_object_get_string_member (price, "currency"), "VND") != 0)
    tiem_sandbox_tts_call_object_to (call, 12052084, "The currency is not available in the shop");
  else if (read_amount (price) == 0)
    tiem_sandbox_tts_call_object_to (call, 12052073, "The price is invalid");
  else if (read_amount (price) > MAX_PRICE_VND)
    tiem_sandbox_tts_call_object_to (call, 12052570, "The price is over the limit");
  else if (tiem_sandbox_tts_item_has_promotion (item))
    tiem_sandbox_tts_call_object_to (call, 12052038, "The price is locked by a promotion");
  return call->code == 0;
}

JsonObject *
tiem_sandbox_tts_update_prices (TiemSandboxTtsCall *call)
{
  static const TiemSandboxTtsField fields[] = {
    { "id", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { "price", TIEM_SANDBOX_TTS_OBJECT, .is_required = TRUE },
    { NULL },
  };
  JsonArray *skus = tiem_sandbox_json_get_array (call->body, "skus");
  TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (call->tts);
  TiemSandboxItem *product;

  for (guint i = 0; i < json_array_get_length (skus); i++)
    if (!tiem_sandbox_tts_fields_check_body (fields, call, json_array_get_object_element (skus, i)))
      return NULL;
  product = find_editable (call);
  if (product == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (skus); i++)
    if (!check_price (call, product, json_array_get_object_element (skus, i)))
      return NULL;
  for (guint i = 0; i < json_array_get_length (skus); i++)
    {
      JsonObject *sku = json_array_get_object_element (skus, i);
      TiemSandboxItem *item
          = tiem_sandbox_shop_find_item (shop, tiem_sandbox_tts_get_id (sku, "id"));

      tiem_sandbox_tts_item_set_list_price (
          item, read_amount (tiem_sandbox_json_get_object (sku, "price")));
      tiem_sandbox_item_touch (item, tiem_sandbox_tts_now (call->tts) / 1000 * 1000);
    }
  return json_object_new ();
}
