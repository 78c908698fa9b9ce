#include "engine-fixture.h"

#include "sync/tiem-sleep.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

/* The computer sleeps and wakes, the network goes and comes back. */

#define HOUR_MS (60 * 60 * 1000)

/* A login service on a system bus of the test's own. */
typedef struct
{
  GTestDBus *bus;
  GDBusConnection *connection;
  GDBusNodeInfo *info;
  int watched_fd; /* at its end when nobody holds the other end any more; −1 = nobody asked yet */
} LoginService;

static LoginService login;

static const char login_xml[]
    = "<node><interface name='org.freedesktop.login1.Manager'>"
      "<method name='Inhibit'><arg type='s'/><arg type='s'/><arg type='s'/><arg type='s'/>"
      "<arg type='h' direction='out'/></method>"
      "<signal name='PrepareForSleep'><arg type='b'/></signal></interface></node>";

static void
inhibit_cb (GDBusConnection *connection,
            const char *sender,
            const char *path,
            const char *interface,
            const char *method,
            GVariant *parameters,
            GDBusMethodInvocation *invocation,
            gpointer user_data)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  const char *what, *mode;
  int ends[2];

  g_variant_get (parameters, "(&ss&s&s)", &what, NULL, NULL, &mode);
  g_assert_cmpstr (what, ==, "sleep");
  g_assert_cmpstr (mode, ==, "delay");
  g_assert_cmpint (pipe (ends), ==, 0);
  if (login.watched_fd >= 0)
    close (login.watched_fd);
  login.watched_fd = ends[0];
  g_unix_fd_list_append (fds, ends[1], NULL);
  close (ends[1]);
  g_dbus_method_invocation_return_value_with_unix_fd_list (
      invocation, g_variant_new ("(h)", 0), fds);
}

static void
open_login_service (void)
{
  static const GDBusInterfaceVTable vtable = { .method_call = inhibit_cb };
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  login.watched_fd = -1;
  login.bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (login.bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (login.bus), TRUE);
  login.connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (login.bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  login.info = g_dbus_node_info_new_for_xml (login_xml, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (login.connection,
                                     "/org/freedesktop/login1",
                                     login.info->interfaces[0],
                                     &vtable,
                                     NULL,
                                     NULL,
                                     &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (login.connection,
                                        "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus",
                                        "RequestName",
                                        g_variant_new ("(su)", "org.freedesktop.login1", 0),
                                        NULL,
                                        G_DBUS_CALL_FLAGS_NONE,
                                        -1,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
}

static void
forget_delay (void)
{
  if (login.watched_fd >= 0)
    close (login.watched_fd);
  login.watched_fd = -1;
}

static void
close_login_service (void)
{
  forget_delay ();
  g_dbus_connection_close_sync (login.connection, NULL, NULL);
  g_object_unref (login.connection);
  g_dbus_node_info_unref (login.info);
  g_test_dbus_stop (login.bus);
  g_object_unref (login.bus);
}

static void
announce_sleep (gboolean begins)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (login.connection,
                                 NULL,
                                 "/org/freedesktop/login1",
                                 "org.freedesktop.login1.Manager",
                                 "PrepareForSleep",
                                 g_variant_new ("(b)", begins),
                                 &error);
  g_assert_no_error (error);
}

/* A network that does as the test says */

#define TEST_TYPE_NETWORK (test_network_get_type ())
G_DECLARE_FINAL_TYPE (TestNetwork, test_network, TEST, NETWORK, GObject)

struct _TestNetwork
{
  GObject parent_instance;
};

/* As long as the program: so is the monitor. */
static GNetworkConnectivity network_reaches = G_NETWORK_CONNECTIVITY_FULL;

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY
};

static void
test_network_iface_init (GNetworkMonitorInterface *iface)
{
}

static gboolean
test_network_initialise (GInitable *initable,
                         GCancellable *cancellable,
                         GError **error)
{
  return TRUE;
}

static void
test_network_initable_init (GInitableIface *iface)
{
  iface->init = test_network_initialise;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestNetwork,
                               test_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_network_initable_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          test_network_iface_init))

static void
test_network_get_property (GObject *object,
                           guint id,
                           GValue *value,
                           GParamSpec *spec)
{
  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, network_reaches != 0);
  else if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, MAX (network_reaches, G_NETWORK_CONNECTIVITY_LOCAL));
  else
    g_value_set_boolean (value, FALSE);
}

