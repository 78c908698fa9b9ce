#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* §5.3. ON_HOLD cools off: the buyer may still cancel without asking. PARTIALLY_SHIPPING has
 * parcels that the shop must still arrange. */
static const struct
{
  const char *word;
  TiemOrderStatus status;
} statuses[] = {
  { "UNPAID", TIEM_ORDER_UNPAID },
  { "ON_HOLD", TIEM_ORDER_TO_CONFIRM },
  { "AWAITING_SHIPMENT", TIEM_ORDER_TO_SHIP },
  { "PARTIALLY_SHIPPING", TIEM_ORDER_TO_SHIP },
  { "AWAITING_COLLECTION", TIEM_ORDER_AWAITING_PICKUP },
  { "IN_TRANSIT", TIEM_ORDER_SHIPPING },
  { "DELIVERED", TIEM_ORDER_DELIVERED },
  { "COMPLETED", TIEM_ORDER_COMPLETED },
  { "CANCELLED", TIEM_ORDER_CANCELLED },
};

TiemOrderStatus
tts_status_find (const char *word)
{
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (statuses); i++)
    if (g_ascii_strcasecmp (statuses[i].word, word) == 0)
      return statuses[i].status;
  return TIEM_ORDER_UNKNOWN;
}

gboolean
tts_is_platforms_own (JsonObject *order)
{
  return g_strcmp0 (tiem_json_get_string (order, "fulfillment_type"), "FULFILLMENT_BY_TIKTOK") == 0;
}

gboolean
tts_is_own_carrier (JsonObject *order)
{
  return g_strcmp0 (tiem_json_get_string (order, "shipping_type"), "SELLER") == 0;
}

static gboolean
read_currency (JsonObject *payment,
               JsonArray *units,
               TiemRemoteOrder *order,
               GError **error)
{
  order->currency = tiem_json_dup_string (payment, "currency");
  if (order->currency == NULL)
    order->currency = tiem_json_dup_string (tiem_json_array_get_object (units, 0), "currency");
  return tiem_parts_check_currency (order, error);
}

/* The lines are at the prices the buyer pays; what stands between them and the total beside
 * shipping is the surcharge or, where it lowers the total, the discount. */
static gboolean
read_amounts (JsonObject *payment,
              gboolean is_sample,
              TiemRemoteOrder *order,
              GError **error)
{
  gint64 lines = 0;

  for (guint i = 0; i < order->lines->len; i++)
    lines += ((TiemRemoteLine *)order->lines->pdata[i])->total_vnd;
  if (!tts_get_amount (payment, "shipping_fee", &order->shipping_fee_vnd, error)
      || !tts_get_amount (payment, "total_amount", &order->total_vnd, error))
    {
      tiem_json_add_path (error, "payment");
      return FALSE;
    }
  if (!tiem_json_has (payment, "total_amount"))
    order->total_vnd = lines + order->shipping_fee_vnd;
  if (is_sample)
    {
      /* goods that leave and no revenue (trap 22) */
      order->total_vnd = 0;
      order->shipping_fee_vnd = 0;
    }

  tiem_parts_balance (order);
  return TRUE;
}

static gboolean
read_first_time (JsonObject *object,
                 const char *const *names,
                 gint64 *ms,
                 GError **error)
{
  *ms = 0;
  for (gsize i = 0; names[i] != NULL && *ms == 0; i++)
    if (!tiem_json_get_time (object, names[i], ms, error))
      return FALSE;
  return TRUE;
}

/* The carrier's scan is when the parcel left; a cancelled order that has one is on its way back. */
static gboolean
read_left_at (JsonObject *object,
              TiemRemoteOrder *order,
              GError **error)
{
  static const char *const names[] = { "collection_time", "rts_time", "update_time", NULL };

  if (order->status == TIEM_ORDER_CANCELLED)
    return tiem_json_get_time (object, "collection_time", &order->left_at, error);
  if (tiem_order_status_has_left (order->status))
    return read_first_time (object, names, &order->left_at, error);
  return TRUE;
}

static gboolean
read_times (JsonObject *object,
            TiemRemoteOrder *order,
            GError **error)
{
  static const char *const updated[] = { "update_time", "create_time", NULL };
  static const char *const deadlines[]
      = { "rts_sla_time", "shipping_due_time", "tts_sla_time", NULL };

  return tiem_json_get_time (object, "create_time", &order->placed_at, error)
         && read_first_time (object, updated, &order->updated_at, error)
         && read_first_time (object, deadlines, &order->ship_by, error)
         && read_left_at (object, order, error);
}

static gboolean
read_payment (JsonObject *object,
              TiemRemoteOrder *order,
              GError **error)
{
  gboolean is_cod = tiem_json_get_boolean (object, "is_cod");
  gint64 paid_at;
  gboolean is_paid;

  if (!tiem_json_get_time (object, "paid_time", &paid_at, error))
    return FALSE;
  is_paid
      = is_cod ? order->status == TIEM_ORDER_DELIVERED || order->status == TIEM_ORDER_COMPLETED
               : paid_at > 0
                     || (order->status > TIEM_ORDER_UNPAID && order->status < TIEM_ORDER_CANCELLED);
  order->payment_method
      = is_cod ? g_strdup ("cod") : tiem_json_dup_string (object, "payment_method_name");
  if (is_paid && order->status != TIEM_ORDER_CANCELLED)
    order->paid_vnd = order->total_vnd;
  return TRUE;
}

