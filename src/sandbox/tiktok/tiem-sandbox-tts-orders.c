#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-page.h"

static gboolean
has_warehouse (JsonObject *body,
               TiemSandboxOrder *order)
{
  return tiem_sandbox_tts_list_admits (
      body, "warehouse_ids", json_object_get_string_member (order->extra, "warehouse_id"));
}

static gboolean
fits (JsonObject *body,
      TiemSandboxOrder *order)
{
  JsonObject *extra = order->extra;

  if (tiem_sandbox_json_has (body, "is_buyer_request_cancel")
      && json_object_get_boolean_member (body, "is_buyer_request_cancel")
             != json_object_get_boolean_member (extra, "is_buyer_request_cancel"))
    return FALSE;
  return tiem_sandbox_tts_window_admits (body, "create_time", order->created_at)
         && tiem_sandbox_tts_window_admits (body, "update_time", order->modified_at)
         && tiem_sandbox_tts_word_admits (body, "order_status", order->status)
         && tiem_sandbox_tts_word_admits (
             body, "shipping_type", json_object_get_string_member (extra, "shipping_type"))
         && tiem_sandbox_tts_word_admits (
             body, "buyer_user_id", json_object_get_string_member (extra, "user_id"))
         && has_warehouse (body, order);
}

static JsonObject *
describe_row (TiemSandboxTts *tts,
              gpointer entry)
{
  return tiem_sandbox_tts_order_describe (tts, entry);
}

JsonObject *
tiem_sandbox_tts_search_orders (TiemSandboxTtsCall *call)
{
  const TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (call->tts);
  gboolean by_update
      = g_strcmp0 (tiem_sandbox_tts_call_get (call, "sort_field"), "update_time") == 0;
  TiemSandboxTtsList list
      = { "orders", describe_row, tiem_sandbox_tts_page_is_descending (call, TRUE), 20 };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));

  for (guint i = 0; i < shop->orders->len; i++)
    {
      TiemSandboxOrder *order = shop->orders->pdata[i];

      if (fits (call->body, order))
        tiem_sandbox_tts_page_add (
            rows, by_update ? order->modified_at : order->created_at, order->id, order);
    }
  return tiem_sandbox_tts_page (call, &list, rows);
}

/* Those the shop does not have are left out without a word (§5.2). */
JsonObject *
tiem_sandbox_tts_get_orders (TiemSandboxTtsCall *call)
{
  g_auto (GStrv) ids = g_strsplit (tiem_sandbox_tts_call_get (call, "ids"), ",", -1);
  JsonObject *data = json_object_new ();
  JsonArray *orders = json_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      TiemSandboxOrder *order = tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (call->tts),
                                                              tiem_sandbox_tts_parse_id (ids[i]));

      if (order != NULL)
        json_array_add_object_element (orders, tiem_sandbox_tts_order_describe (call->tts, order));
    }
  json_object_set_array_member (data, "orders", orders);
  return data;
}

TiemSandboxOrder *
tiem_sandbox_tts_call_find_order (TiemSandboxTtsCall *call,
                                  const char *id)
{
  TiemSandboxOrder *order = tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (call->tts),
                                                          tiem_sandbox_tts_parse_id (id));

  if (order == NULL)
    tiem_sandbox_tts_call_object_to (call, 21008111, "The order does not belong to the shop.");
  return order;
}

static JsonObject *
describe_line_prices (const TiemSandboxLine *line)
{
  gint64 original = tiem_sandbox_json_get_int (line->extra, "original_price", 0);
  gint64 seller = tiem_sandbox_json_get_int (line->extra, "seller_discount", 0);
  gint64 platform = tiem_sandbox_json_get_int (line->extra, "platform_discount", 0);
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_id (object, "id", line->id);
  json_object_set_string_member (object, "currency", "VND");
  tiem_sandbox_tts_set_vnd (object, "sku_list_price", original);
  tiem_sandbox_tts_set_vnd (object, "subtotal_deduction_seller", seller);
  tiem_sandbox_tts_set_vnd (object, "subtotal_deduction_platform", platform);
  tiem_sandbox_tts_set_vnd (object, "sku_sale_price", original - seller - platform);
  return object;
}

JsonObject *
tiem_sandbox_tts_get_price_detail (TiemSandboxTtsCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_tts_call_find_order (call, call->ids[0]);
  JsonArray *lines = json_array_new ();
  TiemSandboxTtsMoney money;
  JsonObject *data;

  if (order == NULL)
    {
      json_array_unref (lines);
      return NULL;
    }
  money = tiem_sandbox_tts_order_get_money (order);
  data = json_object_new ();
  json_object_set_string_member (data, "currency", "VND");
  tiem_sandbox_tts_set_vnd (data, "sku_list_price", money.original);
  tiem_sandbox_tts_set_vnd (data, "subtotal_deduction_seller", money.seller_discount);
  tiem_sandbox_tts_set_vnd (data, "subtotal_deduction_platform", money.platform_discount);
  tiem_sandbox_tts_set_vnd (data, "sku_sale_price", money.subtotal);
  tiem_sandbox_tts_set_vnd (data, "shipping_list_price", money.shipping_original);
  tiem_sandbox_tts_set_vnd (data, "shipping_sale_price", money.shipping);
  tiem_sandbox_tts_set_vnd (data, "tax_amount", 0);
  tiem_sandbox_tts_set_vnd (data, "payment", money.total);
  tiem_sandbox_tts_set_vnd (data, "total", money.original + money.shipping_original);
  for (guint i = 0; i < order->lines->len; i++)
    json_array_add_object_element (lines, describe_line_prices (order->lines->pdata[i]));
  json_object_set_array_member (data, "line_items", lines);
  return data;
}
