#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"

#define MOST_MODELS 50
#define MOST_ITEMS 50
#define LARGEST_STOCK 999999

/* In Vietnam the dearest model costs at most five times the cheapest (Shopee §10.6). */
#define WIDEST_PRICES 5

static JsonNode *
make_lists (JsonArray *done,
            JsonArray *failed)
{
  JsonObject *response = json_object_new ();

  json_object_set_array_member (response, "success_list", done);
  json_object_set_array_member (response, "failure_list", failed);
  return tiem_sandbox_json_from_object (response);
}

static void
add_failure (JsonArray *failed,
             const char *id_name,
             gint64 id,
             const char *reason)
{
  JsonObject *failure = json_object_new ();

  json_object_set_int_member (failure, id_name, id);
  json_object_set_string_member (failure, "failed_reason", reason);
  json_array_add_object_element (failed, failure);
}

/* Why nothing of @item can be changed; NULL when it can. */
static const char *
find_lock (const TiemSandboxItem *item)
{
  const char *status = tiem_sandbox_shopee_item_get_status (item);

  if (g_str_has_suffix (status, "_DELETE"))
    return "Item has been deleted.";
  if (g_str_equal (status, "BANNED"))
    return "Item is banned, can not edit.";
  return NULL;
}

/* Refuses a call that can't be carried out for any model. */
static gboolean
check_item (TiemSandboxShopeeCall *call,
            TiemSandboxItem *item)
{
  const char *lock = find_lock (item);

  if (lock != NULL)
    tiem_sandbox_shopee_call_fail (call, "product.error_item_uneditable", lock);
  return lock == NULL;
}

/* Reads model_id of each entry: a number, there once (0 or nothing for an item without models). */
static gboolean
check_models (TiemSandboxShopeeCall *call,
              TiemSandboxItem *item,
              JsonArray *list)
{
  gboolean has_models = tiem_sandbox_shopee_item_has_models (item);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      gint64 id
          = tiem_sandbox_json_get_int (json_array_get_object_element (list, i), "model_id", 0);

      if (has_models && id == 0)
        tiem_sandbox_shopee_call_fail (call,
                                       "product.error_edit_item_stock_for_item_has_model",
                                       "Item has model, please edit it by model_id.");
      else if (tiem_sandbox_shopee_find_model (item, id) == NULL)
        tiem_sandbox_shopee_call_fail (call, "product.error_param", "Wrong model_id.");
      else if (!g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
        tiem_sandbox_shopee_call_fail (call, "product.error_param", "Repeat model_id.");
      if (call->code != NULL)
        return FALSE;
    }
  return TRUE;
}

/* Where to put how many. */
typedef struct
{
  gint64 first;
  gint64 second;
} Stock;

static const char *
read_location (TiemSandboxShopee *shopee,
               JsonObject *entry,
               Stock *stock)
{
  g_autofree char *location = tiem_sandbox_json_dup_text (entry, "location_id");
  JsonNode *node = json_object_get_member (entry, "stock");
  gint64 units;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return "Parameter is not match the constraints, stock is required.";
  units = json_node_get_int (node);
  if (units < 0 || units > LARGEST_STOCK)
    return "Stock is out of range.";
  if (!shopee->switches.has_warehouses)
    {
      if (location != NULL && *location != '\0')
        return "Can not update item with different stock structure. Can only update seller stock "
               "without location id when existing seller stock without location id.";
      stock->first = units;
      return NULL;
    }
  if (location == NULL || *location == '\0')
    return "Lack of location_id, please double check.";
  if (g_str_equal (location, TIEM_SANDBOX_SHOPEE_FIRST_LOCATION))
    stock->first = units;
  else if (g_str_equal (location, TIEM_SANDBOX_SHOPEE_SECOND_LOCATION))
    stock->second = units;
  else
    return "Invalid stock location ID";
  return NULL;
}

