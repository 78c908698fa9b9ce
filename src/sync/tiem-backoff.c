#define G_LOG_DOMAIN "tiem-backoff"

#include "sync/tiem-backoff.h"

#include "base/tiem-error.h"

/* A platform that asks for more than a day is not believed. */
#define LONGEST_RETRY_AFTER_MS (24 * 60 * 60 * 1000)

struct _TiemBackoff
{
  GRand *rand;
  guint failures;
};

TiemBackoff *
tiem_backoff_new (guint32 seed)
{
  TiemBackoff *self = g_new0 (TiemBackoff, 1);

  self->rand = g_rand_new_with_seed (seed);
  return self;
}

void
tiem_backoff_free (TiemBackoff *self)
{
  g_rand_free (self->rand);
  g_free (self);
}

static gint64
fail (TiemBackoff *self,
      const GError *error,
      gint64 cap_ms)
{
  gint64 retry_after = tiem_error_get_retry_after_ms (error);
  gint64 ceiling;

  self->failures++;
  if (retry_after > 0)
    return MIN (retry_after, LONGEST_RETRY_AFTER_MS);

  ceiling = (gint64)TIEM_BACKOFF_BASE_MS << MIN (self->failures - 1, 16);
  ceiling = MIN (ceiling, cap_ms);
  return g_rand_int_range (self->rand, TIEM_BACKOFF_FLOOR_MS, (gint32)ceiling + 1);
}

gint64
tiem_backoff_fail (TiemBackoff *self,
                   const GError *error)
{
  return fail (self, error, TIEM_BACKOFF_CAP_MS);
}

gint64
tiem_backoff_fail_absent (TiemBackoff *self,
                          const GError *error)
{
  return fail (self, error, TIEM_BACKOFF_ABSENT_CAP_MS);
}

void
tiem_backoff_reset (TiemBackoff *self)
{
  self->failures = 0;
}

guint
tiem_backoff_get_failures (TiemBackoff *self)
{
  return self->failures;
}
