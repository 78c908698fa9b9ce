#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-gateway.h"

#include "sandbox/lazada/tiem-sandbox-lazada-auth.h"
#include "sandbox/lazada/tiem-sandbox-lazada-cancel.h"
#include "sandbox/lazada/tiem-sandbox-lazada-chat.h"
#include "sandbox/lazada/tiem-sandbox-lazada-editor.h"
#include "sandbox/lazada/tiem-sandbox-lazada-finance.h"
#include "sandbox/lazada/tiem-sandbox-lazada-fulfilment.h"
#include "sandbox/lazada/tiem-sandbox-lazada-legacy.h"
#include "sandbox/lazada/tiem-sandbox-lazada-orders.h"
#include "sandbox/lazada/tiem-sandbox-lazada-products.h"
#include "sandbox/lazada/tiem-sandbox-lazada-reverse.h"
#include "sandbox/lazada/tiem-sandbox-lazada-reviews.h"
#include "sandbox/lazada/tiem-sandbox-lazada-shop.h"
#include "sandbox/lazada/tiem-sandbox-lazada-sign.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-picture.h"

#include <string.h>

#define BASE "/rest"

#define MAX_SKEW_MS (7200 * G_GINT64_CONSTANT (1000))

typedef enum
{
  GET = 1 << 0,
  POST = 1 << 1,
  BOTH = GET | POST,
  WITHOUT_TOKEN = 1 << 2, /* acts for no shop */
} Flags;

typedef struct
{
  const char *path;
  Flags flags;
  JsonObject *(*handler) (TiemSandboxLazadaCall *call);
} Route;