/* Returns: (nullable): why the stock can't be set */
static const char *
read_stock (TiemSandboxShopee *shopee,
            TiemSandboxItem *model,
            JsonObject *entry,
            Stock *stock)
{
  JsonArray *locations = tiem_sandbox_json_get_array (entry, "seller_stock");
  guint n_locations = shopee->switches.has_warehouses ? 2 : 1;

  if (locations == NULL || json_array_get_length (locations) == 0)
    return "Parameter is not match the constraints, seller_stock is required.";
  /* A shop with several warehouses must name every one. */
  if (json_array_get_length (locations) != n_locations)
    return n_locations == 1
               ? "The location_id input is not matched the shop's location_id(more/wrong). Please "
                 "double check."
               : "Lack of location_id, please double check.";
  for (guint i = 0; i < json_array_get_length (locations); i++)
    {
      JsonNode *node = json_array_get_element (locations, i);
      const char *reason = JSON_NODE_HOLDS_OBJECT (node)
                               ? read_location (shopee, json_node_get_object (node), stock)
                               : "Parameter is not match the constraints, seller_stock is invalid.";

      if (reason != NULL)
        return reason;
    }
  if (stock->first + stock->second < tiem_sandbox_shopee_item_get_reserved (model))
    return "Total stock must be more than reserved stock.";
  return NULL;
}

static void
add_stock (JsonArray *done,
           gint64 model_id,
           const char *location,
           gint64 stock)
{
  JsonObject *row = json_object_new ();

  json_object_set_int_member (row, "model_id", model_id);
  json_object_set_string_member (row, "location_id", location);
  json_object_set_int_member (row, "stock", stock);
  json_array_add_object_element (done, row);
}

static void
set_stock (TiemSandboxShopee *shopee,
           TiemSandboxItem *model,
           gint64 model_id,
           Stock stock,
           JsonArray *done)
{
  model->stock = stock.first + stock.second;
  tiem_sandbox_item_touch (model, tiem_sandbox_shopee_now (shopee));
  if (!shopee->switches.has_warehouses)
    {
      add_stock (done, model_id, "", stock.first);
      return;
    }
  json_object_set_int_member (model->extra, "_second_stock", stock.second);
  add_stock (done, model_id, TIEM_SANDBOX_SHOPEE_FIRST_LOCATION, stock.first);
  add_stock (done, model_id, TIEM_SANDBOX_SHOPEE_SECOND_LOCATION, stock.second);
}

JsonNode *
tiem_sandbox_shopee_update_stock (TiemSandboxShopeeCall *call)
{
  TiemSandboxItem *item = tiem_sandbox_shopee_call_need_item (call);
  JsonArray *list;
  JsonArray *done;
  JsonArray *failed;

  if (item == NULL)
    return NULL;
  list = tiem_sandbox_shopee_call_need_objects (call, "stock_list", MOST_MODELS);
  if (list == NULL || !check_item (call, item) || !check_models (call, item, list))
    return NULL;
  done = json_array_new ();
  failed = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      gint64 id = tiem_sandbox_json_get_int (entry, "model_id", 0);
      TiemSandboxItem *model = tiem_sandbox_shopee_find_model (item, id);
      Stock stock = { 0 };
      const char *reason = read_stock (call->shopee, model, entry, &stock);

      if (reason != NULL)
        add_failure (failed, "model_id", id, reason);
      else
        set_stock (call->shopee, model, id, stock, done);
    }
  json_object_set_string_member (call->fields, "warning", "");
  /* When nothing went through the lists come with an error. */
  if (json_array_get_length (done) == 0)
    tiem_sandbox_shopee_call_fail (
        call,
        "product.error_busi_update_stock_failed",
        "Update stock failed, please check failure_list for detailed reason");
  return make_lists (done, failed);
}

/* Returns: (nullable): why the price can't be set */
static const char *
read_price (TiemSandboxItem *model,
            JsonObject *entry,
            gint64 *price)
{
  JsonNode *node = json_object_get_member (entry, "original_price");
  double value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) == G_TYPE_STRING)
    return "Parameter is not match the constraints, original_price is required.";
  value = json_node_get_double (node);
  *price = (gint64)value;
  if ((double)*price != value)
    return "Invalid price, price should be an integer.";
  if (value < 1000 || value > 120000000)
    return "Price is out of range.";
  if (tiem_sandbox_json_has (model->extra, "promotion_id"))
    return "Can not edit price when the item is in promotion.";
  return NULL;
}

