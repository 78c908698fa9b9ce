#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-reverse.h"

#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"

#define DEFAULT_PAGE_SIZE 10
#define MAX_PAGE_SIZE 100
#define MAX_PAGE 100000

static JsonObject *
refuse (TiemSandboxLazadaCall *call,
        const char *code,
        const char *message)
{
  return tiem_sandbox_lazada_call_fail (
      call, code, TIEM_SANDBOX_LAZADA_ISP, "E0%s: %s", code, message);
}

/* What the list is narrowed to. Times are ms UTC. */
typedef struct
{
  gint64 reverse_order_id; /* 0 = all */
  gint64 trade_order_id;   /* 0 = all */
  gboolean has_dispute;
  gboolean is_elsewhere;  /* sent to a warehouse of Lazada's: none is */
  JsonNode *types;        /* (nullable) a list of words, as are the two below */
  JsonNode *statuses;     /* (nullable) */
  JsonNode *ofc_statuses; /* (nullable) */
  gint64 ranges[3][2];    /* of the stamps in stamp_names */
} Filter;

static const char *const stamp_names[] = { "trade_order_gmt_create",
                                           "return_order_line_gmt_create",
                                           "return_order_line_gmt_modified" };
static const char *const range_names[]
    = { "TradeOrderLineCreatedTime", "ReverseOrderLineTime", "ReverseOrderLineModifiedTime" };

static void
filter_clear (Filter *self)
{
  g_clear_pointer (&self->types, json_node_unref);
  g_clear_pointer (&self->statuses, json_node_unref);
  g_clear_pointer (&self->ofc_statuses, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_clear)

static gboolean
read_filter (TiemSandboxLazadaCall *call,
             Filter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (range_names); i++)
    {
      g_autofree char *start = g_strconcat (range_names[i], "RangeStart", NULL);
      g_autofree char *end = g_strconcat (range_names[i], "RangeEnd", NULL);

      if (!tiem_sandbox_lazada_call_get_int (call, start, 0, &filter->ranges[i][0])
          || !tiem_sandbox_lazada_call_get_int (call, end, G_MAXINT64, &filter->ranges[i][1]))
        return FALSE;
    }
  filter->types = tiem_sandbox_lazada_call_get_json (call, "request_type_list");
  filter->statuses = tiem_sandbox_lazada_call_get_json (call, "reverse_status_list");
  filter->ofc_statuses = tiem_sandbox_lazada_call_get_json (call, "ofc_status_list");
  filter->is_elsewhere
      = g_strcmp0 (tiem_sandbox_lazada_call_get (call, "return_to_type"), "RTW") == 0;
  filter->has_dispute
      = g_strcmp0 (tiem_sandbox_lazada_call_get (call, "dispute_in_progress"), "true") == 0;
  return tiem_sandbox_lazada_call_get_int (call, "reverse_order_id", 0, &filter->reverse_order_id)
         && tiem_sandbox_lazada_call_get_int (call, "trade_order_id", 0, &filter->trade_order_id);
}

/* Whether @word is in @list; an absent or empty list has every word. */
static gboolean
is_in (JsonNode *list,
       const char *word)
{
  JsonArray *array
      = list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

  if (array == NULL || json_array_get_length (array) == 0)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *text = tiem_sandbox_json_node_text (json_array_get_element (array, i));

      if (g_strcmp0 (text, word) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
line_fits (JsonObject *line,
           const Filter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (stamp_names); i++)
    {
      gint64 at = json_object_get_int_member (line, stamp_names[i]);

      if (at < filter->ranges[i][0] || at > filter->ranges[i][1])
        return FALSE;
    }
  return is_in (filter->statuses, json_object_get_string_member (line, "reverse_status"))
         && is_in (filter->ofc_statuses, json_object_get_string_member (line, "ofc_status"))
         && (!filter->has_dispute || json_object_get_boolean_member (line, "is_dispute"));
}

static gboolean
fits (JsonObject *reverse,
      const Filter *filter)
{
  JsonArray *lines = json_object_get_array_member (reverse, "lines");

  if (filter->is_elsewhere
      || (filter->reverse_order_id != 0
          && json_object_get_int_member (reverse, "reverse_order_id") != filter->reverse_order_id)
      || (filter->trade_order_id != 0
          && json_object_get_int_member (reverse, "trade_order_id") != filter->trade_order_id)
      || !is_in (filter->types, json_object_get_string_member (reverse, "request_type")))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (lines); i++)
    if (line_fits (json_array_get_object_element (lines, i), filter))
      return TRUE;
  return FALSE;
}

