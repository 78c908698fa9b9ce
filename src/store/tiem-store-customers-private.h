#pragma once

#include "model/tiem-remote.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* What storing an order asks of the customers. */

/* Finds or makes the customer of an order by (channel, buyer id), phone and e-mail; fills in
 * what was not known, never with a masked value. Sets write->what when it wrote.
 * Returns: the customer's own id (not the end of a merge); 0 without @error for a buyer who
 * can't be told from any other, −1 with @error */
gint64 tiem_customers_resolve (TiemWrite *write,
                               gint64 channel_id,
                               const TiemRemoteOrder *order,
                               GError **error);
/* Adds to the customer's sums (own, and of the end of its merge): @orders and @spent_vnd are
 * differences, for orders that are not cancelled; @placed_at is the order's. */
gboolean tiem_customers_book (TiemWrite *write,
                              gint64 customer_id,
                              gint64 orders,
                              gint64 spent_vnd,
                              gint64 placed_at,
                              GError **error);

G_END_DECLS
