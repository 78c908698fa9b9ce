#include "faulty-vfs.h"

#include <errno.h>
#include <gio/gio.h>
#include <sqlite3.h>
#include <string.h>

/* What a disk writes at once or not at all. */
#define SECTOR 512

/* One write that no fsync has followed yet. */
typedef struct
{
  gint64 offset;
  GBytes *bytes; /* (nullable): cut off at @offset */
} Pending;

/* What is known of a watched file. */
typedef struct
{
  GByteArray *safe;
  GArray *pending; /* (element-type Pending) */
} Record;

typedef struct
{
  sqlite3_file base;
  char *path;     /* (nullable) (owned): a temporary file has none */
  Record *record; /* (nullable): while it is watched */
  sqlite3_file *real;
} File;

static sqlite3_vfs *real_vfs;

static GMutex lock; /* of all that follows */
static FaultyPlan plan;
static GThread *planner; /* who began */
static gboolean is_counting;
static gboolean may_fail;
static guint n_seen;
static guint n_failed;
static char *watched;       /* (nullable) */
static GHashTable *records; /* (element-type utf8 Record) (nullable): by path */

/* What sqlite3_system_errno() asks for after a failure. */
static GPrivate last_errno = G_PRIVATE_INIT (NULL);

typedef enum
{
  GOES_WELL,
  FAILS,
  FAILS_FULL,
  FAILS_HALF,
} Outcome;

/* --- counting --- */

static gboolean
is_below (const char *path,
          const char *folder)
{
  return path != NULL && g_str_has_prefix (path, folder)
         && path[strlen (folder)] == G_DIR_SEPARATOR;
}

static Outcome
get_failure (FaultyKind kind)
{
  switch (kind)
    {
    case FAULTY_FULL:
      return FAILS_FULL;
    case FAULTY_SHORT:
      return FAILS_HALF;
    default:
      return FAILS;
    }
}

/* Counts the operation and says how it goes. @takes_space: it makes or lengthens a file */
static Outcome
judge (FaultyOps op,
       gboolean takes_space,
       const char *path)
{
  Outcome result = GOES_WELL;

  g_mutex_lock (&lock);
  if (is_counting && (plan.ops & op) != 0 && (plan.kind == FAULTY_ERROR || takes_space)
      && (plan.folder == NULL || is_below (path, plan.folder))
      && (!plan.is_own || g_thread_self () == planner))
    {
      n_seen++;
      if (may_fail && n_seen >= plan.nth && (plan.times == 0 || n_seen < plan.nth + plan.times))
        result = get_failure (plan.kind);
      n_failed += result != GOES_WELL;
    }
  g_mutex_unlock (&lock);
  /* As errno: kept until the next failure. */
  if (result != GOES_WELL)
    g_private_set (&last_errno, GINT_TO_POINTER (result == FAILS ? EIO : ENOSPC));
  return result;
}

void
faulty_vfs_begin (const FaultyPlan *wanted)
{
  static const FaultyPlan none = { FAULTY_ERROR, FAULTY_ALL, 0, 0, NULL, FALSE };

  g_mutex_lock (&lock);
  plan = wanted != NULL ? *wanted : none;
  planner = g_thread_self ();
  may_fail = wanted != NULL;
  is_counting = TRUE;
  n_seen = n_failed = 0;
  g_mutex_unlock (&lock);
  g_private_set (&last_errno, NULL);
}

guint
faulty_vfs_end (void)
{
  guint result;

  g_mutex_lock (&lock);
  is_counting = FALSE;
  result = n_seen;
  g_mutex_unlock (&lock);
  return result;
}

guint
faulty_vfs_get_failed (void)
{
  guint result;

  g_mutex_lock (&lock);
  result = n_failed;
  g_mutex_unlock (&lock);
  return result;
}

/* --- what is safe --- */

static void
clear_pending (gpointer data)
{
  g_clear_pointer (&((Pending *)data)->bytes, g_bytes_unref);
}

static void
free_record (gpointer data)
{
  Record *self = data;

  g_byte_array_unref (self->safe);
  g_array_unref (self->pending);
  g_free (self);
}

static void
apply (GByteArray *content,
       gint64 offset,
       const guint8 *bytes,
       gsize length)
{
  gsize had = content->len;

  if (had < offset + length)
    {
      g_byte_array_set_size (content, offset + length);
      memset (content->data + had, 0, offset + length - had);
    }
  memcpy (content->data + offset, bytes, length);
}

