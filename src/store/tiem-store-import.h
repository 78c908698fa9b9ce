#pragma once

#include "store/tiem-store-catalogue.h"

G_BEGIN_DECLS

/* Many products at once, from a file: looked at first, then written whole, and taken back. */

/* What a bundle is made of, by SKU: of the file or of the shop. */
typedef struct
{
  char *sku;
  gint64 quantity;
} TiemImportPart;

/* One row of an import. */
typedef struct
{
  guint row;             /* in the file, for messages */
  TiemNewVariant values; /* strings owned by the row */
  TiemEdit given;        /* fields the file has */
  char *group;           /* (nullable): rows of one group are variants of one product; without
                          * one, rows with options and the same name are */
  char **more_barcodes;  /* (nullable): beside values.barcode; those not listed stay */
  GPtrArray *parts;      /* (nullable) (element-type TiemImportPart): it is a bundle */
  gboolean has_archived;
  gboolean archived;
  GPtrArray *wrong; /* (nullable) (element-type TiemImportProblem): what its reader found */
  GPtrArray *notes; /* (nullable) (element-type TiemImportProblem): what was understood in a way
                     * the owner should see */
} TiemImportRow;
TiemImportRow *tiem_import_row_new (void);
void tiem_import_row_free (TiemImportRow *self);
void tiem_import_row_add_part (TiemImportRow *self,
                               const char *sku,
                               gint64 quantity);

typedef struct
{
  guint row;
  char *column; /* "sku", "price" … */
  char *reason; /* a sentence */
  char *fix;    /* (nullable): what to do about it, short */
} TiemImportProblem;
TiemImportProblem *tiem_import_problem_new (guint row,
                                            const char *column,
                                            const char *reason);
void tiem_import_problem_free (TiemImportProblem *self);
TiemImportProblem *tiem_import_problem_copy (const TiemImportProblem *self);

typedef enum
{
  TIEM_IMPORT_NEW,
  TIEM_IMPORT_CHANGED,
  TIEM_IMPORT_SAME,
  TIEM_IMPORT_WRONG,
  TIEM_IMPORT_LEFT, /* known already, and only new ones are wanted */
  TIEM_N_IMPORT_STATES
} TiemImportState;

/* A value before and after: plain numbers, text as it is; NULL = none. */
typedef struct
{
  const char *column; /* static: "price", "on_hand", "archived" ("0", "1"), "parts" … */
  char *before;
  char *after;
} TiemImportChange;

/* What an import does with one row. */
typedef struct
{
  guint row;
  TiemImportState state;
  char *sku;          /* (nullable): of people, the code */
  char *name;         /* (nullable): with options */
  GPtrArray *changes; /* (element-type TiemImportChange): of a new one what it starts with */
  GPtrArray *wrong;   /* (element-type TiemImportProblem): the first says enough */
  GPtrArray *notes;   /* (element-type TiemImportProblem) */
} TiemImportLine;

typedef struct
{
  guint n_new, n_changed, n_same, n_left;
  guint n_wrong;      /* rows with a problem */
  GPtrArray *wrong;   /* (element-type TiemImportProblem): every one of them, by row */
  GPtrArray *notes;   /* (element-type TiemImportProblem) */
  GPtrArray *lines;   /* (element-type TiemImportLine): in the file's order */
  gint64 run_id;      /* 0 = nothing was written */
} TiemImportResult;
void tiem_import_result_free (TiemImportResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemImportResult, tiem_import_result_free)

typedef struct
{
  const char *kind; /* "kiotviet.products" …; for the list of past imports */
  const char *file; /* its name without folders */
  gboolean dry_run;
  gboolean skip_wrong; /* else one wrong row: nothing is written */
  gboolean only_new;
  void (*progress) (guint done, guint total, gpointer user_data); /* on this thread */
  gpointer user_data;
} TiemImportOptions;

/* All or nothing, in one transaction; a trial takes a snapshot and blocks nobody. What it would
 * do is worked out against the shop as it was before the file. */
