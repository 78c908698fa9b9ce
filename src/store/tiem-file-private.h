#pragma once

#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* For the files that store orders: what a listing of a channel by file shows now. */

/* Works out again what the listing shows: what it was last known to show, less what was ordered
 * there since. Does nothing to the listing of a channel that is read and told by a worker. */
gboolean tiem_file_number_refresh (TiemWrite *write,
                                   gint64 listing_id,
                                   GError **error);

G_END_DECLS