/* In the order of the sheet, Lazada §2–§13. */
static const Route routes[] = {
  { "/auth/token/create", BOTH | WITHOUT_TOKEN, tiem_sandbox_lazada_create_token },
  { "/auth/token/refresh", BOTH | WITHOUT_TOKEN, tiem_sandbox_lazada_refresh_token },
  { "/orders/get", GET, tiem_sandbox_lazada_get_orders },
  { "/order/get", GET, tiem_sandbox_lazada_get_order },
  { "/order/items/get", GET, tiem_sandbox_lazada_get_order_items },
  { "/orders/items/get", GET, tiem_sandbox_lazada_get_orders_items },
  { "/order/shipment/providers/get", BOTH, tiem_sandbox_lazada_get_providers },
  { "/order/fulfill/pack", POST, tiem_sandbox_lazada_pack },
  { "/order/package/rts", POST, tiem_sandbox_lazada_ready_to_ship },
  { "/order/package/document/get", BOTH, tiem_sandbox_lazada_get_labels },
  { "/order/package/repack", POST, tiem_sandbox_lazada_repack },
  { "/order/package/sof/delivered", POST, tiem_sandbox_lazada_sof_delivered },
  { "/order/package/sof/failed_delivery", POST, tiem_sandbox_lazada_sof_failed },
  { "/order/digital/delivered", POST, tiem_sandbox_lazada_digital_delivered },
  { "/logistic/order/trace", BOTH, tiem_sandbox_lazada_trace },
  { "/order/invoice_number/set", POST, tiem_sandbox_lazada_set_invoice_number },
  { "/order/document/get", GET, tiem_sandbox_lazada_get_document },
  { "/order/reverse/cancel/validate", GET, tiem_sandbox_lazada_validate_cancel },
  { "/order/reverse/cancel/create", GET, tiem_sandbox_lazada_create_cancel },
  { "/order/reverse/cancel/seller/decide", GET, tiem_sandbox_lazada_decide_cancel },
  { "/shipment/providers/get", GET, tiem_sandbox_lazada_legacy_providers },
  { "/order/pack", POST, tiem_sandbox_lazada_legacy_pack },
  { "/order/rts", POST, tiem_sandbox_lazada_legacy_rts },
  { "/order/repack", POST, tiem_sandbox_lazada_legacy_repack },
  { "/order/cancel", POST, tiem_sandbox_lazada_legacy_cancel },
  { "/order/failure_reason/get", GET, tiem_sandbox_lazada_legacy_reasons },
  { "/products/get", GET, tiem_sandbox_lazada_get_products },
  { "/product/item/get", GET, tiem_sandbox_lazada_get_product },
  { "/product/price_quantity/update", POST, tiem_sandbox_lazada_update_price_quantity },
  { "/product/stock/sellable/update", POST, tiem_sandbox_lazada_update_sellable },
  { "/product/stock/sellable/adjust", POST, tiem_sandbox_lazada_adjust_sellable },
  { "/product/seller/item/limit", GET, tiem_sandbox_lazada_get_item_limit },
  { "/seller/warehouse/get", GET, tiem_sandbox_lazada_get_warehouses },
  { "/product/create", POST, tiem_sandbox_lazada_create_product },
  { "/product/update", POST, tiem_sandbox_lazada_update_product },
  { "/product/deactivate", POST, tiem_sandbox_lazada_deactivate_product },
  { "/product/remove", POST, tiem_sandbox_lazada_remove_product },
  { "/product/sku/remove", POST, tiem_sandbox_lazada_remove_sku },
  { "/category/tree/get", GET | WITHOUT_TOKEN, tiem_sandbox_lazada_get_categories },
  { "/category/attributes/get", GET | WITHOUT_TOKEN, tiem_sandbox_lazada_get_attributes },
  { "/product/category/suggestion/get", GET, tiem_sandbox_lazada_suggest_category },
  { "/category/brands/query", BOTH | WITHOUT_TOKEN, tiem_sandbox_lazada_query_brands },
  { "/image/upload", POST, tiem_sandbox_lazada_upload_image },
  { "/image/migrate", POST, tiem_sandbox_lazada_migrate_image },
  { "/images/migrate", POST, tiem_sandbox_lazada_migrate_images },
  { "/image/response/get", GET, tiem_sandbox_lazada_get_migrated },
  { "/images/set", POST, tiem_sandbox_lazada_set_images },
  { "/finance/transaction/details/get", GET, tiem_sandbox_lazada_get_transactions },
  { "/finance/payout/status/get", GET, tiem_sandbox_lazada_get_payouts },
  { "/finance/transaction/accountTransactions/query", POST, tiem_sandbox_lazada_query_account },
  { "/reverse/getreverseordersforseller", BOTH, tiem_sandbox_lazada_list_reverses },
  { "/order/reverse/return/detail/list", GET, tiem_sandbox_lazada_get_reverse },
  { "/order/reverse/return/history/list", GET, tiem_sandbox_lazada_get_reverse_history },
  { "/order/reverse/reason/list", GET, tiem_sandbox_lazada_get_reverse_reasons },
  { "/order/reverse/return/update", GET, tiem_sandbox_lazada_update_return },
  { "/order/reverse/onlyrefund/seller/decide", GET, tiem_sandbox_lazada_decide_refund },
  { "/review/seller/history/list", BOTH, tiem_sandbox_lazada_list_review_ids },
  { "/review/seller/list/v2", GET, tiem_sandbox_lazada_get_reviews },
  { "/review/seller/reply/add", GET, tiem_sandbox_lazada_reply_review },
  { "/im/session/list", GET, tiem_sandbox_lazada_list_sessions },
  { "/im/session/get", GET, tiem_sandbox_lazada_get_session },
  { "/im/session/read", POST, tiem_sandbox_lazada_read_session },
  { "/im/message/list", GET, tiem_sandbox_lazada_list_messages },
  { "/im/message/send", POST, tiem_sandbox_lazada_send_message },
  { "/seller/get", GET, tiem_sandbox_lazada_get_seller },
};

static const Route *
find_route (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (routes[i].path, path))
      return &routes[i];
  return NULL;
}

/* Returns: (transfer full): the path of @url, without query */
static char *
dup_path (const char *url)
{
  const char *authority = strstr (url, "://");
  const char *path = authority != NULL ? authority + 3 + strcspn (authority + 3, "/?#") : url;

  return g_strndup (path, strcspn (path, "?#"));
}

