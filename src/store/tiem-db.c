#define G_LOG_DOMAIN "tiem-db"

#include "config.h"

#include "store/tiem-db.h"

#include "base/tiem-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* How often a running query looks whether it was cancelled: about every 20 µs. */
#define STEPS_PER_LOOK 1000
/* Long enough for another process's short write, short enough for a person who waits. */
#define BUSY_TIMEOUT_MS 5000
/* More than there are literals; what is made at run time lies somewhere else each time. */
#define MOST_LITERALS 4000
/* Of a backup, between two looks at the cancellable. */
#define PAGES_PER_LOOK 2000

struct _TiemDb
{
  sqlite3 *handle;
  GHashTable *statements;    /* (element-type utf8 TiemStmt) (owned): by their SQL */
  GHashTable *literals;      /* (element-type gpointer TiemStmt): the same by where the SQL lies */
  GCancellable *cancellable; /* (nullable), not owned */
  gint64 scripts;            /* run so far */
};

struct _TiemStmt
{
  TiemDb *db; /* not owned */
  sqlite3_stmt *stmt;
  gboolean is_cached;
  gboolean is_taken;
};

/* --- errors --- */

/* A log's index or a new file that finds no room is an I/O error to SQLite; the system knows more.
 */
static gboolean
is_for_want_of_room (sqlite3 *handle,
                     int code)
{
  int system_code = handle != NULL ? sqlite3_system_errno (handle) : 0;

  return ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN)
         && (system_code == ENOSPC || system_code == EDQUOT);
}

static TiemError
classify (sqlite3 *handle,
          int code)
{
  if (is_for_want_of_room (handle, code))
    return TIEM_ERROR_FULL;

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return TIEM_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return TIEM_ERROR_DAMAGED;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return TIEM_ERROR_READ_ONLY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return TIEM_ERROR_BUSY;
    default:
      return TIEM_ERROR_STORE;
    }
}

static const char *
get_sentence (TiemError class)
{
  switch ((int)class)
    {
    case TIEM_ERROR_FULL:
      return _ ("The disk is full and nothing was changed; free some space and try again.");
    case TIEM_ERROR_DAMAGED:
      return _ ("The database file is damaged; close Tiệm, open it again and restore a backup.");
    case TIEM_ERROR_READ_ONLY:
      return _ ("The data folder can't be written; check that it belongs to you and that its "
                "disk is not write-protected.");
    case TIEM_ERROR_BUSY:
      return _ ("Another program has been using the database for a while; try again in a moment.");
    default:
      return _ ("The database could not be read or written; try again, and if it happens again "
                "restore a backup.");
    }
}

static void
set_error_of (sqlite3 *handle,
              int code,
              GError **error)
{
  TiemError class = classify (handle, code);
  GError *made = NULL;

  if ((code & 0xff) == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled."));
      return;
    }
  made = g_error_new_literal (TIEM_ERROR, class, get_sentence (class));
  tiem_error_set_detail (
      made, handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code), NULL);
  g_debug ("SQLite %d: %s", code, tiem_error_get_detail (made));
  g_propagate_error (error, made);
}

void
tiem_db_set_error (TiemDb *self,
                   int code,
                   GError **error)
{
  set_error_of (self->handle, code, error);
}

/* --- statements --- */

/* Most SQL is a literal, found by its address alone. What was made at run time may lie where other
 * SQL lay before. */
static TiemStmt *
find_statement (TiemDb *self,
                const char *sql)
{
  TiemStmt *found = g_hash_table_lookup (self->literals, sql);

  if (found != NULL && strcmp (sqlite3_sql (found->stmt), sql) == 0)
    return found;
  found = g_hash_table_lookup (self->statements, sql);
  if (found == NULL)
    return NULL;
  if (g_hash_table_size (self->literals) >= MOST_LITERALS)
    g_hash_table_remove_all (self->literals);
  g_hash_table_insert (self->literals, (gpointer)sql, found);
  return found;
}

