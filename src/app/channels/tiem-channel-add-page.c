#define G_LOG_DOMAIN "tiem-channel-add-page"

#include "config.h"

#include "app/channels/tiem-channel-add-page.h"
#include "app/channels/tiem-channel-consent.h"
#include "app/channels/tiem-channel-first-read.h"
#include "app/channels/tiem-channel-help.h"
#include "app/channels/tiem-channel-keys.h"
#include "app/help/tiem-help.h"
#include "app/widgets/tiem-tile.h"
#include "app/widgets/tiem-tone.h"
#include "channel/tiem-channel.h"
#include "document/tiem-market-file.h"
#include "store/tiem-store-file.h"
#include "sync/tiem-sign-in.h"

#include <glib/gi18n.h>

struct _TiemChannelAddPage
{
  TiemSubpage parent_instance;

  TiemShop *shop;              /* (owned) */
  const TiemChannelInfo *info; /* (nullable): the kind that was chosen */
  GCancellable *cancellable;   /* (owned): of what asks the channel */
  gint64 channel_id;           /* 0 until there is one */
  gboolean again;              /* new keys for a channel that is there */

  GtkLabel *progress;
  GtkStack *steps;
  GtkListBox *file_kinds;
  AdwEntryRow *file_name;
  GtkLabel *file_problem;
  GtkListBox *kinds;
  TiemChannelKeys *keys;
  GtkWidget *answer;
  GtkImage *answer_icon;
  GtkLabel *answer_text;
  GtkWidget *keyring_note;
  GtkSpinner *spinner;
  GtkWidget *test_button;
  GtkButton *connect_button;
  TiemChannelConsent *consent;
  TiemChannelFirstRead *first_read;
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
  { "choose", N_ ("Choose the channel") }, { "keys", N_ ("Enter the keys") },
  { "consent", N_ ("Allow Tiệm in") },     { "read", N_ ("Read goods and orders") },
  { "adopt", N_ ("Take over the goods") },
};

static gboolean
signs_in (TiemChannelAddPage *self)
{
  return self->info != NULL && self->info->sign_in_url != NULL;
}

/* The steps of the kind that was chosen, the present one in bold. */
static void
show_progress (TiemChannelAddPage *self,
               const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (step_names); i++)
    {
      g_autofree char *title = g_markup_escape_text (_ (step_names[i].title), -1);

      if (g_str_equal (step_names[i].name, "consent") && self->info != NULL && !signs_in (self))
        continue;
      g_string_append (text, text->len > 0 ? "  ›  " : "");
      g_string_append_printf (
          text, g_str_equal (name, step_names[i].name) ? "<b>%s</b>" : "%s", title);
    }
  gtk_label_set_markup (self->progress, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !self->again);
}

static void
show_step (TiemChannelAddPage *self,
           const char *name)
{
  show_progress (self, name);
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

static void
update_sensitivity (TiemChannelAddPage *self)
{
  gboolean ready = self->info != NULL && !gtk_spinner_get_spinning (self->spinner)
                   && tiem_channel_keys_is_filled (self->keys);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.test", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.connect", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.sign-in", ready);
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
keys_changed_cb (TiemChannelAddPage *self)
{
  show_answer (self, TRUE, NULL);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), self->channel_id == 0);
  update_sensitivity (self);
}

/* --- an attempt: on a thread, for it asks the channel and the keyring --- */

typedef struct
{
  TiemShop *shop;
  char *kind;
  char *name;
  TiemAccount *account;
  gboolean keep;     /* add the channel or take its new keys, do not only try */
  gboolean ask;      /* try the keys; the counter has none, and a shop that lets Tiệm in did so */
  gint64 channel_id; /* of the one that is there, or was added; 0 = none */
  char *said;        /* (nullable) what the channel said of itself */
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_clear_object (&self->shop);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->account, tiem_account_free);
  g_clear_pointer (&self->said, g_free);
  g_free (self);
}

/* @account: (transfer full) */
static Attempt *
attempt_new (TiemChannelAddPage *self,
             TiemAccount *account,
             const char *name,
             gboolean keep)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->shop = g_object_ref (self->shop);
  attempt->kind = g_strdup (self->info->kind);
  attempt->name = g_strdup (name);
  attempt->account = account;
  attempt->keep = keep;
  attempt->ask = (self->info->flags & TIEM_CHANNEL_HAS_NETWORK) != 0 && !signs_in (self);
  attempt->channel_id = self->again ? self->channel_id : 0;
  return attempt;
}

