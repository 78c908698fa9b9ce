#define G_LOG_DOMAIN "tiem-store"

#include "config.h"

#include "store/tiem-store.h"

#include "store/tiem-later.h"
#include "store/tiem-ledger.h"
#include "store/tiem-store-open.h"
#include "store/tiem-store-private.h"
#include "store/tiem-store-run.h"
#include "store/tiem-store-watch.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Idle readers that are kept; a burst may open more. */
#define READERS_KEPT 4

typedef struct
{
  guint id;
  TiemCommitFunc func;
  gpointer user_data;
} CommitHandler;

struct _TiemStore
{
  GObject parent_instance;

  char *dir;
  char *path;
  const char *uuid; /* interned */
  int lock_fd;
  GMainContext *context; /* of the opener: ::changed is emitted there */
  gint64 (*now_func) (gpointer user_data);
  gpointer now_data;

  /* Held from begin_write() to its end; also guards data_version. */
  GMutex write_lock;
  GThread *write_thread; /* (nullable): who holds it, to find a write inside a write */
  TiemDb *writer;
  gboolean is_light;   /* commits of the writer do not wait for the disk */
  gint64 data_version; /* as the writer saw it last */
  TiemLater *later;    /* (owned): what waits for the next commit */

  GMutex readers_lock;
  GQueue readers; /* (element-type TiemDb) (owned): idle ones */

  GMutex handlers_lock; /* held while they run, so that a removed one runs no more */
  GArray *handlers;     /* (element-type CommitHandler) */
  guint last_handler_id;

  GMutex changed_lock;
  TiemChanged changed; /* not announced yet */

  TiemStoreWatch *watch;
  gboolean is_closed;

  TiemStoreRunner *runner;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemStore, tiem_store, G_TYPE_OBJECT)

/* --- telling what changed --- */

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
emit_changed_cb (gpointer user_data)
{
  g_autoptr (TiemStore) self = g_weak_ref_get (user_data);
  TiemChanged what;

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&self->changed_lock);
  what = self->changed;
  self->changed = 0;
  g_mutex_unlock (&self->changed_lock);
  if (what != 0)
    g_signal_emit (self, signals[CHANGED], 0, (guint)what);
  return G_SOURCE_REMOVE;
}

/* Any thread. The source holds no reference: a program without a main loop must still be
 * able to let go of the store. */
static void
announce (TiemStore *self,
          TiemChanged what)
{
  gboolean is_first;

  if (what == 0 || !g_signal_has_handler_pending (self, signals[CHANGED], 0, FALSE))
    return;

  g_mutex_lock (&self->changed_lock);
  is_first = self->changed == 0;
  self->changed |= what;
  g_mutex_unlock (&self->changed_lock);
  if (is_first)
    {
      g_autoptr (GSource) source = g_idle_source_new ();
      GWeakRef *weak = g_new0 (GWeakRef, 1);

      g_weak_ref_init (weak, self);
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, emit_changed_cb, weak, free_weak_ref);
      g_source_attach (source, self->context);
    }
}

static void
call_handlers (TiemStore *self,
               const TiemCommit *commit)
{
  g_mutex_lock (&self->handlers_lock);
  for (guint i = 0; i < self->handlers->len; i++)
    {
      const CommitHandler *handler = &g_array_index (self->handlers, CommitHandler, i);

      handler->func (self, commit, handler->user_data);
    }
  g_mutex_unlock (&self->handlers_lock);
}

static GArray *
list_ids (GHashTable *ids)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_val (array, *(gint64 *)key);
  return array;
}

void
tiem_store_announce_all (TiemStore *self)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) channels = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, NULL);
  g_autoptr (TiemStmt) rows = NULL;
  TiemCommit commit = { TIEM_CHANGED_ALL, none, channels };

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          NULL,
                          "SELECT DISTINCT channel_id FROM listing WHERE pending = 1"
                          " UNION SELECT channel_id FROM outbox WHERE state = 'waiting'");
  while (rows != NULL && tiem_stmt_step (rows, NULL) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);

      g_array_append_val (channels, id);
    }
  call_handlers (self, &commit);
  announce (self, TIEM_CHANGED_ALL);
}

/* --- other processes --- */

