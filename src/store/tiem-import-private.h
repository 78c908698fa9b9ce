#pragma once

#include "store/tiem-catalogue-private.h"
#include "store/tiem-store-import.h"

G_BEGIN_DECLS

/* An import is planned first, all of it against the shop as it was, and then carried out. */

typedef enum
{
  TIEM_IMPORT_DO_BARCODES = 1 << 0,
  TIEM_IMPORT_DO_STOCK = 1 << 1,
  TIEM_IMPORT_DO_ARCHIVED = 1 << 2,
  TIEM_IMPORT_DO_PARTS = 1 << 3,
} TiemImportDeeds;

/* What is to be done with one row. */
typedef struct
{
  const TiemImportRow *row;
  TiemImportLine *line; /* of the result */
  gint64 variant_id;    /* 0 = new */
  gboolean is_bundle;
  TiemEdit edits;
  TiemImportDeeds deeds;
} TiemImportStep;

typedef struct
{
  TiemDb *db;
  const TiemImportOptions *options;
  TiemImportResult *result;
  GArray *steps;         /* of TiemImportStep */
  GHashTable *by_sku;    /* (element-type utf8 TiemImportRow): SKU key → the row that has it */
  GHashTable *by_code;   /* (element-type utf8 TiemImportRow): barcode key → the row */
  GHashTable *products;  /* (element-type utf8 gint64): "group\t…" or "name\t…" → product */
  GHashTable *shared;    /* (element-type utf8 TiemImportRow): "product\tfield" → who says it */
} TiemImportPlan;

/* The most that is told about while it goes on. */
#define TIEM_IMPORT_ROWS_PER_NOTE 256

gboolean tiem_import_plan (TiemImportPlan *self,
                           GPtrArray *rows,
                           GCancellable *cancellable,
                           GError **error);
/* @run_id: of import_run, written already */
gboolean tiem_import_apply (TiemImportPlan *self,
                            TiemWrite *write,
                            gint64 run_id,
                            GCancellable *cancellable,
                            GError **error);

/* Writes what the import is remembered by; its id goes to result->run_id. */
gboolean tiem_import_begin_run (TiemWrite *write,
                                const TiemImportOptions *options,
                                TiemImportResult *result,
                                GError **error);
/* Puts back what the run made of customers and suppliers; its row is marked already. */
gboolean tiem_import_undo_people (TiemWrite *write,
                                  gint64 run_id,
                                  TiemImportUndone *undone,
                                  GError **error);
/* @column: static */
void tiem_import_undone_add_kept (TiemImportUndone *undone,
                                  const char *name,
                                  const char *column,
                                  const char *now);

TiemImportResult *tiem_import_result_new (void);
/* Counts a line that has been judged. */
void tiem_import_count_line (TiemImportResult *result,
                             TiemImportLine *line);
/* Adds an empty one. Returns: (transfer none) */
TiemImportLine *tiem_import_result_add_line (TiemImportResult *result,
                                             guint row,
                                             GPtrArray *wrong,
                                             GPtrArray *notes);
void tiem_import_line_take_change (TiemImportLine *line,
                                   const char *column,
                                   char *before,
                                   char *after);

/* The key under which variants of a row's product are remembered. Returns: (nullable) */
char *tiem_import_product_key (const TiemImportRow *row);
/* "A×2, B×1", in an order of its own. */
char *tiem_import_describe_parts (TiemDb *db,
                                  gint64 variant_id,
                                  GError **error);
char *tiem_import_join_barcodes (TiemDb *db,
                                 gint64 variant_id,
                                 GError **error);

G_END_DECLS
