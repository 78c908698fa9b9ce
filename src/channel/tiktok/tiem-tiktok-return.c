#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/* §7.2. What waits for the shop is told by the actions, not by the status. */
static const struct
{
  const char *word;
  TiemReturnState state;
} states[] = {
  { "RETURN_OR_REFUND_REQUEST_PENDING", TIEM_RETURN_OPEN },
  { "AWAITING_BUYER_SHIP", TIEM_RETURN_WAITING },
  { "BUYER_SHIPPED_ITEM", TIEM_RETURN_WAITING },
  { "AWAITING_BUYER_RESPONSE", TIEM_RETURN_WAITING },
  { "RETURN_OR_REFUND_REQUEST_SUCCESS", TIEM_RETURN_ACCEPTED },
  { "RETURN_OR_REFUND_REQUEST_COMPLETE", TIEM_RETURN_ACCEPTED },
  { "REFUND_OR_RETURN_REQUEST_REJECT", TIEM_RETURN_REFUSED },
  { "REJECT_RECEIVE_PACKAGE", TIEM_RETURN_REFUSED },
  { "RETURN_OR_REFUND_REQUEST_CANCEL", TIEM_RETURN_WITHDRAWN },
  { "REPLACEMENT_REQUEST_PENDING", TIEM_RETURN_OPEN },
  { "REPLACEMENT_REQUEST_REJECT", TIEM_RETURN_REFUSED },
  { "REPLACEMENT_REQUEST_REFUND_SUCCESS", TIEM_RETURN_ACCEPTED },
  { "REPLACEMENT_REQUEST_CANCEL", TIEM_RETURN_WITHDRAWN },
  { "REPLACEMENT_REQUEST_COMPLETE", TIEM_RETURN_ACCEPTED },
};

/* What the shop may say to what is asked of it, and how it is sent. */
static const TtsDecision decisions[] = {
  { "SELLER_RESPOND_REFUND", TIEM_RETURN_REFUND, "APPROVE_REFUND" },
  { "SELLER_RESPOND_REFUND", TIEM_RETURN_REJECT, "REJECT_REFUND" },
  { "SELLER_RESPOND_RETURN", TIEM_RETURN_ACCEPT, "APPROVE_RETURN" },
  { "SELLER_RESPOND_RETURN", TIEM_RETURN_REJECT, "REJECT_RETURN" },
  { "SELLER_RESPOND_RECEIVE_PACKAGE", TIEM_RETURN_RECEIVED, "APPROVE_RECEIVED_PACKAGE" },
  { "SELLER_RESPOND_RECEIVE_PACKAGE", TIEM_RETURN_REJECT, "REJECT_RECEIVED_PACKAGE" },
  { "SELLER_RESPOND_REPLACEMENT", TIEM_RETURN_ACCEPT, "APPROVE_REPLACEMENT" },
  { "SELLER_RESPOND_REPLACEMENT", TIEM_RETURN_REFUND, "ISSUE_REPLACEMENT_REFUND" },
  { "SELLER_RESPOND_REPLACEMENT", TIEM_RETURN_REJECT, "REJECT_REPLACEMENT" },
};

static TiemReturnState
find_state (const char *word)
{
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (states); i++)
    if (g_ascii_strcasecmp (states[i].word, word) == 0)
      return states[i].state;
  return TIEM_RETURN_WAITING;
}

/* Whether @action is among what the platform waits for. @deadline: (nullable): set when it is */
static gboolean
is_asked (JsonObject *object,
          const char *action,
          gint64 *deadline)
{
  JsonArray *actions = tiem_json_get_array (object, "seller_next_action_response");

  for (guint i = 0; i < tiem_json_array_get_size (actions); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (actions, i);

      if (g_strcmp0 (tiem_json_get_string (entry, "action"), action) != 0)
        continue;
      if (deadline != NULL && *deadline == 0)
        tiem_json_get_time (entry, "deadline", deadline, NULL);
      return TRUE;
    }
  return FALSE;
}

