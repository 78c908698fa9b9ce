#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"

#include <string.h>

#define MOST_ROWS 100
#define MOST_ORDERS 50
#define WIDEST_WINDOW_S (15 * 86400)
#define LONGEST_NOTE 500

TiemSandboxOrder *
tiem_sandbox_shopee_find_order (TiemSandboxShopee *shopee,
                                const char *order_sn)
{
  return g_hash_table_lookup (shopee->orders_by_sn, order_sn);
}

TiemSandboxOrder *
tiem_sandbox_shopee_call_need_order (TiemSandboxShopeeCall *call)
{
  g_autofree char *order_sn = tiem_sandbox_shopee_call_need_text (call, "order_sn");
  TiemSandboxOrder *order;

  if (order_sn == NULL)
    return NULL;
  order = tiem_sandbox_shopee_find_order (call->shopee, order_sn);
  if (order == NULL)
    tiem_sandbox_shopee_call_fail (
        call, "error_not_found", "Wrong parameters, detail: the order is not found.");
  return order;
}

/* --- get_order_list --- */

typedef struct
{
  gboolean by_update;
  gint64 from; /* seconds */
  gint64 to;
  gint64 size;
  char *status; /* "" = any */
  gboolean shows_status;
  gboolean shows_pending;
  gint64 after_time; /* the cursor: the last row of the page before */
  gint64 after_id;
} Query;

static void
query_clear (Query *self)
{
  g_free (self->status);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static gboolean
read_window (TiemSandboxShopeeCall *call,
             Query *query)
{
  g_autofree char *field = tiem_sandbox_shopee_call_need_text (call, "time_range_field");

  if (field == NULL || !tiem_sandbox_shopee_call_need_int (call, "time_from", &query->from)
      || !tiem_sandbox_shopee_call_need_int (call, "time_to", &query->to))
    return FALSE;
  query->by_update = g_str_equal (field, "update_time");
  if (!query->by_update && !g_str_equal (field, "create_time"))
    return tiem_sandbox_shopee_call_fail_param (
        call, "time_range_field", "must be one of [create_time update_time]");
  if (query->from < query->to && query->to - query->from <= WIDEST_WINDOW_S)
    return TRUE;
  tiem_sandbox_shopee_call_fail (call,
                                 "order.order_list_invalid_time",
                                 "Start time must be earlier than end time and diff in 15days.");
  return FALSE;
}

static gboolean
read_status (TiemSandboxShopeeCall *call,
             Query *query)
{
  static const char *const offered[]
      = { "UNPAID",    "READY_TO_SHIP", "PROCESSED",       "SHIPPED", "COMPLETED",
          "IN_CANCEL", "CANCELLED",     "INVOICE_PENDING", NULL };

  query->status = tiem_sandbox_shopee_call_dup_text (call, "order_status");
  return *query->status == '\0' || g_strv_contains (offered, query->status)
         || tiem_sandbox_shopee_call_fail_param (call, "order_status", "is invalid");
}

static gboolean
read_cursor (TiemSandboxShopeeCall *call,
             Query *query)
{
  g_autofree char *cursor = tiem_sandbox_shopee_call_dup_text (call, "cursor");
  g_auto (GStrv) parts = g_strsplit (cursor, "-", 2);

  if (*cursor == '\0')
    return TRUE;
  if (g_strv_length (parts) != 2)
    return tiem_sandbox_shopee_call_fail_param (call, "cursor", "is invalid");
  query->after_time = g_ascii_strtoll (parts[0], NULL, 16);
  query->after_id = g_ascii_strtoll (parts[1], NULL, 16);
  return TRUE;
}

static gboolean
read_query (TiemSandboxShopeeCall *call,
            Query *query)
{
  g_auto (GStrv) fields = tiem_sandbox_shopee_call_dup_words (call, "response_optional_fields");

  query->shows_status = g_strv_contains ((const char *const *)fields, "order_status");
  query->shows_pending
      = tiem_sandbox_json_get_bool (call->params, "request_order_status_pending", FALSE);
  return read_window (call, query)
         && tiem_sandbox_shopee_call_need_size (call, "page_size", MOST_ROWS, &query->size)
         && read_status (call, query) && read_cursor (call, query);
}

static gint64
get_time (const Query *query,
          const TiemSandboxOrder *order)
{
  return (query->by_update ? order->modified_at : order->created_at) / 1000;
}

static int
compare_orders (gconstpointer a,
                gconstpointer b,
                gpointer user_data)
{
  const TiemSandboxOrder *left = *(const TiemSandboxOrder *const *)a;
  const TiemSandboxOrder *right = *(const TiemSandboxOrder *const *)b;
  gint64 left_time = get_time (user_data, left);
  gint64 right_time = get_time (user_data, right);

  if (left_time != right_time)
    return left_time < right_time ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

/* Returns: (transfer container): what fits and comes after the cursor, in order */
static GPtrArray *
choose_orders (TiemSandboxShopeeCall *call,
               Query *query)
{
  GPtrArray *orders = tiem_sandbox_shopee_get_shop (call->shopee)->orders;
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < orders->len; i++)
    {
      TiemSandboxOrder *order = orders->pdata[i];
      gint64 time = get_time (query, order);
      const char *status = tiem_sandbox_shopee_order_get_shown_status (order, query->shows_pending);

      if (time < query->from || time > query->to
          || (*query->status != '\0' && !g_str_equal (status, query->status)))
        continue;
      if (time > query->after_time || (time == query->after_time && order->id > query->after_id))
        g_ptr_array_add (chosen, order);
    }
  g_ptr_array_sort_with_data (chosen, compare_orders, query);
  return chosen;
}

static char *
make_cursor (const Query *query,
             GPtrArray *orders,
             guint end)
{
  gint64 time = query->after_time;
  gint64 id = query->after_id;

  if (end > 0)
    {
      time = get_time (query, orders->pdata[end - 1]);
      id = ((const TiemSandboxOrder *)orders->pdata[end - 1])->id;
    }
  return g_strdup_printf ("%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x", time, id);
}

JsonNode *
tiem_sandbox_shopee_get_order_list (TiemSandboxShopeeCall *call)
{
  g_auto (Query) query = { 0 };
  g_autoptr (GPtrArray) orders = NULL;
  g_autofree char *cursor = NULL;
  JsonObject *response;
  JsonArray *list;
  gboolean is_empty;
  gboolean has_more;
  guint end;

  if (!read_query (call, &query))
    return NULL;
  orders = choose_orders (call, &query);
  is_empty = tiem_sandbox_shopee_call_is_empty_page (call);
  end = is_empty ? 0 : MIN (orders->len, (guint)query.size);
  has_more = is_empty || end < orders->len;
  cursor = has_more ? make_cursor (&query, orders, end) : g_strdup ("");
  response = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < end; i++)
    {
      const TiemSandboxOrder *order = orders->pdata[i];
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "order_sn", order->number);
      if (query.shows_status)
        json_object_set_string_member (
            row,
            "order_status",
            tiem_sandbox_shopee_order_get_shown_status (order, query.shows_pending));
      json_array_add_object_element (list, row);
    }
  json_object_set_boolean_member (response, "more", has_more);
  json_object_set_string_member (response, "next_cursor", cursor);
  json_object_set_array_member (response, "order_list", list);
  return tiem_sandbox_json_from_object (response);
}

