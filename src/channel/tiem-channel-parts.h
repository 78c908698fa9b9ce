#pragma once

#include "model/tiem-offer.h"
#include "model/tiem-remote.h"

G_BEGIN_DECLS

/* What every channel does alike with what it has read. */

/* Adds to a page's unreadable items what @cause says, and which member was wrong. @id, @raw:
 * (nullable) */
void tiem_parts_add_unreadable (GPtrArray *unreadable,
                                const char *id,
                                const char *raw,
                                const GError *cause);

/* A listing that was asked for and is no longer there. */
void tiem_parts_add_gone (TiemListingPage *page,
                          const TiemPush *push);

/* An order without a currency is in đồng. Fails with PROTOCOL for any other: a number of
 * dollars is not one of đồng. */
gboolean tiem_parts_check_currency (TiemRemoteOrder *order,
                                    GError **error);

/* What is left between the lines, less the discount, with shipping, and the total: a surcharge,
 * or where it lowers the total more discount (invariant 5). */
void tiem_parts_balance (TiemRemoteOrder *order);

/* A form with @picture as the file @name. @word, @value: (nullable): one more field, a text.
 * @content_type: (out) (transfer full): with the boundary. Returns: (transfer full): the body */
GBytes *tiem_parts_make_upload (const char *name,
                                const TiemOfferPicture *picture,
                                const char *word,
                                const char *value,
                                char **content_type);

G_END_DECLS
