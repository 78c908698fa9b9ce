#pragma once

#include "document/tiem-sheet-patch.h"

G_BEGIN_DECLS

/* The XML of one sheet with the cells of @patches changed. Returns: (transfer full): NULL with
 * INVALID */
GByteArray *tiem_sheet_patch_cells (const guint8 *bytes,
                                    gsize length,
                                    GPtrArray *patches,
                                    GError **error);

G_END_DECLS
