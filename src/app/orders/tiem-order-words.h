#pragma once

#include "app/widgets/tiem-tone.h"
#include "model/tiem-records.h"

G_BEGIN_DECLS

/* How the window says the state of an order: an icon, a word, a tone. Nothing is owned. */
typedef struct
{
  const char *icon;
  const char *word;
  TiemTone tone;
} TiemOrderWords;

/* Short of goods comes before the status: it is what stands in the way. */
TiemOrderWords tiem_order_get_words (const TiemOrder *order);

/* When it must be sent: "Overdue 7h", "1h12 left", "23:59", "22/11".
 * @icon: (out) (nullable). Returns: (transfer full) (nullable): %NULL without a deadline,
 * or when the parcel has left */
char *tiem_order_dup_deadline (const TiemOrder *order,
                               gint64 now,
                               const char **icon,
                               TiemTone *tone);
/* Returns: (transfer full): "20:18:07" today, else "20/11 18:02" */
char *tiem_order_dup_moment (gint64 at,
                             gint64 now);
/* Returns: the payment method in words ("Cash on delivery"), or as the channel says it */
const char *tiem_order_get_payment (const TiemOrder *order);

G_END_DECLS
