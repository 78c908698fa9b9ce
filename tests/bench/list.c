#include "app/tiem-app.h"
#include "base/tiem-memory.h"
#include "floor/list.h"
#include "store/tiem-row-list.h"

#include <locale.h>
#include <string.h>
#include <time.h>

/*
 * Rows 4, 8 and 9 for one program: bench-list tiem JUMPS opens the shop of the user whose home it
 * is, as Tiệm does, at its orders; bench-list bare JUMPS does it with the least list there can be.
 * Told on standard output, one figure a line: "start MS" (until the first frame with rows), "jump
 * MS" (of the scroll bar, until it is painted), "settled MB" before the jumps, "memory MB" after
 * them. Milliseconds are of the process's processor time. With BENCH_SETTLE_S the jumps wait so
 * many seconds, with BENCH_TRUST the channels' certificates are looked up in that file:
 * tests/bench/memory.
 */

/* Between what is painted and the next jump; before the first one. */
#define REST_MS 40
#define SETTLE_MS 3000

static struct
{
  gboolean is_bare;
  guint jumps; /* still to do */
  GtkColumnView *view;
  GtkAdjustment *adjustment;
  gboolean is_waiting; /* for what was begun to be painted */
  double since[3];     /* when it was: process, main thread, clock */
  gboolean is_started;
  GRand *random;
  GMainLoop *loop;
} bench;

static void
read_clocks (double ms[3])
{
  static const clockid_t clocks[]
      = { CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC };

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      struct timespec now;

      clock_gettime (clocks[i], &now);
      ms[i] = (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
    }
}

static double
get_memory_mb (void)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL)
      || (at = strstr (text, "VmRSS:")) == NULL)
    return 0;
  return g_ascii_strtod (at + strlen ("VmRSS:"), NULL) / 1024;
}

/* Whether the rows in sight have what they show. */
static gboolean
is_filled (void)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (bench.view));
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;
  double upper = gtk_adjustment_get_upper (bench.adjustment);
  guint first;
  guint last;

  if (n == 0 || upper <= 0)
    return FALSE;
  first = (guint)(gtk_adjustment_get_value (bench.adjustment) / upper * n);
  last = first + (guint)(gtk_adjustment_get_page_size (bench.adjustment) / upper * n);
  for (guint i = first; !bench.is_bare && i < MIN (last, n); i++)
    {
      g_autoptr (TiemRow) row = g_list_model_get_item (model, i);

      if (tiem_row_get_value (row) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
jump_cb (gpointer user_data)
{
  double most = gtk_adjustment_get_upper (bench.adjustment)
                - gtk_adjustment_get_page_size (bench.adjustment);

  if (bench.jumps == 0)
    {
      g_print ("memory %.1f\n", get_memory_mb ());
      if (bench.is_bare)
        g_main_loop_quit (bench.loop);
      else
        g_action_group_activate_action (
            G_ACTION_GROUP (g_application_get_default ()), "quit", NULL);
      return G_SOURCE_REMOVE;
    }
  bench.jumps--;
  bench.is_waiting = TRUE;
  read_clocks (bench.since);
  gtk_adjustment_set_value (bench.adjustment, g_rand_double_range (bench.random, 0, most));
  return G_SOURCE_REMOVE;
}

static gboolean
settled_cb (gpointer user_data)
{
  g_print ("settled %.1f\n", get_memory_mb ());
  return jump_cb (NULL);
}

static guint
get_settle_ms (void)
{
  const char *seconds = g_getenv ("BENCH_SETTLE_S");

  return seconds != NULL ? (guint)(1000 * g_ascii_strtoull (seconds, NULL, 10)) : SETTLE_MS;
}

static void
painted_cb (GdkFrameClock *clock)
{
  double now[3];

  if (!bench.is_waiting || !is_filled ())
    return;
  read_clocks (now);
  g_print ("%s %.2f %.2f %.2f\n",
           bench.is_started ? "jump" : "start",
           now[0] - bench.since[0],
           now[1] - bench.since[1],
           now[2] - bench.since[2]);
  bench.is_waiting = FALSE;
  /* The rest of the ids comes after the first screen. */
  if (bench.is_started)
    g_timeout_add (REST_MS, jump_cb, NULL);
  else
    g_timeout_add (get_settle_ms (), settled_cb, NULL);
  bench.is_started = TRUE;
}

static GtkColumnView *
find_view (GtkWidget *widget)
{
  if (GTK_IS_COLUMN_VIEW (widget) && gtk_widget_get_mapped (widget))
    return GTK_COLUMN_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkColumnView *view = find_view (child);

      if (view != NULL)
        return view;
    }
  return NULL;
}

/* Until the list is there. */
static gboolean
look_cb (gpointer user_data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GtkWidget) window = g_list_model_get_item (windows, 0);

  if (window == NULL || !gtk_widget_get_mapped (window)
      || (bench.view = find_view (window)) == NULL)
    return G_SOURCE_CONTINUE;
  bench.adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench.view));
  g_signal_connect (
      gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), NULL);
  gtk_widget_queue_draw (GTK_WIDGET (bench.view));
  return G_SOURCE_REMOVE;
}

static void
open_bare (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "tiem", "tiem.db", NULL);
  g_autoptr (GListModel) model = NULL;
  GtkWidget *scrolled;
  GtkWidget *window;

  gtk_init ();
  model = floor_list_new_model (path);
  window = gtk_window_new ();
  scrolled = gtk_scrolled_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), floor_list_new_view (model));
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_present (GTK_WINDOW (window));
}

/* TLS is verified as always, against the certificate of the run instead of the system's. */
static gboolean
trust_certificate (void)
{
  const char *path = g_getenv ("BENCH_TRUST");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = NULL;

  if (path == NULL)
    return TRUE;
  database = g_tls_file_database_new (path, &error);
  if (database == NULL)
    {
      g_printerr ("bench-list: %s\n", error->message);
      return FALSE;
    }
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  return TRUE;
}

/* As main.c, at the orders at once. */
static int
run_tiem (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("vn.tiem.Tiem");
  g_autoptr (TiemApp) application = NULL;

  g_settings_set_string (settings, "last-tab", "orders");
  application = tiem_app_new ();
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  if (argc != 3)
    {
      g_printerr ("bench-list tiem|bare JUMPS\n");
      return 2;
    }
  bench.is_bare = g_str_equal (argv[1], "bare");
  if (!bench.is_bare)
    tiem_memory_set_up ();
  bench.jumps = (guint)g_ascii_strtoull (argv[2], NULL, 10);
  bench.is_waiting = TRUE;
  read_clocks (bench.since);
  bench.random = g_rand_new_with_seed (7);
  bench.loop = g_main_loop_new (NULL, FALSE);
  g_timeout_add (2, look_cb, NULL);
  if (!bench.is_bare)
    return trust_certificate () ? run_tiem () : 1;
  open_bare ();
  g_main_loop_run (bench.loop);
  return 0;
}
