#pragma once

#include "model/tiem-price-rule.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* What listings cost: the channel's rule, a listing's own price, its promotion. Whatever changes
 * one of them, or the price in the shop, queues the new price in the outbox in the same
 * transaction; a listing that shows it already is left alone. */

gboolean tiem_store_get_price_rule (TiemStore *self,
                                    gint64 channel_id,
                                    TiemPriceRule *rule,
                                    GError **error);
/* Queues the price of every linked listing of the channel that is to cost something else now.
 * @dry_run: changes nothing. @changed: (out) (optional): how many those are. INVALID. */
gboolean tiem_store_set_price_rule (TiemStore *self,
                                    gint64 channel_id,
                                    const TiemPriceRule *rule,
                                    gboolean dry_run,
                                    guint *changed,
                                    GError **error);

typedef struct
{
  gint64 listing_id;
  TiemPriceInput input;
  gint64 shown_vnd;  /* at the channel, as last read or confirmed */
  gint64 wanted_vnd; /* by all of .input, now */
  TiemPriceSource source;
  gboolean is_queued; /* on its way */
  char *sentence;     /* how it came to be */
} TiemListingPrice;
void tiem_listing_price_free (TiemListingPrice *self);
/* NOT_FOUND, also for a listing without a link. Returns: (transfer full) */
TiemListingPrice *tiem_store_get_listing_price (TiemStore *self,
                                                gint64 listing_id,
                                                GError **error);
/* @own_vnd: the listing's own price; −1 = by the rule. Queues what follows from it, also when the
 * channel shows another price for no reason known here. */
gboolean tiem_store_set_own_price (TiemStore *self,
                                   gint64 listing_id,
                                   gint64 own_vnd,
                                   GError **error);
/* @price_vnd: −1 = no promotion (any more). @from, @until: ms UTC; from 0 = now; until 0 = until it
 * is taken away. It begins and ends by itself, with a turn of the channel. INVALID. */
gboolean tiem_store_set_promotion (TiemStore *self,
                                   gint64 listing_id,
                                   gint64 price_vnd,
                                   gint64 from,
                                   gint64 until,
                                   GError **error);

/* --- for the worker --- */

/* Queues the prices of promotions that have begun or ended since. Writes nothing when none has. */
gboolean tiem_store_turn_promotions (TiemStore *self,
                                     gint64 channel_id,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemListingPrice, tiem_listing_price_free)

G_END_DECLS
