#pragma once

#include "document/tiem-import.h"

G_BEGIN_DECLS

typedef struct _TiemImportReader TiemImportReader;

typedef struct
{
  const char *head;
  TiemField field;
} TiemImportHead;

/* One kind of table: how it is known, and what its columns are. A file of its own for each
 * program, tiem-import-*.c, listed in tiem-import-programs.c. */
typedef struct
{
  const char *kind;
  const char *title; /* N_() */
  const char *const *needed;
  const char *const *forbidden; /* (nullable) */
  const TiemImportHead *heads;  /* head NULL ends it; the first of several for one field wins */
  gboolean is_free;             /* people typed it: cells may be written in any way */
  /* all (nullable) */
  gboolean (*accepts) (const TiemSheet *sheet, guint head_row);
  guint (*find_data) (const TiemSheet *sheet, guint head_row);
  void (*find_stock) (TiemImportFile *file);
  /* FALSE: the row is none of goods. Values are read already, groups are not filled. */
  gboolean (*read_row) (TiemImportReader *reader, guint row, TiemImportRow *item);
  void (*finish) (TiemImportReader *reader);
} TiemImportProgram;

extern const TiemImportProgram tiem_import_own;
extern const TiemImportProgram tiem_import_kiotviet;
extern const TiemImportProgram tiem_import_sapo;
extern const TiemImportProgram tiem_import_sapo_pos;
extern const TiemImportProgram tiem_import_sapo_old;
extern const TiemImportProgram tiem_import_haravan;
extern const TiemImportProgram tiem_import_pancake;
extern const TiemImportProgram tiem_import_woocommerce;
extern const TiemImportProgram tiem_import_shopify;
extern const TiemImportProgram tiem_import_shopify_new;
extern const TiemImportProgram tiem_import_shopee;
extern const TiemImportProgram tiem_import_lazada;
extern const TiemImportProgram tiem_import_tiktok;
extern const TiemImportProgram tiem_import_plain;

/* Which of the programs made the sheet. Returns: (nullable) */
const TiemImportProgram *tiem_import_find_program (const TiemSheet *sheet, guint *head_row);
/* Returns: (nullable): why a table that is known is no table of goods */
const char *tiem_import_find_other_kind (const TiemSheet *sheet);

/* The meaning of a head that no program is known by, TIEM_N_FIELDS = none. */
TiemField tiem_import_guess_field (const char *head);

/* A kind of list of people; all of them stand in tiem-import-people.c. */
typedef struct _TiemPeopleProgram TiemPeopleProgram;

typedef enum
{
  TIEM_PERSON_CODE,
  TIEM_PERSON_NAME,
  TIEM_PERSON_FIRST_NAME, /* Sapo: stands behind the family's */
  TIEM_PERSON_PHONE,
  TIEM_PERSON_EMAIL,
  TIEM_PERSON_ADDRESS,
  TIEM_PERSON_WARD,
  TIEM_PERSON_AREA, /* a district, or "Hà Nội - Quận Cầu Giấy" */
  TIEM_PERSON_PROVINCE,
  TIEM_PERSON_TAX_CODE,
  TIEM_PERSON_NOTE,
  TIEM_PERSON_DEBT,
  TIEM_N_PERSON_FIELDS
} TiemPersonField;

/* Returns: (nullable) */
const TiemPeopleProgram *tiem_import_find_people (const TiemSheet *sheet, guint *head_row);
TiemImportParty tiem_people_program_get_party (const TiemPeopleProgram *self);
const char *tiem_people_program_get_kind (const TiemPeopleProgram *self);
const char *tiem_people_program_get_title (const TiemPeopleProgram *self);
/* Whether people made it themselves: of several sheets it is chosen only when asked for. */
gboolean tiem_people_program_is_plain (const TiemPeopleProgram *self);
/* The file's chosen sheet is such a list, with its heads in .head_row. */
void tiem_import_use_people (TiemImportFile *file, const TiemPeopleProgram *program);
/* As tiem_import_file_run(), for such a list; @options are full. */
TiemImportResult *tiem_import_run_people (TiemImportFile *file,
                                          TiemStore *store,
                                          const TiemImportChoices *choices,
                                          const TiemImportOptions *options,
                                          GCancellable *cancellable,
                                          GError **error);

