#include "model/tiem-split.h"

#include <math.h>

/* Goods of which less than this is expected to be sold in 2 L are not split: a double sale is then
 * so rare that it is not worth hiding the last piece on all channels but one. With an L of 6 s that
 * is one sale in four minutes. */
#define LEAST_DEMAND 0.05
/* So that goods at the threshold do not come and go. */
#define LEAVE_FACTOR 1.25
#define LEAVE_DEMAND (LEAST_DEMAND / 2)
/* Of the demand, shared out evenly: what sold nowhere yet may begin to. */
#define EVEN_PART 0.05

/* --- how fast it sells --- */

#define FAST_MS 60000.0
#define SLOW_MS 600000.0
/* A rate is not judged by less time than this. */
#define LEAST_AGE_MS 10000.0
/* What is left of a window's units when it begins anew, thousandths. */
#define FORGOTTEN 50

static double
decay (gint64 ms,
       double window_ms)
{
  return exp (-(double)MAX (ms, 0) / window_ms);
}

static void
add_to_window (gint64 *thousandths,
               gint64 *since,
               gint64 at, /* of *thousandths */
               double window_ms,
               gint64 units,
               gint64 placed_at)
{
  double held = *thousandths;
  double added = 1000.0 * units;

  if (placed_at >= at)
    held *= decay (placed_at - at, window_ms);
  else
    added *= decay (at - placed_at, window_ms);
  if (ABS (added) < FORGOTTEN)
    return;
  if (held < FORGOTTEN)
    *since = placed_at;
  *since = MIN (*since, placed_at);
  *thousandths = (gint64)CLAMP (held + added, 0, 1e12);
}

void
tiem_pace_add (TiemPace *self,
               gint64 units,
               gint64 placed_at)
{
  add_to_window (&self->fast, &self->fast_since, self->at, FAST_MS, units, placed_at);
  add_to_window (&self->slow, &self->slow_since, self->at, SLOW_MS, units, placed_at);
  if (placed_at >= self->at && units > 0)
    self->last = units;
  self->at = MAX (self->at, placed_at);
}

/* The last sale says when the window was looked at, not how fast it fills: it is left out. */
static double
get_window_rate (
    gint64 thousandths, gint64 since, gint64 at, gint64 last, double window_ms, gint64 now)
{
  double units = thousandths / 1000.0 * decay (now - at, window_ms) - (double)MAX (last, 1);
  double age = MAX ((double)(now - since), LEAST_AGE_MS);

  return units > 0 ? units * 1000 / (window_ms * (1 - exp (-age / window_ms))) : 0;
}

double
tiem_pace_get_rate (const TiemPace *self,
                    gint64 now)
{
  if (self->at == 0)
    return 0;
  return MAX (get_window_rate (self->fast, self->fast_since, self->at, self->last, FAST_MS, now),
              get_window_rate (self->slow, self->slow_since, self->at, self->last, SLOW_MS, now));
}

double
tiem_pace_get_weight (const TiemPace *self,
                      gint64 now)
{
  return (self->fast * decay (now - self->at, FAST_MS)
          + self->slow * decay (now - self->at, SLOW_MS))
         / 1000;
}

/* --- whether to split --- */

static gboolean
is_worth_it (const TiemSplit *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_sellers; i++)
    if (self->sellers[i].takes_part && self->sellers[i].is_selling)
      n++;
  return n > 1;
}

static double
get_demand (double rate,
            gint64 lag_ms)
{
  return rate * 2 * lag_ms / 1000;
}

static gint64
get_threshold (double demand)
{
  return (gint64)MIN (demand + 3 * sqrt (demand) + 1, 1e9);
}

static gboolean
is_scarce (gint64 available,
           double demand)
{
  return available > 0 && available <= get_threshold (demand) && demand >= LEAST_DEMAND;
}

gboolean
tiem_split_may_begin (gint64 available,
                      double rate,
                      gint64 lag_ms)
{
  return is_scarce (available, get_demand (rate, lag_ms));
}

static void
decide (TiemSplit *self)
{
  double rate = 0;
  double units = self->available;

  for (guint i = 0; i < self->n_sellers; i++)
    rate += self->sellers[i].rate * self->sellers[i].unit;
  self->demand = get_demand (rate, self->lag_ms);
  self->threshold = get_threshold (self->demand);
  if (!is_worth_it (self))
    self->is_split = FALSE;
  else if (self->is_split)
    self->is_split = units <= LEAVE_FACTOR * self->threshold + 1 && self->demand >= LEAVE_DEMAND;
  else
    self->is_split = is_scarce (self->available, self->demand);
}

