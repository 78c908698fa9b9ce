#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"
#include "sandbox/tiem-sandbox-json.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define DAY_MS (24 * HOUR_MS)

/* Ids of products and SKUs have ten digits, of orders and units fifteen. */
#define FIRST_ITEM G_GINT64_CONSTANT (2100000001)
#define FIRST_ORDER G_GINT64_CONSTANT (446156718969495)

gint64
tiem_sandbox_lazada_item_get (const TiemSandboxItem *item,
                              const char *name)
{
  return tiem_sandbox_json_get_int (item->extra, name, 0);
}

void
tiem_sandbox_lazada_item_add (TiemSandboxItem *item,
                              const char *name,
                              gint64 value)
{
  json_object_set_int_member (item->extra, name, tiem_sandbox_lazada_item_get (item, name) + value);
}

gint64
tiem_sandbox_lazada_item_get_locked (TiemSandboxLazada *lazada,
                                     const TiemSandboxItem *item)
{
  JsonArray *campaigns = tiem_sandbox_json_get_array (item->extra, "campaigns");
  gint64 now = tiem_sandbox_lazada_now (lazada);
  gint64 locked = 0;

  for (guint i = 0; campaigns != NULL && i < json_array_get_length (campaigns); i++)
    {
      JsonObject *campaign = json_array_get_object_element (campaigns, i);

      if (tiem_sandbox_json_get_int (campaign, "ends_at", 0) > now)
        locked += tiem_sandbox_json_get_int (campaign, "quantity", 0);
    }
  return locked;
}

gboolean
tiem_sandbox_lazada_item_add_campaign (TiemSandboxLazada *lazada,
                                       JsonObject *campaign)
{
  g_autofree char *sku = tiem_sandbox_json_dup_text (campaign, "sku");
  g_autofree char *name = tiem_sandbox_json_dup_text (campaign, "name");
  gint64 now = tiem_sandbox_lazada_now (lazada);
  TiemSandboxItem *item
      = sku != NULL ? tiem_sandbox_shop_find_sku (tiem_sandbox_lazada_get_shop (lazada), sku, FALSE)
                    : NULL;
  JsonObject *entry;

  if (item == NULL)
    return FALSE;
  entry = json_object_new ();
  json_object_set_string_member (entry, "name", name != NULL ? name : "12.12");
  json_object_set_int_member (
      entry, "quantity", tiem_sandbox_json_get_int (campaign, "quantity", 1));
  json_object_set_int_member (entry, "starts_at", now);
  json_object_set_int_member (
      entry, "ends_at", now + tiem_sandbox_json_get_int (campaign, "hours", 24) * HOUR_MS);
  json_array_add_object_element (tiem_sandbox_json_get_array (item->extra, "campaigns"), entry);
  tiem_sandbox_item_touch (item, now);
  return TRUE;
}

void
tiem_sandbox_lazada_item_update_price (TiemSandboxLazada *lazada,
                                       TiemSandboxItem *item)
{
  gint64 now = tiem_sandbox_lazada_now (lazada);
  gint64 price = tiem_sandbox_lazada_item_get (item, "price");
  gint64 special = tiem_sandbox_lazada_item_get (item, "special_price");

  if (special > 0 && tiem_sandbox_lazada_item_get (item, "special_from") <= now
      && now < tiem_sandbox_lazada_item_get (item, "special_to"))
    price = special;
  item->price_xu = price * 100;
}

gboolean
tiem_sandbox_lazada_item_is_live (const TiemSandboxItem *item)
{
  return item->parent != NULL && !item->is_trashed && !item->parent->is_trashed
         && g_str_equal (json_object_get_string_member (item->extra, "status"), "active")
         && g_str_equal (json_object_get_string_member (item->parent->extra, "status"), "Active");
}

TiemSandboxItem *
tiem_sandbox_lazada_find_sku (TiemSandboxLazada *lazada,
                              gint64 item_id,
                              gint64 sku_id)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_item (tiem_sandbox_lazada_get_shop (lazada), sku_id);

  if (item == NULL || item->parent == NULL || item->parent->id != item_id || item->is_trashed)
    return NULL;
  return item;
}

char *
tiem_sandbox_lazada_make_image_url (TiemSandboxLazada *lazada,
                                    const char *name)
{
  return g_strdup_printf (
      "%s/p/%s.png", tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (lazada)), name);
}

void
tiem_sandbox_lazada_product_init (TiemSandboxItem *product,
                                  const char *name)
{
  JsonObject *attributes = json_object_new ();
  g_autofree char *description = g_markup_printf_escaped ("<p>%s</p>", name);

  g_free (product->name);
  product->name = g_strdup (name);
  json_object_set_string_member (attributes, "name", name);
  json_object_set_string_member (attributes, "short_description", description);
  json_object_set_string_member (attributes, "description", description);
  json_object_set_string_member (attributes, "brand", "No Brand");
  json_object_set_string_member (attributes, "source", "asc");
  json_object_set_string_member (attributes, "delivery_option_sof", "0");
  json_object_set_object_member (product->extra, "attributes", attributes);
  json_object_set_array_member (product->extra, "images", json_array_new ());
  json_object_set_object_member (product->extra, "variation", json_object_new ());
  json_object_set_int_member (product->extra, "primary_category", 10002019);
  json_object_set_string_member (product->extra, "status", "Active");
}

