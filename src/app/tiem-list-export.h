#pragma once

#include "app/tiem-browse-page.h"
#include "document/tiem-exchange.h"

G_BEGIN_DECLS

/* Asks for a file and writes the list into it as it is shown, away from the main thread; how far
 * it is stands below the list, with a way to stop.
 * @query: (transfer full): of @kind
 * @name: what the file is called at first */
void tiem_list_export (TiemBrowsePage *page,
                       TiemExportKind kind,
                       gpointer query,
                       GDestroyNotify query_free,
                       const char *name);

G_END_DECLS