/* Whether the prices of @item's models stay close enough together with these ones. */
static gboolean
check_width (TiemSandboxItem *item,
             JsonArray *list)
{
  gint64 least = G_MAXINT64;
  gint64 most = 0;

  for (guint i = 0; i < item->children->len; i++)
    {
      const TiemSandboxItem *model = item->children->pdata[i];
      gint64 price = tiem_sandbox_shopee_item_get_original_xu (model) / 100;

      for (guint j = 0; j < json_array_get_length (list); j++)
        {
          JsonObject *entry = json_array_get_object_element (list, j);

          if (tiem_sandbox_json_get_int (entry, "model_id", 0) == model->id)
            price = tiem_sandbox_json_get_int (entry, "original_price", price);
        }
      least = MIN (least, price);
      most = MAX (most, price);
    }
  return item->children->len == 0 || most <= WIDEST_PRICES * least;
}

JsonNode *
tiem_sandbox_shopee_update_price (TiemSandboxShopeeCall *call)
{
  TiemSandboxItem *item = tiem_sandbox_shopee_call_need_item (call);
  JsonArray *list;
  JsonArray *done;
  JsonArray *failed;

  if (item == NULL)
    return NULL;
  list = tiem_sandbox_shopee_call_need_objects (call, "price_list", MOST_MODELS);
  if (list == NULL || !check_item (call, item) || !check_models (call, item, list))
    return NULL;
  if (!check_width (item, list))
    return tiem_sandbox_shopee_call_fail (
        call,
        "product.error_param",
        "The price of the most expensive model divided by the price of the cheapest model should "
        "not exceed 5");
  done = json_array_new ();
  failed = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      gint64 id = tiem_sandbox_json_get_int (entry, "model_id", 0);
      TiemSandboxItem *model = tiem_sandbox_shopee_find_model (item, id);
      JsonObject *row;
      gint64 price = 0;
      const char *reason = read_price (model, entry, &price);

      if (reason != NULL)
        {
          add_failure (failed, "model_id", id, reason);
          continue;
        }
      tiem_sandbox_shopee_item_set_original_xu (model, price * 100);
      tiem_sandbox_item_touch (model, tiem_sandbox_shopee_now (call->shopee));
      row = json_object_new ();
      json_object_set_int_member (row, "model_id", id);
      json_object_set_int_member (row, "original_price", price);
      json_array_add_object_element (done, row);
    }
  json_object_set_string_member (call->fields, "warning", "");
  if (json_array_get_length (done) == 0)
    tiem_sandbox_shopee_call_fail (call,
                                   "product.error_update_price_fail",
                                   "Update price failed, please check failure_list for detailed "
                                   "reason");
  return make_lists (done, failed);
}

/* Returns: (nullable): why @item can't be taken off the shelf or put back */
static const char *
find_unlist_reason (const TiemSandboxItem *item,
                    JsonObject *entry)
{
  if (item == NULL)
    return "Item_id is not found.";
  if (!tiem_sandbox_json_has (entry, "unlist"))
    return "unlist is required.";
  if (g_str_equal (tiem_sandbox_shopee_item_get_status (item), "REVIEWING"))
    return "Item is reviewing, can not be unlisted.";
  return find_lock (item);
}

JsonNode *
tiem_sandbox_shopee_unlist_item (TiemSandboxShopeeCall *call)
{
  JsonArray *list = tiem_sandbox_shopee_call_need_objects (call, "item_list", MOST_ITEMS);
  JsonArray *done;
  JsonArray *failed;

  if (list == NULL)
    return NULL;
  done = json_array_new ();
  failed = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      gint64 id = tiem_sandbox_json_get_int (entry, "item_id", 0);
      TiemSandboxItem *item = tiem_sandbox_shopee_find_item (call->shopee, id);
      const char *reason = find_unlist_reason (item, entry);
      gboolean unlist = tiem_sandbox_json_get_bool (entry, "unlist", FALSE);
      JsonObject *row;

      if (reason != NULL)
        {
          add_failure (failed, "item_id", id, reason);
          continue;
        }
      json_object_set_string_member (item->extra, "item_status", unlist ? "UNLIST" : "NORMAL");
      tiem_sandbox_item_touch (item, tiem_sandbox_shopee_now (call->shopee));
      row = json_object_new ();
      json_object_set_int_member (row, "item_id", id);
      json_object_set_boolean_member (row, "unlist", unlist);
      json_array_add_object_element (done, row);
    }
  json_object_set_string_member (call->fields, "warning", "");
  if (json_array_get_length (done) == 0)
    tiem_sandbox_shopee_call_fail (call,
                                   "product.error_unlist_item_all_failed",
                                   "Unlist item all failed, please check failure_list for detailed "
                                   "reason");
  return make_lists (done, failed);
}
