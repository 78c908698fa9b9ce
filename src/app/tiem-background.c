#define G_LOG_DOMAIN "tiem-background"

#include "config.h"

#include "app/tiem-background.h"
#include "app/tiem-portal.h"
#include "base/tiem-error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

/* What the portal says in the end. */
enum
{
  RESPONSE_DONE,
  RESPONSE_DECLINED, /* by the user */
};

/* Both what a Flatpak is started with and what stands in the file. */
static const char *const command[] = { "tiem", "--background", NULL };

/* --- the portal --- */

typedef struct
{
  gboolean autostart;
  GDBusConnection *bus; /* (owned) (nullable) */
  guint response_id;
  GSource *cancelled; /* (owned) (nullable) */
} Request;

static void
stop_listening (Request *self)
{
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response_id);
  self->response_id = 0;
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

static void
request_free (gpointer data)
{
  Request *self = data;

  stop_listening (self);
  g_clear_object (&self->bus);
  g_free (self);
}

static void
fail_without_portal (GTask *task,
                     const GError *cause)
{
  g_debug ("No Background portal: %s", cause->message);
  g_task_return_new_error (task,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           "%s",
                           _ ("This desktop has no service that lets programs run without a window "
                              "or starts them; keep the window open, or add Tiệm to the desktop's "
                              "own list of programs to start."));
}

static void
return_answer (GTask *task,
               gboolean may_run,
               gboolean autostart)
{
  TiemBackgroundAnswer *answer = g_new0 (TiemBackgroundAnswer, 1);

  answer->may_run = may_run;
  answer->autostart = autostart;
  g_task_return_pointer (task, answer, g_free);
}

static void
responded_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *parameters,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Request *self = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  gboolean may_run = FALSE;
  gboolean autostart = FALSE;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  stop_listening (self);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &may_run);
  g_variant_lookup (results, "autostart", "b", &autostart);
  if (response == RESPONSE_DONE || response == RESPONSE_DECLINED)
    return_answer (task, may_run, autostart);
  else
    g_task_return_new_error (task,
                             TIEM_ERROR,
                             TIEM_ERROR_INVALID,
                             "%s",
                             _ ("The desktop could not be asked whether Tiệm may run without a "
                                "window; try again."));
}

static void
asked_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  /* Otherwise the signal tells. */
  if (answer != NULL || g_task_get_completed (task)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  stop_listening (self);
  fail_without_portal (task, error);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  stop_listening (g_task_get_task_data (task));
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Whoever asks again before there was an answer waits for both, each with a path of its own. */
static char *
make_request_path (GDBusConnection *bus,
                   const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

static GVariant *
make_options (const char *token,
              gboolean autostart)
{
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (
      &options,
      "{sv}",
      "reason",
      g_variant_new_string (_ ("Orders come in and stock stays in step while the window is "
                               "closed.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (autostart));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  return g_variant_builder_end (&options);
}

static void
got_bus_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  static guint n_requests;
  g_autoptr (GTask) task = user_data;
  Request *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = g_strdup_printf ("tiem%u", ++n_requests);
  g_autofree char *path = NULL;

  self->bus = g_bus_get_finish (result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->bus == NULL)
    {
      fail_without_portal (task, error);
      return;
    }

  /* Before the call: the answer may come first. */
  path = make_request_path (self->bus, token);
  self->response_id = g_dbus_connection_signal_subscribe (self->bus,
                                                          PORTAL_NAME,
                                                          REQUEST_INTERFACE,
                                                          "Response",
                                                          path,
                                                          NULL,
                                                          G_DBUS_SIGNAL_FLAGS_NONE,
                                                          responded_cb,
                                                          g_object_ref (task),
                                                          g_object_unref);
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (
          self->cancelled, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task), g_object_unref);
      g_source_attach (self->cancelled, NULL);
    }
  g_dbus_connection_call (self->bus,
                          PORTAL_NAME,
                          PORTAL_PATH,
                          PORTAL_INTERFACE,
                          "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", make_options (token, self->autostart)),
                          G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          cancellable,
                          asked_cb,
                          g_object_ref (task));
}

/* --- a file in the autostart folder --- */

/* Quoted as the desktop entry specification asks for. */
static char *
quote_program (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *name = program != NULL ? g_path_get_basename (program) : NULL;
  GString *text;

  if (g_strcmp0 (name, command[0]) != 0)
    return g_strdup (command[0]);
  text = g_string_new ("\"");
  for (const char *c = program; *c != '\0'; c++)
    {
      if (strchr ("\"`$\\", *c) != NULL)
        g_string_append (text, "\\\\");
      if (*c == '%')
        g_string_append_c (text, '%');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
  return g_string_free (text, FALSE);
}

static gboolean
fail_to_write (const char *path,
               int code,
               GError **error)
{
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_READ_ONLY,
               /* Translators: a file, and what the system says */
               _ ("The file %s can't be changed (%s); make its folder writable, then try again."),
               path,
               g_strerror (code));
  return FALSE;
}

static char *
make_autostart_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);
}

static gboolean
write_autostart (gboolean autostart,
                 GError **error)
{
  g_autofree char *path = make_autostart_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *program = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!autostart)
    return g_unlink (path) == 0 || errno == ENOENT || fail_to_write (path, errno, error);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_to_write (path, errno, error);
  program = quote_program ();
  text = g_strdup_printf ("[Desktop Entry]\n"
                          "Type=Application\n"
                          "Name=%s\n"
                          "Exec=%s %s\n"
                          "Icon=" APP_ID "\n"
                          "X-GNOME-UsesNotifications=true\n",
                          _ ("Tiệm"),
                          program,
                          command[1]);
  if (g_file_set_contents (path, text, -1, &local_error))
    return TRUE;
  return fail_to_write (path,
                        g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? ENOSPC
                                                                                        : EACCES,
                        error);
}

gboolean
tiem_background_get_autostart (GSettings *settings)
{
  g_autofree char *path = make_autostart_path ();

  return tiem_portal_is_needed () ? g_settings_get_boolean (settings, "autostart")
                                  : g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- either --- */

void
tiem_background_request_async (gboolean autostart,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, tiem_background_request_async);
  g_task_set_task_data (task, request, request_free);
  request->autostart = autostart;
  if (tiem_portal_is_needed ())
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, got_bus_cb, g_object_ref (task));
  else if (write_autostart (autostart, &error))
    return_answer (task, TRUE, autostart);
  else
    g_task_return_error (task, error);
}

gboolean
tiem_background_request_finish (GAsyncResult *result,
                                TiemBackgroundAnswer *answer,
                                GError **error)
{
  g_autofree TiemBackgroundAnswer *given = g_task_propagate_pointer (G_TASK (result), error);

  if (given != NULL)
    *answer = *given;
  return given != NULL;
}

void
tiem_background_set_status (const char *status)
{
  GApplication *application = g_application_get_default ();
  GDBusConnection *bus
      = application != NULL ? g_application_get_dbus_connection (application) : NULL;
  GVariantBuilder options;

  if (bus == NULL || !tiem_portal_is_needed ())
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (
      &options, "{sv}", "message", g_variant_new_string (status != NULL ? status : ""));
  g_dbus_connection_call (bus,
                          PORTAL_NAME,
                          PORTAL_PATH,
                          PORTAL_INTERFACE,
                          "SetStatus",
                          g_variant_new ("(a{sv})", &options),
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          NULL,
                          NULL);
}