struct _TiemImportFile
{
  char *name;
  GPtrArray *sheets;  /* (element-type TiemSheet): those people see */
  guint chosen;       /* from 1 */
  TiemSheet *sheet;   /* (nullable) not owned */
  const TiemImportProgram *program;  /* (nullable) */
  const TiemPeopleProgram *people;   /* (nullable): it is a list of people instead */
  guint people_columns[TIEM_N_PERSON_FIELDS];
  guint head_row;
  guint data_row;
  gboolean two_rows;       /* the heads fill two rows */
  gboolean was_remembered;
  guint columns[TIEM_N_FIELDS]; /* TIEM_SHEET_NO_COLUMN = the file has none */
  GArray *stock;                /* of guint: a column for each branch */
  GPtrArray *branches;          /* (element-type utf8) NULL-ended when there are several */
  guint n_fixes[TIEM_N_FIXES];
  char *fix_samples[TIEM_N_FIXES];
};

/* Adds a column that holds the stock of one place. */
void tiem_import_file_add_branch (TiemImportFile *self, guint column, const char *name);
/* The head over a column; of a head in two rows both. Returns: (transfer full) */
char *tiem_import_file_make_head (TiemImportFile *self, guint column);

struct _TiemImportReader
{
  TiemImportFile *file;
  const TiemImportChoices *choices;
  GPtrArray *rows;       /* (element-type TiemImportRow) */
  GHashTable *names;     /* (element-type utf8 utf8): group → what its first row is called */
  GArray *stock;         /* of gint64: thousandths of units for each of @rows; NO_STOCK = none */
  gint64 thousandths;    /* of the row being read */
  char *last_name;       /* (nullable): for programs whose rows leave the name out */
  char *band;            /* (nullable): the heading above the rows */
};

#define TIEM_IMPORT_NO_STOCK G_MININT64

GPtrArray *tiem_import_read_rows (TiemImportFile *file,
                                  const TiemImportChoices *choices,
                                  GCancellable *cancellable,
                                  GError **error);

/* --- cells (tiem-import-cells.c) --- */

/* Returns: (transfer full) (nullable): the trimmed text of a cell, NULL when there is none */
char *tiem_import_dup_cell (TiemImportReader *self, guint row, TiemField field);
void tiem_import_add_wrong (TiemImportRow *item,
                            TiemField field,
                            const char *reason,
                            const char *fix);
void tiem_import_add_note (TiemImportRow *item, TiemField field, const char *reason);
/* Returns: (transfer full) (nullable): a code whose digits are all there */
char *tiem_import_read_code (TiemImportReader *self, guint row, TiemField field,
                             TiemImportRow *item);
gboolean tiem_import_read_money (
    TiemImportReader *self, guint row, TiemField field, TiemImportRow *item, gint64 *vnd);
/* Units of stock in thousandths: 14.5 = 14500. FALSE = none, or wrong. */
gboolean tiem_import_read_units (
    TiemImportReader *self, guint row, guint column, TiemImportRow *item, gint64 *thousandths);
/* Puts thousandths of units into the row: whole ones, not less than 0, with a note. */
void tiem_import_take_units (TiemImportRow *item, gint64 thousandths);
/* "129000", "129.000", "129,000.00", "129000 ₫"; of a cost the rest is rounded half up. */
gboolean tiem_import_parse_money (const char *text, gboolean round, gint64 *vnd);
/* "1.234,5" → 1234500 */
gboolean tiem_import_parse_thousandths (const char *text, gint64 *thousandths);

/* Whether a cell says yes; @fallback when it is empty. */
gboolean tiem_import_read_flag (TiemImportReader *self, guint row, TiemField field,
                                gboolean fallback);
/* The text without tags and character references. Returns: (transfer full) */
char *tiem_import_strip_markup (const char *text);
/* A row that has neither a code nor a price: a further picture, a parent of variants. */
gboolean tiem_import_is_bare (const TiemImportRow *item);
/* The first row below @head_row whose column @column holds an id: digits only. */
guint tiem_import_find_id_row (const TiemSheet *sheet, guint head_row, guint column);
/* The options of a variant in the way Tiệm writes them: "Trắng, M". Takes @values. */
char *tiem_import_join_options (const char *const *values, guint n_values);
G_END_DECLS