static gboolean
keep_account (Attempt *attempt,
              GCancellable *cancellable,
              GError **error)
{
  TiemStore *store = tiem_shop_get_store (attempt->shop);
  TiemKeyring *keyring = tiem_shop_get_keyring (attempt->shop);

  if (attempt->channel_id != 0)
    return tiem_sync_set_account (
               store, keyring, attempt->channel_id, attempt->account, cancellable, error)
           && tiem_store_set_channel_by_file (store, attempt->channel_id, FALSE, error);
  attempt->channel_id = tiem_sync_add_channel (
      store, keyring, attempt->kind, attempt->name, attempt->account, cancellable, error);
  return attempt->channel_id != 0;
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

  if (attempt->ask)
    {
      probe = tiem_sync_test_account (attempt->kind, attempt->account, cancellable, &error);
      if (probe == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      attempt->said = g_strdup (probe->message);
    }
  if (attempt->keep && !keep_account (attempt, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Connected: the rest is reading, which the channel can do by itself. */
static void
begin_reading (TiemChannelAddPage *self,
               const char *name)
{
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  if (self->again || (self->info->flags & TIEM_CHANNEL_HAS_NETWORK) == 0)
    {
      finish (self);
      return;
    }
  show_step (self, "read");
  tiem_channel_first_read_start (self->first_read, self->shop, self->channel_id, name);
}

static void
attempt_done_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (TiemChannelAddPage) self = TIEM_CHANNEL_ADD_PAGE (g_object_ref (source));
  Attempt *attempt = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  /* Added even though the page was left meanwhile: it is there, so it works. */
  if (attempt->keep && attempt->channel_id != 0)
    tiem_engine_reload (tiem_shop_get_engine (attempt->shop));
  if (self->shop == NULL)
    return;
  set_busy (self, FALSE);
  if (!done)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      if (signs_in (self))
        tiem_channel_consent_show_problem (self->consent, error->message);
      else
        show_answer (self, FALSE, error->message);
      return;
    }
  if (!attempt->keep)
    {
      show_answer (self, TRUE, attempt->said);
      return;
    }
  self->channel_id = attempt->channel_id;
  begin_reading (self, attempt->name);
}

static void
run_attempt (TiemChannelAddPage *self,
             Attempt *attempt)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, attempt_done_cb, NULL);

  set_busy (self, TRUE);
  g_task_set_source_tag (task, run_attempt);
  g_task_set_task_data (task, attempt, (GDestroyNotify)attempt_free);
  g_task_run_in_thread (task, attempt_in_thread);
}

static void
try_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (widget);
  g_autofree char *channel_name = tiem_channel_keys_dup_name (self->keys);

  run_attempt (self,
               attempt_new (self,
                            tiem_channel_keys_dup_account (self->keys),
                            channel_name,
                            g_str_equal (name, "add.connect")));
}

/* --- step 3: the platform's page of consent --- */

static void
sign_in_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (widget);
  g_autoptr (TiemAccount) account = tiem_channel_keys_dup_account (self->keys);
  g_autoptr (GError) error = NULL;

  if (tiem_channel_consent_start (self->consent, self->info, account, self->again, &error))
    show_step (self, "consent");
  else
    show_answer (self, FALSE, error->message);
}

static void
consent_connect_cb (TiemChannelConsent *consent,
                    const char *name,
                    TiemChannelAddPage *self)
{
  run_attempt (
      self,
      attempt_new (
          self, tiem_account_copy (tiem_channel_consent_get_account (consent)), name, TRUE));
}

static void
consent_cancel_cb (TiemChannelAddPage *self)
{
  tiem_channel_consent_stop (self->consent);
  show_step (self, "keys");
  gtk_widget_grab_focus (GTK_WIDGET (self->connect_button));
}

/* --- reading --- */

static void
adopting_cb (TiemChannelAddPage *self)
{
  show_progress (self, "adopt");
}

/* --- step 1: choosing --- */

static void
show_connect_button (TiemChannelAddPage *self)
{
  g_autofree char *label = NULL;

  if (!signs_in (self))
    {
      gtk_button_set_label (self->connect_button, _ ("Connect"));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->connect_button), "add.connect");
      return;
    }
  /* Translators: %s is a marketplace: "Shopee". Opens its page in the browser */
  label = g_strdup_printf (_ ("Sign in at %s…"), _ (self->info->name));
  gtk_button_set_label (self->connect_button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->connect_button), "add.sign-in");
}

