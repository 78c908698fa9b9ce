#pragma once

#include "store/tiem-store-orders.h"

G_BEGIN_DECLS

/*
 * Many orders at once: what they are like, one step for all of them, and how it went. One order or
 * ten thousand, each of these is one call. Ids are GArrays of gint64, each once.
 */

/* What decides about an action, of one order or of many that are alike. */
typedef struct
{
  gint64 order_id; /* 0 where it stands for many */
  gint64 n;        /* how many */
  gint64 channel_id;
  const char *channel_kind; /* interned */
  gboolean is_removed;      /* its channel was */
  TiemOrderStatus status;
  gboolean is_own;
  gboolean is_short;
  gboolean cancel_asked;
  gboolean has_label;
  gboolean is_printed;
  gboolean is_packed;
  gboolean is_handed;
  gboolean is_sending; /* another action of it is on its way to the channel */
  gboolean by_file;    /* its channel is used by file: nothing can be told to it */
} TiemOrderState;

typedef struct
{
  gint64 variant_id; /* 0: not linked */
  char *sku;
  char *title;
  char *options;
  char *image_url;
  char *shelf; /* (nullable) */
  gint64 units;
} TiemTickedGoods;
void tiem_ticked_goods_free (TiemTickedGoods *self);

/* Parcels that are still here and go to one carrier. */
typedef struct
{
  char *carrier; /* (nullable): nobody has said which */
  gint64 parcels;
  gint64 packed; /* of them */
} TiemTickedCarrier;
void tiem_ticked_carrier_free (TiemTickedCarrier *self);

typedef struct
{
  GArray *states; /* (element-type TiemOrderState): all orders, those alike in one */
  gint64 orders;
  gint64 units;
  gint64 variants; /* different goods of those that are still here */
  gint64 channels;
  gint64 total_vnd;
  GPtrArray *goods; /* (element-type TiemTickedGoods): most units first, the first few */
  GPtrArray *carriers; /* (element-type TiemTickedCarrier): most parcels first */
  /* (element-type gint64): what stands in the way */
  GArray *to_confirm;
  GArray *short_of_goods;
  GArray *cancel_asked;
} TiemTicked;

void tiem_ticked_free (TiemTicked *self);
/* @most_goods: so many at most. What left the shop or was cancelled is not picked. */
TiemTicked *tiem_store_read_ticked (TiemStore *self,
                                    GArray *order_ids,
                                    guint most_goods,
                                    GError **error);

/* --- one step for all --- */

/* Whether @kind ("order:confirm" …) can be asked of an order now.
 * @why: (out) (optional): what stands in the way, a translated sentence; not owned */
typedef gboolean (*TiemOrderFitFunc) (const TiemOrderState *order,
                                      const char *kind,
                                      const char **why);

/* Returns: (nullable): the first of @kinds that fits. @why: (out): %NULL when one does */
const char *tiem_order_find_fitting (const TiemOrderState *state,
                                     const char *const *kinds,
                                     TiemOrderFitFunc fits,
                                     const char **why);

typedef struct
{
  gint64 order_id;
  char *number;
  char *channel_kind;
  char *sentence;
} TiemOrderProblem;
void tiem_order_problem_free (TiemOrderProblem *self);

typedef struct
{
  char *kind;
  GArray *order_ids;   /* that it was queued for */
  GArray *undo_ids;    /* of the same, for tiem_store_drop_order_actions() */
  GArray *channel_ids; /* that will be asked; own orders' are done already */
  gint64 left_out;     /* orders that it does not fit */
  GPtrArray *problems; /* (element-type TiemOrderProblem): why, of the first thousand of them */
} TiemOrderBatch;
void tiem_order_batch_free (TiemOrderBatch *self);

/* The reason of a channel, for "order:cancel". */
typedef struct
{
  gint64 channel_id; /* 0 = any */
  char *code;
} TiemChannelReason;

/* The next step towards a label, whichever an order waits for. */
#define TIEM_ORDER_GO "order:confirm,order:ship"

/* Queues @kind for all of the orders that it fits, in one transaction, each held back for @delay_ms
 * as tiem_store_queue_order_action() does. Of several kinds with commas between them an order
 * gets the first that fits.
 * @reasons: (nullable) (element-type TiemChannelReason) */
TiemOrderBatch *tiem_store_queue_order_actions (TiemStore *self,
                                                GArray *order_ids,
                                                const char *kind,
                                                TiemOrderFitFunc fits,
                                                const GArray *reasons,
                                                gint64 delay_ms,
                                                GError **error);
/* Takes them out again. Returns: how many; those that have been sent stay. −1 with @error */
gint64 tiem_store_drop_order_actions (TiemStore *self,
                                      GArray *undo_ids,
                                      GError **error);

typedef struct
{
  gint64 waiting;      /* not sent yet, or being sent */
  gint64 done;         /* the channel took it, or it was taken out */
  GPtrArray *problems; /* (element-type TiemOrderProblem): refused, in the channel's words */
} TiemBatchOutcome;
void tiem_batch_outcome_free (TiemBatchOutcome *self);
TiemBatchOutcome *tiem_store_read_batch (TiemStore *self,
                                         GArray *undo_ids,
                                         GError **error);

/* --- handing over to the carriers --- */

/* What @fits is asked about: whether it can be handed over, and whether that has to be told to
 * somebody (the outbox's "order:ship"), as nobody else notices it. */
#define TIEM_HAND_OVER "hand-over"
#define TIEM_HAND_OVER_TELLS "hand-over:tells"

/* Notes that these were handed over now, with an event each. A parcel that no platform's carrier
 * has fetched is on its way then: own orders at once, others by the outbox, held for @delay_ms.
 * The batch's .undo_ids go with .order_ids, 0 where nobody has to be told. */
TiemOrderBatch *tiem_store_hand_over (TiemStore *self,
                                      GArray *order_ids,
                                      TiemOrderFitFunc fits,
                                      gint64 delay_ms,
                                      GError **error);
/* Takes that back, as far as it was not told yet. Returns: how many; −1 with @error */
gint64 tiem_store_take_back (TiemStore *self,
                             const TiemOrderBatch *batch,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemTicked, tiem_ticked_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOrderProblem, tiem_order_problem_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOrderBatch, tiem_order_batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemBatchOutcome, tiem_batch_outcome_free)

G_END_DECLS
