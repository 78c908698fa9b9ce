#define G_LOG_DOMAIN "tiem-channel-add-page"

#include "config.h"

#include "app/channels/tiem-channel-actions.h"
#include "app/channels/tiem-channel-add-page.h"
#include "app/channels/tiem-channel-help.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-tile.h"
#include "app/widgets/tiem-tone.h"
#include "channel/tiem-channel.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"

#include <glib/gi18n.h>

struct _TiemChannelAddPage
{
  TiemSubpage parent_instance;

  TiemShop *shop;              /* (owned) */
  TiemLoader *loader;          /* (owned) (nullable): the new channel, once it is there */
  TiemChannelRecord *record;   /* (owned) (nullable) */
  const TiemChannelInfo *info; /* (nullable): the kind that was chosen */
  GCancellable *cancellable;   /* (owned): of what asks the channel */
  guint pulse_id;
  gint64 channel_id;
  gboolean adopted;

  GtkLabel *progress;
  GtkStack *steps;
  GtkListBox *kinds;
  GtkWidget *help_group;
  GtkListBox *help;
  GtkEditable *name;
  GtkEditable *address;
  GtkEditable *key;
  GtkEditable *secret;
  GtkWidget *answer;
  GtkImage *answer_icon;
  GtkLabel *answer_text;
  GtkSpinner *spinner;
  GtkWidget *test_button;
  GtkWidget *connect_button;
  GtkLabel *read_title;
  GtkProgressBar *read_bar;
  GtkLabel *read_text;
  GtkLabel *adopt_title;
  GtkLabel *adopt_text;
  GtkButton *later_button;
  GtkWidget *adopt_button;
};

enum
{
  SIGNAL_FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemChannelAddPage, tiem_channel_add_page, TIEM_TYPE_SUBPAGE)

static const struct
{
  const char *name;
  const char *title;
} step_names[] = {
  { "choose", N_ ("Choose the channel") },
  { "keys", N_ ("Enter the keys") },
  { "read", N_ ("Read goods and orders") },
  { "adopt", N_ ("Take over the goods") },
};

static void
show_step (TiemChannelAddPage *self,
           const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (step_names); i++)
    {
      g_autofree char *title = g_markup_escape_text (_ (step_names[i].title), -1);

      g_string_append (text, i > 0 ? "  ›  " : "");
      g_string_append_printf (
          text, g_str_equal (name, step_names[i].name) ? "<b>%s</b>" : "%s", title);
    }
  gtk_label_set_markup (self->progress, text->str);
  gtk_stack_set_visible_child_name (self->steps, name);
}

static void
finish (TiemChannelAddPage *self)
{
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0, self->channel_id);
}

/* --- step 2: keys --- */

static void
show_answer (TiemChannelAddPage *self,
             gboolean good,
             const char *text)
{
  gtk_widget_set_visible (self->answer, text != NULL);
  if (text == NULL)
    return;
  gtk_image_set_from_icon_name (self->answer_icon,
                                good ? "object-select-symbolic" : "dialog-error-symbolic");
  tiem_tone_apply (GTK_WIDGET (self->answer_icon), good ? TIEM_TONE_SUCCESS : TIEM_TONE_ERROR);
  gtk_label_set_label (self->answer_text, text);
}

static gboolean
is_filled (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

  return !gtk_widget_get_visible (GTK_WIDGET (editable)) || strspn (text, " \t") < strlen (text);
}

static void
update_sensitivity (TiemChannelAddPage *self)
{
  gboolean ready = self->info != NULL && !gtk_spinner_get_spinning (self->spinner)
                   && is_filled (self->name) && is_filled (self->address) && is_filled (self->key)
                   && is_filled (self->secret);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.test", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.connect", ready);
}

static void
set_busy (TiemChannelAddPage *self,
          gboolean busy)
{
  if (busy)
    show_answer (self, TRUE, NULL);
  gtk_spinner_set_spinning (self->spinner, busy);
  update_sensitivity (self);
}

static void
entry_changed_cb (TiemChannelAddPage *self)
{
  show_answer (self, TRUE, NULL);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), self->channel_id == 0);
  update_sensitivity (self);
}

static char *
dup_stripped (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

/* What was typed, for a thread that asks the channel. */
typedef struct
{
  TiemShop *shop;
  char *kind;
  char *name;
  TiemAccount *account;
  gboolean keep; /* add the channel, do not only try */
  gint64 channel_id;
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_clear_object (&self->shop);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->account, tiem_account_free);
  g_free (self);
}

static Attempt *
attempt_new (TiemChannelAddPage *self,
             gboolean keep)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->shop = g_object_ref (self->shop);
  attempt->kind = g_strdup (self->info->kind);
  attempt->name = dup_stripped (self->name);
  attempt->account = tiem_account_new ();
  attempt->keep = keep;
  if (tiem_channel_help_find (self->info->kind)->key_title != NULL)
    {
      attempt->account->base_url = dup_stripped (self->address);
      attempt->account->key = dup_stripped (self->key);
      attempt->account->secret = dup_stripped (self->secret);
    }
  return attempt;
}