static gboolean
is_listened_to (TiemStore *self)
{
  gboolean has_handlers;

  g_mutex_lock (&self->handlers_lock);
  has_handlers = self->handlers->len > 0;
  g_mutex_unlock (&self->handlers_lock);
  return has_handlers || g_signal_has_handler_pending (self, signals[CHANGED], 0, FALSE);
}

/* The write connection sees a new data_version only for commits that are not its own. On a
 * thread of its own; close() waits for it, so it needs no reference. */
static gboolean
look_elsewhere (gboolean is_asked,
                gpointer data)
{
  TiemStore *self = data;
  g_autoptr (GError) error = NULL;
  gint64 version;
  gboolean is_new = FALSE;

  if (is_asked && !tiem_store_write_noted (self, &error))
    g_debug ("What was noted can't be written: %s", error->message);
  if (!is_listened_to (self))
    return TRUE;
  if (!g_mutex_trylock (&self->write_lock))
    return FALSE;
  version = self->data_version;
  if (self->writer != NULL && tiem_db_get_int (self->writer, &version, NULL, "PRAGMA data_version"))
    is_new = version != self->data_version;
  self->data_version = version;
  g_mutex_unlock (&self->write_lock);
  if (is_new)
    tiem_store_announce_all (self);
  return TRUE;
}

gint64
tiem_store_read_version (TiemStore *self)
{
  gint64 version = 0;

  g_mutex_lock (&self->write_lock);
  if (self->writer != NULL)
    tiem_db_get_int (self->writer, &version, NULL, "PRAGMA data_version");
  g_mutex_unlock (&self->write_lock);
  return version;
}

/* --- object --- */

static void
tiem_store_dispose (GObject *object)
{
  tiem_store_close (TIEM_STORE (object));
  G_OBJECT_CLASS (tiem_store_parent_class)->dispose (object);
}

static void
tiem_store_finalize (GObject *object)
{
  TiemStore *self = TIEM_STORE (object);

  g_free (self->dir);
  g_free (self->path);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->handlers, g_array_unref);
  g_clear_pointer (&self->later, tiem_later_free);
  g_mutex_clear (&self->write_lock);
  g_mutex_clear (&self->readers_lock);
  g_mutex_clear (&self->handlers_lock);
  g_mutex_clear (&self->changed_lock);
  G_OBJECT_CLASS (tiem_store_parent_class)->finalize (object);
}

static void
tiem_store_class_init (TiemStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tiem_store_dispose;
  object_class->finalize = tiem_store_finalize;

  /**
   * TiemStore::changed:
   * @what: #TiemChanged
   *
   * After commits, coalesced, on the main context the store was opened in.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_UINT);
}

static void
tiem_store_init (TiemStore *self)
{
  self->lock_fd = -1;
  self->context = g_main_context_ref_thread_default ();
  self->handlers = g_array_new (FALSE, FALSE, sizeof (CommitHandler));
  self->later = tiem_later_new ();
  g_mutex_init (&self->write_lock);
  g_mutex_init (&self->readers_lock);
  g_mutex_init (&self->handlers_lock);
  g_mutex_init (&self->changed_lock);
}

/* --- opening and closing --- */

/* Interned: whoever asked for it may still hold the one from before a restore. */
static gboolean
read_uuid (TiemStore *self,
           GError **error)
{
  g_autofree char *uuid = NULL;

  if (!tiem_db_get_text (
          self->writer, &uuid, error, "SELECT value FROM setting WHERE key = 'uuid'"))
    return FALSE;
  self->uuid = g_intern_string (uuid);
  return TRUE;
}

static gboolean
ensure_uuid (TiemStore *self,
             GError **error)
{
  g_autofree char *made = g_uuid_string_random ();

  return tiem_db_run (self->writer,
                      error,
                      "INSERT OR IGNORE INTO setting (key, value) VALUES ('uuid', ?1)",
                      TIEM_TEXT (made))
         && read_uuid (self, error);
}

char *
tiem_store_get_default_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "tiem", NULL);
}