static void
choose_kind (TiemChannelAddPage *self,
             const TiemChannelInfo *info)
{
  gboolean network = (info->flags & TIEM_CHANNEL_HAS_NETWORK) != 0;
  g_autofree char *subtitle = NULL;

  self->info = info;
  tiem_help_set_topic (GTK_WIDGET (self), info->kind);
  tiem_channel_keys_set_kind (self->keys, info, TIEM_SIGN_IN_REDIRECT_URI);
  gtk_widget_set_visible (self->test_button, network && !signs_in (self));
  gtk_widget_set_visible (self->keyring_note, network);
  show_connect_button (self);
  subtitle = g_strdup_printf (_ ("Connect %s"), _ (info->name));
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Add channel"), subtitle);
  show_step (self, "keys");
  update_sensitivity (self);
}

/* --- by file: nothing but a name --- */

static gpointer
add_by_file (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  char **words = data; /* kind and name */
  gint64 id = tiem_store_add_file_channel (store, words[0], words[1], error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
added_by_file_cb (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (TiemChannelAddPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    return;
  if (id == NULL)
    {
      gtk_label_set_label (self->file_problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->file_problem), TRUE);
      return;
    }
  self->channel_id = *id;
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  finish (self);
}

static void
add_file_action (GtkWidget *widget,
                 const char *name,
                 GVariant *parameter)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (widget);
  const char *const words[]
      = { self->info->kind, gtk_editable_get_text (GTK_EDITABLE (self->file_name)), NULL };

  gtk_widget_set_visible (GTK_WIDGET (self->file_problem), FALSE);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        add_by_file,
                        g_strdupv ((char **)words),
                        (GDestroyNotify)g_strfreev,
                        g_free,
                        NULL,
                        added_by_file_cb,
                        g_object_ref (self));
}

static void
choose_file_kind (TiemChannelAddPage *self,
                  const TiemChannelInfo *info)
{
  g_autofree char *subtitle = NULL;

  self->info = info;
  tiem_help_set_topic (GTK_WIDGET (self), "files");
  /* Translators: %s is a marketplace: "Shopee" */
  subtitle = g_strdup_printf (_ ("%s by file"), _ (self->info->name));
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Add channel"), subtitle);
  gtk_editable_set_text (GTK_EDITABLE (self->file_name), _ (self->info->name));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_stack_set_visible_child_name (self->steps, "file");
  gtk_widget_grab_focus (GTK_WIDGET (self->file_name));
}

static void
file_kind_activated_cb (GtkListBox *list,
                        GtkListBoxRow *row,
                        TiemChannelAddPage *self)
{
  choose_file_kind (self, g_object_get_data (G_OBJECT (row), "info"));
}

static void
kind_activated_cb (GtkListBox *list,
                   GtkListBoxRow *row,
                   TiemChannelAddPage *self)
{
  choose_kind (self, g_object_get_data (G_OBJECT (row), "info"));
  tiem_channel_keys_begin (self->keys);
}

static void
add_file_kind (TiemChannelAddPage *self,
               const TiemChannelInfo *info)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tile = tiem_tile_new (36, info->kind);
  /* Translators: %s is a marketplace: "Shopee" */
  g_autofree char *title = g_strdup_printf (_ ("%s by file"), _ (info->name));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tile);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "info", (gpointer)info);
  gtk_list_box_append (self->file_kinds, row);
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
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), help != NULL ? _ (help->summary) : "");
      gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), tile);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "info", (gpointer)*infos);
      gtk_list_box_append (self->kinds, row);
      if (tiem_market_file_has_platform ((*infos)->kind))
        add_file_kind (self, *infos);
    }
}

/* --- again: the keys that are there --- */

typedef struct
{
  TiemShop *shop;
  gint64 channel_id;
} LookUp;

static void
look_up_free (LookUp *self)
{
  g_clear_object (&self->shop);
  g_free (self);
}

static void
look_up_in_thread (GTask *task,
                   gpointer source,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  LookUp *look_up = task_data;
  GError *error = NULL;
  TiemAccount *account = tiem_sync_lookup_account (tiem_shop_get_store (look_up->shop),
                                                   tiem_shop_get_keyring (look_up->shop),
                                                   look_up->channel_id,
                                                   cancellable,
                                                   &error);

  if (account != NULL)
    g_task_return_pointer (task, account, (GDestroyNotify)tiem_account_free);
  else
    g_task_return_error (task, error);
}

