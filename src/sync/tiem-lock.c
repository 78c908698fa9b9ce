/* F_OFD_SETLK */
#define _GNU_SOURCE
#define G_LOG_DOMAIN "tiem-lock"

#include "config.h"

#include "sync/tiem-engine.h"

#include "base/tiem-error.h"
#include "store/tiem-store-asking.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough for a process number and a program's name. */
#define LONGEST_HOLDER 256

struct _TiemSyncLock
{
  int fd;
};

/* The file holds "PID PROGRAM", written by whoever has the lock. Between the lock and the
 * writing there is an instant where it still names the holder before: the sentence is for
 * people and nothing is decided by it. */
static void
set_busy_error (int fd,
                GError **error)
{
  char text[LONGEST_HOLDER + 1];
  ssize_t length = pread (fd, text, LONGEST_HOLDER, 0);
  char *program;

  text[MAX (length, 0)] = '\0';
  g_strchomp (text);
  program = strchr (text, ' ');
  if (program == NULL || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_BUSY,
                           _ ("Another Tiệm already syncs this shop; here you can look and edit, "
                              "the other one does the syncing."));
      return;
    }

  *program++ = '\0';
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_BUSY,
               /* Translators: the program's name and its process number */
               _ ("Another Tiệm already syncs this shop (%s, process %s); here you can look and "
                  "edit, the other one does the syncing."),
               program,
               text);
}

static void
set_open_error (const char *path,
                int code,
                GError **error)
{
  gboolean read_only = code == EACCES || code == EROFS || code == EPERM;

  g_set_error (error,
               TIEM_ERROR,
               read_only        ? TIEM_ERROR_READ_ONLY
               : code == ENOSPC ? TIEM_ERROR_FULL
                                : TIEM_ERROR_STORE,
               _ ("The file %s can't be written (%s); make its folder writable or make room on the "
                  "disk, then try again."),
               path,
               g_strerror (code));
}

/* A second lock, of the kind that can be looked at without being taken: other processes see by it
 * that the channels are being asked (store/tiem-store-asking.h). */
static void
show_lock (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (fcntl (fd, F_OFD_SETLK, &lock) != 0)
    g_debug ("Other processes can't see who asks the channels: %s", g_strerror (errno));
}

TiemSyncLock *
tiem_sync_lock_take (const char *dir,
                     GError **error)
{
  g_autofree char *path = g_build_filename (dir, TIEM_WORKERS_LOCK_FILE, NULL);
  g_autofree char *holder = NULL;
  const char *program = g_get_prgname ();
  TiemSyncLock *self;
  int fd;

  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      set_open_error (path, errno, error);
      return NULL;
    }
  /* The lock belongs to the open file: the system drops it when the process ends in any way. */
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        set_busy_error (fd, error);
      else
        set_open_error (path, errno, error);
      close (fd);
      return NULL;
    }

  holder = g_strdup_printf ("%d %s\n", (int)getpid (), program != NULL ? program : "tiem");
  if (ftruncate (fd, 0) != 0 || pwrite (fd, holder, strlen (holder), 0) < 0)
    g_debug ("Could not write the holder into %s: %s", path, g_strerror (errno));
  show_lock (fd);

  self = g_new0 (TiemSyncLock, 1);
  self->fd = fd;
  return self;
}

void
tiem_sync_lock_renew (TiemSyncLock *self)
{
  if (futimens (self->fd, NULL) != 0)
    g_debug ("The time of the lock can't be set: %s", g_strerror (errno));
}

void
tiem_sync_lock_release (TiemSyncLock *self)
{
  if (self == NULL)
    return;
  /* The file stays: removing it would let two processes lock two files of one name. */
  close (self->fd);
  g_free (self);
}
