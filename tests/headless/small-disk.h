#pragma once

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

/* A disk so small that a test can fill it, for a process that g_test_trap_subprocess() has started:
 * nobody else sees it, and it goes with the process. */

/* Puts it in place of @folder. Returns: FALSE where only root may */
static inline gboolean
small_disk_mount (const char *folder)
{
  return unshare (CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount ("none", folder, "tmpfs", 0, "size=64k,mode=700") == 0;
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
