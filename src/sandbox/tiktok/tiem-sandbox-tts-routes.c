#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-routes.h"

#include "sandbox/tiktok/tiem-sandbox-tts-auth.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-finance.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"

#include <string.h>

#define INT TIEM_SANDBOX_TTS_INT
#define TEXT TIEM_SANDBOX_TTS_TEXT
#define BOOL TIEM_SANDBOX_TTS_BOOL
#define TEXTS TIEM_SANDBOX_TTS_TEXTS
#define OBJECTS TIEM_SANDBOX_TTS_OBJECTS
#define REQUIRED .is_required = TRUE

#define ORDER "seller.order.info"
#define FULFILLMENT "seller.fulfillment.basic"
#define LOGISTICS "seller.logistics"
#define PRODUCT "seller.product.basic"
#define PRODUCT_WRITE "seller.product.write"
#define REVERSE "seller.return_refund.basic"
#define FINANCE "seller.finance.info"

typedef TiemSandboxTtsField Field;

#define SORT                                                                                       \
  { "sort_field", TEXT, .choices = "create_time update_time" },                                    \
  {                                                                                                \
    "sort_order", TEXT, .choices = "ASC DESC"                                                      \
  }
#define WINDOWS                                                                                    \
  { "create_time_ge", INT }, { "create_time_lt", INT }, { "update_time_ge", INT },                 \
  {                                                                                                \
    "update_time_lt", INT                                                                          \
  }