/* Milliseconds in digits, or UTC text (Lazada §3). */
static gboolean
parse_timestamp (const char *text,
                 gint64 *ms)
{
  if (g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, ms, NULL))
    return TRUE;
  return g_str_has_suffix (text, "Z") && tiem_sandbox_lazada_parse_date (text, ms);
}

static gboolean
check_app (TiemSandboxLazadaCall *call)
{
  static const char *const names[] = { "app_key", "timestamp", "sign_method", "sign" };
  TiemSandboxLazada *lazada = call->lazada;
  gint64 now = tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (lazada));
  g_autofree char *sign = NULL;
  gint64 timestamp;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (tiem_sandbox_lazada_call_get (call, names[i]) == NULL)
      {
        tiem_sandbox_lazada_call_fail_missing (call, names[i]);
        return FALSE;
      }
  if (!g_str_equal (tiem_sandbox_lazada_call_get (call, "app_key"), lazada->key))
    {
      tiem_sandbox_lazada_call_fail (
          call, "InvalidAppKey", TIEM_SANDBOX_LAZADA_ISV, "The specified App Key is invalid");
      return FALSE;
    }
  if (!parse_timestamp (tiem_sandbox_lazada_call_get (call, "timestamp"), &timestamp)
      || timestamp < now - MAX_SKEW_MS || timestamp > now + MAX_SKEW_MS)
    {
      tiem_sandbox_lazada_call_fail (call,
                                     "IllegalTimestamp",
                                     TIEM_SANDBOX_LAZADA_ISV,
                                     "The specified timestamp is invalid or expired");
      return FALSE;
    }
  sign = tiem_sandbox_lazada_sign (lazada->secret, call->path, call->params->texts);
  if (g_str_equal (tiem_sandbox_lazada_call_get (call, "sign_method"), "sha256")
      && g_str_equal (tiem_sandbox_lazada_call_get (call, "sign"), sign))
    return TRUE;
  tiem_sandbox_lazada_call_fail (call,
                                 "IncompleteSignature",
                                 TIEM_SANDBOX_LAZADA_ISV,
                                 "The request signature does not conform to lazada standards");
  return FALSE;
}

static gboolean
check_token (TiemSandboxLazadaCall *call)
{
  if (tiem_sandbox_lazada_get_end (call->lazada,
                                   call->lazada->access_tokens,
                                   tiem_sandbox_lazada_call_get (call, "access_token"))
      != 0)
    return TRUE;
  tiem_sandbox_lazada_call_fail (call,
                                 "IllegalAccessToken",
                                 TIEM_SANDBOX_LAZADA_ISV,
                                 "The specified access token is invalid or expired");
  return FALSE;
}

static gboolean
check_method (TiemSandboxLazadaCall *call,
              const Route *route)
{
  Flags method = g_str_equal (call->method, "GET")    ? GET
                 : g_str_equal (call->method, "POST") ? POST
                                                      : 0;

  if ((route->flags & method) != 0)
    return TRUE;
  tiem_sandbox_lazada_call_fail (call,
                                 "UnsupportedHTTPMethod",
                                 TIEM_SANDBOX_LAZADA_ISV,
                                 "The HTTP method %s is not supported by this API",
                                 call->method);
  return FALSE;
}

static gboolean
check_limits (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  gint64 now = tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (lazada));

  if (now < lazada->banned_until)
    {
      tiem_sandbox_lazada_call_fail (
          call,
          "ApiCallLimit",
          TIEM_SANDBOX_LAZADA_SYSTEM,
          "Api access frequency exceeds the limit. this ban will last 1 seconds");
      return FALSE;
    }
  if (lazada->second != now / 1000)
    lazada->calls = 0;
  lazada->second = now / 1000;
  if (lazada->calls_per_second <= 0 || ++lazada->calls <= lazada->calls_per_second)
    return TRUE;
  tiem_sandbox_lazada_call_fail (call,
                                 "SellerCallLimit",
                                 TIEM_SANDBOX_LAZADA_SYSTEM,
                                 "The frequency of calls for this seller exceeds the limit");
  return FALSE;
}

