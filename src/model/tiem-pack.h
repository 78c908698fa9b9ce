#pragma once

#include "model/tiem-status.h"

G_BEGIN_DECLS

/*
 * The pack check: what a scan means for the order that is open. The rules alone, over plain
 * values; the store reads and keeps them (store/tiem-store-pack.h).
 */

/* A part of a bundle, which may be scanned in the bundle's place. */
typedef struct
{
  gint64 variant_id;
  char *sku;
  char *title;
  char *options; /* (nullable) */
  char *shelf;   /* (nullable) */
  gint64 per;    /* in one bundle */
  gint64 scanned;
} TiemPackPart;

typedef struct
{
  gint64 line_id;
  gint64 variant_id; /* 0 = its listing is not linked */
  char *sku;         /* of the variant, else the channel's (nullable) */
  char *title;
  char *options; /* (nullable) */
  char *image_url;
  char *shelf;        /* (nullable) where a picker finds it */
  gboolean has_code;  /* it has a barcode; else it may be counted by hand */
  gint64 wanted;      /* units, without cancelled ones */
  gint64 scanned;     /* the line's own: a bundle's parts are counted apart */
  GPtrArray *parts;   /* (element-type TiemPackPart) (nullable): of a bundle */
} TiemPackLine;

typedef struct
{
  gint64 id;
  char *number;
  char *channel_kind;
  char *buyer_name;
  char *carrier;
  char *tracking;
  char *note;       /* the buyer's */
  char *owner_note; /* the shop's */
  char *tags;       /* "Quà tặng, Gấp" (nullable) */
  TiemOrderStatus status;
  gboolean cancel_asked;
  gboolean is_short;
  char *cancel_reason; /* (nullable) */
  gint64 printed_at;
  gint64 packed_at;
  gint64 handed_at;
  GPtrArray *lines; /* (element-type TiemPackLine): those with units to pack; NULL: not read */
} TiemPackOrder;

/* What has come of the order of a run. */
typedef enum
{
  TIEM_PACK_WAITING,
  TIEM_PACK_DONE,
  TIEM_PACK_LACKING, /* reported short of goods, put aside */
} TiemPackState;

typedef enum
{
  TIEM_PACK_NOTHING, /* nothing was scanned */
  /* went well */
  TIEM_PACK_OPENED,
  TIEM_PACK_OPENED_SHORT, /* opened; by the ledger its goods are not all there */
  TIEM_PACK_IS_OPEN,      /* its own waybill once more */
  TIEM_PACK_COUNTED,
  TIEM_PACK_COMPLETE, /* and packed */
  /* asks */
  TIEM_PACK_OTHER_ORDER, /* of another order, while this one is half packed */
  TIEM_PACK_AMBIGUOUS,   /* two goods, or two orders, have this code */
  /* refused: nothing is counted */
  TIEM_PACK_WRONG,
  TIEM_PACK_SURPLUS,
  TIEM_PACK_UNKNOWN,
  TIEM_PACK_GARBLED, /* a digit is missing or wrong */
  TIEM_PACK_JOINED,  /* two codes in one */
  TIEM_PACK_NO_ORDER, /* goods, and no order is open */
  TIEM_PACK_CANCELLED,
  TIEM_PACK_CANCEL_ASKED,
  TIEM_PACK_ALREADY,
  TIEM_PACK_GONE,      /* handed over, or left the shop */
  TIEM_PACK_NOT_READY, /* not paid, not confirmed, of an unknown status */
  TIEM_PACK_EMPTY,     /* no unit of it is left to pack */
  TIEM_N_PACK_OUTCOMES
} TiemPackOutcome;

/* One of the things a code may mean. */
typedef struct
{
  gint64 id;   /* of a variant or of an order */
  char *label; /* "AT-SG Đen, L", an order's number */
  char *shelf; /* (nullable) */
} TiemPackChoice;

/* What a code means in the shop, as the store found it. */
typedef struct
{
  GPtrArray *goods;  /* (element-type TiemPackChoice): variants */
  GArray *lines;     /* (element-type gint64): of the open order, without a variant */
  GPtrArray *orders; /* (element-type TiemPackOrder): without their lines */
} TiemPackMeaning;

typedef struct
{
  gint64 quantity;     /* units the scan stands for, 1 */
  gint64 chosen_id;    /* which of the choices of an earlier AMBIGUOUS; 0 = not asked yet */
  gboolean may_switch; /* the person agreed to leave the open order */
} TiemPackAsk;

