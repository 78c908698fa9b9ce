#pragma once

#include "app/tiem-browse-page.h"
#include "document/tiem-exchange.h"

G_BEGIN_DECLS

/* Asks for a file and writes the list into it as it is shown: what is listed, in its order, with the
 * columns that are shown, in theirs. Away from the main thread; how far it is stands below the list,
 * with a way to stop.
 * @query: (transfer full): of @kind
 * @all_columns: whatever else is known of each row, too
 * @name: what the file is called at first */
void tiem_list_export (TiemBrowsePage *page,
                       TiemExportKind kind,
                       gpointer query,
                       GDestroyNotify query_free,
                       gboolean all_columns,
                       const char *name);

/* The two lines of ⋮ that lead there. @action: takes whether all columns are meant ("b") */
void tiem_list_export_append (GMenu *menu,
                              const char *action);

G_END_DECLS
