#include "config.h"

#include "app/platform-compat.h"

#include <glib/gi18n.h>

/* Below this line newer API is used where it is there, and old API where it is not. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

typedef struct
{
  TiemFileFunc func;
  gpointer user_data;
  TiemFileKind kind;
  gboolean saving;
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
             const char *title,
             const char *name,
             FileRequest *request)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  if (request->kind != TIEM_FILE_FOLDER)
    {
      g_autoptr (GListModel) filters = make_filters (request->kind);

      gtk_file_dialog_set_filters (dialog, filters);
    }
  if (name != NULL)
    gtk_file_dialog_set_initial_name (dialog, name);
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
             const char *title,
             const char *name,
             FileRequest *request)
{
  GtkFileChooserAction action = request->kind == TIEM_FILE_FOLDER
                                    ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                : request->saving ? GTK_FILE_CHOOSER_ACTION_SAVE
                                                  : GTK_FILE_CHOOSER_ACTION_OPEN;
  GtkFileChooserNative *native = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  if (request->kind != TIEM_FILE_FOLDER)
    {
      g_autoptr (GListModel) filters = make_filters (request->kind);
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, 0);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), filter);
    }
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), name);
  g_signal_connect (native, "response", G_CALLBACK (native_response_cb), request);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

#endif

static FileRequest *
make_request (TiemFileKind kind,
              gboolean saving,
              TiemFileFunc func,
              gpointer user_data)
{
  FileRequest *request = g_new0 (FileRequest, 1);

  request->kind = kind;
  request->saving = saving;
  request->func = func;
  request->user_data = user_data;
  return request;
}

void
tiem_compat_open_file (
    GtkWindow *parent, const char *title, TiemFileKind kind, TiemFileFunc func, gpointer user_data)
{
  choose_file (parent, title, NULL, make_request (kind, FALSE, func, user_data));
}

void
tiem_compat_save_file (GtkWindow *parent,
                       const char *title,
                       const char *name,
                       TiemFileKind kind,
                       TiemFileFunc func,
                       gpointer user_data)
{
  choose_file (parent, title, name, make_request (kind, TRUE, func, user_data));
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

/* --- links --- */

void
tiem_compat_announce (GtkWidget *widget,
                      const char *words)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (
      GTK_ACCESSIBLE (widget), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#endif
}

void
tiem_compat_open_uri (GtkWindow *parent,
                      const char *uri)
{
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, parent, NULL, NULL, NULL);
#else
  gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
#endif
}

void
tiem_compat_open_path (GtkWindow *parent,
                       const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_launch (launcher, parent, NULL, NULL, NULL);
#else
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
#endif
}

G_GNUC_END_IGNORE_DEPRECATIONS
