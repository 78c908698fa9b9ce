#define G_LOG_DOMAIN "tiem-store"

#include "store/tiem-store-watch.h"

#include <errno.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOK_MS 1000
#define LOOK_AGAIN_MS 20

struct _TiemStoreWatch
{
  TiemStoreWatchFunc func;
  gpointer user_data;
  GThread *thread;
  GCancellable *stop; /* (owned) */
  int bell_fd;        /* of inotify; −1 = the system has none left: only the look once a second */
};

/* Returns: the kinds of what was heard since the last time */
static guint32
hear (int fd)
{
  _Alignas(struct inotify_event) char buffer[4096];
  guint32 heard = 0;
  ssize_t size;

  while ((size = read (fd, buffer, sizeof buffer)) > 0)
    for (ssize_t at = 0; at < size;)
      {
        const struct inotify_event *event = (const struct inotify_event *)(buffer + at);

        heard |= event->mask;
        at += (ssize_t)(sizeof *event + event->len);
      }
  return heard;
}

static gpointer
watch_thread (gpointer data)
{
  TiemStoreWatch *self = data;
  GPollFD fds[2] = { { -1, G_IO_IN, 0 }, { self->bell_fd, G_IO_IN, 0 } };
  gboolean has_fd = g_cancellable_make_pollfd (self->stop, &fds[0]);
  gboolean looked = TRUE;
  guint32 heard = 0;

  /* A descriptor of −1 is passed over. */
  while (g_poll (fds, G_N_ELEMENTS (fds), looked ? LOOK_MS : LOOK_AGAIN_MS) >= 0 || errno == EINTR)
    {
      if (g_cancellable_is_cancelled (self->stop))
        break;
      if (self->bell_fd >= 0)
        heard = hear (self->bell_fd);
      looked = self->func ((heard & IN_OPEN) != 0, self->user_data);
    }
  if (has_fd)
    g_cancellable_release_fd (self->stop);
  return NULL;
}

static int
listen_to (const char *bell)
{
  int fd = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);

  if (fd >= 0 && inotify_add_watch (fd, bell, IN_ATTRIB | IN_OPEN) >= 0)
    return fd;
  g_debug ("Changes by other processes are seen a little later: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

TiemStoreWatch *
tiem_store_watch_new (const char *bell,
                      TiemStoreWatchFunc func,
                      gpointer user_data)
{
  TiemStoreWatch *self = g_new0 (TiemStoreWatch, 1);

  self->func = func;
  self->user_data = user_data;
  self->stop = g_cancellable_new ();
  self->bell_fd = listen_to (bell);
  self->thread = g_thread_new ("tiem-store-watch", watch_thread, self);
  return self;
}

void
tiem_store_watch_free (TiemStoreWatch *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->stop);
  if (self->bell_fd >= 0)
    close (self->bell_fd);
  g_free (self);
}

void
tiem_store_watch_ring (int bell_fd)
{
  if (futimens (bell_fd, NULL) != 0)
    g_debug ("Other processes see this change a little later: %s", g_strerror (errno));
}