static void
apply_pending (GByteArray *content,
               const Pending *pending)
{
  gsize length;
  const guint8 *bytes;

  if (pending->bytes == NULL)
    {
      if (content->len > pending->offset)
        g_byte_array_set_size (content, pending->offset);
      return;
    }
  bytes = g_bytes_get_data (pending->bytes, &length);
  apply (content, pending->offset, bytes, length);
}

/* Of a write each sector arrives or does not. */
static void
apply_torn (GByteArray *content,
            const Pending *pending,
            GRand *random)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (pending->bytes, &length);

  for (gsize at = 0; at < length; at += SECTOR)
    if (g_rand_boolean (random))
      apply (content, pending->offset + at, bytes + at, MIN (SECTOR, length - at));
}

/* Under the lock. */
static Record *
take_record (const char *path)
{
  Record *record = g_hash_table_lookup (records, path);
  g_autofree char *content = NULL;
  gsize length = 0;

  if (record != NULL)
    return record;
  record = g_new0 (Record, 1);
  record->safe = g_byte_array_new ();
  record->pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  g_array_set_clear_func (record->pending, clear_pending);
  if (g_file_get_contents (path, &content, &length, NULL))
    g_byte_array_append (record->safe, (const guint8 *)content, length);
  g_hash_table_insert (records, g_strdup (path), record);
  return record;
}

static Record *
find_record (File *file)
{
  if (records == NULL || !is_below (file->path, watched) || g_str_has_suffix (file->path, "-shm"))
    return NULL;
  return take_record (file->path);
}

static void
note (File *file,
      gint64 offset,
      const void *bytes,
      gsize length)
{
  Pending pending = { offset, bytes != NULL ? g_bytes_new (bytes, length) : NULL };
  Record *record;

  g_mutex_lock (&lock);
  if ((record = find_record (file)) != NULL)
    g_array_append_val (record->pending, pending);
  else
    clear_pending (&pending);
  g_mutex_unlock (&lock);
}

static void
note_sync (File *file)
{
  Record *record;

  g_mutex_lock (&lock);
  if ((record = find_record (file)) != NULL)
    {
      for (guint i = 0; i < record->pending->len; i++)
        apply_pending (record->safe, &g_array_index (record->pending, Pending, i));
      g_array_set_size (record->pending, 0);
    }
  g_mutex_unlock (&lock);
}

/* What lies there already is safe. */
static void
take_records (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_DIR) && !g_str_has_suffix (name, "-shm"))
        take_record (path);
    }
}

void
faulty_vfs_watch (const char *folder)
{
  g_mutex_lock (&lock);
  g_free (watched);
  watched = g_strdup (folder);
  g_clear_pointer (&records, g_hash_table_unref);
  records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_record);
  take_records (folder);
  g_mutex_unlock (&lock);
}

void
faulty_vfs_unwatch (void)
{
  g_mutex_lock (&lock);
  g_clear_pointer (&watched, g_free);
  g_clear_pointer (&records, g_hash_table_unref);
  g_mutex_unlock (&lock);
}

static void
write_survivor (const char *path,
                Record *record,
                const char *to,
                GRand *random)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (content, record->safe->data, record->safe->len);
  for (guint i = 0; random != NULL && i < record->pending->len; i++)
    {
      const Pending *pending = &g_array_index (record->pending, Pending, i);

      switch (g_rand_int_range (random, 0, 3))
        {
        case 0:
          apply_pending (content, pending);
          break;
        case 1:
          if (pending->bytes != NULL)
            apply_torn (content, pending, random);
          break;
        default:
          break;
        }
    }
  g_file_set_contents (target, (const char *)content->data, content->len, &error);
  g_assert_no_error (error);
}

void
faulty_vfs_cut_power (const char *to,
                      GRand *random)
{
  g_autoptr (GList) paths = NULL;

  g_mutex_lock (&lock);
  g_assert_nonnull (records);
  /* In the same order whatever the folder is called, so that chance does the same. */
  paths = g_list_sort (g_hash_table_get_keys (records), (GCompareFunc)strcmp);
  for (GList *l = paths; l != NULL; l = l->next)
    {
      const char *path = l->data;
      g_autofree char *folder = g_path_get_dirname (path);

      if (g_str_equal (folder, watched) && g_file_test (path, G_FILE_TEST_EXISTS))
        write_survivor (path, g_hash_table_lookup (records, path), to, random);
    }
  g_mutex_unlock (&lock);
}

