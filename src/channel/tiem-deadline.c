#define G_LOG_DOMAIN "tiem-transport"

#include "channel/tiem-deadline.h"

struct _TiemDeadline
{
  GSource *source;     /* (owned) */
  GCancellable *inner; /* (owned) */
  GCancellable *outer; /* (owned) (nullable) */
  gulong outer_id;
};

/* The thread that watches the time */

static gpointer
watch_thread (gpointer data)
{
  GMainContext *context = data;

  while (TRUE)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

/* Returns: (transfer none): of the thread, which lives as long as the program */
static GMainContext *
get_context (void)
{
  static GMainContext *context;

  if (g_once_init_enter (&context))
    {
      GMainContext *made = g_main_context_new ();

      g_thread_unref (g_thread_new ("tiem-deadline", watch_thread, made));
      g_once_init_leave (&context, made);
    }
  return context;
}

static gboolean
dispatch (GSource *source,
          GSourceFunc callback,
          gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static gboolean
over_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* The source and the handler hold the inner one, so that either may still come when we are gone. */
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
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_callback (self->source, over_cb, g_object_ref (self->inner), g_object_unref);
  tiem_deadline_restart (self, ms);
  g_source_attach (self->source, get_context ());
  return self;
}

void
tiem_deadline_free (TiemDeadline *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
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
  g_source_set_ready_time (self->source, g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND);
}

gboolean
tiem_deadline_is_over (TiemDeadline *self)
{
  return g_cancellable_is_cancelled (self->inner)
         && (self->outer == NULL || !g_cancellable_is_cancelled (self->outer));
}
