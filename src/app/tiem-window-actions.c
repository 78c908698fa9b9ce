#define G_LOG_DOMAIN "tiem-window"

#include "config.h"

#include "app/tiem-window-private.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/channels/tiem-channels-page.h"
#include "app/products/tiem-import-open.h"
#include "app/products/tiem-import-page.h"
#include "app/tiem-backup.h"
#include "app/tiem-browse-page.h"
#include "app/tiem-shortcuts.h"
#include "app/window/tiem-about.h"
#include "app/window/tiem-preferences.h"
#include "base/tiem-money.h"
#include "document/tiem-exchange.h"

#include <glib/gi18n.h>

static void
say (TiemWindow *self,
     const char *text)
{
  tiem_window_add_toast (self, adw_toast_new (text));
}

/* --- the tab in front --- */

static gboolean
command (TiemWindow *self,
         TiemPageCommand what)
{
  TiemPage *page = tiem_window_get_page (self);

  return page != NULL && tiem_page_command (page, what);
}

static void
command_cb (GtkWidget *widget,
            const char *action_name,
            GVariant *parameter)
{
  static const struct
  {
    const char *action;
    TiemPageCommand what;
  } commands[] = {
    { "win.create", TIEM_PAGE_CREATE },
    { "win.edit", TIEM_PAGE_EDIT },
    { "win.primary", TIEM_PAGE_PRIMARY },
    { "win.copy", TIEM_PAGE_COPY },
    { "win.undo", TIEM_PAGE_UNDO },
    { "win.search", TIEM_PAGE_SEARCH },
    { "win.next-group", TIEM_PAGE_NEXT_GROUP },
    { "win.previous-group", TIEM_PAGE_PREVIOUS_GROUP },
    { "win.pack", TIEM_PAGE_PACK },
    { "win.print", TIEM_PAGE_PRINT },
    { "win.pick", TIEM_PAGE_PICK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].action, action_name) == 0)
      command (TIEM_WINDOW (widget), commands[i].what);
}

static void
back_cb (GtkWidget *widget,
         const char *action_name,
         GVariant *parameter)
{
  TiemPage *page = tiem_window_get_page (TIEM_WINDOW (widget));

  if (page != NULL)
    tiem_page_go_back (page);
}

static void
save_cb (GtkWidget *widget,
         const char *action_name,
         GVariant *parameter)
{
  TiemPage *page = tiem_window_get_page (TIEM_WINDOW (widget));

  if (page != NULL && tiem_page_get_subpage (page) != NULL)
    tiem_subpage_save (tiem_page_get_subpage (page));
}

static void
open_cb (GtkWidget *widget,
         const char *action_name,
         GVariant *parameter)
{
  const char *tab, *group;
  gint64 id;

  g_variant_get (parameter, "(&s&sx)", &tab, &group, &id);
  tiem_window_open (TIEM_WINDOW (widget), tab, group, id);
}

void
tiem_window_search (TiemWindow *self,
                    const char *tab,
                    const char *text)
{
  TiemPage *page;

  g_return_if_fail (TIEM_IS_WINDOW (self));

  tiem_window_open (self, tab, "all", 0);
  page = tiem_window_get_page (self);
  if (TIEM_IS_BROWSE_PAGE (page))
    tiem_list_pane_set_search (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (page)), text);
}

/* --- import --- */

/* Returns: (nullable): the tab, when a file can be opened on it */
static TiemPage *
open_tab_for_file (TiemWindow *self,
                   const char *tab)
{
  TiemPage *page;

  tiem_window_open (self, tab, NULL, 0);
  page = tiem_window_get_page (self);
  if (page == NULL || tiem_page_get_subpage (page) == NULL)
    return page;
  say (self, _ ("Finish or leave this page first, then open the file again"));
  return NULL;
}

/* A marketplace's file is of a channel: it goes on there. */
static void
market_file_cb (TiemImportPage *import,
                guint kind,
                TiemWindow *self)
{
  g_autofree char *path = g_strdup (tiem_import_page_get_path (import));
  TiemPage *page;

  tiem_subpage_leave (TIEM_SUBPAGE (import));
  page = open_tab_for_file (self, "channels");
  if (page != NULL)
    tiem_channels_page_open_file (TIEM_CHANNELS_PAGE (page), kind, path);
}

/* @import: (transfer floating) */
static void
push_import (TiemWindow *self,
             TiemPage *page,
             GtkWidget *import)
{
  g_signal_connect_object (import, "market-file", G_CALLBACK (market_file_cb), self, 0);
  tiem_import_push (page, import);
}