static void
free_statement (gpointer data)
{
  TiemStmt *self = data;

  sqlite3_finalize (self->stmt);
  g_free (self);
}

TiemStmt *
tiem_db_prepare (TiemDb *self,
                 const char *sql,
                 GError **error)
{
  TiemStmt *cached = find_statement (self, sql);
  TiemStmt *made = NULL;
  sqlite3_stmt *stmt = NULL;
  int code;

  if (cached != NULL && !cached->is_taken)
    {
      cached->is_taken = TRUE;
      return cached;
    }

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK)
    {
      tiem_db_set_error (self, code, error);
      return NULL;
    }
  made = g_new0 (TiemStmt, 1);
  made->db = self;
  made->stmt = stmt;
  made->is_taken = TRUE;
  made->is_cached = cached == NULL;
  if (made->is_cached)
    g_hash_table_insert (self->statements, g_strdup (sql), made);
  return made;
}

void
tiem_stmt_release (TiemStmt *self)
{
  if (self == NULL)
    return;
  if (!self->is_cached)
    {
      free_statement (self);
      return;
    }
  tiem_stmt_reset (self);
  self->is_taken = FALSE;
}

void
tiem_stmt_reset (TiemStmt *self)
{
  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
}

void
tiem_stmt_restart (TiemStmt *self)
{
  sqlite3_reset (self->stmt);
}

void
tiem_stmt_bind_int (TiemStmt *self,
                    int index,
                    gint64 value)
{
  int code = sqlite3_bind_int64 (self->stmt, index, value);

  g_assert (code == SQLITE_OK);
}

static void
bind_text (TiemStmt *self,
           int index,
           const char *value,
           sqlite3_destructor_type keep)
{
  int code = sqlite3_bind_text (self->stmt, index, value, -1, keep);

  g_assert (code == SQLITE_OK || code == SQLITE_NOMEM || code == SQLITE_TOOBIG);
}

void
tiem_stmt_bind_text (TiemStmt *self,
                     int index,
                     const char *value)
{
  bind_text (self, index, value, SQLITE_TRANSIENT);
}

void
tiem_stmt_bind_null (TiemStmt *self,
                     int index)
{
  int code = sqlite3_bind_null (self->stmt, index);

  g_assert (code == SQLITE_OK);
}

/* @is_static: the texts stay until the statement was carried out, and are not copied */
static void
bind_values (TiemStmt *self,
             gboolean is_static,
             va_list values)
{
  sqlite3_destructor_type keep = is_static ? SQLITE_STATIC : SQLITE_TRANSIENT;

  for (int index = 1;; index++)
    switch ((TiemBind)va_arg (values, int))
      {
      case TIEM_BIND_INT:
        tiem_stmt_bind_int (self, index, va_arg (values, gint64));
        break;
      case TIEM_BIND_TEXT:
        bind_text (self, index, va_arg (values, const char *), keep);
        break;
      case TIEM_BIND_NULL:
        (void)va_arg (values, gint64);
        tiem_stmt_bind_null (self, index);
        break;
      case TIEM_BIND_END:
        return;
      default:
        g_assert_not_reached ();
      }
}

void
tiem_stmt_bind_full (TiemStmt *self,
                     ...)
{
  va_list values;

  va_start (values, self);
  bind_values (self, FALSE, values);
  va_end (values);
}

int
tiem_stmt_step (TiemStmt *self,
                GError **error)
{
  int code;

  if (self->db->cancellable != NULL
      && g_cancellable_set_error_if_cancelled (self->db->cancellable, error))
    return -1;

  code = sqlite3_step (self->stmt);
  if (code == SQLITE_ROW)
    return 1;
  if (code == SQLITE_DONE)
    return 0;
  tiem_db_set_error (self->db, code, error);
  return -1;
}