const TtsDecision *
tts_find_decision (JsonObject *object,
                   TiemReturnAnswers answer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (decisions[i].answer == answer && is_asked (object, decisions[i].action, NULL))
      return &decisions[i];
  return NULL;
}

static void
read_answers (JsonObject *object,
              TiemRemoteReturn *item)
{
  if (item->state != TIEM_RETURN_OPEN && item->state != TIEM_RETURN_WAITING)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (is_asked (object, decisions[i].action, &item->answer_by))
      item->answers |= decisions[i].answer;
  item->state = item->answers != 0 ? TIEM_RETURN_OPEN : TIEM_RETURN_WAITING;
}

/* One entry is one unit, as in the order. */
static void
add_unit (TiemRemoteReturn *item,
          JsonObject *unit)
{
  g_autofree char *sku_id = tiem_json_dup_id (unit, "sku_id");
  TiemRemoteLine *line = NULL;

  for (guint i = 0; i < item->lines->len; i++)
    if (g_strcmp0 (((TiemRemoteLine *)item->lines->pdata[i])->remote_variant_id, sku_id) == 0)
      line = item->lines->pdata[i];
  if (line == NULL)
    {
      line = tiem_remote_line_new ();
      line->remote_id = tiem_json_dup_id (unit, "order_line_item_id");
      line->remote_product_id = tiem_json_dup_id (unit, "product_id");
      line->remote_variant_id = g_steal_pointer (&sku_id);
      line->sku = tiem_json_dup_string (unit, "seller_sku");
      line->title = tiem_json_dup_string (unit, "product_name");
      line->options = tiem_json_dup_string (unit, "sku_name");
      line->image_url = tiem_json_dup_string (tiem_json_get_object (unit, "product_image"), "url");
      g_ptr_array_add (item->lines, line);
    }
  line->quantity++;
}

static gboolean
read_numbers (JsonObject *object,
              TiemRemoteReturn *item,
              GError **error)
{
  JsonObject *refund = tiem_json_get_object (object, "refund_amount");

  if (!tts_get_amount (refund, "refund_total", &item->refund_vnd, error))
    {
      tiem_json_add_path (error, "refund_amount");
      return FALSE;
    }
  if (!tiem_json_get_time (object, "create_time", &item->created_at, error)
      || !tiem_json_get_time (object, "update_time", &item->updated_at, error))
    return FALSE;
  if (item->updated_at == 0)
    item->updated_at = item->created_at;
  return TRUE;
}

TiemRemoteReturn *
tts_parse_return (JsonObject *object,
                  GError **error)
{
  g_autoptr (TiemRemoteReturn) item = tiem_remote_return_new ();
  JsonArray *units = tiem_json_get_array (object, "return_line_items");

  item->remote_id = tiem_json_dup_id (object, "return_id");
  item->order_remote_id = tiem_json_dup_id (object, "order_id");
  item->remote_status = tiem_json_dup_string (object, "return_status");
  if (item->remote_id == NULL || item->order_remote_id == NULL || item->remote_status == NULL)
    {
      tiem_json_set_error (error,
                           item->remote_id == NULL         ? "return_id"
                           : item->order_remote_id == NULL ? "order_id"
                                                           : "return_status");
      return NULL;
    }
  if (!read_numbers (object, item, error))
    return NULL;

  item->state = find_state (item->remote_status);
  item->sends_goods = g_strcmp0 (tiem_json_get_string (object, "return_type"), "REFUND") != 0;
  item->reason = tiem_json_dup_string (object, "return_reason_text");
  if (item->reason == NULL)
    item->reason = tiem_json_dup_string (object, "return_reason");
  item->tracking = tiem_json_dup_string (object, "return_tracking_number");
  read_answers (object, item);
  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    add_unit (item, tiem_json_array_get_object (units, i));
  return g_steal_pointer (&item);
}
