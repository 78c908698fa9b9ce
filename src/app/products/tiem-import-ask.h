#pragma once

#include "document/tiem-import.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The two questions of an import: which sheet, and which column is what. */

/* Fills @group with a row for each sheet; @func is called with its number, from 1. */
typedef void (*TiemSheetFunc) (guint sheet,
                               gpointer user_data);
void tiem_import_ask_sheet (AdwPreferencesGroup *group,
                            GPtrArray *rows,
                            TiemImportFile *file,
                            TiemSheetFunc func,
                            gpointer user_data);
/* Fills @group with a row for each column: its head, what stands in it, a choice of fields.
 * @rows: (element-type GtkWidget): the rows are put there, to be taken off again */
void tiem_import_ask_columns (AdwPreferencesGroup *group,
                              GPtrArray *rows,
                              TiemImportFile *file);
/* Returns: (transfer full): what was chosen, for TiemImportChoices.map; *problem (nullable): why it
 * can't be used, a sentence */
char **tiem_import_read_columns (GPtrArray *rows,
                                 const char **problem);

G_END_DECLS
