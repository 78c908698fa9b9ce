#define G_LOG_DOMAIN "tiem-preferences"

#include "config.h"

#include "app/window/tiem-preferences.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/tiem-background.h"
#include "app/tiem-backup.h"
#include "app/widgets/tiem-loader.h"
#include "app/window/tiem-bank-group.h"
#include "app/window/tiem-cost-group.h"
#include "app/window/tiem-print-group.h"
#include "base/tiem-time.h"
#include "store/tiem-store-channels.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* AdwPreferencesWindow became a dialog in newer libraries; this plain window holds the
 * same page in both. */
#define TIEM_TYPE_PREFERENCES (tiem_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TiemPreferences, tiem_preferences, TIEM, PREFERENCES, AdwWindow)

struct _TiemPreferences
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwComboRow *language;
  AdwComboRow *colors;
  AdwComboRow *row_height;
  AdwPreferencesGroup *stock_group;
  TiemPrintGroup *print_group;
  TiemBankGroup *bank_group;
  TiemCostGroup *cost_group;
  AdwPreferencesGroup *data_group;
  AdwPreferencesGroup *background_group;
  GtkSpinButton *buffer;
  AdwActionRow *folder_row;
  GtkWidget *backup_now;
  GtkSwitch *daily;
  GtkSwitch *background;
  GtkSwitch *autostart;
  AdwActionRow *autostart_row;
  GtkSwitch *notifications;
  GtkSwitch *at_night;

  GSettings *settings; /* (owned) */
  TiemShop *shop;      /* (owned) (nullable) */
  TiemLoader *loader;  /* (owned) (nullable) */
  guint buffer_id;
  gboolean is_settling; /* the switch is moved by us */
};

G_DEFINE_FINAL_TYPE (TiemPreferences, tiem_preferences, ADW_TYPE_WINDOW)

static const char *const languages[] = { "", "vi", "en" };
static const int heights[] = { 32, 36, 48 };

static void
say (TiemPreferences *self,
     const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* --- looks --- */

static void
language_cb (TiemPreferences *self)
{
  g_autofree char *before = g_settings_get_string (self->settings, "language");
  const char *chosen
      = languages[MIN (adw_combo_row_get_selected (self->language), G_N_ELEMENTS (languages) - 1)];

  if (g_strcmp0 (before, chosen) == 0)
    return;
  g_settings_set_string (self->settings, "language", chosen);
  say (self, _ ("The language changes when Tiệm is started again"));
}

static void
colors_cb (TiemPreferences *self)
{
  g_settings_set_enum (self->settings, "color-scheme", adw_combo_row_get_selected (self->colors));
}

static void
row_height_cb (TiemPreferences *self)
{
  g_settings_set_int (
      self->settings,
      "row-height",
      heights[MIN (adw_combo_row_get_selected (self->row_height), G_N_ELEMENTS (heights) - 1)]);
}

static void
show_looks (TiemPreferences *self)
{
  g_autofree char *language = g_settings_get_string (self->settings, "language");
  int height = g_settings_get_int (self->settings, "row-height");

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_strcmp0 (languages[i], language) == 0)
      adw_combo_row_set_selected (self->language, i);
  for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
    if (height >= heights[i])
      adw_combo_row_set_selected (self->row_height, i);
  adw_combo_row_set_selected (self->colors, g_settings_get_enum (self->settings, "color-scheme"));
}

/* --- stock: the buffer is a rule of each channel; here it is set for all of them --- */

static gpointer
set_buffers (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (store, error);

  for (guint i = 0; channels != NULL && i < channels->len; i++)
    {
      const TiemChannelRecord *channel = g_ptr_array_index (channels, i);

      if (!tiem_store_set_channel_rule (store,
                                        channel->id,
                                        GPOINTER_TO_INT (data),
                                        channel->share_percent,
                                        channel->cap,
                                        error))
        break;
    }
  return NULL;
}

static void
buffers_set_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (TiemPreferences) self = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error != NULL && self->toasts != NULL)
    say (self, error->message);
}