TiemImportResult *tiem_store_import_rows (TiemStore *self,
                                          GPtrArray *rows,
                                          const TiemImportOptions *options,
                                          GCancellable *cancellable,
                                          GError **error);
TiemImportResult *tiem_store_import_variants (TiemStore *self,
                                              GPtrArray *rows,
                                              gboolean dry_run,
                                              GCancellable *cancellable,
                                              GError **error);

/* --- customers and suppliers --- */

typedef enum
{
  TIEM_PARTY_CUSTOMERS,
  TIEM_PARTY_SUPPLIERS,
} TiemImportParty;

typedef struct
{
  guint row;
  char *code;    /* (nullable): what the file's program calls it */
  char *name;    /* (nullable) */
  char **phones; /* (nullable): E.164 */
  char *email;   /* (nullable) */
  char *address_line; /* (nullable): of a supplier the whole of it */
  char *ward_code;    /* (nullable): of today's units */
  char *province;     /* (nullable) */
  char *tax_code;     /* (nullable): of a supplier */
  char *note;         /* (nullable) */
  gboolean has_debt;
  gint64 debt_vnd; /* what a customer owes the shop, or the shop a supplier; < 0: the other way */
  GPtrArray *wrong; /* (nullable) (element-type TiemImportProblem) */
  GPtrArray *notes; /* (nullable) (element-type TiemImportProblem) */
} TiemImportPerson;
void tiem_import_person_free (TiemImportPerson *self);

/* A customer of ours is who came under that code before, or has one of the phones or the e-mail,
 * and of people with neither who has the same name; a supplier, who has the same name. What is
 * known of them stays; what is not is filled in. Debts become what was owed before Tiệm, one for
 * each code; of Tiệm's own list (kind "tiem.customers") the sum of them. All or nothing, as with goods.
 * @people: (element-type TiemImportPerson) */
TiemImportResult *tiem_store_import_people (TiemStore *self,
                                            TiemImportParty party,
                                            GPtrArray *people,
                                            const TiemImportOptions *options,
                                            GCancellable *cancellable,
                                            GError **error);

/* --- past imports --- */

typedef struct
{
  gint64 id;
  gint64 at;
  char *kind;
  char *file;
  gint64 n_new, n_changed, n_same, n_wrong;
  gint64 undone_at; /* 0 = it stands */
} TiemImportRun;
void tiem_import_run_free (TiemImportRun *self);
/* Returns: (element-type TiemImportRun): newest first */
GPtrArray *tiem_store_list_imports (TiemStore *self,
                                    gint64 limit,
                                    GError **error);

/* A value that has been changed since the import, and so was left. */
typedef struct
{
  char *sku;          /* of people, the name */
  const char *column; /* static */
  char *now;          /* (nullable) */
} TiemImportKept;
typedef struct
{
  guint n_restored; /* values put back */
  guint n_removed;  /* products of the import, archived with no stock */
  guint n_deleted;  /* customers and suppliers of the import, gone again */
  GPtrArray *kept;  /* (element-type TiemImportKept) */
} TiemImportUndone;
void tiem_import_undone_free (TiemImportUndone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemImportUndone, tiem_import_undone_free)
/* Puts back every value that is still what the import made it; others are named. Products
 * it brought are archived, their stock is booked out: the ledger keeps its lines. NOT_FOUND, CONFLICT (undone
 * before). */
TiemImportUndone *tiem_store_undo_import (TiemStore *self,
                                          gint64 run_id,
                                          GError **error);

/* --- columns the owner has named, by the heads of the file --- */

/* Returns: (transfer full) (nullable): NULL without @error when the heads are new */
char *tiem_store_get_import_mapping (TiemStore *self,
                                     const char *signature,
                                     GError **error);
gboolean tiem_store_set_import_mapping (TiemStore *self,
                                        const char *signature,
                                        const char *mapping,
                                        GError **error);

G_END_DECLS