/* --- get_order_detail --- */

JsonNode *
tiem_sandbox_shopee_get_order_detail (TiemSandboxShopeeCall *call)
{
  g_auto (GStrv) numbers = tiem_sandbox_shopee_call_need_words (call, "order_sn_list", MOST_ORDERS);
  g_auto (GStrv) fields = tiem_sandbox_shopee_call_dup_words (call, "response_optional_fields");
  gboolean shows_pending
      = tiem_sandbox_json_get_bool (call->params, "request_order_status_pending", FALSE);
  g_autoptr (JsonArray) list = NULL;
  JsonObject *response;

  if (numbers == NULL)
    return NULL;
  list = json_array_new ();
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      const TiemSandboxOrder *order = tiem_sandbox_shopee_find_order (call->shopee, numbers[i]);

      if (order == NULL)
        return tiem_sandbox_shopee_call_fail (
            call, "error_not_found", "Wrong parameters, detail: the order is not found.");
      json_array_add_object_element (
          list,
          tiem_sandbox_shopee_order_describe (
              call->shopee, order, (const char *const *)fields, shows_pending));
    }
  response = json_object_new ();
  json_object_set_array_member (response, "order_list", g_steal_pointer (&list));
  return tiem_sandbox_json_from_object (response);
}

/* --- cancelling and notes --- */

static JsonNode *
answer_update_time (const TiemSandboxOrder *order)
{
  JsonObject *response = json_object_new ();

  json_object_set_int_member (response, "update_time", order->modified_at / 1000);
  return tiem_sandbox_json_from_object (response);
}

/* Returns: (nullable): the line that @entry names by item_id and model_id */
static TiemSandboxLine *
find_line (const TiemSandboxOrder *order,
           JsonObject *entry)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (line->product_id == tiem_sandbox_json_get_int (entry, "item_id", 0)
          && line->variation_id == tiem_sandbox_json_get_int (entry, "model_id", 0))
        return line;
    }
  return NULL;
}

