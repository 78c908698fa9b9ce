#pragma once

#include "document/tiem-sheet.h"
#include "store/tiem-store-import.h"

G_BEGIN_DECLS

/*
 * Goods, customers and suppliers in from a table: whose table it is, which column is what, and what every cell means.
 * A file is opened once and may be looked at many times, with other choices. Blocking; any thread
 * but the main one, one at a time.
 */

/* What a column holds. Their names (tiem_field_get_name()) are the contract of tiem-cli. */
typedef enum
{
  TIEM_FIELD_SKU,
  TIEM_FIELD_NAME,
  TIEM_FIELD_OPTION,
  TIEM_FIELD_PRICE,
  TIEM_FIELD_COST,
  TIEM_FIELD_BARCODE,
  TIEM_FIELD_ON_HAND,
  TIEM_FIELD_SHELF,
  TIEM_FIELD_CATEGORY,
  TIEM_FIELD_DESCRIPTION,
  TIEM_FIELD_IMAGE,
  TIEM_N_PLAIN_FIELDS, /* those an owner may choose for a column */

  /* what only the tables of programs have */
  TIEM_FIELD_GROUP = TIEM_N_PLAIN_FIELDS, /* the same for all variants of a product */
  TIEM_FIELD_OPTION_1,
  TIEM_FIELD_OPTION_2,
  TIEM_FIELD_OPTION_3,
  TIEM_FIELD_SECOND_SKU, /* when the SKU is empty */
  TIEM_FIELD_SECOND_PRICE,
  TIEM_FIELD_RELATED, /* the SKU of another variant of the product */
  TIEM_FIELD_UNIT,
  TIEM_FIELD_BASE_SKU, /* the row is another unit of that one … */
  TIEM_FIELD_FACTOR,   /* … that holds so many of it */
  TIEM_FIELD_PARTS,
  TIEM_FIELD_ON_SALE,
  TIEM_FIELD_GOODS_KIND,
  TIEM_N_FIELDS
} TiemField;

/* "sku", "price" …; static */
const char *tiem_field_get_name (TiemField field);
/* What people call it, translated; of a column's name, which may be unknown: itself. */
const char *tiem_field_get_label (const char *name);
/* TIEM_N_FIELDS when there is none */
TiemField tiem_field_from_name (const char *name);

/* What a cell is taken for though it does not say so in numbers. */
typedef enum
{
  TIEM_FIX_SHORT_MONEY = 1 << 0, /* "150k", "1tr2" */
  TIEM_FIX_STOCK_WORDS = 1 << 1, /* "hết" = 0, "14 cái" = 14 */
} TiemImportFixes;
#define TIEM_N_FIXES 2

/* What a file may hold. */
typedef enum
{
  TIEM_IMPORT_ANY,
  TIEM_IMPORT_GOODS,
  TIEM_IMPORT_CUSTOMERS,
  TIEM_IMPORT_SUPPLIERS,
} TiemImportWhat;

/* What the owner says about a file. All 0 = what Tiệm thinks right. */
typedef struct
{
  TiemImportWhat what; /* anything else is refused */
  guint sheet;  /* from 1 */
  guint branch; /* from 1; 0 = the stock of all of them */
  gboolean leave_stock;
  gboolean leave_prices;
  gboolean leave_debts;
  gboolean only_new;
  TiemImportFixes fixes;
  const char *const *map; /* (nullable) "Head=field" or "#3=field"; field "" = pass over */
} TiemImportChoices;

typedef enum
{
  TIEM_IMPORT_READY,
  TIEM_IMPORT_ASK_SHEET,   /* several could be meant */
  TIEM_IMPORT_ASK_COLUMNS, /* heads nobody knows yet */
} TiemImportQuestion;

typedef struct _TiemImportFile TiemImportFile;

/* Fails as tiem_sheet_open() does. */
TiemImportFile *tiem_import_file_open (const char *path,
                                       GCancellable *cancellable,
                                       GError **error);
void tiem_import_file_free (TiemImportFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemImportFile, tiem_import_file_free)

/* Finds out whose table it is and where its columns stand. With heads nobody knows, the columns
 * are those the owner named before, else a guess. Fails with INVALID: a table of something
 * else, or of nothing. */
gboolean tiem_import_file_recognise (TiemImportFile *self,
                                     TiemStore *store,
                                     const TiemImportChoices *choices,
                                     TiemImportQuestion *question,
                                     GError **error);

/* After it was recognised: */
/* Never ANY */
TiemImportWhat tiem_import_file_get_what (TiemImportFile *self);
/* Returns: (transfer full) (nullable): of a list of people, the heads of columns that are not read */
char *tiem_import_file_dup_unread (TiemImportFile *self);
const char *tiem_import_file_get_kind (TiemImportFile *self); /* "kiotviet.products" */
const char *tiem_import_file_get_title (TiemImportFile *self); /* "KiotViet", translated */
/* Returns: (transfer none) (element-type TiemSheet): those people see */
GPtrArray *tiem_import_file_get_sheets (TiemImportFile *self);
guint tiem_import_file_get_sheet (TiemImportFile *self); /* from 1; 0 = none chosen */
gboolean tiem_import_file_was_remembered (TiemImportFile *self); /* the owner named the columns */
guint tiem_import_file_get_n_columns (TiemImportFile *self);
/* Returns: (transfer full) */
char *tiem_import_file_dup_head (TiemImportFile *self, guint column);
/* Returns: (transfer full): up to three values of the column, "A · B · C" */
char *tiem_import_file_dup_sample (TiemImportFile *self, guint column);
TiemField tiem_import_file_get_field (TiemImportFile *self, guint column);
/* Returns: (transfer none): names of places whose stock the file holds; empty: one or none */
const char *const *tiem_import_file_get_branches (TiemImportFile *self);
gboolean tiem_import_file_has_field (TiemImportFile *self, TiemField field);
guint tiem_import_file_get_n_rows (TiemImportFile *self);
guint tiem_import_file_get_hidden_rows (TiemImportFile *self);
/* Cells that @fix would read, in the last look; *sample (transfer full): "1tr2 → 1.200.000" */
guint tiem_import_file_count_fix (TiemImportFile *self, TiemImportFixes fix, char **sample);

/* Remembers which column is what for files with these heads. */
gboolean tiem_import_file_remember (TiemImportFile *self, TiemStore *store, GError **error);

/* Looks, or writes: @options as in tiem-store-import.h; kind, file and only_new are filled in. */
TiemImportResult *tiem_import_file_run (TiemImportFile *self,
                                        TiemStore *store,
                                        const TiemImportChoices *choices,
                                        const TiemImportOptions *options,
                                        GCancellable *cancellable,
                                        GError **error);

/* Writes the file's rows that are wrong, with a column that says why. */
gboolean tiem_import_file_save_wrong (TiemImportFile *self,
                                      const TiemImportResult *result,
                                      const char *path,
                                      GError **error);

/* Writes an empty table of Tiệm's own, and a sheet that explains it. */
gboolean tiem_import_write_template (const char *path, GError **error);

/* What a line changes, in words: "Price 1.990.000 → 1.890.000 · On hand 2 → 12"; @with_notes: and
 * how it was understood. Returns: (transfer full) */
char *tiem_import_line_describe (const TiemImportLine *line, gboolean with_notes);

G_END_DECLS
