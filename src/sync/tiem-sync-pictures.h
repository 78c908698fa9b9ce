#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* Fetches pictures that channels show of goods that have none here, and those whose address came
 * with an imported file, one after the other with a pause between them, at most @limit. What can't
 * be fetched or read is noted and tried again another day. Throws away files that nobody needs
 * first. Blocking: any thread but the main one, no worker's. Returns: how many came; 0 with @error
 * when it was called off or the store failed */
guint tiem_sync_fetch_pictures (TiemStore *store,
                                guint limit,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
