#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Scarce goods, for a worker's turn (design §4, "What a listing should show"): the platform's own
 * numbers of split listings are read before the orders are pulled and settled after that. Only so
 * is it known how many units a channel may still believe it can sell.
 */

/* The numbers of one turn. */
typedef struct
{
  GPtrArray *listings; /* (element-type TiemPush): to be read; .value and .version say nothing */
  GPtrArray *pages;    /* (element-type TiemListingPage): what was read, added by the worker */
  GArray *sold;        /* (element-type gint64) of each listing when the reading began */
} TiemSplitReading;

void tiem_split_reading_free (TiemSplitReading *self);

/* Returns: (transfer full): the listings of the channel that hold a part of scarce goods; mostly
 * none. Unclear ones are left out: those are read back after the pull, and what was read then
 * says nothing of orders still to come. To be called before the pull. */
TiemSplitReading *tiem_store_begin_split_reading (TiemStore *self,
                                                  gint64 channel_id,
                                                  GError **error);
/* After a whole pull: settles what the channel may still sell, and shares out anew. A number above
 * plan is due at once; one that orders do not explain is drift. Writes nothing when nothing is
 * new. */
gboolean tiem_store_settle_split_reading (TiemStore *self,
                                          gint64 channel_id,
                                          const TiemSplitReading *reading,
                                          GError **error);
/* @found: whether a number of scarce goods was told, or is not known for sure, and is worth being
 * read again at once: an absolute number gives back what was sold just before it arrived, and other
 * listings may wait for a cut to be seen. */
gboolean tiem_store_find_unproven (TiemStore *self,
                                   gint64 channel_id,
                                   gboolean *found,
                                   GError **error);

/* How fast the channel is read and told, as measured; kept when it differs enough to matter.
 * @poll_ms: from one whole pull to the next. */
gboolean tiem_store_book_poll (TiemStore *self,
                               gint64 channel_id,
                               gint64 poll_ms,
                               GError **error);

/* Whether the last units are shared out with the others; FALSE: it always shows all there is.
 * TiemChannelRecord.splits tells. */
gboolean tiem_store_set_channel_split (TiemStore *self,
                                       gint64 channel_id,
                                       gboolean split,
                                       GError **error);

/* A listing's own rule. −1: the channel's. */
typedef struct
{
  gint64 buffer;        /* units */
  gint64 share_percent;
  gint64 cap;           /* units; −2 = none whatever the channel says */
} TiemListingRule;
#define TIEM_LISTING_RULE_NO_CAP (-2)
gboolean tiem_store_set_listing_rule (TiemStore *self,
                                      gint64 listing_id,
                                      const TiemListingRule *rule,
                                      GError **error);
gboolean tiem_store_get_listing_rule (TiemStore *self,
                                      gint64 listing_id,
                                      TiemListingRule *rule,
                                      GError **error);

/* Why a listing shows the number it shows. */
typedef struct
{
  gint64 listing_id;
  char *reason;   /* a word of cli.md: "full", "split", "waits_for_cut" … */
  char *sentence; /* the same for people */
} TiemStockReason;

void tiem_stock_reason_free (TiemStockReason *self);
/* Returns: (element-type TiemStockReason): of each listing of the variant. @is_split: (nullable) */
GPtrArray *tiem_store_explain_stock (TiemStore *self,
                                     gint64 variant_id,
                                     gboolean *is_split,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSplitReading, tiem_split_reading_free)

G_END_DECLS