void
tiem_window_import_file (TiemWindow *self,
                         const char *path)
{
  TiemPage *page;

  g_return_if_fail (TIEM_IS_WINDOW (self));

  page = open_tab_for_file (self, "products");
  if (page != NULL)
    push_import (self, page, tiem_import_page_new (self->shop, path));
}

static void
import_goods_cb (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  TiemWindow *self = TIEM_WINDOW (widget);
  TiemPage *page = self->shop != NULL ? open_tab_for_file (self, "products") : NULL;

  if (page != NULL)
    push_import (
        self, page, tiem_import_page_new_goods (self->shop, g_variant_get_bytestring (parameter)));
}

/* --- a file dropped on the window --- */

/* Pictures are dropped on products; beside those they are no mistake worth a page. */
static gboolean
is_table (const char *path)
{
  static const char *const endings[] = { ".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".zip" };
  g_autofree char *name = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
file_dropped_cb (GtkDropTarget *target,
                 const GValue *value,
                 double x,
                 double y,
                 TiemWindow *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  if (self->shop == NULL || files == NULL)
    return FALSE;
  if (path == NULL)
    say (self, _ ("This file can't be opened from where it is"));
  else if (!is_table (path))
    {
      say (self, _ ("Only tables can be opened here: .xlsx or .csv"));
      return FALSE;
    }
  else if (files->next != NULL)
    say (self, _ ("One file at a time: the first one is opened"));
  if (path != NULL)
    tiem_window_import_file (self, path);
  return path != NULL;
}

void
tiem_window_take_files (TiemWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (file_dropped_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
import_chosen_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemWindow) self = user_data;

  if (path != NULL && self->shop != NULL)
    tiem_window_import_file (self, path);
}

static void
import_cb (GtkWidget *widget,
           const char *action_name,
           GVariant *parameter)
{
  if (TIEM_WINDOW (widget)->shop != NULL)
    tiem_compat_open_file (GTK_WINDOW (widget),
                           _ ("Import from Excel"),
                           TIEM_FILE_SHEET,
                           import_chosen_cb,
                           g_object_ref (widget));
}

/* --- sync --- */

static void
sync_cb (GtkWidget *widget,
         const char *action_name,
         GVariant *parameter)
{
  TiemWindow *self = TIEM_WINDOW (widget);

  if (self->shop != NULL)
    tiem_engine_wake (tiem_shop_get_engine (self->shop), 0, TIEM_TURN_NORMAL);
}

static void
leave_practice_cb (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  gtk_widget_activate_action (widget, "app.own-shop", NULL);
}

/* --- export --- */

typedef struct
{
  TiemWindow *window; /* (owned) */
  TiemExportKind kind;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_object (&export->window);
  g_free (export->path);
  g_free (export);
}

/* Runs on a store thread. Returns: the number of rows + 1, so that none is not NULL */
static gpointer
run_export (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  Export *export = data;
  gint64 rows
      = tiem_export (store, export->kind, NULL, export->path, NULL, NULL, cancellable, error);

  return GSIZE_TO_POINTER (rows + 1);
}

static void
exported_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 rows
      = (gint64)GPOINTER_TO_SIZE (tiem_store_run_finish (TIEM_STORE (source), result, &error)) - 1;
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      say (self, error->message);
      return;
    }
  number = tiem_number_format (rows);
  /* Translators: %s is a number */
  text = g_strdup_printf (ngettext ("Exported %s row", "Exported %s rows", rows), number);
  say (self, text);
}

static void
export_chosen_cb (const char *path,
                  gpointer user_data)
{
  Export *export = user_data;

  if (path == NULL || export->window->shop == NULL)
    {
      export_free (export);
      return;
    }
  export->path = g_strdup (path);
  tiem_store_run_async (tiem_shop_get_store (export->window->shop),
                        TIEM_STORE_READ,
                        run_export,
                        export,
                        export_free,
                        NULL,
                        NULL,
                        exported_cb,
                        g_object_ref (export->window));
}

