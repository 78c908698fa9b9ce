#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-products.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-files.h"
#include "sandbox/tiktok/tiem-sandbox-tts-page.h"

#define FIRST_CATEGORY 600001

const char *
tiem_sandbox_tts_product_get_status (const TiemSandboxItem *product)
{
  return json_object_get_string_member (product->extra, "status");
}

void
tiem_sandbox_tts_product_set_status (TiemSandboxTts *tts,
                                     TiemSandboxItem *product,
                                     const char *status)
{
  json_object_set_string_member (product->extra, "status", status);
  tiem_sandbox_item_touch (product, tiem_sandbox_tts_now (tts) / 1000 * 1000);
}

TiemSandboxItem *
tiem_sandbox_tts_find_product (TiemSandboxTts *tts,
                               const char *id)
{
  TiemSandboxItem *item = tiem_sandbox_shop_find_item (tiem_sandbox_tts_get_shop (tts),
                                                       tiem_sandbox_tts_parse_id (id));

  return item != NULL && item->parent == NULL ? item : NULL;
}

JsonArray *
tiem_sandbox_tts_item_list_quantities (TiemSandboxTts *tts,
                                       const TiemSandboxItem *item)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < tts->settings.warehouses; i++)
    {
      JsonObject *entry = json_object_new ();

      tiem_sandbox_tts_set_id (entry, "warehouse_id", tts->warehouse_ids[i]);
      json_object_set_int_member (entry, "quantity", tiem_sandbox_tts_item_get_quantity (item, i));
      json_array_add_object_element (list, entry);
    }
  return list;
}

/* A local seller's price is the one before tax; `sale_price` is for others (§8.1). */
JsonObject *
tiem_sandbox_tts_item_describe_price (const TiemSandboxItem *item)
{
  JsonObject *price = json_object_new ();

  json_object_set_string_member (price, "currency", "VND");
  tiem_sandbox_tts_set_vnd (
      price, "tax_exclusive_price", tiem_sandbox_tts_item_get_list_price (item));
  return price;
}

static JsonObject *
describe_sku (TiemSandboxTts *tts,
              const TiemSandboxItem *item)
{
  JsonObject *sku = json_object_new ();
  JsonObject *info = json_object_new ();

  tiem_sandbox_tts_set_id (sku, "id", item->id);
  json_object_set_string_member (sku, "seller_sku", item->sku);
  json_object_set_object_member (sku, "price", tiem_sandbox_tts_item_describe_price (item));
  json_object_set_array_member (
      sku, "inventory", tiem_sandbox_tts_item_list_quantities (tts, item));
  json_object_set_string_member (info, "status", "NORMAL");
  json_object_set_object_member (sku, "status_info", info);
  return sku;
}

static JsonObject *
describe_audit (const TiemSandboxItem *product)
{
  const char *status = tiem_sandbox_tts_product_get_status (product);
  JsonObject *audit = json_object_new ();

  json_object_set_string_member (audit,
                                 "status",
                                 g_str_equal (status, "PENDING")  ? "AUDITING"
                                 : g_str_equal (status, "FAILED") ? "FAILED"
                                                                  : "APPROVED");
  return audit;
}

static void
set_common (JsonObject *object,
            const TiemSandboxItem *product)
{
  tiem_sandbox_tts_set_id (object, "id", product->id);
  json_object_set_string_member (object, "title", product->name);
  json_object_set_object_member (object, "audit", describe_audit (product));
  json_object_set_boolean_member (object, "has_draft", FALSE);
  json_object_set_boolean_member (object, "is_not_for_sale", FALSE);
  tiem_sandbox_tts_set_time (object, "create_time", product->created_at);
  tiem_sandbox_tts_set_time (object, "update_time", product->modified_at);
}

/* No pictures, description, options or weight: those are in the detail alone (§8.1). */
static JsonObject *
describe_row (TiemSandboxTts *tts,
              gpointer entry)
{
  const TiemSandboxItem *product = entry;
  JsonObject *object = json_object_new ();
  JsonArray *regions = json_array_new ();
  JsonArray *skus = json_array_new ();

  set_common (object, product);
  json_object_set_string_member (object, "status", tiem_sandbox_tts_product_get_status (product));
  json_array_add_string_element (regions, "VN");
  json_object_set_array_member (object, "sales_regions", regions);
  for (guint i = 0; i < product->children->len; i++)
    json_array_add_object_element (skus, describe_sku (tts, product->children->pdata[i]));
  json_object_set_array_member (object, "skus", skus);
  return object;
}

