#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-reverse.h"

#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

/* Six days for the seller to answer. */
#define SLA_MS (6 * G_GINT64_CONSTANT (86400000))

static const struct
{
  gint64 code;
  const char *text;
} reasons[] = {
  { 123, "Hàng lỗi, không hoạt động" },
  { 124, "Không giống mô tả" },
  { 125, "Giao sai sản phẩm" },
  { 126, "Giao thiếu hàng" },
};

JsonObject *
tiem_sandbox_lazada_reverse_find (TiemSandboxLazada *lazada,
                                  gint64 id)
{
  for (guint i = 0; i < lazada->reverses->len; i++)
    if (json_object_get_int_member (lazada->reverses->pdata[i], "reverse_order_id") == id)
      return lazada->reverses->pdata[i];
  return NULL;
}

/* Returns: (nullable): the line of @reverse whose member @name is @id */
static JsonObject *
find_line (JsonObject *reverse,
           const char *name,
           gint64 id)
{
  JsonArray *lines = json_object_get_array_member (reverse, "lines");

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);

      if (json_object_get_int_member (line, name) == id)
        return line;
    }
  return NULL;
}

JsonObject *
tiem_sandbox_lazada_reverse_find_line (TiemSandboxLazada *lazada,
                                       gint64 id)
{
  JsonObject *line = NULL;

  for (guint i = 0; line == NULL && i < lazada->reverses->len; i++)
    line = find_line (lazada->reverses->pdata[i], "reverse_order_line_id", id);
  return line;
}

static void
add_history (JsonObject *line,
             const char *who,
             gint64 now)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "operator", who);
  json_object_set_array_member (entry, "picture", json_array_new ());
  json_object_set_int_member (entry, "time", now);
  json_array_add_object_element (json_object_get_array_member (line, "history"), entry);
}

static void
add_line (TiemSandboxLazada *lazada,
          JsonObject *reverse,
          TiemSandboxOrder *order,
          TiemSandboxLine *unit,
          gint64 now)
{
  guint reason = unit->id % G_N_ELEMENTS (reasons);
  JsonObject *line = json_object_new ();

  json_object_set_int_member (line,
                              "reverse_order_line_id",
                              tiem_sandbox_shop_next_id (tiem_sandbox_lazada_get_shop (lazada)));
  json_object_set_int_member (line, "trade_order_line_id", unit->id);
  json_object_set_string_member (line, "reverse_status", "REQUEST_INITIATE");
  json_object_set_string_member (line, "ofc_status", "");
  json_object_set_int_member (line, "refund_amount", unit->total_xu / 100);
  json_object_set_int_member (line, "item_unit_price", unit->price_xu / 100);
  json_object_set_int_member (line, "reason_code", reasons[reason].code);
  json_object_set_string_member (line, "reason_text", reasons[reason].text);
  json_object_set_string_member (line, "is_need_refund", "true");
  json_object_set_boolean_member (line, "is_dispute", FALSE);
  json_object_set_string_member (line, "seller_sku_id", unit->sku);
  json_object_set_int_member (line, "product_id", unit->product_id);
  json_object_set_int_member (line, "sku_id", unit->variation_id);
  json_object_set_string_member (line, "tracking_number", "");
  json_object_set_int_member (line, "sla", now + SLA_MS);
  json_object_set_int_member (line, "return_order_line_gmt_create", now);
  json_object_set_int_member (line, "return_order_line_gmt_modified", now);
  json_object_set_int_member (line, "trade_order_gmt_create", order->created_at);
  json_object_set_array_member (line, "history", json_array_new ());
  add_history (line, "buyer", now);
  json_array_add_object_element (json_object_get_array_member (reverse, "lines"), line);
}

