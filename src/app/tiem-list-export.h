#pragma once

#include "app/tiem-browse-page.h"
#include "document/tiem-exchange.h"

G_BEGIN_DECLS

/* Writes a file of @data, on a thread of @store. Returns: rows, −1 with @error */
typedef gint64 (*TiemListWriteFunc) (TiemStore *store,
                                     gpointer data,
                                     const char *path,
                                     TiemProgressFunc progress,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);

/* Asks for a file and lets @write write it, away from the main thread; how far it is stands below
 * @list, with a way to stop, and how many rows it were in a toast.
 * @data: (transfer full): freed with @free_func
 * @done_words: (nullable): translated for good; "%s" stands for “Exported 12 rows”, %NULL is that alone
 * @name: what the file is called at first */
void tiem_list_write_file (TiemListPane *list,
                           TiemStore *store,
                           TiemListWriteFunc write,
                           gpointer data,
                           GDestroyNotify free_func,
                           const char *done_words,
                           const char *name);
/* Puts the button behind the filters that does @action: "Export to Excel". */
void tiem_list_add_export_button (TiemListPane *list,
                                  const char *action);

/* Asks for a file and writes the list into it as it is shown: what is listed, in its order, with the
 * columns that are shown, in theirs, as tiem_list_write_file() does.
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
