#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"

#include "sandbox/tiem-sandbox-picture.h"

#include <string.h>

#define DAY_MS G_GINT64_CONSTANT (86400000)
#define PICTURES "/file/"

/* Categories of the goods, as Shopee might number them. */
static const struct
{
  const char *name;
  gint64 id;
} categories[] = {
  { "Thời trang", 100009 }, { "Nhà bếp", 100645 },          { "Phòng ngủ & trang trí", 100636 },
  { "Đặc sản", 100629 },    { "Chăm sóc & em bé", 100630 },
};

static const TiemSandboxItem *
get_parent (const TiemSandboxItem *item)
{
  return item->parent != NULL ? item->parent : item;
}

gboolean
tiem_sandbox_shopee_item_has_models (const TiemSandboxItem *item)
{
  return item->children->len > 0;
}

const char *
tiem_sandbox_shopee_item_get_status (const TiemSandboxItem *item)
{
  return json_object_get_string_member (get_parent (item)->extra, "item_status");
}

gboolean
tiem_sandbox_shopee_item_is_sold (const TiemSandboxItem *item)
{
  return g_str_equal (tiem_sandbox_shopee_item_get_status (item), "NORMAL");
}

gint64
tiem_sandbox_shopee_item_get_original_xu (const TiemSandboxItem *item)
{
  return tiem_sandbox_json_get_int (item->extra, "_original_xu", item->price_xu);
}

void
tiem_sandbox_shopee_item_set_original_xu (TiemSandboxItem *item,
                                          gint64 original_xu)
{
  json_object_set_int_member (item->extra, "_original_xu", original_xu);
  if (!tiem_sandbox_json_has (item->extra, "promotion_id"))
    item->price_xu = original_xu;
}

gint64
tiem_sandbox_shopee_item_get_reserved (const TiemSandboxItem *item)
{
  /* What the promotion sold it no longer holds. */
  return MIN (tiem_sandbox_json_get_int (item->extra, "_reserved", 0), MAX (item->stock, 0));
}

gint64
tiem_sandbox_shopee_item_get_second_stock (const TiemSandboxItem *item)
{
  gint64 second = tiem_sandbox_json_get_int (item->extra, "_second_stock", 0);

  return CLAMP (second, 0, MAX (item->stock, 0));
}

gint64
tiem_sandbox_shopee_item_get_weight_g (const TiemSandboxItem *item)
{
  return tiem_sandbox_json_get_int (get_parent (item)->extra, "_weight_g", 300);
}

char *
tiem_sandbox_shopee_item_make_model_name (const TiemSandboxItem *item)
{
  if (item->parent == NULL)
    return g_strdup ("");
  return item->options[1] != NULL ? g_strdup_printf ("%s,%s", item->options[0], item->options[1])
                                  : g_strdup (item->options[0] != NULL ? item->options[0] : "");
}

char *
tiem_sandbox_shopee_item_dup_parent_sku (const TiemSandboxItem *item)
{
  char *sku = tiem_sandbox_json_dup_text (get_parent (item)->extra, "item_sku");

  return sku != NULL ? sku : g_strdup (get_parent (item)->sku);
}

char *
tiem_sandbox_shopee_item_make_picture_url (TiemSandboxShopee *shopee,
                                           const TiemSandboxItem *item)
{
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (shopee));
  g_autofree char *sku
      = *item->sku != '\0' ? g_strdup (item->sku) : tiem_sandbox_shopee_item_dup_parent_sku (item);

  return g_strconcat (home, PICTURES, sku, ".png", NULL);
}

TiemResponse *
tiem_sandbox_shopee_make_picture (TiemSandboxShopee *shopee,
                                  const char *path)
{
  const TiemSandboxCatalogue *catalogue
      = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (shopee))->catalogue;
  g_autofree char *sku = NULL;

  if (!g_str_has_prefix (path, PICTURES) || !g_str_has_suffix (path, ".png"))
    return NULL;
  path += strlen (PICTURES);
  sku = g_strndup (path, strlen (path) - strlen (".png"));
  for (guint i = 0; i < catalogue->products->len; i++)
    {
      const TiemSandboxProduct *product = catalogue->products->pdata[i];
      g_autoptr (GBytes) png = NULL;

      if (!g_str_has_prefix (sku, product->goods->sku))
        continue;
      png = tiem_sandbox_picture_make (product->goods->shape, sku);
      return tiem_response_new (
          200, "image/png", g_bytes_get_data (png, NULL), g_bytes_get_size (png));
    }
  return NULL;
}

