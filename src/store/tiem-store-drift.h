#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* Numbers and prices that somebody changed at a channel itself. */

#define TIEM_DRIFT_SET_BACK "set-back"
#define TIEM_DRIFT_TAKEN_OVER "taken-over"

typedef struct
{
  gint64 id;
  gint64 listing_id;
  gint64 channel_id;
  char *channel_kind;
  char *channel_name;
  char *title; /* of the listing, with its options */
  char *sku;   /* of the linked variant (nullable) */
  gint64 variant_id;
  char *kind;          /* "stock", "price" */
  gint64 found_at;     /* when it was read first */
  gint64 expected;     /* what it showed by all that Tiệm knew; units or đồng */
  gboolean has_shown;  /* FALSE: the channel keeps no number any more */
  gint64 shown;        /* what somebody changed that to */
  gboolean has_wanted; /* FALSE: nothing is to be pushed now */
  gint64 wanted;       /* what Tiệm wants it to show now */
  gboolean takes_over; /* the channel's rule */
  gboolean can_be_taken; /* FALSE: a number of a bundle, or one that several variants share */
  gint64 settled_at;   /* 0 = it is open */
  char *outcome;       /* (nullable) TIEM_DRIFT_SET_BACK, TIEM_DRIFT_TAKEN_OVER, "explained" */
} TiemDrift;
void tiem_drift_free (TiemDrift *self);

typedef struct
{
  gint64 channel_id; /* 0 = any */
  gint64 variant_id; /* 0 = any */
  gboolean only_open;
} TiemDriftQuery;

/* Returns: (element-type TiemDrift): the open ones first, then the newest; @limit 0 = all */
GPtrArray *tiem_store_list_drifts (TiemStore *self,
                                   const TiemDriftQuery *query,
                                   gint64 limit,
                                   GError **error);

/* What is done about it on this channel: FALSE (as it is at first): it is set back to what Tiệm
 * wants; TRUE: it is taken over, a number by a line of the ledger, a price as the listing's own. */
gboolean tiem_store_set_drift_rule (TiemStore *self,
                                    gint64 channel_id,
                                    gboolean takes_over,
                                    GError **error);

/* The owner decides on one of them, whatever the rule. INVALID: it can't be taken over; NOT_FOUND:
 * it is settled already. */
gboolean tiem_store_decide_drift (TiemStore *self,
                                  gint64 drift_id,
                                  gboolean takes_over,
                                  GError **error);

/* --- for the worker --- */

/* Judges the numbers that were read before the pull of orders that has just ended with its last
 * page, and settles them by the channel's rule. Returns: (element-type TiemDrift): what is new:
 * found, or taken over */
GPtrArray *tiem_store_settle_drift (TiemStore *self,
                                    gint64 channel_id,
                                    GError **error);
/* Returns: (element-type TiemPush): listings to be read a second time before their numbers are
 * taken over; *@due_at: when the next one will be, ms UTC, 0 = none */
GPtrArray *tiem_store_list_odd (TiemStore *self,
                                gint64 channel_id,
                                guint limit,
                                gint64 *due_at,
                                GError **error);

/* They were asked for, and those that did not come are not taken over. */
gboolean tiem_store_drop_odd (TiemStore *self,
                              GPtrArray *pushes,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemDrift, tiem_drift_free)

G_END_DECLS