static void
copy (JsonObject *to,
      JsonObject *from,
      const char *name)
{
  json_object_set_member (to, name, tiem_sandbox_json_copy (json_object_get_member (from, name)));
}

/* The two calls that show a line differ in the names of what it is about. */
static JsonObject *
line_to_json (TiemSandboxLazada *lazada,
              JsonObject *line,
              gboolean is_detail)
{
  static const char *const names[] = { "reverse_order_line_id",
                                       "trade_order_line_id",
                                       "reverse_status",
                                       "ofc_status",
                                       "refund_amount",
                                       "item_unit_price",
                                       "reason_code",
                                       "reason_text",
                                       "is_need_refund",
                                       "seller_sku_id",
                                       "tracking_number",
                                       "sla",
                                       "return_order_line_gmt_create",
                                       "return_order_line_gmt_modified",
                                       "trade_order_gmt_create" };
  g_autofree char *sku_id
      = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (line, "sku_id"));
  JsonObject *object = json_object_new ();
  JsonObject *product = json_object_new ();
  JsonObject *buyer = json_object_new ();
  TiemSandboxOrder *order = NULL;

  tiem_sandbox_lazada_find_unit (
      lazada, json_object_get_int_member (line, "trade_order_line_id"), &order);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    copy (object, line, names[i]);
  tiem_sandbox_lazada_set_bool (
      lazada, object, "is_dispute", json_object_get_boolean_member (line, "is_dispute"));
  json_object_set_string_member (object, "platform_sku_id", sku_id);
  copy (product, line, "product_id");
  json_object_set_string_member (product, is_detail ? "sku" : "product_sku", sku_id);
  json_object_set_int_member (
      buyer,
      is_detail ? "user_id" : "buyer_id",
      order != NULL ? tiem_sandbox_json_get_int (order->extra, "buyer_id", 0) : 0);
  json_object_set_object_member (object, is_detail ? "productDTO" : "product", product);
  json_object_set_object_member (object, "buyer", buyer);
  return object;
}

static JsonObject *
reverse_to_json (TiemSandboxLazada *lazada,
                 JsonObject *reverse,
                 gboolean is_detail)
{
  JsonArray *lines = json_object_get_array_member (reverse, "lines");
  JsonArray *list = json_array_new ();
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < json_array_get_length (lines); i++)
    json_array_add_object_element (
        list, line_to_json (lazada, json_array_get_object_element (lines, i), is_detail));
  copy (object, reverse, "reverse_order_id");
  copy (object, reverse, "trade_order_id");
  copy (object, reverse, "request_type");
  tiem_sandbox_lazada_set_bool (lazada, object, "is_rtm", TRUE);
  json_object_set_string_member (object, "shipping_type", "DROP_OFF");
  json_object_set_array_member (
      object, is_detail ? "reverseOrderLineDTOList" : "reverse_order_lines", list);
  return object;
}

