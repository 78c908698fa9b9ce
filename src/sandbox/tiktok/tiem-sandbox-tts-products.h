#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/*
 * Products (§8). A product is an item without a parent, each of its SKUs a child: also the
 * only one of a product without variations. `extra` of a product holds "status" and "audit";
 * members that begin with "_" stay inside.
 */

#define TIEM_SANDBOX_TTS_PRODUCT_STATUSES                                                          \
  "ALL DRAFT PENDING FAILED ACTIVATE SELLER_DEACTIVATED PLATFORM_DEACTIVATED FREEZE DELETED"

/* Lists the world's goods. */
void tiem_sandbox_tts_products_open (TiemSandboxTts *tts);

const char *tiem_sandbox_tts_product_get_status (const TiemSandboxItem *product);
void tiem_sandbox_tts_product_set_status (TiemSandboxTts *tts,
                                          TiemSandboxItem *product,
                                          const char *status);
/* Returns: (nullable): the product of that id, as sent */
TiemSandboxItem *tiem_sandbox_tts_find_product (TiemSandboxTts *tts, const char *id);

/* Of a SKU. The list price is the seller's; what a buyer pays may be a promotion's. */
gboolean tiem_sandbox_tts_item_is_on_sale (const TiemSandboxItem *item);
gint64 tiem_sandbox_tts_item_get_list_price (const TiemSandboxItem *item);
void tiem_sandbox_tts_item_set_list_price (TiemSandboxItem *item, gint64 vnd);
/* @vnd 0: no promotion */
void tiem_sandbox_tts_item_set_promotion (TiemSandboxItem *item, gint64 vnd);
gboolean tiem_sandbox_tts_item_has_promotion (const TiemSandboxItem *item);
char *tiem_sandbox_tts_item_make_picture_url (TiemSandboxTts *tts, const TiemSandboxItem *item);
/* Units locked in a campaign. */
gint64 tiem_sandbox_tts_item_get_campaign (const TiemSandboxItem *item);
void tiem_sandbox_tts_item_set_campaign (TiemSandboxItem *item, gint64 units);
/* What lies in the @index'th warehouse; the first has what the others have not. */
gint64 tiem_sandbox_tts_item_get_quantity (const TiemSandboxItem *item, guint index);
void tiem_sandbox_tts_item_set_quantity (TiemSandboxItem *item, guint index, gint64 quantity);

/* [{"warehouse_id","quantity"}…] of a SKU. */
JsonArray *tiem_sandbox_tts_item_list_quantities (TiemSandboxTts *tts, const TiemSandboxItem *item);
JsonObject *tiem_sandbox_tts_item_describe_price (const TiemSandboxItem *item);

/* Calls. */
JsonObject *tiem_sandbox_tts_search_products (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_get_product (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_search_inventory (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_update_inventory (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_update_prices (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_activate_products (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_deactivate_products (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_delete_products (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_recover_products (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_upload_image (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_categories (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_attributes (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_brands (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_create_product (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_edit_product (TiemSandboxTtsCall *call);

/* Sends a product to the audit, or again. */
void tiem_sandbox_tts_product_activate (TiemSandboxTts *tts, TiemSandboxItem *product);
/* Returns: whether @id is one of tiem_sandbox_tts_list_categories() */
gboolean tiem_sandbox_tts_is_category (gint64 id);
/* {"uri","urls"…} of a picture that was uploaded. */
JsonObject *tiem_sandbox_tts_describe_upload (TiemSandboxTts *tts, const char *uri);

G_END_DECLS
