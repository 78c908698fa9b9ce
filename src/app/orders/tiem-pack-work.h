#pragma once

#include "store/tiem-store-pack.h"

G_BEGIN_DECLS

/* What the packing page asks of the store: one thing at a time, in the order it was asked for,
 * so that a scan always meets the order that the scan before it left open. */

typedef enum
{
  TIEM_PACK_READ,
  TIEM_PACK_SCAN,   /* .code, .ask */
  TIEM_PACK_COUNT,  /* .id: a line */
  TIEM_PACK_SKIP,
  TIEM_PACK_REPORT, /* .correct_stock */
  TIEM_PACK_REOPEN, /* .id: an order */
} TiemPackDeed;

typedef struct
{
  TiemPackDeed deed;
  gint64 run_id;
  char *code;
  TiemPackAsk ask;
  gint64 id;
  gboolean correct_stock;
} TiemPackWork;
TiemPackWork *tiem_pack_work_new (TiemPackDeed deed);
void tiem_pack_work_free (TiemPackWork *self);

typedef struct
{
  GPtrArray *results; /* (element-type TiemPackResult) */
  TiemPackRun *run;   /* as it is afterwards */
  GPtrArray *lacks;   /* (element-type TiemPackLack): of the open order */
} TiemPackAnswer;
void tiem_pack_answer_free (TiemPackAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPackAnswer, tiem_pack_answer_free)

/* A TiemStoreFunc. @data: a TiemPackWork. Returns: (transfer full): a TiemPackAnswer */
gpointer tiem_pack_work_run (TiemStore *store,
                             gpointer data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