void
tiem_sandbox_lazada_sku_init (TiemSandboxItem *sku,
                              gint64 price_vnd)
{
  sku->counts_stock = TRUE;
  json_object_set_string_member (sku->extra, "status", "active");
  json_object_set_int_member (sku->extra, "price", price_vnd);
  json_object_set_int_member (sku->extra, "special_price", 0);
  json_object_set_int_member (sku->extra, "withhold", 0);
  json_object_set_int_member (sku->extra, "occupy", 0);
  json_object_set_array_member (sku->extra, "campaigns", json_array_new ());
  json_object_set_array_member (sku->extra, "images", json_array_new ());
  json_object_set_object_member (sku->extra, "sale_prop", json_object_new ());
  json_object_set_string_member (sku->extra, "package_weight", "0.5");
  json_object_set_string_member (sku->extra, "package_length", "30.00");
  json_object_set_string_member (sku->extra, "package_width", "25.00");
  json_object_set_string_member (sku->extra, "package_height", "5.00");
  sku->price_xu = price_vnd * 100;
}

/* Lazada's own names for what most goods come in; others are the seller's own. */
static const char *
find_own_name (const char *label)
{
  static const char *const own[][2]
      = { { "Màu", "color_family" }, { "Cỡ", "size" }, { "Cỡ nệm", "bedding_size" } };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_equal (label, own[i][0]))
      return own[i][1];
  return NULL;
}

static void
add_variation (TiemSandboxItem *item,
               const TiemSandboxProduct *product,
               guint level)
{
  const char *label = product->goods->option_name[level];
  const char *own = find_own_name (label);
  JsonObject *variation = json_object_new ();
  JsonArray *options = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < product->variants->len; i++)
    {
      const TiemSandboxVariant *variant = product->variants->pdata[i];

      if (g_hash_table_add (seen, variant->options[level]))
        json_array_add_string_element (options, variant->options[level]);
    }
  json_object_set_string_member (variation, "name", own != NULL ? own : label);
  json_object_set_string_member (variation, "label", label);
  json_object_set_boolean_member (variation, "hasImage", level == 0);
  json_object_set_boolean_member (variation, "customize", own == NULL);
  json_object_set_array_member (variation, "options", options);
  json_object_set_object_member (json_object_get_object_member (item->extra, "variation"),
                                 level == 0 ? "Variation1" : "Variation2",
                                 variation);
}

static void
open_sku (TiemSandboxLazada *lazada,
          TiemSandboxItem *product,
          const TiemSandboxVariant *variant,
          gint64 created_at)
{
  const TiemSandboxGoods *goods = variant->product->goods;
  TiemSandboxItem *item
      = tiem_sandbox_shop_add_item (tiem_sandbox_lazada_get_shop (lazada), product, created_at);
  g_autofree char *weight
      = g_strdup_printf ("%d.%02d", goods->weight_g / 1000, goods->weight_g % 1000 / 10);
  g_autofree char *url = tiem_sandbox_lazada_make_image_url (lazada, variant->sku);

  tiem_sandbox_lazada_sku_init (item, variant->price_vnd);
  tiem_sandbox_shop_set_sku (tiem_sandbox_lazada_get_shop (lazada), item, variant->sku);
  item->variant = variant;
  item->barcode = g_strdup (variant->barcode);
  item->stock = variant->stock;
  json_object_set_string_member (item->extra, "package_weight", weight);
  json_array_add_string_element (json_object_get_array_member (item->extra, "images"), url);
  for (guint i = 0; i < G_N_ELEMENTS (item->options) && variant->options[i] != NULL; i++)
    {
      const char *own = find_own_name (goods->option_name[i]);

      item->options[i] = g_strdup (variant->options[i]);
      json_object_set_string_member (json_object_get_object_member (item->extra, "sale_prop"),
                                     own != NULL ? own : goods->option_name[i],
                                     variant->options[i]);
    }
  if (variant->sale_price_vnd > 0)
    {
      json_object_set_int_member (item->extra, "special_price", variant->sale_price_vnd);
      json_object_set_int_member (item->extra, "special_from", created_at);
      json_object_set_int_member (item->extra, "special_to", created_at + 5 * 365 * DAY_MS);
    }
  tiem_sandbox_lazada_item_update_price (lazada, item);
}

static void
open_product (TiemSandboxLazada *lazada,
              const TiemSandboxProduct *product,
              gint64 created_at)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_add_item (tiem_sandbox_lazada_get_shop (lazada), NULL, created_at);
  const TiemSandboxVariant *first = product->variants->pdata[0];
  g_autofree char *url = tiem_sandbox_lazada_make_image_url (lazada, first->sku);

  tiem_sandbox_lazada_product_init (item, product->name);
  json_array_add_string_element (json_object_get_array_member (item->extra, "images"), url);
  for (guint level = 0; level < 2 && product->goods->option_name[level] != NULL; level++)
    add_variation (item, product, level);
  for (guint i = 0; i < product->variants->len; i++)
    open_sku (lazada, item, product->variants->pdata[i], created_at);
}

void
tiem_sandbox_lazada_items_open (TiemSandboxLazada *lazada)
{
  TiemSandboxShop *shop = tiem_sandbox_lazada_get_shop (lazada);
  const GPtrArray *products = shop->world->catalogue->products;
  gint64 first = tiem_sandbox_lazada_now (lazada) - 200 * DAY_MS;

  /* Listed one after the other within three months, before the oldest order. */
  shop->last_id = FIRST_ITEM - 1;
  for (guint i = 0; i < products->len; i++)
    open_product (
        lazada, products->pdata[i], first + 90 * DAY_MS / 1000 * i / products->len * 1000);
  shop->last_id = FIRST_ORDER - 1;
}
