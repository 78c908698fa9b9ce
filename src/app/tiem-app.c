#define G_LOG_DOMAIN "tiem-app"

#include "config.h"

#include "app/desktop/tiem-herald.h"
#include "app/desktop/tiem-needs.h"
#include "app/desktop/tiem-search-provider.h"
#include "app/platform-compat.h"
#include "app/tiem-app.h"
#include "app/tiem-background.h"
#include "app/tiem-backup.h"
#include "app/tiem-portal.h"
#include "app/tiem-practice.h"
#include "app/tiem-shop.h"
#include "app/tiem-shortcuts.h"
#include "app/tiem-shots.h"
#include "app/tiem-watchdog.h"
#include "app/tiem-window.h"
#include "base/tiem-error.h"
#include "tiem-resources.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#define BACKUP_CHECK_SECONDS 3600

struct _TiemApp
{
  AdwApplication parent_instance;

  GSettings *settings;        /* (owned) */
  TiemWindow *window;         /* (owned) (nullable): kept while hidden */
  TiemShop *shop;             /* (owned) (nullable) */
  TiemPractice *practice;     /* (owned) (nullable): its child runs as long as this is held */
  TiemHerald *herald;         /* (owned) (nullable) */
  TiemNeeds *needs;           /* (owned) (nullable) */
  TiemSearchProvider *search; /* (owned) (nullable) */
  char *import_path;          /* (nullable): to be imported once the shop is open */
  TiemShots *shots;           /* (owned) (nullable) */
  GCancellable *asking;       /* (owned): what the desktop is asked */
  guint backup_id;
  guint signal_ids[3];
  gboolean start_with_practice;
  gboolean start_hidden; /* by the session, without a window */
  gboolean opening;
  gboolean said_background;
  gboolean restore_next; /* the damaged shop is replaced by a backup */
  gboolean holding;      /* the window is hidden and work goes on */
};

G_DEFINE_FINAL_TYPE (TiemApp, tiem_app, ADW_TYPE_APPLICATION)

static void open_own_shop (TiemApp *self);

/* --- the shop --- */

/* Whatever is still under way holds the store, but the file is closed in order: the next start has
 * nothing to check then. */
static void
close_shop (TiemApp *self)
{
  g_autoptr (TiemStore) store
      = self->shop != NULL ? g_object_ref (tiem_shop_get_store (self->shop)) : NULL;

  g_clear_object (&self->herald);
  g_clear_object (&self->needs);
  if (self->window != NULL)
    tiem_window_set_shop (self->window, NULL);
  g_clear_object (&self->shop);
  if (store != NULL)
    tiem_store_close (store);
  g_clear_object (&self->practice);
}

static void
daily_done_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemApp) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = tiem_backup_daily_finish (TIEM_STORE (source), result, &error);

  if (path != NULL)
    g_message ("Saved the daily backup");
  if (error != NULL && self->window != NULL)
    tiem_window_show_notice (self->window, _ ("The daily backup failed"), error->message);
}

static gboolean
check_backup_cb (gpointer data)
{
  TiemApp *self = TIEM_APP (data);
  g_autofree char *chosen = g_settings_get_string (self->settings, "backup-folder");
  g_autofree char *folder = NULL;

  if (self->shop == NULL || tiem_shop_is_practice (self->shop)
      || !g_settings_get_boolean (self->settings, "backup-daily"))
    return G_SOURCE_CONTINUE;
  folder = tiem_backup_dup_folder (tiem_shop_get_store (self->shop), chosen);
  tiem_backup_daily_async (
      tiem_shop_get_store (self->shop), folder, NULL, daily_done_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static void
use_shop (TiemApp *self,
          TiemStore *store,
          TiemKeyring *keyring,
          gboolean practice)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (GError) error = NULL;

  self->shop = tiem_shop_new (store, keyring, clock, practice);
  tiem_window_set_shop (self->window, self->shop);
  if (!tiem_engine_start (tiem_shop_get_engine (self->shop), &error))
    {
      if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_BUSY))
        tiem_window_show_notice (self->window,
                                 _ ("Tiệm runs in another window"),
                                 _ ("You can view and edit here; the other one does the syncing."));
      else
        tiem_window_show_notice (self->window, _ ("Syncing can't start"), error->message);
    }
  self->herald = tiem_herald_new (G_APPLICATION (self), self->shop, self->settings);
  if (!practice)
    self->needs = tiem_needs_new (G_APPLICATION (self), self->shop, self->settings);
  if (self->shots != NULL)
    tiem_shots_watch (
        self->shots, self->shop, practice ? tiem_practice_get_n_orders (self->practice) : 0);
  check_backup_cb (self);
}

