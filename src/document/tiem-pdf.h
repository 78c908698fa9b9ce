#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether @document begins as a PDF does. */
gboolean tiem_pdf_is (GBytes *document);
/* All pages of @documents (element-type GBytes), in their order, in one PDF; a single one is
 * returned as it is. Fails with INVALID when one can't be read, or when this build joins none.
 * Returns: (transfer full) */
GBytes *tiem_pdf_join (GPtrArray *documents,
                       GError **error);

G_END_DECLS
