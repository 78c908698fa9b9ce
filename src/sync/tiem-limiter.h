#pragma once

#include "base/tiem-clock.h"

G_BEGIN_DECLS

/*
 * A token bucket: what a platform allows one account. A part of it, the reserve, is kept
 * for what must not wait (stock that falls, and the orders read before it); reading the
 * listings again may not touch it. Used by one thread at a time.
 */
typedef struct _TiemLimiter TiemLimiter;

/* @per_second 0 = not limited; @burst: calls that may go at once, 0 = those of a second */
TiemLimiter *tiem_limiter_new (TiemClock *clock,
                               double per_second,
                               guint burst);
void tiem_limiter_free (TiemLimiter *self);
/* Nothing is limited from now on. */
void tiem_limiter_lift (TiemLimiter *self);

/* The platform refused a call as one too many: from now on they go one by one and half as fast as
 * before, until it has taken some dozens without a word. */
void tiem_limiter_slow_down (TiemLimiter *self);

/* Whether the calls that follow may spend the reserve. */
void tiem_limiter_set_urgent (TiemLimiter *self,
                              gboolean urgent);
/* Returns: when the next call may go, ms UTC; now or earlier = at once */
gint64 tiem_limiter_get_next_at (TiemLimiter *self);
/* Blocks until a call may go, without counting it. Fails with %G_IO_ERROR_CANCELLED only. */
gboolean tiem_limiter_wait (TiemLimiter *self,
                            GCancellable *cancellable,
                            GError **error);
/* Counts one call. */
void tiem_limiter_take (TiemLimiter *self);
/* Returns: how full the bucket will be in @in_ms if nothing is called until then, 0 … 1; 1 when
 * not limited */
double tiem_limiter_get_level (TiemLimiter *self,
                               gint64 in_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemLimiter, tiem_limiter_free)

G_END_DECLS
