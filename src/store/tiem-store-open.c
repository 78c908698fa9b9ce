#define G_LOG_DOMAIN "tiem-store"

#include "config.h"

#include "store/tiem-store-open.h"

#include "base/tiem-error.h"
#include "store/tiem-store-private.h"
#include "tiem-store-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SCHEMA_FOLDER "/vn/tiem/Tiem/schema"

typedef struct
{
  gint64 application_id;
  gint64 version;
  gint64 tables;
} FileFacts;

/* --- folder and lock --- */

static void
set_file_error (int errnum,
                const char *path,
                GError **error)
{
  if (errnum == ENOSPC || errnum == EDQUOT)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_FULL,
                 _ ("The disk that holds %s is full; free some space and start Tiệm again."),
                 path);
  else
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_READ_ONLY,
                 _ ("The folder %s can't be written (%s); check that it belongs to you and that "
                    "its disk is not write-protected."),
                 path,
                 g_strerror (errnum));
}

/* Returns: −1 with @error. *alone: nobody else has the database open, and nobody will get
 * it before share_lock() is called. */
static int
take_lock (const char *dir,
           gboolean *alone,
           GError **error)
{
  g_autofree char *path = g_build_filename (dir, TIEM_STORE_LOCK_FILE, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      set_file_error (errno, dir, error);
      return -1;
    }
  *alone = flock (fd, LOCK_EX | LOCK_NB) == 0;
  if (!*alone)
    while (flock (fd, LOCK_SH) != 0 && errno == EINTR)
      ;
  return fd;
}

static void
share_lock (int fd)
{
  while (flock (fd, LOCK_SH) != 0 && errno == EINTR)
    ;
}

/* The database must exist before SQLite opens it, so that it is private from its first byte. */
static gboolean
ensure_private_file (const char *dir,
                     const char *path,
                     GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  if (errno != EEXIST)
    {
      set_file_error (errno, dir, error);
      return FALSE;
    }
  /* Not opened here: closing a second descriptor would drop the locks that SQLite holds on
   * the file in this process. */
  if (g_access (path, R_OK | W_OK) != 0)
    {
      set_file_error (errno, dir, error);
      return FALSE;
    }
  g_chmod (path, 0600);
  return TRUE;
}

static gboolean
has_journal_left (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  return g_stat (wal, &info) == 0 && info.st_size > 0;
}

/* --- unfinished files --- */

/* A copy of the database that a crash has cut short: nobody looks for it, and it is as large as
 * the database. */
