#define G_LOG_DOMAIN "tiem-backup"

#include "config.h"

#include "app/tiem-backup.h"
#include "store/tiem-backup.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <glib/gi18n.h>

#define KEPT_DAILY 30

char *
tiem_backup_make_name (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "tiem-%Y-%m-%d-%H%M.db");
}

char *
tiem_backup_dup_folder (TiemStore *store,
                        const char *chosen)
{
  if (chosen != NULL && *chosen != '\0')
    return g_strdup (chosen);
  return g_build_filename (tiem_store_get_dir (store), "backups", NULL);
}

static gboolean
make_folder (const char *folder,
             GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               errno == ENOSPC ? TIEM_ERROR_FULL : TIEM_ERROR_READ_ONLY,
               _ ("The folder %s can't be made for backups; choose another one in Preferences."),
               folder);
  return FALSE;
}

static gboolean
note_backup (TiemStore *store,
             GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, tiem_store_now (store));

  return tiem_store_set_setting (store, TIEM_SETTING_LAST_BACKUP, now, error);
}

/* Runs on a store thread. */
static gpointer
save (TiemStore *store,
      gpointer data,
      GCancellable *cancellable,
      GError **error)
{
  const char *path = data;
  g_autofree char *folder = g_path_get_dirname (path);

  if (!make_folder (folder, error) || !tiem_store_backup (store, path, cancellable, error)
      || !note_backup (store, error))
    return NULL;
  return g_strdup (path);
}

void
tiem_backup_make_async (TiemStore *store,
                        const char *path,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  tiem_store_run_async (store,
                        TIEM_STORE_READ,
                        save,
                        g_strdup (path),
                        g_free,
                        g_free,
                        cancellable,
                        callback,
                        user_data);
}

char *
tiem_backup_make_finish (TiemStore *store,
                         GAsyncResult *result,
                         GError **error)
{
  return tiem_store_run_finish (store, result, error);
}

/* Runs on a store thread. */
static gpointer
save_daily (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const char *folder = data;
  g_autofree char *saved = tiem_store_backup_daily (store, folder, KEPT_DAILY, cancellable, error);

  if (saved == NULL || !note_backup (store, error))
    return NULL;
  return g_steal_pointer (&saved);
}

void
tiem_backup_daily_async (TiemStore *store,
                         const char *folder,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  tiem_store_run_async (store,
                        TIEM_STORE_READ,
                        save_daily,
                        g_strdup (folder),
                        g_free,
                        g_free,
                        cancellable,
                        callback,
                        user_data);
}

char *
tiem_backup_daily_finish (TiemStore *store,
                          GAsyncResult *result,
                          GError **error)
{
  return tiem_store_run_finish (store, result, error);
}