gboolean
faulty_vfs_is_safe (const char *path)
{
  Record *record;
  gboolean result;

  g_mutex_lock (&lock);
  g_assert_nonnull (records);
  record = g_hash_table_lookup (records, path);
  result = record == NULL || record->pending->len == 0;
  g_mutex_unlock (&lock);
  return result;
}

/* --- a file --- */

static int
file_close (sqlite3_file *base)
{
  File *self = (File *)base;
  int code = self->real->pMethods->xClose (self->real);

  sqlite3_free (self->real);
  g_clear_pointer (&self->path, g_free);
  return code;
}

static int
file_read (sqlite3_file *base,
           void *buffer,
           int amount,
           sqlite3_int64 offset)
{
  File *self = (File *)base;

  if (judge (FAULTY_READ, FALSE, self->path) != GOES_WELL)
    return SQLITE_IOERR_READ;
  return self->real->pMethods->xRead (self->real, buffer, amount, offset);
}

static int
file_write (sqlite3_file *base,
            const void *bytes,
            int amount,
            sqlite3_int64 offset)
{
  File *self = (File *)base;
  Outcome outcome = judge (FAULTY_WRITE, TRUE, self->path);
  int code;

  if (outcome == FAILS)
    return SQLITE_IOERR_WRITE;
  if (outcome == FAILS_FULL)
    return SQLITE_FULL;
  if (outcome == FAILS_HALF)
    amount /= 2;
  code = self->real->pMethods->xWrite (self->real, bytes, amount, offset);
  if (code == SQLITE_OK)
    note (self, offset, bytes, amount);
  return outcome == GOES_WELL ? code : SQLITE_FULL;
}

static int
file_truncate (sqlite3_file *base,
               sqlite3_int64 size)
{
  File *self = (File *)base;
  int code;

  if (judge (FAULTY_TRUNCATE, FALSE, self->path) != GOES_WELL)
    return SQLITE_IOERR_TRUNCATE;
  code = self->real->pMethods->xTruncate (self->real, size);
  if (code == SQLITE_OK)
    note (self, size, NULL, 0);
  return code;
}

static int
file_sync (sqlite3_file *base,
           int flags)
{
  File *self = (File *)base;

  if (judge (FAULTY_SYNC, FALSE, self->path) != GOES_WELL)
    return SQLITE_IOERR_FSYNC;
  /* It is safe when the test says so: the real disk need not be waited for. */
  note_sync (self);
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *base,
           sqlite3_int64 *size)
{
  File *self = (File *)base;

  return self->real->pMethods->xFileSize (self->real, size);
}

static int
file_lock (sqlite3_file *base,
           int level)
{
  File *self = (File *)base;

  if (judge (FAULTY_LOCK, FALSE, self->path) != GOES_WELL)
    return SQLITE_IOERR_LOCK;
  return self->real->pMethods->xLock (self->real, level);
}

static int
file_unlock (sqlite3_file *base,
             int level)
{
  File *self = (File *)base;

  return self->real->pMethods->xUnlock (self->real, level);
}

static int
file_check_reserved (sqlite3_file *base,
                     int *result)
{
  File *self = (File *)base;

  return self->real->pMethods->xCheckReservedLock (self->real, result);
}

static int
file_control (sqlite3_file *base,
              int operation,
              void *argument)
{
  File *self = (File *)base;

  return self->real->pMethods->xFileControl (self->real, operation, argument);
}

static int
file_sector_size (sqlite3_file *base)
{
  File *self = (File *)base;

  return self->real->pMethods->xSectorSize (self->real);
}

/* Of the promises that a real disk may make this alone is kept when the power goes: what was
 * not written to is not touched. */
static int
file_device (sqlite3_file *base)
{
  File *self = (File *)base;

  return self->real->pMethods->xDeviceCharacteristics (self->real)
         & SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
file_share_map (sqlite3_file *base,
                int region,
                int size,
                int extend,
                void volatile **memory)
{
  File *self = (File *)base;

  if (extend && judge (FAULTY_SHARE, TRUE, self->path) != GOES_WELL)
    return SQLITE_IOERR_SHMSIZE;
  return self->real->pMethods->xShmMap (self->real, region, size, extend, memory);
}

static int
file_share_lock (sqlite3_file *base,
                 int offset,
                 int n,
                 int flags)
{
  File *self = (File *)base;

  if ((flags & SQLITE_SHM_LOCK) != 0 && judge (FAULTY_LOCK, FALSE, self->path) != GOES_WELL)
    return SQLITE_IOERR_SHMLOCK;
  return self->real->pMethods->xShmLock (self->real, offset, n, flags);
}

static void
file_share_barrier (sqlite3_file *base)
{
  File *self = (File *)base;

  self->real->pMethods->xShmBarrier (self->real);
}

static int
file_share_unmap (sqlite3_file *base,
                  int delete)
{
  File *self = (File *)base;

  return self->real->pMethods->xShmUnmap (self->real, delete);
}

/* Version 2: no memory mapping, which nobody could count. */
static const sqlite3_io_methods file_methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_reserved,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_device,
  .xShmMap = file_share_map,
  .xShmLock = file_share_lock,
  .xShmBarrier = file_share_barrier,
  .xShmUnmap = file_share_unmap,
};

