#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"
#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/tiem-sandbox-json.h"

/* The names of one answer a server has written as "itemId" and as "item_id" (Lazada §7.2). */
static const char *const camel_names[][2] = {
  { "item_id", "itemId" },
  { "primary_category", "primaryCategory" },
  { "created_time", "createdTime" },
  { "updated_time", "updatedTime" },
  { "special_price", "specialPrice" },
  { "package_weight", "packageWeight" },
};

static const char *
get_name (TiemSandboxLazada *lazada,
          const char *name)
{
  for (guint i = 0; lazada->has_camel_case && i < G_N_ELEMENTS (camel_names); i++)
    if (g_str_equal (camel_names[i][0], name))
      return camel_names[i][1];
  return name;
}

static void
copy_member (JsonObject *object,
             const char *name,
             JsonObject *from,
             const char *member)
{
  json_object_set_member (
      object, name, tiem_sandbox_json_copy (json_object_get_member (from, member)));
}

static void
set_local (JsonObject *object,
           const char *name,
           gint64 ms,
           const char *format)
{
  g_autofree char *text = tiem_sandbox_lazada_format_local (ms, format);

  json_object_set_string_member (object, name, text);
}

static void
set_special (TiemSandboxLazada *lazada,
             JsonObject *object,
             const TiemSandboxItem *sku)
{
  gint64 special = tiem_sandbox_lazada_item_get (sku, "special_price");
  gint64 from = tiem_sandbox_lazada_item_get (sku, "special_from");
  gint64 to = tiem_sandbox_lazada_item_get (sku, "special_to");

  json_object_set_double_member (object, get_name (lazada, "special_price"), special);
  if (special <= 0)
    return;
  set_local (object, "special_from_time", from, "%Y-%m-%d %H:%M");
  set_local (object, "special_to_time", to, "%Y-%m-%d %H:%M");
  set_local (object, "special_from_date", from, "%Y-%m-%d");
  set_local (object, "special_to_date", to, "%Y-%m-%d");
  json_object_set_string_member (object, "special_time_format", "yyyy-MM-dd HH:mm");
}

static JsonArray *
list_campaigns (TiemSandboxLazada *lazada,
                const TiemSandboxItem *sku)
{
  JsonArray *campaigns = tiem_sandbox_json_get_array (sku->extra, "campaigns");
  gint64 now = tiem_sandbox_lazada_now (lazada);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < json_array_get_length (campaigns); i++)
    {
      JsonObject *campaign = json_array_get_object_element (campaigns, i);
      JsonObject *entry;
      gint64 ends_at = tiem_sandbox_json_get_int (campaign, "ends_at", 0);

      if (ends_at <= now)
        continue;
      entry = json_object_new ();
      copy_member (entry, "channelName", campaign, "name");
      set_local (entry,
                 "startTime",
                 tiem_sandbox_json_get_int (campaign, "starts_at", 0),
                 "%Y-%m-%d %H:%M:%S");
      set_local (entry, "endTime", ends_at, "%Y-%m-%d %H:%M:%S");
      copy_member (entry, "sellableQuantity", campaign, "quantity");
      json_array_add_object_element (list, entry);
    }
  return list;
}

/* Sales that were forced can take more than there is; Lazada shows no debts. */
static gint64
get_sellable (const TiemSandboxItem *sku)
{
  return MAX (0, sku->stock);
}

/* A warehouse with nothing in it is left out. */
static JsonArray *
list_warehouses (const TiemSandboxItem *sku)
{
  gint64 withhold = tiem_sandbox_lazada_item_get (sku, "withhold");
  gint64 occupy = tiem_sandbox_lazada_item_get (sku, "occupy");
  gint64 sellable = get_sellable (sku);
  JsonArray *list = json_array_new ();
  JsonObject *entry;

  if (sellable + withhold + occupy == 0)
    return list;
  entry = json_object_new ();
  json_object_set_string_member (entry, "warehouseCode", "dropshipping");
  json_object_set_int_member (entry, "sellableQuantity", sellable);
  json_object_set_int_member (entry, "withholdQuantity", withhold);
  json_object_set_int_member (entry, "occupyQuantity", occupy);
  json_object_set_int_member (entry, "totalQuantity", sellable + withhold + occupy);
  json_object_set_int_member (entry, "quantity", sellable);
  json_array_add_object_element (list, entry);
  return list;
}

