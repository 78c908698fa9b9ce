#define G_LOG_DOMAIN "tiem-backup"

#include "config.h"

#include "store/tiem-backup.h"

#include "base/tiem-error.h"
#include "store/tiem-store-open.h"
#include "store/tiem-store-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define PAGES_PER_LOOK 2000

/* --- backup --- */

gboolean
tiem_store_backup (TiemStore *self,
                   const char *path,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 version = 0;

  /* The first query begins the snapshot that the copy is made of; without one the copy would
   * begin anew with every commit. */
  return read != NULL && tiem_db_get_int (read->db, &version, error, "PRAGMA user_version")
         && tiem_db_get_int (read->db, &version, error, "SELECT count (*) FROM setting")
         && tiem_db_copy_to (read->db, path, cancellable, error);
}

/* Whether it is named as a daily backup: "tiem-2026-11-21.db" */
static gboolean
is_daily (const char *name)
{
  GDate date;
  guint year, month, day;
  int length = 0;

  if (sscanf (name, "tiem-%4u-%2u-%2u.db%n", &year, &month, &day, &length) != 3
      || length != (int)strlen ("tiem-2026-11-21.db") || name[length] != '\0')
    return FALSE;
  g_date_clear (&date, 1);
  return g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)b, *(const char *const *)a);
}

/* A failure to tidy up is no failure of the backup. */
static void
drop_old (const char *folder,
          guint keep)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_daily (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = keep; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

      g_unlink (path);
    }
}

char *
tiem_store_backup_daily (
    TiemStore *self, const char *folder, guint keep, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (tiem_store_now (self) / 1000);
  g_autofree char *name = g_date_time_format (now, "tiem-%Y-%m-%d.db");
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_READ_ONLY,
                   _ ("The backup folder %s can't be made (%s); choose another one in the "
                      "preferences."),
                   folder,
                   g_strerror (errno));
      return NULL;
    }
  tiem_store_drop_unfinished (folder);
  if (!tiem_store_backup (self, path, cancellable, error))
    return NULL;
  drop_old (folder, keep);
  return g_steal_pointer (&path);
}

/* --- restore: the file --- */

static guint32
read_number (const guint8 *bytes)
{
  return (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 | bytes[3];
}

static gboolean
set_not_ours (const char *path,
              GError **error)
{
  g_set_error (
      error,
      TIEM_ERROR,
      TIEM_ERROR_INVALID,
      _ ("%s is not a backup of Tiệm, nothing was changed; choose a file that Tiệm saved."),
      path);
  return FALSE;
}

static gboolean
set_damaged (const char *path,
             GError **error)
{
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_DAMAGED,
               _ ("The backup %s is damaged, nothing was changed; choose another backup."),
               path);
  return FALSE;
}

static gboolean
check_version (gint64 application_id,
               gint64 version,
               const char *path,
               GError **error)
{
  if (application_id != TIEM_STORE_APPLICATION_ID || version < 1)
    return set_not_ours (path, error);
  if (version <= tiem_store_get_schema_version ())
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_SCHEMA,
               _ ("The backup %s was made by a newer version of Tiệm, nothing was changed; update "
                  "Tiệm, then restore it."),
               path);
  return FALSE;
}

/* Looks at the first bytes alone, before anything is copied. The places of the numbers are
 * those of SQLite's file format. */
static gboolean
check_header (const char *path,
              GError **error)
{
  guint8 header[100];
  FILE *file = g_fopen (path, "rbe");
  gsize length;

  if (file == NULL)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   errno == ENOENT ? TIEM_ERROR_NOT_FOUND : TIEM_ERROR_INVALID,
                   _ ("The backup %s can't be read (%s); choose another file."),
                   path,
                   g_strerror (errno));
      return FALSE;
    }
  length = fread (header, 1, sizeof header, file);
  fclose (file);
  if (length < sizeof header || memcmp (header, "SQLite format 3", 16) != 0)
    return set_not_ours (path, error);
  return check_version (read_number (header + 68), read_number (header + 60), path, error);
}

/* The whole content, on the copy of ours. */
static gboolean
check_content (TiemDb *db,
               const char *path,
               gint64 *version,
               GError **error)
{
  g_autofree char *answer = NULL;
  g_autoptr (TiemStmt) orphans = NULL;
  g_autoptr (GError) local = NULL;
  gint64 application_id = 0;

  if (tiem_db_get_int (db, &application_id, &local, "PRAGMA application_id")
      && tiem_db_get_int (db, version, &local, "PRAGMA user_version")
      && tiem_db_get_text (db, &answer, &local, "PRAGMA integrity_check (1)")
      && g_strcmp0 (answer, "ok") == 0
      && (orphans = tiem_db_query (db, &local, "PRAGMA foreign_key_check")) != NULL
      && tiem_stmt_step (orphans, &local) == 0)
    return check_version (application_id, *version, path, error);

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return set_damaged (path, error);
}