static void
test_network_class_init (TestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_network_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_network_init (TestNetwork *self)
{
}

/* Every monitor that GLib knows registers itself first. */
static void
use_test_network (void)
{
  g_setenv ("GIO_USE_NETWORK_MONITOR", "tiem-test", TRUE);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (
      G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TEST_TYPE_NETWORK, "tiem-test", 0);
  g_assert_true (TEST_IS_NETWORK (g_network_monitor_get_default ()));
}

/* @reaches: 0 = there is none */
static void
set_network (int reaches)
{
  network_reaches = reaches;
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", reaches != 0);
}

static gboolean
is_delaying (EngineFixture *self,
             gconstpointer data)
{
  return login.watched_fd >= 0;
}

static gboolean
was_let_go (EngineFixture *self,
            gconstpointer data)
{
  GPollFD fd = { login.watched_fd, G_IO_IN, 0 };

  return g_poll (&fd, 1, 0) > 0 && (fd.revents & G_IO_HUP) != 0;
}

static gboolean
has_waited (EngineFixture *self,
            gconstpointer data)
{
  return g_get_monotonic_time () >= *(const gint64 *)data;
}

static gboolean
shows_four (EngineFixture *self,
            gconstpointer data)
{
  return tiem_fake_shop_get_stock (self->sync.shops[0], "AT-DEN-L") == 4;
}

static void
go_on_for (EngineFixture *self,
           guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  wait_for (self, has_waited, &until);
}

/* A push is under way when the connection dies with the sleep: it is called off, the number read
 * back, and sent again. */
static void
test_push_under_way (EngineFixture *self,
                     gconstpointer user_data)
{
  g_autofree char *calls = NULL;

  tiem_fake_shop_hang (self->sync.shops[0], "stock");
  engine_start (self);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_WORKING));
  g_free (tiem_fake_shop_take_calls (self->sync.shops[0]));
  tiem_engine_begin_anew (self->engine);
  tiem_fake_shop_let_go (self->sync.shops[0]);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  calls = tiem_fake_shop_take_calls (self->sync.shops[0]);
  g_assert_true (g_str_has_prefix (calls, "orders read:AT-DEN-L "));
  g_assert_cmpint (tiem_fake_shop_get_stock (self->sync.shops[0], "AT-DEN-L"), ==, 4);
}

/* What was waited for before the sleep is not waited out after it. */
static void
test_no_back_off (EngineFixture *self,
                  gconstpointer user_data)
{
  guint workers;

  tiem_fake_shop_set_retry_after (self->sync.shops[0], HOUR_MS);
  tiem_fake_shop_fail (self->sync.shops[0], "orders", 1, TIEM_ERROR_TRANSIENT, 503, FALSE);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  engine_start (self);
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");
  wait_for (self, was_called, "orders");
  go_on_for (self, 300);
  g_assert_false (has_event (self, "1 stock_pushed AT-DEN-L 4"));
  workers = g_atomic_int_get (&self->n_workers);

  tiem_engine_begin_anew (self->engine);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  g_assert_cmpuint (g_atomic_int_get (&self->n_workers), >, workers);
}

/* The same when there is a better network than before: one at all, or one that leads somewhere. */
static void
test_better_network (EngineFixture *self,
                     gconstpointer user_data)
{
  tiem_fake_shop_set_retry_after (self->sync.shops[0], HOUR_MS);
  tiem_fake_shop_fail (self->sync.shops[0], "orders", 3, TIEM_ERROR_TRANSIENT, 0, FALSE);
  set_network (0);
  engine_start (self);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));

  /* A café's network wants somebody to sign in, then it lets us through. */
  set_network (G_NETWORK_CONNECTIVITY_PORTAL);
  go_on_for (self, 300);
  g_assert_false (has_event (self, "1 stock_pushed AT-DEN-L 4"));
  set_network (G_NETWORK_CONNECTIVITY_FULL);
  go_on_for (self, 300);
  g_assert_false (has_event (self, "1 stock_pushed AT-DEN-L 4"));
  set_network (0);
  set_network (G_NETWORK_CONNECTIVITY_FULL);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
}

/* Said to be gone, it may be there all the same: the shop is on this computer, or the system is
 * mistaken. */
static void
test_lying_network (EngineFixture *self,
                    gconstpointer user_data)
{
  engine_start (self);
  set_network (0);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
  set_network (G_NETWORK_CONNECTIVITY_FULL);
}