static void
set_options (JsonObject *object,
             const TiemSandboxItem *sku)
{
  json_object_set_int_member (
      object, "ReservedStock", tiem_sandbox_lazada_item_get (sku, "withhold"));
  json_object_set_int_member (object, "PendingStock", tiem_sandbox_lazada_item_get (sku, "occupy"));
  json_object_set_int_member (object, "RtsStock", 0);
  json_object_set_int_member (object, "RealTimeStock", get_sellable (sku));
  json_object_set_int_member (object, "FulfillmentBySellable", 0);
}

static JsonObject *
sku_to_json (TiemSandboxLazada *lazada,
             const TiemSandboxItem *sku,
             gboolean has_options)
{
  static const char *const sizes[]
      = { "package_weight", "package_length", "package_width", "package_height" };
  JsonObject *object = json_object_new ();
  g_autofree char *shop_sku
      = g_strdup_printf ("%" G_GINT64_FORMAT "_VNAMZ-%" G_GINT64_FORMAT, sku->parent->id, sku->id);
  g_autofree char *url
      = g_strdup_printf ("https://www.lazada.vn/-i%" G_GINT64_FORMAT "-s%" G_GINT64_FORMAT ".html",
                         sku->parent->id,
                         sku->id);

  json_object_set_int_member (object, "SkuId", sku->id);
  json_object_set_string_member (object, "SellerSku", sku->sku);
  json_object_set_string_member (object, "ShopSku", shop_sku);
  copy_member (object, "Status", sku->extra, "status");
  json_object_set_double_member (object, "price", tiem_sandbox_lazada_item_get (sku, "price"));
  set_special (lazada, object, sku);
  json_object_set_int_member (object, "quantity", get_sellable (sku));
  json_object_set_int_member (object, "Available", get_sellable (sku));
  json_object_set_int_member (object, "EditableQuantity", get_sellable (sku));
  copy_member (object, "saleProp", sku->extra, "sale_prop");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    copy_member (object, get_name (lazada, sizes[i]), sku->extra, sizes[i]);
  copy_member (object, "Images", sku->extra, "images");
  json_object_set_string_member (object, "Url", url);
  json_object_set_array_member (object, "fblWarehouseInventories", json_array_new ());
  json_object_set_array_member (object, "channelInventories", list_campaigns (lazada, sku));
  json_object_set_array_member (object, "multiWarehouseInventories", list_warehouses (sku));
  if (has_options)
    set_options (object, sku);
  return object;
}

static void
set_stamp (JsonObject *object,
           const char *name,
           gint64 ms)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, ms);

  json_object_set_string_member (object, name, text);
}

JsonObject *
tiem_sandbox_lazada_product_to_json (TiemSandboxLazada *lazada,
                                     TiemSandboxItem *product,
                                     gboolean has_options)
{
  JsonObject *object = json_object_new ();
  JsonArray *skus = json_array_new ();

  json_object_set_int_member (object, get_name (lazada, "item_id"), product->id);
  copy_member (object, get_name (lazada, "primary_category"), product->extra, "primary_category");
  if (product->is_trashed)
    json_object_set_string_member (object, "status", "Deleted");
  else
    copy_member (object, "status", product->extra, "status");
  json_object_set_null_member (object, "subStatus");
  set_stamp (object, get_name (lazada, "created_time"), product->created_at);
  set_stamp (object, get_name (lazada, "updated_time"), product->modified_at);
  copy_member (object, "images", product->extra, "images");
  json_object_set_array_member (object, "marketImages", json_array_new ());
  json_object_set_array_member (object, "suspendedSkus", json_array_new ());
  tiem_sandbox_lazada_set_bool (lazada, object, "trialProduct", FALSE);
  copy_member (object, "attributes", product->extra, "attributes");
  copy_member (object, "variation", product->extra, "variation");
  for (guint i = 0; i < product->children->len; i++)
    if (!((TiemSandboxItem *)product->children->pdata[i])->is_trashed || product->is_trashed)
      json_array_add_object_element (
          skus, sku_to_json (lazada, product->children->pdata[i], has_options));
  json_object_set_array_member (object, "skus", skus);
  return object;
}
