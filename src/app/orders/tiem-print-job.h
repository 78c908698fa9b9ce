#pragma once

#include "app/tiem-shop.h"
#include "document/tiem-label-paper.h"

G_BEGIN_DECLS

/*
 * Labels of many orders, from the click to a PDF: arranges what is not arranged, fetches what is
 * missing, draws our own where no platform makes one, all in picking order. Nothing here touches a
 * widget; what fails is told order by order, and the others are printed.
 */

/* What is told about one order, or about the paper. */
typedef struct
{
  gint64 order_id;
  char *number;
  char *sentence;
  gboolean failed; /* it has no label; else: worth a look before it is printed */
} TiemPrintNote;

/* Labels that are there, before they are laid out on paper; never changed once it is made. */
typedef struct _TiemPrintSet TiemPrintSet;

TiemPrintSet *tiem_print_set_ref (TiemPrintSet *self);
void tiem_print_set_unref (TiemPrintSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPrintSet, tiem_print_set_unref)

/* How far the work is; read by the main thread while it goes on. */
typedef struct
{
  int arranging; /* (atomic) 1: the shipments are being arranged */
  int done;      /* (atomic) orders */
  int total;     /* (atomic) */
} TiemPrintProgress;

/* @order_ids: (element-type gint64), copied. @progress: stays as long as the call. */
void tiem_print_gather_async (TiemShop *shop,
                              GArray *order_ids,
                              TiemPrintProgress *progress,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* Returns: (transfer full): %NULL with @error when it was cancelled, or the shop can't be read */
TiemPrintSet *tiem_print_gather_finish (GAsyncResult *result,
                                        GError **error);

typedef struct
{
  GBytes *pdf;      /* (nullable): nothing can be printed */
  guint n_labels;   /* orders may have several */
  guint n_pages;
  GArray *orders;   /* (element-type gint64): those on it, in their order */
  GPtrArray *notes; /* (element-type TiemPrintNote): failed ones first */
} TiemPrintSheet;

void tiem_print_sheet_free (TiemPrintSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPrintSheet, tiem_print_sheet_free)

/* Lays @set out on @paper. */
void tiem_print_lay_out_async (TiemPrintSet *set,
                               TiemLabelPaper paper,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
TiemPrintSheet *tiem_print_lay_out_finish (GAsyncResult *result,
                                           GError **error);

G_END_DECLS