static void
attempt_in_thread (GTask *task,
                   gpointer source,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  Attempt *attempt = task_data;
  g_autoptr (TiemChannelProbe) probe = NULL;
  GError *error = NULL;

  if (attempt->account->key != NULL)
    {
      probe = tiem_sync_test_account (attempt->kind, attempt->account, cancellable, &error);
      if (probe == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
    }
  if (attempt->keep)
    {
      attempt->channel_id = tiem_sync_add_channel (tiem_shop_get_store (attempt->shop),
                                                   tiem_shop_get_keyring (attempt->shop),
                                                   attempt->kind,
                                                   attempt->name,
                                                   attempt->account,
                                                   cancellable,
                                                   &error);
      if (attempt->channel_id == 0)
        {
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_pointer (task, g_strdup (probe != NULL ? probe->message : NULL), g_free);
}

/* --- step 3: reading --- */

static gpointer
read_record (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  return tiem_store_get_channel (store, *(gint64 *)data, error);
}

static void
show_reading (TiemChannelAddPage *self)
{
  g_autofree char *activity
      = tiem_engine_dup_activity (tiem_shop_get_engine (self->shop), self->channel_id);
  g_autofree char *count = NULL;

  if (self->record != NULL && self->record->error_message != NULL)
    {
      gtk_label_set_label (self->read_text, self->record->error_message);
      return;
    }
  if (self->record != NULL)
    count = g_strdup_printf (_ ("%d listings and %d orders read so far"),
                             (int)self->record->listings,
                             (int)self->record->orders);
  gtk_label_set_label (self->read_text,
                       activity != NULL ? activity
                       : count != NULL  ? count
                                        : _ ("Just a moment…"));
}

static void
show_adopt (TiemChannelAddPage *self)
{
  const TiemChannelRecord *record = self->record;
  g_autofree char *title = NULL;

  title = g_strdup_printf (_ ("%s has %d listings"), record->name, (int)record->listings);
  gtk_label_set_label (self->adopt_title, title);
  if (record->unlinked == 0)
    {
      gtk_label_set_label (self->adopt_text,
                           _ ("All of them are linked with your products already."));
      gtk_widget_set_visible (self->adopt_button, FALSE);
      gtk_button_set_label (self->later_button, _ ("Close"));
    }
  else
    {
      gtk_label_set_label (
          self->adopt_text,
          _ ("Take them over into your catalogue: products that you do not have yet are "
             "made with title, SKU, price and stock; a SKU that you have is linked, never "
             "doubled. Where another channel shows a different number you decide once."));
    }
  show_step (self, "adopt");
}

static void
record_read_cb (GtkWidget *widget,
                gpointer result,
                const GError *error)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (widget);

  if (result == NULL)
    return;
  g_clear_pointer (&self->record, tiem_channel_record_free);
  self->record = tiem_channel_record_copy (result);
  show_reading (self);
  if (self->record->listings_read_at != 0 && !self->adopted
      && g_str_equal (gtk_stack_get_visible_child_name (self->steps), "read"))
    show_adopt (self);
}

static gboolean
pulse_cb (gpointer user_data)
{
  TiemChannelAddPage *self = user_data;

  gtk_progress_bar_pulse (self->read_bar);
  show_reading (self);
  return G_SOURCE_CONTINUE;
}

static void
start_reading (TiemChannelAddPage *self)
{
  g_autofree char *title = g_strdup_printf (_ ("Reading %s"), gtk_editable_get_text (self->name));

  gtk_label_set_label (self->read_title, title);
  show_step (self, "read");
  self->loader
      = tiem_loader_new (GTK_WIDGET (self),
                         tiem_shop_get_store (self->shop),
                         TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_ORDERS,
                         read_record,
                         (GDestroyNotify)tiem_channel_record_free,
                         record_read_cb);
  tiem_loader_set_subject (self->loader, self->channel_id);
  self->pulse_id = g_timeout_add (250, pulse_cb, self);
}

static void
attempt_done_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (TiemChannelAddPage) self = TIEM_CHANNEL_ADD_PAGE (g_object_ref (source));
  Attempt *attempt = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *message = g_task_propagate_pointer (G_TASK (result), &error);

  /* Added even though the page was left meanwhile: it is there, so it works. */
  if (attempt->channel_id != 0)
    tiem_engine_reload (tiem_shop_get_engine (attempt->shop));
  if (self->shop == NULL)
    return;
  set_busy (self, FALSE);
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_answer (self, FALSE, error->message);
      return;
    }
  if (attempt->channel_id == 0)
    {
      show_answer (self, TRUE, message);
      return;
    }
  self->channel_id = attempt->channel_id;
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  if (self->info->flags & TIEM_CHANNEL_HAS_NETWORK)
    start_reading (self);
  else
    finish (self);
}

static void
try_account (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (widget);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, attempt_done_cb, NULL);
  Attempt *attempt = attempt_new (self, g_str_equal (name, "add.connect"));

  set_busy (self, TRUE);
  g_task_set_source_tag (task, try_account);
  g_task_set_task_data (task, attempt, (GDestroyNotify)attempt_free);
  g_task_run_in_thread (task, attempt_in_thread);
}