static const Field order_query[] = {
  { "page_size", INT, 1, 100, REQUIRED },
  SORT,
  { NULL },
};
static const Field order_body[] = {
  WINDOWS,
  { "order_status", TEXT, .choices = TIEM_SANDBOX_TTS_STATUSES },
  { "shipping_type", TEXT, .choices = "TIKTOK SELLER" },
  { "buyer_user_id", TEXT },
  { "is_buyer_request_cancel", BOOL },
  { "warehouse_ids", TEXTS, 0, 100 },
  { NULL },
};
static const Field ids_query[] = {
  { "ids", TEXTS, 1, 50, REQUIRED },
  { NULL },
};
static const Field package_query[] = {
  { "page_size", INT, 1, 50 },
  { "sort_field", TEXT, .choices = "create_time update_time order_pay_time" },
  { "sort_order", TEXT, .choices = "ASC DESC" },
  { NULL },
};
static const Field package_body[] = {
  WINDOWS,
  { "package_status", TEXT, .choices = "PROCESSING FULFILLING COMPLETED CANCELLED" },
  { NULL },
};
static const Field batch_body[] = {
  { "packages", OBJECTS, 1, 50, REQUIRED },
  { NULL },
};
static const Field document_query[] = {
  { "document_type",
    TEXT,
    .choices = "SHIPPING_LABEL PACKING_SLIP SHIPPING_LABEL_AND_PACKING_SLIP"
               " SHIPPING_LABEL_PICTURE HAZMAT_LABEL",
    REQUIRED },
  { "document_size", TEXT, .choices = "A6 A5" },
  { "document_format", TEXT, .choices = "PDF" },
  { NULL },
};
static const Field shipping_info_body[] = {
  { "tracking_number", TEXT, 1, 64, REQUIRED },
  { "shipping_provider_id", TEXT, 1, 64, REQUIRED },
  { NULL },
};
static const Field split_query[] = {
  { "order_ids", TEXTS, 1, 50, REQUIRED },
  { NULL },
};
static const Field split_body[] = {
  { "splittable_groups", OBJECTS, 1, 100, REQUIRED },
  { NULL },
};
static const Field options_query[] = {
  { "scope", TEXT, .choices = "WAREHOUSE PRODUCT" },
  { NULL },
};
static const Field product_query[] = {
  { "page_size", INT, 1, 100, REQUIRED },
  { NULL },
};
static const Field product_body[] = {
  { "status", TEXT, .choices = TIEM_SANDBOX_TTS_PRODUCT_STATUSES },
  { "seller_skus", TEXTS },
  { "sku_ids", TEXTS, 0, 10 },
  { "create_time_ge", INT },
  { "create_time_le", INT },
  { "update_time_ge", INT },
  { "update_time_le", INT },
  { "audit_status", TEXTS, .choices = "AUDITING FAILED APPROVED" },
  { "return_draft_version", BOOL },
  { NULL },
};
static const Field inventory_body[] = {
  { "product_ids", TEXTS, 0, 100 },
  { "sku_ids", TEXTS, 0, 600 },
  { NULL },
};
static const Field skus_body[] = {
  { "skus", OBJECTS, 1, 100, REQUIRED },
  { NULL },
};
static const Field product_ids_body[] = {
  { "product_ids", TEXTS, REQUIRED },
  { NULL },
};
static const Field create_body[] = {
  { "title", TEXT, 25, 255, REQUIRED },
  { "description", TEXT, 1, 10000, REQUIRED },
  { "category_id", TEXT, REQUIRED },
  { "brand_id", TEXT },
  { "main_images", OBJECTS, 1, 9, REQUIRED },
  { "package_weight", TIEM_SANDBOX_TTS_OBJECT, REQUIRED },
  { "package_dimensions", TIEM_SANDBOX_TTS_OBJECT },
  { "product_attributes", OBJECTS },
  { "skus", OBJECTS, 1, 100, REQUIRED },
  { "save_mode", TEXT, .choices = "LISTING AS_DRAFT" },
  { "is_cod_allowed", BOOL },
  { "idempotency_key", TEXT, 0, 128 },
  { NULL },
};
static const Field edit_body[] = {
  { "title", TEXT, 25, 255 },
  { "description", TEXT, 1, 10000 },
  { "main_images", OBJECTS, 1, 9 },
  { NULL },
};
static const Field brand_query[] = {
  { "page_size", INT, 1, 100, REQUIRED },
  { "category_id", TEXT },
  { "brand_name", TEXT },
  { NULL },
};
static const Field cancel_body[] = {
  { "order_id", TEXT, REQUIRED },
  { "cancel_reason", TEXT, REQUIRED },
  { "skus", OBJECTS },
  { "order_line_item_ids", TEXTS },
  { NULL },
};
static const Field cancellation_query[] = {
  { "page_size", INT, 1, 50 },
  SORT,
  { NULL },
};
static const Field cancellation_body[] = {
  WINDOWS,
  { "cancel_ids", TEXTS },
  { "order_ids", TEXTS },
  { "buyer_user_ids", TEXTS },
  { "cancel_types", TEXTS, .choices = "CANCEL BUYER_CANCEL" },
  { "cancel_status", TEXTS },
  { "locale", TEXT },
  { NULL },
};
static const Field key_query[] = {
  { "idempotency_key", TEXT, 0, 255 },
  { NULL },
};
static const Field reject_body[] = {
  { "reject_reason", TEXT, REQUIRED },
  { "comment", TEXT },
  { "images", OBJECTS },
  { NULL },
};
static const Field reasons_query[] = {
  { "return_or_cancel_id", TEXT, REQUIRED },
  { NULL },
};
static const Field return_query[] = {
  { "page_size", INT, 10, 50 },
  SORT,
  { NULL },
};
static const Field return_body[] = {
  WINDOWS,
  { "return_ids", TEXTS },
  { "order_ids", TEXTS },
  { "buyer_user_ids", TEXTS },
  { "return_types", TEXTS, .choices = "REFUND RETURN_AND_REFUND REPLACEMENT" },
  { "return_status", TEXTS },
  { "arbitration_status", TEXTS },
  { "seller_proposed_return_type", TEXTS },
  { "locale", TEXT },
  { NULL },
};
static const Field approve_return_body[] = {
  { "decision",
    TEXT,
    .choices = "APPROVE_REFUND APPROVE_RETURN APPROVE_RECEIVED_PACKAGE APPROVE_REPLACEMENT"
               " ISSUE_REPLACEMENT_REFUND OFFER_PARTIAL_REFUND",
    REQUIRED },
  { "buyer_keep_item", BOOL },
  { NULL },
};
static const Field reject_return_body[] = {
  { "decision",
    TEXT,
    .choices = "REJECT_REFUND REJECT_RETURN REJECT_RECEIVED_PACKAGE REJECT_REPLACEMENT",
    REQUIRED },
  { "reject_reason", TEXT, REQUIRED },
  { "comment", TEXT },
  { "images", OBJECTS },
  { NULL },
};

