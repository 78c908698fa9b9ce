#define G_LOG_DOMAIN "tiem-sleep"

#include "config.h"

#include "sync/tiem-sleep.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define LOOK_S 2
/* Less is a busy computer, or a clock that is being put right. */
#define JUMP_MS 5000
/* An announced sleep that did not come about. */
#define LONGEST_PREPARED_MS 30000

#define LOGIN_NAME "org.freedesktop.login1"
#define LOGIN_PATH "/org/freedesktop/login1"
#define LOGIN_INTERFACE "org.freedesktop.login1.Manager"

struct _TiemSleep
{
  TiemSleepHooks hooks;
  gpointer user_data;
  GCancellable *cancellable; /* (owned) */
  guint look_id;
  gint64 gap_ms;      /* between the clocks, at the last look */
  gint64 prepared_at; /* running time, ms; 0 = no sleep was announced */

  GDBusConnection *bus; /* (owned) (nullable): the system's */
  guint signal_id;
  int delay_fd; /* while it is open the system waits; −1 = none */
};

static gint64
get_running_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
wake (TiemSleep *self,
      gint64 gap_ms)
{
  self->gap_ms = gap_ms;
  self->prepared_at = 0;
  self->hooks.woke (self->user_data);
}

void
tiem_sleep_look (TiemSleep *self,
                 gint64 wall_ms,
                 gint64 running_ms)
{
  gint64 gap_ms = wall_ms - running_ms;
  gboolean jumped = ABS (gap_ms - self->gap_ms) >= JUMP_MS;

  if (jumped || (self->prepared_at != 0 && running_ms - self->prepared_at >= LONGEST_PREPARED_MS))
    {
      g_debug ("The clocks moved apart by %" G_GINT64_FORMAT " ms", gap_ms - self->gap_ms);
      wake (self, gap_ms);
    }
  self->gap_ms = gap_ms;
}

static gboolean
look_cb (gpointer user_data)
{
  tiem_sleep_look (user_data, g_get_real_time () / 1000, get_running_ms ());
  return G_SOURCE_CONTINUE;
}

/* The login service */

static void
delayed_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  TiemSleep *self;

  answer = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), &fds, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (answer == NULL || fds == NULL || g_unix_fd_list_get_length (fds) == 0)
    {
      g_debug ("The system does not wait for Tiệm before it sleeps: %s",
               error != NULL ? error->message : "no answer");
      return;
    }
  tiem_sleep_let_go (self);
  self->delay_fd = g_unix_fd_list_get (fds, 0, NULL);
}

/* Asks the system to wait for us the next time. */
static void
ask_for_delay (TiemSleep *self)
{
  g_dbus_connection_call_with_unix_fd_list (
      self->bus,
      LOGIN_NAME,
      LOGIN_PATH,
      LOGIN_INTERFACE,
      "Inhibit",
      g_variant_new ("(ssss)", "sleep", _ ("Tiệm"), _ ("Ends the calls under way"), "delay"),
      G_VARIANT_TYPE ("(h)"),
      G_DBUS_CALL_FLAGS_NO_AUTO_START,
      -1,
      NULL,
      self->cancellable,
      delayed_cb,
      self);
}

void
tiem_sleep_let_go (TiemSleep *self)
{
  if (self->delay_fd >= 0)
    close (self->delay_fd);
  self->delay_fd = -1;
}

static void
prepare_for_sleep_cb (GDBusConnection *bus,
                      const char *sender,
                      const char *path,
                      const char *interface,
                      const char *signal,
                      GVariant *parameters,
                      gpointer user_data)
{
  TiemSleep *self = user_data;
  gboolean begins;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  if (begins)
    {
      self->prepared_at = get_running_ms ();
      self->hooks.prepare (self->user_data);
    }
  else
    {
      ask_for_delay (self);
      wake (self, g_get_real_time () / 1000 - get_running_ms ());
    }
}

static void
got_bus_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  TiemSleep *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_object (&bus);
      return;
    }
  self = user_data;
  if (bus == NULL)
    {
      g_debug ("No system bus: a sleep is seen in the clocks alone: %s", error->message);
      return;
    }
  self->bus = bus;
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->signal_id = g_dbus_connection_signal_subscribe (bus,
                                                        LOGIN_NAME,
                                                        LOGIN_INTERFACE,
                                                        "PrepareForSleep",
                                                        LOGIN_PATH,
                                                        NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE,
                                                        prepare_for_sleep_cb,
                                                        self,
                                                        NULL);
  ask_for_delay (self);
}

TiemSleep *
tiem_sleep_new (const TiemSleepHooks *hooks,
                gpointer user_data)
{
  TiemSleep *self = g_new0 (TiemSleep, 1);

  self->hooks = *hooks;
  self->user_data = user_data;
  self->delay_fd = -1;
  self->gap_ms = g_get_real_time () / 1000 - get_running_ms ();
  self->cancellable = g_cancellable_new ();
  self->look_id = g_timeout_add_seconds (LOOK_S, look_cb, self);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, got_bus_cb, self);
  return self;
}

void
tiem_sleep_free (TiemSleep *self)
{
  /* What is under way sees that it was called off, and does not look at us. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_source_remove (self->look_id);
  if (self->bus != NULL)
    g_dbus_connection_signal_unsubscribe (self->bus, self->signal_id);
  g_clear_object (&self->bus);
  tiem_sleep_let_go (self);
  g_free (self);
}
