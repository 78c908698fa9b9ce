#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* Making, changing and removing products, and what one must know for it (Lazada §7.6). */

JsonObject *tiem_sandbox_lazada_create_product (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_update_product (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_deactivate_product (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_remove_product (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_remove_sku (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_item_limit (TiemSandboxLazadaCall *call);

JsonObject *tiem_sandbox_lazada_get_categories (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_suggest_category (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_attributes (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_query_brands (TiemSandboxLazadaCall *call);

/* Returns: whether a product may be in the category */
gboolean tiem_sandbox_lazada_is_leaf (gint64 category_id);

/* Returns: whether a product may carry the brand, and whether @attributes has what the category
 * asks for; if not, a detail says so */
gboolean tiem_sandbox_lazada_is_brand (const char *name);
gboolean tiem_sandbox_lazada_check_attributes (TiemSandboxLazadaCall *call,
                                               gint64 category_id,
                                               JsonObject *attributes);

/* Kinds of variants and what each SKU is of them. check: FALSE with a detail */
gboolean tiem_sandbox_lazada_check_variation (TiemSandboxLazadaCall *call,
                                              JsonNode *document,
                                              JsonArray *skus);
void tiem_sandbox_lazada_set_variation (TiemSandboxItem *product, JsonNode *document);
void tiem_sandbox_lazada_set_sale_prop (TiemSandboxItem *item, JsonObject *given);

/* Pictures (Lazada §7.7). */
JsonObject *tiem_sandbox_lazada_upload_image (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_migrate_image (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_migrate_images (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_get_migrated (TiemSandboxLazadaCall *call);
JsonObject *tiem_sandbox_lazada_set_images (TiemSandboxLazadaCall *call);

/* Returns: whether @url is a picture Lazada has */
gboolean tiem_sandbox_lazada_has_image (TiemSandboxLazada *lazada, const char *url);

G_END_DECLS
