#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

static void
add_picture (TiemSandboxWc *wc,
             TiemSandboxItem *item,
             const char *sku)
{
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (wc));
  g_autofree char *src = g_strdup_printf ("%s/wp-content/uploads/2026/10/%s.png", home, sku);
  JsonArray *images = tiem_sandbox_json_get_array (item->extra, "images");
  JsonObject *image = json_object_new ();

  json_object_set_int_member (
      image, "id", tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (wc)));
  tiem_sandbox_wc_set_stamp (image, "date_created", item->created_at);
  tiem_sandbox_wc_set_stamp (image, "date_modified", item->created_at);
  json_object_set_string_member (image, "src", src);
  json_object_set_string_member (image, "name", sku);
  json_object_set_string_member (image, "alt", "");
  json_array_add_object_element (images, image);
}

static void
add_category (TiemSandboxWc *wc,
              TiemSandboxItem *item,
              const char *name)
{
  JsonObject *category = json_object_new ();
  g_autofree char *slug = tiem_sandbox_wc_make_slug (name);
  guint index;

  if (!g_ptr_array_find_with_equal_func (wc->categories, name, g_str_equal, &index))
    {
      index = wc->categories->len;
      g_ptr_array_add (wc->categories, g_strdup (name));
    }
  json_object_set_int_member (category, "id", TIEM_SANDBOX_WC_FIRST_CATEGORY + index);
  json_object_set_string_member (category, "name", name);
  json_object_set_string_member (category, "slug", slug);
  json_array_add_object_element (tiem_sandbox_json_get_array (item->extra, "categories"), category);
}

/* What a variable product may be chosen by. */
static void
add_product_attribute (TiemSandboxItem *item,
                       const TiemSandboxProduct *product,
                       guint level)
{
  JsonObject *attribute = json_object_new ();
  JsonArray *options = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < product->variants->len; i++)
    {
      const TiemSandboxVariant *variant = product->variants->pdata[i];

      if (g_hash_table_add (seen, variant->options[level]))
        json_array_add_string_element (options, variant->options[level]);
    }
  json_object_set_int_member (attribute, "id", 0);
  json_object_set_string_member (attribute, "name", product->goods->option_name[level]);
  json_object_set_int_member (attribute, "position", level);
  json_object_set_boolean_member (attribute, "visible", TRUE);
  json_object_set_boolean_member (attribute, "variation", TRUE);
  json_object_set_array_member (attribute, "options", options);
  json_array_add_object_element (tiem_sandbox_json_get_array (item->extra, "attributes"),
                                 attribute);
}

static void
fill_variant (TiemSandboxWc *wc,
              TiemSandboxItem *item,
              const TiemSandboxVariant *variant)
{
  const TiemSandboxGoods *goods = variant->product->goods;
  g_autofree char *regular = tiem_sandbox_wc_format_xu (variant->price_vnd * 100, 0);
  g_autofree char *sale = tiem_sandbox_wc_format_xu (variant->sale_price_vnd * 100, 0);
  g_autofree char *weight
      = g_strdup_printf ("%d.%02d", goods->weight_g / 1000, goods->weight_g % 1000 / 10);

  tiem_sandbox_shop_set_sku (tiem_sandbox_wc_get_shop (wc), item, variant->sku);
  item->barcode = g_strdup (variant->barcode);
  item->variant = variant;
  item->counts_stock = TRUE;
  item->stock = variant->stock;
  json_object_set_string_member (item->extra, "regular_price", regular);
  if (variant->sale_price_vnd > 0)
    json_object_set_string_member (item->extra, "sale_price", sale);
  json_object_set_string_member (item->extra, "weight", weight);
  tiem_sandbox_wc_product_update_price (item);
  for (guint i = 0; i < G_N_ELEMENTS (item->options) && variant->options[i] != NULL; i++)
    {
      JsonObject *attribute = json_object_new ();

      item->options[i] = g_strdup (variant->options[i]);
      if (item->parent == NULL)
        {
          json_object_unref (attribute);
          continue;
        }
      json_object_set_int_member (attribute, "id", 0);
      json_object_set_string_member (attribute, "name", goods->option_name[i]);
      json_object_set_string_member (attribute, "option", variant->options[i]);
      json_array_add_object_element (tiem_sandbox_json_get_array (item->extra, "attributes"),
                                     attribute);
    }
  add_picture (wc, item, variant->sku);
}

static void
open_product (TiemSandboxWc *wc,
              const TiemSandboxProduct *product,
              gint64 created_at)
{
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (wc);
  TiemSandboxItem *item = tiem_sandbox_shop_add_item (shop, NULL, created_at);
  gboolean is_variable = product->variants->len > 1;
  g_autofree char *slug = tiem_sandbox_wc_make_slug (product->name);

  tiem_sandbox_wc_product_init (item, is_variable ? "variable" : "simple");
  g_free (item->name);
  item->name = g_strdup (product->name);
  json_object_set_string_member (item->extra, "slug", slug);
  add_category (wc, item, product->goods->category);
  if (!is_variable)
    {
      fill_variant (wc, item, product->variants->pdata[0]);
      return;
    }
  add_picture (wc, item, product->goods->sku);
  for (guint level = 0; level < 2 && product->goods->option_name[level] != NULL; level++)
    add_product_attribute (item, product, level);
  for (guint i = 0; i < product->variants->len; i++)
    {
      TiemSandboxItem *child = tiem_sandbox_shop_add_item (shop, item, created_at);

      tiem_sandbox_wc_product_init (child, "variation");
      fill_variant (wc, child, product->variants->pdata[i]);
    }
}

void
tiem_sandbox_wc_products_open (TiemSandboxWc *wc)
{
  const TiemSandboxCatalogue *catalogue
      = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (wc))->catalogue;
  gint64 first = tiem_sandbox_wc_now (wc) - 200 * DAY_MS;
  guint n = catalogue->products->len;

  /* Put on the website one after the other within three months, before the oldest order. */
  for (guint i = 0; i < n; i++)
    open_product (wc, catalogue->products->pdata[i], first + 90 * DAY_MS / 1000 * i / n * 1000);
}