typedef struct
{
  TiemPackOutcome outcome;
  char *code;        /* as cleaned */
  char *goods;       /* what was scanned: "SM-LANH Trắng, L" (nullable) */
  char *instead;     /* what to take instead: "AT-SG Đen, L" (nullable) */
  char *shelf;       /* of .instead, or of .goods when that goes back (nullable) */
  gint64 order_id;   /* which is meant; 0 = none */
  char *number;      /* of it */
  char *open_number; /* of the order that is open (nullable) */
  gint64 at;         /* when it was packed or handed over, ms UTC */
  gint64 quantity;   /* units counted, or that the order has */
  gint64 units;      /* COMPLETE: of the whole order */
  TiemOrderStatus status;
  GPtrArray *choices; /* (element-type TiemPackChoice) (nullable) */
  /* what is to be counted; −1 = none */
  int line;
  int part;
} TiemPackResult;

void tiem_pack_part_free (TiemPackPart *self);
void tiem_pack_line_free (TiemPackLine *self);
void tiem_pack_order_free (TiemPackOrder *self);
void tiem_pack_choice_free (TiemPackChoice *self);
void tiem_pack_meaning_free (TiemPackMeaning *self);
void tiem_pack_result_free (TiemPackResult *self);

TiemPackMeaning *tiem_pack_meaning_new (void);
TiemPackResult *tiem_pack_result_new (const char *code);
TiemPackChoice *tiem_pack_choice_new (gint64 id,
                                      const char *label,
                                      const char *shelf);

/* Returns: (transfer full): "AT-SG Đen, L": the SKU and what tells it from its like; the
 * title where there is no SKU */
char *tiem_pack_name (const char *sku,
                      const char *options,
                      const char *title);

/* Units of a line that are scanned: of a bundle, those that are whole. */
gint64 tiem_pack_line_get_done (const TiemPackLine *self);
gint64 tiem_pack_order_get_wanted (const TiemPackOrder *self);
gint64 tiem_pack_order_get_done (const TiemPackOrder *self);
/* Whether anything at all is scanned, a bundle's part too. */
gboolean tiem_pack_order_is_begun (const TiemPackOrder *self);
/* Whether neither more nor less than is wanted is scanned. */
gboolean tiem_pack_order_is_complete (const TiemPackOrder *self);
/* Returns: %TIEM_PACK_OPENED when it may be packed now, else why not */
TiemPackOutcome tiem_pack_order_refuse (const TiemPackOrder *self);
/* Returns: (transfer full) (nullable): the same as a result; %NULL when it may be packed */
TiemPackResult *tiem_pack_order_dup_refusal (const TiemPackOrder *self);

/* What @meaning of a scan does to @open (nullable). Fills @result: with OPENED its .order_id
 * is to be opened, with COUNTED its .line and .part are to grow by .quantity; afterwards
 * tiem_pack_order_is_complete() tells whether that was the last. */
void tiem_pack_judge (const TiemPackOrder *open,
                      const TiemPackMeaning *meaning,
                      const TiemPackAsk *ask,
                      TiemPackResult *result);

/* Time spent on an order between two scans. A break is no work: none of it counts.
 * Returns: milliseconds */
gint64 tiem_pack_get_spent (gint64 last_at,
                            gint64 now);

/* "waiting", "packed", "lacking" */
const char *tiem_pack_state_to_string (TiemPackState state);
TiemPackState tiem_pack_state_from_string (const char *text);

/* --- words (tiem-pack-words.c) --- */

/* "opened", "wrong", "surplus" …, for JSON. */
const char *tiem_pack_outcome_to_string (TiemPackOutcome outcome);
/* Whether the scan was refused: it beeps, and nothing was counted. */
gboolean tiem_pack_outcome_is_refusal (TiemPackOutcome outcome);
/* Returns: (transfer full): what happened, a sentence without an end */
char *tiem_pack_result_dup_title (const TiemPackResult *self,
                                  gint64 now);
/* Returns: (transfer full) (nullable): what to do */
char *tiem_pack_result_dup_advice (const TiemPackResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPackOrder, tiem_pack_order_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPackMeaning, tiem_pack_meaning_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPackResult, tiem_pack_result_free)

G_END_DECLS
