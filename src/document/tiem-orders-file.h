#pragma once

#include "document/tiem-exchange.h"
#include "document/tiem-market-file.h"
#include "model/tiem-remote.h"
#include "store/tiem-store-file.h"

G_BEGIN_DECLS

/* Orders from a seller centre's export. */
typedef struct
{
  TiemMarketFileKind kind;
  gint64 written_at;        /* by the platform, ms UTC */
  guint n_parts;            /* workbooks in it */
  guint n_rows;
  guint n_hidden_rows;      /* of these, hidden in the sheet */
  GPtrArray *orders;        /* (element-type TiemRemoteOrder), oldest first */
  guint n_lines;
  gint64 units;
  gint64 returned;          /* of these, units that came back, or are on their way */
  gint64 goods_vnd;
  gint64 discount_vnd;      /* the shop's */
  gint64 shipping_vnd;      /* that the buyers pay */
  gint64 total_vnd;         /* goods − discount + shipping */
  gint64 paid_vnd;          /* what the buyers pay, after the platform's vouchers */
  gint64 fees_vnd;          /* that the file tells */
  gint64 first_placed_at;
  gint64 last_placed_at;
  GPtrArray *problems;      /* (element-type TiemMarketProblem): rows that were refused */
  guint n_refused;          /* orders that one of these is of: left out whole */
  GPtrArray *unknown_heads; /* (element-type utf8): columns that are passed over */
  GPtrArray *unknown_fees;  /* (element-type utf8): of these, fees and taxes: to be told loudly */
  GPtrArray *unknown_words; /* (element-type utf8): states that no table knows */
} TiemOrdersFile;
void tiem_orders_file_free (TiemOrdersFile *self);

/*
 * Reads the export of @platform ("shopee", "lazada", "tiktok"; NULL = any): a workbook, a text
 * table, or a zip of several. Rows are one order by their id, wherever they stand. Fails with
 * INVALID: it is another file (and says which), damaged, without orders, its ids have lost digits
 * in a spreadsheet program, or its days and months changed places. @now: ms UTC
 */
TiemOrdersFile *tiem_orders_file_read (const char *path,
                                       const char *platform,
                                       gint64 now,
                                       GCancellable *cancellable,
                                       GError **error);

/* Stores them in pages, each a transaction; a cancelled run keeps the pages that are done, and the
 * same file again finds them unchanged. @dry_run compares alone. @progress: (nullable) on this
 * thread. */
gboolean tiem_orders_file_store (TiemOrdersFile *self,
                                 TiemStore *store,
                                 gint64 channel_id,
                                 gboolean dry_run,
                                 TiemProgressFunc progress,
                                 gpointer user_data,
                                 TiemFileCounts *counts,
                                 GCancellable *cancellable,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOrdersFile, tiem_orders_file_free)

G_END_DECLS
