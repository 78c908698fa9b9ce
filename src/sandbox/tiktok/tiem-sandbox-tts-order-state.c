#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define COMMITTED "_committed"

static const char *const status_names[] = {
  [TIEM_SANDBOX_TTS_UNPAID] = "UNPAID",
  [TIEM_SANDBOX_TTS_ON_HOLD] = "ON_HOLD",
  [TIEM_SANDBOX_TTS_AWAITING_SHIPMENT] = "AWAITING_SHIPMENT",
  [TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING] = "PARTIALLY_SHIPPING",
  [TIEM_SANDBOX_TTS_AWAITING_COLLECTION] = "AWAITING_COLLECTION",
  [TIEM_SANDBOX_TTS_IN_TRANSIT] = "IN_TRANSIT",
  [TIEM_SANDBOX_TTS_DELIVERED] = "DELIVERED",
  [TIEM_SANDBOX_TTS_COMPLETED] = "COMPLETED",
  [TIEM_SANDBOX_TTS_CANCELLED] = "CANCELLED",
};

G_STATIC_ASSERT (G_N_ELEMENTS (status_names) == TIEM_SANDBOX_TTS_N_STATUSES);

const char *
tiem_sandbox_tts_status_to_text (TiemSandboxTtsStatus status)
{
  return status_names[status];
}

gboolean
tiem_sandbox_tts_status_from_text (const char *text,
                                   TiemSandboxTtsStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    if (g_strcmp0 (text, status_names[i]) == 0)
      {
        *status = i;
        return TRUE;
      }
  return FALSE;
}

TiemSandboxTtsStatus
tiem_sandbox_tts_order_get_status (const TiemSandboxOrder *order)
{
  TiemSandboxTtsStatus status = TIEM_SANDBOX_TTS_UNPAID;

  tiem_sandbox_tts_status_from_text (order->status, &status);
  return status;
}

gboolean
tiem_sandbox_tts_order_has_left (const TiemSandboxOrder *order)
{
  return json_object_has_member (order->extra, "collection_time");
}

void
tiem_sandbox_tts_order_touch (TiemSandboxTts *tts,
                              TiemSandboxOrder *order)
{
  order->modified_at = tiem_sandbox_tts_now (tts) / 1000 * 1000;
}

gint64
tiem_sandbox_tts_item_get_committed (const TiemSandboxItem *item)
{
  return tiem_sandbox_json_get_int (item->extra, COMMITTED, 0);
}

static void
add_committed (TiemSandboxTts *tts,
               const TiemSandboxLine *line,
               gint64 units)
{
  TiemSandboxItem *item = tiem_sandbox_shop_get_line_item (tiem_sandbox_tts_get_shop (tts), line);

  if (item != NULL)
    json_object_set_int_member (
        item->extra, COMMITTED, tiem_sandbox_tts_item_get_committed (item) + units);
}

/* An order from before the sandbox: the numbers on the shelves know of it already, so only
 * what it has taken is noted. */
static void
take (TiemSandboxTts *tts,
      TiemSandboxLine *line,
      gint64 units)
{
  if (tts->is_past)
    line->taken += units;
  else
    tiem_sandbox_shop_take_stock (
        tiem_sandbox_tts_get_shop (tts), line, units, tiem_sandbox_tts_now (tts));
}

void
tiem_sandbox_tts_line_ship (TiemSandboxTts *tts,
                            TiemSandboxLine *line)
{
  add_committed (tts, line, -1);
}

static void
set_line_status (TiemSandboxOrder *order,
                 TiemSandboxTtsStatus status)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];
      const char *now = tiem_sandbox_json_has (line->extra, "display_status")
                            ? json_object_get_string_member (line->extra, "display_status")
                            : "";

      /* Lines know no ON_HOLD (§5.3). */
      if (!g_str_equal (now, "CANCELLED"))
        json_object_set_string_member (
            line->extra,
            "display_status",
            status_names[status == TIEM_SANDBOX_TTS_ON_HOLD ? TIEM_SANDBOX_TTS_AWAITING_SHIPMENT
                                                            : status]);
    }
}

static void
set_status (TiemSandboxTts *tts,
            TiemSandboxOrder *order,
            TiemSandboxTtsStatus status)
{
  g_free (order->status);
  order->status = g_strdup (status_names[status]);
  tiem_sandbox_tts_order_touch (tts, order);
}

