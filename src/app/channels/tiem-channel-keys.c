#define G_LOG_DOMAIN "tiem-channel-keys"

#include "config.h"

#include "app/channels/tiem-channel-help.h"
#include "app/channels/tiem-channel-keys.h"
#include "app/platform-compat.h"
#include "app/tiem-page.h"

#include <glib/gi18n.h>

struct _TiemChannelKeys
{
  AdwBin parent_instance;

  const TiemChannelInfo *info; /* (nullable) */
  const TiemChannelHelp *help; /* (nullable) */
  TiemAccount *account;        /* (owned) (nullable): of the channel that is there */

  GtkWidget *help_group;
  GtkButton *console_button;
  GtkListBox *help_list;
  GtkWidget *redirect_group;
  AdwActionRow *redirect;
  AdwPreferencesGroup *fields;
  GtkEditable *name;
  GtkEditable *address;
  GtkEditable *key;
  GtkEditable *secret;
  GtkEditable *service;
  AdwExpanderRow *advanced;
  GtkEditable *base;
  GtkEditable *auth;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemChannelKeys, tiem_channel_keys, ADW_TYPE_BIN)

/* --- what is to be done at the platform --- */

static void
add_step (TiemChannelKeys *self,
          guint number,
          const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GtkWidget *label = gtk_label_new (digits);

  gtk_widget_add_css_class (label, "tiem-num");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (self->help_list, row);
}

static void
show_help (TiemChannelKeys *self)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->help_list))) != NULL)
    gtk_list_box_remove (self->help_list, child);
  for (; self->help != NULL && self->help->steps[n] != NULL; n++)
    add_step (self, n + 1, _ (self->help->steps[n]));
  gtk_widget_set_visible (self->help_group, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->console_button),
                          self->help != NULL && self->help->console_url != NULL);
  if (self->help != NULL && self->help->console_url != NULL)
    {
      /* Translators: %s is the address of a web page */
      g_autofree char *label
          = g_strdup_printf (_ ("Open %s"), self->help->console_url + strlen ("https://"));

      gtk_button_set_label (self->console_button, label);
    }
}

static void
console_clicked_cb (TiemChannelKeys *self)
{
  tiem_compat_open_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        self->help->console_url);
}

static void
copy_clicked_cb (TiemChannelKeys *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          adw_action_row_get_subtitle (self->redirect));
  tiem_page_toast (GTK_WIDGET (self), adw_toast_new (_ ("Copied")));
}

/* --- the fields --- */

static void
set_field (GtkEditable *editable,
           const char *title)
{
  gtk_editable_set_text (editable, "");
  gtk_widget_set_visible (GTK_WIDGET (editable), title != NULL);
  if (title != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (editable), _ (title));
}

/* The address to be typed is the platform's own: all but a website. */
static gboolean
has_own_address (TiemChannelKeys *self)
{
  return self->info != NULL && self->info->base_url != NULL;
}

static gboolean
is_filled (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

  return !gtk_widget_get_visible (GTK_WIDGET (editable)) || strspn (text, " \t") < strlen (text);
}

