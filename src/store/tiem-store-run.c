#define G_LOG_DOMAIN "tiem-store"

#include "store/tiem-store-run.h"

#define READ_THREADS 2
#define WRITE_THREADS 1
#define LONG_THREADS 1

struct _TiemStoreRunner
{
  GThreadPool *readers;
  GThreadPool *writers;
  GThreadPool *long_workers;
};

typedef struct
{
  GTask *task; /* (owned) */
  TiemStoreFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} Job;

static GPrivate current_cancellable = G_PRIVATE_INIT (NULL);

GCancellable *
tiem_store_get_current_cancellable (void)
{
  return g_private_get (&current_cancellable);
}

static gboolean
drop_task_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE; /* the source's end drops it */
}

/* The last reference of a task may be the last one of the store, and a thread can't wait for
 * its own end: it is dropped where the task's callback runs. */
static void
drop_on_context (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  GMainContext *context = g_task_get_context (task);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, drop_task_cb, task, g_object_unref);
  g_source_attach (source, context);
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  Job *job = data;
  GTask *task = job->task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  gpointer result = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      g_private_set (&current_cancellable, cancellable);
      result = job->func (g_task_get_source_object (task), job->data, cancellable, &error);
      g_private_set (&current_cancellable, NULL);
    }
  if (job->data_free != NULL)
    job->data_free (job->data);

  if (error == NULL)
    g_task_return_pointer (task, result, job->result_free);
  else
    {
      if (result != NULL && job->result_free != NULL)
        job->result_free (result);
      g_task_return_error (task, error);
    }
  g_free (job);
  drop_on_context (task);
}

TiemStoreRunner *
tiem_store_runner_new (void)
{
  TiemStoreRunner *self = g_new0 (TiemStoreRunner, 1);

  self->readers = g_thread_pool_new (run_job, NULL, READ_THREADS, FALSE, NULL);
  self->writers = g_thread_pool_new (run_job, NULL, WRITE_THREADS, FALSE, NULL);
  self->long_workers = g_thread_pool_new (run_job, NULL, LONG_THREADS, FALSE, NULL);
  return self;
}

void
tiem_store_runner_free (TiemStoreRunner *self)
{
  g_thread_pool_free (self->readers, FALSE, TRUE);
  g_thread_pool_free (self->writers, FALSE, TRUE);
  g_thread_pool_free (self->long_workers, FALSE, TRUE);
  g_free (self);
}

static GThreadPool *
pick_pool (TiemStoreRunner *self,
           TiemStoreKind kind)
{
  switch (kind)
    {
    case TIEM_STORE_READ:
      return self->readers;
    case TIEM_STORE_WRITE:
      return self->writers;
    case TIEM_STORE_LONG:
      return self->long_workers;
    default:
      g_assert_not_reached ();
    }
}

void
tiem_store_runner_push (TiemStoreRunner *self,
                        TiemStoreKind kind,
                        GTask *task,
                        TiemStoreFunc func,
                        gpointer data,
                        GDestroyNotify data_free,
                        GDestroyNotify result_free)
{
  Job *job = g_new0 (Job, 1);

  job->task = g_object_ref (task);
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  g_thread_pool_push (pick_pool (self, kind), job, NULL);
}