JsonObject *
tiem_sandbox_lazada_list_reverses (TiemSandboxLazadaCall *call)
{
  g_auto (Filter) filter = { 0 };
  JsonObject *members;
  JsonObject *result;
  JsonArray *items;
  gint64 page_no;
  gint64 page_size;
  gint64 total = 0;

  if (tiem_sandbox_lazada_call_get (call, "page_no") == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "page_no");
  if (tiem_sandbox_lazada_call_get (call, "page_size") == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "page_size");
  if (!tiem_sandbox_lazada_call_get_int (call, "page_no", 1, &page_no) || page_no < 1
      || page_no > MAX_PAGE)
    return refuse (call, "121", "page number invalid");
  if (!tiem_sandbox_lazada_call_get_int (call, "page_size", 10, &page_size) || page_size < 1
      || page_size > MAX_PAGE_SIZE)
    return refuse (call, "120", "page size invalid");
  if (!read_filter (call, &filter))
    return refuse (call, "106", "ROC internal error");

  items = json_array_new ();
  for (guint i = 0; i < call->lazada->reverses->len; i++)
    {
      JsonObject *reverse = call->lazada->reverses->pdata[i];

      if (!fits (reverse, &filter))
        continue;
      if (total >= (page_no - 1) * page_size && total < page_no * page_size)
        json_array_add_object_element (items, reverse_to_json (call->lazada, reverse, FALSE));
      total++;
    }
  members = json_object_new ();
  result = json_object_new ();
  json_object_set_boolean_member (result, "success", TRUE);
  json_object_set_int_member (result, "page_no", page_no);
  json_object_set_int_member (result, "page_size", page_size);
  json_object_set_int_member (result, "total", total);
  json_object_set_array_member (result, "items", items);
  json_object_set_object_member (members, "result", result);
  return members;
}

JsonObject *
tiem_sandbox_lazada_get_reverse (TiemSandboxLazadaCall *call)
{
  JsonObject *reverse = NULL;
  gint64 id;

  if (!tiem_sandbox_lazada_call_get_int (call, "reverse_order_id", 0, &id) || id == 0)
    return refuse (call, "105", "reverse order id is empty or invalid");
  reverse = tiem_sandbox_lazada_reverse_find (call->lazada, id);
  if (reverse == NULL)
    return refuse (call, "106", "ROC internal error");
  return tiem_sandbox_lazada_call_answer_object (reverse_to_json (call->lazada, reverse, TRUE));
}

/* The line of reverse_order_line_id. Returns: (nullable): NULL when the call is refused */
static JsonObject *
read_line (TiemSandboxLazadaCall *call)
{
  JsonObject *line = NULL;
  gint64 id;

  if (!tiem_sandbox_lazada_call_get_int (call, "reverse_order_line_id", 0, &id) || id == 0)
    return refuse (call, "103", "reverse order line id is empty when query reject reason");
  line = tiem_sandbox_lazada_reverse_find_line (call->lazada, id);
  return line != NULL ? line : refuse (call, "106", "ROC internal error");
}

JsonObject *
tiem_sandbox_lazada_get_reverse_history (TiemSandboxLazadaCall *call)
{
  JsonObject *line = read_line (call);
  JsonArray *history;
  JsonArray *list;
  JsonObject *data;
  JsonObject *page;
  gint64 number;
  gint64 size;

  if (line == NULL)
    return NULL;
  if (!tiem_sandbox_lazada_call_get_int (call, "page_size", DEFAULT_PAGE_SIZE, &size) || size < 1
      || size > MAX_PAGE_SIZE)
    return refuse (call, "120", "page size invalid");
  if (!tiem_sandbox_lazada_call_get_int (call, "page_number", 1, &number) || number < 1
      || number > MAX_PAGE)
    return refuse (call, "121", "page number invalid");
  history = json_object_get_array_member (line, "history");
  list = json_array_new ();
  for (gint64 i = (number - 1) * size;
       i < MIN (number * size, (gint64)json_array_get_length (history));
       i++)
    json_array_add_element (list, tiem_sandbox_json_copy (json_array_get_element (history, i)));
  data = json_object_new ();
  page = json_object_new ();
  json_object_set_int_member (page, "page_size", size);
  json_object_set_int_member (page, "current_page_number", number);
  json_object_set_int_member (page, "total", json_array_get_length (history));
  json_object_set_array_member (data, "list", list);
  json_object_set_object_member (data, "page_info", page);
  return tiem_sandbox_lazada_call_answer_object (data);
}

