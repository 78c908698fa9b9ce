#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-routes.h"

#include "sandbox/shopee/tiem-sandbox-shopee-comments.h"
#include "sandbox/shopee/tiem-sandbox-shopee-consent.h"
#include "sandbox/shopee/tiem-sandbox-shopee-creation.h"
#include "sandbox/shopee/tiem-sandbox-shopee-finance.h"
#include "sandbox/shopee/tiem-sandbox-shopee-gate.h"
#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-logistics.h"
#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"
#include "sandbox/shopee/tiem-sandbox-shopee-promotions.h"
#include "sandbox/shopee/tiem-sandbox-shopee-returns.h"
#include "sandbox/shopee/tiem-sandbox-shopee-shop.h"
#include "sandbox/shopee/tiem-sandbox-shopee-tokens.h"

typedef enum
{
  GET = 1 << 0,
  POST = 1 << 1,
} Methods;

#define PUBLIC TIEM_SANDBOX_SHOPEE_PUBLIC
#define SHOP TIEM_SANDBOX_SHOPEE_SHOP
#define MEDIA TIEM_SANDBOX_SHOPEE_MEDIA

/* The calls there are, after the index of Shopee §7. A handler returns the response, or NULL
 * when there is none or the call is refused. */
static const struct
{
  const char *name; /* beneath /api/v2/ */
  Methods methods;
  TiemSandboxShopeeKind kind;
  JsonNode *(*handler) (TiemSandboxShopeeCall *call);
} routes[] = {
  { "auth/token/get", POST, PUBLIC, tiem_sandbox_shopee_tokens_exchange },
  { "auth/access_token/get", POST, PUBLIC, tiem_sandbox_shopee_tokens_refresh },
  { "public/get_shops_by_partner", GET, PUBLIC, tiem_sandbox_shopee_get_shops_by_partner },

  { "shop/get_shop_info", GET, SHOP, tiem_sandbox_shopee_get_shop_info },
  { "shop/get_profile", GET, SHOP, tiem_sandbox_shopee_get_profile },
  { "shop/get_warehouse_detail", GET, SHOP, tiem_sandbox_shopee_get_warehouse_detail },
  { "shop/get_shop_holiday_mode", GET, SHOP, tiem_sandbox_shopee_get_shop_holiday_mode },

  { "order/get_order_list", GET, SHOP, tiem_sandbox_shopee_get_order_list },
  { "order/get_order_detail", GET, SHOP, tiem_sandbox_shopee_get_order_detail },
  { "order/cancel_order", POST, SHOP, tiem_sandbox_shopee_cancel_order },
  { "order/handle_buyer_cancellation", POST, SHOP, tiem_sandbox_shopee_handle_buyer_cancellation },
  { "order/set_note", POST, SHOP, tiem_sandbox_shopee_set_note },
  { "order/search_package_list", POST, SHOP, tiem_sandbox_shopee_search_package_list },
  { "order/get_shipment_list", GET, SHOP, tiem_sandbox_shopee_get_shipment_list },
  { "order/get_package_detail", GET, SHOP, tiem_sandbox_shopee_get_package_detail },
  { "order/split_order", POST, SHOP, tiem_sandbox_shopee_split_order },
  { "order/unsplit_order", POST, SHOP, tiem_sandbox_shopee_unsplit_order },

  { "logistics/get_shipping_parameter", GET, SHOP, tiem_sandbox_shopee_get_shipping_parameter },
  { "logistics/ship_order", POST, SHOP, tiem_sandbox_shopee_ship_order },
  { "logistics/update_shipping_order", POST, SHOP, tiem_sandbox_shopee_update_shipping_order },
  { "logistics/mass_ship_order", POST, SHOP, tiem_sandbox_shopee_mass_ship_order },
  { "logistics/get_tracking_number", GET, SHOP, tiem_sandbox_shopee_get_tracking_number },
  { "logistics/get_tracking_info", GET, SHOP, tiem_sandbox_shopee_get_tracking_info },
  { "logistics/get_channel_list", GET, SHOP, tiem_sandbox_shopee_get_channel_list },
  { "logistics/get_address_list", GET, SHOP, tiem_sandbox_shopee_get_address_list },
  { "logistics/get_shipping_document_parameter",
    POST,
    SHOP,
    tiem_sandbox_shopee_get_shipping_document_parameter },
  { "logistics/create_shipping_document",
    POST,
    SHOP,
    tiem_sandbox_shopee_create_shipping_document },
  { "logistics/get_shipping_document_result",
    POST,
    SHOP,
    tiem_sandbox_shopee_get_shipping_document_result },
  { "logistics/download_shipping_document",
    POST,
    SHOP,
    tiem_sandbox_shopee_download_shipping_document },

  { "product/get_item_list", GET, SHOP, tiem_sandbox_shopee_get_item_list },
  { "product/search_item", GET, SHOP, tiem_sandbox_shopee_search_item },
  { "product/get_item_base_info", GET, SHOP, tiem_sandbox_shopee_get_item_base_info },
  { "product/get_item_extra_info", GET, SHOP, tiem_sandbox_shopee_get_item_extra_info },
  { "product/get_model_list", GET, SHOP, tiem_sandbox_shopee_get_model_list },
  { "product/update_stock", POST, SHOP, tiem_sandbox_shopee_update_stock },
  { "product/update_price", POST, SHOP, tiem_sandbox_shopee_update_price },
  { "product/unlist_item", POST, SHOP, tiem_sandbox_shopee_unlist_item },
  { "product/get_item_promotion", GET, SHOP, tiem_sandbox_shopee_get_item_promotion },
  { "product/get_category", GET, SHOP, tiem_sandbox_shopee_get_category },
  { "product/get_attribute_tree", GET, SHOP, tiem_sandbox_shopee_get_attribute_tree },
  { "product/add_item", POST, SHOP, tiem_sandbox_shopee_add_new_item },
  { "product/update_item", POST, SHOP, tiem_sandbox_shopee_update_item },
  { "product/init_tier_variation", POST, SHOP, tiem_sandbox_shopee_init_tier_variation },
  { "product/delete_item", POST, SHOP, tiem_sandbox_shopee_delete_item },
  { "media_space/upload_image", POST, MEDIA, tiem_sandbox_shopee_upload_image },
  { "product/get_comment", GET, SHOP, tiem_sandbox_shopee_get_comment },
  { "product/reply_comment", POST, SHOP, tiem_sandbox_shopee_reply_comment },

  { "payment/get_escrow_list", GET, SHOP, tiem_sandbox_shopee_get_escrow_list },
  { "payment/get_escrow_detail", GET, SHOP, tiem_sandbox_shopee_get_escrow_detail },
  { "payment/get_escrow_detail_batch",
    GET | POST,
    SHOP,
    tiem_sandbox_shopee_get_escrow_detail_batch },
  { "payment/get_wallet_transaction_list",
    GET,
    SHOP,
    tiem_sandbox_shopee_get_wallet_transaction_list },

  { "returns/get_return_list", GET, SHOP, tiem_sandbox_shopee_get_return_list },
  { "returns/get_return_detail", GET, SHOP, tiem_sandbox_shopee_get_return_detail },
  { "returns/confirm", POST, SHOP, tiem_sandbox_shopee_confirm_return },
  { "returns/get_return_dispute_reason", GET, SHOP, tiem_sandbox_shopee_get_return_dispute_reason },
  { "returns/dispute", POST, SHOP, tiem_sandbox_shopee_dispute_return },
  { "returns/offer", POST, SHOP, tiem_sandbox_shopee_offer_return },
  { "returns/accept_offer", POST, SHOP, tiem_sandbox_shopee_accept_offer },

  { "discount/add_discount", POST, SHOP, tiem_sandbox_shopee_add_discount },
  { "discount/add_discount_item", POST, SHOP, tiem_sandbox_shopee_add_discount_item },
  { "discount/end_discount", POST, SHOP, tiem_sandbox_shopee_end_discount },
  { "discount/get_discount_list", GET, SHOP, tiem_sandbox_shopee_get_discount_list },
  { "voucher/add_voucher", POST, SHOP, tiem_sandbox_shopee_add_voucher },
  { "voucher/end_voucher", POST, SHOP, tiem_sandbox_shopee_end_voucher },
  { "voucher/get_voucher_list", GET, SHOP, tiem_sandbox_shopee_get_voucher_list },
};

