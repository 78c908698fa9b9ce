#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"

#include <string.h>

/* Making products and changing their words and pictures (§8.8). What a call refuses here has codes
 * of the product service. */

#define UPLOADS "/files/uploads/"
#define URI_PREFIX "tos-alisg-i-tiem/"
#define MAX_STOCK 99999
#define MAX_KINDS 3
#define MAX_KIND 20
#define MAX_OPTION 50
#define MAX_SKU 50

/* The one category that asks for more than the others, and what for. */
#define ASKING_CATEGORY 600002
#define MATERIAL "100198"

static const struct
{
  const char *id;
  const char *name;
} materials[] = {
  { "1000039", "Inox" },
  { "1000040", "Gang" },
  { "1000041", "Nhôm" },
  { "1000042", "Gốm sứ" },
};

static const struct
{
  const char *id;
  const char *name;
} brands[] = {
  { "7082427311584347905", "Sunhouse" },
  { "7082427311584347906", "Minh Long" },
};

/* --- what may be chosen --- */

JsonObject *
tiem_sandbox_tts_list_attributes (TiemSandboxTtsCall *call)
{
  gint64 id = tiem_sandbox_tts_parse_id (call->ids[0]);
  JsonObject *data;
  JsonArray *list;

  if (!tiem_sandbox_tts_is_category (id))
    return tiem_sandbox_tts_call_object_to (call, 12052024, "The category does not exist");
  data = json_object_new ();
  list = json_array_new ();
  if (id == ASKING_CATEGORY)
    {
      JsonObject *attribute = json_object_new ();
      JsonArray *values = json_array_new ();

      for (guint i = 0; i < G_N_ELEMENTS (materials); i++)
        {
          JsonObject *value = json_object_new ();

          json_object_set_string_member (value, "id", materials[i].id);
          json_object_set_string_member (value, "name", materials[i].name);
          json_array_add_object_element (values, value);
        }
      json_object_set_string_member (attribute, "id", MATERIAL);
      json_object_set_string_member (attribute, "name", "Chất liệu");
      json_object_set_string_member (attribute, "type", "PRODUCT_PROPERTY");
      json_object_set_boolean_member (attribute, "is_requried", TRUE); /* its own spelling */
      json_object_set_boolean_member (attribute, "is_multiple_selection", FALSE);
      json_object_set_boolean_member (attribute, "is_customizable", FALSE);
      json_object_set_array_member (attribute, "values", values);
      json_array_add_object_element (list, attribute);
    }
  json_object_set_array_member (data, "attributes", list);
  return data;
}

JsonObject *
tiem_sandbox_tts_list_brands (TiemSandboxTtsCall *call)
{
  const char *wanted = tiem_sandbox_tts_call_get (call, "brand_name");
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (brands); i++)
    {
      JsonObject *brand;

      if (wanted != NULL && g_ascii_strcasecmp (wanted, brands[i].name) != 0)
        continue;
      brand = json_object_new ();
      json_object_set_string_member (brand, "id", brands[i].id);
      json_object_set_string_member (brand, "name", brands[i].name);
      json_array_add_object_element (list, brand);
    }
  json_object_set_int_member (data, "total_count", json_array_get_length (list));
  json_object_set_string_member (data, "next_page_token", "");
  json_object_set_array_member (data, "brands", list);
  return data;
}

/* --- checks: FALSE refuses the call --- */

static gboolean
object_to (TiemSandboxTtsCall *call,
           gint64 code,
           const char *message)
{
  tiem_sandbox_tts_call_object_to (call, code, "%s", message);
  return FALSE;
}

static const char *
get_name (const char *uri)
{
  return g_str_has_prefix (uri, URI_PREFIX) ? uri + strlen (URI_PREFIX) : NULL;
}

/* Pictures must have been uploaded; addresses of elsewhere are not taken (§8.7). */
static gboolean
check_images (TiemSandboxTtsCall *call)
{
  JsonArray *images = tiem_sandbox_json_get_array (call->body, "main_images");

  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++)
    {
      g_autofree char *uri
          = tiem_sandbox_json_dup_text (json_array_get_object_element (images, i), "uri");
      const char *name = uri != NULL ? get_name (uri) : NULL;
      g_autofree char *path = name != NULL ? g_strconcat (UPLOADS, name, NULL) : NULL;

      if (path == NULL || !g_hash_table_contains (call->tts->files, path))
        return object_to (call, 12052258, "The image URI is invalid, upload the image first");
    }
  return TRUE;
}

