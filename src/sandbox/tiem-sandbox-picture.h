#pragma once

#include "sandbox/tiem-sandbox-catalogue.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a small PNG of @shape in a colour that goes with @sku: shops
 * show pictures, and a client may fetch them. */
GBytes *tiem_sandbox_picture_make (TiemSandboxShape shape, const char *sku);

G_END_DECLS