TiemStore *
tiem_store_open (const char *dir,
                 GError **error)
{
  g_autoptr (TiemStore) self = g_object_new (TIEM_TYPE_STORE, NULL);
  g_autofree char *bell = NULL;

  self->dir = dir != NULL ? g_strdup (dir) : tiem_store_get_default_dir ();
  self->path = g_build_filename (self->dir, "tiem.db", NULL);
  self->writer = tiem_store_open_file (self->dir, &self->lock_fd, error);
  if (self->writer == NULL || !ensure_uuid (self, error)
      || !tiem_db_get_int (self->writer, &self->data_version, error, "PRAGMA data_version"))
    return NULL;

  self->runner = tiem_store_runner_new ();
  bell = g_build_filename (self->dir, TIEM_STORE_LOCK_FILE, NULL);
  self->watch = tiem_store_watch_new (bell, look_elsewhere, self);
  return g_steal_pointer (&self);
}

void
tiem_store_close (TiemStore *self)
{
  g_autoptr (GError) error = NULL;
  TiemDb *reader;

  if (self->is_closed)
    return;
  self->is_closed = TRUE;

  g_clear_pointer (&self->watch, tiem_store_watch_free);
  g_clear_pointer (&self->runner, tiem_store_runner_free);
  if (self->writer != NULL && !tiem_store_write_noted (self, &error))
    g_debug ("What was noted can't be written: %s", error->message);

  g_mutex_lock (&self->readers_lock);
  while ((reader = g_queue_pop_head (&self->readers)) != NULL)
    tiem_db_close (reader);
  g_mutex_unlock (&self->readers_lock);

  g_mutex_lock (&self->write_lock);
  g_clear_pointer (&self->writer, tiem_db_close);
  g_mutex_unlock (&self->write_lock);

  /* After the database: whoever gets the lock alone finds no journal. */
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
}

const char *
tiem_store_get_dir (TiemStore *self)
{
  return self->dir;
}

const char *
tiem_store_get_path (TiemStore *self)
{
  return self->path;
}

const char *
tiem_store_get_uuid (TiemStore *self)
{
  return self->uuid;
}

void
tiem_store_set_clock (TiemStore *self,
                      gint64 (*now_func) (gpointer user_data),
                      gpointer user_data)
{
  self->now_func = now_func;
  self->now_data = user_data;
}

gint64
tiem_store_now (TiemStore *self)
{
  return self->now_func != NULL ? self->now_func (self->now_data) : g_get_real_time () / 1000;
}

static void
set_closed_error (GError **error)
{
  g_set_error_literal (
      error, TIEM_ERROR, TIEM_ERROR_STORE, _ ("The database is closed; start Tiệm again."));
}

/* --- reading --- */

TiemRead *
tiem_store_begin_read (TiemStore *self,
                       GError **error)
{
  g_autoptr (TiemDb) db = NULL;
  TiemRead *read;

  g_mutex_lock (&self->readers_lock);
  db = g_queue_pop_head (&self->readers);
  g_mutex_unlock (&self->readers_lock);
  if (db == NULL && self->is_closed)
    {
      set_closed_error (error);
      return NULL;
    }
  if (db == NULL && (db = tiem_db_open (self->path, TIEM_DB_READER, error)) == NULL)
    return NULL;

  tiem_db_set_cancellable (db, tiem_store_get_current_cancellable ());
  if (!tiem_db_exec (db, "BEGIN", error))
    return NULL;
  read = g_new0 (TiemRead, 1);
  read->store = self;
  read->db = g_steal_pointer (&db);
  return read;
}

void
tiem_read_end (TiemRead *self)
{
  TiemStore *store;
  TiemDb *db;

  if (self == NULL)
    return;
  store = self->store;
  db = self->db;
  g_free (self);

  tiem_db_set_cancellable (db, NULL);
  tiem_db_exec (db, "ROLLBACK", NULL);
  g_mutex_lock (&store->readers_lock);
  if (!store->is_closed && g_queue_get_length (&store->readers) < READERS_KEPT)
    g_queue_push_head (&store->readers, g_steal_pointer (&db));
  g_mutex_unlock (&store->readers_lock);
  tiem_db_close (db);
}

/* --- writing --- */

static GHashTable *
new_id_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_id (GHashTable *ids,
        gint64 id)
{
  if (!g_hash_table_contains (ids, &id))
    g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
}

void
tiem_write_touch_variant (TiemWrite *self,
                          gint64 variant_id)
{
  add_id (self->variants, variant_id);
}