static void
set_time (TiemSandboxTts *tts,
          TiemSandboxOrder *order,
          const char *name,
          gint64 from_now_ms)
{
  tiem_sandbox_tts_set_time (order->extra, name, tiem_sandbox_tts_now (tts) + from_now_ms);
}

/* Nobody paid, or nobody shipped, in time. */
static void
time_ended_cb (gpointer owner,
               gint64 id,
               int detail)
{
  TiemSandboxTts *tts = owner;
  TiemSandboxOrder *order = tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (tts), id);

  if (order == NULL || (int)tiem_sandbox_tts_order_get_status (order) != detail)
    return;
  tiem_sandbox_tts_order_cancel (tts,
                                 order,
                                 "SYSTEM",
                                 detail == TIEM_SANDBOX_TTS_UNPAID
                                     ? "system_cancel_unpaid_time_out"
                                     : "system_cancel_order_reason_shipping_timeout");
}

static void
expect_within (TiemSandboxTts *tts,
               TiemSandboxOrder *order,
               TiemSandboxTtsStatus status,
               gint64 life_ms)
{
  if (!tts->is_past)
    tiem_sandbox_tts_schedule (tts, life_ms, time_ended_cb, order->id, status);
}

static void
place (TiemSandboxTts *tts,
       TiemSandboxOrder *order)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      take (tts, order->lines->pdata[i], 1);
      add_committed (tts, order->lines->pdata[i], 1);
    }
  set_line_status (order, TIEM_SANDBOX_TTS_UNPAID);
  expect_within (tts, order, TIEM_SANDBOX_TTS_UNPAID, 24 * HOUR_MS);
}

static void
pay (TiemSandboxTts *tts,
     TiemSandboxOrder *order)
{
  if (order->paid_at != 0)
    return;
  order->paid_at = tiem_sandbox_tts_now (tts);
  set_time (tts, order, "paid_time", 0);
}

static gboolean
is_cod (const TiemSandboxOrder *order)
{
  return json_object_get_boolean_member (order->extra, "is_cod");
}

static void
release (TiemSandboxTts *tts,
         TiemSandboxOrder *order)
{
  set_line_status (order, TIEM_SANDBOX_TTS_AWAITING_SHIPMENT);
  tiem_sandbox_tts_packages_make (tts, order);
  set_time (tts, order, "rts_sla_time", 48 * HOUR_MS);
  set_time (tts, order, "tts_sla_time", 72 * HOUR_MS);
  set_time (tts, order, "shipping_due_time", 7 * 24 * HOUR_MS);
  expect_within (tts, order, TIEM_SANDBOX_TTS_AWAITING_SHIPMENT, 7 * 24 * HOUR_MS);
}

/* Ships what waits: the first package alone, or all. */
static void
ship (TiemSandboxTts *tts,
      TiemSandboxOrder *order,
      gboolean only_first)
{
  g_autoptr (GPtrArray) packages = tiem_sandbox_tts_packages_list (tts, order);

  for (guint i = 0; i < packages->len; i++)
    {
      TiemSandboxTtsPackage *package = packages->pdata[i];

      if (package->shipped_at == 0)
        tiem_sandbox_tts_package_ship (tts, package, "PICKUP", NULL, 0);
      if (only_first)
        break;
    }
}

static void
tell_packages (TiemSandboxTts *tts,
               TiemSandboxOrder *order,
               const char *status,
               const char *event)
{
  g_autoptr (GPtrArray) packages = tiem_sandbox_tts_packages_list (tts, order);

  for (guint i = 0; i < packages->len; i++)
    tiem_sandbox_tts_package_set_status (tts, packages->pdata[i], status, event);
}

static void
complete (TiemSandboxTts *tts,
          TiemSandboxOrder *order)
{
  order->completed_at = tiem_sandbox_tts_now (tts);
}

