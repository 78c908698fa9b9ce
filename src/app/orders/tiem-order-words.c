#include "config.h"

#include "app/orders/tiem-order-words.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>
#include <string.h>

#define MINUTE_MS (G_GINT64_CONSTANT (60000))
#define SOON_MS TIEM_SOON_MS
#define DAY_MS (24 * 60 * MINUTE_MS)
#define YEAR_MS (300 * DAY_MS)

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
tiem_order_status_get_words (TiemOrderStatus status)
{
  return (TiemOrderWords){ looks[status].icon,
                           tiem_order_status_get_label (status),
                           looks[status].tone };
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
  /* Whether the goods are there is the owner's to say. */
  if (order->status == TIEM_ORDER_RETURNED && order->back_since != 0)
    return (
        TiemOrderWords){ "tiem-return-symbolic", _ ("Back, says the platform"), TIEM_TONE_WARNING };
  return tiem_order_status_get_words (order->status);
}

/* The earlier of what the carrier and what the buyer wait for. */
static gint64
get_deadline (const TiemOrder *order)
{
  if (!tiem_order_status_is_open (order->status) || is_handed (order))
    return 0;
  if (!order->cancel_asked || order->cancel_answer_by == 0)
    return order->ship_by;
  return order->ship_by != 0 ? MIN (order->ship_by, order->cancel_answer_by)
                             : order->cancel_answer_by;
}

/* How long its goods have been on their way back. */
static char *
dup_way_back (const TiemOrder *order,
              gint64 now,
              const char **icon,
              TiemTone *tone)
{
  int days = (int)((now - order->back_since) / DAY_MS);

  if (order->back_since == 0 || now < order->back_since)
    return NULL;
  if (now - order->back_since > TIEM_BACK_LATE_MS)
    {
      *icon = "dialog-warning-symbolic";
      *tone = TIEM_TONE_WARNING;
      return g_strdup_printf (ngettext ("Back %d day", "Back %d days", days), days);
    }
  *icon = "tiem-return-symbolic";
  *tone = TIEM_TONE_SUB;
  if (days < 1)
    return g_strdup (_ ("Back today"));
  /* Translators: its goods have been on their way back for so long */
  return g_strdup_printf (ngettext ("Back %d day", "Back %d days", days), days);
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
  gint64 deadline = get_deadline (order);
  g_autofree char *span = NULL;
  g_autoptr (GDateTime) at = NULL;

  *icon = NULL;
  *tone = TIEM_TONE_NONE;
  if (deadline == 0)
    return dup_way_back (order, now, icon, tone);
  if (deadline <= now)
    {
      *icon = "task-past-due-symbolic";
      *tone = TIEM_TONE_ERROR;
      span = dup_span (now - deadline);
      /* Translators: %s is a length of time: "7h" */
      return g_strdup_printf (_ ("Overdue %s"), span);
    }
  if (deadline - now < SOON_MS)
    {
      *icon = "alarm-symbolic";
      *tone = TIEM_TONE_WARNING;
      span = dup_span (deadline - now);
      /* Translators: %s is a length of time: "1h12" */
      return g_strdup_printf (_ ("%s left"), span);
    }
  at = g_date_time_new_from_unix_local (deadline / 1000);
  if (tiem_time_day (deadline) == tiem_time_day (now))
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
  if (now - at < YEAR_MS)
    return g_date_time_format (local, "%d/%m %H:%M:%S");
  return g_date_time_format (local, "%d/%m/%y %H:%M:%S");
}

char *
tiem_order_dup_left (gint64 until,
                     gint64 now)
{
  g_autofree char *span = dup_span (until - now);

  return until > now ? g_strdup_printf (_ ("%s left"), span) : NULL;
}

char *
tiem_order_dup_refused (const TiemOrder *order)
{
  if (order->buyer_refused == 0)
    return NULL;
  /* Translators: parcels the buyer did not take, of how many: "Bom hàng 2/3" */
  return g_strdup_printf (_ ("Refused %d of %d"),
                          (int)order->buyer_refused,
                          (int)MAX (order->buyer_sent, order->buyer_refused));
}

/* Lazada names hundreds of ways to pay in a code of its own (apis: order.payment_method). */
static const char *
get_payment_of_code (const char *code)
{
  if (strchr (code, '_') == NULL || code[strcspn (code, "abcdefghijklmnopqrstuvwxyz ")] != '\0')
    return code;
  return g_str_has_suffix (code, "_IPP") ? _ ("Instalments") : _ ("Paid online");
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
    { "napas_online", N_ ("ATM card") },
    { "momo_wallet", "MoMo" },
    { "zalopay_wallet", "ZaloPay" },
    { "wallet_zalopay_cashier", "ZaloPay" },
    { "cheque", N_ ("Cheque") },
    { "cash", N_ ("Cash") },
  };

  if (order->is_own && order->own_payment == TIEM_OWN_PREPAID && order->owed_vnd > 0)
    return NULL;
  if (order->is_own)
    return tiem_own_payment_get_label (order->own_payment);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (order->payment_method != NULL
        && g_ascii_strcasecmp (methods[i].code, order->payment_method) == 0)
      return _ (methods[i].words);
  return order->payment_method != NULL ? get_payment_of_code (order->payment_method) : NULL;
}

const char *
tiem_profit_get_title (const TiemProfit *profit)
{
  if (profit->n_unknown > 0)
    return _ ("Profit before all goods' cost");
  return profit->is_estimate ? _ ("Profit, estimated") : _ ("Profit");
}