/* Returns: (nullable): the refusal on demand that meets @call; counted */
static const TiemSandboxLazadaRefusal *
take_refusal (TiemSandboxLazadaCall *call)
{
  for (guint i = 0; i < call->lazada->refusals->len; i++)
    {
      TiemSandboxLazadaRefusal *refusal = call->lazada->refusals->pdata[i];

      if (refusal->times == 0
          || (refusal->endpoint != NULL && !g_str_equal (refusal->endpoint, call->path)))
        continue;
      if (refusal->times > 0)
        refusal->times--;
      return refusal;
    }
  return NULL;
}

static JsonObject *
run (TiemSandboxLazadaCall *call,
     const Route *route)
{
  const TiemSandboxLazadaRefusal *refusal = take_refusal (call);
  JsonObject *members = NULL;

  if (refusal == NULL || refusal->is_applied)
    members = route->handler (call);
  if (refusal == NULL)
    return members;
  g_clear_pointer (&members, json_object_unref);
  g_clear_pointer (&call->detail, json_array_unref);
  return tiem_sandbox_lazada_call_fail (call, refusal->code, refusal->type, "%s", refusal->message);
}

/* The checks in the order of Lazada §15.2. */
static TiemResponse *
answer_api (TiemSandboxLazada *lazada,
            const TiemRequest *request,
            const char *path)
{
  g_autoptr (TiemSandboxLazadaCall) call = tiem_sandbox_lazada_call_new (lazada, request, path);
  const Route *route = find_route (path);
  JsonObject *members = NULL;

  if (route == NULL)
    tiem_sandbox_lazada_call_fail (
        call, "InvalidApiPath", TIEM_SANDBOX_LAZADA_ISV, "The specified API path is invalid");
  else if (check_app (call) && ((route->flags & WITHOUT_TOKEN) != 0 || check_token (call))
           && check_method (call, route) && check_limits (call))
    members = run (call, route);
  return tiem_sandbox_lazada_call_finish (call, members);
}

/* "/p/AT-SG-D-M.png" */
static TiemResponse *
answer_picture (TiemSandboxLazada *lazada,
                const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');
  TiemSandboxItem *item;
  g_autoptr (GBytes) picture = NULL;

  if (dot != NULL)
    *dot = '\0';
  item = tiem_sandbox_shop_find_sku (tiem_sandbox_lazada_get_shop (lazada), name, FALSE);
  if (item == NULL && !g_ptr_array_find_with_equal_func (lazada->images, name, g_str_equal, NULL))
    return tiem_response_new (404, "text/html", "<h1>404 Not Found</h1>\n", -1);
  picture = tiem_sandbox_picture_make (item != NULL && item->variant != NULL
                                           ? item->variant->product->goods->shape
                                           : TIEM_SANDBOX_SHAPE_BOX,
                                       name);
  return tiem_response_new (
      200, "image/png", g_bytes_get_data (picture, NULL), g_bytes_get_size (picture));
}

TiemResponse *
tiem_sandbox_lazada_answer (TiemSandboxLazada *lazada,
                            const TiemRequest *request)
{
  g_autofree char *path = dup_path (request->url);

  if (g_str_has_prefix (path, BASE "/"))
    return answer_api (lazada, request, path + strlen (BASE));
  if (g_str_equal (path, "/oauth/authorize"))
    return tiem_sandbox_lazada_authorize (lazada, request);
  if (g_str_has_prefix (path, "/p/"))
    return answer_picture (lazada, path);
  if (g_str_has_prefix (path, "/oss/"))
    return tiem_sandbox_lazada_answer_document (lazada, path);
  return tiem_response_new (404, "text/html", "<h1>404 Not Found</h1>\n", -1);
}

char *
tiem_sandbox_lazada_make_endpoint (TiemSandboxLazada *lazada,
                                   const TiemRequest *request)
{
  g_autofree char *path = dup_path (request->url);

  if (g_str_has_prefix (path, BASE "/"))
    return g_strdup (path + strlen (BASE "/"));
  if (g_str_equal (path, "/oauth/authorize"))
    return g_strdup ("oauth/authorize");
  return g_strndup (path + 1, *path != '\0' ? strcspn (path + 1, "/") : 0);
}
