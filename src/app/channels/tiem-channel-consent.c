#define G_LOG_DOMAIN "tiem-channel-consent"

#include "config.h"

#include "app/channels/tiem-channel-consent.h"
#include "app/channels/tiem-channel-help.h"
#include "app/platform-compat.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-kind.h"
#include "app/widgets/tiem-tile.h"
#include "sync/tiem-engine.h"
#include "sync/tiem-sign-in.h"

#include <glib/gi18n.h>

struct _TiemChannelConsent
{
  AdwBin parent_instance;

  const TiemChannelInfo *info; /* (nullable) */
  TiemSignIn *sign_in;         /* (owned) (nullable) */
  GCancellable *cancellable;   /* (owned) (nullable): of what is waited for */
  TiemAccount *account;        /* (owned) (nullable): of the shop that was found */
  gboolean is_named;           /* the channel is there, and so is its name */
  GtkWidget *shop_tile;        /* (nullable) */

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *state;
  GtkLabel *hint;
  GtkWidget *open_button;
  GtkEditable *landed;
  GtkWidget *problem;
  GtkLabel *problem_text;
  GtkWidget *go_on;
  AdwActionRow *shop;
  GtkEditable *name;
  GtkWidget *refusal;
  GtkLabel *refusal_text;
  GtkWidget *connect_button;
};

enum
{
  SIGNAL_CONNECT,
  SIGNAL_CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemChannelConsent, tiem_channel_consent, ADW_TYPE_BIN)

static gboolean
is_filled (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

  return strspn (text, " \t") < strlen (text);
}

static GtkWindow *
get_window (TiemChannelConsent *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
open_clicked_cb (TiemChannelConsent *self)
{
  g_autofree char *url = tiem_sign_in_dup_url (self->sign_in);

  tiem_compat_open_uri (get_window (self), url);
}

static void
copy_clicked_cb (TiemChannelConsent *self)
{
  g_autofree char *url = tiem_sign_in_dup_url (self->sign_in);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), url);
  tiem_page_toast (GTK_WIDGET (self), adw_toast_new (_ ("Copied")));
}

static void
landed_changed_cb (TiemChannelConsent *self)
{
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_widget_set_sensitive (self->go_on, is_filled (self->landed));
}

static void
go_on_cb (TiemChannelConsent *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->landed)));

  if (*text == '\0')
    return;
  gtk_widget_set_visible (self->problem, FALSE);
  tiem_sign_in_paste (self->sign_in, text);
}

static void
name_changed_cb (TiemChannelConsent *self)
{
  gtk_widget_set_visible (self->refusal, FALSE);
  gtk_widget_set_sensitive (self->connect_button, is_filled (self->name));
}

static void
connect_cb (TiemChannelConsent *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  if (*name == '\0')
    return;
  gtk_widget_set_sensitive (self->connect_button, FALSE);
  g_signal_emit (self, signals[SIGNAL_CONNECT], 0, name);
}