JsonObject *
tiem_sandbox_lazada_get_reverse_reasons (TiemSandboxLazadaCall *call)
{
  static const struct
  {
    gint64 id;
    const char *text;
    const char *local;
  } reasons[] = {
    { 1007, "Item is not damaged or defective", "Hàng không hư hỏng hay lỗi" },
    { 1008, "Item received is not from this shop", "Hàng gửi trả không phải của shop" },
    { 1009, "Item was used", "Hàng đã qua sử dụng" },
    { 1022, "Others", "Lý do khác" },
  };
  JsonArray *list;

  if (read_line (call) == NULL)
    return NULL;
  list = json_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      JsonObject *reason = json_object_new ();

      json_object_set_int_member (reason, "reason_id", reasons[i].id);
      json_object_set_string_member (reason, "text", reasons[i].text);
      json_object_set_string_member (reason, "muti_language_text", reasons[i].local);
      json_array_add_object_element (list, reason);
    }
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_array (list));
}

/* What the seller may do, and from where to where it leads. */
static const struct
{
  const char *action;
  const char *type;
  const char *from;
  const char *to;
  const char *ofc_status;
  gboolean is_refusal;
  gboolean needs_picture;
} actions[] = {
  { "instantRefund", "RETURN", "REQUEST_INITIATE", "REFUND_SUCCESS", NULL, FALSE, FALSE },
  { "agreeReturn",
    "RETURN",
    "REQUEST_INITIATE",
    "SELLER_AGREE_RETURN",
    "RETURN_PICKUP_PENDING",
    FALSE,
    FALSE },
  { "refuseReturn", "RETURN", "REQUEST_INITIATE", "REQUEST_REJECT", NULL, TRUE, FALSE },
  { "confirmDelivery", "RETURN", "BUYER_RETURN_ITEM", "REFUND_PENDING", NULL, FALSE, FALSE },
  { "agreeRefund", "RETURN", "REFUND_PENDING", "REFUND_SUCCESS", NULL, FALSE, FALSE },
  { "refuseRefund", "RETURN", "REFUND_PENDING", "SELLER_REJECT_REFUND", NULL, TRUE, TRUE },
  { "agreeRefund", "ONLY_REFUND", "REQUEST_INITIATE", "REFUND_SUCCESS", NULL, FALSE, FALSE },
  { "startDispute", "ONLY_REFUND", "REQUEST_INITIATE", "SELLER_REJECT_REFUND", NULL, TRUE, TRUE },
};

/* Returns: the index of the action asked for; −1 when there is no such one for @type */
static int
find_action (const char *action,
             const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_strcmp0 (action, actions[i].action) == 0 && g_str_equal (actions[i].type, type))
      return (int)i;
  return -1;
}

/* Returns: (transfer container) (nullable): the lines asked for; NULL when the call is refused */
static GPtrArray *
read_lines (TiemSandboxLazadaCall *call,
            JsonObject *reverse)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "reverse_order_item_ids");
  g_autoptr (GArray) ids = tiem_sandbox_lazada_read_ids (node);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  JsonArray *all = json_object_get_array_member (reverse, "lines");

  if (ids == NULL || ids->len == 0)
    refuse (call, "100", "reverse order list is empty");
  for (guint i = 0; call->code == NULL && i < ids->len; i++)
    {
      guint before = lines->len;

      for (guint j = 0; j < json_array_get_length (all); j++)
        {
          JsonObject *line = json_array_get_object_element (all, j);

          if (json_object_get_int_member (line, "reverse_order_line_id")
              == g_array_index (ids, gint64, i))
            g_ptr_array_add (lines, line);
        }
      if (lines->len == before)
        refuse (call, "126", "invalid reverse order lines");
    }
  return call->code == NULL ? g_steal_pointer (&lines) : NULL;
}

