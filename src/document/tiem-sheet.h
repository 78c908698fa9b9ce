#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * src/document: files that people open. May include base, model and store; links no GTK.
 *
 * A sheet is a table of text cells read from .xlsx or .csv (by content, not by name).
 */
typedef struct
{
  GPtrArray *rows; /* (element-type GPtrArray of utf8): the first is the heading */
} TiemSheet;

/* Bounded: 200,000 rows, 200 columns, 64 MB unpacked; beyond that INVALID says so. CSV in
 * UTF-8 (BOM or not), UTF-16 or Windows-1258; comma, semicolon or tab. */
TiemSheet *tiem_sheet_read (const char *path,
                            GCancellable *cancellable,
                            GError **error);
void tiem_sheet_free (TiemSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSheet, tiem_sheet_free)

/* A table being written row by row to .xlsx or .csv (by the name's ending), into a
 * temporary file that takes the name only when complete. Cells that begin with = + - @ are
 * written as text. */
typedef struct _TiemSheetWriter TiemSheetWriter;
typedef enum
{
  TIEM_CELL_TEXT,
  TIEM_CELL_NUMBER,
  TIEM_CELL_MONEY,
  TIEM_CELL_TIME, /* ms UTC, written as local date and time */
} TiemCellKind;
TiemSheetWriter *tiem_sheet_writer_new (const char *path,
                                        const char *const *heads,
                                        const TiemCellKind *kinds,
                                        GError **error);
void tiem_sheet_writer_add_text (TiemSheetWriter *self,
                                 const char *text);
void tiem_sheet_writer_add_number (TiemSheetWriter *self,
                                   gint64 number);
void tiem_sheet_writer_end_row (TiemSheetWriter *self);
gboolean tiem_sheet_writer_close (TiemSheetWriter *self,
                                  GError **error);
/* Drops what was written. */
void tiem_sheet_writer_abort (TiemSheetWriter *self);

G_END_DECLS