/* --- who ought to have how many --- */

typedef struct
{
  double weight;
  gint64 target; /* units of the seller */
} Wish;

static double
sum_weights (const TiemSplit *self,
             const Wish *wishes,
             gint64 left)
{
  double sum = 0;

  for (guint i = 0; i < self->n_sellers; i++)
    if (wishes[i].target < self->sellers[i].limit && self->sellers[i].unit <= left)
      sum += wishes[i].weight;
  return sum;
}

/* One more goes to who lacks most of its share of all; among equals to who has it already. */
static int
find_neediest (const TiemSplit *self,
               const Wish *wishes,
               gint64 all,
               double weights,
               gint64 left)
{
  double most = -G_MAXDOUBLE;
  int found = -1;

  for (guint i = 0; i < self->n_sellers; i++)
    {
      const TiemSplitSeller *seller = &self->sellers[i];
      double lack = wishes[i].weight * all / weights - (double)wishes[i].target * seller->unit;

      if (wishes[i].weight <= 0 || wishes[i].target >= seller->limit || seller->unit > left)
        continue;
      if (seller->allotment > wishes[i].target)
        lack += 1e-6;
      if (lack > most)
        {
          most = lack;
          found = (int)i;
        }
    }
  return found;
}

/* Largest remainder: first the whole units of each share, then one by one. */
static void
set_targets (const TiemSplit *self,
             Wish *wishes)
{
  gint64 left = MAX (self->available, 0);
  double weights = 0;
  double sold = 0;
  guint n = 0;
  gint64 all;
  int next;

  for (guint i = 0; i < self->n_sellers; i++)
    if (self->sellers[i].takes_part && self->sellers[i].is_selling)
      {
        sold += self->sellers[i].weight * self->sellers[i].unit;
        n++;
      }
  for (guint i = 0; i < self->n_sellers; i++)
    {
      const TiemSplitSeller *seller = &self->sellers[i];

      if (!seller->takes_part)
        continue;
      if (seller->is_selling)
        wishes[i].weight = seller->weight * seller->unit + (EVEN_PART * sold + 1e-9) / n;
      wishes[i].target = seller->locked;
      left -= seller->locked * seller->unit;
    }

  weights = sum_weights (self, wishes, G_MAXINT64);
  all = left;
  for (guint i = 0; i < self->n_sellers && weights > 0 && all > 0; i++)
    {
      const TiemSplitSeller *seller = &self->sellers[i];
      gint64 room = seller->limit - wishes[i].target;
      gint64 share = (gint64)(wishes[i].weight * all / weights / seller->unit);

      share = CLAMP (share, 0, MAX (room, 0));
      wishes[i].target += share;
      left -= share * seller->unit;
    }
  while (left > 0 && (weights = sum_weights (self, wishes, left)) > 0
         && (next = find_neediest (self, wishes, all, weights, left)) >= 0)
    {
      wishes[next].target++;
      left -= self->sellers[next].unit;
    }
}

/* --- who has how many --- */

/* Takes one from who has most above its target and is not held by a campaign. @least: by at
 * least so many units of the goods. Returns: what it frees, 0 = nobody has any */
static gint64
take_one (TiemSplit *self,
          const Wish *wishes,
          gint64 least)
{
  gint64 most = G_MININT64;
  TiemSplitSeller *found = NULL;

  for (guint i = 0; i < self->n_sellers; i++)
    {
      TiemSplitSeller *seller = &self->sellers[i];
      gint64 excess = (seller->allotment - wishes[i].target) * seller->unit;

      if (seller->takes_part && seller->allotment > seller->locked && excess > most
          && excess >= least)
        {
          most = excess;
          found = seller;
        }
    }
  if (found == NULL)
    return 0;
  found->allotment--;
  return found->unit;
}

