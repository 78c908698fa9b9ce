#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * A thin layer over one SQLite connection, private to src/store: cached statements, typed
 * binds, and errors as TIEM_ERROR. A connection is used by one thread at a time.
 *
 * Values are passed with their kind, so that an int never arrives as half a gint64:
 *
 *   tiem_db_run (db, error, "UPDATE variant SET price_vnd = ?2 WHERE id = ?1",
 *                TIEM_INT (id), TIEM_INT (price));
 *
 *   g_autoptr (TiemStmt) rows = tiem_db_query (db, error, "SELECT id, name FROM channel");
 *   int step = -1;
 *
 *   while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
 *     …tiem_stmt_int (rows, 0), tiem_stmt_text (rows, 1)…
 *   if (step < 0)
 *     return FALSE;
 */
typedef struct _TiemDb TiemDb;
typedef struct _TiemStmt TiemStmt;

typedef enum
{
  TIEM_DB_WRITER,
  TIEM_DB_READER,
} TiemDbMode;

/* Opens an existing file with the settings of performance.md. FULL, READ_ONLY, DAMAGED, STORE. */
TiemDb *tiem_db_open (const char *path, TiemDbMode mode, GError **error);
void tiem_db_close (TiemDb *self);
sqlite3 *tiem_db_get_handle (TiemDb *self);
/* Queries end with %G_IO_ERROR_CANCELLED once @cancellable (nullable, not owned) fires. */
void tiem_db_set_cancellable (TiemDb *self, GCancellable *cancellable);
/* Sets @error from what SQLite said last: SQLITE_FULL → FULL, SQLITE_CORRUPT → DAMAGED … */
void tiem_db_set_error (TiemDb *self, int code, GError **error);

typedef enum
{
  TIEM_BIND_END,
  TIEM_BIND_INT,
  TIEM_BIND_TEXT,
  TIEM_BIND_NULL,
} TiemBind;
#define TIEM_INT(value) TIEM_BIND_INT, (gint64)(value)
#define TIEM_TEXT(value) TIEM_BIND_TEXT, (const char *)(value) /* copied; NULL = SQL's NULL */
#define TIEM_INT_OR_NULL(has, value) ((has) ? TIEM_BIND_INT : TIEM_BIND_NULL), (gint64)(value)
/* An id, of which 0 means none. */
#define TIEM_ID(value) TIEM_INT_OR_NULL ((value) != 0, (value))

/* Runs one or several statements without binds. */
gboolean tiem_db_exec (TiemDb *self, const char *sql, GError **error);
/* Runs one statement to its end; ?1 … are the binds in order. */
#define tiem_db_run(self, error, sql, ...)                                                         \
  tiem_db_run_full (self, error, sql, ##__VA_ARGS__, TIEM_BIND_END)
/* Returns: (nullable): a statement to be stepped */
#define tiem_db_query(self, error, sql, ...)                                                       \
  tiem_db_query_full (self, error, sql, ##__VA_ARGS__, TIEM_BIND_END)
/* The first column of the first row. Without a row, or when it is NULL, *value stays as it
 * is. FALSE = failed. */
#define tiem_db_get_int(self, value, error, sql, ...)                                              \
  tiem_db_get_int_full (self, value, error, sql, ##__VA_ARGS__, TIEM_BIND_END)
/* The same; *value (transfer full) becomes NULL when there is none. */
#define tiem_db_get_text(self, value, error, sql, ...)                                             \
  tiem_db_get_text_full (self, value, error, sql, ##__VA_ARGS__, TIEM_BIND_END)

gboolean tiem_db_run_full (TiemDb *self, GError **error, const char *sql, ...);
TiemStmt *tiem_db_query_full (TiemDb *self, GError **error, const char *sql, ...);
gboolean tiem_db_get_int_full (TiemDb *self, gint64 *value, GError **error, const char *sql, ...);
gboolean tiem_db_get_text_full (TiemDb *self, char **value, GError **error, const char *sql, ...);

gint64 tiem_db_last_id (TiemDb *self);
/* Rows the last INSERT, UPDATE or DELETE touched. */
int tiem_db_changes (TiemDb *self);
/* The same of all statements since the connection was opened, and one for each tiem_db_exec(): what
 * makes a table or an index touches no row, and is a change all the same. */
gint64 tiem_db_total_changes (TiemDb *self);

/* A statement from the connection's cache. Its text must be made of fixed pieces, never of
 * values. Prepared twice at once, it is two statements. */
TiemStmt *tiem_db_prepare (TiemDb *self, const char *sql, GError **error);
void tiem_stmt_release (TiemStmt *self);
/* Index from 1. */
void tiem_stmt_bind_int (TiemStmt *self, int index, gint64 value);
void tiem_stmt_bind_text (TiemStmt *self, int index, const char *value);
void tiem_stmt_bind_null (TiemStmt *self, int index);
/* Binds all values in order, as tiem_db_query() does. */
#define tiem_stmt_bind(self, ...) tiem_stmt_bind_full (self, ##__VA_ARGS__, TIEM_BIND_END)
void tiem_stmt_bind_full (TiemStmt *self, ...);
/* Ready to be bound and stepped again. */
void tiem_stmt_reset (TiemStmt *self);
/* Ready to be stepped again with the same values, but for those that are bound anew. */
void tiem_stmt_restart (TiemStmt *self);
/* Returns: 1 a row, 0 the end, −1 failed */
int tiem_stmt_step (TiemStmt *self, GError **error);
/* Column from 0. NULL reads as 0 or NULL; text is good until the next step. */
gint64 tiem_stmt_int (TiemStmt *self, int column);
const char *tiem_stmt_text (TiemStmt *self, int column);
char *tiem_stmt_dup_text (TiemStmt *self, int column);
gboolean tiem_stmt_is_null (TiemStmt *self, int column);

/* Copies the whole database into a new file at @path (0600) that takes the name only when
 * complete. */
gboolean
tiem_db_copy_to (TiemDb *self, const char *path, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemDb, tiem_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemStmt, tiem_stmt_release)

G_END_DECLS