static void
export_cb (GtkWidget *widget,
           const char *action_name,
           GVariant *parameter)
{
  const struct
  {
    const char *name;
    TiemExportKind kind;
    const char *file;
  } kinds[] = {
    { "products", TIEM_EXPORT_PRODUCTS, _ ("products.xlsx") },
    { "orders", TIEM_EXPORT_ORDERS, _ ("orders.xlsx") },
    { "customers", TIEM_EXPORT_CUSTOMERS, _ ("customers.xlsx") },
    { "movements", TIEM_EXPORT_MOVEMENTS, _ ("stock-ledger.xlsx") },
    { "listings", TIEM_EXPORT_LISTINGS, _ ("listings.xlsx") },
    { "drift", TIEM_EXPORT_DRIFT, _ ("changed at channels.xlsx") },
    { "travels", TIEM_EXPORT_TRAVELS, _ ("travels.xlsx") },
    { "returns", TIEM_EXPORT_RETURNS, _ ("returns.xlsx") },
  };
  const char *name = g_variant_get_string (parameter, NULL);
  TiemWindow *self = TIEM_WINDOW (widget);

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && self->shop != NULL; i++)
    if (g_strcmp0 (kinds[i].name, name) == 0)
      {
        Export *export = g_new0 (Export, 1);

        export->window = g_object_ref (self);
        export->kind = kinds[i].kind;
        tiem_compat_save_file (GTK_WINDOW (self),
                               _ ("Export to Excel"),
                               kinds[i].file,
                               TIEM_FILE_SHEET,
                               export_chosen_cb,
                               export);
      }
}

/* --- backup and restore --- */

static void
backed_up_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = tiem_backup_make_finish (TIEM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (path == NULL)
    {
      say (self, error->message);
      return;
    }
  /* Translators: %s is a file */
  text = g_strdup_printf (_ ("Backup saved: %s"), path);
  say (self, text);
}

static void
backup_chosen_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemWindow) self = user_data;

  if (path != NULL && self->shop != NULL)
    tiem_backup_make_async (
        tiem_shop_get_store (self->shop), path, NULL, backed_up_cb, g_object_ref (self));
}

static void
backup_cb (GtkWidget *widget,
           const char *action_name,
           GVariant *parameter)
{
  g_autofree char *name = tiem_backup_make_name ();

  if (TIEM_WINDOW (widget)->shop != NULL)
    tiem_compat_save_file (GTK_WINDOW (widget),
                           _ ("Back up the shop"),
                           name,
                           TIEM_FILE_BACKUP,
                           backup_chosen_cb,
                           g_object_ref (widget));
}

typedef struct
{
  TiemWindow *window; /* (owned) */
  char *path;
} Restore;

static void
restore_free (Restore *restore)
{
  g_object_unref (restore->window);
  g_free (restore->path);
  g_free (restore);
}

static gpointer
run_restore (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  return tiem_store_restore (store, data, cancellable, error);
}

static void
restored_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->shop != NULL && tiem_shop_get_store (self->shop) == TIEM_STORE (source))
    tiem_engine_start (tiem_shop_get_engine (self->shop), NULL);
  if (error != NULL)
    {
      say (self, error->message);
      return;
    }
  /* Translators: %s is a file */
  text = g_strdup_printf (_ ("Restored. What was there before is kept in %s"), kept);
  say (self, text);
}

static void
restore_answered_cb (const char *response,
                     gpointer user_data)
{
  Restore *restore = user_data;
  TiemShop *shop = restore->window->shop;

  if (g_strcmp0 (response, "restore") == 0 && shop != NULL)
    {
      /* Nothing may write while the content is replaced. */
      tiem_engine_stop (tiem_shop_get_engine (shop));
      tiem_store_run_async (tiem_shop_get_store (shop),
                            TIEM_STORE_WRITE,
                            run_restore,
                            g_strdup (restore->path),
                            g_free,
                            g_free,
                            NULL,
                            restored_cb,
                            g_object_ref (restore->window));
    }
  restore_free (restore);
}

