#define G_LOG_DOMAIN "tiem-store-asking"

#include "store/tiem-store-asking.h"

#include "store/tiem-store-open.h"
#include "store/tiem-store-private.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOK_MS 5

/* Whoever holds the lock shows it by one that can be looked at without being taken. */
static gboolean
is_held (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

gint64
tiem_store_get_asked_since (TiemStore *self)
{
  g_autofree char *path
      = g_build_filename (tiem_store_get_dir (self), TIEM_WORKERS_LOCK_FILE, NULL);
  struct stat facts;
  gint64 since = 0;
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0)
    return 0;
  if (is_held (fd) && fstat (fd, &facts) == 0)
    since = (gint64)facts.st_mtim.tv_sec * 1000 + facts.st_mtim.tv_nsec / 1000000;
  close (fd);
  return since;
}

void
tiem_store_ask_others (TiemStore *self,
                       guint wait_ms)
{
  g_autofree char *bell = g_build_filename (tiem_store_get_dir (self), TIEM_STORE_LOCK_FILE, NULL);
  gint64 end_at = g_get_monotonic_time () + wait_ms * G_TIME_SPAN_MILLISECOND;
  gint64 version;
  int fd;

  if (tiem_store_get_asked_since (self) == 0)
    return;
  version = tiem_store_read_version (self);
  /* They hear that it is opened (tiem-store-watch.c). */
  if ((fd = open (bell, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) < 0)
    return;
  close (fd);
  while (tiem_store_read_version (self) == version && g_get_monotonic_time () < end_at)
    g_usleep (LOOK_MS * G_TIME_SPAN_MILLISECOND);
}
