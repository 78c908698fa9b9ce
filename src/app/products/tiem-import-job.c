#define G_LOG_DOMAIN "tiem-import-page"

#include "config.h"

#include "app/products/tiem-import-job.h"
#include "base/tiem-error.h"

TiemImportJob *
tiem_import_job_new (TiemImportJobKind kind,
                     const char *path)
{
  TiemImportJob *self = g_new0 (TiemImportJob, 1);

  self->kind = kind;
  self->path = g_strdup (path);
  return self;
}

void
tiem_import_job_free (TiemImportJob *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->error);
  g_free (self->path);
  g_strfreev (self->map);
  g_clear_pointer (&self->file, tiem_import_file_free);
  g_clear_pointer (&self->result, tiem_import_result_free);
  g_free (self);
}

static void
progress_cb (guint done,
             guint total,
             gpointer user_data)
{
  TiemImportProgress *progress = user_data;

  g_atomic_int_set (&progress->total, (int)total);
  g_atomic_int_set (&progress->done, (int)done);
}

/* Opens the file, unless it is a marketplace's for a channel by file: that sets .market alone.
 * Also of a zip of such files, which no table of goods is. */
static gboolean
open_file (TiemImportJob *self,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GError) reason = NULL;
  TiemMarketFileFound found = { 0 };

  self->file = tiem_import_file_open (self->path, cancellable, &reason);
  if (self->goods_alone)
    found.kind = TIEM_MARKET_FILE_NONE;
  else if (self->file != NULL)
    tiem_market_file_find (tiem_import_file_get_sheets (self->file), &found);
  else if (g_error_matches (reason, TIEM_ERROR, TIEM_ERROR_INVALID))
    found.kind = tiem_market_file_recognise (self->path, cancellable, NULL);
  if (tiem_market_file_get_use (found.kind) != TIEM_MARKET_USE_OTHER)
    self->market = found.kind;
  else if (self->file == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return self->file != NULL || self->market != TIEM_MARKET_FILE_NONE;
}

static gboolean
look_or_write (TiemImportJob *self,
               TiemStore *store,
               GCancellable *cancellable,
               GError **error)
{
  const TiemImportOptions options = {
    .dry_run = self->kind == TIEM_IMPORT_JOB_LOOK,
    .skip_wrong = TRUE, /* the button says so */
    .progress = self->progress != NULL ? progress_cb : NULL,
    .user_data = self->progress,
  };

  self->choices.map = (const char *const *)self->map;
  if (self->file == NULL && !open_file (self, cancellable, error))
    return FALSE;
  if (self->market != TIEM_MARKET_FILE_NONE)
    return TRUE;
  if (!tiem_import_file_recognise (self->file, store, &self->choices, &self->question, error)
      || (self->remember && !tiem_import_file_remember (self->file, store, error)))
    return FALSE;
  if (self->question != TIEM_IMPORT_READY)
    return TRUE;
  self->result
      = tiem_import_file_run (self->file, store, &self->choices, &options, cancellable, error);
  return self->result != NULL;
}

/* The job goes to the thread and comes back by way of a box that may outlive neither. */
static gpointer
run (TiemStore *store,
     gpointer data,
     GCancellable *cancellable,
     GError **error)
{
  TiemImportJob **box = data;
  TiemImportJob *self = *box;

  if (self->kind == TIEM_IMPORT_JOB_SAVE)
    tiem_import_file_save_wrong (self->file, self->result, self->path, &self->error);
  else
    look_or_write (self, store, cancellable, &self->error);
  if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }
  return g_steal_pointer (box);
}

static void
box_free (gpointer data)
{
  TiemImportJob **box = data;

  tiem_import_job_free (*box);
  g_free (box);
}

void
tiem_import_job_start (TiemImportJob *self,
                       TiemStore *store,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  TiemImportJob **box = g_new (TiemImportJob *, 1);
  gboolean writes = self->kind == TIEM_IMPORT_JOB_WRITE || self->remember;

  *box = self;
  tiem_store_run_async (store,
                        writes ? TIEM_STORE_WRITE : TIEM_STORE_READ,
                        run,
                        box,
                        box_free,
                        (GDestroyNotify)tiem_import_job_free,
                        cancellable,
                        callback,
                        user_data);
}

TiemImportJob *
tiem_import_job_finish (TiemStore *store,
                        GAsyncResult *result)
{
  return tiem_store_run_finish (store, result, NULL);
}