/* The relay address is no way to tell buyers apart, nor to write to them (trap 11). */
static void
read_buyer (JsonObject *object,
            TiemRemoteOrder *order)
{
  tts_parse_address (tiem_json_get_object (object, "recipient_address"), &order->address);
  order->buyer_remote_id = tiem_json_dup_id (object, "user_id");
  order->buyer_name = g_strdup (order->address.name);
  order->buyer_phone = g_strdup (order->address.phone);
  order->note = tiem_json_dup_string (object, "buyer_message");
}

static void
read_parcels (JsonObject *object,
              TiemRemoteOrder *order)
{
  TiemRemoteParcel *first;

  tts_parse_packages (tiem_json_get_array (object, "packages"), order);
  order->carrier = tiem_json_dup_string (object, "shipping_provider");
  order->tracking = tiem_json_dup_string (object, "tracking_number");
  if (order->parcels->len == 0)
    return;

  first = order->parcels->pdata[0];
  if (order->carrier == NULL)
    order->carrier = g_strdup (first->carrier);
  if (order->tracking == NULL)
    order->tracking = g_strdup (first->tracking);
  if (order->parcels->len > 1)
    return;
  if (first->carrier == NULL)
    first->carrier = g_strdup (order->carrier);
  if (first->tracking == NULL)
    first->tracking = g_strdup (order->tracking);
}

/* Returns: by when the buyer's request must be answered, ms */
static gint64
read_deadline (JsonObject *request)
{
  JsonArray *actions = tiem_json_get_array (request, "seller_next_action_response");
  gint64 deadline = 0;

  for (guint i = 0; i < tiem_json_array_get_size (actions) && deadline == 0; i++)
    tiem_json_get_time (tiem_json_array_get_object (actions, i), "deadline", &deadline, NULL);
  return deadline;
}

static void
read_cancellation (JsonObject *object,
                   JsonObject *request,
                   gboolean is_asked_known,
                   TiemRemoteOrder *order)
{
  JsonObject *unit = tiem_json_array_get_object (tiem_json_get_array (object, "line_items"), 0);
  gboolean is_asked = is_asked_known ? request != NULL
                                     : tiem_json_get_boolean (object, "is_buyer_request_cancel");

  order->cancel_asked
      = is_asked && order->status != TIEM_ORDER_CANCELLED && order->status != TIEM_ORDER_COMPLETED;
  if (order->cancel_asked)
    order->cancel_answer_by = read_deadline (request);
  if (order->cancel_asked && order->cancel_answer_by == 0)
    tiem_json_get_time (object, "cancel_order_sla_time", &order->cancel_answer_by, NULL);

  order->cancel_reason = tiem_json_dup_string (request, "cancel_reason_text");
  if (order->cancel_reason == NULL)
    order->cancel_reason = tiem_json_dup_string (request, "cancel_reason");
  if (order->cancel_reason == NULL)
    order->cancel_reason = tiem_json_dup_string (object, "cancel_reason");
  if (order->cancel_reason == NULL)
    order->cancel_reason = tiem_json_dup_string (unit, "cancel_reason");
}

/* In a cancelled order the status says it of all units; and what has left was not taken back. */
static void
settle_cancelled_units (TiemRemoteOrder *order)
{
  if (order->status != TIEM_ORDER_CANCELLED)
    return;
  for (guint i = 0; i < order->lines->len; i++)
    ((TiemRemoteLine *)order->lines->pdata[i])->cancelled = 0;
}

static gboolean
read_status (JsonObject *object,
             JsonArray *units,
             TiemRemoteOrder *order,
             GError **error)
{
  order->remote_id = tiem_json_dup_id (object, "id");
  order->remote_status = tiem_json_dup_string (object, "status");
  if (order->remote_status == NULL)
    order->remote_status = g_strdup (tts_get_units_status (units));
  if (order->remote_id == NULL || order->remote_status == NULL || units == NULL)
    {
      tiem_json_set_error (error,
                           order->remote_id == NULL ? "id"
                           : units == NULL          ? "line_items"
                                                    : "status");
      return FALSE;
    }
  order->status = tts_status_find (order->remote_status);
  order->platform_holds = order->status != TIEM_ORDER_CANCELLED;
  return TRUE;
}

TiemRemoteOrder *
tts_parse_order (JsonObject *object,
                 JsonObject *cancellation,
                 gboolean is_asked_known,
                 GError **error)
{
  g_autoptr (TiemRemoteOrder) order = tiem_remote_order_new ();
  JsonObject *payment = tiem_json_get_object (object, "payment");
  JsonArray *units = tiem_json_get_array (object, "line_items");
  gboolean is_sample = tiem_json_get_boolean (object, "is_sample_order");

  if (!read_status (object, units, order, error) || !read_currency (payment, units, order, error)
      || !read_times (object, order, error) || !tts_parse_units (units, order, error)
      || !read_amounts (payment, is_sample, order, error) || !read_payment (object, order, error))
    return NULL;

  read_buyer (object, order);
  read_parcels (object, order);
  read_cancellation (object, cancellation, is_asked_known, order);
  settle_cancelled_units (order);
  /* What was collected and is cancelled could not be delivered (§5.3). */
  if (order->status == TIEM_ORDER_CANCELLED && order->left_at > 0)
    order->refusal = TIEM_REFUSAL_YES;
  return g_steal_pointer (&order);
}