static gboolean
has_sku (JsonObject *body,
         const TiemSandboxItem *product)
{
  for (guint i = 0; i < product->children->len; i++)
    {
      const TiemSandboxItem *item = product->children->pdata[i];

      if (tiem_sandbox_tts_list_admits (body, "seller_skus", item->sku)
          && tiem_sandbox_tts_list_admits_id (body, "sku_ids", item->id))
        return TRUE;
    }
  return FALSE;
}

/* ALL is all but what is gone. */
static gboolean
has_status (JsonObject *body,
            const TiemSandboxItem *product)
{
  g_autofree char *wanted = tiem_sandbox_json_dup_text (body, "status");
  const char *status = tiem_sandbox_tts_product_get_status (product);

  if (wanted == NULL || *wanted == '\0' || g_str_equal (wanted, "ALL"))
    return TRUE;
  return g_str_equal (wanted, status);
}

static gboolean
fits (JsonObject *body,
      const TiemSandboxItem *product)
{
  g_autoptr (JsonObject) audit = describe_audit (product);

  return has_status (body, product) && has_sku (body, product)
         && tiem_sandbox_tts_list_admits (
             body, "audit_status", json_object_get_string_member (audit, "status"))
         && tiem_sandbox_tts_window_admits (body, "create_time", product->created_at)
         && tiem_sandbox_tts_window_admits (body, "update_time", product->modified_at);
}

JsonObject *
tiem_sandbox_tts_search_products (TiemSandboxTtsCall *call)
{
  const TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (call->tts);
  TiemSandboxTtsList list = { "products", describe_row, TRUE, 20 };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));

  for (guint i = 0; i < shop->items->len; i++)
    {
      TiemSandboxItem *item = shop->items->pdata[i];

      if (item->parent == NULL && fits (call->body, item))
        tiem_sandbox_tts_page_add (rows, item->created_at, item->id, item);
    }
  return tiem_sandbox_tts_page (call, &list, rows);
}

static JsonObject *
describe_picture (TiemSandboxTts *tts,
                  const char *sku)
{
  g_autofree char *url = tiem_sandbox_tts_files_make_picture_url (tts, sku);
  g_autofree char *uri = g_strconcat ("tos-alisg-i-tiem/", sku, NULL);
  JsonObject *picture = json_object_new ();
  JsonArray *urls = json_array_new ();
  JsonArray *thumbs = json_array_new ();

  json_array_add_string_element (urls, url);
  json_array_add_string_element (thumbs, url);
  json_object_set_string_member (picture, "uri", uri);
  json_object_set_array_member (picture, "urls", urls);
  json_object_set_array_member (picture, "thumb_urls", thumbs);
  json_object_set_int_member (picture, "width", 800);
  json_object_set_int_member (picture, "height", 800);
  return picture;
}

static void
add_attributes (TiemSandboxTts *tts,
                JsonObject *sku,
                const TiemSandboxItem *item)
{
  JsonArray *attributes = json_array_new ();
  const TiemSandboxGoods *goods = item->variant != NULL ? item->variant->product->goods : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (item->options) && item->options[i] != NULL; i++)
    {
      JsonObject *attribute = json_object_new ();

      tiem_sandbox_tts_set_id (attribute, "id", 100000 + i);
      json_object_set_string_member (
          attribute, "name", goods != NULL ? goods->option_name[i] : "Phân loại");
      tiem_sandbox_tts_set_id (
          attribute, "value_id", 1000000 + g_str_hash (item->options[i]) % 1000000);
      json_object_set_string_member (attribute, "value_name", item->options[i]);
      if (i == 0 && goods != NULL)
        json_object_set_object_member (attribute, "sku_img", describe_picture (tts, item->sku));
      json_array_add_object_element (attributes, attribute);
    }
  json_object_set_array_member (sku, "sales_attributes", attributes);
}

static JsonObject *
describe_sku_detail (TiemSandboxTts *tts,
                     const TiemSandboxItem *item)
{
  JsonObject *sku = describe_sku (tts, item);

  add_attributes (tts, sku, item);
  if (item->barcode != NULL)
    {
      JsonObject *code = json_object_new ();

      json_object_set_string_member (code, "code", item->barcode);
      json_object_set_string_member (code, "type", "EAN");
      json_object_set_object_member (sku, "identifier_code", code);
    }
  return sku;
}

/* Returns: (nullable): what the product was made from */
static const TiemSandboxGoods *
get_goods (const TiemSandboxItem *product)
{
  const TiemSandboxItem *first = product->children->len > 0 ? product->children->pdata[0] : NULL;

  return first != NULL && first->variant != NULL ? first->variant->product->goods : NULL;
}

