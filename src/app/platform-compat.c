#include "config.h"

#include "app/platform-compat.h"
#include "app/tiem-portal.h"

#include <glib/gi18n.h>

/* Below this line newer API is used where it is there, and old API where it is not. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

typedef struct
{
  TiemFileFunc func;
  gpointer user_data;
  TiemFileKind kind;
  gboolean saving;
  GWeakRef parent;
  char *title; /* (owned) */
  char *name;  /* (owned) (nullable): what the entry says at first */
} FileRequest;

static const struct
{
  const char *name;
  const char *ending;
  const char *other_ending; /* (nullable) */
} file_kinds[] = {
  [TIEM_FILE_SHEET] = { N_ ("Spreadsheets (.xlsx, .csv)"), ".xlsx", ".csv" },
  [TIEM_FILE_BACKUP] = { N_ ("Backups of Tiệm (.db)"), ".db", NULL },
  [TIEM_FILE_PDF] = { N_ ("PDF documents (.pdf)"), ".pdf", NULL },
  [TIEM_FILE_FOLDER] = { NULL, NULL, NULL },
  [TIEM_FILE_PICTURE] = { N_ ("Pictures"), NULL, NULL },
};

static GListModel *
make_filters (TiemFileKind kind)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ (file_kinds[kind].name));
  if (kind == TIEM_FILE_PICTURE)
    gtk_file_filter_add_pixbuf_formats (filter);
  else
    gtk_file_filter_add_suffix (filter, file_kinds[kind].ending + 1);
  if (file_kinds[kind].other_ending != NULL)
    gtk_file_filter_add_suffix (filter, file_kinds[kind].other_ending + 1);
  g_list_store_append (filters, filter);
  return G_LIST_MODEL (filters);
}

static void
answer_file (FileRequest *request,
             GFile *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && request->saving)
    {
      const char *ending = file_kinds[request->kind].ending;
      const char *other = file_kinds[request->kind].other_ending;
      gboolean has_ending
          = g_str_has_suffix (path, ending) || (other != NULL && g_str_has_suffix (path, other));

      if (!has_ending)
        {
          char *longer = g_strconcat (path, ending, NULL);

          g_free (path);
          path = longer;
        }
    }
  request->func (path, request->user_data);
  g_weak_ref_clear (&request->parent);
  g_free (request->title);
  g_free (request->name);
  g_free (request);
}

#if GTK_CHECK_VERSION(4, 10, 0)

static void
file_dialog_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  GtkFileDialog *dialog = GTK_FILE_DIALOG (source);
  FileRequest *request = user_data;
  g_autoptr (GFile) file = NULL;

  if (request->kind == TIEM_FILE_FOLDER)
    file = gtk_file_dialog_select_folder_finish (dialog, result, NULL);
  else if (request->saving)
    file = gtk_file_dialog_save_finish (dialog, result, NULL);
  else
    file = gtk_file_dialog_open_finish (dialog, result, NULL);
  answer_file (request, file);
}

static void
choose_file (GtkWindow *parent,
             FileRequest *request)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, request->title);
  if (request->kind != TIEM_FILE_FOLDER)
    {
      g_autoptr (GListModel) filters = make_filters (request->kind);

      gtk_file_dialog_set_filters (dialog, filters);
    }
  if (request->name != NULL)
    gtk_file_dialog_set_initial_name (dialog, request->name);
  if (request->kind == TIEM_FILE_FOLDER)
    gtk_file_dialog_select_folder (dialog, parent, NULL, file_dialog_cb, request);
  else if (request->saving)
    gtk_file_dialog_save (dialog, parent, NULL, file_dialog_cb, request);
  else
    gtk_file_dialog_open (dialog, parent, NULL, file_dialog_cb, request);
}

#else

static void
native_response_cb (GtkNativeDialog *native,
                    int response,
                    FileRequest *request)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  answer_file (request, file);
  g_object_unref (native);
}