gint64
tiem_stmt_int (TiemStmt *self,
               int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

const char *
tiem_stmt_text (TiemStmt *self,
                int column)
{
  return (const char *)sqlite3_column_text (self->stmt, column);
}

char *
tiem_stmt_dup_text (TiemStmt *self,
                    int column)
{
  return g_strdup (tiem_stmt_text (self, column));
}

gboolean
tiem_stmt_is_null (TiemStmt *self,
                   int column)
{
  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

/* --- running --- */

gboolean
tiem_db_exec (TiemDb *self,
              const char *sql,
              GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  self->scripts++;
  if (code == SQLITE_OK)
    return TRUE;
  tiem_db_set_error (self, code, error);
  return FALSE;
}

static TiemStmt *
prepare_bound (TiemDb *self,
               const char *sql,
               gboolean is_static,
               va_list values,
               GError **error)
{
  TiemStmt *stmt = tiem_db_prepare (self, sql, error);

  if (stmt != NULL)
    bind_values (stmt, is_static, values);
  return stmt;
}

gboolean
tiem_db_run_full (TiemDb *self,
                  GError **error,
                  const char *sql,
                  ...)
{
  g_autoptr (TiemStmt) stmt = NULL;
  va_list values;
  int step;

  va_start (values, sql);
  stmt = prepare_bound (self, sql, TRUE, values, error);
  va_end (values);
  if (stmt == NULL)
    return FALSE;

  while ((step = tiem_stmt_step (stmt, error)) > 0)
    ;
  return step == 0;
}

TiemStmt *
tiem_db_query_full (TiemDb *self,
                    GError **error,
                    const char *sql,
                    ...)
{
  TiemStmt *stmt;
  va_list values;

  va_start (values, sql);
  stmt = prepare_bound (self, sql, FALSE, values, error);
  va_end (values);
  return stmt;
}

/* A statement that writes and returns rows is carried out in full. */
static gboolean
run_to_end (TiemStmt *stmt,
            int step,
            GError **error)
{
  while (step > 0 && !sqlite3_stmt_readonly (stmt->stmt))
    step = tiem_stmt_step (stmt, error);
  return step >= 0;
}

gboolean
tiem_db_get_int_full (TiemDb *self,
                      gint64 *value,
                      GError **error,
                      const char *sql,
                      ...)
{
  g_autoptr (TiemStmt) stmt = NULL;
  va_list values;
  int step;

  va_start (values, sql);
  stmt = prepare_bound (self, sql, TRUE, values, error);
  va_end (values);
  if (stmt == NULL || (step = tiem_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (step > 0 && !tiem_stmt_is_null (stmt, 0))
    *value = tiem_stmt_int (stmt, 0);
  return run_to_end (stmt, step, error);
}

gboolean
tiem_db_get_text_full (TiemDb *self,
                       char **value,
                       GError **error,
                       const char *sql,
                       ...)
{
  g_autoptr (TiemStmt) stmt = NULL;
  va_list values;
  int step;

  *value = NULL;
  va_start (values, sql);
  stmt = prepare_bound (self, sql, TRUE, values, error);
  va_end (values);
  if (stmt == NULL || (step = tiem_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (step > 0)
    *value = tiem_stmt_dup_text (stmt, 0);
  return run_to_end (stmt, step, error);
}

gint64
tiem_db_last_id (TiemDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

int
tiem_db_changes (TiemDb *self)
{
  return sqlite3_changes (self->handle);
}

gint64
tiem_db_total_changes (TiemDb *self)
{
  return sqlite3_total_changes64 (self->handle) + self->scripts;
}

sqlite3 *
tiem_db_get_handle (TiemDb *self)
{
  return self->handle;
}

static int
look_cancelled_cb (gpointer user_data)
{
  TiemDb *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable);
}

void
tiem_db_set_cancellable (TiemDb *self,
                         GCancellable *cancellable)
{
  self->cancellable = cancellable;
  sqlite3_progress_handler (
      self->handle, STEPS_PER_LOOK, cancellable != NULL ? look_cancelled_cb : NULL, self);
}

/* --- copying --- */

/* It may be another disk than the database's. */
static void
set_copy_full_error (const char *path,
                     GError **error)
{
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_FULL,
               _ ("The disk is too full for the copy %s; free some space there or choose another "
                  "folder."),
               path);
}

/* @path: as the caller knows it, for the error */
static gboolean
make_private_file (const char *part,
                   const char *path,
                   GError **error)
{
  int fd;

  g_unlink (part);
  fd = g_open (part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0 && (errno == ENOSPC || errno == EDQUOT))
    {
      set_copy_full_error (path, error);
      return FALSE;
    }
  if (fd < 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_READ_ONLY,
                   _ ("The file %s can't be made (%s); choose another folder."),
                   path,
                   g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

/* A file's new name survives a power cut only when its folder was written too. */
static void
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
copy_pages (TiemDb *self,
            sqlite3 *target,
            GCancellable *cancellable,
            GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", self->handle, "main");
  int code;

  if (backup == NULL)
    {
      set_error_of (target, sqlite3_errcode (target), error);
      return FALSE;
    }
  do
    code = g_cancellable_is_cancelled (cancellable) ? SQLITE_INTERRUPT
                                                    : sqlite3_backup_step (backup, PAGES_PER_LOOK);
  while (code == SQLITE_OK);
  sqlite3_backup_finish (backup);
  if (code == SQLITE_DONE)
    /* One file that can be read from anywhere, a write-protected disk too. */
    code = sqlite3_exec (target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return TRUE;
  set_error_of (target, code, error);
  return FALSE;
}

gboolean
tiem_db_copy_to (TiemDb *self,
                 const char *path,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (GError) local = NULL;
  sqlite3 *target = NULL;
  gboolean done = FALSE;
  int code;

  if (!make_private_file (part, path, error))
    return FALSE;

  code = sqlite3_open_v2 (part, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK)
    set_error_of (target, code, &local);
  else
    done = copy_pages (self, target, cancellable, &local);
  sqlite3_close (target);

  if (g_error_matches (local, TIEM_ERROR, TIEM_ERROR_FULL))
    set_copy_full_error (path, error);
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  if (done && g_rename (part, path) != 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_READ_ONLY,
                   _ ("The file %s can't be replaced (%s); choose another name."),
                   path,
                   g_strerror (errno));
      done = FALSE;
    }
  if (done)
    sync_folder_of (path);
  else
    g_unlink (part);
  return done;
}

/* --- opening --- */

TiemDb *
tiem_db_open (const char *path,
              TiemDbMode mode,
              GError **error)
{
  static gsize is_configured = 0;
  g_autoptr (TiemDb) self = g_new0 (TiemDb, 1);
  int code;

  /* Nobody asks how much it has allocated, and each allocation would lock a mutex to count it. */
  if (g_once_init_enter (&is_configured))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&is_configured, 1);
    }
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_statement);
  self->literals = g_hash_table_new (NULL, NULL);
  code = sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK)
    {
      set_error_of (self->handle, code, error);
      return NULL;
    }
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  /* What is stored comes from strangers: SQL in it must stay text. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* One plan per statement: without it a value bound to a column of a partial index's
   * condition has the statement prepared again each time. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);

  /* mmap made the first query ten times slower; the numbers are those of performance.md, but for
   * the writer's: it keeps 16 MB between transactions as a reader may, and within one up to 64 MB
   * (16384 pages) before it writes early what it would have to write again. Keeping all of those
   * made no order cheaper. The log grows to 64 MB before it is carried over into the file: pages
   * that a hundred orders change are those that the next hundred change, too. */
  if (!tiem_db_exec (self,
                     mode == TIEM_DB_WRITER
                         ? "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
                           "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;"
                           "PRAGMA cache_spill = 16384; PRAGMA wal_autocheckpoint = 16384;"
                         : "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
                           "PRAGMA query_only = ON; PRAGMA cache_size = -16384;",
                     error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tiem_db_close (TiemDb *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->literals, g_hash_table_unref);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}