static const Field statement_query[] = {
  { "sort_field", TEXT, .choices = "statement_time", REQUIRED },
  { "sort_order", TEXT, .choices = "ASC DESC" },
  { "statement_time_ge", INT },
  { "statement_time_lt", INT },
  { "payment_status", TEXT, .choices = "PAID FAILED PROCESSING" },
  { "page_size", INT, 1, 100 },
  { NULL },
};
static const Field transaction_query[] = {
  { "sort_field", TEXT, .choices = "order_create_time", REQUIRED },
  { "sort_order", TEXT, .choices = "ASC DESC" },
  { "search_time_ge", INT },
  { "search_time_lt", INT },
  { "page_size", INT, 1, 100 },
  { NULL },
};

/* clang-format off */
const TiemSandboxTtsRoute tiem_sandbox_tts_routes[] = {
  { "GET", "authorization", "202309", "shops", "seller.authorization.info",
    NULL, NULL, tiem_sandbox_tts_list_shops, TRUE },
  { "GET", "seller", "202309", "shops", "seller.shop.info",
    NULL, NULL, tiem_sandbox_tts_list_active_shops, TRUE },

  { "POST", "order", "202309", "orders/search", ORDER,
    order_query, order_body, tiem_sandbox_tts_search_orders },
  { "GET", "order", "202309 202507", "orders", ORDER, ids_query, NULL, tiem_sandbox_tts_get_orders },
  { "GET", "order", "202407", "orders/#/price_detail", ORDER,
    NULL, NULL, tiem_sandbox_tts_get_price_detail },

  { "POST", "fulfillment", "202309", "packages/search", FULFILLMENT,
    package_query, package_body, tiem_sandbox_tts_search_packages },
  { "POST", "fulfillment", "202309", "packages/ship", FULFILLMENT,
    NULL, batch_body, tiem_sandbox_tts_ship_packages },
  { "POST", "fulfillment", "202309", "packages/deliver", FULFILLMENT,
    NULL, batch_body, tiem_sandbox_tts_deliver_packages },
  { "GET", "fulfillment", "202309", "packages/#", FULFILLMENT,
    NULL, NULL, tiem_sandbox_tts_get_package },
  { "GET", "fulfillment", "202309", "packages/#/handover_time_slots", FULFILLMENT,
    NULL, NULL, tiem_sandbox_tts_list_slots },
  { "POST", "fulfillment", "202309", "packages/#/ship", FULFILLMENT,
    NULL, NULL, tiem_sandbox_tts_ship_package },
  { "GET", "fulfillment", "202309", "packages/#/shipping_documents", FULFILLMENT,
    document_query, NULL, tiem_sandbox_tts_get_document },
  { "POST", "fulfillment", "202309", "packages/#/shipping_info/update", FULFILLMENT,
    NULL, shipping_info_body, tiem_sandbox_tts_update_shipping_info },
  { "GET", "fulfillment", "202309", "orders/#/tracking", FULFILLMENT,
    NULL, NULL, tiem_sandbox_tts_get_tracking },
  { "GET", "fulfillment", "202309", "orders/split_attributes", FULFILLMENT,
    split_query, NULL, tiem_sandbox_tts_list_split_attributes },
  { "POST", "fulfillment", "202309", "orders/#/split", FULFILLMENT,
    NULL, split_body, tiem_sandbox_tts_split_order },

  { "GET", "logistics", "202309", "warehouses", LOGISTICS,
    NULL, NULL, tiem_sandbox_tts_list_warehouses },
  { "GET", "logistics", "202309", "warehouses/#/delivery_options", LOGISTICS,
    options_query, NULL, tiem_sandbox_tts_list_delivery_options },
  { "GET", "logistics", "202309", "delivery_options/#/shipping_providers", LOGISTICS,
    NULL, NULL, tiem_sandbox_tts_list_providers },

  { "POST", "return_refund", "202309", "cancellations", REVERSE,
    NULL, cancel_body, tiem_sandbox_tts_create_cancellation },
  { "POST", "return_refund", "202309", "cancellations/search", REVERSE,
    cancellation_query, cancellation_body, tiem_sandbox_tts_search_cancellations },
  { "POST", "return_refund", "202309", "cancellations/#/approve", REVERSE,
    key_query, NULL, tiem_sandbox_tts_approve_cancellation },
  { "POST", "return_refund", "202309", "cancellations/#/reject", REVERSE,
    key_query, reject_body, tiem_sandbox_tts_reject_cancellation },
  { "GET", "return_refund", "202309", "reject_reasons", REVERSE,
    reasons_query, NULL, tiem_sandbox_tts_list_reject_reasons },
  { "POST", "return_refund", "202309", "returns/search", REVERSE,
    return_query, return_body, tiem_sandbox_tts_search_returns },
  { "POST", "return_refund", "202309", "returns/#/approve", REVERSE,
    key_query, approve_return_body, tiem_sandbox_tts_approve_return },
  { "POST", "return_refund", "202309", "returns/#/reject", REVERSE,
    key_query, reject_return_body, tiem_sandbox_tts_reject_return },
  { "GET", "return_refund", "202309", "returns/#/records", REVERSE,
    NULL, NULL, tiem_sandbox_tts_list_return_records },

  { "POST", "product", "202309 202312 202502", "products/search", PRODUCT,
    product_query, product_body, tiem_sandbox_tts_search_products },
  { "GET", "product", "202309", "products/#", PRODUCT, NULL, NULL, tiem_sandbox_tts_get_product },
  { "POST", "product", "202309", "inventory/search", PRODUCT,
    NULL, inventory_body, tiem_sandbox_tts_search_inventory },
  { "POST", "product", "202309", "products/#/inventory/update", PRODUCT_WRITE,
    NULL, skus_body, tiem_sandbox_tts_update_inventory },
  { "POST", "product", "202309", "products/#/prices/update", PRODUCT_WRITE,
    NULL, skus_body, tiem_sandbox_tts_update_prices },
  { "POST", "product", "202309", "products/activate", PRODUCT_WRITE,
    NULL, product_ids_body, tiem_sandbox_tts_activate_products },
  { "POST", "product", "202309", "products/deactivate", PRODUCT_WRITE,
    NULL, product_ids_body, tiem_sandbox_tts_deactivate_products },
  { "POST", "product", "202309", "products/recover", PRODUCT_WRITE,
    NULL, product_ids_body, tiem_sandbox_tts_recover_products },
  { "DELETE", "product", "202309", "products", PRODUCT_WRITE,
    NULL, product_ids_body, tiem_sandbox_tts_delete_products },
  { "POST", "product", "202309", "images/upload", PRODUCT_WRITE,
    NULL, NULL, tiem_sandbox_tts_upload_image, TRUE },
  { "GET", "product", "202309", "categories", PRODUCT,
    NULL, NULL, tiem_sandbox_tts_list_categories },
  { "GET", "product", "202309", "categories/#/attributes", PRODUCT,
    NULL, NULL, tiem_sandbox_tts_list_attributes },
  { "GET", "product", "202309", "brands", PRODUCT,
    brand_query, NULL, tiem_sandbox_tts_list_brands },
  { "POST", "product", "202309", "products", PRODUCT_WRITE,
    NULL, create_body, tiem_sandbox_tts_create_product },
  { "POST", "product", "202309", "products/#/partial_edit", PRODUCT_WRITE,
    NULL, edit_body, tiem_sandbox_tts_edit_product },

  { "GET", "finance", "202309", "statements", FINANCE,
    statement_query, NULL, tiem_sandbox_tts_list_statements },
  { "GET", "finance", "202501", "statements/#/statement_transactions", FINANCE,
    transaction_query, NULL, tiem_sandbox_tts_list_transactions },
  { "GET", "finance", "202501", "orders/#/statement_transactions", FINANCE,
    NULL, NULL, tiem_sandbox_tts_list_order_transactions },
  { "GET", "finance", "202507", "orders/unsettled", FINANCE,
    transaction_query, NULL, tiem_sandbox_tts_list_unsettled },
};
/* clang-format on */

