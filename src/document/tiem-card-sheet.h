#pragma once

#include "document/tiem-exchange.h"
#include "store/tiem-store-why.h"

G_BEGIN_DECLS

/* Writes the stock card into an .xlsx or .csv file: every movement the query finds, newest first,
 * and a line with what came and went. @progress: (nullable) on this thread.
 * Returns: rows, −1 with @error */
gint64 tiem_card_sheet_write (TiemStore *store,
                              const TiemMovementQuery *query,
                              const char *path,
                              TiemProgressFunc progress,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
