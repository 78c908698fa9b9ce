#pragma once

#include "document/tiem-sheet-private.h"

#include <expat.h>

G_BEGIN_DECLS

/* A sheet that the workbook names, and what was read of it. */
typedef struct
{
  char *relation;
  char *name;
  char *part; /* (nullable): its part of the zip file; NULL = not to be read */
  gboolean hidden;
  gboolean found;
  TiemSheetBuilder builder;
} TiemXlsxSheet;

/* A workbook while it is being read: what its parts told, and where in one of them we are. */
typedef struct
{
  TiemSheetBuilder *builder; /* of the sheet being read */
  GCancellable *cancellable;
  GError *error; /* the first trouble; set = stop */
  XML_Parser parser;
  gsize unpacked;

  /* from the parts around the sheet */
  gboolean is_workbook;
  gboolean since_1904;
  GPtrArray *sheets;        /* (element-type TiemXlsxSheet), in the workbook's order */
  GHashTable *relations;    /* id → part */
  GHashTable *date_formats; /* numbers of the formats that show dates */
  GByteArray *is_date;      /* by cell style */
  gboolean in_cell_formats;
  GPtrArray *strings;
  gsize string_bytes;

  /* text being collected */
  GString *text;
  gboolean in_text;
  int phonetic_depth; /* inside <rPh>: how a text is read aloud */

  /* the cell being read; rows and columns count from 0 */
  guint next_row;
  guint next_column;
  guint row;
  guint column;
  guint style;
  gboolean has_formula;
  char kind; /* 'n'umber, 's'hared, text 't', 'b'oolean, 'd'ate, 'e'rror */
} TiemXlsx;

/* Remember the sentence and stop the parser. */
void tiem_xlsx_fail (TiemXlsx *self, const char *message);
void tiem_xlsx_fail_damaged (TiemXlsx *self);

/* Names are compared without their prefix: some programs write <x:row>. */
const char *tiem_xlsx_local_name (const char *name);
const char *tiem_xlsx_attribute (const char **attributes, const char *name);
guint tiem_xlsx_attribute_uint (const char **attributes, const char *name, guint fallback);
gboolean tiem_xlsx_attribute_is_true (const char **attributes, const char *name);
/* Returns: (transfer full): @text with "_x000D_" and the like as the characters they stand for */
char *tiem_xlsx_unescape (const char *text);
void tiem_xlsx_text_cb (void *data, const char *text, int length);

void tiem_xlsx_sheet_start_cb (void *data, const char *element, const char **attributes);
void tiem_xlsx_sheet_end_cb (void *data, const char *element);

G_END_DECLS
