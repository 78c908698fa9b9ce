#pragma once

#include "store/tiem-store-takes.h"

G_BEGIN_DECLS

/* A stock take on paper, A4: @blank, a sheet to write the numbers on by hand, without those of
 * the books, so that nobody is tempted; else what was counted and how it differs.
 * @lines: (element-type TiemTakeLine); @shop: (nullable): the shop's name; @now: ms UTC. Fails
 * with INVALID when there is no line. Returns: (transfer full): a PDF */
GBytes *tiem_take_sheet_make (const TiemTake *take,
                              GPtrArray *lines,
                              gboolean blank,
                              const char *shop,
                              gint64 now,
                              GError **error);

G_END_DECLS
