#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-cancel.h"

#include "sandbox/lazada/tiem-sandbox-lazada-orders.h"
#include "sandbox/lazada/tiem-sandbox-lazada-reverse.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"

/* How long a buyer's wish waits for the seller. */
#define DECIDE_MS (24 * G_GINT64_CONSTANT (3600000))

const TiemSandboxLazadaReason tiem_sandbox_lazada_reasons[] = {
  { "10000021", "Out of Stock", TRUE },
  { "10000022", "Wrong Price", TRUE },
  { "10000023", "Buyer unreachable", FALSE },
  { "10000024", "Sourcing Delay (cannot meet deadline)", FALSE },
  { NULL, NULL, FALSE },
};

static gboolean
can_cancel (const TiemSandboxLine *unit)
{
  static const char *const statuses[] = { "pending", "repacked", "packed", "ready_to_ship", NULL };

  return g_strv_contains (statuses, tiem_sandbox_lazada_unit_get_status (unit));
}

/* The units of order_item_id_list. Returns: (nullable): NULL when the call is refused. @order:
 * (out) whose they are */
static GPtrArray *
read_units (TiemSandboxLazadaCall *call,
            TiemSandboxOrder **order)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "order_item_id_list");
  g_autoptr (GArray) ids = tiem_sandbox_lazada_read_ids (node);
  g_autoptr (GPtrArray) units = g_ptr_array_new ();
  gint64 order_id;

  *order = NULL;
  if (tiem_sandbox_lazada_call_get (call, "order_id") == NULL)
    tiem_sandbox_lazada_call_fail (call, "115", TIEM_SANDBOX_LAZADA_ISP, "E0115: order id is null");
  else if (!tiem_sandbox_lazada_call_get_int (call, "order_id", 0, &order_id)
           || (*order = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (call->lazada),
                                                      order_id))
                  == NULL)
    tiem_sandbox_lazada_call_fail (
        call, "122", TIEM_SANDBOX_LAZADA_ISP, "E0122: invalid trade order");
  else if (ids == NULL || ids->len == 0)
    tiem_sandbox_lazada_call_fail (
        call, "102", TIEM_SANDBOX_LAZADA_ISP, "E0102: trade order line id is empty or invalid");
  for (guint i = 0; call->code == NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      TiemSandboxLine *unit = tiem_sandbox_lazada_order_find_unit (*order, id);

      if (unit == NULL)
        tiem_sandbox_lazada_call_fail (
            call,
            "124",
            TIEM_SANDBOX_LAZADA_ISP,
            "E0124: invalid seller id for this order line %" G_GINT64_FORMAT,
            id);
      else if (!can_cancel (unit))
        tiem_sandbox_lazada_call_fail (call,
                                       "123",
                                       TIEM_SANDBOX_LAZADA_ISP,
                                       "E0123: invalid trade order lines %" G_GINT64_FORMAT,
                                       id);
      else
        g_ptr_array_add (units, unit);
    }
  return call->code == NULL ? g_steal_pointer (&units) : NULL;
}

JsonObject *
tiem_sandbox_lazada_validate_cancel (TiemSandboxLazadaCall *call)
{
  TiemSandboxOrder *order;
  g_autoptr (GPtrArray) units = read_units (call, &order);
  JsonObject *data;
  JsonArray *options;

  if (units == NULL)
    return NULL;
  data = json_object_new ();
  options = json_array_new ();
  for (guint i = 0; tiem_sandbox_lazada_reasons[i].id != NULL; i++)
    {
      JsonObject *option = json_object_new ();

      json_object_set_string_member (option, "reason_id", tiem_sandbox_lazada_reasons[i].id);
      json_object_set_string_member (option, "reason_name", tiem_sandbox_lazada_reasons[i].name);
      json_array_add_object_element (options, option);
    }
  json_object_set_string_member (data, "tip_content", "Huỷ đơn làm tăng tỷ lệ huỷ của gian hàng.");
  json_object_set_string_member (data, "tip_type", "warning");
  json_object_set_array_member (data, "reason_options", options);
  return tiem_sandbox_lazada_call_answer_object (data);
}

static void
cancel_unit (TiemSandboxLazada *lazada,
             TiemSandboxOrder *order,
             TiemSandboxLine *unit,
             const TiemSandboxLazadaReason *reason)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_get_line_item (tiem_sandbox_lazada_get_shop (lazada), unit);

  tiem_sandbox_lazada_unit_cancel (lazada, order, unit, reason->name, "seller");
  if (reason->empties_stock && item != NULL)
    item->stock = 0;
}

void
tiem_sandbox_lazada_cancel_units (TiemSandboxLazada *lazada,
                                  TiemSandboxOrder *order,
                                  GPtrArray *units,
                                  const TiemSandboxLazadaReason *reason)
{
  for (guint i = 0; i < units->len; i++)
    {
      const char *package_id = tiem_sandbox_lazada_unit_get (units->pdata[i], "package_id");
      TiemSandboxOrder *owner;
      g_autoptr (GPtrArray) mates = tiem_sandbox_lazada_find_package (lazada, package_id, &owner);

      cancel_unit (lazada, order, units->pdata[i], reason);
      for (guint j = 0; j < mates->len; j++)
        if (can_cancel (mates->pdata[j]))
          cancel_unit (lazada, owner, mates->pdata[j], reason);
    }
}

