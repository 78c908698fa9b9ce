#define G_LOG_DOMAIN "tiem-backup"

#include "config.h"

#include "app/tiem-backup.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <glib/gi18n.h>

#define KEPT_DAILY 30

char *
tiem_backup_make_name (gboolean with_time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, with_time ? "tiem-%Y-%m-%d-%H%M.db" : "tiem-%Y-%m-%d.db");
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

/* Runs on a store thread. */
static gpointer
save (TiemStore *store,
      gpointer data,
      GCancellable *cancellable,
      GError **error)
{
  const char *path = data;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, tiem_store_now (store));

  if (!make_folder (folder, error) || !tiem_store_backup (store, path, cancellable, error)
      || !tiem_store_set_setting (store, TIEM_SETTING_LAST_BACKUP, now, error))
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

/* "tiem-2026-11-21.db": those of a day, not those the owner made by hand. */
static gboolean
is_daily (const char *name)
{
  return strlen (name) == strlen ("tiem-2026-11-21.db") && g_str_has_prefix (name, "tiem-2")
         && g_str_has_suffix (name, ".db");
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  return strcmp (*(const char *const *)b, *(const char *const *)a);
}

static void
drop_old (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_daily (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_newest_first);
  for (guint i = KEPT_DAILY; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

      g_unlink (path);
    }
}

/* Runs on a store thread. */
static gpointer
save_daily (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const char *folder = data;
  g_autofree char *name = tiem_backup_make_name (FALSE);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *saved = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  saved = save (store, path, cancellable, error);
  if (saved != NULL)
    drop_old (folder);
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