/* A file the program was opened with, as soon as there is a shop for it. */
static void
import_next (TiemApp *self)
{
  g_autofree char *path = NULL;

  if (self->shop == NULL || self->import_path == NULL)
    return;
  path = g_steal_pointer (&self->import_path);
  tiem_window_import_file (self->window, path);
}

static void
open_thread (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  TiemStore *store = tiem_store_open (NULL, &error);

  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  TiemApp *self = TIEM_APP (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStore) store = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (TiemKeyring) keyring = NULL;

  self->opening = FALSE;
  if (self->window == NULL)
    return;
  if (store == NULL)
    {
      tiem_window_show_failed (self->window, error);
      if (self->holding)
        g_application_activate (G_APPLICATION (self));
      return;
    }
  keyring = tiem_keyring_new_system (tiem_store_get_uuid (store));
  use_shop (self, store, keyring, FALSE);
  if (self->restore_next)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.restore", NULL);
  self->restore_next = FALSE;
  import_next (self);
}

static void
open_own_shop (TiemApp *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->opening)
    return;
  self->opening = TRUE;
  close_shop (self);
  tiem_window_show_opening (self->window, _ ("Opening the shop…"));
  task = g_task_new (self, NULL, opened_cb, NULL);
  g_task_set_source_tag (task, open_own_shop);
  g_task_run_in_thread (task, open_thread);
}

static void
practice_started_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (TiemApp) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemPractice *practice = tiem_practice_start_finish (result, &error);

  self->opening = FALSE;
  if (self->window == NULL)
    {
      g_clear_object (&practice);
      return;
    }
  if (practice == NULL)
    {
      tiem_window_show_failed (self->window, error);
      return;
    }
  self->practice = practice;
  use_shop (self, tiem_practice_get_store (practice), tiem_practice_get_keyring (practice), TRUE);
}

static void
open_practice (TiemApp *self)
{
  if (self->opening)
    return;
  self->opening = TRUE;
  close_shop (self);
  tiem_window_show_opening (self->window,
                            _ ("Making the practice shop: pretend marketplaces with their products "
                               "and orders…"));
  tiem_practice_start_async (NULL, practice_started_cb, g_object_ref (self));
}

/* --- actions --- */

static void
practice_action (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer user_data)
{
  TiemApp *self = TIEM_APP (user_data);

  if (self->window != NULL)
    {
      open_practice (self);
      return;
    }
  /* The desktop starts the program with it. */
  self->start_with_practice = TRUE;
  g_application_activate (G_APPLICATION (self));
}

static void
own_shop_action (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer user_data)
{
  open_own_shop (TIEM_APP (user_data));
}

/* An empty shop is opened in place of the damaged one, which is set aside; the backup is
 * then restored into it by the window's own action. */
static void
open_backup_action (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  TiemApp *self = TIEM_APP (user_data);

  self->restore_next = TRUE;
  open_own_shop (self);
}

static void
quit_action (GSimpleAction *action,
             GVariant *parameter,
             gpointer user_data)
{
  TiemApp *self = TIEM_APP (user_data);

  close_shop (self);
  g_application_quit (G_APPLICATION (self));
}

static void
open_action (GSimpleAction *action,
             GVariant *parameter,
             gpointer user_data)
{
  TiemApp *self = TIEM_APP (user_data);
  const char *tab, *group;
  gint64 id;

  g_variant_get (parameter, "(&s&sx)", &tab, &group, &id);
  g_application_activate (G_APPLICATION (self));
  tiem_window_open (self->window, tab, group, id);
}

/* Offered by the desktop, which gives no parameter. */
static void
orders_action (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  TiemApp *self = TIEM_APP (user_data);

  g_application_activate (G_APPLICATION (self));
  tiem_window_open (self->window, "orders", NULL, 0);
}

/* --- without a window --- */

/* @but: (nullable): what the desktop could not be asked */
static void
say_background (TiemApp *self,
                const char *but)
{
  g_autoptr (GNotification) note = NULL;
  g_autofree char *body = NULL;

  tiem_background_set_status (_ ("Keeps orders and stock in step"));
  if (self->said_background)
    return;
  self->said_background = TRUE;
  note = g_notification_new (_ ("Tiệm keeps running"));
  body = g_strconcat (_ ("Orders still come in and numbers are still sent. Quit with Ctrl+Q, "
                         "or switch this off in Preferences."),
                      but != NULL ? "\n" : NULL,
                      but,
                      NULL);
  g_notification_set_body (note, body);
  g_notification_add_button (note, _ ("Quit Tiệm"), "app.quit");
  g_application_send_notification (G_APPLICATION (self), "background", note);
}

