#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-fields.h"

G_BEGIN_DECLS

/* Products and variations: /products, /products/ID/variations, /products/categories. */

/* The id of the first category of our own: WordPress takes 15 for "Uncategorized". */
#define TIEM_SANDBOX_WC_FIRST_CATEGORY 16

extern const TiemSandboxWcField tiem_sandbox_wc_product_list_fields[];
extern const TiemSandboxWcField tiem_sandbox_wc_product_fields[];
extern const TiemSandboxWcField tiem_sandbox_wc_variation_fields[];

/* Lists the world's goods as products with variations. */
void tiem_sandbox_wc_products_open (TiemSandboxWc *wc);

/* Gives a new item what every product has. */
void tiem_sandbox_wc_product_init (TiemSandboxItem *item, const char *type);
/* Returns: (transfer full): "Áo thun … - Đen, M" */
char *tiem_sandbox_wc_product_make_name (const TiemSandboxItem *item);
/* Works out the price a buyer pays from the texts of regular and sale price. */
void tiem_sandbox_wc_product_update_price (TiemSandboxItem *item);
/* Whether a shopper can see it in the shop. */
gboolean tiem_sandbox_wc_product_is_public (const TiemSandboxItem *item);

/* Returns: (transfer full) */
JsonNode *tiem_sandbox_wc_product_to_json (const TiemSandboxWcCall *call, TiemSandboxItem *item);

/* Sets what the parameters of @call say. Returns: FALSE when the call has failed; then
 * nothing is changed */
gboolean tiem_sandbox_wc_product_write (TiemSandboxWcCall *call, TiemSandboxItem *item);
/* Whether the SKU in the parameters is free; if not, the call has failed. */
gboolean tiem_sandbox_wc_product_check (TiemSandboxWcCall *call, const TiemSandboxItem *item);

/* Handlers. Numbers in the route: the product, then the variation. */
JsonNode *tiem_sandbox_wc_products_list (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_products_create (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_products_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_products_update (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_products_delete (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_variations_list (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_variations_create (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_variations_view (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_variations_update (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_variations_delete (TiemSandboxWcCall *call);
JsonNode *tiem_sandbox_wc_categories_list (TiemSandboxWcCall *call);

G_END_DECLS
