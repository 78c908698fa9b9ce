#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-page.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define ANSWER_MS (72 * HOUR_MS)

#define PENDING "RETURN_OR_REFUND_REQUEST_PENDING"
#define AWAITING_BUYER_SHIP "AWAITING_BUYER_SHIP"
#define SHIPPED "BUYER_SHIPPED_ITEM"
#define SUCCESS "RETURN_OR_REFUND_REQUEST_SUCCESS"
#define COMPLETE "RETURN_OR_REFUND_REQUEST_COMPLETE"
#define REPLACEMENT_PENDING "REPLACEMENT_REQUEST_PENDING"

#define REASON "ecom_order_delivered_refund_and_return_reason_damaged"

/* Our own, no source gives it: the decision does not fit what waits for an answer. */
#define WRONG_DECISION 25001031

/* What the seller may do, by type and status, and what comes of it. */
static const struct
{
  const char *type; /* (nullable) any */
  const char *status;
  const char *action;
  const char *decision;
  const char *next;
} decisions[] = {
  { "REFUND", PENDING, "SELLER_RESPOND_REFUND", "APPROVE_REFUND", SUCCESS },
  { "REFUND", PENDING, "SELLER_RESPOND_REFUND", "OFFER_PARTIAL_REFUND", "AWAITING_BUYER_RESPONSE" },
  { "REFUND",
    PENDING,
    "SELLER_RESPOND_REFUND",
    "REJECT_REFUND",
    "REFUND_OR_RETURN_REQUEST_REJECT" },
  { "RETURN_AND_REFUND", PENDING, "SELLER_RESPOND_RETURN", "APPROVE_RETURN", AWAITING_BUYER_SHIP },
  { "RETURN_AND_REFUND", PENDING, "SELLER_RESPOND_RETURN", "APPROVE_REFUND", SUCCESS },
  { "RETURN_AND_REFUND",
    PENDING,
    "SELLER_RESPOND_RETURN",
    "OFFER_PARTIAL_REFUND",
    "AWAITING_BUYER_RESPONSE" },
  { "RETURN_AND_REFUND",
    PENDING,
    "SELLER_RESPOND_RETURN",
    "REJECT_RETURN",
    "REFUND_OR_RETURN_REQUEST_REJECT" },
  { NULL, SHIPPED, "SELLER_RESPOND_RECEIVE_PACKAGE", "APPROVE_RECEIVED_PACKAGE", SUCCESS },
  { NULL,
    SHIPPED,
    "SELLER_RESPOND_RECEIVE_PACKAGE",
    "REJECT_RECEIVED_PACKAGE",
    "REJECT_RECEIVE_PACKAGE" },
  { "REPLACEMENT",
    REPLACEMENT_PENDING,
    "SELLER_RESPOND_REPLACEMENT",
    "APPROVE_REPLACEMENT",
    "REPLACEMENT_REQUEST_COMPLETE" },
  { "REPLACEMENT",
    REPLACEMENT_PENDING,
    "SELLER_RESPOND_REPLACEMENT",
    "ISSUE_REPLACEMENT_REFUND",
    "REPLACEMENT_REQUEST_REFUND_SUCCESS" },
  { "REPLACEMENT",
    REPLACEMENT_PENDING,
    "SELLER_RESPOND_REPLACEMENT",
    "REJECT_REPLACEMENT",
    "REPLACEMENT_REQUEST_REJECT" },
};

/* All there are, for the buyer and for tests. */
static const char *const statuses[] = { PENDING,
                                        AWAITING_BUYER_SHIP,
                                        SHIPPED,
                                        SUCCESS,
                                        COMPLETE,
                                        "REFUND_OR_RETURN_REQUEST_REJECT",
                                        "REJECT_RECEIVE_PACKAGE",
                                        "RETURN_OR_REFUND_REQUEST_CANCEL",
                                        "AWAITING_BUYER_RESPONSE",
                                        REPLACEMENT_PENDING,
                                        "REPLACEMENT_REQUEST_REJECT",
                                        "REPLACEMENT_REQUEST_REFUND_SUCCESS",
                                        "REPLACEMENT_REQUEST_CANCEL",
                                        "REPLACEMENT_REQUEST_COMPLETE",
                                        NULL };

/* Returns: (nullable): what the seller is asked for now */
static const char *
get_action (const TiemSandboxTtsCase *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (g_str_equal (decisions[i].status, self->status)
        && (decisions[i].type == NULL || g_str_equal (decisions[i].type, self->type)))
      return decisions[i].action;
  return NULL;
}