/* Only when the hand is off the button: each change may mean a number for every listing. */
static gboolean
buffer_settled_cb (gpointer data)
{
  TiemPreferences *self = TIEM_PREFERENCES (data);
  int buffer = gtk_spin_button_get_value_as_int (self->buffer);

  self->buffer_id = 0;
  g_settings_set_int (self->settings, "safety-buffer", buffer);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        set_buffers,
                        GINT_TO_POINTER (buffer),
                        NULL,
                        NULL,
                        NULL,
                        buffers_set_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
buffer_cb (TiemPreferences *self)
{
  if (self->shop == NULL)
    return;
  g_clear_handle_id (&self->buffer_id, g_source_remove);
  self->buffer_id = g_timeout_add (600, buffer_settled_cb, self);
}

/* --- data --- */

static char *
dup_folder (TiemPreferences *self)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "backup-folder");

  return tiem_backup_dup_folder (tiem_shop_get_store (self->shop), chosen);
}

/* Runs on a store thread. */
static gpointer
read_last_backup (TiemStore *store,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  return tiem_store_get_setting (store, TIEM_SETTING_LAST_BACKUP, error);
}

static void
last_backup_read_cb (GtkWidget *widget,
                     gpointer result,
                     const GError *error)
{
  TiemPreferences *self = TIEM_PREFERENCES (widget);
  gint64 at = result != NULL ? g_ascii_strtoll (result, NULL, 10) : 0;
  g_autofree char *folder = dup_folder (self);
  g_autofree char *when
      = at > 0 ? tiem_time_format_short (at, tiem_store_now (tiem_shop_get_store (self->shop)))
               : NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  /* Translators: %s a folder, %s a time */
  text = when != NULL ? g_strdup_printf (_ ("%s · last one %s"), folder, when)
                      : g_strdup_printf (_ ("%s · none yet"), folder);
  escaped = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (self->folder_row, escaped);
}

static void
backed_up_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = tiem_backup_make_finish (TIEM_STORE (source), result, &error);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *text = NULL;

  if (self->loader == NULL)
    return;
  gtk_widget_set_sensitive (self->backup_now, TRUE);
  tiem_loader_reload (self->loader);
  text = path != NULL ? g_strdup_printf (_ ("Backup saved: %s"), name) : g_strdup (error->message);
  say (self, text);
}

static void
backup_now_cb (TiemPreferences *self)
{
  g_autofree char *folder = dup_folder (self);
  g_autofree char *name = tiem_backup_make_name ();
  g_autofree char *path = g_build_filename (folder, name, NULL);

  gtk_widget_set_sensitive (self->backup_now, FALSE);
  tiem_backup_make_async (
      tiem_shop_get_store (self->shop), path, NULL, backed_up_cb, g_object_ref (self));
}

static void
folder_chosen_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemPreferences) self = user_data;

  if (path == NULL || self->loader == NULL)
    return;
  g_settings_set_string (self->settings, "backup-folder", path);
  tiem_loader_reload (self->loader);
}

static void
change_folder_cb (TiemPreferences *self)
{
  tiem_compat_open_file (GTK_WINDOW (self),
                         _ ("Folder for backups"),
                         TIEM_FILE_FOLDER,
                         folder_chosen_cb,
                         g_object_ref (self));
}

/* --- start with the session --- */

static void
show_autostart (TiemPreferences *self)
{
  self->is_settling = TRUE;
  gtk_switch_set_active (self->autostart, tiem_background_get_autostart (self->settings));
  self->is_settling = FALSE;
}

/* A sentence is too long for a toast, and is read where the switch is. */
static void
say_in_row (TiemPreferences *self,
            const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->autostart_row, escaped);
}

static void
autostart_answered_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (TiemPreferences) self = user_data;
  TiemBackgroundAnswer answer = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean answered = tiem_background_request_finish (result, &answer, &error);

  if (self->settings == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->autostart), TRUE);
  if (!answered)
    say_in_row (self, error->message);
  else if (gtk_switch_get_active (self->autostart) && !answer.autostart)
    say_in_row (
        self,
        _ ("The desktop does not let Tiệm start by itself; allow it in the desktop's settings."));
  else
    say_in_row (self, _ ("Without a window; open Tiệm to see it"));
  if (answered)
    g_settings_set_boolean (self->settings, "autostart", answer.autostart);
  show_autostart (self);
}