const guint tiem_sandbox_tts_n_routes = G_N_ELEMENTS (tiem_sandbox_tts_routes);

static gboolean
is_number (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

/* Whether the parts of a path below its version are those of @pattern. @ids: (out) room for
 * two, borrowed from @parts */
static gboolean
matches (const char *pattern,
         char **parts,
         const char **ids)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  guint n_ids = 0;

  ids[0] = ids[1] = NULL;
  if (g_strv_length (wanted) != g_strv_length (parts))
    return FALSE;
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      if (!g_str_equal (wanted[i], "#"))
        {
          if (!g_str_equal (wanted[i], parts[i]))
            return FALSE;
          continue;
        }
      if (!is_number (parts[i]) || n_ids == 2)
        return FALSE;
      ids[n_ids++] = parts[i];
    }
  return TRUE;
}

static gboolean
has_version (const TiemSandboxTtsRoute *route,
             const char *version)
{
  g_auto (GStrv) versions = g_strsplit (route->versions, " ", -1);

  return g_strv_contains ((const char *const *)versions, version);
}

static const TiemSandboxTtsRoute *
refuse (TiemSandboxTtsCall *call,
        gboolean has_path,
        gboolean has_version)
{
  if (!has_path)
    tiem_sandbox_tts_call_fail (call, 404, 36009009, "Invalid path");
  else if (!has_version)
    tiem_sandbox_tts_call_fail (call, 400, 36009014, "Invalid version");
  else
    tiem_sandbox_tts_call_fail (call, 405, 36009010, "Invalid method");
  return NULL;
}