static void
add_record (TiemSandboxTts *tts,
            TiemSandboxTtsCase *self,
            const char *event,
            const char *role,
            const char *note)
{
  JsonObject *record = json_object_new ();

  json_object_set_string_member (record, "event", event);
  json_object_set_string_member (record, "role", role);
  json_object_set_string_member (record, "description", event);
  json_object_set_string_member (record, "note", note != NULL ? note : "");
  json_object_set_string_member (
      record, "reason_text", tiem_sandbox_tts_case_get_reason_text (self));
  tiem_sandbox_tts_set_time (record, "create_time", tiem_sandbox_tts_now (tts));
  json_object_set_array_member (record, "images", json_array_new ());
  json_object_set_array_member (record, "videos", json_array_new ());
  json_array_add_object_element (self->records, record);
}

/* The goods are in the shop again. The platform does not put them back on sale: the seller
 * says what he still has to sell. */
static void
take_back (TiemSandboxTts *tts,
           const TiemSandboxTtsCase *self,
           TiemSandboxOrder *order)
{
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (tts));

  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      for (guint j = 0; j < self->line_ids->len; j++)
        if (g_array_index (self->line_ids, gint64, j) == line->id && line->taken > 0)
          {
            if (!tts->is_past)
              tiem_sandbox_world_take (world, line->sku, -line->taken);
            line->taken = 0;
          }
    }
}

static TiemSandboxOrder *
get_order (TiemSandboxTts *tts,
           const TiemSandboxTtsCase *self)
{
  return tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (tts), self->order_id);
}

static void set_status (TiemSandboxTts *tts,
                        TiemSandboxTtsCase *self,
                        const char *status,
                        const char *role,
                        const char *note);

static void
refunded_cb (gpointer owner,
             gint64 id,
             int detail)
{
  TiemSandboxTts *tts = owner;
  TiemSandboxTtsCase *self = tiem_sandbox_tts_cases_find (tts->returns, id);

  if (self != NULL && g_str_equal (self->status, SUCCESS))
    set_status (tts, self, COMPLETE, "SYSTEM", NULL);
}

static void
set_status (TiemSandboxTts *tts,
            TiemSandboxTtsCase *self,
            const char *status,
            const char *role,
            const char *note)
{
  gboolean was_on_its_way = g_str_equal (self->status, SHIPPED);

  tiem_sandbox_tts_case_set_status (tts, self, status);
  add_record (tts, self, status, role, note);
  if (get_action (self) != NULL)
    self->deadline = self->modified_at + ANSWER_MS;
  if (g_str_equal (status, SHIPPED))
    {
      g_free (self->tracking_number);
      self->tracking_number = g_strdup_printf ("VN%09" G_GINT64_FORMAT, self->id % 1000000000);
    }
  if (was_on_its_way && (g_str_equal (status, SUCCESS) || g_str_equal (status, COMPLETE)))
    take_back (tts, self, get_order (tts, self));
  if (g_str_equal (status, SUCCESS))
    tiem_sandbox_tts_schedule (tts, HOUR_MS, refunded_cb, self->id, 0);
}

gboolean
tiem_sandbox_tts_buyer_return (TiemSandboxTts *tts,
                               TiemSandboxOrder *order,
                               const char *type)
{
  static const char *const types[] = { "REFUND", "RETURN_AND_REFUND", "REPLACEMENT", NULL };
  TiemSandboxTtsCase *self;

  if (!g_strv_contains (types, type))
    return FALSE;
  /* Only what came can go back, and nothing after the order is completed (§5.3). */
  if (tiem_sandbox_tts_order_get_status (order) != TIEM_SANDBOX_TTS_DELIVERED)
    return TRUE;
  self = tiem_sandbox_tts_case_new (tts,
                                    order,
                                    tts->settings.return_units,
                                    type,
                                    g_str_equal (type, "REPLACEMENT") ? REPLACEMENT_PENDING
                                                                      : PENDING,
                                    "BUYER",
                                    REASON);
  self->deadline = self->created_at + ANSWER_MS;
  add_record (tts, self, self->status, "BUYER", "Hàng bị vỡ khi nhận");
  g_ptr_array_add (tts->returns, self);
  return TRUE;
}

