#pragma once

#include "document/tiem-exchange.h"
#include "store/tiem-store-worth.h"

G_BEGIN_DECLS

/* Writes what @query finds into a table at @path (.xlsx or .csv), with its sum as the last row.
 * @progress: (nullable) on this thread. Returns: how many variants, −1 with @error */
gint64 tiem_worth_sheet_write (TiemStore *store,
                               const TiemWorthQuery *query,
                               const char *path,
                               TiemProgressFunc progress,
                               gpointer user_data,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
