#include "oversell.h"

#include <math.h>
#include <string.h>

/*
 * The rule as design §4 and the performance sheet describe it, without program or platforms: full
 * stock everywhere while there is more than T; then split by the sales rates that were measured,
 * cuts first, raises only into what nobody may sell any more; numbers are absolute and read back
 * with each pull. A channel is looked at every so often, and at once when it must be told
 * something.
 */

#define QUIET_S 30
#define LONGEST_S 900

typedef struct
{
  gint shown;      /* what the channel sells from */
  gint unseen;     /* orders it has that nobody has read */
  double unseen_s; /* sum of when they were made */
  gint believed;   /* shown, when it was last read or told */
  gint may_sell;   /* the most it may still sell for all we know */
  gint on_its_way; /* a number; −1 = none */
  double arrives_at;
  double look_at;   /* the next look */
  gboolean is_late; /* to be looked at as soon as the number has arrived */
} Channel;

typedef struct
{
  const OversellModel *model;
  const OversellMix *mix;
  OversellPolicy policy;
  double threshold; /* T */
  Channel channels[OVERSELL_CHANNELS];
  gint known; /* units sold as far as was read */
  OversellCounts *counts;
  double now;
} Model;

static double
choose_wait (GRand *random,
             double mean)
{
  return -log (1 - g_rand_double (random)) * mean;
}

static guint
choose_channel (GRand *random,
                const double *shares)
{
  double chance = g_rand_double (random);
  guint i = 0;

  while (i + 1 < OVERSELL_CHANNELS && chance >= shares[i])
    chance -= shares[i++];
  return i;
}

/* Largest remainder. */
static void
divide (gint units,
        const double *shares,
        gint *parts)
{
  double rests[OVERSELL_CHANNELS];
  gint left = units;

  for (guint i = 0; i < OVERSELL_CHANNELS; i++)
    {
      parts[i] = floor (units * shares[i]);
      rests[i] = units * shares[i] - parts[i];
      left -= parts[i];
    }
  while (left-- > 0)
    {
      guint most = 0;

      for (guint i = 1; i < OVERSELL_CHANNELS; i++)
        if (rests[i] > rests[most])
          most = i;
      parts[most]++;
      rests[most] = -1;
    }
}

static gint
choose_number (Model *self,
               guint index)
{
  Channel *channel = &self->channels[index];
  gint available = MAX (0, OVERSELL_UNITS - self->known);
  gint parts[OVERSELL_CHANNELS];
  gint room = available;

  if (self->policy == OVERSELL_BUFFER)
    return MAX (0, available - 2);
  if (self->policy != OVERSELL_SPLIT || available > self->threshold)
    return available;

  divide (available, self->mix->before, parts);
  if (parts[index] <= channel->believed)
    return parts[index];
  for (guint i = 0; i < OVERSELL_CHANNELS; i++)
    if (i != index)
      room -= self->channels[i].may_sell;
  return CLAMP (room, channel->believed, parts[index]);
}

/* Reads the channel, and sends it another number if it needs one. */
static void
look (Model *self,
      guint index)
{
  Channel *channel = &self->channels[index];
  gint number;

  if (channel->on_its_way >= 0)
    {
      channel->is_late = TRUE;
      return;
    }
  channel->is_late = FALSE;
  self->known += channel->unseen;
  self->counts->n_measured += channel->unseen;
  self->counts->known_s += channel->unseen * self->now - channel->unseen_s;
  self->counts->told_s += channel->unseen * self->model->write_s;
  channel->unseen = 0;
  channel->unseen_s = 0;
  channel->believed = channel->may_sell = channel->shown;
  number = choose_number (self, index);
  if (number != channel->believed)
    {
      channel->on_its_way = number;
      channel->may_sell = MAX (channel->may_sell, number);
      channel->arrives_at = self->now + self->model->write_s;
    }
}

/* Looks at all that must be told something, until nothing new comes of it. */
static void
look_where_needed (Model *self)
{
  for (guint i = 0; i < OVERSELL_CHANNELS; i++)
    {
      Channel *channel = &self->channels[i];

      if (channel->on_its_way < 0
          && (channel->is_late || choose_number (self, i) != channel->believed))
        {
          look (self, i);
          if (channel->on_its_way >= 0)
            i = -1;
        }
    }
}

static void
arrive (Channel *channel)
{
  channel->shown = channel->believed = channel->on_its_way;
  channel->on_its_way = -1;
}

/* Lets happen what happens first. Returns: FALSE when a shopper comes before */
static gboolean
step (Model *self,
      double until)
{
  Channel *first = NULL;
  double at = until;

  for (guint i = 0; i < OVERSELL_CHANNELS; i++)
    {
      Channel *channel = &self->channels[i];
      double due = channel->on_its_way >= 0 ? MIN (channel->arrives_at, channel->look_at)
                                            : channel->look_at;

      if (due < at)
        {
          at = due;
          first = channel;
        }
    }
  self->now = at;
  if (first == NULL)
    return FALSE;

  if (first->on_its_way >= 0 && first->arrives_at <= first->look_at)
    {
      arrive (first);
    }
  else
    {
      first->look_at += self->model->poll_s;
      look (self, first - self->channels);
    }
  look_where_needed (self);
  return TRUE;
}

static gboolean
shows_any (Model *self)
{
  for (guint i = 0; i < OVERSELL_CHANNELS; i++)
    if (self->channels[i].shown > 0)
      return TRUE;
  return FALSE;
}

static void
begin (Model *self,
       GRand *random)
{
  double demand = self->model->rate / 60 * 2 * (self->model->poll_s / 2 + self->model->write_s);

  self->threshold = demand + 3 * sqrt (demand) + 1;
  for (guint i = 0; i < OVERSELL_CHANNELS; i++)
    {
      gint units = self->policy == OVERSELL_BUFFER ? OVERSELL_UNITS - 2 : OVERSELL_UNITS;

      self->channels[i] = (Channel){ .shown = units,
                                     .believed = units,
                                     .may_sell = units,
                                     .on_its_way = -1,
                                     .look_at = g_rand_double (random) * self->model->poll_s };
    }
}

void
oversell_model_run (GRand *random,
                    OversellPolicy policy,
                    const OversellModel *model,
                    const OversellMix *mix,
                    OversellCounts *counts)
{
  Model self = { .model = model, .mix = mix, .policy = policy, .counts = counts };
  double quiet_since = -1;
  guint sold = 0;

  memset (counts, 0, sizeof *counts);
  begin (&self, random);
  while (self.now < LONGEST_S && (quiet_since < 0 || self.now < quiet_since + QUIET_S))
    {
      double next = self.now + choose_wait (random, 60 / model->rate);
      Channel *channel = &self.channels[choose_channel (random, mix->then)];

      while (step (&self, next))
        ;
      if (channel->shown > 0)
        {
          channel->shown--;
          channel->unseen++;
          channel->unseen_s += self.now;
          sold++;
        }
      else if (sold < OVERSELL_UNITS)
        counts->turned_away++;
      if (shows_any (&self))
        quiet_since = -1;
      else if (quiet_since < 0)
        quiet_since = self.now;
    }
  counts->orders = sold;
  counts->oversold = MAX (sold, OVERSELL_UNITS) - OVERSELL_UNITS;
  counts->unsold = OVERSELL_UNITS - MIN (sold, OVERSELL_UNITS);
  counts->sold_out = !shows_any (&self);
}
