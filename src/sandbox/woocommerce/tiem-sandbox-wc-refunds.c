#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

static const TiemSandboxWcField refund_line_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },
  { "quantity", TIEM_SANDBOX_WC_INTEGER },
  { "refund_total", TIEM_SANDBOX_WC_ANY },
  { NULL },
};

const TiemSandboxWcField tiem_sandbox_wc_refund_fields[] = {
  { "amount", TIEM_SANDBOX_WC_STRING },
  { "reason", TIEM_SANDBOX_WC_STRING },
  { "refunded_by", TIEM_SANDBOX_WC_INTEGER },
  { "api_refund", TIEM_SANDBOX_WC_BOOLEAN },
  { "api_restock", TIEM_SANDBOX_WC_BOOLEAN },
  { "line_items", TIEM_SANDBOX_WC_OBJECT_LIST, .members = refund_line_fields },
  { NULL },
};

/* These failures carry a bare number as `data`. */
static JsonNode *
fail_refund (TiemSandboxWcCall *call,
             const char *message)
{
  tiem_sandbox_wc_call_fail (call, 500, "woocommerce_rest_cannot_create_order_refund", message);
  json_node_unref (call->data);
  call->data = tiem_sandbox_json_number (500);
  return NULL;
}

static TiemSandboxLine *
find_line (TiemSandboxOrder *order,
           gint64 id)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (line->id == id)
        return line;
    }
  return NULL;
}

static gint64
get_refund_total (JsonObject *given)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (given, "refund_total");

  return tiem_sandbox_wc_parse_xu (text);
}

/* A refunded line comes back with negative numbers. */
static JsonObject *
make_line (TiemSandboxWcCall *call,
           TiemSandboxLine *line,
           JsonObject *given)
{
  gint64 quantity = tiem_sandbox_json_get_int (given, "quantity", 0);
  gint64 total = get_refund_total (given);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (
      object, "id", tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (call->wc)));
  json_object_set_string_member (object, "name", line->name);
  json_object_set_int_member (object, "product_id", line->product_id);
  json_object_set_int_member (object, "variation_id", line->variation_id);
  json_object_set_int_member (object, "quantity", -quantity);
  tiem_sandbox_wc_set_amount (object, "subtotal", -total, call->wc->decimals);
  tiem_sandbox_wc_set_amount (object, "total", -total, call->wc->decimals);
  json_object_set_string_member (object, "sku", line->sku);
  json_object_set_int_member (object, "refunded_item_id", line->id);
  return object;
}

/* Reads the lines to refund. @amount_xu: (inout) grows by them. */
static JsonArray *
read_lines (TiemSandboxWcCall *call,
            TiemSandboxOrder *order,
            gint64 *amount_xu,
            gboolean restock)
{
  JsonArray *given = tiem_sandbox_json_get_array (call->params, "line_items");
  JsonArray *lines = json_array_new ();

  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    {
      JsonNode *node = json_array_get_element (given, i);
      JsonObject *wanted = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      TiemSandboxLine *line = find_line (order, tiem_sandbox_json_get_int (wanted, "id", 0));
      gint64 quantity = tiem_sandbox_json_get_int (wanted, "quantity", 0);

      if (line == NULL)
        continue;
      *amount_xu += get_refund_total (wanted);
      json_array_add_object_element (lines, make_line (call, line, wanted));
      if (restock)
        tiem_sandbox_wc_order_adjust_stock (
            call->wc, line, line->taken - CLAMP (quantity, 0, line->taken));
    }
  return lines;
}

static JsonNode *
refund_to_json (const TiemSandboxWcCall *call,
                TiemSandboxOrder *order,
                JsonNode *refund)
{
  JsonNode *copy = tiem_sandbox_json_copy (refund);
  JsonObject *object = json_node_get_object (copy);
  g_autofree char *collection
      = g_strdup_printf ("wc/v3/orders/%" G_GINT64_FORMAT "/refunds", order->id);

  tiem_sandbox_wc_set_links (call, object, collection, json_object_get_int_member (object, "id"));
  return copy;
}

