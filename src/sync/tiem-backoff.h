#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * How long to wait after a failure: as long as the other side asked for, otherwise
 * exponential with full jitter, so that many shops do not come back at the same instant.
 * One seed gives one row of waits. Used by one thread at a time.
 */
typedef struct _TiemBackoff TiemBackoff;

#define TIEM_BACKOFF_BASE_MS 1000
#define TIEM_BACKOFF_CAP_MS (5 * 60 * 1000)
/* Nobody answered at all: asking costs nobody anything, and the network may be back any moment. */
#define TIEM_BACKOFF_ABSENT_CAP_MS (20 * 1000)
/* Even the luckiest jitter waits this long. */
#define TIEM_BACKOFF_FLOOR_MS 100

TiemBackoff *tiem_backoff_new (guint32 seed);
void tiem_backoff_free (TiemBackoff *self);
/* Counts a failure. Returns: ms to wait */
gint64 tiem_backoff_fail (TiemBackoff *self,
                          const GError *error);
/* The same where nobody answered. */
gint64 tiem_backoff_fail_absent (TiemBackoff *self,
                                 const GError *error);
/* Forgets the failures: the channel works again. */
void tiem_backoff_reset (TiemBackoff *self);
/* Returns: failures since the last reset */
guint tiem_backoff_get_failures (TiemBackoff *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemBackoff, tiem_backoff_free)

G_END_DECLS
