#pragma once

#include "model/tiem-offer.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* Putting products up for sale at a channel, and setting anew what they say there: through the
 * outbox, as kind 'product:publish'. Numbers are read when it is sent, not when it is queued. */

/* What would be put up: title, description, pictures (addresses alone, no data), the variants on
 * sale that the channel does not have, with the prices of its rule, and the category, weight and
 * attributes last chosen there for goods of the same category. When the channel has some of the
 * product's variants already, it is an update: .remote_product_id names it.
 * @category_path: (out) (optional) (transfer full) (nullable) */
TiemOffer *tiem_store_prepare_offer (TiemStore *self,
                                     gint64 channel_id,
                                     gint64 product_id,
                                     char **category_path,
                                     GError **error);
/* Queues it. CONFLICT when one of the product is waiting there already. @category_path: (nullable).
 * Returns: the outbox's id, 0 with @error */
gint64 tiem_store_queue_offer (TiemStore *self,
                               gint64 channel_id,
                               const TiemOffer *offer,
                               const char *category_path,
                               gint64 delay_ms,
                               GError **error);

/* --- for the worker --- */

/* As it was queued, with the numbers of now and the pictures' files. NOT_FOUND. */
TiemOffer *tiem_store_read_offer (TiemStore *self,
                                  gint64 offer_id,
                                  GError **error);
/* Stores what it became and links it with the variants by their SKUs. */
gboolean tiem_store_book_offer (TiemStore *self,
                                gint64 offer_id,
                                const TiemListingPage *page,
                                GError **error);

G_END_DECLS
