#pragma once

#include "store/tiem-row-list.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* The two steps of a list of variants (tiem-ids.h). @now: sold_30_days counts back from it. */
GArray *tiem_variants_select (TiemDb *db,
                              gint64 now,
                              const TiemVariantQuery *query,
                              gint64 limit,
                              gint64 offset,
                              GError **error);
/* Returns: (element-type TiemVariant) */
GPtrArray *tiem_variants_read (TiemDb *db,
                               gint64 now,
                               GArray *ids,
                               GError **error);

G_END_DECLS
