#define G_LOG_DOMAIN "tiem-transport"

#include "channel/tiem-deadline.h"

struct _TiemDeadline
{
  gint64 over_at;      /* monotonic, µs; guarded by the mutex */
  GCancellable *inner; /* (owned) */
  GCancellable *outer; /* (owned) (nullable) */
  gulong outer_id;
};

/* The thread that watches the time. It sleeps until what was the first of all deadlines when it
 * looked: calls end long before theirs, so nearly all come and go without its being woken. */

static GMutex mutex;
static GCond sooner;
static GPtrArray *deadlines; /* (element-type TiemDeadline) */
static gint64 wakes_at = G_MAXINT64;

/* With the mutex held. Returns: (transfer full) (element-type GCancellable): of calls that last too
 * long */
static GPtrArray *
take_over (gint64 now)
{
  GPtrArray *over = g_ptr_array_new_with_free_func (g_object_unref);

  wakes_at = G_MAXINT64;
  for (guint i = 0; i < deadlines->len; i++)
    {
      TiemDeadline *deadline = g_ptr_array_index (deadlines, i);

      if (deadline->over_at <= now)
        {
          g_ptr_array_add (over, g_object_ref (deadline->inner));
          deadline->over_at = G_MAXINT64;
        }
      wakes_at = MIN (wakes_at, deadline->over_at);
    }
  return over;
}

static gpointer
watch_thread (gpointer data)
{
  g_mutex_lock (&mutex);
  while (TRUE)
    {
      g_autoptr (GPtrArray) over = take_over (g_get_monotonic_time ());

      if (over->len > 0)
        {
          g_mutex_unlock (&mutex);
          for (guint i = 0; i < over->len; i++)
            g_cancellable_cancel (g_ptr_array_index (over, i));
          g_mutex_lock (&mutex);
        }
      else if (wakes_at == G_MAXINT64)
        g_cond_wait (&sooner, &mutex);
      else
        g_cond_wait_until (&sooner, &mutex, wakes_at);
    }
  return NULL;
}

/* With the mutex held. The thread lives as long as the program. */
static void
set_over_at (TiemDeadline *self,
             gint64 ms)
{
  self->over_at = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;
  if (self->over_at < wakes_at)
    g_cond_signal (&sooner);
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* The thread and the handler hold the inner one, so that either may still come when we are gone. */
TiemDeadline *
tiem_deadline_new (gint64 ms,
                   GCancellable *cancellable)
{
  TiemDeadline *self = g_new0 (TiemDeadline, 1);

  self->inner = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_id = g_cancellable_connect (
          cancellable, G_CALLBACK (outer_cancelled_cb), g_object_ref (self->inner), g_object_unref);
    }
  g_mutex_lock (&mutex);
  if (deadlines == NULL)
    {
      deadlines = g_ptr_array_new ();
      g_thread_unref (g_thread_new ("tiem-deadline", watch_thread, NULL));
    }
  g_ptr_array_add (deadlines, self);
  set_over_at (self, ms);
  g_mutex_unlock (&mutex);
  return self;
}

void
tiem_deadline_free (TiemDeadline *self)
{
  g_mutex_lock (&mutex);
  g_ptr_array_remove_fast (deadlines, self);
  g_mutex_unlock (&mutex);
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_object_unref (self->inner);
  g_free (self);
}

GCancellable *
tiem_deadline_get_cancellable (TiemDeadline *self)
{
  return self->inner;
}

void
tiem_deadline_restart (TiemDeadline *self,
                       gint64 ms)
{
  g_mutex_lock (&mutex);
  set_over_at (self, ms);
  g_mutex_unlock (&mutex);
}

gboolean
tiem_deadline_is_over (TiemDeadline *self)
{
  return g_cancellable_is_cancelled (self->inner)
         && (self->outer == NULL || !g_cancellable_is_cancelled (self->outer));
}
