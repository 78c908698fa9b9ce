#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Design §4, "What a listing should show", for goods that get scarce: how many of the last units
 * each listing may show. Nothing here knows the database or a channel.
 *
 * While goods are plenty, or hardly move, they are not split and every listing shows what its
 * own rule allows. Below the threshold each listing that takes part holds an allotment, and all
 * of them together are never more than what is available. A sale takes from its own channel's
 * allotment, so nobody needs to be told of it; units move only when a listing has run dry that
 * ought to have some. A number goes up only as far as nobody else may still believe it can sell
 * the same units.
 */

/* One listing that sells the goods, or a bundle of them. Units are its own: a bundle's unit is
 * a bundle. */
typedef struct
{
  gint64 unit;         /* of the goods in one of its units: 1; a bundle's quantity of them */
  gint64 limit;        /* the most it may show by its own rule: buffer, share, cap */
  gint64 locked;       /* by a platform's campaign: it never shows less */
  double rate;         /* sales, units a second: how soon it is sold out */
  double weight;       /* units it sold of late: its share of what is left */
  gboolean takes_part; /* FALSE: always shows its limit; its sales count all the same */
  gboolean is_selling; /* shoppers can buy there */
  gboolean is_cut_off; /* nothing can be told or asked there until somebody mends it */
  gint64 room;         /* the most it may be raised to for other reasons; G_MAXINT64 = any */
  gint64 may_sell;     /* the most the channel may still believe it can sell; −1 = not known */
  gint64 shown;        /* what it shows for all that is known, orders taken off; −1 = not known */
  gint64 allotment;    /* in: what it held, −1 = none; out: what it holds, −1 = not split */
  gint64 granted;      /* out: as much of it as it may be told now, −1 = not split */
} TiemSplitSeller;

typedef struct
{
  gint64 available; /* units of the goods */
  gint64 lag_ms;    /* L: from a sale to the stock confirmed elsewhere */
  gboolean is_split; /* in: so far; out: from now on */
  TiemSplitSeller *sellers;
  guint n_sellers;
  double demand;    /* out: units expected to be sold in 2 L */
  gint64 threshold; /* out: split below that */
} TiemSplit;

void tiem_split_plan (TiemSplit *self);
/* Whether goods that are not split might be by what sells there, @rate units a second, when a sale
 * is known elsewhere after @lag_ms. FALSE also says so of any lower rate and any shorter time. */
gboolean tiem_split_may_begin (gint64 available,
                               double rate,
                               gint64 lag_ms);

/* How fast a listing sells: two windows that forget, one quick for a rush, one slow for a pace. */
typedef struct
{
  gint64 fast;       /* units that are remembered, in thousandths */
  gint64 slow;
  gint64 fast_since; /* since when each remembers, ms UTC */
  gint64 slow_since;
  gint64 at;         /* of both numbers, ms UTC; 0 = nothing was sold yet */
  gint64 last;       /* units of the last sale */
} TiemPace;

/* @units: sold (or, < 0, taken back) at @placed_at, ms UTC. */
void tiem_pace_add (TiemPace *self,
                    gint64 units,
                    gint64 placed_at);
/* Returns: units a second, as it looks at @now */
double tiem_pace_get_rate (const TiemPace *self,
                           gint64 now);
/* Returns: units sold of late, those of the last minute twice: smoother than the rate, for
 * comparing listings */
double tiem_pace_get_weight (const TiemPace *self,
                             gint64 now);

G_END_DECLS