static gboolean
can_ask (TiemSandboxLazada *lazada,
         const TiemSandboxLine *unit,
         const char *request_type)
{
  static const char *const inside[]
      = { "unpaid", "pending", "repacked", "packed", "ready_to_ship", NULL };
  static const char *const arrived[] = { "delivered", "confirmed", NULL };
  const char *status = tiem_sandbox_lazada_unit_get_status (unit);

  if (g_str_equal (request_type, "CANCEL"))
    return g_strv_contains (inside, status)
           && !tiem_sandbox_json_get_bool (unit->extra, "need_cancel_confirm", FALSE);
  return g_strv_contains (arrived, status) && !tiem_sandbox_lazada_reverse_is_open (lazada, unit);
}

static JsonObject *
ask_at (TiemSandboxLazada *lazada,
        TiemSandboxOrder *order,
        GPtrArray *units,
        const char *request_type,
        gint64 now)
{
  JsonObject *reverse = json_object_new ();
  gint64 id = tiem_sandbox_shop_next_id (tiem_sandbox_lazada_get_shop (lazada));

  json_object_set_int_member (reverse, "reverse_order_id", id);
  json_object_set_int_member (reverse, "trade_order_id", order->id);
  json_object_set_string_member (reverse, "request_type", request_type);
  json_object_set_array_member (reverse, "lines", json_array_new ());
  for (guint i = 0; i < units->len; i++)
    {
      TiemSandboxLine *unit = units->pdata[i];

      add_line (lazada, reverse, order, unit, now);
      json_object_set_int_member (unit->extra, "reverse_order_id", id);
      json_object_set_string_member (unit->extra, "return_status", "REQUEST_INITIATE");
    }
  g_ptr_array_add (lazada->reverses, reverse);
  return reverse;
}

JsonObject *
tiem_sandbox_lazada_reverse_ask (TiemSandboxLazada *lazada,
                                 TiemSandboxOrder *order,
                                 GPtrArray *units,
                                 const char *request_type)
{
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();
  JsonObject *reverse;

  for (guint i = 0; i < units->len; i++)
    if (can_ask (lazada, units->pdata[i], request_type))
      g_ptr_array_add (fitting, units->pdata[i]);
  if (fitting->len == 0)
    return NULL;
  reverse = ask_at (lazada, order, fitting, request_type, tiem_sandbox_lazada_now (lazada));
  for (guint i = 0; i < fitting->len; i++)
    tiem_sandbox_lazada_unit_touch (lazada, order, fitting->pdata[i]);
  return reverse;
}

gboolean
tiem_sandbox_lazada_reverse_is_open (TiemSandboxLazada *lazada,
                                     const TiemSandboxLine *unit)
{
  static const char *const open[]
      = { "REQUEST_INITIATE", "SELLER_AGREE_RETURN",  "BUYER_RETURN_ITEM",
          "REFUND_PENDING",   "SELLER_REJECT_REFUND", NULL };
  gint64 id = tiem_sandbox_json_get_int (unit->extra, "reverse_order_id", 0);
  JsonObject *reverse = id != 0 ? tiem_sandbox_lazada_reverse_find (lazada, id) : NULL;
  JsonObject *line = reverse != NULL ? find_line (reverse, "trade_order_line_id", unit->id) : NULL;

  return line != NULL
         && !g_str_equal (json_object_get_string_member (reverse, "request_type"), "CANCEL")
         && g_strv_contains (open, json_object_get_string_member (line, "reverse_status"));
}

/* What a refund makes of the unit: goods that came back are at the shop again. */
static void
refund_unit (TiemSandboxLazada *lazada,
             TiemSandboxOrder *order,
             TiemSandboxLine *unit,
             gboolean came_back)
{
  if (came_back)
    tiem_sandbox_lazada_unit_set_status (lazada, order, unit, "returned");
  else
    json_object_set_string_member (unit->extra, "status", "returned");
  json_object_set_string_member (
      unit->extra, "cancel_return_initiator", came_back ? "return-customer" : "refund-internal");
  tiem_sandbox_lazada_order_update_status (order);
}

