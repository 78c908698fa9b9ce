#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "sync/tiem-backoff.h"
#include "sync/tiem-engine.h"
#include "sync/tiem-limiter.h"
#include "sync/tiem-poll.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOON G_GINT64_CONSTANT (1795237200000) /* 21/11/2026 12:00 in Việt Nam */

/* Limiter */

static void
test_limiter_burst (void)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_simulated (NOON);
  g_autoptr (TiemLimiter) limiter = tiem_limiter_new (clock, 2, 8);

  /* Eight at once when urgent, six when not: two are the reserve. */
  for (int i = 0; i < 6; i++)
    {
      g_assert_cmpint (tiem_limiter_get_next_at (limiter), <=, NOON);
      tiem_limiter_take (limiter);
    }
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, NOON + 500);

  tiem_limiter_set_urgent (limiter, TRUE);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), <=, NOON);
  tiem_limiter_take (limiter);
  tiem_limiter_take (limiter);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, NOON + 500);
  g_assert_cmpfloat (tiem_limiter_get_level (limiter, 0), ==, 0);
  /* Emptied in a rush, it is soon full again: no reason to poll less. */
  g_assert_cmpfloat (tiem_limiter_get_level (limiter, 2000), ==, 0.5);
  g_assert_cmpfloat (tiem_limiter_get_level (limiter, 5000), ==, 1);

  /* Reading listings waits until the reserve is full again. */
  tiem_limiter_set_urgent (limiter, FALSE);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, NOON + 1500);
  tiem_sim_clock_advance (clock, 60 * 1000);
  g_assert_cmpfloat (tiem_limiter_get_level (limiter, 0), ==, 1);
}

static void
test_limiter_wait (void)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_simulated (NOON);
  g_autoptr (TiemLimiter) limiter = tiem_limiter_new (clock, 1, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_assert_true (tiem_limiter_wait (limiter, cancellable, &error));
      g_assert_no_error (error);
      tiem_limiter_take (limiter);
    }
  g_assert_cmpint (tiem_clock_now (clock), ==, NOON + 4000);

  g_cancellable_cancel (cancellable);
  g_assert_false (tiem_limiter_wait (limiter, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A platform that allows less than it says must not be asked in bursts that it cuts off: a turn
 * would be cut off at the same place for ever. */
static void
test_limiter_slow_down (void)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_simulated (NOON);
  g_autoptr (TiemLimiter) limiter = tiem_limiter_new (clock, 8, 20);

  tiem_limiter_slow_down (limiter);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, NOON + 250);
  tiem_limiter_slow_down (limiter);
  tiem_limiter_slow_down (limiter);
  for (int i = 0; i < 5; i++)
    {
      g_assert_true (tiem_limiter_wait (limiter, NULL, NULL));
      tiem_limiter_take (limiter);
    }
  g_assert_cmpint (tiem_clock_now (clock), ==, NOON + 5000);

  /* three refusals: twice as fast after 240 calls without one, and in the end as fast as it was */
  for (int i = 5; i < 240; i++)
    tiem_limiter_take (limiter);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, NOON + 5500);
  for (int i = 0; i < 480; i++)
    tiem_limiter_take (limiter);
  tiem_sim_clock_advance (clock, 10 * 1000);
  g_assert_cmpfloat (tiem_limiter_get_level (limiter, 0), ==, 1);
  tiem_limiter_set_urgent (limiter, TRUE);
  for (int i = 0; i < 20; i++)
    {
      g_assert_cmpint (tiem_limiter_get_next_at (limiter), <=, tiem_clock_now (clock));
      tiem_limiter_take (limiter);
    }
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, tiem_clock_now (clock) + 125);

  /* refused at full speed again, it takes twice as long as before */
  tiem_limiter_slow_down (limiter);
  for (int i = 0; i < 479; i++)
    tiem_limiter_take (limiter);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, tiem_clock_now (clock) + 250);
  tiem_limiter_take (limiter);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, tiem_clock_now (clock) + 125);

  /* it can't come to a stop */
  for (int i = 0; i < 40; i++)
    tiem_limiter_slow_down (limiter);
  g_assert_cmpint (tiem_limiter_get_next_at (limiter), ==, tiem_clock_now (clock) + 2000);
}

static void
test_limiter_unlimited (void)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_simulated (NOON);
  g_autoptr (TiemLimiter) limiter = tiem_limiter_new (clock, 0, 0);

  for (int i = 0; i < 1000; i++)
    {
      g_assert_true (tiem_limiter_wait (limiter, NULL, NULL));
      tiem_limiter_take (limiter);
    }
  g_assert_cmpint (tiem_clock_now (clock), ==, NOON);
  g_assert_cmpfloat (tiem_limiter_get_level (limiter, 0), ==, 1);
}

/* Back-off */

static void
test_backoff_grows (void)
{
  g_autoptr (GError) error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_TRANSIENT, "down");
  gint64 most[12] = { 0 };

  for (guint32 seed = 0; seed < 500; seed++)
    {
      g_autoptr (TiemBackoff) backoff = tiem_backoff_new (seed);

      for (guint i = 0; i < G_N_ELEMENTS (most); i++)
        {
          gint64 ceiling = MIN ((gint64)TIEM_BACKOFF_BASE_MS << i, TIEM_BACKOFF_CAP_MS);
          gint64 wait = tiem_backoff_fail (backoff, error);

          g_assert_cmpint (wait, >=, TIEM_BACKOFF_FLOOR_MS);
          g_assert_cmpint (wait, <=, ceiling);
          most[i] = MAX (most[i], wait);
        }
      g_assert_cmpuint (tiem_backoff_get_failures (backoff), ==, G_N_ELEMENTS (most));
      tiem_backoff_reset (backoff);
      g_assert_cmpint (tiem_backoff_fail (backoff, error), <=, TIEM_BACKOFF_BASE_MS);
    }
  /* Full jitter: over many seeds the whole range is used. */
  for (guint i = 0; i < G_N_ELEMENTS (most); i++)
    g_assert_cmpint (
        most[i], >, MIN ((gint64)TIEM_BACKOFF_BASE_MS << i, TIEM_BACKOFF_CAP_MS) * 9 / 10);
}

