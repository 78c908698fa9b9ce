#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * src/document: files that people open. May include base, model and store; links no GTK.
 *
 * A sheet is a table of text cells read from .xlsx or .csv (by content, not by name).
 * Rows keep their number: row 12 of the file is rows[11], empty ones between included.
 * Text is NFC; a number is "129000", "14.5" (never with exactly three decimals, so that it
 * can't be taken for thousands) or, where Excel has lost digits, as "5.8E+17"; a date is
 * "2026-11-21" or "2026-11-21 20:05:00"; a yes or no is "TRUE" or "FALSE".
 */
typedef struct
{
  char *name;       /* what the workbook calls it; "" for a text table */
  gboolean hidden;  /* people do not see it in the workbook */
  guint hidden_rows; /* rows that a filter or a hand has hidden; they are read all the same */
  GPtrArray
      *rows; /* (element-type GPtrArray of utf8): rows differ in length, cells are never NULL */
  GHashTable *marks; /* (nullable): for tiem_sheet_get_marks() */
  GHashTable *spread; /* (nullable): for tiem_sheet_get_spread() */
} TiemSheet;

/* Bounded: 200,000 rows, 200 columns, 192 MB of text (of a workbook: 256 MB unpacked);
 * beyond that INVALID says so. Of a workbook the first visible sheet is read. A web page's table, which programs like to call .xls, is read too. CSV in UTF-8 (BOM or
 * not), UTF-16 or Windows-1258; comma, semicolon or tab. Fails with NOT_FOUND and INVALID. Any
 * thread but the main one. */
TiemSheet *tiem_sheet_read (const char *path, GCancellable *cancellable, GError **error);
/* Returns: (transfer none): "" outside the table */
const char *tiem_sheet_get_cell (const TiemSheet *self, guint row, guint column);
void tiem_sheet_free (TiemSheet *self);

/* All sheets of a file in the workbook's order, hidden ones too, charts left out; a text table is
 * one sheet. Bounds, errors and thread as tiem_sheet_read().
 * Returns: (transfer full) (element-type TiemSheet): at least one */
GPtrArray *tiem_sheet_open (const char *path, GCancellable *cancellable, GError **error);

/* What a cell was beside its text. */
typedef enum
{
  TIEM_CELL_MARK_DAMAGED = 1 << 0,  /* a number beyond 2^53: as an id it has lost digits */
  TIEM_CELL_MARK_NO_VALUE = 1 << 1, /* a formula that was never calculated; the text is "" */
  TIEM_CELL_MARK_ERROR = 1 << 2,    /* "#N/A", "#DIV/0!" … */
  TIEM_CELL_MARK_FORMULA = 1 << 3,  /* the text is the value that the program last worked out */
} TiemCellMarks;
TiemCellMarks tiem_sheet_get_marks (const TiemSheet *self, guint row, guint column);
/* As tiem_sheet_get_cell(), and within merged cells the value that they all show. */
const char *tiem_sheet_get_spread (const TiemSheet *self, guint row, guint column);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSheet, tiem_sheet_free)

/* ---- heads (tiem-sheet-heads.c) */

/* The heads stand in one of the first rows, below a title perhaps. */
#define TIEM_SHEET_HEAD_ROWS 10
#define TIEM_SHEET_NO_COLUMN G_MAXUINT

/* Returns: (transfer full): a head as heads are compared: NFC, trimmed, runs of spaces, no-break
 * spaces and line ends one space */
char *tiem_sheet_tidy_head (const char *head);
/* Finds @heads in @row: columns that say exactly so first, then without case, then without tone
 * marks and signs ("Gía bán *"), so that of two heads that differ only by case each finds its
 * own; no column is found twice. A head that @heads names n times is the first to the n-th of
 * that name. @columns: one for each head, TIEM_SHEET_NO_COLUMN where there is none.
 * Returns: how many were found */
guint tiem_sheet_match_heads (const TiemSheet *self,
                              guint row,
                              const char *const *heads,
                              guint *columns);
/* Finds the first of the first ten rows with all of @needed and none of @forbidden (nullable). */
gboolean tiem_sheet_find_head_row (const TiemSheet *self,
                                   const char *const *needed,
                                   const char *const *forbidden,
                                   guint *row);

/* A table being written row by row to .xlsx or .csv (by the name's ending), into a
 * temporary file (0600) that takes the name only when complete. Cells that begin with = + - @ are
 * written as text: in CSV behind an apostrophe, which tiem_sheet_read() takes off again. */
typedef struct _TiemSheetWriter TiemSheetWriter;
typedef enum
{
  TIEM_CELL_TEXT,
  TIEM_CELL_NUMBER,
  TIEM_CELL_MONEY,
  TIEM_CELL_TIME, /* ms UTC, written as local date and time; 0 = empty */
} TiemCellKind;
/* @heads: NULL-terminated; @kinds: one for each of them */
TiemSheetWriter *tiem_sheet_writer_new (const char *path,
                                        const char *const *heads,
                                        const TiemCellKind *kinds,
                                        GError **error);
/* @text: (nullable): NULL leaves the cell empty, in a column of any kind */
void tiem_sheet_writer_add_text (TiemSheetWriter *self, const char *text);
void tiem_sheet_writer_add_number (TiemSheetWriter *self, gint64 number);
void tiem_sheet_writer_end_row (TiemSheetWriter *self);
/* A second sheet of lines to read; a text table has none. */
void tiem_sheet_writer_add_notes (TiemSheetWriter *self,
                                  const char *title,
                                  const char *const *lines);
/* Frees @self. What went wrong while writing is told here: INVALID (more rows than a
 * workbook holds), FULL, READ_ONLY; then no file is left behind. */
gboolean tiem_sheet_writer_close (TiemSheetWriter *self, GError **error);
/* Frees @self and drops what was written. */
void tiem_sheet_writer_abort (TiemSheetWriter *self);

G_END_DECLS
