#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-page.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define ANSWER_MS (48 * 60 * MINUTE_MS)

#define PENDING "CANCELLATION_REQUEST_PENDING"
#define SUCCESS "CANCELLATION_REQUEST_SUCCESS"
#define COMPLETE "CANCELLATION_REQUEST_COMPLETE"
/* What is asked for has another ending than what is answered (§7.1). */
#define WITHDRAWN "CANCELLATION_REQUEST_CANCEL"
#define WITHDRAWN_ANSWER "CANCELLATION_REQUEST_CANCELLED"

#define WRONG_REASON 25001021
/* Our own, no source gives it: somebody answered before. */
#define WRONG_STATUS 25001022

#define BUYER_REASON "ecom_order_to_ship_canceled_reason_created_by_mistakes"

/* The seller's reasons in Việt Nam, by what the order is. */
static const struct
{
  gboolean is_unpaid;
  const char *name;
} seller_reasons[] = {
  { TRUE, "seller_cancel_unpaid_reason_out_of_stock" },
  { TRUE, "seller_cancel_unpaid_reason_wrong_price" },
  { TRUE, "seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed" },
  { FALSE, "seller_cancel_reason_out_of_stock" },
  { FALSE, "seller_cancel_reason_wrong_price" },
  { FALSE, "seller_cancel_paid_reason_address_not_deliver" },
};

static const struct
{
  gboolean is_return;
  const char *name;
  const char *text;
} reject_reasons[] = {
  { FALSE, "seller_reject_apply_product_has_been_packed", "Hàng đã được đóng gói" },
  { FALSE,
    "order_manage_list_action_respond_popup_reject_reason_delivered",
    "Hàng đã được gửi đi" },
  { FALSE,
    "order_manage_list_action_respond_popup_reject_reason_buyer_agree",
    "Khách đã đồng ý nhận hàng" },
  { FALSE,
    "order_manage_list_action_respond_popup_reject_reason_invalid_cancellation_reason",
    "Lý do huỷ không hợp lệ" },
  { TRUE, "reverse_reject_request_reason_1", "Khách và người bán đã thoả thuận xong" },
  { TRUE, "reverse_reject_request_reason_2", "Hàng gửi đi không có lỗi" },
};

static void
refunded_cb (gpointer owner,
             gint64 id,
             int detail)
{
  TiemSandboxTts *tts = owner;
  TiemSandboxTtsCase *found = tiem_sandbox_tts_cases_find (tts->cancellations, id);

  if (found != NULL && g_str_equal (found->status, SUCCESS))
    tiem_sandbox_tts_case_set_status (tts, found, COMPLETE);
}

/* The money goes back; where none came there is none to wait for. */
static void
grant (TiemSandboxTts *tts,
       TiemSandboxTtsCase *found,
       const TiemSandboxOrder *order)
{
  if (tts->is_past || order->paid_at == 0)
    {
      tiem_sandbox_tts_case_set_status (tts, found, COMPLETE);
      return;
    }
  tiem_sandbox_tts_case_set_status (tts, found, SUCCESS);
  tiem_sandbox_tts_schedule (tts, 30 * MINUTE_MS, refunded_cb, found->id, 0);
}

/* Returns: (nullable): what the buyer waits for */
static TiemSandboxTtsCase *
find_pending (TiemSandboxTts *tts,
              const TiemSandboxOrder *order)
{
  TiemSandboxTtsCase *last = tiem_sandbox_tts_cases_find_last (tts->cancellations, order);

  return last != NULL && g_str_equal (last->status, PENDING) ? last : NULL;
}

void
tiem_sandbox_tts_cases_note_cancelled (TiemSandboxTts *tts,
                                       TiemSandboxOrder *order,
                                       const char *initiator,
                                       const char *reason)
{
  TiemSandboxTtsCase *found = find_pending (tts, order);

  if (found == NULL)
    {
      found
          = tiem_sandbox_tts_case_new (tts,
                                       order,
                                       0,
                                       g_str_equal (initiator, "BUYER") ? "BUYER_CANCEL" : "CANCEL",
                                       SUCCESS,
                                       initiator,
                                       reason);
      g_ptr_array_add (tts->cancellations, found);
    }
  grant (tts, found, order);
}

static void
set_request (TiemSandboxTts *tts,
             TiemSandboxOrder *order,
             const TiemSandboxTtsCase *request)
{
  json_object_set_boolean_member (order->extra, "is_buyer_request_cancel", request != NULL);
  if (request != NULL)
    {
      tiem_sandbox_tts_set_time (order->extra, "request_cancel_time", request->created_at);
      tiem_sandbox_tts_set_time (order->extra, "cancel_order_sla_time", request->deadline);
    }
  tiem_sandbox_tts_order_touch (tts, order);
}

