#define G_LOG_DOMAIN "tiem-watchdog"

#include "config.h"

#include "app/tiem-watchdog.h"

#include <gtk/gtk.h>

#include <execinfo.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

#define MOST_FRAMES 64
#define MOST_SAMPLES 16
/* Of the functions that were running, innermost first. */
#define TOLD_FRAMES 7
/* The handler and what the system calls it through. */
#define OWN_FRAMES 2

/* Where the main thread was when its time was over; written by a signal handler. */
typedef struct
{
  char source[64];
  void *frames[MOST_FRAMES];
  int n_frames;
  gboolean is_drawing;
} Sample;

static struct
{
  GPollFunc poll;
  timer_t timer;
  gint64 limit_us;
  gint64 cpu_us; /* when this turn began, by the thread's processor time; 0 = it has not */
  gint64 wall_us;
  gint64 drawing_since; /* when GTK began to lay out and draw a window; 0 = it does not */
  gint64 drawing_us;    /* of this turn, without our own callbacks from there */
  gint64 own_since;     /* when it called us from there; 0 = it has not */
  gint64 own_us;
  Sample samples[MOST_SAMPLES];
  volatile sig_atomic_t n_samples;
} dog;

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* In the main thread, in the midst of anything: nothing is allocated here. */
static void
time_is_over_cb (int number)
{
  Sample *sample = &dog.samples[dog.n_samples];
  GSource *source;
  const char *name = NULL;

  if (dog.n_samples >= MOST_SAMPLES)
    return;
  source = g_main_current_source ();
  if (source != NULL)
    name = g_source_get_name (source);
  strncpy (sample->source, name != NULL ? name : "?", sizeof sample->source - 1);
  sample->is_drawing = dog.drawing_since > 0 && dog.own_since == 0;
  sample->n_frames = backtrace (sample->frames, MOST_FRAMES);
  dog.n_samples = dog.n_samples + 1;
}

/* "lib.so(function+0x12) [0x7f…]" → "function"; of the program itself "+0x5a2c" */
static char *
shorten (const char *symbol)
{
  const char *open = strchr (symbol, '(');
  const char *end = open != NULL ? strpbrk (open, "+)") : NULL;
  const char *close = open != NULL ? strchr (open, ')') : NULL;

  if (end == NULL || close == NULL)
    return g_strdup (symbol);
  if (end > open + 1)
    return g_strndup (open + 1, end - open - 1);
  if (strstr (symbol, ".so") == NULL)
    return g_strndup (open + 1, close - open - 1);
  return NULL;
}

static void
describe (const Sample *sample,
          GString *text)
{
  g_autofree char **symbols = NULL;
  int told = 0;

  symbols = backtrace_symbols (sample->frames, sample->n_frames);
  for (int i = OWN_FRAMES; symbols != NULL && i < sample->n_frames; i++)
    {
      g_autofree char *name = shorten (symbols[i]);
      gboolean is_ours = strstr (symbols[i], ".so") == NULL;

      /* The innermost ones, and further out those of the program. */
      if (name == NULL || (told >= TOLD_FRAMES && !is_ours))
        continue;
      g_string_append_printf (text, "%s%s", told > 0 ? " < " : "", name);
      told++;
    }
}

static void
tell (gint64 cpu_us,
      gint64 wall_us)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < dog.n_samples; i++)
    {
      g_string_append_printf (
          text, "\n  %s%s: ", dog.samples[i].is_drawing ? "drawing, " : "", dog.samples[i].source);
      describe (&dog.samples[i], text);
    }
  g_message ("Main loop: %.1f ms at once, %.1f but for GTK's drawing, %.1f by the clock%s",
             (double)cpu_us / 1000,
             (double)(cpu_us - dog.drawing_us) / 1000,
             (double)wall_us / 1000,
             text->str);
}

static void
set_timer (gint64 us)
{
  struct itimerspec spec = { 0 };

  spec.it_value.tv_nsec = spec.it_interval.tv_nsec = us * 1000 % 1000000000;
  spec.it_value.tv_sec = spec.it_interval.tv_sec = us / G_USEC_PER_SEC;
  timer_settime (dog.timer, 0, &spec, NULL);
}

static void
end_turn (void)
{
  gint64 cpu_us = get_cpu_us () - dog.cpu_us;
  gint64 wall_us = g_get_monotonic_time () - dog.wall_us;

  set_timer (0);
  if (dog.cpu_us > 0 && cpu_us > dog.limit_us)
    tell (cpu_us, wall_us);
  dog.n_samples = 0;
  dog.drawing_since = dog.drawing_us = 0;
}

/* What is between two polls is one turn. */
static int
poll_cb (GPollFD *fds,
         guint n_fds,
         int timeout)
{
  int result;

  end_turn ();
  result = dog.poll (fds, n_fds, timeout);
  dog.cpu_us = get_cpu_us ();
  dog.wall_us = g_get_monotonic_time ();
  set_timer (dog.limit_us);
  return result;
}

/* --- what GTK lays out and draws --- */

/* A frame, from before its animations are moved on until it is painted. */
static void
begun_cb (GdkFrameClock *frame_clock)
{
  dog.drawing_since = get_cpu_us ();
  dog.own_us = 0;
}

static void
painted_cb (GdkFrameClock *frame_clock)
{
  if (dog.drawing_since > 0)
    dog.drawing_us += get_cpu_us () - dog.drawing_since - dog.own_us;
  dog.drawing_since = 0;
}

static void
realized_cb (GtkWidget *window)
{
  GdkFrameClock *frame_clock = gtk_widget_get_frame_clock (window);

  g_signal_connect_after (frame_clock, "before-paint", G_CALLBACK (begun_cb), NULL);
  g_signal_connect (frame_clock, "after-paint", G_CALLBACK (painted_cb), NULL);
}

static void
windows_changed_cb (GListModel *windows,
                    guint position,
                    guint removed,
                    guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
    }
}

gboolean
tiem_watchdog_begin_layout (void)
{
  if (dog.poll == NULL || dog.drawing_since > 0)
    return FALSE;
  begun_cb (NULL);
  return TRUE;
}

void
tiem_watchdog_end_layout (gboolean begun)
{
  if (begun)
    painted_cb (NULL);
}

void
tiem_watchdog_enter (void)
{
  if (dog.drawing_since > 0 && dog.own_since == 0)
    dog.own_since = get_cpu_us ();
}

void
tiem_watchdog_leave (void)
{
  if (dog.own_since > 0)
    dog.own_us += get_cpu_us () - dog.own_since;
  dog.own_since = 0;
}

void
tiem_watchdog_start (void)
{
  const char *limit = g_getenv ("TIEM_WATCHDOG");
  gint64 limit_ms = limit != NULL ? g_ascii_strtoll (limit, NULL, 10) : 0;
  struct sigaction action = { .sa_handler = time_is_over_cb, .sa_flags = SA_RESTART };
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID };
  void *first[1];

  if (limit_ms <= 0 || dog.poll != NULL)
    return;
  /* The first backtrace loads a library: not in the handler. */
  backtrace (first, 1);
  event.sigev_signo = SIGRTMIN + 3;
  event.sigev_notify_thread_id = (pid_t)syscall (SYS_gettid);
  if (sigaction (event.sigev_signo, &action, NULL) != 0
      || timer_create (CLOCK_THREAD_CPUTIME_ID, &event, &dog.timer) != 0)
    return;
  dog.limit_us = limit_ms * 1000;
  dog.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
  g_signal_connect (
      gtk_window_get_toplevels (), "items-changed", G_CALLBACK (windows_changed_cb), NULL);
}