TiemSandboxItem *
tiem_sandbox_shopee_add_item (TiemSandboxShopee *shopee,
                              TiemSandboxItem *parent,
                              const char *sku,
                              gint64 original_price,
                              gint64 stock,
                              gint64 at)
{
  TiemSandboxShop *shop = tiem_sandbox_shopee_get_shop (shopee);
  TiemSandboxItem *item = tiem_sandbox_shop_add_item (shop, parent, at);

  tiem_sandbox_shop_set_sku (shop, item, sku);
  item->counts_stock = TRUE;
  item->stock = stock;
  /* What sells by models has no stock of its own any more. */
  if (parent != NULL)
    parent->counts_stock = FALSE;
  else
    json_object_set_string_member (item->extra, "item_status", "NORMAL");
  tiem_sandbox_shopee_item_set_original_xu (item, original_price * 100);
  return item;
}

static void
fill_item (TiemSandboxItem *item,
           const TiemSandboxProduct *product)
{
  g_free (item->name);
  item->name = g_strdup (product->name);
  json_object_set_int_member (item->extra, "_weight_g", product->goods->weight_g);
  json_object_set_string_member (item->extra, "description", product->name);
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (g_str_equal (product->goods->category, categories[i].name))
      json_object_set_int_member (item->extra, "category_id", categories[i].id);
}

static void
fill_variant (TiemSandboxItem *item,
              const TiemSandboxVariant *variant)
{
  item->variant = variant;
  item->barcode = g_strdup (variant->barcode);
  for (guint i = 0; i < G_N_ELEMENTS (item->options); i++)
    item->options[i] = g_strdup (variant->options[i]);
}

static void
open_product (TiemSandboxShopee *shopee,
              const TiemSandboxProduct *product,
              gint64 at)
{
  const TiemSandboxVariant *first = product->variants->pdata[0];
  gboolean has_models = product->variants->len > 1;
  TiemSandboxItem *item = tiem_sandbox_shopee_add_item (
      shopee, NULL, has_models ? "" : first->sku, first->price_vnd, first->stock, at);

  fill_item (item, product);
  if (!has_models)
    {
      fill_variant (item, first);
      return;
    }
  json_object_set_string_member (item->extra, "item_sku", product->goods->sku);
  for (guint i = 0; i < product->variants->len; i++)
    {
      const TiemSandboxVariant *variant = product->variants->pdata[i];

      fill_variant (tiem_sandbox_shopee_add_item (
                        shopee, item, variant->sku, variant->price_vnd, variant->stock, at),
                    variant);
    }
  for (guint level = 0; level < 2 && product->goods->option_name[level] != NULL; level++)
    json_object_set_string_member (
        item->extra, level == 0 ? "_tier_0" : "_tier_1", product->goods->option_name[level]);
}

void
tiem_sandbox_shopee_items_open (TiemSandboxShopee *shopee)
{
  const TiemSandboxCatalogue *catalogue
      = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (shopee))->catalogue;
  gint64 first = tiem_sandbox_shopee_now (shopee) - 190 * DAY_MS;
  guint n = catalogue->products->len;

  for (guint i = 0; i < n; i++)
    open_product (shopee, catalogue->products->pdata[i], first + 80 * DAY_MS / 1000 * i / n * 1000);
}

TiemSandboxItem *
tiem_sandbox_shopee_find_item (TiemSandboxShopee *shopee,
                               gint64 item_id)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_item (tiem_sandbox_shopee_get_shop (shopee), item_id);

  return item != NULL && item->parent == NULL ? item : NULL;
}

TiemSandboxItem *
tiem_sandbox_shopee_find_model (TiemSandboxItem *item,
                                gint64 model_id)
{
  if (!tiem_sandbox_shopee_item_has_models (item))
    return model_id == 0 ? item : NULL;
  for (guint i = 0; i < item->children->len; i++)
    if (((TiemSandboxItem *)item->children->pdata[i])->id == model_id)
      return item->children->pdata[i];
  return NULL;
}

TiemSandboxItem *
tiem_sandbox_shopee_call_need_item (TiemSandboxShopeeCall *call)
{
  TiemSandboxItem *item;
  gint64 id;

  if (!tiem_sandbox_shopee_call_need_int (call, "item_id", &id))
    return NULL;
  item = tiem_sandbox_shopee_find_item (call->shopee, id);
  if (item == NULL)
    tiem_sandbox_shopee_call_fail (call, "product.error_item_not_found", "Item_id is not found.");
  return item;
}