static gboolean
is_unfinished (const char *name)
{
  static const char *const endings[] = { ".part", ".part-journal", ".part-wal", ".part-shm" };
  gboolean is_ours = g_str_has_prefix (name, "tiem-") || g_str_has_prefix (name, "restore.part");

  for (guint i = 0; is_ours && i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

void
tiem_store_drop_unfinished (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_unfinished (name))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

/* --- damaged files --- */

char *
tiem_store_make_aside_path (const char *dir,
                            const char *name)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%d-%H%M%S");

  for (guint n = 1;; n++)
    {
      g_autofree char *suffix = n > 1 ? g_strdup_printf ("-%u", n) : g_strdup ("");
      g_autofree char *file = g_strdup_printf ("%s-%s%s.db", name, stamp, suffix);
      g_autofree char *path = g_build_filename (dir, file, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

/* Moves the file and its journals out of the way, all under one new name, so that they can
 * be looked at together. */
static void
set_aside (const char *dir,
           const char *path,
           GError **error)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autofree char *aside = tiem_store_make_aside_path (dir, "tiem-damaged");

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (path, endings[i], NULL);
      g_autofree char *to = g_strconcat (aside, endings[i], NULL);

      if (g_rename (from, to) != 0 && i == 0)
        {
          set_file_error (errno, dir, error);
          return;
        }
    }
  g_message ("Damaged database set aside");
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_DAMAGED,
               _ ("The database is damaged and was set aside as %s; start Tiệm again and restore "
                  "your latest backup."),
               aside);
}

/* --- what the file is --- */

static gboolean
read_facts (TiemDb *db,
            FileFacts *facts,
            GError **error)
{
  return tiem_db_get_int (db, &facts->application_id, error, "PRAGMA application_id")
         && tiem_db_get_int (db, &facts->version, error, "PRAGMA user_version")
         && tiem_db_get_int (db, &facts->tables, error, "SELECT count(*) FROM sqlite_schema");
}

static gboolean
check_facts (const FileFacts *facts,
             const char *path,
             gboolean alone,
             GError **error)
{
  if (facts->application_id != TIEM_STORE_APPLICATION_ID
      && (facts->tables > 0 || facts->version != 0))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_STORE,
                   _ ("%s belongs to another program; choose another data folder."),
                   path);
      return FALSE;
    }
  if (facts->version > tiem_store_get_schema_version ())
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_SCHEMA,
                   _ ("%s was written by a newer version of Tiệm and was not touched; update Tiệm "
                      "on this computer."),
                   path);
      return FALSE;
    }
  if (!alone && facts->version < tiem_store_get_schema_version ())
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_BUSY,
                           _ ("The database must be brought up to date while an older Tiệm has it "
                              "open; close every window of Tiệm and try again."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_quickly (TiemDb *db,
               GError **error)
{
  g_autofree char *answer = NULL;

  g_message ("The last run did not end cleanly: checking the database");
  if (!tiem_db_get_text (db, &answer, error, "PRAGMA quick_check (1)"))
    return FALSE;
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;
  tiem_db_set_error (db, SQLITE_CORRUPT, error);
  return FALSE;
}

/* --- migrations --- */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Returns: (transfer full): "0001-initial.sql" …, in order */
static GStrv
list_migrations (void)
{
  GStrv names = g_resource_enumerate_children (
      tiem_store_get_resource (), SCHEMA_FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (names != NULL);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  return names;
}

int
tiem_store_get_schema_version (void)
{
  static gsize version = 0;

  if (g_once_init_enter (&version))
    {
      g_auto (GStrv) names = list_migrations ();

      g_once_init_leave (&version, strtoul (names[g_strv_length (names) - 1], NULL, 10));
    }
  return (int)version;
}

static gboolean
check_references (TiemDb *db,
                  GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, "PRAGMA foreign_key_check");
  int step;

  if (rows == NULL || (step = tiem_stmt_step (rows, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  tiem_db_set_error (db, SQLITE_CONSTRAINT, error);
  return FALSE;
}

static gboolean
run_migration (TiemDb *db,
               const char *name,
               GError **error)
{
  g_autofree char *path = g_strconcat (SCHEMA_FOLDER "/", name, NULL);
  g_autofree char *sql = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      tiem_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  mark = g_strdup_printf ("PRAGMA user_version = %lu", strtoul (name, NULL, 10));
  g_debug ("Migrating by %s", name);
  if (tiem_db_exec (db, "BEGIN IMMEDIATE", error) && tiem_db_exec (db, sql, error)
      && check_references (db, error) && tiem_db_exec (db, mark, error)
      && tiem_db_exec (db, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (tiem_db_get_handle (db)))
    tiem_db_exec (db, "ROLLBACK", NULL);
  return FALSE;
}

gboolean
tiem_store_migrate (TiemDb *db,
                    const char *dir,
                    gint64 from,
                    GError **error)
{
  g_auto (GStrv) names = list_migrations ();

  if (from >= tiem_store_get_schema_version ())
    return TRUE;
  if (from > 0)
    {
      g_autofree char *name = g_strdup_printf ("tiem-version-%d", (int)from);
      g_autofree char *backup = tiem_store_make_aside_path (dir, name);

      if (!tiem_db_copy_to (db, backup, NULL, error))
        return FALSE;
    }

  /* A step may rebuild a table that others refer to; references are checked at its end. */
  if (!tiem_db_exec (db, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    if ((gint64)strtoul (names[i], NULL, 10) > from && !run_migration (db, names[i], error))
      return FALSE;
  return tiem_db_exec (db, "PRAGMA foreign_keys = ON", error);
}

/* --- opening --- */

static gboolean
begin_logging (TiemDb *db,
               const char *dir,
               GError **error)
{
  g_autofree char *mode = NULL;

  if (!tiem_db_get_text (db, &mode, error, "PRAGMA journal_mode = WAL"))
    return FALSE;
  if (g_strcmp0 (mode, "wal") != 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_STORE,
                   _ ("The disk of %s can't share a database between programs; choose a data "
                      "folder on a disk of this computer."),
                   dir);
      return FALSE;
    }
  /* An order that was taken must survive a power cut: 0.2 ms a commit. */
  return tiem_db_exec (db, "PRAGMA synchronous = FULL", error);
}

static TiemDb *
open_checked (const char *dir,
              const char *path,
              gboolean alone,
              GError **error)
{
  g_autoptr (TiemDb) db = NULL;
  FileFacts facts = { 0 };
  gboolean has_journal = has_journal_left (path);

  if ((db = tiem_db_open (path, TIEM_DB_WRITER, error)) == NULL)
    return NULL;
  /* Until it is known to be ours and sound, closing it must not write a journal into it. */
  sqlite3_db_config (
      tiem_db_get_handle (db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_journal ? 1 : 0, NULL);
  if (!read_facts (db, &facts, error) || !check_facts (&facts, path, alone, error)
      || (alone && has_journal && !check_quickly (db, error)))
    return NULL;
  sqlite3_db_config (tiem_db_get_handle (db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  if (!begin_logging (db, dir, error) || !tiem_store_migrate (db, dir, facts.version, error))
    return NULL;
  return g_steal_pointer (&db);
}

TiemDb *
tiem_store_open_file (const char *dir,
                      int *lock_fd,
                      GError **error)
{
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);
  g_autoptr (TiemDb) db = NULL;
  g_autoptr (GError) local = NULL;
  gboolean alone = FALSE;
  int fd;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      set_file_error (errno, dir, error);
      return NULL;
    }
  if ((fd = take_lock (dir, &alone, error)) < 0)
    return NULL;

  if (alone)
    tiem_store_drop_unfinished (dir);
  if (ensure_private_file (dir, path, &local))
    db = open_checked (dir, path, alone, &local);
  if (db == NULL)
    {
      if (alone && g_error_matches (local, TIEM_ERROR, TIEM_ERROR_DAMAGED))
        set_aside (dir, path, error);
      else
        g_propagate_error (error, g_steal_pointer (&local));
      close (fd);
      return NULL;
    }
  share_lock (fd);
  *lock_fd = fd;
  return g_steal_pointer (&db);
}