static JsonObject *
describe_category (const char *name,
                   gint64 id,
                   gint64 parent_id)
{
  JsonObject *category = json_object_new ();

  tiem_sandbox_tts_set_id (category, "id", id);
  tiem_sandbox_tts_set_id (category, "parent_id", parent_id);
  json_object_set_string_member (category, "local_name", name);
  json_object_set_boolean_member (category, "is_leaf", TRUE);
  return category;
}

/* Returns: (transfer container): the names of the goods' categories, in order of their ids */
static GPtrArray *
list_category_names (void)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < tiem_sandbox_n_goods; i++)
    if (!g_ptr_array_find_with_equal_func (
            names, tiem_sandbox_goods[i].category, g_str_equal, NULL))
      g_ptr_array_add (names, (gpointer)tiem_sandbox_goods[i].category);
  return names;
}

static void
add_goods (JsonObject *object,
           TiemSandboxTts *tts,
           const TiemSandboxGoods *goods)
{
  g_autofree char *weight
      = g_strdup_printf ("%d.%02d", goods->weight_g / 1000, goods->weight_g % 1000 / 10);
  g_autoptr (GPtrArray) names = list_category_names ();
  JsonObject *package = json_object_new ();
  JsonArray *chain = json_array_new ();
  JsonArray *pictures = json_array_new ();
  guint index = 0;

  g_ptr_array_find_with_equal_func (names, goods->category, g_str_equal, &index);
  json_array_add_object_element (chain,
                                 describe_category (goods->category, FIRST_CATEGORY + index, 0));
  json_object_set_array_member (object, "category_chains", chain);
  json_array_add_object_element (pictures, describe_picture (tts, goods->sku));
  json_object_set_array_member (object, "main_images", pictures);
  json_object_set_string_member (package, "value", weight);
  json_object_set_string_member (package, "unit", "KILOGRAM");
  json_object_set_object_member (object, "package_weight", package);
}

static void
set_description (JsonObject *object,
                 const TiemSandboxItem *product)
{
  g_autofree char *given = tiem_sandbox_json_dup_text (product->extra, "_description");
  g_autofree char *made = g_markup_printf_escaped ("<p>%s</p>", product->name);

  json_object_set_string_member (object, "description", given != NULL ? given : made);
}

/* What the seller has put up stands over what the goods were made with. */
static void
set_uploads (JsonObject *object,
             TiemSandboxTts *tts,
             const TiemSandboxItem *product)
{
  JsonArray *uris = tiem_sandbox_json_get_array (product->extra, "_images");
  JsonArray *pictures;

  if (uris == NULL)
    return;
  pictures = json_array_new ();
  for (guint i = 0; i < json_array_get_length (uris); i++)
    json_array_add_object_element (
        pictures, tiem_sandbox_tts_describe_upload (tts, json_array_get_string_element (uris, i)));
  json_object_set_array_member (object, "main_images", pictures);
}

JsonObject *
tiem_sandbox_tts_get_product (TiemSandboxTtsCall *call)
{
  TiemSandboxItem *product = tiem_sandbox_tts_find_product (call->tts, call->ids[0]);
  const char *status = product != NULL ? tiem_sandbox_tts_product_get_status (product) : "DELETED";
  const TiemSandboxGoods *goods;
  JsonObject *data;
  JsonArray *skus;

  if (g_str_equal (status, "DELETED") || g_str_equal (status, "FREEZE"))
    return tiem_sandbox_tts_call_object_to (call, 12052032, "The product does not exist");
  data = json_object_new ();
  skus = json_array_new ();
  set_common (data, product);
  /* The status without the audit has another name here (§8.2). */
  json_object_set_string_member (
      data, "product_status", g_str_equal (status, "PENDING") ? "ACTIVATE" : status);
  set_description (data, product);
  json_object_set_boolean_member (data, "is_cod_allowed", TRUE);
  goods = get_goods (product);
  if (goods != NULL)
    add_goods (data, call->tts, goods);
  set_uploads (data, call->tts, product);
  for (guint i = 0; i < product->children->len; i++)
    json_array_add_object_element (skus,
                                   describe_sku_detail (call->tts, product->children->pdata[i]));
  json_object_set_array_member (data, "skus", skus);
  return data;
}

gboolean
tiem_sandbox_tts_is_category (gint64 id)
{
  g_autoptr (GPtrArray) names = list_category_names ();

  return id >= FIRST_CATEGORY && id < FIRST_CATEGORY + names->len;
}

JsonObject *
tiem_sandbox_tts_list_categories (TiemSandboxTtsCall *call)
{
  g_autoptr (GPtrArray) names = list_category_names ();
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < names->len; i++)
    json_array_add_object_element (list,
                                   describe_category (names->pdata[i], FIRST_CATEGORY + i, 0));
  json_object_set_array_member (data, "categories", list);
  return data;
}
