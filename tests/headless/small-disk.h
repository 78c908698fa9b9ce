#pragma once

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

/* A disk so small that a test can fill it, for a process that g_test_trap_subprocess() has started:
 * nobody else sees it, and it goes with the process. */

/* Asked before that process is started: one that skips its test counts as failed. */
static inline gboolean
small_disk_is_allowed (void)
{
  int status = 1;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (unshare (CLONE_NEWNS) == 0 ? 0 : 1);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return status == 0;
}

#define SMALL_DISK_VARIABLE "TIEM_TEST_SMALL_DISK"

/* First of all in main (), for each thread has its own view of the disks: puts it in place of the
 * folder that the parent has named in the variable. */
static inline void
small_disk_mount_named (void)
{
  const char *folder = g_getenv (SMALL_DISK_VARIABLE);

  if (folder == NULL)
    return;
  g_assert_cmpint (unshare (CLONE_NEWNS), ==, 0);
  /* The root of a chroot may be no mount of its own. */
  if (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    g_assert_cmpint (errno, ==, EINVAL);
  g_assert_cmpint (mount ("none", folder, "tmpfs", 0, "size=64k,mode=700"), ==, 0);
}

static inline void
small_disk_fill (const char *filler)
{
  char zeros[4096] = { 0 };
  int fd = g_open (filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, zeros, sizeof zeros) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}