static gint64
give_one (TiemSplit *self,
          const Wish *wishes,
          gint64 left)
{
  gint64 most = G_MININT64;
  TiemSplitSeller *found = NULL;

  for (guint i = 0; i < self->n_sellers; i++)
    {
      TiemSplitSeller *seller = &self->sellers[i];
      gint64 lack = (wishes[i].target - seller->allotment) * seller->unit;

      if (seller->takes_part && wishes[i].weight > 0 && seller->allotment < seller->limit
          && seller->unit <= left && lack > most)
        {
          most = lack;
          found = seller;
        }
    }
  if (found == NULL)
    return 0;
  found->allotment++;
  return found->unit;
}

/* What has run dry gets what it ought to have; the others keep what they hold as far as they can,
 * for a number that stays need not be sent. */
static void
allot (TiemSplit *self,
       const Wish *wishes)
{
  gint64 left = MAX (self->available, 0);
  gint64 moved;

  for (guint i = 0; i < self->n_sellers; i++)
    {
      TiemSplitSeller *seller = &self->sellers[i];

      if (!seller->takes_part)
        continue;
      if (seller->allotment < 0)
        seller->allotment = wishes[i].target;
      seller->allotment = MAX (MIN (seller->allotment, seller->limit), seller->locked);
      left -= seller->allotment * seller->unit;
    }
  while (left < 0 && (moved = take_one (self, wishes, G_MININT64)) > 0)
    left += moved;
  while (left > 0 && (moved = give_one (self, wishes, left)) > 0)
    left -= moved;

  for (guint i = 0; i < self->n_sellers; i++)
    {
      TiemSplitSeller *seller = &self->sellers[i];

      if (!seller->takes_part || seller->allotment > seller->locked)
        continue;
      while (seller->allotment < wishes[i].target)
        {
          while (left < seller->unit && (moved = take_one (self, wishes, 1)) > 0)
            left += moved;
          if (left < seller->unit)
            break;
          seller->allotment++;
          left -= seller->unit;
        }
    }
}

/* --- what may be told --- */

/* Returns: units of the goods that the listing's channel may still believe it can sell */
static gint64
get_claim (const TiemSplitSeller *seller)
{
  gint64 may_sell = seller->may_sell >= 0 ? seller->may_sell : seller->limit;

  /* Nobody knows when it will be told less, or seen to show less, which a platform may not tell of
   * what is not on sale: it counts with what it ought to have, so that goods do not lie about. */
  if (seller->is_cut_off || !seller->is_selling)
    may_sell = MIN (may_sell, seller->allotment);
  return MAX (may_sell, seller->locked) * seller->unit;
}

/* Returns: what it shows anyway. It may be less than what it may still sell: an order that was
 * read after the number may have been in it or not. */
static gint64
get_shown (const TiemSplitSeller *seller)
{
  gint64 may_sell = seller->may_sell >= 0 ? seller->may_sell : seller->limit;

  return seller->shown >= 0 ? MIN (seller->shown, may_sell) : may_sell;
}

/* Cuts go out as they are; a number rises only into units that nobody claims, and only where
 * nothing can be sold meanwhile: an absolute number gives back what was sold just before it
 * arrives. */
static void
grant (TiemSplit *self)
{
  gint64 claimed = 0;

  for (guint i = 0; i < self->n_sellers; i++)
    if (self->sellers[i].takes_part)
      claimed += get_claim (&self->sellers[i]);
  for (guint i = 0; i < self->n_sellers; i++)
    {
      TiemSplitSeller *seller = &self->sellers[i];
      gint64 claim = get_claim (seller);
      gint64 room = MAX (self->available - (claimed - claim), 0) / seller->unit;

      if (!seller->takes_part)
        continue;
      room = claim > 0 ? 0 : MIN (room, seller->room);
      seller->granted = MIN (seller->allotment, MAX (room, get_shown (seller)));
      seller->granted = MAX (seller->granted, seller->locked);
      claimed += MAX (seller->granted * seller->unit, claim) - claim;
    }
}

void
tiem_split_plan (TiemSplit *self)
{
  g_autofree Wish *wishes = g_new0 (Wish, self->n_sellers);
  gboolean was_split = self->is_split;

  decide (self);
  for (guint i = 0; i < self->n_sellers; i++)
    {
      TiemSplitSeller *seller = &self->sellers[i];

      seller->granted = -1;
      if (!self->is_split || !was_split || !seller->takes_part)
        seller->allotment = -1;
    }
  if (!self->is_split)
    return;

  set_targets (self, wishes);
  allot (self, wishes);
  grant (self);
}
