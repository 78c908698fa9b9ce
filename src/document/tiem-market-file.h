#pragma once

#include "document/tiem-sheet.h"

G_BEGIN_DECLS

/* Files of the three marketplaces' seller centres: which one it is, told by its heads. */
typedef enum
{
  TIEM_MARKET_FILE_NONE, /* none of theirs */
  TIEM_MARKET_FILE_SHOPEE_ORDERS,
  TIEM_MARKET_FILE_SHOPEE_RETURNS,
  TIEM_MARKET_FILE_SHOPEE_INCOME,
  TIEM_MARKET_FILE_SHOPEE_SALES_INFO,  /* mass update: stock and prices */
  TIEM_MARKET_FILE_SHOPEE_MASS_UPDATE, /* mass update of something else */
  TIEM_MARKET_FILE_LAZADA_ORDERS,
  TIEM_MARKET_FILE_LAZADA_PRICESTOCK,
  TIEM_MARKET_FILE_LAZADA_STATEMENT,
  TIEM_MARKET_FILE_TIKTOK_ORDERS,
  TIEM_MARKET_FILE_TIKTOK_RETURNS,
  TIEM_MARKET_FILE_TIKTOK_INCOME,
  TIEM_MARKET_FILE_TIKTOK_BATCH_EDIT,
} TiemMarketFileKind;

typedef enum
{
  TIEM_MARKET_USE_ORDERS,
  TIEM_MARKET_USE_LISTINGS,
  TIEM_MARKET_USE_OTHER, /* Tiệm does not read it */
} TiemMarketFileUse;

typedef struct
{
  TiemMarketFileKind kind;
  guint sheet;    /* index in the workbook */
  guint head_row; /* index of the row of heads or keys */
} TiemMarketFileFound;

/* @sheets: of tiem_sheet_open(). FALSE: none of theirs. */
gboolean tiem_market_file_find (GPtrArray *sheets,
                                TiemMarketFileFound *found);
/* Reads the file and tells what it is; a zip of parts is what its parts are. NONE without an error
 * when it is a readable table of another kind. Any thread but the main one. */
TiemMarketFileKind tiem_market_file_recognise (const char *path,
                                               GCancellable *cancellable,
                                               GError **error);

/* Whether channels of this kind can be used by file. */
gboolean tiem_market_file_has_platform (const char *kind);
/* Returns: "shopee", "lazada", "tiktok"; NULL for NONE */
const char *tiem_market_file_get_platform (TiemMarketFileKind kind);
TiemMarketFileUse tiem_market_file_get_use (TiemMarketFileKind kind);
/* Returns: what the platform calls the place where its files are: "Kênh Người Bán" */
const char *tiem_market_file_get_centre (const char *platform);
/* Returns: for people, translated: "the order export of Shopee" */
const char *tiem_market_file_get_label (TiemMarketFileKind kind);

/* Sets INVALID with a sentence that names what the file is and what was wanted. @platform: of the
 * channel. Returns: FALSE */
gboolean tiem_market_file_fail_kind (TiemMarketFileKind kind,
                                     TiemMarketFileUse wanted,
                                     const char *platform,
                                     GError **error);

/* When the platform wrote the file, ms UTC: by its name where that tells, else when it was saved
 * here. Never after @now. */
gint64 tiem_market_file_get_time (const char *path,
                                  gint64 now);

/* A row that was refused, told to people. */
typedef struct
{
  guint row;    /* as spreadsheet programs count: from 1 */
  char *column; /* its head */
  char *reason; /* a sentence */
} TiemMarketProblem;
TiemMarketProblem *tiem_market_problem_new (guint row,
                                            const char *column,
                                            const char *reason);
void tiem_market_problem_free (TiemMarketProblem *self);

/* The sheets of a file, or of each part when it is a zip of workbooks.
 * Returns: (transfer full) (element-type GPtrArray of TiemSheet): NULL with @error */
GPtrArray *tiem_market_file_open_parts (const char *path,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
