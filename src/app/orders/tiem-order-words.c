#include "config.h"

#include "app/orders/tiem-order-words.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

#define MINUTE_MS (G_GINT64_CONSTANT (60000))
#define SOON_MS (3 * 60 * MINUTE_MS)

static const struct
{
  const char *icon;
  TiemTone tone;
} looks[TIEM_N_ORDER_STATUSES] = {
  [TIEM_ORDER_UNKNOWN] = { "dialog-question-symbolic", TIEM_TONE_WARNING },
  [TIEM_ORDER_UNPAID] = { "document-open-recent-symbolic", TIEM_TONE_NONE },
  [TIEM_ORDER_TO_CONFIRM] = { "mail-unread-symbolic", TIEM_TONE_ACCENT },
  [TIEM_ORDER_TO_SHIP] = { "package-x-generic-symbolic", TIEM_TONE_ACCENT },
  [TIEM_ORDER_AWAITING_PICKUP] = { "tiem-handover-symbolic", TIEM_TONE_ACCENT },
  [TIEM_ORDER_SHIPPING] = { "tiem-truck-symbolic", TIEM_TONE_NONE },
  [TIEM_ORDER_DELIVERED] = { "object-select-symbolic", TIEM_TONE_SUCCESS },
  [TIEM_ORDER_COMPLETED] = { "tiem-done-symbolic", TIEM_TONE_SUCCESS },
  [TIEM_ORDER_CANCELLED] = { "process-stop-symbolic", TIEM_TONE_NONE },
  [TIEM_ORDER_FAILED_DELIVERY] = { "dialog-warning-symbolic", TIEM_TONE_WARNING },
  [TIEM_ORDER_RETURNING] = { "tiem-return-symbolic", TIEM_TONE_WARNING },
  [TIEM_ORDER_RETURNED] = { "tiem-box-check-symbolic", TIEM_TONE_NONE },
};

/* The carrier has it, and the platform has not heard of that yet. */
static gboolean
is_handed (const TiemOrder *order)
{
  return order->handed_at != 0 && tiem_order_status_is_open (order->status);
}

TiemOrderWords
tiem_order_get_words (const TiemOrder *order)
{
  if (order->cancel_asked && tiem_order_status_is_open (order->status))
    return (TiemOrderWords){ "dialog-question-symbolic",
                             _ ("Buyer asks to cancel"),
                             TIEM_TONE_WARNING };
  if (order->is_short)
    return (TiemOrderWords){ "dialog-error-symbolic", _ ("Short of goods"), TIEM_TONE_ERROR };
  if (is_handed (order))
    return (TiemOrderWords){ "object-select-symbolic", _ ("Handed over"), TIEM_TONE_SUCCESS };
  return (TiemOrderWords){ looks[order->status].icon,
                           tiem_order_status_get_label (order->status),
                           looks[order->status].tone };
}

/* "7h", "1h12", "25 minutes" */
static char *
dup_span (gint64 ms)
{
  int minutes = (int)(ms / MINUTE_MS);

  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", minutes), minutes);
  if (minutes % 60 == 0 || minutes >= 24 * 60)
    /* Translators: hours, short: 7h */
    return g_strdup_printf (_ ("%dh"), minutes / 60);
  /* Translators: hours and minutes, short: 1h12 */
  return g_strdup_printf (_ ("%dh%02d"), minutes / 60, minutes % 60);
}

char *
tiem_order_dup_deadline (const TiemOrder *order,
                         gint64 now,
                         const char **icon,
                         TiemTone *tone)
{
  g_autofree char *span = NULL;
  g_autoptr (GDateTime) at = NULL;

  *icon = NULL;
  *tone = TIEM_TONE_NONE;
  if (order->ship_by == 0 || !tiem_order_status_is_open (order->status) || is_handed (order))
    return NULL;
  if (order->ship_by <= now)
    {
      *icon = "task-past-due-symbolic";
      *tone = TIEM_TONE_ERROR;
      span = dup_span (now - order->ship_by);
      /* Translators: %s is a length of time: "7h" */
      return g_strdup_printf (_ ("Overdue %s"), span);
    }
  if (order->ship_by - now < SOON_MS)
    {
      *icon = "alarm-symbolic";
      *tone = TIEM_TONE_WARNING;
      span = dup_span (order->ship_by - now);
      /* Translators: %s is a length of time: "1h12" */
      return g_strdup_printf (_ ("%s left"), span);
    }
  at = g_date_time_new_from_unix_local (order->ship_by / 1000);
  if (tiem_time_day (order->ship_by) == tiem_time_day (now))
    return g_date_time_format (at, "%H:%M");
  return g_date_time_format (at, "%d/%m");
}

char *
tiem_order_dup_moment (gint64 at,
                       gint64 now)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (at / 1000);

  if (tiem_time_day (at) == tiem_time_day (now))
    return g_date_time_format (local, "%H:%M:%S");
  return tiem_time_format_short (at, now);
}

const char *
tiem_order_get_payment (const TiemOrder *order)
{
  static const struct
  {
    const char *code;
    const char *words;
  } methods[] = {
    { "cod", N_ ("Cash on delivery") },
    { "cash on delivery", N_ ("Cash on delivery") },
    { "bank transfer", N_ ("Bank transfer") },
    { "credit card", N_ ("Card") },
    { "credit/debit card", N_ ("Card") },
    { "mixedcard", N_ ("Card") },
    { "bacs", N_ ("Bank transfer") },
    { "cheque", N_ ("Cheque") },
    { "cash", N_ ("Cash") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (order->payment_method != NULL
        && g_ascii_strcasecmp (methods[i].code, order->payment_method) == 0)
      return _ (methods[i].words);
  return order->payment_method;
}
