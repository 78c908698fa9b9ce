#define G_LOG_DOMAIN "tiem-portal"

#include "config.h"

#include "app/tiem-portal.h"
#include "app/platform-compat.h"

#include <glib/gi18n.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
/* The bus starts the portal first; whoever waited so long gets the dialog and its own trouble. */
#define PATIENCE_MS 10000

gboolean
tiem_portal_is_needed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)
         || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

char *
tiem_portal_dup_shared_folder (void)
{
  const char *id = g_getenv ("FLATPAK_ID");

  if (id == NULL)
    return g_build_filename (g_get_user_runtime_dir (), "tiem", NULL);
  return g_build_filename (g_get_user_runtime_dir (), "app", id, NULL);
}

/* --- is it there? --- */

typedef struct
{
  char *interface; /* (owned) */
  TiemPortalFunc func;
  gpointer user_data;
} Search;

static void
end_search (Search *search,
            gboolean is_there)
{
  search->func (is_there, search->user_data);
  g_free (search->interface);
  g_free (search);
}

static gboolean
not_needed_cb (gpointer user_data)
{
  end_search (user_data, TRUE);
  return G_SOURCE_REMOVE;
}

static void
version_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) version
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (error != NULL)
    g_debug ("No portal: %s", error->message);
  end_search (user_data,
              version != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
}

static void
got_bus_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  Search *search = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    end_search (search, FALSE);
  else
    g_dbus_connection_call (bus,
                            PORTAL_NAME,
                            PORTAL_PATH,
                            "org.freedesktop.DBus.Properties",
                            "Get",
                            g_variant_new ("(ss)", search->interface, "version"),
                            G_VARIANT_TYPE ("(v)"),
                            G_DBUS_CALL_FLAGS_NONE,
                            PATIENCE_MS,
                            NULL,
                            version_cb,
                            search);
}

void
tiem_portal_look_for (const char *name,
                      TiemPortalFunc func,
                      gpointer user_data)
{
  Search *search = g_new0 (Search, 1);

  search->interface = g_strconcat ("org.freedesktop.portal.", name, NULL);
  search->func = func;
  search->user_data = user_data;
  if (tiem_portal_is_needed ())
    g_bus_get (G_BUS_TYPE_SESSION, NULL, got_bus_cb, search);
  else
    g_idle_add (not_needed_cb, search);
}

/* --- telling what went wrong --- */

static void
read_cb (const char *response,
         gpointer user_data)
{
}

void
tiem_portal_say_no_files (GtkWindow *parent)
{
  const TiemAnswer answers[] = { { "cancel", _ ("Close"), TIEM_ANSWER_PLAIN }, { NULL } };

  tiem_compat_ask (
      parent,
      _ ("Your files can't be reached"),
      _ ("Tiệm runs in a sandbox, and this desktop lacks the service through which you "
         "show it files. Install xdg-desktop-portal with the part for your desktop, "
         "log in again and try once more; nothing was changed."),
      NULL,
      answers,
      read_cb,
      NULL);
}

static void
copy_cb (const char *response,
         gpointer user_data)
{
  const char *uri = user_data;

  if (g_strcmp0 (response, "copy") == 0)
    gdk_clipboard_set_text (gdk_display_get_clipboard (gdk_display_get_default ()), uri);
}

static void
say_no_page (GtkWindow *parent,
             const char *uri)
{
  const TiemAnswer answers[] = { { "cancel", _ ("Close"), TIEM_ANSWER_PLAIN },
                                 { "copy", _ ("Copy the address"), TIEM_ANSWER_SUGGESTED },
                                 { NULL } };
  /* Translators: %s is the address of a web page */
  g_autofree char *text
      = g_strdup_printf (_ ("Copy its address and open it in your browser: %s"), uri);
  char *copied = g_strdup (uri);
  GtkWidget *dialog = tiem_compat_ask (
      parent, _ ("The page could not be opened"), text, NULL, answers, copy_cb, copied);

  /* The question may go without an answer, with the window. */
  g_object_set_data_full (G_OBJECT (dialog), "tiem-uri", copied, g_free);
}

static void
say_no_file (GtkWindow *parent,
             const char *path)
{
  const TiemAnswer answers[] = { { "cancel", _ ("Close"), TIEM_ANSWER_PLAIN }, { NULL } };
  /* A sandbox knows the folder by another name. */
  g_autofree char *name = g_filename_display_basename (path);
  /* Translators: %s is the name of a file */
  g_autofree char *text = g_strdup_printf (
      _ ("No program opened “%s”. It is where you saved it; open it from there."), name);

  tiem_compat_ask (parent, _ ("The file could not be opened"), text, NULL, answers, read_cb, NULL);
}

void
tiem_portal_say_not_opened (GtkWindow *parent,
                            const char *uri)
{
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);

  if (path != NULL)
    say_no_file (parent, path);
  else
    say_no_page (parent, uri);
}