/* But what the platform forbade stays forbidden. */
static void
test_limit_stays (EngineFixture *self,
                  gconstpointer user_data)
{
  g_autofree char *calls = NULL;

  tiem_fake_shop_set_retry_after (self->sync.shops[0], HOUR_MS);
  tiem_fake_shop_fail (self->sync.shops[0], "orders", 1, TIEM_ERROR_RATE_LIMITED, 429, FALSE);
  engine_start (self);
  wait_for (self, was_called, "orders");
  go_on_for (self, 300);
  tiem_engine_begin_anew (self->engine);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");
  go_on_for (self, 300);
  calls = tiem_fake_shop_take_calls (self->sync.shops[0]);
  g_assert_cmpstr (calls, ==, "");
}

/* The system announces the sleep and waits for what is under way, though not for what hangs. */
static void
test_announced (EngineFixture *self,
                gconstpointer user_data)
{
  forget_delay ();
  engine_start (self);
  wait_for (self, is_delaying, "the delay");
  wait_for (self, was_called, "orders");
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_IDLE));
  g_assert_false (was_let_go (self, NULL));

  tiem_fake_shop_hang (self->sync.shops[0], "orders");
  tiem_engine_wake (self->engine, self->sync.channels[0], TIEM_TURN_NORMAL);
  wait_for (self, is_in_state, GINT_TO_POINTER (TIEM_SYNC_WORKING));
  announce_sleep (TRUE);
  wait_for (self, was_let_go, "the end of the delay");

  /* Nothing begins now. */
  tiem_fake_shop_let_go (self->sync.shops[0]);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  go_on_for (self, 300);
  g_assert_cmpuint (g_hash_table_size (self->events), ==, 0);

  forget_delay ();
  announce_sleep (FALSE);
  wait_for_event (self, "1 stock_pushed AT-DEN-L 4");
  wait_for_event (self, "2 stock_pushed AT-DEN-L 4");
  wait_for (self, is_delaying, "the next delay");
}

/* Stopped in the sleep: nothing is left that could wake it. */
static void
test_stop_asleep (EngineFixture *self,
                  gconstpointer user_data)
{
  engine_start (self);
  wait_for (self, was_called, "orders");
  tiem_engine_fall_asleep (self->engine);
  sync_set_stock (&self->sync, "AT-DEN-L", 4);
  tiem_engine_stop (self->engine);
  g_assert_cmpint (tiem_engine_get_state (self->engine), ==, TIEM_SYNC_PAUSED);

  engine_start (self);
  wait_for (self, shows_four, "the stock");
}

/* Without anybody announcing it */

typedef struct
{
  guint prepared;
  guint woke;
} Told;

static void
prepare_cb (gpointer user_data)
{
  ((Told *)user_data)->prepared++;
}

static void
woke_cb (gpointer user_data)
{
  ((Told *)user_data)->woke++;
}

static void
test_clocks (void)
{
  static const struct
  {
    const char *what;
    gint64 wall_ms;
    gint64 running_ms;
    gboolean woke;
  } looks[] = {
    { "as ever", 2000, 2000, FALSE },
    { "a busy computer", 9000, 9000, FALSE },
    { "a clock put right", 1600, 2000, FALSE },
    { "eight hours asleep", 8 * HOUR_MS, 1500, TRUE },
    { "as ever after it", 2000, 2000, FALSE },
    { "half a minute asleep", 32000, 2000, TRUE },
    { "a clock set back by a day", -24 * HOUR_MS, 2000, TRUE },
  };
  static const TiemSleepHooks hooks = { prepare_cb, woke_cb };
  Told told = { 0 };
  g_autoptr (TiemSleep) sleep = tiem_sleep_new (&hooks, &told);
  gint64 wall_ms = g_get_real_time () / 1000;
  gint64 running_ms = g_get_monotonic_time () / 1000;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      told.woke = 0;
      wall_ms += looks[i].wall_ms;
      running_ms += looks[i].running_ms;
      tiem_sleep_look (sleep, wall_ms, running_ms);
      g_test_message ("%s", looks[i].what);
      g_assert_cmpuint (told.woke, ==, looks[i].woke);
    }
  g_assert_cmpuint (told.prepared, ==, 0);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (EngineFixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/sync/sleep/push-under-way", test_push_under_way },
    { "/sync/sleep/no-back-off", test_no_back_off },
    { "/sync/sleep/better-network", test_better_network },
    { "/sync/sleep/lying-network", test_lying_network },
    { "/sync/sleep/limit-stays", test_limit_stays },
    { "/sync/sleep/announced", test_announced },
    { "/sync/sleep/stop-asleep", test_stop_asleep },
  };
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  open_login_service ();
  use_test_network ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, EngineFixture, NULL, engine_set_up, tests[i].func, engine_tear_down);
  g_test_add_func ("/sync/sleep/clocks", test_clocks);

  status = g_test_run ();
  close_login_service ();
  return status;
}
