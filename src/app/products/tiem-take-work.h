#pragma once

#include "store/tiem-store-takes.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the page of stock takes asks of the store, one thing after the other, off the main
 * thread: scans come faster than a disk answers, and none may be lost or counted twice. */

typedef enum
{
  TIEM_TAKE_READ, /* of no take: all of them, and what a new one could be of */
  TIEM_TAKE_START,
  TIEM_TAKE_SCAN,
  TIEM_TAKE_COUNT,
  TIEM_TAKE_UNSCAN,
  TIEM_TAKE_PASS,
  TIEM_TAKE_NOTE,
  TIEM_TAKE_BOOK,
  TIEM_TAKE_UNDO,
  TIEM_TAKE_REOPEN,
  TIEM_TAKE_DELETE,
  TIEM_TAKE_BRING_BACK, /* .text: what a delete left */
} TiemTakeDeed;

typedef struct
{
  TiemTakeDeed deed;
  gint64 take_id; /* 0 = none */
  gboolean with_differences; /* the answer has those, and what is not counted */
  gint64 variant_id; /* to count, 0: what was counted last */
  gint64 units;
  gboolean is_total;
  gboolean zeroes;
  char *text; /* (nullable): a code, a note, a category or a shelf */
  gint64 chosen_id;
  gint64 location_id;
  TiemTakeScope scope;
  GArray *variant_ids; /* (nullable) (element-type gint64): the chosen ones */
} TiemTakeWork;
TiemTakeWork *tiem_take_work_new (TiemTakeDeed deed);
void tiem_take_work_free (TiemTakeWork *self);

typedef struct
{
  TiemTakeDeed deed;
  GPtrArray *takes;      /* (nullable) (element-type TiemTake) */
  GPtrArray *locations;  /* (nullable) (element-type TiemLocation) */
  GStrv categories;      /* (nullable) */
  GStrv shelves;         /* (nullable) */
  TiemTake *take;        /* (nullable) */
  GPtrArray *lines;      /* (nullable) (element-type TiemTakeLine): just counted, or differing */
  GPtrArray *uncounted;  /* (nullable) (element-type TiemTakeLine) */
  GPtrArray *scans;      /* (nullable) (element-type TiemSlipScan) */
  gint64 variant_id;     /* what was counted, or counted no more; 0 = nothing */
  char *dropped;         /* (nullable): the take that was deleted */
  GError *error;         /* (nullable): why the deed failed; the take is as it was */
} TiemTakeAnswer;
void tiem_take_answer_free (TiemTakeAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemTakeAnswer, tiem_take_answer_free)

/* A TiemStoreFunc over a TiemTakeWork. Returns: (transfer full): a TiemTakeAnswer */
gpointer tiem_take_work_run (TiemStore *store,
                             gpointer data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
