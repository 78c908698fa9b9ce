#pragma once

#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* Between tiem-drift.c and the files that read, send and forget the numbers of listings. */

/* A listing was read and its row written, stock and price: are they what Tiệm and the orders it
 * knows explain? @before: the stock it had been read with last (nullable). @was_unclear: a push of
 * ours was under way. *@changed is set when there is something new to be seen. */
gboolean tiem_drift_note_read (TiemWrite *write,
                               gint64 listing_id,
                               const gint64 *before,
                               gboolean was_unclear,
                               gboolean *changed,
                               GError **error);
/* The listing showed @stock before the pull of orders that has just ended, and its row still says
 * what it showed the time before: judged at once. Writes nothing when nothing is new. */
gboolean tiem_drift_judge_number (TiemWrite *write,
                                  gint64 listing_id,
                                  gint64 stock,
                                  GError **error);
/* The channel confirmed a number of ours, and the row says so. */
gboolean tiem_drift_note_sent (TiemWrite *write,
                               gint64 listing_id,
                               GError **error);
/* The channel confirmed a price of ours: what the listing is to cost from now on. */
gboolean tiem_drift_note_price (TiemWrite *write,
                                gint64 listing_id,
                                gint64 price_vnd,
                                GError **error);
/* The listing is gone, or what is known of it is: nothing differs any more. */
gboolean tiem_drift_forget (TiemWrite *write,
                            gint64 listing_id,
                            GError **error);

G_END_DECLS