static gboolean
check_brand (TiemSandboxTtsCall *call)
{
  g_autofree char *id = tiem_sandbox_json_dup_text (call->body, "brand_id");

  if (id == NULL || *id == '\0')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (brands); i++)
    if (g_str_equal (brands[i].id, id))
      return TRUE;
  return object_to (call, 12052035, "The brand does not exist");
}

static gboolean
is_material (JsonObject *attribute)
{
  JsonArray *values = tiem_sandbox_json_get_array (attribute, "values");
  g_autofree char *id = tiem_sandbox_json_dup_text (attribute, "id");
  g_autofree char *value = NULL;

  if (g_strcmp0 (id, MATERIAL) != 0 || values == NULL || json_array_get_length (values) != 1
      || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (values, 0)))
    return FALSE;
  value = tiem_sandbox_json_dup_text (json_array_get_object_element (values, 0), "id");
  for (guint i = 0; i < G_N_ELEMENTS (materials); i++)
    if (g_strcmp0 (materials[i].id, value) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_category (TiemSandboxTtsCall *call)
{
  gint64 id = tiem_sandbox_tts_get_id (call->body, "category_id");
  JsonArray *attributes = tiem_sandbox_json_get_array (call->body, "product_attributes");

  if (!tiem_sandbox_tts_is_category (id))
    return object_to (call, 12052024, "The category does not exist or is no leaf");
  if (id != ASKING_CATEGORY)
    return TRUE;
  for (guint i = 0; attributes != NULL && i < json_array_get_length (attributes); i++)
    if (is_material (json_array_get_object_element (attributes, i)))
      return TRUE;
  return object_to (call, 12052220, "The required product attribute “Chất liệu” is missing");
}

static gboolean
check_package (TiemSandboxTtsCall *call)
{
  JsonObject *weight = tiem_sandbox_json_get_object (call->body, "package_weight");
  JsonObject *size = tiem_sandbox_json_get_object (call->body, "package_dimensions");
  static const char *const sides[] = { "length", "width", "height" };
  g_autofree char *value = tiem_sandbox_json_dup_text (weight, "value");
  g_autofree char *unit = tiem_sandbox_json_dup_text (weight, "unit");

  if (value == NULL || g_ascii_strtod (value, NULL) <= 0 || g_strcmp0 (unit, "KILOGRAM") != 0)
    return object_to (call, 12052217, "The package weight is invalid");
  for (guint i = 0; size != NULL && i < G_N_ELEMENTS (sides); i++)
    {
      g_autofree char *side = tiem_sandbox_json_dup_text (size, sides[i]);

      if (side == NULL || !g_ascii_string_to_unsigned (side, 10, 1, 9999, NULL, NULL))
        return object_to (call, 12052218, "The package dimensions must be whole numbers");
    }
  return TRUE;
}

/* Returns: the units of one SKU in its warehouses; −1 with the call refused */
static gint64
count_stock (TiemSandboxTtsCall *call,
             JsonObject *sku)
{
  JsonArray *inventory = tiem_sandbox_json_get_array (sku, "inventory");
  gint64 sum = 0;

  for (guint i = 0; inventory != NULL && i < json_array_get_length (inventory); i++)
    {
      JsonObject *entry = json_array_get_object_element (inventory, i);
      gint64 quantity = tiem_sandbox_json_get_int (entry, "quantity", 0);

      if (tiem_sandbox_tts_get_id (entry, "warehouse_id") != call->tts->warehouse_ids[0])
        {
          object_to (call, 12052097, "The warehouse does not exist");
          return -1;
        }
      if (quantity < 1 || quantity > MAX_STOCK)
        {
          object_to (call, 12052055, "The quantity must be from 1 to 99999");
          return -1;
        }
      sum += quantity;
    }
  if (sum == 0)
    object_to (call, 12052055, "The quantity must be from 1 to 99999");
  return sum > 0 ? sum : -1;
}

/* Returns: (transfer full) (nullable): what tells the SKU from the others; NULL with the call
 * refused */
static char *
read_kinds (TiemSandboxTtsCall *call,
            JsonObject *sku)
{
  JsonArray *attributes = tiem_sandbox_json_get_array (sku, "sales_attributes");
  g_autoptr (GString) all = g_string_new (NULL);
  guint n = attributes != NULL ? json_array_get_length (attributes) : 0;

  if (n > MAX_KINDS)
    object_to (call, 12052221, "A product has at most 3 sales attributes");
  for (guint i = 0; i < n && call->code == 0; i++)
    {
      JsonObject *attribute = json_array_get_object_element (attributes, i);
      g_autofree char *name = tiem_sandbox_json_dup_text (attribute, "name");
      g_autofree char *value = tiem_sandbox_json_dup_text (attribute, "value_name");

      if (name == NULL || value == NULL || *name == '\0' || *value == '\0'
          || g_utf8_strlen (name, -1) > MAX_KIND || g_utf8_strlen (value, -1) > MAX_OPTION)
        object_to (call, 12052222, "The sales attribute is invalid");
      else
        g_string_append_printf (all, "%s=%s;", name, value);
    }
  return call->code == 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

static gboolean
check_price (TiemSandboxTtsCall *call,
             JsonObject *sku)
{
  JsonObject *price = tiem_sandbox_json_get_object (sku, "price");
  g_autofree char *amount = tiem_sandbox_json_dup_text (price, "amount");
  g_autofree char *currency = tiem_sandbox_json_dup_text (price, "currency");

  if (g_strcmp0 (currency, "VND") != 0)
    return object_to (call, 12052084, "The currency is not available in the shop");
  return (amount != NULL && g_ascii_string_to_unsigned (amount, 10, 1, G_MAXINT32, NULL, NULL))
         || object_to (call, 12052073, "The price is invalid");
}

static gboolean
check_skus (TiemSandboxTtsCall *call)
{
  JsonArray *skus = tiem_sandbox_json_get_array (call->body, "skus");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = json_array_get_length (skus);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *sku = json_array_get_object_element (skus, i);
      g_autofree char *seller_sku = tiem_sandbox_json_dup_text (sku, "seller_sku");
      g_autofree char *kinds = NULL;

      if (seller_sku != NULL
          && (g_utf8_strlen (seller_sku, -1) > MAX_SKU || strchr (seller_sku, ' ') != NULL))
        return object_to (call, 12052223, "The seller SKU is invalid");
      if (!check_price (call, sku) || count_stock (call, sku) < 0
          || (kinds = read_kinds (call, sku)) == NULL)
        return FALSE;
      if (n > 1 && *kinds == '\0')
        return object_to (call, 12052222, "Each SKU needs its sales attributes");
      if (!g_hash_table_add (seen, g_steal_pointer (&kinds)))
        return object_to (call, 12052224, "Two SKUs have the same sales attributes");
    }
  return TRUE;
}

/* --- making --- */

static void
keep_images (TiemSandboxItem *product,
             JsonObject *body)
{
  JsonArray *images = tiem_sandbox_json_get_array (body, "main_images");
  JsonArray *uris;

  if (images == NULL)
    return;
  uris = json_array_new ();
  for (guint i = 0; i < json_array_get_length (images); i++)
    {
      g_autofree char *uri
          = tiem_sandbox_json_dup_text (json_array_get_object_element (images, i), "uri");

      json_array_add_string_element (uris, uri);
    }
  json_object_set_array_member (product->extra, "_images", uris);
}

static void
keep_words (TiemSandboxItem *product,
            JsonObject *body)
{
  g_autofree char *title = tiem_sandbox_json_dup_text (body, "title");
  g_autofree char *description = tiem_sandbox_json_dup_text (body, "description");

  if (title != NULL)
    {
      g_free (product->name);
      product->name = g_steal_pointer (&title);
    }
  if (description != NULL)
    json_object_set_string_member (product->extra, "_description", description);
  keep_images (product, body);
}

static JsonObject *
add_sku (TiemSandboxTtsCall *call,
         TiemSandboxItem *product,
         JsonObject *given)
{
  TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (call->tts);
  TiemSandboxItem *item = tiem_sandbox_shop_add_item (shop, product, product->created_at);
  JsonArray *attributes = tiem_sandbox_json_get_array (given, "sales_attributes");
  g_autofree char *seller_sku = tiem_sandbox_json_dup_text (given, "seller_sku");
  g_autoptr (GString) name = g_string_new (NULL);
  JsonObject *answer = json_object_new ();

  tiem_sandbox_shop_set_sku (shop, item, seller_sku != NULL ? seller_sku : "");
  item->counts_stock = TRUE;
  item->stock = count_stock (call, given);
  for (guint i = 0; attributes != NULL && i < json_array_get_length (attributes)
                    && i < G_N_ELEMENTS (item->options);
       i++)
    {
      item->options[i] = tiem_sandbox_json_dup_text (json_array_get_object_element (attributes, i),
                                                     "value_name");
      g_string_append_printf (name, "%s%s", i > 0 ? ", " : "", item->options[i]);
    }
  g_free (item->name);
  item->name = g_strdup (name->len > 0 ? name->str : "Default");
  tiem_sandbox_tts_item_set_list_price (
      item, tiem_sandbox_json_get_int (tiem_sandbox_json_get_object (given, "price"), "amount", 0));
  tiem_sandbox_tts_set_id (answer, "id", item->id);
  json_object_set_string_member (answer, "seller_sku", item->sku);
  return answer;
}

/* Returns: (nullable): what the same key has made before */
static TiemSandboxItem *
find_made (TiemSandboxTtsCall *call,
           const char *key)
{
  const GPtrArray *items = tiem_sandbox_tts_get_shop (call->tts)->items;

  for (guint i = 0; key != NULL && *key != '\0' && i < items->len; i++)
    {
      TiemSandboxItem *item = items->pdata[i];
      g_autofree char *made_by
          = item->parent == NULL ? tiem_sandbox_json_dup_text (item->extra, "_key") : NULL;

      if (g_strcmp0 (made_by, key) == 0)
        return item;
    }
  return NULL;
}

JsonObject *
tiem_sandbox_tts_create_product (TiemSandboxTtsCall *call)
{
  JsonArray *skus = tiem_sandbox_json_get_array (call->body, "skus");
  g_autofree char *key = tiem_sandbox_json_dup_text (call->body, "idempotency_key");
  TiemSandboxItem *product = find_made (call, key);
  JsonObject *data;
  JsonArray *list;

  if (product == NULL
      && (!check_category (call) || !check_brand (call) || !check_images (call)
          || !check_package (call) || !check_skus (call)))
    return NULL;
  data = json_object_new ();
  list = json_array_new ();
  if (product == NULL)
    {
      product = tiem_sandbox_shop_add_item (tiem_sandbox_tts_get_shop (call->tts),
                                            NULL,
                                            tiem_sandbox_tts_now (call->tts) / 1000 * 1000);
      json_object_set_string_member (product->extra, "status", "DRAFT");
      if (key != NULL)
        json_object_set_string_member (product->extra, "_key", key);
      keep_words (product, call->body);
      for (guint i = 0; i < json_array_get_length (skus); i++)
        json_array_add_object_element (
            list, add_sku (call, product, json_array_get_object_element (skus, i)));
      tiem_sandbox_tts_product_activate (call->tts, product);
    }
  tiem_sandbox_tts_set_id (data, "product_id", product->id);
  json_object_set_array_member (data, "skus", list);
  json_object_set_array_member (data, "warnings", json_array_new ());
  return data;
}

JsonObject *
tiem_sandbox_tts_edit_product (TiemSandboxTtsCall *call)
{
  TiemSandboxItem *product = tiem_sandbox_tts_find_product (call->tts, call->ids[0]);
  JsonObject *data;

  if (product == NULL || g_str_equal (tiem_sandbox_tts_product_get_status (product), "DELETED"))
    return tiem_sandbox_tts_call_object_to (call, 12052032, "The product does not exist");
  if (!check_images (call))
    return NULL;
  keep_words (product, call->body);
  tiem_sandbox_item_touch (product, tiem_sandbox_tts_now (call->tts) / 1000 * 1000);
  data = json_object_new ();
  tiem_sandbox_tts_set_id (data, "product_id", product->id);
  return data;
}

JsonObject *
tiem_sandbox_tts_describe_upload (TiemSandboxTts *tts,
                                  const char *uri)
{
  JsonObject *picture = json_object_new ();
  JsonArray *urls = json_array_new ();
  g_autofree char *url = g_strconcat (
      tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (tts)), UPLOADS, get_name (uri), NULL);

  json_array_add_string_element (urls, url);
  json_object_set_string_member (picture, "uri", uri);
  json_object_set_array_member (picture, "urls", urls);
  json_object_set_int_member (picture, "width", 800);
  json_object_set_int_member (picture, "height", 800);
  return picture;
}
