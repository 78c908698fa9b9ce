#include "app/tiem-background.h"
#include "base/tiem-error.h"

#include <glib/gstdio.h>
#include <locale.h>

/* What the desktop is asked for, by a portal of the test's own and without any. */

#define APP_FILE "vn.tiem.Tiem.desktop"

/* How the portal answers. */
typedef struct
{
  const char *what;
  gboolean has_portal;
  int response; /* −1 = never */
  gboolean may_run;
  gboolean autostart;
  int code; /* of the error; 0 = none, −1 = called off */
} Case;

typedef struct
{
  const Case *now;
  GDBusConnection *connection;
  guint object_id;
  guint name_id;
  guint n_asked;
  gboolean asked_autostart;
} Portal;

typedef struct
{
  gboolean done;
  TiemBackgroundAnswer answer;
  GError *error;
} Outcome;

static const char portal_xml[]
    = "<node><interface name='org.freedesktop.portal.Background'>"
      "<method name='RequestBackground'><arg type='s'/><arg type='a{sv}'/>"
      "<arg type='o' direction='out'/></method></interface></node>";

static void
answer_request (Portal *portal,
                const char *path,
                const char *sender)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (
      &results, "{sv}", "background", g_variant_new_boolean (portal->now->may_run));
  g_variant_builder_add (
      &results, "{sv}", "autostart", g_variant_new_boolean (portal->now->autostart));
  g_dbus_connection_emit_signal (portal->connection,
                                 sender,
                                 path,
                                 "org.freedesktop.portal.Request",
                                 "Response",
                                 g_variant_new ("(ua{sv})", portal->now->response, &results),
                                 NULL);
}

static void
asked_cb (GDBusConnection *connection,
          const char *sender,
          const char *path,
          const char *interface,
          const char *method,
          GVariant *parameters,
          GDBusMethodInvocation *invocation,
          gpointer user_data)
{
  Portal *portal = user_data;
  g_autofree char *unique = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree const char **command = NULL;
  g_autofree char *request = NULL;
  const char *token, *reason;

  portal->n_asked++;
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "&s", &reason));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &portal->asked_autostart));
  g_assert_true (g_variant_lookup (options, "commandline", "^a&s", &command));
  g_assert_cmpstr (command[0], ==, "tiem");
  g_assert_cmpstr (command[1], ==, "--background");
  request = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", unique, token);
  /* Faster than its own handle: nobody may miss it. */
  if (portal->now->response >= 0)
    answer_request (portal, request, sender);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
}

static void
owned_cb (GDBusConnection *connection,
          const char *name,
          gpointer user_data)
{
  ((Portal *)user_data)->now = NULL;
}

/* Has a connection of its own: the portal is another process. */
static void
open_portal (Portal *portal)
{
  static const GDBusInterfaceVTable vtable = { .method_call = asked_cb };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  const Case *now = portal->now;
  g_autoptr (GError) error = NULL;

  portal->connection = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  portal->object_id = g_dbus_connection_register_object (portal->connection,
                                                         "/org/freedesktop/portal/desktop",
                                                         info->interfaces[0],
                                                         &vtable,
                                                         portal,
                                                         NULL,
                                                         &error);
  g_assert_no_error (error);
  portal->name_id = g_bus_own_name_on_connection (portal->connection,
                                                  "org.freedesktop.portal.Desktop",
                                                  G_BUS_NAME_OWNER_FLAGS_NONE,
                                                  owned_cb,
                                                  NULL,
                                                  portal,
                                                  NULL);
  while (portal->now != NULL)
    g_main_context_iteration (NULL, TRUE);
  portal->now = now;
}

static void
close_portal (Portal *portal)
{
  g_bus_unown_name (portal->name_id);
  g_dbus_connection_unregister_object (portal->connection, portal->object_id);
  g_dbus_connection_close_sync (portal->connection, NULL, NULL);
  g_clear_object (&portal->connection);
}

static void
outcome_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  Outcome *outcome = user_data;

  tiem_background_request_finish (result, &outcome->answer, &outcome->error);
  outcome->done = TRUE;
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
ask (gboolean autostart,
     gboolean gives_up,
     Outcome *outcome)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  tiem_background_request_async (autostart, cancellable, outcome_cb, outcome);
  if (gives_up)
    g_timeout_add (200, cancel_cb, cancellable);
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_portal (void)
{
  static const Case cases[] = {
    { "allowed", TRUE, 0, TRUE, TRUE, 0 },
    { "allowed, but not to start", TRUE, 0, TRUE, FALSE, 0 },
    { "declined", TRUE, 1, FALSE, FALSE, 0 },
    { "out of order", TRUE, 2, FALSE, FALSE, TIEM_ERROR_INVALID },
    { "nobody clicks", TRUE, -1, FALSE, FALSE, -1 },
    { "no portal", FALSE, -1, FALSE, FALSE, TIEM_ERROR_NOT_FOUND },
  };

  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Portal portal = { .now = &cases[i] };
      Outcome outcome = { 0 };

      g_test_message ("%s", cases[i].what);
      if (cases[i].has_portal)
        open_portal (&portal);
      ask (i % 2 == 0, cases[i].code == -1, &outcome);
      if (cases[i].code == -1)
        g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else if (cases[i].code != 0)
        g_assert_error (outcome.error, TIEM_ERROR, cases[i].code);
      else
        g_assert_no_error (outcome.error);
      g_assert_cmpint (outcome.answer.may_run, ==, cases[i].may_run);
      g_assert_cmpint (outcome.answer.autostart, ==, cases[i].autostart);
      g_clear_error (&outcome.error);
      if (cases[i].has_portal)
        {
          g_assert_cmpuint (portal.n_asked, ==, 1);
          g_assert_cmpint (portal.asked_autostart, ==, i % 2 == 0);
          close_portal (&portal);
        }
    }
  g_unsetenv ("GTK_USE_PORTAL");
}

/* A program that is not sandboxed writes a file, and takes it away. */
static void
test_file (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("vn.tiem.Tiem");
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autofree char *path = g_build_filename (folder, APP_FILE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *exec = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };

  g_assert_false (tiem_background_get_autostart (settings));
  ask (TRUE, FALSE, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (outcome.answer.may_run && outcome.answer.autostart);
  g_assert_true (tiem_background_get_autostart (settings));
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  exec = g_key_file_get_string (file, "Desktop Entry", "Exec", NULL);
  g_assert_true (g_str_has_suffix (exec, " --background"));

  for (guint i = 0; i < 2; i++) /* twice is no mistake */
    {
      outcome = (Outcome){ 0 };
      ask (FALSE, FALSE, &outcome);
      g_assert_no_error (outcome.error);
      g_assert_true (outcome.answer.may_run && !outcome.answer.autostart);
      g_assert_false (tiem_background_get_autostart (settings));
    }

  /* Something else is in the way. */
  g_rmdir (folder);
  g_file_set_contents (folder, "", -1, &error);
  g_assert_no_error (error);
  outcome = (Outcome){ 0 };
  ask (TRUE, FALSE, &outcome);
  g_assert_error (outcome.error, TIEM_ERROR, TIEM_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (outcome.error->message, APP_FILE));
  g_clear_error (&outcome.error);
  g_unlink (folder);
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/background/portal", test_portal);
  g_test_add_func ("/background/file", test_file);

  return g_test_run ();
}
