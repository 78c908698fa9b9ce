#pragma once

#include "store/tiem-store-private.h"
#include "store/tiem-store-takes.h"

G_BEGIN_DECLS

/* Without the sums over differences. NOT_FOUND. */
TiemTake *tiem_take_load (TiemDb *db,
                          gint64 take_id,
                          GError **error);
/* The same, CONFLICT unless it is a draft. */
TiemTake *tiem_take_load_draft (TiemDb *db,
                                gint64 take_id,
                                GError **error);
/* Returns: (element-type TiemTakeLine): those of @show; @variant_id: that one alone, 0 = all */
GPtrArray *tiem_take_load_lines (TiemDb *db,
                                 const TiemTake *take,
                                 TiemTakeShow show,
                                 gint64 variant_id,
                                 GError **error);

G_END_DECLS