JsonNode *
tiem_sandbox_wc_refunds_create (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);
  g_autofree char *amount = tiem_sandbox_json_dup_text (call->params, "amount");
  g_autofree char *reason = tiem_sandbox_json_dup_text (call->params, "reason");
  gint64 from_lines = 0;
  gint64 amount_xu;
  gint64 left;
  JsonArray *lines;
  JsonArray *refunds;

  if (order == NULL)
    return NULL;
  left = order->total_xu - tiem_sandbox_wc_order_get_refunded (order);
  json_array_unref (read_lines (call, order, &from_lines, FALSE));
  amount_xu = amount != NULL ? tiem_sandbox_wc_parse_xu (amount) : from_lines;
  if (amount_xu < 0 || amount_xu > left)
    return fail_refund (call, "Invalid refund amount.");
  /* No gateway of the practice shop can send money back. */
  if (tiem_sandbox_json_get_bool (call->params, "api_refund", TRUE))
    return fail_refund (call,
                        "The payment gateway for this order does not support automatic refunds.");

  lines = read_lines (
      call, order, &from_lines, tiem_sandbox_json_get_bool (call->params, "api_restock", TRUE));
  tiem_sandbox_wc_order_add_refund (
      call->wc, order, amount_xu, reason != NULL ? reason : "", lines);
  if (amount_xu == left && left > 0)
    tiem_sandbox_wc_order_set_status (call->wc, order, "refunded");
  call->status = 201;
  refunds = tiem_sandbox_wc_order_get_refunds (order);
  return refund_to_json (
      call, order, json_array_get_element (refunds, json_array_get_length (refunds) - 1));
}

static void
add_refunds (const TiemSandboxWcCall *call,
             TiemSandboxOrder *order,
             JsonArray *array)
{
  JsonArray *refunds = tiem_sandbox_wc_order_get_refunds (order);

  for (guint i = json_array_get_length (refunds); i > 0; i--)
    json_array_add_element (array,
                            refund_to_json (call, order, json_array_get_element (refunds, i - 1)));
}

JsonNode *
tiem_sandbox_wc_refunds_list (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);
  JsonArray *array;

  if (order == NULL)
    return NULL;
  array = json_array_new ();
  add_refunds (call, order, array);
  return tiem_sandbox_json_from_array (array);
}

JsonNode *
tiem_sandbox_wc_refunds_list_all (TiemSandboxWcCall *call)
{
  GPtrArray *orders = tiem_sandbox_wc_get_shop (call->wc)->orders;
  JsonArray *array;

  if (call->wc->storage == TIEM_SANDBOX_WC_POSTS)
    return tiem_sandbox_wc_call_fail (
        call, 404, "rest_no_route", "No route was found matching the URL and request method.");
  array = json_array_new ();
  for (guint i = orders->len; i > 0; i--)
    add_refunds (call, orders->pdata[i - 1], array);
  return tiem_sandbox_json_from_array (array);
}

/* Returns: the place of the refund the route names; −1 when the call has failed */
static int
find_refund (TiemSandboxWcCall *call,
             TiemSandboxOrder *order)
{
  JsonArray *refunds = tiem_sandbox_wc_order_get_refunds (order);

  for (guint i = 0; i < json_array_get_length (refunds); i++)
    if (json_object_get_int_member (json_array_get_object_element (refunds, i), "id")
        == call->ids[1])
      return i;
  tiem_sandbox_wc_call_fail (
      call, 404, "woocommerce_rest_shop_order_refund_invalid_id", "Invalid ID.");
  return -1;
}

JsonNode *
tiem_sandbox_wc_refunds_view (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);
  int index = order != NULL ? find_refund (call, order) : -1;

  if (index < 0)
    return NULL;
  return refund_to_json (
      call, order, json_array_get_element (tiem_sandbox_wc_order_get_refunds (order), index));
}

/* Needs no force. */
JsonNode *
tiem_sandbox_wc_refunds_delete (TiemSandboxWcCall *call)
{
  JsonNode *before = tiem_sandbox_wc_refunds_view (call);
  TiemSandboxOrder *order;

  if (before == NULL)
    return NULL;
  order = tiem_sandbox_wc_find_order (call);
  json_array_remove_element (tiem_sandbox_wc_order_get_refunds (order), find_refund (call, order));
  tiem_sandbox_wc_order_touch (call->wc, order);
  return before;
}