/* Refuses a POST whose body is no JSON object, before any parameter is looked at. */
static gboolean
check_body (TiemSandboxShopeeCall *call)
{
  const TiemRequest *request = call->request;
  g_autoptr (JsonNode) body = NULL;
  gsize length;
  const char *text;

  if (call->is_get || request->body == NULL || g_bytes_get_size (request->body) == 0)
    return TRUE;
  if (request->content_type != NULL && g_str_has_prefix (request->content_type, "application/json"))
    {
      text = g_bytes_get_data (request->body, &length);
      body = tiem_sandbox_json_parse (text, length, NULL);
    }
  if (body != NULL && JSON_NODE_HOLDS_OBJECT (body))
    return TRUE;
  tiem_sandbox_shopee_call_fail (call, "error_data", "parse data failed");
  return FALSE;
}

static JsonNode *
dispatch (TiemSandboxShopeeCall *call)
{
  Methods method = call->is_get ? GET : g_str_equal (call->request->method, "POST") ? POST : 0;
  TiemSandboxShopeeKind kind = SHOP;
  guint found = G_N_ELEMENTS (routes);

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (call->name, routes[i].name))
      {
        kind = routes[i].kind;
        if ((routes[i].methods & method) != 0)
          found = i;
      }
  if (!tiem_sandbox_shopee_gate_pass (call, kind))
    return NULL;
  if (found == G_N_ELEMENTS (routes))
    return tiem_sandbox_shopee_call_fail (
        call,
        "error_param",
        "Permission denied. This API is currently offline or the request path is incorrect.");
  if (kind != MEDIA && !check_body (call))
    return NULL;
  return routes[found].handler (call);
}

TiemResponse *
tiem_sandbox_shopee_route (TiemSandboxShopee *shopee,
                           const TiemRequest *request)
{
  g_autoptr (TiemSandboxShopeeCall) call = tiem_sandbox_shopee_call_new (shopee, request);
  TiemResponse *answer = tiem_sandbox_shopee_gate_meet_edge (call);

  if (answer == NULL)
    answer = tiem_sandbox_shopee_consent_make_page (call);
  if (answer == NULL)
    answer = tiem_sandbox_shopee_make_picture (shopee, call->path);
  if (answer != NULL)
    return answer;
  if (call->name == NULL)
    return tiem_response_new (
        404, "text/html", "<html><body><h1>404 Not Found</h1></body></html>\n", -1);
  return tiem_sandbox_shopee_call_answer (call, call->code == NULL ? dispatch (call) : NULL);
}

char *
tiem_sandbox_shopee_make_endpoint (TiemSandboxShopee *shopee,
                                   const TiemRequest *request)
{
  g_autoptr (TiemSandboxShopeeCall) call = tiem_sandbox_shopee_call_new (shopee, request);

  if (call->name != NULL)
    return g_strdup (call->name);
  return g_strdup (g_str_has_prefix (call->path, "/file/") ? "picture"
                   : *call->path == '/'                    ? call->path + 1
                                                           : "page");
}