void
tiem_write_touch_channel (TiemWrite *self,
                          gint64 channel_id)
{
  add_id (self->channels, channel_id);
}

static void
leave_writer (TiemStore *self)
{
  tiem_db_set_cancellable (self->writer, NULL);
  self->write_thread = NULL;
  g_mutex_unlock (&self->write_lock);
}

/* 0.2 ms a commit on a quick disk, and many times that while others write to it. */
static gboolean
set_light (TiemStore *self,
           gboolean is_light,
           GError **error)
{
  const char *sql = is_light ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL";

  if (self->is_light == is_light)
    return TRUE;
  if (!tiem_db_exec (self->writer, sql, error))
    return FALSE;
  self->is_light = is_light;
  return TRUE;
}

/* What was noted since the last commit goes with this one, and before it: what follows may rest on
 * when a channel answered last. @all: it is reason enough for a commit */
static gboolean
apply_noted (TiemWrite *write,
             gboolean all,
             GError **error)
{
  gint64 before = tiem_db_total_changes (write->db);

  if (!tiem_later_apply (write->store->later, write, all, error))
    return FALSE;
  write->changes = all ? before : tiem_db_total_changes (write->db);
  return TRUE;
}

static TiemWrite *
begin_write (TiemStore *self,
             gboolean is_light,
             gboolean all_noted,
             GError **error)
{
  g_autoptr (TiemWrite) write = NULL;

  g_assert (self->write_thread != g_thread_self ());
  g_mutex_lock (&self->write_lock);
  self->write_thread = g_thread_self ();
  if (self->writer == NULL)
    {
      self->write_thread = NULL;
      g_mutex_unlock (&self->write_lock);
      set_closed_error (error);
      return NULL;
    }
  tiem_db_set_cancellable (self->writer, tiem_store_get_current_cancellable ());
  if (!set_light (self, is_light, error) || !tiem_db_run (self->writer, error, "BEGIN IMMEDIATE"))
    {
      leave_writer (self);
      return NULL;
    }

  write = g_new0 (TiemWrite, 1);
  write->store = self;
  write->db = self->writer;
  write->now = tiem_store_now (self);
  write->dirty = new_id_set ();
  write->variants = new_id_set ();
  write->channels = new_id_set ();
  write->tally = tiem_tally_new ();
  write->search = tiem_search_queue_new ();
  write->cost_method = -1;
  write->asked_since = -1;
  return apply_noted (write, all_noted, error) ? g_steal_pointer (&write) : NULL;
}

TiemWrite *
tiem_store_begin_write (TiemStore *self,
                        GError **error)
{
  return begin_write (self, FALSE, FALSE, error);
}

TiemWrite *
tiem_store_begin_light_write (TiemStore *self,
                              GError **error)
{
  return begin_write (self, TRUE, FALSE, error);
}

gboolean
tiem_store_write_noted (TiemStore *self,
                        GError **error)
{
  g_autoptr (TiemWrite) write = NULL;

  if (tiem_later_is_empty (self->later))
    return TRUE;
  write = begin_write (self, TRUE, TRUE, error);
  return write != NULL && tiem_write_commit (write, error);
}

TiemLater *
tiem_store_get_later (TiemStore *self)
{
  return self->later;
}

TiemDb *
tiem_store_take_writer (TiemStore *self,
                        GError **error)
{
  g_assert (self->write_thread != g_thread_self ());
  g_mutex_lock (&self->write_lock);
  if (self->writer == NULL)
    {
      g_mutex_unlock (&self->write_lock);
      set_closed_error (error);
      return NULL;
    }
  self->write_thread = g_thread_self ();
  return self->writer;
}

void
tiem_store_give_writer (TiemStore *self)
{
  read_uuid (self, NULL);
  tiem_later_forget (self->later);
  leave_writer (self);
}

void
tiem_write_end (TiemWrite *self)
{
  if (self == NULL)
    return;
  if (self->db != NULL)
    {
      tiem_db_set_cancellable (self->db, NULL);
      /* A full disk has ended the transaction already. */
      if (!sqlite3_get_autocommit (tiem_db_get_handle (self->db)))
        tiem_db_exec (self->db, "ROLLBACK", NULL);
      tiem_later_settle (self->store->later, FALSE);
      leave_writer (self->store);
    }
  tiem_tally_free (self->tally);
  tiem_search_queue_free (self->search);
  g_hash_table_unref (self->dirty);
  g_hash_table_unref (self->variants);
  g_hash_table_unref (self->channels);
  g_free (self);
}

