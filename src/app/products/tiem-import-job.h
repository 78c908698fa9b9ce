#pragma once

#include "document/tiem-import.h"
#include "document/tiem-market-file.h"

G_BEGIN_DECLS

/* What an import page has done away from the main thread: opening, looking, writing. */

typedef enum
{
  TIEM_IMPORT_JOB_LOOK,
  TIEM_IMPORT_JOB_WRITE,
  TIEM_IMPORT_JOB_SAVE, /* the wrong rows, to a file */
} TiemImportJobKind;

/* How far the work is; read by the main thread while it goes on. */
typedef struct
{
  int done;  /* atomic */
  int total; /* atomic; 0 = not known */
} TiemImportProgress;

typedef struct
{
  TiemImportJobKind kind;
  char *path;                /* of the file, or where the wrong rows go */
  TiemImportFile *file;      /* (owned) (nullable): opened already */
  TiemImportChoices choices; /* its map is .map */
  char **map;                /* (owned) (nullable) */
  gboolean remember;         /* the owner has named the columns */
  TiemImportResult *result;  /* (owned) (nullable): for SAVE, and afterwards what was found */
  TiemImportProgress *progress; /* of the page, which lives as long */
  TiemImportQuestion question;
  gboolean goods_alone; /* a marketplace's file, too, is read for its goods */
  TiemMarketFileKind market; /* else it is left to its channel, and nothing was looked at */
  GError *error; /* (nullable): why it failed; the rest is as it was */
} TiemImportJob;

TiemImportJob *tiem_import_job_new (TiemImportJobKind kind,
                                    const char *path);
void tiem_import_job_free (TiemImportJob *self);
/* Runs on a store thread and comes back with @self, also when it failed; only a cancelled job is
 * gone. @self: (transfer full) */
void tiem_import_job_start (TiemImportJob *self,
                            TiemStore *store,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* Returns: (transfer full) (nullable): %NULL when it was cancelled */
TiemImportJob *tiem_import_job_finish (TiemStore *store,
                                       GAsyncResult *result);

G_END_DECLS