void
tiem_sandbox_lazada_reverse_line_move (TiemSandboxLazada *lazada,
                                       JsonObject *reverse,
                                       JsonObject *line,
                                       const char *status,
                                       const char *ofc_status,
                                       const char *who)
{
  gint64 now = tiem_sandbox_lazada_now (lazada);
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (lazada),
                                      json_object_get_int_member (reverse, "trade_order_id"));
  TiemSandboxLine *unit = tiem_sandbox_lazada_order_find_unit (
      order, json_object_get_int_member (line, "trade_order_line_id"));

  json_object_set_string_member (line, "reverse_status", status);
  if (ofc_status != NULL)
    json_object_set_string_member (line, "ofc_status", ofc_status);
  json_object_set_int_member (line, "return_order_line_gmt_modified", now);
  add_history (line, who, now);
  json_object_set_string_member (unit->extra, "return_status", status);
  if (g_str_equal (status, "REFUND_SUCCESS"))
    refund_unit (
        lazada,
        order,
        unit,
        g_str_equal (json_object_get_string_member (line, "ofc_status"), "RETURN_DELIVERED"));
  tiem_sandbox_lazada_unit_touch (lazada, order, unit);
}

/* Calls @func for every line of a return of @order that is at @status. */
static void
move_lines (TiemSandboxLazada *lazada,
            TiemSandboxOrder *order,
            const char *from,
            const char *to,
            const char *ofc_status,
            const char *who)
{
  for (guint i = 0; i < lazada->reverses->len; i++)
    {
      JsonObject *reverse = lazada->reverses->pdata[i];
      JsonArray *lines = json_object_get_array_member (reverse, "lines");

      if (json_object_get_int_member (reverse, "trade_order_id") != order->id
          || !g_str_equal (json_object_get_string_member (reverse, "request_type"), "RETURN"))
        continue;
      for (guint j = 0; j < json_array_get_length (lines); j++)
        {
          JsonObject *line = json_array_get_object_element (lines, j);

          if (g_str_equal (json_object_get_string_member (line, "reverse_status"), from))
            tiem_sandbox_lazada_reverse_line_move (lazada, reverse, line, to, ofc_status, who);
        }
    }
}

void
tiem_sandbox_lazada_reverse_send_back (TiemSandboxLazada *lazada,
                                       TiemSandboxOrder *order)
{
  move_lines (
      lazada, order, "SELLER_AGREE_RETURN", "BUYER_RETURN_ITEM", "RETURN_DELIVERED", "buyer");
}

void
tiem_sandbox_lazada_reverse_finish (TiemSandboxLazada *lazada,
                                    TiemSandboxOrder *order)
{
  move_lines (
      lazada, order, "REQUEST_INITIATE", "SELLER_AGREE_RETURN", "RETURN_PICKUP_PENDING", "seller");
  tiem_sandbox_lazada_reverse_send_back (lazada, order);
  move_lines (lazada, order, "BUYER_RETURN_ITEM", "REFUND_PENDING", NULL, "seller");
  move_lines (lazada, order, "REFUND_PENDING", "REFUND_SUCCESS", NULL, "seller");
}

void
tiem_sandbox_lazada_reverse_settle (TiemSandboxLazada *lazada,
                                    TiemSandboxOrder *order,
                                    gint64 at)
{
  JsonObject *reverse = ask_at (lazada, order, order->lines, "RETURN", at);
  JsonArray *lines = json_object_get_array_member (reverse, "lines");

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);
      TiemSandboxLine *unit = order->lines->pdata[i];

      json_object_set_string_member (line, "reverse_status", "REFUND_SUCCESS");
      json_object_set_string_member (line, "ofc_status", "RETURN_DELIVERED");
      json_object_set_string_member (unit->extra, "return_status", "REFUND_SUCCESS");
      json_object_set_string_member (unit->extra, "cancel_return_initiator", "return-customer");
    }
}
