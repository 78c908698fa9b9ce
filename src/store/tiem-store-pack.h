#pragma once

#include "model/tiem-pack.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Packing by scan. A run is the orders that somebody packs in one go, one of them open. Every
 * scan is one transaction, written before it is told: a crash, a closed window or a power cut
 * takes none back, and whoever opens the run again finds the order as it was.
 */

/* An order that the run is done with. */
typedef struct
{
  gint64 order_id;
  char *number;
  char *channel_kind;
  gint64 units;
  gint64 at;
  TiemPackState state;   /* WAITING only for one that was cancelled meanwhile */
  gboolean is_cancelled; /* by the buyer: it must not go out */
  gboolean is_handed;
} TiemPackDone;
void tiem_pack_done_free (TiemPackDone *self);

typedef struct
{
  gint64 id;
  gint64 started_at;
  gint64 n_orders; /* in all, without cancelled ones */
  gint64 n_packed;
  gint64 n_left;    /* can be packed now */
  gint64 n_lacking; /* put aside for want of goods */
  gint64 each_ms;   /* time per packed order, breaks left out; 0 = none yet */
  TiemPackOrder *open; /* (nullable): as it is now, with its lines */
  GPtrArray *done;     /* (element-type TiemPackDone), newest first, at most TIEM_PACK_SHOWN */
  GArray *to_hand;     /* (element-type gint64): packed and not handed over yet */
} TiemPackRun;
void tiem_pack_run_free (TiemPackRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPackRun, tiem_pack_run_free)

#define TIEM_PACK_SHOWN 30
/* A run of which nothing was heard for so long is over: the next one is a new one. */
#define TIEM_PACK_RUN_ENDS_MS (2 * 3600000)

/* Begins a run, or goes on with the last one, whose waiting orders then are these.
 * The most urgent is opened first, those short of goods last.
 * @order_ids: (element-type gint64) (nullable): those of them that can be packed; %NULL: all
 * Returns: the run; 0 with @error: CONFLICT when there is nothing to pack */
gint64 tiem_store_begin_pack (TiemStore *self,
                              GArray *order_ids,
                              GError **error);
/* NOT_FOUND. */
TiemPackRun *tiem_store_get_pack (TiemStore *self,
                                  gint64 run_id,
                                  GError **error);

/* What a scanner read, or somebody typed: a waybill, an order's number, a barcode, a SKU,
 * "3*" before one of these.
 * @ask: (nullable): %NULL: one unit, nothing agreed to
 * Returns: (transfer full) (element-type TiemPackResult): one; two when two codes came as one
 * and could be told apart */
GPtrArray *tiem_store_scan_pack (TiemStore *self,
                                 gint64 run_id,
                                 const char *code,
                                 const TiemPackAsk *ask,
                                 GError **error);
/* One more of a line of the open order, by hand: goods without a barcode. */
TiemPackResult *tiem_store_count_pack (TiemStore *self,
                                       gint64 run_id,
                                       gint64 line_id,
                                       GError **error);
/* The open order goes to the end, with what is scanned of it; the next one is opened. */
gboolean tiem_store_skip_pack (TiemStore *self,
                               gint64 run_id,
                               GError **error);
/* What the open order lacks. */
typedef struct
{
  gint64 variant_id; /* 0 = no product stands for it */
  char *goods;
  char *shelf; /* (nullable) */
  gint64 missing;
  gboolean is_counted; /* Tiệm keeps its stock: the two numbers are good */
  gint64 on_hand;
  gint64 location_id; /* where the order leaves from; on_hand and in_hand are of that place */
  gint64 in_hand; /* packed or scanned, and still here: what on hand is if no more is found */
} TiemPackLack;
void tiem_pack_lack_free (TiemPackLack *self);
/* Returns: (transfer full) (element-type TiemPackLack): of the open order what is not scanned,
 * a bundle's by its parts */
GPtrArray *tiem_store_list_lacking (TiemStore *self,
                                    gint64 run_id,
                                    GError **error);
/* Puts the open order aside for want of that, says so in its story, and opens the next one.
 * @correct_stock: the shelf is empty: on hand becomes what is in hand ("lost"), so that no
 * channel goes on selling it, and the orders it was promised to are shown as short of goods */
gboolean tiem_store_report_lacking (TiemStore *self,
                                    gint64 run_id,
                                    gboolean correct_stock,
                                    GError **error);
/* Nothing of the order is scanned any more, and it is open: packed by mistake, or counted
 * wrongly. CONFLICT for one that has gone or is cancelled. */
gboolean tiem_store_reopen_pack (TiemStore *self,
                                 gint64 run_id,
                                 gint64 order_id,
                                 GError **error);
/* The channel changed the open order so that all of it is scanned: it is packed. Returns:
 * (nullable): NULL without @error when it is not so */
TiemPackResult *tiem_store_finish_pack (TiemStore *self,
                                        gint64 run_id,
                                        GError **error);

G_END_DECLS