static char *
dup_stripped (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
take (char **held,
      GtkEditable *editable)
{
  g_free (*held);
  *held = dup_stripped (editable);
}

static void
entry_changed_cb (TiemChannelKeys *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- the object --- */

/* Not the class's grab_focus: Tab, too, would then pass over what stands above the fields. */
void
tiem_channel_keys_begin (TiemChannelKeys *self)
{
  GtkEditable *const editables[] = { self->name, self->address, self->key };

  for (guint i = 0; i < G_N_ELEMENTS (editables); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (editables[i])))
      {
        gtk_widget_grab_focus (GTK_WIDGET (editables[i]));
        return;
      }
}

static void
tiem_channel_keys_dispose (GObject *object)
{
  TiemChannelKeys *self = TIEM_CHANNEL_KEYS (object);

  g_clear_pointer (&self->account, tiem_account_free);

  G_OBJECT_CLASS (tiem_channel_keys_parent_class)->dispose (object);
}

static void
tiem_channel_keys_class_init (TiemChannelKeysClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_channel_keys_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_CHANNEL_KEYS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channel-keys.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, help_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, console_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, help_list);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, redirect_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, redirect);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, fields);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, name);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, address);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, key);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, secret);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, service);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, advanced);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, base);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelKeys, auth);
  gtk_widget_class_bind_template_callback (widget_class, console_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
tiem_channel_keys_init (TiemChannelKeys *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_compat_name_reveal (GTK_WIDGET (self->secret));
  {
    GtkEditable *const editables[] = {
      self->name, self->address, self->key, self->secret, self->service, self->base, self->auth,
    };

    for (guint i = 0; i < G_N_ELEMENTS (editables); i++)
      g_signal_connect_object (
          editables[i], "changed", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  }
}

void
tiem_channel_keys_set_kind (TiemChannelKeys *self,
                            const TiemChannelInfo *info,
                            const char *redirect_uri)
{
  const char *redirect_title;

  g_return_if_fail (TIEM_IS_CHANNEL_KEYS (self));

  g_clear_pointer (&self->account, tiem_account_free);
  self->info = info;
  self->help = tiem_channel_help_find (info->kind);
  show_help (self);
  redirect_title = self->help != NULL && redirect_uri != NULL ? self->help->redirect_title : NULL;
  gtk_widget_set_visible (self->redirect_group, redirect_title != NULL);
  if (redirect_title != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->redirect), _ (redirect_title));
      adw_action_row_set_subtitle (self->redirect, redirect_uri);
    }
  /* A marketplace knows the name of the shop, which is a good first name of the channel. */
  set_field (self->name, info->sign_in_url == NULL ? N_ ("Name of the channel") : NULL);
  set_field (self->address, self->help != NULL ? self->help->address_title : NULL);
  set_field (self->key, self->help != NULL ? self->help->key_title : NULL);
  set_field (self->secret, self->help != NULL ? self->help->secret_title : NULL);
  set_field (self->service, self->help != NULL ? self->help->service_title : NULL);
  gtk_editable_set_text (self->base, "");
  gtk_editable_set_text (self->auth, "");
  gtk_widget_set_visible (GTK_WIDGET (self->advanced), has_own_address (self));
  adw_expander_row_set_expanded (self->advanced, FALSE);
  adw_preferences_group_set_title (
      self->fields, info->sign_in_url != NULL ? _ ("Codes of the app") : _ ("Connection"));
}

static void
fill (GtkEditable *editable,
      const char *text)
{
  gtk_editable_set_text (editable, text != NULL ? text : "");
}

void
tiem_channel_keys_set_account (TiemChannelKeys *self,
                               const TiemAccount *account)
{
  gboolean elsewhere;

  g_return_if_fail (TIEM_IS_CHANNEL_KEYS (self));

  self->account = tiem_account_copy (account);
  elsewhere = has_own_address (self) && g_strcmp0 (account->base_url, self->info->base_url) != 0;
  set_field (self->name, NULL);
  fill (self->address, account->base_url);
  fill (self->key, account->key);
  fill (self->secret, account->secret);
  fill (self->service, account->service_id);
  fill (self->base, elsewhere ? account->base_url : NULL);
  fill (self->auth, elsewhere ? account->auth_url : NULL);
  adw_expander_row_set_expanded (self->advanced, elsewhere);
}

gboolean
tiem_channel_keys_is_filled (TiemChannelKeys *self)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL_KEYS (self), FALSE);

  return self->info != NULL && is_filled (self->name) && is_filled (self->address)
         && is_filled (self->key) && is_filled (self->secret) && is_filled (self->service);
}

TiemAccount *
tiem_channel_keys_dup_account (TiemChannelKeys *self)
{
  TiemAccount *account;

  g_return_val_if_fail (TIEM_IS_CHANNEL_KEYS (self), NULL);

  account = self->account != NULL ? tiem_account_copy (self->account) : tiem_account_new ();
  if (self->help == NULL || self->help->key_title == NULL)
    return account;
  take (&account->key, self->key);
  take (&account->secret, self->secret);
  if (self->help->service_title != NULL)
    take (&account->service_id, self->service);
  if (!has_own_address (self))
    {
      take (&account->base_url, self->address);
      return account;
    }
  take (&account->base_url, self->base);
  take (&account->auth_url, self->auth);
  /* Keys of a pretend marketplace must not end up at the real one's door. */
  if (*account->auth_url == '\0' && *account->base_url != '\0')
    {
      g_free (account->auth_url);
      account->auth_url = g_strdup (account->base_url);
    }
  if (*account->base_url == '\0')
    {
      g_free (account->base_url);
      g_free (account->auth_url);
      account->base_url = g_strdup (self->info->base_url);
      account->auth_url = g_strdup (self->info->auth_url);
    }
  return account;
}

char *
tiem_channel_keys_dup_name (TiemChannelKeys *self)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL_KEYS (self), NULL);
  return dup_stripped (self->name);
}