static void
test_backoff_seeded (void)
{
  g_autoptr (TiemBackoff) one = tiem_backoff_new (7);
  g_autoptr (TiemBackoff) two = tiem_backoff_new (7);

  for (int i = 0; i < 50; i++)
    g_assert_cmpint (tiem_backoff_fail (one, NULL), ==, tiem_backoff_fail (two, NULL));
}

static void
test_backoff_retry_after (void)
{
  g_autoptr (TiemBackoff) backoff = tiem_backoff_new (1);
  g_autoptr (GError) error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_RATE_LIMITED, "slow");

  tiem_error_set_retry_after_ms (error, 17000);
  g_assert_cmpint (tiem_backoff_fail (backoff, error), ==, 17000);
  tiem_error_set_retry_after_ms (error, G_GINT64_CONSTANT (9) * 24 * 3600 * 1000);
  g_assert_cmpint (tiem_backoff_fail (backoff, error), ==, 24 * 3600 * 1000);
}

/* Polls */

static void
test_poll_interval (void)
{
  gint64 midnight = tiem_time_day_start (tiem_time_day (NOON));
  const struct
  {
    int minute; /* of the day in Việt Nam */
    gint64 poll_ms;
    gboolean is_lively;
    double level;
    gint64 expected;
  } cases[] = {
    { 12 * 60, 5000, FALSE, 1, 5000 },
    { 12 * 60, 0, FALSE, 1, 5000 },
    { 7 * 60, 5000, FALSE, 1, 5000 },
    { 6 * 60 + 59, 5000, FALSE, 1, 10000 },
    { 22 * 60 + 59, 10000, FALSE, 1, 10000 },
    { 23 * 60, 5000, FALSE, 1, 10000 },
    { 0, 5000, FALSE, 1, 10000 },
    { 12 * 60, 5000, FALSE, 0.4, 10000 },
    { 12 * 60, 5000, FALSE, 0.1, 20000 },
    { 12 * 60, 15000, TRUE, 1, 5000 },
    { 0, 15000, TRUE, 1, 5000 },
    { 12 * 60, 3000, TRUE, 1, 3000 },
    { 12 * 60, 15000, TRUE, 0.4, 10000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tiem_poll_interval (midnight + cases[i].minute * 60 * 1000,
                                         cases[i].poll_ms,
                                         cases[i].is_lively,
                                         cases[i].level),
                     ==,
                     cases[i].expected);
}

/* Lock */

typedef struct
{
  char *dir;
} LockFixture;

static void
lock_set_up (LockFixture *fixture,
             gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("tiem-lock-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
lock_tear_down (LockFixture *fixture,
                gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "workers.lock", NULL);

  g_unlink (path);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static void
test_lock_once (LockFixture *fixture,
                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pid = g_strdup_printf ("%d", (int)getpid ());
  TiemSyncLock *lock, *other;

  lock = tiem_sync_lock_take (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);

  other = tiem_sync_lock_take (fixture->dir, &error);
  g_assert_null (other);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, pid));
  g_assert_nonnull (strstr (error->message, g_get_prgname ()));
  g_clear_error (&error);

  tiem_sync_lock_release (lock);
  lock = tiem_sync_lock_take (fixture->dir, &error);
  g_assert_no_error (error);
  tiem_sync_lock_release (lock);
}

/* Another process holds the lock until it is killed. */
static pid_t
fork_holder (const char *dir)
{
  int ready[2];
  char byte;
  pid_t pid;

  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      if (tiem_sync_lock_take (dir, NULL) == NULL || write (ready[1], "x", 1) != 1)
        _exit (1);
      while (TRUE)
        pause ();
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  return pid;
}

static void
test_lock_killed (LockFixture *fixture,
                  gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pid_text = NULL;
  TiemSyncLock *lock;
  pid_t pid = fork_holder (fixture->dir);

  pid_text = g_strdup_printf ("%d", (int)pid);
  lock = tiem_sync_lock_take (fixture->dir, &error);
  g_assert_null (lock);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, pid_text));
  g_clear_error (&error);

  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  lock = tiem_sync_lock_take (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);
  tiem_sync_lock_release (lock);
}

static void
test_lock_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tiem_sync_lock_take ("/nonexistent/tiem", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_STORE);
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/limiter/burst-and-reserve", test_limiter_burst);
  g_test_add_func ("/sync/limiter/waits", test_limiter_wait);
  g_test_add_func ("/sync/limiter/slows-down", test_limiter_slow_down);
  g_test_add_func ("/sync/limiter/unlimited", test_limiter_unlimited);
  g_test_add_func ("/sync/backoff/grows-with-full-jitter", test_backoff_grows);
  g_test_add_func ("/sync/backoff/one-seed-one-row", test_backoff_seeded);
  g_test_add_func ("/sync/backoff/retry-after", test_backoff_retry_after);
  g_test_add_func ("/sync/poll/hours-and-quota", test_poll_interval);
  g_test_add ("/sync/lock/once", LockFixture, NULL, lock_set_up, test_lock_once, lock_tear_down);
  g_test_add (
      "/sync/lock/killed-holder", LockFixture, NULL, lock_set_up, test_lock_killed, lock_tear_down);
  g_test_add_func ("/sync/lock/no-folder", test_lock_no_folder);

  return g_test_run ();
}