static void
say_stopped (TiemApp *self)
{
  g_autoptr (GNotification) note = g_notification_new (_ ("Tiệm has stopped syncing"));

  g_notification_set_body (note,
                           _ ("The desktop does not let Tiệm run without its window. Allow it in "
                              "the desktop's settings of the app, or keep the window open."));
  g_application_send_notification (G_APPLICATION (self), "background", note);
}

static void
background_answered_cb (GObject *source,
                        GAsyncResult *result,
                        gpointer user_data)
{
  g_autoptr (TiemApp) self = user_data;
  TiemBackgroundAnswer answer = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean answered = tiem_background_request_finish (result, &answer, &error);

  if (!self->holding || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answered && !answer.may_run)
    {
      say_stopped (self);
      quit_action (NULL, NULL, self);
      return;
    }
  say_background (self, error != NULL ? error->message : NULL);
}

static void
hold (TiemApp *self)
{
  if (!self->holding)
    g_application_hold (G_APPLICATION (self));
  self->holding = TRUE;
}

static void
window_closing_action (GSimpleAction *action,
                       GVariant *parameter,
                       gpointer user_data)
{
  TiemApp *self = TIEM_APP (user_data);
  gboolean goes_on
      = self->shop != NULL && !tiem_shop_is_practice (self->shop)
        && g_settings_get_boolean (self->settings, "run-in-background")
        && tiem_engine_get_state (tiem_shop_get_engine (self->shop)) != TIEM_SYNC_PAUSED
        && tiem_engine_get_state (tiem_shop_get_engine (self->shop)) != TIEM_SYNC_ELSEWHERE;

  if (!goes_on)
    {
      quit_action (NULL, NULL, self);
      return;
    }
  hold (self);
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  if (tiem_portal_is_needed ())
    tiem_background_request_async (tiem_background_get_autostart (self->settings),
                                   self->asking,
                                   background_answered_cb,
                                   g_object_ref (self));
  else
    say_background (self, NULL);
}

static const GActionEntry actions[] = {
  { "practice", practice_action }, /* this one and "orders" stand in the desktop file */
  { "orders", orders_action },
  { "own-shop", own_shop_action },
  { "retry", own_shop_action },
  { "open-backup", open_backup_action },
  { "quit", quit_action },
  { "open", open_action, "(ssx)" },
  { "window-closing", window_closing_action },
};

/* --- overrides --- */

/* The session ends, or somebody wants us gone: everything is resumable. */
static gboolean
signal_cb (gpointer user_data)
{
  quit_action (NULL, NULL, user_data);
  return G_SOURCE_CONTINUE;
}

static void
apply_colors (TiemApp *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };
  int chosen = g_settings_get_enum (self->settings, "color-scheme");

  if (g_strcmp0 (g_getenv ("TIEM_SHOT_DARK"), "1") == 0)
    chosen = 2;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[CLAMP (chosen, 0, 2)]);
}

