#pragma once

#include "store/tiem-store-goods.h"

G_BEGIN_DECLS

/* What the preview of a bulk change lists: which rows of its plan, in which order. Made off the
 * main thread, for a hundred thousand of them; what is on show is a list model of TiemItem whose
 * value is the row's number + 1. */

typedef enum
{
  TIEM_BULK_SORT_NAME,
  TIEM_BULK_SORT_BEFORE,
  TIEM_BULK_SORT_AFTER,
  TIEM_BULK_SORT_CHANGE,
} TiemBulkSort;

/* What is asked for. */
typedef struct
{
  GArray *ids;        /* (element-type gint64) */
  TiemBulkRule *rule; /* (nullable): as .plan has it */
  TiemBulkPlan *plan; /* (nullable): what is shown until now */
  TiemBulkSort sort;
  gboolean descending;
  char *search;         /* (nullable) as typed */
  gboolean only_warned; /* rows with something to look at */
} TiemBulkAsk;
void tiem_bulk_ask_free (TiemBulkAsk *self);

typedef struct
{
  guint writes; /* rows that will be changed */
  guint warned; /* of them, with a warning */
  guint wrong;  /* can't be changed */
  guint same;   /* are that already */
  guint left_out;
} TiemBulkCounts;
/* Adds (or, @sign −1, takes away) what the row counts for. */
void tiem_bulk_counts_add (TiemBulkCounts *self,
                           const TiemBulkPlan *plan,
                           guint row,
                           int sign);

typedef struct
{
  TiemBulkPlan *plan;
  GArray *order; /* (element-type guint): row numbers */
  TiemBulkCounts counts;
} TiemBulkView;
void tiem_bulk_view_free (TiemBulkView *self);
/* For tiem_store_run_async(); @data: a TiemBulkAsk. */
gpointer tiem_bulk_view_read (TiemStore *store,
                              gpointer data,
                              GCancellable *cancellable,
                              GError **error);

#define TIEM_TYPE_BULK_ROWS (tiem_bulk_rows_get_type ())
G_DECLARE_FINAL_TYPE (TiemBulkRows, tiem_bulk_rows, TIEM, BULK_ROWS, GObject)

TiemBulkRows *tiem_bulk_rows_new (void);
/* @order: (element-type guint): kept */
void tiem_bulk_rows_set_order (TiemBulkRows *self,
                               GArray *order);
/* The number of the plan's row at @position. */
guint tiem_bulk_rows_get_row (TiemBulkRows *self,
                              guint position);

G_END_DECLS