static void
autostart_cb (TiemPreferences *self)
{
  if (self->is_settling)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->autostart), FALSE);
  tiem_background_request_async (
      gtk_switch_get_active (self->autostart), NULL, autostart_answered_cb, g_object_ref (self));
}

/* --- overrides --- */

static void
tiem_preferences_dispose (GObject *object)
{
  TiemPreferences *self = TIEM_PREFERENCES (object);

  if (self->buffer_id != 0)
    {
      g_source_remove (self->buffer_id);
      buffer_settled_cb (self);
    }
  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tiem_preferences_parent_class)->dispose (object);
}

static void
tiem_preferences_class_init (TiemPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_preferences_dispose;
  g_type_ensure (TIEM_TYPE_BANK_GROUP);
  g_type_ensure (TIEM_TYPE_COST_GROUP);
  g_type_ensure (TIEM_TYPE_PRINT_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/window/tiem-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, toasts);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, language);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, colors);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, row_height);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, stock_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, print_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, bank_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, cost_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, data_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, background_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, buffer);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, backup_now);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, daily);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, background);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, autostart);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, TiemPreferences, at_night);
  gtk_widget_class_bind_template_callback (widget_class, backup_now_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_folder_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
set_topics (TiemPreferences *self)
{
  tiem_help_set_topic (GTK_WIDGET (self->stock_group), "stock");
  tiem_help_set_topic (GTK_WIDGET (self->cost_group), "stock");
  tiem_help_set_topic (GTK_WIDGET (self->print_group), "printing");
  tiem_help_set_topic (GTK_WIDGET (self->bank_group), "orders");
  tiem_help_set_topic (GTK_WIDGET (self->data_group), "backup");
  tiem_help_set_topic (GTK_WIDGET (self->background_group), "background");
  tiem_help_add_key (GTK_WINDOW (self), "background");
}

static void
tiem_preferences_init (TiemPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_topics (self);
  self->settings = g_settings_new (APP_ID);
  show_looks (self);
  gtk_spin_button_set_value (self->buffer, g_settings_get_int (self->settings, "safety-buffer"));
  g_settings_bind (self->settings, "backup-daily", self->daily, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (
      self->settings, "run-in-background", self->background, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (
      self->settings, "notifications", self->notifications, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (
      self->settings, "notifications-at-night", self->at_night, "active", G_SETTINGS_BIND_DEFAULT);
  show_autostart (self);
  g_signal_connect_swapped (self->autostart, "notify::active", G_CALLBACK (autostart_cb), self);
  g_signal_connect_swapped (self->language, "notify::selected", G_CALLBACK (language_cb), self);
  g_signal_connect_swapped (self->colors, "notify::selected", G_CALLBACK (colors_cb), self);
  g_signal_connect_swapped (self->row_height, "notify::selected", G_CALLBACK (row_height_cb), self);
  g_signal_connect_swapped (self->buffer, "value-changed", G_CALLBACK (buffer_cb), self);
}

void
tiem_preferences_present (GtkWindow *parent,
                          TiemShop *shop)
{
  TiemPreferences *self
      = g_object_new (TIEM_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE, NULL);

  g_set_object (&self->shop, shop);
  gtk_widget_set_visible (GTK_WIDGET (self->stock_group), shop != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->data_group), shop != NULL);
  tiem_print_group_set_shop (self->print_group, shop);
  tiem_bank_group_set_shop (self->bank_group, shop);
  tiem_cost_group_set_shop (self->cost_group, shop);
  if (shop != NULL)
    {
      self->loader = tiem_loader_new (GTK_WIDGET (self),
                                      tiem_shop_get_store (shop),
                                      0,
                                      read_last_backup,
                                      g_free,
                                      last_backup_read_cb);
      tiem_loader_set_subject (self->loader, 1);
    }
  gtk_window_present (GTK_WINDOW (self));
}