void
tiem_sandbox_tts_buyer_withdraw (TiemSandboxTts *tts,
                                 TiemSandboxOrder *order)
{
  TiemSandboxTtsCase *request = find_pending (tts, order);

  if (request == NULL)
    return;
  tiem_sandbox_tts_case_set_status (tts, request, WITHDRAWN);
  set_request (tts, order, NULL);
}

/* The seller did not answer in time: the buyer's wish is granted, unless the parcel left. */
static void
answer_overdue_cb (gpointer owner,
                   gint64 id,
                   int detail)
{
  TiemSandboxTts *tts = owner;
  TiemSandboxTtsCase *found = tiem_sandbox_tts_cases_find (tts->cancellations, id);
  TiemSandboxOrder *order;

  if (found == NULL || !g_str_equal (found->status, PENDING))
    return;
  order = tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (tts), found->order_id);
  if (tiem_sandbox_tts_order_has_left (order))
    tiem_sandbox_tts_buyer_withdraw (tts, order);
  else
    tiem_sandbox_tts_order_cancel (tts, order, "BUYER", found->reason);
}

void
tiem_sandbox_tts_buyer_cancel (TiemSandboxTts *tts,
                               TiemSandboxOrder *order)
{
  TiemSandboxTtsStatus status = tiem_sandbox_tts_order_get_status (order);
  TiemSandboxTtsCase *request;

  if (status > TIEM_SANDBOX_TTS_AWAITING_COLLECTION || find_pending (tts, order) != NULL)
    return;
  if (status <= TIEM_SANDBOX_TTS_ON_HOLD)
    {
      tiem_sandbox_tts_order_cancel (tts, order, "BUYER", BUYER_REASON);
      return;
    }
  request
      = tiem_sandbox_tts_case_new (tts, order, 0, "BUYER_CANCEL", PENDING, "BUYER", BUYER_REASON);
  request->deadline = request->created_at + ANSWER_MS;
  g_ptr_array_add (tts->cancellations, request);
  set_request (tts, order, request);
  tiem_sandbox_tts_schedule (tts, ANSWER_MS, answer_overdue_cb, request->id, 0);
}

/* Whether a seller may cancel an order in that status for that reason. */
static gboolean
is_reason_for (const char *reason,
               TiemSandboxTtsStatus status)
{
  if (status > TIEM_SANDBOX_TTS_AWAITING_SHIPMENT)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (seller_reasons); i++)
    if (g_str_equal (reason, seller_reasons[i].name)
        && seller_reasons[i].is_unpaid == (status == TIEM_SANDBOX_TTS_UNPAID))
      return TRUE;
  return FALSE;
}

JsonObject *
tiem_sandbox_tts_create_cancellation (TiemSandboxTtsCall *call)
{
  g_autofree char *id = tiem_sandbox_json_dup_text (call->body, "order_id");
  g_autofree char *reason = tiem_sandbox_json_dup_text (call->body, "cancel_reason");
  TiemSandboxOrder *order = tiem_sandbox_tts_call_find_order (call, id);
  const TiemSandboxTtsCase *made;
  JsonObject *data;

  if (order == NULL)
    return NULL;
  /* Single lines only in other countries (§7.1). */
  if (tiem_sandbox_json_has (call->body, "order_line_item_ids"))
    return tiem_sandbox_tts_call_refuse (
        call, "Invalid request: order_line_item_ids is not supported in this region.");
  if (!is_reason_for (reason, tiem_sandbox_tts_order_get_status (order)))
    return tiem_sandbox_tts_call_object_to (call, WRONG_REASON, "Reason not match order status");
  tiem_sandbox_tts_order_cancel (call->tts, order, "SELLER", reason);
  made = tiem_sandbox_tts_cases_find_last (call->tts->cancellations, order);
  data = json_object_new ();
  tiem_sandbox_tts_set_id (data, "cancel_id", made->id);
  json_object_set_string_member (data, "cancel_status", made->status);
  return data;
}

static const char *
get_answered_status (const TiemSandboxTtsCase *found)
{
  return g_str_equal (found->status, WITHDRAWN) ? WITHDRAWN_ANSWER : found->status;
}

static JsonObject *
describe_row (TiemSandboxTts *tts,
              gpointer entry)
{
  const TiemSandboxTtsCase *found = entry;
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_id (object, "cancel_id", found->id);
  json_object_set_string_member (object, "cancel_type", found->type);
  json_object_set_string_member (object, "cancel_status", get_answered_status (found));
  json_object_set_string_member (object, "cancel_reason", found->reason);
  json_object_set_string_member (
      object, "cancel_reason_text", tiem_sandbox_tts_case_get_reason_text (found));
  tiem_sandbox_tts_case_describe (tts, found, "cancel_line_items", "cancel_line_item_id", object);
  tiem_sandbox_tts_case_set_action (
      found, g_str_equal (found->status, PENDING) ? "SELLER_RESPOND_CANCEL" : NULL, object);
  return object;
}