static void
choose_file (GtkWindow *parent,
             FileRequest *request)
{
  GtkFileChooserAction action = request->kind == TIEM_FILE_FOLDER
                                    ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                : request->saving ? GTK_FILE_CHOOSER_ACTION_SAVE
                                                  : GTK_FILE_CHOOSER_ACTION_OPEN;
  GtkFileChooserNative *native
      = gtk_file_chooser_native_new (request->title, parent, action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  if (request->kind != TIEM_FILE_FOLDER)
    {
      g_autoptr (GListModel) filters = make_filters (request->kind);
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, 0);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), filter);
    }
  if (request->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), request->name);
  g_signal_connect (native, "response", G_CALLBACK (native_response_cb), request);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

#endif

/* Without the portal GTK would offer the sandbox's own folders, and what is saved there is gone
 * with it. */
static void
looked_for_files_cb (gboolean is_there,
                     gpointer user_data)
{
  FileRequest *request = user_data;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&request->parent);

  if (is_there && parent != NULL)
    {
      choose_file (parent, request);
      return;
    }
  if (parent != NULL)
    tiem_portal_say_no_files (parent);
  answer_file (request, NULL);
}

static void
request_file (GtkWindow *parent,
              const char *title,
              const char *name,
              FileRequest values)
{
  FileRequest *request = g_memdup2 (&values, sizeof values);

  g_weak_ref_init (&request->parent, parent);
  request->title = g_strdup (title);
  request->name = g_strdup (name);
  tiem_portal_look_for ("FileChooser", looked_for_files_cb, request);
}

void
tiem_compat_open_file (
    GtkWindow *parent, const char *title, TiemFileKind kind, TiemFileFunc func, gpointer user_data)
{
  request_file (parent, title, NULL, (FileRequest){ func, user_data, kind });
}

void
tiem_compat_save_file (GtkWindow *parent,
                       const char *title,
                       const char *name,
                       TiemFileKind kind,
                       TiemFileFunc func,
                       gpointer user_data)
{
  request_file (parent, title, name, (FileRequest){ func, user_data, kind, TRUE });
}

/* --- asking --- */

typedef struct
{
  TiemAnswerFunc func;
  gpointer user_data;
} Question;

static void
answer_cb (GObject *dialog,
           const char *response,
           Question *question)
{
  question->func (response, question->user_data);
}

static void
question_free (gpointer data,
               GClosure *closure)
{
  g_free (data);
}

static Question *
make_question (TiemAnswerFunc func,
               gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->func = func;
  question->user_data = user_data;
  return question;
}

GtkWidget *
tiem_compat_ask (GtkWindow *parent,
                 const char *title,
                 const char *text,
                 GtkWidget *extra,
                 const TiemAnswer *answers,
                 TiemAnswerFunc func,
                 gpointer user_data)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwDialog *dialog = adw_alert_dialog_new (title, text);
  AdwAlertDialog *box = ADW_ALERT_DIALOG (dialog);
  const AdwResponseAppearance looks[]
      = { ADW_RESPONSE_DEFAULT, ADW_RESPONSE_SUGGESTED, ADW_RESPONSE_DESTRUCTIVE };

  for (guint i = 0; answers[i].id != NULL; i++)
    {
      adw_alert_dialog_add_response (box, answers[i].id, answers[i].label);
      adw_alert_dialog_set_response_appearance (box, answers[i].id, looks[answers[i].look]);
    }
  adw_alert_dialog_set_default_response (box, "cancel");
  adw_alert_dialog_set_close_response (box, "cancel");
  if (extra != NULL)
    adw_alert_dialog_set_extra_child (box, extra);
#else
  GtkWidget *dialog = adw_message_dialog_new (parent, title, text);
  AdwMessageDialog *box = ADW_MESSAGE_DIALOG (dialog);
  const AdwResponseAppearance looks[]
      = { ADW_RESPONSE_DEFAULT, ADW_RESPONSE_SUGGESTED, ADW_RESPONSE_DESTRUCTIVE };

  for (guint i = 0; answers[i].id != NULL; i++)
    {
      adw_message_dialog_add_response (box, answers[i].id, answers[i].label);
      adw_message_dialog_set_response_appearance (box, answers[i].id, looks[answers[i].look]);
    }
  adw_message_dialog_set_default_response (box, "cancel");
  adw_message_dialog_set_close_response (box, "cancel");
  if (extra != NULL)
    adw_message_dialog_set_extra_child (box, extra);
