#include "sim-clock.h"

#include <time.h>

struct _SimClock
{
  GObject parent_instance;

  gint64 now;   /* true, ms UTC */
  gint64 ahead; /* of the computer's clock, ms */

  SimSleepFunc sleep; /* (nullable) */
  gpointer sleep_data;
};

static SimClock *current; /* (nullable) borrowed: what g_get_real_time() says */

static gint64
sim_clock_now (TiemClock *clock)
{
  SimClock *self = SIM_CLOCK (clock);

  return self->now + self->ahead;
}

static gboolean
sim_clock_sleep_until (TiemClock *clock,
                       gint64 when,
                       GCancellable *cancellable,
                       GError **error)
{
  SimClock *self = SIM_CLOCK (clock);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->sleep != NULL)
    self->sleep (MAX (0, when - sim_clock_now (clock)), self->sleep_data);
  else
    sim_clock_pass (self, MAX (0, when - sim_clock_now (clock)));
  return TRUE;
}

static void
sim_clock_iface_init (TiemClockInterface *iface)
{
  iface->now = sim_clock_now;
  iface->sleep_until = sim_clock_sleep_until;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SimClock,
                               sim_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CLOCK, sim_clock_iface_init))

static void
sim_clock_finalize (GObject *object)
{
  if (current == SIM_CLOCK (object))
    current = NULL;

  G_OBJECT_CLASS (sim_clock_parent_class)->finalize (object);
}

static void
sim_clock_class_init (SimClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sim_clock_finalize;
}

static void
sim_clock_init (SimClock *self)
{
}

/* In place of GLib's: the channels read the computer's time from it, and a run that mixed
 * real time in could not be replayed. */
gint64
g_get_real_time (void)
{
  struct timespec now;

  if (current != NULL)
    return (current->now + current->ahead) * 1000;
  clock_gettime (CLOCK_REALTIME, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The same for spans: whatever the computer's clock says, time passes as it does. */
gint64
g_get_monotonic_time (void)
{
  struct timespec now;

  if (current != NULL)
    return current->now * 1000;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

SimClock *
sim_clock_new (gint64 now)
{
  SimClock *self = g_object_new (SIM_TYPE_CLOCK, NULL);

  self->now = now;
  current = self;
  return self;
}

gint64
sim_clock_get_true (SimClock *self)
{
  return self->now;
}

void
sim_clock_pass (SimClock *self,
                gint64 ms)
{
  g_return_if_fail (ms >= 0);

  self->now += ms;
}

void
sim_clock_set_ahead (SimClock *self,
                     gint64 ms)
{
  self->ahead = ms;
}

gint64
sim_clock_get_ahead (SimClock *self)
{
  return self->ahead;
}

void
sim_clock_set_sleep_func (SimClock *self,
                          SimSleepFunc sleep,
                          gpointer user_data)
{
  self->sleep = sleep;
  self->sleep_data = user_data;
}
