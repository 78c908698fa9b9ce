#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-files.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

#define LIST_PRICE "_list_price"
#define PROMOTION "_promotion"
#define CAMPAIGN "_campaign"
#define ELSEWHERE "_elsewhere" /* units in the second warehouse */

gint64
tiem_sandbox_tts_item_get_list_price (const TiemSandboxItem *item)
{
  return tiem_sandbox_json_get_int (item->extra, LIST_PRICE, 0);
}

static void
update_price (TiemSandboxItem *item)
{
  gint64 promotion = tiem_sandbox_json_get_int (item->extra, PROMOTION, 0);

  item->price_xu = (promotion != 0 ? promotion : tiem_sandbox_tts_item_get_list_price (item)) * 100;
}

void
tiem_sandbox_tts_item_set_list_price (TiemSandboxItem *item,
                                      gint64 vnd)
{
  json_object_set_int_member (item->extra, LIST_PRICE, vnd);
  update_price (item);
}

void
tiem_sandbox_tts_item_set_promotion (TiemSandboxItem *item,
                                     gint64 vnd)
{
  json_object_set_int_member (item->extra, PROMOTION, vnd);
  update_price (item);
}

gboolean
tiem_sandbox_tts_item_has_promotion (const TiemSandboxItem *item)
{
  return tiem_sandbox_json_get_int (item->extra, PROMOTION, 0) != 0;
}

gint64
tiem_sandbox_tts_item_get_campaign (const TiemSandboxItem *item)
{
  /* What the campaign sold it no longer holds. */
  return MIN (tiem_sandbox_json_get_int (item->extra, CAMPAIGN, 0), MAX (item->stock, 0));
}

void
tiem_sandbox_tts_item_set_campaign (TiemSandboxItem *item,
                                    gint64 units)
{
  json_object_set_int_member (item->extra, CAMPAIGN, units);
}

gint64
tiem_sandbox_tts_item_get_quantity (const TiemSandboxItem *item,
                                    guint index)
{
  gint64 elsewhere
      = CLAMP (tiem_sandbox_json_get_int (item->extra, ELSEWHERE, 0), 0, MAX (0, item->stock));

  /* What was sold beyond the shelf is not shown below zero. */
  return index > 0 ? elsewhere : MAX (0, item->stock - elsewhere);
}

void
tiem_sandbox_tts_item_set_quantity (TiemSandboxItem *item,
                                    guint index,
                                    gint64 quantity)
{
  gint64 other = tiem_sandbox_tts_item_get_quantity (item, index > 0 ? 0 : 1);

  item->stock = other + quantity;
  json_object_set_int_member (item->extra, ELSEWHERE, index > 0 ? quantity : other);
}

gboolean
tiem_sandbox_tts_item_is_on_sale (const TiemSandboxItem *item)
{
  return item->parent != NULL
         && g_str_equal (tiem_sandbox_tts_product_get_status (item->parent), "ACTIVATE");
}

char *
tiem_sandbox_tts_item_make_picture_url (TiemSandboxTts *tts,
                                        const TiemSandboxItem *item)
{
  const TiemSandboxVariant *variant = item->variant;

  return tiem_sandbox_tts_files_make_picture_url (tts, variant != NULL ? variant->sku : item->sku);
}

static void
fill_sku (TiemSandboxTts *tts,
          TiemSandboxItem *item,
          const TiemSandboxVariant *variant)
{
  g_autoptr (GString) name = g_string_new (NULL);

  tiem_sandbox_shop_set_sku (tiem_sandbox_tts_get_shop (tts), item, variant->sku);
  item->variant = variant;
  item->barcode = g_strdup (variant->barcode);
  item->counts_stock = TRUE;
  item->stock = variant->stock;
  for (guint i = 0; i < G_N_ELEMENTS (item->options) && variant->options[i] != NULL; i++)
    {
      item->options[i] = g_strdup (variant->options[i]);
      g_string_append_printf (name, "%s%s", i > 0 ? ", " : "", variant->options[i]);
    }
  g_free (item->name);
  item->name = g_strdup (name->len > 0 ? name->str : "Default");
  tiem_sandbox_tts_item_set_list_price (
      item, variant->sale_price_vnd != 0 ? variant->sale_price_vnd : variant->price_vnd);
}

static void
open_product (TiemSandboxTts *tts,
              const TiemSandboxProduct *product,
              gint64 created_at)
{
  TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (tts);
  TiemSandboxItem *item = tiem_sandbox_shop_add_item (shop, NULL, created_at);

  g_free (item->name);
  item->name = g_strdup (product->name);
  json_object_set_string_member (item->extra, "status", "ACTIVATE");
  for (guint i = 0; i < product->variants->len; i++)
    fill_sku (
        tts, tiem_sandbox_shop_add_item (shop, item, created_at), product->variants->pdata[i]);
}

void
tiem_sandbox_tts_products_open (TiemSandboxTts *tts)
{
  const TiemSandboxCatalogue *catalogue
      = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (tts))->catalogue;
  gint64 first = tiem_sandbox_tts_now (tts) / 1000 * 1000 - 200 * DAY_MS;
  guint n = catalogue->products->len;

  /* One after the other within three months, before the oldest order. */
  for (guint i = 0; i < n; i++)
    open_product (tts, catalogue->products->pdata[i], first + 90 * DAY_MS / 1000 * i / n * 1000);
}
