#pragma once

#include "document/tiem-market-file.h"
#include "model/tiem-remote.h"
#include "store/tiem-store-file.h"

G_BEGIN_DECLS

/* Where the template says stock and price of a listing. Rows and columns count from 0. */
typedef struct
{
  guint row;
  char *remote_product_id;
  char *remote_variant_id; /* "" = none */
} TiemListingsRow;

/* A platform's bulk template with stock and prices: listings in, and the file that is sent back. */
typedef struct
{
  TiemMarketFileKind kind;
  gint64 written_at;        /* by the platform, ms UTC */
  char *shop;               /* the shop's number (nullable) */
  char *sheet_name;
  guint price_column;       /* TIEM_SHEET_NO_COLUMN: the file has none */
  guint stock_column;       /* the same: stock was left out when it was exported */
  GPtrArray *stock_heads;   /* (element-type utf8): more than one: the shop has several places */
  GPtrArray *rows;          /* (element-type TiemListingsRow) */
  TiemListingPage *page;    /* beside the rows */
  gint64 stock;             /* of all */
  gint64 price_sum_vnd;
  guint n_products;
  GPtrArray *problems;      /* (element-type TiemMarketProblem): rows that were refused */
} TiemListingsFile;
void tiem_listings_file_free (TiemListingsFile *self);

/* Reads the template of @platform (NULL = any). Fails with INVALID: it is another file (and says
 * which), without goods, or its ids have lost digits in a spreadsheet program. @now: ms UTC */
TiemListingsFile *tiem_listings_file_read (const char *path,
                                           const char *platform,
                                           gint64 now,
                                           GCancellable *cancellable,
                                           GError **error);

/* All or nothing. */
gboolean tiem_listings_file_store (TiemListingsFile *self,
                                   TiemStore *store,
                                   gint64 channel_id,
                                   gboolean dry_run,
                                   TiemFileListings *report,
                                   GError **error);

/* What an upload file says. */
typedef struct
{
  guint n_rows;         /* of the template */
  guint n_stock;        /* cells of stock that were written */
  guint n_prices;
  guint n_same;         /* listings whose numbers were right already */
  guint n_unlinked;     /* rows whose listing is linked to nothing, or not known: left as they are */
  guint n_no_number;    /* linked, but nothing is to be told of them yet */
  guint n_missing;      /* changes that wait for listings which the template does not name */
  gint64 stock;         /* sum of the numbers written */
  gint64 taken_at;      /* when the template was downloaded: what was sold there since is not in it */
} TiemUploadReport;

/* Writes a copy of the owner's template to @path in which only the cells of stock (and @prices)
 * differ, and keeps in the store what it says. @all: numbers that are known to be shown already,
 * too. The numbers are those of this moment. */
gboolean tiem_upload_file_write (TiemStore *store,
                                 gint64 channel_id,
                                 const char *template_path,
                                 const char *path,
                                 gboolean prices,
                                 gboolean all,
                                 TiemUploadReport *report,
                                 GCancellable *cancellable,
                                 GError **error);

/* Returns: where the platform's seller centre has the template, for people, translated */
const char *tiem_upload_file_tell_where (const char *platform);
/* Returns: the same for the order export */
const char *tiem_orders_file_tell_where (const char *platform);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemListingsFile, tiem_listings_file_free)

G_END_DECLS