/* --- step 4: taking over --- */

static void
adopted_cb (TiemShop *shop,
            const char *said,
            gpointer user_data)
{
  g_autoptr (TiemChannelAddPage) self = user_data;

  if (self->shop == NULL)
    return;
  gtk_label_set_label (self->adopt_text, said);
  gtk_widget_set_visible (self->adopt_button, FALSE);
  gtk_button_set_label (self->later_button, _ ("Close"));
  gtk_widget_add_css_class (GTK_WIDGET (self->later_button), "suggested-action");
  gtk_widget_grab_focus (GTK_WIDGET (self->later_button));
}

static void
adopt_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (widget);

  self->adopted = TRUE;
  gtk_widget_set_sensitive (self->adopt_button, FALSE);
  tiem_channel_action_run (self->shop,
                           TIEM_CHANNEL_ACTION_ADOPT,
                           self->record,
                           0,
                           NULL,
                           adopted_cb,
                           g_object_ref (self));
}

static void
finish_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  finish (TIEM_CHANNEL_ADD_PAGE (widget));
}

/* --- step 1: choosing --- */

static void
show_help (TiemChannelAddPage *self,
           const TiemChannelHelp *help)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->help))) != NULL)
    gtk_list_box_remove (self->help, child);
  for (guint i = 0; help->steps[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      GtkWidget *label = gtk_label_new (number);

      gtk_widget_add_css_class (label, "tiem-num");
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (help->steps[i]));
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
      gtk_list_box_append (self->help, row);
    }
  gtk_widget_set_visible (self->help_group, help->steps[0] != NULL);
}

static void
set_field (GtkEditable *editable,
           const char *title)
{
  gtk_widget_set_visible (GTK_WIDGET (editable), title != NULL);
  if (title != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (editable), _ (title));
}

static void
kind_activated_cb (GtkListBox *list,
                   GtkListBoxRow *row,
                   TiemChannelAddPage *self)
{
  const TiemChannelHelp *help;
  g_autofree char *subtitle = NULL;

  self->info = g_object_get_data (G_OBJECT (row), "info");
  help = tiem_channel_help_find (self->info->kind);
  show_help (self, help);
  set_field (self->address, help->address_title);
  set_field (self->key, help->key_title);
  set_field (self->secret, help->secret_title);
  gtk_widget_set_visible (self->test_button, help->key_title != NULL);
  subtitle = g_strdup_printf (_ ("Connect %s"), _ (self->info->name));
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Add channel"), subtitle);
  show_step (self, "keys");
  update_sensitivity (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
fill_kinds (TiemChannelAddPage *self)
{
  const TiemChannelInfo *const *infos = tiem_channel_info_list ();

  for (; *infos != NULL; infos++)
    {
      const TiemChannelHelp *help = tiem_channel_help_find ((*infos)->kind);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *tile = tiem_tile_new (36, (*infos)->kind);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ((*infos)->name));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (help->summary));
      gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), tile);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "info", (gpointer)*infos);
      gtk_list_box_append (self->kinds, row);
    }
}

/* --- the object --- */

/* What was typed but not connected is not worth a question. */
static gboolean
tiem_channel_add_page_may_leave (TiemSubpage *subpage)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (subpage);

  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

static void
tiem_channel_add_page_dispose (GObject *object)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->record, tiem_channel_record_free);

  G_OBJECT_CLASS (tiem_channel_add_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channel-add-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, steps);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, help_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, help);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, name);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, address);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, key);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, secret);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, answer);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, answer_icon);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, answer_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, test_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, read_title);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, read_bar);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, read_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, adopt_title);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, adopt_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, later_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, adopt_button);
}

static void
tiem_channel_add_page_class_init (TiemChannelAddPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_channel_add_page_dispose;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_channel_add_page_may_leave;

  signals[SIGNAL_FINISHED] = g_signal_new ("finished",
                                           TIEM_TYPE_CHANNEL_ADD_PAGE,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           1,
                                           G_TYPE_INT64);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "add.test", NULL, try_account);
  gtk_widget_class_install_action (widget_class, "add.connect", NULL, try_account);
  gtk_widget_class_install_action (widget_class, "add.adopt", NULL, adopt_action);
  gtk_widget_class_install_action (widget_class, "add.finish", NULL, finish_action);
}

static void
tiem_channel_add_page_init (TiemChannelAddPage *self)
{
  GtkEditable *editables[4];

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Add channel"), NULL);
  editables[0] = self->name;
  editables[1] = self->address;
  editables[2] = self->key;
  editables[3] = self->secret;
  for (guint i = 0; i < G_N_ELEMENTS (editables); i++)
    g_signal_connect_object (
        editables[i], "changed", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self->kinds, "row-activated", G_CALLBACK (kind_activated_cb), self);
  fill_kinds (self);
  show_step (self, "choose");
  update_sensitivity (self);
}

GtkWidget *
tiem_channel_add_page_new (TiemShop *shop)
{
  TiemChannelAddPage *self = g_object_new (TIEM_TYPE_CHANNEL_ADD_PAGE, NULL);

  self->shop = g_object_ref (shop);
  return GTK_WIDGET (self);
}