#endif
  g_signal_connect_data (dialog,
                         "response",
                         G_CALLBACK (answer_cb),
                         make_question (func, user_data),
                         question_free,
                         0);
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_dialog_present (dialog, GTK_WIDGET (parent));
#else
  gtk_window_present (GTK_WINDOW (dialog));
#endif
  return GTK_WIDGET (dialog);
}

void
tiem_compat_answer_set_enabled (GtkWidget *question,
                                const char *id,
                                gboolean enabled)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (question), id, enabled);
#else
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (question), id, enabled);
#endif
}

/* --- colours --- */

void
tiem_compat_get_color (GtkWidget *widget,
                       const char *name,
                       GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

/* --- what libadwaita's catalogue lacks --- */

static void
name_reveal (GtkWidget *button)
{
  gboolean hides
      = g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (button)), "view-conceal-symbolic") == 0;
  const char *name = hides ? _ ("Hide what is typed") : _ ("Show what is typed");

  if (g_strcmp0 (gtk_widget_get_tooltip_text (button), name) == 0)
    return;
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
tiem_compat_name_reveal (GtkWidget *row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child)
        && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (child)), "view-reveal-symbolic") == 0)
      {
        g_signal_connect (child, "notify::tooltip-text", G_CALLBACK (name_reveal), NULL);
        name_reveal (child);
      }
    else
      tiem_compat_name_reveal (child);
}

/* --- saying, and opening elsewhere --- */

void
tiem_compat_announce (GtkWidget *widget,
                      const char *words)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (
      GTK_ACCESSIBLE (widget), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#endif
}

typedef struct
{
  GWeakRef parent;
  char *uri; /* (owned) */
} Opening;

/* @error: (nullable) */
static void
end_opening (Opening *self,
             gboolean opened,
             const GError *error)
{
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);
  gboolean declined = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

#if GTK_CHECK_VERSION(4, 10, 0)
  declined = declined || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
             || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED);
#endif
  if (!opened && !declined && parent != NULL)
    tiem_portal_say_not_opened (parent, self->uri);
  g_weak_ref_clear (&self->parent);
  g_free (self->uri);
  g_free (self);
}

#if GTK_CHECK_VERSION(4, 10, 0)

static void
uri_launched_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error);

  end_opening (user_data, opened, error);
}

static void
file_launched_cb (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error);

  end_opening (user_data, opened, error);
}

static void
launch (GtkWindow *parent,
        Opening *self)
{
  if (g_str_has_prefix (self->uri, "file:"))
    {
      g_autoptr (GFile) file = g_file_new_for_uri (self->uri);
      g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

      gtk_file_launcher_launch (launcher, parent, NULL, file_launched_cb, self);
    }
  else
    {
      g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (self->uri);

      gtk_uri_launcher_launch (launcher, parent, NULL, uri_launched_cb, self);
    }
}

#else

static void
uri_shown_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error);

  end_opening (user_data, opened, error);
}

static void
launch (GtkWindow *parent,
        Opening *self)
{
  gtk_show_uri_full (parent, self->uri, GDK_CURRENT_TIME, NULL, uri_shown_cb, self);
}

#endif

static void
looked_for_opener_cb (gboolean is_there,
                      gpointer user_data)
{
  Opening *self = user_data;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);

  if (is_there && parent != NULL)
    launch (parent, self);
  else
    end_opening (self, FALSE, NULL);
}

void
tiem_compat_open_uri (GtkWindow *parent,
                      const char *uri)
{
  Opening *self = g_new0 (Opening, 1);

  g_weak_ref_init (&self->parent, parent);
  self->uri = g_strdup (uri);
  tiem_portal_look_for ("OpenURI", looked_for_opener_cb, self);
}

void
tiem_compat_open_path (GtkWindow *parent,
                       const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  tiem_compat_open_uri (parent, uri);
}

void
tiem_compat_put_event (GdkEvent *event)
{
  gdk_display_put_event (gdk_event_get_display (event), event);
}

G_GNUC_END_IGNORE_DEPRECATIONS
