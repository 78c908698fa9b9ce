#pragma once

#include "store/tiem-store-private.h"
#include "store/tiem-store-worth.h"

G_BEGIN_DECLS

/* The two steps of a report (tiem-ids.h). */
GArray *tiem_worth_select (TiemDb *db,
                           gint64 now,
                           const TiemWorthQuery *query,
                           gint64 limit,
                           gint64 offset,
                           GError **error);
/* Returns: (element-type TiemWorth) */
GPtrArray *tiem_worth_read (TiemDb *db,
                            gint64 now,
                            GArray *ids,
                            GError **error);
/* What is sold in a day and how many to order: from what the row says, and what has moved. */
gboolean tiem_worth_plan (TiemDb *db,
                          gint64 now,
                          TiemWorth *worth,
                          gint64 lead_days,
                          gint64 cover_days,
                          GError **error);
gboolean tiem_worth_get_days (TiemDb *db,
                              gint64 *lead_days,
                              gint64 *cover_days,
                              GError **error);

G_END_DECLS