static void
cancel_clicked_cb (TiemChannelConsent *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
show_problem_text (TiemChannelConsent *self,
                   const char *text)
{
  gtk_label_set_label (self->problem_text, text);
  gtk_label_set_label (self->refusal_text, text);
  gtk_widget_set_visible (self->problem, TRUE);
  gtk_widget_set_visible (self->refusal, TRUE);
  gtk_widget_set_sensitive (self->connect_button, is_filled (self->name));
}

/* --- waiting for the owner --- */

static void
show_waiting (TiemChannelConsent *self)
{
  /* Translators: %s is a marketplace: "Shopee" */
  g_autofree char *state
      = g_strdup_printf (_ ("Waiting for you to agree on the %s page"), _ (self->info->name));

  gtk_label_set_label (self->state, state);
  gtk_spinner_set_spinning (self->spinner, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
}

static void
show_asking (TiemChannelConsent *self)
{
  /* Translators: %s is a marketplace: "Shopee" */
  g_autofree char *state = g_strdup_printf (_ ("Asking %s for the shop…"), _ (self->info->name));

  gtk_label_set_label (self->state, state);
  gtk_widget_set_visible (self->problem, FALSE);
}

static void
show_shop (TiemChannelConsent *self,
           const char *shop,
           gint64 grant_ends_at)
{
  g_autofree char *name = NULL;
  g_autofree char *until = NULL;

  if (self->shop_tile != NULL)
    adw_action_row_remove (self->shop, self->shop_tile);
  self->shop_tile = tiem_tile_new (36, self->info->kind);
  gtk_widget_set_valign (self->shop_tile, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (self->shop, self->shop_tile);
  if (grant_ends_at != 0)
    {
      g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (grant_ends_at / 1000);
      g_autofree char *day = g_date_time_format (at, "%d/%m/%Y");

      /* Translators: %s is a day: "22/11/2027" */
      until = g_strdup_printf (_ ("Permission until %s"), day);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->shop), shop);
  adw_action_row_set_subtitle (self->shop, until != NULL ? until : _ (self->info->name));
  name = g_strdup_printf ("%s · %s", tiem_kind_get_label (self->info->kind), shop);
  gtk_editable_set_text (self->name, name);
  gtk_widget_set_visible (self->refusal, FALSE);
  gtk_spinner_set_spinning (self->spinner, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "found");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

/* --- which shop is it? --- */

typedef struct
{
  char *kind;
  TiemAccount *account;
} Question;

static void
question_free (Question *self)
{
  g_free (self->kind);
  tiem_account_free (self->account);
  g_free (self);
}

static void
ask_in_thread (GTask *task,
               gpointer source,
               gpointer task_data,
               GCancellable *cancellable)
{
  const Question *question = task_data;
  GError *error = NULL;
  TiemChannelProbe *probe
      = tiem_sync_test_account (question->kind, question->account, cancellable, &error);

  if (probe != NULL)
    g_task_return_pointer (task, probe, (GDestroyNotify)tiem_channel_probe_free);
  else
    g_task_return_error (task, error);
}

static void
shop_asked_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  TiemChannelConsent *self = TIEM_CHANNEL_CONSENT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe = g_task_propagate_pointer (G_TASK (result), &error);
  const char *name = probe != NULL && probe->shop != NULL ? probe->shop : self->account->shop;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (probe != NULL && probe->grant_ends_at != 0)
    self->account->grant_ends_at = probe->grant_ends_at;
  show_shop (self, name != NULL ? name : _ (self->info->name), self->account->grant_ends_at);
  /* The owner agreed, so the tokens are good; what is wrong will be said of the channel. */
  if (probe == NULL)
    tiem_channel_consent_show_problem (self, error->message);
}

static void
ask_for_shop (TiemChannelConsent *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, shop_asked_cb, NULL);
  Question *question = g_new0 (Question, 1);

  show_asking (self);
  question->kind = g_strdup (self->info->kind);
  question->account = tiem_account_copy (self->account);
  g_task_set_source_tag (task, ask_for_shop);
  g_task_set_task_data (task, question, (GDestroyNotify)question_free);
  g_task_run_in_thread (task, ask_in_thread);
}

/* --- signing in --- */

static void run (TiemChannelConsent *self);

static void
take_account (TiemChannelConsent *self,
              TiemAccount *account)
{
  g_clear_pointer (&self->account, tiem_account_free);
  self->account = account;
  if (self->is_named)
    {
      show_asking (self);
      g_signal_emit (self, signals[SIGNAL_CONNECT], 0, "");
    }
  else
    {
      ask_for_shop (self);
    }
}

static void
signed_in_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemChannelConsent) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemAccount *account = tiem_sign_in_run_finish (TIEM_SIGN_IN (source), result, &error);

  /* Another page may have been opened meanwhile. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || self->sign_in != TIEM_SIGN_IN (source))
    {
      g_clear_pointer (&account, tiem_account_free);
      return;
    }
  if (account != NULL)
    {
      take_account (self, account);
      return;
    }
  tiem_channel_consent_show_problem (self, error->message);
}

/* After a failure it waits on: a better address of the same page may follow. */
static void
run (TiemChannelConsent *self)
{
  show_waiting (self);
  tiem_sign_in_run_async (self->sign_in, self->cancellable, signed_in_cb, g_object_ref (self));
}

/* --- the object --- */

static void
tiem_channel_consent_dispose (GObject *object)
{
  TiemChannelConsent *self = TIEM_CHANNEL_CONSENT (object);

  tiem_channel_consent_stop (self);
  g_clear_pointer (&self->account, tiem_account_free);

  G_OBJECT_CLASS (tiem_channel_consent_parent_class)->dispose (object);
}

static void
add_signals (void)
{
  signals[SIGNAL_CONNECT] = g_signal_new ("connect",
                                          TIEM_TYPE_CHANNEL_CONSENT,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
  signals[SIGNAL_CANCEL] = g_signal_new (
      "cancel", TIEM_TYPE_CHANNEL_CONSENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tiem_channel_consent_class_init (TiemChannelConsentClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_channel_consent_dispose;
  add_signals ();

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channel-consent.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, spinner);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, state);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, hint);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, open_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, landed);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, problem_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, go_on);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, shop);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, name);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, refusal);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, refusal_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelConsent, connect_button);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, landed_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
tiem_channel_consent_init (TiemChannelConsent *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
tiem_channel_consent_start (TiemChannelConsent *self,
                            const TiemChannelInfo *info,
                            const TiemAccount *account,
                            gboolean is_named,
                            GError **error)
{
  const TiemChannelHelp *help = tiem_channel_help_find (info->kind);
  const char *hint = help != NULL ? help->consent_hint : NULL;

  g_return_val_if_fail (TIEM_IS_CHANNEL_CONSENT (self), FALSE);

  tiem_channel_consent_stop (self);
  self->sign_in = tiem_sign_in_new (info->kind, account, error);
  if (self->sign_in == NULL)
    return FALSE;
  self->info = info;
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->account, tiem_account_free);
  self->is_named = is_named;
  gtk_label_set_label (self->hint, hint != NULL ? _ (hint) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  gtk_editable_set_text (self->landed, "");
  gtk_widget_set_visible (self->problem, FALSE);
  run (self);
  open_clicked_cb (self);
  if (!tiem_sign_in_is_listening (self->sign_in))
    show_problem_text (self,
                       _ ("Another program holds the port that the page comes back to: paste the "
                          "address below when you have agreed."));
  return TRUE;
}

void
tiem_channel_consent_stop (TiemChannelConsent *self)
{
  g_return_if_fail (TIEM_IS_CHANNEL_CONSENT (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sign_in);
  gtk_spinner_set_spinning (self->spinner, FALSE);
}

const TiemAccount *
tiem_channel_consent_get_account (TiemChannelConsent *self)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL_CONSENT (self), NULL);
  return self->account;
}

void
tiem_channel_consent_show_problem (TiemChannelConsent *self,
                                   const char *text)
{
  g_return_if_fail (TIEM_IS_CHANNEL_CONSENT (self));

  show_problem_text (self, text);
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "waiting"))
    run (self);
}