static void
looked_up_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemChannelAddPage) self = TIEM_CHANNEL_ADD_PAGE (g_object_ref (source));
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAccount) account = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->shop == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  /* The keys are gone: they can be typed anew. */
  if (account == NULL)
    show_answer (self, FALSE, error->message);
  else
    tiem_channel_keys_set_account (self->keys, account);
  update_sensitivity (self);
}

static void
look_up_account (TiemChannelAddPage *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, looked_up_cb, NULL);
  LookUp *look_up = g_new0 (LookUp, 1);

  look_up->shop = g_object_ref (self->shop);
  look_up->channel_id = self->channel_id;
  set_busy (self, TRUE);
  g_task_set_source_tag (task, look_up_account);
  g_task_set_task_data (task, look_up, (GDestroyNotify)look_up_free);
  g_task_run_in_thread (task, look_up_in_thread);
}

/* --- the object --- */

/* What was typed but not connected is not worth a question. */
static gboolean
tiem_channel_add_page_may_leave (TiemSubpage *subpage)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (subpage);

  g_cancellable_cancel (self->cancellable);
  tiem_channel_consent_stop (self->consent);
  return TRUE;
}

static void
tiem_channel_add_page_dispose (GObject *object)
{
  TiemChannelAddPage *self = TIEM_CHANNEL_ADD_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->shop);

  G_OBJECT_CLASS (tiem_channel_add_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (TIEM_TYPE_CHANNEL_CONSENT);
  g_type_ensure (TIEM_TYPE_CHANNEL_KEYS);
  g_type_ensure (TIEM_TYPE_CHANNEL_FIRST_READ);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channel-add-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, steps);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, file_kinds);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, file_name);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, file_problem);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, keys);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, answer);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, answer_icon);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, answer_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, keyring_note);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, test_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, consent);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelAddPage, first_read);
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
  gtk_widget_class_install_action (widget_class, "add.test", NULL, try_action);
  gtk_widget_class_install_action (widget_class, "add.connect", NULL, try_action);
  gtk_widget_class_install_action (widget_class, "add.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "add.file", NULL, add_file_action);
}

static void
tiem_channel_add_page_init (TiemChannelAddPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Add channel"), NULL);
  g_signal_connect (self->kinds, "row-activated", G_CALLBACK (kind_activated_cb), self);
  g_signal_connect (self->file_kinds, "row-activated", G_CALLBACK (file_kind_activated_cb), self);
  g_signal_connect_swapped (self->keys, "changed", G_CALLBACK (keys_changed_cb), self);
  g_signal_connect (self->consent, "connect", G_CALLBACK (consent_connect_cb), self);
  g_signal_connect_swapped (self->consent, "cancel", G_CALLBACK (consent_cancel_cb), self);
  g_signal_connect_swapped (self->first_read, "adopting", G_CALLBACK (adopting_cb), self);
  g_signal_connect_swapped (self->first_read, "finished", G_CALLBACK (finish), self);
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

GtkWidget *
tiem_channel_add_page_new_by_file (TiemShop *shop,
                                   const char *kind)
{
  GtkWidget *page = tiem_channel_add_page_new (shop);

  choose_file_kind (TIEM_CHANNEL_ADD_PAGE (page), tiem_channel_info_find (kind));
  return page;
}

GtkWidget *
tiem_channel_add_page_new_again (TiemShop *shop,
                                 const TiemChannelRecord *record)
{
  TiemChannelAddPage *self = g_object_new (TIEM_TYPE_CHANNEL_ADD_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->channel_id = record->id;
  self->again = TRUE;
  choose_kind (self, tiem_channel_info_find (record->kind));
  tiem_subpage_set_title (TIEM_SUBPAGE (self),
                          record->by_file ? _ ("Connect with keys") : _ ("Sign in again"),
                          record->name);
  /* A channel by file has none. */
  if (!record->by_file)
    look_up_account (self);
  return GTK_WIDGET (self);
}

const char *
tiem_channel_add_page_get_kind (TiemChannelAddPage *self)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL_ADD_PAGE (self), NULL);

  return self->info != NULL ? self->info->kind : NULL;
}