gboolean
tiem_sandbox_tts_return_set_status (TiemSandboxTts *tts,
                                    TiemSandboxOrder *order,
                                    const char *status)
{
  TiemSandboxTtsCase *self = tiem_sandbox_tts_cases_find_last (tts->returns, order);

  if (!g_strv_contains (statuses, status))
    return FALSE;
  if (self != NULL)
    set_status (tts, self, status, "BUYER", NULL);
  return TRUE;
}

static JsonObject *
describe_row (TiemSandboxTts *tts,
              gpointer entry)
{
  const TiemSandboxTtsCase *self = entry;
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_id (object, "return_id", self->id);
  json_object_set_string_member (object, "return_type", self->type);
  json_object_set_string_member (object, "return_status", self->status);
  json_object_set_string_member (object, "return_reason", self->reason);
  json_object_set_string_member (
      object, "return_reason_text", tiem_sandbox_tts_case_get_reason_text (self));
  json_object_set_string_member (object, "shipment_type", "PLATFORM");
  json_object_set_string_member (object, "handover_method", "PICKUP");
  json_object_set_string_member (object, "return_tracking_number", self->tracking_number);
  json_object_set_boolean_member (object, "can_buyer_keep_item", FALSE);
  tiem_sandbox_tts_case_describe (tts, self, "return_line_items", "return_line_item_id", object);
  tiem_sandbox_tts_case_set_action (self, get_action (self), object);
  return object;
}

static gboolean
fits (TiemSandboxTtsCall *call,
      const TiemSandboxTtsCase *self)
{
  return tiem_sandbox_tts_case_fits (call->tts, self, "return_ids", call->body)
         && tiem_sandbox_tts_list_admits (call->body, "return_types", self->type)
         && tiem_sandbox_tts_list_admits (call->body, "return_status", self->status);
}

JsonObject *
tiem_sandbox_tts_search_returns (TiemSandboxTtsCall *call)
{
  gboolean by_update
      = g_strcmp0 (tiem_sandbox_tts_call_get (call, "sort_field"), "update_time") == 0;
  TiemSandboxTtsList list
      = { "return_orders", describe_row, tiem_sandbox_tts_page_is_descending (call, FALSE), 10 };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));

  for (guint i = 0; i < call->tts->returns->len; i++)
    {
      TiemSandboxTtsCase *self = call->tts->returns->pdata[i];

      if (fits (call, self))
        tiem_sandbox_tts_page_add (
            rows, by_update ? self->modified_at : self->created_at, self->id, self);
    }
  return tiem_sandbox_tts_page (call, &list, rows);
}

/* Carries out the decision of the body, if it is one for what the return waits for. */
static JsonObject *
decide (TiemSandboxTtsCall *call)
{
  g_autofree char *decision = tiem_sandbox_json_dup_text (call->body, "decision");
  g_autofree char *comment = tiem_sandbox_json_dup_text (call->body, "comment");
  TiemSandboxTtsCase *self;

  if (tiem_sandbox_tts_call_is_repeated (call))
    return json_object_new ();
  self = tiem_sandbox_tts_call_find_case (call, call->tts->returns);
  if (self == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (g_str_equal (decisions[i].decision, decision)
        && g_str_equal (decisions[i].status, self->status)
        && (decisions[i].type == NULL || g_str_equal (decisions[i].type, self->type)))
      {
        set_status (call->tts, self, decisions[i].next, "SELLER", comment);
        tiem_sandbox_tts_call_note_done (call);
        return json_object_new ();
      }
  return tiem_sandbox_tts_call_object_to (
      call, WRONG_DECISION, "The decision does not fit the status of the request");
}

JsonObject *
tiem_sandbox_tts_approve_return (TiemSandboxTtsCall *call)
{
  return decide (call);
}

JsonObject *
tiem_sandbox_tts_reject_return (TiemSandboxTtsCall *call)
{
  return decide (call);
}

JsonObject *
tiem_sandbox_tts_list_return_records (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsCase *self = tiem_sandbox_tts_call_find_case (call, call->tts->returns);
  JsonObject *data;
  JsonArray *records;

  if (self == NULL)
    return NULL;
  data = json_object_new ();
  records = json_array_new ();
  for (guint i = 0; i < json_array_get_length (self->records); i++)
    json_array_add_element (records,
                            tiem_sandbox_json_copy (json_array_get_element (self->records, i)));
  json_object_set_array_member (data, "records", records);
  return data;
}
