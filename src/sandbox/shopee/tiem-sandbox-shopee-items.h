#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* Two warehouses, for shops that have them (a switch): the first is where orders leave from. */
#define TIEM_SANDBOX_SHOPEE_FIRST_LOCATION "VN0005EIZ"
#define TIEM_SANDBOX_SHOPEE_SECOND_LOCATION "VN0005EJZ"
/* What a shop with one warehouse has in its orders. */
#define TIEM_SANDBOX_SHOPEE_ONLY_LOCATION "VNZ"

/* Lists the world's goods. */
void tiem_sandbox_shopee_items_open (TiemSandboxShopee *shopee);
/* An item or, under @parent, a model, with Shopee's defaults. Borrowed. */
TiemSandboxItem *tiem_sandbox_shopee_add_item (TiemSandboxShopee *shopee,
                                               TiemSandboxItem *parent,
                                               const char *sku,
                                               gint64 original_price,
                                               gint64 stock,
                                               gint64 at);

/* --- what is known of an item or model --- */

gboolean tiem_sandbox_shopee_item_has_models (const TiemSandboxItem *item);
/* "NORMAL", "UNLIST" … of the item */
const char *tiem_sandbox_shopee_item_get_status (const TiemSandboxItem *item);
gboolean tiem_sandbox_shopee_item_is_sold (const TiemSandboxItem *item);
gint64 tiem_sandbox_shopee_item_get_original_xu (const TiemSandboxItem *item);
/* Sets the price before promotions; the one buyers pay follows unless a promotion holds it. */
void tiem_sandbox_shopee_item_set_original_xu (TiemSandboxItem *item, gint64 original_xu);
/* Units a promotion has set aside. */
gint64 tiem_sandbox_shopee_item_get_reserved (const TiemSandboxItem *item);
/* Units in the second warehouse. */
gint64 tiem_sandbox_shopee_item_get_second_stock (const TiemSandboxItem *item);
gint64 tiem_sandbox_shopee_item_get_weight_g (const TiemSandboxItem *item);
/* Returns: (transfer full): "Đen,M"; "" for an item without models */
char *tiem_sandbox_shopee_item_make_model_name (const TiemSandboxItem *item);
/* Returns: (transfer full): the SKU of the item a model belongs to, or its own */
char *tiem_sandbox_shopee_item_dup_parent_sku (const TiemSandboxItem *item);
/* Returns: (transfer full): the address of its picture */
char *tiem_sandbox_shopee_item_make_picture_url (TiemSandboxShopee *shopee,
                                                 const TiemSandboxItem *item);
/* Returns: (transfer full) (nullable): the picture at @path */
TiemResponse *tiem_sandbox_shopee_make_picture (TiemSandboxShopee *shopee, const char *path);

/* price_info and stock_info_v2, of an item without models or of a model. */
void tiem_sandbox_shopee_item_describe_offer (TiemSandboxShopee *shopee,
                                              const TiemSandboxItem *item,
                                              JsonObject *into);

/* --- calls --- */

/* Returns: (nullable): the item (not a model) a call names; else the call is refused */
TiemSandboxItem *tiem_sandbox_shopee_call_need_item (TiemSandboxShopeeCall *call);
/* Returns: (nullable) */
TiemSandboxItem *tiem_sandbox_shopee_find_item (TiemSandboxShopee *shopee, gint64 item_id);
/* Returns: (nullable): what @model_id of @item stands for; 0 is the item without models */
TiemSandboxItem *tiem_sandbox_shopee_find_model (TiemSandboxItem *item, gint64 model_id);

JsonNode *tiem_sandbox_shopee_get_item_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_search_item (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_item_base_info (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_item_extra_info (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_get_model_list (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_update_stock (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_update_price (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_unlist_item (TiemSandboxShopeeCall *call);

G_END_DECLS
