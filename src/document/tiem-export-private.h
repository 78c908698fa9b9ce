#pragma once

#include "document/tiem-exchange.h"
#include "document/tiem-sheet.h"

G_BEGIN_DECLS

typedef struct
{
  const char *head; /* marked for translation, in the context "file column" */
  TiemCellKind kind;
  const char *shown; /* (nullable): the column of the window's list that it belongs to */
} TiemExportColumn;

/* What a cell of the row being made holds. */
typedef struct
{
  gboolean is_number;
  gint64 number;
  char *text; /* (nullable) */
} TiemExportCell;

/* An export under way. */
typedef struct
{
  TiemStore *store;
  gconstpointer query; /* (nullable) */
  TiemSheetWriter *writer;
  GArray *order;   /* of guint: which of the list's columns the file has, from the left */
  GArray *cells;   /* of TiemExportCell: of the row being made, in the list's order */
  TiemProgressFunc progress; /* (nullable) */
  gpointer user_data;
  guint total; /* 0 = not known */
  guint rows;
  GHashTable *openings; /* (owned) (nullable) (element-type gint64 gint64): what customers owed */
  GHashTable *channels; /* (owned) (nullable) (element-type gint64 utf8): what they are called */
} TiemExport;

/* What there is of a kind. */
typedef struct
{
  const TiemExportColumn *columns; /* head NULL ends them */
  /* A page of records. Returns: (element-type of the kind) */
  GPtrArray *(*list) (TiemExport *self, gint64 offset, GError **error);
  /* Writes one record, in one row or several. */
  gboolean (*put) (TiemExport *self, gconstpointer record, GError **error);
} TiemExportList;

/* Rows read at a time: memory stays small however many there are. */
#define TIEM_EXPORT_PAGE 2000

/* Cells in the order of the list's columns, each of them; what the file lacks is left out. */
void tiem_export_add_text (TiemExport *self, const char *text);
void tiem_export_add_number (TiemExport *self, gint64 number);
void tiem_export_end_row (TiemExport *self);

/* tiem-export-purchases.c */
extern const TiemExportList tiem_export_suppliers;
extern const TiemExportList tiem_export_purchases;

/* tiem-export-channels.c */
extern const TiemExportList tiem_export_listings;
extern const TiemExportList tiem_export_drift;
extern const TiemExportList tiem_export_travels;
extern const TiemExportList tiem_export_returns;

G_END_DECLS