/* One step forward. */
static void
enter (TiemSandboxTts *tts,
       TiemSandboxOrder *order,
       TiemSandboxTtsStatus status)
{
  switch (status)
    {
    case TIEM_SANDBOX_TTS_UNPAID:
      place (tts, order);
      break;
    case TIEM_SANDBOX_TTS_ON_HOLD:
      if (!is_cod (order))
        pay (tts, order);
      set_line_status (order, status);
      break;
    case TIEM_SANDBOX_TTS_AWAITING_SHIPMENT:
      release (tts, order);
      break;
    case TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING:
      ship (tts, order, TRUE);
      return; /* the lines made it what it is */
    case TIEM_SANDBOX_TTS_AWAITING_COLLECTION:
      ship (tts, order, FALSE);
      return;
    case TIEM_SANDBOX_TTS_IN_TRANSIT:
      set_time (tts, order, "collection_time", 0);
      set_line_status (order, status);
      tell_packages (tts, order, "FULFILLING", "Đơn vị vận chuyển đã lấy hàng");
      break;
    case TIEM_SANDBOX_TTS_DELIVERED:
      pay (tts, order);
      set_time (tts, order, "delivery_time", 0);
      set_line_status (order, status);
      tell_packages (tts, order, "COMPLETED", "Giao hàng thành công");
      break;
    default:
      complete (tts, order);
      set_line_status (order, status);
      break;
    }
  set_status (tts, order, status);
}

void
tiem_sandbox_tts_order_advance (TiemSandboxTts *tts,
                                TiemSandboxOrder *order,
                                TiemSandboxTtsStatus target)
{
  gboolean is_new = *order->status == '\0';
  TiemSandboxTtsStatus status = tiem_sandbox_tts_order_get_status (order);

  if (status == TIEM_SANDBOX_TTS_CANCELLED)
    return;
  if (target == TIEM_SANDBOX_TTS_CANCELLED)
    {
      gboolean has_left = tiem_sandbox_tts_order_has_left (order);

      tiem_sandbox_tts_order_cancel (
          tts,
          order,
          has_left ? "SYSTEM" : "BUYER",
          has_left ? "returned_to_shipper_refused"
                   : "ecom_order_to_ship_canceled_reason_created_by_mistakes");
      return;
    }
  if (is_new)
    enter (tts, order, TIEM_SANDBOX_TTS_UNPAID);
  for (guint next = status + 1; next <= target; next++)
    if (next != TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING || target == next)
      enter (tts, order, next);
}

void
tiem_sandbox_tts_order_settle_shipping (TiemSandboxTts *tts,
                                        TiemSandboxOrder *order)
{
  gboolean has_all = TRUE;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];
      const char *status = json_object_get_string_member (line->extra, "display_status");

      if (g_str_equal (status, "AWAITING_SHIPMENT"))
        has_all = FALSE;
    }
  if (has_all)
    set_time (tts, order, "rts_time", 0);
  set_status (tts,
              order,
              has_all ? TIEM_SANDBOX_TTS_AWAITING_COLLECTION : TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING);
}

static void
cancel_line (TiemSandboxTts *tts,
             TiemSandboxLine *line,
             const char *initiator,
             const char *reason,
             gboolean has_left)
{
  const char *status = json_object_get_string_member (line->extra, "display_status");

  if (g_str_equal (status, "UNPAID") || g_str_equal (status, "AWAITING_SHIPMENT"))
    add_committed (tts, line, -1);
  /* What is with the carrier travels back, and nobody sells it meanwhile. */
  if (!has_left)
    take (tts, line, -line->taken);
  json_object_set_string_member (line->extra, "display_status", "CANCELLED");
  json_object_set_string_member (line->extra, "cancel_reason", reason);
  json_object_set_string_member (line->extra, "cancel_user", initiator);
}

void
tiem_sandbox_tts_order_cancel (TiemSandboxTts *tts,
                               TiemSandboxOrder *order,
                               const char *initiator,
                               const char *reason)
{
  gboolean has_left = tiem_sandbox_tts_order_has_left (order);

  if (tiem_sandbox_tts_order_get_status (order) == TIEM_SANDBOX_TTS_CANCELLED)
    return;
  tiem_sandbox_tts_cases_note_cancelled (tts, order, initiator, reason);
  for (guint i = 0; i < order->lines->len; i++)
    cancel_line (tts, order->lines->pdata[i], initiator, reason, has_left);
  tell_packages (tts, order, "CANCELLED", "Đơn hàng đã huỷ");
  set_time (tts, order, "cancel_time", 0);
  json_object_set_string_member (order->extra, "cancel_reason", reason);
  json_object_set_string_member (order->extra, "cancellation_initiator", initiator);
  json_object_set_boolean_member (order->extra, "is_buyer_request_cancel", FALSE);
  set_status (tts, order, TIEM_SANDBOX_TTS_CANCELLED);
}
