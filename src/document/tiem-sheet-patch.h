#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A cell that gets another number. Row and column count from 0. */
typedef struct
{
  guint row;
  guint column;
  char *text; /* digits; a cell that held text keeps being text */
} TiemSheetPatch;
TiemSheetPatch *tiem_sheet_patch_new (guint row,
                                      guint column,
                                      const char *text);
void tiem_sheet_patch_free (TiemSheetPatch *self);

/*
 * Copies the workbook @from to @to with some cells of the sheet named @sheet_name changed. Every
 * other part keeps its bytes, and so does all of the sheet beside those cells: styles, checks,
 * hidden rows, what no program of ours understands. @to takes its name only when it is complete
 * (0600). A cell that is not there is put into its row; a row that is not there is INVALID.
 *
 * @patches: (element-type TiemSheetPatch), at most one for a cell
 */
gboolean tiem_sheet_patch_file (const char *from,
                                const char *to,
                                const char *sheet_name,
                                GPtrArray *patches,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
