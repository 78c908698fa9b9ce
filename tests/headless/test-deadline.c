#include "channel/tiem-deadline.h"

#include <locale.h>

#define SOON 30
#define LATE 60000

/* Waits until the call that @deadline belongs to is called off. */
static void
wait_for (TiemDeadline *deadline)
{
  while (!g_cancellable_is_cancelled (tiem_deadline_get_cancellable (deadline)))
    g_usleep (1000);
}

static void
test_over (void)
{
  gint64 began_at = g_get_monotonic_time ();
  g_autoptr (TiemDeadline) deadline = tiem_deadline_new (SOON, NULL);

  wait_for (deadline);
  g_assert_cmpint (g_get_monotonic_time () - began_at, >=, SOON * G_TIME_SPAN_MILLISECOND);
  g_assert_true (tiem_deadline_is_over (deadline));
}

/* The thread that sleeps for the first one hears of one that comes sooner. */
static void
test_sooner (void)
{
  g_autoptr (TiemDeadline) late = tiem_deadline_new (LATE, NULL);
  g_autoptr (TiemDeadline) soon = NULL;

  g_usleep (SOON * 1000);
  soon = tiem_deadline_new (SOON, NULL);
  wait_for (soon);
  g_assert_false (tiem_deadline_is_over (late));
  tiem_deadline_restart (late, SOON);
  wait_for (late);
  g_assert_true (tiem_deadline_is_over (late));
}

/* One that was put off does not come at its old time, and the next one does. */
static void
test_put_off (void)
{
  g_autoptr (TiemDeadline) put_off = tiem_deadline_new (SOON, NULL);
  g_autoptr (TiemDeadline) next = NULL;

  tiem_deadline_restart (put_off, LATE);
  next = tiem_deadline_new (2 * SOON, NULL);
  wait_for (next);
  g_assert_false (tiem_deadline_is_over (put_off));
}

static void
test_ended (void)
{
  g_autoptr (GCancellable) call = NULL;
  g_autoptr (TiemDeadline) next = NULL;
  TiemDeadline *ended = tiem_deadline_new (SOON, NULL);

  call = g_object_ref (tiem_deadline_get_cancellable (ended));
  tiem_deadline_free (ended);
  next = tiem_deadline_new (2 * SOON, NULL);
  wait_for (next);
  g_assert_false (g_cancellable_is_cancelled (call));
}

static void
test_called_off (void)
{
  g_autoptr (GCancellable) own = g_cancellable_new ();
  g_autoptr (TiemDeadline) deadline = tiem_deadline_new (LATE, own);

  g_cancellable_cancel (own);
  wait_for (deadline);
  g_assert_false (tiem_deadline_is_over (deadline));
}

static gpointer
call_thread (gpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (TiemDeadline) deadline = tiem_deadline_new (LATE, NULL);

      tiem_deadline_restart (deadline, LATE / 2);
      g_assert_false (tiem_deadline_is_over (deadline));
    }
  return NULL;
}

static void
test_many (void)
{
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, call_thread, NULL);
  test_over ();
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/deadline/over", test_over);
  g_test_add_func ("/deadline/sooner", test_sooner);
  g_test_add_func ("/deadline/put-off", test_put_off);
  g_test_add_func ("/deadline/ended", test_ended);
  g_test_add_func ("/deadline/called-off", test_called_off);
  g_test_add_func ("/deadline/many", test_many);

  return g_test_run ();
}
