#define G_LOG_DOMAIN "tiem-limiter"

#include "sync/tiem-limiter.h"

#include <math.h>

/* The part of the bucket that only urgent calls may spend. */
#define RESERVE 0.25
/* A clock that is set back must not make a sleeper sleep for a day. */
#define LONGEST_SLEEP_MS 1000
/* A platform that allows less than it says: half as fast after each refusal, this slow at most,
 * and twice as fast again after so many calls without one; after twice as many each time, or a
 * page of orders that takes more calls than that would be refused at its end for ever. */
#define SLOWEST_PER_MS (0.5 / 1000)
#define FIRST_TRIAL 60
#define LONGEST_TRIAL 7680

struct _TiemLimiter
{
  TiemClock *clock;
  double per_ms;     /* 0 = not limited */
  double allowed_ms; /* what the platform says it allows; ≥ .per_ms */
  guint slow_calls;  /* to go before it may be faster; 0 = at full speed */
  guint trial;       /* how many that were last time; 0 = none were */
  guint fast_calls;  /* at full speed since then */
  double size;
  double tokens;
  double reserve;
  gint64 filled_at;
  gboolean urgent;
};

/* Whoever was told to slow down makes no burst. */
static double
get_size (const TiemLimiter *self)
{
  return self->slow_calls > 0 ? 1 : self->size;
}

/* A clock that was set back fills nothing; one that jumped ahead fills the bucket, not more. */
static void
fill (TiemLimiter *self)
{
  gint64 now = tiem_clock_now (self->clock);
  gint64 passed = MAX (0, now - self->filled_at);

  self->tokens = MIN (get_size (self), self->tokens + (double)passed * self->per_ms);
  self->filled_at = now;
}

TiemLimiter *
tiem_limiter_new (TiemClock *clock,
                  double per_second,
                  guint burst)
{
  TiemLimiter *self = g_new0 (TiemLimiter, 1);

  self->clock = g_object_ref (clock);
  self->per_ms = self->allowed_ms = MAX (0, per_second) / 1000;
  self->size = MAX (1, burst > 0 ? burst : ceil (per_second));
  self->tokens = self->size;
  /* A bucket of one has nothing to set aside. */
  self->reserve = self->size >= 2 ? MAX (1, floor (self->size * RESERVE)) : 0;
  self->filled_at = tiem_clock_now (clock);
  return self;
}

void
tiem_limiter_free (TiemLimiter *self)
{
  g_object_unref (self->clock);
  g_free (self);
}

void
tiem_limiter_lift (TiemLimiter *self)
{
  self->per_ms = self->allowed_ms = 0;
}

void
tiem_limiter_slow_down (TiemLimiter *self)
{
  if (self->per_ms == 0)
    return;

  fill (self);
  self->per_ms = MIN (MAX (self->per_ms / 2, SLOWEST_PER_MS), self->allowed_ms);
  self->tokens = 0;
  self->trial = CLAMP (self->trial * 2, FIRST_TRIAL, LONGEST_TRIAL);
  self->slow_calls = self->trial;
}

void
tiem_limiter_set_urgent (TiemLimiter *self,
                         gboolean urgent)
{
  self->urgent = urgent;
}

gint64
tiem_limiter_get_next_at (TiemLimiter *self)
{
  double missing;

  if (self->per_ms == 0)
    return 0;

  fill (self);
  /* While it is slow, it counts calls one by one: there is nothing to set aside. */
  missing = 1 + (self->urgent || self->slow_calls > 0 ? 0 : self->reserve) - self->tokens;
  return self->filled_at + (missing > 0 ? (gint64)ceil (missing / self->per_ms) : 0);
}

gboolean
tiem_limiter_wait (TiemLimiter *self,
                   GCancellable *cancellable,
                   GError **error)
{
  gint64 now, next_at;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  while ((next_at = tiem_limiter_get_next_at (self)) > (now = tiem_clock_now (self->clock)))
    if (!tiem_clock_sleep_until (
            self->clock, MIN (next_at, now + LONGEST_SLEEP_MS), cancellable, error))
      return FALSE;
  return TRUE;
}

void
tiem_limiter_take (TiemLimiter *self)
{
  if (self->per_ms == 0)
    return;

  fill (self);
  self->tokens = MAX (0, self->tokens - 1);
  if (self->slow_calls > 0 && --self->slow_calls == 0)
    {
      self->per_ms = MIN (self->per_ms * 2, self->allowed_ms);
      self->slow_calls = self->per_ms < self->allowed_ms ? self->trial : 0;
      self->fast_calls = 0;
    }
  /* Full speed that was not refused for so long again is forgiven. */
  else if (self->slow_calls == 0 && self->trial > 0 && ++self->fast_calls >= self->trial)
    self->trial = 0;
}

double
tiem_limiter_get_level (TiemLimiter *self,
                        gint64 in_ms)
{
  if (self->per_ms == 0)
    return 1;

  fill (self);
  return MIN (get_size (self), self->tokens + (double)MAX (in_ms, 0) * self->per_ms)
         / get_size (self);
}
