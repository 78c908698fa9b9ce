#pragma once

#include "app/widgets/tiem-tone.h"
#include "model/tiem-records.h"
#include "store/tiem-store-profit.h"

G_BEGIN_DECLS

/* How the window says the state of an order: an icon, a word, a tone. Nothing is owned. */
typedef struct
{
  const char *icon;
  const char *word;
  TiemTone tone;
} TiemOrderWords;

#define TIEM_SOON_MS (3 * 3600 * G_GINT64_CONSTANT (1000))
/* Goods that have been on their way back for longer are asked after. */
#define TIEM_BACK_LATE_MS (10 * 24 * 3600 * G_GINT64_CONSTANT (1000))

/* Of a parcel, say. */
TiemOrderWords tiem_order_status_get_words (TiemOrderStatus status);
/* Short of goods comes before the status: it is what stands in the way. */
TiemOrderWords tiem_order_get_words (const TiemOrder *order);

/* When it must be sent, or the buyer answered: "Overdue 7h", "1h12 left", "23:59", "22/11"; of goods
 * on their way back, for how long: "Back 4 days".
 * @icon: (out) (nullable). Returns: (transfer full) (nullable): %NULL without a deadline */
char *tiem_order_dup_deadline (const TiemOrder *order,
                               gint64 now,
                               const char **icon,
                               TiemTone *tone);
/* Returns: (transfer full) (nullable): "1h12 left"; NULL when it is over */
char *tiem_order_dup_left (gint64 until,
                           gint64 now);
/* Returns: (transfer full): "20:18:07" today, else "20/11 18:02:07" */
char *tiem_order_dup_moment (gint64 at,
                             gint64 now);
/* Returns: (transfer full) (nullable): "Refused 2 of 3"; NULL: the buyer took every parcel */
char *tiem_order_dup_refused (const TiemOrder *order);
/* Returns: the payment method in words ("Cash on delivery"), or as the channel says it */
const char *tiem_order_get_payment (const TiemOrder *order);

/* What the figure is called: a cost that nobody knows counts as 0, and then it is no profit yet. */
const char *tiem_profit_get_title (const TiemProfit *profit);

G_END_DECLS
