#pragma once

#include "document/tiem-sheet.h"

G_BEGIN_DECLS

#define TIEM_SHEET_MAX_ROWS 200000
#define TIEM_SHEET_MAX_COLUMNS 200
#define TIEM_SHEET_MAX_TEXT (192 * 1024 * 1024)
#define TIEM_SHEET_MAX_MERGED 1000000
#define TIEM_SHEET_MAX_UNPACKED (256 * 1024 * 1024)

/* A sheet being filled cell by cell, in any order, within the bounds. */
typedef struct
{
  TiemSheet *sheet; /* (owned) */
  gsize bytes;      /* what the cells take in memory */
} TiemSheetBuilder;

void tiem_sheet_builder_init (TiemSheetBuilder *self);
void tiem_sheet_builder_clear (TiemSheetBuilder *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemSheetBuilder, tiem_sheet_builder_clear)
/* @text empty changes nothing, so that styled empty cells cost nothing. Fails with INVALID. */
gboolean tiem_sheet_builder_set (
    TiemSheetBuilder *self, guint row, guint column, const char *text, GError **error);
/* A mark is kept for cells within the bounds only. */
void tiem_sheet_builder_mark (TiemSheetBuilder *self, guint row, guint column, TiemCellMarks mark);
/* Cells merged into one, the last row and column included. */
void tiem_sheet_builder_merge (
    TiemSheetBuilder *self, guint row, guint column, guint last_row, guint last_column);
TiemSheet *tiem_sheet_builder_finish (TiemSheetBuilder *self);

/* Returns: (transfer full) (element-type TiemSheet): all of the workbook's sheets, or with
 * @first_only the first that people see */
GPtrArray *tiem_sheet_read_xlsx (const char *path,
                                 gboolean first_only,
                                 GCancellable *cancellable,
                                 GError **error);
/* @bytes: the whole file */
gboolean tiem_sheet_read_csv (TiemSheetBuilder *builder,
                              const guint8 *bytes,
                              gsize length,
                              GCancellable *cancellable,
                              GError **error);

/* The rows of a web page's tables; none when it has no table. */
gboolean tiem_sheet_read_html (TiemSheetBuilder *builder,
                               const guint8 *bytes,
                               gsize length,
                               GCancellable *cancellable,
                               GError **error);

/* Returns: (transfer full): UTF-8 of @bytes by BOM, zero bytes or validity, else
 * Windows-1258. NULL with INVALID when it is no text. */
char *tiem_sheet_decode (const guint8 *bytes, gsize length, GError **error);

/* Whether a number format shows dates or times ("dd/mm/yyyy", but not "#,##0 [Red]"). */
gboolean tiem_sheet_is_date_format (const char *code);
/* Returns: (transfer full): the text of a number cell as tiem-sheet.h describes it */
char *tiem_sheet_format_number (const char *raw);
/* Returns: (transfer full): a day number of a workbook as date, time or both */
char *tiem_sheet_format_date (const char *raw, gboolean since_1904);

G_END_DECLS