static gboolean
fits (TiemSandboxTtsCall *call,
      const TiemSandboxTtsCase *found)
{
  return tiem_sandbox_tts_case_fits (call->tts, found, "cancel_ids", call->body)
         && tiem_sandbox_tts_list_admits (call->body, "cancel_types", found->type)
         && (tiem_sandbox_tts_list_admits (call->body, "cancel_status", found->status)
             || tiem_sandbox_tts_list_admits (
                 call->body, "cancel_status", get_answered_status (found)));
}

JsonObject *
tiem_sandbox_tts_search_cancellations (TiemSandboxTtsCall *call)
{
  gboolean by_update
      = g_strcmp0 (tiem_sandbox_tts_call_get (call, "sort_field"), "update_time") == 0;
  TiemSandboxTtsList list
      = { "cancellations", describe_row, tiem_sandbox_tts_page_is_descending (call, FALSE), 10 };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));

  for (guint i = 0; i < call->tts->cancellations->len; i++)
    {
      TiemSandboxTtsCase *found = call->tts->cancellations->pdata[i];

      if (fits (call, found))
        tiem_sandbox_tts_page_add (
            rows, by_update ? found->modified_at : found->created_at, found->id, found);
    }
  return tiem_sandbox_tts_page (call, &list, rows);
}

/* The request of the path, when it waits for an answer. Returns: (nullable): NULL when the
 * call has failed */
static TiemSandboxTtsCase *
find_request (TiemSandboxTtsCall *call)
{
  TiemSandboxTtsCase *found = tiem_sandbox_tts_call_find_case (call, call->tts->cancellations);

  if (found != NULL && !g_str_equal (found->status, PENDING))
    {
      tiem_sandbox_tts_call_object_to (
          call, WRONG_STATUS, "The status of the request does not allow this");
      return NULL;
    }
  return found;
}

static TiemSandboxOrder *
get_order (TiemSandboxTtsCall *call,
           const TiemSandboxTtsCase *found)
{
  return tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (call->tts), found->order_id);
}

JsonObject *
tiem_sandbox_tts_approve_cancellation (TiemSandboxTtsCall *call)
{
  TiemSandboxTtsCase *found;

  if (tiem_sandbox_tts_call_is_repeated (call))
    return json_object_new ();
  found = find_request (call);
  if (found == NULL)
    return NULL;
  tiem_sandbox_tts_order_cancel (call->tts, get_order (call, found), "BUYER", found->reason);
  tiem_sandbox_tts_call_note_done (call);
  return json_object_new ();
}

static gboolean
is_reject_reason (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (reject_reasons); i++)
    if (!reject_reasons[i].is_return && g_str_equal (reject_reasons[i].name, name))
      return TRUE;
  return FALSE;
}

JsonObject *
tiem_sandbox_tts_reject_cancellation (TiemSandboxTtsCall *call)
{
  g_autofree char *reason = tiem_sandbox_json_dup_text (call->body, "reject_reason");
  TiemSandboxTtsCase *found;

  if (tiem_sandbox_tts_call_is_repeated (call))
    return json_object_new ();
  found = find_request (call);
  if (found == NULL)
    return NULL;
  if (!is_reject_reason (reason))
    return tiem_sandbox_tts_call_object_to (call, WRONG_REASON, "Reason not match order status");
  tiem_sandbox_tts_case_set_status (call->tts, found, WITHDRAWN);
  set_request (call->tts, get_order (call, found), NULL);
  tiem_sandbox_tts_call_note_done (call);
  return json_object_new ();
}

JsonObject *
tiem_sandbox_tts_list_reject_reasons (TiemSandboxTtsCall *call)
{
  gint64 id = tiem_sandbox_tts_parse_id (tiem_sandbox_tts_call_get (call, "return_or_cancel_id"));
  gboolean is_return = tiem_sandbox_tts_cases_find (call->tts->returns, id) != NULL;
  JsonObject *data;
  JsonArray *reasons;

  if (!is_return && tiem_sandbox_tts_cases_find (call->tts->cancellations, id) == NULL)
    return tiem_sandbox_tts_call_object_to (call, 25001002, "The request does not exist");
  data = json_object_new ();
  reasons = json_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (reject_reasons); i++)
    {
      JsonObject *reason;

      if (reject_reasons[i].is_return != is_return)
        continue;
      reason = json_object_new ();
      json_object_set_string_member (reason, "name", reject_reasons[i].name);
      json_object_set_string_member (reason, "text", reject_reasons[i].text);
      json_array_add_object_element (reasons, reason);
    }
  json_object_set_array_member (data, "reasons", reasons);
  return data;
}
