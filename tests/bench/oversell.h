#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * 11.11: a hot article comes to its last units while four channels sell it. One sell-out after
 * the other, each from a seed of its own, by the program itself (oversell-sale.c) and by a small
 * model of the rule (oversell-model.c).
 */

#define OVERSELL_CHANNELS 4
/* Units that are left when counting begins. */
#define OVERSELL_UNITS 20

typedef enum
{
  OVERSELL_SLOW,   /* everything is compared every 15 minutes */
  OVERSELL_FULL,   /* every channel shows all there is */
  OVERSELL_BUFFER, /* and two units less */
  OVERSELL_SPLIT,  /* Tiệm as it is */
  OVERSELL_N_POLICIES,
} OversellPolicy;

/* Where a shopper goes, by channel; each adds up to 1. */
typedef struct
{
  double before[OVERSELL_CHANNELS]; /* while goods are plenty: what can be measured */
  double then[OVERSELL_CHANNELS];   /* for the last units */
} OversellMix;

typedef struct
{
  guint orders;      /* of the last units, and those beyond them */
  guint oversold;    /* of these orders: those for goods that there were no more */
  guint unsold;      /* units */
  guint turned_away; /* shoppers who met “sold out” while another channel had some */
  guint sold_out;    /* sell-outs that came to their end before the time was over */

  guint calls;  /* to all channels, during the last units */
  guint pushes; /* of them: that set the stock */
  guint raises; /* numbers that were put up */
  guint failed; /* pushes that failed by chance */
  guint waits;  /* times that units waited for another channel's cut to be seen */
  double waited_s;

  /* Of the orders before the last units, seconds: from the sale until it was known, and from then
   * until all other channels had another number. */
  double known_s;
  double told_s;
  guint n_measured;
} OversellCounts;

/* Adds up. */
void oversell_counts_add (OversellCounts *sum, const OversellCounts *counts);

/* @rate: orders a minute. @failures: chance that a push fails. @trail: tell all that happened
 * unless just what there was was sold. */
void oversell_sale_run (guint32 seed,
                        OversellPolicy policy,
                        double rate,
                        const OversellMix *mix,
                        double failures,
                        gboolean trail,
                        OversellCounts *counts);

typedef struct
{
  double rate;    /* orders a minute */
  double poll_s;  /* between two looks at a channel */
  double write_s; /* from a look to the number that follows from it */
} OversellModel;

void oversell_model_run (GRand *random,
                         OversellPolicy policy,
                         const OversellModel *model,
                         const OversellMix *mix,
                         OversellCounts *counts);

G_END_DECLS
