#define G_LOG_DOMAIN "tiem-keyring"

#include "sync/tiem-keyring-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK_LOOK_US (5 * 1000)
/* Of libsecret's file: its name and two bytes of version, then one variant. */
#define HEADER_LENGTH 18
#define BODY_TYPE G_VARIANT_TYPE ("(uayutua(a{say}ay))")

/* As libsecret chooses it. Returns: (transfer full) (nullable) */
static char *
find_path (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");

  if (backend != NULL ? g_strcmp0 (backend, "file") != 0
                      : !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return NULL;
  return path != NULL
             ? g_strdup (path)
             : g_build_filename (g_get_user_data_dir (), "keyrings", "default.keyring", NULL);
}

static gboolean
fail (const char *what,
      GError **error)
{
  int code = errno;

  g_set_error (
      error, G_IO_ERROR, (int)g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

static void
clear (TiemKeyringFile *self)
{
  if (self->folder >= 0)
    close (self->folder);
  self->folder = -1;
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->copy, g_free);
}

/* --- the folder --- */

static gboolean
lock_folder (TiemKeyringFile *self,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail ("making the folder", error);
  self->folder = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (self->folder < 0)
    return fail ("opening the folder", error);
  while (flock (self->folder, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        return fail ("locking the folder", error);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_usleep (LOCK_LOOK_US);
    }
  return TRUE;
}

/* --- the copy --- */

static gboolean
write_copy (TiemKeyringFile *self,
            GError **error)
{
  g_autofree char *content = NULL;
  gsize length, done = 0;
  gboolean is_safe;
  int fd;

  if (!g_file_get_contents (self->path, &content, &length, error))
    return FALSE;
  fd = g_open (self->copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail ("making the copy", error);
  while (done < length)
    {
      gssize n = write (fd, content + done, length - done);

      if (n < 0 && errno != EINTR)
        break;
      done += (gsize)MAX (n, 0);
    }
  is_safe = done == length && fsync (fd) == 0;
  if (!is_safe)
    fail ("writing the copy", error);
  close (fd);
  if (!is_safe)
    g_unlink (self->copy);
  return is_safe;
}

/* Whether libsecret finds in it what it expects; more is sealed by a password. */
static gboolean
is_whole (const char *path)
{
  g_autoptr (GVariant) variant = NULL;
  g_autofree char *content = NULL;
  gsize length;
  char *body;

  if (!g_file_get_contents (path, &content, &length, NULL) || length <= HEADER_LENGTH)
    return FALSE;
  length -= HEADER_LENGTH;
  body = g_memdup2 (content + HEADER_LENGTH, length); /* aligned */
  variant
      = g_variant_ref_sink (g_variant_new_from_data (BODY_TYPE, body, length, FALSE, g_free, body));
  return g_variant_is_normal_form (variant);
}

/* With the folder locked: a copy that is there is of a writer that has died. */
static gboolean
settle (TiemKeyringFile *self)
{
  if (!g_file_test (self->copy, G_FILE_TEST_EXISTS))
    return TRUE;
  if (is_whole (self->path) || !is_whole (self->copy))
    return g_unlink (self->copy) == 0;
  g_message ("The keyring's file was not written to its end; its copy takes its place");
  return g_rename (self->copy, self->path) == 0;
}

/* --- around a write --- */

static gboolean
open_folder (TiemKeyringFile *self,
             GCancellable *cancellable,
             GError **error)
{
  if (!lock_folder (self, cancellable, error))
    return FALSE;
  return settle (self) || fail ("setting the file right", error);
}

static void
find_file (TiemKeyringFile *self)
{
  *self = (TiemKeyringFile){ find_path (), NULL, -1 };
  if (self->path != NULL)
    self->copy = g_strconcat (self->path, ".copy", NULL);
}

gboolean
tiem_keyring_file_is_used (void)
{
  g_autofree char *path = find_path ();

  return path != NULL;
}

void
tiem_keyring_file_mend (GCancellable *cancellable)
{
  TiemKeyringFile self;
  g_autoptr (GError) error = NULL;

  find_file (&self);
  if (self.path != NULL && g_file_test (self.copy, G_FILE_TEST_EXISTS)
      && !open_folder (&self, cancellable, &error))
    g_debug ("The keyring's file can't be set right: %s", error->message);
  clear (&self);
}

gboolean
tiem_keyring_file_begin (TiemKeyringFile *self,
                         GCancellable *cancellable,
                         GError **error)
{
  find_file (self);
  if (self->path == NULL
      || (open_folder (self, cancellable, error)
          && (!g_file_test (self->path, G_FILE_TEST_EXISTS) || write_copy (self, error))))
    return TRUE;
  clear (self);
  return FALSE;
}

void
tiem_keyring_file_end (TiemKeyringFile *self,
                       gboolean is_written)
{
  if (self->path == NULL)
    return;
  if (is_written)
    g_unlink (self->copy);
  else if (g_rename (self->copy, self->path) == 0)
    g_debug ("The keyring's file is as before");
  else if (errno == ENOENT)
    /* The first of all keys: half of it would be in the way of the next. */
    g_unlink (self->path);
  else
    g_message ("The keyring's copy can't take its place: %s", g_strerror (errno));
  clear (self);
}