static void
restore_chosen_cb (const char *path,
                   gpointer user_data)
{
  static const char *const ids[] = { "cancel", "restore", NULL };
  TiemWindow *self = user_data;
  Restore *restore;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  const TiemAnswer answers[] = {
    { ids[0], _ ("Don't restore"), TIEM_ANSWER_PLAIN },
    { ids[1], _ ("Restore"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL, NULL, 0 },
  };

  if (path == NULL)
    {
      g_object_unref (self);
      return;
    }
  restore = g_new0 (Restore, 1);
  restore->window = self;
  restore->path = g_strdup (path);
  name = g_path_get_basename (path);
  /* Translators: %s is a file */
  title = g_strdup_printf (_ ("Restore the backup %s?"), name);
  tiem_compat_ask (GTK_WINDOW (self),
                   title,
                   _ ("The data of now is kept apart before it is replaced."),
                   NULL,
                   answers,
                   restore_answered_cb,
                   restore);
}

static void
restore_cb (GtkWidget *widget,
            const char *action_name,
            GVariant *parameter)
{
  if (TIEM_WINDOW (widget)->shop != NULL)
    tiem_compat_open_file (GTK_WINDOW (widget),
                           _ ("Open a backup"),
                           TIEM_FILE_BACKUP,
                           restore_chosen_cb,
                           g_object_ref (widget));
}

/* --- the rest of the menu --- */

static void
menu_cb (GtkWidget *widget,
         const char *action_name,
         GVariant *parameter)
{
  gtk_menu_button_popup (TIEM_WINDOW (widget)->menu);
}

static void
preferences_cb (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  tiem_preferences_present (GTK_WINDOW (widget), TIEM_WINDOW (widget)->shop);
}

/* What has the focus says which page; the header has none of its own. */
static void
help_cb (GtkWidget *widget,
         const char *action_name,
         GVariant *parameter)
{
  const char *topic = tiem_help_find_topic (gtk_window_get_focus (GTK_WINDOW (widget)));
  TiemPage *page = tiem_window_get_page (TIEM_WINDOW (widget));

  if (topic == NULL && page != NULL)
    {
      TiemSubpage *subpage = tiem_page_get_subpage (page);

      topic = tiem_help_find_topic (subpage != NULL ? GTK_WIDGET (subpage) : GTK_WIDGET (page));
    }
  tiem_help_present (GTK_WINDOW (widget), topic);
}

static void
shortcuts_cb (GtkWidget *widget,
              const char *action_name,
              GVariant *parameter)
{
  tiem_shortcuts_present (GTK_WINDOW (widget));
}

static void
about_cb (GtkWidget *widget,
          const char *action_name,
          GVariant *parameter)
{
  tiem_about_present (GTK_WINDOW (widget));
}

/* --- keys that whoever has the focus gets first --- */

static gboolean
late_back_cb (GtkWidget *widget,
              GVariant *args,
              gpointer user_data)
{
  TiemPage *page = tiem_window_get_page (TIEM_WINDOW (widget));

  return page != NULL && tiem_page_go_back (page);
}

static gboolean
late_copy_cb (GtkWidget *widget,
              GVariant *args,
              gpointer user_data)
{
  return command (TIEM_WINDOW (widget), TIEM_PAGE_COPY);
}

static gboolean
late_undo_cb (GtkWidget *widget,
              GVariant *args,
              gpointer user_data)
{
  return command (TIEM_WINDOW (widget), TIEM_PAGE_UNDO);
}

static gboolean
late_tick_all_cb (GtkWidget *widget,
                  GVariant *args,
                  gpointer user_data)
{
  return command (TIEM_WINDOW (widget), TIEM_PAGE_TICK_ALL);
}

void
tiem_window_add_late_keys (TiemWindow *self)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    GtkShortcutFunc func;
  } keys[] = {
    { GDK_KEY_Escape, 0, late_back_cb },
    { GDK_KEY_Left, GDK_ALT_MASK, late_back_cb },
    { GDK_KEY_c, GDK_CONTROL_MASK, late_copy_cb },
    { GDK_KEY_z, GDK_CONTROL_MASK, late_undo_cb },
    { GDK_KEY_a, GDK_CONTROL_MASK, late_tick_all_cb },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                          gtk_callback_action_new (keys[i].func, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
tiem_window_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.open", "(ssx)", open_cb);
  gtk_widget_class_install_action (klass, "win.back", NULL, back_cb);
  gtk_widget_class_install_action (klass, "win.save", NULL, save_cb);
  gtk_widget_class_install_action (klass, "win.create", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.edit", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.pack", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.print", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.pick", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.primary", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.copy", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.undo", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.search", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.next-group", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.previous-group", NULL, command_cb);
  gtk_widget_class_install_action (klass, "win.sync", NULL, sync_cb);
  gtk_widget_class_install_action (klass, "win.leave-practice", NULL, leave_practice_cb);
  gtk_widget_class_install_action (klass, "win.import", NULL, import_cb);
  gtk_widget_class_install_action (klass, "win.import-goods", "ay", import_goods_cb);
  gtk_widget_class_install_action (klass, "win.export", "s", export_cb);
  gtk_widget_class_install_action (klass, "win.backup", NULL, backup_cb);
  gtk_widget_class_install_action (klass, "win.restore", NULL, restore_cb);
  gtk_widget_class_install_action (klass, "win.menu", NULL, menu_cb);
  gtk_widget_class_install_action (klass, "win.preferences", NULL, preferences_cb);
  gtk_widget_class_install_action (klass, "win.help", NULL, help_cb);
  gtk_widget_class_install_action (klass, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_action (klass, "win.about", NULL, about_cb);
}