/* Refusing needs a reason, words and, of a refund, a picture; one line at a time. */
static gboolean
check_refusal (TiemSandboxLazadaCall *call,
               int action,
               guint n_lines,
               const char *pictures)
{
  gboolean is_dispute = g_str_equal (actions[action].action, "startDispute");
  g_autoptr (JsonNode) images = tiem_sandbox_lazada_call_get_json (call, pictures);

  if (!actions[action].is_refusal)
    return TRUE;
  if (n_lines > 1)
    refuse (call,
            is_dispute ? "133" : "111",
            is_dispute ? "do not support batch operation"
                       : "do not support massive reverse order line operation if you want to "
                         "refuse return or refund");
  else if (!is_dispute && tiem_sandbox_lazada_call_get (call, "reason_id") == NULL)
    refuse (call, "108", "reason can't be empty if you want to refuse return or refund");
  else if (tiem_sandbox_lazada_call_get (call, "comment") == NULL)
    refuse (call, "109", "comment can't be empty if you want to refuse return or refund");
  else if (actions[action].needs_picture
           && (images == NULL || !JSON_NODE_HOLDS_ARRAY (images)
               || json_array_get_length (json_node_get_array (images)) == 0))
    refuse (call, "110", "image can't be empty if you want to refuse refund");
  return call->code == NULL;
}

static gboolean
carry_out (TiemSandboxLazadaCall *call,
           JsonObject *reverse,
           GPtrArray *lines,
           int action)
{
  for (guint i = 0; i < lines->len; i++)
    if (!g_str_equal (json_object_get_string_member (lines->pdata[i], "reverse_status"),
                      actions[action].from))
      {
        refuse (call, "114", "this reverse does not support this action");
        return FALSE;
      }
  for (guint i = 0; i < lines->len; i++)
    {
      if (actions[action].needs_picture)
        json_object_set_boolean_member (lines->pdata[i], "is_dispute", TRUE);
      tiem_sandbox_lazada_reverse_line_move (call->lazada,
                                             reverse,
                                             lines->pdata[i],
                                             actions[action].to,
                                             actions[action].ofc_status,
                                             "seller");
    }
  return TRUE;
}

/* @type: of the reverse orders this call is for. Returns: whether it is done */
static gboolean
act (TiemSandboxLazadaCall *call,
     const char *type,
     const char *pictures)
{
  int action = find_action (tiem_sandbox_lazada_call_get (call, "action"), type);
  g_autoptr (GPtrArray) lines = NULL;
  JsonObject *reverse;
  gint64 id;

  if (action < 0)
    refuse (call, "107", "invalid action");
  else if (!tiem_sandbox_lazada_call_get_int (call, "reverse_order_id", 0, &id) || id == 0)
    refuse (call, "125", "invalid reverse id");
  else if ((reverse = tiem_sandbox_lazada_reverse_find (call->lazada, id)) == NULL)
    refuse (call, "112", "no reverse order found");
  else if (!g_str_equal (json_object_get_string_member (reverse, "request_type"), type))
    refuse (call, "114", "this reverse does not support this action");
  else if ((lines = read_lines (call, reverse)) != NULL
           && check_refusal (call, action, lines->len, pictures))
    return carry_out (call, reverse, lines, action);
  return FALSE;
}

JsonObject *
tiem_sandbox_lazada_update_return (TiemSandboxLazadaCall *call)
{
  return act (call, "RETURN", "image_info")
             ? tiem_sandbox_lazada_call_answer_object (json_object_new ())
             : NULL;
}

JsonObject *
tiem_sandbox_lazada_decide_refund (TiemSandboxLazadaCall *call)
{
  return act (call, "ONLY_REFUND", "image_info_list")
             ? tiem_sandbox_lazada_call_answer (json_node_new (JSON_NODE_NULL))
             : NULL;
}