/* --- the disk --- */

/* Looks at the file before it may be made. */
static gboolean
makes_file (const char *path,
            int flags)
{
  return (flags & SQLITE_OPEN_CREATE) != 0
         && (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS));
}

static int
vfs_open (sqlite3_vfs *vfs,
          sqlite3_filename path,
          sqlite3_file *base,
          int flags,
          int *out_flags)
{
  File *self = (File *)base;
  int code;

  memset (self, 0, sizeof *self);
  if (judge (FAULTY_OPEN, makes_file (path, flags), path) != GOES_WELL)
    return SQLITE_CANTOPEN;
  self->real = sqlite3_malloc (real_vfs->szOsFile);
  memset (self->real, 0, real_vfs->szOsFile);
  code = real_vfs->xOpen (real_vfs, path, self->real, flags, out_flags);
  if (code != SQLITE_OK)
    {
      sqlite3_free (self->real);
      return code;
    }
  self->path = g_strdup (path);
  self->base.pMethods = &file_methods;
  g_mutex_lock (&lock);
  find_record (self);
  g_mutex_unlock (&lock);
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs,
            const char *path,
            int sync_folder)
{
  int code;

  if (judge (FAULTY_DELETE, FALSE, path) != GOES_WELL)
    return SQLITE_IOERR_DELETE;
  code = real_vfs->xDelete (real_vfs, path, sync_folder);
  g_mutex_lock (&lock);
  if (code == SQLITE_OK && records != NULL)
    g_hash_table_remove (records, path);
  g_mutex_unlock (&lock);
  return code;
}

static int
vfs_access (sqlite3_vfs *vfs,
            const char *path,
            int flags,
            int *result)
{
  return real_vfs->xAccess (real_vfs, path, flags, result);
}

static int
vfs_full_path (sqlite3_vfs *vfs,
               const char *path,
               int length,
               char *result)
{
  return real_vfs->xFullPathname (real_vfs, path, length, result);
}

static int
vfs_random (sqlite3_vfs *vfs,
            int length,
            char *bytes)
{
  return real_vfs->xRandomness (real_vfs, length, bytes);
}

static int
vfs_sleep (sqlite3_vfs *vfs,
           int microseconds)
{
  return real_vfs->xSleep (real_vfs, microseconds);
}

static int
vfs_time (sqlite3_vfs *vfs,
          double *now)
{
  return real_vfs->xCurrentTime (real_vfs, now);
}

static int
vfs_time_ms (sqlite3_vfs *vfs,
             sqlite3_int64 *now)
{
  return real_vfs->xCurrentTimeInt64 (real_vfs, now);
}

static int
vfs_last_error (sqlite3_vfs *vfs,
                int length,
                char *text)
{
  int own = GPOINTER_TO_INT (g_private_get (&last_errno));

  return own != 0 ? own : real_vfs->xGetLastError (real_vfs, length, text);
}

static sqlite3_vfs faulty = {
  .iVersion = 2,
  .zName = "faulty",
  .xOpen = vfs_open,
  .xDelete = vfs_delete,
  .xAccess = vfs_access,
  .xFullPathname = vfs_full_path,
  .xRandomness = vfs_random,
  .xSleep = vfs_sleep,
  .xCurrentTime = vfs_time,
  .xCurrentTimeInt64 = vfs_time_ms,
  .xGetLastError = vfs_last_error,
};

void
faulty_vfs_register (void)
{
  if (real_vfs != NULL)
    return;
  real_vfs = sqlite3_vfs_find (NULL);
  faulty.szOsFile = sizeof (File);
  faulty.mxPathname = real_vfs->mxPathname;
  g_assert_cmpint (sqlite3_vfs_register (&faulty, 1), ==, SQLITE_OK);
}