static void
tell_commit (TiemWrite *self)
{
  g_autoptr (GArray) variants = list_ids (self->variants);
  g_autoptr (GArray) channels = list_ids (self->channels);
  TiemCommit commit = { self->what, variants, channels };

  if (variants->len > 0)
    commit.what |= TIEM_CHANGED_PRODUCTS;
  if (channels->len > 0)
    commit.what |= TIEM_CHANGED_LISTINGS;
  if (commit.what == 0)
    return;
  call_handlers (self->store, &commit);
  announce (self->store, commit.what);
}

gboolean
tiem_write_commit (TiemWrite *self,
                   GError **error)
{
  gboolean has_changed;

  g_return_val_if_fail (self->db != NULL, FALSE);

  if (!tiem_ledger_settle (self, error) || !tiem_tally_flush (self->tally, self->db, error)
      || !tiem_search_queue_flush (self->search, self->db, error))
    return FALSE;
  tiem_db_set_cancellable (self->db, NULL);
  /* What was noted waits for a commit that has something to say. */
  has_changed = tiem_db_total_changes (self->db) != self->changes;
  if (!tiem_db_run (self->db, error, has_changed ? "COMMIT" : "ROLLBACK"))
    return FALSE;

  self->db = NULL;
  tiem_later_settle (self->store->later, has_changed);
  leave_writer (self->store);
  if (has_changed)
    tiem_store_watch_ring (self->store->lock_fd);
  tell_commit (self);
  return TRUE;
}

/* --- commit functions --- */

guint
tiem_store_add_commit_func (TiemStore *self,
                            TiemCommitFunc func,
                            gpointer user_data)
{
  CommitHandler handler = { 0, func, user_data };

  g_mutex_lock (&self->handlers_lock);
  handler.id = ++self->last_handler_id;
  g_array_append_val (self->handlers, handler);
  g_mutex_unlock (&self->handlers_lock);
  return handler.id;
}

void
tiem_store_remove_commit_func (TiemStore *self,
                               guint id)
{
  g_mutex_lock (&self->handlers_lock);
  for (guint i = 0; i < self->handlers->len; i++)
    if (g_array_index (self->handlers, CommitHandler, i).id == id)
      {
        g_array_remove_index (self->handlers, i);
        break;
      }
  g_mutex_unlock (&self->handlers_lock);
}

/* --- calls for the window --- */

void
tiem_store_run_async (TiemStore *self,
                      TiemStoreKind kind,
                      TiemStoreFunc func,
                      gpointer data,
                      GDestroyNotify data_free,
                      GDestroyNotify result_free,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tiem_store_run_async);
  /* What was written stays written: it must not be told as cancelled. */
  g_task_set_check_cancellable (task, kind == TIEM_STORE_READ);
  if (self->runner == NULL)
    {
      GError *error = NULL;

      if (data_free != NULL)
        data_free (data);
      set_closed_error (&error);
      g_task_return_error (task, error);
      return;
    }
  tiem_store_runner_push (self->runner, kind, task, func, data, data_free, result_free);
}

gpointer
tiem_store_run_finish (TiemStore *self,
                       GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- settings of the shop --- */

char *
tiem_store_get_setting (TiemStore *self,
                        const char *key,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  char *value = NULL;

  if (read == NULL
      || !tiem_db_get_text (
          read->db, &value, error, "SELECT value FROM setting WHERE key = ?1", TIEM_TEXT (key)))
    return NULL;
  return value;
}

gboolean
tiem_store_set_setting (TiemStore *self,
                        const char *key,
                        const char *value,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  if (value == NULL
          ? !tiem_db_run (write->db, error, "DELETE FROM setting WHERE key = ?1", TIEM_TEXT (key))
          : !tiem_db_run (write->db,
                          error,
                          "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                          " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                          TIEM_TEXT (key),
                          TIEM_TEXT (value)))
    return FALSE;
  return tiem_write_commit (write, error);
}