static gboolean
copy_file (const char *from,
           const char *to,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) local = NULL;

  if (g_file_copy (source,
                   target,
                   G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                   cancellable,
                   NULL,
                   NULL,
                   &local))
    {
      g_chmod (to, 0600);
      return TRUE;
    }
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error,
                 TIEM_ERROR,
                 g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? TIEM_ERROR_FULL
                                                                          : TIEM_ERROR_READ_ONLY,
                 _ ("The backup could not be copied into the data folder (%s), nothing was "
                    "changed; free some space and try again."),
                 local->message);
  return FALSE;
}

static void
drop_copy (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

/* What the channels show has moved on since the backup was made. Forgotten in the copy, so that
 * the restored content never stands there without. */
static gboolean
forget_confirmed (TiemDb *db,
                  GError **error)
{
  return tiem_db_run (db,
                      error,
                      "UPDATE listing SET acked = NULL, base_stock = NULL, odd_at = 0,"
                      " odd_judged = 0, odd_seen = 0, wanted_price_vnd = NULL, drift_at = 0")
         && tiem_db_run (db,
                         error,
                         "UPDATE drift SET settled_at = found_at, outcome = 'explained'"
                         " WHERE settled_at = 0");
}

/* Works on a copy, so that the file is never written to: it may be older, and is kept.
 * Returns: (nullable): a sound database of the newest version at @copy */
static TiemDb *
open_copy (
    TiemStore *self, const char *path, const char *copy, GCancellable *cancellable, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *copy_wal = g_strconcat (copy, "-wal", NULL);
  g_autoptr (TiemDb) db = NULL;
  gint64 version = 0;

  drop_copy (copy);
  if (!check_header (path, error) || !copy_file (path, copy, cancellable, error)
      || (g_file_test (wal, G_FILE_TEST_EXISTS) && !copy_file (wal, copy_wal, cancellable, error)))
    return NULL;
  if ((db = tiem_db_open (copy, TIEM_DB_WRITER, error)) == NULL)
    return NULL;
  tiem_db_set_cancellable (db, cancellable);
  if (!check_content (db, path, &version, error)
      || !tiem_store_migrate (db, tiem_store_get_dir (self), version, error)
      || !forget_confirmed (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

/* --- restore: the database --- */

/* Returns: (transfer full) (nullable): where what was there is kept. Another process that
 * commits meanwhile is noticed, and what it wrote is kept too. */
static char *
keep_current (TiemStore *self,
              TiemDb *writer,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *kept
      = tiem_store_make_aside_path (tiem_store_get_dir (self), "tiem-before-restore");
  gint64 before = 0, after = 0;

  do
    if (!tiem_db_get_int (writer, &before, error, "PRAGMA data_version")
        || !tiem_db_copy_to (writer, kept, cancellable, error)
        || !tiem_db_get_int (writer, &after, error, "PRAGMA data_version"))
      return NULL;
  while (before != after);
  return g_steal_pointer (&kept);
}

/* One write transaction of SQLite's own: readers see the old content or the new. */
static gboolean
replace_content (TiemDb *writer,
                 TiemDb *from,
                 GCancellable *cancellable,
                 GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (
      tiem_db_get_handle (writer), "main", tiem_db_get_handle (from), "main");
  int code;

  if (backup == NULL)
    {
      tiem_db_set_error (writer, sqlite3_errcode (tiem_db_get_handle (writer)), error);
      return FALSE;
    }
  do
    code = g_cancellable_is_cancelled (cancellable) ? SQLITE_INTERRUPT
                                                    : sqlite3_backup_step (backup, PAGES_PER_LOOK);
  while (code == SQLITE_OK);
  sqlite3_backup_finish (backup);
  if (code == SQLITE_DONE)
    return TRUE;
  tiem_db_set_error (writer, code, error);
  return FALSE;
}

char *
tiem_store_restore (TiemStore *self,
                    const char *path,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *copy = g_build_filename (tiem_store_get_dir (self), "restore.part", NULL);
  g_autoptr (TiemDb) db = open_copy (self, path, copy, cancellable, error);
  g_autofree char *kept = NULL;
  TiemDb *writer;
  gboolean done;

  if (db == NULL || (writer = tiem_store_take_writer (self, error)) == NULL)
    {
      g_clear_pointer (&db, tiem_db_close);
      drop_copy (copy);
      return NULL;
    }
  kept = keep_current (self, writer, cancellable, error);
  done = kept != NULL && replace_content (writer, db, cancellable, error);
  tiem_store_give_writer (self);
  g_clear_pointer (&db, tiem_db_close);
  drop_copy (copy);
  if (!done)
    {
      if (kept != NULL)
        g_unlink (kept);
      return NULL;
    }
  g_message ("Restored; what was there is kept");
  tiem_store_announce_all (self);
  return g_steal_pointer (&kept);
}
