#define G_LOG_DOMAIN "tiem-clock"

#include "base/tiem-clock.h"

/* The wall clock may be set, and a laptop sleeps: look at it again at least this often. */
#define LONGEST_WAIT_MS 30000

G_DEFINE_INTERFACE (TiemClock, tiem_clock, G_TYPE_OBJECT)

static void
tiem_clock_default_init (TiemClockInterface *iface)
{
}

gint64
tiem_clock_now (TiemClock *self)
{
  g_return_val_if_fail (TIEM_IS_CLOCK (self), 0);

  return TIEM_CLOCK_GET_IFACE (self)->now (self);
}

gboolean
tiem_clock_sleep_until (TiemClock *self,
                        gint64 when,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (TIEM_IS_CLOCK (self), FALSE);

  return TIEM_CLOCK_GET_IFACE (self)->sleep_until (self, when, cancellable, error);
}

/* The system's clock */

#define TIEM_TYPE_SYSTEM_CLOCK (tiem_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (TiemSystemClock, tiem_system_clock, TIEM, SYSTEM_CLOCK, GObject)

struct _TiemSystemClock
{
  GObject parent_instance;
};

static gint64
tiem_system_clock_now (TiemClock *clock)
{
  return g_get_real_time () / 1000;
}

static gboolean
tiem_system_clock_sleep_until (TiemClock *clock,
                               gint64 when,
                               GCancellable *cancellable,
                               GError **error)
{
  GPollFD fd;
  gboolean can_poll;
  gint64 left;

  can_poll = g_cancellable_make_pollfd (cancellable, &fd);
  while (!g_cancellable_is_cancelled (cancellable)
         && (left = when - tiem_system_clock_now (clock)) > 0)
    {
      if (can_poll)
        g_poll (&fd, 1, MIN (left, LONGEST_WAIT_MS));
      else
        g_usleep (MIN (left, 100) * 1000);
    }
  if (can_poll)
    g_cancellable_release_fd (cancellable);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
tiem_system_clock_iface_init (TiemClockInterface *iface)
{
  iface->now = tiem_system_clock_now;
  iface->sleep_until = tiem_system_clock_sleep_until;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemSystemClock,
                               tiem_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CLOCK,
                                                      tiem_system_clock_iface_init))

static void
tiem_system_clock_class_init (TiemSystemClockClass *klass)
{
}

static void
tiem_system_clock_init (TiemSystemClock *self)
{
}

TiemClock *
tiem_clock_new_system (void)
{
  return g_object_new (TIEM_TYPE_SYSTEM_CLOCK, NULL);
}

/* The simulated clock */

#define TIEM_TYPE_SIM_CLOCK (tiem_sim_clock_get_type ())
G_DECLARE_FINAL_TYPE (TiemSimClock, tiem_sim_clock, TIEM, SIM_CLOCK, GObject)

struct _TiemSimClock
{
  GObject parent_instance;

  GMutex lock;
  gint64 now; /* guarded by lock */
};

static gint64
tiem_sim_clock_now (TiemClock *clock)
{
  TiemSimClock *self = TIEM_SIM_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->now;
}

static gboolean
tiem_sim_clock_sleep_until (TiemClock *clock,
                            gint64 when,
                            GCancellable *cancellable,
                            GError **error)
{
  TiemSimClock *self = TIEM_SIM_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  self->now = MAX (self->now, when);
  return TRUE;
}

static void
tiem_sim_clock_iface_init (TiemClockInterface *iface)
{
  iface->now = tiem_sim_clock_now;
  iface->sleep_until = tiem_sim_clock_sleep_until;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemSimClock,
                               tiem_sim_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CLOCK, tiem_sim_clock_iface_init))

static void
tiem_sim_clock_finalize (GObject *object)
{
  TiemSimClock *self = TIEM_SIM_CLOCK (object);

  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (tiem_sim_clock_parent_class)->finalize (object);
}

static void
tiem_sim_clock_class_init (TiemSimClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_sim_clock_finalize;
}

static void
tiem_sim_clock_init (TiemSimClock *self)
{
  g_mutex_init (&self->lock);
}

TiemClock *
tiem_clock_new_simulated (gint64 now)
{
  TiemSimClock *self = g_object_new (TIEM_TYPE_SIM_CLOCK, NULL);

  self->now = now;
  return TIEM_CLOCK (self);
}

void
tiem_sim_clock_advance (TiemClock *clock,
                        gint64 ms)
{
  TiemSimClock *self = TIEM_SIM_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_return_if_fail (ms >= 0);

  self->now += ms;
}
