#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The clock seam: everything that reads the time or waits asks a TiemClock. The system's
 * in the program; one that jumps in simulations.
 */

#define TIEM_TYPE_CLOCK (tiem_clock_get_type ())
G_DECLARE_INTERFACE (TiemClock, tiem_clock, TIEM, CLOCK, GObject)

struct _TiemClockInterface
{
  GTypeInterface g_iface;

  gint64 (*now) (TiemClock *self);
  gboolean (*sleep_until) (TiemClock *self,
                           gint64 when,
                           GCancellable *cancellable,
                           GError **error);
};

/* Returns: ms UTC. Any thread. */
gint64 tiem_clock_now (TiemClock *self);

/* Blocks until @when (ms UTC). Any thread but the main one. Fails with %G_IO_ERROR_CANCELLED only. */
gboolean tiem_clock_sleep_until (TiemClock *self,
                                 gint64 when,
                                 GCancellable *cancellable,
                                 GError **error);

/* Returns: (transfer full): the system's clock */
TiemClock *tiem_clock_new_system (void);

/* Returns: (transfer full): a clock that stands at @now and moves only by sleeping on it
 * or by tiem_sim_clock_advance(). For tests. */
TiemClock *tiem_clock_new_simulated (gint64 now);
void tiem_sim_clock_advance (TiemClock *self,
                             gint64 ms);

G_END_DECLS
