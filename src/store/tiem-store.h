#pragma once

#include "base/tiem-error.h"
#include "model/tiem-records.h"

G_BEGIN_DECLS

/*
 * src/store: the only code that speaks SQL. May include base and model only.
 *
 * Threads. Every tiem_store_…() call that reads or writes is blocking and may be made from
 * any thread; each is one transaction. One write connection behind a mutex, readers with
 * connections of their own (WAL), so a reader never waits for a writer. The window's main
 * thread must not make them: it goes through tiem_store_run_async(), which runs a function
 * on the store's threads and brings the result back. List models (tiem-row-list.h) do that
 * by themselves.
 *
 * After each commit the store emits ::changed on the main context in which it was made
 * (coalesced), also for commits of another process (PRAGMA data_version, looked at once a
 * second while somebody listens). tiem_store_add_commit_func() is called at once, on the
 * committing thread: the engine wakes workers with it.
 *
 * To add a migration: src/store/sql/NNNN-name.sql with the next number, its line in
 * src/store/sql/tiem-store.gresource.xml, and a test that opens the version before.
 * Schema version = PRAGMA user_version; a backup is made before a migration runs.
 */

#define TIEM_TYPE_STORE (tiem_store_get_type ())
G_DECLARE_FINAL_TYPE (TiemStore, tiem_store, TIEM, STORE, GObject)

/* What a commit touched. */
typedef enum
{
  TIEM_CHANGED_ORDERS = 1 << 0,
  TIEM_CHANGED_PRODUCTS = 1 << 1, /* products, variants, stock */
  TIEM_CHANGED_CUSTOMERS = 1 << 2,
  TIEM_CHANGED_LISTINGS = 1 << 3, /* listings, desired, acked */
  TIEM_CHANGED_CHANNELS = 1 << 4,
  TIEM_CHANGED_LOG = 1 << 5,
  TIEM_CHANGED_OUTBOX = 1 << 6,
  TIEM_CHANGED_RETURNS = 1 << 7,
  TIEM_CHANGED_REVIEWS = 1 << 8,
  TIEM_CHANGED_SLIPS = 1 << 9, /* purchases, transfers …, and suppliers */
  TIEM_CHANGED_ALL = 0xffff, /* restored, or changed by another process */
} TiemChanged;

/*
 * Opens (or makes, 0700/0600) the database "tiem.db" in the folder @dir. NULL: the
 * default, tiem_store_get_default_dir().
 *
 * Fails with SCHEMA (written by a newer Tiệm: nothing touched), DAMAGED (the file is set
 * aside beside it as tiem-damaged-DATE.db, never overwritten; error->message names it),
 * READ_ONLY, FULL or STORE. After an unclean stop the file is checked first.
 */
TiemStore *tiem_store_open (const char *dir,
                            GError **error);
/* Returns: (transfer full): $XDG_DATA_HOME/tiem */
char *tiem_store_get_default_dir (void);
const char *tiem_store_get_dir (TiemStore *self);
/* Returns: a random id made with the database: keyring entries carry it */
const char *tiem_store_get_uuid (TiemStore *self);
/* Ends the threads and closes. Also done by the last unref. */
void tiem_store_close (TiemStore *self);
/* Writes what was noted and waits for the next commit: when a channel answered last, calls that
 * brought nothing. Does nothing when there is nothing. Any thread. */
gboolean tiem_store_write_noted (TiemStore *self,
                                 GError **error);

/* The time used for stamps; tests set it. Default: the system's. */
void tiem_store_set_clock (TiemStore *self,
                           gint64 (*now_func) (gpointer user_data),
                           gpointer user_data);
gint64 tiem_store_now (TiemStore *self);

/* Signal: ::changed (TiemStore *store, guint what, gpointer user_data), main context. */

typedef struct
{
  TiemChanged what;
  GArray *variant_ids; /* (element-type gint64): variants whose available changed */
  GArray *channel_ids; /* (element-type gint64): channels with something new to push */
} TiemCommit;
typedef void (*TiemCommitFunc) (TiemStore *store,
                                const TiemCommit *commit,
                                gpointer user_data);
/* @func runs on the committing thread after COMMIT; it must be quick and call no store function.
 * Returns: an id for tiem_store_remove_commit_func() */
guint tiem_store_add_commit_func (TiemStore *self,
                                  TiemCommitFunc func,
                                  gpointer user_data);
void tiem_store_remove_commit_func (TiemStore *self,
                                    guint id);

/* --- calls for the window --- */

typedef enum
{
  TIEM_STORE_READ,  /* what a visible widget waits for: own threads, never behind a writer */
  TIEM_STORE_WRITE, /* an edit by the user */
  TIEM_STORE_LONG,  /* work of seconds, in many short writes: one at a time, edits go in between */
} TiemStoreKind;

/* Runs on a store thread: may call any blocking tiem_store_…() function. */
typedef gpointer (*TiemStoreFunc) (TiemStore *store,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);

/* @data_free frees @data after @func ran; @result_free frees a result nobody took. A
 * write that was carried out is success even if @cancellable fires later. */
void tiem_store_run_async (TiemStore *self,
                           TiemStoreKind kind,
                           TiemStoreFunc func,
                           gpointer data,
                           GDestroyNotify data_free,
                           GDestroyNotify result_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* Returns: (transfer full) (nullable): what the function returned; NULL may be a good
 * answer: look at @error */
gpointer tiem_store_run_finish (TiemStore *self,
                                GAsyncResult *result,
                                GError **error);

/* --- settings of the shop (choices of the user at this computer are in GSettings) --- */
char *tiem_store_get_setting (TiemStore *self,
                              const char *key,
                              GError **error);
gboolean tiem_store_set_setting (TiemStore *self,
                                 const char *key,
                                 const char *value,
                                 GError **error);

/* --- safety --- */

/* SQLite's backup interface; the file is made 0600 and replaced only when complete. */
gboolean tiem_store_backup (TiemStore *self,
                            const char *path,
                            GCancellable *cancellable,
                            GError **error);
/* Checks @path first (SQLite, ours, not newer, not damaged), then replaces the database's
 * content; what was there is kept beside it. Returns: (transfer full): the kept file's path */
char *tiem_store_restore (TiemStore *self,
                          const char *path,
                          GCancellable *cancellable,
                          GError **error);

typedef struct
{
  const char *name; /* "stock_equals_movements" … */
  GPtrArray *violations; /* (element-type utf8) sentences; empty = holds */
} TiemInvariant;
void tiem_invariant_free (TiemInvariant *self);
/* Checks every invariant of the design by recounting. Returns: (transfer full) (element-type TiemInvariant) */
GPtrArray *tiem_store_check (TiemStore *self,
                             GError **error);

G_END_DECLS
