#pragma once

#include "base/tiem-clock.h"

G_BEGIN_DECLS

/*
 * The simulated time: one true time for the whole world, and the clock of the shop's
 * computer, which may be wrong and put right. Code that asks GLib for the time gets the
 * computer's as well, as long as a SimClock lives.
 */
#define SIM_TYPE_CLOCK (sim_clock_get_type ())
G_DECLARE_FINAL_TYPE (SimClock, sim_clock, SIM, CLOCK, GObject)

/* @now: ms UTC */
SimClock *sim_clock_new (gint64 now);
/* Returns: the true time, ms UTC */
gint64 sim_clock_get_true (SimClock *self);
/* @ms pass. */
void sim_clock_pass (SimClock *self, gint64 ms);
/* The computer's clock is @ms ahead from now on (below 0: behind). */
void sim_clock_set_ahead (SimClock *self, gint64 ms);
gint64 sim_clock_get_ahead (SimClock *self);

/* What to do when somebody sleeps, instead of letting the time pass at once: @sleep comes back
 * when @ms have passed. %NULL: as before. */
typedef void (*SimSleepFunc) (gint64 ms, gpointer user_data);
void sim_clock_set_sleep_func (SimClock *self, SimSleepFunc sleep, gpointer user_data);

G_END_DECLS