/* The goods that are missing must be named, and be of this order. */
static gboolean
check_missing (TiemSandboxShopeeCall *call,
               const TiemSandboxOrder *order)
{
  JsonArray *list = tiem_sandbox_shopee_call_need_objects (call, "item_list", 100);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (find_line (order, json_array_get_object_element (list, i)) == NULL)
      return tiem_sandbox_shopee_call_fail_param (call, "item_list", "is invalid");
  return list != NULL;
}

/* Some units of some lines, since 2026-05 (Shopee §8.5). All of them or, refused, none. */
static gboolean
cancel_parts (TiemSandboxShopeeCall *call,
              TiemSandboxOrder *order)
{
  static const char name[] = "partial_cancel_item_list";
  JsonArray *list = tiem_sandbox_shopee_call_need_objects (call, name, 100);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      const TiemSandboxLine *line = find_line (order, entry);
      gint64 units = tiem_sandbox_json_get_int (entry, "model_quantity", 0);

      if (line == NULL || units < 1
          || units > line->quantity - tiem_sandbox_json_get_int (line->extra, "cancelled_qty", 0))
        return tiem_sandbox_shopee_call_fail_param (call, name, "is invalid");
    }
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);

      tiem_sandbox_shopee_order_cancel_units (
          call->shopee,
          order,
          find_line (order, entry),
          tiem_sandbox_json_get_int (entry, "model_quantity", 0));
    }
  return list != NULL;
}

JsonNode *
tiem_sandbox_shopee_cancel_order (TiemSandboxShopeeCall *call)
{
  static const char *const reasons[]
      = { "OUT_OF_STOCK", "CUSTOMER_REQUEST", "COD_NOT_SUPPORTED", NULL };
  static const char *const open[]
      = { "UNPAID", "PENDING", "READY_TO_SHIP", "PROCESSED", "RETRY_SHIP", NULL };
  TiemSandboxOrder *order = tiem_sandbox_shopee_call_need_order (call);
  g_autofree char *reason = NULL;
  gboolean is_part;

  if (order == NULL)
    return NULL;
  reason = tiem_sandbox_shopee_call_need_text (call, "cancel_reason");
  if (reason == NULL)
    return NULL;
  if (!g_strv_contains (reasons, reason)
      || (g_str_equal (reason, "COD_NOT_SUPPORTED")
          && !json_object_get_boolean_member (order->extra, "cod")))
    {
      tiem_sandbox_shopee_call_fail_param (call, "cancel_reason", "is invalid");
      return NULL;
    }
  is_part = tiem_sandbox_json_has (call->params, "partial_cancel_item_list");
  if (!is_part && g_str_equal (reason, "OUT_OF_STOCK") && !check_missing (call, order))
    return NULL;
  if (!g_strv_contains (open, order->status) || tiem_sandbox_shopee_order_has_left (order))
    return tiem_sandbox_shopee_call_fail (call, "order.error_limit", "Can not cancel this order");
  if (!is_part)
    tiem_sandbox_shopee_order_cancel (call->shopee, order, "seller", reason);
  else if (!cancel_parts (call, order))
    return NULL;
  return answer_update_time (order);
}

JsonNode *
tiem_sandbox_shopee_handle_buyer_cancellation (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_shopee_call_need_order (call);
  g_autofree char *operation = NULL;
  gboolean accepts;

  if (order == NULL)
    return NULL;
  operation = tiem_sandbox_shopee_call_need_text (call, "operation");
  if (operation == NULL)
    return NULL;
  accepts = g_str_equal (operation, "ACCEPT");
  if (!accepts && !g_str_equal (operation, "REJECT"))
    {
      tiem_sandbox_shopee_call_fail_param (call, "operation", "must be one of [ACCEPT REJECT]");
      return NULL;
    }
  if (!tiem_sandbox_shopee_order_is (order, "IN_CANCEL"))
    return tiem_sandbox_shopee_call_fail (
        call, "order.cancel_order_invalid_status", "The order is not in cancel status.");
  tiem_sandbox_shopee_order_answer_wish (call->shopee, order, accepts);
  return answer_update_time (order);
}

JsonNode *
tiem_sandbox_shopee_set_note (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_shopee_call_need_order (call);
  g_autofree char *note = NULL;

  if (order == NULL)
    return NULL;
  if (!tiem_sandbox_json_has (call->params, "note"))
    {
      tiem_sandbox_shopee_call_fail_param (call, "note", NULL);
      return NULL;
    }
  note = tiem_sandbox_shopee_call_dup_text (call, "note");
  if (g_utf8_strlen (note, -1) > LONGEST_NOTE)
    {
      tiem_sandbox_shopee_call_fail_param (call, "note", "must be 500 or less");
      return NULL;
    }
  tiem_sandbox_shopee_order_touch (call->shopee, order);
  json_object_set_string_member (order->extra, "note", note);
  json_object_set_int_member (
      order->extra, "note_update_time", tiem_sandbox_shopee_seconds (call->shopee));
  return NULL;
}