const TiemSandboxTtsRoute *
tiem_sandbox_tts_routes_find (TiemSandboxTtsCall *call)
{
  g_auto (GStrv) parts = g_strsplit (call->path, "/", -1);
  gboolean has_path = FALSE;
  gboolean knows_version = FALSE;

  /* "", domain, version, … */
  if (g_strv_length (parts) < 4 || !is_number (parts[2]))
    return refuse (call, FALSE, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (tiem_sandbox_tts_routes); i++)
    {
      const TiemSandboxTtsRoute *route = &tiem_sandbox_tts_routes[i];
      const char *ids[2];

      if (!g_str_equal (route->domain, parts[1]) || !matches (route->pattern, parts + 3, ids))
        continue;
      has_path = TRUE;
      if (!has_version (route, parts[2]))
        continue;
      knows_version = TRUE;
      if (!g_str_equal (route->method, call->request->method))
        continue;
      call->version = g_strdup (parts[2]);
      call->ids[0] = g_strdup (ids[0]);
      call->ids[1] = g_strdup (ids[1]);
      return route;
    }
  return refuse (call, has_path, knows_version);
}

char *
tiem_sandbox_tts_routes_make_endpoint (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (GString) endpoint = g_string_new (NULL);

  if (g_str_has_prefix (path, "/api/v2/"))
    return g_strdup (path + strlen ("/api/v2/"));
  if (g_str_has_suffix (path, "/authorize"))
    return g_strdup ("authorize");
  if (g_str_has_prefix (path, "/files/"))
    return g_strdup ("files");
  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    if (!is_number (parts[i]) && *parts[i] != '\0')
      g_string_append_printf (endpoint, "%s%s", endpoint->len > 0 ? "/" : "", parts[i]);
  return g_string_free (g_steal_pointer (&endpoint), FALSE);
}
