#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada.h"

G_BEGIN_DECLS

/*
 * What the shop lists: a product without a parent, and beneath it one SKU or more, which are
 * what is sold. item->stock of a SKU is Lazada's sellable quantity. What only Lazada has is in
 * item->extra; stamps there are ms UTC.
 *
 * Of a product: status, images, attributes …; of a SKU: status, price, special_price,
 * special_from, special_to, withhold, occupy, campaigns, package_weight …
 */

/* Lists the world's goods. */
void tiem_sandbox_lazada_items_open (TiemSandboxLazada *lazada);

/* A new product or SKU with what every one has. */
void tiem_sandbox_lazada_product_init (TiemSandboxItem *product, const char *name);
void tiem_sandbox_lazada_sku_init (TiemSandboxItem *sku, gint64 price_vnd);

gint64 tiem_sandbox_lazada_item_get (const TiemSandboxItem *item, const char *name);
void tiem_sandbox_lazada_item_add (TiemSandboxItem *item, const char *name, gint64 value);

/* Units locked by campaigns that have not ended. */
gint64 tiem_sandbox_lazada_item_get_locked (TiemSandboxLazada *lazada,
                                            const TiemSandboxItem *item);
/* Sets item->price_xu: what a buyer pays now. */
void tiem_sandbox_lazada_item_update_price (TiemSandboxLazada *lazada, TiemSandboxItem *item);
/* Whether shoppers see the SKU. */
gboolean tiem_sandbox_lazada_item_is_live (const TiemSandboxItem *item);
/* Locks units of a SKU: {"sku","quantity","name","hours"}. Returns: FALSE when there is no such
 * SKU */
gboolean tiem_sandbox_lazada_item_add_campaign (TiemSandboxLazada *lazada, JsonObject *campaign);

/* Returns: (nullable): the SKU @sku_id when it belongs to the product @item_id */
TiemSandboxItem *
tiem_sandbox_lazada_find_sku (TiemSandboxLazada *lazada, gint64 item_id, gint64 sku_id);

/* Returns: (transfer full): a product as products/get shows it. @has_options: with the numbers
 * of `options=1` */
JsonObject *tiem_sandbox_lazada_product_to_json (TiemSandboxLazada *lazada,
                                                 TiemSandboxItem *product,
                                                 gboolean has_options);
/* Returns: (transfer full): the address of a picture */
char *tiem_sandbox_lazada_make_image_url (TiemSandboxLazada *lazada, const char *name);

G_END_DECLS
