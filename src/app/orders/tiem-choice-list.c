#define G_LOG_DOMAIN "tiem-choice-list"

#include "config.h"

#include "app/orders/tiem-choice-list.h"

#include "app/widgets/tiem-tone.h"
#include "sync/tiem-sync-call.h"

#include <glib/gi18n.h>

struct _TiemChoiceList
{
  GtkWidget parent_instance;

  char **fallback;           /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *choices;        /* (owned) (nullable): TiemChoice */
  GtkWidget *box;
  GtkWidget *first; /* (nullable): the group's first button */
  guint chosen;     /* index in .choices */
};

enum
{
  SIGNAL_READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemChoiceList, tiem_choice_list, GTK_TYPE_WIDGET)

static void
clear (TiemChoiceList *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  self->first = NULL;
}

static GtkWidget *
label_new (const char *text,
           const char *style_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label",
                                   text,
                                   "xalign",
                                   0.0f,
                                   "wrap",
                                   TRUE,
                                   "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR,
                                   "max-width-chars",
                                   40,
                                   NULL);

  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static void
toggled_cb (GtkCheckButton *button,
            TiemChoiceList *self)
{
  if (gtk_check_button_get_active (button))
    self->chosen = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
}

static void
add_choice (TiemChoiceList *self,
            guint index)
{
  const TiemChoice *choice = g_ptr_array_index (self->choices, index);
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (words), label_new (choice->text, NULL));
  if (choice->sets_stock)
    {
      GtkWidget *warning
          = label_new (_ ("The platform then sets the stock of these goods to 0."), "caption");

      tiem_tone_apply (warning, TIEM_TONE_WARNING);
      gtk_box_append (GTK_BOX (words), warning);
    }
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, choice->text, -1);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  if (self->first != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (self->first));
  else
    self->first = button;
  gtk_box_append (GTK_BOX (self->box), button);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), index == self->chosen);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
}

static void
show_choices (TiemChoiceList *self)
{
  clear (self);
  for (guint i = 0; i < self->choices->len; i++)
    if (((const TiemChoice *)g_ptr_array_index (self->choices, i))->is_suggested)
      {
        self->chosen = i;
        break;
      }
  for (guint i = 0; i < self->choices->len; i++)
    add_choice (self, i);
}

static GPtrArray *
make_fallback (TiemChoiceList *self)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);

  for (guint i = 0; self->fallback != NULL && self->fallback[i] != NULL; i++)
    g_ptr_array_add (choices, tiem_choice_new (self->fallback[i], self->fallback[i]));
  return choices;
}

/* --- asking --- */

typedef struct
{
  TiemShop *shop;
  gint64 channel_id;
  TiemChoiceKind kind;
  char *remote_id;
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->shop);
  g_free (self->remote_id);
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
  GPtrArray *choices = tiem_sync_list_choices (tiem_shop_get_store (question->shop),
                                               tiem_shop_get_keyring (question->shop),
                                               tiem_shop_get_clock (question->shop),
                                               question->channel_id,
                                               question->kind,
                                               question->remote_id,
                                               cancellable,
                                               &error);

  if (choices != NULL)
    g_task_return_pointer (task, choices, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
asked_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  TiemChoiceList *self = TIEM_CHOICE_LIST (source);
  g_autoptr (GError) error = NULL;
  GPtrArray *choices = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (choices == NULL || choices->len == 0)
    {
      g_clear_pointer (&choices, g_ptr_array_unref);
      choices = make_fallback (self);
    }
  self->choices = choices;
  show_choices (self);
  if (error != NULL && choices->len == 0)
    gtk_box_append (GTK_BOX (self->box), label_new (error->message, "error"));
  g_signal_emit (self, signals[SIGNAL_READY], 0);
}

static void
show_waiting (TiemChoiceList *self,
              const char *kind)
{
  const TiemChannelInfo *info = tiem_channel_info_find (kind);
  /* Translators: %s is a marketplace: "Shopee" */
  g_autofree char *text = g_strdup_printf (_ ("Asking %s…"), info != NULL ? _ (info->name) : "");
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_box_append (GTK_BOX (line), spinner);
  gtk_box_append (GTK_BOX (line), label_new (text, "tiem-sub"));
  gtk_box_append (GTK_BOX (self->box), line);
}

/* --- the object --- */

static void
tiem_choice_list_dispose (GObject *object)
{
  TiemChoiceList *self = TIEM_CHOICE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (tiem_choice_list_parent_class)->dispose (object);
}

static void
tiem_choice_list_finalize (GObject *object)
{
  TiemChoiceList *self = TIEM_CHOICE_LIST (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->fallback, g_strfreev);

  G_OBJECT_CLASS (tiem_choice_list_parent_class)->finalize (object);
}

static void
tiem_choice_list_class_init (TiemChoiceListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_choice_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_choice_list_finalize;

  signals[SIGNAL_READY] = g_signal_new (
      "ready", TIEM_TYPE_CHOICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
}

static void
tiem_choice_list_init (TiemChoiceList *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tiem_choice_list_new (TiemShop *shop,
                      gint64 channel_id,
                      const char *channel_kind,
                      TiemChoiceKind kind,
                      const char *remote_id,
                      const char *const *fallback)
{
  TiemChoiceList *self = g_object_new (TIEM_TYPE_CHOICE_LIST, NULL);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, asked_cb, NULL);
  Question *question = g_new0 (Question, 1);

  self->fallback = g_strdupv ((char **)fallback);
  show_waiting (self, channel_kind);
  question->shop = g_object_ref (shop);
  question->channel_id = channel_id;
  question->kind = kind;
  question->remote_id = g_strdup (remote_id);
  g_task_set_source_tag (task, tiem_choice_list_new);
  g_task_set_task_data (task, question, (GDestroyNotify)question_free);
  g_task_run_in_thread (task, ask_in_thread);
  return GTK_WIDGET (self);
}

gboolean
tiem_choice_list_is_ready (TiemChoiceList *self)
{
  g_return_val_if_fail (TIEM_IS_CHOICE_LIST (self), FALSE);
  return self->choices != NULL;
}

const char *
tiem_choice_list_get_code (TiemChoiceList *self)
{
  const TiemChoice *choice;

  g_return_val_if_fail (TIEM_IS_CHOICE_LIST (self), NULL);

  if (self->choices == NULL || self->chosen >= self->choices->len)
    return NULL;
  choice = g_ptr_array_index (self->choices, self->chosen);
  return choice->code;
}