JsonObject *
tiem_sandbox_lazada_create_cancel (TiemSandboxLazadaCall *call)
{
  TiemSandboxOrder *order;
  g_autoptr (GPtrArray) units = read_units (call, &order);
  const char *reason_id = tiem_sandbox_lazada_call_get (call, "reason_id");
  const TiemSandboxLazadaReason *reason = NULL;
  JsonObject *data;

  if (units == NULL)
    return NULL;
  for (guint i = 0; tiem_sandbox_lazada_reasons[i].id != NULL; i++)
    if (g_strcmp0 (reason_id, tiem_sandbox_lazada_reasons[i].id) == 0)
      reason = &tiem_sandbox_lazada_reasons[i];
  if (reason == NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "104", TIEM_SANDBOX_LAZADA_ISP, "E0104: reason is empty or invalid");
  tiem_sandbox_lazada_cancel_units (call->lazada, order, units, reason);
  data = json_object_new ();
  json_object_set_string_member (data, "tip_type", "success");
  json_object_set_string_member (data, "tip_content", "The order has been cancelled successfully");
  return tiem_sandbox_lazada_call_answer_object (data);
}

/* Carries out what a buyer asked for. */
static void
grant (TiemSandboxLazada *lazada,
       JsonObject *reverse)
{
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (lazada),
                                      json_object_get_int_member (reverse, "trade_order_id"));
  JsonArray *lines = json_object_get_array_member (reverse, "lines");

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);
      TiemSandboxLine *unit = tiem_sandbox_lazada_order_find_unit (
          order, json_object_get_int_member (line, "trade_order_line_id"));

      if (!tiem_sandbox_json_get_bool (unit->extra, "need_cancel_confirm", FALSE)
          && !tiem_sandbox_json_get_bool (unit->extra, "is_cancel_pending", FALSE))
        continue;
      tiem_sandbox_lazada_unit_cancel (lazada, order, unit, "Đổi ý không mua nữa", "customer");
      tiem_sandbox_lazada_reverse_line_move (
          lazada, reverse, line, "CANCEL_SUCCESS", NULL, "seller");
    }
}

static gboolean
is_open (TiemSandboxLazada *lazada,
         JsonObject *reverse)
{
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (lazada),
                                      json_object_get_int_member (reverse, "trade_order_id"));

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *unit = order->lines->pdata[i];

      if (tiem_sandbox_json_get_bool (unit->extra, "need_cancel_confirm", FALSE)
          && tiem_sandbox_json_get_int (unit->extra, "reverse_order_id", 0)
                 == json_object_get_int_member (reverse, "reverse_order_id"))
        return TRUE;
    }
  return FALSE;
}

/* Nobody answered in time: it is cancelled. */
static void
trigger_due_cb (gpointer owner,
                gint64 id,
                int detail)
{
  JsonObject *reverse = tiem_sandbox_lazada_reverse_find (owner, id);

  if (reverse != NULL && is_open (owner, reverse))
    grant (owner, reverse);
}

void
tiem_sandbox_lazada_ask_cancel (TiemSandboxLazada *lazada,
                                TiemSandboxOrder *order,
                                GPtrArray *units)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (lazada);
  double pace = MAX (tiem_sandbox_market_get_world (market)->options->pace, 0.001);
  gint64 at = tiem_sandbox_lazada_now (lazada) + (gint64)(DECIDE_MS / pace);
  JsonObject *reverse = tiem_sandbox_lazada_reverse_ask (lazada, order, units, "CANCEL");
  gint64 id;

  if (reverse == NULL)
    return;
  id = json_object_get_int_member (reverse, "reverse_order_id");
  for (guint i = 0; i < order->lines->len; i++)
    {
      JsonObject *extra = ((TiemSandboxLine *)order->lines->pdata[i])->extra;

      if (tiem_sandbox_json_get_int (extra, "reverse_order_id", 0) != id)
        continue;
      json_object_set_boolean_member (extra, "need_cancel_confirm", TRUE);
      json_object_set_int_member (extra, "cancel_trigger_time", at);
    }
  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market), at, trigger_due_cb, id, 0);
}

static void
refuse (TiemSandboxLazada *lazada,
        JsonObject *reverse)
{
  JsonArray *lines = json_object_get_array_member (reverse, "lines");

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);
      TiemSandboxOrder *order;
      TiemSandboxLine *unit = tiem_sandbox_lazada_find_unit (
          lazada, json_object_get_int_member (line, "trade_order_line_id"), &order);

      json_object_set_boolean_member (unit->extra, "need_cancel_confirm", FALSE);
      json_object_set_int_member (unit->extra, "cancel_trigger_time", 0);
      tiem_sandbox_lazada_reverse_line_move (
          lazada, reverse, line, "REQUEST_REJECT", NULL, "seller");
    }
}

JsonObject *
tiem_sandbox_lazada_decide_cancel (TiemSandboxLazadaCall *call)
{
  const char *agree = tiem_sandbox_lazada_call_get (call, "agree_cancel");
  JsonObject *reverse = NULL;
  gint64 id;

  if (tiem_sandbox_lazada_call_get_int (call, "reverse_order_id", 0, &id))
    reverse = tiem_sandbox_lazada_reverse_find (call->lazada, id);
  if (reverse == NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "105", TIEM_SANDBOX_LAZADA_ISP, "E0105: reverse order id is empty or invalid");
  if (agree == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "agree_cancel");
  if (!g_str_equal (json_object_get_string_member (reverse, "request_type"), "CANCEL")
      || !is_open (call->lazada, reverse))
    return tiem_sandbox_lazada_call_fail (
        call, "131", TIEM_SANDBOX_LAZADA_ISP, "E0131: no decision for this reverse order");
  if (g_str_equal (agree, "true"))
    grant (call->lazada, reverse);
  else if (tiem_sandbox_lazada_call_get (call, "reason_code") == NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "104", TIEM_SANDBOX_LAZADA_ISP, "E0104: reason is empty or invalid");
  else
    refuse (call->lazada, reverse);
  return tiem_sandbox_lazada_call_answer (json_node_new (JSON_NODE_NULL));
}