static void
tiem_app_startup (GApplication *application)
{
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
  TiemApp *self = TIEM_APP (application);

  G_STATIC_ASSERT (G_N_ELEMENTS (signals) == G_N_ELEMENTS (self->signal_ids));
  tiem_app_init_widgets ();
  G_APPLICATION_CLASS (tiem_app_parent_class)->startup (application);
  self->settings = g_settings_new (APP_ID);
  g_signal_connect_object (
      self->settings, "changed::color-scheme", G_CALLBACK (apply_colors), self, G_CONNECT_SWAPPED);
  apply_colors (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  tiem_shortcuts_install (GTK_APPLICATION (self));
  self->asking = g_cancellable_new ();
  self->backup_id = g_timeout_add_seconds (BACKUP_CHECK_SECONDS, check_backup_cb, self);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_ids[i] = g_unix_signal_add (signals[i], signal_cb, self);
}

static void
tiem_app_activate (GApplication *application)
{
  TiemApp *self = TIEM_APP (application);

  if (self->window == NULL)
    {
      self->window = g_object_ref_sink (tiem_window_new (GTK_APPLICATION (self)));
      self->shots = tiem_shots_new_from_environment (application, self->window);
      if (self->start_with_practice)
        open_practice (self);
      else
        open_own_shop (self);
      if (self->start_hidden)
        {
          hold (self);
          return;
        }
    }
  if (self->holding)
    g_application_release (application);
  self->holding = FALSE;
  g_application_withdraw_notification (application, "background");
  tiem_background_set_status (NULL);
  gtk_window_present (GTK_WINDOW (self->window));
}

/* "tiem FILE.xlsx", or a file given to Tiệm in the file manager. */
static void
tiem_app_open (GApplication *application,
               GFile **files,
               int n_files,
               const char *hint)
{
  TiemApp *self = TIEM_APP (application);
  g_autofree char *path = g_file_get_path (files[0]);

  g_application_activate (application);
  if (path == NULL)
    {
      tiem_window_show_notice (self->window,
                               _ ("This file can't be opened from where it is"),
                               _ ("Copy it to this computer first, then open the copy."));
      return;
    }
  if (n_files > 1)
    tiem_window_add_toast (self->window,
                           adw_toast_new (_ ("One file at a time: the first one is opened")));
  g_free (self->import_path);
  self->import_path = g_steal_pointer (&path);
  import_next (self);
}

/* --- the desktop's search --- */

static void
show_found (const char *tab,
            gint64 id,
            gpointer user_data)
{
  g_action_group_activate_action (
      G_ACTION_GROUP (user_data), "open", g_variant_new ("(ssx)", tab, "", id));
}

static void
show_search (const char *text,
             gpointer user_data)
{
  TiemApp *self = TIEM_APP (user_data);

  g_application_activate (G_APPLICATION (self));
  tiem_window_search (self->window, "orders", text);
}

static gboolean
tiem_app_dbus_register (GApplication *application,
                        GDBusConnection *connection,
                        const char *object_path,
                        GError **error)
{
  static const TiemSearchProviderHooks hooks = { show_found, show_search };
  TiemApp *self = TIEM_APP (application);
  g_autofree char *path = g_strconcat (object_path, "/SearchProvider", NULL);

  if (!G_APPLICATION_CLASS (tiem_app_parent_class)
           ->dbus_register (application, connection, object_path, error))
    return FALSE;
  self->search = tiem_search_provider_new (application, &hooks, self);
  return tiem_search_provider_export (self->search, connection, path, error);
}

static void
tiem_app_dbus_unregister (GApplication *application,
                          GDBusConnection *connection,
                          const char *object_path)
{
  g_clear_object (&TIEM_APP (application)->search);
  G_APPLICATION_CLASS (tiem_app_parent_class)
      ->dbus_unregister (application, connection, object_path);
}

static int
tiem_app_handle_local_options (GApplication *application,
                               GVariantDict *options)
{
  TiemApp *self = TIEM_APP (application);

  if (g_variant_dict_lookup (options, "version", "b", &(gboolean){ FALSE }))
    {
      g_print ("Tiệm %s\n", VERSION);
      return 0;
    }
  self->start_with_practice = g_variant_dict_contains (options, "practice");
  self->start_hidden = g_variant_dict_contains (options, "background");
  /* One that runs already stays as it is, with its window or without. */
  if (self->start_hidden && g_application_register (application, NULL, NULL)
      && g_application_get_is_remote (application))
    return 0;
  /* Beside a window on the shop's own data, not in place of it. */
  if (self->start_with_practice || g_getenv ("TIEM_QUIT_AFTER") != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
tiem_app_shutdown (GApplication *application)
{
  TiemApp *self = TIEM_APP (application);

  g_clear_handle_id (&self->backup_id, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->shots);
  close_shop (self);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->window);
  G_APPLICATION_CLASS (tiem_app_parent_class)->shutdown (application);
}

static void
tiem_app_finalize (GObject *object)
{
  g_clear_object (&TIEM_APP (object)->settings);
  g_free (TIEM_APP (object)->import_path);
  G_OBJECT_CLASS (tiem_app_parent_class)->finalize (object);
}

static void
tiem_app_class_init (TiemAppClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tiem_app_finalize;
  application_class->startup = tiem_app_startup;
  application_class->activate = tiem_app_activate;
  application_class->open = tiem_app_open;
  application_class->dbus_register = tiem_app_dbus_register;
  application_class->dbus_unregister = tiem_app_dbus_unregister;
  application_class->handle_local_options = tiem_app_handle_local_options;
  application_class->shutdown = tiem_app_shutdown;
}

static void
tiem_app_init (TiemApp *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option (application,
                                 "practice",
                                 0,
                                 0,
                                 G_OPTION_ARG_NONE,
                                 _ ("Open the practice shop, where nothing is real"),
                                 NULL);
  g_application_add_main_option (application,
                                 "background",
                                 0,
                                 0,
                                 G_OPTION_ARG_NONE,
                                 _ ("Start without a window; it opens when Tiệm is started again"),
                                 NULL);
  g_application_add_main_option (
      application, "version", 0, 0, G_OPTION_ARG_NONE, _ ("Show the version"), NULL);
}

TiemApp *
tiem_app_new (void)
{
  return g_object_new (TIEM_TYPE_APP,
                       "application-id",
                       APP_ID,
                       "flags",
                       G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path",
                       "/vn/tiem/Tiem",
                       NULL);
}

void
tiem_app_init_widgets (void)
{
  tiem_watchdog_start ();
  /* Named, so that the linker keeps the resources of the static library. */
  g_resources_register (tiem_get_resource ());
}
