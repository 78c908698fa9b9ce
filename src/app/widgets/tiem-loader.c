#define G_LOG_DOMAIN "tiem-loader"

#include "app/widgets/tiem-loader.h"

struct _TiemLoader
{
  GObject parent_instance;

  GtkWidget *widget; /* not owned: it owns us */
  TiemStore *store;  /* (owned) */
  guint what;
  TiemStoreFunc func;
  GDestroyNotify result_free;
  TiemLoadedFunc loaded;

  gint64 subject;
  GCancellable *cancellable; /* (owned) (nullable): a reading is under way */
  gboolean stale;            /* something changed since the last reading began */
};

G_DEFINE_FINAL_TYPE (TiemLoader, tiem_loader, G_TYPE_OBJECT)

/* A reading that is under way. It holds the loader weakly: a widget that drops its loader
 * is told nothing any more, however late the answer comes. */
typedef struct
{
  GWeakRef loader;
  GDestroyNotify result_free;
} Reading;

static void start_reading (TiemLoader *self);

static Reading *
reading_new (TiemLoader *loader)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->loader, loader);
  reading->result_free = loader->result_free;
  return reading;
}

static void
reading_free (Reading *reading)
{
  g_weak_ref_clear (&reading->loader);
  g_free (reading);
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (TiemLoader) self = g_weak_ref_get (&reading->loader);
  g_autoptr (GError) error = NULL;
  gpointer value = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_object (&self->cancellable);
      self->loaded (self->widget, value, error);
      if (self->stale)
        start_reading (self);
    }
  if (value != NULL && reading->result_free != NULL)
    reading->result_free (value);
  reading_free (reading);
}

static void
start_reading (TiemLoader *self)
{
  gint64 *subject;

  self->stale = TRUE;
  if (self->cancellable != NULL || self->subject == 0 || self->widget == NULL
      || !gtk_widget_get_mapped (self->widget))
    return;

  self->stale = FALSE;
  self->cancellable = g_cancellable_new ();
  subject = g_new (gint64, 1);
  *subject = self->subject;
  tiem_store_run_async (self->store,
                        TIEM_STORE_READ,
                        self->func,
                        subject,
                        g_free,
                        self->result_free,
                        self->cancellable,
                        read_cb,
                        reading_new (self));
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  TiemLoader *self)
{
  if (what & self->what)
    start_reading (self);
}

static void
widget_mapped_cb (GtkWidget *widget,
                  TiemLoader *self)
{
  if (self->stale)
    start_reading (self);
}

static void
tiem_loader_dispose (GObject *object)
{
  TiemLoader *self = TIEM_LOADER (object);

  self->widget = NULL;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (tiem_loader_parent_class)->dispose (object);
}

static void
tiem_loader_class_init (TiemLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_loader_dispose;
}

static void
tiem_loader_init (TiemLoader *self)
{
}

TiemLoader *
tiem_loader_new (GtkWidget *widget,
                 TiemStore *store,
                 guint what,
                 TiemStoreFunc func,
                 GDestroyNotify result_free,
                 TiemLoadedFunc loaded)
{
  TiemLoader *self = g_object_new (TIEM_TYPE_LOADER, NULL);

  self->widget = widget;
  self->store = g_object_ref (store);
  self->what = what;
  self->func = func;
  self->result_free = result_free;
  self->loaded = loaded;
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (widget, "map", G_CALLBACK (widget_mapped_cb), self, G_CONNECT_AFTER);
  return self;
}

void
tiem_loader_set_subject (TiemLoader *self,
                         gint64 subject)
{
  g_return_if_fail (TIEM_IS_LOADER (self));

  if (self->subject == subject)
    return;
  self->subject = subject;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  start_reading (self);
}

gint64
tiem_loader_get_subject (TiemLoader *self)
{
  g_return_val_if_fail (TIEM_IS_LOADER (self), 0);
  return self->subject;
}

void
tiem_loader_reload (TiemLoader *self)
{
  g_return_if_fail (TIEM_IS_LOADER (self));
  start_reading (self);
}
